"""One tick of one world, compiled: the steps of the language's guide, in their order. Rules are rows of tables; nothing here knows any scenario.

`live` is the only way in from Python, and compiles once for all scenarios and all books of law.
"""
from __future__ import annotations

import numba as nb
import numpy as np

from world.compiling import OPTIONS
from world.kernel_base import beyond, lay, open_to, raise_event, raise_for_cell, strides
from world.kernel_conditions import holds
from world.kernel_each import each_step, look_at_conditions, no_case
from world.kernel_events import raise_clock, work_off
from world.kernel_lists import bring_up_to_date, next_bit
from world.kernel_law import clock_strikes, derive, law_step, moment_comes, rebuild
from world.kernel_minds import act
from world.kernel_moves import add_goer, collect_carried, go_round
from world.layout import *  # noqa: F403

LIVE, BEGIN, HOLDS, OUTCOMES, DERIVE, REBUILD = range(6)
"""What `live` is asked to do. LIVE: a tick; BEGIN: an episode's start; HOLDS: is a condition true; OUTCOMES: ticks of copies; DERIVE, REBUILD: a book."""
(LAW, ACT, OWN, TRY, ROUND, CARRY, EVENTS, PAIRS, ON, EACH, CLOCKS, TURNED, SCORE, DONE) = range(14)
"""The stages of a tick."""


@nb.njit(cache=True, no_cfunc_wrapper=True, **OPTIONS)
def live(h, books, numbers, cells, k, where, asked, argument, result):
    """Live one tick in each world that `where` says (or whatever else is `asked`). Returns 1 if a condition asked about holds.

    numbers int64 [B, n], cells uint16 [B, 6 * HW or 7 * HW], books int64 [B + 1, book], where bool [B]. For OUTCOMES the worlds' rows are [the real one, scratch],
    `argument` is the mover, and `result` int64 [2 + HW, A, 14] is filled: landing, reward and four edits for each cell and action.
    """
    answer = 0
    hw = h[H_HW]
    trial = 0
    trials = 1
    actions = 0
    worlds = numbers.shape[0]
    first_world = 0
    if asked == OUTCOMES:
        actions = h[h[H_ACTION_OWN] + h[h[H_MOVER_AGENT] + argument] * (h[H_ACTIONS] + 1)]
        trials = hw * actions + 1
        first_world = 1
    while trial < trials:
        for w in range(first_world, worlds):
            if not where[w]:
                continue
            n = numbers[w]
            c = cells[w]
            if asked == DERIVE:
                derive(h, books[0])
                continue
            if asked == REBUILD:
                rebuild(h, books, n, c, k, w)
                continue
            agent_row = h[N_MOVER] + argument * MOVER_WIDTH
            if asked == OUTCOMES:
                # trial 0: the world without the agent; trial 1 + cell * actions + action: the agent in that cell, doing that
                cell = (trial - 1) // actions
                if trial > 0:
                    if result[cell + 1, 0, 0] < 0:
                        trial += actions - 1             # where it cannot stand it does nothing
                        break
                real = numbers[0]
                for i in range(h[N_ROW]):
                    n[i] = real[i]
                for i in range(6 * hw):
                    c[i] = cells[0, i]
                if n[PRIVATE] != 0 and (trial <= 1 or n[VERSION] != books[w + 1, h[B_SIZE]]):
                    rebuild(h, books, n, c, k, w)
                    books[w + 1, h[B_SIZE]] = n[VERSION]
                n[ENDED] = ENDED_NOT
                for i in range(h[H_MOVERS]):
                    n[h[N_ACTION] + i] = -1
                old = n[agent_row + M_CELL]
                if n[agent_row + M_ALIVE] != 0:
                    n[h[N_COUNT] + n[agent_row + M_ID]] -= 1
                    lay(h, n, c, old, 3, 0, 0)
                n[agent_row + M_ALIVE] = 0
                book = books[n[PRIVATE] * (w + 1)]
                if trial == 0:
                    for q in range(hw):
                        result[q + 1, 0, 0] = 0 if open_to(h, book, n, c, k, q, n[agent_row + M_ID], False, True, False) else -1
                else:
                    n[agent_row + M_ALIVE] = 1
                    n[agent_row + M_CELL] = cell
                    n[h[N_COUNT] + n[agent_row + M_ID]] += 1
                    lay(h, n, c, cell, 3, n[agent_row + M_ID], 0)
                    n[h[N_ACTION] + argument] = (trial - 1) % actions
            elif n[ENDED] != ENDED_NOT and asked != HOLDS:
                continue
            for mover in range(h[H_MOVERS]):
                if n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] != 0:
                    k[h[K_WHO] + n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL]] = mover + 1
            k[CAUSED] = 0
            k[CAUSING] = 0
            k[TRACES] = 0
            k[PRIMS] = 0
            k[PRIM_FROM] = 0
            k[h[K_EVENTS]] = 0
            k[h[K_EVENTS] + 1] = 0
            k[h[K_TRIES]] = 0
            k[h[K_TRIES] + 1] = 0
            if asked != HOLDS:
                n[WORD] = WORD_NONE
                n[SAID] = 0
                n[NEWS] = 0
                n[NOTICE] = 0
                n[ANNOUNCED] = 0
                for mover in range(h[H_MOVERS]):
                    n[h[N_REWARD] + mover] = 0
            if asked != BEGIN and asked != HOLDS:
                n[TICK] += 1
                n[EPISODE_TICK] += 1
            stage = LAW
            stride = 0
            most = 0
            tried = 0
            rounds = 0
            phase = 0
            start = -1
            book = books[n[PRIVATE] * (w + 1)]
            if asked == HOLDS:
                no_case(k)
                answer = holds(h, book, n, c, k, argument)
                stage = DONE
            while stage != DONE:
                queue = -1
                if stage == LAW:
                    if asked == BEGIN:
                        # what is given: changes applied as at step 0 of the tick to come, then edits of the world
                        start = h[H_GIVEN_APPLIED] if phase == 0 else h[H_GIVEN_DONE]
                        if phase == 0:
                            n[TICK] += 1
                    if asked == BEGIN or n[QUEUED] + n[DEPTH] + h[H_CHANGES] != 0:
                        law_step(h, books, n, c, k, w, start, BY_GIVEN)
                    book = books[n[PRIVATE] * (w + 1)]
                    stage = ACT
                    if asked == BEGIN:
                        if phase == 0:
                            n[TICK] -= 1
                        stage = LAW if phase == 0 else TURNED
                        phase += 1
                elif stage == ACT:
                    most = act(h, book, n, c, k)
                    stage = OWN
                elif stage == OWN:
                    stride += 1
                    if stride > most:
                        # written minds that were stopped turn back or take the next leg
                        for mover in range(h[H_MOVERS]):
                            if k[h[K_INTENT] + mover] >= 4:
                                mind = h[H_MIND] + h[h[H_MOVER_AGENT] + mover] * MIND_WIDTH
                                at = h[N_MOVER] + mover * MOVER_WIDTH
                                if h[mind + MIND_SORT] == STRAIGHT:
                                    n[at + M_FACING] = (n[at + M_FACING] + 2) & 3
                                elif h[mind + MIND_SORT] == PATROL:
                                    n[at + M_LEG] = (n[at + M_LEG] + 1) % h[mind + MIND_LENGTH]
                        stage = CARRY
                        stride = 0
                        continue
                    k[GOERS] = 0
                    k[STRIDE_FROM] = k[TRACES]
                    for mover in range(h[H_MOVERS]):
                        way = k[h[K_INTENT] + mover]
                        at = h[N_MOVER] + mover * MOVER_WIDTH
                        if way >= 0 and way < 4 and n[at + M_ALIVE] != 0:
                            speed = book[h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS]) + A_SPEED]
                            if strides(n[TICK], speed) >= stride:
                                n[at + M_FACING] = way
                                add_goer(h, k, mover, n[at + M_CELL], 3, n[at + M_ID], way, mover)
                    rounds = 0
                    tried = 0
                    stage = TRY
                elif stage == TRY:
                    if rounds >= 4 * (h[H_H] + h[H_W]) or k[GOERS] == 0:
                        stage = OWN
                        continue
                    if book[h[B_FLAGS] + F_TRIES] == 0:
                        stage = ROUND
                        continue
                    if tried > 0 and k[VETO] != 0:
                        goer = h[K_GOER] + (tried - 1) * GOER_WIDTH
                        k[goer + G_STATE] = DROPPED
                        if k[goer + G_MOVER] >= 0:
                            k[h[K_INTENT] + k[goer + G_MOVER]] |= 4
                    k[VETO] = 0
                    if tried == k[GOERS]:
                        # who was stopped, or taken elsewhere by a rule, does not go
                        count = k[GOERS]
                        k[GOERS] = 0
                        for g in range(count):
                            goer = h[K_GOER] + g * GOER_WIDTH
                            mover = k[goer + G_MOVER]
                            stays = k[goer + G_STATE] == DROPPED
                            if mover >= 0:
                                at = h[N_MOVER] + mover * MOVER_WIDTH
                                if n[at + M_ALIVE] == 0 or n[at + M_CELL] != k[goer + G_CELL]:
                                    stays = True
                                k[goer + G_ID] = n[at + M_ID]
                            else:
                                k[goer + G_ID] = np.int64(c[k[goer + G_CELL] * 5 + k[goer + G_LAYER]])
                                if k[goer + G_ID] == 0:
                                    stays = True
                            if not stays:
                                for i in range(GOER_WIDTH):
                                    k[h[K_GOER] + k[GOERS] * GOER_WIDTH + i] = k[goer + i]
                                k[GOERS] += 1
                        tried = 0
                        stage = ROUND
                        continue
                    goer = h[K_GOER] + tried * GOER_WIDTH
                    tried += 1
                    mover = k[goer + G_MOVER]
                    if mover >= 0:
                        at = h[N_MOVER] + mover * MOVER_WIDTH
                        target = beyond(h, k[goer + G_CELL], k[goer + G_WAY])
                        if target >= 0 and n[at + M_ALIVE] != 0 and n[at + M_CELL] == k[goer + G_CELL]:
                            queue = h[K_TRIES]
                            raise_for_cell(h, book, n, c, k, queue, TRIES, mover, k[goer + G_CELL], 3, n[at + M_ID], target, True)
                elif stage == ROUND:
                    go_round(h, book, n, c, k, 1 if phase == 1 else 0)
                    rounds += 1
                    tried = 0
                    stage = TRY
                    if phase == 1:
                        stage = ROUND
                        if rounds >= 4 * (h[H_H] + h[H_W]) or k[GOERS] == 0:
                            stage = CARRY
                elif stage == CARRY:
                    phase = 1
                    stride += 1
                    k[STRIDE_FROM] = k[TRACES]
                    collect_carried(h, book, n, c, k, stride)
                    rounds = 0
                    stage = ROUND
                    if k[GOERS] == 0:
                        stage = EVENTS
                elif stage == EVENTS:
                    queue = h[K_EVENTS]
                    stage = PAIRS
                elif stage == PAIRS:
                    if book[h[B_FLAGS] + F_MEETS] != 0:
                        for i in range(h[H_MOVERS]):
                            a = h[N_MOVER] + i * MOVER_WIDTH
                            for j in range(i + 1, h[H_MOVERS]):
                                b = h[N_MOVER] + j * MOVER_WIDTH
                                if n[a + M_ALIVE] == 0 or n[b + M_ALIVE] == 0:
                                    continue
                                now = False
                                before = False
                                for way in range(4):
                                    now |= beyond(h, n[a + M_CELL], way) == n[b + M_CELL]
                                    before |= n[a + M_MET] >= 0 and n[b + M_MET] >= 0 and beyond(h, n[a + M_MET], way) == n[b + M_MET]
                                if now and not before:
                                    raise_event(h, book, n, c, k, h[K_EVENTS], MEETS, i, n[a + M_CELL], 3, n[a + M_ID], j, n[b + M_CELL], 3, n[b + M_ID], 0)
                                    raise_event(h, book, n, c, k, h[K_EVENTS], MEETS, j, n[b + M_CELL], 3, n[b + M_ID], i, n[a + M_CELL], 3, n[a + M_ID], 0)
                    for i in range(h[H_MOVERS]):
                        a = h[N_MOVER] + i * MOVER_WIDTH
                        n[a + M_MET] = n[a + M_CELL] if n[a + M_ALIVE] != 0 else -1
                    queue = h[K_EVENTS]
                    stage = ON
                elif stage == ON:
                    if book[h[B_FLAGS] + F_ON_MOVERS] != 0:
                        for mover in range(h[H_MOVERS]):
                            at = h[N_MOVER] + mover * MOVER_WIDTH
                            if n[at + M_ALIVE] != 0:
                                raise_for_cell(h, book, n, c, k, h[K_EVENTS], IS_ON, mover, n[at + M_CELL], 3, n[at + M_ID], n[at + M_CELL], False)
                    if book[h[B_FLAGS] + F_ON_THINGS] != 0:
                        bring_up_to_date(h, book, n, c, k)
                        cell = -1
                        while True:
                            cell = cell + 1 if h[N_ON] == 0 else next_bit(n, h[N_ON], h[H_BIT_WORDS], cell + 1)
                            if cell < 0 or cell >= hw:
                                break
                            for layer in range(1, 5):
                                if layer != 3 and c[cell * 5 + layer] != 0:
                                    raise_for_cell(h, book, n, c, k, h[K_EVENTS], IS_ON, -1, cell, layer, np.int64(c[cell * 5 + layer]), cell, False)
                    queue = h[K_EVENTS]
                    stage = EACH
                elif stage == EACH:
                    if book[h[B_FLAGS] + F_EACH] != 0:
                        each_step(h, book, n, c, k)
                        queue = h[K_EVENTS]
                    stage = CLOCKS
                elif stage == CLOCKS:
                    for rule in range(h[H_RULES] if h[H_CLOCKS] != 0 else 0):
                        at = h[B_RULE] + rule * RULE_WIDTH
                        trigger = h[H_TRIGGER] + book[at + R_TRIGGER] * TRIGGER_WIDTH
                        keys = h[H_RULE_KEYS] + rule * RULE_KEYS
                        struck = False
                        if h[trigger + T_SORT] == T_CLOCK:
                            struck = clock_strikes(n, h[trigger + T_LOW], h[trigger + T_HIGH], h[trigger + T_VERB], h[keys + RULE_EVERY], h[N_RULE_DUE] + rule)
                        elif h[trigger + T_SORT] == T_MOMENT:
                            struck = moment_comes(n, h[trigger + T_LOW], h[trigger + T_HIGH], h[trigger + T_VERB], h[keys + RULE_AT], 0)
                        if struck and book[at + R_ON] != 0:
                            raise_clock(h, k, rule, -1, 0)
                    queue = h[K_TRIES]
                    phase = 2
                    stage = TURNED
                elif stage == TURNED:
                    if h[H_TURNS] != 0:
                        look_at_conditions(h, book, n, c, k, 1 if asked == BEGIN else 0)
                    queue = h[K_TRIES]
                    stage = SCORE
                    if asked == BEGIN:
                        for i in range(h[H_MOVERS]):
                            at = h[N_MOVER] + i * MOVER_WIDTH
                            n[at + M_MET] = n[at + M_CELL] if n[at + M_ALIVE] != 0 else -1
                        n[NEWS] = 0
                        stage = DONE
                elif stage == SCORE:
                    if phase == 2:
                        queue = h[K_EVENTS]
                        phase = 3
                    else:
                        left = False
                        for mover in range(h[H_MOVERS]):
                            at = h[N_MOVER] + mover * MOVER_WIDTH
                            if n[at + M_LEFT] != 0 and h[h[H_MIND] + h[h[H_MOVER_AGENT] + mover] * MIND_WIDTH + MIND_SORT] == OUTSIDE:
                                left = True
                        if n[WORD] == WORD_NONE and left:
                            n[WORD] = 0                      # the first of all words is `left`
                        if n[WORD] != WORD_NONE:
                            n[ENDED] = ENDED_TERMINATED
                        elif n[EPISODE_TICK] == h[H_EPISODE]:
                            n[ENDED] = ENDED_TRUNCATED
                        stage = DONE
                if queue >= 0:
                    work_off(h, book, n, c, k, queue)
            for mover in range(h[H_MOVERS]):
                k[h[K_WHO] + n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL]] = 0
            if asked == OUTCOMES:
                if trial == 0:
                    for i in range(5 * hw):
                        cells[0, 7 * hw + i] = c[i]
                else:
                    row = result[(trial - 1) // actions + 1, (trial - 1) % actions]
                    own = -1
                    if n[agent_row + M_ALIVE] != 0:
                        own = n[agent_row + M_CELL] * 5 + 3
                    row[0] = n[agent_row + M_CELL]
                    row[1] = n[h[N_REWARD] + argument]
                    found = 0
                    for i in range(5 * hw):
                        if c[i] != cells[0, 7 * hw + i] and i != own and found < 4:
                            row[2 + found * 3] = i // 5
                            row[3 + found * 3] = i % 5
                            row[4 + found * 3] = np.int64(c[i])
                            found += 1
        trial += 1
    return answer
