"""`python -m docs.generate`: writes the tables of `docs/language.md` anew, from the table of sentences that the program itself reads by.

A table stands between a line `<!-- table: NAME -->` and the next line `<!-- end -->`. Everything else in the page is written by hand.
"""
from __future__ import annotations

import re
from pathlib import Path

from world.language import RESERVED, TABLE, Row
from world.language.fields import FIELDS
from world.language.meanings import Later
from world.language.vocabulary import BUILT_IN_ACTIONS, BUILT_IN_KINDS, LATER_ACTIONS, LATER_PROPERTIES
from world.scenario import LAW_EDITS, LAYERS, EndedIs, Not, RewardIs
from world.sections.drawing import FORMS
from world.sections.maps import BUILT_IN_LEGEND

PAGE = Path(__file__).resolve().parent / "language.md"
GAPS = {"noun": "NOUN", "target": "IT", "agents": "AGENT", "agent": "AGENT", "item": "ITEM", "property": "PROPERTY", "place": "PLACE", "variable": "VARIABLE",
        "counter": "COUNTER", "rule": "RULE", "change": "CHANGE", "action": "ACTION", "word": "WORD", "words": "WORD", "amount": "N", "number": "N", "distance": "N",
        "ticks": "N", "reward": "N", "beside": "N", "around": "N", "direction": "DIRECTION", "direction variable": "VARIABLE", "where": "WHERE", "how": "HOW",
        "compare": "is", "falls": "falls to", "on": "on", "path": "NAME.PART", "condition": "CONDITION"}
"""How a gap of each sort is printed. A gap for any words is printed as its own name: WHAT, VALUE."""
EXPECTING = (EndedIs, RewardIs)
_GAP = re.compile(r"\{([^:}]+)(?::([^}]+))?\}")
_TABLE = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def form(row: Row) -> str:
    """A template as people read it: `NOUN within N of IT`."""
    return _GAP.sub(lambda gap: GAPS.get(gap[2] or gap[1]) or {"become": "WHAT"}.get(gap[1], gap[1].upper()), row.text)


def table(heads: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    return "\n".join("| " + " | ".join(line) + " |" for line in (heads, ("---",) * len(heads), *lines)) + "\n"


def sentences(rows: list[Row]) -> str:
    """A table of sentences. The form with `no` in front stands on the line of the form without it."""
    with_no = {row.text.removeprefix("no "): row.example for row in rows if row.type is Not and row.text.startswith("no ")}
    lines = []
    for row in rows:
        if row.type is not Not or row.text.removeprefix("no ") not in with_no:
            examples = [row.example] + ([with_no[row.text]] if row.text in with_no else [])
            meaning = re.sub(r"^(a law|in the world|in expectations): ", "", row.meaning)
            lines.append((f"`{form(row)}`", ", ".join(f"`{example}`" for example in examples), meaning))
    return table(("sentence", "for example", "what it says"), lines)


def of_sort(sort: str) -> list[Row]:
    return [row for row in TABLE if sort in row.sorts and row.type is not Later]


def words(names) -> str:
    return ", ".join(f"`{name}`" for name in names) + "\n"


def tables() -> dict[str, str]:
    """Every table by the name in its marker."""
    return {
        "events": sentences(of_sort("when")),
        "conditions": sentences([row for row in of_sort("if") if row.type not in EXPECTING]),
        "conditions of expectations": sentences([row for row in of_sort("if") if row.type in EXPECTING]),
        "effects": sentences(of_sort("do")),
        "edits of the law": sentences([row for row in of_sort("edit") if issubclass(row.type, LAW_EDITS)]),
        "edits of the world": sentences([row for row in of_sort("edit") if not issubclass(row.type, LAW_EDITS)]),
        "clocks": sentences(of_sort("every")),
        "moments": sentences(of_sort("at")),
        "parts": table(("of a", "parts that a law can set"), [
            (sort, ", ".join(f"`{part}`" for part in parts) + (", and each of its actions" if sort == "agent" else "")) for sort, parts in FIELDS.items()]),
        "built in kinds": table(("kind", "layer", "is", "letter"), [
            (f"`{name}`", LAYERS[layer], ", ".join(properties), next((f"`{letter}`" for letter, kind in BUILT_IN_LEGEND.items() if kind == name), ""))
            for name, layer, properties in BUILT_IN_KINDS]),
        "steps": table(("step", "keys", "draws"), [(f"`{form.example}`", ", ".join(f"`{key}`" for key in form.keys if len(form.keys) > 1 or key != form.short), form.meaning) for form in FORMS.values()]),
        "actions": words(BUILT_IN_ACTIONS),
        "reserved": words(sorted(RESERVED)),
        "later sentences": table(("sentence", "what it will say"), [(f"`{row.example}`", row.meaning.removeprefix("(later) ")) for row in TABLE if row.type is Later]),
        "later properties": words(sorted(LATER_PROPERTIES)),
        "later actions": words(sorted(LATER_ACTIONS)),
    }


def rewritten(page: str) -> str:
    """The page with every table as the program has it now. Raises KeyError for a marker with an unknown name."""
    made = tables()
    return _TABLE.sub(lambda found: found[1] + made[found[2]] + found[3], page)


def unplaced(page: str) -> set[str]:
    """The tables for which the page has no marker."""
    return set(tables()) - {name for _, name, _ in _TABLE.findall(page)}


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
