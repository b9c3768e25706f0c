"""The body of a learning mind: what both kinds share. Turns observations into symbols, asks the compiled parts, and tells of it."""
from __future__ import annotations

import copy
from collections.abc import Mapping
from time import perf_counter

import numpy as np

from agents import living, telling
from agents.agent import Belief, Beliefs, Forecast, Ledger, Noticed
from agents.beliefs import Teller
from agents.compiled import addresses
from agents.drives.needs import feel_needs, learn_needs
from agents.hindsight import Hindsight
from agents.memory import ACT, ACTS, CALLS, CONTROLS, FORWARD, LEFT, RIGHT, RULES, STAY, SYMBOLS, Body, new_memory
from agents.models import sight
from agents.models.decider import innate
from agents.models.symbols import ALPHABET, UNKNOWN, Loads, read_cells
from agents.others import Others
from agents.saving import arrays_of, equal, restore
from agents.settings import Settings
from agents.wording import VERBS_BY_NAME, Wording
from world.scenario import ACTOR, GROUND, UNSEEN
from world.types import Looks, Observation, Transition

FAMILIES = ("stepping onto {}", "going on from {}", "arriving at {}", "{} by itself", "being carried onto {}", "acting on {}")
"""The families of decisions in words, by decider."""


def body_of(has: set[int], looks: Looks) -> Body:
    """The body that these actions (numbers of verbs) belong to."""
    turns = bool(has & {FORWARD, LEFT, RIGHT})
    corners = bool(has & set(range(4, STAY)))
    sides = tuple(range(STAY if corners else 4))
    relative = (FORWARD, LEFT, RIGHT) if turns else ()
    goes = tuple(d for d in sides if d in has) if turns else sides
    verbs = (*goes, STAY, *relative, *sorted(v for v in has if v >= ACT))
    always = sides if has >= set(sides) else ()
    return Body(verbs, (*sides, STAY, *relative), len(sides) if turns else 1, always, 8 if corners or (looks.facing > 3).any() else 4)


class PlannedMind:
    """A mind with a memory, a planner and a drive. `kind_of_mind`: RULES or CELLS of `agents.memory`.

    `learning`: set it to False and the mind lives on without learning anything. `exploring`: set it to False and it tests nothing that it doubts,
    but does what it holds to be best, as far as it knows of anything good. `copy.deepcopy` makes a mind that lives on by itself.
    """

    def __init__(self, looks: Looks, seed: int, kind_of_mind: int, learns: str, settings: Settings = Settings()):
        self.looks, self.learns, self.learning = looks, learns, True
        others = [name for name in looks.actions if name not in VERBS_BY_NAME][:ACTS]
        number = {name: i for i, name in enumerate(VERBS_BY_NAME)} | {name: ACT + i for i, name in enumerate(others)}
        has = {number[name] for name in looks.actions if name in number}
        self.memory = new_memory(looks.shape, body_of(has, looks), kind_of_mind, seed, settings)
        self.mind = self.memory.mind[0]
        self.mind["calls"][:len(CALLS)] = addresses()
        innate(self.memory.mind)
        self.numbers = np.array([number.get(name, STAY) for name in looks.actions], np.int64)
        for action, name in enumerate(looks.actions):
            if name in number:
                self.mind["action_of"][number[name]] = action
        self.alphabets = np.zeros(1, ALPHABET)
        self.alphabet = self.alphabets[0]
        self.alphabet["symbols"] = UNKNOWN + 1
        self.alphabet["ids"][UNKNOWN] = UNSEEN
        self.loads = Loads(self.mind, looks)
        self.base, self.colour, self.facing = (np.ascontiguousarray(a, np.int64) for a in (looks.base, looks.colour, looks.facing))
        self.hindsight = Hindsight(self.memory)
        self.others = Others(self.memory, looks.shape, (self.alphabets, self.base, self.colour, self.facing))
        self.unnoticed = np.zeros_like(self.others.sights)
        self.home = (0, 0)
        self.board = np.zeros(looks.shape, np.uint8)     # as remembered, in symbols
        self.at_first = np.zeros(looks.shape, np.uint8)  # as first seen in an episode: what to expect of the next one
        self.looked_at = np.zeros(looks.shape, bool)     # in this episode
        self.looked_everywhere = False
        self.minds_needs = kind_of_mind == RULES and bool(looks.counters)
        self.sight = np.ones(looks.shape, np.uint8)      # what is in sight
        self.windowed = False                            # whether anything ever was out of it
        self.mover = np.zeros(6, np.int64)
        self.seen: Observation | None = None
        self.paid = False
        self.costs = Ledger(bytes=self.memory.size())
        self.noticed: list[Noticed] = []                 # every change of law noticed so far
        self.settings = settings
        self.woken = False                               # it has just got its memory back

    @property
    def budget(self) -> float:
        """Its thinking as a multiple of the usual: ways imagined anew, backups, courses in a search. Set at birth."""
        return float(self.mind["backups_a_tick"]) / self.settings.backups_a_tick

    @budget.setter
    def budget(self, times: float) -> None:
        for dial in ("imagined_a_tick", "backups_a_tick", "search"):
            self.mind[dial] = getattr(self.settings, dial) * times

    def __deepcopy__(self, memo: dict) -> PlannedMind:
        """Record and arrays are copied; what shared them shares the copies."""
        other = object.__new__(type(self))
        memo[id(self)], memo[id(self.looks)] = other, self.looks
        memory, alphabets = copy.deepcopy(self.memory, memo), copy.deepcopy(self.alphabets, memo)
        memo[id(self.mind)], memo[id(self.alphabet)] = memory.mind[0], alphabets[0]
        other.__dict__.update({name: copy.deepcopy(value, memo) for name, value in vars(self).items()})
        return other

    @property
    def exploring(self) -> bool:
        return bool(self.mind["exploring"])

    @exploring.setter
    def exploring(self, on: bool) -> None:
        self.mind["exploring"] = on

    def save(self) -> dict[str, np.ndarray]:
        """All that it remembers, down to its dice."""
        return arrays_of(self)

    def load(self, memory: Mapping[str, np.ndarray]) -> None:
        """Go on from a memory as if never stopped, but with the thinking it was born with. Raises ValueError if it does not fit."""
        times = self.budget
        restore(self, memory)
        self.budget = times
        self.mind["calls"][:len(CALLS)] = addresses()
        self.others.wake()
        self.woken = True

    # ---- seeing ----
    def _read(self, observation: Observation, board: np.ndarray, others: Others | None = None) -> np.ndarray:
        """Writes on a board what is seen, nobody in it; who is about goes to the sights of others.  the mover, int64 [6]"""
        read_cells(self.memory.mind, self.alphabets, observation.cells, observation.row, observation.col, ACTOR, self.base, self.colour, self.facing, board,
                   self.unnoticed if others is None else others.sights)
        return np.array([observation.row, observation.col, self.loads.index(observation), *self.home, observation.facing], np.int64)

    def _see(self, observation: Observation) -> None:
        """Makes an observation the present one; a first one of an episode is a birth."""
        if observation is self.seen:
            return
        if self.woken:                                   # the moment at which it was saved is no new one
            self.woken = False
            if not observation.fresh and equal(observation, self.seen):
                self.seen = observation
                return
        first = self.seen is None
        self.seen = observation
        self.sight = (observation.cells[GROUND] != UNSEEN).view(np.uint8)
        if not self.windowed and not self.sight.all():
            self.windowed = True
            self.mind["windowed"] = 1
        if observation.fresh or first:
            self.home = (observation.row, observation.col)
            self._expect_the_first_sight(observation)
        self.mover = self._read(observation, self.board, self.others)
        self.others.meet(observation.fresh or first)
        self._note_first_sight(observation)
        if observation.fresh or first:
            self.paid = True
            living.birth(self.memory.mind, self.memory.cells, self.memory.places, self.memory.leaves, self.board, self.mover)
            sight.wake(self.memory.mind, self.memory.cells, self.memory.shows, self.board, self.sight, observation.row, observation.col, observation.facing)

    def _expect_the_first_sight(self, observation: Observation) -> None:
        """A new episode: what is out of sight is expected as it was first seen, unless this is another place."""
        visible = observation.cells[GROUND] != UNSEEN
        board = self.at_first.copy()
        self._read(observation, board)
        differ = np.count_nonzero((board != self.at_first) & visible)
        if differ > max(3, living.HARDLY_ANOTHER * np.count_nonzero(visible)):
            self.at_first[:] = UNKNOWN
        self.board = self.at_first.copy()
        self.looked_at[:] = False
        self.looked_everywhere = False

    def _look(self, after: np.ndarray, seen: np.ndarray, now: np.ndarray) -> float:
        """What comes into sight with a tick: foretold, learned, and taken to have been so before. bits of surprise"""
        if not self.windowed and seen.all():
            return 0.0
        if not self.windowed:
            self.windowed = True
            self.mind["windowed"] = 1
        m = self.memory
        bits = sight.look(m.mind, m.cells, m.shows, self.board, after, self.sight, seen, now[0], now[1], now[5], self.learning)
        found = (seen > self.sight)
        self.board[found] = after[found]
        return bits

    def _note_first_sight(self, observation: Observation) -> None:
        if self.looked_everywhere:
            return
        news = (observation.cells[GROUND] != UNSEEN) & ~self.looked_at
        if news.any():
            self.at_first[news] = self.board[news]
            self.looked_at |= news
            self.looked_everywhere = bool(self.looked_at.all())

    # ---- the three verbs ----
    def act(self, observation: Observation) -> int:
        started = perf_counter()
        self._see(observation)
        if self.minds_needs:
            feel_needs(self.memory, observation.counters, self.board, observation.row, observation.col)
        saw = perf_counter()
        m = self.memory
        board = self.others.planned_with(self.board) if self.others else self.board
        action = living.choose(*m.all(), m.nodes, m.boards, board, self.mover, self.paid)
        if self.others and self.mind["kind_of_mind"] == RULES:
            action = self.others.heeded(board, self.mover, action)
        telling.tell_route(m.mind, m.places, m.leaves, m.states, m.ways, m.frames, board, self.mover)
        self.costs.seconds["acting"] += saw - started
        self.costs.seconds["planning"] += perf_counter() - saw
        return max(0, int(self.mind["action_of"][action]))

    def observe(self, transition: Transition) -> float:
        started = perf_counter()
        self._see(transition.observation)
        after = self.board.copy()
        now = self._read(transition.next_observation, after, self.others)
        seen = (transition.next_observation.cells[GROUND] != UNSEEN).view(np.uint8)
        sighted = self._look(after, seen, now)
        action = STAY if transition.action < 0 else self.numbers[transition.action]
        bits, board, came = 0.0, self.board, after
        if self.others or self.others.sights[0, 0]:
            more = float(transition.reward) - self.mind["usual_reward"]
            bits, board, came = self.others.learn(board, self.mover, action, now, after, transition.next_observation, more, transition.terminated, self.learning)
        thinks = self.learning and self.mind["kind_of_mind"] == RULES
        if thinks:
            self.hindsight.before()
        own = living.learn(*self.memory.all(), board, self.mover, action, came, now, float(transition.reward), int(transition.terminated), self.learning)
        bits += own
        if thinks and self.hindsight.after(board, self.mover, action, came, now, own, self.mind["news"] > 0) is not None:
            self._take_over(self.hindsight.cause)
        if self.minds_needs and self.learning:
            more = float(transition.reward) - float(self.mind["usual_reward"])
            learn_needs(self.mind, transition.observation.counters, transition.next_observation.counters, more, transition.terminated)
        self.paid = transition.reward > self.mind["usual_reward"]
        self.seen, self.board, self.mover, self.sight = transition.next_observation, after, now, seen
        self._note_first_sight(transition.next_observation)
        self.costs.ticks += 1
        if self.mind["news"]:
            self._note_news()
        self.costs.seconds["learning"] += perf_counter() - started
        return float(bits + sighted)

    def _take_over(self, cause: int) -> None:
        """Another cause explains the last ticks better: what rested on the old one is imagined anew."""
        self.mind["surprises"] += 1
        self.memory.ways["dirty"] = 1
        self.mind["plan_length"] = 0
        if cause >= CONTROLS:
            self.mind["news_of"][0], self.mind["news_odds"][0], self.mind["news"] = cause, 0.98, 1

    def _note_news(self) -> None:
        """Keeps the changes of law that the last tick brought to notice, in words."""
        for family, odds in zip(self.mind["news_of"][:self.mind["news"]].tolist(), self.mind["news_odds"].tolist()):
            words = "what actions mean" if family == CONTROLS else FAMILIES[family // (SYMBOLS + 1)].format(
                self.looks.names[int(self.alphabet["top"][family % (SYMBOLS + 1)])])
            self.noticed.append(Noticed(self.costs.ticks, words, odds))
        self.mind["news"] = 0

    def imagine(self, observation: Observation, plan) -> Forecast:
        T, (H, W) = len(plan), self.looks.shape
        board, mover, others = self._as_seen(observation)
        hidden = (observation.cells[GROUND] == UNSEEN).view(np.uint8)
        boards, masks, odds = np.zeros((T, H, W), np.uint8), np.ones((T, H, W), np.uint8), np.zeros((T, H, W), np.float32)
        landing, (sure, reward, whole) = np.zeros(T, np.int32), np.zeros((3, T), np.float32)
        actions = np.array([self.numbers[a] if a >= 0 else -1 for a in plan], np.int64)
        told = boards, masks, odds, landing, sure, reward, whole
        pending = self.mind["pending_act"], self.mind["pending_kind"]
        crowds = []
        if others:
            crowds = self._imagine_among(others.copy(), board, hidden, mover, actions, told)
        else:
            telling.imagine(*self.memory.all(), self.memory.shows, board, hidden, mover, actions, *told)
        self.mind["pending_act"], self.mind["pending_kind"] = pending
        body = int(observation.cells[ACTOR, observation.row, observation.col])
        cells = self.alphabet["ids"][boards].transpose(0, 3, 1, 2).copy()
        for t, there in enumerate(crowds):
            there.draw(cells[t])
        cells[np.arange(T), ACTOR, landing // W, landing % W] = body
        cells.transpose(0, 2, 3, 1)[masks == 0] = UNSEEN # it says nothing of what it will not see
        return Forecast(cells, odds, landing, sure, reward, whole)

    def _imagine_among(self, others: Others, board: np.ndarray, hidden: np.ndarray, mover: np.ndarray, actions: np.ndarray, told: tuple) -> list[Others]:
        """Imagines tick by tick, everybody else carried on by what each is after.  where everybody is after each tick"""
        boards, masks, odds, landing, sure, reward, whole = told
        crowds = []
        for t in range(len(actions)):
            one = tuple(array[t:t + 1] for array in told)
            telling.imagine(*self.memory.all(), self.memory.shows, others.as_met(board, mover), hidden, mover, actions[t:t + 1], *one)
            now = self.mind["node_mover"].copy()
            whole[t] *= others.carried_on(board, mover, STAY if actions[t] < 0 else actions[t], boards[t], odds[t], now)
            if t > 0:
                odds[t] *= odds[t - 1]
                sure[t] *= sure[t - 1]
                whole[t] *= whole[t - 1]
            board, mover = boards[t], now
            crowds.append(others.copy())
        return crowds

    def audit(self, observation: Observation) -> Beliefs:
        (H, W), A = self.looks.shape, len(self.numbers)
        board, mover, others = self._as_seen(observation)
        if others:
            board = others.as_met(board, mover)
        landing, edits = np.zeros((H, W, A), np.int32), np.full((H, W, A, telling.MOST_TOLD, 3), -1, np.int32)
        odds, evidence, reward = np.zeros((3, H, W, A), np.float32)
        telling.audit(*self.memory.all(), board, mover, self.numbers, self.alphabet["ids"], landing, edits, odds, evidence, reward)
        return Beliefs(landing, edits, odds, evidence, reward)

    def plan(self) -> list[int]:
        return self.mind["route"][:self.mind["route_length"]].tolist()

    def ledger(self) -> Ledger:
        self.costs.imagined, self.costs.backups = int(self.mind["imagined"]), int(self.mind["backups"])
        return self.costs

    def believes(self) -> list[Belief]:
        words = Wording(self.looks, self.alphabet["ids"], self.alphabet["top"], self.loads.known, self.seen)
        return Teller(self.memory, self.alphabet, words).tell([name for name in self.looks.actions if name not in VERBS_BY_NAME][:ACTS])

    def _as_seen(self, observation: Observation) -> tuple[np.ndarray, np.ndarray, Others]:
        """Board, mover and others of an observation, read beside the present one."""
        if observation is self.seen:
            return self.board, self.mover, self.others
        board, others = self.board.copy(), self.others.copy()
        mover = self._read(observation, board, others)
        others.meet(False)
        return board, mover, others
