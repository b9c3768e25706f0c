"""The others as one mind sees them: whoever else stands in the layer of actors. Nothing of it is made or compiled before somebody is met."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.compiled import addresses
from agents.crowd import CROWD, KINDS, MOST, new_crowd
from agents.memory import CALLS, CALLS_AMONG_OTHERS, Memory
from agents.models.symbols import name_thing
from world.scenario import ACTOR, GROUND, UNSEEN
from world.types import Observation


class Others:
    """Who is about, and what is known of each. `sights`: where somebody was seen last (as `read_cells` writes them)."""

    def __init__(self, memory: Memory, shape: tuple[int, int], names: tuple):
        self.memory, self.shape, self.names = memory, shape, names
        self.sights = np.zeros((MOST + 1, 3), np.int64)
        self.crowd = new_crowd()
        self.scratch: tuple = ()
        self.courses: np.ndarray | None = None           # scratch of the planner

    def __bool__(self) -> bool:
        """Whether anybody is about."""
        return bool(self.crowd[0]["here"])

    def _ready(self) -> tuple:
        """Boards of scratch: ways to each cell, where each way of a creature ends, and when both were looked up."""
        if not self.scratch:
            size = self.shape[0] * self.shape[1]
            self.scratch = (np.zeros((size, size), np.uint8), np.zeros(size + 1, np.int64), *(np.zeros(n, np.int64) for n in (size, 4 * size, 4 * size + 1)))
        return self.scratch

    def _know(self, sights: np.ndarray) -> None:
        """Gives each kind of creature not met before its number, and its three symbols."""
        from agents.models import creatures  # noqa: F401  (brings what is compiled now)
        crowd = self.crowd[0]
        if crowd["kinds"] == 0:
            self._find_calls()
        for thing in sights[1:1 + sights[0, 0], 2].tolist():
            known = crowd["thing"][:crowd["kinds"]].tolist()
            if thing in known or len(known) == KINDS:
                continue
            crowd["thing"][len(known)] = thing
            crowd["role"][len(known)] = [name_thing(self.memory.mind, self.names[0], thing, *self.names[1:]) for _ in range(3)]
            crowd["kinds"] += 1

    def _find_calls(self) -> None:
        self.memory.mind[0]["calls"][len(CALLS):] = addresses(CALLS_AMONG_OTHERS)

    def save(self) -> dict[str, np.ndarray]:
        """What is known of others. What was looked up for the present board is looked up anew."""
        return {"crowd": np.frombuffer(self.crowd.tobytes(), np.uint8), "sights": self.sights.copy()}

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Raises ValueError if it does not fit."""
        self.crowd[:] = np.frombuffer(np.asarray(memory["crowd"], np.uint8).tobytes(), CROWD)
        self.sights[:] = memory["sights"]
        self.crowd["looked_up"], self.scratch = 0, ()

    def wake(self) -> None:
        """What was remembered has come back; where compiled code lies is found anew."""
        if self.crowd[0]["kinds"] > 0:
            from agents.models import creatures  # noqa: F401  (brings what is compiled)
            self._find_calls()

    def meet(self, fresh: bool) -> None:
        """Takes in who is seen, learning nothing."""
        if self or self.sights[0, 0]:
            from agents.models import creatures
            self._know(self.sights)
            creatures.meet(self.crowd, self.sights, fresh, self.shape[1])

    def planned_with(self, board: np.ndarray) -> np.ndarray:
        """The board as the planner takes it: those who never move stand on it, the others do not.  uint8 [H, W]"""
        from agents.models import creatures
        seen = np.empty_like(board)
        return seen if creatures.still_ones(self.crowd, board, seen) else board

    def as_met(self, board: np.ndarray, mover: np.ndarray) -> np.ndarray:
        """The board as my body would meet it now, everybody doing what is likeliest.  uint8 [H, W]"""
        from agents.models import creatures
        m, seen = self.memory, np.empty_like(board)
        creatures.foresee(m.mind, self.crowd, m.places, m.leaves, board, *self._ready(), mover, seen)
        return seen

    def carried_on(self, board: np.ndarray, mover: np.ndarray, action: int, after: np.ndarray, odds: np.ndarray, now: np.ndarray) -> float:
        """Carries everybody on by a tick that was imagined on the board `as_met`; puts `after` and `odds` right.  the odds of it all"""
        from agents.models import creatures
        return creatures.carry_on(self.memory.mind, self.crowd, board, mover, action, after, odds, now)

    def heeded(self, board: np.ndarray, mover: np.ndarray, action: int) -> int:
        """The action to do instead of one that was chosen as though nobody were about; the same if nobody matters."""
        if not self.crowd[0]["met"].any():
            return action
        from agents.planners import among_others
        self.as_met(board, mover)
        if self.courses is None:
            self.courses = np.zeros(among_others.COURSES + 1, among_others.COURSE)
        m = self.memory
        return among_others.heed(m.mind, self.crowd, m.places, m.leaves, m.states, m.ways, board, *self._ready()[:3], mover, action, self.courses)

    def draw(self, cells: np.ndarray) -> None:
        """Puts everybody into the layer of actors of a frame, uint16 [5, H, W]."""
        crowd = self.crowd[0]
        n = crowd["here"]
        cells[ACTOR, crowd["row"][:n], crowd["col"][:n]] = crowd["thing"][crowd["kind"][:n]]

    def learn(self, board, mover, action: int, now, after, observation: Observation, reward: float, ends: bool, learns: bool) -> tuple[float, np.ndarray, np.ndarray]:
        """Learns from one tick. The bits of surprise; the boards before and after it as my body met them

        Args:
            observation: after the tick. reward: more or less than usual.
        """
        from agents.models import creatures
        self._know(self.sights)
        m, seen, came = self.memory, np.empty_like(board), np.empty_like(board)
        sight = (observation.cells[GROUND] != UNSEEN).view(np.uint8)
        bits = creatures.learn_creatures(m.mind, self.crowd, m.places, m.leaves, board, *self._ready(), mover, action, now, after, self.sights, sight,
                                         reward, ends, learns, seen, came)
        return bits, seen, came

    def copy(self) -> Others:
        """The same, to be carried on in imagination."""
        other = Others.__new__(Others)
        other.memory, other.shape, other.names = self.memory, self.shape, self.names
        other.sights, other.crowd, other.scratch, other.courses = self.sights.copy(), self.crowd.copy(), self.scratch, self.courses
        return other
