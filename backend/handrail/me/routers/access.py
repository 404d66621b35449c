"""Access of participants to the app, as staff keeps it."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import ParticipantId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.identity.errors import EmailTaken
from handrail.identity.routers.answers import issued_read, withhold_answer
from handrail.me.errors import NoAppAccess, NoEmail
from handrail.me.schemas import AppAccessGiven, AppAccessRead
from handrail.me.service import access
from handrail.participants.errors import ParticipantNotFound

router = api_router("participants", tag="app access")

PAGE = "me/"
"""Where the web app of participants stands."""

Manager = Annotated[Actor, Depends(allow(access.MANAGE))]


@router.get(
    "/{participant_id}/app-access",
    summary="Read a participant's access to the app",
    responses=problems(ParticipantNotFound),
)
async def read_app_access(
    request: Request,
    participant_id: ParticipantId,
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
) -> AppAccessRead:
    """Whether they can sign in by themselves, and with what."""
    concerning(request, participant_id)
    return await access.read_access(db, actor, participant_id)


@router.post(
    "/{participant_id}/app-access",
    status_code=201,
    summary="Give a participant access to the app",
    responses=problems(ParticipantNotFound, NoEmail, EmailTaken),
)
async def give_app_access(request: Request, participant_id: ParticipantId, actor: Manager, db: Db) -> AppAccessGiven:
    """By their e-mail address. The one-time link is shown only here; asked again, it replaces the last."""
    withhold_answer(request)
    concerning(request, participant_id)
    given = await access.give_access(db, actor, participant_id)
    return AppAccessGiven(access=given.access, enrolment=issued_read(request, given.issued, page=PAGE))


@router.post(
    "/{participant_id}/app-access/end",
    summary="End a participant's access to the app",
    responses=problems(ParticipantNotFound, NoAppAccess),
)
async def end_app_access(request: Request, participant_id: ParticipantId, actor: Manager, db: Db) -> AppAccessRead:
    """From this moment on: where they are signed in ends, and links stop working."""
    concerning(request, participant_id)
    return await access.end_access(db, actor, participant_id)
