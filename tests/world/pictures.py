"""Worlds drawn as text, for tests: small scenarios in, pictures out."""
from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from world.language.vocabulary import actions_in
from world.load import from_text
from world.reference import Reference
from world.scenario import Scenario
from world.types import Snapshot

LEGEND = {"A": "ant", "B": "bee", "b": "box", "i": "ice", ">": "belt facing east", "<": "belt facing west", "^": "belt facing north", "v": "belt facing south", "k": "red key", "K": "blue key",
          "D": "red shut door", "d": "red open door", "g": "gem", "t": "tree", "f": "fire", "m": "mud", "a": "ash", "s": "sprout", "c": "crate"}
KINDS = """
  belt: {layer: ground, is: conveyor, with: {facing: [north, east, south, west]}}
  key: {layer: item, with: {colour: [red, blue]}}
  gem: {layer: item}
  sprout: {layer: item}
  door: {with: {colour: [red, blue], state: [shut, open]}}
  shut door: {is: solid}
  tree: {is: solid}
  fire: {is: solid}
  crate: {is: pushable}
  mud: {layer: ground}
  ash: {layer: ground}
"""


def scenario(picture: str, *, rules: str = "", changes: str = "", world: str = "", agents: str = "", vars: str = "", kinds: str = KINDS) -> Scenario:
    """A scenario from a map in the glyphs of LEGEND and sections in the notation of a file, each entry on its own line."""
    rows = picture.split()
    glyphs = {glyph for row in rows for glyph in row}
    known = "".join(f"  {glyph!r}: {noun}\n" for glyph, noun in LEGEND.items() if glyph in glyphs)
    who = agents or "\n".join(f"  {LEGEND[glyph]}: learner" for glyph in "AB" if glyph in glyphs)
    sections = {"kinds": kinds, "agents": who, "rules": rules, "changes": changes, "vars": vars}
    text = "scenario: 1\nmap: |\n" + "".join(f"  {row}\n" for row in rows) + f"legend:\n{known}" * bool(known)
    text += f"world: {{{world}}}\n" + "".join(f"{name}:\n" + "\n".join("  " + line.strip() for line in lines.strip("\n").splitlines()) + "\n" for name, lines in sections.items() if lines.strip())
    return from_text(text)


def world(picture: str, seed: int = 0, **sections) -> Reference:
    return Reference(scenario(picture, **sections), seed)


def play(reference: Reference, *actions: str):
    """One word a tick, or several separated by spaces: one for each learner. Returns the last Step."""
    step = None
    for words in actions:
        known = [reference.actions[reference.state.movers[mover].agent] for mover in reference.acting]
        spoken = actions_in(words.split(), {word for own in known for word in own})
        numbers = [own.index(word) for own, word in zip(known, spoken)]
        step = reference.step(numbers)
    return step


def drawn(scenario: Scenario, snapshot: Snapshot) -> str:
    """The highest thing of each cell, in the glyphs of LEGEND; what has none shows its first letter."""
    glyphs = {"floor": ".", "wall": "#", "goal": "G", "ice": "i", **{noun: glyph for glyph, noun in LEGEND.items()}}
    names = [_named(thing) for thing in scenario.things]
    tops = np.max(np.where(snapshot.cells > 0, np.arange(5)[:, None, None], 0), axis=0)
    rows = [[names[snapshot.cells[tops[row, col], row, col]] for col in range(tops.shape[1])] for row in range(tops.shape[0])]
    return "\n".join("".join(glyphs.get(name, name[0]) for name in row) for row in rows)


def _named(thing) -> str:
    front = " ".join(value for name, value in thing.values if name != "facing")
    facing = dict(thing.values).get("facing")
    return f"{front} {thing.kind}".strip() + (f" facing {facing}" if facing else "")


def seen(reference: Reference) -> str:
    return drawn(reference.scenario, reference.snapshot())


class References:
    """Several references side by side, with as much of the interface of a World as the tests need."""

    def __init__(self, scenario, seeds=(0,), board=None, given=()):
        self.scenario, self.worlds = scenario, [Reference(scenario, seed, board, given) for seed in seeds]
        self.boards = tuple(one.state.board for one in self.worlds)
        self.batch, self.learners, self.movers = len(self.worlds), self.worlds[0].learners, self.worlds[0].movers

    def looks(self, learner):
        first = self.worlds[0]
        return SimpleNamespace(actions=first.actions[first.state.movers[first.movers.index(learner)].agent])

    def step(self, actions, where=None):
        return [world.step(row) if where is None or where[i] else None for i, (world, row) in enumerate(zip(self.worlds, actions))]

    def reset(self, where=None):
        for i, world in enumerate(self.worlds):
            if where is None or where[i]:
                world.reset(force=where is not None)

    def enact(self, edits, by="person", world=None):
        for one in self.worlds if world is None else [self.worlds[world]]:
            one.enact(edits, by)

    def snapshot(self, world=0):
        return self.worlds[world].snapshot()

    def digest(self, world=0):
        return self.worlds[world].digest()

    def log(self, world=0):
        return self.worlds[world].log()

    def layers(self, world=0):
        book = self.worlds[world].state.book
        return [(layer.edits, layer.name) for layer in book.layers if layer.name] + [(book.stones, "")] * bool(book.stones)

    def paid(self, world=0):
        state = self.worlds[world].state
        return np.array([state.rewards.get(mover.number, 0) for mover in state.movers], np.int64)

    def outcomes(self, learner, world=0):
        return self.worlds[world].outcomes(learner)

    def text(self, world=0):
        return drawn(self.scenario, self.snapshot(world))
