"""Conditions and effects as byte code, and the queue of events that run the rules."""
from __future__ import annotations

import numpy as np

from world.chance import CERTAIN
from world.compiling import jit, part
from world.kernel_base import (
    beyond,
    cell_has,
    compare,
    draw,
    facing_now,
    facing_of,
    look,
    lowest,
    matches,
    open_to,
    pick,
    place_of,
    raise_for_cell,
    shifted,
    traced,
    way_apart,
    write,
)
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
    return 1


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
                count = 0
                for i in range(-1, 2):
                    for j in range(-1, 2):
                        if (i != 0) != (j != 0) or (b != 0 and i != 0):
                            q = shifted(h, cell, i, j)
                            if q >= 0 and cell_has(h, book, n, c, k, q, a, -1):
                                count += 1
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
                    if c[layer * hw + cell] == 0:
                        break
                else:
                    ident = np.int64(c[layer * hw + cell])
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
        elif op <= COUNTER:
            # a: target, b: amount or value, d: name of the counter or -1, 4: noun or comparison
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
            true = compare(a, n[TICK], b)
        if true == (h[at + NEGATED] != 0):
            return 0
        at += CODE_WIDTH
    return 1


@jit
def emit(h, k, sort, a, b, d):
    """Note one thing that an effect does. The list is worked off at once, or for each-rules once all have been looked at."""
    if k[PRIMS] < h[H_PRIM_CAP]:
        at = h[K_PRIM] + k[PRIMS] * PRIM_WIDTH
        k[PRIMS] += 1
        k[at] = sort
        k[at + 1] = a
        k[at + 2] = b
        k[at + 3] = d


@jit
def put_down(h, n, c, k, cell, layer, ident):
    """Put a thing into an empty layer, or a ground onto another."""
    there = look(h, n, c, k, cell, layer)
    if there == 0 or (layer == 0 and there != ident):
        emit(h, k, P_CELL, cell, layer, ident)


@jit
def home_of(h, book, n, c, k, mover, ident, cell, home):
    """Where `return home` brings a mover: its home, or the nearest cell where it can stand (4-way distance, then reading order)."""
    best = -1
    least = 1 << 40
    for q in range(h[H_HW]):
        far = way_apart(h, home, q)
        if far < least and open_to(h, book, n, c, k, q, ident, False, q != cell, True):
            least = far
            best = q
    return best


@part(CALL_EFFECT)
def effect(h, book, n, c, k, at):
    """Work out what one effect does: emits rows. `at`: where its row of byte code stands in h."""
    op = h[at]
    a = h[at + 1]
    b = h[at + 2]
    d = h[at + 3]
    e = h[at + 4]
    hw = h[H_HW]
    if op == PUT:
        # a: noun, b: where, d: direction or first cell, e: how many cells, 5: random. Twice over the ids: count them, draw, take the one drawn
        ident = 0
        chosen = 0
        for turn in range(2):
            seen = 0
            for i in range(1, h[H_IDS]):
                if h[h[H_AGENT_OF] + i] < 0 and matches(h, book, a, i, h[h[H_FACING] + i], k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                    if turn == 1 and seen == chosen:
                        ident = i
                    seen += 1
            if seen == 0:
                return 0
            if turn == 0 and h[at + 5] != 0:
                chosen = pick(n[SEED], n[TICK], k[C_RANDOM_KEY], k[C_PLACE], seen)
        layer = h[h[H_LAYER] + ident]
        cell = centre(h, n, k)
        if b == PUT_PLACE:
            for i in range(e):
                put_down(h, n, c, k, h[h[H_DATA] + d + i], layer, ident)
            return 0
        if b == PUT_BESIDE or b == PUT_AROUND or b == PUT_ANYWHERE:
            if b != PUT_ANYWHERE and cell < 0:
                return 0
            # twice over the cells: count the free ones, draw, and go to the one drawn
            chosen = -1
            for turn in range(2):
                seen = 0
                first = 0
                last = hw
                for q in range(first, last):
                    if b == PUT_ANYWHERE or near(h, cell, q, b == PUT_AROUND):
                        if (layer == 0 or look(h, n, c, k, q, layer) == 0) and open_to(h, book, n, c, k, q, ident, False, True, True):
                            if turn == 1 and seen == chosen:
                                put_down(h, n, c, k, q, layer, ident)
                            seen += 1
                if turn == 0:
                    if seen == 0:
                        return 0
                    chosen = pick(n[SEED], n[TICK], k[C_PLACE_KEY], k[C_PLACE], seen)
            return 0
        if cell < 0:
            return 0
        if b != PUT_HERE:
            way = d
            if b != PUT_TO:
                way = heading(h, n, k)
                if way < 0:
                    return 0
                if b == PUT_BEHIND:
                    way = (way + 2) & 3
            cell = beyond(h, cell, way)
            if cell < 0:
                return 0
        put_down(h, n, c, k, cell, layer, ident)
        return 0
    if op == PUT_AT:
        noun = h[H_NOUN] + a * h[H_NOUN_WIDTH] + h[H_WORDS]
        ident = h[noun + NN_LOWEST]
        layer = h[h[H_LAYER] + ident]
        mover = 0
        for i in range(e):
            cell = h[h[H_DATA] + d + i]
            if h[h[H_AGENT_OF] + ident] >= 0:
                # the next mover of that name takes the next cell
                while mover < h[H_MOVERS] and not (n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] != 0
                                                   and h[h[H_MOVER_AGENT] + mover] == h[h[H_AGENT_OF] + ident]):
                    mover += 1
                if mover < h[H_MOVERS]:
                    if look(h, n, c, k, cell, 3) == 0:
                        emit(h, k, P_MOVE, mover, cell, place_of(h, n, k, mover) * 2)
                mover += 1
            elif (layer != 3 or k[h[K_WHO] + cell] == 0) and c[layer * hw + cell] != ident:
                emit(h, k, P_CELL, cell, layer, ident)
        return 0
    if op == CLEAR:
        for i in range(e):
            for layer in range(1, 5):
                if layer != 3 and c[layer * hw + h[h[H_DATA] + d + i]] != 0:
                    emit(h, k, P_CELL, h[h[H_DATA] + d + i], layer, 0)
        return 0
    if op == STOP:
        if k[C_VERB] == TRIES:
            k[VETO] = 1
        return 0
    if op == FINISH:
        emit(h, k, P_END, a, 0, 0)
        return 0
    if op == SAY:
        emit(h, k, P_SAY, a, 0, 0)
        return 0
    if op == APPLY or op == UNDO:
        emit(h, k, P_APPLY if op == APPLY else P_UNDO, a, 0, 0)
        return 0
    if op == SET_VARIABLE:
        value = d
        how = b
        if how == SET_RANDOM:
            words = h[h[H_VARIABLE] + a * VARIABLE_WIDTH + V_WORDS]
            value = pick(n[SEED], n[TICK], k[C_RANDOM_KEY], k[C_PLACE], words)
            how = SET_TO
        emit(h, k, P_VARIABLE, a, how, value)
        return 0
    if op == THROUGH:
        mover = k[C_DOER]
        if mover >= 0 and k[C_VERB] == BUMPS:
            row = h[N_MOVER] + mover * MOVER_WIDTH
            ident = n[row + M_ID]
            if n[row + M_ALIVE] != 0 and n[row + M_CELL] == k[C_DOER_CELL] and k[C_BUMPED] >= 0 and open_to(
                    h, book, n, c, k, k[C_BUMPED], ident, True, True, True):
                emit(h, k, P_MOVE, mover, k[C_BUMPED], n[row + M_CELL] * 2 + 1)
        return 0
    # the others have a target: one thing, or all that a noun says
    target = a
    which = 2
    if op == EVERY_BECOMES:
        target = d
    else:
        if op == REWARD and a == TO_NOBODY:
            target = TO_IT if k[C_EACH] != 0 else TO_THEM
        which = bind(h, n, k, target)
    if which == 0:
        return 0
    i = 0
    last = hw * 5
    if op == REWARD or op == GAIN:
        last = h[H_MOVERS]
    if which == 1:
        last = 1
    while i < last:
        mover = k[BOUND_MOVER]
        cell = k[BOUND_CELL]
        layer = k[BOUND_LAYER]
        if which == 2:
            if op == REWARD or op == GAIN:
                mover = i
                row = h[N_MOVER] + mover * MOVER_WIDTH
                i += 1
                if n[row + M_ALIVE] == 0 or not matches(h, book, target, n[row + M_ID], n[row + M_FACING],
                                                        k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                    continue
            else:
                cell = i // 5
                layer = i % 5
                i += 1
                mover = -1
                found = np.int64(c[layer * hw + cell])
                if found == 0 or not matches(h, book, target, found, facing_of(h, n, k, cell, layer, found), k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                    continue
                if layer == 3:
                    mover = k[h[K_WHO] + cell] - 1
        else:
            i += 1
        if op == REWARD:
            if mover >= 0:
                emit(h, k, P_REWARD, mover, b, 0)
            continue
        if op == GAIN:
            if mover >= 0:
                column = h[h[H_COUNTER_COLUMN] + d * h[H_AGENTS] + h[h[H_MOVER_AGENT] + mover]]
                if column >= 0:
                    emit(h, k, P_GAIN, mover, column, b)
            continue
        if mover >= 0 and n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] == 0:
            continue
        ident = look(h, n, c, k, cell, layer)
        if ident == 0:
            continue
        if op == BECOME or op == REMOVE or op == EVERY_BECOMES:
            new = 0
            if op == EVERY_BECOMES:
                # a: id or -1, b: a map of ids; d: which things; e: within how far of 5, -1 anywhere
                if e >= 0 and not has_within(h, book, n, c, k, h[at + 5], e, cell, layer):
                    continue
                new = a if a >= 0 else h[h[H_DATA] + b + ident]
            elif op == BECOME:
                new = b if b >= 0 else h[h[H_DATA] + d + ident]
            if new < 0 or new == ident:
                continue
            onto = h[h[H_LAYER] + new] if new > 0 else layer
            if h[h[H_AGENT_OF] + new] >= 0 and (mover < 0 or h[h[H_AGENT_OF] + new] != h[h[H_AGENT_OF] + ident]):
                continue
            if new > 0 and onto != layer and onto != 0 and look(h, n, c, k, cell, onto) != 0:
                continue
            if mover >= 0 and onto == 3 and new > 0:
                emit(h, k, P_CELL, cell, 3, new)
            elif mover >= 0:
                emit(h, k, P_KILL, mover, 0, cell * 2)
            elif new == 0 or onto != layer:
                if layer != 0 or ident != h[H_FLOOR] or new > 0:   # a floor that rises leaves another floor: a write all the same
                    emit(h, k, P_CELL, cell, layer, 0 if layer != 0 else h[H_FLOOR])
                if new > 0:
                    # it stays itself, in another layer
                    if k[C_IT] < 0 and k[C_IT_CELL] == cell and k[C_IT_LAYER] == layer:
                        k[C_IT_LAYER] = onto
                    if k[C_DOER] < 0 and k[C_DOER_CELL] == cell and k[C_DOER_LAYER] == layer:
                        k[C_DOER_LAYER] = onto
            if new > 0 and not (mover >= 0 and onto == 3):
                emit(h, k, P_CELL, cell, onto, new)
        elif op == TURN:
            facing = h[h[H_FACING] + ident]
            if mover >= 0:
                facing = facing_now(h, n, k, mover)
            if facing < 0:
                continue
            if b == TURN_RANDOMLY:
                facing = pick(n[SEED], n[TICK], k[C_RANDOM_KEY], k[C_PLACE], 4)
            elif b == TURN_BACK:
                facing = (facing + 2) & 3
            else:
                facing = (facing + (3 if b == TURN_LEFT else 1)) & 3
            if mover >= 0:
                emit(h, k, P_FACE, mover, facing, 0)
            elif h[h[H_TURN] + ident * 4 + facing] >= 0:
                emit(h, k, P_CELL, cell, layer, h[h[H_TURN] + ident * 4 + facing])
        elif op == HOME:
            if mover >= 0:
                home = h[h[H_HOME] + mover]
                if home >= 0 and home != cell:
                    if not open_to(h, book, n, c, k, home, ident, False, True, True):
                        home = home_of(h, book, n, c, k, mover, ident, cell, home)
                    if home >= 0 and home != cell:
                        emit(h, k, P_MOVE, mover, home, cell * 2 + 1)
        elif op == TAKE:
            taker = k[C_DOER]
            if taker >= 0 and mover < 0:
                agent = h[h[H_MOVER_AGENT] + taker]
                for column in range(h[H_COUNTERS]):
                    row = h[H_COUNTER] + column * COUNTER_WIDTH
                    if h[row + C_THING] == ident and h[h[H_COUNTER_AGENT] + column] == agent:
                        most = h[row + C_MOST]
                        if most < 0 or n[h[N_COUNTER] + taker * h[H_COUNTERS] + column] < most:
                            emit(h, k, P_CELL, cell, layer, 0)
                            emit(h, k, P_TAKE, taker, column, ident)
    return 0


@jit
def near(h, cell, q, around):
    """Whether q is one of the 4 (or 8) neighbours of a cell."""
    w = h[H_W]
    down = abs(cell // w - q // w)
    right = abs(cell % w - q % w)
    if h[H_EDGE] == WRAP:
        down = min(down, h[H_H] - down)
        right = min(right, w - right)
    return down <= 1 and right <= 1 and down + right > 0 and (around or down + right == 1)


@jit
def wish(h, n, do, which, by):
    """Note what step 0 of the next tick has to do; the same wish of the same author only once."""
    packed = ((by + BY_SHIFT) * SET_BASE + which) * Q_SORTS + do
    for i in range(n[QUEUED]):
        if n[h[N_QUEUE] + i] == packed:
            return
    if n[QUEUED] < h[H_QUEUE_CAP]:
        n[h[N_QUEUE] + n[QUEUED]] = packed
        n[QUEUED] += 1
    else:
        n[NOTICE] |= NOTICE_FULL


@part(CALL_CARRY_OUT)
def carry_out(h, book, n, c, k, first, last):
    """Do what effects have worked out: rows first .. last - 1. Raises `leaves` and `enters` of who was moved."""
    hw = h[H_HW]
    for i in range(first, last):
        at = h[K_PRIM] + i * PRIM_WIDTH
        sort = k[at]
        a = k[at + 1]
        b = k[at + 2]
        d = k[at + 3]
        if sort == P_CELL:
            write(h, n, c, a, b, d, k[C_WRITER])
            if b == 3 and k[h[K_WHO] + a] > 0:
                n[h[N_MOVER] + (k[h[K_WHO] + a] - 1) * MOVER_WIDTH + M_ID] = d
        elif sort == P_REWARD:
            n[h[N_REWARD] + a] += b
        elif sort == P_VARIABLE:
            v = h[N_VAR] + a
            if b == SET_TO:
                n[v] = d
            elif b == SET_PLUS:
                n[v] += d
            elif b == SET_MINUS:
                n[v] -= d
            else:
                words = h[h[H_VARIABLE] + a * VARIABLE_WIDTH + V_WORDS]
                n[v] = (n[v] + 1) % words if words > 0 else n[v] + 1
        elif sort == P_GAIN or sort == P_TAKE:
            at = h[N_COUNTER] + a * h[H_COUNTERS] + b
            most = h[h[H_COUNTER] + b * COUNTER_WIDTH + C_MOST]
            if sort == P_TAKE:
                n[at] += 1
                n[h[N_MOVER] + a * MOVER_WIDTH + M_TOOK] = d
            else:
                n[at] = max(0, n[at] + d)
                if most >= 0:
                    n[at] = min(most, n[at])
        elif sort == P_MOVE:
            row = h[N_MOVER] + a * MOVER_WIDTH
            old = n[row + M_CELL]
            if n[row + M_ALIVE] != 0 and old != b and c[3 * hw + b] == 0:
                ident = np.int64(c[3 * hw + old])
                c[3 * hw + old] = 0
                c[3 * hw + b] = ident
                c[5 * hw + old] = k[C_WRITER]
                c[5 * hw + b] = k[C_WRITER]
                k[h[K_WHO] + old] = 0
                k[h[K_WHO] + b] = a + 1
                n[row + M_CELL] = b
                if d & 1 != 0:
                    k[CAUSING] = 1
                    for turn in range(2):
                        raise_for_cell(h, book, n, c, k, h[K_EVENTS], LEAVES if turn == 0 else ENTERS, a, b, 3, ident, old if turn == 0 else b, False)
                    k[CAUSING] = 0
        elif sort == P_KILL:
            row = h[N_MOVER] + a * MOVER_WIDTH
            if n[row + M_ALIVE] != 0:
                n[row + M_ALIVE] = 0
                write(h, n, c, n[row + M_CELL], 3, 0, k[C_WRITER])
                k[h[K_WHO] + n[row + M_CELL]] = 0
        elif sort == P_FACE:
            n[h[N_MOVER] + a * MOVER_WIDTH + M_FACING] = b
        elif sort == P_END:
            if n[WORD] == WORD_NONE:
                n[WORD] = a
        elif sort == P_SAY:
            known = n[SAID] >= h[H_SAID_CAP]
            for j in range(n[SAID]):
                known |= n[h[N_SAID] + j] == a
            if not known:                                          # a word is heard once a tick
                n[h[N_SAID] + n[SAID]] = a
                n[SAID] += 1
        else:
            wish(h, n, Q_APPLY if sort == P_APPLY else Q_UNDO, a, BY_RULE + k[C_RULE])
    return 0


@jit
def run_effects(h, book, n, c, k, start):
    """A rule's effects, one after the other, at once."""
    at = h[H_CODE] + start * CODE_WIDTH
    while h[at] != END:
        k[PRIMS] = 0
        k[PRIM_FROM] = 0
        effect(h, book, n, c, k, at)
        carry_out(h, book, n, c, k, 0, k[PRIMS])
        at += CODE_WIDTH
    k[PRIMS] = 0


@part(CALL_WORK_OFF)
def work_off(h, book, n, c, k, queue):
    """Run the rules that hear the events of a queue, first in first out, until it is empty."""
    words = h[H_RULE_WORDS]
    hw = h[H_HW]
    while k[queue + 1] < k[queue]:
        at = queue + 2 + k[queue + 1] * EVENT_WIDTH
        k[queue + 1] += 1
        if queue == h[K_EVENTS] and (k[at + E_CAUSED] > EVENTS_CAUSED_CAP or n[NOTICE] & NOTICE_CHAIN != 0):
            n[NOTICE] |= NOTICE_CHAIN
            break
        verb = k[at + E_VERB]
        doer = k[at + E_DOER]
        doer_id = k[at + E_DOER_ID]
        it = k[at + E_IT]
        it_id = k[at + E_IT_ID]
        k[C_EACH] = 0
        k[C_VERB] = verb
        k[C_DOER] = doer
        k[C_DOER_ID] = doer_id
        k[C_DOER_LAYER] = k[at + E_DOER_LAYER]
        k[C_DOER_CELL] = k[at + E_DOER_CELL]
        k[C_IT] = it
        k[C_IT_ID] = it_id
        k[C_IT_LAYER] = k[at + E_IT_LAYER]
        k[C_IT_CELL] = k[at + E_IT_CELL]
        k[C_BUMPED] = k[at + E_EXTRA] if verb == BUMPS else -1
        if verb == CLOCK_RULE:
            words_here = 1
        else:
            words_here = words
            if doer < 0:
                k[C_DOER_CELL] = traced(h, k, k[C_DOER_CELL], k[C_DOER_LAYER], k[at + E_SINCE])
            if it < 0 and it_id > 0:
                k[C_IT_CELL] = traced(h, k, k[C_IT_CELL], k[C_IT_LAYER], k[at + E_SINCE])
            if k[C_DOER_CELL] < 0 or k[C_IT_CELL] < 0:
                continue                                 # it has left over an open edge
        for word in range(words_here):
            mask = 1
            if verb != CLOCK_RULE:
                mask = (book[h[B_SUBJECT] + (verb * h[H_IDS] + doer_id) * words + word]
                        & book[h[B_OBJECT] + (verb * h[H_IDS] + it_id) * words + word])
            while mask != 0:
                rule = word * 64 + lowest(mask)
                mask &= mask - 1
                if verb == CLOCK_RULE:
                    rule = k[at + E_EXTRA]
                row = h[B_RULE] + rule * RULE_WIDTH
                trigger = h[H_TRIGGER] + book[row + R_TRIGGER] * TRIGGER_WIDTH
                k[C_RULE] = rule
                k[C_WRITER] = WRITER_RULE + rule
                k[C_SUBJECT] = h[trigger + T_SUBJECT]
                k[C_OBJECT] = h[trigger + T_OBJECT]
                keys = h[H_RULE_KEYS] + rule * RULE_KEYS
                k[C_PLACE_KEY] = h[keys + RULE_PLACE]
                k[C_RANDOM_KEY] = h[keys + RULE_RANDOM]
                if verb == CLOCK_RULE:
                    k[C_PLACE] = 0
                else:
                    # the doer must still be there, and the thing too and still be what the rule is about
                    if doer >= 0:
                        if n[h[N_MOVER] + doer * MOVER_WIDTH + M_ALIVE] == 0:
                            break
                        if verb == IS_ON and n[h[N_MOVER] + doer * MOVER_WIDTH + M_CELL] != k[C_DOER_CELL]:
                            break
                        place = n[h[N_MOVER] + doer * MOVER_WIDTH + M_CELL]
                    else:
                        if c[k[C_DOER_LAYER] * hw + k[C_DOER_CELL]] == 0:
                            break
                        place = k[C_DOER_CELL]
                    facing = -1
                    if it >= 0:
                        if n[h[N_MOVER] + it * MOVER_WIDTH + M_ALIVE] == 0:
                            break
                        place = n[h[N_MOVER] + it * MOVER_WIDTH + M_CELL]
                        facing = n[h[N_MOVER] + it * MOVER_WIDTH + M_FACING]
                        now = np.int64(c[3 * hw + place])
                    elif it_id > 0:
                        place = k[C_IT_CELL]
                        now = np.int64(c[k[C_IT_LAYER] * hw + place])
                        facing = h[h[H_FACING] + now]
                    if it_id > 0:
                        if now == 0:
                            break
                        noun = h[trigger + T_OBJECT]
                        if not matches(h, book, noun, now, facing, doer_id, 0, doer_id):
                            continue
                        if now != it_id and not matches(h, book, noun, it_id, facing, doer_id, 0, doer_id):
                            continue
                    else:
                        if h[trigger + T_WORD] != k[at + E_EXTRA]:
                            continue
                    facing = -1
                    if doer >= 0:
                        facing = n[h[N_MOVER] + doer * MOVER_WIDTH + M_FACING]
                    if not matches(h, book, h[trigger + T_SUBJECT], doer_id, facing, it_id, 0, doer_id):
                        continue
                    k[C_PLACE] = place + ((doer + 1) << 32)
                if book[row + R_CHANCE] < CERTAIN and draw(n[SEED], n[TICK], h[keys + RULE_KEY], k[C_PLACE]) >= book[row + R_CHANCE]:
                    continue
                if holds(h, book, n, c, k, book[row + R_IF]) == 0:
                    continue
                run_effects(h, book, n, c, k, book[row + R_DO])
                n[LATE] = rule
    if queue == h[K_EVENTS] and k[CAUSED] > EVENTS_CAUSED_CAP:
        n[NOTICE] |= NOTICE_CHAIN
    k[queue] = 0
    k[queue + 1] = 0
    return 0


@jit
def raise_clock(h, k, rule, doer, doer_id):
    """Let a rule run whose clock or condition has come; with a doer if its condition was about one."""
    queue = h[K_TRIES]
    if k[queue] >= h[H_EVENT_CAP]:
        return
    at = queue + 2 + k[queue] * EVENT_WIDTH
    k[queue] += 1
    k[at + E_VERB] = CLOCK_RULE
    k[at + E_DOER] = doer
    k[at + E_DOER_CELL] = 0
    k[at + E_DOER_LAYER] = 3
    k[at + E_DOER_ID] = doer_id
    k[at + E_IT] = -1
    k[at + E_IT_CELL] = 0
    k[at + E_IT_LAYER] = 0
    k[at + E_IT_ID] = 0
    k[at + E_SINCE] = 0
    k[at + E_EXTRA] = rule
    k[at + E_CAUSED] = 0
