"""`map: {draw: [...]}`: the steps of a drawn map, read into what `world.drawing` draws."""
from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from world.drawing import Drawing, Land, Unsatisfied, first_board
from world.drawing.boards import Grow
from world.drawing.canvas import SPOTS
from world.drawing.claims import Counted, Ensure, Reachable
from world.drawing.nature import Caves, Noise, River
from world.drawing.passages import Maze, Rooms
from world.drawing.shapes import Border, Fill, Line, Mirror, Patch, Rect, Stamp, Step
from world.drawing.things import Item, Put, Scatter, Where
from world.language.match import read_one
from world.language.nouns import read_noun
from world.language.numbers import chance, size, span, whole
from world.language.sentence import Miss, Sentence, Word, Wrong, joined
from world.mistakes import did_you_mean, listed
from world.reading import LIST, MAP, TEXT, Node
from world.scenario import ACTOR, Count, Noun
from world.sections.reader import Reader

MOST_STEPS = 200
MOST_PLACED = 1_000_000
HEAVY = ("maze", "rooms", "caves", "noise", "river", "ensure", "grow")
MOST_HEAVY_CELLS = 4_000_000
MOST_WORK = 200_000_000
"""Cells times steps, a heavy step counting as ten: what would take minutes or gigabytes is refused at once."""
SIDES = ("east-west", "north-south")
_CELL = re.compile(r"x(\d{1,6}) y(\d{1,6})")


@dataclass(frozen=True)
class Form:
    """What a step is written like. `keys`: the sort of each value; `short`: the key that a bare text stands for; `needs`: keys that must be there."""
    type: type
    keys: dict[str, str]
    needs: tuple[str, ...]
    short: str
    example: str
    meaning: str


FORMS = {
    "fill": Form(Fill, {"of": "thing"}, ("of",), "of", "fill: grass", "the whole map"),
    "border": Form(Border, {"of": "thing", "width": "whole"}, ("of",), "of", "border: wall", "a frame along the edge, `width` cells wide"),
    "rect": Form(Rect, {"of": "thing", "size": "size", "at": "spot", "count": "count", "hollow": "truth"}, ("of", "size"), "", "rect: {of: wall, size: 7x5, at: x2 y2, hollow: true}",
                 "a rectangle, or `count` of them; `hollow`: only its outline"),
    "line": Form(Line, {"of": "thing", "from": "spot", "to": "spot", "width": "whole"}, ("of", "from", "to"), "", "line: {of: wall, from: x0 y5, to: x9 y5}", "a straight line"),
    "patch": Form(Patch, {"of": "thing", "size": "size", "at": "spot", "count": "count"}, ("of", "size"), "", "patch: {of: house, size: 3x3, at: east edge}",
                  "a rounded, ragged patch of about that size; full where it is 3 cells wide or less"),
    "maze": Form(Maze, {"of": "thing", "width": "whole", "braid": "share"}, (), "of", "maze: {width: 1, braid: 10%}",
                 "a maze over the whole map: walls one cell thick (of `wall` if nothing is said), corridors `width` cells wide; `braid` of the dead ends are opened"),
    "rooms": Form(Rooms, {"of": "thing", "count": "count", "size": "size", "doors": "count", "door": "thing"}, (), "count", "rooms: {count: 9, size: 4..8, doors: 1..2}",
                  "rooms in rock (of `wall`), all joined by corridors; `doors`: corridors from each at least; `door`: what stands in the doorways"),
    "caves": Form(Caves, {"of": "thing", "density": "share", "smooth": "times"}, (), "of", "caves: {of: hedge, density: 38%, smooth: 3}",
                  "rock (of `wall`) with caves between; `density`: how much of the map is rock; `smooth`: how round it is"),
    "noise": Form(Noise, {"of": "things", "scale": "whole"}, ("of",), "of", "noise: {of: [water, sand, grass], scale: 8}",
                  "regions, each kind beside the next in the list; `scale` is about their size; shares as in `of: {water: 20%, grass: 80%}`"),
    "river": Form(River, {"of": "thing", "from": "spot", "to": "spot", "width": "whole"}, ("of", "from", "to"), "", "river: {of: water, from: north edge, to: south edge, width: 2}", "a river that winds"),
    "stamp": Form(Stamp, {"rows": "rows", "at": "spot", "count": "whole"}, ("rows",), "rows", "stamp: {rows: [\"#D#\", \"#G#\"], at: x3 y1}",
                  "rows of letters of the legend; a blank leaves the map as it is"),
    "mirror": Form(Mirror, {"ways": "sides"}, ("ways",), "ways", "mirror: east-west", "the west half laid over the east half, mirrored; `north-south`: the north half over the south half"),
    "scatter": Form(Scatter, {}, (), "", "scatter: {tree: 60%, coin: 12}", "on free ground: with this chance in each cell, or so many"),
    "put": Form(Put, {}, (), "", "put: {ant: anywhere, goal: far from ant}", "one of each, or so many: `3 coin`; of an agent, all that its `count` says"),
    "grow": Form(Grow, {"ticks": "times", "rules": "rules"}, ("ticks",), "ticks", "grow: {ticks: 20, rules: [sprout]}", "the scenario's own rules (all, or those named) live for so long; agents stand still"),
    "ensure": Form(Ensure, {}, (), "", "ensure: goal reachable from ant", "what must be true here; else the map is drawn anew, up to 100 times"),
}
"""Every step by its key. The guide's table and the schema for editors are made from this."""


def read_drawing(reader: Reader, node: Node, shape: tuple[int, int], fill: tuple[int, ...], land: Land, legend, counts: dict[str, int | None], seed: int | None) -> Drawing | None:
    """The steps of a map of `shape` (width, height). `counts`: how many of each agent there are, None where the file does not say."""
    if node.sort != LIST:
        reader.wrong(node, "`draw:` is a list of steps", "shape", "for example draw: [border: wall, {put: {ant: anywhere}}]")
        return None
    if len(node.value) > MOST_STEPS:
        reader.wrong(node, f"{len(node.value)} steps; {MOST_STEPS} are the most", "limit")
        return None
    if _too_much(reader, node, shape[0] * shape[1]):
        return None
    before = len(reader.mistakes)
    steps = _Steps(reader, shape, land, legend, counts)
    for item in node.value:
        steps.read(item)
    drawing = Drawing(*shape, fill, tuple(steps.found), land, seed)
    return drawing if len(reader.mistakes) == before else None


def _too_much(reader: Reader, node: Node, cells: int) -> bool:
    """Whether the steps are more than can be drawn in reasonable time; then that is a mistake."""
    keys = [pair[0] for item in node.value if item.sort == MAP for pair in list(item.value.values())[:1]]
    heavy = [key for key in keys if key.value in HEAVY]
    if heavy and cells > MOST_HEAVY_CELLS:
        reader.wrong(heavy[0], f"`{heavy[0].value}` draws maps of at most {MOST_HEAVY_CELLS:,} cells; this one has {cells:,}", "limit")
    elif cells * (len(keys) + 9 * len(heavy)) > MOST_WORK:
        reader.wrong(node, f"{len(keys)} steps on a map of {cells:,} cells are too much to draw", "limit", "take fewer steps, or a smaller map")
    else:
        return False
    return True


def draw_first(reader: Reader, drawing: Drawing):
    """The first map of a drawing, None (and a mistake) if none can be drawn."""
    try:
        return first_board(drawing)
    except Unsatisfied as error:
        reader.mistakes.append(error.mistake(drawing.seed or 0))
        return None


class _Steps:
    """Reads the steps of one map."""

    def __init__(self, reader: Reader, shape: tuple[int, int], land: Land, legend, counts: dict[str, int | None]):
        self.reader, self.shape, self.land, self.legend, self.counts = reader, shape, land, legend, counts
        self.found: list[Step] = []
        self.placed: dict[str, int] = {}                 # agents so far, by the steps before
        self.here: dict[str, int] = {}                   # and by the step being read
        self.named: str | None = None                    # the place that the step being read names

    def read(self, node: Node) -> None:
        """One step, added to those found."""
        reader = self.reader
        if node.sort != MAP or len(node.value) != 1:
            if node.sort == MAP and len(node.value) > 1:
                reader.wrong(list(node.value.values())[1][0], "a step has one key", "shape", "begin each step with a dash of its own, or put its keys into braces: patch: {of: fire, size: 1x9}")
            else:
                reader.wrong(node, "a step is a key with what to draw behind it", "shape", "for example border: wall", f"steps: {', '.join(FORMS)}")
            return
        name, (key, value) = next(iter(node.value.items()))
        if name not in FORMS:
            reader.wrong(key, f"`{name}` is not a step of a drawing", "key", *did_you_mean(name, FORMS), f"steps: {', '.join(FORMS)}")
            return
        number = sum(step.name.split()[0] == name for step in self.found) + 1
        head = {"name": name if number == 1 else f"{name} {number}", "mark": key.mark, "line": key.source.line(key.mark.line)}
        if name in ("scatter", "put"):
            if value.sort != MAP or not value.value:
                reader.wrong(value if not value.empty else key, f"`{name}:` wants names of things", "shape", f"for example {FORMS[name].example}")
                return
            self.here = {}
            entries = [self.entry(name, *pair) for pair in value.value.values()]
            step = (Scatter if name == "scatter" else Put)(**head, entries=tuple(one for one in entries if one is not None))
            self.add(step)
        elif name == "ensure":
            for item in value.items():
                claim = self.claim(item)
                if claim is not None:
                    self.add(Ensure(head["name"], item.mark, item.source.line(item.mark.line), claim))
            if not value.items():
                reader.wrong(key, "ensure what?", "shape", f"for example {FORMS[name].example}")
        else:
            self.keyed(name, key, value, head)

    def add(self, step: Step) -> None:
        for name, number in step.agents(self.land).items():
            self.placed[name] = self.placed.get(name, 0) + number
        self.found.append(step)

    def keyed(self, name: str, key: Node, value: Node, head: dict) -> None:
        """A step with keys of its own."""
        reader, form = self.reader, FORMS[name]
        before = len(reader.mistakes)
        if value.sort == MAP and not (name == "noise" and not set(value.value) & set(form.keys)):
            found = reader.keys(value, tuple(form.keys), f"the step `{name}`")
        elif value.empty:
            found = {}
        elif form.short:
            found = {form.short: (key, value)}
        else:
            reader.wrong(value, f"`{name}:` wants keys", "shape", f"for example {form.example}")
            return
        missing = next((need for need in form.needs if need not in found), None)
        if missing is not None and len(reader.mistakes) == before:
            reader.wrong(key, f"`{name}` wants `{missing}:`", "key", f"for example {form.example}")
        fields = {}
        for what, (_, node) in found.items():
            self.named = None
            fields[what] = getattr(self, f"read_{form.keys[what]}")(node)
            if self.named is not None and (what, form.keys[what]) == ("of", "thing"):
                head["place"] = self.named
            elif self.named is not None:
                reader.wrong(node, f"cells are named behind `of:`, not behind `{what}:`" if what != "of" else "which of these cells has the name?", "place", "put the name into a step of its own")
        if len(reader.mistakes) > before:
            return
        build = getattr(self, f"make_{name}", None)
        step = build(key, found, fields, head) if build else form.type(**head, **fields)
        if step is not None:
            self.add(step)

    # ---- what needs a second look -----------------------------------------------------------------------------------
    def make_rect(self, key: Node, found: dict, fields: dict, head: dict, type_: type = Rect) -> Step | None:
        at = fields.get("at", "anywhere")
        if isinstance(at, tuple) and not self.fits(found["size"][1], fields["size"], at):
            return None
        if fields.get("count", (1, 1))[1] > 1 and isinstance(at, tuple):
            self.reader.wrong(found["count"][1], "several at one cell", "value", "leave `at:` out, so that each has a place of its own")
            return None
        return type_(**head, **fields)

    def make_patch(self, key: Node, found: dict, fields: dict, head: dict) -> Step | None:
        return self.make_rect(key, found, fields, head, Patch)

    def make_line(self, key: Node, found: dict, fields: dict, head: dict, type_: type = Line) -> Step:
        return type_(**head, of=fields["of"], start=fields["from"], end=fields["to"], width=fields.get("width", 1))

    def make_river(self, key: Node, found: dict, fields: dict, head: dict) -> Step:
        return self.make_line(key, found, fields, head, River)

    def make_maze(self, key: Node, found: dict, fields: dict, head: dict) -> Step | None:
        width = fields.get("width", 1)
        if min(self.shape) < width + 2:
            self.reader.wrong(found.get("width", (key, key))[1], f"a map of {self.shape[0]}x{self.shape[1]} is too small for this maze", "size", f"corridors {width} wide need {width + 2}x{width + 2} at least")
            return None
        return Maze(**head, of=fields.get("of", self.wall()), width=width, per_million=fields.get("braid", 0))

    def make_rooms(self, key: Node, found: dict, fields: dict, head: dict) -> Step | None:
        count, sizes = fields.get("count", (9, 9)), fields.get("size", (4, 4, 8, 8))
        where = found.get("count", found.get("size", (key, key)))[1]
        area = count[1] * (sizes[0] + 1) * (sizes[1] + 1)
        if sizes[0] + 2 > self.shape[0] or sizes[1] + 2 > self.shape[1] or area > (self.shape[0] - 1) * (self.shape[1] - 1):
            self.reader.wrong(where, f"{count[1]} rooms of at least {sizes[0]}x{sizes[1]} do not fit a map of {self.shape[0]}x{self.shape[1]}", "size", "take fewer, or smaller ones")
            return None
        return Rooms(**head, of=fields.get("of", self.wall()), count=count, size=sizes, doors=fields.get("doors", (1, 2)), door=fields.get("door", 0))

    def make_caves(self, key: Node, found: dict, fields: dict, head: dict) -> Step:
        return Caves(**head, of=fields.get("of", self.wall()), per_million=fields.get("density", 400_000), smooth=fields.get("smooth", 3))

    def make_noise(self, key: Node, found: dict, fields: dict, head: dict) -> Step:
        ids, shares = fields["of"]
        return Noise(**head, of=ids, shares=shares, scale=fields.get("scale", 8))

    def make_stamp(self, key: Node, found: dict, fields: dict, head: dict) -> Step | None:
        cells, facing, places, under = fields["rows"]
        at, count, node = fields.get("at", "anywhere"), fields.get("count", 1), found["rows"][1]
        size_ = (cells.shape[2], cells.shape[1])
        if size_[0] > self.shape[0] or size_[1] > self.shape[1]:
            self.reader.wrong(node, f"a stamp of {size_[0]}x{size_[1]} does not fit a map of {self.shape[0]}x{self.shape[1]}", "size")
            return None
        if isinstance(at, tuple) and not self.fits(found["at"][1], (*size_, *size_), at):
            return None
        return Stamp(**head, cells=cells, facing=facing, places=places, under=under, at=at, count=count)

    def make_mirror(self, key: Node, found: dict, fields: dict, head: dict) -> Step | None:
        if self.placed:
            self.reader.wrong(key, f"agents are not mirrored, and `{next(iter(self.placed))}` stands already", "order", "put `mirror:` before the agents")
            return None
        return Mirror(**head, ways=fields["ways"])

    def make_grow(self, key: Node, found: dict, fields: dict, head: dict) -> Step:
        return Grow(**head, ticks=fields["ticks"], rules=fields.get("rules", ()))

    def wall(self) -> int:
        return self.reader.words.kinds["wall"].first_id

    def fits(self, node: Node, sizes: tuple[int, int, int, int], at: tuple[int, int]) -> bool:
        """Whether something of a size at a cell stays on the map."""
        width, height = sizes[2:]
        if at[0] + height <= self.shape[1] and at[1] + width <= self.shape[0]:
            return True
        self.reader.wrong(node, f"{width}x{height} at x{at[1]} y{at[0]} reaches beyond the map, which is {self.shape[0]}x{self.shape[1]}", "size")
        return False

    # ---- values -----------------------------------------------------------------------------------------------------
    def read_whole(self, node: Node) -> int | None:
        return self.reader.value(node, lambda text: whole(text, 1), "a number", "number")

    def read_times(self, node: Node) -> int | None:
        return self.reader.value(node, lambda text: whole(text.removesuffix(" ticks"), 0), "a number", "number")

    def read_count(self, node: Node) -> tuple[int, int] | None:
        return self.reader.value(node, lambda text: span(text, 0), "a number, or a range such as 4..8", "number")

    def read_share(self, node: Node) -> int | None:
        share = self.reader.chance(node)
        return None if share is None else round(share * 1_000_000)

    def read_truth(self, node: Node) -> bool:
        return self.reader.truth(node)

    def read_size(self, node: Node) -> tuple[int, int, int, int] | None:
        """`7x5`, `4..8` (square or not, each side drawn), `3x3..6x4`."""
        def sizes(text: str) -> tuple[int, int, int, int]:
            low, dots, high = text.partition("..")
            if not dots:
                return (*size(text), *size(text))
            if "x" in text:
                return (*size(low.strip()), *size(high.strip()))
            least, most = span(text)
            return least, least, most, most
        found = self.reader.value(node, sizes, "a size")
        if found is None:
            return None
        if not found[0] or not found[1] or found[2] < found[0] or found[3] < found[1]:
            self.reader.wrong(node, f"`{node.value}` is no size", "size", "write 7x5, or 4..8 to draw each side")
            return None
        if found[2] > self.shape[0] or found[3] > self.shape[1]:
            self.reader.wrong(node, f"{found[2]}x{found[3]} does not fit a map of {self.shape[0]}x{self.shape[1]}", "size", "take a smaller size, or a larger map")
            return None
        return found

    def read_spot(self, node: Node) -> object | None:
        text = self.reader.text(node)
        if text is None:
            return None
        return self.spot(Sentence(node, text) if "$" not in node.value else self.reader.sentence(node), text)

    def spot(self, sentence: Sentence, text: str) -> object | None:
        """A cell of the map, or one of the words for its parts."""
        cell = _CELL.fullmatch(text)
        if cell:
            col, row = int(cell[1]), int(cell[2])
            if row >= self.shape[1] or col >= self.shape[0]:
                self.reader.complain(sentence, Wrong((), f"`{text}` is off the map, which is {self.shape[0]}x{self.shape[1]}", "place", f"the last cell is x{self.shape[0] - 1} y{self.shape[1] - 1}"))
                return None
            return row, col
        text = text.removeprefix("the ")
        if text in SPOTS:
            return text
        near = did_you_mean(text, SPOTS) or did_you_mean(f"{text} edge", SPOTS)
        self.reader.complain(sentence, Wrong((), f"`{text}` is not a place of the map", "place", *near, f"write x3 y4, or one of: {', '.join(SPOTS)}"))
        return None

    def read_sides(self, node: Node) -> tuple[str, ...]:
        return tuple(word for word in (self.reader.word(item, SIDES, "a way to mirror") for item in node.items()) if word)

    def read_rules(self, node: Node) -> tuple[str, ...]:
        found = []
        for item in node.items():
            name = self.reader.text(item)
            if name is not None and name not in self.reader.words.rules:
                self.reader.wrong(item, f"no rule called `{name}`", "name", *did_you_mean(name, self.reader.words.rules), f"rules here: {listed(self.reader.words.rules)}")
            elif name is not None:
                found.append(name)
        return tuple(found)

    def read_rows(self, node: Node):
        """A stamp's picture: (cells, facings, places, what lies under a thing where the map's ground is solid)."""
        from world.sections.maps import letters
        codes = letters(self.reader, node, self.legend, blank=True)
        if codes is None:
            return None
        cells = np.zeros((5, *codes.shape), np.int32)
        cells[0] = -1
        facing, places = [], []
        for row, col in np.argwhere(codes):
            letter = chr(codes[row, col])
            if letter == " " and letter not in self.legend:
                cells[:, row, col] = -1
                continue
            glyph = self.legend[letter]
            for layer, id in glyph.ids.items():
                cells[layer, row, col] = id
            if ACTOR in glyph.ids:
                facing.append((int(row), int(col), glyph.facing))
            if glyph.place:
                places.append((glyph.place, int(row), int(col)))
        return cells, tuple(facing), tuple(places), self.legend["."].ids.get(0, self.land.floor)

    def read_thing(self, node: Node) -> int | None:
        item = self.noun(node)
        if item is None:
            return None
        if self.land.agent_of(item.ids[0]):
            self.reader.wrong(node, f"`{item.text}` is an agent", "phrase", "agents are placed by `put:`, `scatter:` or `stamp:`")
            return None
        return item.ids[0]

    def read_things(self, node: Node) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Kinds, and the share of each per million."""
        reader = self.reader
        if node.sort != MAP:
            ids = [self.read_thing(item) for item in node.items()]
            if not ids:
                reader.wrong(node, "regions of what?", "shape", "write of: [water, sand, grass]")
            if not ids or None in ids:
                return None
            shares = [1_000_000 * (i + 1) // len(ids) - 1_000_000 * i // len(ids) for i in range(len(ids))]
            return tuple(ids), tuple(shares)
        ids, shares = [], []
        for key, value in node.value.values():
            ids.append(self.read_thing(key))
            shares.append(self.read_share(value))
        if None in ids or None in shares or not ids:
            return None
        if sum(shares) != 1_000_000:
            reader.wrong(node, f"the shares come to {sum(shares) / 10_000:g}%", "value", "they are parts of the map, so they come to 100%")
            return None
        return tuple(ids), tuple(shares)

    # ---- nouns ------------------------------------------------------------------------------------------------------
    def noun(self, node: Node) -> Item | None:
        """What a text names, without a number."""
        found = self.counted(node)
        if found is None:
            return None
        if found[1] is not None:
            self.reader.wrong(node, "one kind belongs here, without a number", "phrase")
            return None
        self.named = found[0].place or self.named
        return found[0]

    def counted(self, node: Node) -> tuple[Item, int | None] | None:
        """What a text names: `tree`, `3 coin`, `random key`, `ant facing south`, `goal named exit`."""
        sentence = self.reader.sentence(node)
        if sentence is None:
            return None
        words, number, random, place = sentence.words, None, False, None
        try:
            named = next((i for i, word in enumerate(words) if word.text == "named" and i), None)
            if named is not None:
                place, words = joined(words[named + 1:]), words[:named]
                if not place:
                    raise Wrong(sentence.words[named:], "named what?", "place", "write for example `goal named exit`")
                if not self.reader.claim(place, "place", node):
                    return None
            if not words:
                raise Wrong((), "a name is missing here", "name")
            if len(words) > 1 and words[0].text.isdecimal() and joined(words) not in self.reader.words.kinds:
                number, words = whole(words[0].text, 1), words[1:]
                if number > MOST_PLACED:
                    raise Wrong((), f"{MOST_PLACED:,} are the most", "limit")
            if len(words) > 1 and words[0].text == "random":
                random, words = True, words[1:]
            noun = self.one(words)
            ids = sorted(noun.ids)
            return Item(tuple(ids if random else ids[:1]), noun.facing if noun.facing >= 0 else 1, joined(words), place), number
        except Miss:
            self.reader.complain(sentence, Wrong((), "the name of a thing belongs here", "phrase", "for example `tree`, `3 coin`, `random key`"))
        except ValueError as error:
            self.reader.complain(sentence, Wrong((), "a number too large", "number", str(error)))
        except Wrong as error:
            self.reader.complain(sentence, error)
        return None

    def one(self, words: tuple[Word, ...]) -> Noun:
        """A noun that says which thing is drawn. Raises Wrong or Miss."""
        noun = read_noun(self.reader.words, words)
        if noun.relation or noun.property or noun.text in ("anything", "anyone"):
            raise Wrong(words, f"`{noun.text}` does not say which thing is drawn", "phrase", "name a kind or an agent")
        return noun

    def entry(self, step: str, key: Node, value: Node):
        """One line of `scatter:` or `put:`."""
        found = self.counted(key)
        if found is None:
            return None
        item, number = found
        agent = self.land.agent_of(item.ids[0])
        if 0 in item.ids:
            self.reader.wrong(key, "nothing cannot be placed", "phrase", "name a kind or an agent")
            return None
        if step == "scatter":
            return self.scattered(key, value, item, number, agent)
        where = self.where(value)
        if where is None:
            return None
        if number is None:
            number = 1
            if agent is not None and self.counts.get(agent) is not None:
                number = self.counts[agent] - self.placed.get(agent, 0) - self.here.get(agent, 0)
                if number < 1:
                    self.reader.wrong(key, f"all {self.counts[agent]} of `{agent}` stand on the map already", "count", "leave it out, or raise its `count:`")
                    return None
        if agent is not None:
            self.here[agent] = self.here.get(agent, 0) + number
        return item, number, where

    def scattered(self, key: Node, value: Node, item: Item, number: int | None, agent: str | None):
        if number is not None:
            self.reader.wrong(key, "the number belongs behind the name", "phrase", f"write {item.text}: {number}")
            return None
        text = self.reader.text(value)
        if text is None:
            return None
        if text.endswith("%") or "." in text and ".." not in text:
            share = self.reader.value(value, chance, "a chance", "chance")
            if share is not None and agent is not None:
                self.reader.wrong(value, f"every map has as many of `{agent}`", "phrase", f"write a number: {agent}: 3")
                return None
            return None if share is None else (item, None, round(share * 1_000_000))
        numbers = self.reader.value(value, lambda t: span(t, 0), "a number or a chance, such as 12 or 60%", "number")
        if numbers is None:
            return None
        if numbers[1] > self.shape[0] * self.shape[1]:
            self.reader.wrong(value, f"a map of {self.shape[0]}x{self.shape[1]} has {self.shape[0] * self.shape[1]} cells", "size")
            return None
        if agent is not None and numbers[0] != numbers[1]:
            self.reader.wrong(value, f"every map has as many of `{agent}`", "phrase", f"write one number: {agent}: {numbers[0]}")
            return None
        return item, numbers, 0

    def where(self, node: Node) -> Where | None:
        """`anywhere`, `beside a house`, `far from ant`, `on burrow`, `within 5 of goal`, `x3 y4`, `north edge`."""
        sentence = self.reader.sentence(node)
        if sentence is None:
            return None
        words = sentence.words[1:] if sentence.words and sentence.words[0].text == "at" else sentence.words    # as in `put ant at x3 y4`
        text, first = joined(words), words[0].text if words else ""
        try:
            if first in ("beside", "around", "on") and len(words) > 1:
                return Where(first, self.known(words[1:]))
            if first == "far" and len(words) > 2 and words[1].text == "from":
                return Where("far", self.known(words[2:]))
            if first == "within" and len(words) > 3 and words[2].text == "of":
                return Where("within", self.known(words[3:]), whole(words[1].text, 1))
            if text == "anywhere":
                return Where("anywhere")
            for start, end in (("next to ", "beside "), ("near ", "within 3 of "), ("away from ", "far from "), ("by ", "beside ")):
                if text.startswith(start):
                    raise Wrong((), f"`{start.strip()}` is not a place of the map", "place", f"write `{end}{text.removeprefix(start)}`")
        except ValueError as error:
            self.reader.complain(sentence, Wrong(words[1:2], f"`{words[1].text}` cannot be a distance", "number", str(error)))
            return None
        except Miss:
            self.reader.complain(sentence, Wrong((), "beside what?", "phrase", "name a kind or an agent"))
            return None
        except Wrong as error:
            self.reader.complain(sentence, error)
            return None
        if _CELL.fullmatch(text):
            cell = self.spot(sentence, text)
            return None if cell is None else Where("cell", cell=cell)
        if text.removeprefix("the ") in SPOTS:
            return Where("spot", spot=text.removeprefix("the "))
        self.reader.complain(sentence, Wrong((), f"`{text}` is not a place of the map" if text else "where?", "place", *did_you_mean(text, ("anywhere", "far from", "beside", *SPOTS)),
                                             "write anywhere, beside house, around house, on sand, far from ant, within 5 of ant, x3 y4, north edge, centre"))
        return None

    def known(self, words: tuple[Word, ...]) -> Noun:
        """The things that a place is beside, or far from."""
        noun = read_noun(self.reader.words, words)
        if noun.relation:
            raise Wrong(words, f"`{noun.text}` compares two things, and here is one", "phrase", "name the kind")
        if noun.property:
            facts = [fact for fact in self.land.facts if fact.property == noun.property and fact.to is None]
            return Noun(noun.text, frozenset(id for fact in facts for id in fact.noun.ids))
        return noun

    # ---- what is ensured --------------------------------------------------------------------------------------------
    def claim(self, node: Node) -> Reachable | Counted | None:
        """`goal reachable from ant`, `every hare reachable from fox`, `goal reachable from ant through door`, `count tree > 30`."""
        sentence = self.reader.sentence(node)
        if sentence is None:
            return None
        words = sentence.words
        texts = [word.text for word in words]
        try:
            if texts[:1] == ["count"]:
                return self.amount(sentence)
            if "reachable" not in texts:
                raise Wrong((), "I cannot read this claim", "phrase", *self.meant(texts), "write `goal reachable from ant`, `every hare reachable from fox`, `goal reachable from ant through door` or `count tree > 30`")
            at = texts.index("reachable")
            if texts[at + 1:at + 2] != ["from"] or len(words) < at + 3 or not at:
                raise Wrong(words[at:], "reachable from where?" if at else "what is to be reachable?", "phrase", "write `goal reachable from ant`")
            through = texts.index("through", at) if "through" in texts[at:] else len(words)
            every = texts[0] in ("every", "all", "any", "a")
            what = self.known(words[1:at] if every and at > 1 else words[:at])
            of = self.known(words[at + 2:through])
            opened = self.known(words[through + 1:]).ids if words[through + 1:] else frozenset()
            return Reachable(what, of, texts[0] in ("every", "all"), opened, joined(words))
        except Miss:
            self.reader.complain(sentence, Wrong((), "I cannot read this claim", "phrase", "write `goal reachable from ant`"))
        except Wrong as error:
            self.reader.complain(sentence, error)
        return None

    def meant(self, texts: list[str]) -> tuple[str, ...]:
        near = next((word for word in texts if did_you_mean(word, ("reachable",))), None)
        return ("did you mean `reachable`?",) if near else ()

    def amount(self, sentence: Sentence) -> Counted:
        """The one condition of the language that a map can be asked at once."""
        found = read_one(self.reader.words, "if", sentence.words)
        if not isinstance(found, Count) or found.op in ("is not", "!="):
            raise Wrong((), "I cannot read this claim", "phrase", "write `count tree > 30`")
        low, high = {"<": (0, found.value - 1), "<=": (0, found.value), ">": (found.value + 1, 1 << 40), ">=": (found.value, 1 << 40)}.get(found.op, (found.value, found.value))
        return Counted(found.noun, low, high, joined(sentence.words))


__all__ = ["FORMS", "TEXT", "draw_first", "read_drawing"]
