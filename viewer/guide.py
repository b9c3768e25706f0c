"""One line under the world that says what is happening, from what really happens: fog, fill, calm, a change, surprise, mending."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable

from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG
from viewer.series import NOTICED_BITS

SECONDS = 2.6
"""How long a line stands at least, so that it can be read."""
STALE_SECONDS = 25.0
"""A line that nothing has followed for so long is no news any more."""
CALM_TICKS = 12
MENDED = 0.12
"""A mind has nearly mended when this share of the beliefs that broke is still wrong."""
STEADY_TICKS = 5
"""So many ticks without a wrong belief are needed before a mind is said to have mended, and so many of a state before it is told."""
QUIET = 0.01
"""With no larger share of wrong beliefs than this a screen is quiet."""
WAS_RIGHT = 0.9
"""Only a mind that was right in so many of its beliefs before a change can be right again after it."""


class Guide:
    """Hears of every tick and holds the caption that fits. `said` keeps what was said when, so that the past shows its own lines."""

    def __init__(self, run):
        self.run = run
        self.said: list[tuple[int, str, str]] = []       # (tick, key, words)
        self._told: set[str] = set()
        self._queue: list[tuple[str, Callable[[], str]]] = []
        self._seen_log = 0
        self._change = -1                                # tick of the last change
        self._peak: dict[int, int] = {}
        self._wrong: dict[int, tuple[int, int]] = {}     # (wrong, tried) of each mind, newest
        self._steady: dict[int, int] = {}                # ticks for which a mind has had no wrong belief
        self._nearly: dict[int, int] = {}                # ticks for which it has had few
        self._relapsed: dict[int, int] = {}              # ticks for which a mended mind has had some again
        self._shares: dict[int, deque[float]] = {}       # right of tried, of the last ticks
        self._before: dict[int, float] = {}              # the same before the change
        self._noticed: dict[int, int] = {}
        self._mended: dict[int, int] = {}
        self._surprises: dict[int, int] = {}
        self._calm = 0
        self._nearly_of: tuple[int, int] | None = None   # (mind, how many minds)
        self._stands_since = 0                           # the tick at which the line that stands came

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
        self._stands_since = self.said[-1][0] if self.said else 0
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
            self._say_once("calm", lambda: "Quiet means: it predicted right." if self._quiet(len(lives)) else "")
        self._advance(tick, rate)

    def _hear_of_law(self, frame, tick: int) -> None:
        fresh = [e for e in frame.log[self._seen_log:] if e.tick <= tick and not e.refused]
        self._seen_log = len(frame.log)
        if not fresh:
            return
        entry = fresh[-1]
        self._change = tick
        for kept in (self._peak, self._noticed, self._mended, self._surprises, self._steady, self._nearly, self._relapsed):
            kept.clear()
        self._before = {i: max(shares) for i, shares in self._shares.items()}    # a change to come may have been judged by already
        self._queue.clear()
        self._told -= {"noticed", "mended", "nearly", "both", "left", "revisit", "relapse"}
        who = entry.by
        if who == "person":
            words = "You changed a rule. Nobody told the mind." if not self.run.twins else "You changed a rule. Nobody told the minds."
        elif who in ("clock", "trigger") or who.startswith("rule "):
            words = "The rule changed. Nobody told the agents." if len(frame.lives) > 1 or self.run.twins else "The rule changed. Nobody told the agent."
        elif who == "episode":
            words = "A new episode: the laws of the last one are gone."
        else:
            who = {"stone": "a stone"}.get(who, f"a {who}" if who.startswith("vote of ") else who)
            words = f"{who[:1].upper() + who[1:]} changed the law."
        self._told.discard("law")
        self._say_once("law", words, at_once=True)

    def _filled(self, life) -> float | None:
        """Share of the actions that have been tried."""
        if life.audit is None:
            return None
        can = life.audit.verdict != NONE
        return 1 - float((life.audit.verdict[can] == NEVER).mean()) if can.any() else None

    def _quiet(self, minds: int) -> bool:
        """Whether hardly any belief is wrong, of any mind."""
        return all(i in self._wrong and self._wrong[i][0] <= QUIET * self._wrong[i][1] for i in range(minds))

    def _feel(self, lives, tick: int) -> None:
        """After a change: who noticed, who has mended, who has not."""
        for i, life in enumerate(lives):
            if self._change >= 0 and life.surprise >= NOTICED_BITS:
                self._surprises[i] = self._surprises.get(i, 0) + 1
                self._noticed.setdefault(i, tick)
            if life.audit is not None:
                self._count(i, life.audit, tick)
        if self._change < 0:
            return
        names = self._names()
        if self._noticed:
            self._say_once("noticed", "It noticed." if len(lives) == 1 else f"{names[min(self._noticed, key=self._noticed.get)].capitalize()} noticed.")
        broken = [i for i in self._peak if self._peak[i] >= 8]
        first = min(self._mended, key=self._mended.get) if self._mended else None
        near = first if first is not None else next((i for i in broken if self._nearly.get(i, 0) >= STEADY_TICKS and i in self._noticed), None)
        if first is not None:
            self._say_once("mended", lambda: self._mended_words(first, len(lives)))
        elif near is not None:
            self._nearly_of = near, len(lives)
            self._say_once("nearly", lambda: self._nearly_words(near, len(lives)) if 0 < self._wrong[near][0] <= self._peak.get(near, 0) * MENDED else "")
        if near is None and broken and len(lives) == 1 and tick - self._change > 120 and self._noticed:
            self._say_once("left", lambda: "What is still orange it does not know yet to be wrong." if self._wrong[0][0] else "")
        if near is None or len(lives) < 2:
            return
        slow = [i for i in broken if i != near and i not in self._mended and self._wrong[i][0] > 0]
        if slow:
            last = slow[0]
            self._say_once("revisit", lambda: f"{names[near].capitalize()} learned a rule. {names[last].capitalize()} must revisit every cell." if self._wrong[last][0] else "")
            if tick - self._change > 160:
                self._say_once("left", lambda: "It does not know yet that this is wrong." if self._wrong[last][0] else "")
        elif len(broken) > 1 and all(i in self._mended for i in broken):
            self._say_once("both", lambda: ("" if not all(i in self._mended for i in broken) else "Both are right again. Quiet, until the next change."
                                            if all(self._before.get(i, 0) >= WAS_RIGHT for i in broken) else "Both are right. Quiet, until the next change."))

    def _count(self, i: int, audit, tick: int) -> None:
        """Take in the wrong beliefs of a mind: for how long there have been none, or few; whether it has fallen back."""
        wrong, right = audit.count(WRONG), audit.count(RIGHT) + audit.count(UNSURE)
        self._wrong[i] = wrong, wrong + right
        self._shares.setdefault(i, deque(maxlen=4)).append(right / max(1, wrong + right))
        if self._change < 0:
            return
        self._peak[i] = max(self._peak.get(i, 0), wrong)
        self._steady[i] = 0 if wrong else self._steady.get(i, 0) + 1
        self._nearly[i] = self._nearly.get(i, 0) + 1 if 0 < wrong <= self._peak[i] * MENDED else 0
        if self._peak[i] >= 8 and i in self._noticed and self._steady[i] >= STEADY_TICKS:
            self._mended.setdefault(i, tick)
        self._relapsed[i] = self._relapsed.get(i, 0) + 1 if wrong and i in self._mended else 0
        if self._relapsed[i] >= STEADY_TICKS:            # what was said holds no longer: it is taken back where it still stands
            del self._mended[i]
            stands = self.said[-1][1] if self.said else ""
            self._told -= {"mended", "nearly", "both", "relapse"}
            if stands in ("mended", "both"):
                name = f"{self._names()[i].capitalize()}: " if self._minds > 1 else ""
                self._say_once("relapse", lambda: f"{name}{_beliefs(self._wrong[i][0])} wrong again." if self._wrong[i][0] else "", at_once=True)

    def _surprises_words(self, i: int) -> str:
        n = self._surprises.get(i, 0)
        return "one surprise" if n == 1 else f"{n} surprises"

    def _mended_words(self, i: int, minds: int) -> str:
        """That a mind has no wrong belief any more; "" if that has changed meanwhile."""
        if i not in self._mended or self._wrong[i][0]:
            return ""
        words = self._surprises_words(i)
        if minds > 1:
            return f"{self._names()[i].capitalize()}: {words} mended it all."
        again = " again" if self._before.get(i, 0) >= WAS_RIGHT else ""
        return f"{words[:1].upper()}{words[1:]}, and it is right{again}."

    def _nearly_words(self, i: int, minds: int) -> str:
        """That some beliefs of a mind are still wrong."""
        wrong, words = self._wrong[i][0], self._surprises_words(i)
        name = f"{self._names()[i].capitalize()}: " if minds > 1 else ""
        return (name + words if name else words[:1].upper() + words[1:]) + f", and {_beliefs(wrong)} still wrong."

    def _say_once(self, key: str, words: str | Callable[[], str], at_once: bool = False) -> None:
        """Put a line in the queue. Words that are asked for only as their turn comes say what holds then, or "" for nothing."""
        if key in self._told:
            return
        self._told.add(key)
        line = (key, words if callable(words) else lambda: words)
        self._queue.insert(0, line) if at_once else self._queue.append(line)

    def _advance(self, tick: int, rate: float) -> None:
        """Let the next line come once the one that stands has been read; news of the law does not wait."""
        if self.said and self.said[-1][1] == "nearly":   # its number is kept true for as long as it stands
            again = self._nearly_words(*self._nearly_of) if self._nearly_of and self._wrong[self._nearly_of[0]][0] else ""
            if again and again != self.said[-1][2]:
                self.said.append((tick, "nearly", again))
        since = tick - self._stands_since if self.said else 10 ** 9
        while self._queue and (self._queue[0][0] in ("law", "relapse") or since >= SECONDS * rate):
            key, ask = self._queue.pop(0)
            words = ask()
            if words:
                self.said.append((tick, key, words))
                self._stands_since = tick
                return
            self._told.discard(key)


def _beliefs(n: int) -> str:
    return "one belief is" if n == 1 else f"{n:,} beliefs are"
