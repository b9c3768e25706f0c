#!/usr/bin/env python3
"""Umwelt: small worlds whose rules change, and minds that learn them. The commands; `python main.py --help` tells of each.

The first lines run before any package is installed, and under any Python, so that it can say what it needs.
"""
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("umwelt: this needs Python 3.11 or newer; this is Python %d.%d\n" % tuple(sys.version_info[:2]))
    sys.exit(2)

import argparse
import os
import signal

from lab import setup, warm

DEFAULT = setup.ROOT / "scenarios" / "turning-wind.yaml"
MOST = 2**62 - 1
"""No number on the command line is larger: seeds and ticks are 64 bits wide in the kernel."""
MINDS = "`python main.py minds` lists them: rules, cells, `frozen rules at 800`, `rules x1/4`, `path/to/file.py:Class`, ...; or one that the world moves itself: still, wander, `chase hare`"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message):
        self.exit(2, "umwelt: %s (see %s --help)\n" % (message, self.prog))


def main(argv=None):
    """Run one command.  int, the exit code"""
    try:
        code = do(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except BrokenPipeError:                              # the reader of our output has gone, and wants no more of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        sys.stderr.write("umwelt: interrupted\n")
        return 130
    except MemoryError:
        sys.stderr.write("umwelt: this needs more memory than there is; take a smaller map or fewer --worlds\n")
        return 2


def do(argv):
    """What `main` does, less what the system may throw in between."""
    if not argv or argv[0].endswith((".yaml", ".yml")) or (argv[0].startswith("-") and argv[0] not in ("-h", "--help")):
        argv.insert(0, "play")
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as leave:                          # help was printed, or a flag is wrong
        return leave.code
    setup.ready()
    warm.use_cache()
    from lab import commandline
    try:
        return arguments.command(commandline, arguments)
    except BrokenPipeError:
        raise
    except commandline.REFUSALS as refusal:
        sys.stderr.write("umwelt: %s\n" % commandline.one_line(refusal))
        return 2
    except commandline.ScenarioError as mistakes:        # a map that cannot be drawn for a seed; a file's own mistakes are told by the commands
        sys.stderr.write("%s\n" % mistakes)
        return 1


def parser():
    """The commands and their flags."""
    root = Parser(prog="python main.py", formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__.splitlines()[0].split(" The commands")[0],
                  epilog="Without a command it opens the window on the default scenario.\n`python main.py COMMAND --help` tells more of each, with examples.")
    commands = root.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def command(name, about, more, does):
        made = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", epilog=more,
                                   formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
        made.set_defaults(command=does)
        return made

    play = command("play", "open the window on a scenario", PLAY, lambda line, a: line.play(a.scenario, a.seed, minds(a), settings(a), a.at, a.shot, a.terminal,
                                                                                             window(line), letters, a.load_mind, a.save_mind))
    play.add_argument("scenario", nargs="?", default=str(DEFAULT), metavar="SCENARIO", help="a .yaml file; without one, the turning wind")
    life(play)
    play.add_argument("--at", type=number(0), default=0, metavar="TICK", help="live so many ticks before showing anything")
    play.add_argument("--terminal", action="store_true", help="show it with letters in this terminal, as where there is no display")
    play.add_argument("--shot", metavar="FILE.png", help="draw the window into a picture, without a display, and leave")

    run = command("run", "live a scenario without a window, and say what came of it", RUN,
                  lambda line, a: line.run(a.scenario, a.seed, a.ticks, a.worlds, minds(a), settings(a), a.trace, a.json, a.believes,
                                           a.load_mind, a.save_mind))
    run.add_argument("scenario", metavar="SCENARIO", help="a .yaml file")
    life(run)
    run.add_argument("--ticks", type=number(0), default=1000, metavar="N", help="how long (default 1000)")
    run.add_argument("--worlds", type=number(1), default=1, metavar="B", help="so many worlds at once; world i has seed N + i, and minds of its own")
    run.add_argument("--trace", metavar="FILE", help="write down the life of the first world, for `replay`")
    run.add_argument("--believes", action="store_true", help="say at the end what each mind believes of the law, with its evidence; --json always does")
    run.add_argument("--json", action="store_true", help="print one JSON object, and nothing else, on standard output")

    check = command("check", "read scenarios and print every mistake in them", CHECK, lambda line, a: line.check(a.files, a.json))
    check.add_argument("files", nargs="+", metavar="FILE", help="a .yaml file, or a folder of them")
    check.add_argument("--json", action="store_true", help="print one JSON object, with places for an editor")

    test = command("test", "try what scenarios expect of themselves", TEST, lambda line, a: line.test(a.files, a.json))
    test.add_argument("files", nargs="+", metavar="FILE|FOLDER", help="a .yaml file, or a folder of them")
    test.add_argument("--json", action="store_true", help="print one JSON object")

    explain = command("explain", "say a scenario's law in words, how large its worlds are, and what looks wrong with it", EXPLAIN,
                      lambda line, a: line.explain(a.scenario, a.seed, settings(a), a.json))
    explain.add_argument("scenario", metavar="SCENARIO", help="a .yaml file")
    explain.add_argument("--seed", type=number(0), default=0, metavar="N", help="the luck of the first world (default 0)")
    explain.add_argument("--set", type=pair("NAME=VALUE"), action="append", default=[], metavar="NAME=VALUE", help="another value for a name under `params:`")
    explain.add_argument("--json", action="store_true", help="print one JSON object")

    words = command("words", "print every sentence of the language with an example, or those with a word in them", WORDS, lambda line, a: line.words(a.words))
    words.add_argument("words", nargs="*", metavar="WORD", help="only the sentences that hold these words")

    roster = command("minds", "list the minds, with a sentence each", MINDS_TOLD, lambda line, a: line.minds(a.name, a.json))
    roster.add_argument("name", nargs="*", metavar="NAME", help="only this one")
    roster.add_argument("--json", action="store_true", help="print one list of {name, sentence, sort}")

    schema = command("schema", "print a JSON schema for editors", SCHEMA, lambda line, a: line.schema(a.scenario, a.out))
    schema.add_argument("scenario", nargs="?", metavar="SCENARIO", help="its names stand among the suggestions")
    schema.add_argument("--out", metavar="FILE", help="write it there instead of printing it")

    bench = command("bench", "measure how fast it is, beside a bare compiled loop", BENCH, lambda line, a: line.bench(a.names, a.json))
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these figures: batch, doors, rules-6, rules-60, gymnasium, wildfire, law-kernel, ...")
    bench.add_argument("--json", action="store_true", help="print one list of {name, value, unit, limit, ratio, target, met}")

    exam = command("exam", "examine minds: many lives by seed, beside targets and what others reached", EXAM, lambda line, a: line.exam(
        a.names, exam_minds(a), a.seeds, a.first, a.jobs, a.json, a.report, a.fresh, sys.argv[1:]))
    exam.add_argument("names", nargs="*", metavar="NAME", help="exams; without any they are listed, a sentence each")
    exam.add_argument("--mind", nargs="+", action="extend", default=[], metavar="MIND", help="examine these minds instead of those that the exam names. Minds: " + MINDS.split(";")[0])
    exam.add_argument("--seeds", type=number(1), metavar="N", help="lives of each mind, each with a seed of its own (default: as the exam says, mostly 20)")
    exam.add_argument("--first", type=number(0), default=1000, metavar="N", help="the first seed (default 1000: seeds below are looked at while building)")
    exam.add_argument("--jobs", type=number(1), default=1, metavar="N", help="so many lives at once, in processes of their own; the figures are the same (default 1)")
    exam.add_argument("--json", action="store_true", help="print one list of {exam, mind, metric, mean, low, high, seeds, target, published, bound}, and nothing else, on standard output")
    exam.add_argument("--report", metavar="DIR", help="write a page with tables and curves, exams.html, into this folder")
    patience(exam)
    exam.add_argument("--fresh", action="store_true", help="live everything again, also what was kept from an earlier sitting")

    replay = command("replay", "live a trace again and compare every tick", REPLAY, lambda line, a: line.replay(a.trace))
    replay.add_argument("trace", metavar="TRACE", help="a file that `run --trace` or the window wrote")

    compare = command("compare", "say in which tick, cell and rule two lives part", COMPARE, lambda line, a: line.compare(a.first, a.second))
    compare.add_argument("first", metavar="A.trace", help="a file that `run --trace` or the window wrote")
    compare.add_argument("second", metavar="B.trace", help="another")

    sweep = command("sweep", "live a grid of settings, seeds and minds, a line of JSON for each run", SWEEP,
                    lambda line, a: line.sweep(a.scenario, axes(a), a.seeds and range(a.seeds[0], a.seeds[-1] + 1), minds(a), a.ticks, a.jobs, a.on, a.out, sys.argv[1:]))
    sweep.add_argument("scenario", metavar="SCENARIO", help="a .yaml file; the axes of its `sweep:` are lived unless others are given")
    sweep.add_argument("--axis", type=pair("NAME=V,V"), action="append", default=[], metavar="NAME=V,V", help="values for a name under `params:`")
    sweep.add_argument("--seeds", type=seeds, metavar="A..B", help="seeds, both ends included (default: as `sweep:` says, else 0)")
    sweep.add_argument("--mind", type=pair("AGENT=MIND"), action="append", default=[], metavar="AGENT=MIND,MIND", help="minds to try one after the other; * is every agent that learns")
    sweep.add_argument("--ticks", type=number(1), default=1000, metavar="N", help="how long each run is (default 1000)")
    sweep.add_argument("--jobs", type=number(1), default=os.cpu_count() or 1, metavar="N", help="processes of this machine (default: one for each core)")
    sweep.add_argument("--on", metavar="ADDRESS", help="use the workers of this Dask scheduler instead, as tcp://host:8786")
    sweep.add_argument("--out", required=True, metavar="DIR", help="the folder for runs.jsonl; an interrupted sweep goes on there")

    report = command("report", "make a page and a table of a sweep", REPORT, lambda line, a: line.report(a.folder))
    report.add_argument("folder", metavar="DIR", help="the folder of a sweep")

    render = command("render", "draw the life of a trace: a page to share, a moving picture, or a still", RENDER,
                     lambda line, a: line.render(a.trace, a.to, a.ticks, a.fps, a.size, a.theme, film))
    render.add_argument("trace", metavar="TRACE", help="a file that `run --trace` or the window wrote")
    render.add_argument("--to", required=True, metavar="FILE", help="its ending says what it becomes: .html, .gif, .mp4 or .png")
    render.add_argument("--ticks", type=span, metavar="A..B", help="only these ticks of a moving picture; a single tick of a still (default: all; the last)")
    render.add_argument("--fps", type=number(1), default=8, metavar="N", help="ticks a second of a moving picture (default 8)")
    render.add_argument("--size", type=size, default=(1280, 800), metavar="WxH", help="of the window that is drawn (default 1280x800; not for a page)")
    render.add_argument("--theme", choices=("night", "paper"), default="night", help="the colours (default night)")
    return root


def letters(scenario, seed, minds, at, memory=None, leaves=None):
    """The story in a terminal."""
    from lab.session import Session
    from viewer import terminal
    from viewer.model import Run
    run = Run(Session(scenario, seed, minds, memory=memory), 8.0)
    code = terminal.play(run, at)
    return leaves(run.session) if leaves is not None else code


def film():
    """What draws traces: another part that only its command loads."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from viewer.film import render
    return render


def axes(arguments):
    """{name: its values as typed}. Raises SystemExit for a name that is there twice, or a value that is empty."""
    found = {}
    for name, values in arguments.axis:
        if name in found:
            parser().error("--axis names %s twice; write --axis %s=%s,%s" % (name, name, ",".join(found[name]), values))
        found[name] = [value.strip() for value in values.split(",")]
        if not all(found[name]):
            parser().error("--axis %s=%s: between two commas stands no value" % (name, values))
    return found


def seeds(text):
    """`A..B`, or a single seed.  (int, int)"""
    first, dots, last = text.partition("..")
    try:
        ends = int(first), int(last if dots else first)
    except ValueError:
        raise argparse.ArgumentTypeError("`%s` is no range of seeds; write 0..19, or 7 for one" % text) from None
    if not 0 <= ends[0] <= ends[1] <= MOST:
        raise argparse.ArgumentTypeError("`%s` is no range of seeds; write the smaller one first, as 0..19" % text)
    return ends


def span(text):
    """`A..B` or a single tick.  (int, int)"""
    first, dots, last = text.partition("..")
    try:
        ends = int(first or 0), (int(last) if last else None) if dots else int(first)
    except ValueError:
        raise argparse.ArgumentTypeError("`%s` is no range of ticks; write 100..300, or 172 for one" % text) from None
    if ends[0] < 0 or ends[1] is not None and ends[1] < ends[0]:
        raise argparse.ArgumentTypeError("`%s` is no range of ticks; write the earlier one first, as 100..300" % text)
    return ends


def size(text):
    """`1280x800`.  (int, int)"""
    try:
        wide, high = (int(side) for side in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError("`%s` is no size; write it as 1280x800" % text) from None
    if not (1024 <= wide <= 3840 and 640 <= high <= 2160):
        raise argparse.ArgumentTypeError("`%s` is no size of the window; it goes from 1024x640 to 3840x2160" % text)
    return wide, high


def window(line):
    """Opens the window; the one place that loads it, and the library that draws it."""
    def open_it(**what):
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        from viewer import app
        try:
            return app.play(**what)
        except app.NoDisplay as no_display:
            why = str(no_display)
        raise line.NoWindow(why)
    return open_it


def life(command):
    """The flags that say how a scenario is lived."""
    command.add_argument("--seed", type=number(0), default=0, metavar="N", help="the luck of the world (default 0)")
    command.add_argument("--mind", type=pair("AGENT=MIND"), action="append", default=[], metavar="AGENT=MIND",
                         help="another mind than the file's; * is every agent that learns; several with commas make twins. Minds: " + MINDS)
    command.add_argument("--set", type=pair("NAME=VALUE"), action="append", default=[], metavar="NAME=VALUE", help="another value for a name under `params:`")
    command.add_argument("--load-mind", metavar="FILE.npz", help="let the minds go on from what --save-mind wrote")
    command.add_argument("--save-mind", metavar="FILE.npz", help="write what the minds remember in the end; of several worlds, those of the first")
    patience(command)


def patience(command):
    """The flag that says how long a mind from a file may take; its process and those of an exam read it from the environment."""
    class Wait(argparse.Action):
        def __call__(self, parser, namespace, value, option=None):
            os.environ["UMWELT_PATIENCE"] = "%g" % value
    command.add_argument("--patience", type=seconds, action=Wait, metavar="S", help="so many seconds a mind from a file may take in one call (default 2)")


def seconds(text):
    """A time above 0."""
    try:
        if 0 < float(text) <= 86400:
            return float(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("`%s` is no number of seconds above 0, and of a day at most" % text)


def number(least):
    """A whole number of at least so much."""
    def whole(text):
        if not (text.isascii() and text.isdigit() and least <= int(text[:30])):
            raise argparse.ArgumentTypeError("`%s` is not a whole number of %d or more" % (text, least))
        if int(text[:30]) > MOST:
            raise argparse.ArgumentTypeError("%s is too much; %d is the most" % (text[:40], MOST))
        return int(text)
    return whole


def pair(form):
    """Two texts with an equals sign between."""
    def split(text):
        name, equals, value = text.partition("=")
        if not (name.strip() and equals and value.strip()):
            example = "ant=cells" if form.startswith("AGENT") else "price=4"
            raise argparse.ArgumentTypeError("`%s` is not of the form %s, such as %s" % (text, form, example))
        return name.strip(), value.strip()
    return split


def minds(arguments):
    """{agent: its minds}. Raises SystemExit for a mind or an agent that is not there, or is there twice."""
    found = {}
    for agent, names in arguments.mind:
        several = [mind.strip() for mind in names.split(",")]
        if not all(several):
            parser().error("--mind %s=%s: between two commas stands no mind" % (agent, names))
        if agent in found:
            parser().error("--mind names %s twice; for twins write %s=%s,%s" % (agent, agent, ",".join(found[agent]), ",".join(several)))
        found[agent] = tuple(several)
    return found


def exam_minds(arguments):
    """The minds named, each once."""
    found = [mind.strip() for names in arguments.mind for mind in names.split(",")]
    if not all(found):
        parser().error("--mind %s: between two commas stands no mind" % " ".join(arguments.mind))
    return list(dict.fromkeys(found))


def settings(arguments):
    """{name: value as typed}. Raises SystemExit for a name that is there twice."""
    found = {}
    for name, value in arguments.set:
        if name in found:
            parser().error("--set names %s twice: %s and %s" % (name, found[name], value))
        found[name] = value
    return found


PLAY = """\
examples:
  python main.py play
  python main.py play scenarios/3-thaw.yaml --seed 7
  python main.py play scenarios/turning-wind.yaml --mind ant=rules,cells,random
  python main.py play scenarios/2-mirror.yaml --at 320 --shot frame.png
  python main.py play scenarios/lever.yaml --terminal
In the window, ? lists the keys. A scenario that is saved while it is open is read anew. Without a display the terminal shows the same story with
letters; if nobody can watch there either, as in a pipe, some hundred ticks are told in lines.
It ends with 0; with 1 if the scenario has mistakes; with 2 if a flag is wrong."""

RUN = """\
examples:
  python main.py run scenarios/1-blocking-maze.yaml --ticks 3000
  python main.py run scenarios/3-thaw.yaml --worlds 64 --seed 7 --json
  python main.py run scenarios/turning-wind.yaml --mind ant=cells --trace wind.trace
The report, and the JSON object: reward (sum over the run, mean over worlds), episodes and counts of things at the end (all worlds together),
surprise (mean bits a tick, one number for each 100 ticks), law (each change, of the world with the seed itself), ticks_per_second (of all worlds
together), digest (a hash of the whole final truth of the world with the seed itself; digests has one for each world). Equal digests mean equal
worlds. With twins these fields are of the first mind, and `twins` lists all.
Ctrl-C ends it early and still reports what was reached. It ends with 0; with 1 if the scenario has mistakes or a mind failed; with 2 if a flag is
wrong; with 130 after Ctrl-C."""

CHECK = """\
examples:
  python main.py check scenarios/*.yaml
  python main.py check pond.yaml --json
It ends with 0 if there is no mistake (notes are no mistakes), else with 1. --json prints one object: good, and files, a list of file, good, mistakes,
more (mistakes beyond the first 50, which are not listed) and notes. Each mistake and note has file (a base file's name where it is in one), line,
column and end_column (from 1, the end is the column behind), code, message, hints (a list) and source_line."""

TEST = """\
examples:
  python main.py test scenarios
  python main.py test pond.yaml
Prints one line for each entry under `expect:`. It ends with 0 if all hold, else with 1, also if a file has mistakes or is not there."""

EXPLAIN = """\
examples:
  python main.py explain scenarios/4-locks.yaml
  python main.py explain pond.yaml --json
Some worlds live 1000 ticks in which all who can choose do so by dice. What looks wrong: rules that never fired, changes that never came, rewards that were
never paid, goals that nobody can walk to, words that nothing uses, conditions that are true from the start. A doubt is no mistake: it ends with 0; with
1 if the scenario has mistakes."""

WORDS = """\
examples:
  python main.py words
  python main.py words becomes
  python main.py words edits law
Words in capitals are gaps: write a name there. It ends with 0; with 1 if no sentence holds the words."""

MINDS_TOLD = """\
examples:
  python main.py minds
  python main.py minds frozen rules at 300
These names stand after `mind:` in a scenario and after --mind on the command line. It ends with 0; with 2 if there is no mind of this name."""

SCHEMA = """\
examples:
  python main.py schema --out umwelt.schema.json
  python main.py schema scenarios/4-locks.yaml --out umwelt.schema.json
An editor with YAML support then completes keys and marks unknown ones, if the first line of a scenario is
  # yaml-language-server: $schema=umwelt.schema.json
The sentences themselves are read by `check`."""

BENCH = """\
examples:
  python main.py bench
  python main.py bench batch doors --json
It ends with 0, whatever is met."""

EXAM = """\
examples:
  python main.py exam
  python main.py exam blocking --seeds 5
  python main.py exam dyna-maze blocking shortcut --mind rules cells --jobs 4 --report out
Each figure is a mean over lives with its 95 % interval, beside its target, what was published, and the most that is possible. Lives are kept by the code
that they hang on: Ctrl-C ends an exam early, still reports what was reached, and the same command goes on from there.
It ends with 0, met or not; with 1 if a life failed (it is named, the others count); with 2 if a name or a flag is wrong; with 130 after Ctrl-C."""

REPLAY = """\
examples:
  python main.py run scenarios/lever.yaml --trace lever.trace
  python main.py replay lever.trace
It ends with 0 only if every tick comes out the same; else with 1, showing the first tick, cell and rule that differ; with 2 if the file is no whole
trace."""

COMPARE = """\
examples:
  python main.py run scenarios/3-thaw.yaml --trace a.trace
  python main.py run scenarios/3-thaw.yaml --mind ant=cells --trace b.trace
  python main.py compare a.trace b.trace
It tells the first tick in which a learner does something else, and the first in which the worlds differ, with the cell and what wrote it in each.
It ends with 0 if the worlds are the same as long as both live; with 1 if they part; with 2 if a file is no trace."""

SWEEP = """\
examples:
  python main.py sweep scenarios/3-thaw.yaml --seeds 0..19 --mind ant=rules,cells --ticks 600 --out thaw
  python main.py sweep scenarios/lever.yaml --axis price=-0.1,-0.5 --seeds 0..9 --out price
  python main.py report thaw
Every value of every axis is lived with every other. A line of runs.jsonl has the fields of `run --json`, the settings, and `error` if the run failed.
Ctrl-C, a kill or a full disk loses no run that has ended: the same command goes on. It ends with 0; with 1 if a run failed or the scenario has mistakes;
with 2 if a flag is wrong; with 130 after Ctrl-C."""

REPORT = """\
examples:
  python main.py report thaw
It writes report.html, one file that needs nothing else, and runs.csv, a row for each agent of each run. It ends with 0; with 2 if there is no sweep."""

RENDER = """\
examples:
  python main.py run scenarios/turning-wind.yaml --ticks 400 --trace wind.trace
  python main.py render wind.trace --to wind.html
  python main.py render wind.trace --to wind.gif --ticks 150..220 --size 1024x640
  python main.py render wind.trace --to wind.png --ticks 172
A page holds the whole life in one file, with its boards, beliefs and surprise, and plays offline in a browser. MP4 wants the package `av`. The life is
lived again with its minds; no display is needed. It ends with 0; with 2 if the trace or the file is none."""


if __name__ == "__main__":
    sys.exit(main())
