"""One decision: a handful of outcomes, foretold by mixing the counts of its contexts.

An outcome is a number. Of a step: bit 0 goes on, then what becomes of the cell under the mover (6 bits, 0 same, else 1 +
symbol), of the cell ahead (6 bits), and of the cell after its run (0 same, 1 what the cell ahead was, else 2 + symbol). Of an
arrival: what becomes of the cell (6 bits), the load afterwards (3 bits, 0 same, else 1 + load), the motion (see `course`).
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled, entry
from agents.memory import ARRIVE, CANDIDATES, CARRY, OUTCOMES, RATES, SLIDE, SLOT_BITS, STEP, SYMBOLS
from agents.models.contexts import ENTERABLE_CARRY, ENTERABLE_SLIDE, LOW_32, SILENT, hashed
from agents.models.controls import innate_controls, unknown_meanings

UNSEEN_RATE = 0.5
"""Base rate of all outcomes not yet seen together, in counts ..."""
UNSEEN_OUTCOMES = 30.0
"""... of which there may be so many."""
ITSELF = 2
"""Number of the context that is the very thing met, in steps and arrivals; those before it are of its whole kind."""
SURELY = 1e-9


@entry
def innate(minds):
    """What a newborn knows: what cannot be entered at a step stops a slide and a carry, what can be entered lets a carry in."""
    mind = minds[0]
    innate_controls(mind)
    unknown_meanings(mind)
    for symbol in range(SYMBOLS):
        know(mind, hashed(SLIDE, 3, symbol, 2), 0, 1.0)
    know(mind, hashed(CARRY, 1, 1, 0), 1, 8.0)
    know(mind, hashed(CARRY, 1, 2, 0), 0, 8.0)


@compiled
def know(mind, context, outcome, times):
    """As though a context had been seen so often with one outcome."""
    s = slot_of(context)
    mind.check[s] = np.uint32(context & LOW_32)
    mind.outcome[s, 0] = outcome
    mind.count[s, 0, 0] = times


@compiled
def slot_of(context):
    return np.int64(context >> np.uint64(64 - SLOT_BITS))


@compiled
def confidence(total):
    """Class of a context by how often it was seen.  0 .. 3"""
    return 0 if total < 1.5 else (1 if total < 3.5 else (2 if total < 8 else 3))


@compiled
def look(mind, k, decider, family, regime):
    """What the k-th context holds: slot, the regime whose counts speak (-1 none), their total, outcomes seen, whether it is stale.

    If the current regime has nothing in the slot, its parent's counts speak, else any other's, as stale.
    """
    context = mind.context[k]
    s = slot_of(context)
    if mind.check[s] != np.uint32(context & LOW_32) or context == SILENT:
        return s, -1, 0.0, 0, 0
    if k == 0:
        family = decider * (SYMBOLS + 1) + SYMBOLS
        regime = 0
    speaks, total, stale = -1, 0.0, 0
    if mind.slot_age[s, regime] == mind.age[family, regime]:
        for o in range(OUTCOMES):
            total += mind.count[s, regime, o]
    if total > 0:
        speaks = regime
    else:
        stale = 1
        parent = mind.parent[family, regime]
        for q in range(mind.regimes[family]):
            if q != regime and mind.slot_age[s, q] == mind.age[family, q]:
                t = 0.0
                for o in range(OUTCOMES):
                    t += mind.count[s, q, o]
                if t > 0 and (speaks < 0 or q == parent):
                    speaks, total = q, t
    outcomes = 0
    if speaks >= 0:
        for o in range(OUTCOMES):
            outcomes += mind.count[s, speaks, o] > 0
    return s, speaks, total, outcomes, stale


@compiled
def base_rate(mind, decider, outcome):
    """How common an outcome is in all decisions of this sort.  float64"""
    z, v = UNSEEN_RATE, UNSEEN_RATE / UNSEEN_OUTCOMES
    for i in range(RATES):
        z += mind.rate[decider, i]
        if mind.rate_of[decider, i] == outcome and mind.rate[decider, i] > 0:
            v = mind.rate[decider, i]
    return v / z


@apart(T.types.Tuple((T.whole, T.real)), T.mind, T.whole, T.whole, T.whole, T.whole)
def decide(mind, decider, contexts, family, regime):
    """Mixes the first `contexts` contexts into `mind.candidate` and `mind.odds`.  number of candidates, odds of anything unseen

    `mind.evidence`: how often the context that spoke loudest was seen; 0 if none did but the empty and the innate ones.
    """
    n = 0
    weights, escaped, loudest = 0.0, 0.0, 0.0
    unmet = False
    candidate, odds = mind.candidate, mind.odds
    mind.evidence = 0.0
    for k in range(contexts):
        s, q, total, outcomes, stale = look(mind, k, decider, family, regime)
        if q < 0:
            unmet = unmet or k == ITSELF
            continue
        c, d = confidence(total), 0 if outcomes == 1 else 1
        w = mind.weight[decider, k, c, d, stale] * mind.credit[family, k]
        e = mind.escape[decider, c, d, stale, 0] / mind.escape[decider, c, d, stale, 1]
        weights += w
        escaped += w * e
        if k > 0 and w > loudest and not (decider == SLIDE and k == ENTERABLE_SLIDE) and not (decider == CARRY and k == ENTERABLE_CARRY):
            loudest = w
            mind.evidence = total
        for o in range(OUTCOMES):
            v = mind.count[s, q, o]
            if v > 0:
                i = 0
                while i < n and candidate[i] != mind.outcome[s, o]:
                    i += 1
                if i == n:
                    if n >= CANDIDATES - RATES:
                        continue
                    candidate[n] = mind.outcome[s, o]
                    odds[n] = 0.0
                    n += 1
                odds[i] += w * (1 - e) * v / total
    rates = mind.rates
    if unmet and (decider == STEP or decider == ARRIVE):
        rates += mind.caution * weights
    weights += rates
    escaped += rates
    z = UNSEEN_RATE
    for j in range(RATES):
        z += mind.rate[decider, j]
    for j in range(RATES):
        if mind.rate[decider, j] > 0:
            i = 0
            while i < n and candidate[i] != mind.rate_of[decider, j]:
                i += 1
            if i == n:
                candidate[n] = mind.rate_of[decider, j]
                odds[n] = 0.0
                n += 1
            odds[i] += escaped * mind.rate[decider, j] / z
    for i in range(n):
        odds[i] /= weights
    return n, escaped / weights * UNSEEN_RATE / z


@compiled
def decide_now(mind, decider, contexts, family):
    """`decide` under the regime in force."""
    return decide(mind, decider, contexts, family, mind.regime[family])


@entry
def odds_asked(minds, decider, contexts, family, outcome):
    """The odds of one outcome in the contexts that stand in `mind.context`, for whom asks from outside.  float64"""
    mind = minds[0]
    n, unseen = decide_now(mind, decider, contexts, family)
    return odds_of(mind, n, unseen, outcome)


@compiled
def odds_of(mind, n, unseen, outcome):
    """The odds that the mixture just made gives to one outcome.  float64"""
    for i in range(n):
        if mind.candidate[i] == outcome:
            return mind.odds[i] + SURELY
    return unseen / UNSEEN_OUTCOMES + SURELY


@compiled
def likeliest(mind, n):
    """The likeliest outcome of the mixture just made.  outcome, its odds"""
    best = 0
    for i in range(1, n):
        if mind.odds[i] > mind.odds[best]:
            best = i
    return mind.candidate[best], mind.odds[best]
