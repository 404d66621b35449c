"""Who waits for whom.

Inserts that overlap under an exclusion constraint wait for each other in the order they happen to come, and deadlock.
So whoever gives away time of a cohort, a room, a staff member or a participant takes their locks first, in one order:
by kind as listed here, then by key; rows of sessions only after that, by id.
"""

from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.core.ids import CohortId, ParticipantId, RoomId, SessionId, StaffId
from handrail.participants.queries import people_of

_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def _key(kind: str, thing: UUID) -> int:
    return int.from_bytes(blake2b(thing.bytes, digest_size=8, person=kind.encode()).digest(), "big", signed=True)


async def lock_time_of(
    db: AsyncSession,
    *,
    cohorts: Iterable[CohortId] = (),
    rooms: Iterable[RoomId | None] = (),
    staff: Iterable[StaffId] = (),
    participants: Iterable[ParticipantId] = (),
) -> None:
    """Wait until nobody else gives away the time of these, and hold it to the end of the transaction.

    A person's records that were merged have one time between them, so one lock.
    """
    keys: list[int] = []
    records = set(participants)
    people = (await people_of(db, records)).values() if records else ()
    for kind, things in (("cohort", cohorts), ("room", rooms), ("staff", staff), ("participant", people)):
        keys += sorted({_key(kind, thing) for thing in things if thing is not None})
    if keys:
        await db.execute(_LOCK, {"keys": keys})


async def lock_sessions(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Session]:
    """Lock rows of sessions in the order of their ids and return them as they are now."""
    query = (
        select(Session)
        .where(Session.id.in_(list(session_ids)))
        .order_by(Session.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(await db.scalars(query))
