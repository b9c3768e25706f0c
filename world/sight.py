"""What an agent sees of the cells: everything, or a window around or ahead of it, by line of sight if it says so."""
from __future__ import annotations

import numba as nb
import numpy as np

from world.chance import name_key
from world.kernel_base import draw, pick
from world.scenario import COL_STEP, ROW_STEP, UNSEEN, Sight

NOISE_KEY = np.int64(name_key("sight noise"))
OTHER_KEY = np.int64(name_key("other sight"))


def seen(cells: np.ndarray, row: int, col: int, facing: int, sight: Sight, opaque: np.ndarray, wrap: bool) -> np.ndarray:
    """The cells as one agent sees them: UNSEEN in every layer of the others.  uint16 [5, H, W], always a copy

    `opaque` bool [N]: the ids that block its sight. An opaque cell is itself seen.
    """
    if sight.rows is None and not sight.line_of_sight:
        return cells.astype(np.uint16, order="C")
    _, height, width = cells.shape
    rows, cols = sight.rows or 2 * height + 1, sight.cols or 2 * width + 1
    centre_row, centre_col, up, left = row, col, rows // 2, cols // 2
    if sight.ahead and sight.rows is not None:
        # the agent stands in the middle of the near edge, or in the near corner if it faces diagonally; turned east or west the window lies on its side
        if not ROW_STEP[facing]:
            rows, cols, up, left = cols, rows, left, up
        centre_row += (0, rows // 2, -((rows - 1) // 2))[ROW_STEP[facing]]
        centre_col += (0, cols // 2, -((cols - 1) // 2))[COL_STEP[facing]]
    at_rows, at_cols = np.arange(centre_row - up, centre_row - up + rows), np.arange(centre_col - left, centre_col - left + cols)
    if wrap:
        at_rows, at_cols = np.unique(at_rows % height), np.unique(at_cols % width)
    else:
        at_rows, at_cols = at_rows[(at_rows >= 0) & (at_rows < height)], at_cols[(at_cols >= 0) & (at_cols < width)]
    view = np.full(cells.shape, UNSEEN, np.uint16)
    window = np.ix_(at_rows, at_cols)
    if sight.line_of_sight:
        dark = opaque[cells].any(axis=0)
        visible = np.zeros((height, width), np.bool_)
        look_along(dark, row, col, at_rows, at_cols, wrap, visible)
        view[:, visible] = cells[:, visible]
    else:
        for layer in range(len(cells)):
            view[layer][window] = cells[layer][window]
    return view


def disguised(view: np.ndarray, looks: np.ndarray, layers: np.ndarray) -> np.ndarray:
    """What is seen as it is taken for: `looks` [N] says as what, of its own layer or as a ground.  uint16 [5, H, W]"""
    unseen = view == UNSEEN
    there = np.where(unseen, 0, view)
    taken = looks[there]
    ground = taken[0]
    for layer in range(1, len(view)):
        as_ground = (there[layer] != 0) & (layers[taken[layer]] == 0)
        ground = np.where(as_ground, taken[layer], ground)
        taken[layer][as_ground] = 0
    taken[0] = ground
    return np.where(unseen, UNSEEN, taken).astype(np.uint16)


@nb.njit(cache=True, nogil=True)
def look_along(dark, row, col, rows, cols, wrap, visible):
    """Marks the cells whose straight line from (row, col) meets nothing dark before them. Lines in steps of the longer side, halves away from the agent."""
    height, width = dark.shape
    for r in rows:
        for c in cols:
            down, right = r - row, c - col
            if wrap:
                if abs(down) * 2 > height:
                    down -= height if down > 0 else -height
                if abs(right) * 2 > width:
                    right -= width if right > 0 else -width
            steps = max(abs(down), abs(right))
            clear = True
            for i in range(1, steps):
                a = row + (2 * abs(down) * i + steps) // (2 * steps) * (1 if down > 0 else -1)
                b = col + (2 * abs(right) * i + steps) // (2 * steps) * (1 if right > 0 else -1)
                if dark[a % height, b % width]:
                    clear = False
                    break
            visible[r, c] = clear


@nb.njit(cache=True, nogil=True)
def blur(view, layers, chance, seed, tick, mover, own):
    """Noise on sight: with that chance (of 2**32) an agent takes what it sees in a layer of a cell for another id of that layer, evenly.

    `view` uint16 [5, HW] is changed; `layers` int64 [N]: the layer of each id, nothing has any but the ground's; `own`: the agent's cell, where it knows itself.
    """
    for layer in range(5):
        for cell in range(view.shape[1]):
            if view[layer, cell] == UNSEEN or (layer == 3 and cell == own):
                continue
            place = (np.int64(mover) << 32) + cell * 5 + layer
            if draw(seed, tick, NOISE_KEY, place) < chance:
                others = 0
                for ident in range(len(layers)):
                    if ident != view[layer, cell] and (layers[ident] == layer if ident > 0 else layer != 0):
                        others += 1
                if others > 0:
                    chosen = pick(seed, tick, OTHER_KEY, place, others)
                    seen_id = np.int64(view[layer, cell])
                    for ident in range(len(layers)):
                        if ident != seen_id and (layers[ident] == layer if ident > 0 else layer != 0):
                            if chosen == 0:
                                view[layer, cell] = ident
                            chosen -= 1
