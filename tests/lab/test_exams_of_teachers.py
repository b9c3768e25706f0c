"""The exams imitation and nineteen-hundred: their worlds are what they say, and their figures are read off rightly."""
import numpy as np
import pytest

from lab.examining.lives import Life
from lab.exams import imitation, nineteen_hundred
from world.load import from_text
from world.world import World


@pytest.mark.parametrize("seed", range(8))
def test_a_room_has_its_walls_and_every_cell_of_it_can_be_reached(seed):
    scenario = imitation.room(seed)
    cells = World(scenario).looks("ant").shape
    assert cells == (imitation.SIZE + 2, imitation.SIZE + 2)
    walls = np.zeros((3, 3), bool)
    walls[1] = True
    assert imitation._reached(np.pad(walls, ((0, 6), (0, 6)), constant_values=True), 0) == {0, 1, 2}
    assert scenario.text == imitation.room(seed).text != imitation.room(seed + 1).text


def test_ticks_are_waited_for_the_tenth_reward():
    reward = np.zeros(100)
    reward[4::5] = 1
    assert imitation.waited(reward) == 50 and imitation.waited(reward[:30]) == 30


def test_from_first_contact_to_right():
    told = nineteen_hundred.told(np.array([0, 0, 1, 0, 1, 1, 1], bool), np.array([3, 5, 9, 20, 31, 40, 41]))
    assert (told["steps from first contact to right"], told["contacts before right"], told["ever right"], told["contacts"]) == (28, 4, 1, 7)
    never = nineteen_hundred.told(np.array([0, 1, 0, 1, 0], bool), np.arange(5))
    assert (never["steps from first contact to right"], never["contacts before right"], never["ever right"]) == (nineteen_hundred.NEW, 5, 0)


@pytest.mark.parametrize("title", nineteen_hundred.NEW_MAPS)
def test_the_old_map_never_holds_what_the_new_one_shows_and_the_law_is_the_same(title):
    old, new = (World(from_text(nineteen_hundred.text(board))) for board in (nineteen_hundred.OLD_MAP, nineteen_hundred.NEW_MAPS[title]))
    assert old.looks("ant").names == new.looks("ant").names and old.looks("ant").shape == new.looks("ant").shape
    names = [set(np.array(world.looks("ant").names)[np.unique(world.observe("ant").cells)]) for world in (old, new)]
    if title.startswith("two"):
        assert (old.observe("ant").cells == old.looks("ant").names.index("crate")).sum() == 1
    else:
        assert names[1] - names[0] & {"ice", "green rug"}


def test_what_meets_the_new_is_told_from_the_frame():
    world = World(from_text(nineteen_hundred.text(nineteen_hundred.NEW_MAPS["ice beyond the river"])))
    names = world.looks("ant").names
    assert [nineteen_hundred.meets("ice beyond the river", world.observe("ant"), action, names) for action in range(4)] == [False, False, False, True]


def test_who_lives_on_learns_the_new_and_who_is_frozen_does_not():
    living, frozen = (nineteen_hundred.life_with(mind, 3, "a colour not yet seen") for mind in ("rules", nineteen_hundred.FROZEN))
    assert living["ever right"] == 1 and living["right over the last ten"] > 0.8 and frozen["right over the last ten"] < 0.3
    assert living["contacts"] == frozen["contacts"] > 20


def test_an_heir_and_its_teacher_live_the_same_until_the_teacher_leaves():
    scenario = imitation.room(1)
    lives = [Life(scenario, f"imitator of {imitation.TEACHER} for 60{then}", 1) for then in ("", " then cells")]
    rewards = [imitation.lived(life, 60)[0] for life in lives]
    assert np.array_equal(*rewards)
