"""Figures of speed: what is told of them. How fast it is depends on the machine, and is no test."""
import json

import pytest

from lab import bench
from lab.commandline import Refusal
from lab.commandline import bench as command


def test_a_figure_is_told_beside_its_limit(capsys):
    assert command(["law-sentence"], True) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert set(one) == {"name", "value", "unit", "limit", "ratio", "target", "met"}
    assert one["ratio"] == pytest.approx(one["value"] / one["limit"]) and one["met"] == (one["ratio"] <= one["target"])


def test_all_figures_have_their_names():
    assert {"batch", "doors", "rules-6", "rules-60", "law-kernel", "law-sentence", "memory"} <= set(bench.names())


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(Refusal, match="there is nothing called `speed` to measure"):
        command(["speed"], False)


def test_a_small_world_of_a_large_batch_takes_no_more_than_four_kibibytes():
    many = bench.Batch(bench.EMPTY, 64, 1).world
    assert (many._engine.numbers.nbytes + many._engine.cells.nbytes) / many.batch <= bench.MOST_BYTES


def test_a_change_of_law_is_measured_with_its_lapse(monkeypatch):
    monkeypatch.setattr(bench, "best_of", lambda runs, **_: {name: [run() for _ in range(4)] and 2e-6 * len(name) for name, run in runs.items()})
    one, = bench.measure(["law-kernel"])
    assert "enacted and its lapse, together" in one.about and "60 rules" in one.about


def test_what_memory_counts_is_said(monkeypatch):
    monkeypatch.setattr(bench, "Batch", lambda text, *_, small=bench.Batch: small(text, 64, 1))
    one, = bench.measure(["memory"])
    assert "numbers and cells" in one.about and "room for a book of law" in one.about
