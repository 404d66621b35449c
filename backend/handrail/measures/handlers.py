"""What measures do when something happens in the slices before them, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.events import GroupClosing
from handrail.core.events import Handler
from handrail.measures import catalogue
from handrail.measures.errors import InstrumentUnknown
from handrail.measures.queries.alerts import open_by_day
from handrail.modalities.errors import MeasureUnknown
from handrail.modalities.events import MeasuresAsked


async def on_closing(db: AsyncSession, event: GroupClosing) -> None:
    """A group is not closed over an open alert about somebody who was there."""
    waiting = await open_by_day(db, event.participant_ids, event.local_date, event.time_zone)
    event.alarmed.update(alert.participant_id for alert in waiting)


async def on_asked(_: AsyncSession, event: MeasuresAsked) -> None:
    """A protocol asks only for measures that there are."""
    for place, key in enumerate(event.instrument_keys):
        try:
            catalogue.instrument_of(key)
        except InstrumentUnknown:
            raise MeasureUnknown(pointer=f"/measures/{place}/instrument_key") from None


HANDLERS: tuple[tuple[type[Any], Handler], ...] = ((GroupClosing, on_closing), (MeasuresAsked, on_asked))
