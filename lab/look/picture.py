"""Pictures of boards as arrays of pixels: the tiles of the window, drawn without it. For notebooks, videos and `render_mode="rgb_array"`."""
from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lab.look.appearance import AS_WRITTEN, FLAT_BELOW, SHADE, Appearance, Law, Part
from lab.look.colours import NIGHT, Theme, mix
from lab.look.creatures import colour_of, draw_face
from lab.look.drawings import DRAWINGS, FAINT, LETTERED, How, wall
from lab.look.letters import FAINT_FROM, letter, on_stone
from lab.look.pen import Pen, put
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, UNSEEN, Scenario

CELLS_KEPT = 3000
LONG_SIDE, LEAST, MOST = 640, 4, 48
"""How large a picture is unless told: its long side in pixels at most; and the size of a cell."""


class Mover(NamedTuple):
    """An agent in a picture."""
    row: int
    col: int
    facing: int
    face: int                                            # 0 round, 1 square, 2 dart, 3 diamond; from 4 on in other colours


def size_for(rows: int, cols: int) -> int:
    """A good size of a cell, in pixels, for a board so large."""
    return max(LEAST, min(MOST, LONG_SIDE // max(rows, cols)))


class Pictures(Appearance):
    """Draws the boards of one scenario in one theme."""

    def __init__(self, scenario: Scenario, theme: Theme = NIGHT):
        super().__init__(theme, scenario)
        self._sprites: dict[tuple, np.ndarray] = {}
        self._cells: dict[tuple, np.ndarray] = {}

    def board(self, cells: np.ndarray, movers: Iterable[Mover] = (), n: int | None = None, law: Law = AS_WRITTEN) -> np.ndarray:
        """A board as the window shows it.  uint8 [H * n, W * n, 3]

        Args:
            cells: ids [5, H, W]; UNSEEN where nothing is known. Whom `movers` names is drawn by them, and not by layer ACTOR.
            n: pixels to a cell; chosen by the size of the board unless told.
        """
        rows, cols = cells.shape[1:]
        n = n or size_for(rows, cols)
        if n < FLAT_BELOW:
            return self._from_afar(cells, movers, n)
        keys = self.keys(cells, self.current_in(cells, self.currents(law)), self.scenario.edge == "wall")
        names, which = np.unique(keys, return_inverse=True)
        pictures = np.stack([self.cell(int(name), n) for name in names])            # uint8 [K, n, n, 3]
        image = pictures[which.reshape(rows, cols)].swapaxes(1, 2).reshape(rows * n, cols * n, 3)
        placed = {(mover.row, mover.col): mover for mover in movers if mover.row >= 0}
        seen_actors = [(row, col) for row, col in np.argwhere((cells[ACTOR] != 0) & (cells[ACTOR] != UNSEEN)).tolist() if (row, col) not in placed]
        for row, col in seen_actors:
            placed[row, col] = Mover(row, col, 1, 0)
        for (row, col), mover in placed.items():
            part = image[row * n:(row + 1) * n, col * n:(col + 1) * n]
            ground = part.astype(np.float32)
            put(ground, _face(self.theme, n, mover.face, mover.facing))
            part[:] = _bytes(ground)
        return image

    def _from_afar(self, cells: np.ndarray, movers: Iterable[Mover], n: int) -> np.ndarray:
        """One colour a cell."""
        known = np.where(cells == UNSEEN, 0, cells)
        colours = self.flat[known[GROUND]]
        air = known[AIR][..., None]
        colours = np.where(air > 0, colours * .6 + self.flat[known[AIR]] * .4, colours)
        for layer in (ITEM, OBJECT, ACTOR):
            colours = np.where(known[layer][..., None] > 0, self.flat[known[layer]], colours)
        colours[cells[GROUND] == UNSEEN] = self.theme.fog
        for mover in movers:
            if mover.row >= 0:
                colours[mover.row, mover.col] = colour_of(self.theme, mover.face)
        return np.repeat(np.repeat(_bytes(colours), n, axis=0), n, axis=1)

    def cell(self, key: int, n: int) -> np.ndarray:
        """The picture of a cell; kept.  uint8 [n, n, 3]"""
        found = self._cells.get((key, n))
        if found is None:
            theme = self.theme
            out = np.empty((n, n, 3), np.float32)
            if key < 0:
                out[:] = theme.fog
                stripes = (np.arange(n)[:, None] + np.arange(n)[None, :]) % max(4, n // 4) == 0
                out[stripes] = mix(theme.fog, theme.ink, .10)
            else:
                out[:] = theme.floor_alt if self.odd(key) else theme.floor
                for part in self.parts(key, n):
                    put(out, self._sprite(part, n), part.strength)
            found = self._cells[key, n] = _bytes(out)
            if len(self._cells) > CELLS_KEPT:
                del self._cells[next(iter(self._cells))]
        return found

    def _sprite(self, part: Part, n: int) -> np.ndarray:
        """One thing alone, premultiplied; kept.  float32 [n, n, 4]"""
        drawing, how = part.choice.drawing, part.how
        key = (drawing, how, part.joined, n)
        found = self._sprites.get(key)
        if found is None:
            if part is SHADE:
                found = _shade_under_wall(self.theme, n)
            else:
                pen = Pen(n)
                if drawing == "wall":
                    wall(pen, self.theme, n, part.joined)
                elif drawing == "agent":
                    draw_face(pen, self.theme, n, 0)
                else:
                    DRAWINGS[drawing](pen, self.theme, n, how)
                found = pen.done()
                if drawing in LETTERED:
                    found = self._lettered(found, n, drawing, how)
            self._sprites[key] = found
        return found

    def _lettered(self, sprite: np.ndarray, n: int, drawing: str, how: How) -> np.ndarray:
        """A sprite with the initial of its kind on it, a tablet with its word."""
        faint = drawing in FAINT
        if faint and n < FAINT_FROM:
            return sprite
        if drawing == "tablet":
            initial = on_stone(n, how.word or how.initial, how.colour or self.theme.stone_word)
        else:
            initial = letter(n, how.initial, self.theme.ink, max(.36 * .72 if faint else .5 * .72, 5 / n))
        initial = initial * np.float32(.4 if faint else 1)
        return initial + sprite * (1 - initial[..., 3:] / 255)


@lru_cache(maxsize=256)
def _face(theme: Theme, n: int, number: int, facing: int) -> np.ndarray:
    pen = Pen(n)
    draw_face(pen, theme, n, number, facing)
    return pen.done()


@lru_cache(maxsize=16)
def _shade_under_wall(theme: Theme, n: int) -> np.ndarray:
    """Dark at the upper edge of a cell below a wall, gone after a sixth of it.  float32 [n, n, 4]"""
    high = max(2, round(n * .16))
    out = np.zeros((n, n, 4), np.float32)
    out[:high, :, 3] = ((90 if theme.night else 38) * (1 - np.arange(high) / high))[:, None]
    return out


def _bytes(colours: np.ndarray) -> np.ndarray:
    return (colours + np.float32(.5)).clip(0, 255).astype(np.uint8)


def png(image: np.ndarray) -> bytes:
    """A picture as a PNG file. `image` uint8 [H, W, 3], or [H, W, 4] with how much each pixel covers."""
    height, width, channels = image.shape

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = np.zeros((height, 1 + channels * width), np.uint8)    # each row begins with the number of its filter: none
    rows[:, 1:] = image.reshape(height, channels * width)
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
