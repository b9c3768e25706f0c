"""The exams of the minds, in short."""
import json

import numpy as np

from lab import exams
from world.load import load


def test_a_mind_that_sees_its_place_only_sees_floor_everywhere_else():
    scenario = load(exams.SCENARIOS / "1-blocking-maze.yaml")
    seen = []

    def look(observation, looks):
        seen.append(exams.row_and_column(observation, looks))
        return seen[-1]
    exams.live(scenario, "random", 0, 3, look)
    assert all(len(np.unique(observation.cells[exams.GROUND])) == 1 for observation in seen)
    assert all(np.count_nonzero(observation.cells[exams.ACTOR]) == 1 for observation in seen)


def test_an_interval_is_a_mean_and_half_a_width():
    mean, half = exams.interval([1.0, 2.0, 3.0])
    assert mean == 2.0 and abs(half - 1.96 / 3 ** 0.5) < 1e-12


def test_an_exam_prints_json_that_can_be_read(capsys):
    assert exams.main(["tick", "--seeds", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"]["act and observe"][0] > 0
