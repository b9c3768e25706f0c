"""Fits a sentence to the table: exactly one template, or a complaint about the very word that does not fit."""
from __future__ import annotations

import re
from collections.abc import Iterator

from world.language.sentence import MOST_WORDS, Miss, Sentence, Word, Wrong, joined
from world.language.slots import Slot, Span
from world.language.vocabulary import Vocabulary
from world.mistakes import near

SORTS = {"if": "a condition", "when": "an event", "do": "an effect", "edit": "an edit", "every": "a clock", "at": "a moment", "trigger": "an event or condition"}
_PART = re.compile(r"\{([^:}]+)(?::([^}]+))?\}|(\S+)")


class Pattern:
    """A template's text as a list of fixed words and (name, slot) gaps."""

    def __init__(self, text: str, slots: dict[str, Slot]):
        self.text = text
        self.parts: list[str | tuple[str, Slot]] = []
        for name, slot, word in _PART.findall(text):
            self.parts.append(word or (name, slots[slot or name]))
        self.fixed = frozenset(p for p in self.parts if isinstance(p, str))
        self.count = len(self.parts)

    def fits(self, span: Span) -> Iterator[list[Span]]:
        """Every way to share the words out among the gaps."""
        return self._fit(0, span, 0)

    def _fit(self, part: int, span: Span, at: int) -> Iterator[list[Span]]:
        if part == self.count:
            if at == len(span):
                yield []
            return
        left = len(span) - at
        if left < self.count - part:
            return
        piece = self.parts[part]
        if isinstance(piece, str):
            if span[at].text == piece:
                yield from self._fit(part + 1, span, at + 1)
            return
        slot = piece[1]
        if slot.choices is not None:
            lengths = [n for n in (2, 1) if n <= left and tuple([w.text for w in span[at:at + n]]) in slot.choices]
        elif slot.words:
            lengths = [slot.words]
        elif part + 1 == self.count:
            lengths = [left]
        else:
            lengths = range(1, left - (self.count - part) + 2)
        following = self.parts[part + 1] if part + 1 < self.count else None
        for n in lengths:
            if isinstance(following, str) and (at + n >= len(span) or span[at + n].text != following):
                continue
            for rest in self._fit(part + 1, span, at + n):
                yield [span[at:at + n]] + rest


def templates(sort: str) -> tuple:
    """The rows of the table that may stand in a place."""
    from world.language.templates import BY_SORT
    return BY_SORT[sort]


def all_readings(words: Vocabulary, sort: str, span: Span) -> tuple[list[tuple[object, object]], list[tuple[tuple, Wrong]]]:
    """Every (row, meaning) that fits, and the complaints of those that nearly do, with how far each came."""
    found, wrong = [], []
    present = {w.text for w in span}
    for row in templates(sort):
        if not row.pattern.fixed <= present:
            continue
        for spans in row.pattern.fits(span):
            done = 0
            values = {}
            try:
                words.spans = {name: part for (name, _), part in zip(row.slots, spans)}
                for (name, slot), part in zip(row.slots, spans):
                    values[name] = slot.read(words, part)
                    done += 1
                found.append((row, row.make(words, values)))
                break
            except Miss:
                continue
            except Wrong as error:
                close = bool(error.hints) and error.hints[0].startswith("did you mean")
                wrong.append(((done, len(row.pattern.fixed), close, row.pattern.count), error))
    return found, wrong


def read_one(words: Vocabulary, sort: str, span: Span) -> object:
    """The meaning of some words in their place. Raises Wrong."""
    if not span:
        raise Wrong(span, f"{SORTS[sort]} is missing here", "phrase", f"for example {examples(sort)}")
    if len(span) > MOST_WORDS:
        raise Wrong(span, f"a sentence of {len(span)} words is too long", "phrase", f"{MOST_WORDS} are the most; write several")
    found, wrong = all_readings(words, sort, span)
    if found:
        return found[0][1]
    if sort == "edit":
        _refuse_two(words, span)
    elsewhere = _elsewhere(words, sort, span)
    best = max(wrong, key=lambda w: w[0], default=None)
    if elsewhere is not None and (best is None or best[0][0] < 2):
        raise elsewhere
    if best is not None:
        raise best[1]
    raise _unreadable(words, sort, span)


def read_all(words: Vocabulary, sort: str, span: Span) -> tuple:
    """Several sentences with `and` between.  tuple of meanings"""
    found, start = [], 0
    for i in [i for i, w in enumerate(span) if w.text == "and"] + [len(span)]:
        found.append(read_one(words, sort, span[start:i]))
        start = i + 1
    return tuple(found)


def read(words: Vocabulary, sort: str, sentence: Sentence) -> object:
    """The meaning of a whole sentence. Raises Wrong."""
    return read_one(words, sort, sentence.words)


def examples(sort: str) -> str:
    from world.language.templates import SUGGESTED
    return ", ".join(f"`{e}`" for e in SUGGESTED[sort])


_WHERE = {"if": "under `if:`", "when": "as `when:` of a rule", "do": "under `do:` of a rule", "edit": "under `edit:` of a change"}


def _elsewhere(words: Vocabulary, sort: str, span: Span) -> Wrong | None:
    """The complaint that a good sentence stands in the wrong place."""
    mine = ("when", "if") if sort == "trigger" else (sort,)
    if sort == "if" and any(w.text == "is" for w in span):
        shorter = tuple(w for w in span if w.text != "is")
        if shorter and all_readings(words, "if", shorter)[0]:
            return Wrong(span, "I cannot read this condition", "phrase", f"write `{joined(shorter)}`")
    for other, where in _WHERE.items():
        if other in mine:
            continue
        found, _ = all_readings(words, other, span)
        if found:
            hint = f"it can stand {where}"
            if sort == "do" and other == "edit":
                hint += ", and a rule enacts it with `apply NAME`"
            return Wrong(span, f"`{joined(span)}` is {SORTS[other]}, and here stands {SORTS[sort]}", "phrase", hint)
    if sort in ("if", "trigger"):
        i = next((i for i, w in enumerate(span) if w.text == "and"), 0)
        if 0 < i < len(span) - 1 and all_readings(words, "if", span[i + 1:])[0] and all_readings(words, sort, span[:i])[0]:
            hint = f"write a list: [{joined(span[:i])}, {joined(span[i + 1:])}]" if sort == "if" else f"put `{joined(span[i + 1:])}` under `if:`"
            return Wrong(span[i:], "one sentence says one thing", "phrase", hint)
        for i, w in enumerate(span):
            if w.text == "no" and i and all_readings(words, "if", (Word("not", w.first, w.last),) + span[:i] + span[i + 1:])[0]:
                return Wrong(span, "`no` stands at the front", "phrase", f"write `not {joined(span[:i] + span[i + 1:])}`")
    return None


def _refuse_two(words: Vocabulary, span: Span) -> None:
    """Raises Wrong for two edits in one sentence: `ice is slippery and solid`, `ice is slippery and box is solid`."""
    i = next((i for i, w in enumerate(span) if w.text == "and"), 0)
    verb = next((k for k, w in enumerate(span[:i]) if w.text == "is"), 0)
    if not i or not all_readings(words, "edit", span[:i])[0]:
        return
    begun = span[:verb + (2 if span[verb + 1].text == "not" else 1)] if verb else ()
    for second in (span[i + 1:], begun + span[i + 1:]):
        if second and all_readings(words, "edit", second)[0]:
            raise Wrong(span[i:], "one sentence says one thing", "phrase", f"write two sentences: [{joined(span[:i])}, {joined(second)}]")


def _unreadable(words: Vocabulary, sort: str, span: Span) -> Wrong:
    """The complaint about words that fit no template: the misspelt one if there is one."""
    fixed = sorted({word for row in templates(sort) for word in row.pattern.fixed} | {k for row in templates(sort) for _, s in row.slots for c in s.choices or () for k in c})
    for i, word in enumerate(span[:12]):
        meant = None if len(word.text) < 2 else near(word.text, [f for f in fixed if f != word.text])
        if meant:
            better = span[:i] + (Word(meant, word.first, word.last),) + span[i + 1:]
            if all_readings(words, sort, better)[0]:
                return Wrong((word,), f"I cannot read `{word.text}` here", "phrase", f"did you mean `{joined(better)}`?")
    if sort in ("edit", "do") and joined(span) in words.changes:
        return Wrong(span, f"`{joined(span)}` is the name of a change", "phrase", f"write `apply {joined(span)}`")
    what = SORTS[sort].split(" ", 1)
    nearest = _nearest(sort, span)
    return Wrong(span, f"I cannot read this {what[1]}", "phrase", *nearest, f"expected {what[0]} {what[1]}, such as {examples(sort)}")


def _nearest(sort: str, span: Span) -> tuple[str, ...]:
    """The template that shares most of its fixed words with the sentence, as a hint."""
    present = {w.text for w in span}
    shared = [(len(r.pattern.fixed & present), len(r.pattern.fixed & present) / len(r.pattern.fixed), r) for r in templates(sort) if r.pattern.fixed and r.meaning[:1] != "("]
    best = max(shared, key=lambda s: s[:2], default=(0, 0, None))
    return (f"the nearest form: `{best[2].example}`",) if best[0] else ()
