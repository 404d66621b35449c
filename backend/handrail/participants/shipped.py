"""What Handrail ships about likeness: weights and names for short, read from a versioned data file."""

import json
from functools import cache
from importlib import resources
from math import log2
from typing import Any

from handrail.participants.rules.likeness import Scale
from handrail.participants.vocabulary import Likeness


@cache
def scale() -> Scale:
    """Return the shipped weights."""
    text = resources.files("handrail.participants").joinpath("data/likeness.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return Scale(
        weights={Likeness(answer): log2(odds["m"] / odds["u"]) for answer, odds in content["answers"].items()},
        nicknames=tuple(frozenset(names) for names in content["nicknames"]),
        near_name=content["near_name"],
        possible=content["possible"],
        likely=content["likely"],
    )
