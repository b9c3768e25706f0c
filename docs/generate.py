"""`python -m docs.generate`: writes the tables of `docs/language.md` anew, from the table of sentences that the program itself reads by.

A table stands between a line `<!-- table: NAME -->` and the next line `<!-- end -->`. Everything else in the page is written by hand.
"""
from __future__ import annotations

import re
from pathlib import Path

from world.language import RESERVED
from world.language.fields import FIELDS
from world.language.lexicon import PROPERTY_MEANINGS, Group, groups
from world.language.vocabulary import BUILT_IN_ACTIONS, BUILT_IN_KINDS, NOT_FOR_COUNTERS, NOT_FOR_VARIABLES
from world.scenario import LAYERS, PROPERTIES, WAYS
from world.sections.drawing import FORMS
from world.sections.keys import AGENT, CHANGE, CLAIM, COMES, KIND, RULE, TAKES, TOP, WORLD, Key
from world.sections.maps import BUILT_IN_LEGEND

PAGE = Path(__file__).resolve().parent / "language.md"
_TABLE = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(heads: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    return "\n".join("| " + " | ".join(line) + " |" for line in (heads, ("---",) * len(heads), *lines)) + "\n"


def sentences(group: Group) -> str:
    """A table of sentences."""
    return table(("sentence", "for example", "what it says"), [
        (f"`{entry.form}`", ", ".join(f"`{example}`" for example in entry.examples), entry.meaning) for entry in group.entries])


def keys(page: dict[str, Key], only=None) -> str:
    """A table of keys."""
    def takes(key: Key) -> str:
        if isinstance(key.shape, tuple):
            return ", ".join(f"`{word}`" + (" (default)" if word == key.default else "") for word in key.shape)
        return TAKES.get(key.shape, "keys") if isinstance(key.shape, str) else "keys"
    return table(("key", "takes", "says"), [(f"`{name}`", takes(key), key.says) for name, key in page.items() if only is None or only(name)])


def words(names) -> str:
    return ", ".join(f"`{name}`" for name in names) + "\n"


def tables() -> dict[str, str]:
    """Every table by the name in its marker."""
    return {
        **{group.name: sentences(group) for group in groups()},
        "keys": keys(TOP), "keys of world": keys(WORLD), "keys of kinds": keys(KIND), "keys of agents": keys(AGENT), "keys of rules": keys(RULE), "keys of expectations": keys(CLAIM),
        "when a change comes": keys(CHANGE, lambda name: name in COMES), "how a change comes": keys(CHANGE, lambda name: name not in COMES),
        "properties": table(("property", "does"), [(f"`{name}`", meaning) for name, meaning in PROPERTY_MEANINGS.items()]),
        "parts": table(("of a", "parts that a law can set"), [
            (sort, ", ".join(f"`{part}`" for part in parts) + (", and each of its actions" if sort == "agent" else "")) for sort, parts in FIELDS.items()]),
        "built in kinds": table(("kind", "layer", "is", "letter"), [
            (f"`{name}`", LAYERS[layer], ", ".join(properties), next((f"`{letter}`" for letter, kind in BUILT_IN_LEGEND.items() if kind == name), ""))
            for name, layer, properties in BUILT_IN_KINDS]),
        "steps": table(("step", "keys", "draws"), [(f"`{form.example}`", ", ".join(f"`{key}`" for key in form.keys if len(form.keys) > 1 or key != form.short), form.meaning) for form in FORMS.values()]),
        "actions": words(BUILT_IN_ACTIONS),
        "reserved": words(sorted(RESERVED)) + "\nNor can these name a variable: " + words(sorted(NOT_FOR_VARIABLES)) + "\nNor these a counter: " + words(sorted(NOT_FOR_COUNTERS))
        + "\nNor these a kind or an agent: " + words(PROPERTIES) + "\nNor these anything but a place or a value: " + words(WAYS),
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
