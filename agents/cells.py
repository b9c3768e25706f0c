"""A mind that learns cells: for each place and action, what came of it there the last time. Nothing carries over."""
from __future__ import annotations

import math

import numpy as np

from agents.agent import Beliefs, Forecast, Ledger
from agents.dice import Dice
from world.types import Looks, Observation

MOVES = {"north": (-1, 0), "east": (0, 1), "south": (1, 0), "west": (0, -1)}


class CellsMind:
    """A table by place and action."""

    learns = "cells"

    def __init__(self, looks: Looks, seed: int):
        H, W = looks.shape
        A = len(looks.actions)
        self.looks, self.dice, self.learning = looks, Dice(seed), True
        self.tries = np.zeros((H * W, A), np.float32)
        self.landing = np.repeat(np.arange(H * W)[:, None], A, axis=1)
        for a, name in enumerate(looks.actions):
            if name in MOVES:
                dr, dc = MOVES[name]
                r, c = np.divmod(np.arange(H * W), W)
                self.landing[:, a] = np.clip(r + dr, 0, H - 1) * W + np.clip(c + dc, 0, W - 1)
        self._ledger = Ledger(bytes=self.tries.nbytes + self.landing.nbytes)

    def act(self, observation: Observation) -> int:
        here = observation.row * self.looks.shape[1] + observation.col
        fresh = np.flatnonzero(self.tries[here] == 0)
        return int(fresh[self.dice.below(len(fresh))]) if len(fresh) else self.dice.below(len(self.looks.actions))

    def observe(self, transition) -> float:
        W = self.looks.shape[1]
        before, after, a = transition.observation, transition.next_observation, transition.action
        self._ledger.ticks += 1
        if a < 0:
            return 0.0
        here, there = before.row * W + before.col, after.row * W + after.col
        p = self._odds(here, a)
        came = self.landing[here, a] == there
        if self.learning:
            self.landing[here, a] = there
            self.tries[here, a] = self.tries[here, a] + 1 if came else 1
        return -math.log2(p if came else (1 - p) / 20)

    def _odds(self, here, a):
        n = self.tries[here, a]
        return (n + 1) / (n + 2)

    def imagine(self, observation: Observation, plan) -> Forecast:
        T, (H, W) = len(plan), self.looks.shape
        here, p = observation.row * W + observation.col, 1.0
        landing, odds = np.zeros(T, np.int32), np.zeros(T, np.float32)
        cells = np.repeat(observation.cells[None], T, axis=0)
        body = observation.cells[3, observation.row, observation.col]
        cells[:, 3, observation.row, observation.col] = 0
        for t, a in enumerate(plan):
            if a >= 0:
                p *= self._odds(here, a)
                here = self.landing[here, a]
            landing[t], odds[t] = here, p
            cells[t, 3, here // W, here % W] = body
        return Forecast(cells, np.ones((T, H, W), np.float32), landing, odds, np.zeros(T, np.float32), odds)

    def audit(self, observation: Observation) -> Beliefs:
        (H, W), A = self.looks.shape, len(self.looks.actions)
        n = self.tries.reshape(H, W, A)
        return Beliefs(self.landing.reshape(H, W, A).astype(np.int32), np.full((H, W, A, 4, 3), -1, np.int32),
                       ((n + 1) / (n + 2)).astype(np.float32), n.copy(), np.zeros((H, W, A), np.float32))

    def plan(self) -> list[int]:
        return []

    def ledger(self) -> Ledger:
        return self._ledger
