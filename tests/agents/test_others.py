"""What a person would notice about a mind among others."""
import numpy as np
import pytest

from agents.roster import create
from tests.agents.lives import Life
from world.load import from_text
from world.types import Transition
from world.world import World

YARD = """
scenario: 1
map: |
  ############
  #A.........#
  #..........#
  #....tt....#
  #....tt...F#
  #..........#
  #..........#
  ############
legend: {{A: ant, F: fox, t: tree}}
kinds: {{tree: {{is: solid}}}}
agents:
  ant: {{mind: rules}}
  fox: {{mind: {fox}}}
"""


def others_right(life, ticks):
    """Share of ticks on which everybody was foretold to be where they then were, and the mean odds given to the frames."""
    right, odds = [], []
    for _ in range(ticks):
        def ask(life):
            ask.told = life.mind.imagine(life.observation, [life.mind.act(life.observation)])
        life.live(1, ask)
        right.append(life.right[-1])
        odds.append(ask.told.probability[0])
    return np.mean(right), np.mean(odds)


@pytest.mark.parametrize("fox, at_least", (("chase ant", 0.7), ("straight", 0.9), ("patrol north south", 0.9), ("still", 0.95), ("flee ant", 0.5)))
def test_what_a_creature_is_after_is_found_out(fox, at_least):
    life = Life(YARD.format(fox=fox)).live(60)
    right, odds = others_right(life, 120)
    assert right > at_least


def test_a_wanderer_is_foretold_with_honest_odds_and_is_no_change_of_law():
    life = Life(YARD.format(fox="wander")).live(100)
    right, odds = others_right(life, 300)
    assert abs(right - odds) < 0.12 and 0.2 < odds < 0.45
    assert 1.0 < np.mean(life.surprises[100:]) < 3.0
    assert not [news for news in life.mind.noticed if news.tick > 100]


def test_a_slow_creature_is_known_to_rest():
    life = Life(YARD.format(fox="wander, speed: 1/2")).live(60)
    right, odds = others_right(life, 100)
    assert right > 0.55


def test_imagining_carries_others_on_and_changes_nothing():
    plain, asked = Life(YARD.format(fox="chase ant")).live(100), Life(YARD.format(fox="chase ant"))

    def ask(life):
        told = life.mind.imagine(life.observation, [4, 4, 4, 4, 4, 4])
        life.mind.audit(life.observation)
        assert np.all(np.diff(told.probability) <= 1e-6)
    asked.live(100, ask)
    assert plain.actions == asked.actions and plain.surprises == asked.surprises
    far = asked.mind.imagine(asked.observation, [4] * 3)
    assert not np.array_equal(far.cells[0], far.cells[2]) or np.abs(np.subtract(*np.argwhere(far.cells[0, 3] > 0)[:2])).sum() <= 1


def test_a_frozen_mind_follows_others_without_learning():
    life = Life(YARD.format(fox="chase ant"), "frozen rules at 80").live(90)
    before = life.mind.mind.others.crowd[0]["prior"].copy()
    right, odds = others_right(life, 60)
    assert right > 0.5 and np.array_equal(before, life.mind.mind.others.crowd[0]["prior"])


CROWD = """
scenario: 1
map: |
  ##########
  #h..c...f#
  #..tt....#
  #h.....c.#
  #...h....#
  ##########
legend: {h: hare, f: fox, c: clover, t: tree}
kinds: {tree: {is: solid}, clover: {layer: item}}
agents:
  fox: {mind: rules}
  hare: {mind: rules, count: 3, sees: 7x7}
rules:
  graze: {when: hare enters clover, do: [take it, reward 1, put clover anywhere]}
  catch: {when: fox bumps hare, do: [reward 3, reward -3 to it, return it home]}
"""


def test_several_learners_live_in_one_world_each_a_creature_to_the_others():
    world = World(from_text(CROWD.replace("take it, ", "remove it, ")), (0,))
    minds = {name: create("rules", world.looks(name), i) for i, name in enumerate(world.learners)}
    seen = {name: world.observe(name) for name in minds}
    landed = []
    for _ in range(250):
        actions = {name: mind.act(seen[name]) for name, mind in minds.items()}
        told = {name: mind.imagine(seen[name], [actions[name]]) for name, mind in minds.items()}
        step = world.step(np.array([list(actions.values())]))[0]
        for i, (name, mind) in enumerate(minds.items()):
            came = world.observe(name)
            bits = mind.observe(Transition(seen[name], actions[name], float(step.reward[i]), came, step.terminated, step.truncated))
            assert np.isfinite(bits) and bits >= 0 and 0 <= told[name].probability[0] <= 1
            landed.append(told[name].landing[0] == came.row * 10 + came.col)
            seen[name] = came
    assert len(minds) == 4 and np.mean(landed[-400:]) > 0.8

PASTURE = """
scenario: 1
map: |
  ##############
  #A....g......#
  #..g.....g...#
  #....tt......#
  #..g.tt..g...#
  #............#
  #...g....g..F#
  ##############
legend: {A: ant, F: fox, t: tree, g: gem}
kinds: {tree: {is: solid}, gem: {layer: item}}
agents:
  ant: {mind: rules}
  fox: {mind: MIND, speed: 1/2}
rules:
  treasure: {when: ant enters gem, do: [reward 1, remove it, put gem anywhere]}
  caught: {when: fox bumps ant, do: [reward -3 to it, return it home, return them home]}
  catches: {when: ant bumps fox, do: [REWARD, return it home]}
"""


def test_a_chaser_that_hurts_is_kept_away_from():
    life = Life(PASTURE.replace("MIND", "chase ant").replace("REWARD", "reward -3, return them home")).live(500)
    caught = np.array(life.rewards) < -1
    assert np.sum(caught[100:]) <= 8 and np.sum(life.rewards[100:]) > 40


def test_prey_that_pays_is_caught():
    text = PASTURE.replace("MIND", "wander").replace("REWARD", "reward 5")
    life = Life(text).live(500)
    assert np.sum(np.array(life.rewards[100:]) > 3) >= 8
