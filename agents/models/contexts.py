"""What each decision looks at: from nothing, over the kind concerned, to its whole neighbourhood.

A context is a 64-bit hash of (decider, number of the context, values). Context 0 is empty; every other one names the kind
of the decision's family, so that one kind's regimes never touch another's. The functions fill `mind.context` and return
(decider, number of contexts, family). They name no position: what is true of one place only is an exception of that place.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, ALONE, ARRIVE, CARRY, DEED, SLIDE, SLOT_BITS, STEP, SYMBOLS
from agents.models.board import DCOL, DROW, after_run, at

WAITED, BUMPED, MOVED, CARRIED, ACTED = range(5)
"""How an arrival came about; act u arrives by ACTED + u."""
SILENT = np.uint64(0)
"""A context that would say what another says already: of a colour where there is none, of what was met where it was."""
LOW_32 = np.uint64(0xFFFFFFFF)
ENTERABLE_SLIDE, ENTERABLE_CARRY = 7, 3
"""Numbers of the contexts that say whether the cell ahead is known to let one in."""


@compiled
def mix(h, value):
    """A hash that has taken in one more number.  uint64"""
    h = (h ^ np.uint64(value + 0x9E37)) * np.uint64(0x9E3779B97F4A7C15)
    return h ^ (h >> np.uint64(29))


@compiled
def hashed(decider, number, a, b):
    """The hash of one context of two values.  uint64"""
    return mix(mix(mix(np.uint64(7), np.int64(decider * 64 + number)), np.int64(a)), np.int64(b))


@compiled
def kinship(mind, symbol, load):
    """0: no colour, or nothing carried that has one; 1: the colour carried; 2: another.  int64"""
    colour = mind.colour[symbol]
    carried = mind.load_colours[load]
    if colour == 0 or carried == 0:
        return 0
    return 1 if (carried >> np.uint64(colour)) & np.uint64(1) else 2


@compiled
def eighths(d):
    """A direction in eighths of a circle from north.  int64"""
    return 2 * d if d < 4 else 2 * (d - 4) + 1


@compiled
def turn(facing, d):
    """A direction as seen from a facing, in eighths of a circle to the right: 0 ahead, 4 back.  int64"""
    return (eighths(d) - eighths(facing)) % 8


@compiled
def unturn(facing, relative):
    """The inverse of `turn`.  int64"""
    e = (eighths(facing) + relative) % 8
    return e // 2 if e % 2 == 0 else 4 + e // 2


@compiled
def enterable(mind, symbol):
    """0 unknown, 1 lets in, 2 refuses, 3 now so, now so: from steps seen of late.  int64"""
    refused, passed = mind.entered[symbol, 0], mind.entered[symbol, 1]
    if refused + passed == 0:
        return 0
    return 1 if passed > 3 * refused else (2 if refused > 3 * passed else 3)


@compiled
def met(mind, context):
    """Whether anything was ever counted in a context. What is new may go as other new things went."""
    return (mind.check[np.int64(context >> np.uint64(64 - SLOT_BITS))] == np.uint32(context & LOW_32))


@compiled
def family(mind, decider, symbol):
    return decider * (SYMBOLS + 1) + mind.base[symbol]


@apart(T.triple, T.mind, T.board, T.whole, T.whole, T.whole, T.whole, T.whole, T.whole, T.whole)
def of_step(mind, board, row, col, under, verb, steps, load, facing):
    """The step of a walk after `steps` others: does it go on, and what becomes of the cells. Acts look ahead and do not go."""
    d = facing if verb >= ACT else verb
    ahead = at(board, row + DROW[d], col + DCOL[d])
    c = mind.context
    if verb >= ACT:
        u, b = verb, mind.base[ahead]
        c[0] = hashed(DEED, 0, u, 0)
        c[1] = hashed(DEED, 1, b, u)
        c[2] = hashed(DEED, 2, ahead, u)
        c[3] = mix(hashed(DEED, 3, b, kinship(mind, ahead, load)), u)
        c[4] = mix(hashed(DEED, 4, ahead, under), u)
        c[5] = mix(hashed(DEED, 5, ahead, load), u)
        return DEED, 6, family(mind, DEED, ahead)
    beyond = at(board, row + 2 * DROW[d], col + 2 * DCOL[d])
    if steps == 0:
        r, q, n = after_run(board, row, col, d)
        b = mind.base[ahead]
        f = mind.facing[ahead]
        c[0] = hashed(STEP, 0, 0, 0)
        c[1] = hashed(STEP, 1, b, 0)
        c[2] = hashed(STEP, 2, ahead, 0)
        c[3] = hashed(STEP, 3, ahead, beyond)
        c[4] = hashed(STEP, 4, ahead, under)
        c[5] = mix(hashed(STEP, 5, ahead, beyond), under)
        c[6] = mix(hashed(STEP, 6, b, at(board, r, q)), min(n, 2))
        c[7] = hashed(STEP, 7, ahead, load)
        c[8] = hashed(STEP, 8, b, kinship(mind, ahead, load)) if mind.colour[ahead] else SILENT
        c[9] = hashed(STEP, 9, ahead, d)
        c[10] = hashed(STEP, 10, b, turn(f, d)) if f >= 0 else SILENT
        c[11] = hashed(STEP, 11, ahead, mind.base[beyond])
        c[12] = SILENT if met(mind, c[3]) else hashed(STEP, 12, b, 0)
        return STEP, 13, family(mind, STEP, ahead)
    b = mind.base[under]
    c[0] = hashed(SLIDE, 0, 0, 0)
    c[1] = hashed(SLIDE, 1, b, 0)
    c[2] = hashed(SLIDE, 2, under, 0)
    c[3] = hashed(SLIDE, 7, under, min(steps, 6))
    c[4] = hashed(SLIDE, 4, under, ahead)
    c[5] = mix(hashed(SLIDE, 5, under, ahead), beyond)
    c[6] = hashed(SLIDE, 6, under, d)
    c[ENTERABLE_SLIDE] = hashed(SLIDE, 3, under, enterable(mind, ahead))
    c[8] = mix(hashed(SLIDE, 8, under, ahead), load)
    return SLIDE, 9, family(mind, SLIDE, under)


@apart(T.triple, T.mind, T.whole, T.whole, T.whole, T.whole, T.whole)
def of_arrival(mind, symbol, phase, d, load, ahead):
    """What happens where a walk ends. After a bump, `ahead` was bumped; after an act, it was acted on."""
    b = mind.base[symbol]
    c = mind.context
    c[0] = hashed(ARRIVE, 0, 0, 0)
    c[1] = hashed(ARRIVE, 1, b, 0)
    c[2] = hashed(ARRIVE, 2, symbol, 0)
    c[3] = hashed(ARRIVE, 3, b, phase)
    if phase == BUMPED or phase >= ACTED:
        c[4] = hashed(ARRIVE, 10, symbol, phase)
        c[5] = mix(hashed(ARRIVE, 11, symbol, ahead), phase)
        c[8] = hashed(ARRIVE, 12, ahead, phase)
    else:
        c[4] = hashed(ARRIVE, 4, symbol, load)
        c[5] = hashed(ARRIVE, 5, b, kinship(mind, symbol, load)) if mind.colour[symbol] else SILENT
    c[6] = mix(hashed(ARRIVE, 6, symbol, phase), load)
    c[7] = mix(hashed(ARRIVE, 7, symbol, phase), d)
    return ARRIVE, 9 if phase == BUMPED or phase >= ACTED else 8, family(mind, ARRIVE, symbol)


@compiled
def of_carry(mind, symbol, ahead):
    """Whether the cell ahead lets a carried thing in."""
    c = mind.context
    c[0] = hashed(CARRY, 0, 0, 0)
    c[1] = hashed(CARRY, 2, ahead, 0)
    c[2] = hashed(CARRY, 3, ahead, mind.base[symbol])
    c[ENTERABLE_CARRY] = hashed(CARRY, 1, enterable(mind, ahead), 0)
    return CARRY, 4, family(mind, CARRY, ahead)


@apart(T.triple, T.mind, T.board, T.whole, T.whole)
def of_cell(mind, board, row, col):
    """What a cell does by itself: the neighbour that was there most often when it changed, each side alone, all sides."""
    s = at(board, row, col)
    north, east, south, west = at(board, row - 1, col), at(board, row, col + 1), at(board, row + 1, col), at(board, row, col - 1)
    trigger, most = north, -1.0
    for k in (north, east, south, west):
        share = (mind.turned[s, k] + 0.02) / (mind.beside[s, k] + 0.5)
        if share > most:
            trigger, most = k, share
    n = (north == trigger) + (east == trigger) + (south == trigger) + (west == trigger)
    around = (np.int64(1) << north) | (np.int64(1) << east) | (np.int64(1) << south) | (np.int64(1) << west)
    c = mind.context
    c[0] = hashed(ALONE, 0, 0, 0)
    c[1] = hashed(ALONE, 1, s, 0)
    c[2] = hashed(ALONE, 2, s, trigger)
    c[3] = hashed(ALONE, 3, s * SYMBOLS + north, 0)
    c[4] = hashed(ALONE, 3, s * SYMBOLS + south, 1)
    c[5] = hashed(ALONE, 3, s * SYMBOLS + west, 2)
    c[6] = hashed(ALONE, 3, s * SYMBOLS + east, 3)
    c[7] = mix(hashed(ALONE, 7, s, trigger), n)
    c[8] = hashed(ALONE, 8, s, around)
    c[9] = mix(mix(mix(hashed(ALONE, 9, s, north), south), west), east)
    return ALONE, 10, ALONE * (SYMBOLS + 1) + s
