"""Steps 5 and 6: each-rules, which all read one picture before any writes; and the look at what has turned true."""
from __future__ import annotations

import numpy as np

from world.chance import CERTAIN
from world.compiling import jit, part
from world.kernel_base import draw, facing_of, matches
from world.kernel_conditions import holds
from world.kernel_effects import carry_out, effect, wish
from world.kernel_events import raise_clock
from world.kernel_lists import bring_up_to_date, next_bit, next_picked
from world.layout import *  # noqa: F403


@jit
def sort_down(k, first, count):
    """Sort numbers, the greatest first (heapsort: a heap with the least on top, which then goes to the end)."""
    size = count
    parent = count // 2 - 1
    while size > 1:
        if parent < 0:
            size -= 1
            kept = k[first]
            k[first] = k[first + size]
            k[first + size] = kept
        at = max(parent, 0)
        parent -= 1
        moving = k[first + at]
        while 2 * at + 1 < size:
            child = 2 * at + 1
            if child + 1 < size and k[first + child + 1] < k[first + child]:
                child += 1
            if k[first + child] >= moving:
                break
            k[first + at] = k[first + child]
            at = child
        k[first + at] = moving


@jit
def accept(h, k, instance):
    """Let an instance have the cells that it writes, if none of them is taken. Whether it has them."""
    won = True
    for passing in range(2):
        for i in range(k[instance + I_FROM], k[instance + I_TO]):
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
            elif k[at] == P_MOVE or k[at] == P_SWAP:
                cells = 2
                other = k[at + 2]
                cell = other if k[at + 3] < 0 else k[at + 3] >> 1
            for j in range(cells):
                mark = h[K_WRITTEN] + (cell if j == 0 else other) * 5 + layer
                if passing == 0:
                    if k[mark] == k[STAMP]:
                        won = False
                elif won:
                    k[mark] = k[STAMP]
    return won


@part(CALL_EACH)
def each_step(h, book, n, c, k):
    """Step 5: work out all each-rules from one picture, decide who writes what, then do it."""
    bring_up_to_date(h, book, n, c, k)
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
        if book[row + R_ON] == 0 or h[trigger + T_SORT] != T_EACH or book[row + R_CHANCE] == 0:
            continue
        noun = h[trigger + T_OBJECT]
        layers = h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + h[H_WORDS] + NN_LAYERS]
        keys = h[H_RULE_KEYS] + rule * RULE_KEYS
        k[C_RULE] = rule
        k[C_OBJECT] = noun
        k[C_PLACE_KEY] = h[keys + RULE_PLACE]
        k[C_RANDOM_KEY] = h[keys + RULE_RANDOM]
        if book[row + R_COMMON] != 0 and (layers >> 3) & 1 == 0:
            k[C_IT] = -1
            k[C_IT_ID] = 0
            k[PRIM_FROM] = k[PRIMS]
            if holds(h, book, n, c, k, book[row + R_COMMON]) == 0:
                continue
        first = k[INSTANCES]
        far = False                                      # may write cells other than that of `it`
        at = h[H_CODE] + book[row + R_DO] * CODE_WIDTH
        while h[at] != END:
            if h[at] == HOME or h[at] == MOVE or h[at] == SWAP_PLACES or (h[at] == PUT and h[at + 2] != PUT_HERE) or ((h[at] == BECOME or h[at] == REMOVE or h[at] == TURN) and h[at + 1] >= 0):
                far = True
            at += CODE_WIDTH
        listed = 0                                       # where the rule's list of cells stands; without one all cells are asked
        if h[h[H_SLOT_OF] + rule] >= 0:
            listed = h[N_LISTED] + h[h[H_SLOT_OF] + rule] * h[H_BITS]
        # if its conditions are all of the cells around, and its things of one layer, then the list has said it all
        sure = listed != 0 and book[row + R_IF] == book[row + R_LOCAL] and layers & (layers - 1) == 0 and layers != 8
        rare = book[row + R_LEAP] >= 0
        cell = -1
        while True:
            if rare:
                cell = next_picked(h, n, k, h[H_DATA] + book[row + R_LEAP], h[keys + RULE_LEAP], listed, cell)
            elif listed != 0:
                cell = next_bit(n, listed, h[H_BIT_WORDS], cell + 1)
            else:
                cell += 1
            if cell < 0 or cell >= hw:
                break
            die = 0
            if far or (book[row + R_CHANCE] < CERTAIN and not rare):
                die = draw(n[SEED], n[TICK], h[keys + RULE_KEY], cell)
                if not rare and die >= book[row + R_CHANCE]:
                    continue
            for layer in range(5):
                ident = np.int64(c[cell * 5 + layer])
                if ident == 0 or (layers >> layer) & 1 == 0:
                    continue
                if not sure and not matches(h, book, noun, ident, facing_of(h, n, k, cell, layer, ident), 0, 0, 0):
                    continue
                k[C_IT] = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                k[C_IT_CELL] = cell
                k[C_IT_LAYER] = layer
                k[C_IT_ID] = ident
                k[C_PLACE] = cell
                k[PRIM_FROM] = k[PRIMS]                  # what instances before this one will do is not yet seen
                if not sure and holds(h, book, n, c, k, book[row + R_IF]) == 0:
                    continue
                if k[INSTANCES] >= h[H_INSTANCE_CAP] or k[PRIMS] + 64 >= h[H_PRIM_CAP]:
                    n[NOTICE] |= NOTICE_FULL
                    break
                at = h[K_INSTANCE] + k[INSTANCES] * INSTANCE_WIDTH
                k[at + I_RULE] = rule
                k[at + I_FROM] = k[PRIMS]
                code = h[H_CODE] + book[row + R_DO] * CODE_WIDTH
                while h[code] != END:
                    effect(h, book, n, c, k, code)
                    code += CODE_WIDTH
                k[at + I_TO] = k[PRIMS]
                k[at + I_WON] = 1
                if far:
                    k[h[K_ORDER] + k[INSTANCES] - first] = (die << 30) + (1 << 30) - 1 - k[INSTANCES]
                elif not accept(h, k, at):               # none but instances in its own cell can be in its way: decided at once
                    k[PRIMS] = k[at + I_FROM]
                    continue
                k[INSTANCES] += 1
        if far:
            # one write per cell and layer: higher rules have taken theirs; within a rule the highest die comes first, then the cell and layer
            sort_down(k, h[K_ORDER], k[INSTANCES] - first)
            for i in range(k[INSTANCES] - first):
                at = h[K_INSTANCE] + ((1 << 30) - 1 - (k[h[K_ORDER] + i] & ((1 << 30) - 1))) * INSTANCE_WIDTH
                if not accept(h, k, at):
                    k[at + I_WON] = 0
    for i in range(k[INSTANCES]):
        at = h[K_INSTANCE] + i * INSTANCE_WIDTH
        if k[at + I_WON] == 1:
            k[C_RULE] = k[at + I_RULE]
            k[C_WRITER] = WRITER_RULE + k[at + I_RULE]
            k[h[K_FIRED] + k[at + I_RULE]] += 1
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
        if change < 0:
            trigger = h[H_TRIGGER] + book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] * TRIGGER_WIDTH
            known = n[h[N_WAS_TRIGGER] + one] == book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] + 1
            n[h[N_WAS_TRIGGER] + one] = book[h[B_RULE] + one * RULE_WIDTH + R_TRIGGER] + 1
            if h[trigger + T_SORT] != T_BECOMES:
                continue
            code = h[trigger + T_LOW]
            subject = h[trigger + T_SUBJECT]
        else:
            code = book[h[B_CHANGE] + change * CHANGE_WIDTH + X_WHEN]
            subject = -1
            known = n[h[N_CHANGE_WAS] + change] >> 2 == code
            if code < 0:
                n[h[N_CHANGE_WAS] + change] = 0
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
            if true and known and n[was] & 3 == 0 and baseline == 0:
                if change < 0:
                    if book[h[B_RULE] + one * RULE_WIDTH + R_ON] != 0:
                        raise_clock(h, k, one, k[C_DOER], k[C_DOER_ID])
                else:
                    wish(h, n, Q_APPLY, change, BY_TRIGGER)
            n[was] = (1 if true else 0) + (code << 2 if change >= 0 else 0)
    if baseline != 0:
        return 0
    # ends come before new beginnings: put them in front of those just found
    no_case(k)
    for layer in range(n[DEPTH]):
        which = n[h[N_STACK] + layer * LAYER_WIDTH + L_SET]
        if which < h[H_CHANGES]:
            code = book[h[B_CHANGE] + which * CHANGE_WIDTH + X_UNTIL]
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
