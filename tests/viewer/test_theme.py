"""The palette: what must be told apart is, by everybody; what must be read can be."""
from __future__ import annotations

import os

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from eyes import contrast, nearest  # noqa: E402

from viewer.faces import ink_of  # noqa: E402
from viewer.theme import LAYOUTS, NIGHT, PAPER, THEMES, colour_word, layout_sizes, mix  # noqa: E402

SIGHTS = ("normal", "protan", "deutan", "tritan")
BELIEF = {"night": (29.3, 27.9, 21.9, 30.8), "paper": (24.0, 24.2, 22.2, 18.8)}
LAW_AND_WRONG = {"night": (28.2, 17.6, 11.1, 21.2), "paper": (34.2, 24.7, 13.9, 21.6)}
AGENTS = {"night": (23.5, 11.9, 11.4, 21.0), "paper": (24.0, 12.1, 10.1, 26.8)}


@pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))
@pytest.mark.parametrize("k, sight", list(enumerate(SIGHTS)))
def test_everybody_tells_the_four_states_of_a_belief_apart(theme, k, sight):
    assert nearest([theme.right, theme.wrong, theme.unsure, theme.never], sight) >= BELIEF[theme.name][k] - .06


@pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))
@pytest.mark.parametrize("k, sight", list(enumerate(SIGHTS)))
def test_everybody_tells_the_law_from_what_is_wrong(theme, k, sight):
    assert nearest([theme.law, theme.wrong], sight) >= LAW_AND_WRONG[theme.name][k] - .06


@pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))
@pytest.mark.parametrize("k, sight", list(enumerate(SIGHTS)))
def test_everybody_tells_the_agents_apart_by_colour_too(theme, k, sight):
    assert nearest(theme.agents, sight) >= AGENTS[theme.name][k] - .06


@pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))
def test_no_agent_has_the_colour_of_the_law_or_of_an_error(theme):
    for colour in theme.agents:
        for sight in SIGHTS:
            assert nearest([colour, theme.wrong], sight) > 9, (colour, sight)
            assert nearest([colour, theme.law], sight) > 9, (colour, sight)


def grounds(theme):
    """(name, words, ground, least contrast) of all words in the window."""
    for name in ("ink", "ink2", "ink3"):
        for ground in ("bg", "panel"):
            yield f"{name} on {ground}", getattr(theme, name), getattr(theme, ground), 4.5
    yield "ink on raised", theme.ink, theme.raised, 4.5
    yield "ink2 on raised", theme.ink2, theme.raised, 4.5
    yield "ink on line", theme.ink, theme.line, 4.5
    for name in ("law_ink", "goal", "ghost", "error", "wrong"):
        yield f"{name} on panel", getattr(theme, name), theme.panel, 4.5
        least = 4.35 if (name, theme.name) == ("wrong", "paper") else 4.5              # the one exception: counts of wrong beliefs, set at 14/600
        yield f"{name} on bg", getattr(theme, name), theme.bg, least
    for name in ("goal", "ghost"):
        yield f"{name} on its pill", getattr(theme, name), mix(theme.panel, getattr(theme, name), .12), 4.5
    yield "the law on its pill", theme.law_ink, mix(theme.bg, theme.law, .16), 4.5
    row = mix(theme.panel, theme.law, .10)
    yield "the law on its row", theme.law_ink, row, 4.5
    yield "ink2 on the law's row", theme.ink2, row, 4.5
    for number, colour in enumerate(theme.agents):
        yield "an agent on its row", ink_of(theme, number), mix(theme.panel, colour, .10), 4.5


@pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))
def test_all_words_can_be_read_on_their_grounds(theme):
    weak = {name: round(contrast(words, ground), 2) for name, words, ground, least in grounds(theme) if contrast(words, ground) < least}
    assert not weak


def test_a_look_in_words_is_a_colour():
    assert colour_word(NIGHT, "pale blue") != colour_word(NIGHT, "blue") != colour_word(NIGHT, "dark blue")
    assert sum(colour_word(NIGHT, "pale blue")) > sum(colour_word(NIGHT, "blue")) > sum(colour_word(NIGHT, "dark blue"))
    assert colour_word(PAPER, "#A9CFE8") == (0xA9, 0xCF, 0xE8)
    assert colour_word(NIGHT, "shiny") is None and colour_word(NIGHT, None) is None and colour_word(NIGHT, "#nonsen") is None


def test_a_window_takes_the_widest_layout_that_fits():
    assert [layout_sizes(w).width for w in (800, 1024, 1279, 1280, 1599, 1920, 3840)] == [1024, 1024, 1024, 1280, 1280, 1600, 1600]
    for sizes in LAYOUTS:
        assert 3 * sizes.twin_board + 2 * sizes.twin_gap + 2 * sizes.margin <= max(sizes.width, 1920 if sizes.wide else 0)
