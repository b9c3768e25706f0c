"""Surprise along time: what is wrong, seen from outside; what was felt, in bits; where the law changed; what is to come."""
from __future__ import annotations

import numpy as np

from viewer import widgets
from viewer.paint import Sheet
from viewer.panels.bar import live_pill
from viewer.series import NOTICED_BITS, Ruler
from viewer.theme import mix

MOST_BITS = 9.0
PRESENT_AT = .795
"""Where the present stands, as a share of the width: the rest is the future."""


def ruler(desk, left: int, right: int, present: float = PRESENT_AT, px: float | None = None) -> Ruler:
    """The ruler for a strip between two pixels, kept still while the past is looked at and scrolled only where the cursor would leave it."""
    run = desk.run
    px = desk.look.px if px is None else px
    head_x = left + round((right - left) * present)
    edge = desk.look.right_edge
    if run.cursor is None:
        edge = None
    head = run.now if edge is None else min(edge, run.now)
    if run.cursor is not None:
        fits = (head_x - left) / px
        if run.cursor > head:
            head = run.cursor
        elif run.cursor < head - fits + 2:
            head = min(run.now, int(run.cursor + fits * .8))
        desk.look.right_edge = head
    return Ruler(left, right, head_x, head, px)


def strip(s: Sheet, desk, mind: int, x0: float, x1: float, lane: tuple[float, float], bars: tuple[float, float], present: float, px: float | None = None,
          labels: float | None = None, words_end: float = 0.0) -> None:
    """Both lanes of one mind between x0 and x1: `lane` and `bars` are (top, height).

    `labels`: where the names of changes stand, if they do; `words_end`: up to where that line is taken by other words.
    """
    t, run, k = s.theme, desk.run, s.k
    rule = ruler(desk, round(x0 * k), round(x1 * k), present, None if px is None else px * k)
    la, lah = lane
    lb, lbh = bars
    top, bottom = la, lb + lbh
    now_x = min(rule.x(run.now), rule.right)
    if now_x < rule.right:
        s.hatch((now_x / k + 2, la, x1 - now_x / k - 2, bottom - la), mix(t.panel, t.ink, .055), 8)
    for bits in (0, 4, 8):
        y = round(bottom - lbh * bits / MOST_BITS) - 1
        s.fill((x0, y, x1 - x0, 1), t.line if bits == 0 else mix(t.panel, t.line, .6))
        s.text(str(bits), x0 - 8, y - s.line_height(11) / 2, t.ink3, 11, 400, True, "right")
    s.text("wrong", x0 - 8, la + lah / 2 - s.line_height(11) / 2, t.ink3, 11, align="right")
    s.fill((x0, la + lah, x1 - x0, 1), mix(t.panel, t.line, .8))
    _lane(s, desk, mind, rule, la, lah)
    _bars(s, desk, mind, rule, bottom - 1, lbh)
    _markers(s, desk, rule, top, bottom, labels, x0, words_end)
    surface = s.surface
    surface.fill(t.ink, (min(round(now_x), rule.right - 1), round((la - 6) * k), max(1, round(k)), round((bottom - la + 8) * k)))
    if run.cursor is not None:
        a, b = rule.span(run.cursor)
        x = (a + b) / 2
        surface.fill(t.ghost, (round(x) - 1, round((la - 6) * k), max(2, round(2 * k)), round((bottom - la + 8) * k)))
        s.polygon([(x / k - 5, la - 12), (x / k + 5, la - 12), (x / k, la - 4)], t.ghost)
    s.zone((x0, la - 14, x1 - x0, bottom - la + 16), "scrub", (rule, mind), tip="", drag=True, wheel="zoom", quiet=True)


def _lane(s: Sheet, desk, mind: int, rule: Ruler, top: float, high: float) -> None:
    """The area of what is wrong, scaled to the largest share in view among all minds."""
    series, k = desk.run.series, s.k
    first, last = rule.first, min(rule.head, series.length - 1)
    if last < first:
        return
    most = max(float(series.wrong_share(m)[first:last + 1].max()) for m in range(series.minds))
    most = max(most, .12)                                # a calm world is not magnified until it looks like trouble
    shares = series.wrong_share(mind)                    # what is believed after a tick is put to the test in the next, whose law it is judged by
    xs, shares = rule.columns(np.concatenate([shares[:1], shares[:-1]]))
    bottom = round((top + high) * k)
    colour = mix(s.theme.panel, s.theme.wrong, .75)
    for i, (x, share) in enumerate(zip(xs, shares)):
        if share > 0:
            h = max(1, round(high * k * float(share) / most))
            end = xs[i + 1] if i + 1 < len(xs) else max(x + 1, round(rule.x(rule.head)))
            x = max(int(x), rule.left)
            if end > x:
                s.surface.fill(colour, (x, bottom - h, min(int(end), rule.right) - x, h))


def _bars(s: Sheet, desk, mind: int, rule: Ruler, bottom: float, high: float) -> None:
    k = s.k
    xs, bits = rule.columns(desk.run.series.bits[mind])
    warm, quiet = s.theme.wrong, mix(s.theme.panel, s.theme.ink, .42)
    base = round(bottom * k)
    wide = max(1, round(rule.px) - (1 if rule.px >= 3 else 0))
    for x, b in zip(xs, bits):
        h = max(1, round((high - 1) * k * min(float(b), MOST_BITS) / MOST_BITS))
        x = int(x) + (1 if rule.px >= 3 else 0)
        if rule.left <= x < rule.right:
            s.surface.fill(warm if b > NOTICED_BITS else quiet, (x, base - h, min(wide, rule.right - x), h))


def _markers(s: Sheet, desk, rule: Ruler, top: float, bottom: float, labels: float | None, x0: float, words_end: float) -> None:
    """Changes that were: a line and a flag. Changes to come: dashed, paler. Names where there is room for them."""
    t, run, k = s.theme, desk.run, s.k
    taken: list[tuple[float, float]] = [(0.0, words_end)] if words_end else []
    for tick, name in reversed(run.changes()):
        x = rule.span(tick)[0]
        if not rule.left <= x <= rule.right:
            continue
        s.surface.fill(t.law, (x - round(k), round((top - 8) * k), max(2, round(2 * k)), round((bottom - top + 8) * k)))
        s.polygon([(x / k - 5, top - 12), (x / k + 5, top - 12), (x / k, top - 4)], t.law)
        if labels is not None:
            _name(s, name, x / k, labels, x0, taken, t.law_ink)
    for tick, name in run.scheduled():
        x = rule.x(tick - 1)
        if rule.left <= x <= rule.right:
            s.line([(x / k, top - 4), (x / k, bottom)], t.law, 1.5, dash=(3, 4))
            s.polygon([(x / k - 5, top - 12), (x / k + 5, top - 12), (x / k, top - 4)], t.law, .6)
            if labels is not None:
                _name(s, f"{name} in {tick - run.now:,}", x / k, labels, x0, taken, t.law_ink, centre=True)


def _name(s: Sheet, words: str, x: float, y: float, x0: float, taken: list, colour, centre: bool = False) -> None:
    """A change's name beside its flag, left of it or else right of it, unless another name stands there."""
    w = s.wide(words, 12, 600)
    places = [(x - w / 2)] if centre else [x + 12, x - 12 - w]
    for left in places:
        left = min(left, s.width - 16 - w)
        if left >= x0 - 8 and left + w <= s.width - 8 and all(left + w + 8 <= a or left >= b + 8 for a, b in taken):
            s.text(words, left, y, colour, 12, 600)
            taken.append((left, left + w))
            return


class Timeline:
    """The dock under one mind's boards: the strip, the whole run, keys, and LIVE."""

    def inputs(self, desk) -> tuple:
        run = desk.run
        return (run.now, run.cursor, desk.look.px, desk.look.right_edge, desk.look.life, run.changes(), run.scheduled(), desk.look.last_key,
                desk.audit_mark(0), desk.acting)

    def draw(self, s: Sheet, desk) -> None:
        t, run = s.theme, desk.run
        s.panel()
        small = s.height < 170
        mind = run.mind_index(0, desk.look.life)
        w = s.text("Surprise", 16, 10, t.ink, 13, 600)
        told = s.text("bits a tick, as the agent felt it" if not small else "bits a tick", 24 + w, 11, t.ink3, 12)
        x0, x1 = 56, s.width - 16
        foot = 60 if not small else 34
        la, lah = (40, 24) if not small else (36, 14)
        lb = la + lah + (12 if not small else 8)
        lbh = s.height - lb - foot
        strip(s, desk, mind, x0, x1, (la, lah), (lb, lbh), PRESENT_AT, labels=11, words_end=24 + w + told)
        self._overview(s, desk, x0, x1, lb + lbh + (16 if not small else 8), mind)
        if not small:
            self._foot(s, desk, s.height - 28)
        else:
            live_pill(s, desk, s.width - 16, 8)

    def _overview(self, s: Sheet, desk, x0: float, x1: float, y: float, mind: int) -> None:
        """The whole run in one bar, with a tick for each change of law and the handle."""
        t, run = s.theme, desk.run
        s.text("run", x0 - 8, y + 4 - s.line_height(11) / 2, t.ink3, 11, align="right")
        ahead = [tick for tick, _ in run.scheduled()]
        end = max(run.now * 1.02, run.now + 24, min(ahead[0] + 8, run.now * 2 + 240) if ahead else 0)

        def place(tick: float) -> float:
            return x0 + (x1 - x0) * tick / end

        s.rounded((x0, y, x1 - x0, 8), t.raised, 4)
        if run.now:
            s.rounded((x0, y, max(8, place(run.now) - x0), 8), mix(t.raised, t.ink, .14), 4)
        kept = place(run.history.first)
        if kept > x0 + 2:
            s.hatch((x0, y, kept - x0, 8), mix(t.panel, t.ink, .2), 4)
        for tick, _ in run.changes():
            s.fill((round(place(tick)) - 1, y, 2, 8), t.law)
        for tick in ahead:
            if tick < end:
                s.fill((round(place(tick)) - 1, y + 2, 2, 4), mix(t.raised, t.law, .6))
        s.disc(place(run.tick_shown), y + 4, 6, t.ink if run.cursor is None else t.ghost)
        s.zone((x0 - 6, y - 8, x1 - x0 + 12, 24), "overview", (x0 + s.origin[0], x1 + s.origin[0], end), drag=True, quiet=True)

    def _foot(self, s: Sheet, desk, y: float) -> None:
        t = s.theme
        begin = live_pill(s, desk, s.width - 16, y - 1)
        words = "you act: arrows" if desk.acting else f"last: {desk.look.last_key}" if desk.look.last_key else ""
        if words:
            begin -= 16 + s.text(words, begin - 16, y + 9 - s.line_height(11) / 2, t.ink3, 11, align="right")
        x = 16
        hints = (("?", "help", "help"), ("T", "take over", "take over"), ("G", "ghosts", "ghosts"), ("U", "doubt", "doubt"), ("F12", "picture", "picture"))
        for key, says, action in hints if desk.run.learners else (hints[0], hints[4]):
            w = s.wide(key, 11, 500, True) + 16 + s.wide(says, 11)
            if x + w > begin - 24:
                break
            left = x
            x += widgets.keycap(s, x, y, key) + 6
            x += s.text(says, x, y + 9 - s.line_height(11) / 2, t.ink3, 11)
            s.zone((left - 3, y - 3, x - left + 6, 24), action, False if action == "picture" else None)
            x += 16


class BareTimeline(Timeline):
    """The dock of a world that nobody learns from: the run, without a strip of surprise."""

    def draw(self, s: Sheet, desk) -> None:
        s.panel()
        self._overview(s, desk, 56, s.width - 16, 16, 0)
        self._foot(s, desk, s.height - 28)


class MindPanel:
    """What lies under one of several minds: its surprise, what it costs, and the cell pinned under all of them."""

    def __init__(self, column: int):
        self.column = column

    def inputs(self, desk) -> tuple:
        run = desk.run
        cell = desk.look.pinned or desk.look.hover or desk.own_cell(self.column)
        return (run.now, run.cursor, desk.look.px, desk.look.right_edge, desk.look.life, run.changes(), run.scheduled(), cell, desk.look.pinned is not None,
                desk.look.action_page, desk.audit_mark(self.column))

    def draw(self, s: Sheet, desk) -> None:
        from viewer.panels.cells import cell_strip
        from viewer.panels.ledger import cost_words
        t, run = s.theme, desk.run
        s.panel()
        big, small = s.height >= 280, s.height < 230
        w = s.text("Surprise", 16, 12, t.ink, 13, 600)
        w += 8 + s.text("bits a tick, as the agent felt it" if big else "bits a tick", 24 + w, 13, t.ink3, 12)
        s.text(cost_words(desk, self.column), s.width - 16, 13, t.ink3, 11, align="right", most=s.width - 48 - w)
        mind = run.mind_index(self.column, desk.look.life)
        top = 62 if big else 58
        total = (s.height - 194) if big else s.height - 170 if not small else s.height - top - 14
        lane = 20 if not small else 14
        gap = 8
        strip(s, desk, mind, 56, s.width - 16, (top, lane), (top + lane + gap, total - lane - gap), .92 if not small else .9,
              px=self._px(desk), labels=top - 28)
        if small:
            return
        y = top + total + (14 if big else 10)
        s.rule(16, s.width - 16, y)
        cell_strip(s, desk, self.column, y + 10, s.height - 12, big)

    def _px(self, desk) -> float:
        """A quarter of the zoom of the dock: there is less room, and the change should stay in view for half a minute."""
        return max(.05, desk.look.px * .25)
