"""From a file to a Scenario: the parts of the examples, ids and counters, maps and places, parameters, and speed."""
from __future__ import annotations

import re
import subprocess
import sys
import time
import timeit
from pathlib import Path

import numpy as np
import pytest

from tests.world.scenario_texts import ALL, BLOCKING_MAZE, LIFE, LOCKS, MIRROR, THAW, VALLEY
from world.load import from_text, load, read_edit
from world.scenario import ACTOR, AIR, GROUND, ITEM, OBJECT, Agent, Become, Clock, Counter, Fact, FieldEdit, LetThrough, Moment, PropertyEdit, PutAt, Start, Swap, Take

EMPTY = "scenario: 1\nmap: |\n  A.G\nlegend: {A: ant}\nagents: {ant: learner}\n"


@pytest.mark.parametrize("name", ALL)
def test_a_whole_scenario_loads_without_remarks(name):
    scenario = from_text(ALL[name], f"{name}.yaml")
    assert scenario.title == name.replace("-", " ") and scenario.notes == () and scenario.text == ALL[name]


def test_the_blocking_maze_has_places_named_like_directions():
    scenario = from_text(BLOCKING_MAZE)
    assert scenario.board.places == {"west": ((3, 0),), "east": ((3, 8),)}
    (block,) = scenario.changes
    wall, floor = block.edits
    assert isinstance(wall, PutAt) and wall.place.cells == ((3, 8),) and floor.place.cells == ((3, 0),)
    assert block.moments == (Moment(1000, 1000, "life"),)
    assert scenario.board.starts == (Start("ant", 5, 3, 1),) and scenario.board.cells.shape == (5, 6, 9)


def test_the_mirror_swaps_actions_at_a_parameter():
    scenario = from_text(MIRROR)
    assert scenario.changes[0].edits[0] == Swap("agent", ("ant", "north"), ("ant", "south")) and scenario.changes[0].lasts == (200, 200)
    assert scenario.settings == {"flip_at": 300} and scenario.sweep == {"flip_at": (100, 300, 900)}
    assert from_text(MIRROR, settings={"flip_at": 5}).changes[0].moments == (Moment(5, 5, "life"),)
    assert from_text(MIRROR, settings={"flip_at": "400..600"}).changes[0].moments == (Moment(400, 600, "life"),)


def test_the_thaw_edits_a_property_and_refreezes_after():
    scenario = from_text(THAW)
    thaw, refreeze = scenario.changes
    assert isinstance(thaw.edits[0], PropertyEdit) and not thaw.edits[0].holds and refreeze.after == ("thaw", 200)
    assert (scenario.agents[0].sees.rows, scenario.agents[0].sees.cols) == (5, 5)
    assert scenario.rules[1].trigger == Clock(1, 1) and scenario.rules[1].effects[0].millionths == -10_000
    assert scenario.kind("ice").look == "pale blue"
    assert [e.play for e in scenario.expectations] == [(("ant", ("east", "east")),)] * 2


def test_the_locks_have_variants_facts_and_counters_of_what_is_taken():
    scenario = from_text(LOCKS)
    door = scenario.kind("door")
    assert [t.name for t in scenario.things if t.kind == "door"] == ["red locked door", "red open door", "blue locked door", "blue open door"]
    facts = {(f.noun.text, f.property): f.noun.ids for f in scenario.facts}
    assert facts["locked door", "solid"] == {door.first_id, door.first_id + 2}
    unlock = scenario.rules[1]
    assert unlock.effects == (Become("it", None, (("state", "open"),)), LetThrough())
    assert unlock.conditions[0].noun.relation == ("colour", True)
    assert isinstance(scenario.changes[0].edits[0], FieldEdit) and scenario.changes[0].edits[0].value[0].noun.relation == ("colour", False)
    assert [(c.name, scenario.things[c.thing].kind) for c in scenario.counters] == [("goal", "goal"), ("red key", "key"), ("blue key", "key"), ("gem", "gem")]
    assert scenario.rules[0].effects == (Take("it"),)


def test_ids_run_built_in_kinds_then_the_files_then_agents():
    scenario = from_text(VALLEY)
    names = [k.name for k in scenario.kinds]
    assert names == ["floor", "wall", "ice", "goal", "box", "wind", "lever", "coin", "moss", "lava", "ant", "hunter"]
    assert [t.id for t in scenario.things] == list(range(len(scenario.things))) and scenario.things[0].name == "nothing"
    assert all(scenario.things[k.first_id].kind == k.name for k in scenario.kinds)
    assert [t.facing for t in scenario.things if t.kind == "wind"] == [0, 1, 2, 3] and scenario.kind("hunter").layer == ACTOR
    assert next(t for t in scenario.things if t.name == "down lever").look == "dark"


def test_a_redefined_built_in_keeps_its_place_among_the_ids():
    scenario = from_text(EMPTY + "kinds: {wall: {layer: object, is: []}, rock: solid}\n")
    assert [k.name for k in scenario.kinds][:6] == ["floor", "wall", "ice", "goal", "box", "rock"] and scenario.kind("wall").layer == OBJECT
    assert "wall" not in {f.noun.text for f in scenario.facts}


def test_a_map_lies_on_what_the_dot_means():
    text = "scenario: 1\nmap: |\n  A.b\n  #ig\nlegend: {A: ant on moss, .: grass, b: box, i: ice, g: ant facing north}\nkinds: {grass: {layer: ground}, moss: {layer: ground}}\nagents: {ant: learner}\n"
    scenario = from_text(text)
    ground = [[scenario.things[i].kind for i in row] for row in scenario.board.cells[GROUND]]
    assert ground == [["moss", "grass", "grass"], ["wall", "ice", "grass"]]
    assert scenario.board.starts == (Start("ant", 0, 0, 1), Start("ant", 1, 2, 0)) and scenario.agents[0].count == 2
    assert scenario.board.cells[ACTOR].tolist() == [[scenario.kind("ant").first_id, 0, 0], [0, 0, scenario.kind("ant").first_id]]


def test_a_map_may_be_a_size_and_a_filling():
    scenario = from_text("scenario: 1\nmap: {size: 7x3, fill: ice}\n")
    assert scenario.board.cells.shape == (5, 3, 7) and (scenario.board.cells[GROUND] == scenario.kind("ice").first_id).all() and not scenario.agents


def test_a_map_of_an_expectation_has_its_own_places_and_agents():
    claim = from_text(VALLEY).expectations[0]
    assert claim.board.cells.shape == (5, 1, 4) and claim.board.places == {"quiet nook": ()} and [s.agent for s in claim.board.starts] == ["ant"]
    assert claim.play == (("ant", ("east", "east", "east", "quiet law", "whistle")),) and claim.rate is None and claim.over == 1


def test_agents_get_what_their_entry_says():
    ant, hunter = from_text(VALLEY).agents
    assert ant.minds == ("rules", "cells") and not ant.written and ant.reads == ("season",) and ant.action_noise == 0.02
    assert (ant.sees.rows, ant.sees.cols) == (5, 7)                          # width x height, as every size
    assert hunter.minds == ("chase ant",) and hunter.written and hunter.speed == (1, 2)
    assert from_text(EMPTY).agents == (Agent("ant", mark=from_text(EMPTY).agents[0].mark),)


def test_named_counters_come_first_and_one_that_is_called_as_an_item_counts_it():
    scenario = from_text(VALLEY)
    coin = scenario.kind("coin").first_id
    assert scenario.counters[:2] == (Counter("ant", "energy", 20, 30), Counter("ant", "coin", 0, 9, coin))
    assert [(c.agent, c.name) for c in scenario.counters[2:]] == [("ant", "goal"), ("hunter", "goal"), ("hunter", "coin")]
    assert not from_text(THAW).counters


def test_parameters_reach_sentences_times_minds_and_chances():
    scenario = from_text(VALLEY, settings={"dry": "50%", "price": 3, "prey": "hunter", "turn_at": 7})
    rules = {r.name: r for r in scenario.rules}
    assert rules["grow"].chance == 0.5 and rules["win"].conditions[0].amount == 3 and rules["once"].trigger == Moment(7, 7)
    assert scenario.changes[2].cost == (3, "coin") and scenario.agents[1].minds == ("chase hunter",)


def test_a_mistake_in_a_parameters_text_points_at_its_use():
    from world.mistakes import ScenarioError
    with pytest.raises(ScenarioError) as caught:
        from_text(VALLEY.replace("prey: ant", "prey: nobody"), "v.yaml")
    (mistake,) = caught.value.mistakes
    line = VALLEY.split("\n")[mistake.mark.line - 1]
    assert line[mistake.mark.column - 1:mistake.end_column - 1] == "$prey"


def test_the_world_section_sets_edge_clash_laws_and_length():
    scenario = from_text(VALLEY)
    assert (scenario.edge, scenario.clash, scenario.laws, scenario.episode) == ("wrap", "order", "keep", 600)
    plain = from_text(EMPTY)
    assert (plain.edge, plain.clash, plain.laws, plain.episode) == ("wall", "random", "reset", None)


def test_life_needs_no_agents():
    scenario = from_text(LIFE)
    assert scenario.agents == () and [r.conditions[0].allowed for r in scenario.rules] == [0b11, 0b111110000, 0b1000]
    assert scenario.kind("alive").layer == OBJECT and scenario.board.cells[AIR].sum() == 0


def test_facts_may_be_limited_to_someone():
    facts = from_text(VALLEY).facts
    assert Fact(next(f.noun for f in facts if f.noun.text == "moss"), "solid", next(f.to for f in facts if f.to)) in [Fact(f.noun, f.property, f.to) for f in facts]


def test_foreign_words_are_read_as_meant_so_that_one_mistake_is_told_once():
    from world.mistakes import ScenarioError
    with pytest.raises(ScenarioError) as caught:
        from_text(EMPTY.replace("agents", "agnets") + "rules: {a: {trigger: ant enters goal, effect: reward 1}}\n")
    assert [m.code for m in caught.value.mistakes] == ["key", "key", "key"]


def test_load_reads_a_file_and_takes_its_name_for_a_title(tmp_path: Path):
    path = tmp_path / "turning-wind.yaml"
    path.write_text(VALLEY, encoding="utf-8")
    scenario = load(path)
    assert scenario.title == "turning wind" and scenario.path == str(path) and scenario.agents[0].mark.file == str(path)


def test_boards_hold_bytes_and_no_ground_is_missing():
    for text in ALL.values():
        board = from_text(text).board
        assert board.cells.dtype == np.uint16 and (board.cells[GROUND] > 0).all() and board.cells[ITEM].max() < 255


def test_reading_loads_no_compiler():
    code = "import sys, world.load, world.language; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0


def test_a_file_of_eighty_lines_is_read_in_a_moment():
    rules = "".join(f"  again {i}: {{when: ant enters goal, if: [tick > {i}, no coin here], chance: 10%, do: [reward {i}, return them home]}}\n" for i in range(1, 17))
    text = re.sub(r"changes:\n", rules + "changes:\n", VALLEY, count=1)
    assert len(text.split("\n")) >= 78
    assert min(timeit.repeat(lambda: from_text(text), number=1, repeat=9, timer=time.process_time)) < 0.03        # 10 ms measured


def test_reading_a_typed_sentence_leaves_the_scenario_as_it_was():
    scenario = from_text(VALLEY)
    before = scenario.text, scenario.rules, scenario.changes
    read_edit(scenario, "grow.if = lava around and not coin here")
    assert (scenario.text, scenario.rules, scenario.changes) == before
