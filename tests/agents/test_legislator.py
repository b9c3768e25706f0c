"""Minds that change the law because their own model says that it pays, and minds that are told what to want."""
import numpy as np

from lab.examining.lives import WORLDS
from lab.examining.lives import Life as OneLife
from tests.agents.lives import Life
from world.load import load

ROOMS = """
scenario: 1
map: |
  ##########
  #A..#...g#
  #...#....#
  #.......b#
  ##########
legend: {A: ant, g: gem, b: bell}
kinds: {gem: {layer: item}, bell: {is: solid}}
agents: {ant: {mind: rules, actions: [north, east, south, west, wait]}}
"""


def bought(life, ticks):
    """Ticks at which a coin was paid for a law; rewards."""
    buys, rewards = [], []
    for t in range(ticks):
        tick = life.tick(foretell=False)
        rewards.append(tick.reward)
        if life.looks.actions[tick.action] == "open hedges" and tick.after.counters[0] < tick.observation.counters[0]:
            buys.append(t)
    return buys, rewards


def test_a_law_that_no_map_shows_is_found_out_and_bought_again_when_it_lapsed():
    earned = []
    for seed in range(3):
        life = OneLife(load(WORLDS / "toll.yaml"), "legislator", seed)
        buys, rewards = bought(life, 1600)
        earned.append(sum(rewards[1000:]))
        assert life.mind.mind["act_law"][0] == 1
        assert sum(t > 1000 for t in buys) >= 3
    plain = sum(bought(OneLife(load(WORLDS / "toll.yaml"), "rules", 0), 1600)[1][1000:])
    assert np.mean(earned) > 1.5 * plain


def test_a_law_that_nobody_can_afford_costs_nothing():
    dear, free = (OneLife(load(WORLDS / "toll.yaml", {"price": 2}), mind, 0) for mind in ("legislator", "rules"))
    assert sum(bought(dear, 800)[1]) >= 0.7 * sum(bought(free, 800)[1])


def test_a_goal_that_is_named_is_gone_for_at_once():
    life = Life(ROOMS).live(400)
    assert not any(life.rewards)
    life.mind.wants("gem")
    been = []
    for _ in range(40):
        been.append((life.observation.row, life.observation.col))
        life.live(1)
    assert (1, 8) in been[:14], "the longest way there is 13 steps"


def test_a_wish_is_no_belief():
    life = Life(ROOMS).live(200)
    before = [b.sentence for b in life.mind.believes()]
    life.mind.wants("gem")
    assert [b.sentence for b in life.mind.believes()] == before
    assert life.mind.imagine(life.observation, [0, 1, 2]).reward.max() == 0
