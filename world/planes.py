"""What an agent sees and knows as zeros and ones, for networks: ids are names, and a network would take them for sizes."""
from __future__ import annotations

import numba as nb
import numpy as np

from world.kernel_view import FACT_COL, FACT_ROW

TAIL_RAW, TAIL_SHARE, TAIL_ONE = range(3)
"""How a fact is written behind the planes: as it is; as a share of an amount; as so many numbers of which one is 1."""
HEAD = 4


def plan(plane_of: np.ndarray, itself: int, cols: int, tail: list[tuple[int, int, int]]) -> np.ndarray:
    """What `one_hot` goes by, in one array, since each costs a call from Python as much as a dozen cells.  int64

    Args:
        plane_of: int [ids], the plane of each id; -1 none.
        itself: the plane that shows where the agent is, -1 none; for frames as large as the board, `cols` wide.
        tail: (fact, TAIL_..., amount) of each thing that stands behind the planes.
    """
    return np.array([itself, cols, len(tail), sum(amount if how == TAIL_ONE else 1 for _, how, amount in tail), *(number for row in tail for number in row),
                     *plane_of], np.int64)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def one_hot(pictures, facts, layers, plan, out):
    """Ids as planes of 0 and 1, and facts behind them. `out` [B, planes * cells + tail], all 0, is filled.

    pictures: ids [B, layers * cells]. facts: int32 [B, F]. `plan`: of `plan`.
    """
    size = pictures.shape[1] // layers
    itself = plan[0]
    tails = plan[2]
    ids = HEAD + 3 * tails
    for w in range(len(pictures)):
        seen = pictures[w]
        row = out[w]
        known = facts[w]
        for layer in range(layers):
            first = layer * size
            for cell in range(size):
                ident = seen[first + cell]
                if ident != 0:
                    plane = plan[ids + ident]
                    if plane >= 0:
                        row[plane * size + cell] = 1
        if itself >= 0 and known[FACT_ROW] >= 0:
            row[itself * size + known[FACT_ROW] * plan[1] + known[FACT_COL]] = 1
        at = len(row) - plan[3]
        for i in range(tails):
            value = known[plan[HEAD + 3 * i]]
            how = plan[HEAD + 3 * i + 1]
            amount = plan[HEAD + 3 * i + 2]
            if how == TAIL_ONE:
                if value >= 0 and value < amount:
                    row[at + value] = 1
                at += amount
            else:
                row[at] = value if how == TAIL_RAW else value / amount
                at += 1
