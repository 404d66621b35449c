"""Words of an organization's places and rules."""

from enum import StrEnum


class RoomKind(StrEnum):
    """What a room is for."""

    GROUP_ROOM = "group_room"
    OFFICE = "office"
    TELEHEALTH = "telehealth"


class Phase(StrEnum):
    """What kind of week it is. A taper or a holiday week is planned to be shorter and breaks no rule by it."""

    STANDARD = "standard"
    TAPER = "taper"
    HOLIDAY = "holiday"


class Confidence(StrEnum):
    """How well the text behind a rule was checked."""

    VERIFIED = "verified"
    """Read in the primary text or in two independent strong sources."""
    PROBABLE = "probable"
    """One source, or a secondary one: confirm before relying on it in a survey."""
    HOUSE = "house"
    """Chosen by the organization or by Handrail, not by a regulator or payer."""
