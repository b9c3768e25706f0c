"""Several agents of one world, as PettingZoo has it."""
import warnings

import numpy as np
import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test
from worlds import EATEN

import umwelt


@pytest.mark.parametrize("form", ["flat", "dict"])
@pytest.mark.parametrize("text", [EATEN, "hunter"], ids=["eaten", "hunter"])
def test_pettingzoo_has_nothing_to_say_against_it(text, form):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parallel_api_test(umwelt.parallel_env(text, minds={"fox": "learner"}, observation=form), 200)
        parallel_seed_test(lambda: umwelt.parallel_env(text, minds={"fox": "learner"}, observation=form), num_cycles=60)


def test_who_is_eaten_is_terminated_and_the_others_go_on():
    env = umwelt.parallel_env(EATEN)
    seen, told = env.reset(seed=1)
    assert env.agents == ["ant", "hare 1", "hare 2"] == list(seen) == list(told)
    left = []
    for _ in range(40):
        acting = list(env.agents)
        seen, rewards, terminated, truncated, told = env.step({name: 4 for name in acting})
        assert all(list(part) == acting for part in (seen, rewards, terminated, truncated, told))
        left += [name for name in acting if terminated[name]]
        if not env.agents:
            break
    assert left == ["hare 1", "hare 2"] or left == ["hare 2", "hare 1"]
    assert truncated == {"ant": True} and env.agents == [] and told["ant"]["ended"] == "time"
    env.reset()
    assert env.agents == ["ant", "hare 1", "hare 2"] and env.world.snapshot().episode == 2


def test_each_sees_its_own_and_the_state_is_the_whole():
    env = umwelt.parallel_env(EATEN, observation="cells")
    seen, _ = env.reset(seed=1)
    assert [part.shape for part in seen.values()] == [(5, 3, 3), (5, 3, 5), (5, 3, 5)]
    assert np.array_equal(env.state(), env.world.snapshot().cells)
    assert env.actions["hare 2"] == ("north", "east", "south", "west", "wait")


def test_it_is_drawn_too():
    env = umwelt.parallel_env("hunter", render_mode="rgb_array", cell_pixels=8)
    env.reset(seed=1)
    assert env.render().shape == (11 * 8, 14 * 8, 3)
    assert umwelt.parallel_env(EATEN, render_mode="ansi").render().startswith("A..i.")
