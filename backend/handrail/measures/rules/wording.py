"""An instrument with the words that an organization entered: asked by them, and scored as ever."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handrail.measures.rules.definition import Instrument, Item, Option, Words


@dataclass(frozen=True)
class Wording:
    """What is asked in one language: each question by its number, with its words and those of its answers by value."""

    language: str
    instruction: str | None
    items: Sequence[Mapping[str, Any]]


def mismatch(instrument: Instrument, items: Sequence[Mapping[str, Any]]) -> str | None:
    """Return where a text has other questions or answers than the instrument, in their order; None where it fits."""
    for place, item in enumerate(instrument.items):
        if place >= len(items):
            return "/items"
        if items[place]["number"] != item.number:
            return f"/items/{place}/number"
        values = [option.value for option in instrument.answers[item.answers]]
        if [option["value"] for option in items[place]["options"]] != values:
            return f"/items/{place}/options"
    return f"/items/{len(instrument.items)}" if len(items) > len(instrument.items) else None


def worded(instrument: Instrument, wordings: Iterable[Wording]) -> Instrument:
    """Return the instrument with these words besides its own.

    Each question then has a set of answers of its own, because its answers may be worded as those of no other are;
    what they add to a sum is as it was.
    """
    for wording in wordings:
        instrument = _with(instrument, wording)
    return instrument


def _with(instrument: Instrument, wording: Wording) -> Instrument:
    language, said = wording.language, {one["number"]: one for one in wording.items}
    answers: dict[str, tuple[Option, ...]] = {}
    items: list[Item] = []
    for item in instrument.items:
        words = {option["value"]: option["text"] for option in said[item.number]["options"]}
        answers[item.number] = tuple(
            replace(option, text=_besides(option.text, language, words[option.value]))
            for option in instrument.answers[item.answers]
        )
        text = _besides(item.text, language, said[item.number]["text"])
        items.append(replace(item, answers=item.number, text=text))
    instruction = instrument.instruction
    if wording.instruction is not None:
        instruction = _besides(instruction, language, wording.instruction)
    return replace(instrument, answers=answers, items=tuple(items), instruction=instruction)


def _besides(words: Words | None, language: str, text: str) -> Words:
    return {**(words or {}), language: text}
