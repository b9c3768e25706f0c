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
    """One key. `shape`: one of the words above, or the words themselves that may stand there, or the keys of an inner mapping. `default`: what
    counts where nothing is written."""
    shape: object
    says: str
    default: str = ""


TOP = {
    "scenario": Key(("1",), "the version of the language, 1; the first key of every file"),
    "about": Key(TEXT, "one sentence for people"),
    "extends": Key(TEXT, "another scenario that this one differs from"),
    "use": Key(TEXTS, "libraries of kinds, rules and changes"),
    "override": Key(TEXTS, "names of theirs that this file says anew"),
    "params": Key(NAMES, "numbers and words to be used as `$name`"),
    "world": Key("world", "the edge of the board, what two movers do who want one cell, how long an episode is"),
    "map": Key("map", "what stands where at the start: rows of letters, or a size, what fills it, and steps that draw it"),
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
    "edge": Key(("wall", "wrap", "open"), "nobody passes; the board is a torus; who steps over the edge has left the world, and a learner's leaving ends the episode with the word `left`", "wall"),
    "moves": Key(("4", "8"), "agents step to the four sides only, or to the corners too: see [Eight ways](#eight-ways-and-turning)", "4"),
    "clash": Key(("random", "order", "none"), "who gets a cell that two want: dice, the one first in the file, or nobody", "random"),
    "episode": Key(NUMBER, "after so many ticks an episode ends with the word `time`; without it, only rules end one"),
    "laws": Key(("reset", "keep"), "whether changes of law that stand at the end of an episode are taken off", "reset"),
    "tablets": Key(TRUTH, "words in CAPITALS in the legend are stones, and three in a row are a law: see [Stones](#stones)"),
    "down": Key(DIRECTIONS, "where falling things fall", "south"),
    "entrenched": Key(SENTENCES, "laws that agents and stones cannot edit: `rule catch`, `fox.north`, `wall is solid`: see [Entrenched](#entrenched)"),

}
MAP = {
    "size": Key(SIZE, "width x height"),
    "fill": Key(TEXT, "what lies or stands everywhere at first"),
    "seed": Key(NUMBER, "always this map; without it each world has its own"),
    "draw": Key(DRAW, "steps that draw the map, from top to bottom"),
}
KIND = {
    "layer": Key(tuple(layer for layer in LAYERS if layer != "actor"), "a cell holds one ground, and at most one thing of each other layer; agents have a layer of their own, `actor`", "object"),
    "is": Key(SENTENCES, "the properties that hold from the start: `solid`, `[solid, opaque]`, `solid to fox`, or your own tags"),
    "with": Key(NAMES, "attributes and their values: `{colour: [red, blue], state: [locked, open]}`. `facing: [north, east, south, west]` gives a thing a direction"),
    "look": Key(TEXT, "a colour in words. The window finds a drawing by the kind's name, then by what it does"),
    "looks": Key(TEXT, "what it is taken for by who sees it: a disguise"),
    "carries": Key(("forward", "backward"), "of a conveyor: along its facing, or against it", "forward"),
    "speed": Key(TEXT, "of a conveyor: cells a tick: `1`, `2`, `1/2`"),
    "strength": Key(NUMBER, "of a pushable or pulled thing: the longest row of them that moves as one; 16 if you say nothing, 32 at most"),
    "noise": Key(CHANCE, "how often an agent that stands on it does another of its actions instead: `10%`. Of this and its own noise the greatest counts"),
    "about": Key(TEXT, "a sentence for people"),
}
AGENT = {
    "mind": Key(MINDS, "who decides; see below. `ant: rules` is short for `ant: {mind: rules}`"),
    "actions": Key(ACTIONS, "what it can do: see below. Without it: `north`, `east`, `south`, `west`, `wait`"),
    "sees": Key(TEXT, "`all` (default), `7x7` around it, `7x5 ahead` of it: it stands in the middle of the near edge, or in the near corner if it faces diagonally; each also `by line of sight`"),
    "has": Key(NAMES, "counters: `{wood: 0, energy: 20 of 20}`, now and at most. They stop at 0 and at their bound"),
    "reads": Key(TEXTS, "variables that it is told, and `laws`: the law itself, see [Reading the law](#reading-the-law)"),
    "noise": Key({"action": Key(CHANCE, "how often it does another of its actions instead"), "sight": Key(CHANCE, "how often a cell looks like something else")}, "`{action: 2%}`: how often it does another of its actions instead; `{sight: 5%}`: how often a cell looks like something else"),
    "speed": Key(TEXT, "`2`: two moves a tick. `1/2`: it acts on even ticks only"),
    "reach": Key(NUMBER, "how many cells ahead `use` reaches; 1 if you say nothing"),
    "count": Key(NUMBER, "how many there are: checked against a map of letters, put on a drawn one"),
    "is": Key(SENTENCES, "properties of its body: `solid to fox`"),
    "look": Key(TEXT, "a colour in words"),
    "about": Key(TEXT, "a sentence for people"),
}
RULE = {
    "when": Key(SENTENCES, "an event: fires once for each such event. Or a condition: fires on the tick that it turns true"),
    "each": Key(TEXT, "a noun: fires for every such thing, every tick, all at once"),
    "every": Key(CLOCK, "a clock: `tick`, `10 ticks`, `50..150 ticks`, or `{geometric: 0.01}` for each tick with that chance"),
    "at": Key(MOMENTS, "a moment: `500`, `400..600`, `300 of every episode`, `episode 20`"),
    "if": Key(SENTENCES, "conditions; all must hold"),
    "chance": Key(CHANCE, "how likely it then is; 1 if you say nothing"),
    "do": Key(SENTENCES, "effects, in order"),
    "about": Key(TEXT, "a sentence for people"),
    "off": Key(TRUTH, "`true`: not in force until a law switches it on"),

}
CHANGE = {
    "at": Key(MOMENTS, "a moment, or a list of them. Plain numbers count the world's life, through all episodes"),
    "every": Key(CLOCK, "a clock; with `for`, the pause comes first"),
    "after": Key(TEXT, "`thaw + 200`: so many ticks after each time that *thaw* is enacted"),
    "when": Key(SENTENCES, "a condition: comes when it turns true"),
    "by": Key(TEXTS, "an agent, who gets an action of the change's name; or `person`, for what is left to the law panel alone. Or a list"),
    "chance": Key(CHANCE, "how likely it comes when it is due"),
    "times": Key(NUMBER, "how often at most"),
    "for": Key(SPAN, "it lapses after so many ticks, `200` or `100..300`"),
    "until": Key(SENTENCES, "a condition at which it lapses; with `for`, whichever is first"),
    "announce": Key(TRUTH, "`true`: agents are told that *a* change came, not which"),
    "pick": Key(NAMES, "`{storm: 2, calm: 1}`: one of these changes, by dice and weight"),
    "cost": Key(TEXT, "what an agent pays: `4 clover`"),
    "cooldown": Key(NUMBER, "ticks before the same agent may buy it again"),
    "vote": Key(("majority",), "it takes more than half of the agents named under `by`, see below"),
    "edit": Key(SENTENCES, "what changes: sentences of law, or of the world"),
    "merge": Key(ANY, "what comes that was not there: a piece of a scenario, see below"),
    "about": Key(TEXT, "a sentence for people"),
}
CLAIM = {
    "name": Key(TEXT, "what it claims; without one, its own sentences"),
    "map": Key("map", "a small map, in the letters of the file. An agent may be left out"),
    "given": Key(SENTENCES, "edits that hold from the start, such as `apply thaw`; done in the order written, those of changes first. `undo NAME` there takes back what was applied there, `undo newest law` what was applied last; edits written out there have no name, and stay"),
    "play": Key(PLAY, "actions by agent, one a tick: `{ant: [east, east]}`. `wait` can always be played"),
    "run": Key(NUMBER, "so many ticks; without it, as long as the script"),
    "then": Key(SENTENCES, "what is true at the end"),
    "always": Key(SENTENCES, "what is true after every tick"),
    "within": Key(NUMBER, "up to so many ticks, `then` comes true after one of them"),
    "over": Key(TEXT, "in so many worlds, each with other luck"),
    "rate": Key(TEXT, "the share of them in which it holds: `0.6..1`; without it, all"),
    "about": Key(TEXT, "a sentence for people"),
}
VARIABLE = {"of": Key(TEXTS, "its words"), "now": Key(TEXT, "the word it starts with")}
COMES = ("at", "every", "after", "when", "by")
"""The keys of a change that say when it comes; the others say how, and how it goes."""
TAKES = {NUMBER: "a number", TRUTH: "`true` or `false`", SENTENCES: "sentences", CHANCE: "a chance", SIZE: "a size", SPAN: "a number or a range", TEXTS: "a word, or a list", NAMES: "names", CLOCK: "a clock",
         MOMENTS: "a moment, or a list", MINDS: "a mind, or a list", ACTIONS: "a list", DRAW: "a list of steps", PLAY: "names", ANY: "keys", TEXT: "a text"}
"""What may stand behind a key, for people."""
STEP_SHAPES = {"thing": TEXT, "things": ANY, "size": SIZE, "spot": TEXT, "count": SPAN, "whole": NUMBER, "times": NUMBER, "share": CHANCE, "truth": TRUTH, "rows": ROWS, "sides": TEXTS, "rules": TEXTS}
STEPS = {name: {key: Key(STEP_SHAPES[sort], form.meaning) for key, sort in form.keys.items()} for name, form in FORMS.items()}
SECTIONS_OF = {"world": WORLD, "map": MAP, "kinds": KIND, "agents": AGENT, "rules": RULE, "changes": CHANGE, "expect": CLAIM, "vars": VARIABLE}
"""The keys of an entry of each section."""
