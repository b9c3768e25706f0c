"""What a mind has before its eyes: the board as remembered, cut to a square around the mover, in tokens.

The square is as large as the board as long as that is small; else it moves with the mover, and stays within the board where it can.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.neural.constants import Constants
from agents.neural.words import Words
from world.scenario import ACTOR, GROUND, UNSEEN
from world.types import Looks, Observation

SEEN, REMEMBERED, UNKNOWN, OUTSIDE = range(4)
"""How a cell of the square is known."""
ANOTHER_PLACE = 0.1
"""A start that differs from the last one in more of what is seen than this is another place."""


@dataclass(frozen=True)
class Moment:
    """One moment as the net takes it. N cells of a square, row by row; L layers; D numbers."""
    tokens: np.ndarray                                   # int16 [L, N]
    known: np.ndarray                                    # uint8 [N]  SEEN ... OUTSIDE
    at: int                                              # own cell of the square
    home: int                                            # where the episode began, N if not in the square
    corner: tuple[int, int]                              # row and col of the square's first cell
    facing: int                                          # 0 .. 7
    numbers: np.ndarray                                  # int32 [D]  counters, then what it may read


class Square:
    """Which cells of a board are in the square, and back."""

    def __init__(self, shape: tuple[int, int], constants: Constants):
        self.shape = shape
        self.whole = max(shape) <= constants.largest_board
        self.side = max(shape) if self.whole else constants.window
        self.cells = self.side * self.side
        self._places: dict[tuple[int, int], np.ndarray] = {}

    def corner(self, row: int, col: int) -> tuple[int, int]:
        """Of the square around a mover."""
        if self.whole:
            return 0, 0
        return tuple(min(max(0, here - self.side // 2), max(0, size - self.side)) for here, size in zip((row, col), self.shape))

    def places(self, corner: tuple[int, int]) -> np.ndarray:
        """The cell of the board under each cell of the square, H * W where there is none.  int64 [N]"""
        if corner not in self._places:
            H, W = self.shape
            rows, cols = np.arange(self.side) + corner[0], np.arange(self.side) + corner[1]
            on = (rows < H)[:, None] & (cols < W)[None]
            self._places[corner] = np.where(on, rows[:, None] * W + cols[None], H * W).ravel()
        return self._places[corner]

    def inside(self, corner: tuple[int, int], row: int, col: int) -> int:
        """A cell of the board as a cell of the square, N if it is not in it."""
        row, col = row - corner[0], col - corner[1]
        return row * self.side + col if 0 <= row < self.side and 0 <= col < self.side else self.cells


class Sight:
    """The board of an episode as far as it was seen: the newest sight of each cell.

    board: uint16 [5, H, W], own body left out; UNSEEN where it never looked.
    first: the same as it was first seen in an episode: what to expect of the next one.
    """

    def __init__(self, looks: Looks, words: Words, square: Square):
        self.words, self.square, self.shape = words, square, looks.shape
        self.board = np.full((5, *looks.shape), UNSEEN, np.uint16)
        self.first = self.board.copy()
        self.looked = np.zeros(looks.shape, bool)        # in this episode
        self.visible = np.zeros(looks.shape, bool)       # at this moment
        self.home = (0, 0)
        self.another_place = True                        # since somebody last looked
        self.newest: Observation | None = None

    def see(self, observation: Observation) -> None:
        """Makes an observation the present one; a first one of an episode is a new beginning."""
        if observation is self.newest:
            return
        if observation.fresh or self.newest is None:
            self._begin(observation)
        self.newest = observation
        self.board, self.visible = self.beside(observation)
        if not self.looked.all():
            news = self.visible & ~self.looked
            self.first[:, news] = self.board[:, news]
            self.looked |= news

    def _begin(self, observation: Observation) -> None:
        """What is out of sight is expected as it was first seen, unless this is another place."""
        self.home = (observation.row, observation.col)
        visible = observation.cells[GROUND] != UNSEEN
        both = visible & (self.first[GROUND] != UNSEEN)
        differ = (self.first != observation.cells).any(axis=0) & both
        if np.count_nonzero(differ) > max(3, ANOTHER_PLACE * np.count_nonzero(visible)):
            self.first[:] = UNSEEN
            self.another_place = True
        self.board = self.first.copy()
        self.looked[:] = False

    def beside(self, observation: Observation) -> tuple[np.ndarray, np.ndarray]:
        """The board as it would be remembered with this observation.  uint16 [5, H, W], what is visible: bool [H, W]"""
        visible = observation.cells[GROUND] != UNSEEN
        board = np.where(visible, observation.cells, self.board)
        board[ACTOR, observation.row, observation.col] = 0
        return board, visible

    def moment(self, board: np.ndarray, visible: np.ndarray, row: int, col: int, facing: int, numbers: np.ndarray) -> Moment:
        """A board and a mover as the net takes them."""
        corner = self.square.corner(row, col)
        tokens, known = self.cut(board, visible, corner)
        return Moment(tokens, known, self.square.inside(corner, row, col), self.square.inside(corner, *self.home), corner, facing & 7, numbers)

    def cut(self, board: np.ndarray, visible: np.ndarray, corner: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """Tokens, int16 [L, N], and how each cell is known, uint8 [N], of the square at a corner."""
        tokens = self.words.read(board)
        known = np.where(visible, SEEN, np.where(board[GROUND] == UNSEEN, UNKNOWN, REMEMBERED)).astype(np.uint8)
        if tokens[0].size == self.square.cells and self.square.whole:
            return tokens.reshape(len(tokens), -1), known.ravel()
        places = self.square.places(corner)
        tokens = np.concatenate([tokens.reshape(len(tokens), -1), np.full((len(tokens), 1), self.words.size, np.int16)], axis=1)
        return tokens[:, places], np.append(known.ravel(), OUTSIDE).astype(np.uint8)[places]

    def present(self) -> Moment:
        """The newest observation as a moment."""
        return self.moment(self.board, self.visible, self.newest.row, self.newest.col, self.newest.facing, numbers_of(self.newest))


def numbers_of(observation: Observation) -> np.ndarray:
    """All that an observation counts.  int32 [D]"""
    return np.concatenate([observation.counters, observation.reads]).astype(np.int32)
