"""The window on a real session: what is clicked holds in the world."""
from __future__ import annotations

import os
import random

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from desks import click, click_on
from written import read

from lab.session import Session
from viewer import keys
from viewer.desk import Desk
from viewer.gallery import Gallery
from viewer.model import Run
from viewer.window import Window
from world.load import from_text, load

POND = """scenario: 1
about: A frozen pond, and one day it thaws.
map: |
  #######
  #Aiii.#
  #.....#
  #######
legend: {A: ant, i: ice}
kinds: {ice: {layer: ground, is: slippery}}
agents: {ant: random}
changes: {thaw: {at: 9, edit: ice is not slippery}}
"""


@pytest.fixture
def window(tmp_path, monkeypatch):
    monkeypatch.setenv("UMWELT_STRICT", "1")
    monkeypatch.chdir(tmp_path)
    pygame.display.init()
    pygame.font.init()
    desk = Desk(Run(Session(from_text(POND))), "pond.yaml", lambda path: Session(from_text(POND)))
    desk.gallery = Gallery(load)
    window = Window(desk, pygame.display.set_mode((1280, 800)))
    desk.paused = True
    window.frame(0)
    return window


def law_of(window) -> dict:
    return {row.key: row for row in window.desk.run.session.law()}


def test_a_fact_that_is_switched_off_holds_no_longer_from_the_next_tick(window):
    click_on(window, "law", ("ice is slippery", "ice is not slippery"))
    assert law_of(window)["ice is slippery"].on
    window.handle(keys.press("."))
    assert not law_of(window)["ice is slippery"].on
    entry = window.desk.run.log()[-1]
    assert (entry.tick, entry.by) == (1, "person")


def test_a_scheduled_change_counts_down_comes_and_stays_on_the_timeline(window):
    assert window.desk.run.scheduled() == [(9, "thaw")]
    for _ in range(10):
        window.handle(keys.press("."))
        window.frame(0)
    assert window.desk.run.changes() == [(9, "thaw")] and not window.desk.run.scheduled()
    window.handle(keys.press("["))
    assert window.desk.run.tick_shown == 9


def test_a_person_walks_the_real_ant(window):
    window.handle(keys.press("T"))
    window.handle(keys.press("Down"))
    row, col = (int(v) for v in window.desk.run.live[0].snapshot.movers[0][:2])
    assert (row, col) == (2, 1) and window.desk.run.now == 1


def test_a_branch_lives_the_same_life_up_to_its_tick(window):
    for _ in range(14):
        window.handle(keys.press("."))
    window.desk.do("seek", 6)
    before = window.desk.run.shown()[0].snapshot.movers.tolist()
    window.handle(keys.press("B"))
    window.frame(0)
    assert window.desk.run.now == 6 and window.desk.run.live[0].snapshot.movers.tolist() == before


def test_anything_at_all_done_to_a_real_world_ends_in_no_traceback(window):
    chance = random.Random(5)
    names = [key for row in keys.TABLE for key in row.keys]
    for step in range(120):
        if chance.random() < .4:
            window.handle(keys.press(chance.choice(names)))
        else:
            click(window, chance.randrange(1280), chance.randrange(800))
        window.desk.wishes.clear()
        window.desk.advance(.05, .02)
        window.frame(step * 50.0)
    assert not window.problems and window.desk.failure is None


def test_after_a_branch_the_line_under_the_board_agrees_with_the_beliefs_at_once(window):
    desk = window.desk
    for _ in range(40):
        window.handle(keys.press("."))
    desk.do("seek", 25)
    window.frame(0)
    desk.do("branch")
    window.frame(0)
    audit = desk.run.live[0].lives[0].audit
    assert desk.run.now == 25 and audit is not None
    assert desk.wrong(0)[0] == audit.count(2) == desk.run.series.wrong[0][25]


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (1920, 1080)])
def test_a_world_that_nobody_learns_from_has_one_board_its_law_and_its_run(size, monkeypatch):
    monkeypatch.setenv("UMWELT_STRICT", "1")
    pygame.display.init()
    pygame.font.init()
    bare = from_text(POND.replace("A", ".").replace("legend: {.: ant, i: ice}", "legend: {i: ice}").replace("agents: {ant: random}\n", ""))
    desk = Desk(Run(Session(bare)), "pond.yaml", lambda path: Session(bare))
    desk.gallery = Gallery(load)
    window = Window(desk, pygame.display.set_mode(size))
    for _ in range(12):
        desk.run.tick()
    words = read(window)
    assert len(window.layout.boards) == 1 and set(window.layout.panels) == {"bar", "law", "timeline"}
    assert window.layout.boards[0][2] >= size[0] * .4
    assert not {"Audit", "Belief", "never tried", "take over", "Surprise"} & set(words) and "~~ice is slippery~~" in words
    click(window, *window._views[0].rect_of((1, 2)).center)
    for key in ("T", "5", "U", "M", ",", ".", "B", "Tab", "F5", "Up"):
        window.handle(keys.press(key))
        window.frame(0)
    assert not window.problems


@pytest.mark.parametrize("wide", [True, False])
def test_a_very_long_map_is_shown_about_its_agent_in_cells_that_can_be_seen(wide, monkeypatch):
    monkeypatch.setenv("UMWELT_STRICT", "1")
    pygame.display.init()
    pygame.font.init()
    rows = ["." * 200, "A" + "." * 199, "." * 200]
    rows = rows if wide else ["".join(row[i] for row in rows) for i in range(200)]
    world = from_text("scenario: 1\nmap: |\n" + "".join(f"  {row}\n" for row in rows) + "legend: {A: ant}\nagents: {ant: random}\n")
    desk = Desk(Run(Session(world)), "long.yaml", None)
    window = Window(desk, pygame.display.set_mode((1280, 800)))
    for _ in range(30):
        desk.run.tick()
        window.frame(0)
        for view in window._views:
            row, col = (int(v) for v in desk.run.live[0].snapshot.movers[0][:2])
            box = view.rect_of((row, col))
            assert view.fit.n >= 8 and view.fit.seen.contains(box) and view.cell_at(box.center) == (row, col)


def test_a_world_of_more_things_than_a_byte_can_number_is_drawn(monkeypatch):
    from tests.world.test_many_ids import SHOP
    monkeypatch.setenv("UMWELT_STRICT", "1")
    pygame.display.init()
    pygame.font.init()
    run = Run(Session(from_text(SHOP, "shop.yaml"), 1))
    window = Window(Desk(run, "shop.yaml", None), pygame.display.set_mode((1280, 800)))
    for _ in range(30):
        run.tick()
        window.frame(0)
    assert not window.problems and len({tuple(window.surface.get_at((x, y))) for x in range(0, 900, 7) for y in range(60, 700, 7)}) > 12
