"""`explain`: a scenario's law in words, how large its worlds are, and what looks wrong when they live at random for a while."""
from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from world.drawing.canvas import Canvas
from world.drawing.claims import Reachable
from world.drawing.land import Land
from world.language.say import say, say_chance
from world.scenario import (
    ACTOR,
    Apply,
    Become,
    Change,
    Clock,
    Each,
    Edit,
    Event,
    EveryBecomes,
    FieldEdit,
    LetThrough,
    Mark,
    Moment,
    Noun,
    PropertyEdit,
    Remove,
    Reward,
    Rule,
    RuleSwitch,
    Scenario,
    SetVariable,
    Take,
    TickIs,
    Toward,
    VariableIs,
)
from world.world import World

WORLDS, TICKS = 16, 1000
PATIENCE_S = 20.0
"""Random lives end early where a scenario is so large that they would take longer."""
MOST_OPENED = 4
REACHED_FROM = ("enters", "is on", "bumps", "uses", "pushes", "tries")


@dataclass(frozen=True)
class Doubt:
    """Something that looks wrong. `code`: never fired, never enacted, never paid, out of reach, unused, or the code of a note of `check`."""
    mark: Mark | None
    code: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Explanation:
    """What there is to say of a scenario. `law`: heading -> (name, sentence) in file order."""
    scenario: Scenario
    law: dict[str, tuple[tuple[str, str], ...]]
    sizes: dict[str, int]
    worlds: int
    ticks: int
    fired: dict[str, int]
    enacted: dict[str, int]
    rewards: dict[str, float]                            # of each mover that learns, the mean over a world
    ends: dict[str, int]
    due: dict[str, dict[str, str]]                       # "rules" and "changes": name -> when it comes, of what comes later than the random ticks
    doubts: tuple[Doubt, ...]

    def json(self) -> dict:
        """For programs."""
        return {"scenario": self.scenario.path, "title": self.scenario.title, "about": self.scenario.about,
                "law": {heading: dict(lines) if heading != "from the start" else [text for _, text in lines] for heading, lines in self.law.items()}, "sizes": self.sizes,
                "random": {"worlds": self.worlds, "ticks": self.ticks, "fired": self.fired, "enacted": self.enacted, "rewards": self.rewards, "ends": self.ends, "due": self.due},
                "doubts": [{"code": doubt.code, "text": doubt.text, "hint": doubt.hint, "line": doubt.mark.line if doubt.mark else None,
                            "column": doubt.mark.column if doubt.mark else None} for doubt in self.doubts]}


def explain(scenario: Scenario, seed: int = 0, progress: Callable[[int], None] | None = None) -> Explanation:
    """Live some worlds at random, and say what there is to say.

    Raises:
        ScenarioError: no map of one of the seeds can be drawn.
    """
    world = World(scenario, range(seed, seed + WORLDS))
    at_first = [edit for edits, _ in world.layers() for edit in edits]   # nothing but tablets has made law before the first tick
    ticks, rewards, ends = live_at_random(world, progress)
    fired = dict(zip((rule.name for rule in scenario.rules), world.fired()))
    enacted = {change.name: 0 for change in scenario.changes}
    for w in range(WORLDS):
        for entry in world.log(w):
            if entry.change in enacted and entry.added and not entry.refused:
                enacted[entry.change] += 1
    doubts = [Doubt(note.mark, note.code, note.message, " ".join(note.hints)) for note in scenario.notes]
    doubts += [*out_of_reach(scenario, world), *idle_rules(scenario, fired, enacted, ticks), *idle_changes(scenario, enacted, ticks), *unused(scenario)]
    # one doubt about one place: a goal that is out of reach is why its reward was not paid
    told = {(doubt.mark.line, doubt.mark.column): doubt for doubt in reversed(doubts) if doubt.mark}
    shown = sorted(told.values(), key=lambda doubt: (doubt.mark.line, doubt.mark.column)) + [doubt for doubt in doubts if doubt.mark is None]
    return Explanation(scenario, law_in_words(scenario, at_first), sizes(scenario, world), WORLDS, ticks, {name: int(n) for name, n in fired.items()}, enacted,
                       dict(zip(world.learners, (float(total) for total in rewards / WORLDS))), ends, due_later(scenario, fired, enacted, ticks), tuple(shown))


def live_at_random(world: World, progress: Callable[[int], None] | None = None) -> tuple[int, np.ndarray, dict[str, int]]:
    """All who can choose do so by dice. How many ticks they lived, the sum of what each learner got in all worlds, and how episodes ended."""
    luck, ends, began = np.random.default_rng(0), {}, time.perf_counter()
    rewards = np.zeros(len(world.learners))
    choices = np.array([len(world.looks(learner).actions) for learner in world.learners], np.int64)
    for tick in range(1, TICKS + 1):
        for step in world.step(luck.integers(0, np.maximum(choices, 1), (world.batch, len(choices)))):
            rewards += np.asarray(step.reward)
            if step.terminated or step.truncated:
                ends[step.word or "ended"] = ends.get(step.word or "ended", 0) + 1
        world.reset()
        if progress is not None:
            progress(tick)
        if time.perf_counter() - began > PATIENCE_S:
            break
    return tick, rewards, ends


# ---- in words -------------------------------------------------------------------------------------------------------
def law_in_words(scenario: Scenario, on_tablets: Sequence[Edit] = ()) -> dict[str, tuple[tuple[str, str], ...]]:
    """Facts, what tablets say at the start, rules and changes as sentences, under headings."""
    used = used_ids(scenario)
    facts = tuple(("", say(fact, scenario)) for fact in scenario.facts if fact.noun.ids & used) + tuple(("", f"{say(edit, scenario)}   (tablets say so)") for edit in on_tablets)
    rules = tuple((rule.name, rule_in_words(rule, scenario)) for rule in scenario.rules)
    changes = tuple((change.name, change_in_words(change, scenario)) for change in scenario.changes)
    return {heading: lines for heading, lines in (("from the start", facts), ("rules", rules), ("changes", changes)) if lines}


def rule_in_words(rule: Rule, scenario: Scenario) -> str:
    """`when ant uses fire, 60%: remove it; reward 0.1`."""
    text = say(dataclasses.replace(rule, conditions=(), chance=1.0, effects=(), on=True), scenario)[1:-1].replace(": ", " ", 1)
    if rule.conditions:
        text += f", if {_joined(rule.conditions, ' and ', scenario)}"
    if rule.chance != 1:
        text += f", {say_chance(rule.chance)}"
    return f"{text}: {_joined(rule.effects, '; ', scenario)}" + ("" if rule.on else "   (off at first)")


def change_in_words(change: Change, scenario: Scenario) -> str:
    """`at 300 of every episode, 50%: driven.chance = 0.9`."""
    text = say(dataclasses.replace(change, edits=()), scenario)[1:-1] if change.edits else say(change, scenario)[1:-1]
    text = text.partition("edit: ")[0].strip(" ,").replace(": ", " ")
    return f"{text or 'only by apply'}: {_joined(change.edits, '; ', scenario)}" if change.edits else text


def _joined(sentences, between: str, scenario: Scenario) -> str:
    return between.join(say(sentence, scenario) for sentence in sentences)


def sizes(scenario: Scenario, world: World) -> dict[str, int]:
    """How large a world is."""
    height, width = world.shape
    return {"width": width, "height": height, "cells": height * width, "kinds": len(scenario.kinds), "ids": len(scenario.things) - 1, "movers": len(world.movers),
            "learners": len(world.learners), "rules": len(scenario.rules), "changes": len(scenario.changes), "variables": len(scenario.variables),
            "counters": len(scenario.counters), "bytes": world.bytes_per_world()}


# ---- doubts ---------------------------------------------------------------------------------------------------------
def idle_rules(scenario: Scenario, fired: dict[str, int], enacted: dict[str, int], ticks: int) -> Iterator[Doubt]:
    """Rules that never fired, and rewards that were never paid."""
    for rule in scenario.rules:
        switches = [change for change in scenario.changes if any(isinstance(edit, RuleSwitch) and edit.rule == rule.name and edit.on for edit in change.edits)]
        if fired.get(rule.name) or later_than(rule, ticks) or not rule.on and switches and not any(in_time(change, scenario, enacted, ticks) for change in switches):
            continue
        pays = any(isinstance(effect, Reward) for effect in rule.effects)
        if not rule.on:
            why = "it is off at first, and " + ("no law switches it on" if not switches else f"`{switches[0].name}`, which switches it on, never came" if not any(enacted[change.name] for change in switches) else "on for a while only")
        else:
            why = ""
        yield Doubt(rule.mark, "never paid" if pays else "never fired",
                    f"rule `{rule.name}` never fired in {ticks:,} random ticks of {WORLDS} worlds" + (", so its reward was never paid" if pays else ""), why)


def later_than(rule: Rule, ticks: int) -> str:
    """For what moment behind so many ticks a rule waits; "" if for none."""
    trigger = rule.trigger
    if isinstance(trigger, Moment) and trigger.of == "life" or isinstance(trigger, Clock) and trigger.chance is None:
        return f"due at {_span(trigger.low, trigger.high)}" if trigger.low > ticks else ""
    return next((f"due at {condition.value}" for condition in rule.conditions
                 if isinstance(condition, TickIs) and condition.op in ("=", "is", ">", ">=") and condition.value >= ticks), "")


def due_later(scenario: Scenario, fired: dict[str, int], enacted: dict[str, int], ticks: int) -> dict[str, dict[str, str]]:
    """When comes what has not happened because it is due later."""
    changes, rules = {}, {}
    for change in scenario.changes:
        if not enacted[change.name] and not in_time(change, scenario, enacted, ticks):
            first = min((moment for moment in change.moments if moment.of == "life"), key=lambda moment: moment.low, default=None)
            changes[change.name] = f"due at {_span(first.low, first.high)}" if first else "due later"
    for rule in scenario.rules:
        wakes = [change.name for change in scenario.changes if change.name in changes and any(isinstance(edit, RuleSwitch) and edit.rule == rule.name and edit.on for edit in change.edits)]
        told = later_than(rule, ticks) or ("" if rule.on or not wakes else f"off until `{wakes[0]}`, {changes[wakes[0]]}")
        if told and not fired.get(rule.name):
            rules[rule.name] = told
    return {"rules": rules, "changes": changes}


def _span(low: int, high: int) -> str:
    return f"{low}..{high}" if high > low else str(low)


def idle_changes(scenario: Scenario, enacted: dict[str, int], ticks: int) -> Iterator[Doubt]:
    """Changes that nobody enacted, except those that only a person or a claim can."""
    claimed = {edit.change for claim in scenario.expectations for edit in claim.given if isinstance(edit, Apply)}
    for change in scenario.changes:
        alone = not (change.moments or change.every or change.after or change.when or [name for name in change.by if name != "person"])
        if change.chance and not enacted[change.name] and in_time(change, scenario, enacted, ticks) and not (alone and ("person" in change.by or change.name in claimed)):
            yield Doubt(change.mark, "never enacted", f"change `{change.name}` never came in {ticks:,} random ticks of {WORLDS} worlds")


def in_time(change: Change, scenario: Scenario, enacted: dict[str, int], ticks: int) -> bool:
    """Whether a change could have come in so many ticks, as far as its clocks go."""
    soonest = [moment.low for moment in change.moments if moment.of == "life"] + ([change.every.low] if change.every is not None and change.every.chance is None else [])
    soonest += [moment.low for moment in change.moments if moment.of == "every episode" and (scenario.episode is None or moment.low <= scenario.episode)]
    soonest += [0] if change.when is not None or any(name != "person" for name in change.by) else []
    soonest += [round(1 / change.every.chance)] if change.every is not None and change.every.chance else []
    soonest += [change.after[1]] if change.after is not None and enacted.get(change.after[0]) else []
    clocked = change.moments or change.every or change.after
    return min(soonest, default=ticks + 1 if clocked else 0) <= ticks


def out_of_reach(scenario: Scenario, world: World) -> Iterator[Doubt]:
    """Things that a reward is about and that nobody can walk to, as the map stands at the start, even if all that can be opened were open."""
    land = Land(scenario.things, scenario.facts, scenario.agents, scenario.kind("floor").first_id, scenario.edge, getattr(scenario, "moves", 4))
    opened = openable(scenario)
    shut = land.blocks(None)
    even = sorted({scenario.things[id].kind for id in opened if shut[id]})
    even_if = f", even if {' and '.join(even[:MOST_OPENED])} let one through" if even else ""
    boards = list({id(board): board for board in world.boards}.values())
    for rule in scenario.rules:
        event = rule.trigger
        good = any(isinstance(effect, Reward) and effect.millionths > 0 for effect in rule.effects)
        if not (good and isinstance(event, Event) and event.verb in REACHED_FROM and event.object is not None and event.object.property is None):
            continue
        walkers = [scenario.kind(agent.name).first_id for agent in scenario.agents if scenario.kind(agent.name).first_id in event.subject.ids]
        things = frozenset(id for id in event.object.ids if scenario.things[id].layer != ACTOR)
        if not walkers or not things:
            continue
        bad = []
        for w, board in enumerate(boards):
            canvas = Canvas(land, np.asarray(board.cells))
            if not land.of_kind(canvas.cells, things).any():
                continue
            if not any(Reachable(Noun("", things), Noun("", frozenset((walker,))), through=opened, each=False).holds(canvas) for walker in walkers):
                bad.append(w)
        if bad:
            where = "" if len(bad) == len(boards) else f" on {len(bad)} of {len(boards)} maps"
            yield Doubt(rule.mark, "out of reach", f"`{event.object.text}`, which rule `{rule.name}` pays for, cannot be walked to from the start{where}{even_if}",
                        "pushing is not considered; a map that is drawn can say   ensure: " f"{event.object.text} reachable from {event.subject.text}")


def openable(scenario: Scenario) -> frozenset[int]:
    """What a rule that is on, or that a change switches on, may take away, change or let one through, and what a change makes something else of."""
    found: set[int] = set()
    switched_on = {edit.rule for edit in parts(scenario.changes) if isinstance(edit, RuleSwitch) and edit.on}
    for rule in scenario.rules:
        if not rule.on and rule.name not in switched_on:
            continue
        thing = rule.trigger.object if isinstance(rule.trigger, Event) else rule.trigger.noun if isinstance(rule.trigger, Each) else None
        for effect in rule.effects:
            if isinstance(effect, (Become, Remove, Take)) and effect.target != "them":
                found |= effect.target.ids if isinstance(effect.target, Noun) else thing.ids if thing is not None else set()
            elif isinstance(effect, LetThrough) and thing is not None:
                found |= thing.ids
    for change in scenario.changes:
        for edit in change.edits:
            if isinstance(edit, (PropertyEdit, EveryBecomes)):
                found |= edit.noun.ids
            elif isinstance(edit, FieldEdit) and edit.owner == "rule":
                rule = next((rule for rule in scenario.rules if rule.name == edit.name), None)
                found |= rule.trigger.object.ids if rule and isinstance(rule.trigger, Event) and rule.trigger.object is not None else set()
    return frozenset(found - {0})


def used_ids(scenario: Scenario) -> set[int]:
    """The things that a map holds or a sentence names; a kind that something may become counts with all its variants."""
    said = list(parts([*scenario.rules, *scenario.changes, *scenario.expectations]))
    nouns = [one for one in said if isinstance(one, Noun)]
    named = {id for noun in nouns if noun.property is None and noun.text not in ("anything", "anyone") for id in noun.ids}
    boards = [scenario.board, *(claim.board for claim in scenario.expectations if claim.board is not None)]
    stands = {int(id) for board in boards for id in np.unique(board.cells)}
    drawn = set() if scenario.drawing is None else drawn_ids(scenario.drawing)
    words = {one.kind for one in said if isinstance(one, Become)} | {word for agent in scenario.agents for word in " ".join(agent.minds).split()}
    return named | stands | drawn | {thing.id for thing in scenario.things if thing.kind in words}


def unused(scenario: Scenario) -> Iterator[Doubt]:
    """Kinds, variables and tags that nothing mentions and no map holds."""
    said, used = list(parts([*scenario.rules, *scenario.changes, *scenario.expectations])), used_ids(scenario)
    for kind in scenario.kinds:
        if kind.mark is not None and not kind.is_agent and not used & set(range(kind.first_id, kind.first_id + kind.count)):
            yield Doubt(kind.mark, "unused", f"no map and no sentence has a `{kind.name}`")
    read = {one.variable for one in said if isinstance(one, (VariableIs, Toward)) and one.variable} | {name for agent in scenario.agents for name in agent.reads}
    written = {one.variable for one in said if isinstance(one, SetVariable)}
    for variable in scenario.variables:
        if variable.name not in read:
            yield Doubt(None, "unused", f"nothing asks for the variable `{variable.name}`" + ("" if variable.name in written else ", and nothing sets it"))
    for tag in scenario.tags:
        asked = any(isinstance(one, Noun) and one.property == tag for one in said)
        if not asked:
            yield Doubt(None, "unused", f"no sentence asks for something `{tag}`")


def drawn_ids(drawing) -> set[int]:
    """Every id that a step of a drawing may lay or put."""
    found: set[int] = set()
    for step in drawing.steps:
        for field in dataclasses.fields(step):
            value = getattr(step, field.name)
            if field.name in ("of", "door"):
                found |= set(value) if isinstance(value, tuple) else {value}
            elif field.name == "cells":
                found |= set(np.unique(value).tolist())
            elif field.name == "entries":
                found |= {id for entry in value for id in entry[0].ids}
    return found


def parts(things: object) -> Iterator[object]:
    """Everything inside of rules, changes and claims, however deep."""
    ahead = [things]
    while ahead:
        one = ahead.pop()
        yield one
        if isinstance(one, (tuple, list)):
            ahead += one
        elif dataclasses.is_dataclass(one) and not isinstance(one, (Mark, type)):
            ahead += [getattr(one, field.name) for field in dataclasses.fields(one)]
