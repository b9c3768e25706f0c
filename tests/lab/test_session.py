"""The tick, as the window and the tests see it: through sessions of small worlds."""
import numpy as np
import pytest

from agents import roster
from lab import runs, trace
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG
from lab.minds import UnknownAgent
from lab.session import Session, UnknownChange
from world.load import from_text
from world.mistakes import ScenarioError

ROOM = """\
scenario: 1
map: |
  ######
  #A.i.#
  #....#
  #...G#
  ######
legend: {A: ant, i: ice}
agents: {ant: MIND}
rules:
  arrive: {when: ant enters goal, do: [reward 1, end won]}
changes:
  thaw: {by: person, edit: ice is not slippery}
"""
EAST = 1


def room(mind="random"):
    return from_text(ROOM.replace("MIND", mind), "room.yaml")


class Stumbler:
    """A mind that goes east twice and then does what it is told to."""
    learns = "nothing"

    def __init__(self, then):
        self.then, self.seen = then, []

    def act(self, observation):
        return EAST if len(self.seen) < 2 else self.then()

    def observe(self, transition):
        self.seen.append(transition)
        return 0.5

    def imagine(self, observation, plan): return None
    def audit(self, observation): return None
    def plan(self): return []
    def ledger(self): return None


def with_mind(monkeypatch, mind):
    monkeypatch.setattr(roster, "create", lambda name, looks, seed: mind)
    return Session(room(), audit=False)


def test_before_the_first_tick_there_is_already_a_frame_to_look_at():
    session = Session(room())
    frame = session.frames[0]
    assert frame.before is None and frame.snapshot.tick == 0
    assert frame.lives[0].agent == "ant" and frame.lives[0].action == -1
    assert frame.lives[0].after.cells.shape == (5, 5, 6)


def test_a_tick_tells_what_each_life_saw_did_and_got():
    session = Session(room())
    frame = session.tick()[0]
    life = frame.lives[0]
    assert (frame.before.tick, frame.snapshot.tick, session.tick_count) == (0, 1, 1)
    assert 0 <= life.action < 5 and life.surprise >= 0 and life.notice == ""
    assert life.observation.row == 1 and life.after is not life.observation


def test_the_audit_judges_every_action_from_every_cell():
    session = Session(room("cells"))
    for _ in range(40):
        frame = session.tick()[0]
    audit = frame.lives[0].audit
    assert audit.verdict.shape == (5, 6, 5)
    assert (audit.verdict[0] == NONE).all(), "nobody can stand in a wall"
    assert audit.count(NEVER) > 0 and audit.count(RIGHT) > 0
    assert set(np.unique(audit.verdict)) <= {NONE, RIGHT, WRONG, UNSURE, NEVER}
    session.audit = False
    assert session.tick()[0].lives[0].audit is None
    assert session.examine() is not None


def test_twins_live_in_equal_worlds_and_part_only_through_their_minds():
    session = Session(room(), minds={"ant": ("random", "random")})
    for _ in range(60):
        one, other = session.tick()
        assert session.digest(0) == session.digest(1)
        assert one.lives[0].action == other.lives[0].action
    session = Session(room("[random, cells]"))
    assert [twin.title for twin in session.twins] == ["random", "cells"]


def test_a_sentence_holds_from_the_next_tick_in_every_twin():
    session = Session(room("[random, cells]"), audit=False)
    session.tick()
    session.enact("ice is not slippery")
    assert session.log(0) == []
    session.tick()
    for twin in (0, 1):
        entry = session.log(twin)[0]
        assert (entry.tick, entry.by) == (2, "person") and entry.added == ("ice is not slippery",)


def test_a_sentence_that_cannot_be_read_is_refused_with_the_readers_words():
    session = Session(room(), audit=False)
    with pytest.raises(ScenarioError, match="slipery"):
        session.enact("ice is not slipery")
    with pytest.raises(UnknownChange):
        session.apply("thow")
    assert session.pending == []


def test_a_change_is_applied_and_undone_by_name():
    session = Session(room(), audit=False)
    session.apply("thaw")
    session.tick()
    assert session.frames[0].snapshot.standing == ("thaw",)
    session.undo("thaw")
    session.tick()
    assert session.frames[0].snapshot.standing == ()


def test_a_person_takes_a_learner_over_while_its_mind_looks_on(monkeypatch):
    mind = Stumbler(lambda: 0)
    session = with_mind(monkeypatch, mind)
    session.take_over("ant")
    session.act("ant", EAST)
    assert session.tick()[0].lives[0].action == EAST
    assert session.tick()[0].lives[0].action == 4, "without a key it waits"
    assert len(mind.seen) == 2
    session.take_over("ant", False)
    assert session.tick()[0].lives[0].action == 0


def test_a_mind_that_fails_stands_still_and_the_world_goes_on(monkeypatch):
    def fail():
        raise ZeroDivisionError("no reason")
    session = with_mind(monkeypatch, Stumbler(fail))
    for _ in range(5):
        frame = session.tick()[0]
    assert frame.snapshot.tick == 5
    notice = frame.lives[0].notice
    assert "ant stands still" in notice and "lab/test_session.py:" in notice and "ZeroDivisionError: no reason" in notice
    assert session.notices == [notice]


@pytest.mark.parametrize("nonsense", [99, -7, None, "east", 1.5, float("nan"), [1]])
def test_a_nonsense_action_ends_the_mind_with_a_notice(monkeypatch, nonsense):
    session = with_mind(monkeypatch, Stumbler(lambda: nonsense))
    for _ in range(4):
        frame = session.tick()[0]
    assert "which is no action of ant" in frame.lives[0].notice
    assert frame.lives[0].action == 4


def test_a_mind_is_swapped_in_one_twin_only():
    session = Session(room("[random, cells]"), audit=False)
    session.swap("ant", "random", twin=1)
    session.tick()
    assert [twin.title for twin in session.twins] == ["random", "random"]
    with pytest.raises(roster.UnknownMind):
        session.swap("ant", "randum")


def test_a_new_episode_begins_from_the_start_and_the_tick_goes_on():
    session = Session(room(), audit=False)
    for _ in range(10):
        session.tick()
    session.new_episode()
    frame = session.tick()[0]
    assert frame.snapshot.tick == 11 and frame.snapshot.episode >= 2
    assert (frame.lives[0].observation.row, frame.lives[0].observation.col) == (1, 1)
    assert frame.lives[0].observation.fresh


def test_an_ended_episode_is_shown_as_it_ended_and_then_begins_anew():
    session = Session(room(), audit=True)
    ended = next(frame for frame in (session.tick()[0] for _ in range(2000)) if frame.ended)
    assert ended.ended == "won" and ended.lives[0].reward == 1
    assert tuple(ended.snapshot.movers[0, :2]) == (3, 4)
    assert tuple(session.tick()[0].before.movers[0, :2]) == (1, 1)


def test_window_and_headless_run_live_the_same_life():
    session = Session(room("cells"), seed=5)
    for _ in range(300):
        session.tick()
        session.examine()
        session.forecast("ant", [0, 1, 2])
    assert session.digest() == runs.run(room("cells"), 5, 300).json()["digest"]


def test_a_branch_is_the_same_life_up_to_its_tick():
    session = Session(room("cells"), seed=2, audit=False)
    digests = []
    for tick in range(80):
        if tick == 20:
            session.apply("thaw")
        session.tick()
        digests.append(session.digest())
    branch = session.branch(50)
    assert branch.tick_count == 50 and branch.digest() == digests[49]
    branch.take_over("ant")
    branch.tick()
    assert session.digest() == digests[-1], "the life that it branches from stays as it is"


def test_what_was_done_in_a_session_replays_from_its_trace(tmp_path):
    session = Session(room("[random, cells]"), seed=3, audit=False, record=tmp_path / "as-it-went.trace")
    for tick in range(120):
        if tick == 30:
            session.enact("ice is not slippery")
        if tick == 50:
            session.new_episode()
            session.take_over("ant")
        if tick % 3 == 0 and tick > 50:
            session.act("ant", EAST)
        session.tick()
    session.save(tmp_path / "afterwards.trace")
    session.close()
    assert (tmp_path / "as-it-went.trace").read_bytes() == (tmp_path / "afterwards.trace").read_bytes()
    replayed = trace.replay(tmp_path / "afterwards.trace")
    assert replayed.difference is None and replayed.ticks == 120


def test_an_agent_or_a_mind_that_is_not_there_is_refused_by_name():
    with pytest.raises(UnknownAgent, match="did you mean `ant`"):
        Session(room(), minds={"amt": "random"})
    with pytest.raises(roster.UnknownMind, match="did you mean `random`"):
        Session(room(), minds={"ant": "randon"})


PIT = """\
scenario: 1
map: |
  Ap..B
legend: {A: ant, B: bee, p: pit}
kinds: {pit: {layer: ground}}
agents: {ant: random, bee: random}
rules: {fall: {when: ant enters pit, do: [reward -1, remove them]}}
"""


def test_who_is_gone_is_no_longer_asked_and_the_others_live_on(monkeypatch):
    minds = {}

    def create(name, looks, seed):
        return minds.setdefault(len(minds), Stumbler(lambda: EAST))
    monkeypatch.setattr(roster, "create", create)
    session = Session(from_text(PIT), audit=False)
    frames = [session.tick()[0] for _ in range(6)]
    assert [life.reward for life in (frame.lives[0] for frame in frames)] == [-1, 0, 0, 0, 0, 0]
    assert len(minds[0].seen) == 1 and minds[0].seen[0].terminated
    assert len(minds[1].seen) == 6
    assert frames[-1].lives[0].action == -1


def test_a_world_without_agents_can_be_lived():
    session = Session(from_text("scenario: 1\nmap: |\n  .f.\nlegend: {f: fire}\nkinds: {fire: {}}\nrules: {spread: {each: fire, do: put fire beside}}\n"))
    frame = session.tick()[0]
    assert frame.lives == [] and frame.snapshot.tick == 1 and session.twins[0].title == "no mind"
    assert runs.run(session.scenario, ticks=5).json()["minds"] == {}
