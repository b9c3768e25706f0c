"""A picture of a whole board that is kept from frame to frame: only cells whose picture changed are drawn again."""
from __future__ import annotations

import numpy as np
import pygame

from viewer.shapes import hatch
from viewer.theme import mix
from viewer.tiles import FLAT_BELOW, Tiles


class Canvas:
    """The ground of a view. `surface` is its picture, one pixel square of n for each cell."""

    def __init__(self, tiles: Tiles, n: int, rows: int, cols: int):
        self.tiles, self.n, self.shape = tiles, n, (rows, cols)
        self.surface = pygame.Surface((cols * n, rows * n), depth=32)
        self.version = 0
        """Grows whenever the picture changes."""
        self._names = np.full(rows * cols, -2, np.int64)
        self._places = [(col * n, row * n) for row in range(rows) for col in range(cols)]
        self._fog: pygame.Surface | None = None
        self._flat: np.ndarray | None = None
        self._small = pygame.Surface((cols, rows), depth=32) if n < FLAT_BELOW else None

    def paint(self, names: np.ndarray) -> pygame.Surface:
        """Bring the picture up to date.

        Args:
            names: int64 [H, W], by `tiles.named`.
        """
        flat = names.ravel()
        changed = np.flatnonzero(flat != self._names)
        if len(changed):
            self.version += 1
            kinds, which = np.unique(flat[changed], return_inverse=True)
            pictures = [self.tiles.cell(int(name), self.n) if name >= 0 else None for name in kinds]
            n, fog, blits = self.n, None, []
            for cell, k in zip(changed.tolist(), which.tolist()):
                place = self._places[cell]
                if pictures[k] is None:
                    fog = fog or self.fog()
                    self.surface.blit(fog, place, (*place, n, n))
                else:
                    blits.append((pictures[k], place))
            self.surface.fblits(blits)
            self._names = flat.copy()
        return self.surface

    def paint_flat(self, colours: np.ndarray) -> pygame.Surface:
        """One colour a cell, for cells below 8 pixels.

        Args:
            colours: float32 [H, W, 3].
        """
        if self._flat is None or not np.array_equal(colours, self._flat):
            self.version += 1
            self._flat = colours
            assert self._small is not None
            pygame.surfarray.blit_array(self._small, colours.clip(0, 255).astype(np.uint8).swapaxes(0, 1))
            pygame.transform.scale(self._small, self.surface.get_size(), self.surface)
        return self.surface

    def fog(self) -> pygame.Surface:
        """What was never seen, over the whole board, so that its hatch runs through."""
        if self._fog is None:
            theme = self.tiles.theme
            self._fog = pygame.Surface(self.surface.get_size(), depth=32)
            self._fog.fill(theme.fog)
            hatch(self._fog, self._fog.get_rect(), mix(theme.fog, theme.ink, .10), 8, 1)
        return self._fog
