"""The map while it is being drawn, and what the steps do to it."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from world.drawing.dice import Dice
from world.drawing.land import Land
from world.scenario import ACTOR, AIR, COL_STEP, GROUND, ITEM, OBJECT, ROW_STEP, Board, Start

EDGES = ("north edge", "east edge", "south edge", "west edge")
CORNERS = ("north-west corner", "north-east corner", "south-east corner", "south-west corner")
SPOTS = EDGES + CORNERS + ("centre", "anywhere")
"""Where a step may put what it draws, besides a cell."""


class NoRoom(Exception):
    """This drawing went wrong: a step found no room. The next drawing may do better."""


@dataclass(eq=False)
class Canvas:
    """A map half drawn: ids by layer, and the way in which agents face."""
    land: Land
    cells: np.ndarray                                    # [5, H, W], ids by layer
    facing: dict[int, int] = field(default_factory=dict)  # cell -> direction
    places: dict[str, list[int]] = field(default_factory=dict)  # name -> cells

    @classmethod
    def blank(cls, land: Land, width: int, height: int, fill: tuple[int, ...]) -> "Canvas":
        """Floor, or what the map is filled with: an id for each layer, 0 for none."""
        cells = np.zeros((5, height, width), np.uint16)
        cells[GROUND] = land.floor
        for id in fill:
            cells[land.things[id].layer] = id
        return cls(land, cells)

    @property
    def shape(self) -> tuple[int, int]:
        return self.cells.shape[1:]

    @property
    def wrap(self) -> bool:
        return self.land.edge == "wrap"

    def lay(self, where: np.ndarray, id: int, place: str | None = None) -> None:
        """Draw a thing wherever `where` (bool [H, W]) says: a ground takes away what stood on it, anything else what was in its layer.

        `place`: what these cells are called from now on.

        Nothing solid is ever drawn over an agent. Id 0 takes away all but the ground.
        """
        if id == 0 or self.land.things[id].layer == GROUND:
            where = where & self.land_free(id)
            for layer in (ITEM, OBJECT, AIR):
                self.cells[layer][where] = 0
        if id:
            self.cells[self.land.things[id].layer][where & self.land_free(id)] = id
        if place is not None:
            self.call(np.flatnonzero(where), place)

    def call(self, cells: np.ndarray, place: str) -> None:
        """Give cells (flat numbers) a name."""
        self.places.setdefault(place, []).extend(int(cell) for cell in cells)

    def land_free(self, id: int) -> np.ndarray:
        """Where no agent is in the way of a thing.  bool [H, W]"""
        return self.cells[ACTOR] == 0 if self.land.holds("solid", None)[id] else np.ones(self.shape, np.bool_)

    def free(self, id: int) -> np.ndarray:
        """Where a thing may be put: nothing stands there, and the ground is none that keeps it out.  bool [H, W]"""
        layer = self.land.things[id].layer
        if layer == AIR:
            return self.cells[AIR] == 0
        solid = self.land.holds("solid", id if self.land.agent_of(id) else None)
        free = ~solid[self.cells[GROUND]] & ~solid[self.cells[AIR]] & (self.cells[GROUND] != id)
        for above in (ITEM, OBJECT, ACTOR):
            free &= self.cells[above] == 0
        return free

    def put(self, cells: np.ndarray, id: int, facing: int = 1, place: str | None = None) -> None:
        """Put a thing into cells (flat numbers), which may get a name."""
        if place is not None:
            self.call(cells, place)
        self.cells[self.land.things[id].layer].reshape(-1)[cells] = id
        if self.land.things[id].layer == ACTOR:
            self.facing.update(dict.fromkeys((int(cell) for cell in cells), facing))

    def corner(self, at: object, size: tuple[int, int], dice: Dice) -> tuple[int, int]:
        """Where the top left cell of a width x height goes: at a cell, along an edge, in a corner, in the centre, or anywhere.  (row, col)"""
        width, height = size
        rows, cols = self.shape[0] - height, self.shape[1] - width
        if rows < 0 or cols < 0:
            raise NoRoom
        if isinstance(at, tuple):
            return at
        row, col = dice.pick(rows + 1), dice.pick(cols + 1)
        if at == "centre":
            return rows // 2, cols // 2
        words = at.replace("-", " ").split()
        row = 0 if "north" in words else rows if "south" in words else row
        col = 0 if "west" in words else cols if "east" in words else col
        return row, col

    def board(self) -> Board:
        """The map as it stands."""
        names = [agent.name for agent in self.land.agents]
        starts = [Start(self.land.agent_of(int(self.cells[ACTOR, row, col])), int(row), int(col), self.facing.get(int(row) * self.shape[1] + int(col), 1))
                  for row, col in np.argwhere(self.cells[ACTOR])]
        starts.sort(key=lambda start: (names.index(start.agent), start.row, start.col))
        places = {name: tuple(divmod(cell, self.shape[1]) for cell in sorted(set(cells))) for name, cells in self.places.items()}
        return Board(self.cells.copy(), tuple(starts), places)


def stepped(row: int, col: int, way: int) -> tuple[int, int]:
    """The next cell that way."""
    return row + ROW_STEP[way], col + COL_STEP[way]
