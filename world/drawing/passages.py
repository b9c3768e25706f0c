"""Steps that draw buildings: maze and rooms."""
from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from world.drawing.canvas import Canvas, NoRoom
from world.drawing.dice import Dice
from world.drawing.shapes import Step
from world.scenario import COL_STEP, ROW_STEP

ORDERS = tuple(permutations(range(4)))
CANDIDATES = 12
"""A room is the one of so many that lies farthest from the others: that spreads them."""
TRIES = 60


@dataclass(frozen=True)
class Maze(Step):
    """Corridors `width` cells wide between walls of one cell, drawn by walking on at random and going back where stuck."""
    of: int
    width: int = 1
    per_million: int = 0                                 # so many of the dead ends are opened

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        height, width = canvas.shape
        pitch = self.width + 1
        rows, cols = (height - 1) // pitch, (width - 1) // pitch
        if rows < 1 or cols < 1:
            raise NoRoom
        opened = self.walk(rows, cols, dice)
        self.braid(opened, rows, cols, dice.of("braid"))
        wall = np.ones(canvas.shape, np.bool_)
        opened = np.array(opened, np.uint8).reshape(rows, cols)
        for row in range(self.width):
            for col in range(self.width):
                wall[1 + row:1 + rows * pitch:pitch, 1 + col:1 + cols * pitch:pitch] = False
            wall[1 + row:1 + rows * pitch:pitch, pitch:1 + cols * pitch:pitch] &= (opened & 2) == 0
            wall[pitch:1 + rows * pitch:pitch, 1 + row:1 + cols * pitch:pitch] &= (opened & 4) == 0
        canvas.lay(wall, self.of, self.place)

    def walk(self, rows: int, cols: int, dice: Dice) -> list[int]:
        """For each place the ways that are open, as bits.  list of int"""
        order = [ORDERS[number] for number in (dice.board((rows, cols)).reshape(-1) * 24 >> 32)]
        opened, tried = [0] * (rows * cols), [0] * (rows * cols)
        here = dice.pick(rows * cols, -1)
        seen = bytearray(rows * cols)
        seen[here] = 1
        trail = [here]
        while trail:
            here = trail[-1]
            if tried[here] == 4:
                trail.pop()
                continue
            way = order[here][tried[here]]
            tried[here] += 1
            row, col = here // cols + ROW_STEP[way], here % cols + COL_STEP[way]
            if 0 <= row < rows and 0 <= col < cols and not seen[row * cols + col]:
                there = row * cols + col
                seen[there] = 1
                opened[here] |= 1 << way
                opened[there] |= 1 << (way ^ 2)
                trail.append(there)
        return opened

    def braid(self, opened: list[int], rows: int, cols: int, dice: Dice) -> None:
        """Open some dead ends onto a neighbour."""
        if not self.per_million:
            return
        luck = dice.board((rows, cols)).reshape(-1)
        for here in range(rows * cols):
            if opened[here] not in (1, 2, 4, 8) or luck[here] >= (self.per_million << 32) // 1_000_000:
                continue
            for way in ORDERS[int(luck[here]) * 7919 % 24]:
                row, col = here // cols + ROW_STEP[way], here % cols + COL_STEP[way]
                if not opened[here] >> way & 1 and 0 <= row < rows and 0 <= col < cols:
                    opened[here] |= 1 << way
                    opened[row * cols + col] |= 1 << (way ^ 2)
                    break


@dataclass(frozen=True)
class Rooms(Step):
    """Rooms in rock, joined by corridors: all of them by the shortest ones, then more until each has as many doors as it should."""
    of: int
    count: tuple[int, int]
    size: tuple[int, int, int, int]                      # least width, least height, most width, most height
    doors: tuple[int, int] = (1, 2)
    door: int = 0                                        # what stands in the doorways, 0 for nothing

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        rooms = self.places(canvas.shape, dice.between(*self.count), dice)
        rock = np.ones(canvas.shape, np.bool_)
        rim = np.zeros(canvas.shape, np.bool_)
        for row, col, height, width in rooms:
            rim[row - 1:row + height + 1, col - 1:col + width + 1] = True
        for row, col, height, width in rooms:
            rock[row:row + height, col:col + width] = False
        rim &= rock
        for a, b in self.pairs(rooms, dice):
            dig(rock, rim, rooms[a], rooms[b])
        canvas.lay(rock, self.of, self.place)
        if self.door:
            canvas.lay(rim & ~rock, self.door)

    def places(self, shape: tuple[int, int], number: int, dice: Dice) -> np.ndarray:
        """Where the rooms are, with rock between.  int64 [number, 4]: row, col, height, width"""
        rooms = np.zeros((number, 4), np.int64)
        for i in range(number):
            good = []
            for _ in range(TRIES):
                width, height = dice.between(self.size[0], self.size[2]), dice.between(self.size[1], self.size[3])
                rows, cols = shape[0] - height - 1, shape[1] - width - 1
                if rows < 1 or cols < 1:
                    continue
                row, col = 1 + dice.pick(rows), 1 + dice.pick(cols)
                gap = gaps(rooms[:i], row, col, height, width)
                if not i or gap >= 1:
                    good.append((min(gap, 12), len(good), (row, col, height, width)))
                if len(good) == (CANDIDATES if i else 1):
                    break
            if not good:
                raise NoRoom
            rooms[i] = max(good, key=lambda one: (one[0], -one[1]))[2]
        return rooms

    def pairs(self, rooms: np.ndarray, dice: Dice) -> list[tuple[int, int]]:
        """Which rooms a corridor joins.  list of (int, int)"""
        number = len(rooms)
        middle = np.stack([2 * rooms[:, 0] + rooms[:, 2], 2 * rooms[:, 1] + rooms[:, 3]], axis=1)
        found, doors = [], [0] * number
        near, by = np.full(number, np.iinfo(np.int64).max), np.zeros(number, np.int64)
        joined, here = np.zeros(number, np.bool_), 0
        for _ in range(number - 1):                                  # the shortest tree (Prim 1957)
            joined[here] = True
            far = np.abs(middle - middle[here]).sum(axis=1)
            closer = far < near
            near[closer], by[closer] = far[closer], here
            there = int(np.argmin(np.where(joined, np.iinfo(np.int64).max, near)))
            found.append((int(by[there]), there))
            here = there
        for a, b in found:
            doors[a], doors[b] = doors[a] + 1, doors[b] + 1
        wanted = [dice.between(*self.doors, 1000 + i) for i in range(number)]
        for a in range(number):
            for b in np.argsort(np.abs(middle - middle[a]).sum(axis=1), kind="stable")[1:7]:
                if doors[a] >= wanted[a]:
                    break
                pair = (a, int(b))
                if pair not in found and pair[::-1] not in found:
                    found.append(pair)
                    doors[a], doors[int(b)] = doors[a] + 1, doors[int(b)] + 1
        return found


def gaps(rooms: np.ndarray, row: int, col: int, height: int, width: int) -> int:
    """How many cells of rock lie between a room and the nearest other one; 0 or less where they touch.  int"""
    if not len(rooms):
        return 0
    down = np.maximum(rooms[:, 0] - (row + height), row - (rooms[:, 0] + rooms[:, 2]))
    across = np.maximum(rooms[:, 1] - (col + width), col - (rooms[:, 1] + rooms[:, 3]))
    return int(np.maximum(down, across).min())


def dig(rock: np.ndarray, rim: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    """Dig a corridor from one room to another: short, with few corners, through a rim seldom and never along it."""
    top, left = np.maximum(np.minimum(a[:2], b[:2]) - 4, 1)
    bottom, right = np.minimum(np.maximum(a[:2] + a[2:], b[:2] + b[2:]) + 4, np.array(rock.shape) - 1)
    solid, wall = rock[top:bottom, left:right].tolist(), rim[top:bottom, left:right].tolist()
    height, width = int(bottom - top), int(right - left)
    start = (int(a[0] + a[2] // 2 - top), int(a[1] + a[3] // 2 - left))
    goal = (int(b[0] + b[2] // 2 - top), int(b[1] + b[3] // 2 - left))
    first, last = (int(b[0] - top - 1), int(b[1] - left - 1)), (int(b[0] + b[2] - top), int(b[1] + b[3] - left))

    def ahead(r: int, c: int) -> int:
        """What the rest will cost at least: the steps, a corner, the rim of the room."""
        outside = not (first[0] <= r <= last[0] and first[1] <= c <= last[1])
        return 2 * (abs(r - goal[0]) + abs(c - goal[1])) + (4 if r != goal[0] and c != goal[1] else 0) + (12 if outside else 0)

    spent, before = {(*start, way): 0 for way in range(4)}, {}
    queue = [(0, 0, *start, way) for way in range(4)]
    while queue:                                         # A* (Hart, Nilsson, Raphael 1968); of equals the one that has come farther
        _, ago, row, col, way = heapq.heappop(queue)
        if -ago > spent[row, col, way]:
            continue
        if (row, col) == goal:
            break
        for turn in range(4):
            r, c = row + ROW_STEP[turn], col + COL_STEP[turn]
            if turn == way ^ 2 or not (0 <= r < height and 0 <= c < width):
                continue
            along = wall[r][c] and wall[row][col]
            step = (60 if along else 14 if wall[r][c] and solid[r][c] else 2) + (4 if turn != way else 0) - ago
            if step < spent.get((r, c, turn), 1 << 60):
                spent[r, c, turn] = step
                before[r, c, turn] = (row, col, way)
                heapq.heappush(queue, (step + ahead(r, c), -step, r, c, turn))
    else:
        raise NoRoom
    here = (row, col, way)
    while here in before:
        rock[top + here[0], left + here[1]] = False
        here = before[here]
