"""Changes of law over several episodes, and by a person between two ticks: what an expectation cannot play. On the files of `changes/`, in the kernel and in the reference."""
from pathlib import Path

import numpy as np
import pytest

from tests.world.pictures import References
from world.load import load, read_edit

FOLDER = Path(__file__).parent / "changes"


def kernel(scenario):
    from world.world import World
    return World(scenario, seeds=[0])


@pytest.fixture(params=[References, kernel], ids=["reference", "kernel"])
def make(request):
    return request.param


class Life:
    """One world of a file, played in words; an episode that ends is followed by the next."""

    def __init__(self, make, name: str):
        self.world = make(load(FOLDER / f"{name}.yaml"))

    def play(self, words: str):
        """One word a tick, for the only learner."""
        (learner,) = self.world.learners
        for word in words.split():
            step = self.world.step(np.array([[self.world.looks(learner).actions.index(word)]], np.int32))[0]
            if step.terminated or step.truncated:
                self.world.reset()
        return self

    @property
    def column(self) -> int:
        """Where the only mover stands."""
        return int(np.argwhere(self.world.snapshot(0).cells[3])[0][1])

    @property
    def standing(self) -> list[str]:
        return [name for name in self.world.snapshot(0).standing]


def test_a_change_of_every_episode_comes_again_in_each(make):
    life = Life(make, "at-a-tick-of-every-episode")
    assert [life.play("east east").column, life.play("wait").column] == [2, 0]
    assert life.play("east").standing == []
    assert (life.play("east").column, life.standing) == (2, ["frost"])


def test_a_change_of_the_third_episode_comes_as_that_begins(make):
    life = Life(make, "at-an-episode").play("wait wait wait wait wait wait")
    assert life.standing == []
    assert life.play("wait").standing == ["drain"]


def test_under_reset_a_new_episode_has_the_law_of_the_file(make):
    life = Life(make, "laws-reset").play("wait wait wait")
    assert life.standing == ["frost"]
    assert life.play("wait").standing == []
    assert life.play("east east").column == 1


def test_under_keep_it_has_the_law_of_the_last_and_what_was_running_runs_on(make):
    life = Life(make, "laws-keep").play("wait wait wait wait")
    assert life.standing == ["frost", "bridge"]                        # bridge governs ticks 4, 5 and 6
    assert life.play("east east").column == 2
    assert (life.standing, life.play("wait").standing) == (["frost", "bridge"], ["frost"])


def test_a_person_enacts_a_law_between_two_ticks_and_takes_it_back(make):
    life = Life(make, "by-a-person").play("east")
    assert life.column == 0
    life.world.enact("kindness")
    assert life.column == 0 and life.play("east").column == 1
    life = Life(make, "by-a-person")
    life.world.enact("kindness")
    life.world.enact("undo kindness")
    assert life.play("east").column == 0
    life.world.enact(read_edit(life.world.scenario, "water is not solid"))
    assert life.play("east").column == 1
    assert life.world.log(0)[-1].by == "person"
