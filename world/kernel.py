"""One tick of one world, compiled: the steps of the language's guide, in their order. Rules are rows of tables; nothing here knows any scenario.

`live` is the only way in from Python, and compiles once for all scenarios and all books of law.
"""
from __future__ import annotations

import numba as nb
import numpy as np

from world.chance import CERTAIN
from world.compiling import OPTIONS, jit, part
from world.kernel_base import beyond, draw, facing_of, matches, open_to, raise_event, raise_for_cell, strides
from world.kernel_law import clock_strikes, derive, law_step, moment_comes, rebuild
from world.kernel_minds import act
from world.kernel_moves import add_goer, collect_carried, go_round
from world.kernel_rules import carry_out, effect, holds, raise_clock, wish, work_off
from world.layout import *  # noqa: F403

LIVE, BEGIN, HOLDS, OUTCOMES, DERIVE, REBUILD = range(6)
"""What `live` is asked to do. LIVE: a tick; BEGIN: an episode's start; HOLDS: is a condition true; OUTCOMES: ticks of copies; DERIVE, REBUILD: a book."""
(LAW, ACT, OWN, TRY, ROUND, CARRY, EVENTS, PAIRS, ON, EACH, CLOCKS, TURNED, SCORE, DONE) = range(14)
"""The stages of a tick."""


@part(CALL_EACH)
def each_step(h, book, n, c, k):
    """Step 5: work out all each-rules from one picture, decide who writes what, then do it."""
    hw = h[H_HW]
    k[PRIMS] = 0
    k[INSTANCES] = 0
    k[STAMP] += 1
    k[C_DOER] = -1
    k[C_DOER_ID] = 0
    k[C_SUBJECT] = -1
    k[C_VERB] = -1
    k[C_EACH] = 1
    for rule in range(h[H_RULES]):
        row = h[B_RULE] + rule * RULE_WIDTH
        trigger = h[H_TRIGGER] + book[row + R_TRIGGER] * TRIGGER_WIDTH
        if book[row + R_ON] == 0 or h[trigger + T_SORT] != T_EACH:
            continue
        noun = h[trigger + T_OBJECT]
        layers = h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_LAYERS]
        keys = h[H_RULE_KEYS] + rule * RULE_KEYS
        k[C_RULE] = rule
        k[C_OBJECT] = noun
        k[C_PLACE_KEY] = h[keys + RULE_PLACE]
        k[C_RANDOM_KEY] = h[keys + RULE_RANDOM]
        first = k[INSTANCES]
        far = False                                      # may write cells other than that of `it`
        at = h[H_CODE] + book[row + R_DO] * CODE_WIDTH
        while h[at] != END:
            if h[at] == HOME or (h[at] == PUT and h[at + 2] != PUT_HERE) or ((h[at] == BECOME or h[at] == REMOVE or h[at] == TURN) and h[at + 1] >= 0):
                far = True
            at += CODE_WIDTH
        for cell in range(hw):
            for layer in range(5):
                ident = np.int64(c[layer * hw + cell])
                if ident == 0 or (layers >> layer) & 1 == 0:
                    continue
                if not matches(h, book, noun, ident, facing_of(h, n, k, cell, layer, ident), 0, 0, 0):
                    continue
                if book[row + R_CHANCE] < CERTAIN or far:
                    die = draw(n[SEED], n[TICK], h[keys + RULE_KEY], cell)
                    if die >= book[row + R_CHANCE]:
                        continue
                else:
                    die = 0
                k[C_IT] = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                k[C_IT_CELL] = cell
                k[C_IT_LAYER] = layer
                k[C_IT_ID] = ident
                k[C_PLACE] = cell
                k[PRIM_FROM] = k[PRIMS]                  # what instances before this one will do is not yet seen
                if holds(h, book, n, c, k, book[row + R_IF]) == 0:
                    continue
                if k[INSTANCES] >= h[H_INSTANCE_CAP] or k[PRIMS] + 64 >= h[H_PRIM_CAP]:
                    n[NOTICE] |= NOTICE_FULL
                    break
                at = h[K_INSTANCE] + k[INSTANCES] * INSTANCE_WIDTH
                k[INSTANCES] += 1
                k[at + I_RULE] = rule
                k[at + I_CELL] = cell
                k[at + I_LAYER] = layer
                k[at + I_FROM] = k[PRIMS]
                k[at + I_KEY] = die
                k[at + I_WON] = 0
                code = h[H_CODE] + book[row + R_DO] * CODE_WIDTH
                while h[code] != END:
                    effect(h, book, n, c, k, code)
                    code += CODE_WIDTH
                k[at + I_TO] = k[PRIMS]
        # one write per cell and layer: higher rules have claimed theirs; within a rule the highest die first, if they can meet at all
        for turn in range(first, k[INSTANCES]):
            best = h[K_INSTANCE] + turn * INSTANCE_WIDTH
            if far:
                best = -1
                for i in range(first, k[INSTANCES]):
                    at = h[K_INSTANCE] + i * INSTANCE_WIDTH
                    if k[at + I_WON] == 0 and (best < 0 or k[at + I_KEY] > k[best + I_KEY]):
                        best = at
            won = 1
            for passing in range(2):
                for i in range(k[best + I_FROM], k[best + I_TO]):
                    at = h[K_PRIM] + i * PRIM_WIDTH
                    cells = 0
                    cell = k[at + 1]
                    layer = 3
                    other = -1
                    if k[at] == P_CELL:
                        cells = 1
                        layer = k[at + 2]
                    elif k[at] == P_KILL:
                        cells = 1
                        cell = k[at + 3] >> 1
                    elif k[at] == P_MOVE:
                        cells = 2
                        cell = k[at + 3] >> 1
                        other = k[at + 2]
                    for j in range(cells):
                        mark = h[K_WRITTEN] + layer * hw + (cell if j == 0 else other)
                        if passing == 0:
                            if k[mark] == k[STAMP]:
                                won = 2
                        elif won == 1:
                            k[mark] = k[STAMP]
            k[best + I_WON] = won
    for i in range(k[INSTANCES]):
        at = h[K_INSTANCE] + i * INSTANCE_WIDTH
        if k[at + I_WON] == 1:
            k[C_RULE] = k[at + I_RULE]
            k[C_WRITER] = WRITER_RULE + k[at + I_RULE]
            carry_out(h, book, n, c, k, k[at + I_FROM], k[at + I_TO])
    k[PRIMS] = 0
    k[PRIM_FROM] = 0
    k[C_EACH] = 0
    return 0


@jit
def no_case(k):
    """A sentence about nobody in particular."""
    k[C_EACH] = 0
    k[C_DOER] = -1
    k[C_DOER_ID] = 0
    k[C_IT] = -1
    k[C_IT_ID] = 0
    k[C_SUBJECT] = -1
    k[C_OBJECT] = -1
    k[C_VERB] = -1


@part(CALL_LOOK)
def look_at_conditions(h, book, n, c, k, baseline):
    """Which conditions have turned true since the last look, and which `until` hold. Rules are let run later; changes wait for step 0.

    `baseline`: only note how things stand.
    """
    movers = h[H_MOVERS]
    wide = movers + 1
    turns = h[H_RULES] + h[H_CHANGES]
    queued = n[QUEUED]
    for one in range(turns):
        change = one - h[H_RULES]
        row = 0
        if change < 0:
            trigger = h[H_TRIGGER] + book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] * TRIGGER_WIDTH
            known = n[h[N_WAS_TRIGGER] + one] == book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] + 1
            n[h[N_WAS_TRIGGER] + one] = book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] + 1
            if h[trigger + T_SORT] != T_BECOMES:
                continue
            code = h[trigger + T_LOW]
            subject = h[trigger + T_SUBJECT]
        else:
            row = h[H_CHANGE] + change * CH_WIDTH
            code = h[row + CH_WHEN]
            subject = -1
            known = True
            if code < 0:
                continue
        no_case(k)
        for mover in range(wide):
            # one look about nobody, or one for each mover that the sentence is about
            if (mover < movers) != (subject >= 0):
                continue
            was = h[N_WAS] + one * wide + mover
            if change >= 0:
                was = h[N_CHANGE_WAS] + change
            if mover < movers:
                at = h[N_MOVER] + mover * MOVER_WIDTH
                k[C_DOER] = -1
                k[C_DOER_ID] = 0
                if n[at + M_ALIVE] == 0 or not matches(h, book, subject, n[at + M_ID], n[at + M_FACING], 0, 0, 0):
                    n[was] = 2                           # not looked at
                    continue
                k[C_DOER] = mover
                k[C_DOER_ID] = n[at + M_ID]
                k[C_DOER_LAYER] = 3
                k[C_SUBJECT] = subject
            true = holds(h, book, n, c, k, code) != 0
            if true and known and n[was] == 0 and baseline == 0:
                if change < 0:
                    if book[h[B_RULE] + one * RULE_WIDTH + R_ON] != 0:
                        raise_clock(h, k, one, k[C_DOER], k[C_DOER_ID])
                else:
                    wish(h, n, Q_APPLY, change, BY_TRIGGER)
            n[was] = 1 if true else 0
    if baseline != 0:
        return 0
    # ends come before new beginnings: put them in front of those just found
    no_case(k)
    for layer in range(n[DEPTH]):
        which = n[h[N_STACK] + layer * LAYER_WIDTH + L_SET]
        if which < h[H_CHANGES]:
            code = h[h[H_CHANGE] + which * CH_WIDTH + CH_UNTIL]
            if code >= 0 and holds(h, book, n, c, k, code) != 0:
                before = n[QUEUED]
                wish(h, n, Q_LAPSE, which, BY_TRIGGER)
                if n[QUEUED] > before:
                    at = h[N_QUEUE] + before
                    last = n[at]
                    while at > h[N_QUEUE] + queued:
                        n[at] = n[at - 1]
                        at -= 1
                    n[at] = last
                    queued += 1
    return 0


@nb.njit(cache=True, no_cfunc_wrapper=True, **OPTIONS)
def live(h, books, numbers, cells, k, where, asked, argument, result):
    """Live one tick in each world that `where` says (or whatever else is `asked`). Returns 1 if a condition asked about holds.

    numbers int64 [B, n], cells int16 [B, 6 * HW], books int64 [B + 1, book], where bool [B]. For OUTCOMES the worlds' rows are [the real one, scratch],
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
                for i in range(h[N_SIZE]):
                    n[i] = real[i]
                for i in range(5 * hw):
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
                    c[3 * hw + old] = 0
                n[agent_row + M_ALIVE] = 0
                book = books[n[PRIVATE] * (w + 1)]
                if trial == 0:
                    for q in range(hw):
                        result[q + 1, 0, 0] = 0 if open_to(h, book, n, c, k, q, n[agent_row + M_ID], False, True, False) else -1
                else:
                    n[agent_row + M_ALIVE] = 1
                    n[agent_row + M_CELL] = cell
                    n[h[N_COUNT] + n[agent_row + M_ID]] += 1
                    c[3 * hw + cell] = n[agent_row + M_ID]
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
                                k[goer + G_ID] = np.int64(c[k[goer + G_LAYER] * hw + k[goer + G_CELL]])
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
                        for cell in range(hw):
                            for layer in range(1, 5):
                                if layer != 3 and c[layer * hw + cell] != 0:
                                    raise_for_cell(h, book, n, c, k, h[K_EVENTS], IS_ON, -1, cell, layer, np.int64(c[layer * hw + cell]), cell, False)
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
                        cells[0, 5 * hw + hw + i] = c[i]
                else:
                    row = result[(trial - 1) // actions + 1, (trial - 1) % actions]
                    own = -1
                    if n[agent_row + M_ALIVE] != 0:
                        own = 3 * hw + n[agent_row + M_CELL]
                    row[0] = n[agent_row + M_CELL]
                    row[1] = n[h[N_REWARD] + argument]
                    found = 0
                    for i in range(5 * hw):
                        if c[i] != cells[0, 6 * hw + i] and i != own:
                            # the first four in order of cell, then layer
                            place = (i % hw) * 5 + i // hw
                            j = found
                            while j > 0 and row[2 + (j - 1) * 3] * 5 + row[3 + (j - 1) * 3] > place:
                                if j < 4:
                                    for m in range(3):
                                        row[2 + j * 3 + m] = row[2 + (j - 1) * 3 + m]
                                j -= 1
                            if j < 4:
                                row[2 + j * 3] = i % hw
                                row[3 + j * 3] = i // hw
                                row[4 + j * 3] = np.int64(c[i])
                            found = min(found + 1, 4)
        trial += 1
    return answer
