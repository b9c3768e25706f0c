"""What a teacher would do: its actions, counted in local contexts and mixed by weights that are learned as it is watched."""
from __future__ import annotations

import numpy as np

from world.scenario import ACTOR
from world.types import Observation

SORTS = 9
"""Contexts: load; with the last action; own cell; the four cells around; the eight; with the last action; the way to each landmark; with the four cells
around; how far it is, with the four cells around."""
RARE, MOST_LANDMARKS = 3, 6
"""A thing that lies in so few cells is a landmark; so many of them are looked at, those in fewest cells first."""
FAR = 4
"""Rows and columns to a landmark beyond which it is only far."""
PURE, MIXED = 1.0, 0.12
"""First weights of a context that has seen one action only, and of others. The more specific, and the more often seen, weigh more."""
RATE = 0.3
"""How fast weights follow what a context foretold."""


class Student:
    """Learns from pairs of what was seen and what was done then."""

    def __init__(self, actions: int):
        self.actions, self.last, self.shown = actions, -1, 0
        self.counts: dict[tuple, list[int]] = {}
        self.weights = PURE * np.array([1.0, 2.0, 4.0, 6.0]) * np.arange(1, SORTS + 1)[:, None, None] * np.ones((1, 2, 1))    # float64 [sort, mixed, times seen]
        self.weights[:, 1] *= MIXED

    def odds(self, observation: Observation) -> np.ndarray:
        """The odds of each action of the teacher, float64 [A]"""
        total, whole = np.full(self.actions, 1e-3 / self.actions), 1e-3
        for sort, mixed, often, share in self._foretold(self._contexts(observation)):
            weight = self.weights[sort, mixed, often]
            total, whole = total + weight * share, whole + weight
        return total / whole

    def learn(self, observation: Observation, action: int) -> None:
        """What the teacher did there."""
        contexts = self._contexts(observation)
        foretold = list(self._foretold(contexts))
        if foretold:
            mean = float(np.mean([share[action] for *_, share in foretold]))
            for sort, mixed, often, share in foretold:
                self.weights[sort, mixed, often] = np.clip(self.weights[sort, mixed, often] * min(4.0, max(0.25, share[action] / mean)) ** RATE, 1e-6, 1e6)
        for context in contexts:
            self.counts.setdefault(context, [0] * self.actions)[action] += 1
        self.shown += 1
        self.did(action)

    def did(self, action: int) -> None:
        """What was done last is part of what comes next."""
        self.last = action

    def _foretold(self, contexts):
        """(sort, whether it has seen several actions, how often it was seen 0..3, odds) of each context that was met before."""
        for context in contexts:
            counts = self.counts.get(context)
            if counts is not None:
                n = sum(counts)
                yield context[0], int(max(counts) < n), min(3, n.bit_length() - 1 if n < 4 else 2 + (n > 15)), (np.array(counts) + 0.5 / self.actions) / (n + 0.5)

    def _contexts(self, observation: Observation) -> list[tuple]:
        top = observation.cells[0].astype(np.int64)
        for layer in observation.cells[1:]:
            top = np.where(layer > 0, layer, top)
        row, col = observation.row, observation.col
        under = observation.cells[:ACTOR, row, col]
        top[row, col] = under[under > 0][-1] if (under > 0).any() else 0
        load = (*np.minimum(observation.counters, 2).tolist(), *observation.reads.tolist(), observation.facing if self.actions == 3 else 0)
        around = np.pad(top, 1, constant_values=-1)[row:row + 3, col:col + 3].ravel().tolist()
        cross, ring = tuple(around[1::2]), tuple(around)
        contexts = [(0, load), (1, load, self.last), (2, row, col, load), (3, cross, load), (4, ring, load), (5, ring, load, self.last)]
        things, times = np.unique(top, return_counts=True)
        rare = sorted((n, thing) for n, thing in zip(times.tolist(), things.tolist()) if n <= RARE)[:MOST_LANDMARKS]
        for _, thing in rare:
            rows, cols = np.nonzero(top == thing)
            near = int((abs(rows - row) + abs(cols - col)).argmin())
            down, right = int(rows[near]) - row, int(cols[near]) - col
            way = (thing, int(np.sign(down)), int(np.sign(right)), load)
            contexts += [(6, *way), (7, *way, cross), (8, thing, max(-FAR, min(FAR, down)), max(-FAR, min(FAR, right)), load, cross)]
        return contexts
