"""One tick as the window, the tests and the traces see it."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from agents.agent import Belief, Beliefs, Forecast, Ledger
from world.types import LogEntry, Observation, Outcomes, Snapshot

NONE, RIGHT, WRONG, UNSURE, NEVER = range(5)
"""Verdicts of the audit on one action from one cell. NONE: nobody can stand there."""


@dataclass
class Audit:
    """Belief against truth for every action from every cell, at one moment."""
    verdict: np.ndarray                                  # uint8 [H, W, A]
    beliefs: Beliefs
    truth: Outcomes

    def count(self, verdict: int) -> int:
        return int((self.verdict == verdict).sum())


@dataclass
class Life:
    """One agent's side of one tick."""
    agent: str                                           # "ant"
    mind: str                                            # "rules"
    observation: Observation | None                      # what it saw before acting
    action: int
    forecast: Forecast | None                            # made before reality was known
    surprise: float                                      # bits
    reward: float                                        # of this tick
    total: float                                         # of its life
    plan: list[int] = field(default_factory=list)        # cells it meant to go through, from this tick on
    audit: Audit | None = None                           # of the moment after the tick
    ledger: Ledger | None = None
    notice: str = ""                                     # why it stands still, if its mind has failed
    after: Observation | None = None                     # what it sees after the tick
    remembered: np.ndarray | None = None                 # uint16 [5, H, W]  what it has seen so far, newest sight of each cell, `after` included; UNSEEN elsewhere
    believes: tuple[Belief, ...] = ()                    # what it holds true of the law, asked together with the audit


@dataclass
class Frame:
    """One whole turn of one world. In twins each mind has its own Frame of its own world, all with the same tick."""
    snapshot: Snapshot                                   # after the tick
    before: Snapshot | None                              # before it
    lives: list[Life]                                    # learners, in the order of World.learners
    log: list[LogEntry]                                  # of law, so far
    ended: str | None = None                             # the word with which an episode ended in this tick
    said: tuple[str, ...] = ()
