"""How soon a broken law is mended, and an old one known again when it returns."""
from __future__ import annotations

import numpy as np

from lab.examining.exam import Exam, Metric
from lab.examining.lands import FIRST_THINGS, MANY_THINGS, Lands, world_of

BEFORE, PHASE = 400, 250
"""Ticks lived under the first law; then each of new, old, new, old for so long."""
SOON, CONTACTS = 20, 3
LAWS = tuple((title, name, change) for title, name in (("A", FIRST_THINGS), ("B", MANY_THINGS))
             for change in ("inverted", "thaw", "belts", "crates", *(("keys",) if title == "B" else ())))
"""What turns: controls inverted, ice that is ice no more, belts the other way, crates that stand fast, keys swapped."""
PHASES = ("new", "old back", "new again", "old again")
PUBLISHED = {"contact 3": ".50 to 1.00", "over 20 ticks": ".89 to 1.00", "wrong contacts": "1.0 to 5.8 (all wrong frames on contact ticks)"}


def life_under(mind: str, seed: int, name: str, change: str) -> list[dict[str, float]]:
    """One life through one law that turns four times: the figures of each phase.

    A contact is a tick on which the law before would have brought something else.
    """
    lands = Lands(world_of(name), mind, seed, salt=change)
    for _ in range(BEFORE):
        lands.tick()
    phases = []
    for _ in PHASES:
        lands.turn(change)
        right, contact = np.zeros(PHASE, bool), np.zeros(PHASE, bool)
        for t in range(PHASE):
            lands.prepare()
            action = lands.draw()
            contact[t] = lands.laws_differ(action, change)
            right[t] = lands.go(action).right
        phases.append(told(right, contact))
    return phases


def told(right: np.ndarray, contact: np.ndarray) -> dict[str, float]:
    """Figures of one phase: whether the first contacts were right; the ticks after the first; wrong contacts until two running were right, and in all."""
    met = np.flatnonzero(contact)
    figures = {f"contact {i + 1}": float(right[met[i]]) if len(met) > i else np.nan for i in range(CONTACTS)}
    soon = right[met[0] + 1:met[0] + 1 + SOON] if len(met) else right[:0]
    figures["over 20 ticks"] = float(soon.mean()) if len(soon) == SOON else np.nan
    hits = right[met]
    settled = np.flatnonzero(hits[1:] & hits[:-1])
    figures["wrong until right"] = float((~hits[:settled[0]]).sum() if len(settled) else (~hits).sum()) if len(met) > 1 else np.nan
    figures["wrong contacts"] = float((~hits).sum()) if len(met) else np.nan
    return figures


def life(mind: str, seed: int) -> dict[str, float]:
    """Every law by itself, each in a life of its own; and the means over all."""
    lives = {f"{title} {change}": life_under(mind, seed, name, change) for title, name, change in LAWS}
    figures = {}
    for what in next(iter(lives.values()))[0]:
        for i, phase in enumerate(PHASES):
            values = [phases[i][what] for phases in lives.values()]
            figures[f"{phase}: {what}"] = float(np.nanmean(values)) if not np.all(np.isnan(values)) else np.nan
    for law, phases in lives.items():
        figures |= {f"{law}, {phase}: {what}": value for phase, told in zip(PHASES, phases) for what, value in told.items()}
    return figures


def _metrics() -> tuple[Metric, ...]:
    found = []
    for phase in PHASES:
        for what in (*(f"contact {i + 1}" for i in range(CONTACTS)), "over 20 ticks", "wrong until right", "wrong contacts"):
            target, at = (None, "least")
            if what in ("contact 3", "over 20 ticks"):
                target = {"rules": 0.9}
            elif what == "wrong until right" and phase != PHASES[0]:
                target, at = {"rules": 2.0}, "most"
            found.append(Metric(f"{phase}: {what}", target, at, PUBLISHED.get(what, ""), "minds-rules probe" if what in PUBLISHED else ""))
    for title, _, change in LAWS:
        found += [Metric(f"{title} {change}, {phase}: {what}") for phase in PHASES[:2] for what in ("contact 1", "contact 2", "contact 3", "over 20 ticks", "wrong until right", "wrong contacts")]
    return tuple(found)


EXAM = Exam("repair", "how soon a law that turned is foretold aright, and the old one when it returns", life, _metrics(),
            sees="the whole board, a new one every 150 ticks; actions are drawn at random")
