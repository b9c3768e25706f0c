"""The life of a teacher, read from a trace: what it saw and did, for `imitator of FILE.trace`."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lab.commands import apply_to_world, from_json
from lab.minds import with_minds
from lab.trace import read
from world.load import from_text
from world.types import Looks, Transition
from world.world import World


def lives(path: str, learner: str, looks: Looks) -> Iterator[Transition]:
    """The transitions of a learner of that name in the first twin of a trace, tick by tick; its world is lived again.

    Raises:
        ValueError: the trace has no such learner, or its world looks otherwise. TraceBroken is one.
        OSError: the file cannot be read.
    """
    head, *rows, _ = read(path)
    scenario = from_text(head["text"], head["scenario"], head["settings"] or None, dict(head.get("bases", {})))
    world = World(with_minds(scenario, head["twins"][0]), (head["seed"],))
    if learner not in world.learners:
        raise ValueError(f"{path} tells of no {learner}; it tells of {', '.join(world.learners) or 'nobody'}")
    theirs = world.looks(learner)
    if (theirs.names, theirs.actions, theirs.shape, theirs.counters) != (looks.names, looks.actions, looks.shape, looks.counters):
        raise ValueError(f"{path} tells of another world: other kinds, actions, counters or another board")
    place, commands, seen = world.learners.index(learner), [], world.observe(learner)
    for row in rows:
        if isinstance(row, dict):
            commands = [from_json(command) for command in row["commands"]]
            continue
        actions = row[0][0]
        for command in commands:
            apply_to_world(command, world)
        brought = world.step(np.array([actions], np.int32))[0]
        came = world.observe(learner)
        if actions[place] >= 0:
            yield Transition(seen, actions[place], float(brought.reward[place]), came, brought.terminated or came.row < 0, brought.truncated)
        if brought.terminated or brought.truncated:
            world.reset()
        seen, commands = world.observe(learner), []
