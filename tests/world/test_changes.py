"""Every way in which a law can change, lived by kernel and reference at once: what comes, what it costs, what the log says, and what is left afterwards."""
import numpy as np
import pytest

from tests.world.lives import Life
from tests.world.pictures import scenario
from world.load import from_text, read_edit
from world.mistakes import ScenarioError
from world.world import World


def told(life: Life) -> list[tuple]:
    return [(entry.tick, entry.by, entry.change, entry.removed, entry.added) for entry in life.log]


# ---- merge ----------------------------------------------------------------------------------------------------------
def test_what_a_merge_brings_is_off_until_it_is_enacted_and_its_things_stay_when_it_lapses():
    life = Life.of("A...", changes="""
        rain: {for: 2, merge: {kinds: {pool: {layer: ground, is: slippery}}, rules: {drip: {every: tick, do: put pool at x1 y0}}}}""")
    life.ticks(2, "wait")
    assert life.seen == "A..."
    life.say("rain")
    life.tick("wait")
    assert life.seen == "Ap.." and told(life)[0] == (3, "person", "rain", ("rule drip off",), ("pool is slippery", "rule drip on"))
    life.tick("east")                                    # a pool is slippery
    assert life.seen == ".pA."
    life.tick("west")                                    # the law is gone, the pool is not
    assert life.seen == ".A.." and life.standing == ()


def test_a_merged_rule_that_is_off_in_its_fragment_stays_off_and_edits_beside_it_come_after():
    life = Life.of("A..", changes="""
        rain: {merge: {kinds: {pool: {layer: ground, is: solid}}, rules: {drip: {every: tick, off: true, do: put pool at x1 y0}}}, edit: pool is not solid}
        more: {edit: rule drip on}""")
    life.say("rain")
    life.tick("wait")
    assert life.seen == "A.."
    life.say("more")
    life.ticks(2, "east")
    assert life.seen == ".pA"


# ---- pick -----------------------------------------------------------------------------------------------------------
def test_one_of_several_changes_is_picked_by_weight():
    made = scenario("A..", changes="dice: {at: 1, pick: {a: 3, b: 1}}\na: {edit: floor is slippery}\nb: {edit: wall is not solid}")
    worlds = World(made, tuple(range(400)))
    worlds.step(np.full((400, 1), -1))
    picked = [worlds.snapshot(w).standing for w in range(400)]
    assert set(picked) == {("a",), ("b",)} and 260 < picked.count(("a",)) < 340


def test_the_log_says_what_was_picked_and_the_pick_is_part_of_the_change():
    life = Life.of("A..", changes="dice: {times: 1, pick: {a: 1}, edit: wall is not solid}\na: {for: 2, edit: floor is slippery}")
    life.say("dice")
    life.tick("wait")
    assert life.standing == ("dice", "a")
    assert told(life) == [(1, "person", "dice", ("wall is solid",), ("wall is not solid", "apply a")), (1, "person", "a", (), ("floor is slippery",))]


# ---- votes ----------------------------------------------------------------------------------------------------------
VOTE = """scenario: 1
map: |
  hhhh.
legend: {h: hare}
agents: {hare: {has: {gold: 3}}}
changes:
  feast: {by: hare, vote: majority, cost: COST gold, cooldown: 5, edit: floor is slippery}
"""


def test_more_than_half_must_say_yes_and_all_who_do_share_the_cost():
    life = Life(from_text(VOTE.replace("COST", "7")))
    life.tick("feast", "wait", "wait", "feast")
    life.tick("wait", "wait", "wait", "wait")
    assert life.standing == () and life.has("hare 1", "gold") == 3
    life.tick("wait", "feast", "wait", "wait")
    assert [life.has(f"hare {i}", "gold") for i in (1, 2, 3, 4)] == [0, 1, 3, 1]   # 7 = 3 + 2 + 2
    life.tick("-", "-", "-", "-")
    entry = life.log[-1]
    assert life.standing == ("feast",) and (entry.by, entry.price, entry.voters) == ("vote of 3 hares", "7 gold", ("hare 1", "hare 2", "hare 4"))


def test_all_who_say_yes_in_one_tick_are_counted_together():
    life = Life(from_text(VOTE.replace("COST", "4")))
    life.tick("feast", "feast", "feast", "feast")
    assert [life.has(f"hare {i}", "gold") for i in (1, 2, 3, 4)] == [2, 2, 2, 2]


def test_who_could_not_pay_its_share_has_no_vote():
    life = Life(from_text(VOTE.replace("COST", "10")))   # of three: 4 for one of them
    life.tick("feast", "feast", "feast", "wait")
    life.tick("-", "-", "-", "-")
    assert life.standing == () and life.log == []


def test_a_yes_counts_for_ten_ticks():
    for pause, standing in ((8, ("feast",)), (9, ())):
        life = Life(from_text(VOTE.replace("COST", "3")))
        life.tick("feast", "feast", "wait", "wait")
        life.ticks(pause, "-", "-", "-", "-")
        life.tick("-", "-", "feast", "-")
        life.tick("-", "-", "-", "-")
        assert life.standing == standing


def test_the_dead_have_no_vote_and_a_new_episode_forgets_all():
    life = Life(from_text(VOTE.replace("COST", "3") + "rules: {fall: {at: 2, do: [remove hare]}}\n"))
    life.tick("feast", "feast", "-", "-")
    life.tick("-", "-", "-", "-")
    life.begin_anew()
    life.tick("-", "-", "feast", "-")
    life.tick("-", "-", "-", "-")
    assert life.standing == ()


def test_the_newest_law_of_an_agent_may_be_one_that_was_voted_for():
    life = Life(from_text(VOTE.replace("COST", "3") + "  veto: {edit: undo newest law by hare}\n"))
    life.tick("feast", "feast", "feast", "-")
    life.tick("-", "-", "-", "-")
    life.say("veto")
    life.tick("-", "-", "-", "-")
    assert life.standing == ()


# ---- announcing -----------------------------------------------------------------------------------------------------
def test_agents_are_told_in_the_tick_that_an_announced_change_comes():
    made = scenario("A..", changes="a: {at: 2, announce: true, edit: floor is slippery}\nb: {at: 3, edit: floor is not slippery}")
    world, heard = World(made), []
    for _ in range(4):
        world.step([[-1]])
        heard.append(world.observe("ant").announced)
    assert heard == [False, True, False, False]


def test_what_is_given_is_not_announced():
    made = scenario("A..", changes="a: {announce: true, edit: floor is slippery}")
    assert not World(made, given=read_edit(made, "apply a")).observe("ant").announced


# ---- stones ---------------------------------------------------------------------------------------------------------
STONES = """scenario: 1
world: {tablets: true, WORLD}
map: |
ROWS
legend: {A: ant, W: WALL, B: BOX, I: IS, N: NOT, S: SOLID, P: PUSHABLE, L: SLIPPERY, w: wall, b: box}
kinds: {wall: {layer: object, is: []}, box: {is: []}}
agents: {ant: learner}
"""


def stones(*rows: str, world: str = "clash: random", more: str = "") -> Life:
    return Life(from_text(STONES.replace("ROWS", "\n".join("  " + row for row in rows)).replace("WORLD", world) + more))


def test_sentences_on_the_map_are_law_from_the_start_and_no_news():
    life = stones("WIS..", "Aw...")
    assert life.standing == ("wall is solid",) and life.log == [] and life.plain.state.version == 0
    life.tick("east")
    assert life.seen.splitlines()[1] == "A#..."


def test_a_sentence_broken_in_a_tick_is_law_until_the_next():
    life = stones(".......", "WIS....", "A......")
    life.tick("north")                                   # pushes WALL up
    assert life.seen == "W......\nAIS....\n......." and life.standing == ("wall is solid",)
    life.tick("-")
    assert life.standing == () and told(life) == [(2, "stone", "", ("wall is solid",), ())]


def test_a_sentence_pushed_together_is_law_from_the_next_tick():
    life = stones(".......", "AW.IS..", ".......")
    life.tick("east")
    assert life.standing == ()
    life.tick("-")
    assert life.standing == ("wall is solid",) and told(life) == [(2, "stone", "", (), ("wall is solid",))]


def test_stones_read_east_and_south_and_one_may_serve_two_sentences():
    life = stones("WIS", "I..", "P.A")
    assert life.standing == ("wall is solid", "wall is pushable")
    assert stones("SIW", "...", "..A").standing == ()


def test_with_not_it_takes_four_and_not_beats_its_opposite():
    assert stones("WINS", "...A").standing == ("wall is not solid",)
    assert stones("WIN.", "..SA").standing == ()
    both = stones("WINS.", "WIS..", "Aw...")
    both.tick("east")
    assert both.standing == ("wall is solid", "wall is not solid") and both.seen.splitlines()[2] == ".A..."


def test_the_same_sentence_twice_stands_while_one_of_them_does():
    life = stones(".....", "WIS..", "A....", "WIS..")
    life.tick("north")
    life.tick("-")
    assert life.standing == ("wall is solid",)


def test_stones_are_above_all_other_law_and_no_undo_finds_them():
    life = stones("WIS..", "Aw...", more="changes: {c: {edit: wall is not solid}, u: {edit: undo newest law}}\n")
    life.say("c")
    life.tick("east")
    assert life.standing == ("c", "wall is solid") and life.seen.splitlines()[1] == "A#..."
    life.say("u")
    life.tick("-")
    assert life.standing == ("wall is solid",)


def test_rows_of_stones_go_round_a_torus():
    assert stones("S.WI", "...A", world="edge: wrap").standing == ("wall is solid",)
    assert stones("S.WI", "...A").standing == ()


def test_a_rule_may_write_on_stones_and_the_map_says_it_anew_in_each_episode():
    life = stones("WIS..", "A....", world="episode: 3", more="rules: {r: {at: 1 of every episode, do: SOLID tablet becomes PUSHABLE}}\n")
    life.tick("-")
    assert life.standing == ("wall is solid",)
    life.tick("-")
    assert life.standing == ("wall is pushable",)
    life.tick("-")
    life.begin_anew()
    assert life.standing == ("wall is solid",)
    assert [(entry.tick, entry.by) for entry in life.log[-2:]] == [(4, "stone"), (4, "stone")] and life.plain.state.version == 2


def test_a_sentence_may_be_about_an_agent():
    about_ants = STONES.replace("W: WALL", "X: ANT").replace("ROWS", "  XIS..\n  A....").replace("WORLD", "clash: random")
    assert Life(from_text(about_ants)).standing == ("ant is solid",)


def test_many_stones_on_a_board_are_read_as_often_as_they_move():
    life = stones(*(["WIS" * 4, "............", "A...........", "............"] + ["BIP" * 4] * 4))
    assert life.standing == ("wall is solid", "box is pushable")
    for word in "north east south west east north".split():
        life.tick(word)


# ---- entrenched -----------------------------------------------------------------------------------------------------
def test_an_agent_is_refused_what_is_entrenched_and_pays_nothing():
    life = Life.of("A..", world="entrenched: [rule fine]", agents="  ant: {has: {gold: 5}}", rules="fine: {every: tick, do: reward -1 to ant}",
                   changes="free: {by: ant, cost: 2 gold, edit: rule fine off}\nother: {by: ant, cost: 2 gold, edit: apply free}")
    life.ticks(2, "free")
    life.tick("other")
    life.tick("-")
    assert life.standing == () and life.has("ant", "gold") == 5
    assert [(entry.tick, entry.by, entry.change, entry.refused) for entry in life.log] == [(1, "ant", "free", "rule fine"), (3, "ant", "other", "rule fine")]
    life.say("free")                                     # a person is not bound
    life.tick("-")
    assert life.standing == ("free",)


def test_stones_cannot_say_what_is_entrenched():
    life = stones(".......", "AW.IS..", "..w....", world="entrenched: [wall is solid]")
    life.tick("east")
    life.ticks(2, "-")
    assert life.standing == () and [(entry.tick, entry.by, entry.added, entry.refused) for entry in life.log] == [(2, "stone", ("wall is solid",), "wall is solid")]


def test_an_agents_undo_passes_over_entrenched_laws():
    life = Life.of("A..", world="entrenched: [rule fine]", rules="fine: {every: tick, do: reward -1 to ant}",
                   changes="low: {edit: floor is slippery}\nhigh: {edit: rule fine off}\nstrike: {by: ant, edit: undo newest law}")
    life.say("low")
    life.tick("-")
    life.say("high")
    life.tick("strike")
    life.tick("-")
    assert life.standing == ("high",)


# ---- reading the law ------------------------------------------------------------------------------------------------
def test_an_agent_reads_one_number_for_each_law_that_can_change():
    made = scenario("A.B", vars="n: 7", agents="  ant: {reads: [n, laws]}\n  bee: learner", rules="r: {every: tick, chance: 25%, do: reward 1 to ant}",
                    changes="a: {at: 2, edit: [floor is slippery to bee, rule r off, r.chance = 0.5, ant.sees = 5x3, swap bee.north and bee.south, r.every = 2 ticks]}")
    world = World(made)
    names = ("n", "floor is slippery to bee", "rule r", "r.chance", "ant.sees", "bee.north", "bee.south", "r.every")
    assert world.looks("ant").reads == names
    assert world.observe("ant").reads.tolist() == [7, 0, 1, 250_000, 0, 0, 2, 0]
    for _ in range(2):
        world.step([[-1, -1]])
    assert world.observe("ant").reads.tolist() == [7, 1, 0, 500_000, 5003, 2, 0, 1]


# ---- changes that edit changes --------------------------------------------------------------------------------------
@pytest.mark.parametrize("edit, comes", [("thaw.every = 4", [4, 8, 12]), ("thaw.at = 6", [6]), ("thaw.after = go + 9", [10]), ("thaw.when = tick > 6", [8]),
                                         ("thaw.every = 4 and thaw.chance = 0", None)])
def test_a_law_can_set_when_a_change_comes(edit, comes):
    if comes is None:
        edit, comes = "thaw.every = 4, thaw.chance = 0", []
    life = Life.of("A..", changes=f"go: {{edit: [{edit}]}}\nagain: {{at: 1, edit: apply go}}\nthaw: {{for: 1, edit: floor is slippery}}")
    life.ticks(12, "-")
    if "after" in edit:
        comes = []                                       # `go` was enacted before it said so
    assert [entry.tick for entry in life.log if entry.change == "thaw" and entry.added == ("floor is slippery",)] == comes


def test_a_date_already_set_and_a_time_already_given_stay():
    life = Life.of("A..", changes="""
        first: {at: 1, edit: wall is not solid}
        thaw: {after: first + 5, for: 4, edit: floor is slippery}
        meddle: {at: [3, 7], edit: [thaw.after = first + 50, thaw.for = 1]}""")
    life.ticks(11, "-")
    assert [(entry.tick, entry.lapses) for entry in life.log if entry.change == "thaw" and entry.added] == [(6, 7)]
    assert ("thaw" in life.standing) is False


def test_when_and_until_can_be_set_and_a_new_condition_does_not_fire_at_once():
    life = Life.of("A..", vars="n: 5", rules="up: {every: tick, do: n += 1}", changes="""
        go: {at: 2, edit: [thaw.when = n > 3, thaw.until = n > 9]}
        thaw: {edit: floor is slippery}
        once: {at: 4, edit: thaw.when = n > 11}""")
    life.ticks(9, "-")
    assert [(entry.tick, bool(entry.added and "floor is slippery" in entry.added)) for entry in life.log if entry.change == "thaw"] == [(8, True), (9, False)]


def test_price_and_patience_can_be_set_while_a_change_is_for_sale():
    life = Life.of("A..", agents="  ant: {has: {gold: 5}}", changes="buy: {by: ant, cost: 4 gold, edit: floor is slippery}\nsale: {edit: [buy.cost = 1 gold, buy.cooldown = 3, buy.times = 2]}")
    life.say("sale")
    life.ticks(8, "buy")
    assert life.has("ant", "gold") == 3 and [entry.price for entry in life.log if entry.change == "buy"] == ["1 gold", "1 gold"]


def test_parts_of_two_changes_change_places():
    life = Life.of("A..", changes="a: {at: 3, edit: wall is not solid}\nb: {at: 6, edit: floor is slippery}\nswitch: {at: 1, edit: swap a.at and b.at}")
    life.ticks(7, "-")
    assert [(entry.tick, entry.change) for entry in life.log] == [(1, "switch"), (3, "b"), (6, "a")]


def test_a_rules_trigger_can_be_another_if_the_rule_can_still_do_its_work():
    life = Life.of("Ag.", rules="r: {when: ant enters gem, do: remove it}", changes="c: {edit: r.when = ant leaves gem}")
    life.say("c")
    life.tick("east")
    life.tick("east")
    assert life.seen == "..A"
    made = scenario("Ag.", rules="r: {when: ant enters gem, do: remove it}")
    with pytest.raises(ScenarioError, match="could not do its work"):
        read_edit(made, "r.when = ant does wait")
    with pytest.raises(ScenarioError, match="could not do its work"):
        read_edit(made, "r.every = tick")


# ---- the stack ------------------------------------------------------------------------------------------------------
def test_a_lapse_below_a_standing_layer_changes_nothing_that_is_seen_and_both_gone_all_is_as_before():
    life = Life.of("Aii#", changes="low: {for: 3, edit: ice is not slippery}\nhigh: {for: 5, edit: ice is not slippery}")
    life.say("low")
    life.tick("-")
    life.say("high")
    life.ticks(3, "-")
    assert life.standing == ("high",) and life.log[-1].removed == ()   # what it said is said above
    life.tick("east")
    assert life.seen == ".Ai#"
    life.ticks(2, "-")
    assert life.standing == ()


def test_after_a_new_episode_the_log_knows_what_a_change_enacted_again_replaces():
    life = Life.of("Aii", world="laws: reset", changes="thaw: {edit: ice is not slippery}")
    for _ in range(2):
        life.say("thaw")
        life.tick("-")
        life.begin_anew()
    assert told(life) == [(1, "person", "thaw", ("ice is slippery",), ("ice is not slippery",)), (2, "episode", "", ("ice is not slippery",), ("ice is slippery",)),
                          (2, "person", "thaw", ("ice is slippery",), ("ice is not slippery",)), (3, "episode", "", ("ice is not slippery",), ("ice is slippery",))]
    assert [entry.version for entry in life.log] == [1, 2, 3, 4]


def test_kept_laws_stand_in_the_next_episode_and_no_entry_tells_of_it():
    life = Life.of("Aii", world="laws: keep", changes="thaw: {for: 3, edit: ice is not slippery}")
    life.say("thaw")
    life.tick("-")
    life.begin_anew()
    assert life.standing == ("thaw",) and len(life.log) == 1
    life.ticks(3, "-")
    assert life.standing == ()


# ---- given, dates, numbers, creatures -------------------------------------------------------------------------------
def test_what_is_given_is_done_in_the_order_written():
    changes = "a: {edit: floor is slippery}\nb: {edit: wall is not solid}"
    assert Life.of("A..", given="apply a, undo a", changes=changes).standing == ()
    assert Life.of("A..", given="undo a, apply a", changes=changes).standing == ("a",)
    assert Life.of("A..", given="apply a, apply b, undo newest law", changes=changes).standing == ("a",)


def test_all_dates_that_after_brings_are_remembered():
    life = Life.of("A..", changes="go: {every: tick, edit: wall is not solid}\nlate: {after: go + 20, edit: floor is slippery}")
    life.ticks(40, "-")
    assert [entry.tick for entry in life.log if entry.change == "late"] == list(range(21, 41))


def test_a_typed_wait_longer_than_any_in_the_file_is_remembered_too():
    life = Life.of("A..", changes="go: {edit: wall is not solid}\nlate: {after: go + 3, edit: floor is slippery}")
    life.say("go")
    life.tick("-")
    life.say("late.after = go + 90")
    life.tick("-")
    life.say("go")
    life.ticks(100, "-")
    assert [entry.tick for entry in life.log if entry.change == "late"] == [4, 93]


def test_numbers_stop_at_the_largest_that_a_world_can_hold():
    life = Life.of("A..", vars="n: 2147483646", agents="  ant: {has: {gold: 2147483646}}", rules="up: {every: tick, do: [n += 2147483647, ant gains 5 gold]}")
    life.ticks(2, "-")
    assert life.plain.snapshot().variables.tolist() == [2147483647] and life.has("ant", "gold") == 2147483647
    life.say("n -= 2147483647")
    life.tick("-")
    assert life.plain.snapshot().variables.tolist() == [2147483647]


def test_what_creatures_earn_is_paid_too():
    world = World(scenario("A.B", agents="  ant: learner\n  bee: still", rules="r: {every: tick, do: reward 2 to bee}"))
    world.step([[-1]])
    assert world.paid().tolist() == [0, 2_000_000]
