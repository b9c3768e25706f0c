"""Marks on boards and in panels: wedges, dots, hatches, brackets, strokes, verdicts, arrows, faces, the small map.

On a board a wedge says that an action is foretold wrongly; in a panel a cross says it, since an arrow beside a triangle would read as a contradiction.
"""
from __future__ import annotations

import math
from functools import lru_cache

import pygame

from lab.frame import NEVER, RIGHT, UNSURE, WRONG
from viewer import faces
from viewer.shapes import Pen, Point, arc, disc, hatch, polygon, polyline, put, rounded_rect
from viewer.theme import Colour, Theme, mix
from viewer.tiles import tiles_for
from world.scenario import COL_STEP, ROW_STEP, UNSEEN

DOUBTS = 8
"""Sizes of the dot of doubt."""
_letters: list = []


# ---- on a board -----------------------------------------------------------------------------------------------------
def wedge_points(n: float, direction: int, inset: float) -> list[Point]:
    """The triangle of one action: its base on the cell's edge, its tip toward the middle. In pixels."""
    c, gap, o = n / 2, .9 * inset, inset
    return {0: [(o + gap, o), (n - o - gap, o), (c, c - gap)], 2: [(o + gap, n - o), (n - o - gap, n - o), (c, c + gap)],
            3: [(o, o + gap), (o, n - o - gap), (c - gap, c)], 1: [(n - o, o + gap), (n - o, n - o - gap), (c + gap, c)]}[direction]


def unsure_code(odds: float) -> int:
    """The code of an unsure action for `audit_cell`: its doubt rides in it."""
    return 8 + min(DOUBTS, max(0, round(DOUBTS * min(1.0, 2 * (1 - odds)))))


@lru_cache(maxsize=1024)
def action_mark(theme: Theme, n: int, direction: int, code: int) -> pygame.Surface:
    """One action of one cell: RIGHT, WRONG, NEVER, or a code of `unsure_code`."""
    pen, c = Pen(n, unit=1), n / 2
    dx, dy = COL_STEP[direction], ROW_STEP[direction]
    if code == WRONG:
        points = wedge_points(n, direction, max(1, n * .05) + n * .03)
        pen.polygon(points, theme.wrong)
        pen.line(points + [points[0]], theme.wrong, n * .06)
    elif code == RIGHT:
        away = c - max(2.2, n * .11)
        pen.circle(c + dx * away, c + dy * away, max(.8, n / 28), theme.right)
    elif code == NEVER:
        width, step, k = max(1, n / 26), max(3.5, n / 6.5), -n
        while k < 2 * n:
            pen.line([(k, n), (k + n, 0)], theme.never, width, round_ends=False)
            k += step
        pen.cut(lambda p: p.polygon(wedge_points(n, direction, .5), (255, 255, 255, 255)))
    elif code >= 8:
        r = n * (.035 + .06 * (code - 8) / DOUBTS)
        x, y = c + dx * n * .32, c + dy * n * .32
        if not theme.night:
            pen.circle(x, y, r + 1, theme.ink)
        pen.circle(x, y, r, theme.unsure)
    return pen.done()


@lru_cache(maxsize=1500)
def audit_cell(theme: Theme, n: int, codes: tuple[int, int, int, int], other_wrong: bool = False, dots: bool = True) -> pygame.Surface | None:
    """The four actions of one cell in one sprite; None where there is nothing to draw.

    `other_wrong`: an action without a direction (use, wait) is wrong, and no wedge says so: a small diamond in the middle does.
    Below 12 pixels only what is wrong is drawn, and a 2-pixel dot for doubt.
    """
    out = pygame.Surface((n, n), pygame.SRCALPHA)
    drawn = False
    far = n < 12
    for direction, code in enumerate(codes):
        if code and not (code == RIGHT and not dots) and not (far and code != WRONG):
            put(out, action_mark(theme, n, direction, code), (0, 0))
            drawn = True
    if far and WRONG not in codes and max(codes) >= 8:
        out.fill(theme.unsure, (n // 2 - 1, n // 2 - 1, 2, 2))
        drawn = True
    if other_wrong and WRONG not in codes:
        pen, r = Pen(n, unit=1), max(2, n * .13)
        pen.polygon([(n / 2, n / 2 - r), (n / 2 + r, n / 2), (n / 2, n / 2 + r), (n / 2 - r, n / 2)], theme.wrong)
        put(out, pen.done(), (0, 0))
        drawn = True
    return out if drawn else None


def add_glow(image: pygame.Surface, wrong: pygame.Surface, strength: float = .55, down: int = 12) -> None:
    """Add a soft glow of what is wrong to a board, under the wedges, so that their orange stays exact."""
    w, h = image.get_size()
    small = pygame.transform.smoothscale(wrong, (max(2, w // down), max(2, h // down)))
    if hasattr(pygame.transform, "box_blur"):
        small = pygame.transform.box_blur(small, 1)
    level = round(255 * strength)
    small.fill((level, level, level), special_flags=pygame.BLEND_RGB_MULT)
    image.blit(pygame.transform.smoothscale(small, (w, h)), (0, 0), special_flags=pygame.BLEND_RGB_ADD)


def brackets(surface: pygame.Surface, rect: pygame.Rect, colour: Colour, width: float = 2) -> None:
    """The four corners about a pinned cell."""
    k = max(4, rect.w * .28)
    for x, y, sx, sy in ((rect.left, rect.top, 1, 1), (rect.right, rect.top, -1, 1), (rect.left, rect.bottom, 1, -1), (rect.right, rect.bottom, -1, -1)):
        polyline(surface, [(x + sx * k, y), (x, y), (x, y + sy * k)], colour, width)


@lru_cache(maxsize=64)
def _strokes(theme: Theme, n: int, length: int) -> pygame.Surface:
    size = 2 * n
    pen, lines = Pen(size, unit=1), []
    for degrees in (-38, 0, 38):
        s, c = math.sin(math.radians(degrees)), -math.cos(math.radians(degrees))
        near, far = n * .53, n * (.53 + .24 * length / 8)
        lines.append([(n + s * near, n + c * near), (n + s * far, n + c * far)])
    for line in lines:
        pen.faint(.85, lambda p, line=line: p.line(line, theme.casing, n * .17))
    for line in lines:
        pen.line(line, theme.ink, max(1.6, n * .08))
    return pen.done()


def surprise_strokes(surface: pygame.Surface, theme: Theme, centre: Point, n: int, bits: float, alpha: float = 1.0) -> None:
    """The agent noticed: three strokes above its head, longer with more bits."""
    put(surface, _strokes(theme, n, round(8 * min(1.0, .45 + bits / 12))), (centre[0] - n, centre[1] - n), alpha)


@lru_cache(maxsize=64)
def dashed_box(theme: Theme, n: int, colour: Colour) -> pygame.Surface:
    """The outline of what was foretold and did not come."""
    pen, edge = Pen(n, unit=1), max(2.0, n * .1)
    side, width = n - 2 * edge, max(1.4, n * .045)
    dashes = 4 if n >= 20 else 3
    for k in range(dashes):
        a, b = edge + side * (k + .18) / dashes, edge + side * (k + .74) / dashes
        for line in (((a, edge), (b, edge)), ((n - edge, a), (n - edge, b)), ((a, n - edge), (b, n - edge)), ((edge, a), (edge, b))):
            pen.line(line, colour, width)
    return pen.done()


@lru_cache(maxsize=64)
def solid_box(theme: Theme, n: int, colour: Colour) -> pygame.Surface:
    """The outline of what came unforetold; n + 8 pixels wide, for a cell of n."""
    pen = Pen(n + 8, unit=1)
    pen.rect(2, 2, n + 4, n + 4, colour, max(4, n * .2), max(1.6, n * .07))
    return pen.done()


# ---- in panels ------------------------------------------------------------------------------------------------------
def draw_agent(surface: pygame.Surface, theme: Theme, centre: Point, diameter: int, number: int, facing: int = 1, ghost: bool = False, halo: bool = False) -> None:
    """A face as it stands in a panel; `diameter` is that of its cell."""
    sprite = faces.ghost(theme, diameter, number, facing, theme.ghost) if ghost else faces.face(theme, diameter, number, facing, halo)
    put(surface, sprite, (centre[0] - diameter / 2, centre[1] - diameter / 2))


def ring_agent(surface: pygame.Surface, theme: Theme, centre: Point, diameter: int, number: int, person: bool = False, words=None) -> None:
    """The ring of the agent selected; in ink, with a T, when a person acts for it."""
    disc(surface, centre, diameter * .55, theme.ink if person else faces.colour_of(theme, number), max(1.5, diameter * .05))
    if person and diameter >= 20:
        side = max(12, round(diameter * .45))
        rounded_rect(surface, (centre[0] + diameter * .2, centre[1] + diameter * .1, side, side), theme.ink, 4)
        if not _letters:
            from viewer.fonts import Type
            _letters.append(Type())
        glyph = _letters[0].font(max(9, round(side * .62)), 500, True).render("T", True, theme.bg)
        surface.blit(glyph, glyph.get_rect(center=(round(centre[0] + diameter * .2 + side / 2), round(centre[1] + diameter * .1 + side / 2))))


def legend_mark(surface: pygame.Surface, theme: Theme, verdict: int, centre: Point, scale: float = 1.0) -> None:
    """The very mark of the board, in a legend."""
    x, y = centre
    k = scale
    if verdict == WRONG:
        polygon(surface, [(x - 6 * k, y - 5 * k), (x + 6 * k, y - 5 * k), (x, y + 6 * k)], theme.wrong)
    elif verdict == RIGHT:
        disc(surface, centre, 3.5 * k, theme.right)
    elif verdict == UNSURE:
        if not theme.night:
            disc(surface, centre, 5.5 * k, theme.ink)
        disc(surface, centre, 4.5 * k, theme.unsure)
    elif verdict == NEVER:
        hatch(surface, (x - 6 * k, y - 6 * k, 12 * k, 12 * k), theme.ink3, max(3, round(4 * k)), 1.2 * k)


def verdict_glyph(surface: pygame.Surface, theme: Theme, verdict: int, centre: Point, scale: float = 1.0) -> None:
    """✓ ✗ ~ ? beside an action in a panel."""
    x, y = centre
    k = scale
    if verdict == WRONG:
        polyline(surface, [(x - 4 * k, y - 4 * k), (x + 4 * k, y + 4 * k)], theme.wrong, 2 * k)
        polyline(surface, [(x - 4 * k, y + 4 * k), (x + 4 * k, y - 4 * k)], theme.wrong, 2 * k)
    elif verdict == RIGHT:
        polyline(surface, [(x - 4.5 * k, y), (x - 1.1 * k, y + 3.4 * k), (x + 4.5 * k, y - 3.4 * k)], mix(theme.right, theme.ink, .25), 2 * k)
    elif verdict == UNSURE:
        points = [(x - 5 * k + 10 * k * i / 12, y - math.sin(i / 12 * 2 * math.pi) * 2.2 * k) for i in range(13)]
        polyline(surface, points, theme.unsure if theme.night else theme.ink2, 2 * k)
    elif verdict == NEVER:
        arc(surface, (x, y - 2 * k), 2.8 * k, math.radians(-70), math.radians(190), theme.ink3, 1.6 * k)
        polyline(surface, [(x + .9 * k, y + .6 * k), (x, y + 2 * k)], theme.ink3, 1.6 * k)
        disc(surface, (x, y + 5 * k), 1.1 * k, theme.ink3)


def arrow(surface: pygame.Surface, centre: Point, direction: int, colour: Colour, size: float = 5, width: float = 1.6) -> None:
    """A small arrow; `size` is half its length."""
    x, y = centre
    dx, dy = COL_STEP[direction], ROW_STEP[direction]
    px, py, tip = -dy, dx, (x + dx * size, y + dy * size)
    polyline(surface, [(x - dx * size, y - dy * size), tip], colour, width)
    back = size * .7
    polyline(surface, [(tip[0] - dx * back + px * back, tip[1] - dy * back + py * back), tip, (tip[0] - dx * back - px * back, tip[1] - dy * back - py * back)], colour, width)


def logo(surface: pygame.Surface, theme: Theme, place: Point, size: int) -> None:
    """A cell cut by action, one of four wrong. `place`: top left."""
    put(surface, _logo(theme, size), place)


@lru_cache(maxsize=16)
def _logo(theme: Theme, size: int) -> pygame.Surface:
    pen = Pen(size, unit=1)
    for direction in range(4):
        pen.polygon(wedge_points(size, direction, 1.1 * size / 24), theme.wrong if direction == 1 else theme.ink)
    return pen.done()


def clock_ring(surface: pygame.Surface, theme: Theme, centre: Point, share_left: float, radius: float = 7) -> None:
    """The emptying ring of a scheduled change."""
    disc(surface, centre, radius, theme.line, 2)
    if share_left > 0:
        arc(surface, centre, radius - 1, math.pi / 2, math.pi / 2 - 2 * math.pi * min(1.0, round(share_left, 2)), theme.law, 2)


def mini_map(surface: pygame.Surface, theme: Theme, scenario, snapshot, place: Point, cell_px: int, centre: tuple[int, int],
             belief: tuple[int, int] | None, truth: tuple[int, int] | None, verdict: int) -> None:
    """A 5 x 5 map about a cell: a ring where the mind believes that the action lands, a dot where it does.

    Args:
        snapshot: anything with `cells`, uint16 [5, H, W].
        place: top left, in pixels.
    """
    tiles, cells, q = tiles_for(theme, scenario), snapshot.cells, cell_px
    h, w = cells.shape[1:]
    left, top = round(place[0]), round(place[1])
    flat = tiles.flat
    for i in range(5):
        for j in range(5):
            row, col = centre[0] + i - 2, centre[1] + j - 2
            colour: Colour = theme.bg
            if 0 <= row < h and 0 <= col < w:
                ground, thing, air = int(cells[0, row, col]), int(cells[2, row, col]), int(cells[4, row, col])
                colour = theme.floor
                if ground == UNSEEN:
                    colour = theme.fog
                elif tiles.is_wall[ground] or tiles.is_wall[thing]:
                    colour = theme.wall
                elif tiles.is_current[air] or tiles.is_current[ground]:
                    colour = mix(theme.floor, theme.wind, .32)
                elif thing and thing != UNSEEN:
                    colour = mix(theme.floor, tuple(int(v) for v in flat[thing]), .5)
                elif ground and tiles.choices[ground].drawing != "floor":
                    colour = mix(theme.floor, tuple(int(v) for v in flat[ground]), .55)
            surface.fill(colour, (left + j * q, top + i * q, q - 1, q - 1))

    def at(cell: tuple[int, int]) -> Point:
        row, col = (max(-2.4, min(2.4, a - b)) for a, b in zip(cell, centre))
        return left + (col + 2) * q + q / 2 - .5, top + (row + 2) * q + q / 2 - .5

    disc(surface, at(centre), max(1.5, q * .14), theme.ink3)
    if belief is not None:
        colour = theme.wrong if verdict == WRONG else theme.ghost
        if belief != centre:
            polyline(surface, [at(centre), at(belief)], colour, max(1.5, q * .13), dash=(1, 3))
        disc(surface, at(belief), q * .4, colour, max(1.6, q * .15))
    if truth is not None:
        disc(surface, at(truth), q * .24, theme.ink)
