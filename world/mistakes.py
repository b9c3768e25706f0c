"""A mistake in what a person wrote: where it stands, what is wrong, and what to write instead."""
from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from world.scenario import Mark

MOST_PRINTED = 50
"""At most so many mistakes are printed; then how many more there are."""
MOST_KEPT = 500
"""After so many mistakes nobody reads on."""
WIDEST_LINE = 150
"""A longer source line is cut to the part about the mistake."""


@dataclass(frozen=True)
class Mistake:
    """One complaint. `code` is a short word to look up; `hints` are printed one a line."""
    mark: Mark
    message: str
    code: str
    hints: tuple[str, ...] = ()
    source_line: str = ""

    @property
    def end_column(self) -> int:
        """The 1-based column after the last character underlined."""
        return self.mark.column + max(1, self.mark.length)

    def render(self) -> str:
        """The complaint, the line that it is about, a caret under the very word, and the hints.  str of several lines"""
        mark = self.mark
        lines = [f"{visible(mark.file)}:{mark.line}:{mark.column}: {visible(self.message)}  [{self.code}]"]
        if self.source_line.strip():
            before, word, after = self._around()
            lines.append(f"{mark.line:>5} | {before}{word}{after}".rstrip())
            lines.append(f"      | {' ' * width(before)}{'^' * max(1, width(word))}")
        lines += [f"        {visible(hint)}" for hint in self.hints]
        return "\n".join(lines)

    def _around(self) -> tuple[str, str, str]:
        start, end = self.mark.column - 1, self.end_column - 1
        line = self.source_line
        first = 0 if len(line) <= WIDEST_LINE else max(0, min(start - 40, len(line) - WIDEST_LINE))
        last = min(len(line), first + WIDEST_LINE)
        before = ("..." if first else "") + visible(line[first:start])
        after = visible(line[min(end, last):last]) + ("..." if last < len(line) else "")
        return before, visible(line[start:min(end, last)]), after

    def to_json(self) -> dict:
        """The same for programs; an editor underlines column..end_column.  dict of str, int and lists"""
        return {"file": self.mark.file, "line": self.mark.line, "column": self.mark.column, "end_column": self.end_column,
                "code": self.code, "message": self.message, "hints": list(self.hints), "source_line": self.source_line}


class ScenarioError(Exception):
    """A scenario cannot be used. `mistakes` holds all that is wrong with it, in file order: those of the scenario itself, then those of its base files.

    Args:
        cut: whether the reading ended at MOST_KEPT mistakes.
    """

    def __init__(self, mistakes: Iterable[Mistake], first_file: str = "", cut: bool = False):
        self.mistakes = sorted(set(mistakes), key=lambda m: (m.mark.file != first_file, m.mark.file, m.mark.line, m.mark.column, m.message))
        self.cut = cut
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        shown = [m.render() for m in self.mistakes[:MOST_PRINTED]]
        more = len(self.mistakes) - len(shown)
        if more > 0:
            shown.append(f"and {'at least ' if self.cut else ''}{more} more mistake{'s' if more > 1 else ''}")
        return "\n\n".join(shown)


class Mistakes(list):
    """The mistakes found so far; when they are too many the reading ends. Raises ScenarioError."""

    def __init__(self, file: str):
        super().__init__()
        self.file = file

    def append(self, mistake: Mistake) -> None:
        super().append(mistake)
        if len(self) >= MOST_KEPT:
            raise ScenarioError(self, self.file, cut=True)

    def __iadd__(self, mistakes: Iterable[Mistake]) -> "Mistakes":
        for mistake in mistakes:
            self.append(mistake)
        return self


def near(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that was probably meant, if one is close."""
    word = word[:60]
    lower = {w.lower(): w for w in words}
    found = difflib.get_close_matches(word.lower(), list(lower)[:2000], n=1, cutoff=0.6)
    return lower[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The hint that names the nearest word: one line, or none.  tuple of str"""
    found = near(word, words)
    return (f"did you mean `{found}`?",) if found else ()


def listed(words: Iterable[str], most: int = 24) -> str:
    """Words with commas between, cut short when there are many."""
    words = list(words)
    return ", ".join(words[:most]) + (f" ... ({len(words) - most} more)" if len(words) > most else "")


def visible(text: str) -> str:
    """The text with control and direction characters written as escapes, and tabs as spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(c) for c in text)


def _visible(c: str) -> str:
    if c == "\t":
        return " "
    if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}"
    return c


def width(text: str) -> int:
    """How many columns of a terminal the text takes: wide letters two, accents none.  int"""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
