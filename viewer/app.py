"""The window's loop: show something at once, live and draw in turns, and never end in a traceback."""
from __future__ import annotations

import os
import threading
import time
import warnings
from pathlib import Path

import pygame

from agents import roster
from viewer import keys, marks
from viewer.desk import Desk
from viewer.fonts import Type
from viewer.gallery import Gallery
from viewer.model import LOOKED_BACK, Run
from viewer.reload import Watch
from viewer.theme import THEMES
from viewer.window import Window

FRAMES_A_SECOND = 60
GUIDE_RATE = 8.0
"""Ticks a second that a picture of a certain tick supposes, so that its caption is the one a person would have seen."""
SMALLEST_WINDOW = (1024, 640)


class NoDisplay(Exception):
    """There is no screen to open a window on."""


def play(scenario, path: str, seed: int = 0, minds=None, settings=None, at: int | None = None, shot: str | None = None,
         memory=None, leaves=None, size: tuple[int, int] = (1280, 800), theme: str = "night") -> int:
    """Open the window on a scenario and stay until it is closed; returns the exit code.

    Args:
        path: the scenario's file, which is watched: a save is read at once.
        minds: {agent: mind or minds}, or None for the file's own.
        settings: values of the scenario's params, kept over a reload.
        at: the tick to run to before anything is shown.
        shot: save the frame of that tick to this file and leave, without a display.
        memory: what the minds remember of an earlier life.
        leaves: called with the session when the person leaves; returns the exit code.

    Raises:
        NoDisplay: where no window can be opened.
    """
    surface = _open(size, bool(shot))
    try:
        return _Player(surface, scenario, str(path), seed, minds, settings, theme, memory, leaves).go(at or 0, shot)
    finally:
        pygame.display.quit()


def _open(size, hidden: bool) -> pygame.Surface:
    """Start the display and the fonts, and nothing else: sound would look for devices and complain."""
    if hidden:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")  # else a request to end is an event, which nobody reads on a long way to --at
    try:
        pygame.display.init()
    except pygame.error as error:
        raise NoDisplay(str(error)) from None
    pygame.font.init()
    if not hidden and pygame.display.get_driver() in ("dummy", "offscreen") and not os.environ.get("SDL_VIDEODRIVER"):
        raise NoDisplay("no screen")
    pygame.display.set_caption("Umwelt")
    try:
        if hidden:
            return pygame.display.set_mode(size)
        room = pygame.display.get_desktop_sizes()[0]
        surface = pygame.display.set_mode((min(size[0], room[0]), min(size[1], room[1])), pygame.RESIZABLE)
    except pygame.error as error:
        raise NoDisplay(str(error)) from None
    try:
        pygame.display.set_icon(marks._logo(THEMES["night"], 64))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pygame.Window.from_display_module().minimum_size = SMALLEST_WINDOW
    except (AttributeError, pygame.error, ValueError):   # a courtesy that not every system offers
        pass
    return surface


def _leaves() -> bool:
    """Whether the person closed the window while there was only a bar to see."""
    return any(event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and keys.name_of(event) == "Ctrl+Q") for event in pygame.event.get())


PARTS = ("the world", "the minds")
"""What is compiled at the first start, side by side, by the names that `lab.warm` gives the parts."""


def parts_left(words: str, share: float) -> tuple[tuple[str, float, str], ...]:
    """(name, share, words) of each part, from what is said to be still compiling. Each is reckoned by time, until it is done."""
    return tuple((part, share, f"{100 * share:.0f} %") if part in words or not words else (part, 1.0, "compiled") for part in PARTS)


def leaned_on(desk: Desk) -> tuple[str, ...]:
    """The files under the one that is open: what its world and its minds were made of, and what its newest mistakes are in."""
    files = {base.file for base in desk.run.scenario.bases} | {mistake.mark.file for mistake in desk.mistakes or ()}
    files |= {file for agent in desk.run.scenario.agents for mind in agent.minds for file in roster.files(mind)}
    return tuple(sorted(files - {desk.path}))


class _Player:
    """One stay in the window."""

    def __init__(self, surface, scenario, path, seed, minds, settings, theme, memory=None, leaves=None):
        self.surface, self.scenario, self.path = surface, scenario, path
        self.seed, self.minds, self.settings, self.theme = seed, minds, settings, theme
        self.memory, self.leaves = memory, leaves
        self.words = Type()
        self.watch = Watch(path, tuple(sorted({base.file for base in scenario.bases})))  # from here on: a save while things compile counts too

    def go(self, at: int, shot: str | None) -> int:
        self._splash("Opening " + self.scenario.title, None)
        if not self._compile(shot is not None):
            return 0
        run = Run(self._session(self.scenario, self.minds, self.memory), GUIDE_RATE)
        desk = Desk(run, self.path, self._open_path)
        desk.gallery = Gallery(self._read, extra=self.path)
        if not self._run_to(run, at, shot is not None):
            return 0
        window = Window(desk, self.surface, self.theme)
        if shot:
            window.still, desk.paused = True, True
            desk.look.fps = FRAMES_A_SECOND
            desk.shot = True
            window.frame(0.0)
            window.save(shot)
        else:
            self._loop(desk, window)
        return self.leaves(desk.run.session) if self.leaves is not None else 0

    # ---- making worlds ------------------------------------------------------------------------------------------------
    def _session(self, scenario, minds=None, memory=None):
        from lab.session import Session
        return Session(scenario, self.seed, minds, memory=memory)

    def _read(self, path: str):
        """A scenario from a file; settings and minds of the command line are for the file it named."""
        from lab.commandline import read
        return read(path, self.settings, self.minds) if self._named(path) else read(path)

    def _open_path(self, path: str):
        return self._session(self._read(path), *((self.minds, self.memory) if self._named(path) else ()))

    def _named(self, path: str) -> bool:
        """Whether this is the file of the command line."""
        return Path(path).resolve() == Path(self.path).resolve()

    # ---- before the first tick ----------------------------------------------------------------------------------------
    def _compile(self, quiet: bool) -> bool:
        """Compile what is not yet compiled, with a bar in the window; False if the person left meanwhile."""
        from lab import warm
        if not warm.needed():
            return True
        state = {"share": 0.0, "words": "", "error": None}

        def progress(share: float, words: str = "") -> None:
            state.update(share=share, words=words or state["words"])

        def work() -> None:
            try:
                warm.compile(progress)
            except Exception as error:                   # what cannot be compiled beforehand is compiled when it is used
                state["error"] = error

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        began = time.perf_counter()
        while thread.is_alive():
            thread.join(1 / 30)
            self._splash("The first start compiles the world and its minds. The next one takes two seconds.", state["share"],
                         f"{time.perf_counter() - began:.0f} s", parts_left(state["words"], state["share"]))
            if not quiet and _leaves():
                return False
        return True

    def _run_to(self, run: Run, at: int, quiet: bool) -> bool:
        """Live up to a tick; long ways leave out the audits that no panel will show."""
        drawn = time.perf_counter()
        while run.now < at:
            run.session.audit = at - run.now <= LOOKED_BACK
            run.tick()
            if not quiet and time.perf_counter() - drawn > .1:
                drawn = time.perf_counter()
                self._splash(f"Running to tick {at:,}", run.now / at, f"t {run.now:,}")
                if _leaves():
                    return False
        run.session.audit = True
        run.examine_live()
        return True

    def _splash(self, words: str, share: float | None, below: str = "", parts: tuple = ()) -> None:
        """Something to look at until the first frame: the mark, a line, a bar; or a bar for each of `parts`: (name, share, words)."""
        t = THEMES[self.theme]
        surface = self.surface = pygame.display.get_surface()
        w, h = surface.get_size()
        surface.fill(t.bg)
        marks.logo(surface, t, (w / 2 - 28, h / 2 - 96), 56)
        self.words.draw(surface, "Umwelt", (w / 2, h / 2 - 24), t.ink, 20, 600, align="center")
        self.words.draw(surface, words, (w / 2, h / 2 + 10), t.ink2, 13, align="center")
        if share is not None:
            from viewer.shapes import rounded_rect
            y = h / 2 + 44
            for name, done, said in parts or (("", share, ""),):
                rounded_rect(surface, (w / 2 - 160, y, 320, 6), t.line, 3)
                if done > 0:
                    rounded_rect(surface, (w / 2 - 160, y, max(6, 320 * min(1, done)), 6), t.ink if done < 1 else t.ink3, 3)
                self.words.draw(surface, name, (w / 2 - 172, y + 3 - self.words.height(12) / 2), t.ink2, 12, align="right")
                self.words.draw(surface, said, (w / 2 + 172, y + 3 - self.words.height(11) / 2), t.ink3, 11)
                y += 24
            self.words.draw(surface, below, (w / 2, y - 8), t.ink3, 11, align="center")
        pygame.display.flip()

    # ---- the loop -----------------------------------------------------------------------------------------------------
    def _loop(self, desk: Desk, window: Window) -> None:
        clock, watch = pygame.time.Clock(), self.watch
        drawing_s = .004
        frames, second = 0, time.perf_counter()
        while True:
            elapsed = min(clock.tick(FRAMES_A_SECOND) / 1000, .25)
            for event in pygame.event.get():
                window.handle(event)
            if not self._grant(desk, window):
                return
            bases = leaned_on(desk)
            if (watch.path, watch.bases) != (desk.path, bases):
                watch = Watch(desk.path, bases)
            now = time.perf_counter()
            if watch.saved(now):
                desk.reload(lambda: self._read(desk.path))
            desk.note_file(watch.gone(now))
            desk.advance(elapsed, max(.004, 1 / FRAMES_A_SECOND - drawing_s - .002))
            start = time.perf_counter()
            if self._draw(window, start):
                pygame.display.flip()
                drawing_s += .1 * (time.perf_counter() - start - drawing_s)
            frames += 1
            if start - second >= 1:
                desk.look.fps, frames, second = round(frames / (start - second)), 0, start

    def _draw(self, window: Window, now: float) -> bool:
        """One frame; a drawing that fails as a whole is told and tried again."""
        try:
            return window.frame(now * 1000)
        except Exception as error:
            window.problems.append(f"frame: {type(error).__name__}: {error}")
            window.desk.say(f"The window could not be drawn: {error}")
            return False

    def _grant(self, desk: Desk, window: Window) -> bool:
        """Do what only the window can do; False to leave."""
        wishes, desk.wishes = desk.wishes, []
        for wish, arg in wishes:
            if wish == "quit":
                return False
            if wish == "picture":
                window.take_picture(arg)
            elif wish == "fullscreen":
                try:
                    pygame.display.toggle_fullscreen()
                    window.resized(pygame.display.get_surface())
                except pygame.error as error:
                    desk.say(f"The screen cannot be filled: {error}")
        return True
