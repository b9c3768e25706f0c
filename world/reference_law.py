"""The book of law as the plain reference reads it: sentences at the bottom, enacted changes in layers on top, looked up from the top each time."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from world.scenario import LAW_EDITS, Edit, FieldEdit, Noun, PropertyEdit, RuleSwitch, Scenario, Swap, UndoNewest

NOBODY = -1
"""Asked instead of an id when nobody in particular enters, slides or is carried: facts that hold `to` someone do not cover it."""
TRIGGER_WORDS = ("when", "each", "every", "at", "trigger")


@dataclass(frozen=True)
class Layer:
    """One enacted change: the sentences that it makes law, until it lapses or is undone."""
    name: str
    edits: tuple[Edit, ...]
    by: str = ""                                         # as in LogEntry.by
    agent: str = ""                                      # the agent that enacted it, by kind: "hare"
    lapses: int | None = None                            # the first tick that it no longer governs
    given: bool = False                                  # a presupposition of an expectation: no undo finds it


def law_edits(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Those edits that stand as a layer; `undo newest law` is a deed that takes a layer away."""
    return tuple(edit for edit in edits if isinstance(edit, LAW_EDITS) and not isinstance(edit, UndoNewest))


class Book:
    """All law in force. `layers` is the stack, oldest first."""

    def __init__(self, scenario: Scenario, layers: tuple[Layer, ...] = ()):
        self.scenario = scenario
        self.layers = layers
        self.base = tuple(PropertyEdit(fact.noun, fact.property, True, fact.to) for fact in scenario.facts)
        self.rules = {rule.name: rule for rule in scenario.rules}
        self.kinds = {kind.name: kind for kind in scenario.kinds}
        self.agents = {agent.name: agent for agent in scenario.agents}
        self.changes = {change.name: change for change in scenario.changes}
        self.has = lru_cache(None)(self._has)            # answers are kept as long as the book: a new stack makes a new Book
        self.value = lru_cache(None)(self._value)

    def with_layers(self, layers) -> "Book":
        return Book(self.scenario, tuple(layers))

    # ---- facts ------------------------------------------------------------------------------------------------------
    def _has(self, id: int, property: str, other: int = NOBODY) -> bool:
        """Whether the thing has the property, as far as `other` (an id) is concerned. The topmost layer that mentions it decides."""
        return self._decided(id, property, other, len(self.layers), plain_only=False)

    def _decided(self, id: int, property: str, other: int, top: int, plain_only: bool) -> bool:
        for level in range(top, -1, -1):
            facts = self.base if level == 0 else self.layers[level - 1].edits
            best = None                                  # in one layer the more specific fact wins, then the later one
            for order, fact in enumerate(facts):
                if not isinstance(fact, PropertyEdit) or fact.property != property:
                    continue
                if fact.noun.property and plain_only and level == top:
                    continue                             # "something P is Q" rests on the facts below it, so no circle can arise
                if not self._covers(fact.noun, id, level) or (fact.to is not None and not self._covers(fact.to, other, level)):
                    continue
                rank = (-len(fact.noun.ids), fact.to is not None, order)
                if best is None or rank > best[0]:
                    best = (rank, fact.holds)
            if best is not None:
                return best[1]
        return False

    def _covers(self, noun: Noun, id: int, level: int) -> bool:
        return id in noun.ids and (noun.property is None or self._decided(id, noun.property, NOBODY, level, plain_only=True))

    # ---- rules and numbers ------------------------------------------------------------------------------------------
    def rule_on(self, name: str) -> bool:
        for layer in reversed(self.layers):
            for edit in reversed(layer.edits):
                if isinstance(edit, RuleSwitch) and edit.rule == name:
                    return edit.on
        return self.rules[name].on

    def _value(self, name: str, field: str) -> object:
        """What `NAME.field` means now. A swap turns the question to the other field, for all that lies below it."""
        asked = (name, _plain(field))
        for layer in reversed(self.layers):
            for edit in reversed(layer.edits):
                if isinstance(edit, FieldEdit) and (edit.name, _plain(edit.field)) == asked:
                    return edit.value
                if isinstance(edit, Swap):
                    first, second = (edit.first[0], _plain(edit.first[1])), (edit.second[0], _plain(edit.second[1]))
                    asked = second if asked == first else first if asked == second else asked
        return self._written(*asked)

    def _written(self, name: str, field: str) -> object:
        """What the file says."""
        if name in self.rules:
            rule = self.rules[name]
            return {"chance": rule.chance, "if": rule.conditions, "do": rule.effects, "trigger": rule.trigger}[field]
        if name in self.changes:
            change = self.changes[name]
            return {"chance": change.chance, "cost": change.cost, "cooldown": change.cooldown, "times": change.times, "for": change.lasts}[field]
        if name in self.agents and field not in ("carries", "strength"):
            agent = self.agents[name]
            fields = {"sees": agent.sees, "reach": agent.reach, "speed": agent.speed, "noise": agent.action_noise}
            return fields.get(field, field)              # any other field is an action, which means itself
        return getattr(self.kinds[name], field)


def _plain(field: str) -> str:
    """A rule has one trigger, under whichever key it is written."""
    return "trigger" if field in TRIGGER_WORDS else field
