"""Learning one decision, and noticing that its law has changed.

Each family of decisions (a kind and what is asked of it) has its own sum of surprises against "the law has changed" (CUSUM)
and up to six stored regimes. Nothing is erased when a regime begins: older counts speak on, as stale, until fresh ones outweigh
them; and a regime whose counts explain what is seen now is taken up again.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ALONE, OUTCOMES, RATES, REGIMES, SYMBOLS
from agents.models.board import note_news
from agents.models.contexts import LOW_32, SILENT
from agents.models.decider import base_rate, confidence, decide, look, odds_of

HEARD = 0.05
"""Below this responsibility only the detector hears of a decision."""
FULL_ESCAPE, FULL_COUNT, FULL_RATE = 300.0, 120.0, 200.0
"""Counts at which all of their sort are halved, so that the new weighs more than the old."""
ONE_CHANCE, MANY_STAYED = 1.6, 0.02
"""Nats of surprise at one cell that changed by itself, at most, and what each cell takes back that stayed: one gem that fell from the sky is chance."""
SURE = 0.9
"""Share of one outcome from which a context counts as sure. Not all of it: the second contradiction must be heard as the first was."""
FORGET, STRICT = 0.1, 4.0
"""Share of the older trials that a new one makes forgotten; how sharply a context loses credit that was sure and wrong where others were right."""
UNLIKELY = 0.3
"""Odds below which what came goes against the law."""
CHANCE_OF, FULL_CHANCE = 20.0, 400.0
"""Decisions without chance that a family is credited with at birth, and those at which old ones are halved."""
NOISY, DEARER = 0.02, 0.8
"""Share of chance from which an alarm is dearer by so much: where single contradictions come by chance, several must come."""
TAKEN_BACK = 8
"""Decisions within which a return to the regime just left says that leaving it was a mistake."""
WEIGHT_LOW, WEIGHT_HIGH = 1e-4, 1e3


@compiled
def chance_of(mind, family):
    """The share of a family's decisions that go against its law by chance.  float64, below .5"""
    return min(mind.chance[family, 0] / (mind.chance[family, 1] + CHANCE_OF), 0.45)


@compiled
def close_run(mind, family, contradictions):
    """The surprises of a family have come to nothing: its decisions since they began are counted, so many of them as chance."""
    mind.chance[family, 0] += contradictions
    mind.chance[family, 1] += mind.run[family, 0]
    if mind.chance[family, 1] > FULL_CHANCE:
        mind.chance[family, 0] *= 0.5
        mind.chance[family, 1] *= 0.5
    mind.run[family, 0] = 0.0
    mind.run[family, 1] = 0.0


@compiled
def guards_say(mind, decider, family, regime, outcome, guard1, guard2, chance):
    """What the two specific contexts say: is one of them new, does one that was sure now see another outcome, does one know the regime?"""
    new, broken, known = False, False, False
    for g in range(2):
        k = guard1 if g == 0 else guard2
        s, q, total, outcomes, stale = look(mind, k, decider, family, regime)
        if q < 0:
            new = True
        elif total > 1.5:
            for i in range(OUTCOMES):
                if mind.count[s, q, i] > SURE * (1 - 2 * chance) * total and mind.outcome[s, i] != outcome:
                    broken = True
        if q == regime:
            known = True
    return new, broken, known


@compiled
def new_regime(mind, family, now):
    """Room for one more regime of a family, whose parent is the one left; the longest unused makes way.  its number"""
    mind.switches += 1
    if mind.regimes[family] < REGIMES:
        q = mind.regimes[family]
        mind.regimes[family] += 1
    else:
        q = -1
        for i in range(REGIMES):
            if i != now and (q < 0 or mind.last_used[family, i] < mind.last_used[family, q]):
                q = i
    mind.age[family, q] += 1
    mind.parent[family, q] = now
    return q


@apart(T.truth, T.mind, T.whole, T.whole, T.whole, T.whole, T.real, T.real, T.real, T.real, T.whole, T.whole)
def listen(mind, decider, contexts, family, outcome, p, base, scale, noise, guard1, guard2):
    """The change detector: adds one surprise, and switches the family's regime when it has heard enough.  whether it switched

    Args:
        p: probability given to the outcome now. scale: probability of the rest of the tick; noise: of the tick, were it something else.
    """
    now = mind.regime[family]
    chance = chance_of(mind, family)
    p = max(p, chance)
    new, broken, known = guards_say(mind, decider, family, now, outcome, guard1, guard2, chance)
    against = p < UNLIKELY and not new
    # had the law changed, what came is as likely as its like has been since the surprises began
    alike = mind.run[family, 1] if against else mind.run[family, 0] - mind.run[family, 1]
    changed = (alike + max(0.5 * base, 0.1)) / (mind.run[family, 0] + 1)
    rise = np.log((scale * changed + noise) / (scale * p + noise))
    if rise > 0 and (new or not broken):
        rise = min(rise * mind.novelty, 0.3)
    if decider == ALONE:
        rise = min(rise, ONE_CHANCE)
    mind.cusum[family, REGIMES] = max(0.0, mind.cusum[family, REGIMES] + rise)
    mind.decided[family] += 1
    mind.run[family, 0] += 1
    mind.run[family, 1] += against
    dearer = 1 + DEARER * min(1.0, chance / NOISY)
    back, most = -1, 0.0
    if mind.regimes[family] > 1:
        for q in range(mind.regimes[family]):
            if q == now:
                continue
            new, broken, known = guards_say(mind, decider, family, q, outcome, guard1, guard2, chance)
            if not known:
                continue
            n, unseen = decide(mind, decider, contexts, family, q)
            then = max(odds_of(mind, n, unseen, outcome), chance)
            mind.cusum[family, q] = max(0.0, mind.cusum[family, q] + np.log((scale * then + noise) / (scale * p + noise)))
            if mind.cusum[family, q] > mind.recall * dearer and mind.cusum[family, q] > most:
                back, most = q, mind.cusum[family, q]
    if back < 0 and mind.cusum[family, REGIMES] <= mind.alarm * dearer:
        if mind.cusum[family, REGIMES] == 0:
            close_run(mind, family, mind.run[family, 1])
        return False
    if back >= 0 and back == mind.former[family] and mind.decided[family] <= TAKEN_BACK:
        close_run(mind, family, 1.0)                     # the alarm was a false one: what set it off was chance
    else:
        close_run(mind, family, 0.0)
        note_news(mind, family, 1 / (1 + np.exp(-(most if back >= 0 else mind.cusum[family, REGIMES]))))
    mind.former[family] = now
    mind.decided[family] = 0.0
    mind.regime[family] = back if back >= 0 else new_regime(mind, family, now)
    mind.since[family] = mind.clock
    for q in range(REGIMES + 1):
        mind.cusum[family, q] = 0.0
    return True


@compiled
def empty(mind, s):
    """A slot forgets what it held."""
    for i in range(OUTCOMES):
        mind.outcome[s, i] = -1
    for q in range(REGIMES):
        mind.slot_age[s, q] = 0
        for i in range(OUTCOMES):
            mind.count[s, q, i] = 0


@compiled
def count_in_slot(mind, s, regime, age, outcome, share):
    """Adds one outcome to a slot; what is seldom seen makes way, what is contradicted early is halved."""
    if mind.slot_age[s, regime] != age:
        for i in range(OUTCOMES):
            mind.count[s, regime, i] = 0
        mind.slot_age[s, regime] = age
    j = -1
    for i in range(OUTCOMES):
        if mind.outcome[s, i] == outcome:
            j = i
        if j < 0 and mind.outcome[s, i] == -1:
            mind.outcome[s, i] = outcome
            j = i
    if j < 0:
        least = 1e9
        for i in range(OUTCOMES):
            v = 0.0
            for q in range(REGIMES):
                v += mind.count[s, q, i]
            if v < least:
                least, j = v, i
        mind.outcome[s, j] = outcome
        for q in range(REGIMES):
            mind.count[s, q, j] = 0
    total = 0.0
    for i in range(OUTCOMES):
        total += mind.count[s, regime, i]
    if total < mind.halve_below:
        for i in range(OUTCOMES):
            if i != j:
                mind.count[s, regime, i] *= 1 - 0.5 * share
    mind.count[s, regime, j] += share
    if mind.count[s, regime, j] > FULL_COUNT:
        for i in range(OUTCOMES):
            mind.count[s, regime, i] *= 0.5


@compiled
def count_rate(mind, decider, outcome, share):
    """Adds one outcome to the base rates of its decider."""
    j, least = -1, 0
    for i in range(RATES):
        if mind.rate_of[decider, i] == outcome or mind.rate_of[decider, i] < 0:
            j = i
            break
        if mind.rate[decider, i] < mind.rate[decider, least]:
            least = i
    if j < 0:
        j = least
    if mind.rate_of[decider, j] != outcome:
        mind.rate_of[decider, j] = outcome
        mind.rate[decider, j] = 0
    mind.rate[decider, j] += share
    if mind.rate[decider, j] > FULL_RATE:
        for i in range(RATES):
            mind.rate[decider, i] *= 0.5


@apart(T.real, T.mind, T.whole, T.whole, T.whole, T.whole, T.real, T.real, T.real, T.whole, T.whole)
def learn_decision(mind, decider, contexts, family, outcome, share, rest, noise, guard1, guard2):
    """One decision was seen.  float64, the probability that it had

    Args:
        share: how surely it was this decision. rest: probability of the whole tick if it was (this decision's own is divided out),
        noise: probability of the tick if it was something else. guard1, guard2: numbers of two specific contexts.
    """
    n, unseen = decide(mind, decider, contexts, family, mind.regime[family])
    p = odds_of(mind, n, unseen, outcome)
    foretold = p
    scale = rest / p
    base = base_rate(mind, decider, outcome)
    if listen(mind, decider, contexts, family, outcome, p, base, scale, noise, guard1, guard2):
        share = max(share, 0.5)
        n, unseen = decide(mind, decider, contexts, family, mind.regime[family])
        p = odds_of(mind, n, unseen, outcome)
        foretold = p
    elif share < HEARD:
        return p
    regime = mind.regime[family]
    mind.last_used[family, regime] = mind.clock
    wrong = 0
    for k in range(contexts):
        s, q, total, outcomes, stale = look(mind, k, decider, family, regime)
        mind.verdict[k] = 0
        if mind.context[k] == SILENT:
            continue
        if q >= 0:
            c, d = confidence(total), 0 if outcomes == 1 else 1
            v, top = 0.0, 0.0
            for i in range(OUTCOMES):
                top = max(top, np.float64(mind.count[s, q, i]))
                if mind.outcome[s, i] == outcome:
                    v = mind.count[s, q, i]
            if k > 0 and stale == 0 and top > SURE * total:
                mind.verdict[k] = 1 if v == top else -1
                wrong += v != top
            missed, met = mind.escape[decider, c, d, stale, 0], mind.escape[decider, c, d, stale, 1]
            its_own = (1 - missed / met) * v / total + missed / met * base
            w = mind.weight[decider, k, c, d, stale] * min(4.0, max(0.05, its_own / p)) ** (mind.learning_rate * share)
            mind.weight[decider, k, c, d, stale] = min(WEIGHT_HIGH, max(WEIGHT_LOW, w))
            met += share
            if v == 0:
                missed += share
            if met > FULL_ESCAPE:
                missed *= 0.5
                met *= 0.5
            mind.escape[decider, c, d, stale, 0] = missed
            mind.escape[decider, c, d, stale, 1] = met
        else:
            mind.check[s] = np.uint32(mind.context[k] & LOW_32)
            empty(mind, s)
        if k == 0:
            count_in_slot(mind, s, 0, mind.age[decider * (SYMBOLS + 1) + SYMBOLS, 0], outcome, share)
        else:
            count_in_slot(mind, s, regime, mind.age[family, regime], outcome, share)
    count_rate(mind, decider, outcome, share)
    if wrong > 0:
        judge(mind, family, contexts, share)
    return foretold


@compiled
def judge(mind, family, contexts, share):
    """Some contexts were sure of something else: which of a family's questions tell what happens to it, and which only happened to?"""
    for k in range(1, contexts):
        for i in range(2):
            mind.trials[family, k, i] *= 1 - FORGET * share
        if mind.verdict[k] != 0:
            mind.trials[family, k, 0 if mind.verdict[k] < 0 else 1] += share
        lost, won = mind.trials[family, k, 0], mind.trials[family, k, 1]
        mind.credit[family, k] = ((won + 1) / (won + lost + 1)) ** STRICT
