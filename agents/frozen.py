"""A mind that stops learning at a tick: what a learner is worth shows beside the same learner frozen."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.agent import Mind, can, surprise_of
from agents.saving import Unfit, arrays_of, restore


class Around:
    """A mind with another in it: what it has no answer of its own to, the other answers."""

    def __init__(self, mind: Mind):
        self.mind = mind

    def __getattr__(self, name):
        if name == "mind" or name.startswith("__"):      # a copy is made before it has one, and in its own way
            raise AttributeError(name)
        return getattr(self.mind, name)

    def act(self, observation):
        return self.mind.act(observation)

    def imagine(self, observation, plan):
        return self.mind.imagine(observation, plan)

    def save(self) -> dict[str, np.ndarray]:
        """What the mind in it remembers, and what it knows itself. Raises ValueError if that mind cannot be saved."""
        if not can(self.mind, "save"):
            raise Unfit("it does not say what it remembers")
        return arrays_of(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Go on from its own memory, or from one of the mind in it. Raises ValueError if it does not fit."""
        if not can(self.mind, "load"):
            raise Unfit("it takes no memory")
        restore(self, memory)

    def look_on(self, transition) -> float:
        """Let the mind live through a step without learning from it; its surprise in bits.

        A mind that cannot live without learning, having no `learning` to switch off, is told nothing.
        """
        if not hasattr(self.mind, "learning"):
            return surprise_of(self.mind.imagine(transition.observation, [transition.action]), transition.next_observation)
        self.mind.learning = False
        surprise = self.mind.observe(transition)
        self.mind.learning = True
        return surprise


class Frozen(Around):
    """Lives as its mind does until tick `at` of its life, and from then on acts and foretells without learning anything.

    `frozen rules` and `frozen rules at 400` differ only in who chose the tick: it is 400 unless the name says another.
    `frozen rules at 0` never learns at all.
    """

    def __init__(self, mind: Mind, at: int):
        super().__init__(mind)
        self.at, self.ticks = at, 0
        self.learns = f"{getattr(mind, 'learns', 'something')}, frozen"

    @property
    def learning(self) -> bool:
        return self.ticks < self.at

    def observe(self, transition):
        learns, self.ticks = self.learning, self.ticks + 1
        return self.mind.observe(transition) if learns else self.look_on(transition)
