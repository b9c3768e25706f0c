"""A sheet to draw a panel on, in units of the interface scale, that remembers where a person can press."""
from __future__ import annotations

from dataclasses import dataclass

import pygame

from viewer import marks, shapes
from viewer.fonts import Type
from viewer.theme import Colour, Theme, mix


@dataclass(frozen=True)
class Zone:
    """A place to press: its rectangle in units of the window, what pressing does, and what hovering says.

    drag: pressing and moving goes on telling the action, with the pointer's place; wheel: what turning the wheel does there.
    """
    rect: tuple[float, float, float, float]
    action: str
    arg: object = None
    tip: str = ""
    radius: float = 6
    drag: bool = False
    wheel: str = ""
    quiet: bool = False                                  # no light under the pointer

    def holds(self, x: float, y: float) -> bool:
        left, top, w, h = self.rect
        return left <= x < left + w and top <= y < top + h


class Sheet:
    """Draws in units: (0, 0) is the corner of the panel, and every length is multiplied by the scale."""

    def __init__(self, surface: pygame.Surface, theme: Theme, words: Type, origin: tuple[float, float] = (0, 0), size: tuple[float, float] | None = None):
        self.surface, self.theme, self.type = surface, theme, words
        self.k = words.scale
        self.origin = origin
        self.width, self.height = size or (surface.get_width() / self.k, surface.get_height() / self.k)
        self.zones: list[Zone] = []

    # ---- words --------------------------------------------------------------------------------------------------------
    def text(self, words: str, x: float, y: float, colour: Colour, size: int = 12, weight: int = 400, mono: bool = False, align: str = "left",
             most: float | None = None) -> float:
        """Write words with the top of their line at y; returns their width. With `most` they are cut to that width."""
        if most is not None:
            words = self.cut(words, most, size, weight, mono)
        return self.type.draw(self.surface, words, (x * self.k, y * self.k), colour, size, weight, mono, align) / self.k

    def struck(self, words: str, x: float, y: float, colour: Colour, size: int = 12, weight: int = 400, most: float | None = None) -> float:
        """Words with a line through them: a sentence that holds no longer."""
        w = self.text(words, x, y, colour, size, weight, most=most)
        middle = y + self.line_height(size) * .54
        self.fill((x, middle, w, 1), colour)
        return w

    def wide(self, words: str, size: int = 12, weight: int = 400, mono: bool = False) -> float:
        return self.type.width(words, size, weight, mono) / self.k

    def cut(self, words: str, width: float, size: int = 12, weight: int = 400, mono: bool = False) -> str:
        return self.type.cut(words, width * self.k, size, weight, mono)

    def wrap(self, words: str, width: float, size: int = 12, weight: int = 400) -> list[str]:
        return self.type.wrap(words, width * self.k, size, weight)

    def line_height(self, size: int = 12) -> float:
        return self.type.height(size) / self.k

    # ---- shapes -------------------------------------------------------------------------------------------------------
    def _box(self, rect) -> pygame.Rect:
        x, y, w, h = rect
        x0, y0 = round(x * self.k), round(y * self.k)
        return pygame.Rect(x0, y0, max(1, round((x + w) * self.k) - x0), max(1, round((y + h) * self.k) - y0))

    def fill(self, rect, colour: Colour) -> None:
        """A plain rectangle; at least a pixel wide and high."""
        if rect[2] > 0 and rect[3] > 0:
            self.surface.fill(colour, self._box(rect))

    def rounded(self, rect, colour: Colour, radius: float = 8, width: float = 0, alpha: float = 1.0) -> None:
        shapes.rounded_rect(self.surface, self._box(rect), colour, radius * self.k, round(width * self.k), alpha)

    def disc(self, x: float, y: float, r: float, colour: Colour, width: float = 0, alpha: float = 1.0) -> None:
        shapes.disc(self.surface, (x * self.k, y * self.k), r * self.k, colour, width * self.k, alpha)

    def line(self, points, colour: Colour, width: float = 1.5, dash=None, alpha: float = 1.0) -> None:
        k = self.k
        shapes.polyline(self.surface, [(x * k, y * k) for x, y in points], colour, width * k, alpha, None if dash is None else (dash[0] * k, dash[1] * k))

    def polygon(self, points, colour: Colour, alpha: float = 1.0) -> None:
        shapes.polygon(self.surface, [(x * self.k, y * self.k) for x, y in points], colour, alpha)

    def arc(self, x: float, y: float, r: float, start: float, stop: float, colour: Colour, width: float = 1.5) -> None:
        shapes.arc(self.surface, (x * self.k, y * self.k), r * self.k, start, stop, colour, width * self.k)

    def hatch(self, rect, colour: Colour, step: float = 8, width: float = 1.0) -> None:
        shapes.hatch(self.surface, self._box(rect), colour, round(step * self.k), width * self.k)

    def rule(self, x0: float, x1: float, y: float, share: float = 1.0) -> None:
        """A line between parts of a panel."""
        self.fill((x0, y, x1 - x0, 1), mix(self.theme.panel, self.theme.line, share))

    def panel(self) -> None:
        """The ground of a panel: all of the sheet."""
        self.rounded((0, 0, self.width, self.height), self.theme.panel, 8)

    # ---- marks --------------------------------------------------------------------------------------------------------
    def agent(self, x: float, y: float, diameter: float, number: int, facing: int = 1, ghost: bool = False) -> None:
        """An agent's face, centred at (x, y)."""
        k = self.k
        marks.draw_agent(self.surface, self.theme, (x * k, y * k), round(diameter * k), number, facing, ghost)

    def verdict(self, verdict: int, x: float, y: float) -> None:
        marks.verdict_glyph(self.surface, self.theme, verdict, (x * self.k, y * self.k), self.k)

    def legend(self, verdict: int, x: float, y: float) -> None:
        marks.legend_mark(self.surface, self.theme, verdict, (x * self.k, y * self.k), self.k)

    def arrow(self, x: float, y: float, direction: int, colour: Colour, size: float = 5, width: float = 1.6) -> None:
        marks.arrow(self.surface, (x * self.k, y * self.k), direction, colour, size * self.k, width * self.k)

    # ---- where to press -------------------------------------------------------------------------------------------------
    def zone(self, rect, action: str, arg: object = None, tip: str = "", **more) -> None:
        """Pressing inside `rect` tells the desk to do `action`."""
        x, y, w, h = rect
        self.zones.append(Zone((x + self.origin[0], y + self.origin[1], w, h), action, arg, tip, **more))
