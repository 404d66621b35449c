import re
from typing import Annotated

from fastapi import Depends, Header, Request

from handrail.attendance.errors import NotYourGroup
from handrail.calendar.errors import SessionNotFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.errors import StaleVersion, VersionRequired
from handrail.core.ids import DeliveryId, SessionId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.delivery import service
from handrail.delivery.errors import (
    BookingNotInSession,
    CorrectionNeedsRight,
    DeliveryNotFound,
    ExceptionRepeats,
    FidelityItemUnknown,
    MinutesBeyondSession,
    RecordOfCourse,
    RecordOfEach,
    SessionLocked,
    SessionNotDelivered,
    SkillUnknown,
    TooManyDeliveries,
)
from handrail.delivery.schemas import DeliveryRead, DeliveryVoid, DeliveryWrite
from handrail.delivery.service import SeenDelivery
from handrail.modalities.errors import (
    AgeOutsideModality,
    BirthDateUnknown,
    ModalityNotFound,
    ModalityRetired,
    ModuleUnknown,
    PhaseUnknown,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
)

router = api_router("sessions", tag="delivery")

Reader = Annotated[Actor, Depends(allow("delivery:read"))]
Recorder = Annotated[Actor, Depends(allow("delivery:write"))]

_WRITING = (
    SessionNotFound,
    NotYourGroup,
    SessionNotDelivered,
    ModalityNotFound,
    ModalityRetired,
    AgeOutsideModality,
    BirthDateUnknown,
    ModuleUnknown,
    PhaseUnknown,
    SkillUnknown,
    FidelityItemUnknown,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
    RecordOfEach,
    RecordOfCourse,
    MinutesBeyondSession,
    BookingNotInSession,
    ExceptionRepeats,
)


def _if_match_of_existing(
    if_match: Annotated[
        str | None, Header(description='The ETag you last read, as `"3"`; leave it out where nothing is recorded yet.')
    ] = None,
) -> int | None:
    if if_match is None:
        return None
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', if_match.strip())
    if found is None:
        raise StaleVersion()
    return int(found[1])


def _read(request: Request, seen: SeenDelivery) -> DeliveryRead:
    concerning(request, *seen.about)
    return DeliveryRead.model_validate(seen)


@router.get(
    "/{session_id}/delivery",
    summary="Read what a session delivered",
    responses=problems(SessionNotFound, DeliveryNotFound),
)
async def read_delivery(request: Request, session_id: SessionId, actor: Reader, db: Db) -> DeliveryRead:
    """The main entry of a session."""
    return _read(request, await service.get_main_delivery(db, actor, session_id))


@router.put(
    "/{session_id}/delivery",
    summary="Record what a session delivered",
    responses=problems(*_WRITING, SessionLocked, StaleVersion, VersionRequired),
)
async def put_delivery(
    request: Request,
    session_id: SessionId,
    written: DeliveryWrite,
    actor: Recorder,
    db: Db,
    if_match: Annotated[int | None, Depends(_if_match_of_existing)],
) -> DeliveryRead:
    """Record the main entry for the whole group, with differences for some; replacing one needs If-Match."""
    return _read(request, await service.put_main_delivery(db, actor, session_id, written, if_match=if_match))


@router.get("/{session_id}/deliveries", summary="List what a session delivered", responses=problems(SessionNotFound))
async def list_deliveries(request: Request, session_id: SessionId, actor: Reader, db: Db) -> Page[DeliveryRead]:
    """Every entry of a session, four at most, the main one first."""
    found = await service.list_deliveries(db, actor, session_id)
    return Page(items=[_read(request, one) for one in found], next_cursor=None)


@router.post(
    "/{session_id}/deliveries",
    status_code=201,
    summary="Add what a session delivered besides",
    responses=problems(*_WRITING, TooManyDeliveries),
)
async def add_delivery(
    request: Request, session_id: SessionId, written: DeliveryWrite, actor: Recorder, db: Db
) -> DeliveryRead:
    """Add an entry: mindfulness practice of ten minutes, then DBT skills, is two."""
    return _read(request, await service.add_delivery(db, actor, session_id, written))


@router.put(
    "/{session_id}/deliveries/{delivery_id}",
    summary="Replace an entry",
    responses=problems(*_WRITING, DeliveryNotFound, SessionLocked),
)
async def replace_delivery(
    request: Request,
    session_id: SessionId,
    delivery_id: DeliveryId,
    written: DeliveryWrite,
    actor: Recorder,
    db: Db,
    if_match: IfMatch,
) -> DeliveryRead:
    """Replace one entry of a session."""
    seen = await service.replace_delivery(db, actor, session_id, delivery_id, written, if_match=if_match)
    return _read(request, seen)


@router.post(
    "/{session_id}/deliveries/{delivery_id}/void",
    status_code=204,
    summary="Take an entry back",
    responses=problems(SessionNotFound, DeliveryNotFound, NotYourGroup, CorrectionNeedsRight),
)
async def void_delivery(
    request: Request, session_id: SessionId, delivery_id: DeliveryId, mistake: DeliveryVoid, actor: Recorder, db: Db
) -> None:
    """Take an entry back with its reason; in a locked session this is the first half of a correction."""
    seen = await service.void_delivery(db, actor, session_id, delivery_id, reason=mistake.reason)
    concerning(request, *seen.about)
