"""What the mind in view holds of each row of the law: a mark and its evidence at the end of the row, and its own words where it holds otherwise."""
from __future__ import annotations

from lab.beside import HOLDS, OTHERWISE, UNKNOWN, Beside, beside, words
from lab.frame import NEVER, RIGHT, WRONG
from viewer.paint import Sheet

GLYPHS = {HOLDS: RIGHT, UNKNOWN: NEVER, OTHERWISE: WRONG}
OWN_WORDS = 18
"""Height of the line in the mind's own words."""
GLYPH = 18


def believed(desk) -> tuple:
    """The beliefs of the mind in view at the moment shown, in the first of several worlds; none where they were not asked for."""
    shown = desk.run.shown()
    lives = shown[0].lives if shown else []
    return lives[desk.look.life].believes if desk.look.life < len(lives) else ()


def besides(desk) -> dict[str, Beside]:
    """By the keys of rows: what the mind in view makes of each row that a mind can find out."""
    beliefs = believed(desk)
    if not beliefs:
        return {}
    learner = desk.run.learners[desk.look.life]
    found = {row.key: beside(row, beliefs, learner) for row in desk.run.law()}
    return {key: held for key, held in found.items() if held is not None}


def draw_known(s: Sheet, desk, held: dict[str, Beside], x: float, most: float) -> None:
    """In the head of the panel: how much of the law the mind in view knows."""
    if not held:
        return
    known = sum(h.verdict == HOLDS for h in held.values())
    told = f"knows {known} of {len(held)}"
    if most >= 26 + s.wide(told, 11):
        s.agent(x + 9, 20, 16, desk.face(0))
        s.text(told, x + 24, 13, s.theme.ink3, 11)
        wrong = sum(h.verdict == OTHERWISE for h in held.values())
        s.zone((x, 8, 28 + s.wide(told, 11), 22), "nothing", quiet=True,
               tip=f"of {len(held)} sentences that a mind can find out by living it holds {known}" + (f", and believes otherwise of {wrong}" if wrong else ""))


def height(held: Beside | None) -> float:
    """What a row needs besides its own height."""
    return OWN_WORDS if held is not None and held.verdict == OTHERWISE else 0


def draw_mark(s: Sheet, held: Beside | None, right: float, y: float, sentence: float) -> float:
    """The mark of a row, ending at `right`, centred on y; with its counts where the sentence leaves room for them.  width taken"""
    if held is None:
        return 0
    s.verdict(GLYPHS[held.verdict], right - GLYPH / 2, y)
    wide = GLYPH + 4
    counts = held.counts() if held.verdict == HOLDS else ""
    if counts and sentence >= s.wide(counts, 11) + wide + 12:
        s.text(counts, right - GLYPH - 4, y - s.line_height(11) / 2, s.theme.ink3, 11, align="right")
        wide += s.wide(counts, 11) + 8
    s.zone((right - wide, y - 10, wide, 20), "nothing", quiet=True, tip=tip(held))
    return wide + 6


def draw_own_words(s: Sheet, held: Beside, y: float) -> None:
    """Under a row that the mind holds otherwise: what it believes instead."""
    assert held.belief is not None
    right = s.text(held.counts(), s.width - 16, y, s.theme.ink3, 11, align="right")
    s.text(f"believes: {held.belief.sentence}", 16, y, s.theme.wrong, 11, 500, most=s.width - 44 - right)
    s.zone((12, y - 2, s.width - 24, OWN_WORDS), "nothing", quiet=True, tip=tip(held))


def tip(held: Beside) -> str:
    if held.belief is None:
        return "the mind does not know this yet"
    return ("the mind holds: " if held.verdict == HOLDS else "the mind believes otherwise: ") + words(held.belief)
