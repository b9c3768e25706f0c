"""What a map's steps must know of the scenario: which things there are, and over what one may walk."""
from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from world.scenario import GROUND, Agent, Fact, Thing

UNREACHED = -1
_FEW = 48
"""A front of so few cells is walked one by one; a larger one all at once."""


@dataclass(frozen=True, eq=False)
class Land:
    """The things of a scenario, and its law at the start as far as it says who may walk where."""
    things: tuple[Thing, ...]
    facts: tuple[Fact, ...]
    agents: tuple[Agent, ...]
    floor: int                                           # id of what lies where nothing else does
    edge: str = "wall"
    moves: int = 4

    @property
    def layer(self) -> np.ndarray:
        """The layer of each id.  int8 [N]"""
        return np.array([thing.layer for thing in self.things], np.int8)

    def agent_of(self, id: int) -> str | None:
        """The agent that an id is, None for a thing."""
        kind = self.things[id].kind
        return kind if any(agent.name == kind for agent in self.agents) else None

    def holds(self, property: str, walker: int | None) -> np.ndarray:
        """Which ids have a property toward a mover, or (None) toward everyone.  bool [N]"""
        found = np.zeros(len(self.things), np.bool_)
        everyone = frozenset(thing.id for thing in self.things if self.agent_of(thing.id))
        for fact in self.facts:
            if fact.property == property and (fact.to is None or walker in fact.to.ids or walker is None and everyone <= fact.to.ids):
                found[list(fact.noun.ids)] = True
        found[0] = False
        return found

    def blocks(self, walker: int | None) -> np.ndarray:
        """Which ids are in the way of a mover that pushes nothing.  bool [N]"""
        return self.holds("solid", walker) | self.holds("pushable", walker)

    def open_cells(self, cells: np.ndarray, walker: int | None, through: frozenset[int] = frozenset()) -> np.ndarray:
        """Where a mover may walk: agents are in nobody's way, since they walk on.  bool [H, W]"""
        shut = self.blocks(walker)
        shut[list(through)] = False
        shut[[thing.id for thing in self.things if self.agent_of(thing.id)]] = False
        return ~shut[cells].any(axis=0)

    def steps(self, cells: np.ndarray, starts: np.ndarray, walker: int | None, through: frozenset[int] = frozenset()) -> np.ndarray:
        """How many steps it is to each cell from the nearest start (flat numbers); -1 where one cannot walk to.  int32 [H, W]"""
        return walked(self.open_cells(cells, walker, through), starts, self.edge == "wrap", self.moves == 8)

    def of_kind(self, cells: np.ndarray, ids: frozenset[int]) -> np.ndarray:
        """Where such a thing stands.  bool [H, W]"""
        wanted = np.zeros(len(self.things), np.bool_)
        wanted[list(ids)] = True
        if 0 in ids:
            return (cells[GROUND + 1:] == 0).all(axis=0)
        return wanted[cells].any(axis=0)


def neighbours(number: np.ndarray, shape: tuple[int, int], wrap: bool, eight: bool) -> np.ndarray:
    """The neighbours of cells (flat numbers), those off the board left out; some may come twice.  int64 [n]"""
    height, width = shape
    row, col = number // width, number % width
    found = []
    for dr, dc in ((-1, 0), (0, 1), (1, 0), (0, -1)) + (((-1, 1), (1, 1), (1, -1), (-1, -1)) if eight else ()):
        r, c = row + dr, col + dc
        if wrap:
            found.append(r % height * width + c % width)
        else:
            good = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            found.append((r * width + c)[good])
    return np.concatenate(found)


def walked(is_open: np.ndarray, starts: np.ndarray, wrap: bool, eight: bool) -> np.ndarray:
    """How many steps over open cells from the nearest start; -1: not to be reached. A start counts though it be shut.  int32 [H, W]"""
    shape = is_open.shape
    far = np.full(is_open.size, UNREACHED, np.int32)
    free = is_open.reshape(-1).copy()
    front = np.unique(np.asarray(starts, np.int64))
    far[front] = 0
    free[front] = False
    steps = 0
    while len(front):
        if len(front) <= _FEW:
            front, steps = _one_by_one(free, far, front, steps, shape, wrap, eight)
            continue
        steps += 1
        near = neighbours(front, shape, wrap, eight)
        front = np.unique(near[free[near]])
        far[front] = steps
        free[front] = False
    return far.reshape(shape)


def _one_by_one(free: np.ndarray, far: np.ndarray, front: np.ndarray, steps: int, shape, wrap: bool, eight: bool) -> tuple[np.ndarray, int]:
    """Walk on in plain Python while the front is short, as it is in a maze. The front and its steps when it has become long, or is empty."""
    height, width = shape
    ways = ((-1, 0), (0, 1), (1, 0), (0, -1)) + (((-1, 1), (1, 1), (1, -1), (-1, -1)) if eight else ())
    shut = bytearray(free.view(np.uint8).tobytes())                  # 1 is free; far faster to ask than an array
    now, reached = deque(int(cell) for cell in front), []
    while now and len(now) <= 4 * _FEW:
        steps += 1
        for _ in range(len(now)):
            row, col = divmod(now.popleft(), width)
            for dr, dc in ways:
                r, c = row + dr, col + dc
                if wrap:
                    r, c = r % height, c % width
                elif not (0 <= r < height and 0 <= c < width):
                    continue
                cell = r * width + c
                if shut[cell]:
                    shut[cell] = 0
                    now.append(cell)
                    reached.append((cell, steps))
    if reached:
        found = np.array(reached, np.int64)
        far[found[:, 0]] = found[:, 1]
        free[found[:, 0]] = False
    return np.array(now, np.int64), steps
