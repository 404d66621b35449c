"""Signing in and out, one's own sessions and password, one-time links."""

from typing import Annotated

from fastapi import Depends, Request, Response

from handrail.core.access import SESSION_COOKIE, Actor, allow, credentials_of
from handrail.core.audit import look
from handrail.core.ids import LoginSessionId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.state import core_of
from handrail.core.units import Db
from handrail.identity.errors import (
    EnrolmentRefused,
    LoginSessionNotFound,
    PasswordRefused,
    SecondFactorNeeded,
    SecondFactorRefused,
    SecondFactorUnreadable,
    SignInNeeded,
    SignInRefused,
    SignInThrottled,
    WrongPassword,
)
from handrail.identity.schemas import (
    Enrol,
    Enrolled,
    EnrolmentInspect,
    EnrolmentRead,
    LoginSessionRead,
    Me,
    PasswordChange,
    SessionsEnded,
    SignIn,
)
from handrail.identity.services import enrolments
from handrail.identity.services import sign_in as sessions_service

router = api_router("auth")

Myself = Annotated[Actor, Depends(allow("account:self"))]


@router.post(
    "/sign-in",
    summary="Sign in",
    responses=problems(SignInRefused, SignInThrottled, SecondFactorNeeded, SecondFactorRefused, SecondFactorUnreadable),
)
async def sign_in(given: SignIn, request: Request, response: Response) -> Me:
    """Open a session. The answer to anything wrong is the same, whatever was wrong.

    Who has an authenticator app is then told so, and sends the same again with a code.
    """
    core, record = core_of(request), look(request)
    organization_id = await sessions_service.organization_of(core.sessions, given.organization)
    record.organization_id = organization_id
    attempt = sessions_service.Attempt(
        address=request.client.host if request.client else "", user_agent=request.headers.get("user-agent")
    )
    signed_in = await sessions_service.sign_in(core.sessions, core.settings, core.keys, organization_id, given, attempt)
    record.account_id, record.roles = signed_in.me.account.id, tuple(signed_in.me.account.roles)
    record.client = "session"
    await core.flusher.write(record, status=200)
    response.set_cookie(
        SESSION_COOKIE,
        signed_in.cookie,
        max_age=core.settings.session_hours * 3600,
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return signed_in.me


@router.get("/me", summary="Who am I")
async def read_me(actor: Myself, db: Db, request: Request) -> Me:
    """The account that asks, its organization and what it may do; for the page also its CSRF token."""
    return await sessions_service.read_me(db, actor, secret=credentials_of(request).secret)


@router.post("/sign-out", summary="Sign out", status_code=204, responses=problems(SignInNeeded))
async def sign_out(actor: Myself, db: Db, response: Response) -> None:
    """End this session."""
    await sessions_service.sign_out(db, actor)
    _forget_cookie(response)


@router.post("/sign-out-everywhere", summary="Sign out everywhere")
async def sign_out_everywhere(actor: Myself, db: Db, response: Response) -> SessionsEnded:
    """End every session of one's own account, this one included. Tokens stay."""
    ended = await sessions_service.sign_out_everywhere(db, actor.account_id)
    _forget_cookie(response)
    return SessionsEnded(ended=ended)


@router.post("/sign-out-others", summary="Sign out everywhere else", responses=problems(SignInNeeded))
async def sign_out_others(actor: Myself, db: Db) -> SessionsEnded:
    """End every other session of one's own account; the one that asks goes on. Tokens stay."""
    return SessionsEnded(ended=await sessions_service.sign_out_others(db, actor))


def _forget_cookie(response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="strict")


@router.get("/sessions", summary="List my sessions")
async def list_my_sessions(actor: Myself, db: Db, page: PageParams) -> Page[LoginSessionRead]:
    """Browsers one is signed in with, the newest first."""
    rows = await sessions_service.list_my_sessions(db, actor, page=page)
    items = [
        LoginSessionRead(
            id=row.id,
            device=row.device,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            current=row.id == actor.login_session_id,
        )
        for row in rows
    ]
    return Page[LoginSessionRead](items=items, next_cursor=rows.next_cursor)


@router.post(
    "/sessions/{login_session_id}/end",
    summary="End one of my sessions",
    status_code=204,
    responses=problems(LoginSessionNotFound),
)
async def end_my_session(login_session_id: LoginSessionId, actor: Myself, db: Db) -> None:
    """Sign out another browser, such as one left open somewhere."""
    await sessions_service.end_my_session(db, actor, login_session_id)


@router.post(
    "/password",
    summary="Change my password",
    status_code=204,
    responses=problems(PasswordRefused, WrongPassword, SignInNeeded, SignInThrottled),
)
async def change_my_password(given: PasswordChange, actor: Myself, db: Db, request: Request) -> None:
    """Set a new password; other sessions end."""
    await sessions_service.change_password(db, core_of(request).sessions, actor, given)


@router.post("/enrolments/inspect", summary="Read a one-time link", responses=problems(EnrolmentRefused))
async def inspect_enrolment(given: EnrolmentInspect, request: Request) -> EnrolmentRead:
    """Say whom a link is for. The secret travels in the body: addresses end up in logs."""
    return await enrolments.inspect_enrolment(core_of(request).sessions, given.token.get_secret_value())


@router.post("/enrol", summary="Set a password", responses=problems(EnrolmentRefused, PasswordRefused))
async def enrol(given: Enrol, request: Request) -> Enrolled:
    """Set the password a one-time link is for, at least 15 characters; then sign in with it."""
    core, record = core_of(request), look(request)
    enrolled = await enrolments.enrol(core.sessions, given)
    record.organization_id = enrolments.organization_of_link(given.token.get_secret_value())
    record.client = "enrolment"
    await core.flusher.write(record, status=200)
    return enrolled
