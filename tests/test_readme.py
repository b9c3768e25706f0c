"""Every command and scenario of the README does what the README says."""
import glob
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from world.load import from_text
from world.reading import ScenarioError

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def commands() -> list[str]:
    """Each line of a shell block without its comment, but for the two that open a window or run these very tests."""
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line and line not in ("python3 main.py", "python3 tests")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder as the reader of the README has it: the scenarios, and the pond just saved."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    (folder / "pond.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    return folder


def run(line: str, desk: Path) -> subprocess.CompletedProcess:
    words = shlex.split(line)
    assert words[:2] == ["python3", "main.py"]
    arguments = [name for word in words[2:] for name in (sorted(glob.glob(word, root_dir=desk)) or [word])]
    if arguments[0] == "play" and "--shot" not in arguments:       # a window that closes by itself
        arguments += ["--at", "5", "--shot", "window.png"]
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *arguments], cwd=desk, capture_output=True, text=True, timeout=540)


def test_every_command_of_the_readme_runs(desk):
    assert len(commands()) >= 10
    for line in commands():
        done = run(line, desk)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, line


def test_the_readme_picture_is_there():
    for name in re.findall(r"!\[.*?\]\((.*?)\)", README):
        assert (ROOT / name).stat().st_size > 10_000


def test_the_misspelt_word_gets_the_message_that_the_readme_shows():
    text = blocks("yaml")[0].replace("is: slippery", "is: slipery")
    with pytest.raises(ScenarioError) as caught:
        from_text(text, "pond.yaml")
    assert blocks("text")[0].strip() in str(caught.value)


def test_the_files_that_the_readme_names_are_there():
    for name in re.findall(r"`(docs/[\w.-]+)`", README):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"^\| `([a-z0-9-]+)` \|", README, re.M):
        assert (ROOT / "scenarios" / f"{name}.yaml").exists(), name
