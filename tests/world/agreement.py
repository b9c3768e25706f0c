"""Whether the compiled kernel and the plain reference bring about the same world, tick by tick; and if not, where they part."""
from __future__ import annotations

import copy
import random
from dataclasses import dataclass

import numpy as np

from tests.world.pictures import References, drawn
from tests.world.plain_laws import plain_number
from tests.world.random_scenarios import readable
from world.digest import digest
from world.drawing.lands import board_of
from world.law_reads import laws_that_change
from world.mistakes import ScenarioError
from world.scenario import Apply, Scenario

FIELDS = ("cells", "movers", "counters", "variables", "tick", "episode", "episode_tick", "version", "standing", "ended")
LOGGED = ("tick", "version", "by", "change", "lapses", "price", "voters", "refused")
OUTCOMES = ("landing", "edits", "reward")


@dataclass
class Difference:
    """The first place where the two part."""
    scenario: Scenario
    seed: int
    tick: int
    what: str                                            # which part of the truth
    detail: str

    @property
    def sort(self) -> str:
        """What kind of trouble, without its details."""
        return self.what.split(":")[0]

    def __str__(self) -> str:
        return f"{self.scenario.text}\nseed {self.seed}, tick {self.tick}: {self.what}\n{self.detail}\n"


def first_difference(scenario: Scenario, seeds=(0, 1, 2), ticks: int = 30, outcomes: bool = False, world_type=None) -> Difference | None:
    """Plays random actions, a person's edits included, in a batch of worlds and in as many references."""
    if world_type is None:
        from world.world import World as world_type
    try:
        for seed in seeds:
            board_of(scenario, seed)
    except ScenarioError:                                # no map can be drawn for a seed, so there is no world of it
        return None
    dice = random.Random(seeds[0])
    logged: dict[int, int] = {}                          # world -> entries of law already compared
    try:
        given = supposed(scenario, dice)
        world = world_type(scenario, seeds=tuple(seeds), given=given)
        plain = References(scenario, seeds, given=given)
        if tuple(world.learners) != plain.learners or tuple(world.movers) != plain.movers:
            return Difference(scenario, seeds[0], 0, "names", f"kernel {world.learners} {world.movers}\nreference {plain.learners} {plain.movers}")
        options = [len(plain.looks(learner).actions) for learner in plain.learners]
        found = part(scenario, world, plain, seeds, 0, None, logged)
        for tick in range(1, ticks + 1):
            if found is not None:
                return found
            if scenario.changes and dice.random() < 0.08:
                change = dice.choice(scenario.changes)
                said = dice.choice([change.name, change.name, f"undo {change.name}", change.edits])
                world.enact(said)
                plain.enact(said)
            if outcomes and tick == 3 and plain.learners and not any(one.state.ended for one in plain.worlds):
                found = outcomes_part(scenario, world, plain, seeds, tick, dice.choice(plain.learners))
                if found is not None:
                    return found
            actions = np.array([[dice.randint(-1, most - 1) for most in options] for _ in seeds], np.int32).reshape(len(seeds), len(options))
            before = [one.snapshot() for one in plain.worlds]
            foretold = world.peek(actions[0], 0) if tick % 10 == 4 else None
            steps = world.step(actions)
            expected = plain.step(actions)
            if foretold is not None and digest(foretold) != world.digest(0):
                return Difference(scenario, seeds[0], tick, "peek", "what was foretold of this tick is not what came")
            found = part(scenario, world, plain, seeds, tick, (before, actions, steps, expected), logged)
            ended = np.array([one.state.ended is not None for one in plain.worlds])
            if ended.any() and found is None:
                world.reset()
                plain.reset()
                found = part(scenario, world, plain, seeds, tick, None, logged)
        return found
    except Exception as error:                           # a crash of either is a difference too
        import traceback
        return Difference(scenario, seeds[0], -1, f"raises {type(error).__name__}: {error}", traceback.format_exc(limit=-3))


def supposed(scenario: Scenario, dice: random.Random) -> tuple:
    """Now and then something that an expectation might take as given."""
    if not scenario.changes or dice.random() > 0.15:
        return ()
    change = dice.choice(scenario.changes)
    return dice.choice([(Apply(change.name),), change.edits, (*change.edits, Apply(dice.choice(scenario.changes).name))])


def part(scenario, world, plain, seeds, tick, told, logged) -> Difference | None:
    """The first difference between the worlds as they stand, and between what the tick brought."""
    for number, seed in enumerate(seeds):
        kernel, reference = world.snapshot(number), plain.snapshot(number)
        for name in FIELDS:
            mine, theirs = getattr(reference, name), getattr(kernel, name)
            if not (np.array_equal(mine, theirs) if isinstance(mine, np.ndarray) else mine == theirs):
                return Difference(scenario, seed, tick, name, describe(scenario, world, plain, number, name, mine, theirs, told))
        if hasattr(world, "topmost") and not np.array_equal(world.topmost(number), topmost(kernel.cells)):
            return Difference(scenario, seed, tick, "topmost", "the plane of topmost things is not what stands uppermost")
        if told is not None:
            before, actions, steps, expected = told
            step, wanted = steps[number], expected[number]
            for name in ("terminated", "truncated", "word", "said"):
                if getattr(step, name) != getattr(wanted, name):
                    return Difference(scenario, seed, tick, name, describe(scenario, world, plain, number, name, getattr(wanted, name), getattr(step, name), told))
            if not np.array_equal(np.round(np.asarray(step.reward) * 1e6), np.round(wanted.reward * 1e6)):
                return Difference(scenario, seed, tick, "reward", describe(scenario, world, plain, number, "reward", wanted.reward, step.reward, told))
        for learner in plain.learners[:1]:
            seen = world.observe(learner, number)
            mine = (plain.worlds[number].changes.announced, read_plainly(scenario, plain.worlds[number].state, learner))
            theirs = (seen.announced, tuple(map(int, seen.reads)))
            if mine != theirs:
                return Difference(scenario, seed, tick, "told", describe(scenario, world, plain, number, "told", mine, theirs, told))
        if world.digest(number) != plain.digest(number):
            return Difference(scenario, seed, tick, "digest", "all parts are equal, but not the digests")
        if told is not None and tick % 10 and len(plain.worlds[number].changes.entries) == logged.get(number, 0):
            continue                                     # writing the log out takes long: only when there is news, and now and then
        logged[number] = len(plain.worlds[number].changes.entries)
        mine, theirs = ([tuple(getattr(entry, name) for name in LOGGED) for entry in log] for log in (plain.log(number), world.log(number)))
        if mine != theirs:
            at = next((i for i, pair in enumerate(zip(mine, theirs)) if pair[0] != pair[1]), min(len(mine), len(theirs)))
            return Difference(scenario, seed, tick, "log", describe(scenario, world, plain, number, "log", mine[at:], theirs[at:], told))
    return None


def topmost(cells: np.ndarray) -> np.ndarray:
    """Of each cell the id that is drawn over all others: an actor before air, object, item and ground.  [H, W]"""
    top = cells[0].copy()
    for layer in (1, 2, 4, 3):
        top[cells[layer] != 0] = cells[layer][cells[layer] != 0]
    return top


def read_plainly(scenario, state, learner: str) -> tuple[int, ...]:
    """What an agent reads, worked out from sentences. Laws that are no numbers are told by their first value only: -1 for any other is left to the kernel."""
    agent = next(agent for agent in scenario.agents if agent.name == next(mover.agent for mover in state.movers if mover.name == learner))
    numbers: list[int] = []
    for name in agent.reads:
        numbers += [plain_number(scenario, state.book, what) for what in laws_that_change(scenario).values()] if name == "laws" else [state.variables[state.variable(name)]]
    return tuple(numbers)


def outcomes_part(scenario, world, plain, seeds, tick, learner) -> Difference | None:
    before = world.digest(0)
    kernel, reference = world.outcomes(learner, 0), plain.outcomes(learner, 0)
    if world.digest(0) != before:
        return Difference(scenario, seeds[0], tick, "outcomes", "asking changed the world")
    for name in OUTCOMES:
        mine, theirs = getattr(reference, name), np.asarray(getattr(kernel, name))
        if mine.shape != theirs.shape or not np.allclose(mine, theirs, atol=1e-6):
            where = np.argwhere(~np.isclose(mine, theirs))[0].tolist() if mine.shape == theirs.shape else (mine.shape, theirs.shape)
            detail = f"{learner}: first at {where} (row, col, action of {plain.looks(learner).actions}, ...)\n" + drawn(scenario, plain.snapshot(0))
            if mine.shape == theirs.shape:
                row, col, action = where[:3]
                detail += f"\nkernel    {theirs[row, col, action].tolist()}\nreference {mine[row, col, action].tolist()}"
            return Difference(scenario, seeds[0], tick, f"outcomes.{name}", detail)
    return None


def describe(scenario, world, plain, number, name, mine, theirs, told) -> str:
    """Both pictures, and for cells the first that differs with what wrote it."""
    lines = []
    if told is not None:
        before, actions, *_ = told
        words = [f"{learner}: {plain.looks(learner).actions[a] if a >= 0 else '-'}" for learner, a in zip(plain.learners, actions[number])]
        lines += ["before:", drawn(scenario, before[number]), ", ".join(words)]
    lines += ["kernel:", drawn(scenario, world.snapshot(number)), "reference:", drawn(scenario, plain.snapshot(number))]
    if name == "cells":
        layer, row, col = np.argwhere(np.asarray(mine) != np.asarray(theirs))[0].tolist()
        names = scenario.things
        lines.append(f"x{col} y{row} layer {layer}: kernel has {names[theirs[layer, row, col]].name}, reference {names[mine[layer, row, col]].name}")
        try:
            kernel_writer = world.writer_name(int(world.writers(number)[row, col]))
        except Exception:
            kernel_writer = "?"
        lines.append(f"written last: kernel by {kernel_writer}, reference by {plain.worlds[number].writer.get((row, col), 'a move or nobody')}")
    else:
        lines += [f"kernel:    {np.asarray(theirs).tolist() if isinstance(theirs, np.ndarray) else theirs}", f"reference: {np.asarray(mine).tolist() if isinstance(mine, np.ndarray) else mine}"]
    return "\n".join(lines)


# ---- smaller scenarios with the same trouble ------------------------------------------------------------------------
def smallest(parts: dict, differs) -> dict:
    """Takes away rules, changes, sentences and things on the map for as long as `differs(parts)` stays true."""
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in smaller_ones(parts):
            try:
                if differs(smaller):
                    parts, shrunk = smaller, True
                    break
            except (ScenarioError, AssertionError):
                continue
    return parts


def smaller_ones(parts: dict):
    for section in ("changes", "rules"):
        for name in parts[section]:
            yield without(parts, section, name)
    for section in ("changes", "rules"):
        for name, entry in parts[section].items():
            for key in entry:
                if key in ("if", "do", "edit") and len(entry[key]) > 1:
                    for i in range(len(entry[key])):
                        smaller = copy.deepcopy(parts)
                        del smaller[section][name][key][i]
                        yield smaller
                if key not in ("do", "edit") and (section == "changes" or key in ("if", "chance", "off")):
                    yield without(parts[section], name, key, parts, section)
    for key in list(parts["world"]):
        if key != "edge":
            smaller = copy.deepcopy(parts)
            del smaller["world"][key]
            yield smaller
    for row, line in enumerate(() if isinstance(parts["map"], dict) else parts["map"]):
        for col, glyph in enumerate(line):
            if glyph != ".":
                smaller = copy.deepcopy(parts)
                smaller["map"][row] = line[:col] + "." + line[col + 1:]
                yield smaller


def without(parts: dict, section: str, name: str, whole: dict | None = None, outer: str = "") -> dict:
    smaller = copy.deepcopy(parts if whole is None else whole)
    del (smaller if whole is None else smaller[outer])[section][name]
    return smaller


def trouble(parts: dict, **options) -> Difference | None:
    """The difference that a scenario in parts shows, if any."""
    return first_difference(readable(copy.deepcopy(parts)), **options)
