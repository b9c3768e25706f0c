"""From a file to a Scenario: every section is read, and all mistakes are reported at once, in file order."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from world.bases import OF_A_LIBRARY, read_bytes, with_bases
from world.drawing import Drawing, Land
from world.language.match import read_one
from world.language.nouns import read_noun
from world.language.sentence import Miss, Sentence, Wrong
from world.language.vocabulary import Vocabulary
from world.mistakes import Mistake, ScenarioError
from world.reading import MAP, TEXT, Node, Source, compose, decode
from world.scenario import Agent, Board, Change, Condition, Each, Edit, Event, FieldEdit, Noun, Rule, Scenario, Take
from world.sections import agents as agents_section
from world.sections import notes
from world.sections.changes import check_edit, read_change_names, read_changes
from world.sections.entrenched import read_entrenched
from world.sections.expectations import read_expectations
from world.sections.kinds import read_facts, read_kinds, read_tags
from world.sections.maps import MOST_MOVERS, glyph_for, read_legend, read_map
from world.sections.merges import off_until_merged, splice
from world.sections.reader import SECTIONS, Reader
from world.sections.rules import Context, read_rule_names, read_rules
from world.sections.small import read_params, read_sweep, read_vars, read_world
from world.sections.tablets import read_tablets, read_words

LIBRARY_GLYPH = "Z"


def load(path: str | Path, settings: dict | None = None) -> Scenario:
    """The scenario of a file. `settings` replace parameters. Raises ScenarioError with all mistakes, and OSError for the file itself."""
    return from_text(read_text(path), str(path), settings)


def read_text(path: str | Path) -> str:
    """A file's text. Raises OSError for the file, ScenarioError for what is no text or too long."""
    return decode(read_bytes(path), str(path))


def is_library(text: str) -> bool:
    """Whether a text holds kinds, rules or changes for other files, and no world of its own."""
    try:
        root, _ = compose(text, "")
    except ScenarioError:
        return False
    return root.sort == MAP and not set(root.value) & {"map", "agents", "legend", "extends", "world", "expect"} and bool(set(root.value) & set(OF_A_LIBRARY))


def library_from_text(text: str, path: str) -> Scenario:
    """A library as it reads in a small world that uses it. Raises ScenarioError with all mistakes."""
    root, mistakes = compose(text, path)
    words = dict.fromkeys(("north", "east", "south", "west", "use", "take", "drop", *re.findall(r"\bdoes (\w[\w-]*)", text)))
    around, _ = compose(f"map: [{LIBRARY_GLYPH}]\nlegend: {{{LIBRARY_GLYPH}: somebody}}\nagents: {{somebody: {{actions: [{', '.join(list(words)[:16])}]}}}}\n", path)
    reader = Reader(path)
    reader.mistakes += mistakes
    root = Node(MAP, root.value | around.value, root.source, root.start, root.end)
    scenario = _read(reader, root, None, None)
    if reader.mistakes or scenario is None:
        raise ScenarioError(reader.mistakes, path)
    return scenario


def from_text(text: str, path: str = "<text>", settings: dict | None = None, bases: Mapping[str, str] | None = None) -> Scenario:
    """The scenario of a text. Raises ScenarioError with all mistakes.

    Args:
        path: its file, beside which the files are looked for that it extends and uses; without one, only the shipped library is.
        bases: the texts of those files by key (`Scenario.bases`); then none is opened.
    """
    root, mistakes = compose(text, path)
    reader = Reader(path)
    reader.mistakes += mistakes
    scenario = _read(reader, root, settings, bases)
    if reader.mistakes or scenario is None:
        raise ScenarioError(_blame_settings(reader, text, path, settings, bases), path)
    return scenario


def _blame_settings(reader: Reader, text: str, path: str, settings: dict | None, bases: Mapping[str, str] | None) -> list[Mistake]:
    """The mistakes of a reading that failed; if it would not have failed without the settings, they come first."""
    if reader.elsewhere:                                    # names may be declared in the file that could not be read
        known = [m for m in reader.mistakes if m.code not in ("name", "map", "nowhere")]
        return known or reader.mistakes
    if not settings or any(m.code == "setting" for m in reader.mistakes):
        return reader.mistakes
    try:
        from_text(text, path, None, bases)
    except ScenarioError:
        return reader.mistakes
    first = min(reader.mistakes, key=lambda m: (m.mark.line, m.mark.column))
    told = ", ".join(f"{name} = {value}" for name, value in settings.items())
    return [replace(first, message=f"with {told}: {first.message}", code="setting")]


def check_mind(scenario: Scenario, agent: str, mind: str) -> None:
    """Raises ScenarioError if a mind given from outside is ill formed: an unknown quarry, a script with actions that the agent lacks."""
    source = Source(mind, "--mind")
    reader = Reader("--mind")
    reader.words = Vocabulary.of(scenario)
    agents_section.check_mind(reader, next(a for a in scenario.agents if a.name == agent), Node(TEXT, source.text, source, 0, len(source.text)))
    if reader.mistakes:
        raise ScenarioError(reader.mistakes)


def read_edit(scenario: Scenario, text: str) -> tuple[Edit, ...]:
    """What a typed sentence (or several, with commas or line ends between) means in a scenario. Raises ScenarioError."""
    source = Source(text[:10_000], "typed")
    reader = Reader("typed")
    reader.words = Vocabulary.of(scenario)
    reader.rules = {rule.name: rule for rule in scenario.rules}
    for rule in scenario.rules:
        event = rule.trigger if isinstance(rule.trigger, Event) else None
        reader.words.contexts[rule.name] = (event.subject if event else None, event.object if event else rule.trigger.noun if isinstance(rule.trigger, Each) else None)
        reader.words.triggers[rule.name] = event
    found = []
    for part in re.finditer(r"[^,;\n]+", source.text):
        stripped = part.group().strip()
        if not stripped:
            continue
        start = part.start() + part.group().index(stripped)
        sentence = Sentence(Node(TEXT, stripped, source, start, start + len(stripped)))
        try:
            edit = read_one(reader.words, "edit", sentence.words)
            check_edit(reader, edit, sentence)
            found.append(edit)
        except Wrong as error:
            reader.complain(sentence, error)
    if not found and not reader.mistakes:
        reader.mistakes.append(source.mistake(0, 1, "a sentence is missing here", "phrase", "for example `ice is not slippery`"))
    if reader.mistakes:
        raise ScenarioError(reader.mistakes)
    return tuple(found)


def read_condition(scenario: Scenario, text: str) -> Condition:
    """What a condition about nobody in particular means in a scenario: `ant at x3 y1`, `no gem left`. Raises ScenarioError."""
    source = Source(text[:10_000], "typed")
    reader = Reader("typed")
    reader.words = Vocabulary.of(scenario)
    sentence = Sentence(Node(TEXT, source.text.strip(), source, 0, len(source.text)))
    try:
        condition = read_one(reader.words, "if", sentence.words)
        Context(reader, None).check_condition(condition, sentence)
        return condition
    except Wrong as error:
        reader.complain(sentence, error)
        raise ScenarioError(reader.mistakes) from None


def _read(reader: Reader, root: Node, settings: dict | None, texts: Mapping[str, str] | None) -> Scenario | None:
    if root.sort != MAP:
        reader.wrong(root, "a scenario file wants keys such as `map:` and `agents:`", "shape", "begin with `scenario: 1`")
        return None
    reader.check_version(root)
    text = root.source.text
    root, bases = with_bases(reader, root, reader.path, texts)
    found = reader.keys(root, SECTIONS, "a scenario file", ("override",))
    nodes = {name: pair[1] for name, pair in found.items()}
    reader.elsewhere |= "extends" in found or "use" in found      # misspelt, so that nothing was read
    params = read_params(reader, root, nodes.get("params"), settings)
    world = read_world(reader, nodes.get("world"))
    nodes = splice(reader, root, nodes)
    if world.pop("tablets", False):
        read_words(reader, nodes.get("legend"))
    entrenched = world.pop("entrenched", None)
    agent_names = agents_section.read_names(reader, nodes.get("agents"))
    read_tags(reader, nodes.get("tags"))
    entries = read_kinds(reader, nodes.get("kinds"), agent_names)
    variables = read_vars(reader, nodes.get("vars"))
    agents, counters = agents_section.read_agents(reader, nodes.get("agents"), agent_names, entries)
    read_rule_names(reader, nodes.get("rules"))
    read_change_names(reader, nodes.get("changes"))
    legend = read_legend(reader, nodes.get("legend"))
    facts = read_facts(reader, entries)
    counts = agents_section.read_counts(nodes.get("agents"), agents)
    land = Land(reader.words.things, tuple(facts), tuple(agents), reader.words.kinds["floor"].first_id, world.get("edge", "wall"), world.get("moves", 4))
    before = len(reader.mistakes)
    board, drawing = read_map(reader, nodes["map"], legend, land, counts) if "map" in nodes else (None, None)
    if "map" not in nodes:
        reader.wrong(root, "there is no map", "map", "write `map: |` and rows of letters below it", first=0, length=1)
    drawn = board is not None and (nodes["map"].sort != MAP or len(reader.mistakes) == before)
    board = board or Board(np.zeros((5, 1, 1), np.uint16), ())
    reader.words.places, reader.words.shape = board.places, board.cells.shape[1:]
    if drawn:
        agents = _check_counts(reader, nodes.get("agents"), agents, board, legend, drawing)
    rules = off_until_merged(reader, read_rules(reader, nodes.get("rules")))
    reader.rules = {rule.name: rule for rule in rules}
    changes = read_changes(reader, nodes.get("changes"))
    tablets, stones = read_tablets(reader, nodes.get("legend"))
    world["entrenched"] = read_entrenched(reader, entrenched)
    purchases = {a.name: [c.name for c in changes if a.name in c.by] for a in agents}
    expectations = read_expectations(reader, nodes.get("expect"), legend, board, agents, purchases)
    sweep = read_sweep(reader, nodes.get("sweep"))
    about = reader.text(nodes["about"]) if "about" in nodes and not nodes["about"].empty else ""
    all_counters = agents_section.all_counters(reader, counters, agents, takes_items(rules, changes, agents))
    _check_costs(reader, nodes.get("changes"), changes, {(c.agent, c.name) for c in all_counters})
    if "agents" not in nodes and not reader.elsewhere:
        _say_once(reader)
    if reader.mistakes:
        return None
    notes.note_unused(reader, reader.param_keys)
    notes.note_unheard(reader, nodes.get("agents"), agents, rules, changes)
    notes.note_unused_use(reader, nodes.get("rules"), agents, rules)
    notes.note_true_at_start(reader, nodes.get("rules"), nodes.get("changes"), rules, changes, board, variables, all_counters)
    notes.note_too_late(reader, nodes.get("rules"), nodes.get("changes"), rules, changes, world.get("episode"))
    if drawing is None:
        notes.note_put_into_solid(reader, nodes.get("rules"), nodes.get("changes"), rules, changes, board, facts)
    notes.note_empty_entrenched(reader, entrenched, world["entrenched"], changes)
    kinds = tuple(reader.words.kinds.values())
    return Scenario(title=title_of(reader.path), about=(about or "").strip(), path=reader.path, text=text, bases=bases, kinds=kinds, things=reader.words.things,
                    tags=tuple(reader.words.tags), facts=tuple(facts), agents=tuple(agents), counters=all_counters, variables=tuple(variables), rules=tuple(rules),
                    changes=tuple(changes), board=board, drawing=drawing, expectations=tuple(expectations), settings=params, sweep=sweep, tablets=tablets, stones=stones,
                    notes=tuple(sorted(reader.notes, key=lambda m: (m.mark.line, m.mark.column))), **world)


def _say_once(reader: Reader) -> None:
    """In a file without `agents:` an unknown name is mostly an agent. Each is told where it first stands, with what to write, and not again."""
    said: set[str] = set()
    kept = []
    for mistake in sorted(reader.mistakes, key=lambda m: (m.mark.line, m.mark.column)):
        word = mistake.source_line[mistake.mark.column - 1:mistake.end_column - 1]
        if mistake.code in ("name", "value") and word in said:
            continue
        if mistake.message == f"no kind called `{word}`":
            said.add(word)
            mistake = replace(mistake, hints=(*mistake.hints, f"this file has no `agents:`; if `{word}` acts, write agents: {{{word}: learner}}"))
        kept.append(mistake)
    reader.mistakes[:] = kept


def title_of(path: str) -> str:
    """A file's name in words: "turning wind"."""
    return re.sub(r"[-_]+", " ", Path(path).stem).strip()


def takes_items(rules: list[Rule], changes: list[Change], agents: list[Agent]) -> bool:
    """Whether anything in a file lets an agent carry items."""
    if any(action in ("take", "drop") for a in agents for action in a.actions):
        return True
    effects = [e for r in rules for e in r.effects]
    effects += [e for c in changes for edit in c.edits if isinstance(edit, FieldEdit) and edit.field == "do" for e in edit.value]
    return any(isinstance(e, Take) for e in effects)


def _check_counts(reader: Reader, node: Node | None, agents: list[Agent], board: Board, legend: dict, drawing: Drawing | None) -> list[Agent]:
    """Each agent's count from the map, which has to agree with `count:`."""
    checked = []
    for agent in agents:
        key, value = node.value[agent.name]
        on_map = sum(1 for s in board.starts if s.agent == agent.name)
        counted = value.value["count"][1] if value.sort == MAP and "count" in value.value else None
        if not on_map:
            glyph = glyph_for(legend, reader.words.kinds[agent.name].first_id)
            hint = f"put `{glyph}` on the map" if glyph else f"give it a letter in the legend, such as {_letter(agent.name, legend)}: {agent.name}, and put that on the map"
            if drawing is not None:
                hint = f"add a step to `draw:`   put: {{{agent.name}: anywhere}}"
            reader.wrong(key, f"agent `{agent.name}` is nowhere on the map", "nowhere", hint)
        elif counted is not None and agent.count != on_map:
            reader.wrong(counted, f"the map has {on_map} of `{agent.name}`, and the count says {agent.count}", "count", "make them agree, or leave `count:` out")
        checked.append(replace(agent, count=max(1, on_map)))
    if len(board.starts) > MOST_MOVERS:
        reader.wrong(node, f"{len(board.starts)} agents on the map; {MOST_MOVERS} are the most", "limit")
    return checked


def _letter(name: str, legend: dict) -> str:
    return next((c for c in name[0].upper() + name[0].lower() + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in legend), "A")


def _check_costs(reader: Reader, node: Node | None, changes: list[Change], counters: set[tuple[str, str]]) -> None:
    for change in changes:
        for agent in change.by:
            if change.cost and agent != "person" and (agent, change.cost[1]) not in counters:
                reader.wrong(node.value[change.name][1].value["cost"][1], f"`{agent}` has no `{change.cost[1]}` to pay with", "name", f"give it some: has: {{{change.cost[1]}: 0}}")


def read_noun_of(scenario: Scenario, text: str) -> Noun:
    """The things that a noun means in a scenario: `read_noun_of(scenario, "red door").ids`. Raises ScenarioError."""
    source = Source(text, "noun")
    sentence = Sentence(Node(TEXT, source.text, source, 0, len(source.text)))
    try:
        return read_noun(Vocabulary.of(scenario), sentence.words)
    except (Wrong, Miss) as error:
        wrong = error if isinstance(error, Wrong) else Wrong((), f"`{text}` is no noun", "phrase")
        raise ScenarioError([sentence.mistake(wrong.words, wrong.message, wrong.code, wrong.hints)]) from None
