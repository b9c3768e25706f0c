"""What goes over the pipe: plain values, arrays, and the dataclasses of the contract, as one text and the bytes of its arrays.

Not pickle: an answer of a stranger's code is data here, and can bring no code along.
"""
from __future__ import annotations

import json
import struct
from dataclasses import fields, is_dataclass

import numpy as np

from agents import agent
from world.types import Looks, Observation, Transition

CLASSES = {made.__name__: made for made in (Looks, Observation, Transition, *vars(agent).values()) if isinstance(made, type) and is_dataclass(made)}
HEAD = struct.Struct("<II")
"""Bytes of the text, then of all arrays, before each message."""
MOST = 1 << 30
"""Bytes of one message."""


class TooMuch(ValueError):
    """A message larger than MOST."""


def pack(value) -> bytes:
    """A message that holds a value. What has no place in it goes as its own description, a text."""
    arrays: list[bytes] = []
    text = json.dumps(_plain(value, arrays)).encode()
    size = sum(map(len, arrays))
    if size > MOST or len(text) > MOST:
        raise TooMuch(f"an answer of {(size + len(text)) >> 20:,} MiB")
    return b"".join((HEAD.pack(len(text), size), text, *arrays))


def receive(stream):
    """The next value from a stream. Raises EOFError at its end, TooMuch, ValueError if it is no message."""
    text, size = HEAD.unpack(_exactly(stream, HEAD.size))
    if text > MOST or size > MOST:
        raise TooMuch("a message that is none")
    return _made(json.loads(_exactly(stream, text)), memoryview(bytearray(_exactly(stream, size))))


def _exactly(stream, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _plain(value, arrays: list[bytes]):
    """A value as JSON can hold it; arrays are laid aside."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return _plain(value.item(), arrays)
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        arrays.append(np.ascontiguousarray(value).tobytes())
        return {"array": value.dtype.str, "shape": value.shape, "at": sum(map(len, arrays[:-1]))}
    if isinstance(value, list | tuple):
        return {"list": [_plain(one, arrays) for one in value]}
    if isinstance(value, dict):
        return {"dict": [[_plain(key, arrays), _plain(one, arrays)] for key, one in value.items()]}
    for name, made in CLASSES.items():
        if isinstance(value, made):
            return {"is": name, "of": [_plain(getattr(value, field.name), arrays) for field in fields(made)]}
    return {"odd": _described(value)}


def _made(plain, data: memoryview):
    if not isinstance(plain, dict):
        return plain
    if "array" in plain:
        kind, shape = np.dtype(plain["array"]), tuple(plain["shape"])
        n = int(np.prod(shape, dtype=np.int64))
        return np.frombuffer(data, kind, n, plain["at"]).reshape(shape) if n else np.zeros(shape, kind)
    if "list" in plain:
        return [_made(one, data) for one in plain["list"]]
    if "dict" in plain:
        return {_made(key, data): _made(one, data) for key, one in plain["dict"]}
    if "is" in plain:
        values = [_made(one, data) for one in plain["of"]]
        return CLASSES[plain["is"]](*(tuple(value) if isinstance(value, list) else value for value in values))
    return Odd(plain["odd"])


class Odd:
    """Something that only the other process has; here is how it describes itself."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self):
        return self.text


def _described(value) -> str:
    try:
        return repr(value)[:200]
    except Exception:                                    # a stranger's object may raise whatever it likes
        return f"a {type(value).__name__}"
