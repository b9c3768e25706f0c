"""The schema for editors: it knows every key that the readers know, and every shipped scenario fits it."""
import copy
import re

import fastjsonschema
import pytest

from lab.schema import schema
from lab.setup import ROOT
from world.load import load
from world.reading import LIST, MAP, compose
from world.sections import agents, changes, expectations, keys, kinds, maps, rules, small
from world.sections.reader import SECTIONS

FITS = fastjsonschema.compile(schema())
SHIPPED = sorted(path for path in (ROOT / "scenarios").rglob("*.yaml"))


def plain(node):
    """A node as an editor sees it: numbers and truths where they are not in quotes."""
    if node.sort == MAP:
        return {key: plain(value) for key, (_, value) in node.value.items()}
    if node.sort == LIST:
        return [plain(value) for value in node.value]
    if node.empty:
        return None
    if node.truth is not None:
        return node.truth
    if node.style is None and re.fullmatch(r"-?\d+", node.value):
        return int(node.value)
    return float(node.value) if node.style is None and re.fullmatch(r"-?\d*\.\d+", node.value) else node.value


def document(text):
    return plain(compose(text, "file")[0])


@pytest.mark.parametrize("page, readers", [(keys.TOP, SECTIONS), (keys.WORLD, small.WORLD_KEYS), (keys.MAP, maps.KEYS), (keys.KIND, kinds.KEYS), (keys.AGENT, agents.KEYS), (keys.RULE, rules.KEYS),
                                           (keys.CHANGE, changes.KEYS), (keys.CLAIM, expectations.KEYS)])
def test_the_page_of_keys_names_what_the_readers_know(page, readers):
    assert set(readers) == set(page) - {"override"}      # read where files are put together


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_scenario_fits(path):
    FITS(document(path.read_text(encoding="utf-8")))


def test_every_example_of_the_guide_fits():
    found = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "language.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) > 10
    for text in found:
        FITS({"scenario": 1} | document(text))


@pytest.mark.parametrize("change", [
    lambda file: file.update(agnets={}),
    lambda file: file.pop("scenario"),
    lambda file: file["rules"]["arrive"].update(then="reward 1"),
    lambda file: file.update(world={"edge": "round"}),
    lambda file: file.update(map={"size": "9x9", "draw": [{"bordr": "wall"}]}),
    lambda file: file.update(map={"size": "9x9", "draw": [{"caves": {"densty": "3%"}}]}),
])
def test_what_has_an_unknown_key_does_not_fit(change):
    file = document("scenario: 1\nmap: [A.G]\nlegend: {A: ant}\nagents: {ant: learner}\nrules: {arrive: {when: ant enters goal, do: reward 1}}")
    FITS(file)
    broken = copy.deepcopy(file)
    change(broken)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        FITS(broken)


def test_a_scenario_lends_its_names():
    assert "red locked door" in str(schema(load(ROOT / "scenarios" / "4-locks.yaml")))
