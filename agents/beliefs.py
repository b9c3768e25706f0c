"""What a mind believes, as sentences of the scenario language with their evidence: read out of its memory, changing nothing.

The memory is a hashed table: what it holds cannot be listed, but asked. So each kind seen is asked each question that its contexts
answer: does it let one in, carry one on, what comes of arriving, bumping, acting on it, what does it do alone, what does it pay.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from agents.agent import Belief
from agents.memory import ACT, ALONE, ARRIVE, CELLS, DEED, LOADS, SLIDE, SLOT_BITS, STAY, STEP, SYMBOLS, VERBS
from agents.models.board import DCOL, DROW
from agents.models.contexts import ACTED, BUMPED, MOVED, WAITED
from agents.models.controls import SYMMETRIES
from agents.models.course import HOME, RELATIVE, TWIN
from agents.models.decider import odds_asked
from agents.models.places import ARRIVED, BUMPED_INTO, SAME, WAITED_ON
from agents.wording import COMPASS, VERBS_BY_NAME, Wording, number, shared_noun
from world.scenario import ACTOR, GROUND, OBJECT

WORD = 0xFFFFFFFFFFFFFFFF
WEIGHT = {"rule": 1.5, "property": 1.0, "alone": 1.0, "control": 2.0, "place": 0.3, "not": 0.05, "limit": 0.05}
"""How much a kind of belief tells, against as much evidence of another kind. `not`: that something has no property."""
MOST_PLACES = 12
FEW = 4.0
"""Times below which what is likely counts, and not what happened."""
LEAST = 0.2
"""Counts below this are no evidence."""
WORTH_TELLING = 0.5
"""Share of the evidence, or odds, from which a belief is one."""
CARRIES = ("forward", "forward right", "right", "backward right", "backward", "backward left", "left", "forward left")
"""Motions relative to a facing, in the order of `agents.models.contexts.turn`."""


def mixed(h: int, value: int) -> int:
    """`agents.models.contexts.mix`, in plain Python."""
    h = ((h ^ ((value + 0x9E37) & WORD)) * 0x9E3779B97F4A7C15) & WORD
    return h ^ (h >> 29)


def context(decider: int, n: int, a: int, b: int, *more: int) -> int:
    """`agents.models.contexts.hashed`, with what is mixed in behind it."""
    h = 7
    for value in (decider * 64 + n, a, b, *more):
        h = mixed(h, int(value))
    return h


@dataclass
class Evidence:
    """What one context holds: how often each outcome came, and since which tick it holds against what came before (0: nothing else came)."""
    counts: Counter
    since: int
    before: tuple[int, ...] = ()     # what came most under other laws

    @property
    def of(self) -> float:
        return sum(self.counts.values())

    @property
    def top(self) -> int:
        return max(self.counts, key=self.counts.__getitem__)

    def share(self, outcome: int) -> float:
        return self.counts[outcome] / self.of


@dataclass
class Said:
    """A belief about one symbol; beliefs of one kind's variants that say the same are told as one."""
    symbol: int
    topic: str
    sentence: str                    # with {} where the noun stands
    right: float
    of: float
    odds: float
    kind: str
    since: int = 0


class Teller:
    """Asks a mind's memory what it holds."""

    def __init__(self, memory, alphabet, wording: Wording):
        self.memory, self.mind, self.words = memory, memory.mind[0], wording
        self.symbols = [s for s in range(1, int(alphabet["symbols"])) if wording.bare(s) and self.mind["seen"][s] + self.mind["entered"][s].sum() > 0]
        self.said: list[Said] = []

    # ---- asking ----
    def held(self, h: int, family: int) -> Evidence | None:
        """What a context holds under the regime in force, else what speaks on from before."""
        mind, s = self.mind, h >> (64 - SLOT_BITS)
        if int(mind["check"][s]) != h & 0xFFFFFFFF:
            return None
        now, regimes = int(mind["regime"][family]), range(int(mind["regimes"][family]))
        alive = [q for q in regimes if mind["slot_age"][s, q] == mind["age"][family, q] and mind["count"][s, q].sum() > LEAST]
        speaks = next((q for q in (now, int(mind["parent"][family, now]), *regimes) if q in alive), -1)
        if speaks < 0:
            return None
        counts = {q: Counter({int(o): float(n) for o, n in zip(mind["outcome"][s], mind["count"][s, q]) if n > 0}) for q in alive}
        found = Evidence(counts[speaks], 0)
        if speaks == now and any(Evidence(counts[q], 0).top != found.top for q in alive):
            found.since = int(mind["since"][family])
            found.before = tuple(Evidence(counts[q], 0).top for q in alive if q != now)
        return found

    def ever(self, h: int, family: int) -> Counter:
        """All that a context ever held, whatever the regime: what hangs on chance looks like a change of law now and then."""
        mind, s = self.mind, h >> (64 - SLOT_BITS)
        counts: Counter = Counter()
        if int(mind["check"][s]) == h & 0xFFFFFFFF:
            for q in range(int(mind["regimes"][family])):
                if mind["slot_age"][s, q] == mind["age"][family, q]:
                    counts.update({int(o): float(n) for o, n in zip(mind["outcome"][s], mind["count"][s, q]) if n > 0})
        return counts

    def odds(self, decider: int, family: int, contexts: dict[int, int], outcome: int) -> float:
        """The odds that the mind itself would give, knowing no more than these contexts say."""
        n = max(contexts) + 1
        self.mind["context"][:n] = [contexts.get(k, 0) for k in range(n)]
        return min(1.0, float(odds_asked(self.memory.mind, decider, n, family, outcome)))

    def family(self, decider: int, symbol: int) -> int:
        return decider * (SYMBOLS + 1) + int(self.mind["base"][symbol])

    def say(self, symbol: int, topic: str, sentence: str, right: float, of: float, odds: float, kind: str, since: int = 0) -> None:
        self.said.append(Said(symbol, topic, sentence, right, of, odds, kind, since))

    # ---- properties ----
    def steps(self, s: int) -> None:
        """Solid, pushable, one-way; and what becomes of it when it is bumped."""
        mind, family = self.mind, self.family(STEP, s)
        base = int(mind["base"][s])
        general = {0: context(STEP, 0, 0, 0), 1: context(STEP, 1, base, 0), 2: context(STEP, 2, s, 0)}
        found = self.held(general[2], family)
        if found is None:
            return
        pushed = tried = 0.0
        for z in range(1, SYMBOLS):
            pair = self.held(context(STEP, 3, s, z), family)
            if pair is not None:
                moved = sum(n for o, n in pair.counts.items() if o & 1 and o >> 13)
                pushed, tried = (pushed + moved, tried + pair.of) if moved > pair.of / 2 else (pushed, tried)
        if pushed > 0:
            self.say(s, "pushable", "{} is pushable", pushed, tried, pushed / tried, "property", found.since)
            return
        refused = sum(n for o, n in found.counts.items() if not o & 1 and not (o >> 7) & 63)
        passed = sum(n for o, n in found.counts.items() if o & 1)
        if refused >= WORTH_TELLING * found.of:
            self.say(s, "solid", "{} is solid", refused, found.of, self.odds(STEP, family, general, 0), "property", found.since)
        elif passed >= WORTH_TELLING * found.of and (self.words.layer(s) == OBJECT or found.since):
            self.say(s, "solid", "{} is not solid", passed, found.of, self.odds(STEP, family, general, 1), "not", found.since)
        self.bumped(s, family, general)

    def bumped(self, s: int, family: int, general: dict[int, int]) -> None:
        for condition, more in self.conditions(STEP, s):
            found = self.held(next(iter(more.values())) if more else general[2], family)
            if found is not None and not found.top & 1 and (found.top >> 7) & 63 and found.share(found.top) >= WORTH_TELLING:
                effects = self.words.becomes(s, ((found.top >> 7) & 63) - 1)
                self.rule(s, "bumps", condition, effects, found.counts[found.top], found.of, self.odds(STEP, family, general | more, found.top), found.since)
                if not condition:
                    return

    def conditions(self, decider: int, s: int, act: int = -1) -> list[tuple[str, dict[int, int]]]:
        """The conditions under which something may hold, as (words, {context number: hash}); the first one is none at all."""
        more = () if act < 0 else (ACT + act,)
        base, key = int(self.mind["base"][s]), self.words.carried()
        kin, load = (8, 7) if decider == STEP else (3, 5)
        told: list[tuple[str, dict[int, int]]] = [("", {})]
        if key:
            told += [(f"{self.words.me} has {which}-colour {key}", {kin: context(decider, kin, base, k, *more)}) for k, which in ((1, "same"), (2, "other"))]
        known = range(len(self.words.loads))
        told += [(self.words.holding([i], known), {load: context(decider, load, s, i, *more)}) for i in known] if len(known) > 1 else []
        return told

    def one_way(self, s: int) -> None:
        family, base = self.family(STEP, s), int(self.mind["base"][s])
        with_it, against = (self.held(context(STEP, 10, base, turn), family) for turn in (0, 1))
        if with_it and against and with_it.top & 1 and not against.top & 1:
            right = with_it.counts[with_it.top] + against.counts[against.top]
            self.say(s, "one-way", "{} is one-way", right, with_it.of + against.of, right / (with_it.of + against.of), "property", against.since)

    def slides(self, s: int) -> None:
        if self.words.layer(s) != GROUND:
            return
        family = self.family(SLIDE, s)
        general = {0: context(SLIDE, 0, 0, 0), 1: context(SLIDE, 1, int(self.mind["base"][s]), 0), 2: context(SLIDE, 2, s, 0)}
        found = self.held(general[2], family)
        if found is None:
            return
        goes = sum(n for o, n in found.counts.items() if o & 1)
        if 2 * goes > found.of:
            self.say(s, "slippery", "{} is slippery", goes, found.of, self.odds(SLIDE, family, general, 1), "property", found.since)
        else:
            self.say(s, "slippery", "{} is not slippery", found.of - goes, found.of, self.odds(SLIDE, family, general, 0), "not", found.since)

    def carried_on(self, s: int) -> None:
        """Conveyors and portals."""
        mind, family, base = self.mind, self.family(ARRIVE, s), int(self.mind["base"][s])
        general = {0: context(ARRIVE, 0, 0, 0), 1: context(ARRIVE, 1, base, 0), 2: context(ARRIVE, 2, s, 0)}
        motions: Counter = Counter()
        since = 0
        for phase in (MOVED, WAITED):                    # whoever was carried there is not carried on
            found = self.held(context(ARRIVE, 3, base, phase), family)
            for o, n in found.counts.items() if found else ():
                motions[o >> 9] += n
                since = max(since, found.since)
        if not motions:
            return
        (motion, n), of = motions.most_common(1)[0], motions.total()
        odds = self.odds(ARRIVE, family, general | {3: context(ARRIVE, 3, base, MOVED)}, motion << 9)
        if motion == TWIN:
            self.say(s, "portal", "{} is portal", n, of, odds, "property", since)
        elif (RELATIVE <= motion < RELATIVE + 8 or 1 <= motion <= 8) and max(odds, n / FEW) > WORTH_TELLING:
            self.say(s, "conveyor", "{} is conveyor", n, of, odds, "property", 0)
            how = CARRIES[motion - RELATIVE] if motion >= RELATIVE else COMPASS[motion - 1]
            self.say(s, "carries", f"{{}}.carries = {how}", n, of, odds, "property", since)
        elif motion == 0 and mind["facing"][s] >= 0 and self.words.layer(s) == GROUND:
            self.say(s, "conveyor", "{} is not conveyor", n, of, odds, "not", since)

    # ---- rules ----
    def rule(self, s: int, event: str, condition: str, effects: list[str], right: float, of: float, odds: float, since: int, kind: str = "rule") -> None:
        """A sentence as the law panel has them: ant enters crumbs if not ant has crumb → ant gains 1 crumb · reward 1."""
        if effects or since:
            told = " · ".join(self.words.taken(effects, s)) or "nothing happens"
            self.say(s, event.split(" ")[0], f"{self.words.me} {event} {{}}{f' if {condition}' if condition else ''} → {told}", right, of, odds, kind, since)

    def pays(self, how: int, s: int, load: int) -> tuple[list[str], float, float]:
        """The reward as effects, and how often it came of how many times."""
        mind = self.mind
        if mind["votes"][how, s, load] <= 0:
            return [], 0.0, 0.0
        more = float(mind["reward"][how, s, load] - mind["usual_reward"])
        effects = [f"reward {number(more)}"] if abs(more) > SAME else []
        effects += ["end"] if mind["ends"][how, s, load] else []
        right, of = mind["paid"][how, s, load]
        return effects, float(right), float(of)

    def arrivals(self, s: int, how: int, phase: int, event: str) -> None:
        """What comes of arriving at a kind, bumping it or waiting on it, by what one carries; loads that lead to the same are told together."""
        family, base = self.family(ARRIVE, s), int(self.mind["base"][s])
        found: dict[tuple[str, ...], list] = {}
        all_loads = []
        for load in range(min(LOADS, max(1, len(self.words.loads)))):
            special = {8: context(ARRIVE, 12, s, phase)} if phase == BUMPED else {6: context(ARRIVE, 6, s, phase, load)}
            held = self.held(*special.values(), family) if phase != BUMPED else None
            paid, right, of = self.pays(how, s, load)
            if held is None and of == 0:
                continue
            all_loads.append(load)
            effects, home, odds, since = [], [], 1.0, 0
            if held is not None:
                o = held.top
                since = held.since if o & 511 or o >> 9 == HOME or any(b & 511 or b >> 9 == HOME for b in held.before) else 0
                effects = self.words.becomes(s, (o & 63) - 1) if o & 63 and phase != WAITED else []
                effects += self.words.load_change(load, ((o >> 6) & 7) - 1) if (o >> 6) & 7 else []
                home = ["return them home"] if o >> 9 == HOME else []
                general = {0: context(ARRIVE, 0, 0, 0), 1: context(ARRIVE, 1, base, 0), 2: context(ARRIVE, 2, s, 0), 3: context(ARRIVE, 3, base, phase)}
                odds = self.odds(ARRIVE, family, general | special, o)
                right, of = (held.counts[o], held.of) if effects or home or not paid else (right, of)
            else:
                odds = (right + 0.5) / (of + 1)
            entry = found.setdefault((*effects, *paid[:1], *home, *paid[1:]), [[], 0.0, 0.0, 0.0, 0])
            entry[0].append(load)
            entry[1:] = [entry[1] + right, entry[2] + of, max(entry[3], odds), max(entry[4], since)]
        for effects, (loads, right, of, odds, since) in found.items():
            self.rule(s, event, self.words.holding(loads, all_loads), list(effects), right, of, odds, since if not effects or len(found) == 1 else 0)

    def acts(self, s: int, names: list[str]) -> None:
        """What acts do to a kind: to the thing itself, to one's load, to the whole board; and what they pay."""
        mind, family, base = self.mind, self.family(DEED, s), int(self.mind["base"][s])
        for u, name in enumerate(names):
            nothing, something = mind["acted"][u, s]
            if nothing + something == 0:
                continue
            event = "uses" if name == "use" else f"does {name} to"
            general = {0: context(DEED, 0, ACT + u, 0), 1: context(DEED, 1, base, ACT + u), 2: context(DEED, 2, s, ACT + u)}
            paid = [f"reward {number(round(float(mind['act_reward'][u, s]), 3))}"] if something > nothing and abs(mind["act_reward"][u, s]) > 1e-3 else []
            turned = [self.words.turns(k, int(t)) for k, t in enumerate(mind["turns_into"][u, s]) if t != k and k in self.symbols and k != s] if something > 0 else []
            got = self.held(context(ARRIVE, 12, s, ACTED + u), self.family(ARRIVE, s))
            loads = self.words.load_change(0, ((got.top >> 6) & 7) - 1) if got is not None and (got.top >> 6) & 7 else []
            told = False
            for condition, more in self.conditions(DEED, s, u):
                found = self.held(next(iter(more.values())) if more else general[2], family)
                if found is None or found.share(found.top) < WORTH_TELLING:
                    continue
                becomes = (found.top >> 7) & 63
                effects = self.words.becomes(s, becomes - 1) if becomes else []
                if effects or (not condition and (paid or turned or loads)):
                    self.rule(s, event, condition, [*loads, *effects, *paid, *turned], found.counts[found.top], found.of,
                              self.odds(DEED, family, general | more, found.top), found.since)
                    told = True
                    break
            if not told and something == 0:
                self.say(s, event.split(" ")[0], f"{self.words.me} {event} {{}} → nothing happens", nothing, nothing, (nothing + 0.5) / (nothing + 1), "not")

    def alone(self, s: int) -> None:
        """What a kind does by itself, by the neighbour that brings it about."""
        mind, family = self.mind, ALONE * (SYMBOLS + 1) + s
        if not mind["live"][s] or self.words.layer(s) == ACTOR:
            return
        counts = self.ever(context(ALONE, 1, s, 0), family)
        beside = [(float(mind["turned"][s, k] / mind["beside"][s, k]), k) for k in range(1, SYMBOLS - 1) if mind["turned"][s, k] >= 2]
        condition = ""
        if beside and counts and max(beside)[0] > 2 * (1 - counts[0] / counts.total()):
            rate, trigger = max(beside)
            counts = self.ever(context(ALONE, 2, s, trigger), family)
            condition = f" if {self.words.looks.names[self.words.top[trigger]]} beside"
        changes = Counter({o: n for o, n in counts.items() if o > 0})
        if changes.total() < 1:
            return
        o, n = changes.most_common(1)[0]
        effects = self.words.becomes(s, o - 1)
        if effects and int(self.words.ids[o - 1, ACTOR]) == int(self.words.ids[s, ACTOR]):
            self.say(s, "each", f"{{}}{condition} → {effects[0]}", n, counts.total(), n / counts.total(), "alone")

    # ---- beyond kinds ----
    def controls(self) -> None:
        mind = self.mind
        slip = float(mind["slips"] / (mind["slips"] + mind["no_slips"]))
        for a, name in enumerate(VERBS_BY_NAME):
            whole = float(mind["as_a_whole"]) if a <= STAY else 0.0
            p = (1 - whole) * mind["meaning"][a]
            for i in range(8 if a <= STAY else 0):
                p[SYMMETRIES[i, a]] += whole * mind["symmetry"][i]
            d = int(p.argmax())
            if d != a and mind["action_of"][a] >= 0 and p[d] > WORTH_TELLING:
                self.say(0, f"{self.words.me}.{name}", f"{self.words.me}.{name} = {VERBS_BY_NAME[d]}", 0, 0, float((1 - slip) * p[d]), "control")
        if mind["slips"] > 5 and slip > 0.04:
            self.say(0, f"{self.words.me}.noise", f"{self.words.me}.noise = {slip:.2f}", float(mind["slips"]), float(mind["slips"] + mind["no_slips"]), 1 - slip, "control")

    def usual(self) -> None:
        mind = self.mind
        if abs(mind["usual_reward"]) > SAME:
            n = float(mind["usual_count"])
            self.say(0, "every", f"every tick → reward {number(float(mind['usual_reward']))} to {self.words.me}", n, n, (n + 0.5) / (n + 1), "rule")

    def exceptions(self) -> None:
        """What is true of one place only; without rules that is all there is."""
        mind, memory = self.mind, self.memory
        W, size = self.words.looks.shape[1], len(memory.cells)
        for i in np.argsort(-memory.places["tested"])[:4 * MOST_PLACES]:
            if memory.places["closed"][i]:
                self.say(0, "place", f"no way into {self.words.place(int(i) % size)}", 1, 1, 0.75, "place")
        tried = np.argsort(-memory.leaves["agreed"])[:4 * MOST_PLACES] if mind["kind_of_mind"] == CELLS else np.flatnonzero(memory.leaves["key"])
        for i in tried[:4 * MOST_PLACES]:
            leave, (cell, verb) = memory.leaves[i], divmod(int(i), VERBS)
            ahead = (cell // W + DROW[verb]) * W + cell % W + DCOL[verb] if verb < STAY else cell
            if leave["key"] and verb <= STAY and leave["to"] != ahead:
                n = max(1.0, float(leave["agreed"]))
                self.say(0, "place", f"{VERBS_BY_NAME[verb]} from {self.words.place(cell)} leads to {self.words.place(int(leave['to']))}", n, n, (n + 0.5) / (n + 1), "place")
        for i in np.flatnonzero(memory.places["paid_on"])[:4 * MOST_PLACES]:
            place = memory.places[i]
            more = float(place["reward"] - mind["usual_reward"])
            effects = ([f"reward {number(more)}"] if abs(more) > SAME else []) + (["end"] if place["ends"] else [])
            if effects:
                self.say(0, "place", f"{self.words.me} at {self.words.place(int(i) % size)} → {' · '.join(effects)}", 1, 1, 0.75, "place")

    # ---- all of it ----
    def tell(self, acts: list[str]) -> list[Belief]:
        if self.mind["kind_of_mind"] != CELLS:
            for s in self.symbols:
                self.steps(s)
                if self.mind["facing"][s] >= 0:
                    self.one_way(s)
                self.slides(s)
                self.carried_on(s)
                self.arrivals(s, ARRIVED, MOVED, "enters")
                self.arrivals(s, BUMPED_INTO, BUMPED, "bumps")
                self.arrivals(s, WAITED_ON, WAITED, "is on")
                self.acts(s, acts)
                self.alone(s)
            self.controls()
        self.usual()
        self.exceptions()
        if self.mind["lumped"]:
            n = float(self.mind["lumped"])
            self.say(0, "limit", f"{n:g} sorts of cells look like others to me", n, n, 1.0, "limit")
        return self.merged()

    def merged(self) -> list[Belief]:
        """Variants of a kind that say the same are one belief; the newest law first, then the strongest."""
        base, names = self.mind["base"], self.words.looks.names
        groups: dict[tuple, list[Said]] = {}
        for said in self.said:
            groups.setdefault((int(base[said.symbol]), said.topic, said.sentence), []).append(said)
        told = []
        for (kind, topic, sentence), same in groups.items():
            others = [names[self.words.top[s.symbol]] for (k, t, words), group in groups.items() for s in group
                      if k == kind and t == topic and words != sentence]
            noun = shared_noun([names[self.words.top[s.symbol]] for s in same], others) if "{}" in sentence else ""
            together = [same] if noun or "{}" not in sentence else [[s] for s in same]
            for group in together:
                of = sum(s.of for s in group)
                odds = sum(s.odds * s.of for s in group) / of if of else group[0].odds
                words = sentence.format(noun or names[self.words.top[group[0].symbol]])
                things = tuple(sorted({int(self.words.top[s.symbol]) for s in group if s.symbol}))
                told.append(Belief(words, sum(s.right for s in group), of, odds, group[0].kind, max(s.since for s in group), topic, things))
        seen: set[str] = set()
        told.sort(key=lambda b: (-b.since, -strength(b)))
        return [b for b in told if not (b.sentence in seen or seen.add(b.sentence))]


def strength(belief: Belief) -> float:
    """How strongly something is believed: by its odds, what bore it out, and how much it tells."""
    return belief.odds * np.log2(1 + belief.right if belief.of else 8) * WEIGHT[belief.kind]
