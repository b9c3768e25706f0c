"""What the actions mean: which verb an action will be, and how that belief moves with what is seen.

Verbs are go north, east, south, west (0 .. 3) and stay (4); actions 0 .. 4 bear the same names. Two hidden causes compete: the
controls as a whole went through one of the eight symmetries of the square, or each action has a meaning of its own.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled
from agents.memory import CONTROLS
from agents.models.board import note_news

SYMMETRIES = np.array([[0, 1, 2, 3, 4], [2, 3, 0, 1, 4], [2, 1, 0, 3, 4], [0, 3, 2, 1, 4], [3, 0, 1, 2, 4], [1, 2, 3, 0, 4], [3, 2, 1, 0, 4], [1, 0, 3, 2, 4]])
"""The eight symmetries as action -> verb: as named, half turn, two mirrors, quarter turns, two diagonal mirrors."""
FLOOR = 3e-4
"""Likelihood that a verb keeps whatever was seen, so that no meaning is ever ruled out."""
TRUST, TRUST_PULL = 0.8, 0.01
FULL_SLIPS = 300.0


@compiled
def innate_controls(mind):
    """What a newborn believes of its actions: most likely they do what they are called."""
    for i in range(8):
        mind.symmetry[i] = 0.9 if i == 0 else 0.1 / 7
        mind.reigned[i] = 6.0 if i == 0 else 1.0
    for a in range(5):
        for d in range(5):
            mind.meaning[a, d] = 0.96 if a == d else 0.01
    mind.as_a_whole, mind.slips, mind.no_slips = 0.8, 0.3, 30.0


@compiled
def verbs_of(mind, action, out):
    """Probability of each verb under an action 0 .. 4, into out (float64 [5])."""
    slip = mind.slips / (mind.slips + mind.no_slips)
    for d in range(5):
        out[d] = (1 - mind.as_a_whole) * mind.meaning[action, d]
    for i in range(8):
        out[SYMMETRIES[i, action]] += mind.as_a_whole * mind.symmetry[i]
    for d in range(5):
        out[d] = (1 - slip) * out[d] + slip / 5


@compiled
def main_verb(mind, action):
    """The likeliest verb of an action; acts mean themselves.  int64"""
    if action >= 5:
        return action
    p = mind.verb_odds
    verbs_of(mind, action, p)
    best = 0
    for d in range(5):
        if p[d] > p[best]:
            best = d
    return best


@compiled
def update_controls(mind, action, likelihood, intended, explains):
    """One tick seen: likelihood[d] of what came, had the action meant verb d. `explains`: the verb that explains it best."""
    meant = main_verb(mind, action)
    slip = mind.slips / (mind.slips + mind.no_slips)
    mean, library = 0.0, 0.0
    for d in range(5):
        mean += (likelihood[d] + FLOOR) / 5
    for i in range(8):
        library += mind.reigned[i]
    whole, own = 0.0, 0.0
    for i in range(8):
        before = (1 - mind.symmetry_hazard) * mind.symmetry[i] + mind.symmetry_hazard * mind.reigned[i] / library
        mind.symmetry[i] = before * ((1 - slip) * (likelihood[SYMMETRIES[i, action]] + FLOOR) + slip * mean)
        whole += mind.symmetry[i]
    for d in range(5):
        before = (1 - mind.meaning_hazard) * mind.meaning[action, d] + mind.meaning_hazard / 5
        mind.meaning[action, d] = before * ((1 - slip) * (likelihood[d] + FLOOR) + slip * mean)
        own += mind.meaning[action, d]
    best = 0
    for i in range(8):
        mind.symmetry[i] /= whole
        if mind.symmetry[i] > mind.symmetry[best]:
            best = i
    for d in range(5):
        mind.meaning[action, d] /= own
    mind.reigned[best] += 0.02
    trust = mind.as_a_whole * whole / (mind.as_a_whole * whole + (1 - mind.as_a_whole) * own)
    mind.as_a_whole = min(0.98, max(0.05, (1 - TRUST_PULL) * trust + TRUST_PULL * TRUST))
    if likelihood[explains] > 0.05:
        p = mind.verb_odds
        verbs_of(mind, action, p)
        z = 1e-12
        for d in range(5):
            z += p[d] * likelihood[d]
        if explains != intended:
            mind.slips += p[explains] * likelihood[explains] / z
        else:
            mind.no_slips += 1
        if mind.no_slips > FULL_SLIPS:
            mind.slips *= 0.5
            mind.no_slips *= 0.5
    now = main_verb(mind, action)
    if now != meant:
        note_news(mind, CONTROLS, mind.verb_odds[now])
