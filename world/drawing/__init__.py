"""Maps that are drawn: the steps of `map: {draw: [...]}`, and the map of a world's seed."""
from world.drawing.boards import Drawing, Unsatisfied, board_of, first_board
from world.drawing.land import Land

__all__ = ["Drawing", "Land", "Unsatisfied", "board_of", "first_board"]
