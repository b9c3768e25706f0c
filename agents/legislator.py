"""The mind that treats laws as actions: `rules`, which also learns what laws its own acts bring about, and plans under each."""
from __future__ import annotations

from agents.rules import RulesMind
from world.types import Looks


class LegislatorMind(RulesMind):
    """What an act brought by law (`agents.models.laws`) gets a frame of its own in the planner: lives here and there are compared, the price included."""

    def __init__(self, looks: Looks, seed: int):
        super().__init__(looks, seed)
        self.learns = "rules and laws"
        self.mind["legislates"] = 1
