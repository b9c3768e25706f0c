"""Tablets: stones that carry a word. Which words there are is said by the legend, in CAPITALS; which sentences they can make is worked out here."""
from __future__ import annotations

import re

from world.language.meanings import check_facing
from world.language.nouns import read_noun, read_property
from world.language.sentence import Miss, Sentence, Word, Wrong
from world.mistakes import did_you_mean
from world.reading import MAP, TEXT, Node
from world.scenario import PropertyEdit, Tablet
from world.sections.kinds import TABLET
from world.sections.reader import Reader

IS, NOT = "IS", "NOT"
MOST_SENTENCES = 256


def read_words(reader: Reader, legend: Node | None) -> None:
    """The words on stones, into `reader.tablets`, in the order of the legend."""
    kinds: list[str] = []
    for _, value in (legend.value.values() if legend is not None and legend.sort == MAP else ()):
        if value.sort == TEXT:
            kinds += [part for part in parts(value.value) if is_word(part)]
    reader.tablets = tuple(dict.fromkeys(kinds))


def parts(text: str) -> list[str]:
    """What a legend's value names, without its place: `WALL on ice named start` is WALL and ice."""
    return re.split(r"\s+on\s+", re.split(r"\s+named\s+", " ".join(text.split()))[0])


def is_word(text: str) -> bool:
    """Whether a text is written as on stones."""
    return text.isupper() and text.replace(" ", "").replace("-", "").isalpha()


def read_tablets(reader: Reader, legend: Node | None) -> tuple[tuple[Tablet, ...], tuple[PropertyEdit, ...]]:
    """The tablets, and every sentence that they can make: in one layer the more specific decides, and NOT beats its opposite."""
    if not reader.tablets:
        return (), ()
    first = reader.words.kinds[TABLET].first_id
    tablets = tuple(_tablet(reader, legend, word, first + i) for i, word in enumerate(reader.tablets))
    nouns = [tablet for tablet in tablets if tablet.noun is not None]
    properties = [tablet for tablet in tablets if tablet.property is not None]
    signs = [True, False] if any(tablet.word == NOT for tablet in tablets) else [True]
    if not any(tablet.word == IS for tablet in tablets):
        signs = []
    sentences = []
    for noun in nouns:
        for one in properties:
            try:
                check_facing(reader.words, noun.noun, one.property)
            except Wrong as error:
                node = next(value for _, value in legend.value.values() if value.sort == TEXT and one.word in parts(value.value))
                reader.note(node, f"`{noun.word} IS {one.word}` would be no law: {error.message}", "stones")
                continue
            sentences += [PropertyEdit(noun.noun, one.property, holds) for holds in signs]
    if len(sentences) > MOST_SENTENCES:
        reader.wrong(legend, f"these tablets can make {len(sentences)} sentences; {MOST_SENTENCES} are the most", "limit", "fewer nouns, or fewer properties")
    sentences.sort(key=lambda edit: (-len(edit.noun.ids), not edit.holds))
    return tablets, tuple(sentences)


def _tablet(reader: Reader, legend: Node, word: str, id: int) -> Tablet:
    """What a word on a stone means: IS, NOT, a noun or a property."""
    if word in (IS, NOT):
        return Tablet(word, id)
    words = reader.words
    known = {name.upper(): name for name in (*words.kinds, *words.properties)}
    if word in known and known[word] in words.properties:
        try:
            return Tablet(word, id, property=read_property(words, _words(known[word])))
        except Wrong as error:
            _complain(reader, legend, word, error)
            return Tablet(word, id)
    try:
        noun = read_noun(words, _words(known.get(word, word.lower())))
        if noun.property or noun.relation or not noun.ids or 0 in noun.ids:
            raise Miss
        return Tablet(word, id, noun)
    except (Wrong, Miss):
        near = did_you_mean(word, [IS, NOT, *known])
        _complain(reader, legend, word, Wrong((), f"`{word}` on a tablet means nothing", "name", *near, "a stone carries IS, NOT, a kind, an agent or a property"))
        return Tablet(word, id)


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, 0, len(word)) for word in text.split())


def _complain(reader: Reader, legend: Node, word: str, error: Wrong) -> None:
    for _, value in legend.value.values():
        if value.sort == TEXT and word in parts(value.value):
            reader.complain(Sentence(value), Wrong((), error.message, error.code, *error.hints))
            return
