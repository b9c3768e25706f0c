"""A world to play with in a notebook: words go in, words and pictures come out."""
from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lab.faces import opening
from lab.faces.drawing import Illustrator, cell_pixels_of
from lab.look.colours import THEMES
from lab.look.picture import png
from lab.minds import Keeper, agent_of, overridden
from world import world as worlds
from world.load import read_condition, read_edit
from world.scenario import Scenario
from world.types import Observation, Row, Snapshot, Step, Transition


@dataclass(frozen=True)
class Turn:
    """What one tick, or several, brought. `reward` is a number where one agent learns, else {agent: number}."""
    reward: float | dict[str, float]
    ended: str | None = None                             # the word of `end WORD`; "time" when time ran out
    said: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def __repr__(self) -> str:
        parts = [f"reward {self.reward:g}" if isinstance(self.reward, float) else f"reward {', '.join(f'{name} {value:g}' for name, value in self.reward.items())}"]
        parts += [f"ended: {self.ended}"] if self.ended else []
        parts += [f"said: {', '.join(self.said)}"] if self.said else []
        return f"<{'; '.join([*parts, *self.notices])}>"


@dataclass(frozen=True)
class Law:
    """The law as it stands: one sentence a line. What has been changed tells when, by whom, and what it was."""
    version: int
    rows: list[Row] = field(repr=False)

    def __str__(self) -> str:
        return "\n".join([self._head(), *("  " + self._line(row) for row in self.rows)])

    __repr__ = __str__

    def __contains__(self, sentence: str) -> bool:
        return any(sentence == row.text for row in self.rows if row.on)

    def __len__(self) -> int:
        return len(self.rows)

    def _head(self) -> str:
        return f"law {self.version}, {len(self.rows)} sentences"

    @staticmethod
    def _since(row: Row) -> str:
        if row.changed_at is not None:
            return f"since {row.changed_at}, by {row.changed_by}" + (f"; was: {row.was}" if row.was else "")
        return f"in {row.due_in} ticks" if row.due_in is not None else ""

    def _line(self, row: Row) -> str:
        since = self._since(row)
        return row.text + (f"   ({since})" if since else "")

    def _repr_html_(self) -> str:
        night = THEMES["night"]
        amber, quiet = ("#%02x%02x%02x" % colour for colour in (night.law, night.ink3))

        def line(row: Row) -> str:
            since = html.escape(self._since(row))
            if row.changed_at is None:
                return f"<div>{html.escape(row.text)} <span style='color:{quiet}'>{since}</span></div>"
            return (f"<div style='border-left:3px solid {amber};padding-left:6px'><b>{html.escape(row.text)}</b> "
                    f"<span style='color:{quiet}'>since {row.changed_at}, by {html.escape(row.changed_by)} <s>{html.escape(row.was)}</s></span></div>")
        return f"<div style='font:13px/1.6 sans-serif'><div style='color:{quiet}'>{self._head()}</div>{''.join(line(row) for row in self.rows)}</div>"


class World:
    """One world of a scenario.

    >>> world = World.from_text('''
    ... scenario: 1
    ... map: |
    ...   A.iiG
    ... legend: {A: ant, i: ice}
    ... agents: {ant: learner}
    ... rules: {arrive: {when: ant enters goal, do: [reward 1, end won]}}
    ... changes: {thaw: {at: 3, edit: ice is not slippery}}
    ... ''')
    >>> world.actions
    ('north', 'east', 'south', 'west', 'wait')
    >>> world.step("east")
    <reward 0>
    >>> print(world.to_text())
    .Aiig
    >>> world.step("east")                                # ice carries it on
    <reward 1; ended: won>
    """

    def __init__(self, scenario: Scenario, seed: int = 0):
        opening.ready()
        self.scenario = scenario
        self._world = worlds.World(scenario, (seed,))
        self._illustrator: Illustrator | None = None
        self._keepers: list[Keeper] | None = None
        self.total: dict[str, float] = dict.fromkeys(self._world.learners, 0.0)
        """What each learner has been rewarded with, in all."""

    # ---- opening ----------------------------------------------------------------------------------------------------
    @classmethod
    def load(cls, source: str | Path, seed: int = 0, minds: Mapping[str, str] | None = None, settings: Mapping[str, object] | None = None) -> World:
        """The world of a file, or of a shipped scenario by its name.

        Args:
            seed: of all its luck; the same seed, the same life.
            minds: other minds than the file's: {"fox": "wander"}.
            settings: other values for names under `params:`.

        Raises:
            ScenarioError: with every mistake in the file, its place, and what to write instead.

        >>> World.load("4-locks")
        <World 4 locks: tick 0, episode 1, law 0; ant at x1 y3>
        """
        return cls(overridden(opening.scenario_of(source, settings), minds), seed)

    @classmethod
    def from_text(cls, text: str, seed: int = 0, minds: Mapping[str, str] | None = None, settings: Mapping[str, object] | None = None) -> World:
        """The world of a scenario written out. As `load` in all else."""
        return cls(overridden(opening.scenario_of(text.strip() + "\n", settings), minds), seed)

    def copy(self) -> World:
        """A world that goes on exactly as this one would, by itself: to try what would happen.

        >>> here = World.load("1-blocking-maze")
        >>> there = here.copy()
        >>> there.step("north")
        <reward 0>
        >>> here.where("ant"), there.where("ant")
        ('x3 y5', 'x3 y4')
        """
        other = object.__new__(type(self))
        other.scenario, other._world, other.total, other._illustrator, other._keepers = self.scenario, self._world.copy(), dict(self.total), None, None
        return other

    # ---- living -----------------------------------------------------------------------------------------------------
    def step(self, action: str | int | Mapping[str, str | int] | None = None, **actions: str | int) -> Turn:
        """One tick. Whoever is given no action stands still. After an episode has ended, `reset` begins the next.

        `step("east")` or `step(1)` where one agent learns; `step(fox="east", hare="wait")` or `step({"hare 1": "east"})` where several do.

        Raises:
            ValueError: there is no such action or agent, or the episode has ended.

        >>> world = World.load("1-blocking-maze")
        >>> world.step("eest")
        Traceback (most recent call last):
        ValueError: ant has no action `eest`; it can: north, east, south, west, wait
        """
        learners = self._world.learners
        wished = {**(action if isinstance(action, Mapping) else {} if action is None else {self._only(learners): action}), **actions}
        for name in wished:
            if name not in learners:
                raise ValueError(f"`{name}` is nobody whose actions are yours; that is: {', '.join(learners) or 'nobody'}")
        return self._live([self._index(name, wished[name]) if name in wished else -1 for name in learners])

    def _live(self, chosen: list[int]) -> Turn:
        if self._world.ended()[0]:
            raise ValueError("this episode has ended; reset() begins the next")
        step = self._world.step([chosen])[0]
        for name, reward in zip(self._world.learners, step.reward):
            self.total[name] += float(reward)
        return self._turn(step)

    def _turn(self, step: Step) -> Turn:
        rewards = {name: float(reward) for name, reward in zip(self._world.learners, step.reward)}
        return Turn(next(iter(rewards.values())) if len(rewards) == 1 else rewards, step.word, step.said, step.notices)

    @staticmethod
    def _only(learners: tuple[str, ...]) -> str:
        if len(learners) != 1:
            raise ValueError(f"say whose action that is: step({(learners or ('ant',))[0].replace(' ', '_')}=...); " + (f"there are {', '.join(learners)}" if learners else "nobody learns here"))
        return learners[0]

    def _index(self, name: str, action: str | int) -> int:
        words = self._world.looks(name).actions
        if isinstance(action, str):
            if action not in words:
                raise ValueError(f"{name} has no action `{action}`; it can: {', '.join(words)}")
            return words.index(action)
        if not isinstance(action, (int, np.integer)) or not 0 <= action < len(words):
            raise ValueError(f"{name} has no action {action}; it has {len(words)}, from 0 on")
        return int(action)

    def run(self, ticks: int) -> Turn:
        """So many ticks in which nobody that learns acts; creatures, things and the law go on. Stops where the episode ends.

        >>> World.load("3-thaw").run(10).ended is None
        True
        """
        return self._several(ticks, lambda: self._live([-1] * len(self._world.learners)), across=False)

    def live(self, ticks: int) -> Turn:
        """So many ticks in which every learner acts by its mind, and learns; ended episodes are followed by the next.

        >>> world = World.load("1-blocking-maze")
        >>> world.live(200).reward > 0
        True
        """
        if self._keepers is None:
            minds = {agent.name: agent.minds[0] for agent in self.scenario.agents}
            self._keepers = [Keeper(name, minds[agent_of(self.scenario, name)], self._world.looks(name), self._world.seeds[0]) for name in self._world.learners]
        return self._several(ticks, self._turn_of_minds, across=True)

    def _turn_of_minds(self) -> Turn:
        if self._world.ended()[0]:
            self.reset()
        learners, seen = self._world.learners, [self.observe(name) for name in self._world.learners]
        chosen = [keeper.act(one) if one.row >= 0 else -1 for keeper, one in zip(self._keepers, seen)]
        turn = self._live(chosen)
        for keeper, name, one, action in zip(self._keepers, learners, seen, chosen):
            if action >= 0:
                came, reward = self.observe(name), turn.reward if isinstance(turn.reward, float) else turn.reward[name]
                keeper.observe(Transition(one, action, reward, came, turn.ended not in (None, "time") or came.row < 0, turn.ended == "time"))
        return turn

    def _several(self, ticks: int, live, across: bool) -> Turn:
        """Several turns as one; `across` the ends of episodes, or not."""
        before, said, notices, ended = dict(self.total), {}, {}, None
        for _ in range(ticks):
            turn = live()
            said.update(dict.fromkeys(turn.said))
            notices.update(dict.fromkeys(turn.notices))
            ended = turn.ended
            if ended and not across:
                break
        brought = {name: self.total[name] - before[name] for name in self.total}
        return Turn(next(iter(brought.values())) if len(brought) == 1 else brought, ended, tuple(said), tuple(notices))

    def reset(self, seed: int | None = None) -> World:
        """The next episode; with a seed a new life from its first tick."""
        if seed is None:
            self._world.reset(np.ones(1, np.bool_))
        else:
            self._world.renew({0: seed})
            self._keepers, self.total = None, dict.fromkeys(self._world.learners, 0.0)
        return self

    # ---- the law ----------------------------------------------------------------------------------------------------
    def enact(self, words: str) -> World:
        """Change the law or the world, from the next tick on: a sentence, or the name of a change.

        >>> world = World.load("3-thaw")
        >>> world.enact("ice is not slippery").run(1)
        <reward -0.01>
        >>> "ice is slippery" in world.law()
        False
        """
        names = {change.name for change in self.scenario.changes}
        known = words in names or (words.startswith("undo ") and words[len("undo "):] in names)
        self._world.enact(words if known else read_edit(self.scenario, words))
        return self

    def law(self) -> Law:
        """The law as it stands, to be printed.

        >>> world = World.load("3-thaw", seed=3)
        >>> _ = world.enact("ice is not slippery").run(1)
        >>> print(world.law())                            # doctest: +ELLIPSIS
        law 1, 7 sentences
          wall is solid
          wall is opaque
          ice is not slippery   (since 1, by person; was: ice is slippery)
          arrive: ant enters goal → reward 1 · end won
          ...
        """
        return Law(self._world.snapshot().version, self._world.law())

    def log(self) -> list[str]:
        """Every change of law so far, oldest first, a line each.

        >>> world = World.load("3-thaw").enact("ice is not slippery")
        >>> world.run(1)
        <reward -0.01>
        >>> world.log()
        ['1: by person - ice is slippery + ice is not slippery']
        """
        return [f"{entry.tick}: by {entry.by}{f', {entry.change}' if entry.change else ''}" + "".join(f" - {text}" for text in entry.removed)
                + "".join(f" + {text}" for text in entry.added) + (f" refused: {entry.refused} is entrenched" if entry.refused else "") for entry in self._world.log()]

    # ---- asking -----------------------------------------------------------------------------------------------------
    @property
    def learners(self) -> tuple[str, ...]:
        """Those whose actions are yours."""
        return self._world.learners

    @property
    def actions(self) -> tuple[str, ...] | dict[str, tuple[str, ...]]:
        """What can be done: the words of the one agent that learns, or {agent: its words}."""
        words = {name: self._world.looks(name).actions for name in self._world.learners}
        return next(iter(words.values())) if len(words) == 1 else words

    @property
    def tick(self) -> int:
        """Ticks lived; a reset does not set it back."""
        return self.snapshot().tick

    @property
    def ended(self) -> str | None:
        """How this episode ended, None while it goes on."""
        return self.snapshot().ended

    def holds(self, condition: str) -> bool:
        """Whether something is true now.

        >>> world = World.load("1-blocking-maze")
        >>> world.holds("ant at x3 y5"), world.holds("no goal left")
        (True, False)
        """
        return self._world.holds(read_condition(self.scenario, condition))

    def where(self, name: str) -> str | None:
        """The cell of an agent, as sentences name it; None if it is not on the board."""
        if name not in self._world.movers:
            raise ValueError(f"nobody is called `{name}`; there is {', '.join(self._world.movers)}")
        row, col, _, alive = self.snapshot().movers[self._world.movers.index(name)]
        return f"x{col} y{row}" if alive else None

    def observe(self, name: str | None = None) -> Observation:
        """All that an agent may know now: cells uint8 [5, H, W], row, col, facing, counters."""
        return self._world.observe(name or self._only(self._world.learners))

    def snapshot(self) -> Snapshot:
        """The whole truth of this moment; `restore` goes back to it."""
        return self._world.snapshot()

    def restore(self, snapshot: Snapshot) -> World:
        """Back to a moment of this world, or of another of the same scenario."""
        self._world.restore(snapshot)
        return self

    # ---- showing ----------------------------------------------------------------------------------------------------
    def to_text(self) -> str:
        """The board in letters: of each cell the first letter of its topmost thing, an agent's in capitals; `.` floor, `#` wall."""
        return self._world.text()

    def picture(self, cell_pixels: int | None = None) -> np.ndarray:
        """The board as the window shows it.  uint8 [H * n, W * n, 3]; n is fit to the board unless told"""
        if self._illustrator is None:
            self._illustrator = Illustrator(self._world)
        self._illustrator.cell_pixels = cell_pixels_of(cell_pixels)
        return self._illustrator.picture()

    def save(self, path: str | Path, cell_pixels: int | None = None) -> None:
        """Write the picture to a PNG file."""
        Path(path).write_bytes(png(self.picture(cell_pixels)))

    def _repr_png_(self) -> bytes:
        return png(self.picture())

    def _repr_html_(self) -> str:
        image = base64.b64encode(self._repr_png_()).decode()
        return (f"<figure style='margin:0'><img style='border-radius:8px' src='data:image/png;base64,{image}'/>"
                f"<figcaption style='font:12px sans-serif;color:#828B9C'>{html.escape(self._told())}</figcaption></figure>")

    def _told(self) -> str:
        now = self.snapshot()
        places = [f"{name} at {place}" for name in self._world.movers[:4] if (place := self.where(name))]
        ended = f", ended: {now.ended}" if now.ended else ""
        title = self.scenario.title if self.scenario.path != "<text>" else "of a text"
        return f"World {title}: tick {now.tick}, episode {now.episode}, law {now.version}{ended}" + (f"; {', '.join(places)}" if places else "")

    def __repr__(self) -> str:
        return f"<{self._told()}>"
