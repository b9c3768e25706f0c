"""What runs low: a counter that dwindles, and at some level brings harm, makes what fills it up worth as much as the harm, in good time.

Learned, not given: by how much a counter changes on a usual tick, at which level harm came (an end that paid nothing, a loss), and what arriving at a
kind, bumping into it or waiting on it does to it. A need is a wish and no belief: it moves plans only, never a forecast.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import entry
from agents.memory import GAUGES, SYMBOLS
from agents.models.board import bit
from agents.models.places import SAME
from agents.planners.tables import doubt_kinds

IN_GOOD_TIME, TICKS_TO_SPARE = 2.0, 4.0
"""A need is felt when a counter would last for less than so many times the way to what fills it, and so many ticks."""
MOST = 20.0
"""Votes and times that are counted at most."""


def learn_needs(mind, before: np.ndarray, after: np.ndarray, more: float, ended: bool) -> None:
    """One tick of the counters; `more`: the reward above the usual. What was arrived at or bumped into is told by mind.came_by and came_on."""
    how, kind = int(mind["came_by"]), int(mind["came_on"])
    for c in range(min(len(before), GAUGES)):
        level, change = float(after[c]), float(after[c] - before[c])
        if change == mind["drift"][c]:
            mind["drift_votes"][c] = min(MOST, mind["drift_votes"][c] + 1)
        else:
            mind["drift_votes"][c] -= 1
            if mind["drift_votes"][c] <= 0:
                mind["drift"][c], mind["drift_votes"][c] = change, 1
        if how >= 0:
            times = mind["filled"][c, how, kind, 1] = min(MOST, mind["filled"][c, how, kind, 1] + 1)
            mind["filled"][c, how, kind, 0] += (change - mind["drift"][c] - mind["filled"][c, how, kind, 0]) / times
        if change > 0:
            mind["craves"][c] = 0
        lowest = level <= mind["lowest"][c]
        mind["lowest"][c] = min(level, mind["lowest"][c])
        if lowest and mind["drift"][c] < 0 and change < 0 and (more < -SAME or (ended and more <= SAME)):
            mind["harm_at"][c], mind["harm"][c] = level, max(-more, float(mind["best_reward"]), 1.0)
            mind["harm_votes"][c] = min(MOST, mind["harm_votes"][c] + 1)
        elif level <= mind["harm_at"][c] and mind["harm_votes"][c] > 0:
            mind["harm_votes"][c] -= 1
        if ended:
            mind["craves"][c] = 0


def feel_needs(memory, counters: np.ndarray, board: np.ndarray, row: int, col: int) -> None:
    """Sets what arriving and bumping are worth to the needs of the moment (mind.craving)."""
    mind = memory.mind[0]
    worth = np.zeros((3, SYMBOLS))
    for c in range(min(len(counters), GAUGES)):
        if mind["drift"][c] >= 0 or mind["harm_votes"][c] <= 0:
            continue
        fills = mind["filled"][c, :, :, 0] > 0
        where = np.argwhere(fills.any(axis=0)[board])
        if not len(where):
            continue
        away = np.abs(where - (row, col)).sum(axis=1).min()
        lasts = (counters[c] - mind["harm_at"][c]) / -mind["drift"][c]
        if mind["craves"][c] or lasts < IN_GOOD_TIME * away + TICKS_TO_SPARE:
            mind["craves"][c] = 1
            worth[fills] += mind["harm"][c]
    if not np.array_equal(worth, mind["craving"]):
        crave(memory.mind, memory.ways, worth, board.size)


@entry
def crave(minds, ways, worth, size):
    """Wishes change: the ways that they concern are to be imagined again."""
    mind = minds[0]
    kinds = np.int64(0)
    for how in range(3):
        for k in range(SYMBOLS):
            if mind.craving[how, k] != worth[how, k]:
                mind.craving[how, k] = worth[how, k]
                kinds |= bit(k)
    doubt_kinds(mind, ways, kinds, size)
    mind.plan_length = 0
