"""A sweep lives every point once, whatever stops it on the way."""
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.sweeping import notebook, report
from lab.sweeping.grid import WrongAxis, grid
from lab.sweeping.notebook import Notebook, OtherSweep, rows
from lab.sweeping.sweep import sweep
from world.load import from_text

ROOT = Path(__file__).resolve().parents[2]
ROAD = """
scenario: 1
params: {blooms_at: 12, price: -0.1}
map: |
  #####
  #A.G#
  #####
legend: {A: ant}
agents: {ant: random}
rules: {arrive: {when: ant enters goal, do: [reward $price, return them home]}}
changes: {bloom: {at: $blooms_at, edit: put goal at x2 y1}}
sweep: {blooms_at: [12, 20], seed: 1..3}
"""


@pytest.fixture
def road():
    return from_text(ROAD, "road.yaml")


def test_the_axes_of_the_file_are_crossed_with_those_given(road):
    assert len(grid(road)) == 6
    points = grid(road, {"price": ["-1", "-2"]}, range(4), {"ant": ["random", "cells"]})
    assert len(points) == len({point.key for point in points}) == 2 * 2 * 2 * 4
    with pytest.raises(WrongAxis, match="`prise`.*blooms_at, price"):
        grid(road, {"prise": ["1"]})
    with pytest.raises(WrongAxis, match="twice"):
        grid(road, {"price": ["1", "1"]})


def test_each_run_is_what_it_is_alone_and_two_processes_bring_the_same(road, tmp_path):
    from lab.runs import run
    digests = []
    for jobs in (1, 2):
        book = Notebook(tmp_path / str(jobs), road, 30)
        assert sweep(road, grid(road), 30, book, jobs)
        book.close()
        found = {row["point"]: row for row in rows(tmp_path / str(jobs))}
        digests.append({key: row["digest"] for key, row in found.items()})
    assert digests[0] == digests[1] and len(digests[0]) == 6
    point = grid(road)[4]
    alone = run(from_text(ROAD, "road.yaml", dict(point.settings)), point.seed, 30).json()
    assert {key: value for key, value in found[point.key].items() if key in alone and key != "ticks_per_second"} == \
        {key: value for key, value in alone.items() if key != "ticks_per_second"}


def test_a_sweep_goes_on_behind_a_line_half_written_and_lives_nothing_twice(road, tmp_path):
    points = grid(road)
    book = Notebook(tmp_path, road, 10)
    assert sweep(road, points[:3], 10, book)
    book.close()
    whole = (tmp_path / notebook.RUNS).read_bytes()
    (tmp_path / notebook.RUNS).write_bytes(whole + b'{"point": "half a li')
    lived = []
    book = Notebook(tmp_path, road, 10)
    assert sweep(road, points, 10, book, told=lambda point, row: lived.append(point))
    book.close()
    assert lived == points[3:] and (tmp_path / notebook.RUNS).read_bytes().startswith(whole)
    assert [row["point"] for row in rows(tmp_path)] == [point.key for point in points]


def test_the_folder_of_another_sweep_is_refused(road, tmp_path):
    Notebook(tmp_path, road, 10).close()
    with pytest.raises(OtherSweep, match="another folder"):
        Notebook(tmp_path, road, 11)
    with pytest.raises(OtherSweep, match="another folder"):
        Notebook(tmp_path, from_text(ROAD.replace("#A.G#", "#AG.#"), "road.yaml"), 10)


def test_a_run_that_fails_is_a_row_with_its_error_and_not_the_end(tmp_path):
    scenario = from_text(ROAD.replace("agents: {ant: random}", "agents: {ant: random}\nvars: {seen: 0}"), "road.yaml")
    points = grid(scenario, {"blooms_at": ["12", "soon", "20"]}, [1])          # a word where a tick must stand
    book = Notebook(tmp_path, scenario, 10)
    assert sweep(scenario, points, 10, book, jobs=2)
    book.close()
    assert {row["settings"]["blooms_at"]: "error" in row for row in rows(tmp_path)} == {"12": False, "soon": True, "20": False}


def test_a_report_has_a_row_for_each_agent_of_each_run_and_needs_nothing_else(road, tmp_path):
    book = Notebook(tmp_path, road, 30, ["sweep", "road.yaml"])
    sweep(road, grid(road), 30, book)
    book.close()
    page, table = report.write(tmp_path)
    with open(table, newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert [(row["blooms_at"], row["seed"]) for row in told] == [(str(at), str(seed)) for at in (12, 20) for seed in (1, 2, 3)]
    assert [float(row["reward"]) for row in told] == [row["reward"]["ant"] for row in rows(tmp_path)]
    text = page.read_text(encoding="utf-8")
    assert "python main.py sweep road.yaml" in text and "blooms_at 20" in text and "http://" not in text.replace("http://www.w3.org", "")
    with pytest.raises(report.NoSweep, match="no sweep.json"):
        report.write(tmp_path / "elsewhere")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
def test_a_kill_loses_no_run_that_has_ended(tmp_path):
    (tmp_path / "road.yaml").write_text(ROAD)
    command = [sys.executable, str(ROOT / "main.py"), "sweep", "road.yaml", "--seeds", "0..9", "--ticks", "2000", "--jobs", "1", "--out", "out"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 240
    while not rows(tmp_path / "out") and time.monotonic() < until:
        time.sleep(.02)
    workers = [int(pid) for pid in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()] if sys.platform == "linux" else []
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    while any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in workers):
        assert time.monotonic() < until, "a worker outlives the one that sweeps"
        time.sleep(.02)
    ended = rows(tmp_path / "out")
    assert ended
    done = subprocess.run([*command[:-4], "--jobs", "2", "--out", "out"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out")
    assert found[:len(ended)] == ended and len(found) == len({row["point"] for row in found}) == 20
    assert json.loads((tmp_path / "out" / notebook.HEAD).read_text())["command"][:2] == ["sweep", "road.yaml"]
