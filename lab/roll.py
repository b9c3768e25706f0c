"""`minds`: every mind by name with a sentence, and how names are put together."""
from __future__ import annotations

from rich.console import Console
from rich.table import Table

from agents import roster

MOVED_BY_THE_WORLD = {
    "person": "you, in the window; without one it waits",
    "still": "does nothing",
    "wander": "turns about at random",
    "straight": "goes straight on until something stops it",
    "chase hare": "goes toward the nearest of these",
    "flee fox": "goes away from the nearest of these",
    "patrol east west": "goes one way until it is stopped, then the next",
    "script east east wait": "does these actions, one after the other",
}
"""Minds that learn nothing because the world moves them, with a sentence each."""


def rows(name: str | None = None) -> list[dict[str, str]]:
    """{name, sentence, sort} of one mind, or of all. `sort` is learns, form or moved.

    Raises:
        UnknownMind: with the nearest name.
    """
    if name is not None:
        if name.split(" ")[0] in {moved.split(" ")[0] for moved in MOVED_BY_THE_WORLD}:
            says = next(says for moved, says in MOVED_BY_THE_WORLD.items() if moved.split(" ")[0] == name.split(" ")[0])
            return [{"name": name, "sentence": says, "sort": "moved"}]
        return [{"name": roster.canonical(name), "sentence": roster.sentence(name), "sort": "learns"}]
    return [{"name": name, "sentence": says, "sort": sort}
            for sort, table in (("learns", roster.SENTENCES), ("form", roster.FORMS), ("moved", MOVED_BY_THE_WORLD)) for name, says in table.items()]


TITLES = {"learns": "Minds that learn", "form": "Made of them: X and Y stand for any of the above", "moved": "Moved by the world itself, without a mind"}


def show(found: list[dict[str, str]], console: Console | None = None) -> None:
    """Print minds on standard output."""
    console = console or Console(highlight=False)
    if len(found) == 1:
        console.print(f"{found[0]['name']}: {found[0]['sentence']}", markup=False, soft_wrap=True)
        return
    for i, (sort, title) in enumerate(TITLES.items()):
        table = Table.grid(padding=(0, 2))
        table.add_column(min_width=30, no_wrap=True)
        table.add_column()
        for row in found:
            if row["sort"] == sort:
                table.add_row(f"  {row['name']}", row["sentence"])
        console.print(("\n" if i else "") + title, markup=False)
        console.print(table, markup=False)
