"""Parts of named things that a law can set: `fire.chance = 0.3`, `ant.sees = 3x3`, `unlock.if = ant has other-colour key`."""
from __future__ import annotations

from world.language import numbers
from world.language.nouns import read_noun
from world.language.sentence import Miss, Word, Wrong, joined
from world.language.slots import Span, read_sight, say_sight
from world.language.vocabulary import BUILT_IN_ACTIONS, Vocabulary
from world.mistakes import did_you_mean, listed
from world.scenario import WAYS, Each

MOST_AFTER = 1_000_000
"""No change waits longer for another: each tick of that wait is a bit of every world's memory."""

FIELDS = {"rule": ("chance", "if", "do", "when", "each", "every", "at"), "kind": ("carries", "speed", "strength", "noise"),
          "agent": ("sees", "speed", "reach", "noise", "sight noise"),
          "change": ("at", "every", "after", "when", "until", "for", "chance", "times", "cost", "cooldown", "announce")}


def read_path(words: Vocabulary, span: Span) -> tuple[str, str, str]:
    """NAME.field as (owner's sort, name, field)."""
    text = joined(span)
    if "." not in text or span[-1].text.startswith(".") or any(c in text for c in "<>="):
        raise Miss
    # the field may have several words when it is a made-up action, so the point is looked for in every word
    at = next(i for i, w in enumerate(span) if "." in w.text)
    stem, _, rest = span[at].text.partition(".")
    owner_span = span[:at] + (Word(stem, span[at].first, span[at].first + len(stem)),)
    field_span = (Word(rest, span[at].last - len(rest), span[at].last),) + span[at + 1:]
    name, field = joined(owner_span), joined(field_span)
    owner = _owner(words, name)
    if owner is None:
        known = words.rules + words.changes + list(words.kinds)
        raise Wrong(owner_span, f"nothing called `{name}` to edit", "name", *did_you_mean(name, known), *(() if did_you_mean(name, known) else (f"known: {listed(known)}",)))
    fields = FIELDS[owner] + (words.actions[name] if owner == "agent" else ())
    if field not in fields:
        raise Wrong(field_span, f"`{field}` is not a part of {owner} `{name}`", "key", *did_you_mean(field, fields), f"parts here: {listed(fields)}")
    return owner, name, field


def _owner(words: Vocabulary, name: str) -> str | None:
    return "agent" if name in words.actions else "rule" if name in words.rules else "change" if name in words.changes else "kind" if name in words.kinds else None


def read_value(words: Vocabulary, owner: str, name: str, field: str, span: Span) -> object:
    """What stands behind `NAME.field =`."""
    from world.language.match import read_all, read_one
    text = joined(span)
    if owner == "rule" and field in ("if", "do"):
        them, it = words.them, words.it
        words.them, words.it = words.contexts.get(name, (None, None))
        try:
            return read_all(words, field, span)
        finally:
            words.them, words.it = them, it
    if owner == "change" and field in ("when", "until"):
        return read_one(words, "if", span)
    if owner == "change" and field == "after":
        return read_after(words, span)
    if owner == "change" and field == "announce":
        if text not in ("true", "false"):
            raise Wrong(span, f"`{text}` is neither true nor false", "truth", "write true or false")
        return text == "true"
    if field == "when":
        return read_one(words, "trigger", span)
    if owner in ("rule", "change") and field in ("every", "at"):
        return read_one(words, field, span)
    if field == "each":
        return Each(read_noun(words, span))
    if owner == "agent" and field not in FIELDS["agent"]:
        return read_action(words, name, span)
    if field == "cost":
        return read_cost(words, words.counters.get(name, words.all_counters()), span)
    if field == "carries":
        if text not in ("forward", "backward"):
            raise Wrong(span, f"`{text}` is no way to carry", "value", *did_you_mean(text, ("forward", "backward")), "write forward or backward")
        return text
    readers = {"chance": numbers.chance, "noise": numbers.chance, "sight noise": numbers.chance, "speed": numbers.ratio, "sees": read_sight, "for": numbers.span, "strength": numbers.strength,
               "reach": lambda t: numbers.whole(t, 1), "times": lambda t: numbers.whole(t, 1), "cooldown": lambda t: numbers.whole(t, 0)}
    try:
        return readers[field](text)
    except OverflowError as error:
        raise Wrong(span, f"a chance of {text} is more than certain", "chance", str(error)) from None
    except ValueError as error:
        raise Wrong(span, f"`{text}` cannot be {name}'s {field}", "chance" if field in ("chance", "noise") else "value", str(error)) from None


def read_action(words: Vocabulary, agent: str, span: Span) -> str:
    """An action of an agent: built in, or one of its own."""
    name = joined(span)
    known = [name for name in dict.fromkeys(words.actions[agent] + BUILT_IN_ACTIONS) if name not in WAYS[words.moves:]]
    if name in WAYS[words.moves:]:
        raise Wrong(span, f"`{agent}` cannot go {name} under `moves: 4`", "needs", "write world: {moves: 8}")
    if name not in known:
        raise Wrong(span, f"`{agent}` has no action `{name}`", "name", *did_you_mean(name, known), f"known: {listed(known)}")
    return name


def read_cost(words: Vocabulary, counters: list[str], span: Span) -> tuple[int, str]:
    """`5 clover`."""
    if len(span) < 2:
        raise Wrong(span, f"`{joined(span)}` is not a price", "value", "write how many of what: 5 clover")
    try:
        amount = numbers.whole(span[0].text, 1)
    except ValueError as error:
        raise Wrong(span[:1], f"`{span[0].text}` is not an amount", "number", str(error)) from None
    name = joined(span[1:])
    if name not in counters and name not in words.item_names():
        raise Wrong(span[1:], f"nobody here has `{name}` to pay with", "name", *did_you_mean(name, counters), f"give the agent some: has: {{{name}: 0}}")
    return amount, name


def read_after(words: Vocabulary, span: Span) -> tuple[str, int]:
    """`thaw + 200`: so many ticks after a change. `thaw+200` is one word."""
    name, plus, ticks = joined(span).rpartition("+")
    name, ticks = name.strip(), ticks.strip().removesuffix(" ticks")
    if not plus or not ticks.isdecimal() or not 1 <= int(ticks[:12]):
        raise Wrong(span, f"`{joined(span)}` is not a time after a change", "time", f"write `{words.changes[0] if words.changes else 'thaw'} + 200`")
    if name not in words.changes:
        raise Wrong(span[:max(1, len(name.split()))], f"no change called `{name}`", "name", *did_you_mean(name, words.changes), f"changes here: {listed(words.changes)}")
    if int(ticks[:12]) > MOST_AFTER:
        raise Wrong(span, f"{ticks} ticks after a change is too late to remember", "limit", f"{MOST_AFTER:,} are the most")
    return name, int(ticks)


def say_value(field: str, value: object) -> str:
    """The text behind `NAME.field =`."""
    from world.language.say import say
    if field in ("chance", "noise", "sight noise"):
        return numbers.say_decimal(value)
    if field == "after":
        return f"{value[0]} + {value[1]}"
    if field == "announce":
        return "true" if value else "false"
    if field == "speed":
        return numbers.say_ratio(value)
    if field == "sees":
        return say_sight(value)
    if field == "for":
        return numbers.say_span(*value)
    if field == "cost":
        return f"{value[0]} {value[1]}"
    if field in ("if", "do"):
        return " and ".join(say(x) for x in value)
    if field in ("when", "until", "every", "at"):
        return say(value)
    if field == "each":
        return value.noun.text
    return str(value)
