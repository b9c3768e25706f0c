"""How fast the faces are, for `python main.py bench`."""
from __future__ import annotations

import gymnasium
import numba as nb
import numpy as np
from gymnasium.vector import AutoresetMode

from lab.bench import EMPTY, Figure, bench, best_of, compiled_as_numba_would, figure
from lab.faces import known

STEPS = 500
"""In one measurement of one world."""
MANY = 4096


@nb.njit
def bare_call(grid, place, action, pays, picture):
    """What a step costs at the least where each is a call from Python: on if nothing is in the way, a reward from a table, a new beginning at the goal, 7 x 7 cells seen."""
    ahead = place[0] + (-16 if action == 0 else 1 if action == 1 else 16 if action == 2 else -1)
    if grid[ahead] != 1:
        place[0] = ahead
    reward = pays[grid[place[0]]]
    if grid[place[0]] == 2:
        place[0] = 17
    row = place[0] // 16
    col = place[0] % 16
    for i in range(7):
        for j in range(7):
            down = row - 3 + i
            right = col - 3 + j
            picture[i, j] = grid[down * 16 + right] if down >= 0 and down < 16 and right >= 0 and right < 16 else 255
    return reward


@bench("gymnasium")
def one() -> Figure:
    """One world through `gymnasium.make`, as a learner steps it: a window of 7 x 7 cells, the topmost things."""
    known.register()
    env = gymnasium.make(known.NAME, scenario=EMPTY, agent="ant", observation="top", seed=0)
    env.reset()
    grid = np.zeros((16, 16), np.uint8)
    grid[[0, -1]] = grid[:, [0, -1]] = 1
    grid[14, 14] = 2
    flat, place, pays, picture = grid.reshape(-1), np.array([17]), np.array([0, 0, 1.0]), np.zeros((7, 7), np.uint8)
    compiled_as_numba_would(bare_call)(flat, place, 0, pays, picture)
    actions = np.random.default_rng(0).integers(0, 4, STEPS).tolist()

    def bare() -> None:
        for action in actions:
            bare_call(flat, place, action, pays, picture)

    def ours() -> None:
        step = env.step
        for action in actions:
            _, _, terminated, truncated, _ = step(action)
            if terminated or truncated:
                env.reset()
    best = best_of({"bare": bare, "ours": ours})
    return figure("gymnasium", STEPS / best["ours"], "steps/s", STEPS / best["bare"], 0.125, about="one world, 16x16, 7x7 seen; beside a bare call from Python")


@bench("gymnasium-many")
def many() -> Figure:
    """A vector of worlds through `gymnasium.make_vec`, beside the batch by itself."""
    known.register()
    envs = gymnasium.make_vec(known.NAME, num_envs=MANY, scenario=EMPTY, agent="ant", observation="top", seed=0, autoreset_mode=AutoresetMode.SAME_STEP)
    envs.reset()
    engine = envs.unwrapped.lives.world._engine
    actions = np.random.default_rng(0).integers(0, 4, (64, MANY))
    ticks = iter(range(1 << 60))

    def batch() -> None:
        engine.actions[:, 0] = actions[next(ticks) % 64]
        engine.run(None, 2)
    best = best_of({"batch": batch, "ours": lambda: envs.step(actions[next(ticks) % 64])}, rounds=20)
    return figure("gymnasium-many", MANY / best["ours"], "steps/s", MANY / best["batch"], None, about=f"{MANY} worlds, 16x16, 7x7 seen; beside the batch without Gymnasium")
