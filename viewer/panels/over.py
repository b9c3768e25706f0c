"""What lies over the boards for a while: help, the list of minds, a bad save, a world that stopped, a short notice."""
from __future__ import annotations

import pygame

from viewer import keys, marks, widgets
from viewer.paint import Sheet
from viewer.theme import mix
from world.mistakes import visible


class Help:
    """Every key, from the table that binds them."""

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        veil(s)
        rows = [row for row in keys.TABLE if row.where in ("", "gallery") and not (row.where and row.action in ("escape", "quit", "picture", "theme"))]
        groups = list(dict.fromkeys(row.group for row in rows))
        columns = [[], [], []]
        heights = [0, 0, 0]
        for group in sorted(groups, key=lambda g: -sum(row.group == g for row in rows)):  # each group under the shortest column
            mine = [row for row in rows if row.group == group]
            at = heights.index(min(heights))
            columns[at].append((group, mine))
            heights[at] += 34 + 24 * len(mine)
        wide = min(s.width - 32, 1160)
        high = min(s.height - 32, max(heights) + 96)
        x, y = (s.width - wide) / 2, (s.height - high) / 2
        s.rounded((x - 1, y - 1, wide + 2, high + 2), t.line, 9)
        s.rounded((x, y, wide, high), t.panel, 8)
        s.zone((x, y, wide, high), "nothing", quiet=True)
        marks.logo(s.surface, t, ((x + 24) * s.k, (y + 20) * s.k), round(24 * s.k))
        s.text("Keys", x + 60, y + 21, t.ink, 16, 600)
        s.text("Everything can be pressed with the pointer too. Hover over anything to hear what it is.", x + 110, y + 25, t.ink3, 12, most=wide - 170)
        widgets.button(s, (x + wide - 48, y + 16, 32, 32), "cross", "escape", tip="close (Esc)")
        step = (wide - 48) / 3
        for c, column in enumerate(columns):
            yy = y + 64
            for group, mine in column:
                s.text(group, x + 24 + c * step, yy, t.ink, 13, 600)
                yy += 26
                for row in mine:
                    if yy + 20 > y + high:
                        break
                    left = x + 24 + c * step
                    at = left
                    for key in row.keys:
                        if key not in ("=", "Ctrl+="):
                            at += widgets.keycap(s, at, yy, key) + 4
                    s.text(row.says, max(left + 84, at + 6), yy + 9 - s.line_height(12) / 2, t.ink2, 12, most=left + step - 12 - max(left + 84, at + 6))
                    yy += 24
                yy += 10


class Minds:
    """The minds that a board's agent could have instead, or the other agents that have one."""

    def draw(self, s: Sheet, desk, head) -> None:
        t = s.theme
        column = desk.look.over_arg
        x, y = head[0], head[1] + head[3] + 2
        rows = []
        if len(desk.run.learners) > 1:
            rows += [("look at " + learner, "", "life", i, i == desk.look.life) for i, learner in enumerate(desk.run.learners)]
        life = desk.life_of(column)
        rows += [(name, says.split(";")[0].split(":")[0], "swap", (column, name), life is not None and life.mind == name) for name, says in desk.minds_offered()]
        wide = min(max(s.wide(n, 13, 600) + s.wide(w, 12) for n, w, *_ in rows) + 72, s.width - 32)
        x = min(x, s.width - wide - 12)
        high = 16 + 30 * len(rows) + 24
        s.rounded((x - 1, y - 1, wide + 2, high + 2), t.line, 9)
        s.rounded((x, y, wide, high), t.raised, 8)
        for i, (name, words, action, arg, on) in enumerate(rows):
            yy = y + 8 + 30 * i
            if on:
                s.disc(x + 18, yy + 15, 3, t.ink)
            w = s.text(name, x + 32, yy + 15 - s.line_height(13) / 2, t.ink, 13, 600)
            s.text(words, x + 44 + w, yy + 15 - s.line_height(12) / 2, t.ink3, 12, most=wide - 60 - w)
            s.zone((x + 6, yy, wide - 12, 30), action, arg)
        s.text("A fresh mind knows nothing yet; the world goes on.", x + 32, y + high - 26, t.ink3, 11, most=wide - 48)


class BadSave:
    """A file that cannot be read: where, the line, what is wrong, what was perhaps meant. The last good world goes on meanwhile."""

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        mistake = desk.mistakes[0]
        s.panel()
        s.rounded((0, 16, 3, s.height - 32), t.error, 1.5)
        widgets.ICONS["cross"](s, 28, 24, t.error)
        name = mistake.mark.file.replace("\\", "/").rsplit("/", 1)[-1]
        w = s.text(name, 44, 15, t.ink, 14, 600)
        place = f"line {mistake.mark.line}, column {mistake.mark.column}"
        if len(desk.mistakes) > 1:
            place += f" · and {len(desk.mistakes) - 1} more"
        s.text(place, 52 + w, 17, t.ink3, 12)
        widgets.button(s, (s.width - 40, 8, 32, 32), "cross", "close mistakes", tip="hide this (Esc)")
        s.text(mistake.message, 44, 40, t.ink, 14, most=s.width - 60)
        wide = s.width >= 700
        right = min(340, s.width * .38) if wide else 0
        bottom = s.height - 34
        code_h = (bottom - 10 - 68) if wide else max(30, bottom - 10 - 68 - 44)
        self._code(s, mistake, 20, 68, s.width - 36 - (right + 16 if right else 0), code_h)
        if wide:
            self._hints(s, mistake, s.width - 16 - right, 70, right, code_h)
        else:
            self._hints(s, mistake, 44, 68 + code_h + 6, s.width - 60, 40)
        s.rule(20, s.width - 16, bottom)
        s.disc(30, bottom + 17, 3, t.goal)
        words = ("Running the version you saved before. Save again and this closes by itself." if desk.mistakes_of == desk.path
                 else "That world was not opened; this one goes on.")
        s.text(words, 44, bottom + 17 - s.line_height(12) / 2, t.ink2, 12, most=s.width - 60)

    def _code(self, s: Sheet, mistake, x: float, y: float, w: float, h: float) -> None:
        t = s.theme
        s.rounded((x, y, w, h), t.bg, 6)
        step = 20
        room = max(1, int((h - 10) // step))
        lines = context(mistake, room)
        char = s.wide("x" * 20, 13, 400, True) / 20
        most = max(8, int((w - 60) / char))
        start, end, shift = 0, 0, 0
        for number, line in lines:                       # all lines are moved alike, so that what stands below each other stays so
            if number == mistake.mark.line:
                before, word = visible(line[:mistake.mark.column - 1]), visible(line[mistake.mark.column - 1:mistake.end_column - 1])
                start, end = len(before), len(before) + max(1, len(word))
                shift = 0 if end < most else max(0, min(start - most // 3, len(visible(line)) - most))
        top = y + (h - step * len(lines)) / 2
        for i, (number, line) in enumerate(lines):
            yy = top + i * step
            here = number == mistake.mark.line
            s.text(str(number), x + 34, yy + 2, t.ink3, 13, 400, True, "right")
            line = cut_out(visible(line), shift, most)
            s.text(line, x + 46, yy + 2, t.ink if here else t.ink3, 13, 400, True)
            if here:
                left = x + 46 + s.wide(line[:start - shift].ljust(start - shift), 13, 400, True)
                wide = max(char, min(s.wide(line[start - shift:end - shift], 13, 400, True), x + w - 12 - left))
                n = max(2, round(wide / 2))
                s.line([(left + wide * j / n, yy + 18.5 + (1.5 if j % 2 else -1.5)) for j in range(n + 1)], t.error, 1.5)

    def _hints(self, s: Sheet, mistake, x: float, y: float, w: float, h: float) -> None:
        t = s.theme
        end = y + h
        for hint in mistake.hints:
            for i, part in enumerate(s.wrap(hint, w, 12)[:4]):
                if y + 16 > end:
                    return
                meant = hint.startswith("did you mean ") and i == 0
                if meant:
                    word = hint.removeprefix("did you mean ").rstrip("?").strip().strip("`")
                    g = s.text("did you mean ", x, y + 2, t.ink2, 12)
                    ww = s.wide(word, 12, 600)
                    s.rounded((x + g + 4, y - 1, min(ww + 16, w - g - 20), 22), mix(t.panel, t.goal, .12), 5)
                    s.text(word, x + g + 12, y + 2, t.goal, 12, 600, most=w - g - 36)
                    s.text("?", x + min(g + 26 + ww, w - 8), y + 2, t.ink2, 12)
                    y += 26
                    break
                s.text(part, x, y + 2, t.ink3, 12)
                y += 18
            y += 2


def cut_out(line: str, first: int, most: int) -> str:
    """`most` characters of a line from `first` on, with … where something is left out."""
    part = line[first:first + most]
    if first and part:
        part = "…" + part[1:]
    return part[:-1] + "…" if first + most < len(line) else part


def context(mistake, room: int) -> list[tuple[int, str]]:
    """(number, text) of the lines about a mistake: two before and one after, as far as there is room and the file can be read."""
    number = mistake.mark.line
    lines: list[str] = []
    try:
        with open(mistake.mark.file, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        pass
    if not (0 < number <= len(lines)):
        return [(number, mistake.source_line)]
    first = max(1, number - min(2, max(0, room - 1)))
    last = min(len(lines), first + room - 1, number + 1)
    return [(n, lines[n - 1] if n != number or not mistake.source_line else mistake.source_line) for n in range(first, last + 1)]


class Stopped:
    """The world stopped by a mistake of the program: said calmly, with what to do."""

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        s.panel()
        what, where = desk.failure
        s.rounded((0, 16, 3, s.height - 32), t.error, 1.5)
        s.text("This world has stopped", 24, 14, t.ink, 14, 600)
        s.text("A mistake in the program itself, not in your file. What has been lived is kept: step back, look, begin again.", 24, 38, t.ink2, 12, most=s.width - 40)
        y = 64
        s.rounded((20, y, s.width - 36, 48), t.bg, 6)
        s.text(what, 32, y + 6, t.ink, 12, 400, True, most=s.width - 60)
        s.text(where, 32, y + 26, t.ink3, 12, 400, True, most=s.width - 60)
        x = 24
        x += widgets.word_button(s, x, y + 60, "Begin again", "reset", key="F5") + 8
        widgets.word_button(s, x, y + 60, "Other worlds", "gallery", key="Esc")


def notice(s: Sheet, words: str, rect) -> None:
    """A short notice in the place of the caption, where it covers no figures: in one line, or two small ones."""
    t = s.theme
    x, y, w, h = rect
    y, h = y - 4, h + 8
    size = next((n for n in (13, 12, 11) if s.wide(words, n, 500) <= w - 24), 0)
    lines = [words] if size else s.wrap(words, w - 24, 11)
    if len(lines) > 2:
        lines = [lines[0], s.cut(" ".join(lines[1:]), w - 24, 11)]
    s.fill((x - 2, y, w + 4, h), t.bg)
    s.rounded((x - 1, y, w + 2, h), t.line, 8)
    s.rounded((x, y + 1, w, h - 2), t.raised, 7)
    step = s.line_height(11) if not size else 0
    top = y + (h - (s.line_height(size or 11) if size else step * len(lines))) / 2
    for i, line in enumerate(lines):
        s.text(line, x + 12, top + i * step, t.ink, size or 11, 500 if size else 400)


def toast(s: Sheet, words: str) -> None:
    """A short notice at the lower edge of the picker."""
    t = s.theme
    words = s.cut(words, s.width - 80, 13, 500)
    w = s.wide(words, 13, 500) + 32
    x, y = (s.width - w) / 2, s.height - 64
    s.rounded((x - 1, y - 1, w + 2, 38), t.line, 19)
    s.rounded((x, y, w, 36), t.raised, 18)
    s.text(words, x + 16, y + 18 - s.line_height(13) / 2, t.ink, 13, 500)


def veil(s: Sheet) -> None:
    """Dims everything behind; a press on it closes what lies over."""
    shade = pygame.Surface(s.surface.get_size())
    shade.fill(s.theme.bg)
    shade.set_alpha(200)
    s.surface.blit(shade, (0, 0))
    s.zone((0, 0, s.width, s.height), "escape", quiet=True)
