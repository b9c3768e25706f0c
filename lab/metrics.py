"""Figures of a run: rewards, episodes, surprise over time, what stands at the end."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from world.scenario import NOTHING, Scenario
from world.types import LogEntry, Snapshot

SPAN = 100
"""Ticks that one number of surprise stands for."""


@dataclass
class Tally:
    """What is added up while a scenario is lived, over all worlds of a batch."""
    learners: tuple[str, ...]
    worlds: int
    creatures: tuple[str, ...] = ()
    reward: dict[str, float] = field(default_factory=dict)       # sum over ticks and worlds
    ends: Counter = field(default_factory=Counter)               # episodes ended, by word
    _bits: dict[str, list[float]] = field(default_factory=dict)  # sums by span
    _times: dict[str, list[int]] = field(default_factory=dict)   # how many numbers went into each sum

    def __post_init__(self):
        self.reward = {mover: 0.0 for mover in (*self.learners, *self.creatures)}
        self._bits = {learner: [] for learner in self.learners}
        self._times = {learner: [] for learner in self.learners}

    def lived(self, learner: str, tick: int, reward: float, surprise: float | None) -> None:
        """One learner's tick in one world. `tick` from 0; surprise None if its mind was not asked."""
        self.reward[learner] += reward
        bits, times = self._bits[learner], self._times[learner]
        while len(bits) <= tick // SPAN:
            bits.append(0.0)
            times.append(0)
        if surprise is not None:
            bits[-1] += surprise
            times[-1] += 1

    def paid(self, creature: str, reward: float) -> None:
        """What a tick of one world brought to a creature."""
        self.reward[creature] += reward

    def mean_reward(self) -> dict[str, float]:
        """Sum over the run, mean over worlds."""
        return {learner: round(total / self.worlds, 6) for learner, total in self.reward.items()}

    def surprise(self) -> dict[str, list[float]]:
        """Mean bits a tick for each span of 100 ticks, over all worlds."""
        return {learner: [round(total / n, 6) if n else 0.0 for total, n in zip(self._bits[learner], self._times[learner])]
                for learner in self.learners}

    def episodes(self) -> dict[str, int]:
        """How many ended, in all worlds, and with which words."""
        return {"count": sum(self.ends.values()), **dict(sorted(self.ends.items()))}


def counts(scenario: Scenario, snapshots: Sequence[Snapshot]) -> dict[str, int]:
    """How many things of each kind stand in these worlds together. A built-in kind is named only where there is one."""
    by_id = np.zeros(len(scenario.things), dtype=np.int64)
    for snapshot in snapshots:
        by_id += np.bincount(snapshot.cells.ravel(), minlength=len(by_id))[:len(by_id)]
    found = {}
    for kind in scenario.kinds:
        n = int(by_id[kind.first_id:kind.first_id + kind.count].sum())
        if kind.first_id != NOTHING and (n or kind.mark is not None):
            found[kind.name] = n
    return found


def law(entries: Sequence[LogEntry]) -> list[dict]:
    """The log of law in plain values. Price, voters and what was refused stand there where there are any."""
    return [{"tick": entry.tick, "version": entry.version, "by": entry.by, "change": entry.change, "removed": list(entry.removed), "added": list(entry.added),
             **({"price": entry.price} if entry.price else {}), **({"voters": list(entry.voters)} if entry.voters else {}),
             **({"refused": entry.refused} if entry.refused else {})} for entry in entries]
