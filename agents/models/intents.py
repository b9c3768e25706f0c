"""What a creature may be after, and what it would then do next: simple models of intent, mixed by how well each foretold it.

A creature is believed to wander, to go straight, to chase or flee somebody, to stand still, or to have habits. Each intent gives odds to its
five ways (north, east, south, west, stay). What lets a creature in is learned from where it goes and where it does not.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.crowd import CHASE, FLEE, HABIT, HABITS, INTENTS, PACES, STILL, STRAIGHT, TARGETS, VIEWS, WANDER, WAYS
from agents.memory import CELLS, EDGE, LOADS, SYMBOLS
from agents.models.board import DCOL, DROW, at
from agents.models.contexts import mix
from agents.models.course import NO_GUESS, course

STAND = 4
KNOWN_OPEN, KNOWN_CLOSED, UNKNOWN_OPEN = 0.95, 0.1, 0.6
"""Odds that a kind of thing lets a creature in, from what it does to the mind's own body."""
LEAST_OPEN, PASSABLE = 0.01, 0.35
FAR = 255
SELDOM = 4
"""An intent hardly believed in is looked at once in so many ticks."""
HARDLY = 1e-3
ANYHOW = 0.02
"""Share of every intent that is any way at all."""


@compiled
def lets_in(mind, crowd, kind, symbol):
    """How likely a kind of thing lets a kind of creature in.  float64"""
    if symbol == EDGE:
        return 0.0
    refused, passed = 0.0, 0.0
    for load in range(LOADS):
        refused += mind.passed[symbol, load, 0]
        passed += mind.passed[symbol, load, 1]
    prior = UNKNOWN_OPEN if refused + passed == 0 else (KNOWN_OPEN if passed > refused else KNOWN_CLOSED)
    return min(1.0, max(LEAST_OPEN, (crowd.chosen[kind, symbol] + prior) / (crowd.expected[kind, symbol] + 1)))


@compiled
def look_up(mind, crowd, board, field_marks, landing_marks):
    """What lets each kind in, looked up once a tick; what was remembered of ways is dropped if that or the board has changed."""
    h = np.uint64(1)
    for k in range(crowd.kinds):
        for s in range(SYMBOLS):
            crowd.open[k, s] = lets_in(mind, crowd, k, s)
            if crowd.open[k, s] >= PASSABLE:
                h ^= mix(mix(np.uint64(23), np.int64(k)), np.int64(s))
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            h = mix(h, np.int64(board[row, col]))
    landing_marks[4 * board.size] += 1
    crowd.landing_stamp = landing_marks[4 * board.size]
    if h != crowd.looked_up:
        crowd.looked_up = h
        field_marks[board.size] += 1
        crowd.stamp = field_marks[board.size]


@compiled
def somebody_at(crowd, row, col, but):
    """Whether a creature other than `but` stands in a cell."""
    for j in range(crowd.here):
        if j != but and crowd.row[j] == row and crowd.col[j] == col:
            return True
    return False


@apart(T.whole, T.mind, T.crowd, T.board, T.fields, T.numbers, T.numbers, T.whole, T.whole)
def field_of(mind, crowd, board, fields, marks, queue, kind, source):
    """Ways to a cell over what lets this kind in: fields[source], remembered until the board is looked at anew.  the source"""
    mark = crowd.stamp * 8 + kind + 1
    if marks[source] == mark:
        return source
    marks[source] = mark
    H, W = board.shape
    field = fields[source]
    for c in range(H * W):
        field[c] = FAR
    field[source] = 0
    queue[0] = source
    done, n = 0, 1
    while done < n:
        c = queue[done]
        done += 1
        if field[c] >= FAR - 1:
            continue
        for d in range(4):
            row, col = c // W + DROW[d], c % W + DCOL[d]
            if 0 <= row < H and 0 <= col < W:
                e = row * W + col
                if field[e] == FAR and crowd.open[kind, board[row, col]] >= PASSABLE:
                    field[e] = field[c] + 1
                    queue[n] = e
                    n += 1
    return source


@compiled
def target_cell(crowd, i, target, my_row, my_col, W):
    """The cell of the nearest of those that an intent is about, -1 if there are none.  int64"""
    if target == 0:
        return my_row * W + my_col
    best, nearest = -1, 1 << 30
    for j in range(crowd.here):
        if j != i and crowd.kind[j] == target - 1:
            d = abs(crowd.row[j] - crowd.row[i]) + abs(crowd.col[j] - crowd.col[i])
            if d < nearest:
                nearest, best = d, crowd.row[j] * W + crowd.col[j]
    return best


@apart(T.whole, T.mind, T.crowd, T.places, T.leaves, T.board, T.numbers, T.numbers, T.whole, T.whole, T.whole)
def where_it_lands(mind, crowd, places, leaves, board, landings, marks, kind, cell, d):
    """The cell where a way of a creature ends: what ice or wind does to my body they do to its, unless it was seen otherwise.  int64"""
    H, W = board.shape
    i = cell * 4 + d
    mark = crowd.landing_stamp * 8 + kind + 1
    if marks[i] == mark:
        return landings[i]
    marks[i] = mark
    row, col = cell // W + DROW[d], cell % W + DCOL[d]
    to = cell
    if 0 <= row < H and 0 <= col < W:
        to = row * W + col
        if mind.kind_of_mind != CELLS and crowd.like_me[kind, board[row, col]] >= 0:
            mover = crowd.mover[:]
            mover[0], mover[1], mover[2], mover[3], mover[4], mover[5] = cell // W, cell % W, 0, cell // W, cell % W, d
            course(mind, places, leaves, board, mover, d, NO_GUESS, True)
            mine = mind.lands[d, 0] * W + mind.lands[d, 1]
            if mine != cell:
                to = mine
    landings[i] = to
    return to


@compiled
def views_of(crowd, i, free, my_row, my_col, W):
    """Fills crowd.view_key: the contexts of a creature's habits, from general to specific."""
    k = crowd.kind[i]
    last, past = crowd.past[i] % WAYS, crowd.past[i]
    dr, dc = my_row - crowd.row[i], my_col - crowd.col[i]
    side = (1 if dr > 0 else (2 if dr < 0 else 0)) * 3 + (1 if dc > 0 else (2 if dc < 0 else 0))
    cell = crowd.row[i] * W + crowd.col[i]
    h = mix(np.uint64(17), np.int64(k))
    crowd.view_key[0] = mix(h, 1)
    crowd.view_key[1] = mix(mix(h, 2), last)
    crowd.view_key[2] = mix(mix(h, 3), side * 8 + min(abs(dr) + abs(dc), 4))
    crowd.view_key[3] = mix(mix(h, 4), free)
    crowd.view_key[4] = mix(mix(h, 5), past)
    crowd.view_key[5] = mix(mix(mix(h, 6), free), last)
    crowd.view_key[6] = mix(mix(h, 7), cell)
    crowd.view_key[7] = mix(mix(mix(h, 8), cell), last)


@compiled
def habit_slot(crowd, v):
    """The slot of one view; -1 if it holds another's.  int64"""
    s = np.int64(crowd.view_key[v] & np.uint64(HABITS - 1))
    return s if crowd.habit_of[s] == crowd.view_key[v] else -1


@compiled
def habits(crowd, out):
    """What creatures of its kind did in such views, mixed into out (float64 [5])."""
    for d in range(WAYS):
        out[d] = 0.05 / WAYS
    z = 0.05
    for v in range(VIEWS):
        s = habit_slot(crowd, v)
        if s < 0:
            continue
        n = 0.0
        for d in range(WAYS):
            n += crowd.habit[s, d]
        w = crowd.view_weight[v] * n / (n + 0.5)
        z += w
        for d in range(WAYS):
            out[d] += w * (crowd.habit[s, d] + 0.1) / (n + 0.5)
    for d in range(WAYS):
        out[d] /= z


@compiled
def evenly(out, n, free):
    """Gives equal odds to the ways marked (bits), or all to standing still."""
    for d in range(WAYS):
        out[d] = 1.0 / n if n > 0 and (free >> d) & 1 else 0.0
    if n == 0:
        out[STAND] = 1.0


@compiled
def chase(crowd, i, field, target, enter, W, out):
    """The ways that bring it nearest to its target, whoever else stands there is gone round."""
    cell = crowd.row[i] * W + crowd.col[i]
    best, n, free = FAR, 0, 0
    if cell != target:
        for d in range(4):
            if enter[d] < PASSABLE:
                continue
            e = (crowd.row[i] + DROW[d]) * W + crowd.col[i] + DCOL[d]
            far = field[e]
            if e != target and somebody_at(crowd, e // W, e % W, i):
                continue
            if far < best:
                best, n, free = far, 0, 0
            if far == best and far < FAR:
                n += 1
                free |= 1 << d
    evenly(out, n, free)


@compiled
def flee(crowd, i, target, enter, vacant, W, out):
    """The ways that bring it farthest from its target, unless each brings it nearer."""
    r, c = target // W, target % W
    best, n, free = abs(crowd.row[i] - r) + abs(crowd.col[i] - c), 0, 0
    for d in range(4):
        if enter[d] * vacant[d] < PASSABLE:
            continue
        far = abs(crowd.row[i] + DROW[d] - r) + abs(crowd.col[i] + DCOL[d] - c)
        if far > best:
            best, n, free = far, 0, 0
        if far == best:
            n += 1
            free |= 1 << d
    evenly(out, n, free)


@apart(T.void, T.mind, T.crowd, T.places, T.leaves, T.board, T.fields, T.numbers, T.numbers, T.numbers, T.numbers, T.whole, T.whole, T.whole, T.truth)
def intend(mind, crowd, places, leaves, board, fields, field_marks, queue, landings, landing_marks, i, my_row, my_col, all_intents):
    """What one creature is likely to do next: fills crowd.by_intent, way, lands, enters and rests of it.

    Args:
        all_intents: look also, now and then, at intents hardly believed in, so that each is judged.
    """
    H, W = board.shape
    kind, row, col = crowd.kind[i], crowd.row[i], crowd.col[i]
    cell = row * W + col
    enter = crowd.enters[i]
    vacant = crowd.vacant
    free = 0
    for d in range(4):
        r, c = row + DROW[d], col + DCOL[d]
        enter[d] = crowd.open[kind, at(board, r, c)]
        crowd.lands[i, d] = where_it_lands(mind, crowd, places, leaves, board, landings, landing_marks, kind, cell, d) if enter[d] > LEAST_OPEN else cell
        vacant[d] = 0.0 if somebody_at(crowd, r, c, i) or (r == my_row and c == my_col) else 1.0
        if enter[d] * vacant[d] >= PASSABLE:
            free |= 1 << d
    crowd.lands[i, STAND] = cell
    enter[STAND] = 1.0
    for m in range(INTENTS):
        believed = crowd.belief[i, m] > HARDLY or (all_intents and (mind.tick + m) % SELDOM == 0)
        target = -1
        if m >= CHASE:
            target = target_cell(crowd, i, (m - CHASE) % TARGETS, my_row, my_col, W)
            if target < 0:
                crowd.belief[i, m] = 0.0
                believed = False
        crowd.looked[i, m] = believed
        if not believed:
            continue
        out = crowd.by_intent[i, m]
        if m == STILL:
            evenly(out, 0, 0)
        elif m == WANDER:
            z = 0.0
            for d in range(4):
                out[d] = enter[d] * vacant[d]
                if out[d] < 0.1:
                    out[d] *= 0.1
                z += out[d]
            for d in range(4):
                out[d] = out[d] / z if z > 0.1 else 0.0
            out[STAND] = 0.0 if z > 0.1 else 1.0
        elif m == STRAIGHT:
            h = crowd.heading[i]
            for d in range(WAYS):
                out[d] = 0.0
            if h < 0:
                evenly(out, 4, 15)
            elif crowd.blocked[i] > 0:
                z = 0.0
                for d in range(WAYS):
                    z += crowd.turned[kind, d]
                for d in range(4):
                    out[(h + d) % 4] = crowd.turned[kind, d] / z
                out[STAND] = crowd.turned[kind, STAND] / z
            else:
                goes = enter[h] * vacant[h]
                out[h] = goes
                out[STAND] = 1 - goes
        elif m == HABIT:
            views_of(crowd, i, free, my_row, my_col, W)
            habits(crowd, out)
        elif m < FLEE:
            field_of(mind, crowd, board, fields, field_marks, queue, kind, target)
            chase(crowd, i, fields[target], target, enter, W, out)
        else:
            flee(crowd, i, target, enter, vacant, W, out)
        for d in range(WAYS):
            out[d] = (1 - ANYHOW) * out[d] + ANYHOW / WAYS
    z = 0.0
    for d in range(WAYS):
        crowd.way[i, d] = 0.0
    for m in range(INTENTS):
        if crowd.looked[i, m]:
            z += crowd.belief[i, m]
            for d in range(WAYS):
                crowd.way[i, d] += crowd.belief[i, m] * crowd.by_intent[i, m, d]
    for d in range(WAYS):
        crowd.way[i, d] /= z
    since = min(crowd.since[i], PACES - 1)
    crowd.rests[i] = crowd.pace[kind, since, 0] / (crowd.pace[kind, since, 0] + crowd.pace[kind, since, 1])
