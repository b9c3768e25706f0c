"""The ledger of what a life tells: bits taken in a step, from frames by a learner of the world, from rewards by a learner of rewards.

Bits *taken in* at a tick: -log2 of the probability that was given to what came, before it came (the prequential code length, Dawid 1984). In a world
without chance that is what the learner did not know and now does. The world learner is the mind itself: its surprise at the whole next frame. The learner
of rewards sees the same life and codes the reward only, by (cell, action), as a table of values would: with counts n of each reward there it gives
(n + 1/2) / (sum of n + K/2) to one of K different ones met so far and one not yet met (Krichevsky & Trofimov 1981).

Bits *saved* at a tick: what a newborn mind that never learns needs for the same frame, less what this mind needs: the worth of all it took in, each tick
anew.
"""
from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from lab.examining.exam import MOST, Curve, Exam, Metric
from lab.examining.lives import SCENARIOS, Life
from world.load import load
from world.types import Transition

TICKS, YOUNG, OLD = 800, 100, 300
"""The wind turns at 164; from tick 300 on all is old hat."""
EVERY = 20


class RewardLearner:
    """Counts rewards by (cell, action)."""

    def __init__(self):
        self.counts: defaultdict = defaultdict(lambda: defaultdict(int))
        self.met: set[float] = set()

    def observe(self, place: tuple[int, int, int], reward: float) -> float:
        """Bits of the reward that came."""
        here, kinds = self.counts[place], len(self.met) + 1
        bits = -math.log2((here[reward] + 0.5) / (sum(here.values()) + 0.5 * kinds))
        here[reward] += 1
        self.met.add(reward)
        return bits


def bits(mind: str, seed: int) -> dict:
    """One life, looked on by a learner of rewards and by a newborn that stays one."""
    scenario = load(SCENARIOS / "turning-wind.yaml")
    life, newborn, rewards = Life(scenario, mind, seed), Life(scenario, f"frozen {mind} at 0", seed).mind, RewardLearner()
    frames, paid, unlearned = np.zeros((3, TICKS))
    for i in range(TICKS):
        tick = life.tick(foretell=False)
        seen = tick.observation
        frames[i] = tick.bits
        paid[i] = rewards.observe((seen.row, seen.col, tick.action), tick.reward)
        newborn.act(seen)
        unlearned[i] = newborn.observe(Transition(seen, tick.action, tick.reward, tick.after, tick.ended, tick.truncated))
    return {"from frames, bits taken in a step, ticks 0-100": frames[:YOUNG].mean(), "from rewards, bits taken in a step, ticks 0-100": paid[:YOUNG].mean(),
            "from frames, bits taken in a step, ticks 300-800": frames[OLD:].mean(), "from rewards, bits taken in a step, ticks 300-800": paid[OLD:].mean(),
            "from frames, bits of the whole life": frames.sum(), "from rewards, bits of the whole life": paid.sum(),
            "bits saved a step, ticks 300-800": (unlearned - frames)[OLD:].mean(),
            "curve:bits taken in a step from frames": frames.reshape(-1, EVERY).mean(axis=1).tolist(),
            "curve:bits taken in a step from rewards": paid.reshape(-1, EVERY).mean(axis=1).tolist()}


EXAM = Exam("bits", "How many bits does a step tell a learner of the world, and how many a learner of rewards?", bits, (
    Metric("from frames, bits taken in a step, ticks 0-100"), Metric("from rewards, bits taken in a step, ticks 0-100"),
    Metric("from frames, bits taken in a step, ticks 300-800", at=MOST), Metric("from rewards, bits taken in a step, ticks 300-800", at=MOST),
    Metric("from frames, bits of the whole life"), Metric("from rewards, bits of the whole life"), Metric("bits saved a step, ticks 300-800", 0, surely=True)),
    ("rules", "cells"), sees="the whole board", curves=tuple(Curve(f"bits taken in a step from {what}", "tick", EVERY / 2, EVERY) for what in ("frames", "rewards")))
