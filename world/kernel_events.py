"""The queue of events: which rules hear them, in what order, and whether they run."""
from __future__ import annotations

import numpy as np

from world.chance import CERTAIN
from world.compiling import jit, part
from world.kernel_base import draw, lowest, matches, traced
from world.kernel_conditions import holds
from world.kernel_effects import run_effects
from world.layout import *  # noqa: F403


@part(CALL_WORK_OFF)
def work_off(h, book, n, c, k, queue):
    """Run the rules that hear the events of a queue, first in first out, until it is empty."""
    words = h[H_RULE_WORDS]
    while k[queue + 1] < k[queue]:
        at = queue + 2 + k[queue + 1] * EVENT_WIDTH
        k[queue + 1] += 1
        if queue == h[K_EVENTS] and (k[at + E_CAUSED] > EVENTS_CAUSED_CAP or n[NOTICE] & NOTICE_CHAIN != 0):
            n[NOTICE] |= NOTICE_CHAIN
            break
        verb = k[at + E_VERB]
        doer = k[at + E_DOER]
        doer_id = k[at + E_DOER_ID]
        it = k[at + E_IT]
        it_id = k[at + E_IT_ID]
        k[C_EACH] = 0
        k[C_VERB] = verb
        k[C_DOER] = doer
        k[C_DOER_ID] = doer_id
        k[C_DOER_LAYER] = k[at + E_DOER_LAYER]
        k[C_DOER_CELL] = k[at + E_DOER_CELL]
        k[C_IT] = it
        k[C_IT_ID] = it_id
        k[C_IT_LAYER] = k[at + E_IT_LAYER]
        k[C_IT_CELL] = k[at + E_IT_CELL]
        k[C_BUMPED] = k[at + E_EXTRA] if verb == BUMPS else -1
        if verb == CLOCK_RULE:
            words_here = 1
        else:
            words_here = words
            place = 0
            if doer < 0:
                place = traced(h, k, k[C_DOER_CELL], k[C_DOER_LAYER], k[at + E_SINCE])
                k[C_DOER_CELL] = place >> 3
                k[C_DOER_LAYER] = place & 7
            if it < 0 and it_id > 0 and place >= 0:
                place = traced(h, k, k[C_IT_CELL], k[C_IT_LAYER], k[at + E_SINCE])
                k[C_IT_CELL] = place >> 3
                k[C_IT_LAYER] = place & 7
            if place < 0:
                continue                                 # it is no longer there
        for word in range(words_here):
            mask = 1
            if verb != CLOCK_RULE:
                mask = (book[h[B_SUBJECT] + (verb * h[H_IDS] + doer_id) * words + word]
                        & book[h[B_OBJECT] + (verb * h[H_IDS] + it_id) * words + word])
            while mask != 0:
                rule = word * 64 + lowest(mask)
                mask &= mask - 1
                if verb == CLOCK_RULE:
                    rule = k[at + E_EXTRA]
                row = h[B_RULE] + rule * RULE_WIDTH
                trigger = h[H_TRIGGER] + book[row + R_TRIGGER] * TRIGGER_WIDTH
                k[C_RULE] = rule
                k[C_WRITER] = WRITER_RULE + rule
                k[C_SUBJECT] = h[trigger + T_SUBJECT]
                k[C_OBJECT] = h[trigger + T_OBJECT]
                keys = h[H_RULE_KEYS] + rule * RULE_KEYS
                k[C_PLACE_KEY] = h[keys + RULE_PLACE]
                k[C_RANDOM_KEY] = h[keys + RULE_RANDOM]
                if verb == CLOCK_RULE:
                    k[C_PLACE] = 0
                else:
                    # the doer must still be there, and the thing too and still be what the rule is about
                    if doer >= 0:
                        if n[h[N_MOVER] + doer * MOVER_WIDTH + M_ALIVE] == 0:
                            break
                        place = n[h[N_MOVER] + doer * MOVER_WIDTH + M_CELL]
                    else:
                        if k[C_DOER_LAYER] < 0 or c[k[C_DOER_CELL] * 5 + k[C_DOER_LAYER]] == 0:
                            break
                        place = k[C_DOER_CELL]
                    facing = -1
                    if verb == IS_ON and k[C_IT_CELL] != place:
                        break                            # either has been moved
                    if it >= 0:
                        if n[h[N_MOVER] + it * MOVER_WIDTH + M_ALIVE] == 0:
                            break
                        place = n[h[N_MOVER] + it * MOVER_WIDTH + M_CELL]
                        facing = n[h[N_MOVER] + it * MOVER_WIDTH + M_FACING]
                        now = np.int64(c[place * 5 + 3])
                    elif it_id > 0:
                        if k[C_IT_LAYER] < 0:
                            break
                        place = k[C_IT_CELL]
                        now = np.int64(c[place * 5 + k[C_IT_LAYER]])
                        facing = h[h[H_FACING] + now]
                    if it_id > 0:
                        if now == 0:
                            break
                        noun = h[trigger + T_OBJECT]
                        if not matches(h, book, noun, now, facing, doer_id, 0, doer_id):
                            continue
                        if now != it_id and not matches(h, book, noun, it_id, facing, doer_id, 0, doer_id):
                            continue
                    else:
                        if h[trigger + T_WORD] != k[at + E_EXTRA]:
                            continue
                    facing = -1
                    if doer >= 0:
                        facing = n[h[N_MOVER] + doer * MOVER_WIDTH + M_FACING]
                    if not matches(h, book, h[trigger + T_SUBJECT], doer_id, facing, it_id, 0, doer_id):
                        continue
                    k[C_PLACE] = place + ((doer + 1) << 32)
                if book[row + R_CHANCE] < CERTAIN and draw(n[SEED], n[TICK], h[keys + RULE_KEY], k[C_PLACE]) >= book[row + R_CHANCE]:
                    continue
                if holds(h, book, n, c, k, book[row + R_IF]) == 0:
                    continue
                k[h[K_FIRED] + rule] += 1
                run_effects(h, book, n, c, k, book[row + R_DO])
                if k[at + E_CAUSED] > EVENTS_CAUSED_CAP >> 1:
                    # if the chain never ends, these are the rules that it runs through
                    for i in range(words if n[LATE] != n[TICK] else 0):
                        n[h[N_CHAIN] + i] = 0
                    n[LATE] = n[TICK]
                    n[h[N_CHAIN] + (rule >> 6)] |= 1 << (rule & 63)
    if queue == h[K_EVENTS] and k[CAUSED] > EVENTS_CAUSED_CAP:
        n[NOTICE] |= NOTICE_CHAIN
    k[queue] = 0
    k[queue + 1] = 0
    return 0


@jit
def raise_clock(h, k, rule, doer, doer_id):
    """Let a rule run whose clock or condition has come; with a doer if its condition was about one."""
    queue = h[K_TRIES]
    if k[queue] >= h[H_EVENT_CAP]:
        return
    at = queue + 2 + k[queue] * EVENT_WIDTH
    k[queue] += 1
    k[at + E_VERB] = CLOCK_RULE
    k[at + E_DOER] = doer
    k[at + E_DOER_CELL] = 0
    k[at + E_DOER_LAYER] = 3
    k[at + E_DOER_ID] = doer_id
    k[at + E_IT] = -1
    k[at + E_IT_CELL] = 0
    k[at + E_IT_LAYER] = 0
    k[at + E_IT_ID] = 0
    k[at + E_SINCE] = 0
    k[at + E_EXTRA] = rule
    k[at + E_CAUSED] = 0
