"""The frame as symbols: one for each distinct stack of things in a cell, named on the fly, and back again.

A symbol's base, colour and facing are those of the topmost thing that matters: actor, object, item, air, ground. Symbol 0 is what
was never seen. When all 62 are taken, a new stack is read as the known one that it has most in common with, and counted (`mind.lumped`).
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled, entry
from agents.memory import EDGE, LOADS, SYMBOLS
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, UNSEEN
from world.types import Looks, Observation

UNKNOWN = 0
LAYERS = 5
TOPMOST_FIRST = np.array([ACTOR, OBJECT, ITEM, AIR, GROUND])
KEYS = 256
"""Places in the table of stacks, a power of two well above the number of symbols."""

ALPHABET = np.dtype([("symbols", np.int64), ("keys", np.int64), ("key", np.int64, (KEYS,)), ("symbol", np.int64, (KEYS,)), ("ids", np.uint16, (SYMBOLS, LAYERS)), ("top", np.int64, (SYMBOLS,)), ("stack", np.uint16, (LAYERS,))], align=True)
"""The table of stacks (`key` 0: free), and for each symbol its ids by layer and the id of its topmost thing."""


@compiled
def nearest_symbol(alphabet, stack, top, base):
    """The symbol known that is most like a stack: the topmost thing itself, else its kind, then as many equal layers as may be."""
    best, most = 1, -1
    for s in range(1, EDGE):
        alike = 20 if alphabet.top[s] == top else (10 if base[alphabet.top[s]] == base[top] else 0)
        for layer in range(LAYERS):
            alike += alphabet.ids[s, layer] == stack[layer]
        if alike > most:
            best, most = s, alike
    return best


@compiled
def new_symbol(mind, alphabet, stack, base, colour, facing):
    """Names a stack.  its symbol"""
    top = np.int64(0)
    for i in range(LAYERS):
        if top == 0:
            top = np.int64(stack[TOPMOST_FIRST[i]])
    if alphabet.symbols >= EDGE:
        mind.lumped += 1
        return nearest_symbol(alphabet, stack, top, base)
    s = alphabet.symbols
    alphabet.symbols += 1
    alphabet.top[s] = top
    for layer in range(LAYERS):
        alphabet.ids[s, layer] = stack[layer]
    mind.base[s] = s
    for k in range(1, s):
        if base[alphabet.top[k]] == base[top]:
            mind.base[s] = mind.base[k]
            break
    mind.colour[s] = colour[top] & 63
    mind.facing[s] = facing[top]
    return s


@entry
def name_thing(minds, alphabets, thing, base, colour, facing):
    """Names one more stack of which only the topmost thing is known: what a creature is to whom it meets.  its symbol"""
    mind, alphabet = minds[0], alphabets[0]
    stack = alphabet.stack
    for layer in range(LAYERS):
        stack[layer] = thing if layer == ACTOR else 0
    return new_symbol(mind, alphabet, stack, base, colour, facing)


@entry
def read_cells(minds, alphabets, cells, row, col, actor_layer, base, colour, facing, board, others):
    """Writes on `board` the symbols of all cells that are seen, whoever stands in them left out.

    Args:
        others: int64 [n + 1, 3], written: how many others are seen, then row, column and id of each.
    """
    mind, alphabet = minds[0], alphabets[0]
    stack = alphabet.stack
    others[0, 0] = 0
    for r in range(board.shape[0]):
        for c in range(board.shape[1]):
            if cells[GROUND, r, c] == UNSEEN:
                continue
            key = np.int64(1)
            for layer in range(LAYERS):
                stack[layer] = cells[layer, r, c]
                if layer == actor_layer and stack[layer] != 0:
                    if (r != row or c != col) and others[0, 0] < len(others) - 1:
                        others[0, 0] += 1
                        n = others[0, 0]
                        others[n, 0], others[n, 1], others[n, 2] = r, c, stack[layer]
                    stack[layer] = 0
                key = key << 12 | np.int64(stack[layer])         # ids are less than 4096
            i = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(56))
            while alphabet.key[i] != key and alphabet.key[i] != 0:
                i = (i + 1) & (KEYS - 1)
            if alphabet.key[i] == 0:
                s = new_symbol(mind, alphabet, stack, base, colour, facing)
                if alphabet.keys < KEYS * 3 // 4:            # else the table would be full: read anew each time
                    alphabet.key[i] = key
                    alphabet.symbol[i] = s
                    alphabet.keys += 1
                board[r, c] = s
            else:
                board[r, c] = alphabet.symbol[i]


class Loads:
    """What a mind carries, and what it reads, as a small number: 0 is what it was born with."""

    MOST = 2
    """More of a carried thing than this looks the same."""

    def __init__(self, mind, looks: Looks):
        self.mind, self.looks, self.known = mind, looks, {}

    def index(self, observation: Observation) -> int:
        """The load of an observation; beyond the sixth, the nearest one known.  0 .. LOADS - 1"""
        most = [self.MOST if thing else 1 for thing in self.looks.counter_thing]
        key = tuple(min(int(n), m) for n, m in zip(observation.counters, most)) + tuple(int(v) for v in observation.reads)
        if key not in self.known:
            if len(self.known) == LOADS:
                nearest = min(self.known, key=lambda other: (sum(abs(a - b) for a, b in zip(key, other)), self.known[other]))
                return self.known[nearest]
            self.known[key] = len(self.known)
            colours = 0
            for n, thing in zip(key, self.looks.counter_thing):
                if thing and n > 0 and self.looks.colour[thing] > 0:
                    colours |= 1 << (int(self.looks.colour[thing]) & 63)
            self.mind["load_colours"][self.known[key]] = colours
        return self.known[key]
