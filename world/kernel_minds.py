"""Step 1: what each mover means to do, and all doing but moving."""
from __future__ import annotations

import numpy as np

from world.chance import name_key
from world.compiling import jit, part
from world.kernel_base import beyond, draw, facing_of, matches, open_to, pick, raise_event, strides, way_apart, write
from world.kernel_effects import wish
from world.layout import *  # noqa: F403

WANDER_KEY = name_key("wander")
CHASE_KEY = name_key("chase")
FLEE_KEY = name_key("flee")
NOISE_KEY = name_key("action noise")
OTHER_KEY = name_key("other action")
FAR = 1 << 40


@jit
def written_choice(h, book, n, c, k, mover, mind):
    """What a written mind does next, from the picture before anyone moves: a meaning, -1 to stand still."""
    hw = h[H_HW]
    sort = h[mind + MIND_SORT]
    row = h[N_MOVER] + mover * MOVER_WIDTH
    cell = n[row + M_CELL]
    ident = n[row + M_ID]
    if sort == STRAIGHT:
        return n[row + M_FACING]
    if sort == PATROL:
        return h[h[H_DATA] + h[mind + MIND_LIST] + n[row + M_LEG] % h[mind + MIND_LENGTH]]
    if sort == SCRIPT:
        return h[h[H_DATA] + h[mind + MIND_LIST] + (n[EPISODE_TICK] - 1) % h[mind + MIND_LENGTH]]
    if sort == STILL:
        return -1
    # for each way a number, the greatest counts; -FAR: not that way
    key = WANDER_KEY
    distance = h[K_DISTANCE]
    if sort == CHASE or sort == FLEE:
        key = CHASE_KEY if sort == CHASE else FLEE_KEY
        noun = h[mind + MIND_NOUN]
        fifo = h[K_FIFO]
        tail = 0
        own = FAR
        for q in range(hw):
            k[distance + q] = FAR
            for layer in range(5):
                thing = np.int64(c[q * 5 + layer])
                if thing != 0 and not (layer == 3 and q == cell) and matches(h, book, noun, thing, facing_of(h, n, k, q, layer, thing), 0, 0, 0):
                    k[distance + q] = 0
            if k[distance + q] == 0:
                k[fifo + tail] = q
                tail += 1
                own = min(own, way_apart(h, cell, q))
        if tail == 0:
            return -1
        if sort == CHASE:
            if k[distance + cell] == 0:
                return -1
            head = 0
            while head < tail:
                q = k[fifo + head]
                head += 1
                for way in range(4):
                    near = beyond(h, q, way)
                    if near >= 0 and k[distance + near] == FAR and (near == cell or open_to(h, book, n, c, k, near, ident, True, True, False)):
                        k[distance + near] = k[distance + q] + 1
                        k[fifo + tail] = near
                        tail += 1
            if k[distance + cell] == FAR:
                return -1
    best = -FAR
    count = 0
    chosen = 0
    for turn in range(2):
        seen = 0
        for way in range(4):
            q = beyond(h, cell, way)
            if q < 0:
                continue
            worth = -FAR
            if sort == CHASE:
                if k[distance + q] < FAR:
                    worth = -k[distance + q]
            elif open_to(h, book, n, c, k, q, ident, True, True, False):
                worth = 0
                if sort == FLEE:
                    worth = FAR
                    for i in range(tail):
                        worth = min(worth, way_apart(h, q, k[h[K_FIFO] + i]))
                    if worth < own:
                        worth = -FAR
            if worth == -FAR:
                continue
            if turn == 0:
                if worth > best:
                    best = worth
                    count = 0
                if worth == best:
                    count += 1
            elif worth == best:
                if seen == chosen:
                    return way
                seen += 1
        if count == 0:
            return -1
        if turn == 0:
            chosen = pick(n[SEED], n[TICK], key, mover, count)
    return -1


@jit
def buy(h, book, n, mover, change):
    """An agent enacts a change: paid at once, law from the next tick. A refused purchase costs nothing."""
    terms = h[B_CHANGE] + change * CHANGE_WIDTH
    times = book[terms + X_TIMES]
    if times >= 0 and n[h[N_TIMES] + change] >= times:
        return
    last = h[N_COOL] + mover * h[H_CHANGES] + change
    if n[last] > 0 and n[TICK] - n[last] < book[terms + X_COOLDOWN]:
        return
    if book[terms + X_COST] >= 0:
        column = h[h[H_COUNTER_COLUMN] + book[terms + X_COST_COUNTER] * h[H_AGENTS] + h[h[H_MOVER_AGENT] + mover]]
        if column < 0:
            return
        purse = h[N_COUNTER] + mover * h[H_COUNTERS] + column
        if n[purse] < book[terms + X_COST]:
            return
        n[purse] -= book[terms + X_COST]
    n[last] = n[TICK]
    n[h[N_TIMES] + change] += 1
    wish(h, n, Q_APPLY, change, mover)


@part(CALL_ACT)
def act(h, book, n, c, k):
    """All choose from the same picture, then do by number all that is not moving. Returns the most cells that one may move."""
    hw = h[H_HW]
    most = 0
    for mover in range(h[H_MOVERS]):
        row = h[N_MOVER] + mover * MOVER_WIDTH
        agent = h[h[H_MOVER_AGENT] + mover]
        terms = h[B_AGENT] + agent * (A_ACTION + h[H_ACTIONS])
        meaning = -1
        if n[row + M_ALIVE] != 0 and strides(n[TICK], book[terms + A_SPEED]) > 0:
            mind = h[H_MIND] + agent * MIND_WIDTH
            own = h[H_ACTION_OWN] + agent * (h[H_ACTIONS] + 1)
            action = n[h[N_ACTION] + mover]
            if h[mind + MIND_SORT] != OUTSIDE:
                meaning = written_choice(h, book, n, c, k, mover, mind)
            elif action >= 0 and action < h[own]:
                meaning = book[terms + A_ACTION + action]
                if book[terms + A_NOISE] > 0 and draw(n[SEED], n[TICK], NOISE_KEY, mover) < book[terms + A_NOISE]:
                    others = 0
                    for i in range(h[own]):
                        if h[own + 1 + i] != meaning:
                            others += 1
                    if others > 0:
                        chosen = pick(n[SEED], n[TICK], OTHER_KEY, mover, others)
                        meant = meaning
                        for i in range(h[own]):
                            if h[own + 1 + i] != meant:
                                if chosen == 0:
                                    meaning = h[own + 1 + i]
                                chosen -= 1
        k[h[K_MEANING] + mover] = meaning
        k[h[K_INTENT] + mover] = -1
    for mover in range(h[H_MOVERS]):
        meaning = k[h[K_MEANING] + mover]
        if meaning < 0 or meaning == A_WAIT:
            continue
        row = h[N_MOVER] + mover * MOVER_WIDTH
        terms = h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS])
        cell = n[row + M_CELL]
        ident = n[row + M_ID]
        if meaning < 4:
            k[h[K_INTENT] + mover] = meaning
            most = max(most, strides(n[TICK], book[terms + A_SPEED]))
        elif meaning == A_USE:
            ahead = cell
            used = -1
            layer = 0
            for _ in range(book[terms + A_REACH]):
                ahead = beyond(h, ahead, n[row + M_FACING])
                if ahead < 0:
                    break
                if used < 0:
                    used = ahead
                if layer == 0:
                    for other in range(4, 0, -1):
                        if layer == 0 and c[ahead * 5 + other] != 0 and not (other == 3 and ahead == cell):
                            layer = other
                            used = ahead
            if used >= 0 and c[used * 5 + layer] != 0:
                it = k[h[K_WHO] + used] - 1 if layer == 3 else -1
                raise_event(h, book, n, c, k, h[K_EVENTS], USES, mover, cell, 3, ident, it, used, layer, np.int64(c[used * 5 + layer]), 0)
        elif meaning == A_TAKE:
            item = np.int64(c[cell * 5 + 1])
            for column in range(h[H_COUNTERS]):
                counter = h[H_COUNTER] + column * COUNTER_WIDTH
                if item != 0 and h[counter + C_THING] == item and h[h[H_COUNTER_AGENT] + column] == h[h[H_MOVER_AGENT] + mover]:
                    had = h[N_COUNTER] + mover * h[H_COUNTERS] + column
                    if h[counter + C_MOST] < 0 or n[had] < h[counter + C_MOST]:
                        n[had] += 1
                        n[row + M_TOOK] = item
                        write(h, n, c, cell, 1, 0, WRITER_MOVE + mover)
                        item = 0
        elif meaning == A_DROP or meaning >= A_DROP_THING:
            best = -1
            for column in range(h[H_COUNTERS]):
                thing = h[h[H_COUNTER] + column * COUNTER_WIDTH + C_THING]
                if (h[h[H_COUNTER_AGENT] + column] == h[h[H_MOVER_AGENT] + mover] and thing > 0 and n[h[N_COUNTER] + mover * h[H_COUNTERS] + column] > 0
                        and (meaning == A_DROP or (h[h[H_DATA] + meaning - A_DROP_THING + (column >> 5)] >> (column & 31)) & 1 != 0)):
                    if best < 0 or (thing == n[row + M_TOOK] and h[h[H_COUNTER] + best * COUNTER_WIDTH + C_THING] != thing):
                        best = column
            if best >= 0 and c[cell * 5 + 1] == 0:
                n[h[N_COUNTER] + mover * h[H_COUNTERS] + best] -= 1
                write(h, n, c, cell, 1, h[h[H_COUNTER] + best * COUNTER_WIDTH + C_THING], WRITER_MOVE + mover)
        elif meaning >= A_BUY:
            buy(h, book, n, mover, meaning - A_BUY)
        elif meaning >= A_WORD:
            raise_event(h, book, n, c, k, h[K_EVENTS], DOES, mover, cell, 3, ident, -1, cell, 0, 0, meaning - A_WORD)
    return most
