"""What the net believes, in the words that every mind speaks: forecasts of plans, and the audit of each action from each cell."""
from __future__ import annotations

from collections import Counter

import numpy as np
import torch

from agents.agent import Beliefs, Forecast
from agents.neural.evidence import Evidence
from agents.neural.learner import Learner
from agents.neural.net import Answer, Situations, facing_back
from agents.neural.numbers import Numbers
from agents.neural.sight import OUTSIDE, Moment, Sight, Square, numbers_of
from agents.neural.words import Words
from world.scenario import ACTOR, GROUND, UNSEEN
from world.types import Looks, Observation

BATCH = 64
"""Situations imagined in one pass: the fastest for each."""
MOST_TOLD = 4
"""Cells of which an audit tells that an action changes them."""


class Foretold:
    """The likeliest outcome of B situations, turned back to the world.

    tokens int16 [B, L, N], odds float32 [B, N] of each cell, at [B] (N: out of the square), at_odds [B], facing [B], reward [B] (as expected),
    end [B] (its probability), changes [B, D].
    """

    def __init__(self, learner: Learner, situations: Situations, answer: Answer):
        net, s = learner.net, situations
        B, N = s.known.shape
        with torch.no_grad():
            tokens, odds = s.tokens.clone(), torch.ones(B, N, device=s.tokens.device)
            home = net.turns.to_frame[s.frame, :N]
            for layer in net.active:
                first, last = net.words.spans[layer]
                best, kind = torch.softmax(answer.kinds[..., first:last], -1).max(-1)
                odds = odds * best.gather(1, home)
                tokens[:, layer] = net.turns.back[s.frame[:, None], (kind + first).gather(1, home)]
            seen = s.known < 2
            tokens = torch.where(seen[:, None], tokens, s.tokens)
            where, landing = torch.softmax(answer.where, -1).max(1)
            facing, reward, end, *changes = net.rest_of(answer, landing, s)
            rewards = torch.as_tensor(learner.numbers.rewards, dtype=torch.float32, device=reward.device)
            met = torch.arange(len(rewards), device=reward.device) < learner.numbers.rewards_met
            self.tokens, self.odds = tokens.to(torch.int16).cpu().numpy(), torch.where(seen, odds, torch.ones_like(odds)).cpu().numpy()
            self.at, self.at_odds = net.turns.to_world[s.frame, landing].cpu().numpy(), where.cpu().numpy()
            self.facing = facing_back(facing.argmax(1), s.frame).cpu().numpy()
            self.reward = (torch.softmax(reward.masked_fill(~met, -30.0), 1) @ rewards).cpu().numpy()
            self.end = torch.softmax(end, 1)[:, 1].cpu().numpy()
            self.changes = torch.stack([c.argmax(1) for c in changes], 1).cpu().numpy() if changes else np.zeros((B, 0), np.int64)


class Telling:
    """Speaks for one mind; changes nothing of it."""

    def __init__(self, looks: Looks, words: Words, square: Square, sight: Sight, numbers: Numbers, learner: Learner):
        self.looks, self.words, self.square, self.sight, self.numbers, self.learner = looks, words, square, sight, numbers, learner

    def as_seen(self, observation: Observation) -> tuple[Moment, np.ndarray]:
        """An observation as a moment, and the board with it; read beside the present one."""
        if observation is self.sight.newest:
            return self.sight.present(), self.sight.board
        board, visible = self.sight.beside(observation)
        return self.sight.moment(board, visible, observation.row, observation.col, observation.facing, numbers_of(observation)), board

    def forecast(self, observation: Observation, moment: Moment, board: np.ndarray, plan: list[int], first=None) -> Forecast:
        """Frame after frame, each foretold from the one before. `first`: situations and answer of the first action, if they are known."""
        T, (H, W) = len(plan), self.looks.shape
        cells, odds = np.empty((T, 5, H, W), np.uint16), np.ones((T, H, W), np.float32)
        landing, landing_odds, reward, whole = np.zeros(T, np.int32), np.zeros(T, np.float32), np.zeros(T, np.float32), np.zeros(T, np.float32)
        body = observation.cells[ACTOR, observation.row, observation.col]
        board, sure, landed = board.copy(), np.ones(H * W, np.float32), 1.0
        for t, action in enumerate(plan):
            if first is None or t:
                situations = self.learner.situations([moment], [action])
                with torch.no_grad():
                    first = (situations, self.learner.net(situations))
            told = Foretold(self.learner, *first)
            places = self.square.places(moment.corner)
            on = moment.known != OUTSIDE
            board = self.laid(board, told.tokens[0], places, on)
            sure[places[on]] *= told.odds[0][on]
            landed *= told.at_odds[0]
            row, col = self.cell(moment.corner, int(told.at[0]))
            cells[t], odds[t], landing[t], landing_odds[t] = board, sure.reshape(H, W), row * W + col, landed
            cells[t, ACTOR, row, col] = body
            reward[t], whole[t] = told.reward[0], sure.prod(dtype=np.float64) * landed
            numbers = self.numbers.changed(moment.numbers, told.changes[0]) if self.numbers.count else moment.numbers
            if t + 1 < T:
                moment = self.sight.moment(board, self.sight.visible, row, col, int(told.facing[0]), numbers)
        return Forecast(cells, odds, landing, landing_odds, reward, whole)

    def laid(self, board: np.ndarray, tokens: np.ndarray, places: np.ndarray, on: np.ndarray) -> np.ndarray:
        """A board with the tokens of a square laid on it.  uint16 [5, H, W]"""
        board = board.reshape(5, -1).copy()
        for layer, number in enumerate(self.words.layers):
            board[number, places[on]] = self.words.ids[tokens[layer, on]]
        return board.reshape(5, *self.looks.shape)

    def cell(self, corner: tuple[int, int], at: int) -> tuple[int, int]:
        """A cell of the square on the board; home for one out of it."""
        if at >= self.square.cells:
            return self.sight.home
        row, col = divmod(at, self.square.side)
        return min(corner[0] + row, self.looks.shape[0] - 1), min(corner[1] + col, self.looks.shape[1] - 1)

    def audit(self, observation: Observation, evidence: Evidence) -> Beliefs:
        """Every action from every cell, in batches. What most of these forecasts change alike, the world does by itself: it is no edit."""
        (H, W), A, words, square = self.looks.shape, len(self.looks.actions), self.words, self.square
        _, board = self.as_seen(observation)
        visible = self.sight.visible if observation is self.sight.newest else observation.cells[GROUND] != UNSEEN
        numbers = numbers_of(observation)
        landing, odds, seen, reward = np.zeros((H * W, A), np.int32), np.zeros((H * W, A), np.float32), np.zeros((H * W, A), np.float32), np.zeros((H * W, A), np.float32)
        edits = np.full((H * W, A, MOST_TOLD, 3), -1, np.int32)
        changed: list[tuple[int, int, int, int, int]] = []       # from, action, cell, layer, id
        moments = [self.sight.moment(board, visible, *divmod(cell, W), observation.facing, numbers) for cell in range(H * W)]
        pairs = [(cell, action) for action in range(A) for cell in range(H * W)]
        for first in range(0, len(pairs), BATCH):
            some = pairs[first:first + BATCH]
            situations = self.learner.situations([moments[cell] for cell, _ in some], [action for _, action in some])
            with torch.no_grad():
                told = Foretold(self.learner, situations, self.learner.net(situations))
            for i, (cell, action) in enumerate(some):
                moment = moments[cell]
                row, col = self.cell(moment.corner, int(told.at[i]))
                landing[cell, action], reward[cell, action], seen[cell, action] = row * W + col, told.reward[i], evidence.of(moment, action)
                odds[cell, action] = told.odds[i].prod(dtype=np.float64) * told.at_odds[i]
                differ = told.tokens[i] != moment.tokens
                if differ.any():
                    places = square.places(moment.corner)
                    changed += [(cell, action, int(places[at]), words.layers[layer], int(words.ids[told.tokens[i, layer, at]])) for layer, at in zip(*np.nonzero(differ))]
        often = Counter(change[2:] for change in changed)
        told_of = Counter()
        for cell, action, *change in sorted(changed):
            if often[tuple(change)] <= len(pairs) / 2 and told_of[cell, action] < MOST_TOLD:
                edits[cell, action, told_of[cell, action]] = change
                told_of[cell, action] += 1
        shape = (H, W, A)
        return Beliefs(landing.reshape(shape), edits.reshape(*shape, MOST_TOLD, 3), odds.reshape(shape), seen.reshape(shape), reward.reshape(shape))
