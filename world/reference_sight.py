"""What an agent sees, plainly: whether a cell lies in its window and, if it looks by line of sight, on a line that nothing opaque crosses."""
from __future__ import annotations

from world.reference_state import Cell, Mover, State
from world.scenario import COL_STEP, ROW_STEP, Sight


def sees(state: State, mover: Mover, cell: Cell) -> bool:
    sight = state.book.value(mover.agent, "sees")
    return in_window(state, mover, cell, sight) and (not sight.line_of_sight or clear(state, mover, cell))


def in_window(state: State, mover: Mover, cell: Cell, sight: Sight) -> bool:
    """A window has the agent in its middle; one `ahead` has it in the middle of its near edge, or in its near corner if it faces diagonally."""
    if sight.rows is None:
        return True
    rows, cols, (row, col) = sight.rows, sight.cols, mover.cell
    down, right = ROW_STEP[mover.facing], COL_STEP[mover.facing]
    if sight.ahead and not down:
        rows, cols = cols, rows                          # turned east or west the window lies on its side
    first_row = row - (rows // 2 if not sight.ahead or not down else rows - 1 if down < 0 else 0)
    first_col = col - (cols // 2 if not sight.ahead or not right else cols - 1 if right < 0 else 0)
    down, right = cell[0] - first_row, cell[1] - first_col
    if state.scenario.edge == "wrap":
        down, right = down % state.height, right % state.width
    return 0 <= down < rows and 0 <= right < cols


def clear(state: State, mover: Mover, cell: Cell) -> bool:
    """Whether nothing opaque lies between: a line in steps of the longer side, halves away from the agent. What is at its end is seen all the same."""
    down, right = (short_way(state, cell[i] - mover.cell[i], size) for i, size in enumerate((state.height, state.width)))
    steps = max(abs(down), abs(right))
    for i in range(1, steps):
        rows, cols = ((2 * abs(far) * i + steps) // (2 * steps) * (1 if far > 0 else -1) for far in (down, right))
        between = (mover.cell[0] + rows) % state.height, (mover.cell[1] + cols) % state.width
        if any(state.has(piece, "opaque", mover.id) for piece in state.pieces_at(between)):
            return False
    return True


def short_way(state: State, far: int, size: int) -> int:
    """The same distance, the short way round on a torus."""
    if state.scenario.edge == "wrap" and abs(far) * 2 > size:
        far -= size if far > 0 else -size
    return far
