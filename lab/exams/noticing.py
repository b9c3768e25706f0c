"""How soon a change of law is noticed, against how soon it could be at all, and how often one is noticed that never was: `noticing`."""
from __future__ import annotations

import math

import numpy as np

from lab.examining.exam import Exam, Metric
from lab.examining.lives import WORLDS, Life
from world.load import load
from world.scenario import GROUND

NOISES = (0, 1, 5, 10)
"""Per cent of all visits that bring what the law does not say."""
SETTLED, QUIET, MOST = 60, 600, 120
"""Visits before which nothing counts; visits in all before the law turns; visits after it within which it must be noticed."""
FIRMLY, FIRM = 18, 20
BETWEEN_FALSE_ALARMS = 1e4
"""Visits: the mean time between false alarms that Lorden's bound is taken for, as in the published table."""


def bound(noise: float) -> float:
    """Lorden's bound on the delay in visits: ln of the time between false alarms by KL(after, before); a flip that no noise hides takes one."""
    if noise == 0:
        return 1.0
    divergence = (1 - 2 * noise) * math.log((1 - noise) / noise)
    return math.log(BETWEEN_FALSE_ALARMS) / divergence


def life_with(mind: str, seed: int, percent: int) -> dict[str, float]:
    """One life on plates under some noise: how often a change was noticed before there was one, and how many visits after it it was noticed.

    The forecast follows at the first visit from which it foretells what the new law mostly brings, and then does so at FIRMLY of FIRM visits.
    """
    scenario = load(WORLDS / "lamps.yaml", {"lights": f"{100 - percent}%", "fails": f"{percent}%"})
    life = Life(scenario, mind, seed)
    plate, lamp = (life.looks.names.index(name) for name in ("plate", "lamp"))
    dice = np.random.default_rng([seed, percent])
    visits = false_alarms = turned_at = 0
    told, heard = math.nan, 0
    followed: list[bool] = []
    while visits < QUIET + MOST:
        if visits == QUIET and not turned_at:
            life.world.enact("dim")
            turned_at = visits
        tick = life.tick(int(dice.integers(len(life.looks.actions))))
        place = tick.after.row, tick.after.col
        visit = place != (tick.observation.row, tick.observation.col) and tick.observation.cells[GROUND][place] == plate
        visits += visit
        noticed = len(getattr(life.mind, "noticed", ()))
        if noticed > heard and turned_at and math.isnan(told):
            told = visits - turned_at
        elif noticed > heard and not turned_at and visits > SETTLED:
            false_alarms += noticed - heard
        heard = noticed
        if turned_at and visit:
            followed.append(tick.forecast.cells[0, GROUND][place] != lamp)
    firm = np.convolve(followed, np.ones(FIRM), "valid") >= FIRMLY
    begun = np.flatnonzero(firm & np.array(followed)[:len(firm)])
    follows = float(begun[0]) if len(begun) else float(MOST)
    figures = {"forecast follows after": follows, "false alarms per 1000": 1000 * false_alarms / (QUIET - SETTLED)}
    if hasattr(life.mind, "noticed"):
        figures |= {"noticed after": told if not math.isnan(told) else float(MOST)}
    else:                                                # it does not say; what it foretells is all there is to go by
        figures |= {"noticed after": max(1.0, follows), "false alarms per 1000": math.nan}
    return figures


def life(mind: str, seed: int) -> dict[str, float]:
    """A life under each noise."""
    figures = {}
    for percent in NOISES:
        told = life_with(mind, seed, percent)
        figures |= {f"{what}, {percent} %": value for what, value in told.items()}
        figures[f"delay by bound, {percent} %"] = told["noticed after"] / bound(percent / 100)
    return figures


EXAM = Exam("noticing", "how many visits after a change of law it is noticed, against Lorden's bound", life,
            (*(Metric(f"delay by bound, {p} %", {"rules": 2.0}, "most", bound=1.0) for p in NOISES),
             *(Metric(f"noticed after, {p} %", at="most", bound=round(bound(p / 100), 1)) for p in NOISES),
             *(Metric(f"forecast follows after, {p} %", at="most") for p in NOISES),
             *(Metric(f"false alarms per 1000, {p} %", {"rules": 1.0}, "most", bound=1000 / BETWEEN_FALSE_ALARMS) for p in NOISES)),
            sees="the whole board; actions are drawn at random")
