"""The one table of sentences: each row is a template, what it means in typed form, an example and a line for people.

The text of a row is its canonical spelling. Reading fits words to it, printing fills its gaps, so the two cannot drift apart.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields

from world.language import becoming
from world.language import meanings as m
from world.language.match import Pattern
from world.language.slots import SLOTS, Slot
from world.scenario import (
    Apply,
    At,
    Become,
    Becomes,
    Beside,
    Clear,
    Clock,
    Count,
    CounterIs,
    Drop,
    End,
    EndedIs,
    Event,
    EveryBecomes,
    Exists,
    FieldEdit,
    Gain,
    Has,
    Here,
    LetThrough,
    Moment,
    Move,
    Not,
    Noun,
    On,
    PropertyEdit,
    Put,
    PutAt,
    Remove,
    ReturnHome,
    Reward,
    RewardIs,
    RuleIs,
    RuleSwitch,
    Say,
    Sees,
    SetVariable,
    Stop,
    Swap,
    SwapPlaces,
    Take,
    TickIs,
    Toward,
    Turn,
    Undo,
    UndoNewest,
    VariableIs,
    Within,
)


@dataclass(frozen=True)
class Row:
    """One template. `fixed` are the fields that no gap fills; `build` and `unbuild` stand in where fields and gaps differ."""
    sorts: tuple[str, ...]
    text: str
    type: type
    fixed: dict
    example: str
    meaning: str
    build: Callable | None = None                        # (vocabulary, gaps) -> typed value, or the gaps after a check
    unbuild: Callable | None = None                      # typed value -> gaps, or None if this row cannot say it
    pattern: Pattern = field(init=False, repr=False)
    slots: tuple[tuple[str, Slot], ...] = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "pattern", Pattern(self.text, SLOTS))
        object.__setattr__(self, "slots", tuple(p for p in self.pattern.parts if not isinstance(p, str)))

    def make(self, words, gaps: dict) -> object:
        """The typed value. Raises Wrong or Miss."""
        made = self.build(words, gaps) if self.build else gaps
        return self.type(**made, **self.fixed) if isinstance(made, dict) else made

    def take(self, value) -> dict | None:
        """What stands in the gaps to say `value`, or None if another row must."""
        if type(value) is not self.type:
            return None
        if self.unbuild:
            return self.unbuild(value)
        gaps = {name for name, _ in self.slots}
        for f in fields(value):
            if f.name in gaps or not f.compare:
                continue
            expected = self.fixed.get(f.name, f.default)
            if expected is MISSING or getattr(value, f.name) != expected:
                return None
        if any(slot.choices is not None and getattr(value, name) not in slot.choices.values() for name, slot in self.slots):
            return None
        return {name: getattr(value, name) for name in gaps}

    def say(self, gaps: dict) -> str:
        """The sentence with its gaps filled."""
        return " ".join(p if isinstance(p, str) else p[1].say(gaps[p[0]]) for p in self.pattern.parts)


TABLE: list[Row] = []


def row(sorts: str, text: str, type_: type, example: str, meaning: str, *, build=None, unbuild=None, **fixed) -> None:
    TABLE.append(Row(tuple(sorts.split()), text, type_, fixed, example, meaning, build, unbuild))


def positive_and_negative(text: str, type_: type, example: str, meaning: str, subject: str = "noun", **fixed) -> None:
    """A condition that also reads with `no` in front: `no parcel here`."""
    plain = Row(("if",), text, type_, fixed, example, meaning)
    TABLE.append(plain)
    row("if", f"no {text}", Not, f"no {example}", f"the opposite: {meaning}", build=lambda words, gaps: Not(plain.make(words, gaps)),
        unbuild=lambda value: plain.take(value.condition) if says_no(getattr(value.condition, subject, "")) else None)


def says_no(subject) -> bool:
    """Whether `no` may stand in front: not of `it`, and not of `something prized`."""
    return isinstance(subject, Noun) and subject.property is None


# ---- conditions -----------------------------------------------------------------------------------------------------
row("if", "{noun} beside", Beside, "fire beside", "at least one of the 4 neighbours is such a thing", around=False, allowed=0b11110)
row("if", "{noun} around", Beside, "fire around", "at least one of the 8 neighbours is such a thing", around=True, allowed=0b111111110)
row("if", "no {noun} beside", Beside, "no fire beside", "none of the 4 neighbours is such a thing", around=False, allowed=1)
row("if", "no {noun} around", Beside, "no fire around", "none of the 8 neighbours is such a thing", around=True, allowed=1)
row("if", "{allowed:beside} {noun} beside", Beside, "2+ fire beside", "so many of the 4 neighbours: 2, 2+ or 1..3", around=False)
row("if", "{allowed:around} {noun} around", Beside, "3 alive around", "so many of the 8 neighbours: 3, 2+ or 2..3", around=True)
positive_and_negative("{noun} here", Here, "parcel here", "such a thing in the same cell as `it`, or as the doer")
positive_and_negative("{noun} to the {direction}", Toward, "fire to the east", "such a thing in the next cell that way")
positive_and_negative("{noun} to the {variable:direction variable}", Toward, "fire to the upwind", "such a thing in the direction that a variable holds")
positive_and_negative("{noun} ahead", Toward, "wolf ahead", "such a thing in the cell that the doer faces", ahead=True)
positive_and_negative("{noun} within {distance} of {of:target}", Within, "wolf within 5 of it", "such a thing at most so many king's moves away, the thing itself not counted")
row("if", "{who:target} sees {noun}", Sees, "ant sees goal", "such a thing, itself aside, stands where its `sees` reaches")
positive_and_negative("{noun:target} on {on:noun}", On, "ant on goal", "the one stands in a cell that holds the other")
positive_and_negative("{noun:target} at {place}", At, "ant at x9 y1", "the thing stands at a place")
row("if", "{who:target} has {what:rest}", Has, "ant has same-colour key", "has one of it: a counter, or things carried", build=m.has, unbuild=m.say_has(one=True))
row("if", "{who:target} has {amount} {what:rest}", Has, "ant has 2 wood", "has at least so many", build=m.has, unbuild=m.say_has(one=False))
row("if", "{who:target} {counter} {op:compare} {value:number}", CounterIs, "fox energy < 5", "compares a counter: is, is not, <, >, <=, >=")
row("if", "{who:target} {counter} {op:falls} {value:number}", CounterIs, "fox energy falls to 0", "turns true on the tick that a counter comes down, or up, to a number")
row("if", "{variable} {op:compare} {value:rest}", VariableIs, "season is winter", "compares a variable", build=m.variable_is, unbuild=m.say_variable)
row("if", "{variable} {op:falls} {value:number}", VariableIs, "botched rises to 20", "turns true on the tick that a variable comes to a number", build=m.variable_falls,
    unbuild=m.say_variable_falls)
row("if", "any {noun} left", Exists, "any house left", "there is such a thing", present=True)
row("if", "no {noun} left", Exists, "no gem left", "there is no such thing", present=False)
row("if", "count {noun} {op:compare} {value:number}", Count, "count sheep > 10", "compares how many such things there are")
row("if", "rule {rule} is {on}", RuleIs, "rule catch is off", "whether a rule is in force")
row("if", "tick {op:compare} {value:number}", TickIs, "tick > 100", "compares the tick of the world's life")
row("if", "ended", EndedIs, "ended", "in expectations: the episode ended", build=m.expected(EndedIs))
row("if", "ended {word:words}", EndedIs, "ended won", "in expectations: it ended with this word", build=m.expected(EndedIs))
row("if", "{who:agents} reward {op:compare} {value:reward}", RewardIs, "ant reward > 0.5", "in expectations: compares the reward since its start", build=m.expected(RewardIs))
row("if", "not {condition:condition}", Not, "not ant has key", "turns a whole condition round")

# ---- events ---------------------------------------------------------------------------------------------------------
row("when", "{subject:noun} tries {object:noun}", Event, "ant tries lava", "before a move onto it; `stop` forbids the move", verb="tries")
row("when", "{subject:noun} enters {object:noun}", Event, "ant enters goal", "comes into its cell", verb="enters")
row("when", "{subject:noun} leaves {object:noun}", Event, "box leaves plate", "goes out of its cell", verb="leaves")
row("when", "{subject:noun} bumps {object:noun}", Event, "ant bumps locked door", "wanted into its cell and could not", verb="bumps")
row("when", "{subject:noun} pushes {object:noun}", Event, "ant pushes box", "moved it on", verb="pushes")
row("when", "{subject:noun} uses {object:noun}", Event, "ant uses lever", "does `use` toward it", verb="uses")
row("when", "{subject:noun} meets {object:noun}", Event, "ant meets fox", "two actors come to stand side by side", verb="meets")
row("when", "{subject:noun} is on {object:noun}", Event, "ant is on swamp", "every tick that it stands there", verb="is on")
row("when", "{subject:agents} does {word:action}", Event, "ant does whistle", "does an action of its own", build=m.does, unbuild=m.say_does)

# ---- effects --------------------------------------------------------------------------------------------------------
row("do", "{target} becomes {become:rest}", Become, "it becomes ash", "turns into a kind, or takes a value", build=becoming.becomes, unbuild=becoming.say_becomes)
row("do", "remove {target}", Remove, "remove it", "takes it off the map")
row("do", "put {noun} {where}", Put, "put tree here", "here, ahead, behind, beside, around or anywhere; on a taken layer nothing happens")
row("do", "put random {noun} {where}", Put, "put random parcel here", "one of its variants, evenly", random=True)
row("do", "put {noun} to the {direction}", Put, "put tree to the east", "into the next cell that way", where="to")
row("do", "put random {noun} to the {direction}", Put, "put random parcel to the east", "one of its variants into the next cell", where="to", random=True)
row("do", "put {noun} at {place}", Put, "put tree at x3 y4", "at a place", where="at")
row("do", "put random {noun} at {place}", Put, "put random parcel at x3 y4", "one of its variants at a place", where="at", random=True)
row("do", "turn {target} {how}", Turn, "turn it left", "left, right, back or randomly")
row("do", "move {target} {direction}", Move, "move it east", "one cell that way, if it can go there; it pushes nothing", where="to")
row("do", "move {target} {where:straight}", Move, "move it ahead", "one cell ahead, behind or randomly: into one of the neighbours where it can go")
row("do", "move {target} to the {variable:direction variable}", Move, "move it to the upwind", "one cell in the direction that a variable holds", where="variable")
row("do", "move {target} toward {noun}", Move, "move it toward fire", "to a neighbouring cell nearer to the nearest one", where="toward")
row("do", "move {target} away from {noun}", Move, "move it away from fire", "to the neighbouring cell farthest from the nearest one", where="away")
row("do", "move {target} to {place}", Move, "move it to x3 y4", "to a place, if it can stand there", where="at")
row("do", "swap {first:target} and {second:target}", SwapPlaces, "swap them and it", "the two change places")
row("do", "return {target} home", ReturnHome, "return them home", "back to where it stood at the start")
row("do", "let them through", LetThrough, "let them through", "the doer enters the cell that it bumped, if that is free now")
row("do", "stop", Stop, "stop", "forbids the move that `tries` is about")
row("do", "take {target}", Take, "take it", "the item leaves the map and the doer has it")
row("do", "drop {noun:item}", Drop, "drop wood", "the doer lays one down, if no item lies there")
row("do", "{who:target} gains {amount} {counter}", Gain, "fox gains 3 energy", "adds to a counter, up to its bound", build=m.gain(1), unbuild=m.say_gain(1))
row("do", "{who:target} loses {amount} {counter}", Gain, "fox loses 1 energy", "takes from a counter, down to 0", build=m.gain(-1), unbuild=m.say_gain(-1))
row("do edit", "{variable} = random", SetVariable, "upwind = random", "one of its words, evenly", build=m.words_only, op="random")
row("do edit", "{variable} = {value:rest}", SetVariable, "season = winter", "sets a variable", build=m.set_variable, unbuild=m.say_set_variable)
row("do edit", "{variable} += {value:number}", SetVariable, "shipped += 1", "adds to a variable", build=m.numbers_only, op="+=")
row("do edit", "{variable} -= {value:number}", SetVariable, "lives -= 1", "takes from a variable", build=m.numbers_only, op="-=")
row("do edit", "{variable} cycles", SetVariable, "season cycles", "goes on to its next word", build=m.words_only, op="cycles")
row("do", "reward {millionths:reward}", Reward, "reward -0.1", "to the doer")
row("do", "reward {millionths:reward} to {to:target}", Reward, "reward 1 to fox", "to all who are called so")
row("do", "end", End, "end", "ends the episode")
row("do", "end {word:words}", End, "end won", "ends the episode with a word", build=m.end, unbuild=m.say_end)
row("do edit", "apply {change}", Apply, "apply thaw", "enacts a change of this file")
row("do edit", "undo {change}", Undo, "undo thaw", "takes an enacted change back")
row("do", "say {word:words}", Say, "say hello", "a word for the log")

# ---- edits ----------------------------------------------------------------------------------------------------------
row("edit", "{noun} is {property}", PropertyEdit, "ice is slippery", "a law: the property holds", build=m.property_edit, holds=True)
row("edit", "{noun} is not {property}", PropertyEdit, "ice is not slippery", "a law: the property does not hold", build=m.property_edit, holds=False)
row("edit", "{noun} is {property} to {to:noun}", PropertyEdit, "hedge is solid to fox", "a law: it holds for these only", build=m.property_edit, holds=True)
row("edit", "{noun} is not {property} to {to:noun}", PropertyEdit, "hedge is not solid to hare", "a law: it does not hold for these", build=m.property_edit, holds=False)
row("edit", "rule {rule} {on}", RuleSwitch, "rule catch off", "a law: switches a rule on or off")
row("edit", "{path} = {value:rest}", FieldEdit, "fire.chance = 0.3", "a law: sets a part of a rule, kind, agent or change", build=m.field_edit, unbuild=m.say_field_edit)
row("edit", "swap {first:path} and {second:path}", Swap, "swap ant.north and ant.south", "a law: two parts of one sort change places", build=m.swap, unbuild=m.say_swap)
row("edit", "undo newest law", UndoNewest, "undo newest law", "takes the newest law off")
row("edit", "undo newest law by {by:agent}", UndoNewest, "undo newest law by hare", "takes off the newest law that this agent enacted")
row("edit", "put {noun} at {place}", PutAt, "put wall at east", "in the world: replaces what stands in its layer")
row("edit", "clear {place}", Clear, "clear x3 y1", "in the world: empties item, object and air")
row("edit", "every {noun} becomes {become:rest}", EveryBecomes, "every grass becomes mud", "in the world: all of them; `nothing` removes", build=becoming.every_becomes, unbuild=becoming.say_every_becomes(False))
row("edit", "every {noun} within {within:distance} of {of:noun} becomes {become:rest}", EveryBecomes, "every grass within 3 of fox becomes mud", "in the world: those near by",
    build=becoming.every_becomes, unbuild=becoming.say_every_becomes(True))

# ---- clocks and moments ---------------------------------------------------------------------------------------------
row("every", "tick", Clock, "tick", "every tick")
row("every", "{n:ticks} ticks", Clock, "10 ticks", "every so many ticks, first at that tick; 50..150 ticks draws anew", build=m.clock, unbuild=m.say_clock)
row("every", "{n:ticks}", Clock, "10", "the same", build=m.clock, unbuild=m.unsaid)
row("at", "{n:ticks}", Moment, "500", "a tick of the world's life; 400..600 draws one", build=m.moment("life"), unbuild=m.say_moment("life"))
row("at", "{n:ticks} of every episode", Moment, "300 of every episode", "a tick of each episode", build=m.moment("every episode"), unbuild=m.say_moment("every episode"))
row("at", "episode {n:ticks}", Moment, "episode 20", "the start of an episode", build=m.moment("episode"), unbuild=m.say_moment("episode"))

BY_SORT: dict[str, tuple[Row, ...]] = {sort: tuple(r for r in TABLE if sort in r.sorts) for sort in ("if", "when", "do", "edit", "every", "at")}
BY_SORT["condition as trigger"] = tuple(Row(("trigger",), r.text, r.type, r.fixed, r.example, r.meaning, build=(lambda words, gaps, r=r: Becomes(r.make(words, gaps))))
                                        for r in BY_SORT["if"])
BY_SORT["trigger"] = BY_SORT["when"] + BY_SORT["condition as trigger"]
BY_TYPE: dict[type, tuple[Row, ...]] = {t: tuple(r for r in TABLE if r.type is t) for t in {r.type for r in TABLE}}
SUGGESTED = {"if": ("fire beside", "ant has key", "no gem left", "season is winter"), "when": ("ant enters goal", "ant bumps wall"),
             "do": ("it becomes ash", "remove it", "reward 1", "put tree here", "end won"), "edit": ("ice is not slippery", "rule catch off", "fire.chance = 0.3", "put wall at x3 y1"),
             "every": ("tick", "10 ticks"), "at": ("500", "400..600", "300 of every episode", "episode 20"), "trigger": ("ant enters goal", "ant bumps wall", "no gem left")}
"""What a complaint offers when a sentence fits nothing."""
