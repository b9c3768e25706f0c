"""A World as those who use it know it: batches, snapshots, looking ahead, and what each action would do."""
import time

import numpy as np
import pytest

from tests.world.pictures import scenario
from world.load import from_text, read_edit
from world.scenario import UNSEEN
from world.world import World

BUSY = scenario(
    "A.b.ii.g.\n..>>>v..t\n.k.D.v.t.\nB..<<<..f\n....m...g",
    agents="  ant: {mind: learner, actions: [north, east, south, west, use, wait], has: {energy: 5 of 9}, noise: {action: 10%}}\n  bee: {mind: wander}",
    vars="season: {of: [warm, cold], now: warm}",
    rules="""pick: {when: ant enters key, do: take it}
             feed: {when: ant enters gem, do: [reward 1, remove it, put gem anywhere]}
             catch: {each: tree, if: fire beside, chance: 20%, do: it becomes fire}
             fade: {each: fire, chance: 10%, do: [it becomes ash, put tree here]}
             hum: {every: 7 ticks, do: [season cycles, ant gains 1 energy]}
             freeze: {when: season is cold, do: reward -0.5 to ant}
             full: {when: ant energy rises to 9, do: end full}""",
    changes="""flip: {every: 11..17, for: 5, edit: belt.carries = backward}
               thaw: {at: 20..40, edit: ice is not slippery}
               frost: {after: thaw + 15, edit: ice is slippery}
               night: {when: season is cold, until: season is warm, edit: ant.sees = 3x3}
               rich: {by: ant, cost: 2 energy, cooldown: 5, edit: [rule fade off, put gem at x0 y4]}""")


def life(it: World, ticks: int, seed: int = 0) -> None:
    dice = np.random.default_rng(seed)
    for _ in range(ticks):
        it.step(np.repeat(dice.integers(0, 7, (1, len(it.learners))), it.batch, axis=0))
        it.reset()


def test_a_world_lives_alone_as_it_lives_in_a_batch():
    many = World(BUSY, range(20))
    life(many, 120)
    for seed in (0, 7, 19):
        alone = World(BUSY, (seed,))
        life(alone, 120)
        assert alone.digest() == many.digest(seed)
        assert alone.log() == many.log(seed)


def test_a_world_goes_on_from_a_snapshot_as_it_did_the_first_time():
    it = World(BUSY, (3,))
    life(it, 37)
    it.enact(read_edit(BUSY, "mud is solid"))
    kept = it.snapshot()
    life(it, 60, seed=1)
    first, log = it.digest(), it.log()
    it.restore(kept)
    life(it, 60, seed=1)
    assert it.digest() == first and it.log() == log
    other = World(BUSY, (3,))
    other.restore(kept)
    life(other, 60, seed=1)
    assert other.digest() == first and other.log() == log


def test_looking_ahead_touches_nothing():
    it, twin = World(BUSY, (5, 6)), World(BUSY, (5, 6))
    for tick in range(60):
        before = it.digest(1)
        ahead = it.peek([tick % 6], world=1)
        it.outcomes("ant", world=1), it.observe("ant", 1), it.law(1), it.log(1)
        assert it.digest(1) == before
        actions = [[1], [tick % 6]]
        it.step(actions), twin.step(actions)
        assert (it.snapshot(1).cells == ahead.cells).all() and it.snapshot(1).tick == ahead.tick
        it.reset(), twin.reset()
    assert it.digest(0) == twin.digest(0) and it.digest(1) == twin.digest(1)


def test_outcomes_say_what_an_action_does_where_the_agent_stands():
    it = World(BUSY, (2,))
    for tick in range(80):
        place = it.observe("ant")
        truth = it.outcomes("ant")
        action = tick * 5 % 7
        step = it.step([[action]])[0]
        now = it.observe("ant")
        assert truth.landing[place.row, place.col, action] == now.row * it.shape[1] + now.col
        assert truth.reward[place.row, place.col, action] == pytest.approx(step.reward[0])
        it.reset()


def test_outcomes_show_a_pushed_box_and_walls_as_they_are():
    it = World(scenario("A.b.\n#..."))
    truth = it.outcomes("ant")
    east = it.looks("ant").actions.index("east")
    box = it.scenario.kind("box").first_id
    assert truth.landing[1, 0, east] == -1 and truth.landing[0, 2, east] == -1
    assert truth.landing[0, 1, east] == 2
    assert truth.edits[0, 1, east].tolist() == [[2, 2, 0], [3, 2, box], [-1, -1, -1], [-1, -1, -1]]


def test_an_ended_world_waits_for_its_reset_and_can_still_be_looked_at():
    it = World(scenario("A.g", rules="win: {when: ant enters gem, do: [reward 1, end won]}"))
    it.step([[1]])
    step = it.step([[1]])[0]
    assert step.terminated and step.word == "won" and it.snapshot().ended == "won"
    assert it.step([[1]])[0].reward == [0.0] and it.snapshot().tick == 2
    it.observe("ant"), it.outcomes("ant")
    it.reset()
    after = it.snapshot()
    assert (after.tick, after.episode, after.episode_tick, after.ended) == (2, 2, 0, None)
    assert it.observe("ant").fresh


def test_time_runs_out():
    it = World(scenario("A.", world="episode: 3"))
    steps = [it.step([[0]])[0] for _ in range(3)]
    assert [step.truncated for step in steps] == [False, False, True] and steps[-1].word == "time" and not steps[-1].terminated


def test_whoever_is_removed_sees_nothing():
    it = World(scenario("A.g", rules="sting: {when: ant enters gem, do: remove them}"))
    it.step([[1]]), it.step([[1]])
    gone = it.observe("ant")
    assert (gone.row, gone.col) == (-1, -1) and (gone.cells == UNSEEN).all()
    it.step([[1]]), it.outcomes("ant")


def test_some_worlds_of_a_batch_can_live_while_others_wait():
    it = World(BUSY, (1, 2))
    it.step([[1], [1]], where=np.array([True, False]))
    assert (it.snapshot(0).tick, it.snapshot(1).tick) == (1, 0)


def test_a_tick_of_one_world_is_quick():
    it = World(BUSY, (1,))
    life(it, 20)
    best = min(_seconds(lambda: it.step([[5]])) for _ in range(200))
    assert best < 500e-6


def _seconds(do) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


FLIP = """\
scenario: 1
map: |
  ####
  #A.#
  ####
legend: {A: ant}
agents: {ant: {mind: random}}
changes: {flip: {every: 2, edit: wall is not solid, for: 1}}
world: {laws: keep}
"""


def quiet(it: World, ticks: int) -> None:
    for _ in range(ticks):
        it.advance([[-1]])


def test_a_log_goes_on_from_where_it_was_told_and_is_cut_back_by_a_snapshot():
    """Longer than a chunk of history, asked for now and then; two lives from one snapshot, neither of which sees the other's law."""
    it, whole = World(from_text(FLIP), (0,)), World(from_text(FLIP), (0,))
    for ticks in (100, 200, 3):
        quiet(it, ticks)
        it.log()
    kept = it.snapshot()
    before = it.log()
    it.peek([-1]), it.peek([-1])
    quiet(it, 300)
    quiet(whole, 603)
    longest = it.log()
    assert longest == whole.log() and longest[:len(before)] == before and len(longest) > 600
    it.restore(kept)
    assert it.log() == before
    it.enact(read_edit(it.scenario, "wall is slippery"))
    quiet(it, 300)
    other = World(it.scenario, (0,))
    other.restore(kept)
    assert other.log() == before
    quiet(other, 300)
    assert other.log() == whole.log() == longest and [entry.added for entry in it.log()] != [entry.added for entry in longest]
    assert [entry for entry in it.log() if entry.by == "clock"][:len(before)] == before


def test_a_history_is_shared_and_never_copied():
    it = World(from_text(FLIP), (0,))
    quiet(it, 700)
    first = it._news[0]
    quiet(it, 700)
    assert len(first.chunks) >= 2 and all(one is other for one, other in zip(first.chunks, it._news[0].chunks)) and first.begins(it._news[0])
