"""From the sentences of a scenario to the tables of numbers that the kernel reads.

A `Compiler` holds the tables as they grow: nouns, triggers, byte code, patches. A sentence that a person types later goes through the same methods and
only appends rows. Nothing here is compiled by numba.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

import numpy as np

from world.chance import threshold
from world.entrenched import Entrenchment
from world.law_fields import KIND_FIELDS, TRIGGER_WORDS, Parts
from world.layout import *  # noqa: F403
from world.leaps import coins, is_rare
from world.lists import Watched, common_part, local_part
from world.scenario import (
    IT,
    THEM,
    WAYS,
    Apply,
    At,
    Become,
    Becomes,
    Beside,
    Board,
    Clear,
    Clock,
    Condition,
    Count,
    CounterIs,
    Drop,
    Each,
    Edit,
    Effect,
    End,
    Event,
    EveryBecomes,
    Exists,
    FieldEdit,
    Gain,
    Has,
    Here,
    LetThrough,
    Moment,
    Move,
    Not,
    Noun,
    On,
    Place,
    PropertyEdit,
    Put,
    PutAt,
    Remove,
    ReturnHome,
    Reward,
    RuleIs,
    RuleSwitch,
    Say,
    Scenario,
    Sees,
    SetVariable,
    Sight,
    Stop,
    Swap,
    SwapPlaces,
    Take,
    Target,
    TickIs,
    Toward,
    Trigger,
    Turn,
    Undo,
    UndoNewest,
    VariableIs,
    Within,
)

COMPARING = {"=": 0, "is": 0, "!=": 1, "is not": 1, "<": 2, ">": 3, "<=": 4, "falls to": 4, ">=": 5, "rises to": 5}
CHANGE_FIELDS = {"chance": [X_CHANCE], "cost": [X_COST, X_COST_COUNTER], "cooldown": [X_COOLDOWN], "times": [X_TIMES], "for": [X_LOW, X_HIGH],
                 "every": [X_EVERY, X_EVERY_HIGH, X_GEOMETRIC], "at": [X_MOMENTS, X_MOMENT_COUNT], "after": [X_AFTER, X_AFTER_TICKS], "when": [X_WHEN],
                 "until": [X_UNTIL], "announce": [X_ANNOUNCE]}
AGENT_FIELDS = {"sees": A_SEES, "speed": A_SPEED, "reach": A_REACH, "noise": A_NOISE, "sight noise": A_SIGHT_NOISE}
SPECIAL_ACTIONS = {**{way: i for i, way in enumerate(WAYS)}, "wait": A_WAIT, "use": A_USE, "take": A_TAKE, "drop": A_DROP, "forward": A_FORWARD,
                   "turn left": A_TURN_LEFT, "turn right": A_TURN_RIGHT}
ANYTHING = Noun("anything", frozenset())


def signed(word: int) -> int:
    """64 bits as an int64."""
    return word - (1 << 64) if word >> 63 else word


@dataclass(frozen=True)
class Picks:
    """Stands among the deeds of a change that picks one of several others."""
    change: str


class Compiler:
    """The tables of one scenario on one board."""

    def __init__(self, scenario: Scenario, board: Board):
        self.scenario, self.board = scenario, board
        self.height, self.width = board.cells.shape[1:]
        self.ids = len(scenario.things)
        self.words64 = (self.ids + 63) // 64
        self.properties = list(PROPERTY_NAMES) + list(scenario.tags)
        self.kind_number = {kind.name: i for i, kind in enumerate(scenario.kinds)}
        self.agent_number = {agent.name: i for i, agent in enumerate(scenario.agents)}
        self.rule_number = {rule.name: i for i, rule in enumerate(scenario.rules)}
        self.change_number = {change.name: i for i, change in enumerate(scenario.changes)}
        self.variable_number = {variable.name: i for i, variable in enumerate(scenario.variables)}
        self.attributes = sorted({name for kind in scenario.kinds for name, _ in kind.attributes})
        self.values = sorted({value for kind in scenario.kinds for _, values in kind.attributes for value in values})
        self.counter_names = list(dict.fromkeys(counter.name for counter in scenario.counters))
        self.words = ["left", "time"]
        self.actions = [tuple(agent.actions) + tuple(change.name for change in scenario.changes if agent.name in change.by and change.name not in agent.actions)
                        for agent in scenario.agents]
        self.thing_of = {(thing.kind, thing.values): thing.id for thing in scenario.things}
        self.nouns: list[list[int]] = []
        self.noun_number: dict[Noun, int] = {}
        self.triggers: list[list[int]] = []
        self.trigger_number: dict[Trigger, int] = {}
        self.code: list[list[int]] = [[END] * CODE_WIDTH]
        self.programs: dict[tuple, int] = {(): 0}
        self.patches: list[list[int]] = []
        self.sets: list[list[int]] = []
        self.data: list[int] = []
        self.maps: dict[tuple, int] = {}
        self.coins: dict[int, int] = {}                  # a rare chance -> where in the data its coins stand
        self.watched = Watched(scenario)
        self.moments: dict[tuple[Moment, ...], int] = {}
        self.watches = False                             # whether any change has, or may get, a `when` or an `until`
        self.longest_after = 0                           # the longest wait that any `after` says, or may come to say
        self.entrenchment, self.parts = Entrenchment(scenario), Parts(scenario)
        self._lay_out_book()

    # ---- small things -----------------------------------------------------------------------------------------------
    def word(self, word: str) -> int:
        """The number of a word that is said, ends an episode, or is done."""
        if word not in self.words:
            self.words.append(word)
        return self.words.index(word)

    def put_data(self, numbers: Iterable[int]) -> int:
        """Keep a list of numbers; where it starts in the data."""
        start = len(self.data)
        self.data += [int(number) for number in numbers]
        return start

    def noun(self, noun: Noun | None) -> int:
        """The number of a noun, -1 for none."""
        if noun is None:
            return -1
        if noun not in self.noun_number:
            mask = sum(1 << id for id in noun.ids)
            relation, same = noun.relation or (None, True)
            extra = [0] * NOUN_EXTRA
            extra[NN_PROPERTY] = -1 if noun.property is None else self.properties.index(noun.property)
            extra[NN_RELATION] = -1 if relation is None else self.attributes.index(relation) if relation in self.attributes else -1
            extra[NN_SAME] = int(same)
            extra[NN_FACING] = noun.facing
            extra[NN_NOTHING] = int(0 in noun.ids)
            extra[NN_LAYERS] = sum({1 << self.scenario.things[id].layer for id in noun.ids if id})
            extra[NN_LOWEST] = min(noun.ids, default=0)
            extra[NN_PLAIN] = int(noun.property is None and noun.relation is None and noun.facing < 0)     # its ids say it all
            self.noun_number[noun] = len(self.nouns)
            self.nouns.append([signed(mask >> (64 * i) & (1 << 64) - 1) for i in range(self.words64)] + extra)
        return self.noun_number[noun]

    def target(self, target: Target | None) -> int:
        return {IT: TO_IT, THEM: TO_THEM, None: TO_NOBODY}[target] if target is None or isinstance(target, str) else self.noun(target)

    def cells_of(self, place: Place) -> tuple[int, int]:
        """Where in the data the cells of a place stand, and how many. A named place is looked up on the map in force."""
        if place.text in self.board.places:
            cells = self.board.places[place.text]
        elif place.text in self.scenario.board.places:
            cells = ()
        else:
            cells = [cell for cell in place.cells if cell[0] < self.height and cell[1] < self.width]
        return self.put_data(row * self.width + col for row, col in cells), len(cells)

    def new_id(self, kind: str | None, values: tuple[tuple[str, str], ...]) -> tuple[int, int]:
        """What something becomes: (an id, -1), or (-1, where the data hold for each id what it becomes; -1: it stays)."""
        if kind == "nothing":
            return 0, -1
        wanted = dict(values)
        if kind is not None:
            things = [thing for thing in self.scenario.things if thing.kind == kind and wanted.items() <= dict(thing.values).items()]
            return things[0].id, -1
        key = tuple(sorted(wanted.items()))
        if key not in self.maps:
            becomes = []
            for thing in self.scenario.things:
                mine = dict(thing.values)
                fits = thing.id and all(name in mine for name in wanted)
                becomes.append(self.thing_of.get((thing.kind, tuple((name, wanted.get(name, value)) for name, value in thing.values)), -1) if fits else -1)
            self.maps[key] = self.put_data(becomes)
        return -1, self.maps[key]

    def meaning(self, agent: int, word: str) -> int:
        """What an action's word makes an agent do."""
        if word in SPECIAL_ACTIONS:
            return SPECIAL_ACTIONS[word]
        if word in self.change_number:
            return A_BUY + self.change_number[word]
        if word.startswith("drop "):
            name, columns = word[len("drop "):], [0] * (len(self.scenario.counters) // 32 + 1)
            for column, counter in enumerate(self.scenario.counters):
                if counter.thing and name in (counter.name, self.scenario.things[counter.thing].kind):
                    columns[column >> 5] |= 1 << (column & 31)
            return A_DROP_THING + self.put_data(columns)
        return A_WORD + self.word(word)

    # ---- conditions, effects, triggers ------------------------------------------------------------------------------
    def program(self, sort: str, sentences: tuple, row) -> int:
        """The start of a list of byte code, kept once for equal lists."""
        key = (sort, sentences)
        if not sentences:
            return 0
        if key not in self.programs:
            rows = [[*line, *[0] * (CODE_WIDTH - len(line))] for line in map(row, sentences)]
            self.programs[key] = len(self.code)
            self.code += rows + [[END] * CODE_WIDTH]
        return self.programs[key]

    def conditions(self, conditions: tuple[Condition, ...]) -> int:
        return self.program("if", tuple(conditions), self.condition)

    def conditions_of(self, rule: str, conditions: tuple[Condition, ...]) -> list[int]:
        """R_IF, R_LOCAL and R_COMMON of a rule."""
        local = local_part(tuple(conditions), self.watched.agents)
        self.watched.rule(rule, local)
        return [self.conditions(conditions), self.conditions(local), self.conditions(common_part(tuple(conditions)))]

    def chance(self, chance: float) -> list[int]:
        """R_CHANCE and R_LEAP of a rule."""
        number = threshold(chance)
        if not is_rare(number):
            return [number, -1]
        if number not in self.coins:
            self.coins[number] = self.put_data(coins(number))
        return [number, self.coins[number]]

    def condition(self, condition: Condition) -> list[int]:
        match condition:
            case Not(inner):
                row = self.condition(inner)
                return [*row[:NEGATED], *[0] * (NEGATED - len(row)), 1 - (row[NEGATED] if len(row) > NEGATED else 0)]
            case Beside(noun, around, allowed):
                return [BESIDE, self.noun(noun), int(around), allowed]
            case Here(noun):
                return [HERE, self.noun(noun)]
            case Toward(noun, direction, variable, ahead):
                if ahead:
                    return [TOWARD, self.noun(noun), 0, 1]
                return [TOWARD, self.noun(noun), direction, 0] if variable is None else [TOWARD, self.noun(noun), self.variable_number[variable], 2]
            case Within(noun, distance, of):
                return [WITHIN, self.noun(noun), distance, self.target(of)]
            case Sees(who, noun):
                return [SEES, self.target(who), self.noun(noun)]
            case On(noun, on):
                return [STANDS_ON, self.noun(on), 0, self.target(noun)]
            case At(noun, place):
                start, count = self.cells_of(place)
                return [STANDS_AT, start, count, self.target(noun)]
            case Has(who, amount, counter, noun):
                return [HAS, self.target(who), amount, -1 if counter is None else self.counter_names.index(counter), self.noun(noun)]
            case CounterIs(who, counter, op, value):
                return [COUNTER, self.target(who), value, self.counter_names.index(counter), COMPARING[op]]
            case VariableIs():
                return [VARIABLE, self.variable_number[condition.variable], COMPARING[condition.op], condition.value]
            case Exists(noun, present):
                return [EXISTS, self.noun(noun), int(present)]
            case Count(noun, op, value):
                return [COUNT, self.noun(noun), COMPARING[op], value]
            case RuleIs(rule, on):
                return [RULE_IS, self.rule_number[rule], int(on)]
            case TickIs(op, value):
                return [TICK_IS, COMPARING[op], value]
        raise TypeError(f"not a condition of a world: {condition!r}")

    def effects(self, effects: tuple[Effect, ...]) -> int:
        return self.program("do", tuple(effects), self.effect)

    def effect(self, effect: Effect) -> list[int]:
        match effect:
            case Become(target, kind, values):
                return [BECOME, self.target(target), *self.new_id(kind, values)]
            case Remove(target):
                return [REMOVE, self.target(target)]
            case Put(noun, where, direction, place, random):
                start, count = (direction, 0) if place is None else self.cells_of(place)
                return [PUT, self.noun(noun), WHERES.index(where), start, count, int(random)]
            case Turn(target, how):
                return [TURN, self.target(target), TURNS.index(how)]
            case Move(target, where, direction, variable, noun, place):
                start, count = (direction, 0) if place is None else self.cells_of(place)
                start = start if variable is None else self.variable_number[variable]
                return [MOVE, self.target(target), MOVE_WHERES.index(where), start, count, self.target(noun)]
            case SwapPlaces(first, second):
                return [SWAP_PLACES, self.target(first), 0, self.target(second)]
            case Drop(noun):
                return [LAY_DOWN, self.noun(noun)]
            case ReturnHome(target):
                return [HOME, self.target(target)]
            case LetThrough():
                return [THROUGH]
            case Stop():
                return [STOP]
            case Take(target):
                return [TAKE, self.target(target)]
            case Gain(who, amount, counter):
                return [GAIN, self.target(who), amount, self.counter_names.index(counter)]
            case SetVariable():
                return [SET_VARIABLE, self.variable_number[effect.variable], SETS.index(effect.op), effect.value]
            case Reward(millionths, to):
                return [REWARD, self.target(to), millionths]
            case End(word):
                return [FINISH, self.word(word)]
            case Say(word):
                return [SAY, self.word(word)]
            case Apply(change):
                return [APPLY, self.change_number[change]]
            case Undo(change):
                return [UNDO, self.change_number[change]]
            case PutAt(noun, place):
                start, count = self.cells_of(place)
                return [PUT_AT, self.noun(noun), 0, start, count]
            case Clear(place):
                start, count = self.cells_of(place)
                return [CLEAR, 0, 0, start, count]
            case EveryBecomes(noun, become, within, of):
                return [EVERY_BECOMES, *self.new_id(become.kind, become.values), self.noun(noun), -1 if within is None else within, self.noun(of)]
            case Picks(change):
                return [PICK, self.change_number[change]]
            case UndoNewest(by):
                return [UNDO_NEWEST, -1 if by is None else self.agent_number[by]]
        raise TypeError(f"not an effect: {effect!r}")

    def trigger(self, trigger: Trigger) -> int:
        """The number of a trigger's row."""
        if trigger not in self.trigger_number:
            row = [-1] * TRIGGER_WIDTH
            match trigger:
                case Event(subject, verb, thing, word):
                    self.watched.event(trigger)
                    row[T_SORT], row[T_SUBJECT], row[T_OBJECT], row[T_VERB] = T_EVENT, self.noun(subject), self.noun(thing), VERBS.index(verb)
                    row[T_WORD] = -1 if word is None else self.word(word)
                case Becomes(condition):
                    row[T_SORT], row[T_LOW] = T_BECOMES, self.conditions((condition,))
                    if isinstance(condition, (CounterIs, Has)) and isinstance(condition.who, Noun):
                        row[T_SUBJECT] = self.noun(condition.who)
                case Each(noun):
                    row[T_SORT], row[T_OBJECT] = T_EACH, self.noun(noun)
                case Clock(low, high, chance):
                    row[T_SORT], row[T_LOW], row[T_HIGH], row[T_VERB] = T_CLOCK, low, high, -1 if chance is None else threshold(chance)
                case Moment(low, high, of):
                    row[T_SORT], row[T_LOW], row[T_HIGH], row[T_VERB] = T_MOMENT, low, high, moment_of(of)
            self.trigger_number[trigger] = len(self.triggers)
            self.triggers.append(row)
        return self.trigger_number[trigger]

    # ---- the book: where each number of the law stands --------------------------------------------------------------
    def _lay_out_book(self) -> None:
        s = self.scenario
        self.rule_words = max(1, (len(s.rules) + 63) // 64)
        self.most_actions = max([len(actions) for actions in self.actions], default=0)
        sizes = {"property": len(self.properties) * self.ids * self.words64, "rule": len(s.rules) * RULE_WIDTH, "kind": len(s.kinds) * KIND_WIDTH,
                 "agent": len(s.agents) * (A_ACTION + self.most_actions), "change": len(s.changes) * CHANGE_WIDTH,
                 "subject": N_VERBS * self.ids * self.rule_words, "object": N_VERBS * self.ids * self.rule_words,
                 "each": self.ids * ((len(self.watched.slots) + 63) // 64), "flags": F_WIDTH,
                 "quiet": self.ids + N_VERBS * self.rule_words + self.words64}
        self.book_at, self.book_size = offsets(sizes)

    def fields(self, name: str, field: str) -> list[int]:
        """Where in the book the numbers of `NAME.field` stand; none if it says nothing that the kernel reads."""
        if name in self.rule_number:
            columns = {"chance": [R_CHANCE, R_LEAP], "if": [R_IF, R_LOCAL, R_COMMON], "do": [R_DO]}.get(field, [R_TRIGGER] if field in TRIGGER_WORDS else [])
            return [self.book_at["rule"] + self.rule_number[name] * RULE_WIDTH + column for column in columns]
        if name in self.change_number:
            return [self.book_at["change"] + self.change_number[name] * CHANGE_WIDTH + column for column in CHANGE_FIELDS[field]]
        if name in self.agent_number and field not in KIND_FIELDS:
            number = self.agent_number[name]
            start = self.book_at["agent"] + number * (A_ACTION + self.most_actions)
            column = AGENT_FIELDS.get(field)
            if column is None:
                if field not in self.actions[number]:
                    return []
                column = A_ACTION + self.actions[number].index(field)
            # an agent that carries others is a kind too: its one speed is both
            also = [self.book_at["kind"] + self.kind_number[name] * KIND_WIDTH + KD_SPEED] if field == "speed" else []
            return [start + column] + also
        column = {"carries": KD_BACKWARD, "speed": KD_SPEED, "strength": KD_STRENGTH, "noise": KD_NOISE}[field]
        return [self.book_at["kind"] + self.kind_number[name] * KIND_WIDTH + column]

    def number_of(self, name: str, field: str, value: object) -> list[int]:
        """The numbers that stand for a value of a field, in the order of `fields`."""
        if name in self.change_number:
            return self.terms_of(field, value)
        if field == "chance" and name in self.rule_number:
            return self.chance(value)
        if field in ("chance", "noise", "sight noise"):
            return [threshold(value)]
        if field == "if":
            return self.conditions_of(name, tuple(value))
        if field == "do":
            return [self.effects(tuple(value))]
        if field in TRIGGER_WORDS and name in self.rule_number:
            if isinstance(value, Each):
                self.watched.rule(name, (value,))
            return [self.trigger(value)]
        if field == "carries":
            return [int(value == "backward")]
        if field == "speed":
            return [pack_speed(value)] * (2 if name in self.agent_number else 1)
        if field == "sees":
            return [pack_sight(value)]
        if field in ("strength", "reach"):
            return [int(value)]
        return [self.meaning(self.agent_number[name], value)]

    def terms_of(self, field: str, value: object) -> list[int]:
        """The same for a part of a change."""
        if field == "chance":
            return [threshold(value)]
        if field == "cost":
            return [-1, 0] if value is None else [value[0], self.counter_names.index(value[1])]
        if field == "for":
            return [0, 0] if value is None else list(value)
        if field == "times":
            return [-1 if value is None else value]
        if field == "every":
            return [0, 0, -1] if value is None else [0, 0, threshold(value.chance)] if value.chance is not None else [value.low, value.high, -1]
        if field == "at":
            moments = (value,) if isinstance(value, Moment) else value
            if not moments:
                return [-1, 0]
            if moments not in self.moments:
                self.moments[moments] = self.put_data(n for moment in moments for n in (moment.low, moment.high, moment_of(moment.of)))
            return [self.moments[moments], len(moments)]
        if field == "after":
            if value is not None:
                self.longest_after = max(self.longest_after, value[1])
            return [-1, 0] if value is None else [self.change_number[value[0]], value[1]]
        if field in ("when", "until"):
            self.watches |= value is not None
            return [-1 if value is None else self.conditions((value,))]
        return [int(value)]                              # cooldown, announce

    def patches_of(self, edits: tuple[Edit, ...]) -> list[list[int]]:
        """What the law edits of one layer do to a book, in an order in which the more specific fact comes later."""
        rows, facts = [], []
        for order, edit in enumerate(edits):
            match edit:
                case PropertyEdit(noun, name, holds, to):
                    self.watched.fact(noun, name)
                    rests = noun.property is not None or (to is not None and to.property is not None)
                    facts.append((not rests, (-len(noun.ids), to is not None, order),
                                  [PATCH_PROPERTY, self.properties.index(name), self.noun(noun), int(holds), self.noun(to)]))
                case RuleSwitch(rule, on):
                    rows.append([PATCH_SET, self.book_at["rule"] + self.rule_number[rule] * RULE_WIDTH + R_ON, int(on)])
                case FieldEdit():
                    where, numbers = self.fields(edit.name, edit.field), self.number_of(edit.name, edit.field, edit.value)
                    rows += [[PATCH_SET, at, number] for at, number in zip(where, numbers)]
                case Swap(_, first, second):
                    if first[0] in self.rule_number:
                        self.watched.everything()
                    rows += [[PATCH_SWAP, a, b] for a, b in zip(self.fields(*first), self.fields(*second))]
        facts.sort(key=lambda fact: fact[1])
        plain, resting = [row for is_plain, _, row in facts if is_plain], [row for is_plain, _, row in facts if not is_plain]
        # "something P is Q" rests on the plain facts of its layer and on what lies below, all such on the same picture
        rows += plain + ([[PATCH_KEEP]] + [row for _, _, row in facts] if resting else [])
        return [row + [0] * (PATCH_WIDTH - len(row)) for row in rows]

    def add_set(self, edits: tuple[Edit, ...], picks: str = "") -> int:
        """The edits of one change or of one typed sentence: patches that make a layer, and a program of deeds. Returns the set's number.

        `picks`: the change, if it picks one of several others.
        """
        law = [edit for edit in edits if isinstance(edit, (PropertyEdit, RuleSwitch, FieldEdit, Swap))]
        deeds = tuple(edit for edit in edits if not isinstance(edit, (PropertyEdit, RuleSwitch, FieldEdit, Swap)))
        deeds += (Picks(picks),) if picks else ()
        patches = self.patches_of(tuple(law))
        if law and not patches:                          # law all the same, though it says nothing that the kernel reads
            patches = [[PATCH_SET, self.book_size - 1, 0, 0, 0, 0]]
        row = [0] * SET_WIDTH
        row[SET_START], row[SET_COUNT], row[SET_CODE] = len(self.patches), len(patches), self.program("edit", deeds, self.effect)
        row[SET_ENTRENCHED] = int(bool(self.entrenchment.touched(law)))
        self.patches += patches
        self.sets.append(row)
        return len(self.sets) - 1

    # ---- the whole --------------------------------------------------------------------------------------------------
    def base_book(self, given: tuple[Edit, ...]) -> np.ndarray:
        """The law as the file says it, and above it what is given.  int64 [book]; what follows from it is not yet worked out"""
        s, at = self.scenario, self.book_at
        book = np.zeros(self.book_size, np.int64)
        for i, rule in enumerate(s.rules):
            row = book[at["rule"] + i * RULE_WIDTH:]
            if isinstance(rule.trigger, Each):
                self.watched.rule(rule.name, (rule.trigger,))
            row[R_ON], row[R_TRIGGER], row[R_IF:R_COMMON + 1] = rule.on, self.trigger(rule.trigger), self.conditions_of(rule.name, rule.conditions)
            row[R_CHANCE:R_LEAP + 1], row[R_DO] = self.chance(rule.chance), self.effects(rule.effects)
        for i, kind in enumerate(s.kinds):
            row = book[at["kind"] + i * KIND_WIDTH:]
            row[KD_BACKWARD], row[KD_SPEED], row[KD_STRENGTH] = kind.carries == "backward", pack_speed(kind.speed), kind.strength
            row[KD_NOISE] = threshold(kind.noise)
        for i, agent in enumerate(s.agents):
            row = book[at["agent"] + i * (A_ACTION + self.most_actions):]
            row[A_SEES], row[A_SPEED], row[A_REACH] = pack_sight(agent.sees), pack_speed(agent.speed), agent.reach
            row[A_NOISE], row[A_SIGHT_NOISE] = threshold(agent.action_noise), threshold(agent.sight_noise)
            for j, word in enumerate(self.actions[i]):
                row[A_ACTION + j] = self.meaning(i, word)
            if agent.name in self.kind_number:
                book[at["kind"] + self.kind_number[agent.name] * KIND_WIDTH + KD_SPEED] = pack_speed(agent.speed)
        for i, change in enumerate(s.changes):
            for field, columns in CHANGE_FIELDS.items():
                book[[at["change"] + i * CHANGE_WIDTH + column for column in columns]] = self.terms_of(field, self.parts.written(change.name, field))
        facts = tuple(PropertyEdit(fact.noun, fact.property, True, fact.to) for fact in s.facts)
        for layer in (facts, given):
            asked = book
            for row in self.patches_of(layer):
                if row[0] == PATCH_SET:
                    book[row[1]] = row[2]
                elif row[0] == PATCH_SWAP:
                    book[[row[1], row[2]]] = book[[row[2], row[1]]]
                elif row[0] == PATCH_KEEP:
                    asked = book.copy()
                else:
                    self.patch_property(book, asked, *row[1:5])
        return book

    def patch_property(self, book: np.ndarray, asked: np.ndarray, prop: int, noun: int, holds: int, to: int) -> None:
        """As the kernel does it. `asked`: the book that says what has the property that a fact rests on."""
        masks = book[:self.book_at["rule"]].reshape(len(self.properties), self.ids, self.words64)
        known = asked[:self.book_at["rule"]].reshape(masks.shape)

        def ids_of(number: int) -> list[int]:
            row = self.nouns[number]
            rests = row[self.words64 + NN_PROPERTY]
            return [id for id in range(self.ids) if row[id >> 6] >> (id & 63) & 1 and (rests < 0 or known[rests, id, 0] & 1)]
        towards = np.full(self.words64, -1, np.int64)
        if to >= 0:
            mask = sum(1 << id for id in ids_of(to))
            towards = np.array([signed(mask >> (64 * i) & (1 << 64) - 1) for i in range(self.words64)], np.int64)
        for id in ids_of(noun):
            if id:
                masks[prop, id] = masks[prop, id] | towards if holds else masks[prop, id] & ~towards


def moment_of(of: str) -> int:
    return {"life": MOMENT_LIFE, "every episode": MOMENT_EVERY, "episode": MOMENT_EPISODE}[of]


def pack_speed(speed: tuple[int, int]) -> int:
    return speed[0] * SPEED_BASE + speed[1]


def pack_sight(sight: Sight) -> int:
    return (sight.rows or 0) + (sight.cols or 0) * SIGHT_BASE + (int(sight.ahead) << 20) + (int(sight.line_of_sight) << 21)


def unpack_sight(packed: int) -> Sight:
    rows, cols = packed % SIGHT_BASE, packed // SIGHT_BASE % SIGHT_BASE
    return Sight(rows or None, cols or None, bool(packed >> 20 & 1), bool(packed >> 21 & 1))


def offsets(sizes: dict[str, int], start: int = 0) -> tuple[dict[str, int], int]:
    """Where each table starts, one behind the other, and where the last ends."""
    at = {}
    for name, size in sizes.items():
        at[name] = start
        start += size
    return at, start
