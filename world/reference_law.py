"""The book of law as the plain reference reads it: sentences at the bottom, enacted changes in layers on top, looked up from the top each time."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from world.law_fields import Parts
from world.scenario import LAW_EDITS, Edit, FieldEdit, Noun, PropertyEdit, RuleSwitch, Scenario, Swap, UndoNewest

NOBODY = -1
"""Asked instead of an id when nobody in particular enters, slides or is carried: facts that hold `to` someone do not cover it."""


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
    """All law in force. `layers` is the stack, oldest first; `stones` are the sentences that stand on tablets, above them all."""

    def __init__(self, scenario: Scenario, layers: tuple[Layer, ...] = (), stones: tuple[PropertyEdit, ...] = ()):
        self.scenario = scenario
        self.layers, self.stones = layers, stones
        self.facts = [tuple(PropertyEdit(fact.noun, fact.property, True, fact.to) for fact in scenario.facts), *[layer.edits for layer in layers], stones]
        self.parts = Parts(scenario)
        self.has = lru_cache(None)(self._has)            # answers are kept as long as the book: a new stack makes a new Book
        self.value = lru_cache(None)(self._value)

    def with_layers(self, layers) -> "Book":
        return Book(self.scenario, tuple(layers), self.stones)

    def with_stones(self, stones) -> "Book":
        return Book(self.scenario, self.layers, tuple(stones))

    # ---- facts ------------------------------------------------------------------------------------------------------
    def _has(self, id: int, property: str, other: int = NOBODY) -> bool:
        """Whether the thing has the property, as far as `other` (an id) is concerned. The topmost layer that mentions it decides."""
        return self._decided(id, property, other, len(self.facts) - 1, plain_only=False)

    def _decided(self, id: int, property: str, other: int, top: int, plain_only: bool) -> bool:
        for level in range(top, -1, -1):
            best = None                                  # in one layer the more specific fact wins, then the later one
            for order, fact in enumerate(self.facts[level]):
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
        return self.parts.rules[name].on

    def _value(self, name: str, field: str) -> object:
        """What `NAME.field` means now. A swap turns the question to the other field, for all that lies below it."""
        asked = self.parts.plain(name, field)
        for layer in reversed(self.layers):
            for edit in reversed(layer.edits):
                if isinstance(edit, FieldEdit) and self.parts.plain(edit.name, edit.field) == asked:
                    return edit.value
                if isinstance(edit, Swap):
                    first, second = self.parts.plain(*edit.first), self.parts.plain(*edit.second)
                    asked = second if asked == first else first if asked == second else asked
        return self.parts.written(*asked)
