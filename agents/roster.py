"""The minds by name: what may stand after `mind:` in a scenario and after `--mind` on the command line."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial

from agents import names as grammar
from agents.agent import Mind
from agents.names import FREEZES_AT, TAUGHT_FOR, UnknownMind
from world.types import Looks, Transition

__all__ = ["DEFAULT", "FORMS", "FREEZES_AT", "OTHER_NAMES", "SENTENCES", "UnknownMind", "canonical", "check", "create", "files", "names", "sentence"]

SENTENCES = {
    "rules": "learns rules: what a kind of thing does, wherever it stands; plans with them, and tests what it doubts",
    "cells": "learns cells: what each action did at each place, for every place anew; plans with that",
    "dyna-q": "the classic of the book: values by place, and ten planning steps a tick on a table of what came; `dyna-q n=50 alpha=1` says otherwise",
    "dyna-q+": "the same with a bonus for what was long untried, `kappa=0.001`",
    "q": "one-step Q-learning, `q alpha=0.1 epsilon=0.1 gamma=0.95`; it foretells that nothing changes",
    "sarsa": "one-step Sarsa, which learns the value of what it really does; it foretells that nothing changes",
    "neural": "learns a net of the whole frame, a small gradient step each tick; plans with that, and tries what its heads differ on",
    "imitator": f"watches a teacher, `rules`, act for {TAUGHT_FOR} ticks, then does what it would do; `imitator of cells for 200` has another",
    "imitator then rules": "starts as an imitator, then lives as `rules`, which has looked on",
    "napping rules": "lives as a frozen `rules`, but whenever surprise stays high it learns what it remembers of the last ticks",
    "random": "learns nothing and acts at random",
    "frozen rules": f"learns rules until tick {FREEZES_AT}, then acts on what it knew; `frozen rules at 800` chooses the tick",
    "frozen cells": f"learns cells until tick {FREEZES_AT}, then acts on what it knew",
}
"""One sentence for each mind, for pickers and help."""

FORMS = {
    "X x4": "X with four times its thinking: planning for most, gradient steps for `neural`",
    "X x1/4": "X with a quarter of its thinking",
    "frozen X": f"lives as X until tick {FREEZES_AT}, then acts and foretells without learning",
    "frozen X at 300": "the same with another tick; at 0 it never learns",
    "napping X": "a frozen X that learns from its own recent memory whenever surprise stays high",
    "imitator of X for 200": f"X acts for 200 ticks and is watched ({TAUGHT_FOR} without a number); then it does what X would do",
    "imitator of X then Y": "the same start; then it lives as Y, which has looked on",
    "imitator of FILE.trace": "watches a life written down by --trace, all of it or `for 200` ticks; only on the command line",
    "path/to/file.py:Class": "a mind of your own, in a process of its own; only on the command line",
}
"""How names are put together, with a sentence each."""

DEFAULT = "rules"
OTHER_NAMES = {"learner": DEFAULT}


def names() -> tuple[str, ...]:
    """The names that can be chosen, the default one first. Others can be made of them (`agents.names`)."""
    return tuple(SENTENCES)


def sentence(name: str) -> str:
    """What a mind does, in one sentence.

    Raises:
        UnknownMind: with the nearest name.
    """
    return _sentence(_read(name))


def _sentence(name: grammar.Name) -> str:
    if str(name) in SENTENCES:
        return SENTENCES[str(name)]
    if isinstance(name, grammar.One):
        return f"{SENTENCES[name.name]}; with {', '.join(f'{key} {value:g}' for key, value in name.parameters)}"
    if isinstance(name, grammar.FromFile):
        return f"the class {name.made} of {name.file}, in a process of its own"
    first = _sentence(name.mind).split(";")[0] if hasattr(name, "mind") else ""
    if isinstance(name, grammar.Frozen):
        return f"{first}; stops learning at tick {FREEZES_AT if name.at is None else name.at}"
    if isinstance(name, grammar.Napping):
        return f"{first}; but only for a while whenever surprise stays high, from its own recent memory"
    if isinstance(name, grammar.Thinking):
        return f"{first}; thinks {f'{name.times} times' if name.times > 0 else f'one part in {-name.times} of'} as much"
    start = f"watches {f'`{name.teacher}`' if name.teacher else 'a teacher'} act for {f'{TAUGHT_FOR if name.ticks is None else name.ticks} ticks'}"
    return f"{start}, then does what it would do" if name.then is None else f"{start}, then lives as `{name.then}`, which has looked on"


def canonical(name: str) -> str:
    """The name as it is shown: `learner` is `rules`, and spaces are single. A name that nobody knows stays as it is."""
    try:
        return str(_read(name))
    except UnknownMind:
        return name


def check(name: str) -> None:
    """Raises UnknownMind unless `create` would know the name. Whether a file of one's own is there is seen when its mind is born."""
    _read(name)


def files(name: str) -> list[str]:
    """The files that a name leans on: of minds of one's own, and traces. None for a name that nobody knows."""
    try:
        return grammar.files(_read(name))
    except UnknownMind:
        return []


def create(name: str, looks: Looks, seed: int, lives: Callable[[str], Iterable[Transition]] | None = None) -> Mind:
    """A mind by its name, `rules` or any other of the grammar in `agents.names`.

    Args:
        lives: reads a trace, for `imitator of FILE.trace`: the transitions of a learner like this one.

    Raises:
        UnknownMind: with the nearest name.
    """
    return _make(_read(name), looks, seed, lives)


def _make(name: grammar.Name, looks: Looks, seed: int, lives) -> Mind:
    if isinstance(name, grammar.One):
        return _makers()[name.name](looks, seed, **dict(name.parameters))
    if isinstance(name, grammar.Frozen):
        from agents.frozen import Frozen
        return Frozen(_make(name.mind, looks, seed, lives), FREEZES_AT if name.at is None else name.at)
    if isinstance(name, grammar.Thinking):
        mind = _make(name.mind, looks, seed, lives)
        mind.budget = name.budget
        return mind
    if isinstance(name, grammar.FromFile):
        from agents.guests.host import GuestMind
        return GuestMind(name.file, name.made, looks, seed)
    if isinstance(name, grammar.Napping):
        from agents.napping import Napping
        return Napping(_make(name.mind, looks, seed, lives))
    from agents.imitator import Imitator
    then = _make(name.then, looks, seed, lives) if name.then is not None else None
    if isinstance(name.teacher, str):
        if lives is None:
            raise UnknownMind(str(name), why="nobody reads traces here")
        return Imitator(looks, seed, None, lives(name.teacher), 2**62 if name.ticks is None else name.ticks, then)
    teacher = _make(name.teacher or grammar.One(grammar.TEACHER), looks, seed, lives)
    return Imitator(looks, seed, teacher, (), TAUGHT_FOR if name.ticks is None else name.ticks, then)


@cache
def _read(name: str) -> grammar.Name:
    return grammar.parse(name, PARAMETERS, OTHER_NAMES)


_SHARE = {"alpha": (0, 1), "epsilon": (0, 1), "gamma": (0, 1)}
PARAMETERS: dict[str, dict[str, tuple[float, float]]] = {
    "rules": {}, "cells": {}, "neural": {}, "random": {}, "sarsa": _SHARE, "q": _SHARE, "dyna-q": {"n": (0, 100_000), **_SHARE}, "dyna-q+": {"n": (0, 100_000), "kappa": (0, 1e6), **_SHARE}}
"""The minds that names are made of, each with the parameters that may stand behind it, and what is the least and the most of each."""


def _makers() -> dict[str, Callable[..., Mind]]:
    """Each name's maker; a mind's module, and what it compiles, is loaded only when it is wanted."""
    def rules(looks, seed):
        from agents.rules import RulesMind
        return RulesMind(looks, seed)

    def cells(looks, seed):
        from agents.cells import CellsMind
        return CellsMind(looks, seed)

    def neural(looks, seed):
        from agents.neural.mind import NeuralMind
        return NeuralMind(looks, seed)

    def random(looks, seed):
        from agents.random import RandomMind
        return RandomMind(looks, seed)

    def classic(looks, seed, **how):
        from agents.classics.mind import ClassicMind
        return ClassicMind(looks, seed, **how)

    return {"rules": rules, "cells": cells, "neural": neural, "random": random, "q": classic, "sarsa": partial(classic, on_policy=True),
            "dyna-q": partial(classic, n=10), "dyna-q+": partial(classic, n=10, kappa=1e-3)}
