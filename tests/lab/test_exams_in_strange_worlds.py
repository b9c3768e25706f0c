"""Exams in strange worlds: the worlds are sound and tell nothing by their names, questions have one right answer, and the truth passes where guessing fails."""
import dataclasses

import numpy as np
import pytest

from agents.agent import Forecast
from lab.examining.choosing import rank
from lab.examining.lives import Life
from lab.examining.strange import PARTS, draft, lived, strange_world, text_of
from lab.exams import change_detection, masked_frame, planning
from lab.exams.first_steps import same

FEW = (1, 2, 6)


class Truth:
    """Foretells by living on in the world itself."""

    def __init__(self, life):
        self.life = life

    def imagine(self, observation, plan):
        world, cells, places = self.life.world.copy(), [], []
        for action in plan:
            masked_frame.step(world, self.life, action)
            seen, place = masked_frame.frame(world.snapshot(), world, self.life)
            cells.append(seen.copy()), places.append(place)
        n, whole = len(plan), (len(plan), *cells[0].shape[1:])
        return Forecast(np.array(cells), np.full(whole, 0.999), np.array(places), np.full(n, 0.999), np.zeros(n), np.ones(n))

    def act(self, observation):
        return 0


def test_strange_worlds_are_the_same_for_a_seed_and_hold_all_sorts_of_parts():
    parts = set()
    for seed in range(0, 40, 2):
        scenario = strange_world(seed)
        assert text_of(seed) == text_of(seed) and len(scenario.changes) >= 3 and "ant" in [agent.name for agent in scenario.agents]
        parts |= {rule.name.split()[0] for rule in scenario.rules}
    assert len(parts) >= 10 and len(PARTS) >= 15


@pytest.mark.parametrize("seed", FEW)
def test_every_change_of_a_strange_world_can_come(seed):
    life = Life(strange_world(seed), "random", seed)
    for number in range(len(draft(seed).changes)):
        life.world.enact(f"change {number + 1}")
    life.tick()
    assert len(life.world.snapshot().standing) == len(draft(seed).changes)


def test_the_frame_left_out_is_one_of_six_and_the_truth_finds_more_of_them_than_chance():
    right = []
    for seed in FEW:
        life = lived("random", seed, 30)
        for question, _ in masked_frame.questions(life, seed):
            assert len(question.frames) == masked_frame.CHOICES
            assert not any(same(question.frames[0], frame) for frame in question.frames[1:])
            right.append(rank([masked_frame.plausible(life, question, *frame) for frame in question.frames]) == 1)
    assert len(right) >= 15 and np.mean(right) < 0.8     # a mind at random foretells that nothing happens


def test_the_score_is_that_of_autumnbench():
    score = change_detection.score
    assert score(np.nan, 50) == 0 and score(48, 50) == -1 and score(49, 50) == score(50, 50) == 1
    assert score(51, 50) == pytest.approx(1.0, abs=0.01) and 0.6 < score(100, 50) < 0.8 and 0 < score(500, 50) < 0.3


def test_a_mind_is_told_late_or_not_at_all_but_the_change_shows():
    chosen, turned = change_detection.watched(lived("random", 2, 20), f"change {len(draft(2).changes)}", 45)
    assert turned >= 45                                  # the last change is one of the controls: it shows at once


def test_what_changes_in_the_copy_stays_there_and_goals_are_reached_by_the_truth():
    reached = []
    for seed in FEW:
        life = lived("random", seed, 30)
        before = life.world.digest()
        goal = planning.draw_goal(life, np.random.default_rng(seed))
        assert life.world.digest() == before
        life.mind = Truth(life)
        plan = planning.search(life.mind, life.observation, goal, len(life.looks.actions))
        forecast = life.mind.imagine(life.observation, plan)
        reached.append(int(forecast.landing[-1]) == goal.place and not goal.missing(forecast.cells[-1]))
    assert sum(reached) >= 2
    still = dataclasses.replace(goal, place=life.observation.row * life.observation.cells.shape[2] + life.observation.col, wanted=())
    assert planning.search(life.mind, life.observation, still, 5) == []
