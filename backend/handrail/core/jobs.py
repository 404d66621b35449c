"""Background work in the same database: a job is queued by the transaction that caused it, or not at all.

Payloads hold ids only; handlers may run twice and must not mind; what they raise is logged without its message.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from pgqueuer import AsyncpgDriver, PgQueuer, Queries
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job, Schedule
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import OrganizationId
from handrail.core.units import Sessions

log = structlog.get_logger("handrail.jobs")

JobHandler = Callable[[AsyncSession, Mapping[str, UUID]], Awaitable[None]]
"""Gets one organization's open transaction and the ids of the payload."""


Begin = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens a transaction of the job's organization."""


@dataclass(frozen=True)
class LongJob:
    """Work that takes longer than a transaction may stay open: it opens short ones of its own, one after the other."""

    handler: Callable[[Begin, Mapping[str, UUID]], Awaitable[None]]


class JobFailed(Exception):
    """Stands for what went wrong in a job: the queue keeps tracebacks, which must not repeat what a person typed."""


class _HandedBack(Exception):
    """The worker ends before the job could: its transaction is rolled back and the queue has it again."""


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


class Worker:
    """The queue's consumer, and the jobs under way."""

    def __init__(self, queue: PgQueuer) -> None:
        self.queue = queue
        self._running: set[asyncio.Task[None]] = set()
        self._hurried: set[asyncio.Task[None]] = set()

    async def perform(self, work: Coroutine[Any, Any, None]) -> None:
        """Do a job so that it can be broken off alone: the queue takes a cancelled job for one nobody wants."""
        task = asyncio.create_task(work)
        self._running.add(task)
        try:
            await task
        except asyncio.CancelledError:
            if task not in self._hurried:
                task.cancel()
                raise
            raise _HandedBack from None
        finally:
            self._running.discard(task)
            self._hurried.discard(task)

    async def run(self, stop: asyncio.Event, *, grace_s: float) -> None:
        """Work until told to stop; jobs under way then have so long to end before they are handed back."""
        consuming = asyncio.create_task(self.queue.run())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({consuming, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        self.queue.shutdown.set()
        done, _ = await asyncio.wait({consuming}, timeout=grace_s)
        if not done:
            log.warning("jobs are handed back to the queue", jobs=len(self._running))
            self._hurried |= self._running
            for task in self._running:
                task.cancel()
        await consuming


def make_worker(
    connection: asyncpg.Connection,
    sessions: Sessions,
    organizations: Callable[[], Awaitable[list[OrganizationId]]],
    jobs: Mapping[str, JobHandler | LongJob],
    periodic: tuple[Periodic, ...],
) -> Worker:
    """Return the queue's consumer. Its connection listens: it goes to the database directly, never through a pooler."""
    worker = Worker(PgQueuer.from_asyncpg_connection(connection))

    async def run(
        name: str, handler: JobHandler | LongJob, organization_id: OrganizationId, ids: Mapping[str, UUID]
    ) -> None:
        def begin() -> AbstractAsyncContextManager[AsyncSession]:
            return sessions.begin(organization_id, request_id=f"job {name}")

        failed = ""
        try:
            if isinstance(handler, LongJob):
                await handler.handler(begin, ids)
            else:
                async with begin() as db:
                    await handler(db, ids)
        except Exception as error:
            log.exception("job failed", job=name)
            failed = type(error).__name__
        if failed:
            raise JobFailed(failed)

    def entry(name: str, handler: JobHandler | LongJob) -> None:
        @worker.queue.entrypoint(name)
        async def perform(job: Job) -> None:
            ids = {key: UUID(value) for key, value in json.loads(job.payload or b"{}").items()}
            handed_back = False
            try:
                await worker.perform(run(name, handler, OrganizationId(ids.pop("organization_id")), ids))
            except _HandedBack:
                handed_back = True
            if handed_back:
                raise RetryRequested(reason="the worker ended")

    def timed(work: Periodic) -> None:
        @worker.queue.schedule(work.name, work.cron)
        async def perform(_: Schedule) -> None:
            for organization_id in await organizations():
                if worker.queue.shutdown.is_set():
                    return  # the rest has its turn at the next time
                with contextlib.suppress(_HandedBack):
                    await worker.perform(run(work.name, work.handler, organization_id, {}))

    for name, handler in jobs.items():
        entry(name, handler)
    for work in periodic:
        timed(work)
    return worker
