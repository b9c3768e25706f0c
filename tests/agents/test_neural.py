"""What a person would notice about the mind that is a net."""
import numpy as np
import pytest

from tests.agents.lives import CORRIDOR, RIVER, Life

pytest.importorskip("torch")


def test_surprise_falls_in_a_world_that_never_changes():
    life = Life(CORRIDOR, "neural").live(150)
    assert np.mean(life.surprises[:20]) > 5 * np.mean(life.surprises[-50:])
    assert np.mean(life.right[-50:]) > 0.8


def test_surprise_leaps_when_a_rule_breaks_and_calms_down_again():
    life = Life(RIVER.replace("at: 200", "at: 160"), "neural").live(320)
    before, leap, after = np.mean(life.surprises[110:159]), np.max(life.surprises[159:210]), np.mean(life.surprises[270:])
    assert leap > 4 > 1 > before and after < 1


def test_imagining_and_auditing_change_nothing():
    def ask(life):
        life.mind.imagine(life.observation, [0, 1, 2, 3, 1])
        if len(life.actions) % 10 == 0:
            life.mind.audit(life.observation)
        life.mind.plan()
    plain, asked = Life(RIVER, "neural").live(60), Life(RIVER, "neural").live(60, ask)
    assert plain.actions == asked.actions
    assert plain.surprises == asked.surprises


def test_a_saved_mind_goes_on_as_if_it_had_never_stopped():
    stopped, went_on = Life(CORRIDOR, "neural", seed=4).live(50), Life(CORRIDOR, "neural", seed=4).live(90)
    memory = {name: array.copy() for name, array in stopped.mind.save().items()}
    assert all(array.dtype != object for array in memory.values())
    woken = Life(CORRIDOR, "neural", seed=5)
    woken.mind.load(memory)
    stopped.mind = woken.mind
    stopped.live(40)
    assert stopped.actions == went_on.actions and stopped.surprises == went_on.surprises


def test_a_mind_of_another_world_is_refused():
    memory = Life(CORRIDOR, "neural").mind.save()
    with pytest.raises(ValueError, match="other"):
        Life(RIVER, "neural").mind.load(memory)


def test_two_lives_with_one_seed_are_equal_and_others_differ():
    one, same, other = (Life(RIVER, "neural", seed=seed).live(40) for seed in (3, 3, 4))
    assert one.surprises == same.surprises and one.actions == same.actions
    assert one.surprises != other.surprises


def test_what_it_was_paid_for_far_away_is_sought_again():
    life = Life(CORRIDOR, "neural", seed=1).live(250)
    assert np.sum(life.rewards[150:]) >= 10               # there and back is 8 ticks, for 2


def test_beliefs_about_a_known_world_are_mostly_true():
    life = Life(CORRIDOR, "neural").live(200)
    told, truth = life.mind.audit(life.observation), life.world.outcomes(life.name)
    stands = truth.landing >= 0
    assert np.mean(told.landing[stands] == truth.landing[stands]) > 0.8
