"""A life of random steps on ever new maps, where the law may turn; and the truth beside it that no mind sees."""
from __future__ import annotations

from functools import cache

import numpy as np

from lab.examining.lives import WORLDS, Life, Tick
from world.chance import name_key
from world.load import load
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, Scenario
from world.types import Looks, Observation, Snapshot

STORM_EVERY, STORM_AT = 40, 20
"""Lightning strikes between two ticks, unseen, so often; what it sets on fire is seen before the next tick is foretold."""
SIDES = {"north": (-1, 0), "east": (0, 1), "south": (1, 0), "west": (0, -1)}
FIRST_THINGS, MANY_THINGS = "first-things", "many-things"


@cache
def world_of(name: str) -> Scenario:
    """A scenario of the exams, read once."""
    return load(WORLDS / f"{name}.yaml")


class Lands:
    """A mind that is walked about at random, and what it foretold. Each map lasts an episode; the next comes with another seed, and the law goes along.

    The world needs a change `storm`. Nobody tells the mind of the walker, of the maps, or of the law.
    """

    def __init__(self, scenario: Scenario, mind: str, seed: int, salt: str = ""):
        self.life = Life(scenario, mind, seed)
        self.seed, self.world = seed, self.life.world
        self.dice = np.random.default_rng([seed, name_key("walker" + salt) & 0xffff])
        self.law: list[str] = []                             # changes in force
        self.maps = 0

    def turn(self, change: str) -> None:
        """A change comes into force, or goes; with the next tick."""
        self.world.enact(f"undo {change}" if change in self.law else change)
        self.law = [name for name in self.law if name != change] if change in self.law else [*self.law, change]

    def tick(self) -> Tick:
        """One tick under a random action; before it perhaps lightning, after it perhaps another map."""
        self.prepare()
        return self.go(self.draw())

    def prepare(self) -> None:
        """What happens before the mind is asked."""
        if self.life.ticks % STORM_EVERY == STORM_AT:
            self.world.enact("storm")
            step = self.world.step([[-1]])[0]
            if step.truncated or step.terminated:
                self._next_map()
            self.life.observation = self.life.see()

    def draw(self) -> int:
        """The walker's next action."""
        return int(self.dice.integers(len(self.life.looks.actions)))

    def go(self, action: int) -> Tick:
        tick = self.life.tick(action)
        if tick.ended or tick.truncated:
            self._next_map()
            self.life.observation = self.life.see()
        return tick

    def _next_map(self) -> None:
        self.maps += 1
        self.world.renew({0: map_seed(self.seed, self.maps)})
        for change in self.law:
            self.world.enact(change)

    def laws_differ(self, action: int, change: str) -> bool:
        """Whether this action would bring something else now, were `change` not in force (or were it, if it is not)."""
        mine, kept = self.world.peek([action]), self.world.snapshot()
        self.world.enact(f"undo {change}" if change in self.law else change)
        other = self.world.peek([action])
        self.world.restore(kept)
        return differ(mine, other)


def map_seed(seed: int, number: int) -> int:
    """The seed of the number-th map of a life."""
    return int(np.random.default_rng([seed, number, 77]).integers(1 << 48))


def differ(one: Snapshot, other: Snapshot) -> bool:
    """Whether two moments differ in anything that can be seen or is carried."""
    return not (np.array_equal(one.cells, other.cells) and np.array_equal(one.movers[:, :2], other.movers[:, :2]) and np.array_equal(one.counters, other.counters))


def top(cells: np.ndarray, row: int, col: int) -> int:
    """What stands in a cell: object before item before air before ground, bodies left out.  its id"""
    return next(int(i) for i in cells[[OBJECT, ITEM, AIR, GROUND], row, col] if i)


def happenings(looks: Looks, before: Observation, action: int, after: Observation, home: tuple[int, int]) -> set[tuple]:
    """What happened in a tick, by kinds, beyond a plain step or a plain wait: "bumped wall", "slid on ice", "tree became fire" ...

    Read off the two frames alone. Variants of one kind (colours, facings) do the same sort of thing and are not told apart.
    """
    base = looks.base.astype(int)
    found = set()
    apart = np.argwhere(before.cells != after.cells)
    left = {(int(layer), int(before.cells[layer, r, c])) for layer, r, c in apart if layer != ACTOR and before.cells[layer, r, c]}
    came = {(int(layer), int(after.cells[layer, r, c])) for layer, r, c in apart if layer != ACTOR and after.cells[layer, r, c]}
    for layer, r, c in apart:
        if layer == ACTOR:
            continue
        was, now = int(before.cells[layer, r, c]), int(after.cells[layer, r, c])
        if was and (int(layer), was) in came:
            found.add(("moved", base[was]))
        elif was:
            found.add(("became", base[was], base[now]))
        elif (int(layer), now) not in left:
            found.add(("came", base[now]))
    row, col = before.row, before.col
    there = (after.row, after.col)
    step = SIDES.get(looks.actions[action])
    if step is None:
        if there != (row, col):
            found.add(("home",) if there == home else ("carried", base[before.cells[GROUND, row, col]]))
        return found
    r, c = row + step[0], col + step[1]
    inside = 0 <= r < looks.shape[0] and 0 <= c < looks.shape[1]
    if there == (row, col):
        found.add(("bumped", base[top(before.cells, r, c)] if inside else -1))
    elif there == home and there != (r, c):
        found.add(("home",))
    elif there != (r, c):
        straight = (there[0] - r) * step[1] == 0 and (there[1] - c) * step[0] == 0 and (there[0] - r) * step[0] + (there[1] - c) * step[1] > 0
        found.add(("slid" if straight else "carried", base[before.cells[GROUND, r, c]]))
    return found


class Novelties:
    """Which ticks of a life show something of a sort never met before: who is wrong there and nowhere else is *wrong exactly once per new happening*."""

    def __init__(self, looks: Looks):
        self.looks, self.met = looks, set()

    def new(self, tick: Tick, home: tuple[int, int]) -> bool:
        """Whether this tick does; it is known from then on."""
        found = happenings(self.looks, tick.observation, tick.action, tick.after, home)
        new = bool(found - self.met)
        self.met |= found
        return new
