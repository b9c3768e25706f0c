"""A mind can live longer than a session: saved, loaded, it goes on as if it had never stopped."""
import copy
import zipfile

import numpy as np
import pytest

from agents.roster import create
from lab import memories, runs
from lab.minds import Keeper
from lab.session import Session
from tests.agents.lives import CORRIDOR, RIVER, Life
from tests.agents.test_minds import LEVER
from world.load import from_text

NAMES = ("rules", "cells", "random", "sarsa", "q", "dyna-q", "dyna-q+ n=3", "frozen rules at 60", "rules x1/4")


def move(life, name, path):
    """The same life in the same world, its mind replaced by a newborn one that has read what the old one wrote."""
    keeper = Keeper(life.name, "random", life.looks, 0)
    keeper.name, keeper.mind = name, life.mind
    memories.write(path, [keeper])
    keeper.mind = create(name, life.looks, 99)
    memories.read(path).give([keeper])
    life.mind = keeper.mind


@pytest.mark.parametrize("text", (RIVER, LEVER), ids=("river", "lever"))
@pytest.mark.parametrize("name", NAMES)
def test_a_saved_mind_goes_on_as_if_never_stopped(tmp_path, name, text):
    whole, parted = Life(text, name, seed=2), Life(text, name, seed=2)
    whole.live(160)
    for ticks in (37, 60, 63):
        parted.live(ticks)
        move(parted, name, tmp_path / "memory.npz")
    assert parted.actions == whole.actions and parted.surprises == whole.surprises
    whole.live(80)
    parted.live(80)
    assert parted.actions == whole.actions and parted.surprises == whole.surprises


def test_the_file_needs_no_pickle_and_says_whose_it_is(tmp_path):
    path = tmp_path / "memory.npz"
    move(Life(CORRIDOR, "rules").live(30), "rules", path)
    with np.load(path, allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "biufS" for name in file.files)
    assert memories.read(path).whose["ant"]["mind"] == "rules"


def session(mind, text=CORRIDOR, memory=None):
    return Session(from_text(text), minds={"ant": mind}, audit=False, memory=memory)


@pytest.fixture
def file(tmp_path):
    """A memory of 60 ticks in the corridor."""
    lived = session("rules")
    for _ in range(60):
        lived.tick()
    memories.write(tmp_path / "memory.npz", lived.twins[0].keepers)
    return tmp_path / "memory.npz"


def test_who_remembers_is_not_surprised_by_what_it_knows(file):
    newborn, old = session("rules"), session("rules", memory=memories.read(file))
    bits = [sum(each.tick()[0].lives[0].surprise for _ in range(25)) for each in (newborn, old)]
    assert bits[1] < bits[0] / 5


def test_a_frozen_mind_takes_the_memory_of_the_mind_in_it(file):
    lived = session("frozen rules at 0", memory=memories.read(file))
    assert sum(lived.tick()[0].lives[0].surprise for _ in range(25)) < 5
    assert lived.twins[0].keepers[0].mind.mind.ledger().ticks == 85


def test_begun_again_and_branched_it_remembers_the_same(file):
    lived = session("rules", memory=memories.read(file))
    for _ in range(10):
        lived.tick()
    again, branch = lived.fresh(), lived.branch(10)
    for _ in range(10):
        again.tick()
    assert again.digest() == branch.digest() == lived.digest()
    assert again.frames[0].lives[0].surprise == branch.frames[0].lives[0].surprise == lived.frames[0].lives[0].surprise


@pytest.mark.parametrize("mind, text, why", (
    ("cells", CORRIDOR, "the memory of ant, of a mind `rules`, does not fit `cells`"), ("q", CORRIDOR, "does not fit `q`"),
    ("rules", CORRIDOR.replace("crumbs", "seeds"), "it knows `crumbs` where there is `seeds` now"), ("rules", CORRIDOR.replace("#...#....#", "#...#....#\n  #........#"), "it lives on `4` where there is `5`"),
    ("rules", CORRIDOR.replace("of 1}", "of 1}, actions: [north, use]"), "it can do `east` where there is `use` now"), ("rules", CORRIDOR.replace("ant", "bee"), "no memory of bee; there is one of ant")))
def test_what_does_not_fit_is_refused_by_name(file, mind, text, why):
    with pytest.raises(memories.Unfit) as refused:
        Session(from_text(text), minds={"*": mind}, audit=False, memory=memories.read(file))
    assert why in str(refused.value) and "\n" not in str(refused.value)


def test_another_version_is_refused(file, tmp_path):
    found = memories.read(file)
    other = copy.deepcopy(found.arrays)
    other["ant"]["tree"] = np.frombuffer(other["ant"]["tree"].tobytes().replace(b'"board"', b'"bored"'), np.uint8)
    with pytest.raises(memories.Unfit, match="another version"):
        session("rules", memory=memories.Memories(found.path, found.whose, other))


@pytest.mark.parametrize("content", (b"", b"much", None))
def test_a_file_that_is_no_memory_is_refused(tmp_path, content):
    path = tmp_path / "no.npz"
    if content is None:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("a.txt", "nothing")
    else:
        path.write_bytes(content)
    with pytest.raises(memories.Unfit, match="this is no memory of a mind"):
        memories.read(path)


def test_a_mind_that_cannot_be_saved_says_so(tmp_path):
    class Bare:
        def act(self, observation): return 0
        def observe(self, transition): return None
        def imagine(self, observation, plan): return None
    keeper = Keeper("ant", "random", Life(CORRIDOR, "random").looks, 0)
    keeper.mind, keeper.name = Bare(), "ant.py:Bare"
    with pytest.raises(memories.Unfit, match="the mind `ant.py:Bare` of ant does not say what it remembers"):
        memories.write(tmp_path / "memory.npz", [keeper])
    assert list(tmp_path.iterdir()) == []


def test_a_run_writes_and_reads_memories(tmp_path):
    path = tmp_path / "memory.npz"
    first = runs.run(from_text(CORRIDOR), ticks=100, save_mind=path)
    second = runs.run(from_text(CORRIDOR), ticks=100, worlds=2, memory=memories.read(path))
    assert first.unsaved == "" and second.twins[0].surprise["ant"][0] < first.twins[0].surprise["ant"][0] / 5


def test_several_learners_keep_a_memory_each(tmp_path):
    text = CORRIDOR.replace("#A..c", "#AA.c").replace("agents: {ant: {mind: learner,", "agents: {ant: {mind: cells, count: 2,")
    path = tmp_path / "memory.npz"
    lived = Session(from_text(text), audit=False)
    for _ in range(40):
        lived.tick()
    memories.write(path, lived.twins[0].keepers)
    assert list(memories.read(path).whose) == list(lived.learners) and len(lived.learners) == 2
    again = Session(from_text(text), audit=False, memory=memories.read(path))
    assert [keeper.ledger().ticks for keeper in again.twins[0].keepers] == [40, 40]


def test_who_knows_creatures_remembers_them(tmp_path):
    text = CORRIDOR.replace("#...#....#", "#...#..F.#").replace("n: nest}", "n: nest, F: fox}").replace("agents: {ant:", "agents: {fox: wander, ant:")
    whole, parted = Life(text, "rules", seed=2).live(90), Life(text, "rules", seed=2).live(45)
    move(parted, "rules", tmp_path / "memory.npz")
    parted.live(45)
    assert parted.actions == whole.actions and parted.surprises == whole.surprises
