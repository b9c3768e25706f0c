"""The mind `neural`: sees, foretells, acts, and learns from each tick by gradient."""
from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import numpy as np
import torch

from agents.agent import Beliefs, Forecast, Ledger
from agents.neural import saving
from agents.neural.constants import Constants
from agents.neural.controls import Controls
from agents.neural.evidence import Evidence
from agents.neural.learner import Learner
from agents.neural.memory import Came
from agents.neural.net import Net
from agents.neural.numbers import Numbers
from agents.neural.planner import Planner
from agents.neural.sight import SEEN, UNKNOWN, Moment, Sight, Square, numbers_of
from agents.neural.telling import Telling
from agents.neural.words import Words
from world.types import Looks, Observation, Transition

ONE_SET = Constants()
BIT = np.log(2.0)


class NeuralMind:
    """A world model of the whole frame, a table of places with values, and a taste for what is not known yet.

    `learning`: set it to False and the mind lives on without learning anything. `budget`: times the usual thinking, gradient steps and imagined steps alike.
    `exploring`: set it to False and it does only what it holds to be best.
    """

    learns = "a net"

    def __init__(self, looks: Looks, seed: int, constants: Constants = ONE_SET):
        torch.set_num_threads(1)
        self.looks, self.seed, self.learning, self.budget, self.constants = looks, seed, True, 1.0, constants
        self.words, self.square = Words(looks), Square(looks.shape, constants)
        self.sight = Sight(looks, self.words, self.square)
        self.numbers = Numbers(len(looks.counters) + len(looks.reads))
        self.controls = Controls(looks, constants)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = Net(self.words, self.square, self.numbers.count, self.controls.sorts, constants).to(self.device)
        self.learner = Learner(net, self.square, self.numbers, self.controls, constants, seed, self.device)
        self.telling = Telling(looks, self.words, self.square, self.sight, self.numbers, self.learner)
        self.planner = Planner(self.sight, self.numbers, self.controls, self.learner, self.telling, constants, seed)
        self.evidence = Evidence(self.words, self.square, self.controls)
        self.costs = Ledger(bytes=sum(p.nbytes for p in net.parameters()))
        self._foretold: tuple | None = None              # (observation, action, situations, answer), the newest

    @property
    def exploring(self) -> bool:
        return self.planner.places.exploring

    @exploring.setter
    def exploring(self, on: bool) -> None:
        self.planner.places.exploring = on

    # ---- the three verbs ---------------------------------------------------------------------------------------------
    def act(self, observation: Observation) -> int:
        started = perf_counter()
        self.sight.see(observation)
        moment = self.sight.present()
        saw = perf_counter()
        action, situations, answer = self.planner.choose(moment, self.costs.ticks, self.budget)
        self._foretold = (observation, action, situations.only(action), answer.only(action))
        self.costs.seconds["acting"] += saw - started
        self.costs.seconds["planning"] += perf_counter() - saw
        return action

    def observe(self, transition: Transition) -> float:
        started = perf_counter()
        before, after = transition.observation, transition.next_observation
        self.sight.see(before)
        moment = self.sight.present()
        situations, answer = self._answer(before, transition.action, moment)
        came = self._came(moment, transition)
        if self.learning:
            cost = self.learner.learn(moment, transition.action, came, situations, answer, self.budget)
            self.evidence.add(moment, transition.action)
        else:
            cost, _ = self.learner.cost(situations, answer, came)
        if transition.action >= 0 and self.learning:
            self.planner.lived(moment, before.row, before.col, transition.action, numbers_of(after), after.facing, after.row * self.looks.shape[1] + after.col,
                               float(transition.reward), transition.terminated, self.costs.ticks)
        if not (transition.terminated or transition.truncated):
            self.sight.see(after)
        self._foretold = None
        self.costs.ticks += 1
        self.costs.seconds["learning"] += perf_counter() - started
        return cost / BIT

    def imagine(self, observation: Observation, plan) -> Forecast:
        moment, board = self.telling.as_seen(observation)
        first = self._answer(observation, plan[0], moment) if len(plan) and observation is self.sight.newest else None
        return self.telling.forecast(observation, moment, board, [int(action) for action in plan], first)

    def audit(self, observation: Observation) -> Beliefs:
        return self.telling.audit(observation, self.evidence)

    def plan(self) -> list[int]:
        return self.planner.route(self.costs.ticks)

    def ledger(self) -> Ledger:
        self.costs.imagined, self.costs.backups = self.planner.imagined, self.planner.places.backups
        return self.costs

    def save(self) -> dict[str, np.ndarray]:
        """Its whole memory, by name."""
        return saving.save(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Takes over a saved memory, and goes on as if it had never stopped.

        Raises:
            ValueError: it is another version's, or of a life with other kinds, actions or another size of board.
        """
        saving.load(self, memory)
        self._foretold = None

    def _answer(self, observation: Observation, action: int, moment: Moment):
        """What the net says of an action now. What was asked of it when it acted is not asked again: a batch rounds otherwise than one alone."""
        kept = self._foretold
        if kept is not None and kept[0] is observation and kept[1] == action:
            return kept[2:]
        situations = self.learner.situations([moment], [action])
        with torch.no_grad():
            answer = self.learner.net(situations)
        if kept is None or kept[0] is not observation:
            self._foretold = (observation, action, situations, answer)
        return situations, answer

    def _came(self, moment: Moment, transition: Transition) -> Came:
        """What followed, in the square of the moment."""
        after = transition.next_observation
        board, visible = self.sight.beside(after)
        tokens, known = self.sight.cut(board, visible, moment.corner)
        return Came(tokens, (known == SEEN) & (moment.known < UNKNOWN), self.square.inside(moment.corner, after.row, after.col), after.facing & 7,
                    self.numbers.reward(float(transition.reward), self.learning), int(transition.terminated),
                    self.numbers.changes(moment.numbers, numbers_of(after), self.learning))
