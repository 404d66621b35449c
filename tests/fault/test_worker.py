"""The worker ends: a job under way is finished, or undone and handed back; it is never lost."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.factories.organizations import make_location
from tests.support.clinic import Clinic

from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId, new_id
from handrail.core.jobs import JobHandler, Worker, enqueue, make_worker

pytestmark = pytest.mark.timeout(300)


async def nobody() -> list[OrganizationId]:
    return []


class Job:
    """Renames a location, then waits until it is let go."""

    def __init__(self) -> None:
        self.name = f"tests.{new_id().hex}"
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, db: AsyncSession, ids: Mapping[str, UUID]) -> None:
        await db.execute(text("UPDATE locations SET name = 'Renamed' WHERE id = :id"), {"id": ids["location_id"]})
        self.begun.set()
        await self.let_go.wait()


async def run_one(clinic: Clinic, urls: Urls, job: Job, *, grace_s: float) -> list[str]:
    """Stop a worker in the midst of a job; return the states of that job in the queue afterwards."""
    connection = await asyncpg.connect(urls.maintenance)
    stop = asyncio.Event()
    handler: JobHandler = job
    worker: Worker = make_worker(connection, clinic.core.sessions, nobody, {job.name: handler}, ())
    running = asyncio.create_task(worker.run(stop, grace_s=grace_s))
    await asyncio.wait_for(job.begun.wait(), 60)
    stop.set()
    if grace_s:
        job.let_go.set()
    await asyncio.wait_for(running, 60)
    await connection.close()
    rows = await clinic.sql("SELECT status::text AS status FROM pgqueuer WHERE entrypoint = $1", job.name)
    return [row["status"] for row in rows]


async def name_of(clinic: Clinic, location_id: UUID) -> str:
    found: str = await clinic.sql_value("SELECT name FROM locations WHERE id = $1", location_id)
    return found


async def test_a_job_under_way_is_finished(clinic: Clinic, urls: Urls) -> None:
    location, job = await make_location(clinic, name="Before"), Job()
    async with clinic.db() as db:
        await enqueue(db, job.name, location_id=location.id)
    assert await run_one(clinic, urls, job, grace_s=60) == []
    assert await name_of(clinic, location.id) == "Renamed"


async def test_a_job_that_takes_too_long_is_undone_and_done_by_the_next_worker(clinic: Clinic, urls: Urls) -> None:
    location, job = await make_location(clinic, name="Before"), Job()
    async with clinic.db() as db:
        await enqueue(db, job.name, location_id=location.id)
    assert await run_one(clinic, urls, job, grace_s=0) == ["queued"]
    assert await name_of(clinic, location.id) == "Before"
    job.begun.clear()
    assert await run_one(clinic, urls, job, grace_s=60) == []
    assert await name_of(clinic, location.id) == "Renamed"
