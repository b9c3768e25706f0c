"""What the kernel needs to read tablets: what stands on each, and the number of every sentence that they can make."""
from __future__ import annotations

from dataclasses import dataclass, field

from world.compiler import Compiler
from world.layout import (
    H_STONE_NOUNS,
    H_STONE_PROPERTIES,
    H_TABLET_HIGH,
    H_TABLET_LAYER,
    H_TABLET_LOW,
    WD_IS,
    WD_NONE,
    WD_NOT,
    WD_NOUN,
    WD_PROPERTY,
    WORD_SORTS,
)


@dataclass
class StoneTables:
    """`rows`: of sentences; `words`: by id; `sentences`: by noun, property and sign. `numbers`: single entries of `h`."""
    rows: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)


def stone_tables(compiler: Compiler) -> StoneTables:
    """Empty where a scenario's tablets can say nothing."""
    scenario = compiler.scenario
    if not scenario.stones:
        return StoneTables()
    nouns = list(dict.fromkeys(tablet.noun for tablet in scenario.tablets if tablet.noun is not None))
    properties = list(dict.fromkeys(tablet.property for tablet in scenario.tablets if tablet.property is not None))
    tables = StoneTables(words=[int(WD_NONE)] * compiler.ids, sentences=[-1] * (len(nouns) * len(properties) * 2))
    for tablet in scenario.tablets:
        if tablet.noun is not None:
            word = WD_NOUN + WORD_SORTS * nouns.index(tablet.noun)
        elif tablet.property is not None:
            word = WD_PROPERTY + WORD_SORTS * properties.index(tablet.property)
        else:
            word = {"IS": WD_IS, "NOT": WD_NOT}.get(tablet.word, WD_NONE)
        tables.words[tablet.id] = int(word)
    for number, edit in enumerate(scenario.stones):
        place = (nouns.index(edit.noun) * len(properties) + properties.index(edit.property)) * 2 + (0 if edit.holds else 1)
        tables.sentences[place] = number
        compiler.watched.fact(edit.noun, edit.property)
        tables.rows += [compiler.properties.index(edit.property), compiler.noun(edit.noun), int(edit.holds), int(not compiler.entrenchment.touched((edit,)))]
    ids = [tablet.id for tablet in scenario.tablets]
    tables.numbers = {H_STONE_NOUNS: len(nouns), H_STONE_PROPERTIES: len(properties), H_TABLET_LAYER: scenario.things[ids[0]].layer, H_TABLET_LOW: min(ids),
                      H_TABLET_HIGH: max(ids)}
    return tables
