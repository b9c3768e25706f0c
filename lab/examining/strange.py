"""Strange worlds, drawn by seed as text of the scenario language: kinds whose names tell nothing, with properties and laws of all sorts.

Each world is a few parts out of `PARTS`: what is slippery, what carries, what is pushed, what opens what, what burns, what a lever does. Nothing pays, so a mind
may look about as it likes. A part
brings its kinds, its rules, its place on the map, and the changes that could befall it.
"""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from lab.examining.lives import Life
from world.load import from_text
from world.mistakes import ScenarioError
from world.scenario import Scenario

SIDES = ("north", "east", "south", "west")
COLOURS = ("red", "blue", "green")
FACINGS = {"facing": list(SIDES)}
FEWEST_PARTS, MOST_PARTS = 3, 5


@dataclass
class Draft:
    """A world in the making."""
    dice: np.random.Generator
    kinds: dict[str, dict] = field(default_factory=dict)
    rules: dict[str, dict] = field(default_factory=dict)
    changes: dict[str, list[str]] = field(default_factory=dict)          # what could befall the law, by what it is about
    steps: list[dict] = field(default_factory=list)
    agents: dict[str, dict] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    has: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)

    def name(self) -> str:
        """A word that means nothing and is not taken."""
        while True:
            word = "".join(str(self.dice.choice(list(letters))) for letters in ("bdfgklmnprstvz", "aeiou", "bdgklmnprstvz", "aou", "mnrk"))
            if word not in self.kinds and word not in self.agents:
                return word

    def some(self, low: int, high: int) -> int:
        return int(self.dice.integers(low, high + 1))

    def one(self, choices):
        return choices[int(self.dice.integers(len(choices)))]

    def put(self, what: str, low: int, high: int) -> None:
        ground = self.kinds.get(what, {}).get("layer") == "ground"
        self.steps.append({"put": {f"{self.some(low, high)} {what}": "anywhere" if ground else "on floor"}})

    def ground(self, properties: list[str] | None = None, **more) -> str:
        word = self.name()
        self.kinds[word] = {"layer": "ground", "is": properties or [], **more}
        return word

    def thing(self, properties: list[str] | None = None, layer: str = "object", **more) -> str:
        word = self.name()
        self.kinds[word] = {"layer": layer, "is": properties or [], **more}
        return word

    def room(self, strict: bool) -> list[dict]:
        """The ant must get to something that was put somewhere, strictly to all of its kind, else it might live in a corner of its own."""
        put = [word.split(" ", 1)[1] for step in self.steps for word in step.get("put", ()) if word not in self.agents]
        return [{"ensure": f"{'every ' if strict else ''}{put[-1]} reachable from ant"}] if put else []

    def change(self, about: str, *edits: str) -> None:
        self.changes[about] = list(edits)


# ---- the parts -------------------------------------------------------------------------------------------------------
def slippery(d: Draft) -> None:
    """A ground that one slides over."""
    k = d.ground(["slippery"])
    d.steps.append({"patch": {"of": k, "size": f"{d.some(3, 5)}x{d.some(3, 4)}", "at": "anywhere"}})
    d.steps.append({"scatter": {k: "6%"}})
    d.change(f"{k} slips no more", f"{k} is not slippery")


def carrying(d: Draft) -> None:
    """Belts, all of one facing or of several."""
    k = d.ground(["conveyor"], **{"with": FACINGS})
    facings = [d.one(SIDES)] if d.dice.random() < 0.5 else list(SIDES)
    for facing in facings:
        d.steps.append({"scatter": {f"{k} facing {facing}": f"{12 // len(facings)}%"}})
    d.change(f"{k} turns round", f"{k}.carries = backward")
    d.change(f"{k} stands still", f"{k} is not conveyor")


def pushed(d: Draft) -> None:
    """Things to push, one or several at a time."""
    k = d.thing(["pushable", "solid"], strength=d.one([1, 1, 4]))
    d.put(k, 5, 8)
    d.change(f"{k} stands fast", f"{k} is not pushable")


def pulled(d: Draft) -> None:
    """Things that follow."""
    k = d.thing(["pulled", "solid"])
    d.put(k, 2, 4)
    d.change(f"{k} stays behind", f"{k} is not pulled")


def locked(d: Draft) -> None:
    """Keys that are taken when walked over, and what they open, in two colours."""
    colours = list(d.dice.permutation(COLOURS)[:2])
    key, door = d.thing([], "item", **{"with": {"colour": colours}}), d.thing(["solid"], **{"with": {"colour": colours}})
    for colour in colours:
        d.put(f"{colour} {key}", 2, 3)
        d.put(f"{colour} {door}", 3, 4)
    d.rules[f"take {key}"] = {"when": f"ant enters {key}", "do": "take it"}
    d.rules[f"open {door}"] = {"when": f"ant bumps {door}", "if": f"ant has same-colour {key}", "do": ["remove it", "let them through"]}
    d.change(f"other {key}", f"open {door}.if = ant has other-colour {key}")
    d.change(f"no {door} opens", f"rule open {door} off")


def burning(d: Draft) -> None:
    """Something burns, and the fire goes on to what is beside; one lights it by walking into a spark."""
    fuel, fire, spark = d.ground(), d.ground(), d.ground()
    d.steps.append({"scatter": {fuel: "22%"}})
    d.put(spark, 3, 5)
    after = d.one(["floor", fuel]) if d.dice.random() < 0.3 else d.ground()
    d.rules[f"light {spark}"] = {"when": f"ant enters {spark}", "do": f"it becomes {fire}"}
    d.rules[f"spread {fire}"] = {"each": fuel, "if": f"{fire} {d.one(['beside', 'beside', 'around'])}", "do": f"it becomes {fire}"}
    d.rules[f"die {fire}"] = {"each": fire, "do": f"it becomes {spark if after == fuel else after}"}
    d.change(f"{fire} spreads no more", f"rule spread {fire} off")
    d.change(f"{spark} is dead", f"rule light {spark} off")


def lever(d: Draft) -> None:
    """Using a thing turns all gates of a kind open, and shut again."""
    handle, gate = d.thing(["solid"]), d.thing(**{"with": {"state": ["shut", "open"]}})
    d.kinds[f"shut {gate}"] = {"is": ["solid"]}
    d.put(handle, 2, 3)
    d.put(f"shut {gate}", 4, 7)
    d.acts.append("use")
    d.rules[f"pull {handle}"] = {"when": f"ant uses {handle}", "do": f"shut {gate} becomes open"}
    d.change(f"{handle} is dead", f"rule pull {handle} off")


def mined(d: Draft) -> None:
    """Using a thing turns it into another, or takes it away."""
    rock = d.thing(["solid"])
    into = d.thing([], "item") if d.dice.random() < 0.6 else ""
    d.put(rock, 6, 10)
    d.acts.append("use")
    d.rules[f"hew {rock}"] = {"when": f"ant uses {rock}", "do": f"it becomes {into}" if into else "remove it"}
    d.change(f"{rock} is hard", f"rule hew {rock} off")


def crumbling(d: Draft) -> None:
    """Ground that turns into other ground when left; that may be a hole that nobody enters."""
    k, then = d.ground(), d.ground(["solid"] if d.dice.random() < 0.3 else [])
    d.steps.append({"scatter": {k: "20%"}})
    d.rules[f"tread {k}"] = {"when": f"ant leaves {k}", "do": f"it becomes {then}"}
    if d.dice.random() < 0.7:
        d.rules[f"mend {then}"] = {"every": f"{d.some(20, 40)} ticks", "do": f"{then} becomes {k}"}
    d.change(f"{k} holds", f"rule tread {k} off")


def deadly(d: Draft) -> None:
    """Who enters it is back at the start."""
    k = d.ground()
    d.steps.append({"scatter": {k: "6%"}})
    d.rules[f"fall {k}"] = {"when": f"ant enters {k}", "do": "return them home"}
    d.change(f"{k} is harmless", f"rule fall {k} off")


def portals(d: Draft) -> None:
    """Two holes, one leading to the other."""
    k = d.ground(["portal"])
    d.steps.append({"put": {f"2 {k}": "anywhere"}})
    d.change(f"{k} leads nowhere", f"{k} is not portal")


def gates(d: Draft) -> None:
    """Ground that lets in one way only."""
    k = d.ground(["one-way"], **{"with": FACINGS})
    for facing in SIDES:
        d.steps.append({"scatter": {f"{k} facing {facing}": "2%"}})
    d.change(f"{k} lets everybody in", f"{k} is not one-way")


def sticky(d: Draft) -> None:
    """Ground that is left at the second try."""
    k = d.ground(["sticky"])
    d.steps.append({"scatter": {k: "12%"}})
    d.change(f"{k} holds nobody", f"{k} is not sticky")


def turning(d: Draft) -> None:
    """A thing that changes its kind each time it is bumped, round and round."""
    words = [d.thing(["solid"]) for _ in range(d.some(2, 3))]
    if d.dice.random() < 0.5:
        d.kinds[words[-1]]["is"] = []
    d.put(words[0], 5, 8)
    for i, word in enumerate(words[:len(words) if d.kinds[words[-1]]["is"] else -1]):
        d.rules[f"knock {word}"] = {"when": f"ant bumps {word}", "do": f"it becomes {words[(i + 1) % len(words)]}"}
    d.change(f"{words[0]} stays", f"rule knock {words[0]} off")


def gathered(d: Draft) -> None:
    """Things to pick up; so many of them open a gate."""
    coin, gate = d.thing([], "item"), d.thing(["solid"])
    price = d.some(1, 2)
    d.put(coin, 6, 9)
    d.put(gate, 3, 5)
    d.has[f"{coin}s"] = "0 of 2"
    d.rules[f"gather {coin}"] = {"when": f"ant enters {coin}", "do": ["remove it", f"ant gains 1 {coin}s"]}
    d.rules[f"toll {gate}"] = {"when": f"ant bumps {gate}", "if": f"ant {coin}s >= {price}", "do": ["remove it", f"ant loses {price} {coin}s"]}
    d.change(f"{coin} stays", f"rule gather {coin} off")
    d.change(f"{gate} takes nothing", f"rule toll {gate} off")


def plates(d: Draft) -> None:
    """Walking onto a plate turns all things of a kind into another."""
    plate, up, down = d.ground(), d.thing(["solid"]), d.ground()
    d.put(plate, 3, 5)
    d.put(up, 4, 7)
    d.rules[f"press {plate}"] = {"when": f"ant enters {plate}", "do": [f"{up} becomes {down}"]}
    d.rules[f"rise {up}"] = {"when": f"ant leaves {plate}", "do": [f"{down} becomes {up}"]}
    d.kinds[down] = {"layer": "object", "is": []}
    d.change(f"{plate} is dead", f"rule press {plate} off")


def growing(d: Draft) -> None:
    """What is trodden down grows again where its like is beside."""
    k, bare = d.ground(), d.ground()
    d.steps.append({"patch": {"of": k, "size": "5x4", "at": "anywhere"}})
    d.rules[f"graze {k}"] = {"when": f"ant enters {k}", "do": f"it becomes {bare}"}
    d.rules[f"regrow {k}"] = {"each": bare, "if": f"{d.some(2, 3)}+ {k} beside", "do": f"it becomes {k}"}
    d.change(f"{k} grows no more", f"rule regrow {k} off")
    d.change(f"{k} is hardy", f"rule graze {k} off")


def creature(d: Draft) -> None:
    """Somebody who walks to and fro, or after the ant, or as the dice fall."""
    word = d.name()
    mind = d.one(["patrol east west", "patrol north south", "straight", "straight", "chase ant", "wander"])
    d.agents[word] = {"mind": mind, "speed": "1/2" if mind == "chase ant" else "1"}
    d.steps.append({"put": {word: "on floor"}})
    d.change(f"{word} hurries", f"{word}.speed = {'1' if mind == 'chase ant' else '1/2'}")


PARTS: tuple[Callable[[Draft], None], ...] = (slippery, carrying, pushed, pulled, locked, burning, lever, mined, crumbling, deadly, portals, gates, sticky,
                                              turning, gathered, plates, growing, creature)
CONTROLS = (("mirror", "swap ant.east and ant.west"), ("half turn", "swap ant.east and ant.west", "swap ant.north and ant.south"),
            ("quarter", "ant.north = east", "ant.east = south", "ant.south = west", "ant.west = north"))


def draft(seed: int) -> Draft:
    """The parts of the world of a seed, laid together."""
    d = Draft(np.random.default_rng([seed, 411]))
    for i in d.dice.permutation(len(PARTS))[:d.some(FEWEST_PARTS, MOST_PARTS)]:
        PARTS[i](d)
    d.change(*d.one(CONTROLS))
    return d


def text_of(seed: int, strict: bool = True) -> str:
    """The world of a seed in the scenario language, where JSON is a way to write YAML; its map is always the same."""
    d = draft(seed)
    stands = d.one([[], [{"scatter": {"wall": "6%"}}], [{"scatter": {"wall": "4%"}}]])
    whole = {
        "scenario": 1, "world": {"episode": 400},
        "map": {"seed": seed, "size": f"{d.some(10, 13)}x{d.some(10, 13)}", "draw": [{"border": "wall"}, *stands, *d.steps, {"put": {"ant": "on floor"}}, *d.room(strict)]},
        "legend": {"A": "ant"}, "kinds": d.kinds,
        "agents": {"ant": {"mind": "rules", "actions": [*SIDES, "wait", *sorted(set(d.acts))], **({"has": d.has} if d.has else {})}, **d.agents},
        "rules": d.rules,
        "changes": {f"change {i + 1}": {"edit": edits, "about": about} for i, (about, edits) in enumerate(d.changes.items())},
    }
    return json.dumps(whole, indent=1)


def strange_world(seed: int) -> Scenario:
    """The world of a seed, read. Where the parts leave too little room for the ant to get about, less is asked."""
    try:
        return from_text(text_of(seed), f"strange-{seed}.yaml")
    except ScenarioError:
        return from_text(text_of(seed, strict=False), f"strange-{seed}.yaml")


def lived(mind: str, seed: int, ticks: int) -> Life:
    """A mind that has looked about in the world of a seed as it liked, for so many ticks."""
    life = Life(strange_world(seed), mind, seed)
    for _ in range(ticks):
        life.tick(foretell=False)
    return life
