"""What things do without anybody: fire that spreads, grass that grows, other movers. Only kinds once seen to do so are looked at."""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ALONE, MEMO_BITS, REGIMES, SYMBOLS
from agents.models.board import at
from agents.models.contexts import of_cell
from agents.models.decider import decide_now, likeliest, odds_of
from agents.models.regimes import MANY_STAYED, learn_decision

SETTLED, SELDOM = 0.995, 8
"""A cell that stays as it was foretold with more than these odds is learned from once in so many ticks only."""
CHANGES_ALONE = 0.5
"""Changes that a kind is credited with before it was ever seen to change ..."""
CHANGES_ALONE_OF = 20.0
"""... in so many ticks."""


@compiled
def alone(mind, board, row, col):
    """What a live cell most likely does by itself, remembered by its neighbourhood until the next tick is learned.  outcome, its odds"""
    s = at(board, row, col)
    around = ((at(board, row - 1, col) << 18) | (at(board, row, col + 1) << 12) | (at(board, row + 1, col) << 6) | at(board, row, col - 1)) | (s << 24)
    key = (mind.clock + 1) << 30 | around
    i = np.int64((np.uint64(around) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - MEMO_BITS))
    if mind.memo_key[i] != key:
        decider, contexts, family = of_cell(mind, board, row, col)
        n, unseen = decide_now(mind, decider, contexts, family)
        outcome, p = likeliest(mind, n)
        mind.memo_key[i] = key
        mind.memo_outcome[i] = outcome
        mind.memo_odds[i] = p
    return mind.memo_outcome[i], mind.memo_odds[i]


@compiled
def foretell_cells(mind, cells, board):
    """Into cells.alone (outcome, 0 same) and alone_odds, for every live cell of the board; the number of live cells in mind.live_cells."""
    W = board.shape[1]
    n = 0
    for row in range(board.shape[0]):
        for col in range(W):
            cell = cells[row * W + col]
            cell.alone = 0
            cell.alone_odds = 1.0
            if mind.live[board[row, col]]:
                cell.alone, cell.alone_odds = alone(mind, board, row, col)
                n += 1
    mind.live_cells = n


@apart(T.real, T.mind, T.board, T.whole, T.whole, T.whole)
def odds_alone(mind, board, row, col, symbol):
    """The odds that a cell becomes this symbol by itself.  float64"""
    now = board[row, col]
    if not mind.live[now]:
        return CHANGES_ALONE / (mind.seen[now] + CHANGES_ALONE_OF)
    decider, contexts, family = of_cell(mind, board, row, col)
    n, unseen = decide_now(mind, decider, contexts, family)
    return odds_of(mind, n, unseen, 0 if symbol == now else 1 + symbol)


@compiled
def learn_cell(mind, board, row, col, after):
    """One cell was seen to stay or change with nobody to blame.  float64, the odds it had; 1 for kinds that are not live"""
    now = board[row, col]
    moved = after != now
    north, east, south, west = at(board, row - 1, col), at(board, row, col + 1), at(board, row + 1, col), at(board, row, col - 1)
    mind.beside[now, north] += 1
    if south != north:
        mind.beside[now, south] += 1
    if west != north and west != south:
        mind.beside[now, west] += 1
    if east != north and east != south and east != west:
        mind.beside[now, east] += 1
    if moved:
        mind.turned[now, north] += 1
        if south != north:
            mind.turned[now, south] += 1
        if west != north and west != south:
            mind.turned[now, west] += 1
        if east != north and east != south and east != west:
            mind.turned[now, east] += 1
    if not mind.live[now]:
        return 1.0
    if not moved and (mind.clock + row * board.shape[1] + col) % SELDOM != 0:
        outcome, p = alone(mind, board, row, col)
        if outcome == 0 and p > SETTLED:
            family = ALONE * (SYMBOLS + 1) + now
            mind.cusum[family, REGIMES] = max(0.0, mind.cusum[family, REGIMES] - MANY_STAYED)
            return p
    decider, contexts, family = of_cell(mind, board, row, col)
    return learn_decision(mind, decider, contexts, family, 1 + after if moved else 0, 1.0, 1.0, 0.0, 2, 7)
