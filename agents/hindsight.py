"""Hindsight: when a law is believed to have changed, the last ticks are explained anew, as though it had been another law.

Who walks south against a wind that has turned stays where he was. Is it that the wind now blows north, or that it lets nobody in, or that south
means something else? The first such ticks are explained by one cause alone, and what is taught then makes the next ones look alike. So a state of
the learner from before is kept, with the ticks since. From it, the ticks that surprised are lived again under each cause in question: the law of one
family of decisions opened at once, all else held. The cause under which they would have surprised least takes the place of what was learned.
"""
from __future__ import annotations

import numpy as np

from agents.memory import ARRIVE, CARRY, CONTROLS, MIND, SLIDE, STEP, SYMBOLS, Memory

KEEPS, CRISIS = 64, 24
"""Ticks after which a state is kept anew while nothing surprises; ticks from the first surprise within which causes are weighed."""
SURPRISING = 3.0
"""Bits."""
MARGIN = 6.0
"""Bits by which another cause must explain better what came."""
FAR_MARGIN = 3.0
MOST_CAUSES = 12
LEARNED = MIND.fields["calls"][1]
"""Bytes of the record that the learner owns; what follows is the planner's."""
AS_LIVED = -2
"""Stands for no cause: the ticks as they were explained."""


class Hindsight:
    """The ticks of one learner since a state of it was kept."""

    def __init__(self, memory: Memory):
        self.memory = memory
        self.kept = np.empty_like(memory.mind)           # the record as it was before the first of `ticks`
        self.begun = False                               # whether anything was kept yet
        self.ticks: list[tuple] = []
        self.bits: list[float] = []
        self.began = -1                                  # number of the tick that surprised first, -1: none
        self.cause = AS_LIVED                            # what has taken over since
        self.alarmed = False                             # whether a change of law was noticed since

    def before(self) -> None:
        """To be called before each tick that is learned: keeps a state now and then."""
        calm = self.began < 0 and len(self.ticks) >= KEEPS
        if not self.begun or calm or len(self.ticks) >= KEEPS + 2 * CRISIS:
            self.begun = True
            self.keep()

    def keep(self) -> None:
        """Keeps the state that the learner is in."""
        self.kept[:] = self.memory.mind
        self.ticks, self.bits = [], []
        self.began, self.cause, self.alarmed = -1, AS_LIVED, False

    def after(self, board: np.ndarray, mover: np.ndarray, action: int, came: np.ndarray, now: np.ndarray, bits: float, alarm: bool) -> float | None:
        """To be called after each tick with what it was learned from. if another cause has taken over: the bits that it saves

        Args:
            alarm: whether a change of law was noticed in this tick.
        """
        noise, share = self.memory.mind[0]["lived"].tolist()
        self.ticks.append((board.copy(), mover.copy(), int(action), came.copy(), now.copy(), noise, share))
        self.bits.append(bits)
        n = len(self.ticks)
        surprised = bits > SURPRISING
        if surprised and self.began < 0:
            self.began = n - 1
        if self.began < 0:
            return None
        self.alarmed = self.alarmed or alarm
        age = n - self.began
        saved = None
        if self.alarmed and (surprised or alarm or age == CRISIS):
            saved = self._weigh()
        if age >= 2 * CRISIS or age >= CRISIS and not any(b > SURPRISING for b in self.bits[-CRISIS:]):
            self.keep()
        return saved

    def _causes(self) -> list[int]:
        """The families that the first ticks that surprised may have been about, and the controls."""
        mind = self.memory.mind[0]
        used, base, causes = mind["last_used"].max(axis=1), mind["base"], [CONTROLS]
        surprising = [tick for tick, bits in zip(self.ticks[self.began:], self.bits[self.began:]) if bits > SURPRISING][:3]
        for board, mover, _, _, now, _, _ in surprising:
            H, W = board.shape
            row, col = int(mover[0]), int(mover[1])
            near = {int(board[r, c]) for r, c in ((row, col), (int(now[0]), int(now[1])), (row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1))
                    if 0 <= r < H and 0 <= c < W}
            for decider in (ARRIVE, STEP, SLIDE, CARRY):
                for symbol in sorted(near):
                    family = decider * (SYMBOLS + 1) + int(base[symbol])
                    if used[family] > 0 and family not in causes:
                        causes.append(family)
        return causes[:MOST_CAUSES]

    def _weigh(self) -> float | None:
        """Lives the ticks of the crisis again under each cause; the best one takes over. bits saved, None if none does"""
        from agents.models import second_thoughts
        cells = np.zeros_like(self.memory.cells)
        start = self.kept.copy()
        start[0]["calls"] = self.memory.mind[0]["calls"]
        for tick in self.ticks[:self.began]:
            second_thoughts.live_again(start, cells, *tick, AS_LIVED)
        best, chosen, cost = None, self.cause, {}
        for cause in [self.cause, *(c for c in [AS_LIVED, *self._causes()] if c != self.cause)]:
            mind, bits = start.copy(), 0.0
            limit = min(cost.values(), default=np.inf) + FAR_MARGIN
            for i, tick in enumerate(self.ticks[self.began:]):
                bits += second_thoughts.live_again(mind, cells, *tick, cause if i == 0 else AS_LIVED)
                if bits > limit:
                    break
            cost[cause] = bits
            if best is None or bits < cost[chosen]:
                best, chosen = mind, cause
        saved = cost[self.cause] - cost[chosen]
        if chosen == self.cause or saved < MARGIN:
            return None
        self.cause = chosen
        live, draws = self.memory.mind, self.memory.mind[0]["draws"]
        live.view(np.uint8)[:LEARNED] = best.view(np.uint8)[:LEARNED]
        live[0]["draws"], live[0]["news"] = draws, 0
        return saved
