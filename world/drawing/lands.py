"""The map of a world: drawn from its seed, grown by the scenario's own rules."""
from __future__ import annotations

from dataclasses import replace

import numpy as np

from world.drawing.boards import Grow, Unsatisfied
from world.drawing.canvas import Canvas, NoRoom
from world.drawing.dice import Dice
from world.mistakes import ScenarioError
from world.scenario import Board, Scenario

KEPT_CELLS = 4_000_000
"""So many cells of maps are kept, since the window, the test and the world ask for the same ones."""


def board_of(scenario: Scenario, seed: int) -> Board:
    """The map of a world. A map that is not drawn, or has a seed of its own, is the same for all. Raises ScenarioError: none can be drawn."""
    drawing = scenario.drawing
    if drawing is None:
        return scenario.board
    seed = seed if drawing.seed is None else drawing.seed
    kept = drawing.kept.get(seed)
    if kept is not None and kept[0] is scenario.rules:
        return kept[1]
    try:
        board = drawing.canvas(seed, lambda *of: _grow(scenario, *of)).board()
    except Unsatisfied as error:
        raise ScenarioError([error.mistake(seed)]) from None
    drawing.kept[seed] = (scenario.rules, board)
    while len(drawing.kept) > max(2, KEPT_CELLS // (drawing.width * drawing.height)):
        drawing.kept.popitem(last=False)
    return board


def _grow(scenario: Scenario, canvas: Canvas, step: Grow, seed: int, number: int) -> None:
    """Let rules of the scenario live on a map half drawn, with its agents standing still; its dice are the map's own."""
    from world.world import World
    rules = tuple(replace(rule, on=rule.name in step.rules if step.rules else rule.on) for rule in scenario.rules)
    still = tuple(replace(agent, minds=("still",)) for agent in scenario.agents)
    asleep = tuple(replace(change, moments=(), every=None, after=None, when=None, by=()) for change in scenario.changes)
    board = canvas.board()
    quiet = replace(scenario, rules=rules, agents=still, changes=asleep, episode=None, drawing=None, board=board)
    world = World(quiet, (Dice(seed, number, step.name).pick(1 << 32, 0),), board)
    for _ in range(step.ticks):
        world.step(np.zeros((1, 0), np.int64))
        if world.ended()[0]:
            break
    after = world.snapshot()
    if not after.movers[:, 3].all():
        raise NoRoom                                     # an agent has died before the start
    canvas.cells[:] = after.cells
    canvas.facing = {int(row) * canvas.shape[1] + int(col): int(way) for row, col, way, _ in after.movers}
