"""Laws as states of the world: which regimes hold under each law that an act of one's own brought about, and when one lapsed.

A law is what all families of decisions hold at once (`mind.law`, one row of regimes for each law; row 0: as the world is by itself). An act that
did something to its doer and nothing to the board is waited for: if, soon after, a family changes its regime, that act brought it. From then
on doing it *is* changing the law: the planner gets a frame of its own for the board under that law, and compares lives there and here.
Only a mind that legislates keeps more than law 0.
"""
from __future__ import annotations

from agents.compiled import compiled
from agents.memory import LAWS, LOADS, STEP, SYMBOLS
from agents.models.regimes import new_regime

SOON = 60.0
"""Ticks within which a change of regime is put down to the act waited for."""
TRIES = 8.0
"""Times that an act is done to find out what it is for, before it is held to be good for nothing."""
BEGAN, LAPSED = 1, 2
"""What a step may say of a law."""
ANY = 0
"""In place of a kind: what an act did whatever stood ahead."""


@compiled
def take_law(mind, law):
    """The regimes of another law become those in force, to imagine with or to live by."""
    for family in range(len(mind.regime)):
        mind.regime[family] = mind.law[law, family]


@compiled
def anywhere(mind, act, load):
    """Whether an act with this load did something each time, whatever stood ahead: what is bought needs no thing to buy it from."""
    return mind.legislates == 1 and mind.acted[act, ANY, load, 1] > 0 and mind.acted[act, ANY, load, 0] == 0


@compiled
def waits(mind):
    """Whether an act is waited for whose law could still be told from others."""
    return mind.act_waited >= 0 and mind.tick - mind.act_waited_at <= SOON and mind.laws < LAWS


@compiled
def law_is_open(mind, act, load):
    """Whether it is not known yet what an act is for that did something to its doer only."""
    return anywhere(mind, act, load) and mind.act_law[act] < 0 and mind.act_tries[act] < TRIES and not waits(mind)


@compiled
def wait_for(mind, act):
    """An act did something to its doer only. Under its law at once if that is known; else every refusal is suspected of being lifted."""
    law = mind.act_law[act]
    if law >= 0:
        mind.law_now = law
        take_law(mind, law)
        return
    if waits(mind) or mind.act_tries[act] >= TRIES:
        return
    mind.act_tries[act] += 1
    mind.act_waited, mind.act_waited_at = act, mind.tick
    for kind in range(SYMBOLS):
        for load in range(LOADS):
            if mind.passed[kind, load, 0] > mind.passed[kind, load, 1]:
                for other in range(LOADS):
                    mind.suspect[kind, other] = mind.sibling


@compiled
def begin_law(mind, act):
    """The act waited for has brought a law: the regimes in force are its row from now on."""
    law = mind.laws
    mind.laws += 1
    mind.act_waited = -1
    mind.act_law[act] = law
    mind.law_now = law
    for family in range(len(mind.regime)):
        mind.law[law, family] = mind.regime[family]


@compiled
def read_step(mind, kind, goes, hits):
    """A kind lets in (goes) or refuses, as the rules foretold (hits) or not: a refusal was lifted by the act waited for; or it is back, so its law lapsed.

    Told before the step is learned, so that it counts under the law that it belongs to.  0, BEGAN or LAPSED
    """
    family = STEP * (SYMBOLS + 1) + mind.base[kind]
    now = mind.law_now
    if goes and not hits and waits(mind):
        mind.regime[family] = new_regime(mind, family, mind.regime[family])
        mind.since[family] = mind.clock
        begin_law(mind, mind.act_waited)
        return BEGAN
    elif not goes and now > 0 and mind.law[now, family] != mind.law[0, family]:
        mind.law_now = 0
        take_law(mind, 0)
        return LAPSED
    return 0


@compiled
def credit_change(mind):
    """Regimes have changed: by the act waited for, by a law that lapsed, or by the world itself.  whether a law lapsed"""
    now = mind.law_now
    if waits(mind):
        begin_law(mind, mind.act_waited)
        return False
    for family in range(len(mind.regime)):
        if now > 0 and mind.regime[family] != mind.law[now, family] and mind.regime[family] == mind.law[0, family]:
            mind.law_now = 0
            take_law(mind, 0)
            return True
    for family in range(len(mind.regime)):
        mind.law[now, family] = mind.regime[family]
    return False
