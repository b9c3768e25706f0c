"""YAML with positions: the text of a file as nodes that know where they stand, and complaints that help.

YAML 1.2's core rules: only `true` and `false` are truths; yes, no, on, off and 10:30 are text; a key written twice is a mistake.
"""
from __future__ import annotations

import re
from bisect import bisect_right

import yaml

from world.mistakes import Mistake, Mistakes, ScenarioError, did_you_mean, listed, near, visible  # noqa: F401  (re-exported)
from world.scenario import Mark

MOST_BYTES = 4 * 1024 * 1024
MOST_LEVELS = 100
MOST_FILLED = 100
"""Parameters in one text."""
MOST_ALIASED = 100_000
"""So many nodes may come from aliases, each use counted anew."""
TEXT, LIST, MAP = "text", "list", "map"
_LOADER = getattr(yaml, "CLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = ("", "~", "null", "Null", "NULL")
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_PARAMETER = re.compile(r"\$(\w+(?:-\w+)*)")


class Source:
    """A text, its name, and where its lines begin."""

    def __init__(self, text: str, file: str):
        self.file = file
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.starts = [0] + [m.end() for m in re.finditer("\n", self.text)]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""
        if not 1 <= number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def mark(self, offset: int, length: int = 1) -> Mark:
        """The place of a character, and of those after it on its line."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset)
        column = offset - self.starts[line - 1]
        return Mark(self.file, line, column + 1, max(1, min(length, len(self.line(line)) - column)))

    def mistake(self, offset: int, length: int, message: str, code: str, *hints: str) -> Mistake:
        """A mistake about the characters from `offset` on."""
        mark = self.mark(offset, length)
        return Mistake(mark, message, code, hints, self.line(mark.line))


class Node:
    """A piece of YAML. sort "text": `value` is a str; "list": a list of nodes; "map": a dict from text to (key node, node)."""
    __slots__ = ("sort", "value", "source", "start", "end", "style", "size", "_spans")

    def __init__(self, sort, value, source, start, end, style=None):
        self.sort, self.value, self.source, self.start, self.end, self.style = sort, value, source, start, end, style
        self.size = 1
        self._spans = None

    @property
    def empty(self) -> bool:
        """Whether nothing was written here: no value, `~`, or null."""
        return self.sort == TEXT and self.style is None and self.value in _NULLS

    @property
    def truth(self) -> bool | None:
        """true or false if that is what stands here."""
        return TRUTHS.get(self.value) if self.sort == TEXT and self.style is None else None

    def offset(self, index: int) -> int:
        """Where in the source the character `index` of this text stands.  int"""
        if self._spans is None:
            self._spans = self._find_spans()
        for first, last, source_start in self._spans:
            if first <= index < last:
                return source_start + index - first
        return self.end if self._spans and index >= self._spans[-1][1] and self.end > self.start else self.start

    def _find_spans(self) -> list[tuple[int, int, int]]:
        raw = self.source.text[self.start:self.end]
        if self.style in ("'", '"'):
            raw, start = raw[1:-1], self.start + 1
        else:
            start = self.start
        if raw == self.value:
            return [(0, len(raw) + 1, start)]
        spans, cursor = [], 0                              # folded, escaped or indented: find each word again
        for word in re.finditer(r"\S+", self.value):
            at = raw.find(word.group(), cursor)
            if at < 0:
                continue
            spans.append((word.start(), word.end(), start + at))
            cursor = at + len(word.group())
        return spans

    def mistake(self, message: str, code: str, *hints: str, first: int = 0, length: int | None = None) -> Mistake:
        """A mistake about this node, or about `length` characters of its text from `first` on."""
        if self.sort != TEXT:
            line_end = self.source.text.find("\n", self.start)
            end = self.end if line_end < 0 else min(self.end, line_end)
            return self.source.mistake(self.start, max(1, end - self.start), message, code, *hints)
        if length is None:
            length = 1 if self.style in ("|", ">") else max(1, self.end - self.start)
            return self.source.mistake(self.start, length, message, code, *hints)
        return self.source.mistake(self.offset(first), length, message, code, *hints)

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return self.mistake("", "").mark

    def items(self) -> list["Node"]:
        """A list's nodes; any other node alone; nothing for an empty one."""
        return self.value if self.sort == LIST else [] if self.empty else [self]

    def rows(self) -> list[tuple[str, int]]:
        """The lines of a text with the offset of each in the source.  list of (str, int)"""
        if self.style != "|":
            return [(self.value, self.offset(0))]
        found, line = [], bisect_right(self.source.starts, self.start)
        for text in self.value.rstrip("\n").split("\n"):
            line += 1
            start = self.source.starts[line - 1] if line <= len(self.source.starts) else self.end
            found.append((text, start + len(self.source.line(line)) - len(text)))
        return found


def fill(node: Node, params: dict[str, str], report) -> tuple[str, list[tuple[int, int, int, int]]]:
    """A text with its `$names` replaced, and where each replaced stretch came from: (first, last, node first, node length).

    An unknown name goes to `report` as a mistake and stays as it is.
    """
    pieces, moved, at, length = [], [], 0, 0
    for number, found in enumerate(_PARAMETER.finditer(node.value), 1):
        if number > MOST_FILLED:
            report(node.mistake(f"more than {MOST_FILLED} parameters in one text", "limit"))
            break
        name = found.group(1)
        value = params.get(name)
        behind = re.fullmatch(r"(.+)(x\d*)", name) if value is None else None
        if behind is not None and behind[1] in params:           # `$widex5` and `$widex$high` are sizes
            name, value = behind[1], params[behind[1]] + behind[2]
        if value is None:
            report(node.mistake(f"no parameter called `${name}`", "name", *did_you_mean(name, params), "declare it under `params:`",
                                first=found.start(), length=len(found.group())))
            value = "0"
        pieces += [node.value[at:found.start()], value]
        length += found.start() - at
        moved.append((length, length + len(value), found.start(), len(found.group())))
        length += len(value)
        at = found.end()
    pieces.append(node.value[at:])
    return "".join(pieces), moved


def decode(data: bytes, file: str) -> str:
    """The text of a file's bytes. Raises ScenarioError for what is no UTF-8 or too large."""
    if len(data) > MOST_BYTES:
        raise ScenarioError([Mistake(Mark(file, 1, 1), f"the file is {len(data) / 2**20:.1f} MiB; 4 MiB is the most", "limit")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[:error.start].decode("utf-8").replace("\r\n", "\n")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        what = "this file is UTF-16" if wide else f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise ScenarioError([Mistake(Mark(file, line, column), what, "encoding", ("save as UTF-8",))]) from None


def compose(text: str, file: str) -> tuple[Node, list[Mistake]]:
    """The one document of a text, and mistakes that leave it readable. Raises ScenarioError where nothing can be read on."""
    if len(text) > MOST_BYTES:
        raise ScenarioError([Mistake(Mark(file, 1, 1), "the text is longer than 4 MiB", "limit")])
    source = Source(text, file)
    bad = _UNPRINTABLE.search(source.text)
    if bad:
        more = sum(1 for _ in _UNPRINTABLE.finditer(source.text)) - 1
        hints = ("a text file holds none of these; save it again as plain text",) + ((f"and {more} more",) if more else ())
        raise ScenarioError([source.mistake(bad.start(), 1, f"a control character {visible(bad.group())}", "character", *hints)])
    return _Composer(source).run()


class _Composer:
    """Builds nodes from the parser's events, without recursion, so that deep files end in a message."""

    def __init__(self, source: Source):
        self.source = source
        self.mistakes = Mistakes(source.file)
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.open: list[tuple[Node, str | None, list]] = []  # (node, anchor, pending key)
        self.root: Node | None = None
        self.blocks: list[tuple[int, int]] = []              # offsets of texts that may hold a `#`

    def run(self) -> tuple[Node, list[Mistake]]:
        from world.yaml_mistakes import explain, find_hash_keys
        # The line ends of YAML 1.1 that 1.2 dropped would shift every position after them.
        text = re.sub("[\x85\u2028\u2029]", " ", self.source.text)
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self.take(event)
        except yaml.YAMLError as error:
            raise ScenarioError(self.mistakes + [explain(error, self.source)]) from None
        self.mistakes += find_hash_keys(self.source, self.blocks)
        if self.root is None or self.root.empty:
            raise ScenarioError(self.mistakes + [self.source.mistake(0, 1, "the file is empty", "empty", "begin with `scenario: 1`")])
        return self.root, self.mistakes

    def take(self, event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_tag(event)
            style = event.style or None
            node = Node(TEXT, event.value, self.source, start, end, None if style == "" else style)
            if style in ("|", ">") or "\n" in self.source.text[start:end]:
                self.blocks.append((start, end))
            self.add(node, event.anchor)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self.refuse_tag(event)
            if len(self.open) >= MOST_LEVELS:
                raise ScenarioError([self.source.mistake(start, 1, f"more than {MOST_LEVELS} levels deep", "limit")])
            mapping = isinstance(event, yaml.MappingStartEvent)
            node = Node(MAP if mapping else LIST, {} if mapping else [], self.source, start, end)
            self.open.append((node, event.anchor, []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node, anchor, _ = self.open.pop()
            node.end = max(end, node.start + 1)
            self.add(node, anchor)
        elif isinstance(event, yaml.AliasEvent):
            node = self.anchors.get(event.anchor)
            if node is None:
                self.mistakes.append(self.source.mistake(start, end - start, f"`*{event.anchor}` names nothing written before", "alias",
                                                         f'for a star itself write "*{event.anchor}" in quotes'))
                node = Node(TEXT, "", self.source, start, end)
            self.aliased += node.size
            if self.aliased > MOST_ALIASED:
                raise ScenarioError([self.source.mistake(start, end - start, f"the aliases of this file stand for more than {MOST_ALIASED} values", "limit")])
            self.add(node, None)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise ScenarioError(self.mistakes + [self.source.mistake(start, 3, "a second document begins here", "document", "one file is one scenario; leave out the `---`")])

    def refuse_tag(self, event) -> None:
        if not event.tag:
            return
        start = event.start_mark.index
        tag = re.match(r"!\S*", self.source.text[start:start + 200])
        if tag is not None and len(tag.group()) > 1 and tag.group()[1] not in ":,]}":
            mistake = self.source.mistake(start, len(tag.group()), f"`{tag.group()[:60]}` is a tag of YAML, and a scenario has none", "tag", "leave it out; if the `!` is meant itself, put the text in quotes")
        else:
            mistake = self.source.mistake(start, 1, "`!` needs quotes here", "glyph", 'write "!"')
        raise ScenarioError(self.mistakes + [mistake])       # what follows was read as something else: no use in going on

    def add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent, _, pending = self.open[-1]
        parent.size += node.size
        if parent.sort == LIST:
            parent.value.append(node)
        elif not pending:
            pending.append(node)
        else:
            self.add_pair(parent, pending.pop(), node)

    def add_pair(self, parent: Node, key: Node, node: Node) -> None:
        if key.sort != TEXT:
            self.mistakes.append(key.mistake("a key has to be a word", "key", "brackets and braces need quotes here, as in \"[\": wall"))
        elif key.value in parent.value:
            first = parent.value[key.value][0]
            where = self.name_of(parent)
            self.mistakes.append(key.mistake(f"`{key.value}` is written twice in {where}; the first is on line {first.mark.line}", "twice", "keep one of the two"))
        else:
            parent.value[key.value] = (key, node)

    def name_of(self, parent: Node) -> str:
        if len(self.open) < 2:
            return "this file"
        _, _, pending = self.open[-2]
        return pending[0].value if pending and pending[0].sort == TEXT else "this list"
