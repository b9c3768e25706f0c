"""The guides say what the program does: their tables are the program's own, and every example is read and played."""
import re
from pathlib import Path

import pytest

from docs.generate import PAGE, rewritten, unplaced
from world.load import from_text
from world.mistakes import ScenarioError
from world.sections import agents, changes, expectations, kinds, rules
from world.sections.reader import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
GUIDE = PAGE.read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").glob("*.md"))


def blocks(page: str, language: str) -> list[tuple[int, str]]:
    """[(line, text)] of each block of a language."""
    return [(page.count("\n", 0, found.start(1)) + 1, found[1]) for found in re.finditer(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]


EXAMPLES = [(path.name, line, text) for path in PAGES for line, text in blocks(path.read_text(encoding="utf-8"), "yaml")]
FRAME = next(text for _, _, text in EXAMPLES if "learner" in text and text.startswith("scenario: 1"))


def whole(text: str) -> str:
    """An example as a file: a piece of one gets from the frame the sections that it does not have."""
    if text.startswith("scenario:"):
        return text
    own = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    sections = re.findall(r"^(\w+):(.*\n(?:[ ].*\n)*)", FRAME, re.MULTILINE)
    return "".join(f"{name}:{rest}" for name, rest in sections if name not in own) + text


def where(example) -> str:
    return f"{example[0]}:{example[1]}"


@pytest.mark.parametrize("example", EXAMPLES, ids=where)
def test_every_example_is_read_without_a_mistake(example):
    name, line, text = example
    scenario = from_text(whole(text), where(example))
    assert not [note.render() for note in scenario.notes]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "expect:" in e[2]], ids=where)
def test_every_example_does_what_it_says(example):
    from lab.expect import judge
    for verdict in judge(from_text(whole(example[2]), where(example))):
        assert verdict.held, f"{verdict.name}: {verdict.why}\n{verdict.picture}"


def test_the_tables_are_those_of_the_program():
    assert GUIDE == rewritten(GUIDE), "run `python -m docs.generate`"
    assert not unplaced(GUIDE)


def rows_under(heading: str) -> set[str]:
    """The words in the first column of the tables of a part of the guide."""
    part = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,3}} |\Z)", GUIDE, re.MULTILINE | re.DOTALL)[2]
    firsts = re.findall(r"^\| (.*?) \|", part, re.MULTILINE)
    return {word for first in firsts for word in re.findall(r"`([\w ]+)`", first)}


@pytest.mark.parametrize("heading, keys", [("kinds", kinds.KEYS), ("agents", agents.KEYS), ("rules", rules.KEYS), ("changes", changes.KEYS), ("expect", expectations.KEYS),
                                           ("Every key", SECTIONS)])
def test_the_guide_names_every_key(heading, keys):
    assert set(keys) <= rows_under(heading)


def test_the_mistake_in_the_guide_is_told_as_the_guide_says():
    with pytest.raises(ScenarioError) as caught:
        from_text(next(text for name, _, text in EXAMPLES if name == "language.md" and "about: A plank" in text).replace("is: solid", "is: soli"), "brook.yaml")
    assert str(caught.value).startswith(blocks(GUIDE, "text")[-1][1].rstrip())


def test_the_first_page_builds_one_scenario_up_in_steps():
    steps = [from_text(text) for text in [text for name, _, text in EXAMPLES if name == "language.md"][:4]]
    assert [len(step.rules) for step in steps] == [0, 1, 1, 1] and [len(step.changes) for step in steps] == [0, 0, 0, 2]
    assert all(step.board.cells.shape[1:] in ((4, 9), (5, 9)) for step in steps)


def test_the_files_and_folders_that_the_guides_name_are_there():
    for path in PAGES:
        for name in re.findall(r"`((?:world|agents|lab|viewer|scenarios|tests|docs)/[\w./-]*)`", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{path.name} names {name}"


def test_links_inside_a_page_lead_somewhere():
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        titles = {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in re.findall(r"^#+ (.*)$", page, re.MULTILINE)}
        assert set(re.findall(r"\]\(#([\w-]+)\)", page)) <= titles, path.name


def test_the_mind_that_the_guide_writes_lives_and_is_less_surprised_in_the_end(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = blocks((ROOT / "docs/minds.md").read_text(encoding="utf-8"), "python")[0][1]
    names = {"__name__": "guide"}
    exec(compile(code, "docs/minds.md", "exec"), names)
    bits = names["bits"]
    assert sum(bits[-100:]) < sum(bits[:100])
    assert "bits a tick" in capsys.readouterr().out


def test_the_mind_on_its_own_page_is_the_example_and_its_commands_run(monkeypatch, capsys):
    import shlex

    import main
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs/your-mind.md").read_text(encoding="utf-8")
    assert (ROOT / "docs/example_mind.py").read_text(encoding="utf-8").endswith(blocks(page, "python")[0][1])
    commands = [shlex.split(line)[2:] for line in blocks(page, "sh")[0][1].splitlines()]
    assert [command[0] for command in commands] == ["play", "run"]
    assert main.main([*commands[1], "--ticks", "30"]) == 0
    assert "docs/example_mind.py:Wanderer" in capsys.readouterr().out


def test_the_roster_in_the_guide_is_the_roster():
    from agents.roster import FORMS, SENTENCES
    roster = re.search(r"## The roster\n(.*?)\n## ", (ROOT / "docs/minds.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    minds, forms = roster.split("Names can be put together")
    assert re.findall(r"^\| `([\w +-]+)` \|", minds, re.MULTILINE) == list(SENTENCES)
    assert all(f"`{name}`" in forms for form in FORMS for name in form.split(", "))
    assert SENTENCES["rules"] in roster and SENTENCES["cells"] in roster


def test_the_page_of_exams_lists_every_exam():
    from lab.examining.exam import exams
    page = (ROOT / "docs/exams.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| (.*) \|$", page[:page.index("## The three mazes")], re.MULTILINE) == [(exam.name, exam.about) for exam in exams().values()]
