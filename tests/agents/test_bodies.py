"""Minds live with whatever body they are given: one that turns, that goes to the corners, that lacks an action."""
import numpy as np
import pytest

from tests.agents.lives import Life

ROOM = """
scenario: 1
world: {{moves: 8}}
map: |
  #########
  #A..#...#
  #...#..G#
  #.......#
  #...#...#
  #########
legend: {{A: ant facing east}}
agents: {{ant: {{mind: learner, actions: {actions}}}}}
rules: {{arrive: {{when: ant enters goal, do: [reward 1, return them home]}}}}
{changes}
"""
TURNING = "[forward, turn left, turn right]"


def live(actions, ticks, mind="rules", changes="", seed=0):
    return Life(ROOM.format(actions=actions, changes=changes), mind, seed).live(ticks)


@pytest.mark.parametrize("mind, right, paid", [("rules", 0.95, 5), ("cells", 0.75, 0)])
def test_a_body_that_turns_is_learned_and_led_to_the_goal(mind, right, paid):
    life = live(TURNING, 300, mind)
    assert np.mean(life.right[200:]) > right
    assert np.sum(life.rewards[200:]) >= paid              # the way takes 13 ticks, a turn included for each corner


def test_turns_that_are_exchanged_are_noticed():
    life = live(TURNING, 400, changes="changes: {mirror: {at: 200, edit: swap ant.turn left and ant.turn right}}")
    assert np.mean(life.right[220:]) > 0.9
    assert np.sum(life.rewards[240:]) > 0.6 * np.sum(life.rewards[40:200])


def test_a_body_named_otherwise_than_it_moves_is_found_out():
    """From birth: what is called forward turns left, and so on."""
    life = live(TURNING, 300, changes="changes: {odd: {at: 1, edit: [swap ant.forward and ant.turn left]}}")
    assert np.mean(life.right[100:]) > 0.9 and np.sum(life.rewards[150:]) >= 6


def test_the_corners_are_used():
    life = live("[north, north-east, east, south-east, south, south-west, west, north-west]", 200)
    assert np.mean(life.right[120:]) > 0.95
    assert np.sum(life.rewards[100:]) >= 10                # the way takes 6 ticks with the corners, 9 without
    assert set(life.actions[100:]) & {1, 3, 5, 7}


def test_what_the_body_cannot_do_is_not_planned_with():
    life = live("[east, south, north, turn left]", 300)    # it can go west by turning only, and forward not at all
    assert np.mean(life.right[150:]) > 0.9


def test_how_one_looks_tells_which_way_one_went():
    """Beside a wall a bump says nothing, but one looks at what one bumped into: the mirrored controls are found out without a step."""
    life = live("[north, south, wait]", 120, changes="changes: {mirror: {at: 60, edit: swap ant.north and ant.south}}")
    assert np.mean(life.right[70:]) > 0.9
