"""When nothing has paid for much longer than it used to, what is believed is thought over, so that no wrong belief keeps itself up for ever.

Two causes can explain one evidence: standing in a reversed wind looks like reversed controls. A mind that has taken the wrong one foretells
everything rightly and gets nowhere. So after long waiting the controls are believed to be as they were at birth, and every kind's
law is open to be learned anew: a new regime, in which what was known speaks on, but is outweighed by the first thing seen.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.memory import ALONE, CONTROLS, REGIMES, SYMBOLS
from agents.models.controls import innate_controls
from agents.models.regimes import new_regime
from agents.models.rule_learner import observe_frame

KNOWN_REWARDS = 3
"""Rewards from which it is known how long one waits for one."""
LONG = 6.0
"""So many times the usual wait is too long; twice that the next time, until something pays."""
AT_LEAST = 10.0
"""Ticks; a shorter usual wait counts as this long."""
OPEN = 1.0
"""Weight that is given evenly to all symmetries of the controls when they are thought over."""
RECENT = 10.0
"""Rewards that the usual wait is the mean of."""


@compiled
def count_waiting(mind, reward):
    """Counts the ticks since something paid. whether it was too long, and beliefs were thought over"""
    mind.unpaid += 1
    if reward > mind.usual_reward:
        mind.usual_wait += (mind.unpaid - mind.usual_wait) / min(RECENT, max(1.0, mind.rewards))
        mind.unpaid = 0
        mind.patience = LONG
        return False
    if mind.rewards < KNOWN_REWARDS or mind.unpaid < mind.patience * max(mind.usual_wait, AT_LEAST):
        return False
    mind.patience *= 2
    mind.crises += 1
    think_again(mind)
    return True


@compiled
def think_again(mind):
    """Controls as at birth, and a new regime for every family of decisions of the mover that was ever learned."""
    innate_controls(mind)
    for family in range(len(mind.regime)):
        if family // (SYMBOLS + 1) != ALONE and mind.last_used[family, mind.regime[family]] > 0:
            mind.regime[family] = new_regime(mind, family, mind.regime[family])
            mind.since[family] = mind.clock
            for q in range(mind.cusum.shape[1]):
                mind.cusum[family, q] = 0.0
    mind.surprises += 1


@entry
def live_again(minds, cells, board, before, action, after, now, noise, share, cause):
    """Learns one tick that was lived already. bits of surprise

    Args:
        minds: a copy of the record as it was before. noise, share: as the tick was heard. cause: the family whose law is to have changed just before,
        CONTROLS, or less: none.
    """
    mind = minds[0]
    if cause == CONTROLS:
        for i in range(8):
            mind.symmetry[i] = 0.5 * mind.symmetry[i] + OPEN / 16
        mind.as_a_whole = 0.5
    elif cause >= 0:
        mind.regime[cause] = new_regime(mind, cause, mind.regime[cause])
        mind.since[cause] = mind.clock + 1
        for q in range(REGIMES + 1):
            mind.cusum[cause, q] = 0.0
    if share <= 0:
        return 0.0
    z, rest = observe_frame(mind, board, cells, before, action, after, now, noise, share, True, share < 0.1)
    mind.news = 0
    return rest - np.log2(z + 1e-12)
