"""Lists of cells that are kept from tick to tick, so that nobody has to look over the whole board: sets of cells as bitmaps behind a world's numbers."""
from __future__ import annotations

import numpy as np

from world.compiling import jit, part
from world.kernel_base import cell_has, draw, lowest, matches, set_bit, shifted
from world.kernel_conditions import holds, how_many_beside
from world.layout import *  # noqa: F403
from world.leaps import BLOCK, BLOCK_BASE, DIGITS, LEAP_BASE

BLOCK, BLOCK_BASE, DIGITS, LEAP_BASE = np.int64(BLOCK), np.int64(BLOCK_BASE), np.int64(DIGITS), np.int64(LEAP_BASE)


@jit
def has_bit(a, at, i):
    """Whether a number is in a set."""
    return (a[at + (i >> 6)] >> (i & 63)) & 1 != 0


@jit
def drop_bit(a, at, words, i):
    """Take a number out of a set."""
    a[at + (i >> 6)] &= ~(1 << (i & 63))
    if a[at + (i >> 6)] == 0:
        a[at + words + (i >> 12)] &= ~(1 << ((i >> 6) & 63))


@jit
def next_bit(a, at, words, i):
    """The least number of a set that is i or more; -1 if there is none."""
    word = i >> 6
    if word >= words:
        return -1
    rest = a[at + word] & (-1 << (i & 63))
    if rest != 0:
        return word * 64 + lowest(rest)
    word += 1
    block = word >> 6
    rest = 0
    if word & 63 != 0:
        rest = a[at + words + block] & (-1 << (word & 63))
        block += 1
    while rest == 0:
        if block * 64 >= words:
            return -1
        rest = a[at + words + block]
        block += 1
    word = (block - 1) * 64 + lowest(rest)
    return word * 64 + lowest(a[at + word])


@jit
def next_picked(h, n, k, coins, key, cells, cell):
    """The next cell after `cell` (-1: the first) that a rare chance picks, of those in a set of cells (0: of all); -1 behind the last. As world/leaps.py says.

    k[LEAPS]: how many leaps have been made in the cell's block.
    """
    block = 0
    at = 0
    if cell < 0:
        k[LEAPS] = 0
    else:
        block = cell // BLOCK
        at = cell + 1
    while block * BLOCK < h[H_HW]:
        if cells == 0 or n[cells + h[H_BIT_WORDS] + block] != 0:
            while True:
                coin = block * BLOCK_BASE + k[LEAPS] * LEAP_BASE
                if draw(n[SEED], n[TICK], key, coin + DIGITS) < h[coins + DIGITS]:
                    break
                for digit in range(DIGITS):
                    if draw(n[SEED], n[TICK], key, coin + digit) < h[coins + digit]:
                        at += 1 << digit
                if at >= (block + 1) * BLOCK or at >= h[H_HW]:
                    break
                k[LEAPS] += 1
                if cells == 0 or has_bit(n, cells, at):
                    return at
                at += 1
        block += 1
        at = block * BLOCK
        k[LEAPS] = 0
    return -1


@jit
def look_around(h, k, cell):
    """Let the cells within one step of a cell be looked at."""
    w = h[H_W]
    words = h[H_BIT_WORDS]
    row = cell // w
    col = cell - row * w
    inside = row > 0 and row < h[H_H] - 1 and col > 0 and col < w - 1
    for down in range(-1, 2):
        first = cell + down * w - 1
        if inside and first & 63 < 62:
            k[h[K_LOOK] + (first >> 6)] |= 7 << (first & 63)
            k[h[K_LOOK] + words + (first >> 12)] |= 1 << ((first >> 6) & 63)
            continue
        for right in range(-1, 2):
            q = first + 1 + right if inside else shifted(h, cell, down, right)
            if q >= 0:
                set_bit(k, h[K_LOOK], words, q)


@jit
def may_act(h, book, n, c, k, rule, cell):
    """Whether an each-rule may have something to do in a cell: its noun stands there, and what its conditions say of the cells around is true."""
    row = h[B_RULE] + rule * RULE_WIDTH
    noun = h[h[H_TRIGGER] + book[row + R_TRIGGER] * TRIGGER_WIDTH + T_OBJECT]
    layers = h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_LAYERS]
    while layers != 0:
        layer = lowest(layers)
        layers &= layers - 1
        ident = np.int64(c[cell * 5 + layer])
        if (h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + (ident >> 6)] >> (ident & 63)) & 1 == 0 or ident == 0:
            continue
        if h[h[H_AGENT_OF] + ident] >= 0:
            return True                                  # agents turn without a trace, and are few: asked each time
        if h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_PLAIN] != 0 or matches(h, book, noun, ident, h[h[H_FACING] + ident], 0, 0, 0):
            code = h[H_CODE] + book[row + R_LOCAL] * CODE_WIDTH
            k[C_IT_CELL] = cell
            k[C_IT_LAYER] = layer
            k[C_IT_ID] = ident
            true = True
            # the usual ones are asked here, to save the call, the cheapest first; the neighbours are counted once for all rules that ask
            at = code
            while h[at] != END and true:
                if h[at] == HERE:
                    true = cell_has(h, book, n, c, k, cell, h[at + 1], layer) != (h[at + NEGATED] != 0)
                at += CODE_WIDTH
            at = code
            while h[at] != END and true:
                if h[at] == BESIDE:
                    if k[COUNTED_AT] != cell or k[COUNTED_NOUN] != h[at + 1] * 2 + h[at + 2]:
                        k[COUNTED] = how_many_beside(h, book, n, c, k, cell, h[at + 1], h[at + 2])
                        k[COUNTED_AT] = cell
                        k[COUNTED_NOUN] = h[at + 1] * 2 + h[at + 2]
                        if h[h[H_NOUN] + h[at + 1] * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_PLAIN] == 0:
                            k[COUNTED_AT] = -1           # compared with this very thing
                    true = ((h[at + 3] >> k[COUNTED]) & 1 != 0) != (h[at + NEGATED] != 0)
                elif h[at] != HERE:
                    true = holds(h, book, n, c, k, (at - h[H_CODE]) // CODE_WIDTH) != 0
                    break
                at += CODE_WIDTH
            if true:
                return True
    return False


@part(CALL_LISTS)
def bring_up_to_date(h, book, n, c, k):
    """Look again at the cells in or around which something has changed, and put them into the lists that they now belong to."""
    if h[H_WATCHED] == 0:
        return 0
    words = h[H_BIT_WORDS]
    lists = h[N_SIZE]
    slots = h[H_SLOTS]
    ids_words = (slots + 63) >> 6
    if n[lists] == LISTS_LAW:
        n[lists] = LISTS_GOOD
        for slot in range(slots):
            rule = h[B_RULE] + h[h[H_SLOT] + slot * 2] * RULE_WIDTH
            if h[h[H_SLOT] + slot * 2 + 1] != 0 or n[lists + 1 + slot] != (book[rule + R_TRIGGER] << 32) + book[rule + R_LOCAL]:
                n[lists] = LISTS_STALE
    anew = n[lists] != LISTS_GOOD
    if anew:
        n[lists] = LISTS_GOOD
        for i in range(lists + 1, h[N_ROW]):
            n[i] = 0
        for slot in range(slots):
            rule = h[B_RULE] + h[h[H_SLOT] + slot * 2] * RULE_WIDTH
            n[lists + 1 + slot] = (book[rule + R_TRIGGER] << 32) + book[rule + R_LOCAL]
    else:
        found = False
        for turn in range(1 if h[N_AROUND] == 0 else 2):
            touched = h[N_TOUCHED] if turn == 0 else h[N_AROUND]
            cell = next_bit(n, touched, words, 0)
            found |= cell >= 0
            while cell >= 0:
                drop_bit(n, touched, words, cell)
                if turn == 0:
                    set_bit(k, h[K_LOOK], words, cell)
                else:
                    look_around(h, k, cell)
                cell = next_bit(n, touched, words, cell + 1)
        if not found:
            return 0
    k[C_EACH] = 1
    k[C_DOER] = -1
    k[C_DOER_ID] = 0
    k[C_IT] = -1
    k[COUNTED_AT] = -1
    k[PRIMS] = 0
    k[PRIM_FROM] = 0
    cell = -1
    rest = 0                                             # of the word at hand what has not been looked at
    while True:
        if anew:
            cell += 1
            if cell == h[H_HW]:
                break
        else:
            if rest == 0:
                cell = next_bit(k, h[K_LOOK], words, (cell | 63) + 1)
                if cell < 0:
                    break
                rest = k[h[K_LOOK] + (cell >> 6)]
                k[h[K_LOOK] + (cell >> 6)] = 0
            cell = (cell & ~63) + lowest(rest)
            rest &= rest - 1
        some = slots > 0 and has_bit(n, h[N_ANY], cell)
        any_now = False
        for word in range(ids_words):
            asked = 0
            for layer in range(5):
                asked |= book[h[B_EACH] + np.int64(c[cell * 5 + layer]) * ids_words + word]
            left = -1 if some else asked                 # if in no list, only those that may now have it
            while left != 0:
                slot = word * 64 + lowest(left)
                left &= left - 1
                if slot >= slots:
                    break
                at = h[N_LISTED] + slot * h[H_BITS]
                if (asked >> (slot & 63)) & 1 != 0 and may_act(h, book, n, c, k, h[h[H_SLOT] + slot * 2], cell):
                    set_bit(n, at, words, cell)
                    any_now = True
                elif has_bit(n, at, cell):
                    drop_bit(n, at, words, cell)
        if any_now and not some:
            set_bit(n, h[N_ANY], words, cell)
        elif some and not any_now:
            drop_bit(n, h[N_ANY], words, cell)
        if h[N_CARRIED] | h[N_ON] | h[N_FALLS] == 0:
            continue
        # what may be carried, what may be on something, what may fall
        here = 0
        over = 0
        for layer in range(5):
            flags = h[h[H_WATCHED] + np.int64(c[cell * 5 + layer])]
            if layer == 3:
                flags &= ~(ROWS_HEARER | ROWS_HEARD)
            if (flags & ROWS_CARRIED != 0 and here & ROWS_BELT != 0) or (flags & ROWS_BELT != 0 and here & ROWS_CARRIED != 0):
                over |= ROWS_CARRIED
            if (flags & ROWS_HEARER != 0 and here & ROWS_HEARD != 0) or (flags & ROWS_HEARD != 0 and here & ROWS_HEARER != 0):
                over |= ROWS_HEARER
            over |= flags & ROWS_FALLS
            here |= flags
        for i in range(3):
            at = h[N_CARRIED + i]
            if at != 0:
                if over & (ROWS_CARRIED if i == 0 else ROWS_HEARER if i == 1 else ROWS_FALLS) != 0:
                    set_bit(n, at, words, cell)
                elif has_bit(n, at, cell):
                    drop_bit(n, at, words, cell)
    for i in range(words, h[H_BITS]):
        k[h[K_LOOK] + i] = 0
    k[C_EACH] = 0
    return 0
