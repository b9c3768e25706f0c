"""How the cost of a tick grows with what is going on, and not with the size of the map: a fire, regrowth and the Game of Life on large maps.

Each beside the same done by bare compiled code that looks at every cell.
"""
from __future__ import annotations

import time

import numba as nb
import numpy as np

from world.chance import draw, threshold
from world.load import from_text
from world.scenario import OBJECT, Board
from world.world import World

FIRE = """scenario: 1
map: |
  .tfa
legend: {t: tree, f: fire, a: ash}
kinds: {tree: {is: solid}, fire: {is: solid}, ash: {layer: item}}
rules:
  catch:    {each: tree, if: fire beside, chance: 15%, do: it becomes fire}
  burn out: {each: fire, chance: 10%, do: it becomes ash}
"""
REGROWTH = """scenario: 1
map: |
  .s
legend: {s: stump}
kinds: {tree: {is: solid}, stump: {}}
rules: {grow: {each: stump, chance: 0.01%, do: it becomes tree}}
"""
LIFE = """scenario: 1
map: |
  .a
legend: {a: alive}
kinds: {alive: {}}
world: {edge: wrap}
rules:
  lonely:  {each: alive, if: 0..1 alive around, do: remove it}
  crowded: {each: alive, if: 4+ alive around, do: remove it}
  born:    {each: floor, if: [3 alive around, no alive here], do: put alive here}
"""
BAND = 300
"""The fire runs along a strip of wood so many cells wide, so that it stays as large as it is."""
TICKS, WARM, REPEATS = 60, 120, 5


def world_of(text: str, objects: np.ndarray) -> World:
    """A world whose objects stand as given (ids, 0 for none) on floor.  int [H, W]"""
    scenario = from_text(text)
    cells = np.zeros((5, *objects.shape), scenario.board.cells.dtype)
    cells[0], cells[OBJECT] = scenario.kind("floor").first_id, objects
    return World(scenario, board=Board(cells, ()))


def kept(world: World) -> tuple[np.ndarray, np.ndarray]:
    """All that a world is, to go back to."""
    return world._engine.numbers.copy(), world._engine.cells.copy()


def best(world: World, ticks: int = TICKS, repeats: int = REPEATS) -> float:
    """Seconds of a tick: each of some ticks is lived several times, and its best time counts; other programs take the rest."""
    numbers, cells = kept(world)
    times = np.full(ticks, np.inf)
    for _ in range(repeats):
        world._engine.numbers[:], world._engine.cells[:] = numbers, cells
        for tick in range(ticks):
            began = time.perf_counter()
            world._engine.run()
            times[tick] = min(times[tick], time.perf_counter() - began)
    return float(times.mean())


def active(world: World) -> int:
    """How many cells stand in the lists of the each-rules."""
    tables = world._engine.tables[0]
    at, words, bits = tables.lists_at["listed"], tables.bit_words, tables.bits
    row = world._engine.numbers[0].view(np.uint64)
    return sum(int(np.bitwise_count(row[at + slot * bits:at + slot * bits + words]).sum()) for slot in range(len(tables.compiler.watched.slots)))


@nb.njit(cache=True)
def burn_bare(old, new, tree, fire, ash, seed, tick, catch, out):
    """A tick of the fire by looking at every cell."""
    height, width = old.shape
    for row in range(1, height - 1):
        for col in range(1, width - 1):
            here = old[row, col]
            if here == tree:
                if old[row - 1, col] == fire or old[row + 1, col] == fire or old[row, col - 1] == fire or old[row, col + 1] == fire:
                    if draw(seed, tick, 1, row * width + col) < catch:
                        here = fire
            elif here == fire and draw(seed, tick, 2, row * width + col) < out:
                here = ash
            new[row, col] = here


@nb.njit(cache=True)
def grow_bare(cells, stump, tree, seed, tick, chance):
    """A tick of regrowth by throwing a die for every cell."""
    for i in range(len(cells)):
        if cells[i] == stump and draw(seed, tick, 1, i) < chance:
            cells[i] = tree


def fire_on(height: int, width: int) -> World:
    """A wood in a strip, lit at one end; it has burnt a while."""
    world = world_of(FIRE, np.zeros((2, 2), np.int64))
    objects = np.zeros((height, width), np.int64)
    top = (height - BAND) // 2
    objects[top:top + BAND] = world.scenario.kind("tree").first_id
    objects[top:top + BAND, :3] = world.scenario.kind("fire").first_id
    world = world_of(FIRE, objects)
    for _ in range(WARM):
        world._engine.run()
    return world


def bare(call, repeats: int = 5) -> float:
    """Seconds of a call, the best of several."""
    times = []
    for tick in range(repeats + 1):
        began = time.perf_counter()
        call(tick)
        times.append(time.perf_counter() - began)
    return min(times[1:])


def wildfire() -> list[dict]:
    """A fire of about a thousand active cells on a map of a million, and on one of an eighth of it, beside a look at every cell."""
    large, small = fire_on(1000, 1000), fire_on(350, 350)
    many, few = active(large), active(small)
    seconds, small_seconds = best(large), best(small)
    old = np.full((1000, 1000), 1, np.uint8)
    new = old.copy()
    whole = bare(lambda tick: burn_bare(old, new, 1, 2, 3, 0, tick, threshold(0.15), threshold(0.1)))
    micro = seconds * 1e6
    return [row("wildfire", micro * 1000 / max(1, many), "us/tick per 1000 active cells", whole * 1e6, whole / seconds, 100, micro * 1000 / max(1, many) <= 100,
                note=f"{many} active cells, {micro:.0f} us a tick; a look at every cell takes {whole * 1e6:.0f} us"),
            row("wildfire, an eighth of the map", small_seconds * 1e6 * 1000 / max(1, few), "us/tick per 1000 active cells", whole * 1e6 / 8, seconds / small_seconds * few / many, None, None,
                note=f"{few} active cells, {small_seconds * 1e6:.0f} us a tick")]


def regrowth() -> list[dict]:
    """A chance of one in ten thousand on each of a million cells, beside a die for each."""
    world = world_of(REGROWTH, np.zeros((2, 2), np.int64))
    stump, tree = world.scenario.kind("stump").first_id, world.scenario.kind("tree").first_id
    world = world_of(REGROWTH, np.full((1000, 1000), stump))
    world._engine.run()
    seconds = best(world)
    cells = np.full(1_000_000, stump, np.uint8)
    whole = bare(lambda tick: grow_bare(cells, stump, tree, 0, tick, threshold(0.0001)))
    return [row("regrowth", seconds * 1e6, "us/tick", whole * 1e6, whole / seconds, None, None, note=f"a die for each cell takes {whole * 1e6:.0f} us")]


def life(size: int = 512, generations: int = 2000) -> list[dict]:
    """The Game of Life on a torus, compared with numpy every hundred generations."""
    began = np.random.default_rng(0).random((size, size)) < 0.35
    world = world_of(LIFE, np.zeros((2, 2), np.int64))
    alive = world.scenario.kind("alive").first_id
    world = world_of(LIFE, began * alive)
    cells, spent, plain, equal = began.astype(np.uint8), 0.0, 0.0, True
    for _ in range(generations // 100):
        start = time.perf_counter()
        for _ in range(100):
            world._engine.run()
        middle = time.perf_counter()
        for _ in range(100):
            cells = next_generation(cells)
        spent, plain = spent + middle - start, plain + time.perf_counter() - middle
        equal &= bool(np.array_equal(cells != 0, world.snapshot().cells[OBJECT] == alive))
    return [row("life", spent / generations * 1e6, "us/generation", plain / generations * 1e6, plain / spent, None, equal,
                note=f"{size}x{size}, {generations} generations, {'equal to' if equal else 'NOT as'} numpy's, which takes {plain / generations * 1e6:.0f} us each")]


def next_generation(cells: np.ndarray) -> np.ndarray:
    """Life as numpy does it.  uint8 [H, W]"""
    rows = cells + np.roll(cells, 1, 0) + np.roll(cells, -1, 0)
    around = rows + np.roll(rows, 1, 1) + np.roll(rows, -1, 1) - cells
    return ((around == 3) | ((around == 2) & (cells == 1))).astype(np.uint8)


def row(name: str, value: float, unit: str, limit: float | None, ratio: float | None, target: float | None, met: bool | None, note: str = "") -> dict:
    return {"name": name, "value": value, "unit": unit, "limit": limit, "ratio": ratio, "target": target, "met": met, "note": note}
