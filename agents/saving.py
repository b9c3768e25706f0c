"""All that a mind remembers, as named arrays, and back into a newborn of the same sort: for files without pickle.

A mind is walked field by field. Arrays are laid aside by name; all else stands in one text, the array `tree`. What is given at birth (`Looks`,
settings) is not kept: the newborn has its own, and arrays are filled in place, so that whatever else points at them sees them filled.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

import numpy as np

from agents.agent import can
from agents.guests.wire import CLASSES
from world.types import Looks, Observation

TREE = "tree"
_AT_BIRTH = {"born": True}


class Unfit(ValueError):
    """A memory that does not fit a mind; one line says why."""


def arrays_of(mind) -> dict[str, np.ndarray]:
    """The memory of a mind of ours; of minds within it by their own `save`."""
    walk = _Walk({}, {})
    tree = _object(mind, "", walk)
    return walk.arrays | {TREE: np.frombuffer(json.dumps(tree).encode(), np.uint8)}


def restore(mind, memory: Mapping[str, np.ndarray]) -> None:
    """Fill a newborn mind with a memory of the same sort of mind.

    Raises:
        Unfit: it is of another sort, or of another version of the program. The mind may then be filled in part.
    """
    try:
        tree = json.loads(np.asarray(memory[TREE], np.uint8).tobytes())
    except (KeyError, ValueError, TypeError):
        raise Unfit("it is no memory of a mind") from None
    if tree.get("object") != type(mind).__name__ and can(getattr(mind, "mind", None), "load"):
        return mind.mind.load(memory)                    # of the mind within: `frozen rules` takes a memory of `rules`
    try:
        _filled(mind, tree, memory)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unfit("it is of another version") from None


def equal(one: Observation | None, other: Observation | None) -> bool:
    """Whether two observations are of one moment, whoever made them."""
    if one is None or other is None:
        return one is other
    return ((one.row, one.col, one.facing, one.fresh) == (other.row, other.col, other.facing, other.fresh)
            and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("cells", "counters", "reads")))


@dataclass
class _Walk:
    """A way through a mind: the arrays laid aside by name, and the names of things met before by `id`. What is met twice is kept once."""
    arrays: dict[str, np.ndarray]
    met: dict[int, str]


def _tree(value, key: str, walk: _Walk):
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.void | Looks) or callable(value):
        return _AT_BIRTH
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        flat = value.dtype.names is None
        key = walk.met.setdefault(id(value), key)
        if key not in walk.arrays:
            walk.arrays[key] = value.copy() if flat else np.frombuffer(np.ascontiguousarray(value).tobytes(), np.uint8)
        return {"array": key, "dtype": str(value.dtype) if flat else repr(value.dtype), "shape": value.shape}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [_tree(one, f"{key}.{i}", walk) for i, one in enumerate(value)]}
    if isinstance(value, dict):
        return {"dict": [[_tree(k, f"{key}.{i}k", walk), _tree(one, f"{key}.{i}", walk)] for i, (k, one) in enumerate(value.items())]}
    if can(value, "save"):
        saved = value.save()
        walk.arrays |= {f"{key}/{name}": array for name, array in saved.items()}
        return {"saved": list(saved), "at": key}
    if is_dataclass(value) and type(value).__dataclass_params__.frozen:
        name = type(value).__name__
        return {"is": name, "of": [_tree(getattr(value, field.name), f"{key}.{field.name}", walk) for field in fields(value)]} if name in CLASSES else _AT_BIRTH
    return _object(value, key, walk)


def _object(value, key: str, walk: _Walk) -> dict:
    if id(value) in walk.met:
        return _AT_BIRTH                                 # the newborn, too, holds one thing in two places
    walk.met[id(value)] = key
    return {"object": type(value).__name__, "fields": {name: _tree(one, f"{key}.{name}" if key else name, walk) for name, one in vars(value).items()}}


def _filled(now, tree, memory: Mapping[str, np.ndarray]):
    """The value that a tree describes; what stands there now is filled where it can be."""
    if not isinstance(tree, dict):
        return tree
    if "born" in tree:
        return now
    if "array" in tree:
        return _array(now, tree, memory)
    for sort, made in (("list", list), ("tuple", tuple)):
        if sort in tree:
            stood = now if isinstance(now, made) and len(now) == len(tree[sort]) else [None] * len(tree[sort])
            return made(_filled(was, one, memory) for was, one in zip(stood, tree[sort]))
    if "dict" in tree:
        return {_filled(None, key, memory): _filled(None, one, memory) for key, one in tree["dict"]}
    if "saved" in tree:
        if now is not None:
            now.load({name: memory[f"{tree['at']}/{name}"] for name in tree["saved"]})
        return now
    if "is" in tree:
        return CLASSES[tree["is"]](*(_filled(None, one, memory) for one in tree["of"]))
    if type(now).__name__ != tree["object"]:
        raise Unfit("it is of another mind")
    if set(vars(now)) != set(tree["fields"]):
        raise Unfit("it is of another version")
    for name, one in tree["fields"].items():
        now.__dict__[name] = _filled(now.__dict__[name], one, memory)
    return now


def _array(now, tree: dict, memory: Mapping[str, np.ndarray]) -> np.ndarray:
    saved, shape = memory[tree["array"]], tuple(tree["shape"])
    known = isinstance(now, np.ndarray)
    if known and tree["dtype"] != (str(now.dtype) if now.dtype.names is None else repr(now.dtype)):
        raise Unfit("it is of another version")
    if known and now.dtype.names is not None:
        saved = np.frombuffer(np.asarray(saved, np.uint8).tobytes(), now.dtype)
    saved = saved.reshape(shape)
    if known and now.shape == shape:
        now[...] = saved
        return now
    return saved.copy()
