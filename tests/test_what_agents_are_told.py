"""What an agent may know of a world: what it sees, what it is told, and what is kept from it. On the files of `phenomena/` and `changes/`."""
from pathlib import Path

import numpy as np

from world.load import load
from world.scenario import GROUND, ITEM
from world.types import Observation
from world.world import World

HERE = Path(__file__).parent


def world(name: str, seed: int = 0) -> World:
    return World(load(HERE / f"{name}.yaml"), seeds=[seed])


def play(it: World, words: str, learner: str = "ant") -> list[Observation]:
    """One word a tick for one learner, the others stand still. What it knew after each."""
    found = []
    for word in words.split():
        it.step(np.array([[it.looks(who).actions.index(word) if who == learner else -1 for who in it.learners]], np.int32))
        found.append(it.observe(learner))
    return found


def thing(it: World, name: str) -> int:
    return next(one.id for one in it.scenario.things if one.name == name)


def test_one_cell_in_five_is_seen_wrongly_and_the_world_knows_better():
    wrong = 0
    for seed in range(40):
        it = world("phenomena/27-noise-on-observation", seed)
        seen = it.observe("ant").cells[ITEM]
        truth = it.snapshot(0).cells[ITEM]
        assert (truth == thing(it, "gem")).sum() == 1
        wrong += int((seen != truth).sum())
    assert 0.1 < wrong / (40 * 32) < 0.3


def test_an_announced_change_is_flagged_and_not_named_and_another_comes_without_a_word():
    it = world("changes/announce")
    assert [seen.announced for seen in play(it, "wait wait wait wait wait")] == [False, True, False, False, False]


def test_who_reads_the_laws_is_told_and_who_does_not_is_not():
    it = world("changes/reads-laws")
    names = it.looks("ant").reads
    told = [dict(zip(names, seen.reads.tolist())) for seen in play(it, "wait wait wait wait wait")]
    assert names == ("water is solid", "rule wages", "ant.speed")
    assert [one["water is solid"] for one in told] == [1, 0, 0, 0, 0]
    assert [one["rule wages"] for one in told] == [1, 1, 0, 0, 1]
    assert [one["ant.speed"] for one in told] == [1000, 1000, 500, 500, 1000]
    assert it.looks("bee").reads == () and it.observe("bee").reads.size == 0


def test_a_trap_looks_like_floor_and_the_mood_is_nowhere_to_be_read():
    it = world("phenomena/41-hidden-state")
    assert it.snapshot(0).cells[GROUND, 0, 1] == thing(it, "trap")
    assert it.observe("ant").cells[GROUND, 0, 1] == thing(it, "floor")
    assert it.observe("ant").reads.size == 0
