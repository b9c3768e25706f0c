"""Everything a person can do in the window, without pygame: keys and clicks both end here as an action and its argument."""
from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from agents import roster
from viewer.keys import ACTING
from viewer.model import VIEWS, Look, Run, cell_name, counts, odds_words
from world.mistakes import Mistake, ScenarioError

SPEEDS = (1.0, 8.0, 64.0, math.inf)
SPEED_NAMES = ("1", "8", "64", "turbo")
AUDITED_UP_TO = 64.0
"""Up to this many ticks a second every tick is audited; beyond it only those that are shown."""
AUDIT_SHARE = .6
"""Every tick is audited only as long as that leaves this share of the time for nothing else."""
EXAMINE_EVERY_S = .1
CHIPS_AFTER_S = 60.0
ZOOMS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.25, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0)


class Desk:
    """A run and how it is looked at.

    Args:
        run: what is watched.
        path: of the scenario's file.
        open_path: makes a session of a file; may raise ScenarioError or OSError.
        clock: seconds, for the rate that is really reached.
    """

    def __init__(self, run: Run, path: str = "", open_path: Callable | None = None, clock: Callable[[], float] = time.perf_counter):
        self.run, self.path, self.open_path, self.clock = run, path, open_path, clock
        self.look = Look()
        self.paused = False
        self.speed = 1                                   # index into SPEEDS
        self.mistakes: list[Mistake] = []                # of a bad save
        self.mistakes_of = ""
        self.file_gone = False                           # the file of this world was there and is no more
        self.saved_at = 0                                # the tick at which the version that runs was read
        self.failure: tuple[str, str] | None = None      # what stopped the world: (one line, where)
        self.before_reset: Run | None = None
        self.waiting: dict[str, object] = {}             # law rows set but not yet in force: key -> sentence
        self.acting: str | None = None                   # the learner that a person moves
        self.reached = 0.0                               # ticks a second
        self.seconds = 0.0                               # watched
        self.gallery = None                              # set by the window
        self.wishes: list[tuple[str, object]] = []       # what only the window can do: pictures, theme, leaving
        self.toast_until = 0.0
        self.shot = False                                # a picture is being taken: it says what a running window would
        self._modes_before: list[str] = []
        self._heard = 0                                  # of the session's notices
        self._cost_s = 0.0                               # of a tick with its audit, lately
        self._examined_at = 0.0
        self._due = 0.0
        self._count: list[float] = []
        self._asked: set[str] = set()
        self._counted: dict[int, tuple] = {}             # by board: (audit, its counts)

    # ---- time -------------------------------------------------------------------------------------------------------
    @property
    def rate(self) -> float:
        return SPEEDS[self.speed]

    def advance(self, elapsed_s: float, slice_s: float) -> int:
        """Let the world live on for the time gone by, but compute no longer than `slice_s`; returns how many ticks came."""
        self.seconds += elapsed_s
        if self.seconds > CHIPS_AFTER_S and "chips" not in self._asked and not self.look.over:
            self._asked.add("chips")
            self.look.chips = True
        if self.paused or self.failure or self.look.over in ("gallery",):
            self._due, self._count = 0.0, []
            self.reached = 0.0
            return 0
        if self.run.cursor is not None:
            return self._replay(elapsed_s)
        run, start = self.run, self.clock()
        run.rate = min(self.rate, AUDITED_UP_TO)
        audited = run.session.audit = self.rate <= AUDITED_UP_TO and self._cost_s * self.rate < AUDIT_SHARE
        self._due = min(self._due + elapsed_s * self.rate, max(2.0, self.rate * .05)) if math.isfinite(self.rate) else 1e9
        done = 0
        while self._due >= 1:
            began = self.clock()
            if not self._tick():
                break
            if audited:
                self._cost_s += .1 * (self.clock() - began - self._cost_s)
            done += 1
            self._due -= 1
            if self.clock() - start >= slice_s:
                self._due = min(self._due, 2.0)          # what the machine cannot do it need not catch up
                break
        if not audited and done and not self.failure:
            if self.clock() - self._examined_at > EXAMINE_EVERY_S:
                self._examined_at = self.clock()
                self._guard(run.examine_live)
            else:
                run.borrow_audits()
            self._cost_s *= .998                         # a machine that was busy may be free again: try now and then
        self._measure(done)
        return done

    def _replay(self, elapsed_s: float) -> int:
        """Playing while in the past: walk through what is kept until the present is reached."""
        self._due = min(self._due + elapsed_s * min(self.rate, 512), 512)
        steps = int(self._due)
        self._due -= steps
        if steps:
            self.run.go(self.run.cursor + steps)
        self.reached = 0.0
        return steps

    def _measure(self, done: int) -> None:
        now = self.clock()
        self._count.extend([now] * min(done, 4096))
        window = 2.0 if self.rate < 4 else 1.0
        self._count = [t for t in self._count if t > now - window]
        self.reached = len(self._count) / window

    def _tick(self) -> bool:
        """One turn; False if it failed, which pauses the world and is told in a calm panel."""
        ok = self._guard(self.run.tick)
        self.waiting.clear()
        notices = self.run.session.notices
        if len(notices) > self._heard:
            self.say(notices[-1], 8)
        self._heard = len(notices)
        return ok

    def _guard(self, do: Callable[[], object]) -> bool:
        try:
            do()
            return True
        except Exception as error:                       # whatever it is, the window stays and says so
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.failure = (f"{type(error).__name__}: {error}", f"{where.filename.rsplit('/', 1)[-1]}, line {where.lineno}, in {where.name}")
            self.paused = True
            return False

    # ---- actions ----------------------------------------------------------------------------------------------------
    def do(self, action: str, arg: object = None) -> None:
        """Do what a key or a click stands for. An unknown action is a mistake of the program, so it raises."""
        getattr(self, "_do_" + action.replace(" ", "_"))(arg)

    def say(self, words: str, seconds: float = 4.0) -> None:
        """A short notice that goes by itself."""
        self.look.toast, self.toast_until = words, self.clock() + seconds

    def _do_play(self, arg) -> None:
        if self.failure:
            self.say("The world has stopped. Begin again, or open another.")
            return
        self.paused = not self.paused
        if self.paused and self.run.cursor is None:
            self._guard(self.run.examine_live)

    def _do_step(self, by: int) -> None:
        self.paused = True
        if by < 0:
            if self.run.tick_shown <= self.run.history.first:
                self.say("This is the oldest tick kept.")
            self.run.go(self.run.tick_shown + by)
        elif self.run.cursor is not None:
            self.run.go(self.run.cursor + by)
        elif not self.failure:
            self.run.session.audit = True
            self._tick()

    def _do_change(self, way: int) -> None:
        ticks = [t for t, _ in self.run.changes()]
        here = self.run.tick_shown
        if way < 0:
            before = [t for t in ticks if t < here]
            if before:
                self._do_seek(before[-1])
            else:
                self.say("No change of law before this.")
        else:
            after = [t for t in ticks if t > here]
            if after:
                self._do_seek(after[0])
            elif self.run.cursor is not None:
                self._do_live(None)
            else:
                due = self.run.scheduled()
                self.say(f"Next change: {due[0][1]}, in {due[0][0] - self.run.now:,} ticks." if due else "No change of law is scheduled.")

    def _do_first(self, arg) -> None:
        self._do_seek(self.run.history.first)

    def _do_live(self, arg) -> None:
        self.run.go(None)
        self.look.right_edge = None

    def _do_seek(self, tick: int) -> None:
        """Look at a tick: the world stands still there."""
        tick = int(tick)
        if tick >= self.run.now:
            self._do_live(None)
            return
        self.paused = True
        self.run.go(tick)
        if self.run.cursor is not None and tick < self.run.cursor:
            self.say(f"Kept from t {self.run.history.first:,} on.")

    def _do_branch(self, arg) -> None:
        """From a past tick on, live another future: what a person did until then is done again, what came after is left behind."""
        tick = self.run.cursor
        if tick is None:
            self.say("Step back first: a branch begins in the past.")
            return
        try:
            session = self.run.session.branch(tick)
        except Exception as error:
            self.say(f"It cannot branch here: {error}")
            return
        old, pinned = self.run, self.look.pinned
        self.show(Run.branched(old, session, tick))
        self._guard(self.run.examine_live)
        self.look.pinned, self.paused = pinned, True
        self.say(f"Another future begins at t {tick:,}. Space runs it.")

    def _do_faster(self, by: int) -> None:
        self._do_speed(max(0, min(len(SPEEDS) - 1, self.speed + by)))

    def _do_speed(self, index: int) -> None:
        self.speed = index
        self._due = 0.0
        self._count = []

    def _do_zoom(self, by: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.look.px))
        self.look.px = ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + by))]

    # ---- views ------------------------------------------------------------------------------------------------------
    def _do_view(self, arg) -> None:
        """A mode for all boards, or (mode, column) for one."""
        if isinstance(arg, tuple):
            self.look.modes[arg[1]] = arg[0]
        else:
            self.look.modes = [arg] * len(self.look.modes)

    def _do_next_view(self, by: int) -> None:
        mode = self.look.modes[0]
        at = VIEWS.index(mode) + by if mode in VIEWS else 0
        self._do_view(VIEWS[at % len(VIEWS)])

    def _do_next_mind(self, by: int) -> None:
        if len(self.run.learners) > 1:
            self.look.life = (self.look.life + by) % len(self.run.learners)
        else:
            self._do_minds(0)

    def _do_minds(self, column: int) -> None:
        """Open or close the list of minds for a board."""
        self.look.over, self.look.over_arg = ("", None) if self.look.over == "minds" and self.look.over_arg == column else ("minds", column)

    def _do_swap(self, arg) -> None:
        """(column, name): give the agent of that board a fresh mind."""
        column, name = arg
        self.look.over = ""
        if self.run.cursor is not None:
            self.say("The past is read-only. End returns to the present.")
            return
        learner = self.run.learners[self.look.life]
        try:
            self.run.session.swap(learner, name, column)
            self.say(f"{learner} has a fresh mind from the next tick: {name}.")
        except Exception as error:
            self.say(str(error))

    def _do_life(self, index: int) -> None:
        self.look.life, self.look.over = index, ""

    def _do_ghosts(self, arg) -> None:
        self.look.ghosts = not self.look.ghosts

    def _do_doubt(self, arg) -> None:
        """Dots lie on the view of beliefs; asked for elsewhere, they bring it, and take it away again."""
        self.look.doubt = not self.look.doubt
        if self.look.doubt and "belief" not in self.look.modes:
            self._modes_before, self.look.modes = self.look.modes, ["belief"] * len(self.look.modes)
        elif not self.look.doubt and self._modes_before:
            self.look.modes, self._modes_before = self._modes_before, []

    def _do_theme(self, arg) -> None:
        self.look.theme = "paper" if self.look.theme == "night" else "night"

    def _do_caption(self, arg) -> None:
        self.look.captions = not self.look.captions

    def _do_scale(self, by: int) -> None:
        self.look.scale = min(2.0, max(.75, round(self.look.scale + .25 * by, 2)))

    # ---- cells ------------------------------------------------------------------------------------------------------
    def _do_pin(self, cell) -> None:
        cell = cell if cell is not None else self.look.hover
        self.look.pinned = None if cell is None or cell == self.look.pinned else tuple(cell)

    def _do_move_pin(self, by) -> None:
        h, w = self.run.live[0].snapshot.cells.shape[1:]
        if self.look.pinned is None:
            movers = self.run.shown()[0].snapshot.movers
            self.look.pinned = (int(movers[0][0]), int(movers[0][1])) if len(movers) else (h // 2, w // 2)
            return
        row, col = self.look.pinned
        self.look.pinned = (min(h - 1, max(0, row + by[0])), min(w - 1, max(0, col + by[1])))

    def _do_page(self, arg) -> None:
        self.look.action_page += 1

    # ---- law --------------------------------------------------------------------------------------------------------
    def _do_law(self, arg) -> None:
        """(row key, sentence): a person changes the law, from the next tick on."""
        key, sentence = arg
        if self.run.cursor is not None:
            self.say("The past is read-only. End returns to the present.")
            return
        try:
            self.run.session.enact(sentence)
            self.waiting[key] = sentence
        except ScenarioError as error:
            self.say(error.mistakes[0].message if error.mistakes else str(error))

    def _do_law_number(self, arg, share: float | None = None) -> None:
        """(row, low, high): the slider of a number was moved to `share` of its way."""
        row, low, high = arg
        if share is None:
            return
        whole = isinstance(low, int)
        value = low + (high - low) * share
        value = round(value) if whole else round(value, 2)
        if value != row.value and self.waiting.get(row.key) != row.edit_on.format(value):
            self._do_law((row.key, row.edit_on.format(value)))

    def _do_scroll_law(self, by: int) -> None:
        self.look.law_scroll = max(0, self.look.law_scroll + by * 24)

    # ---- acting oneself -----------------------------------------------------------------------------------------------
    def _do_take_over(self, arg) -> None:
        learner = self.run.learners[self.look.life] if self.run.learners else None
        self.look.chips = False
        if learner is None:
            self.say("Nobody here can be taken over.")
            return
        if self.run.cursor is not None:
            self._do_live(None)
        if self.acting:
            self.run.session.take_over(self.acting, False)
            self.acting = None
            self.say(f"{learner} acts for itself again.")
        else:
            self.run.session.take_over(learner, True)
            self.acting, self.paused = learner, True
            if not self.look.captions:                   # else the caption says so, for as long as it is so
                self.say(self.caption(), 8)

    def act(self, key: str) -> bool:
        """A key while a person acts: True if it was one of the agent's actions, and then a tick has passed."""
        if not self.acting or key not in ACTING or self.look.over or self.failure:
            return False
        actions = self.run.session.looks[self.acting].actions
        word = ACTING[key]
        if word not in actions:
            if key in ("Up", "Right", "Down", "Left", "Space"):
                self.say(f"{self.acting} cannot do {word}. It can: {', '.join(actions)}.")
                return True
            return False
        self.run.go(None)
        self.run.session.act(self.acting, actions.index(word))
        if self.paused:
            self.run.session.audit = True
            self._tick()
        return True

    # ---- what lies over -----------------------------------------------------------------------------------------------
    def _do_escape(self, arg) -> None:
        if self.look.over:
            self.look.over = ""
        elif self.look.chips:
            self.look.chips = False
        elif self.mistakes:
            self.mistakes = []
        elif self.look.pinned is not None:
            self.look.pinned = None
        else:
            self._do_gallery(None)

    def _do_help(self, arg) -> None:
        self.look.over = "" if self.look.over == "help" else "help"

    def _do_gallery(self, arg) -> None:
        self.look.chips = False
        self.look.over = "" if self.look.over == "gallery" else "gallery"

    def _do_close_mistakes(self, arg) -> None:
        self.mistakes = []

    def _do_close_chips(self, arg) -> None:
        self.look.chips = False

    def _do_flip(self, arg) -> None:
        """The first chip: set going the next scheduled or idle change, now."""
        self.look.chips = False
        rows = self.run.session.law()
        change = next((r for r in rows if r.sort == "change" and r.edit_on), None)
        other = next((r for r in rows if r.sort == "word" and r.edit_on and len(r.choices) > 1), None)
        if other is not None:                            # a word can be turned again and again
            nxt = other.choices[(list(other.choices).index(other.value) + 1) % len(other.choices)] if other.value in other.choices else other.choices[0]
            self._do_law((other.key, other.edit_on.format(nxt)))
        elif change is not None:
            self._do_law((change.key, change.edit_on if not change.on or not change.edit_off else change.edit_off))
        else:
            fact = next((r for r in rows if r.edit_off and r.on), None)
            if fact is None:
                self.say("No rule of this world can be switched.")
            else:
                self._do_law((fact.key, fact.edit_off))

    def _do_choose(self, by) -> None:
        if self.gallery:
            self.gallery.move(*by)

    def _do_choose_card(self, index: int) -> None:
        if self.gallery:
            self.gallery.chosen = index

    def _do_filter(self, who: str) -> None:
        if self.gallery:
            self.gallery.filter(who)

    def _do_find(self, arg) -> None:
        if self.gallery:
            self.gallery.finding = True

    def _do_open_chosen(self, arg) -> None:
        card = self.gallery.card() if self.gallery else None
        if card is not None:
            self._do_open(card.path)

    # ---- another world, or this one anew ------------------------------------------------------------------------------
    def _do_open(self, path: str) -> None:
        """Another scenario. If its file has mistakes they are shown and this world goes on."""
        try:
            session = self.open_path(path)
        except ScenarioError as error:
            self.mistakes, self.mistakes_of = list(error.mistakes), path
            self.look.over = ""
            return
        except Exception as error:
            self.look.over = ""
            self.say(f"{path.rsplit('/', 1)[-1]} cannot be opened: {error}", 8)
            return
        self.show(Run(session), path)
        self.look.over = ""

    def show(self, run: Run, path: str | None = None) -> None:
        """Watch another run from now on; where one looks starts anew."""
        self.run, self.failure, self.acting, self.mistakes = run, None, None, []
        self.path = path if path is not None else self.path
        self.look.pinned = self.look.hover = self.look.right_edge = None
        self.look.life = self.look.law_scroll = self.look.action_page = 0
        self.before_reset, self.paused, self.saved_at, self.file_gone = None, False, run.now, False
        self.look.chips = False
        if run.now <= 1:                                 # a story from its beginning
            self.seconds = 0.0
            self._asked.discard("chips")
        self.waiting.clear()

    def _do_reset(self, arg) -> None:
        """Begin again with the same seed; pressed once more before a tick has passed, take that back."""
        if self.before_reset is not None and self.run.now <= 16:
            run, self.before_reset = self.before_reset, None
            self.show(run)
            self.paused = True
            self.say("Taken back: the run goes on where it was.")
            return
        old = self.run
        try:
            session = old.session.fresh()
        except Exception as error:
            self.say(f"It cannot begin again: {error}")
            return
        self.show(Run(session))
        self.before_reset = old
        self.say("Begun again. Press reset once more to take that back.", 6)

    def reload(self, read: Callable[[], object]) -> None:
        """The file was saved: `read` gives its scenario, or raises; a good one starts with the same seed, a bad one is shown and this world goes on."""
        try:
            scenario = read()
            session = self.run.session.fresh(scenario=scenario)
        except ScenarioError as error:
            self.mistakes, self.mistakes_of = list(error.mistakes), self.path
            return
        except Exception as error:                       # an unreadable file, a mind that its new text names wrongly
            self.say(f"{self.path.rsplit('/', 1)[-1]}: {error}", 8)
            return
        look = self.look
        pinned = look.pinned
        self.show(Run(session))
        h, w = self.run.live[0].snapshot.cells.shape[1:]
        look.pinned = pinned if pinned and pinned[0] < h and pinned[1] < w else None
        self.say("Saved and read again: the world begins anew with the same seed.")

    def note_file(self, gone: bool) -> None:
        """Whether the file is gone from its place, as the loop sees it."""
        if gone and not self.file_gone:
            self.say(f"{self.path.rsplit('/', 1)[-1]} is gone from its folder. The world goes on; saved again, it is read again.", 8)
        self.file_gone = gone

    def _do_nothing(self, arg) -> None:
        """A place that says something and does nothing."""

    # ---- what only the window can do ------------------------------------------------------------------------------------
    def _do_picture(self, boards_only: bool) -> None:
        self.wishes.append(("picture", boards_only))

    def _do_save(self, arg) -> None:
        """The life so far as a trace, in the folder that the program was started from: `python main.py replay` lives it again."""
        path = Path.cwd() / f"{self.run.scenario.title.replace(' ', '-')}-t{self.run.now}.trace"
        try:
            self.run.session.save(path)
            self.say(f"Saved {path.name} in {path.parent}", 6)
        except Exception as error:
            self.say(f"It could not be saved: {error}", 6)

    def _do_fullscreen(self, arg) -> None:
        self.wishes.append(("fullscreen", None))

    def _do_quit(self, arg) -> None:
        self.wishes.append(("quit", None))

    # ---- what the panels ask ------------------------------------------------------------------------------------------
    def life_of(self, column: int, life: int | None = None):
        """The life shown on a mind's board, or None where nobody lives."""
        lives = self.run.shown()[column].lives if column < len(self.run.shown()) else []
        index = self.look.life if life is None else life
        return lives[index] if index < len(lives) else None

    def face(self, column: int, life: int | None = None) -> int:
        """The number of the face of a mind: shape and colour."""
        return self.run.faces.get((column, self.look.life if life is None else life), 0)

    def face_of_agent(self, name: str) -> int:
        return self.face(0, self.run.learners.index(name)) if name in self.run.learners else 0

    def notice(self, column: int) -> str:
        """Why the mind on a board stands still, if it has failed."""
        life = self.life_of(column)
        return life.notice if life else ""

    def learns(self, column: int) -> str:
        """What the mind on a board learns, in its own words; "" for a person or nobody."""
        life = self.life_of(column)
        mind = self.run.session.twins[column].minds.get(life.agent) if life else None
        return getattr(mind, "learns", "") or ""

    def actions(self, column: int) -> int:
        """How many actions the agent on a board has."""
        life = self.life_of(column)
        return len(self.run.session.looks[life.agent].actions) if life else 0

    def wrong(self, column: int) -> tuple[int, int] | None:
        """(wrong, tried) beliefs of a board's mind at the tick shown; None where no audit is known."""
        series = self.run.series
        mind = self.run.mind_index(column, self.look.life)
        life = self.life_of(column)
        if life is not None and life.audit is not None:  # what the rows of the law count too
            if self._counted.get(column, (None,))[0] is not life.audit:
                self._counted[column] = life.audit, counts(life.audit)
            return self._counted[column][1]
        if not self.run.learners or self.run.tick_shown >= series.length:
            return None
        wrong, tried = series.wrong[mind][self.run.tick_shown], series.tried[mind][self.run.tick_shown]
        return None if wrong < 0 else (int(wrong), int(tried))

    def audit_mark(self, column: int) -> tuple:
        """Changes whenever the audit shown does."""
        life = self.life_of(column)
        return self.run.tick_shown, life is not None and life.audit is not None, self.wrong(column)

    def own_cell(self, column: int) -> tuple[int, int] | None:
        """Where the board's agent stood before its last step: what it believed there is what was just put to the test."""
        life = self.life_of(column)
        if life is None:
            return None
        seen = getattr(life, "after", None) or life.observation
        return (int(seen.row), int(seen.col)) if seen is not None else None

    def forecast_words(self, column: int) -> str:
        """The kind of forecast that is shown, and when it was made."""
        life = self.life_of(column)
        if life is None or life.forecast is None:
            return "no forecast for this tick"
        return f"1 step, made at t {self.run.tick_shown - 1:,}, whole frame at {odds_words(float(life.forecast.probability[0]))}"

    def caption(self) -> str:
        if self.acting and self.paused:
            return f"You are {self.acting}. Arrows move; the world waits. T gives it back."
        words = self.run.guide.at(self.run.tick_shown)
        return words.replace("Left is", "Above is").replace("Right is", "Below is") if self.look.stacked else words

    def flash_step(self) -> int:
        """4 as the law has just changed, falling to 0 in 300 ms: how strongly the changed row is lit."""
        age = self.clock() - self.run.law_changed_at
        return max(0, 4 - int(age * 1000 / 75)) if self.run.cursor is None and age < .3 and not self.shot else 0

    def share_left(self, row) -> float:
        """How much of the wait for a scheduled change is left, 0..1."""
        whole = self.run.waits.get(row.key, row.due_in)
        return row.due_in / max(1, whole)

    def minds_offered(self) -> list[tuple[str, str]]:
        """(name, sentence) of every mind that can be chosen."""
        return [(name, roster.SENTENCES[name]) for name in roster.names()]

    def place(self) -> str:
        """The pinned cell, or the one under the pointer, in words."""
        return cell_name(self.look.pinned or self.look.hover)
