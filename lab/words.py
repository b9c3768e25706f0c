"""`words`: every sentence of the language with an example, or those in which some words are found."""
from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from world.language.lexicon import PROPERTY_MEANINGS, Entry, Group, groups
from world.mistakes import near
from world.sections.drawing import FORMS

GAP, SAME, EXAMPLE, FOUND = "bold yellow", "bold", "green", "reverse"
WIDE = 110
"""A terminal of so many columns has room for three columns side by side."""
_GAP = re.compile(r"\b[A-Z]+(?:\.[A-Z]+)?\b")


def every_group() -> tuple[Group, ...]:
    """The sentences of the law, the properties, and the steps of a drawn map."""
    steps = tuple(Entry(name, (form.example,), form.meaning) for name, form in FORMS.items())
    properties = tuple(Entry(name, (f"is: {name}",), meaning) for name, meaning in PROPERTY_MEANINGS.items())
    return (*groups(), Group("properties", "is", properties), Group("steps of a drawn map", "map: draw", steps))


def found(words: Sequence[str]) -> tuple[Group, ...]:
    """The groups with those entries that hold all the words; a group whose name holds them stays whole."""
    wanted = [word.lower() for word in " ".join(words).split()]
    kept = []
    for group in every_group():
        whole = all(word in f"{group.name} {group.keys}".lower() for word in wanted)
        entries = tuple(entry for entry in group.entries if whole or all(word in _text(entry) for word in wanted))
        if entries:
            kept.append(Group(group.name, group.keys, entries))
    return tuple(kept)


def nearest(words: Sequence[str]) -> str | None:
    """A word of the sentences that was probably meant by the first one that none holds."""
    known = {word for group in every_group() for entry in group.entries for word in re.findall(r"[a-z-]{3,}", _text(entry))}
    return next((near(word, sorted(known)) for word in " ".join(words).lower().split() if not any(word in other for other in known)), None)


def _text(entry: Entry) -> str:
    return " ".join((entry.form, *entry.examples, entry.meaning)).lower()


def show(shown: Sequence[Group], words: Sequence[str] = (), console: Console | None = None) -> None:
    """Print groups on standard output: in colours on a terminal, in plain columns elsewhere."""
    console = console or Console(highlight=False)
    for i, group in enumerate(shown):
        if i:
            console.print()
        if console.is_terminal:
            _coloured(console, group, words)
        else:
            _plain(group, console)


def _plain(group: Group, console: Console) -> None:
    width = max(len(entry.form) for entry in group.entries)
    wide = max(len(" | ".join(entry.examples)) for entry in group.entries)
    console.file.write(f"{group.name}  (under {group.keys})\n")
    for entry in group.entries:
        console.file.write(f"  {entry.form:{width}}   {' | '.join(entry.examples):{wide}}   {entry.meaning}\n")


def _coloured(console: Console, group: Group, words: Sequence[str]) -> None:
    console.print(Text.assemble((group.name, "bold underline"), (f"   under {group.keys}", "dim")))
    roomy = console.width >= WIDE
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2), pad_edge=True, expand=True)
    for ratio in (5, 5, 7) if roomy else (1, 1):
        table.add_column(ratio=ratio, overflow="fold")
    for entry in group.entries:
        form = Text(entry.form, SAME)
        form.highlight_regex(_GAP, GAP)
        example = Text("\n").join(Text(example, EXAMPLE) for example in entry.examples)
        cells = [form, example, Text(entry.meaning)] if roomy else [Text("\n").join((form, example)), Text(entry.meaning)]
        for cell in cells:
            cell.highlight_words(" ".join(words).split(), FOUND, case_sensitive=False)
        table.add_row(*cells)
    console.print(table)
