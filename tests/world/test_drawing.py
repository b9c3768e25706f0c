"""Drawn maps: what each step draws, and what is said of steps that cannot be drawn."""
import hashlib
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from world.chance import name_key, plain_draw
from world.drawing.dice import Dice
from world.drawing.land import walked
from world.drawing.lands import board_of
from world.load import from_text
from world.mistakes import ScenarioError
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT

KINDS = """
kinds:
  grass: {layer: ground}
  sand:  {layer: ground}
  water: {layer: ground, is: solid}
  tree:  {is: solid}
  coin:  {layer: item}
  key:   {layer: item, with: {colour: [red, blue]}}
  belt:  {layer: ground, with: {facing: [north, east, south, west]}}
  door:  {is: solid}
  mist:  {layer: air}
agents:
  ant: learner
  bee: {mind: learner, count: 3}
"""
AGENTS = "{put: {ant: anywhere, bee: anywhere}}"


def scenario(*steps, size="20x12", more="", agents=AGENTS):
    return from_text(f"scenario: 1\nmap: {{size: {size}, draw: [{', '.join((*steps, *((agents,) if agents else ())))}]}}\n{more}{KINDS}")


def drawn(*steps, seed=0, **what):
    made = scenario(*steps, **what)
    return board_of(made, seed), made


def picture(board, made):
    """The map in letters: of each cell the first letter of its topmost thing, agents in capitals, `#` wall, `.` floor."""
    def letter(row, col):
        for layer in (ACTOR, AIR, OBJECT, ITEM, GROUND):
            thing = made.things[board.cells[layer, row, col]]
            if thing.id:
                return {"floor": ".", "wall": "#"}.get(thing.kind, thing.kind[0].upper() if layer == ACTOR else thing.kind[0])
        return "?"
    return "\n".join("".join(letter(row, col) for col in range(board.cells.shape[2])) for row in range(board.cells.shape[1]))


def where(board, made, kind, layer):
    return np.isin(board.cells[layer], [thing.id for thing in made.things if thing.kind == kind])


def refused(*steps, **what):
    with pytest.raises(ScenarioError) as error:
        scenario(*steps, **what)
    return [mistake.message for mistake in error.value.mistakes]


# ---- dice and seeds -------------------------------------------------------------------------------------------------
@given(st.integers(0, 2**64 - 1), st.integers(0, 99), st.text(max_size=5), st.lists(st.integers(0, 2**40), min_size=1, max_size=5))
def test_many_dice_are_the_dice_of_the_world(seed, number, name, places):
    dice = Dice(seed, number, name)
    assert dice.many(np.array(places)).tolist() == [plain_draw(seed, number, name_key(f"map/{name}"), place) for place in places]


def test_each_seed_has_its_map_and_one_seed_has_one_map():
    steps = "{caves: {of: tree}}", "{scatter: {coin: 9}}"
    boards = [board_of(scenario(*steps), seed).cells for seed in (0, 1, 0)]
    assert (boards[0] == boards[2]).all() and (boards[0] != boards[1]).any()
    pinned = from_text(f"scenario: 1\nmap: {{size: 20x12, seed: 1, draw: [{', '.join((*steps, AGENTS))}]}}\n{KINDS}")
    assert all((board_of(pinned, seed).cells == boards[1]).all() for seed in (0, 1, 7))


def test_a_map_is_the_same_on_every_machine():
    steps = ("{noise: {of: [water, sand, grass], scale: 6}}", "{river: {of: water, from: north edge, to: south edge}}", "{rooms: {count: 3, size: 3..5, door: door}}",
             "{patch: {of: tree, size: 4..6}}", "{scatter: {tree: 5%, coin: 4}}")
    board, _ = drawn(*steps, size="40x30", seed=12345)
    assert hashlib.blake2b(np.asarray(board.cells, np.uint16).tobytes(), digest_size=8).hexdigest() == "ce22bfe24465d4ba"


def test_a_new_step_leaves_the_dice_of_the_others_alone():
    one, made = drawn("{scatter: {mist: 9}}", seed=3)
    two, _ = drawn("{border: wall}", "{scatter: {mist: 9}}", "{scatter: {coin: 9}}", seed=3)
    assert (where(one, made, "mist", AIR) == where(two, made, "mist", AIR)).all()


# ---- shapes ---------------------------------------------------------------------------------------------------------
def test_shapes_stand_where_they_are_told():
    board, made = drawn("{fill: grass}", "{border: {of: wall, width: 1}}", "{rect: {of: sand, size: 3x2, at: x2 y2}}", "{rect: {of: tree, size: 4x3, at: south-east corner, hollow: true}}",
                        "{line: {of: water, from: x1 y5, to: x6 y5}}", "{put: {ant: x8 y1, bee: within 1 of ant}}", size="12x8", agents=None)
    assert picture(board, made) == ("############\n"
                                    "#gggggggABg#\n"
                                    "#gsssggBgBg#\n"
                                    "#gsssgggggg#\n"
                                    "#gggggggggg#\n"
                                    "#wwwwwwgtttt\n"
                                    "#gggggggtggt\n"
                                    "########tttt")


def test_a_line_keeps_out_who_walks_four_ways():
    board, made = drawn("{line: {of: wall, from: x0 y2, to: x19 y9}}")
    steps = walked(board.cells[GROUND] != made.kind("wall").first_id, np.array([0]), False, False)
    assert steps[0, 19] > 0 and steps[11, 0] == -1


def test_a_small_patch_is_full_and_a_large_one_rounded():
    board, made = drawn("{patch: {of: sand, size: 3x3, at: x0 y0}}", "{patch: {of: tree, size: 9x9, at: x10 y1}}")
    assert where(board, made, "sand", GROUND).sum() == 9
    trees = where(board, made, "tree", OBJECT)
    assert 40 < trees.sum() < 80 and not trees[1, 10] and trees[5, 14]


def test_a_ground_takes_away_what_stood_there():
    board, made = drawn("{fill: tree}", "{rect: {of: water, size: 5x5, at: x0 y0}}", "{rect: {of: grass, size: 5x5, at: x10 y0}}")
    assert not where(board, made, "tree", OBJECT)[:5, :5].any() and where(board, made, "tree", OBJECT)[6:].sum() == 20 * 6


def test_stamps_use_the_legend_and_a_blank_leaves_the_map_alone():
    legend = "legend: {r: red key, w: water, h: floor named den}\n"
    board, made = drawn("{fill: grass}", "{put: {ant: x0 y0, bee: south edge}}", '{stamp: {rows: ["#r#", "# #", "whw"], at: x4 y2}}', more=legend, agents=None)
    assert [row[4:7] for row in picture(board, made).split("\n")[2:5]] == ["#k#", "#g#", "w.w"]
    assert board.places["den"] == ((4, 5),)
    assert made.things[board.cells[GROUND, 2, 5]].kind == "grass", "under a thing the ground stays"


def test_a_mirror_turns_what_faces():
    board, made = drawn("{rect: {of: belt facing east, size: 2x1, at: x1 y1}}", "{rect: {of: tree, size: 1x1, at: x0 y0}}", "{mirror: [east-west, north-south]}", size="9x7")
    assert [made.things[board.cells[GROUND, 1, col]].name for col in (1, 2, 6, 7)] == ["belt facing east", "belt facing east", "belt facing west", "belt facing west"]
    assert where(board, made, "tree", OBJECT)[[0, 0, 6, 6], [0, 8, 0, 8]].all()


def test_a_mirror_turns_what_faces_to_a_corner():
    text = "scenario: 1\nmap: {size: 4x4, draw: [{rect: {of: belt facing north-east, size: 1x1, at: x0 y0}}, {mirror: [east-west, north-south]}]}\n" \
           "kinds: {belt: {layer: ground, with: {facing: [north-east, south-east, south-west, north-west]}}}\n"
    made = from_text(text)
    cells = board_of(made, 0).cells[GROUND]
    assert [made.things[cells[at]].name for at in ((0, 3), (3, 0), (3, 3))] == ["belt facing north-west", "belt facing south-east", "belt facing south-west"]


# ---- mazes, rooms, land ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", [1, 2])
def test_a_maze_joins_every_corridor_in_one_way_only(width):
    board, made = drawn(f"{{maze: {{width: {width}}}}}", size="31x22", seed=5)
    open_ = ~where(board, made, "wall", GROUND)
    steps = walked(open_, np.flatnonzero(open_)[:1], False, False)
    assert ((steps >= 0) == open_).all()
    if width == 1:
        joints = (open_[1:] & open_[:-1]).sum() + (open_[:, 1:] & open_[:, :-1]).sum()
        assert joints == open_.sum() - 1, "a tree has no rings"


def test_a_braided_maze_has_no_dead_ends():
    board, made = drawn("{maze: {braid: 100%}}", size="31x21", seed=5)
    open_ = np.pad(~where(board, made, "wall", GROUND), 1)
    ways = open_[:-2, 1:-1].astype(int) + open_[2:, 1:-1] + open_[1:-1, :-2] + open_[1:-1, 2:]
    assert (ways[open_[1:-1, 1:-1]] >= 2).all()


@pytest.mark.parametrize("seed", range(8))
def test_rooms_are_joined(seed):
    board, made = drawn("{rooms: {count: 8, size: 3..6, doors: 1..2, door: door}}", size="50x36", seed=seed)
    open_ = ~where(board, made, "wall", GROUND)
    steps = walked(open_, np.flatnonzero(open_)[:1], False, False)
    assert ((steps >= 0) == open_).all() and where(board, made, "door", OBJECT).sum() >= 7
    assert not open_[0].any() and not open_[:, -1].any()


def test_caves_have_the_density_that_is_said_and_smooth_ones_are_round():
    rough, made = drawn("{caves: {of: tree, density: 40%, smooth: 0}}", size="60x40")
    smooth, _ = drawn("{caves: {of: tree, density: 40%, smooth: 4}}", size="60x40")
    a, b = where(rough, made, "tree", OBJECT), where(smooth, made, "tree", OBJECT)
    assert a.sum() - 4 <= b.sum() <= a.sum() and abs(a.sum() / 2400 - 0.4) < 0.04
    assert 2 * (b[1:] != b[:-1]).sum() < (a[1:] != a[:-1]).sum()


def test_noise_gives_each_kind_its_share():
    board, made = drawn("{noise: {of: {water: 20%, sand: 10%, grass: 70%}, scale: 9}}", size="50x40")
    for kind, share in (("water", 400), ("sand", 200), ("grass", 1400)):
        assert abs(int(where(board, made, kind, GROUND).sum()) - share) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_a_river_parts_the_land(seed):
    board, made = drawn("{river: {of: water, from: west edge, to: east edge, width: 2}}", seed=seed, size="40x24")
    steps = walked(~where(board, made, "water", GROUND), np.array([0]), False, False)
    assert steps[0, 39] > 0 and steps[23, 0] == -1


# ---- things ---------------------------------------------------------------------------------------------------------
def test_scattered_things_lie_on_free_ground():
    board, made = drawn("{rect: {of: water, size: 10x12, at: x0 y0}}", "{scatter: {tree: 30%, coin: 7, random key: 20}}")
    assert where(board, made, "coin", ITEM).sum() == 7 and where(board, made, "key", ITEM).sum() == 20
    assert not board.cells[ITEM, :, :10].any() and not board.cells[OBJECT, :, :10].any()
    assert not (board.cells[ITEM] & board.cells[OBJECT]).any()
    assert len({int(id) for id in board.cells[ITEM][where(board, made, "key", ITEM)]}) == 2


@pytest.mark.parametrize("seed", range(5))
def test_things_are_put_where_they_are_told(seed):
    board, made = drawn("{border: wall}", "{scatter: {tree: 10%, sand: 5}}",
                        "{put: {3 coin: beside tree, ant: beside wall, bee: far from ant, blue key: on sand, mist: centre}}", agents=None, seed=seed)
    trees = np.pad(where(board, made, "tree", OBJECT), 1)
    near = trees[:-2, 1:-1] | trees[2:, 1:-1] | trees[1:-1, :-2] | trees[1:-1, 2:]
    assert where(board, made, "coin", ITEM).sum() == 3 and near[where(board, made, "coin", ITEM)].all()
    assert [start.agent for start in board.starts] == ["ant", "bee", "bee", "bee"]
    ant = board.starts[0]
    assert ant.row in (1, 10) or ant.col in (1, 18)
    assert all(abs(bee.row - ant.row) + abs(bee.col - ant.col) >= 10 for bee in board.starts[1:])
    assert made.things[board.cells[GROUND][where(board, made, "key", ITEM)][0]].kind == "sand"


def test_what_is_drawn_may_have_a_name_wherever_it_is():
    for seed in range(3):
        board, made = drawn("{patch: {of: sand named beach, size: 3x2}}", "{put: {coin named hoard: far from sand}}", '{stamp: {rows: ["wh"]}}', more="legend: {w: water, h: floor named den}\n", seed=seed)
        beach, hoard, den = board.places["beach"], board.places["hoard"], board.places["den"]
        assert len(beach) == 6 and beach[0] == (min(row for row, _ in beach), min(col for _, col in beach))
        assert made.things[board.cells[ITEM][hoard[0]]].kind == "coin" and made.things[board.cells[GROUND, den[0][0], den[0][1] - 1]].kind == "water"


def test_agents_of_a_number_and_a_facing():
    board, made = drawn("{put: {ant facing north: x3 y3, 2 bee: north edge, bee: south edge}}", agents=None)
    assert board.starts[0].facing == 0 and sorted(start.row for start in board.starts[1:]) == [0, 0, 11]


# ---- what is ensured ------------------------------------------------------------------------------------------------
def test_a_map_is_drawn_anew_until_it_is_as_it_should_be():
    steps = "{caves: {of: tree, density: 50%}}", "{put: {ant: anywhere, bee: anywhere}}"
    free = [scenario_board(*steps, seed=seed) for seed in range(6)]
    bound = [scenario_board(*steps, "{ensure: every bee reachable from ant}", seed=seed) for seed in range(6)]
    assert not all(map(joined, free)) and all(map(joined, bound))


def scenario_board(*steps, seed):
    return drawn(*steps, agents=None, seed=seed)


def joined(pair):
    board, made = pair
    ant = board.starts[0]
    steps = walked(~where(board, made, "tree", OBJECT), np.array([ant.row * 20 + ant.col]), False, False)
    return all(steps[bee.row, bee.col] >= 0 for bee in board.starts[1:])


def test_a_house_is_reached_from_beside_it_and_a_door_may_count_as_open():
    walled = "{rect: {of: wall, size: 5x5, at: x5 y3, hollow: true}}", "{put: {coin: x7 y5, tree: x8 y5, ant: x0 y0, bee: south edge}}"
    assert refused(*walled, "{ensure: coin reachable from ant}", agents=None)[0].startswith("no map that `coin reachable from ant` is true of")
    drawn(*walled, "{ensure: tree reachable from coin}", agents=None)
    drawn(*walled, "{rect: {of: door, size: 1x1, at: x5 y5}}", "{rect: {of: grass, size: 1x1, at: x5 y5}}", "{rect: {of: door, size: 1x1, at: x5 y5}}",
          "{ensure: [coin reachable from ant through door, count door is 1]}", agents=None)


def test_what_to_loosen_is_named():
    with pytest.raises(ScenarioError) as error:
        scenario("{border: wall}", "{rect: {of: wall, size: 1x12, at: x9 y0}}", "{scatter: {coin: 3}}", "{put: {ant: x3 y3, bee: within 2 of ant, key: x15 y3}}",
                 "{ensure: key reachable from ant}", agents=None)
    mistake, = error.value.mistakes
    assert mistake.code == "draw" and "100 drawings" in mistake.message and mistake.hints == ("loosen rect (line 2): without it the map can be drawn",)


def test_no_room_is_told_at_the_step():
    assert refused("{fill: water}")[0] == "no room for `put` came out of 100 drawings (seed 0)"


# ---- mistakes -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step, message", [
    ("{bordr: wall}", "`bordr` is not a step of a drawing"),
    ("{border: wal}", "no kind called `wal`"),
    ("{border: ant}", "`ant` is an agent"),
    ("{rect: {of: wall, size: 30x4}}", "30x4 does not fit a map of 20x12"),
    ("{rect: {of: wall, size: 5x4, at: x18 y2}}", "5x4 at x18 y2 reaches beyond the map, which is 20x12"),
    ("{rect: {of: wall}}", "`rect` wants `size:`"),
    ("{line: {of: wall, from: x1 y1, to: x40 y1}}", "`x40 y1` is off the map, which is 20x12"),
    ("{river: {of: water, from: nort edge, to: south edge}}", "`nort edge` is not a place of the map"),
    ("{scatter: {tree: 160%}}", "a chance of 160% is more than certain"),
    ("{scatter: {coin: 999}}", "a map of 20x12 has 240 cells"),
    ("{scatter: {ant: 2..3}}", "every map has as many of `ant`"),
    ("{put: {coin: next to water}}", "`next to` is not a place of the map"),
    ("{put: {coin: far from watr}}", "no kind called `watr`"),
    ("{put: {something solid: anywhere}}", "`something solid` does not say which thing is drawn"),
    ("{rooms: {count: 99, size: 4..8}}", "99 rooms of at least 4x4 do not fit a map of 20x12"),
    ("{caves: {densty: 3%}}", "`densty` is not a key of the step `caves`"),
    ("{noise: {of: {water: 20%, grass: 70%}}}", "the shares come to 90%"),
    ("{maze: {width: 30}}", "a map of 20x12 is too small for this maze"),
    ("{mirror: eastwest}", "`eastwest` is not a way to mirror"),
    ("{grow: {ticks: 3, rules: [sprot]}}", "no rule called `sprot`"),
    ("{ensure: goal reachble from ant}", "I cannot read this claim"),
    ("{ensure: goal reachable from gost}", "no kind called `gost`"),
    ('{stamp: ["#x#"]}', "`x` is not in the legend"),
    ("{put: {coin named at: anywhere}}", "`at` is a word of the language and cannot name a place"),
    ("{put: {coin named: anywhere}}", "named what?"),
    ("{rooms: {count: 2, size: 3..4, door: door named gate}}", "cells are named behind `of:`, not behind `door:`"),
    ("{patch: tree}", "`patch:` wants keys"),
    ("{border: wall, fill: grass}", "a step has one key"),
    ("7", "a step is a key with what to draw behind it"),
])
def test_each_mistake_is_told(step, message):
    assert message in refused(step)


def test_what_would_take_minutes_is_refused_at_once():
    assert refused("{caves: {}}", size="4000x4000", agents=None)[0] == "`caves` draws maps of at most 4,000,000 cells; this one has 16,000,000"
    assert refused(*["{noise: {of: [sand, grass]}}"] * 30, size="1000x1000")[0] == "31 steps on a map of 1,000,000 cells are too much to draw"
    assert scenario(size="3000x3000").drawing.width == 3000


def test_agents_must_stand_and_agree_with_their_count():
    assert refused("{border: wall}", "{put: {bee: anywhere}}", agents=None) == ["agent `ant` is nowhere on the map"]
    assert refused("{put: {ant: anywhere, 2 bee: anywhere}}", agents=None) == ["the map has 2 of `bee`, and the count says 3"]
    assert refused("{put: {ant: anywhere, 3 bee: anywhere, bee: anywhere}}", agents=None) == ["all 3 of `bee` stand on the map already"]
    assert refused(AGENTS, "{mirror: east-west}", agents=None) == ["agents are not mirrored, and `ant` stands already"]


# ---- walking, and size ----------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32), st.booleans(), st.booleans())
def test_steps_are_those_of_a_plain_search(height, width, seed, wrap, eight):
    open_ = Dice(seed, 0, "walls").board((height, width)) > (1 << 30)
    ways = [(-1, 0), (0, 1), (1, 0), (0, -1)] + ([(-1, 1), (1, 1), (1, -1), (-1, -1)] if eight else [])
    plain, front = {(0, 0): 0}, [(0, 0)]
    for row, col in front:
        for dr, dc in ways:
            r, c = row + dr, col + dc
            if wrap:
                r, c = r % height, c % width
            if 0 <= r < height and 0 <= c < width and open_[r, c] and (r, c) not in plain:
                plain[r, c] = plain[row, col] + 1
                front.append((r, c))
    steps = walked(open_, np.array([0]), wrap, eight)
    assert {(int(r), int(c)): int(steps[r, c]) for r, c in np.argwhere(steps >= 0)} == plain


def test_a_large_map_is_drawn_in_seconds():
    began = time.perf_counter()
    drawn("{noise: {of: [sand, grass], scale: 20}}", "{river: {of: grass, from: north edge, to: south edge, width: 3}}", "{rooms: {count: 60}}", "{scatter: {coin: 1%}}",
          AGENTS, "{ensure: every bee reachable from ant}", size="500x500", agents=None)
    assert time.perf_counter() - began < 30
