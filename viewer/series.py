"""Numbers of a run by tick, and the ruler that lays them along pixels. No pygame: all of it is tested without a window."""
from __future__ import annotations

import math

import numpy as np

NOTICED_BITS = 2.4
"""Surprise above this is news: the bar turns warm and the agent shows that it noticed."""
FIELDS = ("bits", "wrong", "tried", "reward")


class Series:
    """One row of numbers for every tick and mind, growing for as long as the run does.

    `bits` is what the mind felt; `wrong` and `tried` count beliefs by the audit, -1 where a tick had none; `reward` is of the tick.
    """

    def __init__(self, minds: int):
        self._data = np.zeros((len(FIELDS), minds, 1024), np.float32)
        self.minds, self.length = minds, 0

    def put(self, tick: int, mind: int, bits: float, wrong: int, tried: int, reward: float) -> None:
        """Write the row of a tick; ticks between the last one and this read as silent and not audited."""
        while tick >= self._data.shape[2]:
            self._data = np.concatenate([self._data, np.zeros_like(self._data)], axis=2)
        if tick >= self.length:
            self._data[:, :, self.length:tick + 1] = np.array([0, -1, -1, 0], np.float32)[:, None, None]
            self.length = tick + 1
        if wrong < 0 and tick > 0:                       # an audit holds until the next one
            wrong, tried = self._data[1:3, mind, tick - 1]
        self._data[:, mind, tick] = bits if math.isfinite(bits) else 64.0, wrong, tried, reward

    def upto(self, tick: int) -> "Series":
        """A copy that ends with a tick."""
        out = Series(self.minds)
        out._data, out.length = self._data.copy(), min(self.length, tick + 1)
        return out

    def __getattr__(self, name: str) -> np.ndarray:
        """`series.bits`, `.wrong`, `.tried`, `.reward`.  float32 [minds, ticks]"""
        if name in FIELDS:
            return self._data[FIELDS.index(name), :, :self.length]
        raise AttributeError(name)

    def wrong_share(self, mind: int) -> np.ndarray:
        """Wrong beliefs as a share of the tried ones, 0 where nothing is tried.  float32 [ticks]"""
        return np.maximum(self.wrong[mind], 0) / np.maximum(self.tried[mind], 1)

    def rightly(self, mind: int) -> np.ndarray:
        """Share of the tried beliefs that are not wrong.  float32 [ticks]"""
        return 1 - self.wrong_share(mind)


class Ruler:
    """Ticks along pixels. The tick `head` ends at pixel `head_x`; each tick is `px` wide, and below 1 several share a column.

    `tick_at` is the exact inverse of `span`: whatever pixel of a bar is pressed, its own tick answers.
    """

    def __init__(self, left: int, right: int, head_x: int, head: int, px: float):
        self.left, self.right, self.head_x, self.head, self.px = left, right, head_x, head, px

    def x(self, tick: float) -> float:
        """Where a tick ends, in pixels."""
        return self.head_x - (self.head - tick) * self.px

    def span(self, tick: int) -> tuple[int, int]:
        """The first pixel column of a tick and the one after its last."""
        x0, x1 = round(self.x(tick - 1)), round(self.x(tick))
        return x0, max(x1, x0 + 1)

    @property
    def first(self) -> int:
        """The oldest tick with a pixel in view."""
        return max(0, math.ceil(self.head - (self.head_x - self.left) / self.px) + 1)

    @property
    def last(self) -> int:
        """The newest tick, come or not, with a pixel in view."""
        return math.floor(self.head + (self.right - self.head_x) / self.px)

    def tick_at(self, x: float, bits: np.ndarray | None = None) -> int:
        """The tick under a pixel. Where several share the column, the one with the most bits: the one that is seen."""
        x = int(x)
        guess = self.head - (self.head_x - x) / self.px
        near = [t for t in range(math.floor(guess) - 1, math.ceil(guess) + math.ceil(1 / self.px) + 2) if self.span(t)[0] <= x < self.span(t)[1]]
        if not near:
            return max(0, math.ceil(guess))
        near = [max(0, t) for t in near]
        if bits is not None:
            inside = [t for t in near if t < len(bits)]
            if inside:
                return max(inside, key=lambda t: (bits[t], t))
        return near[-1]

    def columns(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The largest value in each pixel column: (x int32 [n], value float32 [n]), left to right, only where there are ticks."""
        first, last = max(0, self.first), min(self.head, len(values) - 1)
        if last < first:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        ticks = np.arange(first, last + 1)
        x = np.rint(self.head_x - (self.head - ticks + 1) * self.px).astype(np.int32)
        if self.px >= 1:
            return x, np.asarray(values[first:last + 1], np.float32)
        starts = np.flatnonzero(np.r_[True, x[1:] != x[:-1]])
        return x[starts], np.maximum.reduceat(np.asarray(values[first:last + 1], np.float32), starts)
