"""Belief: the mind's own picture of the world, as it has seen it: what it sees now clear, what it remembers dim, fog where it was never."""
from __future__ import annotations

import numpy as np
import pygame

from lab.frame import NONE
from viewer.canvas import Canvas
from viewer.scene import Scene
from viewer.shapes import disc
from viewer.tiles import FLAT_BELOW, REMEMBERED, SEEN, named
from viewer.views.audit import paint_lines


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    paint_ground(scene, canvas, still)
    if scene.doubt:
        _paint_doubt(scene, still)
    paint_lines(scene, still)


def paint_ground(scene: Scene, canvas: Canvas, still: pygame.Surface, near: int = SEEN, far: int = REMEMBERED) -> None:
    """What is known, in the style `near` where it is seen at this moment and `far` where it is remembered."""
    tiles, cells = scene.tiles, scene.known
    if scene.n < FLAT_BELOW:
        colours = np.where(scene.seen_now[..., None], tiles.flat_picture(cells, near), tiles.flat_picture(cells, far))
        still.blit(canvas.paint_flat(colours), (0, 0))
        return
    keys = tiles.keys(cells, scene.believed_current(), scene.edge_is_wall, scene.idle)
    still.blit(canvas.paint(named(keys, np.where(scene.seen_now, near, far))), (0, 0))


def _paint_doubt(scene: Scene, still: pygame.Surface) -> None:
    """A dot in each cell, as large as the mind is unsure of what its actions do there; none where it has tried nothing."""
    life, n = scene.life, scene.n
    if life is None or life.audit is None or n < 4:
        return
    tried = (life.audit.beliefs.evidence > 0) & (life.audit.verdict != NONE)
    doubt = np.where(tried, (2 * (1 - np.nan_to_num(life.audit.beliefs.odds))).clip(0, 1), 0).sum(axis=2) / np.maximum(1, tried.sum(axis=2))
    for row, col in np.argwhere(doubt > .06).tolist():  # where it is sure, silence
        centre, r = ((col + .5) * n, (row + .5) * n), max(.8, n * (.04 + .28 * round(float(doubt[row, col]) * 16) / 16))
        if not scene.theme.night:
            disc(still, centre, r + 1, scene.theme.ink)
        disc(still, centre, r, scene.theme.unsure)
