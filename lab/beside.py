"""What a mind believes, put beside the law: a row of the law panel, and whether the mind holds it, does not know it yet, or holds otherwise."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.agent import Belief
from world.types import Row

HOLDS, UNKNOWN, OTHERWISE = range(3)
"""Verdicts on one row."""

PROPERTIES = ("solid", "slippery", "conveyor", "pushable", "portal", "one-way")
"""Adjectives that a mind can find out by living."""
EVENTS = {"enters": "enters", "bumps": "bumps", "uses": "uses", "is on": "is", "does": "does"}
"""Events of rules, and the topic of the beliefs about them."""
_EVENT = re.compile(r"(?P<doer>.+?) (?P<event>enters|bumps|uses|is on|does) ")
_REWARD = re.compile(r"reward (-?[\d.]+)(?: to (?P<whom>.+))?$")


@dataclass(frozen=True)
class Beside:
    """A row's verdict, and the belief that it rests on; none of it where nothing is known."""
    verdict: int
    belief: Belief | None = None

    def counts(self) -> str:
        """The evidence in words: 14 of 14."""
        return evidence(self.belief) if self.belief else "not yet known"


def evidence(belief: Belief) -> str:
    """14 of 14, or the odds where nothing can be counted."""
    if belief.of:
        right, of = max(0, round(belief.right)), max(1, round(belief.of))
        return f"{min(right, of):,} of {of:,}"
    return f"{100 * belief.odds:.0f} %"


def words(belief: Belief) -> str:
    """One belief as a line: ice is slippery, 14 of 14, since tick 412."""
    share = f" ({100 * belief.odds:.0f} % a tick)" if belief.kind == "alone" else ""
    return f"{belief.sentence}, {evidence(belief)}{share}" + (f", since tick {belief.since}" if belief.since else "")


def beside(row: Row, beliefs: Sequence[Belief], learner: str) -> Beside | None:
    """What a mind makes of a row; None where the row says nothing that a mind could find out.

    Args:
        learner: the agent whose mind it is, by its name in the law: "ant".
    """
    if row.sort == "fact":
        return _fact(row, beliefs, learner)
    if row.sort == "rule":
        return _rule(row, beliefs, learner)
    if row.sort in ("word", "number"):
        subject, _, part = row.key.rpartition(".")
        about = [b for b in beliefs if b.topic in (part, row.key) and (b.topic == row.key or set(b.things) & row.touches)]
        if not about:
            return Beside(UNKNOWN) if part == "carries" else None
        return Beside(HOLDS if about[0].sentence.endswith(f"= {row.value}") else OTHERWISE, about[0])
    return None


def _fact(row: Row, beliefs: Sequence[Belief], learner: str) -> Beside | None:
    claim = re.fullmatch(r"(.+?) is (?:not )?(\S+)(?: to (.+))?", row.text)
    if claim is None or claim[2] not in PROPERTIES or claim[3] not in (None, learner, "anyone"):
        return None
    about = [b for b in beliefs if b.topic == claim[2] and set(b.things) & row.touches]
    if not about:
        return Beside(UNKNOWN)
    true = " is not " not in row.text
    agree = [b for b in about if (" is not " not in b.sentence) == true]
    against = [b for b in about if b not in agree]       # other variants of the kind; the newest word counts
    if agree and (not against or agree[0].since >= against[0].since):
        return Beside(HOLDS, agree[0])
    return Beside(OTHERWISE, against[0])


def _rule(row: Row, beliefs: Sequence[Belief], learner: str) -> Beside | None:
    event, _, does = row.text.split(": ", 1)[-1].partition(" → ")
    wanted = _gist(does.split(" · "), learner)
    if not wanted:
        return None
    trigger = _EVENT.match(event)
    if event.startswith("every tick"):
        about = [b for b in beliefs if b.topic == "every"]
    elif trigger is None:
        about = [b for b in beliefs if b.topic == "each" and set(b.things) & row.touches] if wanted == {"becomes"} else []
        if not about and wanted != {"becomes"}:
            return None
    elif trigger["doer"] not in (learner, "anyone", learner.rstrip("0123456789 ")):
        return None
    else:
        topics = {EVENTS[trigger["event"]]} | ({"enters"} if "let them through" in does else set())
        about = [b for b in beliefs if b.topic in topics and set(b.things) & row.touches]
    if not about:
        return Beside(UNKNOWN)
    agree = [b for b in about if wanted <= _gist(b.sentence.partition(" → ")[2].split(" · "), learner)]
    if row.on:
        return Beside(HOLDS, agree[0]) if agree else Beside(OTHERWISE, about[0])
    return Beside(OTHERWISE, agree[0]) if agree else Beside(HOLDS, about[0])


def _gist(effects: list[str], learner: str) -> set[str]:
    """What a mind can see of effects: the reward, going home, the end, a thing that becomes another or goes."""
    gist = set()
    for effect in effects:
        reward = _REWARD.match(effect)
        if reward and reward["whom"] in (None, "them", learner):
            gist.add(f"reward {float(reward[1]):g}")
        elif effect.startswith("return ") and effect.endswith(" home"):
            gist.add("home")
        elif effect == "end" or effect.startswith("end "):
            gist.add("end")
        elif effect.startswith(("it becomes", "remove it", "take it")):
            gist.add("becomes")
    return gist
