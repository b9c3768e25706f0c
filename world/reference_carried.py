"""Step 3 of a tick, plainly: what falls, what belts carry, and who is sent on by a portal, in this order."""
from __future__ import annotations

from world.reference_moves import Moves
from world.reference_state import Cell, Event, Piece, State
from world.scenario import ACTOR, GROUND, ITEM, OBJECT, turned


def carried_moves(state: State) -> None:
    """Nothing is pushed and nobody bumps or turns."""
    Moves(state, own=False, falls=True).stride(falling(state))
    stride = 1
    while goers := on_belts(state, stride):
        Moves(state, own=False).stride(goers)
        stride += 1
    send_on(state)


def falling(state: State) -> list[tuple[Piece, int]]:
    """Objects and actors that fall, if there is a cell below. `falling to N`: only onto such a ground."""
    down, goers = state.scenario.down, []
    for piece in state.pieces((OBJECT, ACTOR)):
        below = state.step(piece.cell, down)
        if below is not None and state.has(piece, "falling", state.at[GROUND][below].id):
            goers.append((piece, down))
    return goers


def on_belts(state: State, stride: int) -> list[tuple[Piece, int]]:
    """What stands on a conveyor that goes so many cells in this tick, and which way."""
    goers = []
    for piece in state.pieces((ITEM, OBJECT, ACTOR)):
        for belt in [under for under in state.pieces_at(piece.cell) if under is not piece and state.has(under, "conveyor", piece.id)][:1]:
            kind, facing = state.things[belt.id].kind, state.facing(belt)
            if facing >= 0 and state.cells_in(kind) >= stride:
                goers.append((piece, facing if state.book.value(kind, "carries") == "forward" else turned(facing, 2)))
    return goers


def send_on(state: State) -> None:
    """Who has come onto a portal in this tick, by whatever way, goes on to the next one. All at once: an exit that is taken now means staying."""
    going: list[tuple[Piece, Cell]] = []
    for cell, layer in sorted(state.arrivals):
        piece = state.at[layer].get(cell)
        portals = [under for under in state.pieces_at(cell) if under is not piece and piece is not None and state.has(under, "portal", piece.id)]
        exit = next_portal(state, portals[0]) if portals else None
        if exit is not None and state.can_go(piece, exit):
            going.append((piece, exit))
    came_from: dict[Cell, Cell] = {}
    going = [(piece, exit) for piece, exit in going if came_from.setdefault(exit, piece.cell) == piece.cell]
    origins = {piece: piece.cell for piece, _ in going}
    for piece, _ in going:
        del state.at[piece.layer][piece.cell]
    for piece, exit in going:
        piece.cell = exit
        state.at[piece.layer][exit] = piece
    for piece, exit in going:
        for verb, cell in (("leaves", origins[piece]), ("enters", exit)):
            state.queue += [Event(verb, piece, piece.id, it, it.id) for it in state.underfoot(cell) if it is not piece]


def next_portal(state: State, portal: Piece) -> Cell | None:
    """The next in reading order that is just like it, the first behind the last; None if it is the only one."""
    alike = [piece.cell for piece in state.pieces((portal.layer,)) if piece.id == portal.id]
    exit = alike[(alike.index(portal.cell) + 1) % len(alike)]
    return exit if exit != portal.cell else None
