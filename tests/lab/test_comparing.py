"""Two traces side by side: the tick, the cell and the rule where their lives part."""
import pytest

from lab import comparing, runs
from lab.trace import TraceBroken
from world.load import from_text

ROAD = """
scenario: 1
params: {blooms_at: 12}
map: |
  ########
  #A.....#
  ########
legend: {A: ant}
agents: {ant: random}
kinds: {flower: {layer: item}}
changes: {bloom: {at: $blooms_at, edit: put flower at x6 y1}}
"""


def lived(folder, name, ticks=40, seed=3, minds=None, **settings):
    path = folder / name
    runs.run(from_text(ROAD, "road.yaml", {key: str(value) for key, value in settings.items()} or None), seed, ticks, minds=minds, trace=path)
    return path


def test_the_same_life_is_the_same_and_a_longer_one_is_told(tmp_path):
    found = comparing.compare(lived(tmp_path, "a"), lived(tmp_path, "b", ticks=50))
    assert (found.parting, found.actions, found.heads, found.ticks) == (None, None, (), (40, 50))


def test_a_law_that_comes_later_parts_two_lives_in_its_tick_and_at_its_cell(tmp_path):
    found = comparing.compare(lived(tmp_path, "a"), lived(tmp_path, "b", blooms_at=20))
    assert found.heads == ("settings",) and found.parting.tick == 12
    assert "x6 y1 holds `flower` in the one" in found.parting.what or "ant" in found.parting.what
    assert "bloom" in found.parting.rules[0]


def test_another_mind_is_told_by_what_it_did_first(tmp_path):
    found = comparing.compare(lived(tmp_path, "a"), lived(tmp_path, "b", minds={"ant": "cells"}))
    assert found.heads == ("minds",)
    tick, words = found.actions
    assert tick <= found.parting.tick and words.startswith("ant does ")


def test_what_is_no_trace_is_refused(tmp_path):
    (tmp_path / "b").write_text("no trace")
    with pytest.raises(TraceBroken):
        comparing.compare(lived(tmp_path, "a"), tmp_path / "b")
