"""What the parts of named things are that a law can set (`fire.chance`, `thaw.every`, `ant.north`), and what the file says of each."""
from __future__ import annotations

from world.scenario import Scenario

TRIGGER_WORDS = ("when", "each", "every", "at", "trigger")
KIND_FIELDS = ("carries", "strength")
"""Parts that an agent has only as the kind that it is too."""


class Parts:
    """The parts of everything in a scenario."""

    def __init__(self, scenario: Scenario):
        self.rules = {rule.name: rule for rule in scenario.rules}
        self.changes = {change.name: change for change in scenario.changes}
        self.agents = {agent.name: agent for agent in scenario.agents}
        self.kinds = {kind.name: kind for kind in scenario.kinds}

    def plain(self, name: str, field: str) -> tuple[str, str]:
        """A part under one name: a rule has one trigger, under whichever word it is written."""
        return (name, "trigger") if field in TRIGGER_WORDS and name in self.rules else (name, field)

    def written(self, name: str, field: str) -> object:
        """What the file says. A change's `at` is a tuple of moments here, and one moment where a law sets it."""
        if name in self.rules:
            rule = self.rules[name]
            return {"chance": rule.chance, "if": rule.conditions, "do": rule.effects, "trigger": rule.trigger}[field]
        if name in self.changes:
            change = self.changes[name]
            return {"chance": change.chance, "cost": change.cost, "cooldown": change.cooldown, "times": change.times, "for": change.lasts, "at": change.moments,
                    "every": change.every, "after": change.after, "when": change.when, "until": change.until, "announce": change.announce}[field]
        if name in self.agents and field not in KIND_FIELDS:
            agent = self.agents[name]
            fields = {"sees": agent.sees, "reach": agent.reach, "speed": agent.speed, "noise": agent.action_noise, "sight noise": agent.sight_noise}
            return fields.get(field, field)              # any other part is an action, which means itself
        return getattr(self.kinds[name], field)
