"""Looks a few ticks ahead among others: to be met by nobody whose meeting hurts, and to meet whom it pays to meet.

The planner's tables know nothing of creatures; this goes over its choice. From each first step the best few courses are followed, everybody carried on
by what he is after; where they end, the tables' values count. A choice is overruled only if meetings make it worse by more than it was meant to cost.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.crowd import CHASE, FLEE, HABIT, I_CAME, IT_CAME, PACES, STILL, STRAIGHT, TARGETS, WANDER, WAYS, WENT_HOME
from agents.memory import ACT, STAY
from agents.models.board import DCOL, DROW, at
from agents.models.controls import main_verb
from agents.models.course import NO_GUESS, course
from agents.models.creatures import sharp
from agents.models.intents import FAR, PASSABLE, STAND, field_of, target_cell
from agents.planners.sweeping import value_of_way
from agents.planners.tables import reward_of_course, state_of

DEPTH = 6
"""Ticks looked ahead."""
KEPT = 8
"""Courses followed from each first step."""
HEEDED = 3
"""Creatures carried on, the nearest."""
LEAST_BELIEF = 0.05
MATTERS = 1e-6
SLIGHT = 0.02
"""Share of the best reward that a meeting must cost or bring before it is heeded."""
FAR_AWAY = 8
"""Cells from which on nobody is heeded but those whom it pays to meet."""

COURSE = np.dtype([("cell", np.int64), ("state", np.int64), ("first", np.int64), ("gain", np.float64), ("lives", np.float64), ("rank", np.float64),
                   ("its", np.int64, (HEEDED,)), ("heading", np.int64, (HEEDED,)), ("since", np.int64, (HEEDED,)), ("free", np.int64, (HEEDED,))], align=True)
"""One imagined course: where it has got to, what it began with, discounted gain so far, the odds that no meeting has ended it, the creatures."""
COURSES = 2 * WAYS * KEPT


@compiled
def matters(crowd, k):
    """Whether meeting a kind of creature was seen to change anything."""
    for how in range(IT_CAME, I_CAME + 1):
        if crowd.met[k, how] > 0 and (abs(crowd.met_reward[k, how]) > MATTERS or crowd.met_home[k, how] > 0.3 or crowd.met_end[k, how] > 0.3):
            return True
    return False


@compiled
def likely_ways(mind, crowd, board, fields, marks, queue, i, cell, heading, mine, out):
    """What creature i would do, were it in a cell and I in another: the intents believed in most, mixed into out (float64 [5])."""
    W = board.shape[1]
    k = crowd.kind[i]
    row, col = cell // W, cell % W
    enter = crowd.enters[i]
    free = 0
    for d in range(4):
        enter[d] = crowd.open[k, at(board, row + DROW[d], col + DCOL[d])]
        free += enter[d] >= PASSABLE
        out[d] = 0.0
    out[STAND] = 0.0
    z = 0.0
    for m in range(FLEE + TARGETS):
        w = crowd.belief[i, m]
        if w < LEAST_BELIEF:
            continue
        z += w
        if m == STILL:
            out[STAND] += w
        elif m == STRAIGHT and heading >= 0:
            out[heading] += w * sharp(enter[heading])
            out[STAND] += w * (1 - sharp(enter[heading]))
        elif m == WANDER or m == HABIT or m == STRAIGHT:
            for d in range(4):
                if enter[d] >= PASSABLE:
                    out[d] += w / free
            if free == 0:
                out[STAND] += w
        else:
            target = mine
            if (m - CHASE) % TARGETS > 0:
                target = target_cell(crowd, i, (m - CHASE) % TARGETS, mine // W, mine % W, W)
            if target < 0:
                z -= w
                continue
            if m < FLEE:
                field_of(mind, crowd, board, fields, marks, queue, k, target)
            flees = m >= FLEE
            best, n = np.int64(FAR if not flees else -abs(row - target // W) - abs(col - target % W)), 0
            for sweep in range(2):
                for d in range(4):
                    r, c = row + DROW[d], col + DCOL[d]
                    if enter[d] < PASSABLE or cell == target or (flees and r * W + c == mine):
                        continue
                    far = -abs(r - target // W) - abs(c - target % W) if flees else np.int64(fields[target, r * W + c])
                    if sweep == 0:
                        if far < best:
                            best, n = far, 0
                        n += far == best and far < FAR
                    elif n > 0 and far == best:
                        out[d] += w / n
            if n == 0:
                out[STAND] += w
    for d in range(WAYS):
        out[d] = out[d] / z if z > 0 else (1.0 if d == STAND else 0.0)


@compiled
def meeting(crowd, k, how):
    """What a meeting brings: reward, the odds that it ends my course (home, or the episode), the odds that it ends the episode."""
    if crowd.met[k, how] <= 0:
        how = IT_CAME + I_CAME - how
    if crowd.met[k, how] <= 0:
        return 0.0, 0.0, 0.0
    return crowd.met_reward[k, how], max(crowd.met_home[k, how], crowd.met_end[k, how]), crowd.met_end[k, how]


@compiled
def keep(courses, start, n, new):
    """Puts a course among the best n of its first step, if it is new or better there.  n"""
    worst, least = -1, 1e300
    for j in range(n):
        c = courses[start + j]
        same = c.cell == new.cell and c.state == new.state
        for h in range(HEEDED):
            same = same and c.its[h] == new.its[h]
        if same:
            if new.rank > c.rank:
                copy_course(new, c)
            return n
        if c.rank < least:
            worst, least = j, c.rank
    if n < KEPT:
        copy_course(new, courses[start + n])
        return n + 1
    if new.rank > least:
        copy_course(new, courses[start + worst])
    return n


@compiled
def copy_course(a, b):
    b.cell, b.state, b.first, b.gain, b.lives, b.rank = a.cell, a.state, a.first, a.gain, a.lives, a.rank
    for h in range(HEEDED):
        b.its[h], b.heading[h], b.since[h], b.free[h] = a.its[h], a.heading[h], a.since[h], a.free[h]


@compiled
def my_way(mind, places, leaves, ways, board, mover, cell, state, v, size):
    """Where my way v (0 .. 3, 4 stays) leads from a cell: cell, state, reward, ends. By the tables where they know, else imagined."""
    verb = np.int64(v if v < 4 else STAY)
    W = board.shape[1]
    if state >= 0 and mind.number_of[verb] >= 0:
        way = ways[state * mind.verbs + mind.number_of[verb]]
        if not way.dirty:
            return way.to % size, way.to, way.reward, way.ends
    trial = mind.trial[:]
    for i in range(6):
        trial[i] = mover[i]
    trial[0], trial[1] = cell // W, cell % W
    course(mind, places, leaves, board, trial, verb, NO_GUESS, False)
    reward, ends = reward_of_course(mind, places, size)
    to = mind.lands[verb, 0] * W + mind.lands[verb, 1]
    return to, state - state % size + to if state >= 0 else state, reward, ends


@compiled
def lure(mind, crowd, heeded, n, cell, new, W):
    """What it is worth to be near those whom it pays to meet.  float64"""
    best = 0.0
    for h in range(n):
        reward = max(crowd.met_reward[crowd.kind[heeded[h]], I_CAME] if crowd.met[crowd.kind[heeded[h]], I_CAME] > 0 else 0.0, 0.0)
        if reward > 0 and new.its[h] >= 0:
            far = abs(new.its[h] // W - cell // W) + abs(new.its[h] % W - cell % W)
            best = max(best, reward * mind.discount ** far)
    return best


@entry
def heed(minds, crowds, places, leaves, states, ways, board, fields, marks, queue, mover, action, courses):
    """The action to do instead of the one chosen, once others are taken into account; the same if they do not matter.  int64

    Args:
        board: bare. courses: COURSE [COURSES + 1] of scratch. All of crowd must be foreseen (`creatures.foresee`).
    """
    mind, crowd = minds[0], crowds[0]
    H, W = board.shape
    size = H * W
    if mind.facings > 1 or mind.directions > 4:
        return action
    heeded = crowd.matched[:HEEDED]
    n = 0
    for i in range(crowd.here):
        if not matters(crowd, crowd.kind[i]):
            continue
        far = abs(crowd.row[i] - mover[0]) + abs(crowd.col[i] - mover[1])
        if n < HEEDED:
            heeded[n] = i
            n += 1
        else:
            for h in range(HEEDED):
                if abs(crowd.row[heeded[h]] - mover[0]) + abs(crowd.col[heeded[h]] - mover[1]) > far:
                    heeded[h] = i
                    break
    near = False
    biggest = mind.best_reward
    for h in range(n):
        k = crowd.kind[heeded[h]]
        far = abs(crowd.row[heeded[h]] - mover[0]) + abs(crowd.col[heeded[h]] - mover[1])
        near = near or far <= FAR_AWAY or max(crowd.met_reward[k, IT_CAME], crowd.met_reward[k, I_CAME]) > 0
        biggest = max(biggest, abs(crowd.met_reward[k, IT_CAME]), abs(crowd.met_reward[k, I_CAME]))
    if not near:
        return action
    chosen = main_verb(mind, action)
    wanted = chosen if chosen < 4 else np.int64(STAND)
    here = mover[0] * W + mover[1]
    by_places = mind.planned_by_search == 0
    state = state_of(mind, mind.frame_now, mover[2], mover[5], here, size) if by_places else np.int64(-1)
    home = state - state % size + mover[3] * W + mover[4] if by_places else np.int64(-1)
    value = crowd.likely                                 # [5] best of each first step
    able = 0
    for v in range(WAYS):
        value[v] = -1e300
        verb = np.int64(v if v < 4 else STAY)
        can = mind.able[verb] if v == STAND else False
        if v < 4:
            for a in range(4):
                can = can or (mind.action_of[a] >= 0 and main_verb(mind, a) == verb)
        able |= (1 << v) if can else 0
    new = courses[COURSES]
    root = courses[0]
    root.cell, root.state, root.first, root.gain, root.lives, root.rank = here, state, -1, 0.0, 1.0, 0.0
    for h in range(HEEDED):
        root.its[h] = -1
        if h < n:
            i = heeded[h]
            root.its[h], root.heading[h], root.since[h] = crowd.row[i] * W + crowd.col[i], crowd.heading[i], crowd.since[i]
    way_odds = crowd.by_intent[0]                        # [3, 5] of scratch
    counts, counts_before = crowd.taken[:WAYS], crowd.to_col[:WAYS]
    for v in range(WAYS):
        counts[v] = 0
    near_by = 1.0
    for t in range(DEPTH):
        side = (t + 1) % 2 * WAYS * KEPT
        other = t % 2 * WAYS * KEPT
        for v in range(WAYS):
            counts_before[v] = counts[v]
            counts[v] = 0
        for first in range(WAYS if t > 0 else 1):
            for j in range(counts_before[first] if t > 0 else 1):
                c = courses[other + first * KEPT + j]
                for h in range(n):
                    if c.its[h] >= 0:
                        likely_ways(mind, crowd, board, fields, marks, queue, heeded[h], c.its[h], c.heading[h], c.cell, way_odds[h])
                for v in range(WAYS):
                    if not (able >> v) & 1:
                        continue
                    to, to_state, reward, ends = my_way(mind, places, leaves, ways, board, mover, c.cell, c.state, v, size)
                    aim = c.cell
                    if v < 4:
                        r, q = c.cell // W + DROW[v], c.cell % W + DCOL[v]
                        if 0 <= r < H and 0 <= q < W:
                            aim = r * W + q
                    copy_course(c, new)
                    new.first = v if t == 0 else first
                    gain, lives = 0.0, 1.0
                    for h in range(n):                   # is the way barred?
                        if c.its[h] == aim and aim != c.cell:
                            i = heeded[h]
                            p = crowd.pace[crowd.kind[i], min(c.since[h], PACES - 1)]
                            stays = p[0] / (p[0] + p[1])
                            stays += (1 - stays) * way_odds[h, STAND]
                            if stays > 0.5:
                                to, to_state, reward, ends = c.cell, c.state, 0.0, 0
                    for h in range(n):
                        cell = c.its[h]
                        if cell < 0:
                            continue
                        i = heeded[h]
                        k = crowd.kind[i]
                        p = crowd.pace[k, min(c.since[h], PACES - 1)]
                        acts = p[1] / (p[0] + p[1])
                        comes, stays, best = 0.0, 1 - acts + acts * way_odds[h, STAND], STAND
                        most = stays
                        for d in range(4):
                            q = acts * way_odds[h, d]
                            its = (cell // W + DROW[d]) * W + cell % W + DCOL[d]
                            if q > 0 and (its == to or (its == aim and aim != c.cell) or (its == c.cell and cell == aim)):
                                comes += q
                            if q > most:
                                best, most = d, q
                        bumps = stays if cell == aim and aim != c.cell else 0.0
                        came_reward, came_over, came_end = meeting(crowd, k, IT_CAME)
                        mine_reward, mine_over, mine_end = meeting(crowd, k, I_CAME)
                        gain += comes * came_reward + bumps * mine_reward
                        over = comes * came_over + bumps * mine_over
                        if home >= 0:
                            gain += mind.discount * (over - comes * came_end - bumps * mine_end) * states[home].value
                        lives *= 1 - over
                        end = cell
                        met = comes + bumps > 0.5
                        if met:
                            z = crowd.became[k, I_CAME if bumps > comes else IT_CAME]
                            if z[WENT_HOME] > 0.5 * (z[0] + z[1] + z[2]):
                                end = crowd.home_row[i] * W + crowd.home_col[i]
                        elif best < 4:
                            end = (cell // W + DROW[best]) * W + cell % W + DCOL[best]
                            new.heading[h] = best
                        new.since[h] = 0 if end != cell else min(c.since[h] + 1, PACES - 1)
                        new.its[h] = end
                    new.gain = c.gain + near_by * c.lives * (gain + lives * reward)
                    new.lives = c.lives * lives
                    if ends:
                        new.lives = 0.0
                    new.cell, new.state = to, to_state
                    later = states[to_state].value if to_state >= 0 else 0.0
                    later = max(later, lure(mind, crowd, heeded, n, to, new, W))
                    new.rank = new.gain + near_by * mind.discount * new.lives * later
                    counts[new.first] = keep(courses, side + new.first * KEPT, counts[new.first], new)
        near_by *= mind.discount
    side = DEPTH % 2 * WAYS * KEPT
    for v in range(WAYS):
        for j in range(counts[v]):
            value[v] = max(value[v], courses[side + v * KEPT + j].rank)
    best, plainly, was = wanted, 0.0, 0.0
    for v in range(WAYS):
        if value[v] > value[best] + 1e-12:
            best = v
        if state >= 0 and (able >> v) & 1:
            number = mind.number_of[v if v < 4 else STAY]
            if number >= 0:
                q = value_of_way(mind, states, ways, state, number, size)
                plainly = max(plainly, q)
                if v == wanted:
                    was = q
    meant = plainly - was if state >= 0 else 0.0
    if best == wanted or value[best] - value[wanted] <= meant + SLIGHT * biggest:
        return action
    verb = np.int64(best if best < 4 else STAY)
    for a in range(ACT):
        if mind.action_of[a] >= 0 and main_verb(mind, a) == verb:
            mind.last_verb = verb
            mind.plan_length = 0
            return np.int64(a)
    return action
