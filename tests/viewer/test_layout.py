"""Where everything stands, from the smallest window to the largest."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.layout import arrange


def test_one_mind_at_1280_by_800_stands_as_the_look_says():
    layout = arrange(1280, 800, 1)
    assert layout.boards == ((16, 96, 448, 448), (480, 96, 448, 448)) and layout.foots[0] == (16, 552, 448, 24)
    assert layout.panels["inspector"] == (944, 64, 320, 232) and layout.panels["law"] == (944, 312, 320, 264)
    assert layout.panels["timeline"] == (16, 592, 912, 192) and layout.panels["ledger"] == (944, 592, 320, 192)


def test_two_minds_at_1280_and_1920_stand_as_the_look_says():
    small, big = arrange(1280, 800, 2), arrange(1920, 1080, 2)
    assert [b[2] for b in small.boards] == [404] * 3 and small.boards[1][0] == 438 and small.panels["mind 0"][3] == 244
    assert [b[2] for b in big.boards] == [600] * 3 and big.boards[0][0] == 36 and big.panels["mind 1"][3] == 300
    assert "ledger" in big.panels and "ledger" not in small.panels


@given(w=st.integers(480, 4000), h=st.integers(360, 2400), minds=st.integers(1, 3), wish=st.sampled_from([1.0, 1.25, 2.0]))
@settings(max_examples=300, deadline=None)
def test_in_any_window_nothing_overlaps_and_nothing_is_cut_off(w, h, minds, wish):
    layout = arrange(w, h, minds, wish)
    rects = [*layout.boards, *layout.heads, *layout.foots, *layout.panels.values()]
    width, height = layout.size
    if width < 1024 or height < 640:
        return
    for x, y, rw, rh in rects:
        assert x >= 0 and y >= 0 and rw > 0 and rh > 0 and x + rw <= width and y + rh <= height
    for i, a in enumerate(rects):
        for b in rects[i + 1:]:
            assert a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1], (a, b)


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1440, 900), (1920, 1080), (2560, 1440), (3840, 2160)])
@pytest.mark.parametrize("minds", [1, 2])
def test_boards_take_most_of_the_width_and_panels_keep_their_least_height(size, minds):
    layout = arrange(*size, minds)
    boards = sum(b[2] for b in layout.boards)
    assert boards > layout.size[0] * (.68 if minds == 1 else .9)
    lowest = layout.panels["timeline" if minds == 1 else "mind 0"]
    assert lowest[3] >= (layout.measure.dock if minds == 1 else layout.measure.twin_panel)


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1920, 1080)])
def test_the_boards_of_a_wide_map_stand_one_above_the_other(size):
    wide, square = arrange(*size, 1, shape=(3, 200)), arrange(*size, 1, shape=(12, 14))
    assert wide.panels == square.panels and square.boards == arrange(*size, 1).boards
    (x0, y0, w0, h0), (x1, y1, w1, h1) = wide.boards
    assert x0 == x1 and w0 == w1 > square.boards[0][2] and h0 == h1
    parts = [wide.heads[0], wide.boards[0], wide.foots[0], wide.heads[1], wide.boards[1], wide.foots[1]]
    assert all(a[1] + a[3] <= b[1] for a, b in zip(parts, parts[1:])) and parts[-1][1] + parts[-1][3] <= wide.panels["timeline"][1]
