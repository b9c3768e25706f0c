"""Tiles: things as sprites, and whole cells put together, each made once and kept.

A cell is named by one number (its things, its field of the chequer, its walls, the current in it), so that a board is a lookup and one list of blits.
"""
from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from lab.look.appearance import AS_WRITTEN, FLAT_BELOW, FULL, KEY_BITS, SHADE, Appearance, Law, Part
from lab.look.drawings import DRAWINGS, FAINT, LETTERED, How, touched, wall
from lab.look.letters import FAINT_FROM, rows_of
from viewer.faces import face
from viewer.fonts import Type
from viewer.shapes import Pen, faded, put
from viewer.theme import Theme
from world.scenario import AIR, GROUND, ITEM, OBJECT, UNSEEN, Scenario

CELLS_KEPT = 3000


@dataclass(frozen=True)
class Style:
    """How a cell is shown: as it is, or as a belief, dimmer and with less colour."""
    dim: float = 0.0                                     # share of the way to the ground of belief
    chroma: float = 1.0                                  # share of the colour that stays


STYLES = (Style(), Style(.62, .45), Style(.12, .9), Style(.55, .5), Style(.34, .68), Style(.55, .5))
REAL, BELIEVED, SEEN, REMEMBERED, FORETOLD, RIGHT = range(len(STYLES))
"""Numbers of styles: as it is; under an audit; seen now; remembered; a forecast; what came as foretold."""
_STYLE, _LEVEL = KEY_BITS, KEY_BITS + 4                 # bits of a cell's name where its style and its level begin


def named(keys: np.ndarray, style: int | np.ndarray, level: int | np.ndarray = FULL) -> np.ndarray:
    """Names of cells' pictures: what is in them, shown in a style, things at a level of 16.  int64, as keys; -1 where never seen"""
    return np.where(keys < 0, -1, keys | np.int64(style) << _STYLE | np.int64(level) << _LEVEL)


class Tiles(Appearance):
    """All tiles of one scenario in one theme."""

    def __init__(self, theme: Theme, scenario: Scenario):
        super().__init__(theme, scenario)
        self._things: dict[tuple, pygame.Surface] = {}
        self._cells: OrderedDict[tuple, pygame.Surface] = OrderedDict()

    # ---- single things --------------------------------------------------------------------------------------------
    def sprite(self, part: Part, n: int) -> pygame.Surface:
        """One thing alone, premultiplied, n x n pixels; kept."""
        drawing, how = part.choice.drawing, part.how
        key = (drawing, how, n)
        found = self._things.get(key)
        if found is None:
            pen = Pen(n)
            if drawing == "agent":
                found = face(self.theme, n, 0)
            elif drawing == "wall":
                found = wall_sprite(self.theme, n, 0)
            else:
                DRAWINGS[drawing](pen, self.theme, n, how)
                found = pen.done()
                if drawing in LETTERED and n >= FLAT_BELOW:
                    _write_initial(found, self.theme, n, how, drawing)
            self._things[key] = found
        return found

    def thing(self, id: int, size: int, law: Law = AS_WRITTEN) -> pygame.Surface:
        """The thing with this id, premultiplied, on nothing."""
        current = int(self.currents(law)[id]) if self.choices[id].current else None
        return self.sprite(Part(self.choices[id], current=current), size)

    def swatch(self, id: int, size: int, law: Law = AS_WRITTEN) -> pygame.Surface:
        """The thing with this id on floor; opaque."""
        out = pygame.Surface((size, size), depth=32)
        out.fill(self.theme.floor)
        put(out, self.thing(id, size, law), (0, 0))
        return out

    # ---- whole cells ------------------------------------------------------------------------------------------------
    def cell(self, name: int, n: int) -> pygame.Surface:
        """The picture with this name (`named`), opaque, n x n pixels; kept, the longest unused forgotten."""
        found = self._cells.get((name, n))
        if found is not None:
            self._cells.move_to_end((name, n))
            return found
        style, level = name >> _STYLE & 15, name >> _LEVEL
        if style:
            found = believed(self.cell(name & ~(15 << _STYLE), n), self.theme, STYLES[style])
        else:
            found = self._compose(name & (1 << _STYLE) - 1, n, level)
        self._cells[name, n] = found
        if len(self._cells) > CELLS_KEPT:
            self._cells.popitem(last=False)
        return found

    def _compose(self, key: int, n: int, level: int) -> pygame.Surface:
        out = pygame.Surface((n, n), depth=32)
        out.fill(self.theme.floor_alt if self.odd(key) else self.theme.floor)
        for part in self.parts(key, n, level):
            if part is SHADE:
                out.blit(_shade_under_wall(self.theme, n), (0, 0))
            else:
                put(out, wall_sprite(self.theme, n, part.joined) if part.choice.drawing == "wall" else self.sprite(part, n), (0, 0), part.strength)
        return out

    def flat_picture(self, cells: np.ndarray, style: int = REAL) -> np.ndarray:
        """One colour a cell, for boards seen from afar.  float32 [H, W, 3]"""
        colours = self.flat[cells[GROUND]]
        air = cells[AIR][..., None]
        colours = np.where(air > 0, colours * .6 + self.flat[cells[AIR]] * .4, colours)
        for layer in (ITEM, OBJECT):
            colours = np.where(cells[layer][..., None] > 0, self.flat[cells[layer]], colours)
        if style:
            colours = dimmed(colours, self.theme, STYLES[style])
        return np.where((cells[GROUND] == UNSEEN)[..., None], np.float32(self.theme.fog), colours)


def thumbnail(theme: Theme, scenario: Scenario, size: tuple[int, int]) -> pygame.Surface:
    """The start of a scenario as a small picture; opaque.

    The whole map where its cells are large enough, else the part in which most is to be seen: never shrunk to dust. What lies outside of the map
    is wall if the map has a ring of it, else the ground of belief: floor would be a lie about the world.
    """
    from viewer.cast import Cast
    from viewer.model import faces_of
    tiles, cast, (width, height) = tiles_for(theme, scenario), Cast(scenario), size
    cells = scenario.board.cells
    rows, cols = cells.shape[1:]
    wall = tiles.is_wall[cells[GROUND]] | tiles.is_wall[cells[OBJECT]]
    ringed = bool(wall[0].all() and wall[-1].all() and wall[:, 0].all() and wall[:, -1].all())
    less = 1 if ringed else 0
    n = min(40, width // max(1, cols - less), height // max(1, rows - less))
    if n < 18:
        n = max(8, min(22, width // max(1, cols - less)))
    out = pygame.Surface(size, depth=32)
    out.fill(theme.wall if ringed else theme.belief)
    tall, wide = min(rows, -(-height // n)), min(cols, -(-width // n))
    top, left = _busiest(cells, wall, scenario.board.starts, tall, wide)
    x0 = (width - cols * n) // 2 if cols * n <= width + n else max(width - cols * n, -left * n)
    y0 = (height - rows * n) // 2 if rows * n <= height + n else max(height - rows * n, -top * n)
    law = Law({kind.name: kind.carries for kind in scenario.kinds})
    names = named(tiles.keys(cells, tiles.current_in(cells, tiles.currents(law)), scenario.edge == "wall"), REAL)
    out.fblits([(tiles.cell(int(names[row, col]), n), (x0 + col * n, y0 + row * n)) for row in range(rows) for col in range(cols)
                if -n < x0 + col * n < width and -n < y0 + row * n < height])
    minds = {agent.name: agent.minds for agent in scenario.agents if not agent.written}
    learners = [start.agent for start in scenario.board.starts if start.agent in minds]
    twins = range(max((len(names) for names in minds.values()), default=1))
    numbers = faces_of(minds[name][min(i, len(minds[name]) - 1)] for i in twins for name in learners)    # as the world itself gives them
    creatures = cast.creature_faces(numbers)
    for k, start in enumerate(scenario.board.starts):
        number = creatures.get(start.agent, numbers[sum(s.agent in minds for s in scenario.board.starts[:k])] if start.agent in minds else 2)
        put(out, face(theme, n, number, start.facing), (x0 + start.col * n, y0 + start.row * n))
    return out


def _busiest(cells: np.ndarray, wall: np.ndarray, starts, tall: int, wide: int) -> tuple[int, int]:
    """Top row and left column of the window in which most is to be seen."""
    weight = ((cells[ITEM] > 0) * 2.0 + (cells[OBJECT] > 0) + (cells[AIR] > 0)) * ~wall
    for start in starts:
        weight[start.row, start.col] += 4
    sums = np.pad(weight, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    window = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    row, col = np.unravel_index(int(window.argmax()), window.shape)
    return int(row), int(col)


@lru_cache(maxsize=12)
def tiles_for(theme: Theme, scenario: Scenario) -> Tiles:
    """The tiles of a scenario in a theme, shared by all boards on screen."""
    return Tiles(theme, scenario)


def dimmed(colours: np.ndarray, theme: Theme, style: Style) -> np.ndarray:
    """Colours as beliefs: nearer to grey, and to the ground of belief.  float32, as given"""
    grey = (colours @ np.float32([.3, .59, .11]))[..., None]
    colours = grey + (colours - grey) * np.float32(style.chroma)
    ground = np.float32(theme.belief)
    return ground + (colours - ground) * np.float32(1 - style.dim)


def believed(image: pygame.Surface, theme: Theme, style: Style) -> pygame.Surface:
    """An opaque image as a belief."""
    out = pygame.Surface(image.get_size(), depth=32)
    colours = dimmed(pygame.surfarray.array3d(image).astype(np.float32), theme, style)
    pygame.surfarray.blit_array(out, colours.clip(0, 255).astype(np.uint8))
    return out


@lru_cache(maxsize=512)
def wall_sprite(theme: Theme, n: int, joined: int) -> pygame.Surface:
    """A wall joined to its neighbours (bits north, east, south, west)."""
    pen = Pen(n)
    wall(pen, theme, n, joined)
    return pen.done()


@lru_cache(maxsize=64)
def _shade_under_wall(theme: Theme, n: int) -> pygame.Surface:
    high = max(2, round(n * .16))
    out = pygame.Surface((n, high), pygame.SRCALPHA)
    for y in range(high):
        out.fill((0, 0, 0, round((90 if theme.night else 38) * (1 - y / high))), (0, y, n, 1))
    return out


@lru_cache(maxsize=128)
def touched_sprite(theme: Theme, n: int, facing: int | None, odd: bool) -> pygame.Surface:
    """Amber for a cell whose law has just changed; with the chevron of a current in the air, if it is one."""
    pen = Pen(n)
    if n < FLAT_BELOW:
        pen.faint(.6, lambda p: p.rect(0, 0, 1, 1, theme.law))
    else:
        touched(pen, theme, n, facing, odd)
    return pen.done()


_letters: list[Type] = []


def _write_initial(sprite: pygame.Surface, theme: Theme, n: int, how: How, drawing: str) -> None:
    """The initial of a kind that nobody drew, or the word of a tablet."""
    faint, stone = drawing in FAINT, drawing == "tablet"
    if faint and n < FAINT_FROM:
        return
    if not _letters:
        _letters.append(Type())
    rows = rows_of(how.word or how.initial) if stone else [how.initial]
    size = max(8, round(n * (.36 if faint else .5)))
    if stone:
        size = max(6, min(size, round(n * 1.12 / max(3, *map(len, rows))), round(n * .62 / len(rows))))
    layer = pygame.Surface((n, n), pygame.SRCALPHA)
    for number, row in enumerate(rows):
        glyph = _letters[0].font(size, 600).render(row, True, (how.colour or theme.stone_word) if stone else theme.ink)
        box = glyph.get_bounding_rect()
        middle = n * (.46 if stone else .5) + (number - (len(rows) - 1) / 2) * size * .95
        layer.blit(glyph, (round((n - box.w) / 2 - box.x), round(middle - box.h / 2 - box.y)))
    image = layer.premul_alpha()
    put(sprite, faded(image, .4) if faint else image, (0, 0))
