"""What a person gets wrong in a scenario, and what the reader answers."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.world.scenario_texts import LOCKS, MIRROR, THAW, VALLEY
from world.load import check_mind, from_text, load, read_edit
from world.mistakes import ScenarioError

BROKEN = Path(__file__).parent / "broken"
MESSAGES = {block.split(":", 1)[0]: block for block in (BROKEN / "messages.txt").read_text(encoding="utf-8").strip().split("\n\n")}
SECTIONS = {"scenario": "1", "map": "|\n  #####\n  #A.G#\n  #####", "legend": "{A: ant}", "agents": "{ant: learner}", "rules": "{arrive: {when: ant enters goal, do: reward 1}}"}


def complaint(text: str):
    with pytest.raises(ScenarioError) as caught:
        from_text(text, "f.yaml")
    return caught.value.mistakes


def with_section(section: str, value: str) -> str:
    return "".join(f"{k}: {v}\n" for k, v in (SECTIONS | {section: value}).items())


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda p: p.stem)
def test_each_broken_file_gets_its_message(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).replace(str(path), path.name) == MESSAGES[path.name]


@pytest.mark.parametrize("rule, underlined, code, hint", [
    ("every: 0 ticks, do: end", "0 ticks", "time", "10 ticks"),
    ("every: 5 tick, do: end", "5 tick", "time", "did you mean `5 ticks`?"),
    ("every: 1 tick, do: end", "1 tick", "time", "did you mean `tick`?"),
    ("at: 300 of each episode, do: end", "300 of each episode", "time", "did you mean `300 of every episode`?"),
    ("every: tock, do: end", "tock", "time", "10 ticks"),
    ("every: {geometric: 5}, do: end", "5", "chance", "5%"),
    ("at: 0, do: end", "0", "time", "500"),
    ("at: 600..400, do: end", "600..400", "time", "400..600"),
    ("when: ant enters goal, chance: 50 %, do: end", "50 %", "chance", "write 50% without a space"),
    ("when: ant enters goal, chance: 150%, do: end", "150%", "chance", "100%"),
    ("when: ant enters floor, do: move it east", "move it east", "layer", "another layer"),
    ("when: ant enters floor, do: swap them and it", "swap them and it", "layer", "another layer"),
    ("when: goal sees ant, do: end", "goal sees ant", "needs", "eyes"),
    ("when: ant enters goal, do: ice is slippery", "ice is slippery", "phrase", "`edit:` of a change"),
    ("when: ant enters goal, if: ant is on goal, do: end", "ant is on goal", "phrase", "write `ant on goal`"),
    ("when: ant enters goal, if: ant has no goal, do: end", "ant has no goal", "phrase", "write `not ant has goal`"),
    ("when: ant enters goal, if: tick > 5 and tick < 9, do: end", "and tick < 9", "phrase", "write a list: [tick > 5, tick < 9]"),
    ("when: ant enters goal and tick > 5, do: end", "and tick > 5", "phrase", "under `if:`"),
    ("when: ant entres goal, do: end", "entres", "phrase", "ant enters goal"),
    ("when: [ant enters goal, ant enters box], do: end", "[ant enters goal, ant enters box]", "shape", ""),
    ("when: ant 1 enters goal, do: end", "ant 1", "name", "write `ant`"),
    ("when: ant 2 goal is 3, do: end", "ant 2", "name", "write `ant`"),
    ("when: ant at x9 y9, do: end", "x9 y9", "place", "x0 y0 to x4 y2"),
    ("when: no goal left, do: remove it", "it", "needs", ""),
    ("when: no goal left, do: reward 1", "reward 1", "needs", "write `reward 1 to ant`"),
    ("every: 5 ticks, if: goal beside, do: end", "goal beside", "needs", ""),
    ("when: ant enters goal, do: stop", "stop", "needs", "tries"),
    ("when: ant enters goal, do: let them through", "let them through", "needs", "bumps"),
    ("when: ant bumps wall, do: take it", "take it", "layer", "layer: item"),
    ("when: ant bumps wall, do: turn it left", "turn it left", "needs", "facing"),
    ("when: ant enters goal, do: put ant here", "put ant here", "phrase", "return ant home"),
    ("when: ant enters goal, do: reward 0.0000001", "0.0000001", "number", "six digits"),
    ("when: ant enters goal, do: ant gains 1 gold", "gold", "name", ""),
    ("when: ant does dance, do: end", "dance", "name", "actions:"),
    ("when: goal tries ant, do: end", "goal tries ant", "needs", ""),
    ("when: ant enters goal", "arrive", "key", "do:"),
    ("when: ant enters goal, do: reward 1 to goal", "reward 1 to goal", "needs", ""),
    ("each: goal, if: 9 goal around, do: end", "9", "number", "up to 8"),
    ("when: ant enters something prized, do: end", "prized", "adjective", "tags:"),
    ("when: ant enters goal, do: end, off: yes", "yes", "truth", "write true"),
    ("when: ant enters goal, do: ended", "ended", "phrase", ""),
    ("when: ended, do: end", "ended", "phrase", "expect:"),
    ("when: ant enters $x, do: end", "$x", "name", "params:"),
])
def test_a_wrong_rule_is_told_at_the_very_word(rule, underlined, code, hint):
    check(with_section("rules", f"{{arrive: {{{rule}}}}}"), underlined, code, hint)


@pytest.mark.parametrize("section, value, underlined, code, hint", [
    ("agents", "{ant: {sees: 5}}", "5", "value", "write 5x5"),
    ("agents", "{ant: {sees: 5 x 5}}", "5 x 5", "value", "write 5x5"),
    ("agents", "{ant: {sees: 4x4}}", "4x4", "value", "write 5x5"),
    ("agents", "{ant: {sees: 2001x2001}}", "2001x2001", "value", "1023x1023 is the most"),
    ("agents", "{ant: {has: {gold: 99999999999999}}}", "99999999999999", "number", "2147483647 is the most"),
    ("agents", "{ant: {speed: 5000}}", "5000", "value", "the fastest"),
    ("changes", '{c: {at: 5, edit: "ice is slippery, box is solid"}}', "ice is slippery, box is solid", "comma", "write a list: [ice is slippery, box is solid]"),
    ("changes", "{c: {at: 5, edit: ice is slippery and solid}}", "and solid", "phrase", "write two sentences: [ice is slippery, ice is solid]"),
    ("changes", "{c: {at: 5, edit: ice is not solid and box is solid}}", "and box is solid", "phrase", "write two sentences: [ice is not solid, box is solid]"),
    ("changes", "{c: {at: 5, edit: ice is solid}, d: {at: 7, edit: c}}", "c", "phrase", "write `apply c`"),
    ("expect", "[{play: {bee: east}, then: ant at x2 y1}]", "bee", "name", "agents here: ant"),
    ("map", "{size: 99999999999999999999x1}", "99999999999999999999x1", "limit", "more than 16,000,000 cells"),
    ("about", "!!str hello", "!!str", "tag", "leave it out"),
    ("about", "! hello", "!", "glyph", "write \"!\""),
    ("agents", "{ant: {has: {energy: 30 of 20}}}", "30 of 20", "number", "20 of 20"),
    ("agents", "{ant: {speed: 0}}", "0", "value", "1/2"),
    ("agents", "{ant: {count: 3}}", "3", "count", "agree"),
    ("agents", "{ant: {actions: [north, north-east]}}", "north-east", "needs", "moves: 8"),
    ("agents", "{ant: {actions: [north, north]}}", "north", "twice", ""),
    ("agents", "{ant: {reads: [lawz]}}", "lawz", "name", "laws"),
    ("agents", "{ant: {reads: [laws, laws]}}", "laws", "twice", ""),
    ("agents", "{ant: {mind: chase gaol}}", "gaol", "name", "goal"),
    ("agents", "{ant: {mind: script fly}}", "fly", "name", ""),
    ("agents", "{ant: {mind: [wander, rules]}}", "[wander, rules]", "mind", "alone"),
    ("agents", "[ant]", "[ant]", "shape", "agents: {ant: learner}"),
    ("agents", "{ant: learner, goal: still}", "goal", "clash", ""),
    ("agents", "{ant: learner, every: still}", "every", "reserved", "anyone"),
    ("legend", "{A: ant, AB: goal}", "AB", "glyph", "one letter"),
    ("legend", "{A: ant on goal on goal}", "goal", "layer", ""),
    ("legend", "{A: ant, W: WALL}", "WALL", "name", "tablets: true"),
    ("legend", "{A: ant, e: floor named at}", "at", "reserved", ""),
    ("map", "{size: 5 x 5}", "5 x 5", "value", "write 5x5"),
    ("map", "#A.G#", "", "map", "map: |"),
    ("map", "{draw: [border: wall]}", "", "map", "size: 16x12"),
    ("map", "{size: 9x9, draw: [border]}", "border", "shape", "border: wall"),
    ("map", "{size: 9x9, seed: 3}", "seed", "key", "draw:"),
    ("world", "{edge: wal}", "wal", "value", "wall"),
    ("world", "{tablets: yes}", "yes", "truth", "true"),
    ("world", "{entrenched: [rule arive]}", "arive", "name", "arrive"),
    ("world", "{entrenched: [arrive]}", "arrive", "phrase", "rule NAME"),
    ("world", "{moves: 6}", "6", "value", ""),
    ("world", "{episode: 0}", "0", "number", "1 is the least"),
    ("extends", "lib/medow", "lib/medow", "file", "did you mean `meadow`?"),
    ("extends", "../meadow", "../meadow", "outside", "beside this one"),
    ("use", "pasture, boulders", "pasture, boulders", "file", "use: [pasture, boulders]"),
    ("use", "/etc/passwd", "/etc/passwd", "outside", "shipped library"),
    ("use", "{meadow: 1}", "{meadow: 1}", "shape", "use: [pasture, boulders]"),
    ("override", "wall", "override", "override", "extends:"),
    ("tags", "[solid]", "solid", "clash", ""),
    ("kinds", "{arrive: solid}", "arrive", "clash", ""),
    ("kinds", "{door: {with: {state: [open, shut, open]}}}", "open", "twice", ""),
    ("kinds", "{door: {with: {state: [open, shut]}}, opne door: solid}", "opne", "name", "open"),
    ("kinds", "{door: {with: {state: open}}}", "open", "shape", "[open, ...]"),
    ("kinds", "{box: {is: pushable, strength: 33}}", "33", "number", "32 is the most"),
    ("kinds", "{trap: {looks: gaol}}", "gaol", "name", "goal"),
    ("kinds", "{trap: {looks: goal}}", "goal", "layer", "own layer"),
    ("kinds", "{statue: {layer: actor}}", "actor", "layer", "still"),
    ("kinds", "{count: solid}", "count", "reserved", ""),
    ("kinds", "{a: {speed: 0}}", "0", "value", ""),
    ("vars", "{x: 1.5}", "1.5", "number", "whole"),
    ("vars", "{tick: 4}", "tick", "reserved", ""),
    ("vars", "{z: {of: [a, b], now: c}}", "c", "value", "a, b"),
    ("sweep", "{b: [1]}", "b", "name", "seed"),
    ("sweep", "{seed: [1, two]}", "two", "number", "whole number"),
    ("sweep", "{seed: [1, 2, 1]}", "1", "twice", ""),
    ("sweep", "{seed: []}", "[]", "shape", "1..20"),
    ("sweep", "{seed: 1..2000000}", "1..2000000", "limit", ""),
    ("changes", "{a: {after: b + 5, edit: rule arrive off}, b: {after: a + 5, edit: rule arrive off}}", "b + 5", "circle", "another trigger"),
    ("changes", "{a: {after: b, edit: rule arrive off}}", "b", "time", "+ 200"),
    ("changes", "{a: {at: 5}}", "a", "key", "edit:"),
    ("changes", "{a: {by: art, edit: rule arrive off}}", "art", "value", "ant"),
    ("changes", "{a: {by: ant, cost: 3 coin, edit: rule arrive off}}", "coin", "name", "has: {coin: 0}"),
    ("changes", "{a: {at: 3, for: 0, edit: rule arrive off}}", "0", "time", "1 is the least"),
    ("changes", "{a: {when: ant enters goal, edit: rule arrive off}}", "ant enters goal", "phrase", "do: apply a"),
    ("changes", "{a: {pick: {b: 1}}}", "b", "name", "changes here: a"),
    ("changes", "{a: {pick: {a: 1}}}", "a", "circle", ""),
    ("changes", "{a: {pick: {b: 0}}, b: {edit: rule arrive off}}", "0", "number", "1 is the least"),
    ("changes", "{a: {merge: {}}}", "{}", "shape", "kinds"),
    ("changes", "{a: {merge: {agents: {bee: wander}}}}", "agents", "key", "map alone"),
    ("changes", "{a: {merge: {rules: {arrive: {every: tick, do: end}}}}}", "arrive", "clash", "edit:"),
    ("changes", "{a: {merge: {kinds: {ice: {is: []}}}}}", "ice", "clash", "built in"),
    ("changes", "{a: {by: person, vote: majority, edit: rule arrive off}}", "vote", "needs", "by:"),
    ("changes", "{a: {by: ant, vote: minority, edit: rule arrive off}}", "minority", "value", "majority"),
    ("changes", "{a: {edit: a.after = a + 2000000}}", "a + 2000000", "limit", "1,000,000"),
    ("changes", "{a: {edit: a.edit = rule arrive off}}", "edit", "key", "every"),
    ("changes", "{a: {at: 3, edit: goal is one-way}}", "one-way", "needs", "facing"),
    ("changes", "{a: {at: 3, edit: ant.speed = 0}}", "0", "value", ""),
    ("changes", "{a: {at: 3, edit: arrive.chanse = 0.5}}", "chanse", "key", "chance"),
    ("changes", "{a: {at: 3, edit: arrive.chance = 5}}", "5", "chance", "5%"),
    ("changes", "{a: {at: 3, edit: swap ant.north and arrive.chance}}", "swap ant.north and arrive.chance", "phrase", ""),
    ("changes", "{a: {at: 3, edit: floor is conveyor}}", "conveyor", "needs", "facing"),
    ("changes", "{a: {at: 3, edit: rule arrive of}}", "of", "phrase", "rule arrive off"),
    ("changes", "{a: {at: 3, edit: put wall at x5 y0}}", "x5 y0", "place", "5 wide and 3 high"),
    ("expect", "[{run: 3}]", "{run: 3}", "key", "then:"),
    ("expect", "[{play: {ant: [esat]}, then: ended}]", "esat", "name", "east"),
    ("expect", "[{play: {art: [east]}, then: ended}]", "art", "name", "ant"),
    ("expect", "[{map: ..G, play: {ant: east}, then: ended}]", "ant", "nowhere", ""),
    ("expect", "[{map: A.G, run: 3, then: ant at x3 y0}]", "x3 y0", "place", "3 wide and 1 high"),
    ("expect", "[{run: 3, over: 3 worlds, rate: 1.5, then: ended}]", "1.5", "chance", "0.6..1.0"),
])
def test_a_wrong_entry_is_told_at_the_very_word(section, value, underlined, code, hint):
    check(with_section(section, value), underlined, code, hint)


def check(text: str, underlined: str, code: str, hint: str) -> None:
    mistakes = complaint(text)
    first = next((m for m in mistakes if m.code == code), mistakes[0])
    shown = first.source_line[first.mark.column - 1:first.end_column - 1]
    assert (first.code, shown if underlined else underlined) == (code, underlined), str(ScenarioError(mistakes))
    assert hint in "\n".join((first.message, *first.hints))
    assert len(mistakes) == 1, str(ScenarioError(mistakes))


def test_all_mistakes_are_told_at_once_in_file_order():
    text = with_section("rules", "{arrive: {when: ant enters gaol, do: [remove itt, reward 1]}}").replace("ant: learner", "ant: {mnd: learner}")
    assert [(m.code, m.mark.line) for m in complaint(text)] == [("key", 7), ("name", 8), ("name", 8)]


def test_nothing_more_is_said_about_names_when_a_base_file_is_not_there():
    text = "scenario: 1\nextends: lib/field\nagents: {hare: learner}\nrules: {graze: {when: hare enters clover, do: take it}}\n"
    assert [m.code for m in complaint(text)] == ["file"]


@pytest.mark.parametrize("value", ["yes", "abc", "-3"])
def test_a_setting_that_cannot_be_is_blamed_on_the_setting(value):
    with pytest.raises(ScenarioError) as caught:
        from_text(MIRROR, "mirror.yaml", {"flip_at": value})
    assert caught.value.mistakes[0].code == "setting" and f"flip_at = {value}" in caught.value.mistakes[0].message


def test_a_setting_of_no_parameter_names_those_there_are():
    with pytest.raises(ScenarioError) as caught:
        from_text(MIRROR, "mirror.yaml", {"flipat": 3})
    assert caught.value.mistakes[0].code == "setting" and "did you mean `flip_at`?" in caught.value.mistakes[0].hints


@pytest.mark.parametrize("sentence, column, code", [
    ("ice is slipery", 8, "adjective"), ("put wall at x3 y9", 13, "place"), ("it becomes coin", 1, "phrase"), ("fire.chance = 3", 1, "name"), ("", 1, "phrase"),
    ("season = autumn", 10, "value"), ("caught.do = reward 1 to lava", 1, "needs"), ("ice is slippery, rule grow of", 28, "phrase")])
def test_a_typed_sentence_gets_the_same_messages(sentence, column, code):
    with pytest.raises(ScenarioError) as caught:
        read_edit(from_text(VALLEY), sentence)
    (mistake,) = caught.value.mistakes
    assert (mistake.mark.file, mistake.mark.line, mistake.mark.column, mistake.code) == ("typed", 1, column, code)


def test_a_mind_from_outside_is_checked_against_the_scenario():
    scenario = from_text(VALLEY)
    check_mind(scenario, "hunter", "chase ant")
    check_mind(scenario, "ant", "frozen rules")
    for mind in ("chase nobody", "script fly", "patrol up", "wander far"):
        with pytest.raises(ScenarioError):
            check_mind(scenario, "hunter", mind)


BURIED = """\
scenario: 1
map: |
  #A
legend: {A: ant}
agents: {ant: learner}
kinds: {box: {layer: object}}
changes: {c: {at: 3, edit: put box at x0 y0}}
"""


@pytest.mark.parametrize("text, code, about", [
    (MIRROR.replace("at: $flip_at", "at: 300"), "unused", "flip_at"),
    (THAW.replace("sees: 5x5", "sees: 5x5, actions: [north, east, south, west, whistl]"), "unheard", "whistl"),
    (THAW.replace("sees: 5x5", "sees: 5x5, actions: [north, east, south, west, whistel, whistle]").replace("hurry:  {every: tick", "hurry:  {when: ant does whistle"), "unheard", "whistel"),
    (THAW.replace("world: {", "world: {").replace("at: 400..600", "at: 3").replace("hurry:  {every: tick", "hurry:  {at: 700 of every episode").replace("map: |", "world: {episode: 600}\nmap: |"), "late", "`hurry` never comes"),
    (LOCKS.replace("when: no gem left", "when: any gem left"), "edge", "true from the start"),
    (THAW.replace("at: 400..600", "at: 700 of every episode").replace("map: |", "world: {episode: 600}\nmap: |"), "late", "ends at 600"),
    (THAW.replace("hurry:  {every: tick", "hurry:  {when: ant uses goal"), "unheard", "use"),
    (BURIED, "buried", "`box` is put onto `wall` at x0 y0"), (BURIED.replace("changes: {c: {at: 3, edit", "rules: {c: {every: 3 ticks, do"), "buried", "at x0 y0")])
def test_what_is_probably_not_meant_is_noted_and_no_error(text, code, about):
    (note,) = from_text(text).notes
    assert note.code == code and about in note.message


def test_a_redefined_built_in_keeps_what_is_not_written():
    scenario = from_text(with_section("kinds", "{wall: {look: grey}, ice: {look: white, is: []}}"))
    assert scenario.kind("wall").layer == 0 and {f.property for f in scenario.facts if f.noun.text == "wall"} == {"solid", "opaque"}
    assert not [f for f in scenario.facts if f.noun.text == "ice"]


def test_no_message_shows_python():
    for text in MESSAGES.values():
        assert not re.search(r"Traceback|None|object at|\{'", text)


def test_without_agents_each_unknown_name_is_told_once():
    text = with_section("expect", "[{play: {ant: east}, then: ant at x2 y1}]").replace("agents: {ant: learner}\n", "")
    [mistake] = complaint(text)
    assert (mistake.code, mistake.mark.line) == ("name", 6) and "agents: {ant: learner}" in mistake.hints[-1]


def test_without_agents_nothing_is_listed_as_nothing():
    text = "".join(f"{k}: {v}\n" for k, v in SECTIONS.items() if k not in ("agents", "rules", "legend")).replace("A", ".") + "expect: [{play: {bee: east}, then: no box left}]\n"
    assert "this file has no `agents:`" in str(ScenarioError(complaint(text))) and "agents here: \n" not in str(ScenarioError(complaint(text))) + "\n"


def test_an_entrenched_part_that_a_change_does_not_have_is_a_note():
    def notes(cost):
        text = with_section("world", "{entrenched: winter.cost}") + f"changes: {{winter: {{by: ant, {cost}edit: ice is not slippery}}}}\n"
        return [note.code for note in from_text(text.replace("{ant: learner}", "{ant: {has: {wood: 3}}}"), "f.yaml").notes]
    assert "entrenched" in notes("") and "entrenched" not in notes("cost: 1 wood, ")
