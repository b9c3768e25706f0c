"""A mind that learns only now and then: while it lives it learns nothing, and when surprise stays high it naps over what it remembers."""
from __future__ import annotations

from agents.agent import Mind
from agents.frozen import Around

HIGH_BITS = 0.5
"""Surprise in bits a tick, over the last SPAN ticks, from which it naps."""
SPAN = 20
REMEMBERED = 100
"""So many of the newest ticks are remembered."""


class Napping(Around):
    """Lives as a frozen mind. When the surprise of the last ticks stays high it learns, in one nap, the ticks it remembers, each once, oldest first."""

    def __init__(self, mind: Mind):
        super().__init__(mind)
        self.learns = f"{getattr(mind, 'learns', 'something')}, in naps"
        self.recent, self.bits, self.naps, self.awake = [], [], 0, True
        if hasattr(mind, "learning"):
            mind.learning = False

    @property
    def learning(self) -> bool:
        return self.awake

    @learning.setter
    def learning(self, on: bool) -> None:
        self.awake = on                                  # a frozen one does not nap

    def observe(self, transition):
        surprise = self.look_on(transition)
        if hasattr(self.mind, "learning"):
            self.mind.learning = False
        self.recent = [*self.recent[1 - REMEMBERED:], transition]
        self.bits = [*self.bits[1 - SPAN:], float(surprise or 0.0)]
        if self.awake and len(self.bits) == SPAN and sum(self.bits) > HIGH_BITS * SPAN:
            self._nap()
        return surprise

    def _nap(self) -> None:
        if hasattr(self.mind, "learning"):
            self.mind.learning = True
        for transition in self.recent:
            self.mind.observe(transition)
        if hasattr(self.mind, "learning"):
            self.mind.learning = False
        self.recent, self.bits = [], []
        self.naps += 1
