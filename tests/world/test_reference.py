"""What a tick means, in pictures: the plain reference, and with it the language."""
import numpy as np
import pytest

from tests.world.pictures import play, scenario, seen, world
from world.reference import Reference


def rows(*lines: str) -> str:
    return "\n".join(lines)


# ---- moves ----------------------------------------------------------------------------------------------------------
def test_a_wall_stops_whoever_walks_into_it():
    it = world("#A.#")
    play(it, "west")
    assert seen(it) == "#A.#"
    play(it, "east", "east")
    assert seen(it) == "#.A#"


def test_the_edge_of_the_board_is_a_wall_or_leads_round():
    flat = world("A..")
    play(flat, "west")
    assert seen(flat) == "A.."
    torus = world("A..", world="edge: wrap")
    play(torus, "west")
    assert seen(torus) == "..A"


def test_ice_carries_you_on_until_something_stops_you():
    it = world("Aiii.#")
    play(it, "east")
    assert seen(it) == ".iiiA#"


def test_a_torus_of_ice_lets_you_go_once_round():
    it = world("Aiii", world="edge: wrap")
    play(it, "east")
    assert seen(it) == "Aiii"


def test_a_box_is_pushed_and_a_box_before_a_wall_is_not():
    it = world("Ab.#")
    play(it, "east")
    assert seen(it) == ".Ab#"
    play(it, "east")
    assert seen(it) == ".Ab#"


def test_a_row_of_boxes_moves_as_one_up_to_its_strength():
    it = world("Abb.")
    play(it, "east")
    assert seen(it) == ".Abb"
    weak = world("Abb.", kinds="  box: {is: [pushable, solid], strength: 1}")
    play(weak, "east")
    assert seen(weak) == "Abb."


def test_a_box_on_ice_slides_on_and_the_ant_stays_behind():
    it = world("Abii.#")
    play(it, "east")
    assert seen(it) == ".Aiib#"


def test_a_slider_may_push_what_lies_in_its_way():
    it = world("Aiib.#")
    play(it, "east")
    assert seen(it) == ".iiAb#"


def test_a_box_never_enters_an_actors_cell():
    it = world("AbB.")
    play(it, "east east")
    assert seen(it) == "Ab.B"


def test_a_train_moves_when_its_head_moves():
    it = world("AAA.", agents="  ant: learner")
    play(it, "east east east")
    assert seen(it) == ".AAA"


def test_a_train_before_a_wall_stays():
    it = world("AAA#")
    play(it, "east east east")
    assert seen(it) == "AAA#"


def test_a_ring_of_four_goes_round():
    it = world("AB AA")
    play(it, "east north west south")                    # ants are numbered before bees
    assert seen(it) == rows("AA", "AB")


def test_two_who_want_each_others_cells_stay_and_bump_each_other():
    it = world("AB", rules="hit: {when: ant bumps bee, do: [reward 1, reward 2 to it]}\nback: {when: bee bumps ant, do: reward 4}")
    step = play(it, "east west")
    assert seen(it) == "AB"
    assert step.reward.tolist() == [1, 6]


def test_when_two_want_one_cell_the_dice_give_it_to_one_and_the_other_bumps_the_winner():
    text = dict(rules="a: {when: ant bumps bee, do: reward 1}\nb: {when: bee bumps ant, do: reward 1}")
    winners = set()
    for seed in range(20):
        it = world("A.B", seed, **text)
        step = play(it, "east west")
        assert seen(it) in (".AB", "AB.")
        winners.add(seen(it))
        assert step.reward.tolist() == ([0, 1] if seen(it) == ".AB" else [1, 0])
    assert len(winners) == 2


def test_a_clash_can_go_by_file_order_or_to_nobody():
    ordered, nobody = world("A.B", world="clash: order"), world("A.B", world="clash: none")
    play(ordered, "east west")
    play(nobody, "east west")
    assert (seen(ordered), seen(nobody)) == (".AB", "A.B")


def test_belts_carry_what_stands_on_them_after_the_own_moves():
    it = world("A>>.")
    play(it, "east")
    assert seen(it) == ".>A."
    play(it, "wait")
    assert seen(it) == ".>>A"


def test_belts_do_not_push():
    it = world(">b.", changes="lay: {at: 1, edit: put box at x0 y0}")
    it.step([])
    assert seen(it) == "bb."


def test_two_belts_that_face_each_other_hold_what_they_carry():
    it = world("><", changes="lay: {at: 1, edit: [put red key at x0 y0, put red key at x1 y0]}")
    it.step([])
    assert seen(it) == "kk"


def test_a_belt_that_runs_backward_carries_the_other_way():
    it = world(".>A", changes="turn: {at: 1, edit: belt.carries = backward}")
    play(it, "west")
    assert seen(it) == "A>."


def test_speed_doubles_moves_or_halves_all_doing():
    fast = world("A....", agents="ant: {mind: learner, speed: 2}")
    play(fast, "east")
    assert seen(fast) == "..A.."
    slow = world("A....", agents="ant: {mind: learner, speed: 1/2}")
    play(slow, "east")
    assert seen(slow) == "A...."
    play(slow, "east")
    assert seen(slow) == ".A..."


# ---- rules ----------------------------------------------------------------------------------------------------------
def test_stop_vetoes_a_move_and_nobody_bumps():
    it = world("Am", rules="shy: {when: ant tries mud, do: [stop, reward -1]}\nbump: {when: ant bumps anything, do: reward -5}")
    step = play(it, "east")
    assert seen(it) == "Am" and step.reward.tolist() == [-1]


LOCKS = """
pick up: {when: ant enters key, do: take it}
unlock: {when: ant bumps shut door, if: ant has same-colour key, do: [it becomes open, let them through]}
"""


def test_the_red_key_opens_the_red_door_and_the_ant_walks_through():
    it = world("AkD.", rules=LOCKS)
    play(it, "east", "east")
    assert seen(it) == "..A."
    play(it, "east")
    assert seen(it) == "..dA"


def test_the_blue_key_does_not():
    it = world("AKD.", rules=LOCKS)
    play(it, "east", "east")
    assert seen(it) == ".AD."


def test_a_lever_switched_down_is_not_switched_up_by_the_same_pull():
    kinds = "  lever: {is: solid, with: {state: [up, down]}}\n"
    text = "scenario: 1\nmap: A.L\nlegend: {A: ant, L: down lever}\nkinds:\n" + kinds + "agents: {ant: {mind: learner, actions: [east, use]}}\n" \
        "rules: {a: {when: ant uses down lever, do: it becomes up}, b: {when: ant uses up lever, do: it becomes down}}\n"
    from world.load import from_text
    it = Reference(from_text(text))
    play(it, "east", "use")
    assert it.scenario.things[it.snapshot().cells[2, 0, 2]].name == "up lever"


def test_is_on_comes_every_tick_and_enters_once():
    it = world("Am.", rules="come: {when: ant enters mud, do: reward 1}\nstay: {when: ant is on mud, do: reward 10}")
    rewards = [play(it, word).reward[0] for word in ("east", "wait", "wait", "east")]
    assert rewards == [11, 10, 10, 0]


def test_you_meet_once_until_you_part():
    it = world("A.B", rules="hello: {when: ant meets bee, do: reward 1}")
    rewards = [play(it, word).reward[0] for word in ("wait wait", "east wait", "wait wait", "west wait", "east wait")]
    assert rewards == [0, 1, 0, 0, 1]


def test_a_box_on_a_plate_is_an_event_of_the_box():
    it = world("Abm", rules="click: {when: box enters mud, do: reward 1 to ant}")
    assert play(it, "east").reward.tolist() == [1]


def test_fire_spreads_one_cell_a_tick_since_all_read_one_picture():
    it = world("fttt", rules="catch: {each: tree, if: fire beside, do: it becomes fire}")
    it.step([])
    assert seen(it) == "fftt"
    it.step([])
    assert seen(it) == "ffft"


def test_of_two_rules_that_change_one_thing_the_higher_wins_and_the_other_does_nothing_at_all():
    it = world("tA", rules="burn: {each: tree, do: [it becomes fire, reward 1 to ant]}\nfell: {each: tree, do: [remove it, reward 10 to ant]}")
    assert play(it, "wait").reward.tolist() == [1]
    assert seen(it) == "fA"


def test_of_two_that_arrive_in_one_cell_the_highest_die_wins():
    it = world("t.tA", rules="drop: {each: tree, do: [put sprout beside, reward 1 to ant]}")
    assert play(it, "wait").reward.tolist() == [1]
    assert seen(it) == "tstA"


def test_chance_is_as_frequent_as_it_says():
    it = world("A", rules="luck: {every: tick, chance: 30%, do: reward 1 to ant}")
    total = sum(play(it, "wait").reward[0] for _ in range(2000))
    assert 540 < total < 660


def test_life_is_three_rules():
    picture = "........ ..t..... ...t.... .ttt.... ........ ........"
    rules = "die: {each: tree, if: 0..1 tree around, do: remove it}\ncrowd: {each: tree, if: 4+ tree around, do: remove it}\nborn: {each: floor, if: [3 tree around, no tree here], do: put tree here}"
    it = world(picture, rules=rules, world="edge: wrap")
    for _ in range(4):
        it.step([])
    assert seen(it) == rows("........", "........", "...t....", "....t...", "..ttt...", "........")


def test_hunger_falls_to_nothing_once():
    it = world("A", agents="ant: {mind: learner, has: {energy: 2 of 9}}", rules="hunger: {every: tick, do: ant loses 1 energy}\nstarve: {when: ant energy falls to 0, do: reward -20 to ant}")
    assert [play(it, "wait").reward[0] for _ in range(4)] == [0, -20, 0, 0]


def test_each_creature_starves_for_itself():
    it = world("A.A.", agents="ant: {mind: learner, has: {energy: 2 of 9}}", rules="hunger: {when: ant is on floor, do: ant loses 1 energy}\nstarve: {when: ant energy falls to 0, do: [reward -20 to ant, return ant home]}\nfeed: {when: ant enters floor, do: ant gains 5 energy}")
    assert play(it, "wait east").reward.tolist() == [0, 0]
    assert play(it, "wait wait").reward.tolist() == [-20, 0]
    assert seen(it) == "A..A"


def test_home_is_the_start_or_the_nearest_free_cell():
    it = world("A.G ...", rules="home: {when: ant enters goal, do: [reward 1, return them home]}")
    play(it, "east", "east")
    assert seen(it) == rows("A.G", "...")
    it = world("A.B ...", rules="home: {at: 4, do: return ant home}")
    play(it, "south wait", "wait west", "wait west", "east wait")
    assert seen(it) == rows("BA.", "...")


# ---- law ------------------------------------------------------------------------------------------------------------
def test_a_change_at_n_governs_transition_n():
    it = world("Aiii#", changes="thaw: {at: 2, edit: ice is not slippery}")
    play(it, "east")
    assert seen(it) == ".iiA#"
    play(it, "west")
    assert seen(it) == ".iAi#"


def test_for_n_governs_exactly_n_transitions_and_lapses_by_itself():
    it = world("...A....", changes="flip: {at: 2, for: 2, edit: swap ant.east and ant.west}")
    pictures = []
    for _ in range(4):
        play(it, "east")
        pictures.append(seen(it).index("A"))
    assert pictures == [4, 3, 2, 3]
    assert [(entry.tick, entry.version, entry.change) for entry in it.log()] == [(2, 1, "flip"), (4, 2, "flip")]


def test_layers_of_law_come_off_in_any_order():
    it = world("Ai#", changes="a: {at: 1, for: 3, edit: ice is not slippery}\nb: {at: 2, for: 1, edit: ice is slippery}")
    ice = next(thing.id for thing in it.scenario.things if thing.kind == "ice")
    slippery = []
    for _ in range(5):
        play(it, "wait")
        slippery.append(it.state.book.has(ice, "slippery"))
    assert slippery == [False, True, False, True, True]


def test_the_more_specific_fact_wins_within_a_layer_and_the_newer_layer_over_the_older():
    it = world("AD", changes="unlock: {at: 2, edit: door is not solid}")
    shut = next(thing.id for thing in it.scenario.things if thing.name == "red shut door")
    opened = next(thing.id for thing in it.scenario.things if thing.name == "red open door")
    assert it.state.book.has(shut, "solid") and not it.state.book.has(opened, "solid")
    play(it, "wait", "wait")
    assert not it.state.book.has(shut, "solid")


def test_an_agent_buys_a_law_that_holds_from_the_next_tick():
    it = world("At.", agents="ant: {mind: learner, has: {coin: 1 of 5}}", changes="axe: {by: ant, cost: 1 coin, edit: tree is not solid}")
    play(it, "axe")
    assert it.snapshot().counters.tolist() == [[0]] and it.snapshot().standing == ()
    play(it, "east")
    assert seen(it) == ".A."
    assert it.log()[0].by == "ant" and it.log()[0].tick == 2
    play(it, "axe", "wait")
    assert len(it.log()) == 1                            # a refused purchase costs nothing and does nothing


def test_what_a_person_says_holds_from_the_next_tick_and_can_be_undone():
    it = world("At..", changes="axe: {by: person, edit: tree is not solid}")
    it.enact("axe")
    play(it, "east")
    assert it.snapshot().standing == ("axe",)
    it.enact("undo axe")
    play(it, "wait")
    assert it.snapshot().standing == () and [entry.by for entry in it.log()] == ["person", "person"]


def test_a_new_episode_begins_anew_but_its_life_goes_on():
    it = world("AG", world="episode: 3", rules="won: {when: ant enters goal, do: end won}", changes="thaw: {at: 1, edit: ice is not slippery}")
    step = play(it, "east")
    assert step.terminated and step.word == "won"
    it.reset()
    after = it.snapshot()
    assert seen(it) == "AG" and (after.tick, after.episode, after.episode_tick, after.standing, after.version) == (1, 2, 0, (), 2)
    assert not play(it, "wait", "wait").truncated and play(it, "wait").truncated


# ---- creatures ------------------------------------------------------------------------------------------------------
def test_a_chaser_takes_the_shortest_way_round():
    it = world("B.. ##. A..", agents="ant: {mind: still}\nbee: {mind: chase ant}")
    for _ in range(5):
        it.step([])
    assert seen(it) == rows("...", "##.", "AB.")


def test_a_patrol_turns_when_blocked_and_a_straight_one_turns_back():
    it = world("B..", agents="bee: {mind: patrol east west}")
    places = []
    for _ in range(6):
        it.step([])
        places.append(seen(it).index("B"))
    assert places == [1, 2, 2, 1, 0, 0]
    it = world("B..", agents="bee: {mind: straight}")
    places = []
    for _ in range(6):
        it.step([])
        places.append(seen(it).index("B"))
    assert places == [1, 2, 2, 1, 0, 0]


# ---- the truth of each action ---------------------------------------------------------------------------------------
def test_outcomes_tell_where_each_action_leads_from_each_cell_and_touch_nothing():
    it = world("A.iG#", rules="win: {when: ant enters goal, do: [reward 1, return them home]}")
    before = it.digest()
    truth = it.outcomes("ant")
    east = it.actions["ant"].index("east")
    assert truth.landing[0, :, east].tolist() == [1, 0, 0, 3, -1]
    assert truth.reward[0, :, east].tolist() == pytest.approx([0, 1, 1, 0, 0])
    assert it.digest() == before
    assert np.all(truth.edits == -1)


def test_an_equal_world_has_an_equal_digest():
    one, two = world("Ab.", 1), world("Ab.", 2)
    assert one.digest() == two.digest()
    play(one, "east")
    assert one.digest() != two.digest()
    play(two, "east")
    assert one.digest() == two.digest()


def test_conditions_see_a_board_with_edges():
    it = world("t.", rules="alone: {each: tree, if: no tree beside, do: it becomes fire}")
    it.step([])
    assert seen(it) == "f."


def test_scenarios_of_tests_are_read_like_any_other():
    assert scenario("A.").agents[0].name == "ant"
