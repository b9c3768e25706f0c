"""What an agent sees and knows, written into arrays by the compiled kernel: for the faces that learners of other houses use. Says the same as `World.observe`.

A frame is how what is seen lies in its array. BOARD: as on the board. CENTRED: about the agent, north up. AHEAD: turned so that the way the agent faces is
up, the agent in the middle of the lowest row; in its left corner where it faces to a corner of its cell.
"""
from __future__ import annotations

import numpy as np

from world.chance import name_key
from world.compiling import jit, part
from world.kernel_base import draw, holds_property, pick
from world.layout import *  # noqa: F403
from world.views import int32_at, uint8_at

BOARD, CENTRED, AHEAD = range(3)
FACT_ROW, FACT_COL, FACT_FACING, FACT_ANNOUNCED, FACT_FRESH, FACT_TOLD, FACT_LAW, FACTS = range(8)
"""What `facts` writes: these, then the agent's own counters, then what it reads. TOLD: whether the tick has words to tell; LAW: the law's version."""
NOISE_KEY = np.int64(name_key("sight noise"))
OTHER_KEY = np.int64(name_key("other sight"))
TOP_FIRST = 0x01243
"""The layers from the topmost down, four bits each, the topmost lowest: actor, air, object, item, ground."""


def pack_frame(sort: int, rows: int, cols: int, wide: bool = False) -> int:
    """A frame as the one number that `fill` takes. `wide`: two bytes to an id, the low one first."""
    return int(wide) << 40 | sort << 32 | cols << 16 | rows


@jit
def set_id(out, at, index, ident, wide):
    """Write an id, or -1 for what is not seen, as number `index` behind `at`."""
    if wide:
        out[at + 2 * index] = ident & 255
        out[at + 2 * index + 1] = (ident >> 8) & 255
    else:
        out[at + index] = ident & 255


@jit
def dark(h, book, c, cell, ident):
    """Whether something in a cell blocks the sight of an agent."""
    for layer in range(5):
        thing = np.int64(c[cell * 5 + layer])
        if thing != 0 and holds_property(h, book, OPAQUE, thing, ident):
            return True
    return False


@jit
def in_line(h, book, c, row, col, to_row, to_col, ident):
    """Whether the straight line to a cell meets nothing dark before it. In steps of the longer side, halves away from the agent; the short way round a torus."""
    height = h[H_H]
    width = h[H_W]
    down = to_row - row
    right = to_col - col
    if h[H_EDGE] == WRAP:
        if abs(down) * 2 > height:
            down -= height if down > 0 else -height
        if abs(right) * 2 > width:
            right -= width if right > 0 else -width
    steps = max(abs(down), abs(right))
    for i in range(1, steps):
        a = row + (2 * abs(down) * i + steps) // (2 * steps) * (1 if down > 0 else -1)
        b = col + (2 * abs(right) * i + steps) // (2 * steps) * (1 if right > 0 else -1)
        if dark(h, book, c, (a % height) * width + b % width, ident):
            return False
    return True


@jit
def mistaken(h, n, mover, cell, layer, ident, chance):
    """What an agent takes a thing for: with that chance (of 2**32) another id of its layer."""
    place = (mover << 32) + cell * 5 + layer
    if draw(n[SEED], n[TICK], NOISE_KEY, place) >= chance:
        return ident
    others = 0
    for other in range(h[H_IDS]):
        if other != ident and (h[h[H_LAYER] + other] == layer if other > 0 else layer != 0):
            others += 1
    if others == 0:
        return ident
    chosen = pick(n[SEED], n[TICK], OTHER_KEY, place, others)
    for other in range(h[H_IDS]):
        if other != ident and (h[h[H_LAYER] + other] == layer if other > 0 else layer != 0):
            if chosen == 0:
                return other
            chosen -= 1
    return ident


@jit
def taken_for(h, c, cell, layer):
    """What an agent that sees a cell takes a layer of it for: who is disguised as a ground lies there as that, and no longer in its own layer."""
    ident = h[h[H_LOOKS] + np.int64(c[cell * 5 + layer])]
    if layer > 0:
        return ident if h[h[H_LAYER] + ident] == layer else 0
    for other in range(1, 5):
        thing = np.int64(c[cell * 5 + other])
        if thing != 0 and h[h[H_LAYER] + h[h[H_LOOKS] + thing]] == 0:
            ident = h[h[H_LOOKS] + thing]
    return ident


@jit
def fill(h, book, n, c, k, mover, layers, frame, out, at):
    """Write what a mover sees to `out` from `at`, ids [layers, rows, cols]: 5 layers, or 1 with the topmost. All bits are set where it does not see.

    `out` uint8, one byte to an id, or two in a wide frame.
    """
    rows = frame & 0xFFFF
    cols = (frame >> 16) & 0xFFFF
    sort = (frame >> 32) & 255
    two = (frame >> 40) & 1 != 0                         # bytes to an id
    size = rows * cols
    me = h[N_MOVER] + mover * MOVER_WIDTH
    if n[me + M_ALIVE] == 0:
        for i in range(layers * size):
            set_id(out, at, i, -1, two)
        return
    height = h[H_H]
    width = h[H_W]
    wrap = h[H_EDGE] == WRAP
    row = n[me + M_CELL] // width
    col = n[me + M_CELL] % width
    facing = n[me + M_FACING]
    turn = facing & 3
    seat = h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS])
    sight = book[seat + A_SEES]
    noise = book[seat + A_SIGHT_NOISE]
    by_line = (sight >> 21) & 1 != 0
    # what it can see: `tall` x `wide` cells, the first of them `top` rows below and `left` columns right of it
    tall = sight % SIGHT_BASE
    wide = sight // SIGHT_BASE % SIGHT_BASE
    everything = tall == 0
    top = -(tall // 2)
    left = -(wide // 2)
    if (sight >> 20) & 1 != 0 and not everything:
        if facing < 4 and turn & 1 != 0:
            tall, wide = wide, tall
            top = -(tall // 2)
            left = -(wide // 2)
        if facing >= 4 or turn & 1 == 0:
            top += -((tall - 1) // 2) if facing == 0 or facing == 4 or facing == 7 else tall // 2
        if facing >= 4 or turn & 1 != 0:
            left += wide // 2 if facing == 1 or facing == 4 or facing == 5 else -((wide - 1) // 2)
    if sort != AHEAD and not (wrap or by_line or two) and noise == 0 and h[H_LOOKS] == 0:
        # what lies upright and is plain to see is copied row by row
        first_row = 0 if sort == BOARD else row - rows // 2
        first_col = 0 if sort == BOARD else col - cols // 2
        low_row = 0 if everything else max(0, row + top)
        high_row = height if everything else min(height, row + top + tall)
        low_col = 0 if everything else max(0, col + left)
        high_col = width if everything else min(width, col + left + wide)
        for i in range(rows):
            a = first_row + i
            there = a >= low_row and a < high_row
            for j in range(cols):
                b = first_col + j
                place = at + i * cols + j
                cell = a * width + b
                if not (there and b >= low_col and b < high_col):
                    for _ in range(layers):
                        out[place] = 255
                        place += size
                elif layers == 1:
                    out[place] = c[5 * h[H_HW] + cell]
                else:
                    out[place] = c[cell * 5]
                    out[place + size] = c[cell * 5 + 1]
                    out[place + 2 * size] = c[cell * 5 + 2]
                    out[place + 3 * size] = c[cell * 5 + 3]
                    out[place + 4 * size] = c[cell * 5 + 4]
        return
    for i in range(rows):
        for j in range(cols):
            if sort == BOARD:
                down = i - row
                right = j - col
            elif sort == CENTRED:
                down = i - rows // 2
                right = j - cols // 2
            else:
                up = rows - 1 - i
                aside = j - (0 if facing >= 4 else cols // 2)
                down = -up if turn == 0 else aside if turn == 1 else up if turn == 2 else -aside
                right = aside if turn == 0 else up if turn == 1 else -aside if turn == 2 else -up
            seen = True
            if not everything:
                below = down - top
                beyond = right - left
                if wrap and sort == BOARD:
                    below %= height
                    beyond %= width
                seen = below >= 0 and below < tall and beyond >= 0 and beyond < wide
            a = row + down
            b = col + right
            if wrap:
                a %= height
                b %= width
            if a < 0 or a >= height or b < 0 or b >= width:
                seen = False
            cell = a * width + b
            if seen and by_line:
                seen = in_line(h, book, c, row, col, a, b, n[me + M_ID])
            place = i * cols + j
            if not seen:
                for layer in range(layers):
                    set_id(out, at, place + layer * size, -1, two)
            elif layers == 1 and noise == 0 and h[H_LOOKS] == 0:
                set_id(out, at, place, np.int64(c[5 * h[H_HW] + cell]), two)
            else:
                shown = 0
                order = TOP_FIRST
                for _ in range(5):
                    layer = order & 15
                    order >>= 4
                    ident = np.int64(c[cell * 5 + layer]) if h[H_LOOKS] == 0 else taken_for(h, c, cell, layer)
                    if noise != 0 and not (layer == 3 and cell == n[me + M_CELL]):
                        ident = mistaken(h, n, mover, cell, layer, ident, noise)
                    if layers == 5:
                        set_id(out, at, place + layer * size, ident, two)
                    elif shown == 0:
                        shown = ident
                if layers == 1:
                    set_id(out, at, place, shown, two)


@jit
def facts(h, book, n, c, k, mover, out, at):
    """Write what a mover knows besides to out, int32, from `at`: FACTS numbers, its own counters, what it reads."""
    me = h[N_MOVER] + mover * MOVER_WIDTH
    there = n[me + M_ALIVE] != 0
    agent = h[h[H_MOVER_AGENT] + mover]
    out[at + FACT_ROW] = n[me + M_CELL] // h[H_W] if there else -1
    out[at + FACT_COL] = n[me + M_CELL] % h[H_W] if there else -1
    out[at + FACT_FACING] = n[me + M_FACING]
    out[at + FACT_ANNOUNCED] = n[ANNOUNCED]
    out[at + FACT_FRESH] = 1 if n[EPISODE_TICK] == 0 else 0
    out[at + FACT_TOLD] = 1 if n[EPISODE_TICK] != 0 and n[SAID] | n[NOTICE] | n[ENDED] != 0 else 0
    out[at + FACT_LAW] = n[VERSION]
    at += FACTS
    for counter in range(h[H_COUNTERS]):
        if h[h[H_COUNTER_AGENT] + counter] == agent:
            out[at] = n[h[N_COUNTER] + mover * h[H_COUNTERS] + counter]
            at += 1
    reads(h, book, n, agent, out, at)


@part(CALL_SHOW)
def show(h, book, n, c, k, mover, layers, frame, pictures, size, known, amount):
    """`fill` and `facts` for arrays at addresses: `size` bytes at `pictures`, `amount` int32 at `known`; at 0, or without any, not at all."""
    if pictures != 0:
        fill(h, book, n, c, k, mover, layers, frame, uint8_at(pictures, size), 0)
    if known != 0 and amount != 0:
        facts(h, book, n, c, k, mover, int32_at(known, amount), 0)
    return 0


@jit
def reads(h, book, n, agent, out, at):
    """Write what an agent reads to out from `at`: variables, and laws as `world/law_reads.py` says."""
    row = h[H_READS] + agent * h[H_READ_WIDTH]
    for i in range(h[row]):
        which = h[row + 1 + i]
        out[at + i] = n[h[N_VAR] + which] if which < h[H_VARS] else law_number(h, book, h[H_LAW] + (which - h[H_VARS]) * LAW_WIDTH)


@jit
def law_number(h, book, row):
    """What a law says now, as one number."""
    sort = h[row + LR_SORT]
    a = h[row + LR_A]
    if sort == LR_FACT:
        noun = h[H_NOUN] + h[row + LR_B] * h[H_NOUN_WIDTH]
        for ident in range(1, h[H_IDS]):
            if (h[noun + (ident >> 6)] >> (ident & 63)) & 1 == 0:
                continue
            mask = h[B_PROP] + (a * h[H_IDS] + ident) * h[H_WORDS]
            for i in range(h[H_WORDS]):
                wanted = 1 if i == 0 else 0
                if h[row + LR_C] >= 0:
                    wanted = h[h[H_NOUN] + h[row + LR_C] * h[H_NOUN_WIDTH] + i]
                if book[mask + i] & wanted != wanted:
                    return 0
        return 1
    value = book[a]
    if sort == LR_CHANCE:
        return (value * 1_000_000 + (1 << 31)) >> 32
    if sort == LR_SPEED:
        return value // SPEED_BASE * 1000 // (value % SPEED_BASE)
    if sort == LR_SIGHT:
        return value // SIGHT_BASE % SIGHT_BASE * 1000 + value % SIGHT_BASE
    if sort == LR_LISTED:
        for i in range(h[row + LR_C]):
            if h[h[H_DATA] + h[row + LR_B] + i] == value:
                return i
        return -1
    return value
