"""The compiled kernel and the plain reference bring about the same world. `python -m tests.world.fuzz 2000` tries more."""
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world.agreement import first_difference
from tests.world.random_scenarios import random_scenario, scenarios
from world.load import from_text
from world.reference import Reference

world = pytest.importorskip("world.world")
SCENARIOS = int(os.environ.get("UMWELT_SCENARIOS", "250"))


@pytest.mark.parametrize("first", range(0, SCENARIOS, 50))
def test_random_worlds_live_the_same_in_the_kernel_and_in_the_reference(first):
    for number in range(first, min(first + 50, SCENARIOS)):
        found = first_difference(random_scenario(number), seeds=(number, number + 1, number + 2), outcomes=number % 10 == 0)
        assert found is None, str(found)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios(), st.integers(0, 2**31))
def test_so_do_worlds_that_hypothesis_draws(scenario, seed):
    found = first_difference(scenario, seeds=(seed, seed + 1), ticks=15)
    assert found is None, str(found)


# ---- what random scenarios seldom meet ------------------------------------------------------------------------------
MEADOW = """scenario: 1
map: |
  ..g.w
  A.g..
  .w..B
legend: {A: ant, B: fox, g: gem, w: wind}
kinds:
  gem:  {layer: item}
  key:  {layer: item}
  tree: {layer: object, is: solid}
  wind: {layer: air}
  mud:  {layer: ground}
agents:
  ant: {mind: learner, has: {gem: 0 of 1}}
  fox: {mind: wander}
rules:
"""


@pytest.mark.parametrize("rules", [
    "r: {each: gem, do: [remove it, put key here, it becomes mud]}",
    "r: {each: wind, do: [it becomes gem, it becomes mud, it becomes key]}",
    "r: {each: anything, chance: 30%, do: it becomes floor}",
    "r: {each: anything, if: tick > 3, do: [it becomes mud, it becomes key]}",
    "r: {each: gem, chance: 20%, do: [return ant home, return fox home, return ant home, turn fox left, turn fox left]}",
    "r: {each: gem, chance: 20%, do: [remove fox, return ant home, remove ant, return fox home]}",
    "r: {when: ant enters floor, do: take gem}",
    "r: {when: ant enters anything, do: [remove it, put key here]}\n  q: {when: ant enters anything, do: it becomes tree}",
    "r: {when: ant enters gem, do: [it becomes tree, put key here]}\n  q: {when: ant enters anything, do: it becomes wind}",
])
def test_a_thing_stays_itself_and_is_gone_when_it_is_gone(rules):
    found = first_difference(from_text(MEADOW + "  " + rules), seeds=(1, 2, 3), ticks=15)
    assert found is None, str(found)


@pytest.mark.parametrize("rules", [
    "r: {when: fox enters floor, do: [it becomes key, reward 1 to ant]}\n  q: {when: fox leaves floor, do: put mud here}",
    "r: {when: anyone leaves floor, do: [floor becomes key, reward 1 to ant]}\n  q: {when: fox enters floor, do: move them behind}",
    "r: {when: anyone enters floor, do: [turn them right, it becomes tree, remove it]}\n  q: {when: fox leaves anything, do: turn them left}",
    "r: {when: wind enters floor, do: [wind becomes mud, it becomes nothing]}\n  q: {when: anything enters floor, do: them becomes wind}",
    "r: {when: wind enters mud, do: [wind becomes mud, it becomes floor]}\n  q: {when: anything enters mud, do: put tree here}",
])
def test_a_ground_that_rises_is_followed_and_one_that_another_thing_becomes_is_gone(rules):
    """While other events about that ground wait: the fox goes two cells in a tick, and pushes the wind."""
    text = MEADOW.replace("mind: wander", "mind: straight, speed: 2").replace("{layer: air}", "{layer: air, is: pushable}").replace("..g.w", "..www").replace("A.g..", "Aww.w")
    found = first_difference(from_text(text + "  " + rules), seeds=range(1, 9), ticks=15)
    assert found is None, str(found)


@pytest.mark.parametrize("minds", ["{ant: learner, fox: {mind: patrol east west}}", "{ant: learner, fox: learner}"])
def test_a_try_while_nothing_is_sticky_is_not_the_first_of_two(minds):
    """The law of the mud comes and goes; who has tried once, and then against a wall while the mud was plain, is held anew. Also by the short road."""
    text = "scenario: 1\nmap: |\n  #mm#\n  #AB#\n  #mm#\nlegend: {A: ant on mud, B: fox on mud, m: mud}\nkinds: {mud: {layer: ground}}\nagents: %s\n"
    found = first_difference(from_text(text % minds + "changes: {c: {every: 2..6 ticks, for: 1, edit: mud is sticky}}\n"), seeds=range(12), ticks=60)
    assert found is None, str(found)


def test_an_endless_chain_is_cut_off_and_the_rules_in_it_are_named():
    rules = "fence: {when: ant enters floor, do: put tree here}\n  flee: {when: ant enters floor, do: return ant home}\n  other: {when: ant enters gem, do: reward 1}"
    text = MEADOW.replace("  ..g.w\n  A.g..\n  .w..B\n", "".join(f"  {'.' * 22}\n" for _ in range(9)) + "  A.........B...........\n" + "".join(f"  {'.' * 22}\n" for _ in range(10)))
    made = from_text(text.replace("A: ant,", "A: ant on mud,").replace("mud:  {layer: ground}", "mud:  {layer: ground, is: solid}") + "  " + rules)
    kernel, plain = world.World(made, (1,)), Reference(made, 1)
    east = kernel.looks("ant").actions.index("east")
    notices = [(kernel.step([[east]])[0].notices, plain.step([east]).notices) for _ in range(2)]
    assert notices[0][0] == notices[0][1] and "`fence`, `flee` set each other off" in notices[0][0][0]
    assert kernel.digest() == plain.digest() and notices[1][0] == notices[1][1]


@pytest.mark.parametrize("edits", [
    '"box is fuel", "something fuel is wet", "something wet is odd"',
    '"something wet is odd", "box is fuel", "something fuel is wet", "something fuel is not solid", "anything is not pushable"',
    '"something pushable is not pushable", "something pushable is odd", "gem is solid", "something solid is pushable"',
    '"gem is wet", "anything is solid", "something wet is not solid"',
    '"ant is wet", "gem is solid to something wet", "box is not solid to something wet", "box is not pushable"',
])
def test_laws_about_what_has_a_property_rest_on_one_picture(edits):
    text = "scenario: 1\nmap: |\n  .bgb.b.\n  A.b.bg.\n  .b.b.g.\nlegend: {A: ant, g: gem, b: box}\nkinds:\n  gem: {layer: item}\n  box: {is: [pushable, solid]}\n"
    text += "tags: [fuel, wet, odd]\nagents: {ant: learner}\nrules: {r: {each: something odd, if: tick > 8, do: remove it}}\n"
    found = first_difference(from_text(text + f"changes: {{a: {{every: 4, for: 2, edit: [{edits}]}}}}\n"), seeds=(1, 2, 3), ticks=25, outcomes=True)
    assert found is None, str(found)
