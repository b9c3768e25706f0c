"""What an audit tells of a mind beyond its verdicts: which action is which wedge, where it believes that currents run. No pygame."""
from __future__ import annotations

import numpy as np

from lab.audit import SURE
from lab.frame import WRONG, Audit
from lab.look.appearance import Appearance
from lab.look.drawings import STILL, UNKNOWN
from world.scenario import COL_STEP, DIRECTIONS, GROUND, OBJECT, ROW_STEP


def action_columns(actions: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """Which action goes north, east, south, west (-1: none), and which have no direction."""
    toward = [actions.index(name) if name in actions else -1 for name in DIRECTIONS]
    return toward, [i for i in range(len(actions)) if i not in toward]


def others_wrong(audit: Audit, others: list[int]) -> np.ndarray:
    """Where an action without a direction is wrong.  bool [H, W]"""
    others = [i for i in others if i < audit.verdict.shape[2]]
    return (audit.verdict[:, :, others] == WRONG).any(axis=2) if others else np.zeros(audit.verdict.shape[:2], bool)


def believed_current(known: np.ndarray, appearance: Appearance, audit: Audit | None, actions: tuple[str, ...], edge_is_wall: bool,
                     kept: np.ndarray | None = None) -> np.ndarray:
    """Where the mind believes that each current runs, read off what it foretells of the actions that lead there.  int64 [H, W]

    An action toward a cell of current is believed to land one step on from it: that step is the believed direction. Cells of which the mind says
    nothing for sure take the direction that most others of their kind are believed to have, if it speaks of a third of them; else it is unknown.

    Args:
        known: ids [5, H, W] as the mind has seen them.
        kept: what this said of the last moment that was audited, for one that was not.
    """
    current = appearance.current_in(known, appearance.facing)
    if not (current < 7).any():
        return current
    if audit is None:
        return np.where(current == 7, 7, UNKNOWN if kept is None or kept.shape != current.shape else np.where(kept == 7, UNKNOWN, kept))
    return _read_current(known, appearance, current, audit, actions, edge_is_wall)


def _read_current(known: np.ndarray, appearance: Appearance, current: np.ndarray, audit: Audit, actions: tuple[str, ...], edge_is_wall: bool) -> np.ndarray:
    h, w = current.shape
    weight = np.zeros((5, h, w))                         # north, east, south, west, none
    rows, cols = np.mgrid[:h, :w]
    moves = [(COL_STEP[d], ROW_STEP[d], a) for d, a in enumerate(action_columns(actions)[0]) if a >= 0]
    moves += [(0, 0, actions.index("wait"))] if "wait" in actions else []
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
    full = np.pad(appearance.is_wall[known[GROUND]] | (known[OBJECT] > 0), 1, constant_values=edge_is_wall)

    def stopped(direction: int) -> np.ndarray:
        """Where something stands one step on in a direction, or the world ends.  bool [H, W]"""
        return full[1 + ROW_STEP[direction]:1 + ROW_STEP[direction] + h, 1 + COL_STEP[direction]:1 + COL_STEP[direction] + w]

    out = current.copy()
    for shown in np.unique(current[current < 7]).tolist():
        mine = current == shown
        # held up by what stands in its way, a current looks as if it stood still: such cells say nothing
        held_up = told & (believed == STILL) & (stopped(shown) | stopped((shown + 2) % 4) if shown < 4 else False)
        votes = np.bincount(believed[mine & told & ~held_up], minlength=6)
        common = int(votes.argmax()) if votes.sum() * 3 >= mine.sum() else UNKNOWN
        out[mine] = np.where((told & ~held_up)[mine], believed[mine], common)
    return out
