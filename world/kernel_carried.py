"""Step 3: what falls, what belts carry, and who is sent on by a portal."""
from __future__ import annotations

import numpy as np

from world.compiling import jit, part
from world.kernel_base import beyond, holds_property, lay, raise_for_cell, record, strides, turned
from world.kernel_lists import bring_up_to_date, next_bit
from world.kernel_moves import PICTURE, add_goer
from world.layout import *  # noqa: F403


@jit
def collect_falling(h, book, n, c, k):
    """Objects and actors that fall, if there is a cell below."""
    if h[N_FALLS] != 0:
        bring_up_to_date(h, book, n, c, k)
    cell = -1
    while True:
        cell = cell + 1 if h[N_FALLS] == 0 else next_bit(n, h[N_FALLS], h[H_BIT_WORDS], cell + 1)
        if cell < 0 or cell >= h[H_HW]:
            break
        below = beyond(h, cell, h[H_DOWN])
        for layer in range(2, 4):
            ident = np.int64(c[cell * 5 + layer])
            if ident != 0 and below >= 0 and holds_property(h, book, FALLING, ident, np.int64(c[below * 5])):
                mover = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                add_goer(h, k, mover, cell, layer, ident, h[H_DOWN], (1 << 40) + cell * 5 + layer)


@jit
def has_left(h, k, move):
    """Whether what a move of this tick brought somewhere has moved on from there."""
    came = h[K_TRACE] + move * TRACE_WIDTH
    for at in range(came + TRACE_WIDTH, h[K_TRACE] + k[TRACES] * TRACE_WIDTH, TRACE_WIDTH):
        # removals and changes of layer, of which rules make notes too, are no moves
        if k[at] == k[came + 1] and k[at + 2] == k[came + 2] and k[at + 3] != k[came + 3] and (k[at + 3] >= 0 or k[at + 1] >= 0):
            return True
    return False


@part(CALL_SEND_ON)
def send_on(h, book, n, c, k):
    """Who has come onto a portal by the moves of this tick goes on to the next one like it. All at once: an exit that is taken now means staying."""
    hw = h[H_HW]
    k[GOERS] = 0
    k[STAMP] += 1
    for i in range(k[TRACES]):
        at = h[K_TRACE] + i * TRACE_WIDTH
        cell = k[at + 1]
        layer = k[at + 2]
        if cell < 0 or k[at + 3] < 0 or k[h[K_WRITTEN] + cell * 5 + layer] == k[STAMP]:
            continue
        ident = np.int64(c[cell * 5 + layer])
        under = 0
        while ident != 0 and under < 5 and (under == layer or c[cell * 5 + under] == 0
                                            or not holds_property(h, book, PORTAL, np.int64(c[cell * 5 + under]), ident)):
            under += 1
        if ident == 0 or under == 5 or has_left(h, k, i):
            continue
        k[h[K_WRITTEN] + cell * 5 + layer] = k[STAMP]
        exit = (cell + 1) % hw
        while c[exit * 5 + under] != c[cell * 5 + under]:
            exit = (exit + 1) % hw
        free = exit != cell
        for other in range(5):
            thing = np.int64(c[exit * 5 + other])
            if thing != 0 and (other == layer or other == 3 or holds_property(h, book, SOLID, thing, ident) or holds_property(h, book, PUSHABLE, thing, ident)):
                free = False
        if free:
            add_goer(h, k, k[h[K_WHO] + cell] - 1 if layer == 3 else -1, cell, layer, ident, exit, cell * 5 + layer)
    # an exit takes those of one cell only; then all are lifted, set down, and told of
    last = h[K_GOER] + k[GOERS] * GOER_WIDTH
    for phase in range(4):
        for goer in range(h[K_GOER], last, GOER_WIDTH):
            cell = k[goer + G_CELL]
            layer = k[goer + G_LAYER]
            exit = k[goer + G_WAY]
            mover = k[goer + G_MOVER]
            if phase == 0:
                if k[h[K_CLAIM] + exit * 2] // PICTURE == k[STAMP]:
                    if k[h[K_CLAIM] + exit * 2] % PICTURE != cell:
                        k[goer + G_STATE] = DROPPED
                else:
                    k[h[K_CLAIM] + exit * 2] = k[STAMP] * PICTURE + cell
            elif k[goer + G_STATE] != GO:
                continue
            elif phase == 1:
                lay(h, n, c, cell, layer, 0, WRITER_CARRIED)
                if mover >= 0:
                    k[h[K_WHO] + cell] = 0
            elif phase == 2:
                lay(h, n, c, exit, layer, k[goer + G_ID], WRITER_CARRIED)
                record(h, k, cell, exit, layer, k[STAMP])
                if mover >= 0:
                    k[h[K_WHO] + exit] = mover + 1
                    n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL] = exit
            else:
                raise_for_cell(h, book, n, c, k, h[K_EVENTS], LEAVES, mover, exit, layer, k[goer + G_ID], cell, False)
                raise_for_cell(h, book, n, c, k, h[K_EVENTS], ENTERS, mover, exit, layer, k[goer + G_ID], exit, False)
    k[GOERS] = 0
    return 0


@jit
def collect_belts(h, book, n, c, k, stride):
    """All that stands on a conveyor that goes so many cells in this tick."""
    hw = h[H_HW]
    if h[N_CARRIED] != 0:
        bring_up_to_date(h, book, n, c, k)
    cell = -1
    while True:
        cell = cell + 1 if h[N_CARRIED] == 0 else next_bit(n, h[N_CARRIED], h[H_BIT_WORDS], cell + 1)
        if cell < 0 or cell >= hw:
            break
        for layer in range(1, 4):
            ident = np.int64(c[cell * 5 + layer])
            if ident == 0:
                continue
            for under in range(5):
                belt = np.int64(c[cell * 5 + under])
                if under != layer and belt != 0 and holds_property(h, book, CONVEYOR, belt, ident):
                    way = h[h[H_FACING] + belt]
                    if under == 3 and k[h[K_WHO] + cell] > 0:
                        way = n[h[N_MOVER] + (k[h[K_WHO] + cell] - 1) * MOVER_WIDTH + M_FACING]
                    kind = h[B_KIND] + h[h[H_KIND] + belt] * KIND_WIDTH
                    if way >= 0 and strides(n[TICK], book[kind + KD_SPEED]) >= stride:
                        if book[kind + KD_BACKWARD] != 0:
                            way = turned(way, 2)
                        mover = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                        add_goer(h, k, mover, cell, layer, ident, way, (1 << 40) + cell * 5 + layer)
                    break


@part(CALL_COLLECT)
def collect_carried(h, book, n, c, k, stride):
    """The goers of step 3. Stride 0: what falls; then all that stands on a conveyor that goes so many cells in this tick; behind the last, portals act."""
    k[GOERS] = 0
    k[STRIDE_FROM] = k[TRACES]
    if stride == 0:
        if book[h[B_FLAGS] + F_FALLS] != 0:
            collect_falling(h, book, n, c, k)
        return 0
    if book[h[B_FLAGS] + F_CONVEYS] != 0:
        collect_belts(h, book, n, c, k, stride)
    if k[GOERS] == 0 and book[h[B_FLAGS] + F_PORTALS] != 0:
        send_on(h, book, n, c, k)
    return 0
