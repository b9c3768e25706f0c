"""Step 0 of a tick, plainly: what falls due becomes law, what lapses or is undone stops being law, and what is no law is done in the world."""
from __future__ import annotations

from world.entrenched import Entrenchment
from world.language import say
from world.law import vote_of
from world.reference_effects import edit_world
from world.reference_law import Book, Layer, law_edits
from world.reference_state import Mover, State
from world.reference_stones import sentences_on
from world.scenario import Apply, Change, Clock, Edit, Moment, PropertyEdit, Scenario, Undo, UndoNewest
from world.types import LogEntry

VOTE_TICKS = 10
"""A yes counts in the tick in which it is said and in the nine that follow."""
LAW_DEEDS = (Apply, Undo, UndoNewest)
"""What an expectation takes as given of changes; done before its edits of the world."""


class Changes:
    """All that a world remembers about its changes: what was enacted, how often, by whom, and what is due."""

    def __init__(self, scenario: Scenario, state: State, given: tuple[Edit, ...]):
        self.scenario, self.state, self.given = scenario, state, given
        self.entries: list[LogEntry] = []
        self.typed: list[tuple[tuple[Edit, ...] | str, str]] = []      # by the person, since the last tick
        self.entrenchment = Entrenchment(scenario)
        self.changes = {change.name: change for change in scenario.changes}
        self.happened = False                                         # whether anything befell the law in this tick
        self.announced = False                                        # whether a change with `announce: true` was enacted in it
        self.enacted: dict[str, int] = {}                             # change -> how often, for `times`
        self.bought: dict[tuple[int, str], int] = {}                  # (mover, change) -> tick, for `cooldown`
        self.votes: dict[tuple[int, str], int] = {}                   # (mover, change) -> tick of its yes
        self.called: set[str] = set()                                 # changes that someone said yes to in this tick
        self.paid: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}   # (change, by) -> price and voters, until it is enacted
        self.told: set[tuple[int, str]] = set()                       # (mover, change) refused in this episode
        self.refused_stones: tuple[PropertyEdit, ...] = ()
        self.read: tuple[PropertyEdit, ...] = ()                      # on tablets, at the end of the last tick
        self.due: dict[str, set[int]] = {}                            # change -> ticks at which `after` brings it
        self.last_firing: dict[str, int] = {}                         # clocks with a range

    def take_effect(self, wishes: list[tuple]) -> None:
        """All that fell due takes effect together; the law never moves during a tick. What lapses goes first, the person's word comes last."""
        self.happened = self.announced = False
        self.state.version += 1
        self.hold_stones()
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
        if not self.happened:
            self.state.version -= 1                                    # nothing happened: no new version

    def lucky(self, name: str) -> bool:
        """`chance:` of a change that came by itself. What a rule, an agent or the person enacts is not left to chance."""
        return self.state.happens(self.state.book.value(name, "chance"), name, 0)

    def falls_due(self, change: Change) -> bool:
        value = self.state.book.value
        moments, every = value(change.name, "at"), value(change.name, "every")
        due = self.state.tick in self.due.get(change.name, ())
        due |= any(self.moment_comes(moment, change.name, k) for k, moment in enumerate((moments,) if isinstance(moments, Moment) else moments))
        return due | (every is not None and self.clock_strikes(every, change.name))

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
        state, change, value = self.state, self.changes[name], self.state.book.value
        times = value(name, "times")
        if name in inside or (times is not None and self.enacted.get(name, 0) >= times and not paid and not given):
            return
        if not paid and not given:
            self.enacted[name] = self.enacted.get(name, 0) + 1
        lapses, lasts = None, value(name, "for")
        if lasts is not None:
            low, high = lasts
            lapses = state.tick + low + (state.pick(name + "/for", 0, high - low + 1) if high > low else 0)
        self.announced |= value(name, "announce") and not given
        afters = [(other.name, after[1]) for other in self.scenario.changes if (after := value(other.name, "after")) is not None and after[0] == name]
        layer = Layer(name, law_edits(change.edits), by, agent, lapses, given)
        if layer.edits:
            state.book = state.book.with_layers([other for other in state.book.layers if other.name != name] + [layer])
        else:
            lapses = None
        for other, ticks in afters:
            self.due.setdefault(other, set()).add(state.tick + ticks)
        edits = (*change.edits, *((Apply(self.picked(change)),) if change.pick else ()))
        if not given:
            self.note(by, name, (), edits, lapses)
        self.do_edits(edits, by, agent, name, inside + (name,), given, own=name)

    def picked(self, change: Change) -> str:
        """One of the changes that it names, by weight."""
        left = self.state.pick(change.name + "/pick", 0, sum(weight for _, weight in change.pick))
        for name, weight in change.pick:
            if left < weight:
                return name
            left -= weight
        raise AssertionError("the weights do not add up")

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
                self.undo(edit.change, by, quiet=given or bool(inside), given=given)
            elif isinstance(edit, UndoNewest):
                for layer in [layer for layer in self.state.book.layers if self.can_strike(layer, edit, own, agent, given)][-1:]:
                    self.state.book = self.state.book.with_layers([other for other in self.state.book.layers if other is not layer])
            elif not law_edits((edit,)):
                edit_world(edit, self.state, name)

    def can_strike(self, layer: Layer, edit: UndoNewest, own: str, agent: str, given: bool) -> bool:
        """Whether `undo newest law` may take this layer: not its own, nor what is given (unless that says so itself), nor, for an agent, what is entrenched."""
        if layer.name in ("", own) or (layer.given and not given) or edit.by not in (None, layer.agent):
            return False
        return not (agent and self.entrenchment.touched(layer.edits))

    def undo(self, name: str, by: str, quiet: bool = False, given: bool = False) -> None:
        """`given`: what an expectation takes as given can take back what it has itself applied."""
        for layer in [layer for layer in self.state.book.layers if layer.name == name and (given or not layer.given)]:
            self.take_away(layer, by, quiet)

    def take_away(self, layer: Layer, by: str, quiet: bool = False) -> None:
        self.state.book = self.state.book.with_layers([other for other in self.state.book.layers if other is not layer])
        if not quiet:
            self.note(by, layer.name, layer.edits, (), None)

    def note(self, by: str, change: str, removed: tuple, added: tuple, lapses: int | None, tick: int | None = None) -> None:
        self.happened = True
        price, voters = self.paid.pop((change, by), ("", ()))
        self.entries.append(LogEntry(self.state.tick if tick is None else tick, self.state.version, by, change, tuple(map(say, removed)), tuple(map(say, added)), lapses,
                                     price, voters))

    def refuse(self, by: str, change: str, edits: tuple, law: str, tick: int | None = None) -> None:
        """An agent or a stone would edit what is entrenched: that is told, and costs nothing."""
        self.entries.append(LogEntry(self.state.tick if tick is None else tick, self.state.version, by, change, (), tuple(map(say, edits)), refused=law))

    # ---- stones and new episodes ------------------------------------------------------------------------------------
    def read_stones(self) -> None:
        """What stands on tablets at the end of a tick: law from the next."""
        self.read = sentences_on(self.state)

    def hold_stones(self, tick: int | None = None, silently: bool = False) -> None:
        """What was read becomes law, unless it is entrenched. `silently`: at the birth of the world."""
        state, allowed = self.state, []
        for sentence in self.read:
            law = self.entrenchment.touched((sentence,))
            if not law:
                allowed.append(sentence)
            elif sentence not in self.refused_stones and not silently:
                self.refuse("stone", "", (sentence,), law, tick)
        self.refused_stones = tuple(sentence for sentence in self.read if sentence not in allowed)
        old = state.book.stones
        if tuple(allowed) == old:
            return
        state.book = state.book.with_stones(allowed)
        if not silently:
            for sentence in self.scenario.stones:
                if (sentence in old) != (sentence in allowed):
                    self.note("stone", "", (sentence,) if sentence in old else (), (sentence,) if sentence in allowed else (), None, tick)

    def begin_episode(self, first: bool) -> None:
        """The law at the start of an episode: the stack falls under `laws: reset`, what is given is done again, tablets are read."""
        state = self.state
        self.happened = self.announced = False
        self.votes, self.called, self.told = {}, set(), set()
        state.version += 1
        if self.scenario.laws == "reset" and not first:
            fallen = [layer for layer in state.book.layers if not layer.given]
            if fallen:
                self.note("episode", "", tuple(edit for layer in fallen for edit in layer.edits), (), None, state.tick + 1)
            state.book = Book(self.scenario, (), state.book.stones)
            state.wishes = []
            self.paid = {}
        self.suppose()
        self.read_stones()
        self.hold_stones(state.tick + 1, silently=first)
        if not self.happened:
            state.version -= 1

    def suppose(self) -> None:
        """What an expectation takes as given: the bottom layer, which no undo finds and no log mentions. Every episode begins with it."""
        if law_edits(self.given) and not any(layer.given and not layer.name for layer in self.state.book.layers):
            self.state.book = self.state.book.with_layers([Layer("", law_edits(self.given), given=True), *self.state.book.layers])
        applied = tuple(edit for edit in self.given if isinstance(edit, LAW_DEEDS))
        self.state.tick += 1                                           # changes are applied as at step 0 of the tick to come
        self.do_edits(applied, "given", "", "", (), True)
        self.state.tick -= 1
        self.do_edits(tuple(edit for edit in self.given if edit not in applied), "given", "", "", (), True)

    # ---- purchases --------------------------------------------------------------------------------------------------
    def buy(self, mover: Mover, name: str) -> None:
        """An agent enacts a change: paid at once, law from the next tick. A refused purchase costs nothing."""
        value, tick, change = self.state.book.value, self.state.tick, self.changes[name]
        cost, times, cooldown = value(name, "cost"), value(name, "times"), value(name, "cooldown")
        law = self.entrenchment.of_change.get(name)
        if law:
            if (mover.number, name) not in self.told:
                self.told.add((mover.number, name))
                self.refuse(mover.name, name, change.edits, law)
            return
        if times is not None and self.enacted.get(name, 0) >= times:
            return
        if tick - self.bought.get((mover.number, name), -cooldown - 1) < cooldown:
            return
        if change.vote:
            most = -(-cost[0] // (len(self.electorate(change)) // 2 + 1)) if cost is not None else 0
            if cost is None or self.purse(mover, cost[1]) >= most:
                self.votes[mover.number, name] = tick
                self.called.add(name)
            return
        if cost is not None and self.purse(mover, cost[1]) < cost[0]:
            return
        self.purchase(change, [mover], cost, [cost[0]] if cost is not None else [0], mover.name)

    def purchase(self, change: Change, payers: list[Mover], cost: tuple[int, str] | None, shares: list[int], by: str) -> None:
        name, tick = change.name, self.state.tick
        for mover, share in zip(payers, shares):
            if cost is not None and share:
                mover.counters[self.state.counter(mover, cost[1])] -= share
            self.bought[mover.number, name] = tick
        self.enacted[name] = self.enacted.get(name, 0) + 1
        self.paid[name, by] = (f"{cost[0]} {cost[1]}" if cost is not None else "", tuple(mover.name for mover in payers) if change.vote else ())
        self.state.wishes.append(("apply", name, by, payers[0].agent, False))

    def purse(self, mover: Mover, counter: str) -> int:
        """How much it has; -1 if it has no such counter at all."""
        k = self.state.counter(mover, counter)
        return -1 if k is None else mover.counters[k]

    def electorate(self, change: Change) -> list[Mover]:
        return [mover for mover in self.state.movers if not mover.gone and mover.agent in change.by]

    def count_votes(self) -> None:
        """Once all have acted: the changes that someone said yes to in this tick. More than half of those alive enact it, and share the cost."""
        for change in self.scenario.changes:
            if change.name not in self.called:
                continue
            name, alive, cost = change.name, self.electorate(change), self.state.book.value(change.name, "cost")
            yes = [mover for mover in alive if self.state.tick - self.votes.get((mover.number, name), -VOTE_TICKS) < VOTE_TICKS]
            while 2 * len(yes) > len(alive):
                price = cost[0] if cost is not None else 0
                shares = [price // len(yes) + (i < price % len(yes)) for i in range(len(yes))]
                poor = [mover for mover, share in zip(yes, shares) if cost is not None and self.purse(mover, cost[1]) < share]
                if not poor:
                    self.purchase(change, yes, cost, shares, vote_of([mover.agent for mover in yes]))
                    self.votes = {key: tick for key, tick in self.votes.items() if key[1] != name}
                    break
                for mover in poor:                                     # who cannot pay has not voted
                    del self.votes[mover.number, name]
                yes = [mover for mover in yes if mover not in poor]
        self.called = set()


def sentences(edits: tuple[Edit, ...]) -> str:
    return "; ".join(map(say, edits))
