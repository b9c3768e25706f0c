"""Changes of law: when they come, how long they hold, and what stands when one in the middle goes."""
import pytest

from tests.world.pictures import drawn, scenario
from world.load import read_edit
from world.world import World


def world(picture: str = "Aiii.", given: str = "", **sections) -> World:
    made = scenario(picture, **sections)
    return World(made, given=read_edit(made, given) if given else ())


def ticks(it: World, count: int, action: str = "wait") -> None:
    for _ in range(count):
        it.step([[it.looks(learner).actions.index(action) for learner in it.learners]])


def seen(it: World) -> str:
    return drawn(it.scenario, it.snapshot())


def slippery(it: World) -> bool:
    """Whether one step onto the ice goes on: asked of the world itself, without touching it."""
    east = it.looks("ant").actions.index("east")
    return int(it.outcomes("ant").landing[0, 0, east]) == 4


def row(it: World, key: str):
    return next(row for row in it.law() if row.key == key)


def test_at_n_governs_transition_n():
    it = world(changes="thaw: {at: 3, edit: ice is not slippery}")
    ticks(it, 1)
    assert slippery(it)                                  # asks of transition 2
    ticks(it, 1)
    assert not slippery(it)                              # asks of transition 3
    assert it.snapshot().version == 0
    ticks(it, 1)
    assert it.snapshot().version == 1 and it.log()[0].tick == 3


def test_for_n_governs_exactly_n_transitions():
    it = world(changes="thaw: {at: 3, for: 2, edit: ice is not slippery}")
    held = []
    for _ in range(6):
        held.append(slippery(it))
        ticks(it, 1)
    assert held == [True, True, False, False, True, True]
    assert [(entry.tick, entry.by) for entry in it.log()] == [(3, "clock"), (5, "clock")]


def test_with_every_and_for_the_pause_comes_first():
    it = world(changes="night: {every: 4, for: 2, edit: ice is not slippery}")
    held = []
    for _ in range(10):
        held.append(slippery(it))
        ticks(it, 1)
    assert held == [True] * 3 + [False] * 2 + [True] * 2 + [False] * 2 + [True]


def test_a_law_that_goes_from_the_middle_of_the_stack_leaves_the_others_standing():
    it = world(changes="a: {edit: ice is not slippery}\nb: {edit: [ice is slippery, floor is slippery]}\nc: {edit: wall is not solid}")
    for name in "abc":
        it.enact(name)
    ticks(it, 1)
    assert slippery(it) and it.snapshot().standing == ("a", "b", "c")
    it.enact("undo b")
    ticks(it, 1)
    assert not slippery(it) and it.snapshot().standing == ("a", "c")
    it.enact("undo a")
    ticks(it, 1)
    assert slippery(it) and it.snapshot().standing == ("c",)


def test_setting_a_word_twice_is_setting_it_once_and_one_undo_is_enough_for_one_layer():
    it = world("A>>.", changes="first: {edit: belt.carries = backward}\nsecond: {edit: belt.carries = backward}")
    it.enact("first"), it.enact("second")
    ticks(it, 1, "east")
    assert seen(it) == "A>>."
    it.enact("undo second")
    ticks(it, 1, "east")
    assert seen(it) == "A>>."
    it.enact("undo first")
    ticks(it, 1, "east")
    assert seen(it) == ".>A."


def test_enacted_again_a_law_moves_to_the_top_and_its_time_begins_anew():
    it = world(changes="a: {for: 4, edit: ice is not slippery}\nb: {edit: ice is slippery}")
    it.enact("a")
    ticks(it, 1)
    it.enact("b")
    ticks(it, 1)
    assert slippery(it)
    it.enact("a")
    ticks(it, 1)
    assert not slippery(it) and it.snapshot().standing == ("b", "a")
    ticks(it, 3)
    assert it.snapshot().standing == ("b", "a")
    ticks(it, 1)
    assert it.snapshot().standing == ("b",)


def test_until_ends_a_law_and_when_fires_only_as_it_turns_true():
    it = world(vars="n: 0", rules="up: {every: tick, do: n += 1}",
               changes="mid: {when: n > 2, until: n > 4, edit: ice is not slippery}\nnever: {when: n >= 0, edit: ice is not slippery}")
    standing = []
    for _ in range(8):
        ticks(it, 1)
        standing.append(it.snapshot().standing)
    assert standing == [(), (), (), ("mid",), ("mid",), (), (), ()]


def test_swapped_controls_are_swapped_and_swapped_twice_are_as_before():
    it = world("A..", agents="  ant: learner", changes="m: {edit: swap ant.east and ant.west}\nn: {edit: swap ant.east and ant.west}")
    it.enact("m")
    ticks(it, 1, "west")
    assert seen(it) == ".A."
    it.enact("n")
    ticks(it, 1, "west")
    assert seen(it) == "A.."


def test_a_typed_sentence_holds_from_the_next_tick_and_is_logged_with_what_it_struck():
    it = world()
    it.enact(read_edit(it.scenario, "ice is not slippery"))
    assert not slippery(it)
    assert it.log() == []
    ticks(it, 1)
    entry = it.log()[0]
    assert (entry.by, entry.change, entry.removed, entry.added) == ("person", "", ("ice is slippery",), ("ice is not slippery",))
    assert it.snapshot().standing == ("ice is not slippery",)
    it.enact(read_edit(it.scenario, "undo newest law"))
    ticks(it, 1)
    assert slippery(it) and it.snapshot().standing == ()


def test_the_variant_named_wins_over_the_kind_within_one_layer():
    it = world("AD.", changes="soft: {edit: [red door is not solid, door is solid]}")
    it.enact("soft")
    ticks(it, 1, "east")
    assert it.observe("ant").col == 1


def test_solid_to_one_and_not_to_another():
    it = world("At.\nBt.", changes="gap: {edit: tree is not solid to bee}")
    it.enact("gap")
    ticks(it, 1, "east")
    assert it.observe("ant").col == 0 and it.observe("bee").col == 1


def test_a_bought_law_is_paid_at_once_holds_from_the_next_tick_and_a_refused_one_costs_nothing():
    it = world("A.", agents="  ant: {mind: learner, has: {clover: 5 of 9}}", changes="rich: {by: ant, cost: 2 clover, cooldown: 3, for: 2, edit: floor is slippery}")
    buy = it.looks("ant").actions.index("rich")
    purse = []
    for _ in range(5):
        it.step([[buy]])
        purse.append(int(it.observe("ant").counters[0]))
    assert purse == [3, 3, 3, 1, 1]
    assert [(entry.tick, entry.by, entry.price) for entry in it.log() if entry.added == ("floor is slippery",)] == [(2, "ant", "2 clover"), (5, "ant", "2 clover")]


def test_a_rule_can_apply_and_undo():
    it = world("At.", agents="  ant: {mind: learner, actions: [east, use, wait]}", rules="pull: {when: ant uses tree, do: apply soft}\nfree: {when: ant enters tree, do: undo soft}",
               changes="soft: {edit: tree is not solid}")
    it.step([[1]]), it.step([[0]])
    assert it.snapshot().standing == ("soft",) and it.observe("ant").col == 1
    it.step([[2]])
    assert it.snapshot().standing == () and [entry.by for entry in it.log()] == ["rule pull", "rule free"]


def test_a_new_episode_drops_the_laws_or_keeps_them():
    for laws, left in (("reset", ()), ("keep", ("a",))):
        it = world("A.", world=f"laws: {laws}, episode: 2", changes="a: {edit: floor is slippery}")
        it.enact("a")
        ticks(it, 2)
        it.reset()
        assert it.snapshot().standing == left and it.snapshot().tick == 2
        assert [entry.by for entry in it.log()] == ["person"] + ["episode"] * (laws == "reset")


def test_what_is_given_lies_below_and_no_undo_finds_it():
    it = world(given="ice is not slippery")
    assert not slippery(it)
    it.enact(read_edit(it.scenario, "undo newest law"))
    ticks(it, 1)
    assert not slippery(it) and it.snapshot().standing == ()


def test_a_change_that_is_given_lapses_when_its_time_is_over():
    it = world(given="apply thaw", changes="thaw: {for: 3, edit: ice is not slippery}")
    held = []
    for _ in range(5):
        held.append(slippery(it))
        ticks(it, 1)
    assert held == [False, False, False, True, True]


def test_more_typed_laws_than_there_was_room_for():
    it = world()
    for number in range(40):
        it.enact(read_edit(it.scenario, f"belt.speed = 1/{number % 9 + 2}, ice is {'not ' * (number % 2)}slippery"))
        ticks(it, 1)
    assert len(it.snapshot().standing) == 40 and not slippery(it)
    kept = it.snapshot()
    other = World(it.scenario)
    other.restore(kept)
    assert other.digest() == it.digest()


def test_a_change_that_there_is_not_is_a_mistake():
    with pytest.raises(KeyError):
        world().enact("tow")


# ---- the panel ------------------------------------------------------------------------------------------------------
def test_the_law_panel_says_what_holds_what_it_was_and_what_is_due():
    it = world("A>i.", changes="flip: {at: 3, edit: [belt.carries = backward, ice is not slippery]}", rules="win: {when: ant enters gem, do: reward 1}")
    assert row(it, "change flip").due_in == 3 and row(it, "ice is slippery").on and row(it, "belt.carries").value == "forward"
    ticks(it, 3)
    ice, belt = row(it, "ice is slippery"), row(it, "belt.carries")
    assert (ice.on, ice.text, ice.was, ice.changed_at, ice.changed_by, ice.change) == (False, "ice is not slippery", "ice is slippery", 3, "clock", "flip")
    assert (belt.value, belt.text, belt.was, belt.choices) == ("backward", "belt.carries = backward", "belt.carries = forward", ("forward", "backward"))
    assert row(it, "change flip").on and row(it, "change flip").due_in is None


def test_the_panel_says_what_a_change_picks_from_and_who_votes():
    it = world("A>i.", changes="flip: {by: ant, vote: majority, edit: belt.carries = backward}\nthaw: {edit: ice is not slippery}\nwhim: {every: 5, pick: {flip: 2, thaw: 1}}")
    assert row(it, "change whim").text == "whim: every 5 ticks → one of flip, thaw"
    assert row(it, "change flip").text == "flip: by ant by vote → belt.carries = backward"


def test_every_row_of_the_panel_can_be_enacted_as_it_says():
    it = world("A>i.", rules="win: {when: ant enters gem, chance: 30%, do: reward 1}", changes="flip: {edit: belt.carries = backward}")
    for one in it.law():
        for sentence in filter(None, (one.edit_on, one.edit_off)):
            value = one.choices[-1] if one.choices and "{}" in sentence else one.value
            read_edit(it.scenario, sentence.replace("{}", str(value)))


def test_a_rule_switched_off_is_shown_so_and_does_nothing():
    it = world("Ag.", rules="win: {when: ant enters gem, do: reward 1}")
    it.enact(read_edit(it.scenario, "rule win off"))
    step = it.step([[1]])[0]
    assert step.reward == [0.0]
    shown = row(it, "rule win")
    assert not shown.on and shown.edit_on == "rule win on" and shown.changed_by == "person"
