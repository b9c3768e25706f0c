"""Tiles: any kind looks like something, and what differs can be seen to differ, without colour too."""
from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame  # noqa: E402
from stage import FACING, RED_BLUE, kind, river, scenario  # noqa: E402

from lab.look.choice import drawing_word  # noqa: E402
from lab.look.drawings import DRAWINGS, How  # noqa: E402
from viewer import faces  # noqa: E402
from viewer.model import faces_of  # noqa: E402
from viewer.shapes import Pen  # noqa: E402
from viewer.theme import NIGHT, PAPER  # noqa: E402
from viewer.tiles import Law, Tiles, named, thumbnail, wall_sprite  # noqa: E402
from world.load import load  # noqa: E402
from world.types import Row  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def display():
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((8, 8))


def pixels(surface: pygame.Surface) -> np.ndarray:
    """float [W, H, 3]"""
    return pygame.surfarray.array3d(surface).astype(float)


def grey(surface: pygame.Surface) -> np.ndarray:
    return pixels(surface) @ [.3, .59, .11]


@pytest.mark.parametrize("theme", [NIGHT, PAPER], ids=["night", "paper"])
@pytest.mark.parametrize("name", sorted(DRAWINGS))
@pytest.mark.parametrize("n", (8, 16, 34, 64))
def test_every_drawing_shows_something_at_every_size(theme, name, n):
    pen = Pen(n)
    DRAWINGS[name](pen, theme, n, How(word="lit"))
    shown = pygame.surfarray.array_alpha(pen.done())
    assert shown.shape == (n, n) and shown.max() > 60


@pytest.mark.parametrize("name, drawing", [("ice", "ice"), ("thin ice", "ice"), ("stone wall", "wall"), ("walls", "wall"), ("oak tree", "tree"), ("trees", "tree"),
                                           ("red-door", "door"), ("treasure chest", "crate"), ("zorb", None)])
def test_a_kind_is_drawn_by_any_word_of_its_name(name, drawing):
    assert drawing_word(name) == drawing


def test_an_unknown_kind_is_drawn_by_what_it_does_and_else_by_its_initial():
    scene = scenario("...", {}, [kind("glass", "ground"), kind("zorb"), kind("hum", "air"), kind("carrier", "ground", FACING), kind("jet", "air", FACING),
                                 kind("blorp", "ground")], facts={"glass": "slippery", "carrier": "conveyor", "jet": "conveyor"})
    tiles = Tiles(NIGHT, scene)
    drawn = {thing.kind: tiles.choices[thing.id].drawing for thing in scene.things[1:]}
    assert drawn["glass"] == "ice" and drawn["zorb"] == "letter" and drawn["hum"] == "mist" and drawn["blorp"] == "stuff"
    assert drawn["carrier"] == "belt" and drawn["jet"] == "wind"


def test_two_unknown_kinds_with_other_initials_and_looks_look_different():
    scene = scenario("...", {}, [kind("zorb", look="orange"), kind("quux", look="orange"), kind("zig", look="pale blue")])
    tiles = Tiles(NIGHT, scene)
    pictures = [pixels(tiles.swatch(t.id, 32)) for t in scene.things if t.kind in ("zorb", "quux", "zig")]
    assert all(abs(a - b).max() > 40 for i, a in enumerate(pictures) for b in pictures[:i])


@pytest.mark.parametrize("n", (20, 32, 48))
def test_tablets_show_their_words_and_what_they_say_of_things_has_another_colour(n):
    scene = load("scenarios/6-tablets.yaml")
    tiles = Tiles(NIGHT, scene)
    words = {tablet.word: pixels(tiles.swatch(tablet.id, n)) for tablet in scene.tablets}
    assert all(abs(words[a] - words[b]).max() > 40 for a in words for b in words if a < b)
    assert (words["SOLID"][..., 0] - words["SOLID"][..., 1]).max() > 40 > (words["WALL"][..., 0] - words["WALL"][..., 1]).max()


@pytest.mark.parametrize("n", (16, 32))
@pytest.mark.parametrize("name", ["key", "door", "parcel", "chute"])
def test_red_and_blue_are_told_apart_without_colour(name, n):
    scene = scenario("...", {}, [kind(name, "object", RED_BLUE)])
    tiles = Tiles(NIGHT, scene)
    red, blue = (t.id for t in scene.things if t.kind == name)
    pictures = []
    for id in (red, blue):
        picture = grey(tiles.swatch(id, n))
        pictures.append((picture - picture.min()) / (picture.max() - picture.min()))
    assert (abs(pictures[0] - pictures[1]) > .2).sum() >= 4, "the emblem has another shape"


def test_a_locked_door_is_a_block_and_an_open_one_a_frame():
    scene = scenario("...", {}, [kind("door", "object", RED_BLUE, ("state", ("locked", "open")))])
    tiles = Tiles(NIGHT, scene)
    by_name = {t.name: t.id for t in scene.things}
    assert tiles.thing(by_name["red locked door"], 32).get_at((16, 22))[3] > 200
    assert tiles.thing(by_name["red open door"], 32).get_at((18, 16))[3] == 0


def test_agents_keep_their_eyes_at_every_size_and_look_where_they_face():
    for n in (12, 16, 24, 34):
        for number in range(4):
            looks = [grey(faces.face(NIGHT, n, number, facing)) for facing in range(4)]
            for i, a in enumerate(looks):
                assert all(abs(a - b).max() > 50 for b in looks[:i]), (n, number)


def test_the_four_agents_differ_in_shape():
    shapes = [pygame.surfarray.array_alpha(faces.face(NIGHT, 32, k, 1, halo=False)) > 128 for k in range(4)]
    for i, a in enumerate(shapes):
        assert all((a != b).sum() > 20 for b in shapes[:i])
    assert faces.colour_of(NIGHT, 4) != faces.colour_of(NIGHT, 0), "the fifth has the first shape in another colour"


def test_a_wall_shows_its_face_only_where_the_south_is_open():
    alone, joined = wall_sprite(NIGHT, 32, 0), wall_sprite(NIGHT, 32, 0b1111)
    assert tuple(alone.get_at((16, 29)))[:3] == NIGHT.wall_face and tuple(joined.get_at((16, 29)))[:3] == NIGHT.wall
    assert alone.get_at((0, 0))[3] < 40 and joined.get_at((0, 0))[3] == 255, "only open corners are round"


def test_a_current_points_where_it_carries_under_the_law_in_force():
    scene = river()
    tiles = Tiles(NIGHT, scene)
    south = next(t.id for t in scene.things if t.name == "wind facing south")
    north = next(t.id for t in scene.things if t.name == "wind facing north")
    assert tiles.currents(Law())[south] == 2 and tiles.currents(Law({"wind": "backward"}))[south] == 0
    assert (pixels(tiles.swatch(south, 32, Law({"wind": "backward"}))) == pixels(tiles.swatch(north, 32))).all()
    assert (pixels(tiles.swatch(south, 32)) != pixels(tiles.swatch(south, 32, Law({}, frozenset({"wind"}))))).any(), "one that does not carry has no chevron"


def test_the_law_of_tiles_is_read_from_the_rows_of_the_law_panel():
    scene = river()
    rows = [Row("wind.carries", "wind.carries = backward", "word", value="backward"), Row("wind.speed", "wind.speed = 1", "number", value=1)]
    assert Law.read(rows, scene) .carries["wind"] == "backward" and not Law.read(rows, scene).still
    assert Law.read([Row("wind is conveyor", "wind is not conveyor", "fact", on=False)], scene).still == {"wind"}
    assert Law.read([Row("wind.speed", "wind.speed = 0", "number", value=0)], scene).still == {"wind"}
    assert Law.read([], scene).carries["wind"] == "forward"


def test_ground_under_a_thing_is_plain():
    scene = scenario("gT.", {"g": "grass", "T": "tree on grass"}, [kind("grass", "ground"), kind("tree")])
    tiles = Tiles(NIGHT, scene)
    cells = scene.board.cells
    names = named(tiles.keys(cells, tiles.current_in(cells, tiles.facing), True), 0)
    bare, under = tiles.cell(int(names[0, 0]), 40), tiles.cell(int(names[0, 1]), 40)
    blade = np.array(NIGHT.blade)
    assert (abs(pixels(bare) - blade).sum(axis=2) < 12).any() and not (abs(pixels(under) - blade).sum(axis=2) < 12).any()


def test_pictures_of_cells_are_kept_but_not_for_ever(monkeypatch):
    from viewer import tiles as module
    monkeypatch.setattr(module, "CELLS_KEPT", 20)
    scene = river()
    tiles = Tiles(NIGHT, scene)
    cells = scene.board.cells
    names = named(tiles.keys(cells, tiles.current_in(cells, tiles.facing), True), 0)
    first = tiles.cell(int(names[5, 5]), 16)
    assert tiles.cell(int(names[5, 5]), 16) is first
    for n in range(9, 50):
        tiles.cell(int(names[5, 5]), n)
    assert len(tiles._cells) <= 20


@pytest.mark.parametrize("rows", ["A....\n.....", "#######\n#A...G#\n#######", "\n".join(["A" + "." * 79] + ["." * 80] * 59), "A"])
def test_a_thumbnail_fills_its_size_whatever_the_map(rows):
    scene = scenario(rows, {"A": "ant"})
    picture = thumbnail(NIGHT, scene, (300, 176))
    assert picture.get_size() == (300, 176)
    body = np.array(faces.colour_of(NIGHT, faces_of(scene.agents[0].minds)[0]))
    assert (abs(pixels(picture) - body).sum(axis=2) < 6).any(), "the agent is in the picture"
