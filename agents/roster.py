"""The minds by name: what may stand after `mind:` in a scenario and after `--mind` on the command line."""
from __future__ import annotations

import difflib
import re
from typing import Callable

from agents.agent import Mind
from world.types import Looks

FREEZES_AT = 400
"""The tick at which `frozen X` stops learning, unless its name says another."""

SENTENCES = {
    "rules": "learns rules: what a kind of thing does, wherever it stands; plans with them, and tests what it doubts",
    "cells": "learns cells: what each action did at each place, for every place anew; plans with that",
    "random": "learns nothing and acts at random",
    "frozen rules": f"learns rules until tick {FREEZES_AT}, then acts on what it knew; `frozen rules at 800` chooses the tick",
    "frozen cells": f"learns cells until tick {FREEZES_AT}, then acts on what it knew",
}
"""One sentence for each mind, for pickers and help."""

DEFAULT = "rules"
OTHER_NAMES = {"learner": DEFAULT}

_FROZEN = re.compile(r"frozen (?P<mind>(?!frozen ).+?)(?: at (?P<tick>\d{1,15}))?")


class UnknownMind(ValueError):
    """No mind bears this name. `name` is what was asked for, `nearest` what was perhaps meant ("" if nothing is near)."""

    def __init__(self, name: str):
        self.name = name
        near = difflib.get_close_matches(name, [*SENTENCES, *OTHER_NAMES], n=1, cutoff=0.5)
        self.nearest = near[0] if near else ""
        hint = f"; did you mean `{self.nearest}`?" if self.nearest else ""
        super().__init__(f"no mind called `{name}`{hint}")


def names() -> tuple[str, ...]:
    """The names that can be chosen, the default one first."""
    return tuple(SENTENCES)


def sentence(name: str) -> str:
    """What a mind does, in one sentence.

    Raises:
        UnknownMind: with the nearest name.
    """
    check(name)
    name = OTHER_NAMES.get(name, name)
    frozen = _FROZEN.fullmatch(name)
    if frozen and frozen["tick"]:
        return f"{SENTENCES[OTHER_NAMES.get(frozen['mind'], frozen['mind'])].split(';')[0]}; stops learning at tick {frozen['tick']}"
    return SENTENCES[name] if name in SENTENCES else f"`{frozen['mind']}` until tick {FREEZES_AT}, then without learning"


def check(name: str) -> None:
    """Raises UnknownMind unless `create` would know the name."""
    frozen = _FROZEN.fullmatch(name)
    if frozen:
        try:
            check(frozen["mind"])
        except UnknownMind:
            raise UnknownMind(name) from None
    elif name not in _makers() and name not in OTHER_NAMES:
        raise UnknownMind(name)


def create(name: str, looks: Looks, seed: int) -> Mind:
    """A mind by its name: `rules` (also `learner`), `cells`, `random`, `frozen rules`, `frozen rules at 400`.

    Raises:
        UnknownMind: with the nearest name.
    """
    check(name)
    frozen = _FROZEN.fullmatch(name)
    if frozen:
        from agents.frozen import Frozen
        tick = int(frozen["tick"]) if frozen["tick"] else FREEZES_AT
        return Frozen(create(frozen["mind"], looks, seed), tick)
    return _makers()[OTHER_NAMES.get(name, name)](looks, seed)


def _makers() -> dict[str, Callable[[Looks, int], Mind]]:
    """Each name's maker; a mind's module, and what it compiles, is loaded only when it is wanted."""
    def rules(looks, seed):
        from agents.rules import RulesMind
        return RulesMind(looks, seed)

    def cells(looks, seed):
        from agents.cells import CellsMind
        return CellsMind(looks, seed)

    def random(looks, seed):
        from agents.random import RandomMind
        return RandomMind(looks, seed)

    return {"rules": rules, "cells": cells, "random": random}
