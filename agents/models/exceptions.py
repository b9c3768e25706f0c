"""Putting down to the place what is true of the place only, so that one hidden wall does not teach that floor stops.

A *closed* cell: the rules said "goes", it stayed, and the kind ahead is known to be open. A *jump*: at the second equal contradiction
at one place; the first goes to the rules in full. What the place is blamed for, the rules hear of in a whisper.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, EDGE, LOADS, STAY, SYMBOLS, VERBS
from agents.models.board import DCOL, DROW, at
from agents.models.contexts import BUMPED
from agents.models.controls import KNOWN, heading, learn_facing, odds_of_facing, update_controls, verbs_of
from agents.models.course import NO_GUESS, course, way_key
from agents.models.places import ARRIVED, WAITED_ON, learn_reward
from agents.planners.tables import doubt_place

OPEN = 2.0
"""Passes after which a kind counts as open, so that a refusal is the place's."""
UNSURE = 0.6
"""Rules less sure than this hear of everything in full."""
AS_EXPECTED = 0.9
"""Odds that a place is as a mind without rules expects it, when it asks what an action means."""
CHANGE_BITS = 10.0
"""Surprise of a mind without rules at one cell that changes, in bits."""


@compiled
def suspect_siblings(mind, kind, load):
    """An effect was lost: it is looked for among its siblings, kinds of the same base and other loads."""
    for k in range(SYMBOLS):
        if mind.base[k] == mind.base[kind]:
            for i in range(LOADS):
                if (k != kind or i != load) and not mind.passed[k, i, 1] > 0:
                    mind.suspect[k, i] = mind.sibling
    for i in range(LOADS):
        if i != load:
            mind.suspect[kind, i] = mind.sibling
    mind.surprises += 1


@compiled
def close(mind, place, kind):
    """A place refuses although its kind is open; whether that is news."""
    news = place.closed != kind + 1
    place.closed = kind + 1
    place.tested = mind.tick
    place.tested_at = mind.surprises
    place.debt = 0
    return news


@compiled
def remember_jump(leave, key, to, to_load, by_way_of):
    leave.key = key
    leave.to = to
    leave.to_load = to_load
    leave.by_way_of = by_way_of


@compiled
def another_verb_explains(mind, places, leaves, board, before, way, now):
    """Whether the rules have another verb lead to where the mover is now."""
    for i in range(mind.options):
        e = mind.option[i]
        if heading(e, before[5]) != way:
            course(mind, places, leaves, board, before, e, NO_GUESS, True)
            if mind.lands[e, 0] == now[0] and mind.lands[e, 1] == now[1]:
                return True
    return False


@compiled
def controls_explain(mind, places, leaves, board, before, action, verb, now, noise):
    """Whether it is likelier that the action meant another verb than that the place is odd (noise).

    With controls in doubt, a wall ahead of one meaning and open floor ahead of the other look like a hidden wall.
    """
    p = mind.exception_odds
    verbs_of(mind, action, p)
    others, odd = 0.0, p[verb] * noise * odds_of_facing(mind, verb, before[5], now[5])
    for i in range(mind.options):
        e = mind.option[i]
        if heading(e, before[5]) != heading(verb, before[5]) and p[e] > odd:
            q = course(mind, places, leaves, board, before, e, NO_GUESS, True)
            if mind.lands[e, 0] == now[0] and mind.lands[e, 1] == now[1]:
                others += p[e] * q * odds_of_facing(mind, e, before[5], now[5])
    return others > odd


@compiled
def count_pass(mind, leave, kind, load, goes, closed_by_place, lost):
    """One refusal (goes 0) or pass (1) of a kind; what a closed place did says nothing of the kind, unless an effect was lost."""
    if mind.passed[kind, load, 0] + mind.passed[kind, load, 1] == 0:
        mind.kinds_known += 1
    if not closed_by_place:
        leave.fruitless = 0
        mind.tested[kind, load] = mind.tick
        mind.tested_at[kind, load] = mind.surprises
        mind.debt[kind, load] = 0
        mind.passed[kind, load, goes] += 1
        mind.passed[kind, load, 1 - goes] *= 0.5
    elif lost:
        mind.passed[kind, load, 1] *= 0.3
        mind.passed[kind, load, 0] += 1
    if goes == 1 and mind.suspect[kind, load] > 0:
        for k in range(SYMBOLS):
            if mind.base[k] == mind.base[kind]:
                for i in range(LOADS):
                    mind.suspect[k, i] = 0
    if goes == 0:
        mind.suspect[kind, load] = 0


@apart(T.types.Tuple((T.truth, T.real, T.truth, T.real, T.whole)), T.mind, T.cells, T.places, T.leaves, T.states, T.ways, T.board, T.mover, T.whole, T.whole, T.mover, T.truth, T.real)
def learn_exception(mind, cells, places, leaves, states, ways, board, before, action, verb, now, edits, noise):
    """What the place table makes of one tick of an action below ACT, taken for a verb.

    Args:
        noise: probability that a way is an exception.
        edits: whether cells changed that only the mover's course explains.
    Returns: whether an exception foretold it, so that the rules need not hear of it; the share they hear else; whether they alone
    had expected it; how surely; the kinds they looked at, as bits.
    """
    H, W = board.shape
    size = H * W
    row, col, load = before[0], before[1], before[2]
    under = np.int64(board[row, col])
    way = heading(verb, before[5])
    ahead, beside = np.int64(EDGE), np.int64(-1)
    if way < STAY:
        ahead = at(board, row + DROW[way], col + DCOL[way])
        if ahead != EDGE:
            beside = (row + DROW[way]) * W + col + DCOL[way]
    there = now[0] * W + now[1]
    stay = there == row * W + col
    place = places[load * size + max(beside, 0)]
    leave = leaves[(row * W + col) * VERBS + way]
    key = way_key(load, under, ahead)
    p = course(mind, places, leaves, board, before, verb, NO_GUESS, True)
    hit = mind.lands[verb, 0] == now[0] and mind.lands[verb, 1] == now[1]
    bumps, met = mind.phase == BUMPED, mind.met
    blamed = not hit and controls_explain(mind, places, leaves, board, before, action, verb, now, noise)
    if blamed:                                           # the controls are heard, the place is not
        return False, 1.0, hit, p, met
    if beside >= 0 and place.closed == ahead + 1:
        if stay and not edits:
            close(mind, place, ahead)
            return True, 1.0, hit, p, met
        place.closed = 0
        mind.surprises += 1
        mind.exceptions -= 1
        doubt_place(mind, states, ways, beside // W, beside % W, H, W)
    elif leave.key == key:
        if leave.to == there and not edits:
            return True, 1.0, hit, p, met
        leave.key = 0
        mind.exceptions -= 1
        doubt_place(mind, states, ways, row, col, H, W)
    share = 1.0
    closed = False
    faceless = beside >= 0 and mind.facing[ahead] < 0 and mind.facing[under] < 0
    lost = beside >= 0 and mind.passed[ahead, load, 1] > 0 and mind.things > 0
    if not hit:
        if stay and beside >= 0 and not edits and faceless:
            refused, passed = mind.passed[ahead, load, 0], mind.passed[ahead, load, 1]
            if cells[beside].entered:
                mind.surprises += 1
            if passed >= OPEN and passed > refused:      # of a kind not known yet the rules hear, it is no exception
                mind.exceptions += close(mind, place, ahead)
                closed = True
                share = mind.hush
            doubt_place(mind, states, ways, beside // W, beside % W, H, W)
            if lost:
                suspect_siblings(mind, ahead, load)
        elif not edits and (stay or not another_verb_explains(mind, places, leaves, board, before, way, now)):
            if leave.once != there + 1:
                leave.once = there + 1
            else:
                far = abs(now[0] - row) + abs(now[1] - col) > 2 and now[0] == before[3] and now[1] == before[4]
                remember_jump(leave, key, there, now[2], beside if far and beside >= 0 else there)
                mind.exceptions += 1
                share = mind.hush
                doubt_place(mind, states, ways, row, col, H, W)
        if p < UNSURE:
            share = 1.0
    looks_like_bump = stay and not hit and (mind.facing[under] >= 0 or mind.facing[ahead] >= 0)
    if beside >= 0 and not looks_like_bump:
        goes = (0 if bumps else 1) if hit else (0 if stay else 1)
        count_pass(mind, leave, ahead, load, goes, closed, lost)
    return False, share, hit, p, met


@apart(T.types.void, T.mind, T.cells, T.places, T.states, T.ways, T.whole, T.whole, T.whole)
def enter(mind, cells, places, states, ways, cell, H, W):
    """The mover got to a cell: whatever was believed closed there is open."""
    for load in range(LOADS):
        place = places[load * H * W + cell]
        if place.closed > 0:
            place.closed = 0
            mind.exceptions -= 1
            doubt_place(mind, states, ways, cell // W, cell % W, H, W)
    if cells[cell].entered == 0:
        cells[cell].entered = 1
        mind.places_entered += 1


@compiled
def place_odds(leave):
    """Odds that a place does again what it did last: the estimate of Krichevsky and Trofimov, from how often running it did so.  float64, .5 if never tried"""
    return (leave.agreed + 0.5) / (leave.agreed + 1.0)


@compiled
def learn_meaning(mind, places, leaves, board, before, action, verb, now):
    """What an action of a turning body means, for a mind without rules: by where it got and how it looks. whether the verb that it was taken for was known"""
    likelihood, p = mind.likelihood, mind.prior
    verbs_of(mind, action, p)
    explains = verb
    for i in range(mind.options):
        e = mind.option[i]
        course(mind, places, leaves, board, before, e, NO_GUESS, False)
        hit = mind.lands[e, 0] == now[0] and mind.lands[e, 1] == now[1]
        likelihood[e] = (AS_EXPECTED if hit else 1 - AS_EXPECTED) * odds_of_facing(mind, e, before[5], now[5])
        if p[e] * likelihood[e] > p[explains] * likelihood[explains] or e == mind.option[0]:
            explains = e
    sure = p[verb]
    learn_facing(mind, explains, before[5], now[5], sure)
    update_controls(mind, action, likelihood, verb, explains, sure)
    course(mind, places, leaves, board, before, verb, NO_GUESS, False)
    return sure > KNOWN


@apart(T.real, T.mind, T.cells, T.places, T.leaves, T.states, T.ways, T.board, T.mover, T.whole, T.whole, T.board, T.mover, T.real, T.whole, T.truth, T.truth)
def learn_place(mind, cells, places, leaves, states, ways, board, before, action, verb, after, now, reward, ends, learns, right):
    """A mind without rules: what the action did at this place, with this load, as long as kind and kind ahead are the same.  bits of surprise"""
    H, W = board.shape
    size = H * W
    row, col, load = before[0], before[1], before[2]
    way = heading(verb, before[5])
    leave = leaves[(row * W + col) * VERBS + way]
    p = place_odds(leave)
    bits = -np.log2(p) if right else -np.log2((1 - p) / size)
    for r in range(H):
        for c in range(W):
            if board[r, c] != after[r, c]:
                bits += CHANGE_BITS
    if not learns:
        return bits
    if STAY < action < ACT:
        if not learn_meaning(mind, places, leaves, board, before, action, verb, now):
            return bits
    under = np.int64(board[row, col])
    ahead, beside = np.int64(EDGE), np.int64(-1)
    if way < STAY:
        ahead = at(board, row + DROW[way], col + DCOL[way])
        if ahead != EDGE:
            beside = (row + DROW[way]) * W + col + DCOL[way]
    there = now[0] * W + now[1]
    stay = there == row * W + col
    lands = mind.lands[verb, 0] == now[0] and mind.lands[verb, 1] == now[1] and mind.lands[verb, 2] == now[2]
    leave.tries += 1
    leave.once = np.int64(mind.tick)
    leave.fruitless = 0
    leave.agreed = leave.agreed + 1 if lands else 1.0
    place = places[load * size + max(beside, 0)]
    drifts = mind.facing[under] >= 0 or ahead != EDGE and mind.facing[ahead] >= 0
    if stay and beside >= 0 and not drifts and not mind.astray:                  # beside a current, gone and carried back looks like a refusal
        if close(mind, place, ahead):
            mind.exceptions += 1
            doubt_place(mind, states, ways, beside // W, beside % W, H, W)
            if cells[beside].entered:
                mind.surprises += 1
        leave.key = 0
    else:
        if beside >= 0 and place.closed > 0:
            place.closed = 0
            mind.exceptions -= 1
            mind.surprises += 1
            doubt_place(mind, states, ways, beside // W, beside % W, H, W)
        if not lands:
            far = not mind.astray and abs(now[0] - row) + abs(now[1] - col) > 2 and now[0] == before[3] and now[1] == before[4]
            mind.surprises += mind.astray and leave.tries > 1
            remember_jump(leave, way_key(load, under, ahead), there, now[2], beside if far and beside >= 0 else there)
            doubt_place(mind, states, ways, row, col, H, W)
    if mind.astray:
        places[load * size + row * W + col].debt = 0
    by_way_of = there
    if not lands and leave.key != 0:
        by_way_of = leave.by_way_of
    elif lands:
        by_way_of = mind.arrived_cell
    if not stay:
        enter(mind, cells, places, states, ways, by_way_of, H, W)
    enter(mind, cells, places, states, ways, there, H, W)
    if not (stay and beside >= 0):
        how = WAITED_ON if stay else ARRIVED
        kind = np.int64(board[by_way_of // W, by_way_of % W])
        if mind.arrivals[kind, load] == 0:
            mind.kinds_known += 1
        kind_changed, place_changed = learn_reward(mind, places, how, kind, load, by_way_of, size, reward, ends)
        if kind_changed or place_changed:
            doubt_place(mind, states, ways, by_way_of // W, by_way_of % W, H, W)
    return bits
