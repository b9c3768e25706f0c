"""A stock PPO learns the blocking maze through the Gymnasium face. Needs what this project does not install:

    pip install torch==2.13.0 stable-baselines3==2.9.2
    python -m docs.ppo                          # the maze, for 250,000 steps
    python -m docs.ppo SCENARIO --steps 500000 --episode 0

It prints what a tick brings while it learns, and what it brings when it does what it thinks best, beside the most that it can bring: the shortest way
to the reward, walked over and over.
"""
import argparse
from collections import deque

import gymnasium
import numpy as np
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env

import umwelt
from lab.faces.opening import scenario_of
from world.world import World

EVERY = 10_000
"""Steps between two lines."""


def best(world: World) -> float:
    """The most that one agent can bring home in a tick by a single way: from where it stands, the first reward, and home again."""
    truth = world.outcomes(world.learners[0])
    ahead, far = deque([int(world.snapshot().movers[0, 0] * world.shape[1] + world.snapshot().movers[0, 1])]), {}
    far[ahead[0]] = 0
    while ahead:
        cell = ahead.popleft()
        row, col = divmod(cell, world.shape[1])
        for landing, reward in zip(truth.landing[row, col].tolist(), truth.reward[row, col].tolist()):
            if reward > 0:
                return reward / (far[cell] + 1)
            if landing >= 0 and landing not in far:
                far[landing] = far[cell] + 1
                ahead.append(landing)
    return 0.0


class Curve(BaseCallback):
    """Prints the mean reward of a tick, from time to time."""

    def __init__(self, most: float):
        super().__init__()
        self.most, self.rewards, self.line = most, [], EVERY

    def _on_step(self) -> bool:
        self.rewards.append(float(np.mean(self.locals["rewards"])))
        if self.num_timesteps >= self.line:
            mean = float(np.mean(self.rewards))
            print(f"{self.num_timesteps:8,} steps: {mean:.4f} a tick, {mean / self.most:6.1%} of the most {'#' * round(40 * mean / self.most)}", flush=True)
            self.rewards, self.line = [], self.line + EVERY
        return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="1-blocking-maze")
    parser.add_argument("--steps", type=int, default=250_000)
    parser.add_argument("--episode", type=int, default=200, help="ticks to an episode, after which the map begins anew; 0: as the scenario says")
    parser.add_argument("--observation", default="flat")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    options = {"scenario": arguments.scenario, "observation": arguments.observation, **({"max_episode_steps": arguments.episode} if arguments.episode else {})}
    envs = make_vec_env("Umwelt-v0", n_envs=8, seed=arguments.seed, env_kwargs=options)
    most = best(World(scenario_of(arguments.scenario), (arguments.seed,)))
    print(f"{umwelt.World.load(arguments.scenario)}: at most {most:.4f} a tick")
    policy = "MultiInputPolicy" if arguments.observation == "dict" else "MlpPolicy"
    learner = PPO(policy, envs, seed=arguments.seed, device="cpu").learn(arguments.steps, Curve(most))
    mean = walked(learner, gymnasium.make("Umwelt-v0", **options), arguments.seed)
    print(f"without dice: {mean:.4f} a tick, {mean / most:.1%} of the most")


def walked(learner: PPO, env: gymnasium.Env, seed: int, ticks: int = 1000) -> float:
    """The mean reward of a tick where the learner always does what it thinks best."""
    total, (seen, _) = 0.0, env.reset(seed=seed)
    for _ in range(ticks):
        seen, reward, terminated, truncated, _ = env.step(int(learner.predict(seen, deterministic=True)[0]))
        total += float(reward)
        if terminated or truncated:
            seen, _ = env.reset()
    return total / ticks


if __name__ == "__main__":
    main()
