"""Minds that see a part of the board only: what they remember, what they foretell of what comes into sight."""
import numpy as np
import pytest

from tests.agents.lives import Life
from world.scenario import GROUND, UNSEEN

HALL = """
scenario: 1
map: |
  ##############
  #A....#......#
  #.....#.~~...#
  #.......~~...#
  #.....#....G.#
  #.~...#......#
  ##############
legend: {{A: ant facing east, "~": ice}}
kinds: {{ice: {{layer: ground, is: slippery}}}}
agents: {{ant: {{mind: learner, sees: {sees}, actions: {actions}}}}}
rules: {{arrive: {{when: ant enters goal, do: [reward 1, return them home]}}}}
"""
STEPS, TURNS = "[north, east, south, west]", "[forward, turn left, turn right]"


def live(sees, ticks, actions=STEPS, ask=None, mind="rules"):
    return Life(HALL.format(sees=sees, actions=actions), mind).live(ticks, ask)


@pytest.mark.parametrize("sees, actions", [("5x5", STEPS), ("9x7", TURNS), ("7x5 ahead", TURNS), ("7x7 by line of sight", STEPS)])
def test_a_window_that_moves_is_foretold_with_what_comes_into_it(sees, actions):
    life = live(sees, 400, actions)
    assert np.mean(life.right[300:]) > 0.9                 # the whole window, and nothing beside it
    assert np.sum(life.rewards[200:]) >= 5


def test_what_is_out_of_sight_is_remembered():
    life = live("5x5", 300)
    known = life.mind.board != 0
    assert (life.observation.cells[GROUND] != UNSEEN).sum() <= 25 and known.sum() > 50


def test_odds_are_honest_about_what_was_never_seen():
    odds, right = [], []
    life = live("5x5", 0)
    for _ in range(250):
        action = life.mind.act(life.observation)
        odds.append(float(life.mind.imagine(life.observation, [action]).probability[0]))
        life.live(1)
        right.append(life.right[-1])
    early, late = slice(0, 30), slice(150, 250)
    assert np.mean(odds[early]) < np.mean(odds[late])
    assert abs(np.mean(odds[late]) - np.mean(right[late])) < 0.1


def test_imagining_and_auditing_in_a_window_change_nothing():
    def ask(life):
        life.mind.imagine(life.observation, [0, 1, 2, 3, 1])
        life.mind.audit(life.observation)
    plain, asked = live("5x5", 150), live("5x5", 150, ask=ask)
    assert plain.actions == asked.actions and plain.surprises == asked.surprises


def test_surprise_falls_when_the_hall_is_known():
    life = live("5x5", 300)
    assert np.mean(life.surprises[:40]) > 5 * np.mean(life.surprises[200:])


def test_a_window_that_shrinks_is_noticed():
    text = HALL.format(sees="9x9", actions=STEPS) + "changes: {blind: {at: 200, edit: ant.sees = 5x5}}"
    life = Life(text).live(300)
    assert np.mean(life.right[150:199]) > 0.9 and np.mean(life.right[240:]) > 0.9
