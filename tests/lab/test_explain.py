"""`explain`: the law in words, sizes, and what looks wrong."""
import io
import json
from pathlib import Path

from rich.console import Console

from lab.explain import explain
from lab.explained import show
from world.load import from_text, load

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"

SOUND = """\
scenario: 1
about: Nothing is wrong here.
map: [A.kG]
legend: {A: ant, k: key}
kinds: {key: {layer: item}}
agents: {ant: learner}
rules:
  pick up: {when: ant enters key, do: take it}
  arrive:  {when: ant enters goal, if: ant has key, chance: 50%, do: [reward 1, end won]}
changes:
  far off: {at: 5000, edit: rule arrive off}
"""
ODD = """\
scenario: 1
map: |
  #######
  #A#.G.#
  #######
legend: {A: ant}
tags: [prized]
vars: {wind: 0, season: {of: [spring, autumn], now: spring}}
kinds: {gem: {layer: item}, tree: {}}
agents: {ant: {mind: learner, actions: [east, west, whistle]}}
rules:
  arrive: {when: ant enters goal, do: reward 1}
  fell:   {each: tree, if: season is spring, do: it becomes gem}
  warm:   {when: season is spring, do: reward 0.5 to ant}
  idle:   {every: 10 ticks, do: wind += 1}
  slept:  {every: tick, do: reward 1 to ant, off: true}
changes:
  wake:   {when: count goal > 3, edit: rule slept on}
  never:  {edit: rule idle off}
  asked:  {by: person, edit: rule idle off}
"""


def doubts(text):
    return [(doubt.code, doubt.text.split(",")[0].partition(" in 1")[0]) for doubt in explain(from_text(text)).doubts]


def test_a_sound_scenario_has_nothing_wrong():
    found = explain(from_text(SOUND))
    assert found.doubts == () and found.fired["arrive"] > 0 and found.rewards["ant"] > 0 and found.ends["won"] == found.fired["arrive"]
    assert found.sizes["cells"] == 4 and found.sizes["ids"] == 7 and found.sizes["bytes"] > 100


def test_what_looks_wrong_is_named():
    assert doubts(ODD) == [
        ("unheard", "no rule hears the action `whistle`"),
        ("out of reach", "`goal`"),
        ("never fired", "rule `fell` never fired"),
        ("never paid", "rule `warm` never fired"),
        ("edge", "this is true from the start"),
        ("never paid", "rule `slept` never fired"),
        ("never enacted", "change `wake` never came"),
        ("never enacted", "change `never` never came"),
        ("unused", "nothing asks for the variable `wind`"),
        ("unused", "no sentence asks for something `prized`")]


def test_the_law_is_told_in_words():
    law = explain(from_text(SOUND)).law
    assert dict(law["rules"])["arrive"] == "when ant enters goal, if ant has key, 50%: reward 1; end won"
    assert dict(law["changes"])["far off"] == "at 5000: rule arrive off"


def test_sentences_on_tablets_are_law_from_the_start():
    law = explain(load(SCENARIOS / "6-tablets.yaml")).law
    told = [text for _, text in law["from the start"]]
    assert "tablet is pushable" in told and "wall is solid   (tablets say so)" in told and not any(text.startswith("box") for text in told)


def test_what_comes_after_the_random_ticks_is_told_as_due():
    text = SOUND.replace("changes:", "  late: {at: 2000..4000, do: say ho}\n  asleep: {when: ant enters key, do: say ho, off: true}\nchanges:\n  wake: {at: 3000, edit: rule asleep on}")
    found, out = explain(from_text(text)), io.StringIO()
    assert found.due == {"rules": {"late": "due at 2000..4000", "asleep": "off until `wake`, due at 3000"}, "changes": {"far off": "due at 5000", "wake": "due at 3000"}}
    show(found, Console(file=out))
    assert any(line.split() == ["change", "far", "off", "0", "due", "at", "5000"] for line in out.getvalue().splitlines()) and found.doubts == ()


def test_what_a_rule_or_a_change_opens_counts_as_open():
    text = "scenario: 1\nmap: [A.DG]\nlegend: {A: ant, D: door}\nkinds: {door: {is: solid}, rock: {is: solid}}\nagents: {ant: learner}\nrules:\n  arrive: {when: ant enters goal, do: reward 1}\n"
    unlock = "  unlock: {when: ant bumps door, chance: 1%%, do: %s}\n"
    for effect in ("remove it", "let them through", "it becomes floor"):
        assert "out of reach" not in [code for code, _ in doubts(text + unlock % effect)]
    assert "out of reach" not in [code for code, _ in doubts(text + "changes: {thaw: {at: 5000, edit: door is not solid}}\n")]
    asleep = text + unlock.replace("do:", "off: true, do:") % "remove it"
    assert "out of reach" in [code for code, _ in doubts(text)] and "out of reach" in [code for code, _ in doubts(asleep)]
    rocky, = [doubt.text for doubt in explain(from_text(text.replace("A.DG", "ADRG").replace("D: door", "D: door, R: rock") + unlock % "remove it")).doubts if doubt.code == "out of reach"]
    assert rocky.endswith("cannot be walked to from the start, even if door let one through")


def test_the_door_of_doorkey_leads_to_its_goal():
    assert "out of reach" not in [doubt.code for doubt in explain(load(SCENARIOS / "doorkey.yaml")).doubts]


def test_it_prints_plainly_and_as_json():
    found, out = explain(from_text(ODD)), io.StringIO()
    show(found, Console(file=out))
    text = out.getvalue()
    assert "\x1b" not in text and "what looks wrong" in text and all(line == line.rstrip() for line in text.splitlines())
    said = json.loads(json.dumps(found.json()))
    assert said["random"]["fired"]["idle"] == 16 * 100 and said["doubts"][0]["line"] == 10
