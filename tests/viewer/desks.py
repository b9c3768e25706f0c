"""Desks and windows for the tests, made of the session without a kernel."""
from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from fake import FakeSession

from viewer.desk import Desk
from viewer.gallery import Gallery
from viewer.model import Run
from viewer.window import Window


def desk_of(ticks: int = 0, minds=("rules", "cells"), audited: int = 24, **more) -> Desk:
    """A desk that has lived so many ticks, the newest of them with audits."""
    desk = Desk(Run(FakeSession(minds, **more)), "scenarios/turning-wind.yaml", lambda path: FakeSession(("cells",)))
    desk.gallery = Gallery(_read)
    for tick in range(ticks):
        desk.run.session.audit = ticks - tick <= audited
        desk.run.tick()
    desk.run.session.audit = True
    return desk


def _read(path: str):
    from fake import scenario
    return scenario()


def window_of(ticks: int = 0, minds=("rules", "cells"), size=(1280, 800), still=False, **more) -> Window:
    """A window on such a desk, on a surface that nobody sees; whatever goes wrong in it is raised."""
    os.environ["UMWELT_STRICT"] = "1"
    pygame.display.init()
    pygame.font.init()
    window = Window(desk_of(ticks, minds, **more), pygame.display.set_mode(size))
    window.still = window.desk.paused = window.desk.shot = still
    window.frame(0)
    return window


def click(window: Window, x: float, y: float) -> None:
    """Press and release the left button at a pixel."""
    for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        more = {"rel": (0, 0), "buttons": (0, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
        window.handle(pygame.event.Event(kind, pos=(round(x), round(y)), **more))


def click_on(window: Window, action: str, arg=None, panel: str | None = None) -> None:
    """Press the middle of the place that does `action`."""
    for name, zone in reversed(window.zones):
        if zone.action == action and (arg is None or zone.arg == arg) and (panel is None or name == panel):
            x, y, w, h = zone.rect
            click(window, (x + w / 2) * window.words.scale, (y + h / 2) * window.words.scale)
            return
    raise AssertionError(f"nothing on screen does {action} {arg}")
