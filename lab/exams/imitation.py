"""Imitating against living: what a teacher never did, whether its level can be passed, and what watching it saves.

The world is a room drawn by seed, in which crumbs are to be fetched and brought home. The teacher is a classic of the book, which learns as it is
watched, and goes on to act at random in one tick of ten.
"""
from __future__ import annotations

import numpy as np

from lab.examining.exam import LEAST, Exam, Metric
from lab.examining.lives import Life
from world.load import from_text
from world.scenario import Scenario

TEACHER, TAUGHT = "dyna-q n=50 alpha=0.5", 1500
AFTER, LEVEL = 1000, 500
"""Ticks lived alone; reward is looked at over the last so many, of the teacher too."""
REWARDS = 10
"""So many rewards are waited for."""
SIZE, WALLS = 9, 14
SCENARIO = """\
scenario: 1
legend: {{A: ant, c: crumbs, n: nest}}
kinds: {{crumbs: {{layer: item}}, nest: {{layer: item}}}}
agents: {{ant: {{mind: learner, has: {{crumb: 0 of 1}}, actions: [north, east, south, west]}}}}
rules:
  fetch: {{when: ant enters crumbs, if: not ant has crumb, do: [ant gains 1 crumb, reward 1]}}
  deliver: {{when: ant enters nest, if: ant has crumb, do: [ant loses 1 crumb, reward 1]}}
map: |
{map}"""


def room(seed: int) -> Scenario:
    """A room with walls by dice, in which every free cell can be reached."""
    dice = np.random.default_rng([seed, SIZE])
    while True:
        walls = np.zeros((SIZE, SIZE), bool)
        walls.ravel()[dice.choice(SIZE * SIZE, WALLS, replace=False)] = True
        free = np.flatnonzero(~walls)
        if len(_reached(walls, int(free[0]))) == len(free):
            break
    cells = np.full((SIZE + 2, SIZE + 2), "#")
    cells[1:-1, 1:-1] = np.where(walls, "#", ".")
    for letter, place in zip("Acn", dice.choice(free, 3, replace=False).tolist()):
        cells[1 + place // SIZE, 1 + place % SIZE] = letter
    return from_text(SCENARIO.format(map="".join(f"  {''.join(row)}\n" for row in cells)))


def _reached(walls: np.ndarray, start: int) -> set[int]:
    """The cells that can be walked to."""
    reached, ahead = {start}, [start]
    while ahead:
        row, col = divmod(ahead.pop(), SIZE)
        for r, c in ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)):
            if 0 <= r < SIZE and 0 <= c < SIZE and not walls[r, c] and r * SIZE + c not in reached:
                reached.add(r * SIZE + c)
                ahead.append(r * SIZE + c)
    return reached


def foretold(life: Life, done: np.ndarray) -> float:
    """The share right of what a mind holds of each action, from each cell, that was not done there, with the load of now. nan if it tells of none."""
    told, truth = life.mind.audit(life.observation), life.world.outcomes(life.learner)
    asked = (truth.landing >= 0) & ~done
    right = (told.landing == truth.landing) & (told.edits == truth.edits).all(axis=(-1, -2))
    return float(right[asked].mean()) if asked.any() else np.nan


def lived(life: Life, ticks: int, done: np.ndarray | None = None) -> tuple[np.ndarray, int]:
    """Rewards by tick, float64 [ticks], and how many actions that stand not in `done` were done; they are entered there."""
    reward, new = np.zeros(ticks), 0
    for i in range(ticks):
        tick = life.tick(foretell=False)
        reward[i] = tick.reward
        if done is not None:
            here = tick.observation.row, tick.observation.col, tick.action
            new += not done[here]
            done[here] = True
    return reward, new


def waited(reward: np.ndarray) -> float:
    """Ticks until the so-manyth reward, all of them if it never came."""
    when = np.flatnonzero(np.cumsum(reward > 0) >= REWARDS)
    return float(when[0] + 1) if len(when) else float(len(reward))


def life(mind: str, seed: int) -> dict[str, float]:
    """The same room for four: the teacher with its imitator; who looks on and then lives as `mind`; `mind` from birth."""
    scenario, figures = room(seed), {}
    imitator, heir, born = (Life(scenario, name, seed) for name in (f"imitator of {TEACHER} for {TAUGHT}", f"imitator of {TEACHER} for {TAUGHT} then {mind}", mind))
    shape = (*imitator.looks.shape, len(imitator.looks.actions))
    done = np.zeros(shape, bool)
    taught, _ = lived(imitator, TAUGHT, done)
    never = done.copy()
    lived(heir, TAUGHT)
    from_birth, _ = lived(born, TAUGHT)
    figures["never done by the teacher: share of all"] = float(1 - done[imitator.world.outcomes(imitator.learner).landing[..., 0] >= 0].mean())
    for who, one in (("imitator", imitator), ("looked on", heir), ("lived", born)):
        figures[f"never done by the teacher, foretold: {who}"] = foretold(one, never)
    alone, tried = lived(imitator, AFTER, done)
    figures["never done by the teacher, done later: imitator"] = float(tried)
    after, _ = lived(heir, AFTER)
    figures |= {f"reward per 100 ticks: {who}": 100 * float(reward[-LEVEL:].mean()) for who, reward in (("teacher", taught), ("imitator", alone), ("then lived", after), ("lived from birth", from_birth))}
    figures["teacher's level passed by living"] = figures["reward per 100 ticks: then lived"] - figures["reward per 100 ticks: teacher"]
    figures["teacher's level passed by imitating"] = figures["reward per 100 ticks: imitator"] - figures["reward per 100 ticks: teacher"]
    figures["foretold better by living than by imitating"] = figures["never done by the teacher, foretold: lived"] - figures["never done by the teacher, foretold: imitator"]
    figures[f"ticks to {REWARDS} rewards: from birth"], figures[f"ticks to {REWARDS} rewards: after watching"] = waited(from_birth), waited(after)
    figures["steps saved by watching"] = waited(from_birth) - waited(after)
    return figures


EXAM = Exam("imitation", "What can who only imitates not foretell, can the teacher's level be passed by living, and does watching save steps?", life, (
    Metric("foretold better by living than by imitating", 0, LEAST, surely=True), Metric("teacher's level passed by living", 0, LEAST, surely=True),
    Metric("steps saved by watching", 0, LEAST, surely=True), Metric("teacher's level passed by imitating"),
    *(Metric(f"never done by the teacher, foretold: {who}") for who in ("imitator", "looked on", "lived")), Metric("never done by the teacher: share of all"),
    Metric("never done by the teacher, done later: imitator"), *(Metric(f"reward per 100 ticks: {who}") for who in ("teacher", "imitator", "then lived", "lived from birth")),
    *(Metric(f"ticks to {REWARDS} rewards: {who}") for who in ("from birth", "after watching"))),
    sees=f"the whole board; the teacher is `{TEACHER}`, watched for {TAUGHT} ticks")
