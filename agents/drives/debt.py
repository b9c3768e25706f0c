"""What to try next in a world of places: the best way known, or the test of a belief that may hide a better one.

A belief that could be wrong to the mover's harm (a kind refuses, a cell is closed, a cell or kind was never entered, an act was
never done to a kind) has a probability p of being wrong and a value u if it is. What not knowing has cost so far is its *debt*,
which grows with each episode and each reward, and is paid when the belief is tested. It is a ski-rental rule: the test is made when the
regret of not testing has reached its price.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, ACTS, CELLS, EDGE, LOADS, STAY, SYMBOLS, VERBS
from agents.models.board import DCOL, DROW, at, luck
from agents.models.controls import heading
from agents.models.places import reward_of
from agents.planners.sweeping import best_way, queue, sweep
from agents.planners.tables import facing_of, imagine_way, load_of, refuses, set_frame, state_of

OTHER_LOAD = 0.1
"""Share of doubt left about a kind that was tried, if only with another load."""
OF_NO_SUBJECT, OF_KIND, OF_PLACE, OF_ACT = range(4)
NOISE = 1e-9
EXPLORES = 0.7
"""Where nothing is known to be good: share of ticks on which the nearest doubt is gone for; the others go where it was not for longest."""
STRAYS = 0.1
FIRST, BEHIND = 10.0, 1.0


@apart(T.whole, T.mind, T.places, T.leaves, T.states, T.ways, T.frames, T.whole, T.whole, T.whole, T.whole)
def reach(mind, places, leaves, states, ways, frames, s, home_row, home_col, facing):
    """Breadth-first from a state over all ways, imagining doubtful ones again on the way.  number of states reached (states.reached)"""
    H, W = frames.shape[1], frames.shape[2]
    size, V = H * W, mind.verbs
    left = mind.imagined_a_tick
    for i in range(mind.frames * mind.layers * size):
        states[i].distance = -1
    states[s].distance = 0
    states[s].first = -1
    states[0].reached = s
    done, n = 0, 1
    while done < n:
        x = states[done].reached
        done += 1
        for i in range(V):
            if not mind.able[mind.verb_at[i]]:
                continue
            j = x * V + i
            d = heading(mind.verb_at[i], facing_of(mind, x, size))
            if ways[j].dirty and left > 0:
                left -= 1
                if imagine_way(mind, places, leaves, states, ways, frames, x, i, home_row, home_col, facing if x == s else -1):
                    queue(mind, states, x, FIRST)
            if ways[j].dirty and x != s:
                continue
            to = ways[j].to
            if ways[j].ends or to == x:
                if d < STAY and to == x:                 # what is behind a closed way is imagined too
                    row, col = (x % size) // W + DROW[d], x % W + DCOL[d]
                    if 0 <= row < H and 0 <= col < W:
                        z = x - x % size + row * W + col
                        for e in range(V):
                            if ways[z * V + e].dirty and left > 0 and mind.verb_at[e] < ACT and mind.verb_at[e] != STAY:
                                left -= 1
                                if imagine_way(mind, places, leaves, states, ways, frames, z, e, home_row, home_col, -1):
                                    queue(mind, states, z, BEHIND)
                continue
            if states[to].distance < 0:
                states[to].distance = states[x].distance + 1
                states[to].first = i if x == s else states[x].first
                states[to].via = x
                states[n].reached = to
                n += 1
    return n


@compiled
def stands(mind, hazard, tested, tested_at):
    """The probability that a belief tested then, at that count of surprises, holds no more.  float64"""
    return 1 - max(0.0, 1 - hazard * (mind.tick - tested)) * (1 - mind.suspicion) ** (mind.surprises - tested_at)


@apart(T.types.Tuple((T.real, T.real, T.real, T.whole, T.whole, T.whole)), T.mind, T.cells, T.places, T.leaves, T.states, T.ways, T.frames, T.whole, T.whole, T.whole, T.whole)
def doubt(mind, cells, places, leaves, states, ways, frames, x, i, here, facing):
    """The belief about the i-th way of a state.  p, u, debt, sort of subject, its two numbers

    Args:
        here: the mover's own state; facing: where it looks.
    """
    H, W = frames.shape[1], frames.shape[2]
    size = H * W
    j = x * mind.verbs + i
    d = heading(mind.verb_at[i], facing_of(mind, x, size))
    f, load, row, col = x // (mind.layers * size), load_of(mind, x, size), (x % size) // W, x % W
    best_reward = mind.best_reward if mind.best_reward > 0 else 1.0
    goes_on = 1 - (mind.rewards_that_ended / mind.rewards if mind.rewards > 0 else 1.0)
    hazard = (mind.hazard * mind.hazard_ticks + mind.surprises) / (mind.hazard_ticks + mind.tick)
    new_cell = mind.unseen / (mind.places_entered + 1)
    new_kind = mind.unseen / (mind.kinds_known + 1)
    anything = best_reward + goes_on * mind.discount * states[x].value
    p, u, debt, sort, a, b = 0.0, 0.0, 0.0, OF_NO_SUBJECT, 0, 0
    if d < STAY and mind.astray:
        cell = x % size
        tried = leaves[cell * VERBS + d]
        if tried.tries == 0:
            p = mind.unseen
        elif ways[j].to == x:                                # where it led nowhere it may lead somewhere by now
            p = mind.unseen * stands(mind, hazard, tried.once, mind.surprises)
        u, sort, a, b, debt = anything, OF_PLACE, load, cell, places[load * size + cell].debt
    elif d < STAY:
        r, c = row + DROW[d], col + DCOL[d]
        if not (0 <= r < H and 0 <= c < W):
            return p, u, debt, sort, a, b
        cell = r * W + c
        k = at(frames[f], r, c)
        to = ways[j].to
        if to == x:
            if not ways[j].bump:
                return p, u, debt, sort, a, b
            z = x - x % size + cell
            reward, ends = reward_of(mind, places, k, load, cell, size)
            u = reward + (0.0 if ends else mind.discount * states[z].value)
            if places[load * size + cell].closed == k + 1:
                place = places[load * size + cell]
                p = stands(mind, hazard, place.tested, place.tested_at)
                sort, a, b, debt = OF_PLACE, load, cell, place.debt
                if cells[cell].entered == 0 and p * states[z].value * mind.discount < p * new_cell * best_reward:
                    u = anything
                    p *= new_cell
            else:
                refused, passed = mind.passed[k, load, 0], mind.passed[k, load, 1]
                tried = leaves[(x % size) * VERBS + d]
                if mind.kind_of_mind == CELLS and tried.tries > 0:
                    p = stands(mind, hazard, tried.once, mind.surprises)
                elif refused + passed == 0:
                    p = new_kind
                    u = max(u, anything)
                    for other in range(LOADS):
                        if mind.passed[k, other, 0] + mind.passed[k, other, 1] > 0:
                            p = new_kind * OTHER_LOAD
                else:
                    p = max(stands(mind, hazard, mind.tested[k, load], mind.tested_at[k, load]), passed / (refused + passed))
                    if cells[cell].entered == 0 and u < best_reward * new_cell:
                        u = anything
                        p *= new_cell
                if mind.suspect[k, load] > p:
                    p = mind.suspect[k, load]
                sort, a, b, debt = OF_KIND, k, load, mind.debt[k, load]
        else:
            cell = to % size
            k = at(frames[f], cell // W, cell % W)
            if cells[cell].entered == 0:
                p = new_cell
                u = anything
            if mind.arrivals[k, load] == 0:
                fresh_cell = p
                p = new_kind
                u = anything
                sort, a, b, debt = OF_KIND, k, load, mind.debt[k, load]
                for other in range(LOADS):
                    if mind.arrivals[k, other] > 0:
                        p = max(fresh_cell, new_kind * OTHER_LOAD)
    elif d >= ACT:
        e = act_to_test(mind, frames[f], row, col, load, d - ACT, facing if x == here else facing_of(mind, x, size))
        if e >= 0:
            k = at(frames[f], row + DROW[e], col + DCOL[e])
            p, u, sort, a, b, debt = new_kind, anything, OF_ACT, d - ACT, k, mind.act_debt[d - ACT, k]
    if p > 0:
        p /= (1 + leaves[(x % size) * VERBS + d].fruitless) ** 2   # a test that settles nothing is not repeated for ever
    return p, u, debt, sort, a, b


@compiled
def act_to_test(mind, board, row, col, load, act, facing):
    """The direction of a neighbour that this act was never done to, and towards which one can turn; -1 if there is none."""
    for d in range(mind.directions):
        k = at(board, row + DROW[d], col + DCOL[d])
        if k != EDGE and mind.acted[act, k, 0] + mind.acted[act, k, 1] == 0 and (d == facing or (mind.facings == 1 and refuses(mind, k, load))):
            return d
    return -1


@compiled
def grow_debts(mind, cells, places, leaves, states, ways, frames, n, s, worth, facing, size):
    """Adds to each belief's debt what its best test could have gained."""
    for i in range(SYMBOLS):
        for load in range(LOADS):
            mind.gain[i, load] = 0
    for u in range(ACTS):
        for i in range(SYMBOLS):
            mind.act_gain[u, i] = 0
    for i in range(LOADS * size):
        places[i].gain = 0
    for q in range(n):
        x = states[q].reached
        near = mind.discount ** states[x].distance
        for i in range(mind.verbs):
            if not mind.able[mind.verb_at[i]] or ways[x * mind.verbs + i].dirty:
                continue
            p, u, debt, sort, a, b = doubt(mind, cells, places, leaves, states, ways, frames, x, i, s, facing)
            gain = p * (near * u - worth)
            if p <= 0 or gain <= 0:
                continue
            if sort == OF_KIND:
                mind.gain[a, b] = max(mind.gain[a, b], gain)
            elif sort == OF_PLACE:
                places[a * size + b].gain = max(places[a * size + b].gain, gain)
            elif sort == OF_ACT:
                mind.act_gain[a, b] = max(mind.act_gain[a, b], gain)
    for i in range(SYMBOLS):
        for load in range(LOADS):
            mind.debt[i, load] += mind.future * mind.gain[i, load]
    for u in range(ACTS):
        for i in range(SYMBOLS):
            mind.act_debt[u, i] += mind.future * mind.act_gain[u, i]
    for i in range(LOADS * size):
        places[i].debt += mind.future * places[i].gain


@compiled
def face_for(mind, ways, s, i):
    """Where to turn before the i-th way of a state is gone, -1: anywhere.  int64"""
    return ways[s * mind.verbs + i].face if i >= 0 and mind.verb_at[i] >= ACT else np.int64(-1)


@compiled
def any_verb(mind):
    """One of the verbs of going and turning that the body has, by dice.  int64"""
    n = 0
    for i in range(mind.verbs):
        n += mind.verb_at[i] < ACT and mind.verb_at[i] != STAY
    k = int(n * luck(mind))
    for i in range(mind.verbs):
        if mind.verb_at[i] < ACT and mind.verb_at[i] != STAY:
            if k == 0:
                return mind.verb_at[i]
            k -= 1
    return np.int64(STAY)


@apart(T.whole, T.mind, T.cells, T.places, T.leaves, T.states, T.ways, T.frames, T.board, T.mover, T.truth)
def choose_by_places(mind, cells, places, leaves, states, ways, frames, board, mover, fresh):
    """The verb to do now; mind.turn_to: where to turn before an act.  int64

    Args:
        fresh: whether an episode began or a reward came: debts grow.
    """
    H, W = board.shape
    size = H * W
    set_frame(mind, ways, frames, board)
    facing = mover[5]
    s = state_of(mind, mind.frame_now, mover[2], facing, mover[0] * W + mover[1], size)
    for i in range(mind.verbs):
        if mind.verb_at[i] >= ACT:
            ways[s * mind.verbs + i].dirty = 1
    n = reach(mind, places, leaves, states, ways, frames, s, mover[3], mover[4], facing)
    sweep(mind, states, ways, size, mind.backups_a_tick)
    worth, greedy = best_way(mind, states, ways, s, size)
    mind.turn_to = face_for(mind, ways, s, greedy)
    if fresh and worth > 0:
        grow_debts(mind, cells, places, leaves, states, ways, frames, n, s, worth, facing, size)
    best, where, way = 0.0, -1, -1
    for q in range(n):
        x = states[q].reached
        near = mind.discount ** states[x].distance
        v = states[x].value
        for i in range(mind.verbs):
            if not mind.able[mind.verb_at[i]] or ways[x * mind.verbs + i].dirty:
                continue
            p, u, debt, sort, a, b = doubt(mind, cells, places, leaves, states, ways, frames, x, i, s, facing)
            if p <= 0 or near * u <= near * v:
                continue
            score = near * (p * u + (1 - p) * v * mind.discount) + debt - worth
            if worth <= 0:
                score += NOISE * luck(mind)
            if score > best + 1e-12 and score > (NOISE if worth > 0 else 0.0):
                best, where, way = score, x, i
    cells[s % size].seen_at = mind.tick
    mind.aim = -1
    if where >= 0 and (mind.exploring or worth <= 0) and (worth > 0 or best > 1e-6 or luck(mind) < EXPLORES):
        mind.tests += 1
        mind.aim = where
        if where != s:
            mind.turn_to = face_for(mind, ways, s, states[where].first)
            return mind.verb_at[states[where].first]
        mind.turn_to = -1
        verb = mind.verb_at[way]
        if verb >= ACT:
            mind.turn_to = act_to_test(mind, board, mover[0], mover[1], mover[2], verb - ACT, facing)
        if mind.turn_to < 0 or mind.turn_to == facing:
            leaves[(s % size) * VERBS + heading(verb, facing)].fruitless += 1
        return verb
    if worth > 0:
        return mind.verb_at[greedy]
    if best > 0:                                         # a dead end: anything is doubted
        return any_verb(mind)
    oldest, where = mind.tick + 1.0, -1
    for q in range(1, n):
        x = states[q].reached
        if cells[x % size].seen_at < oldest:
            oldest, where = cells[x % size].seen_at, x
    if where >= 0 and luck(mind) > STRAYS:
        mind.turn_to = face_for(mind, ways, s, states[where].first)
        return mind.verb_at[states[where].first]
    return any_verb(mind)
