"""The inner loops of the classics, compiled: choosing by dice, and planning steps on a table of what was seen.

A table has a row for each state and a column for each action. `dice` is uint64 [1], the state of the mind's own luck.
"""
from __future__ import annotations

import numba as nb
import numpy as np

_OPTIONS = {"error_model": "numpy", "nogil": True}


@nb.njit(**_OPTIONS)
def draw(dice, n):
    """One of 0 .. n - 1 (splitmix64: Steele, Lea, Flood 2014).  int64"""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    z = dice[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.int64((z >> np.uint64(11)) * (1.0 / 9007199254740992.0) * n)


@nb.njit(cache=True, **_OPTIONS)
def greedy(values, s, dice):
    """The action of the highest value, ties broken by dice.  int64"""
    best, ties, chosen = -np.inf, 0, 0
    for a in range(values.shape[1]):
        if values[s, a] > best:
            best, ties, chosen = values[s, a], 1, a
        elif values[s, a] == best:
            ties += 1
            if draw(dice, ties) == 0:
                chosen = a
    return chosen


@nb.njit(cache=True, **_OPTIONS)
def choose(values, s, epsilon, dice):
    """Epsilon-greedy.  int64"""
    if draw(dice, 1 << 30) < epsilon * (1 << 30):
        return draw(dice, values.shape[1])
    return greedy(values, s, dice)


@nb.njit(cache=True, **_OPTIONS)
def highest(values, s):
    """The value of the best action."""
    best = values[s, 0]
    for a in range(1, values.shape[1]):
        best = max(best, values[s, a])
    return best


@nb.njit(cache=True, **_OPTIONS)
def plan(values, to, reward, ends, tried, lived, states, steps, alpha, gamma, kappa, now, untried_too, dice):
    """So many planning steps: of a state lived in, and an action tried there, Q-learning on what the table says of them (Dyna-Q, section 8.2).

    With `untried_too` (Dyna-Q+, section 8.3) any action is taken: one that was never tried there leads back and pays nothing. Each reward is raised by
    kappa * sqrt(ticks since the action was tried there).

    Args:
        to: int32 [S, A]; tried: int64 [S, A], the tick, -1 never. lived: int32 [S], the first `states` are states in which an action was done.
    """
    actions = values.shape[1]
    for _ in range(steps):
        s = lived[draw(dice, states)]
        a = draw(dice, actions)
        if not untried_too:
            n = 0
            for b in range(actions):
                n += tried[s, b] >= 0
            k = draw(dice, n)
            for b in range(actions):
                if tried[s, b] >= 0:
                    if k == 0:
                        a = b
                    k -= 1
        next_value, r = 0.0, 0.0
        if tried[s, a] >= 0:
            r = reward[s, a]
            if not ends[s, a]:
                next_value = highest(values, to[s, a])
        else:
            next_value = highest(values, s)
        r += kappa * np.sqrt(now - max(tried[s, a], 0))
        values[s, a] += alpha * (r + gamma * next_value - values[s, a])
