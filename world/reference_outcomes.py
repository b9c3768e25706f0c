"""What each action would really do, found out plainly: by doing it in copies of the world."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from world.reference_effects import Deeds
from world.scenario import ACTOR
from world.types import Outcomes

if TYPE_CHECKING:
    from world.reference import Reference


def outcomes(world: Reference, learner: str) -> Outcomes:
    """What each action of a learner would do from each cell where it could stand; the others who learn stand still. Touches nothing."""
    number = world.movers.index(learner)
    place, actions = world.acting.index(number), world.actions[world.state.movers[number].agent]
    height, width = world.state.height, world.state.width
    landing = np.full((height, width, len(actions)), -1, np.int32)
    edits = np.full((height, width, len(actions), 4, 3), -1, np.int32)
    reward = np.zeros((height, width, len(actions)), np.float32)
    absent = world.fork()
    if not absent.state.movers[number].gone:
        Deeds(absent.state).remove(absent.state.movers[number].cell, ACTOR)
    empty, without = absent.fork(), absent.fork()
    without.step([-1] * len(world.acting))
    others = without.state.grid()
    for row, col in world.state.cells():
        if not empty.state.can_stand(empty.state.movers[number], (row, col)):
            continue
        for action in range(len(actions)):
            trial = empty.fork()
            mover = trial.state.movers[number]
            mover.gone, mover.cell = False, (row, col)
            trial.state.at[ACTOR][row, col] = mover
            step = trial.step([action if i == place else -1 for i in range(len(world.acting))])
            cells = trial.state.grid()
            if not mover.gone:
                cells[(ACTOR, *mover.cell)] = others[(ACTOR, *mover.cell)]
            landing[row, col, action] = trial.state.index(mover.cell)
            reward[row, col, action] = step.reward[place]
            changed = [(r * width + c, layer, int(cells[layer, r, c])) for r, c in world.state.cells() for layer in range(5)
                       if cells[layer, r, c] != others[layer, r, c]][:4]
            for i, change in enumerate(changed):
                edits[row, col, action, i] = change
    return Outcomes(landing, edits, reward)
