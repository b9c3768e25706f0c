"""What a tick of the mind `neural` costs, for `python main.py bench`. Torch is imported when it is measured, and not before."""
from __future__ import annotations

import time

import numpy as np

from lab.bench import AT_MOST, Figure, bench, figure
from lab.examining.lives import WORLDS, Life
from world.load import load

MOST_MS, MOST_AUDIT_MS = 12.0, 500.0
GROWN, ROUNDS, TICKS = 40, 12, 8


@bench("neural")
def neural() -> Figure:
    """Choosing, foretelling and learning, at 12x12; the best of a dozen stretches of eight ticks."""
    life = Life(load(WORLDS / "first-things.yaml"), "neural", 0)
    for _ in range(GROWN):
        life.tick()
    spent = lambda: sum(life.mind.ledger().seconds.values())               # noqa: E731
    best, before = np.inf, spent()
    for _ in range(ROUNDS):
        for _ in range(TICKS):
            life.tick()
        best, before = min(best, (spent() - before) / TICKS * 1e3), spent()
    return figure("neural", best, "ms a tick", MOST_MS, 1.0, AT_MOST, "act and learn at 12x12, on one core; at most")


@bench("neural-audit")
def neural_audit() -> Figure:
    """Every action from every cell of a board of 16x16."""
    life = Life(load(WORLDS / "many-things.yaml"), "neural", 0)
    for _ in range(4):
        life.tick()
    best = np.inf
    for _ in range(3):
        started = time.perf_counter()
        life.mind.audit(life.observation)
        best = min(best, (time.perf_counter() - started) * 1e3)
    rows, cols, actions = *life.looks.shape, len(life.looks.actions)
    return figure("neural-audit", best, "ms", MOST_AUDIT_MS, 1.0, AT_MOST, f"an audit of {rows}x{cols} cells and {actions} actions; at most")
