"""How the minds' inner loops are compiled: once for all scenarios, kept between runs, and in as little time as may be.

Numba optimises a function anew within each function that calls it, so compiling a deep tree of calls takes the square of its size.
Three decorators keep that down: `compiled` for small parts, `apart` for large ones, which are compiled once and called by their address,
`entry` for what Python calls. The whole mind takes a quarter of the time.
"""
from __future__ import annotations

import numba as nb
from llvmlite import ir
from numba.core import types
from numba.core.types.functions import BaseFunction
from numba.extending import intrinsic

from agents.crowd import CROWD
from agents.memory import CALLS, CALLS_AMONG_OTHERS, CELL, LEAVE, MIND, NODE, PLACE, STATE, WAY
from world.compiling import _remember

OPTIONS = {"error_model": "numpy", "nogil": True, "_nrt": False}

whole, real, truth, void = types.int64, types.float64, types.boolean, types.void
pair, triple = types.UniTuple(types.int64, 2), types.UniTuple(types.int64, 3)
mind = nb.from_dtype(MIND)
cells, places, leaves, states, ways, nodes = (types.Array(nb.from_dtype(d), 1, "C") for d in (CELL, PLACE, LEAVE, STATE, WAY, NODE))
board, boards, frames = (types.Array(types.uint8, ndim, "C") for ndim in (2, 2, 3))
mover = numbers = types.Array(types.int64, 1, "C")
fields = board
crowd = nb.from_dtype(CROWD)
"""Types of arguments, by the names that they bear everywhere."""

# As for the kernel: numba remembers which way of indexing, or adding, applies to which types. A fifth of the first compilation.
_PLAIN = (types.Number, types.Boolean, types.Array, types.UniTuple, types.Tuple, types.Record)
_remember(BaseFunction, "get_call_type",
          lambda self, context, args, kws: None if kws or not all(isinstance(arg, _PLAIN) for arg in args) else (self, args))

# A mind's record has some sixty fields, and numba writes all of them out each time that it compares two types.
_describe = types.Record.__repr__


def _described(record: types.Record) -> str:
    if "_described" not in record.__dict__:
        record.__dict__["_described"] = _describe(record)
    return record.__dict__["_described"]


types.Record.__repr__ = _described

_apart: dict[str, tuple] = {}
_compiled_apart: dict[str, object] = {}
_addresses: dict[tuple, list[int]] = {}


def compiled(function):
    """For other compiled functions to call: kept with what calls it, not by itself. One signature for life: arguments are one record and flat arrays.

    Numba would compile a function anew for each number written out in a call of it (`decide(STEP, ...)`, `decide(CARRY, ...)`);
    here such numbers are taken as the integers they are.
    """
    dispatcher = nb.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS)(function)
    template = dispatcher.get_call_template
    dispatcher.get_call_template = lambda args, kws: template(tuple(nb.types.unliteral(a) for a in args), {k: nb.types.unliteral(a) for k, a in kws.items()})
    return dispatcher


def entry(function):
    """For Python to call: compiled at the first call, or taken from the cache."""
    return nb.njit(cache=True, **OPTIONS)(function)


def apart(returns, *arguments):
    """Compiles when `addresses` is asked for, and is called by address from other compiled functions. The first argument must be the mind's record.

    The addresses stand in the record itself (`mind.calls`, filled by `addresses`), so that compiled code can be kept between runs.
    """
    def decorate(function):
        signature = returns(*arguments)
        name = function.__name__
        _apart[name] = signature, function
        offset = MIND.fields["calls"][1] + 8 * (CALLS + CALLS_AMONG_OTHERS).index(name)

        def call(context, builder, its_signature, values):
            bytes_of_mind = builder.bitcast(values[0], ir.IntType(8).as_pointer())
            place = builder.gep(bytes_of_mind, [ir.Constant(ir.IntType(64), offset)])
            address = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
            kind = ir.FunctionType(context.get_value_type(its_signature.return_type), [context.get_value_type(a) for a in its_signature.args])
            return builder.call(builder.inttoptr(address, kind.as_pointer()), values)

        names = ", ".join(f"a{i}" for i in range(len(arguments)))
        typing = eval(f"lambda typingctx, {names}: (signature, call)", {"signature": signature, "call": call})
        typing.__name__ = name
        typing.__doc__ = function.__doc__
        return intrinsic(typing)
    return decorate


def addresses(names: tuple[str, ...] = CALLS) -> list[int]:
    """Where functions that are called by address lie in this process, in the order of their names."""
    if names not in _addresses:
        for name in names:
            compile_apart(name)
        _addresses[names] = [_compiled_apart[name].address for name in names]
    return _addresses[names]


def compile_apart(name: str) -> None:
    """Compile one of CALLS, or take it from the cache."""
    if name not in _compiled_apart:
        signature, function = _apart[name]
        _compiled_apart[name] = nb.cfunc(signature, cache=True, **OPTIONS)(function)
