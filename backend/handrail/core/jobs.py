"""Background work in the same database: a job is queued by the transaction that caused it, or not at all.

Payloads hold ids only; handlers may run twice and must not mind; what they raise is logged without its message.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog
from pgqueuer import AsyncpgDriver, PgQueuer, Queries
from pgqueuer.models import Job, Schedule
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import OrganizationId
from handrail.core.units import Sessions

log = structlog.get_logger("handrail.jobs")

JobHandler = Callable[[AsyncSession, Mapping[str, UUID]], Awaitable[None]]
"""Gets one organization's open transaction and the ids of the payload."""


class JobFailed(Exception):
    """Stands for what went wrong in a job: the queue keeps tracebacks, which must not repeat what a person typed."""


@dataclass(frozen=True)
class Periodic:
    """Work done for every organization, at the times of a cron expression (UTC)."""

    name: str
    cron: str
    handler: JobHandler


async def enqueue(db: AsyncSession, name: str, *, after: timedelta | None = None, **ids: UUID) -> None:
    """Queue a job of the current organization; it exists if and only if this transaction commits."""
    raw = await (await db.connection()).get_raw_connection()
    connection = raw.driver_connection
    assert isinstance(connection, asyncpg.Connection)
    assert connection.is_in_transaction()
    payload = {"organization_id": str(db.info["organization_id"])} | {key: str(value) for key, value in ids.items()}
    await Queries(AsyncpgDriver(connection)).enqueue(name, json.dumps(payload).encode(), execute_after=after)


def make_worker(
    connection: asyncpg.Connection,
    sessions: Sessions,
    organizations: Callable[[], Awaitable[list[OrganizationId]]],
    jobs: Mapping[str, JobHandler],
    periodic: tuple[Periodic, ...],
) -> PgQueuer:
    """Return the queue's consumer. Its connection listens: it goes to the database directly, never through a pooler."""
    worker = PgQueuer.from_asyncpg_connection(connection)

    async def run(name: str, handler: JobHandler, organization_id: OrganizationId, ids: Mapping[str, UUID]) -> None:
        failed = ""
        try:
            async with sessions.begin(organization_id, request_id=f"job {name}") as db:
                await handler(db, ids)
        except Exception as error:
            log.exception("job failed", job=name)
            failed = type(error).__name__
        if failed:
            raise JobFailed(failed)

    def entry(name: str, handler: JobHandler) -> None:
        @worker.entrypoint(name)
        async def perform(job: Job) -> None:
            ids = {key: UUID(value) for key, value in json.loads(job.payload or b"{}").items()}
            await run(name, handler, OrganizationId(ids.pop("organization_id")), ids)

    def timed(work: Periodic) -> None:
        @worker.schedule(work.name, work.cron)
        async def perform(_: Schedule) -> None:
            for organization_id in await organizations():
                await run(work.name, work.handler, organization_id, {})

    for name, handler in jobs.items():
        entry(name, handler)
    for work in periodic:
        timed(work)
    return worker
