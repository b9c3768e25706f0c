"""Tiles: things as sprites, and whole cells put together, each made once and kept.

A cell is named by one number (its things, its field of the chequer, its walls, the current in it), so that a board is a lookup and one list of blits.
"""
from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Iterable, Mapping

import numpy as np
import pygame

from viewer.choice import Choice, choices, flat_colour
from viewer.drawings import DRAWINGS, FILLS, STILL, How, touched
from viewer.faces import face
from viewer.fonts import Type
from viewer.shapes import Pen, faded, put
from viewer.theme import Theme
from world.scenario import AIR, GROUND, ITEM, OBJECT, UNSEEN, Scenario

FLAT_BELOW = 8
"""Cells smaller than this many pixels are one colour."""
CELLS_KEPT = 3000
_PLAIN = {"grass", "ash", "mud", "sand", "snow"}         # grounds whose small parts are left out under a thing


@dataclass(frozen=True)
class Law:
    """What tiles must know of the law in force: where currents carry."""
    carries: Mapping[str, str] = field(default_factory=dict)  # kind -> forward, backward
    still: frozenset[str] = frozenset()                  # kinds whose current does not run

    @staticmethod
    def read(rows: Iterable, scenario: Scenario) -> "Law":
        """The law panel's rows (`World.law()`), as far as they can be seen on a tile."""
        carries, still = {kind.name: kind.carries for kind in scenario.kinds}, set()
        for row in rows:
            owner, _, part = row.key.partition(".")
            if part == "carries" and row.value in ("forward", "backward"):
                carries[owner] = str(row.value)
            elif part == "speed" and (row.value in (0, "0") or (isinstance(row.value, tuple) and row.value[0] == 0)):
                still.add(owner)
            elif row.key.endswith(" is conveyor") and not row.on:
                still.add(row.key.removesuffix(" is conveyor"))
        return Law(carries, frozenset(still))

    def key(self) -> tuple:
        return tuple(sorted(self.carries.items())), self.still


@dataclass(frozen=True)
class Style:
    """How a cell is shown: as it is, or as a belief, dimmer and with less colour."""
    dim: float = 0.0                                     # share of the way to the ground of belief
    chroma: float = 1.0                                  # share of the colour that stays


STYLES = (Style(), Style(.62, .45), Style(.12, .9), Style(.55, .5), Style(.34, .68), Style(.55, .5))
REAL, BELIEVED, SEEN, REMEMBERED, FORETOLD, RIGHT = range(len(STYLES))
"""Numbers of styles: as it is; under an audit; seen now; remembered; a forecast; what came as foretold."""
FULL = 16
"""The level at which things stand out in full from their ground."""
_STYLE, _LEVEL = 42, 46                                  # bits of a cell's name where its style and its level begin


def named(keys: np.ndarray, style: int | np.ndarray, level: int | np.ndarray = FULL) -> np.ndarray:
    """Names of cells' pictures: what is in them, shown in a style, things at a level of 16.  int64, as keys; -1 where never seen"""
    return np.where(keys < 0, -1, keys | np.int64(style) << _STYLE | np.int64(level) << _LEVEL)


class Tiles:
    """All tiles of one scenario in one theme."""

    def __init__(self, theme: Theme, scenario: Scenario):
        self.theme, self.scenario = theme, scenario
        self.choices: list[Choice] = choices(theme, scenario)
        count = max(256, len(self.choices))
        self.is_wall = np.zeros(count, bool)
        self.is_current = np.zeros(count, bool)
        self.facing = np.zeros(count, np.int64)
        for i, (choice, thing) in enumerate(zip(self.choices, scenario.things)):
            self.is_wall[i] = choice.drawing == "wall"
            self.is_current[i] = choice.current
            self.facing[i] = thing.facing if thing.facing >= 0 else STILL
        self.flat = np.zeros((count, 3), np.float32)
        for i, choice in enumerate(self.choices):
            self.flat[i] = flat_colour(theme, choice)
        self.flat[0] = theme.floor
        self._things: dict[tuple, pygame.Surface] = {}
        self._cells: OrderedDict[tuple, pygame.Surface] = OrderedDict()
        self._currents: dict[tuple, np.ndarray] = {}

    # ---- single things --------------------------------------------------------------------------------------------
    def sprite(self, choice: Choice, n: int, odd: bool = False, plain: bool = False, current: int | None = None) -> pygame.Surface:
        """One thing alone, premultiplied, n x n pixels; kept."""
        key = (choice.drawing, choice.how, n, odd, plain, current)
        found = self._things.get(key)
        if found is None:
            how = choice.how
            how = How(odd, how.facing if current is None else current, how.colour, how.emblem, how.variant, how.word, plain, how.initial)
            pen = Pen(n)
            if choice.drawing == "agent":
                found = face(self.theme, n, 0)
            elif choice.drawing == "wall":
                found = wall_sprite(self.theme, n, 0)
            else:
                DRAWINGS[choice.drawing](pen, self.theme, n, how)
                found = pen.done()
                if choice.drawing in ("letter", "tablet", "mist", "stuff") and n >= FLAT_BELOW:
                    _write_initial(found, self.theme, n, how.initial, choice.drawing)
            self._things[key] = found
        return found

    def thing(self, id: int, size: int, law: Law = Law()) -> pygame.Surface:
        """The thing with this id, premultiplied, on nothing."""
        current = int(self.currents(law)[id]) if self.choices[id].current else None
        return self.sprite(self.choices[id], size, current=current)

    def swatch(self, id: int, size: int, law: Law = Law()) -> pygame.Surface:
        """The thing with this id on floor; opaque."""
        out = pygame.Surface((size, size), depth=32)
        out.fill(self.theme.floor)
        put(out, self.thing(id, size, law), (0, 0))
        return out

    # ---- currents ---------------------------------------------------------------------------------------------------
    def currents(self, law: Law) -> np.ndarray:
        """Where a current of each id carries under a law: 0..3, or STILL.  int64 [ids]"""
        key = law.key()
        if key not in self._currents:
            out = self.facing.copy()
            for thing in self.scenario.things[1:]:
                if thing.kind in law.still:
                    out[thing.id] = STILL
                elif law.carries.get(thing.kind) == "backward" and thing.facing >= 0:
                    out[thing.id] = (thing.facing + 2) % 4
            self._currents = {key: out, **dict(list(self._currents.items())[-7:])}
        return self._currents[key]

    def current_in(self, cells: np.ndarray, by_id: np.ndarray) -> np.ndarray:
        """The current that runs in each cell, air before ground; 7 where there is none.  int64 [H, W]"""
        air, ground = cells[AIR].astype(np.int64), cells[GROUND].astype(np.int64)
        out = np.where(self.is_current[ground], by_id[ground], 7)
        return np.where(self.is_current[air], by_id[air], out)

    # ---- whole cells ------------------------------------------------------------------------------------------------
    def keys(self, cells: np.ndarray, current: np.ndarray, edge_is_wall: bool, idle: np.ndarray | None = None) -> np.ndarray:
        """The number that names each cell's picture; -1 where it was never seen.  int64 [H, W]

        Args:
            current: what runs in each cell, of `current_in`: 0..3, UNKNOWN, STILL, 7 none.
            edge_is_wall: whether walls join to the world's edge.
            idle: bool [256], the ids that do not count now, shown dim.
        """
        h, w = cells.shape[1:]
        unseen = cells[GROUND] == UNSEEN
        walls = np.full((h + 2, w + 2), edge_is_wall)
        walls[1:-1, 1:-1] = self.is_wall[cells[GROUND]] | self.is_wall[cells[OBJECT]] | unseen
        north, south, west, east = walls[:-2, 1:-1], walls[2:, 1:-1], walls[1:-1, :-2], walls[1:-1, 2:]
        joined = north.astype(np.int64) | east.astype(np.int64) << 1 | south.astype(np.int64) << 2 | west.astype(np.int64) << 3
        inside = self.is_wall[cells[GROUND]] | self.is_wall[cells[OBJECT]]
        known_north = np.full((h + 2, w + 2), edge_is_wall)
        known_north[1:-1, 1:-1] = inside
        shaded = known_north[:-2, 1:-1] & ~inside
        odd = (np.arange(h)[:, None] + np.arange(w)[None, :]) & 1
        part = cells.astype(np.int64)
        key = (part[GROUND] | part[ITEM] << 8 | part[OBJECT] << 16 | part[AIR] << 24 | odd << 32
               | np.where(inside, joined, 0) << 33 | shaded.astype(np.int64) << 37 | current << 38)
        if idle is not None:
            key |= (idle[cells[ITEM]] | idle[cells[OBJECT]]).astype(np.int64) << 41
        return np.where(unseen, -1, key)

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
        ground, item, thing, air = key & 255, key >> 8 & 255, key >> 16 & 255, key >> 24 & 255
        odd, joined, shaded, current = bool(key >> 32 & 1), key >> 33 & 15, key >> 37 & 1, key >> 38 & 7
        idle = bool(key >> 41 & 1)
        theme, out = self.theme, pygame.Surface((n, n), depth=32)
        strength = (level / FULL) ** 1.3
        out.fill(theme.floor_alt if odd else theme.floor)
        base = self.choices[ground]
        if ground and base.drawing not in ("wall", "floor"):
            put(out, self.sprite(base, n, odd, plain=base.drawing in _PLAIN and bool(item or thing), current=current if base.current else None), (0, 0),
                1.0 if base.drawing in FILLS else strength)
        if air:
            choice = self.choices[air]
            put(out, self.sprite(choice, n, current=current if choice.current else None), (0, 0), strength)
        for id in (item, thing):
            if id and self.choices[id].drawing != "wall":
                choice = self.choices[id]
                if idle and choice.drawing == "goal":
                    choice = Choice("goal_off", choice.how)
                put(out, self.sprite(choice, n), (0, 0), strength * (.38 if idle and choice.drawing != "goal_off" else 1))
        if shaded and n >= FLAT_BELOW:
            out.blit(_shade_under_wall(theme, n), (0, 0))
        if base.drawing == "wall" or (thing and self.choices[thing].drawing == "wall"):
            put(out, wall_sprite(theme, n, joined), (0, 0), 1.0 if base.drawing == "wall" else strength)
            for id in (item, thing):                     # what stands on a wall is seen all the same
                if id and self.choices[id].drawing != "wall":
                    put(out, self.sprite(self.choices[id], n), (0, 0), strength)
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
    """A wall joined to its neighbours (bits north, east, south, west): lit from above, a face where the south is open."""
    north, east, south, west = (joined >> bit & 1 for bit in range(4))
    pen, r = Pen(n), .16
    if n < FLAT_BELOW:
        pen.rect(0, 0, 1, 1, theme.wall)
        return pen.done()
    face_high = 0 if south else .25
    corners = [0 if north or west else r, 0 if north or east else r, 0 if south or west else r, 0 if south or east else r]
    if not south:
        pen.rect(0, 0, 1, 1, theme.wall_face, corners=corners)
    edge = 0 if north else max(.06, pen.px)
    low = [r if not south and not west else 0, r if not south and not east else 0]
    if not north:
        pen.rect(0, 0, 1, 1 - face_high, theme.wall_edge, corners=corners[:2] + low)
    pen.rect(0, edge, 1, 1 - face_high - edge, theme.wall, corners=[corners[0], corners[1], low[0] * .9, low[1] * .9])
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


def _write_initial(sprite: pygame.Surface, theme: Theme, n: int, initial: str, drawing: str) -> None:
    if not _letters:
        _letters.append(Type())
    share = .36 if drawing in ("stuff", "mist") else .5
    font = _letters[0].font(max(8, round(n * share)), 600)
    colour = theme.stone_word if drawing == "tablet" else theme.ink
    glyph = font.render(initial, True, colour)
    box = glyph.get_bounding_rect()
    layer = pygame.Surface((n, n), pygame.SRCALPHA)
    layer.blit(glyph, (round((n - box.w) / 2 - box.x), round((n - box.h) / 2 - box.y - (n * .04 if drawing == "tablet" else 0))))
    image = layer.premul_alpha()
    put(sprite, faded(image, .4) if drawing in ("stuff", "mist") else image, (0, 0))
