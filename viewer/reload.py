"""Watches the file of the scenario and the files that it leans on: a save is noticed by its time and size, a few times a second."""
from __future__ import annotations

import os

EVERY_S = 0.25


class Watch:
    """Says when a file was saved. A file that is being written is waited for until two looks agree."""

    def __init__(self, path: str, bases: tuple[str, ...] = ()):
        self.path, self.bases = path, bases
        self._known = self._stamp()
        self._maybe: tuple | None = None
        self._next = 0.0
        self._missing_since: float | None = None

    def _stamp(self) -> tuple | None:
        try:
            found = [os.stat(path) for path in (self.path, *self.bases)]
        except OSError:                                  # editors replace a file by renaming: for a moment there is none
            return None
        return tuple((file.st_mtime_ns, file.st_size) for file in found)

    def gone(self, now_s: float) -> bool:
        """Whether there was a file and has been none for a second. Asked after `saved`."""
        return self._known is not None and self._missing_since is not None and now_s - self._missing_since > 1

    def saved(self, now_s: float) -> bool:
        """Whether a new version of the file is complete; at most once for each save."""
        if now_s < self._next:
            return False
        self._next = now_s + EVERY_S
        stamp = self._stamp()
        if stamp is not None:
            self._missing_since = None
        elif self._missing_since is None:
            self._missing_since = now_s
        if stamp is None or stamp == self._known:
            self._maybe = None
            return False
        if stamp != self._maybe:
            self._maybe = stamp
            return False
        self._known, self._maybe = stamp, None
        return True
