"""The window: panels laid out and drawn only when what they show has changed, events turned into actions."""
from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pygame

from lab.frame import NEVER
from lab.setup import cache_folder
from viewer import keys, widgets
from viewer import theme as themes
from viewer.board import BoardView
from viewer.desk import Desk
from viewer.fonts import Type
from viewer.layout import FOOT, Layout, arrange
from viewer.model import cell_name, inspect, tell
from viewer.paint import Sheet, Zone
from viewer.panels import bar, boards, cells, gallery, law, ledger, over, timeline
from viewer.tiles import Law

FLASH_MS = 4300
"""How long the tiles that a change touches stay amber, with their fading."""
TRAIL_TICKS = 9
PANEL_MS = 80


class Window:
    """Everything on screen. `frame` draws one picture of the desk on the surface; `handle` takes one event.

    `problems` holds what went wrong while drawing or acting: each is told on screen and none ends the program.
    """

    def __init__(self, desk: Desk, surface: pygame.Surface, theme: str = "night"):
        self.desk, self.surface = desk, surface
        desk.look.theme = theme
        self.problems: list[str] = []
        self.gallery_view = gallery.GalleryView()
        self.still = False                               # no motion: for pictures
        self._cache: dict[str, tuple] = {}               # name -> (inputs, surface, zones)
        self._drawn: dict[str, float] = {}               # name -> when, in ms
        self._touched = True                             # a person did something since the last frame
        self._views: list[BoardView] = []
        self._made_for: tuple = ()
        self._drag: tuple[str, Zone] | None = None
        self._mouse = (-1, -1)
        self._over: tuple[str, Zone] | None = None
        self._hushed = False                             # no tooltip until the pointer moves: something was pressed, or the screen is another
        self._screen: tuple = ()
        self._laid: tuple = ()
        self._last: tuple = ()
        self._board_inputs: list = []
        self._covered = False
        self._board_under: int | None = None             # the board under the pointer
        self._missing = False                            # thumbnails that are still to be drawn
        self._law_key, self._law_read = None, None
        self.zones: list[tuple[str, Zone]] = []
        self.layout: Layout | None = None
        self._lay_out()

    # ---- laying out -------------------------------------------------------------------------------------------------
    @property
    def theme(self) -> themes.Theme:
        return themes.THEMES[self.desk.look.theme]

    def _lay_out(self) -> None:
        """Make the panels and views that this run, size, scale and theme ask for."""
        run = self.desk.run
        size = self.surface.get_size()
        n = min(len(run.session.twins), 3) if run.learners else 0
        shape = run.scenario.board.cells.shape[1:] if n < 2 else (1, 1)
        wants = (size, n, self.desk.look.scale, shape)
        if wants != self._laid:
            self.layout = arrange(*size, n, self.desk.look.scale, shape)
            self.words = Type(self.layout.scale, self.layout.measure.bump > 0)
            self._laid = wants
            self.desk.look.stacked = len({rect[1] for rect in self.layout.boards}) > 1
            self._cache.clear()
            self.panels = {"bar": bar.Bar(), "head 0": boards.RealityHead(), "foot 0": boards.Caption()}
            for i in range(n):
                self.panels[f"head {i + 1}"] = boards.MindHead(i)
                self.panels[f"foot {i + 1}"] = boards.Legend(i)
            makers = {"inspector": cells.Inspector, "law": law.Law, "ledger": ledger.LedgerPanel, "timeline": timeline.Timeline}
            for name in self.layout.panels:
                if name == "timeline" and not n:
                    self.panels[name] = timeline.BareTimeline()
                elif name in makers:
                    self.panels[name] = makers[name]()
                elif name.startswith("mind "):
                    self.panels[name] = timeline.MindPanel(int(name.split()[1]))
            self._made_for = ()
        made = (id(run), self.theme.name, len(self.layout.boards))
        if made != self._made_for:
            self._views = [BoardView(self.theme, run.scenario) for _ in self.layout.boards]
            self._made_for = made
            self._cache.clear()
            self._last = ()

    def rect_of(self, name: str) -> tuple:
        """A panel's rectangle in units."""
        kind, _, number = name.partition(" ")
        if kind == "head":
            return self.layout.heads[int(number)]
        if kind == "foot":
            x, y, w, h = self.layout.foots[int(number)]
            return (x, y - 4, w, h + 8) if number == "0" else (x, y, w, h)     # a long caption stands in two lines
        return self.layout.panels[name]

    # ---- drawing ----------------------------------------------------------------------------------------------------
    def frame(self, now_ms: float) -> bool:
        """Bring the surface up to date; False if it already was."""
        desk = self.desk
        self._lay_out()
        screen = (desk.look.over, desk.path, id(desk.run), self.surface.get_size(), desk.look.scale, desk.look.theme, bool(desk.mistakes), desk.failure is None)
        if screen != self._screen:
            self._screen, self._over, self._hushed, self._drag = screen, None, True, None
        if desk.look.over == "gallery":
            return self._gallery(now_ms)
        changed = self._refresh_panels(now_ms)
        if self._over and self._over[0] in self.panels:  # its words may be others by now, or it may be gone
            name, old = self._over
            zones = self._cache[name][2] if name in self._cache else []
            fresh = next((zone for zone in zones if zone.rect == old.rect and zone.action == old.action), None)
            self._over = (name, fresh) if fresh else None
        board_inputs = self._board_state()
        due = [i for i, view in enumerate(self._views) if i >= len(self._board_inputs) or board_inputs[i] != self._board_inputs[i] or self._busy(view, now_ms)]
        toast = desk.look.toast if desk.clock() < desk.toast_until else ""
        covers = (desk.look.over, desk.look.over_arg, toast, bool(desk.mistakes) and desk.mistakes[0], desk.failure, self._over_key(), self._tip())
        everything = covers != self._last or (self._covered and (changed or due))
        if not (everything or changed or due):
            return False
        if everything:
            self.surface.fill(self.theme.bg)
            changed, due = list(self.panels), list(range(len(self._views)))
        for name in changed:
            if name in self._cache:
                self.surface.blit(self._cache[name][1], self.layout.pixels(self.rect_of(name))[:2])
        for i in due:
            self._board(i, now_ms)
        self._board_inputs = board_inputs
        self._last = covers
        self._covered = any(covers)
        self.zones = [(name, zone) for name in self.panels if name in self._cache for zone in self._cache[name][2]]
        if self._covered:
            self._draw_over(toast)
        return True

    def _busy(self, view, now_ms: float) -> bool:
        return not self.still and view.busy(now_ms)

    def _refresh_panels(self, now_ms: float) -> list[str]:
        """Draw anew the panels whose inputs have changed; their names.

        While the world runs fast its numbers change with every frame: then a panel is drawn a dozen times a second, which is as fast as one reads.
        """
        changed = []
        desk = self.desk
        hurried = desk.rate > 20 and not desk.paused and desk.run.cursor is None and not self._touched
        self._touched = False
        for name, panel in self.panels.items():
            try:
                if hurried and name in self._cache and 0 <= now_ms - self._drawn.get(name, -1e9) < PANEL_MS:
                    continue
                inputs = panel.inputs(self.desk)
                if name in self._cache and self._cache[name][0] == inputs:
                    continue
                x, y, w, h = self.layout.pixels(self.rect_of(name))
                surface = pygame.Surface((max(1, w), max(1, h)))
                surface.fill(self.theme.bg)
                sheet = self._sheet(surface, self.rect_of(name)[:2])
                panel.draw(sheet, self.desk)
            except Exception as error:                   # one panel that cannot be drawn leaves the others standing
                self._trouble(f"{name}: {type(error).__name__}: {error}", error)
                inputs, surface, sheet = ("failed", self.desk.run.tick_shown // 64), pygame.Surface((8, 8)), None
                surface.fill(self.theme.bg)
            self._cache[name] = inputs, surface, sheet.zones if sheet else []
            self._drawn[name] = now_ms + 7 * (len(changed) % 5)  # not all of them in the same frame
            changed.append(name)
        return changed

    def _sheet(self, surface: pygame.Surface, origin=(0, 0)) -> Sheet:
        return Sheet(surface, self.theme, self.words, origin)

    def _trouble(self, words: str, error: Exception) -> None:
        if len(self.problems) < 100:
            self.problems.append(words)
        if os.environ.get("UMWELT_STRICT"):
            raise error
        self.desk.say("Something here could not be shown: " + words)

    # ---- boards -----------------------------------------------------------------------------------------------------
    def _who(self, i: int) -> tuple[int, int]:
        return (max(0, i - 1) if self.desk.run.twins else 0, min(self.desk.look.life, max(0, len(self.desk.run.learners) - 1)))

    def _mode(self, i: int) -> str:
        return "reality" if i == 0 else self.desk.look.modes[i - 1]

    def _board_state(self) -> list:
        """What the picture of each board depends on, motion aside."""
        desk = self.desk
        run, look = desk.run, desk.look
        common = (id(run), run.tick_shown, run.cursor is None, look.hover, look.pinned, look.life, look.theme, desk.acting, bool(self._flash()))
        return [(*common, self._mode(i), i and look.ghosts, i and look.doubt, i and desk.audit_mark(self._who(i)[0])) for i in range(len(self._views))]

    def _flash(self) -> list:
        """The ids that the newest change touches, and for how long they have been amber."""
        run = self.desk.run
        entry = run.newest_change()
        if entry is None:
            return []
        ticks = run.tick_shown - entry.tick + 1
        if run.cursor is None and not self.still and not self.desk.paused:
            age = (self.desk.clock() - run.law_changed_at) * 1000
        else:                                            # standing still, time is told in ticks: a second is eight
            age = max(ticks, 0) / 8 * 1000
        if age > FLASH_MS:
            return []
        ids = frozenset().union(*(row.touches for row in run.law() if row.changed_at == entry.tick))
        return [(ids, age)] if ids else []

    def _trails(self) -> dict:
        """Where each agent has been in the last ticks: (frame, life) -> cells, oldest first. A leap across the map begins a new trail."""
        run = self.desk.run
        trails: dict = {}
        here = run.tick_shown
        for tick in range(here, max(here - TRAIL_TICKS, run.history.first) - 1, -1):
            if tick not in run.history:
                break
            for i, frame in enumerate(run.history.bare(tick)):
                rows = run.session.twins[i].rows
                for k in range(len(frame.lives)):
                    row, col, _, alive = (int(v) for v in frame.snapshot.movers[rows[k]])
                    cells = trails.setdefault((i, k), [])
                    if cells and cells[0] is None:
                        continue
                    if not alive or (frame.ended is not None and tick != here):
                        cells.insert(0, None)
                        continue
                    if cells and row != cells[0][0] and col != cells[0][1] and abs(row - cells[0][0]) + abs(col - cells[0][1]) > 3:
                        cells.insert(0, None)
                        continue
                    cells.insert(0, (row, col))
        return {key: [c for c in cells if c is not None] for key, cells in trails.items() if any(c is not None for c in cells)}

    def _board(self, i: int, now_ms: float) -> None:
        desk = self.desk
        run, look = desk.run, desk.look
        rate = desk.rate
        motion = 0 if self.still or desk.paused or rate > 20 or run.cursor is not None else min(120, 500 / rate)
        try:
            self._views[i].draw(self.surface, pygame.Rect(self.layout.pixels(self.layout.boards[i])), run.shown(), self._mode(i), now_ms, who=self._who(i),
                                law=self._law(), rows=run.law(), hover=look.hover, pinned=look.pinned, flash=self._flash() if i == 0 else (),
                                trails=self._trails(), plans=look.ghosts, motion_ms=motion, faces=run.faces,
                                selected=self._who(1) if desk.acting or (i == 0 and len(run.learners) > 1) else None, person=bool(desk.acting),
                                doubt=look.doubt and i > 0)
        except Exception as error:
            self._trouble(f"board {i}: {type(error).__name__}: {error}", error)

    def _law(self):
        run = self.desk.run
        key = (id(run), run.shown()[0].snapshot.version, run.cursor)
        if self._law_key != key:
            self._law_key, self._law_read = key, Law.read(run.law(), run.scenario)
        return self._law_read

    # ---- what lies over -----------------------------------------------------------------------------------------------
    def _draw_over(self, toast: str) -> None:
        desk = self.desk
        try:
            sheet = self._sheet(self.surface)
            place = self.layout.foots[0]
            if self._over and not self._over[1].quiet and not desk.look.over:
                self._light(sheet, self._over[1])
            if desk.mistakes or desk.failure:
                top = self._cover(over.BadSave() if desk.mistakes else over.Stopped())
                if top < place[1] + FOOT + 4:            # the panel has grown over the captions
                    head = self.layout.heads[0]
                    place = (head[0], head[1] + 5, head[2], FOOT)
            if desk.look.over == "help":
                self.zones = []
                over.Help().draw(sheet, desk)
            elif desk.look.over == "minds":
                sheet.zone((0, 0, sheet.width, sheet.height), "escape", quiet=True)
                over.Minds().draw(sheet, desk, self.layout.heads[min(desk.look.over_arg + 1, len(self.layout.heads) - 1)])
            self.zones += [("over", zone) for zone in sheet.zones]
            if desk.look.over and self._over and not self._over[1].quiet and self._over[0] == "over":
                self._light(sheet, self._over[1])
            if toast:
                over.notice(sheet, toast, place)
            tip = self._tip()
            if tip:
                widgets.tooltip(sheet, list(tip), self._mouse[0] / self.words.scale, self._mouse[1] / self.words.scale, (sheet.width, sheet.height))
        except Exception as error:
            self._trouble(f"over: {type(error).__name__}: {error}", error)

    def _cover(self, panel) -> float:
        """A panel over the dock: over everything below the boards where there are twins. Returns its top."""
        if "timeline" in self.layout.panels:
            x, y, w, h = self.layout.panels["timeline"]
        else:
            rects = [r for n, r in self.layout.panels.items() if n != "bar"]
            x, y = min(r[0] for r in rects), min(r[1] for r in rects)
            w, h = max(r[0] + r[2] for r in rects) - x, min(244, max(r[1] + r[3] for r in rects) - y)
        least = 206 if w >= 700 else 250                 # four lines of the file, what is wrong with them, and what goes on meanwhile
        if h < least:                                    # a low dock: the panel grows upward, and what it would cut in two goes with it
            foot = max(rect[1] for rect in self.layout.foots)
            y, h = y - (least - h), least
            if y < foot + FOOT:
                self.surface.fill(self.theme.bg, self.layout.pixels((x, min(y, foot) - 4, w, max(y, foot) - min(y, foot) + 4)))
        box = self.layout.pixels((x, y, w, h))
        surface = pygame.Surface(box[2:])
        surface.fill(self.theme.bg)
        sheet = self._sheet(surface, (x, y))
        panel.draw(sheet, self.desk)
        self.surface.blit(surface, box[:2])
        self.zones = [z for z in self.zones if not _within(z[1].rect, (x, y, w, h))] + [("cover", zone) for zone in sheet.zones]
        return y

    def _light(self, sheet: Sheet, zone: Zone) -> None:
        """What is under the pointer and can be pressed is a little lighter."""
        x, y, w, h = zone.rect
        sheet.rounded((x, y, w, h), self.theme.ink, zone.radius, alpha=.07)

    def _over_key(self):
        return (self._over[0], self._over[1].rect, self._over[1].action) if self._over and not self._over[1].quiet else None

    def _tip(self) -> tuple[str, ...]:
        """The lines of the tooltip, if one is due."""
        if self._drag or self._hushed or self._mouse[0] < 0:
            return ()
        if self._over and self._over[1].tip:
            return _wrap(self._over[1].tip)
        if self._over and self._over[1].action == "scrub":
            return self._scrub_tip(self._over)
        if self.desk.look.hover and not self.desk.look.over and self._board_under is not None:
            return self._cell_tip()
        return ()

    def _cell_tip(self) -> tuple[str, ...]:
        """What the cell under the pointer holds, and on a mind's board what that mind makes of it."""
        i = self._board_under
        twin, life = self._who(max(i, 1))
        if i == 0:
            twin = 0
        seen = inspect(self.desk.run, twin, life, self.desk.look.hover)
        lines = [f"{cell_name(seen.cell)} · {seen.things}"]
        if i == 0:
            if self.desk.run.cursor is None and self.desk.paused:
                try:
                    writer = self.desk.run.session.writer(*seen.cell)
                except Exception:                        # a courtesy, not a duty
                    writer = ""
                if writer:
                    lines.append(f"last written by {writer}")
        elif seen.rows:
            if all(row.verdict == NEVER for row in seen.rows):
                lines.append("nothing tried here yet")
            else:
                lines += [tell(row) for row in seen.rows[:6]]
        else:
            lines.append(seen.why_empty)
        return tuple(lines)

    def _scrub_tip(self, over) -> tuple[str, ...]:
        name, zone = over
        rule, mind = zone.arg
        tick = rule.tick_at(self._mouse[0] - self.layout.pixels(self.rect_of(name))[0], self.desk.run.series.bits[mind])
        run = self.desk.run
        if tick > run.now:
            return (f"t {tick:,}: not yet come",)
        if tick < run.series.length:
            changes = [n for t, n in run.changes() if t == tick]
            wrong = run.series.wrong[mind][tick]
            return (f"t {tick:,}" + "".join(f" · {n}" for n in changes),
                    f"{run.series.bits[mind][tick]:.1f} bits" + (f" · {int(wrong):,} wrong" if wrong >= 0 else ""))
        return ()

    def _gallery(self, now_ms: float) -> bool:
        """The picker takes the whole window."""
        desk = self.desk
        loading = desk.gallery.load_some()
        state = ("gallery", desk.gallery.chosen, desk.gallery.who, desk.gallery.words, desk.gallery.finding, desk.gallery.scroll, len(desk.gallery.cards),
                 self._over_key(), desk.look.toast if desk.clock() < desk.toast_until else "", self._tip(), self.theme.name, self.surface.get_size())
        if state == self._last and not loading and not self._missing:
            return False
        sheet = self._sheet(self.surface)
        try:
            self._missing = self.gallery_view.draw(sheet, desk)
            self.zones = [("gallery", zone) for zone in sheet.zones]
            if self._over and not self._over[1].quiet:
                self._light(sheet, self._over[1])
            if state[8]:
                over.toast(sheet, state[8])
        except Exception as error:
            self._missing = False
            self._trouble(f"gallery: {type(error).__name__}: {error}", error)
        self._last, self._covered = state, True
        return True

    # ---- events -----------------------------------------------------------------------------------------------------
    def handle(self, event: pygame.event.Event) -> None:
        """Take one event. Whatever goes wrong is told on screen."""
        self._touched = True
        try:
            self._handle(event)
        except Exception as error:
            self._trouble(f"{pygame.event.event_name(event.type)}: {type(error).__name__}: {error}", error)

    def _handle(self, event) -> None:
        desk = self.desk
        if event.type == pygame.QUIT:
            desk.do("quit")
        elif event.type == pygame.KEYDOWN:
            self._key(event)
        elif event.type == pygame.MOUSEMOTION:
            self._hushed = self._hushed and event.pos == self._mouse
            self._point(event.pos)
            if self._drag:
                self._dragging(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._point(event.pos)
            self._press(event.pos)
            self._hushed = True
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self._drag = None
        elif event.type == pygame.MOUSEWHEEL:
            self._wheel(event)
        elif event.type == pygame.WINDOWLEAVE:
            self._mouse, self._over, desk.look.hover, self._board_under = (-1, -1), None, None, None
        elif event.type == pygame.DROPFILE:
            desk.do("open", event.file)
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self.resized(pygame.display.get_surface() or self.surface)

    def resized(self, surface: pygame.Surface) -> None:
        """The window has another size now."""
        self.surface = surface
        self._last = ()
        self._board_inputs = []

    def _key(self, event) -> None:
        desk = self.desk
        name = keys.name_of(event)
        where = desk.look.over if desk.look.over in ("gallery", "help") else ""
        if where == "gallery" and desk.gallery.finding:
            text = getattr(event, "unicode", "")
            if name in ("Esc", "Enter"):
                desk.gallery.finding = False
            elif name == "Backspace":
                desk.gallery.type("\b")
            elif text and text.isprintable() and not name.startswith("Ctrl"):
                desk.gallery.type(text)
            return
        desk.look.last_key = name or desk.look.last_key
        if desk.look.over == "minds" and name == "Esc":
            desk.do("escape")
            return
        if not where and desk.act(name):
            return
        row = keys.lookup(name, where)
        if row is not None:
            if row.action == "find":
                desk.do("find")
            else:
                desk.do(row.action, row.arg)
        elif name and where != "help":
            desk.say(f"{name} does nothing here. ? lists the keys.", 2)

    def _zone_at(self, pos, wheel: bool = False) -> tuple[str, Zone] | None:
        x, y = pos[0] / self.words.scale, pos[1] / self.words.scale
        for name, zone in reversed(self.zones):
            if zone.holds(x, y) and (bool(zone.wheel) if wheel else zone.action != "nothing" or zone.tip):
                return name, zone
            if zone.holds(x, y) and name in ("over", "cover") and not wheel:
                return name, zone
        return None

    def _point(self, pos) -> None:
        """The pointer is here: what it is over, on a panel or on a board."""
        self._mouse = pos
        self._over = self._zone_at(pos)
        self._board_under, cell = None, None
        if not self.desk.look.over and self._over is None:
            for i, view in enumerate(self._views):
                if pygame.Rect(self.layout.pixels(self.layout.boards[i])).collidepoint(pos):
                    cell = view.cell_at(pos)
                    self._board_under = i
        self.desk.look.hover = cell

    def _press(self, pos) -> None:
        desk = self.desk
        if self._over is not None:
            name, zone = self._over
            if zone.drag:
                self._drag = self._over
                self._dragging(pos)
            elif desk.look.over == "gallery" and zone.action == "open":
                desk.do("open", zone.arg)
            else:
                desk.do(zone.action, zone.arg)
            return
        if desk.look.over == "gallery":
            desk.gallery.finding = False
        if desk.look.hover is not None and desk.run.learners:
            desk.do("pin", desk.look.hover)

    def _dragging(self, pos) -> None:
        name, zone = self._drag
        fresh = next((z for n, z in self.zones if n == name and z.action == zone.action and z.rect[1] == zone.rect[1]), zone)
        x = pos[0] / self.words.scale
        if zone.action == "scrub":
            rule, mind = fresh.arg
            at = pos[0] - self.layout.pixels(self.rect_of(name))[0]
            self.desk.do("seek", rule.tick_at(min(max(at, rule.left - 8), rule.right), self.desk.run.series.bits[mind]))
        elif zone.action == "overview":
            x0, x1, end = fresh.arg
            self.desk.do("seek", max(0, round((x - x0) / (x1 - x0) * end)))
        elif zone.action == "law number":
            left, _, wide, _ = zone.rect
            self.desk._do_law_number(zone.arg, min(1, max(0, (x - left - 6) / (wide - 12))))
        else:
            self.desk.do(zone.action, zone.arg)

    def _wheel(self, event) -> None:
        if self.desk.look.over == "gallery":
            self.desk.gallery.scroll = max(0, self.desk.gallery.scroll - event.y * 48)
            return
        found = self._zone_at(self._mouse, wheel=True)
        if found and event.y:
            way = 1 if event.y > 0 else -1
            self.desk.do(found[1].wheel, way if found[1].wheel == "zoom" else -way)

    # ---- pictures -----------------------------------------------------------------------------------------------------
    def save(self, path: str | Path, boards_only: bool = False) -> Path:
        """Save what is on the surface as a PNG."""
        picture = self.surface
        if boards_only:
            box = pygame.Rect(self.layout.pixels(self.layout.boards[0])).unionall([self.layout.pixels(r) for r in self.layout.boards[1:]])
            picture = picture.subsurface(box.clip(picture.get_rect()))
        pygame.image.save(picture, str(path))
        return Path(path)

    def take_picture(self, boards_only: bool) -> None:
        """F12: a picture in the person's folder for pictures, or with what the program keeps where there is none."""
        stem = f"umwelt-{self.desk.run.scenario.title.replace(' ', '-')}-t{self.desk.run.tick_shown}"
        for folder in picture_folders():
            for n in range(100):
                path = folder / (f"{stem}.png" if n == 0 else f"{stem}-{n + 1}.png")
                if not path.exists():
                    break
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self.save(path, boards_only)
                self.desk.say(f"Saved {path.name} in {_home_words(folder)}", 6)
                return
            except (OSError, pygame.error):
                continue
        self.desk.say("The picture could not be saved: no folder of yours can be written to.")


def picture_folders() -> list[Path]:
    """Where pictures go, the best place first."""
    own = Path.home() / "Pictures"
    return ([own / "umwelt"] if own.is_dir() else []) + [cache_folder() / "pictures"]


def _home_words(folder: Path) -> str:
    """A folder as people write it."""
    return f"~/{folder.relative_to(Path.home()).as_posix()}" if folder.is_relative_to(Path.home()) else str(folder)


def _within(inner, outer) -> bool:
    """Whether the middle of one rectangle lies in another."""
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _wrap(words: str, most: int = 64) -> tuple[str, ...]:
    """A tip in lines of so many characters."""
    return tuple(part for line in words.split("\n") for part in (textwrap.wrap(line, most) or [""]))[:12]
