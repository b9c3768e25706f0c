"""The law in force: a sentence a row, with its switch; what changed last, and what each mind makes of it; what is due."""
from __future__ import annotations

import numpy as np
import pygame

from lab.beside import OTHERWISE
from lab.frame import WRONG
from viewer import faces, marks, widgets
from viewer.model import LawLine, due, entry_name, held, law_lines, number_choices, number_words
from viewer.paint import Sheet
from viewer.panels.beside import GLYPHS, believed, besides, draw_known, draw_mark, draw_own_words, height, tip
from viewer.theme import mix

OPEN_ROWS = 1
"""How many changed rows are shown in full, old sentence and new; older changes are one line each."""


class Law:
    def inputs(self, desk) -> tuple:
        run = desk.run
        rows = run.law()
        due_now = tuple(r.due_in for r in rows)
        changed = any(r.changed_at is not None for r in rows)
        return (tuple((r.key, r.text, r.on, r.changed_at) for r in rows), due_now, run.tick_shown if changed else 0, run.cursor is None, tuple(desk.waiting.items()),
                desk.look.law_scroll, len(run.log()), desk.look.life,
                tuple((b.sentence, round(b.right), round(b.of)) for b in believed(desk)), tuple(desk.audit_mark(i) for i in range(len(run.session.twins))) if changed else 0,
                desk.flash_step())

    def draw(self, s: Sheet, desk) -> None:
        t, run = s.theme, desk.run
        s.panel()
        n = len([e for e in run.log() if e.tick <= run.tick_shown + 1 and not e.refused])
        w = s.text("Law" if not run.scenario.rules else "Rules", 16, 12, t.ink, 13, 600)
        so_far = s.text("no change so far" if n == 0 else f"{n} change{'s' if n > 1 else ''} so far", s.width - 16, 13, t.ink3, 11, align="right", most=s.width - 48 - w)
        self.held = besides(desk)
        draw_known(s, desk, self.held, 28 + w, s.width - 16 - so_far - 12 - (28 + w))
        top, bottom = 38, s.height - 8
        lines = law_lines(run.law(), run.log(), run.tick_shown)
        soonest = next((line for line in lines if line.style == "scheduled"), None)
        if soonest is not None:                          # what is to come next stays in sight
            bottom -= 32
            s.rule(16, s.width - 16, round(bottom))
            self._scheduled(s, desk, soonest, bottom + 3)
        blocks = self._blocks(s, desk, [line for line in lines if line is not soonest])
        total = sum(high for high, _ in blocks)
        scroll = max(0, min(desk.look.law_scroll, total - (bottom - top)))
        desk.look.law_scroll = scroll
        box = s._box((0, top, s.width, bottom - top))
        s.surface.set_clip(box)
        y = top - scroll
        for high, draw in blocks:
            if y + high > top and y < bottom:
                before = len(s.zones)
                draw(y)
                s.zones[before:] = [z for z in s.zones[before:] if z.rect[1] - s.origin[1] + z.rect[3] <= bottom + 6 and z.rect[1] - s.origin[1] >= top - 6]
            y += high
        s.surface.set_clip(None)
        if bottom - y > 92:
            self._story(s, desk, y + 16, bottom)
        if total > bottom - top:
            self._fade(s, top, bottom, scroll, total)
        s.zone((0, 0, s.width, s.height), "nothing", wheel="scroll law", quiet=True)

    def _fade(self, s: Sheet, top: float, bottom: float, scroll: float, total: float) -> None:
        """What is out of sight: the last row fades, and a thin bar at the edge says how much there is."""
        view, panel = bottom - top, s.theme.panel
        for edge, hidden in ((top, scroll > 0), (bottom, scroll < total - view - 1)):
            if hidden:
                high = max(2, round(18 * s.k))
                veil = pygame.Surface((s.surface.get_width() - round(12 * s.k), high), pygame.SRCALPHA)
                for row in range(high):
                    share = (row + 1) / high if edge == bottom else 1 - row / high
                    veil.fill((*panel, round(255 * share ** 1.4)), (0, row, veil.get_width(), 1))
                s.surface.blit(veil, (round(4 * s.k), round(edge * s.k) - (high if edge == bottom else 0)))
        s.rounded((s.width - 6, top + 2 + (view - 4) * scroll / total, 3, max(16, (view - 4) * view / total)), mix(panel, s.theme.ink3, .5), 1.5)

    def _story(self, s: Sheet, desk, y: float, bottom: float) -> None:
        """Where there is room: every change so far, newest first; a press goes there."""
        t, run = s.theme, desk.run
        entries = [e for e in run.log()][::-1]
        s.rule(16, s.width - 16, round(y))
        s.text("So far", 16, y + 10, t.ink3, 11)
        y += 30
        if not entries:
            s.text("The law is as the file has it.", 16, y, t.ink3, 12, most=s.width - 32)
            return
        for entry in entries:
            if y + 22 > bottom:
                return
            future = entry.tick > run.tick_shown
            s.text(f"t {entry.tick:,}", 72, y + 1, t.ink3, 11, 400, True, "right")
            right = s.text(entry.by, s.width - 16, y, t.ink3, 12, align="right", most=s.width * .3)
            s.text(entry_name(entry, run.log()), 84, y, t.ink3 if future else t.law_ink, 12, 500, most=s.width - 84 - 28 - right)
            s.zone((12, y - 3, s.width - 24, 22), "seek", entry.tick, tip="\n".join(told(entry)))
            y += 22

    # ---- rows ---------------------------------------------------------------------------------------------------------
    def _blocks(self, s: Sheet, desk, lines: list[LawLine]) -> list:
        """(height, draw at y) of each row, in order."""
        blocks, opened, ruled = [], 0, False
        for line in lines:
            if line.style in ("changed", "agent"):
                if opened < OPEN_ROWS:
                    opened += 1
                    blocks.append((84, lambda y, l=line: self._changed(s, desk, l, y)))
                    if line.row.touches and desk.run.learners:
                        blocks.append((28, lambda y, l=line: self._believed(s, desk, l, y)))
                    continue
                blocks.append((24, lambda y, l=line: self._plain(s, desk, l, y)))
                continue
            if not ruled and opened:
                ruled = True
                blocks.append((8, lambda y: s.rule(16, s.width - 16, round(y + 3))))
            if line.style == "scheduled":
                blocks.append((28, lambda y, l=line: self._scheduled(s, desk, l, y)))
            else:
                held = self.held.get(line.row.key)
                blocks.append((24 + height(held), lambda y, l=line: self._plain(s, desk, l, y)))
        return blocks

    def _changed(self, s: Sheet, desk, line: LawLine, y: float) -> None:
        t, row = s.theme, line.row
        face = desk.face_of_agent(line.by_agent)
        colour = faces.colour_of(t, face) if line.by_agent else t.law
        ink = faces.ink_of(t, face) if line.by_agent else t.law_ink
        flash = desk.flash_step() / 4
        s.fill((0, y, s.width, 80), mix(t.panel, colour, .10 + .3 * flash))
        s.fill((0, y, 3, 80), colour)
        x = 16
        if line.by_agent:
            s.agent(24, y + 17, 22, desk.face_of_agent(line.by_agent))
            x = 42
        name = line.name or (row.key.split(" is ")[0] if row.sort == "fact" else row.key.removeprefix("rule "))    # who it is about; what, the sentences say
        room = s.width - x - 32 - s.wide(name, 13, 600)  # the name comes first, then for how long it holds
        meta = next((words for words in (line.meta, *line.shorter) if s.wide(words, 11) <= room), "")
        right = s.text(meta, s.width - 16, y + 9, t.ink2, 11, align="right") if meta else 0
        s.text(name, x, y + 8, ink, 13, 600, most=s.width - x - 16 - (right + 16 if right else 0))
        old, new = line.told
        picture = self._picture(s, desk, row, old, y - 4)
        tip = (f"{old}\n→ {new}" if old else new)
        s.zone((0, y, s.width, 80), "seek", max(0, (row.changed_at or 1) - 1), tip=f"{name}: {line.meta}\n{tip}\na press goes to that tick", quiet=True)
        control = self._control(s, desk, line, y + 59) if desk.run.cursor is None else 0
        if old:
            s.struck(old, x, y + 31, t.ink2, 12, most=s.width - x - 16 - picture)
        most = s.width - x - 16 - control
        s.text(new, x, y + 52, ink, 13 if s.wide(new, 13, 600) <= most else 12, 600, most=most)

    def _picture(self, s: Sheet, desk, row, old: str, y: float) -> float:
        """A small old → new where there is one; returns its width."""
        t = s.theme
        turns = {"forward": 0, "backward": 2}
        was = old.rsplit("= ", 1)[-1] if "= " in old else ""
        if row.key.endswith(".carries") and was in turns and row.value in turns:
            facing = usual_facing(desk, row)
            if facing >= 0:
                x = s.width - 24
                s.arrow(x - 40, y + 38, (facing + turns[was]) % 4, t.ink3, 6, 1.6)
                s.arrow(x - 21, y + 38, 1, t.ink3, 3, 1.4)
                s.arrow(x, y + 38, (facing + turns[row.value]) % 4, t.law_ink, 8, 2.2)
                return 72
        return 0

    def _believed(self, s: Sheet, desk, line: LawLine, y: float) -> None:
        """How right each mind is about what the row touches."""
        t, run = s.theme, desk.run
        columns = range(len(run.session.twins)) if run.twins else [0]
        room = (s.width - 24) / len(columns)
        for n, column in enumerate(columns):
            frame = run.shown()[column]
            told = held(frame, desk.look.life, line.row, run.session.looks[run.learners[desk.look.life]].actions) if run.learners else None
            x = 12 + n * room
            s.agent(x + 12, y + 12, 20, desk.face(column))
            if told is None:
                s.text("has tried nothing of it", x + 28, y + 4, t.ink3, 12, most=room - 36)
                continue
            own = self.held.get(line.row.key) if len(columns) == 1 else None
            if own is not None and own.belief is not None:
                right = s.text(own.counts(), s.width - 40, y + 5, t.ink3, 11, align="right")
                s.text(own.belief.sentence, x + 28, y + 4, t.wrong if own.verdict == OTHERWISE else t.ink2, 12, 500, most=s.width - x - 28 - 48 - right)
                s.verdict(GLYPHS[own.verdict], s.width - 22, y + 12)
                s.zone((x, y, room, 24), "nothing", quiet=True, tip=tip(own))
                continue
            words = "right about it" if told.wrong == 0 else f"{told.wrong:,} of {told.tried:,} wrong"
            if s.wide(words, 12, 600) > room - 56:
                words = "right" if told.wrong == 0 else f"{told.wrong:,} wrong"
            w = s.text(words, x + 28, y + 4, t.wrong if told.verdict == WRONG else t.ink2 if told.wrong == 0 else t.ink, 12, 600 if told.wrong else 400, most=room - 54)
            s.verdict(told.verdict, x + 28 + w + 14, y + 12) if len(columns) > 1 else s.verdict(told.verdict, s.width - 22, y + 12)
            s.zone((x, y, room, 24), "nothing", quiet=True,
                   tip="its beliefs about the cells that this sentence touches. The line under the board counts those about the whole map.")

    def _plain(self, s: Sheet, desk, line: LawLine, y: float) -> None:
        t, row = s.theme, line.row
        if line.style in ("changed", "agent"):
            colour = faces.colour_of(t, desk.face_of_agent(line.by_agent)) if line.by_agent else t.law
            s.fill((0, y + 2, 3, 20), colour)
        right = self._control(s, desk, line, y + 12)
        name, sentence = _split(row)
        held = self.held.get(row.key) if line.style == "plain" else None
        room = s.width - 32 - right - s.wide(name, 12, 500) - 8 - s.wide(sentence, 12)
        right += draw_mark(s, held, s.width - 16 - right, y + 12, room)
        if held is not None and height(held):
            draw_own_words(s, held, y + 23)
        most = s.width - 24 - right
        x = 16
        off = not row.on and row.sort != "change"
        if name:
            w = s.text(name, x, y + 4, t.ink3 if off else t.ink, 12, 500, most=most)
            x += w + 8
        if sentence and most - (x - 16) > 24:
            if off:
                s.struck(row.edit_on if row.sort == "fact" else sentence, x, y + 4, t.ink3, 12, most=most - (x - 16))
            else:
                s.text(sentence, x, y + 4, t.ink2 if name else t.ink, 12, most=most - (x - 16))
        tip = row.text if line.style == "plain" else "\n".join(p for p in (line.told[1], f"before: {line.told[0]}" if line.told[0] else "", line.meta) if p)
        s.zone((16, y, max(16, s.width - 24 - right), 24), "nothing", tip=tip, quiet=True)

    def _control(self, s: Sheet, desk, line: LawLine, y: float) -> float:
        """The switch, slider or choice of a row, ending at the right edge, centred on y; returns the width it takes."""
        t, row = s.theme, line.row
        waiting = row.key in desk.waiting
        right = s.width - 16
        choices = number_choices(row) if row.sort == "number" else row.choices
        if row.sort == "number" and row.edit_on and len(choices) == 2 and isinstance(row.value, (int, float)):
            low, high = choices
            wide = 72
            share = (row.value - low) / ((high - low) or 1)
            if waiting:
                s.text("next tick", right - wide - 10, y - 7, t.law_ink, 11, align="right")
            widgets.slider(s, right - wide, y, wide, share, "law number", (row, low, high), tip=f"{low} to {high}")
            return wide + 16 + (64 if waiting else 0)
        if row.sort in ("word", "number") and row.edit_on and len(choices) > 1:
            value = desk.waiting.get(row.key, row.value)
            now = number_words(row.value)
            words = [str(c) for c in choices]
            total = sum(s.wide(c, 11, 500) + 12 for c in words) + 4
            if total < s.width * .5:
                chosen = next((i for i, c in enumerate(words) if (value == row.edit_on.format(c) if waiting else c == now)), -1)
                widgets.segments(s, right - total, y - 10, words, chosen, "law", [(row.key, row.edit_on.format(c)) for c in words], height=20, size=11, pad=6)
                return total + 8
            following = words[(words.index(now) + 1 if now in words else 0) % len(words)]
            w = s.wide(f"→ {following}", 11, 500) + 16
            s.rounded((right - w, y - 10, w, 20), t.line, 5)
            s.text(f"→ {following}", right - w + 8, y - s.line_height(11) / 2, t.ink2, 11, 500)
            s.zone((right - w, y - 10, w, 20), "law", (row.key, row.edit_on.format(following)), tip="from the next tick")
            return w + 8
        sentence = row.edit_off if row.on else row.edit_on
        if not sentence:
            return 0
        if row.sort == "change":
            words = "undo" if row.on and row.edit_off else "apply now"
            w = s.wide(words, 11, 500) + 16
            s.rounded((right - w, y - 10, w, 20), t.line, 5)
            s.text(words, right - w + 8, y - s.line_height(11) / 2, t.law_ink if waiting else t.ink, 11, 500)
            s.zone((right - w, y - 10, w, 20), "law", (row.key, sentence), tip="from the next tick")
            return w + 8
        if waiting and desk.waiting[row.key] == sentence:    # pressed once more before the tick has come: as it was
            sentence = row.edit_on if row.on else row.edit_off
        else:
            waiting = False
        widgets.toggle(s, right - 24, y - 7, row.on, "law", (row.key, sentence), tip="from the next tick: " + sentence, waiting=waiting)
        return 24 + 10

    def _scheduled(self, s: Sheet, desk, line: LawLine, y: float) -> None:
        t, row = s.theme, line.row
        left = desk.share_left(row)
        marks.clock_ring(s.surface, t, (24 * s.k, (y + 14) * s.k), left)
        words = due(row.due_in)
        right = s.text(words, s.width - 16, y + 6, t.law_ink, 12, 500, align="right")
        w = s.text(line.name, 40, y + 6, t.ink, 12, 600, most=s.width - 72 - right)
        sentence = (_split(row)[1] or row.text).rsplit(" → ", 1)[-1]
        if s.width - 16 - right - (48 + w) > 30:
            s.text(sentence, 48 + w, y + 6, t.ink2, 12, most=s.width - 16 - right - (48 + w) - 10)
        if row.edit_on:
            s.zone((8, y, s.width - 16, 26), "law", (row.key, row.edit_on), tip=row.text + "\na press brings it now")
        else:
            s.zone((8, y, s.width - 16, 26), "nothing", tip=row.text, quiet=True)


def told(entry) -> list[str]:
    """What an entry of the log says, line by line: who voted and paid, what gave way and what came; or why not."""
    if entry.refused:
        return [f"{sentence}: refused, since {entry.refused} is entrenched" for sentence in entry.added]
    lines = [f"- {sentence}" for sentence in entry.removed] + [f"+ {sentence}" for sentence in entry.added]
    paid = f"{'together ' if entry.voters else ''}for {entry.price}" if entry.price else ""
    return lines + ([f"{', '.join(entry.voters) or entry.by} {paid}".strip()] if entry.voters or paid else [])


def _split(row) -> tuple[str, str]:
    """A row's name and the rest of its sentence: rules and changes have names, facts are their sentence."""
    for sort in ("rule ", "change "):
        if row.key.startswith(sort):
            name = row.key.removeprefix(sort)
            rest = row.text.removeprefix(name).removeprefix(":").strip()
            return name, rest
    return "", row.text


def usual_facing(desk, row) -> int:
    """Which way most of the things that a row touches face, on the map as it is; -1 if none does."""
    cells = desk.run.shown()[0].snapshot.cells
    ids, n = np.unique(cells, return_counts=True)
    best = -1, 0
    for thing, count in zip(ids, n):
        if thing in row.touches and desk.run.scenario.things[int(thing)].facing >= 0 and count > best[1]:
            best = desk.run.scenario.things[int(thing)].facing, count
    return best[0]
