"""One world and many through Gymnasium: what its own checkers ask, and what a person would expect of seeds, episodes and words."""
import importlib.util
import warnings

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from worlds import EATEN, LAVA

import umwelt  # noqa: F401  (it is this that makes the worlds known)
from lab.faces.seeing import FORMS
from lab.setup import ROOT
from world.load import from_text, load
from world.world import World

SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml") if load(path).agents)


def lava(**options):
    return gymnasium.make("Umwelt-v0", scenario=LAVA, **options)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("render_mode", [None, "rgb_array"])
def test_gymnasium_has_nothing_to_say_against_it(form, render_mode):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(lava(observation=form, render_mode=render_mode).unwrapped)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_of_the_gallery_passes_the_check(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gymnasium.make("Umwelt-v0", scenario=name).unwrapped)


@pytest.mark.skipif(importlib.util.find_spec("stable_baselines3") is None, reason="Stable-Baselines3 is not installed; it brings torch along")
@pytest.mark.parametrize("form", FORMS)
def test_stable_baselines_has_nothing_to_say_against_it(form):
    from stable_baselines3.common.env_checker import check_env as check
    with warnings.catch_warnings():
        warnings.simplefilter("error" if form == "flat" else "default")     # three dimensions it takes for a photograph, and says so
        check(lava(observation=form))


def test_a_seed_is_a_life_and_a_plain_reset_its_next_episode():
    env = lava()

    def life(seed):
        told = [env.reset(seed=seed)]
        for t in range(30):
            told.append(env.step(int(t * 7 % 5)))
            if told[-1][2] or told[-1][3]:
                told.append(env.reset())
        return told
    first = life(4)
    assert data_equivalence(first, life(4)) and env.unwrapped.world.snapshot().tick == 30
    alone = World(from_text(LAVA), (4,))
    for t in range(30):
        alone.step([[t * 7 % 5]])
        if alone.snapshot().ended or alone.observe("ant").row < 0:
            alone.reset(np.array([True]))
    assert env.unwrapped.world.digest() == alone.digest()


def test_the_seed_of_make_is_that_of_the_first_life():
    env = lava(seed=9)
    env.reset()
    assert env.unwrapped.world.seeds == (9,)
    env.reset()
    assert env.unwrapped.world.seeds == (9,) and env.unwrapped.world.snapshot().episode == 2


def test_a_renewed_world_is_as_one_just_made():
    env = lava()
    env.reset(seed=1)
    for t in range(40):
        if any(env.step(t % 5)[2:4]):
            env.reset()
    env.reset(seed=7)
    assert env.unwrapped.world.digest() == World(from_text(LAVA), (7,)).digest() and env.unwrapped.world.log() == []


def test_goal_lava_and_time_end_an_episode_each_in_its_way():
    env = lava()
    env.reset(seed=0)
    assert env.unwrapped.actions == ("north", "east", "south", "west", "wait")
    for _ in range(2):
        seen, reward, terminated, truncated, info = env.step(1)
        assert (reward, terminated, truncated) == (0, False, False) and info == {"tick": info["tick"], "law": 0}
    _, reward, terminated, truncated, info = env.step(1)
    assert (reward, terminated, truncated, info["ended"], info["tick"]) == (1, True, False, "won", 3)
    env.reset()
    env.step(2)
    for _ in range(2):
        env.step(1)
    _, reward, terminated, truncated, info = env.step(1)  # into the lava: it is gone
    assert (reward, terminated, truncated, info["said"], info["law"]) == (-1, True, False, ("ouch",), 1)
    env.reset()
    for t in range(15):
        _, reward, terminated, truncated, info = env.step(4)
        assert (terminated, truncated) == (False, t == 14)
    assert info["ended"] == "time"


def test_others_live_by_their_minds_and_may_be_given_another():
    env = gymnasium.make("Umwelt-v0", scenario=EATEN, agent="ant", minds={"hare": "wander"})
    env.reset(seed=2)
    start = env.unwrapped.world.snapshot().movers.copy()
    for _ in range(4):
        env.step(4)
    after = env.unwrapped.world.snapshot().movers
    assert (after[0] == start[0]).all() and not (after[1, :2] == start[1, :2]).all()
    mindful = gymnasium.make("Umwelt-v0", scenario=EATEN, agent="hare 1", minds={"ant": "random"})
    mindful.reset(seed=2)
    for _ in range(6):
        mindful.step(4)
    again = gymnasium.make("Umwelt-v0", scenario=EATEN, agent="hare 1", minds={"ant": "random"})
    again.reset(seed=2)
    for _ in range(6):
        again.step(4)
    assert mindful.unwrapped.world.digest() == again.unwrapped.world.digest()


def test_a_creature_can_be_driven_too():
    env = gymnasium.make("Umwelt-v0", scenario=EATEN, agent="fox", minds={"hare": "still", "ant": "still"})
    env.reset(seed=0)
    env.step(env.unwrapped.actions.index("north"))
    assert env.unwrapped.world.snapshot().movers[1, :2].tolist() == [1, 0]


def test_whom_to_drive_is_asked_by_name():
    with pytest.raises(ValueError, match="`hare` are several: `hare 1`, `hare 2`"):
        gymnasium.make("Umwelt-v0", scenario=EATEN, agent="hare")
    with pytest.raises(ValueError, match="did you mean `ant`"):
        gymnasium.make("Umwelt-v0", scenario=EATEN, agent="aunt")


def test_params_can_be_set():
    text = LAVA.replace("at: 7", "at: $when").replace("world:", "params: {when: 7}\nworld:")
    env = gymnasium.make("Umwelt-v0", scenario=text, settings={"when": 2})
    env.reset(seed=0)
    assert [env.step(4)[4]["law"] for _ in range(3)] == [0, 1, 1]


def test_it_is_drawn_in_pixels_and_in_letters():
    env = lava(render_mode="rgb_array", cell_pixels=16)
    env.reset(seed=0)
    before = env.render()
    env.step(1)
    assert before.shape == (2 * 16, 4 * 16, 3) and before.dtype == np.uint8 and not np.array_equal(before, env.render())
    letters = lava(render_mode="ansi")
    letters.reset(seed=0)
    assert letters.render() == "A..g\n...l"


# ---- many -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
@pytest.mark.parametrize("agent", ["ant", "hare"])
def test_many_worlds_live_as_gymnasium_would_have_each_live_alone(agent, mode, form):
    options = {"scenario": LAVA, "observation": form}
    if agent == "hare":                                  # which is eaten at times, while others live by minds of their own
        options |= {"scenario": EATEN.replace("  ....H\n", "  .....\n"), "agent": "hare", "minds": {"ant": "random"}}
    ours = gymnasium.make_vec("Umwelt-v0", num_envs=4, vectorization_mode="vector_entry_point", autoreset_mode=mode, **options)
    theirs = SyncVectorEnv([lambda: gymnasium.make("Umwelt-v0", **options)] * 4, autoreset_mode=mode)
    assert ours.observation_space == theirs.observation_space and ours.action_space == theirs.action_space and ours.metadata["autoreset_mode"] == mode
    told, wanted = ours.reset(seed=5), theirs.reset(seed=5)
    dice, ends = np.random.default_rng(0), 0
    for _ in range(120):
        assert data_equivalence(told, wanted, exact=True)
        assert told[0] in ours.observation_space
        actions = dice.integers(0, ours.single_action_space.n, 4)
        told, wanted = ours.step(actions), theirs.step(actions)
        ends += int((told[2] | told[3]).sum())
    assert ends > 4


def test_worlds_are_reset_one_by_one_where_nobody_does_it_for_them():
    envs = gymnasium.make_vec("Umwelt-v0", num_envs=3, vectorization_mode="vector_entry_point", scenario=LAVA, autoreset_mode=AutoresetMode.DISABLED)
    envs.reset(seed=[1, 2, 3])
    assert envs.unwrapped.world.seeds == (1, 2, 3)
    for _ in range(3):
        _, _, terminated, _, _ = envs.step([1, 4, 4])
    assert terminated.tolist() == [True, False, False]
    with pytest.raises(gymnasium.error.ResetNeeded):
        envs.step([4, 4, 4])
    envs.reset(options={"reset_mask": terminated})
    _, _, _, _, infos = envs.step([4, 4, 4])
    assert infos["tick"].tolist() == [4, 4, 4] and [envs.unwrapped.world.snapshot(w).episode for w in range(3)] == [2, 1, 1]
    with pytest.raises(ValueError, match="reset_mask"):
        envs.reset(options={"reset_mask": np.array([True])})


def test_every_world_of_a_vector_is_drawn():
    envs = gymnasium.make_vec("Umwelt-v0", num_envs=2, vectorization_mode="vector_entry_point", scenario=LAVA, render_mode="rgb_array", cell_pixels=8)
    envs.reset(seed=0)
    assert [picture.shape for picture in envs.render()] == [(16, 32, 3)] * 2
