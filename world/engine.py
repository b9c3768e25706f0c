"""The arrays of a batch of worlds, and the compiled code's way to them."""
from __future__ import annotations

import copy
from dataclasses import dataclass, replace

import numpy as np

from world import layout as L
from world.crew import Crew
from world.kernel import DERIVE, LOOK, ask, drive
from world.scenario import Board
from world.tables import Tables


@dataclass
class Watch:
    """What one learner sees and knows in each world of a batch, kept up with every tick and every new episode."""
    pictures: np.ndarray                                 # ids [B, rows, cols], the topmost; or [B, 5, rows, cols], all layers; uint8, or uint16 in a wide frame
    facts: np.ndarray                                    # int32 [B, F]  as in kernel_view.py; F is 0 if they are not asked for
    last_pictures: np.ndarray                            # the same of the end of an episode, where a new one began in the same step
    last_facts: np.ndarray
    row: list[int]                                       # mover, layers, frame, ...: what the kernel reads, but for the addresses


LINE = 8
"""int64 in a line of the processor's cache: rows of numbers begin with one."""
CHUNKS = 8
"""So many chunks of a batch for each thread, so that one that comes late takes fewer."""


COPIED = ("books", "actions", "reward", "status", "lived", "first_cells", "first_numbers", "cells", "numbers")
"""The arrays that are each engine's own; those made anew rather than written are shared with its copies."""


def aligned(shape: tuple[int, ...], dtype) -> np.ndarray:
    """Zeros whose first row begins a line of the cache, with some room behind the last."""
    size = int(np.prod(shape))
    room = np.zeros(size + 128, dtype)
    start = (-room.ctypes.data % 64) // room.itemsize
    return room[start:start + size].reshape(shape)


def twin_of(array: np.ndarray, memo: dict) -> np.ndarray:
    """A copy that begins a line of the cache, known to `copy.deepcopy` by its memo: whoever else holds the array gets the same copy."""
    twin = aligned(array.shape, array.dtype)
    twin[:] = array
    memo[id(array)] = twin
    return twin


def alike(tables: Tables) -> tuple:
    """What the settings of a batch must have in common: where numbers lie, the size of a book and of the cells, and the words by number."""
    return tables.at, tables.size, tables.row, tables.compiler.book_size, len(tables.base), tables.writers, tables.compiler.words


class Engine:
    """What `drive` and `ask` reach through one array of addresses, `e`.

    `tables`: those of each setting, alike in size. `setting` int [B]: which one each world has. `boards`: the map of each world where they
    differ; None: that of its setting. `threads`: how many share a batch.
    """

    def __init__(self, tables: list[Tables], setting: np.ndarray, acting: list[int], threads: int = 1, boards: list[Board] | None = None):
        self.acting = acting
        self.tables, self.setting, self.batch, self.threads = tables, np.asarray(setting, np.int64), len(setting), min(max(1, threads), L.MOST_THREADS)
        longest = max(one.compiler.longest_after for one in tables)
        for one in tables:
            if one.compiler.longest_after < longest:                 # numbers are laid out alike
                one.compiler.longest_after = longest
                one.lay_out(one.spare)
                one.assemble()
        if any(alike(one) != alike(tables[0]) for one in tables):
            raise ValueError("worlds with these parameters cannot share a batch: what they keep of a world, or the words they say, is not the same")
        learners = len(acting)
        book = tables[0].compiler.book_size + 1
        self.books = np.zeros((len(tables) + self.batch, book), np.int64)  # the base of each setting, then each world's own once it differs
        for row, one in zip(self.books, tables):
            row[:-1] = one.base
        self.actions = np.full((self.batch, learners), -1, np.int64)
        self.reward = np.zeros((self.batch, learners))
        self.status = np.zeros(self.batch, np.uint8)
        self._autoreset = 0                                          # what E_AUTORESET says: writing it costs as much as half a tick
        self.watches: list[Watch] = []
        self._shares = False                                         # whether the tables may be those of a copy too
        self.lived = np.zeros(self.batch, np.uint8)
        self._open()
        self.assemble()
        # with what episodes begin: a row for each setting, or for each world if each has its own map
        self.starts = [(one, one.compiler.board) for one in tables] if boards is None else [(tables[at], board) for at, board in zip(self.setting, boards)]
        self.first = self.setting if boards is None else np.arange(self.batch)  # int [B]: the row of each world
        self.first_cells = np.stack([one.first_cells(board) for one, board in self.starts])
        self.cells = aligned((self.batch, self.first_cells.shape[1]), np.uint16)  # uint16 [B, 6 * HW or 7 * HW]
        self.cells[:] = self.first_cells[self.first]
        self.numbers = self._rows(np.zeros((self.batch, tables[0].row), np.int64))  # int64 [B, n]
        self._lay_out()
        for world in range(self.batch):
            self.bear(world)
        for number in range(len(tables)):
            self.ask(int(np.flatnonzero(self.setting == number)[0]), DERIVE, number)

    # ---- addresses --------------------------------------------------------------------------------------------------
    def _open(self) -> None:
        """An array of addresses that says what never changes."""
        e = self.e = aligned((1, int(L.E_SIZE)), np.int64)[0]
        self._kept: dict[int, np.ndarray] = {}                       # by field: the array whose address stands there
        e[L.E_BATCH], e[L.E_LEARNERS], e[L.E_SETTINGS] = self.batch, len(self.acting), len(self.tables)
        e[L.E_NEXT] = self.batch                                     # chunks taken: nothing is left until `drive` says so
        e[L.E_CHUNK] = max(1, -(-self.batch // (CHUNKS * self.threads))) if self.threads > 1 else self.batch
        e[L.E_QUICK], e[L.E_AUTORESET], self._limited = 1, self._autoreset, False
        for field, array in ((L.E_BOOKS, self.books), (L.E_ACTIONS, self.actions), (L.E_REWARD, self.reward), (L.E_STATUS, self.status),
                             (L.E_LIVED, self.lived)):
            self._point(field, array)
        e[L.E_BOOK_COUNT], e[L.E_BOOK_WIDTH] = self.books.shape

    def _point(self, field: int, array: np.ndarray) -> None:
        """Let a field of `e` hold an array's address, and keep the array."""
        self._kept[int(field)] = array
        self.e[field] = array.ctypes.data

    def _rows(self, numbers: np.ndarray) -> np.ndarray:
        """Numbers in rows that begin with a line of the cache."""
        rows = aligned((len(numbers), -(-numbers.shape[1] // LINE) * LINE), np.int64)
        rows[:, :numbers.shape[1]] = numbers
        return rows

    def assemble(self) -> None:
        """Take over the tables of all settings, one row each. Done at birth and after a typed sentence."""
        width = max(len(one.h) for one in self.tables)
        self.h = np.zeros((len(self.tables), width), np.int64)
        for row, one in zip(self.h, self.tables):
            row[:len(one.h)] = one.h
            row[L.H_SETTINGS] = len(self.tables)
        self._point_h()

    def _point_h(self) -> None:
        self._point(L.E_H, self.h)
        self.e[L.E_H_WIDTH] = self.h.shape[1]

    def _lay_out(self) -> None:
        """After the sizes of numbers or scratch have changed."""
        self.seats = np.array([self.tables[0].seat(mover) for mover in self.acting], np.int64).reshape(-1)
        self.first_numbers = np.stack([one.first_numbers(board) for one, board in self.starts])
        self._point_worlds()

    def _point_worlds(self) -> None:
        """Where the worlds' arrays are, with scratch of zeros."""
        self.scratch = [np.zeros(max(one.scratch_size for one in self.tables), np.int64) for _ in range(self.threads)]
        for field, array in ((L.E_NUMBERS, self.numbers), (L.E_CELLS, self.cells), (L.E_FIRST_NUMBERS, self.first_numbers), (L.E_FIRST_CELLS, self.first_cells),
                             (L.E_ACTING, self.seats), *enumerate(self.scratch, int(L.E_SCRATCH))):
            self._point(field, array)
        self.e[L.E_NUMBERS_WIDTH], self.e[L.E_CELLS_WIDTH] = self.numbers.shape[1], self.cells.shape[1]

    def grow(self) -> None:
        """More room in the stack of law of every world."""
        self.own()
        old, size = dict(self.tables[0].at, end=self.tables[0].size), self.tables[0].size
        numbers = self.numbers[:, :size]
        for one in self.tables:
            one.lay_out(2 * one.spare + 8)
            one.assemble()
        self.numbers = self._rows(self.tables[0].moved(numbers, old))
        self.assemble()
        self._lay_out()

    def take_board(self, world: int, board: Board) -> None:
        """Another map for a world that has its own, from its next episode on."""
        tables = self.starts[world][0]
        self.starts[world] = (tables, board)
        self.first_cells[world], self.first_numbers[world] = tables.first_cells(board), tables.first_numbers(board)

    def replace(self, world: int, tables: Tables) -> None:
        """Other tables for a world that has its own, alike in size."""
        tables.compiler.longest_after = self.tables[world].compiler.longest_after
        tables.lay_out(tables.spare)
        tables.assemble()
        self.tables[world], self.starts[world] = tables, (tables, tables.compiler.board)
        self.assemble()
        self.books[world, :-1] = tables.base
        self.ask(world, DERIVE, world)

    def bear(self, world: int) -> None:
        """Let a world be as before its first episode. Its seed has yet to be set, its episode to be begun."""
        n, first, setting = self.numbers[world], self.first[world], self.setting[world]
        n[:self.first_numbers.shape[1]] = self.first_numbers[first]
        n[L.SETTING] = n[L.BOOK] = setting
        n[L.FIRST] = first

    def watch(self, mover: int, layers: int, frame: int, facts: int) -> Watch:
        """Keep up, from now on, what a mover sees and knows. `facts`: how many numbers it knows, 0 if they are not wanted."""
        rows, cols, kind = frame & 0xFFFF, frame >> 16 & 0xFFFF, np.uint16 if frame >> 40 & 1 else np.uint8
        shape = (self.batch, rows, cols) if layers == 1 else (self.batch, layers, rows, cols)
        unseen = np.iinfo(kind).max
        one = Watch(np.full(shape, unseen, kind), np.zeros((self.batch, facts), np.int32), np.full(shape, unseen, kind), np.zeros((self.batch, facts), np.int32),
                    [mover, layers, frame, layers * rows * cols * np.dtype(kind).itemsize, facts])
        self.watches.append(one)
        self._point_watches()
        self.look(range(self.batch))
        return one

    def _point_watches(self) -> None:
        table = [[*one.row, *(array.ctypes.data for array in (one.pictures, one.facts, one.last_pictures, one.last_facts))] for one in self.watches]
        self._point(L.E_WATCHED, np.array(table, np.int64))
        self.e[L.E_WATCHES] = len(self.watches)

    def look(self, worlds) -> None:
        """Bring up to date what is watched in some worlds."""
        if self.watches:
            for world in worlds:
                self.ask(world, LOOK)

    # ---- copies -----------------------------------------------------------------------------------------------------
    def __deepcopy__(self, memo: dict) -> Engine:
        """Arrays of its own and addresses of these; the tables are shared until one of both would change them."""
        other = object.__new__(type(self))
        memo[id(self)] = other
        other.__dict__.update(self.__dict__)
        self._shares = other._shares = True
        other.tables, other.starts, other.watches = list(self.tables), list(self.starts), []
        for name in COPIED:
            setattr(other, name, twin_of(getattr(self, name), memo))
        for one in self.watches:
            memo[id(one)] = twin = replace(one, **{name: twin_of(getattr(one, name), memo) for name in ("pictures", "facts", "last_pictures", "last_facts")})
            other.watches.append(twin)
        other._reopen(self._fired())
        return other

    def __getstate__(self) -> dict:
        """All but addresses, which mean nothing in another process."""
        return {"fired": self._fired(), **{name: value for name, value in self.__dict__.items() if name not in ("e", "_kept", "h", "scratch")}}

    def __setstate__(self, state: dict) -> None:
        fired = state.pop("fired")
        self.__dict__.update(state)
        for one in self.tables:
            one.assemble()                                           # it holds where the compiled code lies
        self._open()
        self.assemble()
        self._reopen(fired)

    def _reopen(self, fired: list[np.ndarray]) -> None:
        """Addresses of the arrays as they are now. `fired`: how often each rule has, as each thread has counted."""
        self._open()
        self._point_h()
        self._point_worlds()
        start = self.tables[0].scratch_at["fired"]
        for scratch, counts in zip(self.scratch, fired):
            scratch[start:start + len(counts)] = counts
        if self.watches:
            self._point_watches()

    def _fired(self) -> list[np.ndarray]:
        start = self.tables[0].scratch_at["fired"]
        return [scratch[start:start + len(self.tables[0].scenario.rules)].copy() for scratch in self.scratch]

    def own(self) -> None:
        """See to it that the tables are no copy's too: before they are changed."""
        if self._shares:
            memo: dict = {}
            twins = copy.deepcopy(self.tables, memo)
            self.starts = [(memo[id(tables)], board) for tables, board in self.starts]
            self.tables, self._shares = twins, False

    # ---- asking -----------------------------------------------------------------------------------------------------
    def ask(self, world: int, what: int, argument: int = 0) -> int:
        return ask(self.e, world, what, argument)

    def run(self, where: np.ndarray | None = None, autoreset: int = 0) -> bool:
        """A tick of all worlds, with the actions in `actions`. Whether anything befell the law of any."""
        if where is not None:
            self._point(L.E_WHERE, np.ascontiguousarray(where, np.uint8))
            self._limited = True
        elif self._limited:
            self.e[L.E_WHERE], self._limited = 0, False
        if autoreset != self._autoreset:
            self.e[L.E_AUTORESET] = self._autoreset = autoreset
        if self.threads > 1:
            Crew.call(self.e, self.threads - 1)
        return drive(self.e, 0) != 0
