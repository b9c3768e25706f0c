"""Compiled code is kept until something that it was made from changes, and no longer."""
import os
import subprocess
import sys
import time

import pytest

from lab import setup, warm

CONSTANT = "STEP = 2\n"
COMPILED = "import numba as nb\nfrom world.constant import STEP\n\n@nb.njit(cache=True)\ndef f(x):\n    return x + STEP\n"
OTHER = "import numba as nb\n\n@nb.njit(cache=True)\ndef g(x):\n    return x * 3\n"
ASK = """
import sys
from lab import warm
warm.use_cache()
from world.first import f
from world.second import g
print(f(1), g(1), sum(f.stats.cache_hits.values()), sum(g.stats.cache_hits.values()))
"""


@pytest.fixture
def project(tmp_path):
    """A small project with two compiled functions, one of which draws on another file."""
    code = tmp_path / "code"
    for folder in ("lab", "world", "agents"):
        (code / folder).mkdir(parents=True)
        (code / folder / "__init__.py").write_text("")
    for name in ("setup.py", "warm.py"):
        (code / "lab" / name).write_text((setup.ROOT / "lab" / name).read_text())
    for name, text in (("constant", CONSTANT), ("first", COMPILED), ("second", OTHER), ("words", "WORDS = 1\n")):
        (code / "world" / f"{name}.py").write_text(text)

    def ask():
        environment = {key: value for key, value in os.environ.items() if key not in ("NUMBA_CACHE_DIR", "UMWELT_COMPILED")}
        done = subprocess.run([sys.executable, "-c", ASK], cwd=code, env=environment | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [int(word) for word in done.stdout.split()]
    return code, ask


def test_a_change_is_compiled_anew_with_all_that_draws_on_it_and_the_rest_is_taken_along(project):
    code, ask = project
    assert ask() == [3, 3, 0, 0]
    assert ask() == [3, 3, 1, 1]
    (code / "world" / "words.py").write_text("WORDS = 2\n")
    assert ask() == [3, 3, 1, 1], "no compiled function draws on it"
    time.sleep(0.01)
    (code / "world" / "constant.py").write_text("STEP = 5\n")
    assert ask() == [6, 3, 0, 1]


def test_the_first_start_compiles_in_processes_of_its_own_and_tells_how_far_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(warm, "use_cache", lambda: tmp_path)
    monkeypatch.setattr(warm, "_command", lambda part, claims: [sys.executable, "-c", f"import time; time.sleep(0.3); open({str(tmp_path / part)!r}, 'w')"])
    told = []
    assert warm.needed()
    warm.compile(lambda share, words: told.append((share, words)))
    assert (tmp_path / "world").exists() and (tmp_path / "agents").exists()
    assert told[0][1] == "compiling the world and the minds" and told[-1] == (1.0, "compiled")
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert not warm.needed() and warm.compile() == 0.0


def test_a_part_that_cannot_be_compiled_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(warm, "use_cache", lambda: tmp_path)
    monkeypatch.setattr(warm, "_command", lambda part, claims: [sys.executable, "-c", "import sys; sys.exit('no room')" if part == "world" else ""])
    with pytest.raises(RuntimeError, match="the world could not be compiled: no room"):
        warm.compile()
    assert not warm.needed(), "it would fail at every start"
