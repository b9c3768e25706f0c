"""How soon a newborn foretells whole frames of worlds it knows nothing of: `first-steps`; and what it knows of acts never done: `counterfactual`."""
from __future__ import annotations

import numpy as np

from lab.examining.choosing import likeness, rank
from lab.examining.exam import Curve, Exam, Metric
from lab.examining.lands import FIRST_THINGS, MANY_THINGS, Lands, Novelties, map_seed, world_of
from world.scenario import ACTOR

SPANS = ((0, 50), (50, 100), (100, 400))
PUBLISHED = {"A": ".904 is ideal, .875 a probe, over ticks 0-50", "B": ".864 is ideal, .853 a probe, over ticks 0-50"}
WORLDS = {"A": FIRST_THINGS, "B": MANY_THINGS}
LIVED, STATES, DISTRACTORS = 1000, 24, 8
"""Ticks lived before `counterfactual` asks; states asked of; wrong frames beside each right one, at most, from other states."""


def first_steps(mind: str, seed: int) -> dict[str, float | list[float]]:
    """400 random steps in each world; beside what came right, who would have been wrong exactly once per new happening."""
    figures: dict[str, float | list[float]] = {}
    for title, name in WORLDS.items():
        lands = Lands(world_of(name), mind, seed)
        right, ideal = np.zeros(SPANS[-1][1]), np.zeros(SPANS[-1][1])
        novelties = Novelties(lands.life.looks)
        home, maps = (lands.life.observation.row, lands.life.observation.col), 0
        for t in range(len(right)):
            lands.prepare()
            if lands.maps != maps:
                home, maps = (lands.life.observation.row, lands.life.observation.col), lands.maps
            tick = lands.go(lands.draw())
            right[t], ideal[t] = tick.right, not novelties.new(tick, home)
        for a, b in SPANS:
            figures[f"{title} right {a}-{b}"] = right[a:b].mean()
            figures[f"{title} ideal {a}-{b}"] = ideal[a:b].mean()
            figures[f"{title} short of ideal {a}-{b}"] = ideal[a:b].mean() - right[a:b].mean()
        figures[f"curve:{title} right"] = right.reshape(-1, 20).mean(1).tolist()
        figures[f"curve:{title} ideal"] = ideal.reshape(-1, 20).mean(1).tolist()
    return figures


def counterfactual(mind: str, seed: int) -> dict[str, float]:
    """After 1000 random steps: what would each action do, in states of new maps where nothing was ever done?"""
    figures = {}
    for title, name in WORLDS.items():
        lands = Lands(world_of(name), mind, seed)
        for _ in range(LIVED):
            lands.tick()
        exact, first, reciprocal = [], [], []
        for observation, action, ahead, others in questions(lands):
            forecast = lands.life.mind.imagine(observation, [action])
            exact.append(np.array_equal(forecast.cells[0], ahead[0]) and int(forecast.landing[0]) == ahead[1])
            place = rank([likeness(forecast, *frame) for frame in (ahead, *others)])
            first.append(place == 1)
            reciprocal.append(1 / place)
        figures |= {f"{title} exact": float(np.mean(exact)), f"{title} Rank@1": float(np.mean(first)), f"{title} MRR": float(np.mean(reciprocal))}
    return figures


def questions(lands: Lands):
    """Each action in states of new maps: (observation, action, the true next frame, other frames). A frame: (cells, own cell).

    The others are what the other actions bring here, and up to DISTRACTORS that carry the effect of some action in another state over to this one:
    the mover's shift, and each changed cell's shift from the mover and what it became.
    """
    world, life, dice = lands.world, lands.life, np.random.default_rng([lands.seed, 5])
    actions, states = range(len(life.looks.actions)), []
    width = life.looks.shape[1]
    for i in range(STATES):
        world.renew({0: map_seed(lands.seed, 10_000 + i)})
        if i % 2:
            world.enact("storm")
            world.step([[-1]])
        for _ in range(int(dice.integers(1, 30))):
            world.step([[int(dice.integers(len(actions)))]])
        aheads = []
        for action in actions:
            ahead = world.peek([action])
            aheads.append((ahead.cells, int(ahead.movers[0, 0]) * width + int(ahead.movers[0, 1])))
        states.append((life.see(), aheads))
    effects = [effect(observation, *ahead) for observation, aheads in states for ahead in aheads]
    for observation, aheads in states:
        for action in actions:
            others = [ahead for ahead in aheads if not same(ahead, aheads[action])]
            for i in dice.permutation(len(effects)):
                if len(others) >= len(actions) - 1 + DISTRACTORS:
                    break
                frame = carried_over(observation, effects[i])
                if frame is not None and not any(same(frame, known) for known in (aheads[action], *others)):
                    others.append(frame)
            yield observation, action, aheads[action], others


def same(one: tuple, other: tuple) -> bool:
    return one[1] == other[1] and np.array_equal(one[0], other[0])


def effect(observation, cells: np.ndarray, place: int) -> tuple:
    """What happened to the mover and to each changed cell, as seen from where the mover stood."""
    row, col = divmod(place, cells.shape[2])
    changed = [(int(layer), int(r) - observation.row, int(c) - observation.col, int(cells[layer, r, c]))
               for layer, r, c in np.argwhere(observation.cells != cells) if layer != ACTOR]
    return row - observation.row, col - observation.col, changed


def carried_over(observation, effect: tuple) -> tuple | None:
    """The frame that an effect would make here; None if it reaches beyond the board."""
    rows, cols, changed = effect
    cells = observation.cells.copy()
    height, width = cells.shape[1:]
    row, col = observation.row + rows, observation.col + cols
    if not (0 <= row < height and 0 <= col < width):
        return None
    for layer, r, c, became in changed:
        if not (0 <= observation.row + r < height and 0 <= observation.col + c < width):
            return None
        cells[layer, observation.row + r, observation.col + c] = became
    cells[ACTOR, observation.row, observation.col] = 0
    cells[ACTOR, row, col] = observation.cells[ACTOR, observation.row, observation.col]
    return cells, row * width + col


_SHORT = tuple(Metric(f"{w} short of ideal {a}-{b}", target={"rules": 0.02} if a == 0 else None, at="most") for w in WORLDS for a, b in SPANS)

EXAMS = (
    Exam("first-steps", "how soon whole frames are foretold in worlds a newborn knows nothing of", first_steps,
         (*(Metric(f"{w} right {a}-{b}", target={"rules": 0.97} if a == 100 else None, published=PUBLISHED[w] if a == 0 else "", source="minds-rules probe" if a == 0 else "")
            for w in WORLDS for a, b in SPANS),
          *(Metric(f"{w} ideal {a}-{b}") for w in WORLDS for a, b in SPANS), *_SHORT),
         sees="the whole board, a new one every 150 ticks; actions are drawn at random",
         curves=tuple(Curve(f"{w} {what}", first=10, step=20) for w in WORLDS for what in ("right", "ideal"))),
    Exam("counterfactual", "what each action would do where nothing was ever done, after 1000 ticks of life", counterfactual,
         tuple(Metric(f"{w} {what}", target={"rules": 0.95}, published={"Rank@1": "0.187", "MRR": "0.479"}.get(what, ""), source="OneLife, another world" if what != "exact" else "")
               for w in WORLDS for what in ("exact", "Rank@1", "MRR")),
         sees="the whole board; a life of random steps on new maps every 150 ticks"))
