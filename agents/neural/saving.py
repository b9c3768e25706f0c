"""A mind as named arrays, and back: all that it would need to go on as if it had never stopped.

Luck needs no saving: each draw hangs on the seed and a count alone.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

import numpy as np
import torch

from world.types import Observation

VERSION = 1


def save(mind) -> dict[str, np.ndarray]:
    """The memory of a NeuralMind."""
    learner, planner, sight, numbers, controls = mind.learner, mind.planner, mind.sight, mind.numbers, mind.controls
    arrays = {"version": np.array(VERSION), "seed": np.array(mind.seed), "active": np.array(learner.net.active), "ticks": np.array(mind.costs.ticks)}
    for name, weight in learner.net.named_parameters():
        arrays[f"net/{name}"] = weight.detach().cpu().numpy().copy()
        for key, value in learner.optimiser.state.get(weight, {}).items():
            arrays[f"optimiser/{name}/{key}"] = value.detach().cpu().numpy().copy()
    arrays["learner"] = np.array([learner.steps, learner.credit, learner.calm, learner.ripe, learner.memory.count, learner.memory.unexplained], float)
    arrays |= {f"memory/{name}": column.copy() for name, column in learner.memory.columns.items()}
    arrays |= {f"places/{name}": array.copy() for name, array in vars(planner.places.ways).items()}
    arrays |= {"places/value": planner.places.value.copy(), "places/loads": planner.places.loads.copy()}
    arrays["planner"] = np.array([planner.places.doubted_at, planner.places.scale, planner.places.backups, planner.imagined], float)
    arrays["planner/board"] = sight.board[:0] if planner.board is None else planner.board
    arrays |= {"turn": controls.turn.copy(), "log_odds": controls.log_odds.copy(), "amounts": numbers.amounts.copy(), "met": numbers.met.copy(),
               "rewards": numbers.rewards[:numbers.rewards_met].copy()}
    arrays |= {f"sight/{name}": getattr(sight, name).copy() for name in ("board", "first", "looked", "visible")}
    arrays["sight"] = np.array([*sight.home, sight.another_place])
    if sight.newest is not None:
        arrays |= {f"newest/{name}": np.asarray(value) for name, value in vars(sight.newest).items()}
    arrays["evidence"] = np.frombuffer(json.dumps([[key, n] for key, n in mind.evidence.counts.items()]).encode(), np.uint8)
    return arrays


def load(mind, arrays: Mapping[str, np.ndarray]) -> None:
    """Gives a newborn NeuralMind the memory of another one.

    Raises:
        ValueError: it was another version's, or lived with other kinds, actions or on a board of another size.
    """
    learner, planner, sight, numbers, controls = mind.learner, mind.planner, mind.sight, mind.numbers, mind.controls
    if int(arrays.get("version", -1)) != VERSION:
        raise ValueError("this memory is not of a `neural` mind of this version")
    weights = dict(learner.net.named_parameters())
    for name, weight in weights.items():
        if f"net/{name}" not in arrays or arrays[f"net/{name}"].shape != tuple(weight.shape):
            raise ValueError("this memory is of a mind that knew other kinds, actions or counters, or a board of another size")
    if arrays["log_odds"].shape != controls.log_odds.shape or arrays["sight/board"].shape != sight.board.shape:
        raise ValueError("this memory is of a mind with other actions, or on a board of another size")
    mind.seed = learner.seed = planner.seed = int(arrays["seed"])
    learner.net.active = [int(layer) for layer in arrays["active"]]
    with torch.no_grad():
        for name, weight in weights.items():
            weight.copy_(torch.from_numpy(np.array(arrays[f"net/{name}"])))
            keys = [key.rsplit("/", 1)[1] for key in arrays if key.startswith(f"optimiser/{name}/")]
            if keys:
                learner.optimiser.state[weight] = {key: torch.from_numpy(np.array(arrays[f"optimiser/{name}/{key}"])).to(weight.device) for key in keys}
    steps, credit, calm, ripe, count, learner.memory.unexplained = arrays["learner"]
    learner.steps, learner.credit, learner.calm, learner.ripe, learner.memory.count = int(steps), float(credit), float(calm), bool(ripe), int(count)
    learner.memory.columns = {name: np.array(arrays[f"memory/{name}"]) for name in learner.memory.columns}
    learner.memory.room = len(learner.memory["born"])
    for name in vars(planner.places.ways):
        setattr(planner.places.ways, name, np.array(arrays[f"places/{name}"]))
    planner.places.value, planner.places.loads = np.array(arrays["places/value"]), np.array(arrays["places/loads"])
    planner.places.doubted_at, planner.places.scale = int(arrays["planner"][0]), float(arrays["planner"][1])
    planner.places.backups, planner.imagined = int(arrays["planner"][2]), int(arrays["planner"][3])
    planner.board = np.array(arrays["planner/board"]) if len(arrays["planner/board"]) else None
    controls.turn, controls.log_odds = np.array(arrays["turn"]), np.array(arrays["log_odds"])
    numbers.amounts, numbers.met = np.array(arrays["amounts"]), np.array(arrays["met"])
    numbers.rewards_met = len(arrays["rewards"])
    numbers.rewards[:numbers.rewards_met] = arrays["rewards"]
    for name in ("board", "first", "looked", "visible"):
        setattr(sight, name, np.array(arrays[f"sight/{name}"]))
    row, col, another = arrays["sight"]
    sight.home, sight.another_place = (int(row), int(col)), bool(another)
    newest = {key.removeprefix("newest/"): np.array(value) for key, value in arrays.items() if key.startswith("newest/")}
    if newest:
        sight.newest = Observation(**{name: value if value.ndim else value.item() for name, value in newest.items()})
    mind.evidence.counts = Counter({_tuple(key): n for key, n in json.loads(bytes(arrays["evidence"]).decode())})
    mind.costs.ticks = int(arrays["ticks"])


def _tuple(nested):
    return tuple(_tuple(part) for part in nested) if isinstance(nested, list) else nested
