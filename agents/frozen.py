"""A mind that stops learning at a tick: what a learner is worth shows beside the same learner frozen."""
from __future__ import annotations

from agents.agent import Mind


class Frozen:
    """Lives as its mind does until tick `at` of its life, and from then on acts and foretells without learning anything.

    `frozen rules` and `frozen rules at 400` differ only in who chose the tick: it is 400 unless the name says another.
    `frozen rules at 0` never learns at all.
    """

    def __init__(self, mind: Mind, at: int):
        self.mind, self.at = mind, at
        self.learns = f"{mind.learns}, frozen"
        mind.learning = at > 0

    def act(self, observation):
        return self.mind.act(observation)

    def observe(self, transition):
        surprise = self.mind.observe(transition)
        if self.mind.ledger().ticks >= self.at:
            self.mind.learning = False
        return surprise

    def imagine(self, observation, plan):
        return self.mind.imagine(observation, plan)

    def audit(self, observation):
        return self.mind.audit(observation)

    def plan(self):
        return self.mind.plan()

    def ledger(self):
        return self.mind.ledger()
