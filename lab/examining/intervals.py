"""Means over lives, and how sure they are."""
from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

NORMAL = 1.959964
_SMALL = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)
"""The 97.5 % quantile of Student's t for 1, 2, 3 ... degrees of freedom."""


def interval(values: Sequence[float], yes_or_no: bool = False) -> tuple[float, float, float]:
    """Mean, and the two ends of its 95 % interval; nan where too few values say nothing.

    Lives are independent and few, so the interval is Student's t over lives. Where each life says yes (1) or no (0) it is Wilson's
    score interval instead (Wilson 1927): twenty times yes is not certainty, and t would say that it is.
    """
    values = np.asarray(values, float)
    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if n == 1:
        return mean, math.nan, math.nan
    if yes_or_no:
        middle, half = (mean + NORMAL ** 2 / (2 * n)), NORMAL * math.sqrt(mean * (1 - mean) / n + NORMAL ** 2 / (4 * n ** 2))
        scale = 1 + NORMAL ** 2 / n
        return mean, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
    half = student(n - 1) * float(values.std(ddof=1)) / math.sqrt(n)
    return mean, mean - half, mean + half


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, to three digits: a table, then the expansion of Cornish and Fisher around the normal quantile."""
    if freedom <= len(_SMALL):
        return _SMALL[freedom - 1]
    z = NORMAL
    return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
