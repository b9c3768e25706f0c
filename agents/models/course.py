"""Forward: the likeliest course of one verb, decision by decision.

A mover is int64 [6]: row, col, load, home row, home col, facing. The motion of an arrival: 0 none, 1 + d carried in a direction,
9 home, 10 to the only twin, 11 + r carried in a direction relative to the facing of what lies there, 20 + cell to that cell.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, CELLS, EDGE, LOADS, STAY, SYMBOLS, VERBS
from agents.models.board import DCOL, DROW, after_run, at, bit, only_twin, put
from agents.models.contexts import ACTED, BUMPED, CARRIED, MOVED, WAITED, of_arrival, of_carry, of_step, unturn
from agents.models.controls import heading, turned
from agents.models.decider import decide_now, likeliest

LONGEST_WALK = 64
HOME, TWIN, RELATIVE, PLACE = 9, 10, 11, 20
NO_GUESS = -1
NOTHING, CLOSED, JUMP = range(3)
"""Which exception of the place spoke (`mind.spoke`)."""


@compiled
def way_key(mover_load, under, ahead):
    """What must still be so for a jump to hold: load, kind under the mover, kind ahead.  int64, > 0"""
    return (mover_load * SYMBOLS + under) * SYMBOLS + ahead + 1


@compiled
def load_of_key(key):
    """The load that a way's key was made with.  int64"""
    return (key - 1) // (SYMBOLS * SYMBOLS)


@compiled
def exception(mind, places, leaves, board, mover, verb, way):
    """The place table's word on a verb here, which is `way` to the place: NOTHING, CLOSED or JUMP; fills in the course if it speaks."""
    row, col, load = mover[0], mover[1], mover[2]
    W = board.shape[1]
    under = np.int64(board[row, col])
    ahead = np.int64(EDGE)
    cell = row * W + col
    if way < STAY:
        ahead = at(board, row + DROW[way], col + DCOL[way])
    beside = cell
    if ahead != EDGE and not mind.astray:
        beside = (row + DROW[way]) * W + col + DCOL[way]
        closed = places[load * board.size + beside].closed == ahead + 1
        if mind.kind_of_mind == CELLS:                       # whatever it carried when it found so
            for other in range(LOADS):
                closed = closed or places[other * board.size + beside].closed == ahead + 1
        if closed:
            mind.lands[verb, 0] = row
            mind.lands[verb, 1] = col
            mind.lands[verb, 2] = load
            mind.arrived_at = under
            mind.arrived_cell = cell
            mind.phase = BUMPED
            mind.steps = 0
            return CLOSED
    leave = leaves[cell * VERBS + way]
    same = leave.key == way_key(load, under, ahead)
    carried = load
    if not same and mind.kind_of_mind == CELLS and leave.key > 0:
        carried = load_of_key(leave.key)                     # a table borrows what it saw with another load
        same = leave.key == way_key(carried, under, ahead)
    if same:
        to = leave.to
        mind.lands[verb, 0] = to // W
        mind.lands[verb, 1] = to % W
        mind.lands[verb, 2] = leave.to_load if leave.to_load != carried else load
        mind.arrived_at = np.int64(board[leave.by_way_of // W, leave.by_way_of % W])
        mind.arrived_cell = leave.by_way_of
        mind.phase = WAITED if to == cell and way >= STAY else (BUMPED if to == cell else MOVED)
        mind.steps = 0 if to == cell else 1
        return JUMP
    if mind.astray:                                          # nobody can say where a way leads that was never gone
        mind.lands[verb, 0], mind.lands[verb, 1], mind.lands[verb, 2] = row, col, load
        mind.arrived_at, mind.arrived_cell = under, cell
        mind.phase = WAITED if way >= STAY else BUMPED
        mind.steps = 0
    elif mind.kind_of_mind == CELLS:
        mind.lands[verb, 0] = row + (DROW[way] if ahead != EDGE else 0)
        mind.lands[verb, 1] = col + (DCOL[way] if ahead != EDGE else 0)
        mind.lands[verb, 2] = load
        mind.arrived_at = np.int64(board[beside // W, beside % W])
        mind.arrived_cell = beside
        mind.phase = WAITED if way >= STAY else (BUMPED if ahead == EDGE else MOVED)
        mind.steps = 0 if beside == cell else 1
    return NOTHING


@apart(T.real, T.mind, T.places, T.leaves, T.board, T.mover, T.whole, T.whole, T.truth)
def course(mind, places, leaves, board, mover, verb, guess, rules_only):
    """The likeliest course of a verb: into mind.lands, mind.edit and the `arrived` fields.  float64, its probability

    Args:
        guess: an outcome to suppose for the first step, or NO_GUESS. rules_only: whether the place table is to be silent.
    `mind.known`: how often the context that spoke loudest of the first step (of the arrival, for staying) was seen.
    """
    row, col, load, facing = mover[0], mover[1], mover[2], mover[5]
    H, W = board.shape
    under = np.int64(board[row, col])
    mind.edits[verb] = 0
    mind.lands[verb, 3] = turned(verb, facing) if facing >= 0 else facing
    mind.spoke = NOTHING
    mind.ahead = np.int64(EDGE)
    mind.imagined += 1
    way = heading(verb, facing)
    d = way
    if way >= ACT:
        d = facing if facing >= 0 else np.int64(0)
    if d < STAY:
        mind.ahead = at(board, row + DROW[d], col + DCOL[d])
    met = bit(under) | bit(mind.ahead)
    mind.met = met
    mind.arrived_load = load
    mind.known = 1.0
    if guess == NO_GUESS and not rules_only:
        mind.spoke = exception(mind, places, leaves, board, mover, verb, way)
        if mind.spoke != NOTHING or mind.kind_of_mind == CELLS or mind.astray:
            return 1.0
    p, steps, known = 1.0, 0, 0.0
    if way != STAY:
        while steps < LONGEST_WALK:
            decider, contexts, family = of_step(mind, board, row, col, under, way, steps, load, d)
            n, unseen = decide_now(mind, decider, contexts, family)
            outcome, q = likeliest(mind, n)
            if steps == 0:
                known = mind.evidence
                if guess != NO_GUESS:
                    outcome, q = guess, 1.0
            p *= q
            here, there, beyond = (outcome >> 1) & 63, (outcome >> 7) & 63, outcome >> 13
            r, c = row + DROW[d], col + DCOL[d]
            ahead = at(board, r, c)
            met |= bit(ahead)
            if ahead == EDGE:
                break
            if here:
                put(mind, verb, row, col, here - 1)
            if there:
                put(mind, verb, r, c, there - 1)
            if beyond:
                rr, rc, run = after_run(board, row, col, d)
                if 0 <= rr < H and 0 <= rc < W:
                    put(mind, verb, rr, rc, ahead if beyond == 1 else beyond - 2)
            if here and way >= ACT:
                under = here - 1
            if outcome & 1 == 0 or way >= ACT:
                break
            row, col, steps = r, c, steps + 1
            under = there - 1 if there else ahead
    phase = WAITED if way == STAY else (ACTED + way - ACT if way >= ACT else (BUMPED if steps == 0 else MOVED))
    mind.steps = steps
    mind.phase = phase
    dd = way if way <= STAY else np.int64(STAY)
    for carried in range(2):
        met |= bit(under)
        mind.arrived_at = under
        mind.arrived_cell = row * W + col
        mind.arrived_load = load
        ahead = mind.ahead if way >= ACT else at(board, row + DROW[dd], col + DCOL[dd])
        decider, contexts, family = of_arrival(mind, under, phase, dd, load, ahead)
        n, unseen = decide_now(mind, decider, contexts, family)
        if carried == 0 and way >= STAY:
            known = max(known, mind.evidence)
        outcome, q = likeliest(mind, n)
        p *= q
        becomes, loads, motion = outcome & 63, (outcome >> 6) & 7, outcome >> 9
        if becomes:
            put(mind, verb, row, col, becomes - 1)
        if loads:
            load = loads - 1
        if motion == HOME:
            row, col = mover[3], mover[4]
        elif motion == TWIN:
            row, col = only_twin(board, under, row, col)
        elif motion >= PLACE:
            row, col = (motion - PLACE) // W, (motion - PLACE) % W
        elif motion >= 1:
            c = motion - 1 if motion < HOME else unturn(mind.facing[under], motion - RELATIVE)
            ahead = at(board, row + DROW[c], col + DCOL[c])
            met |= bit(ahead)
            decider, contexts, family = of_carry(mind, under, ahead)
            n, unseen = decide_now(mind, decider, contexts, family)
            outcome, q = likeliest(mind, n)
            p *= q
            if outcome == 1 and ahead != EDGE:
                row, col, under, phase = row + DROW[c], col + DCOL[c], ahead, np.int64(CARRIED)
                mind.phase = phase
                continue
        break
    mind.lands[verb, 0] = row
    mind.lands[verb, 1] = col
    mind.lands[verb, 2] = min(load, LOADS - 1)
    mind.met = met
    mind.known = known
    return p
