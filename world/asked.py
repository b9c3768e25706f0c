"""What is asked of worlds is looked at here, once: seeds and names; whether scenarios may share a batch, and worlds a snapshot."""
from __future__ import annotations

from typing import Sequence

import numpy as np

from world.scenario import Board, Scenario


def settings_of(scenario: Scenario | Sequence[Scenario], batch: int) -> tuple[list[Scenario], np.ndarray]:
    """The different scenarios of a batch, and which of them each world has: int [B].

    Raises:
        ValueError: they are not one scenario with different parameters, or the parameters make other sizes or names.
    """
    if isinstance(scenario, Scenario):
        return [scenario], np.zeros(batch, np.int64)
    number = {id(one): None for one in scenario}
    settings = [next(one for one in scenario if id(one) == key) for key in number]
    if len(scenario) != batch:
        raise ValueError(f"{batch} seeds, but {len(scenario)} scenarios: one for each world is wanted")
    if any((one.text, one.bases) != (settings[0].text, settings[0].bases) for one in settings):
        raise ValueError("worlds of different scenarios cannot share a batch: only parameters may differ, and these were not read from the same text")
    for what, said in (("size", lambda one: "{2} x {1}".format(*one.board.cells.shape)), ("things", lambda one: [thing.name for thing in one.things]),
                       ("agents", lambda one: [start.agent for start in one.board.starts]), ("actions", lambda one: [(agent.actions, agent.written) for agent in one.agents]),
                       ("rules", lambda one: [rule.name for rule in one.rules]), ("changes", lambda one: [change.name for change in one.changes]),
                       ("counters", lambda one: [(counter.agent, counter.name) for counter in one.counters]),
                       ("variables", lambda one: [variable.name for variable in one.variables])):
        if any(said(one) != said(settings[0]) for one in settings):
            raise ValueError(f"worlds with these parameters cannot share a batch: not all have the same {what}")
    keys = list(number)
    return settings, np.array([keys.index(id(one)) for one in scenario], np.int64)


def seed_of(seed: object) -> int:
    """A seed as the world takes it.

    Raises:
        ValueError: it is no whole number, or too large.
    """
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed < 1 << 64:
        raise ValueError(f"a seed is a whole number from 0 to 2**64 - 1, not {seed!r}")
    return int(seed)


class Numbers(dict):
    """The number of each mover by its name; whoever asks for another is told who learns."""

    def __init__(self, movers: Sequence[str], learners: Sequence[str]):
        super().__init__((name, i) for i, name in enumerate(movers))
        self._told = ", ".join(learners or movers) or "nobody"

    def __missing__(self, name: str) -> int:
        raise ValueError(f"nobody is called `{name}`; there is {self._told}")


def same_scenario(one: Scenario, other: Scenario) -> bool:
    """Whether both are one file, as it is now, with the same settings and minds; it may have been read twice."""
    return one is other or all(getattr(one, part) == getattr(other, part) for part in ("text", "bases", "settings", "agents", "rules", "changes"))


def same_map(one: Board, other: Board) -> bool:
    """Whether episodes on both begin alike, and sentences name the same places."""
    return one is other or (np.array_equal(one.cells, other.cells) and one.starts == other.starts and one.places == other.places)
