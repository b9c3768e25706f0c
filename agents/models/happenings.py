"""Changes of the whole frame: every cell of a kind turns into another, by an act or by itself."""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled
from agents.memory import SYMBOLS

MANY = 3
"""So many cells of one kind, all changed alike, make a happening that no mover's course explains."""


@compiled
def happening(board, after, near_row, near_col, into):
    """Finds what every cell of a kind turned into, into `into` (uint8 [SYMBOLS]).  number of kinds that did, 0 if nothing happened

    Once some kind with MANY cells did, kinds with fewer count as well, unless their cell is next to (near_row, near_col).
    """
    count = np.zeros(SYMBOLS, np.int64)
    became = np.full(SYMBOLS, -1)
    broken = np.zeros(SYMBOLS, np.bool_)
    near = np.zeros(SYMBOLS, np.bool_)
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            s = np.int64(board[row, col])
            count[s] += 1
            if became[s] == -1:
                became[s] = after[row, col]
            elif became[s] != after[row, col]:
                broken[s] = True
            if abs(row - near_row) + abs(col - near_col) <= 1:
                near[s] = True
    n = 0
    for s in range(SYMBOLS):
        into[s] = s
        if count[s] >= MANY and not broken[s] and became[s] != s:
            n += 1
    if n > 0:
        n = 0
        for s in range(SYMBOLS):
            if count[s] > 0 and not broken[s] and became[s] != s and (count[s] >= MANY or not near[s]):
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
