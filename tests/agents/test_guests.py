"""A mind from a file lives in a process of its own: whatever it does there, nothing else falls."""
import gc
import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from agents.agent import can
from agents.guests import wire
from agents.guests.host import SETTING, GuestMind
from lab import runs
from lab.session import Session
from world.load import from_text
from world.mistakes import ScenarioError

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "docs" / "example_mind.py"
ROOM = """\
scenario: 1
map: |
  #####
  #A..#
  #..G#
  #####
legend: {A: ant}
agents: {ant: random}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
"""
MINDS = '''
import os, sys, time
import numpy as np

class Calm:
    learning = True

    def __init__(self, looks, seed):
        self.lived = 0

    def act(self, observation):
        return 1

    def observe(self, transition):
        self.lived += 1
        return 0.25

    def imagine(self, observation, plan):
        return None

class Raises(Calm):
    def act(self, observation):
        if self.lived == 2:
            return [][3]                                 # line 24
        return 1

class Leaves(Calm):
    def act(self, observation):
        if self.lived == 2:
            os._exit(3)
        return 1

class Exits(Calm):
    def observe(self, transition):
        sys.exit("enough")

class Loops(Calm):
    def act(self, observation):
        while self.lived == 2:
            self.turns = 1                               # line 40
        return 1

class Sleeps(Calm):
    def __init__(self, looks, seed):
        super().__init__(looks, seed)

    def imagine(self, observation, plan):
        time.sleep(60)

class Wants(Calm):
    def act(self, observation):
        np.ones(1 << 46)

class Mad(Calm):
    def act(self, observation):
        return {"east": object()}

class Tells(Calm):
    def act(self, observation):
        print("going east")
        return 1

class NeverBorn(Calm):
    def __init__(self, looks, seed):
        raise KeyError("no such thing")

class Two:
    def act(self, observation):
        return 1
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "strange.py"
    path.write_text(MINDS)
    return path


def lived(mind, ticks=4):
    session = Session(from_text(ROOM), minds={"ant": mind}, audit=True)
    for _ in range(ticks):
        session.tick()
    return session


def notice(session, twin=0):
    return session.frames[twin].lives[0].notice


def test_the_example_lives_and_learns():
    session = lived(f"{EXAMPLE}:Wanderer", 150)
    life = session.frames[0].lives[0]
    assert notice(session) == "" and life.forecast.cells.shape == (1, 5, 4, 5) and life.total >= 3
    mind = session.twins[0].keepers[0].mind
    assert mind.learns == "places" and can(mind, "act") and not can(mind, "audit")
    here = session.twins[0].observations[0]
    assert session.forecast("ant", [0, 1, 2]).landing.shape == (3,) and session.examine() is None and here.row >= 0
    session.close()


def test_its_life_is_the_same_in_a_run_and_its_surprise_that_of_its_forecasts():
    one, other = (runs.run(from_text(ROOM), 3, 200, minds={"ant": f"{EXAMPLE}:Wanderer"}).twins[0] for _ in range(2))
    assert one.json() == other.json() and not one.failed and one.surprise["ant"][1] < one.surprise["ant"][0]


BEFALLS = {
    "Raises": r"failed at FILE:24: IndexError: list index out of range", "Leaves": r"ended its process in `act`, at FILE:28: exit code 3",
    "Exits": r"failed at FILE:35: SystemExit: enough", "Loops": r"took longer in `act` than 0.4 s, at FILE:(39|40); --patience gives it more",
    "Sleeps": r"took longer in `imagine` than 0.4 s, at FILE:48", "Wants": r"failed at FILE:52: \w*MemoryError", "Mad": r"chose \{'east': <.*, which is no action of ant, at FILE:55",
    "NeverBorn": r"failed at FILE:65: KeyError: 'no such thing'", "Two": r"failed: TypeError", "Raise": r"failed: AttributeError: strange.py has no class Raise; did you mean Raises\?"}


@pytest.mark.parametrize("mind", BEFALLS)
def test_what_befalls_it_is_told_with_its_place_and_the_world_goes_on(file, monkeypatch, mind):
    monkeypatch.setenv(SETTING, "0.4")
    session = lived(f"{file}:{mind}", 4)
    told = BEFALLS[mind].replace("FILE", f"{file.parent.name}/strange.py")
    assert session.tick_count == 4 and re.match(f"ant stands still: the mind `{file}:{mind}` {told}", notice(session)), notice(session)


def test_a_calm_one_befalls_nothing(file):
    session = lived(f"{file}:Calm", 4)
    assert notice(session) == "" and session.frames[0].lives[0].surprise == 0.25


def test_a_file_that_is_not_there_or_cannot_be_read_is_told(file):
    assert "FileNotFoundError: [Errno 2] No such file" in notice(lived(f"{file.parent}/nobody.py:Ant", 1))
    file.write_text("class Ant:\n    def act(self, observation:\n        return 1\n")
    assert f"failed at {file.parent.name}/strange.py:2: SyntaxError" in notice(lived(f"{file}:Ant", 1))


def test_one_of_two_twins_falls_and_the_other_lives_on(file):
    session = lived((f"{file}:Raises", f"{file}:Calm"), 6)
    assert "IndexError" in notice(session, 0) and notice(session, 1) == "" and session.frames[1].lives[0].surprise == 0.25


def test_a_frozen_one_is_told_nothing_of_what_it_should_not_learn(file):
    session = lived(f"frozen {file}:Calm at 3", 6)
    assert notice(session) == "" and session.twins[0].keepers[0].mind.learning is False


def alive(process):
    return process.poll() is None


def test_no_process_outlives_its_mind(file):
    session = lived(f"{file}:Calm", 2)
    process = session.twins[0].keepers[0].mind._process
    assert alive(process)
    session.swap("ant", "random")
    session.tick()
    assert not alive(process)
    session = lived(f"{file}:Calm", 2)
    process = session.twins[0].keepers[0].mind._process
    del session
    gc.collect()
    assert not alive(process)


def test_when_the_program_is_killed_the_minds_go_too(file):
    code = (f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\nfrom tests.agents.test_guests import lived\nsession = lived({str(file) + ':Calm'!r}, 1)\n"
            "print(session.twins[0].keepers[0].mind._process.pid, flush=True)\ntime.sleep(60)")
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(program.stdout.readline())
    os.kill(pid, 0)
    program.kill()
    program.wait()
    for _ in range(200):
        if not _there(pid):
            return
        time.sleep(0.05)
    raise AssertionError("the mind's process lives on")


def _there(pid):
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_what_it_prints_does_not_reach_standard_output(file, capfd):
    lived(f"{file}:Tells", 2)
    assert "going east" not in capfd.readouterr().out


def test_arrays_come_over_as_they_are(file):
    value = {"a": np.arange(6, dtype=np.uint16).reshape(2, 3), "b": [1, None, "x", 2.5, True], "c": np.zeros((0, 4))}
    back = wire.receive(io.BytesIO(wire.pack(value)))
    assert back["b"] == value["b"] and all(np.array_equal(back[k], value[k]) and back[k].dtype == value[k].dtype and back[k].shape == value[k].shape for k in "ac")


@pytest.mark.parametrize("mind", ("minds/ant.py:Ant", "imitator of old.trace then rules", "[rules, ant.py:Ant]"))
def test_a_scenario_that_names_a_file_gets_a_clear_mistake(mind):
    with pytest.raises(ScenarioError, match="a scenario brings no mind and no teacher from a file") as mistake:
        from_text(ROOM.replace("ant: random", f'ant: {mind}' if mind.startswith("[") else f'ant: "{mind}"'))
    assert "--mind ant=path/to/file.py:Class" in str(mistake.value)


def test_a_mind_from_a_file_is_slow_only_by_the_pipe(file):
    from tests.agents.lives import CORRIDOR, Life
    looks = Life(CORRIDOR, "random").looks
    mind, here = GuestMind(str(file), "Calm", looks, 0), Life(CORRIDOR, "random").observation
    assert [mind.act(here) for _ in range(300)] == [1] * 300
    mind.close()
