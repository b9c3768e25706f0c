"""The belief audit: each cell cut by action, each part saying whether that action from there is foretold rightly, wrongly, unsurely, or was never tried."""
from __future__ import annotations

import numpy as np
import pygame

from lab.frame import NEVER, RIGHT, UNSURE, WRONG, Audit
from viewer.believing import action_columns, others_wrong
from viewer.canvas import Canvas
from viewer.marks import add_glow, audit_cell, unsure_code
from viewer.scene import Scene
from viewer.shapes import put
from viewer.theme import mix
from viewer.tiles import BELIEVED, FLAT_BELOW, named
from viewer.views import lines
from world.scenario import COL_STEP, GROUND, ROW_STEP, UNSEEN


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    """Dimmed board, glow, wedges, ghosts, trail."""
    audit = scene.life.audit if scene.life is not None else None
    if scene.n < FLAT_BELOW:
        colours = scene.tiles.flat_picture(scene.known, BELIEVED)
        still.blit(canvas.paint_flat(colours if audit is None else flat_marks(scene, audit, colours)), (0, 0))
    else:
        paint_ground(scene, canvas, still)
        if audit is not None:
            _paint_marks(scene, still, audit)
    paint_lines(scene, still)


def paint_ground(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    """The world as the mind has seen it, dim; currents as it believes them."""
    cells, tiles = scene.known, scene.tiles
    if scene.n < FLAT_BELOW:
        still.blit(canvas.paint_flat(tiles.flat_picture(cells, BELIEVED)), (0, 0))
        return
    current = scene.believed_current()
    still.blit(canvas.paint(named(tiles.keys(cells, current, scene.edge_is_wall, scene.idle), BELIEVED)), (0, 0))


def paint_lines(scene: Scene, still: pygame.Surface) -> None:
    """The plan and the way of this view's agent."""
    if scene.plans and scene.who in scene.paths:
        lines.draw_path(scene, still, scene.who, scene.paths[scene.who])
    if scene.who in scene.trails:
        lines.draw_trail(scene, still, scene.who, scene.trails[scene.who])


def codes(audit: Audit, toward: list[int]) -> np.ndarray:
    """What to draw for each direction of each cell: a verdict, or a code of doubt.  int64 [H, W, 4]"""
    h, w, count = audit.verdict.shape
    out = np.zeros((h, w, 4), np.int64)
    doubt = np.array([unsure_code(k / 100) for k in range(101)])
    for direction, action in enumerate(toward):
        if 0 <= action < count:
            verdict = audit.verdict[:, :, action].astype(np.int64)
            odds = np.nan_to_num(audit.beliefs.odds[:, :, action]).clip(0, 1)
            out[:, :, direction] = np.where(verdict == UNSURE, doubt[(odds * 100).astype(np.int64)], verdict)
    return out


def _paint_marks(scene: Scene, still: pygame.Surface, audit: Audit) -> None:
    theme, n = scene.theme, scene.n
    toward, others = action_columns(scene.actions)
    what, other = codes(audit, toward), others_wrong(audit, others)
    what[(scene.known[GROUND] == UNSEEN)[..., None] & (what == NEVER)] = 0     # fog says it already
    packed = what[..., 0] | what[..., 1] << 5 | what[..., 2] << 10 | what[..., 3] << 15 | other.astype(np.int64) << 20
    kinds, which = np.unique(packed.ravel(), return_inverse=True)
    sprites, glows = [], []
    for k in kinds.tolist():
        parts = (k & 31, k >> 5 & 31, k >> 10 & 31, k >> 15 & 31)
        sprites.append(audit_cell(theme, n, parts, bool(k >> 20), scene.right_dots) if k else None)
        only = tuple(p if p == WRONG else 0 for p in parts)
        glows.append(audit_cell(theme, n, only) if WRONG in parts else None)
    w = audit.verdict.shape[1]
    places = [(i % w * n, i // w * n, k) for i, k in enumerate(which.tolist())]
    if theme.night and n >= 12 and any(g is not None for g in glows):
        light = pygame.Surface(still.get_size(), depth=32)
        light.fblits([(glows[k], (x, y)) for x, y, k in places if glows[k] is not None], pygame.BLEND_PREMULTIPLIED)
        add_glow(still, light)
    still.fblits([(sprites[k], (x, y)) for x, y, k in places if sprites[k] is not None], pygame.BLEND_PREMULTIPLIED)


def flat_marks(scene: Scene, audit: Audit, colours: np.ndarray) -> np.ndarray:
    """Below 8 pixels: one colour a cell, the worst of its actions. One wrong action never vanishes.  float32 [H, W, 3]"""
    theme, verdict = scene.theme, audit.verdict
    wrong = (verdict == WRONG).sum(axis=2)
    never = (verdict == NEVER).sum(axis=2) >= max(1, verdict.shape[2] // 2)
    dark = np.float32(theme.belief)
    share = np.minimum(1, .4 + .15 * wrong)[..., None].astype(np.float32)
    colours = np.where(never[..., None], np.float32(mix(theme.belief, theme.never, .55)), colours)
    colours = np.where((verdict == UNSURE).any(axis=2)[..., None], np.float32(mix(theme.belief, theme.unsure, .45)), colours)
    return np.where(wrong[..., None] > 0, dark + (np.float32(theme.wrong) - dark) * share, colours)


def mending(before: Audit, after: Audit, toward: list[int]) -> list[tuple[int, int, int]]:
    """The wedges that were wrong and are right now: (row, col, direction)."""
    out = []
    for direction, action in enumerate(toward):
        if 0 <= action < after.verdict.shape[2] and before.verdict.shape == after.verdict.shape:
            healed = (before.verdict[:, :, action] == WRONG) & (after.verdict[:, :, action] == RIGHT)
            out += [(row, col, direction) for row, col in np.argwhere(healed).tolist()]
    return out


def draw_mending(scene: Scene, surface: pygame.Surface, origin: tuple[int, int], healed: list[tuple[int, int, int]], left: float) -> None:
    """Wedges on their way to a dot; `left`: the share of their size still there."""
    n = scene.n
    if n < 12:
        return
    for row, col, direction in healed:
        sprite = _shrunk(scene, direction, max(1, round(8 * left)))
        put(surface, sprite, (origin[0] + col * n, origin[1] + row * n))


_shrinking: dict[tuple, pygame.Surface] = {}


def _shrunk(scene: Scene, direction: int, eighths: int) -> pygame.Surface:
    key = (scene.theme.name, scene.n, direction, eighths)
    if key not in _shrinking:
        if len(_shrinking) > 256:
            _shrinking.clear()
        n = scene.n
        whole = audit_cell(scene.theme, n, tuple(WRONG if d == direction else 0 for d in range(4)))  # type: ignore[arg-type]
        side = max(2, round(n * eighths / 8))
        small = pygame.transform.smoothscale(whole, (side, side))
        out = pygame.Surface((n, n), pygame.SRCALPHA)
        away = n * .39 * (1 - eighths / 8)               # toward the dot that it becomes
        put(out, small, ((n - side) / 2 + COL_STEP[direction] * away, (n - side) / 2 + ROW_STEP[direction] * away))
        _shrinking[key] = out
    return _shrinking[key]
