"""The three mazes of chapter 8 of the book: Sutton and Barto, Reinforcement Learning, 2nd edition, 2018.

Each life is lived twice: once the mind sees its row and column, once the bare index of its cell, as the book's learners do.
"""
from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np

from lab.examining.exam import LEAST, MOST, Curve, Exam, Metric
from lab.examining.lives import SCENARIOS, WORLDS, Life, row_and_column
from world.load import load
from world.scenario import ACTOR, GROUND, Scenario
from world.types import Looks, Observation

EPISODES, MOST_TICKS = 50, 60_000
EVERY = 50
"""Ticks between two points of a curve."""
BOOK = "Sutton & Barto 2018, chapter 8, rerun"
PLACE, INDEX = "row and column", "index alone"
"""What a mind sees. Of the first nothing but its own place on a board of floor. Of the second a board of one row, in which the cells of the maze lie in
an order drawn by seed: so neither what is beside what, nor which way an action goes, can be seen."""
SEES = "its row and column on a board where every cell looks like floor; or the index of its cell alone, in an order drawn by seed"


def by_index(seed: int, observation: Observation, looks: Looks) -> Observation:
    """What is left of an observation for a mind that sees the number of its cell only."""
    H, W = observation.cells.shape[1:]
    place = int(_order(seed, H * W)[observation.row * W + observation.col])
    cells = np.zeros((len(observation.cells), 1, H * W), observation.cells.dtype)
    cells[GROUND] = looks.names.index("floor")
    cells[ACTOR, 0, place] = observation.cells[ACTOR, observation.row, observation.col]
    return dataclasses.replace(observation, cells=cells, row=0, col=place, facing=0)


def _order(seed: int, n: int) -> np.ndarray:
    return np.random.default_rng([seed, n]).permutation(n)


def life_in(scenario: Scenario, mind: str, seed: int, sees: str) -> Life:
    """A life in a maze, with what the mind sees cut down."""
    if sees == PLACE:
        return Life(scenario, mind, seed, row_and_column)
    life = Life(scenario, mind, seed)
    H, W = life.looks.shape
    return Life(scenario, mind, seed, partial(by_index, seed), looks=dataclasses.replace(life.looks, shape=(1, H * W)))


def rewards(life: Life, ticks: int) -> np.ndarray:
    """The sum of rewards after each tick, float64 [ticks]"""
    return np.cumsum([life.tick(foretell=False).reward for _ in range(ticks)])


def dyna_maze(mind: str, seed: int) -> dict:
    """Steps in each of 50 episodes. A life that does not get through them in 60,000 ticks counts those for the ones that are missing."""
    figures: dict = {}
    for sees in (PLACE, INDEX):
        life, steps, last = life_in(load(WORLDS / "dyna-maze.yaml"), mind, seed, sees), [], 0
        while len(steps) < EPISODES and life.ticks < MOST_TICKS:
            if life.tick(foretell=False).ended:
                steps.append(life.ticks - last)
                last = life.ticks
        steps += [MOST_TICKS] * (EPISODES - len(steps))
        figures |= {f"episode 1, {sees}": steps[0], f"episodes 2-50, {sees}": sum(steps[1:]), f"curve:steps, {sees}": steps}
    return figures


def blocking(mind: str, seed: int) -> dict:
    """Reward at 1000, 1500 and 3000; and at 3000 in the scenario of this maze, where the whole board is seen."""
    figures = _by_ticks("blocking.yaml", (1000, 1500, 3000), mind, seed)
    figures["reward at 3000, the whole board"] = rewards(Life(load(SCENARIOS / "1-blocking-maze.yaml"), mind, seed), 3000)[-1]
    return figures


def shortcut(mind: str, seed: int) -> dict:
    """Reward at 3000, 4500 and 6000."""
    return _by_ticks("shortcut.yaml", (3000, 4500, 6000), mind, seed)


def _by_ticks(file: str, at: tuple[int, ...], mind: str, seed: int) -> dict:
    figures: dict = {}
    for sees in (PLACE, INDEX):
        reached = rewards(life_in(load(WORLDS / file), mind, seed, sees), at[-1])
        figures |= {f"reward at {tick}, {sees}": reached[tick - 1] for tick in at} | {f"curve:reward, {sees}": reached[EVERY - 1::EVERY].tolist()}
    return figures


def _metrics(at: tuple[int, ...], published: tuple[str, ...], targets: dict[tuple[int, str], float], bound: float) -> tuple[Metric, ...]:
    return tuple(Metric(f"reward at {tick}, {sees}", targets.get((tick, sees)), LEAST, f"{said}; each sees the index", BOOK, bound if tick == at[-1] else None)
                 for sees in (PLACE, INDEX) for tick, said in zip(at, published))


def _reward_curves(beside: dict) -> tuple[Curve, ...]:
    return tuple(Curve(f"reward, {sees}", "tick", EVERY, EVERY, beside) for sees in (PLACE, INDEX))


_DYNA = {"Dyna-Q, 50 planning steps": {2: 36, 3: 18, 4: 17}, "Dyna-Q, 5 planning steps": {2: 157, 3: 46, 4: 34}}

EXAMS = (
    Exam("dyna-maze", "How many steps to the goal in each of 50 episodes of the Dyna maze? The shortest way has 14.", dyna_maze, (
        Metric(f"episodes 2-50, {PLACE}", 698, MOST, "Dyna-Q with 0, 5, 50 planning steps 3973, 1028, 838; each sees the index", BOOK, 686),
        Metric(f"episodes 2-50, {INDEX}", 838, MOST, "the same", BOOK, 686),
        Metric(f"episode 1, {PLACE}", at=MOST, bound=14), Metric(f"episode 1, {INDEX}", at=MOST, bound=14)),
        ("rules", "cells"), sees=SEES, curves=tuple(Curve(f"steps, {sees}", "episode", 1, 1, _DYNA) for sees in (PLACE, INDEX))),
    Exam("blocking", "The gap in the wall moves after step 1000. How much reward does the mind get by step 3000?", blocking, (
        *_metrics((1000, 1500, 3000), ("Dyna-Q 47, Dyna-Q+ 62", "Dyna-Q 51, Dyna-Q+ 67", "Dyna-Q 81, Dyna-Q+ 140"), {(3000, PLACE): 213, (3000, INDEX): 140}, 225),
        Metric("reward at 3000, the whole board", bound=225)), ("rules", "cells"), sees=SEES + "; or the whole board",
        curves=_reward_curves({"Dyna-Q": {1000: 47, 1500: 51, 3000: 81}, "Dyna-Q+": {1000: 62, 1500: 67, 3000: 140}})),
    Exam("shortcut", "A shorter way opens after step 3000, and nothing else changes. Does the mind find it?", shortcut,
         _metrics((3000, 4500, 6000), ("Dyna-Q 132, Dyna-Q+ 135", "Dyna-Q 215, Dyna-Q+ 242", "Dyna-Q 297, Dyna-Q+ 363"), {(6000, PLACE): 470, (6000, INDEX): 363}, 487),
         ("rules", "cells"), sees=SEES, curves=_reward_curves({"Dyna-Q": {3000: 132, 4500: 215, 6000: 297}, "Dyna-Q+": {3000: 135, 4500: 242, 6000: 363}})),
)
