"""Memories of minds in a file: `--save-mind`, `--load-mind`. An npz file without pickle, with a header that says whose they are.

The header is a text in JSON: for each learner the name of its mind, and what its world looks like to it. A memory is taken only by a learner of the same
name, kinds, actions and board.
"""
from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agents.agent import can
from lab.minds import Keeper
from world.types import Looks

FORMAT = 1
HEADER = "header"


class Unfit(ValueError):
    """A memory that cannot be saved or loaded; one line says why."""


@dataclass(frozen=True)
class Memories:
    """What a file holds: by learner, whose mind it was and its arrays."""
    path: str
    whose: dict[str, dict]
    arrays: dict[str, dict[str, np.ndarray]]

    def give(self, keepers: Iterable[Keeper]) -> None:
        """Let each learner go on from its memory.

        Raises:
            Unfit: with the name of the learner and what does not fit.
        """
        for keeper in keepers:
            if keeper.mind is not None:
                self._give(keeper)

    def _give(self, keeper: Keeper) -> None:
        who = keeper.learner
        if who not in self.whose:
            raise Unfit(f"{self.path}: no memory of {who}; there is one of {', '.join(self.whose)}")
        was = self.whose[who]
        theirs = {"actions": "can do", "counters": "has", "kinds": "knows", "reads": "reads", "board": "lives on"}
        for what, now in seen_by(keeper.looks).items():
            if was.get(what) != now:
                raise Unfit(f"{self.path}: the memory of {who} is of another world: it {theirs[what]} {_difference(was.get(what) or [], now)}")
        if not can(keeper.mind, "load"):
            raise Unfit(f"{self.path}: the mind `{keeper.name}` of {who} takes no memory")
        try:
            keeper.mind.load(self.arrays[who])
        except ValueError as why:
            raise Unfit(f"{self.path}: the memory of {who}, of a mind `{was['mind']}`, does not fit `{keeper.name}`: {why}") from None


def seen_by(looks: Looks) -> dict[str, list]:
    """What a world looks like to a learner, as far as its memory hangs on it."""
    return {"kinds": list(looks.names), "actions": list(looks.actions), "counters": list(looks.counters), "reads": list(looks.reads), "board": list(looks.shape)}


def _difference(was: list, now: list) -> str:
    """The first thing in which two lists differ."""
    for one, other in zip([*was, None], [*now, None]):
        if one != other:
            return f"`{one}` where there is `{other}` now" if one is not None and other is not None else f"{'no' if one is None else 'also'} `{other if one is None else one}`"
    return "other things"


def write(path: str | Path, keepers: Iterable[Keeper]) -> None:
    """Write what the minds of some learners remember. A file that is there is replaced once the new one is whole.

    Raises:
        Unfit: a mind has failed, or cannot be saved.
        OSError: the file cannot be written.
    """
    whose, arrays = {}, {}
    for keeper in keepers:
        if keeper.mind is None:
            raise Unfit(f"{path}: not written: " + (keeper.notice or f"{keeper.learner} has no mind"))
        if not can(keeper.mind, "save"):
            raise Unfit(f"{path}: not written: the mind `{keeper.name}` of {keeper.learner} does not say what it remembers")
        try:
            memory = {str(name): np.asarray(array) for name, array in keeper.mind.save().items()}
        except ValueError as why:
            raise Unfit(f"{path}: not written: the mind `{keeper.name}` of {keeper.learner}: {why}") from None
        if any(array.dtype.hasobject for array in memory.values()):
            raise Unfit(f"{path}: not written: what the mind `{keeper.name}` of {keeper.learner} remembers is not plain arrays")
        whose[keeper.learner] = {"mind": keeper.name, **seen_by(keeper.looks)}
        arrays |= {f"{keeper.learner}/{name}": array for name, array in memory.items()}
    text = json.dumps({"format": FORMAT, "learners": whose})
    half = Path(f"{path}.part")
    try:
        with open(half, "wb") as file:
            np.savez_compressed(file, **{HEADER: np.frombuffer(text.encode(), np.uint8), **arrays})
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def read(path: str | Path) -> Memories:
    """The memories in a file.

    Raises:
        Unfit: it is no file of memories, or of another format.
        OSError: it cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
        head = json.loads(np.asarray(found.pop(HEADER), np.uint8).tobytes())
        whose: Mapping[str, dict] = head["learners"]
        if head["format"] != FORMAT:
            raise Unfit(f"{path}: written by another version of this program")
        arrays = {who: {name.removeprefix(f"{who}/"): array for name, array in found.items() if name.startswith(f"{who}/")} for who in whose}
    except Unfit:
        raise
    except (KeyError, TypeError, ValueError, EOFError, zipfile.BadZipFile):
        raise Unfit(f"{path}: this is no memory of a mind") from None
    return Memories(str(path), dict(whose), arrays)
