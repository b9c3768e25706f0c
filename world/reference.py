"""The rules of the world in plain Python: what one tick means, read straight from the scenario. Slow, and the oracle of the compiled kernel.

The methods of `Reference` named `step_0` to `step_7` are the definition of a tick, in their order. What a condition means stands in `reference_state`,
what an effect does in `reference_effects`, how simultaneous moves are settled in `reference_moves`, how layers of law are read in `reference_law`.
"""
from __future__ import annotations

import copy
from dataclasses import replace
from typing import Sequence

import numpy as np

from world.digest import digest
from world.reference_effects import Deeds, do_effects, drop, edit_world, take
from world.reference_law import Book, Layer, law_edits
from world.reference_minds import choose
from world.reference_moves import Moves
from world.reference_state import MILLIONTHS, UNDERFOOT, Case, Event, Mover, Piece, State, holds
from world.scenario import (ACTOR, AIR, DIRECTIONS, ITEM, OBJECT, Apply, Becomes, Board, Change, Clock, CounterIs, Each, Edit, Has, Moment, Noun, Rule,
                            Scenario, Undo, UndoNewest)
from world.scenario import Event as EventTrigger
from world.types import LogEntry, Outcomes, Snapshot, Step

CHAIN = 1000
"""So many events caused by effects are worked off in a tick; one more is an endless chain."""


class Reference:
    """One world, interpreted. The same interface as one world of a `World`, as far as a test needs it."""

    def __init__(self, scenario: Scenario, seed: int = 0, board: Board | None = None, given: tuple[Edit, ...] = ()):
        self.scenario, self.given = scenario, tuple(given)
        self.state = State(scenario, board or scenario.board, seed, Book(scenario))
        self.state.begin()
        agents = {agent.name: agent for agent in scenario.agents}
        self.movers = tuple(mover.name for mover in self.state.movers)
        self.learners = tuple(mover.name for mover in self.state.movers if not agents[mover.agent].written)
        self.acting = tuple(mover.number for mover in self.state.movers if not agents[mover.agent].written)
        self.actions = {agent.name: tuple(agent.actions) + tuple(change.name for change in scenario.changes
                                                                 if agent.name in change.by and change.name not in agent.actions) for agent in scenario.agents}
        self.entries: list[LogEntry] = []
        self.typed: list[tuple[tuple[Edit, ...] | str, str]] = []      # by the person, since the last tick
        self.enacted: dict[str, int] = {}                             # change -> how often, for `times`
        self.bought: dict[tuple[int, str], int] = {}                  # (mover, change) -> tick, for `cooldown`
        self.due: dict[str, set[int]] = {}                            # change -> ticks at which `after` brings it
        self.last_firing: dict[str, int] = {}                         # clocks with a range
        self.was: dict = {}                                           # conditions at the last look, so that we see them turn true
        self.beside: set[tuple[int, int]] = set()                     # pairs of movers that have met and not parted
        self.caused = 0
        self.notices: list[str] = []
        self.writer: dict = {}                                        # (row, col) -> what wrote it last, for messages of tests
        self.begin_episode()

    # ---- the interface ----------------------------------------------------------------------------------------------
    def step(self, actions: Sequence[int]) -> Step:
        """One tick. `actions` by learner: an index into its actions, -1 stands still. Does not begin a new episode."""
        state = self.state
        state.tick += 1
        state.episode_tick += 1
        state.rewards, state.said, state.word, state.wishes, wishes = {}, [], None, [], state.wishes
        self.caused, self.notices = 0, []
        self.step_0_law(wishes)
        directions = self.step_1_act(actions)
        self.step_2_own_moves(directions)
        self.step_3_carried_moves()
        self.step_4_events()
        self.step_5_each()
        self.step_6_clocks_and_conditions()
        return self.step_7_score()

    def reset(self, force: bool = False) -> None:
        """A new episode, if this one has ended (or by force). The life of the world goes on: its tick, its log, what was bought how often."""
        if self.state.ended is None and not force:
            return
        if self.scenario.laws == "reset":
            if any(not layer.given for layer in self.state.book.layers):
                self.state.version += 1
            self.state.book = Book(self.scenario)
            self.state.wishes = []
        self.state.begin()
        self.begin_episode()

    def begin_episode(self) -> None:
        state = self.state
        state.episode, state.episode_tick, state.ended = state.episode + 1, 0, None
        self.suppose()
        self.beside = self.neighbours()
        self.was = {}
        self.look_at_conditions()

    def snapshot(self) -> Snapshot:
        return self.state.snapshot()

    def digest(self) -> str:
        return digest(self.snapshot())

    def log(self) -> list[LogEntry]:
        return list(self.entries)

    def enact(self, edits: tuple[Edit, ...] | str, by: str = "person") -> None:
        """A sentence by the person, or a change's name ("undo NAME" takes it away), for step 0 of the next tick."""
        self.typed.append((edits, by))

    def fork(self) -> "Reference":
        """An equal world that goes its own way."""
        keep = {id(self.scenario): self.scenario, id(self.state.board): self.state.board, id(self.state.book): self.state.book,
                id(self.given): self.given, id(self.state.things): self.state.things}
        return copy.deepcopy(self, keep)

    def peek(self, actions: Sequence[int]) -> Snapshot:
        """What this tick would bring."""
        ahead = self.fork()
        ahead.step(actions)
        return ahead.snapshot()

    # ---- step 0: the law --------------------------------------------------------------------------------------------
    def step_0_law(self, wishes: list[tuple]) -> None:
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
        self.do_edits(change.edits, by, agent, name, inside + (name,), given)

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
        self.do_edits(edits, by, "", "", (), False)

    def do_edits(self, edits: tuple[Edit, ...], by: str, agent: str, name: str, inside: tuple[str, ...], given: bool) -> None:
        """Those that are no law, in the order written."""
        for edit in edits:
            if isinstance(edit, Apply):
                self.enact_change(edit.change, by, agent, inside=inside, given=given)
            elif isinstance(edit, Undo):
                self.undo(edit.change, by, quiet=bool(inside))
            elif isinstance(edit, UndoNewest):
                for layer in [layer for layer in self.state.book.layers if layer.name != name and not layer.given and edit.by in (None, layer.agent)][-1:]:
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
        self.entries.append(LogEntry(self.state.tick, self.state.version, by, change, tuple(map(sentence, removed)), tuple(map(sentence, added)), lapses))

    def suppose(self) -> None:
        """What an expectation takes as given: the bottom layer, which no undo finds and no log mentions."""
        applied = [edit for edit in self.given if isinstance(edit, Apply)]
        if not any(layer.given for layer in self.state.book.layers):
            if law_edits(self.given):
                self.state.book = self.state.book.with_layers([Layer("", law_edits(self.given), given=True), *self.state.book.layers])
            self.state.tick += 1                                       # applied as at step 0 of the tick to come
            for edit in applied:
                self.enact_change(edit.change, "given", given=True)
            self.state.tick -= 1
        self.do_edits(tuple(edit for edit in self.given if edit not in applied), "given", "", "", (), True)

    # ---- step 1: act ------------------------------------------------------------------------------------------------
    def step_1_act(self, actions: Sequence[int]) -> dict[int, int]:
        """Each action goes through its agent's action table and its noise; written minds choose from the same picture.

        Returns the directions in which movers mean to go, by number. Everything but moving is done here, by number.
        """
        chosen = dict(zip(self.acting, actions))
        words = {mover.number: self.word_of(mover, int(chosen.get(mover.number, -1))) for mover in self.state.movers
                 if not mover.gone and self.strides(mover) > 0}
        directions = {}
        for number, word in words.items():
            mover = self.state.movers[number]
            if word in DIRECTIONS:
                directions[number] = DIRECTIONS.index(word)
            elif word is not None and word != "wait" and not mover.gone:
                self.do_word(mover, word)
        return directions

    def strides(self, mover: Mover) -> int:
        """How many cells its speed allows in this tick: `1/2` acts on even ticks, `2` moves two cells."""
        return cells_in(self.state.tick, self.state.book.value(mover.agent, "speed"))

    def word_of(self, mover: Mover, action: int) -> str | None:
        """What it means to do."""
        agent = next(agent for agent in self.scenario.agents if agent.name == mover.agent)
        if agent.written:
            return choose(self.state, mover, agent.minds[0])
        if action < 0:
            return None
        words = self.actions[mover.agent]
        word = self.state.book.value(mover.agent, words[action])
        noise = self.state.book.value(mover.agent, "noise")
        if noise and self.state.happens(noise, "action noise", mover.number):
            others = [other for other in words if other != word]
            if others:
                word = others[self.state.pick("other action", mover.number, len(others))]
        return word

    def do_word(self, mover: Mover, word: str) -> None:
        deeds = Deeds(self.state)
        if word == "use":
            self.use(mover)
        elif word == "take":
            for item in self.state.pieces_at(mover.cell, (ITEM,)):
                take(item, self.state, mover, deeds)
        elif word == "drop" or word.startswith("drop "):
            drop(word[len("drop "):] or None, self.state, mover, deeds)
        elif any(change.name == word for change in self.scenario.changes):
            self.buy(mover, word)
        else:
            self.state.queue.append(Event("does", mover, mover.id, word=word))

    def use(self, mover: Mover) -> None:
        """Acts on the topmost thing of the nearest cell ahead that holds one, else on the ground ahead."""
        cell, ahead = mover.cell, []
        for _ in range(self.state.book.value(mover.agent, "reach")):
            cell = self.state.step(cell, mover.facing)
            if cell is None:
                break
            ahead.append(cell)
        tops = [piece for cell in ahead for piece in reversed(self.state.pieces_at(cell, (ITEM, OBJECT, ACTOR, AIR))) if piece is not mover]
        used = (tops or self.state.pieces_at(ahead[0] if ahead else None, (0,)))[:1]
        for piece in used:
            self.state.queue.append(Event("uses", mover, mover.id, piece, piece.id))

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

    # ---- steps 2 and 3: moves ---------------------------------------------------------------------------------------
    def step_2_own_moves(self, directions: dict[int, int]) -> None:
        """Own moves, all at once from one picture; faster movers make further strides."""
        state, stopped = self.state, set()
        allowed = {number: self.strides(state.movers[number]) for number in directions}
        for stride in range(1, max(allowed.values(), default=0) + 1):
            goers = [(state.movers[number], direction) for number, direction in directions.items()
                     if allowed[number] >= stride and state.movers[number] not in stopped and not state.movers[number].gone]
            moves = Moves(state, own=True, tries=self.ask_tries)
            moves.stride(goers)
            stopped |= moves.stopped
        for number in directions:
            mover = state.movers[number]
            if mover in stopped:
                mind = next(agent.minds[0] for agent in self.scenario.agents if agent.name == mover.agent).split()
                if mind[0] == "straight":
                    mover.facing = (mover.facing + 2) % 4              # turns back
                elif mind[0] == "patrol":
                    mover.leg = (mover.leg + 1) % (len(mind) - 1)

    def ask_tries(self, mover: Mover, piece: Piece) -> bool:
        """The rules of `A tries B`, at once. Whether one of them says `stop`."""
        return self.tell_rules(Event("tries", mover, mover.id, piece, piece.id))

    def step_3_carried_moves(self) -> None:
        """Conveyors carry what stands on them, after the own moves; nothing is pushed and nobody bumps."""
        stride = 1
        while goers := self.carried(stride):
            Moves(self.state, own=False).stride(goers)
            stride += 1

    def carried(self, stride: int) -> list[tuple[Piece, int]]:
        state, goers = self.state, []
        for piece in state.pieces((ITEM, OBJECT, ACTOR)):
            for belt in [under for under in state.pieces_at(piece.cell) if under is not piece and state.has(under, "conveyor", piece.id)][:1]:
                kind, facing = state.things[belt.id].kind, state.facing(belt)
                if facing >= 0 and cells_in(state.tick, state.book.value(kind, "speed")) >= stride:
                    goers.append((piece, facing if state.book.value(kind, "carries") == "forward" else (facing + 2) % 4))
        return goers

    # ---- step 4: events ---------------------------------------------------------------------------------------------
    def step_4_events(self) -> None:
        """What happened is told to the rules, first in first out; then who met whom, then who is on what."""
        self.work_off()
        now = self.neighbours()
        for i, j in sorted(now - self.beside):
            first, second = self.state.movers[i], self.state.movers[j]
            self.state.queue += [Event("meets", first, first.id, second, second.id), Event("meets", second, second.id, first, first.id)]
        self.beside = now
        self.work_off()
        on_board = [mover for mover in self.state.movers if not mover.gone]
        for piece in on_board + [p for p in self.state.pieces((ITEM, OBJECT, AIR))]:
            self.state.queue += [Event("is on", piece, piece.id, under, under.id) for under in self.state.pieces_at(piece.cell, UNDERFOOT) if under is not piece]
        self.work_off()

    def neighbours(self) -> set[tuple[int, int]]:
        """Pairs of movers side by side, lower number first."""
        on_board = [mover for mover in self.state.movers if not mover.gone]
        return {(a.number, b.number) for a in on_board for b in on_board
                if a.number < b.number and any(self.state.step(a.cell, direction) == b.cell for direction in range(4))}

    def work_off(self) -> None:
        queue = self.state.queue
        while queue:
            event = queue.pop(0)
            self.caused += event.caused
            if self.caused > CHAIN:
                self.notices.append(f"an endless chain of events: {event.verb}")
                queue.clear()
                return
            self.tell_rules(event)

    def tell_rules(self, event: Event) -> bool:
        """All rules about such an event, in file order. Whether one said `stop`."""
        stop = False
        for rule in self.scenario.rules:
            trigger = self.state.book.value(rule.name, "trigger")
            if isinstance(trigger, EventTrigger) and trigger.verb == event.verb and self.state.book.rule_on(rule.name):
                stop |= self.hear(rule, trigger, event)
        return stop

    def hear(self, rule: Rule, trigger: EventTrigger, event: Event) -> bool:
        """One rule and one event. It is skipped if its thing is no longer what it was, or its doer is gone."""
        state, doer, it = self.state, event.doer, event.it
        if doer.gone or trigger.word != event.word:
            return False
        case = Case(rule.name, doer, it, event.doer_id, event.it_id, trigger.subject, trigger.object, verb=event.verb, bumped=event.bumped)
        if not state.is_called(trigger.subject, doer, case, other=event.it_id, id=event.doer_id):
            return False
        if trigger.object is not None:
            if it is None or it.gone or not state.is_called(trigger.object, it, case, other=event.doer_id, id=event.it_id):
                return False
            if it.id != event.it_id and not state.is_called(trigger.object, it, case, other=event.doer_id):
                return False
        if event.verb == "is on" and doer.cell != it.cell:
            return False
        number = doer.number if isinstance(doer, Mover) else -1
        case = replace(case, place=state.index((it or doer).cell) + (number + 1 << 32))
        return self.carry_out(rule, case)

    def carry_out(self, rule: Rule, case: Case) -> bool:
        """`if`, `chance`, `do`."""
        state = self.state
        if not all(holds(condition, state, case) for condition in state.book.value(rule.name, "if")):
            return False
        if not state.happens(state.book.value(rule.name, "chance"), rule.name, case.place):
            return False
        deeds = Deeds(state)
        stop = do_effects(state.book.value(rule.name, "do"), state, case, deeds)
        self.wrote(rule, deeds)
        return stop

    def wrote(self, rule: Rule, deeds: Deeds) -> None:
        self.writer.update({cell: f"rule {rule.name}" for cell, _ in deeds.written})

    # ---- step 5: each -----------------------------------------------------------------------------------------------
    def step_5_each(self) -> None:
        """All read one picture, then all write. One write per cell and layer: the higher rule wins, within a rule the highest die; the loser does nothing at all."""
        state, taken, accepted = self.state, set(), []
        for number, rule in enumerate(self.scenario.rules):
            trigger = state.book.value(rule.name, "trigger")
            if not isinstance(trigger, Each) or not state.book.rule_on(rule.name):
                continue
            cases = [Case(rule.name, None, piece, it_id=piece.id, object=trigger.noun, place=state.index(piece.cell), each=True)
                     for piece in state.all_called(trigger.noun)]
            for case in sorted(cases, key=lambda case: (-state.draw(rule.name, case.place), case.it.cell, case.it.layer)):
                if not all(holds(condition, state, case) for condition in state.book.value(rule.name, "if")):
                    continue
                if not state.happens(state.book.value(rule.name, "chance"), rule.name, case.place):
                    continue
                deeds = self.worked_out(rule, case)
                if not deeds.written & taken:
                    taken |= deeds.written
                    accepted.append(((number, case.it.cell, case.it.layer), rule, deeds))
        for _, rule, deeds in sorted(accepted, key=lambda one: one[0]):
            Deeds(state).repeat(deeds.done)
            self.wrote(rule, deeds)
        self.work_off()

    def worked_out(self, rule: Rule, case: Case) -> Deeds:
        """The deeds of one instance, tried on a sketch of the picture that all instances read."""
        sketch = self.state.sketch()
        there = sketch.at[case.it.layer][case.it.cell]
        deeds = Deeds(sketch)
        do_effects(self.state.book.value(rule.name, "do"), sketch, replace(case, it=there), deeds)
        return deeds

    # ---- step 6: clocks and conditions ------------------------------------------------------------------------------
    def step_6_clocks_and_conditions(self) -> None:
        """Clocks strike; then it is seen which conditions have turned true. Changes that they trigger wait for step 0 of the next tick."""
        for rule in self.scenario.rules:
            trigger = self.state.book.value(rule.name, "trigger")
            strikes = (isinstance(trigger, Clock) and self.clock_strikes(trigger, rule.name)
                       or isinstance(trigger, Moment) and self.moment_comes(trigger, rule.name, 0))
            if strikes and self.state.book.rule_on(rule.name):
                self.carry_out(rule, Case(rule.name))
        turned_true = self.look_at_conditions()
        for what, owner, case in turned_true:
            if what == "until":
                self.state.wishes.append(("lapse", owner.name, "trigger", "", True))
            elif what == "when":
                self.state.wishes.append(("apply", owner.name, "trigger", "", True))
        for what, owner, case in turned_true:
            if what == "rule" and self.state.book.rule_on(owner.name):
                self.carry_out(owner, case)
        self.work_off()

    def look_at_conditions(self) -> list[tuple]:
        """Looks at every `when` of a condition and every `until`, in one picture. Returns (what, rule or change, case) of those that turned true.

        `until` is a state, not a turn: a change enacted when its end is already true lives one tick.
        """
        state, found, now = self.state, [], {}
        for rule in self.scenario.rules:
            trigger = state.book.value(rule.name, "trigger")
            if isinstance(trigger, Becomes):
                for case in self.cases_of(trigger, rule.name):
                    key = (rule.name, trigger, case.doer.number if case.doer else -1)
                    now[key] = holds(trigger.condition, state, case)
                    if now[key] and not self.was.get(key, True):       # a condition never looked at before has not turned
                        found.append(("rule", rule, case))
        for change in self.scenario.changes:
            if change.when is not None:
                key = (change.name, change.when)
                now[key] = holds(change.when, state)
                if now[key] and not self.was.get(key, True):
                    found.append(("when", change, Case()))
            if change.until is not None and any(layer.name == change.name for layer in state.book.layers) and holds(change.until, state):
                found.append(("until", change, Case()))
        self.was = now
        return sorted(found, key=lambda one: one[0] != "until")

    def cases_of(self, trigger: Becomes, name: str) -> list[Case]:
        """`fox energy falls to 0` is looked at for each fox, and is about that fox; other conditions are about nobody."""
        condition = trigger.condition
        if isinstance(condition, (CounterIs, Has)) and isinstance(condition.who, Noun):
            return [Case(name, mover, None, mover.id, subject=condition.who) for mover in self.state.movers
                    if not mover.gone and self.state.is_called(condition.who, mover, Case())]
        return [Case(name)]

    # ---- step 7: score ----------------------------------------------------------------------------------------------
    def step_7_score(self) -> Step:
        """Rewards add up; the first word of an end stands; time runs out."""
        state = self.state
        left = any(mover.gone and mover.left for mover in state.movers if mover.number in self.acting)
        word = state.word or ("left" if left else None)
        truncated = word is None and state.episode_tick == self.scenario.episode
        state.ended = word or ("time" if truncated else None)
        for number, millionths in state.rewards.items():
            state.totals[number] = state.totals.get(number, 0) + millionths
        reward = np.array([state.rewards.get(number, 0) for number in self.acting], np.float64) / MILLIONTHS
        return Step(reward, word is not None, truncated, state.ended, tuple(state.said), tuple(self.notices))

    # ---- what actions would do --------------------------------------------------------------------------------------
    def outcomes(self, learner: str) -> Outcomes:
        """What each action of a learner would do from each cell where it could stand, tried out on copies. Touches nothing."""
        number = self.movers.index(learner)
        place, actions = self.acting.index(number), self.actions[self.state.movers[number].agent]
        height, width = self.state.height, self.state.width
        landing = np.full((height, width, len(actions)), -1, np.int32)
        edits = np.full((height, width, len(actions), 4, 3), -1, np.int32)
        reward = np.zeros((height, width, len(actions)), np.float32)
        absent = self.fork()
        if not absent.state.movers[number].gone:
            Deeds(absent.state).remove(absent.state.movers[number].cell, ACTOR)
        empty, without = absent.fork(), absent.fork()
        without.step([-1] * len(self.acting))
        others = without.state.grid()
        for row, col in self.state.cells():
            if not empty.state.can_stand(empty.state.movers[number], (row, col)):
                continue
            for action in range(len(actions)):
                trial = empty.fork()
                mover = trial.state.movers[number]
                mover.gone, mover.cell = False, (row, col)
                trial.state.at[ACTOR][row, col] = mover
                step = trial.step([action if i == place else -1 for i in range(len(self.acting))])
                cells = trial.state.grid()
                if not mover.gone:
                    cells[(ACTOR, *mover.cell)] = others[(ACTOR, *mover.cell)]
                landing[row, col, action] = trial.state.index(mover.cell)
                reward[row, col, action] = step.reward[place]
                changed = [(r * width + c, layer, int(cells[layer, r, c])) for r, c in self.state.cells() for layer in range(5)
                           if cells[layer, r, c] != others[layer, r, c]][:4]
                for i, change in enumerate(changed):
                    edits[row, col, action, i] = change
        return Outcomes(landing, edits, reward)


def cells_in(tick: int, speed: tuple[int, int]) -> int:
    """How many cells something of that speed goes in this tick of the world's life."""
    cells, ticks = speed
    return tick * cells // ticks - (tick - 1) * cells // ticks


def sentence(edit: Edit) -> str:
    from world.language import say
    return say(edit)


def sentences(edits: tuple[Edit, ...]) -> str:
    return "; ".join(map(sentence, edits))
