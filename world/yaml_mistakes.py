"""What a person did when YAML cannot be read: the parser's complaint in words that say what to write."""
from __future__ import annotations

import re

from world.mistakes import Mistake

_NEEDS_QUOTES = "@`%&*!|>"


def explain(error, source) -> Mistake:
    """The mistake behind a parser's error.  Mistake"""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    at = _offset(source, mark) if mark else 0
    begin = _offset(source, context) if context else at
    problem = getattr(error, "problem", None) or str(error)
    text = source.text
    line_start = text.rfind("\n", 0, at) + 1
    indent = re.match(r"[ \t]*", text[line_start:]).group()
    if "\t" in indent or text[at:at + 1] == "\t":
        tab = line_start + indent.index("\t") if "\t" in indent else at
        return source.mistake(tab, 1, "YAML does not allow a tab here", "tab", "replace the tab by spaces (two per level)")
    hidden = _hash_key(text, begin, at)
    if hidden is not None:
        return source.mistake(hidden, 1, "`#` begins a comment, so the rest of this line says nothing", "comment", 'write "#": ... in quotes   (or leave it out: # is wall by default)')
    for place in (at, begin):
        glyph = text[place:place + 1]
        if glyph and glyph in _NEEDS_QUOTES and (place == at or "alias" in str(error.context) or "anchor" in str(error.context) or "block scalar" in str(error.context)):
            return source.mistake(place, 1, f"`{glyph}` needs quotes here", "glyph", f'write "{glyph}"')
    if "mapping values" in problem or (text[at:at + 1] == ":" and "expected ',' or" in problem and "\n" not in text[begin:at]):
        return source.mistake(at, 1, "a second `: ` on this line", "colon", "put the text in quotes, or write the inner mapping as {key: value}")
    if "quoted scalar" in str(error.context) and "unexpected end" in problem or "document separator" in problem:
        return source.mistake(begin, 1, "this quote is never closed", "quote", f"close it with {text[begin:begin + 1] or 'the same quote'}")
    if "escape" in problem:
        return source.mistake(at, 1, "this escape is unknown to YAML", "quote", "write the text in single quotes, where \\ is itself")
    if "expected ',' or" in problem:
        bracket = text[begin:begin + 1]
        closing = {"[": "]", "{": "}"}.get(bracket, "the bracket")
        opened = source.mark(begin)
        return source.mistake(begin, 1, f"this `{bracket}` is never closed, or a comma is missing before line {source.mark(at).line}", "bracket",
                              f"close it with `{closing}`; between entries stands a comma   (opened at {opened.line}:{opened.column})")
    if "expected node content" in problem or "expected the node content" in problem:
        glyph = text[at:at + 1]
        if not glyph:
            return source.mistake(len(text.rstrip()) - 1, 1, "the file ends here, and a bracket is still open", "bracket", "close it")
        if glyph == ":" and text[at - 1:at] in ("[", "{", "]", "}", ","):
            at, glyph = at - 1, text[at - 1:at]
        return source.mistake(at, 1, f"`{glyph}` needs quotes here" if glyph in "[]{}," else f"`{glyph}` cannot stand here", "glyph", f'write "{glyph}" if it is meant itself')
    if "block mapping" in str(error.context) or "block collection" in str(error.context) or "expected key" in problem:
        return source.mistake(line_start + len(indent), max(1, len(source.line(source.mark(at).line)) - len(indent)), "this line does not fit the lines above it", "indent",
                              "entries of one list or section begin in the same column; each key is followed by `: `")
    if "could not find expected ':'" in problem or "simple key" in problem:
        return source.mistake(begin, 1, "a key without `: `", "colon", "write key: value")
    return source.mistake(at, 1, f"YAML cannot be read here: {problem}", "yaml")


def find_hash_keys(source, blocks: list[tuple[int, int]]) -> list[Mistake]:
    """Lines such as `#: wall`, which YAML takes for comments though a key was meant.  list of Mistake"""
    found = []
    for match in re.finditer(r"^([ ]+)#[ ]*:(?=\s|$)[ ]*([^\n]*)", source.text, re.MULTILINE):
        at = match.start() + len(match.group(1))
        if any(start <= at < end for start, end in blocks):
            continue
        value = match.group(2).strip() or "wall"
        found.append(source.mistake(at, 1, "`#` begins a comment, so this line says nothing", "comment", f'write "#": {value}   (or leave it out: # is wall by default)'))
    return found


def _hash_key(text: str, begin: int, at: int) -> int | None:
    """Where between two offsets a `#:` swallowed the rest of its line, as in {A: ant, #: wall}."""
    found = re.compile(r"(?<=[\s,{])#\s*:").search(text, begin, at)
    return found.start() if found else None


def _offset(source, mark) -> int:
    line = min(mark.line, len(source.starts) - 1)
    return min(source.starts[line] + mark.column, len(source.text))
