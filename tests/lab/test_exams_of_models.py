"""Exams of the world model itself: their worlds hold what they say, truth beside the mind is exact, and small lives stay within wide margins."""
import numpy as np
import pytest

from lab.examining.choosing import likeness, rank
from lab.examining.lands import FIRST_THINGS, MANY_THINGS, Lands, Novelties, differ, happenings, world_of
from lab.exams import first_steps, noticing, repair
from world.digest import digest


def test_a_life_on_ever_new_maps_keeps_the_law():
    lands = Lands(world_of(MANY_THINGS), "random", 0)
    lands.turn("thaw")
    first = lands.world.snapshot().cells
    while lands.maps < 2:
        lands.tick()
    lands.tick()
    assert not np.array_equal(first[0], lands.world.snapshot().cells[0])
    assert lands.world.snapshot().standing == ("thaw",)


@pytest.mark.parametrize("change", ["inverted", "belts"])
def test_asking_what_the_other_law_would_bring_changes_nothing(change):
    lands, plain = (Lands(world_of(FIRST_THINGS), "random", 3) for _ in range(2))
    differed = 0
    for _ in range(60):
        lands.prepare(), plain.prepare()
        action = lands.draw()
        assert action == plain.draw()
        differed += lands.laws_differ(action, change)
        lands.go(action), plain.go(action)
        assert digest(lands.world.snapshot()) == digest(plain.world.snapshot())
    assert change == "belts" or differed > 20


def test_a_plain_step_is_no_happening_and_a_bump_is_one():
    lands = Lands(world_of(FIRST_THINGS), "random", 1)
    novelties, new = Novelties(lands.life.looks), []
    for _ in range(150):
        before = lands.life.observation
        tick = lands.tick()
        found = happenings(lands.life.looks, tick.observation, tick.action, tick.after, (1, 1))
        moved = (tick.after.row, tick.after.col) != (before.row, before.col)
        if lands.life.looks.actions[tick.action] != "wait" and not moved:
            assert any(what == "bumped" for what, *_ in found)
        new.append(novelties.new(tick, (1, 1)))
    assert 3 <= sum(new) <= 20 and sum(new[75:]) <= sum(new[:75])


def test_a_forecast_likes_what_it_foretold():
    lands = Lands(world_of(FIRST_THINGS), "rules", 2)
    for _ in range(100):
        lands.tick()
    own, other = [], []
    for observation, action, ahead, others in first_steps.questions(lands):
        forecast = lands.life.mind.imagine(observation, [action])
        assert all(not first_steps.same(ahead, frame) for frame in others)
        said = likeness(forecast, forecast.cells[0], int(forecast.landing[0]))
        assert all(said >= likeness(forecast, *frame) for frame in (ahead, *others))
        own.append(rank([likeness(forecast, *ahead), *(likeness(forecast, *frame) for frame in others)]))
        other.append(len(others))
    assert np.mean(own) < 2 < np.mean(other)
    assert rank([1.0, 0.0, 2.0]) == 2 and rank([1.0, 1.0]) == 1.5


def test_who_learns_rules_is_soon_right_and_soon_mended():
    figures = first_steps.first_steps("rules", 4)
    assert figures["B right 100-400"] > 0.8 > figures["B right 0-50"] - 0.3
    phases = repair.life_under("rules", 4, MANY_THINGS, "inverted")
    assert phases[0]["contact 1"] == 0 and phases[0]["over 20 ticks"] > 0.5 and phases[1]["over 20 ticks"] > 0.6


def test_contacts_are_counted_from_the_first():
    right, contact = np.ones(250, bool), np.zeros(250, bool)
    contact[[10, 20, 30, 40]], right[[10, 20]] = True, False
    told = repair.told(right, contact)
    assert told == {"contact 1": 0, "contact 2": 0, "contact 3": 1, "over 20 ticks": 0.95, "wrong until right": 2, "wrong contacts": 2}


def test_moments_differ_in_what_is_carried_too():
    world = Lands(world_of(MANY_THINGS), "random", 0).world
    one = world.snapshot()
    assert not differ(one, world.snapshot())
    other = world.snapshot()
    other.counters[0, 0] += 1
    assert differ(one, other)


def test_a_flip_that_no_noise_hides_is_noticed_soon():
    told = noticing.life_with("rules", 1, 0)
    assert told["noticed after"] <= 3 and told["false alarms per 1000"] <= 5 and told["forecast follows after"] <= 5
    assert noticing.bound(0.05) == pytest.approx(3.5, abs=0.1)
    blind = noticing.life_with("frozen rules at 0", 1, 0)
    assert blind["forecast follows after"] in (0, noticing.MOST)
