"""Dice in plain Python: what the reader of files and the reference need, and they load no compiler. `world.chance` has the same, compiled."""
from __future__ import annotations

import hashlib

CERTAIN = 1 << 32
"""A threshold that every draw is below."""


def name_key(name: str) -> int:
    """The number that stands for a name in a draw.  int, 0 .. 2**63 - 1"""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


def threshold(chance: float) -> int:
    """A chance 0..1 as the number that a draw must stay below.  int, 0 .. 2**32"""
    return min(CERTAIN, max(0, round(chance * CERTAIN)))


_M = (1 << 64) - 1
APART = 0xD1342543DE82EF95
"""A seed is multiplied by this odd number before the tick is mixed in: else worlds of neighbouring seeds would share each other's luck, shifted in time."""


def plain_draw(seed: int, tick: int, name: int, place: int) -> int:
    """`draw` in plain Python: for the reference, and for a test that the two agree."""
    h = seed * APART & _M
    for word in (tick, name, place):
        h = ((h ^ (word & _M)) + 0x9E3779B97F4A7C15) & _M
        h = ((h ^ (h >> 30)) * 0xBF58476D1CE4E5B9) & _M
        h = ((h ^ (h >> 27)) * 0x94D049BB133111EB) & _M
        h ^= h >> 31
    return h >> 32
