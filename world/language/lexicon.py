"""The table of sentences as people read it: in groups, each sentence with its gaps in capitals. For the guide and for `words`."""
from __future__ import annotations

import re
from dataclasses import dataclass

from world.language.templates import TABLE, Row
from world.scenario import LAW_EDITS, EndedIs, Not, RewardIs

GAPS = {"noun": "NOUN", "target": "IT", "agents": "AGENT", "agent": "AGENT", "item": "ITEM", "property": "PROPERTY", "place": "PLACE", "variable": "VARIABLE",
        "counter": "COUNTER", "rule": "RULE", "change": "CHANGE", "action": "ACTION", "word": "WORD", "words": "WORD", "amount": "N", "number": "N", "distance": "N",
        "ticks": "N", "reward": "N", "beside": "N", "around": "N", "direction": "DIRECTION", "direction variable": "VARIABLE", "where": "WHERE", "straight": "WHERE", "how": "HOW",
        "compare": "is", "falls": "falls to", "on": "on", "path": "NAME.PART", "condition": "CONDITION"}
"""How a gap of each sort is printed. A gap for any words is printed as its own name: WHAT, VALUE."""
PROPERTY_MEANINGS = {
    "solid": "no one may enter its cell",
    "pushable": "moves on when somebody enters, in rows up to its `strength`; blocks if it cannot",
    "pulled": "follows whoever steps away from it in a straight line",
    "slippery": "who comes onto it goes on the same way within the same tick, until something stops it",
    "conveyor": "carries items, objects and agents on it along its facing, each tick. It needs a `facing`",
    "one-way": "may be entered only along its facing. It needs a `facing`",
    "portal": "sends whoever enters to the next portal with the same attributes, in reading order",
    "falling": "drops one cell a tick towards `world.down` where that is free",
    "sticky": "leaving it takes two tries running",
    "opaque": "blocks sight, for agents that see by line of sight",
}
"""What each built-in property does; a test sees to it that all are here."""
EXPECTING = (EndedIs, RewardIs)
_GAP = re.compile(r"\{([^:}]+)(?::([^}]+))?\}")


@dataclass(frozen=True)
class Entry:
    """One sentence: its form, an example of it (and of the form with `no` in front), what it says."""
    form: str
    examples: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Group:
    """Sentences for one use. `keys`: under which keys of a file they stand."""
    name: str
    keys: str
    entries: tuple[Entry, ...]


def form(row: Row) -> str:
    """A template as people read it: `NOUN within N of IT`."""
    return _GAP.sub(lambda gap: GAPS.get(gap[2] or gap[1]) or {"become": "WHAT"}.get(gap[1], gap[1].upper()), row.text)


def entries(rows: list[Row]) -> tuple[Entry, ...]:
    """Rows as entries. The form with `no` in front stands with the form without it."""
    with_no = {row.text.removeprefix("no "): row.example for row in rows if row.type is Not and row.text.startswith("no ")}
    found = []
    for row in rows:
        if row.type is not Not or row.text.removeprefix("no ") not in with_no:
            examples = (row.example,) + ((with_no[row.text],) if row.text in with_no else ())
            found.append(Entry(form(row), examples, re.sub(r"^(a law|in the world|in expectations): ", "", row.meaning)))
    return tuple(found)


def of_sort(sort: str) -> list[Row]:
    return [row for row in TABLE if sort in row.sorts]


def groups() -> tuple[Group, ...]:
    """Every sentence of the language, in groups."""
    conditions, edits = of_sort("if"), of_sort("edit")
    return tuple(Group(name, keys, entries(rows)) for name, keys, rows in (
        ("events", "when", of_sort("when")),
        ("conditions", "if, when, until, then, always", [row for row in conditions if row.type not in EXPECTING]),
        ("conditions of expectations", "then, always", [row for row in conditions if row.type in EXPECTING]),
        ("effects", "do", of_sort("do")),
        ("edits of the law", "edit", [row for row in edits if issubclass(row.type, LAW_EDITS)]),
        ("edits of the world", "edit, given", [row for row in edits if not issubclass(row.type, LAW_EDITS)]),
        ("clocks", "every", of_sort("every")),
        ("moments", "at", of_sort("at"))))
