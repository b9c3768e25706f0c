"""The first start on a fresh machine, with a package made here instead of an index."""
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from lab import setup

PYTHON = getattr(sys, "_base_executable", sys.executable)


@pytest.fixture
def machine(tmp_path):
    """A program that needs one small package, on a machine that has nothing."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, folder: Path):
        self.folder, self.code = folder, folder / "code"
        (self.code / "lab").mkdir(parents=True)
        shutil.copy(setup.ROOT / "lab" / "setup.py", self.code / "lab")
        (self.code / "requirements.txt").write_text("pebble==1.0\n")
        (self.code / "requirements-dev.txt").write_text("-r requirements.txt\ngravel==2.0\n")
        (self.code / "main.py").write_text("from lab import setup\nsetup.ready()\nimport pebble, sys\nprint('started', pebble.__file__, *sys.argv[1:])\n")
        (self.code / "test.py").write_text("from lab import setup\nsetup.ready(dev=True)\nimport pebble, gravel\nprint('tested')\n")
        (folder / "wheels").mkdir()
        for name, version in (("pebble", "1.0"), ("pebble", "1.1"), ("gravel", "2.0")):
            with zipfile.ZipFile(folder / "wheels" / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
                info = f"{name}-{version}.dist-info"
                wheel.writestr(f"{name}.py", f"version = '{version}'\n")
                wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
                wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")

    def start(self, script="main.py", *arguments, before="", **settings):
        """Run a script as a person would. `before` is Python that runs first in each Python, to take something away."""
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("PIP_", "UMWELT_", "NUMBA_", "PYTEST", "COV")) and key not in ("PYTHONPATH", "VIRTUAL_ENV")}
        environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.folder / "wheels"), "XDG_CACHE_HOME": str(self.folder / "cache"), **settings}
        if before:
            (self.folder / "site").mkdir(exist_ok=True)
            (self.folder / "site" / "sitecustomize.py").write_text(textwrap.dedent(before))
            environment["PYTHONPATH"] = str(self.folder / "site")
        return subprocess.run([PYTHON, script, *arguments], cwd=self.code, env=environment, capture_output=True, text=True, timeout=120)


WITHOUT = """
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {} else real(name, package)
"""


def test_the_first_start_installs_what_is_pinned_and_goes_on_with_the_same_command(machine):
    first = machine.start("main.py", "run", "it")
    assert first.returncode == 0, first.stderr
    assert "started" in first.stdout and first.stdout.rstrip().endswith("run it")
    assert str(machine.code / ".venv") in first.stdout
    assert "making an environment" in first.stderr and "pebble" in first.stderr

    second = machine.start()
    assert second.returncode == 0 and second.stderr == ""

    (machine.code / "requirements.txt").write_text("pebble==1.1\n")
    third = machine.start()
    assert third.returncode == 0 and "installing" in third.stderr
    assert "1.1" in next((machine.code / ".venv").glob("lib/python*/site-packages/pebble.py")).read_text()


def test_the_tests_command_adds_the_test_packages_and_serves_the_program_too(machine):
    tested = machine.start("test.py")
    assert tested.returncode == 0 and tested.stdout == "tested\n", tested.stderr
    assert "gravel" in tested.stderr
    assert machine.start("main.py").stderr == ""


def test_a_set_up_that_was_interrupted_goes_on_and_mends_what_was_half_installed(machine):
    assert machine.start().returncode == 0
    environment = machine.code / ".venv"
    (environment / "umwelt-state").write_text("installing")
    next(environment.glob("lib/python*/site-packages/pebble.py")).unlink()
    again = machine.start()
    assert again.returncode == 0 and "started" in again.stdout, again.stderr

    (environment / "umwelt-state").write_text("making")
    shutil.rmtree(environment / "bin")
    again = machine.start()
    assert again.returncode == 0 and "started" in again.stdout, again.stderr


def test_a_folder_that_cannot_be_written_to_gets_its_environment_in_the_cache(machine):
    (machine.code / ".venv").write_text("a file where the folder should be")
    first = machine.start()
    assert first.returncode == 0, first.stderr
    assert str(machine.folder / "cache" / "umwelt") in first.stdout


def test_a_python_without_ensurepip_and_pip_gets_one_line_that_says_what_to_install(machine):
    refused = machine.start(before=WITHOUT.format({"ensurepip", "pip"}))
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1 and "-venv" in refused.stderr


def test_a_package_that_cannot_be_had_gets_one_line(machine):
    (machine.code / "requirements.txt").write_text("pebble==7.7\n")
    refused = machine.start()
    assert refused.returncode == 2
    assert "could not be installed" in refused.stderr.splitlines()[-1] and "pebble" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr


def test_every_package_is_pinned_and_those_at_hand_are_the_pinned_ones():
    assert {"numpy", "numba", "pygame-ce", "PyYAML", "rich"} <= set(setup.pins())
    assert set(setup.pins()) < set(setup.pins(setup.DEV))
    assert setup.missing(setup.DEV) == []
