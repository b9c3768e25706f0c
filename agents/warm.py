"""Calls each compiled function of the minds once, so that none is compiled while somebody watches."""
from __future__ import annotations

import os

os.environ.setdefault("NUMBA_OPT", "1")                  # a seventh less to compile, and the minds run as fast

import numpy as np

from agents import cells, rules  # noqa: F401  (they bring all that is compiled)
from agents.agent import can
from agents.compiled import compile_apart  # noqa: F401
from agents.memory import CALLS as CALLS_ALONE
from agents.memory import CALLS_AMONG_OTHERS
from agents.models import creatures  # noqa: F401
from agents.roster import create
from world.types import Looks, Observation, Transition

CALLS = CALLS_ALONE + CALLS_AMONG_OTHERS


def warm() -> None:
    """Lives two ticks in a bare room with each learning mind, in which somebody else stands. No world is needed."""
    looks = Looks(("nothing", "floor", "box", "ant"), np.array([0, 0, 2, 3], np.int8), np.arange(4, dtype=np.int16), np.zeros(4, np.int16),
                  np.full(4, -1, np.int8), ("north", "east", "south", "west", "wait", "use"), (), np.zeros(0, np.int16), (3, 4))
    room = np.zeros((5, 3, 4), np.uint16)
    room[0] = 1
    room[3, 2, 3] = 3
    none = np.zeros(0, np.int32)
    for name in ("rules", "cells"):
        mind = create(name, looks, 0)
        if name == "rules":
            mind.others.crowd["met"] = 1                 # as though meetings were known, so that they are planned for
        for tick in range(2):
            here, there = (Observation(room, 1, 1 + at, 1, none, none, fresh=tick + at == 0) for at in (tick, tick + 1))
            action = mind.act(here)
            mind.imagine(here, [action, 4, 5])
            mind.observe(Transition(here, action, 0.0, there))
            mind.audit(there)
            if can(mind, "plan"):
                mind.plan()


if __name__ == "__main__":
    warm()
