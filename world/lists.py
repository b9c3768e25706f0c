"""What a world keeps lists of, so that a tick costs what is going on and not what there is: worked out from the sentences of a scenario.

For each rule of the file that begins with `each` there is a list of the cells where it may have something to do: the rule's noun stands there and
those of its conditions hold that look no farther than the cells around. A cell is looked at again when something in it or around it has changed. Two
more lists hold the cells where something may be carried, and where a thing may be `on` another.
"""
from __future__ import annotations

from world.layout import ROWS_AROUND, ROWS_BELT, ROWS_CARRIED, ROWS_EACH, ROWS_FALLS, ROWS_HEARD, ROWS_HEARER
from world.scenario import (
    ACTOR,
    AIR,
    GROUND,
    IT,
    At,
    Beside,
    Condition,
    Count,
    CounterIs,
    Each,
    Event,
    Exists,
    Has,
    Here,
    Not,
    Noun,
    On,
    RuleIs,
    Scenario,
    TickIs,
    Toward,
    Trigger,
    VariableIs,
)

SOME = 0b111111110
"""`allowed` of a Beside that holds if anything so called is in any of the eight directions."""


def local_part(conditions: tuple[Condition, ...], agents: frozenset[int]) -> tuple[Condition, ...]:
    """Of the conditions of an each-rule those that look at the cells around a thing only, and tell the same each time until one of them changes.

    `agents`: ids of agents. They turn without a cell being written, so a condition that asks which way one faces is left out. A way that a variable
    says is taken to be any.
    """
    found: list[Condition] = []
    for condition in conditions:
        inner, negated = (condition.condition, True) if isinstance(condition, Not) else (condition, False)
        if any(noun.facing >= 0 and noun.ids & agents for noun in nouns_of(inner)):
            continue
        match inner:
            case Toward(noun=noun, variable=str()):
                if not negated:
                    found.append(Beside(noun, True, SOME))
            case Beside() | Here() | Toward():
                found.append(condition)
            case On(noun=noun) | At(noun=noun):
                if noun == IT:
                    found.append(condition)
    return tuple(found)


def common_part(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Of the conditions of an each-rule those that are true or false for all things alike, unless the thing is an agent."""
    found: list[Condition] = []
    for condition in conditions:
        inner = condition.condition if isinstance(condition, Not) else condition
        match inner:
            case VariableIs() | RuleIs() | TickIs():
                found.append(condition)
            case Exists() | Count():
                if inner.noun.relation is None:
                    found.append(condition)
            case Has(who=Noun()) | CounterIs(who=Noun()):
                if all(noun.relation is None for noun in nouns_of(inner)):
                    found.append(condition)
    return tuple(found)


def nouns_of(sentence) -> list[Noun]:
    """All nouns in a condition or trigger."""
    parts = [getattr(sentence, name) for name in sentence.__dataclass_fields__]
    return [part for part in parts if isinstance(part, Noun)] + [noun for part in parts if hasattr(part, "__dataclass_fields__") and not isinstance(part, Noun)
                                                                for noun in nouns_of(part)]


class Watched:
    """What the lists of a scenario depend on. Grows with the sentences that are read, so also when a person types one.

    `slots`: names of the rules that have a list, in file order. `asks`: those whose list also depends on properties.
    """

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.agents = frozenset(thing.id for thing in scenario.things if thing.layer == ACTOR)
        self.slots = [rule.name for rule in scenario.rules if isinstance(rule.trigger, Each)]
        self.asks: set[str] = set()
        self.flags = [0] * len(scenario.things)
        self.belts = self.hearing = self.falls = False   # whether such lists are kept; decided by what the file says

    def rule(self, name: str, sentences: tuple[Condition | Trigger, ...]) -> None:
        """A rule with a list has these conditions, or this trigger."""
        if name in self.slots:
            for sentence in sentences:
                around = isinstance(sentence.condition if isinstance(sentence, Not) else sentence, (Beside, Toward))
                for noun in nouns_of(sentence):
                    self.flag(range(1, len(self.flags)) if 0 in noun.ids else noun.ids, ROWS_AROUND if around else ROWS_EACH)
                    if noun.property is not None:
                        self.asks.add(name)

    def everything(self) -> None:
        """Parts of rules may change places: any list may depend on anything."""
        self.asks.update(self.slots)
        self.flag(range(1, len(self.flags)) if self.slots else (), ROWS_AROUND)

    def event(self, trigger: Event) -> None:
        """Some rule hears that a thing is on another."""
        if trigger.verb == "is on" and trigger.object is not None and trigger.subject.ids - self.agents:
            self.hearing = True
            self.flag(trigger.subject.ids - self.agents, ROWS_HEARER)
            self.flag(trigger.object.ids, ROWS_HEARD)

    def fact(self, noun: Noun, name: str) -> None:
        """Some law says, or may say, that things have a property."""
        if name == "conveyor":
            if not self.belts:
                self.flag([thing.id for thing in self.scenario.things if thing.layer not in (GROUND, AIR)], ROWS_CARRIED)
            self.belts = True
            self.flag(noun.ids, ROWS_BELT)
        if name == "falling":
            self.falls = True
            self.flag(noun.ids, ROWS_FALLS)

    def flag(self, ids, flag: int) -> None:
        for id in ids:
            if id:
                self.flags[id] |= int(flag)
