"""`python -m tests.world.fuzz [N] [FIRST]`: N random scenarios, kernel against reference; a scenario on which they part is made small and printed."""
from __future__ import annotations

import copy
import sys
import time

from lab.warm import use_cache

use_cache()                                              # before numba: its own cache does not see a change in a file that a file draws on

from tests.world.agreement import Difference, first_difference, smallest, trouble  # noqa: E402
from tests.world.random_scenarios import Dice, random_scenario, readable, scenario_parts  # noqa: E402

SHRINKING_SECONDS = 60


def made_small(number: int, found: Difference, options: dict) -> Difference:
    """A smaller scenario that shows the same sort of difference."""
    parts = scenario_parts(Dice(number))
    readable(parts)                                      # strikes out what the reader refuses
    until = time.perf_counter() + SHRINKING_SECONDS

    def same(smaller: dict) -> bool:
        if time.perf_counter() > until:
            return False
        other = trouble(copy.deepcopy(smaller), **options)
        return other is not None and other.sort == found.sort
    return trouble(smallest(parts, same), **options) or found


def main(count: int = 2000, first: int = 0, most: int = 5) -> int:
    """Says how many of `count` scenarios agree; stops after `most` that do not. Returns how many do not."""
    began, parted, number = time.perf_counter(), 0, first
    for number in range(first, first + count):
        options = {"seeds": (number, number + 1, number + 2), "outcomes": number % 5 == 0}
        found = first_difference(random_scenario(number), **options)
        if found is not None:
            parted += 1
            print(f"==== scenario {number} ====\n{made_small(number, found, options)}", flush=True)
            if parted >= most:
                print(f"stopped after {number - first + 1}")
                break
        if (number - first + 1) % 100 == 0:
            print(f"{number - first + 1} scenarios, {parted} parted, {time.perf_counter() - began:.0f} s", flush=True)
    print(f"{number - first + 1 - parted} of {number - first + 1} random scenarios agree, 3 worlds of 30 ticks each, {time.perf_counter() - began:.1f} s")
    return parted


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
