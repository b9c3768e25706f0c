"""Two hundred changes of law in one life: does a mind that has relearned often relearn as quickly?

Dohare et al., Nature 2024 (Loss of plasticity in deep continual learning): plain deep learning falls from 89 % to 77 % by the 2000th task.
"""
from __future__ import annotations

import math

import numpy as np

from lab.examining.exam import MOST, Curve, Exam, Metric
from lab.examining.lives import WORLDS, live
from world.load import from_text
from world.scenario import Scenario

CHANGES, SPAN, CHILDHOOD = 200, 100, 500
"""Changes of law, ticks from one to the next, ticks before the first."""
LAWS = {"wind": ("the wind turns", "the wind turns back"), "ice": ("it thaws", "it freezes"), "mirror": ("left is right", "left is left")}
END = 20
"""The first and the last so many changes are compared."""


def scenario_of(seed: int) -> Scenario:
    """The world of one life. Which of the three laws turns over at each change is drawn by seed."""
    dice, dates, turned = np.random.default_rng(seed), {name: [] for both in LAWS.values() for name in both}, dict.fromkeys(LAWS, False)
    for i in range(CHANGES):
        law = list(LAWS)[dice.integers(len(LAWS))]
        dates[LAWS[law][turned[law]]].append(CHILDHOOD + i * SPAN + 1)
        turned[law] = not turned[law]
    text = (WORLDS / "ageing.yaml").read_text(encoding="utf-8")
    for name, ticks in dates.items():
        text = text.replace(f"  {name}: {{", f"  {name}: {{at: {ticks}, " if ticks else f"  {name}: {{")
    return from_text(text, "ageing.yaml")


def ageing(mind: str, seed: int) -> dict:
    """Wrong frames between one change and the next."""
    right = live(scenario_of(seed), mind, seed, CHILDHOOD + CHANGES * SPAN).right
    wrong = (~right[CHILDHOOD:]).reshape(CHANGES, SPAN).sum(axis=1)
    first, last = float(wrong[:END].mean()), float(wrong[-END:].mean())
    return {"wrong frames after a change, first 20": first, "wrong frames after a change, last 20": last,
            "last 20 by first 20": last / first if first else math.nan, "frames right in all": right[CHILDHOOD:].mean(),
            "curve:wrong frames after a change": wrong.reshape(-1, 10).mean(axis=1).tolist()}


EXAM = Exam("ageing", "The law changes two hundred times. Are the last twenty changes learned as quickly as the first twenty?", ageing, (
    Metric("last 20 by first 20", 1.1, MOST, "plain deep learning: 89 % right in early tasks, 77 % by the 2000th", "Dohare et al., Nature 2024"),
    Metric("wrong frames after a change, first 20", at=MOST), Metric("wrong frames after a change, last 20", at=MOST), Metric("frames right in all")),
    ("rules",), 10, sees="the whole board", curves=(Curve("wrong frames after a change", "change", 5, 10),))
