"""Pictures of a living world: its board, its agents with their faces, its currents as the law has them now."""
from __future__ import annotations

import numpy as np

from lab.look.appearance import Law
from lab.look.colours import NIGHT, Theme
from lab.look.picture import Mover, Pictures
from world.world import World


def cell_pixels_of(cell_pixels: int | None) -> int | None:
    """How large a cell is to be, None: as it fits.

    Raises:
        ValueError: it is no whole number from 1 on.
    """
    if cell_pixels is not None and (not isinstance(cell_pixels, (int, np.integer)) or cell_pixels < 1):
        raise ValueError(f"`cell_pixels` is a whole number from 1 on, not {cell_pixels!r}")
    return cell_pixels


class Illustrator:
    """Draws the worlds of a batch.

    Args:
        cell_pixels: how large a cell is; fit to the board unless told.
    """

    def __init__(self, world: World, cell_pixels: int | None = None, theme: Theme = NIGHT):
        self.world, self.cell_pixels = world, cell_pixels_of(cell_pixels)
        self._theme, self._pictures = theme, None
        self._faces = [0] * len(world.movers)
        learners = [i for i, name in enumerate(world.movers) if name in world.learners]
        others = [i for i in range(len(world.movers)) if i not in learners]
        for face, i in enumerate(learners):
            self._faces[i] = face
        free = [face for face in (2, 3, 1, 0) if face >= min(len(learners), 3)] or [0]
        kinds = list(dict.fromkeys(world.movers[i].rsplit(" ", 1)[0] if world.movers[i][-1].isdigit() else world.movers[i] for i in others))
        for i in others:
            name = world.movers[i]
            self._faces[i] = free[kinds.index(name.rsplit(" ", 1)[0] if name[-1].isdigit() else name) % len(free)]
        self._law: tuple[int, Law] = (-1, Law())

    def __getstate__(self) -> dict:
        """All but the drawings it has made, which are drawn anew when asked for."""
        return self.__dict__ | {"_pictures": None}

    def picture(self, world: int = 0) -> np.ndarray:
        """The board of one world.  uint8 [H * n, W * n, 3]"""
        if self._pictures is None:
            self._pictures = Pictures(self.world.scenario, self._theme)
        moment = self.world.snapshot(world)
        movers = [Mover(int(row), int(col), int(facing), self._faces[i]) for i, (row, col, facing, alive) in enumerate(moment.movers) if alive]
        if self._law[0] != moment.version or self.world.batch > 1:
            self._law = moment.version, Law.read(self.world.law(world), self.world.scenario)
        return self._pictures.board(moment.cells, movers, self.cell_pixels, self._law[1])
