"""Nouns: `goal`, `red locked door`, `belt facing east`, `same-colour key`, `something prized`, `anyone`."""
from __future__ import annotations

from world.language.sentence import Miss, Word, Wrong, joined
from world.language.vocabulary import Vocabulary
from world.mistakes import did_you_mean, listed
from world.scenario import IT, ITEM, THEM, WAYS, Kind, Noun, Target

_ARTICLES = ("a", "an", "the")


def read_noun(words: Vocabulary, span: tuple[Word, ...]) -> Noun:
    """The set of things that some words name. Raises Wrong at the word that is unknown."""
    key = joined(span)
    found = words.cache.get(key)
    if found is None:
        found = words.cache[key] = _read_noun(words, span)
    return found


def read_target(words: Vocabulary, span: tuple[Word, ...]) -> Target:
    """`it`, `them`, or a noun."""
    if len(span) == 1 and span[0].text in (IT, THEM):
        return span[0].text
    return read_noun(words, span)


def read_agents(words: Vocabulary, span: tuple[Word, ...]) -> Noun:
    """A noun that names agents."""
    noun = read_noun(words, span)
    if not noun.ids <= words.everyone() or not noun.ids:
        raise Wrong(span, f"`{noun.text}` is no agent", "name", f"agents here: {listed(words.agents)}" if words.agents else "this file has no agents")
    return noun


def _read_noun(words: Vocabulary, span: tuple[Word, ...]) -> Noun:
    if span[0].text in _ARTICLES and len(span) > 1 and joined(span) not in words.kinds:
        span = span[1:]
    text = joined(span)
    if text == "nothing":
        return Noun(text, frozenset((0,)))
    if text == "anything":
        return Noun(text, words.everything())
    if text == "anyone":
        return Noun(text, words.everyone())
    if span[0].text == "something":
        if len(span) == 1:
            raise Wrong(span, "something of what sort?", "phrase", "write `something solid`, or `anything`")
        name = read_property(words, span[1:])
        return Noun(f"something {name}", words.everything(), property=name)
    if text in (IT, THEM):
        raise Wrong(span, f"`{text}` cannot stand here", "phrase", "name the kind")
    facing = None
    if len(span) > 2 and span[-2].text == "facing":
        facing, span = span[-1], span[:-2]
    front, kind = _split(words, span)
    values, relation = _adjectives(words, kind, front)
    if facing is not None and not kind.is_agent:
        values["facing"] = _facing(kind, facing)
    turned = -1
    if facing is not None and kind.is_agent:
        known = WAYS[:words.moves]
        if facing.text not in known:
            raise Wrong((facing,), f"`{facing.text}` is not a direction" + (" under `moves: 4`" if facing.text in WAYS else ""), "value", *did_you_mean(facing.text, known),
                        f"one of: {listed(known)}")
        turned = WAYS.index(facing.text)
    ids = frozenset(i for i in words.ids(kind.name) if values.items() <= dict(words.things[i].values).items())
    return Noun(_spell(kind, values, relation, facing), ids, relation=relation, facing=turned)


def _split(words: Vocabulary, span: tuple[Word, ...]) -> tuple[tuple[Word, ...], Kind]:
    """The adjectives, and the kind behind them."""
    for i in range(len(span)):
        kind = words.kinds.get(joined(span[i:]))
        if kind is not None:
            return span[:i], kind
    known = sorted(list(words.kinds) + ["nothing"])
    if joined(span) in words.properties:
        raise Wrong(span, f"`{joined(span)}` is a property, not a kind", "name", f"write `something {joined(span)}`")
    if span[-1].text in ("it", "them") or span[0].text in ("no", "any", "every", "not"):
        raise Miss
    wrong = span
    values = words.values()
    while len(wrong) > 1 and (wrong[0].text in values or wrong[0].text.startswith(("same-", "other-"))):
        wrong = wrong[1:]
    if wrong[-1].text.isdecimal() and joined(wrong[:-1]) in words.agents:
        raise one_of_several(wrong)
    raise Wrong(wrong, f"no kind called `{joined(wrong)}`", "name", *did_you_mean(joined(wrong), known), f"known: {listed(known)}")


def one_of_several(span: tuple[Word, ...]) -> Wrong:
    """The mistake of speaking of `bee 2`."""
    name = joined(span[:-1])
    return Wrong(span, f"a sentence speaks of every `{name}`; one of several cannot be named", "name", f"write `{name}`, or say where it stands; only `play:` speaks of `{joined(span)}`")


def _adjectives(words: Vocabulary, kind: Kind, front: tuple[Word, ...]) -> tuple[dict[str, str], tuple[str, bool] | None]:
    values: dict[str, str] = {}
    relation = None
    attributes = dict(kind.attributes)
    while front:
        word = front[0]
        if word.text.startswith(("same-", "other-")):
            stem, _, name = word.text.partition("-")
            if name not in attributes:
                known = [f"{stem}-{a}" for a in attributes]
                raise Wrong((word,), f"no attribute called `{word.text}`", "name", *did_you_mean(word.text, known),
                            f"known: {listed(known)}" if known else f"`{kind.name}` has no attributes; give it some with `with: {{...}}`")
            if relation:
                raise Wrong((word,), "one `same-` or `other-` is enough", "phrase", "compare one attribute")
            relation, front = (name, stem == "same"), front[1:]
            continue
        for length in range(min(len(front), 4), 0, -1):
            value = joined(front[:length])
            name = next((a for a, known in attributes.items() if value in known), None)
            if name is not None:
                break
        else:
            if word.text in ("no", "any", "every", "not", "random") or word.text[0].isdecimal():
                raise Miss
            known = [v for values_ in attributes.values() for v in values_]
            raise Wrong((word,), f"`{word.text}` is not a value of `{kind.name}`", "name", *did_you_mean(word.text, known + [f"same-{a}" for a in attributes]),
                        f"values of `{kind.name}`: {listed(known)}" if known else f"`{kind.name}` has no attributes; give it some with `with: {{...}}`")
        if name in values and values[name] != value:
            raise Wrong(front[:length], f"`{value}` and `{values[name]}` are both values of {name}", "value", "keep one of the two")
        values[name] = value
        front = front[length:]
    return values, relation


def _facing(kind: Kind, word: Word) -> str:
    allowed = dict(kind.attributes).get("facing")
    if allowed is None:
        raise Wrong((word,), f"`{kind.name}` does not face anywhere", "needs", "give it   with: {facing: [north, east, south, west]}")
    if word.text not in allowed:
        raise Wrong((word,), f"`{kind.name}` never faces `{word.text}`", "value", *did_you_mean(word.text, allowed), f"one of: {listed(allowed)}")
    return word.text


def _spell(kind: Kind, values: dict[str, str], relation, facing: Word | None) -> str:
    front = [("same-" if relation[1] else "other-") + relation[0]] if relation else []
    front += [values[name] for name, _ in kind.attributes if name in values and name != "facing"]
    way = values.get("facing") or (facing.text if facing else None)
    return " ".join(front + [kind.name] + (["facing", way] if way else []))


def read_property(words: Vocabulary, span: tuple[Word, ...]) -> str:
    """A property, built in or a tag."""
    name = joined(span)
    if name not in words.properties:
        raise Wrong(span, f"`{name}` is not a property", "adjective", *did_you_mean(name, words.properties),
                    "built in: solid, pushable, pulled, slippery, conveyor, one-way, falling, sticky, opaque ...; or declare your own under `tags:`"
                    + (f"   (declared: {listed(words.tags)})" if words.tags else ""))
    return name


def read_item(words: Vocabulary, span: tuple[Word, ...]) -> Noun:
    """A noun for things that can be carried."""
    noun = read_noun(words, span)
    if any(words.things[i].layer != ITEM for i in noun.ids) and noun.property is None:
        raise Wrong(span, f"`{noun.text}` cannot be carried: it is not in layer item", "layer", "give its kind `layer: item`, or name a counter of `has:`")
    return noun
