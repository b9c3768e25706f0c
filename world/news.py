"""What befell the law of a world since its birth: a history that grows at its end, and is never copied as a whole."""
from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from world import layout as L

CHUNK = 256 * L.NEWS_WIDTH
"""Numbers in a full chunk of a history: of 256 rows."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that befell the law, as the kernel tells it: `sort` is one of layout's NEWS_, `set` a change's number, or behind those a typed sentence's,
    or that of a sentence on tablets; `lapse` also how much was paid, and above 32 bits of which counter."""
    sort: int
    set: int
    by: int
    lapse: int
    tick: int
    version: int

    def renumbered(self, sets: dict[int, int]) -> "News":
        """The same where typed sentences have other numbers."""
        return self if self.sort in (L.NEWS_MADE, L.NEWS_BROKEN, L.NEWS_BARRED, L.NEWS_FALLEN) else replace(self, set=sets.get(self.set, self.set))


@dataclass(frozen=True, slots=True)
class History:
    """The news of one world up to a moment, oldest first. Never changes; what comes after it is another History, which shares its chunks.

    `chunks`: int64 numbers, all but the last full. The last may hold more than is ours, which a later History put there; `size` says how many are.
    Whoever goes on from where another has gone on already takes a copy of the last chunk, so that neither sees the other's.
    """
    chunks: tuple[array, ...] = ()
    size: int = 0                                        # numbers, in all chunks together

    def __len__(self) -> int:
        return self.size // L.NEWS_WIDTH

    def and_then(self, rows: np.ndarray) -> "History":
        """This, and what came next. `rows` int64 [n * NEWS_WIDTH]"""
        chunks, size = self.chunks, self.size
        while len(rows):
            used = size - CHUNK * (len(chunks) - 1)
            if not chunks or used == CHUNK:
                chunks, used = (*chunks, array("q")), 0
            elif len(chunks[-1]) > used:
                chunks = (*chunks[:-1], chunks[-1][:used])
            taken = rows[:CHUNK - used]
            chunks[-1].frombytes(taken.tobytes())
            size, rows = size + len(taken), rows[len(taken):]
        return History(chunks, size)

    def since(self, first: int = 0) -> Iterator[News]:
        """The news from number `first` on."""
        for at in range(first * L.NEWS_WIDTH, self.size, L.NEWS_WIDTH):
            chunk, start = self.chunks[at // CHUNK], at % CHUNK
            yield News(*chunk[start:start + L.NEWS_WIDTH])

    def begins(self, other: "History") -> bool:
        """Whether another is this one, or went on from it."""
        return not self.size or self.size <= other.size and self.chunks[-1] is other.chunks[len(self.chunks) - 1]

    def renumbered(self, sets: dict[int, int]) -> "History":
        """The same where typed sentences have other numbers."""
        rows = [one.renumbered(sets) for one in self.since()]
        return History().and_then(np.array([(one.sort, one.set, one.by, one.lapse, one.tick, one.version) for one in rows], np.int64).reshape(-1))
