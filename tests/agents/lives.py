"""Lives of minds for the tests: a scenario as text, a mind by name, some ticks."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from agents.roster import create
from world.load import from_text
from world.types import Transition
from world.world import World

CORRIDOR = """
scenario: 1
map: |
  ##########
  #A..c...n#
  #...#....#
  ##########
legend: {A: ant, c: crumbs, n: nest}
kinds:
  crumbs: {layer: item}
  nest: {layer: item}
agents: {ant: {mind: learner, has: {crumb: 0 of 1}}}
rules:
  fetch: {when: ant enters crumbs, if: not ant has crumb, do: [ant gains 1 crumb, reward 1]}
  deliver: {when: ant enters nest, if: ant has crumb, do: [ant loses 1 crumb, reward 1]}
"""
"""Nothing ever changes here."""

RIVER = """
scenario: 1
map: |
  #########
  #..vvv..#
  #c.vvv..#
  #..vvv.n#
  #..vvv..#
  #A.vvv..#
  #########
legend: {A: ant, c: crumbs, n: nest, v: wind facing south}
kinds:
  wind: {layer: ground, is: conveyor, with: {facing: [north, east, south, west]}}
  crumbs: {layer: item}
  nest: {layer: item}
agents: {ant: {mind: learner, has: {crumb: 0 of 1}, actions: [north, east, south, west]}}
rules:
  fetch: {when: ant enters crumbs, if: not ant has crumb, do: [ant gains 1 crumb, reward 1]}
  deliver: {when: ant enters nest, if: ant has crumb, do: [ant loses 1 crumb, reward 1]}
changes: {turn: {at: 200, edit: wind.carries = backward}}
"""
"""A wind that turns at tick 200."""


@dataclass
class Life:
    """One mind in one world."""
    text: str
    mind_name: str = "rules"
    seed: int = 0
    actions: list = field(default_factory=list)
    rewards: list = field(default_factory=list)
    surprises: list = field(default_factory=list)
    right: list = field(default_factory=list)

    def __post_init__(self):
        self.world = World(from_text(self.text), (self.seed,))
        self.name = self.world.learners[0]
        self.looks = self.world.looks(self.name)
        self.mind = create(self.mind_name, self.looks, self.seed)
        self.observation = self.world.observe(self.name)

    def live(self, ticks: int, ask=None) -> "Life":
        """So many ticks; `ask(life)` is called before each real step."""
        for _ in range(ticks):
            action = self.mind.act(self.observation)
            forecast = self.mind.imagine(self.observation, [action])
            if ask is not None:
                ask(self)
            step = self.world.step(np.array([[action]]))[0]
            after = self.world.observe(self.name)
            self.surprises.append(self.mind.observe(Transition(self.observation, action, float(step.reward[0]), after, step.terminated, step.truncated)))
            self.actions.append(action)
            self.rewards.append(float(step.reward[0]))
            self.right.append(bool(np.array_equal(forecast.cells[0], after.cells)))
            if step.terminated or step.truncated:
                self.world.reset()
                after = self.world.observe(self.name)
            self.observation = after
        return self
