"""Expectations of scenario files: held or not, and if not, why."""

import pytest

from lab.expect import check_expectations, judge
from tests.world.pictures import References
from world.load import from_text

POND = """
scenario: 1
map: |
  A.iiii..#
legend: {A: ant, i: ice}
agents: {ant: learner}
rules:
  slow: {every: tick, do: reward -0.01 to ant}
  luck: {every: tick, chance: 50%, do: say ho}
changes: {thaw: {for: 3, edit: ice is not slippery}}
expect:
"""


def verdicts(*entries: str, text: str = POND, make=References):
    return list(judge(from_text(text + "".join(f"  - {{{entry}}}\n" for entry in entries)), make=make))


def test_ice_carries_you_across_and_the_claim_holds():
    verdict, = verdicts("name: across, play: {ant: [east, east]}, then: ant at x6 y0")
    assert (verdict.held, verdict.why, verdict.name, verdict.ticks) == (True, "", "across", 2)


def test_a_claim_that_fails_says_what_was_expected_when_and_shows_the_board():
    verdict, = verdicts("name: across, play: {ant: [east, east]}, then: ant at x2 y0")
    assert not verdict.held
    assert verdict.why == "expected ant at x2 y0 (tick 2); ant was at x6 y0"
    assert verdict.picture == "..iiiiA.#"


def test_a_claim_that_fails_says_what_was_true_instead():
    text = """
scenario: 1
map: |
  A..CC.
legend: {A: ant, C: cat}
agents: {ant: {mind: learner, has: {energy: 7}}, cat: {mind: still}}
kinds: {gem: {layer: item}}
vars: {wind: 3, season: {of: [spring, autumn], now: autumn}}
rules:
  slow: {every: tick, do: reward -0.01 to ant}
  over: {when: ant enters floor, do: end lost}
  pick: {when: ant enters gem, do: take it}
expect:
"""
    said = {"not ant at x0 y0": "ant was at x0 y0", "gem at x1 y0": "gem was not on the board", "cat at x1 y0": "cat was at x3 y0 and x4 y0", "ant energy < 7": "ant energy was 7",
            "ant has 9 energy": "ant had 7 energy", "wind > 3": "wind was 3", "season is spring": "season was autumn", "count cat > 2": "count cat was 2", "any gem left": "count gem was 0",
            "ant reward > 0": "ant reward was -0.02", "ended won": "it had not ended", "ant has gem": "ant had 0 gem", "ant on gem": ""}
    found = verdicts(*(f"run: 2, play: {{ant: [wait, wait]}}, then: {claim}" for claim in said), text=text)
    assert [verdict.why.partition(" (tick 2)")[2] for verdict in found] == [f"; {told}" if told else "" for told in said.values()]
    early, rate = verdicts("play: {ant: [east]}, then: ended won", "run: 1, over: 3 worlds, then: wind is 4, rate: 0.5..1", text=text)
    assert early.why.endswith("; it had ended lost") and rate.why.endswith("seed 0); wind was 3")


def test_what_is_given_holds_from_the_start_and_a_given_change_lapses_by_itself():
    held = verdicts("given: apply thaw, play: {ant: [east, east]}, then: ant at x2 y0",
                    "given: apply thaw, play: {ant: [east, east, wait, east]}, then: ant at x6 y0",
                    "given: ice is not slippery, play: {ant: [east, east, wait, east]}, then: ant at x3 y0",
                    "given: put wall at x4 y0, play: {ant: [east, east]}, then: ant at x3 y0")
    assert [verdict.held for verdict in held] == [True] * 4


def test_a_tiny_map_may_leave_agents_out():
    verdict, = verdicts("map: ..A#, play: {ant: [east]}, then: [ant at x2 y0, no ice left]")
    assert verdict.held


def test_always_is_read_after_every_tick_and_within_needs_one_good_moment():
    held = verdicts("play: {ant: [east, west]}, always: ant at x1 y0", "run: 5, play: {ant: [east, west]}, always: not ant at x5 y0",
                    "within: 4, play: {ant: [east, west]}, then: ant at x1 y0", "within: 1, play: {ant: [east, east]}, then: ant at x6 y0")
    assert [verdict.held for verdict in held] == [False, True, True, False]
    assert held[0].why == "expected ant at x1 y0 (tick 2); ant was at x0 y0"
    assert held[3].why.startswith("expected within 1 ticks: ant at x6 y0")


def test_rewards_count_over_the_whole_expectation():
    held = verdicts("run: 5, then: ant reward is -0.05", "run: 5, then: ant reward > 0")
    assert [verdict.held for verdict in held] == [True, False]


def test_a_rate_is_a_share_of_worlds():
    text = POND.replace("do: say ho", "do: end lucky")
    held = verdicts("run: 1, over: 200 worlds, then: ended lucky, rate: 0.35..0.65", "run: 1, over: 200 worlds, then: ended lucky, rate: 0.9", "run: 30, over: 20 worlds, then: ended lucky", text=text)
    assert [verdict.held for verdict in held] == [True, False, True]
    assert held[1].why.startswith("true in ") and held[0].worlds == 200


def test_in_play_alone_creatures_wait_and_in_run_they_live():
    text = "scenario: 1\nmap: A.C\nlegend: {A: ant, C: cat}\nagents: {ant: learner, cat: {mind: straight}}\nexpect:\n"
    held = verdicts("play: {ant: [wait, wait]}, then: cat at x2 y0", "run: 3, then: not cat at x2 y0", "play: {cat: [west]}, then: cat at x1 y0", text=text)
    assert [verdict.held for verdict in held] == [True, True, True]


@pytest.mark.parametrize("name", ["2-mirror", "3-thaw", "4-locks"])
def test_worlds_of_the_kernel_judge_alike(name):
    pytest.importorskip("world.world")
    from pathlib import Path

    from world.load import load
    found = next(Path(__file__).resolve().parents[2].glob(f"scenarios/*{name.split('-')[1]}*.yaml"), None)
    if found is None:
        pytest.skip("not among the scenarios")
    scenario = load(found)
    plain = list(judge(scenario, make=References))
    assert [(v.name, v.held) for v in check_expectations(scenario)] == [(v.name, v.held) for v in plain]
    assert all(v.held for v in plain)
