"""Where to go: a table of places, filled by imagination, with values swept over it.

A state is what the mover carries and reads, the way it faces (if that matters to any action), and its cell, on the board as it is now. Where an action leads
from a state is imagined by the net, a few ways a tick, nearest to the mover first; what was really tried stands there as it came. So a
reward that was met once, far away, is remembered as a place worth going to.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.neural.constants import Constants

LOADS = 6
"""What it carries and reads, as known apart; beyond the sixth, the nearest."""
FURTHEST = 60
"""Steps from the mover to which ways are imagined anew in one tick."""


@dataclass
class Ways:
    """For each (state, action). A state is (load * facings + facing) * cells + cell."""
    to: np.ndarray                                       # int32 [S, A]  a state; -1: never imagined
    reward: np.ndarray                                   # float32 [S, A]
    end: np.ndarray                                      # float32 [S, A]  probability that the episode ends
    doubt: np.ndarray                                    # float32 [S, A]  0 .. 1
    stamp: np.ndarray                                    # int32 [S, A]  tick of the newest imagination or try, -1: out of date
    tries: np.ndarray                                    # int32 [S, A]
    tried_at: np.ndarray                                 # int32 [S, A]  tick of the newest try, or of the beginning


class Places:
    """The table of one mind."""

    def __init__(self, cells: int, facings: int, actions: int, constants: Constants):
        self.cells, self.facings, self.actions, self.constants = cells, facings, actions, constants
        size = (LOADS * facings * cells, actions)
        self.ways = Ways(np.full(size, -1, np.int32), np.zeros(size, np.float32), np.zeros(size, np.float32), np.ones(size, np.float32),
                         np.full(size, -1, np.int32), np.zeros(size, np.int32), np.zeros(size, np.int32))
        self.value = np.zeros(size[0], np.float32)
        self.loads = np.zeros((0, 0), np.int32)
        self.doubted_at, self.scale = 0, 1.0
        self.backups, self.exploring = 0, True

    # ---- states ------------------------------------------------------------------------------------------------------
    def load(self, numbers: np.ndarray) -> int:
        """The number of a load. What is met for the first time gets one, while there are any."""
        if not len(self.loads):
            self.loads = numbers[None].copy()
        distance = np.abs(self.loads - numbers[None]).sum(axis=1)
        if distance.min() > 0 and len(self.loads) < LOADS:
            self.loads = np.concatenate([self.loads, numbers[None]])
            return len(self.loads) - 1
        return int(distance.argmin())

    def state(self, numbers: np.ndarray, facing: int, cell: int) -> int:
        return (self.load(numbers) * self.facings + facing % self.facings) * self.cells + cell

    def parts(self, state: int) -> tuple[np.ndarray, int, int]:
        """Numbers, facing and cell of a state."""
        rest, cell = divmod(state, self.cells)
        return self.loads[rest // self.facings], rest % self.facings, cell

    @property
    def known(self) -> int:
        """States that any load in use can be in: the rest of the table was never touched."""
        return len(self.loads) * self.facings * self.cells

    # ---- what is out of date -------------------------------------------------------------------------------------------
    def another_place(self, tick: int) -> None:
        """A new board: nothing of the old one holds."""
        self.ways.to[:], self.ways.stamp[:], self.ways.doubt[:] = -1, -1, 1
        self.ways.tries[:], self.ways.tried_at[:], self.ways.reward[:], self.value[:] = 0, tick, 0, 0

    def board_changed(self, cells: np.ndarray) -> None:
        """Ways near changed cells, or in line with them, may lead elsewhere now. cells: bool [H, W]"""
        rows, cols = cells.any(axis=1), cells.any(axis=0)
        for line in (rows, cols):
            line[1:] |= line[:-1].copy()
            line[:-1] |= line[1:].copy()
        touched = (rows[:, None] | cols[None]).ravel()
        self.ways.stamp.reshape(-1, self.cells, self.actions)[:, touched] = -1

    def stale(self, state: int, most: int) -> list[tuple[int, int]]:
        """Ways worth imagining anew, nearest to a state first.  [(state, action)]"""
        found: list[tuple[int, int]] = []
        reached = np.zeros(len(self.value), bool)
        front = np.array([state])
        reached[state] = True
        for _ in range(FURTHEST):
            old = self.ways.stamp[front] < self.doubted_at
            for i, action in zip(*np.nonzero(old)):
                found.append((int(front[i]), int(action)))
            if len(found) >= most:
                break
            ahead = self.ways.to[front].ravel()
            ahead = np.unique(ahead[ahead >= 0])
            front = ahead[~reached[ahead]]
            if not len(front):
                break
            reached[front] = True
        return found[:most]

    # ---- learning ----------------------------------------------------------------------------------------------------
    def imagined(self, state: int, action: int, to: int, reward: float, end: float, doubt: float, tick: int) -> None:
        w = self.ways
        w.to[state, action], w.reward[state, action], w.end[state, action] = to, reward, end
        w.doubt[state, action], w.stamp[state, action] = doubt, tick

    def lived(self, state: int, action: int, to: int, reward: float, end: bool, tick: int) -> None:
        """What really came; what was believed otherwise is imagined anew."""
        w = self.ways
        if w.to[state, action] != to or abs(w.reward[state, action] - reward) > 0.2 * self.scale:
            self.doubted_at = tick
        self.imagined(state, action, to, reward, float(end), 0.0, tick)
        w.tries[state, action] += 1
        w.tried_at[state, action] = tick
        self.scale = max(self.scale if self.scale != 1.0 else 0.0, abs(reward)) or 1.0

    def sweep(self, tick: int, sweeps: int) -> None:
        """Carries values back over the table, each state from the best of its actions."""
        for _ in range(sweeps):
            n = self.known
            self.value[:n] = self.worth(slice(0, n), tick).max(axis=1)
            self.backups += n * self.actions

    def worth(self, states, tick: int) -> np.ndarray:
        """What each action from these states is worth, what is there to find out included.  float32 [n, A]"""
        w, c = self.ways, self.constants
        to = w.to[states]
        ahead = np.where(to >= 0, self.value[np.maximum(to, 0)], 0.0)
        worth = w.reward[states] + c.discount * (1 - w.end[states]) * ahead
        if self.exploring:
            news = c.novelty / (1.0 + w.tries[states]) ** 2 + c.unsure * w.doubt[states] + c.overdue * np.sqrt(tick - w.tried_at[states])
            worth = worth + self.scale * news
        return worth.astype(np.float32)

    def route(self, state: int, tick: int) -> list[int]:
        """Cells that the best actions lead through, from the next step on."""
        cells: list[int] = []
        for _ in range(40):
            action = int(self.worth(np.array([state]), tick)[0].argmax())
            to = int(self.ways.to[state, action])
            if to < 0 or to == state or to % self.cells in cells:
                break
            cells.append(to % self.cells)
            state = to
            if self.ways.reward[state, action] > 0:
                break
        return cells
