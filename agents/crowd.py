"""What a mind remembers of others: who is about, what each seems to be after, and what meeting them brings. One record of fixed size.

A *creature* is whatever else stands in the layer of actors. Creatures of one name are one *kind* of creature. An *intent* is a simple
model of what a creature does next; *target* 0 is the mind's own body, target 1 + k the nearest creature of kind k.
"""
from __future__ import annotations

import numpy as np

from agents.memory import SYMBOLS

MOST = 12                            # creatures followed
KINDS = 6                            # kinds of creature that are told apart
TARGETS = KINDS + 1
STILL, WANDER, STRAIGHT, HABIT, CHASE = range(5)
FLEE = CHASE + TARGETS
INTENTS = FLEE + TARGETS
WAYS = 5                             # north, east, south, west, stay
APART, IT_CAME, I_CAME = range(3)
"""How it met me: not at all, it came at me, I went at it."""
AS_USUAL, WENT_HOME, GONE = range(3)
"""What became of it."""
STAYS, LEAVES, COMES = range(3)
"""What a cell is to one who wants to enter it: held by a creature that stays, by one that leaves, or about to be entered by one."""
PACES = 8                            # ticks since its last move that are told apart
HABITS = 2048                        # slots for what a kind of creature did in a context
VIEWS = 8                            # contexts of a habit
OVERLAYS = 3 * MOST
NODES = 24                           # imagined meetings kept for each first step
FIRST = 5                            # first steps that are compared

f8, f4, i8, u8, u1 = np.float64, np.float32, np.int64, np.uint64, np.uint8

CROWD = np.dtype([
    # by kind of creature
    ("kinds", i8), ("thing", i8, (KINDS,)), ("role", i8, (KINDS, 3)), ("prior", f8, (KINDS, INTENTS)), ("pace", f8, (KINDS, PACES, 2)),
    ("chosen", f8, (KINDS, SYMBOLS)), ("expected", f8, (KINDS, SYMBOLS)), ("turned", f8, (KINDS, WAYS)), ("like_me", f8, (KINDS, SYMBOLS)),
    ("became", f8, (KINDS, 3, 3)), ("leaves", i8, (KINDS, SYMBOLS)), ("left", f8, (KINDS, SYMBOLS, 2)),
    ("met", f8, (KINDS, 3)), ("met_reward", f8, (KINDS, 3)), ("met_home", f8, (KINDS, 3)), ("met_end", f8, (KINDS, 3)),
    ("habit_of", u8, (HABITS,)), ("habit", f4, (HABITS, WAYS)), ("view_weight", f8, (VIEWS,)),
    # by creature
    ("here", i8), ("kind", i8, (MOST,)), ("row", i8, (MOST,)), ("col", i8, (MOST,)), ("home_row", i8, (MOST,)), ("home_col", i8, (MOST,)),
    ("heading", i8, (MOST,)), ("since", i8, (MOST,)), ("blocked", i8, (MOST,)), ("past", i8, (MOST,)), ("belief", f8, (MOST, INTENTS)),
    # what each is foretold to do: odds of its ways, by intent and together; where each leads; that it rests; what comes of it most likely
    ("by_intent", f8, (MOST, INTENTS, WAYS)), ("looked", u1, (MOST, INTENTS)), ("way", f8, (MOST, WAYS)), ("lands", i8, (MOST, WAYS)), ("enters", f8, (MOST, WAYS)),
    ("rests", f8, (MOST,)), ("to_row", i8, (MOST,)), ("to_col", i8, (MOST,)), ("to_odds", f8, (MOST,)), ("goes", i8, (MOST,)), ("contact", i8, (MOST,)),
    # cells to be read otherwise by the mover than they lie on the board, and how
    ("overlays", i8), ("overlay", i8, (OVERLAYS, 2)),
    ("stamp", i8), ("landing_stamp", i8), ("looked_up", u8), ("open", f8, (KINDS, SYMBOLS)), ("view_key", u8, (VIEWS,)), ("matched", i8, (MOST,)), ("taken", i8, (MOST,)), ("mover", i8, (6,)), ("vacant", f8, (4,)), ("end", i8, (WAYS + 2,)), ("end_odds", f8, (WAYS + 2,)), ("likely", f8, (WAYS,)), ("posterior", f8, (WAYS,)),
    ("met_now", i8), ("met_kind", i8),
], align=True)


def new_crowd() -> np.ndarray:
    """Nobody was ever met.  CROWD [1]"""
    crowd = np.zeros(1, CROWD)
    one = crowd[0]
    one["prior"][:] = 0.04
    one["prior"][:, [STILL, WANDER, STRAIGHT, HABIT, CHASE, FLEE]] = 0.1, 0.2, 0.15, 0.15, 0.12, 0.12
    one["pace"][..., 0], one["pace"][..., 1] = 0.15, 1.0
    one["turned"] = 0.3, 0.3, 1.0, 0.3, 0.3               # ahead, right, back, left, stay
    one["became"] = [[8.0, 0.02, 0.02], [1.0, 0.5, 0.3], [1.0, 0.3, 0.3]]
    one["view_weight"] = 1.6 ** np.arange(VIEWS)
    one["heading"] = -1
    return crowd
