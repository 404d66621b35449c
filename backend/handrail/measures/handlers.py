"""What measures do when something happens in the slices before them, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.events import GroupClosing
from handrail.core.events import Handler
from handrail.measures.queries.alerts import open_by_day
from handrail.measures.service.alerts import note_group_closed


async def on_closing(db: AsyncSession, event: GroupClosing) -> None:
    """A group is not closed over an open alert about somebody who was there, unless a reason is given."""
    waiting = await open_by_day(db, event.participant_ids, event.local_date, event.time_zone)
    event.alarmed.update(alert.participant_id for alert in waiting)
    if event.override is not None:
        await note_group_closed(db, waiting, by=event.account_id, at=event.at, reason=event.override)


HANDLERS: tuple[tuple[type[Any], Handler], ...] = ((GroupClosing, on_closing),)
