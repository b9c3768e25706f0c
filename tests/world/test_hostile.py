"""Files made to hurt: each is refused by name, within seconds and within 1 GiB, in a process of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "scenario: 1\nmap: |\n  A.G\nlegend: {A: ant}\nagents: {ant: learner}\n"
READ = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
start = time.perf_counter()
from world.load import load
from world.mistakes import ScenarioError
try:
    load(sys.argv[1])
    print("read")
except ScenarioError as error:
    print(sorted({mistake.code for mistake in error.mistakes}))
    print(str(error)[:3000])
print(round(time.perf_counter() - start, 1))
"""


def rule(when: str = "ant enters goal", do: str = "end", more: str = "") -> str:
    return HEAD + f"rules: {{a: {{when: {when}, do: {do}{more}}}}}\n"


FILES = {  # name: (bytes or text, the code it is refused with)
    "an alias bomb": ("scenario: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]\n" for i in range(1, 20)), "limit"),
    "an alias bomb in rules": (HEAD + "rules: &r\n  a: &a {when: ant enters goal, do: &d [" + ", ".join(["reward 1"] * 1000) + "]}\n"
                               + "".join(f"  b{i}: {{when: ant enters goal, do: *d}}\n" for i in range(3000)), "limit"),
    "an alias of itself": (HEAD + "rules: &r {a: *r}\n", "alias"),
    "a list that holds itself": (HEAD + "rules: {a: {when: ant enters goal, do: &d [end, *d]}}\n", "alias"),
    "nested brackets": (HEAD + "rules: " + "[" * 100_000, "limit"),
    "nested braces": (HEAD + "rules: " + "{a: " * 100_000, "limit"),
    "nested blocks": (HEAD + "rules:\n" + "".join(" " * i + "a:\n" for i in range(1, 1500)), "limit"),
    "nested dashes": (HEAD + "rules:\n" + "- " * 100_000 + "a\n", "limit"),
    "a map of 10^12 cells": ("scenario: 1\nmap: {size: 1000000x1000000}\n", "limit"),
    "a drawn map of 10^12 cells": ("scenario: 1\nmap: {size: 1000000x1000000, draw: [border, {maze: {width: 1}}]}\n", "limit"),
    "a map of 10^30 cells": (f"scenario: 1\nmap: {{size: {10**15}x{10**15}}}\n", "limit"),
    "an object tag": (HEAD + "rules: !!python/object/apply:os.system [echo hush]\n", "tag"),
    "an object tag on a text": (HEAD + "about: !!python/name:os.system hush\n", "tag"),
    "a merge key": (HEAD + "kinds: {a: &k {layer: ground}, b: {<<: *k}}\n", "key"),
    "a base outside": ("scenario: 1\nextends: ../../../../etc/passwd\n", "outside"),
    "a base at the root": ("scenario: 1\nextends: /etc/passwd\n", "outside"),
    "a base that never ends": ("scenario: 1\nextends: /dev/zero\n", "outside"),
    "a base on the net": ("scenario: 1\nextends: https://example.org/a.yaml\n", "outside"),
    "a base that is a link out": ("scenario: 1\nextends: link\n", "outside"),
    "a base that is a folder": ("scenario: 1\nextends: folder.yaml\n", "file"),
    "a base of itself": ("scenario: 1\nextends: hostile\n", "circle"),
    "a file of five million lines": ("scenario: 1\n" + "# \n" * 2_000_000, "limit"),
    "a million times one key": ("scenario: 1\n" + "a: 1\n" * 700_000, "twice"),
    "a million empty rows": ("scenario: 1\nmap: |\n" + "\n" * 1_000_000 + "  #A.G\n  #\n", "ragged"),
    "a million ragged rows": ("scenario: 1\nmap: |\n  .\n" + "  ..\n" * 500_000, "ragged"),
    "a map as wide as it is long": ("scenario: 1\nmap: |\n  " + "." * 1_000_000 + "\n" + "  .\n" * 500_000, "limit"),
    "a stamp as wide as it is long": ("scenario: 1\nmap:\n  size: 9x9\n  draw:\n    - stamp: |\n        " + "." * 1_000_000 + "\n" + "        .\n" * 200_000, "limit"),
    "a million keys": ("scenario: 1\n" + "".join(f"k{i}: 1\n" for i in range(250_000)), "key"),
    "ten thousand misspelt rules": (HEAD + "rules:\n" + "".join(f"  r{i}: {{when: ant entres gaol, do: ennd}}\n" for i in range(4096)), "phrase"),
    "too many rules": (HEAD + "rules:\n" + "".join(f"  r{i}: {{when: ant enters goal, do: end}}\n" for i in range(5000)), "limit"),
    "too many ids": (HEAD + "kinds: {d: {with: {" + ", ".join(f"a{i}: [" + ", ".join(f"v{i}x{j}" for j in range(40)) + "]" for i in range(4)) + "}}}\n", "limit"),
    "too many agents": ("scenario: 1\nmap: |\n" + f"  {'A' * 100}\n" * 50 + "legend: {A: ant}\nagents: {ant: learner}\n", "limit"),
    "a count of agents beyond all": (HEAD.replace("learner", "{count: 99999999999}"), "number"),
    "a sentence of a million words": (rule(do="it becomes " + "a " * 1_000_000), "phrase"),
    "a sentence of a million letters": (rule(do="a" * 3_000_000), "phrase"),
    "a sentence to wear out patterns": (rule(do="put " + "put at to on with " * 20_000), "phrase"),
    "ands without end": (rule(more=", if: " + "ant on goal and " * 50_000 + "ant on goal"), "phrase"),
    "nots without end": (rule(more=", if: " + "not " * 200_000 + "ant on goal"), "phrase"),
    "a mind of a million words": (HEAD.replace("learner", "script " + "east " * 500_000), "limit"),
    "digits without end": (rule(do="reward " + "9" * 1_000_000), "number"),
    "a chance without end": (rule(more=", chance: 0." + "0" * 1_000_000), "chance"),
    "a range without end": (HEAD + "params: {p: 1}\nsweep: {p: 0..999999999}\n", "limit"),
    "a product of axes": (HEAD + "params: {p: 1, q: 1}\nsweep: {p: 0..9999, q: 0..9999}\n", "limit"),
    "ten thousand worlds of an expectation": (HEAD + "expect: [{run: 999999999, over: 999999999999 worlds, then: ended}]\n", "number"),
    "a parameter of a parameter": (HEAD + "params: {a: $b$b, b: $a$a}\n", "value"),
    "parameters without end": (HEAD + "params: {a: " + "x" * 200 + "}\nabout: " + "$a" * 1_000_000 + "\n", "limit"),
    "a parameter that swells": (HEAD + "params: {a: " + "x" * 100_000 + "}\nrules: {a: {when: ant enters goal, do: " + "$a " * 1000 + "}}\n", "limit"),
    "NUL bytes": (HEAD.encode() + b"about: a\0b\n", "character"),
    "nothing but NUL": (b"\0" * 4096, "character"),
    "escape codes": (HEAD.encode() + b"about: \x1b[2Jhush\n", "character"),
    "an escape code in quotes": (HEAD + 'kinds: {"a\\e[2Jb": solid}\n', "name"),
    "directions turned round": (HEAD + "kinds: {ab\u202ecd: solid}\n", "name"),
    "half a pair": (HEAD + 'about: "\\uD800"\nkinds: {"a\\uD800": solid}\n', "quote"),
    "UTF-16": (HEAD.encode("utf-16"), "encoding"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), "character"),
    "UTF-32": (HEAD.encode("utf-32"), "encoding"),
    "Latin-1": ((HEAD + "about: caf\u00e9\n").encode("latin-1"), "encoding"),
    "no UTF-8 at all": (bytes(range(256)) * 100, "encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "encoding"),
    "too many bytes": ("# " + "x" * (5 << 20), "limit"),
    "one long line": (HEAD + "about: " + "x" * 4_000_000 + "\nruels: 1\n", "key"),
    "a thousand documents": ("---\n" * 1000 + HEAD, "document"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_hurt_is_refused_by_name(name, tmp_path):
    content, code = FILES[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if "link" in name:
        os.symlink("/etc/passwd", tmp_path / "link.yaml")
    if "folder" in name:
        (tmp_path / "folder.yaml").mkdir()
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", READ, str(path)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr[-2000:]
    codes, *told, seconds = done.stdout.splitlines()
    assert f"'{code}'" in codes, done.stdout[:2000]
    assert "hush" not in codes and "\x1b" not in done.stdout and "\u202e" not in done.stdout
    assert float(seconds) < 20                             # a loaded machine; alone each takes less than 5
