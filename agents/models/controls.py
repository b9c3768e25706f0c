"""What the actions mean: which verb an action will be, and how that belief moves with what is seen.

Verbs are go in a direction (0 .. 7), stay (8), go forward, turn left, turn right (9 .. 11); actions of these numbers bear the same names. Two hidden
causes compete: the controls as a whole went through one of the eight symmetries of the square, or each action has a meaning of its own. That north
means north is innate; what `forward` and the turns mean is found out by the same filter, and to no symmetry. The facing speaks too: who goes south
looks south, even where a current carries it elsewhere.
"""
from __future__ import annotations

import numpy as np

from agents.compiled import compiled
from agents.memory import ACT, CONTROLS, FORWARD, LEFT, RIGHT, STAY
from agents.models.board import note_news

SYMMETRIES = np.array([[0, 1, 2, 3, 4, 5, 6, 7, 8], [2, 3, 0, 1, 6, 7, 4, 5, 8], [2, 1, 0, 3, 5, 4, 7, 6, 8], [0, 3, 2, 1, 7, 6, 5, 4, 8],
                       [3, 0, 1, 2, 7, 4, 5, 6, 8], [1, 2, 3, 0, 5, 6, 7, 4, 8], [3, 2, 1, 0, 6, 5, 4, 7, 8], [1, 0, 3, 2, 4, 7, 6, 5, 8]])
"""The eight symmetries as action -> verb: as named, half turn, two mirrors, quarter turns, two diagonal mirrors."""
NAMED, NOT_NAMED = 0.96, 0.04
"""Share of the meaning that an action is named after, and of all others together."""
HARDLY_ABSOLUTE = 0.02
"""Share of each direction of the compass in what an action of a turning body means at birth; the rest is shared by all else."""
FLOOR = 3e-4
"""Likelihood that a verb keeps whatever was seen, so that no meaning is ever ruled out."""
TRUST, TRUST_PULL = 0.8, 0.01
FULL_SLIPS = 300.0
KNOWN = 0.5
"""Only of a meaning surer than this can there be a slip."""
GOES, TURNS, STAYS = range(3)
"""Sorts of facing that are foretold (`mind.faces`): of who goes elsewhere than it looks, of who turns, of all others."""
FULL_FACES = 200.0


@compiled
def innate_controls(mind):
    """What a newborn believes of its actions: most likely they do what they are called. Actions of a turning body keep what they have come to mean."""
    for i in range(8):
        mind.symmetry[i] = 0.9 if i == 0 else 0.1 / 7
        mind.reigned[i] = 6.0 if i == 0 else 1.0
    for a in range(STAY + 1):
        for d in range(ACT):
            mind.meaning[a, d] = NAMED if a == d else NOT_NAMED / (mind.options - 1)
    mind.as_a_whole, mind.slips, mind.no_slips = 0.8, 0.3, 30.0


@compiled
def unknown_meanings(mind):
    """What a newborn believes of `forward` and the turns: nothing but that the compass is hardly in them."""
    absolute = 0
    for i in range(mind.options):
        absolute += mind.option[i] < STAY
    for a in range(FORWARD, ACT):
        for i in range(mind.options):
            d = mind.option[i]
            mind.meaning[a, d] = HARDLY_ABSOLUTE if d < STAY else (1 - HARDLY_ABSOLUTE * absolute) / (mind.options - absolute)


@compiled
def heading(verb, facing):
    """What a verb is to the place: forward is the direction that one looks in, a turn is to stay.  int64"""
    if verb == FORWARD:
        return facing if facing >= 0 else np.int64(STAY)
    return np.int64(STAY) if verb == LEFT or verb == RIGHT else verb


@compiled
def turned(verb, facing):
    """Where one looks after a verb.  int64"""
    if verb < STAY:
        return verb
    corner = facing // 4 * 4
    if verb == LEFT:
        return corner + (facing + 3) % 4
    return corner + (facing + 1) % 4 if verb == RIGHT else facing


@compiled
def sort_of_facing(verb, facing):
    return STAYS if turned(verb, facing) == facing else (GOES if verb < STAY else TURNS)


@compiled
def odds_of_facing(mind, verb, facing, then):
    """The odds that who looked one way looks another way after a verb.  float64"""
    if facing < 0 or then < 0:
        return 1.0
    no, yes = mind.faces[sort_of_facing(verb, facing), 0], mind.faces[sort_of_facing(verb, facing), 1]
    return yes / (no + yes) if then == turned(verb, facing) else no / (no + yes) / 3


@compiled
def learn_facing(mind, verb, facing, then, share):
    """One facing was seen after a verb."""
    if facing < 0 or then < 0:
        return
    faces = mind.faces[sort_of_facing(verb, facing)]
    faces[1 if then == turned(verb, facing) else 0] += share
    if faces[0] + faces[1] > FULL_FACES:
        faces[0] *= 0.5
        faces[1] *= 0.5


@compiled
def verbs_of(mind, action, out):
    """Probability of each verb under an action below ACT, into out (float64 [ACT]); 0 for what no action can mean."""
    slip = mind.slips / (mind.slips + mind.no_slips)
    own = 1 - mind.as_a_whole if action <= STAY else 1.0
    for d in range(ACT):
        out[d] = own * mind.meaning[action, d]
    if action <= STAY:
        for i in range(8):
            out[SYMMETRIES[i, action]] += mind.as_a_whole * mind.symmetry[i]
    for d in range(ACT):
        out[d] *= 1 - slip
    for i in range(mind.options):
        out[mind.option[i]] += slip / mind.options


@compiled
def main_verb(mind, action):
    """The likeliest verb of an action; acts mean themselves.  int64"""
    if action >= ACT:
        return action
    p = mind.verb_odds
    verbs_of(mind, action, p)
    best = 0
    for d in range(ACT):
        if p[d] > p[best]:
            best = d
    return best


@compiled
def update_controls(mind, action, likelihood, intended, explains, sure):
    """One tick seen: likelihood[d] of what came, had the action meant verb d. `explains`: the verb that explains it best; sure: odds of the intended one."""
    meant = main_verb(mind, action)
    slip = mind.slips / (mind.slips + mind.no_slips)
    mean, library = 0.0, 0.0
    for i in range(mind.options):
        mean += (likelihood[mind.option[i]] + FLOOR) / mind.options
    own = 0.0
    for i in range(mind.options):
        d = mind.option[i]
        before = (1 - mind.meaning_hazard) * mind.meaning[action, d] + mind.meaning_hazard / mind.options
        mind.meaning[action, d] = before * ((1 - slip) * (likelihood[d] + FLOOR) + slip * mean)
        own += mind.meaning[action, d]
    for i in range(mind.options):
        mind.meaning[action, mind.option[i]] /= own
    if action <= STAY:
        for i in range(8):
            library += mind.reigned[i]
        whole = 0.0
        for i in range(8):
            before = (1 - mind.symmetry_hazard) * mind.symmetry[i] + mind.symmetry_hazard * mind.reigned[i] / library
            mind.symmetry[i] = before * ((1 - slip) * (likelihood[SYMMETRIES[i, action]] + FLOOR) + slip * mean)
            whole += mind.symmetry[i]
        best = 0
        for i in range(8):
            mind.symmetry[i] /= whole
            if mind.symmetry[i] > mind.symmetry[best]:
                best = i
        mind.reigned[best] += 0.02
        trust = mind.as_a_whole * whole / (mind.as_a_whole * whole + (1 - mind.as_a_whole) * own)
        mind.as_a_whole = min(0.98, max(0.05, (1 - TRUST_PULL) * trust + TRUST_PULL * TRUST))
    if likelihood[explains] > 0.05:
        p = mind.verb_odds
        verbs_of(mind, action, p)
        z = 1e-12
        for d in range(ACT):
            z += p[d] * likelihood[d]
        if explains != intended and sure > KNOWN:
            mind.slips += p[explains] * likelihood[explains] / z
        elif explains == intended:
            mind.no_slips += 1
        if mind.no_slips > FULL_SLIPS:
            mind.slips *= 0.5
            mind.no_slips *= 0.5
    now = main_verb(mind, action)
    if now != meant and (action <= STAY or sure > KNOWN):
        note_news(mind, CONTROLS, mind.verb_odds[now])
