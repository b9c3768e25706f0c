"""Backward: which course of a verb leads to the frame that was seen, and teaching exactly its decisions.

Changed cells that nothing but the mover explains are *residual* (cells.residual = 1 + what the cell became). A course owns a
residual cell once: a push owns the crate's old and new cell. `before`, `now`: movers (see `course`) before and after the tick.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, EDGE, STAY
from agents.models.board import DCOL, DROW, after_run, at, only_twin
from agents.models.contexts import ACTED, BUMPED, CARRIED, ENTERABLE_CARRY, MOVED, WAITED, of_arrival, of_carry, of_step, turn
from agents.models.course import HOME, LONGEST_WALK, PLACE, RELATIVE, TWIN
from agents.models.decider import decide_now, odds_of
from agents.models.regimes import HEARD, learn_decision
from agents.models.symbols import UNKNOWN

LEFT_OVER = 1e-3
"""Odds of one changed cell that a course does not account for."""
JUST_THAT_CELL = 0.3
"""Share of a jump to one certain cell, against jumps that have a reason."""
AGAIN = 0.75
"""Odds of sliding on from a kind from which this very walk slid on already: a long slide is one discovery and not one for each cell."""
HOPELESS = 1e-8
GO = 1
NOWHERE = -9
MOTION = 512
LOAD = 64


@compiled
def left_in(cells, row, col, H, W):
    """1 + what the mover left in a cell, 0 if nothing.  int64"""
    return cells[row * W + col].residual if 0 <= row < H and 0 <= col < W else 0


@apart(T.types.Tuple((T.real, T.whole, T.whole, T.whole)), T.mind, T.board, T.cells, T.mover, T.mover, T.whole, T.whole, T.whole, T.whole, T.whole, T.whole, T.whole, T.whole)
def explain_arrival(mind, board, cells, before, now, row, col, under, becomes, phase, d, loads, ahead):
    """The ways in which an arrival here leads to what was seen.  their odds together, the best outcome, its carry direction (-1), whether that succeeded

    `becomes`, `loads`: what became of the cell and of the load, as in outcomes.
    """
    W = board.shape[1]
    decider, contexts, family = of_arrival(mind, under, phase, d, before[2], ahead)
    n, unseen = decide_now(mind, decider, contexts, family)
    facing = mind.facing[under]
    plain = becomes + LOAD * loads
    total, best, best_outcome, direction, carried = 0.0, 0.0, plain, -1, 0
    here = row == now[0] and col == now[1]
    if here:
        best = odds_of(mind, n, unseen, plain)
        total = best
    else:
        for reason in range(3):
            if reason == 0:
                r, c = only_twin(board, under, row, col)
                if board[now[0], now[1]] != under or r != now[0] or c != now[1]:
                    continue
                outcome = plain + MOTION * TWIN
                q = odds_of(mind, n, unseen, outcome)
            elif reason == 1:
                if now[0] != before[3] or now[1] != before[4]:
                    continue
                outcome = plain + MOTION * HOME
                q = odds_of(mind, n, unseen, outcome)
            else:
                outcome = plain + MOTION * (PLACE + now[0] * W + now[1])
                q = odds_of(mind, n, unseen, outcome) * JUST_THAT_CELL
            total += q
            if q > best * 1.01:
                best, best_outcome = q, outcome
    if phase == CARRIED:
        return total, best_outcome, direction, carried
    push = mind.push
    for c in range(mind.directions):
        push[c] = odds_of(mind, n, unseen, plain + MOTION * (1 + c if facing < 0 else RELATIVE + turn(facing, c)))
    for c in range(mind.directions):
        r, q = row + DROW[c], col + DCOL[c]
        there = at(board, r, q)
        hit = r == now[0] and q == now[1]
        if there == EDGE or not (hit or (here and push[c] > 0.02)):
            continue
        decider, contexts, family = of_carry(mind, under, there)
        n, unseen = decide_now(mind, decider, contexts, family)
        p = push[c] * odds_of(mind, n, unseen, 1 if hit else 0)
        total += p
        if p > best:
            best, best_outcome = p, plain + MOTION * (1 + c if facing < 0 else RELATIVE + turn(facing, c))
            direction, carried = c, 1 if hit else 0
    return total, best_outcome, direction, carried


@compiled
def seen_ahead(board, cells, row, col, d, owned_row, owned_col):
    """What a step in direction d was seen to leave: in the cell ahead (1 + symbol, 0 same), and after its run (as in outcomes)."""
    H, W = board.shape
    r, c = row + DROW[d], col + DCOL[d]
    rr, rc, run = after_run(board, row, col, d)
    there = 0 if r == owned_row and c == owned_col else left_in(cells, r, c, H, W)
    beyond = 0 if rr == owned_row and rc == owned_col else left_in(cells, rr, rc, H, W)
    code = 0 if beyond == 0 else (1 if beyond - 1 == at(board, r, c) else beyond + 1)
    return there, code, rr, rc


@apart(T.types.Tuple((T.real, T.real, T.whole)), T.mind, T.board, T.cells, T.mover, T.mover, T.whole, T.whole)
def explain(mind, board, cells, before, now, verb, residuals):
    """How a verb explains what was seen.  likelihood (the sum over all walks), that of the best walk, its length"""
    H, W = board.shape
    row, col = before[0], before[1]
    loads = 0 if now[2] == before[2] else 1 + now[2]
    under = np.int64(board[row, col])
    d = verb
    if verb >= ACT:
        d = before[5] if before[5] >= 0 else np.int64(0)
    dd = verb if verb <= STAY else np.int64(STAY)
    prefix, total, best, length = 1.0, 0.0, -1.0, 0
    accounted, steps = 0, 0
    settled = False                                      # whether the step that led here already owns this cell
    owned_row, owned_col = NOWHERE, NOWHERE
    slid_from = -1
    while steps < LONGEST_WALK:
        stops, goes = 1.0, 0.0
        owns, there, beyond, rr, rc = 0, 0, 0, 0, 0
        ahead = at(board, row + DROW[d], col + DCOL[d])
        if verb != STAY:
            decider, contexts, family = of_step(mind, board, row, col, under, verb, steps, before[2], d)
            n, unseen = decide_now(mind, decider, contexts, family)
            there, beyond, rr, rc = seen_ahead(board, cells, row, col, d, owned_row, owned_col)
            if verb >= ACT:
                beyond = 0
            owns = (there > 0) + (beyond > 0)
            stops = odds_of(mind, n, unseen, (there << 7) + (beyond << 13))
            pushed = (there << 7) + (beyond << 13) if beyond else 0
            goes = odds_of(mind, n, unseen, GO + (left_in(cells, row, col, H, W) << 1) + pushed)
            if slid_from >= 0 and (under == slid_from or under == UNKNOWN):
                goes = max(goes, AGAIN)
        becomes = 0 if settled else left_in(cells, row, col, H, W)
        phase = WAITED if verb == STAY else (ACTED + verb - ACT if verb >= ACT else (BUMPED if steps == 0 else MOVED))
        target = ahead if verb >= ACT else at(board, row + DROW[dd], col + DCOL[dd])
        arrives, outcome, carry, carried = explain_arrival(mind, board, cells, before, now, row, col, under, becomes, phase, dd, loads, target)
        second = 0
        if carry >= 0 and carried == 1:                  # carried on: the second arrival takes what happened there
            second = left_in(cells, row + DROW[carry], col + DCOL[carry], H, W) > 0
        over = residuals - accounted - owns - (becomes > 0) - second
        likelihood = prefix * stops * arrives * LEFT_OVER ** max(0, over)
        total += likelihood
        if likelihood > best:
            best, length = likelihood, steps
        if verb >= STAY or ahead == EDGE:
            break
        prefix *= goes
        if steps > 0 and (slid_from < 0 or under != UNKNOWN):
            slid_from = under
        accounted += (left_in(cells, row, col, H, W) > 0 and not settled) + (2 if beyond else 0)
        if prefix < HOPELESS:
            break
        settled = beyond > 0 and there > 0
        under = there - 1 if settled else ahead
        if beyond:
            owned_row, owned_col = rr, rc
        row, col, steps = row + DROW[d], col + DCOL[d], steps + 1
    return total, best, length


@apart(T.types.void, T.mind, T.board, T.cells, T.mover, T.mover, T.whole, T.whole, T.real, T.real, T.real, T.real)
def teach(mind, board, cells, before, now, verb, length, likelihood, share, prior, noise):
    """Teaches the walk of this length, found by `explain` with this likelihood.

    Args:
        share: how surely it was this verb. prior: the verb's probability; noise: probability of the tick under all else.
    """
    H, W = board.shape
    row, col = before[0], before[1]
    loads = 0 if now[2] == before[2] else 1 + now[2]
    under = np.int64(board[row, col])
    d = verb
    if verb >= ACT:
        d = before[5] if before[5] >= 0 else np.int64(0)
    dd = verb if verb <= STAY else np.int64(STAY)
    rest = prior * likelihood
    settled = False
    owned_row, owned_col = NOWHERE, NOWHERE
    steps = 0
    facing_cell = at(board, row + DROW[d], col + DCOL[d])
    while verb != STAY:
        ahead = at(board, row + DROW[d], col + DCOL[d])
        r, c = row + DROW[d], col + DCOL[d]
        there, beyond, rr, rc = seen_ahead(board, cells, row, col, d, owned_row, owned_col)
        if verb >= ACT:
            beyond = 0
        if steps < length:
            pushed = (there << 7) + (beyond << 13) if beyond else 0
            outcome = GO + (left_in(cells, row, col, H, W) << 1) + pushed
        else:
            outcome = (there << 7) + (beyond << 13)
            if r == now[0] and c == now[1]:              # cells changed at the end of the walk belong to the arrival
                outcome &= ~(63 << 7)
        decider, contexts, family = of_step(mind, board, row, col, under, verb, steps, before[2], d)
        if verb >= ACT:
            learn_decision(mind, decider, contexts, family, outcome, share, rest, noise, 2, 4)
            break
        learn_decision(mind, decider, contexts, family, outcome, share, rest, noise, 3, 7 if steps == 0 else 4)
        if steps == 0 and share > HEARD:
            mind.entered[ahead, 0] *= 0.9
            mind.entered[ahead, 1] *= 0.9
            mind.entered[ahead, outcome & GO] += share
        if steps == length:
            break
        settled = beyond > 0 and there > 0
        under = there - 1 if settled else ahead
        if beyond:
            owned_row, owned_col = rr, rc
        row, col, steps = r, c, steps + 1
    becomes = 0 if settled else left_in(cells, row, col, H, W)
    phase = WAITED if verb == STAY else (ACTED + verb - ACT if verb >= ACT else (BUMPED if length == 0 else MOVED))
    target = facing_cell if verb >= ACT else at(board, row + DROW[dd], col + DCOL[dd])
    total, outcome, carry, carried = explain_arrival(mind, board, cells, before, now, row, col, under, becomes, phase, dd, loads, target)
    late = carry >= 0 and carried == 1 and loads > 0 and left_in(cells, row + DROW[carry], col + DCOL[carry], H, W) > 0
    decider, contexts, family = of_arrival(mind, under, phase, dd, before[2], target)
    learn_decision(mind, decider, contexts, family, outcome - LOAD * loads if late else outcome, share, rest, noise, 6, 8 if phase == BUMPED or phase >= ACTED else 3)
    if carry >= 0:
        there = at(board, row + DROW[carry], col + DCOL[carry])
        decider, contexts, family = of_carry(mind, under, there)
        learn_decision(mind, decider, contexts, family, carried, share, rest, noise, 2, ENTERABLE_CARRY)
        if carried == 1:
            row, col, under, phase = row + DROW[carry], col + DCOL[carry], there, np.int64(CARRIED)
            becomes = left_in(cells, row, col, H, W)
            decider, contexts, family = of_arrival(mind, under, phase, dd, before[2], np.int64(0))
            learn_decision(mind, decider, contexts, family, becomes + (LOAD * loads if late else 0), share, rest, noise, 3, 6)
    mind.taught_at = under
    mind.taught_cell = row * W + col
    mind.taught_load = before[2]
    mind.taught_phase = phase
