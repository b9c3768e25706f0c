"""Without a display the terminal shows the world, each belief, surprise and the law."""
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from lab.frame import WRONG
from lab.session import Session
from viewer.model import Run
from viewer.terminal import Screen
from world.load import from_text

ROOT = Path(__file__).resolve().parents[2]
ROAD = """
scenario: 1
about: A short road.
map: |
  ########
  #A.ii.G#
  ########
legend: {A: ant, i: ice}
kinds: {ice: {layer: ground, is: slippery}}
agents: {ant: [rules, cells]}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
changes: {thaw: {at: 50, edit: ice is not slippery}}
"""


def shown(run, width):
    console = Console(width=width, record=True, file=open(os.devnull, "w"), force_terminal=True, color_system="truecolor")
    console.print(Screen(run).draw(width, 30))
    return console.export_text()


def test_boards_beliefs_and_changes_stand_side_by_side_and_the_count_of_wrong_beliefs_is_the_audits():
    run = Run(Session(from_text(ROAD, "road.yaml"), 0))
    while run.now < 50:
        run.tick()
    picture = shown(run, 80)
    for frame in run.live:
        assert re.search(rf"{frame.lives[0].mind}  {frame.lives[0].audit.count(WRONG)} wrong", picture)
    assert "Reality" in picture and "thaw  by clock" in picture and "+ ice is not slippery" in picture
    assert max(map(len, picture.splitlines())) <= 80


def test_a_board_larger_than_the_terminal_shows_the_part_about_the_agent():
    text = ROAD.replace("#A.ii.G#", "#" + "." * 70 + "A.ii.G#").replace("########\n", "#" * 78 + "\n")
    run = Run(Session(from_text(text, "road.yaml"), 0))
    picture = shown(run, 60)
    assert "■" in picture and max(map(len, picture.splitlines())) <= 60


def played(tmp_path, *more):
    (tmp_path / "road.yaml").write_text(ROAD)
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    return [sys.executable, str(ROOT / "main.py"), "play", str(tmp_path / "road.yaml"), *more], environment


def test_play_without_a_display_tells_the_story_in_lines_where_nobody_can_watch(tmp_path):
    command, environment = played(tmp_path)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert re.search(r"^ +50  thaw by clock - ice is slippery \+ ice is not slippery$", done.stdout, re.MULTILINE)
    assert "no display here" in done.stderr and "Reality" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals there")
def test_keys_pause_step_and_leave_and_the_terminal_is_as_before(tmp_path):
    import pty
    import select
    import termios
    command, environment = played(tmp_path, "--terminal")
    outer, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    child = subprocess.Popen(command, env=environment | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}, stdin=inner, stdout=inner, stderr=subprocess.DEVNULL)
    seen, until = "", time.monotonic() + 240

    def read_till(what):
        """Read on until the picture says so."""
        nonlocal seen
        while not re.search(what, seen):
            assert time.monotonic() < until and child.poll() is None, seen[-400:]
            if select.select([outer], [], [], 1)[0]:
                seen += os.read(outer, 65536).decode(errors="ignore")

    def ticks():
        return [int(tick) for tick in re.findall(r"t (\d+) ", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen))]
    try:
        read_till("Reality")
        os.write(outer, b" ")
        read_till("paused")
        at = ticks()[-1]
        seen = ""
        os.write(outer, b"..")
        read_till(rf"t {at + 2} ")
        os.write(outer, b"q")
        while child.poll() is None and time.monotonic() < until:
            if select.select([outer], [], [], .2)[0]:
                os.read(outer, 65536)
        assert child.returncode == 0 and termios.tcgetattr(inner) == before
    finally:
        child.kill()
        os.close(outer), os.close(inner)
