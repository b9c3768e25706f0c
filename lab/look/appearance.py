"""What a scenario's cells look like: the number that names each cell's picture, and the parts that the picture is put together from."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable, Iterator, Mapping

import numpy as np

from lab.look.choice import Choice, choices, flat_colour
from lab.look.colours import Theme
from lab.look.drawings import FILLS, STILL, How
from world.scenario import AIR, GROUND, ITEM, OBJECT, UNSEEN, Scenario

FLAT_BELOW = 8
"""Cells smaller than this many pixels are one colour."""
FULL = 16
"""The level at which things stand out in full from their ground."""
_PLAIN = {"grass", "ash", "mud", "sand", "snow"}         # grounds whose small parts are left out under a thing


@dataclass(frozen=True)
class Law:
    """What pictures must know of the law in force: where currents carry."""
    carries: Mapping[str, str] = field(default_factory=dict)  # kind -> forward, backward
    still: frozenset[str] = frozenset()                  # kinds whose current does not run

    @staticmethod
    def read(rows: Iterable, scenario: Scenario) -> "Law":
        """The law panel's rows (`World.law()`), as far as they can be seen on a tile."""
        carries, still = {kind.name: kind.carries for kind in scenario.kinds}, set()
        for row in rows:
            owner, _, part = row.key.partition(".")
            if part == "carries" and row.value in ("forward", "backward"):
                carries[owner] = str(row.value)
            elif part == "speed" and (row.value in (0, "0") or (isinstance(row.value, tuple) and row.value[0] == 0)):
                still.add(owner)
            elif row.key.endswith(" is conveyor") and not row.on:
                still.add(row.key.removesuffix(" is conveyor"))
        return Law(carries, frozenset(still))

    def key(self) -> tuple:
        return tuple(sorted(self.carries.items())), self.still


AS_WRITTEN = Law()
"""Currents run along their facing."""


@dataclass(frozen=True)
class Part:
    """One thing in a cell's picture, `strength` 0..1 of the way from invisible to whole."""
    choice: Choice
    strength: float = 1.0
    odd: bool = False
    plain: bool = False
    current: int | None = None                           # the way it carries, where the law says so
    joined: int = 0                                      # of a wall: to which neighbours, bits north, east, south, west

    @property
    def how(self) -> How:
        how = self.choice.how
        return How(self.odd, how.facing if self.current is None else self.current, how.colour, how.emblem, how.variant, how.word, self.plain, how.initial)


SHOWN = (AIR, OBJECT, ITEM, GROUND)
"""The layers in the number of a picture."""
ODD, KEY_BITS = 41, 51
"""The bit behind the things of a cell, (4095 / 4 + 1) ** 4 at most; and how many bits a number has."""
SHADE = Part(Choice("shade"))
"""The shade under a wall, over what lies in the cell."""


class Appearance:
    """What each thing of a scenario looks like in a theme."""

    def __init__(self, theme: Theme, scenario: Scenario):
        self.theme, self.scenario = theme, scenario
        self.choices: list[Choice] = choices(theme, scenario)
        count = UNSEEN + 1                               # pictures of what was seen ask of what was not, too
        self.is_wall = np.zeros(count, bool)
        self.is_current = np.zeros(count, bool)
        self.facing = np.zeros(count, np.int64)
        for i, (choice, thing) in enumerate(zip(self.choices, scenario.things)):
            self.is_wall[i] = choice.drawing == "wall"
            self.is_current[i] = choice.current
            self.facing[i] = thing.facing if 0 <= thing.facing < 4 else STILL   # what carries to a corner is drawn without a direction
        self.flat = np.zeros((count, 3), np.float32)
        for i, choice in enumerate(self.choices):
            self.flat[i] = flat_colour(theme, choice)
        self.flat[0] = theme.floor
        self._currents: dict[tuple, np.ndarray] = {}
        # A cell's picture has a number: of each layer which of its things lies there. Ids would take too many bits, their ranks within a layer never do.
        self._of_layer = [[0, *(thing.id for thing in scenario.things[1:] if thing.layer == layer)] for layer in SHOWN]
        self._rank = np.zeros(count, np.int64)
        for ids in self._of_layer:
            self._rank[ids] = np.arange(len(ids))

    # ---- currents ---------------------------------------------------------------------------------------------------
    def currents(self, law: Law) -> np.ndarray:
        """Where a current of each id carries under a law: 0..3, or STILL.  int64 [ids]"""
        key = law.key()
        if key not in self._currents:
            out = self.facing.copy()
            for thing in self.scenario.things[1:]:
                if thing.kind in law.still:
                    out[thing.id] = STILL
                elif law.carries.get(thing.kind) == "backward" and 0 <= thing.facing < 4:
                    out[thing.id] = (thing.facing + 2) % 4
            self._currents = {key: out, **dict(list(self._currents.items())[-7:])}
        return self._currents[key]

    def current_in(self, cells: np.ndarray, by_id: np.ndarray) -> np.ndarray:
        """The current that runs in each cell, air before ground; 7 where there is none.  int64 [H, W]"""
        air, ground = cells[AIR].astype(np.int64), cells[GROUND].astype(np.int64)
        out = np.where(self.is_current[ground], by_id[ground], 7)
        return np.where(self.is_current[air], by_id[air], out)

    # ---- whole cells ------------------------------------------------------------------------------------------------
    def keys(self, cells: np.ndarray, current: np.ndarray, edge_is_wall: bool, idle: np.ndarray | None = None) -> np.ndarray:
        """The number that names each cell's picture; -1 where it was never seen.  int64 [H, W]

        Args:
            current: what runs in each cell, of `current_in`: 0..3, UNKNOWN, STILL, 7 none.
            edge_is_wall: whether walls join to the world's edge.
            idle: bool [UNSEEN + 1], the ids that do not count now, shown dim.
        """
        h, w = cells.shape[1:]
        unseen = cells[GROUND] == UNSEEN
        walls = np.full((h + 2, w + 2), edge_is_wall)
        walls[1:-1, 1:-1] = self.is_wall[cells[GROUND]] | self.is_wall[cells[OBJECT]] | unseen
        north, south, west, east = walls[:-2, 1:-1], walls[2:, 1:-1], walls[1:-1, :-2], walls[1:-1, 2:]
        joined = north.astype(np.int64) | east.astype(np.int64) << 1 | south.astype(np.int64) << 2 | west.astype(np.int64) << 3
        inside = self.is_wall[cells[GROUND]] | self.is_wall[cells[OBJECT]]
        known_north = np.full((h + 2, w + 2), edge_is_wall)
        known_north[1:-1, 1:-1] = inside
        shaded = known_north[:-2, 1:-1] & ~inside
        odd = (np.arange(h)[:, None] + np.arange(w)[None, :]) & 1
        things = np.zeros((h, w), np.int64)
        for layer, ids in zip(SHOWN, self._of_layer):
            things = things * len(ids) + self._rank[cells[layer]]
        key = things | odd << ODD | np.where(inside, joined, 0) << ODD + 1 | shaded.astype(np.int64) << ODD + 5 | current << ODD + 6
        if idle is not None:
            key |= (idle[cells[ITEM]] | idle[cells[OBJECT]]).astype(np.int64) << ODD + 9
        return np.where(unseen, -1, key)

    def parts(self, key: int, n: int, level: int = FULL) -> Iterator[Part]:
        """What the picture of a cell of n pixels is put together from, bottom first, over the floor. `level` of FULL: how far things stand out."""
        things, found = key & (1 << ODD) - 1, []
        for ids in reversed(self._of_layer):
            things, rank = divmod(things, len(ids))
            found.append(ids[rank])
        ground, item, thing, air = found
        odd, joined, shaded, current = self.odd(key), key >> ODD + 1 & 15, key >> ODD + 5 & 1, key >> ODD + 6 & 7
        idle = bool(key >> ODD + 9 & 1)
        strength = (level / FULL) ** 1.3
        base = self.choices[ground]
        if ground and base.drawing not in ("wall", "floor"):
            yield Part(base, 1.0 if base.drawing in FILLS else strength, odd, base.drawing in _PLAIN and bool(item or thing), current if base.current else None)
        if air:
            yield Part(self.choices[air], strength, current=current if self.choices[air].current else None)
        standing = [self.choices[id] for id in (item, thing) if id and self.choices[id].drawing != "wall"]
        for choice in standing:
            if idle and choice.drawing == "goal":
                choice = Choice("goal_off", choice.how)
            yield Part(choice, strength * (.38 if idle and choice.drawing != "goal_off" else 1))
        if shaded and n >= FLAT_BELOW:
            yield SHADE
        if base.drawing == "wall" or (thing and self.choices[thing].drawing == "wall"):
            yield Part(Choice("wall"), 1.0 if base.drawing == "wall" else strength, joined=joined)
            yield from (Part(choice, strength) for choice in standing)   # what stands on a wall is seen all the same

    @staticmethod
    def odd(key: int) -> bool:
        """Which field of the chequered floor a cell is."""
        return bool(key >> ODD & 1)
