"""What the faces refuse, and that they say what is allowed."""
import gymnasium
import numpy as np
import pytest
from gymnasium.error import ClosedEnvironmentError, ResetNeeded
from worlds import EATEN, LAVA

import umwelt
from lab.bench import figure
from world.load import from_text
from world.world import World

WRONG_SEEDS = [2**64, -1, 1.5, "four"]
SEED = r"a seed is a whole number from 0 to 2\*\*64 - 1"
ALLOWED = "it has 0 north, 1 east, 2 south, 3 west, 4 wait"


def one(**options):
    return gymnasium.make("Umwelt-v0", scenario=LAVA, **options).unwrapped


def many(num_envs=3, **options):
    return gymnasium.make_vec("Umwelt-v0", num_envs=num_envs, scenario=LAVA, **options)


@pytest.mark.parametrize("seed", WRONG_SEEDS)
def test_a_wrong_seed_is_refused_before_anything_changes(seed):
    env, envs, several, world, batch = one(), many(), umwelt.parallel_env(EATEN), umwelt.World.from_text(LAVA), World(from_text(LAVA), (1, 2))
    env.reset(seed=1)
    envs.reset(seed=1)
    several.reset(seed=1)
    worlds = [env.world, envs.world, several.world, world._world, batch]
    before = [each.digest() for each in worlds]
    for call in (lambda: env.reset(seed=seed), lambda: envs.reset(seed=seed), lambda: envs.reset(seed=[5, 6, seed]), lambda: several.reset(seed=seed),
                 lambda: world.reset(seed), lambda: batch.renew({0: 5, 1: seed}), lambda: World(from_text(LAVA), (seed,)), lambda: one(seed=seed),
                 lambda: many(seed=seed), lambda: umwelt.World.from_text(LAVA, seed=seed)):
        with pytest.raises(ValueError, match=SEED):
            call()
    assert [each.digest() for each in worlds] == before and batch.seeds == (1, 2)
    with pytest.raises(ValueError, match=SEED):
        envs.reset(seed=2**64 - 1)                       # the second world's would be too large
    env.reset(seed=2**64 - 1)
    assert env.world.seeds == (2**64 - 1,)


@pytest.mark.parametrize("action", [99, -1, 5, 1.7, float("nan"), None, "east", [1]])
def test_a_wrong_action_is_refused_by_its_name(action):
    env, several = one(), umwelt.parallel_env(EATEN)
    env.reset(seed=1)
    several.reset(seed=1)
    with pytest.raises(ValueError, match=f"ant has no action .*; {ALLOWED}"):
        env.step(action)
    with pytest.raises(ValueError, match=f"hare 1 has no action .*; {ALLOWED}"):
        several.step({"ant": 1, "hare 1": action})
    assert env.world.tick_of() == several.world.tick_of() == 0
    for right in (1, np.int64(1), np.uint8(1), np.array(1)):
        env.step(right)
        several.step({"ant": right})


def test_nobody_can_be_told_what_to_do():
    several = umwelt.parallel_env(EATEN)
    several.reset(seed=1)
    with pytest.raises(ValueError, match="`zz` is nobody who is driven; that is: ant, hare 1, hare 2"):
        several.step({"zz": 1})


@pytest.mark.parametrize("actions", [1, [1, 1], [[1], [1], [1]], [1.0, 1.0, 1.0], None])
def test_a_vector_wants_a_whole_number_for_each_world(actions):
    envs = many()
    envs.reset(seed=1)
    with pytest.raises(ValueError, match="3 whole numbers, an action for each world"):
        envs.step(actions)


@pytest.mark.parametrize("wrong", [99, -5])
def test_a_vector_refuses_a_wrong_action(wrong):
    envs = many()
    envs.reset(seed=1)
    with pytest.raises(ValueError, match=f"ant has no action {wrong}; {ALLOWED}"):
        envs.step([1, wrong, 1])
    envs.step([1, 2, 3])


@pytest.mark.parametrize("action", [1.5, float("nan"), float("inf")])
def test_a_batch_takes_whole_numbers(action):
    with pytest.raises(ValueError, match="an action is a whole number"):
        World(from_text(LAVA)).step([[action]])
    with pytest.raises(ValueError, match="has no action"):
        umwelt.World.from_text(LAVA).step(action)


def test_a_step_wants_a_reset_before_it_and_none_comes_after_the_end():
    for env, action in ((one(), 1), (many(), [1, 1, 1])):
        with pytest.raises(ResetNeeded):
            env.step(action)
        env.reset(seed=1)
        env.step(action)
        env.close()
        with pytest.raises(ClosedEnvironmentError):
            env.step(action)
        with pytest.raises(ClosedEnvironmentError):
            env.reset()
    with pytest.raises(ResetNeeded):
        umwelt.parallel_env(EATEN).step({"ant": 1})


@pytest.mark.parametrize("num_envs", [0, -1])
def test_a_batch_has_a_world(num_envs):
    with pytest.raises(ValueError, match="`num_envs` is a whole number from 1 on"):
        many(num_envs)
    with pytest.raises(ValueError, match="at least one world"):
        World(from_text(LAVA), [])


@pytest.mark.parametrize("cell_pixels", [-1, 0, 1.5])
def test_a_cell_has_a_size(cell_pixels):
    for call in (lambda: one(cell_pixels=cell_pixels), lambda: umwelt.World.from_text(LAVA).picture(cell_pixels)):
        with pytest.raises(ValueError, match="`cell_pixels` is a whole number from 1 on"):
            call()


def test_a_wrong_name_is_answered_with_the_right_ones():
    with pytest.raises(ValueError, match="nobody is called `zz`; there is ant, hare 1, hare 2"):
        umwelt.World.from_text(EATEN).observe("zz")
    with pytest.raises(FileNotFoundError, match="no file and no scenario called `4-lock`; did you mean `4-locks`"):
        gymnasium.make("Umwelt-v0", scenario="4-lock")
    with pytest.raises(FileNotFoundError, match="no scenario called `qqqq`; there is .*3-thaw"):
        umwelt.World.load("qqqq")


def test_a_figure_without_a_target_is_neither_met_nor_missed():
    assert figure("f", 1, "s", 2, None).met is None and figure("f", 1, "s", 2, 0.4).met is True and figure("f", 1, "s", 2, 0.6).met is False
