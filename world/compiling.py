"""How the kernel is compiled by numba: once for all scenarios, kept between runs, and in as little time as may be."""
from __future__ import annotations

import os
import weakref

import numba as nb
from llvmlite import ir
from numba import _dynfunc
from numba.core import config, transforms, types
from numba.core.base import BaseContext
from numba.core.codegen import CPUCodeLibrary, JITCodeLibrary
from numba.core.cpu import CPUContext
from numba.core.postproc import PostProcessor, VariableLifetime
from numba.core.types.functions import BaseFunction
from numba.extending import intrinsic
from numba.np import arrayobj

from world.layout import H_CALLS

OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}
numbers, cells, books = types.Array(types.int64, 1, "C"), types.Array(types.uint16, 1, "C"), types.Array(types.int64, 2, "C")
"""The types of the arrays that go everywhere: h, a book, n and k; c; all books."""
_parts: dict[int, tuple] = {}
_compiled: dict[int, object] = {}


def jit(function, **options):
    """Compiled by numba, for other compiled functions to call: once, with plain division. Kept with the part that calls it, not by itself.

    Numba would compile a function anew for each number written out in a call of it; here such numbers are taken as the integers they are.
    """
    dispatcher = nb.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS, **options)(function)
    template = dispatcher.get_call_template
    dispatcher.get_call_template = lambda args, kws: template(tuple(map(unliteral, args)), {name: unliteral(arg) for name, arg in kws.items()})
    return dispatcher


def merged(function):
    """As `jit`, and made part of what calls it: for the little that runs with every tick, and is called from one place."""
    return jit(function, forceinline=True)


def unliteral(kind):
    """The type of a value, whatever is known of the value: all integers are one type."""
    return types.int64 if isinstance(kind, (types.Integer, types.IntegerLiteral)) else types.unliteral(kind)


def part(number):
    """A large part of the kernel, compiled by itself and called by its address, which stands in `h`.

    Numba optimises a function anew within each that calls it, so a deep tree of large functions would take the square of its size to compile.
    Arguments are (h, book, n, c, k), or with `books` in place of `book`, and then integers; it returns an int64.
    """
    def decorate(function):
        arrays = [numbers, books if "books" in function.__code__.co_varnames[:2] else numbers, numbers, cells, numbers]
        signature = types.int64(*arrays, *[types.int64] * (function.__code__.co_argcount - 5))
        _parts[int(number)] = signature, function

        def call(context, builder, its_signature, values):
            data = context.make_array(numbers)(context, builder, values[0]).data
            address = builder.load(builder.gep(data, [ir.Constant(ir.IntType(64), int(H_CALLS + number))]))
            kind = ir.FunctionType(ir.IntType(64), [context.get_value_type(a) for a in its_signature.args])
            return builder.call(builder.inttoptr(address, kind.as_pointer()), values)

        names = ", ".join(f"a{i}" for i in range(len(signature.args)))
        typing = eval(f"lambda context, {names}: (signature, call)", {"signature": signature, "call": call})
        typing.__name__, typing.__doc__ = function.__name__, function.__doc__
        return intrinsic(typing)
    return decorate


def addresses() -> dict[int, int]:
    """Where the parts lie in this process, by number; compiles them, or takes them from the cache."""
    for number in sorted(_parts):
        compile_part(number)
    return {number: _compiled[number].address for number in sorted(_parts)}


def parts() -> list[int]:
    """The numbers of the parts."""
    return sorted(_parts)


def compile_part(number: int) -> None:
    """Compile one part, or take it from the cache."""
    if number not in _compiled:
        signature, function = _parts[number]
        _compiled[number] = nb.cfunc(signature, cache=True, **OPTIONS)(function)


def _remember(owner: type, name: str, key) -> None:
    """Let a method of numba's answer a question that it has answered before from memory. `key(self, *arguments)` is None for questions not to be kept."""
    ask, answers = getattr(owner, name), {}

    def answer(self, *arguments):
        asked = key(self, *arguments)
        found = answers.get(asked) if asked is not None else None
        if found is None:
            found = ask(self, *arguments)
            if asked is not None and found is not None:
                answers[asked] = found
        return found
    setattr(owner, name, answer)


# Numba works out anew for each of some ten thousand sums which of its forty ways to add applies to two integers, and how many bytes an integer has.
# Remembering both takes a third off the first compilation; what is compiled is the same.
_PLAIN = (types.Integer, types.Boolean, types.Array)
_remember(BaseFunction, "get_call_type",
          lambda self, context, args, kws: None if kws or not all(isinstance(arg, _PLAIN) for arg in args) else (self, args))
_remember(BaseContext, "get_abi_sizeof", lambda self, kind: (type(self), str(kind)))

# Numba lets every index that is below zero count from the end, at the cost of a comparison and a choice each. No array of the world is ever asked so by a
# number worked out; those written out (`x[-1]`) stay as they are. UMWELT_CHECK_INDEX=1 stops the program where one is asked so.
_fix_index = arrayobj.fix_integer_index


def _index(context, builder, kind, index, size):
    if not kind.signed or isinstance(index, ir.Constant) or "5world" not in builder.function.name:
        return _fix_index(context, builder, kind, index, size)
    index = context.cast(builder, index, kind, types.intp)
    if os.environ.get("UMWELT_CHECK_INDEX"):
        with builder.if_then(builder.icmp_signed("<", index, ir.Constant(index.type, 0))):
            builder.store(index, builder.inttoptr(ir.Constant(index.type, 8), index.type.as_pointer()))
    return index


arrayobj.fix_integer_index = _index


# `drive` is small and in it most of the time is spent: it alone is optimised as far as numba can, so that the short road for quiet ticks is one piece of code.
_optimize = CPUCodeLibrary._optimize_final_module


def _optimize_drive(self):
    if self in _linked_only:
        return
    level = config.OPT
    if any("6kernel5drive" in function.name for function in self._final_module.functions):
        config.OPT = type(level)(3)
    try:
        _optimize(self)
    finally:
        config.OPT = level


CPUCodeLibrary._optimize_final_module = _optimize_drive


# A function that only other compiled functions call is made part of those, and optimised there. Numba would optimise it, and make machine code of it that
# nobody calls, by itself too: a tenth of the first compilation. Here that waits until somebody asks where it lies.
_linked_only: weakref.WeakSet = weakref.WeakSet()
_executable, _add_linked, _finalize, _pointer = (CPUContext.get_executable, CPUCodeLibrary.add_linking_library, CPUCodeLibrary._finalize_final_module,
                                                 JITCodeLibrary.get_pointer_to_function)


def _lies_in(library, name: str) -> bool:
    try:
        library._final_module.get_function(name)
    except NameError:
        return False
    return True


def _executable_later(self, library, described, env):
    if library._finalized or _lies_in(library, described.llvm_cpython_wrapper_name) or _lies_in(library, described.llvm_cfunc_wrapper_name):
        return _executable(self, library, described, env)
    return _dynfunc.make_function(described.lookup_module(), described.qualname.split(".")[-1], "for compiled functions to call", 0, env, (library,))


def _link(self, library):
    if not library._finalized:
        _linked_only.add(library)
    _add_linked(self, library)


def _finalize_later(self):
    if self in _linked_only:
        self._finalize_dynamic_globals()
        self._finalized = True
    else:
        _finalize(self)


def _pointer_now(self, name):
    if self in _linked_only:
        _linked_only.discard(self)
        self._optimize_final_module()
        _finalize(self)
    return _pointer(self, name)


CPUContext.get_executable, CPUCodeLibrary.add_linking_library, CPUCodeLibrary._finalize_final_module, JITCodeLibrary.get_pointer_to_function = (
    _executable_later, _link, _finalize_later, _pointer_now)

# After each of its passes numba works out which variables live where, and asks for it only in generators and in code that it cannot compile: another tenth.
_run_after = PostProcessor.run


def _after_pass(self, emit_dels: bool = False, extend_lifetimes: bool = False):
    function = self.func_ir
    if function.is_generator or "world" not in function.func_id.modname and "agents" not in function.func_id.modname:
        return _run_after(self, emit_dels, extend_lifetimes)
    function.blocks = transforms.canonicalize_cfg(function.blocks)
    function.variable_lifetime, function.generator_info = VariableLifetime(function.blocks), None
    if emit_dels:
        self._insert_var_dels(extend_lifetimes=extend_lifetimes)


PostProcessor.run = _after_pass
