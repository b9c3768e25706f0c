"""A mind needs three verbs. What else it may have it may lack; what makes no sense ends the mind and not the world."""
import numpy as np
import pytest

from agents import roster
from agents.agent import Beliefs, Forecast, Ledger
from lab import runs
from lab.session import Session
from world.load import from_text

ROOM = """\
scenario: 1
map: |
  #####
  #A..#
  #..G#
  #####
legend: {A: ant}
agents: {ant: random}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
"""
EAST = 1


class Bare:
    """The least that is a mind."""

    def act(self, observation):
        return EAST

    def observe(self, transition):
        return None

    def imagine(self, observation, plan):
        return None


def lived(monkeypatch, mind, ticks=3, audit=True):
    monkeypatch.setattr(roster, "create", lambda *_: mind)
    session = Session(from_text(ROOM), audit=audit)
    for _ in range(ticks):
        session.tick()
    return session


def notice(session):
    return session.frames[0].lives[0].notice


def forecast(observation, odds=0.75, **other):
    H, W = observation.cells.shape[1:]
    told = {"cells": observation.cells[None], "odds": np.full((1, H, W), odds), "landing": [observation.row * W + observation.col], "landing_odds": [odds],
            "reward": [0.0], "probability": [odds]}
    return Forecast(**{name: np.asarray(value) for name, value in (told | other).items()})


def test_three_verbs_are_enough(monkeypatch):
    session = lived(monkeypatch, Bare())
    life = session.frames[0].lives[0]
    assert notice(session) == "" and life.action == EAST
    assert (life.surprise, life.plan, life.ledger, life.audit, life.forecast) == (0.0, [], None, None, None)
    assert session.examine() is None and session.forecast("ant", [EAST]) is None


def test_a_headless_run_lives_with_them_too(monkeypatch):
    monkeypatch.setattr(roster, "create", lambda *_: Bare())
    outcome = runs.run(from_text(ROOM), ticks=20, worlds=2).twins[0]
    assert outcome.notices == [] and not outcome.failed and outcome.surprise["ant"] == [0.0]


@pytest.mark.parametrize("lacks", ("act", "observe", "imagine"))
def test_without_one_of_the_three_it_is_no_mind(monkeypatch, lacks):
    mind = Bare()
    setattr(mind, lacks, None)
    assert f"cannot {lacks}" in notice(lived(monkeypatch, mind))


def test_a_mind_that_tells_no_surprise_has_that_of_its_forecast(monkeypatch):
    mind = Bare()
    mind.act = lambda observation: 4 if observation.col == 1 else EAST
    mind.imagine = lambda observation, plan: forecast(observation)
    session = lived(monkeypatch, mind)
    assert session.frames[0].lives[0].surprise == pytest.approx(-np.log2(0.75), rel=1e-5), "it waited, and nothing moved"
    mind.act = lambda observation: EAST
    session.tick()
    assert session.frames[0].lives[0].surprise == pytest.approx(4, rel=1e-5), "two cells came otherwise, each held to be one in four"


def test_a_run_tells_that_surprise_as_well(monkeypatch):
    mind = Bare()
    mind.act = lambda observation: 4
    mind.imagine = lambda observation, plan: forecast(observation)
    monkeypatch.setattr(roster, "create", lambda *_: mind)
    told = runs.run(from_text(ROOM), ticks=100).twins[0].surprise["ant"][0]
    assert told == pytest.approx(99 / 100 * -np.log2(0.75), rel=1e-4), "the first tick shows that it tells none itself"


@pytest.mark.parametrize("bits, told", ((float("inf"), 64.0), (-1e-9, 0.0), (np.float32(2.5), 2.5)))
def test_a_surprise_is_a_finite_number_of_bits(monkeypatch, bits, told):
    mind = Bare()
    mind.observe = lambda transition: bits
    session = lived(monkeypatch, mind)
    assert session.frames[0].lives[0].surprise == told and notice(session) == ""


NONSENSE = {
    "act": [None, 99, -7, 1.5, "east", float("nan"), np.zeros(2)],
    "observe": ["much", float("nan"), -3.0, object()],
    "imagine": [7, "the same", Forecast(*[np.zeros(0)] * 6), lambda o: forecast(o, odds=1.5), lambda o: forecast(o, landing=[999]), lambda o: forecast(o, cells=o.cells[None] + 9000),
                lambda o: forecast(o, odds=np.full((1, 4, 5), np.nan)), lambda o: forecast(o, cells=o.cells)],
    "audit": [3, Beliefs(*[np.zeros((4, 5, 5))] * 5)],
    "plan": [5, ["north"], [999], [None]],
    "ledger": [5, Ledger(ticks="many"), Ledger(seconds={"acting": float("nan")})],
}


@pytest.mark.parametrize("verb, answer", [(verb, answer) for verb, answers in NONSENSE.items() for answer in answers])
def test_nonsense_ends_the_mind_and_the_world_goes_on(monkeypatch, verb, answer):
    class Mad(Bare):
        pass
    setattr(Mad, verb, lambda self, *given: answer(given[0]) if callable(answer) else answer)
    session = lived(monkeypatch, Mad())
    told = notice(session)
    assert session.tick_count == 3 and told.startswith("ant stands still: the mind `random` ")
    assert "tests/lab/test_keeper.py:" in told or "lab/test_keeper.py:" in told, "where the verb stands is told"


def test_what_raises_where_it_is_shown_is_told_with_its_place(monkeypatch):
    mind = Bare()
    mind.plan = lambda: 1 // 0
    told = notice(lived(monkeypatch, mind))
    assert "failed at lab/test_keeper.py:" in told and "ZeroDivisionError" in told


def test_a_frozen_mind_without_a_switch_is_told_nothing_any_more():
    from agents.frozen import Frozen
    mind = Bare()
    mind.seen = []
    mind.observe = mind.seen.append
    frozen = Frozen(mind, 2)
    from world.world import World
    here = World(from_text(ROOM)).observe("ant")
    from world.types import Transition
    for _ in range(5):
        frozen.observe(Transition(here, EAST, 0.0, here))
    assert len(mind.seen) == 2 and not frozen.learning
