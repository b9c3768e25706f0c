"""A trace lived again with its minds, so that what they believed can be shown: the trace itself holds the world alone."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lab.commands import from_json
from lab.session import Session
from lab.trace import of_a_trace, read, scenario_of
from viewer.model import Run

RATE = 8.0
"""Ticks a second that the captions suppose."""


class Again:
    """The life of a trace, tick by tick, as a run that the views know.

    What was done is done again; the minds choose beside it. If another version of a mind chooses otherwise, `run.session.strayed` says since when.

    Raises:
        OSError, TraceBroken: the file cannot be read, or is no whole trace.
        ScenarioError: its scenario is none for this version.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        rows = list(read(path))                          # all of it first: a broken file is refused before anything is lived
        head, self._rows = rows[0], rows[1:-1]
        with of_a_trace(self.path.name):
            agents = dict.fromkeys(agent for twin in head["twins"] for agent in twin)
            minds = {agent: tuple(twin[agent] for twin in head["twins"]) for agent in agents}
            self.ticks = sum(isinstance(row, list) for row in self._rows)
            self.run = Run(Session(scenario_of(head), head["seed"], minds), RATE)

    def live(self) -> Iterator[Run]:
        """The run at its start, and after each tick."""
        yield self.run
        for row in self._rows:
            with of_a_trace(self.path.name):
                if isinstance(row, dict):
                    self.run.session.pending.extend(from_json(command) for command in row["commands"])
                    continue
                self.run.tick([actions for actions, _, _ in row])
            yield self.run
