"""A mind that knows nothing and wants nothing: the floor under every comparison."""
from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from agents.agent import Beliefs, Forecast, Ledger
from agents.dice import Dice
from agents.saving import arrays_of, restore
from world.types import Looks, Observation

STILL_ODDS = 0.5
"""The probability it gives to a frame in which nothing at all has changed; it never learns better."""
OTHER_BITS = 20.0
"""Its surprise at any other frame, in bits."""


class RandomMind:
    """Every action is as good as another."""

    learns = "nothing"

    def __init__(self, looks: Looks, seed: int):
        self.looks, self.dice, self.learning = looks, Dice(seed), True
        self._ledger = Ledger()

    def save(self) -> dict[str, np.ndarray]:
        """All that it remembers, down to its dice."""
        return arrays_of(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Go on from a memory as if never stopped. Raises ValueError if it does not fit."""
        restore(self, memory)

    def act(self, observation: Observation) -> int:
        return self.dice.below(len(self.looks.actions))

    def observe(self, transition) -> float:
        self._ledger.ticks += 1
        before, after = transition.observation, transition.next_observation
        still = (before.row, before.col) == (after.row, after.col) and np.array_equal(before.cells, after.cells)
        return -math.log2(STILL_ODDS) if still else OTHER_BITS

    def imagine(self, observation: Observation, plan) -> Forecast:
        """Nothing will change."""
        T, (H, W) = len(plan), self.looks.shape
        odds = STILL_ODDS ** np.arange(1, T + 1)
        return Forecast(cells=np.repeat(observation.cells[None], T, axis=0), odds=np.repeat(odds, H * W).reshape(T, H, W).astype(np.float32),
                        landing=np.full(T, observation.row * W + observation.col, np.int32), landing_odds=odds.astype(np.float32),
                        reward=np.zeros(T, np.float32), probability=odds.astype(np.float32))

    def audit(self, observation: Observation) -> Beliefs:
        """No evidence of anything."""
        (H, W), A = self.looks.shape, len(self.looks.actions)
        here = np.arange(H * W, dtype=np.int32).reshape(H, W, 1)
        return Beliefs(landing=np.repeat(here, A, axis=2), edits=np.full((H, W, A, 4, 3), -1, np.int32),
                       odds=np.full((H, W, A), STILL_ODDS, np.float32), evidence=np.zeros((H, W, A), np.float32),
                       reward=np.zeros((H, W, A), np.float32))

    def plan(self) -> list[int]:
        return []

    def ledger(self) -> Ledger:
        return self._ledger
