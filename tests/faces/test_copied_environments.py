"""Copies of environments: they go on as what they are copies of, and each by itself."""
import copy
import pickle

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import data_equivalence
from gymnasium.vector import AutoresetMode
from worlds import EATEN, LAVA

import umwelt
from lab.faces.seeing import FORMS

WAYS = {"deepcopy": copy.deepcopy, "pickle": lambda env: pickle.loads(pickle.dumps(env))}


def alone(form: str, text: str = EATEN):
    return gymnasium.make("Umwelt-v0", scenario=text, observation=form, render_mode="rgb_array", cell_pixels=4)


def lived(env, ticks: int, first: int = 0) -> list:
    """What comes of some steps of one world, with a new episode where one has ended."""
    told = []
    for t in range(first, first + ticks):
        told.append(env.step(t * 7 % 5))
        if told[-1][2] or told[-1][3]:
            told.append(env.reset())
    return [*told, env.render()]


def lived_many(env, ticks: int, first: int = 0) -> list:
    n = env.num_envs
    return [env.step((np.arange(n) * 3 + t * 7) % 5) for t in range(first, first + ticks)]


def lived_together(env, ticks: int, first: int = 0) -> list:
    told = []
    for t in range(first, first + ticks):
        told.append(env.step({name: (t * 7 + i) % 5 for i, name in enumerate(env.agents)}))
        if not env.agents:
            told.append(env.reset())
    return [*told, env.render(), env.state()]


def go_on_apart(env, same, way, live) -> None:
    """`env` and `same` have had the same life so far. A copy goes on as `same` does, whatever its original does meanwhile."""
    twin = way(env)
    live(env, 23, first=100)
    assert data_equivalence(live(twin, 30), live(same, 30))
    third = way(twin)
    live(twin, 9, first=50)
    del env, twin
    assert data_equivalence(live(third, 30), live(same, 30))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", FORMS)
def test_a_copy_of_an_environment_goes_on_by_itself(form, way):
    env, same = (alone(form) for _ in range(2))
    for one in (env, same):
        one.reset(seed=3)
        lived(one, 17)
    go_on_apart(env, same, WAYS[way], lived)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
def test_a_copy_of_many_goes_on_by_itself(mode, way):
    env, same = (gymnasium.make_vec("Umwelt-v0", num_envs=5, scenario=LAVA, autoreset_mode=mode, threads=2)
                 for _ in range(2))
    for one in (env, same):
        one.reset(seed=3)
        lived_many(one, 12)
    go_on_apart(env, same, WAYS[way], lived_many)


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_of_several_agents_goes_on_by_itself(way):
    env, same = (umwelt.parallel_env(EATEN, render_mode="rgb_array", cell_pixels=4) for _ in range(2))
    for one in (env, same):
        one.reset(seed=3)
        lived_together(one, 8)
    go_on_apart(env, same, WAYS[way], lived_together)


@pytest.mark.parametrize("way", WAYS)
def test_the_minds_of_the_others_are_copied_too(way):
    env, same = (gymnasium.make("Umwelt-v0", scenario=EATEN, minds={"hare": "rules"}, observation="cells", render_mode="ansi") for _ in range(2))
    for one in (env, same):
        one.reset(seed=2)
        lived(one, 17)
    go_on_apart(env, same, WAYS[way], lived)


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_is_as_begun_and_as_closed_as_its_original(way):
    env = alone("top").unwrapped
    with pytest.raises(gymnasium.error.ResetNeeded):
        WAYS[way](env).step(0)
    seen, _ = env.reset(seed=4)
    twin = WAYS[way](env)
    env.close()
    assert twin.world.seeds == (4,) and twin.step(0)
    with pytest.raises(gymnasium.error.ClosedEnvironmentError):
        WAYS[way](env).step(0)
