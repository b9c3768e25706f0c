"""Worlds that many know, as our sentences say them, against a few lines of plain Python that say them too."""
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from world.load import load
from world.scenario import GROUND
from world.world import World

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
NOBODY = np.zeros((1, 0), np.int32)


def ids(scenario, *names: str) -> list[int]:
    return [next(thing.id for thing in scenario.things if thing.name == name) for name in names]


def lives_on(alive: np.ndarray) -> np.ndarray:
    """One generation of the Game of Life on a torus.  bool [H, W]"""
    around = sum(np.roll(alive, (row, col), (0, 1)).astype(np.int8) for row in (-1, 0, 1) for col in (-1, 0, 1) if row or col)
    return (around == 3) | (alive & (around == 2))


@pytest.mark.parametrize("size, generations", [((28, 44), 3000), ((200, 300), 200)])
def test_three_sentences_are_the_game_of_life(size, generations):
    scenario = load(SCENARIOS / "game-of-life.yaml", {"milder_at": "1000000"})
    dead, living = ids(scenario, "floor", "alive")
    alive = np.random.default_rng(7).random(size) < 0.3
    cells = np.zeros((5, *size), scenario.board.cells.dtype)
    cells[GROUND] = np.where(alive, living, dead)
    world = World(scenario, board=replace(scenario.board, cells=cells, starts=()))
    for generation in range(generations):
        world.step(NOBODY)
        alive = lives_on(alive)
        assert np.array_equal(world.snapshot(0).cells[GROUND] == living, alive), f"generation {generation + 1}"


def test_the_glider_of_the_scenario_flies_as_gliders_do():
    scenario = load(SCENARIOS / "game-of-life.yaml", {"milder_at": "1000000"})
    living, = ids(scenario, "alive")
    world = World(scenario)
    alive = scenario.board.cells[GROUND] == living
    for _ in range(1000):
        world.step(NOBODY)
        alive = lives_on(alive)
    assert np.array_equal(world.snapshot(0).cells[GROUND] == living, alive)


def next_line(line: np.ndarray, number: int) -> np.ndarray:
    """One step of an elementary automaton on a ring.  bool [W]"""
    pattern = 4 * np.roll(line, 1).astype(int) + 2 * line + np.roll(line, -1)
    return (number >> pattern & 1).astype(bool)


def test_the_tape_runs_rule_110_and_then_90_and_then_30_and_the_paper_remembers():
    scenario = load(SCENARIOS / "rule-110.yaml")
    tape, paper = ids(scenario, "marked tape", "marked paper")
    world = World(scenario)
    lines = [scenario.board.cells[GROUND, 0] == tape]
    height = scenario.board.cells.shape[1]
    for tick in range(1, 361):
        world.step(NOBODY)
        lines.append(next_line(lines[-1], 110 if tick < 120 else 90 if tick < 240 else 30))
        ground = world.snapshot(0).cells[GROUND]
        assert np.array_equal(ground[0] == tape, lines[-1]), f"tick {tick}"
        for row in range(1, min(tick + 1, height)):
            assert np.array_equal(ground[row] == paper, lines[-1 - row]), f"tick {tick}, row {row}"


class LangtonsAnt:
    """The ant in plain Python: a step ahead, then right on white and left on black."""

    def __init__(self, size, row: int, col: int, facing: int):
        self.height, self.width = size
        self.row, self.col, self.facing, self.black = row, col, facing, set()

    def step(self) -> None:
        self.row = (self.row + (-1, 0, 1, 0)[self.facing]) % self.height
        self.col = (self.col + (0, 1, 0, -1)[self.facing]) % self.width
        self.facing = (self.facing + (-1 if (self.row, self.col) in self.black else 1)) % 4
        self.black ^= {(self.row, self.col)}


def test_langtons_ant_builds_its_road_and_walks_it_all_back():
    scenario = load(SCENARIOS / "langtons-ant.yaml")
    black, = ids(scenario, "black")
    world = World(scenario)
    (start,) = scenario.board.starts
    ant = LangtonsAnt(world.shape, start.row, start.col, start.facing)
    path = []
    for tick in range(1, 11200):
        world.step(NOBODY)
        ant.step()
        path.append((ant.row, ant.col))
        if tick % 500 == 0:
            snapshot = world.snapshot(0)
            assert tuple(snapshot.movers[0][:3]) == (ant.row, ant.col, ant.facing), f"tick {tick}"
            assert {tuple(cell) for cell in np.argwhere(snapshot.cells[GROUND] == black)} == ant.black
    road = [((path[i + 104][0] - path[i][0]) % world.shape[0], (path[i + 104][1] - path[i][1]) % world.shape[1]) for i in range(10000, 11090)]
    assert set(road) == {(world.shape[0] - 2, world.shape[1] - 2)}
    for _ in range(11200):
        world.step(NOBODY)
    assert not (world.snapshot(0).cells[GROUND] == black).any()
