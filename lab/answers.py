"""What a mind answered, looked at once, where it comes in: a mind may be a stranger's code."""
from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from agents.agent import MOST_BITS, Belief, Beliefs, Forecast, Ledger
from world.scenario import UNSEEN
from world.types import Looks

HARDLY_LESS = -1e-6
"""Bits below zero that are put down to rounding."""


class Nonsense(ValueError):
    """An answer that nobody can use; one line says why."""


def action(answer, looks: Looks, who: str) -> int:
    """An index into `looks.actions`, or -1."""
    try:
        index = int(answer)
        sound = index == answer and -1 <= index < len(looks.actions)
    except (TypeError, ValueError, OverflowError):
        sound = False
    if not sound:
        raise Nonsense(f"chose {_shown(answer)}, which is no action of {who}")
    return index


def surprise(answer) -> float | None:
    """Bits, from 0 to MOST_BITS; None if the mind tells none."""
    if answer is None:
        return None
    try:
        bits = float(answer)
    except (TypeError, ValueError, OverflowError):
        bits = math.nan
    if not bits >= HARDLY_LESS:
        raise Nonsense(f"returned {_shown(answer)} as its surprise")
    return min(max(bits, 0.0), MOST_BITS)


def forecast(answer, looks: Looks, steps: int) -> Forecast | None:
    """A forecast of so many steps, its numbers in range; None if the mind foretells nothing."""
    if answer is None:
        return None
    T, (H, W) = steps, looks.shape
    told = {}
    for name, shape, kind in (("cells", (T, 5, H, W), np.uint16), ("odds", (T, H, W), np.float32), ("landing", (T,), np.int32), ("landing_odds", (T,), np.float32),
                              ("reward", (T,), np.float32), ("probability", (T,), np.float32)):
        told[name] = _array(answer, name, shape, kind, "a forecast")
    if ((told["cells"] >= len(looks.names)) & (told["cells"] != UNSEEN)).any():
        raise Nonsense("foretold a thing that does not exist")
    if not ((told["landing"] >= 0) & (told["landing"] < H * W)).all():
        raise Nonsense("foretold that it lands off the board")
    for name in ("odds", "landing_odds", "probability"):
        _odds(told[name], name, "a forecast")
    return Forecast(**told)


def beliefs(answer, looks: Looks) -> Beliefs | None:
    """What an audit told, its numbers in range."""
    if answer is None:
        return None
    (H, W), A = looks.shape, len(looks.actions)
    told = {}
    for name, shape, kind in (("landing", (H, W, A), np.int32), ("edits", (H, W, A, 4, 3), np.int32), ("odds", (H, W, A), np.float32), ("evidence", (H, W, A), np.float32),
                              ("reward", (H, W, A), np.float32)):
        told[name] = _array(answer, name, shape, kind, "an audit")
    if not ((told["landing"] >= -1) & (told["landing"] < H * W)).all():
        raise Nonsense("believes that an action leads off the board")
    _odds(told["odds"], "odds", "an audit")
    return Beliefs(**told)


def believed(answer) -> tuple[Belief, ...]:
    """Sentences with their evidence; a belief must have the fields of `agents.agent.Belief`."""
    if answer is None:
        return ()
    try:
        told = tuple(Belief(str(b.sentence), float(b.right), float(b.of), float(b.odds), str(b.kind), int(b.since), str(b.topic), tuple(int(t) for t in b.things)) for b in answer)
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise Nonsense(f"answered {_shown(answer)} as what it believes; it is a list of agents.agent.Belief") from None
    if not all(math.isfinite(n) for b in told for n in (b.right, b.of, b.odds)):
        raise Nonsense("believes something with evidence that is no number")
    return told


def plan(answer, looks: Looks) -> list[int]:
    """Cells of the board."""
    cells = looks.shape[0] * looks.shape[1]
    if answer is None:
        return []
    try:
        told = [int(cell) for cell in answer]
    except (TypeError, ValueError, OverflowError):
        raise Nonsense(f"answered {_shown(answer)} as its plan; it is a list of cells") from None
    if not all(0 <= cell < cells for cell in told):
        raise Nonsense("plans to go off the board")
    return told


def ledger(answer) -> Ledger | None:
    """What a life has cost."""
    if answer is None:
        return None
    try:
        seconds = {str(what): float(s) for what, s in answer.seconds.items()}
        told = Ledger(int(answer.ticks), seconds, int(answer.imagined), int(answer.backups), int(answer.bytes))
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise Nonsense(f"answered {_shown(answer)} as its ledger; it is an agents.agent.Ledger") from None
    if not all(math.isfinite(s) for s in seconds.values()):
        raise Nonsense("has spent no finite time, says its ledger")
    return told


def _array(answer, name: str, shape: Sequence[int], kind: type, what: str) -> np.ndarray:
    try:
        array = np.asarray(getattr(answer, name))
        fits = array.shape == tuple(shape) and array.dtype.kind in "biuf" and (array.dtype.kind != "f" or np.issubdtype(kind, np.floating))
    except (AttributeError, TypeError, ValueError):
        raise Nonsense(f"answered {_shown(answer)}, which is not {what}: it has no `{name}`") from None
    if not fits:
        raise Nonsense(f"answered {what} whose `{name}` is {array.dtype} {list(array.shape)} and not {np.dtype(kind)} {list(shape)}")
    if array.dtype.kind in "iu" and array.dtype != kind and np.issubdtype(kind, np.integer):
        bounds = np.iinfo(kind)
        if array.size and not (bounds.min <= array.min() and array.max() <= bounds.max):
            raise Nonsense(f"answered {what} whose `{name}` does not fit into {np.dtype(kind)}")
    return array.astype(kind, copy=False)


def _odds(array: np.ndarray, name: str, what: str) -> None:
    if array.size and not (array.min() >= -1e-4 and array.max() <= 1 + 1e-4):    # nan is in no range
        raise Nonsense(f"answered {what} whose `{name}` are not between 0 and 1")


def _shown(answer) -> str:
    try:
        text = repr(answer)
    except Exception:                                    # it is a stranger's object, and may raise whatever it likes
        text = f"a {type(answer).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
