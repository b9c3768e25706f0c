"""`rules:`: what happens. Also which of `it`, `them` and `here` a rule has, since a sentence that asks for more cannot be."""
from __future__ import annotations

import re

from world.language.nouns import read_noun
from world.language.sentence import Miss, Sentence, Wrong
from world.mistakes import listed
from world.reading import LIST, MAP, TEXT, Node
from world.scenario import (
    GROUND,
    IT,
    ITEM,
    THEM,
    Become,
    Beside,
    Clock,
    CounterIs,
    Drop,
    Each,
    Event,
    Gain,
    Has,
    Here,
    LetThrough,
    Moment,
    Move,
    Not,
    Noun,
    Put,
    ReturnHome,
    Reward,
    Rule,
    Sees,
    Stop,
    SwapPlaces,
    Take,
    Toward,
    Turn,
)
from world.sections.reader import Reader

TRIGGERS = ("when", "each", "every", "at")
KEYS = (*TRIGGERS, "if", "chance", "do", "about", "off")
MOST_RULES = 4096


def read_rule_names(reader: Reader, node: Node | None) -> None:
    """Fills the vocabulary's rules."""
    entries = reader.mapping(node, "`rules:`", "rules: {arrive: {when: ant enters goal, do: reward 1}}")
    for name, (key, _) in entries.items():
        if reader.claim(name, "rule", key, strict=False):
            reader.words.rules.append(name)
    if len(entries) > MOST_RULES:
        reader.wrong(node, f"{len(entries)} rules; {MOST_RULES} are the most", "limit")


def read_rules(reader: Reader, node: Node | None) -> list[Rule]:
    """The rules in file order. Fills the vocabulary's contexts."""
    rules = []
    for name, (key, value) in (node.value.items() if node is not None and node.sort == MAP else ()):
        if value.sort != MAP:
            reader.wrong(value if not value.empty else key, f"rule `{name}` wants a trigger and a `do:`", "shape", "for example {when: ant enters goal, do: reward 1}")
            continue
        found = reader.keys(value, KEYS, f"rule `{name}`")
        rule = _read_rule(reader, name, key, found)
        if rule is not None and name in reader.words.rules:
            rules.append(rule)
    reader.words.it = reader.words.them = None
    return rules


def _read_rule(reader: Reader, name: str, key: Node, found: dict[str, tuple[Node, Node]]) -> Rule | None:
    triggers = [t for t in found if t in TRIGGERS]
    if not triggers:
        reader.wrong(key, f"rule `{name}` never fires: it has no trigger", "trigger", "add one of when: (an event), each: (every such thing, every tick), every: (a clock), at: (one moment)")
    elif len(triggers) > 1:
        reader.wrong(found[triggers[1]][0], f"rule `{name}` has two triggers, `{triggers[0]}` and `{triggers[1]}`", "trigger", "keep one; put the other under `if:`, or write two rules")
    before = len(reader.mistakes)
    trigger = read_trigger(reader, triggers[0], found[triggers[0]][1]) if triggers else None
    if trigger is None and (not triggers or len(reader.mistakes) > before):
        reader.words.them = reader.words.it = None
        context = None
    else:
        context = Context(reader, trigger)
        reader.words.them, reader.words.it = context.them, context.it
        reader.words.contexts[name] = (context.them, context.it)
        reader.words.triggers[name] = context.event
    conditions = reader.read_list("if", found["if"][1], context and context.check_condition) if "if" in found else ()
    effects = reader.read_list("do", found["do"][1], context and context.check_effect) if "do" in found else ()
    if "do" not in found or found["do"][1].empty:
        reader.wrong(key, f"rule `{name}` does nothing: it has no `do:`", "key", "add do: and what happens, such as `reward 1`")
    chance = reader.chance(found["chance"][1]) if "chance" in found else 1.0
    off = reader.truth(found["off"][1]) if "off" in found else False
    about = reader.text(found["about"][1]) or "" if "about" in found else ""
    if trigger is None:
        return None
    return Rule(name, trigger, conditions, 1.0 if chance is None else chance, effects, not off, about, key.mark)


def read_trigger(reader: Reader, sort: str, node: Node):
    """One trigger under its key: when, each, every or at."""
    if sort == "when":
        if node.sort == LIST:
            reader.wrong(node, "`when:` is one event", "shape", "put further conditions under `if:`, or write several rules")
            return None
        return reader.read("trigger", node, lambda trigger, sentence: check_event(reader, trigger))
    if sort == "each":
        sentence = reader.sentence(node)
        if sentence is None:
            return None
        try:
            noun = read_noun(reader.words, sentence.words) if sentence.words else None
            if noun is None:
                raise Wrong((), "each what?", "phrase", "name a kind, such as `each: tree`")
            if noun.relation:
                raise Wrong((), "`same-` and `other-` compare two things, and here is one", "phrase", "name a kind")
            return Each(noun)
        except Miss:
            reader.complain(sentence, Wrong((), "`each:` wants a noun", "phrase", "name a kind, such as `each: tree`; put conditions under `if:`"))
        except Wrong as error:
            reader.complain(sentence, error)
        return None
    return read_clock(reader, node) if sort == "every" else read_moment(reader, node)


def read_clock(reader: Reader, node: Node) -> Clock | None:
    """`tick`, `10 ticks`, `{geometric: 0.01}`."""
    if node.sort == MAP:
        found = reader.keys(node, ("geometric",), "a clock")
        chance = reader.chance(found["geometric"][1]) if "geometric" in found else None
        if chance == 0:
            reader.wrong(found["geometric"][1], "a clock with no chance never strikes", "time", "write a chance such as 0.01")
        return Clock(chance=chance) if chance else None
    return _read_time(reader, "every", node, "how often", "write `tick`, `10 ticks`, `50..150 ticks`, or {geometric: 0.01}")


def read_moment(reader: Reader, node: Node) -> Moment | None:
    """`500`, `400..600`, `300 of every episode`, `episode 20`."""
    return _read_time(reader, "at", node, "a time", "write a tick (500), a range to draw from (400..600), `300 of every episode`, or `episode 20`")


def _read_time(reader: Reader, sort: str, node: Node, what: str, hint: str):
    from world.language.match import all_readings
    sentence = reader.sentence(node)
    if sentence is None:
        return None
    found, wrong = all_readings(reader.words, sort, sentence.words)
    if found:
        return found[0][1]
    text = " ".join(w.text for w in sentence.words)
    best = max(wrong, key=lambda w: w[0], default=None)
    if best is not None and any(h and h[0].isdecimal() and h.endswith("least") for h in best[1].hints):
        reader.wrong(node, f"`{text}` is not {what}: {'the first tick is 1' if sort == 'at' else 'once a tick is the most often'}", "time", hint)
    elif best is not None and best[1].words and ".." in best[1].words[0].text:
        reader.wrong(node, f"`{text}` is not {what}", "time", *best[1].hints)
    else:
        better = "tick" if text == "1 tick" else re.sub(r"\btick$", "ticks", re.sub(r"\bof (each|any|an|the) episode$", "of every episode", text))
        meant = better != text and all_readings(reader.words, sort, Sentence(Node(TEXT, better, node.source, node.start, node.end)).words)[0]
        reader.wrong(node, f"`{text}` is not {what}" if text else f"{what} is missing here", "time", *((f"did you mean `{better}`?",) if meant else ()), hint)
    return None


def check_event(reader: Reader, trigger) -> None:
    if isinstance(trigger, Event):
        if trigger.subject.relation:
            _has_attribute(reader.words, trigger.object, trigger.subject)
        if trigger.object is not None and trigger.object.relation:
            _has_attribute(reader.words, trigger.subject, trigger.object)
        if 0 in trigger.subject.ids:
            raise Wrong((), "nothing does nothing", "phrase", "name who does it")
        if trigger.verb in ("tries", "uses", "meets") and not trigger.subject.ids & reader.words.everyone():
            raise Wrong((), f"`{trigger.subject.text}` is no agent, and only an agent {trigger.verb}", "needs", f"agents here: {listed(reader.words.agents)}" if reader.words.agents else "declare one under `agents:`")
    else:
        Context(reader, trigger).check_condition(trigger.condition, None)


def _has_attribute(words, noun: Noun | None, compared: Noun) -> None:
    name = compared.relation[0]
    if noun is not None and not any(name in dict(words.things[i].values) for i in noun.ids):
        raise Wrong((), f"`{noun.text}` has no {name} to compare with `{compared.text}`", "needs", f"give it one: with: {{{name}: [...]}}")


class Context:
    """What a rule's trigger gives its sentences: the doer (`them`), the thing (`it`), a cell to look from."""

    def __init__(self, reader: Reader, trigger):
        self.words = reader.words
        self.trigger = trigger
        event = trigger if isinstance(trigger, Event) else None
        self.event = event
        self.each = isinstance(trigger, Each)
        self.them: Noun | None = event.subject if event else None
        self.it: Noun | None = trigger.noun if self.each else event.object if event else None

    def refuse_target(self, target, sentence: Sentence | None) -> None:
        """Refuses `it` or `them` where there is none."""
        if isinstance(target, str) and getattr(self, target) is None:
            words = tuple(w for w in sentence.words if w.text == target)[:1] if sentence else ()
            have = [f"`{w}` ({n.text})" for w, n in (("it", self.it), ("them", self.them)) if n is not None]
            raise Wrong(words, f"there is no `{target}` here", "needs", f"this rule has {' and '.join(have)}" if have else "only rules under `when:` an event or `each:` have one; name who is meant")

    def noun_of(self, target) -> Noun:
        return getattr(self, target) if isinstance(target, str) else target

    def refuse_relation(self, noun: Noun | None, sentence: Sentence | None) -> None:
        """Refuses `same-colour` where there is nothing to compare with."""
        if isinstance(noun, Noun) and noun.relation:
            if self.it is None and self.them is None:
                words = tuple(w for w in sentence.words if w.text.startswith(("same-", "other-"))) if sentence else ()
                raise Wrong(words, f"`{noun.text}`: there is nothing here to compare with", "needs", "only rules under `when:` an event or `each:` have an `it`")
            try:
                _has_attribute(self.words, self.it, noun)
            except Wrong:
                if self.them is None:
                    raise
                _has_attribute(self.words, self.them, noun)

    def check_condition(self, x, sentence: Sentence | None) -> None:
        """Raises Wrong if the rule cannot answer this condition."""
        if isinstance(x, Not):
            return self.check_condition(x.condition, sentence)
        for name in ("noun", "on", "of", "who"):
            part = getattr(x, name, None)
            if isinstance(part, Noun):
                self.refuse_relation(part, sentence)
                if name in ("of", "who"):
                    self.refuse_ambiguous(part)
            elif isinstance(part, str) and part in (IT, THEM):
                self.refuse_target(part, sentence)
        if isinstance(x, (Beside, Here, Toward)) and not (self.each or self.event):
            raise Wrong((), "there is no cell here to look from", "needs", "only rules under `when:` an event or `each:` have one; ask `any N left`, `count N > 3` or `N at place`")
        if isinstance(x, (Has, CounterIs, Sees)) and isinstance(x.who, (str, Noun)):
            self.refuse_no_agent(x.who, sentence)

    def refuse_no_agent(self, who, sentence: Sentence | None) -> None:
        noun = self.noun_of(who)
        if not noun.ids & self.words.everyone():
            words = tuple(w for w in sentence.words if w.text == who)[:1] if sentence and isinstance(who, str) else ()
            name = f"`{who}` ({noun.text})" if isinstance(who, str) else f"`{noun.text}`"
            raise Wrong(words, f"{name} is no agent", "needs", "only agents have counters, a home, eyes and rewards" + (f"; agents here: {listed(self.words.agents)}" if self.words.agents else ""))

    def check_effect(self, x, sentence: Sentence | None) -> None:
        """Raises Wrong if the rule cannot do this."""
        for name in ("target", "who", "to", "first", "second"):
            part = getattr(x, name, None)
            if isinstance(part, str):
                self.refuse_target(part, sentence)
            if isinstance(part, Noun):
                self.refuse_relation(part, sentence)
                self.refuse_ambiguous(part)
        everyone = self.words.everyone()
        if isinstance(x, Become) and self.noun_of(x.target).ids <= everyone:
            raise Wrong((), "an agent stays what it is", "phrase", "let it gain a counter, or return home")
        if isinstance(x, Become) and x.kind is None:
            known = [k for k in self.words.kinds.values() if self.noun_of(x.target).ids & set(self.words.ids(k.name))]
            if not any(value in dict(k.attributes).get(name, ()) for k in known for name, value in x.values):
                raise Wrong((), f"`{self.noun_of(x.target).text}` is never `{x.values[0][1]}`", "value", f"values: {listed(v for k in known for _, vs in k.attributes for v in vs) or 'none'}")
        if isinstance(x, Put):
            self.check_put(x)
        if isinstance(x, Take):
            if not self.event:
                raise Wrong((), "nobody is here to take it", "needs", "use `when:` with an event, such as `ant enters key`")
            if not any(self.words.things[i].layer == ITEM for i in self.noun_of(x.target).ids):
                raise Wrong((), f"`{self.noun_of(x.target).text}` cannot be taken: it is not in layer item", "layer", "give its kind `layer: item`")
        if isinstance(x, ReturnHome) or isinstance(x, Gain):
            self.refuse_no_agent(x.target if isinstance(x, ReturnHome) else x.who, sentence)
        if isinstance(x, Turn):
            self.refuse_facing(x.target)
        if isinstance(x, Move):
            self.refuse_relation(x.noun, sentence)
            if x.where in ("ahead", "behind"):
                self.refuse_facing(x.target)
        for target in (x.target,) if isinstance(x, Move) else (x.first, x.second) if isinstance(x, SwapPlaces) else ():
            noun = self.noun_of(target)
            if all(self.words.things[i].layer == GROUND for i in noun.ids):
                raise Wrong((), f"`{noun.text}` is ground, and the ground does not move", "layer", "give its kind another layer, or let it become something")
        if isinstance(x, Drop):
            if not (self.event and self.event.subject.ids & everyone):
                raise Wrong((), "nobody is here to drop it", "needs", "use `when:` with an event that an agent does, such as `ant enters goal`")
            self.refuse_relation(x.noun, sentence)
        if isinstance(x, LetThrough) and not (self.event and self.event.verb == "bumps"):
            raise Wrong((), "nobody has bumped into anything here", "needs", "`let them through` goes with `when: ... bumps ...`")
        if isinstance(x, Stop) and not (self.event and self.event.verb == "tries"):
            raise Wrong((), "there is no move to stop here", "needs", "`stop` goes with `when: ... tries ...`")
        if isinstance(x, Reward):
            if x.to is not None:
                self.refuse_no_agent(x.to, sentence)
            elif not (self.event and self.event.subject.ids & everyone) and not (self.each and self.it.ids <= everyone):
                raise Wrong((), "a reward to whom? no agent does this", "needs", "write `reward 1 to ant`")

    def refuse_facing(self, target) -> None:
        noun = self.noun_of(target)
        if not noun.ids & self.words.everyone() and not any(self.words.things[i].facing >= 0 for i in noun.ids):
            raise Wrong((), f"`{noun.text}` does not face anywhere", "needs", "give it   with: {facing: [north, east, south, west]}")

    def check_put(self, x: Put) -> None:
        if x.noun.ids & self.words.everyone():
            raise Wrong((), f"`{x.noun.text}` cannot be put: agents come from the map alone", "phrase", "write `return ant home`")
        if x.noun.property or x.noun.relation or x.noun.text in ("anything", "nothing"):
            raise Wrong((), f"put which? `{x.noun.text}` is no one thing", "phrase", "name a kind, or write `remove it`")
        if x.where not in ("at", "anywhere") and not (self.each or self.event):
            raise Wrong((), f"there is no cell here to put it {'to' if x.where == 'to' else x.where}", "needs", "write `put N at place` or `put N anywhere`")

    def refuse_ambiguous(self, noun: Noun) -> None:
        if self.it is not None and self.them is not None and self.it.ids & self.them.ids & noun.ids:
            raise Wrong((), f"which `{noun.text}`? both the doer and the thing may be one", "which", "write `them` for the doer or `it` for the thing")


