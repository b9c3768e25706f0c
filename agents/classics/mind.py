"""`sarsa`, `q`, `dyna-q` and `dyna-q+`: tables of values, by states that are known only by a number.

A state is the mind's own cell with what it carries and reads; the way it faces counts where it can turn. What else stands on the board it does not
see: the book's learners see the index of their cell.
"""
from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import numpy as np

from agents.agent import Beliefs, Forecast, Ledger
from agents.classics import backups
from agents.saving import arrays_of, restore
from world.scenario import ACTOR
from world.types import Looks, Observation, Transition

TURNING = {"forward", "turn left", "turn right"}
"""Actions whose meaning hangs on the way the body faces."""
UNTRIED_ODDS = 0.5
"""Belief in "nothing changes" where there is no model, or none yet."""
ROUTE = 48
"""Cells of a plan that are told, at most."""
FEW = 256
"""States that there is room for at birth; the tables grow."""


class ClassicMind:
    """One-step tabular control, epsilon-greedy, values from 0, ties broken at random.

    Args:
        on_policy: Sarsa (section 6.4); else Q-learning (6.5).
        n: planning steps a tick (Dyna-Q, 8.2). 0: it has no model, and foretells that nothing changes.
        kappa: weight of the bonus for what was long untried (Dyna-Q+, 8.3). None: no bonus, and only actions that were tried are planned with.
        alpha, epsilon, gamma: step size, share of random actions, discount.
    """

    def __init__(self, looks: Looks, seed: int, on_policy: bool = False, n: float = 0, kappa: float | None = None,
                 alpha: float = 0.1, epsilon: float = 0.1, gamma: float = 0.95):
        self.looks, self.learning, self.budget = looks, True, 1.0
        self.on_policy, self.n, self.kappa, self.alpha, self.epsilon, self.gamma = on_policy, int(n), kappa, alpha, epsilon, gamma
        self.learns = "values" if n == 0 else "values and places"
        self.turns = bool(TURNING & set(looks.actions))
        self.dice = np.array([seed], np.uint64)
        self.numbers: dict[tuple[int, ...], int] = {}    # states by what is known of them
        A = len(looks.actions)
        self.values = np.zeros((FEW, A))                 # float64 [S, A]
        self.to, self.reward, self.ends = np.zeros((FEW, A), np.int32), np.zeros((FEW, A)), np.zeros((FEW, A), np.uint8)
        self.tried = np.full((FEW, A), -1, np.int64)     # tick of the last try
        self.times = np.zeros((FEW, A), np.int64)        # tries in a row with the same outcome
        self.cell, self.lived = np.zeros(FEW, np.int32), np.zeros(FEW, np.int32)
        self.states_lived = 0
        self.waiting: tuple[int, int, float, int] | None = None   # Sarsa: (state, action, reward, next state), until the next action is known
        self.costs = Ledger()

    def save(self) -> dict[str, np.ndarray]:
        """All that it remembers, down to its dice."""
        return arrays_of(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Go on from a memory as if never stopped. Raises ValueError if it does not fit."""
        times = self.budget
        restore(self, memory)
        self.budget = times

    # ---- states ----
    def _state(self, observation: Observation) -> int:
        """The number of the state that it is in; a new one if it never was."""
        key = self._key(observation)
        s = self.numbers.setdefault(key, len(self.numbers))
        if s == len(self.values):
            for name in ("values", "to", "reward", "ends", "tried", "times", "cell", "lived"):
                array = getattr(self, name)
                grown = np.zeros((2 * len(array), *array.shape[1:]), array.dtype) if name != "tried" else np.full((2 * len(array), array.shape[1]), -1, array.dtype)
                grown[:len(array)] = array
                setattr(self, name, grown)
        self.cell[s] = observation.row * self.looks.shape[1] + observation.col
        return s

    def _key(self, observation: Observation, cell: int | None = None) -> tuple[int, ...]:
        """What a state is known by: cell, facing if it can turn, counters, reads."""
        at = observation.row * self.looks.shape[1] + observation.col if cell is None else cell
        return (at, observation.facing if self.turns else 0, *(int(n) for n in observation.counters), *(int(n) for n in observation.reads))

    # ---- the three verbs ----
    def act(self, observation: Observation) -> int:
        started = perf_counter()
        action = int(backups.choose(self.values, self._state(observation), self.epsilon, self.dice))
        self.costs.seconds["acting"] += perf_counter() - started
        return action

    def observe(self, transition: Transition) -> float:
        started = perf_counter()
        before, after, a = transition.observation, transition.next_observation, max(0, transition.action)
        s, t = self._state(before), self._state(after)
        bits = self._surprise(transition, s, a)
        if self.learning:
            if self.on_policy:
                self._sarsa(s, a, transition, t)
            else:
                self._back_up(s, a, transition.reward + (0.0 if transition.terminated else self.gamma * backups.highest(self.values, t)))
            self._note(s, a, transition, t)
        learned = perf_counter()
        steps = round(self.n * self.budget) if self.learning else 0
        if steps:
            backups.plan(self.values, self.to, self.reward, self.ends, self.tried, self.lived, self.states_lived, steps, self.alpha, self.gamma,
                         self.kappa or 0.0, self.costs.ticks, self.kappa is not None, self.dice)
        self.costs.ticks += 1
        self.costs.backups += steps
        self.costs.seconds["learning"] += learned - started
        self.costs.seconds["planning"] += perf_counter() - learned
        return bits

    def imagine(self, observation: Observation, plan) -> Forecast:
        """What its table says, step by step. Without a model, and where it never tried, that nothing changes."""
        T, (H, W) = len(plan), self.looks.shape
        here = observation.row * W + observation.col
        s, landing, odds, reward = self.numbers.get(self._key(observation), -1), np.full(T, here, np.int32), np.ones(T, np.float32), np.zeros(T, np.float32)
        sure = 1.0
        for i, action in enumerate(plan):
            p = UNTRIED_ODDS
            if self.n and s >= 0 and action >= 0 and self.tried[s, action] >= 0:
                p, reward[i] = self._odds(s, action), self.reward[s, action]
                s = int(self.to[s, action])
                here = int(self.cell[s])
            sure *= p
            landing[i], odds[i] = here, sure
        cells = np.repeat(observation.cells[None], T, axis=0)
        body = observation.cells[ACTOR, observation.row, observation.col]
        cells[:, ACTOR, observation.row, observation.col] = 0
        cells[np.arange(T), ACTOR, landing // W, landing % W] = body
        return Forecast(cells, np.repeat(odds, H * W).reshape(T, H, W), landing, odds, reward, odds)

    # ---- learning ----
    def _back_up(self, s: int, a: int, target: float) -> None:
        self.values[s, a] += self.alpha * (target - self.values[s, a])

    def _sarsa(self, s: int, a: int, transition: Transition, t: int) -> None:
        """The step before is backed up now that it is known what was done next; this one too if nothing follows it."""
        if self.waiting is not None:
            was, did, paid, came = self.waiting
            follows = came == s and not transition.observation.fresh
            self._back_up(was, did, paid + self.gamma * (self.values[s, a] if follows else backups.highest(self.values, came)))
            self.waiting = None
        if transition.terminated:
            self._back_up(s, a, transition.reward)
        else:
            self.waiting = s, a, transition.reward, t

    def _note(self, s: int, a: int, transition: Transition, t: int) -> None:
        """The model of the book holds what came last."""
        if (self.tried[s] < 0).all():
            self.lived[self.states_lived] = s
            self.states_lived += 1
        same = self.tried[s, a] >= 0 and self.to[s, a] == t and self.reward[s, a] == transition.reward
        self.times[s, a] = self.times[s, a] + 1 if same else 1
        self.to[s, a], self.reward[s, a], self.ends[s, a], self.tried[s, a] = t, transition.reward, transition.terminated, self.costs.ticks

    def _odds(self, s: int, a: int) -> float:
        """Belief in an outcome that came so many times in a row: Laplace's rule of succession."""
        return float((self.times[s, a] + 1) / (self.times[s, a] + 2))

    def _surprise(self, transition: Transition, s: int, a: int) -> float:
        """-log2 of the odds of the frame foretold, or of one among as many others as there are cells."""
        before, after, W = transition.observation, transition.next_observation, self.looks.shape[1]
        known = self.n and self.tried[s, a] >= 0
        p = self._odds(s, a) if known else UNTRIED_ODDS
        cell = int(self.cell[self.to[s, a]]) if known else before.row * W + before.col
        cells = before.cells.copy()
        cells[ACTOR, before.row, before.col] = 0
        cells[ACTOR, cell // W, cell % W] = before.cells[ACTOR, before.row, before.col]
        return float(-np.log2(p) if np.array_equal(cells, after.cells) else np.log2(cells[0].size / (1 - p)))

    # ---- what it tells ----
    def audit(self, observation: Observation) -> Beliefs:
        """Its table, for each cell with the load that it has now."""
        (H, W), A = self.looks.shape, len(self.looks.actions)
        landing = np.repeat(np.arange(H * W, dtype=np.int32), A).reshape(H, W, A)
        odds, evidence, reward = np.full((H, W, A), UNTRIED_ODDS, np.float32), *np.zeros((2, H, W, A), np.float32)
        for cell in range(H * W if self.n else 0):
            s = self.numbers.get(self._key(observation, cell))
            if s is not None:
                known, at = self.tried[s] >= 0, divmod(cell, W)
                landing[at][known] = self.cell[self.to[s, known]]
                odds[at][known] = (self.times[s, known] + 1) / (self.times[s, known] + 2)
                evidence[at], reward[at][known] = self.times[s], self.reward[s, known]
        return Beliefs(landing, np.full((H, W, A, 4, 3), -1, np.int32), odds, evidence, reward)

    def ledger(self) -> Ledger:
        self.costs.bytes = sum(array.nbytes for array in (self.values, self.to, self.reward, self.ends, self.tried, self.times, self.cell, self.lived))
        return self.costs
