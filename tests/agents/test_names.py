"""The grammar of names: what is read, how it is written again, what is said of what cannot be read."""
import pytest

from agents.names import UnknownMind, files, parse

KNOWN = {"rules": {}, "cells": {}, "dyna-q": {"n": (0, 1000), "alpha": (0, 1)}}


def read(text):
    return parse(text, KNOWN, {"learner": "rules"})


@pytest.mark.parametrize("text", ("rules", "rules x4", "rules x1/16", "frozen rules", "frozen cells at 300", "frozen rules x4 at 300", "napping rules", "imitator", "imitator of cells",
                                  "imitator for 200", "imitator of rules x2 for 200 then frozen cells at 900", "dyna-q n=50 alpha=0.1", "dyna-q n=5 x1/4", "my minds/ant.py:Ant",
                                  "frozen ant.py:Ant at 5", "imitator of lives/wind.trace then cells", "napping imitator then rules"))
def test_a_name_is_written_as_it_was_read(text):
    assert str(read(text)) == text


@pytest.mark.parametrize("text, written", (("learner", "rules"), ("frozen  learner", "frozen rules"), ("dyna-q n = 50 alpha = 1e-1", "dyna-q n=50 alpha=0.1")))
def test_other_spellings_have_one_form(text, written):
    assert str(read(text)) == written


@pytest.mark.parametrize("text, meant", (("ruels", "rules"), ("frozen ruels at 300", "frozen rules at 300"), ("frozn rules", "frozen rules"), ("imitator of ruls then cels", "imitator of rules then cels"),
                                         ("imitator then cels", "imitator then cells"), ("ruls x4", "rules x4"), ("dyna-q k=3", ""), ("dyna-q alpa=1", "dyna-q alpha=1"), ("rules n=3", "rules"), ("dina-q n=3", "dyna-q n=3"),
                                         ("frozen frozen rules", "frozen rules"), ("napping frozen rules", "napping rules"), ("zzzzzz", "")))
def test_a_misspelt_name_gets_the_nearest_one_whole(text, meant):
    with pytest.raises(UnknownMind) as mistake:
        read(text)
    assert mistake.value.nearest == meant and mistake.value.name == text


@pytest.mark.parametrize("text", ("", "frozen", "frozen at 3", "rules x0", "rules x", "rules x1/0", "imitator of", "imitator then", "dyna-q n=-3", "dyna-q n=much", "dyna-q alpha=2", "imitator of imitator", "x4"))
def test_what_is_no_name_is_refused(text):
    with pytest.raises(UnknownMind):
        read(text)


@pytest.mark.parametrize("text, leans_on", (("rules", []), ("frozen rules x2 at 3", []), ("napping a/ant.py:Ant x2", ["a/ant.py"]), ("imitator then rules", []),
                                            ("imitator of old.trace for 9 then frozen b.py:B", ["old.trace", "b.py"]), ("dyna-q n=5", [])))
def test_the_files_that_a_name_leans_on_are_known(text, leans_on):
    assert files(read(text)) == leans_on


def test_a_budget_is_a_share_of_the_usual_thinking():
    assert read("rules x1/4").budget == 0.25 and read("rules x8").budget == 8.0
