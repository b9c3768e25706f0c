"""A pen that draws into an array: the same strokes as the window's own pen (viewer/shapes.py), without any library of windows.

Shapes are set hard at four times their size and averaged once, premultiplied, so that edges are smooth and have no fringes.
"""
from __future__ import annotations

import math
from typing import Callable, Iterable, Sequence

import numpy as np

OVER = 4
"""How many times larger a shape is drawn than it is shown."""
Point = tuple[float, float]


class Pen:
    """Draws in units of a cell (0..1) on a square of n x n pixels, and hands out a premultiplied sprite."""

    def __init__(self, n: int):
        self.width = self.height = self.n = n
        self.k = n * OVER
        self.px = 1 / n
        """One screen pixel in units: strokes are never thinner than about this."""
        self.image = np.zeros((self.k, self.k, 4), np.float32)           # premultiplied, 0..255

    # ---- strokes ----------------------------------------------------------------------------------------------------
    def polygon(self, points: Iterable[Point], colour) -> None:
        corners = [(x * self.k, y * self.k) for x, y in points]
        box = self._box([x for x, _ in corners], [y for _, y in corners])
        if box is None:
            return
        part, x, y = box
        inside = np.zeros((len(y), len(x)), np.bool_)
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
            if ay != by:
                crossed = ((ay > y) != (by > y))[:, None] & (x[None, :] < ((bx - ax) * (y - ay) / (by - ay) + ax)[:, None])
                inside ^= crossed
        part[inside] = _rgba(colour)

    def circle(self, x: float, y: float, r: float, colour, width: float = 0) -> None:
        self._ellipse(x, y, r, r, colour, width)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        self._ellipse(x, y, rx, ry, colour, 0)

    def _ellipse(self, cx: float, cy: float, rx: float, ry: float, colour, width: float) -> None:
        k = self.k
        box = self._box([(cx - rx) * k, (cx + rx) * k], [(cy - ry) * k, (cy + ry) * k])
        if box is None or rx <= 0 or ry <= 0:
            return
        part, x, y = box
        right, down = (x / k - cx)[None, :], (y / k - cy)[:, None]
        inside = (right / rx) ** 2 + (down / ry) ** 2 <= 1
        if 0 < width < min(rx, ry):
            inside &= (right / (rx - width)) ** 2 + (down / (ry - width)) ** 2 > 1
        part[inside] = _rgba(colour)

    def rect(self, x: float, y: float, w: float, h: float, colour, r: float = 0, width: float = 0, corners: Sequence[float] | None = None) -> None:
        """`corners`: radii top left, top right, bottom left, bottom right, in place of `r`. `width`: only a frame."""
        k = self.k
        box = self._box([round(x * k), round((x + w) * k)], [round(y * k), round((y + h) * k)])
        if box is None:
            return
        part, xs, ys = box
        radii = tuple(corners or (r, r, r, r))
        inside = _in_rect(xs / k, ys / k, x, y, w, h, radii)
        if width:
            inside &= ~_in_rect(xs / k, ys / k, x + width, y + width, w - 2 * width, h - 2 * width, tuple(max(0, radius - width) for radius in radii))
        part[inside] = _rgba(colour)

    def line(self, points: Sequence[Point], colour, width: float, round_ends: bool = True) -> None:
        """A thick line with round joints."""
        half = width / 2
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            length = math.hypot(bx - ax, by - ay) or 1
            nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
            self.polygon([(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)], colour)
        for x, y in points if round_ends else points[1:-1]:
            self.circle(x, y, half, colour)

    def arc(self, x: float, y: float, r: float, start: float, stop: float, colour, width: float, steps: int = 28) -> None:
        """Radians, anticlockwise from east."""
        turns = [start + (stop - start) * i / steps for i in range(steps + 1)]
        self.line([(x + r * math.cos(a), y - r * math.sin(a)) for a in turns], colour, width)

    # ---- layers -----------------------------------------------------------------------------------------------------
    def faint(self, alpha: float, draw: Callable[["Pen"], object]) -> None:
        """What `draw` draws, at a share of its strength."""
        layer = self._layer(draw) * np.float32(alpha)
        self.image = layer + self.image * (1 - layer[..., 3:] / 255)

    def cut(self, draw: Callable[["Pen"], object]) -> None:
        """Keep only what lies inside what `draw` draws in opaque white."""
        self.image *= self._layer(draw)[..., 3:] / 255

    def hollow(self, draw: Callable[["Pen"], object]) -> None:
        """Take away what lies inside what `draw` draws in opaque white."""
        self.image *= 1 - self._layer(draw)[..., 3:] / 255

    def _layer(self, draw: Callable[["Pen"], object]) -> np.ndarray:
        other = Pen(self.n)
        draw(other)
        return other.image

    def done(self) -> np.ndarray:
        """The sprite, premultiplied.  float32 [n, n, 4], 0..255"""
        return self.image.reshape(self.n, OVER, self.n, OVER, 4).mean(axis=(1, 3))

    def _box(self, xs: Sequence[float], ys: Sequence[float]):
        """The part of the image that holds these places, with the middles of its columns and rows; None if it lies outside."""
        left, right = max(0, math.floor(min(xs)) - 1), min(self.k, math.ceil(max(xs)) + 1)
        top, bottom = max(0, math.floor(min(ys)) - 1), min(self.k, math.ceil(max(ys)) + 1)
        if left >= right or top >= bottom:
            return None
        return self.image[top:bottom, left:right], np.arange(left, right) + .5, np.arange(top, bottom) + .5


def _rgba(colour) -> np.ndarray:
    return np.array([*colour[:3], 255], np.float32)


def _in_rect(xs: np.ndarray, ys: np.ndarray, x: float, y: float, w: float, h: float, radii: tuple[float, ...]) -> np.ndarray:
    """Which places lie in a rectangle with round corners.  bool [len(ys), len(xs)]"""
    inside = ((ys >= y) & (ys <= y + h))[:, None] & ((xs >= x) & (xs <= x + w))[None, :]
    for i, r in enumerate(min(radius, w / 2, h / 2) for radius in radii):
        if r > 0:
            right, low = i % 2, i // 2
            cx, cy = x + w - r if right else x + r, y + h - r if low else y + r
            beside, beyond = (xs > cx if right else xs < cx), (ys > cy if low else ys < cy)
            far = (xs - cx)[None, :] ** 2 + (ys - cy)[:, None] ** 2 > r * r
            inside &= ~(beyond[:, None] & beside[None, :] & far)
    return inside


def put(image: np.ndarray, sprite: np.ndarray, alpha: float = 1.0) -> None:
    """Lay a premultiplied sprite over an opaque image of its size. `image` float32 [n, n, 3] is changed."""
    image *= 1 - sprite[..., 3:] * np.float32(alpha / 255)
    image += sprite[..., :3] * np.float32(alpha)
