"""Words of waiting for a seat."""

from enum import StrEnum
from typing import Final


class SeatWaitStatus(StrEnum):
    """What became of somebody's waiting."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"


SEAT_FREE: Final = "seat_free"
"""Title code of the one task that says a session people wait for has a seat."""
