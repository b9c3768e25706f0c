"""The dice of a map: looked up by (seed, drawing, step, cell), for whole boards at once, integers only.

Each step throws under its own name, so adding a patch leaves the maze as it was; each drawing of the same map (`ensure` may want
several) is another tick of the same dice.
"""
from __future__ import annotations

import numpy as np

from world.plain_chance import APART, name_key, plain_draw

_ADD, _MUL_1, _MUL_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)


def _mixed(h: np.ndarray, word) -> np.ndarray:
    """One word into the hash, as `world.chance.draw` does it.  uint64 of the same shape"""
    h = (h ^ word) + _ADD
    h = (h ^ (h >> _30)) * _MUL_1
    h = (h ^ (h >> _27)) * _MUL_2
    return h ^ (h >> _31)


class Dice:
    """The dice of one step in one drawing of the map of one seed."""

    def __init__(self, seed: int, drawing: int, name: str):
        self.seed, self.drawing, self.name = seed, drawing, name
        self._key = name_key(f"map/{name}")
        self._thrown = 0

    def of(self, more: str) -> "Dice":
        """Other dice of the same step."""
        return Dice(self.seed, self.drawing, f"{self.name}/{more}")

    def pick(self, n: int, place: int | None = None) -> int:
        """One of n, evenly: at a place, or the next one.  int, 0 .. n - 1"""
        if place is None:
            place, self._thrown = -1 - self._thrown, self._thrown + 1
        return plain_draw(self.seed, self.drawing, self._key, place) * n >> 32

    def between(self, low: int, high: int, place: int | None = None) -> int:
        """A number of a range, evenly, both ends included."""
        return low + self.pick(high - low + 1, place)

    def many(self, places: np.ndarray) -> np.ndarray:
        """A die for each place.  int64 of the same shape, 0 .. 2**32 - 1"""
        with np.errstate(over="ignore"):
            h = np.array([self.seed * APART & (1 << 64) - 1], np.uint64)
            h = _mixed(_mixed(h, np.uint64(self.drawing)), np.uint64(self._key))
            return (_mixed(h, np.asarray(places, np.int64).astype(np.uint64)) >> _32).astype(np.int64)

    def board(self, shape: tuple[int, int]) -> np.ndarray:
        """A die for each cell of a board.  int64 [H, W], 0 .. 2**32 - 1"""
        return self.many(np.arange(shape[0] * shape[1])).reshape(shape)

    def some(self, cells: np.ndarray, number: int) -> np.ndarray:
        """So many of some cells (flat numbers, rising), each choice as likely.  int64 [number], rising"""
        if number >= len(cells):
            return cells
        luck = self.many(cells) << 24 | np.arange(len(cells))        # a board has fewer than 2**24 cells: no two are equal
        return cells[np.sort(np.argpartition(luck, number)[:number])]

    def one(self, cells: np.ndarray) -> int:
        """One of some cells (flat numbers).  int"""
        return int(self.some(cells, 1)[0])
