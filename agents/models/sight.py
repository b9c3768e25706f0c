"""What will be in sight, and what is believed of what is out of it.

`shows[facing, row offset + H - 1, column offset + W - 1]` says whether a mover that looks this way sees the cell so far from its own: 0 not known yet,
1 yes, 2 no. Sight goes in straight lines: a cell behind a thing that blocks them is hidden. What was seen last is believed to be there still, the less
surely the longer ago; what was never seen is most likely what was found beside such things before.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.memory import AGES, EDGE, SYMBOLS
from agents.models.board import DCOL, DROW, at
from agents.models.contexts import eighths

UNKNOWN = 0
NOT_KNOWN, SHOWN, HIDDEN = range(3)
BLOCKED, CLEAR = range(2)
EXPECTED = AGES - 1
"""Class of age of what is expected from an earlier episode only."""
LITTLE = 0.5
"""Weight of a neighbour never met beside a kind, in counts."""


@compiled
def blocks(mind, symbol):
    """Whether a thing is believed to block sight."""
    return mind.sight_through[symbol, BLOCKED] > mind.sight_through[symbol, CLEAR]


@compiled
def on_line(row, col, to_row, to_col, i):
    """The i-th cell of the straight line between two cells, in steps of the longer side, halves away from the first.  row, col"""
    down, right = to_row - row, to_col - col
    steps = max(abs(down), abs(right))
    r = row + (2 * abs(down) * i + steps) // (2 * steps) * (1 if down > 0 else -1)
    return r, col + (2 * abs(right) * i + steps) // (2 * steps) * (1 if right > 0 else -1)


@compiled
def offset_shows(mind, shows, facing, down, right):
    """Whether a cell so far off is shown to who looks this way; of a facing not known yet, as another one has it.  SHOWN, HIDDEN or NOT_KNOWN"""
    H, W = shows.shape[1] // 2, shows.shape[2] // 2
    told = np.int64(shows[facing, down + H, right + W])
    if told != NOT_KNOWN or mind.looked[facing]:
        return told
    for g in range(8):
        if mind.looked[g]:
            if shows[g, H - DROW[g], W - DCOL[g]] == SHOWN:  # it sees what is behind it: the window does not turn
                return np.int64(shows[g, down + H, right + W])
            quarters = (eighths(g) - eighths(facing)) % 8 // 2
            for _ in range(quarters):
                down, right = right, -down
            if abs(down) <= H and abs(right) <= W:
                return np.int64(shows[g, down + H, right + W])
            return np.int64(NOT_KNOWN)
    return told


@compiled
def in_sight(mind, shows, board, row, col, facing, r, c):
    """Whether a cell is believed to be seen from another."""
    reach = mind.sight_reach
    if abs(r - row) > reach or abs(c - col) > reach or offset_shows(mind, shows, facing, r - row, c - col) != SHOWN:
        return False
    for i in range(1, max(abs(r - row), abs(c - col))):
        a, b = on_line(row, col, r, c, i)
        if blocks(mind, np.int64(board[a, b])):
            return False
    return True


@compiled
def age_of(mind, cell):
    """The class of age of what was last seen in a cell.  int64"""
    if cell.seen_on == 0:
        return np.int64(EXPECTED)
    ticks = mind.tick + 1 - cell.seen_on
    return 0 if ticks < 4 else (1 if ticks < 16 else (2 if ticks < 64 else 3))


@compiled
def odds_held(mind, cell, symbol):
    """The odds that a remembered cell is found as it was last seen.  float64"""
    held = mind.held[mind.live[symbol], age_of(mind, cell)]
    return held[1] / (held[0] + held[1])


@compiled
def odds_found(mind, board, row, col):
    """Into mind.found_odds: what a cell never seen may hold, by the things beside it.  the likeliest symbol, the odds of what was never found before"""
    p = mind.found_odds
    best, z = 1, 0.0
    for k in range(1, EDGE):
        p[k] = 0.0
        if mind.found[k] <= 0:
            continue
        p[k] = mind.found[k]
        for d in range(4):
            n = at(board, row + DROW[d], col + DCOL[d])
            if n != UNKNOWN:
                p[k] *= (mind.found_beside[k, n] + LITTLE) / (mind.found_by[k] + 4 * LITTLE)
        z += p[k]
        if p[k] > p[best]:
            best = k
    rest = 1 / (2 + mind.found[UNKNOWN])                 # something never found before
    for k in range(1, EDGE):
        p[k] = (1 - rest) * p[k] / z if z > 0 else 0.0
    return np.int64(best), rest


@compiled
def learn_found(mind, board, row, col, symbol):
    """A cell never seen turned out to hold this. `board`: as known before."""
    mind.found[UNKNOWN] += 1
    mind.found[symbol] += 1
    for d in range(4):
        n = at(board, row + DROW[d], col + DCOL[d])
        if n != UNKNOWN:
            mind.found_beside[symbol, n] += 1
            mind.found_by[symbol] += 1


@compiled
def learn_window(mind, shows, board, seen, row, col, facing):
    """Which cells are shown, and which things hide what is behind them."""
    H, W = board.shape
    mind.looked[facing] = 1
    for r in range(H):
        for c in range(W):
            if seen[r, c]:
                mind.sight_reach = max(mind.sight_reach, max(abs(r - row), abs(c - col)))
    reach = mind.sight_reach + 1
    for r in range(max(0, row - reach), min(H, row + reach + 1)):
        for c in range(max(0, col - reach), min(W, col + reach + 1)):
            steps = max(abs(r - row), abs(c - col))
            told = shows[facing, r - row + H - 1, c - col + W - 1]
            suspect, suspects, known = np.int64(UNKNOWN), 0, False
            for i in range(1, steps):
                a, b = on_line(row, col, r, c, i)
                s = np.int64(board[a, b])
                if seen[r, c]:
                    mind.sight_through[s, CLEAR] = min(20.0, mind.sight_through[s, CLEAR] + 1)
                    mind.sight_through[s, BLOCKED] *= 0.5
                elif blocks(mind, s):
                    known = True
                elif mind.sight_through[s, CLEAR] <= 0 and s != suspect:
                    suspects += 1
                    suspect = s
            if seen[r, c]:
                shows[facing, r - row + H - 1, c - col + W - 1] = SHOWN
            elif not known:
                if suspects == 0:
                    shows[facing, r - row + H - 1, c - col + W - 1] = HIDDEN
                elif suspects == 1 and told == SHOWN:
                    mind.sight_through[suspect, BLOCKED] += 1


@entry
def look(minds, cells, shows, board, after, seen_before, seen, row, col, facing, learns):
    """What came into sight with one tick. bits of surprise

    Args:
        board, after: as known before and after it; seen_before, seen: uint8 [H, W], what was and is in sight; row, col, facing: now.
        learns: False only looks.
    """
    mind = minds[0]
    H, W = board.shape
    bits, wrong = 0.0, 0
    for r in range(H):
        for c in range(W):
            wrong += in_sight(mind, shows, after, row, col, facing, r, c) != (seen[r, c] != 0)
            cell = cells[r * W + c]
            cell.hidden = not (seen_before[r, c] and seen[r, c])
            if not seen[r, c] or seen_before[r, c]:
                continue
            was, now = np.int64(board[r, c]), np.int64(after[r, c])
            if was == UNKNOWN:
                best, rest = odds_found(mind, board, r, c)
                bits -= np.log2(mind.found_odds[now] if mind.found_odds[now] > 0 else rest / SYMBOLS)
            else:
                q = odds_held(mind, cell, was)
                bits -= np.log2(q if was == now else (1 - q) / SYMBOLS)
                if learns:
                    held = mind.held[mind.live[was], age_of(mind, cell)]
                    held[1 if was == now else 0] += 1
    if wrong:
        bits += wrong - np.log2((mind.views[0] + 0.5) / (mind.views[0] + mind.views[1] + 1))
    else:
        bits -= np.log2((mind.views[1] + 0.5) / (mind.views[0] + mind.views[1] + 1))
    if not learns:
        return bits
    mind.views[1 if wrong == 0 else 0] += 1
    if mind.views[0] + mind.views[1] > 100:
        mind.views[0] *= 0.5
        mind.views[1] *= 0.5
    for r in range(H):
        for c in range(W):
            if seen[r, c] and not seen_before[r, c] and board[r, c] == UNKNOWN:
                learn_found(mind, board, r, c, np.int64(after[r, c]))
    learn_window(mind, shows, after, seen, row, col, facing)
    note_seen(mind, cells, seen)
    return bits


@compiled
def note_seen(mind, cells, seen):
    H, W = seen.shape
    for i in range(H * W):
        if seen[i // W, i % W]:
            cells[i].seen_on = mind.tick + 1


@entry
def wake(minds, cells, shows, board, seen, row, col, facing):
    """A first sight: what is out of it is expected as it was once, and no longer remembered."""
    mind = minds[0]
    for i in range(len(cells)):
        cells[i].seen_on = 0
    if mind.windowed:
        learn_window(mind, shows, board, seen, row, col, facing)
        note_seen(mind, cells, seen)


@compiled
def come_into_sight(mind, cells, shows, board, row, col, facing, hidden, mask, odds):
    """One imagined step: writes into `mask` what is seen then, and on the board what is found there.  the odds of it all

    Args:
        hidden: uint8 [H, W], what was not in sight before; what comes into it is struck out. odds: float32 [H, W], by cell.
    """
    H, W = board.shape
    whole = (mind.views[1] + 0.5) / (mind.views[0] + mind.views[1] + 1)
    for r in range(H):
        for c in range(W):
            mask[r, c] = in_sight(mind, shows, board, row, col, facing, r, c)
            if mask[r, c] and hidden[r, c]:
                hidden[r, c] = 0
                if board[r, c] == UNKNOWN:
                    best, rest = odds_found(mind, board, r, c)
                    board[r, c] = best
                    q = mind.found_odds[best]
                else:
                    q = odds_held(mind, cells[r * W + c], np.int64(board[r, c]))
                odds[r, c] *= q
                whole *= q
    return whole
