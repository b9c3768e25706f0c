"""Difference: forecast against reality for the tick shown. What was right is left dim and unmarked."""
from __future__ import annotations

import math

import numpy as np
import pygame

from viewer import faces
from viewer.canvas import Canvas
from viewer.marks import dashed_box, solid_box
from viewer.scene import Scene
from viewer.shapes import Pen, polyline, put
from viewer.tiles import FLAT_BELOW, REMEMBERED, RIGHT, named
from viewer.views import lines
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, UNSEEN

Miss = tuple[int, int, int]                              # (row, col, id)


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    tiles, n, theme = scene.tiles, scene.n, scene.theme
    cells = scene.known
    if n < FLAT_BELOW:
        still.blit(canvas.paint_flat(tiles.flat_picture(cells, RIGHT)), (0, 0))
    else:
        keys = tiles.keys(cells, scene.believed_current(), scene.edge_is_wall, scene.idle)
        still.blit(canvas.paint(named(keys, np.where(scene.seen_now, RIGHT, REMEMBERED))), (0, 0))
    absent, came = misses(scene)
    for a, b in joined(absent, came):
        _link(still, theme, n, a[:2], b[:2])
    for row, col, id in absent:
        if n < FLAT_BELOW:
            still.fill(theme.wrong, (col * n, row * n, n, n))
            continue
        put(still, _glyph(scene, id), (col * n, row * n), .22)
        put(still, dashed_box(theme, n, theme.wrong), (col * n, row * n))
    for row, col, id in came:
        if n < FLAT_BELOW:
            still.fill(theme.wrong, (col * n, row * n, n, n))
            continue
        if scene.scenario.things[id].layer != ACTOR:     # movers are drawn by the board, where they stand
            put(still, _glyph(scene, id), (col * n, row * n))
        put(still, solid_box(theme, n, theme.wrong), (col * n - 4, row * n - 4))
    _paint_self(scene, still)


def misses(scene: Scene) -> tuple[list[Miss], list[Miss]]:
    """What was foretold and did not come, and what came unforetold: things of all layers, the agent itself left out."""
    life = scene.life
    if life is None or life.forecast is None:
        return [], []
    told, is_so = life.forecast.cells[0], scene.came
    absent: list[Miss] = []
    came: list[Miss] = []
    judged = scene.seen_now & (told[GROUND] != UNSEEN) & (is_so[GROUND] != UNSEEN)
    for layer in (GROUND, ITEM, OBJECT, ACTOR, AIR):
        for row, col in np.argwhere(judged & (told[layer] != is_so[layer])).tolist():
            a, b = int(told[layer, row, col]), int(is_so[layer, row, col])
            if layer == ACTOR and scene.own_id in (a, b):
                a, b = (0 if a == scene.own_id else a), (0 if b == scene.own_id else b)
            if a:
                absent.append((row, col, a))
            if b:
                came.append((row, col, b))
    return absent, came


def joined(absent: list[Miss], came: list[Miss]) -> list[tuple[Miss, Miss]]:
    """Pairs that are one thing, foretold in one cell and come in another: each with its nearest."""
    pairs, left = [], list(came)
    for miss in absent:
        same = [other for other in left if other[2] == miss[2] and other[:2] != miss[:2]]
        if same:
            nearest = min(same, key=lambda other: abs(other[0] - miss[0]) + abs(other[1] - miss[1]))
            pairs.append((miss, nearest))
            left.remove(nearest)
    return pairs


def _glyph(scene: Scene, id: int) -> pygame.Surface:
    if scene.scenario.things[id].layer == ACTOR:
        return faces.face(scene.theme, scene.n, scene.face_of_id(id))
    return scene.tiles.thing(id, scene.n, scene.law)


def _link(still: pygame.Surface, theme, n: int, a: tuple[int, int], b: tuple[int, int]) -> None:
    """A dotted line from where it was foretold to where it came, leaving both marks free."""
    (ax, ay), (bx, by) = lines.centre(a, n), lines.centre(b, n)
    far = math.hypot(bx - ax, by - ay)
    if far <= n * 1.05 or n < 12:
        return
    trim = n * .5 / far
    ends = [(ax + (bx - ax) * trim, ay + (by - ay) * trim), (bx - (bx - ax) * trim, by - (by - ay) * trim)]
    polyline(still, ends, theme.wrong, 2, dash=(1, 4.5))


def _paint_self(scene: Scene, still: pygame.Surface) -> None:
    """Where the agent foretold itself: a dashed outline of its shape if it is elsewhere. The agent itself is drawn by the board."""
    life, here = scene.life, scene.mover_now
    if life is None or life.forecast is None or here is None:
        return
    landing, w = int(life.forecast.landing[0]), scene.known.shape[2]
    n, theme = scene.n, scene.theme
    if landing < 0 or (landing // w, landing % w) == here:
        return
    told = (landing // w, landing % w)
    if n < FLAT_BELOW:
        still.fill(theme.wrong, (told[1] * n, told[0] * n, n, n))
        return
    _link(still, theme, n, told, here)
    put(still, _dashed_self(scene), (told[1] * n, told[0] * n))
    put(still, solid_box(theme, n, theme.wrong), (here[1] * n - 4, here[0] * n - 4))


def _dashed_self(scene: Scene) -> pygame.Surface:
    n, theme, number = scene.n, scene.theme, scene.face(*scene.who)
    pen = Pen(n)
    width = max(.07, 1.6 * pen.px)
    faces.body(pen, number, .5, .5, .35, theme.wrong, scene.facing_before)
    pen.hollow(lambda p: faces.body(p, number, .5, .5, .35 - width, (255, 255, 255, 255), scene.facing_before))

    def gaps(p: Pen) -> None:
        for k in range(10):
            turn = 2 * math.pi * (k + .5) / 10
            p.line([(.5, .5), (.5 + .6 * math.cos(turn), .5 + .6 * math.sin(turn))], (255, 255, 255, 255), .075)

    pen.hollow(gaps)
    under = Pen(n)
    under.faint(.85, lambda p: faces.body(p, number, .5, .5, .35, theme.casing, scene.facing_before))
    under.surface.blit(pen.surface, (0, 0))
    return under.done()
