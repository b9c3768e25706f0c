"""From what a person hands in, a path, a text or the name of a shipped scenario, to a scenario with somebody driven from outside."""
from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab import warm
from lab.minds import UnknownAgent, agent_of, overridden
from lab.setup import ROOT
from world.load import from_text, load
from world.scenario import Scenario

DRIVEN = "learner"
"""The mind of an agent that is driven from outside: the world leaves its actions to whoever steps it."""


def scenario_of(source: str | Path | Scenario, settings: Mapping[str, object] | None = None) -> Scenario:
    """The scenario that somebody means.

    Args:
        source: a path; the name of a shipped scenario, such as `4-locks`; the text of a scenario; or a Scenario.
        settings: other values for names under `params:`.

    Raises:
        ScenarioError: with every mistake in it.
        OSError: there is no such file or scenario, or it cannot be read.
    """
    if isinstance(source, Scenario):
        return source
    given = {name: str(value) for name, value in (settings or {}).items()} or None
    if isinstance(source, str) and "\n" in source:
        return from_text(source, settings=given)
    path = Path(source)
    shipped = ROOT / "scenarios" / f"{path.name}.yaml"
    if not path.exists() and path.suffix == "" and len(path.parts) == 1 and shipped.exists():
        path = shipped
    if not path.exists():
        names = sorted(one.stem for one in shipped.parent.glob("*.yaml"))
        near = difflib.get_close_matches(path.stem, names, 3, 0.5) or [name for name in names if path.stem and path.stem in name]
        hint = f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else f"there is {', '.join(names)}"
        raise FileNotFoundError(f"no file and no scenario called `{source}`; {hint}")
    return load(path, given)


def learners_of(scenario: Scenario) -> list[str]:
    """The names of those who could be driven, in order: "ant", "hare 1", "hare 2"; of the agents that learn, else of all."""
    names = [start.agent for start in scenario.board.starts]
    full = [f"{name} {names[:i].count(name) + 1}" if names.count(name) > 1 else name for i, name in enumerate(names)]
    written = {agent.name for agent in scenario.agents if agent.written}
    return [name for name in full if agent_of(scenario, name) not in written] or full


def opened(source: str | Path | Scenario, agent: str | None = None, minds: Mapping[str, str] | None = None,
           settings: Mapping[str, object] | None = None) -> tuple[Scenario, str]:
    """A scenario in which one agent is driven from outside, and that agent's full name.

    Args:
        agent: whom to drive; the first that learns, else the first of all, unless told.
        minds: for other agents, another mind than the file's: `{"fox": "wander"}`.

    Raises:
        ValueError: nobody is so called, or a mind is not known.
    """
    scenario = overridden(scenario_of(source, settings), minds)
    everyone = [name for one in scenario.agents for name in ([one.name] if one.count == 1 else [f"{one.name} {i + 1}" for i in range(one.count)])]
    if not everyone:
        raise ValueError("this scenario has no agent to drive")
    name = learners_of(scenario)[0] if agent is None else agent
    if name not in everyone:
        several = [f"`{one}`" for one in everyone if agent_of(scenario, one) == name]
        raise ValueError(f"`{name}` are several: {', '.join(several)}") if several else UnknownAgent(name, everyone)
    own = next(one for one in scenario.agents if one.name == agent_of(scenario, name))
    if own.written and own.count > 1:
        raise ValueError(f"`{name}` is one of {own.count}, whom the world moves by `{own.minds[0]}`: give them all another mind, minds={{'{own.name}': 'learner'}}")
    return driven(scenario, [own.name]), name


def driven(scenario: Scenario, agents: Sequence[str]) -> Scenario:
    """The scenario with some agents, by their names in the file, left to whoever steps the world."""
    return dataclasses.replace(scenario, agents=tuple(dataclasses.replace(agent, minds=(DRIVEN,)) if agent.name in agents and agent.written else agent
                                                      for agent in scenario.agents))


def no_action(whose: str, action: object, words: Sequence[str]) -> ValueError:
    """What is raised where an action is none of an agent's."""
    return ValueError(f"{whose} has no action {action!r}; it has {', '.join(f'{i} {word}' for i, word in enumerate(words))}")


def ready() -> None:
    """Compile what has to be compiled, this once, with a bar on standard error."""
    warm.compile_in_terminal()
