"""A trace becomes a page, a moving picture or a still that show what the window would have shown."""
import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import zlib

import numpy as np
import pytest
from PIL import Image

from lab import runs
from lab.look.appearance import SHOWN
from viewer.film.again import Again
from viewer.film.render import NoVideo, WrongTicks, render
from world.load import from_text

POND = """
scenario: 1
about: Does the ice hold?
map: |
  #######
  #A.ii.#
  #..ii.#
  #..iiG#
  #######
legend: {A: ant, i: ice}
kinds: {ice: {layer: ground, is: slippery}}
agents: {ant: [rules, cells]}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
changes: {thaw: {at: 40, edit: ice is not slippery}}
"""
TICKS = 60


@pytest.fixture(scope="module")
def trace(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "pond.trace"
    runs.run(from_text(POND, "pond.yaml"), 0, TICKS, trace=path)
    return path


@pytest.fixture(scope="module")
def page(trace, tmp_path_factory):
    return render(trace, tmp_path_factory.mktemp("page") / "pond.html")


def played(page):
    """What a page holds: its head and the rows of its reel."""
    text = page.read_text(encoding="utf-8")
    head = json.JSONDecoder().raw_decode(text[text.index("const head=") + len("const head="):])[0]
    return head, json.loads(zlib.decompress(base64.b64decode(re.search(r'packed="([^"]*)"', text)[1])))


def board(rows, tick, cells, which):
    """A board of numbers as the page builds it."""
    out = np.zeros(cells, int)
    for row in rows[:tick + 1]:
        at, changes = 0, which(row)
        for gap, value in zip(changes[::2], changes[1::2]):
            at += gap
            out[at] = value
    return out


def test_a_page_shows_the_world_and_each_belief_as_they_were_at_every_tick(trace, page):
    from lab.frame import WRONG
    head, rows = played(page)
    cells = head["rows"] * head["cols"]
    assert (len(rows), head["ticks"], [b["mind"] for b in head["boards"]]) == (TICKS + 1, TICKS, ["rules", "cells"])
    drawn = {}
    for run in Again(trace).live():
        tick = run.now
        world = board(rows, tick, cells, lambda row: row.get("w", ()))
        for number, things in zip(world, run.live[0].snapshot.cells[list(SHOWN)].reshape(4, -1).T.tolist()):
            assert drawn.setdefault(number, things) == things, "one picture stands for one stack of things"
        for i, frame in enumerate(run.live):
            life = frame.lives[0]
            assert rows[tick]["s"][i] == pytest.approx(life.surprise, abs=.006)
            marks = board(rows, tick, cells, lambda row, i=i: row["b"][i][1] if "b" in row else ())
            wrong = sum(((marks >> 3 * d & 7) == WRONG).sum() for d in range(4))
            assert wrong == (life.audit.verdict[..., :4] == WRONG).sum()
    assert [(change["t"], change["in"]) for change in head["changes"]] == [(40, ["ice is not slippery"])]
    assert any("not slippery" in words or not on for words, on in head["laws"][-1][1] if "slippery" in words)


def test_a_page_needs_nothing_else_and_lets_nothing_out(trace, page, tmp_path):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""<(script|link|img|iframe)[^>]*(src|href)|@import|url\(|https?://|__[A-Z]+__""", text)
    hostile = tmp_path / "hostile.trace"
    runs.run(from_text(POND.replace("Does the ice hold?", "</script><img onerror=alert(1)>"), "<img>.yaml"), 0, 2, trace=hostile)
    assert "<img" not in render(hostile, tmp_path / "hostile.html").read_text(encoding="utf-8")


def test_minds_that_would_choose_otherwise_by_now_are_told_and_the_world_stays_as_it_was(trace, tmp_path):
    lines = gzip.decompress(trace.read_bytes()).splitlines(keepends=True)
    head = json.loads(lines[0])
    head["twins"][1]["ant"] = "random"                   # as if `cells` had become another mind since
    lines[0] = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    seal = hashlib.blake2b(b"".join(lines[:-1]), digest_size=16).hexdigest()
    other = tmp_path / "other.trace"
    other.write_bytes(gzip.compress(b"".join(lines[:-1]) + json.dumps({"seal": seal}).encode() + b"\n"))
    again = Again(other)
    digests = [[frame.snapshot.cells.tobytes() for frame in run.live] for run in again.live()]
    assert again.run.session.strayed is not None
    assert digests == [[frame.snapshot.cells.tobytes() for frame in run.live] for run in Again(trace).live()]
    told, _ = played(render(other, tmp_path / "other.html"))
    assert told["strayed"] == again.run.session.strayed


def test_a_gif_has_a_frame_for_each_tick_and_a_still_is_the_window(trace, tmp_path):
    gif = Image.open(render(trace, tmp_path / "pond.gif", 38, 43, fps=4, size=(1024, 640)))
    assert (gif.n_frames, gif.size, gif.info["duration"]) == (6, (1024, 640), 250)
    still = Image.open(render(trace, tmp_path / "pond.png", 43, 43, size=(1024, 640))).convert("RGB")
    gif.seek(5)
    apart = np.abs(np.asarray(still, int) - np.asarray(gif.convert("RGB"), int)).max(axis=2)
    assert still.size == (1024, 640) and (apart > 40).mean() < .01      # the same picture, but for its palette


def test_mp4_is_written_where_the_package_for_it_is_installed_and_else_says_which(trace, tmp_path):
    try:
        import av
    except ImportError:
        with pytest.raises(NoVideo, match="pip install av"):
            render(trace, tmp_path / "pond.mp4")
        return
    with av.open(str(render(trace, tmp_path / "pond.mp4", 40, 44, size=(1024, 640)))) as film:
        assert sum(1 for _ in film.decode(video=0)) == 5


def test_ticks_that_were_not_lived_are_refused_and_nothing_is_left_behind(trace, tmp_path):
    with pytest.raises(WrongTicks, match=f"0 to {TICKS}"):
        render(trace, tmp_path / "a.gif", 10, TICKS + 1)
    with pytest.raises(OSError):
        render(trace, tmp_path / "no" / "folder.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed: the page is not opened in a browser")
def test_a_browser_plays_the_page_offline_and_goes_to_a_tick(page):
    def opened(place):
        return subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom", f"file://{page}{place}"],
                              capture_output=True, text=True, timeout=120).stdout
    start, later = opened(""), opened("#t=45")
    assert 'id="tick" aria-live="off">t 0<' in start and 'id="tick" aria-live="off">t 45<' in later
    assert "ice is not slippery" in later
