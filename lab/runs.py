"""Headless runs: a scenario lived for so many ticks, in so many worlds at once, and what came of it."""
from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from agents.agent import Belief
from lab import memories
from lab.memories import Memories
from lab.metrics import Tally, counts, law
from lab.minds import Keeper, agent_of, overridden, twins, with_minds
from world.scenario import Scenario
from world.types import MILLIONTH, Transition
from world.world import World


@dataclass
class Outcome:
    """What came of one twin: its worlds, one mind for each learner of each."""
    minds: dict[str, str]
    reward: dict[str, float]
    episodes: dict[str, int]
    surprise: dict[str, list[float]]
    law: list[dict]                                      # of the world with the seed itself
    counts: dict[str, int]
    digests: list[str]                                   # one for each world, seed by seed
    notices: list[str]
    failed: bool = False                                 # whether a mind did
    believes: dict[str, tuple[Belief, ...]] = field(default_factory=dict)      # by learner, of the world with the seed itself

    def json(self) -> dict:
        return {"minds": self.minds, "reward": self.reward, "episodes": self.episodes, "surprise": self.surprise, "law": self.law,
                "believes": {learner: [told(belief) for belief in beliefs] for learner, beliefs in self.believes.items()}, "counts": self.counts, "digest": self.digests[0], "digests": self.digests, "notices": self.notices}


def told(belief: Belief) -> dict:
    """A belief as JSON has it."""
    return {"sentence": belief.sentence, "right": round(belief.right, 2), "of": round(belief.of, 2), "odds": round(belief.odds, 4), "kind": belief.kind, "since": belief.since}


@dataclass
class Result:
    """What a run brought. `twins` holds one Outcome for each mind that was lived in a world of its own."""
    scenario: str
    title: str
    seed: int
    ticks: int                                           # reached
    worlds: int
    ticks_per_second: float                              # of all worlds together
    twins: list[Outcome] = field(default_factory=list)
    interrupted: bool = False
    unsaved: str = ""                                    # why the memory was not written, if it was to be

    def json(self) -> dict:
        """As `run --json` prints it. The fields of an outcome are those of the first twin; `twins` has all, if there are several."""
        head = {"scenario": self.scenario, "seed": self.seed, "ticks": self.ticks, "worlds": self.worlds}
        tail = {"ticks_per_second": round(self.ticks_per_second, 1), "interrupted": self.interrupted}
        first = self.twins[0].json()
        digests = {"digest": first.pop("digest"), "digests": first.pop("digests")}
        several = {"twins": [twin.json() for twin in self.twins]} if len(self.twins) > 1 else {}
        return {**head, **first, **tail, **digests, **several}


class Batch:
    """The worlds of one twin, and the minds that live in them."""

    def __init__(self, scenario: Scenario, names: dict[str, str], seeds: Sequence[int]):
        self.names, self.seeds = names, seeds
        self.world = World(with_minds(scenario, names), tuple(seeds))
        self.learners = self.world.learners
        self.keepers = [[Keeper(learner, names[agent_of(scenario, learner)], self.world.looks(learner), seed) for learner in self.learners]
                        for seed in seeds]
        self.seen = [self._observed(b) for b in range(len(seeds))]
        self.creatures = [(number, mover) for number, mover in enumerate(self.world.movers) if mover not in self.learners]
        self.tally = Tally(self.learners, len(seeds), tuple(mover for _, mover in self.creatures))
        self.notices: list[str] = []
        self.actions = np.full((len(seeds), len(self.learners)), -1, dtype=np.int32)
        self.ended = np.zeros(len(seeds), dtype=bool)

    def _observed(self, b: int) -> list:
        return [self.world.observe(learner, b) for learner in self.learners]

    def step(self, tick: int) -> None:
        """Guess, act, learn: one turn of every world, before ended ones begin anew."""
        for b, (keepers, seen) in enumerate(zip(self.keepers, self.seen)):
            for i, keeper in enumerate(keepers):
                self.actions[b, i] = keeper.act(seen[i]) if seen[i].row >= 0 else -1
        foretold = [[keeper.foretell(seen[i], int(self.actions[b, i])) for i, keeper in enumerate(keepers)]
                    for b, (keepers, seen) in enumerate(zip(self.keepers, self.seen))]
        for b, step in enumerate(self.world.step(self.actions)):
            came = self._observed(b)
            for i, keeper in enumerate(self.keepers[b]):
                reward, surprise = float(step.reward[i]), None
                if self.actions[b, i] >= 0:
                    gone = came[i].row < 0
                    surprise = keeper.observe(Transition(self.seen[b][i], int(self.actions[b, i]), reward, came[i],
                                                         step.terminated or gone, step.truncated), foretold[b][i])
                self.tally.lived(keeper.learner, tick, reward, surprise)
                if keeper.notice:
                    self._note(keeper.notice)
            if self.creatures:
                paid = self.world.paid(b)
                for number, mover in self.creatures:
                    self.tally.paid(mover, float(paid[number]) * MILLIONTH)
            self._note(*step.notices)
            self.seen[b] = came
            self.ended[b] = step.terminated or step.truncated
            if self.ended[b]:
                self.tally.ends[step.word or "ended"] += 1

    def begin_anew(self) -> None:
        """New episodes for the worlds that ended."""
        if self.ended.any():
            self.world.reset()
            for b in np.flatnonzero(self.ended):
                self.seen[b] = self._observed(int(b))

    def close(self) -> None:
        """End what runs in processes of its own."""
        for keepers in self.keepers:
            for keeper in keepers:
                keeper.close()

    def _note(self, *notices: str) -> None:
        for notice in notices:
            if notice not in self.notices:
                self.notices.append(notice)

    def outcome(self, scenario: Scenario) -> Outcome:
        written = {agent.name: self.names[agent.name] for agent in self.world.scenario.agents if agent.written}
        minds = {keeper.learner: keeper.name for keeper in self.keepers[0]}
        return Outcome({**minds, **written}, self.tally.mean_reward(), self.tally.episodes(), self.tally.surprise(),
                       law(self.world.log(0)), counts(scenario, [self.world.snapshot(b) for b in range(len(self.seeds))]),
                       [self.world.digest(b) for b in range(len(self.seeds))], self.notices, any(keeper.notice for keepers in self.keepers for keeper in keepers),
                       {keeper.learner: keeper.believes() for keeper in self.keepers[0]})


def run(scenario: Scenario, seed: int = 0, ticks: int = 1000, worlds: int = 1, minds: Mapping[str, str | Sequence[str]] | None = None,
        trace: str | Path | None = None, progress: Callable[[int], None] | None = None, memory: Memories | None = None,
        save_mind: str | Path | None = None) -> Result:
    """Live a scenario without a window. World i has the seed `seed + i`, and a mind of its own for each learner.

    The first Ctrl-C ends the run after the tick that it is at; the result then tells of the ticks that were reached.

    Args:
        trace: a file for the trace of the world with the seed itself.
        progress: told the number of ticks lived, about ten times a second.
        memory: what the minds of every world remember of an earlier life.
        save_mind: a file for what the minds of the world with the seed itself (of the first twin) remember in the end.

    Raises:
        UnknownAgent, UnknownMind: of `minds`.
        memories.Unfit: of `memory`.
        OSError: the trace cannot be written.
    """
    scenario = overridden(scenario, minds)
    batches = [Batch(scenario, names, range(seed, seed + worlds)) for names in twins(scenario)]
    for keepers in (keepers for batch in batches for keepers in batch.keepers if memory is not None):
        memory.give(keepers)
    recorder, unsaved = None, ""
    if trace is not None:
        from lab.trace import Recorder
        recorder = Recorder(trace, scenario, seed, [batch.names for batch in batches], [batch.world for batch in batches])
    reached = 0
    started = told = time.perf_counter()
    try:
        with _interruptible() as stopped:
            while reached < ticks and not stopped.is_set():
                for batch in batches:
                    batch.step(reached)
                if recorder is not None:
                    recorder.tick([batch.world for batch in batches], [batch.world.snapshot() for batch in batches],
                                  [batch.actions[0] for batch in batches])
                for batch in batches:
                    batch.begin_anew()
                reached += 1
                if progress is not None and (now := time.perf_counter()) - told > 0.1:
                    told = now
                    progress(reached)
        if save_mind is not None:
            try:
                memories.write(save_mind, batches[0].keepers[0])
            except (memories.Unfit, OSError) as why:
                unsaved = str(why)
        outcomes = [batch.outcome(scenario) for batch in batches]
    finally:
        if recorder is not None:
            recorder.close()
        for batch in batches:
            batch.close()
    seconds = max(time.perf_counter() - started, 1e-9)
    return Result(scenario.path, scenario.title, seed, reached, worlds, reached * worlds * len(batches) / seconds,
                  outcomes, stopped.is_set(), unsaved)


@contextlib.contextmanager
def _interruptible():
    """An event that the first Ctrl-C sets; the second interrupts as ever."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(*_):
        stopped.set()
        signal.signal(signal.SIGINT, before)
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
