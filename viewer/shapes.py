"""Smooth shapes: drawn at four times their size, premultiplied, scaled down once, and kept.

pygame's own rounded rectangles and thick lines have steps; straight alpha leaves dark fringes when it is scaled. Every sprite here and in `tiles` is
premultiplied, and `put` blits it as such.
"""
from __future__ import annotations

import math
from functools import lru_cache
from typing import Callable, Iterable, Sequence

import pygame

from viewer.theme import Colour

OVER = 4
"""How many times larger a shape is drawn than it is shown."""
Point = tuple[float, float]
_PREMULTIPLIED = pygame.BLEND_PREMULTIPLIED


class Pen:
    """Draws in units of a cell (0..1), or of pixels with `unit=1`, and hands out a premultiplied sprite.

    Args:
        width, height: of the sprite, in pixels.
        unit: how many pixels one unit is; the width unless told.
    """

    def __init__(self, width: int, height: int | None = None, unit: float | None = None):
        self.width, self.height = width, height or width
        self.unit = unit or width
        self.k = self.unit * OVER
        self.px = 1 / self.unit
        """One screen pixel in units: strokes are never thinner than about this."""
        self.surface = pygame.Surface((self.width * OVER, self.height * OVER), pygame.SRCALPHA)

    def _at(self, point: Point) -> Point:
        return point[0] * self.k, point[1] * self.k

    def polygon(self, points: Iterable[Point], colour) -> None:
        pygame.draw.polygon(self.surface, colour, [self._at(p) for p in points])

    def circle(self, x: float, y: float, r: float, colour, width: float = 0) -> None:
        pygame.draw.circle(self.surface, colour, self._at((x, y)), r * self.k, max(1, round(width * self.k)) if width else 0)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        pygame.draw.ellipse(self.surface, colour, pygame.Rect((x - rx) * self.k, (y - ry) * self.k, 2 * rx * self.k, 2 * ry * self.k))

    def rect(self, x: float, y: float, w: float, h: float, colour, r: float = 0, width: float = 0, corners: Sequence[float] | None = None) -> None:
        """`corners`: radii top left, top right, bottom left, bottom right, in place of `r`."""
        k = self.k
        box = pygame.Rect(round(x * k), round(y * k), round((x + w) * k) - round(x * k), round((y + h) * k) - round(y * k))
        if corners is None:
            pygame.draw.rect(self.surface, colour, box, round(width * k), round(r * k))
        else:
            pygame.draw.rect(self.surface, colour, box, round(width * k), -1, *[max(0, round(c * k)) for c in corners])

    def line(self, points: Sequence[Point], colour, width: float, round_ends: bool = True) -> None:
        """A thick line with round joints."""
        half = width * self.k / 2
        at = [self._at(p) for p in points]
        for (ax, ay), (bx, by) in zip(at, at[1:]):
            length = math.hypot(bx - ax, by - ay) or 1
            nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
            pygame.draw.polygon(self.surface, colour, [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)])
        for point in at if round_ends else at[1:-1]:
            pygame.draw.circle(self.surface, colour, point, half)

    def arc(self, x: float, y: float, r: float, start: float, stop: float, colour, width: float, steps: int = 28) -> None:
        """Radians, anticlockwise from east."""
        turns = [start + (stop - start) * i / steps for i in range(steps + 1)]
        self.line([(x + r * math.cos(a), y - r * math.sin(a)) for a in turns], colour, width)

    def faint(self, alpha: float, draw: Callable[["Pen"], object]) -> None:
        """What `draw` draws, at a share of its strength."""
        layer = Pen(self.width, self.height, self.unit)
        draw(layer)
        layer.surface.set_alpha(round(alpha * 255))
        self.surface.blit(layer.surface, (0, 0))

    def cut(self, draw: Callable[["Pen"], object]) -> None:
        """Keep only what lies inside what `draw` draws in opaque white."""
        mask = Pen(self.width, self.height, self.unit)
        draw(mask)
        self.surface.blit(mask.surface, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)

    def hollow(self, draw: Callable[["Pen"], object]) -> None:
        """Take away what lies inside what `draw` draws in opaque white."""
        mask = Pen(self.width, self.height, self.unit)
        draw(mask)
        self.surface.blit(mask.surface, (0, 0), special_flags=pygame.BLEND_RGBA_SUB)

    def done(self) -> pygame.Surface:
        """The sprite, premultiplied."""
        return pygame.transform.smoothscale(self.surface.premul_alpha(), (self.width, self.height))


def faded(sprite: pygame.Surface, alpha: float) -> pygame.Surface:
    """The premultiplied sprite at a share of its strength."""
    copy = sprite.copy()
    level = max(0, min(255, round(alpha * 255)))
    copy.fill((level, level, level, level), special_flags=pygame.BLEND_RGBA_MULT)
    return copy


def put(surface: pygame.Surface, sprite: pygame.Surface, place: Point, alpha: float = 1.0) -> None:
    """Blit a premultiplied sprite with its top left corner at `place`."""
    if alpha < 1:
        sprite = faded(sprite, alpha)
    surface.blit(sprite, (round(place[0]), round(place[1])), special_flags=_PREMULTIPLIED)


# ---- shapes in pixels, kept by size and colour ----------------------------------------------------------------------
@lru_cache(maxsize=512)
def _corner(radius: int, width: int, colour: Colour) -> tuple[pygame.Surface, ...]:
    """The four corners of a rounded rectangle: top left, top right, bottom left, bottom right."""
    pen = Pen(2 * radius, unit=1)
    pen.rect(0, 0, 2 * radius, 2 * radius, colour, radius, width)
    whole = pen.done()
    return tuple(whole.subsurface((x, y, radius, radius)).copy() for y in (0, radius) for x in (0, radius))


@lru_cache(maxsize=256)
def _whole_box(w: int, h: int, radius: float, width: float, colour: Colour) -> pygame.Surface:
    pen = Pen(w, h, unit=1)
    pen.rect(0, 0, w, h, colour, radius, width)
    return pen.done()


def rounded_rect(surface: pygame.Surface, rect, colour: Colour, radius: float = 8, width: int = 0, alpha: float = 1.0) -> None:
    """A rounded rectangle, filled or as a frame `width` wide."""
    x, y, w, h = (round(v) for v in rect)
    if w <= 0 or h <= 0:
        return
    radius = min(radius, w / 2, h / 2)
    if alpha < 1 or radius != round(radius) or w < 2 * radius + 2 or h < 2 * radius + 2 or w * h < 900:
        put(surface, _whole_box(w, h, radius, width, tuple(colour)), (x, y), alpha)
        return
    r = round(radius)
    if r:
        for corner, place in zip(_corner(r, width, tuple(colour)), ((x, y), (x + w - r, y), (x, y + h - r), (x + w - r, y + h - r))):
            surface.blit(corner, place, special_flags=_PREMULTIPLIED)
    if width:
        for box in ((x + r, y, w - 2 * r, width), (x + r, y + h - width, w - 2 * r, width), (x, y + r, width, h - 2 * r), (x + w - width, y + r, width, h - 2 * r)):
            surface.fill(colour, box)
    else:
        surface.fill(colour, (x + r, y, w - 2 * r, h))
        surface.fill(colour, (x, y + r, r, h - 2 * r))
        surface.fill(colour, (x + w - r, y + r, r, h - 2 * r))


@lru_cache(maxsize=1024)
def _disc(dx: float, dy: float, r: float, width: float, colour: Colour) -> tuple[pygame.Surface, int]:
    reach = math.ceil(r + 2)
    pen = Pen(2 * reach + 1, unit=1)
    pen.circle(reach + dx, reach + dy, r, colour, width)
    return pen.done(), reach


def disc(surface: pygame.Surface, centre: Point, r: float, colour: Colour, width: float = 0, alpha: float = 1.0) -> None:
    """A disc, or a ring `width` wide."""
    x, y = round(centre[0] * 4) / 4, round(centre[1] * 4) / 4          # a quarter of a pixel is what the drawing can show
    left, top = math.floor(x), math.floor(y)
    sprite, reach = _disc(x - left, y - top, r, width, tuple(colour))
    put(surface, sprite, (left - reach, top - reach), alpha)


@lru_cache(maxsize=1024)
def _strokes(points: tuple[Point, ...], colour: Colour, width: float, dash: tuple[float, float] | None) -> tuple[pygame.Surface, int, int]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, top = math.floor(min(xs) - width - 1), math.floor(min(ys) - width - 1)
    pen = Pen(math.ceil(max(xs) + width + 1) - left + 1, math.ceil(max(ys) + width + 1) - top + 1, unit=1)
    moved = [(x - left, y - top) for x, y in points]
    for piece in _dashes(moved, dash) if dash else (moved,):
        pen.line(piece, colour, width)
    return pen.done(), left, top


def _dashes(points: Sequence[Point], dash: tuple[float, float]) -> list[list[Point]]:
    """The pieces of a line that a dash pattern leaves."""
    on, off = dash
    pieces: list[list[Point]] = []
    drawing, left, piece = True, on, [points[0]]
    for (ax, ay), (bx, by) in zip(points, points[1:]):
        length, gone = math.hypot(bx - ax, by - ay), 0.0
        while length - gone > left:
            gone += left
            here = (ax + (bx - ax) * gone / length, ay + (by - ay) * gone / length)
            if drawing:
                pieces.append(piece + [here])
            drawing, piece = not drawing, [here]
            left = on if drawing else off
        left -= length - gone
        if drawing:
            piece.append((bx, by))
    if drawing and len(piece) > 1:
        pieces.append(piece)
    return pieces


def polyline(surface: pygame.Surface, points: Sequence[Point], colour: Colour, width: float = 1.5, alpha: float = 1.0,
             dash: tuple[float, float] | None = None) -> None:
    """A smooth thick line through the points, dashed if asked. For long plots that change each frame, `pygame.draw.aalines` is cheaper."""
    sprite, place = stroke_sprite(points, colour, width, dash)
    put(surface, sprite, place, alpha)


def stroke_sprite(points: Sequence[Point], colour: Colour, width: float, dash: tuple[float, float] | None = None) -> tuple[pygame.Surface, tuple[int, int]]:
    """What `polyline` draws, as a premultiplied sprite and where its top left corner goes."""
    left, top = math.floor(points[0][0]), math.floor(points[0][1])
    near = tuple((round((x - left) * 4) / 4, round((y - top) * 4) / 4) for x, y in points)
    sprite, dx, dy = _strokes(near, tuple(colour), width, dash)
    return sprite, (left + dx, top + dy)


@lru_cache(maxsize=512)
def _polygon(points: tuple[Point, ...], colour: Colour) -> tuple[pygame.Surface, int, int]:
    left, top = math.floor(min(p[0] for p in points)), math.floor(min(p[1] for p in points))
    pen = Pen(math.ceil(max(p[0] for p in points)) - left + 1, math.ceil(max(p[1] for p in points)) - top + 1, unit=1)
    pen.polygon([(x - left, y - top) for x, y in points], colour)
    return pen.done(), left, top


def polygon(surface: pygame.Surface, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
    """A filled polygon with smooth edges."""
    left, top = math.floor(points[0][0]), math.floor(points[0][1])
    near = tuple((round((x - left) * 4) / 4, round((y - top) * 4) / 4) for x, y in points)
    sprite, dx, dy = _polygon(near, tuple(colour))
    put(surface, sprite, (left + dx, top + dy), alpha)


@lru_cache(maxsize=256)
def _arc(dx: float, dy: float, r: float, start: float, stop: float, colour: Colour, width: float) -> tuple[pygame.Surface, int]:
    reach = math.ceil(r + width + 1)
    pen = Pen(2 * reach + 1, unit=1)
    pen.arc(reach + dx, reach + dy, r, start, stop, colour, width, steps=max(8, round(r * 3)))
    return pen.done(), reach


def arc(surface: pygame.Surface, centre: Point, r: float, start: float, stop: float, colour: Colour, width: float = 1.5) -> None:
    """Part of a ring. Radians, anticlockwise from east."""
    x, y = round(centre[0] * 4) / 4, round(centre[1] * 4) / 4
    left, top = math.floor(x), math.floor(y)
    sprite, reach = _arc(x - left, y - top, r, round(start, 2), round(stop, 2), tuple(colour), width)
    put(surface, sprite, (left - reach, top - reach))


@lru_cache(maxsize=64)
def _hatch(w: int, h: int, colour: Colour, step: int, width: float) -> pygame.Surface:
    pen = Pen(w, h, unit=1)
    for k in range(-h - h % step, w + h, step):
        pen.line([(k, h), (k + h, 0)], colour, width, round_ends=False)
    return pen.done()


def hatch(surface: pygame.Surface, rect, colour: Colour, step: int = 8, width: float = 1.0, alpha: float = 1.0) -> None:
    """Diagonal strokes over a rectangle: what is not known yet."""
    x, y, w, h = (round(v) for v in rect)
    if w > 0 and h > 0:
        put(surface, _hatch(w, h, tuple(colour), step, width), (x, y), alpha)


@lru_cache(maxsize=64)
def _round_mask(radius: int, top_only: bool) -> tuple[pygame.Surface, ...]:
    pen = Pen(2 * radius, unit=1)
    pen.rect(0, 0, 2 * radius, 2 * radius, (255, 255, 255), radius)
    whole = pen.done()
    corners = [whole.subsurface((x, y, radius, radius)).copy() for y in ((0,) if top_only else (0, radius)) for x in (0, radius)]
    return tuple(corners)


def blit_rounded(surface: pygame.Surface, image: pygame.Surface, place: tuple[int, int], radius: int = 8, top_only: bool = False) -> None:
    """Blit an opaque image with its corners rounded off, whatever lies beneath."""
    w, h = image.get_size()
    x, y = place
    r = min(radius, w // 2, h // 2)
    if r <= 0:
        surface.blit(image, place)
        return
    bottom = 0 if top_only else r
    surface.blit(image, (x + r, y), (r, 0, w - 2 * r, h))
    surface.blit(image, (x, y + r), (0, r, r, h - r - bottom))
    surface.blit(image, (x + w - r, y + r), (w - r, r, r, h - r - bottom))
    places = ((0, 0), (w - r, 0), (0, h - r), (w - r, h - r))
    for mask, (cx, cy) in zip(_round_mask(r, top_only), places):
        corner = mask.copy()                                           # white premultiplied by its cover, times the picture = the picture premultiplied
        piece = pygame.Surface((r, r), pygame.SRCALPHA)
        piece.blit(image, (0, 0), (cx, cy, r, r))
        corner.blit(piece, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(corner, (x + cx, y + cy), special_flags=_PREMULTIPLIED)
