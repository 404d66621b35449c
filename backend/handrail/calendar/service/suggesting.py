"""A refusal of a time says which times near it are free."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import RoomTaken, StaffTaken
from handrail.calendar.queries import availability as rows
from handrail.calendar.rules.availability import Hours, build, nearest_starts, subtract, weekly
from handrail.calendar.rules.recurrence import Span
from handrail.calendar.vocabulary import MAX_ALTERNATIVES
from handrail.core.ids import RoomId, SessionId, StaffId
from handrail.core.vocabulary import Weekday

_FROM, _TO = time(7), time(21)
"""Hours in which a time is offered; the one that was wanted may lie outside."""

_DAY: Final = timedelta(days=1)


@asynccontextmanager
async def suggesting(
    db: AsyncSession,
    wanted: Span,
    *,
    time_zone: str,
    room_id: RoomId | None,
    staff: Collection[StaffId],
    besides: Collection[SessionId] = (),
) -> AsyncIterator[None]:
    """Let a room or a person who is taken be refused with the nearest starts of that day at which all are free."""
    try:
        yield
    except (RoomTaken, StaffTaken) as refusal:
        refusal.facts["free_starts"] = [
            one.isoformat()
            for one in await _nearest(db, wanted, time_zone, room_id=room_id, staff=staff, besides=besides)
        ]
        raise


async def _nearest(
    db: AsyncSession,
    wanted: Span,
    time_zone: str,
    *,
    room_id: RoomId | None,
    staff: Collection[StaffId],
    besides: Collection[SessionId],
) -> list[datetime]:
    day = wanted.local_date
    asked = [Hours(one, _FROM, _TO) for one in Weekday]
    rooms = [] if room_id is None else [room_id]
    taken = await rows.rooms_taken_between(db, rooms, day - _DAY, day + _DAY, besides=besides)
    work = await rows.work_between(db, staff, day - _DAY, day + _DAY, besides=besides)
    busy = build([*((start, end) for _, start, end in taken), *((one.starts_at, one.ends_at) for one in work)])
    free = subtract(weekly(asked, day, day, time_zone), busy)
    return nearest_starts(free, wanted.starts_at, wanted.minutes, limit=MAX_ALTERNATIVES)
