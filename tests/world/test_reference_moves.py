"""How agents and things go, in pictures: eight ways, turning, one-way streets, portals, carts, gravity, mud, noise; and effects that move."""
import numpy as np
import pytest

from tests.world.pictures import LEGEND, play, seen, world

TURNING = "  ant: {actions: [forward, turn left, turn right, wait, north]}"
EIGHT = "  ant: {actions: [north, east, south, west, north-east, south-east, south-west, north-west, wait, forward, turn left, turn right]}"


def rows(*lines: str) -> str:
    return "\n".join(lines)


@pytest.fixture(autouse=True)
def glyphs(monkeypatch):
    """Further letters for the maps of this file."""
    for glyph, noun in {"}": "gate facing east", "{": "gate facing west", "O": "red portal", "U": "blue portal", "C": "cart", "o": "boulder", "F": "fox", "H": "hare", "w": "wind facing south-east",
                        "n": "fog", "W": "water", "h": "hood"}.items():
        monkeypatch.setitem(LEGEND, glyph, noun)


GATE = "  gate: {layer: ground, is: one-way, with: {facing: [north, east, south, west]}}\n"
PORTAL = "  portal: {layer: ground, is: portal, with: {colour: [red, blue]}}\n"
CART = "  cart: {is: [pulled, solid]}\n"
BOULDER = "  boulder: {is: [falling, solid]}\n"
BELT = "  belt: {layer: ground, is: conveyor, with: {facing: [north, east, south, west]}}\n"


# ---- eight ways -----------------------------------------------------------------------------------------------------
def test_under_eight_ways_a_diagonal_step_needs_no_free_corner():
    it = world("A# #.", world="moves: 8", agents=EIGHT)
    play(it, "south-east")
    assert seen(it) == rows(".#", "#A")


def test_boxes_are_pushed_diagonally_too():
    it = world("A... .b.. ..b. ....", world="moves: 8", agents=EIGHT)
    play(it, "south-east")
    assert seen(it) == rows("....", ".A..", "..b.", "...b")


def test_two_may_cross_each_other_diagonally():
    it = world("AA ..", world="moves: 8", agents=EIGHT)
    play(it, "south-east south-west")
    assert seen(it) == rows("..", "AA")
    assert [mover.cell for mover in it.state.movers] == [(1, 1), (1, 0)]


def test_a_diagonal_slide_goes_on_diagonally():
    it = world("A... .i.. ..i. ....", world="moves: 8", agents=EIGHT)
    play(it, "south-east")
    assert seen(it) == rows("....", ".i..", "..i.", "...A")


def test_a_diagonal_slide_round_a_torus_ends_after_a_lap():
    it = world("Aii iii iii", world="moves: 8, edge: wrap", agents=EIGHT)
    play(it, "south-east")
    assert seen(it) == rows("Aii", "iii", "iii")


def test_a_chaser_goes_diagonally_under_eight_ways_and_not_under_four():
    eight = world("F.. ... ..A", world="moves: 8", agents="  ant: learner\n  fox: chase ant")
    four = world("F.. ... ..A", agents="  ant: learner\n  fox: chase ant")
    play(eight, "wait")
    play(four, "wait")
    assert seen(eight) == rows("...", ".F.", "..A")
    assert seen(four) in (rows(".F.", "...", "..A"), rows("...", "F..", "..A"))


def test_a_fleer_counts_kings_moves_under_eight_ways():
    it = world("...... .F.H.. ......", world="moves: 8", agents="  fox: still\n  hare: flee fox")
    it.step([])
    assert it.state.movers[1].cell[1] == 4
    it.step([])
    assert it.state.movers[1].cell[1] == 5


def test_a_thing_may_face_diagonally_and_carry_so():
    it = world(".Aw w.. .w.", kinds="  wind: {layer: air, is: conveyor, with: {facing: [south-east, north-west]}}\n  box: {is: pushable}")
    play(it, "west", "south")
    assert it.state.movers[0].cell == (2, 1)


# ---- forward and turning --------------------------------------------------------------------------------------------
def test_who_turns_stays_and_who_goes_forward_goes_as_it_faces():
    it = world("A.. ... ...", agents=TURNING)
    play(it, "forward", "turn right")
    assert seen(it) == rows(".A.", "...", "...") and it.state.movers[0].facing == 2
    play(it, "forward", "turn left", "forward")
    assert seen(it) == rows("...", "..A", "...")


def test_turning_keeps_to_the_four_or_to_the_other_four_ways():
    it = world("A.. ... ...", world="moves: 8", agents=EIGHT)
    play(it, "south-east", "turn left", "forward")
    assert seen(it) == rows("..A", "...", "...")


def test_actions_that_turn_can_change_places_and_stand_in_tables():
    it = world("A.. ... ...", agents=TURNING, changes="mirror: {at: 1, edit: swap ant.turn left and ant.turn right}\nslow: {at: 3, edit: ant.forward = wait}")
    play(it, "turn left", "forward", "forward")
    assert seen(it) == rows("...", "A..", "...")


def test_a_patrol_may_turn_and_a_script_too():
    it = world("F.. ... ...", agents="  fox: patrol forward turn right")
    seen_at = []
    for _ in range(12):
        it.step([])
        seen_at.append(it.state.movers[0].cell)
    assert seen_at == [(0, 1), (0, 2), (0, 2), (0, 2), (1, 2), (2, 2), (2, 2), (2, 2), (2, 1), (2, 0), (2, 0), (2, 0)]
    scripted = world("F.. ... ...", agents="  fox: {mind: script forward turn right forward wait, actions: [forward, turn right]}")
    for _ in range(4):
        scripted.step([])
    assert seen(scripted) == rows("...", ".F.", "...")


# ---- one-way --------------------------------------------------------------------------------------------------------
def test_a_one_way_is_entered_along_its_facing_only():
    it = world("A}.", kinds=GATE)
    play(it, "east", "east", "west")
    assert seen(it) == ".}A"


def test_a_one_way_can_be_left_any_way():
    it = world("A} ..", kinds=GATE)
    play(it, "east", "south")
    assert seen(it) == rows(".}", ".A")


def test_pushed_things_ask_one_ways_too():
    it = world("Ab{.", kinds=GATE)
    play(it, "east")
    assert seen(it) == "Ab{."
    along = world("Ab}.", kinds=GATE)
    play(along, "east", "east")
    assert seen(along) == "..Ab"


def test_a_belt_into_a_one_way_against_its_facing_holds():
    kinds = GATE + BELT
    it = world("A>{.", kinds=kinds)
    play(it, "east")
    assert seen(it) == ".A{."
    along = world("A>}.", kinds=kinds)
    play(along, "east")
    assert seen(along) == ".>A."


def test_a_one_way_may_hold_for_some_only():
    it = world("A{. B{.", kinds="  gate: {layer: ground, is: one-way to ant, with: {facing: [north, east, south, west]}}")
    play(it, "east east")
    assert seen(it) == rows("A{.", ".B.")


def test_chasers_know_one_ways():
    it = world("H{F ...", kinds=GATE, agents="  hare: still\n  fox: chase hare")
    it.step([])
    assert seen(it) == rows("HF.", "...")
    against = world("H}F ...", kinds=GATE, agents="  hare: still\n  fox: chase hare")
    for _ in range(3):
        against.step([])
    assert seen(against) == rows("H}.", "F..")


# ---- portals --------------------------------------------------------------------------------------------------------
def test_a_portal_sends_on_to_the_next_one_like_it_round_and_round():
    it = world("AO. OU. ..O", kinds=PORTAL)
    play(it, "east")
    assert it.state.movers[0].cell == (1, 0)                # reading order
    play(it, "wait")
    assert it.state.movers[0].cell == (1, 0)                # an arrival does not trigger
    play(it, "south", "north")
    assert it.state.movers[0].cell == (2, 2)
    play(it, "north", "south")
    assert it.state.movers[0].cell == (0, 1)                # the first comes behind the last


def test_an_exit_that_is_taken_means_staying():
    it = world("AO.OB", kinds=PORTAL)
    play(it, "wait west")
    assert seen(it) == "AB.O."
    occupied = world("AO.bO", kinds=PORTAL, rules="in: {at: 1, do: move box east}")
    play(occupied, "wait", "east")
    assert seen(occupied) == ".A..b"


def test_an_arrival_enters_what_lies_at_the_exit_and_things_are_sent_on_too():
    it = world("AO.O", kinds=PORTAL + "  gem: {layer: item}", rules="win: {when: ant enters gem, do: reward 1}\nthere: {when: ant enters red portal, do: reward 0.1}",
               changes="lay: {at: 1, edit: put gem at x3 y0}")
    assert play(it, "east").reward[0] == pytest.approx(1.2)
    pushing = world("AbO..O", kinds=PORTAL)
    play(pushing, "east")
    assert seen(pushing) == ".AO..b"


def test_a_belt_may_carry_onto_a_portal():
    it = world("A>O..O", kinds=PORTAL + BELT)
    play(it, "east")
    assert seen(it) == ".>O..A"


# ---- carts ----------------------------------------------------------------------------------------------------------
def test_a_cart_follows_whoever_steps_away_from_it_and_a_whole_row_does():
    it = world("CCA..", kinds=CART)
    play(it, "east")
    assert seen(it) == ".CCA."
    play(it, "west")
    assert seen(it) == ".CCA."                             # solid in front


def test_a_cart_follows_straight_only():
    it = world("... CA. ...", kinds=CART)
    play(it, "south")
    assert seen(it) == rows("...", "C..", ".A.")


def test_a_row_of_carts_is_as_long_as_its_strength():
    it = world("CCCA.", kinds="  cart: {is: pulled, strength: 2}")
    play(it, "east")
    assert seen(it) == "C.CCA"


def test_a_claimed_cell_wins_over_the_pull():
    it = world("CA. .B.", kinds=CART)
    play(it, "east north")
    assert seen(it) == rows("CBA", "...")


def test_a_cart_is_pulled_by_those_only_to_whom_it_is():
    it = world("CA. CB.", kinds="  cart: {is: pulled to bee}")
    play(it, "east east")
    assert seen(it) == rows("C.A", ".CB")


def test_a_cart_enters_and_leaves():
    it = world("CA.", kinds=CART + "  plate: {layer: ground}", rules="ring: {when: cart enters floor, do: reward 1 to ant}\ngone: {when: cart leaves floor, do: reward 0.5 to ant}")
    assert play(it, "east").reward[0] == 1.5


def test_a_cart_pulled_onto_ice_slides_after():
    it = world("CAii.", kinds=CART)
    play(it, "east")
    assert seen(it) == "..iCA"


# ---- gravity --------------------------------------------------------------------------------------------------------
def test_a_boulder_falls_one_cell_a_tick_and_rests_on_what_is_solid():
    it = world("o.. ... .A. ###", kinds=BOULDER)
    play(it, "wait")
    assert seen(it) == rows("...", "o..", ".A.", "###")
    play(it, "wait", "wait")
    assert seen(it) == rows("...", "...", "oA.", "###")


def test_a_stack_falls_together_and_rests_on_a_head():
    it = world("o o . A", kinds=BOULDER)
    play(it, "wait")
    assert seen(it) == rows(".", "o", "o", "A")
    play(it, "wait")
    assert seen(it) == rows(".", "o", "o", "A")


def test_an_agent_may_fall_and_down_may_be_elsewhere():
    it = world("...A", world="down: west", agents="  ant: {is: falling}")
    play(it, "wait", "wait")
    assert seen(it) == ".A.."


def test_below_the_edge_is_ground_unless_the_world_is_round():
    it = world("o A", world="edge: open, down: north", kinds=BOULDER)
    play(it, "wait")
    assert seen(it) == rows("o", "A")
    round_ = world("A. .. .o", world="edge: wrap", kinds=BOULDER)
    play(round_, "wait")
    assert seen(round_) == rows("Ao", "..", "..")


def test_a_belt_carries_what_has_fallen_onto_it_in_the_same_tick():
    it = world("o.. >.A ###", kinds=BOULDER + BELT)
    play(it, "wait")
    assert seen(it) == rows("...", ">oA", "###")


def test_things_may_fall_onto_some_grounds_only():
    it = world("oo W. .A", kinds="  boulder: {is: falling to water}\n  water: {layer: ground}")
    play(it, "wait")
    assert seen(it) == rows(".o", "o.", ".A")


# ---- mud ------------------------------------------------------------------------------------------------------------
def test_leaving_mud_takes_two_tries_running():
    it = world("Am..", kinds="  mud: {layer: ground, is: sticky}")
    play(it, "east", "east")
    assert it.state.movers[0].cell == (0, 1)
    play(it, "east")
    assert it.state.movers[0].cell == (0, 2)


def test_waiting_in_mud_begins_anew_and_the_first_try_turns():
    it = world("Am..", kinds="  mud: {layer: ground, is: sticky}")
    play(it, "east", "south", "wait", "east")
    assert it.state.movers[0].cell == (0, 1) and it.state.movers[0].facing == 1
    play(it, "west")                                       # two tries running need not be the same way
    assert it.state.movers[0].cell == (0, 0)


# ---- noise ----------------------------------------------------------------------------------------------------------
def test_on_foggy_ground_the_action_is_replaced():
    kinds = "  fog: {layer: ground, noise: 100%}"
    away = 0
    for seed in range(40):
        it = world("nnn nAn nnn", seed, kinds=kinds, agents="  ant: {actions: [north, wait]}")
        it.state.at[0][(1, 1)].id = it.state.at[0][(0, 0)].id
        play(it, "wait")
        away += it.state.movers[0].cell == (0, 1)
    assert away == 40
    clear = world("nnn nAn nnn", kinds=kinds, agents="  ant: {actions: [north, wait]}", changes="lift: {at: 1, edit: fog.noise = 0}")
    clear.state.at[0][(1, 1)].id = clear.state.at[0][(0, 0)].id
    play(clear, "wait")
    assert clear.state.movers[0].cell == (1, 1)


def test_an_agents_noise_is_a_part_that_a_law_can_set():
    it = world("...A", agents="  ant: {actions: [west, wait]}", changes="drunk: {at: 2, edit: ant.noise = 100%}")
    play(it, "wait", "wait")
    assert seen(it) == "..A."


# ---- effects that move ----------------------------------------------------------------------------------------------
def test_a_rule_may_move_things_one_way_if_they_can_go():
    it = world("b..# A..b", rules="blow: {each: box, do: move it east}")
    play(it, "wait")
    assert seen(it) == rows(".b.#", "A..b")
    play(it, "wait", "wait")
    assert seen(it) == rows("..b#", "A..b")


def test_what_is_moved_leaves_and_enters():
    it = world("Ab.", rules="blow: {when: ant bumps box, do: move it east}\nin: {when: box enters floor, do: reward 1 to ant}\nout: {when: box leaves floor, do: reward 0.5 to ant}",
               kinds="  box: {is: solid}")
    assert play(it, "east").reward[0] == 1.5
    assert seen(it) == "A.b"


def test_a_thing_moves_in_the_direction_that_a_variable_holds_or_as_it_faces():
    it = world("b.. .A.", vars="wind: {of: [south, east], now: south}", rules="blow: {every: tick, do: [move box to the wind, wind cycles]}")
    play(it, "wait")
    assert seen(it) == rows("...", "bA.")
    play(it, "north", "wait")
    assert seen(it) == rows(".A.", ".b.")


def test_a_thing_moves_toward_and_away_from_the_nearest():
    it = world("b...A", rules="come: {each: box, do: move it toward ant}")
    play(it, "wait", "wait", "wait", "wait")
    assert seen(it) == "...bA"
    away = world("..b.A", rules="go: {each: box, do: move it away from ant}")
    play(away, "wait", "wait", "wait")
    assert seen(away) == "b...A"


def test_a_thing_moves_at_random_where_it_can_and_to_a_place():
    spots = set()
    for seed in range(20):
        it = world("... .b. ..A", seed, rules="roam: {each: box, do: move it randomly}")
        play(it, "wait")
        spots.add(seen(it).index("b"))
    assert spots == {1, 4, 6, 9}
    it = world("b.. ..A", rules="go: {at: 1, do: move box to x2 y0}")
    play(it, "wait")
    assert seen(it) == rows("..b", "..A")


def test_two_change_places():
    it = world("Ab. ..B", kinds="  box: {is: solid}", rules="pass: {when: ant bumps box, do: swap them and it}\nover: {at: 2, do: swap ant and bee}")
    play(it, "east wait")
    assert seen(it) == rows("bA.", "..B")
    play(it, "wait wait")
    assert seen(it) == rows("bB.", "..A")


def test_an_item_is_laid_down_by_a_rule():
    it = world("Ag.G", agents="  ant: {actions: [east, take]}", rules="pick: {when: ant enters gem, do: take it}\nlay: {when: ant leaves gem, do: reward 9}\ndown: {when: ant enters goal, do: reward 1}\n"
               "free: {when: ant enters floor, if: ant at x2 y0, do: drop gem}")
    play(it, "east", "east")
    assert seen(it) == "..AG" and it.state.at[1][(0, 2)].id == it.scenario.kind("gem").first_id


# ---- sight ----------------------------------------------------------------------------------------------------------
def test_an_agent_sees_what_its_window_holds():
    text = dict(rules="spy: {every: tick, if: ant sees gem, do: reward 1 to ant}")
    assert play(world("A..g", agents="  ant: {sees: 5x5}", **text), "wait").reward[0] == 0
    assert play(world("A.g.", agents="  ant: {sees: 5x5}", **text), "wait").reward[0] == 1
    assert play(world("A#g.", agents="  ant: {sees: 5x5 by line of sight}", **text), "wait").reward[0] == 0
    turned = world("A..g", agents="  ant: {sees: 3x4 ahead, actions: [turn left, wait]}", **text)
    assert play(turned, "wait").reward[0] == 1
    assert play(turned, "turn left").reward[0] == 0


def test_who_faces_diagonally_sees_a_corner_ahead():
    it = world("..g ... A..", world="moves: 8", agents="  ant: {sees: 3x3 ahead, actions: [north-east, turn left, wait]}", rules="spy: {every: tick, if: ant sees gem, do: reward 1 to ant}")
    it.state.movers[0].facing = 4
    assert play(it, "wait").reward[0] == 1
    assert play(it, "turn left").reward[0] == 0


def test_turning_at_random_takes_one_of_the_facings_that_there_are():
    facings = set()
    for seed in range(100):
        it = world("A..", seed, world="moves: 8", rules="spin: {each: ant, do: turn it randomly}")
        play(it, "wait")
        facings.add(it.state.movers[0].facing)
    assert facings == set(range(8))
    assert np.asarray(it.snapshot().movers)[0, 2] in range(8)
