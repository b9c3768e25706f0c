"""Random scenarios, as text: for the kernel and its plain reference to agree on, and for the reader to be read to.

`random_scenario(seed)` is quick and plain; `scenarios()` is the same as a hypothesis strategy, which finds smaller ones when a test fails.
What is drawn is meant to collide: small boards, few kinds, many of each.
"""
from __future__ import annotations

import json
import random
from dataclasses import dataclass, field

from hypothesis import strategies as st

from world.load import from_text
from world.mistakes import ScenarioError
from world.scenario import Scenario

DIRECTIONS = ["north", "east", "south", "west"]
WAYS = DIRECTIONS + ["north-east", "south-east", "south-west", "north-west"]
GROUNDS = ["ice", "belt", "mud", "plate", "grass", "slush", "gate", "hole", "bog", "fog"]
ITEMS = ["goal", "gem", "key"]
OBJECTS = ["wall", "box", "crate", "door", "tree", "hedge", "fire", "cart", "boulder"]
AIRS = ["wind", "mist"]
AGENTS = ["ant", "hare", "fox"]
ATTRIBUTES = {"belt": {"facing": DIRECTIONS}, "wind": {"facing": WAYS}, "gate": {"facing": DIRECTIONS}, "hole": {"colour": ["red", "blue"]}, "key": {"colour": ["red", "blue"]}, "door": {"colour": ["red", "blue"], "state": ["shut", "open"]},
              "crate": {"colour": ["red", "blue"]}, "cart": {"facing": ["east", "west", "south-west"]}}
NATURE = {"ice": ["slippery"], "slush": ["slippery"], "belt": ["conveyor"], "wall": ["solid", "opaque"], "box": ["solid", "pushable"], "crate": ["pushable"], "tree": ["solid", "fuel"], "hedge": ["solid"],
          "fire": ["solid"], "gem": ["prized"], "wind": ["conveyor"], "grass": ["fuel"],
          "gate": ["one-way"], "hole": ["portal"], "bog": ["sticky"], "cart": ["pulled", "solid"], "boulder": ["falling", "solid"]}
WORDS = {"season": ["spring", "summer", "winter"], "upwind": WAYS}


class Dice:
    """Choices from a seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def one(self, options):
        return options[self.number(0, len(options) - 1)]

    def some(self, options, low: int, high: int) -> list:
        """So many different ones."""
        left, chosen = list(options), []
        for _ in range(self.number(low, min(high, len(left)))):
            chosen.append(left.pop(self.number(0, len(left) - 1)))
        return chosen

    def often(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent


class Drawn(Dice):
    """The same choices, drawn by hypothesis."""

    def __init__(self, draw):
        self.draw = draw

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))


@dataclass
class Cast:
    """What a random scenario has, for its sentences to speak of."""
    dice: Dice
    grounds: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    airs: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)     # variables that are numbers
    words: list[str] = field(default_factory=list)       # variables that are words
    rules: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    stones: list[str] = field(default_factory=list)      # words on tablets
    size: tuple[int, int] = (5, 5)
    moves: int = 4

    @property
    def ways(self) -> list[str]:
        return WAYS[:self.moves]

    # ---- nouns ------------------------------------------------------------------------------------------------------
    def kind(self) -> str:
        return self.dice.one(self.grounds + self.items * 2 + self.objects * 2 + self.airs + self.agents * 2)

    def variant(self, kind: str, always: bool = False) -> str:
        """`red key`, `belt facing east`: all values if `always`, else some."""
        front, behind = [], ""
        for name, values in ATTRIBUTES.get(kind, {}).items():
            if always or self.dice.often(40):
                value = self.dice.one(values)
                if name == "facing":
                    behind = f" facing {value}"
                else:
                    front.append(value)
        return " ".join(front + [kind]) + behind

    def thing(self) -> str:
        return self.variant(self.dice.one(self.grounds + self.items * 3 + self.objects * 3 + self.airs))

    def noun(self) -> str:
        draw = self.dice.number(0, 19)
        if draw == 0:
            return "something " + self.dice.one(["prized", "fuel", "solid", "pushable"])
        if draw == 1:
            return "anything"
        if draw == 2 and self.agents:
            return self.dice.one(["anyone", f"{self.dice.one(self.agents)} facing {self.dice.one(self.ways)}"])
        return self.variant(self.kind())

    def kind_of(self, noun: str) -> str:
        """The kind in a noun; "" if it names none."""
        kind = noun.split(" facing ")[0].split(" ")[-1]
        return kind if kind in ["floor"] + self.grounds + self.items + self.objects + self.airs + self.agents else ""

    def is_agent(self, noun: str) -> bool:
        return noun == "anyone" or self.kind_of(noun) in self.agents

    def agent(self) -> str:
        return self.dice.one(self.agents)

    def place(self) -> str:
        if self.places and self.dice.often(40):
            return self.dice.one(self.places)
        return f"x{self.dice.number(0, self.size[1] - 1)} y{self.dice.number(0, self.size[0] - 1)}"

    def compared(self) -> str:
        return f"{self.dice.one(['<', '>', 'is', '<=', '>=', 'is not'])} {self.dice.number(0, 4)}"


def counters(agent: str, cast: Cast) -> list[str]:
    return ["energy"] + cast.items


# ---- sentences ------------------------------------------------------------------------------------------------------
def condition(cast: Cast, about: str, doer: str = "", thing: str = "") -> str:
    """One condition. `about`: "event", "each", "world" (neither `it` nor `them`)."""
    dice = cast.dice
    ones = [word for word, noun in (("it", thing), ("them", doer)) if noun]
    near = [lambda: f"{dice.one(['', '', 'no ', str(dice.number(0, 3)) + ' ', '2+ '])}{cast.noun()} {dice.one(['beside', 'around'])}",
            lambda: f"{dice.one(['', 'no '])}{cast.noun()} here",
            lambda: f"{dice.one(['', 'no '])}{cast.noun()} to the {dice.one(WAYS)}",
            lambda: f"{cast.noun()} within {dice.number(1, 3)} of {dice.one(ones)}"]
    if cast.is_agent(doer):
        near.append(lambda: f"{dice.one(['', 'no '])}{dice.one([cast.noun(), 'nothing'])} ahead")
    if about == "each":
        near.append(lambda: f"{dice.one(['', 'no '])}{dice.one(['anyone', 'nothing', cast.variant(dice.one(cast.items + cast.objects + cast.grounds))])} here")
    if "upwind" in cast.words:
        near.append(lambda: f"{cast.noun()} to the upwind")
    far = [lambda: f"{cast.noun()} on {cast.noun()}", lambda: f"{cast.noun()} at {cast.place()}", lambda: f"any {cast.noun()} left", lambda: f"no {cast.noun()} left",
           lambda: f"count {cast.noun()} {cast.compared()}", lambda: f"tick > {dice.number(1, 15)}"]
    if cast.agents:
        def agent_has() -> str:
            agent = cast.agent()
            return f"{agent} has {dice.number(1, 2)} {dice.one(counters(agent, cast))}"
        far += [lambda: f"{cast.agent()} sees {cast.noun()}"] * 2
        far += [agent_has, lambda: f"{cast.agent()} energy {cast.compared()}", lambda: f"{cast.agent()} energy {dice.one(['falls', 'rises'])} to {dice.number(0, 4)}"]
        if "key" in cast.items and "colour" in ATTRIBUTES.get(cast.kind_of(thing), ()):
            far.append(lambda: f"{cast.agent()} has {dice.one(['same', 'other'])}-colour key")
    if cast.numbers:
        far.append(lambda: f"{dice.one(cast.numbers)} {cast.compared()}")
    if cast.words:
        far.append(lambda: (lambda word: f"{word} {dice.one(['is', 'is not'])} {dice.one(WORDS[word])}")(dice.one(cast.words)))
    if cast.rules:
        far.append(lambda: f"rule {dice.one(cast.rules)} is {dice.one(['on', 'off'])}")
    sentence = dice.one(near if about != "world" and dice.often(60) else far)()
    return f"not {sentence}" if dice.often(8) else sentence


def event(cast: Cast) -> tuple[str, str, str]:
    """Subject, verb and object of a trigger."""
    dice = cast.dice
    if cast.agents and dice.often(6):
        return cast.agent(), "does", "whistle"
    verb = dice.one(["tries", "enters", "enters", "enters", "leaves", "bumps", "bumps", "pushes", "uses", "meets", "is on"])
    agents_only = verb in ("tries", "uses", "meets")
    if cast.agents and (agents_only or dice.often(75)):
        subject = dice.one([cast.agent(), cast.agent(), cast.agent(), "anyone"])
    else:
        subject = dice.one([cast.variant(dice.one(cast.objects + cast.items)), "something pushable", "anything"])
        verb = "enters" if agents_only else verb
    other = dice.one([cast.agent(), "anyone"]) if verb == "meets" else "anything" if dice.often(20) else cast.noun()
    if verb in ("bumps", "uses", "pushes") and dice.often(50):
        other = cast.variant(dice.one(cast.objects))
    elif verb in ("enters", "leaves", "is on") and dice.often(50):
        other = dice.one(["floor", cast.variant(dice.one(cast.items)), cast.variant(dice.one(cast.grounds + cast.items))])
    if "colour" in ATTRIBUTES.get(cast.kind_of(subject), ()) and "colour" in ATTRIBUTES.get(cast.kind_of(other), ()) and dice.often(60):
        return subject, verb, f"{dice.one(['same', 'other'])}-colour {cast.kind_of(other)}"
    return subject, verb, other


def effect(cast: Cast, about: str, verb: str = "", doer: str = "", thing: str = "") -> str:
    """One effect. `about`: "event", "each", "world"; `doer` and `thing`: how the trigger calls them, "" for nobody."""
    dice = cast.dice
    called = {"them": doer, "it": thing}
    who = [word for word in called if called[word]]
    agents = [word for word in who if cast.is_agent(called[word])]
    things = [word for word in who if not cast.is_agent(called[word])]
    things += [called[word] for word in things if cast.kind_of(called[word]) and cast.kind_of(doer) != cast.kind_of(thing) and dice.often(30)]
    colours = [word for word in things if "colour" in ATTRIBUTES.get(cast.kind_of(called.get(word, word)), ())]
    turning = agents + [word for word in things if "facing" in ATTRIBUTES.get(cast.kind_of(called.get(word, word)), ())]

    def become() -> str:
        if colours and dice.often(40):
            word = dice.one(colours)
            return f"{word} becomes {dice.one(ATTRIBUTES[cast.kind_of(called.get(word, word))]['colour' if dice.often(50) else 'state'] if cast.kind_of(called.get(word, word)) == 'door' else ['red', 'blue'])}"
        return f"{dice.one(things)} becomes {dice.one([cast.variant(dice.one(cast.grounds + cast.items + cast.objects * 2 + cast.airs)), 'nothing'])}"

    def put() -> str:
        near = ["here", "beside", "around", f"to the {dice.one(WAYS)}"] * 2 + ["ahead", "behind"] * (about == "event" and cast.is_agent(doer))
        where = dice.one(["anywhere", f"at {cast.place()}"] + near * (about != "world"))
        random_one = dice.one(["", "random "])
        kind = dice.one(cast.items * 2 + cast.objects * 2 + cast.grounds + cast.airs)
        return f"put {random_one}{kind if random_one else cast.variant(kind, always=True)} {where}"

    options = [put, put]
    if things:
        options += [become, become, become, lambda: f"remove {dice.one(things)}"]
    if agents and dice.often(30):
        options += [lambda: f"remove {dice.one(agents)}"]
    if turning:
        options += [lambda: f"turn {dice.one(turning)} {dice.one(['left', 'right', 'back', 'randomly'])}"]
    def target() -> str:
        return dice.one(agents * 2 + things * 2 + [cast.agent() if cast.agents and dice.often(60) else cast.thing()])

    def move() -> str:
        noun = dice.one(who) if who and dice.often(20) else cast.noun()
        where = [f"{dice.one(WAYS)}", "ahead", "behind", "randomly", "randomly", f"toward {noun}", f"away from {noun}", f"to {cast.place()}"]
        return f"move {target()} {dice.one(where + ['to the upwind'] * ('upwind' in cast.words))}"

    options += [move, move, lambda: f"swap {target()} and {target()}"]
    if cast.agents:
        agent = cast.agent
        options += [lambda: f"reward {dice.one(['1', '-0.1', '0.25'])} to {dice.one(agents + [agent()])}", lambda: f"return {dice.one(agents * 2 + [agent()])} home",
                    lambda: f"{dice.one(agents * 2 + [agent()])} {dice.one(['gains', 'loses'])} {dice.number(1, 3)} energy", lambda: f"say {dice.one(['hey', 'ho'])}"]
    if about == "event":
        options += [lambda: "take it"] * 3 * (cast.kind_of(thing) in cast.items and cast.is_agent(doer)) + [lambda: "let them through"] * 3 * (verb == "bumps")
        options += [lambda: "stop"] * 4 * (verb == "tries")
        if cast.is_agent(doer):
            options.append(lambda: f"drop {cast.variant(dice.one(cast.items))}")
            options.append(lambda: f"reward {dice.one(['1', '-0.1', '0.25'])}")
    if cast.numbers:
        options.append(lambda: f"{dice.one(cast.numbers)} {dice.one(['+=', '-=', '='])} {dice.number(1, 3)}")
    if cast.words:
        options.append(lambda: (lambda word: f"{word} {dice.one(['cycles', '= random', '= ' + dice.one(WORDS[word])])}")(dice.one(cast.words)))
    if cast.changes:
        options.append(lambda: f"{dice.one(['apply', 'undo'])} {dice.one(cast.changes)}")
    if dice.often(10):
        options += [lambda: f"end {dice.one(['won', 'lost'])}"] * 3
    return dice.one(options)()


def rule(cast: Cast, name: str) -> dict:
    dice = cast.dice
    sort = dice.one(["event"] * 6 + ["each"] * 3 + ["every", "at", "turns"])
    about = sort if sort in ("event", "each") else "world"
    written, doer, verb, thing = {}, "", "", ""
    if sort == "event":
        doer, verb, thing = event(cast)
        written["when"] = f"{doer} {verb} {thing}"
        thing = "" if verb == "does" else thing
    elif sort == "each":
        thing = cast.noun() if dice.often(25) else cast.variant(dice.one(cast.objects + cast.items + cast.grounds + cast.agents + ["floor"]))
        written["each"] = thing
    elif sort == "every":
        written["every"] = dice.one(["tick", "3 ticks", "2..4 ticks", {"geometric": 0.3}])
    elif sort == "at":
        written["at"] = dice.one([str(dice.number(1, 12)), f"{dice.number(1, 5)}..{dice.number(6, 9)}", f"{dice.number(1, 5)} of every episode", "episode 2"])
    else:
        written["when"] = condition(cast, "world")
    if dice.often(40):
        written["if"] = [condition(cast, about, doer, thing) for _ in range(dice.number(1, 2))]
    if dice.often(40 if about != "each" else 75):
        written["chance"] = dice.one([0.5, 0.2, 0.8, 0.05] + [0.0039] * (about == "each"))       # the last one leaps
    written["do"] = [effect(cast, about, verb, doer, thing) for _ in range(dice.one([1, 1, 1, 2, 3]))]
    if verb == "enters" and cast.is_agent(doer) and cast.kind_of(thing) in cast.items and dice.often(50):
        written["do"][0] = "take it"
    if verb == "bumps" and cast.is_agent(doer) and not cast.is_agent(thing) and dice.often(40):
        written["do"] = [dice.one(["remove it", "it becomes open", f"it becomes {dice.one(cast.grounds + cast.items)}"]), "let them through"]
    if dice.often(8):
        written["off"] = True
    return written


def edit(cast: Cast, of_change: str) -> str:
    """One edit, of the law or of the world."""
    dice = cast.dice
    noun = dice.one([cast.thing, cast.thing, lambda: dice.one(cast.agents or cast.objects)])()
    if dice.often(12):
        noun = f"something {dice.one(['prized', 'fuel', 'solid', 'pushable'])}"
    prop = dice.one(["solid", "solid", "pushable", "slippery", "prized", "fuel", "pulled", "falling", "sticky", "portal", "one-way", "opaque"])
    to = f" to {cast.variant(dice.one(cast.agents * 3 + cast.objects))}" if dice.often(25) else ""
    options = [lambda: f"{noun} is {dice.one(['', 'not '])}{prop}{to}"] * 4
    options += [lambda: f"put {cast.variant(dice.one(cast.grounds + cast.items + cast.objects + cast.agents + cast.airs), always=True)} at {cast.place()}", lambda: f"clear {cast.place()}",
                lambda: f"every {cast.thing()} becomes {dice.one([cast.variant(dice.one(cast.objects + cast.items + cast.grounds)), 'nothing'])}",
                lambda: f"every {cast.thing()} within {dice.number(1, 2)} of {cast.kind()} becomes {cast.variant(dice.one(cast.objects + cast.items + cast.grounds))}",
                lambda: "undo newest law"]
    if cast.rules:
        options += [lambda: f"rule {dice.one(cast.rules)} {dice.one(['on', 'off'])}"] * 3
        options += [lambda: f"{dice.one(cast.rules)}.chance = {dice.one(['0', '0.5', '1', '0.9', '0.3%'])}"]
    if cast.agents:
        options += [lambda: (lambda a: f"swap {a}.north and {a}.{dice.one(['south', 'east'])}")(cast.agent()), lambda: f"{cast.agent()}.east = {dice.one(['west', 'north', 'wait', 'forward', 'turn left', 'turn right'])}",
                    lambda: f"{cast.agent()}.noise = {dice.one(['0', '0.5'])}", lambda: f"{cast.agent()}.sees = {dice.one(['3x3', '3x2 ahead', 'all by line of sight'])}",
                    lambda: f"{dice.one(cast.grounds)}.noise = {dice.one(['0', '0.6'])}",
                    lambda: f"{cast.agent()}.speed = {dice.one(['1/2', '2', '1', '1/3'])}", lambda: f"undo newest law by {cast.agent()}",
                    lambda: f"{cast.agent()}.noise = {dice.one(['0', '50%'])}"]
    for kind in [k for k in cast.objects if {"pulled", "pushable"} & set(NATURE.get(k, ()))]:
        options += [lambda kind=kind: f"{kind}.strength = {dice.number(1, 3)}"]
    for kind in [k for k in cast.grounds + cast.airs if "conveyor" in NATURE.get(k, ())]:
        options += [lambda kind=kind: f"{kind}.carries = {dice.one(['backward', 'forward'])}", lambda kind=kind: f"{kind}.speed = {dice.one(['1/2', '2'])}"]
        options += [lambda: f"{cast.agent()}.{dice.one(['sees = 3x3', 'reach = 2', 'sight noise = 20%'])}"] * bool(cast.agents)
    if cast.numbers:
        options.append(lambda: f"{dice.one(cast.numbers)} = {dice.one([0, 1, 2, 3, 2147483646])}")
    if cast.words:
        options.append(lambda: f"{dice.one(cast.words)} {dice.one(['cycles', '= random'])}")
    if cast.rules:
        options += [lambda: f"{dice.one(cast.rules)}.when = {dice.one([' '.join(event(cast)), condition(cast, 'world')])}",
                    lambda: f"{dice.one(cast.rules)}.{dice.one(['every = 2 ticks', 'at = ' + str(dice.number(1, 9)), 'each = ' + cast.thing()])}",
                    lambda: f"swap {dice.one(cast.rules)}.{dice.one(['chance', 'if'])} and {dice.one(cast.rules)}.{dice.one(['chance', 'if'])}"]
    options += [lambda: f"{dice.one(cast.changes)}.{term(cast)}"] * 3
    options += [lambda: (lambda part: f"swap {dice.one(cast.changes)}.{part} and {dice.one(cast.changes)}.{part}")(dice.one(["for", "every", "at", "when", "until", "times"]))]
    others = [c for c in cast.changes if c != of_change]
    if others:
        options += [lambda: f"{dice.one(['apply', 'undo'])} {dice.one(others)}"]
    return dice.one(options)()


def term(cast: Cast) -> str:
    """A part of a change, and what a law sets it to."""
    dice = cast.dice
    return dice.one([lambda: f"every = {dice.one(['tick', '3 ticks', '2..4 ticks'])}", lambda: f"at = {dice.one([str(dice.number(1, 12)), '3..9', '3 of every episode', 'episode 2'])}",
                     lambda: f"after = {dice.one(cast.changes)} + {dice.one([1, 3, 70])}", lambda: f"when = {condition(cast, 'world')}", lambda: f"until = {condition(cast, 'world')}",
                     lambda: f"for = {dice.one(['1', '2..4'])}", lambda: f"chance = {dice.one(['0', '1', '50%'])}", lambda: f"times = {dice.number(1, 3)}",
                     lambda: f"cost = {dice.number(1, 2)} energy", lambda: f"cooldown = {dice.number(0, 3)}", lambda: f"announce = {dice.one(['true', 'false'])}"])()


def merge(cast: Cast, name: str) -> dict:
    """What a change brings: a kind that is new, and a rule or two."""
    dice = cast.dice
    made, number = f"{dice.one(['ooze', 'fog', 'dust'])} {name}", f"sum {name}"
    nature = [] if dice.often(30) else [dice.one(["solid", "slippery", "pushable", "prized", f"tag {name}"])]
    if nature and cast.agents and dice.often(30):
        nature[0] += f" to {cast.agent()}"
    written: dict = {"tags": [f"tag {name}"], "vars": {number: dice.number(0, 2)}, "kinds": {made: {"layer": dice.one(["ground", "item", "object"]), "is": nature}}}
    rules = {f"m {name}": {"every": dice.one(["tick", "2 ticks"]), "do": [f"put {made} {dice.one(['anywhere', 'at ' + cast.place()])}", f"{number} += 1"]},
             f"n {name}": {"each": dice.one([made, cast.thing()]), "chance": 0.3, "do": [f"it becomes {dice.one([made, cast.thing()])}"], **({"off": True} if dice.often(20) else {})}}
    written["rules"] = {key: rules[key] for key in dice.some(list(rules), 1, 2)}
    return written


def change(cast: Cast, name: str) -> dict:
    dice = cast.dice
    written: dict = {}
    for trigger in dice.some(["at", "every", "after", "when", "by"], 0, 2):
        if trigger == "at":
            times = [dice.one([str(dice.number(1, 9)), f"{dice.number(1, 5)}..{dice.number(6, 9)}", f"{dice.number(1, 6)} of every episode", "episode 2"]) for _ in range(dice.number(1, 2))]
            written["at"] = times if len(times) > 1 else times[0]
        elif trigger == "every":
            written["every"] = dice.one(["5 ticks", "2..6 ticks", {"geometric": 0.2}])
        elif trigger == "after" and cast.changes.index(name) > 0:
            written["after"] = f"{dice.one(cast.changes[:cast.changes.index(name)])} + {dice.number(1, 4)}"
        elif trigger == "when":
            written["when"] = condition(cast, "world")
        elif trigger == "by" and cast.agents:
            written["by"] = dice.one([cast.agent(), "person", [cast.agent(), "person"]])
            if dice.often(40) and written["by"] != "person":
                written["vote"] = "majority"
            if dice.often(50) and written["by"] in cast.agents:
                written["cost"] = f"{dice.number(1, 2)} energy"
                written["cooldown"] = dice.number(0, 4)
    if dice.often(35):
        written["for"] = dice.one([str(dice.number(1, 5)), f"{dice.number(1, 3)}..{dice.number(4, 6)}"])
    if dice.often(20):
        written["until"] = condition(cast, "world")
    if dice.often(25) and set(written) & {"at", "every", "after", "when"}:
        written["chance"] = 0.6
    if dice.often(15):
        written["times"] = dice.number(1, 2)
    others = [c for c in cast.changes if c != name]
    if others and dice.often(12):
        written["pick"] = {other: dice.number(1, 3) for other in dice.some(others, 1, 3)}
    if dice.often(15):
        written["merge"] = merge(cast, name)
    if dice.often(20):
        written["announce"] = True
    if dice.often(60) or not {"pick", "merge"} & set(written):
        written["edit"] = [edit(cast, name) for _ in range(dice.number(1, 3))]
    return written


# ---- the whole ------------------------------------------------------------------------------------------------------
def scenario_parts(dice: Dice) -> dict:
    """A scenario file as sections of named entries."""
    cast = Cast(dice, dice.some(GROUNDS, 1, 3), dice.some(ITEMS, 1, 2), dice.some(OBJECTS, 2, 4), dice.some(AIRS, 0, 1), dice.some(AGENTS, 0 if dice.often(8) else 1, 3))
    cast.size = height, width = dice.number(2, 8), dice.number(2, 8)
    cast.moves = dice.one([4, 4, 8])
    cast.numbers, cast.words = dice.some(["shipped"], 0, 1), dice.some(list(WORDS), 0, 2)
    cast.rules, cast.changes = [f"r{i}" for i in range(dice.number(0, 9))], [f"c{i}" for i in range(dice.number(0, 4))]
    if dice.often(20):
        cast.stones = stone_words(cast)
        cast.objects.append("tablet")
    agents = {name: written_agent(cast, name) for name in cast.agents}
    glyphs, rows = random_map(cast)
    wholes: dict = {"scenario": 1, "tags": ["prized", "fuel"], "kinds": kinds(cast), "agents": agents,
                    "vars": {**{name: 0 for name in cast.numbers}, **{name: {"of": WORDS[name], "now": dice.one(WORDS[name])} for name in cast.words}},
                    "world": {"edge": dice.one(["wall", "wall", "wall", "wrap", "wrap", "open"]), "clash": dice.one(["random", "random", "order", "none"]), "laws": dice.one(["reset", "keep"]),
                              "moves": cast.moves, "down": dice.one(["south", "south", "north", "east", "west"])}}
    if dice.often(25):
        wholes["world"]["episode"] = dice.number(5, 15)
    if cast.stones:
        wholes["world"]["tablets"] = True
    if dice.often(15):
        wholes["world"]["entrenched"] = entrenched(cast)
    wholes["legend"] = glyphs
    wholes["rules"] = {name: rule(cast, name) for name in cast.rules}
    wholes["changes"] = {name: change(cast, name) for name in cast.changes}
    wholes["map"] = drawn_map(cast, rows) if dice.often(12) else rows
    return wholes


def written_out(wholes: dict) -> tuple[str, list[tuple[str, str]]]:
    """The text, and for each line the section and the entry that it holds."""
    picture = wholes["map"]
    lines = [("scenario: 1", "scenario", "")]
    lines += [(f"map: {json.dumps(picture)}", "map", "")] if isinstance(picture, dict) else [("map: |", "map", "")] + [("  " + row, "map", "") for row in picture]
    for section, value in wholes.items():
        if section in ("scenario", "map") or not value:
            continue
        if isinstance(value, dict):
            lines += [(f"{section}:", section, "")] + [(f"  {json.dumps(name)}: {json.dumps(inner)}", section, name) for name, inner in value.items()]
        else:
            lines.append((f"{section}: {json.dumps(value)}", section, ""))
    return "\n".join(line for line, _, _ in lines) + "\n", [(section, name) for _, section, name in lines]


def stone_words(cast: Cast) -> list[str]:
    """What stands on tablets: a few nouns, IS and perhaps NOT, a few properties."""
    dice = cast.dice
    nouns = [dice.one([name, cast.variant(name).split(" facing ")[0]]).upper() for name in dice.some(cast.grounds + cast.items + cast.objects + cast.agents + ["floor"], 1, 3)]
    return nouns + ["IS"] + ["NOT"] * dice.often(50) + dice.some(["SOLID", "PUSHABLE", "SLIPPERY", "PRIZED", "FUEL"], 1, 2)


def entrenched(cast: Cast) -> list[str]:
    """Laws that agents and stones cannot edit."""
    dice = cast.dice
    options = [lambda: f"{cast.thing()} is {dice.one(['solid', 'slippery', 'prized'])}"]
    options += [lambda: f"rule {dice.one(cast.rules)}"] * 3 * bool(cast.rules) + [lambda: f"{cast.agent()}.{dice.one(['east', 'speed'])}"] * bool(cast.agents)
    options += [lambda: f"{dice.one(cast.changes)}.{dice.one(['every', 'for'])}"] * bool(cast.changes)
    return list(dict.fromkeys(dice.one(options)() for _ in range(dice.number(1, 3))))


def kinds(cast: Cast) -> dict:
    dice, written = cast.dice, {}
    for layer, names in (("ground", cast.grounds), ("item", cast.items), ("object", cast.objects), ("air", cast.airs)):
        for name in names:
            if name == "tablet":
                if dice.often(20):
                    written[name] = {"is": dice.one([[], ["pushable"], ["solid"]])}
                continue
            nature = list(NATURE.get(name, []))
            if dice.often(20):
                nature.append(dice.one(["solid", "pushable", "slippery", "prized", "fuel", "pulled", "falling", "sticky", "portal"] if layer != "ground" else ["slippery", "prized", "sticky", "portal"]))
            if cast.agents and nature and dice.often(15):
                nature[0] += f" to {dice.one(cast.agents if nature[0] != 'falling' else cast.grounds)}"
            one: dict = {"layer": layer, "is": list(dict.fromkeys(nature))}
            if name in ATTRIBUTES:
                one["with"] = ATTRIBUTES[name]
            if "conveyor" in nature:
                one["carries"] = dice.one(["forward", "forward", "backward"])
                one["speed"] = dice.one(["1", "1", "1/2", "2"])
            if any(word.startswith(("pushable", "pulled")) for word in nature) and dice.often(40):
                one["strength"] = dice.number(1, 3)
            if name == "fog" or dice.often(5):
                one["noise"] = dice.one([0.5, 0.2])
            written[name] = one
            if name == "door":
                one["is"] = []
                written["shut door"] = {"is": ["solid", "opaque"]}
    return written


def written_agent(cast: Cast, name: str) -> dict:
    dice = cast.dice
    others = [other for other in cast.agents if other != name] + cast.items
    mind = dice.one(["learner"] * 6 + ["still", "wander", "straight", f"chase {dice.one(others)}", f"flee {dice.one(others)}", "patrol north east south west", "script east east wait south", "patrol forward turn right",
                     f"patrol {' '.join(dice.some(cast.ways, 2, 4))}", "script forward turn left forward wait"])
    one: dict = {"mind": mind, "has": {"energy": dice.one(["2 of 5", "0 of 3", "4 of 4"]), **{item: f"{dice.number(0, 1)} of {dice.number(1, 3)}" for item in cast.items if not ATTRIBUTES.get(item) and dice.often(40)}}}
    if mind == "learner":
        one["actions"] = DIRECTIONS + dice.some(["wait", "use", "whistle", "take", "drop", "forward", "turn left", "turn right"] + cast.ways[4:], 2, 7)
        if dice.often(15):
            one["noise"] = {"action": 0.2}
    if mind.startswith("script"):
        one["actions"] = DIRECTIONS + ["forward", "turn left"]
    if dice.often(10):
        one["is"] = dice.one(["falling", "pulled", "sticky"])
    if dice.often(40):
        one["sees"] = dice.one(["3x3", "5x3", "3x2 ahead", "3x3 ahead", "5x5 by line of sight", "all by line of sight", "3x4 ahead by line of sight"])
    if dice.often(20):
        one["speed"] = dice.one(["1/2", "2", "3"])
    if dice.often(10):
        one["reach"] = 2
    if dice.often(20):
        one["reads"] = dice.some(["laws", *cast.numbers], 1, 2)
    return one


def random_map(cast: Cast) -> tuple[dict, list[str]]:
    """Glyphs and rows: mostly floor, some clutter, one to four of each agent."""
    dice = cast.dice
    height, width = cast.size
    glyphs: dict[str, str] = {}
    things = {}
    for glyph, kind in zip("abcdefghijklmnop", [k for k in cast.grounds + cast.items + cast.objects + cast.airs] * 2):
        things[glyph] = cast.variant(kind, always=True)
    if dice.often(50):
        things["q"] = f"{cast.variant(dice.one(cast.items), always=True)} on {cast.variant(dice.one(cast.grounds), always=True)}"
    if dice.often(50):
        things["r"] = f"{cast.variant(dice.one(cast.objects), always=True)} on {cast.variant(dice.one(cast.grounds), always=True)}"
    cells = [["." if dice.often(45) else dice.one(list(things)) for _ in range(width)] for _ in range(height)]
    free = [(row, col) for row in range(height) for col in range(width)]
    things.update(zip("ABCDEFGHIJ", cast.stones))
    for _ in range(dice.number(1, 2) if cast.stones else 0):
        write_on_stones(cast, cells, {word: glyph for glyph, word in things.items() if word in cast.stones})
    for glyph, agent in zip("XYZ", cast.agents):
        glyphs[glyph] = dice.one([agent, agent, f"{agent} facing {dice.one(cast.ways)}"]) if dice.often(60) else f"{agent} on {cast.variant(dice.one(cast.grounds), always=True)}"
    crowd = "XYZ"[:len(cast.agents)] + "".join(glyph * dice.one([0, 0, 1, 2]) for glyph in glyphs)
    for glyph in crowd[:len(free)]:
        row, col = free.pop(dice.number(0, len(free) - 1))
        cells[row][col] = glyph
    used = {glyph for row in cells for glyph in row} | set("ABCDEFGHIJ"[:len(cast.stones)])
    if dice.often(40) and used & set(things):
        named = dice.one(sorted(used & set(things)))
        things[named] += " named nook"
        cast.places.append("nook")
    glyphs.update({glyph: noun for glyph, noun in things.items() if glyph in used})
    return glyphs, ["".join(row) for row in cells]


class DrawnMap(dict):
    """A map that is drawn, and the rows to take instead if none can be."""
    rows: list[str] = []


def drawn_map(cast: Cast, rows: list[str]) -> DrawnMap:
    """A few steps, then somebody of each name."""
    dice = cast.dice
    height, width = cast.size
    place = f"x{dice.number(0, width - 1)} y{dice.number(0, height - 1)}"
    kinds = [cast.variant(kind, always=True) for kind in cast.grounds + cast.objects]
    steps: list[dict] = dice.some([
        {"caves": {"of": dice.one(kinds), "density": "30%"}}, {"noise": {"of": [cast.variant(kind, always=True) for kind in cast.grounds], "scale": 2}},
        {"river": {"of": cast.variant(dice.one(cast.grounds), always=True), "from": "north edge", "to": "south edge"}}, {"rect": {"of": dice.one(kinds), "size": "1x1", "at": place}},
        {"scatter": {cast.variant(dice.one(cast.items), always=True): "20%"}}, {"scatter": {dice.one(kinds): "10%"}}, {"mirror": "east-west"}], 1, 4)
    steps.append({"put": {(name if dice.often(70) else f"2 {name}"): dice.one(["anywhere", "anywhere", f"far from {dice.one(kinds)}"]) for name in cast.agents}})
    if dice.often(15):
        steps.append({"grow": {"ticks": 2}})
    made = DrawnMap(size=f"{width}x{height}", draw=steps)
    made.rows = rows
    return made


def write_on_stones(cast: Cast, cells: list[list[str]], glyphs: dict[str, str]) -> None:
    """A sentence on the map, or what is nearly one, where there is room."""
    dice = cast.dice
    at = cast.stones.index("IS")
    words = [dice.one(cast.stones[:at]), "IS"] + ["NOT"] * ("NOT" in cast.stones and dice.often(40)) + [cast.stones[-1]]
    if dice.often(25):
        words = words[:-1]
    down, (height, width) = dice.often(40), cast.size
    high, wide = (len(words), 1) if down else (1, len(words))
    if high <= height and wide <= width:
        row, col = dice.number(0, height - high), dice.number(0, width - wide)
        for i, word in enumerate(words):
            cells[row + i * down][col + i * (not down)] = glyphs[word]


def readable(wholes: dict) -> Scenario:
    """What the reader makes of it, without the sentences that it refuses: the generator need not know all that it checks."""
    while True:
        text, lines = written_out(wholes)
        try:
            return from_text(text, path="random")
        except ScenarioError as error:
            for mistake in error.mistakes:
                strike_out(wholes, *lines[mistake.mark.line - 1], mistake.mark, text)


def strike_out(wholes: dict, section: str, name: str, mark, text: str) -> None:
    """Takes out the sentence that a complaint is about, or the whole entry."""
    if isinstance(wholes["map"], DrawnMap) and (section == "map" or section == "agents"):
        wholes["map"] = wholes["map"].rows               # nothing of that sort to be far from, or no room
        return
    entry = wholes[section].get(name) if isinstance(wholes.get(section), dict) else None
    if section == "world" and name == "entrenched":
        wholes["world"].pop("entrenched", None)          # one complaint may have struck it out for the next
        return
    if section not in ("rules", "changes"):
        raise AssertionError(f"the reader refuses {section}: {name}")
    if entry is None:
        return                                           # struck out already
    word = text.splitlines()[mark.line - 1][mark.column - 1:mark.column - 1 + mark.length]
    for key in ("if", "do", "edit"):
        sentences = entry.get(key, [])
        found = [sentence for sentence in sentences if word in sentence]
        if found and len(sentences) > len(found):
            entry[key] = [sentence for sentence in sentences if sentence not in found]
            return
        if found and key == "if":
            del entry["if"]
            return
    del wholes[section][name]


def random_scenario(seed: int) -> Scenario:
    """The scenario of that number, always the same; its text is `.text`."""
    return readable(scenario_parts(Dice(seed)))


@st.composite
def scenarios(draw) -> Scenario:
    """The same, for hypothesis."""
    return readable(scenario_parts(Drawn(draw)))
