"""Lives lived one after the other here, or by several processes at once. A life that fails, or brings its process down, costs no other."""
from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lab.examining.exam import exams
from lab.setup import ROOT


@dataclass(frozen=True)
class Task:
    """One life to be lived."""
    exam: str
    mind: str
    seed: int


@dataclass(frozen=True)
class Failure:
    """Why a life has no figures, in one line."""
    why: str


def lives(tasks: Sequence[Task], jobs: int = 1) -> Iterator[tuple[Task, dict | Failure]]:
    """Lives them, and hands each out as it ends. With one job in this process, with more in processes of their own (spawned, so that none shares anything)."""
    if jobs <= 1:
        for task in tasks:
            yield task, live(task)
    elif tasks:
        yield from _by_several(deque(tasks), min(jobs, len(tasks)))


def live(task: Task) -> dict | Failure:
    """One life: its figures, numbers and lists of numbers of Python."""
    try:
        figures = exams()[task.exam].life(task.mind, task.seed)
        return {name: [float(v) for v in value] if hasattr(value, "__len__") else float(value) for name, value in figures.items()}
    except Exception as error:                           # a mind or a life may be a stranger's code; the others go on
        return Failure(_told(error))


def _told(error: Exception) -> str:
    """What was raised and where in our code, in one line."""
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if place.filename.startswith(str(ROOT)) and "site-packages" not in place.filename] or places
    name = os.path.relpath(ours[-1].filename, ROOT) if ours[-1].filename.startswith(str(ROOT)) else ours[-1].filename
    return f"{type(error).__name__} at {name}:{ours[-1].lineno}: {' '.join(str(error).split())[:300]}".rstrip(": ")


class _Worker:
    """A process that lives one task after the other."""

    def __init__(self):
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None

    def give(self, task: Task) -> None:
        self.task = task
        with contextlib.suppress(OSError):               # a dead process is found out by its line
            self.line.send(task)

    def stop(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.join()


def _by_several(ahead: deque[Task], jobs: int) -> Iterator[tuple[Task, dict | Failure]]:
    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            workers.append(_Worker())
            workers[-1].give(ahead.popleft())
        while busy := {worker.line: worker for worker in workers if worker.task}:
            for line in multiprocessing.connection.wait(list(busy)):
                worker = busy[line]
                task, worker.task = worker.task, None
                try:
                    result = line.recv()
                except (EOFError, OSError):
                    worker.stop()
                    workers.remove(worker)
                    result = Failure(f"its process ended by itself (exit code {worker.process.exitcode})")
                    if ahead:
                        workers.append(_Worker())
                        worker = workers[-1]
                if ahead:
                    worker.give(ahead.popleft())
                yield task, result
    finally:
        for worker in workers:
            worker.stop()


def _work(line) -> None:
    """The whole life of a process. Ctrl-C is the business of the one that started it; when that one is gone, so is the line, and this one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from lab import warm
    warm.use_cache()
    with contextlib.suppress(EOFError, OSError):
        while True:
            line.send(live(line.recv()))
