"""Quiet ticks go by a short road, and what is watched is written by the same call; both say what the long roads say."""
import numpy as np
import pytest

from tests.world.random_scenarios import random_scenario
from tests.world.test_batches import MAZE
from world import layout as L
from world.load import from_text
from world.world import World

KEYS = MAZE.replace("f: fox", "f: cat").replace("  caught: {when: fox bumps ant, do: [reward -1, return fox home]}\n", "").replace(
    "  turn: {every: 13..17, edit: fox.speed = 1/2, for: 5}\n", "  turn: {every: 13..17, edit: wall is not solid, for: 2}\n").replace(
    "  fox: {mind: wander}", "  cat: {mind: rules, actions: [north, wait, south, west], sees: 5x5}").replace("mind: rules, actions: [north, east", "mind: rules, sees: 5x7, actions: [north, east")


def truth(world: World) -> np.ndarray:
    """All numbers that a world's future depends on, for each world."""
    skip = [L.WAKE, *range(world._tables.at["action"], world._tables.at["action"] + world._tables.movers)]
    return np.delete(world._numbers[:, :world._tables.size], skip, axis=1)


def agree(scenario, ticks: int = 120, batch: int = 24) -> int:
    """Lives the same worlds by both roads. How many ticks went by the short one."""
    slow, quick = World(scenario, range(batch)), World(scenario, range(batch))
    slow._engine.e[L.E_QUICK] = 0
    rng, short = np.random.default_rng(3), 0
    most = max([len(slow.looks(name).actions) for name in slow.learners], default=0)
    for _ in range(ticks):
        actions = rng.integers(-1, max(1, most), (batch, len(slow.learners)))
        short += int((quick._numbers[:, L.TICK] + 1 < quick._numbers[:, L.WAKE]).sum())
        slow.advance(actions, autoreset="same")
        quick.advance(actions, autoreset="same")
        assert np.array_equal(truth(slow), truth(quick)) and np.array_equal(slow._cells, quick._cells)
        assert np.array_equal(slow.rewards(), quick.rewards()) and np.array_equal(slow.status(), quick.status())
    return short


def test_doors_and_keys_go_by_the_short_road_for_the_most_part():
    assert agree(from_text(KEYS)) > 120 * 24 * 0.7


@pytest.mark.parametrize("number", range(3000, 3040))
def test_both_roads_lead_to_the_same_world(number):
    agree(random_scenario(number), ticks=40, batch=6)


def cropped(cells: np.ndarray, row: int, col: int, rows: int, cols: int) -> np.ndarray:
    """A window of cells [5, H, W] about a cell, 255 off the board.  [5, rows, cols]"""
    wide = np.pad(cells, ((0, 0), (rows, rows), (cols, cols)), constant_values=255)
    return wide[:, row + rows - rows // 2:row + 2 * rows - rows // 2, col + cols - cols // 2:col + 2 * cols - cols // 2]


def topmost(cells: np.ndarray) -> np.ndarray:
    top = cells[0].copy()
    for layer in (1, 2, 4, 3):
        top[cells[layer] != 0] = cells[layer][cells[layer] != 0]
    return top


@pytest.mark.parametrize("autoreset", ["same", "next"])
def test_what_is_watched_is_what_would_be_observed(autoreset):
    world = World(from_text(KEYS), range(30), threads=2)
    ant, cat, whole = world.watch("ant"), world.watch("cat"), world.watch("ant", layers="all")
    assert ant.pictures.shape == (30, 5, 7) or ant.pictures.shape == (30, 7, 5)
    rng = np.random.default_rng(0)
    for _ in range(100):
        world.advance(rng.integers(-1, 7, (30, 2)), autoreset=autoreset)
        for w in range(0, 30, 7):
            for name, one in (("ant", ant), ("cat", cat), ("ant", whole)):
                seen = world.observe(name, w)
                rows, cols = one.pictures.shape[-2:]
                window = cropped(seen.cells, seen.row, seen.col, rows, cols) if seen.row >= 0 else np.full((5, rows, cols), 255)
                assert np.array_equal(one.pictures[w], topmost(window) if one.pictures.ndim == 3 else window)
                assert one.facts[w, 0] == seen.row and one.facts[w, 1] == seen.col


def test_the_last_picture_of_an_episode_is_kept_where_a_new_one_begins_in_the_same_step():
    world, plain = World(from_text(KEYS), range(30)), World(from_text(KEYS), range(30))
    ant, seen = world.watch("ant", layers="all"), plain.watch("ant", layers="all")
    rng, ends = np.random.default_rng(4), 0
    for _ in range(150):
        actions = rng.integers(-1, 7, (30, 2))
        world.advance(actions, autoreset="same")
        plain.advance(actions)
        ended = plain.ended()
        ends += ended.sum()
        assert np.array_equal(ant.last_pictures[ended], seen.pictures[ended]) and np.array_equal(ant.last_facts[ended], seen.facts[ended])
        plain.reset()
        assert np.array_equal(ant.pictures, seen.pictures) and np.array_equal(ant.facts, seen.facts)
    assert ends > 30
