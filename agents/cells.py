"""The mind that learns cells: what each action did at each place, for every place anew."""
from __future__ import annotations

from agents.memory import CELLS
from agents.planned import PlannedMind
from world.types import Looks


class CellsMind(PlannedMind):
    """A table of places with the same planner and the same drive as `rules`: where it was never, it expects to get one cell on."""

    def __init__(self, looks: Looks, seed: int):
        super().__init__(looks, seed, CELLS, "cells")
