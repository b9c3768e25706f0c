"""What the window shows, without pygame: a run with its past, where one is looking, and what each panel says."""
from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from agents.roster import OTHER_NAMES
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG, Audit, Frame
from viewer.guide import Guide
from viewer.history import History
from viewer.series import Series
from world.scenario import ACTOR, AIR, COL_STEP, GROUND, ITEM, OBJECT, ROW_STEP
from world.types import LogEntry, Row

VIEWS = ("belief", "forecast", "difference", "audit")
"""The tabs in the head of a mind's board; `reality` and `imagination` are reached by their keys."""
LOOKED_BACK = 1200
"""Ticks before the one that is to be shown that are audited on the way there: as many as the panels show. Earlier audits would cost time and not be seen."""
COMPASS = {"north": 0, "east": 1, "south": 2, "west": 3}


class Run:
    """One session being watched: every tick goes into its history and its series, and the guide hears of it."""

    def __init__(self, session, rate: float = 8.0):
        self.session, self.scenario = session, session.scenario
        self.learners = tuple(session.learners)
        self.history = History()
        self.series = Series(max(1, len(session.twins) * len(self.learners)))
        self.guide = Guide(self)
        self.rate = rate                                 # ticks a second by the clock on the wall: the guide gives people time to read
        self.cursor: int | None = None                   # the past tick that is shown, None: live
        self.faces = choose_faces(session)
        self.law_changed_at = -1e9                       # by the clock on the wall, seconds
        self.waits: dict[str, int] = {}                  # of scheduled changes: how long the wait was when first seen
        self._law: dict[int, tuple[int, list[Row]]] = {}  # by version: (tick at which the rows were read, rows)
        self._shown: tuple[int, list[Frame]] | None = None
        self._law_read = -1
        self._audits: dict[tuple[int, int], Audit] = {}  # the newest of each mind
        self._borrowed: set[tuple[int, int]] = set()
        self.live: list[Frame] = []
        self._take_in(list(session.frames))

    @classmethod
    def branched(cls, old: "Run", session, tick: int) -> "Run":
        """A run that shares its past with another up to a tick, and is free from there. `session` stands at that tick."""
        run = cls(session, old.rate)
        run.history, run.series = old.history.upto(tick), old.series.upto(tick)
        run.faces = old.faces
        run._law = {version: rows for version, rows in old._law.items() if rows[0] <= tick} or run._law
        run._law_read = -1
        run.guide.remember(old.guide, tick)
        for i, frame in enumerate(run.live):             # what was not examined then is now
            for k, life in enumerate(frame.lives):
                if life.audit is not None and tick < run.series.length:
                    run.series.put(tick, run.mind_index(i, k), float(run.series.bits[run.mind_index(i, k)][tick]), *counts(life.audit), life.reward)
        return run

    # ---- time -------------------------------------------------------------------------------------------------------
    @property
    def now(self) -> int:
        """Ticks lived."""
        return self.live[0].snapshot.tick

    @property
    def tick_shown(self) -> int:
        return self.now if self.cursor is None else self.cursor

    @property
    def twins(self) -> bool:
        return len(self.session.twins) > 1

    def tick(self, given: Sequence[Sequence[int]] | None = None) -> None:
        """One more turn of every world. `given`: the actions of a trace, as `Session.tick` takes them."""
        self._take_in(self.session.tick(given))

    def _take_in(self, frames: list[Frame]) -> None:
        self.live = frames
        self._borrowed.clear()
        tick = frames[0].snapshot.tick
        for i, frame in enumerate(frames):
            for k, life in enumerate(frame.lives):
                wrong, tried = counts(life.audit) if life.audit is not None else (-1, -1)
                if life.audit is not None:
                    self._audits[i, k] = life.audit
                self.series.put(tick, i * len(self.learners) + k, life.surprise, wrong, tried, life.reward)
        version = frames[0].snapshot.version
        if version not in self._law:
            if self._law:
                self.law_changed_at = time.perf_counter()
            self._law[version] = tick, list(self.session.law())
            self._law_read = tick
        for row in self._law[version][1] if self._law_read == tick else ():
            if row.due_in is not None and row.due_in > self.waits.get(row.key, 0):
                self.waits[row.key] = row.due_in
        self.history.add(tick, frames)
        self.guide.see(frames, self.rate)

    def examine_live(self) -> None:
        """Fill in the audit of the newest tick where the session left it out to be quick."""
        examined = False
        for i, frame in enumerate(self.live):
            for k, life in enumerate(frame.lives):
                if life.audit is None or (i, k) in self._borrowed:
                    life.audit = self.session.examine(i, life.agent)
                    if life.audit is not None:
                        examined = True
                        self._audits[i, k] = life.audit
                        self.series.put(self.now, self.mind_index(i, k), life.surprise, *counts(life.audit), life.reward)
        self._borrowed.clear()
        if examined:
            self.history.replace(self.now, self.live)

    def borrow_audits(self) -> None:
        """Let the newest tick show the audit of a moment ago: between two examinations at high speed."""
        for i, frame in enumerate(self.live):
            for k, life in enumerate(frame.lives):
                if life.audit is None and (i, k) in self._audits:
                    life.audit = self._audits[i, k]
                    self._borrowed.add((i, k))

    def go(self, tick: int | None) -> None:
        """Look at a tick of the past, as far as it is kept; None, or the newest, is the present."""
        if tick is not None:
            tick = max(tick, self.history.first)
        self.cursor = None if tick is None or tick >= self.now else tick

    def shown(self) -> list[Frame]:
        """The frames of the tick looked at. A tick that had no audit borrows the newest one before it."""
        if self.cursor is None:
            return self.live
        if self._shown is None or self._shown[0] != self.cursor:
            frames = self.history.at(self.cursor)
            audited = self.history.audited(self.cursor)
            if audited is not None and audited != self.cursor:
                for frame, old in zip(frames, self.history.at(audited)):
                    for life, before in zip(frame.lives, old.lives):
                        life.audit = life.audit or before.audit
            self._shown = self.cursor, frames
        return self._shown[1]

    def mind_index(self, twin: int, life: int) -> int:
        """The row of a mind in the series."""
        return twin * len(self.learners) + life

    # ---- law --------------------------------------------------------------------------------------------------------
    def law(self) -> list[Row]:
        """The rows of law at the tick looked at, with countdowns reckoned to it."""
        version = self.shown()[0].snapshot.version
        if self.cursor is None:
            if self._law_read != self.now:
                self._law[version] = self.now, list(self.session.law())
                self._law_read = self.now
            return self._law[version][1]
        at, rows = self._law.get(version) or self._law[max((v for v in self._law if v <= version), default=min(self._law))]
        return [row if row.due_in is None else replace(row, due_in=max(1, row.due_in + at - self.cursor)) for row in rows]

    def log(self) -> list[LogEntry]:
        """Every change of law so far, whatever tick is looked at."""
        return list(self.live[0].log)

    def changes(self) -> list[tuple[int, str]]:
        """(tick, name) of each change so far, for the markers."""
        log = self.log()
        return [(entry.tick, entry_name(entry, log)) for entry in log if not entry.refused]

    def scheduled(self) -> list[tuple[int, str]]:
        """(tick, name) of each change whose moment is already known."""
        rows = self._law[max(self._law)]
        due = [(rows[0] + row.due_in, row.key.removeprefix("change ")) for row in rows[1] if row.due_in is not None]
        return sorted(d for d in due if d[0] > self.now)

    def newest_change(self) -> LogEntry | None:
        """The last change at or before the tick looked at."""
        entries = [entry for entry in self.log() if entry.tick <= max(self.tick_shown, 0) and not entry.refused]
        return entries[-1] if entries else None


FACES = {"cells": 0, "rules": 1, "random": 2}
"""Minds that always wear the same face, so that a person knows them again in the next world."""


def choose_faces(session) -> dict[tuple[int, int], int]:
    """(twin, learner) -> number of its face: shape and colour. No two that are seen together are alike, up to four."""
    lives = [(i, k) for i in range(len(session.twins)) for k in range(len(session.learners))]
    return dict(zip(lives, faces_of(session.twins[i].names.get(session.learners[k], "") or session.twins[i].title for i, k in lives)))


def faces_of(minds: Iterable[str]) -> list[int]:
    """The numbers of the faces of minds that are seen together, by their names."""
    faces: list[int] = []
    for mind in minds:
        free = [n for n in (FACES.get(OTHER_NAMES.get(mind, mind), 3), 0, 1, 2, 3) if n not in faces]
        faces.append(free[0] if free else len(faces) % 4)
    return faces


def entry_name(entry: LogEntry, log: list[LogEntry]) -> str:
    """What a change is called on a marker: its name, or the sentence that a person typed or a stone says. One that lapses by itself `ends`."""
    if entry.refused:
        return f"{entry.change or entry.added[0]} refused"
    if entry.by == "episode":
        return "laws end with the episode"
    if not entry.change:
        name = (entry.added or entry.removed or ("law changed",))[0]
        return f"{entry.removed[0]} broken" if entry.by == "stone" and not entry.added else name
    lapsed = any(e.change == entry.change and e.lapses == entry.tick and e.tick < entry.tick for e in log)
    return f"{entry.change} ends" if lapsed else entry.change


def counts(audit: Audit) -> tuple[int, int]:
    """(wrong, tried) beliefs of an audit."""
    wrong = int(np.count_nonzero(audit.verdict == WRONG))
    tried = wrong + int(np.count_nonzero((audit.verdict == RIGHT) | (audit.verdict == UNSURE)))
    return wrong, tried


def title_words(title: str) -> str:
    """A scenario's title for people: `4 locks` is called Locks."""
    words = title.lstrip("0123456789. ") or title
    return words[:1].upper() + words[1:]


def ago(ticks: int) -> str:
    """`now`, `1 tick ago`, `8 ticks ago`."""
    return "now" if ticks <= 0 else "1 tick ago" if ticks == 1 else f"{ticks:,} ticks ago"


def due(ticks: int) -> str:
    return "next tick" if ticks <= 1 else f"in {ticks:,} ticks" if ticks < 1000 else f"in {ticks:,}"


def size_words(n: int) -> str:
    """Bytes as people say them."""
    return f"{n} B" if n < 1000 else f"{n / 1000:.0f} kB" if n < 1_000_000 else f"{n / 1e6:.1f} MB"


def odds_words(p: float) -> str:
    """`.97`; never 1, since nothing learned is certain."""
    return f"{min(max(p, 0), .99):.2f}".lstrip("0")


# ---- one cell -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ActionRow:
    """One action from one cell: what the mind says it does, and what it does."""
    name: str
    direction: int                                       # 0..3, -1 for an action that is no direction
    verdict: int
    believed: tuple[int, int] | None                     # (row, col) where it would land; None: it never tried
    truth: tuple[int, int] | None
    odds: float
    evidence: float
    believed_edits: tuple[str, ...] = ()                 # "crate at x7 y8"
    true_edits: tuple[str, ...] = ()
    believed_reward: float = 0.0
    true_reward: float = 0.0


@dataclass(frozen=True)
class Inspection:
    """What one mind believes of one cell."""
    cell: tuple[int, int]
    things: str
    rows: tuple[ActionRow, ...] = ()
    why_empty: str = ""
    writer: str = ""


def cell_name(cell: tuple[int, int] | None) -> str:
    """(row, col) as a scenario writes it."""
    return "–" if cell is None else f"x{cell[1]} y{cell[0]}"


def things_at(run: Run, frame: Frame, cell: tuple[int, int]) -> str:
    """The things in a cell, topmost first: `ant on wind`."""
    ids = frame.snapshot.cells[:, cell[0], cell[1]]
    names = [run.scenario.things[int(ids[layer])].name for layer in (GROUND, AIR, ITEM, OBJECT, ACTOR) if ids[layer]]
    if len(names) > 1 and names[0] == "floor":
        names = names[1:]
    return " on ".join(reversed(names)) or "nothing"


def inspect(run: Run, twin: int, life: int, cell: tuple[int, int]) -> Inspection:
    """Every action from a cell as one mind sees it, at the tick looked at."""
    frame = run.shown()[twin]
    h, w = frame.snapshot.cells.shape[1:]
    if not (0 <= cell[0] < h and 0 <= cell[1] < w):
        return Inspection(cell, "", why_empty="outside the map")
    things = things_at(run, frame, cell)
    if life >= len(frame.lives):
        return Inspection(cell, things, why_empty="no mind here")
    audit = frame.lives[life].audit
    if audit is None and frame.lives[life].notice:
        return Inspection(cell, things, why_empty=frame.lives[life].notice)
    if audit is None:
        return Inspection(cell, things, why_empty="not kept for this tick" if run.cursor is not None else "no beliefs yet")
    verdict = audit.verdict[cell]
    if (verdict == NONE).all():
        return Inspection(cell, things, why_empty="nobody can stand here")
    names = run.session.looks[frame.lives[life].agent].actions
    rows = []
    for a, name in enumerate(names[:verdict.shape[0]]):
        b, t = audit.beliefs, audit.truth
        never = verdict[a] == NEVER or b.landing[cell][a] < 0
        rows.append(ActionRow(
            name, COMPASS.get(name, -1), int(verdict[a]),
            None if never else divmod(int(b.landing[cell][a]), w), None if t.landing[cell][a] < 0 else divmod(int(t.landing[cell][a]), w),
            float(b.odds[cell][a]), float(b.evidence[cell][a]),
            () if never else _edit_words(run, b.edits[cell][a], w), _edit_words(run, t.edits[cell][a], w),
            float(b.reward[cell][a]), float(t.reward[cell][a])))
    return Inspection(cell, things, tuple(rows))


def _edit_words(run: Run, edits: np.ndarray, width: int) -> tuple[str, ...]:
    """What an action changes besides the mover: `crate at x7 y8`."""
    out = []
    for cell, _, thing in edits:
        if cell >= 0:
            out.append(f"{run.scenario.things[int(thing)].name} at {cell_name(divmod(int(cell), width))}")
    return tuple(out)


def tell(row: ActionRow) -> str:
    """One action in a line of words, for the tooltip."""
    if row.verdict == NEVER:
        return f"{row.name}: never tried"
    says = cell_name(row.believed) + "".join(", " + e for e in row.believed_edits)
    truth = cell_name(row.truth) + "".join(", " + e for e in row.true_edits)
    sure = f"{odds_words(row.odds)} from {row.evidence:.0f}×"
    return f"{row.name}: {says} ({sure})" if row.verdict == RIGHT else f"{row.name}: believes {says} ({sure}), truth {truth}"


# ---- the law panel --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LawLine:
    """One row of the law panel. style: changed, agent, plain, scheduled."""
    row: Row
    style: str
    meta: str = ""
    name: str = ""                                       # of the change, on a changed row
    by_agent: str = ""
    shorter: tuple[str, ...] = ()                        # of `meta`, each with less in it, for where it does not fit
    was: str = ""                                        # what held before the tick of the change

    @property
    def told(self) -> tuple[str, str]:
        """(the sentence that holds no longer, the one that does), "" where there is none. A rule that is off has no sentence that holds."""
        row = self.row
        if row.sort == "fact":
            return (row.edit_on, row.text) if not row.on else (self.was or row.was, row.text)
        if row.sort == "rule" and not row.on:
            return row.text, "switched off"
        if row.sort == "rule" and row.was in (row.edit_on, row.edit_off):
            return "switched off", row.text
        return self.was or row.was, row.text


@dataclass(frozen=True)
class Held:
    """What a mind makes of the things that a changed row touches: how many of its beliefs about them are wrong."""
    wrong: int
    tried: int
    verdict: int


NOBODIES = ("clock", "trigger", "person", "stone", "episode")
"""Who changes the law and is no agent."""


def law_lines(rows: list[Row], log: list[LogEntry], tick: int) -> list[LawLine]:
    """The rows in the order in which they are shown: changed ones newest first, then the standing law, then what is scheduled.

    A change that is neither scheduled nor in force stands at the end, with its switch.
    """
    changed, plain, scheduled, idle = [], [], [], []
    entries = [e for e in log if e.tick <= max(tick, 0) and not e.refused]
    for row in rows:
        if row.sort == "change":
            if row.due_in is not None:
                scheduled.append((row.due_in, LawLine(row, "scheduled", due(row.due_in), row.key.removeprefix("change "))))
            elif row.edit_on or row.edit_off:
                idle.append(LawLine(row, "plain"))
            continue
        was = before(row, entries)
        if row.changed_at is not None and row.changed_at <= max(tick, 0) and was is not None:
            entry = next((e for e in reversed(entries) if e.tick == row.changed_at and (not e.added or row.text in e.added or len(entries) == 1)), None)
            entry = entry or next((e for e in reversed(entries) if e.tick == row.changed_at), None)
            by = entry.by if entry else _BY.sub(r"\2", row.changed_by)
            agent = entry.voters[0] if entry and entry.voters else by if by and by not in NOBODIES and not by.startswith("rule ") else ""
            who = f"{by} paid {entry.price}" if entry and entry.price else by
            lapse = f"lapses in {entry.lapses - tick:,}" if entry and entry.lapses is not None and entry.lapses > tick else ""
            metas = [" · ".join(p for p in parts if p) for parts in ((who, ago(tick - row.changed_at), lapse), (who, lapse), (lapse or who,))]
            changed.append((-row.changed_at, LawLine(row, "agent" if agent else "changed", metas[0], entry_name(entry, log) if entry and entry.change else "", agent,
                                                     tuple(metas[1:]), was)))
        else:
            plain.append(LawLine(row, "plain"))
    by_age = [line for _, line in sorted(changed, key=lambda p: p[0])]
    spoken = " ".join([line.row.key for line in by_age] + [line.row.text for _, line in scheduled])
    plain.sort(key=lambda line: _rank(line.row, spoken))
    return by_age + plain + idle + [line for _, line in sorted(scheduled, key=lambda p: p[0])]


def before(row: Row, entries: list[LogEntry]) -> str | None:
    """What a row said before the tick in which it last changed, "" if nobody knows; None if all changes of that tick together left it as it was.

    Somebody who changes a thing twice while the world stands still has changed it once, or not at all.
    """
    same = [e for e in entries if e.tick == row.changed_at]
    first = next((old for e in same for old in e.removed if _subject(old) == _subject(row)), "")
    now = {row.text, (row.edit_on if row.on else row.edit_off) if row.sort in ("rule", "fact") else row.text}
    return None if first and first in now and sum(_subject(a) == _subject(row) for e in same for a in e.added) > 1 else first


def _subject(of: Row | str) -> str:
    """What a sentence of the law is about, whatever it says of it: `ice is slippery`, `wind.carries`, `rule fell`."""
    if isinstance(of, Row):
        of = of.edit_on if of.sort in ("rule", "fact") else of.text
    if of.startswith("rule "):
        return of.rsplit(" ", 1)[0]
    return of.replace(" is not ", " is ").split(" = ")[0]


_BY = re.compile(r"^(.*) \((.+)\)$")                     # "wind turns (clock)"


def _rank(row: Row, spoken: str) -> int:
    """What stands first among rows that have not changed: what the changes are about, then rules, then other facts, and walls last."""
    subject = re.split(r"[. ]", row.key)[0]
    if subject == "wall":
        return 3
    if row.sort == "rule":
        return 1
    return 0 if re.search(rf"\b{re.escape(subject)}\b", spoken) else 2


def number_choices(row: Row) -> tuple:
    """Between what a number may be set: (low, high) for a slider, several words for a row of choices; () if nobody can say."""
    if row.choices or row.sort != "number":
        return row.choices
    value, field = row.value, row.key.rsplit(".", 1)[-1]
    if field == "speed":
        return ("1/2", "1", "2")
    if field == "chance":
        return (0.0, 1.0)
    if isinstance(value, int) and not isinstance(value, bool):
        return (1, 16) if field == "strength" else (1, 9) if field == "reach" else (0, max(10, 2 * value))
    return (0.0, max(1.0, 2 * value)) if isinstance(value, float) else ()


def number_words(value) -> str:
    """A number as a sentence writes it: a speed of (1, 2) is `1/2`."""
    if isinstance(value, tuple) and len(value) == 2:
        return str(value[0]) if value[1] == 1 else f"{value[0]}/{value[1]}"
    return str(value)


def held(frame: Frame, life: int, row: Row, actions: tuple[str, ...]) -> Held | None:
    """How right a mind is about what a row touches: actions from its cells, and steps toward them. None where nothing of it is tried."""
    if life >= len(frame.lives) or frame.lives[life].audit is None or not row.touches:
        return None
    cells = np.isin(frame.snapshot.cells, list(row.touches)).any(axis=0)
    verdict = frame.lives[life].audit.verdict
    about = np.repeat(cells[..., None], verdict.shape[2], axis=2)
    for a, name in enumerate(actions[:verdict.shape[2]]):
        if name in COMPASS:
            ahead = np.roll(cells, (-ROW_STEP[COMPASS[name]], -COL_STEP[COMPASS[name]]), (0, 1))
            about[..., a] |= ahead
    verdict = verdict[about]
    wrong = int((verdict == WRONG).sum())
    tried = wrong + int(((verdict == RIGHT) | (verdict == UNSURE)).sum())
    if not tried:
        return None
    unsure = int((verdict == UNSURE).sum())
    return Held(wrong, tried, WRONG if wrong > tried * .1 else UNSURE if unsure > tried * .3 else RIGHT)


# ---- where one is looking -------------------------------------------------------------------------------------------------
@dataclass
class Look:
    """The state of the window that is no part of a run."""
    modes: list[str] = field(default_factory=lambda: ["audit"] * 4)
    life: int = 0                                        # which learner, where there are several in one world
    pinned: tuple[int, int] | None = None
    hover: tuple[int, int] | None = None
    ghosts: bool = True
    doubt: bool = False
    captions: bool = True
    theme: str = "night"
    scale: float = 1.0
    px: float = 6.0                                      # of the timeline: pixels a tick
    right_edge: int | None = None                        # the tick at the mark of the present, where the timeline has been moved
    action_page: int = 0
    law_scroll: int = 0
    over: str = ""                                       # what lies over the boards: "", help, gallery, minds
    over_arg: object = None
    last_key: str = ""
    toast: str = ""
    chips: bool = False
    stacked: bool = False                                # the boards stand one above the other
    fps: int = 60
