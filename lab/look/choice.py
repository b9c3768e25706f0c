"""Which drawing a thing gets: by its kind's name, then by what it does, then by its look; so that any scenario looks like something."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Iterable

from lab.look.colours import Colour, Theme, colour_word
from lab.look.drawings import DIM, How
from world.scenario import ACTOR, AIR, GROUND, Kind, Scenario, Thing

WORDS = {
    "floor": "floor path tile corridor room road pavement ground space",
    "wall": "wall rock brick border cliff fence block pillar bedrock mountain barrier",
    "ice": "ice frost rink glaze",
    "water": "water river sea lake pond stream ocean deep moat",
    "grass": "grass meadow lawn field pasture turf",
    "ash": "ash ashes ember embers burnt char cinder rubble",
    "mud": "mud swamp bog dirt earth soil marsh",
    "sand": "sand desert beach dune",
    "snow": "snow",
    "lava": "lava magma",
    "belt": "belt conveyor track escalator",
    "wind": "wind breeze gust gale draught draft",
    "burrow": "burrow den warren lair hole pit",
    "nest": "nest",
    "crumbs": "crumb grain seed bread",
    "goal": "goal exit target finish beacon",
    "gem": "gem diamond jewel treasure crystal ruby emerald sapphire prize",
    "coin": "coin gold money token penny",
    "flag": "flag banner",
    "door": "door gate hatch",
    "key": "key",
    "lever": "lever switch handle",
    "plate": "plate button pad pedal",
    "chute": "chute bin sink outlet mailbox",
    "parcel": "parcel package",
    "dispenser": "dispenser machine source pump generator oven bench furnace workbench table",
    "lamp": "lamp light lantern torch candle",
    "portal": "portal teleporter gateway warp",
    "spikes": "spikes spike trap thorns thorn",
    "fire": "fire flame blaze",
    "tree": "tree oak pine fir forest birch trunk",
    "hedge": "hedge bush shrub thicket",
    "clover": "clover sprout plant herb leaf seedling weed",
    "flower": "flower blossom rose tulip",
    "berry": "berry apple fruit food cherry meal carrot mushroom",
    "crate": "box crate chest barrel",
    "boulder": "boulder stone",
    "house": "house hut village home cottage barn",
    "tablet": "tablet sign",
}
_DRAWING = {word: drawing for drawing, words in WORDS.items() for word in words.split()}
TINTED = frozenset("goal nest crumbs gem coin flag door key chute parcel portal tree hedge clover flower berry crate boulder house letter stuff mist".split())
"""Drawings that take the colour of a `look:`. The others have their own; ice that is said to look pale blue already does."""
NATURAL = {"tree": "green", "hedge": "green", "clover": "green", "nest": "green", "goal": "green", "crate": "brown", "coin": "gold yellow amber", "crumbs": "amber yellow",
           "berry": "red", "flag": "red", "gem": "cyan turquoise", "boulder": "grey gray", "portal": "purple violet", "key": "gold yellow", "house": "red"}
"""Looks that say no more than the drawing shows anyway: it keeps its own colours."""
COLOURS = ("red", "blue", "green", "yellow")
"""Colours in the order of their emblems: disc, diamond, triangle, square; all others share the ring."""
_SHUT = frozenset("locked closed shut barred".split())
_OPEN = frozenset("open opened unlocked".split())


@dataclass(frozen=True)
class Choice:
    """The drawing of one thing, and how it is to be drawn."""
    drawing: str
    how: How = field(default_factory=How)
    current: bool = False                                # its direction is the law's to say


def drawing_word(name: str) -> str | None:
    """The drawing for a kind's name: for the whole name, its last word, or any word of it; also in the plural."""
    words = name.lower().replace("-", " ").replace("_", " ").split()
    for word in [" ".join(words), *reversed(words)]:
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in _DRAWING:
                return _DRAWING[form]
    return None


def properties(scenario: Scenario, name: str) -> set[str]:
    """The built-in properties and tags that any thing of a kind has from the start."""
    ids = {thing.id for thing in scenario.things if thing.kind == name}
    return {fact.property for fact in scenario.facts if ids & set(fact.noun.ids)}


def choose(theme: Theme, kind: Kind, thing: Thing, held: Iterable[str] = ()) -> Choice:
    """The drawing of a thing. `held`: the properties of its kind."""
    held = set(held)
    drawing = drawing_word(kind.name)
    if "conveyor" in held and drawing not in ("belt", "wind"):
        drawing = "belt" if kind.layer == GROUND else "wind"
    if drawing is None:
        drawing = _by_what_it_does(kind, held)
    variant, word, colour_name = _values(kind, thing)
    colour = colour_word(theme, colour_name)
    emblem = 0
    if colour_name:
        emblem = COLOURS.index(colour_name) if colour_name in COLOURS else len(COLOURS)
    look = thing.look or kind.look
    if colour is None and look and drawing in TINTED and not set(look.split()) & set(NATURAL.get(drawing, "").split()):
        colour = colour_word(theme, look)
    if drawing == "door":
        shut = word in _SHUT or (word not in _OPEN and variant == 0)
        drawing = "door_locked" if shut else "door_open"
    elif drawing == "goal" and word in DIM:
        drawing = "goal_off"
    facing = thing.facing if thing.facing >= 0 else 0
    return Choice(drawing, How(facing=facing, colour=colour, emblem=emblem, variant=variant, word=word, initial=kind.name[:1]),
                  current=drawing in ("belt", "wind"))


def _by_what_it_does(kind: Kind, held: set[str]) -> str:
    if kind.layer == AIR:
        return "mist"
    if kind.layer == GROUND:
        if "slippery" in held:
            return "ice"
        return "wall" if {"solid", "opaque"} <= held and not kind.look else "stuff"
    if "portal" in held:
        return "portal"
    return "letter"


def _values(kind: Kind, thing: Thing) -> tuple[int, str, str]:
    """Number and word of the thing's state, and the name of its colour; 0 and "" where it has none."""
    variant, word, colour = 0, "", ""
    given = dict(thing.values)
    for name, values in kind.attributes:
        value = given.get(name, values[0])
        if name in ("colour", "color"):
            colour = value
        elif name != "facing" and not word:
            variant, word = values.index(value), value
    return variant, word, colour


def choices(theme: Theme, scenario: Scenario) -> list[Choice]:
    """The drawing of every id; of nothing it is the floor."""
    kinds = {kind.name: kind for kind in scenario.kinds}
    held = {name: properties(scenario, name) for name in kinds}
    says_what = {tablet.id for tablet in scenario.tablets if tablet.property is not None}
    out = [Choice("floor")]
    for thing in scenario.things[1:]:
        kind = kinds[thing.kind]
        choice = Choice("agent") if thing.layer == ACTOR else choose(theme, kind, thing, held[thing.kind])
        out.append(replace(choice, how=replace(choice.how, colour=theme.plum)) if thing.id in says_what else choice)
    return out


_FLAT = {"door_locked": "crate", "door_open": "rail", "key": "coin", "lever": "metal", "plate": "metal_dark", "chute": "metal_dark", "parcel": "crate", "goal_off": "goal",
         "dispenser": "metal_dark", "lamp": "heart", "spikes": "metal", "hedge": "hedge_top", "crate": "crate", "house": "roof", "burrow": "hole", "belt": "chevron",
         "nest": "goal", "crumbs": "coin", "flower": "red", "berry": "red", "flag": "red", "tablet": "stone", "boulder": "metal_dark", "stuff": "ink3", "letter": "ink3", "mist": "wind", "agent": "ink"}


def flat_colour(theme: Theme, choice: Choice) -> Colour:
    """The one colour of a thing where a cell is smaller than 8 pixels."""
    return choice.how.colour or getattr(theme, _FLAT.get(choice.drawing, choice.drawing))
