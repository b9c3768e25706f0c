"""Lives that were lived before: kept by the code that they hang on, so that an interrupted exam goes on where it stopped."""
from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path

from lab.examining.exam import Exam
from lab.setup import ROOT, cache_folder, version_of

KEPT = 4
"""For each exam the lives of so many versions of the code are kept, the newest."""
_TEXTS = ("*.yaml", "*.yml", "*.npz")


@cache
def _files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((ROOT / folder).rglob("*.py")))


def _of_ours(name: str) -> Path | None:
    """The file of a module of ours."""
    for path in (ROOT / (name.replace(".", "/") + ".py"), ROOT / name.replace(".", "/") / "__init__.py"):
        if path.is_file():
            return path
    return None


def _reached(module: str) -> set[Path]:
    """The files of ours that a module imports, at once or when something is called."""
    found, ahead = set(), [module]
    while ahead:
        path = _of_ours(ahead.pop())
        if path is None or path in found:
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                ahead += [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                ahead += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found


@cache
def code(module: str) -> str:
    """A hash of all that a life of an exam hangs on: worlds, minds, the exam's module and what that imports, scenarios, and the versions of what computes."""
    paths = {*_files("world"), *_files("agents"), *_reached(module), *(path for text in _TEXTS for folder in ("scenarios", "lab/exams") for path in (ROOT / folder).rglob(text))}
    digest = hashlib.blake2b(repr((sys.version_info[:2], [version_of(name) for name in ("numpy", "numba", "torch")])).encode(), digest_size=8)
    for path in sorted(paths):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _of_a_file(mind: str) -> str:
    """A hash of the file that a mind comes from (`path/to/file.py:Class`), "" for those of the roster."""
    for found in re.findall(r"\S+\.py(?=:)", mind):
        with contextlib.suppress(OSError):
            return hashlib.blake2b(Path(found).read_bytes(), digest_size=8).hexdigest()
    return ""


class Shelf:
    """The kept lives of one exam. Each is a file of its own, written beside its name and moved there when whole: a kill at any moment loses no life but its own."""

    def __init__(self, exam: Exam, folder: Path | None = None):
        self.folder = (folder or cache_folder() / "exams") / exam.name / code(exam.life.__module__)

    def path(self, mind: str, seed: int) -> Path:
        name = re.sub(r"[^\w+.-]+", "-", mind)[:60] + "." + hashlib.blake2b((mind + _of_a_file(mind)).encode(), digest_size=4).hexdigest()
        return self.folder / name / f"{seed}.json"

    def get(self, mind: str, seed: int) -> dict | None:
        """The figures of a life lived before."""
        try:
            figures = json.loads(self.path(mind, seed).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return figures if isinstance(figures, dict) else None

    def put(self, mind: str, seed: int, figures: dict) -> None:
        path = self.path(mind, seed)
        with contextlib.suppress(OSError):               # a full disk costs the keeping, not the exam
            path.parent.mkdir(parents=True, exist_ok=True)
            making = path.with_name(f".{path.name}.{os.getpid()}")
            making.write_text(json.dumps(figures), encoding="utf-8")
            making.replace(path)

    def forget_the_oldest(self) -> None:
        """Keeps the lives of the newest versions of the code only."""
        with contextlib.suppress(OSError):
            versions = sorted(self.folder.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for old in versions[KEPT:]:
                shutil.rmtree(old, ignore_errors=True)
