"""Maps that are drawn: the steps of `map: {draw: [...]}`. `world.drawing.lands` has the map of a world's seed."""
from world.drawing.boards import Drawing, Unsatisfied, first_board
from world.drawing.land import Land

__all__ = ["Drawing", "Land", "Unsatisfied", "first_board"]
