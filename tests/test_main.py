"""Every command as a person types it: through the shell, with its exit codes, its one-line answers and its JSON."""
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from lab.setup import ROOT

POND = """\
scenario: 1
about: A pond that thaws, for the tests.
params: {thaw_at: 30}
map: |
  #########
  #A..ii.G#
  #..iii..#
  #########
legend: {A: ant, i: ice}
agents: {ant: random}
rules:
  arrive: {when: ant enters goal, do: [reward 1, end won]}
changes:
  thaw: {at: $thaw_at, edit: ice is not slippery}
expect:
  - {name: ice carries you on, map: Ai., play: {ant: [east]}, then: ant at x2 y0}
"""
FIELDS = {"scenario", "seed", "ticks", "worlds", "minds", "reward", "episodes", "surprise", "law", "counts", "ticks_per_second", "digest"}


@pytest.fixture
def pond(tmp_path):
    (tmp_path / "pond.yaml").write_text(POND)
    return tmp_path


def umwelt(folder, *arguments, **settings):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")} | settings
    return subprocess.run([sys.executable, ROOT / "main.py", *map(str, arguments)], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def lived(folder, *arguments):
    done = umwelt(folder, "run", "pond.yaml", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ---- run ------------------------------------------------------------------------------------------------------------
def test_a_run_prints_one_json_object_with_what_came_of_it(pond):
    came = lived(pond, "--ticks", "250", "--seed", "4")
    assert FIELDS <= set(came)
    assert (came["scenario"], came["seed"], came["ticks"], came["worlds"]) == ("pond.yaml", 4, 250, 1)
    assert came["minds"] == {"ant": "random"}
    assert len(came["surprise"]["ant"]) == 3
    assert came["episodes"]["count"] == came["episodes"]["won"] == came["reward"]["ant"] > 0
    thaw = came["law"][0]
    assert (thaw["tick"], thaw["by"], thaw["change"]) == (30, "clock", "thaw")
    assert thaw["added"] == ["ice is not slippery"] and thaw["removed"] == ["ice is slippery"]
    assert came["counts"]["ice"] == 5 and came["counts"]["ant"] == 1
    assert came["ticks_per_second"] > 0
    assert re.fullmatch("[0-9a-f]{16}", came["digest"])


def test_the_same_seed_gives_the_same_world_again_alone_or_among_eight(pond):
    alone, again, among = lived(pond, "--seed", "7"), lived(pond, "--seed", "7"), lived(pond, "--seed", "7", "--worlds", "8")
    assert alone["digest"] == again["digest"] == among["digest"] == among["digests"][0]
    assert len(set(among["digests"])) == 8
    third = lived(pond, "--seed", "9")
    assert third["digest"] == among["digests"][2] != alone["digest"]


def test_a_mind_and_a_setting_can_be_given_from_outside(pond):
    came = lived(pond, "--mind", "*=cells", "--set", "thaw_at=12", "--ticks", "50")
    assert came["minds"] == {"ant": "cells"}
    assert came["law"][0]["tick"] == 12


def test_several_minds_for_one_agent_live_in_twin_worlds(pond):
    came = lived(pond, "--mind", "ant=random,cells", "--ticks", "60")
    assert [twin["minds"]["ant"] for twin in came["twins"]] == ["random", "cells"]
    assert came["digest"] == came["twins"][0]["digest"] != came["twins"][1]["digest"]
    assert came["twins"][1]["digest"] == lived(pond, "--mind", "ant=cells", "--ticks", "60")["digest"]


def test_without_json_a_run_is_told_in_words(pond):
    done = umwelt(pond, "run", "pond.yaml", "--ticks", "100")
    assert done.returncode == 0
    assert "ice is not slippery" in done.stdout and "digest" in done.stdout and "ant · random" in done.stdout


def test_control_c_in_a_run_prints_what_was_reached(pond):
    process = subprocess.Popen([sys.executable, ROOT / "main.py", "run", "pond.yaml", "--ticks", "100000000", "--json", "--trace", "life.trace"], cwd=pond,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (pond / "life.trace.part").exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    came = json.loads(out)
    assert 0 < came["ticks"] < 100000000 and came["interrupted"]
    assert f"interrupted after {came['ticks']} of" in err and "Traceback" not in err
    assert umwelt(pond, "replay", "life.trace").returncode == 0


def test_a_headless_run_imports_neither_pygame_nor_torch(pond):
    code = ("import sys; sys.argv = ['main.py', 'run', 'pond.yaml', '--ticks', '20', '--json']; import main; main.main(); "
            "assert not {'pygame', 'torch', 'viewer'} & set(sys.modules)")
    done = subprocess.run([sys.executable, "-c", code], cwd=pond, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_check_and_help_load_nothing_that_is_slow_to_load(pond):
    code = "import sys; sys.argv = ['main.py', 'check', 'pond.yaml']; import main; main.main(); assert not {'numba', 'pygame'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=pond, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# ---- traces ---------------------------------------------------------------------------------------------------------
def test_a_trace_replays_tick_for_tick_and_is_refused_when_cut_or_altered(pond):
    assert umwelt(pond, "run", "pond.yaml", "--ticks", "120", "--mind", "ant=random,cells", "--set", "thaw_at=12", "--trace", "life.trace").returncode == 0
    good = umwelt(pond, "replay", "life.trace")
    assert good.returncode == 0 and "120 ticks" in good.stdout

    whole = (pond / "life.trace").read_bytes()
    (pond / "short.trace").write_bytes(whole[:len(whole) // 2])
    short = umwelt(pond, "replay", "short.trace")
    assert short.returncode == 2 and "short.trace is cut short" in short.stderr and len(short.stderr.splitlines()) == 1

    (pond / "altered.trace").write_bytes(gzip.compress(gzip.decompress(whole).replace(b"thaws", b"thews")))
    altered = umwelt(pond, "replay", "altered.trace")
    assert altered.returncode == 2 and "altered" in altered.stderr

    for more in (b"x", b"\0" * 9, gzip.compress(b"{}\n")):
        (pond / "longer.trace").write_bytes(whole + more)
        longer = umwelt(pond, "replay", "longer.trace")
        assert longer.returncode == 2 and "something stands behind its seal" in longer.stderr

    (pond / "none.trace").write_text("hello")
    assert umwelt(pond, "replay", "none.trace").returncode == 2


# ---- check and test -------------------------------------------------------------------------------------------------
def test_check_prints_each_mistake_with_its_place_and_exits_1(pond):
    (pond / "broken.yaml").write_text(POND.replace("goal", "gaol").replace("slippery", "slipery"))
    done = umwelt(pond, "check", "broken.yaml", "pond.yaml")
    assert done.returncode == 1
    assert "broken.yaml:12:29: " in done.stdout and "did you mean `goal`?" in done.stdout and "slipery" in done.stdout
    assert "pond.yaml: no mistakes" in done.stdout

    told = json.loads(umwelt(pond, "check", "broken.yaml", "--json").stdout)
    assert told["good"] is False and {mistake["line"] for mistake in told["files"][0]["mistakes"]} == {12, 14}


def test_a_file_that_is_not_there_is_told_and_the_others_are_still_read(pond):
    for command, told in (("check", "pond.yaml: no mistakes"), ("test", "1 hold, 1 fail, in 1 file")):
        done = umwelt(pond, command, "nothere.yaml", "pond.yaml")
        assert done.returncode == 1 and "nothere.yaml: no such file or directory" in done.stdout and told in done.stdout
    assert json.loads(umwelt(pond, "check", "nothere.yaml", "--json").stdout)["files"][0]["mistakes"][0]["code"] == "file"


def test_fifty_mistakes_are_told_and_the_rest_is_counted(pond):
    (pond / "broken.yaml").write_text(POND.replace("  arrive:", "".join(f"  r{i}: {{when: ant enters gaol, do: end}}\n" for i in range(120)) + "  arrive:"))
    assert "and 70 more mistakes" in umwelt(pond, "check", "broken.yaml").stdout
    told = json.loads(umwelt(pond, "check", "broken.yaml", "--json").stdout)["files"][0]
    assert len(told["mistakes"]) == 50 and told["more"] == 70


def test_a_library_is_checked_as_one_and_is_no_test(pond):
    (pond / "lib").mkdir()
    (pond / "lib" / "moss.yaml").write_text("scenario: 1\nkinds: {moss: {layer: ground}}\nrules: {slip: {when: anyone enters moss, do: reward -1}}\n")
    (pond / "pond.yaml").write_text(POND + "use: lib/moss\n")
    assert "no mistakes in this library" in umwelt(pond, "check", ".").stdout
    assert "in 1 file" in umwelt(pond, "test", ".").stdout
    assert umwelt(pond, "run", "pond.yaml", "--ticks", "20", "--trace", "life.trace").returncode == 0
    (pond / "lib" / "moss.yaml").unlink()
    assert umwelt(pond, "replay", "life.trace").returncode == 0


def test_check_of_good_scenarios_exits_0(pond):
    assert umwelt(pond, "check", ".").returncode == 0


def test_a_mind_that_nobody_knows_is_a_mistake_at_its_agent(pond):
    (pond / "pond.yaml").write_text(POND.replace("random}", "rulez}"))
    done = umwelt(pond, "check", "pond.yaml")
    assert done.returncode == 1 and "pond.yaml:10:" in done.stdout and "did you mean `rules`?" in done.stdout
    assert umwelt(pond, "run", "pond.yaml", "--ticks", "5").returncode == 1
    assert umwelt(pond, "run", "pond.yaml", "--ticks", "5", "--mind", "ant=random").returncode == 0


def test_test_prints_one_line_for_each_expectation_and_exits_1_if_one_fails(pond):
    done = umwelt(pond, "test", "pond.yaml")
    assert done.returncode == 0 and "holds  pond.yaml:16  ice carries you on" in done.stdout
    (pond / "pond.yaml").write_text(POND.replace("at x2 y0", "at x1 y0"))
    done = umwelt(pond, "test", ".")
    assert done.returncode == 1 and "FAILS" in done.stdout and "1 fail" in done.stdout
    told = json.loads(umwelt(pond, "test", ".", "--json").stdout)
    assert told["failed"] == 1 and told["expectations"][0]["held"] is False


# ---- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words, said", [
    ("run nowhere.yaml", "nowhere.yaml"),
    ("run", "SCENARIO"),
    ("run pond.yaml --tick 5", "--tick"),
    ("run pond.yaml --ticks few", "`few`"),
    ("run pond.yaml --worlds 0", "`0`"),
    ("run pond.yaml --mind ant", "AGENT=MIND"),
    ("run pond.yaml --mind ant=rulez", "did you mean `rules`?"),
    ("run pond.yaml --mind ent=rules", "did you mean `ant`?"),
    ("run pond.yaml --set thaw_at", "NAME=VALUE"),
    ("run pond.yaml --set thaw=3", "thaw"),
    ("run pond.yaml --ticks 5 --trace no/such/folder/a.trace", "no/such/folder"),
    ("replay nowhere.trace", "nowhere.trace"),
    ("play pond.yaml --shot frame.bmp", "frame.png"),
    ("render nowhere.trace --to a.html", "nowhere.trace"),
    ("render pond.yaml --to a.html", "no trace"),
    ("render pond.yaml --to a.avi", "a.html"),
    ("render pond.yaml --to a.gif --ticks 9..3", "earlier one first"),
    ("render pond.yaml --to a.gif --size 10x10", "1024x640"),
    ("play nowhere.yaml", "nowhere.yaml"),
    ("frolic", "frolic"),
    ("--frolic", "--frolic"),
])
def test_what_cannot_be_done_gets_one_line_and_exit_2(pond, words, said):
    done = umwelt(pond, *words.split())
    assert done.returncode == 2
    assert said in done.stderr and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_run_of_a_broken_scenario_prints_its_mistakes_and_exits_1(pond):
    (pond / "pond.yaml").write_text(POND.replace("goal", "gaol"))
    done = umwelt(pond, "run", "pond.yaml", "--json")
    assert done.returncode == 1 and done.stdout == "" and "pond.yaml:12:29" in done.stderr


@pytest.mark.parametrize("command", ["", "play", "run", "check", "test", "replay", "render"])
def test_help_of_each_command_shows_how_to_use_it(tmp_path, command):
    done = umwelt(tmp_path, *command.split(), "--help")
    assert done.returncode == 0
    assert ("examples:" in done.stdout and "It ends with 0" in done.stdout) if command else "COMMAND --help" in done.stdout


def test_an_older_python_gets_one_line(tmp_path):
    source = (ROOT / "main.py").read_text()
    assert source.index("version_info") < source.index("from lab")
    compile(source, "main.py", "exec", dont_inherit=True)
    assert not re.search(r"\bf[\"']", source), "an f-string keeps Python 2 from reading on to the line that says what is needed"


@pytest.mark.parametrize("words, told", [
    (("run", "pond.yaml", "--mind", "ant=rules,,cells"), "no mind"), (("run", "pond.yaml", "--mind", "ant=frozen frozen rules"), "did you mean `frozen rules`?"),
    (("run", "pond.yaml", "--mind", "ant=rules", "--mind", "ant=cells"), "ant=rules,cells"), (("run", "pond.yaml", "--seed", "9" * 25), "is too much"),
    (("run", "pond.yaml", "--seed", "-1"), "whole number of 0 or more"), (("run", "pond.yaml", "--set", "thaw_at=soon"), "it is a number in the file: 30"),
    (("run", "pond.yaml", "--set", "thaw_at"), "NAME=VALUE"), (("run", "pond.yaml", "--set", "thaw_at=3", "--set", "thaw_at=4"), "twice"),
    (("run", "pond.yaml", "--set", "thaw=3"), "did you mean `thaw_at`?"), (("play", "pond.yaml", "--shot", "x.txt"), "x.png")])
def test_a_wrong_flag_gets_one_line(pond, words, told):
    done = umwelt(pond, *words)
    assert done.returncode == 2 and told in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("words", [("check", "pond.yaml"), ("run", "pond.yaml", "--ticks", "5"), ("test", "pond.yaml")])
def test_a_reader_that_goes_away_ends_it_without_a_word(pond, words):
    read, write = os.pipe()
    os.close(read)
    with open(write, "wb") as gone:
        done = subprocess.run([sys.executable, str(ROOT / "main.py"), *words], cwd=pond, stdout=gone, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 141 and not done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_a_request_to_end_is_heard_on_a_long_way(pond):
    program = ("import sys; from lab.warm import use_cache; use_cache()\n"
               "from viewer.model import Run; import main; tick = Run.tick\n"
               "Run.tick = lambda run: (tick(run), print('on the way', flush=True) if run.now == 3 else None)\n"
               "sys.exit(main.main())")
    child = subprocess.Popen([sys.executable, "-c", program, "play", "pond.yaml", "--at", "100000000", "--shot", "x.png"], cwd=pond, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert child.stdout.readline() == "on the way\n"
    child.terminate()
    assert child.wait() == -signal.SIGTERM


# ---- words, schema, explain -----------------------------------------------------------------------------------------
def test_words_are_printed_plainly_in_a_pipe(tmp_path):
    every, some, none = umwelt(tmp_path, "words"), umwelt(tmp_path, "words", "becomes"), umwelt(tmp_path, "words", "becoms")
    assert every.returncode == some.returncode == 0 and "\x1b" not in every.stdout
    assert "it becomes ash" in some.stdout and len(some.stdout) < len(every.stdout)
    assert none.returncode == 1 and "did you mean `becomes`?" in none.stderr


def test_a_schema_is_printed_or_written(pond):
    printed, written = umwelt(pond, "schema"), umwelt(pond, "schema", "pond.yaml", "--out", "pond.schema.json")
    assert printed.returncode == written.returncode == 0
    assert set(json.loads(printed.stdout)["properties"]) == set(json.loads((pond / "pond.schema.json").read_text())["properties"])


def test_a_scenario_is_explained(pond):
    told, said = umwelt(pond, "explain", "pond.yaml"), umwelt(pond, "explain", "pond.yaml", "--json")
    assert told.returncode == said.returncode == 0
    assert "when ant enters goal: reward 1; end won" in told.stdout and "thaw" in told.stdout
    assert json.loads(said.stdout)["random"]["fired"]["arrive"] > 0
    assert umwelt(pond, "explain", "nowhere.yaml").returncode == 2


def test_a_seed_for_which_no_map_can_be_drawn_is_told(tmp_path):
    (tmp_path / "luck.yaml").write_text("scenario: 1\nmap: {size: 9x1, draw: [{scatter: {wall: 35%}}, {put: {ant: x0 y0, goal: x8 y0}}, {ensure: goal reachable from ant}]}\n"
                                        "agents: {ant: learner}\nkinds: {wall: {layer: object, is: solid}}\nexpect: [{run: 1, over: 300 worlds, then: not ended}]\n")
    run, test = umwelt(tmp_path, "run", "luck.yaml", "--worlds", "300", "--ticks", "1"), umwelt(tmp_path, "test", "luck.yaml")
    assert run.returncode == test.returncode == 1
    assert "came out of 100 drawings (seed " in run.stderr and "loosen scatter (line 2)" in run.stderr and "0 hold, 1 fail" in test.stdout
