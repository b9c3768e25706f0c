"""Tablets: which sentences stand on the board, and when one becomes law. All that they can make were worked out when the scenario was read."""
from __future__ import annotations

import numpy as np

from world.compiling import jit
from world.kernel_base import beyond, traced
from world.kernel_news import tell_news
from world.layout import *  # noqa: F403


@jit
def stone_words(h):
    """How many words of bits hold a bit for each sentence of tablets."""
    return (h[H_STONES] + 63) >> 6


@jit
def held(h, n, stone):
    """Whether a sentence of tablets is law."""
    return (n[h[N_STONE] + stone_words(h) + (stone >> 6)] >> (stone & 63)) & 1 != 0


@jit
def any_stone(h, n):
    """Whether any sentence stands on tablets."""
    for i in range(stone_words(h)):
        if n[h[N_STONE] + stone_words(h) + i] != 0:
            return True
    return False


@jit
def stones_differ(h, n):
    """Whether what was read on tablets is not yet law."""
    for i in range(stone_words(h)):
        if n[h[N_STONE] + i] != n[h[N_STONE] + stone_words(h) + i]:
            return True
    return False


@jit
def follow(h, n, c, k):
    """Whether all tablets are accounted for by where they were when last looked at and by the moves of this tick; notes where they are now."""
    known = n[h[N_TABLET]]
    there = 0
    for ident in range(h[H_TABLET_LOW], h[H_TABLET_HIGH] + 1):
        there += n[h[N_COUNT] + ident]
    if there != known:
        return False
    for i in range(known):
        at = h[N_TABLET] + 1 + i
        cell = traced(h, k, n[at] >> 16, h[H_TABLET_LAYER], 0) >> 3
        if cell < 0 or c[cell * 5 + h[H_TABLET_LAYER]] != n[at] & 65535:
            return False
        n[at] = cell << 16 | n[at] & 65535
        k[h[K_STONE] + cell] = i
    for i in range(known):
        if k[h[K_STONE] + (n[h[N_TABLET] + 1 + i] >> 16)] != i:
            return False                                 # two in one place: something else has happened
    return True


@jit
def read_from(h, n, c, cell):
    """The sentences that begin with the tablet in a cell."""
    noun = h[h[H_WORD] + np.int64(c[cell * 5 + h[H_TABLET_LAYER]])]
    if noun & (WORD_SORTS - 1) != WD_NOUN:
        return
    for way in range(1, 3):
        wanted = WD_IS
        denied = 0
        at = cell
        for _ in range(3):
            at = beyond(h, at, way)
            word = WD_NONE
            if at >= 0:
                word = h[h[H_WORD] + np.int64(c[at * 5 + h[H_TABLET_LAYER]])]
            sort = word & (WORD_SORTS - 1)
            if wanted == WD_IS:
                if sort != WD_IS:
                    break
                wanted = WD_PROPERTY
            elif sort == WD_NOT and denied == 0:
                denied = 1
            else:
                if sort == WD_PROPERTY:
                    place = ((noun // WORD_SORTS) * h[H_STONE_PROPERTIES] + word // WORD_SORTS) * 2 + denied
                    stone = h[h[H_SENTENCE] + place]
                    if stone >= 0:
                        n[h[N_STONE] + (stone >> 6)] |= 1 << (stone & 63)
                break


@jit
def read_stones(h, n, c, k):
    """At the end of a tick: which sentences stand on the board now, and if they are others, that step 0 has to look.

    Reads only if a tablet is not where it was, and goes over the whole board only if one came, went or was changed.
    """
    layer = h[H_TABLET_LAYER]
    known = n[h[N_TABLET]]
    same = known >= 0
    there = 0
    for i in range(known):
        entry = n[h[N_TABLET] + 1 + i]
        if same and c[(entry >> 16) * 5 + layer] != entry & 65535:
            same = False
    for ident in range(h[H_TABLET_LOW], h[H_TABLET_HIGH] + 1):
        there += n[h[N_COUNT] + ident]
    if same and there == known:
        return
    for i in range(stone_words(h)):
        n[h[N_STONE] + i] = 0
    if known >= 0 and follow(h, n, c, k):
        for i in range(known):
            read_from(h, n, c, n[h[N_TABLET] + 1 + i] >> 16)
    else:
        known = 0
        for cell in range(h[H_HW]):
            ident = np.int64(c[cell * 5 + layer])
            if ident >= h[H_TABLET_LOW] and ident <= h[H_TABLET_HIGH]:
                if known < h[H_TABLET_CAP]:
                    n[h[N_TABLET] + 1 + known] = cell << 16 | ident
                known += 1
                read_from(h, n, c, cell)
        n[h[N_TABLET]] = known if known <= h[H_TABLET_CAP] else -1
    if stones_differ(h, n):
        n[DUE] = n[WAKE] = 0


@jit
def hold_stones(h, n, quiet):
    """What was read on tablets becomes law. Returns how many sentences were made or broken; entrenched ones are barred. `quiet`: without telling."""
    words = stone_words(h)
    happened = 0
    for stone in range(h[H_STONES]):
        now = (n[h[N_STONE] + (stone >> 6)] >> (stone & 63)) & 1
        if (now != 0) != held(h, n, stone):
            n[h[N_STONE] + words + (stone >> 6)] ^= 1 << (stone & 63)
            if h[h[H_STONE] + stone * STONE_WIDTH + ST_ALLOWED] != 0:
                happened += 1
                if not quiet:
                    tell_news(h, n, NEWS_MADE if now != 0 else NEWS_BROKEN, stone, BY_STONE, 0)
            elif now != 0 and not quiet:
                tell_news(h, n, NEWS_BARRED, stone, BY_STONE, 0)
    return happened
