"""One tick of one world, compiled: the steps of the language's guide, in their order. Rules are rows of tables; nothing here knows any scenario.

`drive`, `ask` and `outcomes` are the only ways in from Python, and compile once for all scenarios and all books of law.
"""
from __future__ import annotations

import numba as nb
import numpy as np

from world.compiling import OPTIONS, jit, merged, part
from world.kernel_base import beyond, lay, open_to, raise_event, raise_for_cell
from world.kernel_carried import collect_carried
from world.kernel_conditions import holds
from world.kernel_each import each_step, look_at_conditions, no_case
from world.kernel_events import raise_clock, work_off
from world.kernel_law import begin_law, clock_strikes, derive, drop_layers, law_step, moment_comes, next_due, rebuild
from world.kernel_lists import bring_up_to_date, next_bit
from world.kernel_minds import act
from world.kernel_moves import FALLS, collect_own, finish_own, go_round
from world.kernel_quiet import quiet_tick, wake_at
from world.kernel_stones import read_stones
from world.kernel_view import show
from world.kernel_window import plain_window, window
from world.layout import *  # noqa: F403
from world.views import add_shared, float64_at, get_shared, int64_at, int64_rows_at, set_shared, uint8_at, uint16_at

LIVE, BEGIN, HOLDS, DERIVE, REBUILD, LOOK = (np.int64(number) for number in range(6))
"""What can be asked of one world. LIVE: a tick; BEGIN: a new episode; HOLDS: is a condition true; DERIVE, REBUILD: a book; LOOK: what is seen."""
(LAW, ACT, OWN, TRY, ROUND, CARRY, EVENTS, PAIRS, ON, EACH, CLOCKS, TURNED, SCORE, DONE) = (np.int64(number) for number in range(14))
"""The stages of a tick."""
MILLIONTH = 1e-6
BLOCK = np.int64(16)
"""So many worlds live before any of them is looked at."""


@part(CALL_TICK)
def tick(h, books, n, c, k, own, asked, argument):
    """A tick of one world, the whole way. Or, if `asked`: an episode's start (BEGIN; `argument`: whether the stack of law fell); whether the condition
    `argument` holds (HOLDS), 1 or 0.

    `own`: the row of books that is this world's own, once its law differs from the file's.
    """
    hw = h[H_HW]
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
    news = n[NEWS]
    if asked == LIVE:
        n[WORD] = WORD_NONE
        n[SAID] = 0
        n[NEWS] = 0
        n[NOTICE] = 0
        n[TICK] += 1
        n[EPISODE_TICK] += 1
    if asked != HOLDS:
        n[ANNOUNCED] = 0
        for mover in range(h[H_MOVERS]):
            n[h[N_REWARD] + mover] = 0
    answer = 0
    stage = LAW
    stride = 0
    most = 0
    tried = 0
    rounds = 0
    phase = 0
    start = -1
    book = books[n[BOOK]]
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
            if asked == BEGIN or n[QUEUED] != 0 or n[TICK] >= n[DUE]:
                law_step(h, books, n, c, k, own, start, BY_GIVEN)
            book = books[n[BOOK]]
            stage = ACT
            if asked == BEGIN:
                if phase == 0:
                    n[TICK] -= 1
                else:
                    begin_law(h, books, n, c, k, own, argument != 0, news)
                    book = books[n[BOOK]]
                stage = LAW if phase == 0 else TURNED
                phase += 1
        elif stage == ACT:
            most = act(h, book, n, c, k)
            stage = OWN
        elif stage == OWN:
            stride += 1
            if stride > most:
                finish_own(h, n, k)
                stage = CARRY
                stride = -1
                continue
            collect_own(h, book, n, c, k, stride)
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
                    k[h[K_INTENT] + k[goer + G_MOVER]] |= STOPPED
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
            go_round(h, book, n, c, k, 0 if phase != 1 else FALLS if stride == 0 else 1)
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
            collect_carried(h, book, n, c, k, stride)
            rounds = 0
            if k[GOERS] != 0:
                stage = ROUND
            elif stride > 0:
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
            for rule in range(h[H_RULES] if h[H_CLOCKS] != 0 and n[TICK] >= n[DUE] else 0):
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
                if h[H_STONES] != 0:
                    read_stones(h, n, c, k)
                stage = DONE
        if queue >= 0:
            work_off(h, book, n, c, k, queue)
    for mover in range(h[H_MOVERS]):
        k[h[K_WHO] + n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL]] = 0
    if asked != HOLDS and n[TICK] >= n[DUE]:
        n[DUE] = next_due(h, book, n, c, k)
    if asked != HOLDS:
        n[WAKE] = wake_at(h, book, n)
    return answer


@jit
def begin(e, h, books, n, c, k, own, first):
    """A new episode of one world. The tick goes on; the law as `laws:` says. `first`: of a life that has had none."""
    n[EPISODE] += 1
    n[EPISODE_TICK] = 0
    n[ENDED] = ENDED_NOT
    fresh = int64_at(e[E_FIRST_NUMBERS] + n[FIRST] * h[N_ROW] * 8, h[N_ROW])
    for i in range(h[N_MOVER], h[N_TIMES]):
        n[i] = fresh[i]
    cells = uint16_at(e[E_FIRST_CELLS] + n[FIRST] * e[E_CELLS_WIDTH] * 2, e[E_CELLS_WIDTH])
    for i in range(len(cells)):
        c[i] = cells[i]
    fallen = 0
    if h[H_LAWS_RESET] != 0 and first == 0:
        fallen = drop_layers(h, n)
        rebuild(h, books, n, c, k, own)                  # what stands on tablets stays law until they are read anew
    n[DUE] = 0
    n[h[N_SIZE]] = LISTS_STALE
    tick(h, books, n, c, k, own, BEGIN, fallen)


@merged
def look(h, book, n, c, k, watched, watches, w):
    """Bring up to date what those who are watched see and know in one world. A plain window of one layer goes by a short road."""
    for i in range(watches):
        seat = i * WATCH_WIDTH
        mover = watched[seat + WA_MOVER]
        pictures = watched[seat + WA_PICTURES] + w * watched[seat + WA_SIZE]
        if plain_window(h, book, n, mover, watched[seat + WA_LAYERS], watched[seat + WA_FRAME]):
            window(h, c, n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL], watched[seat + WA_FRAME], uint8_at(pictures, watched[seat + WA_SIZE]))
            pictures = 0
        if pictures != 0 or watched[seat + WA_FACTS] != 0:
            show(h, book, n, c, k, mover, watched[seat + WA_LAYERS], watched[seat + WA_FRAME], pictures, watched[seat + WA_SIZE],
                 watched[seat + WA_KNOWN] + w * watched[seat + WA_FACTS] * 4, watched[seat + WA_FACTS])


@nb.njit(cache=True, no_cfunc_wrapper=True, **OPTIONS)
def drive(e, thread):
    """Let the worlds of a batch live a tick, in chunks that threads share out among them; what they began with is as if each had been alone.

    Thread 0 comes back when all are done, the others when nothing is left to take. Fills actions' answers: reward, status, and which lived.
    Returns, to thread 0, whether anything befell the law of any.
    """
    if thread == 0:
        e[E_NEWS] = 0
        set_shared(e, E_DONE, 0)
        set_shared(e, E_FRONT, 0)
        set_shared(e, E_BACK, 0)
        set_shared(e, E_NEXT, 0)
    batch = e[E_BATCH]
    chunks = (batch + e[E_CHUNK] - 1) // e[E_CHUNK]
    while True:
        if get_shared(e, E_NEXT) >= chunks or add_shared(e, E_NEXT, 1) >= chunks:
            break
        # from one end or the other, so that a thread mostly finds the worlds that it had in the tick before
        chunk = add_shared(e, E_FRONT, 1) if thread & 1 == 0 else chunks - 1 - add_shared(e, E_BACK, 1)
        first = chunk * e[E_CHUNK]
        last = min(batch, first + e[E_CHUNK])
        books = int64_rows_at(e[E_BOOKS], e[E_BOOK_COUNT], e[E_BOOK_WIDTH])
        learners = e[E_LEARNERS]
        actions = int64_at(e[E_ACTIONS], batch * learners)
        acting = int64_at(e[E_ACTING], learners * SEAT_WIDTH)
        reward = float64_at(e[E_REWARD], batch * learners)
        status = uint8_at(e[E_STATUS], batch)
        lived = uint8_at(e[E_LIVED], batch)
        where = uint8_at(e[E_WHERE], batch)
        watches = e[E_WATCHES]
        watched = int64_at(e[E_WATCHED], watches * WATCH_WIDTH)
        setting = -1
        h = int64_at(e[E_H], e[E_H_WIDTH])
        k = int64_at(e[E_SCRATCH + thread], h[K_SIZE])
        for block in range(first, last, BLOCK):
            until = min(last, block + BLOCK)
            for w in range(block, until):
                n = int64_at(e[E_NUMBERS] + w * e[E_NUMBERS_WIDTH] * 8, e[E_NUMBERS_WIDTH])
                c = uint16_at(e[E_CELLS] + w * e[E_CELLS_WIDTH] * 2, e[E_CELLS_WIDTH])
                if n[SETTING] != setting:
                    setting = n[SETTING]
                    h = int64_at(e[E_H] + setting * e[E_H_WIDTH] * 8, e[E_H_WIDTH])
                lives = e[E_WHERE] == 0 or where[w] != 0
                anew = False
                if n[ENDED] != ENDED_NOT:
                    anew = lives and e[E_AUTORESET] == AUTORESET_NEXT
                    n[NEWS] = 0
                    lives = False
                lived[w] = 1 if lives or anew else 0
                if lives and n[TICK] + 1 < n[WAKE] and e[E_QUICK] != 0 and quiet_tick(h, books[n[BOOK]], n, c, k, acting, learners, actions, w * learners):
                    for i in range(learners):
                        reward[w * learners + i] = 0
                    status[w] = 0
                elif lives:
                    for i in range(learners):
                        n[h[N_ACTION] + acting[i * SEAT_WIDTH]] = actions[w * learners + i]
                    tick(h, books, n, c, k, e[E_SETTINGS] + w, LIVE, 0)
                    for i in range(learners):
                        reward[w * learners + i] = n[h[N_REWARD] + acting[i * SEAT_WIDTH]] * MILLIONTH
                    status[w] = n[ENDED]
                    anew = n[ENDED] != ENDED_NOT and e[E_AUTORESET] == AUTORESET_SAME
                    if anew:
                        for i in range(watches):
                            seat = i * WATCH_WIDTH
                            show(h, books[n[BOOK]], n, c, k, watched[seat + WA_MOVER], watched[seat + WA_LAYERS], watched[seat + WA_FRAME],
                                 watched[seat + WA_LAST_PICTURES] + w * watched[seat + WA_SIZE], watched[seat + WA_SIZE],
                                 watched[seat + WA_LAST_KNOWN] + w * watched[seat + WA_FACTS] * 4, watched[seat + WA_FACTS])
                else:
                    for i in range(learners):
                        reward[w * learners + i] = 0
                    if anew:
                        status[w] = 0
                if anew:
                    begin(e, h, books, n, c, k, e[E_SETTINGS] + w, 0)
                if lived[w] != 0 and n[NEWS] != 0:
                    e[E_NEWS] = 1
            # seen only now: what has just been written is read faster a while later
            for w in range(block, until if watches != 0 else block):
                if lived[w] != 0:
                    n = int64_at(e[E_NUMBERS] + w * e[E_NUMBERS_WIDTH] * 8, e[E_NUMBERS_WIDTH])
                    c = uint16_at(e[E_CELLS] + w * e[E_CELLS_WIDTH] * 2, e[E_CELLS_WIDTH])
                    look(int64_at(e[E_H] + n[SETTING] * e[E_H_WIDTH] * 8, e[E_H_WIDTH]), books[n[BOOK]], n, c, k, watched, watches, w)
        add_shared(e, E_DONE, last - first)
    if thread == 0:
        while get_shared(e, E_DONE) < batch:
            pass
    return e[E_NEWS]


@nb.njit(cache=True, no_cfunc_wrapper=True, **OPTIONS)
def ask(e, w, what, argument):
    """One thing of one world: LIVE, with the actions in its numbers; BEGIN, `argument` 1: its life's first; HOLDS: 1 if that condition is true; REBUILD; LOOK.
    DERIVE is of the base book `argument`."""
    books = int64_rows_at(e[E_BOOKS], e[E_BOOK_COUNT], e[E_BOOK_WIDTH])
    n = int64_at(e[E_NUMBERS] + w * e[E_NUMBERS_WIDTH] * 8, e[E_NUMBERS_WIDTH])
    c = uint16_at(e[E_CELLS] + w * e[E_CELLS_WIDTH] * 2, e[E_CELLS_WIDTH])
    setting = argument if what == DERIVE else n[SETTING]
    h = int64_at(e[E_H] + setting * e[E_H_WIDTH] * 8, e[E_H_WIDTH])
    k = int64_at(e[E_SCRATCH], h[K_SIZE])
    own = e[E_SETTINGS] + w
    if what == DERIVE:
        derive(h, books[setting], n, c, k)
    elif what == BEGIN:
        begin(e, h, books, n, c, k, own, argument)
    elif what == REBUILD:
        rebuild(h, books, n, c, k, own)
    elif what == LOOK:
        look(h, books[n[BOOK]], n, c, k, int64_at(e[E_WATCHED], e[E_WATCHES] * WATCH_WIDTH), e[E_WATCHES], w)
    else:
        return tick(h, books, n, c, k, own, what, argument)
    return 0


@nb.njit(cache=True, no_cfunc_wrapper=True, **OPTIONS)
def outcomes(h, books, numbers, cells, k, own, mover, result):
    """What each action of a mover would do in this tick from each cell where it could stand.

    numbers int64 [2, n] and cells uint16 [2, 12 * HW]: the real world, and room for its copies. `result` int64 [1 + HW, A, 14] is filled: landing,
    reward and four edits for each cell and action; landing -1 where it cannot stand. `own`: the row of books for the copies' own.
    """
    hw = h[H_HW]
    actions = h[h[H_ACTION_OWN] + h[h[H_MOVER_AGENT] + mover] * (h[H_ACTIONS] + 1)]
    real = numbers[0]
    n = numbers[1]
    c = cells[1]
    picture = 7 * hw                                     # behind the real world's cells: how they would be without the mover
    row = h[N_MOVER] + mover * MOVER_WIDTH
    for trial in range(hw * actions + 1):
        # trial 0: the world without the mover; trial 1 + cell * actions + action: the mover in that cell, doing that
        cell = (trial - 1) // actions
        if trial > 0 and result[cell + 1, 0, 0] < 0:
            continue
        changed = trial == 0 or n[VERSION] != real[VERSION]
        for i in range(h[N_ROW]):
            n[i] = real[i]
        for i in range(6 * hw):
            c[i] = cells[0, i]
        if n[BOOK] != n[SETTING]:
            n[BOOK] = own
            if changed:
                rebuild(h, books, n, c, k, own)
        n[ENDED] = ENDED_NOT
        for i in range(h[H_MOVERS]):
            n[h[N_ACTION] + i] = -1
        old = n[row + M_CELL]
        if n[row + M_ALIVE] != 0:
            n[h[N_COUNT] + n[row + M_ID]] -= 1
            lay(h, n, c, old, 3, 0, 0)
        n[row + M_ALIVE] = 0
        if trial == 0:
            for q in range(hw):
                result[q + 1, 0, 0] = 0 if open_to(h, books[n[BOOK]], n, c, k, q, n[row + M_ID], False, True, False) else -1
        else:
            n[row + M_ALIVE] = 1
            n[row + M_CELL] = cell
            n[h[N_COUNT] + n[row + M_ID]] += 1
            lay(h, n, c, cell, 3, n[row + M_ID], 0)
            n[h[N_ACTION] + mover] = (trial - 1) % actions
        tick(h, books, n, c, k, own, LIVE, 0)
        if trial == 0:
            for i in range(5 * hw):
                cells[0, picture + i] = c[i]
            continue
        found = result[cell + 1, (trial - 1) % actions]
        found[0] = n[row + M_CELL]
        found[1] = n[h[N_REWARD] + mover]
        mine = n[row + M_CELL] * 5 + 3 if n[row + M_ALIVE] != 0 else -1
        edits = 0
        for i in range(5 * hw):
            if c[i] != cells[0, picture + i] and i != mine and edits < 4:
                found[2 + edits * 3] = i // 5
                found[3 + edits * 3] = i % 5
                found[4 + edits * 3] = np.int64(c[i])
                edits += 1
