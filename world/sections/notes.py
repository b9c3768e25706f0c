"""Remarks that are no errors: what a file says and probably does not mean."""
from __future__ import annotations

import numpy as np

from world.language.vocabulary import BUILT_IN_ACTIONS
from world.mistakes import did_you_mean
from world.reading import Node
from world.scenario import (
    GROUND,
    Agent,
    At,
    Becomes,
    Board,
    Change,
    Count,
    Counter,
    CounterIs,
    Entrenched,
    Event,
    Exists,
    Fact,
    FieldEdit,
    Has,
    Moment,
    Not,
    On,
    Put,
    PutAt,
    Rule,
    RuleIs,
    TickIs,
    Variable,
    VariableIs,
)
from world.sections.reader import Reader


def note_unused(reader: Reader, keys: dict[str, Node]) -> None:
    """Parameters that no sentence uses."""
    for name, key in keys.items():
        if name not in reader.used:
            reader.note(key, f"the parameter `{name}` is never used", "unused", f"write ${name} where it should stand")


def note_unheard(reader: Reader, node: Node | None, agents: list[Agent], rules: list[Rule], changes: list[Change]) -> None:
    """Made-up actions that no rule hears, and events of actions that the agent does not have."""
    triggers = [r.trigger for r in rules] + [edit.value for change in changes for edit in change.edits if isinstance(edit, FieldEdit)]
    heard = {t.word for t in triggers if isinstance(t, Event) and t.verb == "does"}
    for agent in agents:
        value = node.value[agent.name][1] if node is not None and agent.name in node.value else None
        nodes = value.value["actions"][1].items() if value is not None and value.sort == "map" and "actions" in value.value else []
        for item in nodes:
            if item.sort == "text" and item.value in agent.actions and item.value not in BUILT_IN_ACTIONS and item.value not in heard:
                reader.note(item, f"no rule hears the action `{item.value}`", "unheard", *did_you_mean(item.value, sorted(heard - {None} | set(BUILT_IN_ACTIONS))), f"write a rule with when: {agent.name} does {item.value}")


def note_unused_use(reader: Reader, node: Node | None, agents: list[Agent], rules: list[Rule]) -> None:
    """Rules about `uses` whose agent has no such action."""
    for rule in rules:
        if isinstance(rule.trigger, Event) and rule.trigger.verb == "uses":
            users = [a for a in agents if set(reader.words.ids(a.name)) & rule.trigger.subject.ids]
            if users and not any("use" in a.actions for a in users):
                key = node.value[rule.name][0]
                reader.note(key, f"rule `{rule.name}` never fires: `{users[0].name}` has no action `use`", "unheard", "add use to its `actions:`")


def note_true_at_start(reader: Reader, rules_node: Node | None, changes_node: Node | None, rules: list[Rule], changes: list[Change], board: Board, variables: list[Variable],
                       counters: tuple[Counter, ...]) -> None:
    """Conditions that fire when they turn true, and are true from the start."""
    state = (board, {v.name: v.start for v in variables}, counters, reader)
    for rule in rules:
        if isinstance(rule.trigger, Becomes) and _holds(rule.trigger.condition, state):
            reader.note(rules_node.value[rule.name][1].value["when"][1], "this is true from the start, and fires only when it becomes true", "edge",
                        "for as long as it is true, write every: tick with this under `if:`")
    for change in changes:
        if change.when is not None and _holds(change.when, state):
            reader.note(changes_node.value[change.name][1].value["when"][1], "this is true from the start, and the change comes only when it becomes true", "edge",
                        "for the start itself, write at: 1")


def note_too_late(reader: Reader, rules_node: Node | None, node: Node | None, rules: list[Rule], changes: list[Change], episode: int | None) -> None:
    """Moments of an episode that lie behind its end."""
    dated = [(rules_node, rule.name, (rule.trigger,)) for rule in rules if isinstance(rule.trigger, Moment)] + [(node, change.name, change.moments) for change in changes]
    for place, name, moments in dated:
        if episode is not None and any(moment.of == "every episode" and moment.low > episode for moment in moments):
            reader.note(place.value[name][1].value["at"][1], f"an episode ends at {episode}, so `{name}` never comes", "late", "write a smaller number, or make `episode:` longer")


def _holds(x, state) -> bool | None:
    """Whether a condition is true of the start; None if that cannot be told."""
    board, variables, counters, reader = state
    if isinstance(x, Not):
        inner = _holds(x.condition, state)
        return None if inner is None else not inner
    if isinstance(x, VariableIs):
        return _compare(variables.get(x.variable, 0), x.op, x.value)
    if isinstance(x, TickIs):
        return _compare(0, x.op, x.value)
    if isinstance(x, RuleIs):
        return None
    if isinstance(x, (Exists, Count)) and x.noun.property is None:
        counts = np.bincount(board.cells.ravel(), minlength=len(reader.words.things))
        n = int(sum(counts[i] for i in x.noun.ids))
        return (n > 0) == x.present if isinstance(x, Exists) else _compare(n, x.op, x.value)
    if isinstance(x, (At, On)) and not isinstance(x.noun, str) and x.noun.property is None:
        here = np.isin(board.cells, list(x.noun.ids)).any(axis=0)
        if isinstance(x, At):
            return bool(any(here[row, col] for row, col in x.place.cells))
        return bool((here & np.isin(board.cells, list(x.on.ids)).any(axis=0)).any()) if x.on.property is None else None
    if isinstance(x, Has) and x.counter is not None and not isinstance(x.who, str):
        x = CounterIs(x.who, x.counter, ">=", x.amount)
    if isinstance(x, CounterIs) and not isinstance(x.who, str):
        starts = [c.start for c in counters if c.name == x.counter and set(reader.words.ids(c.agent)) & x.who.ids]
        return any(_compare(s, x.op, x.value) for s in starts) if starts else None
    return None


def _compare(a: int, op: str, b: int) -> bool:
    return {"=": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}.get(op, False)


def note_put_into_solid(reader: Reader, rules_node: Node | None, changes_node: Node | None, rules: list[Rule], changes: list[Change], board: Board, facts: list[Fact]) -> None:
    """Things put onto ground that is solid to everybody, as the map has it: they are there, and nobody gets at them."""
    things, solid = reader.words.things, {id for fact in facts if fact.property == "solid" and fact.to is None and fact.noun.property is None for id in fact.noun.ids}
    for place, owner, key, done in [*((rules_node, rule, "do", rule.effects) for rule in rules), *((changes_node, change, "edit", change.edits) for change in changes)]:
        for put in done:
            id = min(put.noun.ids, default=0) if isinstance(put, (Put, PutAt)) and put.place is not None else 0
            walled = [(row, col) for row, col in put.place.cells if board.cells[GROUND, row, col] in solid] if id and things[id].layer != GROUND else []
            if walled and key in place.value[owner.name][1].value:
                row, col = walled[0]
                reader.note(place.value[owner.name][1].value[key][1], f"`{things[id].name}` is put onto `{things[board.cells[GROUND, row, col]].name}` at x{col} y{row}, which is solid", "buried",
                            f"nobody gets at it there; for free ground first say put floor at x{col} y{row}")
                break


def note_empty_entrenched(reader: Reader, node: Node | None, entrenched: tuple[Entrenched, ...], changes: list[Change]) -> None:
    """Entrenched parts of changes that do not have the part: `winter.cost`, where winter costs nothing."""
    by_name = {change.name: change for change in changes}
    for item, law in zip(node.items() if node is not None else (), entrenched):
        name, part = law.part or ("", "")
        field = {"cost": "cost", "for": "lasts", "after": "after", "every": "every", "at": "moments", "when": "when", "until": "until", "times": "times", "cooldown": "cooldown"}.get(part)
        if name in by_name and field is not None and not getattr(by_name[name], field):
            reader.note(item, f"`{name}` has no `{part}:`", "entrenched", f"as it stands, this says that agents and stones give it none; else write `{part}:` in change `{name}`")
