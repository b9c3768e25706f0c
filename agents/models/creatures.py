"""Others: who is who between two frames, what each will do, what meeting them brings, and learning all that from what came.

A frame is read twice: bare, without anybody, so that what things do is not mixed up with who walks about; and, for my own body, with three
symbols for each kind of creature laid over it: one that stays in its cell, one that leaves it, and a cell that one is about to enter.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.crowd import APART, AS_USUAL, COMES, GONE, HABIT, HABITS, I_CAME, INTENTS, IT_CAME, KINDS, LEAVES, MOST, PACES, STAYS, VIEWS, WAYS, WENT_HOME
from agents.memory import EDGE, STAY
from agents.models.board import DCOL, DROW, at
from agents.models.controls import heading, main_verb
from agents.models.intents import STAND, habit_slot, intend, look_up, views_of

NOWHERE = -1
NEAR = 2
"""Cells from me at which it matters that a creature is about to come there."""
HAZARD = 0.01
"""Rate at which a creature's intent changes to any that its kind has."""
KEEPS = 0.05
"""Weight of one tick of a creature in what its kind is believed to be after."""
FULL, FULL_HABIT, FULL_MEETINGS = 30.0, 60.0, 10.0
ANYTHING = 1e-3
"""Odds of whatever no intent explains."""
FAR_HOME = 3.5
"""A creature that is back home costs as much as one that went so many cells, when it is asked who is who."""
NOT_LIKE_ME, UNLIKE_ME = -2.0, 0.05
"""What a kind is credited with that went on plainly where my body would not have, and the odds that it does."""
NEWCOMER = 3.0
"""Bits of one that appears."""


@compiled
def sharp(p):
    """Odds that somebody gets in, from how seldom its like stays out."""
    return p * p / (p * p + (1 - p) * (1 - p))


@compiled
def contact_of(crowd, i, d, here, target, now, W):
    """How creature i meets me, if it goes d while I go from one cell to a target and am then in another: APART, IT_CAME or I_CAME."""
    cell = crowd.row[i] * W + crowd.col[i]
    its = cell
    if d < 4:
        its = (crowd.row[i] + DROW[d]) * W + crowd.col[i] + DCOL[d]
    walked = now == target and target != here
    if d < 4 and its == here and not walked:
        return IT_CAME
    if d < 4 and its == target and target != here:
        return IT_CAME
    if target == cell and target != here and not walked:
        return I_CAME
    return APART


@compiled
def my_target(mover, verb, H, W):
    """The cell that a verb aims at.  int64"""
    way = heading(verb, mover[5])
    if way >= STAY:
        return mover[0] * W + mover[1]
    row, col = mover[0] + DROW[way], mover[1] + DCOL[way]
    if row < 0 or row >= H or col < 0 or col >= W:
        return mover[0] * W + mover[1]
    return row * W + col


@compiled
def odds_of_end(crowd, i, d, here, target, now, end, W):
    """The odds that creature i, if it means to go d, is then in a cell (NOWHERE: gone).  float64"""
    k = crowd.kind[i]
    cell = crowd.row[i] * W + crowd.col[i]
    home = crowd.home_row[i] * W + crowd.home_col[i]
    how = contact_of(crowd, i, d, here, target, now, W)
    z = crowd.became[k, how, AS_USUAL] + crowd.became[k, how, WENT_HOME] + crowd.became[k, how, GONE]
    p = ANYTHING / 10
    if end == NOWHERE:
        return p + crowd.became[k, how, GONE] / z
    if end == home:
        p += crowd.became[k, how, WENT_HOME] / z
    usual = crowd.became[k, how, AS_USUAL] / z
    if how != APART or d == STAND:
        return p + (usual if end == cell else 0.0)
    lands = crowd.lands[i, d]
    gets_in = sharp(crowd.enters[i, d]) if lands != cell and lands != now else 0.0
    if end == lands and lands != cell:
        p += usual * gets_in
    elif end == cell - W * (d == 0) + (d == 1) + W * (d == 2) - (d == 3):
        p += usual * UNLIKE_ME
    if end == cell:
        p += usual * (1 - gets_in)
    return p


@compiled
def foresee_all(mind, crowd, places, leaves, board, fields, field_marks, queue, landings, landing_marks, mover, all_intents):
    """What each creature is likely to do next."""
    look_up(mind, crowd, board, field_marks, landing_marks)
    for i in range(crowd.here):
        intend(mind, crowd, places, leaves, board, fields, field_marks, queue, landings, landing_marks, i, mover[0], mover[1], all_intents)
        best = STAND
        for d in range(WAYS):
            if crowd.way[i, d] * (1 - crowd.rests[i]) + (crowd.rests[i] if d == STAND else 0.0) > crowd.way[i, best] * (1 - crowd.rests[i]) + (crowd.rests[i] if best == STAND else 0.0):
                best = d
        crowd.goes[i] = best


@compiled
def lay(crowd, cell, symbol):
    """Notes that a cell is to be read as something else; who lays first is not laid over."""
    for i in range(crowd.overlays):
        if crowd.overlay[i, 0] == cell:
            return
    if crowd.overlays < len(crowd.overlay):
        crowd.overlay[crowd.overlays, 0] = cell
        crowd.overlay[crowd.overlays, 1] = symbol
        crowd.overlays += 1


@compiled
def lay_roles(crowd, mover, H, W):
    """What the creatures are to my body if they go as in crowd.goes: fills crowd.overlay."""
    crowd.overlays = 0
    here = mover[0] * W + mover[1]
    for i in range(crowd.here):
        d = crowd.goes[i]
        if d < 4 and (crowd.row[i] + DROW[d]) * W + crowd.col[i] + DCOL[d] == here:
            lay(crowd, here, crowd.role[crowd.kind[i], COMES])
    for i in range(crowd.here):
        cell = crowd.row[i] * W + crowd.col[i]
        d = crowd.goes[i]
        leaves = d < 4 and (crowd.row[i] + DROW[d]) * W + crowd.col[i] + DCOL[d] != here
        lay(crowd, cell, crowd.role[crowd.kind[i], LEAVES if leaves else STAYS])
    for i in range(crowd.here):
        d = crowd.goes[i]
        if d < 4:
            row, col = crowd.row[i] + DROW[d], crowd.col[i] + DCOL[d]
            if 0 <= row < H and 0 <= col < W and abs(row - mover[0]) + abs(col - mover[1]) <= NEAR:
                lay(crowd, row * W + col, crowd.role[crowd.kind[i], COMES])


@entry
def foresee(minds, crowds, places, leaves, board, fields, field_marks, queue, landings, landing_marks, mover, seen):
    """Foretells every creature, and draws on `seen` the board as my body will meet it."""
    mind, crowd = minds[0], crowds[0]
    H, W = board.shape
    foresee_all(mind, crowd, places, leaves, board, fields, field_marks, queue, landings, landing_marks, mover, False)
    lay_roles(crowd, mover, H, W)
    draw_over(crowd, board, seen)


@compiled
def draw_over(crowd, board, seen):
    """Copies a board and lays over it what is to be read otherwise."""
    H, W = board.shape
    for row in range(H):
        for col in range(W):
            seen[row, col] = board[row, col]
    for i in range(crowd.overlays):
        seen[crowd.overlay[i, 0] // W, crowd.overlay[i, 0] % W] = crowd.overlay[i, 1]


@entry
def still_ones(crowds, board, seen):
    """Draws on `seen` the board with those creatures that are believed not to move.  their number"""
    crowd = crowds[0]
    H, W = board.shape
    crowd.overlays = 0
    for i in range(crowd.here):
        if crowd.belief[i, 0] > 0.8:
            lay(crowd, crowd.row[i] * W + crowd.col[i], crowd.role[crowd.kind[i], STAYS])
    draw_over(crowd, board, seen)
    return crowd.overlays


@compiled
def go(crowd, i, end, d, cell, W):
    """Creature i is in another cell now, having meant to go d."""
    moved = end != cell
    if moved and d < 4:
        crowd.heading[i] = d
    if moved:
        crowd.blocked[i] = 0
    elif crowd.rests[i] < 0.5:
        h = crowd.heading[i]
        stopped = h >= 0 and (sharp(crowd.enters[i, h]) < 0.5 or d == h or crowd.blocked[i] > 0)
        crowd.blocked[i] = min(crowd.blocked[i] + 1, 3) if stopped else 0
    crowd.since[i] = 0 if moved else min(crowd.since[i] + 1, PACES - 1)
    crowd.past[i] = (crowd.past[i] * WAYS + (d if moved else STAND)) % (WAYS * WAYS * WAYS)
    crowd.row[i] = end // W
    crowd.col[i] = end % W


@compiled
def forget(crowd, i):
    """Creature i is no longer about: the last one takes its number."""
    j = crowd.here - 1
    if i != j:
        for m in range(INTENTS):
            crowd.belief[i, m] = crowd.belief[j, m]
        crowd.kind[i], crowd.row[i], crowd.col[i] = crowd.kind[j], crowd.row[j], crowd.col[j]
        crowd.home_row[i], crowd.home_col[i], crowd.heading[i] = crowd.home_row[j], crowd.home_col[j], crowd.heading[j]
        crowd.since[i], crowd.blocked[i], crowd.past[i] = crowd.since[j], crowd.blocked[j], crowd.past[j]
    crowd.here = j


@compiled
def kind_of(crowd, thing):
    for k in range(crowd.kinds):
        if crowd.thing[k] == thing:
            return k
    return np.int64(KINDS - 1)


@compiled
def arrive(crowd, row, col, thing):
    """One more creature is about; it is taken to be after what its kind is after."""
    if crowd.here >= MOST:
        return
    i = crowd.here
    crowd.here += 1
    k = kind_of(crowd, thing)
    crowd.kind[i], crowd.row[i], crowd.col[i], crowd.home_row[i], crowd.home_col[i] = k, row, col, row, col
    crowd.heading[i], crowd.since[i], crowd.blocked[i], crowd.past[i] = -1, 0, 0, WAYS * WAYS * WAYS - 1
    z = 0.0
    for m in range(INTENTS):
        z += crowd.prior[k, m]
    for m in range(INTENTS):
        crowd.belief[i, m] = crowd.prior[k, m] / z


@compiled
def match(crowd, others, W):
    """Who is who: crowd.matched[i], the number of creature i among those seen now, -1: gone; crowd.taken, the other way round."""
    n = others[0, 0]
    for i in range(crowd.here):
        crowd.matched[i] = -1
    for j in range(n):
        crowd.taken[j] = -1
    while True:
        best, who, which = 1e9, -1, -1
        for i in range(crowd.here):
            if crowd.matched[i] >= 0:
                continue
            for j in range(n):
                if crowd.taken[j] >= 0 or kind_of(crowd, others[j + 1, 2]) != crowd.kind[i]:
                    continue
                row, col = others[j + 1, 0], others[j + 1, 1]
                cost = np.float64(abs(row - crowd.row[i]) + abs(col - crowd.col[i]))
                for d in range(WAYS):
                    if crowd.lands[i, d] == row * W + col:
                        cost = min(cost, 1.0) - 0.9 * crowd.way[i, d]
                if row == crowd.home_row[i] and col == crowd.home_col[i]:
                    cost = min(cost, FAR_HOME)
                if cost < best:
                    best, who, which = cost, i, j
        if who < 0:
            break
        crowd.matched[who] = which
        crowd.taken[which] = who


@entry
def meet(crowds, others, fresh, W):
    """Takes in who is about without learning from it; `fresh`: an episode begins, nobody is who he was."""
    crowd = crowds[0]
    if fresh:
        crowd.here = 0
    for i in range(crowd.here):
        for d in range(WAYS):
            crowd.lands[i, d] = crowd.row[i] * W + crowd.col[i]
            crowd.way[i, d] = 0.0
    match(crowd, others, W)
    for i in range(crowd.here - 1, -1, -1):
        j = crowd.matched[i]
        if j < 0:
            forget(crowd, i)
        else:
            crowd.row[i], crowd.col[i] = others[j + 1, 0], others[j + 1, 1]
    for j in range(others[0, 0]):
        if crowd.taken[j] < 0:
            arrive(crowd, others[j + 1, 0], others[j + 1, 1], others[j + 1, 2])


@entry
def carry_on(minds, crowds, board, mover, action, after, odds, now):
    """Carries every creature on by one tick, after a tick in which I am believed to get from `mover` to `now`. the odds of it all

    Args:
        board: bare, before the tick; after: uint8 [H, W] and odds: float32 [H, W], as foretold with what was laid over them, are put right.
    """
    mind, crowd = minds[0], crowds[0]
    H, W = board.shape
    here, there = mover[0] * W + mover[1], now[0] * W + now[1]
    target = my_target(mover, main_verb(mind, action), H, W)
    for i in range(crowd.overlays):
        cell = crowd.overlay[i, 0]
        if after[cell // W, cell % W] == crowd.overlay[i, 1]:
            after[cell // W, cell % W] = board[cell // W, cell % W]
    whole = 1.0
    for i in range(crowd.here):
        cell = crowd.row[i] * W + crowd.col[i]
        end, p, goes = cell, -1.0, STAND
        for e in range(WAYS + 2):
            candidate = NOWHERE
            if e < WAYS:
                candidate = crowd.lands[i, e]
            elif e == WAYS:
                candidate = crowd.home_row[i] * W + crowd.home_col[i]
            q, top, most = 0.0, STAND, -1.0
            for d in range(WAYS):
                share = crowd.way[i, d] * (1 - crowd.rests[i]) + (crowd.rests[i] if d == STAND else 0.0)
                likely = share * odds_of_end(crowd, i, d, here, target, there, candidate, W)
                q += likely
                if likely > most:
                    most, top = likely, d
            if q > p:
                end, p, goes = candidate, q, top
        p = min(p, 1.0)
        whole *= p
        crowd.to_odds[i], crowd.goes[i], crowd.to_row[i] = p, goes, end
        odds[cell // W, cell % W] *= p
        if end >= 0 and end != cell:
            row, col = end // W, end % W
            odds[row, col] *= p
            k, s = crowd.kind[i], board[row, col]
            if crowd.left[k, s, 1] > crowd.left[k, s, 0]:
                after[row, col] = crowd.leaves[k, s] - 1
                odds[row, col] *= crowd.left[k, s, 1] / (crowd.left[k, s, 0] + crowd.left[k, s, 1] + 0.5)
    for i in range(crowd.here - 1, -1, -1):
        if crowd.to_row[i] == NOWHERE:
            forget(crowd, i)
        else:
            go(crowd, i, crowd.to_row[i], crowd.goes[i], crowd.row[i] * W + crowd.col[i], W)
    return whole


@compiled
def count_habit(crowd, i, ways, free, my_row, my_col, acted, W):
    """Adds what creature i did to the habits of its kind, in every view of it; views that foretold it weigh more from now on."""
    views_of(crowd, i, free, my_row, my_col, W)
    for v in range(VIEWS):
        s = habit_slot(crowd, v)
        if s < 0:
            s = np.int64(crowd.view_key[v] & np.uint64(HABITS - 1))
            crowd.habit_of[s] = crowd.view_key[v]
            for d in range(WAYS):
                crowd.habit[s, d] = 0
        n, hit = 0.0, 0.0
        for d in range(WAYS):
            n += crowd.habit[s, d]
            hit += ways[d] * crowd.habit[s, d]
        if n > 0:
            expected = 0.0
            for d in range(WAYS):
                expected += ways[d] * crowd.by_intent[i, HABIT, d]
            gain = ((hit + 0.1) / (n + 0.5)) / max(expected, 0.02)
            crowd.view_weight[v] = min(100.0, max(0.01, crowd.view_weight[v] * min(3.0, max(0.3, gain)) ** (0.2 * acted)))
        for d in range(WAYS):
            crowd.habit[s, d] += ways[d] * acted
        if n > FULL_HABIT:
            for d in range(WAYS):
                crowd.habit[s, d] *= 0.5


@compiled
def learn_creature(mind, crowd, i, end, board, after, mover, here, target, there, reward, ends, H, W):
    """One creature was seen to end in a cell, or to be gone.  odds that it had"""
    k = crowd.kind[i]
    cell = crowd.row[i] * W + crowd.col[i]
    rests = crowd.rests[i]
    likely, posterior = crowd.likely, crowd.posterior
    z, resting = 0.0, rests * odds_of_end(crowd, i, STAND, here, target, there, end, W)
    for d in range(WAYS):
        likely[d] = odds_of_end(crowd, i, d, here, target, there, end, W)
        posterior[d] = crowd.way[i, d] * likely[d]
        z += posterior[d]
    odds = min(1.0, resting + (1 - rests) * z)
    acted = 1 - resting / odds if odds > 0 else 1.0
    top = 0
    for d in range(WAYS):
        posterior[d] /= z
        if posterior[d] > posterior[top]:
            top = d
    # what it is after
    total = 0.0
    for m in range(INTENTS):
        if crowd.looked[i, m]:
            p = 0.0
            for d in range(WAYS):
                p += crowd.by_intent[i, m, d] * likely[d]
            crowd.belief[i, m] *= (resting + (1 - rests) * p + ANYTHING) / (odds + ANYTHING)
        total += crowd.belief[i, m]
    of_kind = 0.0
    for m in range(INTENTS):
        of_kind += crowd.prior[k, m]
    for m in range(INTENTS):
        crowd.belief[i, m] = (1 - HAZARD) * crowd.belief[i, m] / total + HAZARD * crowd.prior[k, m] / of_kind
    for m in range(INTENTS):
        crowd.prior[k, m] += KEEPS * crowd.belief[i, m]
        if of_kind > FULL:
            crowd.prior[k, m] *= 0.5
    # what lets it in, how fast it is, which way it turns, what it is used to
    for d in range(4):
        row, col = crowd.row[i] + DROW[d], crowd.col[i] + DCOL[d]
        s = at(board, row, col)
        if s != EDGE and contact_of(crowd, i, d, here, target, there, W) == APART:
            crowd.expected[k, s] += acted * crowd.way[i, d]
            if end != cell:
                crowd.chosen[k, s] += acted * posterior[d]
            if crowd.expected[k, s] > FULL:
                crowd.expected[k, s] *= 0.5
                crowd.chosen[k, s] *= 0.5
    pace = crowd.pace[k, min(crowd.since[i], PACES - 1)]
    pace[0] += 1 - acted
    pace[1] += acted
    if pace[0] + pace[1] > FULL:
        pace[0] *= 0.5
        pace[1] *= 0.5
    if crowd.blocked[i] > 0 and crowd.heading[i] >= 0:
        crowd.turned[k, STAND if top == STAND else (top - crowd.heading[i]) % 4] += acted
    free = 0
    for d in range(4):
        row, col = crowd.row[i] + DROW[d], crowd.col[i] + DCOL[d]
        if crowd.enters[i, d] >= 0.35 and not (row == mover[0] and col == mover[1]):
            free |= 1 << d
    count_habit(crowd, i, posterior, free, mover[0], mover[1], acted, W)
    # whether ice and wind do to it what they do to me, and what it leaves where it came
    if top < 4 and end >= 0 and end != cell:
        plain = (crowd.row[i] + DROW[top]) * W + crowd.col[i] + DCOL[top]
        s = at(board, plain // W, plain % W)
        if crowd.lands[i, top] != plain:
            crowd.like_me[k, s] = NOT_LIKE_ME if end == plain else min(3.0, crowd.like_me[k, s] + 1)
        elif end != plain and crowd.like_me[k, s] < 0:
            crowd.like_me[k, s] += 1
        s = np.int64(board[end // W, end % W])
        turned = after[end // W, end % W] != s and end != there
        crowd.left[k, s, 1 if turned else 0] += 1
        if turned:
            crowd.leaves[k, s] = 1 + after[end // W, end % W]
    # what meeting it brings
    how = contact_of(crowd, i, top, here, target, there, W)
    home = crowd.home_row[i] * W + crowd.home_col[i]
    if end == NOWHERE:
        crowd.became[k, how, GONE] += 1
    elif end == home and end != cell and end != crowd.lands[i, top]:
        crowd.became[k, how, WENT_HOME] += 1
    elif home != cell:
        crowd.became[k, how, AS_USUAL] += 1
    if how != APART:
        went = there != here and there != target
        n = min(crowd.met[k, how] + 1, FULL_MEETINGS)
        crowd.met[k, how] = n
        crowd.met_reward[k, how] += (reward - crowd.met_reward[k, how]) / n
        crowd.met_home[k, how] += (np.float64(went) - crowd.met_home[k, how]) / n
        crowd.met_end[k, how] += (np.float64(ends) - crowd.met_end[k, how]) / n
    crowd.goes[i] = top if acted > 0.5 or end != cell else STAND
    return odds


@entry
def learn_creatures(minds, crowds, places, leaves, board, fields, field_marks, queue, landings, landing_marks, mover, action, now, after, others, sight,
                    reward, ends, learns, seen, came):
    """One tick of everybody else.  bits of surprise

    Args:
        board, after: bare, before and after the tick. others: who is seen after it; sight: uint8 [H, W], 1 where it was seen.
        reward: more or less than usual. learns: False only follows.
        seen, came: uint8 [H, W], written: the two boards as my body met them, without what others did to the cells that they entered.
    """
    mind, crowd = minds[0], crowds[0]
    H, W = board.shape
    here, there = mover[0] * W + mover[1], now[0] * W + now[1]
    target = my_target(mover, main_verb(mind, action), H, W)
    foresee_all(mind, crowd, places, leaves, board, fields, field_marks, queue, landings, landing_marks, mover, True)
    match(crowd, others, W)
    bits = 0.0
    for row in range(H):
        for col in range(W):
            came[row, col] = after[row, col]
    for i in range(crowd.here):
        j = crowd.matched[i]
        end = others[j + 1, 0] * W + others[j + 1, 1] if j >= 0 else NOWHERE
        crowd.to_row[i] = end
        if end == NOWHERE:
            seen_well = True
            for d in range(WAYS):
                seen_well = seen_well and sight[crowd.lands[i, d] // W, crowd.lands[i, d] % W] != 0
            if not seen_well:
                continue
        if learns:
            odds = learn_creature(mind, crowd, i, end, board, after, mover, here, target, there, reward, ends, H, W)
        else:
            odds = crowd.rests[i] * odds_of_end(crowd, i, STAND, here, target, there, end, W)
            for d in range(WAYS):
                odds += (1 - crowd.rests[i]) * crowd.way[i, d] * odds_of_end(crowd, i, d, here, target, there, end, W)
        bits -= np.log2(max(odds, ANYTHING / 10))
        if end >= 0 and end != there and end != target:
            came[end // W, end % W] = board[end // W, end % W]
    lay_roles(crowd, mover, H, W)
    draw_over(crowd, board, seen)
    for i in range(crowd.overlays):
        row, col = crowd.overlay[i, 0] // W, crowd.overlay[i, 0] % W
        if came[row, col] == board[row, col]:
            came[row, col] = crowd.overlay[i, 1]
    for i in range(crowd.here - 1, -1, -1):
        if crowd.to_row[i] == NOWHERE:
            forget(crowd, i)
        else:
            go(crowd, i, crowd.to_row[i], crowd.goes[i], crowd.row[i] * W + crowd.col[i], W)
    for j in range(others[0, 0]):
        if crowd.taken[j] < 0:
            arrive(crowd, others[j + 1, 0], others[j + 1, 1], others[j + 1, 2])
            bits += NEWCOMER
    return bits
