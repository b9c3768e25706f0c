"""What the readers of all sections share: collecting mistakes, keys, parameters, names, sentences and numbers."""
from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

from world.language.match import SORTS, read_one
from world.language.numbers import chance
from world.language.sentence import Sentence, Wrong
from world.language.vocabulary import BUILT_IN_KINDS, RESERVED, Vocabulary
from world.mistakes import Mistake, Mistakes, did_you_mean, listed, near
from world.reading import LIST, MAP, TEXT, TRUTHS, Node, fill
from world.scenario import WAYS, Merge, Rule

SECTIONS = ("scenario", "about", "extends", "use", "params", "world", "map", "legend", "tags", "kinds", "vars", "agents", "rules", "changes", "expect", "sweep")
FOREIGN = {
    "then": "do", "action": "do", "effect": "do", "effects": "do", "trigger": "when", "on": "when", "event": "when", "condition": "if", "conditions": "if", "unless": "if",
    "probability": "chance", "prob": "chance", "p": "chance", "disabled": "off", "enabled": "off", "description": "about", "comment": "about", "title": "about", "name": "about",
    "objects": "kinds", "sprites": "kinds", "types": "kinds", "materials": "kinds", "tiles": "kinds", "things": "kinds", "entities": "kinds", "players": "agents",
    "actors": "agents", "creatures": "agents", "variables": "vars", "globals": "vars", "level": "map", "levels": "map", "grid": "map", "board": "map", "tests": "expect",
    "assert": "expect", "parameters": "params", "settings": "params", "include": "use", "import": "use", "libraries": "use", "properties": "tags", "schedule": "changes",
    "events": "changes", "edits": "edit", "law": "edit", "duration": "for", "delay": "after", "brain": "mind", "policy": "mind", "view": "sees", "vision": "sees",
    "inventory": "has", "stats": "has", "moves": "actions", "attributes": "with", "colour": "look", "color": "look", "property": "is", "setup": "given", "expected": "then",
    "steps": "run", "ticks": "run", "topology": "edge", "timeout": "episode", "version": "scenario", "<<": "extends"}
_NAME = re.compile(r"[^\W\d_][\w'-]*( [\w'-]+)*")
_USED = re.compile(r"\$(\w+(?:-\w+)*)")


class Reader:
    """Reads one file; every section adds to `mistakes` and `notes` and goes on."""

    def __init__(self, path: str):
        self.path = path
        self.mistakes = Mistakes(path)
        self.notes: list[Mistake] = []
        self.params: dict[str, str] = {}
        self.param_keys: dict[str, Node] = {}
        self.elsewhere = False                               # whether the file leans on another that is not read
        self.used: set[str] = set()
        self.rules: dict[str, Rule] = {}                     # as read, for edits of their triggers
        self.merged: dict[str, Merge] = {}                   # change -> what its `merge:` brings
        self.of_merge: dict[tuple[str, str], str] = {}       # (section, name) -> the change that brings it
        self.merged_edits: dict[str, tuple] = {}             # change -> the laws that this makes
        self.tablets: tuple[str, ...] = ()                   # the words on stones, in capitals
        self.words = Vocabulary()
        self.names: dict[str, tuple[str, Node | None]] = {kind[0]: ("kind", None) for kind in BUILT_IN_KINDS}  # name -> (sort, where; None for built in)

    def wrong(self, node: Node, message: str, code: str, *hints: str, **where) -> None:
        """Adds a mistake about a node."""
        self.mistakes.append(node.mistake(message, code, *hints, **where))

    def note(self, node: Node, message: str, code: str, *hints: str) -> None:
        """Adds a remark that is no error."""
        self.notes.append(node.mistake(message, code, *hints))

    def check_version(self, root: Node) -> None:
        """Adds what is wrong with the first line of a file."""
        key, node = root.value.get("scenario", (None, None))
        first = next(iter(root.value), None)
        if key is None:
            if near(first or "", ("scenario",)) is None:     # else the misspelt key is told
                self.mistakes.append(root.source.mistake(root.start, 1, "this is no scenario yet: the first line is missing", "version", "begin with `scenario: 1`"))
        elif node.sort != TEXT or node.value != "1":
            self.wrong(node, f"this program reads version 1 of the language, not `{node.value if node.sort == TEXT else '...'}`", "version", "write `scenario: 1`")
        elif first != "scenario":
            self.wrong(key, f"`scenario: 1` comes first, before `{first}:`", "version", "move this line to the top of the file: it says how to read all others")

    # ---- structure --------------------------------------------------------------------------------------------------
    def mapping(self, node: Node | None, what: str, example: str) -> dict[str, tuple[Node, Node]]:
        """The entries of a section that has names in front: empty where nothing is written."""
        if node is None or node.empty:
            return {}
        if node.sort != MAP:
            self.wrong(node, f"{what} wants names, each with `: ` behind it", "shape", f"for example {example}")
            return {}
        if "<<" in node.value:
            key, _ = node.value.pop("<<")
            self.wrong(key, "`<<` is not a key here", "key", "write `extends:` or `use:` at the top of the file")
        return node.value

    def keys(self, node: Node, allowed: tuple[str, ...], what: str, rare: tuple[str, ...] = ()) -> dict[str, tuple[Node, Node]]:
        """The entries of a mapping with fixed keys; an unknown one is a mistake, and is taken for the one probably meant.

        `rare` ones go only with another key, and are not listed in messages.
        """
        found: dict[str, tuple[Node, Node]] = {}
        listed_keys, allowed = allowed, allowed + rare
        for name, (key, value) in node.value.items():
            if name in allowed:
                found[name] = (key, value)
                continue
            if value.empty and value.start == value.end and node.source.text[node.start:node.start + 1] == "{":
                self.wrong(key, f"a comma ends an entry, so `{name}` reads as a key of {what}", "comma", "put the text before and behind the comma in quotes")
                continue
            meant = FOREIGN.get(name)
            known = meant if meant in allowed else None
            if name == "<<":
                hints = ("write `extends:` or `use:`",)
            elif known and not _closer(name, allowed, known):
                hints = (f"write `{known}:` instead",)
            else:
                known = near(name, allowed)
                hints = did_you_mean(name, allowed)
            self.wrong(key, f"`{name}` is not a key of {what}", "key", *hints, f"keys here: {', '.join(listed_keys)}")
            if known and known not in node.value and name != "<<":
                found[known] = (key, value)
        return found

    def claim(self, name: str, sort: str, node: Node, strict: bool = True) -> bool:
        """Takes a name for one sort of thing. False (and a mistake) if it cannot be had.

        `strict`: no word of the name may be a word of the language; else only the name as a whole may not.
        """
        if not _NAME.fullmatch(name) or re.fullmatch(r"[xy]\d+", name):
            self.wrong(node, f"`{name}` cannot be the name of {a(sort)}", "name", "names are words of letters, digits, - and ', and begin with a letter")
            return False
        words = name.split() if strict else [name, name.split()[0]] if name.split()[0] == "newest" else [name]
        taken = next((w for w in words if w in RESERVED), None)
        if taken is not None and not (sort == "value" and name in ("on", "off", "yes", "no")):
            self.wrong(node, f"`{taken}` is a word of the language and cannot name {a(sort)}", "reserved", f"reserved: {', '.join(sorted(RESERVED))}")
            return False
        if name in WAYS:
            if sort in ("value", "place"):
                return True
            self.wrong(node, f"`{name}` is a direction and cannot name {a(sort)}", "reserved", "choose another name")
            return False
        other = self.names.get(name)
        if other is not None and not (other[0] == sort in ("value", "place")):
            self.wrong(node, f"`{name}` is already {a(other[0])}, {where(other[1], node)}", "clash", "a name belongs to one thing only")
            return False
        self.names[name] = (sort, node)
        return True

    # ---- texts ------------------------------------------------------------------------------------------------------
    def sentence(self, node: Node) -> Sentence | None:
        """A text with its parameters filled in; None (and a mistake) if no text stands there."""
        if node.sort != TEXT:
            self.wrong(node, "one text belongs here, without brackets or braces", "shape")
            return None
        if "$" not in node.value:
            return Sentence(node)
        names = _USED.findall(node.value)
        self.used.update(names, (re.sub(r"x\d*$", "", name) for name in names))      # in `$widex5`
        before = len(self.mistakes)
        text, moved = fill(node, self.params, self.mistakes.append)
        return Sentence(node, text, moved) if len(self.mistakes) == before else None

    def text(self, node: Node) -> str | None:
        """A text with its parameters filled in."""
        if node.sort == TEXT and "$" not in node.value:
            return node.value
        sentence = self.sentence(node)
        return sentence.text if sentence else None

    def complain(self, sentence: Sentence, error: Wrong) -> None:
        """Adds what is wrong with a sentence."""
        self.mistakes.append(sentence.mistake(error.words, error.message, error.code, error.hints))

    def read(self, sort: str, node: Node, check: Callable | None = None) -> object | None:
        """The meaning of a sentence, or None and a mistake. `check` may raise Wrong too."""
        sentence = self.sentence(node)
        if sentence is None:
            return None
        try:
            meaning = read_one(self.words, sort, sentence.words)
            if check is not None:
                check(meaning, sentence)
            return meaning
        except Wrong as error:
            self.complain(sentence, self._quoted_comma(sort, sentence) or error)
            return None

    def _quoted_comma(self, sort: str, sentence: Sentence) -> Wrong | None:
        """The complaint about sentences that stand with commas between them in one text, `"ice is slippery, box is solid"`; None if it is another mistake."""
        parts = [part.strip() for part in sentence.text.split(",")]
        if len(parts) < 2:
            return None
        try:
            for part in parts:
                read_one(self.words, sort, Sentence(Node(TEXT, part, sentence.node.source, sentence.node.start, sentence.node.end)).words)
        except Wrong:
            return None
        return Wrong((), "a comma ends a sentence, so this is more than one", "comma", f"write a list: [{', '.join(parts)}]")

    def read_list(self, sort: str, node: Node, check: Callable | None = None) -> tuple:
        """The meanings of a sentence or a list of them; those that cannot be read are mistakes and left out."""
        items, found, i = node.items(), [], 0
        while i < len(items):
            before = len(self.mistakes)
            meaning = self.read(sort, items[i], check)
            if meaning is not None:
                found.append(meaning)
            elif i + 1 < len(items) and items[i].sort == items[i + 1].sort == TEXT and self._comma(sort, items[i], items[i + 1], before):
                i += 1
            i += 1
        return tuple(found)

    def _comma(self, sort: str, first: Node, second: Node, before: int) -> bool:
        """Whether two broken sentences are one that a comma cut in two; then that is the mistake."""
        joint = f"{first.value} and {second.value}"
        text = Node(TEXT, joint, first.source, first.start, first.end)
        try:
            read_one(self.words, sort, Sentence(text).words)
        except Wrong:
            return False
        del self.mistakes[before:]
        self.mistakes.append(first.source.mistake(first.start, second.end - first.start, f"a comma ends a sentence, so this reads as two: `{first.value}` and `{second.value}`", "comma",
                                                  f"write `{joint}`"))
        return True

    def value(self, node: Node, reader: Callable, what: str, code: str = "value") -> object | None:
        """A number or word spelled as `reader` wants it, or None and a mistake."""
        text = self.text(node)
        if text is None:
            return None
        try:
            return reader(text)
        except OverflowError as error:
            self.wrong(node, f"a chance of {text} is more than certain", "chance", str(error))
        except ValueError as error:
            self.wrong(node, f"`{text}` cannot be {what}" if text else f"{what} is missing here", code, str(error))
        return None

    def chance(self, node: Node) -> float | None:
        """A chance, 0.3 or 30%."""
        return self.value(node, chance, "a chance", "chance")

    def truth(self, node: Node) -> bool:
        """true or false; anything else is a mistake and counts as false."""
        truth = node.truth
        if truth is None and node.sort == TEXT and "$" in node.value:
            truth = TRUTHS.get(self.text(node) or "")
        if truth is None:
            self.wrong(node, "true or false belongs here", "truth", "write true" if node.sort == TEXT and node.value in ("yes", "on", "1") else "write true or false")
        return bool(truth)

    def word(self, node: Node, choices: Iterable[str], what: str) -> str | None:
        """One of some words."""
        text, choices = self.text(node), list(choices)
        if text is None or text in choices:
            return text
        self.wrong(node, f"`{text}` is not {what}", "value", *did_you_mean(text, choices), f"one of: {listed(choices)}")
        return None


def a(sort: str) -> str:
    """A sort of thing with its article."""
    return f"an {sort}" if sort[0] in "aeio" else f"a {sort}"


def where(node: Node | None, seen_from: Node | None) -> str:
    """Where something stands, in words: "on line 9", "on line 4 of meadow.yaml", "built in"."""
    if node is None:
        return "built in"
    file = node.source.file
    return f"on line {node.mark.line}" + ("" if seen_from is None or file == seen_from.source.file else f" of {os.path.basename(file)}")


def _closer(name: str, allowed: tuple[str, ...], known: str) -> bool:
    """Whether a misspelling is likelier than a foreign word."""
    found = near(name, allowed)
    return found is not None and found != known and len(name) > 4 and found[:2] == name[:2]


__all__ = ["FOREIGN", "LIST", "MAP", "SECTIONS", "SORTS", "TEXT", "Reader"]
