"""Who is who on a board: the names of movers, their rows in a snapshot, their actions and faces."""
from __future__ import annotations

from typing import Mapping, Sequence

from lab.frame import Frame
from world.scenario import ACTOR, Scenario


class Cast:
    """The movers of a scenario, as rows of `Snapshot.movers`: in order of `agents:`, then reading order of the map."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.agent_of: list[str] = [start.agent for start in scenario.board.starts]      # by row
        self.row: dict[str, int] = {}                    # of "ant", "hare 1", "hare 2"
        for agent in scenario.agents:
            rows = [i for i, name in enumerate(self.agent_of) if name == agent.name]
            for k, row in enumerate(rows):
                self.row[agent.name if len(rows) == 1 and agent.count == 1 else f"{agent.name} {k + 1}"] = row
        self.ids = {thing.kind: thing.id for thing in scenario.things if thing.layer == ACTOR and thing.id}

    def row_of(self, name: str) -> int:
        """The row of a learner, -1 if it is not on this map."""
        if name in self.row:
            return self.row[name]
        return next((row for full, row in self.row.items() if full.rsplit(" ", 1)[0] == name), -1)

    def id_of(self, name: str) -> int:
        """The id of an agent in layer ACTOR, 0 if unknown."""
        row = self.row_of(name)
        return self.ids.get(self.agent_of[row] if row >= 0 else name, 0)

    def actions_of(self, name: str) -> tuple[str, ...]:
        """An agent's actions by name; the changes that it may enact come last."""
        row = self.row_of(name)
        agent_name = self.agent_of[row] if row >= 0 else name
        for agent in self.scenario.agents:
            if agent.name == agent_name:
                return (*agent.actions, *(change.name for change in self.scenario.changes if agent_name in change.by))
        return ()

    def faces(self, frames: Sequence[Frame], given: Mapping[tuple[int, int], int] | None) -> dict[tuple[int, int], int]:
        """(frame, life) -> number of its face: as given, or in order."""
        wanted = dict(given or {})
        taken, free = set(wanted.values()), 0
        for f, frame in enumerate(frames):
            for k in range(len(frame.lives)):
                if (f, k) not in wanted:
                    while free in taken:
                        free += 1
                    wanted[f, k] = free
                    taken.add(free)
        return wanted

    def creature_faces(self, taken: Sequence[int]) -> dict[str, int]:
        """Faces of the agents that no mind moves, by name: those not taken by a mind, the dart first, since it looks the wildest."""
        free = [n for n in (2, 3, 1, 0, *range(4, 16)) if n not in set(taken)] or [2, 3, 1, 0]
        written = [agent.name for agent in self.scenario.agents if agent.written or agent.minds[0] == "person"]
        return {name: free[i % len(free)] for i, name in enumerate(written)}
