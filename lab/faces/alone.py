"""One world through Gymnasium: `gymnasium.make("Umwelt-v0", scenario="pond.yaml")`."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np

from lab.faces import opening
from lab.faces.drawing import Illustrator
from lab.faces.lives import Lives
from world.asked import seed_of
from world.kernel_view import FACT_LAW, FACT_ROW, FACT_TOLD, FACTS
from world.scenario import Scenario

MODES = ["rgb_array", "ansi"]


class UmweltEnv(gymnasium.Env):
    """A world in which one agent is driven from outside.

    `reset(seed=s)` begins the life with that seed, always the same; a plain `reset()` begins the next episode of the life that is under way, in which
    the clock of the law goes on.

    Args:
        scenario: a path; the name of a shipped scenario, such as "4-locks"; or the text of one.
        agent: whom to drive; the first that learns unless told. "hare 2" is the second hare.
        minds: for the other agents, another mind than the file's: {"fox": "wander"}.
        seed: of the life that the first `reset` begins, if that is given none.
        observation: "flat", "planes", "cells", "top" or "dict" (lab/faces/seeing.py says what each is).
        settings: other values for names under `params:`.
        render_mode: "rgb_array", a picture of the whole board; "ansi", the board in letters.
        cell_pixels: how large a cell is in that picture; fit to the board unless told.
    """
    metadata: dict[str, Any] = {"render_modes": MODES, "render_fps": 10}

    def __init__(self, scenario: str | Path | Scenario, agent: str | None = None, minds: Mapping[str, str] | None = None, seed: int | None = None,
                 observation: str = "flat", settings: Mapping[str, object] | None = None, render_mode: str | None = None, cell_pixels: int | None = None):
        if render_mode is not None and render_mode not in MODES:
            raise ValueError(f"no render mode `{render_mode}`; there is {', '.join(MODES)}")
        self.scenario, self.agent = opening.opened(scenario, agent, minds, settings)
        self.render_mode = render_mode
        opening.ready()
        self._first_seed = seed
        self.lives = Lives(self.scenario, [self.agent], [seed or 0], observation)
        self._encoder = self.lives.encoders[0]
        self.observation_space = self._encoder.space
        self.actions: tuple[str, ...] = self._encoder.looks.actions
        """What each action means, by its number: "north", "east", ..."""
        self._amount = len(self.actions)
        self.action_space = gymnasium.spaces.Discrete(self._amount)
        self._illustrator = Illustrator(self.lives.world, cell_pixels)
        self._started = self._closed = False
        self._take_arrays()

    def _take_arrays(self) -> None:
        """What each step reads and writes, with as little around it as may be."""
        lives, column = self.lives, self.lives.columns[0]
        self._observe = self._encoder.of_first(lives.pictures[0], lives.facts[0])
        self._action, self._reward = memoryview(lives.actions[0, column:column + 1]), lives.reward[0, column:column + 1]
        self._known, self._status, self._tick_of = lives.facts[0][0, :FACTS], lives.status, lives.world.tick_of
        self._tick = self._is_closed if self._closed else lives.quickest() if self._started else self._not_begun

    def __getstate__(self) -> dict:
        """All but what lies in the arrays, which a copy takes from its own world."""
        bound = ("_observe", "_action", "_reward", "_known", "_status", "_tick_of", "_tick")
        return {name: value for name, value in self.__dict__.items() if name not in bound}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._take_arrays()

    @property
    def world(self):
        """The world itself (world/world.py): `env.unwrapped.world.law()`."""
        return self.lives.world

    @property
    def features(self) -> list[str]:
        """What each number of a `flat` observation is about."""
        return self._encoder.features

    @property
    def planes(self) -> list[str]:
        """What each plane of a `planes` observation is about."""
        return self._encoder.planes

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        """A life anew with a seed, or without one the next episode of this life.

        Raises:
            ValueError: the seed is no whole number from 0 to 2**64 - 1; then nothing has changed.
        """
        if self._closed:
            self._is_closed()
        super().reset(seed=None if seed is None else seed_of(seed))
        if seed is None and not self._started:
            seed = self._first_seed if self._first_seed is not None else int(self.np_random.integers(2**31))
        if not self._started:
            self._started, self._tick = True, self.lives.quickest()
        if seed is not None:
            self.lives.renew({0: seed})
        else:
            self.lives.begin(np.ones(1, np.bool_))
        return self._observe(), self.lives.words(0)

    def step(self, action):
        """One tick. An action is a number below `action_space.n`.

        Raises:
            ValueError: it is none.
            gymnasium.error.ResetNeeded: there was no `reset` yet.
        """
        try:
            self._action[0] = action if 0 <= action < self._amount else None     # it takes whole numbers only
        except (TypeError, ValueError):
            raise opening.no_action(self.agent, action, self.actions) from None
        self._tick()
        known = self._known.tolist()
        status = self._status.item(0)
        info = self.lives.words(0) if known[FACT_TOLD] else {"tick": self._tick_of(), "law": known[FACT_LAW]}
        return self._observe(), self._reward.item(0), status == 1 or (status == 0 and known[FACT_ROW] < 0), status == 2, info

    def render(self):
        """The whole board, as `render_mode` says."""
        if self.render_mode == "rgb_array":
            return self._illustrator.picture()
        return self.lives.world.text() if self.render_mode == "ansi" else None

    def close(self) -> None:
        """Nothing is held open; who goes on all the same is told."""
        self._closed, self._tick = True, self._is_closed

    @staticmethod
    def _not_begun() -> None:
        raise gymnasium.error.ResetNeeded("a first episode has to be begun: reset() before step()")

    @staticmethod
    def _is_closed() -> None:
        raise gymnasium.error.ClosedEnvironmentError("this environment has been closed; make another")
