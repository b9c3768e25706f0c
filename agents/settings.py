"""The one set of constants that every mind lives by, in every world."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Chosen once, on toy worlds; no scenario and no seed has its own. A weight is a pure number; a rate is per tick."""

    # How contexts are mixed
    specificity: float = 1.6        # weight of a context over the next more general one, at birth
    two_outcomes: float = 0.12      # weight of a context that has seen more than one outcome, at birth
    stale: float = 0.03             # weight of what was counted under another regime, at birth
    general: float = 0.15           # weight of the context that says nothing, at birth
    one_sided: float = 0.1          # weight of a context that looks at one neighbour only, at birth
    rates: float = 0.3              # weight of the base rates, which begin as innate counts
    caution: float = 0.15           # share of the base rates where only others of its kind were met: a variant may differ
    learning_rate: float = 0.5      # exponent of the multiplicative update of weights
    halve_below: float = 4.0        # in a context seen less often than this, a contradiction halves the rest

    # When to believe that the law has changed
    alarm: float = 3.0              # nats of summed surprise at which a new regime begins
    recall: float = 2.3             # nats at which a stored regime returns
    novelty: float = 0.35           # share of a surprise that counts where the context was hardly known
    symmetry_hazard: float = 0.004  # rate at which the controls change as a whole
    meaning_hazard: float = 0.0008  # rate at which one action alone changes its meaning

    # Exceptions of the place
    hush: float = 0.04              # share of a surprise that the rules hear of when the place is to blame
    odd_places: float = 1.0         # exceptions taken for granted ...
    odd_places_of: float = 50.0     # ... in so many ways

    # When a belief is worth testing
    hazard: float = 1e-4            # rate at which a refusal turns into a way, before any experience ...
    hazard_ticks: float = 1e4       # ... which weighs as much as so many ticks
    suspicion: float = 0.15         # probability, after a surprise, that another belief has changed too
    sibling: float = 0.4            # ... that a sibling has taken over an effect that was lost
    unseen: float = 0.1             # chance mass of what was never seen
    future: float = 0.5             # the future is taken for so much of the past: what not knowing may cost

    # The planner
    discount: float = 0.95          # of a reward one tick later
    imagined_a_tick: float = 400.0  # ways imagined anew, at most
    backups_a_tick: float = 64.0    # values backed up, at most
    search: float = 4000.0          # courses imagined in one search, at most
