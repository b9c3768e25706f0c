"""A trace tells where a replay first goes another way."""
import gzip
import hashlib
import json

import pytest

from lab import runs, trace
from world.load import from_text

FIRE = """\
scenario: 1
map: |
  .ttttf.
  .......
  A.....G
legend: {A: ant, t: tree, f: fire}
kinds: {tree: {}, fire: {}}
vars: {burnt: 0}
agents: {ant: random}
rules:
  spread: {each: tree, if: fire beside, chance: 30%, do: [it becomes fire, burnt += 1]}
  arrive: {when: ant enters goal, do: reward 1}
"""


@pytest.fixture
def life(tmp_path):
    """The lines of a trace of 40 ticks, and a way to write them back with a fitting seal."""
    path = tmp_path / "fire.trace"
    runs.run(from_text(FIRE, "fire.yaml"), 1, 40, trace=path)
    lines = gzip.decompress(path.read_bytes()).splitlines(True)

    def rewrite():
        seal = hashlib.blake2b(b"".join(lines[:-1]), digest_size=16).hexdigest()
        path.write_bytes(gzip.compress(b"".join(lines[:-1]) + json.dumps({"seal": seal}).encode() + b"\n"))
        return trace.replay(path)
    return lines, rewrite


def test_a_trace_that_nobody_touched_comes_out_the_same(life):
    _, rewrite = life
    assert rewrite().difference is None


def test_another_rule_in_the_text_is_found_at_its_first_tick_cell_and_rule(life):
    lines, rewrite = life
    lines[0] = lines[0].replace(b"chance: 30%", b"chance: 99%")
    difference = rewrite().difference
    assert difference.tick == 1 and difference.cell == (0, 4)
    assert "x4 y0 holds `fire` (object), the trace says `tree`" in str(difference)
    assert difference.rule == "rule spread"


def test_another_action_is_found_at_its_tick(life):
    lines, rewrite = life
    row = json.loads(lines[10])
    row[0][0][0] = (row[0][0][0] + 2) % 5
    lines[10] = json.dumps(row).encode() + b"\n"
    assert rewrite().difference.tick == 10


def test_another_seed_does_not_come_out_the_same(life):
    lines, rewrite = life
    lines[0] = lines[0].replace(b'"seed":1', b'"seed":2')
    assert rewrite().difference is not None


@pytest.mark.parametrize("line", [b"[[[99],[[],[],[],[]],\"x\"]]\n", b"17\n", b"[[[0]]]\n", b'{"after":3,"commands":[{"do":"frolic"}]}\n',
                                  b"[[[0],[[-9999999,1],[],[],[]],\"x\"]]\n"])
def test_a_line_that_makes_no_sense_is_refused(life, line):
    lines, rewrite = life
    lines[5] = line
    with pytest.raises(trace.TraceBroken):
        rewrite()


def test_a_trace_stands_under_its_name_only_when_it_is_whole(tmp_path):
    path = tmp_path / "fire.trace"

    def look(tick):
        assert not path.exists()
    runs.run(from_text(FIRE, "fire.yaml"), 1, 4000, trace=path, progress=look)
    assert path.exists() and not path.with_name("fire.trace.part").exists()
