"""Minds with a teacher, and minds that nap."""
import numpy as np
import pytest

from agents.models.student import Student
from lab import memories, runs
from lab.session import Session
from tests.agents.lives import CORRIDOR, RIVER, Life
from world.load import from_text

FETCH = CORRIDOR.replace("mind: learner", "mind: MIND").replace("crumb: 0 of 1}", "crumb: 0 of 1}, actions: [north, east, south, west]")


def life(mind, seed=0, text=FETCH):
    return Life(text.replace("MIND", "rules"), mind, seed)


def test_a_teacher_lives_as_it_would_unwatched():
    watched, alone = life("imitator of rules for 150").live(150), life("rules").live(150)
    assert watched.actions == alone.actions and watched.surprises == alone.surprises


def test_an_imitator_goes_on_as_its_teacher_did():
    one = life("imitator of rules for 200").live(500)
    by_dice = life("random").live(300)
    assert np.sum(one.rewards[200:]) > 0.6 * 1.5 * np.sum(one.rewards[:200]) > 2 * np.sum(by_dice.rewards)
    assert not one.mind.audit(one.observation).evidence.any(), "it knows nothing of the world"


def test_a_student_knows_what_was_done_and_generalises_to_places_never_seen():
    one = life("imitator of rules for 200").live(200)
    assert one.mind.student.shown == 200 and one.mind.would(one.observation).sum() == pytest.approx(1)
    student = Student(4)
    for seed in range(3):                                # toward the crumbs, in a wide room, from everywhere but the last row
        there = life("random", seed)
        for col in range(1, 5):
            seen = there.observation
            student.learn(seen.__class__(seen.cells, 1, col, 0, seen.counters, seen.reads), 1)
    seen = there.observation
    assert student.odds(seen.__class__(seen.cells, 1, 5, 0, seen.counters, seen.reads)).argmax() == 1


def test_who_has_looked_on_knows_the_world_when_the_teacher_leaves():
    heir, born = life("imitator of cells for 150 then rules").live(150), life("rules")
    told = heir.mind.audit(heir.observation).evidence[1:-1, 1:-1]
    assert np.mean(told > 0) > 0.8
    assert np.mean(heir.live(40).surprises[150:]) < np.mean(born.live(40).surprises) / 2
    assert heir.mind.then.ledger().ticks == 190


def test_a_trace_teaches_as_a_teacher_does(tmp_path):
    path, scenario = tmp_path / "life.trace", from_text(FETCH.replace("MIND", "rules"))
    runs.run(scenario, ticks=200, trace=path)
    watching = Session(scenario, minds={"ant": "imitator of rules for 200"}, audit=False)
    for _ in range(200):
        watching.tick()
    watched = watching.twins[0].keepers[0]
    for name in (f"imitator of {path}", f"imitator of {path} for 200 then rules"):
        session = Session(scenario, minds={"ant": name}, audit=False)
        mind = session.twins[0].keepers[0].mind
        assert mind.student.counts == watched.mind.student.counts and not mind.watching
        for _ in range(30):
            session.tick()
        assert session.frames[0].lives[0].notice == ""
    other = Session(from_text(RIVER), minds={"ant": f"imitator of {path}"}, audit=False)
    assert "tells of another world" in other.frames[0].lives[0].notice


def test_a_napping_mind_lags_behind_but_mends_and_naps_only_when_surprised():
    napping, frozen, living = (Life(RIVER, name).live(400) for name in ("napping rules", "frozen rules at 190", "rules"))
    wrong = [int(np.sum(~np.array(one.right[200:]))) for one in (living, napping, frozen)]
    assert wrong[0] < wrong[1] < wrong[2] and np.mean(napping.right[340:]) > 0.9
    assert 2 <= napping.mind.naps <= 12


@pytest.mark.parametrize("name", ("imitator of q for 60", "imitator of dyna-q for 60 then cells", "napping rules", "frozen imitator of rules for 40 at 90"))
def test_they_can_be_saved_and_go_on(tmp_path, name):
    from tests.lab.test_memories import move
    whole, parted = Life(RIVER, name, seed=1).live(160), Life(RIVER, name, seed=1)
    for ticks in (30, 45, 85):
        parted.live(ticks)
        move(parted, name, tmp_path / "memory.npz")
    assert parted.actions == whole.actions and parted.surprises == whole.surprises
    assert memories.read(tmp_path / "memory.npz").whose["ant"]["mind"] == name
