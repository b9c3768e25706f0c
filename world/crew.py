"""Threads that help with a batch. They sleep until called, take chunks of worlds as long as there are any, and go back to sleep."""
from __future__ import annotations

import os
import threading

import numpy as np

from world.kernel import drive


class Crew:
    """All helpers of this process, shared by all batches. Who comes late to a call finds nothing to do."""
    _helpers: list["Helper"] = []
    _process = -1

    @classmethod
    def call(cls, e: np.ndarray, helpers: int, run=drive) -> None:
        """Wake so many helpers for a batch, each to call run(e, its number). They are not waited for: thread 0 waits until all worlds are done."""
        if cls._process != os.getpid():                  # threads do not survive a fork
            cls._helpers, cls._process = [], os.getpid()
        while len(cls._helpers) < helpers:
            cls._helpers.append(Helper(len(cls._helpers) + 1))
        for helper in cls._helpers[:helpers]:
            helper.wake(e, run)


class Helper:
    """One thread, asleep on a lock."""

    def __init__(self, number: int):
        self.number, self.work, self._asleep = number, None, threading.Semaphore(0)
        threading.Thread(target=self._live, daemon=True, name=f"world helper {number}").start()

    def wake(self, e: np.ndarray, run) -> None:
        self.work = e, run
        self._asleep.release()

    def _live(self) -> None:
        while True:
            self._asleep.acquire()
            e, run = self.work
            run(e, self.number)
