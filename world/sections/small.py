"""The small sections: `params:`, `vars:`, `world:` and `sweep:`."""
from __future__ import annotations

import math
import re

from world.language.numbers import span, whole
from world.language.vocabulary import NOT_FOR_VARIABLES
from world.mistakes import did_you_mean, listed
from world.reading import LIST, MAP, TEXT, TRUTHS, Node
from world.scenario import DIRECTIONS, Variable
from world.sections.reader import Reader

WORLD_KEYS = ("edge", "moves", "clash", "episode", "laws", "tablets", "down", "entrenched")
MOST_POINTS = 100_000
"""Points of a sweep, all axes together: a day of runs at one a second."""
LONGEST_VALUE = 200


def number_or_word(text: str) -> object:
    """A parameter's value for programs: int, float or str."""
    if re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"[+-]?\d{0,15}\.\d{1,15}", text, re.ASCII):
        return float(text)
    return text


def read_params(reader: Reader, root: Node, node: Node | None, settings: dict | None) -> dict[str, object]:
    """Parameters in force: the file's, with `settings` over them."""
    keys: dict[str, Node] = {}
    for name, (key, value) in reader.mapping(node, "`params:`", "params: {price: 4}").items():
        if not re.fullmatch(r"[^\W\d]\w*(-\w+)*", name):
            reader.wrong(key, f"`{name}` cannot be the name of a parameter", "name", "write one word, since it is used as $word")
        elif value.sort != TEXT or value.empty:
            reader.wrong(value if not value.empty else key, f"the parameter `{name}` wants a number or a word", "shape")
            reader.params[name] = "0"
        elif len(value.value) > LONGEST_VALUE:
            reader.wrong(value, f"the parameter `{name}` is {len(value.value):,} letters long; {LONGEST_VALUE} are the most", "limit")
            reader.params[name] = "0"
        elif "$" in value.value:
            reader.wrong(value, "a parameter cannot be made of other parameters", "value", "write its value")
            reader.params[name] = "0"
        else:
            reader.params[name] = value.value
            keys[name] = key
    reader.param_keys = keys
    for name, value in (settings or {}).items():
        if name not in reader.params:
            place = node if node is not None else root
            hint = (f"parameters here: {listed(reader.params)}",) if reader.params else ("this file has no `params:`",)
            reader.wrong(place, f"no parameter called `{name}` to set", "setting", *did_you_mean(str(name), reader.params), *hint)
        else:
            text = as_written(value)
            unfit = why_unfit(text, reader.params[name])
            if unfit:
                reader.wrong(keys.get(name, node), f"`{name} = {text[:60]}` cannot be", "setting", unfit)
            else:
                reader.params[name] = text
    return {name: number_or_word(text) for name, text in reader.params.items()}


def as_written(value: object) -> str:
    """A value from a program as a person would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def why_unfit(text: str, default: str) -> str:
    """Why a text cannot stand for a parameter whose value in the file is `default`; empty if it can."""
    if not text.strip() or len(text) > LONGEST_VALUE or not text.isprintable() or "$" in text:
        return f"write a number or a word of at most {LONGEST_VALUE} letters"
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)%?", default, re.ASCII) and not re.match(r"[+-]?\.?\d", text, re.ASCII):   # 400..600 may stand for 300
        return f"it is a number in the file: {default}"
    if default in TRUTHS and text not in TRUTHS:
        return f"it is true or false, and in the file {default}"
    return ""


def read_vars(reader: Reader, node: Node | None) -> list[Variable]:
    """Numbers and words of the whole world. Fills the vocabulary's variables."""
    variables = []
    for name, (key, value) in reader.mapping(node, "`vars:`", "vars: {shipped: 0}").items():
        if name in NOT_FOR_VARIABLES:
            reader.wrong(key, f"`{name}` is a word of the language and cannot name a variable", "reserved")
            continue
        if not reader.claim(name, "variable", key):
            continue
        if value.sort == MAP:
            variable = _read_word(reader, name, key, value)
        elif value.sort == LIST:
            reader.wrong(value, f"the variable `{name}` wants to know its first value", "shape", f"write {name}: {{of: [...], now: ...}}")
            variable = None
        else:
            start = reader.value(value, whole, f"the number `{name}` starts with", "number") if not value.empty else 0
            variable = Variable(name, start or 0)
        variable = variable or Variable(name, 0)
        variables.append(variable)
        reader.words.variables[name] = variable
    return variables


def _read_word(reader: Reader, name: str, key: Node, value: Node) -> Variable | None:
    found = reader.keys(value, ("of", "now"), f"variable `{name}`")
    if "of" not in found or found["of"][1].sort != LIST or not found["of"][1].value:
        reader.wrong(found["of"][1] if "of" in found else key, f"the variable `{name}` wants a list of its words", "shape", f"write {name}: {{of: [spring, summer, winter], now: spring}}")
        return None
    words: list[str] = []
    for item in found["of"][1].value:
        word = reader.text(item)
        if word is None:
            continue
        if word in words:
            reader.wrong(item, f"`{word}` is written twice", "twice", "keep one of the two")
        elif word == "random":
            reader.wrong(item, "`random` is a word of the language", "reserved", "choose another")
        elif reader.claim(word, "value", item):
            words.append(word)
    now = reader.word(found["now"][1], words, f"a word of `{name}`") if "now" in found else None
    return Variable(name, words.index(now) if now in words else 0, tuple(words)) if words else None


def read_world(reader: Reader, node: Node | None) -> dict[str, object]:
    """edge, moves, down, clash, episode, laws (those written), whether `tablets` was asked for, and the node of `entrenched`, which names what is not read yet."""
    if node is None or node.empty:
        return {}
    if node.sort != MAP:
        reader.wrong(node, "`world:` wants keys", "shape", "for example world: {edge: wrap, episode: 600}")
        return {}
    fields: dict[str, object] = {}
    for what, (_, value) in reader.keys(node, WORLD_KEYS, "`world`").items():
        if what == "edge":
            fields["edge"] = reader.word(value, ("wall", "wrap", "open"), "an edge") or "wall"
        elif what == "clash":
            fields["clash"] = reader.word(value, ("random", "order", "none"), "a way to settle a clash") or "random"
        elif what == "laws":
            fields["laws"] = reader.word(value, ("keep", "reset"), "what becomes of laws") or "reset"
        elif what == "episode":
            fields["episode"] = reader.value(value, lambda t: whole(t.removesuffix(" ticks"), 1), "the length of an episode", "number")
        elif what == "moves":
            fields["moves"] = reader.words.moves = int(reader.word(value, ("4", "8"), "a number of ways to move") or 4)
        elif what == "down":
            fields["down"] = DIRECTIONS.index(reader.word(value, DIRECTIONS, "a direction") or "south")
        elif what == "tablets":
            fields["tablets"] = reader.truth(value)
        elif what == "entrenched":
            fields["entrenched"] = value
    return fields


def read_sweep(reader: Reader, node: Node | None) -> dict[str, tuple]:
    """The axes of a sweep: name -> values."""
    axes: dict[str, tuple] = {}
    known = [*reader.params, "seed"]
    for name, (key, value) in reader.mapping(node, "`sweep:`", "sweep: {price: [2, 4, 8], seed: 1..20}").items():
        if name not in known:
            reader.wrong(key, f"no parameter called `{name}` to sweep", "name", *did_you_mean(name, known), f"known: {listed(known)}")
        elif value.sort == MAP or value.empty or value.sort == LIST and not value.value:
            reader.wrong(value if not value.empty else key, f"`{name}` wants a list of values", "shape", f"write {name}: [1, 2, 3] or {name}: 1..20")
        elif value.sort == TEXT and ".." in (reader.text(value) or ""):
            ends = reader.value(value, lambda t: span(t, 0), "a range", "number")
            if ends and ends[1] - ends[0] >= MOST_POINTS:
                reader.wrong(value, f"more than {MOST_POINTS:,} values", "limit")
            elif ends and _fits(reader, value, name, str(ends[0])):
                axes[name] = tuple(range(ends[0], ends[1] + 1))
        else:
            axes[name] = _values(reader, name, value.items())
    points = math.prod(len(values) for values in axes.values())
    if points > MOST_POINTS:
        shape = " x ".join(str(len(values)) for values in axes.values())
        reader.wrong(node, f"this sweep has {shape} = {points:,} points; {MOST_POINTS:,} are the most", "limit")
    return axes


def _values(reader: Reader, name: str, nodes: list[Node]) -> tuple:
    values = []
    for node in nodes:
        text = reader.text(node)
        if text is None or not _fits(reader, node, name, text):
            continue
        if number_or_word(text) in values:
            reader.wrong(node, f"`{text}` is written twice", "twice", "keep one of the two")
        values.append(number_or_word(text))
    return tuple(values)


def _fits(reader: Reader, node: Node, name: str, text: str) -> bool:
    """Whether a value can stand on an axis; else a mistake."""
    if name == "seed" and name not in reader.params:
        if not (text.isascii() and text.isdigit() and int(text) < 2**62):
            reader.wrong(node, f"`{text[:60]}` is no seed", "number", "write a whole number of 0 or more")
            return False
        return True
    unfit = why_unfit(text, reader.params[name])
    if unfit:
        reader.wrong(node, f"`{name}` cannot be `{text[:60]}`", "value", unfit)
    return not unfit
