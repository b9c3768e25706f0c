"""Numbers along time: the ruler, the series, the history."""
from __future__ import annotations

import numpy as np
import pytest
from fake import FakeSession
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.history import History
from viewer.model import Run
from viewer.series import Ruler, Series


@given(px=st.sampled_from([.05, .1, .3, .8, 1, 1.25, 2.5, 3, 6, 9, 14]), head=st.integers(0, 20_000), back=st.integers(0, 800))
@settings(max_examples=200, deadline=None)
def test_pressing_any_pixel_of_a_bar_goes_to_its_own_tick(px, head, back):
    ruler = Ruler(56, 896, 728, head, px)
    tick = max(0, head - back)
    first, after = ruler.span(tick)
    if px >= 1:
        assert {ruler.tick_at(x) for x in range(first, after)} == {tick}
    else:
        x = ruler.tick_at(first)
        assert ruler.span(x)[0] <= first < ruler.span(x)[1]


def test_where_ticks_share_a_pixel_the_most_surprising_one_answers():
    bits = np.zeros(2000)
    bits[1003] = 7
    ruler = Ruler(0, 500, 400, 1500, .1)
    assert ruler.tick_at(ruler.span(1003)[0], bits) == 1003


def test_a_lone_spike_never_vanishes_however_far_one_zooms_out():
    bits = np.zeros(9000, np.float32)
    bits[4321] = 6
    _, heights = Ruler(0, 500, 480, 8999, .05).columns(bits)
    assert heights.max() == 6


def test_beliefs_stay_as_wrong_as_they_were_until_the_next_audit():
    series = Series(1)
    series.put(0, 0, 0, 3, 10, 0)
    series.put(1, 0, 0, -1, -1, 0)
    assert series.wrong[0].tolist() == [3, 3] and series.rightly(0)[1] == pytest.approx(.7)


def test_an_infinite_surprise_is_drawn_as_a_very_high_bar():
    series = Series(1)
    series.put(0, 0, float("inf"), 0, 0, 0)
    assert series.bits[0][0] == 64


def test_what_was_is_kept_to_the_bit():
    session = FakeSession()
    history = History()
    kept = []
    for tick in range(12):
        frames = session.tick()
        history.add(tick + 1, frames)
        kept.append([f.lives[0].audit for f in frames])
    for tick in range(12):
        for frame, audit in zip(history.at(tick + 1), kept[tick]):
            again = frame.lives[0].audit
            assert (again.verdict == audit.verdict).all() and (again.beliefs.landing == audit.beliefs.landing).all()
            assert (again.truth.landing == audit.truth.landing).all() and np.allclose(again.beliefs.odds, audit.beliefs.odds, atol=1e-3)
            assert (again.beliefs.edits == audit.beliefs.edits).all()


def test_edits_of_beliefs_are_kept_where_there_are_any():
    session = FakeSession()
    frames = session.tick()
    frames[0].lives[0].audit.beliefs.edits[3, 4, 1, 0] = (55, 2, 4)
    history = History()
    history.add(1, frames)
    assert history.at(1)[0].lives[0].audit.beliefs.edits[3, 4, 1, 0].tolist() == [55, 2, 4]


def test_a_long_past_grows_thin_then_short_and_never_beyond_its_room():
    session = FakeSession()
    history = History(full_bytes=60_000, thin_bytes=60_000)
    for tick in range(1, 121):
        history.add(tick, session.tick())
    assert history.last == 120 and history.first > 1
    assert history.at(history.first)[0].lives[0].audit is None and history.at(120)[0].lives[0].audit is not None
    assert len(history) < 120
    with pytest.raises(KeyError):
        history.at(1)


def test_several_thousand_ticks_of_two_minds_fit():
    session = FakeSession()
    history = History()
    for tick in range(1, 61):
        history.add(tick, session.tick())
    assert history._full_size / 60 < 24_000, "bytes a tick"


def test_a_tick_without_an_audit_borrows_the_one_before_it():
    run = Run(FakeSession())
    run.tick()
    run.session.audit = False
    run.tick()
    run.tick()
    run.go(2)
    assert run.shown()[0].lives[0].audit is not None and run.history.audited(2) == 1


def test_the_present_is_examined_when_the_session_was_too_quick_to():
    run = Run(FakeSession())
    run.session.audit = False
    run.tick()
    assert run.live[0].lives[0].audit is None
    run.examine_live()
    assert run.live[0].lives[0].audit is not None and run.series.wrong[0][1] >= 0
