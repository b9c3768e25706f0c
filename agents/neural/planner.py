"""Planning in imagination: one pass of the net a tick, over what could be done now and the ways that are out of date."""
from __future__ import annotations

import numpy as np
import torch

from agents.neural.constants import Constants
from agents.neural.controls import ABSOLUTE, NOWHERE, Controls
from agents.neural.learner import Learner
from agents.neural.net import Answer, Situations
from agents.neural.numbers import Numbers
from agents.neural.places import Places
from agents.neural.sight import Moment, Sight
from agents.neural.telling import Foretold, Telling


class Planner:
    """Chooses actions for one mind."""

    def __init__(self, sight: Sight, numbers: Numbers, controls: Controls, learner: Learner, telling: Telling, constants: Constants, seed: int):
        self.sight, self.numbers, self.controls, self.learner, self.telling, self.constants, self.seed = sight, numbers, controls, learner, telling, constants, seed
        self.shape = sight.shape
        actions = len(controls.actions)
        self.facings = 4 if any(way[1] not in (ABSOLUTE, NOWHERE) for way in controls.ways) else 1
        self.places = Places(self.shape[0] * self.shape[1], self.facings, actions, constants)
        self.board: np.ndarray | None = None             # as it was when the table was last looked at
        self.episodes, self.imagined = 0, 0

    def state(self, moment: Moment, row: int, col: int) -> int:
        return self.places.state(moment.numbers, moment.facing & 3, row * self.shape[1] + col)

    def choose(self, moment: Moment, tick: int, budget: float) -> tuple[int, Situations, Answer]:
        """The action to do now; and what was asked of the net: its first rows are the actions in order, from here."""
        observation, places, c = self.sight.newest, self.places, self.constants
        self._look(tick)
        here = self.state(moment, observation.row, observation.col)
        A = len(self.controls.actions)
        if not self.learner.ripe:
            places.doubted_at = max(places.doubted_at, tick - 30)
        more = max(0, round(c.imagined * budget) - A)
        asked = [(here, action) for action in range(A)]
        asked += [way for way in places.stale(here, more + A) if way[0] != here][:more]
        moments = [moment] * A + [self._at(moment, state) for state, _ in asked[A:]]
        situations = self.learner.situations(moments, [action for _, action in asked])
        with torch.no_grad():
            answer = self.learner.net(situations)
        self._note(asked, moments, situations, answer, tick)
        self.imagined += len(asked)
        places.sweep(tick, max(1, round(c.sweeps * budget)))
        dice = np.random.default_rng((self.seed, 1, tick))
        if places.exploring and dice.random() < c.whim:
            return int(dice.integers(A)), situations, answer
        worth = places.worth(np.array([here]), tick)[0]
        return int(dice.choice(np.flatnonzero(worth >= worth.max() - 1e-6))), situations, answer

    def _look(self, tick: int) -> None:
        """What of the table is out of date, now that the board is as it is."""
        board = self.sight.board
        if self.board is None:
            self.places.another_place(tick)
        else:
            changed = (board != self.board).any(axis=0)
            if self.sight.another_place:
                self.places.another_place(tick)
            elif changed.any():
                self.places.board_changed(changed)
        self.sight.another_place = False
        self.board = board.copy()

    def _at(self, moment: Moment, state: int) -> Moment:
        """The present moment with the mover elsewhere, carrying something else."""
        numbers, facing, cell = self.places.parts(state)
        return self.sight.moment(self.sight.board, self.sight.visible, *divmod(cell, self.shape[1]), facing if self.facings > 1 else moment.facing, numbers)

    def _note(self, asked: list[tuple[int, int]], moments: list[Moment], situations: Situations, answer: Answer, tick: int) -> None:
        """Writes into the table what the net foretold."""
        told = Foretold(self.learner, situations, answer)
        doubt = np.minimum(self.learner.doubt(situations, answer), 1.0)
        for i, (state, action) in enumerate(asked):
            moment = moments[i]
            row, col = self.telling.cell(moment.corner, int(told.at[i]))
            numbers = self.numbers.changed(moment.numbers, told.changes[i]) if self.numbers.count else moment.numbers
            to = self.places.state(numbers, int(told.facing[i]) & 3, row * self.shape[1] + col)
            w = self.places.ways
            if w.tries[state, action] and w.stamp[state, action] >= self.places.doubted_at:
                w.doubt[state, action] = doubt[i]                # it was tried, and nothing speaks against it
                continue
            self.places.imagined(state, action, to, float(told.reward[i]), float(told.end[i]), float(doubt[i]), tick)

    def lived(self, moment: Moment, row: int, col: int, action: int, numbers: np.ndarray, facing: int, cell: int, reward: float, end: bool, tick: int) -> None:
        """What really came of an action."""
        state = self.state(moment, row, col)
        self.places.lived(state, action, self.places.state(numbers, facing & 3, cell), reward, end, tick)

    def route(self, tick: int) -> list[int]:
        """The cells it means to go through."""
        newest = self.sight.newest
        if newest is None or self.board is None:
            return []
        return self.places.route(self.state(self.sight.present(), newest.row, newest.col), tick)
