"""From figures of lives to one row for each exam, metric and mind."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lab.examining.exam import CURVE, MOST, Exam, Metric
from lab.examining.intervals import interval

Lives = Mapping[str, Mapping[int, Mapping]]
"""{mind: {seed: the figures of its life}}"""


@dataclass(frozen=True)
class Mark:
    """What the lives of one mind say of one metric. Without lives mean, low and high are nan; with one only, low and high are."""
    exam: str
    mind: str
    metric: Metric
    mean: float
    low: float
    high: float
    seeds: int                                           # lives that count
    target: float | None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None if there is none, or nothing to say."""
        worst = self.mean
        if self.metric.surely:
            worst = self.high if self.metric.at == MOST else self.low
        if self.target is None or math.isnan(worst):
            return None
        return worst <= self.target if self.metric.at == MOST else worst >= self.target

    def json(self) -> dict:
        """As `--json` prints it; what is not known is null."""
        def known(value):
            return None if value is None or not math.isfinite(value) else value
        return {"exam": self.exam, "mind": self.mind, "metric": self.metric.name, "mean": known(self.mean), "low": known(self.low), "high": known(self.high),
                "seeds": self.seeds, "target": self.target, "published": self.published or None, "bound": self.metric.bound}

    @property
    def published(self) -> str:
        return self.metric.published + (f" ({self.metric.source})" if self.metric.published and self.metric.source else "")


def marks(exam: Exam, minds: Sequence[str], lived: Lives) -> list[Mark]:
    """The rows of one exam: metric by metric, mind by mind. A life that lacks a figure, or says that it does not apply (nan), is not counted."""
    found = []
    for metric in exam.metrics:
        for mind in minds:
            values = list(_values(metric, mind, lived).values())
            found.append(Mark(exam.name, mind, metric, *interval(values, metric.yes_or_no), len(values), metric.goal(mind)))
    return found


def _values(metric: Metric, mind: str, lived: Lives) -> dict[int, float]:
    """By seed the figure of a metric, that of the other mind taken off where it is of a pair."""
    def of(one: str) -> dict[int, float]:
        key = metric.key().replace("{mind}", one)
        return {seed: figures[key] for seed, figures in sorted(lived.get(one, {}).items()) if not math.isnan(figures.get(key, math.nan))}
    own = of(mind)
    if not metric.versus:
        return own
    others = of(metric.other(mind))
    return {seed: value - others[seed] for seed, value in own.items() if seed in others}


@dataclass(frozen=True)
class Line:
    """A curve of one mind: mean over lives, and the ends of its interval, by place on the axis."""
    mind: str
    across: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Drawn:
    """One curve of an exam for all minds that have it."""
    name: str
    across: str
    lines: tuple[Line, ...]
    beside: Mapping[str, Mapping[float, float]] = field(default_factory=dict)


def curves(exam: Exam, minds: Sequence[str], lived: Lives) -> list[Drawn]:
    """The curves of an exam; lives that break off early count as far as they go."""
    found = []
    for curve in exam.curves:
        lines = []
        for mind in minds:
            rows = [figures[CURVE + curve.name] for figures in lived.get(mind, {}).values() if len(figures.get(CURVE + curve.name, ()))]
            if rows:
                points = np.array([interval([row[i] for row in rows if i < len(row) and not math.isnan(row[i])]) for i in range(max(map(len, rows)))])
                lines.append(Line(mind, curve.first + curve.step * np.arange(len(points)), *points.T))
        if lines:
            found.append(Drawn(curve.name, curve.across, tuple(lines), curve.beside))
    return found
