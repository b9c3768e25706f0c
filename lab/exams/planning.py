"""Getting a strange world into a wanted state: `planning`, after AutumnBench's task of that name.

The search is the exam's and the same for every mind; what it searches through are the mind's own forecasts. So what is examined is what the mind knows.
"""
from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from agents.agent import Mind
from lab.examining.exam import Exam, Metric
from lab.examining.lives import Life
from lab.examining.strange import lived
from lab.exams.masked_frame import frame, step
from world.scenario import ACTOR
from world.types import Observation

LIVED, GOALS, WALKS, WALK = 500, 3, 24, 24
"""Ticks of looking about; goals a life; random walks of which the most eventful makes a goal; their length."""
PATIENCE, SPARE = 3, 10
"""Ticks allowed: so many times the walk's length, and some more."""
MOST_IMAGINED, DEEPEST, SEARCHES = 12_000, 40, 8
"""Steps imagined in a search, and of one plan; searches for a goal, after which the mind does as it likes."""
FAR = 3.0
"""Steps that one cell not yet as wanted counts for in the order of the search."""


@dataclass(frozen=True)
class Goal:
    """Where the mover shall be, and what shall stand where."""
    place: int
    wanted: tuple[tuple[int, int, int, int], ...]        # (layer, row, column, id)
    ticks: int                                           # allowed

    def missing(self, cells: np.ndarray) -> int:
        """How many cells are not as wanted."""
        return sum(int(cells[layer, row, col]) != thing for layer, row, col, thing in self.wanted)


def life(mind: str, seed: int) -> dict[str, float]:
    """A mind looks about, then is given goals, each from where it happens to be: the share reached, and the forecasts that came true on the way."""
    own = lived(mind, seed, LIVED)
    reached, rich, true = [], [], []
    for number in range(GOALS):
        goal = draw_goal(own, np.random.default_rng([seed, 8, number]))
        if goal is None:
            continue
        done, came = pursue(own, goal)
        reached.append(float(done))
        true += came
        if goal.wanted:
            rich.append(float(done))
    return {what: float(np.mean(values)) if values else np.nan
            for what, values in (("reached", reached), ("reached where things had to change", rich), ("steps as foretold", true))}


def draw_goal(life: Life, dice: np.random.Generator) -> Goal | None:
    """What the most eventful of some random walks from here leads to, where waiting as long would not: the mover's cell and each changed cell."""
    best, most = None, -1.0
    actions = len(life.looks.actions)
    wait = life.looks.actions.index("wait") if "wait" in life.looks.actions else -1
    for _ in range(WALKS):
        walked, stayed = life.world.copy(), life.world.copy()
        ended, length = False, int(dice.integers(WALK // 3, WALK + 1))
        for _ in range(length):
            ended = ended or step(walked, life, int(dice.integers(actions)))
            ended = ended or step(stayed, life, wait)
        if ended:
            continue
        (cells, place), (others, stays) = frame(walked.snapshot(), walked, life), frame(stayed.snapshot(), stayed, life)
        changed = [(int(layer), int(row), int(col), int(cells[layer, row, col])) for layer, row, col in np.argwhere(cells != others) if layer != ACTOR]
        way = abs(place // cells.shape[2] - stays // cells.shape[2]) + abs(place % cells.shape[2] - stays % cells.shape[2])
        worth = 2.0 * min(len(changed), 4) + 0.5 * way
        if worth > most and (changed or way > 2) and len(changed) <= 8:
            best, most = Goal(place, tuple(changed), PATIENCE * length + SPARE), worth
    return best


def pursue(life: Life, goal: Goal) -> tuple[bool, list[bool]]:
    """Lives toward a goal; plans anew when something came otherwise than foretold, or the plan is at its end.  whether it got there, which forecasts came true"""
    plan: list[int] = []
    came, searched = [], 0
    for _ in range(goal.ticks):
        now = life.observation
        if now.row * now.cells.shape[2] + now.col == goal.place and not goal.missing(now.cells):
            return True, came
        if not plan and searched < SEARCHES:
            searched += 1
            plan = search(life.mind, now, goal, len(life.looks.actions))
        tick = life.tick(plan.pop(0) if plan else int(life.mind.act(now)))
        came.append(tick.right)
        if not tick.right or tick.ended or tick.truncated:
            plan = []
    now = life.observation
    return now.row * now.cells.shape[2] + now.col == goal.place and not goal.missing(now.cells), came


def search(mind: Mind, start: Observation, goal: Goal, actions: int) -> list[int]:
    """Best first through frames that the mind foretells; the way to the goal, or to what seems nearest to it."""
    width = start.cells.shape[2]
    here = start.row * width + start.col

    def still(cells: np.ndarray, place: int) -> float:
        wanted = [(row, col) for layer, row, col, thing in goal.wanted if int(cells[layer, row, col]) != thing]
        row, col = divmod(place, width)
        if not wanted:
            return abs(row - goal.place // width) + abs(col - goal.place % width)
        return FAR * len(wanted) + min(abs(row - r) + abs(col - c) for r, c in wanted)

    first = still(start.cells, here)
    ahead: list[tuple[float, int, list[int]]] = [(first, 0, [])]
    known = {(start.cells.tobytes(), here)}
    nearest, best, imagined = first, [], 0
    while ahead and nearest > 0 and imagined < MOST_IMAGINED:
        _, _, plan = heapq.heappop(ahead)
        if len(plan) >= DEEPEST:
            continue
        for action in range(actions):
            longer = [*plan, action]
            forecast = mind.imagine(start, longer)
            imagined += len(longer)
            cells, place = forecast.cells[-1], int(forecast.landing[-1])
            key = (cells.tobytes(), place)
            if key in known:
                continue
            known.add(key)
            left = still(cells, place)
            if left < nearest:
                nearest, best = left, longer
            if left == 0:
                return longer
            heapq.heappush(ahead, (len(longer) + left, imagined, longer))
    return best


EXAM = Exam("planning", "getting a strange world into a wanted state", life,
            (Metric("reached", {"rules": 0.953}, published="people .953, a simulator .186, the best language model .349", source="AutumnBench, on worlds of its own", bound=1.0),
             Metric("reached where things had to change"), Metric("steps as foretold")),
            sees="the whole board, as the mind walks about in it")
