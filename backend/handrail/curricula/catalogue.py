"""The curricula that Handrail ships, read from a versioned data file, and what their texts are in other languages."""

import json
from functools import cache
from importlib import resources
from typing import Any

from handrail.curricula.errors import CurriculumTemplateNotFound
from handrail.modalities.vocabulary import CatalogueLanguage


@cache
def _file(name: str = "curricula.json") -> dict[str, Any]:
    text = resources.files("handrail.curricula").joinpath("data", name).read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def templates() -> list[dict[str, Any]]:
    """Return every shipped curriculum: key, name, key of its modality, topics."""
    found: list[dict[str, Any]] = _file()["curricula"]
    return found


def template(key: str) -> dict[str, Any]:
    """Return one by its key or raise `CurriculumTemplateNotFound`."""
    for one in templates():
        if one["key"] == key:
            return one
    raise CurriculumTemplateNotFound()


def shipped_texts(language: CatalogueLanguage) -> dict[str, str]:
    """Return what the shipped curricula say, word for word, and what that is in another language."""
    texts: dict[str, str] = _file(f"curricula.{language}.json")["texts"]
    return texts
