"""Who moves whom: the minds of a scenario, overridden from outside, and each mind kept from bringing the world down."""
from __future__ import annotations

import dataclasses
import difflib
import hashlib
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from agents import roster
from agents.agent import Belief, Beliefs, Forecast, Ledger, Mind, can, surprise_of
from agents.guests.host import GuestFailed
from agents.roster import UnknownMind
from lab import answers
from world.load import check_mind
from world.mistakes import ScenarioError
from world.scenario import Mark, Scenario
from world.types import Looks, Observation, Transition

PERSON = "person"
STILL = -1
"""The action of somebody who does nothing."""
VERBS = ("act", "observe", "imagine")
"""What a mind must be able to do."""
WRITTEN = ("still", "wander", "straight", "chase", "flee", "patrol", "script")


class UnknownAgent(ValueError):
    """No agent of the scenario bears this name."""

    def __init__(self, name: str, agents: Sequence[str]):
        near = difflib.get_close_matches(name, agents, n=1)
        hint = f"; did you mean `{near[0]}`?" if near else f"; there is {', '.join(agents)}" if agents else "; the scenario has none"
        super().__init__(f"no agent called `{name}`{hint}")


class WrongMind(ValueError):
    """A mind that the world moves itself, `chase hare`, is not written as it should be."""


def plain(mind: str) -> str:
    """A mind's own name: `learner` is the default mind."""
    return mind if mind == PERSON or mind.split(" ")[0] in WRITTEN else roster.canonical(mind)


def overridden(scenario: Scenario, minds: Mapping[str, str | Sequence[str]] | None) -> Scenario:
    """The scenario with other minds for some agents. `*` stands for every agent that learns.

    Raises:
        UnknownAgent, UnknownMind, WrongMind: with the nearest name.
    """
    wanted = {agent: ((names,) if isinstance(names, str) else tuple(names)) for agent, names in (minds or {}).items()}
    known = [agent.name for agent in scenario.agents]
    for agent in wanted:
        if agent != "*" and agent not in known:
            raise UnknownAgent(agent, known)
    agents = []
    for agent in scenario.agents:
        learns = not agent.written and PERSON not in agent.minds
        names = wanted.get(agent.name) or (wanted.get("*") if learns else None) or agent.minds
        for name in names:
            check(name)
            if name.split(" ")[0] in WRITTEN and name not in agent.minds:
                try:
                    check_mind(scenario, agent.name, name)
                except ScenarioError as error:
                    raise WrongMind("; ".join((error.mistakes[0].message, *error.mistakes[0].hints[:1]))) from None
        agents.append(dataclasses.replace(agent, minds=tuple(plain(name) for name in names)))
    return dataclasses.replace(scenario, agents=tuple(agents))


def check(name: str) -> None:
    """Raises UnknownMind unless some agent can have a mind of this name."""
    if name != PERSON and name.split(" ")[0] not in WRITTEN:
        roster.check(name)


def unknown(scenario: Scenario) -> list[tuple[str, Mark, UnknownMind]]:
    """The minds of a file that nobody knows.  [(agent, its mark, what is wrong)]"""
    found = []
    for agent in scenario.agents:
        for name in agent.minds:
            try:
                check(name)
            except UnknownMind as mistake:
                found.append((agent.name, agent.mark or Mark(scenario.path, 1, 1), mistake))
    return found


def twins(scenario: Scenario) -> list[dict[str, str]]:
    """For each twin world the mind of each agent. An agent with fewer minds than there are twins keeps its last."""
    n = max((len(agent.minds) for agent in scenario.agents), default=1)
    return [{agent.name: agent.minds[min(i, len(agent.minds) - 1)] for agent in scenario.agents} for i in range(n)]


def with_minds(scenario: Scenario, minds: Mapping[str, str]) -> Scenario:
    """The scenario of one twin: each agent with one mind."""
    return dataclasses.replace(scenario, agents=tuple(dataclasses.replace(agent, minds=(minds[agent.name],)) for agent in scenario.agents))


def mind_seed(seed: int, learner: str) -> int:
    """The seed of one learner's own dice: brothers of one agent differ, and none hangs on who else is there.  int, 0 .. 2**31 - 1"""
    return int.from_bytes(hashlib.blake2b(f"{seed} {learner}".encode(), digest_size=4).digest(), "little") >> 1


def agent_of(scenario: Scenario, learner: str) -> str:
    """The agent of a learner: "hare 2" is one of the hares."""
    names = [agent.name for agent in scenario.agents]
    return learner if learner in names else learner.rsplit(" ", 1)[0]


class Keeper:
    """One learner and its mind. What the mind raises ends the mind, not the world: its mover stands still, and `notice` says why."""

    def __init__(self, learner: str, name: str, looks: Looks, seed: int):
        self.learner, self.looks = learner, looks
        self.still = looks.actions.index("wait") if "wait" in looks.actions else STILL
        self.total = 0.0
        self.mind: Mind | None = None
        self.swap(name, seed)

    def swap(self, name: str, seed: int) -> None:
        """Give it a fresh mind, which knows nothing yet.

        Raises:
            UnknownMind: with the nearest name.
        """
        check(name)
        self.close()
        self.notice = ""
        self.silent = False                              # whether its mind tells no surprise
        self.name, self.mind = plain(name), None
        if name != PERSON:
            self.mind = self._guarded(self._born, plain(name), mind_seed(seed, self.learner))
            missing = [verb for verb in VERBS if self.mind is not None and not can(self.mind, verb)]
            if missing:
                self._fail(f"the mind `{self.name}` cannot {' and cannot '.join(missing)}")

    def _born(self, name: str, seed: int) -> Mind:
        if not any(file.endswith(".trace") for file in roster.files(name)):
            return roster.create(name, self.looks, seed)
        from lab.demonstrations import lives
        return roster.create(name, self.looks, seed, lambda path: lives(path, self.learner, self.looks))

    def act(self, observation: Observation) -> int:
        """The action it chooses: an index into `Looks.actions`; STILL or its `wait` if it has no mind."""
        action = self._asked("act", (observation,), answers.action, self.looks, self.learner)
        return self.still if action is None else action

    def imagine(self, observation: Observation, actions: Sequence[int]) -> Forecast | None:
        """What it foretells; None if it has no mind, or one that foretells nothing."""
        return self._asked("imagine", (observation, list(actions)), answers.forecast, self.looks, len(actions))

    def foretell(self, observation: Observation, action: int) -> Forecast | None:
        """A forecast where the surprise hangs on it: of a mind that tells none itself."""
        return self.imagine(observation, [action]) if self.silent and action >= 0 else None

    def observe(self, transition: Transition, forecast: Forecast | None = None) -> float:
        """Let it learn from one step; its surprise in bits, 0 if it has no mind. `forecast`: what it foretold for this step, if it was asked."""
        self.total += transition.reward
        surprise = self._asked("observe", (transition,), answers.surprise)
        if surprise is None and self.mind is not None:
            self.silent = True
            return surprise_of(forecast, transition.next_observation)
        return surprise or 0.0

    def audit(self, observation: Observation) -> Beliefs | None:
        return self._asked("audit", (observation,), answers.beliefs, self.looks)

    def believes(self) -> tuple[Belief, ...]:
        """What it holds true of the law; nothing if it has no mind, or one that does not say."""
        return self._asked("believes", (), answers.believed) or ()

    def plan(self) -> list[int]:
        return self._asked("plan", (), answers.plan, self.looks) or []

    def ledger(self) -> Ledger | None:
        return self._asked("ledger", (), answers.ledger)

    def ask(self, verb: str, *arguments):
        """Call another verb of the mind; None if it has no mind, or no longer, or one without this verb."""
        return self._guarded(getattr(self.mind, verb), *arguments) if can(self.mind, verb) else None

    def _asked(self, verb: str, arguments: tuple, sound, *of):
        """The answer of a verb, once `sound` has found sense in it; None as for `ask`."""
        mind = self.mind
        answer = self.ask(verb, *arguments)
        if self.mind is None:
            return None
        try:
            return sound(answer, *of) if can(mind, verb) else None
        except answers.Nonsense as nonsense:
            self._fail(f"the mind `{self.name}` {nonsense}{_place_of(mind, verb)}")
            return None

    def _guarded(self, call, *arguments):
        try:
            return call(*arguments)
        except Exception as failure:                     # a mind is a stranger's code; all that it raises is told, with its place
            self._fail(f"the mind `{self.name}` {_told(failure)}")
            return None

    def close(self) -> None:
        """End the process of a mind that has one; nothing of it is asked any more."""
        if can(self.mind, "close"):
            self.mind.close()
        self.mind = None

    def _fail(self, why: str) -> None:
        self.close()
        self.notice = f"{self.learner} stands still: {why}"


def _told(failure: Exception) -> str:
    """What a mind raised, and where: "failed at agents/ant.py:12: KeyError: 3"."""
    if isinstance(failure, GuestFailed):
        return str(failure)
    places = [place for place in traceback.extract_tb(failure.__traceback__) if "site-packages" not in place.filename]
    words = " ".join(str(failure).split())[:200]
    return f"failed at {_short(places[-1].filename)}:{places[-1].lineno}: {type(failure).__name__}" + (f": {words}" if words else "")


def _place_of(mind, verb: str) -> str:
    """Where the verb of a mind stands, for an answer that makes no sense: ", at agents/ant.py:12"."""
    if can(mind, "place_of"):
        return f", at {mind.place_of(verb)}" if mind.place_of(verb) else ""
    code = getattr(getattr(type(mind), verb, None), "__code__", None)
    return f", at {_short(code.co_filename)}:{code.co_firstlineno}" if code is not None else ""


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-2:])
