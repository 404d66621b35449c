"""What waiting for a seat does when places change hands, in the same transaction."""

from typing import Any

from handrail.calendar.events import SeatsMoved
from handrail.core.events import Handler
from handrail.waits.service import on_seats_moved

HANDLERS: tuple[tuple[type[Any], Handler], ...] = ((SeatsMoved, on_seats_moved),)
