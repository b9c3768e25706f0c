"""How a forecast is held against frames that may be the next one: the same for every mind."""
from __future__ import annotations

import numpy as np

from agents.agent import Forecast
from world.scenario import ACTOR

LEAST = 1e-6
OTHERS = 8.0
"""Among so many other things the odds that a cell is not as foretold are shared out."""


def likeness(forecast: Forecast, cells: np.ndarray, place: int, at: int = -1) -> float:
    """Log of the odds that a forecast gives to a frame, cell by cell, own place included.  nats

    Args:
        cells, place: the frame, and the mover's cell in it. at: which of the frames foretold, the last if nothing is said.
    """
    wrong = (forecast.cells[at] != cells)
    wrong[ACTOR] = False                                         # bodies: the mover's is asked of below, others' stand among the cells
    bodies = (forecast.cells[at, ACTOR] != cells[ACTOR])
    bodies.flat[[place, int(forecast.landing[at])]] = False
    missed = wrong.any(0) | bodies
    odds = np.clip(forecast.odds[at].astype(float), LEAST, 1 - LEAST)
    lands = float(np.clip(forecast.landing_odds[at], LEAST, 1 - LEAST))
    nats = np.where(missed, np.log((1 - odds) / OTHERS), np.log(odds)).sum()
    return float(nats + (np.log(lands) if place == int(forecast.landing[at]) else np.log((1 - lands) / OTHERS)))


def rank(nats: list[float]) -> float:
    """The place of the first among all, 1 the best; who share a place share its mean."""
    first, others = nats[0], np.array(nats[1:])
    return 1 + float((others > first).sum()) + 0.5 * float((others == first).sum())
