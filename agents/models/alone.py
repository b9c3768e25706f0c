"""What things do without anybody: fire that spreads, grass that grows, other movers. Only kinds once seen to do so are looked at."""
from __future__ import annotations

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.models.board import at
from agents.models.contexts import of_cell
from agents.models.decider import decide_now, likeliest, odds_of
from agents.models.regimes import learn_decision

CHANGES_ALONE = 0.5
"""Changes that a kind is credited with before it was ever seen to change ..."""
CHANGES_ALONE_OF = 20.0
"""... in so many ticks."""


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
                decider, contexts, family = of_cell(mind, board, row, col)
                k, unseen = decide_now(mind, decider, contexts, family)
                outcome, p = likeliest(mind, k)
                cell.alone = outcome
                cell.alone_odds = p
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
    decider, contexts, family = of_cell(mind, board, row, col)
    return learn_decision(mind, decider, contexts, family, 1 + after if moved else 0, 1.0, 1.0, 0.0, 2, 7)
