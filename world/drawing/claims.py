"""The step that judges a drawing: ensure."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from world.drawing.canvas import Canvas, NoRoom
from world.drawing.dice import Dice
from world.drawing.land import neighbours
from world.drawing.shapes import Step
from world.scenario import Noun


@dataclass(frozen=True)
class Reachable:
    """`every hare reachable from fox`: one can walk to it, or to beside it if it lets nobody in. `through`: things that count as open."""
    what: Noun
    of: Noun
    every: bool = False
    through: frozenset[int] = frozenset()
    text: str = ""
    each: bool = True

    def holds(self, canvas: Canvas) -> bool:
        """From each of those it starts from (or from any, without `each`); if there is none, or nothing to reach, it does not hold."""
        land, cells = canvas.land, canvas.cells
        starts, goals = np.flatnonzero(land.of_kind(cells, self.of.ids)), land.of_kind(cells, self.what.ids)
        if not len(starts) or not goals.any():
            return False
        walker = next((id for id in sorted(self.of.ids) if land.agent_of(id)), None)
        is_open = land.open_cells(cells, walker, self.through).reshape(-1)
        left = set(starts.tolist())
        while left:
            start = left.pop()
            near = self.reached(canvas, walker, start)
            good = (goals & near).any() and not (self.every and (goals & ~near).any())
            if good != self.each:
                return bool(good)
            if is_open[start]:                           # who can be walked to and from is judged with it
                left -= set(np.flatnonzero(land.steps(cells, np.array([start]), walker, self.through).reshape(-1) >= 0).tolist()) if left else set()
        return self.each

    def reached(self, canvas: Canvas, walker: int | None, start: int) -> np.ndarray:
        """What can be walked to, and all beside it.  bool [H, W]"""
        steps = canvas.land.steps(canvas.cells, np.array([start]), walker, self.through)
        near = np.zeros(steps.size, np.bool_)
        near[np.flatnonzero(steps.reshape(-1) >= 0)] = True
        front = np.flatnonzero(near)
        shut = ~canvas.land.open_cells(canvas.cells, walker, self.through)
        beside = np.zeros(steps.size, np.bool_)
        beside[neighbours(front, canvas.shape, canvas.wrap, canvas.land.moves == 8)] = True
        return near.reshape(steps.shape) | beside.reshape(steps.shape) & shut


@dataclass(frozen=True)
class Counted:
    """`count tree > 100`: how many there are."""
    noun: Noun
    low: int
    high: int
    text: str = ""

    def holds(self, canvas: Canvas) -> bool:
        wanted = np.zeros(len(canvas.land.things), np.bool_)
        wanted[list(self.noun.ids)] = True
        return self.low <= int(wanted[canvas.cells].sum()) <= self.high


@dataclass(frozen=True)
class Ensure(Step):
    """What must be true of the map here; else all is drawn anew."""
    claim: Reachable | Counted

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        if not self.claim.holds(canvas):
            raise NoRoom
