"""The top bar: what is watched, the transport, the tick, and the way to everything else."""
from __future__ import annotations

import math

from viewer import marks, widgets
from viewer.desk import SPEED_NAMES, SPEEDS
from viewer.model import title_words
from viewer.paint import Sheet
from viewer.theme import mix


class Bar:
    def inputs(self, desk) -> tuple:
        run = desk.run
        return (desk.path, run.session.seed, run.tick_shown, run.cursor is None, desk.paused, desk.speed, desk.look.fps, round(desk.reached), desk.acting,
                run.twins, desk.failure is not None, desk.file_gone, desk.run.history.first, len(run.live[0].log))

    def draw(self, s: Sheet, desk) -> None:
        t, run = s.theme, desk.run
        h, w = s.height, s.width
        margin = 24 if w >= 1600 else 16 if w >= 1280 else 12
        s.fill((0, h - 1, w, 1), t.line)
        marks.logo(s.surface, t, (margin * s.k, (h - 24) / 2 * s.k), round(24 * s.k))
        s.zone((margin - 4, 4, 32, h - 8), "gallery", tip="other worlds (Esc)")
        wide = 188 + 16 + 4 + sum(s.wide(n, 12, 500) + 20 for n in SPEED_NAMES)
        x0 = round((w - wide) / 2)
        room = x0 - margin - 36 - 16
        s.text(title_words(run.scenario.title), margin + 36, h / 2 - 18, t.ink, 14, 600, most=room)
        subs = self._subs(desk)
        s.text(next((sub for sub in subs if s.wide(sub, 11) <= room), subs[-1]), margin + 36, h / 2 + 2, t.ink3, 11, most=room)
        end = self._transport(s, desk, x0, h)
        right = w - margin
        y = (h - 32) / 2
        widgets.button(s, (right - 28, y, 32, 32), "reset", "reset", tip="begin again (F5); once more takes that back")
        widgets.button(s, (right - 62, y, 32, 32), "grid", "gallery", tip="other worlds (Esc)")
        widgets.button(s, (right - 96, y, 32, 32), "help", "help", tip="all keys (?)")
        tick = s.text(f"t {run.tick_shown:,}", right - 116, h / 2 - 19, t.ink, 16, 500, True, "right")
        tick = max(tick, s.text(self._rate(desk), right - 116, h / 2 + 3, t.ink3, 11, align="right"))
        if run.twins:
            self._place(s, desk, end + 16, right - 116 - tick - 16, h)

    def _subs(self, desk) -> list[str]:
        """What is said under the title, the fullest wording first."""
        run = desk.run
        name = desk.path.replace("\\", "/").rsplit("/", 1)[-1] or "no file"
        words = f"{name} · seed {run.session.seed}"
        if desk.file_gone:
            return [f"{name} is gone from its folder; the world goes on", f"{name} is gone", name]
        n = len(run.session.twins)
        count = {2: "two", 3: "three", 4: "four"}.get(n, str(n))
        if n > 1:
            return [f"{words} · {count} minds, one world, the same dice", f"{words} · {count} minds", words, name]
        if len(run.learners) > 1:
            return [f"{words} · {len(run.learners)} minds in one world", words, name]
        return [words, name]

    def _rate(self, desk) -> str:
        if desk.failure:
            return "stopped"
        if desk.acting and desk.paused:
            return "your move"
        if desk.shot:
            return f"{SPEEDS[desk.speed]:.0f} ticks/s · {desk.look.fps} fps"
        if desk.paused:
            return "paused"
        if desk.run.cursor is not None:
            return "showing what was"
        rate = desk.reached
        goal = SPEEDS[desk.speed]
        if rate and math.isfinite(goal) and abs(rate - goal) <= goal * .07:      # the clock wavers by a tick; the number need not
            rate = goal
        return f"{rate:,.0f} tick{'' if round(rate) == 1 else 's'}/s · {desk.look.fps} fps"

    def _transport(self, s: Sheet, desk, x: float, h: float) -> float:
        run = desk.run
        y = (h - 32) / 2
        live = run.cursor is None
        ticks = [t for t, _ in run.changes()]
        for icon, action, arg, tip, on in (
                ("previous", "change", -1, "the change of law before ([)", any(t < run.tick_shown for t in ticks)),
                ("back", "step", -1, "one tick back (,)", run.tick_shown > run.history.first),
                ("play" if desk.paused and not desk.shot else "pause", "play", None, "run (Space)" if desk.paused else "pause (Space)", True),
                ("step", "step", 1, "one tick on (.)", not (live and desk.failure)),
                ("next", "change", 1, "the next change of law (])", not live or bool(run.scheduled()))):
            wide = 40 if action == "play" else 32
            widgets.button(s, (x, y, wide, 32), icon, action, arg, tip, primary=action == "play", enabled=on)
            x += wide + 4
        x += 16
        tips = ["1 tick a second", "8 ticks a second", "64 ticks a second", "as many as fit"]
        return x + widgets.segments(s, x, (h - 24) / 2, SPEED_NAMES, desk.speed, "speed", range(4), tips=tips)

    def _place(self, s: Sheet, desk, x0: float, x1: float, h: float) -> None:
        """LIVE, or how far back; where there is no dock to hold it."""
        live_pill(s, desk, x1, (h - 20) / 2, most=x1 - x0)


def live_pill(s: Sheet, desk, right: float, y: float, most: float = 200) -> float:
    """The green LIVE, or the lavender past that leads back to it; returns where it begins."""
    t, run = s.theme, desk.run
    if run.cursor is None:
        w = s.wide("LIVE", 11, 600) + 26
        if w > most:
            return right
        widgets.pill(s, right - w, y, "LIVE", t.goal, t.panel, tint=.12, weight=600)
        return right - w
    words = next((words for words in (f"{run.cursor:,} · the past, read-only", f"{run.cursor:,} · the past", "past") if s.wide(words, 11, 500) + 30 <= most), None)
    if words is None:
        return right
    w = s.wide(words, 11, 500) + 30
    s.rounded((right - w, y, w, 20), mix(t.panel, t.ghost, .12), 10)
    s.polygon([(right - w + 14, y + 5), (right - w + 14, y + 15), (right - w + 8, y + 10)], t.ghost)
    s.text(words, right - w + 20, y + (20 - s.line_height(11)) / 2, t.ghost, 11, 500)
    s.zone((right - w, y, w, 20), "live", tip="back to the present (End)", radius=10)
    return right - w
