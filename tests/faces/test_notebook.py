"""A world in a notebook: its documented examples hold, and it answers mistakes in words."""
import doctest

import numpy as np
import pytest
from worlds import EATEN, LAVA

from lab.faces import notebook
from umwelt import World
from world.mistakes import ScenarioError


def test_every_example_in_its_documentation_holds():
    failed, tried = doctest.testmod(notebook)
    assert not failed and tried > 20


def test_words_and_numbers_are_the_same_actions():
    one, other = World.from_text(LAVA, seed=3), World.from_text(LAVA, seed=3)
    for number, word in enumerate(one.actions):
        one.step(number)
        other.step(word)
    assert one.snapshot().tick == 5 and one.to_text() == other.to_text() and one._world.digest() == other._world.digest()


def test_several_learners_are_named():
    world = World.from_text(EATEN)
    assert world.learners == ("ant", "hare 1", "hare 2") and set(world.actions) == {"ant", "hare 1", "hare 2"}
    turn = world.step({"hare 1": "north"}, ant="east")
    assert world.where("ant") == "x1 y0" and world.where("hare 1") == "x4 y1" and turn.reward == {"ant": 0, "hare 1": 0, "hare 2": 0}
    with pytest.raises(ValueError, match="say whose action"):
        world.step("east")
    with pytest.raises(ValueError, match="`fox` is nobody whose actions are yours"):
        world.step(fox="east")


def test_an_ended_episode_waits_for_its_reset():
    world = World.from_text(LAVA)
    world.step("east")
    world.step("east")
    assert world.step("east").ended == "won" == world.ended and world.total == {"ant": 1.0}
    with pytest.raises(ValueError, match="has ended; reset"):
        world.step("east")
    assert world.reset().where("ant") == "x0 y0" and world.tick == 3
    assert world.reset(seed=5).tick == 0 and world.total == {"ant": 0.0}
    assert world.run(50).ended == "time" and world.tick == 15


def test_the_law_is_printed_and_shown():
    world = World.from_text(LAVA)
    assert "thaw: at 7 → lava is slippery   (in 7 ticks)" in str(world.law())
    world.run(8)
    assert "lava is slippery" in world.law() and "lava is slippery   (since 7, by clock)" in str(world.law())
    assert "<b>lava is slippery</b>" in world.law()._repr_html_()
    assert world.log() == ["7: by clock, thaw + lava is slippery"] or "thaw" in world.log()[0]
    world.enact("undo thaw").run(1)
    assert "lava is slippery" not in world.law()


def test_a_sentence_that_means_nothing_is_answered():
    with pytest.raises(ScenarioError, match="slipery"):
        World.from_text(LAVA).enact("lava is slipery")
    with pytest.raises(ScenarioError):
        World.from_text("scenario: 1\nmap: A\n")


def test_pictures_are_png_and_html(tmp_path):
    world = World.from_text(LAVA)
    assert world._repr_png_().startswith(b"\x89PNG") and "data:image/png" in world._repr_html_() and "tick 0" in world._repr_html_()
    assert world.picture(20).shape == (40, 80, 3)
    world.save(tmp_path / "lava.png", 16)
    assert (tmp_path / "lava.png").read_bytes().startswith(b"\x89PNG")
    before = world.picture(20)
    world.step("south")
    assert not np.array_equal(before, world.picture(20))


def test_a_moment_can_be_gone_back_to():
    world = World.load("1-blocking-maze", seed=1)
    start = world.snapshot()
    world.live(30)
    assert world.restore(start).where("ant") == "x3 y5" and world.tick == 0
