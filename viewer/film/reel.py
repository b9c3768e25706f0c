"""What a page shows of each tick, as small numbers: which picture each cell has, what each belief is worth, who stands where.

A picture is a number into a sheet of drawn cells. Ticks are kept as what differs from the tick before, so that a life of thousands of ticks stays small.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lab.frame import Frame, Life
from lab.look.appearance import Law
from lab.look.colours import Theme
from lab.look.picture import Pictures
from viewer.believing import action_columns, believed_current, others_wrong
from viewer.cast import Cast
from viewer.model import Run, counts, entry_name

MOST_BOARDS = 4
"""Minds whose beliefs are shown; more would each be too small to read."""
OTHER = 12
"""The bit of a cell's marks that says: an action without a direction is wrong. Below it three bits for each direction."""


@dataclass
class Board:
    """One mind on the page."""
    twin: int
    life: int
    mind: str
    agent: str
    face: int
    known: np.ndarray | None = None                      # int64 [cells], as written last
    marks: np.ndarray | None = None
    believed: np.ndarray | None = None


@dataclass
class Reel:
    """Takes in a run tick by tick; `rows` holds what the page is to play."""
    run: Run
    theme: Theme
    rows: list = field(default_factory=list)

    def __post_init__(self):
        session = self.run.session
        self.scenario = session.scenario
        self.pictures = Pictures(self.scenario, self.theme)
        self.cast = Cast(self.scenario)
        self.sheet: dict[int, int] = {}                  # the key of a cell's picture -> its number
        lives = [(i, k) for i in range(len(session.twins)) for k in range(len(session.learners))]
        self.boards = [Board(i, k, session.twins[i].keepers[k].name, session.learners[k], self.run.faces[i, k]) for i, k in lives[:MOST_BOARDS]]
        self.left_out = len(lives) - len(self.boards)
        self._creatures = self.cast.creature_faces(list(self.run.faces.values()))
        self._world: np.ndarray | None = None
        self._movers: list[int] = []
        self._caption = ""
        self.laws: list[list] = []                       # [tick, [sentence, ...]] whenever the law is another
        self._version = -1

    def take(self) -> None:
        """Write down the tick that the run is at."""
        frames, run = self.run.live, self.run
        law = Law.read(run.session.law(), self.scenario)
        known = [self._board(board, frames[board.twin], frames[board.twin].lives[board.life]) for board in self.boards]
        movers = self._who_stands_where(frames)
        row: dict = {}
        if changed := self._changed("_world", self, self._keys(frames[0].snapshot.cells, law)):
            row["w"] = changed
        if movers != self._movers:
            row["m"] = self._movers = movers
        if any(known):
            row["b"] = known
        row["s"] = [round(float(frames[board.twin].lives[board.life].surprise), 2) for board in self.boards]
        row["r"] = [round(float(frames[board.twin].lives[board.life].total), 3) for board in self.boards]
        caption = run.guide.at(run.now)
        if caption != self._caption:
            row["c"] = self._caption = caption
        version = frames[0].snapshot.version
        if version != self._version:
            self._version = version
            self.laws.append([run.now, [[line.text, int(line.on)] for line in run.session.law() if line.sort != "change"]])
        self.rows.append(row)

    def _board(self, board: Board, frame: Frame, life: Life) -> list:
        """What differs on one mind's board: pictures, marks, [wrong, tried]."""
        cells = life.remembered if life.remembered is not None else frame.snapshot.cells
        actions = self.cast.actions_of(life.agent)
        current = believed_current(cells, self.pictures, life.audit, actions, self.scenario.edge == "wall", board.believed)
        if life.audit is not None:
            board.believed = current
        keys = self.pictures.keys(cells, current, self.scenario.edge == "wall")
        pictures = self._changed("known", board, self._numbers(keys))
        marks = self._changed("marks", board, _marks(life, actions)) if life.audit is not None else []
        return [pictures, marks, list(counts(life.audit)) if life.audit is not None else []]

    def _keys(self, cells: np.ndarray, law: Law) -> np.ndarray:
        appearance = self.pictures
        keys = appearance.keys(cells, appearance.current_in(cells, appearance.currents(law)), self.scenario.edge == "wall")
        return self._numbers(keys)

    def _numbers(self, keys: np.ndarray) -> np.ndarray:
        names, which = np.unique(keys.ravel(), return_inverse=True)
        return np.array([self.sheet.setdefault(int(name), len(self.sheet)) for name in names])[which.ravel()]

    @staticmethod
    def _changed(name: str, owner, new: np.ndarray) -> list[int]:
        """Where a row of numbers differs from the one written last: gap to the last place, value, gap, value ..."""
        old = getattr(owner, name)
        at = np.arange(len(new)) if old is None else np.flatnonzero(old != new)
        setattr(owner, name, new)
        return np.stack([np.diff(at, prepend=0), new[at]], axis=1).ravel().tolist()

    def _who_stands_where(self, frames: list[Frame]) -> list[int]:
        """row, col, facing, face, twin of everybody alive: all of the first world, and the minds of its twins."""
        out: list[int] = []
        faces = {(i, self.cast.row_of(frames[i].lives[k].agent)): face for (i, k), face in self.run.faces.items() if k < len(frames[i].lives)}
        for i, frame in enumerate(frames):
            for number, (row, col, facing, alive) in enumerate(frame.snapshot.movers.tolist()):
                if alive and row >= 0:
                    face = faces.get((i, number))
                    if face is None:
                        face = self._creatures.get(self.cast.agent_of[number], 0)
                    out += [row, col, facing % 8, face, i]
        return out

    def changes(self) -> list[dict]:
        """The log of law of the first world, as the page tells it."""
        log = self.run.session.log()
        return [{"t": entry.tick, "by": entry.by, "name": entry_name(entry, log), "out": list(entry.removed), "in": list(entry.added), "price": entry.price}
                for entry in log]


def _marks(life: Life, actions: tuple[str, ...]) -> np.ndarray:
    """The verdicts on the actions of each cell in one number.  int64 [cells]"""
    audit = life.audit
    toward, others = action_columns(actions)
    out = others_wrong(audit, others).astype(np.int64) << OTHER
    for direction, action in enumerate(toward):
        if 0 <= action < audit.verdict.shape[2]:
            out |= audit.verdict[:, :, action].astype(np.int64) << 3 * direction
    return out.ravel()


