"""What stands above and below each board: its name, what it shows, and in words what is to be seen."""
from __future__ import annotations

from lab.frame import NEVER, RIGHT, UNSURE, WRONG
from viewer import widgets
from viewer.model import VIEWS, ago, entry_name
from viewer.paint import Sheet

TAB_TIPS = ("what it believes to be there (2)", "what it foretold for this tick (3)", "forecast against reality (4)", "each action from each cell: right or wrong (5)")
OTHER_TABS = {"imagination": ("Plan", "only the plan it follows (6)"), "reality": ("World", "its own world, as it is (1)")}
LEARNS = {"cells": "it counts cells", "nothing": "it learns nothing"}


class RealityHead:
    """`Reality`, and for how long the law has been as it is."""

    def inputs(self, desk) -> tuple:
        entry = desk.run.newest_change()
        return desk.run.tick_shown if entry else None, entry

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        w = s.text("Reality", 0, 3, t.ink, 14, 600)
        entry = desk.run.newest_change()
        if entry is not None:
            words = f"{entry_name(entry, desk.run.log())} · {ago(desk.run.tick_shown - entry.tick)}"
            wide = widgets.pill(s, s.width, 2, words, t.law_ink, t.bg, right=True, most=s.width - w - 16)
            s.zone((s.width - wide, 2, wide, 20), "seek", max(0, entry.tick), tip="go to that tick", radius=10)


class MindHead:
    """Whose mind this board shows, and the tabs of its views."""

    def __init__(self, column: int):
        self.column = column

    def inputs(self, desk) -> tuple:
        life = desk.life_of(self.column)
        return desk.look.modes[self.column], desk.look.life, life.mind if life else "", life.notice if life else "", desk.face(self.column), desk.acting, desk.run.twins

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        life = desk.life_of(self.column)
        mode = desk.look.modes[self.column]
        names = [v.capitalize() for v in VIEWS]
        args, tips = [(v, self.column) for v in VIEWS], list(TAB_TIPS)
        if mode in OTHER_TABS:                           # reached by its key alone: its tab is there for as long as it is shown
            names.append(OTHER_TABS[mode][0])
            args.append((mode, self.column))
            tips.append(OTHER_TABS[mode][1])
        begin = widgets.tabs(s, s.width, 0, names, VIEWS.index(mode) if mode in VIEWS else len(VIEWS), "view", args, tips,
                             gap=14 if s.width >= 400 or mode in VIEWS else 8)
        if life is None:
            s.text("Nobody", 0, 3, t.ink2, 14, 600)
            return
        s.agent(10, 12, 22, desk.face(self.column))
        name = life.mind if desk.run.twins or len(desk.run.learners) == 1 else f"{life.agent} · {life.mind}"
        w = s.text(name, 28, 3, t.ink, 14, 600, most=begin - 28 - 30)
        x = 28 + w + 6
        s.polygon([(x, 11), (x + 8, 11), (x + 4, 16)], t.ink3)
        s.zone((-2, 0, x + 14, 26), "minds", self.column, tip="give it another mind")
        x += 18
        learns = desk.learns(self.column)
        words = LEARNS.get(learns, f"it learns {learns}") if learns else ""
        if desk.acting == life.agent:
            words = "you act"
        if life.notice:
            words = "stopped"
        if words and s.wide(words, 12) < begin - x - 12:
            s.text(words, x, 5, t.error if life.notice else t.ink3, 12)


class Caption:
    """What is happening, in one line; after a minute, what to do next."""

    def inputs(self, desk) -> tuple:
        return desk.caption(), desk.look.chips, desk.look.captions, desk.run.cursor is None

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        if desk.look.chips:
            x = 0
            for words, action, tip in (("Flip it yourself", "flip", "change the law now"), ("Take over", "take over", "act for it (T)"),
                                       ("More worlds", "gallery", "other worlds (Esc)")):
                if action == "take over" and not desk.run.learners:
                    continue
                if x + s.wide(words, 12, 500) + 24 > s.width - 20:
                    break
                x += widgets.word_button(s, x, 4, words, action, tip=tip) + 8
            widgets.ICONS["cross"](s, x + 8, 16, t.ink3)
            s.zone((x - 2, 4, 20, 24), "close chips", tip="not now")
            return
        words = desk.caption()
        room = s.width - 14
        if desk.run.cursor is not None:
            room -= 16 + widgets.word_button(s, s.width, 4, "Branch here", "branch", tip="live on from this tick (B)", right=True, key="B")
        if not desk.look.captions or not words:
            return
        size = next((n for n in (14, 13, 12) if s.wide(words, n, 500) <= room), 0)
        lines = [words] if size else s.wrap(words, room, 12)
        if len(lines) > 2:                               # two lines of the smallest size, and only then a cut
            lines = s.wrap(words, room, 11)
        size = size or (12 if len(lines) <= 2 and lines == s.wrap(words, room, 12) else 11)
        lines = lines[:1] + [s.cut(" ".join(lines[1:]), room, size, 500)] if len(lines) > 2 else lines
        step = min(s.line_height(size), 15)
        top = 16 - s.line_height(size) / 2 - step * (len(lines) - 1) / 2
        s.rounded((0, 4 if len(lines) == 1 else 1, 3, 24 if len(lines) == 1 else 30), t.law, 1.5)
        for i, line in enumerate(lines):
            s.text(line, 12, top + i * step, t.ink, size, 500, most=room + 2)
        s.zone((0, 4, min(room, max(s.wide(line, size, 500) for line in lines) + 16), 24), "caption", tip=words + "\nhide the captions (C)", quiet=True)


class Legend:
    """The marks of the board above, with their names, and how many beliefs are wrong."""

    def __init__(self, column: int):
        self.column = column

    def inputs(self, desk) -> tuple:
        return (desk.look.modes[self.column], desk.look.doubt, desk.wrong(self.column), desk.forecast_words(self.column), desk.run.twins,
                desk.actions(self.column), desk.notice(self.column))

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        mode = desk.look.modes[self.column]
        top = (24 - s.line_height(12)) / 2
        lone = not desk.run.twins
        wrong = desk.wrong(self.column)
        left = 0.0
        count_wide = 0 if wrong is None else 4 + s.wide(f"{wrong[0]:,} of {wrong[1]:,} wrong" if wrong[0] else "none wrong", 14, 600)
        gap = 18 if s.width >= 380 else 14
        notice = desk.notice(self.column)
        if notice:
            s.text(notice, 0, top, t.error, 12, most=s.width)
            s.zone((0, 0, s.width, 24), "nothing", tip=notice, quiet=True)
            return
        if mode == "audit" and (lone or self.column == 0):
            for verdict, word in ((RIGHT, "right"), (WRONG, "wrong"), (UNSURE, "unsure"), (NEVER, "never tried")):
                if left + gap + s.wide(word, 12) > s.width - count_wide:
                    break
                s.legend(verdict, left + 6, 12)
                left += 18
                left += s.text(word, left, top, t.ink2, 12) + gap - 6
        elif mode != "audit":
            left = s.text(self._words(desk, mode), 0, top, t.ink2, 12, most=s.width - 16 - count_wide) + 16
        if wrong is None:
            return
        count, tried = wrong
        words = "none wrong" if count == 0 else f"{count:,} of {tried:,} wrong"
        size = next((n for n in (14, 13, 12, 11) if s.wide(words, n, 600) <= s.width - left), 11)
        w = s.text(words, s.width, (24 - s.line_height(size)) / 2, t.wrong if count else t.ink2, size, 600, align="right", most=s.width - left)
        s.zone((s.width - w - 4, 0, w + 4, 24), "nothing", quiet=True, tip=f"beliefs that are wrong, of the {tried:,} that it has tried, on the whole map. "
               "The row of a changed rule counts only those about the cells that its sentence touches.")
        if left == 0 and s.width - w > 140:
            s.text(f"{desk.actions(self.column)} actions a cell", 0, top, t.ink3, 12)

    def _words(self, desk, mode: str) -> str:
        if mode == "belief":
            return "dots: how unsure it is" if desk.look.doubt else "bright: seen · dim: remembered · hatched: never"
        if mode == "forecast":
            return desk.forecast_words(self.column)
        if mode == "difference":
            return "dashed: did not come · framed: not foretold"
        return "its own world, as it is" if mode == "reality" else "the plan it follows"
