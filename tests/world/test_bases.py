"""Scenarios that lean on other files: what is merged, what clashes, and where its mistakes are told."""
from __future__ import annotations

import os

import pytest

from viewer.reload import Watch
from world.bases import LIBRARY
from world.load import from_text, is_library, library_from_text, load
from world.mistakes import ScenarioError

BASE = """\
scenario: 1
about: one room
params: {price: 4}
map: |
  #####
  #A.G#
  #####
legend: {A: ant}
kinds: {moss: {layer: ground, is: slippery, look: green}, mud: sticky}
agents: {ant: learner}
rules:
  arrive: {when: ant enters goal, do: reward $price}
  stay: {when: ant bumps wall, do: reward -1}
"""
USER = """\
scenario: 1
use: [pasture, boulders]
map: |
  A,b_
legend: {A: ant, ",": grass, b: boulder, _: pit}
agents: {ant: learner}
"""


@pytest.fixture
def folder(tmp_path):
    """Writes files into a folder, and reads one of them."""
    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text.replace("mud: sticky", "mud: {layer: ground}"))
        return tmp_path
    return write


def over(folder, text: str, **others):
    return load(folder(base=BASE, top="scenario: 1\nextends: base\n" + text, **others) / "top.yaml")


def wrong(folder, **texts):
    with pytest.raises(ScenarioError) as caught:
        load(folder(**texts) / "top.yaml")
    return caught.value.mistakes


def test_a_file_says_only_what_is_different_from_its_base(folder):
    scenario = over(folder, "params: {price: 7}\nrules: {stay: null, arrive: {chance: 50%}, wait: {when: ant on goal, do: end}}\nagents: {ant: {sees: 5x5}}\n")
    assert [rule.name for rule in scenario.rules] == ["arrive", "wait"]
    arrive = scenario.rules[0]
    assert arrive.chance == .5 and arrive.effects[0].millionths == 7_000_000
    assert scenario.agents[0].minds == ("learner",) and scenario.agents[0].sees.rows == 5 and scenario.about == "one room"
    assert scenario.bases[0].key == "base.yaml" and scenario.bases[0].text.startswith("scenario: 1\nabout: one room")


def test_a_short_form_in_the_base_keeps_what_the_file_does_not_speak_of(folder):
    scenario = load(folder(base=BASE.replace("is: slippery, look: green", "look: green"), top="scenario: 1\nextends: base\nkinds: {moss: slippery}\n") / "top.yaml")
    assert scenario.kind("moss").look == "green" and [fact.property for fact in scenario.facts if fact.noun.text == "moss"] == ["slippery"]


def test_lists_and_maps_of_the_base_are_replaced(folder):
    scenario = over(folder, "map: |\n  AG\n")
    assert scenario.board.cells.shape[1:] == (1, 2)


def test_bases_have_bases(folder):
    scenario = over(folder, "extends: middle\n".replace("extends: middle\n", ""), middle="scenario: 1\nextends: base\nparams: {price: 9}\n")
    assert scenario.settings == {"price": 4}
    top = load(folder(top="scenario: 1\nextends: middle\nrules: {stay: null}\n") / "top.yaml")
    assert top.settings == {"price": 9} and len(top.rules) == 1 and [base.key for base in top.bases] == ["middle.yaml", "base.yaml"]


def test_a_mistake_in_a_base_is_shown_in_that_file(folder):
    (mistake,) = wrong(folder, base=BASE.replace("enters", "entres"), top="scenario: 1\nextends: base\n")
    assert mistake.mark.file.endswith("base.yaml") and (mistake.mark.line, mistake.mark.column) == (12, 22)
    assert mistake.source_line == "  arrive: {when: ant entres goal, do: reward $price}"


def test_mistakes_of_the_file_itself_come_first(folder):
    mistakes = wrong(folder, base=BASE.replace("enters", "entres"), top="scenario: 1\nextends: base\nkinds: {moss: slipery}\n")
    assert [os.path.basename(mistake.mark.file) for mistake in mistakes] == ["top.yaml", "base.yaml"]


def test_a_circle_of_bases_is_named(folder):
    (mistake,) = [m for m in wrong(folder, top="scenario: 1\nextends: other\n", other="scenario: 1\nextends: top\n") if m.code == "circle"]
    assert "top.yaml -> other.yaml -> top.yaml" in mistake.message


def test_a_name_that_is_removed_has_to_be_there(folder):
    (mistake,) = wrong(folder, base=BASE, top="scenario: 1\nextends: base\nrules: {arive: null}\n")
    assert mistake.code == "name" and "did you mean `arrive`?" in mistake.hints


def test_an_empty_section_over_a_base_is_noted(folder):
    notes = over(folder, "rules:\n").notes
    assert [note.code for note in notes if note.mark.file.endswith("top.yaml")] == ["removed"]


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text("password: hush")
    path = folder(top="scenario: 1\nextends: link\n")
    os.symlink(outside, path / "link.yaml")
    (mistake,) = wrong(folder)
    assert mistake.code == "outside" and "hush" not in str(mistake.render())


def test_libraries_stand_before_the_file_and_know_nobody_by_name():
    scenario = from_text(USER)
    assert [rule.name for rule in scenario.rules] == ["graze", "regrow grass", "bloom", "swallow"] and scenario.settings == {"regrow": "2%", "bloom": "0.05%"}


@pytest.mark.parametrize("more, code, hint", [
    ("kinds: {pit: {layer: ground}}\n", "clash", "override: [pit]"),
    ("params: {regrow: 3%}\n", "clash", "override: [regrow]"),
    ("override: [pti]\n", "override", "did you mean `pit`?"),
    ("override: pit\n", "override", "write it anew"),
    ("rules: {flower: {each: grass, do: remove it}}\n", "clash", "one thing only"),
])
def test_a_name_of_a_library_is_not_taken_unawares(more, code, hint):
    with pytest.raises(ScenarioError) as caught:
        from_text(USER + more)
    (mistake,) = caught.value.mistakes
    assert mistake.code == code and hint in "\n".join((mistake.message, *mistake.hints))


def test_what_is_overridden_counts_as_if_the_library_had_not_said_it():
    scenario = from_text(USER + "override: [graze, regrow]\nparams: {regrow: 9%}\nrules: {graze: {when: ant enters grass, do: reward 1}}\n")
    assert {rule.name: rule.chance for rule in scenario.rules}["regrow grass"] == .09
    assert [rule.name for rule in scenario.rules][0] == "graze" and len(scenario.rules[0].effects) == 1


def test_two_libraries_of_ones_own_may_share_a_third(folder):
    third = "scenario: 1\ntags: [wet]\nkinds: {pond: {layer: ground, is: wet}}\n"
    first = "scenario: 1\nuse: third\ntags: [wet]\nkinds: {reed: wet}\n"
    top = "scenario: 1\nuse: [first, second]\nmap: |\n  Ap\nlegend: {A: ant, p: pond}\nagents: {ant: learner}\n"
    scenario = load(folder(third=third, first=first, second=first.replace("reed", "rush"), top=top) / "top.yaml")
    assert {"pond", "reed", "rush"} <= {kind.name for kind in scenario.kinds} and scenario.tags == ("wet",)


def test_two_libraries_with_one_name_are_told_apart(folder):
    one = "scenario: 1\nkinds: {reed: solid}\n"
    top = "scenario: 1\nuse: [first, second]\nmap: |\n  A\nlegend: {A: ant}\nagents: {ant: learner}\n"
    (mistake,) = wrong(folder, first=one, second=one + "# another\n", top=top)
    assert mistake.code == "clash" and "both `first` and `second` have `reed`" in mistake.message
    assert load(folder(top=top + "override: reed\n") / "top.yaml")


def test_a_library_holds_no_world(folder):
    (mistake,) = wrong(folder, base=BASE, top="scenario: 1\nuse: base\nmap: |\n  A\nlegend: {A: ant}\nagents: {ant: learner}\n")[:1] and [
        m for m in wrong(folder) if m.message.startswith("`map`")]
    assert mistake.mark.file.endswith("base.yaml") and "extends:" in mistake.hints[0]


@pytest.mark.parametrize("path", sorted(path for path in LIBRARY.glob("*.yaml") if path.stem != "meadow"), ids=lambda path: path.stem)
def test_each_shipped_library_reads_without_a_note(path):
    text = path.read_text(encoding="utf-8")
    assert is_library(text) and not library_from_text(text, str(path)).notes


def test_a_scenario_lives_again_from_texts_alone(folder):
    scenario = over(folder, "use: pasture\n")
    again = from_text(scenario.text, "/nowhere/top.yaml", None, {base.key: base.text for base in scenario.bases})
    assert [rule.name for rule in again.rules] == [rule.name for rule in scenario.rules] and [base.key for base in again.bases] == ["base.yaml", "library:pasture.yaml"]
    with pytest.raises(ScenarioError):
        from_text(scenario.text, scenario.path, None, {})


@pytest.mark.parametrize("settings, good", [({"price": 3}, True), ({"price": "50"}, True), ({"price": "cheap"}, False), ({"price": ""}, False), ({"price": "1\n2"}, False),
                                            ({"price": float("nan")}, False)])
def test_a_setting_is_of_the_sort_that_the_file_has(settings, good):
    try:
        assert from_text(BASE.replace("mud: sticky", "mud: {}"), settings=settings).settings["price"] == float(settings["price"]) and good
    except ScenarioError as error:
        assert not good and error.mistakes[0].code == "setting"


def test_parameters_stand_for_anything_written():
    scenario = from_text("scenario: 1\nparams: {wide: 6, off: true, sight: 3x3, thing: box}\nmap: {size: $widex4, fill: $thing}\nrules: {a: {each: $thing, do: remove it, off: $off}}\n")
    assert scenario.board.cells.shape[1:] == (4, 6) and not scenario.rules[0].on


def test_a_save_of_a_base_is_noticed(folder):
    path = folder(base=BASE, top="x")
    watch = Watch(str(path / "top.yaml"), (str(path / "base.yaml"),))
    assert not watch.saved(0)
    (path / "base.yaml").write_text(BASE + "# more\n")
    assert not watch.saved(1) and watch.saved(2) and not watch.saved(3)
