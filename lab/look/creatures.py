"""Agents: four shapes in four colours, with eyes toward where they face. Shape first, colour second."""
from __future__ import annotations

import math

from lab.look.colours import Colour, Theme, mix
from lab.look.drawings import shade
from lab.look.pen import Pen
from world.scenario import COL_STEP, ROW_STEP

ROUND, SQUARE, DART, DIAMOND = range(4)


def colour_of(theme: Theme, number: int) -> Colour:
    """The colour of face `number`. From the fifth on the shapes come again, each in another colour."""
    return theme.agents[(number + number // 4) % 4]


def ink_of(theme: Theme, number: int) -> Colour:
    """The colour of an agent's words, dark enough on paper to be read on a row tinted with it."""
    colour = colour_of(theme, number)
    return colour if theme.night else mix(colour, theme.ink, .16)


def body(pen: Pen, number: int, cx: float, cy: float, r: float, colour, facing: int = 0) -> None:
    """The bare shape of a face about (cx, cy)."""
    shape = number % 4
    if shape == ROUND:
        pen.circle(cx, cy, r, colour)
    elif shape == SQUARE:
        q = r * .9
        pen.rect(cx - q, cy - q, 2 * q, 2 * q, colour, r * .42)
    elif shape == DART:                                  # points itself, and needs no beak
        q, turn = r * 1.24, (facing % 4 + facing // 4 / 2) * math.pi / 2
        ox, oy = -math.sin(turn) * r * .14, math.cos(turn) * r * .14
        corners = (0, 2 * math.pi / 3 - .06, 4 * math.pi / 3 + .06)
        _rounded(pen, [(cx + ox + q * math.sin(turn + a), cy + oy - q * math.cos(turn + a)) for a in corners], r * .3, colour)
    else:
        q = r * 1.16
        _rounded(pen, [(cx, cy - q), (cx + q, cy), (cx, cy + q), (cx - q, cy)], r * .3, colour)


def _rounded(pen: Pen, points, r: float, colour) -> None:
    """A polygon with round corners: a smaller one, with a thick line about it."""
    cx, cy = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    inner = []
    for x, y in points:
        far = math.hypot(x - cx, y - cy)
        k = (far - r * (1.6 if len(points) == 3 else 1.25)) / far
        inner.append((cx + (x - cx) * k, cy + (y - cy) * k))
    pen.polygon(inner, colour)
    pen.line(inner + [inner[0]], colour, 2 * r)


def way(facing: int) -> tuple[float, float]:
    """A step of length 1 in a direction: right and down."""
    far = math.hypot(COL_STEP[facing], ROW_STEP[facing])
    return COL_STEP[facing] / far, ROW_STEP[facing] / far


def eyes(pen: Pen, number: int, cx: float, cy: float, facing: int, rx: float, ry: float, colour) -> None:
    dx, dy = way(facing)
    ahead = .04 if number % 4 == DART else .13
    for side in (-1, 1):
        pen.ellipse(cx + dx * ahead - dy * side * .13, cy + dy * ahead - .01 + dx * side * .13, rx, ry, colour)


def draw_face(pen: Pen, theme: Theme, n: int, number: int, facing: int = 1, halo: bool = True) -> None:
    """An agent in a cell of n pixels."""
    facing = facing if 0 <= facing < 8 else 1
    dx, dy = way(facing)
    r = .35 if n >= 24 else .38
    cx, cy = .5 - dx * .03, .5 - dy * .03
    if n >= 24:
        shade(pen, theme, .5, .86, .3, .07)

    def shape(colour: Colour, grown: float) -> None:
        body(pen, number, cx, cy, r + grown, colour, facing)
        if number % 4 == DART:
            return
        tip, half = .47 + grown * 1.1, .13 + grown * .9  # the beak
        pen.polygon([(cx + dx * (tip - .2) - dy * half, cy + dy * (tip - .2) + dx * half), (cx + dx * tip, cy + dy * tip),
                     (cx + dx * (tip - .2) + dy * half, cy + dy * (tip - .2) - dx * half)], colour)

    if halo:
        shape(theme.casing, max(.045, 1.1 * pen.px))
    shape(colour_of(theme, number), 0)
    r_eye = max(.06, .95 * pen.px)
    eyes(pen, number, cx, cy, facing, *((r_eye * .85, r_eye * 1.25) if n >= 24 else (r_eye, r_eye)), theme.eye)
