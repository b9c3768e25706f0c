"""Boards: cells and pixels agree, what is wrong is seen, and what has not changed is not drawn again."""
from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame  # noqa: E402
from stage import FACING, Counting, audit_of, forecast_of, frame, kind, life, river, scenario, sees_all, snapshot  # noqa: E402

from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG  # noqa: E402
from lab.look.drawings import UNKNOWN  # noqa: E402
from viewer.board import MODES, BoardView  # noqa: E402
from viewer.geometry import fit  # noqa: E402
from viewer.theme import NIGHT, PAPER  # noqa: E402
from viewer.tiles import Law  # noqa: E402
from world.scenario import ACTOR, AIR, OBJECT, UNSEEN, Agent  # noqa: E402

ROOM = "#########\n#A......#\n#.......#\n#...#...#\n#.......#\n#.......#\n#.......#\n#......G#\n#########"
SQUARE = pygame.Rect(10, 20, 404, 404)


@pytest.fixture(scope="module", autouse=True)
def display():
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((8, 8))


def sheet(size=(440, 440)) -> pygame.Surface:
    return pygame.Surface(size, depth=32)


def room():
    return scenario(ROOM, {"A": "ant"})


def near(surface: pygame.Surface, colour, tolerance: int = 4) -> np.ndarray:
    """Where a surface has this colour.  bool [H, W]"""
    return (abs(pygame.surfarray.array3d(surface).astype(int) - np.array(colour)).max(axis=2) <= tolerance).T


def verdicts(scene, fill=RIGHT, actions=5) -> np.ndarray:
    h, w = scene.board.cells.shape[1:]
    out = np.full((h, w, actions), fill, np.uint8)
    walls = scene.board.cells[0] == next(t.id for t in scene.things if t.name == "wall")
    out[walls] = NONE
    return out


def audited(scene, verdict, **given):
    now = snapshot(scene, 7)
    return frame(now, snapshot(scene, 6), [life(audit=audit_of(verdict), after=sees_all(now), **given)])


def shown(scene, moment, mode="audit", theme=NIGHT, rect=SQUARE, **how) -> tuple[pygame.Surface, BoardView]:
    surface, view = sheet((rect.right + 10, rect.bottom + 10)), BoardView(theme, scene)
    view.draw(surface, rect, [moment], mode, 0, **how)
    return surface, view


# ---- geometry -------------------------------------------------------------------------------------------------------
@settings(max_examples=150, deadline=None)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(70, 900), st.integers(70, 900), st.booleans())
def test_every_cell_maps_to_a_pixel_and_back(rows, cols, wide, high, ringed):
    for row in {0, rows // 2, rows - 1}:
        for col in {0, cols // 2, cols - 1}:
            place = fit(pygame.Rect(13, 7, wide, high), rows, cols, ringed, (row, col))
            visible = place.rect_of(row, col).clip(place.seen)
            assert visible.w > 0 and visible.h > 0, "every cell is seen, a ring of wall at least in part"
            assert place.cell_at(*visible.center) == (row, col)
            assert place.cell_at(*visible.topleft) == (row, col) and place.cell_at(visible.right - 1, visible.bottom - 1) == (row, col)


def test_a_pixel_beside_the_board_is_no_cell():
    place = fit(pygame.Rect(0, 0, 404, 404), 6, 12, True)
    assert place.cell_at(-1, 200) is None and place.cell_at(200, 2) is None and place.cell_at(404, 200) is None


@settings(max_examples=100, deadline=None)
@given(st.integers(3, 25), st.integers(250, 720))
def test_a_square_board_with_a_ring_of_wall_fills_its_square_exactly(cells, side):
    rect = pygame.Rect(5, 5, side, side)
    assert fit(rect, cells, cells, True).frame == rect


def test_a_ring_of_wall_is_cropped_so_that_cells_are_larger():
    place = fit(pygame.Rect(0, 0, 404, 404), 14, 14, True)
    assert place.n == 31 and place.left == place.top == -15
    assert fit(pygame.Rect(0, 0, 404, 404), 14, 14, False).n == 28


# ---- the audit ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("theme", [NIGHT, PAPER], ids=["night", "paper"])
@pytest.mark.parametrize("action, aside", [(0, (0, -1)), (1, (1, 0)), (2, (0, 1)), (3, (-1, 0))])
def test_a_wrong_wedge_is_seen_where_the_audit_says_wrong_and_nowhere_else(theme, action, aside):
    scene = room()
    verdict = verdicts(scene)
    verdict[5, 3, action] = WRONG
    surface, view = shown(scene, audited(scene, verdict), theme=theme, plans=False)
    orange = near(surface, theme.wrong)
    cell = view.rect_of((5, 3))
    inside = np.zeros_like(orange)
    inside[cell.top:cell.bottom, cell.left:cell.right] = True
    assert (orange & inside).sum() > cell.w * cell.h * .1, "a triangle is about a fifth of its cell"
    assert not (orange & ~inside).any()
    at = (round(cell.centerx + aside[0] * cell.w * .32), round(cell.centery + aside[1] * cell.h * .32))
    assert orange[at[1], at[0]], "it lies toward its action"


def test_a_right_cell_costs_four_faint_dots():
    scene = room()
    surface, view = shown(scene, audited(scene, verdicts(scene)))
    blank, _ = shown(scene, audited(scene, verdicts(scene, NONE)))
    cell = view.rect_of((5, 3))
    marks = abs(pygame.surfarray.array3d(surface.subsurface(cell)).astype(int) - pygame.surfarray.array3d(blank.subsurface(cell))).sum(axis=2) > 30
    assert 4 <= marks.sum() <= .04 * cell.w * cell.h
    assert not near(surface, NIGHT.wrong).any()


def test_dots_of_what_is_right_can_be_hidden():
    scene = room()
    hidden, _ = shown(scene, audited(scene, verdicts(scene)), right_dots=False)
    blank, _ = shown(scene, audited(scene, verdicts(scene, NONE)))
    assert (pygame.surfarray.array3d(hidden) == pygame.surfarray.array3d(blank)).all()


def test_the_dot_of_doubt_grows_with_the_doubt():
    scene = room()
    sizes = []
    for odds in (.58, .3):
        verdict = verdicts(scene, NONE)
        verdict[5, 3, 0] = UNSURE
        moment = audited(scene, verdict)
        moment.lives[0].audit.beliefs.odds[:] = odds
        surface, view = shown(scene, moment)
        sizes.append(near(surface.subsurface(view.rect_of((5, 3))), NIGHT.unsure).sum())
    assert 0 < sizes[0] < sizes[1]


def test_the_glow_lies_under_the_wedges_so_that_their_orange_stays_exact():
    scene = room()
    verdict = verdicts(scene)
    verdict[4:7, 2:5, :4] = WRONG
    surface, view = shown(scene, audited(scene, verdict))
    calm, _ = shown(scene, audited(scene, verdicts(scene)))
    cell = view.rect_of((5, 3))
    assert tuple(surface.get_at((cell.centerx, cell.top + round(cell.h * .2))))[:3] == NIGHT.wrong
    beside = view.rect_of((5, 5)).left + 3, view.rect_of((5, 5)).top + 12
    assert surface.get_at(beside)[0] > calm.get_at(beside)[0], "a glow reaches the cells beside"


def test_a_wrong_use_is_told_by_a_diamond_when_no_wedge_tells_it():
    scene = scenario(ROOM, {"A": "ant"}, agents=(Agent("ant", actions=("north", "east", "south", "west", "use")),))
    verdict = verdicts(scene)
    verdict[5, 3, 4] = WRONG
    surface, view = shown(scene, audited(scene, verdict))
    assert near(surface, NIGHT.wrong)[view.rect_of((5, 3)).centery, view.rect_of((5, 3)).centerx]


@pytest.mark.parametrize("side", (40, 80, 96, 120, 404))
def test_one_wrong_action_never_vanishes_however_far_away(side):
    scene = room()
    calm, _ = shown(scene, audited(scene, verdicts(scene)), rect=pygame.Rect(0, 0, side, side))
    verdict = verdicts(scene)
    verdict[5, 3, 2] = WRONG
    surface, view = shown(scene, audited(scene, verdict), rect=pygame.Rect(0, 0, side, side))
    cell = view.rect_of((5, 3))
    before, after = (pygame.surfarray.array3d(s.subsurface(cell)).astype(int) for s in (calm, surface))
    warm = (after[..., 0] - after[..., 2]).max() - (before[..., 0] - before[..., 2]).max()
    assert warm > 60, "a cell far away turns warm"


def test_fog_is_not_hatched_twice():
    scene = room()
    moment = audited(scene, verdicts(scene, NEVER))
    moment.lives[0].remembered = moment.snapshot.cells.copy()
    moment.lives[0].remembered[:, 4:] = UNSEEN
    fog, view = shown(scene, moment)
    moment.lives[0].audit = audit_of(verdicts(scene, NONE))
    plain, _ = shown(scene, moment)
    low = pygame.Rect(SQUARE.left + 10, view.rect_of((4, 0)).top, 380, 150)
    assert (pygame.surfarray.array3d(fog.subsurface(low)) == pygame.surfarray.array3d(plain.subsurface(low))).all()


def test_a_mind_that_is_sure_of_nothing_sees_no_direction_in_a_current():
    scene = river()
    now = snapshot(scene, 1)
    h, w = now.cells.shape[1:]
    moment = frame(now, now, [life(audit=audit_of(np.full((h, w, 5), UNSURE, np.uint8)), after=sees_all(now))])
    view = BoardView(NIGHT, scene)
    view.draw(sheet(), SQUARE, [moment], "audit", 0)
    windy = now.cells[AIR] > 0
    assert (view._memory[0, 0].believed[windy] == UNKNOWN).all()


def test_far_away_only_what_is_wrong_or_in_doubt_is_marked():
    scene = room()
    never, _ = shown(scene, audited(scene, verdicts(scene, NEVER)), rect=pygame.Rect(0, 0, 80, 80))
    blank, view = shown(scene, audited(scene, verdicts(scene, NONE)), rect=pygame.Rect(0, 0, 80, 80))
    assert 8 <= view.fit.n < 12 and (pygame.surfarray.array3d(never) == pygame.surfarray.array3d(blank)).all()


def test_a_current_is_drawn_as_the_mind_believes_it():
    scene = river()
    mind = Counting(scene)
    mind.live(9, 4, 4000, wind=2)                        # it lived in a wind that blew south
    now = snapshot(scene, 1)
    moment = frame(now, now, [life(audit=mind.audit(wind=0), after=sees_all(now))])
    turned, still = Law({"wind": "backward"}), Law({"wind": "forward"})
    a, _ = shown(scene, moment, "imagination", law=turned)
    b, _ = shown(scene, moment, "imagination", law=still)
    assert (pygame.surfarray.array3d(a) == pygame.surfarray.array3d(b)).all(), "the law that nobody told it of does not show"
    c, _ = shown(scene, moment, "reality", law=turned)
    d, _ = shown(scene, moment, "reality", law=still)
    assert (pygame.surfarray.array3d(c) != pygame.surfarray.array3d(d)).any()


# ---- belief, forecast, difference -------------------------------------------------------------------------------------
def half_seen(scene):
    now = snapshot(scene, 3)
    known = now.cells.copy()
    known[:, :, 5:] = UNSEEN
    seen = known.copy()
    seen[:, :, 3:] = UNSEEN
    after = replace(sees_all(now), cells=seen)
    return frame(now, now, [life(after=after, remembered=known)])


def test_what_is_seen_is_brighter_than_what_is_remembered_and_fog_hides_the_rest():
    scene = scenario("A..T...T\n........\n........", {"A": "ant", "T": "tree"}, [kind("tree")])
    surface, view = shown(scene, half_seen(scene), "belief")
    real, _ = shown(scene, half_seen(scene), "reality")

    def contrast(row, col):
        box = view.rect_of((row, col)).inflate(-6, -6)
        return pygame.surfarray.array3d(surface.subsurface(box)).astype(float)

    assert abs(contrast(1, 2).mean() - np.mean(NIGHT.floor)) < abs(contrast(1, 4).mean() - np.mean(NIGHT.floor)), "remembered is dimmer"
    tree = near(real.subsurface(view.rect_of((0, 7))), NIGHT.tree, 6)
    assert tree.any() and not near(surface.subsurface(view.rect_of((0, 7))), NIGHT.tree, 40).any(), "what was never seen is not drawn"


def test_a_view_remembers_what_it_saw_if_nobody_else_does():
    scene = room()
    first, second = snapshot(scene, 1), snapshot(scene, 2)
    left, right = (np.full_like(first.cells, UNSEEN) for _ in range(2))
    left[:, :, :4], right[:, :, 4:] = first.cells[:, :, :4], first.cells[:, :, 4:]
    view, surface = BoardView(NIGHT, scene), sheet()
    for now, cells in ((first, left), (second, right)):
        view.draw(surface, SQUARE, [frame(now, first, [life(after=replace(sees_all(now), cells=cells))])], "belief", 0)
    assert (view._memory[0, 0].known == first.cells).all()


def test_a_forecast_shows_the_agent_as_a_ghost_with_its_odds_and_a_glyph_as_bright_as_its_odds():
    scene = scenario(ROOM.replace("#.......#", "#..B....#", 1), {"A": "ant", "B": "box"})
    now = snapshot(scene, 2)
    moments = []
    for odds in (1.0, .4):
        told = forecast_of(now, (1, 2), .88)
        told.odds[0, 2, 3] = odds
        moments.append(frame(now, now, [life(forecast=told, after=sees_all(now))]))
    pictures = [shown(scene, moment, "forecast") for moment in moments]
    boxes = [pygame.surfarray.array3d(s.subsurface(v.rect_of((2, 3)))).astype(float).mean() for s, v in pictures]
    assert boxes[0] > boxes[1] + 4
    surface, view = pictures[0]
    assert near(surface.subsurface(view.rect_of((1, 2))), NIGHT.ghost, 40).any()


def test_what_was_foretold_and_did_not_come_is_dashed_and_what_came_unforetold_is_framed():
    scene = scenario(ROOM.replace("#.......#", "#..B....#", 1), {"A": "ant", "B": "box"})
    now = snapshot(scene, 2)
    told = now.cells.copy()
    box = int(told[OBJECT, 2, 3])
    told[OBJECT, 2, 3], told[OBJECT, 2, 6] = 0, box
    moment = frame(now, now, [life(forecast=forecast_of(now, (1, 1), cells=told), after=sees_all(now))])
    surface, view = shown(scene, moment, "difference")
    orange = near(surface, NIGHT.wrong, 30)

    def count(cell):
        r = view.rect_of(cell).inflate(8, 8)
        return int(orange[r.top:r.bottom, r.left:r.right].sum())

    assert count((2, 3)) > count((2, 6)) > 20, "a solid frame has more ink than a dashed one"
    assert count((2, 4)) > 0, "a dotted line joins the two: it is one box"
    assert count((6, 6)) == 0, "what was right is left unmarked"


def test_an_agent_that_came_elsewhere_than_foretold_is_marked_in_both_places():
    scene = room()
    now = snapshot(scene, 2)
    moment = frame(now, now, [life(forecast=forecast_of(now, (5, 5)), after=sees_all(now))])
    surface, view = shown(scene, moment, "difference")
    orange = near(surface, NIGHT.wrong, 30)
    for cell in ((1, 1), (5, 5)):
        r = view.rect_of(cell)
        assert orange[r.top:r.bottom, r.left:r.right].any()


# ---- plans, trails, change of law -------------------------------------------------------------------------------------
def walk(scene, places, plans):
    """Frames in which the ant is at these places, having planned these cells."""
    width = scene.board.cells.shape[2]
    out, before = [], snapshot(scene, 0, [(*places[0], 1)])
    for t, (place, plan) in enumerate(zip(places[1:], plans)):
        now = snapshot(scene, t + 1, [(*place, 1)])
        out.append(frame(now, before, [life(plan=[r * width + c for r, c in plan], after=sees_all(now), audit=audit_of(verdicts(scene, NONE)))]))
        before = now
    return out


def test_a_plan_is_lavender_while_it_holds_and_turns_orange_where_reality_left_it():
    scene = room()
    kept = walk(scene, [(5, 1), (5, 2)], [[(5, 2), (5, 3), (5, 4)]])
    surface, view = shown(scene, kept[0])
    ghost = near(surface.subsurface(view.rect_of((5, 3))), NIGHT.ghost, 30)
    assert ghost.any() and not near(surface, NIGHT.wrong, 30).any()
    broken = walk(scene, [(5, 1), (4, 1)], [[(5, 2), (5, 3), (5, 4)]])
    surface, view = shown(scene, broken[0])
    assert near(surface.subsurface(view.rect_of((5, 2))), NIGHT.wrong, 30).any(), "what should have been by now"
    assert near(surface.subsurface(view.rect_of((5, 3))), NIGHT.ghost, 30).any(), "what was still to come"


def test_a_broken_plan_stays_a_while_beside_what_came():
    scene = room()
    frames = walk(scene, [(5, 1), (4, 1), (3, 1), (2, 1)], [[(5, 2), (5, 3), (5, 4)], [(3, 1)], [(2, 1)]])
    view, surface = BoardView(NIGHT, scene), sheet()
    for k, moment in enumerate(frames):
        view.draw(surface, SQUARE, [moment], "audit", 100 * k)
    assert near(surface.subsurface(view.rect_of((5, 3))), NIGHT.wrong, 30).any()


def test_a_trail_follows_the_agent_and_ends_when_time_jumps():
    scene = room()
    frames = walk(scene, [(5, 1), (5, 2), (5, 3), (5, 4)], [[], [], []])
    view, surface = BoardView(NIGHT, scene), sheet()
    for moment in frames:
        view.draw(surface, SQUARE, [moment], "reality", 0)
    assert view._memory[0, 0].trail == [(5, 1), (5, 2), (5, 3), (5, 4)]
    view.draw(surface, SQUARE, [frames[0]], "reality", 0)
    assert view._memory[0, 0].trail == [(5, 1), (5, 2)]


def test_touched_tiles_are_amber_after_a_change_of_law_and_fade():
    scene = river()
    now = snapshot(scene, 1)
    wind = frozenset(t.id for t in scene.things if t.kind == "wind")
    amber = []
    for age in (0, 1000, 3600, 4100):
        surface, view = shown(scene, frame(now, now, [life()]), "reality", flash=[(wind, age)])
        cell = pygame.surfarray.array3d(surface.subsurface(view.rect_of((5, 7)))).astype(int)
        amber.append((cell[..., 0] - cell[..., 2]).mean())
    assert amber[0] >= amber[1] > amber[2] > amber[3]
    still, _ = shown(scene, frame(now, now, [life()]), "belief", flash=[(wind, 0)])
    plain, _ = shown(scene, frame(now, now, [life()]), "belief")
    assert (pygame.surfarray.array3d(still) == pygame.surfarray.array3d(plain)).all(), "nobody told the agents"


def test_surprise_strokes_stand_above_the_head_for_a_moment():
    scene = room()
    now = snapshot(scene, 2, [(5, 3, 1)])
    moment = frame(now, now, [life(surprise=5.0)])
    view, surface = BoardView(NIGHT, scene), sheet()
    view.draw(surface, SQUARE, [moment], "reality", 0)
    with_strokes = pygame.surfarray.array3d(surface)
    assert view.busy(100)
    view.draw(surface, SQUARE, [moment], "reality", 700)
    assert (with_strokes != pygame.surfarray.array3d(surface)).any() and not view.busy(701)


def test_an_agent_slides_into_its_cell_and_then_rests():
    scene = room()
    moment = walk(scene, [(5, 1), (5, 2)], [[]])[0]
    view, surface = BoardView(NIGHT, scene), sheet()
    centres = []
    for now_ms in (1000, 1030, 1200):
        view.draw(surface, SQUARE, [moment], "reality", now_ms, motion_ms=60)
        centres.append(np.argwhere(near(surface, NIGHT.agents[0], 3))[:, 1].mean())
    assert centres[0] < centres[1] < centres[2] and not view.busy(1200)


def test_a_wedge_that_mends_shrinks_to_its_dot():
    scene = room()
    wrong = verdicts(scene)
    wrong[5, 3, 0] = WRONG
    places = [snapshot(scene, t) for t in range(3)]
    bad = frame(places[1], places[0], [life(audit=audit_of(wrong), after=sees_all(places[1]))])
    good = frame(places[2], places[1], [life(audit=audit_of(verdicts(scene)), after=sees_all(places[2]))])
    view, surface, left = BoardView(NIGHT, scene), sheet(), []
    for moment, now_ms in ((bad, 0), (good, 1000), (good, 1100), (good, 1300)):
        view.draw(surface, SQUARE, [moment], "audit", now_ms, motion_ms=60)
        left.append(near(surface, NIGHT.wrong, 30).sum())
    assert left[0] >= left[1] > left[2] > left[3] == 0


# ---- who is drawn -----------------------------------------------------------------------------------------------------
def test_reality_shows_all_twins_at_once_and_a_belief_only_its_own():
    scene = room()
    worlds = [frame(snapshot(scene, 1, [(5, col, 1)]), None, [life()]) for col in (2, 5)]
    view, surface = BoardView(NIGHT, scene), sheet()
    view.draw(surface, SQUARE, worlds, "reality", 0)
    assert near(surface.subsurface(view.rect_of((5, 2))), NIGHT.agents[0]).any() and near(surface.subsurface(view.rect_of((5, 5))), NIGHT.agents[1]).any()
    view.draw(surface, SQUARE, worlds, "audit", 0, who=(1, 0))
    assert near(surface.subsurface(view.rect_of((5, 5))), NIGHT.agents[1]).any() and not near(surface.subsurface(view.rect_of((5, 2))), NIGHT.agents[0]).any()


def test_a_creature_is_seen_in_a_belief_only_while_its_agent_sees_it():
    scene = scenario("A......F", {"A": "ant", "F": "fox"}, agents=(Agent("ant"), Agent("fox", minds=("chase ant",))))
    now = snapshot(scene, 1)
    blind = now.cells.copy()
    blind[:, :, 4:] = UNSEEN
    for cells, seen in ((now.cells, True), (blind, False)):
        moment = frame(now, now, [life(after=replace(sees_all(now), cells=cells), remembered=now.cells)])
        surface, view = shown(scene, moment, "belief")
        assert near(surface.subsurface(view.rect_of((0, 7))), NIGHT.agents[2], 12).any() is np.bool_(seen)


def test_a_dead_agent_is_not_drawn_and_nothing_breaks():
    scene = room()
    now = snapshot(scene, 1)
    now.movers[0, 3] = 0
    now.cells[ACTOR] = 0
    for mode in MODES:
        surface, view = shown(scene, frame(now, now, [life()]), mode)
        assert not near(surface.subsurface(view.rect_of((1, 1))), NIGHT.agents[0]).any()


@pytest.mark.parametrize("mode", MODES)
def test_every_view_stands_a_moment_of_which_nothing_is_known_yet(mode):
    scene = room()
    shown(scene, frame(snapshot(scene), None, [life()]), mode, hover=(2, 2), pinned=(3, 3), selected=(0, 0))
    shown(scene, frame(snapshot(scene), None, []), mode)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(30, 500), st.integers(0, 2 ** 32 - 1), st.sampled_from(sorted(MODES)), st.booleans())
def test_any_moment_of_any_world_can_be_drawn_in_any_view(rows, cols, side, seed, mode, night):
    rng = np.random.default_rng(seed)
    kinds = [kind("tree"), kind("key", "item", ("colour", ("red", "mauve"))), kind("belt", "ground", FACING), kind("fog", "air"), kind("zorb", look="pale blue")]
    letters = {"T": "tree", "k": "mauve key", "b": "belt facing west", "f": "fog", "z": "zorb", "A": "ant", "F": "fox"}
    lines = ["".join(rng.choice(list(".#TkbfzAF"), cols)) for _ in range(rows)]
    scene = scenario("\n".join(lines), letters, kinds, (Agent("ant", count=9), Agent("fox", minds=("chase ant",))), {"belt": "conveyor"},
                     edge=str(rng.choice(["wall", "wrap"])))
    now = snapshot(scene, 4)
    seen = now.cells.copy()
    seen[:, rng.random((rows, cols)) < .3] = UNSEEN
    lives = []
    for k in range(sum(start.agent == "ant" for start in scene.board.starts)):
        told = forecast_of(now, (int(rng.integers(rows)), int(rng.integers(cols))), float(rng.random()), rng.permutation(seen.reshape(5, -1).T).T.reshape(seen.shape))
        lives.append(life(f"ant {k + 1}", audit=audit_of(rng.integers(0, 5, (rows, cols, 5)).astype(np.uint8)), forecast=told, surprise=float(rng.random() * 9),
                          after=replace(sees_all(now), cells=seen), plan=[int(c) for c in rng.integers(0, rows * cols, 5)]))
    view, surface = BoardView(NIGHT if night else PAPER, scene), sheet()
    for moment in (frame(now, None, lives), frame(snapshot(scene, 5), now, lives)):
        view.draw(surface, pygame.Rect(3, 3, side, side), [moment], mode, 10, motion_ms=60, doubt=True, hover=(0, 0), pinned=(rows - 1, cols - 1),
                  flash=[(frozenset({3, 7}), 20)], selected=(0, 0), person=True)


# ---- what it costs ----------------------------------------------------------------------------------------------------
def test_a_moment_is_painted_once_and_only_changed_cells_are_painted_again():
    scene = river()
    now = snapshot(scene, 1)
    view, surface = BoardView(NIGHT, scene), sheet()
    view.draw(surface, SQUARE, [frame(now, now, [life()])], "reality", 0)
    canvas = view._canvas["reality"]
    blits: list[int] = []

    class Counter:
        def __init__(self, inner):
            self.inner = inner

        def fblits(self, many):
            blits.append(len(many))
            self.inner.fblits(many)

        def __getattr__(self, name):
            return getattr(self.inner, name)

    canvas.surface = Counter(canvas.surface)
    still = view._still_key
    view.draw(surface, SQUARE, [frame(now, now, [life()])], "reality", 16)
    assert view._still_key == still and blits == [], "the same moment, unpacked anew, is not painted again"
    cells = now.cells.copy()
    cells[OBJECT, 2, 3] = 0
    canvas.paint(view.tiles_names(cells))
    assert blits == [1], "one tree felled is one cell painted"


def test_a_picture_is_the_same_whether_painted_at_once_or_step_by_step():
    scene = river()
    rng = np.random.default_rng(2)
    view, surface = BoardView(NIGHT, scene), sheet()
    tree = next(t.id for t in scene.things if t.kind == "tree")
    cells = scene.board.cells.copy()
    for t in range(12):
        row, col = rng.integers(1, 13, 2)
        cells = cells.copy()
        cells[OBJECT, row, col] = 0 if cells[OBJECT, row, col] else tree
        moment = frame(snapshot(scene, t, cells=cells), None, [life()])
        view.draw(surface, SQUARE, [moment], "reality", 0)
    fresh = sheet()
    BoardView(NIGHT, scene).draw(fresh, SQUARE, [moment], "reality", 0)
    assert (pygame.surfarray.array3d(surface) == pygame.surfarray.array3d(fresh)).all()


def test_drawing_leaves_the_rest_of_the_window_alone():
    scene = scenario("A...\n....", {"A": "ant"})
    surface = sheet()
    surface.fill((1, 2, 3))
    BoardView(NIGHT, scene).draw(surface, pygame.Rect(50, 60, 300, 300), [frame(snapshot(scene), None, [life()])], "reality", 0, hover=(0, 0))
    outside = near(surface, (1, 2, 3), 0)
    outside[60:360, 50:350] = True
    assert outside.all() and surface.get_clip() == surface.get_rect()
