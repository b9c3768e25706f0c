"""A life as one file: what is needed to live it again, and what came of each tick, so that a replay can say where it first differs.

A trace is gzipped lines of JSON, nothing that can run: a head (scenario text and those of its base files, settings, seed, minds), then one line for what a person did
between ticks and one for each tick (actions, what changed in the world, a digest), and an end that seals the rest with a hash. It is
written beside its name and moved there when whole, so a file under that name is never half a trace.
"""
from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab.commands import Command, apply_to_world, from_json, to_json
from lab.minds import with_minds
from world.load import from_text
from world.scenario import LAYERS, Scenario
from world.types import Snapshot
from world.world import World

FORM = 1
"""Version of the form of a trace."""


class TraceBroken(ValueError):
    """The file is no trace, or not all of it, or was altered."""


@dataclass(frozen=True)
class Difference:
    """Where a replay first went another way than its trace."""
    tick: int
    what: str                                            # "x3 y1 holds `goal`, the trace says `nothing`"
    cell: tuple[int, int] | None = None                  # (row, col)
    rule: str = ""                                       # what wrote that cell last in the replay
    world: str = ""                                      # the minds of the twin, if there are several

    def __str__(self) -> str:
        where = f" in the world of {self.world}" if self.world else ""
        return f"tick {self.tick}{where}: {self.what}" + (f"; written by {self.rule}" if self.rule else "")


@dataclass(frozen=True)
class Replayed:
    title: str
    seed: int
    ticks: int                                           # that came out the same
    difference: Difference | None


# ---- writing --------------------------------------------------------------------------------------------------------
class Recorder:
    """Writes a trace tick by tick.

    Raises:
        OSError: the file cannot be written.
    """

    def __init__(self, path: str | Path, scenario: Scenario, seed: int, names: Sequence[dict[str, str]], worlds: Sequence[World]):
        self.path = Path(path)
        self._part = self.path.with_name(self.path.name + ".part")
        self._file = gzip.GzipFile(filename="", mode="wb", fileobj=open(self._part, "wb"), mtime=0)
        self._raw = self._file.fileobj
        self._hash = hashlib.blake2b(digest_size=16)
        self._ticks = 0
        self._worlds = worlds
        self._parts = [_parts(world.snapshot()) for world in worlds]
        self._line({"umwelt trace": FORM, "scenario": scenario.path, "seed": seed, "twins": list(names),
                    "learners": [list(world.learners) for world in worlds], "settings": dict(scenario.settings),
                    "digests": [world.digest() for world in worlds], "text": scenario.text,
                    "bases": {base.key: base.text for base in scenario.bases}})

    def _line(self, row: dict | list) -> None:
        line = json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
        self._hash.update(line)
        self._file.write(line)

    def commands(self, tick: int, commands: Sequence[Command]) -> None:
        """What a person did after `tick` ticks."""
        self._line({"after": tick, "commands": [to_json(command) for command in commands]})

    def tick(self, worlds: Sequence[World], snapshots: Sequence[Snapshot], actions: Sequence[Sequence[int]]) -> None:
        """One tick of each twin, before an ended world begins anew."""
        row = []
        for i, (world, snapshot, chosen) in enumerate(zip(worlds, snapshots, actions)):
            parts = _parts(snapshot)
            row.append([[int(action) for action in chosen], [_changes(old, new) for old, new in zip(self._parts[i], parts)], world.digest()])
            self._parts[i] = parts
        self._line(row)
        self._ticks += 1

    def close(self) -> None:
        """Seal the trace and give it its name."""
        self._line({"end": self._ticks, "digests": [world.digest() for world in self._worlds]})
        self._file.write(json.dumps({"seal": self._hash.hexdigest()}).encode() + b"\n")
        self._file.close()
        self._raw.close()
        os.replace(self._part, self.path)


def _parts(snapshot: Snapshot) -> list[np.ndarray]:
    """The countable truth of a moment, each part flat."""
    return [np.array(part, dtype=np.int64).ravel() for part in (snapshot.cells, snapshot.movers, snapshot.counters, snapshot.variables)]


def _changes(old: np.ndarray, new: np.ndarray) -> list[int]:
    """Where two parts differ: index, value, index, value ..."""
    at = np.flatnonzero(old != new)
    return np.stack([at, new[at]], axis=1).ravel().tolist()


def write(path: str | Path, scenario: Scenario, seed: int, names: Sequence[dict[str, str]], ticks: int,
          past: Sequence[tuple[int, Command]], actions: Sequence[np.ndarray]) -> None:
    """The trace of a life that has been lived, by living its worlds again. `actions`: int [ticks, learners] of each twin."""
    worlds = [World(with_minds(scenario, twin), (seed,)) for twin in names]
    recorder = Recorder(path, scenario, seed, names, worlds)
    for tick in range(ticks):
        now = [command for when, command in past if when == tick]
        if now:
            recorder.commands(tick, now)
        chosen = [table[tick].tolist() for table in actions]
        ended = [_step(world, now, row) for world, row in zip(worlds, chosen)]
        recorder.tick(worlds, [world.snapshot() for world in worlds], chosen)
        for world, over in zip(worlds, ended):
            if over:
                world.reset()
    recorder.close()


def _step(world: World, commands: Sequence[Command], actions: Sequence[int]) -> bool:
    """One tick after what a person did; whether the episode ended."""
    for command in commands:
        apply_to_world(command, world)
    step = world.step(np.array([actions], dtype=np.int32).reshape(1, len(world.learners)))[0]
    return step.terminated or step.truncated


# ---- reading --------------------------------------------------------------------------------------------------------
def read(path: str | Path) -> Iterator[dict | list]:
    """The lines of a trace: the head, then ticks and commands as they came, the end last. The seal is checked when all are read.

    Raises:
        OSError: the file cannot be read.
        TraceBroken: it is no trace, is cut short, or was altered.
    """
    name = Path(path).name
    seal = hashlib.blake2b(digest_size=16)
    number, sealed = 0, False
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(_lines(file), 1):
                if sealed:
                    raise _Trailing
                row = json.loads(line)
                if number == 1 and not (isinstance(row, dict) and "umwelt trace" in row):
                    raise TraceBroken(f"{name} is no trace")
                if number == 1 and row["umwelt trace"] != FORM:
                    raise TraceBroken(f"{name} is a trace of form {row['umwelt trace']}; this version reads form {FORM}")
                if isinstance(row, dict) and "seal" in row:
                    if row["seal"] != seal.hexdigest():
                        raise TraceBroken(f"{name} was altered after it was recorded: its seal does not fit")
                    sealed = True
                    continue
                seal.update(line)
                yield row
    except _Trailing:
        raise TraceBroken(f"{name} was altered after it was recorded: something stands behind its seal") from None
    except EOFError:
        raise TraceBroken(f"{name} is cut short: it ends after {max(0, number - 1)} lines") from None
    except (zlib.error, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise TraceBroken(f"{name} is damaged after line {number}" if number else f"{name} is no trace") from None
    if not sealed:
        raise TraceBroken(f"{name} is cut short: its end is missing" if number else f"{name} is empty")


class _Trailing(Exception):
    """Bytes after the end of what is packed."""


def _lines(file) -> Iterator[bytes]:
    """The lines of a packed file. Raises EOFError if it is cut short, zlib.error if it is damaged, _Trailing if bytes follow."""
    unpack = zlib.decompressobj(wbits=31)
    begun = b""
    for piece in iter(lambda: file.read(1 << 16), b""):
        if unpack.eof:
            raise _Trailing
        while piece and not unpack.eof:                   # a little at a time: what is packed well may be huge
            *lines, begun = (begun + unpack.decompress(piece, 1 << 20)).split(b"\n")
            piece = unpack.unconsumed_tail
            yield from (line + b"\n" for line in lines)
        if unpack.unused_data:
            raise _Trailing
    begun += unpack.flush()
    if file.tell() and not unpack.eof:
        raise EOFError
    if begun:
        yield begun


def replay(path: str | Path, progress: Callable[[int], None] | None = None) -> Replayed:
    """Live a trace again and compare every tick.

    Raises:
        OSError, TraceBroken: as `read`.
        ScenarioError: its scenario is none for this version.
    """
    rows = list(read(path))                              # all of it, so that a broken file is refused before anything is lived
    with of_a_trace(Path(path).name):
        return _replay(rows, progress)


@contextlib.contextmanager
def of_a_trace(name: str) -> Iterator[None]:
    """Tells what is raised over rows that are not what they should be as TraceBroken."""
    try:
        yield
    except TraceBroken:
        raise
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError) as why:
        raise TraceBroken(f"{name} holds something that is no part of a trace ({type(why).__name__}: {why})") from None


def scenario_of(head: dict) -> Scenario:
    """The scenario that a trace was lived in. Raises ScenarioError if it is none for this version."""
    return from_text(head["text"], head["scenario"], head["settings"] or None, dict(head.get("bases", {})))


def worlds_of(head: dict, scenario: Scenario) -> list[World]:
    """The worlds of a trace at their start, one for each of the twins."""
    return [World(with_minds(scenario, twin), (head["seed"],)) for twin in head["twins"]]


def turns(worlds: Sequence[World], rows: Sequence[dict | list]) -> Iterator[list]:
    """Lives what the rows between head and end tell, and gives the row of each tick before ended worlds begin anew; those of the last tick do so at the end."""
    over = [False] * len(worlds)
    commands: list[Command] = []
    for row in rows:
        if isinstance(row, dict):
            commands = [from_json(command) for command in row["commands"]]
            continue
        for i, (world, (actions, _, _)) in enumerate(zip(worlds, row)):
            if over[i]:
                world.reset()
            for learner, action in zip(world.learners, actions):
                if not -1 <= action < len(world.looks(learner).actions):
                    raise IndexError(f"action {action} of {learner}")
            over[i] = _step(world, commands, actions)
        commands = []
        yield row
    for world, ended in zip(worlds, over):
        if ended:
            world.reset()


def _replay(rows: list, progress: Callable[[int], None] | None) -> Replayed:
    head, end = rows[0], rows[-1]
    scenario = scenario_of(head)
    seed, names = head["seed"], head["twins"]
    worlds = worlds_of(head, scenario)
    titles = [", ".join(dict.fromkeys(twin[agent] for agent in twin)) if len(names) > 1 else "" for twin in names]
    told = [_parts(world.snapshot()) for world in worlds]
    tick = 0

    def differs(world: World, i: int, digest: str) -> Replayed | None:
        found = _difference(world, told[i], digest, tick, titles[i])
        return found and Replayed(scenario.title, seed, max(0, tick - 1), found)

    for world, i, digest in zip(worlds, range(len(worlds)), head["digests"]):
        if found := differs(world, i, digest):
            return found
    for row in turns(worlds, rows[1:-1]):
        tick += 1
        for i, (world, (_, changes, digest)) in enumerate(zip(worlds, row)):
            for part, list_of_changes in zip(told[i], changes):
                part[list_of_changes[0::2]] = list_of_changes[1::2]
            if found := differs(world, i, digest):
                return found
        if progress is not None:
            progress(tick)
    for i, (world, digest) in enumerate(zip(worlds, end["digests"])):
        if world.digest() != digest:
            what = f"the world begins anew as {world.digest()}, the trace says {digest}"
            return Replayed(scenario.title, seed, tick, Difference(tick, what, world=titles[i]))
    return Replayed(scenario.title, seed, tick, None)


def _difference(world: World, told: list[np.ndarray], digest: str, tick: int, title: str) -> Difference | None:
    """The first thing in which a world is not as the trace tells."""
    if world.digest() == digest:
        return None
    snapshot, scenario = world.snapshot(), world.scenario
    is_so = _parts(snapshot)
    _, height, width = snapshot.cells.shape
    at = np.flatnonzero(is_so[0] != told[0])
    if len(at):
        layer, row, col = np.unravel_index(at[np.argmin(at % (height * width))], snapshot.cells.shape)
        is_there, was_told = (scenario.things[int(part.reshape(snapshot.cells.shape)[layer, row, col])].name for part in (is_so[0], told[0]))
        rule = world.writer_name(int(world.writers()[row, col]))
        return Difference(tick, f"x{col} y{row} holds `{is_there}` ({LAYERS[layer]}), the trace says `{was_told}`", (int(row), int(col)), rule, title)
    for part, words in ((1, ("row", "column", "facing", "life")), (2, [counter.name for counter in scenario.counters])):
        at = np.flatnonzero(is_so[part] != told[part])
        if len(at):
            width = len(is_so[part]) // max(1, len(world.movers))
            mover, column = divmod(int(at[0]), width)
            row, col = (int(value) for value in snapshot.movers[mover][:2])
            what = words[column] if column < len(words) else f"counter {column}"
            cell, rule = ((row, col), world.writer_name(int(world.writers()[row, col]))) if row >= 0 else (None, "")
            return Difference(tick, f"{what} of {world.movers[mover]} is {is_so[part][at[0]]}, the trace says {told[part][at[0]]}", cell, rule, title)
    at = np.flatnonzero(is_so[3] != told[3])
    if len(at):
        variable = scenario.variables[int(at[0])].name
        return Difference(tick, f"{variable} is {is_so[3][at[0]]}, the trace says {told[3][at[0]]}", world=title)
    laws = ", ".join(snapshot.standing) or "none"
    return Difference(tick, f"all things stand as in the trace, but the law does not (version {snapshot.version}; in force: {laws})", world=title)
