"""The default scenario as an exam: the wind in the river turns, and nobody says so."""
from __future__ import annotations

import numpy as np

from lab.examining.exam import MOST, Curve, Exam, Metric
from lab.examining.lives import SCENARIOS, live
from world.load import load

TICKS = 800
SOON = 20
"""Ticks after first contact that are looked at."""
AS_BEFORE = 0.95
"""Share of what was right before the change at which a mind counts as back."""


def wind(mind: str, seed: int) -> dict:
    """A contact is the first frame after the change that came otherwise than foretold."""
    scenario = load(SCENARIOS / "turning-wind.yaml")
    turns = int(scenario.settings["turns_at"])
    life = live(scenario, mind, seed, TICKS)
    before = life.right[turns - 80:turns - 1].mean()
    missed = np.flatnonzero(~life.right[turns - 1:])
    contact = turns - 1 + (int(missed[0]) if len(missed) else 0)
    windows = np.convolve(life.right[contact:], np.ones(SOON) / SOON, "valid") >= AS_BEFORE * before
    smooth = np.convolve(life.right, np.ones(SOON) / SOON, "valid")[::SOON]
    return {"frames right, ticks 0-80": life.right[:80].mean(), "frames right in the 80 ticks before": before,
            f"frames right in the {SOON} ticks from first contact": life.right[contact:contact + SOON].mean(),
            "wrong frames in the 100 ticks from first contact": (~life.right[contact:contact + 100]).sum(),
            "frames right, ticks 300-800": life.right[300:].mean(),
            "ticks from first contact until as right as 95 % of before": np.argmax(windows) if windows.any() else len(life.right) - contact,
            "reward per 100 ticks in the 80 before": 100 * life.reward[turns - 80:turns - 1].mean(),
            "reward per 100 ticks in the 100 after": 100 * life.reward[turns - 1:turns + 99].mean(),
            "reward per 100 ticks, 300-800": 100 * life.reward[300:].mean(), "curve:frames right": smooth.tolist()}


_WIND = Exam("wind", "The wind in the river turns and nobody says so. How soon does the mind foretell the river again?", wind, (
    Metric("frames right, ticks 0-80"), Metric("frames right in the 80 ticks before"), Metric(f"frames right in the {SOON} ticks from first contact"),
    Metric("wrong frames in the 100 ticks from first contact", at=MOST), Metric("ticks from first contact until as right as 95 % of before", at=MOST),
    Metric("frames right, ticks 300-800"), Metric("reward per 100 ticks in the 80 before"), Metric("reward per 100 ticks in the 100 after"),
    Metric("reward per 100 ticks, 300-800")), ("rules", "cells", "frozen rules at 163"), sees="the whole board",
    curves=(Curve("frames right", "tick", SOON / 2, SOON),))

BEFORE = 163
"""The last tick under the old wind; the frozen mind learns until then."""

EXAMS = (_WIND, Exam("frozen", "The wind turns. What has the mind that goes on learning over the same mind frozen before?", wind, (
    Metric("reward gained by learning on, per 100 ticks, 300-800", 0, of="reward per 100 ticks, 300-800", versus=f"frozen {{mind}} at {BEFORE}", surely=True),
    Metric("frames right gained by learning on, ticks 300-800", 0, of="frames right, ticks 300-800", versus=f"frozen {{mind}} at {BEFORE}", surely=True),
    Metric("reward per 100 ticks in the 80 before"), Metric("reward per 100 ticks, 300-800"), Metric("frames right, ticks 300-800")),
    ("rules", "cells"), sees="the whole board", curves=(Curve("frames right", "tick", SOON / 2, SOON),)))
