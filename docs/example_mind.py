"""A mind of one's own, as small as it can be: it remembers where each action led, and does what it has done least.

    python3 main.py play scenarios/3-thaw.yaml --mind "ant=docs/example_mind.py:Wanderer"
"""
import numpy as np

from agents.agent import Forecast


class Wanderer:
    """Three verbs. It knows nothing of what things are, only of places."""

    learns = "places"                                    # shown beside its name; a mind may do without it

    def __init__(self, looks, seed):
        (self.height, self.width), actions = looks.shape, len(looks.actions)
        self.led = np.full((self.height * self.width, actions), -1)            # the cell it led to, last time; -1: never tried
        self.times = np.zeros(self.led.shape)
        self.dice = np.random.default_rng(seed)                                # its only luck: equal lives stay equal

    def act(self, observation):
        """Choose an action: a number, 0 up to the number of actions."""
        if self.dice.random() < 0.2:
            return int(self.dice.integers(self.led.shape[1]))
        return int(self.times[self.cell(observation)].argmin())

    def observe(self, transition):
        """Learn from one real step. It says nothing of its surprise, which is then read off its forecast."""
        here = self.cell(transition.observation), transition.action
        self.led[here] = self.cell(transition.next_observation)
        self.times[here] += 1

    def imagine(self, observation, plan):
        """Foretell what each action of a plan would lead to, one after the other; learn nothing."""
        cell, landing, cells = self.cell(observation), [], []
        body = observation.cells[3, observation.row, observation.col]          # layer 3 holds those who act
        for action in plan:
            cell = int(self.led[cell, action]) if self.led[cell, action] >= 0 else cell
            frame = observation.cells.copy()
            frame[3, observation.row, observation.col] = 0
            frame[3, cell // self.width, cell % self.width] = body
            landing.append(cell)
            cells.append(frame)
        n, sure = len(plan), 0.9
        return Forecast(cells=np.array(cells), odds=np.full((n, self.height, self.width), sure), landing=np.array(landing),
                        landing_odds=np.full(n, sure), reward=np.zeros(n), probability=np.full(n, sure))

    def cell(self, observation):
        return observation.row * self.width + observation.col
