"""The window's colours, which are those of every picture, and its sizes."""
from __future__ import annotations

from dataclasses import dataclass, field

from lab.look.colours import NIGHT, PAPER, THEMES, Colour, Theme, colour_word, mix, rgb

__all__ = ["LAYOUTS", "NIGHT", "PAPER", "SIZES", "THEMES", "Colour", "LayoutSizes", "Sizes", "Theme", "colour_word", "layout_sizes", "mix", "rgb"]


@dataclass(frozen=True)
class Sizes:
    """Sizes in pixels and times in milliseconds, at a scale of 100 %."""
    # type
    label: int = 11                                      # labels and figures
    row: int = 12
    title: int = 13                                      # panel titles, weight 600
    board: int = 14                                      # board titles (600), caption (500)
    card: int = 16                                       # tick, card titles
    page: int = 20
    # space
    grid: int = 8
    padding: int = 16                                    # of a panel
    head: int = 34                                       # board head, above the board
    footer: int = 24                                     # footer row, 8 below the board
    # corners
    corner: int = 8                                      # board, panel, card
    button: int = 8
    key: int = 4                                         # key cap
    # motion
    ease_ms: int = 120                                   # state changes, ease-out
    flash_ms: int = 300                                  # a changed rule: full amber
    hold_ms: int = 3000                                  # its tiles stay amber
    fade_ms: int = 1000                                  # and fade
    mend_ms: int = 200                                   # a wedge that mends shrinks to its dot
    strokes_ms: int = 600                                # surprise strokes
    slide_ms: int = 120                                  # at most, for an agent to slide into its cell
    news_bits: float = 2.4                               # surprise beyond this is news: strokes, orange bars


SIZES = Sizes()


@dataclass(frozen=True)
class LayoutSizes:
    """Where things lie in a window of one width class: the table "Layout"."""
    width: int                                           # from this width on
    bar: int
    margin: int
    gap: int
    board: int                                           # one mind: two boards and a right column
    column: int
    dock: int
    twin_board: int                                      # twins: three boards
    twin_gap: int
    twin_panel: int                                      # height of the panels under them
    cell_row: bool = True
    wide: bool = field(default=False)                    # type is one size larger


LAYOUTS = (
    LayoutSizes(1024, 40, 12, 12, 360, 256, 140, 320, 12, 180, cell_row=False),
    LayoutSizes(1280, 48, 16, 16, 448, 320, 192, 404, 18, 244),
    LayoutSizes(1600, 56, 24, 24, 704, 400, 184, 600, 36, 300, wide=True),
)


def layout_sizes(width: int) -> LayoutSizes:
    """The sizes for a window so many (unscaled) pixels wide."""
    return max((sizes for sizes in LAYOUTS if sizes.width <= width), key=lambda sizes: sizes.width, default=LAYOUTS[0])
