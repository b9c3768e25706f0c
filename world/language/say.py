"""From meaning back to words: the same sentence that was read, in its canonical spelling."""
from __future__ import annotations

from world.language import numbers
from world.language.slots import say_sight
from world.language.templates import BY_TYPE
from world.scenario import Becomes, Change, Clock, Each, Fact, Moment, Noun, Place, Rule, SetVariable, Sight, VariableIs


def say(x, scenario=None) -> str:
    """The sentence that means `x`.

    A rule or a change comes back as one line of YAML. `scenario` is asked for the words of a variable where `x` does not carry
    them (it does when it was read). Raises TypeError for what is no part of the language.
    """
    if isinstance(x, str):
        return x
    if isinstance(x, tuple):
        return _list([say(one, scenario) for one in x])
    printer = _PRINTERS.get(type(x))
    if printer is not None:
        return printer(x, scenario)
    if scenario is not None and isinstance(x, (VariableIs, SetVariable)) and not x.word:
        x = _with_word(x, scenario)
    for row in BY_TYPE.get(type(x), ()):
        gaps = row.take(x)
        if gaps is not None:
            return row.say(gaps)
    raise TypeError(f"no sentence says {x!r}")


def _with_word(x, scenario):
    from dataclasses import replace
    variable = next((v for v in scenario.variables if v.name == x.variable), None)
    return replace(x, word=variable.words[x.value]) if variable and variable.words and 0 <= x.value < len(variable.words) else x


def _list(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]"


def _clock(clock: Clock) -> str:
    if clock.chance is not None:
        return f"{{geometric: {numbers.say_decimal(clock.chance)}}}"
    return "tick" if (clock.low, clock.high) == (1, 1) else f"{numbers.say_span(clock.low, clock.high)} ticks"


def _trigger(trigger) -> tuple[str, str]:
    """The key and the text of a trigger."""
    if isinstance(trigger, Each):
        return "each", trigger.noun.text
    if isinstance(trigger, Clock):
        return "every", _clock(trigger)
    if isinstance(trigger, Moment):
        return "at", say(trigger)
    return "when", say(trigger)


def _rule(rule: Rule, scenario=None) -> str:
    key, text = _trigger(rule.trigger)
    parts = [f"{key}: {text}"]
    if rule.conditions:
        parts.append(f"if: {say(rule.conditions, scenario)}")
    if rule.chance != 1:
        parts.append(f"chance: {say_chance(rule.chance)}")
    if rule.effects:
        parts.append(f"do: {say(rule.effects, scenario)}")
    if not rule.on:
        parts.append("off: true")
    return f"{{{', '.join(parts)}}}"


def say_chance(chance: float) -> str:
    """30%, as files write it."""
    from decimal import Decimal
    return numbers.say_decimal(Decimal(repr(chance)) * 100) + "%"


def _change(change: Change, scenario=None) -> str:
    parts = []
    if change.moments:
        parts.append(f"at: {say(change.moments)}")
    if change.every:
        parts.append(f"every: {_clock(change.every)}")
    if change.after:
        parts.append(f"after: {change.after[0]} + {change.after[1]}")
    if change.when:
        parts.append(f"when: {say(change.when, scenario)}")
    if change.by:
        parts.append(f"by: {_list(list(change.by))}")
    if change.cost:
        parts.append(f"cost: {change.cost[0]} {change.cost[1]}")
    if change.cooldown:
        parts.append(f"cooldown: {change.cooldown}")
    if change.chance != 1:
        parts.append(f"chance: {say_chance(change.chance)}")
    if change.times is not None:
        parts.append(f"times: {change.times}")
    if change.lasts:
        parts.append(f"for: {numbers.say_span(*change.lasts)}")
    if change.until:
        parts.append(f"until: {say(change.until, scenario)}")
    if change.announce:
        parts.append("announce: true")
    if change.vote:
        parts.append("vote: majority")
    if change.pick:
        parts.append(f"pick: {{{', '.join(f'{name}: {weight}' for name, weight in change.pick)}}}")
    edits = change.edits
    if change.merged is not None:
        parts.append(f"merge: {change.merged.text}")
        edits = edits[change.merged.laws:]
    if edits:
        parts.append(f"edit: {say(edits, scenario)}")
    return f"{{{', '.join(parts)}}}"


def _fact(fact: Fact) -> str:
    return f"{fact.noun.text} is {fact.property}" + (f" to {fact.to.text}" if fact.to else "")


_PRINTERS = {Noun: lambda x, s: x.text, Place: lambda x, s: x.text, Sight: lambda x, s: say_sight(x), Each: lambda x, s: x.noun.text, Clock: lambda x, s: _clock(x),
             Becomes: lambda x, s: say(x.condition, s), Rule: _rule, Change: _change, Fact: lambda x, s: _fact(x)}
