"""Belief against truth: what a mind thinks that each action does from each cell, beside what it would really do."""
from __future__ import annotations

import numpy as np

from agents.agent import Beliefs
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG, Audit
from world.types import Outcomes

SURE = 0.6
"""A belief held with smaller odds than this is unsure, right or wrong."""


def audited(beliefs: Beliefs, truth: Outcomes) -> Audit:
    """The verdict on each action from each cell: does the mover land where believed, and does the world change as believed?"""
    same = (beliefs.landing == truth.landing) & (beliefs.edits == truth.edits).all(axis=(-1, -2))
    verdict = np.where(same, RIGHT, WRONG).astype(np.uint8)          # uint8 [H, W, A]
    verdict[beliefs.odds < SURE] = UNSURE
    verdict[beliefs.evidence <= 0] = NEVER
    verdict[truth.landing < 0] = NONE
    return Audit(verdict, beliefs, truth)
