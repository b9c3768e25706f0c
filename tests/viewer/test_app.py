"""The program's stay in the window: opening, looping, reading a saved file, pictures, leaving."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from fake import FakeSession, scenario

from lab import warm
from viewer import app, keys
from viewer.window import Window

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def stay(monkeypatch):
    """`stay(steps, **how)` plays, doing steps[n] before frame n; returns the window as it was in the end."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("UMWELT_STRICT", "1")
    monkeypatch.setattr(warm, "needed", lambda: False)
    monkeypatch.setattr(app._Player, "_session", lambda self, scenario, minds=None, memory=None: FakeSession())
    seen = {}

    class Scripted:
        """A clock that lets the test act between frames."""
        frames = 0

        def tick(self, rate):
            window = seen["window"]
            if self.frames < len(seen["steps"]):
                seen["steps"][self.frames](window)
            else:
                pygame.event.post(pygame.event.Event(pygame.QUIT))
            self.frames += 1
            assert self.frames < 2000
            return 125

    class Watched(Window):
        def __init__(self, *args):
            super().__init__(*args)
            seen["window"] = self

    monkeypatch.setattr(pygame.time, "Clock", Scripted)
    monkeypatch.setattr(app, "Window", Watched)

    def go(steps, path="river.yaml", **how):
        seen["steps"] = list(steps)
        assert app.play(scenario(), str(path), **how) == 0
        return seen["window"]
    return go


def nothing(window) -> None:
    """Let a frame go by."""


def test_the_window_lives_at_the_pace_chosen_and_closes_when_asked(stay):
    window = stay([nothing] * 20)
    assert 15 <= window.desk.run.now <= 21 and not window.problems


def test_keys_pressed_in_the_window_arrive(stay):
    def press(name):
        return lambda window: pygame.event.post(keys.press(name))
    window = stay([nothing] * 4 + [press("Space")] + [nothing] * 5)
    assert window.desk.paused and window.desk.run.now <= 6
    window = stay([press("Ctrl+Q")] + [nothing] * 50)
    assert window.desk.run.now <= 2


def test_a_picture_of_a_tick_is_taken_without_a_display(stay, tmp_path):
    window = stay([], at=170, shot=str(tmp_path / "frame.png"))
    assert window.desk.run.now == 170
    picture = pygame.image.load(str(tmp_path / "frame.png"))
    assert picture.get_size() == (1280, 800)


def test_two_pictures_of_the_same_tick_are_the_same(stay, tmp_path):
    for name in "ab":
        stay([], at=60, shot=str(tmp_path / f"{name}.png"))
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_good_save_begins_anew_and_a_bad_one_shows_where_while_the_world_goes_on(stay, tmp_path, monkeypatch):
    from viewer import reload
    monkeypatch.setattr(reload, "EVERY_S", 0.0)
    good = (ROOT / "scenarios" / "turning-wind.yaml").read_text()
    file = tmp_path / "river.yaml"
    file.write_text(good)
    seen = {}

    def save(text):
        def step(window):
            file.write_text(text)
        return step

    def look(name):
        def step(window):
            seen[name] = (list(window.desk.mistakes), window.desk.run.now)
        return step
    stay([nothing] * 3 + [save(good.replace("is: conveyor", "is: conveyer"))] + [nothing] * 5 + [look("bad")] + [nothing] * 5 + [look("later"), save(good + "\n")]
         + [nothing] * 4 + [look("good")], path=file)
    mistake = seen["bad"][0][0]
    assert good.split("\n")[mistake.mark.line - 1].strip().startswith("wind:") and mistake.mark.column > 10
    assert seen["later"][1] > seen["bad"][1], "the world goes on"
    assert not seen["good"][0] and seen["good"][1] < seen["later"][1]


def test_without_a_display_it_says_so(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")
    pygame.display.quit()
    with pytest.raises(app.NoDisplay):
        app.play(scenario(), "river.yaml")


def test_only_the_display_and_the_fonts_are_started(stay):
    stay([nothing] * 2)
    assert pygame.mixer.get_init() is None if hasattr(pygame, "mixer") else True


def test_a_headless_run_never_imports_pygame():
    code = "import lab.session, lab.runs, sys; sys.exit('pygame' in sys.modules)"
    try:
        import world.world  # noqa: F401
    except ImportError:
        pytest.skip("no world to run yet")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_first_start_says_of_each_part_how_far_it_is():
    assert app.parts_left("", 0) == (("the world", 0, "0 %"), ("the minds", 0, "0 %"))
    assert app.parts_left("compiling the world and the minds", .4) == (("the world", .4, "40 %"), ("the minds", .4, "40 %"))
    assert app.parts_left("compiling the minds", .8) == (("the world", 1.0, "compiled"), ("the minds", .8, "80 %"))
    assert [part for part, _, _ in app.parts_left("", 0)] == list(warm._PARTS)
