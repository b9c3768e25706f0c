"""Exams as one page of HTML that needs nothing beside it: tables, curves as SVG, and what is needed to take them again."""
from __future__ import annotations

import base64
import html
import io
import platform
import re
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from lab.examining.kept import code
from lab.examining.marks import Drawn, Mark, curves
from lab.examining.sitting import Sitting
from lab.examining.table import figure, goal, spread
from lab.setup import ROOT

NAME = "exams.html"
COLOURS = ("#2457a6", "#c0561f", "#3c7d4f", "#7b4397", "#8a6d1d", "#a02c44", "#3a8a93", "#555555")
STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
table { border-collapse: collapse; margin: 1em 0 } th, td { padding: .2em .9em .2em 0; text-align: left; vertical-align: top }
th { font-weight: 600; border-bottom: 1px solid #aaa } td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.met { color: #1d6b38 } .not { color: #a02020; font-weight: 600 } .small { color: #555; font-size: 13px } code { background: #f2f2f2; padding: .1em .3em }
img { max-width: 100% } h2 { margin-top: 2em; border-top: 1px solid #ddd; padding-top: 1em }"""


class NoMatplotlib(ImportError):
    """Curves are drawn by matplotlib, which is not installed."""


def write(sitting: Sitting, folder: str | Path, command: Sequence[str] = ()) -> Path:
    """Write the page of a sitting.  its path

    Args:
        command: the words of the command line, as they are told on the page.

    Raises:
        NoMatplotlib: a curve is to be drawn and there is nothing to draw it with.
        OSError: the folder cannot be made or written to.
    """
    path = Path(folder) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = [_head(sitting, command)]
    for exam in sitting.exams:
        minds = sitting.minds[exam.name]
        parts.append(f"<h2 id={_quoted(exam.name)}>{_said(exam.name)}</h2>\n<p>{_said(exam.about)}" + (f" It sees {_said(exam.sees)}." if exam.sees else "") + "</p>")
        parts.append(f"<p class=small>{_said(_of(sitting.seeds[exam.name]))}; code {code(exam.life.__module__)}.</p>")
        parts += [_picture(drawn) for drawn in curves(exam, minds, sitting.lived.get(exam.name, {}))]
        parts.append(_table(sitting.marks(exam)))
    path.write_text("<!doctype html>\n<html lang=en><meta charset=utf-8><title>Exams of the minds</title>\n<style>" + STYLE + "</style>\n" + "\n".join(parts) + "\n</html>\n", encoding="utf-8")
    return path


def _head(sitting: Sitting, command: Sequence[str]) -> str:
    facts = [f"Taken with <code>{_said(shlex.join(['python', 'main.py', *command]))}</code>"] if command else []
    facts.append(f"{sitting.reached()} of {sitting.wanted} lives" + (", interrupted" if sitting.interrupted else ""))
    facts.append(f"umwelt {_said(version())}, Python {platform.python_version()}, {_said(machine())}")
    facts.append(time.strftime("%Y-%m-%d %H:%M %Z"))
    failed = "".join(f"<li>{_said(task.exam)}, {_said(task.mind)}, seed {task.seed}: {_said(why)}" for task, why in sitting.failed)
    return ("<h1>Exams of the minds</h1>\n<p class=small>" + ".<br>\n".join(facts) + ".</p>\n<p>" + " · ".join(f"<a href={_quoted('#' + exam.name)}>{_said(exam.name)}</a>" for exam in sitting.exams)
            + "</p>" + (f"\n<h2>Lives that failed</h2><ul>{failed}</ul>" if failed else ""))


def version() -> str:
    """The program's version, as `pyproject.toml` says."""
    found = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "of no number"


def machine() -> str:
    """What the lives were lived on, in a few words."""
    name = platform.processor() or platform.machine()
    try:
        name = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)[1]
    except (OSError, TypeError):
        pass
    return f"{platform.system()} on {name}"


def _of(seeds: range) -> str:
    return f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"


def _table(marks: Sequence[Mark]) -> str:
    rows, last = [], None
    for mark in marks:
        word = "" if mark.met is None else "<span class=met>met</span>" if mark.met else "<span class=not>not met</span>"
        name = _said(mark.metric.name) if mark.metric is not last else ""
        rows.append(f"<tr><td>{name}<td>{_said(mark.mind)}<td class=n>{spread(mark)}<td class=n>{mark.seeds}<td class=n>{goal(mark)}<td>{word}<td>{_said(mark.published) if name else ''}"
                    f"<td class=n>{figure(mark.metric.bound) if mark.metric.bound is not None else ''}")
        last = mark.metric
    return "<table><tr><th>metric<th>mind<th>mean ± 95 %<th>lives<th>target<th><th>published<th>bound\n" + "\n".join(rows) + "</table>"


def _picture(drawn: Drawn) -> str:
    """One curve as a picture in the page: means as lines, 95 % intervals as bands, what is published as dots."""
    figure, axes = figure_of(drawn.name, drawn.across)
    for line, colour in zip(drawn.lines, COLOURS * len(drawn.lines)):
        axes.plot(line.across, line.mean, color=colour, label=line.mind, linewidth=1.6)
        axes.fill_between(line.across, line.low, line.high, color=colour, alpha=0.18, linewidth=0)
    for (who, points), marker in zip(drawn.beside.items(), "osD^v<>" * len(drawn.beside)):
        axes.plot(list(points), list(points.values()), marker, color="#666", label=who, markersize=5, markerfacecolor="none")
    axes.legend(frameon=False, fontsize=9)
    return svg_of(figure, drawn.name)


def figure_of(up: str, across: str):
    """An empty picture with its two axes named.  (figure, axes) of matplotlib

    Raises:
        NoMatplotlib: it is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise NoMatplotlib(f"the curves of a report are drawn by matplotlib, which is not here; {sys.executable} -m pip install matplotlib") from None
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def svg_of(figure, name: str) -> str:
    """A picture inside a page."""
    svg = io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None})
    return f'<img alt={_quoted(name)} src="data:image/svg+xml;base64,{base64.b64encode(svg.getvalue()).decode()}">'


def _said(text: str) -> str:
    return html.escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{html.escape(text)}"'
