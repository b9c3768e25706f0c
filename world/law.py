"""The book of law as people read it: the log of changes, and the rows of the law panel.

The law in force is the file's, and above it the layers of the stack, oldest first; each fact, number or switch is decided by the topmost layer that mentions
it. In the kernel the same stands as patches on a book of numbers (`world/compiler.py`, `world/kernel_law.py`).
"""
from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Callable

from world import layout as L
from world.chance import name_key, plain_draw
from world.entrenched import Entrenchment
from world.law_fields import Parts
from world.news import History, News
from world.scenario import Apply, Board, Change, Clock, Edit, FieldEdit, Moment, Noun, PropertyEdit, Rule, RuleSwitch, Scenario, Swap
from world.types import LogEntry, Row

Layer = tuple[tuple[Edit, ...], str]
"""The edits and the name of one layer of the stack."""
NEVER = (None, "", "", "")


@dataclass
class Replay:
    """How far the log of a world has been told, and what stands at that moment."""
    news: History = History()                            # of which the entries are
    entries: list[LogEntry] = dataclasses.field(default_factory=list)
    stack: list[tuple[int, tuple[Edit, ...]]] = dataclasses.field(default_factory=list)
    stones: list[PropertyEdit] = dataclasses.field(default_factory=list)
    paid: dict[int, list[tuple]] = dataclasses.field(default_factory=dict)  # by change: who, how much, of what, when
    voted: dict[int, str] = dataclasses.field(default_factory=dict)


def say(sentence: object) -> str:
    from world.language import say as print_sentence
    return print_sentence(sentence)


def vote_of(kinds: list[str]) -> str:
    """How the log names those who voted for a change: `vote of 3 hares`."""
    one = kinds[0] if len(set(kinds)) == 1 else "agent"
    ending = "" if len(kinds) == 1 else "es" if one.endswith(("s", "x", "ch", "sh")) else "s"
    return f"vote of {len(kinds)} {one}{ending}"


class LawBook:
    """What the law says, in words, for any stack of layers."""

    def __init__(self, scenario: Scenario, given: tuple[Edit, ...] = ()):
        self.scenario = scenario
        self.given = tuple(edit for edit in given if self.is_law(edit))
        self.parts, self.entrenchment = Parts(scenario), Entrenchment(scenario)
        self.counters = list(dict.fromkeys(counter.name for counter in scenario.counters))
        self.rules, self.agents, self.kinds, self.changes = self.parts.rules, self.parts.agents, self.parts.kinds, self.parts.changes

    @staticmethod
    def is_law(edit: Edit) -> bool:
        """Whether an edit makes a layer. `undo newest law` takes one away instead."""
        return isinstance(edit, (PropertyEdit, RuleSwitch, FieldEdit, Swap))

    def sentences(self, edits: tuple[Edit, ...]) -> str:
        return "; ".join(map(say, edits))

    # ---- what is decided, and by whom -------------------------------------------------------------------------------
    def keys(self, edit: Edit) -> tuple[tuple, ...]:
        """What an edit decides: facts, switches, fields."""
        match edit:
            case PropertyEdit(noun, name, _, to):
                return (("fact", noun.text, name, to.text if to else ""),)
            case RuleSwitch(rule):
                return (("rule", rule),)
            case FieldEdit():
                return (("field", *self.parts.plain(edit.name, edit.field)),)
            case Swap(_, first, second):
                return ("field", *self.parts.plain(*first)), ("field", *self.parts.plain(*second))
        return ()

    def value(self, name: str, field: str, layers: list[Layer]) -> object:
        """What `NAME.field` means now. A swap turns the question to the other field for all that lies below it."""
        asked = self.parts.plain(name, field)
        for edits, _ in reversed(layers):
            for edit in reversed(edits):
                if isinstance(edit, FieldEdit) and self.parts.plain(edit.name, edit.field) == asked:
                    return edit.value
                if isinstance(edit, Swap):
                    first, second = self.parts.plain(*edit.first), self.parts.plain(*edit.second)
                    asked = second if asked == first else first if asked == second else asked
        return self.parts.written(*asked)

    def sentence_of(self, edit: Edit, layers: list[Layer]) -> tuple[str, ...]:
        """The sentences in force, in a stack, for what an edit decides; none for a fact that nobody mentions."""
        match edit:
            case PropertyEdit(noun, name, _, to):
                for edits, _ in reversed(layers):
                    for other in reversed(edits):
                        if self.keys(other) == self.keys(edit):
                            return (say(other),)
                written = any(fact.noun.text == noun.text and fact.property == name and (fact.to.text if fact.to else "") == (to.text if to else "")
                              for fact in self.scenario.facts)
                return (say(PropertyEdit(noun, name, True, to)),) if written else ()
            case RuleSwitch(rule):
                return (say(RuleSwitch(rule, self.rule_on(rule, layers))),)
            case FieldEdit(owner, name, field):
                value = self.value(name, field, layers)
                return () if value is None else (self.say_field(owner, name, field, value),)
            case Swap(owner, first, second):
                return tuple(self.say_field(owner, name, field, self.value(name, field, layers)) for name, field in (first, second))
        return ()

    def say_field(self, owner: str, name: str, field: str, value: object) -> str:
        try:
            return say(FieldEdit(owner, name, field, value))
        except Exception:                                # a value that no sentence can name, such as `times` without a number
            return f"{name}.{field} = {value}"

    def rule_on(self, name: str, layers: list[Layer]) -> bool:
        for edits, _ in reversed(layers):
            for edit in reversed(edits):
                if isinstance(edit, RuleSwitch) and edit.rule == name:
                    return edit.on
        return self.rules[name].on

    # ---- the log ----------------------------------------------------------------------------------------------------
    def log(self, news: History, told: Replay, edits_of: Callable[[int], tuple[Edit, ...]], name_of: Callable[[int], str], movers: tuple[str, ...],
            seed: int) -> list[LogEntry]:
        """The log of law in words. Replays the stack, so that each entry can say which sentence gave way; goes on from what is `told`, which is part of it."""
        entries, stack, stones, paid, voted = told.entries, told.stack, told.stones, told.paid, told.voted
        below = [(self.given, "")] if self.given else []

        def layers() -> list[Layer]:
            return below + [(layer, "") for _, layer in stack] + ([(tuple(stones), "")] if stones else [])
        for one in news.since(len(told.news)):
            before = layers()
            if one.sort == L.NEWS_PAID:
                paid[one.set] = [payment for payment in paid.get(one.set, []) if payment[3] == one.tick]   # what an episode's end dropped is lost
                paid[one.set].append((one.by, one.lapse & (1 << 32) - 1, self.counters[one.lapse >> 32] if self.counters else "", one.tick))
                continue
            if one.sort == L.NEWS_FALLEN:
                law = [edit for _, layer in stack for edit in layer]
                stack.clear()
                paid.clear()
                entries.append(LogEntry(one.tick, one.version, "episode", "", *self.gave_way(law, before, layers())))
                continue
            if one.sort in (L.NEWS_MADE, L.NEWS_BROKEN, L.NEWS_BARRED):
                edit = self.scenario.stones[one.set]
                if one.sort == L.NEWS_BARRED:
                    entries.append(LogEntry(one.tick, one.version, "stone", "", (), (say(edit),), refused=self.entrenchment.touched((edit,))))
                    continue
                stones[:] = [other for other in self.scenario.stones if other in stones and other != edit or other == edit and one.sort == L.NEWS_MADE]
                if one.sort == L.NEWS_MADE:
                    entries.append(LogEntry(one.tick, one.version, "stone", "", self.in_force(edit, before, but=say(edit)), (say(edit),)))
                else:
                    entries.append(LogEntry(one.tick, one.version, "stone", "", (say(edit),), self.in_force(edit, layers(), but=say(edit))))
                continue
            edits, typed = edits_of(one.set), one.set >= len(self.scenario.changes)
            change = "" if typed else self.scenario.changes[one.set].name
            if one.sort == L.NEWS_REFUSED:
                entries.append(LogEntry(one.tick, one.version, movers[one.by], change, (), self.told(one.set, edits, one.tick, seed),
                                        refused=self.entrenchment.of_change[change]))
                continue
            law = tuple(edit for edit in edits if self.is_law(edit))
            standing = [i for i, layer in enumerate(stack) if layer[0] == one.set]
            if standing and not (typed and one.sort == L.NEWS_ENACTED):
                del stack[standing[-1]]
            if one.sort == L.NEWS_ENACTED and law:
                stack.append((one.set, law))
            if one.sort == L.NEWS_STRUCK:
                continue                                 # part of the entry of the change that struck it
            if one.sort == L.NEWS_ENACTED:
                added = self.told(one.set, edits, one.tick, seed)
                removed = tuple(dict.fromkeys(sentence for edit in law for sentence in self.sentence_of(edit, before) if sentence not in added))
            else:
                removed, added = self.gave_way(law, before, layers())
                change = change or name_of(one.set)
            if one.by >= L.BY_VOTE and paid.get(one.set):
                voted[one.by] = vote_of([self.kind_of(movers[voter]) for voter, *_ in paid[one.set]])
            by = voted[one.by] if one.by >= L.BY_VOTE else self.who(one.by, movers)
            price, voters = self.price(paid, one, movers)
            entries.append(LogEntry(one.tick, one.version, by, change, removed, added, one.lapse or None, price, voters))
        told.news = news
        return entries

    def gave_way(self, law, before: list[Layer], after: list[Layer]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is said no more when sentences of law go, and what speaks again below them."""
        added = tuple(dict.fromkeys(sentence for edit in law for sentence in self.sentence_of(edit, after)))
        removed = tuple(dict.fromkeys(map(say, law)))
        return tuple(sentence for sentence in removed if sentence not in added), tuple(sentence for sentence in added if sentence not in removed)

    def in_force(self, edit: Edit, layers: list[Layer], but: str) -> tuple[str, ...]:
        """The sentence in force for what an edit decides, unless it says the same."""
        return tuple(sentence for sentence in self.sentence_of(edit, layers) if sentence != but)

    def told(self, number: int, edits: tuple[Edit, ...], tick: int, seed: int) -> tuple[str, ...]:
        """The sentences of a change; one that picks names what it picked."""
        change = self.scenario.changes[number] if number < len(self.scenario.changes) else None
        picked: tuple[Edit, ...] = ()
        if change is not None and change.pick:
            left = plain_draw(seed, tick, name_key(change.name + "/pick"), 0) * sum(weight for _, weight in change.pick) >> 32
            for name, weight in change.pick:
                if 0 <= left < weight:
                    picked = (Apply(name),)
                left -= weight
        return tuple(map(say, (*edits, *picked)))

    def price(self, paid: dict[int, list[tuple]], one: News, movers: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """What was paid for a change that is enacted now, and who voted for it. Takes it from `paid`: by change (who, how much, of what, when)."""
        if one.sort != L.NEWS_ENACTED or not (0 <= one.by < L.BY_RULE or one.by >= L.BY_VOTE):
            return "", ()
        mine = [payment for payment in paid.get(one.set, []) if one.by >= L.BY_VOTE or payment[0] == one.by]
        paid[one.set] = [payment for payment in paid.get(one.set, []) if payment not in mine]
        total = sum(amount for _, amount, *_ in mine)
        return f"{total} {mine[0][2]}" if total else "", tuple(movers[by] for by, *_ in mine) if one.by >= L.BY_VOTE else ()

    def who(self, by: int, movers: tuple[str, ...]) -> str:
        if by >= L.BY_RULE:
            return f"rule {self.scenario.rules[by - L.BY_RULE].name}"
        return {L.BY_CLOCK: "clock", L.BY_TRIGGER: "trigger", L.BY_PERSON: "person", L.BY_GIVEN: "given"}.get(by) or movers[by]

    def kind_of(self, mover: str) -> str:
        """The agent that a mover is one of: `hare 2` is a hare."""
        return mover if mover in self.agents else mover.rpartition(" ")[0]

    # ---- the panel --------------------------------------------------------------------------------------------------
    def rows(self, layers: list[Layer], log: list[LogEntry], dues: list[int | None], board: Board) -> list[Row]:
        """The law as it stands, one row for each sentence that a person could change. `dues`: by change, ticks until its clock brings it."""
        layers = ([(self.given, "")] if self.given else []) + layers
        history = self.history(log)
        edited = [edit for change in self.scenario.changes for edit in change.edits] + [edit for edits, _ in layers for edit in edits]
        return [*self.fact_rows(layers, history, edited, board), *self.field_rows(layers, history, edited), *self.rule_rows(layers, history),
                *self.change_rows(layers, history, dues)]

    def history(self, log: list[LogEntry]) -> dict[str, tuple[int, str, str, str]]:
        """For each sentence of the log: when it came, who brought it, what it replaced, and by which change."""
        found = {}
        for entry in (entry for entry in log if not entry.refused):
            for sentence in entry.added:
                subject = sentence.replace(" is not ", " is ").split(" = ")[0]
                was = next((old for old in entry.removed if old.replace(" is not ", " is ").split(" = ")[0] == subject
                            or old.rsplit(" ", 1)[0] == sentence.rsplit(" ", 1)[0]), "")
                found[sentence] = (entry.tick, entry.by, was, entry.change)
            for sentence in entry.removed:
                found.setdefault(sentence, (entry.tick, entry.by, "", entry.change))
            found["change " + entry.change] = (entry.tick, entry.by, "", entry.change)
        return found

    def fact_rows(self, layers, history, edited, board: Board) -> list[Row]:
        facts = {("fact", fact.noun.text, fact.property, fact.to.text if fact.to else ""): PropertyEdit(fact.noun, fact.property, True, fact.to)
                 for fact in self.scenario.facts}
        for edit in edited:
            if isinstance(edit, PropertyEdit):
                facts.setdefault(self.keys(edit)[0], PropertyEdit(edit.noun, edit.property, True, edit.to))
        there = set(map(int, board.cells.ravel())) | {id for edit in edited if isinstance(edit, PropertyEdit) for id in edit.noun.ids}
        own = {id for kind in self.scenario.kinds if kind.mark is not None for id in range(kind.first_id, kind.first_id + kind.count)}
        rows = []
        for edit in facts.values():
            if not edit.noun.ids & (there | own):
                continue                                 # a built-in kind that this scenario does not use
            on, off = say(edit), say(PropertyEdit(edit.noun, edit.property, False, edit.to))
            now = self.sentence_of(edit, layers)
            holds = bool(now) and now[0] == on
            at, who, was, change = history.get(on if holds else off, NEVER)
            rows.append(Row(on, on if holds else off, "fact", holds, holds, (), on, off, at, who, was or (off if holds and at else on if at else ""),
                            touches=frozenset(edit.noun.ids), change=change))
        return rows

    def field_rows(self, layers, history, edited) -> list[Row]:
        fields = {}
        for fact in self.scenario.facts:
            if fact.property == "conveyor":
                for kind in self.scenario.kinds:
                    if set(range(kind.first_id, kind.first_id + kind.count)) & fact.noun.ids:
                        fields["field", kind.name, "carries"] = fields["field", kind.name, "speed"] = "kind"
        for rule in self.scenario.rules:
            if rule.chance < 1:
                fields["field", rule.name, "chance"] = "rule"
        for edit in edited:
            if isinstance(edit, (FieldEdit, Swap)):
                for key in self.keys(edit):
                    fields.setdefault(key, edit.owner)
        rows = []
        for (_, name, field), owner in fields.items():
            if field in ("trigger", "if", "do") or (owner == "rule" and name not in self.rules):
                continue                                 # a rule's own row says it
            value = self.value(name, field, layers)
            text = self.say_field(owner, name, field, value)
            at, who, was, change = history.get(text, NEVER)
            word, choices = isinstance(value, str), ()
            if not isinstance(value, (str, int, float)):
                value = text.split(" = ", 1)[-1]         # as it is written: 1/2, 5x5, 4 clover
            if field == "carries":
                choices = ("forward", "backward")
            elif owner == "agent" and word:
                choices = self.agents[name].actions
            elif field == "chance":
                choices = (0.0, 1.0)
            elif field == "speed":
                choices = ("1/4", "1/3", "1/2", "1", "2", "3")
            elif field == "sees":
                choices = ("3x3", "5x5", "7x7", "9x9", "all")
            elif field in ("reach", "strength", "cooldown", "times"):
                choices = (1, 16)
            touches = frozenset(range(self.kinds[name].first_id, self.kinds[name].first_id + self.kinds[name].count)) if name in self.kinds else frozenset()
            rows.append(Row(f"{name}.{field}", text, "word" if word else "number", True, value, choices, f"{name}.{field} = {{}}", "", at, who, was,
                            touches=touches, change=change))
        return rows

    def rule_rows(self, layers, history) -> list[Row]:
        rows = []
        for rule in self.scenario.rules:
            on = self.rule_on(rule.name, layers)
            trigger, conditions, effects = (self.value(rule.name, field, layers) for field in ("trigger", "if", "do"))
            text = f"{rule.name}: {self.say_trigger(trigger)}" + "".join(f" if {say(condition)}" if i == 0 else f" and {say(condition)}"
                                                                        for i, condition in enumerate(conditions))
            text += " → " + " · ".join(map(say, effects))
            at, who, was, change = history.get(say(RuleSwitch(rule.name, on)), NEVER)
            for edit in (FieldEdit("rule", rule.name, field, value) for field, value in (("if", conditions), ("do", effects), ("when", trigger))):
                changed = history.get(self.say_field("rule", rule.name, edit.field, edit.value))
                if changed and (at is None or changed[0] > at):
                    at, who, was, change = changed
            rows.append(Row(f"rule {rule.name}", text, "rule", on, None, (), say(RuleSwitch(rule.name, True)), say(RuleSwitch(rule.name, False)), at, who, was,
                            touches=self.ids_in(rule), change=change))
        return rows

    def say_trigger(self, trigger: object) -> str:
        match trigger:
            case Clock(low, high, chance):
                if chance is not None:
                    return f"every tick with a chance of {chance:g}"
                return "every tick" if low == high == 1 else f"every {low if low == high else f'{low}..{high}'} ticks"
            case Moment(low, high, of):
                when = str(low) if low == high else f"{low}..{high}"
                return {"life": f"at {when}", "every episode": f"at {when} of every episode", "episode": f"at episode {when}"}[of]
        return say(trigger)

    def ids_in(self, rule: Rule) -> frozenset:
        """The ids that a rule's trigger is about, but for those that mean anything at all."""
        nouns = [noun for noun in (getattr(rule.trigger, "subject", None), getattr(rule.trigger, "object", None), getattr(rule.trigger, "noun", None))
                 if isinstance(noun, Noun)]
        return frozenset(id for noun in nouns if len(noun.ids) < len(self.scenario.things) - 1 for id in noun.ids)

    def change_rows(self, layers, history, dues) -> list[Row]:
        standing = {name for _, name in layers}
        rows = []
        for change, due in zip(self.scenario.changes, dues):
            change = self.in_words(change, layers)
            does = [say(edit) for edit in change.edits] + ([f"one of {', '.join(name for name, _ in change.pick)}"] if change.pick else [])
            text = f"{change.name}: {self.say_when(change)} → {' · '.join(does)}"
            at, who, _, _ = history.get("change " + change.name, NEVER)
            rows.append(Row(f"change {change.name}", text, "change", change.name in standing, None, (), f"apply {change.name}", f"undo {change.name}", at, who,
                            "", due))
        return rows

    def in_words(self, change: Change, layers) -> Change:
        """A change with the parts that laws have set."""
        value = {field: self.value(change.name, field, layers) for field in ("at", "every", "after", "when", "until", "for", "cost")}
        moments = value["at"]
        return replace(change, moments=(moments,) if isinstance(moments, Moment) else moments, every=value["every"], after=value["after"], when=value["when"],
                       until=value["until"], lasts=value["for"], cost=value["cost"])

    def say_when(self, change: Change) -> str:
        ways = [self.say_trigger(moment) for moment in change.moments]
        if change.every is not None:
            ways.append(self.say_trigger(change.every))
        if change.after is not None:
            ways.append(f"{change.after[1]} ticks after {change.after[0]}")
        if change.when is not None:
            ways.append(f"when {say(change.when)}")
        ways += [f"by {who}" + (f" for {change.cost[0]} {change.cost[1]}" if change.cost and who != "person" else "") for who in change.by]
        text = " or ".join(ways) + (" by vote" if change.vote else "") or "when applied"
        if change.lasts is not None:
            text += f" for {change.lasts[0] if change.lasts[0] == change.lasts[1] else f'{change.lasts[0]}..{change.lasts[1]}'} ticks"
        return text + (f" until {say(change.until)}" if change.until is not None else "")
