"""Several agents of one world at once, as PettingZoo has it: `umwelt.parallel_env("hunter")`."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.error import ResetNeeded
from gymnasium.utils import seeding
from pettingzoo import ParallelEnv

from lab.faces import opening
from lab.faces.alone import MODES
from lab.faces.drawing import Illustrator
from lab.faces.lives import Lives
from lab.minds import agent_of, overridden
from world.asked import seed_of
from world.scenario import Scenario


class ParallelUmwelt(ParallelEnv):
    """A world in which every agent that learns is driven from outside; the others live by their minds.

    Who leaves the board is terminated and the others go on. `reset(seed=s)` begins the life with that seed, a plain `reset()` its next episode.

    Args:
        scenario: a path; the name of a shipped scenario; or the text of one.
        minds: another mind than the file's: {"fox": "wander"} hands the fox over to the world, {"fox": "learner"} to you.
        seed, observation, settings, render_mode, cell_pixels: as for one agent (lab/faces/alone.py).
    """
    metadata: dict[str, Any] = {"render_modes": MODES, "name": "umwelt_v0", "is_parallelizable": True, "render_fps": 10}

    def __init__(self, scenario: str | Path | Scenario, minds: Mapping[str, str] | None = None, seed: int | None = None, observation: str = "flat",
                 settings: Mapping[str, object] | None = None, render_mode: str | None = None, cell_pixels: int | None = None):
        if render_mode is not None and render_mode not in MODES:
            raise ValueError(f"no render mode `{render_mode}`; there is {', '.join(MODES)}")
        self.scenario = overridden(opening.scenario_of(scenario, settings), minds)
        learners = opening.learners_of(self.scenario)
        self.scenario = opening.driven(self.scenario, [agent_of(self.scenario, name) for name in learners])
        if not learners:
            raise ValueError("this scenario has no agent to drive")
        self.render_mode = render_mode
        opening.ready()
        self._first_seed, self._started = seed, False
        self.lives = Lives(self.scenario, learners, [seed or 0], observation)
        self._take_arrays()
        self.possible_agents: list[str] = list(learners)
        self.agents: list[str] = []
        self.observation_spaces = {name: encoder.space for name, encoder in zip(learners, self.lives.encoders)}
        self.action_spaces = {name: spaces.Discrete(len(encoder.looks.actions)) for name, encoder in zip(learners, self.lives.encoders)}
        self.actions: dict[str, tuple[str, ...]] = {name: encoder.looks.actions for name, encoder in zip(learners, self.lives.encoders)}
        """What each agent's actions mean, by their numbers."""
        self._illustrator = Illustrator(self.lives.world, cell_pixels)

    def _take_arrays(self) -> None:
        lives = self.lives
        self._observe = {name: encoder.of_first(pictures, facts) for name, encoder, pictures, facts in zip(lives.driven, lives.encoders, lives.pictures, lives.facts)}

    def __getstate__(self) -> dict:
        """All but what reads arrays, which a copy takes from its own world."""
        return {name: value for name, value in self.__dict__.items() if name != "_observe"}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._take_arrays()

    def observation_space(self, agent: str) -> spaces.Space:
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space:
        return self.action_spaces[agent]

    @property
    def world(self):
        """The world itself (world/world.py)."""
        return self.lives.world

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None):
        """A life anew with a seed, or without one the next episode of this life."""
        seed = None if seed is None else seed_of(seed)
        if seed is None and not self._started:
            seed = self._first_seed if self._first_seed is not None else int(seeding.np_random()[0].integers(2**31))
        self._started = True
        if seed is not None:
            self.lives.renew({0: seed})
        else:
            self.lives.begin(np.ones(1, np.bool_))
        self.agents = list(self.possible_agents)
        return self._seen(self.agents), {name: self.lives.words(0) for name in self.agents}

    def step(self, actions: Mapping[str, int]):
        """One tick. `actions`: a number for each agent; one that is given none stands still.

        Raises:
            ValueError: somebody has no such action, or is nobody who is driven.
            gymnasium.error.ResetNeeded: there was no `reset` yet.
        """
        if not self._started:
            raise ResetNeeded("a first episode has to be begun: reset() before step()")
        for name, action in actions.items():
            if name not in self.actions:
                raise ValueError(f"`{name}` is nobody who is driven; that is: {', '.join(self.possible_agents)}")
            if not self.action_spaces[name].contains(action):
                raise opening.no_action(name, action, self.actions[name])
        lives, acting = self.lives, self.agents
        for name, column in zip(self.possible_agents, lives.columns):
            lives.actions[0, column] = actions.get(name, -1)
        lives.tick()
        status = int(lives.status[0])
        gone = {name: bool(lives.gone(i)[0]) for i, name in enumerate(self.possible_agents)}
        rewards = {name: float(lives.reward[0, column]) for name, column in zip(self.possible_agents, lives.columns) if name in acting}
        truncated = {name: status == 2 for name in acting}
        terminated = {name: status == 1 or (gone[name] and status == 0) for name in acting}
        seen, told = self._seen(acting), {name: lives.words(0) for name in acting}
        self.agents = [name for name in acting if not terminated[name] and not truncated[name]]
        return seen, rewards, terminated, truncated, told

    def _seen(self, names: list[str]) -> dict[str, Any]:
        return {name: self._observe[name]() for name in names}

    def state(self) -> np.ndarray:
        """The whole truth of the board, whoever sees it.  uint8 [5, H, W]"""
        return self.lives.world.snapshot().cells

    def render(self):
        """The whole board, as `render_mode` says."""
        if self.render_mode == "rgb_array":
            return self._illustrator.picture()
        return self.lives.world.text() if self.render_mode == "ansi" else None

    def close(self) -> None:
        """Nothing is held open."""


parallel_env = ParallelUmwelt
"""As PettingZoo's own environments are called."""
