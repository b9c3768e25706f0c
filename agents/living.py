"""One tick of a mind's life: choose an action, and learn from what came of it.

`board` is the frame as symbols (uint8 [H, W], its own body left out), `mover` int64 [6] as in `agents.models.course`; actions bear the
numbers of the verbs that they are named after (`agents.memory`).
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.drives.debt import choose_by_places
from agents.memory import ACT, CELLS, EDGE, FRAMES, RULES, STAY, SYMBOLS
from agents.models.board import DCOL, DROW, at, bit, luck
from agents.models.contexts import BUMPED, MOVED, WAITED
from agents.models.controls import heading, innate_controls, main_verb, verbs_of
from agents.models.course import JUMP, NO_GUESS, NOTHING, course
from agents.models.exceptions import enter, learn_exception, learn_place
from agents.models.happenings import comes_now, happening
from agents.models.places import ARRIVED, BUMPED_INTO, SAME, WAITED_ON, learn_reward, learn_usual
from agents.models.rule_learner import observe_frame
from agents.models.second_thoughts import count_waiting
from agents.planners.search import choose_by_search
from agents.planners.sweeping import queue
from agents.planners.tables import add_frame, doubt_kinds, doubt_place, doubt_verb, find_frame

HARDLY_ANOTHER = 0.1
"""A start that differs from the last one in more of its cells than this is another place."""
TIRED = 4
"""Ticks without motion or reward after which half of the actions are random."""
PERHAPS = 0.1
"""Odds of a verb under some action from which it is planned with."""
SURE = 0.8
"""A course foretold with less is imagined again."""
WIDE_OPEN = 2.0
"""Passes after which a kind counts as open, so that a refusal is the place's."""
FEW_STRAYS, MANY_STRAYS, MOST_STRAYS = 2.0, 8.0, 16.0
THINGS, MOST_THINGS = 10.0, 50.0
SEEN, COMING = FRAMES, FRAMES + 3
"""Boards of scratch: what is expected of the mover, and the board after what the last act has yet to bring."""


@entry
def birth(minds, cells, places, leaves, board, mover):
    """A new episode: a board unlike the last one's start is another place, where exceptions of the old one say nothing."""
    mind = minds[0]
    size = board.size
    W = board.shape[1]
    differ = 0
    for i in range(size):
        differ += cells[i].at_birth != 1 + board[i // W, i % W]
    if differ > max(3.0, HARDLY_ANOTHER * size) and cells[0].at_birth > 0:
        for i in range(len(places)):
            places[i].closed = 0
            places[i].debt = 0
            places[i].paid_on = 0
        for i in range(len(leaves)):
            leaves[i].key = 0
        for i in range(size):
            cells[i].entered = 0
        mind.places_entered = 0
        mind.exceptions = 0
    for i in range(size):
        cells[i].at_birth = 1 + board[i // W, i % W]
    mind.plan_at = 0
    mind.plan_length = 0
    mind.pending_act = -1
    cell = cells[mover[0] * W + mover[1]]
    if cell.entered == 0:
        cell.entered = 1
        mind.places_entered += 1


@compiled
def action_for(mind, verb):
    """The action that most likely means a verb, of those the mind has.  int64"""
    if verb >= ACT:
        return verb
    p = mind.verb_odds
    best, most = -1, -1.0
    for a in range(ACT):
        if mind.action_of[a] >= 0:
            verbs_of(mind, a, p)
            if p[verb] > most:
                best, most = a, p[verb]
    return best if best >= 0 else np.int64(ACT)


@compiled
def random_action(mind):
    """One of the actions that the mind has, moves if it has any."""
    n = 0
    for a in range(ACT):
        n += mind.action_of[a] >= 0 and a != STAY
    if n == 0:
        return action_for(mind, STAY)
    k = int(n * luck(mind))
    for a in range(ACT):
        if mind.action_of[a] >= 0 and a != STAY:
            if k == 0:
                return np.int64(a)
            k -= 1
    return np.int64(0)


@compiled
def what_it_can(mind, states):
    """Which verbs the body has an action for, of those that it is not named after in full: `mind.able`."""
    p = mind.verb_odds
    for i in range(mind.verbs):
        verb = mind.verb_at[i]
        if verb >= ACT or mind.always[verb]:
            continue
        able, least = 0, 0.5 if verb == STAY else PERHAPS
        for a in range(ACT):
            if mind.action_of[a] >= 0:
                verbs_of(mind, a, p)
                able = able or p[verb] > least
        if able != mind.able[verb]:
            mind.able[verb] = able
            if verb != STAY:
                for s in range(mind.frames * mind.layers * (len(states) // (FRAMES * mind.layers))):
                    queue(mind, states, s, 1.0)


@entry
def choose(minds, cells, places, leaves, states, ways, frames, nodes, boards, board, mover, fresh):
    """The action to do now.  int64"""
    mind = minds[0]
    coming = frames[COMING]
    comes_now(mind, board, coming)
    what_it_can(mind, states)
    verb = np.int64(-1)
    mind.planned_by_search = 0
    if mind.things > 0:
        verb = choose_by_search(mind, places, leaves, frames, nodes, boards, coming, mover)
        mind.planned_by_search = verb >= 0
    if verb < 0:
        verb = choose_by_places(mind, cells, places, leaves, states, ways, frames, coming, mover, fresh)
    if verb >= ACT and mind.turn_to >= 0 and mind.turn_to != mover[5]:
        verb = mind.turn_to
    mind.last_verb = verb
    action = action_for(mind, verb)
    if mind.exploring and ((action < ACT and main_verb(mind, action) != verb and luck(mind) < 0.5) or (mind.stuck > TIRED and luck(mind) < 0.5)):
        action = random_action(mind)                     # what is wanted cannot be had, or nothing moves: anything else
        mind.plan_length = 0
    return action


@compiled
def came_true(mind, cells, board, after, now, verb):
    """Whether the course imagined last is what came, but for things that live."""
    if mind.lands[verb, 0] != now[0] or mind.lands[verb, 1] != now[1] or mind.lands[verb, 2] != now[2] or (mind.facings > 1 and mind.lands[verb, 3] != now[5]):
        return False
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            if cells[row * board.shape[1] + col].hidden:
                continue
            expected = np.int64(board[row, col])
            if expected == after[row, col] and mind.edits[verb] == 0:
                continue
            lives = mind.live[expected]
            for i in range(mind.edits[verb]):
                if mind.edit[verb, i, 0] == row and mind.edit[verb, i, 1] == col:
                    expected = mind.edit[verb, i, 2]
            if expected != after[row, col] and not lives:
                return False
    return True


@compiled
def learn_act(mind, ways, act, kind, did, more, size):
    """An act on a kind did something, or nothing; `more`: the reward above the usual."""
    if mind.acted[act, kind, 0] + mind.acted[act, kind, 1] == 0:
        mind.kinds_known += 0.25
    mind.act_debt[act, kind] = 0
    if did:
        mind.acted[act, kind, 1] += 1
        mind.acted[act, kind, 0] *= 0.5
        mind.act_reward[act, kind] += (more - mind.act_reward[act, kind]) / min(mind.acted[act, kind, 1], 20.0)
    else:
        mind.acted[act, kind, 0] += 1
        mind.acted[act, kind, 1] *= 0.5
    doubt_verb(mind, ways, ACT + act, size)


@compiled
def learn_happening(mind, states, ways, frames, board, turned, into, n, action, kind):
    """What all cells of some kinds turned into: credited to this tick's act, or to the last one's, or to itself."""
    f = find_frame(mind, frames, board)
    if n == 0:
        if f >= 0 and mind.turns_back[f] >= 0 and action < ACT:
            mind.returns[f, 1] += 1
        return
    g = add_frame(mind, states, ways, frames, turned)
    act, on, later = action - ACT, kind, 0
    if action < ACT and mind.pending_act >= 0:
        act, on, later = mind.pending_act, mind.pending_kind, 1
        mind.acted[act, on, 0] = 0
        mind.acted[act, on, 1] = max(1.0, mind.acted[act, on, 1])
        doubt_verb(mind, ways, ACT + act, board.size)
    if act >= 0 and on != EDGE:
        mind.turns_later[act, on] = later
        for s in range(SYMBOLS):
            mind.turns_into[act, on, s] = into[s]
        if f >= 0 and g >= 0 and f != g:
            mind.turns_back[g] = f
    elif f >= 0 and g >= 0 and f != g:
        if mind.turns_back[f] >= 0:
            mind.returns[f, 1] += 1
        mind.turns_back[f] = g
        mind.returns[f, 0] += 1


@compiled
def count_strays(mind, places, leaves, ways, before, now, hits, size):
    """A move that ended neither where it was expected nor next to where it began is a stray. Where they prevail the board says nothing of what lies beside
    what: from then on, until moves lead to neighbours again, the mind goes by what each way did at each place, and expects nothing of those never gone.
    """
    rows, cols = abs(now[0] - before[0]), abs(now[1] - before[1])
    if rows + cols == 0 or (now[0] == before[3] and now[1] == before[4]):
        return
    if max(rows, cols) == 1 or (hits and not mind.astray):
        mind.strays = max(0.0, mind.strays - 1)
    else:
        mind.strays = min(MOST_STRAYS, mind.strays + 1)
    if mind.astray and mind.strays > FEW_STRAYS or not mind.astray and mind.strays < MANY_STRAYS:
        return
    mind.astray = 1 - mind.astray
    innate_controls(mind)
    for i in range(len(places)):
        places[i].closed, places[i].debt = 0, 0.0
    for i in range(len(leaves)):
        leaves[i].key, leaves[i].tries = 0, 0.0
    mind.exceptions = 0
    for i in range(mind.frames * mind.layers * size * mind.verbs):
        ways[i].dirty = 1


@entry
def learn(minds, cells, places, leaves, states, ways, frames, board_seen, before, action, after, now, reward, ends, learns):
    """One transition. bits of surprise: -log2 of the probability given to the whole next frame

    Args:
        board_seen, before: frame and mover before the tick; after, now: after it. learns: False only looks.
    """
    mind = minds[0]
    H, W = board_seen.shape
    size = H * W
    verb = main_verb(mind, action)
    way = heading(verb, before[5])
    board = frames[COMING]
    comes_now(mind, board_seen, board)
    kind = np.int64(EDGE)
    if action >= ACT and before[5] >= 0:
        kind = at(board, before[0] + DROW[before[5]], before[1] + DCOL[before[5]])
    course(mind, places, leaves, board, before, verb, NO_GUESS, False)
    right = came_true(mind, cells, board, after, now, verb)
    spoke = mind.spoke
    hits = mind.lands[verb, 0] == now[0] and mind.lands[verb, 1] == now[1]
    mind.tick += 1
    stay = now[0] == before[0] and now[1] == before[1]
    mind.stuck = mind.stuck + 1 if stay and (mind.facings == 1 or now[5] == before[5]) and reward <= mind.usual_reward and not (action >= ACT and right and mind.edits[verb] > 0) else 0.0
    if not right:
        mind.plan_length = 0
    sure = (mind.exceptions_right + 1) / (mind.exceptions_right + mind.exceptions_wrong + 2)
    into = mind.into
    n = happening(mind, cells, board, after, now[0], now[1], into)
    bits = 0.0
    if n > 0:
        back = -1
        f = find_frame(mind, frames, board)
        if f >= 0:
            back = mind.turns_back[f]
        bits += np.log2((mind.returns[f, 1] + 50) / (mind.returns[f, 0] + 0.5)) if back >= 0 else 15.0
        for row in range(H):
            for col in range(W):
                board[row, col] = into[board[row, col]]
                if cells[row * W + col].hidden:          # and so it is where nobody looks
                    after[row, col] = into[after[row, col]]
    if learns and verb < STAY and mind.facings == 1:
        count_strays(mind, places, leaves, ways, before, now, hits, size)
    if not learns or mind.kind_of_mind == CELLS or mind.astray:
        z, rest = 0.0, 0.0
        if mind.kind_of_mind == RULES and not mind.astray:
            z, rest = observe_frame(mind, board, cells, before, action, after, now, 0.0, 0.0, False, True)
            if spoke != NOTHING:
                z = sure * (1.0 if hits else 0.0) + (1 - sure) * z
            bits += rest - np.log2(z + 1e-12)
        else:
            bits = learn_place(mind, cells, places, leaves, states, ways, board, before, action, verb, after, now, reward, ends, learns, right)
        mind.pending_act = action - ACT if action >= ACT and kind != EDGE else np.int64(-1)
        mind.pending_kind = kind
        return bits
    if not ends and learn_usual(mind, reward):            # the last tick of an episode is none like the others
        doubt_kinds(mind, ways, np.int64(-1), size)
    changed = n > 0 or not stay or now[2] != before[2]
    edits = False
    for row in range(H):
        for col in range(W):
            if board[row, col] != after[row, col]:
                changed = True
                if abs(row - now[0]) + abs(col - now[1]) <= 2 or abs(row - before[0]) + abs(col - before[1]) <= 2:
                    edits = edits or not mind.live[board[row, col]]
    if action >= ACT and kind != EDGE:
        learn_act(mind, ways, action - ACT, kind, changed or abs(reward - mind.usual_reward) > SAME, reward - mind.usual_reward, size)
    # `board` has turned already; what it was stands in board_seen, but for what was still to come of the last act
    came = frames[SEEN]
    comes_now(mind, board_seen, came)
    learn_happening(mind, states, ways, frames, came, board, into, n, action, kind)
    if edits and action < ACT and n == 0:
        mind.things = min(MOST_THINGS, mind.things + THINGS)
    noise = min((mind.odd_places + mind.exceptions) / (mind.odd_places_of + 2 * mind.places_entered), 0.5)
    skip, share, expected, p, met = False, 1.0, right, 1.0, mind.met
    if action < ACT:
        skip, share, expected, p, met = learn_exception(mind, cells, places, leaves, states, ways, board, before, action, verb, now, edits and n == 0, noise)
    z = 1.0
    rest = 0.0
    mind.lived[1] = 0.0
    if skip:
        mind.exceptions_right += 1
        bits -= np.log2(sure)
        mind.taught_at = np.int64(board[now[0], now[1]])
        mind.taught_cell = now[0] * W + now[1]
        mind.taught_load = before[2]
        mind.taught_phase = (BUMPED if way < STAY else WAITED) if stay else MOVED
        if spoke == JUMP:
            mind.taught_cell = mind.arrived_cell
            mind.taught_at = np.int64(board[mind.arrived_cell // W, mind.arrived_cell % W])
    else:
        switches = mind.switches
        regimes = 0
        for i in range(len(mind.regime)):
            regimes += mind.regime[i]
        mind.lived[0], mind.lived[1] = noise, 0.0 if n > 0 else share
        z, rest = observe_frame(mind, board, cells, before, action, after, now, noise, share, True, share < 0.1)
        if spoke != NOTHING:
            mind.exceptions_wrong += not hits
            z = sure * (1.0 if hits else 0.0) + (1 - sure) * z
        bits += rest - np.log2(z + 1e-12)
        for i in range(len(mind.regime)):
            regimes -= mind.regime[i]
        if regimes != 0 or switches != mind.switches:
            doubt_kinds(mind, ways, np.int64(-1), size)
            mind.surprises += 1
        elif not expected or p < SURE:
            doubt_kinds(mind, ways, met | bit(after[now[0], now[1]]), size)
    if not stay:
        enter(mind, cells, places, states, ways, mind.taught_cell, H, W)
    enter(mind, cells, places, states, ways, now[0] * W + now[1], H, W)
    pay(mind, places, states, ways, board, before, way, reward, ends, H, W)
    if count_waiting(mind, reward):
        doubt_kinds(mind, ways, np.int64(-1), size)
    mind.pending_act = action - ACT if action >= ACT and kind != EDGE else np.int64(-1)
    mind.pending_kind = kind
    return bits


@compiled
def pay(mind, places, states, ways, board, before, verb, reward, ends, H, W):
    """The reward belongs to where the course that was taught arrived, or to what it bumped."""
    mind.came_by = -1
    if verb >= ACT:
        return
    how, kind, cell = ARRIVED, mind.taught_at, mind.taught_cell
    if mind.taught_phase == BUMPED and verb < STAY:
        how = BUMPED_INTO
        kind = at(board, before[0] + DROW[verb], before[1] + DCOL[verb])
    elif mind.taught_phase == BUMPED or mind.taught_phase == WAITED:
        how = WAITED_ON
    elif mind.arrivals[kind, before[2]] == 0:
        mind.kinds_known += 1
        mind.debt[kind, before[2]] = 0
    mind.came_by, mind.came_on = how, kind
    kind_changed, place_changed = learn_reward(mind, places, how, kind, before[2], cell, H * W, reward, ends)
    if kind_changed:
        doubt_kinds(mind, ways, bit(kind), H * W)
    if place_changed:
        doubt_place(mind, states, ways, cell // W, cell % W, H, W)
