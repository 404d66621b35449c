"""The modalities that Handrail ships, read from a versioned data file, and what their texts are in other languages."""

import json
from functools import cache
from importlib import resources
from typing import Any

from handrail.modalities.vocabulary import CatalogueLanguage


@cache
def _file(name: str = "catalogue.json") -> dict[str, Any]:
    text = resources.files("handrail.modalities").joinpath("data", name).read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def catalogue_version() -> str:
    """Version of the shipped catalogue."""
    return str(_file()["version"])


def shipped_modalities() -> list[dict[str, Any]]:
    """Return the modalities as column values, by key."""
    modalities: list[dict[str, Any]] = _file()["modalities"]
    return modalities


def shipped_texts(language: CatalogueLanguage) -> dict[str, str]:
    """Return what the shipped catalogue says, word for word, and what that is in another language."""
    texts: dict[str, str] = _file(f"catalogue.{language}.json")["texts"]
    return texts
