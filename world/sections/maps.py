"""`map:` and `legend:`: where everything stands at the start."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from world.drawing import Drawing, Land
from world.language.nouns import read_noun
from world.language.numbers import MOST, size, whole
from world.language.sentence import Miss, Word, Wrong, joined
from world.reading import MAP, TEXT, Node
from world.scenario import ACTOR, GROUND, LAYERS, Board, Start
from world.sections.drawing import draw_first, read_drawing
from world.sections.kinds import TABLET
from world.sections.reader import Reader

KEYS = ("size", "fill", "seed", "draw")
MOST_CELLS = 16_000_000
MOST_MOVERS = 4096
BUILT_IN_LEGEND = {"#": "wall", ".": "floor", "G": "goal"}


@dataclass
class Glyph:
    """What one letter of a map stands for: an id for each layer, an agent's facing, a place."""
    ids: dict[int, int]
    facing: int = 1
    place: str | None = None


def read_legend(reader: Reader, node: Node | None) -> dict[str, Glyph]:
    """What each glyph means; built-in ones where the file does not say otherwise."""
    legend: dict[str, Glyph] = {}
    for glyph, (key, value) in reader.mapping(node, "`legend:`", "legend: {A: ant, g: goal}").items():
        if len(glyph) != 1:
            reader.wrong(key, f"`{glyph}` is no glyph: one letter stands for one cell", "glyph", "write one letter, such as A, and the name behind it: A: ant")
            continue
        found = _read_glyph(reader, value)
        legend[glyph] = found if found is not None else Glyph({})
    for glyph, name in BUILT_IN_LEGEND.items():
        if glyph not in legend:
            kind = reader.words.kinds[name]
            legend[glyph] = Glyph({kind.layer: kind.first_id})
    return legend


def _read_glyph(reader: Reader, node: Node) -> Glyph | None:
    sentence = reader.sentence(node)
    if sentence is None:
        return None
    words = sentence.words
    glyph = Glyph({})
    try:
        if not words:
            raise Wrong((), "the legend does not say what this is", "glyph", "name a kind or an agent")
        named = next((i for i, w in enumerate(words) if w.text == "named"), None)
        if named is not None:
            glyph.place = joined(words[named + 1:])
            if not glyph.place:
                raise Wrong(words[named:], "named what?", "place", "write for example `floor named east`")
            place = Node(TEXT, glyph.place, node.source, node.offset(words[named + 1].first), node.end) if not sentence.moved else node
            if not reader.claim(glyph.place, "place", place):
                glyph.place = None
            words = words[:named]
        start = 0
        for end in [i for i, w in enumerate(words) if w.text == "on"] + [len(words)]:
            if start == end:
                raise Wrong(words, "something is missing beside `on`", "phrase", "write `hare on burrow`")
            _add(reader, glyph, words[start:end])
            start = end + 1
        return glyph
    except Miss:
        reader.complain(sentence, Wrong((), "the legend wants names of things", "phrase", "write for example `red key`, `hare on burrow`, `floor named east`"))
    except Wrong as error:
        reader.complain(sentence, error)
    return glyph


def _add(reader: Reader, glyph: Glyph, words) -> None:
    if joined(words) in reader.tablets:
        words = (*words, Word(TABLET, words[-1].first, words[-1].last))
    elif joined(words).isupper() and joined(words) not in reader.words.kinds and not reader.tablets:
        raise Wrong(words, f"`{joined(words)}`: words in capitals are tablets, and this world has none", "name", "write world: {tablets: true}")
    noun = read_noun(reader.words, words)
    if noun.ids == frozenset((0,)):
        return
    if noun.relation or noun.property or noun.text in ("anything", "anyone"):
        raise Wrong(words, f"`{noun.text}` does not say which thing stands there", "phrase", "name a kind or an agent")
    if not noun.ids:
        raise Wrong(words, f"there is no `{noun.text}`", "name")
    thing = reader.words.things[min(noun.ids)]
    if thing.layer in glyph.ids:
        other = reader.words.things[glyph.ids[thing.layer]].name
        raise Wrong(words, f"`{thing.name}` and `{other}` are both in layer {LAYERS[thing.layer]}, and a cell holds one of each", "layer", "put them into different layers with `layer:`")
    glyph.ids[thing.layer] = thing.id
    if noun.facing >= 0:
        glyph.facing = noun.facing


def read_map(reader: Reader, node: Node, legend: dict[str, Glyph], land: Land, counts: dict[str, int | None]) -> tuple[Board | None, Drawing | None]:
    """The map of a file, and its drawing if it is drawn. `counts`: how many of each agent there are, None where the file does not say."""
    if node.sort != MAP:
        return read_board(reader, node, legend), None
    found = reader.keys(node, KEYS, "a map")
    blank = _read_filled(reader, node, found, legend)
    if "seed" in found and "draw" not in found:
        reader.wrong(found["seed"][0], "a map that is not drawn has no dice", "key", "add draw:, or leave `seed:` out")
    if blank is None:
        return None, None
    board, fill = blank
    if "draw" not in found or found["draw"][1].empty:
        return board, None
    seed = reader.value(found["seed"][1], lambda text: whole(text, 0), "a seed", "number") if "seed" in found else None
    height, width = board.cells.shape[1:]
    drawing = read_drawing(reader, found["draw"][1], (width, height), fill, land, legend, counts, seed)
    first = None if drawing is None else draw_first(reader, drawing)
    return first or board, drawing


def read_board(reader: Reader, node: Node, legend: dict[str, Glyph]) -> Board | None:
    """A map in letters, or one that is filled; None (and a mistake) if it cannot be drawn at all."""
    if node.sort == MAP:
        found = reader.keys(node, KEYS, "a map")
        if "draw" in found:
            reader.wrong(found["draw"][0], "the map of a claim is not drawn: it should be the same, and small", "key", "write rows of letters, or leave `map:` out to try it on the file's own maps")
        blank = _read_filled(reader, node, found, legend)
        return None if blank is None else blank[0]
    codes = letters(reader, node, legend)
    return None if codes is None else _draw(reader, codes, legend)


def letters(reader: Reader, node: Node, legend: dict[str, Glyph], blank: bool = False) -> np.ndarray | None:
    """Rows of letters, each of them in the legend; None (and a mistake) if there are none. `blank`: a space may stand for nothing.  uint32 [H, W]"""
    rows = [(reader.text(n) or "", n.offset(0)) for n in node.value if n.sort == TEXT] if node.sort != TEXT else node.rows()
    if " " not in legend:
        rows = [(text.rstrip(), start) for text, start in rows]
    written = [i for i, (text, _) in enumerate(rows) if text]
    rows = rows[written[0]:written[-1] + 1] if written else []
    if not rows:
        reader.wrong(node, "the map is empty", "map", "write `map: |` and the rows below it, indented   (a row that begins with # would be a comment without the |)")
        return None
    if node.sort == TEXT and node.style is None and "\n" in node.source.text[node.start:node.end]:
        reader.wrong(node, "these rows run together into one line", "map", "write `map: |` and the rows below it")
        return None
    if len(rows) * max(len(text) for text, _ in (rows if blank else rows[:1])) > MOST_CELLS:
        reader.wrong(node, f"a map of more than {MOST_CELLS:,} cells", "limit")
        return None
    width, good = max(len(text) for text, _ in rows) if blank else len(rows[0][0]), True
    for number, (text, start) in enumerate(rows[1:], 2):
        if len(text) != width and not blank:
            at = start + min(len(text), width)
            reader.mistakes.append(node.source.mistake(at, max(1, len(text) - width), f"map row {number} is {len(text)} wide, row 1 is {width}", "ragged",
                                                       "rows must be equally long; pad with `.`"))
            good = False
    codes = np.array([[ord(c) for c in text[:width].ljust(width, " " if blank else ".")] for text, _ in rows], dtype=np.uint32)
    for code in np.unique(codes):
        if chr(code) not in legend and not (blank and chr(code) == " "):
            row, col = np.argwhere(codes == code)[0]
            where = rows[row][1] + int(col)
            known = " ".join(sorted(legend)[:24])
            glyph = chr(code)
            hint = f"add it: legend: {{{_quoted(glyph)}: ...}}   (in the legend: {known})"
            reader.mistakes.append(node.source.mistake(where, 1, f"`{glyph}` is not in the legend", "glyph", hint))
            good = False
    if not good:
        codes = np.where(np.isin(codes, [ord(g) for g in legend]), codes, ord("."))
    return codes


def _quoted(glyph: str) -> str:
    return glyph if glyph.isalnum() or glyph in "~+/^$;._" else f'"{glyph}"'


def _cells(width: int, height: int) -> str:
    """How many cells a map would have. Of a very long number only the first digits were read, so that the product would be wrong."""
    return f"{width * height:,}" if max(width, height) <= MOST or not width * height else f"more than {MOST_CELLS:,}"


def _read_filled(reader: Reader, node: Node, found: dict[str, tuple[Node, Node]], legend: dict[str, Glyph]) -> tuple[Board, tuple[int, ...]] | None:
    """A map of a size, filled, and the ids that fill it; None (and a mistake) if its size is none."""
    if "size" not in found:
        reader.wrong(node, "a map without rows wants a size", "map", "write map: {size: 16x12, fill: floor}")
        return None
    shape = reader.value(found["size"][1], size, "a size")
    if shape is None:
        return None
    width, height = shape
    if not width or not height or width * height > MOST_CELLS:
        reader.wrong(found["size"][1], f"a map of {_cells(width, height)} cells; it has 1 to {MOST_CELLS:,}", "limit")
        return None
    board, glyph = _draw(reader, np.full((height, width), ord("."), np.uint32), legend), Glyph({})
    board.places.clear()                                 # a place that a letter names lies where the letter is drawn
    if "fill" in found:
        sentence = reader.sentence(found["fill"][1])
        if sentence is not None and sentence.words:
            try:
                _add(reader, glyph, sentence.words)
                if ACTOR in glyph.ids:
                    raise Wrong((), "a map cannot be filled with agents", "phrase", "name a ground or a thing")
                for layer, number in glyph.ids.items():
                    board.cells[layer] = number
            except Miss:
                reader.complain(sentence, Wrong((), "a map is filled with one kind", "phrase", "for example fill: grass"))
            except Wrong as error:
                reader.complain(sentence, error)
    under = int(board.cells[GROUND, 0, 0])
    return board, tuple(dict.fromkeys((under, *glyph.ids.values())))


def _draw(reader: Reader, codes: np.ndarray, legend: dict[str, Glyph]) -> Board:
    """Cells, starts and places from a picture of letters."""
    floor = reader.words.kinds["floor"]
    dot = legend["."].ids.get(GROUND)
    under = dot if dot is not None else floor.first_id if floor.layer == GROUND else 0
    cells = np.zeros((5, *codes.shape), np.uint16)
    cells[GROUND] = under
    starts: dict[str, list[Start]] = {name: [] for name in reader.words.agents}
    places: dict[str, list[tuple[int, int]]] = {g.place: [] for g in legend.values() if g.place}
    for code in np.unique(codes):
        glyph = legend[chr(code)]
        here = codes == code
        for layer, number in glyph.ids.items():
            cells[layer][here] = number
        spots = [(int(r), int(c)) for r, c in np.argwhere(here)] if ACTOR in glyph.ids or glyph.place else []
        if ACTOR in glyph.ids:
            name = reader.words.things[glyph.ids[ACTOR]].kind
            starts[name] += [Start(name, r, c, glyph.facing) for r, c in spots]
        if glyph.place:
            places.setdefault(glyph.place, []).extend(spots)
    ordered = tuple(s for name in starts for s in sorted(starts[name], key=lambda s: (s.row, s.col)))
    return Board(cells, ordered, {name: tuple(sorted(spots)) for name, spots in places.items()})


def glyph_for(legend: dict[str, Glyph], agent_id: int) -> str | None:
    """The letter that puts an agent on the map."""
    return next((g for g, glyph in legend.items() if glyph.ids.get(ACTOR) == agent_id), None)


