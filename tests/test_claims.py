"""The small scenarios of these folders keep their word, in the kernel and in the plain reference, and break it once their decisive words are others.

`phenomena/` has one for each thing that the language promises to be able to say, by its number in that promise (8, rigid bodies of many cells, and 50,
scent and heat, are left for later versions), `changes/` one for each way in which a law can change. Their first comments name what makes them break:
"# Broken by `new words` for `old words`."
"""
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lab.expect import judge
from tests.world.pictures import References
from world.load import from_text, load
from world.scenario import Apply

HERE = Path(__file__).parent
FILES = sorted(file for folder in ("phenomena", "changes") for file in (HERE / folder).glob("*.yaml"))
BROKEN = re.compile(r"^# Broken by `(.+)` for `(.+)`\.?$", re.MULTILINE)
BREAKS = [(file, new, old) for file in FILES for new, old in BROKEN.findall(file.read_text())]


def named(value):
    return f"{value.parent.name}/{value.stem}" if isinstance(value, Path) else value


def failures(scenario, make=None) -> list[str]:
    return [f"{verdict.name}: {verdict.detail}" for verdict in judge(scenario, make=make) if not verdict.held]


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_small_scenario_keeps_its_word_in_the_reference(file):
    scenario = load(file)
    assert scenario.expectations and not failures(scenario, References)


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_small_scenario_keeps_its_word_in_the_kernel(file):
    assert not failures(load(file))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_it_is_said_what_would_break_a_small_scenario(file):
    assert BROKEN.search(file.read_text())


@pytest.mark.parametrize("file, new, old", BREAKS, ids=named)
def test_with_other_words_a_small_scenario_breaks_its_word(file, new, old):
    text = file.read_text()
    comments, law = re.match(r"((?:#[^\n]*\n)*)(.*)", text, re.DOTALL).groups()
    assert law.count(old) == 1, f"`{old}` stands {law.count(old)} times in {file.name}"
    assert failures(from_text(comments + law.replace(old, new), str(file)), References), "everything still holds"


NOVGRID = load(HERE.parent / "scenarios" / "novgrid.yaml")
NOVELTIES = [name for change in NOVGRID.changes for name, _ in change.pick]


def test_there_are_twelve_novelties_and_none_can_be_seen_without_it():
    assert len(NOVELTIES) == 12
    for novelty in NOVELTIES:
        claims = [one for one in NOVGRID.expectations if Apply(novelty) in one.given]
        without = replace(NOVGRID, expectations=tuple(replace(one, given=()) for one in claims))
        assert claims and failures(without, References), novelty


def test_every_phenomenon_that_is_promised_has_its_file():
    numbers = [int(file.stem.split("-")[0]) for file in FILES if file.parent.name == "phenomena"]
    assert numbers == [number for number in range(1, 50) if number != 8]
