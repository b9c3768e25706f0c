"""What arrivals pay, and what is true of one place only.

Rewards are kept by (kind arrived at, load), for bumps by (kind bumped, load), for waiting by (kind underfoot, load): the value that
came most often. A place where arriving pays otherwise is an exception of the place. All rewards are read as more or less than a usual tick brings.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import CELLS, LOADS

ARRIVED, BUMPED_INTO, WAITED_ON = range(3)
"""How a reward was come by."""
SAME = 1e-6
MOST_VOTES = 20.0
MOST_USUAL = 50.0


@compiled
def kind_reward(mind, how, symbol, load):
    """What arriving at (or bumping) this kind with this load pays; an unknown load borrows from the best known one.  reward, ends"""
    i = load
    if mind.votes[how, symbol, load] <= 0:
        i = -1
        for j in range(LOADS):
            if mind.votes[how, symbol, j] > 0 and (i < 0 or mind.votes[how, symbol, j] > mind.votes[how, symbol, i]):
                i = j
    if i < 0:
        return 0.0, np.int64(0)
    return mind.reward[how, symbol, i] - mind.usual_reward, np.int64(mind.ends[how, symbol, i])


@compiled
def reward_of(mind, places, symbol, load, cell, size):
    """What arriving at this cell, where this kind lies, pays.  reward, ends"""
    place = places[load * size + cell]
    if place.paid_on == symbol + 1:
        return place.reward - mind.usual_reward, place.ends
    if mind.kind_of_mind == CELLS:
        return 0.0, np.int64(0)
    return kind_reward(mind, ARRIVED, symbol, load)


@compiled
def learn_usual(mind, reward):
    """Moves what a usual tick brings, by majority; whether it changed."""
    if abs(reward - mind.usual_reward) < SAME:
        mind.usual_count = min(MOST_USUAL, mind.usual_count + 1)
        return False
    mind.usual_count -= 1
    if mind.usual_count > 0:
        return False
    mind.usual_reward = reward
    mind.usual_count = 1
    return True


@compiled
def count_paid(mind, how, symbol, load, reward, ends):
    """Counts how often the value believed came, from the first time on that it was believed."""
    paid = mind.paid[how, symbol, load]
    as_believed = abs(mind.reward[how, symbol, load] - reward) < SAME and mind.ends[how, symbol, load] == ends
    paid[0] += as_believed
    paid[1] += 1


@apart(T.types.UniTuple(T.truth, 2), T.mind, T.places, T.whole, T.whole, T.whole, T.whole, T.whole, T.real, T.whole)
def learn_reward(mind, places, how, symbol, load, cell, size, reward, ends):
    """One reward. whether the kind's changed, whether the place's did"""
    if mind.votes[how, symbol, load] <= 0 and how != ARRIVED and abs(reward - mind.usual_reward) < SAME and not ends:
        return False, False
    before, ended = kind_reward(mind, how, symbol, load)
    here, ended_here = before, ended
    if how == ARRIVED:
        here, ended_here = reward_of(mind, places, symbol, load, cell, size)
    votes = mind.votes[how, symbol, load]
    if votes <= 0:
        mind.paid[how, symbol, load, 0] = 0
        mind.paid[how, symbol, load, 1] = 0
        mind.reward[how, symbol, load] = reward
        mind.ends[how, symbol, load] = ends
        mind.votes[how, symbol, load] = 1
    elif abs(mind.reward[how, symbol, load] - reward) < SAME and mind.ends[how, symbol, load] == ends:
        mind.votes[how, symbol, load] = min(MOST_VOTES, votes + 1)
    else:
        mind.votes[how, symbol, load] -= 1 if votes > 1.5 else 0.5
    count_paid(mind, how, symbol, load, reward, ends)
    now, ends_now = kind_reward(mind, how, symbol, load)
    kind_changed = abs(now - before) > SAME or ends_now != ended
    place_changed = False
    if how == ARRIVED:
        mind.arrivals[symbol, load] += 1
        place = places[load * size + cell]
        if abs(now + mind.usual_reward - reward) > SAME or ends_now != ends or mind.kind_of_mind == CELLS:
            place.paid_on = symbol + 1
            place.reward = reward
            place.ends = ends
        elif place.paid_on == symbol + 1:
            place.paid_on = 0
        here_now, ends_here = reward_of(mind, places, symbol, load, cell, size)
        place_changed = abs(here_now - here) > SAME or ends_here != ended_here
    more = reward - mind.usual_reward
    mind.best_reward = max(mind.best_reward, more)
    if more > 0:
        mind.rewards += 1
        mind.rewards_that_ended += ends
    return kind_changed, place_changed
