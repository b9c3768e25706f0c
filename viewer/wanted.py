"""Which things pay just now: a goal that does not count at this moment is shown as a thin ring, and food for one who has eaten dim."""
from __future__ import annotations

import operator
from typing import Sequence

import numpy as np

from world.scenario import UNSEEN, CounterIs, Event, Has, Not, Noun, Reward, Scenario, VariableIs

_COMPARE = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


class Wanted:
    """The rules of a scenario that pay for meeting a thing, as far as a picture can judge their conditions."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.column = {(counter.agent, counter.name): i for i, counter in enumerate(scenario.counters)}
        self.variable = {variable.name: i for i, variable in enumerate(scenario.variables)}
        self.paying: list[tuple[frozenset[int], tuple]] = []
        for rule in scenario.rules:
            event = rule.trigger
            if rule.on and isinstance(event, Event) and event.object is not None and any(isinstance(e, Reward) and e.millionths > 0 for e in rule.effects):
                self.paying.append((self._ids(event.object), rule.conditions))
        always = {id for ids, conditions in self.paying if not any(map(self._judged, conditions)) for id in ids}
        self.sometimes = {id for ids, _ in self.paying for id in ids} - always

    def _ids(self, noun: Noun) -> frozenset[int]:
        if noun.property is None:
            return noun.ids
        held = [fact.noun.ids for fact in self.scenario.facts if fact.property == noun.property]
        return noun.ids & frozenset().union(*held) if held else frozenset()

    def _judged(self, condition) -> bool:
        """Whether a picture can tell if the condition holds."""
        if isinstance(condition, Not):
            return self._judged(condition.condition)
        return (isinstance(condition, Has) and condition.counter is not None) or (isinstance(condition, (CounterIs, VariableIs)) and condition.op in _COMPARE)

    def _holds(self, condition, snapshot, mover: int, agent: str) -> bool:
        if isinstance(condition, Not):
            return not self._judged(condition) or not self._holds(condition.condition, snapshot, mover, agent)
        if isinstance(condition, VariableIs) and condition.op in _COMPARE:
            return _COMPARE[condition.op](int(snapshot.variables[self.variable[condition.variable]]), condition.value)
        if isinstance(condition, (Has, CounterIs)) and self._judged(condition):
            column = self.column.get((agent, condition.counter))
            if column is None or column >= snapshot.counters.shape[1]:
                return True
            value = int(snapshot.counters[mover, column])
            return value >= condition.amount if isinstance(condition, Has) else _COMPARE[condition.op](value, condition.value)
        return True

    def idle(self, asked: Sequence[tuple[object, int, str]]) -> np.ndarray:
        """The ids that pay nobody at this moment though they do at others.  bool [UNSEEN + 1]

        Args:
            asked: (snapshot, mover, agent's name) of everybody whom the picture is about.
        """
        out = np.zeros(UNSEEN + 1, bool)
        if not asked:
            return out
        for id in self.sometimes:
            pays = any(id in ids and all(self._holds(c, snapshot, mover, agent) for c in conditions)
                       for ids, conditions in self.paying for snapshot, mover, agent in asked)
            out[id] = not pays
        return out
