"""When did the law of a strange world turn: `change-detection`, after AutumnBench's task of that name and with its score."""
from __future__ import annotations

import math

import numpy as np

from lab.examining.exam import Exam, Metric
from lab.examining.lands import differ
from lab.examining.lives import Life
from lab.examining.strange import draft, lived

LIVED, EARLIEST, LATEST, WATCHED = 500, 40, 120, 300
"""Ticks of looking about under one law; the tick of watching at which it turns is drawn between two; ticks watched after that."""
TRIES = 6
"""Changes tried, the next if the mind's own steps never meet one."""
USUAL, MORE = 200, 6.0
"""For minds that do not say when they notice: a surprise that exceeds all of so many ticks by so many bits."""


def score(chosen: float, turned: float) -> float:
    """AutumnBench's: -1 for a false alarm, 1 at the change, and less the later; 0 for who never says anything."""
    if math.isnan(chosen):
        return 0.0
    if chosen < turned - 1:
        return -1.0
    if chosen <= turned:
        return 1.0
    late = chosen / turned
    return min(1.0, max(0.0, 1.377 / (1 - late * math.exp(-late)) - 1.178))


def life(mind: str, seed: int) -> dict[str, float]:
    """Looks about, then watches; the law turns once. Its first word is the tick chosen; the true one is the first that came otherwise than before."""
    dice = np.random.default_rng([seed, 7])
    changes = len(draft(seed).changes)
    for number in dice.permutation(changes)[:TRIES]:
        chosen, turned = watched(lived(mind, seed, LIVED), f"change {number + 1}", int(dice.integers(EARLIEST, LATEST)))
        if not math.isnan(turned):
            return {"score": score(chosen, turned), "false alarm": float(chosen < turned - 1), "noticed": float(chosen >= turned - 1),
                    "ticks late": chosen - turned if chosen >= turned else math.nan}
        if not math.isnan(chosen):                       # a false alarm is one, also where nothing would have come
            return {"score": -1.0, "false alarm": 1.0, "noticed": 0.0, "ticks late": math.nan}
    return dict.fromkeys(("score", "false alarm", "noticed", "ticks late"), math.nan)


def watched(life: Life, change: str, at: int) -> tuple[float, float]:
    """Ticks of watching until the mind says that the law has changed, and until it first showed; nan if never."""
    alarm, chosen, turned = Alarm(life), math.nan, math.nan
    for t in range(1, at + WATCHED):
        if t == at:
            life.world.enact(change)
        action = life.mind.act(life.observation)
        if t >= at and math.isnan(turned) and shows(life, action, change):
            turned = t
        if alarm.rings(life.tick(action, foretell=False).bits) and math.isnan(chosen):
            chosen = t
        if t >= at and not math.isnan(chosen) and (chosen < at or not math.isnan(turned)):
            break
    return chosen, turned


def shows(life: Life, action: int, change: str) -> bool:
    """Whether this tick is otherwise for the change, which has been enacted."""
    actions = [action if learner == life.learner else -1 for learner in life.world.learners]
    mine, kept = life.world.peek(actions), life.world.snapshot()
    life.world.enact(f"undo {change}")
    other = life.world.peek(actions)
    life.world.restore(kept)
    return differ(mine, other)


class Alarm:
    """The moment at which a mind says that something has changed: it does, or its surprise does."""

    def __init__(self, life: Life):
        self.mind, self.bits = life.mind, []
        self.heard = len(getattr(self.mind, "noticed", ()))

    def rings(self, bits: float) -> bool:
        if hasattr(self.mind, "noticed"):
            rang, self.heard = len(self.mind.noticed) > self.heard, len(self.mind.noticed)
            return rang
        self.bits.append(bits)
        return len(self.bits) > EARLIEST // 2 and bits > max(self.bits[-USUAL - 1:-1]) + MORE


EXAM = Exam("change-detection", "whether a mind says that the law has turned, when it has", life,
            (Metric("score", {"rules": 0.914}, published="people .914, a simulator .349, the best language model .222", source="AutumnBench, on worlds of its own", bound=1.0),
             Metric("false alarm", at="most"), Metric("noticed"), Metric("ticks late", at="most")),
            sees="the whole board, as the mind walks about in it")
