"""The names that sentences may use: what the file declares and what is built in."""
from __future__ import annotations

from dataclasses import dataclass, field

from world.scenario import ACTOR, GROUND, ITEM, PROPERTIES, WAYS, Kind, Scenario, Thing, Variable

RESERVED = frozenset("count newest is not no any every on off at has to of and here beside around ahead behind anything anyone something nothing them it one".split())
NOT_FOR_VARIABLES = frozenset(("tick", "ended", "random", "laws"))
NOT_FOR_COUNTERS = frozenset(("reward",))
TURNS = {"turn left": -1, "turn right": 1}
"""Actions that turn an agent, by so many quarters of a circle to the right."""
BUILT_IN_ACTIONS = ("north", "east", "south", "west", "wait", "use", "take", "drop", "forward", *TURNS, *WAYS[4:])
WRITTEN_MINDS = ("still", "wander", "straight", "chase", "flee", "patrol", "script")
BUILT_IN_KINDS = (  # name, layer, properties
    ("floor", GROUND, ()), ("wall", GROUND, ("solid", "opaque")), ("ice", GROUND, ("slippery",)), ("goal", ITEM, ()), ("box", 2, ("pushable", "solid")))
MOST_IDS = 4095
"""Five ids of twelve bits fit a number, by which minds know a cell; and the masks of a law grow with the square: 4095 ids take 20 MB for ten properties."""
MANY_IDS = 128
"""From here on a scenario is told how many it has, since attributes multiply."""


@dataclass
class Vocabulary:
    """What a name can mean in one scenario."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()
    actions: dict[str, tuple[str, ...]] = field(default_factory=dict)        # by agent
    counters: dict[str, list[str]] = field(default_factory=dict)             # named ones, by agent
    tags: list[str] = field(default_factory=list)
    variables: dict[str, Variable] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    places: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    shape: tuple[int, int] = (0, 0)
    moves: int = 4                                                           # in how many directions agents go
    expecting: bool = False                                                  # whether `ended` and `reward >` may stand
    it: object = None                                                        # the nouns of the rule being read
    them: object = None
    contexts: dict[str, tuple] = field(default_factory=dict)                 # rule -> its (them, it), for edits of its parts
    triggers: dict[str, object] = field(default_factory=dict)                # rule -> its event, if it has one
    spans: dict[str, tuple] = field(default_factory=dict)                    # the words in each gap of the template being read
    cache: dict = field(default_factory=dict)

    @property
    def agents(self):
        """Names of agents."""
        return self.actions.keys()

    @property
    def properties(self) -> list[str]:
        return list(PROPERTIES) + self.tags

    def ids(self, kind: str) -> range:
        """The ids of a kind, its first combination of values first."""
        k = self.kinds[kind]
        return range(k.first_id, k.first_id + k.count)

    def everything(self) -> frozenset[int]:
        """Every id but 0."""
        return frozenset(range(1, len(self.things)))

    def everyone(self) -> frozenset[int]:
        return frozenset(t.id for t in self.things if t.layer == ACTOR and t.kind in self.actions)

    def values(self) -> list[str]:
        return list(dict.fromkeys(v for kind in self.kinds.values() for _, values in kind.attributes for v in values))

    def item_names(self) -> list[str]:
        return [t.name for t in self.things if t.layer == ITEM]

    def all_counters(self) -> list[str]:
        """Named counters, then things that can be carried."""
        return list(dict.fromkeys([c for names in self.counters.values() for c in names] + self.item_names()))

    def on_another_map(self, places, shape) -> "Vocabulary":
        """The same words on the small map of an expectation."""
        return Vocabulary(self.kinds, self.things, self.actions, self.counters, self.tags, self.variables, self.rules, self.changes, places, shape, expecting=True,
                          contexts=self.contexts, triggers=self.triggers, moves=self.moves)

    @classmethod
    def of(cls, scenario: Scenario) -> "Vocabulary":
        """The words of a scenario already read."""
        counters: dict[str, list[str]] = {a.name: [] for a in scenario.agents}
        for counter in scenario.counters:
            counters[counter.agent].append(counter.name)
        actions = {a.name: a.actions + tuple(c.name for c in scenario.changes if a.name in c.by) for a in scenario.agents}
        return cls({k.name: k for k in scenario.kinds}, scenario.things, actions, counters, list(scenario.tags), {v.name: v for v in scenario.variables},
                   [r.name for r in scenario.rules], [c.name for c in scenario.changes], dict(scenario.board.places), scenario.board.cells.shape[1:], scenario.moves)


def actions_in(words: list[str], known) -> list[str]:
    """The actions that some words name one behind the other, the longest first: `turn left east` is two. Raises ValueError(which word) at an unknown one."""
    found, at = [], 0
    while at < len(words):
        for length in range(min(4, len(words) - at), 0, -1):
            name = " ".join(words[at:at + length])
            if name in known:
                break
        else:
            raise ValueError(at)
        found.append(name)
        at += length
    return found


def make_things(kinds: list[Kind]) -> tuple[Thing, ...]:
    """One thing for each id, nothing first."""
    things = [Thing(0, "nothing", GROUND, (), "nothing")]
    for kind in kinds:
        combinations: list[tuple[tuple[str, str], ...]] = [()]
        for name, values in kind.attributes:
            combinations = [c + ((name, value),) for c in combinations for value in values]
        things += [make_thing(kind, kind.first_id + i, values) for i, values in enumerate(combinations)]
    return tuple(things)


def make_thing(kind: Kind, number: int, values: tuple[tuple[str, str], ...]) -> Thing:
    facing = dict(values).get("facing")
    front = " ".join([v for name, v in values if name != "facing"] + [kind.name])
    name = f"{front} facing {facing}" if facing is not None else front
    return Thing(number, kind.name, kind.layer, values, name, WAYS.index(facing) if facing in WAYS else -1)
