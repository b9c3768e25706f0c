"""The gaps of sentence templates: what may stand in each, how it is read and how it is printed."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from world.language import numbers
from world.language.nouns import one_of_several, read_agents, read_item, read_noun, read_property, read_target
from world.language.sentence import Miss, Word, Wrong, joined
from world.language.vocabulary import Vocabulary
from world.mistakes import did_you_mean, listed
from world.scenario import WAYS, Place, Sight

Span = tuple[Word, ...]


@dataclass(frozen=True)
class Slot:
    """One sort of gap. `words`: exactly so many words, 0 for any number. `choices`: only these phrases, with their values."""
    read: Callable
    say: Callable = str
    words: int = 0
    choices: dict | None = None


def _number(reader, code: str, *, least: int | None = None):
    def read(words: Vocabulary, span: Span):
        text = span[0].text
        if not (text[0].isdecimal() or text[0] in "+-." and text[1:2].isdecimal()):
            raise Miss
        try:
            return reader(text) if least is None else reader(text, least)
        except ValueError as error:
            raise Wrong(span, f"`{text}` cannot be the number here", code, str(error)) from None
    return read


def _amount(words: Vocabulary, span: Span) -> int:
    return _number(lambda t: numbers.whole(t.removesuffix("+"), 1), "number")(words, span)


def _allowed(most: int):
    def read(words: Vocabulary, span: Span) -> int:
        text = span[0].text
        low, dots, high = text.partition("..")
        plus = low.endswith("+")
        low = low.removesuffix("+")
        if not low.isdecimal() or (dots and not high.isdecimal()):
            raise Miss
        first = numbers.whole(low[:4])
        last = most if plus else numbers.whole(high[:4]) if dots else first
        if not first <= last <= most:
            raise Wrong(span, f"a thing has {most} neighbours {'beside' if most == 4 else 'around'} it", "number", f"write a number up to {most}")
        return sum(1 << n for n in range(first, last + 1))
    return read


def _say_allowed(most: int):
    def say(bits: int) -> str:
        counts = [n for n in range(most + 1) if bits >> n & 1]
        first, last = counts[0], counts[-1]
        return str(first) if first == last else f"{first}+" if last == most else f"{first}..{last}"
    return say


def _direction(words: Vocabulary, span: Span) -> int:
    if span[0].text not in WAYS:
        raise Miss
    return WAYS.index(span[0].text)


def _direction_variable(words: Vocabulary, span: Span) -> str:
    name = joined(span)
    if name in WAYS:
        raise Miss
    variable = words.variables.get(name)
    good = [v.name for v in words.variables.values() if v.words and set(v.words) <= set(WAYS)]
    if variable is None or name not in good:
        raise Wrong(span, f"`{name}` is not a direction", "value", *did_you_mean(name, list(WAYS) + good), f"one of: {listed(list(WAYS) + good)}")
    return name


def name_in(sort: str, find: Callable, declare: str = ""):
    """A reader of names that are declared in the file."""
    def read(words: Vocabulary, span: Span) -> str:
        name, known = joined(span), find(words)
        if name in known:
            return name
        if not known and not declare:
            raise Miss
        hint = (f"{sort}s here: {listed(sorted(known))}",) if known else (f"this file has no {sort}s" + (f"; {declare}" if declare else ""),)
        raise Wrong(span, f"no {sort} called `{name}`", "name", *did_you_mean(name, known), *hint)
    return read


def _variable(words: Vocabulary, span: Span) -> str:
    if "." in joined(span) or span[0].text in ("count", "rule"):
        raise Miss
    return name_in("variable", lambda w: list(w.variables), "declare it under `vars:`")(words, span)


def _counter(words: Vocabulary, span: Span) -> str:
    if span[0].text.isdecimal():
        agent = words.spans.get("who", ())
        if agent and joined(agent) in words.agents:
            raise one_of_several((*agent, span[0]))
    return name_in("counter", Vocabulary.all_counters, "give an agent one: has: {energy: 20 of 20}")(words, span)


def _place(words: Vocabulary, span: Span) -> Place:
    name = joined(span)
    if words.places.get(name):
        return Place(name, words.places[name])
    if name in words.places:
        raise Wrong(span, f"the place `{name}` is nowhere on this map", "place", "put its letter on the map")
    if len(span) == 2 and span[0].text[:1] == "x" and span[1].text[:1] == "y" and span[0].text[1:].isdecimal() and span[1].text[1:].isdecimal():
        col, row = int(span[0].text[1:7]), int(span[1].text[1:7])
        height, width = words.shape
        if col >= width or row >= height:
            raise Wrong(span, f"`{name}` lies outside the map", "place", f"the map is {width} wide and {height} high: x0 y0 to x{width - 1} y{height - 1}")
        return Place(f"x{col} y{row}", ((row, col),))
    raise Wrong(span, f"no place called `{name}`", "place", *did_you_mean(name, words.places), "name one in the legend (`e: floor named east`) or write `x3 y4`")


def _word(words: Vocabulary, span: Span) -> str:
    text = joined(span)
    if not text.replace("-", "").replace(" ", "").isalnum():
        raise Wrong(span, f"`{text}` is not a word", "phrase", "write letters and digits only")
    return text


MOST_SIGHT = 1023
"""The law keeps a sight as two numbers of ten bits."""


def read_sight(text: str) -> Sight:
    """`all`, `7x7`, `7x7 ahead`, each also `by line of sight`. Raises ValueError(hint)."""
    rest, _, tail = text.partition(" by line of sight")
    if tail:
        raise ValueError("write for example `7x7 by line of sight`")
    line = rest != text
    ahead = rest.endswith(" ahead")
    rest = rest.removesuffix(" ahead")
    if rest == "all":
        if ahead:
            raise ValueError("write `all`, or a size: `7x7 ahead`")
        return Sight(line_of_sight=line)
    width, height = (int(rest), int(rest)) if re.fullmatch(r"\d{1,3}", rest) and int(rest) % 2 == 0 else numbers.size(rest)
    if not ahead and (width % 2 == 0 or height % 2 == 0) or width % 2 == 0 or not height:
        raise ValueError(f"odd sizes have a middle: write {width + 1 - width % 2}x{height + (height + 1) % 2 if not ahead else max(1, height)}")
    if max(width, height) > MOST_SIGHT:
        raise ValueError(f"{MOST_SIGHT}x{MOST_SIGHT} is the most; write `all` to see everything")
    return Sight(height, width, ahead, line)


def say_sight(sight: Sight) -> str:
    text = "all" if sight.rows is None else f"{sight.cols}x{sight.rows}"
    return text + (" ahead" if sight.ahead else "") + (" by line of sight" if sight.line_of_sight else "")


def choice_slot(values: dict[tuple[str, ...], str]) -> Slot:
    back: dict = {}
    for phrase, value in values.items():
        back.setdefault(value, " ".join(phrase))
    return Slot(lambda words, span: values[tuple(w.text for w in span)], back.__getitem__, choices=values)


def _text(x) -> str:
    return x if isinstance(x, str) else x.text


SLOTS: dict[str, Slot] = {
    "noun": Slot(read_noun, _text),
    "target": Slot(read_target, _text),
    "agents": Slot(read_agents, _text),
    "item": Slot(read_item, _text),
    "property": Slot(read_property),
    "place": Slot(_place, _text),
    "variable": Slot(_variable),
    "counter": Slot(_counter),
    "rule": Slot(name_in("rule", lambda w: w.rules, "write one under `rules:`")),
    "change": Slot(name_in("change", lambda w: w.changes, "write one under `changes:`")),
    "agent": Slot(name_in("agent", lambda w: list(w.agents), "declare one under `agents:`")),
    "action": Slot(_word),
    "word": Slot(_word, words=1),
    "words": Slot(_word),
    "amount": Slot(_amount, words=1),
    "number": Slot(_number(numbers.whole, "number"), words=1),
    "distance": Slot(_number(numbers.whole, "number", least=1), words=1),
    "ticks": Slot(_number(numbers.span, "time", least=1), lambda v: numbers.say_span(*v), words=1),
    "reward": Slot(_number(numbers.millionths, "number"), numbers.say_millionths, words=1),
    "beside": Slot(_allowed(4), _say_allowed(4), words=1),
    "around": Slot(_allowed(8), _say_allowed(8), words=1),
    "direction": Slot(_direction, WAYS.__getitem__, words=1),
    "direction variable": Slot(_direction_variable),
    "where": choice_slot({(w,): w for w in ("here", "ahead", "behind", "beside", "around", "anywhere")}),
    "straight": choice_slot({(w,): w for w in ("ahead", "behind", "randomly")}),
    "how": choice_slot({(w,): w for w in ("left", "right", "back", "randomly")}),
    "compare": choice_slot({("is",): "=", ("is", "not"): "!=", ("=",): "=", ("!=",): "!=", ("<",): "<", (">",): ">", ("<=",): "<=", (">=",): ">="}),
    "falls": choice_slot({("falls", "to"): "falls to", ("rises", "to"): "rises to"}),
    "on": choice_slot({("on",): True, ("off",): False}),
}
