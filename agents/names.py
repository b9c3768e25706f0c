"""The grammar of minds' names: `rules x1/4`, `frozen cells at 300`, `imitator of rules for 200 then cells`, `dyna-q n=50`.

    NAME    = rules, cells, ...                the minds of the roster
            | CLASSIC key=number ...           sarsa, q, dyna-q, dyna-q+ with the parameters of the book
            | path/to/file.py:Class            a mind of one's own; the command line only (a scenario that says so is refused when it is read)
            | frozen NAME [at TICK]            lives as NAME, and stops learning at that tick
            | napping NAME                     frozen, but learns from its own recent memory for a while whenever surprise stays high
            | imitator [of NAME] [for TICKS]   watches NAME act for so many ticks, then does what it would do
            | imitator ... then NAME           the same start, and then lives as NAME, which has looked on
            | imitator of FILE.trace ...       the teacher is a life written down; the command line only
            | NAME xN | NAME x1/N              NAME with N times, or an N-th, of its thinking
"""
from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

FREEZES_AT = 400
"""The tick at which `frozen X` stops learning, unless its name says another."""
TEACHER = "rules"
TAUGHT_FOR = 300
"""Who teaches an imitator, and for how many ticks, unless its name says otherwise."""


class UnknownMind(ValueError):
    """No mind bears this name. `name` is what was asked for, `nearest` what was perhaps meant ("" if nothing is near)."""

    def __init__(self, name: str, nearest: str = "", why: str = ""):
        self.name, self.nearest, self.why = name, nearest, why
        hint = f"; did you mean `{nearest}`?" if nearest else ""
        super().__init__(f"no mind called `{name}`{f': {why}' if why else ''}{hint}")


@dataclass(frozen=True)
class One:
    """A mind of the roster, with parameters if it takes any."""
    name: str
    parameters: tuple[tuple[str, float], ...] = ()

    def __str__(self):
        return " ".join((self.name, *(f"{key}={value:.12g}" for key, value in self.parameters)))


@dataclass(frozen=True)
class FromFile:
    """A class in a file of one's own."""
    file: str
    made: str

    def __str__(self):
        return f"{self.file}:{self.made}"


@dataclass(frozen=True)
class Frozen:
    mind: Name
    at: int | None                                       # None: FREEZES_AT

    def __str__(self):
        return f"frozen {self.mind}" + (f" at {self.at}" if self.at is not None else "")


@dataclass(frozen=True)
class Napping:
    mind: Name

    def __str__(self):
        return f"napping {self.mind}"


@dataclass(frozen=True)
class Imitator:
    teacher: Name | str | None                           # None: TEACHER; a text is the file of a trace
    ticks: int | None                                    # None: TAUGHT_FOR, or the whole of a trace
    then: Name | None

    def __str__(self):
        return ("imitator" + (f" of {self.teacher}" if self.teacher is not None else "") + (f" for {self.ticks}" if self.ticks is not None else "")
                + (f" then {self.then}" if self.then is not None else ""))


@dataclass(frozen=True)
class Thinking:
    """A mind with `times` as much thinking: its field `budget`."""
    mind: Name
    times: int                                           # below 0: a part, -4 is a quarter

    def __str__(self):
        return f"{self.mind} x{self.times if self.times > 0 else f'1/{-self.times}'}"

    @property
    def budget(self) -> float:
        return float(self.times) if self.times > 0 else 1 / -self.times


Name = One | FromFile | Frozen | Napping | Imitator | Thinking



def files(name: Name | str | None) -> list[str]:
    """The files that a name leans on: of minds of one's own, and traces."""
    if name is None:
        return []
    if isinstance(name, str):
        return [name]
    if isinstance(name, FromFile):
        return [name.file]
    return [file for part in ("mind", "teacher", "then") for file in files(getattr(name, part, None))]


_NUMBER = r"\d{1,15}"
_FROZEN = re.compile(rf"frozen (?P<mind>.+?)(?: at (?P<at>{_NUMBER}))?")
_IMITATOR = re.compile(rf"imitator(?: of (?P<teacher>.+?))?(?: for (?P<ticks>{_NUMBER}))?(?: then (?P<then>.+))?")
_THINKING = re.compile(r"(?P<mind>.+) x(?P<part>1/)?(?P<times>[1-9]\d{0,5})")
_FILE = re.compile(r"(?P<file>.+\.py):(?P<made>[^\W\d]\w*)")
_PARAMETER = re.compile(r"(?P<key>[a-z]+)=(?P<value>\d{1,9}(?:\.\d{1,9})?(?:e-?\d{1,2})?)")


def parse(text: str, known: Mapping[str, Mapping[str, tuple[float, float]]], other_names: Mapping[str, str]) -> Name:
    """Read a name.

    Args:
        known: the minds of the roster, each with the parameters that it takes, and the least and the most of each.
        other_names: second names, `learner` for `rules`.

    Raises:
        UnknownMind: with the nearest name, the whole of it mended.
    """
    words = re.sub(r"\s*=\s*", "=", " ".join(text.split()))

    def within(part: str) -> Name:
        """A name inside the name: its mistake is told as one of the whole."""
        try:
            return parse(part, known, other_names)
        except UnknownMind as wrong:
            raise UnknownMind(words, words.replace(part, wrong.nearest) if wrong.nearest else "", wrong.why) from None

    if match := _IMITATOR.fullmatch(words):
        teacher = match["teacher"]
        if teacher is not None and not teacher.endswith(".trace"):
            teacher = within(teacher)
            if isinstance(teacher, Imitator):
                raise UnknownMind(words, why="an imitator teaches nothing of its own")
        return Imitator(teacher, _whole(match["ticks"]), within(match["then"]) if match["then"] else None)
    if match := _FROZEN.fullmatch(words):
        mind = within(match["mind"])
        if isinstance(mind, Frozen | Napping):
            raise UnknownMind(words, str(mind), f"`{mind}` is frozen already")
        return Frozen(mind, _whole(match["at"]))
    if words.startswith("napping "):
        mind = within(words.removeprefix("napping "))
        if isinstance(mind, Frozen | Napping):
            raise UnknownMind(words, f"napping {mind.mind}", "it naps, or it is frozen for good")
        return Napping(mind)
    if match := _THINKING.fullmatch(words):
        return Thinking(within(match["mind"]), int(match["times"]) * (-1 if match["part"] else 1))
    if match := _FILE.fullmatch(words):
        return FromFile(match["file"], match["made"])
    name, *parameters = words.split(" ")
    name = other_names.get(name, name)
    if name in known and all("=" in word for word in parameters):
        return One(name, tuple(_parameter(words, word, known[name]) for word in parameters))
    if parameters and all("=" in word for word in parameters):
        near = _nearest(name, list(known))
        raise UnknownMind(words, " ".join((near, *parameters)) if near else "")
    raise UnknownMind(words, _nearest(words, [*known, *other_names]))


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _parameter(words: str, word: str, takes: Mapping[str, tuple[float, float]]) -> tuple[str, float]:
    key, _, value = word.partition("=")
    if not takes:
        raise UnknownMind(words, words.split(" ")[0], "it takes no parameters")
    if key not in takes:
        near = difflib.get_close_matches(key, list(takes), n=1)
        raise UnknownMind(words, words.replace(word, f"{near[0]}={value}") if near else "", f"its parameters are {', '.join(takes)}")
    low, high = takes[key]
    if not _PARAMETER.fullmatch(word) or not low <= float(value) <= high:
        raise UnknownMind(words, why=f"`{value}` is no number from {low:g} to {high:g}")
    return key, float(value)


def _nearest(words: str, known: list[str]) -> str:
    """The known name, or the known name behind a known beginning, that is most like these words."""
    forms = [*known, "imitator", *(f"{how} {name}" for how in ("frozen", "napping", "imitator then", "imitator of") for name in known)]
    near = difflib.get_close_matches(words, forms, n=1, cutoff=0.5)
    return near[0] if near else ""
