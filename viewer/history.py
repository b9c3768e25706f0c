"""The past of a run, kept small: the newest ticks whole, older ones without their audits, the oldest not at all."""
from __future__ import annotations

import zlib
from collections import deque
from dataclasses import replace

import numpy as np

from agents.agent import Beliefs, Forecast
from lab.frame import Audit, Frame
from world.types import Outcomes

FULL_BYTES = 64 << 20
"""Room for whole ticks. A 13x13 world of two minds takes about 6 KiB a tick, so this holds several thousand."""
THIN_BYTES = 32 << 20
"""Room for ticks of which only the world, the deeds and the numbers are left."""


class History:
    """Frames by tick. A tick's frames are one list: one frame for each of the twins, or a single one."""

    def __init__(self, full_bytes: int = FULL_BYTES, thin_bytes: int = THIN_BYTES):
        self.full_bytes, self.thin_bytes = full_bytes, thin_bytes
        self._kept: dict[int, list[_Packed]] = {}
        self._full: deque[tuple[int, int]] = deque()     # (tick, bytes), oldest first
        self._thin: deque[tuple[int, int]] = deque()
        self._full_size = self._thin_size = 0
        self.first = self.last = -1

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, tick: int) -> bool:
        return tick in self._kept

    def add(self, tick: int, frames: list[Frame]) -> None:
        """Keep the frames of the newest tick; what no longer fits is thinned, then dropped."""
        packed = [_Packed(frame) for frame in frames]
        size = sum(p.size for p in packed)
        self._kept[tick] = packed
        self._full.append((tick, size))
        self._full_size += size
        if self.first < 0:
            self.first = tick
        self.last = tick
        while self._full_size > self.full_bytes and len(self._full) > 1:
            old, size = self._full.popleft()
            self._full_size -= size
            thin = [p.thin() for p in self._kept[old]]
            self._kept[old] = thin
            self._thin.append((old, sum(p.size for p in thin)))
            self._thin_size += self._thin[-1][1]
        while self._thin_size > self.thin_bytes and self._thin:
            old, size = self._thin.popleft()
            self._thin_size -= size
            del self._kept[old]
            self.first = old + 1

    def replace(self, tick: int, frames: list[Frame]) -> None:
        """Keep the newest tick anew: its audit has come."""
        if self._full and self._full[-1][0] == tick:
            self._full_size -= self._full.pop()[1]
        self.add(tick, frames)

    def at(self, tick: int) -> list[Frame]:
        """The frames of a tick. Raises KeyError where nothing of it is left."""
        return [packed.frame() for packed in self._kept[tick]]

    def upto(self, tick: int) -> "History":
        """The same past, without what came after a tick: for another future."""
        out = History(self.full_bytes, self.thin_bytes)
        out._kept = {t: packed for t, packed in self._kept.items() if t <= tick}
        out._full = deque(entry for entry in self._full if entry[0] <= tick)
        out._thin = deque(entry for entry in self._thin if entry[0] <= tick)
        out._full_size, out._thin_size = sum(n for _, n in out._full), sum(n for _, n in out._thin)
        out.first, out.last = self.first, tick
        return out

    def bare(self, tick: int) -> list[Frame]:
        """The same without audits, at no cost."""
        return [packed.bare for packed in self._kept[tick]]

    def audited(self, tick: int) -> int | None:
        """The newest tick, not after `tick`, whose audit is kept: at high speed not every tick has one."""
        for t in range(tick, max(self.first, tick - 4096) - 1, -1):
            if t in self._kept and any(p.audits for p in self._kept[t]):
                return t
        return None


class _Packed:
    """One frame with its audits deflated and its forecasts cut to their first step."""

    def __init__(self, frame: Frame):
        self.audits = {i: _deflate(life.audit) for i, life in enumerate(frame.lives) if life.audit is not None}
        self.bare = replace(frame, lives=[replace(life, audit=None, forecast=_first_step(life.forecast)) for life in frame.lives])
        self.size = _bytes(self.bare) + sum(len(a[0]) for a in self.audits.values())

    def frame(self) -> Frame:
        if not self.audits:
            return self.bare
        return replace(self.bare, lives=[replace(life, audit=_inflate(self.audits[i])) if i in self.audits else life
                                         for i, life in enumerate(self.bare.lives)])

    def thin(self) -> "_Packed":
        """The same without what the minds foretold and believed."""
        small = object.__new__(_Packed)
        small.audits = {}
        small.bare = replace(self.bare, before=None, lives=[replace(life, forecast=None, observation=None, believes=()) for life in self.bare.lives])
        small.size = _bytes(small.bare)
        return small


def _first_step(forecast: Forecast | None) -> Forecast | None:
    if forecast is None or len(forecast.cells) <= 1:
        return forecast
    return Forecast(*(getattr(forecast, name)[:1].copy() for name in ("cells", "odds", "landing", "landing_odds", "reward", "probability")))


def _bytes(frame: Frame) -> int:
    """About what a frame holds on to, in bytes; the picture before is the picture after of the tick before, so it is not counted twice."""
    n = 600 + frame.snapshot.cells.nbytes
    for life in frame.lives:
        n += 400 + 200 * len(life.believes) + (life.observation.cells.nbytes if life.observation is not None else 0)
        n += life.forecast.cells.nbytes + life.forecast.odds.nbytes if life.forecast is not None else 0
    return n


# ---- audits -----------------------------------------------------------------------------------------------------------
def _deflate(audit: Audit) -> tuple[bytes, tuple, int, int]:
    """Bytes of an audit: small numbers, edits only where there are any, deflated at the quickest level."""
    b, t = audit.beliefs, audit.truth
    shape = audit.verdict.shape
    believed, true = _sparse(b.edits), _sparse(t.edits)
    parts = [audit.verdict.astype(np.uint8), b.landing.astype(np.int32), t.landing.astype(np.int32),
             b.odds.astype(np.float16), np.minimum(b.evidence, 60000).astype(np.float16),
             b.reward.astype(np.float32), t.reward.astype(np.float32), believed, true]
    return zlib.compress(b"".join(p.tobytes() for p in parts), 1), shape, len(believed), len(true)


def _inflate(packed: tuple[bytes, tuple, int, int]) -> Audit:
    raw, shape, n_believed, n_true = packed
    raw = zlib.decompress(raw)
    n, at = int(np.prod(shape)), 0

    def take(dtype, count):
        nonlocal at
        out = np.frombuffer(raw, dtype, count, at)
        at += out.nbytes
        return out

    verdict = take(np.uint8, n).reshape(shape)
    landing, true_landing = take(np.int32, n).reshape(shape), take(np.int32, n).reshape(shape)
    odds, evidence = (take(np.float16, n).reshape(shape).astype(np.float32) for _ in range(2))
    reward, true_reward = take(np.float32, n).reshape(shape), take(np.float32, n).reshape(shape)
    believed, true = take(np.int32, n_believed * 4).reshape(-1, 4), take(np.int32, n_true * 4).reshape(-1, 4)
    return Audit(verdict, Beliefs(landing, _dense(believed, shape), odds, evidence, reward),
                 Outcomes(true_landing, _dense(true, shape), true_reward))


def _sparse(edits: np.ndarray) -> np.ndarray:
    """Rows (place among all edits, cell, layer, id) of those that are there.  int32 [n, 4]"""
    flat = np.asarray(edits).reshape(-1, 3)
    where = np.flatnonzero(flat[:, 0] >= 0)
    return np.column_stack([where, flat[where]]).astype(np.int32)


def _dense(rows: np.ndarray, shape: tuple) -> np.ndarray:
    flat = np.full((int(np.prod(shape)) * 4, 3), -1, np.int32)
    flat[rows[:, 0]] = rows[:, 1:]
    return flat.reshape(*shape, 4, 3)
