"""`agents:`: who acts, what each can do and see, and what it has."""
from __future__ import annotations

import re
from dataclasses import replace

from world.language.fields import read_action
from world.language.nouns import read_noun
from world.language.numbers import ratio, whole
from world.language.sentence import Miss, Sentence, Wrong
from world.language.slots import read_sight
from world.language.vocabulary import BUILT_IN_ACTIONS, NOT_FOR_COUNTERS, TURNS, WRITTEN_MINDS, actions_in
from world.mistakes import did_you_mean, listed, near
from world.reading import LIST, MAP, TEXT, Node
from world.scenario import ITEM, WAYS, Agent, Counter, Sight
from world.sections.kinds import Entry
from world.sections.maps import MOST_MOVERS
from world.sections.reader import Reader

KEYS = ("mind", "actions", "sees", "has", "reads", "noise", "speed", "reach", "count", "is", "look", "about")
MOST_SCRIPTED = 1000
DEFAULT_ACTIONS = ("north", "east", "south", "west", "wait")
_FROM_FILE = re.compile(r"\.py\s*:\s*\w|\.trace\b")
"""How names of minds speak of files: `ant.py:Ant`, `imitator of life.trace`. A file that somebody else wrote runs no code and opens no file here."""


def read_names(reader: Reader, node: Node | None) -> list[tuple[str, Node]]:
    """Names of the agents, before anything else is known of them."""
    if node is not None and node.sort == LIST and all(n.sort == TEXT for n in node.value):
        reader.wrong(node, "`agents:` wants a mind behind each name", "shape", f"write agents: {{{', '.join(f'{n.value}: learner' for n in node.value[:4]) or 'ant: learner'}}}")
        node.sort, node.value = MAP, {n.value: (n, Node(TEXT, "", n.source, n.end, n.end)) for n in node.value}
    names = []
    for name, (key, _) in reader.mapping(node, "`agents:`", "agents: {ant: learner}").items():
        if reader.claim(name, "agent", key):
            names.append((name, key))
    if len(names) > 64:
        reader.wrong(names[64][1], f"{len(names)} sorts of agents; 64 are the most", "limit", "use `count:` for several of one sort")
        names = names[:64]
    reader.words.actions = {name: DEFAULT_ACTIONS for name, _ in names}
    reader.words.counters = {name: [] for name, _ in names}
    return names


def read_agents(reader: Reader, node: Node | None, names: list[tuple[str, Node]], entries: list[Entry]) -> tuple[list[Agent], list[Counter]]:
    """The agents and their named counters. Fills the vocabulary's actions and counters."""
    agents, counters = [], []
    by_name = {e.name: e for e in entries}
    minds: list[tuple[int, Node]] = []
    for name, key in names:
        value = node.value[name][1]
        fields: dict = {"mark": key.mark}
        if not value.empty and value.sort != MAP:
            minds.append((len(agents), value))
        elif value.sort == MAP:
            found = reader.keys(value, KEYS, f"agent `{name}`")
            fields |= _read_fields(reader, name, found, by_name.get(name))
            counters += _read_has(reader, name, found["has"][1]) if "has" in found else []
            if "mind" in found:
                minds.append((len(agents), found["mind"][1]))
        agents.append(Agent(name, **fields))
        reader.words.actions[name] = agents[-1].actions
    for i, mind in minds:                                   # minds speak of other agents and of actions
        agents[i] = replace(agents[i], minds=check_mind(reader, agents[i], mind))
    return agents, counters


def read_counts(node: Node | None, agents: list[Agent]) -> dict[str, int | None]:
    """How many of each agent the file says there are, None where it does not say."""
    def said(name: str) -> bool:
        value = node.value[name][1]
        return value.sort == MAP and "count" in value.value
    return {agent.name: agent.count if said(agent.name) else None for agent in agents}


def _read_fields(reader: Reader, name: str, found: dict[str, tuple[Node, Node]], entry: Entry | None) -> dict:
    fields: dict = {}
    for what, (_, node) in found.items():
        if what == "actions":
            fields["actions"] = _read_actions(reader, name, node) or DEFAULT_ACTIONS
        elif what == "sees":
            fields["sees"] = reader.value(node, read_sight, f"what `{name}` sees") or Sight()
        elif what == "reads":
            fields["reads"] = _read_reads(reader, node)
        elif what == "noise":
            fields |= _read_noise(reader, node)
        elif what == "speed":
            fields["speed"] = reader.value(node, ratio, "a speed") or (1, 1)
        elif what == "reach":
            fields["reach"] = reader.value(node, lambda t: whole(t, 1), "a reach", "number") or 1
        elif what == "count":
            fields["count"] = reader.value(node, lambda t: whole(t, 1), "a count", "number") or 0
            if fields["count"] > MOST_MOVERS:
                reader.wrong(node, f"{fields['count']} of `{name}`; {MOST_MOVERS} agents are the most", "limit")
        elif what == "is" and entry is not None:
            entry.properties = node.items()
        elif what == "look" and entry is not None:
            entry.kind = replace(entry.kind, look=reader.text(node))
            reader.words.kinds[name] = entry.kind
    if fields.get("count") == 0:
        del fields["count"]
    return fields


def _read_actions(reader: Reader, agent: str, node: Node) -> tuple[str, ...]:
    actions: list[str] = []
    if node.sort == MAP:
        reader.wrong(node, "`actions:` is a list", "shape", "for example actions: [north, east, south, west, use]")
        return ()
    for item in node.items():
        text = reader.text(item)
        if text is None:
            continue
        if text in WAYS[reader.words.moves:]:
            reader.wrong(item, f"`{agent}` cannot go {text} under `moves: 4`", "needs", "write world: {moves: 8}")
        elif text in actions:
            reader.wrong(item, f"`{text}` is written twice in the actions of `{agent}`", "twice", "keep one of the two")
        elif not text.replace("-", "").replace(" ", "").isalpha():
            reader.wrong(item, f"`{text}` cannot be an action", "name", f"an action is a word; {listed(BUILT_IN_ACTIONS)} are built in")
        else:
            actions.append(text)
    if len(actions) > 16:
        reader.wrong(node, f"`{agent}` has {len(actions)} actions; 16 are the most", "limit")
    return tuple(actions[:16])


def _read_reads(reader: Reader, node: Node) -> tuple[str, ...]:
    found = []
    for item in node.items():
        text = reader.text(item)
        if text is not None and text in found:
            reader.wrong(item, f"`{text}` is written twice", "twice", "keep one of the two")
        elif text is not None and text != "laws" and text not in reader.words.variables:
            known = list(reader.words.variables)
            reader.wrong(item, f"no variable called `{text}`", "name", *did_you_mean(text, [*known, "laws"]), f"variables here: {listed(known)}" if known else "declare it under `vars:`")
        elif text is not None:
            found.append(text)
    return tuple(found)


def _read_noise(reader: Reader, node: Node) -> dict:
    if node.sort != MAP:
        reader.wrong(node, "noise on what?", "shape", "write noise: {action: 2%} or {sight: 5%}")
        return {}
    return {f"{what}_noise": reader.chance(value) or 0.0 for what, (_, value) in reader.keys(node, ("action", "sight"), "`noise`").items()}


def _read_has(reader: Reader, agent: str, node: Node) -> list[Counter]:
    counters = []
    for name, (key, value) in reader.mapping(node, "`has:`", "has: {energy: 20 of 20}").items():
        if name in NOT_FOR_COUNTERS:
            reader.wrong(key, f"`{name}` is a word of the language and cannot name a counter", "reserved")
            continue
        kind = reader.words.kinds.get(name)
        thing = next((t for t in reader.words.things if t.name == name and t.layer == ITEM), None)
        if kind is not None and thing is None:
            hint = f"name the variant that is meant: `{next(t.name for t in reader.words.things if t.kind == name)}`" if kind.count > 1 else "give the kind `layer: item`, or the counter another name"
            reader.wrong(key, f"`{name}` is a kind already, and no single item that could be counted", "clash", hint)
            continue
        if thing is None and name not in [c for names in reader.words.counters.values() for c in names]:
            if name in reader.names or not reader.claim(name, "counter", key):
                if name in reader.names and reader.names[name][0] != "counter":
                    reader.claim(name, "counter", key)
                continue
        reader.words.counters[agent].append(name)
        bounds = reader.value(value, _bounds, f"how much `{name}` there is", "number") or (0, None)
        counters.append(Counter(agent, name, bounds[0], bounds[1], thing.id if thing else 0))
    return counters


def _bounds(text: str) -> tuple[int, int | None]:
    """`20 of 20`, `3`."""
    now, of, most = text.partition(" of ")
    if not of:
        return whole(now.strip(), 0), None
    start, bound = whole(now.strip(), 0), whole(most.strip(), 1)
    if start > bound:
        raise ValueError(f"that is more than fits; write {bound} of {bound}, or {start} of {start}")
    return start, bound


def check_mind(reader: Reader, agent: Agent, node: Node) -> tuple[str, ...]:
    """The minds that a text or a list names, in canonical spelling; what is wrong with them goes to the reader's mistakes."""
    minds: list[str] = []
    for item in node.items():
        sentence = reader.sentence(item)
        if sentence is None:
            continue
        if not sentence.words:
            reader.wrong(item, "a mind is missing here", "mind", "write for example mind: learner")
            continue
        try:
            minds.append(_check_mind(reader, agent, sentence))
        except Miss:
            reader.complain(sentence, Wrong((), "I cannot read this mind", "mind", "for example learner, wander, chase hare, patrol north south"))
        except Wrong as error:
            reader.complain(sentence, error)
    written = [m for m in minds if m.split()[0] in WRITTEN_MINDS]
    if len(minds) > 1 and written:
        reader.wrong(node, f"twins are minds that learn, and `{written[0]}` does not", "mind", "name one written mind alone, or several that learn: [rules, cells]")
    return tuple(minds) or ("learner",)


def unknown_action(span, known):
    """The first word with which none of these actions begins, if there is one."""
    try:
        actions_in([word.text for word in span], known)
    except ValueError as error:
        return span[error.args[0]]
    return None


def _check_mind(reader: Reader, agent: Agent, sentence: Sentence) -> str:
    """A mind, with what a written one needs. Names of minds that learn belong to the roster and are not looked up here."""
    first, rest = sentence.words[0], sentence.words[1:]
    name = first.text
    if _FROM_FILE.search(sentence.text):
        raise Wrong(sentence.words, "a scenario brings no mind and no teacher from a file", "mind", f"name it on the command line: --mind {agent.name}=path/to/file.py:Class")
    if name in ("still", "wander", "straight", "person") and rest:
        raise Wrong(rest, f"`{name}` takes nothing behind it", "mind", f"write `{name}`")
    if name in ("chase", "flee"):
        if not rest:
            raise Wrong((first,), f"{name} whom?", "mind", f"write `{name} hare`")
        return f"{name} {read_noun(reader.words, rest).text}"
    if name == "patrol":
        known = (*WAYS[:reader.words.moves], "forward", *TURNS)
        bad = unknown_action(rest, known)
        if bad or not rest:
            raise Wrong((bad or first,), f"`{bad.text}` is not a direction" if bad else "patrol which ways?", "mind", *(did_you_mean(bad.text, known) if bad else ()), "write for example `patrol north south`")
    if name == "script":
        if not rest:
            raise Wrong((first,), "a script of nothing", "mind", "write for example `script east east wait`")
        if len(rest) > MOST_SCRIPTED:
            raise Wrong(rest, f"a script of {len(rest):,} actions", "limit", f"{MOST_SCRIPTED:,} are the most")
        bad = unknown_action(rest, (*agent.actions, "wait"))
        if bad:
            if bad.text not in ("forward", "turn"):
                read_action(reader.words, agent.name, (bad,))
            raise Wrong((bad,), f"`{agent.name}` has no action `{bad.text}`", "name", f"add it to its `actions:`   (now: {listed(agent.actions)})")
    if rest and name not in WRITTEN_MINDS + ("frozen",):
        meant = near(name, WRITTEN_MINDS)
        if meant:
            raise Wrong((first,), f"no mind called `{name}`", "mind", f"did you mean `{meant}`?")
    return " ".join(w.text for w in sentence.words)


def all_counters(reader: Reader, named: list[Counter], agents: list[Agent], takes: bool) -> tuple[Counter, ...]:
    """Named counters, then one for each agent and item if anything in the file takes items."""
    counters = list(named)
    if not takes:
        return tuple(counters)
    have = {(c.agent, c.name) for c in named}
    for agent in agents:
        for thing in reader.words.things:
            if thing.layer == ITEM and thing.id and (agent.name, thing.name) not in have:
                counters.append(Counter(agent.name, thing.name, 0, None, thing.id))
    return tuple(counters)


