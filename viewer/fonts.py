"""Words on the screen: the two shipped typefaces, with a bounded cache of what was rendered.

Inter is for words, JetBrains Mono for numbers, keys and YAML. Their ascents differ by a pixel or two, so mono is always set on Inter's baseline.
"""
from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pygame

from viewer.theme import Colour
from world.mistakes import visible

FOLDER = Path(__file__).with_name("fonts")
WEIGHTS = {False: (400, 500, 600), True: (400, 500)}     # by mono
CACHED = 1500
"""Rendered strings kept; a busy window shows about 200 at a time."""


class Type:
    """All type of one window, at one scale.

    Args:
        scale: 1.0 to 2.0.
        wide: in windows from 1600 pixels each size grows by 1, and 16 by 2.
    """

    def __init__(self, scale: float = 1.0, wide: bool = False):
        if not pygame.font.get_init():
            pygame.font.init()
        self.scale, self.wide = scale, wide
        self._fonts: dict[tuple[bool, int, int], pygame.font.Font] = {}
        self._rendered: OrderedDict[tuple, pygame.Surface] = OrderedDict()

    def pixels(self, size: int) -> int:
        """The size in real pixels of a size of the look."""
        if self.wide and size <= 16:
            size += 2 if size == 16 else 1
        return max(6, round(size * self.scale))

    def font(self, size: int, weight: int = 400, mono: bool = False) -> pygame.font.Font:
        weight = min(WEIGHTS[mono], key=lambda w: abs(w - weight))
        pixels = self.pixels(size)
        key = (mono, weight, pixels)
        if key not in self._fonts:
            self._fonts[key] = pygame.font.Font(str(FOLDER / f"{'JetBrainsMono' if mono else 'Inter'}-{weight}.ttf"), pixels)
        return self._fonts[key]

    def render(self, words: str, colour: Colour, size: int = 12, weight: int = 400, mono: bool = False) -> pygame.Surface:
        """The words as a surface with straight alpha; kept. Do not draw into it."""
        key = (words, colour, self.pixels(size), weight, mono)
        found = self._rendered.get(key)
        if found is None:
            found = self._rendered[key] = self.font(size, weight, mono).render(visible(words), True, colour)
            if len(self._rendered) > CACHED:
                self._rendered.popitem(last=False)
        else:
            self._rendered.move_to_end(key)
        return found

    def draw(self, surface: pygame.Surface, words: str, place: tuple[float, float], colour: Colour, size: int = 12, weight: int = 400,
             mono: bool = False, align: str = "left", baseline: bool = False) -> int:
        """Write the words and return their width.

        `place` is left, centre or right by `align`, and the top of Inter's line of that size, or its baseline.
        """
        if not words:
            return 0
        image = self.render(words, colour, size, weight, mono)
        x, y = place
        y -= self.font(size, weight, mono).get_ascent()
        if not baseline:
            y += self.font(size, weight).get_ascent()
        if align == "right":
            x -= image.get_width()
        elif align == "center":
            x -= image.get_width() / 2
        surface.blit(image, (round(x), round(y)))
        return image.get_width()

    def struck(self, surface: pygame.Surface, words: str, place: tuple[float, float], colour: Colour, size: int = 12, weight: int = 400) -> int:
        """`draw`, with a line through the words: what no longer holds."""
        width = self.draw(surface, words, place, colour, size, weight)
        y = round(place[1]) + round(self.height(size) * .55)
        surface.fill(colour, (round(place[0]), y, width, max(1, round(self.scale))))
        return width

    def width(self, words: str, size: int = 12, weight: int = 400, mono: bool = False) -> int:
        return self.font(size, weight, mono).size(visible(words))[0]

    def height(self, size: int = 12) -> int:
        """Of one line of Inter."""
        return self.font(size).get_height()

    def baseline(self, size: int = 12) -> int:
        """From the top of a line down to its baseline."""
        return self.font(size).get_ascent()

    def cut(self, words: str, width: float, size: int = 12, weight: int = 400, mono: bool = False) -> str:
        """The words, shortened with … where they would be wider."""
        if self.width(words, size, weight, mono) <= width:
            return words
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(words[:middle].rstrip() + "…", size, weight, mono) <= width:
                low = middle
            else:
                high = middle - 1
        return words[:low].rstrip() + "…"

    def wrap(self, words: str, width: float, size: int = 12, weight: int = 400, mono: bool = False) -> list[str]:
        """The words in lines no wider than `width`; a single word that is wider is cut."""
        lines: list[str] = []
        for word in words.split():
            if lines and self.width(f"{lines[-1]} {word}", size, weight, mono) <= width:
                lines[-1] += " " + word
            else:
                lines.append(self.cut(word, width, size, weight, mono))
        return lines or [""]


def missing(font: pygame.font.Font, characters: str) -> str:
    """The characters that the font has no glyph for: those that look like the one for a code point that no font has."""
    def picture(character: str) -> tuple:
        image = font.render(character, True, (255, 255, 255))
        return image.get_size(), pygame.image.tobytes(image, "RGBA")
    nothing = picture("\ufffe")
    return "".join(c for c in characters if picture(c) == nothing)
