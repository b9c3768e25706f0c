"""The same story in a terminal, where there is no display: the world, each belief, surprise, the law as it changes. No pygame.

A cell is two letters wide. On a belief the ground turns orange with the actions that are foretold wrongly, and their number stands there; `??` is a cell
whose actions were mostly never tried, `~` one of which some are unsure.
"""
from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator

import numpy as np
from rich.color import Color
from rich.console import Console, Group
from rich.live import Live
from rich.style import Style
from rich.table import Table
from rich.text import Text

from lab.frame import NEVER, UNSURE, WRONG, Frame, Life
from lab.look.appearance import Appearance, Law
from lab.look.colours import NIGHT, Theme
from lab.look.creatures import colour_of
from lab.report import sparks
from viewer.cast import Cast
from viewer.model import LOOKED_BACK, Run, entry_name
from viewer.series import NOTICED_BITS
from world.scenario import GROUND, ITEM, OBJECT, UNSEEN

SPEEDS = (1, 8, 64)
REDRAWN = 1 / 20
"""Seconds between two pictures at most."""
BODIES = "●■▲◆"
ARROWS = "↑→↓←"
MOST_LAWS = 4
QUIET_TICKS = 400
"""Ticks that are lived where nobody can watch: what is printed goes into a file or a pipe."""


class Screen:
    """Draws a run as letters and colours."""

    def __init__(self, run: Run, theme: Theme = NIGHT):
        self.run, self.theme = run, theme
        self.appearance = Appearance(theme, run.scenario)
        self.cast = Cast(run.scenario)
        self._creatures = self.cast.creature_faces(list(run.faces.values()))

    def draw(self, width: int, height: int, below: str = "") -> Group:
        """The whole picture for a terminal of that many letters."""
        run = self.run
        frames = run.live
        rows, cols = frames[0].snapshot.cells.shape[1:]
        lives = [(i, k) for i, frame in enumerate(frames) for k in range(len(frame.lives))]
        shown = lives[:max(1, (width + 2) // (2 * min(cols, width // 2) + 2) - 1)]
        wide = min(cols, max(6, (width - 2 * len(shown)) // (2 * (len(shown) + 1))))
        high = min(rows, max(5, height - 7 - MOST_LAWS))
        corner = self._corner(frames[0], rows, cols, high, wide)
        table = Table.grid(padding=(0, 2, 0, 0))
        heads = [Text("Reality", Style(bold=True))] + [self._head(i, k) for i, k in shown]
        boards = [self._reality(frames, corner, high, wide)] + [self._belief(frames[i], i, k, corner, high, wide) for i, k in shown]
        table.add_row(*heads)
        table.add_row(*boards)
        if lives:
            table.add_row(Text(run.guide.at(run.now), self._ink("law_ink")), *(self._surprise(i, k, 2 * wide) for i, k in shown))
        title = Text.assemble((f"{run.scenario.title[:1].upper()}{run.scenario.title[1:]}", Style(bold=True)), (f"   t {run.now:,}   ", self._ink("ink")),
                              (below, self._ink("ink3")), no_wrap=True, overflow="ellipsis")
        return Group(title, Text(""), table, Text(""), *self._law())

    def _ink(self, name: str) -> Style:
        return Style(color=_colour(getattr(self.theme, name)))

    def _head(self, i: int, k: int) -> Text:
        life = self.run.live[i].lives[k]
        face = self.run.faces[i, k]
        audit = life.audit
        wrong = "" if audit is None else f"  {audit.count(WRONG)} wrong"
        name = life.mind if len(self.run.session.twins) > 1 or len(self.run.learners) == 1 else life.agent
        return Text.assemble((BODIES[face % 4], Style(color=_colour(colour_of(self.theme, face)))), (f" {name}", Style(bold=True)),
                             (wrong, self._ink("wrong" if audit is not None and audit.count(WRONG) else "ink3")))

    def _surprise(self, i: int, k: int, width: int) -> Text:
        bits = self.run.series.bits[self.run.mind_index(i, k)][-width:]
        return Text(sparks(bits.tolist(), max(8.0, float(bits.max(initial=0)))) if len(bits) else "", self._ink("wrong" if bits.max(initial=0) > NOTICED_BITS else "ink3"),
                    no_wrap=True, overflow="crop")

    def _law(self) -> list[Text]:
        """The newest changes of law, newest last."""
        log = self.run.session.log()
        lines = []
        for entry in log[-MOST_LAWS:]:
            line = Text.assemble((f"{entry.tick:>7,}  ", self._ink("ink3")), (entry_name(entry, log), self._ink("law_ink")), (f"  by {entry.by}", self._ink("ink3")),
                                 no_wrap=True, overflow="ellipsis")
            for sign, words in ((" − ", entry.removed), (" + ", entry.added)):
                line.append("".join(sign + sentence for sentence in words), self._ink("ink2"))
            lines.append(line)
        return lines or [Text("the law stands as it was written", self._ink("ink3"))]

    # ---- boards -----------------------------------------------------------------------------------------------------
    def _corner(self, frame: Frame, rows: int, cols: int, high: int, wide: int) -> tuple[int, int]:
        """The upper left cell shown: the first mover stays in sight on boards that are larger than the terminal."""
        movers = frame.snapshot.movers
        row, col = (int(movers[0, 0]), int(movers[0, 1])) if len(movers) else (0, 0)
        return max(0, min(rows - high, row - high // 2)), max(0, min(cols - wide, col - wide // 2))

    def _letters(self, cells: np.ndarray, law: Law | None) -> tuple[np.ndarray, np.ndarray]:
        """A letter and a ground colour for each cell.  str [H, W], float32 [H, W, 3]"""
        look = self.appearance
        colours = look.flat[cells[GROUND]].copy()
        letters = np.full(cells.shape[1:], "  ", dtype="<U2")
        if law is not None:
            current = look.current_in(cells, look.currents(law))
            for direction, arrow in enumerate(ARROWS):
                letters[current == direction] = arrow + " "
        for layer in (ITEM, OBJECT):
            for id in np.unique(cells[layer]).tolist():
                if id and id != UNSEEN:
                    there = cells[layer] == id
                    if look.is_wall[id]:
                        colours[there] = look.flat[id]
                    else:
                        letters[there] = self.run.scenario.things[id].name[:1] + " "
                        colours[there] = .45 * look.flat[id] + .55 * colours[there]
        colours[cells[GROUND] == UNSEEN] = self.theme.fog
        return letters, colours

    def _reality(self, frames: list[Frame], corner: tuple[int, int], high: int, wide: int) -> Text:
        letters, colours = self._letters(frames[0].snapshot.cells, Law.read(self.run.session.law(), self.run.scenario))
        inks = np.full((*letters.shape, 3), self.theme.ink, np.float32)
        for i, frame in enumerate(frames):
            self._movers(i, frame, letters, inks)
        return _board(letters, colours, inks, corner, high, wide)

    def _belief(self, frame: Frame, i: int, k: int, corner: tuple[int, int], high: int, wide: int) -> Text:
        life, theme = frame.lives[k], self.theme
        cells = life.remembered if life.remembered is not None else frame.snapshot.cells
        letters, colours = self._letters(cells, None)
        dark = np.float32(theme.belief)
        colours = dark + (colours - dark) * np.float32(.35)
        inks = np.full((*letters.shape, 3), theme.ink3, np.float32)
        if life.audit is not None:
            self._mark(life, letters, colours, inks)
        self._movers(i, frame, letters, inks, only=k)
        return _board(letters, colours, inks, corner, high, wide)

    def _mark(self, life: Life, letters: np.ndarray, colours: np.ndarray, inks: np.ndarray) -> None:
        theme, verdict = self.theme, life.audit.verdict
        wrong, unsure = (verdict == WRONG).sum(axis=2), (verdict == UNSURE).any(axis=2)
        never = (verdict == NEVER).sum(axis=2) * 2 >= verdict.shape[2]
        letters[never], inks[never] = "??", theme.never
        letters[unsure], inks[unsure] = "~ ", theme.unsure
        dark = np.float32(theme.belief)
        for count in np.unique(wrong[wrong > 0]).tolist():
            there = wrong == count
            share = min(1.0, .4 + .15 * count)
            letters[there], inks[there] = f"{min(count, 9)} ", theme.bg if share > .6 else theme.ink
            colours[there] = dark + (np.float32(theme.wrong) - dark) * share

    def _movers(self, i: int, frame: Frame, letters: np.ndarray, inks: np.ndarray, only: int | None = None) -> None:
        own = {self.cast.row_of(life.agent): self.run.faces[i, k] for k, life in enumerate(frame.lives) if only is None or k == only}
        for number, (row, col, _, alive) in enumerate(frame.snapshot.movers.tolist()):
            if not alive or row < 0 or (i > 0 or only is not None) and number not in own:
                continue
            face = own.get(number, self._creatures.get(self.cast.agent_of[number], 0))
            letters[row, col], inks[row, col] = BODIES[face % 4] + " ", colour_of(self.theme, face)


def _colour(rgb) -> Color:
    return Color.from_rgb(*(float(part) for part in rgb))


def _board(letters: np.ndarray, colours: np.ndarray, inks: np.ndarray, corner: tuple[int, int], high: int, wide: int) -> Text:
    text = Text(no_wrap=True)
    top, left = corner
    for row in range(top, top + high):
        for col in range(left, left + wide):
            text.append(str(letters[row, col]), Style(color=_colour(inks[row, col]), bgcolor=_colour(colours[row, col])))
        text.append("\n")
    text.right_crop(1)
    return text


# ---- living ---------------------------------------------------------------------------------------------------------
def play(run: Run, at: int = 0, console: Console | None = None) -> int:
    """Live and show until `q`; where nobody can watch, tell the story of some hundred ticks in lines.  int, the exit code"""
    console = console or Console(highlight=False)
    while run.now < at:
        run.session.audit = at - run.now <= LOOKED_BACK
        run.tick()
    run.session.audit = True
    run.examine_live()
    if console.is_terminal and sys.stdin.isatty():
        _watch(run, console)
    else:
        _tell(run, console, QUIET_TICKS)
    return 0


def _tell(run: Run, console: Console, ticks: int) -> None:
    """Each caption and change of law as a line, and the boards at the end."""
    until, told, heard = run.now + ticks, 0, len(run.session.log())
    console.print(f"{run.scenario.title}, seed {run.session.seed}, {ticks:,} ticks", markup=False)
    while run.now < until:
        run.tick()
        log = run.session.log()
        for entry in log[heard:]:
            console.print(f"{entry.tick:>7,}  {entry_name(entry, log)} by {entry.by}" + "".join(f" - {s}" for s in entry.removed) + "".join(f" + {s}" for s in entry.added),
                          markup=False, soft_wrap=True)
        heard = len(log)
        for tick, _, words in run.guide.said[told:]:
            console.print(f"{tick:>7,}  {words}", markup=False, soft_wrap=True)
        told = len(run.guide.said)
    console.print(Screen(run).draw(console.width, 200))


def _watch(run: Run, console: Console) -> None:
    screen, paused, speed = Screen(run), False, 1
    due, last = 0.0, time.perf_counter()
    with _letters_at_once() as pressed, Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            for key in pressed():
                if key in ("q", "Q", "\x1b", "\x03"):
                    return
                if key == " ":
                    paused = not paused
                elif key == ".":
                    paused = True
                    run.tick()
                elif key in "+=":
                    speed = min(len(SPEEDS) - 1, speed + 1)
                elif key == "-":
                    speed = max(0, speed - 1)
            now = time.perf_counter()
            due, last = (0.0 if paused else min(due + (now - last) * SPEEDS[speed], SPEEDS[speed])), now
            stop = now + REDRAWN
            while due >= 1 and time.perf_counter() < stop:
                run.tick()
                due -= 1
            keys = f"{'paused' if paused else f'{SPEEDS[speed]} a second'} · space pause · . one tick · + - speed · q leave"
            live.update(screen.draw(console.width, console.height, keys), refresh=True)
            time.sleep(max(0.0, stop - time.perf_counter()))


@contextlib.contextmanager
def _letters_at_once() -> Iterator:
    """A function that gives the keys pressed since it was last asked, without waiting for Enter."""
    if os.name == "nt":
        import msvcrt

        def waiting():
            while msvcrt.kbhit():
                yield msvcrt.getwch()
        yield waiting
        return
    import select
    import termios
    import tty
    inlet = sys.stdin.fileno()
    before = termios.tcgetattr(inlet)

    def waiting():
        while select.select([inlet], [], [], 0)[0]:
            pressed = os.read(inlet, 64)
            if not pressed:                              # the terminal has gone
                yield "q"
                return
            yield from pressed.decode(errors="ignore")
    try:
        tty.setcbreak(inlet)
        yield waiting
    finally:
        termios.tcsetattr(inlet, termios.TCSADRAIN, before)
