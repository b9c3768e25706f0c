"""Belief: the mind's own picture of the world, as it has seen it: what it sees now clear, what it remembers dim, fog where it was never."""
from __future__ import annotations

import numpy as np
import pygame

from viewer.canvas import Canvas
from viewer.scene import Scene
from viewer.tiles import FLAT_BELOW, REMEMBERED, SEEN, named
from viewer.views.audit import believed_current, paint_lines


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    paint_ground(scene, canvas, still)
    paint_lines(scene, still)


def paint_ground(scene: Scene, canvas: Canvas, still: pygame.Surface, near: int = SEEN, far: int = REMEMBERED) -> None:
    """What is known, in the style `near` where it is seen at this moment and `far` where it is remembered."""
    tiles, cells = scene.tiles, scene.known
    if scene.n < FLAT_BELOW:
        colours = np.where(scene.seen_now[..., None], tiles.flat_picture(cells, near), tiles.flat_picture(cells, far))
        still.blit(canvas.paint_flat(colours), (0, 0))
        return
    keys = tiles.keys(cells, believed_current(scene), scene.edge_is_wall, scene.idle)
    still.blit(canvas.paint(named(keys, np.where(scene.seen_now, near, far))), (0, 0))
