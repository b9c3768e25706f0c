"""Where everything stands. Pure arithmetic in units of the interface scale; pixels are these times `scale`."""
from __future__ import annotations

from dataclasses import dataclass, field

Rect = tuple[int, int, int, int]
"""x, y, width, height."""
SMALLEST = (1024, 640)
"""The smallest window that everything fits into, at scale 1."""
HEAD, FOOT = 34, 24
ALONE_DOCK = 68
"""Height of the dock of a world that nobody learns from: the run in one bar, and the keys."""


@dataclass(frozen=True)
class Measure:
    """Distances of one class of window; the numbers of the look, measured on its pictures."""
    name: str
    bar: int
    margin: int
    gap: int
    air: int                                             # between the bar and the heads of the boards
    column: int                                          # least width of the right column (one mind)
    dock: int                                            # least height of what lies under the boards (one mind)
    twin_margin: int
    twin_gap: int
    twin_panel: int                                      # least height of what lies under the boards (twins)
    under: int                                           # between a board and its footer, twins
    below: int                                           # between a footer and the panels, twins
    bump: int                                            # added to every size of type


SMALL = Measure("small", 40, 12, 12, 6, 256, 140, 12, 12, 180, 8, 8, 0)
MIDDLE = Measure("middle", 48, 16, 16, 14, 320, 192, 16, 18, 244, 8, 8, 0)
BIG = Measure("big", 56, 24, 24, 14, 400, 184, 36, 24, 300, 12, 16, 1)
WIDEST_COLUMN = 480


@dataclass(frozen=True)
class Layout:
    """Rectangles by name. `boards`, `heads` and `foots` begin with reality, then one for each mind shown."""
    scale: float
    size: tuple[int, int]                                # of the window in units: pixels / scale
    measure: Measure
    twins: bool
    boards: tuple[Rect, ...]
    heads: tuple[Rect, ...]
    foots: tuple[Rect, ...]
    panels: dict[str, Rect] = field(default_factory=dict)

    def pixels(self, rect: Rect) -> Rect:
        """The same rectangle in pixels of the window, edges rounded, so that neighbours still touch."""
        x, y, w, h = rect
        s = self.scale
        x0, y0 = round(x * s), round(y * s)
        return x0, y0, round((x + w) * s) - x0, round((y + h) * s) - y0


def scale_for(width: int, height: int, wish: float = 1.0) -> float:
    """The interface scale for a window: large screens get larger type, a wish never makes the
    window too small for its parts, and in a window smaller than `SMALLEST` everything shrinks."""
    auto = next((s for s in (2.0, 1.5, 1.25) if width / s >= 1920 and height / s >= 1080), 1.0)
    most = min(width / SMALLEST[0], height / SMALLEST[1])
    return max(.5, min(max(1.0, auto * wish), most))


def measure_for(width: float, height: float) -> Measure:
    """The class of a window of this size in units."""
    if width < 1280 or height < 800:
        return SMALL
    return BIG if width >= 1600 and height >= 950 else MIDDLE


def arrange(width: int, height: int, minds: int, wish: float = 1.0, shape: tuple[int, int] = (1, 1)) -> Layout:
    """Lay out a window of so many pixels for one mind, for several side by side, or for a world that nobody learns from.

    Args:
        shape: rows and columns of the map. The one board of a world without minds takes its shape; the two of one mind stand one above
            the other where that makes a wide map's cells larger.
    """
    scale = scale_for(width, height, wish)
    w, h = int(width / scale), int(height / scale)
    return _twins(scale, w, h, minds) if minds > 1 else _single(scale, w, h, shape) if minds == 1 else _alone(scale, w, h, shape)


def _single(scale: float, w: int, h: int, shape: tuple[int, int]) -> Layout:
    m = measure_for(w, h)
    top = m.bar + m.air + HEAD
    side = min((w - 4 * m.margin - m.column) // 2, h - top - 8 - FOOT - m.gap - m.dock - m.margin)
    side = max(side // 2 * 2, 160)
    column = min(w - 4 * m.margin - 2 * side, WIDEST_COLUMN)
    left = max(m.margin, (w - 2 * m.margin - 2 * side - column) // 2)
    xs = (left, left + side + m.margin)
    right = left + 2 * side + 2 * m.margin
    foot = top + side + 8
    dock = foot + FOOT + m.gap
    bottom = h - m.margin
    start = m.bar + m.margin
    inspector = {SMALL: 176, MIDDLE: 232, BIG: 272}[m]
    panels = {
        "bar": (0, 0, w, m.bar),
        "inspector": (right, start, column, inspector),
        "law": (right, start + inspector + m.gap, column, dock - m.gap - (start + inspector + m.gap)),
        "ledger": (right, dock, column, bottom - dock),
        "timeline": (left, dock, 2 * side + m.margin, bottom - dock),
    }
    wide, low = 2 * side + m.margin, (side - HEAD - 8 - FOOT - 8) // 4 * 2
    rows, cols = shape
    if cols > 2 * rows and min(wide / cols, low / rows) > min(side / cols, side / rows):
        ys = (top, foot - 8 - low)
        return Layout(scale, (w, h), m, False, tuple((left, y, wide, low) for y in ys), tuple((left, y - HEAD, wide, HEAD) for y in ys),
                      tuple((left, y + low + 8, wide, FOOT) for y in ys), panels)
    return Layout(scale, (w, h), m, False, tuple((x, top, side, side) for x in xs), tuple((x, top - HEAD, side, HEAD) for x in xs),
                  tuple((x, foot, side, FOOT) for x in xs), panels)


def _alone(scale: float, w: int, h: int, shape: tuple[int, int]) -> Layout:
    """Reality as large as it goes, the law beside it, the run under it."""
    m = measure_for(w, h)
    top, dock = m.bar + m.air + HEAD, ALONE_DOCK
    room = h - top - 8 - FOOT - m.gap - dock - m.margin
    side = min(w - 3 * m.margin - m.column, max(room, round(room * shape[1] / shape[0])))
    side, high = max(side // 2 * 2, 160), max(room // 2 * 2, 160)
    column = min(w - 3 * m.margin - side, 2 * WIDEST_COLUMN)
    left = max(m.margin, (w - m.margin - side - column) // 2)
    right, foot, bottom = left + side + m.margin, top + high + 8, h - m.margin
    under = foot + FOOT + m.gap
    panels = {"bar": (0, 0, w, m.bar), "law": (right, m.bar + m.margin, column, under - m.gap - m.bar - m.margin),
              "timeline": (left, under, right + column - left, bottom - under)}
    return Layout(scale, (w, h), m, False, ((left, top, side, high),), ((left, top - HEAD, side, HEAD),), ((left, foot, side, FOOT),), panels)


def _twins(scale: float, w: int, h: int, minds: int) -> Layout:
    m = measure_for(w, h)
    n = minds + 1
    top = m.bar + m.air + HEAD
    side = min((w - 2 * m.twin_margin - (n - 1) * m.twin_gap) // n, h - top - m.under - FOOT - m.below - m.twin_panel - m.margin)
    side = max(side // 2 * 2, 160)
    left = max(m.twin_margin if n * side + (n - 1) * m.twin_gap + 2 * m.twin_margin <= w else 0, (w - n * side - (n - 1) * m.twin_gap) // 2)
    xs = [left + i * (side + m.twin_gap) for i in range(n)]
    foot = top + side + m.under
    under = foot + FOOT + m.below
    bottom = h - m.margin
    panels = {"bar": (0, 0, w, m.bar)}
    if m is BIG:
        law = side // 2 - 4
        panels["law"] = (xs[0], under, law, bottom - under)
        panels["ledger"] = (xs[0] + law + 16, under, side - law - 16, bottom - under)
    else:
        panels["law"] = (xs[0], under, side, bottom - under)
    for i, x in enumerate(xs[1:]):
        panels[f"mind {i}"] = (x, under, side, bottom - under)
    return Layout(scale, (w, h), m, True, tuple((x, top, side, side) for x in xs), tuple((x, top - HEAD, side, HEAD) for x in xs),
                  tuple((x, foot, side, FOOT) for x in xs), panels)
