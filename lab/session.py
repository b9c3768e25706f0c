"""The tick: guess, act, learn. A session runs one scenario with its minds, in one world or in twin worlds side by side."""
from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from agents.agent import Forecast
from lab.audit import audited
from lab.commands import Act, Apply, Command, Enact, NewEpisode, Swap, TakeOver, Undo, apply_to_world
from lab.frame import Audit, Frame, Life
from lab.memories import Memories
from lab.minds import PERSON, Keeper, agent_of, overridden, twins, with_minds
from world.load import read_edit
from world.scenario import UNSEEN, Scenario
from world.types import LogEntry, Looks, Observation, Row, Snapshot, Transition
from world.world import World

MOST_AUDITED = 64 * 64
"""Cells of a board that is asked what each action would do from each of them; on a larger one a tick would take minutes."""


class UnknownChange(ValueError):
    """The scenario has no change of this name."""


@dataclass
class Twin:
    """One world of a session, and the minds that live in it."""
    world: World
    names: dict[str, str]                                # the mind of each agent
    keepers: list[Keeper]                                # by learner
    rows: list[int]                                      # of each learner among the movers
    observations: list[Observation] = field(default_factory=list)
    remembered: list[np.ndarray] = field(default_factory=list)
    frame: Frame | None = None
    actions: array = field(default_factory=lambda: array("h"))
    begun_anew: bool = False                             # since the newest frame

    @property
    def minds(self) -> dict:
        return {keeper.learner: keeper.mind for keeper in self.keepers}

    def index(self, learner: str) -> int:
        """Which of its learners this is. Raises ValueError if the world itself, or nothing, moves it."""
        return self.world.learners.index(learner)

    @property
    def title(self) -> str:
        """The minds in it, in a few words: "rules"."""
        return ", ".join(dict.fromkeys(keeper.name for keeper in self.keepers)) or "no mind"


class Session:
    """One scenario being lived, tick by tick.

    Args:
        minds: other minds than the file's, by agent, `*` for all that learn; several for one agent make twins.
        audit: compare belief with truth after each tick; dear, and may be switched at any time.
        record: a file for the trace, or None.
        memory: what the minds remember of an earlier life; None for newborns.

    Raises:
        UnknownAgent, UnknownMind: of `minds`.
        lab.memories.Unfit: of `memory`.
    """

    def __init__(self, scenario: Scenario, seed: int = 0, minds: Mapping[str, str | Sequence[str]] | None = None,
                 audit: bool = True, record: str | Path | None = None, memory: Memories | None = None):
        self.given_minds = dict(minds or {})
        self.scenario = overridden(scenario, minds)
        self.seed, self.audit, self.memory = seed, audit, memory
        self.pending: list[Command] = []
        self.past: list[tuple[int, Command]] = []        # with the tick before which each was applied
        self.notices: list[str] = []
        self.tick_count = 0
        self.strayed: int | None = None                  # the first tick in which minds chose otherwise than they were given
        self.twins = [self._born(names) for names in twins(self.scenario)]
        self.learners: tuple[str, ...] = self.twins[0].world.learners
        self.looks: dict[str, Looks] = {name: self.twins[0].world.looks(name) for name in self.learners}
        self.taken = {name for name in self.learners if any(PERSON in twin.names[agent_of(self.scenario, name)] for twin in self.twins)}
        self._next_action: dict[str, int] = {}
        self._recorder = None
        if record is not None:
            from lab.trace import Recorder
            self._recorder = Recorder(record, self.scenario, seed, [twin.names for twin in self.twins], [twin.world for twin in self.twins])
        for twin in self.twins:
            self._look(twin, self._observed(twin))
            twin.frame = self._frame(twin, None)

    def _born(self, names: dict[str, str]) -> Twin:
        world = World(with_minds(self.scenario, names), (self.seed,))
        keepers = [Keeper(learner, names[agent_of(self.scenario, learner)], world.looks(learner), self.seed) for learner in world.learners]
        if self.memory is not None:
            self.memory.give(keepers)
        return Twin(world, names, keepers, [world.movers.index(learner) for learner in world.learners])

    # ---- the tick ----------------------------------------------------------------------------------------------------
    @property
    def frames(self) -> list[Frame]:
        """The newest frame of each twin; before the first tick, the world as it starts."""
        return [twin.frame for twin in self.twins]

    def tick(self, given: Sequence[Sequence[int]] | None = None) -> list[Frame]:
        """One turn of every twin: what a person did, then act, imagine, step, observe, audit. One frame each.

        Args:
            given: the actions of every twin's learners, as a trace tells them. The minds choose as ever, and these are done; `strayed` says since when they differ.
        """
        if self.pending:
            self._do_pending()
        for i, twin in enumerate(self.twins):
            self._turn(twin, None if given is None else given[i])
        self._next_action.clear()
        self.tick_count += 1
        if self._recorder is not None:
            self._recorder.tick([twin.world for twin in self.twins], [twin.frame.snapshot for twin in self.twins],
                                [[life.action for life in twin.frame.lives] for twin in self.twins])
        for twin in self.twins:
            if twin.frame.ended is not None:
                twin.world.reset()
                self._begin_anew(twin)
        return self.frames

    def _turn(self, twin: Twin, given: Sequence[int] | None) -> None:
        world, keepers = twin.world, twin.keepers
        before, seen = twin.frame.snapshot, twin.observations
        if twin.begun_anew:
            before, twin.begun_anew = world.snapshot(), False
        alive = [before.movers[row, 3] != 0 for row in twin.rows]
        actions = [self._action(keeper, seen[i]) if alive[i] else -1 for i, keeper in enumerate(keepers)]
        if given is not None:
            if self.strayed is None and list(given) != actions:
                self.strayed = self.tick_count + 1
            actions = list(given)
        forecasts = [keeper.imagine(seen[i], [action]) if action >= 0 else None
                     for i, (keeper, action) in enumerate(zip(keepers, actions))]
        step = world.step(np.array([actions], dtype=np.int32).reshape(1, len(keepers)))[0]
        after = world.snapshot()
        came = self._observed(twin)
        lives = []
        for i, keeper in enumerate(keepers):
            reward = float(step.reward[i])
            surprise = 0.0
            if actions[i] >= 0:
                gone = alive[i] and after.movers[twin.rows[i], 3] == 0
                surprise = keeper.observe(Transition(seen[i], actions[i], reward, came[i], step.terminated or bool(gone), step.truncated), forecasts[i])
            else:
                keeper.total += reward
            lives.append(Life(keeper.learner, keeper.name, seen[i], actions[i], forecasts[i], surprise, reward, keeper.total,
                              plan=keeper.plan(), ledger=keeper.ledger()))
        twin.actions.extend(actions)
        self._look(twin, came)
        ended = (step.word or "ended") if step.terminated or step.truncated else None
        twin.frame = self._frame(twin, before, after, lives, ended, tuple(step.said))
        self._note(*step.notices, *(keeper.notice for keeper in keepers if keeper.notice))

    def _action(self, keeper: Keeper, observation: Observation) -> int:
        if keeper.learner in self.taken:
            return self._next_action.get(keeper.learner, keeper.still)
        return keeper.act(observation)

    def _observed(self, twin: Twin) -> list[Observation]:
        return [twin.world.observe(keeper.learner) for keeper in twin.keepers]

    def _look(self, twin: Twin, observations: list[Observation]) -> None:
        """Take in what the learners see now, over what they remember."""
        old = twin.remembered or [observation.cells for observation in observations]
        twin.remembered = [np.where(now.cells == UNSEEN, then, now.cells) for then, now in zip(old, observations)]
        twin.observations = observations

    def _begin_anew(self, twin: Twin) -> None:
        twin.begun_anew = True
        self._look(twin, self._observed(twin))

    def _frame(self, twin: Twin, before: Snapshot | None, after: Snapshot | None = None, lives: list[Life] | None = None,
               ended: str | None = None, said: tuple[str, ...] = ()) -> Frame:
        after = after or twin.world.snapshot()
        if lives is None:
            lives = [Life(keeper.learner, keeper.name, None, -1, None, 0.0, 0.0, keeper.total, ledger=keeper.ledger()) for keeper in twin.keepers]
        for i, (life, keeper) in enumerate(zip(lives, twin.keepers)):
            life.after, life.remembered = twin.observations[i], twin.remembered[i]
            if self.audit and after.movers[twin.rows[i], 3]:
                life.audit, life.believes = self._audit(twin, i), keeper.believes()
            life.notice = keeper.notice
        return Frame(after, before, lives, twin.world.log(), ended, said)

    def _audit(self, twin: Twin, i: int) -> Audit | None:
        rows, cols = twin.world.shape
        if rows * cols > MOST_AUDITED:
            return None
        beliefs = twin.keepers[i].audit(twin.observations[i])
        return None if beliefs is None else audited(beliefs, twin.world.outcomes(twin.keepers[i].learner))

    def _note(self, *notices: str) -> None:
        for notice in notices:
            if notice not in self.notices:
                self.notices.append(notice)

    # ---- looking ---------------------------------------------------------------------------------------------------------
    def examine(self, twin: int = 0, learner: str | None = None) -> Audit | None:
        """Belief against truth at this moment; touches nothing. None without a mind."""
        here = self.twins[twin]
        return self._audit(here, here.index(learner) if learner else 0) if here.keepers else None

    def forecast(self, learner: str, actions: Sequence[int], twin: int = 0) -> Forecast | None:
        """What a mind imagines after each of these actions, from now on; None without a mind."""
        here = self.twins[twin]
        i = here.index(learner)
        return here.keepers[i].imagine(here.observations[i], actions)

    def law(self, twin: int = 0) -> list[Row]:
        return self.twins[twin].world.law()

    def log(self, twin: int = 0) -> list[LogEntry]:
        return self.twins[twin].world.log()

    def digest(self, twin: int = 0) -> str:
        """A hash of the whole truth of a world as it is now."""
        return self.twins[twin].world.digest()

    def writer(self, row: int, col: int, twin: int = 0) -> str:
        """What wrote a cell last: "rule fell", "move of ant"."""
        world = self.twins[twin].world
        return world.writer_name(int(world.writers()[row, col]))

    # ---- what a person does ----------------------------------------------------------------------------------------------
    def enact(self, sentence: str) -> None:
        """Enact a typed sentence from the next tick on.

        Raises:
            ScenarioError: the sentence cannot be read; nothing is enacted.
        """
        read_edit(self.scenario, sentence)
        self.pending.append(Enact(sentence))

    def apply(self, change: str) -> None:
        """Enact a change of the file from the next tick on. Raises UnknownChange."""
        self._known_change(change)
        self.pending.append(Apply(change))

    def undo(self, change: str) -> None:
        """Take a change away from the next tick on. Raises UnknownChange."""
        self._known_change(change)
        self.pending.append(Undo(change))

    def _known_change(self, name: str) -> None:
        if name not in {change.name for change in self.scenario.changes}:
            raise UnknownChange(f"no change called `{name}`")

    def take_over(self, learner: str, on: bool = True) -> None:
        """Let a person move a learner, in every twin; its mind looks on and learns."""
        self._known_learner(learner)
        self.pending.append(TakeOver(learner, on))
        (self.taken.add if on else self.taken.discard)(learner)

    def act(self, learner: str, action: int) -> None:
        """The person's action for the next tick. Without one a learner that is taken over waits."""
        self._known_learner(learner)
        if not 0 <= action < len(self.looks[learner].actions):
            raise ValueError(f"{learner} has no action {action}")
        self.pending.append(Act(learner, int(action)))

    def swap(self, learner: str, mind: str, twin: int = 0) -> None:
        """A fresh mind for a learner. Raises UnknownMind."""
        from agents import roster
        self._known_learner(learner)
        if mind != PERSON:
            roster.check(mind)
        self.pending.append(Swap(learner, mind, twin))

    def _known_learner(self, name: str) -> None:
        if name not in self.learners:
            raise ValueError(f"no mind moves `{name}`")

    def new_episode(self) -> None:
        """Begin anew from the map as it was at the start; the tick goes on."""
        self.pending.append(NewEpisode())

    def _do_pending(self) -> None:
        for command in self.pending:
            if isinstance(command, TakeOver):
                (self.taken.add if command.on else self.taken.discard)(command.learner)
            elif isinstance(command, Act):
                self._next_action[command.learner] = command.action
            elif isinstance(command, Swap):
                twin = self.twins[command.twin]
                twin.keepers[twin.index(command.learner)].swap(command.mind, self.seed)
                if command.mind == PERSON:
                    self.taken.add(command.learner)
            for twin in self.twins:
                apply_to_world(command, twin.world)
                if isinstance(command, NewEpisode):
                    self._begin_anew(twin)
            self.past.append((self.tick_count, command))
        if self._recorder is not None:
            self._recorder.commands(self.tick_count, self.pending)
        self.pending = []

    # ---- other lives -----------------------------------------------------------------------------------------------------
    def fresh(self, seed: int | None = None, minds: Mapping[str, str | Sequence[str]] | None = None,
              scenario: Scenario | None = None) -> Session:
        """The same from its first tick, as another session; this one stays as it is."""
        return Session(scenario or self.scenario, self.seed if seed is None else seed, minds if minds is not None else self.given_minds, self.audit, memory=self.memory)

    def branch(self, tick: int, progress: Callable[[float], None] | None = None) -> Session:
        """The same life lived again up to a tick, with all that a person did; from there on it is free to go another way."""
        other = self.fresh()
        other.audit = False
        past = iter([*self.past, (tick + 1, None)])
        when, command = next(past)
        while other.tick_count < tick:
            while when <= other.tick_count:
                other.pending.append(command)
                when, command = next(past)
            if progress is not None and other.tick_count % 50 == 0:
                progress(other.tick_count / tick)
            other.tick()
        other.audit = self.audit
        for twin in other.twins:
            if self.audit and twin.frame is not None:
                twin.frame = other._frame(twin, twin.frame.before, twin.frame.snapshot, twin.frame.lives, twin.frame.ended, twin.frame.said)
        return other

    def save(self, path: str | Path) -> None:
        """Write the trace of the session so far: its worlds are lived again from what was done in them."""
        from lab.trace import write
        write(path, self.scenario, self.seed, [twin.names for twin in self.twins], self.tick_count, self.past,
              [np.frombuffer(twin.actions, dtype=np.int16).reshape(self.tick_count, len(twin.keepers)) for twin in self.twins])

    def close(self) -> None:
        """Finish the trace, if one is being written, and end what runs in processes of its own."""
        for twin in self.twins:
            for keeper in twin.keepers:
                keeper.close()
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None
