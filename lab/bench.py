"""How fast the program is, each figure beside a bare compiled loop measured in the same run.

The machine may be busy, so both are measured in turns, many times, and the best of each counts. A figure that another file adds: a function decorated with
`bench`, in a module named in OTHERS.
"""
from __future__ import annotations

import importlib
import itertools
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import numba as nb
import numpy as np
from numba.core import config

from lab import warm
from world.crew import Crew
from world.load import from_text, read_edit
from world.views import add_shared, get_shared, set_shared
from world.world import World

OTHERS = ("lab.faces.speed", "lab.bench_fire", "lab.bench_neural")
"""Modules with more figures, where they are there."""
THREADS = 2
WORLDS = 1024
MOST_BYTES = 4096
ENOUGH = ">="
AT_MOST = "<="


@dataclass(frozen=True)
class Figure:
    """One measurement. `ratio` is value / limit; `met`: it is on the right side of `target`, which is a ratio too; None without one."""
    name: str
    value: float
    unit: str
    limit: float                                         # the bare loop in the same run, or the most that is allowed
    ratio: float
    target: float | None
    met: bool | None
    about: str = ""


BENCHES: dict[str, Callable[[], Figure]] = {}


def bench(name: str):
    """Adds a function that returns a Figure to what `python main.py bench` measures."""
    def decorate(function: Callable[[], Figure]) -> Callable[[], Figure]:
        BENCHES[name] = function
        return function
    return decorate


def figure(name: str, value: float, unit: str, limit: float, target: float | None, side: str = ENOUGH, about: str = "") -> Figure:
    ratio = value / limit
    met = None if target is None else bool(ratio >= target if side == ENOUGH else ratio <= target)
    return Figure(name, float(value), unit, float(limit), float(ratio), target, met, about)


def names() -> list[str]:
    """All figures, in the order they are told."""
    for module in OTHERS:
        if importlib.util.find_spec(module):
            importlib.import_module(module)
    order = ("batch", "doors", "rules-6", "rules-60", "gymnasium", "wildfire", "law-kernel", "law-sentence", "memory")
    return sorted(BENCHES, key=lambda name: (order.index(name) if name in order else len(order), name))


def measure(wanted: Iterable[str]) -> list[Figure]:
    return [BENCHES[name]() for name in wanted]


def report(figures: Iterable[Figure]) -> str:
    """A table for people."""
    lines = [f"{'':14} {'measured':>14}   {'beside':>14}   {'ratio':>7}   target"]
    for one in figures:
        target = "" if one.target is None else f"{one.target:g}  {'met' if one.met else 'MISSED'}"
        lines.append(f"{one.name:14} {one.value:14,.6g}   {one.limit:14,.6g}   {one.ratio:7.3f}   {target:14} {one.unit}; {one.about}")
    took = warm.took()
    if took is not None:
        lines.append(f"compiling it all took {took:.1f} s, once")
    return "\n".join(lines)


def as_objects(figures: Iterable[Figure]) -> list[dict]:
    return [{name: value for name, value in asdict(one).items() if name != "about"} for one in figures]


# ---- measuring ------------------------------------------------------------------------------------------------------
def best_of(runs: dict[str, Callable[[], None]], rounds: int = 60, calls: int = 10) -> dict[str, float]:
    """The least seconds that a call of each takes, measured in turns."""
    best = dict.fromkeys(runs, float("inf"))
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            for _ in range(calls):
                start = time.perf_counter()
                run()
                best[name] = min(best[name], time.perf_counter() - start)
    return best


def compiled_as_numba_would(function):
    """A bare loop gets numba's own level of optimisation, not the lower one that the kernel is compiled with."""
    level = config.OPT

    def call(*arguments):
        config.OPT = type(level)(3)
        try:
            return function(*arguments)
        finally:
            config.OPT = level
    return call


@nb.njit(nogil=True, error_model="numpy")
def bare_loop(shared, thread, grids, places, actions, pays, rewards, ended, pictures, watched):
    """What a world costs at the least: step if nothing is in the way, a reward from a table, a new beginning at the goal; a window of 7 x 7 cells."""
    batch = len(grids)
    if thread == 0:
        set_shared(shared, 8, 0)
        set_shared(shared, 0, 0)
    chunk = shared[16]
    while True:
        first = add_shared(shared, 0, chunk) if get_shared(shared, 0) < batch else batch
        if first >= batch:
            break
        last = min(batch, first + chunk)
        for w in range(first, last):
            grid = grids[w]
            place = places[w]
            action = actions[w]
            ahead = place + (-16 if action == 0 else 1 if action == 1 else 16 if action == 2 else -1)
            if grid[ahead] != 1:
                place = ahead
            rewards[w] = pays[grid[place]]
            ended[w] = 0
            if grid[place] == 2:
                ended[w] = 1
                place = 17
            places[w] = place
            if watched:
                row = place // 16
                col = place % 16
                for i in range(7):
                    for j in range(7):
                        down = row - 3 + i
                        right = col - 3 + j
                        pictures[w, i, j] = grid[down * 16 + right] if down >= 0 and down < 16 and right >= 0 and right < 16 else 255
        add_shared(shared, 8, last - first)
    if thread == 0:
        while get_shared(shared, 8) < batch:
            pass


class Bare:
    """The bare loop over a batch of boards of 16 x 16."""

    def __init__(self, batch: int, threads: int, watched: bool = True):
        grids = np.zeros((batch, 16, 16), np.uint8)
        grids[:, [0, -1]] = grids[:, :, [0, -1]] = 1
        grids[:, 14, 14] = 2
        self.shared = np.zeros(24, np.int64)
        self.shared[0], self.shared[16] = batch, batch if threads == 1 else -(-batch // (8 * threads))
        self.actions = np.random.default_rng(0).integers(0, 4, (64, batch))
        self.rest = (np.array([0, 0, 1.0]), np.zeros(batch), np.zeros(batch, np.uint8), np.zeros((batch, 7, 7), np.uint8), watched)
        self.grids, self.places, self.threads, self.tick = grids.reshape(batch, 256), np.full(batch, 17), threads, 0
        compiled_as_numba_would(self.run)(self.shared, 0)

    def run(self, shared: np.ndarray, thread: int) -> None:
        bare_loop(shared, thread, self.grids, self.places, self.actions[self.tick % 64], *self.rest)

    def __call__(self) -> None:
        self.tick += 1
        if self.threads > 1:
            Crew.call(self.shared, self.threads - 1, self.run)
        self.run(self.shared, 0)


class Batch:
    """A batch of worlds under random actions, one learner each, watched through a window, beginning anew by itself."""

    def __init__(self, text: str, batch: int = WORLDS, threads: int = THREADS):
        self.world = World(from_text(text), range(batch), threads=threads)
        name = self.world.learners[0]
        self.watch = self.world.watch(name, facts=False)
        self.actions = np.random.default_rng(0).integers(0, len(self.world.looks(name).actions), (64, batch, 1))
        self.tick = 0

    def __call__(self) -> None:
        self.tick += 1
        self.world._engine.actions[:] = self.actions[self.tick % 64]
        self.world._engine.run(None, 2)


def beside_bare(name: str, text: str, target: float | None, about: str) -> Figure:
    best = best_of({"bare": Bare(WORLDS, THREADS), "ours": Batch(text)})
    return figure(name, WORLDS / best["ours"], "steps/s", WORLDS / best["bare"], target, about=about + f", {WORLDS} worlds on {THREADS} threads")


# ---- the scenarios --------------------------------------------------------------------------------------------------
def walled(size: int, put: dict[tuple[int, int], str]) -> str:
    rows = [["#" if r in (0, size - 1) or c in (0, size - 1) else "." for c in range(size)] for r in range(size)]
    for (row, col), letter in put.items():
        rows[row][col] = letter
    return "map: |\n" + "\n".join("  " + "".join(row) for row in rows) + "\n"


EMPTY = "scenario: 1\n" + walled(16, {(1, 1): "A", (14, 14): "G"}) + """\
legend: {A: ant}
agents: {ant: {mind: random, actions: [north, east, south, west], sees: 7x7}}
rules: {arrive: {when: ant enters goal, do: [reward 1, end won]}}
world: {episode: 1024}
"""
DOORS = "scenario: 1\n" + walled(16, {(row, 7): "#" for row in range(16)} | {(5, 7): "d", (3, 3): "k", (1, 1): "A", (14, 14): "G"}) + """\
legend: {A: ant, k: key, d: locked door}
kinds:
  key: {layer: item}
  door: {layer: object, with: {state: [locked, open]}}
  locked door: {is: [solid, opaque]}
agents: {ant: {mind: random, actions: [north, east, south, west, use, take], has: {key: 0 of 1}, sees: 7x7}}
rules:
  unlock: {when: ant uses locked door, if: ant has 1 key, do: it becomes open}
  arrive: {when: ant enters goal, do: [reward 1, end won]}
world: {episode: 1024}
"""


def many_rules(count: int) -> str:
    """A board of six sorts of stones that change under the ant's hands and feet, and rules for `count` sorts."""
    kinds = ["k%d" % i for i in range(60)]
    put = {(3 + 2 * (i // 3), 3 + 3 * (i % 3)): "abcdef"[i] for i in range(6)}
    text = "scenario: 1\n" + walled(13, put | {(1, 1): "A"}) + "legend: {A: ant, " + ", ".join(f"{'abcdef'[i]}: k{i}" for i in range(6)) + "}\nkinds:\n"
    text += "".join(f"  {kind}: {{layer: item}}\n" for kind in kinds)
    text += "agents: {ant: {mind: random, actions: [north, east, south, west, use], sees: 7x7}}\nrules:\n"
    for i in range(count):
        verb = "uses" if i % 2 else "enters"
        text += f"  r{i}: {{when: ant {verb} k{i}, do: [it becomes k{i // 6 * 6 + (i + 1) % 6}, reward 0.1]}}\n"
    return text + "world: {episode: 256}\n"


# ---- the figures ----------------------------------------------------------------------------------------------------
@bench("batch")
def batch() -> Figure:
    return beside_bare("batch", EMPTY, 0.55, "16x16, 7x7 seen; beside the bare loop")


@bench("doors")
def doors() -> Figure:
    return beside_bare("doors", DOORS, 0.3, "doors and keys, 16x16, 7x7 seen; beside the bare loop")


@bench("rules-6")
def rules_6() -> Figure:
    return beside_bare("rules-6", many_rules(6), None, "6 rules, 13x13, 7x7 seen; beside the bare loop")


@bench("rules-60")
def rules_60() -> Figure:
    best = best_of({"6": Batch(many_rules(6)), "60": Batch(many_rules(60))})
    return figure("rules-60", WORLDS / best["60"], "steps/s", WORLDS / best["6"], 0.9, about="60 rules, 13x13, 7x7 seen; beside 6 rules")


def law_changed(text: str) -> float:
    """Seconds that an enactment and its lapse take together: two ticks, in one of which a change comes and in the next it goes, less two in which nothing does."""
    changes = "changes:\n  flip: {every: 2, edit: wall is not solid, for: 1}\n"
    quiet, busy = (World(from_text(text + more), [0]) for more in ("", changes))

    def pair(world: World):
        world._engine.actions[:] = -1
        return lambda: (world._engine.run(None, 2), world._engine.run(None, 2))
    best = best_of({"quiet": pair(quiet), "busy": pair(busy)}, rounds=200)
    return best["busy"] - best["quiet"]


@bench("law-kernel")
def law_kernel() -> Figure:
    few, many = law_changed(EMPTY), law_changed(many_rules(60))
    return figure("law-kernel", many * 1e6, "us", 10.0, 1.0, AT_MOST,
                  f"a change enacted and its lapse, together, in the kernel, with 60 rules; {few * 1e6:.1f} with one rule; at most")


@bench("law-sentence")
def law_sentence() -> Figure:
    scenario = from_text(DOORS)
    world = World(scenario, [0])
    sentences = [f"ant.reach = {i}" for i in (1, 2)]

    turns = itertools.count(1)

    def say():
        turn = next(turns)
        world.enact(read_edit(scenario, sentences[turn % 2]))
        world.advance([[-1]])
        if turn % 16 == 0:
            world.reset([True])
    return figure("law-sentence", best_of({"say": say}, rounds=30, calls=16)["say"] * 1e6, "us", 1000.0, 1.0, AT_MOST, "a sentence typed, read and in force; at most")


@bench("memory")
def memory() -> Figure:
    """Bytes of a world in a batch; and that a million ticks leave it so."""
    many = Batch(EMPTY, 4096, 1)
    engine = many.world._engine
    size = (engine.numbers.nbytes + engine.cells.nbytes) / many.world.batch
    private = engine.books[0].nbytes
    for _ in range(20):
        many()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(250):
        many()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if grown > 256:
        size = max(size, grown * 1024.0)
    return figure("memory", size, "bytes", MOST_BYTES, 1.0, AT_MOST, f"numbers and cells of a world of 16x16, at most; besides, {private} bytes of room for a book of law "
                  f"of its own, filled when a law has changed; {grown} KiB grown in a million ticks")
