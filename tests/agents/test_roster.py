"""Minds by name."""
import pytest

from agents.roster import UnknownMind, check, create, names, sentence
from tests.agents.lives import CORRIDOR, Life


def test_every_name_on_the_list_makes_a_mind_and_has_a_sentence():
    looks = Life(CORRIDOR, "random").looks
    for name in names():
        assert create(name, looks, 0).learns
        assert sentence(name)


def test_a_learner_learns_rules():
    assert create("learner", Life(CORRIDOR, "random").looks, 0).learns == "rules"


def test_a_misspelt_mind_gets_the_nearest_name():
    with pytest.raises(UnknownMind) as mistake:
        check("ruels")
    assert mistake.value.nearest == "rules" and "did you mean `rules`?" in str(mistake.value)


def test_a_mind_like_no_other_gets_no_hint():
    with pytest.raises(UnknownMind) as mistake:
        check("zzzzzz")
    assert mistake.value.nearest == ""


@pytest.mark.parametrize("name", ("frozen nobody", "frozen rules at", "frozen rules at noon", "frozen"))
def test_what_is_frozen_must_be_a_mind_and_the_tick_a_number(name):
    with pytest.raises(UnknownMind):
        check(name)


def test_frozen_minds_stop_learning_at_their_tick():
    life = Life(CORRIDOR, "frozen cells at 20").live(20)
    assert not life.mind.learning
    assert Life(CORRIDOR, "frozen cells at 20").live(19).mind.learning


def test_a_budget_scales_all_that_a_mind_plans_with():
    looks = Life(CORRIDOR, "random").looks
    usual, quarter = create("rules", looks, 0), create("rules x1/4", looks, 0)
    assert (usual.budget, quarter.budget, create("frozen rules x2 at 9", looks, 0).budget) == (1.0, 0.25, 2.0)
    assert all(quarter.mind[dial] == usual.mind[dial] / 4 for dial in ("imagined_a_tick", "backups_a_tick", "search"))


def test_a_quarter_of_the_thinking_costs_less():
    spent = [Life(CORRIDOR, name).live(60).mind.ledger() for name in ("rules", "rules x1/64")]
    assert spent[1].backups < spent[0].backups
