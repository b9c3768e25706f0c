"""Meanings that are more than their gaps: what a row of the table builds, and how its gaps are found again."""
from __future__ import annotations

from dataclasses import dataclass

from world.language import numbers
from world.language.fields import read_path, read_value, say_value
from world.language.nouns import read_item
from world.language.sentence import Miss, Wrong, joined
from world.language.slots import SLOTS, Slot, Span
from world.language.vocabulary import Vocabulary
from world.mistakes import did_you_mean, listed
from world.scenario import (
    WAYS,
    Clock,
    End,
    Event,
    FieldEdit,
    Gain,
    Has,
    Moment,
    Noun,
    SetVariable,
    Swap,
    Target,
    VariableIs,
)


@dataclass(frozen=True)
class Spelled:
    """Words ready to print, in the gap of a `rest` slot."""
    text: str


def _say_rest(value) -> str:
    return value.text if isinstance(value, Spelled) else joined(value) if isinstance(value, tuple) else str(value)


SLOTS["rest"] = Slot(lambda words, span: span, _say_rest)
SLOTS["path"] = Slot(read_path, lambda p: f"{p[1]}.{p[2]}")


def _read_condition(words: Vocabulary, span: Span):
    from world.language.match import read_one
    return read_one(words, "if", span)


def _say_condition(condition) -> str:
    from world.language.say import say
    return say(condition)


SLOTS["condition"] = Slot(_read_condition, _say_condition)


def unsaid(value) -> None:
    """For rows that are read but never printed."""
    return None


def expected(type_: type):
    """Conditions that only an expectation can ask."""
    def build(words: Vocabulary, gaps: dict):
        if not words.expecting:
            raise Wrong((), "only an expectation can ask this", "phrase", "write it under `expect:`")
        return type_(**gaps)
    return build


# ---- what agents have -----------------------------------------------------------------------------------------------
def agents_of(words: Vocabulary, who: Target) -> list[str]:
    """The agents that a target may be."""
    noun = getattr(words, who) if isinstance(who, str) else who
    if noun is None:
        return list(words.agents)
    return [a for a in words.agents if noun.ids & set(words.ids(a))]


def check_counter(words: Vocabulary, who: Target, counter: str, span: Span = ()) -> None:
    """Refuses a counter that none of those meant has."""
    if counter in words.item_names():
        return
    agents = agents_of(words, who)
    if not any(counter in words.counters.get(a, ()) for a in agents):
        name = who if isinstance(who, str) else who.text
        known = [c for a in agents for c in words.counters.get(a, ())]
        raise Wrong(span, f"`{name}` has no counter `{counter}`", "name", *did_you_mean(counter, known), f"give it one: has: {{{counter}: 0}}")


def has(words: Vocabulary, gaps: dict) -> Has:
    span: Span = gaps["what"]
    name = joined(span)
    amount = gaps.get("amount", 1)
    if "amount" not in gaps and span[0].text.rstrip("+").isdecimal():
        raise Miss
    if any(name in counters for counters in words.counters.values()):
        check_counter(words, gaps["who"], name, span)
        return Has(gaps["who"], amount, counter=name)
    try:
        return Has(gaps["who"], amount, noun=read_item(words, span))
    except Wrong as error:
        named = [c for counters in words.counters.values() for c in counters]
        if error.code == "name" and error.words == span and len(did_you_mean(name, named)) and not error.hints[0].startswith("did you mean"):
            raise Wrong(span, f"nobody has `{name}`", "name", *did_you_mean(name, named), f"known: {listed(words.all_counters())}") from None
        raise


def say_has(one: bool):
    def unbuild(value: Has) -> dict | None:
        if (value.amount == 1) != one:
            return None
        what = Spelled(value.counter if value.counter is not None else value.noun.text)
        return {"who": value.who, "what": what} if one else {"who": value.who, "amount": value.amount, "what": what}
    return unbuild


def gain(sign: int):
    def build(words: Vocabulary, gaps: dict) -> Gain:
        check_counter(words, gaps["who"], gaps["counter"], words.spans["counter"])
        return Gain(gaps["who"], sign * gaps["amount"], gaps["counter"])
    return build


def say_gain(sign: int):
    def unbuild(value: Gain) -> dict | None:
        return {"who": value.who, "amount": abs(value.amount), "counter": value.counter} if value.amount * sign > 0 else None
    return unbuild


# ---- variables ------------------------------------------------------------------------------------------------------
def _variable_value(words: Vocabulary, name: str, span: Span) -> tuple[int, str]:
    variable = words.variables[name]
    text = joined(span)
    if variable.words:
        if text not in variable.words:
            raise Wrong(span, f"`{name}` is never `{text}`", "value", f"{name} is one of: {listed(variable.words)}")
        return variable.words.index(text), text
    try:
        return numbers.whole(text), ""
    except ValueError:
        raise Wrong(span, f"`{name}` is a number, and `{text}` is none", "value", "write a whole number, or declare its words: {of: [...], now: ...}") from None


def variable_is(words: Vocabulary, gaps: dict) -> VariableIs:
    if words.variables[gaps["variable"]].words and gaps["op"] not in ("=", "!="):
        raise Wrong((), f"`{gaps['variable']}` is a word, and words are not compared by size", "value", "write `is` or `is not`")
    value, word = _variable_value(words, gaps["variable"], gaps["value"])
    return VariableIs(gaps["variable"], gaps["op"], value, word)


def say_variable(value: VariableIs) -> dict | None:
    if value.op in ("falls to", "rises to"):
        return None
    return {"variable": value.variable, "op": value.op, "value": Spelled(value.word or str(value.value))}


def variable_falls(words: Vocabulary, gaps: dict) -> VariableIs:
    if words.variables[gaps["variable"]].words:
        raise Wrong((), f"`{gaps['variable']}` is a word and does not {gaps['op'].replace('s to', '')}", "value", "write `is`")
    return VariableIs(**gaps)


def say_variable_falls(value: VariableIs) -> dict | None:
    return {"variable": value.variable, "op": value.op, "value": value.value} if value.op in ("falls to", "rises to") else None


def set_variable(words: Vocabulary, gaps: dict) -> SetVariable:
    if joined(gaps["value"]) == "random":
        raise Miss
    value, word = _variable_value(words, gaps["variable"], gaps["value"])
    return SetVariable(gaps["variable"], "=", value, word)


def say_set_variable(value: SetVariable) -> dict | None:
    return {"variable": value.variable, "value": Spelled(value.word or str(value.value))} if value.op == "=" else None


def _needs(words: Vocabulary, gaps: dict, worded: bool, what: str) -> None:
    if bool(words.variables[gaps["variable"]].words) != worded:
        raise Wrong((), f"`{gaps['variable']}` is {'a number' if worded else 'a word'}; {what}", "value", "declare {of: [...], now: ...}" if worded else "write `cycles`, or `= WORD`")


def words_only(words: Vocabulary, gaps: dict) -> dict:
    _needs(words, gaps, True, "only a word can do this")
    return gaps


def numbers_only(words: Vocabulary, gaps: dict) -> dict:
    _needs(words, gaps, False, "only a number can do this")
    return gaps


# ---- events, ends, laws ---------------------------------------------------------------------------------------------
def does(words: Vocabulary, gaps: dict) -> Event:
    agents = agents_of(words, gaps["subject"])
    known = [a for agent in agents for a in words.actions[agent]]
    if gaps["word"] not in known:
        raise Wrong(words.spans["word"], f"`{gaps['subject'].text}` has no action `{gaps['word']}`", "name", *did_you_mean(gaps["word"], known), f"add it to its `actions:`   (now: {listed(known)})")
    return Event(gaps["subject"], "does", None, gaps["word"])


def say_does(value: Event) -> dict | None:
    return {"subject": value.subject, "word": value.word} if value.verb == "does" else None


def end(words: Vocabulary, gaps: dict) -> End:
    if gaps["word"] == "ended":
        raise Wrong((), "`ended` is the word of a plain `end`", "phrase", "write `end`")
    return End(gaps["word"])


def say_end(value: End) -> dict | None:
    return {"word": value.word} if value.word != "ended" else None


def check_facing(words: Vocabulary, noun: Noun, name: str, span: Span = ()) -> None:
    """A conveyor and what is one-way have to face somewhere."""
    if name not in ("conveyor", "one-way"):
        return
    what = "a conveyor" if name == "conveyor" else "what is one-way"
    for kind in words.kinds.values():
        if not kind.is_agent and noun.ids & set(words.ids(kind.name)) and not set(dict(kind.attributes).get("facing", ("",))) <= set(WAYS):
            raise Wrong(span, f"{what} has to face somewhere, and `{kind.name}` has no `facing`", "needs", "add  with: {facing: [north, east, south, west]}")


def property_edit(words: Vocabulary, gaps: dict) -> dict:
    noun: Noun = gaps["noun"]
    if noun.relation or 0 in noun.ids:
        raise Wrong((), f"a law about `{noun.text}` cannot be", "phrase", "name a kind, or a variant such as `red door`")
    to = gaps.get("to")
    if to is not None and (to.relation or 0 in to.ids):
        raise Wrong((), f"a law cannot be limited to `{to.text}`", "phrase", "name a kind or an agent")
    check_facing(words, noun, gaps["property"], words.spans["property"])
    return gaps


def field_edit(words: Vocabulary, gaps: dict) -> FieldEdit:
    owner, name, field = gaps["path"]
    return FieldEdit(owner, name, field, read_value(words, owner, name, field, gaps["value"]))


def say_field_edit(value: FieldEdit) -> dict:
    return {"path": (value.owner, value.name, value.field), "value": Spelled(say_value(value.field, value.value))}


def swap(words: Vocabulary, gaps: dict) -> Swap:
    (owner, name, field), (owner2, name2, field2) = gaps["first"], gaps["second"]
    from world.language.fields import FIELDS
    actions = owner == "agent" and field not in FIELDS["agent"] and field2 not in FIELDS["agent"]
    if owner != owner2 or not (field == field2 or actions and name == name2):
        raise Wrong((), f"`{name}.{field}` and `{name2}.{field2}` are not of one sort", "phrase", "swap two actions of one agent, or the same part of two things")
    return Swap(owner, (name, field), (name2, field2))


def say_swap(value: Swap) -> dict:
    return {"first": (value.owner, *value.first), "second": (value.owner, *value.second)}


# ---- clocks and moments ---------------------------------------------------------------------------------------------
def clock(words: Vocabulary, gaps: dict) -> Clock:
    return Clock(*gaps["n"])


def say_clock(value: Clock) -> dict | None:
    return {"n": (value.low, value.high)} if value.chance is None else None


def moment(of: str):
    return lambda words, gaps: Moment(*gaps["n"], of)


def say_moment(of: str):
    return lambda value: {"n": (value.low, value.high)} if value.of == of else None
