"""Participants' places in sessions."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.calendar.errors import (
    BookingCancelled,
    BookingExists,
    BookingNotFound,
    EndBeforeStart,
    NotHeld,
    RangeTooLong,
    SessionNotFound,
    SessionNotScheduled,
)
from handrail.calendar.routers.sessions import BOOKING
from handrail.calendar.schemas import BookingCancel, BookingCreate, BookingRead, ParticipantSession
from handrail.calendar.service import bookings as service
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import BookingId, ParticipantId, SessionId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.participants.errors import ParticipantNotFound

of_sessions = api_router("sessions", tag="bookings")
router = api_router("bookings")
of_participants = api_router("participants", tag="bookings")


@of_sessions.get("/{session_id}/bookings", summary="List a session's bookings", responses=problems(SessionNotFound))
async def list_session_bookings(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:read"))],
    session_id: SessionId,
    db: Db,
    page: PageParams,
) -> Page[BookingRead]:
    """Who has a place, and who had one, as far as the reader may see them."""
    found = await service.list_bookings(db, actor, session_id, page)
    concerning(request, *(booking.participant_id for booking in found))
    return Page.of(found, BookingRead)


@of_sessions.post(
    "/{session_id}/bookings",
    status_code=201,
    summary="Book a participant into a session",
    responses=problems(SessionNotFound, SessionNotScheduled, BookingExists, *BOOKING),
)
async def create_booking(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:write"))],
    session_id: SessionId,
    new: BookingCreate,
    db: Db,
) -> BookingRead:
    """A place for one participant; a make-up names the missed place it mends."""
    booking = await service.book(db, actor, session_id, new)
    concerning(request, booking.participant_id)
    return BookingRead.model_validate(booking)


@router.get("/{booking_id}", summary="Read a booking", responses=problems(BookingNotFound))
async def read_booking(
    request: Request, actor: Annotated[Actor, Depends(allow("booking:read"))], booking_id: BookingId, db: Db
) -> BookingRead:
    """One place in one session."""
    booking = await service.read_booking(db, actor, booking_id)
    concerning(request, booking.participant_id)
    return BookingRead.model_validate(booking)


@router.post(
    "/{booking_id}/confirm",
    summary="Confirm a held place",
    responses=problems(BookingNotFound, SessionNotFound, NotHeld),
)
async def confirm_booking(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:write"))],
    booking_id: BookingId,
    db: Db,
    if_match: IfMatch,
) -> BookingRead:
    """The place is booked from now on and does not lapse."""
    booking = await service.confirm_booking(db, actor, booking_id, if_match=if_match)
    concerning(request, booking.participant_id)
    return BookingRead.model_validate(booking)


@router.post(
    "/{booking_id}/cancel",
    summary="Cancel a booking",
    responses=problems(BookingNotFound, BookingCancelled, SessionNotScheduled),
)
async def cancel_booking(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:write"))],
    booking_id: BookingId,
    cancel: BookingCancel,
    db: Db,
    if_match: IfMatch,
) -> BookingRead:
    """Take a place back, with the reason; a membership does not book it again."""
    booking = await service.cancel_booking(db, actor, booking_id, cancel, if_match=if_match)
    concerning(request, booking.participant_id)
    return BookingRead.model_validate(booking)


@of_participants.get(
    "/{participant_id}/sessions",
    summary="List a participant's sessions",
    responses=problems(ParticipantNotFound, EndBeforeStart, RangeTooLong),
)
async def list_participant_sessions(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:read"))],
    participant_id: ParticipantId,
    db: Db,
    page: PageParams,
    from_date: Day,
    to_date: Day,
) -> Page[ParticipantSession]:
    """One participant's schedule by time, cancelled places with their reason."""
    found = await service.schedule_of(db, actor, participant_id, first=from_date, last=to_date, page=page)
    concerning(request, participant_id)
    return Page.of(found, ParticipantSession)
