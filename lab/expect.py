"""The claims of a scenario file, put to the test: `expect:` entries are played in real worlds and answered with held or not, and why not."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from lab.instead import instead
from world.language import say
from world.reference_law import Book, Layer, law_edits
from world.reference_state import State, holds
from world.scenario import Agent, Condition, Expectation, Mark, Scenario
from world.types import Snapshot

STAND_STILL = -1


@dataclass(frozen=True)
class Verdict:
    """What became of one expectation."""
    name: str
    held: bool
    why: str = ""                                        # one line: what was expected and did not come, when, in which world; "" if it held
    mark: Mark | None = None
    worlds: int = 1
    seconds: float = 0.0
    ticks: int = 0                                       # of the world that decided, or the longest
    picture: str = ""                                    # that world as it stood then, "" if it held

    @property
    def passed(self) -> bool:
        return self.held

    @property
    def detail(self) -> str:
        """The reason and the picture, for people."""
        return f"{self.why}\n{self.picture}".strip()


@dataclass
class Life:
    """How one world of an expectation has fared."""
    seed: int
    ticks: int = 0
    done: bool = False
    broken: str = ""                                     # the first claim that failed
    instead: str = ""                                    # what was true then
    came: bool = False                                   # `then` has been true (within)


def check_expectations(scenario: Scenario, seed: int = 0) -> list[Verdict]:
    """All verdicts on a scenario, in the order of the file."""
    return list(judge(scenario, seed))


def judge(scenario: Scenario, seed: int = 0, make: Callable | None = None) -> Iterator[Verdict]:
    """The verdict on each expectation, as it is reached. `make(scenario, seeds, board, given)` makes the worlds: `World` unless said otherwise."""
    if make is None:
        from world.world import World as make
    for expectation in scenario.expectations:
        yield Trial(scenario, expectation, seed, make).verdict()


class Trial:
    """One expectation, played in as many worlds as it asks for."""

    def __init__(self, scenario: Scenario, expectation: Expectation, seed: int, make: Callable):
        self.expectation = expectation
        self.scripts = dict(expectation.play)
        self.length = length_in_ticks(expectation)
        self.scenario = replace(scenario, agents=tuple(self.cast(agent) for agent in scenario.agents))
        self.lives = [Life(seed + i) for i in range(expectation.over)]
        self.world = make(self.scenario, [life.seed for life in self.lives], expectation.board, expectation.given)
        self.rewards = np.zeros((len(self.lives), len(self.world.movers)), np.int64)   # in millionths

    def cast(self, agent: Agent) -> Agent:
        """Who plays a script is moved by it; where nothing but a script is played, all other creatures wait."""
        played = any(name == agent.name or name.rpartition(" ")[0] == agent.name for name in self.scripts)
        only_played = self.expectation.run is None and self.expectation.within is None
        if agent.written and played:
            return replace(agent, minds=("person",))
        if agent.written and only_played:
            return replace(agent, minds=("still",))
        return agent

    # ---- playing ----------------------------------------------------------------------------------------------------
    def verdict(self) -> Verdict:
        """Plays until all is decided."""
        began = time.perf_counter()
        expectation = self.expectation
        for tick in range(self.length):
            going = np.array([not life.done for life in self.lives])
            if not going.any():
                break
            steps = self.world.step(self.actions(tick), going)
            for number in np.flatnonzero(going):
                self.follow(int(number), steps[number])
        for number, life in enumerate(self.lives):
            if not life.broken and expectation.within is None:
                life.broken, life.instead = self.first_false(expectation.then, number)
            elif not life.broken and not life.came:
                life.broken = f"within {expectation.within} ticks: {'; '.join(map(say, expectation.then))}"
                life.instead = self.first_false(expectation.then, number)[1]
        return self.judged(time.perf_counter() - began)

    def actions(self, tick: int) -> np.ndarray:
        """What the scripts say for this tick; whoever has none, or whose script is over, waits.  int32 [B, L]"""
        row = []
        for learner in self.world.learners:
            script = self.scripts.get(learner, self.scripts.get(learner.rpartition(" ")[0], ()))
            words = self.world.looks(learner).actions
            word = script[tick] if tick < len(script) else "wait"
            row.append(words.index(word) if word in words else STAND_STILL)
        return np.tile(np.array(row, np.int32), (len(self.lives), 1))

    def follow(self, number: int, step) -> None:
        """What a tick means for the claims about one world."""
        life, expectation = self.lives[number], self.expectation
        life.ticks += 1
        self.rewards[number] += self.world.paid(number)
        if expectation.always:
            life.broken, life.instead = self.first_false(expectation.always, number)
        if expectation.within is not None:
            life.came = life.came or not self.first_false(expectation.then, number)[0]
        ended = step.terminated or step.truncated
        life.done = bool(life.broken) or ended or (life.came and not expectation.always)

    def first_false(self, conditions: tuple[Condition, ...], number: int) -> tuple[str, str]:
        """The first claim that is not true of a world now, and what is true instead; "" if all are."""
        if not conditions:
            return "", ""
        picture = self.picture(self.world.snapshot(number), number)
        return next(((say(condition), instead(condition, picture)) for condition in conditions if not holds(condition, picture)), ("", ""))

    def picture(self, snapshot: Snapshot, number: int) -> State:
        """A world as it stands, with the law in force, to ask conditions of."""
        given = law_edits(self.expectation.given)
        standing = tuple(Layer(name, law_edits(edits)) for edits, name in self.world.layers(number))
        book = Book(self.scenario, ((Layer("", given, given=True),) if given else ()) + standing)
        state = State.seen_in(snapshot, self.scenario, self.world.boards[number], book)
        state.totals = dict(enumerate(map(int, self.rewards[number])))
        return state

    # ---- judging ----------------------------------------------------------------------------------------------------
    def judged(self, seconds: float) -> Verdict:
        expectation, lives = self.expectation, self.lives
        broken = [number for number, life in enumerate(lives) if life.broken]
        share = 1 - len(broken) / len(lives)
        low, high = expectation.rate or (1.0, 1.0)
        held = low <= share <= high
        longest = max((life.ticks for life in lives), default=0)
        if held:
            return Verdict(expectation.name, True, "", expectation.mark, len(lives), seconds, longest)
        if expectation.rate is not None:
            why = f"true in {len(lives) - len(broken)} of {len(lives)} worlds ({share:.3f}), expected {low:g}..{high:g}"
            number = broken[0] if share < low else next(n for n, life in enumerate(lives) if not life.broken)
        else:
            number = broken[0]
            why = f"expected {lives[number].broken}"
        why += f" (tick {lives[number].ticks}" + (f", seed {lives[number].seed})" if len(lives) > 1 else ")")
        why += f"; {lives[number].instead}" if lives[number].instead else ""
        return Verdict(expectation.name, False, why, expectation.mark, len(lives), seconds, lives[number].ticks, self.world.text(number))


def length_in_ticks(expectation: Expectation) -> int:
    """`run` or `within` say how long; a script alone lasts as long as its longest part."""
    if expectation.run is not None:
        return expectation.run
    if expectation.within is not None:
        return expectation.within
    return max((len(words) for _, words in expectation.play), default=0)
