"""Best-first search over whole imagined frames: for worlds in which the mover's own course changes things.

Order: the discount to the power of (steps so far + distance to the nearest thing that pays). Beliefs are not multiplied in; doubts are searched in
tiers instead: what is believed, what is suspected, what is new, what was refused.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, EDGE, LOADS, MOST_NODES, MOST_TARGETS, NODES, PLAN, STAY, SYMBOLS, VERBS
from agents.models.contexts import BUMPED, mix
from agents.models.course import NO_GUESS, course
from agents.models.places import ARRIVED, kind_reward
from agents.planners.tables import SCRATCH, does_something, draw_after, reward_of_course, wish_of_course

BELIEVED, SUSPECTED, NEW, REFUSED = range(4)
"""Tiers of a search, in the order in which they are tried."""
SUSPICIOUS = 0.3
OTHER_LOAD = 0.1


@compiled
def hash_of_thing(cell, symbol):
    return mix(mix(np.uint64(11), np.int64(cell)), np.int64(symbol))


@compiled
def hash_of_mover(cell, load, facing):
    return mix(mix(mix(np.uint64(13), np.int64(cell)), np.int64(load)), np.int64(facing))


@compiled
def hash_of_board(cells):
    h = np.uint64(0)
    for c in range(len(cells)):
        h ^= hash_of_thing(c, cells[c])
    return h


@compiled
def push(nodes, n, key, item):
    """Puts a node on the heap of n.  n + 1"""
    i = n
    while i > 0:
        up = (i - 1) // 2
        if nodes[up].key >= key:
            break
        nodes[i].key = nodes[up].key
        nodes[i].item = nodes[up].item
        i = up
    nodes[i].key = key
    nodes[i].item = item
    return n + 1


@compiled
def pop(nodes, n):
    """Takes the best node off the heap of n.  the node, n - 1"""
    top = np.int64(nodes[0].item)
    n -= 1
    key, item = nodes[n].key, nodes[n].item
    i = 0
    while True:
        k = 2 * i + 1
        if k >= n:
            break
        if k + 1 < n and nodes[k + 1].key > nodes[k].key:
            k += 1
        if key >= nodes[k].key:
            break
        nodes[i].key = nodes[k].key
        nodes[i].item = nodes[k].item
        i = k
    nodes[i].key = key
    nodes[i].item = item
    return top, n


@compiled
def seen_before(nodes, i):
    """Whether a node's frame was expanded already; notes it if not."""
    h = nodes[i].hash
    j = np.int64(h & np.uint64(NODES - 1))
    while nodes[j].bucket >= 0:
        if nodes[nodes[j].bucket].hash == h:
            return True
        j = (j + 1) & (NODES - 1)
    nodes[j].bucket = i
    return False


@compiled
def novelty(mind, load, verb):
    """How new the course imagined last is: 1 a kind never tried, .1 one tried with another load only, 0 known.  float64"""
    v = 0.0
    k = mind.ahead
    if verb >= ACT:
        return 1.0 if k != EDGE and mind.acted[verb - ACT, k, 0] + mind.acted[verb - ACT, k, 1] == 0 else 0.0
    if k != EDGE and mind.passed[k, load, 0] + mind.passed[k, load, 1] == 0:
        v = 1.0
        for i in range(LOADS):
            if mind.passed[k, i, 0] + mind.passed[k, i, 1] > 0:
                v = OTHER_LOAD
    if mind.phase != BUMPED and mind.arrivals[mind.arrived_at, mind.arrived_load] == 0:
        w = 1.0
        for i in range(LOADS):
            if mind.arrivals[mind.arrived_at, i] > 0:
                w = OTHER_LOAD
        v = max(v, w)
    return v


@compiled
def targets_of(mind, board, load, targets):
    """The cells whose kind pays on arrival with this load, into targets.  their number, at most MOST_TARGETS"""
    n = 0
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            reward, ends = kind_reward(mind, ARRIVED, np.int64(board[row, col]), load)
            if reward + mind.craving[ARRIVED, board[row, col]] > 0 and n < MOST_TARGETS:
                targets[n, 0] = row
                targets[n, 1] = col
                n += 1
    return n


@compiled
def nearest(targets, n, row, col, directions):
    """Steps to the nearest target, less one; 0 if there are none.  int64"""
    best = -1
    for i in range(n):
        rows, cols = abs(targets[i, 0] - row), abs(targets[i, 1] - col)
        d = (rows + cols if directions == 4 else max(rows, cols)) - 1
        if best < 0 or d < best:
            best = max(d, 0)
    return max(best, 0)


@apart(T.whole, T.mind, T.places, T.leaves, T.frames, T.nodes, T.boards, T.board, T.mover, T.whole)
def search(mind, places, leaves, frames, nodes, boards, board, mover, tier):
    """Searches one tier; the plan found is left in mind.plan.  length of the plan up to its first guess, 0 if there is none"""
    H, W = board.shape
    size = H * W
    new_kind = mind.unseen / (mind.kinds_known + 1)
    best_reward = mind.best_reward if mind.best_reward > 0 else 1.0
    targets = mind.targets
    aims = targets_of(mind, board, mover[2], targets) if tier != NEW else 0
    turns = mind.facings > 1 or mind.verb_at[mind.verbs - 1] >= ACT
    for i in range(NODES):
        nodes[i].bucket = -1
    for row in range(H):
        for col in range(W):
            boards[0, row * W + col] = board[row, col]
    root = nodes[0]
    root.row, root.col, root.load, root.facing = mover[0], mover[1], mover[2], mover[5] if turns else 0
    root.parent, root.guess, root.value = -1, -1, 1.0
    root.hash = hash_of_board(boards[0]) ^ hash_of_mover(mover[0] * W + mover[1], mover[2], root.facing)
    n, heap = 1, push(nodes, 0, 1.0, 0)
    best, best_node, best_verb, best_guess = 0.0, -1, 0, -1
    at_node = mind.node_mover[:]
    for i in range(6):
        at_node[i] = mover[i]
    g, after = frames[SCRATCH + 1], frames[SCRATCH + 2]
    start = mind.imagined
    while heap > 0 and mind.imagined - start < mind.search and n < MOST_NODES - 2 * mind.verbs:
        i, heap = pop(nodes, heap)
        if seen_before(nodes, i) or nodes[i].value <= best:
            continue
        at_node[0], at_node[1], at_node[2], at_node[5] = nodes[i].row, nodes[i].col, nodes[i].load, nodes[i].facing if turns else mover[5]
        load = at_node[2]
        for c in range(size):
            g[c // W, c % W] = boards[i, c]
        for j in range(mind.verbs):
            d = mind.verb_at[j]
            if d == STAY or not mind.able[d]:
                continue
            for attempt in range(2):
                guess = np.int64(nodes[i].guess)
                if attempt == 1:
                    k = mind.ahead
                    if d >= ACT or mind.phase != BUMPED or k == EDGE:
                        break
                    if not (tier == REFUSED or (tier == SUSPECTED and mind.suspect[k, load] >= SUSPICIOUS)):
                        break
                    course(mind, places, leaves, g, at_node, d, 1, False)
                    if guess < 0:
                        guess = i * VERBS + d
                else:
                    course(mind, places, leaves, g, at_node, d, NO_GUESS, False)
                if tier == NEW:
                    v = nodes[i].value * new_kind * best_reward * novelty(mind, load, d)
                    if v > best:
                        best, best_node, best_verb = v, i, d
                row, col, then = mind.lands[d, 0], mind.lands[d, 1], mind.lands[d, 2]
                reward, ends = 0.0, np.int64(0)
                acts = d >= ACT and mind.ahead != EDGE and does_something(mind, d - ACT, mind.ahead)
                if d >= ACT:
                    reward = mind.act_reward[d - ACT, mind.ahead] if acts else 0.0
                else:
                    reward, ends = reward_of_course(mind, places, size)
                    reward += wish_of_course(mind)
                if reward > 0 and tier != NEW and nodes[i].value * reward > best:
                    best, best_node, best_verb, best_guess = nodes[i].value * reward, i, d, guess
                stays = row == at_node[0] and col == at_node[1] and then == load
                if ends or (d >= ACT and not acts) or (stays and mind.edits[d] == 0 and not acts and (not turns or mind.lands[d, 3] == at_node[5])):
                    continue
                h = nodes[i].hash ^ hash_of_mover(at_node[0] * W + at_node[1], load, nodes[i].facing)
                for c in range(size):
                    boards[n, c] = boards[i, c]
                if acts:
                    draw_after(mind, g, d, mind.ahead, after)
                    for c in range(size):
                        boards[n, c] = after[c // W, c % W]
                    h = hash_of_board(boards[n])
                else:
                    for e in range(mind.edits[d]):
                        c = mind.edit[d, e, 0] * W + mind.edit[d, e, 1]
                        h ^= hash_of_thing(c, boards[n, c]) ^ hash_of_thing(c, mind.edit[d, e, 2])
                        boards[n, c] = mind.edit[d, e, 2]
                looks = mind.lands[d, 3] if turns else np.int64(nodes[i].facing)
                node = nodes[n]
                node.row, node.col, node.load, node.facing = row, col, then, looks
                node.hash = h ^ hash_of_mover(row * W + col, then, looks)
                node.value = nodes[i].value * mind.discount
                node.parent, node.verb, node.guess = i, d, guess
                key = node.value * mind.discount ** nearest(targets, aims, row, col, mind.directions)
                if key > best:
                    heap = push(nodes, heap, key, n)
                    n += 1
    if best_node < 0:
        return 0
    length, i = 1, best_node
    while nodes[i].parent >= 0:
        length += 1
        i = nodes[i].parent
    cut, i, j, d = length, best_node, length - 1, best_verb
    while True:
        if j < PLAN:
            mind.plan[j] = d
        if best_guess >= 0 and best_guess == i * VERBS + d:
            cut = j + 1
        if nodes[i].parent < 0:
            break
        d = np.int64(nodes[i].verb)
        i = np.int64(nodes[i].parent)
        j -= 1
    return min(cut, PLAN)


@compiled
def any_suspect(mind):
    for k in range(SYMBOLS):
        for load in range(LOADS):
            if mind.suspect[k, load] >= SUSPICIOUS:
                return True
    return False


@apart(T.whole, T.mind, T.places, T.leaves, T.frames, T.nodes, T.boards, T.board, T.mover)
def choose_by_search(mind, places, leaves, frames, nodes, boards, board, mover):
    """The verb to do now: the next of the plan kept, or the first of a new one; -1 if no tier finds anything.  int64"""
    mind.turn_to = -1
    if mind.plan_at >= mind.plan_length:
        length = 0
        for tier in range(4):
            if (tier != NEW and mind.best_reward <= 0) or (tier == SUSPECTED and not any_suspect(mind)):
                continue
            length = search(mind, places, leaves, frames, nodes, boards, board, mover, tier)
            if length > 0:
                mind.tests += tier > BELIEVED
                break
        if length == 0:
            return -1
        mind.plan_at, mind.plan_length = 0, length
    verb = mind.plan[mind.plan_at]
    mind.plan_at += 1
    return verb
