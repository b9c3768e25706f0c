"""Effects as byte code: first worked out as rows that each change one small thing, then carried out."""
from __future__ import annotations

import numpy as np

from world.compiling import jit, part
from world.kernel_base import (
    beyond,
    emit,
    faced,
    facing_now,
    is_there,
    lay,
    look,
    look_then,
    matches,
    mover_then,
    open_to,
    pick,
    place_of,
    raise_for_cell,
    record,
    turned,
    way_apart,
    write,
)
from world.kernel_conditions import bind, centre, has_within, heading
from world.kernel_moving import elsewhere, relocate
from world.layout import *  # noqa: F403


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


@jit
def item_to_drop(h, n, mover, book, k, noun):
    """The counter of the item that a mover lays down: what it took last if the noun says so, else the first; -1 for none."""
    best = -1
    for column in range(h[H_COUNTERS]):
        thing = h[h[H_COUNTER] + column * COUNTER_WIDTH + C_THING]
        if h[h[H_COUNTER_AGENT] + column] == h[h[H_MOVER_AGENT] + mover] and thing > 0 and n[h[N_COUNTER] + mover * h[H_COUNTERS] + column] > 0:
            if matches(h, book, noun, thing, -1, k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                if best < 0 or (thing == n[h[N_MOVER] + mover * MOVER_WIDTH + M_TOOK] and h[h[H_COUNTER] + best * COUNTER_WIDTH + C_THING] != thing):
                    best = column
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
                    way = turned(way, 2)
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
            elif (layer != 3 or k[h[K_WHO] + cell] == 0) and c[cell * 5 + layer] != ident:
                emit(h, k, P_CELL, cell, layer, ident)
        return 0
    if op == CLEAR:
        for i in range(e):
            for layer in range(1, 5):
                if layer != 3 and c[h[h[H_DATA] + d + i] * 5 + layer] != 0:
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
    if op == SWAP_PLACES:
        elsewhere(h, book, n, c, k, at, -1, 0, 0)
        return 0
    if op == LAY_DOWN:
        mover = k[C_DOER]
        if mover >= 0 and n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] != 0:
            cell = place_of(h, n, k, mover)
            best = item_to_drop(h, n, mover, book, k, a)
            if best >= 0 and look(h, n, c, k, cell, 1) == 0:
                emit(h, k, P_GAIN, mover, best, -1)
                emit(h, k, P_CELL, cell, 1, h[h[H_COUNTER] + best * COUNTER_WIDTH + C_THING])
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
    before = k[PRIMS]                                    # who is meant is settled when the effect begins
    if op == REWARD or op == GAIN:
        last = h[H_MOVERS]
    if which == 1:
        last = 1
    before = k[PRIMS]
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
                found = look_then(h, n, c, k, cell, layer, before)
                if found == 0:
                    continue
                mover = mover_then(h, k, cell, before) if layer == 3 else -1
                facing = h[h[H_FACING] + found]
                if mover >= 0:
                    facing = faced(h, n, k, mover, before)
                if not matches(h, book, target, found, facing, k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                    continue
                if mover >= 0:
                    cell = place_of(h, n, k, mover)
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
        if mover >= 0 and not is_there(h, n, k, mover):
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
                if new > 0 and k[C_EACH] == 0:           # events that wait follow it into its new layer, and find the ground gone that it becomes
                    if onto == 0:
                        emit(h, k, P_FOLLOW, cell, -1, 0)
                    emit(h, k, P_FOLLOW, cell, cell, (layer + ((onto + 1) << 3)) * 2)
                if layer != 0 or ident != h[H_FLOOR] or new > 0:   # a floor that rises leaves another floor: a write all the same
                    emit(h, k, P_CELL, cell, layer, 0 if layer != 0 else h[H_FLOOR])
                if new > 0 or layer != 0:
                    relocate(k, cell, layer, cell, onto if new > 0 else -1)       # it stays itself, in another layer
            if new > 0 and not (mover >= 0 and onto == 3) and (onto != 0 or look(h, n, c, k, cell, 0) != new):
                emit(h, k, P_CELL, cell, onto, new)
        elif op == TURN:
            facing = h[h[H_FACING] + ident]
            if mover >= 0:
                facing = facing_now(h, n, k, mover)
            if facing < 0:
                continue
            if b == TURN_RANDOMLY:
                chosen = -1
                for turn in range(2):
                    seen = 0
                    for way in range(h[H_MOVES] if mover >= 0 else 8):
                        if mover >= 0 or h[h[H_TURN] + ident * 8 + way] >= 0:
                            if turn == 1 and seen == chosen:
                                facing = way
                            seen += 1
                    if turn == 0:
                        chosen = pick(n[SEED], n[TICK], k[C_RANDOM_KEY], k[C_PLACE], seen)
            else:
                facing = turned(facing, 2 if b == TURN_BACK else 3 if b == TURN_LEFT else 1)
            if mover >= 0:
                emit(h, k, P_FACE, mover, facing, 0)
            elif h[h[H_TURN] + ident * 8 + facing] >= 0:
                emit(h, k, P_CELL, cell, layer, h[h[H_TURN] + ident * 8 + facing])
        elif op == MOVE:
            if layer != 0:
                elsewhere(h, book, n, c, k, at, mover, cell, layer)
        elif op == HOME:
            if mover >= 0:
                home = n[h[N_MOVER] + mover * MOVER_WIDTH + M_HOME]
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
                        had = n[h[N_COUNTER] + taker * h[H_COUNTERS] + column]
                        for j in range(k[PRIM_FROM], k[PRIMS]):
                            had += k[h[K_PRIM] + j * PRIM_WIDTH] == P_TAKE and k[h[K_PRIM] + j * PRIM_WIDTH + 2] == column
                        if most < 0 or had < most:
                            emit(h, k, P_CELL, cell, layer, 0)
                            relocate(k, cell, layer, cell, -1)
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
    for i in range(first, last):
        at = h[K_PRIM] + i * PRIM_WIDTH
        sort = k[at]
        a = k[at + 1]
        b = k[at + 2]
        d = k[at + 3]
        if sort == P_CELL:
            if d == 0 and k[C_EACH] == 0 and not (i > first and k[at - PRIM_WIDTH] == P_FOLLOW and k[at - PRIM_WIDTH + 1] == a):
                record(h, k, a, -1, b, -1 - k[TRACES])   # events that wait are about what was there: it is gone, whatever comes to lie there
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
            n[v] = max(-MOST_NUMBER, min(MOST_NUMBER, n[v]))
        elif sort == P_GAIN or sort == P_TAKE:
            at = h[N_COUNTER] + a * h[H_COUNTERS] + b
            most = h[h[H_COUNTER] + b * COUNTER_WIDTH + C_MOST]
            if sort == P_TAKE:
                n[at] += 1
                n[h[N_MOVER] + a * MOVER_WIDTH + M_TOOK] = d
            else:
                n[at] = max(0, min(n[at] + d, most if most >= 0 else MOST_NUMBER))
        elif sort == P_TELL:
            layer = d >> 1
            ident = np.int64(c[b * 5 + layer])
            k[CAUSING] = 1
            raise_for_cell(h, book, n, c, k, h[K_EVENTS], LEAVES if d & 1 == 0 else ENTERS, a, b, layer, ident, b, False)
            k[CAUSING] = 0
        elif sort == P_FOLLOW:
            # two that change places do so in one round
            round = -1 - k[TRACES] if d & 1 == 0 else k[h[K_TRACE] + (k[TRACES] - 1) * TRACE_WIDTH + 3]
            record(h, k, a, b, d >> 1, round)
        elif sort == P_SWAP:
            row = h[N_MOVER] + a * MOVER_WIDTH
            old = n[row + M_CELL]
            other = k[h[K_WHO] + b] - 1
            if other >= 0 and old != b:
                ident = np.int64(c[old * 5 + 3])
                lay(h, n, c, old, 3, np.int64(c[b * 5 + 3]), k[C_WRITER])
                lay(h, n, c, b, 3, ident, k[C_WRITER])
                k[h[K_WHO] + old] = other + 1
                k[h[K_WHO] + b] = a + 1
                n[row + M_CELL] = b
                n[h[N_MOVER] + other * MOVER_WIDTH + M_CELL] = old
        elif sort == P_MOVE:
            row = h[N_MOVER] + a * MOVER_WIDTH
            old = n[row + M_CELL]
            if n[row + M_ALIVE] != 0 and old != b and c[b * 5 + 3] == 0:
                ident = np.int64(c[old * 5 + 3])
                lay(h, n, c, old, 3, 0, k[C_WRITER])
                lay(h, n, c, b, 3, ident, k[C_WRITER])
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
