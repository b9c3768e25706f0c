"""Arrays at addresses, and counters that threads share: so that compiled code needs one array to reach all those of a batch."""
from __future__ import annotations

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numba.np import arrayobj


def _view(dtype, name: str):
    """A function of compiled code: (address, length) -> a one-dimensional array that lies there. Whoever made the array keeps it alive."""
    kind = types.Array(dtype, 1, "C")

    def view(typing, address, length):
        def generate(context, builder, signature, arguments):
            array = context.make_array(kind)(context, builder)
            data = builder.inttoptr(arguments[0], context.get_data_type(dtype).as_pointer())
            size = context.get_constant(types.intp, dtype.bitwidth // 8)
            arrayobj.populate_array(array, data=data, shape=(arguments[1],), strides=(size,), itemsize=size, meminfo=None)
            return array._getvalue()
        return kind(types.int64, types.int64), generate
    view.__name__ = view.__qualname__ = name
    return intrinsic(view)


int64_at, int32_at, uint16_at, uint8_at, float64_at = (_view(*each) for each in (
    (types.int64, "int64_at"), (types.int32, "int32_at"), (types.uint16, "uint16_at"), (types.uint8, "uint8_at"), (types.float64, "float64_at")))


@intrinsic
def int64_rows_at(typing, address, rows, width):
    """int64 [rows, width] at an address."""
    kind = types.Array(types.int64, 2, "C")

    def generate(context, builder, signature, arguments):
        array = context.make_array(kind)(context, builder)
        data = builder.inttoptr(arguments[0], ir.IntType(64).as_pointer())
        size = context.get_constant(types.intp, 8)
        arrayobj.populate_array(array, data=data, shape=(arguments[1], arguments[2]), strides=(builder.mul(arguments[2], size), size), itemsize=size,
                                meminfo=None)
        return array._getvalue()
    return kind(types.int64, types.int64, types.int64), generate


def _place(builder, context, kind, values):
    data = context.make_array(kind)(context, builder, values[0]).data
    return builder.gep(data, [values[1]])


@intrinsic
def add_shared(typing, array, index, amount):
    """Add to a number that threads share, at once. What it was before: int64"""
    def generate(context, builder, signature, values):
        return builder.atomic_rmw("add", _place(builder, context, signature.args[0], values), values[2], "seq_cst")
    return types.int64(array, types.int64, types.int64), generate


@intrinsic
def set_shared(typing, array, index, value):
    """Set a number that threads share. What it was before: int64"""
    def generate(context, builder, signature, values):
        return builder.atomic_rmw("xchg", _place(builder, context, signature.args[0], values), values[2], "seq_cst")
    return types.int64(array, types.int64, types.int64), generate


@intrinsic
def get_shared(typing, array, index):
    """Look at a number that threads share.  int64"""
    def generate(context, builder, signature, values):
        return builder.load_atomic(_place(builder, context, signature.args[0], values), "seq_cst", 8)
    return types.int64(array, types.int64), generate


def _narrow(lanes: int):
    """A function of compiled code that copies so many numbers of uint16 to bytes: out[to : to + lanes] = cells[at : at + lanes] | mask. Ends are not checked."""
    def narrow(typing, cells, at, out, to, mask):
        def generate(context, builder, signature, values):
            source = context.make_array(signature.args[0])(context, builder, values[0]).data
            target = context.make_array(signature.args[2])(context, builder, values[2]).data
            wide, slim, word = ir.VectorType(ir.IntType(16), lanes), ir.VectorType(ir.IntType(8), lanes), ir.IntType(8 * lanes)
            numbers = builder.load(builder.bitcast(builder.gep(source, [values[1]]), wide.as_pointer()), align=2)
            mask = values[4] if lanes == 8 else builder.trunc(values[4], word)
            shown = builder.or_(builder.bitcast(builder.trunc(numbers, slim), word), mask)
            builder.store(shown, builder.bitcast(builder.gep(target, [values[3]]), word.as_pointer()), align=1)
            return context.get_dummy_value()
        return types.none(cells, types.int64, out, types.int64, types.int64), generate
    narrow.__name__ = narrow.__qualname__ = f"narrow{lanes}"
    return intrinsic(narrow)


narrow4, narrow8 = _narrow(4), _narrow(8)
