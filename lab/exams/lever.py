"""A lever opens a hedge for a while, at a price: the mind that may pull it against the same mind that may not."""
from __future__ import annotations

import dataclasses
import math

import numpy as np

from lab.examining.exam import MOST, Exam, Metric
from lab.examining.lives import SCENARIOS, live
from world.load import load

TICKS = 3000
SPANS = ((0, 500), (500, 1000), (1000, TICKS))


def lever(mind: str, seed: int) -> dict:
    """Two lives with the same luck. First pull: nan for a life without any."""
    scenario = load(SCENARIOS / "lever.yaml")
    tied = dataclasses.replace(scenario, agents=tuple(dataclasses.replace(agent, actions=tuple(a for a in agent.actions if a != "use")) for agent in scenario.agents))
    figures = {}
    for title, world in (("may pull", scenario), ("may not", tied)):
        reward = live(world, mind, seed, TICKS, foretell=False).reward
        figures |= {f"{title}: reward per 100 ticks, {a}-{b}": 100 * reward[a:b].mean() for a, b in SPANS}
        if title == "may pull":
            pulls = np.flatnonzero(reward < 0)
            figures |= {"pulls in 3000 ticks": len(pulls), "first pull at tick": pulls[0] + 1 if len(pulls) else math.nan}
    figures["gained by pulling, 1000-3000"] = figures["may pull: reward per 100 ticks, 1000-3000"] - figures["may not: reward per 100 ticks, 1000-3000"]
    return figures


EXAM = Exam("lever", "A lever opens the hedge for a while, at a price, and nobody says what it is for. Does the mind find that it pays?", lever, (
    Metric("gained by pulling, 1000-3000", 0, surely=True),
    *(Metric(f"{title}: reward per 100 ticks, {a}-{b}") for a, b in SPANS for title in ("may pull", "may not")),
    Metric("first pull at tick", at=MOST), Metric("pulls in 3000 ticks")), sees="the whole board")
