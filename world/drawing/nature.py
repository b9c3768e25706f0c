"""Steps that draw what grows and flows: caves, noise, river."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from world.drawing.canvas import Canvas
from world.drawing.dice import Dice
from world.drawing.land import neighbours
from world.drawing.shapes import Spot, Step, widened


@dataclass(frozen=True)
class Caves(Step):
    """Rounded caves in rock: cells drawn by chance, then smoothed by what the eight neighbours are.

    The usual cellular automaton keeps a cell that has five of nine; that lets thin rock die out. Here each smoothing keeps as much
    rock as there was, where most of it is around, so that `density` is what one sees.
    """
    of: int
    per_million: int                                     # how much of the map is rock
    smooth: int = 3

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        shape = canvas.shape
        luck = dice.board(shape)
        rock = luck < (self.per_million << 32) // 1_000_000
        number = int(rock.sum())
        for _ in range(self.smooth):
            sums = self.around(self.around(rock.astype(np.int64), canvas.wrap), canvas.wrap) + 9 * rock
            rock = np.zeros(rock.size, np.bool_)
            rank = sums.reshape(-1) << 32 | luck.reshape(-1)
            rock[np.argsort(-rank, kind="stable")[:number]] = True
            rock = rock.reshape(shape)
        canvas.lay(rock, self.of, self.place)

    def around(self, of: np.ndarray, wrap: bool) -> np.ndarray:
        """The sum over a cell and its 8 neighbours; what lies off the board is like the edge.  int64 [H, W]"""
        padded = np.pad(of, 1, mode="wrap" if wrap else "edge")
        rows = padded[:-2] + padded[1:-1] + padded[2:]
        return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]


@dataclass(frozen=True)
class Noise(Step):
    """Regions that flow into each other, as on a map of a country: each kind has its share, and lies beside those next to it in the list."""
    of: tuple[int, ...]
    shares: tuple[int, ...]                              # per million of the map, in sum a million
    scale: int = 8

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        height_of = hills(canvas.shape, self.scale, dice, canvas.wrap)
        rank = np.empty(height_of.size, np.int64)
        rank[np.argsort(height_of.reshape(-1), kind="stable")] = np.arange(height_of.size)
        rank = rank.reshape(canvas.shape)
        low = 0
        for id, share in zip(self.of, self.shares):
            canvas.lay((rank * 1_000_000 >= low * rank.size) & (rank * 1_000_000 < (low + share) * rank.size), id)
            low += share


@dataclass(frozen=True)
class River(Step):
    """A river that winds its way through low land, from one place to another."""
    of: int
    start: Spot
    end: Spot
    width: int = 1

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        a, b = (canvas.corner(inward(spot, canvas.shape, dice), (1, 1), dice) for spot in (self.start, self.end))
        height_of = hills(canvas.shape, 6, dice.of("land"), False)
        low, high = int(height_of.min()), int(height_of.max())
        cost = 1 + (height_of - low) * 14 // max(1, high - low)
        for side in (cost[0], cost[-1], cost[:, 0], cost[:, -1]):
            side += 20                                   # it comes in and goes out, and does not run along a side
        canvas.lay(widened(canvas.shape, cheapest(cost, a, b), self.width), self.of, self.place)


def inward(spot: Spot, shape: tuple[int, int], dice: Dice) -> Spot:
    """A place on a side: not in its outer quarters, so that a river crosses the land."""
    if not isinstance(spot, str) or not spot.endswith("edge"):
        return spot
    height, width = shape
    row, col = dice.between(height // 4, height - 1 - height // 4), dice.between(width // 4, width - 1 - width // 4)
    return {"north": (0, col), "south": (height - 1, col), "west": (row, 0), "east": (row, width - 1)}[spot.split()[0]]


def hills(shape: tuple[int, int], scale: int, dice: Dice, wrap: bool) -> np.ndarray:
    """Value noise: dice on a coarse lattice, smoothed between, in three sizes.  int64 [H, W]"""
    total = np.zeros(shape, np.int64)
    for octave in range(3):
        size = max(1, scale >> octave)
        if octave and size < 2:
            break
        total += _one_size(shape, size, dice.of(str(octave)), wrap) >> octave
    return total


def _one_size(shape: tuple[int, int], size: int, dice: Dice, wrap: bool) -> np.ndarray:
    """Dice `size` cells apart, with smooth land between.  int64 [H, W], 0 .. 2**16 - 1"""
    ends, parts = [], []
    for cells in shape:
        number = max(1, (cells + size // 2) // size)                 # so many fit, stretched to meet at the seam of a torus
        at = np.arange(cells, dtype=np.int64) * (number << 12) // cells
        ends.append((at >> 12, ((at >> 12) + 1) % number if wrap else (at >> 12) + 1))
        part = at & 4095
        parts.append(part * part * (3 * 4096 - 2 * part) >> 24)      # the smooth step 3t^2 - 2t^3, in 4096ths
    (top, bottom), (left, right) = ends
    down, across = parts[0][:, None], parts[1][None]
    die = {}
    for name, row, col in (("tl", top, left), ("tr", top, right), ("bl", bottom, left), ("br", bottom, right)):
        die[name] = dice.many(row[:, None] << 24 | col[None]) >> 16
    upper = die["tl"] * (4096 - across) + die["tr"] * across >> 12
    lower = die["bl"] * (4096 - across) + die["br"] * across >> 12
    return upper * (4096 - down) + lower * down >> 12


def cheapest(cost: np.ndarray, start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
    """The cheapest way between two cells, by sides: a front for each sum (Dial 1969).  int64 [n, 2], row and col"""
    height, width = cost.shape
    price = cost.reshape(-1)
    dear = int(price.max()) + 1
    spent = np.full(price.size, np.iinfo(np.int64).max)
    fronts: list[list[np.ndarray]] = [[] for _ in range(dear)]
    first, goal = start[0] * width + start[1], end[0] * width + end[1]
    spent[first] = 0
    fronts[0].append(np.array([first]))
    now = 0
    while spent[goal] > now or spent[goal] == np.iinfo(np.int64).max:
        found, fronts[now % dear] = fronts[now % dear], []
        if found:
            front = np.unique(np.concatenate(found))
            front = front[spent[front] == now]
            near = np.unique(neighbours(front, cost.shape, False, False)) if len(front) else front
            after = now + price[near]
            better = after < spent[near]
            near, after = near[better], after[better]
            spent[near] = after
            for sum_ in np.unique(after):
                fronts[int(sum_) % dear].append(near[after == sum_])
        now += 1
    path, cell = [goal], goal
    while cell != first:                                             # back by whoever came there most cheaply
        near = np.sort(neighbours(np.array([cell]), cost.shape, False, False))
        cell = int(near[np.argmin(spent[near])])
        path.append(cell)
    return np.stack(np.divmod(np.array(path), width), axis=1)
