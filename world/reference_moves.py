"""Steps 2 and 3 of a tick, plainly: all who mean to move do so at once, from one picture, in rounds of one cell each."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

from world.reference_state import UNDERFOOT, Cell, Event, Mover, Piece, State
from world.scenario import ACTOR, AIR, ITEM, OBJECT, turned

MOVABLE = (ITEM, OBJECT, AIR)
"""The layers that can be pushed and pulled."""


@dataclass(eq=False)
class Move:
    """One cell that one piece means to go in this round."""
    piece: Piece
    direction: int
    origin: Cell = (0, 0)
    target: Cell | None = None
    claims: list[Cell] = field(default_factory=list)               # its own next cell, then those that its push enters
    pushed: list[Piece] = field(default_factory=list)              # nearest first, low layer first
    waits_for: list[tuple[Piece, Piece]] = field(default_factory=list)  # (who has to get out of the way, who is bumped if it does not)
    pulled: list[Piece] = field(default_factory=list)              # nearest first, low layer first
    over_the_edge: list[Piece] = field(default_factory=list)       # who leaves the world by this move
    failed: bool = False
    bumped: Piece | None = None

    def fail(self, bumped: Piece | None) -> None:
        self.failed, self.bumped = True, bumped


@dataclass
class Moves:
    """One stride of a step: rounds, until nobody goes on.

    `own`: moves that agents make (step 2): they ask `tries`, push, and bump. Otherwise things are carried (step 3) and do none of these.
    `tries(mover, piece) -> bool` runs the rules of `A tries B` and says whether one of them said `stop`.
    """
    state: State
    own: bool
    falls: bool = False                                            # what moves falls: below the edge is ground
    tries: Callable[[Mover, Piece], bool] | None = None
    stopped: set = field(default_factory=set)                      # movers of which a move failed or was vetoed
    travelled: dict = field(default_factory=dict)                  # piece -> cells in this stride

    def stride(self, goers: list[tuple[Piece, int]]) -> None:
        """Each goer makes a step, then those on slippery ground go on the same way, all at once, until none moves."""
        if self.own:
            for piece, direction in goers:
                if isinstance(piece, Mover):
                    piece.facing = direction                       # a move that fails turns it too
        for _ in range(4 * (self.state.height + self.state.width)):
            if not goers:
                break
            goers = self.sliding(self.round(goers))

    def sliding(self, moved: list[tuple[Piece, int]]) -> list[tuple[Piece, int]]:
        """Who goes on: whoever came onto something slippery, but no more than a lap round a torus."""
        def goes_on(piece: Piece, direction: int) -> bool:
            sides = {0: self.state.height, 1: self.state.width}
            lap = sides[direction % 2] if direction < 4 else max(sides.values())
            under = (other for other in self.state.pieces_at(piece.cell) if other is not piece)
            return not piece.gone and self.travelled[piece] < lap and any(self.state.has(other, "slippery", piece.id) for other in under)
        return [(piece, direction) for piece, direction in moved if goes_on(piece, direction)]

    # ---- one round --------------------------------------------------------------------------------------------------
    def round(self, goers: list[tuple[Piece, int]]) -> list[tuple[Piece, int]]:
        """One cell for each. Returns who moved, pushed things included, and which way."""
        moves = [Move(piece, direction, piece.cell, self.state.step(piece.cell, direction)) for piece, direction in sorted(goers, key=self.rank)]
        if self.own:
            moves = self.ask_tries(moves)
        by_piece = {move.piece: move for move in moves}
        for move in moves:
            self.look_ahead(move, by_piece)
        self.fail_swaps(moves, by_piece)
        self.fail_dependants(moves, by_piece)
        self.decide_clashes(moves)
        self.fail_dependants(moves, by_piece)
        return self.carry_out(moves)

    def rank(self, goer: tuple[Piece, int]) -> tuple:
        """Movers by number, then things by cell and layer; when carried, all by cell and layer."""
        piece = goer[0]
        return (0, piece.number) if self.own and isinstance(piece, Mover) else (1, piece.cell, piece.layer)

    def ask_tries(self, moves: list[Move]) -> list[Move]:
        """`A tries B`, before anyone moves. Who is stopped neither moves nor bumps; whom a rule took elsewhere does not go this round."""
        going = []
        for move in moves:
            stop = False
            if isinstance(move.piece, Mover) and not move.piece.gone and move.piece.cell == move.origin:
                for piece in self.state.pieces_at(move.target):
                    if piece is not move.piece and not piece.gone:
                        stop |= self.tries(move.piece, piece)
            if stop:
                self.stopped.add(move.piece)
            else:
                going.append(move)
        return [move for move in going if not move.piece.gone and move.piece.cell == move.origin]

    def look_ahead(self, move: Move, by_piece: dict[Piece, Move]) -> None:
        """What a move needs: the cells of its whole push chain, and who must get out of the way. Refused outright, it fails here."""
        state, cell, entering, strength = self.state, move.target, [move.piece], None
        rows = 0                                                   # cells pushed so far
        while True:
            if cell is None and state.scenario.edge == "open" and not self.falls:
                move.over_the_edge = entering
                return
            if cell is None or cell == move.origin:                # the edge, or once round a torus
                return move.fail(move.pushed[0] if move.pushed else None)
            joining, refusing = self.meet(cell, entering, move, by_piece)
            if refusing is not None:
                return move.fail(move.pushed[0] if move.pushed else refusing)
            move.claims.append(cell)
            if not joining:
                return
            rows += 1
            move.pushed += joining
            strength = min(state.book.value(state.things[piece.id].kind, "strength") for piece in move.pushed)
            if rows > strength:
                return move.fail(move.pushed[0])
            entering, cell = joining, state.step(cell, move.direction)

    def meet(self, cell: Cell, entering: list[Piece], move: Move, by_piece: dict[Piece, Move]) -> tuple[list[Piece], Piece | None]:
        """Who would be pushed out of a cell by those entering it, and the lowest that refuses."""
        has, joining, refusing = self.state.has, [], None
        for piece in self.state.pieces_at(cell):
            taken = any(piece.layer == other.layer for other in entering)
            solid = any(has(piece, "solid", other.id) or self.state.bars(piece, other.id, move.direction) for other in entering)
            pushable = any(has(piece, "pushable", other.id) for other in entering)
            if piece.layer == ACTOR and any(other.layer != ACTOR for other in entering):
                refusing = refusing or piece                       # a thing never enters an actor's cell
            elif piece in by_piece:
                if taken or solid or pushable:
                    move.waits_for.append((piece, move.pushed[0] if move.pushed else piece))
            elif pushable and self.own and piece.layer in MOVABLE:
                joining.append(piece)
            elif taken or solid or pushable and not self.own:      # belts do not push
                refusing = refusing or piece
        return joining, refusing

    def fail_swaps(self, moves: list[Move], by_piece: dict[Piece, Move]) -> None:
        """Two who want each other's cells bump each other; rings of three and more go round."""
        for move in moves:
            for other, _ in move.waits_for:
                theirs = by_piece[other]
                if move.target == theirs.origin and theirs.target == move.origin and any(piece is move.piece for piece, _ in theirs.waits_for):
                    if not move.failed and not theirs.failed:
                        move.fail(theirs.piece)
                        theirs.fail(move.piece)

    def fail_dependants(self, moves: list[Move], by_piece: dict[Piece, Move]) -> None:
        """A cell is free if its occupant's own move succeeds: so whoever waits for one that stays, stays."""
        changed = True
        while changed:
            changed = False
            for move in moves:
                stays = [bumped for piece, bumped in move.waits_for if by_piece[piece].failed]
                if not move.failed and stays:
                    move.fail(stays[0])
                    changed = True

    def decide_clashes(self, moves: list[Move]) -> None:
        """Two claims on one cell: the best gets it, the loser bumps the winner. All clashes are decided at once. Who comes from one cell does not clash."""
        claims: dict[Cell, list[Move]] = {}
        for move in moves:
            for cell in move.claims if not move.failed else ():
                claims.setdefault(cell, []).append(move)
        losers = []
        for move in moves:
            for cell in move.claims if not move.failed else ():
                rivals = sorted((other for other in claims[cell] if other.origin != move.origin), key=self.standing)
                if rivals and (self.state.scenario.clash == "none" or self.best_of(claims[cell]).origin != move.origin):
                    losers.append((move, rivals[0] if self.state.scenario.clash == "none" else self.best_of(claims[cell])))
                    break
        for move, winner in losers:
            move.fail(winner.piece)

    def best_of(self, moves: list[Move]) -> Move:
        return min(moves, key=self.standing)

    def standing(self, move: Move) -> tuple:
        """Who comes first in a clash, least first: by a hidden die for each mover or cell, or by file order."""
        rank = self.rank((move.piece, move.direction))
        if self.state.scenario.clash == "order" or self.state.scenario.clash == "none":
            return rank
        if self.own and isinstance(move.piece, Mover):
            return (-self.state.draw("clash", move.piece.number), *rank)
        return (-self.state.draw("carry clash", self.state.index(move.origin)), *rank)

    def carry_out(self, moves: list[Move]) -> list[tuple[Piece, int]]:
        """The rest move at once; then what happened is told, goer by goer."""
        state = self.state
        before, landing, gone = {}, {}, []
        for move in moves:
            if not move.failed:
                for piece in [move.piece, *move.pushed]:
                    before[piece], landing[piece] = piece.cell, state.step(piece.cell, move.direction)
                gone += move.over_the_edge
        if self.own:
            self.pull(moves, landing)
            before.update({piece: piece.cell for move in moves for piece in move.pulled})
        for piece in landing:
            state.arrivals.discard((piece.cell, piece.layer))
            del state.at[piece.layer][piece.cell]
        for piece, cell in landing.items():
            self.travelled[piece] = self.travelled.get(piece, 0) + 1
            if piece in gone:
                piece.gone = True
                if isinstance(piece, Mover):
                    piece.left = True
                continue
            assert cell not in state.at[piece.layer], "two things in one layer of a cell"
            piece.cell = cell
            state.at[piece.layer][cell] = piece
            state.arrivals.add((cell, piece.layer))
        told: set[Piece] = set()
        for move in moves:
            if move.failed:
                self.stopped.add(move.piece)
                if move.bumped is not None and self.own:
                    self.tell("bumps", move.piece, move.bumped, (move.origin, move.target))
                continue
            self.tell_of_moving(move.piece, before[move.piece])
            for piece in move.pushed:
                self.tell("pushes", move.piece, piece)
                if piece not in told:
                    self.tell_of_moving(piece, before[piece])
                    told.add(piece)
            for piece in move.pulled:
                self.tell_of_moving(piece, before[piece])
        return list({piece: move.direction for move in moves if not move.failed for piece in [move.piece, *move.pushed, *move.pulled]}.items())

    def pull(self, moves: list[Move], landing: dict[Piece, Cell]) -> None:
        """What is pulled follows whoever steps straight away from it, a whole row at once. Where somebody else comes, nothing is pulled, nor out of there."""
        state, goers = self.state, {move.piece: move for move in moves}
        taken = {cell for move in moves if not move.failed for cell in move.claims}
        for move in moves:
            cell, rows = move.origin, 0
            while isinstance(move.piece, Mover) and not move.failed:
                back = state.step(cell, turned(move.direction, 2))
                if back is None or cell in taken or back in taken:
                    break
                row = [piece for piece in state.pieces_at(back, MOVABLE) if piece not in landing and state.has(piece, "pulled", move.piece.id) and self.may_follow(piece, cell, move.direction, landing)]
                rows += 1
                strength = min((state.book.value(state.things[piece.id].kind, "strength") for piece in [*row, *move.pulled]), default=0)
                if not row or rows > strength:
                    break
                landing.update({piece: cell for piece in row})
                for piece in row:
                    if piece in goers:                             # what could not slide on by itself is pulled on, and bumps nothing
                        goers[piece].bumped = None
                move.pulled += row
                taken.add(cell)
                cell = back

    def may_follow(self, piece: Piece, cell: Cell, direction: int, landing: dict[Piece, Cell]) -> bool:
        """Whether what stays in the cell leaves room for it."""
        stay = [other for other in self.state.pieces_at(cell) if other not in landing]
        return not any(other.layer in (piece.layer, ACTOR) or self.state.has(other, "solid", piece.id) or self.state.has(other, "pushable", piece.id)
                       or self.state.bars(other, piece.id, direction) for other in stay)

    # ---- what is told -----------------------------------------------------------------------------------------------
    def tell(self, verb: str, doer: Piece, it: Piece, bumped: tuple[Cell, Cell] | None = None) -> None:
        self.state.queue.append(Event(verb, doer, doer.id, it, it.id, bumped=bumped))

    def tell_of_moving(self, piece: Piece, origin: Cell) -> None:
        if piece.gone:
            return
        for left in self.state.pieces_at(origin, UNDERFOOT):
            self.tell("leaves", piece, left)
        for entered in self.state.pieces_at(piece.cell, UNDERFOOT):
            if entered is not piece:
                self.tell("enters", piece, entered)
