"""Figures add up over worlds and ticks as their names say."""
import numpy as np

from agents.agent import Beliefs
from lab.audit import audited
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG
from lab.metrics import Tally
from world.types import Outcomes


def test_surprise_is_the_mean_of_each_hundred_ticks_over_all_worlds():
    tally = Tally(("ant",), worlds=2)
    for tick in range(150):
        for world in range(2):
            tally.lived("ant", tick, reward=0.5, surprise=1.0 + world if tick < 100 else 4.0)
    assert tally.surprise() == {"ant": [1.5, 4.0]}
    assert tally.mean_reward() == {"ant": 75.0}


def test_a_tick_in_which_a_mind_was_not_asked_does_not_count_as_unsurprising():
    tally = Tally(("ant",), worlds=1)
    tally.lived("ant", 0, 0.0, 3.0)
    tally.lived("ant", 1, 0.0, None)
    assert tally.surprise() == {"ant": [3.0]}


def test_episodes_are_counted_by_the_word_they_end_with():
    tally = Tally((), worlds=1)
    tally.ends.update(["won", "time", "won"])
    assert tally.episodes() == {"count": 3, "time": 1, "won": 2}


def test_the_audit_names_right_wrong_unsure_never_and_nowhere():
    truth = Outcomes(np.array([[[1, 1, 1, 1, -1]]]), np.full((1, 1, 5, 4, 3), -1), np.zeros((1, 1, 5)))
    edits = truth.edits.copy()
    edits[0, 0, 3, 0] = (0, 1, 5)
    beliefs = Beliefs(np.array([[[1, 0, 0, 1, 1]]]), edits, np.array([[[0.9, 0.9, 0.4, 0.9, 0.9]]]), np.array([[[3, 3, 3, 3, 3.0]]]), np.zeros((1, 1, 5)))
    assert audited(beliefs, truth).verdict[0, 0].tolist() == [RIGHT, WRONG, UNSURE, WRONG, NONE]
    beliefs.evidence[0, 0, 0] = 0
    assert audited(beliefs, truth).verdict[0, 0, 0] == NEVER
