"""Lists of cells that may have something to do hold what a look over the whole board would find, and bring the same world about."""
import numpy as np
import pytest

from lab.growing import life
from tests.world.random_scenarios import random_scenario
from world import layout as L
from world.leaps import BLOCK, coins, picked
from world.load import from_text
from world.world import World

FIRE = """scenario: 1
map: |
{map}
legend: {{t: tree, f: fire, A: ant, ">": belt facing east, c: crate on belt facing east, w: wind facing south}}
kinds:
  belt: {{layer: ground, is: conveyor, with: {{facing: [north, east, south, west]}}}}
  tree: {{layer: object, is: solid}}
  fire: {{layer: object}}
  ash: {{layer: item}}
  crate: {{layer: object}}
  wind: {{layer: air, is: conveyor, with: {{facing: [north, east, south, west]}}}}
tags: [wet]
agents: {{ant: wander}}
world: {{edge: {edge}}}
vars: {{upwind: {{of: [north, east, south, west], now: east}}}}
rules:
  catch:  {{each: tree, if: [fire beside, not wind here], chance: 40%, do: it becomes fire}}
  drift:  {{each: tree, if: fire to the upwind, do: it becomes fire}}
  burn:   {{each: fire, chance: 30%, do: it becomes ash}}
  grow:   {{each: ash, if: no fire around, chance: 0.3%, do: it becomes tree}}
  spark:  {{each: something wet, if: tick > 5, chance: 0.1%, do: it becomes fire}}
  tread:  {{each: ant, if: ash ahead, do: [turn it left, put ash here]}}
  spread: {{each: fire, if: 3..4 tree around, do: put ash beside}}
  lie:    {{when: crate is on ash, do: upwind cycles}}
changes:
  rain:   {{every: 7, for: 3, edit: [tree is wet, rule burn off]}}
  storm:  {{every: 11, for: 2, edit: [catch.if = fire around, grow.chance = 5%, spark.chance = 20%]}}
  other:  {{every: 13, for: 4, edit: "catch.each = ash"}}
"""


def meadow(height: int, width: int, edge: str, seed: int) -> str:
    dice = np.random.default_rng(seed)
    cells = dice.choice(list(".tttttf>cw"), size=(height, width), p=[0.2, 0.13, 0.13, 0.13, 0.13, 0.13, 0.01, 0.06, 0.05, 0.03])
    cells[1, 1] = cells[2, 0] = "A"
    return FIRE.format(map="\n".join("  " + "".join(row) for row in cells), edge=edge)


def lists_of(world: World, number: int) -> np.ndarray:
    """The bitmaps of all lists but that of the cells touched since they were made."""
    at = world._tables.lists_at
    row = world._numbers[number].copy()
    for name in ("touched", "around"):
        if world._tables.kept[name]:
            row[at[name]:at[name] + world._tables.bits] = 0
    return row[world._tables.size:]


def live_both_ways(scenario, seeds, ticks: int) -> None:
    """One world keeps its lists, the other makes them anew each tick."""
    kept, anew = World(scenario, seeds), World(scenario, seeds)
    dice = np.random.default_rng(seeds[0])
    for tick in range(ticks):
        actions = dice.integers(-1, 5, (len(seeds), len(kept.learners)))
        anew._numbers[:, anew._tables.size] = L.LISTS_STALE
        kept.step(actions)
        anew.step(actions)
        for number in range(len(seeds)):
            assert kept.digest(number) == anew.digest(number), f"tick {tick}\n{scenario.text}"
            if not kept.ended()[number] and anew._numbers[number, anew._tables.size] == kept._numbers[number, kept._tables.size] == L.LISTS_GOOD:
                assert np.array_equal(lists_of(kept, number), lists_of(anew, number)), f"tick {tick}\n{scenario.text}"
        kept.reset()
        anew.reset()


@pytest.mark.parametrize("height, width, edge", [(9, 11, "wall"), (66, 70, "wrap"), (3, 100, "open"), (64, 64, "wrap"), (3, 1500, "wall")])
def test_kept_lists_are_those_that_a_look_over_the_board_finds(height, width, edge):
    live_both_ways(from_text(meadow(height, width, edge, 5)), (3, 4), 27)


def test_so_are_those_of_random_scenarios():
    for number in range(25):
        live_both_ways(random_scenario(number), (number, number + 1), 20)


def test_the_game_of_life_is_as_numpy_plays_it_over_hundreds_of_generations():
    assert life(120, 500)[0]["met"]


def test_snapshots_hold_no_lists_and_go_on_exactly():
    world = World(from_text(meadow(40, 50, "wrap", 7)), (1,))
    for _ in range(10):
        world.step([[]])
    then = world.snapshot()
    for _ in range(10):
        world.step([[]])
    after = world.digest()
    world.restore(then)
    for _ in range(10):
        world.step([[]])
    assert world.digest() == after


# ---- rare chances ---------------------------------------------------------------------------------------------------
def test_leaps_pick_as_often_as_a_die_for_each_cell_would():
    for chance in (1 / 256, 1 / 1000, 1 / 20000):
        threshold, blocks = round(chance * (1 << 32)), 300
        found = [picked(seed, 1, 99, threshold, 0) for seed in range(blocks)]
        assert all(list(cells) == sorted(set(cells)) and all(0 <= cell < BLOCK for cell in cells) for cells in found)
        total, expected = sum(map(len, found)), blocks * BLOCK * chance
        assert abs(total - expected) < 5 * expected ** 0.5
        first_half = sum(cell < BLOCK // 2 for cells in found for cell in cells)
        assert abs(first_half - expected / 2) < 5 * expected ** 0.5


def test_the_coins_of_a_leap_are_those_of_a_geometric_number():
    threshold = 1 << 24
    q = 1 - threshold / (1 << 32)
    for digit, coin in enumerate(coins(threshold)[:-1]):
        assert abs(coin / (1 << 32) - q ** 2 ** digit / (1 + q ** 2 ** digit)) < 1e-9
    assert abs(coins(threshold)[-1] / (1 << 32) - q ** 4096) < 1e-9


def test_a_rare_rule_picks_the_same_cells_in_the_kernel_and_plainly():
    world = World(from_text("scenario: 1\nmap: |\n" + "  " + "." * 1000 + "\n" + ("  " + "." * 1000 + "\n") * 9 + "rules: {sprout: {each: floor, chance: 0.3%, do: it becomes ice}}"), (11,))
    from world.chance import name_key
    world.step([[]])
    wanted = [cell for block in range(3) for cell in picked(11, 1, name_key("sprout/leap"), round(0.003 * (1 << 32)), block) if cell < 10_000]
    assert np.flatnonzero(world.snapshot().cells[0] != world.scenario.kind("floor").first_id).tolist() == wanted
