"""Refuse what is taken already, and say by whom."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import ParticipantTaken, RoomTaken, RoomTooSmall, StaffTaken
from handrail.calendar.queries import conflicts, seats
from handrail.calendar.queries.conflicts import Clash, Span
from handrail.core.errors import DomainError
from handrail.core.ids import ParticipantId, RoomId, SessionId, StaffId

TAKEN: Final[dict[str, DomainError]] = {
    "ex_sessions_room": RoomTaken(),
    "ex_session_staff_staff": StaffTaken(),
    "ex_bookings_participant": ParticipantTaken(),
}
"""What the database says when the question before it was asked without the lock."""


def facts_of(clash: Clash, *, what: str) -> dict[str, str]:
    """Return what a refusal says about a clash: what is taken, by which session, at which of the wanted times."""
    return {what: str(clash.what), "session_id": str(clash.session_id), "starts_at": clash.starts_at.isoformat()}


async def refuse_taken_rooms(
    db: AsyncSession, room_id: RoomId | None, spans: Iterable[Span], *, besides: Iterable[SessionId] = ()
) -> None:
    """Raise `RoomTaken` with the first session that has the room at one of these times."""
    if room_id is not None:
        clashes = await conflicts.rooms_taken(db, [(room_id, span) for span in spans], besides=besides)
        if clashes:
            raise RoomTaken(**facts_of(clashes[0], what="room_id"))


async def refuse_taken_staff(
    db: AsyncSession, staff: Iterable[StaffId], spans: Sequence[Span], *, besides: Iterable[SessionId] = ()
) -> None:
    """Raise `StaffTaken` with the first session in which one of them works at one of these times."""
    wanted = [(one, span) for one in staff for span in spans]
    clashes = await conflicts.staff_taken(db, wanted, besides=besides)
    if clashes:
        raise StaffTaken(**facts_of(clashes[0], what="staff_id"))


async def refuse_taken_participants(
    db: AsyncSession, participants: Iterable[ParticipantId], span: Span, *, besides: Iterable[SessionId] = ()
) -> None:
    """Raise `ParticipantTaken` with the first session in which one of them is booked at this time.

    Whoever may book a person sees the person's schedule, so that naming the session tells nothing new.
    """
    clashes = await conflicts.participants_taken(db, [(one, span) for one in participants], besides=besides)
    if clashes:
        raise ParticipantTaken(**facts_of(clashes[0], what="participant_id"))


async def refuse_too_many(db: AsyncSession, sessions: Iterable[SessionId]) -> None:
    """Raise `RoomTooSmall` if more people are in one of the sessions than it or its room can take."""
    crowded = await seats.overfull(db, sessions)
    if crowded is not None:
        session_id, booked, staffed = crowded
        raise RoomTooSmall(session_id=str(session_id), booked=booked, staffed=staffed)
