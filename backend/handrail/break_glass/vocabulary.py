"""Words of opening a record that one is no party to."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class BreakGlassReason(StrEnum):
    """Why somebody has to open the record of a person they do not treat."""

    EMERGENCY = "emergency"
    SAFETY_CONCERN = "safety_concern"
    COVERING_COLLEAGUE = "covering_colleague"
    WALKED_IN = "walked_in"
    CALL_FROM_PERSON = "call_from_person"
    OTHER = "other"


class BreakGlassFinding(StrEnum):
    """What a reviewer found."""

    APPROPRIATE = "appropriate"
    NOT_APPROPRIATE = "not_appropriate"
    FOLLOW_UP = "follow_up"


OPEN_FOR: Final = timedelta(minutes=60)
"""How long a record stays open: one contact and its note. Whoever needs it longer breaks the glass again."""

SEARCHES_A_DAY: Final = 20
"""Exact look-ups of one account in 24 hours, whether they find anything or not: too few to try names."""

USES_A_DAY: Final = 10
"""Records one account may open in 24 hours."""

REVIEW_WITHIN: Final = timedelta(days=3)
"""When a use is to be reviewed."""

FOUND_AT_MOST: Final = 5
"""Entries of one look-up: two people of one name and birth date are rare, and a list is no answer."""
