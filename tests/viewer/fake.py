"""A session without a kernel: a river of wind between two goals, a mind that learns a rule and one that learns cells. For tests of the window."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from agents.agent import Beliefs, Forecast, Ledger
from lab.frame import NEVER, NONE, RIGHT, UNSURE, WRONG, Audit, Frame, Life
from world import scenario as S
from world.mistakes import Mistake, ScenarioError
from world.types import LogEntry, Looks, Observation, Outcomes, Row, Snapshot

MAP = """#############
#....vvv....#
#.t..vvv..t.#
#....vvv....#
#.##.vvv..n.#
#..#.vvv....#
#....vvv.##.#
#t...vvv.#..#
#....vvv....#
#.c..vvv....#
#....vvv.t..#
#..t.vvvA...#
#############"""
FLOOR, WALL, WIND, TREE, GOAL, ANT = 1, 2, 3, 4, 5, 6
STEPS = ((-1, 0), (0, 1), (1, 0), (0, -1), (0, 0))
ACTIONS = ("north", "east", "south", "west", "wait")


def scenario() -> S.Scenario:
    """The board and its names, as the reader would hand them over."""
    def thing(i, kind, layer, facing=-1, values=()):
        return S.Thing(i, kind, layer, values, kind if facing < 0 else f"{kind} facing south", facing)
    things = (thing(0, "nothing", 0), thing(FLOOR, "floor", S.GROUND), thing(WALL, "wall", S.OBJECT),
              thing(WIND, "wind", S.AIR, 2, (("facing", "south"),)), thing(TREE, "tree", S.OBJECT), thing(GOAL, "goal", S.ITEM), thing(ANT, "ant", S.ACTOR))
    kinds = tuple(S.Kind(t.kind, t.layer, (), t.id, is_agent=t.kind == "ant") for t in things)
    rows = MAP.split("\n")
    cells = np.zeros((5, len(rows), len(rows[0])), np.uint16)
    cells[S.GROUND] = FLOOR
    starts = []
    for r, line in enumerate(rows):
        for c, glyph in enumerate(line):
            if glyph == "#":
                cells[S.OBJECT, r, c] = WALL
            elif glyph == "v":
                cells[S.AIR, r, c] = WIND
            elif glyph == "t":
                cells[S.OBJECT, r, c] = TREE
            elif glyph in "cn":
                cells[S.ITEM, r, c] = GOAL
            elif glyph == "A":
                starts.append(S.Start("ant", r, c))
    agents = (S.Agent("ant", ("rules", "cells"), ACTIONS),)
    return S.Scenario("turning wind", "The wind turns.", "turning-wind.yaml", "", kinds, things, (), (), agents, (), (), (S.Rule("arrive", S.Clock()),),
                      (S.Change("wind turns", (), (S.Moment(160, 160),)),), S.Board(cells, tuple(starts)))


@dataclass
class FakeWorld:
    learners: tuple = ("ant",)


@dataclass
class FakeMind:
    learns: str


@dataclass
class FakeTwin:
    title: str
    names: dict
    minds: dict
    world: FakeWorld
    rows: list
    frame: Frame | None = None


class FakeSession:
    """Lives like `lab.session.Session`, with numbers made up where nobody looks. `turns_at`: the tick of the scheduled change."""

    def __init__(self, minds=("rules", "cells"), seed=0, turns_at=160, fails_at=None, board=None):
        self.scenario, self.seed, self.turns_at, self.fails_at = board or scenario(), seed, turns_at, fails_at
        self.learners = ("ant",)
        self.looks = {"ant": Looks(tuple(t.name for t in self.scenario.things), np.zeros(7, np.int8), np.arange(7, dtype=np.int16), np.zeros(7, np.int16),
                                   np.full(7, -1, np.int8), ACTIONS, (), np.zeros(0, np.int16), self.scenario.board.cells.shape[1:])}
        self.minds_given = tuple(minds)
        self.audit, self.tick_count, self.pending, self.taken, self.notices = True, 0, [], set(), []
        self.carries, self.solid, self.version, self.entries = "forward", True, 0, []
        start = self.scenario.board.starts[0]
        self.at = [(start.row, start.col) for _ in minds]
        self.goal = [0] * len(minds)
        self.seen = [np.zeros((*self.scenario.board.cells.shape[1:], 5, 2)) for _ in minds]
        self.regime = ["forward" for _ in minds]
        self.last = [0] * len(minds)
        self.next_action = None
        self.twins = [FakeTwin(m, {"ant": m}, {"ant": FakeMind("rules" if m == "rules" else "cells")}, FakeWorld(), [0]) for m in minds]
        self.random = np.random.default_rng(seed)
        for i, twin in enumerate(self.twins):
            twin.frame = self._frame(i, None, -1, 0.0, None, [])

    # ---- the rules of the river
    def _solid(self, r, c):
        h, w = self.scenario.board.cells.shape[1:]
        return not (0 <= r < h and 0 <= c < w) or self.scenario.board.cells[S.OBJECT, r, c] in (WALL, TREE)

    def _outcome(self, r, c, a, carries):
        r2, c2 = r + STEPS[a][0], c + STEPS[a][1]
        if self._solid(r2, c2):
            r2, c2 = r, c
        if self.scenario.board.cells[S.AIR, r2, c2] == WIND:
            d = 1 if carries == "forward" else -1
            if not self._solid(r2 + d, c2):
                r2 += d
        return r2, c2

    def _belief(self, i, r, c, a):
        """(landing, odds, evidence)"""
        if self.minds_given[i] == "rules":
            n = self.seen[i][..., 0].sum()
            return (self._outcome(r, c, a, self.regime[i]), .97, n) if n > 8 else (None, 0, 0)
        old, new = self.seen[i][r, c, a]
        if old + new == 0:
            return None, 0, 0
        side = "forward" if old >= new else "backward"
        return self._outcome(r, c, a, side), (max(old, new) + .5) / (old + new + 1), old + new

    def _plan(self, i):
        goals = [(4, 10), (9, 2)]
        goal = goals[self.goal[i]]
        best, at, path = [], self.at[i], []
        for _ in range(10):
            steps = []
            for a in range(4):
                landing, odds, _ = self._belief(i, *at, a)
                landing = landing or self._outcome(*at, a, "forward")
                if landing != at:
                    steps.append((abs(landing[0] - goal[0]) + abs(landing[1] - goal[1]) + .01 * self.random.random(), a, landing))
            if not steps:
                break
            _, a, at = min(steps)
            best.append(a)
            path.append(at)
            if at == goal:
                break
        return best, path

    # ---- the API
    @property
    def frames(self):
        return [twin.frame for twin in self.twins]

    def tick(self, given=None):
        if self.fails_at is not None and self.tick_count + 1 >= self.fails_at:
            raise ZeroDivisionError("the river ran dry")
        self.tick_count += 1
        flips = self.tick_count == self.turns_at
        for sentence in self.pending:
            if "carries" in sentence:
                self._change("", "person", sentence.rsplit(" ", 1)[1])
            elif sentence == "apply wind turns":
                self._change("wind turns", "person", "backward")
            elif "slippery" in sentence or "solid" in sentence:
                self.solid = "not" not in sentence
                self.version += 1
                self.entries = self.entries + [LogEntry(self.tick_count, self.version, "person", "", (), (sentence,))]
        self.pending = []
        if flips:
            self._change("wind turns", "clock", "backward")
        for i, twin in enumerate(self.twins):
            before, at = twin.frame.snapshot, self.at[i]
            plan, path = self._plan(i)
            a = plan[0] if plan and self.random.random() < .8 else int(self.random.integers(5))
            if "ant" in self.taken:
                a = self.next_action if self.next_action is not None else 4
            believed, odds, evidence = self._belief(i, *at, a)
            landing = self._outcome(*at, a, self.carries)
            right = believed == landing
            bits = 5.5 if believed is None else .05 if right else 6.0
            calm = self._outcome(*at, a, "forward") == self._outcome(*at, a, "backward")
            if calm:
                self.seen[i][at][a] += .5
            else:
                self.seen[i][at][a][0 if self.carries == "forward" else 1] += 1
            if not right and believed is not None and self.minds_given[i] == "rules":
                self.last[i] += 1
                if self.last[i] >= 3:
                    self.regime[i], self.last[i] = self.carries, 0
            self.at[i] = landing
            if landing in ((4, 10), (9, 2)):
                self.goal[i] = 1 if landing == (4, 10) else 0
            cells = before.cells[None]
            forecast = Forecast(cells, np.full((1, *cells.shape[2:]), .97, np.float32), np.array([(believed or at)[0] * 13 + (believed or at)[1]], np.int32),
                                np.array([odds or .2], np.float32), np.zeros(1, np.float32), np.array([odds or .2], np.float32))
            twin.frame = self._frame(i, before, a, bits, forecast, [r * 13 + c for r, c in path])
        self.next_action = None
        return self.frames

    def _change(self, name, by, value):
        self.version += 1
        removed, self.carries = f"wind.carries = {self.carries}", value
        self.entries = self.entries + [LogEntry(self.tick_count, self.version, by, name, (removed,), (f"wind.carries = {value}",))]

    def _frame(self, i, before, action, bits, forecast, plan):
        cells = self.scenario.board.cells.copy()
        r, c = self.at[i]
        cells[S.ACTOR, r, c] = ANT
        snapshot = Snapshot(cells, np.array([[r, c, 1, 1]], np.int32), np.zeros((1, 0), np.int32), np.zeros(0, np.int32), self.tick_count, 1, self.tick_count,
                            self.version)
        seen = Observation(before.cells, int(before.movers[0, 0]), int(before.movers[0, 1]), 1, np.zeros(0, np.int32), np.zeros(0, np.int32)) if before is not None else None
        after = Observation(cells, r, c, 1, np.zeros(0, np.int32), np.zeros(0, np.int32))
        ledger = Ledger(self.tick_count, {"acting": .2, "planning": .01 * self.tick_count, "learning": .02 * self.tick_count}, 0, 0, 11_000 + 80_000 * i)
        life = Life("ant", self.minds_given[i], seen, action, forecast, bits, 0.0, 0.0, plan, self._audit(i) if self.audit else None, ledger, after=after)
        return Frame(snapshot, before, [life], list(self.entries))

    def _audit(self, i):
        h, w = self.scenario.board.cells.shape[1:]
        verdict = np.zeros((h, w, 5), np.uint8)
        land, truth = np.full((h, w, 5), -1, np.int32), np.full((h, w, 5), -1, np.int32)
        odds, evidence = np.zeros((h, w, 5), np.float32), np.zeros((h, w, 5), np.float32)
        for r in range(h):
            for c in range(w):
                if self._solid(r, c):
                    continue
                for a in range(5):
                    believed, p, n = self._belief(i, r, c, a)
                    true = self._outcome(r, c, a, self.carries)
                    truth[r, c, a] = true[0] * w + true[1]
                    odds[r, c, a], evidence[r, c, a] = p, n
                    if believed is None:
                        verdict[r, c, a] = NEVER
                        continue
                    land[r, c, a] = believed[0] * w + believed[1]
                    verdict[r, c, a] = UNSURE if p < .6 else RIGHT if believed == true else WRONG
        none = np.full((h, w, 5, 4, 3), -1, np.int32)
        return Audit(np.where(truth < 0, NONE, verdict).astype(np.uint8), Beliefs(land, none, odds, evidence, np.zeros_like(odds)),
                     Outcomes(truth, none, np.zeros_like(odds)))

    def examine(self, twin=0, learner=None):
        return self._audit(twin)

    def law(self, twin=0):
        touched = frozenset({WIND})
        newest = next((e for e in reversed(self.entries) if any("carries" in a for a in e.added)), None)
        rows = [Row("wind.carries", f"wind.carries = {self.carries}", "word", True, self.carries, ("forward", "backward"), "wind.carries = {}", "",
                    newest.tick if newest else None, newest.by if newest else "", newest.removed[0] if newest else "", None, touched),
                Row("wind is conveyor", "wind is conveyor", "fact", True, edit_on="wind is conveyor", edit_off="wind is not conveyor", touches=touched),
                Row("wind.speed", "wind.speed = 1", "number", True, 1, (0, 3), "wind.speed = {}"),
                Row("tree is solid", "tree is solid" if self.solid else "tree is not solid", "fact", self.solid, edit_on="tree is solid", edit_off="tree is not solid"),
                Row("rule arrive", "arrive: when ant enters goal, do reward 1", "rule", True, edit_on="rule arrive on", edit_off="rule arrive off")]
        wait = self.turns_at - self.tick_count
        rows.append(Row("change wind turns", "wind turns: wind.carries = backward", "change", False, edit_on="apply wind turns", edit_off="undo wind turns",
                        due_in=wait if wait > 0 else None))
        return rows

    def log(self, twin=0):
        return list(self.entries)

    def enact(self, sentence):
        if "nonsense" in sentence:
            raise ScenarioError([Mistake(S.Mark("<typed>", 1, 1, 8), "I cannot read this", "phrase")])
        self.pending.append(sentence)

    def take_over(self, learner, on=True):
        (self.taken.add if on else self.taken.discard)(learner)

    def act(self, learner, action):
        self.next_action = action

    def swap(self, learner, mind, twin=0):
        given = list(self.minds_given)
        given[twin] = "rules" if mind == "rules" else "cells"
        self.minds_given = tuple(given)
        self.seen[twin][:] = 0

    def fresh(self, seed=None, minds=None, scenario=None):
        return FakeSession(self.minds_given, self.seed if seed is None else seed, self.turns_at, None, scenario)

    def branch(self, tick, progress=None):
        again = FakeSession(self.minds_given, self.seed, self.turns_at, None, self.scenario)
        for _ in range(tick):
            again.tick()
        return again

    def writer(self, row, col, twin=0):
        return "the map"

    def save(self, path):
        path.write_text("a trace")

    def digest(self, twin=0):
        return "0" * 16

    def close(self):
        pass


def river(**more) -> S.Scenario:
    return replace(scenario(), **more)
