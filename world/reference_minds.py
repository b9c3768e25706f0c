"""The written minds, plainly: what a creature does next, from the picture before anyone moves."""
from __future__ import annotations

from collections import deque
from functools import lru_cache

from world.language.nouns import read_noun
from world.language.sentence import Word
from world.language.vocabulary import TURNS, Vocabulary, actions_in
from world.reference_state import Cell, Mover, State
from world.scenario import WAYS, Scenario, turned


def choose(state: State, mover: Mover, mind: str) -> str | None:
    """The word of a mind such as `wander`, `chase hare` or `patrol north south`."""
    name, *rest = mind.split()
    if name == "wander":
        return pick(state, mover, "wander", [d for d in range(state.scenario.moves) if state.open_to(mover, state.step(mover.cell, d), d)])
    if name == "straight":
        return "forward"
    if name == "patrol":
        legs = legs_of(mind)
        return legs[mover.leg % len(legs)]
    if name == "script":
        agent = next(agent for agent in state.scenario.agents if agent.name == mover.agent)
        words = actions_in(rest, (*agent.actions, "wait"))
        return words[(state.episode_tick - 1) % len(words)]
    if name == "chase":
        return chase(state, mover, prey(state, mover, " ".join(rest)))
    if name == "flee":
        return flee(state, mover, prey(state, mover, " ".join(rest)))
    return None


def legs_of(mind: str) -> list[str]:
    """`patrol forward turn left`: the ways that it goes one after the other."""
    return actions_in(mind.split()[1:], (*WAYS, "forward", *TURNS))


def pick(state: State, mover: Mover, name: str, directions: list[int]) -> str | None:
    """One of the directions by dice; none: it waits."""
    return WAYS[directions[state.pick(name, mover.number, len(directions))]] if directions else None


def prey(state: State, mover: Mover, noun: str) -> list[Cell]:
    """The cells of those whom it chases or flees."""
    words = tuple(Word(word, 0, 0) for word in noun.split())
    return [piece.cell for piece in state.all_called(read_noun(vocabulary(state.scenario), words)) if piece is not mover]


@lru_cache(8)
def vocabulary(scenario: Scenario) -> Vocabulary:
    return Vocabulary.of(scenario)


def chase(state: State, mover: Mover, targets: list[Cell]) -> str | None:
    """The shortest way over cells that are open to it; whoever of several ways is as short, the dice decide."""
    distance: dict[Cell, int] = {cell: 0 for cell in targets}
    queue = deque(targets)
    while queue:
        cell = queue.popleft()
        for direction in range(state.scenario.moves):
            near = state.step(cell, direction)
            if (near is not None and near not in distance and (state.open_to(mover, near) or near == mover.cell)
                    and not state.barred(mover, cell, turned(direction, 2))):
                distance[near] = distance[cell] + 1
                queue.append(near)
    if mover.cell in targets or mover.cell not in distance:
        return None
    ways = {d: distance[cell] for d in range(state.scenario.moves) if (cell := state.step(mover.cell, d)) in distance and not state.barred(mover, cell, d)}
    return pick(state, mover, "chase", [d for d in ways if ways[d] == min(ways.values())])


def flee(state: State, mover: Mover, targets: list[Cell]) -> str | None:
    """The neighbouring cell farthest from the nearest of them; cornered, it waits."""
    def far(cell: Cell) -> int:
        return min(state.distance(cell, target) for target in targets)
    if not targets:
        return None
    ways = {d: far(cell) for d in range(state.scenario.moves) if state.open_to(mover, cell := state.step(mover.cell, d), d)}
    return pick(state, mover, "flee", [d for d in ways if ways[d] == max(ways.values()) and ways[d] >= far(mover.cell)])
