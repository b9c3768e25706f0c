"""The few controls of the window: each draws itself on a sheet and registers where to press."""
from __future__ import annotations

import math

from viewer.paint import Sheet
from viewer.theme import Colour, mix


def label(s: Sheet, title: str, sub: str, x: float, y: float, size: int = 13, most: float | None = None) -> float:
    """A title with a quieter word behind it; returns the width of both."""
    t = s.theme
    w = s.text(title, x, y, t.ink, size, 600, most=most)
    if sub and (most is None or w + 24 < most):
        w += 8 + s.text(sub, x + w + 8, y + 1, t.ink3, 12, most=None if most is None else most - w - 8)
    return w


def button(s: Sheet, rect, icon: str, action: str, arg: object = None, tip: str = "", primary: bool = False, enabled: bool = True) -> None:
    """A button with an icon. The primary one is a block of ink."""
    t = s.theme
    x, y, w, h = rect
    if primary:
        s.rounded(rect, t.ink, 8)
    colour = t.bg if primary else t.ink2 if enabled else mix(t.bg, t.ink3, .45)
    ICONS[icon](s, x + w / 2, y + h / 2, colour)
    if enabled:
        s.zone(rect, action, arg, tip, radius=8 if primary else 6)


def word_button(s: Sheet, x: float, y: float, words: str, action: str, arg: object = None, tip: str = "", height: float = 24, colour: Colour | None = None,
                right: bool = False, key: str = "") -> float:
    """A button with words, and the key that does the same; returns its width."""
    t = s.theme
    w = s.wide(words, 12, 500) + 24 + (s.wide(key, 11, 500, True) + 10 if key else 0)
    if right:
        x -= w
    s.rounded((x, y, w, height), t.line, 6)
    top = y + (height - s.line_height(12)) / 2
    ww = s.text(words, x + 12, top, colour or t.ink, 12, 500)
    if key:
        s.text(key, x + 12 + ww + 10, top + 1, t.ink3, 11, 500, True)
    s.zone((x, y, w, height), action, arg, tip)
    return w


def toggle(s: Sheet, x: float, y: float, on: bool, action: str, arg: object = None, tip: str = "", pad: float = 6, waiting: bool = False) -> None:
    """A switch of 24 by 14. While its change waits for the next tick the knob stands in the middle."""
    t = s.theme
    s.rounded((x, y, 24, 14), mix(t.panel, t.ink, .6) if on else t.line, 7)
    s.disc(x + (12 if waiting else 17 if on else 7), y + 7, 5, t.panel if on else t.ink3)
    s.zone((x - pad, y - pad, 24 + 2 * pad, 14 + 2 * pad), action, arg, tip, radius=10)


def slider(s: Sheet, x: float, y: float, width: float, share: float, action: str, arg: object = None, tip: str = "") -> None:
    """A knob on a line; `share` of the way, 0..1. Its zone may be dragged: the action is told the share as it moves."""
    t = s.theme
    share = min(1, max(0, share))
    s.rounded((x, y - 1, width, 3), t.line, 1.5)
    if share > 0.01:
        s.rounded((x, y - 1, max(3, width * share), 3), t.ink3, 1.5)
    s.disc(x + width * share, y + .5, 5, t.ink2)
    s.zone((x - 6, y - 10, width + 12, 20), action, arg, tip, drag=True, quiet=True)


def segments(s: Sheet, x: float, y: float, items, chosen: int, action: str, args, height: float = 24, size: int = 12, pad: float = 10, tips=None) -> float:
    """A row of choices in one box; returns its width."""
    t = s.theme
    widths = [s.wide(item, size, 500) + 2 * pad for item in items]
    s.rounded((x, y, sum(widths) + 4, height), t.panel, 6)
    at = x + 2
    for i, (item, w) in enumerate(zip(items, widths)):
        if i == chosen:
            s.rounded((at, y + 2, w, height - 4), t.line, 4)
        s.text(item, at + w / 2, y + (height - s.line_height(size)) / 2, t.ink if i == chosen else t.ink3, size, 500, align="center")
        s.zone((at, y, w, height), action, args[i], tips[i] if tips else "", radius=4)
        at += w
    return at + 2 - x


def tabs(s: Sheet, right: float, y: float, items, chosen: int, action: str, args, tips=None, gap: float = 14) -> float:
    """Words in a row ending at `right`, the chosen one underlined; returns where the row begins."""
    t = s.theme
    x = right
    for i in reversed(range(len(items))):
        weight = 600 if i == chosen else 500
        w = s.wide(items[i], 12, weight)
        s.text(items[i], x - w, y + 5, t.ink if i == chosen else t.ink3, 12, weight)
        if i == chosen:
            s.rounded((x - w, y + 23, w, 2), t.ink, 1)
        s.zone((x - w - gap / 2, y, w + gap, 28), action, args[i], tips[i] if tips else "", radius=4, quiet=i == chosen)
        x -= w + gap
    return x + gap


def pill(s: Sheet, x: float, y: float, words: str, colour: Colour, ground: Colour, right: bool = False, height: float = 20, dot: bool = True, tint: float = .16,
         weight: int = 500, most: float | None = None) -> float:
    """A small rounded notice in one colour; returns its width."""
    if most is not None:
        words = s.cut(words, most - 26, 11, weight)
    w = s.wide(words, 11, weight) + 16 + (10 if dot else 0)
    if right:
        x -= w
    s.rounded((x, y, w, height), mix(ground, colour, tint), height / 2)
    if dot:
        s.disc(x + 11, y + height / 2, 3, colour)
    s.text(words, x + 8 + (10 if dot else 0), y + (height - s.line_height(11)) / 2, colour, 11, weight)
    return w


def keycap(s: Sheet, x: float, y: float, key: str, ground: Colour | None = None, colour: Colour | None = None) -> float:
    """A key as it is printed on a keyboard; returns its width."""
    w = s.wide(key, 11, 500, True) + 10
    s.rounded((x, y, w, 18), ground or s.theme.raised, 4)
    s.text(key, x + 5, y + (18 - s.line_height(11)) / 2, colour or s.theme.ink2, 11, 500, True)
    return w


def tooltip(s: Sheet, lines: list[str], x: float, y: float, within: tuple[float, float]) -> None:
    """Lines in a small raised box near the pointer, kept inside the window. The first line is in ink."""
    t = s.theme
    wide = max(s.wide(line, 11, 500 if i == 0 else 400) for i, line in enumerate(lines)) + 20
    step = s.line_height(11) + 3
    high = step * len(lines) + 11
    left = min(x + 14, within[0] - wide - 4)
    top = y + 18 if y + 18 + high < within[1] - 4 else y - high - 8
    s.rounded((left - 1, top - 1, wide + 2, high + 2), t.line, 7)
    s.rounded((left, top, wide, high), t.raised, 6)
    for i, line in enumerate(lines):
        s.text(line, left + 10, top + 6 + i * step, t.ink if i == 0 else t.ink2, 11, 500 if i == 0 else 400)


# ---- icons, 10 to 14 units wide, centred -----------------------------------------------------------------------------------
def _pause(s, x, y, c):
    s.rounded((x - 5, y - 6, 4, 12), c, 1)
    s.rounded((x + 1, y - 6, 4, 12), c, 1)

def _play(s, x, y, c):
    s.polygon([(x - 4, y - 6), (x + 6, y), (x - 4, y + 6)], c)

def _step(s, x, y, c):
    s.polygon([(x - 5, y - 5), (x + 3, y), (x - 5, y + 5)], c)
    s.fill((x + 3, y - 5, 2, 10), c)

def _back(s, x, y, c):
    s.polygon([(x + 5, y - 5), (x - 3, y), (x + 5, y + 5)], c)
    s.fill((x - 5, y - 5, 2, 10), c)

def _next(s, x, y, c):
    s.polygon([(x - 6, y - 5), (x + 1, y), (x - 6, y + 5)], c)
    s.polygon([(x, y - 5), (x + 7, y), (x, y + 5)], c)

def _previous(s, x, y, c):
    s.polygon([(x + 6, y - 5), (x - 1, y), (x + 6, y + 5)], c)
    s.polygon([(x, y - 5), (x - 7, y), (x, y + 5)], c)

def _reset(s, x, y, c):
    s.arc(x, y, 5.5, math.radians(60), math.radians(360), c, 1.6)
    s.polygon([(x + 1, y - 8.5), (x + 6, y - 5), (x + .5, y - 2)], c)

def _help(s, x, y, c):
    s.text("?", x, y - s.line_height(13) / 2, c, 13, 600, align="center")

def _grid(s, x, y, c):
    for dx in (-6, 1):
        for dy in (-6, 1):
            s.rounded((x + dx, y + dy, 5, 5), c, 1)

def _cross(s, x, y, c):
    s.line([(x - 4, y - 4), (x + 4, y + 4)], c, 1.8)
    s.line([(x - 4, y + 4), (x + 4, y - 4)], c, 1.8)

def clock_icon(s, x, y, c):
    s.disc(x, y, 6, c, 1.5)
    s.line([(x, y - 3.4), (x, y), (x + 2.6, y + 1.6)], c, 1.5)

def trigger_icon(s, x, y, c):
    s.polygon([(x + 2, y - 7), (x - 4, y + 1), (x, y + 1), (x - 2, y + 7), (x + 4, y - 1), (x, y - 1)], c)

def person_icon(s, x, y, c):
    s.disc(x, y - 3.5, 3, c)
    s.polygon([(x - 6, y + 7), (x - 5, y + 3.4), (x - 2.6, y + 1.3), (x + 2.6, y + 1.3), (x + 5, y + 3.4), (x + 6, y + 7)], c)

def agent_icon(s, x, y, c):
    s.disc(x - 1, y, 5.5, c)
    s.polygon([(x + 2, y - 4), (x + 7.5, y), (x + 2, y + 4)], c)

def _find(s, x, y, c):
    s.disc(x - 1, y - 1, 5, c, 1.6)
    s.line([(x + 3, y + 3), (x + 7, y + 7)], c, 1.6)

ICONS = {"pause": _pause, "play": _play, "step": _step, "back": _back, "next": _next, "previous": _previous, "reset": _reset, "help": _help, "grid": _grid,
         "cross": _cross, "find": _find, "clock": clock_icon, "trigger": trigger_icon, "person": person_icon, "agent": agent_icon}
