"""What a World does about its law: a person's word, the log, the rows of the law panel, what stands."""
from __future__ import annotations

from functools import partial

import numpy as np

from world import layout as L
from world.chance import name_key, plain_draw
from world.law import LawBook, Replay
from world.scenario import Apply, Edit, Moment, Undo
from world.types import LogEntry, Row


class Governed:
    """The half of World that is about law. Typed sentences are kept for life, and their sets stand behind those of the changes."""

    def enact(self, edits: tuple[Edit, ...] | str, by: str = "person", world: int | None = None) -> None:
        """A person's word: edits, a change's name, or "undo NAME". Takes effect at step 0 of the next tick.

        Raises:
            KeyError: there is no change so called.
        """
        if isinstance(edits, str):
            name = edits[len("undo "):] if edits.startswith("undo ") and edits not in self._compiler.change_number else edits
            edits = (Apply(name) if name == edits else Undo(name),)
        if all(isinstance(edit, (Apply, Undo)) for edit in edits):
            wishes = [(L.Q_APPLY if isinstance(edit, Apply) else L.Q_UNDO, self._compiler.change_number[edit.change]) for edit in edits]
        else:
            wishes = [(L.Q_APPLY, self._add_typed(tuple(edits)))]
        for w in range(self.batch) if world is None else (world,):
            for do, number in wishes:
                n = self._numbers[w]
                if n[L.QUEUED] >= self._tables.queue_cap or n[L.DEPTH] + n[L.QUEUED] >= self._tables.stack_cap:
                    self._grow()
                    n = self._numbers[w]
                n[self._queue_at + n[L.QUEUED]] = ((L.BY_PERSON + L.BY_SHIFT) * L.SET_BASE + number) * L.Q_SORTS + do
                n[L.QUEUED] += 1
                n[L.WAKE] = 0

    def _add_typed(self, edits: tuple[Edit, ...]) -> int:
        """The set of a typed sentence, made once."""
        if edits not in self._typed:
            self._own_tables()
            self._typed.append(edits)
            self._typed_words.append(self._lawbooks[0].sentences(edits))
            for tables in self._engine.tables:
                tables.compiler.add_set(edits)
            if any(tables.outgrown for tables in self._engine.tables):
                self._grow()
            for tables in self._engine.tables:
                tables.assemble()
            self._engine.assemble()
            self._numbers[:, self._tables.size] = L.LISTS_STALE      # it may speak of things that no list depended on so far
        return len(self.scenario.changes) + self._typed.index(edits)

    def log(self, world: int = 0) -> list[LogEntry]:
        """Every change of law so far, oldest first."""
        told = self._logs.get(world)
        if told is None or not told.news.begins(self._news[world]):
            told = self._logs[world] = Replay()
        return list(self._lawbook(world).log(self._news[world], told, partial(self._set_edits, self._engine.setting[world]), self._set_name, self.movers,
                                             self.seeds[world]))

    def law(self, world: int = 0) -> list[Row]:
        """The law as it stands: the rows of the law panel."""
        n = self._numbers[world]
        layers = self.layers(world)
        dues = [self._due_in(n, i, layers, self._lawbook(world)) for i in range(len(self.scenario.changes))]
        return self._lawbook(world).rows(layers, self.log(world), dues, self.boards[world])

    def layers(self, world: int = 0) -> list[tuple[tuple[Edit, ...], str]]:
        """The law in force above the file's and what is given: edits and name of each layer, oldest first; last what stands on tablets."""
        n = self._numbers[world]
        found = [(self._set_edits(self._engine.setting[world], int(row[L.L_SET])), self._set_name(int(row[L.L_SET]))) for row in self._stack(n)]
        stones = tuple(self.scenario.stones[i] for i in self._stones(n))
        return found + ([(stones, "")] if stones else [])

    # ---- what stands ------------------------------------------------------------------------------------------------
    def _lawbook(self, world: int) -> LawBook:
        return self._lawbooks[self._engine.setting[world]]

    def _stack(self, n: np.ndarray) -> np.ndarray:
        return n[self._stack_at:self._stack_at + int(n[L.DEPTH]) * L.LAYER_WIDTH].reshape(-1, L.LAYER_WIDTH)

    def _set_edits(self, setting: int, number: int) -> tuple[Edit, ...]:
        """The edits of a set: of a change, or of a typed sentence."""
        changes = len(self.scenario.changes)
        return self._settings[setting].changes[number].edits if number < changes else self._typed[number - changes]

    def _set_name(self, number: int) -> str:
        changes = len(self.scenario.changes)
        return self.scenario.changes[number].name if number < changes else self._typed_words[number - changes]

    def _standing(self, n: np.ndarray) -> tuple[str, ...]:
        layers = tuple(self._set_name(int(number)) for number in self._stack(n)[:, L.L_SET]) if n[L.DEPTH] else ()
        return layers + tuple(self._stone_words[i] for i in self._stones(n)) if self.scenario.stones else layers

    def _stones(self, n: np.ndarray) -> tuple[int, ...]:
        """The sentences on tablets that are law now, by number."""
        at, words = self._tables.at["stone"], (len(self.scenario.stones) + 63) // 64
        held = [i for i in range(len(self.scenario.stones)) if int(n[at + words + (i >> 6)]) >> (i & 63) & 1]
        return tuple(i for i in held if self._tables.stones.rows[i * int(L.STONE_WIDTH) + int(L.ST_ALLOWED)])

    def _due_in(self, n: np.ndarray, number: int, layers: list, book: LawBook) -> int | None:
        """Ticks until a change comes by its own clock; None if nobody can tell."""
        name, tick, seed, waits = self.scenario.changes[number].name, int(n[L.TICK]), int(n[L.SEED]), []
        every, moments = (book.value(name, field, layers) for field in ("every", "at"))
        for k, moment in enumerate((moments,) if isinstance(moments, Moment) else moments):
            at = moment.low
            if moment.high > moment.low:
                at += plain_draw(seed, 0, name_key(name + "/at"), k) * (moment.high - moment.low + 1) >> 32
            if moment.of == "life":
                waits.append(at - tick)
            elif moment.of == "every episode":
                waits.append(at - int(n[L.EPISODE_TICK]))
        if every is not None and every.chance is None:
            if every.low == every.high:
                waits.append(every.low - tick % every.low)
            else:
                last = int(n[self._tables.at["due"] + number])
                drawn = plain_draw(seed, last, name_key(name + "/every"), 0) * (every.high - every.low + 1) >> 32
                waits.append(last + every.low + drawn - tick)
        waits += [date - tick for date in self._tables.dates(n, number)]
        return min((wait for wait in waits if wait > 0), default=None)
