"""The folder of a sweep: `sweep.json` says what it is and on what it was lived, `runs.jsonl` has a line for each run that has ended."""
from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from lab.examining.page import machine, version
from lab.setup import version_of
from lab.sweeping.grid import Point
from world.scenario import Scenario

HEAD, RUNS = "sweep.json", "runs.jsonl"
PACKAGES = ("numpy", "numba", "torch")


class OtherSweep(ValueError):
    """The folder holds a sweep of another scenario or length, or something that is none."""


class Notebook:
    """Where the runs of a sweep are written, each flushed to disk as it ends.

    Raises:
        OtherSweep: the folder holds another sweep.
        OSError: it cannot be made or written.
    """

    def __init__(self, folder: str | Path, scenario: Scenario, ticks: int, command: Sequence[str] = ()):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        head = {"umwelt sweep": 1, "scenario": scenario.path, "ticks": ticks, "text": scenario.text, "bases": {base.key: base.text for base in scenario.bases}}
        mark = hashlib.blake2b(json.dumps(head, sort_keys=True).encode(), digest_size=8).hexdigest()
        self._head_file, self._runs_file = self.folder / HEAD, self.folder / RUNS
        if self._head_file.exists():
            found = self._read_head()
            if found.get("mark") != mark:
                raise OtherSweep(f"{self.folder} holds a sweep of {found.get('scenario')} over {found.get('ticks')} ticks, of this or another text; choose another folder for --out")
        elif self._runs_file.exists():
            raise OtherSweep(f"{self._runs_file} is there, and no {HEAD} that says what it is; choose another folder for --out")
        else:
            whole = head | {"mark": mark, "version": version(), "python": platform.python_version(), "machine": machine(), "cores": os.cpu_count(),
                            "packages": {name: version_of(name) for name in PACKAGES if version_of(name)}, "command": list(command)}
            begun = self._head_file.with_name(HEAD + ".part")
            begun.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            os.replace(begun, self._head_file)
        self.done = {row["point"] for row in rows(self.folder)}
        self._mend()
        self._file = open(self._runs_file, "ab")

    def _read_head(self) -> dict:
        try:
            found = json.loads(self._head_file.read_text(encoding="utf-8"))
            return found if isinstance(found, dict) else {}
        except ValueError:
            return {}

    def _mend(self) -> None:
        """Cut off the line that a killed program left half written."""
        if self._runs_file.exists():
            data = self._runs_file.read_bytes()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                os.truncate(self._runs_file, whole)

    def write(self, point: Point, row: dict) -> None:
        """One run that has ended, on disk before this returns."""
        line = {"point": point.key, "settings": dict(point.settings), "mind_of": dict(point.minds), **row}
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.done.add(point.key)

    def close(self) -> None:
        self._file.close()


def rows(folder: str | Path) -> list[dict]:
    """The runs written down, in the order in which they ended; a line half written is left out."""
    try:
        lines = (Path(folder) / RUNS).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and "point" in row:
            found.append(row)
    return found


