"""How numbers are spelled in scenarios: 0.3 or 30%, 400..600, 1/2, 7x7; read and printed. Every reader raises ValueError(hint)."""
from __future__ import annotations

import re
from decimal import Decimal

MOST = 2**31 - 1
"""No number of a scenario is larger, so that all fit the kernel's tables."""
MOST_STRENGTH = 32
"""The longest row of things that moves as one."""
DIGITS = 18
"""So many digits are looked at; a number that has more is too large anyway."""
_WHOLE = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d{1,12}(\.\d{1,12})?|\.\d{1,12})")


def strength(text: str) -> int:
    """How many things move in one row."""
    number = whole(text, 1)
    if number > MOST_STRENGTH:
        raise ValueError(f"{MOST_STRENGTH} is the most")
    return number


def whole(text: str, least: int = -MOST) -> int:
    """A whole number."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("write a whole number, such as 3")
    value = int(text[:DIGITS])
    if abs(value) > MOST:
        raise ValueError(f"{MOST} is the most" if value > 0 else f"{-MOST} is the least")
    if value < least:
        raise ValueError(f"{least} is the least")
    return value


def decimal(text: str) -> Decimal:
    """A number with a point, exactly."""
    if not _DECIMAL.fullmatch(text):
        long = re.fullmatch(r"[+-]?\d*\.?\d+", text)
        raise ValueError("at most 12 digits stand before the point, and 12 behind it" if long else "write a number, such as 0.5")
    return Decimal(text)


def millionths(text: str) -> int:
    """A reward in millionths."""
    value = decimal(text) * 1_000_000
    if value != int(value):
        raise ValueError("a reward has at most six digits behind the point")
    if abs(value) > 10**12:
        raise ValueError("a reward is at most 1000000")
    return int(value)


def chance(text: str) -> float:
    """A chance, 0.3 or 30%, as 0 to 1. Raises OverflowError(hint) above certainty."""
    percent = text.endswith("%")
    if percent and text[:-1] != text[:-1].strip():
        raise ValueError(f"write {text[:-1].strip()}% without a space")
    try:
        value = decimal(text[:-1] if percent else text)
    except ValueError:
        raise ValueError("write a chance such as 0.3 or 30%") from None
    if percent:
        value /= 100
    if value > 1:
        raise OverflowError("did you mean 100%?" if percent or value > 100 else f"did you mean {text}%?")
    if value < 0:
        raise ValueError("a chance is between 0 and 1, or 0% and 100%")
    return float(value)


def span(text: str, least: int = 1) -> tuple[int, int]:
    """A whole number or a range: 300, 400..600."""
    low, dots, high = text.partition("..")
    first = whole(low.strip(), least)
    last = whole(high.strip(), least) if dots else first
    if last < first:
        raise ValueError(f"write the smaller number first: {last}..{first}")
    return first, last


def ratio(text: str) -> tuple[int, int]:
    """A speed: 2 (two cells a tick), 1/2 (one every other tick)."""
    above, slash, below = text.partition("/")
    try:
        value = whole(above.strip(), 0), whole(below.strip(), 0) if slash else 1
    except ValueError:
        raise ValueError("write a speed such as 2, 1 or 1/2") from None
    if not value[0] or not value[1]:
        raise ValueError("a speed of 0 never moves; write 1/2, 1 or 2, or give it the mind `still`")
    if max(value) > 1000:
        raise ValueError("1000 cells a tick is the fastest, 1/1000 the slowest")
    if min(value) > 1:
        raise ValueError("write a speed such as 2, 1 or 1/2")
    return value


def size(text: str) -> tuple[int, int]:
    """Width x height: 64x48.  (width, height)"""
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if not found:
        spaced = re.fullmatch(r"(\d+)\s*[xX*]\s*(\d+)", text)
        raise ValueError(f"write {spaced[1]}x{spaced[2]}" if spaced else f"write {text}x{text}" if text.isdecimal() else "write width x height in one word, such as 7x7")
    return int(found[1][:DIGITS]), int(found[2][:DIGITS])


def say_decimal(value: float | Decimal) -> str:
    """The shortest spelling: 0.3, 1, 0.0005."""
    text = format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def say_millionths(value: int) -> str:
    return say_decimal(Decimal(value) / 1_000_000)


def say_span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}..{high}"


def say_ratio(value: tuple[int, int]) -> str:
    return str(value[0]) if value[1] == 1 else f"{value[0]}/{value[1]}"
