"""Lives a grid of runs on this machine's processes or on a cluster's, through one interface: that of `concurrent.futures`."""
from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from lab.sweeping.grid import Point
from lab.sweeping.notebook import Notebook
from world.scenario import Scenario

AHEAD = 3
"""Runs handed out for each worker: enough that none waits, few enough that Ctrl-C ends soon."""


class NoCluster(Exception):
    """The cluster cannot be reached, or the package for it is not installed."""


def one(text: str, path: str, bases: Mapping[str, str], settings: Mapping[str, str], seed: int, minds: Mapping[str, str], ticks: int) -> dict:
    """One run in whatever process: the fields of `run --json` and the seconds it took, or `error` in one line."""
    started = time.perf_counter()
    try:
        from lab import warm
        warm.use_cache()
        from lab.runs import run
        from world.load import from_text
        scenario = from_text(text, path, dict(settings) or None, dict(bases))
        row = run(scenario, seed, ticks, minds=dict(minds) or None).json()
        failed = [notice for notice in row["notices"] if "failed at" in notice]
        return {"seed": seed, **row, **({"error": failed[0]} if failed else {}), "seconds": round(time.perf_counter() - started, 3)}
    except Exception as error:                           # one point of a grid; the others go on
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = " ".join(str(error).split())[:300]
        return {"seed": seed, "ticks": 0, "error": f"{type(error).__name__} at {place.name}:{place.lineno}: {said}", "seconds": round(time.perf_counter() - started, 3)}


def sweep(scenario: Scenario, points: Sequence[Point], ticks: int, notebook: Notebook, jobs: int = 1, address: str | None = None,
          told: Callable[[Point, dict], None] | None = None) -> bool:
    """Live all points that the notebook does not hold yet. Whether it came to the end: Ctrl-C stops it early, and the same call goes on.

    Args:
        jobs: processes of this machine.
        address: of a Dask scheduler, whose workers are used instead.
        told: hears of each run as it ends.

    Raises:
        NoCluster: of `address`.
        OSError: a run cannot be written down, as on a full disk. Those that were stay.
    """
    ahead = [point for point in points if point.key not in notebook.done]
    if not ahead:
        return True
    work = (scenario.text, scenario.path, {base.key: base.text for base in scenario.bases})

    def take(point: Point, row: dict) -> None:
        notebook.write(point, row)
        if told is not None:
            told(point, row)
    try:
        while ahead:
            ahead = _live(ahead, work, ticks, jobs, address, take)
            if ahead:                                    # a process died, and took those along that it was living: one by one, the guilty one shows
                for point in ahead[:jobs * AHEAD]:
                    if _live([point], work, ticks, 1, address, take):
                        take(point, {"seed": point.seed, "ticks": 0, "error": "its process ended by itself: killed, or out of memory"})
                ahead = ahead[jobs * AHEAD:]
    except KeyboardInterrupt:
        return False
    return True


def _live(points: Sequence[Point], work: tuple, ticks: int, jobs: int, address: str | None, take: Callable[[Point, dict], None]) -> list[Point]:
    """Live points side by side. Those that are left because a process died."""
    left = list(points)
    with executor(jobs, address) as (pool, workers):
        running: dict[Future, Point] = {}
        coming = iter(points)
        try:
            while True:
                while len(running) < workers * AHEAD and (point := next(coming, None)) is not None:
                    running[pool.submit(one, *work, dict(point.settings), point.seed, dict(point.minds), ticks)] = point
                if not running:
                    return left
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    point = running.pop(future)
                    take(point, future.result())
                    left.remove(point)
        except BrokenProcessPool:
            return left
        except (OSError, NoCluster):
            raise
        except Exception as why:                         # `one` catches what a run raises: this is the cluster's own trouble
            if address is None:
                raise
            raise NoCluster(f"the cluster at {address} cannot live these runs: {' '.join(str(why).split())[:160]} Start its scheduler and workers "
                            f"where this program is installed, or with PYTHONPATH set to its folder; docs/cluster.md says how") from None
        finally:
            for future in running:
                future.cancel()


@contextlib.contextmanager
def executor(jobs: int, address: str | None) -> Iterator[tuple[Executor, int]]:
    """Workers of this machine, or of a Dask cluster, and how many there are."""
    if address is None:
        pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_serve)
        try:
            yield pool, jobs
        finally:
            for process in list((pool._processes or {}).values()):   # what is being lived when a person stops is lived again the next time
                process.terminate()
            pool.shutdown(cancel_futures=True)
        return
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster("a cluster needs the package `distributed`: `python -m pip install distributed`") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError, TimeoutError) as why:
        raise NoCluster(f"no scheduler answers at {address}: {' '.join(str(why).split())[:120]}") from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise NoCluster(f"the scheduler at {address} has no workers yet")
        yield client.get_executor(pure=False, retries=0), workers


def _serve() -> None:
    """Begins a worker's life. Ctrl-C reaches every process of a terminal and is the business of the one that sweeps; when that one is gone, so is this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def follow() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)
    threading.Thread(target=follow, daemon=True).start()
