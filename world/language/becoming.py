"""What a thing becomes: `it becomes ash`, `it becomes open`, `every grass within 3 of fox becomes mud`."""
from __future__ import annotations

from world.language.meanings import Spelled
from world.language.nouns import read_noun
from world.language.sentence import Wrong, joined
from world.language.slots import Span
from world.language.vocabulary import Vocabulary
from world.mistakes import did_you_mean
from world.scenario import IT, WAYS, Become, EveryBecomes, Remove, Target


def read_become(words: Vocabulary, target: Target, span: Span) -> Become:
    """`ash`, `red open door`, `open`, `facing east`, `nothing`."""
    if joined(span) == "nothing":
        return Become(target, "nothing")
    noun = getattr(words, target) if isinstance(target, str) else target
    kinds = [k for k in words.kinds.values() if noun is None or noun.ids & set(words.ids(k.name))]
    values = _values_only(words, kinds, span)
    if values is not None:
        return Become(target, None, values)
    try:
        become = read_noun(words, span)
    except Wrong as error:
        known = [v for k in kinds for _, vs in k.attributes for v in vs] + list(words.kinds)
        if error.words == span and not error.hints[0].startswith("did you mean") and did_you_mean(joined(span), known):
            raise Wrong(span, f"nothing becomes `{joined(span)}` here", "name", *did_you_mean(joined(span), known)) from None
        raise
    kind = words.kinds.get(words.things[min(become.ids)].kind) if become.ids and become.property is None else None
    if kind is None or become.relation or joined(span) in ("anything", "anyone"):
        raise Wrong(span, f"nothing can become `{joined(span)}`", "phrase", "name one kind, or one value of an attribute")
    if kind.is_agent:
        raise Wrong(span, f"nothing becomes the agent `{kind.name}`", "phrase", "agents come from the map alone")
    said = [w.text for w in span]
    shared = [(name, dict(words.things[min(become.ids)].values)[name]) for name, vs in kind.attributes if any(_said(v, said, kind.name) for v in vs)]
    return Become(target, kind.name, tuple(shared))


def _said(value: str, said: list[str], kind: str) -> bool:
    return f" {value} " in f" {' '.join(said)} ".replace(f" {kind} ", " . ")


def _values_only(words: Vocabulary, kinds: list, span: Span) -> tuple[tuple[str, str], ...] | None:
    """Attribute values without a kind, each with its attribute's name."""
    found: list[tuple[str, str]] = []
    rest = list(span)
    while rest:
        if rest[0].text == "facing" and len(rest) > 1:
            if rest[1].text not in WAYS:
                return None
            found.append(("facing", rest[1].text))
            rest = rest[2:]
            continue
        for n in range(min(4, len(rest)), 0, -1):
            value = joined(rest[:n])
            here = [name for k in kinds for name, values in k.attributes if value in values and name != "facing"]
            if here:
                found.append((here[0], value))
                rest = rest[n:]
                break
        else:
            return None
    return tuple(found)


def becomes(words: Vocabulary, gaps: dict) -> Become | Remove:
    become = read_become(words, gaps["target"], gaps["become"])
    return Remove(gaps["target"]) if become.kind == "nothing" else become


def _spell_become(value: Become) -> Spelled:
    front = [v for name, v in value.values if name != "facing"]
    facing = [f"facing {v}" for name, v in value.values if name == "facing"]
    return Spelled(" ".join(front + ([value.kind] if value.kind else []) + facing))


def say_becomes(value: Become) -> dict:
    return {"target": value.target, "become": _spell_become(value)}


def every_becomes(words: Vocabulary, gaps: dict) -> EveryBecomes:
    become = read_become(words, gaps["noun"], gaps["become"])
    return EveryBecomes(gaps["noun"], Become(IT, become.kind, become.values), gaps.get("within"), gaps.get("of"))


def say_every_becomes(within: bool):
    def unbuild(value: EveryBecomes) -> dict | None:
        if (value.within is not None) != within:
            return None
        return {"noun": value.noun, "become": _spell_become(value.become), "within": value.within, "of": value.of}
    return unbuild
