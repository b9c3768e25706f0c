"""`expect:`: claims of a file that a headless run checks."""
from __future__ import annotations

from world.language.numbers import chance, whole
from world.mistakes import did_you_mean, listed
from world.reading import LIST, MAP, TEXT, Node
from world.scenario import Agent, Board, Expectation
from world.sections.changes import check_edit
from world.sections.maps import Glyph, read_board
from world.sections.reader import Reader
from world.sections.rules import Context

KEYS = ("name", "map", "given", "play", "run", "then", "always", "within", "over", "rate", "about")


def read_expectations(reader: Reader, node: Node | None, legend: dict[str, Glyph], board: Board, agents: list[Agent], purchases: dict[str, list[str]]) -> list[Expectation]:
    """All claims. `purchases`: what each agent may enact, since that can be played too."""
    if node is None or node.empty:
        return []
    if node.sort != LIST:
        reader.wrong(node, "`expect:` is a list of claims", "shape", "for example expect: [{name: it stays put, run: 3, then: ant at x1 y1}]")
        return []
    found = []
    words = reader.words
    for number, item in enumerate(node.value, 1):
        if item.sort != MAP:
            reader.wrong(item, "a claim wants `then:` or `always:`", "shape", "for example {name: it stays put, run: 3, then: ant at x1 y1}")
            continue
        found.append(_read_one(reader, number, item, legend, board, agents, purchases))
        reader.words = words
    return found


def _read_one(reader: Reader, number: int, node: Node, legend: dict[str, Glyph], board: Board, agents: list[Agent], purchases: dict[str, list[str]]) -> Expectation:
    found = reader.keys(node, KEYS, "an expectation")
    fields: dict = {"mark": node.mark}
    own = read_board(reader, found["map"][1], legend) if "map" in found else None
    if own is not None:
        fields["board"] = own
    here = own or board
    reader.words = reader.words.on_another_map(here.places, here.cells.shape[1:])
    present = {s.agent for s in here.starts}
    context = Context(reader, None)
    for what, (_, value) in found.items():
        if what == "name":
            fields["name"] = reader.text(value) or ""
        elif what == "given":
            fields["given"] = reader.read_list("edit", value, lambda edit, sentence: check_edit(reader, edit, sentence))
        elif what in ("then", "always"):
            fields[what] = reader.read_list("if", value, context.check_condition)
        elif what == "play":
            fields["play"] = _read_play(reader, value, {a.name: a for a in agents}, present, here, purchases)
        elif what in ("run", "within"):
            fields[what] = reader.value(value, lambda t: whole(t.removesuffix(" ticks"), 1), "a number of ticks", "number")
        elif what == "over":
            fields["over"] = reader.value(value, lambda t: whole(t.removesuffix(" worlds"), 1), "a number of worlds", "number") or 1
        elif what == "rate":
            fields["rate"] = reader.value(value, _rate, "a share of worlds", "chance")
    if not any(found[k][1].items() for k in ("then", "always") if k in found):
        reader.wrong(node, "this expectation claims nothing", "key", "add then: (at the end), or always: (after every tick)")
    if "within" in found and "then" not in found:
        reader.wrong(found["within"][0], "`within` is how soon `then` comes true, and there is no `then`", "key", "add then:")
    if not fields.get("name"):
        claims = found.get("then") or found.get("always")
        texts = [n.value for n in claims[1].items() if n.sort == TEXT] if claims else []
        fields["name"] = ", ".join(texts) or f"expectation {number}"
    return Expectation(**fields)


def _read_play(reader: Reader, node: Node, agents: dict[str, Agent], present: set[str], board: Board, purchases: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    play = []
    for name, (key, value) in reader.mapping(node, "`play:`", "play: {ant: [east, east]}").items():
        stem, _, number = name.rpartition(" ")
        agent = agents.get(name) or (agents.get(stem) if number.isdecimal() else None)
        if agent is None:
            reader.wrong(key, f"no agent called `{name}`", "name", *did_you_mean(name, agents), f"agents here: {listed(agents)}" if agents else "this file has no `agents:`")
            continue
        if agent.name not in present:
            reader.wrong(key, f"`{agent.name}` is not on this map", "nowhere", "put it on the map of the expectation")
            continue
        many = sum(1 for s in board.starts if s.agent == agent.name)
        if agent.name != name and not 1 <= int(number[:6]) <= many:
            reader.wrong(key, f"there is no `{name}`: the map has {many} of `{agent.name}`", "name", f"write `{agent.name} 1`")
            continue
        allowed = list(dict.fromkeys((*agent.actions, *purchases.get(agent.name, ()), "wait")))
        actions = []
        for item in value.items():
            text = reader.text(item)
            if text is None:
                continue
            words = [text] if text in allowed or not set(text.split()) <= set(allowed) else text.split()
            for word in words:
                if word in allowed:
                    actions.append(word)
                else:
                    reader.wrong(item, f"`{agent.name}` has no action `{word}`", "name", *did_you_mean(word, allowed), f"its actions: {listed(allowed)}")
        play.append((name, tuple(actions)))
    return tuple(play)


def _rate(text: str) -> tuple[float, float]:
    """`0.6..1.0`; one number means at least so much."""
    low, dots, high = text.partition("..")
    try:
        first, last = chance(low.strip()), chance(high.strip()) if dots else 1.0
    except OverflowError:
        raise ValueError("a rate lies between 0 and 1: 0.6..1.0") from None
    if last < first:
        raise ValueError(f"write the smaller number first: {high}..{low}")
    return first, last


