"""Agents as sprites: themselves, and as somebody imagines them. Their shapes are those of lab/look/creatures.py."""
from __future__ import annotations

from functools import lru_cache

import pygame

from lab.look.creatures import DART, DIAMOND, ROUND, SQUARE, body, colour_of, draw_face, eyes, ink_of
from viewer.shapes import Pen
from viewer.theme import Colour, Theme

__all__ = ["DART", "DIAMOND", "ROUND", "SQUARE", "body", "colour_of", "face", "ghost", "ink_of"]


@lru_cache(maxsize=512)
def face(theme: Theme, n: int, number: int, facing: int = 1, halo: bool = True) -> pygame.Surface:
    """An agent as a premultiplied sprite of n x n pixels."""
    pen = Pen(n)
    draw_face(pen, theme, n, number, facing, halo)
    return pen.done()


@lru_cache(maxsize=512)
def ghost(theme: Theme, n: int, number: int, facing: int, colour: Colour) -> pygame.Surface:
    """An imagined agent: its shape, hollow, on a dark casing (without which it vanishes on orange)."""
    pen = Pen(n)
    facing = facing if 0 <= facing < 8 else 1
    r = .35 if n >= 24 else .38
    outline = Pen(n)
    body(outline, number, .5, .5, r, colour, facing)
    outline.hollow(lambda p: body(p, number, .5, .5, r - max(.065, 1.5 * p.px), (255, 255, 255, 255), facing))
    pen.faint(.92, lambda p: body(p, number, .5, .5, r, theme.casing, facing))
    pen.faint(.16, lambda p: body(p, number, .5, .5, r, colour, facing))
    pen.surface.blit(outline.surface, (0, 0))
    if n >= 24:
        eyes(pen, number, .5, .5, facing, .045, .07, colour)
    return pen.done()
