"""A thousand random steps in a world of few things: how much of it is foretold, early and late: `thousand-ticks`."""
from __future__ import annotations

import numpy as np

from lab.examining.exam import MOST, Curve, Exam, Metric
from lab.examining.lands import FIRST_THINGS, Lands, world_of

SPANS = ((0, 50), (50, 100), (100, 300), (300, 1000))
EVERY = 25


def thousand_ticks(mind: str, seed: int) -> dict:
    """World A of `first-steps`, lived longer; no law changes."""
    lands = Lands(world_of(FIRST_THINGS), mind, seed)
    ticks = [lands.tick() for _ in range(SPANS[-1][1])]
    right, bits = np.array([tick.right for tick in ticks]), np.array([tick.bits for tick in ticks])
    figures = {f"right {a}-{b}": right[a:b].mean() for a, b in SPANS} | {f"bits a tick {a}-{b}": bits[a:b].mean() for a, b in SPANS}
    return figures | {"curve:right": right.reshape(-1, EVERY).mean(axis=1).tolist()}


EXAM = Exam("thousand-ticks", "How much of a world of ice, lava, crates, belts and fire is foretold after a thousand random steps on changing maps?", thousand_ticks, (
    *(Metric(f"right {a}-{b}", {"neural": 0.97, "rules": 0.97} if a == 300 else None) for a, b in SPANS),
    *(Metric(f"bits a tick {a}-{b}", at=MOST) for a, b in SPANS)), ("rules", "neural"), seeds=10,
    sees="the whole board, a new one every 150 ticks; actions are drawn at random", curves=(Curve("right", "tick", EVERY / 2, EVERY),))
