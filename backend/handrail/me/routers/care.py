"""What a participant sees of their own care. No path names a person: the account does."""

from typing import Annotated

from fastapi import Depends, Request, Response

from handrail.core.access import Actor
from handrail.core.audit import concerning
from handrail.core.hot import HotRead
from handrail.core.ids import HomeworkId, SessionId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.courses.errors import HomeworkNotFound
from handrail.identity.errors import SignInNeeded
from handrail.identity.routers.answers import withhold_answer
from handrail.identity.services import participants as accounts
from handrail.me.asking import own, own_hot, self_of
from handrail.me.errors import (
    AppointmentNotFound,
    CheckInClosed,
    HomeworkReviewed,
    NoSafetyPlan,
    TooManyOfYou,
    WindowReversed,
    WindowTooLong,
)
from handrail.me.queries import SAFETY_PLAN
from handrail.me.routers.telling import Reporter
from handrail.me.schemas import (
    AppToken,
    CheckInRead,
    MyAppointment,
    MyHomework,
    MyHomeworkReport,
    MyPage,
    MyReport,
    MySafetyPlan,
)
from handrail.me.service import homework, overview
from handrail.me.vocabulary import CRISIS_LINE, EMERGENCY

router = api_router("me")

Reader = Annotated[Actor, Depends(own("me:read"))]
Writer = Annotated[Actor, Depends(own("me:answer"))]


@router.get("", summary="Read my page", responses=problems(TooManyOfYou))
async def read_my_page(request: Request, actor: Reader, db: Db) -> MyPage:
    """How to call them, where they take part, whom to call at any hour, and when staff is there."""
    concerning(request, self_of(actor))
    return await overview.read_page(db, actor)


@router.post("/not-stored", summary="Tell that something I said could not be stored", responses=problems(TooManyOfYou))
async def tell_my_answer_not_stored(request: Request, actor: Reporter, db: Db) -> MyReport:
    """Staff is told that something is missing, not what: nobody sends it here. Whom to call comes back.

    Counted by itself: whatever else was asked too often does not keep it from coming through. Sent again it opens
    nothing more while staff has not answered the first.
    """
    concerning(request, self_of(actor))
    return await overview.tell_not_stored(db, actor)


@router.post(
    "/token", status_code=201, summary="Get a token for my app", responses=problems(SignInNeeded, TooManyOfYou)
)
async def create_my_token(request: Request, actor: Reader, db: Db) -> AppToken:
    """In the place of the sign-in that asks, which ends with it. The token is shown only here, and is short-lived."""
    withhold_answer(request)
    made = await accounts.exchange_for_token(db, actor)
    return AppToken(token=made.secret.presented, expires_at=made.api_token.expires_at)


@router.post("/sign-out", status_code=204, summary="Sign my app out", responses=problems(TooManyOfYou))
async def sign_my_app_out(actor: Reader, db: Db) -> None:
    """End the token, or the session, that asks."""
    await accounts.end_own(db, actor)


@router.get("/sessions", summary="List my sessions", responses=problems(WindowReversed, WindowTooLong, TooManyOfYou))
async def list_my_appointments(
    request: Request, actor: Reader, db: Db, page: PageParams, from_date: Day, to_date: Day
) -> Page[MyAppointment]:
    """Their own sessions by time, cancelled and moved ones too, of at most two months. Who else comes is nowhere."""
    concerning(request, self_of(actor))
    return Page.of(await overview.list_appointments(db, actor, from_date, to_date, page), MyAppointment)


@router.put(
    "/sessions/{session_id}/check-in",
    summary="Check in",
    responses=problems(AppointmentNotFound, CheckInClosed, TooManyOfYou),
)
async def check_in(request: Request, session_id: SessionId, actor: Writer, db: Db) -> CheckInRead:
    """Say that one has come, from half an hour before until the end. Staff sees it; it marks no attendance."""
    concerning(request, self_of(actor))
    return await overview.check_in(db, actor, session_id)


@router.get("/homework", summary="List my homework", responses=problems(TooManyOfYou))
async def list_my_homework(request: Request, actor: Reader, db: Db) -> Page[MyHomework]:
    """Their own and their groups', the youngest first, two hundred at most."""
    concerning(request, self_of(actor))
    return Page(items=await homework.list_own(db, actor), next_cursor=None)


@router.put(
    "/homework/{homework_id}/report",
    summary="Report my homework",
    responses=problems(HomeworkNotFound, HomeworkReviewed, TooManyOfYou),
)
async def report_my_homework(
    request: Request, homework_id: HomeworkId, told: MyHomeworkReport, actor: Writer, db: Db
) -> MyHomework:
    """Say how far one came, until it was gone through together. The last report holds."""
    concerning(request, self_of(actor))
    return await homework.report(db, actor, homework_id, told)


@router.get(
    "/safety-plan",
    summary="Read my safety plan",
    response_model=MySafetyPlan,
    responses=problems(NoSafetyPlan, TooManyOfYou),
)
async def read_my_safety_plan(read: Annotated[HotRead, Depends(own_hot("me:read"))]) -> Response:
    """The version that holds. Its ETag changes with it alone: an app keeps it, and asks again by `If-None-Match`."""
    return await read.json(SAFETY_PLAN, self_of(read.actor), CRISIS_LINE, EMERGENCY, missing=NoSafetyPlan)
