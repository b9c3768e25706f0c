"""What a window writes, for tests that read the screen."""
from __future__ import annotations

from contextlib import contextmanager

from viewer.paint import Sheet


@contextmanager
def reading():
    """A list that fills with the words that are drawn meanwhile, each as it stands on the screen; struck ones are between ~~."""
    words: list[str] = []
    text, struck = Sheet.text, Sheet.struck

    def note(self, said, x, y, colour, size=12, weight=400, mono=False, align="left", most=None):
        words.append(said if most is None else self.cut(said, most, size, weight, mono))
        return text(self, said, x, y, colour, size, weight, mono, align, most)

    def strike(self, said, x, y, colour, size=12, weight=400, most=None):
        width = struck(self, said, x, y, colour, size, weight, most)
        words[-1] = f"~~{words[-1]}~~"
        return width
    Sheet.text, Sheet.struck = note, strike
    try:
        yield words
    finally:
        Sheet.text, Sheet.struck = text, struck


def read(window, now_ms: float = 0) -> list[str]:
    """All words on a window, drawn anew."""
    window._cache.clear()
    window._last = ()
    with reading() as words:
        window.frame(now_ms)
    return words
