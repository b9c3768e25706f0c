"""What a learner of another house is handed: how an observation lies in arrays, and its spaces.

The kernel writes what an agent sees as ids, and what it knows besides as numbers (world/kernel_view.py); an Encoder makes of them what was asked for.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from gymnasium import spaces

from world.kernel_view import AHEAD, BOARD, CENTRED, FACT_ANNOUNCED, FACT_COL, FACT_FACING, FACT_ROW, FACTS, pack_frame
from world.planes import TAIL_ONE, TAIL_RAW, TAIL_SHARE, one_hot, plan
from world.scenario import FieldEdit, Scenario, Sight
from world.types import Looks

FORMS = {
    "flat": "one row of numbers for any network: a 0 or 1 for each thing in each cell, then where it is, the way it faces, what it has, what it reads",
    "planes": "a plane of 0 and 1 for each thing, for networks that convolve",
    "cells": "ids, five layers to a cell: ground, item, object, actor, air; 255 where it does not see",
    "top": "ids, of each cell the topmost thing; 255 where it does not see",
    "dict": "`cells`, and everything else that it knows, by name",
}
"""What `observation=` may say."""
LEAST, MOST = float(-2**31), float(2**31)


@dataclass(frozen=True)
class Frame:
    """How what an agent sees lies in its array: `sort` BOARD as on the board, CENTRED about it, AHEAD with the way it faces up and itself below."""
    sort: int
    rows: int
    cols: int


def frame_for(scenario: Scenario, agent: str, shape: tuple[int, int]) -> Frame:
    """The frame that holds all that an agent may ever see, whatever the file's changes make of its sight.

    The whole board if it may see that, else a window about it. `shape` (H, W) of the board.
    """
    sights: list[Sight] = [one.sees for one in scenario.agents if one.name == agent]
    for change in scenario.changes:
        sights += [edit.value for edit in change.edits if isinstance(edit, FieldEdit) and (edit.name, edit.field) == (agent, "sees")]
    if any(sight.rows is None for sight in sights):
        return Frame(BOARD, *shape)
    corners = getattr(scenario, "moves", 4) == 8         # it may face to a corner of its cell, and see a window that lies to that side
    if all(sight.ahead for sight in sights):
        rows, cols = max(sight.rows for sight in sights), max(sight.cols for sight in sights)
        return Frame(AHEAD, max(rows, cols), max(rows, cols)) if corners else Frame(AHEAD, rows, cols)
    sides = [(2 * max(sight.rows, sight.cols) - 1,) * 2 if sight.ahead else (sight.rows, sight.cols) for sight in sights]
    return Frame(CENTRED, max(rows for rows, _ in sides), max(cols for _, cols in sides))


class Encoder:
    """Makes observations of one form for one agent.

    Args:
        form: of FORMS. Ids are uint8, 255 where nothing is seen; uint16 and 65535 in a scenario with more than 254 things.
        reads: how many numbers the agent reads.
    """

    def __init__(self, scenario: Scenario, agent: str, looks: Looks, frame: Frame, form: str, reads: int):
        if form not in FORMS:
            raise ValueError(f"no observation called `{form}`; there is {', '.join(FORMS)}")
        self.form, self.frame, self.looks = form, frame, looks
        self.layers = 1 if form == "top" else 5
        self.ids, self.size = len(looks.names), frame.rows * frame.cols
        self.type = np.dtype(np.uint8 if self.ids <= 254 else np.uint16)
        self.unseen = int(np.iinfo(self.type).max)
        self.frame_number = pack_frame(frame.sort, frame.rows, frame.cols, self.type == np.uint16)
        self.directions = 8 if getattr(scenario, "moves", 4) == 8 else 4
        self.counters = [counter for counter in scenario.counters if counter.agent == agent]
        self.facts = FACTS + len(self.counters) + reads
        self.reads = reads
        words = {variable.name: len(variable.words) for variable in scenario.variables}
        self.words = [words.get(name, 0) for name in looks.reads] if len(looks.reads) == reads else [0] * reads
        self.planes = [*looks.names[1:], *(["unseen"] if frame.sort != BOARD or self._may_be_blind(scenario, agent) else []),
                       *(["itself"] if frame.sort == BOARD else [])]
        """What each plane of `planes` and `flat` is about."""
        plane_of = np.full(self.unseen + 1, -1, np.int64)
        plane_of[1:self.ids] = np.arange(self.ids - 1)
        if "unseen" in self.planes:
            plane_of[self.unseen] = self.planes.index("unseen")
        self._tail, self.tail = self._make_tail()
        self._plan = plan(plane_of, len(self.planes) - 1 if frame.sort == BOARD else -1, frame.cols, self._tail if form == "flat" else [])
        self.length = len(self.planes) * self.size + len(self.tail)
        self.space = self._make_space()
        self.many = {"flat": self._flat, "planes": self._planes, "cells": self._cells, "top": self._top, "dict": self._dict}[form]

    @staticmethod
    def _may_be_blind(scenario: Scenario, agent: str) -> bool:
        """Whether an agent whose frame is the whole board may at times not see all of it."""
        edited = any(isinstance(edit, FieldEdit) and (edit.name, edit.field) == (agent, "sees") for change in scenario.changes for edit in change.edits)
        sees = next(one.sees for one in scenario.agents if one.name == agent)
        return edited or sees.rows is not None or sees.line_of_sight

    # ---- what the numbers are ---------------------------------------------------------------------------------------
    def _make_tail(self) -> tuple[list[tuple[int, int, int]], list[str]]:
        """What stands behind the planes in `flat`: rows (fact, how it is written, amount), and a name for each number."""
        height, width = self.looks.shape
        rows = [(FACT_ROW, TAIL_SHARE, max(1, height - 1)), (FACT_COL, TAIL_SHARE, max(1, width - 1)), (FACT_FACING, TAIL_ONE, self.directions),
                (FACT_ANNOUNCED, TAIL_RAW, 1)]
        names = ["row", "col", *(f"faces {i}" for i in range(self.directions)), "announced"]
        for i, counter in enumerate(self.counters):
            rows.append((FACTS + i, TAIL_SHARE, max(1, counter.most)) if counter.most is not None else (FACTS + i, TAIL_RAW, 1))
            names.append(counter.name)
        for i, words in enumerate(self.words):
            fact = FACTS + len(self.counters) + i
            rows.append((fact, TAIL_ONE, words) if words else (fact, TAIL_RAW, 1))
            name = self.looks.reads[i] if i < len(self.looks.reads) else f"reads {i}"
            names += [f"{name} {k}" for k in range(words)] if words else [name]
        return rows, names

    @property
    def features(self) -> list[str]:
        """What each number of `flat` is about: "goal at x3 y1", ..., "row", "energy"."""
        at = [f"x{col} y{row}" for row in range(self.frame.rows) for col in range(self.frame.cols)]
        return [f"{plane} at {place}" for plane in self.planes for place in at] + self.tail

    def _make_space(self) -> spaces.Space:
        rows, cols = self.frame.rows, self.frame.cols
        if self.form == "top":
            return spaces.Box(0, self.unseen, (rows, cols), self.type)
        if self.form == "cells":
            return spaces.Box(0, self.unseen, (5, rows, cols), self.type)
        if self.form == "planes":
            return spaces.Box(0, 1, (len(self.planes), rows, cols), np.uint8)
        if self.form == "flat":
            low, high = np.zeros(self.length, np.float32), np.ones(self.length, np.float32)
            at = len(self.planes) * self.size
            for fact, how, amount in self._tail:
                if how == TAIL_RAW and fact != FACT_ANNOUNCED:
                    low[at], high[at] = (0 if fact < FACTS + len(self.counters) else LEAST), MOST
                elif fact in (FACT_ROW, FACT_COL):
                    low[at] = -1                         # nowhere: it has left the board
                at += amount if how == TAIL_ONE else 1
            return spaces.Box(low, high, dtype=np.float32)
        height, width = self.looks.shape
        parts = {"cells": spaces.Box(0, self.unseen, (5, rows, cols), self.type), "position": spaces.Box(np.array([-1, -1], np.int32), np.array([height - 1, width - 1], np.int32), dtype=np.int32),
                 "facing": spaces.Discrete(self.directions), "announced": spaces.Discrete(2)}
        if self.counters:
            most = np.array([2**31 - 1 if counter.most is None else counter.most for counter in self.counters], np.int32)
            parts["counters"] = spaces.Box(np.zeros(len(most), np.int32), most, dtype=np.int32)
        if self.reads:
            parts["reads"] = spaces.Box(-2**31, 2**31 - 1, (self.reads,), np.int32)
        return spaces.Dict(parts)

    # ---- observations of a batch ------------------------------------------------------------------------------------
    # `pictures` ids [B, layers, rows, cols] and `facts` int32 [B, F], as the kernel writes them; what is handed out is always new.
    def _flat(self, pictures: np.ndarray, facts: np.ndarray) -> np.ndarray:
        out = np.zeros((len(pictures), self.length), np.float32)
        one_hot(pictures.reshape(len(pictures), -1), facts, 5, self._plan, out)
        return out

    def _planes(self, pictures: np.ndarray, facts: np.ndarray) -> np.ndarray:
        out = np.zeros((len(pictures), len(self.planes) * self.size), np.uint8)
        one_hot(pictures.reshape(len(pictures), -1), facts, 5, self._plan, out)
        return out.reshape(len(pictures), len(self.planes), self.frame.rows, self.frame.cols)

    @staticmethod
    def _cells(pictures: np.ndarray, facts: np.ndarray) -> np.ndarray:
        return pictures.copy()

    @staticmethod
    def _top(pictures: np.ndarray, facts: np.ndarray) -> np.ndarray:
        return pictures[:, 0].copy()

    def _dict(self, pictures: np.ndarray, facts: np.ndarray) -> dict[str, np.ndarray]:
        own = FACTS + len(self.counters)
        parts = {"cells": pictures.copy(), "position": facts[:, FACT_ROW:FACT_COL + 1].copy(), "facing": facts[:, FACT_FACING].astype(np.int64),
                 "announced": facts[:, FACT_ANNOUNCED].astype(np.int64)}
        if self.counters:
            parts["counters"] = facts[:, FACTS:own].copy()
        if self.reads:
            parts["reads"] = facts[:, own:own + self.reads].copy()
        return parts

    # ---- one alone --------------------------------------------------------------------------------------------------
    def of_first(self, pictures: np.ndarray, facts: np.ndarray) -> Callable[[], object]:
        """A call that makes the observation of the first world of a batch from these arrays as they are then, with as little around it as may be."""
        if self.form == "top":
            return pictures[0, 0].copy
        if self.form == "cells":
            return pictures[0].copy
        if self.form == "dict":
            return lambda: {name: part[0] for name, part in self._dict(pictures[:1], facts[:1]).items()}
        pictures, facts, shape, by = pictures[:1].reshape(1, -1), facts[:1], self.space.shape, self._plan
        size, kind = (self.length, np.float32) if self.form == "flat" else (len(self.planes) * self.size, np.uint8)

        blank = np.zeros((1, size), kind)

        def apart() -> np.ndarray:
            out = blank.copy()
            one_hot(pictures, facts, 5, by, out)
            return out.reshape(shape)
        return apart
