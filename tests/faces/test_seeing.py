"""What learners of other houses are handed is what `World.observe` says, laid out as promised."""
import numpy as np
import pytest
from worlds import EATEN, sighted

from lab.faces.lives import Lives
from lab.faces.opening import opened, scenario_of
from lab.faces.seeing import FORMS, Frame, frame_for
from world.kernel_view import AHEAD, BOARD, CENTRED
from world.scenario import UNSEEN
from world.types import Observation

SIGHTS = ("all", "3x3", "5x7", "7x7 ahead", "3x5 ahead", "9x9 by line of sight", "all by line of sight", "5x5 ahead by line of sight", "25x25")


def laid_out(seen: Observation, frame: Frame, wrap: bool) -> np.ndarray:
    """The plain version of `fill`: what was seen, cell by cell.  uint8 [5, rows, cols]"""
    _, height, width = seen.cells.shape
    out = np.full((5, frame.rows, frame.cols), UNSEEN, seen.cells.dtype)
    for i in range(frame.rows):
        for j in range(frame.cols):
            row, col = i, j
            if frame.sort == CENTRED:
                row, col = seen.row + i - frame.rows // 2, seen.col + j - frame.cols // 2
            elif frame.sort == AHEAD:
                up, aside = frame.rows - 1 - i, j - frame.cols // 2
                down, right = [(-up, aside), (aside, up), (up, -aside), (-aside, -up)][seen.facing]
                row, col = seen.row + down, seen.col + right
            if wrap:
                row, col = row % height, col % width
            if 0 <= row < height and 0 <= col < width:
                out[:, i, j] = seen.cells[:, row, col]
    return out


@pytest.mark.parametrize("disguised", [False, True])
@pytest.mark.parametrize("noise", ["0%", "30%"])
@pytest.mark.parametrize("edge", ["wall", "wrap"])
@pytest.mark.parametrize("sees", SIGHTS)
def test_the_kernel_hands_out_what_the_agent_sees(sees, edge, noise, disguised):
    lives = Lives(scenario_of(sighted(sees, edge, noise, disguised)), ["ant"], [5, 6], "cells")
    frame = lives.encoders[0].frame
    assert (frame.sort == BOARD) == sees.startswith("all") and (frame.sort == AHEAD) == ("ahead" in sees)
    dice = np.random.default_rng(1)
    for _ in range(15):
        for w in range(2):
            seen = lives.world.observe("ant", w)
            pictured = laid_out(seen, frame, edge == "wrap")
            if edge == "wrap" and frame.sort != BOARD:   # a window that laps a small torus does not see a cell twice
                pictured[lives.pictures[0][w] == lives.encoders[0].unseen] = UNSEEN
            pictured[pictured == UNSEEN] = lives.encoders[0].unseen
            assert np.array_equal(lives.pictures[0][w], pictured)
            assert lives.facts[0][w].tolist() == [seen.row, seen.col, seen.facing, seen.announced, seen.fresh, 0, 0, *seen.counters, *seen.reads]
        lives.actions[:] = dice.integers(0, 5, (2, 1))
        lives.tick()


def test_the_topmost_things_are_the_topmost_of_the_layers():
    for noise in ("0%", "30%"):
        text = sighted("all", noise=noise)
        all_layers, top = (Lives(scenario_of(text), ["ant"], [5], form).pictures[0][0] for form in ("cells", "top"))
        want = all_layers[0].copy()
        for layer in (1, 2, 4, 3):
            want[all_layers[layer] != 0] = all_layers[layer][all_layers[layer] != 0]
        assert np.array_equal(top[0], want)


@pytest.mark.parametrize("sees, change, frame", [("3x3", "", Frame(CENTRED, 3, 3)), ("3x3", "5x7", Frame(CENTRED, 7, 5)), ("3x5 ahead", "5x3 ahead", Frame(AHEAD, 5, 5)),
                                                 ("3x3", "5x3 ahead", Frame(CENTRED, 9, 9)), ("3x3", "all", Frame(BOARD, 5, 11))])
def test_a_frame_has_room_for_every_sight_that_a_change_may_bring(sees, change, frame):
    text = sighted(sees) + (f"changes: {{see: {{at: 5, edit: ant.sees = {change}}}}}\n" if change else "")
    assert frame_for(scenario_of(text), "ant", (5, 11)) == frame


@pytest.mark.parametrize("form", FORMS)
def test_every_form_keeps_to_its_space_through_a_life(form):
    scenario, name = opened(EATEN, "ant", minds={"hare": "wander"})
    lives = Lives(scenario, [name], [3], form)
    encoder, dice = lives.encoders[0], np.random.default_rng(0)
    for _ in range(60):
        assert encoder.space.contains(encoder.of_first(lives.pictures[0], lives.facts[0])())
        lives.actions[:] = dice.integers(0, 5, lives.actions.shape)
        lives.tick()
        if lives.status[0]:
            lives.begin(np.array([True]))


def test_the_numbers_of_flat_are_what_their_names_say():
    scenario, name = opened(EATEN, "ant", minds={"hare": "wander"})
    lives = Lives(scenario, [name], [3], "flat")
    encoder = lives.encoders[0]
    for _ in range(14):
        lives.actions[:] = 1
        lives.tick()
    seen = lives.world.observe("ant")
    told = dict(zip(encoder.features, encoder.of_first(lives.pictures[0], lives.facts[0])()))
    assert len(told) == encoder.length
    assert told["row"] == np.float32(seen.row / 3) and told["col"] == np.float32(seen.col / 4) and told["faces 1"] == 1
    assert told["energy"] == np.float32(seen.counters[0] / 9)
    assert (told["season 0"], told["season 1"]) == (1, 0) and told["eaten"] == seen.reads[1]
    assert told["ant at x1 y1"] == 1 and told["unseen at x0 y0"] == 1       # blinded at tick 12, it still sees itself
    pictured = lives.pictures[0][0]
    for plane, thing in enumerate(lives.world.looks("ant").names[1:]):
        for row in range(3):
            for col in range(3):
                assert told[f"{thing} at x{col} y{row}"] == (plane + 1 in pictured[:, row, col])


def test_on_a_whole_board_a_plane_shows_which_of_its_kind_the_agent_is():
    scenario, name = opened(EATEN.replace("sees: 5x3 ahead", "sees: all"), "hare 2")
    lives = Lives(scenario, [name], [3], "planes")
    encoder = lives.encoders[0]
    planes = encoder.of_first(lives.pictures[0], lives.facts[0])()
    assert encoder.planes[-1] == "itself" and planes.shape == (len(encoder.planes), 4, 5)
    assert np.argwhere(planes[-1]).tolist() == [[3, 4]] and planes[encoder.planes.index("hare")].sum() == 2


def test_another_word_for_an_observation_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="no observation called `pixels`; there is flat, planes"):
        Lives(scenario_of("4-locks"), ["ant"], [0], "pixels")
