"""`reads: laws`: one number for each law that can change, as an agent may read it; in the order in which the file's changes first name them.

A property is 1 where it holds of all that are named, a rule 1 where it is on; a chance counts millionths, a speed thousandths of a cell a tick, a sight
`5x3` is 5003 and `all` 0; any other number is itself. What is no number (a trigger, conditions, effects, a moment) is how manieth it is among those that
the file knows, from 0, its own first; an action is the place of what it means among the agent's actions. -1: something else, that a person has typed.
"""
from __future__ import annotations

from world.compiler import Compiler
from world.language import say
from world.layout import LR_CHANCE, LR_FACT, LR_LISTED, LR_RAW, LR_SIGHT, LR_SPEED, R_ON, RULE_WIDTH, SIGHT_BASE, SPEED_BASE
from world.scenario import Edit, FieldEdit, PropertyEdit, RuleSwitch, Scenario, Swap

PLAIN = {"chance": LR_CHANCE, "noise": LR_CHANCE, "sight noise": LR_CHANCE, "speed": LR_SPEED, "sees": LR_SIGHT}
LISTED = ("when", "each", "at", "trigger", "if", "do", "until")


def parts_of(edit: Edit) -> list[tuple]:
    """What an edit decides: (how an agent calls it, the edit for a property or a rule, or (name, field))."""
    match edit:
        case PropertyEdit(noun, name, _, to):
            return [(say(PropertyEdit(noun, name, True, to)), edit)]
        case RuleSwitch(rule):
            return [(f"rule {rule}", edit)]
        case FieldEdit(_, name, field):
            return [(f"{name}.{field}", (name, field))]
        case Swap(_, first, second):
            return [(f"{name}.{field}", (name, field)) for name, field in (first, second)]
    return []


def laws_that_change(scenario: Scenario) -> dict[str, object]:
    """By name, every law that a change of the file or a tablet can set."""
    edits = [edit for change in scenario.changes for edit in change.edits] + list(scenario.stones)
    found: dict[str, object] = {}
    for edit in edits:
        for name, what in parts_of(edit):
            found.setdefault(name, what)
    return found


class LawReads:
    """The rows by which the kernel tells agents the law, and their names."""

    def __init__(self, compiler: Compiler):
        self.compiler = compiler
        self.names, self.rows = [], []
        for name, what in laws_that_change(compiler.scenario).items():
            row = self.row_of(what)
            if row is not None:
                self.names.append(name)
                self.rows.append(row)

    def row_of(self, what) -> list[int] | None:
        c = self.compiler
        if isinstance(what, PropertyEdit):
            return [LR_FACT, c.properties.index(what.property), c.noun(what.noun), c.noun(what.to)]
        if isinstance(what, RuleSwitch):
            return [LR_RAW, c.book_at["rule"] + c.rule_number[what.rule] * RULE_WIDTH + R_ON, 0, 0]
        name, field = what
        where = c.fields(name, field)
        if not where:
            return None
        if field == "after":
            return [LR_RAW, where[1], 0, 0]
        if field in LISTED or name in c.rule_number and field == "every":
            known = self.known_numbers(name, field)
            return [LR_LISTED, where[0], c.put_data(known), len(known)]
        if name in c.agent_number and field in c.actions[c.agent_number[name]] and field not in PLAIN:
            agent = c.agent_number[name]
            return [LR_LISTED, where[0], c.put_data(c.meaning(agent, word) for word in c.actions[agent]), len(c.actions[agent])]
        return [PLAIN.get(field, LR_RAW), where[0], 0, 0]

    def known_numbers(self, name: str, field: str) -> list[int]:
        """What a part that is no number can be, as far as the file says: its own first, then what changes set it to, then what they swap it with."""
        c, parts = self.compiler, self.compiler.parts
        asked = parts.plain(name, field)
        edits = [edit for change in c.scenario.changes for edit in change.edits]
        values = [(name, field, parts.written(*asked))]
        values += [(name, field, edit.value) for edit in edits if isinstance(edit, FieldEdit) and parts.plain(edit.name, edit.field) == asked]
        for edit in edits:
            if isinstance(edit, Swap):
                pair = [edit.first, edit.second]
                values += [(*other, parts.written(*parts.plain(*other))) for mine, other in (pair, pair[::-1]) if parts.plain(*mine) == asked]
        return list(dict.fromkeys(int(c.number_of(*value)[0]) for value in values))

    def numbers(self) -> list[int]:
        """The table that the kernel reads."""
        return sum(self.rows, [])

    def read(self, book) -> list[int]:
        """What they say in a book: as the kernel does it."""
        return [self.value(row, book) for row in self.rows]

    def value(self, row: list[int], book) -> int:
        c, (sort, a, b, to) = self.compiler, row
        if sort == LR_FACT:
            masks = book[:c.book_at["rule"]].reshape(len(c.properties), c.ids, c.words64)[a]
            wanted = c.nouns[to][:c.words64] if to >= 0 else [1] + [0] * (c.words64 - 1)
            ids = [id for id in range(1, c.ids) if c.nouns[b][id >> 6] >> (id & 63) & 1]
            return int(all(int(mask) & want == want for id in ids for mask, want in zip(masks[id], wanted)))
        value = int(book[a])
        if sort == LR_CHANCE:
            return value * 1_000_000 + (1 << 31) >> 32
        if sort == LR_SPEED:
            return value // SPEED_BASE * 1000 // (value % SPEED_BASE)
        if sort == LR_SIGHT:
            return value // SIGHT_BASE % SIGHT_BASE * 1000 + value % SIGHT_BASE
        if sort == LR_LISTED:
            known = c.data[b:b + to]
            return known.index(value) if value in known else -1
        return value
