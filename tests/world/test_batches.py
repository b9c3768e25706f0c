"""Worlds live in a batch as they live alone, whoever does the work; and begin anew in it as `reset` would have them."""
import numpy as np
import pytest

from tests.world.random_scenarios import random_scenario
from world.load import from_text
from world.world import World

MAZE = """\
scenario: 1
map: |
  #######
  #A.b.k#
  #.#d#.#
  #...fG#
  #######
legend: {A: ant, b: box, k: key, d: locked door, f: fox}
kinds:
  key: {layer: item}
  door: {layer: object, with: {state: [locked, open]}}
rules:
  unlock: {when: ant uses locked door, if: ant has 1 key, do: [it becomes open, reward 0.5]}
  arrive: {when: ant enters goal, do: [reward 1, end won]}
  caught: {when: fox bumps ant, do: [reward -1, return fox home]}
  gone: {when: ant leaves key, do: apply flood}
changes:
  flood: {edit: [box is not pushable, put box at x4 y3], for: 9}
  turn: {every: 13..17, edit: fox.speed = 1/2, for: 5}
agents:
  ant: {mind: rules, actions: [north, east, south, west, use, take, drop], has: {key: 0 of 2}}
  fox: {mind: wander}
world: {episode: 60}
"""


def lives(world: World, ticks: int, autoreset: str = "none", dice: int = 0) -> list:
    """What becomes of each world under the same random actions: its digest, and what its ticks brought."""
    rng = np.random.default_rng(dice)
    told = []
    for _ in range(ticks):
        actions = rng.integers(-1, 7, (4096, len(world.learners)))[:world.batch]
        world.advance(actions, autoreset=autoreset)
        told.append((world.rewards().copy(), world.status().copy()))
        if autoreset == "none":
            world.reset()
    return [(world.digest(w), [(tuple(reward[w]), int(status[w])) for reward, status in told], len(world.log(w))) for w in range(min(world.batch, 96))]


@pytest.mark.parametrize("batch", [1, 64, 4096])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_world_lives_in_a_batch_as_alone_whatever_the_threads(batch, threads):
    many = World(from_text(MAZE), range(batch), threads=threads)
    rng = np.random.default_rng(5)
    actions = rng.integers(-1, 7, (70, 4096, 1))
    for tick in actions:
        many.advance(tick[:batch])
        many.reset()
    for w in sorted({0, batch // 2, batch - 1}):
        alone = World(from_text(MAZE), [w])
        for tick in actions:
            alone.advance(tick[w:w + 1])
            alone.reset()
        assert alone.digest() == many.digest(w)
        assert [entry.tick for entry in alone.log()] == [entry.tick for entry in many.log(w)]


@pytest.mark.parametrize("number", range(1000, 1012))
def test_threads_change_nothing_in_any_scenario(number):
    scenario = random_scenario(number)
    assert lives(World(scenario, range(96)), 25) == lives(World(scenario, range(96), threads=2), 25) == lives(World(scenario, range(96), threads=3), 25)


def test_a_world_that_begins_anew_in_the_same_step_is_as_one_that_is_reset_after_it():
    by_hand, by_itself = World(from_text(MAZE), range(40)), World(from_text(MAZE), range(40), threads=2)
    assert lives(by_hand, 200) == lives(by_itself, 200, "same")


def test_a_world_that_begins_anew_in_the_next_step_spends_a_step_on_it():
    one, other = World(from_text(MAZE), range(8)), World(from_text(MAZE), range(8))
    rng = np.random.default_rng(1)
    for _ in range(300):
        actions = rng.integers(-1, 7, (8, 1))
        before = one.ended()
        lived = one.advance(actions, autoreset="next")
        assert lived.all() and not one.rewards()[before].any() and not one.status()[before].any()
        other.reset(before)
        other.advance(actions, where=~before)
        assert [one.digest(w) for w in range(8)] == [other.digest(w) for w in range(8)]


def test_worlds_of_one_scenario_with_other_parameters_share_a_batch():
    text = MAZE.replace("speed = 1/2", "speed = $pace").replace("reward 0.5", "reward $prize").replace("13..17", "$turns")
    text = text.replace("map:", "params: {pace: 1/2, prize: 0.5, turns: 13..17}\nmap:")
    slow, quick = from_text(text), from_text(text, settings={"pace": "2", "prize": "0.25", "turns": "3..5"})
    both = World([slow, quick, slow, quick], (1, 1, 2, 2), threads=2)
    alone = [World(slow, [1]), World(quick, [1]), World(slow, [2]), World(quick, [2])]
    rng = np.random.default_rng(2)
    for tick in range(80):
        actions = rng.integers(-1, 7, (4, 1))
        both.advance(actions)
        for w, one in enumerate(alone):
            one.advance(actions[w:w + 1])
        if tick == 40:
            from world.scenario import RuleSwitch
            for one in (both, *alone):
                one.enact((RuleSwitch("caught", False),))
        assert [both.digest(w) for w in range(4)] == [one.digest() for one in alone]
        both.reset()
        for one in alone:
            one.reset()
    assert [both.log(w) for w in range(4)] == [one.log() for one in alone]


@pytest.mark.parametrize("old, new", [("gone:", "went:"), ("  #.#d#.#\n", "  #.#d#.#\n  #.....#\n"), ("reward 0.5", "reward 0.25"), ("ant has 1 key", "ant has 2 key"),
                                      ("#A.b.k#", "#A..bk#"), ("fox bumps ant", "ant bumps fox"), ("key: {layer: item}", "key: {layer: item, is: [slippery]}")])
def test_worlds_of_different_scenarios_do_not(old, new):
    assert old in MAZE
    with pytest.raises(ValueError, match="only parameters may differ"):
        World([from_text(MAZE), from_text(MAZE.replace(old, new))], (0, 1))


@pytest.mark.parametrize("old, first, second", [("apply flood", "apply flood", "put box at x4 y3"), ("won", "won", "done")])
def test_parameters_that_make_other_sizes_or_words_are_refused_in_one_line(old, first, second):
    text = MAZE.replace(old, "$p").replace("map:", f"params: {{p: {first}}}\nmap:")
    with pytest.raises(ValueError, match="^worlds with these parameters cannot share a batch.*$"):
        World([from_text(text), from_text(text, settings={"p": second})], (0, 1))
