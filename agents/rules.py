"""The mind that learns rules: what each kind of thing does, wherever it stands, and what is true of one place only."""
from __future__ import annotations

from agents.memory import RULES
from agents.planned import PlannedMind
from world.types import Looks


class RulesMind(PlannedMind):
    """The rule learner as the only world model, a planner that imagines with it, and the debt of untested beliefs."""

    def __init__(self, looks: Looks, seed: int):
        super().__init__(looks, seed, RULES, "rules")
