"""What a view needs to know of one moment to paint it."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Sequence

import numpy as np

from lab.frame import Frame, Life
from viewer.believing import believed_current
from viewer.theme import Theme
from viewer.tiles import Law, Tiles
from world.scenario import Scenario


@dataclass
class Path:
    """A plan laid over what came: `imagined[0]` and `real[0]` are where it began; they run on the same clock.  cells (row, col)"""
    imagined: list[tuple[int, int]]
    real: list[tuple[int, int]]

    @property
    def now(self) -> int:
        """The index of the present in both."""
        return len(self.real) - 1

    @property
    def split(self) -> int | None:
        """The first index at which reality left the plan; None while it holds."""
        return next((i for i, (a, b) in enumerate(zip(self.imagined, self.real)) if a != b), None)


@dataclass
class Scene:
    """One moment, and how it is looked at."""
    theme: Theme
    tiles: Tiles
    scenario: Scenario
    n: int                                               # pixels a cell
    frames: Sequence[Frame]
    who: tuple[int, int]                                 # (frame, life) of a belief view
    law: Law
    known: np.ndarray                                    # uint16 [5, H, W]  what that life has seen so far
    seen_now: np.ndarray                                 # bool [H, W]  what it sees at this moment
    came: np.ndarray                                     # uint16 [5, H, W]  what it sees after the tick, UNSEEN elsewhere
    idle: np.ndarray                                     # bool [UNSEEN + 1]  ids that do not pay just now
    actions: tuple[str, ...]                             # of the agent of a belief view
    face: Callable[[int, int], int]                      # (frame, life) -> number of its face
    face_of_id: Callable[[int], int]                     # id of an actor -> number of its face
    mover: int = -1                                      # the row of that agent in `Snapshot.movers`, -1 if there is none
    own_id: int = 0                                      # the id of that agent
    trails: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    paths: dict[tuple[int, int], Path] = field(default_factory=dict)
    plans: bool = True
    right_dots: bool = True
    doubt: bool = False
    edge_is_wall: bool = True
    believed: np.ndarray | None = None                   # int64 [H, W]  where currents were last believed to run

    @property
    def frame(self) -> Frame:
        return self.frames[self.who[0]]

    @property
    def life(self) -> Life | None:
        lives = self.frame.lives
        return lives[self.who[1]] if self.who[1] < len(lives) else None

    def believed_current(self) -> np.ndarray:
        """Where the mind believes that currents run; at a moment that was not audited as at the last one that was.  int64 [H, W]"""
        audit = self.life.audit if self.life is not None else None
        current = believed_current(self.known, self.tiles, audit, self.actions, self.edge_is_wall, self.believed)
        if audit is not None:
            self.believed = current
        return current

    @property
    def mover_now(self) -> tuple[int, int] | None:
        """Where the agent of a belief view stands; None if it is gone."""
        return _place(self.frame.snapshot, self.mover)

    @property
    def mover_before(self) -> tuple[int, int] | None:
        return _place(self.frame.before, self.mover)

    @property
    def facing_before(self) -> int:
        before = self.frame.before
        return int(before.movers[self.mover, 2]) if before is not None and 0 <= self.mover < len(before.movers) else 1


def _place(snapshot, mover: int) -> tuple[int, int] | None:
    if snapshot is None or not 0 <= mover < len(snapshot.movers) or not snapshot.movers[mover, 3]:
        return None
    return int(snapshot.movers[mover, 0]), int(snapshot.movers[mover, 1])
