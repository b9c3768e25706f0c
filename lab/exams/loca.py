"""Local change adaptation: Van Seijen et al. 2020 (The LoCA regret), in the version of Wan et al. 2022 (Towards evaluating adaptivity of model-based RL).

A corridor of 4 x 25 cells between two ends that pay and end the episode. Phase 1: the far end pays 4 and the near one 2; start anywhere. Phase 2: the
far end pays 1, and every start is on the strand before it, from which no way leads back. Phase 3: start anywhere again. A mind that is adaptive
turns to the near end everywhere as soon as it has met the far one in phase 2, though it was nowhere else since.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from agents.agent import Mind
from lab.examining.exam import MOST, Curve, Exam, Metric
from lab.examining.lives import WORLDS, Life, greedy_copy
from world.load import load
from world.world import World

PHASES = (("P1", 4, "anywhere", 10_000), ("P2", 1, "on strand", 5_000), ("P3", 1, "anywhere", 5_000))
"""Name, what the far end pays, where episodes start, steps: a tenth of the published 100,000, 50,000 and 50,000."""
NEAR, SLIP, DISCOUNT = 2.0, 0.25, 0.97
EVERY, FINE, FINE_UNTIL = 500, 50, 500
"""An evaluation comes every 500 steps, as published; and every 50 in the first 500 of a phase, since that is where our minds learn."""
CELLS, STEPS = [(row, col) for row in range(4) for col in range(1, 26)], 40
"""Where the 100 greedy episodes of an evaluation start, each cell once (published: drawn anew each time, which only adds noise), and steps of each at most."""
REACHED = 0.95
LEAD = "Wan et al. 2022, their stored results"


class Wanderer(Life):
    """A life whose every episode starts in a place of its own: a world of its own, with the luck of that episode, and the same mind."""

    def __init__(self, world: World, mind, seed: int):
        self.luck = np.random.default_rng(seed)
        super().__init__(world, mind, seed)
        self.begin()

    def begin(self) -> None:
        self.world.renew({0: int(self.luck.integers(2 ** 31))})
        self.observation = self.see()

    def enter(self, world: World) -> None:
        """Go on in another world."""
        self.world = world
        self.begin()


def loca(mind: str, seed: int) -> dict:
    """By phase: the mean discounted return of greedy episodes started anywhere, as a share of the best possible."""
    figures: dict = {}
    life = Wanderer(_world("anywhere", 4), mind, seed)
    for name, pays, start, ticks in PHASES:
        life.enter(_world(start, pays))
        asked = [_world(f"x{col} y{row}", pays) for row, col in CELLS]
        ahead = sorted({*range(FINE, FINE_UNTIL, FINE), *range(EVERY, ticks + 1, EVERY)})
        shares = {}
        for tick in range(1, ticks + 1):
            life.tick(foretell=False)
            if tick in ahead:
                shares[tick] = evaluate(life.mind, asked, seed * 100_003 + life.ticks) / best(pays)
        reached = [tick for tick, share in shares.items() if share >= REACHED]
        figures |= {f"{name}, share of V* at the first evaluation": shares[EVERY], f"{name}, share of V* at the end": shares[ticks],
                    f"{name}, 95 % at the first evaluation": float(shares[EVERY] >= REACHED), f"{name}, steps to 95 % of V*": reached[0] if reached else ticks,
                    f"curve:{name}, share of V*": [shares[tick] for tick in range(EVERY, ticks + 1, EVERY)]}
    return figures


def evaluate(mind: Mind, worlds: Sequence[World], seed: int) -> float:
    """Mean discounted return over greedy episodes, one in each world, of a copy of the mind that neither learns nor tries things out."""
    life = Wanderer(worlds[0], lambda looks, seed: greedy_copy(mind), seed)
    returns = []
    for world in worlds:
        life.enter(world)
        worth, factor = 0.0, 1.0
        for _ in range(STEPS):
            tick = life.tick(foretell=False)
            worth += factor * tick.reward
            factor *= DISCOUNT
            if tick.ended or tick.truncated:
                break
        returns.append(worth)
    return float(np.mean(returns))


def _world(start: str, pays: float) -> World:
    return World(load(WORLDS / "loca.yaml", {"start": start, "far_pays": str(pays)}), (0,))


@cache
def best(pays: float) -> float:
    """The mean over all starts of the best discounted return, by value iteration; in the published version 2.596 where the far end pays 4, 1.295 where it pays 1."""
    value = np.zeros((4, 27))
    value[:, 0], value[:, -1] = NEAR / DISCOUNT, pays / DISCOUNT
    while True:
        padded = np.pad(value, ((1, 1), (0, 0)), "edge")
        west, east = np.roll(value, 1, axis=1), np.roll(value, -1, axis=1)
        west[:, 25] = value[:, 25]                       # no way back from the strand
        ways = DISCOUNT * np.stack([padded[:-2], east, padded[2:], west])
        better = ((1 - SLIP) * ways + SLIP * ways.mean(axis=0)).max(axis=0)[:, 1:-1]
        if np.abs(better - value[:, 1:-1]).max() < 1e-9:
            return float(better.mean())
        value[:, 1:-1] = better


_LEADERS = {"P1": "one-step model with random backups 2.528 of 2.596 (.974), 95 % at step 17,500; Sarsa(lambda) 2.382 (.918)",
            "P2": "one-step model with random backups 1.267 of 1.295 (.978), 95 % at step 10,000; all others .67 to .90 (.52 to .70), never",
            "P3": "one-step model with random backups 1.255 of 1.295 (.969); Sarsa(lambda) 1.167 (.901)"}

EXAM = Exam("loca", "One of two ends comes to pay less, met only from close by. Does the mind turn to the other end everywhere, at once?", loca, (
    Metric("P1, steps to 95 % of V*", 300, MOST, "17,500 (one-step model with random backups), 13,500 (two-step model)", LEAD),
    *(metric for name in ("P2", "P3") for metric in (
        Metric(f"{name}, 95 % at the first evaluation", 1.0, bound=1, yes_or_no=True), Metric(f"{name}, steps to 95 % of V*", at=MOST))),
    *(metric for name, *_ in PHASES for metric in (
        Metric(f"{name}, share of V* at the first evaluation", bound=1), Metric(f"{name}, share of V* at the end", published=_LEADERS[name], source=LEAD, bound=1)))),
    ("rules", "cells"), sees="the whole board, ends, lip and strand included",
    curves=tuple(Curve(f"{name}, share of V*", "step", EVERY, EVERY) for name, *_ in PHASES))
