"""What a person does to a running session: applied between ticks, written to the trace, done again by a replay."""
from __future__ import annotations

from dataclasses import asdict, dataclass

from world.load import read_edit
from world.world import World


@dataclass(frozen=True)
class Enact:
    """A typed sentence: an edit of the law or of the world, `apply thaw`, `undo thaw`."""
    sentence: str

@dataclass(frozen=True)
class Apply:
    """A change of the file, by name."""
    change: str

@dataclass(frozen=True)
class Undo:
    """Takes the layer of a change away."""
    change: str

@dataclass(frozen=True)
class NewEpisode:
    """Ends the episode: the map as at the start. The tick goes on."""

@dataclass(frozen=True)
class TakeOver:
    """From now on a person moves this learner (on), or its mind again."""
    learner: str
    on: bool

@dataclass(frozen=True)
class Act:
    """The person's action for one learner in the next tick."""
    learner: str
    action: int

@dataclass(frozen=True)
class Swap:
    """A fresh mind for one learner of one twin."""
    learner: str
    mind: str
    twin: int

Command = Enact | Apply | Undo | NewEpisode | TakeOver | Act | Swap
_NAMES = {"enact": Enact, "apply": Apply, "undo": Undo, "new episode": NewEpisode, "take over": TakeOver, "act": Act, "swap": Swap}
_BY_CLASS = {sort: name for name, sort in _NAMES.items()}


def to_json(command: Command) -> dict:
    return {"do": _BY_CLASS[type(command)], **asdict(command)}


def from_json(row: dict) -> Command:
    """Raises KeyError or TypeError if the row is no command."""
    return _NAMES[row["do"]](**{key: value for key, value in row.items() if key != "do"})


def apply_to_world(command: Command, world: World) -> None:
    """Do to a world what the command says of it. Commands that are about minds do nothing here."""
    if isinstance(command, Enact):
        world.enact(read_edit(world.scenario, command.sentence), by="person")
    elif isinstance(command, Apply):
        world.enact(command.change, by="person")
    elif isinstance(command, Undo):
        world.enact(f"undo {command.change}", by="person")
    elif isinstance(command, NewEpisode):
        world.reset(where=[True] * world.batch)
