"""What the compiled world does, in pictures; that it equals the plain reference is another test."""
import numpy as np
import pytest

from tests.world.pictures import drawn, scenario
from world.scenario import UNSEEN
from world.world import World


def world(picture: str, seeds=(0,), **sections) -> World:
    return World(scenario(picture, **sections), seeds)


def play(it: World, *words: str):
    """One word a tick, or several: one for each learner. Returns the last Step."""
    for line in words:
        step = it.step([[it.looks(learner).actions.index(word) for learner, word in zip(it.learners, line.split())]])[0]
    return step


def seen(it: World) -> str:
    return drawn(it.scenario, it.snapshot())


@pytest.mark.parametrize("before, words, after", [
    ("A.#", "west", "A.#"), ("A.#", "east east", ".A#"), ("Aiii.#", "east", "....A#".replace("....", ".iii")), ("Ab.#", "east", ".Ab#"), ("Ab#", "east", "Ab#"),
    ("Abb.", "east", ".Abb"), ("Aii#.", "east wait", ".iA#."), ("A>>.", "east wait", ".>>A"), ("Abii.#", "east", ".Aiib#"), ("Ac.", "east", ".Ac")])
def test_one_row_one_ant(before, words, after):
    it = world(before)
    play(it, *words.split())
    assert seen(it) == after


def test_all_move_at_once_so_a_train_moves_and_a_swap_does_not():
    train = world("AB.")
    play(train, "east east")
    assert seen(train) == ".AB"
    swap = world("AB.")
    play(swap, "east west")
    assert seen(swap) == "AB."


def test_of_two_who_want_one_cell_one_gets_it_and_the_other_bumps_it():
    winners = set()
    for seed in range(12):
        it = world("A.B", (seed,), rules="crowd: {when: anyone bumps anyone, do: reward -1}")
        step = play(it, "east west")
        assert sorted(step.reward) == [-1.0, 0.0]
        winners.add(seen(it))
    assert winners == {".AB", "AB."}


def test_a_belt_carries_in_the_tick_of_arrival_and_drops_what_leaves_it():
    it = world("A>>>.")
    play(it, "east")
    assert seen(it) == ".>A>."
    play(it, "wait", "wait")
    assert seen(it) == ".>>>A"
    play(it, "wait")
    assert seen(it) == ".>>>A"


def test_a_key_opens_the_door_of_its_colour_and_only_that():
    doors = "unlock: {when: ant bumps shut door, if: ant has same-colour key, do: [it becomes open, let them through]}\npick: {when: ant enters key, do: take it}"
    red = world("AkD.", rules=doors)
    play(red, "east", "east")
    assert seen(red) == "..A."
    assert dict(zip(red.looks("ant").counters, red.observe("ant").counters))["red key"] == 1
    blue = world("AKD.", rules=doors)
    play(blue, "east", "east")
    assert seen(blue) == ".AD."


def test_a_flame_travels_one_cell_a_tick():
    it = world("fttt", rules="catch: {each: tree, if: fire beside, do: it becomes fire}")
    it.step(np.zeros((1, 0)))
    assert seen(it) == "fftt"
    it.step(np.zeros((1, 0)))
    assert seen(it) == "ffft"


def test_the_rule_higher_in_the_file_writes_the_cell():
    it = world("t", rules="burn: {each: tree, do: it becomes ash}\ngrow: {each: tree, do: it becomes crate}")
    it.step(np.zeros((1, 0)))
    assert seen(it) == "a"


def test_whoever_is_stopped_stays_and_does_not_bump():
    it = world("A.", rules="halt: {when: ant tries floor, do: [stop, reward 1]}\nbump: {when: ant bumps anything, do: reward 10}")
    assert play(it, "east").reward == [1.0]
    assert seen(it) == "A."


def test_an_endless_chain_of_events_is_cut_and_told():
    loop = world("A..B", rules="a: {when: ant leaves floor, do: return bee home}\nb: {when: bee leaves floor, do: return ant home}")
    assert not play(loop, "east west").notices           # each is home again, and nobody leaves anything more
    endless = world("Am", rules="a: {when: ant enters mud, do: return them home}\nb: {when: ant enters floor, do: [put box at x0 y0, return them home]}")
    play(endless, "east")
    assert endless.observe("ant").col in (0, 1)


def test_rewards_add_up_in_millionths_and_never_round():
    it = world("A.", rules="hum: {every: tick, do: reward 0.1 to ant}")
    assert sum(play(it, "wait").reward[0] for _ in range(10)) == pytest.approx(1.0, abs=1e-12)


def test_an_action_that_there_is_not_is_standing_still():
    it = world("A.")
    for action in (-1, 5, 99, -7):
        it.step([[action]])
    assert seen(it) == "A."


def test_the_last_writer_of_a_cell_is_named():
    it = world("A.t", rules="grow: {each: tree, do: it becomes crate}")
    play(it, "east")
    assert it.writer_name(it.writers()[0, 1]) == "move of ant"
    assert it.writer_name(it.writers()[0, 2]) == "rule grow"


# ---- sight ----------------------------------------------------------------------------------------------------------
def test_an_agent_sees_its_window_and_nothing_beyond():
    it = world("A...\n....\n....", agents="  ant: {mind: learner, sees: 3x3}")
    cells = it.observe("ant").cells[0]
    assert (cells[:2, :2] != UNSEEN).all() and (cells[2:] == UNSEEN).all() and (cells[:, 2:] == UNSEEN).all()


def test_sight_ahead_lies_before_the_agent():
    it = world(".....\n.....\n..A..\n.....\n.....", agents="  ant: {mind: learner, sees: 3x3 ahead}")
    visible = it.observe("ant").cells[0] != UNSEEN
    assert sorted(map(tuple, np.argwhere(visible))) == [(r, c) for r in (1, 2, 3) for c in (2, 3, 4)]


def test_a_wall_is_seen_and_hides_what_is_behind_it():
    it = world("A#..\n....", agents="  ant: {mind: learner, sees: 9x9 by line of sight}")
    visible = it.observe("ant").cells[0] != UNSEEN
    assert visible[0].tolist() == [True, True, False, False] and visible[1, 0] and visible[1, 1]


def test_noise_on_sight_is_the_same_each_time_one_looks_and_spares_oneself():
    it = world("A.......\n.g......", agents="  ant: {mind: learner, noise: {sight: 30%}}")
    first, again = it.observe("ant"), it.observe("ant")
    assert (first.cells == again.cells).all()
    assert (first.cells != it.snapshot().cells).any() and first.cells[3, 0, 0] == it.snapshot().cells[3, 0, 0]
