"""The points of a sweep: every value of every axis with every other, in an order that does not hang on anything else."""
from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from world.scenario import Scenario

SEED = "seed"


class WrongAxis(ValueError):
    """An axis that the scenario does not have, or none of its values."""


@dataclass(frozen=True)
class Point:
    """One run: settings as `--set` takes them, a seed, a mind for some agents."""
    settings: tuple[tuple[str, str], ...]
    seed: int
    minds: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """The same text for the same point, in every session."""
        return json.dumps([self.settings, self.seed, self.minds])

    def __str__(self) -> str:
        return ", ".join([*(f"{name} {value}" for name, value in self.settings), *(f"{agent} {mind}" for agent, mind in self.minds), f"seed {self.seed}"])


def grid(scenario: Scenario, axes: Mapping[str, Sequence[str]] | None = None, seeds: Sequence[int] | None = None,
         minds: Mapping[str, Sequence[str]] | None = None) -> list[Point]:
    """All points: the axes of the file's `sweep:`, each given one instead of the file's or beside them.

    Args:
        axes: values for names of `params:`, as they would stand behind `--set NAME=`.
        seeds: instead of the file's axis `seed`; without either the seed is 0.
        minds: for an agent the minds to try one after the other; they are no twins.
    """
    wanted = {name: [_text(value) for value in values] for name, values in scenario.sweep.items()} | {name: list(values) for name, values in (axes or {}).items()}
    if seeds is None and SEED in wanted and SEED not in scenario.settings:
        seeds = [int(value) for value in wanted[SEED]]
    if SEED not in scenario.settings:
        wanted.pop(SEED, None)
    for name in wanted:
        if name not in scenario.settings:
            known = ", ".join(scenario.settings) or "none"
            raise WrongAxis(f"no parameter called `{name}` to sweep; the scenario has {known}, and every scenario has `--seeds`")
        if len(set(wanted[name])) < len(wanted[name]):
            raise WrongAxis(f"the axis `{name}` has a value twice")
    by_mind = [[(agent, mind) for mind in names] for agent, names in (minds or {}).items()]
    by_setting = [[(name, value) for value in values] for name, values in wanted.items()]
    return [Point(settings, seed, chosen) for settings in itertools.product(*by_setting) for chosen in itertools.product(*by_mind)
            for seed in (seeds if seeds is not None else [0])]


def _text(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
