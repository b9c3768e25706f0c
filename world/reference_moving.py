"""Effects that bring somebody elsewhere: `move it east`, `swap them and it`, `return them home`, `let them through`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from world.reference_state import Case, Cell, Mover, Piece, State
from world.scenario import ACTOR, GROUND, WAYS, Move, turned

if TYPE_CHECKING:
    from world.reference_effects import Deeds


def move(piece: Piece, effect: Move, state: State, case: Case, deeds: Deeds) -> None:
    """One cell, or to a place, if it can go there; it pushes nothing. The ground never moves."""
    cell = where_to_move(piece, effect, state, case) if piece.layer != GROUND else None
    if cell is not None:
        deeds.carry(piece.cell, piece.layer, cell)


def where_to_move(piece: Piece, effect: Move, state: State, case: Case) -> Cell | None:
    if effect.where == "at":
        cells = state.places(effect.place)
        return None if piece.cell in cells else next((cell for cell in cells if state.can_go(piece, cell)), None)
    if effect.where in ("to", "variable", "ahead", "behind"):
        way = effect.direction
        if effect.where == "variable":
            number = state.variable(effect.variable)
            word = state.scenario.variables[number].words[state.variables[number]]
            way = WAYS.index(word) if word in WAYS else -1
        elif effect.where != "to":
            way = state.facing(piece)
            way = turned(way, 2) if way >= 0 and effect.where == "behind" else way
        cell = state.step(piece.cell, way) if way >= 0 else None
        return cell if state.can_go(piece, cell, way) else None
    near = {way: cell for way in range(state.scenario.moves) if state.can_go(piece, cell := state.step(piece.cell, way), way)}
    worth = dict.fromkeys(near, 0)                          # the greatest counts
    if effect.where != "randomly":
        others = [other.cell for other in state.meant(effect.noun, case) if other is not piece and not other.gone]
        sign = -1 if effect.where == "toward" else 1

        def far(cell: Cell) -> int:
            return sign * min(state.distance(cell, other) for other in others)
        worth = {way: far(cell) for way, cell in near.items() if far(cell) > far(piece.cell)} if others else {}
    ways = [way for way in worth if worth[way] == max(worth.values())]
    return near[ways[state.pick(case.name + "/random", case.place, len(ways))]] if ways else None


def swap_places(first: list[Piece], second: list[Piece], state: State, deeds: Deeds) -> None:
    """The first two so called that stand apart change places, if each could stand where the other is."""
    a = next((piece for piece in first), None)
    b = next((piece for piece in second if piece is not a), None)
    if a is None or b is None or GROUND in (a.layer, b.layer) or a.cell == b.cell:
        return

    def fits(piece: Piece, other: Piece) -> bool:
        stay = [it for it in state.pieces_at(other.cell) if it is not other]
        return not any(it.layer in (piece.layer, ACTOR) or state.has(it, "solid", piece.id) or state.has(it, "pushable", piece.id) for it in stay)
    if fits(a, b) and fits(b, a):
        deeds.swap(a.cell, a.layer, b.cell, b.layer)


def return_home(mover: Mover, state: State, deeds: Deeds) -> None:
    """Home, or the nearest cell to it where it can stand, in reading order among equals."""
    free = [cell for cell in state.cells() if state.can_stand(mover, cell)]
    if free and mover.cell != mover.home:
        cell = min(free, key=lambda cell: (sum(state.apart(cell, mover.home)), cell))
        if cell != mover.cell:
            deeds.relocate(mover.number, cell, True)


def let_through(state: State, case: Case, deeds: Deeds) -> None:
    """The doer enters the cell that it bumped, if that is free now and it still stands where it bumped from."""
    doer = case.doer
    if case.verb == "bumps" and isinstance(doer, Mover) and not doer.gone and case.bumped is not None:
        origin, target = case.bumped
        if doer.cell == origin and state.open_to(doer, target):
            deeds.relocate(doer.number, target, True)
