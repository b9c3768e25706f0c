"""Worlds lived from outside: actions go in, arrays of what was seen come out. The one place that every face steps its worlds through."""
from __future__ import annotations

from collections.abc import Sequence

import numba as nb
import numpy as np

from lab.faces.seeing import Encoder, frame_for
from lab.minds import Keeper, agent_of
from world import layout as L
from world.compiling import OPTIONS
from world.kernel_view import facts, fill
from world.scenario import Scenario
from world.types import Transition
from world.world import World


@nb.njit(cache=True, **OPTIONS)
def look(h, books, numbers, cells, k, where, mover, layers, frame, pictures, told):
    for w in range(len(numbers)):
        if where[w]:
            own = h[numbers[w, L.SETTING]]
            book = books[numbers[w, L.BOOK]]
            fill(own, book, numbers[w], cells[w], k, mover, layers, frame, pictures[w], 0)
            facts(own, book, numbers[w], cells[w], k, mover, told[w], 0)


class Lives:
    """A batch of worlds of one scenario in which one agent, or several, are driven from outside.

    Args:
        driven: the full names of those agents, all learners of the scenario.
        seeds: one for each world.
        form: of the observations (lab/faces/seeing.py).
    """

    def __init__(self, scenario: Scenario, driven: Sequence[str], seeds: Sequence[int], form: str):
        self.scenario, self.driven = scenario, tuple(driven)
        self.world = World(scenario, seeds)
        self.batch = len(seeds)
        self.columns = [self.world.learners.index(name) for name in driven]
        self._engine = self.world._engine
        self.actions = self._engine.actions
        """int64 [B, learners of the world]: an index into each one's actions, -1 none. Those of `driven` are in `columns`."""
        self.encoders = [self._encoder(name, form) for name in driven]
        self.pictures = [np.zeros((self.batch, encoder.layers, encoder.frame.rows, encoder.frame.cols), encoder.type) for encoder in self.encoders]
        self.facts = [np.zeros((self.batch, encoder.facts), np.int32) for encoder in self.encoders]
        self.status = self._engine.status
        """What became of each world in its last tick: 0 it goes on, 1 terminated, 2 truncated.  uint8 [B]"""
        self.reward = self._engine.reward
        """float64 [B, learners of the world]"""
        self._everywhere = np.ones(self.batch, np.bool_)
        self._others = [name for name in self.world.learners if name not in driven]
        self._minds = {agent.name: agent.minds[0] for agent in scenario.agents}
        self._keep(range(self.batch))
        self.look(self._everywhere)

    def _encoder(self, name: str, form: str) -> Encoder:
        agent = agent_of(self.scenario, name)
        return Encoder(self.scenario, agent, self.world.looks(name), frame_for(self.scenario, agent, self.world.shape), form, len(self.world.observe(name).reads))

    # ---- living -----------------------------------------------------------------------------------------------------
    def tick(self, where: np.ndarray | None = None) -> None:
        """One tick of every world, or of those that `where` names, with `actions`. Ended worlds wait for `begin`."""
        if self._others:
            self._choose(where)
        if self._engine.run(where):
            self.world.hear_news()
        lived = self._engine.lived.view(np.bool_)
        self.look(lived)
        if self._others:
            self._learn(lived)

    def begin(self, where: np.ndarray) -> None:
        """A new episode for the worlds that `where` names."""
        self.world.reset(where)
        self.status[where] = 0
        self.look(where)
        for w in np.flatnonzero(where) if self._others else ():
            self._seen[w] = [self.world.observe(name, w) for name in self._others]

    def renew(self, seeds: dict[int, int]) -> None:
        """A new life for some worlds: {world: its seed}, as if they had just been made."""
        self.world.renew(seeds)
        where = np.zeros(self.batch, np.bool_)
        where[list(seeds)] = True
        self.status[where] = 0
        self._keep(seeds)
        self.look(where)

    def look(self, where: np.ndarray) -> None:
        """Bring `pictures` and `facts` up to date for some worlds."""
        world = self.world
        for i, encoder in enumerate(self.encoders):
            look(world._engine.h, world._books, world._numbers, world._cells, world._engine.scratch[0], where, world._number[self.driven[i]], encoder.layers,
                 encoder.frame_number, self.pictures[i].reshape(self.batch, -1).view(np.uint8), self.facts[i])

    def gone(self, i: int = 0) -> np.ndarray:
        """In which worlds the driven agent number i is not on the board.  bool [B]"""
        return self.facts[i][:, 0] < 0

    # ---- those whom nobody drives -----------------------------------------------------------------------------------
    def _keep(self, worlds) -> None:
        """Fresh minds for the other learners, one for each in each of these worlds."""
        if not self._others:
            return
        if not hasattr(self, "_keepers"):
            self._keepers, self._seen = [[] for _ in range(self.batch)], [[] for _ in range(self.batch)]
        for w in worlds:
            seed = self.world.seeds[w]
            self._keepers[w] = [Keeper(name, self._minds[agent_of(self.scenario, name)], self.world.looks(name), seed) for name in self._others]
            self._seen[w] = [self.world.observe(name, w) for name in self._others]

    def _choose(self, where: np.ndarray | None) -> None:
        for w in range(self.batch):
            if self.status[w] == 0 and (where is None or where[w]):
                for name, keeper, seen in zip(self._others, self._keepers[w], self._seen[w]):
                    self.actions[w, self.world.learners.index(name)] = keeper.act(seen) if seen.row >= 0 else -1

    def _learn(self, lived: np.ndarray) -> None:
        for w in np.flatnonzero(lived):
            for i, (name, keeper) in enumerate(zip(self._others, self._keepers[w])):
                column = self.world.learners.index(name)
                came, action = self.world.observe(name, w), int(self.actions[w, column])
                if action >= 0:
                    keeper.observe(Transition(self._seen[w][i], action, float(self.reward[w, column]), came, bool(self.status[w] == 1 or came.row < 0), bool(self.status[w] == 2)))
                self._seen[w][i] = came

    # ---- in words ---------------------------------------------------------------------------------------------------
    def words(self, w: int) -> dict:
        """What `info` tells of one world: the tick of its life, the version of its law; where there is any, what was said, what is amiss, how it ended."""
        n = self.world._numbers[w]
        told = {"tick": n.item(L.TICK), "law": n.item(L.VERSION)}
        if n.item(L.SAID) or n.item(L.NOTICE) or n.item(L.ENDED):
            step = self.world._step_of(w)
            told.update((name, value) for name, value in (("said", step.said), ("notices", step.notices), ("ended", step.word)) if value)
        return told
