"""What a mind says of its beliefs when asked: forecasts, the audit of the whole board, the way it means to go. Learns nothing."""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.memory import ACT, CELLS, EDGE, FRAMES, ROUTE, STAY, VERBS
from agents.models.alone import foretell_cells
from agents.models.board import DCOL, DROW, at
from agents.models.controls import heading, main_verb
from agents.models.course import NO_GUESS, NOTHING, course
from agents.models.exceptions import place_odds
from agents.models.happenings import comes_now
from agents.models.rule_learner import likeliest_verb
from agents.models.sight import come_into_sight
from agents.planners.sweeping import best_way
from agents.planners.tables import does_something, draw, refuses, reward_of_course, state_of

NOW, NEXT = FRAMES, FRAMES + 3
"""Boards of scratch."""
MOST_TOLD = 4
"""Rows of edits told for one action."""


@compiled
def trust(mind, leaves, mover, action, W):
    """How far the word of an exception, or of a mind without rules, is to be trusted.  float64"""
    if mind.kind_of_mind == CELLS or mind.astray:
        return place_odds(leaves[(mover[0] * W + mover[1]) * VERBS + heading(main_verb(mind, action), mover[5])])
    if mind.spoke != NOTHING:
        return (mind.exceptions_right + 1) / (mind.exceptions_right + mind.exceptions_wrong + 2)
    return 1.0


@entry
def imagine(minds, cells, places, leaves, states, ways, frames, shows, start, hidden, mover, plan, boards, masks, odds, landing, landing_odds, reward, probability):
    """Imagines the frames after each action of a plan.

    Args:
        hidden: uint8 [H, W], what is out of sight now. plan: int64 [T], -1 stands still.
        boards: uint8 [T, H, W]; masks: uint8 [T, H, W], what will be in sight; odds: float32 [T, H, W]; landing int32 [T]; landing_odds, reward,
        probability: float32 [T]: all written.
    Leaves the mover as imagined last in mind.node_mover, and what its last act has yet to bring in mind.pending_act and pending_kind.
    """
    mind = minds[0]
    H, W = start.shape
    board, after = frames[NOW], frames[NEXT]
    at_node = mind.node_mover[:]
    for i in range(6):
        at_node[i] = mover[i]
    draw(start, frames, NOW)
    whole, lands = 1.0, 1.0
    for t in range(len(plan)):
        action = plan[t] if plan[t] >= 0 else np.int64(STAY)
        comes_now(mind, board, after)
        draw(after, frames, NOW)
        verb, p = likeliest_verb(mind, places, leaves, board, at_node, action)
        p *= trust(mind, leaves, at_node, action, W)
        gain, ends = reward_of_course(mind, places, H * W)
        ahead = np.int64(EDGE)
        if verb >= ACT and at_node[5] >= 0:
            ahead = at(board, at_node[0] + DROW[at_node[5]], at_node[1] + DCOL[at_node[5]])
            gain = mind.act_reward[verb - ACT, ahead] if ahead != EDGE else 0.0
        row, col, load, looks = mind.lands[verb, 0], mind.lands[verb, 1], mind.lands[verb, 2], mind.lands[verb, 3]
        foretell_cells(mind, cells, board)
        alone = 1.0
        for r in range(H):
            for c in range(W):
                cell = cells[r * W + c]
                after[r, c] = cell.alone - 1 if cell.alone > 0 and not hidden[r, c] else board[r, c]
                if not hidden[r, c]:
                    alone *= cell.alone_odds
                odds[t, r, c] = cell.alone_odds * (odds[t - 1, r, c] if t > 0 else 1.0)
        for i in range(mind.edits[verb]):
            r, c = mind.edit[verb, i, 0], mind.edit[verb, i, 1]
            after[r, c] = mind.edit[verb, i, 2]
            odds[t, r, c] = p * (odds[t - 1, r, c] if t > 0 else 1.0)
        draw(after, frames, NOW)
        mind.pending_act, mind.pending_kind = -1, ahead
        if verb >= ACT and ahead != EDGE and does_something(mind, verb - ACT, ahead):
            mind.pending_act = verb - ACT
            if mind.turns_later[verb - ACT, ahead] == 0:
                mind.pending_act = -1
                for r in range(H):
                    for c in range(W):
                        board[r, c] = mind.turns_into[verb - ACT, ahead, board[r, c]]
        if mind.windowed:
            alone *= come_into_sight(mind, cells, shows, board, row, col, looks, hidden, masks[t], odds[t])
        whole *= p * alone
        lands *= p
        at_node[0], at_node[1], at_node[2], at_node[5] = row, col, load, looks
        for r in range(H):
            for c in range(W):
                boards[t, r, c] = board[r, c]
        landing[t] = row * W + col
        landing_odds[t] = lands
        reward[t] = gain + mind.usual_reward
        probability[t] = whole


@compiled
def tell_edits(mind, ids, board, verb, act, ahead, W, out):
    """Writes the edits of the course imagined last as rows (cell, layer, id) in order of cell, then layer."""
    told = 0
    last = -1
    after = mind.turns_into
    turns = verb >= ACT and ahead != EDGE and does_something(mind, act, ahead) and mind.turns_later[act, ahead] == 0
    size = board.shape[0] * W
    n = mind.edits[verb]
    if n == 0 and not turns:
        return
    while told < MOST_TOLD:
        cell, became = size, np.int64(0)
        for i in range(n):
            c = mind.edit[verb, i, 0] * W + mind.edit[verb, i, 1]
            if last < c < cell:
                cell, became = c, mind.edit[verb, i, 2]
        if turns:
            for c in range(last + 1, cell):
                s = np.int64(board[c // W, c % W])
                if after[act, ahead, s] != s:
                    cell, became = c, np.int64(after[act, ahead, s])
                    break
        if cell == size:
            return
        was = np.int64(board[cell // W, cell % W])
        for layer in range(5):
            if ids[was, layer] != ids[became, layer] and told < MOST_TOLD:
                out[told, 0] = cell
                out[told, 1] = layer
                out[told, 2] = ids[became, layer]
                told += 1
        last = cell


@entry
def audit(minds, cells, places, leaves, states, ways, frames, start, mover, actions, ids, landing, edits, odds, evidence, reward):
    """What each action is believed to do from each cell, were the mover there.

    Args:
        actions: int64 [A] as numbers of `agents.living`. ids: uint16 [SYMBOLS, 5]. landing int32 [H, W, A], edits int32 [H, W, A, 4, 3]
        (filled with -1), odds, evidence, reward float32 [H, W, A]: written.
    """
    mind = minds[0]
    H, W = start.shape
    board = frames[NOW]
    comes_now(mind, start, board)
    there = mind.node_mover[:]
    for i in range(6):
        there[i] = mover[i]
    load = mover[2]
    for row in range(H):
        for col in range(W):
            under = np.int64(board[row, col])
            there[0], there[1] = row, col
            stands = not refuses(mind, under, load) or (row == mover[0] and col == mover[1])
            for a in range(len(actions)):
                action = actions[a]
                if not stands:
                    landing[row, col, a] = -1
                    continue
                verb, p = likeliest_verb(mind, places, leaves, board, there, action)
                landing[row, col, a] = mind.lands[verb, 0] * W + mind.lands[verb, 1]
                odds[row, col, a] = p * trust(mind, leaves, there, action, W)
                gain, ends = reward_of_course(mind, places, H * W)
                ahead = np.int64(EDGE)
                if verb >= ACT and mover[5] >= 0:
                    ahead = at(board, row + DROW[mover[5]], col + DCOL[mover[5]])
                    gain = mind.act_reward[verb - ACT, ahead] if ahead != EDGE else 0.0
                reward[row, col, a] = gain + mind.usual_reward
                tell_edits(mind, ids, board, verb, max(verb - ACT, 0), ahead, W, edits[row, col, a])
                if mind.kind_of_mind == CELLS:
                    evidence[row, col, a] = leaves[(row * W + col) * VERBS + heading(main_verb(mind, action), there[5])].tries
                else:
                    evidence[row, col, a] = mind.known


@entry
def tell_route(minds, places, leaves, states, ways, frames, board, mover):
    """Into mind.route: the cells of the way it means to go, from the next step on."""
    mind = minds[0]
    H, W = board.shape
    size = H * W
    mind.route_length = 0
    if mind.planned_by_search:
        at_node = mind.node_mover[:]
        for i in range(6):
            at_node[i] = mover[i]
        draw(board, frames, NOW)
        g = frames[NOW]
        for i in range(max(mind.plan_at - 1, 0), min(mind.plan_length, mind.plan_at - 1 + ROUTE)):
            verb = mind.plan[i]
            course(mind, places, leaves, g, at_node, verb, NO_GUESS, False)
            at_node[0], at_node[1], at_node[2], at_node[5] = mind.lands[verb, 0], mind.lands[verb, 1], mind.lands[verb, 2], mind.lands[verb, 3]
            for e in range(mind.edits[verb]):
                g[mind.edit[verb, e, 0], mind.edit[verb, e, 1]] = mind.edit[verb, e, 2]
            mind.route[mind.route_length] = at_node[0] * W + at_node[1]
            mind.route_length += 1
        return
    s = state_of(mind, mind.frame_now, mover[2], mover[5], mover[0] * W + mover[1], size)
    if mind.aim >= 0 and mind.aim != s:                  # on the way to a test
        x, n = mind.aim, 0
        while x != s and n < ROUTE:
            n += 1
            x = states[x].via
        x = mind.aim
        for i in range(n - 1, -1, -1):
            mind.route[i] = x % size
            x = states[x].via
        mind.route_length = n
        return
    if mind.last_verb < 0 or mind.number_of[mind.last_verb] < 0:
        return
    which = mind.number_of[mind.last_verb]
    for i in range(ROUTE):
        if which < 0:
            break
        to = ways[s * mind.verbs + which].to
        if to == s:
            break
        mind.route[i] = to % size
        mind.route_length = i + 1
        if ways[s * mind.verbs + which].ends:
            break
        s = to
        worth, which = best_way(mind, states, ways, s, size)
