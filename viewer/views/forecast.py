"""Forecast: what the mind foretold for this tick. A glyph is as bright as its odds; the agent is a ghost with its odds beside it."""
from __future__ import annotations

import numpy as np
import pygame

from viewer import faces
from viewer.canvas import Canvas
from viewer.fonts import Type
from viewer.scene import Scene
from viewer.shapes import put, rounded_rect
from viewer.theme import mix
from viewer.tiles import FLAT_BELOW, FORETOLD, FULL, REMEMBERED, named
from viewer.views import lines
from world.scenario import ACTOR, GROUND, UNSEEN

_words: list[Type] = []


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    cells, odds = foretold(scene)
    tiles, n = scene.tiles, scene.n
    if n < FLAT_BELOW:
        still.blit(canvas.paint_flat(tiles.flat_picture(cells, FORETOLD)), (0, 0))
    else:
        level = np.rint(odds.clip(0, 1) * FULL).astype(np.int64)
        keys = tiles.keys(cells, scene.believed_current(), scene.edge_is_wall, scene.idle)
        still.blit(canvas.paint(named(keys, np.where(scene.seen_now, FORETOLD, REMEMBERED), level)), (0, 0))
    life = scene.life
    if life is None or life.forecast is None or scene.frame.before is None:
        return
    draw_foretold_others(scene, still, cells, odds)
    landing, landing_odds = int(life.forecast.landing[0]), float(life.forecast.landing_odds[0])
    width = cells.shape[2]
    start = scene.mover_before
    number, facing = scene.face(*scene.who), 1
    if landing >= 0:
        cell = (landing // width, landing % width)
        if start is not None:
            facing = lines.facing_between(start, cell, scene.facing_before)
            if start != cell:
                left_behind = mix(scene.theme.ghost, scene.theme.belief, .68)
                put(still, faces.ghost(scene.theme, n, number, facing, left_behind), (start[1] * n, start[0] * n))
        put(still, faces.ghost(scene.theme, n, number, facing, scene.theme.ghost), (cell[1] * n, cell[0] * n), max(.35, landing_odds))
        if n >= 14:
            write_odds(scene, still, cell, landing_odds)


def foretold(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """The foretold cells, over what is remembered where nothing was foretold, and their odds.  uint16 [5, H, W], float32 [H, W]"""
    life = scene.life
    if life is None or life.forecast is None:
        return scene.known, np.ones(scene.known.shape[1:], np.float32)
    told = life.forecast.cells[0]
    silent = told[GROUND] == UNSEEN
    return np.where(silent, scene.known, told), np.where(silent, np.float32(1), life.forecast.odds[0])


def draw_foretold_others(scene: Scene, still: pygame.Surface, cells: np.ndarray, odds: np.ndarray) -> None:
    """Other movers where the mind expects them, as ghosts too."""
    own = scene.own_id
    for row, col in np.argwhere((cells[ACTOR] > 0) & (cells[ACTOR] != UNSEEN) & (cells[ACTOR] != own) & scene.seen_now).tolist():
        number = scene.face_of_id(int(cells[ACTOR, row, col]))
        put(still, faces.ghost(scene.theme, scene.n, number, 1, scene.theme.ghost), (col * scene.n, row * scene.n), max(.3, float(odds[row, col])))


def write_odds(scene: Scene, still: pygame.Surface, cell: tuple[int, int], odds: float) -> None:
    """The odds on a small plate beside a ghost: at its right, or its left at the edge."""
    if not _words:
        _words.append(Type())
    words, n = f"{min(odds, .99):.2f}".lstrip("0"), scene.n
    size = 12 if n >= 20 else 10
    w, h = _words[0].width(words, size, 500, True) + 6, size + 4
    x = (cell[1] + 1) * n + 1
    if x + w > still.get_width() - n // 2:
        x = cell[1] * n - w - 1
    y = round((cell[0] + .5) * n - h / 2)
    rounded_rect(still, (x, y, w, h), scene.theme.casing, 4, alpha=.8)
    baseline = y + h / 2 + _words[0].font(size, 500, True).get_ascent() * .36
    _words[0].draw(still, words, (x + 3, baseline), scene.theme.ghost, size, 500, True, baseline=True)
