"""What thinking is worth: the same mind with more and more of it, over six doublings of its planning budget."""
from __future__ import annotations

import numpy as np

from lab.examining.exam import Curve, Exam, Metric
from lab.examining.lives import WORLDS, Life
from world.load import load

TICKS, EVERY = 2000, 100
BUDGETS = (*(f"rules x1/{2 ** n}" for n in range(6, 0, -1)), "rules")
"""From a 64th of its budget of backups, imagined ways and imagined courses a tick to the whole."""


class Burglar(Life):
    """Every episode is another vault."""

    def begin(self) -> None:
        self.world.renew({0: self.world.seeds[0] + 1_000_000})
        self.observation = self.see()


def compute(mind: str, seed: int) -> dict:
    """Gems in 2000 ticks, and what the mind imagined for them."""
    life = Burglar(load(WORLDS / "vault.yaml"), mind, seed)
    reward = np.array([life.tick(foretell=False).reward for _ in range(TICKS)])
    ledger = life.mind.ledger()
    return {"gems in 2000 ticks": reward.sum(), "imagined steps a tick": ledger.imagined / TICKS, "backups a tick": ledger.backups / TICKS,
            "curve:gems": np.cumsum(reward)[EVERY - 1::EVERY].tolist()}


EXAM = Exam("compute", "The same mind with more and more thinking, from a 64th of its budget to the whole. What does it earn?", compute, (
    Metric("gems in 2000 ticks"), Metric("more than with half the budget", {"rules": 0}, of="gems in 2000 ticks", versus="rules x1/2"),
    Metric("more than with a 64th of the budget", {"rules": 0}, of="gems in 2000 ticks", versus="rules x1/64", surely=True),
    Metric("imagined steps a tick"), Metric("backups a tick")), BUDGETS, 10, sees="the whole board", curves=(Curve("gems", "tick", EVERY, EVERY),))
