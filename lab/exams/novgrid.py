"""Novelties after NovGrid (Balloch et al. 2022): a door that wants another key, lava that stops hurting, lava that begins to hurt; and back, and again.

The worlds are ours, of NovGrid's size and sense: the ant has the four moves, sees the board, and takes keys by walking onto them. One map a life.
"""
from __future__ import annotations

from collections import deque
from functools import partial

import numpy as np

from lab.examining.exam import MOST, Exam, Metric
from lab.examining.lives import WORLDS, Life
from world.load import load
from world.scenario import GROUND, ITEM, OBJECT

FLIPS = (13, 21, 29)
"""Episodes with which a law turns round."""
EPISODES = 36
LAVA = {"lava-proof": {"first": "on", "then": "off"}, "lava-hurts": {"first": "off", "then": "on"}}
MOST_TICKS = 20_000
SOURCE = "Balloch et al. 2022, and their follow-ups: steps until 95 % of the reward after the change"
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))


def shortest(life: Life, key: str, lava_burns: bool) -> int:
    """Ticks of the best episode from here, which must be its start, under the law as it is; -1 if there is none."""
    names, cells = life.looks.names, life.observation.cells
    H, W = cells.shape[1:]

    def name(layer: int, row: int, col: int) -> str:
        return names[cells[layer, row, col]]

    start = (life.observation.row, life.observation.col, "", False)
    ahead, seen = deque([(start, 0)]), {start}
    while ahead:
        (row, col, held, opened), steps = ahead.popleft()
        for dr, dc in MOVES:
            r, c = row + dr, col + dc
            thing = name(OBJECT, r, c) if 0 <= r < H and 0 <= c < W else "wall"
            if thing == "wall" or name(GROUND, r, c) == "wall" or name(GROUND, r, c) == "lava" and lava_burns:
                continue
            if thing.endswith("locked door") and not opened:
                after = (row, col, held, held == key)
            else:
                lies = name(ITEM, r, c)
                after = (r, c, lies.split(" ")[0] if lies.endswith(" key") else held, opened)
            if "goal" in (name(layer, r, c) for layer in range(5)):
                return steps + 1
            if after not in seen:
                seen.add(after)
                ahead.append((after, steps + 1))
    return -1


def lived(life: Life, best_of) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole episodes, one after the other.  their ticks, their rewards, the ticks of the best episode under the law as it was; nan: never lived"""
    ticks, rewards, best = np.full((3, EPISODES), np.nan)
    for e in range(EPISODES):
        if life.ticks > MOST_TICKS:
            break
        best[e], ticks[e], rewards[e] = best_of(life, e + 1), 0, 0.0
        while True:
            tick = life.tick(foretell=False)
            ticks[e] += 1
            rewards[e] += tick.reward
            if tick.ended or tick.truncated:
                break
    return ticks, rewards, best


def figures_of(ticks: np.ndarray, rewards: np.ndarray, best: np.ndarray, target: float) -> dict:
    """NovGrid's metrics at each flip: the first episode after it, steps until episodes pay as before, what is left over the optimum."""
    figures = {"over the optimum before the first flip": float(np.nanmean((ticks - best)[FLIPS[0] - 4:FLIPS[0] - 1]))}
    for n, flip in enumerate(FLIPS, 1):
        stop = FLIPS[n] if n < len(FLIPS) else EPISODES + 1
        after, paid, over = (a[flip - 1:stop - 1] for a in (ticks, rewards, ticks - best))
        good = (paid >= target) & (over <= 1)
        back = int(np.argmax(good)) if good.any() else -1
        figures |= {f"flip {n}: steps in the first episode": float(after[0]), f"flip {n}: reward of the first episode": float(paid[0]),
                    f"flip {n}: over the optimum in the third episode": float(over[2]), f"flip {n}: over the optimum at the end": float(over[-1]),
                    f"flip {n}: steps until within one step of the optimum": float(after[:back + 1].sum()) if back >= 0 else float(np.nansum(after))}
    return figures | {"curve:ticks of an episode": np.nan_to_num(ticks, nan=0.0).tolist()}


def doorkey(mind: str, seed: int) -> dict:
    """A red door: the red key opens it, from episode 13 on the blue one, from 21 on the red one, from 29 on the blue one."""
    life = Life(load(WORLDS / "door-key.yaml"), mind, seed)
    return figures_of(*lived(life, lambda life, episode: shortest(life, "blue" if sum(episode >= f for f in FLIPS) % 2 else "red", False)), 1.0)


def lava(mind: str, seed: int, exam: str) -> dict:
    """Lava between here and the goal: a way through it, and one around."""
    settings = LAVA[exam]
    life = Life(load(WORLDS / "lava-field.yaml", settings), mind, seed)
    burns = [settings["first"] == "on", settings["then"] == "on"]
    return figures_of(*lived(life, lambda life, episode: shortest(life, "", burns[sum(episode >= f for f in FLIPS) % 2])), 1.0)


def metrics(published: str, first: float | None = None, third: float | None = None) -> tuple[Metric, ...]:
    told = []
    for n in range(1, len(FLIPS) + 1):
        told += [Metric(f"flip {n}: steps in the first episode", first if n == 1 else None, MOST), Metric(f"flip {n}: over the optimum in the third episode", third, MOST),
                 Metric(f"flip {n}: steps until within one step of the optimum", None, MOST, published=published if n == 1 else "", source=SOURCE if n == 1 else ""),
                 Metric(f"flip {n}: reward of the first episode"), Metric(f"flip {n}: over the optimum at the end", None, MOST)]
    return (*told, Metric("over the optimum before the first flip", None, MOST))


EXAMS = (
    Exam("doorkey-change", "The key that opens the door is another one from now on. How long until the mind has found out?", doorkey,
         metrics("PPO 2.25e6, DreamerV2 5.3e5, WorldCloner 9.8e5", 35, 1), sees="the whole board"),
    Exam("lava-proof", "Lava stops hurting: a short way has opened, and nothing tells so. How long until the mind takes it?", partial(lava, exam="lava-proof"),
         metrics("PPO 1.39e5, WorldCloner 8.3e4, best explorer on PPO 2.05e4"), sees="the whole board"),
    Exam("lava-hurts", "Lava begins to hurt: the short way has closed. How many deaths until the mind goes round?", partial(lava, exam="lava-hurts"),
         metrics("PPO 2.08e6, DreamerV2 1.05e6, WorldCloner 1.07e6"), sees="the whole board"))
