"""The classics of the book: its learning rules on paper examples, its curves on its mazes."""
import numpy as np
import pytest

from agents.roster import create
from tests.agents.lives import CORRIDOR, RIVER, Life
from world.types import Looks, Observation, Transition

EAST, WEST = 1, 3
NOTHING = np.zeros(0, np.int32)
MAZE = """
scenario: 1
map: |
  ###########
  #.......#G#
  #..#....#.#
  #A.#....#.#
  #..#......#
  #.....#...#
  #.........#
  ###########
legend: {A: ant, G: goal}
agents: {ant: {mind: MIND, actions: [north, east, south, west]}}
rules: {arrive: {when: ant enters goal, do: [reward 1, end arrived]}}
"""
"""Figure 8.2."""


def road(cells=4):
    """A road of some cells; the goal is its last."""
    kinds = Looks(("nothing", "floor", "ant"), np.array([0, 0, 3], np.int8), np.arange(3, dtype=np.int16), np.zeros(3, np.int16), np.full(3, -1, np.int8),
                  ("north", "east", "south", "west"), (), NOTHING, (1, cells))

    def at(col, fresh=False):
        board = np.zeros((5, 1, cells), np.uint16)
        board[0], board[3, 0, col] = 1, 2
        return Observation(board, 0, col, 1, NOTHING, NOTHING, fresh=fresh)
    return kinds, at


def test_q_learning_backs_up_the_best_of_the_next_state():
    looks, at = road()
    mind = create("q alpha=0.5 gamma=0.9", looks, 0)
    mind.observe(Transition(at(2), EAST, 1.0, at(3), terminated=True))
    mind.observe(Transition(at(1), EAST, 0.0, at(2)))
    value = {col: mind.values[mind.numbers[mind._key(at(col))], EAST] for col in (1, 2)}
    assert value == {2: 0.5, 1: pytest.approx(0.5 * 0.9 * 0.5)}


def test_sarsa_backs_up_what_is_really_done_next():
    looks, at = road()
    mind = create("sarsa alpha=0.5 gamma=0.9", looks, 0)
    mind.observe(Transition(at(2), EAST, 1.0, at(3), terminated=True))
    for then, worth in ((WEST, 0.0), (EAST, 0.5 * 0.9 * 0.5)):
        mind.observe(Transition(at(1), EAST, 0.0, at(2)))
        mind.observe(Transition(at(2), then, 0.0, at(1) if then == WEST else at(3), terminated=then == EAST))
        assert mind.values[mind.numbers[mind._key(at(1))], EAST] == pytest.approx(worth)


def test_one_reward_is_planned_back_along_the_whole_road():
    looks, at = road(6)
    mind = create("dyna-q n=200 alpha=1 gamma=0.9", looks, 0)
    for col in range(5):
        mind.observe(Transition(at(col), EAST, float(col == 4), at(col + 1), terminated=col == 4))
    worth = [mind.values[mind.numbers[mind._key(at(col))], EAST] for col in range(5)]
    assert worth == pytest.approx([0.9**4, 0.9**3, 0.9**2, 0.9, 1.0])


def test_what_was_long_untried_gains_by_the_root_of_the_time():
    looks, at = road()
    mind = create("dyna-q+ n=1 alpha=1 gamma=0 kappa=0.5", looks, 0)
    for _ in range(400):
        mind.observe(Transition(at(0), WEST, 0.0, at(0)))
    s = mind.numbers[mind._key(at(0))]
    assert mind.values[s, EAST] > 0.5 * np.sqrt(350) > mind.values[s, WEST], "east was never tried, west was tried in every tick"


def test_a_table_grows():
    looks, at = road(1000)
    mind = create("dyna-q", looks, 0)
    for col in range(999):
        mind.observe(Transition(at(col), EAST, 0.0, at(col + 1)))
    assert len(mind.numbers) == 1000 and (mind.imagine(at(0), [EAST] * 999).landing == np.arange(1, 1000)).all()


def test_a_load_and_a_turning_body_make_other_states():
    looks, at = road()
    mind = create("q", looks, 0)
    here = at(0)
    carrying = Observation(here.cells, 0, 0, 1, np.array([1], np.int32), NOTHING)
    assert mind._key(here) != mind._key(carrying)
    assert mind._key(here) == mind._key(Observation(here.cells, 0, 0, 2, NOTHING, NOTHING)), "which way a body faces that cannot turn is no news"


@pytest.mark.parametrize("mind", ("sarsa", "q"))
def test_who_has_no_model_foretells_that_nothing_changes(mind):
    life = Life(CORRIDOR, mind).live(50)
    told = life.mind.imagine(life.observation, [0, 1, 2])
    here = life.observation.row * life.looks.shape[1] + life.observation.col
    assert (told.landing == here).all() and (told.cells == life.observation.cells).all() and not life.mind.audit(life.observation).evidence.any()


def test_a_model_foretells_what_came_last():
    life = Life(CORRIDOR, "dyna-q").live(400)
    assert np.mean(life.right[200:]) > 0.8 and np.mean(life.surprises[200:]) < np.mean(life.surprises[:50]) / 2
    told, truth = life.mind.audit(life.observation), life.world.outcomes(life.name)
    known = (told.evidence > 0) & (truth.landing >= 0)
    assert known.sum() > 20 and np.mean(told.landing[known] == truth.landing[known]) > 0.95


@pytest.mark.parametrize("mind", ("dyna-q", "dyna-q+", "sarsa", "q"))
def test_lives_of_one_seed_are_equal_and_imagining_changes_nothing(mind):
    def ask(life):
        life.mind.imagine(life.observation, [0, 1, 2, 3])
        life.mind.audit(life.observation)
    one, other = Life(RIVER, mind, seed=3).live(250), Life(RIVER, mind, seed=3).live(250, ask)
    assert one.actions == other.actions and one.surprises == other.surprises
    assert Life(RIVER, mind, seed=4).live(250).actions != one.actions


def episodes(mind, seed, most):
    """Steps in each of the first episodes in the maze of figure 8.2."""
    life, steps, last = Life(MAZE.replace("MIND", "q"), mind, seed), [], 0
    while len(steps) < most and len(life.rewards) < 30_000:
        life.live(1)
        if life.rewards[-1]:
            steps.append(len(life.rewards) - last)
            last = len(life.rewards)
    return steps


def test_planning_saves_steps_as_in_the_book():
    """Figure 8.2: some 20 steps after few episodes with 50 planning steps, some hundreds without."""
    steps = {n: np.mean([episodes(f"dyna-q n={n} alpha=0.1", seed, 12)[4:] for seed in range(4)]) for n in (0, 5, 50)}
    assert steps[50] < 25 < steps[0] / 4 and steps[50] < steps[5] < steps[0]


def test_a_mind_that_is_told_not_to_learn_keeps_its_values():
    life = Life(CORRIDOR, "frozen dyna-q+ at 100").live(100)
    before = life.mind.values.copy()
    life.live(50)
    assert np.array_equal(life.mind.values[:len(before)], before)
