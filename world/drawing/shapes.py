"""Steps that draw shapes: border, fill, rect, line, patch, stamp, mirror."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from world.drawing.canvas import Canvas, NoRoom
from world.drawing.dice import Dice
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, WAYS, Mark

Spot = object
"""A cell (row, col), or one of the words of `SPOTS`."""


@dataclass(frozen=True)
class Step:
    """One step of a drawing. `name` names its dice: `scatter`, and the second one `scatter 2`."""
    name: str
    mark: Mark
    line: str                                            # of the file, for complaints
    place: str | None = field(default=None, kw_only=True)  # what the cells drawn are called

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        """Draw it. Raises NoRoom if this drawing cannot go on."""
        raise NotImplementedError

    def agents(self, canvas_land) -> dict[str, int]:
        """How many of each agent it puts on the map."""
        return {}


@dataclass(frozen=True)
class Border(Step):
    """A frame along the edge."""
    of: int
    width: int = 1

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        frame = np.ones(canvas.shape, np.bool_)
        if 2 * self.width < min(canvas.shape):
            frame[self.width:-self.width, self.width:-self.width] = False
        canvas.lay(frame, self.of, self.place)


@dataclass(frozen=True)
class Fill(Step):
    """The whole map."""
    of: int

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        canvas.lay(np.ones(canvas.shape, np.bool_), self.of, self.place)


@dataclass(frozen=True)
class Rect(Step):
    """Rectangles, full or as an outline. `size`: the least and the most width and height."""
    of: int
    size: tuple[int, int, int, int]                      # least width, least height, most width, most height
    at: Spot = "anywhere"
    count: tuple[int, int] = (1, 1)
    hollow: bool = False

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        for _ in range(dice.between(*self.count)):
            width, height = drawn_size(self.size, dice)
            row, col = canvas.corner(self.at, (width, height), dice)
            where = np.zeros(canvas.shape, np.bool_)
            where[row:row + height, col:col + width] = True
            if self.hollow:
                where[row + 1:row + height - 1, col + 1:col + width - 1] = False
            canvas.lay(where, self.of, self.place)


@dataclass(frozen=True)
class Patch(Rect):
    """Rounded, ragged patches; of three cells or less across they are full."""

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        for number in range(dice.between(*self.count)):
            width, height = drawn_size(self.size, dice)
            row, col = canvas.corner(self.at, (width, height), dice)
            where = np.zeros(canvas.shape, np.bool_)
            where[row:row + height, col:col + width] = ragged(width, height, dice.of(str(number)))
            canvas.lay(where, self.of, self.place)


@dataclass(frozen=True)
class Line(Step):
    """A straight line, closed to those who walk four ways."""
    of: int
    start: Spot
    end: Spot
    width: int = 1

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        a, b = canvas.corner(self.start, (1, 1), dice), canvas.corner(self.end, (1, 1), dice)
        canvas.lay(widened(canvas.shape, straight(a, b), self.width), self.of, self.place)


@dataclass(frozen=True)
class Stamp(Step):
    """A little picture of its own, in letters of the legend. A cell of -1 in `ground` is left as it is on the map."""
    cells: np.ndarray                                    # int32 [5, h, w]; -1 in all layers: as it is; ground -1: the ground stays
    facing: tuple[tuple[int, int, int], ...] = ()        # (row, col, way)
    places: tuple[tuple[str, int, int], ...] = ()        # (name, row, col)
    under: int = 0                                       # the ground where none is said and the map's own is solid
    at: Spot = "anywhere"
    count: int = 1

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        height, width = self.cells.shape[1:]
        for _ in range(self.count):
            for _ in range(200):                         # not over an agent, nor over what an earlier one has put
                row, col = canvas.corner(self.at, (width, height), dice)
                there = canvas.cells[:, row:row + height, col:col + width]
                if not there[ACTOR].any() or isinstance(self.at, tuple):
                    break
            else:
                raise NoRoom
            drawn = self.cells[ITEM] >= 0
            solid = canvas.land.holds("solid", None)
            ground = np.where(self.cells[GROUND] >= 0, self.cells[GROUND], np.where(solid[there[GROUND]], self.under, there[GROUND]))
            there[GROUND][drawn] = ground[drawn]
            for layer in (ITEM, OBJECT, ACTOR, AIR):
                there[layer][drawn] = self.cells[layer][drawn]
            for r, c, way in self.facing:
                canvas.facing[(row + r) * canvas.shape[1] + col + c] = way
            for name, r, c in self.places:
                canvas.places.setdefault(name, []).append((row + r) * canvas.shape[1] + col + c)

    def agents(self, land) -> dict[str, int]:
        found: dict[str, int] = {}
        for id in self.cells[ACTOR][self.cells[ACTOR] > 0]:
            name = land.agent_of(int(id))
            found[name] = found.get(name, 0) + self.count
        return found


@dataclass(frozen=True)
class Mirror(Step):
    """One half of the map laid over the other, mirrored: the west half onto the east, or the north half onto the south."""
    ways: tuple[str, ...]

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        for way in self.ways:
            axis, turned = (2, {1: 3, 3: 1, 4: 7, 7: 4, 5: 6, 6: 5}) if way == "east-west" else (1, {0: 2, 2: 0, 4: 5, 5: 4, 6: 7, 7: 6})
            cells = canvas.cells if axis == 1 else canvas.cells.transpose(0, 2, 1)
            half = cells.shape[1] // 2
            cells[:, cells.shape[1] - half:] = self.faced(canvas, turned)[cells[:, :half][:, ::-1]]

    def faced(self, canvas: Canvas, turned: dict[int, int]) -> np.ndarray:
        """Each id as a mirror shows it: a belt that faces east faces west.  int64 [N]"""
        things = canvas.land.things
        of = {(thing.kind, thing.values): thing.id for thing in things}
        seen = np.arange(len(things))
        for thing in things:
            if thing.facing in turned:
                values = tuple((name, WAYS[turned[thing.facing]] if name == "facing" else value) for name, value in thing.values)
                seen[thing.id] = of.get((thing.kind, values), thing.id)
        return seen


def drawn_size(size: tuple[int, int, int, int], dice: Dice) -> tuple[int, int]:
    """A size of a range.  (width, height)"""
    return dice.between(size[0], size[2]), dice.between(size[1], size[3])


def ragged(width: int, height: int, dice: Dice) -> np.ndarray:
    """An oval with a ragged rim, or all of it where it is narrow.  bool [height, width]"""
    if min(width, height) <= 3:
        return np.ones((height, width), np.bool_)
    across = (2 * np.arange(width) + 1 - width) ** 2 * 1000 // width ** 2
    down = (2 * np.arange(height) + 1 - height) ** 2 * 1000 // height ** 2
    out = across[None] + down[:, None]                               # thousandths of the way out, squared
    return out + (dice.board((height, width)) * 450 >> 32) < 1060


def straight(a: tuple[int, int], b: tuple[int, int]) -> np.ndarray:
    """The cells from one to another, each beside the next by a side.  int64 [n, 2], row and col"""
    (row, col), found = a, [a]
    down, across = abs(b[0] - a[0]), abs(b[1] - a[1])
    rows, cols = (1 if b[0] > a[0] else -1), (1 if b[1] > a[1] else -1)
    gone_down = gone_across = 0
    while (row, col) != b:
        if gone_across == across or gone_down < down and (2 * gone_down + 1) * across < (2 * gone_across + 1) * down:
            row, gone_down = row + rows, gone_down + 1
        else:
            col, gone_across = col + cols, gone_across + 1
        found.append((row, col))
    return np.array(found, np.int64)


def widened(shape: tuple[int, int], path: np.ndarray, width: int) -> np.ndarray:
    """A path made wider.  bool [H, W]"""
    where = np.zeros(shape, np.bool_)
    for dr in range(width):
        for dc in range(width):
            row, col = path[:, 0] + dr - (width - 1) // 2, path[:, 1] + dc - (width - 1) // 2
            good = (row >= 0) & (row < shape[0]) & (col >= 0) & (col < shape[1])
            where[row[good], col[good]] = True
    return where
