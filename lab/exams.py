"""Exams of the minds, each a scenario lived with many seeds: `python -m lab.exams maze|wind|lever|tick [--seeds N] [--first N] [--json]`.

Figures are means over lives with a 95 % interval (normal approximation). What the mind observes stands beside each figure.
"""
from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from agents.roster import create
from world.load import load
from world.scenario import ACTOR, GROUND, Scenario
from world.types import Looks, Observation, Transition
from world.world import World

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
SOON = 20
"""Ticks after first contact that are looked at."""
AS_BEFORE = 0.95
"""Share of what was right before the change at which a mind counts as back."""
PUBLISHED = {"Dyna-Q, rerun": (47, 51, 81), "Dyna-Q+, rerun": (62, 67, 140), "probe, row and column": (96, 125, 214)}
"""Blocking maze, reward at 1000, 1500 and 3000 ticks; the book's learners observe the index of the cell."""


@dataclasses.dataclass
class Lived:
    """One life, by tick."""
    reward: np.ndarray                                   # float64 [T]
    right: np.ndarray                                    # bool    [T]  whether the whole frame came as foretold
    mind_us: float                                       # mean microseconds a tick in act and observe
    world_us: float


def live(scenario: Scenario, mind_name: str, seed: int, ticks: int, sight: Callable[[Observation, Looks], Observation] | None = None) -> Lived:
    """One life of one mind in a world of its own. `sight` says what is left of each observation."""
    world = World(scenario, (seed,))
    name = world.learners[0]
    looks = world.looks(name)
    see = (lambda: sight(world.observe(name), looks)) if sight else (lambda: world.observe(name))
    mind = create(mind_name, looks, seed)
    reward, right = np.zeros(ticks), np.zeros(ticks, bool)
    spent = {"mind": 0.0, "world": 0.0}
    observation = see()
    for tick in range(ticks):
        started = time.perf_counter()
        action = mind.act(observation)
        acted = time.perf_counter()
        forecast = mind.imagine(observation, [action])
        foretold = time.perf_counter()
        step = world.step(np.array([[action]]))[0]
        after = see()
        stepped = time.perf_counter()
        mind.observe(Transition(observation, action, float(step.reward[0]), after, step.terminated, step.truncated))
        spent["mind"] += acted - started + time.perf_counter() - stepped
        spent["world"] += stepped - foretold
        reward[tick] = step.reward[0]
        right[tick] = np.array_equal(forecast.cells[0], after.cells)
        if step.terminated or step.truncated:
            world.reset()
            after = see()
        observation = after
    return Lived(reward, right, 1e6 * spent["mind"] / ticks, 1e6 * spent["world"] / ticks)


def interval(values: Iterable[float]) -> tuple[float, float]:
    """Mean, and half the width of its 95 % interval."""
    values = np.asarray(list(values), float)
    return float(values.mean()), float(1.96 * values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else float("nan")


def row_and_column(observation: Observation, looks: Looks) -> Observation:
    """What is left of an observation for a mind that sees its own place only, as in the book: every cell looks like floor."""
    cells = np.zeros_like(observation.cells)
    cells[GROUND] = looks.names.index("floor")
    cells[ACTOR, observation.row, observation.col] = observation.cells[ACTOR, observation.row, observation.col]
    return dataclasses.replace(observation, cells=cells)


# ---- the exams -------------------------------------------------------------------------------------------------------
def maze(seeds: range) -> dict:
    """The blocking maze of Sutton and Barto, 8.4: reward after 1000, 1500 and 3000 ticks; at 1000 the gap moves. 225 is the most possible."""
    scenario = load(SCENARIOS / "1-blocking-maze.yaml")
    figures: dict = {f"{who} (published)": list(what) for who, what in PUBLISHED.items()}
    for title, mind, sight in (("rules, sees all", "rules", None), ("rules, sees row and column", "rules", row_and_column),
                               ("cells, sees all", "cells", None), ("cells, sees row and column", "cells", row_and_column)):
        sums = np.cumsum([live(scenario, mind, seed, 3000, sight).reward for seed in seeds], axis=1)
        figures[title] = {f"reward at {t}": interval(sums[:, t - 1]) for t in (1000, 1500, 3000)} | {"worst life": float(sums[:, -1].min())}
    return figures


def wind(seeds: range) -> dict:
    """The default scenario: the wind turns after some 160 ticks, and nobody says so. A contact is the first frame that came otherwise than foretold."""
    scenario = load(SCENARIOS / "turning-wind.yaml")
    turns = int(scenario.settings["turns_at"])
    figures = {}
    for mind in ("rules", "cells", f"frozen rules at {turns - 1}"):
        lives = [live(scenario, mind, seed, 800) for seed in seeds]
        before, soon, back, wrong = [], [], [], []
        for life in lives:
            before.append(life.right[turns - 80:turns - 1].mean())
            missed = np.flatnonzero(~life.right[turns - 1:])
            contact = turns - 1 + (missed[0] if len(missed) else 0)
            soon.append(life.right[contact:contact + SOON].mean())
            wrong.append((~life.right[contact:contact + 100]).sum())
            windows = np.convolve(life.right[contact:], np.ones(SOON) / SOON, "valid") >= AS_BEFORE * before[-1]
            back.append(int(np.argmax(windows)) if windows.any() else len(life.right) - contact)
        figures[mind] = {
            "frames right, ticks 0-80": interval(life.right[:80].mean() for life in lives), "frames right in the 80 ticks before": interval(before),
            f"frames right in the {SOON} ticks from first contact": interval(soon), "wrong frames in the 100 ticks from first contact": interval(wrong),
            "frames right, ticks 300-800": interval(life.right[300:].mean() for life in lives),
            "ticks from first contact until as right as 95 % of before": interval(back), "the same, median": float(np.median(back)),
            "reward per 100 ticks in the 80 before": interval(100 * life.reward[turns - 80:turns - 1].mean() for life in lives),
            "reward per 100 ticks in the 100 after": interval(100 * life.reward[turns - 1:turns + 99].mean() for life in lives),
            "reward per 100 ticks, 300-800": interval(100 * life.reward[300:].mean() for life in lives)}
    return figures


def lever(seeds: range) -> dict:
    """A lever opens the hedge for a while, at a price: the mind that may pull it against the same mind that may not."""
    scenario = load(SCENARIOS / "lever.yaml")
    tied = dataclasses.replace(scenario, agents=tuple(dataclasses.replace(agent, actions=tuple(a for a in agent.actions if a != "use")) for agent in scenario.agents))
    figures = {}
    for title, world in (("may pull", scenario), ("may not pull", tied)):
        lives = [live(world, "rules", seed, 3000) for seed in seeds]
        paid = [np.flatnonzero(life.reward < 0) for life in lives]
        figures[title] = {f"reward per 100 ticks, {a}-{b}": interval(100 * life.reward[a:b].mean() for life in lives) for a, b in ((0, 500), (500, 1000), (1000, 3000))}
        figures[title] |= {"pulls in 3000 ticks": interval(len(p) for p in paid), "first pull at tick, latest life": max((int(p[0]) + 1 for p in paid if len(p)), default=None)}
    return figures


def tick(seeds: range) -> dict:
    """What one tick of a mind costs in the turning wind, in microseconds, and how long one audit of its board takes."""
    scenario = load(SCENARIOS / "turning-wind.yaml")
    live(scenario, "rules", 0, 5)
    figures = {}
    for mind in ("rules", "cells"):
        lives = [live(scenario, mind, seed, 400) for seed in seeds]
        figures[mind] = {"act and observe": interval(life.mind_us for life in lives), "world": interval(life.world_us for life in lives)}
    world = World(scenario, (0,))
    name = world.learners[0]
    mind, observation = create("rules", world.looks(name), 0), world.observe(name)
    mind.act(observation)
    mind.audit(observation)
    started = time.perf_counter()
    for _ in range(20):
        mind.audit(observation)
    figures["one audit, milliseconds"] = round(1000 * (time.perf_counter() - started) / 20, 2)
    plan = [1, 0, 3, 2] * 250
    mind.imagine(observation, plan)
    started = time.perf_counter()
    mind.imagine(observation, plan)
    figures["whole frames imagined a second"] = round(len(plan) / (time.perf_counter() - started))
    return figures


EXAMS = {"maze": maze, "wind": wind, "lever": lever, "tick": tick}


def _lines(figures: dict, indent: str = "") -> Iterable[str]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{indent}{name}"
            yield from _lines(value, indent + "    ")
        elif isinstance(value, tuple):
            yield f"{indent}{name}: {value[0]:.3g} ± {value[1]:.2g}"
        else:
            yield f"{indent}{name}: {value}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m lab.exams", description="Lives minds through exams and prints figures.")
    parser.add_argument("exam", choices=EXAMS, help="; ".join(f"{name}: {exam.__doc__.split('. ')[0]}" for name, exam in EXAMS.items()).replace("%", "%%"))
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="lives, each with a seed of its own (default 20)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the first seed (default 0)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    given = parser.parse_args(arguments)
    figures = EXAMS[given.exam](range(given.first, given.first + given.seeds))
    print(json.dumps(figures) if given.json else "\n".join(_lines(figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
