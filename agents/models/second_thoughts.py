"""When nothing has paid for much longer than it used to, what is believed is thought over, so that no wrong belief keeps itself up for ever.

Two causes can explain one evidence: standing in a reversed wind looks like reversed controls. A mind that has taken the wrong one foretells
everything rightly and gets nowhere. So after long waiting the controls are believed to be as they were at birth, and every kind's
law is open to be learned anew: a new regime, in which what was known speaks on, but is outweighed by the first thing seen.
"""
from __future__ import annotations

from agents.compiled import compiled
from agents.memory import ALONE, SYMBOLS
from agents.models.controls import innate_controls
from agents.models.regimes import new_regime

KNOWN_REWARDS = 3
"""Rewards from which it is known how long one waits for one."""
LONG = 6.0
"""So many times the usual wait is too long; twice that the next time, until something pays."""
AT_LEAST = 10.0
"""Ticks; a shorter usual wait counts as this long."""
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
