"""Pictures without a window: every drawing shows something, boards look as in the window, a PNG is a PNG."""
import struct
import zlib

import numpy as np
import pytest

from lab.look.colours import NIGHT, PAPER
from lab.look.creatures import draw_face
from lab.look.drawings import DRAWINGS, LETTERED, How
from lab.look.letters import letter
from lab.look.pen import Pen
from lab.look.picture import Mover, Pictures, png, size_for
from world.load import from_text
from world.scenario import UNSEEN

POND = from_text("""\
scenario: 1
map: |
  #######
  #A.iiG#
  #.b.t.#
  #######
legend: {A: ant, i: ice, b: box, t: troll}
kinds: {troll: solid}
agents: {ant: learner}
rules: {arrive: {when: ant enters goal, do: end won}}
""")
CELLS = POND.board.cells


@pytest.mark.parametrize("theme", [NIGHT, PAPER], ids=["night", "paper"])
@pytest.mark.parametrize("name", sorted(DRAWINGS))
@pytest.mark.parametrize("n", (8, 16, 34, 64))
def test_every_drawing_shows_something_at_every_size(theme, name, n):
    pen = Pen(n)
    DRAWINGS[name](pen, theme, n, How(word="lit"))
    sprite = pen.done()
    assert sprite.shape == (n, n, 4) and sprite[..., 3].max() > 60
    assert (sprite[..., :3] <= sprite[..., 3:] + .01).all()          # premultiplied


@pytest.mark.parametrize("n", (8, 16, 34, 64))
def test_each_cell_of_a_board_shows_what_is_in_it(n):
    pictures = Pictures(POND)
    image = pictures.board(CELLS, [Mover(1, 1, 1, 0)], n)
    assert image.shape == (4 * n, 7 * n, 3) and image.dtype == np.uint8

    def cell(row, col):
        return image[row * n:(row + 1) * n, col * n:(col + 1) * n].astype(int)
    shown = [cell(1, 1), cell(1, 3), cell(1, 5), cell(2, 2), cell(2, 4), cell(2, 1), cell(0, 0)]
    for i, one in enumerate(shown):
        for other in shown[:i]:
            assert np.abs(one - other).max() > 30


def test_movers_stand_where_they_are_said_to_be_and_each_face_differs():
    pictures = Pictures(POND)
    faces = [pictures.board(CELLS, [Mover(1, 1, 1, face)], 32)[32:64, 32:64] for face in range(5)]
    assert len({face.tobytes() for face in faces}) == 5
    turned = [pictures.board(CELLS, [Mover(1, 1, facing, 0)], 32)[32:64, 32:64] for facing in range(8)]
    assert len({face.tobytes() for face in turned}) == 8
    gone = pictures.board(np.where(np.arange(5)[:, None, None] == 3, 0, CELLS), [Mover(-1, -1, 0, 0)], 32)
    assert not np.array_equal(gone[32:64, 32:64], faces[0])


def test_what_is_not_seen_is_fog():
    cells = CELLS.copy()
    cells[:, 2, 5] = UNSEEN
    for n in (4, 16):
        image = Pictures(POND).board(cells, [], n)
        assert (image[2 * n:3 * n, 5 * n:6 * n].reshape(-1, 3) == NIGHT.fog).all(axis=1).any()


def test_a_large_board_has_small_cells_and_a_small_one_large():
    assert size_for(7, 11) == 48 and size_for(64, 64) == 10 and size_for(1000, 1000) == 4


@pytest.mark.parametrize("initial", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?é")
def test_every_initial_can_be_read(initial):
    assert 60 < letter(32, initial, (255, 255, 255), .4)[..., 3].max()


def test_letters_stand_on_what_nobody_drew():
    assert LETTERED <= set(DRAWINGS)
    pictures = Pictures(POND)
    troll = next(thing.id for thing in POND.things if thing.kind == "troll")
    assert pictures.choices[troll].drawing == "letter" and pictures.choices[troll].how.initial == "t"


def test_both_pens_draw_alike():
    pygame = pytest.importorskip("pygame")
    from viewer import shapes
    for name in ("crate", "fire", "key", "door_locked", "tree"):
        pens = Pen(32), shapes.Pen(32)
        for pen in pens:
            DRAWINGS[name](pen, NIGHT, 32, How())
        ours = pens[0].done()[..., 3]
        theirs = pygame.surfarray.array_alpha(pens[1].done()).T.astype(float)
        assert np.abs(ours - theirs).mean() < 12, name
    pens = Pen(32), shapes.Pen(32)
    for pen in pens:
        draw_face(pen, NIGHT, 32, 1)
    assert np.abs(pens[0].done()[..., 3] - pygame.surfarray.array_alpha(pens[1].done()).T).mean() < 12


def test_a_png_holds_the_very_pixels():
    image = Pictures(POND).board(CELLS, [], 16)
    data = png(image)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert (height, width) == image.shape[:2]
    start = data.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompress(data[start:-16]), np.uint8).reshape(height, -1)
    assert np.array_equal(rows[:, 1:].reshape(image.shape), image)
