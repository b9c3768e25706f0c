"""The transitions that a mind remembers, and which of them it thinks of again: what surprised it, what is recent, what is hardly known yet.

**Old memories may confirm, not contradict.** What is older than `fresh`, was once understood, and now costs much more than its forecast
expects of luck, speaks of a law that has gone: it weighs nothing until the net agrees with it again. No detector of changes is needed. What
was never understood goes on teaching.

**Unless the world is one of chance.** There the last few dozen ticks, too, hold what no net can explain, and about as often as the old ones;
while after a change of law they soon all agree. So old memories may contradict as far as the young ones do.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.neural.constants import Constants
from agents.neural.sight import Moment

NEVER = 9.0
"""Best excess of what was not replayed yet."""


@dataclass
class Came:
    """What followed a moment. Cells are those of the square at the moment's corner."""
    tokens: np.ndarray                                   # int16 [L, N]
    counted: np.ndarray                                  # bool [N]
    at: int                                              # N: out of the square
    facing: int
    reward: int
    end: int
    changes: np.ndarray                                  # int64 [D]


class Memory:
    """A ring of `constants.memory` transitions, as columns; it grows as they come."""

    def __init__(self, layers: int, cells: int, numbers: int, constants: Constants):
        self.constants, self.count, self.room = constants, 0, 0
        self.unexplained, self.lenience = 0.0, 1.0       # share of the young that no forecast expects; what the old that contradict may teach
        self.columns: dict[str, np.ndarray] = {
            "tokens": np.zeros((0, layers, cells), np.int16), "known": np.zeros((0, cells), np.uint8), "numbers": np.zeros((0, numbers), np.int32),
            # at, home, row and col of the corner, facing, sort of action, frame, action
            "state": np.zeros((0, 8), np.int32),
            "came": np.zeros((0, layers, cells), np.int16), "counted": np.zeros((0, cells), bool),
            # at, facing, reward, end; then the change of each number
            "after": np.zeros((0, 4 + numbers), np.int32),
            "born": np.zeros(0, np.int64), "seen": np.zeros(0, np.int64),
            "cost": np.zeros(0), "excess": np.zeros(0), "best": np.zeros(0)}

    def __getitem__(self, column: str) -> np.ndarray:
        return self.columns[column]

    def __len__(self) -> int:
        return min(self.count, self.constants.memory)

    def add(self, moment: Moment, sort: int, frame: int, action: int, came: Came, cost: float) -> int:
        """Remembers a transition, in place of the oldest if there is no more room.  its place"""
        if len(self) == self.room < self.constants.memory:
            self._grow(max(64, 2 * self.room))
        i = self.count % self.constants.memory
        self["tokens"][i], self["known"][i], self["numbers"][i] = moment.tokens, moment.known, moment.numbers
        self["state"][i] = (moment.at, moment.home, *moment.corner, moment.facing, sort, frame, action)
        self["came"][i], self["counted"][i] = came.tokens, came.counted
        self["after"][i] = (came.at, came.facing, came.reward, came.end, *came.changes)
        self["born"][i], self["seen"][i] = self.count, 0
        self["cost"][i], self["excess"][i], self["best"][i] = max(cost, 0.5), 0, NEVER
        self.count += 1
        return i

    def _grow(self, room: int) -> None:
        room = min(room, self.constants.memory)
        for name, column in self.columns.items():
            grown = np.zeros((room, *column.shape[1:]), column.dtype)
            grown[:len(column)] = column
            self.columns[name] = grown
        self.room = room

    def draw(self, dice: np.random.Generator) -> np.ndarray:
        """Which to think of now, the newest first.  int64 [at most `batch`]"""
        c, n = self.constants, len(self)
        recent = min(c.recent, n)
        ages = np.minimum(dice.geometric(1 / c.recent_age, recent), n) - 1
        ages[0] = 0
        weight = (self["cost"][:n] + 0.01) ** c.surprise + c.curious * c.familiar ** self["seen"][:n]
        self._compare(n)
        weight[self._outdated(slice(0, n))] *= self.lenience
        total = np.cumsum(weight)
        rest = np.searchsorted(total, dice.random(c.batch - recent) * total[-1])
        return np.concatenate([(self.count - 1 - ages) % c.memory, np.minimum(rest, n - 1)])

    def _outdated(self, which) -> np.ndarray:
        """Which contradict what is believed now, and may not.  bool"""
        c = self.constants
        return (self["born"][which] < self.count - c.fresh) & (self["excess"][which] > c.contradicts) & (self["best"][which] < c.understood)

    def _compare(self, n: int) -> None:
        """How often the young, and those once understood of the old, are beyond what their forecasts expect; and what the old may teach for that."""
        c = self.constants
        age = self.count - self["born"][:n]
        beyond = self["excess"][:n] > c.contradicts
        young = (age >= c.young[0]) & (age < c.young[1])
        old = (age > c.fresh) & (self["best"][:n] < c.understood)
        if young.any():
            self.unexplained += c.unexplained * (beyond[young].mean() - self.unexplained)
        contradicted = beyond[old].mean() if old.any() else 0.0
        self.lenience = min(1.0, self.unexplained / contradicted) ** 2 if contradicted > 0 else 1.0

    def note(self, which: np.ndarray, costs: np.ndarray, excess: np.ndarray, newest: int) -> np.ndarray:
        """Takes down what some cost when thought of again, and how far that is beyond luck. What each may teach: float32, 0 .. 1"""
        self["cost"][which], self["excess"][which] = costs, excess
        teach = np.where(self._outdated(which), self.lenience, 1.0).astype(np.float32)
        best = np.minimum(self["best"][which], excess)
        self["best"][which] = np.where(which == newest, self["best"][which], best)      # the newest is being hammered in
        self["seen"][which] += 1
        return teach

    def relabel(self, action: int, ticks: int, turn: int) -> None:
        """The last tries of an action are taken for another frame."""
        for age in range(min(ticks, len(self))):
            state = self["state"][(self.count - 1 - age) % self.constants.memory]
            if state[7] == action:
                state[6] = (state[6] + turn) % 4
