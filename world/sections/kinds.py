"""`kinds:` and `tags:`: what a cell can hold, its variants, and the properties that hold from the start."""
from __future__ import annotations

from dataclasses import dataclass, field, replace

from world.language import numbers
from world.language.meanings import check_facing
from world.language.nouns import read_noun, read_property
from world.language.sentence import Sentence, Wrong
from world.language.vocabulary import BUILT_IN_KINDS, MANY_IDS, MOST_IDS, make_things
from world.mistakes import did_you_mean, near
from world.reading import LIST, MAP, Node
from world.scenario import ACTOR, GROUND, LAYERS, OBJECT, PROPERTIES, WAYS, Fact, Kind, Noun, PropertyEdit
from world.sections.reader import Reader, a, where

TABLET, TABLET_WORD = "tablet", "word"
"""Stones are of one kind; what stands on them is its attribute."""
KEYS = ("layer", "is", "with", "look", "looks", "carries", "speed", "strength", "noise", "about")


@dataclass
class Entry:
    """One entry of `kinds:` (or of `agents:`, for its look and properties) as it was written."""
    name: str
    key: Node | None
    kind: Kind
    properties: list[Node] | None = None                   # None: nothing written
    built_in: tuple[str, ...] = ()
    variant: bool = False
    written: dict = field(default_factory=dict)
    looks: Node | None = None                              # what it is taken for


def read_tags(reader: Reader, node: Node | None) -> None:
    """Fills the vocabulary's tags."""
    if node is None or node.empty:
        return
    if node.sort == MAP:
        reader.wrong(node, "`tags:` is a list of words", "shape", "for example tags: [prized, fuel]")
        return
    for item in node.items():
        name = reader.text(item)
        if name is None:
            continue
        if name in PROPERTIES:
            reader.wrong(item, f"`{name}` is a property already, built in", "clash", "leave it out of `tags:`")
        elif name in reader.words.tags:
            reader.wrong(item, f"`{name}` is written twice in tags", "twice", "keep one of the two")
        elif reader.claim(name, "tag", item):
            reader.words.tags.append(name)


def read_kinds(reader: Reader, node: Node | None, agents: list[tuple[str, Node]]) -> list[Entry]:
    """All entries: built in, then the file's, then one for each agent. Fills the vocabulary's kinds and things."""
    entries = [Entry(name, None, Kind(name, layer, (), 0), [], properties) for name, layer, properties in BUILT_IN_KINDS]
    if reader.tablets:
        entries.append(Entry(TABLET, None, Kind(TABLET, OBJECT, ((TABLET_WORD, reader.tablets),), 0), [], ("pushable", "solid")))
        reader.names[TABLET] = ("kind", 0)
    places = {e.name: i for i, e in enumerate(entries)}
    written = [_read_entry(reader, name, key, value) for name, (key, value) in reader.mapping(node, "`kinds:`", "kinds: {lava: {layer: ground}}").items()]
    known = {e.name: e.kind for e in entries} | {e.name: e.kind for e in written}
    for entry in written:
        if _is_variant(reader, entry, known):
            entry.variant = True
        elif entry.name in places:
            old = entries[places[entry.name]]
            layer = entry.kind.layer if "layer" in entry.written else old.kind.layer
            entry.kind = replace(entry.kind, layer=layer)
            if entry.name == TABLET:
                entry.kind = replace(entry.kind, attributes=old.kind.attributes)
            if entry.properties is None:
                entry.built_in = old.built_in
            entries[places[entry.name]] = entry
            reader.names[entry.name] = ("kind", entry.key)
        elif reader.claim(entry.name, "kind", entry.key):
            entries.append(entry)
    for name, key in agents:
        entries.append(Entry(name, key, Kind(name, ACTOR, (), 0, is_agent=True, mark=key.mark)))
    first = 1
    for entry in entries:
        entry.kind = replace(entry.kind, first_id=first)
        first += entry.kind.count
        if first > MOST_IDS + 1:
            shape = " x ".join(str(len(v)) for _, v in entry.kind.attributes) or "1"
            reader.wrong(entry.key or node, f"with `{entry.name}` ({shape} = {entry.kind.count} variants) there are {first - 1} ids; {MOST_IDS} are the most", "limit",
                         "fewer attributes, or fewer values of one")
            entry.kind = replace(entry.kind, attributes=())
            first = entry.kind.first_id + 1
    entries = [e for e in entries if e.kind.first_id <= MOST_IDS]
    _note_many(reader, entries, first - 1)
    reader.words.kinds = {e.name: e.kind for e in entries}
    reader.words.things = make_things([e.kind for e in entries])
    for entry in entries:
        for _, values in entry.kind.attributes:
            for value in values:
                if value in reader.names and reader.names[value][0] != "value" and value not in WAYS:
                    sort, other = reader.names[value]
                    reader.wrong(entry.key, f"the value `{value}` of `{entry.name}` is already {a(sort)}, {where(other, entry.key)}", "clash", "a name belongs to one thing only")
                else:
                    reader.names.setdefault(value, ("value", entry.key))
    return entries + [e for e in written if e.variant]


def _note_many(reader: Reader, entries: list[Entry], ids: int) -> None:
    largest = max((e for e in entries if e.key is not None), key=lambda e: e.kind.count, default=None)
    if ids > MANY_IDS and largest is not None and largest.kind.count > 1:
        shape = " x ".join(str(len(values)) for _, values in largest.kind.attributes)
        reader.note(largest.key, f"there are {ids} ids, and `{largest.name}` alone has {shape} = {largest.kind.count} of them", "ids",
                    "every combination of values is one, and the tables of the law grow with the square; split the kind, or keep a value as a variable, to be faster")


def _is_variant(reader: Reader, entry: Entry, known: dict[str, Kind]) -> bool:
    """Whether an entry is about some variants of another kind: `locked door`."""
    words = entry.name.split()
    for i in range(1, len(words)):
        kind = known.get(" ".join(words[i:]))
        if kind is None or not kind.attributes:
            continue
        values = [v for _, vs in kind.attributes for v in vs]
        front = " ".join(words[:i])
        if all(any(w in v.split() for v in values) for w in words[:i]) or front.startswith(("same-", "other-")):
            for name in ("layer", "with", "carries", "speed", "strength", "noise"):
                if name in entry.written:
                    reader.wrong(entry.written[name], f"`{name}` belongs to the kind `{kind.name}`, not to one variant", "key", "a variant has `is` and `look`")
            return True
        if "layer" not in entry.written and "with" not in entry.written and near(front, values):
            reader.wrong(entry.key, f"`{front}` is not a value of `{kind.name}`", "name", *did_you_mean(front, values), f"values of `{kind.name}`: {', '.join(values)}",
                         first=0, length=len(front))
            entry.properties = []
            return True
    if len(words) > 2 and words[-2] == "facing" and " ".join(words[:-2]) in known:
        return True
    return False


def _read_entry(reader: Reader, name: str, key: Node, value: Node) -> Entry:
    entry = Entry(name, key, Kind(name, OBJECT, (), 0, mark=key.mark))
    if value.empty:
        return entry
    if value.sort != MAP:
        entry.properties = value.items()
        return entry
    found = reader.keys(value, KEYS, f"kind `{name}`")
    entry.written = {k: pair[0] for k, pair in found.items()}
    fields: dict = {}
    for what, (_, node) in found.items():
        if what == "layer":
            layer = reader.word(node, LAYERS, "a layer")
            if layer == "actor":
                reader.wrong(node, "only agents live in layer actor", "layer", "declare it under `agents:`, with `mind: still` if it never moves")
            elif layer:
                fields["layer"] = LAYERS.index(layer)
        elif what == "is":
            entry.properties = [] if node.empty else [node] if node.sort == MAP else node.items()
        elif what == "with":
            fields["attributes"] = _read_attributes(reader, name, node)
        elif what == "look":
            fields["look"] = reader.text(node)
        elif what == "carries":
            fields["carries"] = reader.word(node, ("forward", "backward"), "a way to carry") or "forward"
        elif what == "speed":
            fields["speed"] = reader.value(node, numbers.ratio, "a speed") or (1, 1)
        elif what == "strength":
            fields["strength"] = reader.value(node, numbers.strength, "a strength", "number") or 16
        elif what == "noise":
            fields["noise"] = _noise(reader, node) or 0.0
        elif what == "looks":
            entry.looks = node
    entry.kind = replace(entry.kind, **fields)
    return entry


def _noise(reader: Reader, node: Node) -> float | None:
    """`10%`, or {action: 10%} as agents write it."""
    if node.sort == MAP:
        found = reader.keys(node, ("action",), "`noise` of a kind")
        return reader.chance(found["action"][1]) if "action" in found else None
    return reader.chance(node)


def _read_attributes(reader: Reader, kind: str, node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    attributes, seen = [], {}
    for name, (key, value) in reader.mapping(node, "`with:`", "with: {colour: [red, blue]}").items():
        if not reader.claim(name, "attribute", key) and name not in reader.names:
            continue
        reader.names.pop(name, None) if reader.names.get(name, ("", 0))[0] == "attribute" else None
        if value.sort != LIST or not value.value:
            reader.wrong(value if not value.empty else key, f"the attribute `{name}` wants a list of values", "shape", f"write {name}: [{value.value if value.sort == 'text' and value.value else 'red'}, ...]")
            continue
        values: list[str] = []
        for item in value.value:
            text = reader.text(item)
            if text is None:
                continue
            if text in seen:
                reader.wrong(item, f"`{text}` is a value of `{seen[text]}` already", "twice", f"all values of `{kind}` must differ")
            elif name == "facing" and text not in WAYS:
                reader.wrong(item, f"`{text}` is not a direction", "value", *did_you_mean(text, WAYS), f"facing is one of: {', '.join(WAYS)}")
            elif reader.claim(text, "value", item):
                values.append(text)
                seen[text] = name
        if values:
            attributes.append((name, tuple(values)))
    return tuple(attributes)


def read_facts(reader: Reader, entries: list[Entry]) -> list[Fact]:
    """Properties that hold from the start, and the looks of variants (into the vocabulary's things)."""
    facts = []
    for entry in entries:
        noun = _noun_of(reader, entry)
        if noun is None:
            continue
        own = [Fact(noun, name) for name in entry.built_in] + [fact for fact in (_read_fact(reader, noun, node) for node in entry.properties or []) if fact is not None]
        change = reader.of_merge.get(("kinds", entry.name))
        if change is None:
            facts += own
        else:                                                # law only while that change stands
            reader.merged_edits.setdefault(change, []).extend(PropertyEdit(fact.noun, fact.property, True, fact.to) for fact in own)
        if entry.looks is not None:
            _read_looks(reader, entry, noun)
        if entry.variant and entry.kind.look is not None:
            reader.words.things = tuple(replace(t, look=entry.kind.look) if t.id in noun.ids else t for t in reader.words.things)
    return facts


def _read_looks(reader: Reader, entry: Entry, noun: Noun) -> None:
    """A disguise, into the vocabulary's things."""
    sentence = reader.sentence(entry.looks)
    if sentence is None:
        return
    try:
        if not sentence.words:
            raise Wrong((), f"what does `{entry.name}` look like?", "phrase", "name a kind, such as `looks: floor`")
        as_what = read_noun(reader.words, sentence.words)
        if as_what.property or as_what.relation or 0 in as_what.ids or as_what.text in ("anything", "anyone") or as_what.ids & reader.words.everyone():
            raise Wrong((), f"nothing looks like `{as_what.text}`", "phrase", "name one kind, or one variant of it")
        other, layer = reader.words.things[min(as_what.ids)], reader.words.things[min(noun.ids)].layer
        if other.layer not in (layer, GROUND):
            raise Wrong((), f"`{entry.name}` is in layer {LAYERS[layer]} and `{as_what.text}` in layer {LAYERS[other.layer]}", "layer", "a disguise is of one's own layer, or a ground")
        reader.words.things = tuple(replace(t, looks=other.id) if t.id in noun.ids else t for t in reader.words.things)
    except Wrong as error:
        reader.complain(sentence, error)


def _noun_of(reader: Reader, entry: Entry) -> Noun | None:
    if not entry.variant:
        return Noun(entry.name, frozenset(reader.words.ids(entry.name)))
    sentence = Sentence(entry.key)
    try:
        noun = read_noun(reader.words, sentence.words)
        if noun.relation:
            raise Wrong((), "`same-` and `other-` compare two things, and here is one", "phrase", "name a variant, such as `red door`")
        return noun
    except Wrong as error:
        if error.code != "name" or entry.properties:
            reader.complain(sentence, error)
        return None


def _read_fact(reader: Reader, noun: Noun, node: Node) -> Fact | None:
    sentence = reader.sentence(node)
    if sentence is None or not sentence.words:
        return None
    words = sentence.words
    at = next((i for i, w in enumerate(words) if w.text == "to" and i), len(words))
    try:
        if words[0].text == "not":
            raise Wrong(words[:1], "`is:` lists what holds; `not` belongs into an edit", "phrase", "leave it out, or give the property to the other variants only")
        name = read_property(reader.words, words[:at])
        check_facing(reader.words, noun, name, words[:at])
        to = read_noun(reader.words, words[at + 1:]) if words[at + 1:] else None
        if at < len(words) and to is None:
            raise Wrong(words[at:], "to whom?", "phrase", "write for example `solid to fox`")
        return Fact(noun, name, to, node.mark)
    except Wrong as error:
        reader.complain(sentence, error)
        return None
