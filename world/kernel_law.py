"""Step 0: what fell due becomes law. The book in force is the base and, in order, the layers of the stack."""
from __future__ import annotations

from world.chance import CERTAIN
from world.compiling import jit, part
from world.kernel_base import draw, lowest, pick
from world.kernel_effects import carry_out, effect
from world.kernel_news import tell_news
from world.kernel_quiet import note_quiet
from world.kernel_stones import any_stone, held, hold_stones, read_stones, stones_differ
from world.layout import *  # noqa: F403


@jit
def asked_of(h, book, k, prop, ident, kept):
    """Whether a thing has the property that a fact rests on: as the book says, or as it said when it was `kept`."""
    at = (prop * h[H_IDS] + ident) * h[H_WORDS]
    return (k[h[K_ASKED] + at] if kept else book[h[B_PROP] + at]) & 1 != 0


@jit
def set_property(h, book, k, prop, noun, holds, to, kept):
    """A fact about all ids of a noun, towards those of `to` (-1: towards everybody)."""
    at = h[H_NOUN] + noun * h[H_NOUN_WIDTH]
    asked = h[at + h[H_WORDS] + NN_PROPERTY]
    for i in range(h[H_WORDS]):
        mask = -1
        if to >= 0:
            towards = h[H_NOUN] + to * h[H_NOUN_WIDTH]
            mask = h[towards + i]
            left = mask if h[towards + h[H_WORDS] + NN_PROPERTY] >= 0 else 0
            while left != 0:
                if not asked_of(h, book, k, h[towards + h[H_WORDS] + NN_PROPERTY], i * 64 + lowest(left), kept):
                    mask &= ~(1 << lowest(left))
                left &= left - 1
        for ident in range(1, h[H_IDS]):
            if (h[at + (ident >> 6)] >> (ident & 63)) & 1 != 0 and (asked < 0 or asked_of(h, book, k, asked, ident, kept)):
                row = h[B_PROP] + (prop * h[H_IDS] + ident) * h[H_WORDS] + i
                book[row] = book[row] | mask if holds != 0 else book[row] & ~mask


@part(CALL_DERIVE)
def derive(h, book, n, c, k):
    """Work out what follows from the rules in a book: who hears which event, and what need not be looked at at all."""
    words = h[H_RULE_WORDS]
    ids = h[H_IDS]
    for i in range(h[B_SUBJECT], h[B_SIZE]):
        book[i] = 0
    flags = h[B_FLAGS]
    for rule in range(h[H_RULES]):
        row = h[B_RULE] + rule * RULE_WIDTH
        trigger = h[H_TRIGGER] + book[row + R_TRIGGER] * TRIGGER_WIDTH
        slot = h[h[H_SLOT_OF] + rule]
        if slot >= 0 and h[trigger + T_SORT] == T_EACH:  # also while it is off: its list is kept up
            noun = h[H_NOUN] + h[trigger + T_OBJECT] * h[H_NOUN_WIDTH]
            for i in range(h[H_WORDS]):
                left = h[noun + i] & (-2 if i == 0 else -1)
                while left != 0:
                    ident = i * 64 + lowest(left)
                    left &= left - 1
                    book[h[B_EACH] + ident * ((h[H_SLOTS] + 63) >> 6) + (slot >> 6)] |= 1 << (slot & 63)
        if book[row + R_ON] == 0:
            continue
        if h[trigger + T_SORT] == T_EACH:
            book[flags + F_EACH] = 1
        if h[trigger + T_SORT] != T_EVENT:
            continue
        verb = h[trigger + T_VERB]
        for side in range(2):
            noun = h[trigger + T_SUBJECT] if side == 0 else h[trigger + T_OBJECT]
            table = h[B_SUBJECT] if side == 0 else h[B_OBJECT]
            for i in range(h[H_WORDS]):
                left = h[h[H_NOUN] + noun * h[H_NOUN_WIDTH] + i] if noun >= 0 else 1 if i == 0 else 0
                while left != 0:
                    ident = i * 64 + lowest(left)
                    left &= left - 1
                    book[table + (verb * ids + ident) * words + (rule >> 6)] |= 1 << (rule & 63)
                    if side == 0 and verb == IS_ON:
                        book[flags + (F_ON_MOVERS if h[h[H_AGENT_OF] + ident] >= 0 else F_ON_THINGS)] = 1
        if verb == MEETS:
            book[flags + F_MEETS] = 1
        if verb == TRIES:
            book[flags + F_TRIES] = 1
    for prop in range(OPAQUE):
        flag = FLAG_OF_PROPERTY[prop]
        for i in range(ids * h[H_WORDS] if flag >= 0 else 0):
            if book[h[B_PROP] + prop * ids * h[H_WORDS] + i] != 0:
                book[flags + flag] = 1
    for kind in range(h[H_KINDS]):
        if book[h[B_KIND] + kind * KIND_WIDTH + KD_NOISE] != 0:
            book[flags + F_NOISE] = 1
    note_quiet(h, book)
    return 0


@jit
def enacter(h, by):
    """The agent, by kind, that enacted something, alone or by a vote; -1 if none did."""
    if by >= BY_VOTE:
        return h[h[H_MOVER_AGENT] + (by - BY_VOTE) % VOTE_BASE]
    return h[h[H_MOVER_AGENT] + by] if by >= 0 and by < BY_RULE else -1


@part(CALL_REBUILD)
def rebuild(h, books, n, c, k, own):
    """The book of a world anew: the base, then each layer's patches, oldest first. `own`: the row that is its own."""
    n[h[N_SIZE]] = min(n[h[N_SIZE]], LISTS_LAW)
    n[WAKE] = 0
    n[DUE] = 0
    n[BOOK] = n[SETTING]
    if n[DEPTH] == 0 and not any_stone(h, n):
        return 0
    n[BOOK] = own
    base = books[n[SETTING]]
    book = books[own]
    for i in range(h[B_SUBJECT]):
        book[i] = base[i]
    for layer in range(n[DEPTH]):
        which = h[H_SET] + n[h[N_STACK] + layer * LAYER_WIDTH + L_SET] * SET_WIDTH
        kept = False
        for i in range(h[which + SET_COUNT]):
            at = h[H_PATCH] + (h[which + SET_START] + i) * PATCH_WIDTH
            if h[at] == PATCH_SET:
                book[h[at + 1]] = h[at + 2]
            elif h[at] == PATCH_SWAP:
                kept = book[h[at + 1]]
                book[h[at + 1]] = book[h[at + 2]]
                book[h[at + 2]] = kept
            elif h[at] == PATCH_KEEP:
                kept = True
                for j in range(h[B_RULE] - h[B_PROP]):
                    k[h[K_ASKED] + j] = book[h[B_PROP] + j]
            else:
                set_property(h, book, k, h[at + 1], h[at + 2], h[at + 3], h[at + 4], kept)
    for stone in range(h[H_STONES]):
        at = h[H_STONE] + stone * STONE_WIDTH
        if h[at + ST_ALLOWED] != 0 and held(h, n, stone):
            set_property(h, book, k, h[at + ST_PROPERTY], h[at + ST_NOUN], h[at + ST_HOLDS], -1, False)
    derive(h, book, n, c, k)
    return 0


@jit
def remove_layer(h, n, layer):
    """Take one layer out of the stack."""
    n[DEPTH] -= 1
    for i in range(layer * LAYER_WIDTH, n[DEPTH] * LAYER_WIDTH):
        n[h[N_STACK] + i] = n[h[N_STACK] + i + LAYER_WIDTH]
    for i in range(LAYER_WIDTH):
        n[h[N_STACK] + n[DEPTH] * LAYER_WIDTH + i] = 0


@jit
def falls_due(h, book, n, change):
    """Whether a change's own clock brings it in this tick."""
    row = h[H_CHANGE] + change * CH_WIDTH
    terms = h[B_CHANGE] + change * CHANGE_WIDTH
    tick = n[TICK]
    due = False
    if h[row + CH_RING_WORDS] > 0:
        at = h[N_AFTER] + h[row + CH_RING] + (tick >> 6) % h[row + CH_RING_WORDS]
        if (n[at] >> (tick & 63)) & 1 != 0:
            due = True
            n[at] ^= 1 << (tick & 63)
    for i in range(book[terms + X_MOMENT_COUNT]):
        at = h[H_DATA] + book[terms + X_MOMENTS] + i * 3
        if moment_comes(n, h[at], h[at + 1], h[at + 2], h[row + CH_AT_KEY], i):
            due = True
    if book[terms + X_EVERY] > 0 or book[terms + X_GEOMETRIC] >= 0:
        if clock_strikes(n, book[terms + X_EVERY], book[terms + X_EVERY_HIGH], book[terms + X_GEOMETRIC], h[row + CH_EVERY_KEY], h[N_DUE] + change):
            due = True
    return due


@jit
def remember_after(h, book, n, which):
    """Note when the changes come that wait for this one."""
    for other in range(h[H_CHANGES]):
        terms = h[B_CHANGE] + other * CHANGE_WIDTH
        if book[terms + X_AFTER] == which:
            row = h[H_CHANGE] + other * CH_WIDTH
            due = n[TICK] + book[terms + X_AFTER_TICKS]
            n[h[N_AFTER] + h[row + CH_RING] + (due >> 6) % h[row + CH_RING_WORDS]] |= 1 << (due & 63)


@jit
def moment_comes(n, low, high, of, key, number):
    """Whether a moment is now. A range is drawn once, when the world is born."""
    if high > low:
        low += pick(n[SEED], 0, key, number, high - low + 1)
    if of == MOMENT_EPISODE:
        return n[EPISODE] == low and n[EPISODE_TICK] == 1
    return low == (n[TICK] if of == MOMENT_LIFE else n[EPISODE_TICK])


@jit
def clock_strikes(n, low, high, chance, key, last):
    """Whether a clock strikes in this tick. `last`: where in n its last stroke is kept, for ranges."""
    if chance >= 0:
        return draw(n[SEED], n[TICK], key, 0) < chance
    if low == high:
        return n[TICK] % low == 0
    if n[TICK] < n[last] + low + pick(n[SEED], n[last], key, 0, high - low + 1):
        return False
    n[last] = n[TICK]
    return True


@jit
def clock_due(n, low, high, chance, key, last):
    """The first tick to come at which a clock may strike."""
    if chance >= 0:
        return n[TICK] + 1
    if low == high:
        return (n[TICK] // low + 1) * low
    return max(n[TICK] + 1, n[last] + low + pick(n[SEED], n[last], key, 0, high - low + 1))


@jit
def moment_due(n, low, high, of, key, number):
    """The first tick to come at which a moment may be; NEVER_DUE if it is over, as far as this episode goes."""
    if high > low:
        low += pick(n[SEED], 0, key, number, high - low + 1)
    if of == MOMENT_EPISODE:
        return n[TICK] + 1 if n[EPISODE_TICK] == 0 and n[EPISODE] == low else NEVER_DUE
    if of == MOMENT_EVERY:
        low += n[TICK] - n[EPISODE_TICK]
    return low if low > n[TICK] else NEVER_DUE


@jit
def date_due(h, n, row):
    """The first tick to come at which `after` brings a change."""
    words = h[row + CH_RING_WORDS]
    tick = n[TICK] + 1
    for _ in range(words + 1):
        if words > 0:
            left = (n[h[N_AFTER] + h[row + CH_RING] + (tick >> 6) % words] >> (tick & 63)) & (-1 if tick & 63 == 0 else (1 << (64 - (tick & 63))) - 1)
            if left != 0:
                return tick + lowest(left)
            tick = ((tick >> 6) + 1) << 6
    return NEVER_DUE


@part(CALL_NEXT_DUE)
def next_due(h, book, n, c, k):
    """The first tick to come at which any clock may strike: of rules, of changes, or of a layer that lapses. Until then no clock need be looked at."""
    due = NEVER_DUE
    if h[H_STONES] != 0 and stones_differ(h, n):
        return n[TICK] + 1
    for layer in range(n[DEPTH]):
        lapse = n[h[N_STACK] + layer * LAYER_WIDTH + L_LAPSE]
        if lapse > n[TICK]:
            due = min(due, lapse)
    for change in range(h[H_CHANGES]):
        row = h[H_CHANGE] + change * CH_WIDTH
        terms = h[B_CHANGE] + change * CHANGE_WIDTH
        due = min(due, date_due(h, n, row))
        for i in range(book[terms + X_MOMENT_COUNT]):
            at = h[H_DATA] + book[terms + X_MOMENTS] + i * 3
            due = min(due, moment_due(n, h[at], h[at + 1], h[at + 2], h[row + CH_AT_KEY], i))
        if book[terms + X_EVERY] > 0 or book[terms + X_GEOMETRIC] >= 0:
            due = min(due, clock_due(n, book[terms + X_EVERY], book[terms + X_EVERY_HIGH], book[terms + X_GEOMETRIC], h[row + CH_EVERY_KEY], h[N_DUE] + change))
    for rule in range(h[H_RULES] if h[H_CLOCKS] != 0 else 0):
        trigger = h[H_TRIGGER] + book[h[B_RULE] + rule * RULE_WIDTH + R_TRIGGER] * TRIGGER_WIDTH
        keys = h[H_RULE_KEYS] + rule * RULE_KEYS
        if h[trigger + T_SORT] == T_CLOCK:
            due = min(due, clock_due(n, h[trigger + T_LOW], h[trigger + T_HIGH], h[trigger + T_VERB], h[keys + RULE_EVERY], h[N_RULE_DUE] + rule))
        elif h[trigger + T_SORT] == T_MOMENT:
            due = min(due, moment_due(n, h[trigger + T_LOW], h[trigger + T_HIGH], h[trigger + T_VERB], h[keys + RULE_AT], 0))
    return due


@part(CALL_LAW)
def law_step(h, books, n, c, k, own, start, by_start):
    """All that fell due takes effect: lapses, what waits, changes whose clock has come, then the person's word.

    With `start` >= 0 only that program of edits is done (what an expectation takes as given).
    """
    tick = n[TICK]
    before = n[NEWS]
    dirty = False
    n[VERSION] += 1                                      # taken back if nothing happens
    work = 0                                             # edits being done, a change applied by a change on top
    stage = 0
    item = 0
    if start >= 0:
        stage = 3
        work = 1
        k[h[K_WORK] + W_PC] = start
        k[h[K_WORK] + W_OF] = -1
        k[h[K_WORK] + W_WHO] = by_start
    else:
        if h[H_STONES] != 0:
            dirty = hold_stones(h, n, False) != 0
            before = n[NEWS] - (1 if dirty else 0)       # what is barred is no news of the law itself
        layer = 0
        while layer < n[DEPTH]:
            row = h[N_STACK] + layer * LAYER_WIDTH
            if n[row + L_LAPSE] == tick:
                tell_news(h, n, NEWS_LAPSED, n[row + L_SET], BY_CLOCK, 0)
                remove_layer(h, n, layer)
                dirty = True
            else:
                layer += 1
    while True:
        if dirty:
            rebuild(h, books, n, c, k, own)
            dirty = False
        book = books[n[BOOK]]
        do = -1
        which = 0
        by = 0
        quiet = False
        lucky = False
        if work > 0:
            top = h[K_WORK] + (work - 1) * WORK_WIDTH
            at = h[H_CODE] + k[top + W_PC] * CODE_WIDTH
            by = k[top + W_WHO]
            if h[at] == END:
                work -= 1
                continue
            k[top + W_PC] += 1
            which = h[at + 1]
            lucky = True
            quiet = k[top + W_OF] >= 0 and k[top + W_OF] < h[H_CHANGES]
            if h[at] == PICK:
                which = picked(h, n, which)
            if h[at] == APPLY or h[at] == PICK:
                do = Q_APPLY
                for i in range(work):
                    if k[h[K_WORK] + i * WORK_WIDTH + W_OF] == which:
                        do = -1
            elif h[at] == UNDO:
                do = Q_UNDO
            elif h[at] == UNDO_NEWEST:
                layer = n[DEPTH] - 1
                while layer >= 0:
                    row = h[N_STACK] + layer * LAYER_WIDTH
                    set_row = h[H_SET] + n[row + L_SET] * SET_WIDTH
                    if ((n[row + L_BY] != BY_GIVEN or by == BY_GIVEN) and n[row + L_SET] != k[top + W_OF]
                            and (which < 0 or enacter(h, n[row + L_BY]) == which) and (h[set_row + SET_ENTRENCHED] == 0 or enacter(h, by) < 0)):
                        tell_news(h, n, NEWS_STRUCK, n[row + L_SET], by, 0)
                        remove_layer(h, n, layer)
                        dirty = True
                        layer = 0
                    layer -= 1
            else:
                k[C_EACH] = 0
                k[C_DOER] = -1
                k[C_DOER_ID] = 0
                k[C_IT] = -1
                k[C_IT_ID] = 0
                k[C_SUBJECT] = -1
                k[C_OBJECT] = -1
                k[C_PLACE] = 0
                k[C_RULE] = 0
                k[C_RANDOM_KEY] = h[h[H_CHANGE] + max(0, k[top + W_OF]) * CH_WIDTH + CH_RANDOM_KEY] if quiet else h[H_TYPED_KEY]
                k[C_WRITER] = WRITER_CHANGE + max(0, k[top + W_OF])
                k[PRIMS] = 0
                k[PRIM_FROM] = 0
                effect(h, book, n, c, k, at)
                carry_out(h, book, n, c, k, 0, k[PRIMS])
                k[PRIMS] = 0
        elif stage == 0 or stage == 2:
            # what waits: first all but the person's, then, after the clocks, the person's
            if item >= n[QUEUED]:
                stage += 1
                item = 0
                continue
            packed = n[h[N_QUEUE] + item]
            item += 1
            by = packed // (SET_BASE * Q_SORTS) - BY_SHIFT
            if (by == BY_PERSON) != (stage == 2):
                continue
            do = packed % Q_SORTS
            which = packed // Q_SORTS % SET_BASE
            lucky = by != BY_TRIGGER
        elif stage == 1:
            if item >= h[H_CHANGES]:
                stage += 1
                item = 0
                continue
            which = item
            item += 1
            if falls_due(h, book, n, which):
                do = Q_APPLY
                by = BY_CLOCK
        else:
            break
        if do == Q_UNDO or do == Q_LAPSE:
            layer = 0
            while layer < n[DEPTH]:
                row = h[N_STACK] + layer * LAYER_WIDTH
                if n[row + L_SET] == which and (do == Q_LAPSE or n[row + L_BY] != BY_GIVEN or by == BY_GIVEN):
                    if not quiet:
                        tell_news(h, n, NEWS_UNDONE if do == Q_UNDO else NEWS_UNTIL, which, by, 0)
                    else:
                        tell_news(h, n, NEWS_STRUCK, which, by, 0)
                    remove_layer(h, n, layer)
                    dirty = True
                else:
                    layer += 1
        elif do == Q_APPLY:
            lapse = 0
            if which < h[H_CHANGES]:
                terms = h[B_CHANGE] + which * CHANGE_WIDTH
                row = h[H_CHANGE] + which * CH_WIDTH
                if not lucky and book[terms + X_CHANCE] < CERTAIN and draw(n[SEED], tick, h[row + CH_KEY], 0) >= book[terms + X_CHANCE]:
                    continue
                given = by == BY_GIVEN
                paid = enacter(h, by) >= 0 and work == 0
                if not paid and not given:
                    if book[terms + X_TIMES] >= 0 and n[h[N_TIMES] + which] >= book[terms + X_TIMES]:
                        continue
                    n[h[N_TIMES] + which] += 1
                if book[terms + X_LOW] > 0:
                    lapse = tick + book[terms + X_LOW]
                    if book[terms + X_HIGH] > book[terms + X_LOW]:
                        lapse += pick(n[SEED], tick, h[row + CH_FOR_KEY], 0, book[terms + X_HIGH] - book[terms + X_LOW] + 1)
                remember_after(h, book, n, which)
                if book[terms + X_ANNOUNCE] != 0 and not given:
                    n[ANNOUNCED] = 1
            if h[h[H_SET] + which * SET_WIDTH + SET_COUNT] > 0:
                layer = 0 if which < h[H_CHANGES] else n[DEPTH]        # a typed sentence stands as often as it was typed
                while layer < n[DEPTH]:
                    if n[h[N_STACK] + layer * LAYER_WIDTH + L_SET] == which:
                        remove_layer(h, n, layer)
                    else:
                        layer += 1
                row = h[N_STACK] + n[DEPTH] * LAYER_WIDTH
                n[DEPTH] += 1
                n[row + L_SET] = which
                n[row + L_SINCE] = tick
                n[row + L_LAPSE] = lapse
                n[row + L_BY] = by
                dirty = True
            else:
                lapse = 0
            if by != BY_GIVEN:
                tell_news(h, n, NEWS_ENACTED, which, by, lapse)
            # its other edits come next
            top = h[K_WORK] + work * WORK_WIDTH
            work += 1
            k[top + W_PC] = h[h[H_SET] + which * SET_WIDTH + SET_CODE]
            k[top + W_OF] = which
            k[top + W_WHO] = by
    n[DUE] = 0
    if start < 0:
        n[QUEUED] = 0
    if n[NEWS] == before or start >= 0:
        n[VERSION] -= 1
    return 0


@jit
def picked(h, n, change):
    """One of the changes that a change names under `pick`, by weight."""
    row = h[H_CHANGE] + change * CH_WIDTH
    left = pick(n[SEED], n[TICK], h[row + CH_PICK_KEY], 0, h[row + CH_WEIGHTS])
    at = h[H_DATA] + h[row + CH_PICKS]
    while left >= h[at + 1]:
        left -= h[at + 1]
        at += 2
    return h[at]


@jit
def drop_layers(h, n):
    """A new episode drops what stands and what waits, but for what a person has said. Whether anything fell that was not given: 1 or 0."""
    fallen = 0
    for layer in range(n[DEPTH]):
        if n[h[N_STACK] + layer * LAYER_WIDTH + L_BY] != BY_GIVEN:
            fallen = 1
    for i in range(n[DEPTH] * LAYER_WIDTH):
        n[h[N_STACK] + i] = 0
    n[DEPTH] = 0
    kept = 0
    for i in range(n[QUEUED]):
        if n[h[N_QUEUE] + i] // (SET_BASE * Q_SORTS) == BY_PERSON + BY_SHIFT:
            n[h[N_QUEUE] + kept] = n[h[N_QUEUE] + i]
            kept += 1
    n[QUEUED] = kept
    return fallen


@jit
def begin_law(h, books, n, c, k, own, fallen, told):
    """The law of an episode that begins, once what is given is done: tablets are read, and what changed by beginning is told.

    `fallen`: whether `drop_layers` dropped any; `told`: how much news there was before that, since no log tells what is given.
    """
    first = n[EPISODE] == 1
    n[NEWS] = told
    n[ANNOUNCED] = 0
    for i in range(h[H_MOVERS] * h[H_CHANGES] if h[H_VOTES] != 0 else 0):
        n[h[N_VOTE] + i] = 0
    n[TICK] += 1
    n[VERSION] += 1
    happened = fallen
    if fallen:
        tell_news(h, n, NEWS_FALLEN, 0, BY_EPISODE, 0)
    if h[H_STONES] != 0:
        n[h[N_TABLET]] = -1
        read_stones(h, n, c, k)
        if hold_stones(h, n, first) != 0:
            happened = not first or happened
            rebuild(h, books, n, c, k, own)
    if not happened:
        n[VERSION] -= 1
    n[TICK] -= 1
