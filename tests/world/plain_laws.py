"""What `reads: laws` tells an agent, worked out from sentences: the plain version of `world/law_reads.py`."""
from __future__ import annotations

from world.reference_law import NOBODY, Book
from world.scenario import FieldEdit, PropertyEdit, RuleSwitch, Scenario, Swap


def plain_number(scenario: Scenario, book: Book, what) -> int:
    """One law as one number. `what`: as `laws_that_change` names it."""
    match what:
        case PropertyEdit(noun, name, _, to):
            return int(all(book.has(id, name, other) for id in noun.ids for other in (to.ids if to is not None else (NOBODY,))))
        case RuleSwitch(rule):
            return int(book.rule_on(rule))
    owner, field = what
    value = book.value(owner, field)
    if field in ("chance", "noise", "sight noise"):
        return round(value * 1_000_000)
    if field == "speed":
        return value[0] * 1000 // value[1]
    if field == "sees":
        return 0 if value.rows is None else value.cols * 1000 + value.rows
    if field == "carries":
        return int(value == "backward")
    if field in ("cost", "for"):
        return value[0] if value is not None else -1 if field == "cost" else 0
    if field == "after":
        return value[1] if value is not None else 0
    if field == "every" and owner in book.parts.changes:
        return value.low if value is not None and value.chance is None else 0
    if field in ("strength", "reach", "cooldown", "times", "announce"):
        return -1 if value is None else int(value)
    if owner in book.parts.agents:
        actions = book.parts.agents[owner].actions + tuple(change.name for change in scenario.changes if owner in change.by)
        return actions.index(value) if value in actions else -1
    known = known_values(scenario, book, owner, field)
    value = as_tuple(field, value)
    return known.index(value) if value in known else -1


def known_values(scenario: Scenario, book: Book, owner: str, field: str) -> list:
    """What a part that is no number can be, as far as the file says: its own first, then what changes set it to, then what they swap it with."""
    asked = book.parts.plain(owner, field)
    edits = [edit for change in scenario.changes for edit in change.edits]
    known = [as_tuple(field, book.parts.written(*asked))]
    known += [as_tuple(field, edit.value) for edit in edits if isinstance(edit, FieldEdit) and book.parts.plain(edit.name, edit.field) == asked]
    for edit in edits:
        if isinstance(edit, Swap):
            pair = [book.parts.plain(*edit.first), book.parts.plain(*edit.second)]
            known += [as_tuple(field, book.parts.written(*other)) for mine, other in (pair, pair[::-1]) if mine == asked]
    return list(dict.fromkeys(known))


def as_tuple(field: str, value):
    """A change's `at` is several moments in the file, and one where a law sets it."""
    return value if field != "at" or isinstance(value, tuple) else (value,)
