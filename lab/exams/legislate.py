"""A mind that may change the law against the same mind that may not, with the same luck: by a lever, by a law that is bought."""
from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from lab.examining.exam import MOST, Exam, Metric
from lab.examining.lives import SCENARIOS, WORLDS, live
from world.load import load
from world.scenario import Scenario

TICKS = 3000
SPANS = ((0, 500), (500, 1000), (1000, TICKS))
TITLES = ("may", "may not")


def lever() -> tuple[Scenario, Scenario]:
    """The hedge opens to a lever that costs a little; without `use` nobody pulls it."""
    scenario = load(SCENARIOS / "lever.yaml")
    tied = dataclasses.replace(scenario, agents=tuple(dataclasses.replace(agent, actions=tuple(a for a in agent.actions if a != "use")) for agent in scenario.agents))
    return scenario, tied


def price() -> tuple[Scenario, Scenario]:
    """The hedge lets through while a law stands that is bought for a coin, which is also what one lives by; for two coins nobody can buy it."""
    return load(WORLDS / "toll.yaml"), load(WORLDS / "toll.yaml", {"price": 2})


WAYS: dict[str, Callable[[], tuple[Scenario, Scenario]]] = {"lever": lever, "price": price}


def legislate(mind: str, seed: int) -> dict:
    """For each way of changing the law two lives: reward per 100 ticks, by span; what the freedom brought once it is known."""
    figures = {}
    for way, worlds in WAYS.items():
        late = []
        for title, world in zip(TITLES, worlds()):
            reward = live(world, mind, seed, TICKS, foretell=False).reward
            figures |= {f"{way}, {title}: reward per 100 ticks, {a}-{b}": 100 * reward[a:b].mean() for a, b in SPANS}
            late.append(figures[f"{way}, {title}: reward per 100 ticks, 1000-{TICKS}"])
            if way == "lever" and title == "may":
                pulls = np.flatnonzero(reward < 0)
                figures |= {"lever: pulls in 3000 ticks": len(pulls), "lever: first pull at tick": pulls[0] + 1 if len(pulls) else math.nan}
        figures[f"{way}: gained by changing the law, 1000-{TICKS}"] = late[0] - late[1]
    return figures


EXAM = Exam("legislate", "A hedge stands in the way, and a lever or a law that is bought opens it for a while. Does the mind find out what the act is for, and does it pay?",
            legislate, (
                *(Metric(f"{way}: gained by changing the law, 1000-{TICKS}", 0, surely=True) for way in WAYS),
                *(Metric(f"{way}, {title}: reward per 100 ticks, {a}-{b}") for way in WAYS for a, b in SPANS for title in TITLES),
                Metric("lever: first pull at tick", at=MOST), Metric("lever: pulls in 3000 ticks")), minds=("legislator", "rules"), sees="the whole board")
