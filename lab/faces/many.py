"""Many worlds at once through Gymnasium's own interface for vectors: `gymnasium.make_vec("Umwelt-v0", num_envs=4096, scenario="pond.yaml")`."""
from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from lab.faces import opening
from lab.faces.alone import MODES
from lab.faces.drawing import Illustrator
from lab.faces.lives import Lives
from world import layout as L
from world.asked import seed_of
from world.kernel_view import FACT_LAW, FACT_TOLD
from world.scenario import Scenario

LARGE = 512
"""A batch of so many worlds is worth more than one thread."""


class UmweltVectorEnv(VectorEnv):
    """A batch of worlds in each of which one agent is driven from outside. World i lives exactly as a world alone with its seed.

    `reset(seed=s)` begins lives with the seeds s, s + 1, ...; a list gives each world its own. A plain `reset()` begins each life's next episode.

    Args:
        num_envs: how many worlds.
        autoreset_mode: when a world whose episode has ended begins the next one: AutoresetMode.NEXT_STEP, with the next step, whose action it ignores;
            SAME_STEP, at once, and `infos["final_obs"]` holds what was seen last; DISABLED: by `reset(options={"reset_mask": ...})`.
        threads: how many share the work; as many as there are cores for large batches, unless told. What comes out is the same.
        scenario, agent, minds, seed, observation, settings, render_mode, cell_pixels: as for one world (lab/faces/alone.py).
    """

    def __init__(self, num_envs: int = 1, scenario: str | Path | Scenario = "", agent: str | None = None, minds: Mapping[str, str] | None = None, seed: int | None = None,
                 observation: str = "flat", settings: Mapping[str, object] | None = None, render_mode: str | None = None, cell_pixels: int | None = None,
                 autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, threads: int | None = None):
        if render_mode is not None and render_mode not in MODES:
            raise ValueError(f"no render mode `{render_mode}`; there is {', '.join(MODES)}")
        if not isinstance(num_envs, (int, np.integer)) or num_envs < 1:
            raise ValueError(f"`num_envs` is a whole number from 1 on, not {num_envs!r}")
        first = seed_of(seed or 0)
        self.scenario, self.agent = opening.opened(scenario, agent, minds, settings)
        self.num_envs, self.render_mode = num_envs, render_mode
        self.autoreset_mode = AutoresetMode(autoreset_mode)
        self.metadata = {"render_modes": MODES, "render_fps": 10, "autoreset_mode": self.autoreset_mode}
        opening.ready()
        self._first_seed = seed
        self.lives = Lives(self.scenario, [self.agent], [first + i for i in range(num_envs)], observation,
                           threads or (os.cpu_count() or 1 if num_envs >= LARGE else 1))
        self._encoder, self._column = self.lives.encoders[0], self.lives.columns[0]
        self._take_arrays()
        self.actions: tuple[str, ...] = self._encoder.looks.actions
        """What each action means, by its number."""
        self.single_observation_space = self._encoder.space
        self.single_action_space = gymnasium.spaces.Discrete(len(self.actions))
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._illustrator = Illustrator(self.lives.world, cell_pixels)
        self._over = np.zeros(num_envs, np.bool_)        # which worlds' episodes have ended
        self._ticks = np.zeros(num_envs, np.int64)       # what World.ticks() says, kept here: there they lie far apart
        self._started = False

    def _take_arrays(self) -> None:
        self._pictures, self._facts = self.lives.pictures[0], self.lives.facts[0]

    def __getstate__(self) -> dict:
        """All but the arrays, which a copy takes from its own worlds."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_pictures", "_facts")}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._take_arrays()

    @property
    def world(self):
        """The worlds themselves, a batch (world/world.py)."""
        return self.lives.world

    def reset(self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None):
        """Lives anew with seeds, or without them the next episode of each life. `options={"reset_mask": bool [B]}`: only in some worlds.

        Raises:
            ValueError: a seed is no whole number from 0 to 2**64 - 1, or there are not as many as worlds; then nothing has changed.
        """
        self._assert_open()
        single = seed is not None and np.ndim(seed) == 0
        super().reset(seed=seed_of(seed) if single else None)
        where = np.ones(self.num_envs, np.bool_) if options is None or "reset_mask" not in options else self._mask(options["reset_mask"])
        if single:
            seeds = [int(seed) + i for i in range(self.num_envs)]
        elif seed is not None:
            seeds = list(seed)
            if len(seeds) != self.num_envs:
                raise ValueError(f"{len(seeds)} seeds for {self.num_envs} worlds")
        elif not self._started:
            first = self._first_seed if self._first_seed is not None else int(self.np_random.integers(2**31))
            seeds = [first + i for i in range(self.num_envs)]
        else:
            seeds = [None] * self.num_envs
        renewed = {w: seed_of(its) for w, its in enumerate(seeds) if its is not None and where[w]}
        self._started = True
        if renewed:
            self.lives.renew(renewed)
            self._ticks[list(renewed)] = 0
        begun = where & np.array([w not in renewed for w in range(self.num_envs)])
        if begun.any():
            self.lives.begin(begun)
        self._over &= ~where
        return self._encoder.many(self._pictures, self._facts), self._infos(where)

    def _mask(self, mask) -> np.ndarray:
        if not isinstance(mask, np.ndarray) or mask.dtype != np.bool_ or mask.shape != (self.num_envs,) or not mask.any():
            raise ValueError(f"`reset_mask` wants an array of {self.num_envs} truths, at least one of them true")
        return mask

    def _assert_open(self) -> None:
        if self.closed:
            raise gymnasium.error.ClosedEnvironmentError("these environments have been closed; make others")

    def _checked(self, actions) -> np.ndarray:
        actions = np.asarray(actions)
        if actions.shape != (self.num_envs,) or actions.dtype.kind not in "iu":
            raise ValueError(f"wanted are {self.num_envs} whole numbers, an action for each world, not {actions.dtype} {list(actions.shape)}")
        if actions.min() < 0 or actions.max() >= len(self.actions):
            wrong = next(action for action in actions.tolist() if not 0 <= action < len(self.actions))
            raise opening.no_action(self.agent, wrong, self.actions)
        return actions

    def step(self, actions):
        """One tick of every world. `actions` int [B].

        Raises:
            ValueError: there is not one for each world, or a world's agent has no such action.
            gymnasium.error.ResetNeeded: there was no `reset` yet.
        """
        self._assert_open()
        if not self._started:
            raise gymnasium.error.ResetNeeded("first episodes have to be begun: reset() before step()")
        actions = self._checked(actions)
        lives, over, mode = self.lives, self._over, self.autoreset_mode
        lives.actions[:, self._column] = actions
        begun = None
        if mode == AutoresetMode.SAME_STEP:
            lives.tick(autoreset=L.AUTORESET_SAME)
        elif not over.any():
            lives.tick()
        elif mode == AutoresetMode.DISABLED:
            raise gymnasium.error.ResetNeeded("worlds whose episodes have ended have to be reset first: reset(options={'reset_mask': ...})")
        else:
            begun = over
            apart = over if lives.others else over & (lives.status == 0)       # whose agent has gone while the world goes on
            if apart.any():
                lives.begin(apart)
                lives.tick(~apart, L.AUTORESET_NEXT)
            else:
                lives.tick(autoreset=L.AUTORESET_NEXT)
        self._ticks += 1 if begun is None else ~begun
        rewards = lives.reward[:, self._column].copy()
        truncated = lives.status == 2
        terminated = (lives.status == 1) | (lives.gone() & ~truncated)
        if begun is not None:
            terminated &= ~begun                          # who is nowhere at the very start is so for good, and still its episode has begun
        self._over = terminated | truncated
        final: dict[str, Any] = {}
        if mode == AutoresetMode.SAME_STEP and self._over.any():
            apart = self._over if lives.others else self._over & (lives.status == 0)
            lives.last_pictures[0][apart], lives.last_facts[0][apart] = self._pictures[apart], self._facts[apart]
            final = self._final()
            if apart.any():
                lives.begin(apart)
            self._over = np.zeros(self.num_envs, np.bool_)
        return self._encoder.many(self._pictures, self._facts), rewards, terminated, truncated, final | self._infos()

    def _infos(self, where: np.ndarray | None = None) -> dict[str, Any]:
        """Ticks and versions of law; what was said, what is amiss, and how episodes ended, where there is any. Of those worlds that `where` names, or all."""
        there = np.ones(self.num_envs, np.bool_) if where is None else where.copy()
        infos: dict[str, Any] = {"tick": self._ticks.copy(), "_tick": there, "law": self._facts[:, FACT_LAW].astype(np.int64), "_law": there.copy()}
        if where is not None:
            infos["tick"][~there] = infos["law"][~there] = 0
        telling = self._facts[:, FACT_TOLD] != 0
        for w in np.flatnonzero(telling & there).tolist():
            told = self.lives.words(w)
            for name in ("said", "notices", "ended"):
                if name in told:
                    infos = self._add_info(infos, {name: told[name]}, w)
        return infos

    def _final(self) -> dict[str, Any]:
        """What was seen and told last in the worlds whose episodes have ended."""
        infos: dict[str, Any] = {}
        seen = self._encoder.many(self.lives.last_pictures[0][self._over], self.lives.last_facts[0][self._over])
        for i, w in enumerate(np.flatnonzero(self._over).tolist()):
            last = {name: part[i] for name, part in seen.items()} if isinstance(seen, dict) else seen[i]
            infos = self._add_info(infos, {"final_obs": last, "final_info": self.lives.words(w, last=True)}, w)
        return infos

    def render(self) -> tuple | None:
        """The boards of all worlds, as `render_mode` says."""
        if self.render_mode == "rgb_array":
            return tuple(self._illustrator.picture(w) for w in range(self.num_envs))
        return tuple(self.lives.world.text(w) for w in range(self.num_envs)) if self.render_mode == "ansi" else None
