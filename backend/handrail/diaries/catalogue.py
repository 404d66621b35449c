"""The diary cards that Handrail ships, each version a data file of its own."""

from functools import cache
from importlib import resources

from pydantic import TypeAdapter

from handrail.diaries.errors import CardUnknown
from handrail.diaries.rules import Card, flaws

_CARD = TypeAdapter(Card)
DBT = "dbt"


def read_card(text: str) -> Card:
    """Read a card and hold it to its own words."""
    card = _CARD.validate_json(text)
    if found := flaws(card):
        raise ValueError(f"{card.key} version {card.version} " + "; it ".join(found))
    return card


@cache
def all_versions() -> tuple[Card, ...]:
    """Return every version of every card, by key and version."""
    files = resources.files("handrail.diaries").joinpath("cards").iterdir()
    read = [read_card(file.read_text("utf-8")) for file in files if file.name.endswith(".json")]
    return tuple(sorted(read, key=lambda card: (card.key, card.version)))


def card_of(key: str, version: int | None = None) -> Card:
    """Return a card in the version that a diary is kept by, or its newest."""
    found = [one for one in all_versions() if one.key == key and version in {None, one.version}]
    if not found:
        raise CardUnknown(pointer="/card_key")
    return found[-1]
