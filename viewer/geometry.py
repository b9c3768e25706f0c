"""Where a board lies on the screen: cells to pixels and back."""
from __future__ import annotations

from dataclasses import dataclass

import pygame


@dataclass(frozen=True)
class Fit:
    """A board fitted into a rectangle. All in pixels of the target surface."""
    n: int                                               # side of a cell
    rows: int
    cols: int
    left: int                                            # of cell (0, 0); may lie outside of `seen` where the ring is cropped
    top: int
    seen: pygame.Rect                                    # the part of the target that the board covers
    frame: pygame.Rect                                   # the same with the margin that continues a ring of wall

    def rect_of(self, row: int, col: int) -> pygame.Rect:
        return pygame.Rect(self.left + col * self.n, self.top + row * self.n, self.n, self.n)

    def centre_of(self, row: float, col: float) -> tuple[float, float]:
        return self.left + (col + .5) * self.n, self.top + (row + .5) * self.n

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell (row, col) under a pixel; None beside the board."""
        if not self.seen.collidepoint(x, y):
            return None
        row, col = int((y - self.top) // self.n), int((x - self.left) // self.n)
        return (row, col) if 0 <= row < self.rows and 0 <= col < self.cols else None


SMALLEST_CELL = 8
"""Below this a thing is one flat colour; a long map is then shown in part."""
LONG = 3
"""A map so many times as long as it is wide is a long one."""
LONG_SHOWS = 24
"""At least so many cells of a long map are in view."""


def fit(rect: pygame.Rect, rows: int, cols: int, ringed: bool, about: tuple[int, int] | None = None) -> Fit:
    """The largest whole cells that fit. A ring of wall is cropped evenly: larger cells, and the frame stays a frame.

    Where such a board falls a little short of the rectangle, wall goes on up to the edge. A long map whose cells would be dust is shown in part:
    the part about a cell, or about its middle.
    """
    crop = 0
    if max(rows, cols) >= LONG * min(rows, cols) and min(rect.w // cols, rect.h // rows) < SMALLEST_CELL <= max(rect.w // cols, rect.h // rows):
        return _part(rect, rows, cols, about or (rows // 2, cols // 2))
    if ringed and rows > 2 and cols > 2:
        n = max(1, min(rect.w // (cols - 1), rect.h // (rows - 1)))
        crop = max(0, (cols * n - rect.w + 1) // 2, (rows * n - rect.h + 1) // 2)
    else:
        n = max(1, min(rect.w // cols, rect.h // rows))
    w, h = min(rect.w, cols * n - 2 * crop), min(rect.h, rows * n - 2 * crop)
    seen = pygame.Rect(rect.x + (rect.w - w) // 2, rect.y + (rect.h - h) // 2, w, h)
    left, top = seen.x - (cols * n - w) // 2, seen.y - (rows * n - h) // 2
    frame = seen.copy()
    if ringed:
        if (rect.w - w) * 12 <= rect.w:
            frame.x, frame.w = rect.x, rect.w
        if (rect.h - h) * 12 <= rect.h:
            frame.y, frame.h = rect.y, rect.h
    return Fit(n, rows, cols, left, top, seen, frame)


def _part(rect: pygame.Rect, rows: int, cols: int, about: tuple[int, int]) -> Fit:
    """As much of a long map as fits, about a cell."""
    n = max(SMALLEST_CELL, min(max(rect.w // cols, rect.h // rows), max(rect.w, rect.h) // LONG_SHOWS))
    w, h = min(rect.w, cols * n), min(rect.h, rows * n)
    seen = pygame.Rect(rect.x + (rect.w - w) // 2, rect.y + (rect.h - h) // 2, w, h)
    left = seen.x + min(0, max(w - cols * n, w // 2 - about[1] * n - n // 2))
    top = seen.y + min(0, max(h - rows * n, h // 2 - about[0] * n - n // 2))
    return Fit(n, rows, cols, left, top, seen, seen.copy())
