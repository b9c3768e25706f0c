"""`world.entrenched`: laws that agents and stones cannot edit, and which changes they therefore cannot make."""
from __future__ import annotations

from collections.abc import Iterable

from world.law_fields import Parts
from world.scenario import Apply, Edit, FieldEdit, PropertyEdit, RuleSwitch, Scenario, Swap, Undo


class Entrenchment:
    """Asked of edits, before an agent or a stone makes them law."""

    def __init__(self, scenario: Scenario):
        self.scenario, self.parts = scenario, Parts(scenario)
        self.of_change = {change.name: self.in_change(change.name) for change in scenario.changes} if scenario.entrenched else {}

    def touched(self, edits: Iterable[Edit]) -> str:
        """The first entrenched law that these edits would change, "" if none."""
        return next((law.text for edit in edits for law in self.scenario.entrenched if self._touches(edit, law)), "")

    def in_change(self, name: str, seen: frozenset[str] = frozenset()) -> str:
        """The first that a change would change, itself or by way of others that it may apply or undo."""
        change = self.parts.changes[name]
        others = [edit.change for edit in change.edits if isinstance(edit, (Apply, Undo))] + [other for other, _ in change.pick]
        inner = (self.in_change(other, seen | {name}) for other in others if other not in seen | {name})
        return self.touched(change.edits) or next((text for text in inner if text), "")

    def _touches(self, edit: Edit, law) -> bool:
        match edit:
            case RuleSwitch(rule):
                return rule == law.rule
            case FieldEdit(_, name, field):
                return name == law.rule or self.parts.plain(name, field) == law.part
            case Swap(_, first, second):
                return any(name == law.rule or self.parts.plain(name, field) == law.part for name, field in (first, second))
            case PropertyEdit(noun, name):
                return law.fact is not None and name == law.fact.property and bool(noun.ids & law.fact.noun.ids)
        return False
