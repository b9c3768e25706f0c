"""Which of six frames is the one that was left out: `masked-frame`, after AutumnBench's task of that name, in strange worlds."""
from __future__ import annotations

import dataclasses

import numpy as np

from lab.examining.choosing import likeness, rank
from lab.examining.exam import Exam, Metric
from lab.examining.lands import happenings
from lab.examining.lives import Life
from lab.examining.strange import lived
from lab.exams.first_steps import carried_over, effect, same
from world.types import Observation, Snapshot
from world.world import World

LIVED, QUESTIONS, CHOICES, WALK = 500, 8, 6, 24
"""Ticks of looking about; questions a life; frames to choose from; random steps between two questions, at most."""


@dataclasses.dataclass
class Question:
    """Three moments in a row of which the middle one is hidden, and what it may have been: (cells, own cell), the true one first."""
    before: Observation
    action: int
    frames: list[tuple[np.ndarray, int]]
    then: int
    after: Observation


def life(mind: str, seed: int) -> dict[str, float]:
    """A mind looks about, then chooses: the share of right choices, and of those where more happened than a plain step."""
    own = lived(mind, seed, LIVED)
    right, eventful = [], []
    for question, event in questions(own, seed):
        right.append(float(rank([plausible(own, question, *frame) for frame in question.frames]) == 1))
        eventful.append(right[-1] if event else np.nan)
    some = [value for value in eventful if not np.isnan(value)]
    return {"right": float(np.mean(right)) if right else np.nan, "right where something happened": float(np.mean(some)) if some else np.nan}


def plausible(life: Life, question: Question, cells: np.ndarray, place: int) -> float:
    """How well a frame fits between the one before and the one after, in nats, by what the mind foretells of both steps."""
    row, col = divmod(place, cells.shape[2])
    middle = dataclasses.replace(question.before, cells=cells, row=row, col=col, fresh=False)
    came = likeness(life.mind.imagine(question.before, [question.action]), cells, place)
    after = question.after
    return came + likeness(life.mind.imagine(middle, [question.then]), after.cells, after.row * cells.shape[2] + after.col)


def questions(life: Life, seed: int):
    """Walks on at random, in a copy of the world, and asks now and then; (question, whether something happened in the hidden frame)."""
    world, dice = life.world.copy(), np.random.default_rng([seed, 6])
    actions, asked, effects = range(len(life.looks.actions)), 0, []
    for _ in range(20 * QUESTIONS):
        for _ in range(int(dice.integers(1, WALK))):
            before = world.observe(life.learner)
            if step(world, life, int(dice.integers(len(actions)))) or before.row < 0:
                continue
            effects.append(effect(before, *frame(world.snapshot(), world, life)))
        before = world.observe(life.learner)
        eventful = [a for a in actions if happens(world, life, before, a)]
        wanted = asked % 2 == 0                                          # every other question is of a step that does something
        if wanted and not eventful or before.row < 0:
            continue
        action = int(dice.choice(eventful if wanted else list(actions)))
        aheads = [frame(world.peek(all_of(world, life, a)), world, life) for a in actions]
        frames = [aheads[action]]
        still = before.cells.astype(aheads[0][0].dtype), before.row * before.cells.shape[2] + before.col
        order = dice.permutation(len(effects))[:60]
        for other in (*aheads, still, *(moved for i in order if (moved := carried_over(before, effects[i])) is not None)):
            if len(frames) < CHOICES and not any(same(other, known) for known in frames):
                frames.append(other)
        if step(world, life, action) or len(frames) < CHOICES:
            continue
        middle, then = world.observe(life.learner), int(dice.integers(len(actions)))
        if step(world, life, then) or middle.row < 0:
            continue
        asked += 1
        yield Question(before, action, frames, then, world.observe(life.learner)), action in eventful
        if asked == QUESTIONS:
            return


def all_of(world: World, life: Life, action: int) -> list[int]:
    """One learner's action among those of all learners."""
    return [action if learner == life.learner else -1 for learner in world.learners]


def step(world: World, life: Life, action: int) -> bool:
    """One tick of a copy.  whether the episode ended, and another has begun"""
    ended = world.step([all_of(world, life, action)])[0]
    if ended.terminated or ended.truncated:
        world.reset()
    return ended.terminated or ended.truncated


def frame(snapshot: Snapshot, world: World, life: Life) -> tuple[np.ndarray, int]:
    """What is to be seen of a moment: cells, and the learner's own."""
    row, col = snapshot.movers[world.movers.index(life.learner), :2]
    return snapshot.cells, int(row) * snapshot.cells.shape[2] + int(col)


def happens(world: World, life: Life, before: Observation, action: int) -> bool:
    """Whether an action does more now than a step, a bump or nothing."""
    cells, place = frame(world.peek(all_of(world, life, action)), world, life)
    after = dataclasses.replace(before, cells=cells, row=place // cells.shape[2], col=place % cells.shape[2])
    return any(what != "bumped" for what, *_ in happenings(life.looks, before, action, after, (-1, -1)))


EXAM = Exam("masked-frame", "which of six frames is the one left out of a walk through a strange world", life,
            (Metric("right", {"rules": 0.938}, published="people .938, a simulator .814, the best language model .302", source="AutumnBench, on worlds of its own"),
             Metric("right where something happened")),
            sees="the whole board, as the mind walks about in it")
