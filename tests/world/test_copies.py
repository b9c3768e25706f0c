"""Copies of worlds: they go on as what they are copies of, and each by itself; also in another process, and from a snapshot of another world."""
import copy
import pickle
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.world.test_drawn_worlds import SCENARIO as DRAWN
from tests.world.test_world import BUSY, life
from world.load import read_condition, read_edit
from world.world import World


def typed(it: World) -> World:
    """Some way into a life in which a person has spoken."""
    life(it, 37)
    it.enact(read_edit(BUSY, "mud is solid"))
    life(it, 9)
    return it


def told(it: World) -> list:
    return [it.seeds, [(it.digest(w), it.log(w), it.law(w)) for w in range(it.batch)], it.fired().tolist()]


def other_words(it: World) -> None:
    it.enact(read_edit(BUSY, "ice is solid"))
    life(it, 3)
    it.holds(read_condition(BUSY, "no mud left"))


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("made", [copy.deepcopy, World.copy, lambda world: pickle.loads(pickle.dumps(world))])
def test_a_copy_goes_on_as_the_world_does_and_by_itself(made, threads):
    it, same = (typed(World(BUSY, range(6), threads=threads)) for _ in range(2))
    twin = made(it)
    before = told(twin)
    assert before == told(it)
    other_words(it), life(it, 40, seed=5)                # the world's own words do not become the copy's
    assert told(twin) == before
    twin.enact(read_edit(BUSY, "gem is solid")), same.enact(read_edit(BUSY, "gem is solid"))
    life(twin, 60, seed=2), life(same, 60, seed=2)
    assert told(twin) == told(same)
    third = made(twin)
    del it, twin
    life(third, 30, seed=3), life(same, 30, seed=3)
    assert told(third)[:2] == told(same)[:2]


def test_a_copy_outgrows_its_law_by_itself():
    it = typed(World(BUSY, range(2)))
    twin, before = it.copy(), None
    before = told(it)
    for name in ("thaw", "frost", "rich") * 8:
        twin.enact(name)
    life(twin, 5)
    assert told(it) == before and len(twin.log()) > len(it.log())
    life(it, 5)


def test_what_watches_a_world_has_a_twin_that_watches_the_copy():
    it = World(BUSY, range(3))
    watch = it.watch("ant")
    twin, twin_watch = copy.deepcopy((it, watch))
    life(it, 10)
    old = watch.pictures.copy(), watch.facts.copy()
    life(twin, 10), life(twin, 10, seed=1)
    assert (watch.pictures == old[0]).all() and (watch.facts == old[1]).all()
    life(it, 10, seed=1)
    assert (watch.pictures == twin_watch.pictures).all() and (watch.facts == twin_watch.facts).all()


def test_a_world_goes_on_in_another_process(tmp_path):
    it = typed(World(BUSY, range(2)))
    (tmp_path / "world").write_bytes(pickle.dumps(it))
    program = ("import pickle, sys; from tests.world.test_world import life; it = pickle.load(open(sys.argv[1], 'rb')); "
               "life(it, 50, seed=4); print(it.digest(0), it.digest(1))")
    said = subprocess.run([sys.executable, "-c", program, str(tmp_path / "world")], capture_output=True, text=True, check=True).stdout
    life(it, 50, seed=4)
    assert said.split() == [it.digest(0), it.digest(1)]


def test_a_copy_is_quick():
    it = typed(World(BUSY, (1,)))
    it.copy()
    start = time.process_time()
    for _ in range(50):
        it.copy()
    assert time.process_time() - start < 50 * 0.005


def test_a_world_takes_over_the_map_of_a_snapshot():
    it = World(DRAWN, (1, 2))
    life(it, 5)
    it.restore(it.snapshot(0), 1)
    both = np.ones(2, np.bool_)
    it.reset(both)
    assert it.digest(0) == it.digest(1) and it.seeds == (1, 1)
    life(it, 20)
    it.reset(both)
    assert it.digest(0) == it.digest(1) and it.log(0) == it.log(1)
    fixed = World(DRAWN, (2,), board=World(DRAWN, (2,)).board)
    with pytest.raises(ValueError, match="on another map"):
        fixed.restore(it.snapshot(0))
