"""Two lives side by side: the first tick in which their worlds part, where, and by which rules."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab.trace import of_a_trace, read, scenario_of, turns, worlds_of
from world.scenario import LAYERS
from world.world import World


@dataclass(frozen=True)
class Parting:
    """Where two lives are first not the same."""
    tick: int
    what: str                                            # "x3 y1 holds `goal` here, `nothing` there"
    rules: tuple[str, str] = ("", "")                    # what wrote that cell last, in each
    world: int = 0                                       # of the twins


@dataclass(frozen=True)
class Compared:
    """What comparing found."""
    heads: tuple[str, ...]                               # in which of scenario, seed, minds, settings they differ
    ticks: tuple[int, int]                               # lived by each
    parting: Parting | None
    actions: tuple[int, str] | None                      # (tick, words) where a learner first did something else, before or at the parting


class _Life:
    """The worlds of a trace, lived again tick by tick."""

    def __init__(self, path: Path):
        rows = list(read(path))
        self.head, self._rows = rows[0], rows[1:-1]
        self.worlds = worlds_of(self.head, scenario_of(self.head))
        self.ticks = sum(isinstance(row, list) for row in self._rows)
        self.actions: list[list[int]] = []

    def live(self) -> Iterator[int]:
        """0 at the start, then after each tick its number, before an ended world begins anew."""
        yield 0
        for tick, row in enumerate(turns(self.worlds, self._rows), 1):
            self.actions = [list(actions) for actions, _, _ in row]
            yield tick


def compare(first: str | Path, second: str | Path) -> Compared:
    """Live both until they part.

    Raises:
        OSError, TraceBroken: as `lab.trace.read`.
        ScenarioError: a scenario is none for this version.
    """
    with of_a_trace("one of the two"):
        return _compare(_Life(Path(first)), _Life(Path(second)))


def _compare(a: _Life, b: _Life) -> Compared:
    heads = tuple(words for words, key in (("scenario", "text"), ("bases", "bases"), ("settings", "settings"), ("seed", "seed"), ("minds", "twins"))
                  if a.head.get(key) != b.head.get(key))
    ticks, acted = (a.ticks, b.ticks), None
    if len(a.worlds) != len(b.worlds):
        return Compared(heads, ticks, Parting(0, f"{len(a.worlds)} worlds live in one, {len(b.worlds)} in the other"), None)
    for tick, _ in zip(a.live(), b.live()):
        for i, (one, other) in enumerate(zip(a.worlds, b.worlds)):
            if acted is None and tick and a.actions[i] != b.actions[i]:
                acted = tick, _acts(one, other, a.actions[i], b.actions[i])
            if one.digest() != other.digest() and (parting := _parting(tick, i, one, other)):
                return Compared(heads, ticks, parting, acted)
    return Compared(heads, ticks, None, acted)


def _acts(one: World, other: World, here: list[int], there: list[int]) -> str:
    for learner, did, else_did in zip(one.learners, here, there):
        if did != else_did:
            names = [world.looks(learner).actions[action] if action >= 0 else "nothing" for world, action in ((one, did), (other, else_did))]
            return f"{learner} does {names[0]} in the one, {names[1]} in the other"
    return "not the same learners live in both"


def _parting(tick: int, twin: int, one: World, other: World) -> Parting | None:
    """In what two worlds differ first: a cell, a mover's numbers, a variable, the law. None if only in luck that is yet to fall."""
    here, there = one.snapshot(), other.snapshot()
    if here.cells.shape != there.cells.shape:
        return Parting(tick, f"one board is {here.cells.shape[2]}x{here.cells.shape[1]}, the other {there.cells.shape[2]}x{there.cells.shape[1]}", world=twin)
    # by name, for ids mean other things in another scenario
    names = [np.array([thing.name for thing in world.scenario.things])[moment.cells] for world, moment in ((one, here), (other, there))]
    differ = names[0] != names[1]
    if differ.any():
        _, height, width = differ.shape
        at = min(np.flatnonzero(differ), key=lambda at: (at % (height * width), at))
        layer, row, col = np.unravel_index(at, differ.shape)
        what = f"x{col} y{row} holds `{names[0][layer, row, col]}` in the one, `{names[1][layer, row, col]}` in the other ({LAYERS[layer]})"
        return Parting(tick, what, tuple(world.writer_name(int(world.writers()[row, col])) for world in (one, other)), twin)
    if here.movers.shape == there.movers.shape and (at := np.argwhere(here.movers != there.movers)).size:
        who, column = at[0]
        what = ("row", "column", "facing", "life")[column]
        return Parting(tick, f"{what} of {one.movers[who]} is {here.movers[who, column]} in the one, {there.movers[who, column]} in the other", world=twin)
    for words, x, y in (("a counter", here.counters, there.counters), ("a variable", here.variables, there.variables)):
        if x.shape != y.shape or (x != y).any():
            return Parting(tick, f"{words} is another", world=twin)
    if here.standing != there.standing:
        return Parting(tick, f"the law in force: {', '.join(here.standing) or 'as written'} in the one, {', '.join(there.standing) or 'as written'} in the other", world=twin)
    return None
