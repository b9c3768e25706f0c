"""One board on the screen: fits it, keeps its pictures, paints the view asked for, and moves what moves.

What is still at a moment (ground, things, audit, trails, ghosts) is painted once into a picture that is kept until the moment or the way of looking
changes; a frame then costs one blit, and the few things that move.
"""
from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Mapping, Sequence

import numpy as np
import pygame

from lab.frame import Audit, Frame
from viewer import faces as face_sprites
from viewer.believing import action_columns
from viewer.canvas import Canvas
from viewer.cast import Cast
from viewer.geometry import Fit, fit
from viewer.marks import brackets, ring_agent, surprise_strokes
from viewer.scene import Path, Scene
from viewer.shapes import Pen, put, rounded_rect
from viewer.theme import SIZES, Colour, Theme
from viewer.tiles import FLAT_BELOW, REAL, Law, Tiles, named, tiles_for
from viewer.views import audit, belief, difference, forecast, imagination, lines, reality
from viewer.wanted import Wanted
from world.scenario import ACTOR, GROUND, OBJECT, UNSEEN, Scenario

__all__ = ["BoardView", "Law", "MODES"]
MODES = {"reality": reality.paint, "belief": belief.paint, "forecast": forecast.paint, "difference": difference.paint, "audit": audit.paint,
         "imagination": imagination.paint}
TRAIL = 7
"""Cells of the way come that a view remembers by itself."""
HELD = 4
"""Ticks for which a plan that broke stays on the board beside what came."""
Key = tuple[int, int]


@dataclass
class _Memory:
    """What a view remembers of one life while ticks run on one by one."""
    trail: list[Key] = field(default_factory=list)
    path: Path | None = None
    known: np.ndarray | None = None                      # uint16 [5, H, W]
    audit: Audit | None = None                           # of the tick before
    believed: np.ndarray | None = None                   # int64 [H, W]  where it last believed that currents run
    healed: list[tuple[int, int, int]] = field(default_factory=list)


class BoardView:
    """One board. Two views on screen are two of these; they share their tiles."""

    def __init__(self, theme: Theme, scenario: Scenario):
        self.theme, self.scenario = theme, scenario
        self.tiles: Tiles = tiles_for(theme, scenario)
        self.cast = Cast(scenario)
        self.wanted = Wanted(scenario)
        self.rows, self.cols = scenario.board.cells.shape[1:]
        self.fit: Fit | None = None
        self._about: Key | None = None
        self._canvas: dict[str, Canvas] = {}
        self._still: pygame.Surface | None = None
        self._still_key: tuple | None = None
        self._frames: Sequence[Frame] = ()
        self._tick = -1
        self._tick_at = -1e9                             # ms: when the tick shown was first drawn
        self._digest = 0
        self._memory: dict[Key, _Memory] = {}
        self._faces: dict[Key, int] = {}
        self._creatures: dict[str, int] = {}
        self._touched: tuple[tuple, pygame.Surface | None] = ((), None)
        self._busy_until = -1e9

    # ---- asked from outside -----------------------------------------------------------------------------------------
    def cell_at(self, place: tuple[float, float]) -> Key | None:
        """The cell (row, col) under a pixel of the last drawing; None beside the board."""
        return self.fit.cell_at(*place) if self.fit else None

    def rect_of(self, cell: Key) -> pygame.Rect:
        """The pixels of a cell in the last drawing."""
        assert self.fit is not None, "draw first"
        return self.fit.rect_of(*cell)

    def busy(self, now_ms: float) -> bool:
        """Whether something still moves, so that the next frame must be drawn though no tick came."""
        return now_ms < self._busy_until

    def face(self, frame: int, life: int) -> int:
        return self._faces.get((frame, life), life)

    def tiles_names(self, cells: np.ndarray) -> np.ndarray:
        """The names of the pictures of these cells in reality, under the law of the file.  int64 [H, W]"""
        current = self.tiles.current_in(cells, self.tiles.currents(Law()))
        return named(self.tiles.keys(cells, current, self.scenario.edge == "wall"), REAL)

    # ---- drawing ----------------------------------------------------------------------------------------------------
    def draw(self, surface: pygame.Surface, rect, frames: Sequence[Frame], mode: str, now_ms: float, *, who: Key = (0, 0), law: Law | None = None,
             rows=None, hover: Key | None = None, pinned: Key | None = None, flash: Sequence[tuple[frozenset[int], float]] = (),
             trails: Mapping[Key, list[Key]] | None = None, plans: bool = True, motion_ms: float = 0, faces: Mapping[Key, int] | None = None,
             selected: Key | None = None, person: bool = False, right_dots: bool = True, doubt: bool = False, ground: Colour | None = None,
             corner: int = SIZES.corner) -> None:
        """Paint a view of the moment into `rect`.

        Args:
            frames: one for each world (twins: one each). All are shown in "reality"; other modes show frames[who[0]].lives[who[1]].
            mode: of MODES.
            law: what holds now; or `rows` of `World.law()`, from which it is read.
            flash: [(ids, ms since the change)]: things whose law has changed, amber for a while.
            trails: {(frame, life): [(row, col), oldest first]}; None: remembered by the view while ticks run on.
            motion_ms: how long an agent takes to slide into its cell.
            faces: {(frame, life): number of a face}; None: in order.
            selected: (frame, life) of the agent with a ring; `person`: a person acts for it.
            doubt: in "belief", a dot in each cell, as large as the mind is unsure there.
            ground: what the board lies on, for its round corners; the window's ground unless told.
        """
        rect = pygame.Rect(rect)
        if law is None:
            law = Law.read(rows or (), self.scenario)
        self._faces = self.cast.faces(frames, faces)
        self._creatures = self.cast.creature_faces(list(self._faces.values()))
        self._take_note(frames, now_ms)
        place = self.fit = fit(rect, self.rows, self.cols, self._ringed(), self._look_at(frames, who))
        scene = self._scene(frames, who, law, trails, mode == "reality", place.n)
        scene.plans, scene.right_dots, scene.doubt = plans, right_dots, doubt
        still = self._paint_still(scene, mode)

        clip, lies_on = surface.get_clip(), ground or self.theme.bg
        mat = place.frame.size != rect.size              # a board that is no square lies on a mat that is
        if mat:
            rounded_rect(surface, rect, self.theme.panel, corner)
        surface.set_clip(place.frame.clip(clip))
        if place.frame != place.seen:
            surface.fill(still.get_at((place.n // 2, place.n // 2)), place.frame)     # the wall of the corner goes on
        surface.set_clip(place.seen.clip(clip))
        surface.blit(still, (place.left, place.top))
        if mode == "reality":
            for ids, age in flash:
                self._draw_flash(surface, scene, ids, age, now_ms)
            for key, trail in scene.trails.items():
                lines.draw_trail(scene, surface, key, trail, (place.left, place.top))
        if mode == "audit" and motion_ms > 0:
            self._draw_mending(surface, scene, now_ms)
        if mode != "forecast":
            self._draw_agents(surface, scene, mode, now_ms, motion_ms, selected, person)
        if hover is not None:
            pygame.draw.rect(surface, self.theme.ink3, place.rect_of(*hover), 1)
        if pinned is not None:
            brackets(surface, place.rect_of(*pinned), self.theme.ink, max(2, place.n / 20))
        surface.set_clip(place.frame.clip(clip))
        _round_corners(surface, place.frame, corner, self.theme.panel if mat else lies_on)
        surface.set_clip(clip)
        if mat:
            _round_corners(surface, rect, corner, lies_on)

    def _look_at(self, frames: Sequence[Frame], who: Key) -> Key | None:
        """The cell about which a map is shown that is too long for its board: it follows the agent by leaps, as it nears the edge of what is seen."""
        frame = frames[who[0]]
        here = _cell(frame.snapshot, self.cast.row_of(frame.lives[who[1]].agent)) if who[1] < len(frame.lives) else None
        if here is None or self.fit is None or self._about is None:
            self._about = here or self._about
        elif max(abs(here[0] - self._about[0]) * self.fit.n * 3 - self.fit.seen.h, abs(here[1] - self._about[1]) * self.fit.n * 3 - self.fit.seen.w) > 0:
            self._about = here
        return self._about

    def _ringed(self) -> bool:
        """Whether the outermost ring is all wall at the start: the fit must not jump when a wall falls."""
        cells = self.scenario.board.cells
        wall = self.tiles.is_wall[cells[GROUND]] | self.tiles.is_wall[cells[OBJECT]]
        return bool(wall[0].all() and wall[-1].all() and wall[:, 0].all() and wall[:, -1].all())

    # ---- what the view remembers ------------------------------------------------------------------------------------
    def _take_note(self, frames: Sequence[Frame], now_ms: float) -> None:
        """Notice a new moment: when it was first drawn, where agents came from, which wedges have mended."""
        if frames is self._frames or (len(frames) == len(self._frames) and all(a is b for a, b in zip(frames, self._frames))):
            return
        tick = frames[0].snapshot.tick
        digest = _digest(frames)
        if digest == self._digest and tick == self._tick:
            self._frames = list(frames)                  # the same moment, unpacked once more
            return
        follows = tick == self._tick + 1 and len(frames) == len(self._frames)
        for f, frame in enumerate(frames):
            for k, life in enumerate(frame.lives):
                memory = self._memory.setdefault((f, k), _Memory())
                row = self.cast.row_of(life.agent)
                self._note_life(memory, frame, life, row, follows)
        self._frames, self._tick, self._tick_at, self._digest = list(frames), tick, now_ms, digest

    def _note_life(self, memory: _Memory, frame: Frame, life, row: int, follows: bool) -> None:
        now, before = _cell(frame.snapshot, row), _cell(frame.before, row)
        steps = [c for c in (before, now) if c is not None]
        if not follows or not memory.trail or (steps and memory.trail[-1] != steps[0]):
            memory.trail = []
        if steps:
            memory.trail = (memory.trail[:-1] + steps if memory.trail else steps)[-TRAIL:]
        width = frame.snapshot.cells.shape[2]
        plan = [(cell // width, cell % width) for cell in life.plan if 0 <= cell]
        path = memory.path
        if follows and path is not None and path.split is not None and path.now - path.split < HELD and now is not None and len(path.imagined) > path.now + 1:
            path.real.append(now)                        # a broken plan stays a while, beside what came
        else:
            memory.path = Path([before, *plan], steps) if before is not None and plan and len(steps) == 2 else None
        seen = life.after or life.observation
        if life.remembered is not None:
            memory.known = life.remembered
        elif seen is not None:
            fresh = memory.known is None or not follows or memory.known.shape != seen.cells.shape
            memory.known = seen.cells if fresh else np.where(seen.cells == UNSEEN, memory.known, seen.cells)
        memory.healed = []
        if follows and memory.audit is not None and life.audit is not None:
            memory.healed = audit.mending(memory.audit, life.audit, action_columns(self.cast.actions_of(life.agent))[0])
        memory.audit = life.audit

    def _scene(self, frames: Sequence[Frame], who: Key, law: Law, trails, everybody: bool, n: int) -> Scene:
        frame = frames[who[0]]
        cells = frame.snapshot.cells
        life = frame.lives[who[1]] if who[1] < len(frame.lives) else None
        memory = self._memory.get(who)
        known = memory.known if memory is not None and memory.known is not None else cells
        after = life.after if life is not None else None
        came = after.cells if after is not None else cells
        seen_now = came[GROUND] != UNSEEN
        name = life.agent if life is not None else ""
        asked = [(f.snapshot, self.cast.row_of(one.agent)) for i, f in enumerate(frames) for k, one in enumerate(f.lives) if everybody or (i, k) == who]
        idle = self.wanted.idle([(moment, row, self.cast.agent_of[row]) for moment, row in asked if 0 <= row < len(moment.movers)])
        return Scene(self.theme, self.tiles, self.scenario, n, frames, who, law, known, seen_now, came, idle,
                     self.cast.actions_of(name), self.face, self._face_of_id, self.cast.row_of(name), self.cast.id_of(name),
                     trails=dict(trails) if trails is not None else {key: m.trail for key, m in self._memory.items() if key[0] < len(frames)},
                     paths={key: m.path for key, m in self._memory.items() if m.path is not None},
                     edge_is_wall=self.scenario.edge == "wall")

    def _face_of_id(self, id: int) -> int:
        """The face of an actor by its id: a creature's own, or that of the first mind of this name."""
        kind = self.scenario.things[id].kind
        if kind in self._creatures:
            return self._creatures[kind]
        for (f, k), number in sorted(self._faces.items()):
            if f < len(self._frames) and k < len(self._frames[f].lives) and self.cast.id_of(self._frames[f].lives[k].agent) == id:
                return number
        return 2

    # ---- the still part ---------------------------------------------------------------------------------------------
    def _paint_still(self, scene: Scene, mode: str) -> pygame.Surface:
        """The picture of all that does not move; painted anew only when the moment or the way of looking has changed."""
        key = (mode, scene.n, self._digest, self._tick, scene.who, scene.law.key(), scene.plans, scene.right_dots, scene.doubt, tuple(sorted(self._faces.items())),
               tuple((k, tuple(v)) for k, v in scene.trails.items()), self._has_audit(scene))
        if key == self._still_key and self._still is not None:
            return self._still
        canvas = self._canvas.get(mode)
        if canvas is None or canvas.n != scene.n:
            if any(c.n != scene.n for c in self._canvas.values()):
                self._canvas.clear()
            canvas = self._canvas[mode] = Canvas(self.tiles, scene.n, self.rows, self.cols)
        size = (self.cols * scene.n, self.rows * scene.n)
        if self._still is None or self._still.get_size() != size:
            self._still = pygame.Surface(size, depth=32)
        memory = self._memory.get(scene.who)
        scene.believed = memory.believed if memory is not None else None
        MODES[mode](scene, canvas, self._still)
        if memory is not None:
            memory.believed = scene.believed
        self._still_key = key
        return self._still

    @staticmethod
    def _has_audit(scene: Scene) -> int:
        life = scene.life
        return zlib.crc32(life.audit.verdict.tobytes()) if life is not None and life.audit is not None else 0

    # ---- what moves -------------------------------------------------------------------------------------------------
    def _stay_busy(self, until: float) -> None:
        self._busy_until = max(self._busy_until, until)

    def _draw_flash(self, surface: pygame.Surface, scene: Scene, ids: frozenset[int], age: float, now_ms: float) -> None:
        """Amber over touched tiles: strong at first, held, then faded away."""
        end = SIZES.hold_ms + SIZES.fade_ms
        if not ids or age >= end or age < 0:
            return
        self._stay_busy(now_ms + 50)
        key = (ids, scene.n, self._digest, scene.law.key())
        if self._touched[0] != key:
            self._touched = (key, reality.touched_layer(scene, ids))
        layer = self._touched[1]
        if layer is None:
            return
        place = (self.fit.left, self.fit.top)  # type: ignore[union-attr]
        strength = 1.0 if age <= SIZES.hold_ms else 1 - (age - SIZES.hold_ms) / SIZES.fade_ms
        put(surface, layer, place, strength)
        if age < SIZES.flash_ms:
            put(surface, layer, place, 1 - age / SIZES.flash_ms)         # once more: full amber at the first moment

    def _draw_mending(self, surface: pygame.Surface, scene: Scene, now_ms: float) -> None:
        """Wedges that mended with this tick shrink to their dots, so that mending is seen as the embers go out."""
        gone, memory = now_ms - self._tick_at, self._memory.get(scene.who)
        if gone < SIZES.mend_ms and memory is not None and memory.healed:
            self._stay_busy(self._tick_at + SIZES.mend_ms)
            audit.draw_mending(scene, surface, (self.fit.left, self.fit.top), memory.healed, 1 - gone / SIZES.mend_ms)  # type: ignore[union-attr]

    def _draw_agents(self, surface: pygame.Surface, scene: Scene, mode: str, now_ms: float, motion_ms: float, selected: Key | None, person: bool) -> None:
        place, n, theme = self.fit, scene.n, self.theme
        assert place is not None
        share = 1.0 if motion_ms <= 0 else min(1.0, (now_ms - self._tick_at) / motion_ms)
        if share < 1:
            self._stay_busy(self._tick_at + motion_ms)
        strokes_left = SIZES.strokes_ms - (now_ms - self._tick_at)
        for row, frame, number, key, bits in self._actors(scene, mode):
            if not frame.snapshot.movers[row, 3]:
                continue
            y, x, facing = (int(v) for v in frame.snapshot.movers[row, :3])
            if n < FLAT_BELOW:
                surface.fill(face_sprites.colour_of(theme, number) if mode == "reality" or key == scene.who else theme.ink2, place.rect_of(y, x))
                continue
            at_row, at_col = float(y), float(x)
            before = _cell(frame.before, row)
            if share < 1 and before is not None and max(abs(before[0] - y), abs(before[1] - x)) <= 2:
                eased = 1 - (1 - share) ** 3
                at_row, at_col = before[0] + (y - before[0]) * eased, before[1] + (x - before[1]) * eased
            left, top = place.left + at_col * n, place.top + at_row * n
            put(surface, face_sprites.face(theme, n, number, facing), (left, top))
            if selected is not None and key is not None and (key == selected or (person and key[1] == selected[1])):     # a person moves all twins of it
                ring_agent(surface, theme, (left + n / 2, top + n / 2), n, number, person)
            if bits > SIZES.news_bits and strokes_left > 0 and n >= 12:
                self._stay_busy(self._tick_at + SIZES.strokes_ms)
                surprise_strokes(surface, theme, (left + n / 2, top + n / 2), n, bits, min(1.0, strokes_left / 150))

    def _actors(self, scene: Scene, mode: str):
        """Who is to be drawn: (row of movers, frame, face, (frame, life) or None, bits of surprise), the agent of this view last."""
        cast, out = self.cast, []
        shown = range(len(scene.frames)) if mode == "reality" else [scene.who[0]]
        mine = []
        for f in shown:
            frame = scene.frames[f]
            learners = {cast.row_of(life.agent): k for k, life in enumerate(frame.lives)}
            for row in range(len(frame.snapshot.movers)):
                k = learners.get(row)
                if k is None:
                    if f == scene.who[0] and self._visible(scene, mode, frame, row) and row < len(cast.agent_of):
                        out.append((row, frame, self._creatures.get(cast.agent_of[row], 2), None, 0.0))
                elif (f, k) == scene.who:
                    mine.append((row, frame, self.face(f, k), (f, k), frame.lives[k].surprise))
                elif mode == "reality" or self._visible(scene, mode, frame, row):
                    out.append((row, frame, self.face(f, k), (f, k), frame.lives[k].surprise if mode == "reality" else 0.0))
        return out + mine

    @staticmethod
    def _visible(scene: Scene, mode: str, frame: Frame, row: int) -> bool:
        """In a belief view others are shown where the agent sees them now."""
        y, x = (int(v) for v in frame.snapshot.movers[row, :2])
        return mode == "reality" or (mode != "imagination" and bool(scene.seen_now[y, x]) and int(scene.came[ACTOR, y, x]) not in (0, UNSEEN))


def _cell(snapshot, row: int) -> Key | None:
    """Where a mover stands; None if it is not on the board."""
    if snapshot is None or not 0 <= row < len(snapshot.movers) or not snapshot.movers[row, 3]:
        return None
    return int(snapshot.movers[row, 0]), int(snapshot.movers[row, 1])


def _digest(frames: Sequence[Frame]) -> int:
    """A number that differs between moments that look different."""
    out = 0
    for frame in frames:
        out = zlib.crc32(frame.snapshot.cells.tobytes(), out)
        out = zlib.crc32(frame.snapshot.movers.tobytes(), out)
        out = zlib.crc32(frame.snapshot.counters.tobytes(), out)
        out = zlib.crc32(frame.snapshot.variables.tobytes(), out)
        for life in frame.lives:
            out = zlib.crc32(np.array([life.action, *life.plan], np.int64).tobytes(), out)
    return out


def _round_corners(surface: pygame.Surface, rect: pygame.Rect, radius: int, colour: Colour) -> None:
    """Cover the corners with the colour that the board lies on."""
    for corner, at in zip(_covers(radius, tuple(colour)), (rect.topleft, (rect.right - radius, rect.top), (rect.left, rect.bottom - radius),
                                                          (rect.right - radius, rect.bottom - radius))):
        put(surface, corner, at)


_cover_sprites: dict[tuple, tuple[pygame.Surface, ...]] = {}


def _covers(radius: int, colour: Colour) -> tuple[pygame.Surface, ...]:
    key = (radius, colour)
    if key not in _cover_sprites:
        pen = Pen(2 * radius, unit=1)
        pen.rect(0, 0, 2 * radius, 2 * radius, colour)
        pen.hollow(lambda p: p.rect(0, 0, 2 * radius, 2 * radius, (255, 255, 255, 255), radius))
        whole = pen.done()
        _cover_sprites[key] = tuple(whole.subsurface((x, y, radius, radius)).copy() for y in (0, radius) for x in (0, radius))
    return _cover_sprites[key]

