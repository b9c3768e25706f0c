"""A short road for what most learners see: the topmost things in a window about them, north up, nothing hidden and nothing blurred. Says what `fill` says."""
from __future__ import annotations

from world.compiling import merged
from world.kernel_base import row_of
from world.layout import *  # noqa: F403
from world.views import narrow4, narrow8

CENTRED = 1
"""As in kernel_view.py."""
ALL_UNSEEN = -1
"""Eight bytes of UNSEEN."""


@merged
def plain_window(h, book, n, mover, layers, frame):
    """Whether what a mover sees may go by the short road: it is there, and its sight is a window at least as large as the frame, without any tricks.

    Frames of less than four columns go the long road: eight bytes would run over the end.
    """
    if layers != 1 or frame >> 32 != CENTRED or (frame >> 16) & 0xFFFF < 4 or n[h[N_MOVER] + mover * MOVER_WIDTH + M_ALIVE] == 0 or h[H_EDGE] == WRAP or h[H_LOOKS] != 0:
        return False
    seat = h[B_AGENT] + h[h[H_MOVER_AGENT] + mover] * (A_ACTION + h[H_ACTIONS])
    sight = book[seat + A_SEES]
    if book[seat + A_SIGHT_NOISE] != 0 or sight >> 20 != 0:
        return False
    return sight == 0 or (sight % SIGHT_BASE >= frame & 0xFFFF and sight // SIGHT_BASE % SIGHT_BASE >= (frame >> 16) & 0xFFFF)


@merged
def window(h, c, cell, frame, out):
    """Write the window about a cell to out, uint8 [rows * cols]: eight cells at a time, which may run over into the next row, written after. No branches."""
    rows = frame & 0xFFFF
    cols = (frame >> 16) & 0xFFFF
    width = h[H_W]
    height = h[H_H]
    row = row_of(h, cell)
    first = row - rows // 2
    left = cell - row * width - cols // 2
    start = 5 * h[H_HW] + left
    chunk = 0
    while chunk < cols:
        if cols - chunk < 8 and cols >= 8:
            chunk = cols - 8
        before = max(0, min(8, -(left + chunk)))         # so many columns of the eight lie off the board
        behind = max(0, min(8, left + chunk + 8 - width))
        hidden = hidden_bytes(before, behind)
        whole = rows if cols >= 8 else rows - 1
        for i in range(whole):
            at = first + i
            off = (at >> 63) | ((height - 1 - at) >> 63)
            narrow8(c, start + max(0, min(at, height - 1)) * width + chunk, out, i * cols + chunk, hidden | off)
        if whole < rows:
            at = first + whole
            off = (at >> 63) | ((height - 1 - at) >> 63)
            at = start + max(0, min(at, height - 1)) * width
            narrow4(c, at, out, whole * cols, hidden | off)
            narrow4(c, at + cols - 4, out, whole * cols + cols - 4, (hidden >> (8 * (cols - 4))) | off)
        chunk += 8


@merged
def hidden_bytes(before, behind):
    """A mask of eight bytes of which so many, counted from either end, are UNSEEN."""
    low = (1 << (8 * (before & 7))) - 1 if before < 8 else ALL_UNSEEN
    high = ALL_UNSEEN << (64 - 8 * behind) if behind > 0 else 0
    return low | high
