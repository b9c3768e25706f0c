"""`schema`: what editors need to complete and check the keys of a scenario, as a JSON schema made from the readers' own tables.

It is wide on purpose: sentences are any text, for `check` reads them better than a schema could. Names that are known stand as suggestions.
"""
from __future__ import annotations

import re

from world.language.lexicon import groups
from world.language.vocabulary import BUILT_IN_ACTIONS, BUILT_IN_KINDS, WRITTEN_MINDS
from world.scenario import PROPERTIES, Scenario
from world.sections import keys as K
from world.sections.drawing import FORMS, SPOTS

_LINK = re.compile(r"(?:[,;:] see (?:below|\[.*?\]\(.*?\)))()")
SCALAR = {"type": ["string", "number", "boolean", "null"]}
MINDS = ("learner", "rules", "cells", "random", "person", *WRITTEN_MINDS)
GROUPS = {"when": ("events", "conditions"), "if": ("conditions",), "until": ("conditions",), "do": ("effects",), "edit": ("edits of the law", "edits of the world"), "then": ("conditions", "conditions of expectations"),
          "always": ("conditions",), "given": ("edits of the world",)}


def schema(scenario: Scenario | None = None) -> dict:
    """The schema; with a scenario its names stand among the suggestions.  dict, for json"""
    top = _Schema(scenario).mapping(K.TOP)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Umwelt scenario", "description": "A gridworld and its law. This schema knows its shape; "
            "`python main.py check FILE` reads the sentences.", **top, "required": ["scenario"]}


class _Schema:
    def __init__(self, scenario: Scenario | None):
        names = [kind[0] for kind in BUILT_IN_KINDS]
        if scenario is not None:
            names += [thing.name for thing in scenario.things if thing.id and thing.name not in names]
        self.names = list(dict.fromkeys(names))
        self.examples = {group.name: [example for entry in group.entries for example in entry.examples] for group in groups()}

    def mapping(self, keys: dict[str, K.Key]) -> dict:
        """A mapping with these keys and no others."""
        return {"type": "object", "additionalProperties": False, "properties": {name: self.key(name, key) for name, key in keys.items()}}

    def entries(self, keys: dict[str, K.Key], short: bool = False) -> dict:
        """A mapping from names to mappings with these keys; `short`: a text or a list will do too."""
        entry = self.mapping(keys)
        value = {"anyOf": [entry, self.texts()]} if short else entry
        return {"type": ["object", "null"], "additionalProperties": value}

    def key(self, name: str, key: K.Key) -> dict:
        return {"description": _LINK.sub(r"\1", key.says), **self.shape(name, key.shape)}

    def texts(self, suggested: list[str] = ()) -> dict:
        """A text, or a list of them."""
        text = self.suggest(suggested)
        return {"anyOf": [text, {"type": "array", "items": text}]}

    def suggest(self, words: list[str]) -> dict:
        """Any text, with some to complete."""
        return {"anyOf": [{"enum": list(words)}, dict(SCALAR)]} if words else dict(SCALAR)

    def shape(self, name: str, shape: object) -> dict:
        """What may stand behind a key."""
        if isinstance(shape, dict):
            return self.mapping(shape)
        if isinstance(shape, tuple):
            words = [word for text in shape for word in ((text, int(text)) if text.isdigit() else (text,))]
            return {"anyOf": [{"enum": words}, {"type": "string", "pattern": r"\$"}]}
        made = getattr(self, f"shape_{shape}", None)
        return made(name) if made else dict(SCALAR)

    def shape_truth(self, name: str) -> dict:
        return {"type": "boolean"}

    def shape_number(self, name: str) -> dict:
        return {"type": ["integer", "string"]}

    def shape_any(self, name: str) -> dict:
        return {}

    def shape_names(self, name: str) -> dict:
        return {"type": ["object", "null"]}

    def shape_texts(self, name: str) -> dict:
        return self.texts()

    def shape_sentences(self, name: str) -> dict:
        return self.texts(list(PROPERTIES) if name == "is" else [example for group in GROUPS.get(name, ()) for example in self.examples[group]])

    def shape_moments(self, name: str) -> dict:
        return self.texts(self.examples["moments"])

    def shape_clock(self, name: str) -> dict:
        return {"anyOf": [{"type": "object", "additionalProperties": False, "properties": {"geometric": dict(SCALAR)}}, self.texts(self.examples["clocks"])]}

    def shape_minds(self, name: str) -> dict:
        return self.texts(list(MINDS))

    def shape_actions(self, name: str) -> dict:
        return self.texts(list(BUILT_IN_ACTIONS))

    def shape_rows(self, name: str) -> dict:
        return self.texts()

    def shape_play(self, name: str) -> dict:
        return {"type": "object", "additionalProperties": self.texts()}

    def shape_draw(self, name: str) -> dict:
        steps = {}
        for step, form in FORMS.items():
            wide = step in ("scatter", "put", "ensure", "mirror", "noise")
            says = {"description": f"{form.meaning}: {form.example}"}
            spots = {"anyOf": [{"enum": list(SPOTS)}, dict(SCALAR)]}
            inner = self.mapping(K.STEPS[step])
            for key, sort in form.keys.items():
                if sort == "spot":
                    inner["properties"][key] = {"description": "a cell, or a part of the map", **spots}
                elif sort == "thing":
                    inner["properties"][key] = {"description": "a kind", **self.suggest(self.names)}
            steps[step] = says if wide else {**says, "anyOf": [inner, self.texts(self.names if form.short == "of" else [])]}
        return {"type": ["array", "null"], "items": {"type": "object", "additionalProperties": False, "properties": steps, "minProperties": 1, "maxProperties": 1}}

    # ---- sections ---------------------------------------------------------------------------------------------------
    def shape_world(self, name: str) -> dict:
        return {**self.mapping(K.WORLD), "type": ["object", "null"]}

    def shape_map(self, name: str) -> dict:
        return {"anyOf": [self.mapping(K.MAP), self.texts()]}

    def shape_kinds(self, name: str) -> dict:
        return self.entries(K.KIND, short=True)

    def shape_vars(self, name: str) -> dict:
        return self.entries(K.VARIABLE, short=True)

    def shape_agents(self, name: str) -> dict:
        return self.entries(K.AGENT, short=True)

    def shape_rules(self, name: str) -> dict:
        return self.entries(K.RULE)

    def shape_changes(self, name: str) -> dict:
        return self.entries(K.CHANGE)

    def shape_expect(self, name: str) -> dict:
        return {"type": ["array", "null"], "items": self.mapping(K.CLAIM)}
