"""Trails and ghosts: where an agent came from, and where it thought it would go. One line that forks into two is the whole story."""
from __future__ import annotations

from functools import lru_cache

import pygame

from viewer import faces
from viewer.scene import Path, Scene
from viewer.shapes import faded, polyline, put, stroke_sprite
from viewer.theme import Theme
from viewer.tiles import FLAT_BELOW
from world.scenario import COL_STEP, ROW_STEP

Cell = tuple[int, int]
AHEAD = 8
"""Steps still to come that are drawn: beyond, a plan is a snake that hides the board."""


def centre(cell: Cell, n: int) -> tuple[float, float]:
    return (cell[1] + .5) * n, (cell[0] + .5) * n


def facing_between(a: Cell, b: Cell, otherwise: int = 1) -> int:
    """The direction from one cell toward another: the longer way, east or west on a tie."""
    rows, cols = b[0] - a[0], b[1] - a[1]
    if rows == cols == 0:
        return otherwise
    if abs(cols) >= abs(rows):
        return 1 if cols > 0 else 3
    return 2 if rows > 0 else 0


def near(a: Cell, b: Cell, reach: int = 4) -> bool:
    """Whether a line from a to b says something: a jump home or around the edge does not."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= reach


def draw_trail(scene: Scene, surface: pygame.Surface, who: tuple[int, int], trail: list[Cell], origin: tuple[int, int] = (0, 0)) -> None:
    """The way an agent came, in its colour, stronger toward now. `origin`: where the board's corner lies on the surface."""
    if scene.n < FLAT_BELOW or len(trail) < 2:
        return
    layer, (left, top) = _trail_layer(scene.theme, scene.n, scene.face(*who), tuple(trail))
    if layer is not None:
        put(surface, layer, (origin[0] + left, origin[1] + top))


@lru_cache(maxsize=64)
def _trail_layer(theme: Theme, n: int, number: int, trail: tuple[Cell, ...]) -> tuple[pygame.Surface | None, tuple[int, int]]:
    width, steps = max(1.5, min(2.5, n * .075), n * .055), len(trail) - 1
    pieces = [(a, b, .12 + .6 * (i + 1) / steps) for i, (a, b) in enumerate(zip(trail, trail[1:])) if a != b and near(a, b)]
    if not pieces:
        return None, (0, 0)
    rows, cols = [cell[0] for piece in pieces for cell in piece[:2]], [cell[1] for piece in pieces for cell in piece[:2]]
    left, top = min(cols) * n, min(rows) * n
    layer = pygame.Surface(((max(cols) + 1) * n - left, (max(rows) + 1) * n - top), pygame.SRCALPHA)
    for a, b, strength in pieces:
        sprite, (x, y) = stroke_sprite([centre(a, n), centre(b, n)], faces.colour_of(theme, number), width)
        layer.blit(faded(sprite, strength), (x - left, y - top), special_flags=pygame.BLEND_RGBA_MAX)     # no knots where pieces meet
    return layer, (left, top)


def draw_path(scene: Scene, still: pygame.Surface, who: tuple[int, int], path: Path) -> None:
    """The plan as ghosts: lavender as imagined, orange from the first tick that reality left it up to now; what is still to come fades."""
    theme, n, imagined = scene.theme, scene.n, path.imagined[:path.now + 1 + AHEAD]
    if n < FLAT_BELOW or len(imagined) < 2:
        return
    number, split, now = scene.face(*who), path.split, path.now
    small = n < 12

    def warm(i: int) -> bool:
        return split is not None and split <= i <= now

    def fade(i: int) -> float:
        return 1.0 if i <= now else max(.34, 1 - .11 * (i - now))

    first = 1 if split is not None else now + 1          # what went as planned is told by the trail
    links = [i for i in range(first, len(imagined)) if near(imagined[i - 1], imagined[i]) and imagined[i - 1] != imagined[i]]
    for i in links:
        polyline(still, [centre(imagined[i - 1], n), centre(imagined[i], n)], theme.casing, max(3 if small else 5, n * .16), alpha=.8 * fade(i))
    for i in links:
        ends = [centre(imagined[i - 1], n), centre(imagined[i], n)]
        polyline(still, ends, theme.wrong if warm(i) else theme.ghost, 1.5 if small else max(2, n * .045), alpha=.95 * fade(i),
                 dash=(1, max(4.5, n * .1)))
    here = path.real[-1]
    placed: set[Cell] = set()
    for i in range(first, len(imagined)):
        cell = imagined[i]
        if cell == here or cell in placed or (i < len(path.real) and path.real[i] == cell):
            continue                                     # never one under the agent
        placed.add(cell)
        facing = facing_between(imagined[i - 1], cell)
        sprite = faces.ghost(theme, n, number, facing, theme.wrong if warm(i) else theme.ghost)
        put(still, sprite, (cell[1] * n, cell[0] * n), fade(i))


def step(cell: Cell, direction: int) -> Cell:
    return cell[0] + ROW_STEP[direction], cell[1] + COL_STEP[direction]
