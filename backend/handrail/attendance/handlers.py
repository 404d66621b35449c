"""What attendance does when something happens in the slices before it, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.queries.make_ups import missed_of
from handrail.attendance.queries.marks import marked_sessions
from handrail.attendance.service.consequences import on_contact_tried, on_contact_try_voided
from handrail.calendar.events import ChangeProposed, MakeUpProposed
from handrail.core.events import Handler
from handrail.participants.events import ContactTried, ContactTryVoided


async def on_change(db: AsyncSession, event: ChangeProposed) -> None:
    """A session somebody is marked in is held fast: its time is what the mark speaks of."""
    event.attended.update(await marked_sessions(db, event.session_ids))


async def on_make_up(db: AsyncSession, event: MakeUpProposed) -> None:
    """A make-up that was missed itself makes up for nothing."""
    event.missed.update(await missed_of(db, event.booking_ids))


HANDLERS: tuple[tuple[type[Any], Handler], ...] = (
    (ChangeProposed, on_change),
    (MakeUpProposed, on_make_up),
    (ContactTried, on_contact_tried),
    (ContactTryVoided, on_contact_try_voided),
)
