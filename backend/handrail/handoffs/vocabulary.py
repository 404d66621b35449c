"""Words of the hand-off from one shift to the next."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Urgency(StrEnum):
    """Whether it can wait for the huddle or is read before anybody is seen."""

    ROUTINE = "routine"
    URGENT = "urgent"


class HandOffState(StrEnum):
    """Where a note stands; only an active one is on anybody's list."""

    ACTIVE = "active"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


LONGEST_TEXT: Final = 1000

LONGEST_LIFE: Final = timedelta(days=7)
"""What must be known for longer belongs into a plan or a task."""

ACTIVE_AT_MOST: Final = 200
"""Notes on one active list."""
