"""Scenarios and moments made by hand, so that drawing is tested without the reader, the kernel or a mind."""
from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from agents.agent import Beliefs, Forecast
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG, Audit, Frame, Life
from world.scenario import ACTOR, AIR, COL_STEP, GROUND, ITEM, LAYERS, OBJECT, ROW_STEP, Agent, Board, Fact, Kind, Noun, Scenario, Start, Thing
from world.types import Observation, Outcomes, Snapshot

FACING = ("facing", ("north", "east", "south", "west"))
RED_BLUE = ("colour", ("red", "blue"))


def kind(name: str, layer: str = "object", *attributes, look: str | None = None) -> tuple:
    return name, LAYERS.index(layer), attributes, look


BUILT_IN = [kind("floor", "ground"), kind("wall", "ground"), kind("ice", "ground"), kind("goal", "item"), kind("box")]


def scenario(rows: str, legend: dict[str, str], kinds: list[tuple] = (), agents: tuple[Agent, ...] = (Agent("ant"),), facts: dict[str, str] | None = None,
             edge: str = "wall", **others) -> Scenario:
    """A scenario whose map is `rows`; a legend value is a thing's name, an agent's, or several joined by " on ".

    `facts`: kind -> properties, in words.
    """
    made, things, next_id = [], [Thing(0, "nothing", GROUND, (), "nothing")], 1
    given = {k[0] for k in kinds}
    for name, layer, attributes, look in [k for k in BUILT_IN if k[0] not in given] + list(kinds) + [(a.name, ACTOR, (), None) for a in agents]:
        made.append(Kind(name, layer, tuple(attributes), next_id, look, is_agent=layer == ACTOR))
        for values in product(*(v for _, v in attributes)):
            pairs = tuple(zip((a for a, _ in attributes), values))
            facing = FACING[1].index(dict(pairs)["facing"]) if "facing" in dict(pairs) else -1
            words = " ".join([*(v for a, v in pairs if a != "facing"), name] + ([f"facing {dict(pairs)['facing']}"] if facing >= 0 else []))
            things.append(Thing(next_id, name, layer, pairs, words, facing))
            next_id += 1
    by_name = {thing.name: thing for thing in things}
    ids = {k.name: frozenset(t.id for t in things if t.kind == k.name) for k in made}
    lines = [line for line in rows.strip("\n").split("\n")]
    h, w = len(lines), max(map(len, lines))
    cells = np.zeros((5, h, w), np.uint16)
    cells[GROUND] = by_name["floor"].id
    starts = []
    meaning = {"#": "wall", ".": "floor", "G": "goal", **legend}
    for y, line in enumerate(lines):
        for x, character in enumerate(line):
            for name in meaning[character].split(" on "):
                thing = by_name[name]
                if thing.layer == ACTOR:
                    starts.append(Start(name, y, x))
                cells[thing.layer, y, x] = thing.id
    order = [a.name for a in agents]
    starts.sort(key=lambda s: (order.index(s.agent), s.row, s.col))
    held = {"wall": "solid opaque", "ice": "slippery", "box": "pushable solid", **(facts or {})}
    listed = tuple(Fact(Noun(name, ids[name]), p) for name, words in held.items() if name in ids for p in words.split())
    return Scenario("stage", "", "stage.yaml", "", tuple(made), tuple(things), (), listed, tuple(agents), (), (), (), (), Board(cells, tuple(starts)), edge=edge, **others)


def snapshot(scene: Scenario, tick: int = 0, movers: list[tuple[int, int, int]] | None = None, cells: np.ndarray | None = None) -> Snapshot:
    """A moment with movers at (row, col, facing)."""
    cells = (scene.board.cells if cells is None else cells).copy()
    places = movers or [(s.row, s.col, s.facing) for s in scene.board.starts]
    cells[ACTOR] = 0
    ids = {t.kind: t.id for t in scene.things if t.layer == ACTOR}
    for start, (row, col, _) in zip(scene.board.starts, places):
        cells[ACTOR, row, col] = ids[start.agent]
    rows = np.array([[*place, 1] for place in places], np.int32).reshape(-1, 4)
    return Snapshot(cells, rows, np.zeros((len(rows), 0), np.int32), np.zeros(0, np.int32), tick, 1, tick, 0)


def frame(now: Snapshot, before: Snapshot | None = None, lives: list[Life] | None = None) -> Frame:
    return Frame(now, before, lives if lives is not None else [life()], [])


def life(agent: str = "ant", mind: str = "cells", **given) -> Life:
    return Life(**{"agent": agent, "mind": mind, "observation": None, "action": 1, "forecast": None, "surprise": 0.0, "reward": 0.0, "total": 0.0, **given})


def audit_of(verdict: np.ndarray, odds: float = .95, landing: np.ndarray | None = None, truth: np.ndarray | None = None) -> Audit:
    """An audit with these verdicts.  uint8 [H, W, A]"""
    h, w, a = verdict.shape
    none = np.full((h, w, a, 4, 3), -1, np.int32)
    stays = np.broadcast_to(np.arange(h * w, dtype=np.int32).reshape(h, w, 1), (h, w, a)).copy()
    believed = Beliefs(stays if landing is None else landing, none, np.where(verdict == UNSURE, .45, odds).astype(np.float32),
                       np.where(verdict == NEVER, 0, 9).astype(np.float32), np.zeros((h, w, a), np.float32))
    return Audit(verdict, believed, Outcomes(stays if truth is None else truth, none, np.zeros((h, w, a), np.float32)))


def sees_all(now: Snapshot, mover: int = 0) -> Observation:
    row, col, facing = (int(v) for v in now.movers[mover, :3])
    return Observation(now.cells, row, col, facing, np.zeros(0, np.int32), np.zeros(0, np.int32))


RIVER = """
##############
#.....www....#
#..T..www..T.#
#.....www....#
#.##..www..G.#
#..#..www....#
#.....www....#
#T....www.##.#
#.....www.#..#
#.G...www....#
#.....www..T.#
#A.T..www....#
#.....www....#
##############
"""


def river() -> Scenario:
    """Trees, two goals, and a wind that blows south."""
    return scenario(RIVER, {"w": "wind facing south", "T": "tree", "A": "ant"}, [kind("wind", "air", FACING), kind("tree", look="green")],
                    facts={"wind": "conveyor", "tree": "solid"})


@dataclass
class Counting:
    """A tabular mind, small and true: what it believes of an action from a cell is what it last saw there."""
    scene: Scenario
    seed: int = 5

    def __post_init__(self):
        cells = self.scene.board.cells
        names = {t.name: t.id for t in self.scene.things}
        self.h, self.w = cells.shape[1:]
        self.solid = (cells[GROUND] == names["wall"]) | (cells[OBJECT] == names.get("tree", 254))
        self.windy = (cells[AIR] == names["wind facing south"]) | (cells[GROUND] == names["wind facing south"])
        self.counts: dict[tuple, dict] = {}
        self.dice = np.random.default_rng(self.seed)

    def outcome(self, row: int, col: int, action: int, wind: int) -> tuple[int, int]:
        if action < 4 and not self.solid[row + ROW_STEP[action], col + COL_STEP[action]]:
            row, col = row + ROW_STEP[action], col + COL_STEP[action]
        if self.windy[row, col] and not self.solid[row + ROW_STEP[wind], col + COL_STEP[wind]]:
            row, col = row + ROW_STEP[wind], col + COL_STEP[wind]
        return row, col

    def learn(self, row: int, col: int, action: int, came: tuple[int, int]) -> None:
        seen = self.counts.setdefault((row, col, action), {})
        for key in seen:
            seen[key] *= .5
        seen[came] = seen.get(came, 0) + 1

    def live(self, row: int, col: int, ticks: int, wind: int) -> list[tuple[int, int]]:
        way = [(row, col)]
        for t in range(ticks):
            if t % 40 == 0:
                free = np.argwhere(~self.solid)
                row, col = (int(v) for v in free[self.dice.integers(len(free))])
            action = int(self.dice.integers(4))
            came = self.outcome(row, col, action, wind)
            self.learn(row, col, action, came)
            row, col = came
            way.append(came)
        return way

    def audit(self, wind: int) -> Audit:
        verdict = np.zeros((self.h, self.w, 5), np.uint8)
        landing, truth = (np.full((self.h, self.w, 5), -1, np.int32) for _ in range(2))
        odds, evidence = np.zeros((self.h, self.w, 5), np.float32), np.zeros((self.h, self.w, 5), np.float32)
        for row, col in np.argwhere(~self.solid).tolist():
            for action in range(5):
                real = self.outcome(row, col, action, wind)
                truth[row, col, action] = real[0] * self.w + real[1]
                seen = self.counts.get((row, col, action))
                if not seen:
                    verdict[row, col, action] = NEVER
                    continue
                best = max(seen, key=seen.get)
                landing[row, col, action] = best[0] * self.w + best[1]
                odds[row, col, action] = min(.99, seen[best] / (sum(seen.values()) + .05))
                evidence[row, col, action] = 5
                verdict[row, col, action] = UNSURE if odds[row, col, action] < .6 else RIGHT if best == real else WRONG
        assert (verdict[self.solid] == NONE).all()
        none = np.full((self.h, self.w, 5, 4, 3), -1, np.int32)
        reward = np.zeros((self.h, self.w, 5), np.float32)
        return Audit(verdict, Beliefs(landing, none, odds, evidence, reward), Outcomes(truth, none, reward))


def forecast_of(now: Snapshot, landing: tuple[int, int], odds: float = .9, cells: np.ndarray | None = None) -> Forecast:
    h, w = now.cells.shape[1:]
    told = (now.cells if cells is None else cells)[None]
    return Forecast(told, np.ones((1, h, w), np.float32), np.array([landing[0] * w + landing[1]], np.int32), np.array([odds], np.float32),
                    np.zeros(1, np.float32), np.array([odds], np.float32))


__all__ = ["ITEM", "audit_of", "forecast_of", "frame", "kind", "life", "river", "scenario", "sees_all", "snapshot", "Counting"]
