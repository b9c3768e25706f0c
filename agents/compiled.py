"""How the minds' inner loops are compiled: once for all scenarios, and kept between runs."""
from __future__ import annotations

import numba as nb


def compiled(function):
    """Compiles at the first call, with one signature for life.

    Arguments are one record and flat arrays. Numba would compile a function anew for each number written out in a call of it
    (`decide(STEP, ...)`, `decide(CARRY, ...)`); here such numbers are taken as the integers they are, which makes a third of the work.
    """
    dispatcher = nb.njit(cache=True, error_model="numpy", nogil=True)(function)
    template = dispatcher.get_call_template
    dispatcher.get_call_template = lambda args, kws: template(tuple(nb.types.unliteral(a) for a in args), {k: nb.types.unliteral(a) for k, a in kws.items()})
    return dispatcher
