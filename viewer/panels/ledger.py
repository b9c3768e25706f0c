"""How much each mind foretells rightly, and what its life has cost."""
from __future__ import annotations

import numpy as np
import pygame

from viewer import faces
from viewer.model import size_words
from viewer.paint import Sheet
from viewer.theme import mix

WINDOW = 480
"""Ticks along the plot, once the run is that long."""
FIGURES = ("CPU", "learning", "model", "bits a tick")


def seconds_words(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < .95 else f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def figures(desk, column: int) -> tuple[str, str, str, str]:
    """CPU, share of it spent learning, size of the model, mean bits of the last 100 ticks; dashes where nothing is known."""
    run = desk.run
    life = desk.life_of(column)
    ledger = life.ledger if life else None
    upto = run.tick_shown + 1
    bits = run.series.bits[run.mind_index(column, desk.look.life)][max(1, upto - 100):upto]
    mean = f"{float(np.mean(bits)):.2f}".removeprefix("0") if len(bits) else "–"
    if ledger is None:
        return "–", "–", "–", mean
    total = sum(ledger.seconds.values())
    learning = f"{100 * ledger.seconds.get('learning', 0) / total:.0f} %" if total > 1e-6 else "–"
    return seconds_words(total), learning, size_words(ledger.bytes), mean


def cost_words(desk, column: int) -> str:
    cpu, learning, model, _ = figures(desk, column)
    return f"{cpu} · {learning} learning" if cpu != "–" else ""


def plot(s: Sheet, points, colour) -> None:
    """A line of two units that changes every tick: quicker to draw than a kept shape, as smooth."""
    k = s.k
    at = [(x * k, y * k) for x, y in points]
    for lift in (-.5, 0, .5):
        pygame.draw.aalines(s.surface, colour, False, [(x, y + lift * k) for x, y in at])


class LedgerPanel:
    def inputs(self, desk) -> tuple:
        run = desk.run
        return run.tick_shown, run.now if run.cursor is not None else 0, desk.look.life, tuple(desk.audit_mark(i) for i in range(len(run.session.twins)))

    def draw(self, s: Sheet, desk) -> None:
        t, run = s.theme, desk.run
        s.panel()
        w = s.text("Foretold rightly", 16, 10, t.ink, 13, 600)
        if s.width - 48 - w > 60:
            s.text("of tried actions", s.width - 16, 11, t.ink3, 11, align="right", most=s.width - 48 - w)
        n = len(run.session.twins)
        table = 28 + 26 * n if n > 1 else 58
        if s.height < 150:
            table = 0
        x0, x1, y0, y1 = 16, s.width - 52, 54 if s.type.wide else 50, s.height - table - 16
        self._plot(s, desk, x0, x1, y0, y1)
        if table:
            s.rule(16, s.width - 16, round(s.height - table))
            (self._table if n > 1 else self._row)(s, desk, s.height - table)

    def _plot(self, s: Sheet, desk, x0: float, x1: float, y0: float, y1: float) -> None:
        t, run = s.theme, desk.run
        first, last = max(0, run.tick_shown - WINDOW), run.tick_shown
        span = max(60, last - first)
        lines = []
        columns = range(len(run.session.twins)) if run.twins else range(1)
        for column in columns:
            lives = [desk.look.life] if run.twins else range(len(run.learners))
            for life in lives:
                mind = run.mind_index(column, life)
                share, tried = run.series.rightly(mind)[first:last + 1], run.series.tried[mind][first:last + 1]
                lines.append((column, life, np.where(tried > 0, share, np.nan)))
        values = [float(np.nanmin(line)) for _, _, line in lines if len(line) and np.isfinite(line).any()]
        low = 0.0 if values and min(values) < .5 else .5

        def at(v: float) -> float:
            return y1 - (y1 - y0) * (v - low) / (1 - low)
        for v in (low, (low + 1) / 2, 1.0):
            s.fill((x0, round(at(v)), x1 - x0, 1), t.line if v == low else mix(t.panel, t.line, .7))
        for tick, _ in run.changes():
            if first <= tick <= last:
                s.fill((round(x0 + (x1 - x0) * (tick - first) / span), y0 - 4, 1, y1 - y0 + 4), t.law)
        ends: list[float] = []
        for column, life, line in lines:
            good = np.flatnonzero(np.isfinite(line))
            if not len(good):
                continue
            face = desk.face(column, life)
            xs = x0 + (x1 - x0) * good / span
            keep = np.unique(np.r_[0, np.flatnonzero(np.diff(np.round(xs))) + 1, len(good) - 1])
            points = [(float(xs[i]), at(float(line[good[i]]))) for i in keep]
            if len(points) > 1:
                plot(s, points, faces.colour_of(t, face))
            x, y = points[-1]
            while any(abs(y - other) < 15 for other in ends):
                y += 15
            ends.append(y)
            s.agent(x + 11, y, 15, face)
            s.text(f"{100 * float(line[good[-1]]):.0f}", x + 21, y - s.line_height(11) / 2, t.ink, 11, 500, True)
        for v in (1.0, low):                             # over the lines, each on a small ground of its own
            words, y = f"{v * 100:.0f} %", at(v) - s.line_height(11) - 1
            s.rounded((x0 - 2, y, s.wide(words, 11, 400, True) + 5, s.line_height(11)), t.panel, 3)
            s.text(words, x0, y, t.ink3, 11, 400, True)
        if not ends:
            s.text("nothing tried yet", (x0 + x1) / 2, (y0 + y1) / 2 - 8, t.ink3, 12, align="center")

    def _row(self, s: Sheet, desk, y: float) -> None:
        wide = (s.width - 32) / 4
        for i, (value, word) in enumerate(zip(figures(desk, 0), FIGURES)):
            s.text(value, 16 + i * wide, y + 8, s.theme.ink, 12, 500, True, most=wide - 4)
            s.text(word, 16 + i * wide, y + 26, s.theme.ink3, 11, most=wide - 4)

    def _table(self, s: Sheet, desk, y: float) -> None:
        t = s.theme
        wide = (s.width - 60) / 4
        for i, word in enumerate(("CPU", "learning", "model", "bits/tick")):
            s.text(word, 44 + i * wide, y + 6, t.ink3, 11, most=wide - 2)
        for n in range(len(desk.run.session.twins)):
            s.agent(26, y + 36 + n * 26, 18, desk.face(n))
            for i, value in enumerate(figures(desk, n)):
                s.text(value, 44 + i * wide, y + 36 + n * 26 - s.line_height(12) / 2, t.ink, 12, 500, True, most=wide - 2)
