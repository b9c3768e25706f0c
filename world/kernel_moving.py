"""Effects that bring one somewhere else, worked out: `move it east`, `swap them and it`."""
from __future__ import annotations

from world.compiling import jit, part
from world.kernel_base import bars, beyond, emit, facing_now, holds_property, is_there, look, matches, mover_then, pick, steps_apart, turned
from world.kernel_conditions import bind
from world.layout import *  # noqa: F403


@jit
def can_go(h, book, n, c, k, to, ident, layer, way, skip):
    """Whether a thing of that layer could be moved to a cell: nothing of its layer, no actor, nothing solid to it, nothing to push, no one-way against it.

    `way` -1: from nowhere in particular. `skip`: a layer that is not looked at.
    """
    if to < 0:
        return False
    for other in range(5):
        thing = look(h, n, c, k, to, other)
        if thing != 0 and other != skip:
            if (other == layer or other == 3 or holds_property(h, book, SOLID, thing, ident) or holds_property(h, book, PUSHABLE, thing, ident)
                    or (way >= 0 and bars(h, book, thing, ident, way))):
                return False
    return True


@jit
def emit_carry(h, n, k, mover, cell, layer, ident, to):
    """A mover or a thing goes elsewhere, and is followed there."""
    if mover >= 0:
        emit(h, k, P_MOVE, mover, to, cell * 2)
        return
    emit(h, k, P_FOLLOW, cell, to, layer * 2)
    emit(h, k, P_CELL, cell, layer, 0)
    emit(h, k, P_CELL, to, layer, ident)
    relocate(k, cell, layer, to, layer)


@jit
def relocate(k, cell, layer, to, onto):
    """If the thing in (cell, layer) is that of the rule, or its doer, it is now in cell `to`, layer `onto`; layer -1: nowhere.

    Whichever of the two was there already, as the ground that a thing becomes, is gone.
    """
    for slot in range(2):
        held = C_IT if slot == 0 else C_DOER             # behind each stand its cell and layer
        if k[held] < 0:
            if k[held + 1] == cell and k[held + 2] == layer:
                k[held + 1] = to
                k[held + 2] = onto
            elif k[held + 1] == to and k[held + 2] == onto:
                k[held + 2] = -1


@jit
def faces(h, n, k, cell, layer, ident):
    """The way a thing faces, for the effects at work now; -1 if none."""
    mover = mover_then(h, k, cell, k[PRIMS]) if layer == 3 else -1
    return facing_now(h, n, k, mover) if mover >= 0 else h[h[H_FACING] + ident]


@jit
def first_called(h, book, n, c, k, target, but):
    """The first thing that a target means, as cell * 5 + layer, other than `but`; -1 for none. Its mover is in BOUND_MOVER."""
    which = bind(h, n, k, target)
    if which == 1:
        spot = k[BOUND_CELL] * 5 + k[BOUND_LAYER]
        if spot != but and look(h, n, c, k, k[BOUND_CELL], k[BOUND_LAYER]) != 0 and (
                k[BOUND_MOVER] < 0 or is_there(h, n, k, k[BOUND_MOVER])):
            return spot
    elif which == 2:
        for spot in range(h[H_HW] * 5):
            cell = spot // 5
            layer = spot - cell * 5
            ident = look(h, n, c, k, cell, layer)
            if spot != but and ident != 0 and matches(h, book, target, ident, faces(h, n, k, cell, layer, ident), k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                k[BOUND_MOVER] = mover_then(h, k, cell, k[PRIMS]) if layer == 3 else -1
                return spot
    return -1


@jit
def word_now(h, n, k, variable):
    """Which of its words a variable holds, for the effects at work now."""
    word = n[h[N_VAR] + variable]
    for i in range(k[PRIM_FROM], k[PRIMS]):
        at = h[K_PRIM] + i * PRIM_WIDTH
        if k[at] == P_VARIABLE and k[at + 1] == variable:
            word = k[at + 3] if k[at + 2] == SET_TO else (word + 1) % h[h[H_VARIABLE] + variable * VARIABLE_WIDTH + V_WORDS]
    return word


@part(CALL_ELSEWHERE)
def elsewhere(h, book, n, c, k, at, mover, cell, layer):
    """Work out `move` of one thing, or `swap`."""
    if h[at] == SWAP_PLACES:
        one = first_called(h, book, n, c, k, h[at + 1], -1)
        first = k[BOUND_MOVER]
        two = first_called(h, book, n, c, k, h[at + 3], one)
        second = k[BOUND_MOVER]
        if one < 0 or two < 0 or one % 5 == 0 or two % 5 == 0 or one // 5 == two // 5:
            return 0
        a = one // 5
        b = two // 5
        ident = look(h, n, c, k, a, one % 5)
        other = look(h, n, c, k, b, two % 5)
        if can_go(h, book, n, c, k, b, ident, one % 5, -1, two % 5) and can_go(h, book, n, c, k, a, other, two % 5, -1, one % 5):
            emit(h, k, P_TELL, first, a, one % 5 * 2)
            emit(h, k, P_TELL, second, b, two % 5 * 2)
            if first >= 0 and second >= 0:
                emit(h, k, P_SWAP, first, b, a * 2)
                emit(h, k, P_MOVE, second, a, -2)
            else:
                if first < 0:
                    emit(h, k, P_FOLLOW, a, b, one % 5 * 2)
                if second < 0:
                    emit(h, k, P_FOLLOW, b, a, two % 5 * 2 + (1 if first < 0 else 0))
                if one % 5 != two % 5:
                    if first < 0:
                        emit(h, k, P_CELL, a, one % 5, 0)
                    if second < 0:
                        emit(h, k, P_CELL, b, two % 5, 0)
                if second < 0:
                    emit(h, k, P_CELL, a, two % 5, other)
                if first < 0:
                    emit(h, k, P_CELL, b, one % 5, ident)
                if first >= 0:
                    emit(h, k, P_MOVE, first, b, a * 2)
                if second >= 0:
                    emit(h, k, P_MOVE, second, a, b * 2)
                for slot in range(2):
                    held = C_IT if slot == 0 else C_DOER           # behind each stand its cell and layer
                    if k[held] < 0:
                        spot = k[held + 1] * 5 + k[held + 2]
                        if spot == one:
                            k[held + 1] = b
                        elif spot == two:
                            k[held + 1] = a
            emit(h, k, P_TELL, first, b, one % 5 * 2 + 1)
            emit(h, k, P_TELL, second, a, two % 5 * 2 + 1)
        return 0
    where = h[at + 2]
    ident = look(h, n, c, k, cell, layer)
    to = -1
    if where == MOVE_PLACE:
        for i in range(h[at + 4]):
            if h[h[H_DATA] + h[at + 3] + i] == cell:
                return 0
        for i in range(h[at + 4]):
            place = h[h[H_DATA] + h[at + 3] + i]
            if to < 0 and can_go(h, book, n, c, k, place, ident, layer, -1, -1):
                to = place
    elif where <= MOVE_BEHIND:
        way = h[at + 3]
        if where == MOVE_VARIABLE:
            way = h[h[H_DATA] + h[h[H_VARIABLE] + way * VARIABLE_WIDTH + V_WAYS] + word_now(h, n, k, way)]
        elif where != MOVE_TO:
            way = facing_now(h, n, k, mover) if mover >= 0 else h[h[H_FACING] + ident]
            if way >= 0 and where == MOVE_BEHIND:
                way = turned(way, 2)
        if way >= 0:
            to = beyond(h, cell, way)
            if to == cell or not can_go(h, book, n, c, k, to, ident, layer, way, -1):
                to = -1
    else:
        # for each way a number, the greatest counts; the last is that of staying
        far = h[K_NEAR]
        for way in range(9):
            k[far + way] = 0
        if where != MOVE_RANDOMLY:
            sign = -1 if where == MOVE_TOWARD else 1
            for way in range(9):
                k[far + way] = 1 << 40
            noun = h[at + 5]
            spot = -1
            which = bind(h, n, k, noun)
            last = h[H_HW] * 5 if which == 2 else which
            for i in range(last):
                near = i // 5
                other = i - near * 5
                if which == 1:
                    near = k[BOUND_CELL]
                    other = k[BOUND_LAYER]
                spot = look(h, n, c, k, near, other)
                if spot == 0 or (near == cell and other == layer):
                    continue
                if which == 2 and not matches(h, book, noun, spot, faces(h, n, k, near, other, spot), k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                    continue
                if which == 1 and k[BOUND_MOVER] >= 0 and not is_there(h, n, k, k[BOUND_MOVER]):
                    continue
                for way in range(9):
                    q = beyond(h, cell, way) if way < 8 else cell
                    if q >= 0:
                        k[far + way] = min(k[far + way], steps_apart(h, q, near))
            if k[far + 8] == 1 << 40:
                return 0
            for way in range(9):
                k[far + way] *= sign
        best = 0
        count = 0
        chosen = 0
        for turn in range(2):
            seen = 0
            for way in range(h[H_MOVES]):
                q = beyond(h, cell, way)
                if q < 0 or q == cell or (where != MOVE_RANDOMLY and k[far + way] <= k[far + 8]) or not can_go(h, book, n, c, k, q, ident, layer, way, -1):
                    continue
                if turn == 0:
                    if count == 0 or k[far + way] > best:
                        best = k[far + way]
                        count = 0
                    if k[far + way] == best:
                        count += 1
                elif k[far + way] == best:
                    if seen == chosen:
                        to = q
                    seen += 1
            if count == 0:
                return 0
            if turn == 0:
                chosen = pick(n[SEED], n[TICK], k[C_RANDOM_KEY], k[C_PLACE], count)
    if to >= 0:
        emit(h, k, P_TELL, mover, cell, layer * 2)
        emit_carry(h, n, k, mover, cell, layer, ident, to)
        emit(h, k, P_TELL, mover, to, layer * 2 + 1)
    return 0
