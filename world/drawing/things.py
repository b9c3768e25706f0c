"""Steps that place single things: scatter and put."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from world.drawing.canvas import Canvas, NoRoom
from world.drawing.dice import Dice
from world.drawing.land import UNREACHED, neighbours
from world.drawing.shapes import Step
from world.scenario import ACTOR, GROUND, Noun


@dataclass(frozen=True)
class Item:
    """What a step places: some ids (one of them by dice, evenly), the way an agent faces, and how it is called."""
    ids: tuple[int, ...]
    facing: int
    text: str
    place: str | None = None                             # what its cells are called


@dataclass(frozen=True)
class Scatter(Step):
    """Things here and there on free ground: so many, or with a chance for each cell."""
    entries: tuple[tuple[Item, tuple[int, int] | None, int], ...]    # (what, least and most, or None and the chance per million)

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        for item, number, per_million in self.entries:
            own = dice.of(item.text)
            free = np.flatnonzero(canvas.free(item.ids[0]))
            if number is None:
                cells = free[own.many(free) < (per_million << 32) // 1_000_000]
            else:
                wanted = own.between(*number)
                if wanted > len(free):
                    raise NoRoom
                cells = own.of("where").some(free, wanted)
            which = own.of("which").many(cells) * len(item.ids) >> 32
            for i, id in enumerate(item.ids):
                canvas.put(cells[which == i], id, item.facing, item.place)

    def agents(self, land) -> dict[str, int]:
        return {land.agent_of(item.ids[0]): number[0] for item, number, _ in self.entries if number and land.agent_of(item.ids[0])}


@dataclass(frozen=True)
class Where:
    """Where a thing is put. how: anywhere, beside, around, on, far, within, or a cell, or a spot of the map."""
    how: str
    noun: Noun | None = None
    distance: int = 0
    cell: tuple[int, int] | None = None
    spot: str = ""


@dataclass(frozen=True)
class Put(Step):
    """Single things, each at a place that fits."""
    entries: tuple[tuple[Item, int, Where], ...]         # (what, how many, where)

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        for number, (item, count, where) in enumerate(self.entries):
            own = dice.of(item.text if sum(other.text == item.text for other, _, _ in self.entries[:number]) == 0 else f"{item.text}/{number}")
            for i in range(count):
                id = item.ids[own.pick(len(item.ids), i)]
                cells = fitting(canvas, id, where)
                if not len(cells):
                    raise NoRoom
                canvas.put(np.array([own.of(f"where/{i}").one(cells)]), id, item.facing, item.place)

    def agents(self, land) -> dict[str, int]:
        found: dict[str, int] = {}
        for item, count, _ in self.entries:
            name = land.agent_of(item.ids[0])
            if name:
                found[name] = found.get(name, 0) + count
        return found


def fitting(canvas: Canvas, id: int, where: Where) -> np.ndarray:
    """The cells where a thing may be put.  int64 [n], flat numbers, rising"""
    land, shape = canvas.land, canvas.shape
    if where.cell is not None:
        number = where.cell[0] * shape[1] + where.cell[1]
        layer = land.things[id].layer
        taken = canvas.cells[ACTOR].reshape(-1)[number] or layer != GROUND and canvas.cells[layer].reshape(-1)[number]
        return np.array([] if taken else [number], np.int64)
    if where.how == "on":
        return np.flatnonzero(land.of_kind(canvas.cells, where.noun.ids) & _room(canvas, id))
    free = canvas.free(id)
    if where.how == "anywhere":
        return np.flatnonzero(free)
    if where.how == "spot":
        return np.flatnonzero(free & _spot(shape, where.spot))
    there = np.flatnonzero(land.of_kind(canvas.cells, where.noun.ids))
    if not len(there):
        return there
    if where.how in ("beside", "around"):
        near = np.zeros(free.size, np.bool_)
        near[neighbours(there, shape, canvas.wrap, where.how == "around")] = True
        return np.flatnonzero(free & near.reshape(shape))
    if where.how == "within":
        for _ in range(min(where.distance, max(shape))):
            there = np.unique(np.concatenate([there, neighbours(there, shape, canvas.wrap, True)]))
        near = np.zeros(free.size, np.bool_)
        near[there] = True
        return np.flatnonzero(free & near.reshape(shape))
    return far_from(canvas, id, there, where, free)


def far_from(canvas: Canvas, id: int, there: np.ndarray, where: Where, free: np.ndarray) -> np.ndarray:
    """The farther quarter of the free cells, by steps to walk, or straight where one cannot walk at all."""
    land = canvas.land
    other = next((i for i in where.noun.ids if land.agent_of(i)), None)
    walker = id if land.agent_of(id) else other
    steps = land.steps(canvas.cells, there, walker)
    if not (free & (steps > 0)).any():
        steps = land.steps(np.zeros_like(canvas.cells), there, walker)
    good = free & (steps != UNREACHED)
    if not good.any():
        return np.array([], np.int64)
    return np.flatnonzero(good & (4 * steps >= 3 * int(steps[good].max())))


def _room(canvas: Canvas, id: int) -> np.ndarray:
    """Where a thing may stand, whatever else is there.  bool [H, W]"""
    layer, solid = canvas.land.things[id].layer, canvas.land.holds("solid", id if canvas.land.agent_of(id) else None)
    return (canvas.cells[layer] == 0) & (canvas.cells[ACTOR] == 0) & ~solid[canvas.cells].any(axis=0)


def _spot(shape: tuple[int, int], spot: str) -> np.ndarray:
    """The cells of a side, a corner or the middle.  bool [H, W]"""
    found = np.zeros(shape, np.bool_)
    if spot == "centre":
        high, wide = max(1, shape[0] // 3), max(1, shape[1] // 3)
        found[(shape[0] - high) // 2:(shape[0] - high) // 2 + high, (shape[1] - wide) // 2:(shape[1] - wide) // 2 + wide] = True
        return found
    words = spot.replace("-", " ").split()
    high = max(1, shape[0] // 4) if spot.endswith("corner") else 1
    wide = max(1, shape[1] // 4) if spot.endswith("corner") else 1
    rows = slice(0, high) if "north" in words else slice(shape[0] - high, None) if "south" in words else slice(None)
    cols = slice(0, wide) if "west" in words else slice(shape[1] - wide, None) if "east" in words else slice(None)
    found[rows, cols] = True
    return found
