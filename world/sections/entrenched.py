"""`world.entrenched`: what agents and stones cannot edit."""
from __future__ import annotations

from world.language.fields import read_path
from world.language.match import read_one
from world.language.sentence import Miss, Wrong, joined
from world.law_fields import TRIGGER_WORDS
from world.mistakes import did_you_mean, listed
from world.reading import Node
from world.scenario import Entrenched, PropertyEdit
from world.sections.reader import Reader


def read_entrenched(reader: Reader, node: Node | None) -> tuple[Entrenched, ...]:
    """`rule catch`, `fox.north`, `wall is solid`."""
    found: list[Entrenched] = []
    for item in node.items() if node is not None else ():
        sentence = reader.sentence(item)
        if sentence is None:
            continue
        try:
            law = _read_one(reader, sentence.words)
        except Wrong as error:
            reader.complain(sentence, error)
            continue
        if law.text in [other.text for other in found]:
            reader.wrong(item, f"`{law.text}` is written twice", "twice", "keep one of the two")
        else:
            found.append(law)
    return tuple(found)


def _read_one(reader: Reader, words) -> Entrenched:
    text = joined(words)
    if words and words[0].text == "rule" and not (len(words) > 2 and words[-2].text == "is"):
        name = joined(words[1:])
        if name not in reader.words.rules:
            raise Wrong(words[1:], f"no rule called `{name}`", "name", *did_you_mean(name, reader.words.rules), f"rules here: {listed(reader.words.rules)}")
        return Entrenched(text, rule=name)
    try:
        owner, name, field = read_path(reader.words, words)
        return Entrenched(f"{name}.{field}", part=(name, "trigger" if owner == "rule" and field in TRIGGER_WORDS else field))
    except (Miss, IndexError):
        pass
    edit = read_one(reader.words, "edit", words) if any(word.text == "is" for word in words) else None
    if not isinstance(edit, PropertyEdit) or not edit.holds or edit.to is not None:
        raise Wrong(words, f"`{text}` is no law that could be entrenched", "phrase", "write `rule NAME`, a part such as `fox.north`, or a property such as `wall is solid`")
    return Entrenched(text, fact=edit)
