"""Capital letters and figures as strokes, for the initials of things that nobody drew. No font is needed for pictures."""
from __future__ import annotations

import numpy as np

from lab.look.pen import Pen

# Each stroke is a row of points on a grid 4 wide and 6 high, two figures a point: column, row.
_STROKES = {
    "A": "06 20 46|14 34", "B": "06 00 30 41 42 33 03|33 44 45 36 06", "C": "41 30 10 01 05 16 36 45", "D": "06 00 20 42 44 26 06", "E": "40 00 06 46|03 33",
    "F": "40 00 06|03 33", "G": "41 30 10 01 05 16 36 45 43 23", "H": "00 06|40 46|03 43", "I": "20 26|10 30|16 36", "J": "30 35 26 16 05", "K": "00 06|40 03 46",
    "L": "00 06 46", "M": "06 00 23 40 46", "N": "06 00 46 40", "O": "10 30 41 45 36 16 05 01 10", "P": "06 00 30 41 42 33 03", "Q": "10 30 41 45 36 16 05 01 10|24 46",
    "R": "06 00 30 41 42 33 03|23 46", "S": "41 30 10 01 02 13 33 44 45 36 16 05", "T": "00 40|20 26", "U": "00 05 16 36 45 40", "V": "00 26 40", "W": "00 16 22 36 40",
    "X": "00 46|40 06", "Y": "00 23 40|23 26", "Z": "00 40 06 46", "0": "10 30 41 45 36 16 05 01 10", "1": "11 20 26|16 36", "2": "01 10 30 41 42 06 46",
    "3": "01 10 30 41 42 33 13|33 44 45 36 16 05", "4": "36 30 04 44", "5": "40 00 02 32 43 45 36 06", "6": "40 20 02 05 16 36 45 44 33 03", "7": "00 40 16",
    "8": "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33", "9": "43 13 02 01 10 30 41 44 26 06", "?": "01 10 30 41 42 23 24|26 26",
}


FAINT_FROM = 24
"""Grounds that nobody drew bear their initial in cells of so many pixels; in smaller ones there are hundreds of them, and their colour has to do."""
LETTERS_IN_A_ROW = 5


def rows_of(word: str) -> list[str]:
    """A word as it stands on a stone: in one row, or cut into two.

    >>> rows_of("SOLID"), rows_of("SLIPPERY"), rows_of("RED KEY")
    (['SOLID'], ['SLIP', 'PERY'], ['RED', 'KEY'])
    """
    if len(word) <= LETTERS_IN_A_ROW:
        return [word]
    half = word.find(" ") if " " in word else (len(word) + 1) // 2
    return [word[:half], word[half:].strip()]


def letter(n: int, initial: str, colour, high: float, drop: float = 0.0) -> np.ndarray:
    """A letter in the middle of a cell of n pixels, premultiplied.  float32 [n, n, 4]

    `high`: how high it is, `drop`: how far below the middle, as shares of the cell. A letter that is not known is shown as a question mark.
    """
    pen = Pen(n)
    _write(pen, initial, colour, high, .5, .5 + drop)
    return pen.done()


def on_stone(n: int, word: str, colour) -> np.ndarray:
    """A word on a tablet in a cell of n pixels, premultiplied.  float32 [n, n, 4]"""
    pen, rows = Pen(n), rows_of(word)
    longest = max(len(row) for row in rows)
    high = min(.36 if len(rows) == 1 else .26, .8 / longest * 6 / 5.2)
    for number, row in enumerate(rows):
        middle = .46 + (number - (len(rows) - 1) / 2) * (high + .09)
        for place, initial in enumerate(row):
            _write(pen, initial, colour, high, .5 + (place - (len(row) - 1) / 2) * high * 5.2 / 6, middle)
    return pen.done()


def _write(pen: Pen, initial: str, colour, high: float, x: float, y: float) -> None:
    """One letter with its middle at (x, y)."""
    unit = high / 6
    left, top = x - 2 * unit, y - high / 2
    for stroke in _STROKES.get(initial.upper(), _STROKES["?"]).split("|"):
        points = [(left + int(point[0]) * unit, top + int(point[1]) * unit) for point in stroke.split()]
        pen.line(points, colour, max(high * .15, 1.05 * pen.px))
