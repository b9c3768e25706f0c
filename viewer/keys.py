"""The keys: one table that binds them and that the help lists."""
from __future__ import annotations

from dataclasses import dataclass

import pygame

NAMED = {
    "Space": pygame.K_SPACE, "Esc": pygame.K_ESCAPE, "Tab": pygame.K_TAB, "Enter": pygame.K_RETURN, "Home": pygame.K_HOME, "End": pygame.K_END,
    "Left": pygame.K_LEFT, "Right": pygame.K_RIGHT, "Up": pygame.K_UP, "Down": pygame.K_DOWN, "Backspace": pygame.K_BACKSPACE,
    **{f"F{n}": getattr(pygame, f"K_F{n}") for n in range(1, 13)},
}


@dataclass(frozen=True)
class Key:
    """One row: what to press (any of `keys`), what it does, what the help says. `where` is the state of the window in which it counts:
    "" for the boards, or the name of what lies over them ("gallery", "help")."""
    keys: tuple[str, ...]
    action: str
    arg: object
    says: str
    group: str
    where: str = ""


TABLE = (
    Key(("Space",), "play", None, "run or pause", "Time"),
    Key((".",), "step", 1, "one tick on", "Time"),
    Key((",",), "step", -1, "one tick back", "Time"),
    Key(("[",), "change", -1, "to the last change of law before", "Time"),
    Key(("]",), "change", 1, "to the next change of law", "Time"),
    Key(("Home",), "first", None, "to the oldest tick kept", "Time"),
    Key(("End",), "live", None, "back to the present", "Time"),
    Key(("B",), "branch", None, "live on from this past tick", "Time"),
    Key(("+", "="), "faster", 1, "faster: 1, 8, 64, turbo", "Time"),
    Key(("-",), "faster", -1, "slower", "Time"),
    Key(("1",), "view", "reality", "the mind's own world, as it is", "Views"),
    Key(("2",), "view", "belief", "what it believes to be there", "Views"),
    Key(("3",), "view", "forecast", "what it foretold for this tick", "Views"),
    Key(("4",), "view", "difference", "forecast against reality", "Views"),
    Key(("5",), "view", "audit", "every action from each cell: right or wrong", "Views"),
    Key(("6",), "view", "imagination", "only the plan it follows", "Views"),
    Key(("Tab",), "next view", 1, "the next view", "Views"),
    Key(("M",), "next mind", 1, "the next mind", "Views"),
    Key(("G",), "ghosts", None, "show or hide the plan", "Views"),
    Key(("U",), "doubt", None, "show or hide how unsure it is", "Views"),
    Key(("Up",), "move pin", (-1, 0), "the pinned cell, one up", "Cells"),
    Key(("Down",), "move pin", (1, 0), "one down", "Cells"),
    Key(("Left",), "move pin", (0, -1), "one left", "Cells"),
    Key(("Right",), "move pin", (0, 1), "one right", "Cells"),
    Key(("P",), "pin", None, "pin the cell under the pointer", "Cells"),
    Key(("T",), "take over", None, "act yourself; T again gives it back", "Window"),
    Key(("Esc",), "escape", None, "close what is open; choose a world", "Window"),
    Key(("?", "F1"), "help", None, "these keys", "Window"),
    Key(("N",), "theme", None, "night or paper", "Window"),
    Key(("C",), "caption", None, "hide the captions, or show them again", "Window"),
    Key(("F5",), "reset", None, "begin again; once more takes it back", "Window"),
    Key(("F11",), "fullscreen", None, "fill the screen", "Window"),
    Key(("F12",), "picture", False, "save a picture", "Window"),
    Key(("Shift+F12",), "picture", True, "a picture of the boards alone", "Window"),
    Key(("Ctrl+S",), "save", None, "save this life as a trace", "Window"),
    Key(("Ctrl++", "Ctrl+="), "scale", 1, "everything larger", "Window"),
    Key(("Ctrl+-",), "scale", -1, "everything smaller", "Window"),
    Key(("Ctrl+Q",), "quit", None, "leave", "Window"),
    Key(("Esc",), "escape", None, "back to the world", "Gallery", "gallery"),
    Key(("Enter", "Space"), "open chosen", None, "open the chosen world", "Gallery", "gallery"),
    Key(("Left",), "choose", (-1, 0), "the card before", "Gallery", "gallery"),
    Key(("Right",), "choose", (1, 0), "the card after", "Gallery", "gallery"),
    Key(("Up",), "choose", (0, -1), "the row above", "Gallery", "gallery"),
    Key(("Down",), "choose", (0, 1), "the row below", "Gallery", "gallery"),
    Key(("/",), "find", None, "find a world", "Gallery", "gallery"),
    Key(("Esc", "?", "F1", "Enter", "Space"), "escape", None, "close", "Help", "help"),
    Key(("Ctrl+Q",), "quit", None, "leave", "Gallery", "gallery"),
    Key(("Ctrl+Q",), "quit", None, "leave", "Help", "help"),
    Key(("F12",), "picture", False, "save a picture", "Gallery", "gallery"),
    Key(("N",), "theme", None, "night or paper", "Gallery", "gallery"),
)

ACTING = {"Up": "north", "Right": "east", "Down": "south", "Left": "west", "W": "north", "D": "east", "S": "south", "A": "west",
          "Space": "wait", "E": "use", "F": "take", "R": "drop"}
"""Which action of the agent a key stands for while a person acts for it."""


def press(name: str, **more) -> pygame.event.Event:
    """The event of pressing a key by the name in the table: what a keyboard would send."""
    parts = name.split("+") if name not in ("+",) and not name.endswith("++") else name[:-1].split("+")[:-1] + ["+"]
    *mods, last = parts
    mod = (pygame.KMOD_SHIFT if "Shift" in mods else 0) | (pygame.KMOD_CTRL if "Ctrl" in mods else 0)
    if last in NAMED:
        code, text = NAMED[last], " " if last == "Space" else ""
    else:
        code, text = ord(last.lower()), last.lower()
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text, scancode=0, **more)


def name_of(event: pygame.event.Event) -> str:
    """The name in the table of the key of an event: `Space`, `.`, `Ctrl+Q`. Letters are upper case whatever the layout or Shift."""
    held = getattr(event, "mod", 0)
    mods = "Ctrl+" if held & (pygame.KMOD_CTRL | pygame.KMOD_META) else ""
    for name, code in NAMED.items():
        if event.key == code:
            return mods + ("Shift+" if held & pygame.KMOD_SHIFT and name.startswith("F") else "") + name
    if event.key == pygame.K_KP_ENTER:
        return mods + "Enter"
    text = getattr(event, "unicode", "")
    if mods or not text or not text.isprintable():       # with Ctrl held the text is a control character
        text = chr(event.key) if 32 < event.key < 127 else ""
    return mods + text.upper() if text else ""           # a modifier by itself is no key yet


def lookup(name: str, where: str = "") -> Key | None:
    """The row that a key stands for in this state of the window."""
    for row in TABLE:
        if row.where == where and name in row.keys:
            return row
    return None


def shown(row: Key) -> str:
    """How the help writes the keys of a row."""
    return " ".join(k for k in row.keys if k not in ("=", "Ctrl+="))
