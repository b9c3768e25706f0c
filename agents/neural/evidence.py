"""How often something like this was tried: an action, on such a cell, with such a cell ahead. A net keeps no counts of its own."""
from __future__ import annotations

from collections import Counter

from agents.neural.controls import Controls
from agents.neural.sight import Moment, Square
from agents.neural.words import UNTURNED, Words

AHEAD = ((-1, 0), (0, 1), (1, 0), (0, -1))


class Evidence:
    """Counts by (sort of action, its frame if the cell holds what faces somewhere, what is underfoot, what is ahead)."""

    def __init__(self, words: Words, square: Square, controls: Controls):
        self.words, self.square, self.controls, self.counts = words, square, controls, Counter()

    def add(self, moment: Moment, action: int) -> None:
        self.counts[self._key(moment, action)] += 1

    def of(self, moment: Moment, action: int) -> int:
        return self.counts[self._key(moment, action)]

    def _key(self, moment: Moment, action: int) -> tuple:
        sort, frame = self.controls.read(action, moment.facing)
        here = self._turned(moment, moment.at, frame)
        if frame == UNTURNED:
            return sort, here
        row, col = divmod(moment.at, self.square.side)
        row, col = row + AHEAD[frame][0], col + AHEAD[frame][1]
        inside = 0 <= row < self.square.side and 0 <= col < self.square.side
        return sort, here, self._turned(moment, row * self.square.side + col, frame) if inside else ()

    def _turned(self, moment: Moment, cell: int, frame: int) -> tuple:
        return tuple(self.words.turn[frame, moment.tokens[:, cell]].tolist())
