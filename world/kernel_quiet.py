"""Quiet ticks: nothing but learners who walk, wait, or bump, and nobody and nothing that takes note of it. They are lived by a short road.

`note_quiet` says of each thing, under the law of a book, whether walking over it or bumping it can have any consequence; `wake_at` says until when, as far
as clocks, conditions and what stands on the board go, all ticks may be quiet; `quiet_tick` lives one, if what the learners do is quiet too. What comes of it
is what the whole way would have brought, number by number.
"""
from __future__ import annotations

import numpy as np

from world.compiling import jit, merged
from world.kernel_base import beyond, lay, row_of
from world.layout import *  # noqa: F403


@jit
def heard(h, book, verb, ident):
    """Whether a rule that is on hears an agent do that to a thing. What any agent's deeds are heard by stands behind the bits."""
    words = h[H_RULE_WORDS]
    for i in range(words):
        if book[h[B_QUIET] + h[H_IDS] + verb * words + i] & book[h[B_OBJECT] + (verb * h[H_IDS] + ident) * words + i] != 0:
            return True
    return False


@jit
def steady(h, code):
    """Whether a condition cannot turn true by what happens in quiet ticks: it asks for no place, no facing and no tick."""
    at = h[H_CODE] + code * CODE_WIDTH
    while h[at] != END:
        op = h[at]
        if op != HAS and op != COUNTER and op != VARIABLE and op != EXISTS and op != COUNT and op != RULE_IS:
            return False
        if op != VARIABLE and op != RULE_IS and h[at + 1] >= 0:
            if h[h[H_NOUN] + h[at + 1] * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_FACING] >= 0:
                return False
        at += CODE_WIDTH
    return True


@jit
def note_quiet(h, book):
    """For each thing the bits QUIET_..., and whether ticks can be quiet under this law at all. Comes after the rest of what is derived."""
    flags = h[B_FLAGS]
    quiet = book[flags + F_EACH] == 0 and book[flags + F_MEETS] == 0 and book[flags + F_ON_THINGS] == 0 and book[flags + F_NOISE] == 0 and h[H_LEARNERS_ONLY] != 0
    for mover in range(h[H_MOVERS]):
        seat = h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS])
        if book[seat + A_SPEED] != SPEED_BASE + 1 or book[seat + A_NOISE] != 0 or book[seat + A_REACH] != 1:
            quiet = False
    for rule in range(h[H_RULES] if h[H_TURNS] != 0 else 0):
        trigger = h[H_TRIGGER] + book[h[B_RULE] + rule * RULE_WIDTH + R_TRIGGER] * TRIGGER_WIDTH
        if h[trigger + T_SORT] == T_BECOMES:
            quiet = quiet and steady(h, h[trigger + T_LOW])
            if h[trigger + T_SUBJECT] >= 0 and h[h[H_NOUN] + h[trigger + T_SUBJECT] * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_FACING] >= 0:
                quiet = False
    for change in range(h[H_CHANGES]):
        terms = h[B_CHANGE] + change * CHANGE_WIDTH
        for i in range(2):
            code = book[terms + (X_WHEN if i == 0 else X_UNTIL)]
            if code >= 0 and not steady(h, code):
                quiet = False
    book[flags + F_QUIET] = 1 if quiet else 0
    book[flags + F_RESTLESS] = 0
    if not quiet:
        return
    ids = h[H_IDS]
    words = h[H_RULE_WORDS]
    agents = h[B_QUIET] + ids + N_VERBS * words          # a mask of the ids of agents
    for doer in range(1, ids):
        if h[h[H_AGENT_OF] + doer] >= 0:
            book[agents + (doer >> 6)] |= 1 << (doer & 63)
            for verb in range(N_VERBS):
                for i in range(words):
                    book[h[B_QUIET] + ids + verb * words + i] |= book[h[B_SUBJECT] + (verb * ids + doer) * words + i]
    for ident in range(1, ids):
        layer = h[h[H_LAYER] + ident]
        bits = QUIET_GROUND if layer == 0 else 0
        stops = True
        plain = True
        for prop in range(OPAQUE):
            for i in range(h[H_WORDS]):
                holds = book[h[B_PROP] + (prop * ids + ident) * h[H_WORDS] + i]
                if holds != 0 and (prop == CONVEYOR or prop == PULLED or prop == FALLING):
                    bits |= QUIET_RESTLESS
                    book[flags + F_RESTLESS] = 1
                holds &= book[agents + i]
                if holds != 0:
                    plain = False
                    stops = stops and prop == SOLID
                if prop == SOLID and holds != book[agents + i]:
                    stops = False
        if layer == 3 or heard(h, book, TRIES, ident) or heard(h, book, BUMPS, ident):
            stops = False
            plain = False
        if plain and (heard(h, book, ENTERS, ident) or heard(h, book, LEAVES, ident) or heard(h, book, IS_ON, ident)):
            plain = False
        if stops:
            bits |= QUIET_STOPS
        if plain:
            bits |= QUIET_PLAIN
        if layer != 3 and not heard(h, book, USES, ident):
            bits |= QUIET_USE
        book[h[B_QUIET] + ident] = bits


@jit
def wake_at(h, book, n):
    """The first tick to come that has to be lived the whole way, 0: the next. To be asked at the end of one that was."""
    if book[h[B_FLAGS] + F_QUIET] == 0 or n[QUEUED] + n[NEWS] + n[SAID] + n[NOTICE] + n[ANNOUNCED] + n[ENDED] != 0 or n[WORD] != WORD_NONE:
        return 0
    for mover in range(h[H_MOVERS]):                     # a quiet tick does not see whether who has tried to leave something sticky tries again
        row = h[N_MOVER] + mover * MOVER_WIDTH
        if n[row + M_STUCK] != 0 and n[row + M_ALIVE] != 0:
            return 0
    if book[h[B_FLAGS] + F_RESTLESS] != 0:
        for ident in range(1, h[H_IDS]):
            if book[h[B_QUIET] + ident] & QUIET_RESTLESS != 0 and n[h[N_COUNT] + ident] != 0:
                return 0
    wake = n[DUE]
    if h[H_EPISODE] > 0:
        wake = min(wake, n[TICK] + h[H_EPISODE] - n[EPISODE_TICK])
    return wake


@merged
def quiet_tick(h, book, n, c, k, seats, learners, actions, first):
    """A tick in which what the learners do has no consequence but that they walk and turn. False, and nothing done, if it might have another.

    `seats`: rows SEAT_... of the learners; `actions[first + i]`: what each does. Written for speed: few branches, and nothing is worked out twice.
    """
    width = h[H_W]
    top = 5 * h[H_HW]
    bits_of = h[B_QUIET]
    for i in range(learners):
        seat = i * SEAT_WIDTH
        row = seats[seat + SEAT_ROW]
        cell = n[row + M_CELL]
        target = cell
        way = -1
        if n[row + M_ALIVE] != 0:
            action = actions[first + i]
            meaning = A_WAIT
            if action >= 0 and action < seats[seat + SEAT_ACTIONS]:
                meaning = book[seats[seat + SEAT_MEANINGS] + action]
            if meaning >= 0 and meaning < 4:
                way = meaning
                down = (1 if way == 2 else 0) - (1 if way == 0 else 0)
                right = (1 if way == 1 else 0) - (1 if way == 3 else 0)
                to_row = row_of(h, cell)
                to_col = cell - to_row * width + right
                to_row += down
                target = cell + down * width + right
                if to_row < 0 or to_row >= h[H_H] or to_col < 0 or to_col >= width:
                    target = beyond(h, cell, way)
                    if target < 0:
                        if h[H_EDGE] == OPEN:
                            return False
                        target = cell
                if target != cell:
                    bits = book[bits_of + np.int64(c[top + target])]
                    if bits & QUIET_GROUND == 0:
                        stops = 0
                        for layer in range(5):
                            ident = np.int64(c[target * 5 + layer])
                            if ident != 0:
                                bits = book[bits_of + ident]
                                if bits & (QUIET_PLAIN | QUIET_STOPS) == 0:
                                    return False
                                stops |= bits & QUIET_STOPS
                        bits = stops | QUIET_PLAIN
                    if bits & (QUIET_PLAIN | QUIET_STOPS) == 0:
                        return False
                    target = cell if bits & QUIET_STOPS != 0 else target
            elif meaning == A_USE:
                if n[row + M_FACING] >= 4 or n[row + M_FACING] < 0:
                    return False
                ahead = beyond(h, cell, n[row + M_FACING])
                if ahead == cell:
                    return False
                if ahead >= 0:
                    ident = np.int64(c[top + ahead])
                    if book[bits_of + ident] & QUIET_GROUND == 0:
                        ident = 0
                        for layer in range(4, -1, -1):
                            if ident == 0:
                                ident = np.int64(c[ahead * 5 + layer])
                    if book[bits_of + ident] & QUIET_USE == 0:
                        return False
            elif meaning == A_TAKE:
                if c[cell * 5 + 1] != 0:
                    return False
            elif meaning >= 0 and meaning != A_WAIT:
                return False
            if book[bits_of + np.int64(c[cell * 5])] & QUIET_PLAIN == 0:
                return False
            if c[cell * 5 + 1] | c[cell * 5 + 2] | c[cell * 5 + 4] != 0:
                for layer in range(5):
                    ident = np.int64(c[cell * 5 + layer])
                    if ident != 0 and layer != 3 and book[bits_of + ident] & QUIET_PLAIN == 0:
                        return False
            for j in range(i):
                if k[h[K_INTENT] + j] == target:
                    return False
        else:
            target = -1
        k[h[K_INTENT] + i] = target
        k[h[K_MEANING] + i] = way
    n[TICK] += 1
    n[EPISODE_TICK] += 1
    kept = h[H_WATCHED] | h[H_WRITERS]                   # whether more is to be kept up than what stands where
    for i in range(learners):
        mover = seats[i * SEAT_WIDTH + SEAT_MOVER]
        row = seats[i * SEAT_WIDTH + SEAT_ROW]
        n[h[N_REWARD] + mover] = 0
        target = k[h[K_INTENT] + i]
        n[row + M_MET] = target
        if target < 0:
            continue
        way = k[h[K_MEANING] + i]
        n[row + M_FACING] = way if way >= 0 else n[row + M_FACING]
        cell = n[row + M_CELL]
        if cell != target:
            ident = n[row + M_ID]
            n[row + M_CELL] = target
            if kept != 0:
                lay(h, n, c, cell, 3, 0, WRITER_MOVE + mover)
                lay(h, n, c, target, 3, ident, WRITER_MOVE + mover)
            else:
                at = cell * 5
                under = c[at] if c[at + 1] == 0 else c[at + 1]
                under = under if c[at + 2] == 0 else c[at + 2]
                under = under if c[at + 4] == 0 else c[at + 4]
                c[at + 3] = 0
                c[top + cell] = under
                c[target * 5 + 3] = ident
                c[top + target] = ident
    return True
