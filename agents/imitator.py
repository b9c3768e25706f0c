"""Minds that begin with a teacher: one that goes on doing what the teacher would, and one that lives on as another mind."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from agents.agent import Ledger, Mind, can
from agents.models.student import Student
from agents.random import RandomMind
from agents.saving import Unfit, arrays_of, restore
from world.types import Looks, Observation, Transition

SHARPER = 3
"""It does what it holds likely, and rarely what it does not: odds are raised to this power before a roll of dice."""


class Imitator:
    """Watches, then does what its teacher would do (`then` is None), or lives as `then`, which has looked on.

    For its first `ticks` ticks the teacher acts in its body. An imitator knows nothing of the world: once alone it foretells that nothing changes.

    Args:
        teacher: who acts first; None if only the life of another is shown.
        life: what another did, shown at birth.
        ticks: so many are watched, of the teacher or of that life.
    """

    def __init__(self, looks: Looks, seed: int, teacher: Mind | None, life: Iterable[Transition], ticks: int, then: Mind | None):
        self.looks, self.teacher, self.then, self.ticks = looks, teacher, then, ticks if teacher is not None else 0
        self.student, self.idle, self.lived, self._learning = Student(len(looks.actions)), RandomMind(looks, seed), 0, True
        self.learns = "what a teacher does" + (f", then {getattr(then, 'learns', 'more')}" if then is not None else "")
        for number, transition in enumerate(life):
            if number == ticks:
                break
            self._watch(transition)

    @property
    def learning(self) -> bool:
        return self._learning

    @learning.setter
    def learning(self, on: bool) -> None:
        self._learning = on
        for mind in (self.teacher, self.then):
            if mind is not None and hasattr(mind, "learning"):
                mind.learning = on

    @property
    def watching(self) -> bool:
        """Whether the teacher acts still."""
        return self.lived < self.ticks

    @property
    def _now(self) -> Mind:
        """The mind that foretells and tells: the teacher while it acts, then the other, if there is one."""
        return self.then if self.then is not None else self.teacher if self.watching else self.idle

    def would(self, observation: Observation) -> np.ndarray:
        """The odds that the teacher would do each action, float64 [A]"""
        return self.student.odds(observation)

    def act(self, observation: Observation) -> int:
        if self.watching:
            return self.teacher.act(observation)
        if self.then is not None:
            return self.then.act(observation)
        odds = self.student.odds(observation) ** SHARPER
        at = self.idle.dice.below(1 << 30) / (1 << 30) * odds.sum()
        return min(int(np.searchsorted(np.cumsum(odds), at, side="right")), len(odds) - 1)

    def observe(self, transition: Transition) -> float | None:
        if self.watching:
            bits = self._watch(transition)
        elif self.then is not None:
            bits = self.then.observe(transition)
        else:
            self.student.did(transition.action)
            bits = self.idle.observe(transition)
        self.lived += 1
        return bits

    def _watch(self, transition: Transition) -> float | None:
        """A tick of the teacher's: its action is learned, and what came of it by who lives on."""
        bits = self.teacher.observe(transition) if self.teacher is not None else None
        if self._learning and transition.action >= 0:
            self.student.learn(transition.observation, transition.action)
        return self.then.observe(transition) if self.then is not None else bits

    def imagine(self, observation: Observation, plan: Sequence[int]):
        return self._now.imagine(observation, plan)

    # ---- what it tells ----
    def audit(self, observation: Observation):
        return self._asked("audit", observation)

    def plan(self):
        return self._asked("plan")

    def believes(self):
        return self._asked("believes")

    def ledger(self) -> Ledger:
        return self._asked("ledger") or self.idle.ledger()

    def _asked(self, verb: str, *arguments):
        return getattr(self._now, verb)(*arguments) if can(self._now, verb) else None

    def save(self) -> dict[str, np.ndarray]:
        """What it has watched, and the memories of the minds in it. Raises ValueError if one of them cannot be saved."""
        if not all(can(mind, "save") for mind in (self.teacher, self.then) if mind is not None):
            raise Unfit("its teacher, or who lives on, does not say what it remembers")
        return arrays_of(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Go on from there as if never stopped. Raises ValueError if it does not fit."""
        restore(self, memory)
