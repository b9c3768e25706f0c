"""Random numbers that are looked up by (seed, tick, name, place), never consumed.

Two worlds that differ in one law share all other dice, so what that law caused is a subtraction; and a run is the
same in any batch, on any number of threads. Everything is integers: no floating point decides anything.
"""
from __future__ import annotations

import numba as nb
import numpy as np

from world.plain_chance import APART, CERTAIN, name_key, plain_draw, threshold

__all__ = ["CERTAIN", "draw", "name_key", "pick", "plain_draw", "threshold"]


@nb.njit(cache=True)
def draw(seed, tick, name, place):
    """One die.  int64, 0 .. 2**32 - 1

    `seed` of the world, `tick` of its life, `name` from `name_key`, `place` a cell, a mover or any other int64. The mixing is
    the finaliser of SplitMix64 (Steele, Lea, Flood 2014), once for each of the four words.
    """
    h = np.uint64(seed) * np.uint64(APART)
    for word in (np.uint64(tick), np.uint64(name), np.uint64(place)):
        h = (h ^ word) + np.uint64(0x9E3779B97F4A7C15)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h = h ^ (h >> np.uint64(31))
    return np.int64(h >> np.uint64(32))


@nb.njit(cache=True)
def pick(seed, tick, name, place, n):
    """One of n, evenly (to 2**-32).  int64, 0 .. n - 1"""
    return (draw(seed, tick, name, place) * np.int64(n)) >> np.int64(32)
