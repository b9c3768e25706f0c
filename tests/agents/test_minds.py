"""What a person would notice about the minds."""
from pathlib import Path

import numpy as np
import pytest

from tests.agents.lives import CORRIDOR, RIVER, Life

LEARNING = ("rules", "cells")


def beliefs_of(life):
    """All that an audit tells, as one comparable thing."""
    told = life.mind.audit(life.observation)
    return [told.landing.tolist(), told.edits.tolist(), told.odds.tolist(), told.evidence.tolist(), told.reward.tolist()]


@pytest.mark.parametrize("mind", LEARNING)
def test_surprise_falls_in_a_world_that_never_changes(mind):
    life = Life(CORRIDOR, mind).live(200)
    assert np.mean(life.surprises[:20]) > 10 * np.mean(life.surprises[-50:])


def test_surprise_leaps_when_a_rule_breaks_and_calms_down_again():
    life = Life(RIVER).live(400)
    before, leap, after = np.mean(life.surprises[150:199]), np.max(life.surprises[199:215]), np.mean(life.surprises[300:])
    assert before < 0.1 and leap > 5 and after < 0.2


def test_a_few_surprises_mend_the_whole_river():
    life = Life(RIVER).live(400)
    assert np.mean(life.right[150:199]) > 0.97
    assert np.sum(~np.array(life.right[199:299])) <= 12
    assert np.mean(life.right[300:]) > 0.97


def test_what_learns_rules_is_paid_again_soon_after_the_wind_turned():
    life = Life(RIVER).live(400)
    assert np.sum(life.rewards[240:400]) > 0.8 * np.sum(life.rewards[40:200])


@pytest.mark.parametrize("mind", LEARNING)
def test_imagining_and_auditing_change_nothing(mind):
    def ask(life):
        life.mind.imagine(life.observation, [0, 1, 2, 3, 1])
        life.mind.audit(life.observation)
        life.mind.plan()
    plain, asked = Life(RIVER, mind).live(260), Life(RIVER, mind).live(260, ask)
    assert plain.actions == asked.actions
    assert plain.surprises == asked.surprises


@pytest.mark.parametrize("mind", (*LEARNING, "random", "frozen rules at 50"))
def test_two_lives_with_one_seed_are_equal(mind):
    one, other = Life(RIVER, mind, seed=3).live(230), Life(RIVER, mind, seed=3).live(230)
    assert one.actions == other.actions and one.surprises == other.surprises


def test_lives_with_other_seeds_differ():
    assert Life(RIVER, seed=1).live(60).actions != Life(RIVER, seed=2).live(60).actions


@pytest.mark.parametrize("mind", LEARNING)
def test_the_beliefs_of_a_frozen_mind_do_not_move(mind):
    life = Life(RIVER, f"frozen {mind} at 150").live(200)
    before = beliefs_of(life)
    here = life.observation
    life.live(60)
    life.observation = here
    assert beliefs_of(life) == before


def test_a_frozen_mind_goes_on_to_foretell_and_to_act():
    life = Life(CORRIDOR, "frozen rules at 150").live(300)
    assert np.mean(life.right[200:]) > 0.95 and np.sum(life.rewards[200:]) > 5


def test_a_frozen_mind_stays_wrong_after_the_wind_turned():
    life = Life(RIVER, "frozen rules at 190").live(400)
    assert np.mean(life.right[200:]) < 0.6


def test_a_mind_without_wait_never_waits():
    assert "wait" not in Life(RIVER).looks.actions
    assert set(Life(RIVER).live(150).actions) <= {0, 1, 2, 3}


def test_what_learns_rules_knows_places_where_it_never_was():
    rules, cells = Life(RIVER, "rules").live(40), Life(RIVER, "cells").live(40)
    known = [np.mean(life.mind.audit(life.observation).evidence[1:-1, 1:-1] > 0) for life in (rules, cells)]
    assert known[0] > 0.9 and known[1] < 0.5


def test_what_learns_cells_has_no_evidence_where_it_never_tried():
    life = Life(CORRIDOR, "cells")
    tried = np.zeros((*life.looks.shape, len(life.looks.actions)))

    def count(life):
        here = life.observation.row, life.observation.col
        count.last = here
    for _ in range(60):
        life.live(1, count)
        tried[(*count.last, life.actions[-1])] += 1
    assert np.array_equal(life.mind.audit(life.observation).evidence, tried)


def test_a_newborn_has_no_evidence_of_anything():
    for mind in LEARNING:
        life = Life(CORRIDOR, mind)
        assert not life.mind.audit(life.observation).evidence.any()


def test_beliefs_about_a_known_world_are_true():
    life = Life(CORRIDOR).live(200)
    told, truth = life.mind.audit(life.observation), life.world.outcomes(life.name)
    stands = truth.landing >= 0
    assert np.mean(told.landing[stands] == truth.landing[stands]) > 0.97


def test_a_plan_leads_on_from_where_the_mind_stands():
    life = Life(CORRIDOR).live(150)
    W = life.looks.shape[1]

    def ask(life):
        plan = life.mind.plan()
        if plan:
            row, col = divmod(plan[0], W)
            assert abs(row - life.observation.row) + abs(col - life.observation.col) <= 1
            ask.seen += 1
    ask.seen = 0
    life.live(60, ask)
    assert ask.seen > 30


def test_the_ledger_counts_what_a_life_costs():
    life = Life(RIVER).live(50)
    ledger = life.mind.ledger()
    assert ledger.ticks == 50 and ledger.imagined > 0 and ledger.backups > 0 and ledger.bytes > 1000
    assert all(seconds > 0 for seconds in ledger.seconds.values())


MIRROR = RIVER.replace("changes: {turn: {at: 200, edit: wind.carries = backward}}", "changes: {turn: {at: 200, edit: [swap ant.north and ant.south, swap ant.east and ant.west]}}")


def test_changed_controls_are_found_out():
    life = Life(MIRROR).live(400)
    assert np.sum(life.rewards[240:400]) > 0.75 * np.sum(life.rewards[40:200])


def test_a_reward_that_returns_home_is_sought_again():
    text = """
scenario: 1
map: |
  ########
  #A.....#
  #......#
  #.....G#
  ########
legend: {A: ant}
agents: {ant: learner}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
"""
    life = Life(text).live(200)
    assert np.sum(life.rewards[100:]) >= 14                # the way is 7 ticks


LEVER = """
scenario: 1
map: |
  #########
  #A..h..n#
  #...h...#
  #cl.h...#
  #########
legend: {A: ant, c: crumbs, n: nest, h: grown hedge, l: up lever}
kinds:
  hedge: {with: {state: [grown, parted]}, is: solid}
  lever: {with: {position: [up, down]}, is: solid}
  crumbs: {layer: item}
  nest: {layer: item}
agents: {ant: {mind: learner, has: {crumb: 0 of 1}, actions: [north, east, south, west, wait, use]}}
rules:
  fetch: {when: ant enters crumbs, if: not ant has crumb, do: [ant gains 1 crumb, reward 1]}
  deliver: {when: ant enters nest, if: ant has crumb, do: [ant loses 1 crumb, reward 1]}
  pull: {when: ant uses up lever, do: [it becomes down, reward -0.2, apply open]}
changes:
  open: {for: 60, edit: [hedge is not solid, every grown hedge becomes parted]}
  close: {after: open + 60, edit: [every parted hedge becomes grown, every down lever becomes up]}
"""


def test_a_lever_is_found_and_pulled_again_when_its_effect_has_gone():
    life = Life(LEVER).live(500)
    pulls = np.sum(np.isclose(np.array(life.rewards), -0.2))
    assert 4 <= pulls <= 12 and np.sum(life.rewards) > 40


def test_an_action_that_does_nothing_anywhere_is_soon_left_alone():
    text = CORRIDOR.replace("has: {crumb: 0 of 1}", "has: {crumb: 0 of 1}, actions: [north, east, south, west, whistle]")
    life = Life(text).live(200)
    assert np.mean(np.array(life.actions[100:]) == 4) < 0.1 and np.sum(life.rewards[100:]) > 10


def test_a_changed_law_is_noticed_soon_and_named_and_nothing_is_noticed_before():
    wind, controls = Life(RIVER).live(260), Life(MIRROR).live(260)
    assert not [news for news in (*wind.mind.noticed, *controls.mind.noticed) if 60 < news.tick < 199]
    assert any(200 <= news.tick < 215 and "wind" in news.family and news.odds > 0.8 for news in wind.mind.noticed)
    assert any(200 <= news.tick < 220 and news.family == "what actions mean" for news in controls.mind.noticed)


@pytest.mark.parametrize("seed", (0, 5, 6))
def test_of_two_causes_for_one_evidence_the_better_is_found_in_hindsight(seed):
    """Who is met by the turn of the wind on its way south stays where it was: does the wind blow north, or does it let nobody in?"""
    life = Life(Path("scenarios/turning-wind.yaml").read_text(), seed=seed).live(400)
    assert np.sum(~np.array(life.right[163:263])) <= 12 and np.mean(life.right[300:]) > 0.97
