"""A scenario after reading: what the sentences mean, as frozen dataclasses.

The reader makes them, the sentence table prints them back word for word, the kernel's compiler and the plain reference both read them.
Cells are (row, col), row 0 at the top. Directions are numbered clockwise from north: 0 north, 1 east, 2 south, 3 west; then 4 north-east, 5 south-east,
6 south-west, 7 north-west. A turn by 90 degrees keeps to the four or to the other four: `turned(way, quarters)`.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

import numpy as np

LAYERS = ("ground", "item", "object", "actor", "air")
GROUND, ITEM, OBJECT, ACTOR, AIR = range(5)
DIRECTIONS = ("north", "east", "south", "west")
WAYS = DIRECTIONS + ("north-east", "south-east", "south-west", "north-west")
ROW_STEP = (-1, 0, 1, 0, -1, 1, 1, -1)
COL_STEP = (0, 1, 0, -1, 1, 1, -1, -1)
NOTHING = 0
"""The id of an empty layer of a cell."""
UNSEEN = 65535
"""What an observation holds in every layer of a cell that the agent does not see. No thing ever has this id."""
def turned(way: int, quarters: int) -> int:
    """The direction so many quarters of a circle to the right."""
    return way & 4 | way + quarters & 3


PROPERTIES = ("solid", "pushable", "pulled", "slippery", "conveyor", "one-way", "portal", "falling", "sticky", "opaque")


@dataclass(frozen=True)
class Mark:
    """Where something stands in a file: 1-based line and column, and how many characters to underline."""
    file: str
    line: int
    column: int
    length: int = 1


# ---- things ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Kind:
    """What a cell can hold. Its ids are one for each combination of attribute values, the first attribute turning slowest."""
    name: str
    layer: int                                           # index into LAYERS
    attributes: tuple[tuple[str, tuple[str, ...]], ...]  # (("colour", ("red", "blue")), ...)
    first_id: int
    look: str | None = None
    carries: str = "forward"                             # conveyor: forward or backward along its facing
    speed: tuple[int, int] = (1, 1)                      # conveyor: cells per ticks
    strength: int = 16                                   # pushable, pulled: the longest chain
    noise: float = 0.0                                   # how often the action of who stands on it is replaced
    is_agent: bool = False
    mark: Mark | None = None

    @property
    def count(self) -> int:
        """How many ids it has."""
        n = 1
        for _, values in self.attributes:
            n *= len(values)
        return n


@dataclass(frozen=True)
class Thing:
    """One id: a kind with one value of each attribute."""
    id: int
    kind: str
    layer: int
    values: tuple[tuple[str, str], ...]                  # (("colour", "red"), ...)
    name: str                                            # "red locked door"
    facing: int = -1                                     # direction of its `facing` attribute, -1 without one
    look: str | None = None                              # its variant's own look; None: as its kind
    looks: int = -1                                      # the id that agents take it for, of its own layer or a ground; -1: itself


@dataclass(frozen=True)
class Noun:
    """A set of things. `property` and `relation` are asked at the moment of use, since the law and the doer may change.

    "something prized": ids = everything, property = "prized". "same-colour key": ids = the keys, relation = ("colour", True);
    "other-colour key": ("colour", False). "nothing" is ids {0}. "anything": every id but 0. "anyone": all agents.
    """
    text: str
    ids: frozenset[int]
    property: str | None = None
    relation: tuple[str, bool] | None = None
    facing: int = -1                                     # "hare facing east": the mover's own facing


IT, THEM = "it", "them"
Target = Union[str, Noun]                                # "it", "them", or a noun (for reward, gains: the agents so called)


@dataclass(frozen=True)
class Place:
    """Named cells, or one written as `x3 y1`."""
    text: str
    cells: tuple[tuple[int, int], ...]                   # (row, col)


# ---- conditions -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Not:
    condition: "Condition"

@dataclass(frozen=True)
class Beside:
    """`fire beside`, `2+ fire beside`, `3 alive around`: how many of the 4 or 8 neighbours match. Bit n of `allowed` says n will do."""
    noun: Noun
    around: bool
    allowed: int

@dataclass(frozen=True)
class Here:
    """`parcel here`: in the same cell as `it` (each-rules) or as the doer."""
    noun: Noun

@dataclass(frozen=True)
class Toward:
    """`fire to the east`, or to the direction that a variable holds, or `ahead` of the doer."""
    noun: Noun
    direction: int = -1
    variable: str | None = None
    ahead: bool = False

@dataclass(frozen=True)
class Within:
    """`wolf within 5 of it`: 8-way distance, the thing itself excluded."""
    noun: Noun
    distance: int
    of: Target

@dataclass(frozen=True)
class Sees:
    """`ant sees goal`: such a thing, itself aside, stands where the agent's `sees` reaches."""
    who: Target
    noun: Noun

@dataclass(frozen=True)
class On:
    """`ant on goal`: some A stands in a cell that also holds a B."""
    noun: Target
    on: Noun

@dataclass(frozen=True)
class At:
    """`ant at x9 y1`."""
    noun: Target
    place: Place

@dataclass(frozen=True)
class Has:
    """`ant has 2 wood` (at least), `ant has same-colour key`. What is had: a named counter, or the things of a noun."""
    who: Target
    amount: int
    counter: str | None = None
    noun: Noun | None = None

@dataclass(frozen=True)
class CounterIs:
    """`fox energy < 5`, `fox energy falls to 0` (op "falls to", "rises to")."""
    who: Target
    counter: str
    op: str                                              # = != < > <= >= "falls to" "rises to"
    value: int

@dataclass(frozen=True)
class VariableIs:
    """`season is winter`, `botched > 20`. `value` of a word variable is the index into its words."""
    variable: str
    op: str
    value: int
    word: str = field(default="", compare=False)         # the word that `value` stands for, as written

@dataclass(frozen=True)
class Exists:
    """`any house left`; `no gem left` has present False."""
    noun: Noun
    present: bool

@dataclass(frozen=True)
class Count:
    """`count sheep > 10`."""
    noun: Noun
    op: str
    value: int

@dataclass(frozen=True)
class RuleIs:
    rule: str
    on: bool

@dataclass(frozen=True)
class TickIs:
    op: str
    value: int

@dataclass(frozen=True)
class EndedIs:
    """Only in expectations: `ended`, `ended won`."""
    word: str | None = None

@dataclass(frozen=True)
class RewardIs:
    """Only in expectations: `ant reward > 0.5`, over the whole expectation. `value` in millionths."""
    who: Noun
    op: str
    value: int

Condition = Union[Not, Beside, Here, Toward, Within, Sees, On, At, Has, CounterIs, VariableIs, Exists, Count, RuleIs, TickIs, EndedIs, RewardIs]


# ---- triggers -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Event:
    """`ant enters goal`. verb: tries, enters, leaves, bumps, pushes, uses, meets, "is on", does (then `word`)."""
    subject: Noun
    verb: str
    object: Noun | None = None
    word: str | None = None

@dataclass(frozen=True)
class Becomes:
    """`when:` with a condition: fires on the tick that it turns true."""
    condition: Condition

@dataclass(frozen=True)
class Each:
    """`each: tree`: every such thing, every tick, all at once."""
    noun: Noun

@dataclass(frozen=True)
class Clock:
    """`every: 10 ticks` (first at 10), `every: tick`, `every: {geometric: 0.01}`."""
    low: int = 1
    high: int = 1
    chance: float | None = None                          # geometric: each tick with this chance

@dataclass(frozen=True)
class Moment:
    """`at: 500` of the world's life, `at: 400..600`, `at: 300 of every episode`, `at: episode 20`."""
    low: int
    high: int
    of: str = "life"                                     # life, every episode, episode

Trigger = Union[Event, Becomes, Each, Clock, Moment]


# ---- effects --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Become:
    """`it becomes ash`, `it becomes open`. A kind, or one value of one attribute."""
    target: Target
    kind: str | None = None
    values: tuple[tuple[str, str], ...] = ()             # attribute values named; with kind: the others take their first

@dataclass(frozen=True)
class Remove:
    target: Target

@dataclass(frozen=True)
class Put:
    """where: here, ahead, behind, beside, around, anywhere, to, at. A thing put onto a taken layer does nothing."""
    noun: Noun                                           # its lowest id is put, unless random
    where: str
    direction: int = -1
    place: Place | None = None
    random: bool = False

@dataclass(frozen=True)
class Turn:
    """how: left, right, back, randomly. A mover's facing, or a thing's `facing` attribute."""
    target: Target
    how: str

@dataclass(frozen=True)
class Move:
    """`move it east`. where: to (a direction), variable (the direction that it holds), ahead, behind, randomly, toward, away, at (a place)."""
    target: Target
    where: str
    direction: int = -1
    variable: str | None = None
    noun: Noun | None = None
    place: Place | None = None

@dataclass(frozen=True)
class SwapPlaces:
    """`swap them and it`."""
    first: Target
    second: Target

@dataclass(frozen=True)
class Drop:
    """`drop wood`: the doer lays one down."""
    noun: Noun

@dataclass(frozen=True)
class ReturnHome:
    target: Target

@dataclass(frozen=True)
class LetThrough:
    """`let them through`: the doer enters the cell that it bumped, if that is free now."""

@dataclass(frozen=True)
class Stop:
    """`stop`: vetoes the move that `tries` is about."""

@dataclass(frozen=True)
class Take:
    """`take it`: the item leaves the map and is counted by the doer."""
    target: Target = IT

@dataclass(frozen=True)
class Gain:
    """`fox gains 3 energy`, `fox loses 1 energy` (amount negative)."""
    who: Target
    amount: int
    counter: str

@dataclass(frozen=True)
class SetVariable:
    """op: = += -= cycles random. Also an edit of the world."""
    variable: str
    op: str
    value: int = 0
    word: str = field(default="", compare=False)         # the word that `value` stands for, as written

@dataclass(frozen=True)
class Reward:
    """`reward -0.1`, `reward 1 to fox`. `millionths` of a reward; to None is the doer."""
    millionths: int
    to: Target | None = None

@dataclass(frozen=True)
class End:
    word: str = "ended"

@dataclass(frozen=True)
class Apply:
    """`apply thaw`. Also in expectations' `given`."""
    change: str

@dataclass(frozen=True)
class Undo:
    change: str

@dataclass(frozen=True)
class Say:
    word: str

Effect = Union[Become, Remove, Put, Turn, Move, SwapPlaces, Drop, ReturnHome, LetThrough, Stop, Take, Gain, SetVariable, Reward, End, Apply, Undo, Say]


# ---- edits ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PropertyEdit:
    """`ice is not slippery`, `hedge is not solid to hare`. An edit of the law."""
    noun: Noun
    property: str                                        # built in, or a tag
    holds: bool
    to: Noun | None = None

@dataclass(frozen=True)
class RuleSwitch:
    """`rule catch off`."""
    rule: str
    on: bool

@dataclass(frozen=True)
class FieldEdit:
    """`fire.chance = 0.3`, `unlock.if = ant has other-colour key`, `wind.carries = backward`, `ant.sees = 3x3`, `ant.north = south`.

    owner: rule, kind, agent or change. `value` is what that field holds in its dataclass: chance float; conditions tuple of Condition; effects tuple
    of Effect; trigger Trigger; carries str; speed (n, d); strength int; sees Sight; reach int; an action's new meaning str. Of a change: `at` one
    Moment, `every` a Clock, `after` (change, ticks), `when` and `until` a Condition, `announce` bool.
    """
    owner: str
    name: str
    field: str
    value: object

@dataclass(frozen=True)
class Swap:
    """`swap ant.north and ant.south`: two fields of one sort change places."""
    owner: str
    first: tuple[str, str]
    second: tuple[str, str]

@dataclass(frozen=True)
class UndoNewest:
    """`undo newest law`, `undo newest law by hare`."""
    by: str | None = None

@dataclass(frozen=True)
class PutAt:
    """`put wall at east`: an edit of the world; replaces what stands in that layer."""
    noun: Noun
    place: Place

@dataclass(frozen=True)
class Clear:
    """`clear x3 y1`: empties item, object and air."""
    place: Place

@dataclass(frozen=True)
class EveryBecomes:
    """`every grass within 3 of fox becomes mud`; becomes nothing removes."""
    noun: Noun
    become: Become
    within: int | None = None
    of: Noun | None = None

Edit = Union[PropertyEdit, RuleSwitch, FieldEdit, Swap, UndoNewest, PutAt, Clear, EveryBecomes, SetVariable, Apply, Undo]
LAW_EDITS = (PropertyEdit, RuleSwitch, FieldEdit, Swap, UndoNewest)
"""Edits that make a layer of law and can lapse; all others are events in the world."""


# ---- the parts of a scenario ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Fact:
    """A property that holds from the start: `ice is slippery`."""
    noun: Noun
    property: str
    to: Noun | None = None
    mark: Mark | None = None

@dataclass(frozen=True)
class Sight:
    """`sees: 7x7`: rows x columns centred on the agent; None in both is everything."""
    rows: int | None = None
    cols: int | None = None
    ahead: bool = False
    line_of_sight: bool = False

@dataclass(frozen=True)
class Counter:
    """Something an agent has. `thing` is the id that it counts when it is an item carried, else 0. start..most; most None: unbounded."""
    agent: str
    name: str
    start: int = 0
    most: int | None = None
    thing: int = 0

@dataclass(frozen=True)
class Agent:
    """One entry of `agents:`. `actions` as written; purchases are appended by name in file order of the changes."""
    name: str
    minds: tuple[str, ...] = ("learner",)                # several: twins, one identical world for each
    actions: tuple[str, ...] = ("north", "east", "south", "west", "wait")
    count: int = 1
    sees: Sight = Sight()
    reads: tuple[str, ...] = ()
    action_noise: float = 0.0
    sight_noise: float = 0.0
    speed: tuple[int, int] = (1, 1)
    reach: int = 1
    mark: Mark | None = None

    @property
    def written(self) -> bool:
        """Whether the world itself moves it: still, wander, straight, chase, flee, patrol, script."""
        return self.minds[0].split()[0] in ("still", "wander", "straight", "chase", "flee", "patrol", "script")

@dataclass(frozen=True)
class Variable:
    """A number or a word of the whole world. Words hold the index into `words`."""
    name: str
    start: int
    words: tuple[str, ...] = ()

@dataclass(frozen=True)
class Rule:
    name: str
    trigger: Trigger
    conditions: tuple[Condition, ...] = ()
    chance: float = 1.0
    effects: tuple[Effect, ...] = ()
    on: bool = True
    about: str = ""
    mark: Mark | None = None

@dataclass(frozen=True)
class Change:
    """How the law changes. `moments`, `every`, `after`, `when`, `by`: whichever comes. None of them: only by `apply`.

    `edits` holds what a `merge:` says too, in front: the properties of its kinds, and its rules switched on.
    """
    name: str
    edits: tuple[Edit, ...]
    moments: tuple[Moment, ...] = ()
    every: Clock | None = None
    after: tuple[str, int] | None = None                 # (change, ticks)
    when: Condition | None = None
    by: tuple[str, ...] = ()                             # "person", or agents' names
    chance: float = 1.0
    times: int | None = None
    lasts: tuple[int, int] | None = None                 # `for:` in ticks, drawn evenly
    until: Condition | None = None
    announce: bool = False
    cost: tuple[int, str] | None = None                  # (amount, counter)
    cooldown: int = 0
    vote: bool = False                                   # enacted by more than half of the agents named under `by`
    pick: tuple[tuple[str, int], ...] = ()               # changes and weights: one of them is applied, by dice
    merged: "Merge | None" = None
    about: str = ""
    mark: Mark | None = None

@dataclass(frozen=True)
class Merge:
    """What a change brings into the world that was not there: names known from the start, laws that hold while the change stands."""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    laws: int = 0                                        # so many edits at the front of its change are its laws
    text: str = field(default="", compare=False)         # the fragment in one line, as a file may have it

@dataclass(frozen=True)
class Tablet:
    """A stone that carries a word: a noun, a property, or IS or NOT (then both are None)."""
    word: str                                            # in capitals, as on the stone
    id: int
    noun: Noun | None = None
    property: str | None = None

@dataclass(frozen=True)
class Entrenched:
    """A law that agents and stones cannot edit: a rule with all its parts, one part of something, or a property of some things."""
    text: str                                            # "rule catch", "fox.north", "wall is solid"
    rule: str | None = None
    part: tuple[str, str] | None = None                  # (name, field)
    fact: PropertyEdit | None = None

@dataclass(frozen=True)
class Start:
    """One mover on the map at the start."""
    agent: str
    row: int
    col: int
    facing: int = 1

@dataclass(frozen=True, eq=False)
class Board:
    """A map: what stands where at the start."""
    cells: np.ndarray                                    # uint16 [5, H, W], ids by layer
    starts: tuple[Start, ...]                            # in order of `agents:`, then reading order
    places: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

@dataclass(frozen=True)
class Expectation:
    """A claim of the file. `play`: agent -> actions. `seeds`: `over: N worlds`. `rate`: share of worlds in which it must hold."""
    name: str
    board: Board | None = None
    given: tuple[Edit, ...] = ()
    play: tuple[tuple[str, tuple[str, ...]], ...] = ()
    run: int | None = None
    then: tuple[Condition, ...] = ()
    always: tuple[Condition, ...] = ()
    within: int | None = None
    over: int = 1
    rate: tuple[float, float] | None = None
    mark: Mark | None = None

@dataclass(frozen=True)
class Base:
    """A file that a scenario leans on by `extends:` or `use:`."""
    key: str                                             # from the scenario's folder, or "library:meadow.yaml"
    file: str                                            # as messages name it
    text: str

@dataclass(frozen=True, eq=False)
class Scenario:
    """Everything that a file says, resolved. Immutable; safe to share between worlds."""
    title: str                                           # file name in words: "turning wind"
    about: str
    path: str
    text: str                                            # as read, so that a trace can carry it
    kinds: tuple[Kind, ...]                              # built in, then the file's, then one for each agent (layer actor)
    things: tuple[Thing, ...]                            # by id; things[0] is nothing
    tags: tuple[str, ...]
    facts: tuple[Fact, ...]
    agents: tuple[Agent, ...]
    counters: tuple[Counter, ...]                        # named ones, then one for each item that can be taken
    variables: tuple[Variable, ...]
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    board: Board
    expectations: tuple[Expectation, ...] = ()
    settings: dict[str, object] = field(default_factory=dict)  # params in force
    sweep: dict[str, tuple] = field(default_factory=dict)
    edge: str = "wall"                                   # wall, wrap, open
    clash: str = "random"                                # random, order, none
    moves: int = 4                                       # in how many directions agents go: 4 or 8
    down: int = 2                                        # the direction in which things fall
    episode: int | None = None                           # ticks until time-out
    laws: str = "reset"                                  # reset, keep
    drawing: "object | None" = None                      # world.drawing.Drawing: how each world's own map is drawn; `board` is then that of seed 0
    tablets: tuple[Tablet, ...] = ()
    stones: tuple[PropertyEdit, ...] = ()                # every sentence that tablets can make; in the order in which one decides over those before it
    entrenched: tuple[Entrenched, ...] = ()
    notes: tuple = ()                                    # Mistakes that are no errors, for `check` to print
    bases: tuple[Base, ...] = ()                         # all other files that were read, so that a trace can carry them

    def __deepcopy__(self, memo: dict) -> Scenario:
        """Itself: worlds tell by it whether a snapshot is theirs."""
        return self

    def line(self, mark: Mark) -> str:
        """The line of the scenario, or of a file that it leans on, that a mark is on."""
        text = next((base.text for base in self.bases if base.file == mark.file), self.text)
        return next(iter(text.splitlines()[mark.line - 1:mark.line]), "")

    def kind(self, name: str) -> Kind:
        return next(k for k in self.kinds if k.name == name)
