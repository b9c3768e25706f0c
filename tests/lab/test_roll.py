"""`python main.py minds`: the roster told."""
import json

import pytest

from agents import roster
from lab import commandline
from lab.minds import WRITTEN, check


def test_every_mind_of_the_roster_is_listed_with_its_sentence(capsys):
    assert commandline.minds([], True) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["name"]: row["sentence"] for row in told if row["sort"] == "learns"} == roster.SENTENCES
    assert {row["name"].split(" ")[0] for row in told if row["sort"] == "moved"} == {"person", *WRITTEN}
    for row in told:
        if row["sort"] != "form":
            check(row["name"])


def test_one_mind_is_told_by_itself_and_a_misspelt_one_gets_a_hint(capsys):
    commandline.minds(["frozen", "rules", "at", "300"], False)
    assert capsys.readouterr().out.strip() == f"frozen rules at 300: {roster.SENTENCES['rules'].split(';')[0]}; stops learning at tick 300"
    with pytest.raises(roster.UnknownMind, match="did you mean `rules`"):
        commandline.minds(["ruels"], False)
