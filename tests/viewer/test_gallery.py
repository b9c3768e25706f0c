"""The worlds to choose from, and the file that is watched."""
from __future__ import annotations

import os

import pygame
import pytest
from desks import click_on, window_of
from fake import scenario

from lab.session import Session
from viewer import keys, tiles
from viewer.cast import Cast
from viewer.gallery import FOLDER, Gallery, difficulty, who_changes
from viewer.model import choose_faces
from viewer.reload import Watch
from viewer.theme import NIGHT
from world.load import load
from world.mistakes import Mistake, ScenarioError
from world.scenario import Mark


def gallery_of(tmp_path, read=None) -> Gallery:
    for name in ("turning-wind", "1-maze", "broken"):
        (tmp_path / f"{name}.yaml").write_text("scenario: 1\n")

    def reads(path):
        if "broken" in path:
            raise ScenarioError([Mistake(Mark(path, 3, 1, 4), "`agnets` is not a key", "key")])
        return scenario()
    gallery = Gallery(read or reads, tmp_path)
    while gallery.load_some():
        pass
    return gallery


def test_the_default_world_comes_first_and_a_broken_file_is_a_card_that_says_why(tmp_path):
    gallery = gallery_of(tmp_path)
    assert [card.title for card in gallery.cards] == ["Turning wind", "Maze", "Broken"]
    assert gallery.cards[2].about == "Line 3: `agnets` is not a key" and gallery.cards[2].scenario is None


def test_worlds_are_found_by_who_changes_their_law_and_by_words(tmp_path):
    gallery = gallery_of(tmp_path)
    assert who_changes(scenario()) == ("clock",) and difficulty(scenario()) == 1
    gallery.filter("agent")
    assert gallery.card() is None
    gallery.filter("clock")
    for letter in "maze":
        gallery.type(letter)
    assert [card.title for card in gallery.shown()] == ["Maze"]
    gallery.type("\b")
    assert gallery.words == "maz"


def test_the_shipped_worlds_lie_where_the_gallery_looks():
    assert any(FOLDER.glob("*.yaml"))


def test_escape_opens_the_gallery_and_enter_opens_the_chosen_world(tmp_path):
    window = window_of(5)
    window.desk.gallery = gallery_of(tmp_path)
    window.handle(keys.press("Esc"))
    for _ in range(8):
        window.frame(0)
    assert window.desk.look.over == "gallery"
    window.handle(keys.press("Right"))
    assert window.desk.gallery.chosen == 1
    window.handle(keys.press("Enter"))
    assert window.desk.look.over == "" and window.desk.path.endswith("1-maze.yaml")
    window.frame(0)
    assert len(window.layout.boards) == 2 and not window.problems


def test_slash_finds_by_typing(tmp_path):
    window = window_of(5)
    window.desk.gallery = gallery_of(tmp_path)
    window.desk.do("gallery")
    window.frame(0)
    window.handle(keys.press("/"))
    for letter in "turning":
        window.handle(keys.press(letter))
    assert [card.title for card in window.desk.gallery.shown()] == ["Turning wind"]
    window.handle(keys.press("Esc"))
    assert window.desk.look.over == "gallery"
    window.handle(keys.press("Esc"))
    assert window.desk.look.over == ""


def test_a_card_is_opened_by_a_click_and_the_filters_by_theirs(tmp_path):
    window = window_of(5)
    window.desk.gallery = gallery_of(tmp_path)
    window.desk.do("gallery")
    window.frame(0)
    window.frame(0)
    click_on(window, "filter", "clock")
    window.frame(0)
    click_on(window, "open", str(tmp_path / "1-maze.yaml"))
    assert window.desk.path.endswith("1-maze.yaml")


def test_a_file_dropped_on_the_window_is_opened(tmp_path):
    window = window_of(5)
    window.handle(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path / "mine.yaml")))
    assert window.desk.path.endswith("mine.yaml")


def test_a_save_is_noticed_once_and_only_when_it_is_complete(tmp_path):
    file = tmp_path / "river.yaml"
    file.write_text("a")
    watch = Watch(str(file))
    assert not watch.saved(1)
    file.write_text("ab")
    assert not watch.saved(2), "it may still be being written"
    assert watch.saved(3)
    assert not watch.saved(4)


def test_a_file_replaced_by_its_editor_is_a_save_too(tmp_path):
    file = tmp_path / "river.yaml"
    file.write_text("a")
    watch = Watch(str(file))
    os.remove(file)
    assert not watch.saved(1) and not watch.saved(2)
    file.write_text("abc")
    assert not watch.saved(3) and watch.saved(4)


@pytest.mark.parametrize("moment", [0.0, 0.1])
def test_the_file_is_not_looked_at_every_frame(tmp_path, moment):
    file = tmp_path / "river.yaml"
    file.write_text("a")
    watch = Watch(str(file))
    watch.saved(moment)
    file.write_text("ab")
    assert not watch.saved(moment + .05)


@pytest.mark.parametrize("name", ["turning-wind", "hunter", "lever", "4-locks"])
def test_the_card_of_a_world_gives_its_agents_the_faces_that_they_wear_in_it(name, monkeypatch):
    world = load(str(FOLDER / f"{name}.yaml"))
    given = []
    real = tiles.face
    monkeypatch.setattr(tiles, "face", lambda theme, n, number, facing: (given.append(number), real(theme, n, number, facing))[1])
    tiles.thumbnail(NIGHT, world, (300, 176))
    session = Session(world)
    faces = choose_faces(session)
    cast = Cast(world)
    creatures = cast.creature_faces(list(faces.values()))
    rows = {cast.row_of(learner): faces[0, k] for k, learner in enumerate(session.learners)}
    assert given == [rows.get(i, creatures.get(start.agent)) for i, start in enumerate(world.board.starts)]
