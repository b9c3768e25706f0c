"""The belief audit: each cell cut by action, each part saying whether that action from there is foretold rightly, wrongly, unsurely, or was never tried."""
from __future__ import annotations

import numpy as np
import pygame

from lab.audit import SURE
from lab.frame import NEVER, RIGHT, UNSURE, WRONG, Audit
from lab.look.drawings import STILL, UNKNOWN
from viewer.canvas import Canvas
from viewer.marks import add_glow, audit_cell, unsure_code
from viewer.scene import Scene
from viewer.shapes import put
from viewer.theme import mix
from viewer.tiles import BELIEVED, FLAT_BELOW, named
from viewer.views import lines
from world.scenario import COL_STEP, DIRECTIONS, GROUND, OBJECT, ROW_STEP, UNSEEN


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
    current = believed_current(scene)
    still.blit(canvas.paint(named(tiles.keys(cells, current, scene.edge_is_wall, scene.idle), BELIEVED)), (0, 0))


def paint_lines(scene: Scene, still: pygame.Surface) -> None:
    """The plan and the way of this view's agent."""
    if scene.plans and scene.who in scene.paths:
        lines.draw_path(scene, still, scene.who, scene.paths[scene.who])
    if scene.who in scene.trails:
        lines.draw_trail(scene, still, scene.who, scene.trails[scene.who])


def action_columns(actions: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """Which action goes north, east, south, west (-1: none), and which have no direction."""
    toward = [actions.index(name) if name in actions else -1 for name in DIRECTIONS]
    return toward, [i for i in range(len(actions)) if i not in toward]


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


def _others_wrong(audit: Audit, others: list[int]) -> np.ndarray:
    """Where an action without a direction is wrong.  bool [H, W]"""
    others = [i for i in others if i < audit.verdict.shape[2]]
    return (audit.verdict[:, :, others] == WRONG).any(axis=2) if others else np.zeros(audit.verdict.shape[:2], bool)


def _paint_marks(scene: Scene, still: pygame.Surface, audit: Audit) -> None:
    theme, n = scene.theme, scene.n
    toward, others = action_columns(scene.actions)
    what, other = codes(audit, toward), _others_wrong(audit, others)
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


def believed_current(scene: Scene) -> np.ndarray:
    """Where the mind believes that each current runs, read off what it foretells of the actions that lead there.  int64 [H, W]

    An action toward a cell of current is believed to land one step on from it: that step is the believed direction. Cells of which the mind says
    nothing for sure take the direction that most others of their kind are believed to have, if it speaks of a third of them; else it is unknown. At a moment that was not
    audited it is as at the last one that was.
    """
    cells, tiles, life = scene.known, scene.tiles, scene.life
    current = tiles.current_in(cells, tiles.facing)
    if not (current < 7).any():
        return current
    if life is None or life.audit is None:
        kept = scene.believed
        return np.where(current == 7, 7, UNKNOWN if kept is None or kept.shape != current.shape else np.where(kept == 7, UNKNOWN, kept))
    scene.believed = _read_current(scene, current, life.audit)
    return scene.believed


def _read_current(scene: Scene, current: np.ndarray, audit: Audit) -> np.ndarray:
    h, w = current.shape
    weight = np.zeros((5, h, w))                         # north, east, south, west, none
    rows, cols = np.mgrid[:h, :w]
    moves = [(COL_STEP[d], ROW_STEP[d], a) for d, a in enumerate(action_columns(scene.actions)[0]) if a >= 0]
    moves += [(0, 0, scene.actions.index("wait"))] if "wait" in scene.actions else []
    for dx, dy, action in moves:
        if action >= audit.beliefs.landing.shape[2]:
            continue
        landing, evidence, odds = (getattr(audit.beliefs, name)[:, :, action] for name in ("landing", "evidence", "odds"))
        into_row, into_col = rows + dy, cols + dx
        ok = (landing >= 0) & (evidence > 0) & (odds >= SURE) & (into_row >= 0) & (into_row < h) & (into_col >= 0) & (into_col < w)
        r, c = into_row[ok], into_col[ok]
        step_row, step_col = landing[ok] // w - r, landing[ok] % w - c
        for direction in range(4):
            hit = (np.sign(step_row) == ROW_STEP[direction]) & (np.sign(step_col) == COL_STEP[direction])
            hit &= ~((step_row == -dy) & (step_col == -dx) & ((dx != 0) | (dy != 0)))    # a step refused looks the same as a step carried back
            np.add.at(weight[direction], (r[hit], c[hit]), odds[ok][hit])
        none = (step_row == 0) & (step_col == 0)
        np.add.at(weight[4], (r[none], c[none]), odds[ok][none] * .5)
    told = weight.max(axis=0) > 0
    believed = np.where(weight.argmax(axis=0) == 4, STILL, weight.argmax(axis=0))
    out = current.copy()
    for shown in np.unique(current[current < 7]).tolist():
        mine = current == shown
        # held up by what stands in its way, a current looks as if it stood still: such cells say nothing
        held_up = told & (believed == STILL) & (_stopped(scene, shown) | _stopped(scene, (shown + 2) % 4) if shown < 4 else False)
        votes = np.bincount(believed[mine & told & ~held_up], minlength=6)
        common = int(votes.argmax()) if votes.sum() * 3 >= mine.sum() else UNKNOWN
        out[mine] = np.where((told & ~held_up)[mine], believed[mine], common)
    return out


def _stopped(scene: Scene, direction: int) -> np.ndarray:
    """Where something stands one step on in a direction, or the world ends.  bool [H, W]"""
    cells = scene.known
    full = np.pad(scene.tiles.is_wall[cells[GROUND]] | (cells[OBJECT] > 0), 1, constant_values=scene.edge_is_wall)
    h, w = cells.shape[1:]
    return full[1 + ROW_STEP[direction]:1 + ROW_STEP[direction] + h, 1 + COL_STEP[direction]:1 + COL_STEP[direction] + w]
