"""Tablets, plainly: which sentences stand on the board, and how a vote is called."""
from __future__ import annotations

from world.reference_state import State
from world.scenario import PropertyEdit

EAST, SOUTH = 1, 2


def sentences_on(state: State) -> tuple[PropertyEdit, ...]:
    """Every sentence that three words in a row (with NOT four) make, read east or south; in the order of the scenario's stones."""
    tablets = {tablet.id: tablet for tablet in state.scenario.tablets}
    found = set()
    for cell in state.cells() if tablets else ():
        for direction in (EAST, SOUTH):
            words, at = [], cell
            while at is not None and len(words) < 4:
                here = [tablets[piece.id] for piece in state.pieces_at(at) if piece.id in tablets]
                if not here:
                    break
                words.append(here[0])
                at = state.step(at, direction)
            if len(words) < 3 or words[0].noun is None or words[1].word != "IS":
                continue
            if words[2].property is not None:
                found.add((words[0].noun, words[2].property, True))
            elif words[2].word == "NOT" and len(words) == 4 and words[3].property is not None:
                found.add((words[0].noun, words[3].property, False))
    return tuple(edit for edit in state.scenario.stones if (edit.noun, edit.property, edit.holds) in found)
