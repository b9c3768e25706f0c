"""`extends:`, `use:` and `override:`: the files that a scenario leans on, and one tree of nodes made of them all.

Nodes keep their own source, so a mistake in a base file is shown in that file. Nothing outside the folder of the scenario and the shipped library is
ever opened. A trace carries the texts, and reads them from itself.
"""
from __future__ import annotations

import errno
import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from world.mistakes import ScenarioError, did_you_mean, listed
from world.reading import LIST, MAP, MOST_BYTES, TEXT, Node, compose, decode
from world.scenario import Base
from world.sections.reader import Reader

LIBRARY = Path(__file__).resolve().parent.parent / "scenarios" / "lib"
SHIPPED = "library:"
"""The key of a file of the shipped library begins so; other keys are paths from the scenario's folder."""
MOST_FILES = 64
OF_A_LIBRARY = ("params", "tags", "vars", "kinds", "rules", "changes")
_ENDINGS = (".yaml", ".yml")
_SHORT = {"kinds": "is", "agents": "mind"}
"""`ice: slippery` is short for `ice: {is: slippery}`."""


def with_bases(reader: Reader, root: Node, path: str, given: Mapping[str, str] | None = None) -> tuple[Node, tuple[Base, ...]]:
    """The root of a file over all that it leans on, and the files so read.

    Args:
        given: texts by key, as a trace carries them; then no file is opened. Mistakes go to the reader.
    """
    bases = _Bases(reader, path, given)
    merged, _ = bases.expand(root, "", path, ())
    return merged, tuple(bases.found.values())


class _Bases:
    def __init__(self, reader: Reader, path: str, given: Mapping[str, str] | None):
        self.reader, self.path, self.given = reader, path, given
        self.found: dict[str, Base] = {}
        self.nodes: dict[str, tuple[Node, frozenset[str]]] = {}      # by text: a file that two others use is there once
        folder = os.path.dirname(os.path.abspath(path))
        self.home = None if path.startswith("<") or not os.path.isdir(folder) else os.path.realpath(folder)

    def expand(self, root: Node, key: str, file: str, chain: tuple[str, ...]) -> tuple[Node, frozenset[str]]:
        """A file over its base and beside its libraries, and the texts of the libraries that are in it already."""
        if root.sort != MAP:
            return root, frozenset()
        used: frozenset[str] = frozenset()
        own = Node(MAP, dict(root.value), root.source, root.start, root.end)
        chain += (file,)
        words = {name: own.value.pop(name) for name in ("extends", "use", "override") if name in root.value}
        if "extends" in words and not words["extends"][1].empty:
            base, used = self.extended(words["extends"][1], key, chain)
            if base is not None:
                own = self.overlay(base, own, ())
        if "use" in words and not words["use"][1].empty:
            own, used = self.use(words["use"][1], words.get("override", (None, None))[1], own, key, chain, used)
        elif "override" in words and not words["override"][1].empty:
            self.reader.wrong(words["override"][0], "`override:` stands beside `use:`, and there is none", "override", "leave it out; what a file says over its base (`extends:`) needs no leave")
        return own, used

    # ---- extends ----------------------------------------------------------------------------------------------------
    def extended(self, node: Node, key: str, chain: tuple[str, ...]) -> tuple[Node | None, frozenset[str]]:
        if node.sort != TEXT:
            self.reader.wrong(node, "`extends:` names one file", "shape", "write for example extends: meadow.yaml; for several libraries write use: [pasture, boulders]")
            self.reader.elsewhere = True
            return None, frozenset()
        return self.open(node, key, chain, "extends")

    def overlay(self, base: Node, top: Node, path: tuple[str, ...]) -> Node:
        """Mappings merge, anything else replaces, null removes."""
        merged = dict(base.value)
        for name, (key, value) in top.value.items():
            if name not in merged:
                if value.empty and value.start != value.end and path and name != "about":
                    self.reader.wrong(value, f"there is no `{name}` in the base to remove", "name", *did_you_mean(name, base.value))
                else:
                    merged[name] = (key, value)
                continue
            below = merged[name][1]
            if value.empty:
                del merged[name]
                if value.start == value.end:
                    self.reader.note(key, f"this takes `{name}` of the base away", "removed", f"write {name}: null to say so, or leave the line out to keep it")
                continue
            short = _SHORT.get(path[0]) if len(path) == 1 else None
            if short and MAP in (below.sort, value.sort) and not below.empty:
                below, value = _written_out(below, short), _written_out(value, short)
            merged[name] = (key, self.overlay(below, value, (*path, name)) if below.sort == value.sort == MAP else value)
        return Node(MAP, merged, top.source, top.start, top.end)

    # ---- use --------------------------------------------------------------------------------------------------------
    def use(self, node: Node, override: Node | None, own: Node, key: str, chain: tuple[str, ...], used: frozenset[str]) -> tuple[Node, frozenset[str]]:
        """The file with its libraries' entries before its own."""
        libraries = []
        for item in node.items():
            if item.sort != TEXT or item.empty:
                self.reader.wrong(item, "`use:` is a word or a list of words", "shape", "write for example use: [pasture, boulders]")
                self.reader.elsewhere = True
                continue
            root, inner = self.open(item, key, chain, "use")
            if root is None or root.source.text in used:
                continue
            used |= inner | {root.source.text}
            libraries.append((item.value, root))
        leave = self.leave(override)
        merged, clashed = dict(own.value), set()
        for section in OF_A_LIBRARY:
            parts = [(name, *root.value[section]) for name, root in libraries if section in root.value and not root.value[section][1].empty]
            mine = own.value.get(section)
            if mine is not None and not mine[1].empty:
                parts.append(("", *mine))
            if not parts or len(parts) == 1 and parts[0][0] == "":
                continue
            _, key_node, last = parts[-1]
            if section == "tags":
                merged[section] = (key_node, _all_tags([part for _, _, part in parts]))
            elif all(part.sort == MAP for _, _, part in parts):     # else its reader says what is wrong
                merged[section] = (key_node, Node(MAP, self.entries(section, parts, node, leave, clashed), last.source, last.start, last.end))
        self.check_leave(leave, clashed, [root for _, root in libraries])
        return Node(MAP, merged, own.source, own.start, own.end), used

    def entries(self, section: str, parts: list[tuple[str, Node, Node]], node: Node, leave: dict[str, Node], clashed: set[str]) -> dict[str, tuple[Node, Node]]:
        """The entries of one section of several files; where one has a name that another has too, the later one stays if it may."""
        entries: dict[str, tuple[Node, Node]] = {}
        owners: dict[str, str] = {}
        for owner, _, part in parts:
            for name, pair in part.value.items():
                if name in entries and entries[name][0] is not pair[0]:
                    clashed.add(name)
                    if name not in leave:
                        self.clash(name, section, node if owner else pair[0], owners[name], owner)
                entries[name] = pair
                owners[name] = owner
        return entries

    def check_leave(self, leave: dict[str, Node], clashed: set[str], libraries: list[Node]) -> None:
        known = {name for root in libraries for section in OF_A_LIBRARY if section in root.value and root.value[section][1].sort == MAP for name in root.value[section][1].value}
        for name, item in leave.items():
            if name in clashed:
                continue
            if name in known:
                self.reader.wrong(item, f"nothing here is written over `{name}`", "override", "write it anew in this file, or leave it out of `override:`")
            elif not self.reader.elsewhere:
                self.reader.wrong(item, f"no library used here has `{name}`", "override", *did_you_mean(name, known), f"they have: {listed(sorted(known))}")

    def leave(self, node: Node | None) -> dict[str, Node]:
        """The names under `override:`."""
        names: dict[str, Node] = {}
        for item in node.items() if node is not None else ():
            if item.sort != TEXT:
                self.reader.wrong(item, "`override:` is a name or a list of names", "shape", "for example override: [grass, graze]")
            else:
                names[item.value] = item
        return names

    def clash(self, name: str, section: str, node: Node, first: str, second: str) -> None:
        if second:
            self.reader.wrong(node, f"both `{first}` and `{second}` have `{name}` under `{section}:`", "clash", f"use one of them, or write override: [{name}] to take that of `{second}`")
        else:
            self.reader.wrong(node, f"`{name}` is in the library `{first}` already", "clash", f"choose another name, or write override: [{name}] at the top to take this one")

    # ---- files ------------------------------------------------------------------------------------------------------
    def open(self, node: Node, key: str, chain: tuple[str, ...], word: str) -> tuple[Node | None, frozenset[str]]:
        """The root of a file that is named in another; None (and a mistake) if it cannot be had."""
        base = self.find(node, key, word)
        if base is None:
            self.reader.elsewhere = True
            return None, frozenset()
        if base.file in chain:
            ring = [*chain[chain.index(base.file):], base.file]
            self.reader.wrong(node, f"the files lean on each other in a circle: {' -> '.join(os.path.basename(f) for f in ring)}", "circle", "take one of these lines out")
            self.reader.elsewhere = True
            return None, frozenset()
        if base.text not in self.nodes:
            try:
                root, mistakes = compose(base.text, base.file)
            except ScenarioError as error:
                self.reader.mistakes += error.mistakes
                self.reader.elsewhere = True
                return None, frozenset()
            self.reader.mistakes += mistakes
            if root.sort != MAP:
                self.reader.wrong(root, "a scenario file wants keys such as `map:` and `agents:`", "shape", "begin with `scenario: 1`")
                self.reader.elsewhere = True
                return None, frozenset()
            self.reader.check_version(root)
            if word == "use":
                root = self.only_a_library(root)
            self.nodes[base.text] = self.expand(root, base.key, base.file, chain)
        return self.nodes[base.text]

    def only_a_library(self, root: Node) -> Node:
        allowed = ("scenario", "about", "use", "override", *OF_A_LIBRARY)
        kept = {}
        for name, pair in root.value.items():
            if name in allowed:
                kept[name] = pair
            else:
                self.reader.wrong(pair[0], f"`{name}` does not belong into a library", "key", f"a library holds {', '.join(OF_A_LIBRARY)}; a whole scenario to build on goes under `extends:`")
        return Node(MAP, kept, root.source, root.start, root.end)

    def find(self, node: Node, key: str, word: str) -> Base | None:
        """The file that a name means, looked for beside the file that names it, in the scenario's folder and in the shipped library."""
        name = node.value.strip()
        if re.match(r"[/~\\]|[A-Za-z]:|\w+://", name):
            self.reader.wrong(node, f"`{name}` lies outside the folder of this scenario", "outside", f"`{word}:` names a file beside this one, below it, or in the shipped library")
            return None
        if "\\" in name or "," in name or not name.isprintable():
            several = word == "use" and "," in name
            self.reader.wrong(node, f"`{name}` is no name of a file", "file", f"write use: [{name}]" if several else "write / between folders, and no comma")
            return None
        full = name if name.endswith(_ENDINGS) else name + ".yaml"
        outside, tried = False, []
        for candidate in self.candidates(key, full):
            if candidate.removeprefix(SHIPPED).startswith("../"):
                outside = True
                continue
            if candidate in tried:
                continue
            tried.append(candidate)
            try:
                base = self.found.get(candidate) or self.read(candidate)
            except PermissionError:
                outside = True
            except OSError as error:
                self.reader.wrong(node, f"`{full}` cannot be read: {(error.strerror or str(error)).lower()}", "file")
                return None
            except ScenarioError as error:
                self.reader.mistakes += error.mistakes
                return None
            else:
                if base is not None:
                    if len(self.found) >= MOST_FILES and candidate not in self.found:
                        self.reader.wrong(node, f"more than {MOST_FILES} files", "limit")
                        return None
                    self.found[candidate] = base
                    return base
        if outside:
            self.reader.wrong(node, f"`{name}` lies outside the folder of this scenario", "outside", f"`{word}:` names a file beside this one, below it, or in the shipped library")
        else:
            known = self.known()
            self.reader.wrong(node, f"no file `{full}` here", "file", *did_you_mean(full.rsplit(".", 1)[0], known), f"in the shipped library: {listed(sorted(shipped()))}")
        return None

    def candidates(self, key: str, full: str) -> list[str]:
        if key.startswith(SHIPPED):
            inside = posixpath.dirname(key.removeprefix(SHIPPED))
            return [SHIPPED + posixpath.normpath(posixpath.join(inside, full)), SHIPPED + posixpath.normpath(full)]
        return [posixpath.normpath(posixpath.join(posixpath.dirname(key), full)), posixpath.normpath(full), SHIPPED + posixpath.normpath(full)]

    def read(self, key: str) -> Base | None:
        """A file by its key; None if there is none. Raises PermissionError if it lies outside, OSError, ScenarioError."""
        if self.given is not None:
            return Base(key, self.shown(key), self.given[key]) if key in self.given else None
        folder = LIBRARY if key.startswith(SHIPPED) else self.home
        if folder is None:
            return None
        place = os.path.join(folder, key.removeprefix(SHIPPED))
        if not os.path.lexists(place):
            return None
        real = os.path.realpath(place)
        if not any(os.path.commonpath([real, allowed]) == allowed for allowed in (self.home, str(LIBRARY)) if allowed):
            raise PermissionError
        if not os.path.isfile(real):
            raise OSError(errno.EINVAL, "it is no plain file")
        return Base(key, self.shown(key), decode(read_bytes(real), self.shown(key)))

    def shown(self, key: str) -> str:
        """How a file is named in messages: like the scenario, seen from where the program was started."""
        if key.startswith(SHIPPED):
            place = str(LIBRARY / key.removeprefix(SHIPPED))
            near = os.path.relpath(place)
            return place if near.startswith("..") else near
        return os.path.join(os.path.dirname(self.path), key)

    def known(self) -> list[str]:
        """Names that could have been meant."""
        if self.given is not None or self.home is None:
            return list(shipped())
        with os.scandir(self.home) as entries:
            beside = [entry.name.rsplit(".", 1)[0] for _, entry in zip(range(1000), entries) if entry.name.endswith(_ENDINGS)]
        return [*beside, *shipped()]


def shipped() -> list[str]:
    """Names of the libraries that come with the program."""
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def read_bytes(path: str | Path) -> bytes:
    """A file's bytes, at most one more than a scenario may have: some files never end. Raises OSError."""
    with open(path, "rb") as file:
        return file.read(MOST_BYTES + 1)


def _written_out(node: Node, word: str) -> Node:
    """A short form as its long form."""
    return node if node.sort == MAP else Node(MAP, {word: (node, node)}, node.source, node.start, node.end)


def _all_tags(nodes: list[Node]) -> Node:
    """Tags of several files; one that two of them have is there once."""
    found: dict[str, Node] = {}
    for node in nodes:
        for item in node.items():
            found.setdefault(item.value if item.sort == TEXT else str(id(item)), item)
    return Node(LIST, list(found.values()), nodes[-1].source, nodes[-1].start, nodes[-1].end)
