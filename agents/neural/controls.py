"""What each action points at: the frame in which the net thinks of it. Found out anew when the controls are turned.

Four moves point where they are named after; so do the four diagonal ones, each in the frame in which it goes up and right. `forward`,
`use`, `drop` and whatever else a body does, it does where it faces. Waiting points nowhere.
"""
from __future__ import annotations

import numpy as np

from agents.neural.constants import Constants
from agents.neural.words import UNTURNED
from world.types import Looks

MOVES = ("north", "east", "south", "west")
DIAGONALS = ("north-east", "south-east", "south-west", "north-west")
WAIT, MOVE, DIAGONAL = range(3)
"""Sorts of actions; every other action is a sort of its own."""
ABSOLUTE, RELATIVE, NOWHERE = range(3)


class Controls:
    """Memories name the frame and not the action: so all that was learned stays true under turned, swapped or inverted controls.

    turn: int64 [A]  the quarters by which each action is turned now.
    log_odds: float64 [A, 4]  of each turn; the likeliest is 0.
    """

    def __init__(self, looks: Looks, constants: Constants):
        self.constants, self.actions = constants, looks.actions
        self.sorts = DIAGONAL + 1 + sum(name not in (*MOVES, *DIAGONALS, "wait") for name in looks.actions)
        self.ways, others = [], 0                        # (sort, how it points, where)
        for name in looks.actions:
            if name in MOVES:
                self.ways.append((MOVE, ABSOLUTE, MOVES.index(name)))
            elif name in DIAGONALS:
                self.ways.append((DIAGONAL, ABSOLUTE, DIAGONALS.index(name)))
            elif name == "wait":
                self.ways.append((WAIT, NOWHERE, 0))
            else:
                others += 1
                self.ways.append((DIAGONAL + others, RELATIVE, 0))
        self.turn = np.zeros(len(looks.actions), np.int64)
        self.log_odds = np.full((len(looks.actions), 4), -constants.turned)
        self.log_odds[:, 0] = 0

    def read(self, action: int, facing: int) -> tuple[int, int]:
        """Its sort, and its frame for a body that faces so. No action is like waiting."""
        if action < 0:
            return WAIT, UNTURNED
        sort, how, where = self.ways[action]
        if how == NOWHERE:
            return sort, UNTURNED
        return sort, int((where if how == ABSOLUTE else facing) + self.turn[action]) % 4

    def can_turn(self, action: int) -> bool:
        """Whether it goes somewhere, so that it could go somewhere else."""
        return action >= 0 and (self.ways[action][1] == ABSOLUTE or self.actions[action] in ("forward", "backward"))

    def relative(self, action: int) -> bool:
        return self.ways[action][1] == RELATIVE

    def frames(self, action: int, facing: int) -> np.ndarray:
        """Its frame under each of the four turns.  int64 [4]"""
        _, how, where = self.ways[action]
        return ((where if how == ABSOLUTE else facing) + np.arange(4)) % 4

    def settle(self, action: int) -> None:
        """A move came as foretold."""
        self.log_odds[action] = -self.constants.turned
        self.log_odds[action, self.turn[action]] = 0

    def weigh(self, action: int, costs: np.ndarray) -> int:
        """What a move costs under each turn. By how many quarters its meaning has changed now: 0 .. 3"""
        w = self.constants.forgets * self.log_odds[action] - np.minimum(costs - costs.min(), 4.0)
        self.log_odds[action] = np.maximum(w - w.max(), -self.constants.turned)
        was = self.turn[action]
        self.turn[action] = int(self.log_odds[action].argmax())
        return int(self.turn[action] - was) % 4
