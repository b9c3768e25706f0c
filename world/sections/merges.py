"""`merge:` of a change: a fragment of a scenario. Its names belong to the whole file from the start; its laws hold while the change stands."""
from __future__ import annotations

import json
from dataclasses import replace

from world.language.vocabulary import BUILT_IN_KINDS
from world.reading import LIST, MAP, Node
from world.scenario import Merge, Rule, RuleSwitch
from world.sections.reader import Reader

KEYS = ("tags", "kinds", "vars", "rules")
ELSEWHERE = {"agents": "agents come from the map alone: declare them under `agents:` at the top", "map": "a map is there from the start: let the change `put` things",
             "changes": "write them beside this change, without a trigger, and `apply` them", "legend": "write it at the top", "expect": "write it at the top",
             "params": "write them at the top", "world": "write it at the top", "sweep": "write it at the top", "about": "the change has its own `about:`"}


def splice(reader: Reader, root: Node, nodes: dict[str, Node]) -> dict[str, Node]:
    """The sections of the file, with what its merges bring behind the file's own. Notes in `reader.merged` which change brings what."""
    changes = nodes.get("changes")
    if changes is None or changes.sort != MAP:
        return nodes
    nodes = dict(nodes)
    for name, (_, change) in changes.value.items():
        if change.sort == MAP and "merge" in change.value:
            key, fragment = change.value["merge"]
            reader.merged[name] = _splice_one(reader, name, key, fragment, root, nodes)
    return nodes


def _splice_one(reader: Reader, change: str, key: Node, fragment: Node, root: Node, nodes: dict[str, Node]) -> Merge:
    if fragment.sort != MAP or not fragment.value:
        reader.wrong(fragment if not fragment.empty else key, "`merge:` wants a piece of a scenario", "shape", "for example merge: {kinds: {mud: {layer: ground}}, rules: {...}}")
        return Merge()
    for section in [section for section in fragment.value if section in ELSEWHERE]:
        where, _ = fragment.value.pop(section)
        reader.wrong(where, f"`{section}` cannot be merged in the middle of a life", "key", ELSEWHERE[section])
    found = reader.keys(fragment, KEYS, "`merge`")
    names = {}
    for section, (_, node) in found.items():
        if section == "tags":
            names[section] = _add_tags(node, nodes)
            continue
        if node.sort != MAP:
            if not node.empty:
                reader.wrong(node, f"`{section}:` wants names, each with `: ` behind it", "shape")
            continue
        mine = nodes.get(section)
        if mine is None or mine.sort != MAP:
            mine = nodes[section] = Node(MAP, {}, root.source, node.start, node.end)
        elif not names.get(section):
            mine = nodes[section] = _copied(mine)
        for name, pair in node.value.items():
            if name in mine.value or section == "kinds" and name in [kind[0] for kind in BUILT_IN_KINDS]:
                where = f"on line {mine.value[name][0].mark.line}" if name in mine.value else "built in"
                reader.wrong(pair[0], f"`{name}` is there already, {where}", "clash", "a merge brings what is new; what is there is changed by `edit:`")
            else:
                mine.value[name] = pair
                names.setdefault(section, []).append(name)
                reader.of_merge[section, name] = change
    return Merge(*(tuple(names.get(section, ())) for section in KEYS), text=in_one_line(fragment))


def _add_tags(node: Node, nodes: dict[str, Node]) -> list[str]:
    mine = nodes.get("tags")
    items = [item for item in node.items() if item.sort == "text"]
    nodes["tags"] = Node(LIST, [*(mine.items() if mine is not None else ()), *items], node.source, node.start, node.end)
    return [item.value for item in items]


def in_one_line(node: Node) -> str:
    """A piece of YAML as it could stand in one line."""
    if node.sort == MAP:
        return "{" + ", ".join(f"{in_one_line(key)}: {in_one_line(value)}" for key, value in node.value.values()) + "}"
    if node.sort == LIST:
        return "[" + ", ".join(map(in_one_line, node.value)) + "]"
    plain = node.style is None and not set(node.value) & set(",[]{}#\n") and ": " not in node.value
    return node.value if plain else json.dumps(node.value, ensure_ascii=False)


def _copied(node: Node) -> Node:
    """The same section, to add to: an alias elsewhere in the file stays as it was."""
    return Node(node.sort, dict(node.value), node.source, node.start, node.end, node.style)


def off_until_merged(reader: Reader, rules: list[Rule]) -> list[Rule]:
    """The rules as they stand at the start: those of merges are off, and switching them on becomes an edit of their change."""
    found = []
    for rule in rules:
        change = reader.of_merge.get(("rules", rule.name))
        if change is not None and rule.on:
            reader.merged_edits.setdefault(change, []).append(RuleSwitch(rule.name, True))
        found.append(rule if change is None else replace(rule, on=False))
    return found
