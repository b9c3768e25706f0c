"""What a person can do, without a window: time, law, cells, other worlds."""
from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from desks import desk_of
from fake import ACTIONS, FakeSession, scenario

from lab.frame import RIGHT, WRONG, Audit
from viewer.guide import STEADY_TICKS, Guide
from viewer.model import cell_name, due, held, inspect, law_lines, odds_words, tell
from viewer.series import NOTICED_BITS
from world.mistakes import Mistake, ScenarioError
from world.scenario import Mark
from world.types import LogEntry


def test_space_pauses_and_goes_on():
    desk = desk_of()
    desk.do("play")
    assert desk.advance(1.0, 1.0) == 0
    desk.do("play")
    assert desk.advance(1.0, 1.0) > 0


def test_eight_ticks_a_second_are_eight_ticks_a_second():
    desk = desk_of()
    for _ in range(60):
        desk.advance(1 / 60, 1.0)
    assert desk.run.now == pytest.approx(8, abs=1)


def test_turbo_takes_the_time_that_is_left_and_no_more():
    now = [0.0]
    desk = desk_of()
    desk.clock = lambda: now[0]
    tick = desk.run.tick

    def slow_tick():
        now[0] += .004
        tick()
    desk.run.tick = slow_tick
    desk.do("speed", 3)
    desk.advance(1 / 60, .010)
    assert desk.run.now == 3 and math.isinf(desk.rate)


def test_ticks_that_the_machine_could_not_do_are_not_made_up_for_later():
    now = [0.0]
    desk = desk_of()
    desk.clock = lambda: now[0]
    tick = desk.run.tick

    def slow_tick():
        now[0] += .1
        tick()
    desk.run.tick = slow_tick
    desk.do("speed", 2)
    for _ in range(5):
        desk.advance(.1, .01)
    assert desk.run.now == 5


def test_one_step_back_shows_the_past_and_one_on_returns():
    desk = desk_of(20)
    desk.do("step", -1)
    assert desk.run.cursor == 19 and desk.paused
    desk.do("step", 1)
    assert desk.run.cursor is None and desk.run.now == 20
    desk.do("step", 1)
    assert desk.run.now == 21


def test_the_past_is_read_only():
    desk = desk_of(20)
    desk.do("seek", 5)
    desk.do("law", ("wind.carries", "wind.carries = backward"))
    assert not desk.run.session.pending and "read-only" in desk.look.toast


def test_playing_from_the_past_walks_back_to_the_present():
    desk = desk_of(20)
    desk.do("seek", 4)
    desk.do("play")
    for _ in range(40):
        desk.advance(.1, .01)
    assert desk.run.cursor is None and desk.run.now > 20


def test_a_branch_shares_the_past_and_lives_another_future():
    desk = desk_of(60)
    desk.do("seek", 40)
    old = desk.run
    desk.do("branch")
    run = desk.run
    assert run is not old and run.now == 40 and run.cursor is None and desk.paused
    assert run.history.last == 40 and len(run.series.bits[0]) == 41
    desk.do("step", -1)
    assert run.tick_shown == 39 and run.shown()[0].lives[0].audit is not None
    desk.do("live")
    desk.do("law", ("wind.carries", "wind.carries = backward"))
    desk.do("step", 1)
    assert run.now == 41 and run.session.carries == "backward" and old.now == 60


def test_brackets_go_from_change_to_change():
    desk = desk_of(60, turns_at=30)
    desk.do("change", -1)
    assert desk.run.tick_shown == 30
    desk.do("change", 1)
    assert desk.run.cursor is None


def test_a_law_that_a_person_changes_holds_from_the_next_tick():
    desk = desk_of(10)
    desk.do("law", ("wind.carries", "wind.carries = backward"))
    assert desk.run.session.carries == "forward" and "wind.carries" in desk.waiting
    desk.do("step", 1)
    assert desk.run.session.carries == "backward" and not desk.waiting
    assert desk.run.newest_change().by == "person" and desk.run.newest_change().tick == 11


def test_a_sentence_that_cannot_be_read_is_answered_and_changes_nothing():
    desk = desk_of(3)
    desk.do("law", ("x", "nonsense"))
    assert "cannot read" in desk.look.toast and not desk.run.session.pending


def test_the_slider_sets_whole_numbers_as_whole_numbers():
    desk = desk_of(2)
    row = next(r for r in desk.run.law() if r.sort == "number")
    desk._do_law_number((row, 0, 3), .7)
    assert desk.run.session.pending == ["wind.speed = 2"]


def test_a_world_that_fails_stops_calmly_and_can_begin_again():
    desk = desk_of(0, fails_at=4)
    for _ in range(20):
        desk.advance(.2, 1.0)
    assert desk.failure[0].startswith("ZeroDivisionError") and desk.run.now == 3
    desk.do("step", -1)
    assert desk.run.tick_shown == 2
    desk.do("reset")
    assert desk.failure is None and desk.run.now == 0


def test_reset_pressed_twice_is_taken_back():
    desk = desk_of(30)
    run = desk.run
    desk.do("reset")
    assert desk.run is not run and desk.run.now == 0
    desk.do("reset")
    assert desk.run is run and desk.run.now == 30


def test_a_good_save_begins_the_world_anew_and_keeps_the_pinned_cell():
    desk = desk_of(30)
    desk.do("pin", (4, 5))
    desk.reload(scenario)
    assert desk.run.now == 0 and desk.look.pinned == (4, 5) and not desk.mistakes


def test_a_bad_save_is_told_and_the_world_goes_on():
    desk = desk_of(30)
    run = desk.run

    def bad():
        raise ScenarioError([Mistake(Mark("river.yaml", 9, 14, 7), "`slipery` is not a property", "adjective", ("did you mean `slippery`?",), "kinds: {ice: slipery}")])
    desk.reload(bad)
    assert desk.mistakes[0].mark.line == 9 and desk.run is run
    assert desk.advance(1.0, 1.0) > 0
    desk.reload(scenario)
    assert not desk.mistakes


def test_a_file_that_cannot_be_opened_is_told():
    desk = desk_of(3)

    def missing(path):
        raise FileNotFoundError(path)
    desk.open_path = missing
    desk.do("open", "nowhere.yaml")
    assert "nowhere.yaml" in desk.look.toast


def test_a_person_acts_and_the_world_waits_for_each_move():
    desk = desk_of(5)
    desk.do("take over")
    assert desk.acting == "ant" and desk.paused
    before = desk.run.session.at[0]
    assert desk.act("Left")
    assert desk.run.now == 6 and desk.run.session.at[0] == desk.run.session._outcome(*before, 3, "forward")
    assert not desk.act("G")
    desk.do("take over")
    assert desk.acting is None and not desk.run.session.taken


def test_the_inspector_says_what_is_believed_how_surely_and_what_is_true():
    desk = desk_of(170)
    wrong = inspect(desk.run, 0, 0, (7, 6))
    assert [r.name for r in wrong.rows] == ["north", "east", "south", "west", "wait"]
    assert wrong.rows[0].truth == (5, 6) and wrong.rows[0].evidence > 0
    assert tell(wrong.rows[0]).startswith("north: ")
    assert "stand here" in inspect(desk.run, 0, 0, (0, 0)).why_empty
    assert inspect(desk.run, 0, 0, (99, 99)).why_empty == "outside the map"


def test_a_changed_rule_stands_first_with_its_old_sentence():
    desk = desk_of(170)
    lines = law_lines(desk.run.law(), desk.run.log(), 170)
    assert lines[0].style == "changed" and lines[0].row.was == "wind.carries = forward" and lines[0].name == "wind turns"
    assert lines[0].meta == "clock · 10 ticks ago"
    assert held(desk.run.shown()[1], 0, lines[0].row, ACTIONS).tried > 0


def test_in_the_past_the_law_is_what_it_was_and_counts_down_from_there():
    desk = desk_of(170)
    desk.do("seek", 100)
    rows = {row.key: row for row in desk.run.law()}
    assert rows["wind.carries"].value == "forward" and rows["change wind turns"].due_in == 60


@pytest.fixture(scope="module")
def story():
    """A desk that has lived through the whole story."""
    return desk_of(420, audited=420)


def test_the_guide_tells_the_story_in_order(story):
    desk = story
    keys = [key for _, key, _ in desk.run.guide.said]
    assert keys[:3] == ["start", "fill", "calm"] or keys[:2] == ["start", "fill"]
    assert keys.index("law") < keys.index("noticed") < keys.index("mended")
    assert next(t for t, key, _ in desk.run.guide.said if key == "law") == 160


def test_each_line_of_the_guide_can_be_read_before_the_next(story):
    said = [(t, key) for t, key, _ in story.run.guide.said]
    assert all(b[0] - a[0] >= 20 or b[1] in ("law", a[1]) for a, b in zip(said, said[1:]))


def lived(counts, minds=1, before=(0, 100)):
    """A guide that has heard of a change at tick 100 and then of these counts: for each tick (wrong, tried) of each mind, and whether it was surprised."""
    frames = []
    run = SimpleNamespace(twins=minds > 1, session=SimpleNamespace(twins=[SimpleNamespace(title=n) for n in ("rules", "cells")[:minds]]), rate=8.0, log=lambda: [],
                          scenario=SimpleNamespace(about=""))
    guide = Guide(run)

    def tick(t, wrongs, bits):
        lives = [SimpleNamespace(audit=Audit(np.array([[[WRONG] * w + [RIGHT] * (n - w)]]), None, None), surprise=bits) for w, n in wrongs]
        log = [LogEntry(100, 1, "clock", "turn", (), ())] if t >= 100 else []
        guide.see([SimpleNamespace(lives=[life], log=log, snapshot=SimpleNamespace(tick=t)) for life in lives], 8.0)
    for t in range(100):
        tick(t, [before] * minds, 0)
    for k, wrongs in enumerate(counts):
        tick(100 + k, wrongs, 5.0 if k in (2, 4, 6) else 0)
        frames.append(guide.at(100 + k))
    return guide, frames


def test_a_mind_has_mended_it_all_only_when_no_wrong_belief_has_stood_for_a_while():
    guide, lines = lived([[(40, 100)]] * 10 + [[(3, 100)]] * 40 + [[(0, 100)]] * 40)
    assert "3 surprises, and 3 beliefs are still wrong." in lines
    assert lines[-1] == "3 surprises, and it is right again." and lines.index(lines[-1]) >= 50 + STEADY_TICKS - 1


def test_the_number_of_beliefs_that_are_still_wrong_is_kept_true():
    guide, lines = lived([[(40, 100)]] * 10 + [[(3, 100)]] * 40 + [[(1, 100)]] * 9)
    assert lines[-1] == "3 surprises, and one belief is still wrong."


def test_who_falls_back_is_no_longer_said_to_have_mended():
    guide, lines = lived([[(40, 100), (40, 100)]] * 10 + [[(0, 100), (30, 100)]] * 60 + [[(6, 100), (30, 100)]] * 30, minds=2)
    assert any(line == "Rules: 3 surprises mended it all." for line in lines)
    guide, lines = lived([[(40, 100)]] * 10 + [[(0, 100)]] * 60 + [[(6, 100)]] * 30)
    assert lines[69].endswith("right again.") and lines[-1] == "6 beliefs are wrong again."


def test_right_again_is_only_said_of_a_mind_that_was_right_before():
    guide, lines = lived([[(40, 100)]] * 10 + [[(0, 100)]] * 60, before=(30, 100))
    assert lines[-1] == "3 surprises, and it is right."


def test_quiet_is_explained_only_where_it_is_quiet():
    assert [key for _, key, _ in lived([], before=(5, 100))[0].said].count("calm") == 0
    guide, _ = lived([], before=(0, 100))
    guide._told.add("fill")
    assert guide._quiet(1) and not lived([], before=(5, 100))[0]._quiet(1)


def test_the_past_shows_the_line_of_its_own_time():
    desk = desk_of(200)
    desk.do("seek", 1)
    assert desk.caption().startswith("Left is the world")


def test_after_a_minute_three_things_to_do_are_offered():
    desk = desk_of()
    desk.speed = 0
    for _ in range(610):
        desk.advance(.1, .01)
    assert desk.look.chips
    desk.do("flip")
    assert desk.run.session.pending == ["wind.carries = backward"] and not desk.look.chips


def test_a_life_is_saved_as_a_trace_beside_where_the_program_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk = desk_of(7)
    desk.do("save")
    assert (tmp_path / "turning-wind-t7.trace").exists() and "turning-wind-t7.trace" in desk.look.toast


def test_small_words():
    assert cell_name((6, 7)) == "x7 y6" and odds_words(1.0) == ".99" and due(1) == "next tick" and due(24) == "in 24 ticks" and due(1500) == "in 1,500"
    assert NOTICED_BITS == 2.4 and Guide


def test_one_mind_in_one_world_has_a_story_too():
    desk = desk_of(300, minds=("cells",), audited=300)
    keys = [key for _, key, _ in desk.run.guide.said]
    assert keys[0] == "start" and "law" in keys
    assert FakeSession(("cells",)).twins[0].title == "cells"
