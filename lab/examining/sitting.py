"""One sitting: the lives that the exams asked for want, less those that are kept, with a bar; then their marks."""
from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lab.examining.crew import Failure, Task, lives
from lab.examining.exam import Exam
from lab.examining.kept import Shelf
from lab.examining.marks import Mark, marks

FIRST_SEED = 1000
"""Exams are taken on seeds from here on, which nobody looks at while building."""


@dataclass
class Sitting:
    """What came of it. `lived`: {exam: {mind: {seed: figures}}}."""
    exams: list[Exam]
    minds: dict[str, tuple[str, ...]]                    # those examined, by exam
    seeds: dict[str, range]
    lived: dict[str, dict[str, dict[int, dict]]] = field(default_factory=dict)
    failed: list[tuple[Task, str]] = field(default_factory=list)
    wanted: int = 0
    interrupted: bool = False

    def reached(self) -> int:
        """Lives that have ended."""
        return sum(len(by_seed) for by_mind in self.lived.values() for by_seed in by_mind.values()) + len(self.failed)

    def marks(self, exam: Exam) -> list[Mark]:
        return marks(exam, self.minds[exam.name], self.lived.get(exam.name, {}))


def sit(exams: Sequence[Exam], minds: Sequence[str] = (), seeds: int | None = None, first: int = FIRST_SEED, jobs: int = 1, fresh: bool = False) -> Sitting:
    """Live what is wanted. Each life is kept as it ends; Ctrl-C ends the sitting early, and the next one goes on from there.

    Args:
        minds: instead of those that each exam names. seeds: lives of each mind, instead of the exam's own number. fresh: what is kept is lived again.
    """
    sitting = Sitting(list(exams), {exam.name: tuple(minds) or exam.minds for exam in exams}, {exam.name: range(first, first + (seeds or exam.seeds)) for exam in exams})
    shelves = {exam.name: Shelf(exam) for exam in exams}
    ahead: list[Task] = []
    for exam in exams:
        there = sitting.lived[exam.name] = {mind: {} for mind in exam.all_minds(sitting.minds[exam.name])}
        for seed in sitting.seeds[exam.name]:
            for mind in there:
                kept = None if fresh else shelves[exam.name].get(mind, seed)
                if kept is None:
                    ahead.append(Task(exam.name, mind, seed))
                else:
                    there[mind][seed] = kept
                sitting.wanted += 1
    try:
        with _bar() as bar:
            row = bar.add_task("", total=sitting.wanted, completed=sitting.wanted - len(ahead), what="")
            for task, figures in lives(ahead, jobs):
                if isinstance(figures, Failure):
                    sitting.failed.append((task, figures.why))
                    bar.console.print(f"umwelt: {task.exam}, {task.mind}, seed {task.seed}: {figures.why}", markup=False, highlight=False)
                else:
                    shelves[task.exam].put(task.mind, task.seed, figures)
                    sitting.lived[task.exam][task.mind][task.seed] = figures
                bar.update(row, advance=1, what=f"{task.exam} · {task.mind} · {task.seed}")
    except KeyboardInterrupt:
        sitting.interrupted = True
    for shelf in shelves.values():
        shelf.forget_the_oldest()
    return sitting


def _bar() -> Progress:
    console = Console(stderr=True, soft_wrap=True)
    return Progress(TextColumn("lives"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[what]}", markup=False), console=console,
                    transient=True, disable=not sys.stderr.isatty())
