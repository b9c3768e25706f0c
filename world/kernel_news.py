"""What befalls the law in a tick, row by row, for the log that Python writes."""
from __future__ import annotations

from world.compiling import jit
from world.layout import *  # noqa: F403


@jit
def tell_news(h, n, sort, which, by, lapse):
    """Note what befell the law, for the log."""
    if n[NEWS] < h[H_NEWS_CAP]:
        at = h[N_NEWS] + n[NEWS] * NEWS_WIDTH
        n[at + NW_SORT] = sort
        n[at + NW_SET] = which
        n[at + NW_BY] = by
        n[at + NW_LAPSE] = lapse
        n[at + NW_TICK] = n[TICK]
        n[at + NW_VERSION] = n[VERSION]
        n[NEWS] += 1
