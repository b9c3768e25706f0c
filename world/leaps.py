"""The dice of rare each-rules: which cells a rule's chance picks in a tick, without a die for each cell.

Where a rule's chance is at most 1 in 256, the picked cells of a block of 4096 are found by leaping from one to the next. How many cells a leap passes
over is geometric, and the binary digits of a geometric number are independent coins: digit i of a number with P(g) ~ q**g is 1 with the chance
q**(2**i) / (1 + q**(2**i)). So a leap is twelve coins, and one more before them that says whether it leads out of the block: exactly the odds of a die
for each cell, in whole numbers. The coins are looked up by (seed, tick, name, block), as all dice are.
"""
from __future__ import annotations

from functools import lru_cache

from world.plain_chance import CERTAIN, plain_draw

RARE = CERTAIN >> 8
"""The greatest threshold that is left to leaps."""
BLOCK = 4096
"""So many cells, in reading order, are leapt through from the first."""
DIGITS = 12
LEAP_BASE = 16
"""Coins of one leap: its digits, and behind them the one that leads out of the block."""
BLOCK_BASE = 1 << 17
"""Coins of one block: at most one leap to each of its cells, LEAP_BASE for each."""


def is_rare(threshold: int) -> bool:
    """Whether an each-rule with that chance leaps."""
    return 0 < threshold <= RARE


@lru_cache(None)
def coins(threshold: int) -> tuple[int, ...]:
    """The thresholds of a leap's coins: its twelve digits, the lowest first, then that it leads out of the block.  13 ints of 32 bits

    Worked out in whole numbers; rounded once, at the end.
    """
    whole, power, found = 1 << 32, CERTAIN - threshold, []             # power / whole = q ** (2 ** i)
    for _ in range(DIGITS):
        found.append(rounded(power, whole + power))
        whole, power = whole * whole, power * power
    return (*found, rounded(power, whole))


def rounded(part: int, whole: int) -> int:
    """part / whole in units of 2 ** -32."""
    return ((part << 33) + whole) // (whole << 1)


@lru_cache(1024)
def picked(seed: int, tick: int, name: int, threshold: int, block: int) -> tuple[int, ...]:
    """The cells of a block that a rare chance picks in a tick, in order. `name`: the key of the rule's name + "/leap"."""
    digits, cells, at = coins(threshold), [], block * BLOCK

    def coin(leap: int, digit: int) -> bool:
        return plain_draw(seed, tick, name, block * BLOCK_BASE + leap * LEAP_BASE + digit) < digits[digit]
    while not coin(len(cells), DIGITS):
        at += sum(coin(len(cells), digit) << digit for digit in range(DIGITS))
        if at >= (block + 1) * BLOCK:
            break
        cells.append(at)
        at += 1
    return tuple(cells)
