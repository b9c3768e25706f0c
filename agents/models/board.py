"""Directions, neighbours and runs on a board of symbols: the small change of every rule.

Boards are uint8 [H, W]; directions 0 north, 1 east, 2 south, 3 west, 4 north-east, 5 south-east, 6 south-west, 7 north-west; 8 stays.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled
from agents.memory import EDGE, NEWS

DROW = np.array([-1, 0, 1, 0, -1, 1, 1, -1, 0])
DCOL = np.array([0, 1, 0, -1, 1, 1, -1, -1, 0])
LONGEST_RUN = 8


@compiled
def at(board, row, col):
    """The symbol of a cell, EDGE outside.  int64"""
    if 0 <= row < board.shape[0] and 0 <= col < board.shape[1]:
        return np.int64(board[row, col])
    return np.int64(EDGE)


@compiled
def bit(symbol):
    """One bit for each symbol.  int64"""
    return np.int64(1) << np.int64(symbol)


@compiled
def after_run(board, row, col, d):
    """From a cell in direction d: the thing next to it and its run of equal cells.  row, col of the cell after the run, its length"""
    first = at(board, row + DROW[d], col + DCOL[d])
    n = 1
    while n < LONGEST_RUN and first != EDGE and at(board, row + DROW[d] * (n + 1), col + DCOL[d] * (n + 1)) == first:
        n += 1
    return row + DROW[d] * (n + 1), col + DCOL[d] * (n + 1), n


@compiled
def only_twin(board, symbol, row, col):
    """The only other cell that holds this symbol; the cell itself if there is none or more than one.  row, col"""
    n = 0
    r, c = row, col
    for i in range(board.shape[0]):
        for j in range(board.shape[1]):
            if board[i, j] == symbol and (i != row or j != col):
                n += 1
                r, c = i, j
    if n != 1:
        return row, col
    return r, c


@compiled
def put(mind, verb, row, col, symbol):
    """Notes that the course of a verb leaves this symbol in a cell."""
    n = mind.edits[verb]
    for i in range(n):
        if mind.edit[verb, i, 0] == row and mind.edit[verb, i, 1] == col:
            mind.edit[verb, i, 2] = symbol
            return
    if n < mind.edit.shape[1]:
        mind.edit[verb, n, 0] = row
        mind.edit[verb, n, 1] = col
        mind.edit[verb, n, 2] = symbol
        mind.edits[verb] = n + 1


@compiled
def note_news(mind, family, odds):
    """Notes that the law of a family (CONTROLS: what actions mean) is believed to have changed; odds: how surely."""
    if mind.news < NEWS:
        mind.news_of[mind.news] = family
        mind.news_odds[mind.news] = odds
        mind.news += 1


@compiled
def luck(mind):
    """One draw of the mind's own luck.  float64, 0 .. 1"""
    mind.draws += 1
    h = np.uint64(mind.seed) + np.uint64(mind.draws) * np.uint64(0x9E3779B97F4A7C15)
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.float64((h ^ (h >> np.uint64(31))) >> np.uint64(11)) / 9007199254740992.0
