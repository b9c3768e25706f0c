"""Worlds on drawn maps: each has the map of its seed, keeps it for life, and lives on it as the plain reference does."""
from dataclasses import replace

import numpy as np
import pytest

from world.drawing.lands import board_of
from world.load import from_text, read_edit
from world.mistakes import ScenarioError
from world.reference import Reference
from world.world import World

MEADOW = """\
scenario: 1
map:
  size: 16x12
  fill: grass
  draw:
    - caves: {of: hedge, density: 30%}
    - scatter: {seed: 4}
    - put: {ant: anywhere, bee: far from ant}
    - ensure: every bee reachable from ant
kinds:
  grass: {layer: ground}
  hedge: {is: solid}
  seed:  {layer: item}
agents:
  ant: {mind: learner}
  bee: {mind: wander, count: 3}
rules:
  sprout: {each: seed, chance: 20%, do: it becomes hedge}
  tired:  {every: 7 ticks, do: [return ant home, return bee home]}
  stung:  {when: ant bumps bee, do: [reward -1, return it home, return them home]}
"""
SCENARIO = from_text(MEADOW)
SEEDS = (3, 4, 5, 3)


def live(world, ticks, luck=0):
    for row in np.random.default_rng(luck).integers(0, 5, (ticks, 1)):
        world.step(np.tile(row, (world.batch, 1)))
    return world


def test_each_world_of_a_batch_has_its_own_map():
    world = World(SCENARIO, SEEDS)
    cells = [world.snapshot(w).cells for w in range(4)]
    assert (cells[0] == cells[3]).all() and (cells[0] != cells[1]).any() and (cells[1] != cells[2]).any()
    assert all((world.boards[w].cells == board_of(SCENARIO, seed).cells).all() for w, seed in enumerate(SEEDS))


def test_a_world_in_a_batch_lives_as_alone_and_as_the_reference():
    batch = live(World(SCENARIO, SEEDS), 60)
    for w, seed in enumerate(SEEDS):
        alone, plain = live(World(SCENARIO, (seed,)), 60), Reference(SCENARIO, seed)
        for row in np.random.default_rng(0).integers(0, 5, (60, 1)):
            plain.step(row)
        assert batch.digest(w) == alone.digest() == plain.digest()


def test_a_new_episode_begins_on_the_same_map_and_a_new_life_on_another():
    world = World(SCENARIO, SEEDS)
    first = world.digest(1), world.snapshot(1).cells
    live(world, 30)
    world.reset(np.array([False, True, False, False]))
    assert (world.snapshot(1).cells == first[1]).all()
    world.renew({1: 99})
    assert world.digest(1) == World(SCENARIO, (99,)).digest() and (world.snapshot(1).cells != first[1]).any()
    assert live(world, 9).digest(1) != live(World(SCENARIO, SEEDS), 39).digest(1)
    live(world, 3)
    world.reset(np.array([False, True, False, False]))
    assert (world.snapshot(1).cells == board_of(SCENARIO, 99).cells).all()


def test_home_is_where_a_world_has_it():
    world = World(from_text(MEADOW.replace("every: 7 ticks", "every: tick")), SEEDS)
    live(world, 5)
    for w in range(4):
        ant = world.snapshot(w).movers[0]
        assert (ant[0], ant[1]) == (world.boards[w].starts[0].row, world.boards[w].starts[0].col)


def test_what_grows_before_the_start_is_what_the_rules_do():
    text = MEADOW.replace("    - ensure", "    - grow: {ticks: 60, rules: [sprout]}\n    - ensure")
    grown = World(from_text(text), (3, 4))
    kinds = {thing.kind: thing.id for thing in grown.scenario.things}
    for w, seed in enumerate((3, 4)):
        cells, before = grown.snapshot(w).cells, World(SCENARIO, (seed,)).snapshot().cells
        assert (before == kinds["seed"]).sum() == 4 and not (cells == kinds["seed"]).any()
        assert grown.snapshot(w).tick == 0 and len(grown.log(w)) == 0
    again = World(from_text(text), (3, 4))
    assert [again.digest(w) for w in (0, 1)] == [grown.digest(w) for w in (0, 1)]


def test_a_seed_without_a_map_is_told_when_its_world_is_made():
    scenario = from_text(MEADOW.replace("every bee reachable from ant", "count seed >= 0"))
    drawing = scenario.drawing
    hopeless = replace(scenario, drawing=replace(drawing, steps=tuple(replace(step, claim=replace(step.claim, low=10**6)) if step.name == "ensure" else step for step in drawing.steps)))
    with pytest.raises(ScenarioError) as error:
        World(hopeless, (7,))
    assert "seed 7" in str(error.value) and error.value.mistakes[0].code == "draw"


def test_a_claim_over_many_worlds_sees_many_maps():
    from lab.expect import judge
    text = MEADOW + "expect:\n  - {name: the ant begins in the west, run: 1, then: ant at x0 y0, over: 40 worlds, rate: 0..0.5}\n"
    verdict, = judge(from_text(text))
    assert verdict.held


def test_worlds_with_other_parameters_have_other_maps_in_one_batch():
    text = MEADOW.replace("map:", "params: {dense: 30%}\nmap:").replace("density: 30%", "density: $dense")
    thin, thick = (from_text(text, settings={"dense": dense}) for dense in ("5%", "45%"))
    batch = live(World([thin, thick, thin], (3, 3, 8)), 20)
    for w, (scenario, seed) in enumerate(((thin, 3), (thick, 3), (thin, 8))):
        assert batch.digest(w) == live(World(scenario, (seed,)), 20).digest()
    hedge = batch.scenario.kind("hedge").first_id
    assert (batch.boards[1].cells == hedge).sum() > 4 * (batch.boards[0].cells == hedge).sum()


def test_a_place_lies_where_each_world_has_it():
    text = MEADOW.replace("    - ensure", "    - put: {gem named hoard: far from ant, chest named camp: anywhere}\n    - ensure").replace("  seed:  {layer: item}", "  seed:  {layer: item}\n  gem:   {layer: item}\n  chest: {layer: air}")
    text += "  found:  {when: ant at hoard, do: reward 1 to ant}\n  fill:   {every: 3 ticks, do: put gem at camp}\n"
    text += "changes:\n  flood: {at: 5, edit: [put hedge at hoard, clear camp]}\n"
    scenario = from_text(text)
    batch = live(World(scenario, SEEDS), 40)
    hedge = scenario.kind("hedge").first_id
    assert len({world_board.places["hoard"] for world_board in batch.boards}) == 3
    for w, seed in enumerate(SEEDS):
        plain = Reference(scenario, seed)
        for row in np.random.default_rng(0).integers(0, 5, (40, 1)):
            plain.step(row)
        (row, col), = batch.boards[w].places["hoard"]
        assert batch.digest(w) == live(World(scenario, (seed,)), 40).digest() == plain.digest() and batch.snapshot(w).cells[2, row, col] == hedge
    typed = read_edit(scenario, "put chest at hoard")
    batch.enact(typed)
    batch.renew({1: 77})
    fresh = World(scenario, (77,))
    assert batch.digest(1) == fresh.digest()
    assert live(batch, 12, 5).digest(1) == live(fresh, 12, 5).digest()
    (row, col), = batch.boards[2].places["hoard"]
    assert batch.snapshot(2).cells[4, row, col] == scenario.kind("chest").first_id
