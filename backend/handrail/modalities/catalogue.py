"""The modalities that Handrail ships, read from a versioned data file."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def _file() -> dict[str, Any]:
    text = resources.files("handrail.modalities").joinpath("data/catalogue.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def catalogue_version() -> str:
    """Version of the shipped catalogue."""
    return str(_file()["version"])


def shipped_modalities() -> list[dict[str, Any]]:
    """Return the modalities as column values, by key."""
    modalities: list[dict[str, Any]] = _file()["modalities"]
    return modalities
