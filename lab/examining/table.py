"""Exams as a person reads them in a terminal."""
from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lab.examining.exam import MOST, Exam
from lab.examining.marks import Mark
from lab.report import Paper

WIDE = 160


def show(exam: Exam, marks: Sequence[Mark], console: Console | None = None) -> None:
    """Print the rows of one exam, then what is published, with its source."""
    console = console or paper()
    console.print(f"[bold]{exam.name}[/]  {escape(exam.about)}" + (f" [dim]It sees {escape(exam.sees)}.[/]" if exam.sees else ""))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name, right in (("metric", False), ("mind", False), ("mean ± 95 %", True), ("lives", True), ("target", True), ("", False), ("bound", True)):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    last = None
    for mark in marks:
        table.add_row(escape(mark.metric.name) if mark.metric is not last else "", escape(mark.mind), spread(mark), str(mark.seeds), goal(mark), word(mark), "" if mark.metric.bound is None else figure(mark.metric.bound))
        last = mark.metric
    console.print(table)
    for metric in exam.metrics:
        if metric.published:
            console.print(f"  [dim]published, {escape(metric.name)}: {escape(metric.published)}" + (f" ({escape(metric.source)})" if metric.source else "") + "[/]")
    console.print()


def listed(exams: Sequence[Exam], console: Console | None = None) -> None:
    """Print the exams, a sentence each."""
    console = console or paper()
    width = max(len(exam.name) for exam in exams)
    for exam in exams:
        console.print(f"[bold]{exam.name:{width}}[/]  {escape(exam.about)}")


def paper() -> Console:
    """Standard output; as wide as the terminal, and never so narrow that a table breaks up where there is none."""
    console = Paper(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, WIDE)
    return console


def figure(value: float | None) -> str:
    """A number as short as it says something: four digits."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def spread(mark: Mark) -> str:
    """Mean and interval: ± where it lies even around the mean, else its two ends."""
    if math.isnan(mark.low):
        return figure(mark.mean)
    half = (mark.high - mark.low) / 2
    if abs(mark.low + mark.high - 2 * mark.mean) > 1e-9 + 0.01 * half:
        return f"{figure(mark.mean)} ({figure(mark.low)} to {figure(mark.high)})"
    return f"{figure(mark.mean)} ± {half:.2g}"


def goal(mark: Mark) -> str:
    if mark.target is None:
        return ""
    return ("≤ " if mark.metric.at == MOST else "≥ ") + figure(mark.target)


def word(mark: Mark) -> str:
    """Whether the target is met, as a word that is coloured too."""
    return "" if mark.met is None else "[green]met[/]" if mark.met else "[red]not met[/]"
