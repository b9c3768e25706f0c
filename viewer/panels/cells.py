"""One cell, action by action: what a mind believes that each would do, how surely, from how much, and what is true."""
from __future__ import annotations

from lab.frame import NEVER, WRONG
from viewer import marks
from viewer.model import ActionRow, cell_name, inspect, odds_words
from viewer.paint import Sheet

SHOWN = 4
"""Actions side by side; with more of them a press turns the page."""


def page(rows: tuple[ActionRow, ...], number: int) -> tuple[tuple[ActionRow, ...], str]:
    """The actions shown, and a word on which they are. The last page is filled up from behind, so that no place stays empty."""
    pages = max(1, -(-len(rows) // SHOWN))
    if pages == 1:
        return rows, ""
    first = min((number % pages) * SHOWN, len(rows) - SHOWN)
    return rows[first:first + SHOWN], f"{first + 1}–{first + SHOWN} of {len(rows)}"


def action_sign(s: Sheet, row: ActionRow, x: float, y: float, room: float = 40) -> None:
    """An arrow for a direction, the word for any other action, centred at (x, y)."""
    if row.direction >= 0:
        s.arrow(x, y, row.direction, s.theme.ink, 5, 1.6)
    else:
        s.text(row.name, x, y - s.line_height(11) / 2, s.theme.ink, 11, 500, align="center", most=room)


def outcome_words(s: Sheet, cell, edits: tuple[str, ...], most: float, weight: int = 400) -> str:
    """Where it lands and how many other cells change with it, in the fullest form that fits: `x4 y10 +2`, `4,10 +2`, `4,10+`."""
    more = f" +{len(edits)}" if edits else ""
    short = "–" if cell is None else f"{cell[1]},{cell[0]}"
    forms = (cell_name(cell) + more, short + more, short + more.replace(" ", ""), short + ("+" if edits else ""), short)
    return next((form for form in forms if s.wide(form, 11, weight, True) <= most), short)


def others_words(edits: tuple[str, ...]) -> str:
    """What `+2` stands for."""
    return f" (+{len(edits)}: {len(edits)} other {'cell changes' if len(edits) == 1 else 'cells change'} with it)" if edits else ""


class Inspector:
    """The pinned cell in full, or the one under the pointer."""

    def inputs(self, desk) -> tuple:
        cell = desk.look.pinned or desk.look.hover or desk.own_cell(0)
        return desk.run.tick_shown, desk.run.cursor is None, cell, desk.look.pinned is not None, desk.look.life, desk.look.action_page, desk.audit_mark(0)

    def draw(self, s: Sheet, desk) -> None:
        t = s.theme
        s.panel()
        cell = desk.look.pinned or desk.look.hover or desk.own_cell(0)
        if cell is None:
            s.text("Cell", 16, 12, t.ink, 13, 600)
            s.text("Point at a cell to see what each action is believed to do there.", 16, 40, t.ink3, 12, most=s.width - 32)
            return
        seen = inspect(desk.run, 0, desk.look.life, cell)
        rows, which = page(seen.rows, desk.look.action_page)
        word = "pinned" if desk.look.pinned else "under the pointer" if desk.look.hover else "where it stands"
        right = s.text(which or word, s.width - 16, 13, t.ink3, 11, align="right")
        if which:
            s.zone((s.width - 22 - right, 8, right + 12, 22), "page", tip="the other actions")
        w = s.text(f"Cell {cell_name(cell)}", 16, 12, t.ink, 13, 600)
        s.text(seen.things, 24 + w, 12, t.ink3, 13, most=s.width - 48 - w - right)
        if not rows:
            s.text(seen.why_empty[:1].upper() + seen.why_empty[1:] + ".", 16, 40, t.ink3, 12, most=s.width - 32)
            return
        small = s.height < 220
        big = s.height > 260
        left, q = (72, 8) if small else (80, 13) if big else (76, 11)
        wide = (s.width - left - 12) / len(rows)
        top = 42 if small else 44
        mini = top + 11 if small else top + 16
        step = 17 if small else 22 if big else 20
        y = mini + 5 * q + (7 if small else 15)
        lines = (("believes", y), ("odds", y + step), ("evidence", y + 2 * step), ("truth", y + 3 * step + (6 if small else 10)))
        for words, at in lines:
            s.text(words, 16, at, t.ink3, 11)
        s.rule(16, s.width - 16, round(lines[3][1] - (4 if small else 7)))
        s.disc(20, mini + q * 1.7, 4.2, t.ghost, 1.6)
        s.text("belief", 30, mini + q * 1.7 - s.line_height(11) / 2, t.ink3, 11)
        s.disc(20, mini + q * 3.4, 2.8, t.ink)
        s.text("truth", 30, mini + q * 3.4 - s.line_height(11) / 2, t.ink3, 11)
        snapshot = desk.run.shown()[0].snapshot
        for i, row in enumerate(rows):
            c = left + i * wide + wide / 2
            action_sign(s, row, c - 10, top, wide - 28)
            s.verdict(row.verdict, c + (10 if row.direction >= 0 else wide / 2 - 8), top)
            x = round((c - 2.5 * q) * s.k)
            marks.mini_map(s.surface, t, desk.run.scenario, snapshot, (x, round(mini * s.k)), round(q * s.k), cell, row.believed, row.truth, row.verdict)
            warm = t.wrong if row.verdict == WRONG else t.ink
            never = row.verdict == NEVER
            most = wide - 6
            s.text("–" if never else outcome_words(s, row.believed, row.believed_edits, most), c, lines[0][1], warm, 11, 400, True, "center", most)
            s.text("–" if never else odds_words(row.odds), c, lines[1][1], t.ink, 11, 400, True, "center", most)
            s.text("never" if never else f"{row.evidence:.0f}×", c, lines[2][1], t.ink2, 11, 400, True, "center", most)
            s.text(outcome_words(s, row.truth, row.true_edits, most, 500), c, lines[3][1], t.ink, 11, 500, True, "center", most)
            s.zone((left + i * wide, top - 10, wide, lines[3][1] + 16 - top + 10), "page", tip=tell_all(row), quiet=True)


def tell_all(row: ActionRow) -> str:
    """Everything about one action, line by line."""
    lines = [row.name]
    if row.verdict == NEVER:
        lines.append("never tried")
    else:
        lines.append("believes: " + ", ".join((cell_name(row.believed), *row.believed_edits)) + others_words(row.believed_edits) + (f", reward {row.believed_reward:.2g}" if abs(row.believed_reward) > .005 else ""))
        lines.append(f"odds {odds_words(row.odds)} from {row.evidence:.0f} times")
    lines.append("truth: " + ", ".join((cell_name(row.truth), *row.true_edits)) + others_words(row.true_edits) + (f", reward {row.true_reward:.2g}" if row.true_reward else ""))
    return "\n".join(lines)


def cell_strip(s: Sheet, desk, column: int, y: float, bottom: float, big: bool) -> None:
    """The same cell under one of several minds: a map, a verdict and the odds for each action, in one row."""
    t = s.theme
    cell = desk.look.pinned or desk.look.hover or desk.own_cell(column)
    if cell is None:
        return
    seen = inspect(desk.run, column, desk.look.life, cell)
    rows, which = page(seen.rows, desk.look.action_page)
    w = s.text(f"Cell {cell_name(cell)}", 16, y, t.ink, 13, 600)
    note = which or ("" if desk.look.pinned else "under the pointer" if desk.look.hover else "where it stands")
    right = s.text(note, s.width - 16, y + 1, t.ink3, 11, align="right") if note else 0
    if which:
        s.zone((s.width - 22 - right, y - 4, right + 12, 22), "page", tip="the other actions")
    s.text(seen.things, 24 + w, y, t.ink3, 13, most=s.width - 48 - w - right)
    if not rows:
        s.text(seen.why_empty[:1].upper() + seen.why_empty[1:] + ".", 16, y + 26, t.ink3, 12, most=s.width - 32)
        return
    snapshot = desk.run.shown()[column].snapshot
    step = (s.width - 32 + 16) / len(rows)
    q = min(11 if big else 9, (bottom - y - 28) / 5)
    if q < 5:
        return
    for i, row in enumerate(rows):
        x, top = 16 + i * step, y + 24
        marks.mini_map(s.surface, t, desk.run.scenario, snapshot, (round(x * s.k), round(top * s.k)), round(q * s.k), cell, row.believed, row.truth, row.verdict)
        left = x + 5 * q + 8
        never = row.verdict == NEVER
        if row.direction >= 0:
            s.arrow(left + 6, top + 8, row.direction, t.ink, 5, 1.6)
            s.verdict(row.verdict, left + 22, top + 8)
        else:
            room = step - 5 * q - 26
            ww = s.text(row.name, left, top + 8 - s.line_height(11) / 2, t.ink, 11, 500, most=room)
            s.verdict(row.verdict, left + ww + 9, top + 8)
        if big:
            s.text("never" if never else outcome_words(s, row.believed, row.believed_edits, step - 5 * q - 10), left, top + 18, t.wrong if row.verdict == WRONG else t.ink, 11, 400, True, most=step - 5 * q - 10)
            s.text("tried" if never else f"{odds_words(row.odds)}  {row.evidence:.0f}×", left, top + 36, t.ink3, 11, 400, True, most=step - 5 * q - 10)
        else:
            s.text("–" if never else odds_words(row.odds), left, top + 22, t.ink3, 11, 400, True)
        s.zone((x - 4, top - 4, step, 5 * q + 8), "page", tip=tell_all(row), quiet=True)
