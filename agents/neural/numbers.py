"""What a mind counts, as a net takes it: its counters, the variables it may read, and its rewards, each change and reward by a number of its own.

A change is the same, or to nothing, or by an amount that was met before; so a rule of chance or of luck stays a choice between a few outcomes.
"""
from __future__ import annotations

import numpy as np

CHANGES = 8
"""Same, to nothing, by six amounts."""
SAME, TO_NOTHING, FIRST_AMOUNT = 0, 1, 2
REWARDS = 8
"""None, and seven more; another one is read as the nearest."""


class Numbers:
    """The amounts and rewards met so far. D numbers: counters, then what it may read."""

    def __init__(self, count: int):
        self.count = count
        self.amounts = np.zeros((count, CHANGES), np.int32)
        self.met = np.full(count, FIRST_AMOUNT)
        self.rewards = np.zeros(REWARDS)
        self.rewards_met = 1

    def features(self, numbers: np.ndarray) -> np.ndarray:
        """Each number as 0, 1, 2 or more, and roughly how much.  int32 [..., D] -> float32 [..., 5 D]"""
        few = np.eye(4, dtype=np.float32)[np.clip(np.abs(numbers), 0, 3)]
        much = np.sign(numbers) * np.log1p(np.abs(numbers)) / 3
        return np.concatenate([few, much[..., None]], axis=-1).astype(np.float32).reshape(*numbers.shape[:-1], 5 * self.count)

    def changes(self, before: np.ndarray, after: np.ndarray, learns: bool) -> np.ndarray:
        """How each number changed, by number.  int64 [D]"""
        result = np.zeros(self.count, np.int64)
        for i, (a, b) in enumerate(zip(before, after)):
            if a == b:
                continue
            if b == 0 and abs(int(a)) > 1:
                result[i] = TO_NOTHING
                continue
            known = self.amounts[i, FIRST_AMOUNT:self.met[i]]
            if learns and b - a not in known and self.met[i] < CHANGES:
                self.amounts[i, self.met[i]] = b - a
                self.met[i] += 1
                known = self.amounts[i, FIRST_AMOUNT:self.met[i]]
            result[i] = FIRST_AMOUNT + np.argmin(np.abs(known - (b - a))) if len(known) else FIRST_AMOUNT
        return result

    def changed(self, numbers: np.ndarray, changes: np.ndarray) -> np.ndarray:
        """Numbers after a change of each.  int32 [..., D]"""
        after = numbers + self.amounts[np.arange(self.count), changes]
        return np.where(changes == TO_NOTHING, 0, after).astype(np.int32)

    def reward(self, reward: float, learns: bool) -> int:
        """The number of a reward."""
        known = self.rewards[:self.rewards_met]
        nearest = int(np.argmin(np.abs(known - reward)))
        if abs(known[nearest] - reward) > 1e-9 and learns and self.rewards_met < REWARDS:
            self.rewards[self.rewards_met] = reward
            nearest, self.rewards_met = self.rewards_met, self.rewards_met + 1
        return nearest
