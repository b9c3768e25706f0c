"""One line under the world that says what is happening, from what really happens: fog, fill, calm, a change, surprise, mending."""
from __future__ import annotations

from lab.frame import NEVER, NONE
from viewer.series import NOTICED_BITS

SECONDS = 2.6
"""How long a line stands at least, so that it can be read."""
STALE_SECONDS = 25.0
"""A line that nothing has followed for so long is no news any more."""
CALM_TICKS = 12
MENDED = 0.12
"""A mind has mended when this share of the beliefs that broke is still wrong."""


class Guide:
    """Hears of every tick and holds the caption that fits. `said` keeps what was said when, so that the past shows its own lines."""

    def __init__(self, run):
        self.run = run
        self.said: list[tuple[int, str, str]] = []       # (tick, key, words)
        self._told: set[str] = set()
        self._queue: list[tuple[str, str]] = []
        self._seen_log = 0
        self._change = -1                                # tick of the last change
        self._peak: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._noticed: dict[int, int] = {}
        self._mended: dict[int, int] = {}
        self._surprises: dict[int, int] = {}
        self._calm = 0

    def at(self, tick: int) -> str:
        """The caption of a tick; what the scenario is about where nothing is new."""
        words, since = "", 0
        for t, _, line in self.said:
            if t > tick:
                break
            words, since = line, t
        return words if tick - since < STALE_SECONDS * self.run.rate else self.run.scenario.about or words

    def remember(self, other: "Guide", tick: int) -> None:
        """Take over what another guide said up to a tick: of the run that this one branched from."""
        self.said = [line for line in other.said if line[0] <= tick]
        self._told = {key for _, key, _ in self.said}
        self._seen_log = sum(e.tick <= tick for e in self.run.log())

    @property
    def finished(self) -> bool:
        """The story has been told to its end: what comes next is up to the person."""
        return "left" in self._told or (self._change >= 0 and len(self._mended) == self._minds)

    @property
    def _minds(self) -> int:
        return len(self.run.session.twins) if self.run.twins else 1

    def _names(self) -> list[str]:
        return [twin.title for twin in self.run.session.twins]

    def see(self, frames, rate: float) -> None:
        """Take in one tick. `rate` is ticks a second of the clock on the wall."""
        tick = frames[0].snapshot.tick
        lives = [frame.lives[0] for frame in frames if frame.lives]
        if not lives:
            self._say_once("bare", "A world by itself: nobody here learns.")
            self._advance(tick, rate)
            return
        two = len(lives) > 1
        if tick <= 1:
            self._say_once("start", "Left is the world. Right is what each mind believes." if two else "Left is the world. Right is what its mind believes.")
        self._hear_of_law(frames[0], tick)
        filled = [self._filled(life) for life in lives]
        if any(f is not None and f > .5 for f in filled) and self._change < 0:
            names = self._names()
            if two and set(names) >= {"rules", "cells"}:
                self._say_once("fill", "This one learns rules. That one learns cells." if names.index("rules") < names.index("cells") else
                               "This one learns cells. That one learns rules.")
            else:
                self._say_once("fill", "The fog lifts: it has tried, and it remembers.")
        self._feel(lives, tick)
        calm = all(life.surprise < NOTICED_BITS for life in lives)
        self._calm = self._calm + 1 if calm else 0
        if self._calm >= CALM_TICKS and "fill" in self._told and self._change < 0:
            self._say_once("calm", "Quiet means: it predicted right.")
        self._advance(tick, rate)

    def _hear_of_law(self, frame, tick: int) -> None:
        fresh = [e for e in frame.log[self._seen_log:] if e.tick <= tick]
        self._seen_log = len(frame.log)
        if not fresh:
            return
        entry = fresh[-1]
        self._change = tick
        self._peak.clear(), self._noticed.clear(), self._mended.clear(), self._surprises.clear()
        self._queue.clear()
        self._told -= {"noticed", "mended", "both", "left", "revisit"}
        who = entry.by
        if who == "person":
            words = "You changed a rule. Nobody told the mind." if not self.run.twins else "You changed a rule. Nobody told the minds."
        elif who in ("clock", "trigger") or who.startswith("rule "):
            words = "The rule changed. Nobody told the agents." if len(frame.lives) > 1 or self.run.twins else "The rule changed. Nobody told the agent."
        else:
            words = f"{who[:1].upper() + who[1:]} changed the law."
        self._told.discard("law")
        self._say_once("law", words, at_once=True)

    def _filled(self, life) -> float | None:
        """Share of the actions that have been tried."""
        if life.audit is None:
            return None
        can = life.audit.verdict != NONE
        return 1 - float((life.audit.verdict[can] == NEVER).mean()) if can.any() else None

    def _feel(self, lives, tick: int) -> None:
        """After a change: who noticed, who has mended, who has not."""
        if self._change < 0:
            return
        names = self._names()
        for i, life in enumerate(lives):
            if life.surprise >= NOTICED_BITS:
                self._surprises[i] = self._surprises.get(i, 0) + 1
                self._noticed.setdefault(i, tick)
            if life.audit is None:
                continue
            wrong = life.audit.count(2)
            self._peak[i] = max(self._peak.get(i, 0), wrong)
            if self._peak[i] >= 8 and wrong <= self._peak[i] * MENDED and i in self._noticed:
                self._mended.setdefault(i, tick)
        if self._noticed:
            self._say_once("noticed", "It noticed." if len(lives) == 1 else f"{names[min(self._noticed, key=self._noticed.get)].capitalize()} noticed.")
        broken = [i for i in self._peak if self._peak[i] >= 8]
        if len(lives) > 1:
            first = min(self._mended, key=self._mended.get) if self._mended else None
            slow = [i for i in broken if i not in self._mended]
            if first is not None:
                n = self._surprises.get(first, 0)
                few = "One surprise" if n == 1 else f"{n} surprises" if n < 10 else "Its surprises"
                self._say_once("mended", f"{names[first].capitalize()}: {few[0].lower() + few[1:]} mended it all.")
                if slow:
                    self._say_once("revisit", f"{names[first].capitalize()} learned a rule. {names[slow[0]].capitalize()} must revisit every cell.")
                    if tick - self._change > 160:
                        self._say_once("left", "It does not know yet that this is wrong.")
                elif len(broken) > 1:
                    self._say_once("both", "Both are right again. Quiet, until the next change.")
        elif self._mended:
            n = self._surprises.get(0, 0)
            self._say_once("mended", "One surprise, and it is right again." if n == 1 else f"{n} surprises, and it is right again.")
        elif broken and tick - self._change > 120 and self._noticed:
            self._say_once("left", "What is still orange it does not know yet to be wrong.")

    def _say_once(self, key: str, words: str, at_once: bool = False) -> None:
        if key in self._told:
            return
        self._told.add(key)
        if at_once:
            self._queue.insert(0, (key, words))
        else:
            self._queue.append((key, words))

    def _advance(self, tick: int, rate: float) -> None:
        """Let the next line come once the one that stands has been read; news of the law does not wait."""
        if not self._queue:
            return
        since = tick - self.said[-1][0] if self.said else 10 ** 9
        if self._queue[0][0] == "law" or since >= SECONDS * rate:
            key, words = self._queue.pop(0)
            self.said.append((tick, key, words))
