"""Words for what a mind believes: things, loads and effects as the scenario language says them."""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from world.scenario import ACTOR, GROUND, ITEM
from world.types import Looks, Observation

COMPASS = ("north", "east", "south", "west", "north-east", "south-east", "south-west", "north-west")
VERBS_BY_NAME = (*COMPASS, "wait", "forward", "turn left", "turn right")
"""Actions that go, turn or stay, as verbs are numbered (`agents.memory`)."""


def plain(name: str) -> str:
    """A thing's name without the way it faces: "wind facing south" is wind."""
    return name.split(" facing ")[0]


def shared_noun(names: Iterable[str], others: Iterable[str]) -> str:
    """The longest noun that all these names end with and none of the others does; "" if there is none."""
    words = [plain(name).split(" ") for name in names]
    n = 0
    while n < min(map(len, words)) and len({tuple(w[-n - 1:]) for w in words}) == 1:
        n += 1
    noun = " ".join(words[0][len(words[0]) - n:])
    return "" if not n or any(f" {plain(other)}".endswith(f" {noun}") for other in others) else noun


def number(value: float) -> str:
    """A number as a scenario has it: 1, -0.2."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


class Wording:
    """The words of one mind's world, by what its symbols and loads stand for.

    Args:
        ids: uint16 [SYMBOLS, 5], the things of each symbol by layer. top: int64 [SYMBOLS], the id of its topmost thing.
        loads: the counters behind each number of a load, as `agents.models.symbols.Loads` keeps them.
    """

    def __init__(self, looks: Looks, ids: np.ndarray, top: np.ndarray, loads: dict[tuple[int, ...], int], seen: Observation | None):
        self.looks, self.ids, self.top = looks, ids, top
        self.loads = {number: counters for counters, number in loads.items()}
        body = 0 if seen is None or seen.row < 0 else int(seen.cells[ACTOR, seen.row, seen.col])
        self.me = looks.names[body] if body else "it"
        self.counters = [plain(name) for name in looks.counters]

    def layer(self, symbol: int) -> int:
        return int(self.looks.layer[self.top[symbol]])

    def bare(self, symbol: int) -> bool:
        """Whether the topmost thing is all there is in the cell, but for the ground it lies on."""
        return sum(bool(self.ids[symbol, layer]) for layer in range(5) if layer != GROUND) == (self.layer(symbol) != GROUND)

    def becomes(self, before: int, after: int) -> list[str]:
        """What happened to a cell's things, as effects."""
        told = []
        for layer in range(5):
            was, now = int(self.ids[before, layer]), int(self.ids[after, layer])
            if was != now and layer != ACTOR:
                told.append("remove it" if not now else f"put {self.looks.names[now]} here" if not was else f"it becomes {self._new_words(was, now)}")
        return told

    def _new_words(self, was: int, now: int) -> str:
        """Another state of the same kind is told by the words that differ, another kind by its name."""
        old, new = plain(self.looks.names[was]).split(" "), plain(self.looks.names[now]).split(" ")
        if self.looks.base[was] == self.looks.base[now] and len(old) == len(new):
            return " ".join(n for o, n in zip(old, new) if o != n) or self.looks.names[now]
        return plain(self.looks.names[now])

    def turns(self, before: int, after: int) -> str:
        """A whole kind turned into another: every grown hedge becomes parted."""
        told = self.becomes(before, after)
        name = plain(self.looks.names[self.top[before]])
        return f"every {name} becomes {told[0].removeprefix('it becomes ')}" if told and told[0].startswith("it becomes ") else f"every {name} becomes nothing"

    def load_change(self, before: int, after: int) -> list[str]:
        """What one gained or lost."""
        told = []
        for name, was, now in zip(self.counters, self.loads.get(before, ()), self.loads.get(after, ())):
            if was != now:
                told.append(f"{self.me} {'gains' if now > was else 'loses'} {abs(now - was)} {name}")
        return told

    def taken(self, effects: list[str], symbol: int) -> list[str]:
        """An item that leaves the map into one's hands was taken."""
        item = int(self.ids[symbol, ITEM])
        gained = f"{self.me} gains 1 {plain(self.looks.names[item])}"
        if item and "remove it" in effects and gained in effects:
            return ["take it", *(e for e in effects if e not in ("remove it", gained))]
        return effects

    def holding(self, loads: Iterable[int], all_loads: Iterable[int]) -> str:
        """The condition that tells these loads from the rest; "" if they are all there are, or nothing simple does."""
        chosen, rest = set(loads), set(all_loads) - set(loads)
        if not rest:
            return ""
        for i, name in enumerate(self.counters):
            for least in (1, 2):
                has = {load for load in chosen | rest if self.loads.get(load, ())[i:i + 1] >= (least,)}
                many = f"{least} " if least > 1 else ""
                if has == chosen:
                    return f"{self.me} has {many}{name}"
                if has == rest:
                    return f"not {self.me} has {many}{name}"
        one = min(chosen)
        held = [name for name, n in zip(self.counters, self.loads.get(one, ())) if n]
        return f"{self.me} has {' and '.join(held)}" if held else f"not {self.me} has {' or '.join(self.counters)}" if self.counters else ""

    def carried(self) -> str:
        """The kind of coloured thing that one can carry: key. "" if there is none."""
        names = [self.looks.names[thing] for thing in self.looks.counter_thing if thing and self.looks.colour[thing] > 0]
        return shared_noun(names, ()) if names else ""

    def place(self, cell: int) -> str:
        row, col = divmod(cell, self.looks.shape[1])
        return f"x{col} y{row}"
