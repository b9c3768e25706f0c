"""Who moves whom: the minds of a scenario, overridden from outside, and each mind kept from bringing the world down."""
from __future__ import annotations

import dataclasses
import difflib
import hashlib
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from agents import roster
from agents.agent import Ledger, Mind
from agents.roster import UnknownMind
from world.load import check_mind
from world.mistakes import ScenarioError
from world.scenario import Mark, Scenario
from world.types import Looks, Observation, Transition

PERSON = "person"
STILL = -1
"""The action of somebody who does nothing."""
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
    return roster.OTHER_NAMES.get(mind, mind)


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
        self.swap(name, seed)

    def swap(self, name: str, seed: int) -> None:
        """Give it a fresh mind, which knows nothing yet.

        Raises:
            UnknownMind: with the nearest name.
        """
        check(name)
        self.notice = ""
        self.name, self.mind = plain(name), None
        if name != PERSON:
            self.mind: Mind | None = self._guarded(roster.create, plain(name), self.looks, mind_seed(seed, self.learner))

    def act(self, observation: Observation) -> int:
        """The action it chooses: an index into `Looks.actions`; STILL or its `wait` if it has no mind."""
        if self.mind is None:
            return self.still
        action = self._guarded(self.mind.act, observation)
        if self.mind is None:
            return self.still
        try:
            index = int(action)
            sound = index == action and STILL <= index < len(self.looks.actions)
        except (TypeError, ValueError):
            sound = False
        if not sound:
            self._fail(f"the mind `{self.name}` chose {action!r}, which is no action of {self.learner}")
            return self.still
        return index

    def observe(self, transition: Transition) -> float:
        """Let it learn from one step; its surprise in bits, 0 if it has no mind."""
        self.total += transition.reward
        surprise = self.ask("observe", transition)
        try:
            return 0.0 if surprise is None else float(surprise)
        except (TypeError, ValueError):
            self._fail(f"the mind `{self.name}` returned {surprise!r} as its surprise")
            return 0.0

    def ask(self, verb: str, *arguments):
        """Call another verb of the mind; None if it has no mind, or no longer."""
        return None if self.mind is None else self._guarded(getattr(self.mind, verb), *arguments)

    def ledger(self) -> Ledger | None:
        return self.ask("ledger")

    def _guarded(self, call, *arguments):
        try:
            return call(*arguments)
        except Exception as failure:                     # a mind is a stranger's code; all that it raises is told, with its place
            places = traceback.extract_tb(failure.__traceback__)
            place = [place for place in places if "site-packages" not in place.filename][-1]
            where = "/".join(Path(place.filename).parts[-2:])
            words = " ".join(str(failure).split())[:200]
            self._fail(f"the mind `{self.name}` failed at {where}:{place.lineno}: {type(failure).__name__}" + (f": {words}" if words else ""))
            return None

    def _fail(self, why: str) -> None:
        self.mind = None
        self.notice = f"{self.learner} stands still: {why}"
