"""`changes:`: how the law changes, when, by whom and for how long."""
from __future__ import annotations

from dataclasses import replace

from world.language import numbers
from world.language.fields import read_after, read_cost
from world.language.sentence import Sentence, Wrong
from world.language.vocabulary import Vocabulary
from world.mistakes import did_you_mean, listed
from world.reading import LIST, MAP, Node
from world.scenario import Change, EveryBecomes, FieldEdit, Noun, PutAt
from world.sections.reader import Reader
from world.sections.rules import TRIGGERS, Context, check_event, read_clock, read_moment

MOST_WEIGHT = 1_000_000
KEYS = ("at", "every", "after", "when", "by", "chance", "times", "for", "until", "announce", "pick", "cost", "cooldown", "vote", "edit", "merge", "about")


def read_change_names(reader: Reader, node: Node | None) -> None:
    """Fills the vocabulary's changes."""
    for name, (key, _) in reader.mapping(node, "`changes:`", "changes: {thaw: {at: 500, edit: ice is not slippery}}").items():
        if reader.claim(name, "change", key, strict=False):
            reader.words.changes.append(name)


def read_changes(reader: Reader, node: Node | None) -> list[Change]:
    """The changes in file order."""
    changes, afters = [], {}
    for name, (key, value) in (node.value.items() if node is not None and node.sort == MAP else ()):
        if value.sort != MAP:
            reader.wrong(value if not value.empty else key, f"change `{name}` wants an `edit:`", "shape", "for example {at: 500, edit: ice is not slippery}")
            continue
        found = reader.keys(value, KEYS, f"change `{name}`")
        change = _read_change(reader, name, key, found)
        if "after" in found and change.after:
            afters[name] = (change, found["after"][1])
        if name in reader.words.changes:
            changes.append(change)
    _refuse_circles(reader, {c.name: c for c in changes}, afters)
    return changes


def _read_change(reader: Reader, name: str, key: Node, found: dict[str, tuple[Node, Node]]) -> Change:
    fields: dict = {"mark": key.mark}
    for what, (_, node) in found.items():
        if what == "pick":
            fields["pick"] = _read_pick(reader, name, node)
        elif what == "vote":
            fields["vote"] = reader.word(node, ("majority",), "a way to vote") == "majority"
        elif what == "merge":
            fields["merged"] = reader.merged.get(name)
        elif what == "at":
            fields["moments"] = tuple(m for m in (read_moment(reader, n) for n in node.items()) if m is not None)
        elif what == "every":
            fields["every"] = read_clock(reader, node)
        elif what == "after":
            fields["after"] = _read_after(reader, node)
        elif what in ("when", "until"):
            fields[what] = _read_condition(reader, name, what, node)
        elif what == "by":
            fields["by"] = _read_by(reader, node)
        elif what == "chance":
            chance = reader.chance(node)
            fields["chance"] = 1.0 if chance is None else chance
        elif what == "times":
            fields["times"] = reader.value(node, lambda t: numbers.whole(t, 1), "a number of times", "number")
        elif what == "for":
            fields["lasts"] = reader.value(node, lambda t: numbers.span(t.removesuffix(" ticks")), "how long it lasts", "time")
        elif what == "announce":
            fields["announce"] = reader.truth(node)
        elif what == "cooldown":
            fields["cooldown"] = reader.value(node, lambda t: numbers.whole(t, 0), "a cooldown", "number") or 0
        elif what == "edit":
            fields["edits"] = reader.read_list("edit", node, lambda edit, sentence: check_edit(reader, edit, sentence))
        elif what == "about":
            fields["about"] = reader.text(node) or ""
    if "cost" in found:
        fields["cost"] = _read_price(reader, found["cost"][1], fields.get("by", ()))
    for what, does in (("cost", "is what an agent pays"), ("cooldown", "is how long an agent waits"), ("vote", "is for agents")):
        if what in found and not any(b != "person" for b in fields.get("by", ())) and (what == "vote" or "by" not in found):
            reader.wrong(found[what][0], f"`{what}` {does}, and no agent can enact `{name}`", "needs", "add by: and the agent's name")
    if not any(k in found for k in ("edit", "pick", "merge")) or ("edit" in found and found["edit"][1].empty):
        reader.wrong(key, f"change `{name}` changes nothing: it has no `edit:`", "key", "add edit: and a sentence, such as `ice is not slippery`")
    laws = tuple(reader.merged_edits.get(name, ()))
    if "merged" in fields:
        fields["merged"] = replace(fields["merged"], laws=len(laws))
    return Change(name, (*laws, *fields.pop("edits", ())), **fields)


def check_edit(reader: Reader, edit, sentence: Sentence | None) -> None:
    """Raises Wrong for an edit that can be read but not done."""
    if isinstance(edit, PutAt):
        noun = edit.noun
        if noun.property or noun.relation or noun.text in ("anything", "anyone", "nothing"):
            raise Wrong((), f"put which? `{noun.text}` is no one thing", "phrase", "write `clear x3 y1`" if noun.text == "nothing" else "name a kind or an agent")
    for part in (getattr(edit, "noun", None), getattr(edit, "of", None)):
        if isinstance(part, Noun) and part.relation:
            raise Wrong((), f"`{part.text}`: there is nothing here to compare with", "needs", "name a kind, or a variant such as `red door`")
    if isinstance(edit, EveryBecomes) and edit.noun.ids & reader.words.everyone():
        raise Wrong((), "an agent stays what it is", "phrase", "name other kinds")
    if isinstance(edit, FieldEdit) and edit.owner == "rule" and edit.field in ("if", "do"):
        context = Context(reader, None)
        context.them, context.it = reader.words.contexts.get(edit.name, (None, None))
        context.each = context.it is not None and context.them is None
        context.event = reader.words.triggers.get(edit.name)
        for x in edit.value:
            (context.check_condition if edit.field == "if" else context.check_effect)(x, None)
    if isinstance(edit, FieldEdit) and edit.owner == "rule" and edit.field in TRIGGERS and edit.name in reader.rules:
        if edit.field == "when":
            check_event(reader, edit.value)
        context, rule = Context(reader, edit.value), reader.rules[edit.name]
        try:
            for condition in rule.conditions:
                context.check_condition(condition, None)
            for effect in rule.effects:
                context.check_effect(effect, None)
        except Wrong as error:
            raise Wrong((), f"rule `{edit.name}` could not do its work then: {error.message}", error.code, *error.hints) from None
    if isinstance(edit, FieldEdit) and edit.owner == "change" and edit.field in ("when", "until"):
        Context(reader, None).check_condition(edit.value, sentence)


def _read_condition(reader: Reader, name: str, what: str, node: Node):
    if node.sort == LIST:
        reader.wrong(node, f"`{what}:` of a change is one condition", "shape", "a rule may ask for several, and `apply` the change")
        return None
    sentence = reader.sentence(node)
    if sentence is None:
        return None
    try:
        from world.language.match import all_readings, read_one
        if not all_readings(reader.words, "if", sentence.words)[0] and all_readings(reader.words, "when", sentence.words)[0]:
            raise Wrong((), "a change waits for a condition, and this is an event", "phrase", f"write a rule with `when: {sentence.text}` and `do: {'undo' if what == 'until' else 'apply'} {name}`")
        condition = read_one(reader.words, "if", sentence.words)
        Context(reader, None).check_condition(condition, sentence)
        return condition
    except Wrong as error:
        reader.complain(sentence, error)
        return None


def _read_after(reader: Reader, node: Node) -> tuple[str, int] | None:
    sentence = reader.sentence(node)
    if sentence is None:
        return None
    try:
        return read_after(reader.words, sentence.words)
    except Wrong as error:
        reader.complain(sentence, error)
        return None


def _read_pick(reader: Reader, name: str, node: Node) -> tuple[tuple[str, int], ...]:
    if node.sort != MAP or not node.value:
        reader.wrong(node, "`pick:` wants changes, each with its weight", "shape", "write pick: {storm: 2, calm: 1}")
        return ()
    found = []
    for other, (key, value) in node.value.items():
        if other not in reader.words.changes:
            reader.wrong(key, f"no change called `{other}`", "name", *did_you_mean(other, reader.words.changes), f"changes here: {listed(reader.words.changes)}")
        elif other == name:
            reader.wrong(key, f"`{name}` cannot pick itself", "circle", "name other changes")
        else:
            weight = reader.value(value, lambda t: numbers.whole(t, 1), "a weight", "number")
            if weight is not None and weight > MOST_WEIGHT:
                reader.wrong(value, f"a weight of {weight:,}", "limit", f"{MOST_WEIGHT:,} is the most")
            found.append((other, min(weight or 1, MOST_WEIGHT)))
    return tuple(found)


def _read_by(reader: Reader, node: Node) -> tuple[str, ...]:
    found = []
    known = [*reader.words.agents, "person"]
    for item in node.items():
        name = reader.word(item, known, "an agent or `person`")
        if name in found:
            reader.wrong(item, f"`{name}` is written twice", "twice", "keep one of the two")
        elif name is not None:
            found.append(name)
    return tuple(found)


def _read_price(reader: Reader, node: Node, by: tuple[str, ...]) -> tuple[int, str] | None:
    sentence = reader.sentence(node)
    if sentence is None:
        return None
    payers = [b for b in by if b != "person"]
    counters = list(dict.fromkeys(c for b in payers for c in reader.words.counters.get(b, ()))) or Vocabulary.all_counters(reader.words)
    try:
        if not sentence.words:
            raise Wrong((), "a price is missing here", "value", "write how many of what: 5 clover")
        return read_cost(reader.words, counters, sentence.words)
    except Wrong as error:
        reader.complain(sentence, error)
        return None


def _refuse_circles(reader: Reader, changes: dict[str, Change], afters: dict[str, tuple[Change, Node]]) -> None:
    """A ring of `after:` of which no member has another trigger never begins."""
    told: set[str] = set()
    for name in afters:
        ring, at = [], name
        while at in afters and at not in ring and not _starts_alone(changes.get(at)):
            ring.append(at)
            at = afters[at][0].after[0]
        if at in ring and not told & set(ring):
            told |= set(ring)
            circle = ring[ring.index(at):]
            reader.wrong(afters[at][1], f"these changes wait for one another: {', '.join(circle)}", "circle", "give one of them another trigger, such as at: 500")


def _starts_alone(change: Change | None) -> bool:
    return change is None or bool(change.moments or change.every or change.when or change.by)


