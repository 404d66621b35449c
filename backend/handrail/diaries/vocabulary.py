"""Words of diary cards, chain analyses and the hierarchy of targets."""

from enum import StrEnum
from typing import Final


class FieldKind(StrEnum):
    """What a field of a diary card takes."""

    URGE = "urge"
    EMOTION = "emotion"
    ACT = "act"
    TAKEN = "taken"
    HOURS = "hours"
    RATING = "rating"
    SKILLS = "skills"


HIGHEST: Final = {
    FieldKind.URGE: 5,
    FieldKind.EMOTION: 5,
    FieldKind.ACT: 1,
    FieldKind.TAKEN: 1,
    FieldKind.HOURS: 24,
    FieldKind.RATING: 7,
}
"""From 0 to this, in whole numbers; hours in halves. Acts and what was taken: 1 is yes."""

OPEN_DAYS: Final = 7
"""A day of a diary is filled on itself and for so many days after: what is remembered later is no diary."""

MOST_DAYS: Final = 92
"""A quarter of a year at once."""

MOST_SKILLS: Final = 40


class ChainStatus(StrEnum):
    DRAFT = "draft"
    DONE = "done"


class LinkKind(StrEnum):
    """What a link of a chain is."""

    THOUGHT = "thought"
    FEELING = "feeling"
    BODY = "body"
    ACT = "act"
    EVENT = "event"


class TargetTier(StrEnum):
    """What is worked on first: the order of the hierarchy."""

    LIFE_THREATENING = "life_threatening"
    THERAPY_INTERFERING = "therapy_interfering"
    QUALITY_OF_LIFE = "quality_of_life"
    SKILLS = "skills"


class CloseReason(StrEnum):
    """Why a target is worked on no more."""

    REACHED = "reached"
    NOT_ANY_MORE = "not_any_more"
    REPLACED = "replaced"
    BY_MISTAKE = "by_mistake"


MOST_LINKS: Final = 40
MOST_OPEN_TARGETS: Final = 40
