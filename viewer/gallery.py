"""The worlds to choose from: what each asks, who changes its law, how hard it is. No pygame."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from viewer.model import title_words
from world.mistakes import ScenarioError
from world.scenario import Scenario

WHO = ("anyone", "clock", "trigger", "person", "agent")
FOLDER = Path(__file__).resolve().parent.parent / "scenarios"
FIRST = "turning"
"""The default world comes first."""


@dataclass
class Card:
    """One scenario file. `scenario` is None where it cannot be read; then `about` says why."""
    path: str
    title: str
    about: str
    who: tuple[str, ...]
    difficulty: int                                      # 1..3
    scenario: Scenario | None


def who_changes(scenario: Scenario) -> tuple[str, ...]:
    """Who changes the law of a world, of clock, trigger, person, agent."""
    found = set()
    applied = {effect.change for rule in scenario.rules for effect in rule.effects if type(effect).__name__ in ("Apply", "Undo")}
    for change in scenario.changes:
        if change.moments or change.every or change.after:
            found.add("clock")
        if change.when is not None:
            found.add("trigger")
        for who in change.by:
            found.add("person" if who == "person" else "agent")
        if change.name in applied:
            found.add("agent" if any(_by_deed(rule, change.name) for rule in scenario.rules) else "trigger")
    return tuple(who for who in WHO if who in found)


def _by_deed(rule, change: str) -> bool:
    """Whether a rule applies a change because an agent did something."""
    return type(rule.trigger).__name__ == "Event" and any(getattr(e, "change", None) == change for e in rule.effects)


def difficulty(scenario: Scenario) -> int:
    """1 to 3: how much there is to learn, reckoned from what the file holds."""
    sights = any(agent.sees.rows is not None for agent in scenario.agents if not agent.written)
    others = sum(agent.count for agent in scenario.agents) - 1
    things = len(scenario.rules) + 2 * len(scenario.changes) + 2 * others + (2 if sights else 0)
    return 1 if things <= 5 else 2 if things <= 10 else 3


class Gallery:
    """The cards of a folder, and of the file that is open; filtered, searched, one chosen."""

    def __init__(self, read, folder: Path = FOLDER, extra: str = ""):
        self.read, self.folder, self.extra = read, Path(folder), extra
        self.cards: list[Card] = []
        self.who, self.words, self.finding = "anyone", "", False
        self.chosen, self.scroll, self.columns = 0, 0.0, 4
        self._files: list[Path] | None = None

    def load_some(self, n: int = 1) -> bool:
        """Read the next few files; False once all are read. Called between frames, so that the window never waits for a folder."""
        if self._files is None:
            self._files = sorted(self.folder.glob("*.yaml"), key=lambda p: (not p.stem.startswith(FIRST), p.stem))
            if self.extra and Path(self.extra).is_file() and Path(self.extra).resolve() not in [p.resolve() for p in self._files]:
                self._files.insert(0, Path(self.extra))
        for path in self._files[:n]:
            self.cards.append(self._card(path))
        self._files = self._files[n:]
        return bool(self._files)

    def again(self) -> None:
        """Read the folder anew: files may have come or changed."""
        self.cards, self._files = [], None

    def _card(self, path: Path) -> Card:
        name = title_words(path.stem.replace("-", " ").replace("_", " "))
        try:
            scenario = self.read(str(path))
        except ScenarioError as error:
            first = error.mistakes[0]
            return Card(str(path), name, f"Line {first.mark.line}: {first.message}", (), 1, None)
        except Exception as error:                       # a file that cannot be read is a card that says so
            return Card(str(path), name, str(error), (), 1, None)
        return Card(str(path), name, scenario.about or scenario.title, who_changes(scenario), difficulty(scenario), scenario)

    def shown(self) -> list[Card]:
        """The cards that pass the filter and the search."""
        words = self.words.lower().split()
        return [c for c in self.cards if (self.who == "anyone" or self.who in c.who)
                and all(w in f"{c.title} {c.about} {c.path}".lower() for w in words)]

    def card(self) -> Card | None:
        shown = self.shown()
        return shown[min(self.chosen, len(shown) - 1)] if shown else None

    def move(self, dx: int, dy: int) -> None:
        """Choose the card beside or below."""
        n = len(self.shown())
        if n:
            self.chosen = max(0, min(n - 1, self.chosen + dx + dy * self.columns))

    def filter(self, who: str) -> None:
        self.who, self.chosen, self.scroll = who, 0, 0.0

    def type(self, text: str) -> None:
        """A letter for the search; "\\b" takes one back."""
        self.words = self.words[:-1] if text == "\b" else (self.words + text)[:40]
        self.chosen, self.scroll = 0, 0.0
