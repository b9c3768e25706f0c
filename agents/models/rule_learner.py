"""The rule learner: foretells a whole frame, and learns from one, by controls, courses and what things do alone."""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, STAY, VERBS
from agents.models.alone import learn_cell, odds_alone
from agents.models.controls import heading, learn_facing, main_verb, odds_of_facing, update_controls, verbs_of
from agents.models.course import NO_GUESS, course
from agents.models.explanation import explain, teach

MOST_RESIDUALS = 64
UNEXPECTED = 0.03
"""A change to which the things themselves gave less than this needs the mover to explain it."""
HARDLY = 0.004
"""Verbs less likely than this are not followed."""


@apart(T.types.Tuple((T.whole, T.real)), T.mind, T.places, T.leaves, T.board, T.mover, T.whole)
def likeliest_verb(mind, places, leaves, board, mover, action):
    """The verb whose course, with all that lead to the same, is the likeliest under an action.  verb, probability

    Its course is left in mind.lands, mind.edit and mind.edits at that verb; what is told of the last course (mind.known ...) is of it.
    """
    best, most = action, -1.0
    if action >= ACT:
        return best, course(mind, places, leaves, board, mover, action, NO_GUESS, False)
    p, reached = mind.followed_odds, mind.reached
    for d in range(ACT):
        reached[d] = 0.0
    verbs_of(mind, action, p)
    top = main_verb(mind, action)
    followed = 0
    for d in range(ACT):
        if p[d] > HARDLY or d == top:
            reached[d] = p[d] * course(mind, places, leaves, board, mover, d, NO_GUESS, False)
            followed += 1
    for d in range(ACT):
        if reached[d] <= 0:
            continue
        total = reached[d]
        for e in range(ACT):
            if e != d and reached[e] > 0 and same_course(mind, d, e):
                total += reached[e]
        if total > most:
            best, most = np.int64(d), total
    if followed > 1:
        course(mind, places, leaves, board, mover, best, NO_GUESS, False)
    return best, most


@compiled
def same_course(mind, d, e):
    """Whether two verbs lead to the same frame."""
    if mind.lands[d, 0] != mind.lands[e, 0] or mind.lands[d, 1] != mind.lands[e, 1] or mind.lands[d, 2] != mind.lands[e, 2] or mind.edits[d] != mind.edits[e]:
        return False
    for i in range(mind.edits[d]):
        for j in range(3):
            if mind.edit[d, i, j] != mind.edit[e, i, j]:
                return False
    return True


@compiled
def mark_residuals(mind, board, cells, after):
    """Marks the changed cells that nothing but the mover explains.  their number"""
    H, W = board.shape
    residuals = 0
    for row in range(H):
        for col in range(W):
            if board[row, col] != after[row, col] and residuals < MOST_RESIDUALS:
                if odds_alone(mind, board, row, col, after[row, col]) < UNEXPECTED:
                    cells[row * W + col].residual = 1 + after[row, col]
                    residuals += 1
    return residuals


@compiled
def forget_residuals(cells):
    for i in range(len(cells)):
        cells[i].residual = 0


@compiled
def blame(mind, board, cells, before, action, after, now):
    """How each verb explains a tick.  odds of the frame, of the frame and of how it looks now, the verb likeliest before, the one likeliest now

    Into mind.likelihood, best_walk (both with the facing) and walk_length by verb; mind.prior: their odds under the action. Leaves the residuals marked.
    """
    residuals = mark_residuals(mind, board, cells, after)
    likelihood, best, length, p = mind.likelihood, mind.best_walk, mind.walk_length, mind.prior
    for d in range(VERBS):
        likelihood[d] = -1.0
        p[d] = 0.0
    if action >= ACT:
        p[action] = 1.0
        likelihood[action], best[action], length[action] = explain(mind, board, cells, before, now, action, residuals)
        return likelihood[action], likelihood[action], action, action
    verbs_of(mind, action, p)
    facing = mind.of_facing
    frame, z, intended, explains = 0.0, 0.0, np.int64(STAY), np.int64(STAY)
    for i in range(mind.options):
        d = mind.option[i]
        way = heading(d, before[5])
        if likelihood[way] < 0:
            likelihood[way], best[way], length[way] = explain(mind, board, cells, before, now, way, residuals)
        likelihood[d], best[d], length[d] = likelihood[way], best[way], length[way]
        facing[d] = odds_of_facing(mind, d, before[5], now[5])
        frame += p[d] * likelihood[d]
        if p[d] > p[intended]:
            intended = d
    for i in range(mind.options):
        d = mind.option[i]
        likelihood[d] *= facing[d]
        best[d] *= facing[d]
        z += p[d] * likelihood[d]
        if p[d] * likelihood[d] > p[explains] * likelihood[explains]:
            explains = d
    return frame, z, intended, explains


@apart(T.types.UniTuple(T.real, 2), T.mind, T.board, T.cells, T.mover, T.whole, T.board, T.mover, T.real, T.real, T.truth, T.truth)
def observe_frame(mind, board, cells, before, action, after, now, noise, share, learns, deaf):
    """One transition: blame the verb, then the courses, then the things themselves.  odds of the mover's part, bits of the rest

    Args:
        noise: probability of whatever has no rule. share: how much of it the rules are to hear of.
        learns: False only looks. deaf: whether the controls are to hear nothing of it.
    """
    H, W = board.shape
    mind.clock += learns
    bits = 0.0
    frame, z, intended, explains = blame(mind, board, cells, before, action, after, now)
    likelihood, best, length, p = mind.likelihood, mind.best_walk, mind.walk_length, mind.prior
    if learns:
        way, other = heading(intended, before[5]), heading(explains, before[5])
        by_way = p[intended] * likelihood[intended]
        if action < ACT:
            by_way = 0.0
            for i in range(mind.options):                # what several verbs come to here is one course
                d = mind.option[i]
                if heading(d, before[5]) == way:
                    by_way += p[d] * likelihood[d]
        teach(mind, board, cells, before, now, way, length[intended], best[intended], by_way / (z + 1e-12) * share, p[intended], z - by_way + noise)
        if other != way and p[explains] * likelihood[explains] > 0.5 * z and likelihood[explains] > 0.02:
            teach(mind, board, cells, before, now, other, length[explains], best[explains], p[explains] * likelihood[explains] / z, 1.0, 0.0)
        if action < ACT and not deaf:
            learn_facing(mind, explains, before[5], now[5], p[explains] * likelihood[explains] / (z + 1e-12))
            update_controls(mind, action, likelihood, intended, explains, p[intended])
    for row in range(H):
        for col in range(W):
            if cells[row * W + col].hidden:
                continue
            s = board[row, col]
            t = after[row, col]
            owned = cells[row * W + col].residual > 0
            if learns:
                mind.seen[s] += 1
                if owned and by_the_mover(mind, row, col, before, now, W):
                    continue
                if owned and not mind.live[s]:
                    mind.live[s] = 1
                q = learn_cell(mind, board, row, col, t)
                if q < 1.0:
                    bits -= np.log2(q)
            elif mind.live[s] and not (owned and by_the_mover(mind, row, col, before, now, W)):
                bits -= np.log2(odds_alone(mind, board, row, col, t))
    forget_residuals(cells)
    return frame, bits


@compiled
def by_the_mover(mind, row, col, before, now, W):
    """Whether a cell is next to where the mover was, is, or arrived on its way."""
    r, c = mind.taught_cell // W, mind.taught_cell % W
    return (abs(row - before[0]) + abs(col - before[1]) <= 1 or abs(row - now[0]) + abs(col - now[1]) <= 1 or abs(row - r) + abs(col - c) <= 1)
