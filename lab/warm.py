"""Compiled code: where it is kept, and a first start that compiles it with a bar to look at.

Numba notices a change in a function's own file only. So the folder is named by a hash of every file that compiled code is made from; and
what a change did not touch is taken along into the new folder. Standard library only at import.
"""
import contextlib
import gc
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from lab.setup import ROOT, Line, cache_folder, version_of

KEPT = 4
"""So many folders of compiled code are kept, the newest."""
OPTIMIZATION = "1"
"""Compiling takes about a third less time than at numba's own level 3, and the kernel and the minds run as fast: they branch, and have no loops to unroll."""
_IMPORT = re.compile(r"^\s*(?:from\s+([\w.]+)\s+import\s+([\w, ]+)|import\s+([\w.]+))", re.MULTILINE)
_PARTS = {"the world": "world", "the minds": "agents"}


def use_cache() -> Path:
    """Point numba at the folder for compiled code, which is made if absent. Must be called before numba is imported."""
    os.environ.setdefault("NUMBA_OPT", OPTIMIZATION)
    if "NUMBA_CACHE_DIR" in os.environ and os.environ.get("UMWELT_COMPILED") != os.environ["NUMBA_CACHE_DIR"]:
        return Path(os.environ["NUMBA_CACHE_DIR"])       # a person's own choice
    files = _fingerprints()
    key = hashlib.blake2b(repr(sorted(files.items())).encode(), digest_size=8).hexdigest()
    folder = cache_folder() / "compiled" / key
    if not folder.exists():
        _take_along(folder, files)
    with contextlib.suppress(OSError):
        os.utime(folder)
    os.environ["NUMBA_CACHE_DIR"] = os.environ["UMWELT_COMPILED"] = str(folder)
    return folder


def _fingerprints() -> dict[str, str]:
    """For each file with compiled functions, a hash of it, of all files of ours that it draws on, of its place and of the compiler.

    Its time is in it too: numba throws away what it compiled from a file with another time, be the text the same.
    """
    texts, times = {}, {}
    for folder in ("world", "agents"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
            texts[name], times[name] = path.read_bytes(), path.stat().st_mtime_ns
    uses = {name: _imports(text.decode("utf-8", "replace"), texts) for name, text in texts.items()}
    compiler = repr((sys.version_info[:3], os.environ.get("NUMBA_OPT"), os.environ.get("UMWELT_CHECK_INDEX"), sys.platform, str(ROOT), [version_of(name) for name in ("numba", "llvmlite", "numpy")]))
    found = {}
    for name, text in texts.items():
        if b"njit" in text or b"compiled" in text:
            reached, ahead = set(), [name]
            while ahead:
                one = ahead.pop()
                if one not in reached:
                    reached.add(one)
                    ahead += uses[one]
            digest = hashlib.blake2b(f"{compiler} {times[name]}".encode(), digest_size=12)
            for one in sorted(reached):
                digest.update(one.encode() + texts[one])
            found[name] = digest.hexdigest()
    return found


def _imports(text: str, known: dict) -> set[str]:
    """Our own modules that a file imports."""
    found = set()
    for origin, names, whole in _IMPORT.findall(text):
        found.update(name for name in (origin, whole) if name in known)
        found.update(f"{origin}.{name.split()[0]}" for name in names.split(",") if name.split() and f"{origin}.{name.split()[0]}" in known)
    return found


def _take_along(folder: Path, files: dict[str, str]) -> None:
    """Make the folder, with the compiled code of files that are as they were in an earlier one; forget the oldest folders."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    earlier = sorted((old for old in folder.parent.iterdir() if (old / "files.json").exists()), key=lambda old: old.stat().st_mtime, reverse=True)
    making = folder.with_name(f".{folder.name}.{os.getpid()}")
    making.mkdir(exist_ok=True)
    wanted = dict(files)
    for old in earlier[:KEPT]:
        with contextlib.suppress(OSError, ValueError):
            had = json.loads((old / "files.json").read_text())
            for name in [name for name, print_ in wanted.items() if had.get(name) == print_]:
                for compiled in old.glob(f"*/{name.rsplit('.', 1)[-1]}.*"):
                    (making / compiled.parent.name).mkdir(exist_ok=True)
                    shutil.copy2(compiled, making / compiled.parent.name / compiled.name)
                del wanted[name]
    (making / "files.json").write_text(json.dumps(files))
    try:
        making.rename(folder)
    except OSError:                                      # another start was quicker
        shutil.rmtree(making, ignore_errors=True)
    for old in earlier[KEPT - 1:]:
        shutil.rmtree(old, ignore_errors=True)


# ---- the first start ------------------------------------------------------------------------------------------------
def needed() -> bool:
    """Whether something has still to be compiled."""
    return not (use_cache() / "whole").exists()


def compile(progress=None) -> float:
    """Compile world and minds, in processes side by side, if that has not been done.  Seconds it took

    Args:
        progress: called some times a second with the share done, 0..1 (a guess by time), and words for it.

    Raises:
        RuntimeError: with the last line of a part that could not be compiled. It is not tried again; the first use will compile it.
    """
    if not needed():
        return 0.0
    folder = use_cache()
    started = time.perf_counter()
    expected = _expected_seconds(folder)
    claims = tempfile.mkdtemp(prefix="umwelt-")          # which process has taken what
    running = {words: subprocess.Popen(_command(part, claims), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
               for words, part in _PARTS.items()}
    try:
        while any(process.poll() is None for process in running.values()):
            seconds = time.perf_counter() - started
            if progress is not None:
                left = [words for words, process in running.items() if process.poll() is None]
                part = seconds / expected
                progress(0.9 * part if part < 1 else 1 - 0.1 / part, "compiling " + " and ".join(left))
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        (folder / "whole").write_text(f"{seconds:.1f}")
        for words, process in running.items():
            if process.returncode != 0:
                said = process.stderr.read().strip().splitlines()
                raise RuntimeError(f"{words} could not be compiled: {said[-1] if said else 'no reason given'}")
    finally:
        for process in running.values():
            process.kill()
            process.wait()
            process.stderr.close()
        shutil.rmtree(claims, ignore_errors=True)
    if progress is not None:
        progress(1.0, "compiled")
    return seconds


def _command(part: str, claims: str) -> list[str]:
    return [sys.executable, "-m", "lab.warm", part, claims]


def _expected_seconds(folder: Path) -> float:
    """How long it took the last time, or a guess."""
    took = sorted(folder.parent.glob("*/whole"), key=lambda path: path.stat().st_mtime)
    with contextlib.suppress(OSError, ValueError, IndexError):
        return max(2.0, float(took[-1].read_text()))
    return 15.0


def took() -> float | None:
    """The seconds that the first compilation took, if it was made behind the bar."""
    with contextlib.suppress(OSError, ValueError):
        return float((use_cache() / "whole").read_text())
    return None


def compile_in_terminal() -> None:
    """As `compile`, with a bar on standard error. What could not be compiled now will be when it is used."""
    if not needed():
        return
    try:
        with Line("umwelt: compiling, this once", 100) as line:
            compile(lambda share, words: line.reach(round(100 * share), words))
    except RuntimeError as problem:
        print(f"umwelt: {problem}; going on", file=sys.stderr)


POND = """\
scenario: 1
map: |
  #####
  #A..#
  #..G#
  #####
legend: {A: ant}
agents: {ant: rules}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
changes: {flood: {at: 3, edit: put wall at x2 y2}}
"""


def _compile_part(part: str, claims: Path) -> None:
    """Run in a process of its own: compile the large parts one by one, helping the other process when done first, then call each function once."""
    gc.disable()                                         # numba makes millions of objects that live on; looking through them takes an eighth of the time
    from agents import warm as minds
    from world import kernel  # noqa: F401
    from world.compiling import compile_part, parts
    world = [(f"world {number}", partial(compile_part, number)) for number in parts()]
    mind = [(f"mind {name}", partial(minds.compile_apart, name)) for name in minds.CALLS]
    mine, theirs = (world, mind) if part == "world" else (mind, world)
    left = [name for name, make in mine if not _claimed(claims, name, make)]
    if part == "world":
        _await(claims, left)
        _live_in_pond()
    else:
        _await(claims, left)
        minds.warm()
    for name, make in reversed(theirs):
        _claimed(claims, name, make)


def _claimed(claims: Path, name: str, make) -> bool:
    """Compile a part unless the other process has taken it."""
    claim = claims / f"{name}.claim"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    make()
    claim.with_suffix(".done").touch()
    return True


def _await(claims: Path, names: list[str], seconds: float = 30.0) -> None:
    """Until the other process has compiled what it took; not for ever, since it may have died, and what is not there is compiled when called."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until and not all((claims / f"{name}.done").exists() for name in names):
        time.sleep(0.02)


def _live_in_pond() -> None:
    from world.load import from_text
    from world.world import World
    world = World(from_text(POND), (0, 1))
    for _ in range(4):
        world.step([[1], [2]])
    world.observe("ant")
    world.outcomes("ant")
    world.peek([1])
    world.restore(world.snapshot())
    world.reset(where=[True, True])


if __name__ == "__main__":
    use_cache()
    _compile_part(sys.argv[1], Path(sys.argv[2]))
