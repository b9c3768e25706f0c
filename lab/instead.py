"""What was true instead of a claim that failed: where things were, what a counter showed, how the episode ended."""
from __future__ import annotations

from collections.abc import Callable

from world.reference_state import MILLIONTHS, Case, Cell, Mover, State
from world.scenario import At, Condition, Count, CounterIs, EndedIs, Exists, Has, Not, Noun, RewardIs, VariableIs

MOST_NAMED = 4


def instead(condition: Condition, state: State) -> str:
    """`fox was at x2 y0`, `season was spring`; "" for a condition of which there is nothing short to say."""
    match condition:
        case Not(inner):
            return instead(inner, state)
        case At(noun):
            cells = [piece.cell for piece in state.all_called(noun)]
            return f"{noun.text} was at {_several([_place(cell) for cell in cells], ' and ')}" if cells else f"{noun.text} was not on the board"
        case Has(who, _, counter, noun):
            what = counter if counter is not None else noun.text
            return _of_each(who, state, lambda mover: f"had {state.had(mover, condition, Case())} {what}")
        case CounterIs(who, counter):
            return _of_each(who, state, lambda mover: f"{counter} was {mover.counters[state.counter(mover, counter)]}")
        case VariableIs(name):
            number = state.variable(name)
            words, value = state.scenario.variables[number].words, state.variables[number]
            return f"{name} was {words[value] if words else value}"
        case Exists(noun) | Count(noun):
            return f"count {noun.text} was {len(state.all_called(noun))}"
        case RewardIs(who):
            return _of_each(who, state, lambda mover: f"reward was {state.totals.get(mover.number, 0) / MILLIONTHS:g}")
        case EndedIs():
            return "it had not ended" if state.ended is None else f"it had ended {state.ended}".removesuffix(" ended")
    return ""


def _several(texts: list[str], last: str = ", ") -> str:
    """The first few of them in one line."""
    if len(texts) > MOST_NAMED:
        return ", ".join(texts[:MOST_NAMED]) + f" and {len(texts) - MOST_NAMED} more"
    return last.join(", ".join(part) for part in (texts[:-1], texts[-1:]) if part)


def _place(cell: Cell) -> str:
    return f"x{cell[1]} y{cell[0]}"


def _of_each(who: Noun, state: State, told: Callable[[Mover], str]) -> str:
    """The same of every mover that is meant; also of those who have left the board, whose rewards and counters stay."""
    return _several([f"{mover.name} {told(mover)}" for mover in state.movers if mover.id in who.ids])
