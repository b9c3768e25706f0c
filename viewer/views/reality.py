"""Reality: the world as it is, opaque, with material and depth."""
from __future__ import annotations

import numpy as np
import pygame

from viewer.canvas import Canvas
from viewer.scene import Scene
from viewer.tiles import FLAT_BELOW, REAL, named, touched_sprite
from world.scenario import AIR, GROUND, ITEM, OBJECT


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    """The ground and the things. The trails lie above the amber of a change, so the board draws them."""
    cells = scene.frame.snapshot.cells
    if scene.n < FLAT_BELOW:
        still.blit(canvas.paint_flat(scene.tiles.flat_picture(cells)), (0, 0))
    else:
        current = scene.tiles.current_in(cells, scene.tiles.currents(scene.law))
        keys = scene.tiles.keys(cells, current, scene.edge_is_wall, scene.idle)
        still.blit(canvas.paint(named(keys, REAL)), (0, 0))


def touched_layer(scene: Scene, ids: frozenset[int]) -> pygame.Surface | None:
    """Amber over every cell that holds one of the things whose law has changed; None if there is none.  premultiplied"""
    cells, tiles, n = scene.frame.snapshot.cells, scene.tiles, scene.n
    hit = np.isin(cells, list(ids)).any(axis=0)
    if not hit.any():
        return None
    current = tiles.current_in(cells, tiles.currents(scene.law))
    bare = (cells[ITEM] == 0) & (cells[OBJECT] == 0)
    out = pygame.Surface((cells.shape[2] * n, cells.shape[1] * n), pygame.SRCALPHA)
    for row, col in np.argwhere(hit).tolist():
        facing = int(current[row, col])
        windy = facing < 7 and bool(bare[row, col]) and any(tiles.choices[int(cells[layer, row, col])].drawing == "wind" for layer in (AIR, GROUND))
        sprite = touched_sprite(scene.theme, n, facing if windy else None, bool((row + col) & 1))
        out.blit(sprite, (col * n, row * n), special_flags=pygame.BLEND_PREMULTIPLIED)
    return out
