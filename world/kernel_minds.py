"""Step 1: what each mover means to do, and all doing but moving."""
from __future__ import annotations

import numpy as np

from world.chance import name_key
from world.compiling import jit, part
from world.kernel_base import barred, beyond, draw, facing_of, matches, open_to, pick, raise_event, steps_apart, strides, turned, write
from world.kernel_effects import wish
from world.kernel_news import tell_news
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
                own = min(own, steps_apart(h, cell, q))
        if tail == 0:
            return -1
        if sort == CHASE:
            if k[distance + cell] == 0:
                return -1
            head = 0
            while head < tail:
                q = k[fifo + head]
                head += 1
                for way in range(h[H_MOVES]):
                    near = beyond(h, q, way)
                    if (near >= 0 and k[distance + near] == FAR and (near == cell or open_to(h, book, n, c, k, near, ident, True, True, False))
                            and not barred(h, book, c, q, ident, turned(way, 2))):
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
        for way in range(h[H_MOVES]):
            q = beyond(h, cell, way)
            if q < 0 or barred(h, book, c, q, ident, way):
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
                        worth = min(worth, steps_apart(h, q, k[h[K_FIFO] + i]))
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
def purse(h, book, n, mover, change):
    """Where in n a mover keeps what a change costs; -1 if it has no such counter."""
    column = h[h[H_COUNTER_COLUMN] + book[h[B_CHANGE] + change * CHANGE_WIDTH + X_COST_COUNTER] * h[H_AGENTS] + h[h[H_MOVER_AGENT] + mover]]
    return h[N_COUNTER] + mover * h[H_COUNTERS] + column if column >= 0 else -1


@jit
def buy(h, book, n, mover, change):
    """An agent enacts a change: paid at once, law from the next tick. A refused purchase costs nothing. Or it says yes to one that is voted on."""
    terms = h[B_CHANGE] + change * CHANGE_WIDTH
    row = h[H_CHANGE] + change * CH_WIDTH
    vote = h[N_VOTE] + mover * h[H_CHANGES] + change
    if h[row + CH_REFUSED] != 0:
        if n[vote] == 0:                                 # told once an episode
            n[vote] = 1
            tell_news(h, n, NEWS_REFUSED, change, mover, 0)
        return
    times = book[terms + X_TIMES]
    if times >= 0 and n[h[N_TIMES] + change] >= times:
        return
    last = n[h[N_COOL] + mover * h[H_CHANGES] + change]
    if last > 0 and n[TICK] - last < book[terms + X_COOLDOWN]:
        return
    cost = book[terms + X_COST]
    if h[row + CH_VOTE] != 0:
        # who could not pay the greatest share that there can be has no vote
        cost = -((-cost) // (electorate(h, n, change) // 2 + 1)) if cost > 0 else cost
    at = purse(h, book, n, mover, change)
    if cost >= 0 and (at < 0 or n[at] < cost):
        return
    if h[row + CH_VOTE] != 0:
        n[vote] = n[TICK]
        return
    pay(h, book, n, mover, change, cost)
    n[h[N_TIMES] + change] += 1
    wish(h, n, Q_APPLY, change, mover)


@jit
def pay(h, book, n, mover, change, amount):
    """Take a price or a share of it; the cooldown begins, and the log will tell."""
    if amount > 0:
        n[purse(h, book, n, mover, change)] -= amount
    n[h[N_COOL] + mover * h[H_CHANGES] + change] = n[TICK]
    counter = book[h[B_CHANGE] + change * CHANGE_WIDTH + X_COST_COUNTER]
    tell_news(h, n, NEWS_PAID, change, mover, counter << 32 | max(0, amount))


@jit
def may_vote(h, n, change, mover):
    """Whether a mover is among those whose yes counts."""
    return n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] != 0 and (h[h[H_CHANGE] + change * CH_WIDTH + CH_BY] >> h[h[H_MOVER_AGENT] + mover]) & 1 != 0


@jit
def electorate(h, n, change):
    """How many there are now who may vote on a change."""
    there = 0
    for mover in range(h[H_MOVERS]):
        if may_vote(h, n, change, mover):
            there += 1
    return there


@jit
def says_yes(h, n, change, mover):
    """Whether a mover's yes counts now."""
    vote = n[h[N_VOTE] + mover * h[H_CHANGES] + change]
    return vote != 0 and n[TICK] - vote < VOTE_TICKS and may_vote(h, n, change, mover)


@jit
def count_votes(h, book, n):
    """Once all have acted: what someone said yes to in this tick. More than half of those alive enact it, and share the cost."""
    for change in range(h[H_CHANGES]):
        row = h[H_CHANGE] + change * CH_WIDTH
        if h[row + CH_VOTE] == 0 or h[row + CH_REFUSED] != 0:
            continue
        called = False
        yes = 0
        for mover in range(h[H_MOVERS]):
            if says_yes(h, n, change, mover):
                yes += 1
                called |= n[h[N_VOTE] + mover * h[H_CHANGES] + change] == n[TICK]
        there = electorate(h, n, change)
        cost = book[h[B_CHANGE] + change * CHANGE_WIDTH + X_COST]
        paying = False
        while called and 2 * yes > there:
            # the shares, as equal as can be: the first by number pay one more. Who cannot pay has not voted; if all can, once more, to pay
            poor = 0
            place = 0
            first = -1
            for mover in range(h[H_MOVERS]):
                if not says_yes(h, n, change, mover):
                    continue
                share = max(0, cost) // yes + (1 if place < max(0, cost) % yes else 0)
                place += 1
                if paying:
                    pay(h, book, n, mover, change, share)
                    first = mover if first < 0 else first
                elif cost >= 0:
                    at = purse(h, book, n, mover, change)
                    if at < 0 or n[at] < share:
                        n[h[N_VOTE] + mover * h[H_CHANGES] + change] = 0
                        poor += 1
            if paying:
                for mover in range(h[H_MOVERS]):
                    n[h[N_VOTE] + mover * h[H_CHANGES] + change] = 0
                n[h[N_TIMES] + change] += 1
                wish(h, n, Q_APPLY, change, BY_VOTE + yes * VOTE_BASE + first)
                called = False
            paying = poor == 0
            yes -= poor


@part(CALL_ACT)
def act(h, book, n, c, k):
    """All choose from the same picture, then do by number all that is not moving. Returns the most cells that one may move."""
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
                noise = book[terms + A_NOISE]
                if book[h[B_FLAGS] + F_NOISE] != 0:
                    for layer in range(5):
                        thing = np.int64(c[n[row + M_CELL] * 5 + layer])
                        if layer != 3 and thing != 0:
                            noise = max(noise, book[h[B_KIND] + h[h[H_KIND] + thing] * KIND_WIDTH + KD_NOISE])
                if noise > 0 and draw(n[SEED], n[TICK], NOISE_KEY, mover) < noise:
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
            if meaning == A_FORWARD:
                meaning = n[row + M_FACING]
            if meaning < 0 or meaning >= A_WAIT:
                n[row + M_STUCK] = 0                     # two tries running
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
        if meaning == A_TURN_LEFT or meaning == A_TURN_RIGHT:
            n[row + M_FACING] = turned(n[row + M_FACING], 1 if meaning == A_TURN_RIGHT else 3)
            n[row + M_LEG] += 1                          # a turn of a patrol is done once, then comes its next leg
        elif meaning < A_WAIT:
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
    if h[H_VOTES] != 0:
        count_votes(h, book, n)
    return most
