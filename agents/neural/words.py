"""Things as tokens, layer by layer; and what becomes of a token when the board is turned.

A thing that faces north is, on a board turned so that east points up, one that faces west. If the world has no such thing, a token is
made up for it: so every turn of the board is a permutation of tokens, and what is learned going north holds for all four ways.
"""
from __future__ import annotations

import re

import numpy as np

from world.scenario import ACTOR, GROUND, UNSEEN
from world.types import Looks

NOWHERE = -1
"""Facing of what faces nowhere."""
UNTURNED = 4
"""The frame of actions that point nowhere; 0 .. 3: the board turned so that north, east, south, west points up."""


def turned(facing: int, frame: int) -> int:
    """A direction (0 .. 3 north to west, 4 .. 7 north-east to north-west) as it looks on a turned board."""
    if facing < 0 or frame == UNTURNED:
        return facing
    return (facing - frame) % 4 + (4 if facing > 3 else 0)


class Words:
    """The tokens of one mind: for each layer one for `nothing`, then its things.

    size: number of tokens; `size` itself stands for what is not seen.
    layers: numbers of the layers that can hold anything.
    spans: [(first token, one past the last)] of each of those.
    token: int16 [5, ids + 1], ids: uint16 [size + 1]  there and back; an id too high is not seen.
    turn, back: int64 [5 frames, size + 1]  a token on the turned board, and back.
    features: float32 [size, F]  by what a token is told apart; `nothing` has none.
    nothing: float32 [size, F]  what tells the `nothing` of each layer, where it has to be told.
    """

    def __init__(self, looks: Looks):
        self.layers = [layer for layer in range(5) if layer == GROUND or layer == ACTOR or (looks.layer[1:] == layer).any()]
        things: list[tuple[int, int, str, int, int, int]] = []              # layer, id, name without facing, facing, base, colour
        self.spans = []
        for layer in self.layers:
            first = len(things)
            things.append((layer, 0, "", NOWHERE, -1, 0))
            here = [(layer, i, re.sub(r" facing \S+", "", looks.names[i]), int(looks.facing[i]), int(looks.base[i]), int(looks.colour[i]))
                    for i in range(1, len(looks.names)) if looks.layer[i] == layer]
            known = {(name, base, facing) for _, _, name, facing, base, _ in here}
            for _, i, name, facing, base, colour in list(here):
                for frame in range(4) if facing >= 0 else ():
                    if (name, base, turned(facing, frame)) not in known:    # nothing in this world faces so
                        known.add((name, base, turned(facing, frame)))
                        here.append((layer, i, name, turned(facing, frame), base, colour))
            things += here
            self.spans.append((first, len(things)))
        self.size = len(things)
        self.ids = np.array([thing[1] for thing in things] + [UNSEEN], np.uint16)
        self.token = np.full((5, len(looks.names) + 1), self.size, np.int16)
        place = {}
        for t in reversed(range(self.size)):                                # made-up tokens come last: the real one stays
            layer, i, name, facing, base, _ = things[t]
            self.token[layer, i] = t
            place[layer, i == 0, name, base, facing] = t
        self.turn = np.array([[place[layer, i == 0, name, base, turned(facing, frame)] for layer, i, name, facing, base, _ in things] + [self.size]
                              for frame in range(5)], np.int64)
        self.back = np.argsort(self.turn, axis=1)
        self.features = self._features(things)
        self.nothing = np.zeros_like(self.features)
        for first, _ in self.spans:
            self.nothing[first, first] = 1

    def read(self, cells: np.ndarray) -> np.ndarray:
        """Ids by layer as tokens.  uint16 [5, ...] -> int16 [L, ...]"""
        known = np.minimum(cells, self.token.shape[1] - 1)
        return np.stack([self.token[layer][known[layer]] for layer in self.layers])

    def _features(self, things) -> np.ndarray:
        """A token's own, its kind's if others share it, its colour's, its facing's."""
        bases = [thing[4] for thing in things]
        shared = sorted({base for base in bases if base >= 0 and bases.count(base) > 1})
        colours = sorted({thing[5] for thing in things} - {0})
        n = len(things)
        features = np.zeros((n, n + len(shared) + len(colours) + 8), np.float32)
        for t, (_, i, _, facing, base, colour) in enumerate(things):
            if i == 0:
                continue
            features[t, t] = 1
            if base in shared:
                features[t, n + shared.index(base)] = 1
            if colour:
                features[t, n + len(shared) + colours.index(colour)] = 1
            if facing >= 0:
                features[t, n + len(shared) + len(colours) + facing] = 1
        return features / np.maximum(1, np.sqrt(features.sum(axis=1, keepdims=True)))
