"""Every key that a file may have, what stands behind it and what it says: for the schema and for the tables of the guide.

The readers of the sections decide what is allowed (their `KEYS`); a test sees to it that this page names the same keys.
"""
from __future__ import annotations

from dataclasses import dataclass

from world.scenario import DIRECTIONS, LAYERS
from world.sections.drawing import FORMS

TEXT, NUMBER, TRUTH, SENTENCES, TEXTS, SPAN, CHANCE, SIZE, ROWS, NAMES, MOMENTS, CLOCK, PLAY, MINDS, ACTIONS, DRAW, ANY = (
    "text", "number", "truth", "sentences", "texts", "span", "chance", "size", "rows", "names", "moments", "clock", "play", "minds", "actions", "draw", "any")
"""What may stand behind a key."""


@dataclass(frozen=True)
class Key:
    """One key. `shape`: one of the words above, or the words themselves that may stand there, or the keys of an inner mapping."""
    shape: object
    says: str


TOP = {
    "scenario": Key(("1",), "the version of the language, 1; the first key of every file"),
    "about": Key(TEXT, "one sentence for people"),
    "extends": Key(TEXT, "a base file: mappings merge, lists replace, `null` takes away"),
    "use": Key(TEXTS, "libraries of kinds, rules and changes"),
    "override": Key(TEXTS, "names that the file may say anew though a library has them"),
    "params": Key(NAMES, "numbers and words to be used as `$name`"),
    "world": Key("world", "the edge of the board, what two movers do who want one cell, how long an episode is"),
    "map": Key("map", "what stands where at the start: rows of letters, or a size with what fills it and the steps that draw it"),
    "legend": Key(NAMES, "what the letters of the map stand for"),
    "tags": Key(TEXTS, "your own property words"),
    "kinds": Key("kinds", "what things are"),
    "vars": Key("vars", "numbers and words of the whole world"),
    "agents": Key("agents", "who acts"),
    "rules": Key("rules", "what happens"),
    "changes": Key("changes", "how the law changes"),
    "expect": Key("expect", "claims that a test run checks"),
    "sweep": Key(NAMES, "values to try one after the other"),
}
WORLD = {
    "edge": Key(("wall", "wrap", "open"), "nobody passes; the board is a torus; who steps over the edge has left the world"),
    "moves": Key(("4", "8"), "whether one may step diagonally"),
    "clash": Key(("random", "order", "none"), "who gets a cell that two want: dice, the one first in the file, or nobody"),
    "episode": Key(NUMBER, "after so many ticks an episode ends with the word `time`"),
    "laws": Key(("reset", "keep"), "whether changes of law that stand at the end of an episode are taken off"),
    "tablets": Key(TRUTH, "whether stones with words on them are law while they stand in a row"),
    "down": Key(DIRECTIONS, "where falling things fall"),
    "entrenched": Key(SENTENCES, "what no agent may change: `rule catch`, `fox.north`"),
}
MAP = {
    "size": Key(SIZE, "width x height"),
    "fill": Key(TEXT, "what lies or stands everywhere at first"),
    "seed": Key(NUMBER, "always this map; without it each world has its own"),
    "draw": Key(DRAW, "steps that draw the map, from top to bottom"),
}
KIND = {
    "layer": Key(tuple(layer for layer in LAYERS if layer != "actor"), "a cell holds one ground, and at most one thing of each other layer"),
    "is": Key(SENTENCES, "the properties that hold from the start: `solid`, `solid to fox`, your own tags"),
    "with": Key(NAMES, "attributes and their values: `{colour: [red, blue]}`; `facing` gives a direction"),
    "look": Key(TEXT, "a colour in words"),
    "looks": Key(TEXT, "what it is taken for by who sees it: a disguise"),
    "carries": Key(("forward", "backward"), "of a conveyor: along its facing, or against it"),
    "speed": Key(TEXT, "of a conveyor: cells a tick: `1`, `2`, `1/2`"),
    "strength": Key(NUMBER, "of a pushable thing: the longest row of them that moves as one"),
    "noise": Key(CHANCE, "of a ground: how often who stands on it does another of its actions instead"),
    "about": Key(TEXT, "a sentence for people"),
}
AGENT = {
    "mind": Key(MINDS, "who decides: a mind that learns, a person, or one that the world moves itself"),
    "actions": Key(ACTIONS, "what it can do; words of your own are heard by `does`"),
    "sees": Key(TEXT, "`all`, `7x7` around it, `7x5 ahead` of it; each also `by line of sight`"),
    "has": Key(NAMES, "counters: `{wood: 0, energy: 20 of 20}`, now and at most"),
    "reads": Key(TEXTS, "variables that it is told; `laws`: the law too"),
    "noise": Key({"action": Key(CHANCE, "how often it does another of its actions instead"), "sight": Key(CHANCE, "how often a cell looks like something else")}, "how often what it does or sees goes wrong"),
    "speed": Key(TEXT, "`2`: two moves a tick; `1/2`: it acts on even ticks only"),
    "reach": Key(NUMBER, "how many cells ahead `use` reaches"),
    "count": Key(NUMBER, "how many there are"),
    "is": Key(SENTENCES, "properties of its body: `solid to fox`"),
    "look": Key(TEXT, "a colour in words"),
    "about": Key(TEXT, "a sentence for people"),
}
RULE = {
    "when": Key(SENTENCES, "an event: fires once for each; or a condition: fires on the tick that it turns true"),
    "each": Key(TEXT, "every such thing, every tick, all at once"),
    "every": Key(CLOCK, "a clock: `tick`, `10 ticks`, `{geometric: 0.01}`"),
    "at": Key(MOMENTS, "one moment: `500`, `300 of every episode`, `episode 20`"),
    "if": Key(SENTENCES, "what must hold besides"),
    "chance": Key(CHANCE, "how often it comes true"),
    "do": Key(SENTENCES, "what happens, in order"),
    "about": Key(TEXT, "a sentence for people"),
    "off": Key(TRUTH, "not in force until a law switches it on"),
}
CHANGE = {
    "at": Key(MOMENTS, "moments: `500`, `400..600`, `300 of every episode`, `episode 20`, or a list"),
    "every": Key(CLOCK, "a clock: `100 ticks`, `50..150 ticks`, `{geometric: 0.01}`"),
    "after": Key(TEXT, "another change and ticks: `thaw + 200`"),
    "when": Key(SENTENCES, "a condition: on the tick that it turns true"),
    "by": Key(TEXTS, "agents that may enact it, or `person`"),
    "chance": Key(CHANCE, "how often it comes when it is due"),
    "times": Key(NUMBER, "at most so often"),
    "for": Key(SPAN, "lapses after so many ticks"),
    "until": Key(SENTENCES, "lapses when this is true"),
    "announce": Key(TRUTH, "agents get a flag"),
    "pick": Key(NAMES, "draws one of several changes, by weight: `{one: 2, other: 1}`"),
    "cost": Key(TEXT, "what an agent pays: `5 clover`"),
    "cooldown": Key(NUMBER, "ticks until the same agent may again"),
    "vote": Key(("majority",), "more than half of such agents must want it"),
    "edit": Key(SENTENCES, "what changes: sentences of law, or events in the world"),
    "merge": Key(ANY, "a piece of a scenario that is added: kinds, rules"),
    "about": Key(TEXT, "a sentence for people"),
}
CLAIM = {
    "name": Key(TEXT, "what is claimed, for people"),
    "map": Key("map", "a small map of its own; it uses the file's legend"),
    "given": Key(SENTENCES, "edits that hold from the start: `apply thaw`"),
    "play": Key(PLAY, "what agents do, word by word: `{ant: [east, east]}`"),
    "run": Key(NUMBER, "so many ticks"),
    "then": Key(SENTENCES, "true at the end"),
    "always": Key(SENTENCES, "true after every tick"),
    "within": Key(NUMBER, "`then` comes true within so many ticks"),
    "over": Key(TEXT, "in so many worlds: `200 worlds`"),
    "rate": Key(TEXT, "in such a share of them: `0.6..1.0`"),
    "about": Key(TEXT, "a sentence for people"),
}
VARIABLE = {"of": Key(TEXTS, "its words"), "now": Key(TEXT, "the word it starts with")}
STEP_SHAPES = {"thing": TEXT, "things": ANY, "size": SIZE, "spot": TEXT, "count": SPAN, "whole": NUMBER, "times": NUMBER, "share": CHANCE, "truth": TRUTH, "rows": ROWS, "sides": TEXTS, "rules": TEXTS}
STEPS = {name: {key: Key(STEP_SHAPES[sort], form.meaning) for key, sort in form.keys.items()} for name, form in FORMS.items()}
SECTIONS_OF = {"world": WORLD, "map": MAP, "kinds": KIND, "agents": AGENT, "rules": RULE, "changes": CHANGE, "expect": CLAIM, "vars": VARIABLE}
"""The keys of an entry of each section."""
