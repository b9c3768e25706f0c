"""The smallest pieces of the compiled kernel: steps on the board, what a thing is, what a cell holds, writing a cell, raising an event."""
from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from world import chance
from world.compiling import jit
from world.layout import *  # noqa: F403

draw = jit(chance.draw.py_func)


@jit
def pick(seed, tick, name, place, n):
    """One of n, evenly.  int64, 0 .. n - 1"""
    return (draw(seed, tick, name, place) * n) >> 32


@intrinsic
def lowest(typing, word):
    """Number of the lowest bit that is set in an int64 that is not 0."""
    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))
    return types.int64(types.int64), generate


@jit
def row_of(h, cell):
    """The row of a cell; as cell // width, without a division."""
    return (cell * h[H_PER_WIDTH]) >> 40


@jit
def beyond(h, cell, way):
    """The next cell that way (0 .. 7), -1 off the board."""
    w = h[H_W]
    if way >= 4:
        return shifted(h, cell, -1 if way == 4 or way == 7 else 1, 1 if way < 6 else -1)
    if way == 0:
        q = cell - w
        if q < 0:
            return q + h[H_HW] if h[H_EDGE] == WRAP else -1
        return q
    if way == 2:
        q = cell + w
        if q >= h[H_HW]:
            return q - h[H_HW] if h[H_EDGE] == WRAP else -1
        return q
    col = cell - row_of(h, cell) * w
    if way == 1:
        if col + 1 < w:
            return cell + 1
        return cell + 1 - w if h[H_EDGE] == WRAP else -1
    if col > 0:
        return cell - 1
    return cell - 1 + w if h[H_EDGE] == WRAP else -1


@jit
def shifted(h, cell, down, right):
    """The cell so many rows down and columns right, -1 off the board. Shifts of at most one board."""
    w = h[H_W]
    row = row_of(h, cell)
    col = cell - row * w + right
    row += down
    if row < 0 or row >= h[H_H] or col < 0 or col >= w:
        if h[H_EDGE] != WRAP:
            return -1
        row %= h[H_H]
        col %= w
    return row * w + col


@jit
def turned(way, quarters):
    """The direction so many quarters of a circle to the right."""
    return (way & 4) | ((way + quarters) & 3)


@jit
def bars(h, book, thing, ident, way):
    """Whether a thing is one-way to an id that comes that way, and faces another."""
    facing = h[h[H_FACING] + thing]
    return facing >= 0 and facing != way and holds_property(h, book, ONE_WAY, thing, ident)


@jit
def barred(h, book, c, cell, ident, way):
    """Whether anything in a cell is one-way against who comes that way."""
    if book[h[B_FLAGS] + F_ONE_WAY] != 0:
        for layer in range(5):
            thing = np.int64(c[cell * 5 + layer])
            if layer != 3 and thing != 0 and bars(h, book, thing, ident, way):
                return True
    return False


@jit
def steps_apart(h, a, b):
    """Steps from one cell to another in the directions in which agents go."""
    w = h[H_W]
    down = abs(a // w - b // w)
    right = abs(a % w - b % w)
    if h[H_EDGE] == WRAP:
        down = min(down, h[H_H] - down)
        right = min(right, w - right)
    return max(down, right) if h[H_MOVES] == 8 else down + right


@jit
def way_apart(h, a, b):
    """Steps (4-way) from one cell to another."""
    w = h[H_W]
    down = abs(a // w - b // w)
    right = abs(a % w - b % w)
    if h[H_EDGE] == WRAP:
        down = min(down, h[H_H] - down)
        right = min(right, w - right)
    return down + right


@jit
def holds_property(h, book, prop, ident, other):
    """Whether a property holds of an id towards another (0: asked with no other)."""
    at = h[B_PROP] + (prop * h[H_IDS] + ident) * h[H_WORDS] + (other >> 6)
    return (book[at] >> (other & 63)) & 1 != 0


@jit
def matches(h, book, noun, ident, facing, near, far, asker):
    """Whether a thing is what a noun says. `near`, `far`: ids to compare an attribute with; `asker`: the id that properties are asked for."""
    at = h[H_NOUN] + noun * h[H_NOUN_WIDTH]
    if (h[at + (ident >> 6)] >> (ident & 63)) & 1 == 0:
        return False
    at += h[H_WORDS]
    if h[at + NN_PROPERTY] >= 0 and not holds_property(h, book, h[at + NN_PROPERTY], ident, asker):
        return False
    if h[at + NN_RELATION] >= 0:
        attribute = h[H_ATTR] + h[at + NN_RELATION]
        mine = h[attribute + ident * h[H_ATTRS]]
        theirs = h[attribute + near * h[H_ATTRS]]
        if theirs < 0:
            theirs = h[attribute + far * h[H_ATTRS]]
        if mine < 0 or theirs < 0 or (mine == theirs) != (h[at + NN_SAME] == 1):
            return False
    return h[at + NN_FACING] < 0 or h[at + NN_FACING] == facing


@jit
def facing_of(h, n, k, cell, layer, ident):
    """The way a thing faces, -1 if none: a mover's own, else that of its id."""
    if layer == 3 and k[h[K_WHO] + cell] > 0:
        return n[h[N_MOVER] + (k[h[K_WHO] + cell] - 1) * MOVER_WIDTH + M_FACING]
    return h[h[H_FACING] + ident]


@jit
def cell_has(h, book, n, c, k, cell, noun, skip):
    """Whether a cell holds what a noun says, in a layer other than `skip`. Compared with the rule's `it` and doer."""
    mask = h[H_NOUN] + noun * h[H_NOUN_WIDTH]
    at = mask + h[H_WORDS]
    layers = h[at + NN_LAYERS]
    if h[at + NN_NOTHING] != 0:
        for layer in range(1, 5):
            if layer != skip and c[cell * 5 + layer] != 0:
                return False
        return True
    if skip >= 0:
        layers &= ~(1 << skip)
    while layers != 0:
        layer = lowest(layers)
        layers &= layers - 1
        ident = np.int64(c[cell * 5 + layer])
        if (h[mask + (ident >> 6)] >> (ident & 63)) & 1 != 0:          # never so for 0
            if h[at + NN_PLAIN] != 0 or matches(h, book, noun, ident, facing_of(h, n, k, cell, layer, ident), k[C_IT_ID], k[C_DOER_ID], k[C_DOER_ID]):
                return True
    return False


@jit
def compare(op, a, b):
    """a op b, op an index into COMPARISONS."""
    if op == 0:
        return a == b
    if op == 1:
        return a != b
    if op == 2:
        return a < b
    if op == 3:
        return a > b
    if op == 4:
        return a <= b
    return a >= b


@jit
def strides(tick, speed):
    """How many cells something of that speed goes in that tick."""
    if speed == SPEED_BASE + 1:
        return 1                                         # as nearly everything goes
    cells = speed // SPEED_BASE
    ticks = speed % SPEED_BASE
    return (tick * cells) // ticks - ((tick - 1) * cells) // ticks


@jit
def set_bit(a, at, words, i):
    """Put a number into a set of numbers: a bitmap of so many words, behind it a bit for each word that is not 0."""
    a[at + (i >> 6)] |= 1 << (i & 63)
    a[at + words + (i >> 12)] |= 1 << ((i >> 6) & 63)


@jit
def lay(h, n, c, cell, layer, ident, writer):
    """Let a cell hold an id in a layer: what stands uppermost follows. For moves, which make no thing and destroy none; others `write`."""
    at = cell * 5
    if h[H_WATCHED] != 0:
        matters = h[h[H_WATCHED] + np.int64(c[at + layer])] | h[h[H_WATCHED] + ident]
        if matters != 0:                                 # the lists that it matters to are brought up to date when they are asked
            set_bit(n, h[N_TOUCHED] if matters & ROWS_AROUND == 0 else h[N_AROUND], h[H_BIT_WORDS], cell)
    c[at + layer] = ident
    top = c[at + 3]
    if top == 0:
        top = c[at + 4]
    if top == 0:
        top = c[at + 2]
    if top == 0:
        top = c[at + 1]
    if top == 0:
        top = c[at]
    c[5 * h[H_HW] + cell] = top
    if h[H_WRITERS] > 0:
        c[h[H_WRITERS] + cell] = writer


@jit
def write(h, n, c, cell, layer, ident, writer):
    """The one way to change what a cell holds, but for moves. Keeps the counts of things."""
    n[h[N_COUNT] + np.int64(c[cell * 5 + layer])] -= 1
    n[h[N_COUNT] + ident] += 1
    lay(h, n, c, cell, layer, ident, writer)


@jit
def raise_event(h, book, n, c, k, queue, verb, doer, doer_cell, doer_layer, doer_id, it, it_cell, it_layer, it_id, extra):
    """Put an event at the end of a queue, if there is any rule on that could hear it."""
    words = h[H_RULE_WORDS]
    subject = h[B_SUBJECT] + (verb * h[H_IDS] + doer_id) * words
    thing = h[B_OBJECT] + (verb * h[H_IDS] + it_id) * words
    if k[CAUSING] != 0:
        k[CAUSED] += 1
    heard = False
    for i in range(words):
        if book[subject + i] & book[thing + i] != 0:
            heard = True
    if not heard:
        return
    if k[queue] >= h[H_EVENT_CAP]:
        n[NOTICE] |= NOTICE_FULL
        return
    at = queue + 2 + k[queue] * EVENT_WIDTH
    k[queue] += 1
    k[at + E_VERB] = verb
    k[at + E_DOER] = doer
    k[at + E_DOER_CELL] = doer_cell
    k[at + E_DOER_LAYER] = doer_layer
    k[at + E_DOER_ID] = doer_id
    k[at + E_IT] = it
    k[at + E_IT_CELL] = it_cell
    k[at + E_IT_LAYER] = it_layer
    k[at + E_IT_ID] = it_id
    k[at + E_SINCE] = k[TRACES]
    k[at + E_EXTRA] = extra
    k[at + E_CAUSED] = k[CAUSED] if k[CAUSING] != 0 else 0


@jit
def raise_for_cell(h, book, n, c, k, queue, verb, doer, doer_cell, doer_layer, doer_id, cell, actors):
    """An event of that verb for each thing in a cell but the doer, low to high; actors only if `actors`."""
    for layer in range(5):
        if (actors or layer != 3) and not (layer == doer_layer and cell == doer_cell):
            ident = np.int64(c[cell * 5 + layer])
            if ident != 0:
                it = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                raise_event(h, book, n, c, k, queue, verb, doer, doer_cell, doer_layer, doer_id, it, cell, layer, ident, 0)


@jit
def open_to(h, book, n, c, k, cell, ident, pushables, actors, emptied):
    """Whether something could be in a cell: nothing solid to it there, nothing pushable if `pushables`, no actor if `actors`. `emptied`: also count
    what the effects worked out so far have taken away or put there."""
    for layer in range(5):
        thing = np.int64(c[cell * 5 + layer])
        if emptied:
            thing = look(h, n, c, k, cell, layer)
        if thing != 0:
            if layer == 3:
                if actors:
                    return False
            elif holds_property(h, book, SOLID, thing, ident) or (pushables and holds_property(h, book, PUSHABLE, thing, ident)):
                return False
    return True


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
def look_then(h, n, c, k, cell, layer, last):
    """What a cell held for the effects at work now when they had worked out the rows before `last`: as on the board, but for those."""
    i = last - 1
    while i >= k[PRIM_FROM]:
        at = h[K_PRIM] + i * PRIM_WIDTH
        sort = k[at]
        if sort == P_CELL:
            if k[at + 1] == cell and k[at + 2] == layer:
                return k[at + 3]
        elif layer == 3:
            if (sort == P_MOVE or sort == P_SWAP) and k[at + 2] == cell:
                return n[h[N_MOVER] + k[at + 1] * MOVER_WIDTH + M_ID]
            if (sort == P_MOVE or sort == P_SWAP or sort == P_KILL) and k[at + 3] >> 1 == cell:
                return 0
        i -= 1
    return np.int64(c[cell * 5 + layer])


@jit
def look(h, n, c, k, cell, layer):
    """What a cell holds for the effects at work now: as on the board, but for what they have themselves worked out so far."""
    return look_then(h, n, c, k, cell, layer, k[PRIMS])


@jit
def mover_then(h, k, cell, last):
    """The mover that stood in a cell when the rows before `last` had been worked out, -1 if none."""
    i = last - 1
    while i >= k[PRIM_FROM]:
        at = h[K_PRIM] + i * PRIM_WIDTH
        if (k[at] == P_MOVE or k[at] == P_SWAP) and k[at + 2] == cell:
            return k[at + 1]
        if (k[at] == P_MOVE or k[at] == P_SWAP or k[at] == P_KILL) and k[at + 3] >> 1 == cell:
            return -1
        i -= 1
    return k[h[K_WHO] + cell] - 1


@jit
def is_there(h, n, k, mover):
    """Whether a mover is on the board, for the effects at work now."""
    for i in range(k[PRIM_FROM], k[PRIMS]):
        at = h[K_PRIM] + i * PRIM_WIDTH
        if k[at] == P_KILL and k[at + 1] == mover:
            return False
    return n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] != 0


@jit
def place_of(h, n, k, mover):
    """The cell of a mover, for the effects at work now."""
    i = k[PRIMS] - 1
    while i >= k[PRIM_FROM]:
        at = h[K_PRIM] + i * PRIM_WIDTH
        if (k[at] == P_MOVE or k[at] == P_SWAP) and k[at + 1] == mover:
            return k[at + 2]
        i -= 1
    return n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL]


@jit
def faced(h, n, k, mover, last):
    """The way a mover faced when the rows before `last` had been worked out."""
    i = last - 1
    while i >= k[PRIM_FROM]:
        at = h[K_PRIM] + i * PRIM_WIDTH
        if k[at] == P_FACE and k[at + 1] == mover:
            return k[at + 2]
        i -= 1
    return n[h[N_MOVER] + mover * MOVER_WIDTH + M_FACING]


@jit
def facing_now(h, n, k, mover):
    """The way a mover faces, for the effects at work now."""
    return faced(h, n, k, mover, k[PRIMS])


@jit
def record(h, k, cell, to, layer, round):
    """Note that a thing moved in a round, so that it can be followed; `to` -1: off the board, by an open edge or because it was removed.

    `layer`: of the thing, + 8 * (its new one + 1) if that is another.
    """
    if k[TRACES] < h[H_TRACE_CAP]:
        at = h[K_TRACE] + k[TRACES] * TRACE_WIDTH
        k[TRACES] += 1
        k[at] = cell
        k[at + 1] = to
        k[at + 2] = layer
        k[at + 3] = round


@jit
def traced(h, k, cell, layer, since):
    """Where a thing that stood in (cell, layer) before the `since`-th move of this tick is now: cell * 8 + layer; -1 if it is no longer on the board."""
    last = 0
    for i in range(since, k[TRACES]):
        at = h[K_TRACE] + i * TRACE_WIDTH
        if k[at] == cell and k[at + 2] & 7 == layer and k[at + 3] != last:
            cell = k[at + 1]
            last = k[at + 3]                                       # one move a round
            if k[at + 2] > 7:
                layer = (k[at + 2] >> 3) - 1                       # it has become something of another layer
            if cell < 0:
                return -1
    return cell * 8 + layer
