"""What became of somebody's last sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import BookingStatus, SessionStatus
from handrail.core.ids import ParticipantId
from handrail.participants.queries import of_person

LOOK_BACK_DAYS: Final = 28
SHOWN: Final = 8


async def last_sessions(db: AsyncSession, participant_id: ParticipantId, now: datetime) -> Sequence[Any]:
    """Return the sessions that are over and that the person was booked for, the last one first, with their marks."""
    query: Any = (
        select(
            Booking.id.label("booking_id"),
            Session.id.label("session_id"),
            Session.program_id,
            Session.title,
            Session.service_kind,
            Session.status,
            Session.local_date,
            Session.local_start,
            Attendance.outcome,
            Attendance.minutes,
        )
        .join(Session, Session.id == Booking.session_id)
        .outerjoin(
            Attendance,
            and_(Attendance.organization_id == Booking.organization_id, Attendance.booking_id == Booking.id),
        )
        .where(
            of_person(Booking.participant_id, participant_id),
            Booking.status == BookingStatus.BOOKED,
            Booking.starts_at >= now - timedelta(days=LOOK_BACK_DAYS),
            Session.ends_at <= now,
            Session.status != SessionStatus.CANCELLED,
        )
        .order_by(Session.starts_at.desc(), Booking.id)
        .limit(SHOWN)
    )
    rows: Sequence[Any] = (await db.execute(query)).all()
    return rows
