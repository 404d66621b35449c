"""Answers that a client still holds: whether anything they were made of has changed since.

Beside the ETag of an answer, which is a hash of its body, a process remembers under which snapshot of PostgreSQL it was
read, by whom, and on which day. It is still the answer if the same sign-in finds the same rights today and the change
log holds nothing of the tables it was read from that this snapshot does not see (`core.events.POSITION` says why a
snapshot and no number). Every other question goes the whole way, where the body is made and hashed again: forgetting,
another process or an outage costs time and nothing else.

Rights are looked up each time, in the same statement. Requests of one organization that come while another is asked
about wait for it and are asked about together.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, Self

import asyncpg
import structlog
from starlette.datastructures import Headers
from starlette.types import Scope

from handrail.core.access import Actor, CredentialKind, Credentials, SignIns, credentials_in
from handrail.core.db import in_tenant
from handrail.core.errors import Unauthenticated
from handrail.core.events import ERA, POSITION, SNAPSHOT
from handrail.core.ids import OrganizationId
from handrail.core.problems import is_outage

REMEMBERED: Final = 5_000
READ_ANEW_SECONDS: Final = 300.0
"""What an operator writes past the change log is seen after so long at the latest."""
PATIENCE_SECONDS: Final = 0.25
TOGETHER: Final = 100
WAITING: Final = 500
MOST_ROWS: Final = 200
"""Changed rows that are looked through; more count as a change."""

BESIDE: Final = f""", {ERA} AS era, {SNAPSHOT} AS snapshot,
    (SELECT (now() AT TIME ZONE o.time_zone)::date FROM organizations o WHERE o.organization_id = tenant.id) AS today"""  # noqa: S608  constants
"""Columns beside an answer that is to be remembered."""

log = structlog.get_logger("handrail.unchanged")


class Question(NamedTuple):
    """What was asked, by which sign-in."""

    kind: CredentialKind
    organization_id: OrganizationId
    secret_hash: bytes
    path: str
    query: bytes


@dataclass(slots=True, eq=False)
class Known:
    """What is known of an answer."""

    etag: str
    action: str
    """Name of the operation, for logs and figures."""
    actor: Actor
    today: date
    tables: tuple[str, ...]
    era: str
    snapshot: str
    read_at: float


class _Asked(NamedTuple):
    credentials: Credentials
    known: Known
    unchanged: asyncio.Future[bool]


class _Line(NamedTuple):
    """Who is asked about together."""

    organization_id: OrganizationId
    kind: CredentialKind
    tables: tuple[str, ...]


def _probe(sign_ins: SignIns, kind: CredentialKind) -> str:
    sign_in = sign_ins.statement(kind, "$1::uuid", "asked.secret_hash")
    return in_tenant(
        f"""
        SELECT asked.place, who.*, now.era, now.snapshot, log.changed
        FROM unnest($2::bytea[], $3::text[]) WITH ORDINALITY AS asked(secret_hash, snapshot, place)
        CROSS JOIN ({POSITION}) AS now
        CROSS JOIN LATERAL ({sign_in}) AS who
        CROSS JOIN LATERAL (
            SELECT count(*) > {MOST_ROWS} OR coalesce(bool_or(
                c.source = ANY ($4::text[]) AND NOT pg_visible_in_snapshot(c.xid, asked.snapshot::pg_snapshot)
            ), false) AS changed
            FROM (
                SELECT xid, split_part(kind, '.', 1) AS source FROM changes
                WHERE organization_id = $1::uuid AND xid >= pg_snapshot_xmin(asked.snapshot::pg_snapshot)
                LIMIT {MOST_ROWS + 1}
            ) AS c
        ) AS log
        """,  # noqa: S608  constants
        "$1",
    )


class Unchanged:
    """What one process knows of the answers it gave."""

    def __init__(self, pool: asyncpg.Pool, sign_ins: SignIns, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._sign_ins = sign_ins
        self._clock = clock
        self._probes = {kind: _probe(sign_ins, kind) for kind in CredentialKind}
        self._known: dict[Question, Known] = {}
        self._waiting: dict[_Line, deque[_Asked]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def remember(
        self, question: Question, etag: str, actor: Actor, action: str, row: asyncpg.Record, tables: tuple[str, ...]
    ) -> None:
        """Remember an answer; `row` has the columns of `BESIDE`."""
        if question not in self._known and len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[question] = Known(
            etag, action, actor, row["today"], tables, row["era"], row["snapshot"], self._clock()
        )

    async def find(self, scope: Scope) -> Known | None:
        """Return what is known of the answer that a request has already, if that is still the answer."""
        headers = Headers(scope=scope)
        held = headers.get("if-none-match")
        if held is None or "content-length" in headers or "transfer-encoding" in headers:
            return None
        try:
            credentials = credentials_in(headers)
        except Unauthenticated:
            return None
        known = self._known.get(
            Question(
                credentials.kind,
                credentials.organization_id,
                credentials.secret_hash,
                scope["path"],
                scope["query_string"],
            )
        )
        if known is None or known.etag not in held or self._clock() - known.read_at > READ_ANEW_SECONDS:
            return None
        return known if await self._is_unchanged(credentials, known) else None

    async def _is_unchanged(self, credentials: Credentials, known: Known) -> bool:
        line = _Line(credentials.organization_id, credentials.kind, known.tables)
        waiting = self._waiting.get(line)
        if waiting is None:
            waiting = self._waiting[line] = deque()
            task = asyncio.create_task(self._ask(line, waiting), name="unchanged")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif len(waiting) >= WAITING:
            return False
        unchanged: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        waiting.append(_Asked(credentials, known, unchanged))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await unchanged
        except TimeoutError:
            return False

    async def _ask(self, line: _Line, waiting: deque[_Asked]) -> None:
        try:
            while waiting:
                together = [waiting.popleft() for _ in range(min(len(waiting), TOGETHER))]
                await self._ask_about(line, together)
        finally:
            del self._waiting[line]
            for asked in waiting:
                if not asked.unchanged.done():
                    asked.unchanged.set_result(False)

    async def _ask_about(self, line: _Line, together: list[_Asked]) -> None:
        rows: list[asyncpg.Record] = []
        try:
            async with self._pool.acquire() as connection:
                rows = await connection.fetch(
                    self._probes[line.kind],
                    line.organization_id,
                    [asked.credentials.secret_hash for asked in together],
                    [asked.known.snapshot for asked in together],
                    line.tables,
                )
        except Exception as error:
            # Each goes the whole way, where it is told what is the matter.
            if not is_outage(error):
                log.exception("whether answers are unchanged cannot be asked")
        for row in rows:
            asked = together[row["place"] - 1]
            if not asked.unchanged.done():
                asked.unchanged.set_result(self._holds(asked, row))
        for asked in together:
            if not asked.unchanged.done():
                asked.unchanged.set_result(False)

    def _holds(self, asked: _Asked, row: asyncpg.Record) -> bool:
        known = asked.known
        if row["changed"] or row["era"] != known.era or row["today"] != known.today:
            return False
        if self._sign_ins.actor(asked.credentials, row) != known.actor:
            return False
        known.snapshot = row["snapshot"]
        return True
