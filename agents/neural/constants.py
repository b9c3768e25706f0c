"""The one set of constants of the mind `neural`, in every world. No torch here: whoever only asks for a figure needs none."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Constants:
    """Chosen on toy worlds, building seeds only. Losses and surprises are in nats for a whole frame; ages are in ticks."""

    # The net
    channels: int = 32
    largest_board: int = 16         # a board up to this many cells high and wide is seen whole ...
    window: int = 15                # ... a larger one through a square of this size around the mover
    stays: float = 6.0              # logit, at birth, by which a cell stays as it is
    stands: float = 3.0             # ... the mover stays where it is; a number, a facing and an episode stay what they are
    far_keys: int = 4               # what a jump may look for anywhere on the board
    doubters: int = 3               # heads that learn from other shares of memory: where they differ, the mind has not seen enough

    # Learning
    rate: float = 2e-3              # of AdamW
    decay: float = 1e-3
    clip: float = 10.0              # norm of a gradient
    batch: int = 8
    recent: int = 4                 # of which drawn from the recent past, the newest included
    recent_age: float = 30.0        # mean age of those
    memory: int = 4096              # transitions remembered
    surprise: float = 0.7           # exponent of the loss when last replayed, for the draw from all memory
    curious: float = 0.2            # weight of what was hardly replayed yet ...
    familiar: float = 0.7           # ... which falls by this factor each time
    surge: int = 3                  # steps more, at most, while the newest transition still costs too much

    # A change of law
    fresh: int = 150                # memories younger than this may contradict
    understood: float = 0.5         # excess loss below which a memory was understood
    contradicts: float = 1.0        # ... and above which it contradicts what is believed now
    young: tuple[int, int] = (5, 60)   # ages of memories that show whether the world is one of chance
    unexplained: float = 0.02       # rate of the running share of those that no forecast expects
    spread: float = 4.0             # what costs more than its forecast's entropy by so many standard deviations is no luck
    ripe: float = 1.0               # mean surprise below which the model is worth asking how the controls have turned
    forgets: float = 0.9            # share of the evidence on the controls that stays, a tick
    turned: float = 5.0             # log-odds, at birth, against controls that are turned
    doubtful: float = 3.0           # another frame explains the newest tick better by this much: do not hurry to learn it
    relabelled: int = 12            # ticks back to which a new meaning of an action is carried

    # What to do
    discount: float = 0.95          # of a reward one tick later
    imagined: int = 12              # situations imagined each tick, the present one's actions included
    sweeps: int = 6                 # over all places, each tick
    novelty: float = 0.05           # what an action never tried at a place is worth, in shares of the largest reward met; falls with tries
    unsure: float = 0.05            # ... one on which the doubting heads differ
    overdue: float = 1e-3           # ... one not tried for long, times the root of the ticks since
    whim: float = 0.03              # share of actions done at random
