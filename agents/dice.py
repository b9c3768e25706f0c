"""A mind's own luck: counted draws from one seed, so that equal lives stay equal and no global generator is touched."""
from __future__ import annotations

from world.chance import plain_draw


class Dice:
    """Draws number 0, 1, 2 ... of one seed."""

    def __init__(self, seed: int):
        self.seed, self.count = seed, 0

    def below(self, n: int) -> int:
        """One of 0 .. n - 1, evenly."""
        self.count += 1
        return plain_draw(self.seed, self.count, 0, 0) * n >> 32
