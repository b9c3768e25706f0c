"""What minds say that they believe: the sentences that a person would expect, with honest counts."""
import numpy as np
import pytest

from agents.roster import create
from tests.agents.lives import CORRIDOR, RIVER, Life

HEAD = "scenario: 1\nagents: {ant: {mind: rules, has: {crumb: 0 of 1}, actions: [north, east, south, west, use]}}\n"

POND = HEAD + """
map: |
  #########
  #..iii..#
  #A.iii.G#
  #..iii..#
  #########
legend: {A: ant, i: ice}
kinds: {ice: {layer: ground, is: slippery}}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
changes: {thaw: {at: 200, edit: ice is not slippery}}
"""

DOOR = """
scenario: 1
map: |
  #######
  #A#...#
  #k#.G.#
  #.D...#
  #######
legend: {A: ant, k: red key, D: red locked door}
kinds:
  key:  {layer: item, with: {colour: [red, blue]}}
  door: {with: {colour: [red, blue], state: [locked, open]}}
  locked door: {is: solid}
agents: {ant: {mind: rules, actions: [north, east, south, west]}}
rules:
  pick up: {when: ant enters key, do: take it}
  unlock:  {when: ant bumps locked door, if: ant has same-colour key, do: it becomes open}
  arrive:  {when: ant enters goal, do: [reward 1, end won]}
"""

FIRE = HEAD + """
map: |
  ############
  #..........#
  #...gggggg.#
  #...gggggg.#
  #A..gggggg.#
  #...ggfggg.#
  #...gggggg.#
  ############
legend: {A: ant, g: grass, f: fire}
kinds: {grass: {}, fire: {}, ash: {}}
rules:
  spread: {each: grass, if: fire beside, chance: 30%, do: it becomes fire}
  burn:   {each: fire, chance: 20%, do: it becomes ash}
"""

LEVER = HEAD + """
map: |
  #########
  #A..h...#
  #l..h.G.#
  #...h...#
  #########
legend: {A: ant, h: hedge, l: up lever}
kinds:
  hedge: {is: solid}
  lever: {is: solid, with: {position: [up, down]}}
rules:
  pull:   {when: ant uses up lever, do: [it becomes down, apply cut]}
  arrive: {when: ant enters goal, do: [reward 1, return them home]}
changes: {cut: {edit: every hedge becomes floor}}
"""


def sentences(life, most=None):
    return [b.sentence for b in life.mind.believes()[:most]]


def belief(life, sentence):
    return next((b for b in life.mind.believes() if b.sentence == sentence), None)


def test_what_pays_and_where_the_wind_carries_is_among_the_first_things_told():
    told = sentences(Life(RIVER).live(190), 6)
    assert "wind is conveyor" in told and "wind.carries = forward" in told
    assert "ant enters crumbs if not ant has crumb → ant gains 1 crumb · reward 1" in told
    assert "ant enters nest if ant has crumb → ant loses 1 crumb · reward 1" in told


def test_after_a_change_the_new_sentence_stands_first_and_the_old_one_is_gone():
    life = Life(RIVER).live(400)
    first = life.mind.believes()[0]
    assert first.sentence == "wind.carries = backward" and 200 <= first.since < 230
    assert "wind.carries = forward" not in sentences(life)


def test_ice_that_thaws_is_no_longer_called_slippery():
    life = Life(POND).live(190)
    assert "ice is slippery" in sentences(life, 4)
    life.live(300)
    assert "ice is slippery" not in sentences(life)


def test_evidence_is_counted_and_odds_follow_it():
    life = Life(POND).live(190)
    paid = belief(life, "ant enters goal → reward 1 · return them home")
    assert round(paid.right) == round(paid.of) == np.sum(life.rewards) and paid.odds > 0.9 and paid.since == 0
    assert all(0 <= b.right <= b.of + 1e-6 and 0 <= b.odds <= 1 for b in life.mind.believes())


def test_a_key_that_opens_a_door_of_its_colour():
    life = Life(DOOR, seed=1).live(500)
    assert np.sum(life.rewards) > 5
    told = sentences(life, 8)
    assert "ant enters red key → take it" in told
    assert any(sentence.startswith("ant bumps red locked door") and sentence.endswith("it becomes open") for sentence in told)


def test_how_fast_fire_spreads_is_told_as_a_share():
    shares, burnt = [], []
    for seed in range(3):
        life = Life(FIRE, seed=seed)
        for _ in range(40):
            life.live(1)
        shares += [b.odds for b in life.mind.believes() if b.sentence == "grass if fire beside → it becomes fire"]
        burnt += [b.odds for b in life.mind.believes() if b.sentence == "fire → it becomes ash"]
    assert shares and 0.15 < np.mean(shares) < 0.55
    assert burnt and 0.1 < np.mean(burnt) < 0.35


def test_what_a_lever_does_is_told_with_all_that_comes_of_it():
    life = Life(LEVER).live(200)
    assert "ant uses up lever → it becomes down · every hedge becomes nothing" in sentences(life)


def test_controls_that_changed_are_told_as_the_law_has_them():
    life = Life(CORRIDOR + "changes: {mirror: {at: 60, edit: swap ant.east and ant.west}}\n").live(50)
    assert not any("=" in sentence for sentence in sentences(life))
    assert {"ant.east = west", "ant.west = east"} <= set(sentences(life.live(150), 4))


@pytest.mark.parametrize("mind", ("rules", "cells", "frozen rules at 100"))
def test_telling_changes_nothing(mind):
    plain = Life(RIVER, mind).live(260)
    asked = Life(RIVER, mind).live(260, lambda life: life.mind.believes())
    assert plain.actions == asked.actions and plain.surprises == asked.surprises


def test_a_newborn_believes_nothing_and_a_mind_of_cells_tells_of_places():
    life = Life(RIVER)
    assert create("rules", life.looks, 0).believes() == []
    told = Life(RIVER, "cells").live(200).mind.believes()
    assert told and {b.kind for b in told} == {"place"}
