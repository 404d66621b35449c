"""Waiting for a seat in a full session."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.calendar.errors import BookingExists, EpisodeNotBookable, SessionNotFound, SessionNotScheduled
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import SeatWaitId, SessionId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.waits import service
from handrail.waits.errors import AlreadyWaiting, SeatIsFree, SeatWaitNotFound, WaitSettled
from handrail.waits.schemas import SeatWaitCreate, SeatWaitRead
from handrail.waits.vocabulary import SeatWaitStatus

of_sessions = api_router("sessions", tag="waitlist of a session")
router = api_router("seat-waits", tag="waitlist of a session")


@of_sessions.post(
    "/{session_id}/waits",
    status_code=201,
    summary="Wait for a seat",
    responses=problems(
        SessionNotFound,
        EpisodeNotFound,
        SessionNotScheduled,
        EpisodeNotBookable,
        BookingExists,
        SeatIsFree,
        AlreadyWaiting,
    ),
)
async def create_seat_wait(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:write"))],
    session_id: SessionId,
    new: SeatWaitCreate,
    db: Db,
) -> SeatWaitRead:
    """Put somebody on the list of a full session; a seat that becomes free leaves one task, whoever gets it."""
    wait = await service.ask(db, actor, session_id, new)
    concerning(request, wait.participant_id)
    return SeatWaitRead.model_validate(wait)


@of_sessions.get("/{session_id}/waits", summary="List who waits for a seat", responses=problems(SessionNotFound))
async def list_seat_waits(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:read"))],
    session_id: SessionId,
    db: Db,
    page: PageParams,
    *,
    status: SeatWaitStatus = SeatWaitStatus.WAITING,
) -> Page[SeatWaitRead]:
    """People the reader may see, first come first."""
    found = await service.list_waits(db, actor, session_id, status, page)
    concerning(request, *(one.participant_id for one in found))
    return Page.of(found, SeatWaitRead)


@router.post(
    "/{seat_wait_id}/withdraw",
    summary="Wait no longer",
    responses=problems(SeatWaitNotFound, WaitSettled),
)
async def withdraw_seat_wait(
    request: Request,
    actor: Annotated[Actor, Depends(allow("booking:write"))],
    seat_wait_id: SeatWaitId,
    db: Db,
    if_match: IfMatch,
) -> SeatWaitRead:
    """Take somebody off the list; booking them does it too."""
    wait = await service.withdraw(db, actor, seat_wait_id, if_match=if_match)
    concerning(request, wait.participant_id)
    return SeatWaitRead.model_validate(wait)
