"""YAML with positions: what counts as text, what is refused, and where complaints point."""
from __future__ import annotations

import time

import pytest
import yaml

from world import reading
from world.load import from_text, load
from world.mistakes import Mistake, ScenarioError, near
from world.reading import compose
from world.scenario import Mark


def mistakes_of(text: str) -> list[Mistake]:
    with pytest.raises(ScenarioError) as caught:
        compose(text, "f.yaml")
    return caught.value.mistakes


def test_yes_no_on_off_and_clock_times_are_words():
    root, _ = compose("a: yes\nb: [no, on, off]\nc: 10:30\nd: 0x1F\n", "f")
    assert root.value["a"][1].truth is None and root.value["a"][1].value == "yes"
    assert [n.value for n in root.value["b"][1].value] == ["no", "on", "off"]
    assert root.value["c"][1].value == "10:30"


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_true_is_a_truth_unless_quoted(word):
    root, _ = compose(f"a: {word}\nb: '{word}'\n", "f")
    assert root.value["a"][1].truth is True and root.value["b"][1].truth is None


def test_line_ends_and_a_byte_order_mark_change_nothing():
    plain = "a: b\nmap: |\n  xx\n  yy\nc: d\n"
    marks = []
    for text in (plain, plain.replace("\n", "\r\n"), plain.replace("\n", "\r"), "\ufeff" + plain):
        root, _ = compose(text, "f")
        marks.append([(k, key.mark.line, key.mark.column, node.value) for k, (key, node) in root.value.items()])
    assert all(m == marks[0] for m in marks)


def test_every_word_of_a_text_knows_its_place_however_it_is_written():
    text = "a: ant enters goal\nb: \"ant enters goal\"\nc: 'ant enters goal'\nd:\n  ant enters\n  goal\ne: >\n  ant\n  enters goal\n"
    root, _ = compose(text, "f")
    for _, node in root.value.values():
        start = node.offset(node.value.index("goal"))
        assert text[start:start + 4] == "goal"


@pytest.mark.parametrize("text, where, code", [
    ("a: b\n\tc: d\n", (2, 1), "tab"),
    ("a:\n  b: 1\n\tc: 2\n", (3, 1), "tab"),
    ("about: Ice: the beginning\n", (1, 11), "colon"),
    ("a: {b: c: d}\n", (1, 9), "colon"),
    ("a: {@: x}\n", (1, 5), "glyph"),
    ("a: {%: x}\n", (1, 5), "glyph"),
    ("a: {*: x}\n", (1, 5), "glyph"),
    ("a: {&: x}\n", (1, 5), "glyph"),
    ("a: {!: x}\n", (1, 5), "glyph"),
    ("a: {[: x}\n", (1, 5), "glyph"),
    ("a:\n  >: x\n", (2, 3), "glyph"),
    ("a: {A: ant, #: wall}\nb: 1\n", (1, 13), "comment"),
    ("a: [x, y\nb: 2\n", (1, 4), "bracket"),
    ("a: {x: 1\n", (1, 4), "bracket"),
    ("a: \"x\n", (1, 4), "quote"),
    ("a:\n  b: 1\n c: 2\n", (3, 2), "indent"),
    ("a: 1\n---\nb: 2\n", (2, 1), "document"),
    ("a: x\x00y\n", (1, 5), "character"),
    ("a: \ud800\n", (1, 4), "character"),
    ("", (1, 1), "empty"),
    ("# nothing\n", (1, 1), "empty"),
    ("[" * 200, (1, 101), "limit"),
])
def test_what_yaml_refuses_is_told_at_its_place(text, where, code):
    (mistake,) = mistakes_of(text)
    assert ((mistake.mark.line, mistake.mark.column), mistake.code) == (where, code)


@pytest.mark.parametrize("text", ["a: b\n\tc: d\n", "about: Ice: it\n", "a: {@: x}\n", "a: [x, y\nb: 2\n", "a:\n  b: 1\n c: 2\n"])
def test_the_plain_parser_complains_as_the_compiled_one_does(text, monkeypatch):
    compiled = mistakes_of(text)
    monkeypatch.setattr(reading, "_LOADER", yaml.SafeLoader)
    assert [(m.mark, m.code) for m in mistakes_of(text)] == [(m.mark, m.code) for m in compiled]


def test_a_key_written_twice_is_a_mistake_that_names_the_first():
    _, (mistake,) = compose("rules:\n  go: 1\n  stop: 2\n  go: 3\n", "f")
    assert mistake.mark.line == 4 and "first is on line 2" in mistake.message and "in rules" in mistake.message


def test_a_comment_that_was_meant_as_a_key_is_told_but_not_inside_a_map():
    _, mistakes = compose("map: |\n  #: x\nlegend:\n  #: wall\n", "f")
    assert [(m.mark.line, m.code) for m in mistakes] == [(4, "comment")]


def test_aliases_stand_for_what_they_name_within_a_limit():
    root, _ = compose("a: &x [1, 2]\nb: *x\n", "f")
    assert root.value["b"][1] is root.value["a"][1]
    bomb = "a: &a0 [x]\n" + "".join(f"b{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    (mistake,) = mistakes_of(bomb)
    assert mistake.code == "limit"


def test_a_file_that_is_not_utf8_is_told_where(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("scenario: 1\nabout: caf\u00e9\n".encode("latin-1"))
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (mistake,) = caught.value.mistakes
    assert (mistake.mark.line, mistake.mark.column, mistake.hints) == (2, 11, ("save as UTF-8",))
    path.write_bytes("scenario: 1\n".encode("utf-16"))
    with pytest.raises(ScenarioError, match="UTF-16"):
        load(path)


def test_a_file_too_large_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * (4 * 1024 * 1024))
    with pytest.raises(ScenarioError, match="4 MiB"):
        load(path)


def test_a_missing_file_is_the_callers_affair(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.yaml")


def test_control_and_direction_characters_are_shown_escaped():
    mistake = Mistake(Mark("f\x1b.yaml", 1, 4, 3), "a \u202e b", "x", (), "ab\x07cde\u2066")
    shown = mistake.render()
    assert shown == "f\\x1b.yaml:1:4: a \\u202e b  [x]\n    1 | ab\\x07cde\\u2066\n      |       ^^^"


def test_the_caret_stands_under_wide_letters_too():
    shown = Mistake(Mark("f", 1, 3, 1), "m", "x", (), "\u4f60\u597dab").render().splitlines()
    assert shown[2] == "      |     ^"


def test_a_long_line_is_cut_to_the_part_about_the_mistake():
    shown = Mistake(Mark("f", 1, 500, 4), "m", "x", (), "a" * 499 + "word" + "b" * 500).render().splitlines()
    assert len(shown[1]) < 180 and shown[1][shown[2].index("^"):][:4] == "word"


def test_at_most_fifty_mistakes_are_printed():
    text = "scenario: 1\n" + "".join(f"key{i}: 1\n" for i in range(70))
    with pytest.raises(ScenarioError) as caught:
        from_text(text)
    printed = str(caught.value)
    assert printed.count("[key]") == 50 - printed.count("[map]") and printed.endswith("and 21 more mistakes")
    lines = [m.mark.line for m in caught.value.mistakes]
    assert lines == sorted(lines)


def test_a_mistake_for_programs_says_where_it_ends():
    (mistake,) = mistakes_of("about: Ice: it\n")
    assert mistake.to_json() | {"hints": 0} == {"file": "f.yaml", "line": 1, "column": 11, "end_column": 12, "code": "colon", "message": "a second `: ` on this line", "hints": 0,
                                                "source_line": "about: Ice: it"}


def test_the_nearest_word_is_offered_only_if_it_is_near():
    assert near("gaol", ["goal", "wall"]) == "goal" and near("Goal", ["goal"]) == "goal" and near("zebra", ["goal", "wall"]) is None


def test_reading_a_hostile_file_takes_bounded_time():
    start = time.perf_counter()
    for text in ("rules: {a: {when: " + "ant on " * 3000 + "}}", "scenario: 1\n" + "".join(f"k{i}: 1\n" for i in range(3000)), "legend: {" + ", ".join(f"{i}: x" for i in range(2000)) + "}"):
        with pytest.raises(ScenarioError):
            from_text(text)
    assert time.perf_counter() - start < 10
