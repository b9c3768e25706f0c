"""What each command does, once its flags are read: chooses what to call, prints, and returns the exit code."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from agents import roster
from agents.roster import UnknownMind
from lab import setup, warm
from lab.examining.exam import UnknownExam
from lab.memories import Memories, Unfit
from lab.memories import read as read_memories
from lab.minds import UnknownAgent, WrongMind, overridden, plain, twins, unknown
from world.load import is_library, library_from_text, load, read_text
from world.mistakes import MOST_PRINTED, Mistake, ScenarioError
from world.scenario import Mark, Scenario

GOOD, BAD, REFUSED, INTERRUPTED = 0, 1, 2, 130
SCENARIOS = (".yaml", ".yml")


class Refusal(Exception):
    """What was asked for cannot be done; one line says why."""


class NoWindow(Exception):
    """There is no screen to open a window on."""


REFUSALS = (Refusal, UnknownMind, UnknownAgent, UnknownExam, WrongMind, Unfit, OSError)


def one_line(refusal: Exception) -> str:
    if isinstance(refusal, OSError) and refusal.strerror:
        return f"{refusal.filename}: {refusal.strerror[0].lower()}{refusal.strerror[1:]}" if refusal.filename else refusal.strerror
    return " ".join(str(refusal).split())


# ---- reading --------------------------------------------------------------------------------------------------------
def read(path: str, settings: Mapping[str, str] | None = None, minds: Mapping[str, Sequence[str]] | None = None) -> Scenario:
    """A scenario without mistakes, its minds' names included; minds given from outside are looked at instead of the file's.

    Raises:
        ScenarioError: all mistakes of the file.
        Refusal: of the settings.
        UnknownAgent, UnknownMind: of `minds`.
        OSError: there is no such file.
    """
    try:
        scenario = load(path, dict(settings) if settings else None)
    except ScenarioError as error:
        first = error.mistakes[0]
        if first.code == "setting":
            raise Refusal("; ".join((first.message, *first.hints[:1]))) from None
        raise
    minds = minds or {}
    learners = {agent.name for agent in scenario.agents if not agent.written}
    given = set(minds) | (learners if "*" in minds else set())
    mistakes = [Mistake(mark, f"no mind called `{wrong.name}`", "mind", (f"did you mean `{wrong.nearest}`?",) if wrong.nearest else (), scenario.line(mark))
                for agent, mark, wrong in unknown(scenario) if agent not in given]
    if mistakes:
        raise ScenarioError(mistakes, scenario.path)
    overridden(scenario, minds)
    return scenario


def scenario_files(paths: Sequence[str]) -> list[str]:
    """Each file named, and the scenarios of each folder named, in order of their names. What is not there stays in the list, for its reader to say so."""
    files = []
    for path in paths:
        if os.path.isdir(path):
            files += sorted(str(file) for file in Path(path).rglob("*") if file.suffix in SCENARIOS and file.is_file()) or [path]
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def _no_file(path: str, error: OSError) -> Mistake:
    """That a file cannot be read, as a mistake in it."""
    why = "no scenario in this folder" if isinstance(error, IsADirectoryError) else one_line(error).removeprefix(f"{path}: ")
    return Mistake(Mark(path, 1, 1), why, "file")


def _can_be_written(path: str, ending: str = "") -> None:
    """Asked before long work, so that its fruit is not lost. Raises Refusal."""
    if not path.lower().endswith(ending):
        what = "a picture" if ending == ".png" else "this"
        raise Refusal(f"{path}: {what} is a {ending} file; write {os.path.splitext(path)[0] or path}{ending}")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise Refusal(f"{path}: no such folder")
    if os.path.isdir(path) or not os.access(folder, os.W_OK):
        raise Refusal(f"{path}: cannot be written")


# ---- the commands ---------------------------------------------------------------------------------------------------
def play(path, seed, minds, settings, at, shot, terminal, window, letters, load_mind=None, save_mind=None) -> int:
    """`window` opens it, or raises NoWindow; `letters` shows the same in a terminal, where there is no display or `terminal` is wished."""
    try:
        scenario = read(path, settings, minds)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD
    memory = _memories(overridden(scenario, minds), load_mind, save_mind)
    leaves = partial(_saved, save_mind) if save_mind is not None else None
    if shot is not None:
        _can_be_written(shot, ".png")
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    displays = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
    if not terminal and (displays or not sys.platform.startswith("linux")):
        try:
            return window(scenario=scenario, path=path, seed=seed, minds=minds or None, settings=settings or None, at=at, shot=shot, memory=memory, leaves=leaves)
        except NoWindow as why:
            print(f"umwelt: no display here ({one_line(why)}); the story is told in the terminal", file=sys.stderr)
    elif not terminal:
        print(f"umwelt: no display here; the story is told in the terminal. `python main.py play {path} --at 300 --shot frame.png` draws the window", file=sys.stderr)
    warm.compile_in_terminal()
    return letters(scenario, seed, minds or None, at, memory, leaves)


def _memories(scenario: Scenario, load_mind: str | None, save_mind: str | None) -> Memories | None:
    """What --load-mind names, read; what --save-mind names, tried, before long work."""
    if save_mind is not None:
        _can_be_written(save_mind, ".npz")
        if len(twins(scenario)) > 1:
            raise Refusal("--save-mind with twins: whose memory? name one mind for each agent")
    return read_memories(load_mind) if load_mind is not None else None


def _saved(path: str, session) -> int:
    """Write the memory at the end of a stay in the window."""
    from lab.memories import write
    write(path, session.twins[0].keepers)
    print(f"memory written to {path}")
    return GOOD


def run(path, seed, ticks, worlds, minds, settings, trace, as_json, believes=False, load_mind=None, save_mind=None) -> int:
    try:
        scenario = read(path, settings, minds)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD
    if trace is not None:
        _can_be_written(trace)
    memory = _memories(overridden(scenario, minds), load_mind, save_mind)
    warm.compile_in_terminal()
    from lab import runs
    with setup.Line("", ticks, quiet=True) as line:
        result = runs.run(scenario, seed, ticks, worlds, minds, trace, lambda tick: line.reach(tick, f"tick {tick} of {ticks}"), memory, save_mind)
    for notice in dict.fromkeys(notice for twin in result.twins for notice in twin.notices):
        print(f"umwelt: {notice}", file=sys.stderr)
    if as_json:
        print(json.dumps(result.json(), ensure_ascii=False, allow_nan=False))
    else:
        from lab.report import show
        show(result, believes=believes)
        if trace:
            print(f"trace written to {trace}")
        if save_mind and not result.unsaved:
            print(f"memory written to {save_mind}")
    if result.unsaved:
        print(f"umwelt: {result.unsaved}", file=sys.stderr)
    if result.interrupted:
        print(f"umwelt: interrupted after {result.ticks} of {ticks} ticks", file=sys.stderr)
        return INTERRUPTED
    return BAD if result.unsaved or any(twin.failed for twin in result.twins) else GOOD


def check(paths, as_json) -> int:
    found, good = [], True
    for path in scenario_files(paths):
        mistakes, notes, what = [], [], "no mistakes"
        try:
            text = read_text(path)
            if is_library(text):
                notes, what = list(library_from_text(text, path).notes), "no mistakes in this library"
            else:
                notes = list(read(path).notes)
        except ScenarioError as error:
            mistakes, good = error.mistakes, False
            if not as_json:
                print(error, end="\n\n")
        except OSError as error:
            mistakes, good = [_no_file(path, error)], False
            if not as_json:
                print(f"{path}: {mistakes[0].message}", end="\n\n")
        if not as_json:
            for note in notes[:MOST_PRINTED]:
                print(note.render(), end="\n\n")
            if not mistakes:
                print(f"{path}: {what}" + (f", {len(notes)} note{'s' if len(notes) > 1 else ''}" if notes else ""))
        found.append({"file": path, "good": not mistakes, "mistakes": [m.to_json() for m in mistakes[:MOST_PRINTED]], "more": max(0, len(mistakes) - MOST_PRINTED),
                      "notes": [n.to_json() for n in notes[:MOST_PRINTED]]})
    if as_json:
        print(json.dumps({"good": good, "files": found}, ensure_ascii=False))
    return GOOD if good else BAD


def test(paths, as_json) -> int:
    files = scenario_files(paths)
    warm.compile_in_terminal()
    from lab.expect import judge
    found, held, failed, read_files = [], 0, 0, 0
    for path in files:
        mistakes = []
        try:
            if is_library(read_text(path)):                  # it is tried by the scenarios that use it
                continue
            read_files += 1
            scenario = read(path)
        except ScenarioError as error:
            mistakes, why, shown = error.mistakes, "the scenario has mistakes", str(error)
        except OSError as error:
            mistakes = [_no_file(path, error)]
            why, shown = mistakes[0].message, f"{path}: {mistakes[0].message}"
        if mistakes:
            failed += 1
            found.append({"file": path, "name": "", "held": False, "why": why, "mistakes": [m.to_json() for m in mistakes[:MOST_PRINTED]]})
            if not as_json:
                print(shown)
            continue
        for verdict in _verdicts(judge(scenario), path, as_json):
            held, failed = held + verdict.held, failed + (not verdict.held)
            found.append({"file": path, "name": verdict.name, "held": verdict.held, "why": verdict.why, "worlds": verdict.worlds, "picture": verdict.picture,
                          "line": verdict.mark.line if verdict.mark else None, "seconds": round(verdict.seconds, 4)})
            if not as_json:
                where = f"{path}:{verdict.mark.line}" if verdict.mark else path
                print(f"{'holds' if verdict.held else 'FAILS'}  {where}  {verdict.name}" + ("" if verdict.held else f": {verdict.why}"), flush=True)
    if as_json:
        print(json.dumps({"held": held, "failed": failed, "expectations": found}, ensure_ascii=False))
    else:
        print(f"{held} hold, {failed} fail, in {read_files} file{'s' if read_files != 1 else ''}")
    return BAD if failed else GOOD


def explain(path, seed, settings, as_json) -> int:
    try:
        scenario = read(path, settings)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD
    warm.compile_in_terminal()
    from lab import explain as explaining
    with setup.Line("", explaining.TICKS, quiet=True) as line:
        found = explaining.explain(scenario, seed, lambda tick: line.reach(tick, f"random tick {tick} of {explaining.TICKS}"))
    if as_json:
        print(json.dumps(found.json(), ensure_ascii=False))
    else:
        from lab.explained import show
        show(found)
    return GOOD


def words(searched) -> int:
    from lab.words import every_group, found, nearest, show
    shown = found(searched) if searched else every_group()
    if not shown:
        meant = nearest(searched)
        print(f"no sentence has `{' '.join(searched)}` in it" + (f"; did you mean `{meant}`?" if meant else ""), file=sys.stderr)
        return BAD
    show(shown, searched)
    return GOOD


def minds(name, as_json) -> int:
    from lab.roll import rows, show
    found = rows(" ".join(name) if name else None)
    print(json.dumps(found, ensure_ascii=False)) if as_json else show(found)
    return GOOD


def schema(path, out) -> int:
    from lab.schema import schema as made
    try:
        scenario = None if path is None else read(path)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD
    text = json.dumps(made(scenario), ensure_ascii=False, indent=1)
    if out is None:
        print(text)
    else:
        Path(out).write_text(text + "\n", encoding="utf-8")
        print(f"{out} written")
    return GOOD


def _verdicts(judged, path: str, as_json: bool):
    """Verdicts, the last of them that no map can be drawn for a world, if it comes to that."""
    from lab.expect import Verdict
    try:
        yield from judged
    except ScenarioError as error:
        if not as_json:
            print(error)
        mistake = error.mistakes[0]
        yield Verdict(mistake.code, False, mistake.message, mistake.mark, 0, 0.0, 0)


def bench(wanted, as_json) -> int:
    """Measure, and say which targets are met."""
    from lab import bench as benches
    known = benches.names()
    for name in wanted:
        if name not in known:
            raise Refusal(f"there is nothing called `{name}` to measure; there are {', '.join(known)}")
    figures = benches.measure(wanted or known)
    print(json.dumps(benches.as_objects(figures)) if as_json else benches.report(figures))
    return GOOD


def exam(names, minds, seeds, first, jobs, as_json, report, fresh, words) -> int:
    """Examine minds, or list the exams if none is named. `words`: the command line, for the page."""
    from lab.examining import exam as asking
    from lab.examining import table
    for mind in minds:
        if mind in asking.exams():
            raise Refusal(f"`{mind}` is an exam and no mind; exams stand before --mind")
        roster.check(mind)
    if not names:
        table.listed(list(asking.exams().values()))
        return GOOD
    exams = asking.find(names)
    if report is not None:
        _can_be_made(report)
    warm.compile_in_terminal()
    from lab.examining import page
    from lab.examining.sitting import sit
    sitting = sit(exams, [plain(mind) for mind in minds], seeds, first, jobs, fresh)
    marks = {one.name: sitting.marks(one) for one in exams}
    if as_json:
        print(json.dumps([mark.json() for one in exams for mark in marks[one.name]], ensure_ascii=False, allow_nan=False))
    else:
        for one in exams:
            table.show(one, marks[one.name])
    if report is not None:
        try:
            print(f"{page.write(sitting, report, words)} written", file=sys.stderr)
        except page.NoMatplotlib as why:
            raise Refusal(str(why)) from None
    if sitting.interrupted:
        print(f"umwelt: interrupted after {sitting.reached()} of {sitting.wanted} lives; the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    return BAD if sitting.failed else GOOD


def _can_be_made(folder: str) -> None:
    """Asked before long work. Raises Refusal, or OSError."""
    os.makedirs(folder, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise Refusal(f"{folder}: cannot be written")


def replay(path) -> int:
    open(path, "rb").close()
    warm.compile_in_terminal()
    from lab import trace
    try:
        result = trace.replay(path)
    except trace.TraceBroken as broken:
        raise Refusal(str(broken)) from None
    except ScenarioError as error:
        print(f"the scenario in {path} is none for this version:\n{error}", file=sys.stderr)
        return BAD
    if result.difference is not None:
        print(f"differs at {result.difference}")
        return BAD
    print(f"{result.title}, seed {result.seed}: all {result.ticks} ticks come out the same")
    return GOOD


def compare(first, second) -> int:
    """Say where two lives part. GOOD if they are the same to the end of the shorter one."""
    from lab import comparing
    from lab.trace import TraceBroken
    for path in (first, second):
        open(path, "rb").close()
    warm.compile_in_terminal()
    try:
        found = comparing.compare(first, second)
    except TraceBroken as broken:
        raise Refusal(str(broken)) from None
    except ScenarioError as error:
        print(f"a scenario of the two is none for this version:\n{error}", file=sys.stderr)
        return BAD
    if found.heads:
        print(f"they differ from the start in {' and '.join(found.heads)}")
    if found.actions and (found.parting is None or found.actions[0] <= found.parting.tick):
        print(f"tick {found.actions[0]}: {found.actions[1]}")
    if found.parting is not None:
        print(f"tick {found.parting.tick}: {found.parting.what}")
        for path, rule in zip((first, second), found.parting.rules):
            if rule:
                print(f"    {path}: written by {rule}")
        return BAD
    shorter = min(found.ticks)
    print(f"the same worlds in all {shorter} ticks" + ("" if found.ticks[0] == found.ticks[1] else f"; one of them lives {max(found.ticks)}"))
    return GOOD


def sweep(path, axes, seeds, minds, ticks, jobs, address, out, words) -> int:
    """Live a grid of runs. `words`: the command line, for the folder's head."""
    try:
        scenario = read(path)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return BAD
    for agent, names in minds.items():                   # each by itself, as each will be lived
        for name in names:
            overridden(scenario, {agent: name})
    from lab.sweeping import grid, notebook
    from lab.sweeping import sweep as sweeping
    try:
        points = grid.grid(scenario, axes, seeds, minds)
        for settings in dict.fromkeys(point.settings for point in points):
            read(path, dict(settings))
        book = notebook.Notebook(out, scenario, ticks, words)
    except (grid.WrongAxis, notebook.OtherSweep) as why:
        raise Refusal(str(why)) from None
    before, failed = sum(point.key in book.done for point in points), 0
    if before:
        print(f"umwelt: {before} of {len(points)} runs are in {out}; going on", file=sys.stderr)
    if address is None:
        warm.compile_in_terminal()
    try:
        with setup.Line("", len(points), quiet=True) as line:
            line.reach(before, f"{before} of {len(points)} runs")

            def told(point, row):
                nonlocal failed
                if "error" in row:
                    failed += 1
                    print(f"umwelt: {point}: {row['error']}", file=sys.stderr)
                line.step(f"{line.done + 1} of {len(points)} runs")
            whole = sweeping.sweep(scenario, points, ticks, book, jobs, address, told)
    except sweeping.NoCluster as why:
        raise Refusal(str(why)) from None
    finally:
        book.close()
    ended = sum(point.key in book.done for point in points)
    print(f"{ended} of {len(points)} runs in {os.path.join(out, notebook.RUNS)}; `python main.py report {out}` makes a page of them")
    if not whole:
        print("umwelt: interrupted; the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    return BAD if failed else GOOD


def report(folder) -> int:
    """A page and a table of a sweep."""
    from lab.sweeping import report as reporting
    try:
        for written in reporting.write(folder):
            print(f"{written} written")
    except (reporting.NoSweep, reporting.NoMatplotlib) as why:
        raise Refusal(str(why)) from None
    return GOOD


def render(path, to, ticks, fps, size, theme, film) -> int:
    """`film` loads what draws."""
    open(path, "rb").close()
    drawn = film()
    if not to.lower().endswith(drawn.ENDINGS):
        raise Refusal(f"{to}: a life becomes a {', '.join(drawn.ENDINGS[:-1])} or {drawn.ENDINGS[-1]} file; write {os.path.splitext(to)[0] or to}.html")
    _can_be_written(to)
    warm.compile_in_terminal()
    from lab.trace import TraceBroken
    first, last = ticks or (None, None)
    try:
        with setup.Line("", 1, quiet=True) as line:
            def progress(tick, end):
                line.total = max(1, end)
                line.reach(tick, f"tick {tick} of {end}")
            drawn.render(path, to, first, last, fps, size, theme, progress)
    except (TraceBroken, drawn.WrongTicks, drawn.NoVideo) as why:
        raise Refusal(str(why)) from None
    except ScenarioError as error:
        print(f"the scenario in {path} is none for this version:\n{error}", file=sys.stderr)
        return BAD
    print(f"{to} written, {os.path.getsize(to) / 1024:,.0f} KiB")
    return GOOD
