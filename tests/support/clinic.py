"""A clinic for one test: an organization of its own, and clients of the API for the people who work there."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handrail.core.clock import now
from handrail.core.ids import AccountId, OrganizationId, ParticipantId, ProgramId, StaffId, SubjectId, new_id
from handrail.core.input_guard import STREAM
from handrail.core.state import Core
from handrail.core.vocabulary import Role
from handrail.identity.models import Account, AccountRole, ApiToken
from handrail.identity.vocabulary import AccountStatus, SubjectKind
from handrail.organizations.models import DirectoryEntry, Organization
from handrail.programs.models import ProgramStaff
from handrail.programs.vocabulary import Duty
from handrail.staff.models import StaffMember

BASE_URL = "https://test"


class ClinicClient(httpx.AsyncClient):
    """Speaks to the API as one person. Every request carries that person's bearer token."""

    account_id: AccountId
    staff_id: StaffId | None
    participant_id: ParticipantId | None
    token: str
    """`<organization>.<secret>`, as in the Authorization header."""


def leaving_streams(app: ASGIApp) -> ASGIApp:
    """The app as seen by clients that read whole answers: they leave a stream, which has no end, once it has begun."""

    async def left(scope: Scope, receive: Receive, send: Send) -> None:
        begun, ended = asyncio.Event(), False

        async def heard() -> Message:
            coming = asyncio.ensure_future(receive())
            gone = asyncio.ensure_future(begun.wait())
            await asyncio.wait({coming, gone}, return_when=asyncio.FIRST_COMPLETED)
            if begun.is_set():
                coming.cancel()
                return {"type": "http.disconnect"}
            gone.cancel()
            return await coming

        async def said(message: Message) -> None:
            nonlocal ended
            await send(message)
            if message["type"] == "http.response.start":
                if (b"content-type", STREAM) in [(name, kind[: len(STREAM)]) for name, kind in message["headers"]]:
                    begun.set()
            else:
                ended = not message.get("more_body", False)

        await app(scope, heard, said)
        if not ended:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return left


def noon_zone() -> str:
    """A time zone in which it is about noon now: what lies around now is of one service day whenever tests run."""
    hours = now().hour - 12
    # POSIX writes the offset from UTC the other way round.
    return f"Etc/GMT{hours:+d}" if hours else "Etc/GMT"


class Clinic:
    """An organization nobody else uses, where it is about noon.

    What a test commits in it stays until the database goes.
    """

    def __init__(self, app: FastAPI, maintenance: asyncpg.Pool) -> None:
        self.app = app
        self.organization_id = OrganizationId(new_id())
        self.slug = f"clinic-{self.organization_id.hex[-12:]}"
        self.time_zone = noon_zone()
        self._maintenance = maintenance
        self._clients = AsyncExitStack()

    @property
    def core(self) -> Core:
        """Pools and settings of the app under test."""
        core = self.app.state.core
        assert isinstance(core, Core)
        return core

    async def open(self) -> None:
        """Store the organization."""
        async with self.db() as db:
            db.add(Organization(name="Riverside Recovery", slug=self.slug, state="NY", time_zone=self.time_zone))
            db.add(DirectoryEntry(slug=self.slug, organization_id=self.organization_id))

    async def close(self) -> None:
        """Close the clients."""
        await self._clients.aclose()

    @asynccontextmanager
    async def db(self, **info: Any) -> AsyncIterator[AsyncSession]:
        """A transaction of this organization as the serving role, with events and change log; commits at its end."""
        async with self.core.sessions.begin(self.organization_id, **info) as session:
            yield session

    async def sql(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """Run one statement as maintenance, which sees every organization: name yours in the statement."""
        async with self._maintenance.acquire() as connection:
            rows: list[asyncpg.Record] = await connection.fetch(query, *args)
            return rows

    async def sql_value(self, query: str, *args: Any) -> Any:
        """The first column of the first row."""
        rows = await self.sql(query, *args)
        return rows[0][0] if rows else None

    async def client(
        self,
        role: Role | Iterable[Role] = Role.THERAPIST,
        *,
        licensed: bool = True,
        programs: Iterable[ProgramId | UUID] = (),
        participant_id: ParticipantId | None = None,
        display_name: str = "Ana Okafor",
    ) -> ClinicClient:
        """Somebody of this clinic, new for each call, with a bearer token that has all of the given roles.

        Staff get a staff member, on duty today in `programs`; `licensed` says whether a licence of theirs is valid.
        A participant needs the `participant_id` they stand for.
        """
        roles = [role] if isinstance(role, Role) else list(role)
        is_staff = roles != [Role.PARTICIPANT]
        today = now().date()
        account_id, staff_id = AccountId(new_id()), StaffId(new_id()) if is_staff else None
        subject = staff_id or participant_id
        secret = secrets.token_urlsafe(32)
        address = f"{account_id.hex[-12:]}@example.org"
        async with self.db(account_id=account_id) as db:
            db.add(
                Account(
                    id=account_id,
                    email=address,
                    email_folded=address,
                    display_name=display_name,
                    password_hash=None,
                    status=AccountStatus.ACTIVE,
                    subject_kind=SubjectKind.STAFF if is_staff else SubjectKind.PARTICIPANT,
                    subject_id=None if subject is None else SubjectId(subject),
                    licensed_until=today + timedelta(days=365) if licensed and is_staff else None,
                )
            )
            await db.flush()
            db.add_all(
                AccountRole(account_id=account_id, role=each, starts_on=today - timedelta(days=30)) for each in roles
            )
            db.add(
                ApiToken(
                    account_id=account_id,
                    label="tests",
                    secret_hash=hashlib.sha256(secret.encode()).digest(),
                    roles=[str(each) for each in roles],
                    expires_at=now() + timedelta(days=1),
                )
            )
            if staff_id is not None:
                given, _, family = display_name.partition(" ")
                db.add(
                    StaffMember(
                        id=staff_id,
                        account_id=account_id,
                        given_name=given,
                        family_name=family or given,
                        display_name=display_name,
                        languages=["en"],
                    )
                )
                await db.flush()
                db.add_all(
                    ProgramStaff(
                        program_id=ProgramId(program),
                        staff_id=staff_id,
                        duty=next(iter(Duty)),
                        starts_on=today - timedelta(days=30),
                    )
                    for program in programs
                )
        token = f"{self.organization_id}.{secret}"
        client = await self._clients.enter_async_context(
            ClinicClient(
                transport=httpx.ASGITransport(leaving_streams(self.app)),
                base_url=BASE_URL,
                headers={"Authorization": f"Bearer {token}"},
            )
        )
        client.account_id, client.staff_id, client.participant_id = account_id, staff_id, participant_id
        client.token = token
        return client

    async def anonymous(self) -> httpx.AsyncClient:
        """A client that has not signed in."""
        return await self._clients.enter_async_context(
            httpx.AsyncClient(transport=httpx.ASGITransport(leaving_streams(self.app)), base_url=BASE_URL)
        )
