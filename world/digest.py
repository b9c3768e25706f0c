"""One number for the whole truth of a world: equal digests mean equal worlds."""
from __future__ import annotations

import hashlib

import numpy as np

from world.types import Snapshot


def digest(snapshot: Snapshot) -> str:
    """A hash of everything that a snapshot holds.  16 hex digits, the same on any machine."""
    h = hashlib.blake2b(digest_size=8)
    wide = snapshot.cells.size > 0 and int(snapshot.cells.max()) > 255
    h.update(np.ascontiguousarray(snapshot.cells, dtype="<u2" if wide else "u1").tobytes())
    for numbers in (snapshot.movers, snapshot.counters, snapshot.variables):
        h.update(np.asarray(numbers.shape, dtype="<i8").tobytes())
        h.update(np.ascontiguousarray(numbers, dtype="<i4").tobytes())
    h.update(np.asarray((snapshot.tick, snapshot.episode, snapshot.episode_tick, snapshot.version), dtype="<i8").tobytes())
    h.update("\n".join(snapshot.standing).encode() + b"\0" + (snapshot.ended or "").encode())
    return h.hexdigest()
