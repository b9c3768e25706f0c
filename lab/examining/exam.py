"""What an exam is: a way to live one life, and what is read off it. Exams are found by name among the modules of `lab.exams`."""
from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

CURVE = "curve:"
"""Before the name of a list of numbers among the figures of a life."""
LEAST, MOST = "least", "most"


@dataclass(frozen=True)
class Metric:
    """One number of a life, its mean over lives to be held against a target.

    A metric with `versus` is of a pair: the figure of a mind's life less that of the other mind's life with the same seed. In `versus` and `of`
    the word {mind} stands for the mind that is examined.
    """
    name: str
    target: float | Mapping[str, float] | None = None    # to be reached: by every mind, or by those named
    at: str = LEAST                                      # on which side of the target: "least" or "most"
    published: str = ""                                  # what others reached, in words or numbers
    source: str = ""                                     # who published it
    bound: float | None = None                           # the most (or least) that is possible
    of: str = ""                                         # the figure of `life` that is meant, if it has not the metric's name
    versus: str = ""                                     # the mind whose equal lives are compared
    yes_or_no: bool = False                              # each life's figure is 1 or 0
    surely: bool = False                                 # the whole interval must be on the right side of the target, not the mean alone

    def goal(self, mind: str) -> float | None:
        """The target of a mind, if it has one."""
        return self.target.get(mind) if isinstance(self.target, Mapping) else self.target

    def key(self) -> str:
        return self.of or self.name

    def other(self, mind: str) -> str:
        """The mind that a mind is compared with, "" if with none."""
        return self.versus.replace("{mind}", mind)


@dataclass(frozen=True)
class Curve:
    """A list of numbers of a life, drawn as its mean over lives. The i-th number stands at `first` + i * `step`."""
    name: str
    across: str = "tick"                                 # what lies on the axis
    first: float = 0.0
    step: float = 1.0
    beside: Mapping[str, Mapping[float, float]] = field(default_factory=dict)   # published points by who reached them: {place on the axis: number}


@dataclass(frozen=True)
class Exam:
    """`life(mind, seed)` lives one life and returns its figures by name (nan: does not apply), and under "curve:NAME" lists of numbers.

    It is pure: it keeps nothing between lives, and what it returns hangs on nothing but the mind, the seed and the code.
    """
    name: str
    about: str                                           # what is asked, in a sentence
    life: Callable[[str, int], Mapping[str, float | list[float]]]
    metrics: tuple[Metric, ...]
    minds: tuple[str, ...] = ("rules",)                  # those examined unless others are named
    seeds: int = 20                                      # lives of each mind, unless others are asked for
    sees: str = ""                                       # what the mind observes
    curves: tuple[Curve, ...] = ()

    def all_minds(self, minds: tuple[str, ...]) -> tuple[str, ...]:
        """The minds whose lives are needed to examine some: those that they are compared with are among them."""
        return tuple(dict.fromkeys([*minds, *(metric.other(mind) for mind in minds for metric in self.metrics if metric.versus)]))


class UnknownExam(ValueError):
    """No exam bears this name."""

    def __init__(self, name: str, known: tuple[str, ...]):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        super().__init__(f"no exam called `{name}`" + (f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(known)}"))


def exams() -> dict[str, Exam]:
    """All exams by name, in order of their names."""
    import lab.exams
    found = {}
    for module in pkgutil.iter_modules(lab.exams.__path__):
        there = importlib.import_module(f"lab.exams.{module.name}")
        for exam in (*getattr(there, "EXAMS", ()), *([there.EXAM] if hasattr(there, "EXAM") else [])):
            found[exam.name] = exam
    return dict(sorted(found.items()))


def find(names: list[str]) -> list[Exam]:
    """Exams by name, each once.

    Raises:
        UnknownExam: with the nearest name.
    """
    known = exams()
    for name in names:
        if name not in known:
            raise UnknownExam(name, tuple(known))
    return [known[name] for name in dict.fromkeys(names)]

