"""The sentences of the law: one table of templates, read into typed values and printed back word for word."""
from __future__ import annotations

from world.language.match import read, read_one
from world.language.say import say
from world.language.sentence import Sentence, Wrong
from world.language.templates import TABLE, Row
from world.language.vocabulary import RESERVED, Vocabulary

__all__ = ["RESERVED", "TABLE", "Row", "Sentence", "Vocabulary", "Wrong", "read", "read_one", "say"]
