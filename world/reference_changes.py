"""Step 0 of a tick, plainly: what falls due becomes law, what lapses or is undone stops being law, and what is no law is done in the world."""
from __future__ import annotations

from world.language import say
from world.reference_effects import edit_world
from world.reference_law import Layer, law_edits
from world.reference_state import Mover, State
from world.scenario import Apply, Change, Clock, Edit, Moment, Scenario, Undo, UndoNewest
from world.types import LogEntry


class Changes:
    """All that a world remembers about its changes: what was enacted, how often, by whom, and what is due."""

    def __init__(self, scenario: Scenario, state: State, given: tuple[Edit, ...]):
        self.scenario, self.state, self.given = scenario, state, given
        self.entries: list[LogEntry] = []
        self.typed: list[tuple[tuple[Edit, ...] | str, str]] = []      # by the person, since the last tick
        self.enacted: dict[str, int] = {}                             # change -> how often, for `times`
        self.bought: dict[tuple[int, str], int] = {}                  # (mover, change) -> tick, for `cooldown`
        self.due: dict[str, set[int]] = {}                            # change -> ticks at which `after` brings it
        self.last_firing: dict[str, int] = {}                         # clocks with a range

    def take_effect(self, wishes: list[tuple]) -> None:
        """All that fell due takes effect together; the law never moves during a tick. What lapses goes first, the person's word comes last."""
        before = len(self.entries)
        self.state.version += 1
        for layer in self.state.book.layers:
            if layer.lapses == self.state.tick:
                self.take_away(layer, "clock")
        for what, name, by, agent, by_itself in wishes:
            if what == "lapse":
                for layer in [layer for layer in self.state.book.layers if layer.name == name]:
                    self.take_away(layer, by)
            elif what == "undo":
                self.undo(name, by)
            elif not by_itself or self.lucky(name):
                self.enact_change(name, by, agent, paid=bool(agent))
        for change in self.scenario.changes:
            if self.falls_due(change) and self.lucky(change.name):
                self.enact_change(change.name, "clock")
        for edits, by in self.typed:
            self.enact_typed(edits, by)
        self.typed = []
        if len(self.entries) == before:
            self.state.version -= 1                                    # nothing happened: no new version

    def lucky(self, name: str) -> bool:
        """`chance:` of a change that came by itself. What a rule, an agent or the person enacts is not left to chance."""
        return self.state.happens(self.state.book.value(name, "chance"), name, 0)

    def falls_due(self, change: Change) -> bool:
        due = self.state.tick in self.due.get(change.name, ())
        due |= any(self.moment_comes(moment, change.name, k) for k, moment in enumerate(change.moments))
        return due | (change.every is not None and self.clock_strikes(change.every, change.name))

    def moment_comes(self, moment: Moment, name: str, k: int) -> bool:
        """`400..600` is drawn once, when the world is born."""
        at = moment.low if moment.low == moment.high else moment.low + self.state.pick(name + "/at", k, moment.high - moment.low + 1, tick=0)
        if moment.of == "episode":
            return self.state.episode == at and self.state.episode_tick == 1
        return at == (self.state.tick if moment.of == "life" else self.state.episode_tick)

    def clock_strikes(self, clock: Clock, name: str) -> bool:
        """`every: 10 ticks` strikes at 10, 20, 30 of the world's life; a range is drawn anew at each stroke."""
        if clock.chance is not None:
            return self.state.happens(clock.chance, name + "/every", 0)
        if clock.low == clock.high:
            return self.state.tick % clock.low == 0
        last = self.last_firing.get(name, 0)
        if self.state.tick < last + clock.low + self.state.pick(name + "/every", 0, clock.high - clock.low + 1, tick=last):
            return False
        self.last_firing[name] = self.state.tick
        return True

    def enact_change(self, name: str, by: str, agent: str = "", paid: bool = False, inside: tuple[str, ...] = (), given: bool = False) -> None:
        """Its sentences of law become the topmost layer; its edits of the world are done. Enacted again, it moves to the top and its time begins anew."""
        state, change = self.state, next(change for change in self.scenario.changes if change.name == name)
        times = state.book.value(name, "times")
        if name in inside or (times is not None and self.enacted.get(name, 0) >= times and not paid and not given):
            return
        if not paid and not given:
            self.enacted[name] = self.enacted.get(name, 0) + 1
        lapses, lasts = None, state.book.value(name, "for")
        if lasts is not None:
            low, high = lasts
            lapses = state.tick + low + (state.pick(name + "/for", 0, high - low + 1) if high > low else 0)
        layer = Layer(name, law_edits(change.edits), by, agent, lapses, given)
        if layer.edits:
            state.book = state.book.with_layers([other for other in state.book.layers if other.name != name] + [layer])
        else:
            lapses = None
        for other in self.scenario.changes:
            if other.after is not None and other.after[0] == name:
                self.due.setdefault(other.name, set()).add(state.tick + other.after[1])
        if not given:
            self.note(by, name, (), change.edits, lapses)
        self.do_edits(change.edits, by, agent, name, inside + (name,), given, own=name)

    def enact_typed(self, edits: tuple[Edit, ...] | str, by: str) -> None:
        if isinstance(edits, str):
            if edits.startswith("undo ") and edits not in [change.name for change in self.scenario.changes]:
                self.undo(edits[len("undo "):], by)
            else:
                self.enact_change(edits, by)
            return
        if law_edits(edits):
            self.state.book = self.state.book.with_layers([*self.state.book.layers, Layer(sentences(edits), law_edits(edits), by)])
        if any(not isinstance(edit, (Apply, Undo)) for edit in edits):
            self.note(by, "", (), edits, None)
        self.do_edits(edits, by, "", "", (), False, own=sentences(edits))

    def do_edits(self, edits: tuple[Edit, ...], by: str, agent: str, name: str, inside: tuple[str, ...], given: bool, own: str = "") -> None:
        """Those that are no law, in the order written. `own`: the layer that these edits make, which `undo newest law` passes over."""
        for edit in edits:
            if isinstance(edit, Apply):
                self.enact_change(edit.change, by, agent, inside=inside, given=given)
            elif isinstance(edit, Undo):
                self.undo(edit.change, by, quiet=given or bool(inside))
            elif isinstance(edit, UndoNewest):
                for layer in [layer for layer in self.state.book.layers if layer.name != own and not layer.given and edit.by in (None, layer.agent)][-1:]:
                    self.state.book = self.state.book.with_layers([other for other in self.state.book.layers if other is not layer])
            elif not law_edits((edit,)):
                edit_world(edit, self.state, name)

    def undo(self, name: str, by: str, quiet: bool = False) -> None:
        for layer in [layer for layer in self.state.book.layers if layer.name == name and not layer.given]:
            self.take_away(layer, by, quiet)

    def take_away(self, layer: Layer, by: str, quiet: bool = False) -> None:
        self.state.book = self.state.book.with_layers([other for other in self.state.book.layers if other is not layer])
        if not quiet:
            self.note(by, layer.name, layer.edits, (), None)

    def note(self, by: str, change: str, removed: tuple, added: tuple, lapses: int | None) -> None:
        self.entries.append(LogEntry(self.state.tick, self.state.version, by, change, tuple(map(say, removed)), tuple(map(say, added)), lapses))

    def suppose(self) -> None:
        """What an expectation takes as given: the bottom layer, which no undo finds and no log mentions. Every episode begins with it."""
        if law_edits(self.given) and not any(layer.given and not layer.name for layer in self.state.book.layers):
            self.state.book = self.state.book.with_layers([Layer("", law_edits(self.given), given=True), *self.state.book.layers])
        applied = tuple(edit for edit in self.given if isinstance(edit, Apply))
        self.state.tick += 1                                           # changes are applied as at step 0 of the tick to come
        self.do_edits(applied, "given", "", "", (), True)
        self.state.tick -= 1
        self.do_edits(tuple(edit for edit in self.given if edit not in applied), "given", "", "", (), True)

    # ---- purchases --------------------------------------------------------------------------------------------------
    def buy(self, mover: Mover, name: str) -> None:
        """An agent enacts a change: paid at once, law from the next tick. A refused purchase costs nothing."""
        value, tick = self.state.book.value, self.state.tick
        cost, times, cooldown = value(name, "cost"), value(name, "times"), value(name, "cooldown")
        if times is not None and self.enacted.get(name, 0) >= times:
            return
        if tick - self.bought.get((mover.number, name), -cooldown - 1) < cooldown:
            return
        if cost is not None:
            k = self.state.counter(mover, cost[1])
            if k is None or mover.counters[k] < cost[0]:
                return
            mover.counters[k] -= cost[0]
        self.bought[mover.number, name] = tick
        self.enacted[name] = self.enacted.get(name, 0) + 1
        self.state.wishes.append(("apply", name, mover.name, mover.agent, False))


def sentences(edits: tuple[Edit, ...]) -> str:
    return "; ".join(map(say, edits))
