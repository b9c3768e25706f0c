"""The plain reference's picture of one world, and what a condition means in it."""
from __future__ import annotations

import operator
from dataclasses import dataclass, field, replace

import numpy as np

from world.chance import name_key, plain_draw, threshold
from world.language import say
from world.reference_law import NOBODY, Book
from world.scenario import (
    ACTOR,
    AIR,
    COL_STEP,
    GROUND,
    IT,
    ITEM,
    OBJECT,
    ROW_STEP,
    THEM,
    WAYS,
    At,
    Beside,
    Board,
    Condition,
    Count,
    Counter,
    CounterIs,
    EndedIs,
    Exists,
    Has,
    Here,
    Not,
    Noun,
    On,
    Place,
    RewardIs,
    RuleIs,
    Scenario,
    Sees,
    Target,
    Thing,
    TickIs,
    Toward,
    VariableIs,
    Within,
)
from world.types import Snapshot

Cell = tuple[int, int]
MILLIONTHS = 1_000_000
LAYER_ORDER = (GROUND, ITEM, OBJECT, ACTOR, AIR)
UNDERFOOT = (GROUND, ITEM, OBJECT, AIR)
"""The layers that can be entered, left and stood on: actors are bumped instead."""
COMPARE = {"=": operator.eq, "is": operator.eq, "!=": operator.ne, "is not": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le,
           ">=": operator.ge, "falls to": operator.le, "rises to": operator.ge}


@dataclass(eq=False)
class Piece:
    """One thing on the board. It stays itself when it is pushed, carried or becomes something else."""
    id: int
    layer: int
    cell: Cell
    gone: bool = False


@dataclass(eq=False)
class Mover(Piece):
    """An agent on the board: learner, person or creature."""
    number: int = 0
    agent: str = ""
    name: str = ""
    facing: int = 1
    home: Cell = (0, 0)
    counters: list[int] = field(default_factory=list)    # of its agent, in the order of the file
    taken_last: int = 0                                  # id of the item that `drop` lays down
    leg: int = 0                                         # of its patrol
    left: bool = False                                   # over an open edge
    stuck: Cell | None = None                            # the sticky cell that it has tried to leave once


@dataclass(frozen=True)
class Case:
    """What the words of one sentence point at: `them` the doer, `it` the thing, and whose dice are thrown."""
    name: str = ""
    doer: Piece | None = None
    it: Piece | None = None
    doer_id: int = NOBODY                                # as they were when the sentence was matched
    it_id: int = NOBODY
    subject: Noun | None = None                          # how the trigger calls them
    object: Noun | None = None
    place: int = 0
    each: bool = False
    verb: str = ""
    bumped: tuple[Cell, Cell] | None = None              # from where the doer bumped, and into which cell

    @property
    def center(self) -> Piece | None:
        """Around whom `beside`, `here` and `ahead` are meant."""
        return self.it if self.each else self.doer


@dataclass
class Event:
    """Something that happened to things, waiting for the rules about it."""
    verb: str
    doer: Piece
    doer_id: int
    it: Piece | None = None
    it_id: int = NOBODY
    word: str | None = None
    bumped: tuple[Cell, Cell] | None = None
    caused: bool = False                                 # by an effect, not by a move


class State:
    """Everything that is true of one world."""

    def __init__(self, scenario: Scenario, board: Board, seed: int, book: Book):
        self.scenario, self.board, self.seed, self.book = scenario, board, seed, book
        self.things: tuple[Thing, ...] = scenario.things
        self.height, self.width = board.cells.shape[1:]
        self.own_counters: dict[str, list[Counter]] = {agent.name: [c for c in scenario.counters if c.agent == agent.name] for agent in scenario.agents}
        self.columns = {agent.name: [i for i, c in enumerate(scenario.counters) if c.agent == agent.name] for agent in scenario.agents}
        self.floor = scenario.kind("floor").first_id
        self.tick = self.episode = self.episode_tick = self.version = 0
        self.ended: str | None = None
        self.queue: list[Event] = []
        self.totals: dict[int, int] = {}                 # mover -> millionths, over an expectation
        self.rewards: dict[int, int] = {}                # mover -> millionths of this tick
        self.said: list[str] = []
        self.word: str | None = None                     # of the first `end` of this tick
        self.wishes: list[tuple] = []                    # what step 0 of the next tick has to do: ("apply" or "undo", change, by, agent, by itself)
        self.at: list[dict[Cell, Piece]] = [{} for _ in LAYER_ORDER]
        self.movers: list[Mover] = []
        self.variables: list[int] = []
        self.arrivals: set[tuple[Cell, int]] = set()     # (cell, layer)s that something came into by the moves of this tick

    def begin(self) -> None:
        """The map, the movers, the counters and the variables as they are at the start of an episode."""
        cells = np.asarray(self.board.cells)
        self.at = [{(int(row), int(col)): Piece(int(cells[layer, row, col]), layer, (int(row), int(col)))
                    for row, col in zip(*np.nonzero(cells[layer]))} for layer in LAYER_ORDER]
        several = [start.agent for start in self.board.starts]
        self.movers = []
        for number, start in enumerate(self.board.starts):
            nth = several[:number].count(start.agent) + 1
            name = f"{start.agent} {nth}" if several.count(start.agent) > 1 else start.agent
            mover = Mover(self.scenario.kind(start.agent).first_id, ACTOR, (start.row, start.col), number=number, agent=start.agent, name=name,
                          facing=start.facing, home=(start.row, start.col), counters=[c.start for c in self.own_counters[start.agent]])
            self.movers.append(mover)
            self.at[ACTOR][mover.cell] = mover
        self.variables = [variable.start for variable in self.scenario.variables]

    def sketch(self) -> "State":
        """A copy to try deeds on."""
        copy = State.__new__(State)
        copy.__dict__.update(self.__dict__, queue=[], rewards={}, said=[], wishes=[], arrivals=set(), variables=list(self.variables))
        copy.movers = [replace(mover, counters=list(mover.counters)) for mover in self.movers]
        copy.at = [{cell: copy.movers[piece.number] if isinstance(piece, Mover) else Piece(piece.id, piece.layer, piece.cell)
                    for cell, piece in layer.items()} for layer in self.at]
        return copy

    # ---- the board --------------------------------------------------------------------------------------------------
    def step(self, cell: Cell, direction: int) -> Cell | None:
        """The next cell that way; None beyond the edge."""
        return self.shift(cell, ROW_STEP[direction], COL_STEP[direction])

    def shift(self, cell: Cell, rows: int, cols: int) -> Cell | None:
        row, col = cell[0] + rows, cell[1] + cols
        if self.scenario.edge == "wrap":
            return row % self.height, col % self.width
        return (row, col) if 0 <= row < self.height and 0 <= col < self.width else None

    def cells(self) -> list[Cell]:
        """All cells in reading order."""
        return [(row, col) for row in range(self.height) for col in range(self.width)]

    def index(self, cell: Cell) -> int:
        return cell[0] * self.width + cell[1]

    def apart(self, a: Cell, b: Cell) -> tuple[int, int]:
        """Rows and columns between two cells, the short way round on a torus."""
        rows, cols = abs(a[0] - b[0]), abs(a[1] - b[1])
        if self.scenario.edge == "wrap":
            rows, cols = min(rows, self.height - rows), min(cols, self.width - cols)
        return rows, cols

    def pieces_at(self, cell: Cell | None, layers=LAYER_ORDER) -> list[Piece]:
        """What stands there, lowest layer first."""
        return [] if cell is None else [self.at[layer][cell] for layer in layers if cell in self.at[layer]]

    def pieces(self, layers=LAYER_ORDER) -> list[Piece]:
        """All pieces by cell in reading order, then by layer."""
        return sorted((piece for layer in layers for piece in self.at[layer].values()), key=lambda piece: (piece.cell, piece.layer))

    def places(self, place: Place) -> tuple[Cell, ...]:
        """A named place is looked up on the map in force, so that a tiny map of an expectation may lay it elsewhere."""
        if place.text in self.board.places:
            return tuple(self.board.places[place.text])
        named = place.text in self.scenario.board.places
        return () if named else tuple(c for c in place.cells if c[0] < self.height and c[1] < self.width)

    def facing(self, piece: Piece | None) -> int:
        if piece is None:
            return -1
        return piece.facing if isinstance(piece, Mover) else self.things[piece.id].facing

    def has(self, piece: Piece, property: str, other: int = NOBODY) -> bool:
        return self.book.has(piece.id, property, other)

    def underfoot(self, cell: Cell) -> list[Piece]:
        """What can be entered, left and stood on there."""
        return self.pieces_at(cell, UNDERFOOT)

    def cells_in(self, name: str) -> int:
        """How many cells something of the speed of that kind or agent goes in this tick: `1/2` acts on even ticks, `2` moves two cells."""
        cells, ticks = self.book.value(name, "speed")
        return self.tick * cells // ticks - (self.tick - 1) * cells // ticks

    def bars(self, piece: Piece, who: int, direction: int) -> bool:
        """Whether it is one-way to an id that comes in that direction, and faces another way."""
        return self.has(piece, "one-way", who) and self.facing(piece) not in (-1, direction)

    def barred(self, who: Piece, cell: Cell, direction: int) -> bool:
        return any(self.bars(piece, who.id, direction) for piece in self.underfoot(cell))

    def open_to(self, who: Piece, cell: Cell | None, direction: int = -1) -> bool:
        """Whether it could simply walk in, in a direction if one is given: nothing solid to it, nothing that it would have to push, no actor."""
        return (cell is not None and self.can_stand(who, cell) and not any(self.has(piece, "pushable", who.id) for piece in self.pieces_at(cell, UNDERFOOT))
                and not (direction >= 0 and self.barred(who, cell, direction)))

    def can_go(self, who: Piece, cell: Cell | None, direction: int = -1) -> bool:
        """Whether a thing or an actor could be moved there: nothing of its layer, no actor, nothing solid to it, nothing to push, no one-way against it."""
        if cell is None or cell == who.cell:
            return False
        taken = any(piece.layer in (who.layer, ACTOR) or self.has(piece, "solid", who.id) or self.has(piece, "pushable", who.id) for piece in self.pieces_at(cell))
        return not taken and not (direction >= 0 and self.barred(who, cell, direction))

    def distance(self, a: Cell, b: Cell) -> int:
        """Steps from one cell to another, in the directions in which agents go."""
        return max(self.apart(a, b)) if self.scenario.moves == 8 else sum(self.apart(a, b))

    def can_stand(self, who: Piece, cell: Cell) -> bool:
        """Whether it could be there: nothing solid to it, no other actor."""
        here = [piece for piece in self.pieces_at(cell) if piece is not who]
        return not any(piece.layer == ACTOR or self.has(piece, "solid", who.id) for piece in here)

    # ---- dice -------------------------------------------------------------------------------------------------------
    def draw(self, name: str, place: int, tick: int | None = None) -> int:
        return plain_draw(self.seed, self.tick if tick is None else tick, name_key(name), place)

    def pick(self, name: str, place: int, n: int, tick: int | None = None) -> int:
        """One of n."""
        return (self.draw(name, place, tick) * n) >> 32

    def happens(self, chance: float, name: str, place: int, tick: int | None = None) -> bool:
        return self.draw(name, place, tick) < threshold(chance)

    # ---- nouns ------------------------------------------------------------------------------------------------------
    def value_of(self, id: int, attribute: str) -> str | None:
        return dict(self.things[id].values).get(attribute) if id >= 0 else None

    def is_called(self, noun: Noun, piece: Piece, case: Case, other: int | None = None, id: int | None = None) -> bool:
        """Whether a noun means this piece. `other`: whom same-colour compares with, if not `it` or the doer; `id`: what it was, if not what it is."""
        id = piece.id if id is None else id
        if id not in noun.ids:
            return False
        if noun.facing >= 0 and self.facing(piece) != noun.facing:
            return False
        if noun.property and not self.book.has(id, noun.property, case.doer_id):
            return False
        if noun.relation:
            attribute, same = noun.relation
            mine = self.value_of(id, attribute)
            theirs = self.value_of(other, attribute) if other is not None else self.value_of(case.it_id, attribute) or self.value_of(case.doer_id, attribute)
            return mine is not None and theirs is not None and (mine == theirs) == same
        return True

    def holds_one(self, cell: Cell | None, noun: Noun, case: Case, but: Piece | None = None) -> bool:
        """Whether something so called is in the cell. "nothing" is in a cell on the board that holds ground only."""
        if cell is None:
            return False
        here = [piece for piece in self.pieces_at(cell) if piece is not but]
        if 0 in noun.ids and all(piece.layer == GROUND for piece in here):
            return True
        return any(self.is_called(noun, piece, case) for piece in here)

    def all_called(self, noun: Noun, case: Case = Case()) -> list[Piece]:
        return [piece for piece in self.pieces() if self.is_called(noun, piece, case)]

    def meant(self, target: Target, case: Case) -> list[Piece]:
        """Whom a sentence means: it, them; "hare" in a rule about a hare that does something is that hare; otherwise all who are called so."""
        if target == IT or target == THEM:
            piece = case.it if target == IT else case.doer
            return [piece] if piece is not None else []
        if case.doer is not None and case.subject is not None and target.ids <= case.subject.ids and case.doer_id in target.ids:
            return [case.doer]
        if case.it is not None and case.object is not None and target.ids <= case.object.ids and case.it_id in target.ids:
            return [case.it]
        return self.all_called(target, case)

    def movers_meant(self, target: Target, case: Case) -> list[Mover]:
        """The same, agents only, by number."""
        return sorted((piece for piece in self.meant(target, case) if isinstance(piece, Mover)), key=lambda mover: mover.number)

    # ---- counters ---------------------------------------------------------------------------------------------------
    def counter(self, mover: Mover, name: str) -> int | None:
        """Which of its counters is called so."""
        return next((k for k, counter in enumerate(self.own_counters[mover.agent]) if counter.name == name), None)

    def counter_of_thing(self, mover: Mover, id: int) -> int | None:
        """Which of its counters counts such items."""
        return next((k for k, counter in enumerate(self.own_counters[mover.agent]) if counter.thing == id and id), None)

    def had(self, mover: Mover, has: Has, case: Case) -> int:
        """How many of what `has` asks for."""
        own = self.own_counters[mover.agent]
        if has.counter is not None:
            k = self.counter(mover, has.counter)
            return 0 if k is None else mover.counters[k]
        return sum(mover.counters[k] for k, counter in enumerate(own)
                   if counter.thing and self.is_called(has.noun, Piece(counter.thing, ITEM, mover.cell), case))

    def variable(self, name: str) -> int:
        return next(i for i, variable in enumerate(self.scenario.variables) if variable.name == name)

    # ---- in and out -------------------------------------------------------------------------------------------------
    def grid(self) -> np.ndarray:
        cells = np.zeros((5, self.height, self.width), np.uint16)
        for layer in LAYER_ORDER:
            for (row, col), piece in self.at[layer].items():
                cells[layer, row, col] = piece.id
        return cells

    def snapshot(self) -> Snapshot:
        counters = np.zeros((len(self.movers), len(self.scenario.counters)), np.int32)
        for mover in self.movers:
            counters[mover.number, self.columns[mover.agent]] = mover.counters
        movers = np.array([(*m.cell, m.facing, not m.gone) for m in self.movers], np.int32).reshape(len(self.movers), 4)
        standing = tuple(layer.name for layer in self.book.layers if layer.name) + tuple(map(say, self.book.stones))
        return Snapshot(self.grid(), movers, counters, np.array(self.variables, np.int32), self.tick, self.episode, self.episode_tick, self.version,
                        standing, self.ended)

    @classmethod
    def seen_in(cls, snapshot: Snapshot, scenario: Scenario, board: Board, book: Book) -> "State":
        """A snapshot of any world, to ask conditions of."""
        state = cls(scenario, board, 0, book)
        state.begin()
        cells = np.asarray(snapshot.cells)
        state.at = [{(int(r), int(c)): Piece(int(cells[layer, r, c]), layer, (int(r), int(c))) for r, c in zip(*np.nonzero(cells[layer]))}
                    for layer in LAYER_ORDER]
        for mover, (row, col, facing, alive), counters in zip(state.movers, snapshot.movers, snapshot.counters):
            mover.cell, mover.facing, mover.gone = (int(row), int(col)), int(facing), not alive
            mover.counters = [int(n) for n in counters[state.columns[mover.agent]]]
            if alive:
                state.at[ACTOR][mover.cell] = mover
        state.variables = [int(n) for n in snapshot.variables]
        state.tick, state.episode, state.episode_tick, state.version = snapshot.tick, snapshot.episode, snapshot.episode_tick, snapshot.version
        state.ended = snapshot.ended
        return state


def holds(condition: Condition, state: State, case: Case = Case()) -> bool:
    """Whether a condition is true in this picture. `case` says what `it` and `them` are; without them, `beside` and its like are false."""
    center, cell = case.center, case.center.cell if case.center is not None else None
    match condition:
        case Not(inner):
            return not holds(inner, state, case)
        case Beside(noun, around, allowed):
            if cell is None:
                return False
            steps = [(-1, 0), (0, 1), (1, 0), (0, -1)] + ([(-1, -1), (-1, 1), (1, 1), (1, -1)] if around else [])
            matching = sum(state.holds_one(state.shift(cell, *step), noun, case) for step in steps)
            return bool(allowed >> matching & 1)
        case Here(noun):
            return cell is not None and state.holds_one(cell, noun, case, but=center)
        case Toward(noun, direction, variable, ahead):
            if ahead:
                direction = state.facing(center)
            elif variable is not None:
                number = state.variable(variable)
                word = state.scenario.variables[number].words[state.variables[number]]
                direction = WAYS.index(word) if word in WAYS else -1
            return cell is not None and direction >= 0 and state.holds_one(state.step(cell, direction), noun, case)
        case Within(noun, distance, of):
            return any(max(state.apart(piece.cell, other.cell)) <= distance
                       for other in state.meant(of, case) for piece in state.all_called(noun, case) if piece is not other)
        case Sees(who, noun):
            from world.reference_sight import sees
            return any(sees(state, mover, seen) and state.holds_one(seen, noun, case, but=mover)
                       for mover in state.movers_meant(who, case) if not mover.gone for seen in state.cells())
        case On(noun, on):
            return any(state.is_called(on, under, case) for piece in state.meant(noun, case) if not piece.gone
                       for under in state.pieces_at(piece.cell) if under is not piece)
        case At(noun, place):
            cells = state.places(place)
            return any(piece.cell in cells and not piece.gone for piece in state.meant(noun, case))
        case Has(who, amount):
            return any(state.had(mover, condition, case) >= amount for mover in state.movers_meant(who, case))
        case CounterIs(who, counter, op, value):
            numbers = [(mover, state.counter(mover, counter)) for mover in state.movers_meant(who, case)]
            return any(k is not None and COMPARE[op](mover.counters[k], value) for mover, k in numbers)
        case VariableIs(variable=variable, op=op, value=value):
            return COMPARE[op](state.variables[state.variable(variable)], value)
        case Exists(noun, present):
            return bool(state.all_called(noun, case)) == present
        case Count(noun, op, value):
            return COMPARE[op](len(state.all_called(noun, case)), value)
        case RuleIs(rule, on):
            return state.book.rule_on(rule) == on
        case TickIs(op, value):
            return COMPARE[op](state.tick, value)
        case EndedIs(word):
            return state.ended is not None and word in (None, state.ended)
        case RewardIs(who, op, value):
            return any(COMPARE[op](state.totals.get(mover.number, 0), value) for mover in state.movers if mover.id in who.ids)
    raise TypeError(f"no such condition: {condition!r}")


def as_doer(mover: Mover, noun: Noun, name: str) -> Case:
    """The case of a condition that is asked of one agent after the other: "fox energy falls to 0"."""
    return Case(name=name, doer=mover, doer_id=mover.id, subject=noun)
