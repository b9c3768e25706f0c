"""A sentence as words that know where they stand, and the two ways in which a word can fail to fit."""
from __future__ import annotations

import re
from typing import NamedTuple

from world.mistakes import Mistake
from world.reading import Node

MOST_WORDS = 40
_WORD = re.compile(r"[+-]?=|<=|>=|!=|<|>|(?:(?![+-]=)[^\s<>=!])+|\S")


class Word(NamedTuple):
    """One word of a sentence; first..last are its characters in the sentence's text."""
    text: str
    first: int
    last: int


class Sentence:
    """A text cut into words. `moved` maps stretches that came from parameters back to the node."""

    def __init__(self, node: Node, text: str | None = None, moved: list = ()):
        self.node = node
        self.text = node.value if text is None else text
        self.moved = moved
        self.words = tuple([Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.text)])

    def mistake(self, words, message: str, code: str, hints: tuple[str, ...] = ()) -> Mistake:
        """A mistake about some of its words (all of them if none are given)."""
        words = words or self.words
        if not words:
            return self.node.mistake(message, code, *hints)
        first, _ = self._home(words[0].first)
        start, length = self._home(words[-1].last - 1)
        a, b = self.node.offset(first), self.node.offset(start + length - 1)
        return self.node.source.mistake(a, max(1, b + 1 - a), message, code, *hints)

    def _home(self, index: int) -> tuple[int, int]:
        """Which character of the node's own text made a character of the filled one, and how many belong together."""
        shift = 0
        for first, last, home, length in self.moved:
            if index < first:
                break
            if index < last:
                return home, length
            shift = home + length - last
        return index + shift, 1


class Miss(Exception):
    """These words are of another form: the template is not meant."""


class Wrong(Exception):
    """The form fits, but a word is unknown or impossible."""

    def __init__(self, words, message: str, code: str, *hints: str):
        super().__init__(message)
        self.words, self.message, self.code, self.hints = tuple(words), message, code, hints


def joined(words) -> str:
    return " ".join([w.text for w in words])
