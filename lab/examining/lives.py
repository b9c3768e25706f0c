"""One life of one mind in a world of its own, tick by tick, as an exam wants to look at it."""
from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np

from agents.agent import Forecast, Mind, surprise_of
from agents.roster import create
from lab.minds import mind_seed
from world.scenario import ACTOR, GROUND, Scenario
from world.types import Looks, Observation, Transition
from world.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
SCENARIOS, WORLDS = ROOT / "scenarios", ROOT / "lab" / "exams" / "worlds"
Sight = Callable[[Observation, Looks], Observation]


@dataclasses.dataclass(frozen=True)
class Tick:
    """What one tick brought."""
    observation: Observation                             # before it
    action: int
    forecast: Forecast | None                            # of this one action, made before reality was known; None if it was not asked for
    after: Observation                                   # after it, before any reset
    reward: float
    ended: bool
    truncated: bool
    bits: float                                          # the mind's own surprise

    @property
    def right(self) -> bool:
        """Whether the whole frame came as foretold, own place included."""
        place = self.after.row * self.after.cells.shape[2] + self.after.col
        return bool(np.array_equal(self.forecast.cells[0], self.after.cells)) and int(self.forecast.landing[0]) == place


class Life:
    """A world and the mind of its first learner (or of `learner`). `world` and `mind` may be looked at, and changed, between ticks.

    Args:
        scenario: or a world of one, which is then lived on in as it stands.
        mind: its name, or what makes it from looks and the seed of its own dice.
        seed: of the world; the mind's own dice hang on it and the learner's name.
        sight: says what is left of each observation.
        looks: says what the mind gets told at birth, if not what the world says.
    """

    def __init__(self, scenario: Scenario | World, mind: str | Callable[[Looks, int], Mind], seed: int, sight: Sight | None = None, learner: str = "", looks: Looks | None = None):
        self.world = scenario if isinstance(scenario, World) else World(scenario, (seed,))
        self.learner = learner or self.world.learners[0]
        self.looks = looks or self.world.looks(self.learner)
        self.sight = sight
        own = mind_seed(seed, self.learner)
        self.mind: Mind = create(mind, self.looks, own) if isinstance(mind, str) else mind(self.looks, own)
        self.ticks = 0
        self.observation = self.see()

    def see(self) -> Observation:
        """What the mind may know of this moment."""
        seen = self.world.observe(self.learner)
        return self.sight(seen, self.world.looks(self.learner)) if self.sight else seen

    def begin(self) -> None:
        """A new episode."""
        self.world.reset()
        self.observation = self.see()

    def tick(self, action: int | None = None, foretell: bool = True) -> Tick:
        """One tick: the mind's own action unless one is given. Begins a new episode where one ended."""
        before = self.observation
        action = self.mind.act(before) if action is None else action
        forecast = self.mind.imagine(before, [action]) if foretell else None
        actions = np.full((1, len(self.world.learners)), -1)
        place = self.world.learners.index(self.learner)
        actions[0, place] = action
        step = self.world.step(actions)[0]
        after = self.see()
        reward = float(step.reward[place])
        bits = self.mind.observe(Transition(before, action, reward, after, step.terminated, step.truncated))
        bits = surprise_of(forecast, after) if bits is None else bits
        if step.terminated or step.truncated:
            self.begin()
        else:
            self.observation = after
        self.ticks += 1
        return Tick(before, action, forecast, after, reward, step.terminated, step.truncated, float(bits))


@dataclasses.dataclass(frozen=True)
class Lived:
    """A life by tick, arrays of [T]."""
    reward: np.ndarray                                   # float64
    right: np.ndarray                                    # bool     whether the whole frame came as foretold; False where nobody asked
    bits: np.ndarray                                     # float64  the mind's own surprise
    ended: np.ndarray                                    # bool     the last tick of an episode


def live(scenario: Scenario, mind: str, seed: int, ticks: int, sight: Sight | None = None, foretell: bool = True) -> Lived:
    """One whole life. `foretell`: ask for a forecast of each tick too."""
    life = Life(scenario, mind, seed, sight)
    lived = Lived(np.zeros(ticks), np.zeros(ticks, bool), np.zeros(ticks), np.zeros(ticks, bool))
    for i in range(ticks):
        tick = life.tick(foretell=foretell)
        lived.reward[i], lived.bits[i], lived.ended[i] = tick.reward, tick.bits, tick.ended or tick.truncated
        lived.right[i] = foretell and tick.right
    return lived


def greedy_copy(mind: Mind) -> Mind:
    """A copy that learns nothing any more and, if it knows the difference, does only what it holds to be best; the mind itself lives on as if nobody had asked."""
    other = copy.deepcopy(mind)
    other.learning = other.exploring = False
    return other


def row_and_column(observation: Observation, looks: Looks) -> Observation:
    """What is left of an observation for a mind that sees its own place only: every cell looks like floor."""
    cells = np.zeros_like(observation.cells)
    cells[GROUND] = looks.names.index("floor")
    cells[ACTOR, observation.row, observation.col] = observation.cells[ACTOR, observation.row, observation.col]
    return dataclasses.replace(observation, cells=cells)
