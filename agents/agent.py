"""The three verbs of a mind, and what it says of its beliefs. A mind lives one life in one world."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, Sequence

import numpy as np

from world.types import Looks, Observation, Transition


@dataclass(frozen=True)
class Forecast:
    """What a mind foretells after each of T actions of a plan."""
    cells: np.ndarray                                    # uint16  [T, 5, H, W]  the most probable ids
    odds: np.ndarray                                     # float32 [T, H, W]     probability that the cell is so
    landing: np.ndarray                                  # int32   [T]           own cell, row * W + col
    landing_odds: np.ndarray                             # float32 [T]
    reward: np.ndarray                                   # float32 [T]
    probability: np.ndarray                              # float32 [T]           of the whole frame


@dataclass(frozen=True)
class Beliefs:
    """What a mind believes that each action would do from each cell: the other side of `world.types.Outcomes`."""
    landing: np.ndarray                                  # int32   [H, W, A]  -1 where it believes that it cannot stand
    edits: np.ndarray                                    # int32   [H, W, A, 4, 3]  (cell, layer, id), -1 padded
    odds: np.ndarray                                     # float32 [H, W, A]
    evidence: np.ndarray                                 # float32 [H, W, A]  times seen, 0 = never tried
    reward: np.ndarray                                   # float32 [H, W, A]


@dataclass(frozen=True)
class Belief:
    """One thing that a mind believes of its world's law, in the words of the scenario language: "ice is slippery", 14 of 14."""
    sentence: str
    right: float                                         # times that it was borne out ...
    of: float                                            # ... of so many; 0: nothing that can be counted
    odds: float                                          # what the mind would bet on it
    kind: str                                            # property, rule, alone, control, place, or not (has no such property)
    since: int = 0                                       # the tick of its life since which it holds against what held before; 0: always
    topic: str = ""                                      # what it answers: "solid", "carries", "enters", "each", "ant.north"
    things: tuple[int, ...] = ()                         # the ids that it is about


@dataclass
class Ledger:
    """What a life has cost so far."""
    ticks: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: {"acting": 0.0, "planning": 0.0, "learning": 0.0})
    imagined: int = 0                                    # imagined steps
    backups: int = 0
    bytes: int = 0                                       # size of the model


@dataclass(frozen=True)
class Noticed:
    """A change of law that a mind noticed by itself: nobody told it."""
    tick: int                                            # of its own life: 1 is the first step it learned from
    family: str                                          # what changed, in words: "stepping onto ice", "what actions mean"
    odds: float                                          # that the law has changed, in its own eyes


class Mind(Protocol):
    """One creature's mind. It gets observations and nothing else; it is never told that a law changed.

    The three verbs are all that a mind must have. It may have more, and whoever asks for it lives without (`can`):

        learns: str                             what it learns, in one or two words: "rules", "cells"
        learning: bool                          set to False it lives on without learning; without this field a frozen mind is told nothing
        budget: float                           its thinking as a multiple of the usual, set at birth
        audit(observation) -> Beliefs           what it believes of each action from each cell of the board as observed; changes nothing
        plan() -> list[int]                     the cells (row * W + col) of the plan it is following, from the next step on; may be empty
        ledger() -> Ledger                      what its life has cost so far
        believes() -> list[Belief]              what it holds true of the law, in sentences: what is new against older beliefs first, then the strongest; changes nothing
        save() -> dict[str, ndarray]            all that it remembers
        load(Mapping[str, ndarray])             goes on from there as if never stopped; ValueError in one line if it is not a memory of this mind
    """

    def act(self, observation: Observation) -> int:
        """Choose an action: an index into `Looks.actions`."""

    def observe(self, transition: Transition) -> float | None:
        """Learn from one real step; return the surprise: -log2 of the probability it gave to the whole next frame, in bits.

        None if it does not say: the surprise is then that of its forecast.
        """

    def imagine(self, observation: Observation, plan: Sequence[int]) -> Forecast | None:
        """Foretell the frames after each action of a plan; learns nothing, changes nothing. None if it foretells nothing."""


MOST_BITS = 64.0
"""The largest surprise that is told. What was held to be impossible would be infinite."""


def can(mind: object, verb: str) -> bool:
    """Whether a mind has one of the verbs that it may have or not."""
    return callable(getattr(mind, verb, None))


def surprise_of(forecast: Forecast | None, came: Observation) -> float:
    """The surprise of a mind that tells none: -log2 of the probability that its forecast gave to what came, cell by cell.  bits, 0 without a forecast"""
    if forecast is None:
        return 0.0
    same = (forecast.cells[0] == came.cells).all(axis=0)                       # bool [H, W]
    if same.all():
        return float(min(MOST_BITS, -np.log2(max(float(forecast.probability[0]), 2.0**-MOST_BITS))))
    wrong = 1.0 - forecast.odds[0][~same].astype(float)
    return float(min(MOST_BITS, -np.log2(np.maximum(wrong, 2.0**-MOST_BITS)).sum()))


def create(name: str, looks: Looks, seed: int) -> Mind:
    """A mind by the name that stands in a scenario or on the command line: `rules`, `frozen cells at 400`, `dyna-q n=50`; see `agents.names`.

    Raises:
        UnknownMind: with the nearest name.
    """
    from agents.roster import create as make
    return make(name, looks, seed)
