"""Beliefs put beside the rows of the law."""
import pytest

from agents.agent import Belief
from lab.beside import HOLDS, OTHERWISE, UNKNOWN, beside, evidence, words
from world.load import from_text
from world.world import World

TEXT = """
scenario: 1
map: |
  ########
  #Aiv.lG#
  ########
legend: {A: ant, i: ice, v: wind facing south, l: lava}
kinds:
  lava: {layer: ground}
  wind: {layer: ground, is: conveyor, with: {facing: [north, east, south, west]}}
agents: {ant: {mind: rules, actions: [north, east, south, west]}}
rules:
  burn:   {when: ant enters lava, do: [reward -1, return them home]}
  arrive: {when: ant enters goal, do: [reward 1, end won]}
  hurry:  {every: tick, do: reward -0.01 to ant}
changes:
  calm: {edit: [wind.carries = backward, ice is not slippery, rule burn off]}
  mild: {edit: burn.do = reward -2}
"""


def held(sentence, topic, thing, given="", key=None):
    world = World(from_text(TEXT))
    if given:
        world.enact(given)
        world.step([[-1]])
    names = world.looks("ant").names
    belief = Belief(sentence, 14, 14, 0.99, "rule", topic=topic, things=tuple(i for i, name in enumerate(names) if name.split(" facing ")[0] == thing))
    return beside(next(row for row in world.law() if row.key == key), [belief], "ant")


@pytest.mark.parametrize("sentence, topic, thing, key", [
    ("ice is slippery", "slippery", "ice", "ice is slippery"), ("wind.carries = forward", "carries", "wind", "wind.carries"),
    ("ant enters lava → reward -1 · return them home", "enters", "lava", "rule burn"), ("ant enters goal → reward 1 · end", "enters", "goal", "rule arrive"),
    ("every tick → reward -0.01 to ant", "every", "", "rule hurry")])
def test_a_true_belief_holds(sentence, topic, thing, key):
    assert held(sentence, topic, thing, key=key).verdict == HOLDS


@pytest.mark.parametrize("sentence, topic, thing, key", [
    ("ice is slippery", "slippery", "ice", "ice is slippery"), ("wind.carries = forward", "carries", "wind", "wind.carries"),
    ("ant enters lava → reward -1 · return them home", "enters", "lava", "rule burn")])
def test_what_was_true_before_a_change_is_otherwise(sentence, topic, thing, key):
    assert held(sentence, topic, thing, "calm", key).verdict == OTHERWISE


def test_another_reward_is_otherwise_and_a_belief_about_something_else_says_nothing():
    assert held("ant enters lava → reward -1 · return them home", "enters", "lava", "mild", "rule burn").verdict == OTHERWISE
    assert held("ant enters goal → reward 1 · end", "enters", "goal", key="rule burn").verdict == UNKNOWN
    assert held("ice is slippery", "slippery", "ice", key="wall is opaque") is None, "no mind finds that out by living"


def test_a_belief_is_told_with_its_evidence():
    belief = Belief("ice is not slippery", 13.6, 14.1, 0.9, "not", since=412)
    assert evidence(belief) == "14 of 14" and words(belief) == "ice is not slippery, 14 of 14, since tick 412"
    assert evidence(Belief("ant.north = south", 0, 0, 0.97, "control")) == "97 %"
