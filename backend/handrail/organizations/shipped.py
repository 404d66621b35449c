"""The rules of the week that Handrail ships, read from a versioned data file."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def _file() -> dict[str, Any]:
    text = resources.files("handrail.organizations").joinpath("data/week_rules.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def shipped_version() -> str:
    """Version of the shipped rules."""
    return str(_file()["version"])


def shipped_rules() -> list[dict[str, Any]]:
    """Return the rules as keyword values of a row, without id and organization.

    General rules say which service kinds count; a payer's or state's rule leaves that to them unless its text differs.
    """
    return [_values(rule) for rule in _file()["rules"]]


def _values(rule: dict[str, Any]) -> dict[str, Any]:
    general = "state" not in rule and "payer" not in rule
    return {
        **{name: value for name, value in rule.items() if name != "key"},
        "shipped_key": rule["key"],
        "shipped_version": shipped_version(),
        "countable_kinds": rule.get("countable_kinds", _file()["countable_kinds"] if general else []),
    }
