"""Data from before: what shows only in conditions that the old data do not hold can be learned by living and in no other way.

A mind lives for a while on one map, by its own choice. Then it is set down on another map under the very same law, where something is met that the
old one did not have. Dice choose from then on, the same for every mind, so all of them meet the same things equally often.
"""
from __future__ import annotations

import numpy as np

from lab.examining.exam import LEAST, MOST, Exam, Metric
from lab.examining.lives import Life
from world.load import from_text
from world.scenario import GROUND, OBJECT
from world.types import Observation
from world.world import World

OLD, NEW, EPISODE = 400, 400, 20
"""Ticks on the old map; on the new one, in episodes of so many."""
TOWARD = 0.5
"""Share of the driven actions that go toward what is new."""
HEAD = """\
scenario: 1
legend: {A: ant, o: crate, i: ice, g: green rug, r: red rug, b: blue rug, ~: river}
kinds:
  crate: {is: [pushable, solid], strength: 1}
  ice: {layer: ground, is: [slippery, solid to crate]}
  river: {layer: ground, is: solid}
  rug: {layer: ground, with: {colour: [red, blue, green]}}
agents: {ant: {mind: learner, actions: [north, east, south, west]}}
rules: {home: {when: ant enters green rug, do: return them home}}
map: |
"""
OLD_MAP = """\
  ###########
  #A..r.#...#
  #...o.#.b.#
  #..........
  #.b...~~r.#
  #.....~~..#
  ###########
"""
NEW_MAPS = {
    "two crates at once": """\
  ###########
  #..o...o..#
  #..o.A.o..#
  #.oo...oo.#
  #..o...o..#
  #....oo...#
  ###########
""",
    "ice beyond the river": """\
  ###########
  #..iii....#
  #..iiiA.r.#
  #..iii....#
  #b.iii~~..#
  #..iii~~..#
  ###########
""",
    "a colour not yet seen": """\
  ###########
  #..g...g..#
  #.g..A..g.#
  #...g.g...#
  #r..g...b.#
  #.g...g...#
  ###########
"""}
STEPS = ((-1, 0), (0, 1), (1, 0), (0, -1))


def text(board: str) -> str:
    return HEAD + board.replace("#..........\n", "#.........#\n")


def meets(title: str, seen: Observation, action: int, names: tuple[str, ...]) -> bool:
    """Whether an action meets what the old map did not have."""
    def at(k: int, layer: int) -> str:
        row, col = seen.row + k * STEPS[action][0], seen.col + k * STEPS[action][1]
        inside = 0 <= row < seen.cells.shape[1] and 0 <= col < seen.cells.shape[2]
        return names[seen.cells[layer, row, col]] if inside else ""
    if title == "two crates at once":
        return at(1, OBJECT) == at(2, OBJECT) == "crate"
    return at(1, GROUND) == ("ice" if title.startswith("ice") else "green rug")


def drawn(title: str, seen: Observation, names: tuple[str, ...], dice: np.random.Generator) -> int:
    """An action by dice: now and then toward the nearest thing that is new, if it is not met already."""
    action = int(dice.integers(4))
    if dice.random() >= TOWARD:
        return action
    met = [a for a in range(4) if meets(title, seen, a, names)]
    if met:
        return met[int(dice.integers(len(met)))]
    layer, thing = (OBJECT, "crate") if title.startswith("two") else (GROUND, "ice" if title.startswith("ice") else "green rug")
    rows, cols = np.nonzero(seen.cells[layer] == names.index(thing))
    away = abs(rows - seen.row) + abs(cols - seen.col)
    if not len(away) or away.min() == 0:
        return action
    near = int(away.argmin())
    down, right = int(rows[near]) - seen.row, int(cols[near]) - seen.col
    return (2 if down > 0 else 0) if abs(down) > abs(right) or right == 0 else (1 if right > 0 else 3)


def life_with(mind: str, seed: int, title: str) -> dict[str, float]:
    """One life; the figures of its contacts with what is new."""
    life = Life(from_text(text(OLD_MAP)), mind, seed)
    for _ in range(OLD):
        life.tick()
    life.world = World(from_text(text(NEW_MAPS[title])), (seed,))
    life.begin()
    dice, names = np.random.default_rng([seed, len(title)]), life.looks.names
    right, ticks = [], []
    for tick in range(NEW):
        if tick % EPISODE == 0:
            life.begin()
        action = drawn(title, life.observation, names, dice)
        met = meets(title, life.observation, action, names)
        came = life.tick(action)
        if met:
            right.append(came.right)
            ticks.append(tick)
    return told(np.array(right, bool), np.array(ticks))


def told(right: np.ndarray, ticks: np.ndarray) -> dict[str, float]:
    """From first contact to right: the contact from which two in a row were foretold; NEW steps, and every contact, if that never came."""
    settled = np.flatnonzero(right[1:] & right[:-1])
    ever = len(settled) > 0
    return {"contacts": float(len(right)), "steps from first contact to right": float(ticks[settled[0]] - ticks[0]) if ever else float(NEW),
            "contacts before right": float(settled[0]) if ever else float(len(right)), "ever right": float(ever), "right over the last ten": float(right[-10:].mean())}


def life(mind: str, seed: int) -> dict[str, float]:
    """Each of the three in a life of its own; and the means over all."""
    lives = {title: life_with(mind, seed, title) for title in NEW_MAPS}
    figures = {f"{title}: {what}": value for title, told in lives.items() for what, value in told.items()}
    return figures | {what: float(np.mean([told[what] for told in lives.values()])) for what in next(iter(lives.values()))}


FROZEN = f"frozen rules at {OLD}"
EXAM = Exam("nineteen-hundred", "A law that shows only in conditions that the old data do not hold: how soon is it known to who lives on, and to who does not?", life, (
    Metric("steps from first contact to right", {"rules": 40}, MOST), Metric("contacts before right", {"rules": 3}, MOST),
    Metric("right over the last ten", {"rules": 0.95}, LEAST),
    Metric("steps saved by living", 0, MOST, of="steps from first contact to right", versus=FROZEN, surely=True),
    *(Metric(f"{title}: {what}", yes_or_no=what == "ever right") for title in NEW_MAPS for what in ("steps from first contact to right", "ever right", "contacts"))),
    minds=("rules", "cells", "napping rules", FROZEN), sees="the whole board; dice choose the actions on the new map")
