"""Several sessions change at once: one that stands where another wants to go is taken out first."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import seats, sessions, staff
from handrail.calendar.vocabulary import StaffPlaceStatus
from handrail.core.clock import now
from handrail.core.ids import SessionId


async def lift(db: AsyncSession, session_id: SessionId) -> None:
    """Give back a session's room and the time of everybody who works in it.

    For whoever holds the locks of all that change and gives it both again in the same transaction.
    """
    session = await sessions.lock_session(db, session_id)
    session.room_id = None
    await db.flush()
    await staff.take_off(db, [session_id], status=StaffPlaceStatus.REMOVED, at=now())
    await seats.recount(db, [session_id])
