"""Words: every mark that the window uses has a glyph, and the two typefaces stand on one line."""
from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from viewer import fonts  # noqa: E402
from viewer.fonts import Type, missing  # noqa: E402

WORDS = "".join(map(chr, range(0x20, 0x7F))) + "äöüßéèñøåçÄÖÜ–—‘’“”…·•×÷±−≤≥≈←↑→↓▲▶▼◀●○✓✗"
MONO = "".join(map(chr, range(0x20, 0x7F))) + "äöüß–—…·•×±−≤≥←↑→↓▲▶▼◀●"


@pytest.fixture(scope="module")
def type_():
    return Type()


@pytest.mark.parametrize("weight", (400, 500, 600))
def test_every_mark_in_words_has_a_glyph(type_, weight):
    assert missing(type_.font(14, weight), WORDS) == ""


@pytest.mark.parametrize("weight", (400, 500))
def test_every_mark_in_figures_and_keys_has_a_glyph(type_, weight):
    assert missing(type_.font(14, weight, mono=True), MONO) == ""


def test_a_missing_glyph_is_noticed(type_):
    assert missing(type_.font(14), "a字b") == "字"


def test_the_sources_of_the_window_say_nothing_without_a_glyph(type_):
    """Every character beyond ASCII inside a string of the viewer's code can be shown by one of the two typefaces."""
    import ast
    said = set()
    for path in Path(fonts.__file__).parent.rglob("*.py"):
        if path.parent.name == "fonts":
            continue
        tree = ast.parse(path.read_text())
        documentation = {id(node.body[0].value) for node in ast.walk(tree)
                         if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body and isinstance(node.body[0], ast.Expr)}
        loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation | loose:
                said |= {c for c in node.value if 126 < ord(c) < 0xFFF0}
    assert missing(type_.font(14), "".join(sorted(said))) == ""


def test_figures_stand_on_the_baseline_of_the_words_beside_them(type_):
    import pygame
    for size in (11, 12, 13, 14, 16, 20):
        rows = []
        for mono in (False, True):
            sheet = pygame.Surface((80, 60))
            type_.draw(sheet, "HHH", (5, 10), (255, 255, 255), size, mono=mono)
            box = pygame.mask.from_threshold(sheet, (255, 255, 255), (160, 160, 160)).get_bounding_rects()
            rows.append(max(b.bottom for b in box))
        assert rows[0] == rows[1], size


def test_words_are_cut_and_wrapped_to_their_width(type_):
    long = "the wind turned eight ticks ago and nobody told the agents"
    assert type_.width(type_.cut(long, 120)) <= 120 and type_.cut(long, 120).endswith("…")
    assert type_.cut("short", 120) == "short"
    lines = type_.wrap(long, 120)
    assert all(type_.width(line) <= 120 for line in lines) and " ".join(lines) == long


def test_the_cache_of_words_is_bounded(type_):
    for i in range(fonts.CACHED + 200):
        type_.render(f"tick {i}", (255, 255, 255))
    assert len(type_._rendered) <= fonts.CACHED


def test_the_licence_lies_beside_the_fonts():
    names = {path.name for path in fonts.FOLDER.iterdir()}
    assert {"OFL-Inter.txt", "OFL-JetBrainsMono.txt"} <= names
    assert "Open Font License" in (fonts.FOLDER / "OFL-Inter.txt").read_text()
