"""The curricula that Handrail ships, read from a versioned data file."""

import json
from functools import cache
from importlib import resources
from typing import Any

from handrail.curricula.errors import CurriculumTemplateNotFound


@cache
def _file() -> dict[str, Any]:
    text = resources.files("handrail.curricula").joinpath("data/curricula.json").read_text("utf-8")
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
