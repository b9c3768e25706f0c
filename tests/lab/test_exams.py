"""Exams: each is found, lives are kept and repeat, failures are told and cost nothing else, tables and pages say what was measured."""
import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest

from lab.examining import crew, page, table
from lab.examining.crew import Failure, Task
from lab.examining.exam import Curve, Exam, Metric, UnknownExam, exams, find
from lab.examining.intervals import interval, student
from lab.examining.kept import Shelf
from lab.examining.lives import SCENARIOS, WORLDS, Life, greedy_copy, live, row_and_column
from lab.examining.marks import curves, marks
from lab.examining.sitting import Sitting, sit
from lab.exams import ageing, bits, compute, loca
from lab.exams.mazes import INDEX, PLACE, life_in, rewards
from lab.setup import ROOT
from world.load import load
from world.scenario import ACTOR, GROUND
from world.world import World


@pytest.fixture(autouse=True)
def own_shelf(tmp_path, monkeypatch):
    """Kept lives go into a folder of the test's own."""
    monkeypatch.setattr("lab.examining.kept.cache_folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def exam_of(life, *metrics, **more):
    return Exam("toy", "A toy.", life, metrics or (Metric("score", 5),), more.pop("minds", ("random",)), 3, **more)


def known(monkeypatch, *toys):
    """Makes exams known that stand in no module."""
    found = {toy.name: toy for toy in toys}
    monkeypatch.setattr(crew, "exams", lambda: found)


def command(*words):
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *words], capture_output=True, text=True, cwd=ROOT)


# ---- what exams there are ---------------------------------------------------------------------------------------------
def test_every_exam_says_what_it_asks_and_measures_something():
    for name, exam in exams().items():
        assert name == exam.name and exam.about and exam.metrics and exam.minds and exam.seeds >= 1, name
        assert len({metric.name for metric in exam.metrics}) == len(exam.metrics), name
        assert all(metric.at in ("least", "most") for metric in exam.metrics), name
        assert all(metric.source for metric in exam.metrics if metric.published), name


def test_a_wrong_name_gets_the_nearest():
    with pytest.raises(UnknownExam, match="did you mean `blocking`"):
        find(["bloking"])


def test_worlds_of_exams_hold_what_they_expect_of_themselves():
    from lab.expect import judge
    for path in sorted(WORLDS.glob("*.yaml")):
        for verdict in judge(load(path)):
            assert verdict.held, f"{path.name}: {verdict.name}: {verdict.why}\n{verdict.picture}"


# ---- lives --------------------------------------------------------------------------------------------------------------
def test_a_mind_that_sees_its_place_only_sees_floor_everywhere_else():
    life = Life(load(SCENARIOS / "1-blocking-maze.yaml"), "random", 0, row_and_column)
    for observation in (life.tick().after for _ in range(3)):
        assert len(np.unique(observation.cells[GROUND])) == 1
        assert np.count_nonzero(observation.cells[ACTOR]) == 1


def test_a_mind_that_sees_the_index_only_sees_a_strip_in_which_neighbours_do_not_lie_side_by_side():
    life = life_in(load(WORLDS / "dyna-maze.yaml"), "random", 3, INDEX)
    ticks = [life.tick(foretell=False) for _ in range(60)]
    assert all(tick.after.cells.shape == (5, 1, 54) and tick.after.row == 0 and tick.after.facing == 0 for tick in ticks)
    assert len({tick.after.col - tick.observation.col for tick in ticks}) > 8


def test_equal_lives_are_equal_and_a_forecast_changes_nothing():
    scenario = load(SCENARIOS / "turning-wind.yaml")
    one, other = (live(scenario, "cells", 7, 60, foretell=foretell) for foretell in (True, False))
    assert np.array_equal(one.reward, other.reward) and np.array_equal(one.bits, other.bits)


def test_the_bar_moves_at_the_first_end_of_an_episode_after_step_1000_and_stays_there():
    life, ends = life_in(load(WORLDS / "blocking.yaml"), "random", 0, INDEX), []
    while len(ends) < 3 or ends[-1] <= 1000:
        standing = life.world.snapshot().standing
        assert bool(standing) == (bool(ends) and ends[-1] > 1000)
        if life.tick(foretell=False).ended:
            ends.append(life.ticks)
    for _ in range(50):
        life.tick(foretell=False)
        assert life.world.snapshot().standing == ("the gap moves",)


# ---- figures ------------------------------------------------------------------------------------------------------------
def test_the_quantiles_are_those_of_students_t():
    assert [round(student(n), 2) for n in (1, 9, 10, 19, 30, 1000)] == [12.71, 2.26, 2.23, 2.09, 2.04, 1.96]


def test_an_interval_is_students_or_wilsons():
    mean, low, high = interval([1.0, 2.0, 3.0])
    assert mean == 2 and math.isclose(high - mean, 4.303 / 3 ** 0.5, rel_tol=1e-4) and math.isclose(mean - low, high - mean)
    mean, low, high = interval([1.0] * 20, yes_or_no=True)
    assert mean == high == 1 and 0.8 < low < 0.9
    assert math.isnan(interval([4.0])[1]) and math.isnan(interval([])[0])


def test_a_metric_of_a_pair_compares_lives_with_equal_seeds():
    exam = exam_of(None, Metric("gained", 0, of="score", versus="frozen {mind}", surely=True), minds=("rules",))
    lived = {"rules": {1: {"score": 5}, 2: {"score": 8}, 3: {"score": 6}}, "frozen rules": {1: {"score": 1}, 2: {"score": 4}, 3: {"score": 2.5}}}
    mark, = marks(exam, exam.minds, lived)
    assert exam.all_minds(exam.minds) == ("rules", "frozen rules")
    assert math.isclose(mark.mean, (4 + 4 + 3.5) / 3) and mark.seeds == 3 and mark.met


def test_what_does_not_apply_is_not_counted():
    mark, = marks(exam_of(None), ("random",), {"random": {1: {"score": math.nan}, 2: {"score": 4.0}, 3: {"score": 5.0}}})
    assert mark.mean == 4.5 and mark.seeds == 2 and mark.met is False
    empty, = marks(exam_of(None), ("random",), {})
    assert empty.met is None and empty.json()["mean"] is None


def test_a_target_may_be_of_one_mind_only_and_from_above():
    metric = Metric("steps", {"rules": 10}, "most")
    good, none = marks(exam_of(None, metric), ("rules", "cells"), {mind: {1: {"steps": 9.0}} for mind in ("rules", "cells")})
    assert good.met is True and none.met is None and none.target is None


def test_curves_are_means_over_lives_as_long_as_these_go():
    exam = exam_of(None, curves=(Curve("steps", "episode", 1, 1),))
    drawn, = curves(exam, ("random",), {"random": {1: {"curve:steps": [4.0, 2.0]}, 2: {"curve:steps": [2.0]}}})
    assert drawn.lines[0].mean.tolist() == [3.0, 2.0] and drawn.lines[0].across.tolist() == [1.0, 2.0]


# ---- sittings -----------------------------------------------------------------------------------------------------------
def test_lives_are_kept_as_they_end_so_an_interrupted_sitting_goes_on(monkeypatch):
    lived = []

    def life(mind, seed):
        lived.append(seed)
        if seed == 1002 and len(lived) == 3:
            raise KeyboardInterrupt
        return {"score": seed}
    toy = exam_of(life)
    known(monkeypatch, toy)
    first = sit([toy])
    assert first.interrupted and first.reached() == 2 and lived == [1000, 1001, 1002]
    again = sit([toy])
    assert not again.interrupted and lived == [1000, 1001, 1002, 1002]
    assert again.marks(toy)[0].mean == 1001
    sit([toy], fresh=True)
    assert lived[4:] == [1000, 1001, 1002]


def test_a_life_that_raises_is_told_by_name_and_seed_and_the_others_count(monkeypatch, capsys):
    def life(mind, seed):
        if seed == 1001:
            raise ValueError("a bad day")
        return {"score": 1.0}
    toy = exam_of(life)
    known(monkeypatch, toy)
    sitting = sit([toy])
    assert [task for task, _ in sitting.failed] == [Task("toy", "random", 1001)] and sitting.marks(toy)[0].seeds == 2
    assert re.search(r"toy, random, seed 1001: ValueError at tests/lab/test_exams.py:\d+: a bad day", capsys.readouterr().err)


def test_a_file_half_written_is_no_life():
    toy = exam_of(exams()["blocking"].life)
    shelf = Shelf(toy)
    shelf.put("random", 1, {"score": 1.0})
    assert shelf.get("random", 1) == {"score": 1.0} and shelf.get("random", 2) is None and shelf.get("cells", 1) is None
    shelf.path("random", 1).write_text('{"sco')
    assert shelf.get("random", 1) is None


def test_several_processes_bring_the_same_figures_as_one():
    tasks = [Task("blocking", "random", seed) for seed in range(3)]
    def by_task(jobs):
        return sorted((task.seed, figures["reward at 3000, index alone"]) for task, figures in crew.lives(tasks, jobs))
    assert by_task(1) == by_task(2)


def test_a_process_that_dies_costs_one_life(monkeypatch):
    results = list(crew.lives([Task("blocking", "no such mind", 0), Task("blocking", "random", 1), Task("no such exam", "random", 2)], 2))
    failed = {task.seed: result.why for task, result in results if isinstance(result, Failure)}
    assert set(failed) == {0, 2} and "no such mind" in failed[0]


# ---- told ---------------------------------------------------------------------------------------------------------------
def sitting_of(exam, lived):
    return Sitting([exam], {exam.name: exam.minds}, {exam.name: range(1, 3)}, {exam.name: lived}, wanted=2)


def test_the_table_says_in_words_whether_a_target_is_met(capsys):
    exam = exam_of(None, Metric("score", 5, published="4", source="A Book"), Metric("steps", 3, "most", bound=1))
    table.show(exam, marks(exam, exam.minds, {"random": {1: {"score": 5.0, "steps": 4}, 2: {"score": 7.0, "steps": 4}}}))
    said = capsys.readouterr().out
    assert re.search(r"score +random +6 ± \S+ +2 +≥ 5 +met", said) and re.search(r"steps +random +4 ± 0 +2 +≤ 3 +not met +1", said)
    assert "published, score: 4 (A Book)" in said


def test_the_page_stands_alone(tmp_path):
    pytest.importorskip("matplotlib")
    toy = exam_of(exams()["blocking"].life, Metric("score", 5, published="4 < 5", source="A Book"), curves=(Curve("score", beside={"them": {0: 1.0}}),))
    path = page.write(sitting_of(toy, {"random": {1: {"score": 5.0, "curve:score": [1.0, 2.0]}, 2: {"score": 7.0, "curve:score": [2.0, 3.0]}}}), tmp_path / "out", ["exam", "toy"])
    text = path.read_text()
    assert "python main.py exam toy" in text and "data:image/svg+xml" in text and "4 &lt; 5 (A Book)" in text and "seeds 1 to 2" in text
    assert not re.search(r'(?:src|href)="(?!data:|#)', text)


def test_the_command_prints_json_and_nothing_else(tmp_path):
    done = command("exam", "blocking", "--mind", "random", "--seeds", "2", "--first", "7", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert all(list(row) == ["exam", "mind", "metric", "mean", "low", "high", "seeds", "target", "published", "bound"] for row in rows)
    assert {row["seeds"] for row in rows} == {2} and {row["mind"] for row in rows} == {"random"}


@pytest.mark.parametrize("words, said", [(("bloking",), "did you mean `blocking`"), (("blocking", "--mind", "ruls"), "did you mean `rules`"),
                                         (("--mind", "rules", "blocking"), "`blocking` is an exam"), (("blocking", "--seeds", "0"), "not a whole number")])
def test_the_command_refuses_in_one_line(words, said):
    done = command("exam", *words)
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1 and not done.stdout


# ---- local change -------------------------------------------------------------------------------------------------------
def test_the_best_returns_of_the_corridor_are_those_published():
    assert [round(loca.best(pays), 3) for pays in (4, 1)] == [2.597, 1.295]


def test_a_greedy_copy_lives_by_itself_and_learns_nothing():
    life = Life(load(SCENARIOS / "turning-wind.yaml"), "rules", 3)
    for _ in range(60):
        life.tick(foretell=False)
    def known(mind):
        return [mind.memory.mind[0][part].copy() for part in ("count", "weight", "cusum", "passed", "reward", "symmetry")]
    knew, other = known(life.mind), Life(life.world.copy(), lambda looks, seed: greedy_copy(life.mind), 3)
    assert not other.mind.learning and not other.mind.exploring and life.mind.learning and life.mind.exploring
    for _ in range(60):
        other.tick(foretell=False)
    assert all(map(np.array_equal, knew, known(life.mind))) and all(map(np.array_equal, knew, known(other.mind)))
    for _ in range(5):
        life.tick(foretell=False)
    assert not np.array_equal(knew[0], known(life.mind)[0])


def test_a_start_is_where_its_world_says_and_phases_share_one_mind():
    life = loca.Wanderer(loca._world("on strand", 1), "random", 0)
    assert {life.observation.col for _ in range(8) if life.begin() is None} == {25}
    assert (life.observation.row, life.observation.col) in loca.CELLS
    assert loca.evaluate(life.mind, [loca._world("x1 y0", 1)], 0) >= 0


# ---- other exams --------------------------------------------------------------------------------------------------------
def test_a_mind_to_which_the_board_says_nothing_of_what_lies_beside_what_goes_by_places():
    scrambled, plain = (life_in(load(WORLDS / "blocking.yaml"), "rules", 2, sees) for sees in (INDEX, PLACE))
    assert rewards(scrambled, 1000)[-1] > 50 and scrambled.mind.mind["astray"] == 1
    assert rewards(plain, 300)[-1] > 10 and plain.mind.mind["astray"] == 0


def test_two_hundred_changes_come_in_one_life_and_differ_by_seed():
    one, other = (ageing.scenario_of(seed) for seed in (0, 1))
    assert one.text != other.text
    world, version = World(one, (0,)), []
    for _ in range(ageing.CHILDHOOD + 10 * ageing.SPAN):
        world.step([[0]])
        version.append(world.snapshot().version)
    assert len(set(version[:ageing.CHILDHOOD])) == 1 and len(set(version)) == 11


def test_a_table_of_rewards_learns_what_each_place_pays():
    learner = bits.RewardLearner()
    told = [learner.observe((0, 0, 1), 0.0) for _ in range(20)]
    assert told[1] > told[-1] > 0 and learner.observe((0, 0, 1), 1.0) > 3


def test_more_thinking_earns_more_in_the_vault():
    little, whole = (compute.compute(mind, 2)["gems in 2000 ticks"] for mind in ("rules x1/64", "rules"))
    assert whole > 2 * little and whole > 50
