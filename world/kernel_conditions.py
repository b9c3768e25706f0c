"""Conditions as byte code: whom a sentence means, and whether it is true in the picture."""
from __future__ import annotations

import numpy as np

from world.compiling import jit, part
from world.kernel_base import beyond, cell_has, compare, facing_now, facing_of, lowest, matches, place_of, shifted
from world.kernel_view import in_line
from world.layout import *  # noqa: F403


@jit
def bind(h, n, k, target):
    """What a target of a condition or effect means now.  1: one thing, in BOUND_MOVER, BOUND_CELL, BOUND_LAYER; 2: all things so called; 0: nothing

    A noun means the doer if it is part of the trigger's subject and the doer is one; else `it` likewise; else all of them.
    """
    which = target
    if target >= 0:
        which = TO_NOBODY
        at = h[H_NOUN] + target * h[H_NOUN_WIDTH]
        for side in range(2):
            noun = k[C_SUBJECT] if side == 0 else k[C_OBJECT]
            ident = k[C_DOER_ID] if side == 0 else k[C_IT_ID]
            if which == TO_NOBODY and noun >= 0 and ident > 0 and (h[at + (ident >> 6)] >> (ident & 63)) & 1 != 0:
                inside = True
                other = h[H_NOUN] + noun * h[H_NOUN_WIDTH]
                for i in range(h[H_WORDS]):
                    if h[at + i] & ~h[other + i] != 0:
                        inside = False
                if inside:
                    which = TO_THEM if side == 0 else TO_IT
        if which == TO_NOBODY:
            return 2
    mover = k[C_IT] if which == TO_IT else k[C_DOER]
    k[BOUND_MOVER] = mover
    if mover >= 0:
        k[BOUND_CELL] = place_of(h, n, k, mover)
        k[BOUND_LAYER] = 3
        return 1
    if (k[C_IT_ID] if which == TO_IT else k[C_DOER_ID]) <= 0:
        return 0
    k[BOUND_CELL] = k[C_IT_CELL] if which == TO_IT else k[C_DOER_CELL]
    k[BOUND_LAYER] = k[C_IT_LAYER] if which == TO_IT else k[C_DOER_LAYER]
    return 1 if k[BOUND_LAYER] >= 0 else 0               # a layer below 0: it has been removed


@jit
def centre(h, n, k):
    """The cell that a rule looks from: of `it` in each-rules, else of the doer; -1 without one."""
    mover = k[C_IT] if k[C_EACH] != 0 else k[C_DOER]
    if mover >= 0:
        return place_of(h, n, k, mover)
    if k[C_EACH] != 0:
        return k[C_IT_CELL]
    return k[C_DOER_CELL] if k[C_DOER_ID] > 0 else -1


@jit
def heading(h, n, k):
    """The way that `ahead` is: of `it` in each-rules, else of the doer; -1 without one."""
    mover = k[C_IT] if k[C_EACH] != 0 else k[C_DOER]
    if mover >= 0:
        return facing_now(h, n, k, mover)
    return h[h[H_FACING] + (k[C_IT_ID] if k[C_EACH] != 0 else k[C_DOER_ID])]


@jit
def amount_had(h, book, n, k, mover, name, noun):
    """How much a mover has of a named counter (name >= 0) or of the things of a noun; -1 if it lacks the counter."""
    agent = h[h[H_MOVER_AGENT] + mover]
    base = h[N_COUNTER] + mover * h[H_COUNTERS]
    if name >= 0:
        column = h[h[H_COUNTER_COLUMN] + name * h[H_AGENTS] + agent]
        return n[base + column] if column >= 0 else -1
    total = 0
    for column in range(h[H_COUNTERS]):
        thing = h[h[H_COUNTER] + column * COUNTER_WIDTH + C_THING]
        if thing > 0 and h[h[H_COUNTER_AGENT] + column] == agent and matches(h, book, noun, thing, -1, k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
            total += n[base + column]
    return total


@jit
def how_many(h, book, n, k, noun):
    """How many things there are on the board of what a noun says."""
    total = 0
    if h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_FACING] >= 0:
        for mover in range(h[H_MOVERS]):
            at = h[N_MOVER] + mover * MOVER_WIDTH
            if n[at + M_ALIVE] != 0 and matches(h, book, noun, n[at + M_ID], n[at + M_FACING],
                                                k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                total += 1
        return total
    for ident in range(1, h[H_IDS]):
        if n[h[N_COUNT] + ident] > 0 and matches(h, book, noun, ident, -1, k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
            total += n[h[N_COUNT] + ident]
    return total


@jit
def has_within(h, book, n, c, k, noun, reach, cell, layer):
    """Whether what a noun says stands within `reach` (8-way) of a cell, the thing in (cell, layer) itself aside."""
    down = min(reach, h[H_H])
    right = min(reach, h[H_W])
    for i in range(-down, down + 1):
        for j in range(-right, right + 1):
            q = shifted(h, cell, i, j)
            if q >= 0 and cell_has(h, book, n, c, k, q, noun, layer if q == cell else -1):
                return True
    return False


@jit
def how_many_beside(h, book, n, c, k, cell, noun, around):
    """How many of the 4 neighbours of a cell (of the 8, if `around`) hold what a noun says."""
    w = h[H_W]
    row = cell // w
    col = cell - row * w
    inside = row > 0 and row < h[H_H] - 1 and col > 0 and col < w - 1
    count = 0
    mask = h[H_NOUN] + noun * h[H_NOUN_WIDTH]
    layers = h[mask + h[H_WORDS] + NN_LAYERS]
    if inside and h[mask + h[H_WORDS] + NN_PLAIN] != 0 and h[mask + h[H_WORDS] + NN_NOTHING] == 0 and layers & (layers - 1) == 0 and layers != 0:
        # the most usual by far: one layer, and an id says it all
        layer = lowest(layers)
        for i in range(-1, 2):
            for j in range(-1, 2):
                if (i != 0) != (j != 0) or (around != 0 and i != 0):
                    ident = np.int64(c[(cell + i * w + j) * 5 + layer])
                    count += (h[mask + (ident >> 6)] >> (ident & 63)) & 1
        return count
    for i in range(-1, 2):
        for j in range(-1, 2):
            if (i != 0) != (j != 0) or (around != 0 and i != 0):
                q = cell + i * w + j if inside else shifted(h, cell, i, j)
                if q >= 0 and cell_has(h, book, n, c, k, q, noun, -1):
                    count += 1
    return count


@jit
def sees_any(h, book, n, c, k, mover, noun):
    """Whether a mover sees what a noun says, itself aside: within its window, by line of sight if it sees so."""
    w = h[H_W]
    me = n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL]
    facing = n[h[N_MOVER] + mover * MOVER_WIDTH + M_FACING]
    sight = book[h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS]) + A_SEES]
    tall = sight % SIGHT_BASE
    wide = sight // SIGHT_BASE % SIGHT_BASE
    ahead = (sight >> 20) & 1 != 0
    if ahead and (facing == 1 or facing == 3):
        tall, wide = wide, tall
    top = -(tall // 2)
    left = -(wide // 2)
    if ahead and facing != 1 and facing != 3:
        top = 1 - tall if facing == 0 or facing == 4 or facing == 7 else 0
    if ahead and facing != 0 and facing != 2:
        left = 0 if facing == 1 or facing == 4 or facing == 5 else 1 - wide
    bottom = top + tall
    right = left + wide
    if h[H_EDGE] == WRAP and tall > 0:
        bottom = min(bottom, top + h[H_H])
        right = min(right, left + w)
    elif tall == 0 or h[H_EDGE] != WRAP:
        # what of the window lies on the board; without a window all of it
        top = -(me // w) if tall == 0 else max(top, -(me // w))
        bottom = h[H_H] - me // w if tall == 0 else min(bottom, h[H_H] - me // w)
        left = -(me % w) if tall == 0 else max(left, -(me % w))
        right = w - me % w if tall == 0 else min(right, w - me % w)
    for down in range(top, bottom):
        for aside in range(left, right):
            q = shifted(h, me, down, aside)
            if q >= 0 and cell_has(h, book, n, c, k, q, noun, 3 if q == me else -1):
                if (sight >> 21) & 1 == 0 or in_line(h, book, c, me // w, me % w, q // w, q % w, n[h[N_MOVER] + mover * MOVER_WIDTH + M_ID]):
                    return True
    return False


@part(CALL_HOLDS)
def holds(h, book, n, c, k, start):
    """Whether all conditions of a list are true. The rule's doer and thing stand in k."""
    at = h[H_CODE] + start * CODE_WIDTH
    hw = h[H_HW]
    while h[at] != END:
        op = h[at]
        a = h[at + 1]
        b = h[at + 2]
        d = h[at + 3]
        true = False
        if op <= TOWARD:
            cell = centre(h, n, k)
            if cell < 0:
                true = False
            elif op == BESIDE:
                count = how_many_beside(h, book, n, c, k, cell, a, b)
                true = (d >> count) & 1 != 0
            elif op == HERE:
                layer = k[C_DOER_LAYER]
                if k[C_EACH] != 0:
                    layer = k[C_IT_LAYER]
                true = cell_has(h, book, n, c, k, cell, a, layer)
            else:
                way = b
                if d == 1:
                    way = heading(h, n, k)
                elif d == 2:
                    way = h[h[H_DATA] + h[h[H_VARIABLE] + b * VARIABLE_WIDTH + V_WAYS] + n[h[N_VAR] + b]]
                if way >= 0:
                    q = beyond(h, cell, way)
                    true = q >= 0 and cell_has(h, book, n, c, k, q, a, -1)
        elif op <= STANDS_AT:
            # a: the noun looked for (or the first cell of a place), b: distance or how many cells, d: the target
            which = bind(h, n, k, d)
            cell = 0
            last = hw * 5
            i = 0
            while i < last and which != 0 and not true:
                layer = i % 5
                cell = i // 5
                i += 1
                if which == 1:
                    cell = k[BOUND_CELL]
                    layer = k[BOUND_LAYER]
                    i = last
                    if c[cell * 5 + layer] == 0:
                        break
                else:
                    ident = np.int64(c[cell * 5 + layer])
                    if ident == 0 or not matches(h, book, d, ident, facing_of(h, n, k, cell, layer, ident), k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                        continue
                if op == STANDS_ON:
                    true = cell_has(h, book, n, c, k, cell, a, layer)
                elif op == WITHIN:
                    true = has_within(h, book, n, c, k, a, b, cell, layer)
                else:
                    for j in range(b):
                        if h[h[H_DATA] + a + j] == cell:
                            true = True
        elif op <= COUNTER or op == SEES:
            # a: target; b: amount or value, d: name of the counter or -1, 4: noun or comparison; for SEES b: noun
            which = bind(h, n, k, a)
            mover = 0
            last = h[H_MOVERS]
            if which == 1:
                mover = k[BOUND_MOVER]
                last = mover + 1
            while mover >= 0 and mover < last and which != 0 and not true:
                row = h[N_MOVER] + mover * MOVER_WIDTH
                if which == 1 or (n[row + M_ALIVE] != 0 and matches(h, book, a, n[row + M_ID], n[row + M_FACING],
                                                                   k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID])):
                    if op == SEES:
                        true = n[row + M_ALIVE] != 0 and sees_any(h, book, n, c, k, mover, b)
                    else:
                        had = amount_had(h, book, n, k, mover, d, h[at + 4])
                        if d < 0 or had >= 0:
                            true = had >= b if op == HAS else compare(h[at + 4], had, b)
                mover += 1
        elif op == VARIABLE:
            true = compare(b, n[h[N_VAR] + a], d)
        elif op == EXISTS:
            true = (how_many(h, book, n, k, a) > 0) == (b != 0)
        elif op == COUNT:
            true = compare(b, how_many(h, book, n, k, a), d)
        elif op == RULE_IS:
            true = book[h[B_RULE] + a * RULE_WIDTH + R_ON] == b
        else:
            true = compare(a, n[TICK], b)                # TICK_IS
        if true == (h[at + NEGATED] != 0):
            return 0
        at += CODE_WIDTH
    return 1
