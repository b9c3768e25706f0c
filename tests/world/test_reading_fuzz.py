"""Whatever stands in a file, reading ends in a Scenario or in mistakes that point into the file."""
from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world.scenario_texts import ALL
from world.language import say
from world.load import from_text, read_edit
from world.mistakes import ScenarioError

TEXTS = list(ALL.values())
WORDS = sorted({w for text in TEXTS for w in text.split()})
BITS = list(":,{}[]#&*!|>@`%\"'-?$\t\n .=<+~") + ["\u00e9", "\x00", "\u202e", "\ud800", "- ", "<<: ", "&a ", "*a ", "0", "-1", "99999999999999", "1/0", "..", "null", "~", "true", "x1 y1",
                                                 "it", "them", "not ", "no ", "every ", " is ", " on ", " to ", "\r", "$x", "1e9", "\u2028", "\uff11", "\u00b2", "x\u00b2 y1", "\u00b2+ ", "---\n"]


@st.composite
def mangled(draw) -> str:
    """A scenario after a few slips of the hand."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([1, 1, 2, 5, 20, 100]))
        slip = draw(st.sampled_from(["cut", "bit", "word", "twice", "swap", "line"]))
        if slip == "cut":
            text = text[:at] + text[at + length:]
        elif slip == "bit":
            text = text[:at] + draw(st.sampled_from(BITS)) + text[at:]
        elif slip == "twice":
            text = text[:at] + text[at:at + length] * 2 + text[at + length:]
        elif slip == "line":
            lines = text.split("\n")
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(draw(st.integers(0, len(lines) - 1))))
            text = "\n".join(lines)
        else:
            parts = text.split(" ")
            i = draw(st.integers(0, len(parts) - 1))
            parts[i] = draw(st.sampled_from(WORDS)) + ("" if slip == "swap" else " " + parts[i])
            text = " ".join(parts)
    return text


@settings(max_examples=400, deadline=None)
@given(mangled())
def test_a_mangled_scenario_gives_mistakes_and_never_a_crash(text):
    start = time.perf_counter()
    try:
        scenario = from_text(text, "f.yaml")
    except ScenarioError as error:
        assert error.mistakes and str(error)
        lines = text.count("\n") + text.count("\r") + 1
        for mistake in error.mistakes:
            assert 1 <= mistake.mark.line <= lines and 1 <= mistake.mark.column < mistake.end_column and mistake.to_json()
    else:
        for part in scenario.rules + scenario.changes + scenario.facts:
            assert say(part)
    assert time.perf_counter() - start < 2


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS + BITS), max_size=40).map(" ".join))
def test_any_text_at_all_gives_mistakes_and_never_a_crash(text):
    for body in (text, "scenario: 1\n" + text, f"scenario: 1\nmap: |\n  A\nlegend: {{A: ant}}\nagents: {{ant: learner}}\nrules: {{a: {{when: {text}, do: {text}}}}}"):
        try:
            from_text(body)
        except ScenarioError as error:
            assert str(error)


VALLEY = from_text(ALL["valley"])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS + BITS), max_size=9).map(" ".join))
def test_any_typed_text_is_an_edit_or_a_mistake(text):
    try:
        assert [say(edit) for edit in read_edit(VALLEY, text)]
    except ScenarioError as error:
        assert str(error)


PIECES = ["extends: base", "extends: lib", "use: lib", "use: [lib, other]", "use: [lib, lib]", "override: grass", "override: [grass, ant]", "params: {price: 3}", "params: {price: null}", "kinds: null",
          "kinds: {grass: null, mud: slippery}", "kinds: {grass: {is: solid}}", "kinds: [grass]", "rules:", "rules: {graze: null}", "rules: {graze: {chance: 3%}}", "agents: {ant: null}", "agents: null", "map: null",
          "map: {size: 3x3}", "legend: {A: null}", "tags: [wet]", "tags: wet", "sweep: {price: 1..3}", "about: null", "scenario: 1", "changes: {thaw: {at: $price}}"]
LIBRARY = "scenario: 1\ntags: [wet]\nparams: {price: 4}\nkinds: {grass: {layer: ground, is: wet}}\nrules: {graze: {when: anyone enters grass, do: reward $price}}\n"


@settings(max_examples=300, deadline=None)
@given(*[st.lists(st.sampled_from(PIECES), max_size=6, unique_by=lambda piece: piece.split(":")[0]).map("\n".join)] * 4, st.booleans())
def test_files_that_lean_on_each_other_give_mistakes_and_never_a_crash(top, base, lib, other, whole):
    given_texts = {"base.yaml": (ALL["valley"] if whole else "scenario: 1\n") + base, "lib.yaml": LIBRARY + lib, "other.yaml": "scenario: 1\n" + other}
    try:
        from_text("scenario: 1\n" + top, "f.yaml", None, given_texts)
    except ScenarioError as error:
        assert error.mistakes and str(error)
