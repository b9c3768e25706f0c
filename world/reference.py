"""The rules of the world in plain Python: what one tick means, read straight from the scenario. Slow, and the oracle of the compiled kernel.

The methods of `Reference` named `step_0` to `step_7` are the definition of a tick, in their order. What a condition means stands in `reference_state`,
what an effect does in `reference_effects`, how simultaneous moves are settled in `reference_moves` and `reference_carried`, how changes come and go in `reference_changes` and how
their layers are read in `reference_law`, what creatures do in `reference_minds`.
"""
from __future__ import annotations

import copy
from dataclasses import replace
from typing import Sequence

import numpy as np

from world.digest import digest
from world.drawing.lands import board_of
from world.language.vocabulary import TURNS
from world.leaps import BLOCK, is_rare, picked
from world.plain_chance import name_key, threshold
from world.reference_carried import carried_moves
from world.reference_changes import Changes
from world.reference_effects import Deeds, do_effects, drop, take
from world.reference_law import Book
from world.reference_minds import choose
from world.reference_moves import Moves
from world.reference_outcomes import outcomes
from world.reference_state import MILLIONTHS, UNDERFOOT, Case, Event, Mover, Piece, State, holds
from world.scenario import ACTOR, AIR, ITEM, OBJECT, WAYS, Becomes, Board, Clock, CounterIs, Each, Edit, Has, Moment, Noun, Rule, Scenario, turned
from world.scenario import Event as EventTrigger
from world.types import LogEntry, Outcomes, Snapshot, Step, endless_chain

CHAIN = 1000
"""So many events caused by effects are worked off in a tick; one more is an endless chain."""


class Reference:
    """One world, interpreted. The same interface as one world of a `World`, as far as a test needs it."""

    def __init__(self, scenario: Scenario, seed: int = 0, board: Board | None = None, given: tuple[Edit, ...] = ()):
        self.scenario, self.given = scenario, tuple(given)
        self.state = State(scenario, board or board_of(scenario, seed), seed, Book(scenario))
        self.state.begin()
        agents = {agent.name: agent for agent in scenario.agents}
        self.movers = tuple(mover.name for mover in self.state.movers)
        self.learners = tuple(mover.name for mover in self.state.movers if not agents[mover.agent].written)
        self.acting = tuple(mover.number for mover in self.state.movers if not agents[mover.agent].written)
        self.actions = {agent.name: tuple(agent.actions) + tuple(change.name for change in scenario.changes
                                                                 if agent.name in change.by and change.name not in agent.actions) for agent in scenario.agents}
        self.changes = Changes(scenario, self.state, self.given)
        self.was: dict = {}                                           # conditions at the last look, so that we see them turn true
        self.beside: set[tuple[int, int]] = set()                     # pairs of movers that have met and not parted
        self.caused, self.late = 0, False                             # events caused by effects in this tick, and whether one late among them is told now
        self.circling: set[str] = set()                               # the rules that ran upon such
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
        self.caused, self.notices, self.circling = 0, [], set()
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
        self.state.begin()
        self.begin_episode()

    def begin_episode(self) -> None:
        state = self.state
        state.episode, state.episode_tick, state.ended = state.episode + 1, 0, None
        self.changes.begin_episode(first=state.episode == 1)
        self.beside = self.neighbours()
        self.was = {}
        self.look_at_conditions()

    def snapshot(self) -> Snapshot:
        return self.state.snapshot()

    def digest(self) -> str:
        return digest(self.snapshot())

    def log(self) -> list[LogEntry]:
        return list(self.changes.entries)

    def enact(self, edits: tuple[Edit, ...] | str, by: str = "person") -> None:
        """A sentence by the person, or a change's name ("undo NAME" takes it away), for step 0 of the next tick."""
        self.changes.typed.append((edits, by))

    def fork(self) -> "Reference":
        """An equal world that goes its own way."""
        keep = {id(self.scenario): self.scenario, id(self.state.board): self.state.board, id(self.state.book): self.state.book,
                id(self.given): self.given, id(self.state.things): self.state.things,
                **{id(one): one for one in (self.changes.entrenchment, self.changes.changes)}}
        return copy.deepcopy(self, keep)

    def peek(self, actions: Sequence[int]) -> Snapshot:
        """What this tick would bring."""
        ahead = self.fork()
        ahead.step(actions)
        return ahead.snapshot()

    def outcomes(self, learner: str) -> Outcomes:
        """What each action of a learner would do from each cell."""
        return outcomes(self, learner)

    # ---- step 0: the law --------------------------------------------------------------------------------------------
    def step_0_law(self, wishes: list[tuple]) -> None:
        """All that fell due takes effect together; the law does not move for the rest of the tick."""
        self.changes.take_effect(wishes)

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
            if word == "forward":
                directions[number] = mover.facing
            elif word in WAYS:
                directions[number] = WAYS.index(word)
            elif word in TURNS:
                mover.facing = turned(mover.facing, TURNS[word])
                mover.leg += 1                                         # a turn of a patrol is done once, then comes its next leg
            elif word is not None and word != "wait" and not mover.gone:
                self.do_word(mover, word)
            if number not in directions:
                mover.stuck = None                                     # two tries running
        self.changes.count_votes()
        return directions

    def strides(self, mover: Mover) -> int:
        """How many cells its speed allows in this tick: `1/2` acts on even ticks, `2` moves two cells."""
        return self.state.cells_in(mover.agent)

    def word_of(self, mover: Mover, action: int) -> str | None:
        """What it means to do."""
        agent = next(agent for agent in self.scenario.agents if agent.name == mover.agent)
        if agent.written:
            return choose(self.state, mover, agent.minds[0])
        if action < 0:
            return None
        words = self.actions[mover.agent]
        word = self.state.book.value(mover.agent, words[action])
        under = [self.state.things[piece.id].kind for piece in self.state.underfoot(mover.cell)]
        noise = max(self.state.book.value(name, "noise") for name in [mover.agent, *under])
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
            name = word[len("drop "):]
            drop(lambda id: name in ("", self.state.things[id].name, self.state.things[id].kind), self.state, mover, deeds)
        elif any(change.name == word for change in self.scenario.changes):
            self.changes.buy(mover, word)
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

    # ---- steps 2 and 3: moves ---------------------------------------------------------------------------------------
    def step_2_own_moves(self, directions: dict[int, int]) -> None:
        """Own moves, all at once from one picture; faster movers make further strides."""
        state, stopped, held = self.state, set(), set()
        state.arrivals = set()
        allowed = {number: self.strides(state.movers[number]) for number in directions}
        for stride in range(1, max(allowed.values(), default=0) + 1):
            goers = [(state.movers[number], direction) for number, direction in directions.items()
                     if allowed[number] >= stride and state.movers[number] not in stopped | held and not state.movers[number].gone]
            held |= {mover for mover, direction in goers if self.sticks(mover, direction)}
            goers = [(mover, direction) for mover, direction in goers if mover not in held]
            moves = Moves(state, own=True, tries=self.ask_tries)
            moves.stride(goers)
            stopped |= moves.stopped
        for mover in state.movers:
            mover.stuck = mover.stuck if mover.stuck == mover.cell else None
        for number in directions:
            mover = state.movers[number]
            if mover in stopped:
                mind = next(agent.minds[0] for agent in self.scenario.agents if agent.name == mover.agent).split()
                if mind[0] == "straight":
                    mover.facing = turned(mover.facing, 2)             # turns back
                elif mind[0] == "patrol":
                    mover.leg += 1

    def sticks(self, mover: Mover, direction: int) -> bool:
        """Whether something sticky holds it back. It takes two tries running to leave such a cell; the first only turns it."""
        sticky = any(self.state.has(piece, "sticky", mover.id) for piece in self.state.pieces_at(mover.cell) if piece is not mover)
        if sticky and mover.stuck != mover.cell:
            mover.stuck, mover.facing = mover.cell, direction
            return True
        if not sticky:
            mover.stuck = None
        return False

    def ask_tries(self, mover: Mover, piece: Piece) -> bool:
        """The rules of `A tries B`, at once. Whether one of them says `stop`."""
        return self.tell_rules(Event("tries", mover, mover.id, piece, piece.id))

    def step_3_carried_moves(self) -> None:
        """Things fall, conveyors carry what stands on them, portals send on who came onto them; nothing is pushed and nobody bumps."""
        carried_moves(self.state)

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
                self.notices = [endless_chain([rule.name for rule in self.scenario.rules if rule.name in self.circling])]
                queue.clear()
                return
            self.late = event.caused and self.caused > CHAIN // 2
            self.tell_rules(event)
            self.late = False

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
        if self.late:
            self.circling.add(rule.name)
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
                if not self.picks(rule, case.place):
                    continue
                deeds = self.worked_out(rule, case)
                if not deeds.written & taken:
                    taken |= deeds.written
                    accepted.append(((number, case.it.cell, case.it.layer), rule, deeds))
        for _, rule, deeds in sorted(accepted, key=lambda one: one[0]):
            Deeds(state).repeat(deeds.done)
            self.wrote(rule, deeds)
        self.work_off()

    def picks(self, rule: Rule, place: int) -> bool:
        """Whether the dice of an each-rule fall on a cell: a die for each cell, or for a rare rule leaps from one picked cell to the next."""
        state, chance = self.state, threshold(self.state.book.value(rule.name, "chance"))
        if not is_rare(chance):
            return state.draw(rule.name, place) < chance
        return place in picked(state.seed, state.tick, name_key(rule.name + "/leap"), chance, place // BLOCK)

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
            strikes = (isinstance(trigger, Clock) and self.changes.clock_strikes(trigger, rule.name)
                       or isinstance(trigger, Moment) and self.changes.moment_comes(trigger, rule.name, 0))
            if strikes and self.state.book.rule_on(rule.name):
                self.carry_out(rule, Case(rule.name))
        turned_true = self.look_at_conditions()
        for what, owner, _ in turned_true:
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
            when = state.book.value(change.name, "when")
            if when is not None:
                key = (change.name, when)
                now[key] = holds(when, state)
                if now[key] and not self.was.get(key, True):
                    found.append(("when", change, Case()))
        self.was = now
        changes = {change.name: change for change in self.scenario.changes}
        standing = [changes[layer.name] for layer in state.book.layers if layer.name in changes]
        over = [("until", change, Case()) for change in standing
                if (until := state.book.value(change.name, "until")) is not None and holds(until, state)]
        return over + found

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
        self.changes.read_stones()
        for number, millionths in state.rewards.items():
            state.totals[number] = state.totals.get(number, 0) + millionths
        reward = np.array([state.rewards.get(number, 0) for number in self.acting], np.float64) / MILLIONTHS
        return Step(reward, word is not None, truncated, state.ended, tuple(state.said), tuple(self.notices))
