"""Prioritized sweeping (Moore & Atkeson 1993) on the tables, with a wave that first drops what rested on a value that fell."""
from __future__ import annotations

import agents.compiled as T
from agents.compiled import apart, compiled

TOO_LITTLE = 1e-5
FELL = 1e-3
RETURN_COUNT, RETURN_TICKS = 0.5, 50.0
"""Before any experience, a frame turns back by itself at RETURN_COUNT / RETURN_TICKS a tick."""
ACROSS_FRAMES = 0.02


@compiled
def value_of_way(mind, states, ways, s, i, size):
    """What the i-th way of a state is worth: its reward, and the discounted value of where it leads.  float64"""
    way = ways[s * mind.verbs + i]
    if way.ends:
        return way.reward
    if way.to == s:
        return way.reward / (1 - mind.discount) if way.reward < 0 else 0.0
    v = states[way.to].value
    n = mind.layers * size
    f = way.to // n
    back = mind.turns_back[f]
    if back >= 0:
        h = (mind.returns[f, 0] + RETURN_COUNT) / (mind.returns[f, 1] + RETURN_TICKS)
        v = (1 - h) * v + h * states[way.to + (back - f) * n].value
    return way.reward + mind.discount * v


@compiled
def best_way(mind, states, ways, s, size):
    """The best of a state's ways; doing nothing is worth 0.  value, number of the way (-1: nothing is worth more)"""
    best, which = 0.0, -1
    for i in range(mind.verbs):
        if mind.able[mind.verb_at[i]]:
            q = value_of_way(mind, states, ways, s, i, size)
            if q > best + 1e-12:
                best, which = q, i
    return best, which


@compiled
def queue(mind, states, s, priority):
    """Queues a state for a backup, or moves it up if it is queued with less. A heap: states.order by rank, states.heap = rank + 1."""
    if priority <= states[s].priority:
        return
    states[s].priority = priority
    if states[s].heap == 0:
        states[mind.queued].order = s
        states[s].heap = mind.queued + 1
        mind.queued += 1
    i = states[s].heap - 1
    while i > 0:
        up = (i - 1) // 2
        t = states[up].order
        if states[t].priority >= priority:
            break
        states[i].order = t
        states[t].heap = i + 1
        i = up
    states[i].order = s
    states[s].heap = i + 1


@compiled
def unqueue(mind, states):
    """Takes the most urgent state off the queue, which must not be empty."""
    top = states[0].order
    states[top].heap = 0
    states[top].priority = 0.0
    mind.queued -= 1
    n = mind.queued
    if n > 0:
        s = states[n].order
        p = states[s].priority
        i = 0
        while True:
            k = 2 * i + 1
            if k >= n:
                break
            if k + 1 < n and states[states[k + 1].order].priority > states[states[k].order].priority:
                k += 1
            if p >= states[states[k].order].priority:
                break
            states[i].order = states[k].order
            states[states[i].order].heap = i + 1
            i = k
        states[i].order = s
        states[s].heap = i + 1
    return top


@compiled
def drop_what_rests_on(mind, states, ways, s, size):
    """Sets to 0 the value of s and of all states whose best way leads there, and queues each: so no value keeps itself up in a loop."""
    n = 1
    states[0].queue = s
    states[s].mark = 1
    j = 0
    while j < n:
        e = states[states[j].queue].head
        j += 1
        while e >= 0:
            z = e // mind.verbs
            if states[z].mark == 0 and states[z].value > 0:
                best, which = best_way(mind, states, ways, z, size)
                if which == e % mind.verbs:
                    states[z].mark = 1
                    states[n].queue = z
                    n += 1
            e = ways[e].next
    for i in range(n):
        z = states[i].queue
        states[z].value = 0.0
        states[z].mark = 0
    for i in range(n):
        z = states[i].queue
        best, which = best_way(mind, states, ways, z, size)
        queue(mind, states, z, best)
        mind.backups += 1


@apart(T.types.void, T.mind, T.states, T.ways, T.whole, T.real)
def sweep(mind, states, ways, size, budget):
    """Backs up to `budget` states, the most urgent first."""
    n = mind.layers * size
    while budget > 0 and mind.queued > 0:
        if states[states[0].order].priority < TOO_LITTLE:
            break
        s = unqueue(mind, states)
        if s >= n * mind.frames:
            continue
        budget -= 1
        mind.backups += 1
        best, which = best_way(mind, states, ways, s, size)
        change = best - states[s].value
        if change < -FELL * states[s].value and states[s].value > 0:
            drop_what_rests_on(mind, states, ways, s, size)
            continue
        states[s].value = best
        if abs(change) <= TOO_LITTLE:
            continue
        e = states[s].head
        while e >= 0:
            queue(mind, states, e // mind.verbs, abs(change) * mind.discount)
            e = ways[e].next
        f = s // n
        for g in range(mind.frames):                     # a frame that may turn back rests on the other one
            if mind.turns_back[g] == f:
                e = states[s + (g - f) * n].head
                while e >= 0:
                    queue(mind, states, e // mind.verbs, ACROSS_FRAMES * abs(change))
                    e = ways[e].next
