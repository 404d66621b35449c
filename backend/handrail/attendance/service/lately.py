"""What became of somebody's last sessions, in the titles the reader sees."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.queries import lately
from handrail.attendance.schemas import LastSession
from handrail.calendar.queries import sessions
from handrail.calendar.service.titles import sight_of
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import ParticipantId
from handrail.participants import service as participants


async def last_sessions(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> list[LastSession]:
    """Return the sessions of the last weeks, the last one first; nobody else's are told of."""
    await participants.get_visible_participant(db, actor, participant_id, permission="attendance:read")
    found = await lately.last_sessions(db, participant_id, now())
    sight, working = await sight_of(db, actor), await sessions.staff_of(db, [one.session_id for one in found])
    return [
        LastSession(
            booking_id=one.booking_id,
            session_id=one.session_id,
            title=sight.title(one, [place.staff_id for place in working.get(one.session_id, [])]),
            service_kind=one.service_kind,
            local_date=one.local_date,
            local_start=one.local_start,
            outcome=one.outcome,
            minutes=one.minutes if one.outcome is not None else None,
            closed=one.status == SessionStatus.CLOSED,
        )
        for one in found
    ]
