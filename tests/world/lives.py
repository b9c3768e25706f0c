"""A world lived twice, by the compiled kernel and by its plain reference, tick by tick the same: for tests that say what a law does."""
from __future__ import annotations

import numpy as np

from tests.world.pictures import drawn, scenario
from world.digest import digest
from world.load import read_edit
from world.reference import Reference
from world.scenario import Scenario
from world.types import LogEntry

SAID = ("tick", "version", "by", "change", "lapses", "price", "voters", "refused")


class Life:
    """Both at once; whatever is asked, they have to agree on it."""

    def __init__(self, made: Scenario, seed: int = 0, given: str = "", kernel: bool = True):
        self.scenario = made
        supposed = read_edit(made, given) if given else ()
        self.plain = Reference(made, seed, given=supposed)
        self.world = None
        if kernel:
            from world.world import World
            self.world = World(made, (seed,), given=supposed)
        self.compare()

    @classmethod
    def of(cls, picture: str, seed: int = 0, given: str = "", **sections) -> "Life":
        """From a map in the glyphs of `pictures`, and sections as a file has them."""
        return cls(scenario(picture, **sections), seed, given)

    def tick(self, *words: str):
        """One word for each learner, or several separated by spaces; none: nobody does anything. Returns the reference's Step."""
        spoken = " ".join(words).split(" | ") if "|" in " ".join(words) else words
        names = spoken if len(spoken) == len(self.plain.acting) else (spoken[0].split() if spoken else ["-"] * len(self.plain.acting))
        actions = [-1 if word == "-" else self.plain.actions[self.plain.state.movers[mover].agent].index(word) for mover, word in zip(self.plain.acting, names)]
        step = self.plain.step(actions)
        if self.world is not None:
            other = self.world.step([actions])[0]
            assert np.allclose(other.reward, step.reward) and other.word == step.word and other.said == step.said
        self.compare()
        return step

    def ticks(self, count: int, *words: str) -> None:
        for _ in range(count):
            self.tick(*words)

    def say(self, sentence: str) -> None:
        """The person's word for the next tick: a change's name, `undo NAME`, or a sentence."""
        names = [change.name for change in self.scenario.changes]
        edits = sentence if sentence in names or sentence.removeprefix("undo ") in names else read_edit(self.scenario, sentence)
        self.plain.enact(edits)
        if self.world is not None:
            self.world.enact(edits)

    def begin_anew(self) -> None:
        """A new episode, whether or not this one has ended."""
        self.plain.reset(force=True)
        if self.world is not None:
            self.world.reset(np.ones(1, np.bool_))
        self.compare()

    def compare(self) -> None:
        if self.world is None:
            return
        mine, theirs = self.plain.snapshot(), self.world.snapshot()
        assert mine.standing == theirs.standing and mine.version == theirs.version, (mine.standing, theirs.standing, mine.version, theirs.version)
        assert digest(mine) == digest(theirs), f"kernel:\n{drawn(self.scenario, theirs)}\nreference:\n{drawn(self.scenario, mine)}"
        assert self.told(self.plain.log()) == self.told(self.world.log())

    @staticmethod
    def told(log: list[LogEntry]) -> list[tuple]:
        return [tuple(getattr(entry, name) for name in SAID) for entry in log]

    # ---- what is seen -----------------------------------------------------------------------------------------------
    @property
    def seen(self) -> str:
        return drawn(self.scenario, self.plain.snapshot())

    @property
    def standing(self) -> tuple[str, ...]:
        return self.plain.snapshot().standing

    @property
    def log(self) -> list[LogEntry]:
        """In words, where the kernel is there to say them."""
        return self.world.log() if self.world is not None else self.plain.log()

    def has(self, mover: str, counter: str) -> int:
        one = self.plain.state.movers[self.plain.movers.index(mover)]
        return one.counters[self.plain.state.counter(one, counter)]
