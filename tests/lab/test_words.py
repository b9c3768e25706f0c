"""`words`: every sentence, found by what stands in it."""
import io

from rich.console import Console

from lab.words import every_group, found, nearest, show
from world.language import TABLE
from world.language.lexicon import PROPERTY_MEANINGS
from world.scenario import PROPERTIES


def printed(groups, **how):
    out = io.StringIO()
    show(groups, (), Console(file=out, **how))
    return out.getvalue()


def test_every_sentence_of_the_table_is_printed():
    text = printed(every_group())
    assert all(row.example in text for row in TABLE)
    assert "\x1b" not in text and "maze: {width: 1, braid: 10%}" in text


def test_a_terminal_gets_colours_and_no_line_is_cut():
    for width in (60, 80, 200):
        text = printed(every_group(), force_terminal=True, width=width)
        assert "\x1b[" in text and "…" not in text


def test_every_property_is_told():
    assert tuple(PROPERTY_MEANINGS) == PROPERTIES


def test_words_are_searched_for_in_form_example_and_meaning():
    assert {group.name for group in found(["fire", "beside"])} == {"conditions"}
    assert all("undo" in f"{entry.form} {entry.examples} {entry.meaning}".lower() for group in found(["undo"]) for entry in group.entries)
    assert [group.name for group in found(["edits", "law"])] == ["edits of the law"]
    assert found(["fier"]) == () and nearest(["fier"]) == "fire"
