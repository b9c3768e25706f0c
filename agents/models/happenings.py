"""Changes of the whole frame: every cell of a kind turns into another, by an act or by itself."""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled
from agents.memory import SYMBOLS
from agents.models.alone import odds_alone

MANY = 3
"""So many cells of one kind, all changed alike, make a happening that no mover's course explains."""
WATCHED = 8
"""Ticks that cells of a kind were seen for, each, before it is known to lie still."""
BY_ITSELF = 0.3
"""Odds from which on a change is taken for the thing's own doing."""


@compiled
def happening(mind, cells, board, after, near_row, near_col, into):
    """Finds what every cell of a kind turned into, into `into` (uint8 [SYMBOLS]).  number of kinds that did, 0 if nothing happened

    Only cells in sight are counted. Once some kind with MANY cells did, kinds with fewer count as well, unless their cell is next to
    (near_row, near_col). What a thing does by itself, as far as is known, or may do, as it is hardly known, is no happening: fires that all burn out.
    """
    count, became, broken, near = mind.kind_count, mind.kind_became, mind.kind_broken, mind.kind_near
    for s in range(SYMBOLS):
        count[s], became[s], broken[s], near[s] = 0, -1, 0, 0
        into[s] = s
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            if cells[row * board.shape[1] + col].hidden:
                continue
            s = np.int64(board[row, col])
            count[s] += 1
            if broken[s] == 0 and after[row, col] != s and (mind.seen[s] < WATCHED * count[s] or odds_alone(mind, board, row, col, np.int64(after[row, col])) > BY_ITSELF):
                broken[s] = 1
            if became[s] == -1:
                became[s] = after[row, col]
            elif became[s] != after[row, col]:
                broken[s] = 1
            if abs(row - near_row) + abs(col - near_col) <= 1:
                near[s] = 1
    n = 0
    for s in range(SYMBOLS):
        if count[s] >= MANY and broken[s] == 0 and became[s] != s:
            n += 1
    if n > 0:
        n = 0
        for s in range(SYMBOLS):
            if count[s] > 0 and broken[s] == 0 and became[s] != s and (count[s] >= MANY or near[s] == 0):
                into[s] = became[s]
                n += 1
    return n


@compiled
def comes_now(mind, board, out):
    """Draws on `out` the board after what is still to come of the last act.  whether anything is"""
    u, k = mind.pending_act, mind.pending_kind
    comes = u >= 0 and mind.turns_later[u, k] == 1 and mind.acted[u, k, 1] > mind.acted[u, k, 0]
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            out[row, col] = mind.turns_into[u, k, board[row, col]] if comes else board[row, col]
    return comes
