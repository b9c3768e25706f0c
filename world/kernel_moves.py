"""Moves, own and carried: all who mean to move do so at once, from one picture, in rounds of one cell."""
from __future__ import annotations

import numpy as np

from world.chance import name_key
from world.compiling import jit, part
from world.kernel_base import bars, beyond, draw, holds_property, lay, raise_event, raise_for_cell, record, strides, traced, turned
from world.layout import *  # noqa: F403

CLASH_KEY = name_key("clash")
CARRY_KEY = name_key("carry clash")
PICTURE = 1 << 24
"""Stamps and numbers share a word: stamp * PICTURE + number."""
FALLS = np.int64(2)
"""How goers go: 0 by themselves, 1 carried, FALLS."""


@jit
def add_goer(h, k, mover, cell, layer, ident, way, order):
    """One more who means to move; kept in order. `order`: movers by number, then things by cell and layer; carried all by cell and layer."""
    if k[GOERS] == h[H_GOER_CAP]:
        k[OVERFULL] = 1
        return
    at = h[K_GOER] + k[GOERS] * GOER_WIDTH
    k[GOERS] += 1
    while at > h[K_GOER] and k[at - GOER_WIDTH + G_ORDER] > order:
        for i in range(GOER_WIDTH):
            k[at + i] = k[at - GOER_WIDTH + i]
        at -= GOER_WIDTH
    k[at + G_MOVER] = mover
    k[at + G_CELL] = cell
    k[at + G_LAYER] = layer
    k[at + G_ID] = ident
    k[at + G_WAY] = way
    k[at + G_STATE] = GO
    k[at + G_ORDER] = order


@jit
def fail(k, goer, cell, layer):
    """A goer stays, and bumps what stands in (cell, layer); nothing if layer is -1."""
    k[goer + G_STATE] = FAILED
    k[goer + G_BUMP_CELL] = cell
    k[goer + G_BUMP_LAYER] = layer


@jit
def examine(h, book, c, k, goer, carried, waiting):
    """Look at a goer's way: fails it if something refuses; else notes its push chain and whether it has to wait for others.

    With `waiting` only asks whether one that it waits for has failed, and fails it then.  True if it failed now
    """
    stamp = k[STAMP]
    way = k[goer + G_WAY]
    origin = k[goer + G_CELL]
    cell = beyond(h, origin, way)
    chain = h[K_CHAIN] + ((goer - h[K_GOER]) // GOER_WIDTH) * CHAIN_WIDTH
    k[goer + G_TARGET] = cell
    k[goer + G_LENGTH] = 0
    k[goer + G_LEAVES] = 0
    first_cell = -1
    first_layer = -1
    before = -1
    entering = 0
    strength = 1 << 30
    one_way = book[h[B_FLAGS] + F_ONE_WAY] != 0
    depth = 0
    while True:
        if cell < 0 and h[H_EDGE] == OPEN and carried != FALLS:
            k[goer + G_LEAVES] = 1
            break
        if cell < 0 or cell == origin:
            fail(k, goer, first_cell, first_layer)
            return True
        joining = 0
        refuser = -1
        for layer in range(5):
            thing = np.int64(c[cell * 5 + layer])
            if thing == 0:
                continue
            taken = False
            solid = False
            pushable = False
            inanimate = False
            for other in range(5):
                if depth == 0 and other == k[goer + G_LAYER]:
                    ident = k[goer + G_ID]
                elif depth > 0 and (entering >> other) & 1 != 0:
                    ident = np.int64(c[before * 5 + other])
                else:
                    continue
                taken |= other == layer
                inanimate |= other != 3
                solid |= holds_property(h, book, SOLID, thing, ident) or (one_way and layer != 3 and bars(h, book, thing, ident, way))
                pushable |= holds_property(h, book, PUSHABLE, thing, ident)
            there = k[h[K_GOER_AT] + cell * 5 + layer]
            if layer == 3 and inanimate:
                if refuser < 0:
                    refuser = layer
            elif there // PICTURE == stamp:
                if taken or solid or pushable:
                    k[goer + G_WAITS] = 1
                    if waiting:
                        other = h[K_GOER] + (there % PICTURE) * GOER_WIDTH
                        if k[other + G_STATE] == FAILED:
                            if depth == 0:
                                fail(k, goer, cell, layer)
                            else:
                                fail(k, goer, first_cell, first_layer)
                            return True
            elif pushable and carried == 0 and layer != 0 and layer != 3:
                joining |= 1 << layer
                strength = min(strength, book[h[B_KIND] + h[h[H_KIND] + thing] * KIND_WIDTH + KD_STRENGTH])
                if first_cell < 0:
                    first_cell = cell
                    first_layer = layer
            elif taken or solid or (pushable and carried != 0):
                if refuser < 0:
                    refuser = layer
        if refuser >= 0:
            if depth == 0:
                fail(k, goer, cell, refuser)
            else:
                fail(k, goer, first_cell, first_layer)
            return True
        if joining == 0:
            break
        k[chain + depth] = joining
        depth += 1
        k[goer + G_LENGTH] = depth
        if depth > strength or depth >= CHAIN_CAP:
            fail(k, goer, first_cell, first_layer)
            return True
        before = cell
        entering = joining
        cell = beyond(h, cell, way)
    return False


@jit
def in_the_way(h, book, thing, ident, way):
    """Whether a thing is solid or pushable to one that comes that way, or one-way against it."""
    return holds_property(h, book, SOLID, thing, ident) or holds_property(h, book, PUSHABLE, thing, ident) or bars(h, book, thing, ident, way)


@jit
def swap_partner(h, book, c, k, goer):
    """The goer that aims at this one's cell while this one aims at its, each in the other's way; -1 if there is none."""
    target = k[goer + G_TARGET]
    if target < 0:
        return -1
    for layer in range(5):
        there = k[h[K_GOER_AT] + target * 5 + layer]
        if there // PICTURE == k[STAMP]:
            other = h[K_GOER] + (there % PICTURE) * GOER_WIDTH
            if k[other + G_STATE] == GO and k[other + G_TARGET] == k[goer + G_CELL]:
                a = k[goer + G_ID]
                b = k[other + G_ID]
                same = layer == k[goer + G_LAYER]
                mine = same or in_the_way(h, book, b, a, k[goer + G_WAY])
                theirs = same or in_the_way(h, book, a, b, k[other + G_WAY])
                if mine and theirs:
                    return other
    return -1


@jit
def better(h, n, k, a, b, carried):
    """Whether goer a comes before goer b in a clash."""
    if h[H_CLASH] == RANDOM:
        for one in range(2):
            goer = a if one == 0 else b
            if k[goer + G_KEY] < 0:
                if carried == 0 and k[goer + G_MOVER] >= 0:
                    k[goer + G_KEY] = draw(n[SEED], n[TICK], CLASH_KEY, k[goer + G_MOVER])
                else:
                    k[goer + G_KEY] = draw(n[SEED], n[TICK], CARRY_KEY, k[goer + G_CELL])
        if k[a + G_KEY] != k[b + G_KEY]:
            return k[a + G_KEY] > k[b + G_KEY]
    return k[a + G_ORDER] < k[b + G_ORDER]


@jit
def claimed(h, k, goer, i):
    """The i-th cell that a goer claims: its next cell, then those that its push enters; -1 behind the last."""
    if i > k[goer + G_LENGTH]:
        return -1
    cell = k[goer + G_CELL]
    for _ in range(i + 1):
        cell = beyond(h, cell, k[goer + G_WAY])
    return cell


@jit
def settle_clashes(h, n, k, carried):
    """Each cell that goers from several cells claim goes to the best of them; all at once. Who lost one fails and bumps the winner."""
    first = h[K_GOER]
    last = first + k[GOERS] * GOER_WIDTH
    stamp = k[STAMP]
    clash = False
    for goer in range(first, last, GOER_WIDTH):
        k[goer + G_KEY] = -1
    for goer in range(first, last, GOER_WIDTH):
        if k[goer + G_STATE] == GO:
            for i in range(CHAIN_CAP):
                cell = claimed(h, k, goer, i)
                if cell < 0:
                    break
                at = h[K_CLAIM] + cell * 2
                if k[at] // PICTURE != stamp:
                    k[at] = stamp * PICTURE + (goer - first) // GOER_WIDTH
                    k[at + 1] = 0
                else:
                    # [at]: the best; [at + 1]: with `none`, the first from another cell
                    best = first + (k[at] % PICTURE) * GOER_WIDTH
                    if k[best + G_CELL] != k[goer + G_CELL] and k[at + 1] == 0:
                        clash = True
                        k[at + 1] = stamp * PICTURE + (goer - first) // GOER_WIDTH
                    if h[H_CLASH] != NONE and better(h, n, k, goer, best, carried):
                        k[at] = stamp * PICTURE + (goer - first) // GOER_WIDTH
    if not clash:
        return
    for goer in range(first, last, GOER_WIDTH):
        if k[goer + G_STATE] == GO:
            for i in range(CHAIN_CAP):
                cell = claimed(h, k, goer, i)
                if cell < 0:
                    break
                at = h[K_CLAIM] + cell * 2
                if k[at + 1] == 0:
                    continue
                winner = first + (k[at] % PICTURE) * GOER_WIDTH
                if k[winner + G_CELL] == k[goer + G_CELL]:
                    if h[H_CLASH] != NONE:
                        continue
                    winner = first + (k[at + 1] % PICTURE) * GOER_WIDTH
                k[goer + G_STATE] = DROPPED                        # decided at once for all: marked now, failed below
                k[goer + G_BUMP_CELL] = k[winner + G_CELL]
                k[goer + G_BUMP_LAYER] = k[winner + G_LAYER]
                break
    for goer in range(first, last, GOER_WIDTH):
        if k[goer + G_STATE] == DROPPED:
            k[goer + G_STATE] = FAILED


@jit
def travelled(h, k, cell, layer):
    """How many cells a thing now in (cell, layer) has come in this stride."""
    total = 0
    last = -1
    i = k[TRACES] - 1
    while i >= k[STRIDE_FROM]:
        at = h[K_TRACE] + i * TRACE_WIDTH
        if k[at + 1] == cell and k[at + 2] == layer and k[at + 3] != last:
            cell = k[at]
            last = k[at + 3]
            if last >= 0:
                total += 1
        i -= 1
    return total


@jit
def pull_rows(h, book, n, c, k):
    """What is pulled follows whoever of the movers stepped straight away from it, a whole row at once; the goers have been set down already.

    Where somebody else comes, nothing is pulled, nor out of there.
    """
    stamp = k[STAMP]
    first = h[K_GOER]
    last = first + k[GOERS] * GOER_WIDTH
    for goer in range(first, last, GOER_WIDTH):
        if k[goer + G_STATE] == GO:
            for i in range(k[goer + G_LENGTH] + 1):
                cell = claimed(h, k, goer, i)
                if cell >= 0:
                    k[h[K_CLAIM] + cell * 2 + 1] = -stamp
    for goer in range(first, last, GOER_WIDTH):
        mover = k[goer + G_MOVER]
        if mover < 0 or k[goer + G_STATE] != GO:
            continue
        tail = h[K_CHAIN] + ((goer - first) // GOER_WIDTH) * CHAIN_WIDTH + CHAIN_CAP
        way = k[goer + G_WAY]
        cell = k[goer + G_CELL]
        strength = 1 << 30
        while True:
            back = beyond(h, cell, turned(way, 2))
            if back < 0 or k[h[K_CLAIM] + cell * 2 + 1] == -stamp or k[h[K_CLAIM] + back * 2 + 1] == -stamp:
                break
            row = 0
            for layer in range(1, 5):
                thing = np.int64(c[back * 5 + layer])
                if layer == 3 or thing == 0 or not holds_property(h, book, PULLED, thing, k[goer + G_ID]):
                    continue
                free = True
                for other in range(5):
                    there = np.int64(c[cell * 5 + other])
                    if there != 0 and (other == layer or other == 3 or in_the_way(h, book, there, thing, way)):
                        free = False
                if free:
                    row |= 1 << layer
                    strength = min(strength, book[h[B_KIND] + h[h[H_KIND] + thing] * KIND_WIDTH + KD_STRENGTH])
            if row == 0 or k[goer + G_PULLED] + 1 > strength:
                break
            k[tail + k[goer + G_PULLED]] = row
            k[goer + G_PULLED] += 1
            for layer in range(1, 5):
                if (row >> layer) & 1 != 0:
                    there = k[h[K_GOER_AT] + back * 5 + layer]
                    if there // PICTURE == stamp:        # what could not slide on by itself is pulled on, and bumps nothing
                        k[first + (there % PICTURE) * GOER_WIDTH + G_STATE] = DROPPED
                    lay(h, n, c, cell, layer, np.int64(c[back * 5 + layer]), WRITER_MOVE + mover)
                    lay(h, n, c, back, layer, 0, WRITER_MOVE + mover)
                    record(h, k, back, cell, layer, stamp)
            k[h[K_CLAIM] + cell * 2 + 1] = -stamp
            cell = back


@part(CALL_GO_ROUND)
def go_round(h, book, n, c, k, carried):
    """One round: settle who of the goers moves, move them, raise what happened; the goers left are those who slide on. Sets M_LEFT, C_BUMPED's cell."""
    if k[OVERFULL] != 0:
        n[NOTICE] |= NOTICE_FULL
        k[OVERFULL] = 0
    k[STAMP] += 1
    first = h[K_GOER]
    last = first + k[GOERS] * GOER_WIDTH
    waits = False
    since = k[TRACES]
    for goer in range(first, last, GOER_WIDTH):
        k[goer + G_WAITS] = 0
        k[goer + G_PULLED] = 0
        k[h[K_GOER_AT] + k[goer + G_CELL] * 5 + k[goer + G_LAYER]] = k[STAMP] * PICTURE + (goer - first) // GOER_WIDTH
    # passes: 0 refusals, 1 swaps, 2 who waits for one that fails; then clashes, and 3 waiting again
    step = 0
    while step < 4:
        changed = False
        for goer in range(first, last, GOER_WIDTH):
            if k[goer + G_STATE] != GO:
                continue
            if step == 1:
                if k[goer + G_WAITS] != 0:
                    waits = True
                    other = swap_partner(h, book, c, k, goer)
                    if other >= 0:
                        fail(k, goer, k[other + G_CELL], k[other + G_LAYER])
                        fail(k, other, k[goer + G_CELL], k[goer + G_LAYER])
            elif step == 0 or k[goer + G_WAITS] != 0:
                changed |= examine(h, book, c, k, goer, carried, step != 0)
        if step == 0 or step == 1 or not changed or not waits:
            if step == 2 and last - first > GOER_WIDTH:
                settle_clashes(h, n, k, carried)
            step += 1
    # move: lift all goers, shift the chains from the far end, set the goers down
    for phase in range(3):
        for goer in range(first, last, GOER_WIDTH):
            if k[goer + G_STATE] != GO:
                continue
            layer = k[goer + G_LAYER]
            cell = k[goer + G_CELL]
            writer = WRITER_CARRIED
            if carried == 0 and k[goer + G_MOVER] >= 0:
                writer = WRITER_MOVE + k[goer + G_MOVER]
            if phase == 0:
                lay(h, n, c, cell, layer, 0, writer)
                if layer == 3 and k[goer + G_MOVER] >= 0:
                    k[h[K_WHO] + cell] = 0
            elif phase == 1:
                chain = h[K_CHAIN] + ((goer - first) // GOER_WIDTH) * CHAIN_WIDTH
                for i in range(k[goer + G_LENGTH] - 1, -1, -1):
                    start = claimed(h, k, goer, i)
                    to = beyond(h, start, k[goer + G_WAY])
                    for layer in range(1, 5):
                        if (k[chain + i] >> layer) & 1 != 0:
                            if to < 0:
                                if c[start * 5 + layer] != 0:
                                    n[h[N_COUNT] + np.int64(c[start * 5 + layer])] -= 1
                                    lay(h, n, c, start, layer, 0, writer)
                                    record(h, k, start, to, layer, k[STAMP])
                            elif k[h[K_WRITTEN] + to * 5 + layer] != k[STAMP]:
                                k[h[K_WRITTEN] + to * 5 + layer] = k[STAMP]
                                lay(h, n, c, to, layer, np.int64(c[start * 5 + layer]), writer)
                                lay(h, n, c, start, layer, 0, writer)
                                record(h, k, start, to, layer, k[STAMP])
            else:
                to = k[goer + G_TARGET]
                if to < 0:
                    n[h[N_COUNT] + k[goer + G_ID]] -= 1
                    record(h, k, cell, to, layer, k[STAMP])
                    if k[goer + G_MOVER] >= 0:
                        n[h[N_MOVER] + k[goer + G_MOVER] * MOVER_WIDTH + M_ALIVE] = 0
                        n[h[N_MOVER] + k[goer + G_MOVER] * MOVER_WIDTH + M_LEFT] = 1
                    continue
                lay(h, n, c, to, layer, k[goer + G_ID], writer)
                record(h, k, cell, to, layer, k[STAMP])
                if k[goer + G_MOVER] >= 0:
                    k[h[K_WHO] + to] = k[goer + G_MOVER] + 1
                    n[h[N_MOVER] + k[goer + G_MOVER] * MOVER_WIDTH + M_CELL] = to
    if carried == 0 and book[h[B_FLAGS] + F_PULLS] != 0:
        pull_rows(h, book, n, c, k)
    # tell, goer by goer; things pushed by two who came from one cell tell once
    k[STAMP] += 1
    queue = h[K_EVENTS]
    for goer in range(first, last, GOER_WIDTH):
        mover = k[goer + G_MOVER]
        layer = k[goer + G_LAYER]
        ident = k[goer + G_ID]
        cell = k[goer + G_CELL]
        to = k[goer + G_TARGET]
        if k[goer + G_STATE] == FAILED:
            if mover >= 0:
                k[h[K_INTENT] + mover] |= STOPPED                      # it has failed: no further stride
            if carried == 0 and k[goer + G_BUMP_LAYER] >= 0:
                hit = k[goer + G_BUMP_CELL]
                hit_layer = k[goer + G_BUMP_LAYER]
                there = k[h[K_GOER_AT] + hit * 5 + hit_layer]
                if there // PICTURE == k[STAMP] - 1:
                    other = first + (there % PICTURE) * GOER_WIDTH
                    if k[other + G_STATE] == GO:
                        hit = k[other + G_TARGET]
                    if hit >= 0:
                        raise_event(h, book, n, c, k, queue, BUMPS, mover, cell, layer, ident, k[other + G_MOVER], hit, hit_layer, k[other + G_ID], to)
                else:
                    # what stood in the way may have been pushed away by another in this very round
                    hit = traced(h, k, hit, hit_layer, since) >> 3
                    if hit < 0:
                        continue
                    it = k[h[K_WHO] + hit] - 1 if hit_layer == 3 else -1
                    raise_event(h, book, n, c, k, queue, BUMPS, mover, cell, layer, ident, it, hit, hit_layer,
                                np.int64(c[hit * 5 + hit_layer]), to)
        elif k[goer + G_STATE] == GO:
            if to >= 0:
                raise_for_cell(h, book, n, c, k, queue, LEAVES, mover, to, layer, ident, cell, False)
                raise_for_cell(h, book, n, c, k, queue, ENTERS, mover, to, layer, ident, to, False)
            chain = h[K_CHAIN] + ((goer - first) // GOER_WIDTH) * CHAIN_WIDTH
            for i in range(k[goer + G_LENGTH]):
                start = claimed(h, k, goer, i)
                end = beyond(h, start, k[goer + G_WAY])
                for pushed in range(1, 5):
                    if (k[chain + i] >> pushed) & 1 != 0 and end >= 0:
                        thing = np.int64(c[end * 5 + pushed])
                        raise_event(h, book, n, c, k, queue, PUSHES, mover, to, layer, ident, -1, end, pushed, thing, 0)
                        if k[h[K_WRITTEN] + end * 5 + pushed] != k[STAMP]:
                            k[h[K_WRITTEN] + end * 5 + pushed] = k[STAMP]
                            raise_for_cell(h, book, n, c, k, queue, LEAVES, -1, end, pushed, thing, start, False)
                            raise_for_cell(h, book, n, c, k, queue, ENTERS, -1, end, pushed, thing, end, False)
            end = cell
            for i in range(k[goer + G_PULLED]):
                start = beyond(h, end, turned(k[goer + G_WAY], 2))
                for pulled in range(1, 5):
                    if (k[chain + CHAIN_CAP + i] >> pulled) & 1 != 0:
                        thing = np.int64(c[end * 5 + pulled])
                        raise_for_cell(h, book, n, c, k, queue, LEAVES, -1, end, pulled, thing, start, False)
                        raise_for_cell(h, book, n, c, k, queue, ENTERS, -1, end, pulled, thing, end, False)
                end = start
    # who slides on: read the old list, build the new one behind it, then bring it forward
    count = k[GOERS]
    k[GOERS] = 0
    if book[h[B_FLAGS] + F_SLIPPERY] == 0:
        return 0
    for i in range(last - first):
        k[h[K_NEXT] + i] = k[first + i]
    stamp = k[STAMP] + 1
    k[STAMP] = stamp
    for g in range(count):
        goer = h[K_NEXT] + g * GOER_WIDTH
        if k[goer + G_STATE] != GO:
            continue
        way = k[goer + G_WAY]
        chain = h[K_CHAIN] + g * CHAIN_WIDTH
        cell = k[goer + G_TARGET]
        pushes = k[goer + G_LENGTH]
        for i in range(-1, pushes + k[goer + G_PULLED]):
            # itself, what it pushed, what it pulled
            layers = 1 << k[goer + G_LAYER]
            if i >= pushes:
                cell = k[goer + G_CELL] if i == pushes else beyond(h, cell, turned(way, 2))
                layers = k[chain + CHAIN_CAP + i - pushes]
            elif i >= 0:
                cell = beyond(h, cell, way) if cell >= 0 else -1
                layers = k[chain + i]
            if cell < 0:
                continue
            for layer in range(1, 5):
                if (layers >> layer) & 1 == 0:
                    continue
                if k[h[K_WRITTEN] + cell * 5 + layer] == stamp:
                    continue
                k[h[K_WRITTEN] + cell * 5 + layer] = stamp
                ident = np.int64(c[cell * 5 + layer])
                slips = False
                for other in range(5):
                    under = np.int64(c[cell * 5 + other])
                    if other != layer and under != 0 and holds_property(h, book, SLIPPERY, under, ident):
                        slips = True
                lap = max(h[H_H], h[H_W]) if way >= 4 else h[H_H] if way & 1 == 0 else h[H_W]
                if slips and travelled(h, k, cell, layer) < lap:
                    mover = k[h[K_WHO] + cell] - 1 if layer == 3 else -1
                    order = (1 << 40) + cell * 5 + layer
                    if mover >= 0 and carried == 0:
                        order = mover
                    add_goer(h, k, mover, cell, layer, ident, way, order)
    return 0


@jit
def collect_own(h, book, n, c, k, stride):
    """The goers of step 2: all movers that mean to move, whose speed allows so many cells in this tick, and that nothing sticky holds."""
    k[GOERS] = 0
    k[STRIDE_FROM] = k[TRACES]
    for mover in range(h[H_MOVERS]):
        way = k[h[K_INTENT] + mover]
        at = h[N_MOVER] + mover * MOVER_WIDTH
        if way < 0 or way >= STOPPED or n[at + M_ALIVE] == 0:
            continue
        speed = book[h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS]) + A_SPEED]
        if strides(n[TICK], speed) < stride:
            continue
        cell = n[at + M_CELL]
        n[at + M_FACING] = way
        sticky = False
        if book[h[B_FLAGS] + F_STICKY] != 0:
            for layer in range(5):
                thing = np.int64(c[cell * 5 + layer])
                sticky |= layer != 3 and thing != 0 and holds_property(h, book, STICKY, thing, n[at + M_ID])
        if not sticky:
            n[at + M_STUCK] = 0                          # also while nothing at all is sticky: a law that comes again holds anew
        elif n[at + M_STUCK] != cell + 1:
            n[at + M_STUCK] = cell + 1
            k[h[K_INTENT] + mover] |= HELD
            continue
        add_goer(h, k, mover, cell, 3, n[at + M_ID], way, mover)


@jit
def finish_own(h, n, k):
    """Written minds that were stopped turn back or take the next leg; who has left a sticky cell is stuck there no more."""
    for mover in range(h[H_MOVERS]):
        if n[h[N_MOVER] + mover * MOVER_WIDTH + M_STUCK] != n[h[N_MOVER] + mover * MOVER_WIDTH + M_CELL] + 1:
            n[h[N_MOVER] + mover * MOVER_WIDTH + M_STUCK] = 0
        if k[h[K_INTENT] + mover] >= 0 and k[h[K_INTENT] + mover] & STOPPED != 0:
            mind = h[H_MIND] + h[h[H_MOVER_AGENT] + mover] * MIND_WIDTH
            at = h[N_MOVER] + mover * MOVER_WIDTH
            if h[mind + MIND_SORT] == STRAIGHT:
                n[at + M_FACING] = turned(n[at + M_FACING], 2)
            elif h[mind + MIND_SORT] == PATROL:
                n[at + M_LEG] = (n[at + M_LEG] + 1) % h[mind + MIND_LENGTH]
