"""The map of a seed: the steps one after the other, drawn anew until all of them can be done and all that is ensured is true."""
from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from world.drawing.canvas import Canvas, NoRoom
from world.drawing.claims import Ensure
from world.drawing.dice import Dice
from world.drawing.land import Land
from world.drawing.shapes import Step
from world.mistakes import Mistake
from world.scenario import Board

MOST_DRAWINGS = 100
MOST_CELLS_DRAWN = 12_000_000
"""A large map is drawn anew less often, so that a map that cannot be is refused within seconds; but at least `LEAST_DRAWINGS` times."""
LEAST_DRAWINGS = 4


@dataclass(frozen=True)
class Grow(Step):
    """The scenario's own rules live for some ticks. Where nobody has the rules yet (a file being read) nothing happens."""
    ticks: int
    rules: tuple[str, ...]                               # () is all

    def draw(self, canvas: Canvas, dice: Dice) -> None:
        return None


class Unsatisfied(Exception):
    """No drawing could be finished. `step` is the one at which most ended, `blame` those without which it could be done."""

    def __init__(self, step: Step, blame: tuple[Step, ...], drawings: int):
        super().__init__(step.name)
        self.step, self.blame, self.drawings = step, blame, drawings

    def mistake(self, seed: int) -> Mistake:
        """The complaint for people."""
        text = self.step.claim.text if isinstance(self.step, Ensure) else self.step.name
        what = f"no map that `{text}` is true of" if isinstance(self.step, Ensure) else f"no room for `{text}`"
        told = [f"{step.name} (line {step.mark.line})" for step in self.blame]
        hint = f"loosen {' or '.join(told)}: without it the map can be drawn" if told else "loosen this step, or those before it; no single one is to blame"
        return Mistake(self.step.mark, f"{what} came out of {self.drawings} drawings (seed {seed})", "draw", (hint,), self.step.line)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A map as steps. `fill`: what lies and stands everywhere at first, ids. `seed`: draw always this map; None: each world its own."""
    width: int
    height: int
    fill: tuple[int, ...]
    steps: tuple[Step, ...]
    land: Land
    seed: int | None = None
    kept: OrderedDict = field(default_factory=OrderedDict)

    @property
    def drawings(self) -> int:
        """How often it is tried."""
        return max(LEAST_DRAWINGS, min(MOST_DRAWINGS, MOST_CELLS_DRAWN // (self.width * self.height)))

    def canvas(self, seed: int, grow=None) -> Canvas:
        """The finished map of a seed. Raises Unsatisfied."""
        ended: dict[int, int] = {}
        for number in range(self.drawings):
            at, canvas = self.drawn(seed, number, self.steps, grow)
            if at is None:
                return canvas
            ended[at] = ended.get(at, 0) + 1
        worst = max(ended, key=lambda at: (ended[at], -at))
        raise Unsatisfied(self.steps[worst], self.blame(seed, worst, grow), sum(ended.values()))

    def drawn(self, seed: int, number: int, steps: tuple[Step, ...], grow=None) -> tuple[int | None, Canvas]:
        """One drawing: the step at which it ended for want of room, None if it is whole, and how far it came."""
        canvas = Canvas.blank(self.land, self.width, self.height, self.fill)
        for i, step in enumerate(steps):
            try:
                if isinstance(step, Grow) and grow is not None:
                    grow(canvas, step, seed, number)
                else:
                    step.draw(canvas, Dice(seed, number, step.name))
            except NoRoom:
                return i, canvas
        return None, canvas

    def blame(self, seed: int, worst: int, grow=None) -> tuple[Step, ...]:
        """Earlier steps that put nothing which is needed, and without which the worst one can be done in most drawings."""
        found = []
        tries = max(1, min(10, 2_000_000 // (self.width * self.height)))
        for i, step in enumerate(self.steps[:worst]):
            if isinstance(step, Ensure) or step.agents(self.land):
                continue
            rest = self.steps[:i] + self.steps[i + 1:worst + 1]
            if 2 * sum(self.drawn(seed, number, rest, grow)[0] is None for number in range(tries)) > tries:
                found.append(step)
        return tuple(found)

    def agents(self) -> dict[str, int]:
        """How many of each agent stand on the map."""
        found: dict[str, int] = {}
        for step in self.steps:
            for name, number in step.agents(self.land).items():
                found[name] = found.get(name, 0) + number
        return found


def first_board(drawing: Drawing) -> Board:
    """The map as it is known while the file is read: of the pinned seed or seed 0, before anything has grown. Raises Unsatisfied."""
    return drawing.canvas(drawing.seed or 0).board()
