"""What a world hands out: observations, transitions, snapshots, and what each action would really do."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

MILLIONTH = 1e-6
"""Rewards are counted in millionths inside the world, so that no sum ever rounds."""


@dataclass(frozen=True)
class Looks:
    """What an agent can tell by sight about each thing, given to it at birth. Nothing about what things do. Arrays by id."""
    names: tuple[str, ...]                               # "red locked door"; [0] is "nothing"
    layer: np.ndarray                                    # int8  [N]
    base: np.ndarray                                     # int16 [N]  number of its kind, variants share it
    colour: np.ndarray                                   # int16 [N]  0 none, else number of its colour (or first attribute that is not facing)
    facing: np.ndarray                                   # int8  [N]  direction, -1 none
    actions: tuple[str, ...]                             # the agent's own actions by name, purchases last
    counters: tuple[str, ...]                            # the agent's own counters by name
    counter_thing: np.ndarray                            # int16 [C]  the id that a counter counts, 0 if none
    shape: tuple[int, int]                               # (H, W) of the board
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """All that one agent may know of one moment. The same for every world of a batch but for its values."""
    cells: np.ndarray                                    # uint16 [5, H, W]  ids by layer; UNSEEN in every layer where it does not see
    row: int
    col: int
    facing: int
    counters: np.ndarray                                 # int32 [C]  its own counters
    reads: np.ndarray                                    # int32 [R]  the variables it may read
    announced: bool = False                              # a change with `announce: true` was enacted this tick
    fresh: bool = False                                  # first observation of an episode


@dataclass(frozen=True)
class Transition:
    """One real step of one agent. `reward` is a number; `terminated`: the episode ended; `truncated`: time ran out."""
    observation: Observation
    action: int
    reward: float
    next_observation: Observation                        # of the moment after, before any reset
    terminated: bool = False
    truncated: bool = False


@dataclass(frozen=True)
class LogEntry:
    """One change of law, as the person reads it."""
    tick: int                                            # the first tick that it governs
    version: int
    by: str                                              # "clock", "trigger", "person", "rule NAME", "stone", "vote of 3 hares", "episode" (a new one), or an agent ("hare 2")
    change: str                                          # its name, or "" for a typed sentence, a stone's, or what falls at a new episode
    removed: tuple[str, ...]
    added: tuple[str, ...]
    lapses: int | None = None                            # the tick at which it will go by itself
    price: str = ""                                      # "4 clover", of all who paid together
    voters: tuple[str, ...] = ()                         # who said yes to what was voted on
    refused: str = ""                                    # the entrenched law that `added` would have changed; it did not come to be


@dataclass(frozen=True)
class Row:
    """One line of the law as it stands: for the law panel."""
    key: str                                             # stable name: "rule arrive", "ice is slippery", "wind.carries", "change thaw"
    text: str                                            # the sentence in force
    sort: str                                            # fact, number, word, rule, change
    on: bool = True
    value: object = None                                 # current value of a number or word
    choices: tuple = ()                                  # words: all values; numbers: (low, high)
    edit_on: str = ""                                    # sentence that switches it on / sets it ("{}" stands for the value)
    edit_off: str = ""
    changed_at: int | None = None                        # tick of the newest change that touches it
    changed_by: str = ""
    was: str = ""                                        # the sentence before that change
    due_in: int | None = None                            # scheduled change: ticks until it comes
    touches: frozenset = frozenset()                     # ids whose tiles are touched
    change: str = ""                                     # name of the change that `changed_by` enacted, if it has one


@dataclass(frozen=True)
class Snapshot:
    """The full truth of one world at one moment. Compact; two equal snapshots are equal worlds."""
    cells: np.ndarray                                    # uint16 [5, H, W]  movers included, in layer ACTOR
    movers: np.ndarray                                   # int32 [M, 4]  row, col, facing, alive
    counters: np.ndarray                                 # int32 [M, C]
    variables: np.ndarray                                # int32 [V]
    tick: int                                            # ticks lived; the next step is tick + 1
    episode: int                                         # from 1
    episode_tick: int
    version: int                                         # of the book of law
    standing: tuple[str, ...] = ()                       # names (or sentences) of the layers in force, oldest first
    ended: str | None = None
    kept: object = field(default=None, repr=False, compare=False)  # what `restore` needs besides: clocks, what waits, the log


@dataclass(frozen=True)
class Outcomes:
    """What each action would really do, from each cell, were the agent there now: the truth behind the audit.

    `edits` are the cells that the action changes besides the mover itself, against a world in which the agent is absent
    and all dice fall alike: rows (cell, layer, id), -1 padded, in order of cell then layer; at most 4.
    """
    landing: np.ndarray                                  # int32 [H, W, A]  row * W + col; -1 where the agent cannot stand
    edits: np.ndarray                                    # int32 [H, W, A, 4, 3]
    reward: np.ndarray                                   # float32 [H, W, A]


@dataclass
class Step:
    """What one tick brought to one world. By learner, in the order of `World.learners`."""
    reward: np.ndarray                                   # float64 [L]
    terminated: bool = False
    truncated: bool = False
    word: str | None = None                              # of `end WORD`, "time" for a time-out
    said: tuple[str, ...] = ()                           # words of `say`
    notices: tuple[str, ...] = field(default=())         # e.g. an endless chain of events, named


def endless_chain(rules: list[str]) -> str:
    """The notice that a chain of events was cut off. `rules`: those that it ran through at its end."""
    names = ", ".join(f"`{name}`" for name in rules)
    return f"an endless chain of events: {names} {'set each other off' if len(rules) > 1 else 'sets itself off'}"
