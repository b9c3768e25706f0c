"""What effects and edits of the world do, plainly.

An effect is worked out on a picture and done as *deeds*, each of which changes one small thing and can be done again elsewhere: so `each` rules, which
all read one picture, are worked out on a sketch of it and done afterwards.
"""
from __future__ import annotations

from dataclasses import replace
from typing import Callable

from world.language.numbers import MOST
from world.reference_moving import let_through, move, return_home, swap_places
from world.reference_state import UNDERFOOT, Case, Cell, Event, Mover, Piece, State
from world.scenario import (
    ACTOR,
    AIR,
    GROUND,
    ITEM,
    OBJECT,
    WAYS,
    Apply,
    Become,
    Clear,
    Drop,
    Edit,
    Effect,
    End,
    EveryBecomes,
    Gain,
    LetThrough,
    Move,
    Put,
    PutAt,
    Remove,
    ReturnHome,
    Reward,
    Say,
    SetVariable,
    Stop,
    SwapPlaces,
    Take,
    Turn,
    Undo,
    turned,
)

NO_CHANGE = object()


def deed(method):
    """A change of one small thing; noted, so that it can be repeated. To write what stands there already is no deed."""
    def noted(self: "Deeds", *arguments):
        if method(self, *arguments) is not NO_CHANGE:
            self.done.append((method.__name__, arguments))
    return noted


class Deeds:
    """The only way in which effects change a world. `done`: what was done; `written`: the (cell, layer)s that this changed."""

    def __init__(self, state: State):
        self.state = state
        self.done: list[tuple[str, tuple]] = []
        self.written: set[tuple[Cell, int]] = set()

    def repeat(self, done: list[tuple[str, tuple]]) -> None:
        for name, arguments in done:
            getattr(self, name)(*arguments)

    # ---- cells ------------------------------------------------------------------------------------------------------
    @deed
    def change(self, cell: Cell, layer: int, id: int):
        """A thing becomes another of the same layer, and stays itself."""
        piece = self.state.at[layer][cell]
        if piece.id == id:
            return NO_CHANGE
        piece.id = id
        self.written.add((cell, layer))

    @deed
    def shift(self, cell: Cell, layer: int, to: int, id: int) -> None:
        """A thing becomes one of another layer, and stays itself. Under a ground that rises lies floor."""
        at = self.state.at
        piece = at[layer].pop(cell)
        if cell in at[to]:
            at[to][cell].gone = True
        piece.id, piece.layer = id, to
        at[to][cell] = piece
        if layer == GROUND:
            at[GROUND][cell] = Piece(self.state.floor, GROUND, cell)
        self.written |= {(cell, layer), (cell, to)}

    @deed
    def sink(self, cell: Cell, layer: int) -> None:
        """A thing becomes the ground that it lies on: the ground is not written."""
        at = self.state.at
        piece, ground = at[layer].pop(cell), at[GROUND][cell]
        ground.gone = True
        piece.id, piece.layer = ground.id, GROUND
        at[GROUND][cell] = piece
        self.written.add((cell, layer))

    @deed
    def remove(self, cell: Cell, layer: int) -> None:
        self.state.at[layer].pop(cell).gone = True
        self.written.add((cell, layer))

    @deed
    def place(self, cell: Cell, layer: int, id: int):
        """A new thing, instead of what stood there."""
        old = self.state.at[layer].get(cell)
        if old is not None and old.id == id:
            return NO_CHANGE
        if old is not None:
            old.gone = True
        self.state.at[layer][cell] = Piece(id, layer, cell)
        self.written.add((cell, layer))

    @deed
    def relocate(self, number: int, cell: Cell, telling: bool) -> None:
        """A mover is elsewhere, which is a leaving and an entering."""
        state, mover = self.state, self.state.movers[number]
        origin = mover.cell
        del state.at[ACTOR][origin]
        mover.cell = cell
        state.at[ACTOR][cell] = mover
        self.written |= {(origin, ACTOR), (cell, ACTOR)}
        if telling:
            for verb, where in (("leaves", origin), ("enters", cell)):
                state.queue += [Event(verb, mover, mover.id, piece, piece.id, caused=True) for piece in state.pieces_at(where, UNDERFOOT)]

    @deed
    def carry(self, cell: Cell, layer: int, to: Cell) -> None:
        """A thing or an actor goes elsewhere."""
        self.exchange([(cell, layer, to)])

    @deed
    def swap(self, a: Cell, layer_a: int, b: Cell, layer_b: int) -> None:
        """Two change places."""
        self.exchange([(a, layer_a, b), (b, layer_b, a)])

    def exchange(self, ways: list[tuple[Cell, int, Cell]]) -> None:
        state = self.state
        pieces = [state.at[layer][cell] for cell, layer, _ in ways]
        for piece in pieces:
            self.tell("leaves", piece)
        for piece in pieces:
            del state.at[piece.layer][piece.cell]
            state.arrivals.discard((piece.cell, piece.layer))
            self.written.add((piece.cell, piece.layer))
        for piece, (_, _, to) in zip(pieces, ways):
            piece.cell = to
            state.at[piece.layer][to] = piece
            self.written.add((to, piece.layer))
        for piece in pieces:
            self.tell("enters", piece)

    def tell(self, verb: str, piece: Piece) -> None:
        self.state.queue += [Event(verb, piece, piece.id, it, it.id, caused=True) for it in self.state.underfoot(piece.cell) if it is not piece]

    # ---- all else ---------------------------------------------------------------------------------------------------
    @deed
    def face(self, number: int, direction: int) -> None:
        self.state.movers[number].facing = direction

    @deed
    def gain(self, number: int, k: int, amount: int) -> None:
        """Counters stop at 0 and at their bound."""
        mover = self.state.movers[number]
        most = self.state.own_counters[mover.agent][k].most
        mover.counters[k] = max(0, min(mover.counters[k] + amount, MOST if most is None else most))

    @deed
    def remember_taking(self, number: int, id: int) -> None:
        self.state.movers[number].taken_last = id

    @deed
    def set_variable(self, number: int, op: str, value: int) -> None:
        variables, words = self.state.variables, self.state.scenario.variables[number].words
        old = variables[number]
        new = {"=": value, "+=": old + value, "-=": old - value, "cycles": (old + 1) % max(1, len(words))}[op]
        variables[number] = max(-MOST, min(MOST, new))

    @deed
    def pay(self, number: int, millionths: int) -> None:
        self.state.rewards[number] = self.state.rewards.get(number, 0) + millionths

    @deed
    def end(self, word: str) -> None:
        self.state.word = self.state.word or word            # the first of a tick stands

    @deed
    def say(self, word: str) -> None:
        """A word is heard once a tick, however many say it."""
        if word not in self.state.said:
            self.state.said.append(word)

    @deed
    def wish(self, *wish) -> None:
        """For step 0 of the next tick. A rule that wishes the same for many things wishes it once."""
        if wish not in self.state.wishes:
            self.state.wishes.append(wish)


def do_effects(effects: tuple[Effect, ...], state: State, case: Case, deeds: Deeds) -> bool:
    """One after the other, at once. Returns whether one said `stop`; the others are done all the same."""
    return any([do_effect(effect, state, case, deeds) for effect in effects])


def do_effect(effect: Effect, state: State, case: Case, deeds: Deeds) -> bool:
    match effect:
        case Stop():
            return case.verb == "tries"
        case Become(target):
            for piece in present(target, state, case):
                become(piece, effect, state, deeds)
        case Remove(target):
            for piece in present(target, state, case):
                remove(piece, state, deeds)
        case Put():
            put(effect, state, case, deeds)
        case Turn(target, how):
            for piece in present(target, state, case):
                turn(piece, how, state, case, deeds)
        case Move(target):
            for piece in present(target, state, case):
                move(piece, effect, state, case, deeds)
        case SwapPlaces(first, second):
            swap_places(present(first, state, case), present(second, state, case), state, deeds)
        case Drop(noun):
            if isinstance(case.doer, Mover) and not case.doer.gone:
                drop(lambda id: state.is_called(noun, Piece(id, ITEM, case.doer.cell), case), state, case.doer, deeds)
        case ReturnHome(target):
            for piece in present(target, state, case):
                if isinstance(piece, Mover):
                    return_home(piece, state, deeds)
        case LetThrough():
            let_through(state, case, deeds)
        case Take(target):
            for piece in present(target, state, case):
                take(piece, state, case.doer, deeds)
        case Gain(who, amount, counter):
            for mover in state.movers_meant(who, case):
                k = state.counter(mover, counter)
                if k is not None:
                    deeds.gain(mover.number, k, amount)
        case SetVariable():
            set_variable(effect, state, case.name, case.place, deeds)
        case Reward(millionths, to):
            doer = case.doer or (case.it if case.each else None)   # "each: ant, do: reward -5" pays that ant
            for mover in [doer] if to is None else state.movers_meant(to, case):
                if isinstance(mover, Mover):
                    deeds.pay(mover.number, millionths)
        case End(word):
            deeds.end(word)
        case Say(word):
            deeds.say(word)
        case Apply(change):
            deeds.wish("apply", change, f"rule {case.name}", "", False)
        case Undo(change):
            deeds.wish("undo", change, f"rule {case.name}", "", False)
        case _:
            raise TypeError(f"no such effect: {effect!r}")
    return False


def present(target, state: State, case: Case) -> list[Piece]:
    """Who is meant and still there."""
    return [piece for piece in state.meant(target, case) if not piece.gone]


def find_thing(state: State, kind: str, values: dict[str, str]) -> int | None:
    """The lowest id of that kind with these values: the others have their first."""
    return next((thing.id for thing in state.things if thing.kind == kind and values.items() <= dict(thing.values).items()), None)


def remove(piece: Piece, state: State, deeds: Deeds) -> None:
    """Takes it off the map. There is always a ground: removed, it becomes floor."""
    if piece.layer == GROUND:
        deeds.change(piece.cell, GROUND, state.floor)
    else:
        deeds.remove(piece.cell, piece.layer)


def lay(cell: Cell, id: int, state: State, deeds: Deeds) -> None:
    """Puts a thing into its layer of a cell, instead of what is there; a ground becomes the new one and stays itself."""
    layer = state.things[id].layer
    (deeds.change if layer == GROUND else deeds.place)(cell, layer, id)


def become(piece: Piece, effect: Become, state: State, deeds: Deeds) -> None:
    """Another kind, or another value. What needs a layer that is taken stays what it is; a ground is always replaced."""
    if effect.kind == "nothing":
        remove(piece, state, deeds)
        return
    old = state.things[piece.id]
    kind = old.kind if effect.kind is None else effect.kind
    values = dict(effect.values) if effect.kind is not None else {**dict(old.values), **dict(effect.values)}
    id = find_thing(state, kind, values)
    if id is None or state.scenario.kind(kind).is_agent:
        return
    layer = state.things[id].layer
    if layer not in (piece.layer, GROUND) and piece.cell in state.at[layer]:
        return
    if isinstance(piece, Mover):                             # an agent that becomes something else is no agent any more
        deeds.remove(piece.cell, ACTOR)
        lay(piece.cell, id, state, deeds)
    elif layer == piece.layer:
        deeds.change(piece.cell, layer, id)
    elif layer == GROUND and state.at[GROUND][piece.cell].id == id:
        deeds.sink(piece.cell, piece.layer)
    else:
        deeds.shift(piece.cell, piece.layer, layer, id)


def put(effect: Put, state: State, case: Case, deeds: Deeds) -> None:
    """A new thing, if its layer is free there; a ground replaces the ground. Agents are not put."""
    home = (0, 0)
    ids = [id for id in sorted(effect.noun.ids - {0}) if state.is_called(effect.noun, Piece(id, state.things[id].layer, home), case)
           and not state.scenario.kind(state.things[id].kind).is_agent]
    if not ids:
        return
    id = ids[state.pick(case.name + "/random", case.place, len(ids))] if effect.random else ids[0]
    for cell in where_to_put(effect, id, state, case):
        layer = state.things[id].layer
        if layer == GROUND or cell not in state.at[layer]:
            lay(cell, id, state, deeds)


def where_to_put(effect: Put, id: int, state: State, case: Case) -> list[Cell]:
    center = case.center
    if effect.where == "at":
        return list(state.places(effect.place))
    if effect.where == "anywhere":
        return drawn(state.cells(), id, state, case)
    if center is None:
        return []
    if effect.where == "here":
        return [center.cell]
    if effect.where in ("beside", "around"):
        steps = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r or c) and (effect.where == "around" or not (r and c))]
        near = {state.shift(center.cell, *step) for step in steps} - {None}
        return drawn(sorted(near), id, state, case)
    facing = state.facing(center)
    direction = {"ahead": facing, "behind": turned(facing, 2) if facing >= 0 else -1, "to": effect.direction}[effect.where]
    cell = state.step(center.cell, direction) if direction >= 0 else None
    return [] if cell is None else [cell]


def drawn(cells: list[Cell], id: int, state: State, case: Case) -> list[Cell]:
    """One of the free cells, by dice: where its layer is empty, no actor stands and nothing is solid to it."""
    layer = state.things[id].layer
    free = [cell for cell in cells if (layer == GROUND or cell not in state.at[layer]) and cell not in state.at[ACTOR]
            and not any(state.has(piece, "solid", id) for piece in state.pieces_at(cell))]
    return [free[state.pick(case.name + "/place", case.place, len(free))]] if free else []


def turn(piece: Piece, how: str, state: State, case: Case, deeds: Deeds) -> None:
    """Turns a mover's facing, or a thing's attribute of that name."""
    facing = state.facing(piece)
    if facing < 0:
        return
    ids: dict[int, int | None] = {}                         # by direction: what a thing is when it faces there
    if not isinstance(piece, Mover):
        old = state.things[piece.id]
        ids = {way: find_thing(state, old.kind, {**dict(old.values), "facing": WAYS[way]}) for way in range(8)}
    if how == "randomly":
        ways = [way for way in range(state.scenario.moves if isinstance(piece, Mover) else 8) if isinstance(piece, Mover) or ids[way] is not None]
        new = ways[state.pick(case.name + "/random", case.place, len(ways))]
    else:
        new = turned(facing, {"left": 3, "right": 1, "back": 2}[how])
    if isinstance(piece, Mover):
        deeds.face(piece.number, new)
    elif ids[new] is not None:
        deeds.change(piece.cell, piece.layer, ids[new])


def take(piece: Piece, state: State, doer: Piece | None, deeds: Deeds) -> None:
    """The item leaves the map and is counted by the doer; what does not fit stays."""
    if not isinstance(doer, Mover):
        return
    k = state.counter_of_thing(doer, piece.id)
    if k is None:
        return
    most = state.own_counters[doer.agent][k].most
    if most is None or doer.counters[k] < most:
        deeds.remove(piece.cell, piece.layer)
        deeds.gain(doer.number, k, 1)
        deeds.remember_taking(doer.number, piece.id)


def drop(meant: Callable[[int], bool], state: State, mover: Mover, deeds: Deeds) -> None:
    """Lays down what was taken last of the items meant, else the first of them that it has, if no item lies there."""
    own = state.own_counters[mover.agent]
    carried = [k for k, counter in enumerate(own) if counter.thing and mover.counters[k] > 0 and meant(counter.thing)]
    carried.sort(key=lambda k: own[k].thing != mover.taken_last)
    if carried and mover.cell not in state.at[ITEM]:
        deeds.gain(mover.number, carried[0], -1)
        deeds.place(mover.cell, ITEM, own[carried[0]].thing)


def set_variable(effect: SetVariable, state: State, name: str, place: int, deeds: Deeds) -> None:
    """`name` and `place` of the dice, for `= random`."""
    number = state.variable(effect.variable)
    if effect.op == "random":
        words = state.scenario.variables[number].words
        deeds.set_variable(number, "=", state.pick(name + "/random", place, len(words)))
    else:
        deeds.set_variable(number, effect.op, effect.value)


def edit_world(edit: Edit, state: State, name: str) -> None:
    """An edit that is no law but an event in the world: done once, never lapses."""
    deeds = Deeds(state)
    match edit:
        case SetVariable():
            set_variable(edit, state, name, 0, deeds)
        case Clear(place):
            for cell in state.places(place):
                for piece in state.pieces_at(cell, (ITEM, OBJECT, AIR)):
                    deeds.remove(cell, piece.layer)
        case PutAt(noun, place):
            put_at(min(noun.ids), list(state.places(place)), state, deeds)
        case EveryBecomes(noun, effect, within, of):
            centers = state.all_called(of) if of is not None else []
            for piece in state.all_called(noun):
                near = within is None or any(other is not piece and max(state.apart(other.cell, piece.cell)) <= within for other in centers)
                if near and not piece.gone:
                    become(piece, replace(effect, target="it"), state, deeds)
        case _:
            raise TypeError(f"no such edit of the world: {edit!r}")


def put_at(id: int, cells: list[Cell], state: State, deeds: Deeds) -> None:
    """Replaces what stands in that layer, but never an agent; an agent is moved there."""
    kind, layer = state.scenario.kind(state.things[id].kind), state.things[id].layer
    if kind.is_agent:
        for mover, cell in zip([m for m in state.movers if m.agent == kind.name and not m.gone], cells):
            if cell not in state.at[ACTOR]:
                deeds.relocate(mover.number, cell, False)
        return
    for cell in cells:
        if not isinstance(state.at[layer].get(cell), Mover):
            lay(cell, id, state, deeds)
