"""Worlds lived from outside: actions go in, arrays of what was seen come out. The one place that every face steps its worlds through."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lab.faces.seeing import Encoder, frame_for
from lab.minds import Keeper, agent_of
from world import layout as L
from world.kernel_view import FACT_LAW, FACT_ROW, FACT_TOLD
from world.scenario import Scenario
from world.types import Transition
from world.world import World


class Lives:
    """A batch of worlds of one scenario in which one agent, or several, are driven from outside.

    Args:
        driven: the full names of those agents, all learners of the scenario.
        seeds: one for each world.
        form: of the observations (lab/faces/seeing.py).
        threads: how many share the work.
    """

    def __init__(self, scenario: Scenario, driven: Sequence[str], seeds: Sequence[int], form: str, threads: int = 1):
        self.scenario, self.driven = scenario, tuple(driven)
        self.world = World(scenario, seeds, threads=threads)
        self.batch = len(seeds)
        self.columns = [self.world.learners.index(name) for name in driven]
        self.encoders = [self._encoder(name, form) for name in driven]
        self.views = [self.world.watch(name, "top" if encoder.layers == 1 else "all", encoder.frame_number) for name, encoder in zip(driven, self.encoders)]
        self._take_arrays()
        self.others = [name for name in self.world.learners if name not in driven]
        self._minds = {agent.name: agent.minds[0] for agent in scenario.agents}
        self._keep(range(self.batch))

    def _take_arrays(self) -> None:
        """The arrays of the world under the names of this class."""
        self._engine = self.world._engine
        self.actions = self._engine.actions
        """int64 [B, learners of the world]: an index into each one's actions, -1 none. Those of `driven` are in `columns`."""
        self.pictures = [self._shaped(view.pictures, encoder) for view, encoder in zip(self.views, self.encoders)]
        """Of each that is driven, what it sees: ids [B, layers, rows, cols]."""
        self.last_pictures = [self._shaped(view.last_pictures, encoder) for view, encoder in zip(self.views, self.encoders)]
        self.facts, self.last_facts = [view.facts for view in self.views], [view.last_facts for view in self.views]
        """Of each, what it knows besides: int32 [B, F]. `last_`: at the end of an episode that was followed by the next in the same tick."""
        self.status = self._engine.status
        """What became of each world in its last tick: 0 it goes on, 1 terminated, 2 truncated.  uint8 [B]"""
        self.reward = self._engine.reward
        """float64 [B, learners of the world]"""

    def __getstate__(self) -> dict:
        """All but the arrays, which a copy takes from its own world."""
        arrays = ("_engine", "actions", "pictures", "last_pictures", "facts", "last_facts", "status", "reward")
        return {name: value for name, value in self.__dict__.items() if name not in arrays}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._take_arrays()

    def _encoder(self, name: str, form: str) -> Encoder:
        agent = agent_of(self.scenario, name)
        return Encoder(self.scenario, agent, self.world.looks(name), frame_for(self.scenario, agent, self.world.shape), form, len(self.world.observe(name).reads))

    def _shaped(self, ids: np.ndarray, encoder: Encoder) -> np.ndarray:
        return ids.reshape(self.batch, encoder.layers, encoder.frame.rows, encoder.frame.cols)

    # ---- living -----------------------------------------------------------------------------------------------------
    def tick(self, where: np.ndarray | None = None, autoreset: int = L.AUTORESET_NONE) -> None:
        """One tick of every world, or of those that `where` names, with `actions`.

        Ended worlds wait for `begin`, or begin anew as `autoreset` says (world/layout.py); not so where others live by minds, who must see the end.
        """
        if self.others:
            self._choose(where)
            autoreset = L.AUTORESET_NONE
        if self._engine.run(where, autoreset):
            self.world.hear_news()
        if self.others:
            self._learn()

    def quickest(self) -> Callable[[], object]:
        """A call that does what `tick()` does, with as little around the kernel as may be."""
        if self.others:
            return self.tick
        run, hear = self._engine.run, self.world.hear_news
        return lambda: run() and hear()

    def begin(self, where: np.ndarray) -> None:
        """A new episode for the worlds that `where` names."""
        self.world.reset(where)
        self.status[where] = 0
        for w in np.flatnonzero(where) if self.others else ():
            self._seen[w] = [self.world.observe(name, w) for name in self.others]

    def renew(self, seeds: dict[int, int]) -> None:
        """A new life for some worlds: {world: its seed}, as if they had just been made."""
        self.world.renew(seeds)
        self.status[list(seeds)] = 0
        self._keep(seeds)

    def gone(self, i: int = 0) -> np.ndarray:
        """In which worlds the driven agent number i is not on the board.  bool [B]"""
        return self.facts[i][:, FACT_ROW] < 0

    # ---- those whom nobody drives -----------------------------------------------------------------------------------
    def _keep(self, worlds) -> None:
        """Fresh minds for the other learners, one for each in each of these worlds."""
        if not self.others:
            return
        if not hasattr(self, "_keepers"):
            self._keepers, self._seen = [[] for _ in range(self.batch)], [[] for _ in range(self.batch)]
        for w in worlds:
            seed = self.world.seeds[w]
            self._keepers[w] = [Keeper(name, self._minds[agent_of(self.scenario, name)], self.world.looks(name), seed) for name in self.others]
            self._seen[w] = [self.world.observe(name, w) for name in self.others]

    def _choose(self, where: np.ndarray | None) -> None:
        for w in range(self.batch):
            if self.status[w] == 0 and (where is None or where[w]):
                for name, keeper, seen in zip(self.others, self._keepers[w], self._seen[w]):
                    self.actions[w, self.world.learners.index(name)] = keeper.act(seen) if seen.row >= 0 else -1

    def _learn(self) -> None:
        for w in np.flatnonzero(self._engine.lived):
            for i, (name, keeper) in enumerate(zip(self.others, self._keepers[w])):
                column = self.world.learners.index(name)
                came, action = self.world.observe(name, w), int(self.actions[w, column])
                if action >= 0:
                    keeper.observe(Transition(self._seen[w][i], action, float(self.reward[w, column]), came, bool(self.status[w] == 1 or came.row < 0), bool(self.status[w] == 2)))
                self._seen[w][i] = came

    # ---- in words ---------------------------------------------------------------------------------------------------
    def words(self, w: int, last: bool = False) -> dict:
        """What `info` tells of one world: the tick of its life, the version of its law; where there is any, what was said, what is amiss, how it ended.

        `last`: of the end of the episode that was followed by the next in the same tick.
        """
        known = (self.last_facts if last else self.facts)[0][w]
        told = {"tick": self.world.tick_of(w), "law": known.item(FACT_LAW)}
        if known.item(FACT_TOLD):
            step, status = self.world._step_of(w), self.status.item(w)
            ended = None if status == L.ENDED_NOT else "time" if status == L.ENDED_TRUNCATED else self.world.end_word(w)
            told.update((name, value) for name, value in (("said", step.said), ("notices", step.notices), ("ended", ended)) if value)
        return told
