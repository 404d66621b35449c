"""The service with routes and a job that fail in every way in which an exception can carry what somebody typed.

Run as a process of its own, so that its whole output can be searched: `python failing_service.py ORGANIZATION CANARY`.
Standard output is what clients got; standard error is the log.
"""

import asyncio
import contextlib
import gc
import json
import logging as standard_logging
import sys
from collections.abc import Mapping
from uuid import UUID

import asyncpg
import httpx
from fastapi import Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core import logging
from handrail.core.ids import OrganizationId
from handrail.core.jobs import enqueue, make_worker
from handrail.core.settings import Settings
from handrail.core.state import Core, core_of_app
from handrail.main import create_app

QUEUE_S = 150


class Failures:
    """What goes wrong, each by its own name; every one has the canary somewhere inside."""

    def __init__(self, core: Core, organization_id: OrganizationId, canary: str) -> None:
        self.core, self.organization_id, self.canary = core, organization_id, canary

    async def value_error(self) -> None:
        raise ValueError(f"bad name {self.canary}")

    async def chained(self) -> None:
        try:
            await self.value_error()
        except ValueError as error:
            raise RuntimeError(self.canary) from error

    async def group(self) -> None:
        raise ExceptionGroup(self.canary, [ValueError(self.canary), KeyError(self.canary)])

    async def data_error(self) -> None:
        """asyncpg's own, which repeats the value: `invalid input for query argument $1: 'canary'`."""
        async with self.core.hot_pool.acquire() as connection:
            await connection.fetch("SELECT $1::int", self.canary)

    async def server_data_error(self) -> None:
        """PostgreSQL's, which repeats it too: `invalid input syntax for type uuid: "canary"`."""
        async with self.core.hot_pool.acquire() as connection:
            await connection.fetch("SELECT $1::text::uuid", self.canary)

    async def statement_error(self) -> None:
        """SQLAlchemy's, which prints the parameters: `[parameters: ('canary', 'canary')]`."""
        async with self.core.sessions.begin(self.organization_id) as db:
            await db.execute(text("SELECT CAST(:a AS int), CAST(:b AS text)"), {"a": self.canary, "b": self.canary})

    async def programming_error(self) -> None:
        async with self.core.sessions.begin(self.organization_id) as db:
            await db.execute(text(f'SELECT "{self.canary}" FROM participants'))

    async def json_error(self) -> None:
        json.loads(f'{{"name": {self.canary}')

    async def unicode_error(self) -> None:
        (self.canary + "é").encode("ascii")

    async def lost_task(self) -> None:
        """A task nobody waits for: asyncio itself logs it, with the exception's repr in its message."""
        task = asyncio.ensure_future(self.value_error())
        await asyncio.sleep(0.01)
        del task
        gc.collect()

    async def another_library(self) -> None:
        standard_logging.getLogger("somebody.else").error("no row for %s", self.canary, stack_info=True)
        with contextlib.suppress(ValueError):
            await self.value_error()
        standard_logging.getLogger("somebody.else").warning(f"first line\n{self.canary}")
        raise TypeError(self.canary)

    def all(self) -> dict[str, object]:
        """Name → what fails so."""
        return {name: getattr(self, name) for name in vars(type(self)) if not name.startswith("_") and name != "all"}


async def call_each(app: object, failures: Failures) -> None:
    """Serve each failure as a route and print what its client gets."""

    def route(fail: object) -> object:
        async def perform(request: Request) -> None:
            await fail()  # type: ignore[operator]

        return perform

    for name, fail in failures.all().items():
        app.add_api_route(f"/fail/{name}", route(fail), methods=["POST"], response_model=None)  # type: ignore[attr-defined]
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="https://test") as client:
        for name in failures.all():
            for _ in range(5):
                answer = await client.post(f"/fail/{name}", json={"name": failures.canary})
                if answer.status_code != 503:
                    break  # a busy machine may need longer for its first connection: ask again
                await asyncio.sleep(2)
            print(json.dumps({"name": name, "status": answer.status_code, "answer": answer.text}), flush=True)  # noqa: T201


async def run_jobs(core: Core, failures: Failures, maintenance: str) -> None:
    """Let the worker do one job for each failure."""

    def handler(fail: object) -> object:
        async def perform(_: AsyncSession, __: Mapping[str, UUID]) -> None:
            await fail()  # type: ignore[operator]

        return perform

    jobs = {f"fail_{name}": handler(fail) for name, fail in failures.all().items()}
    async with core.sessions.begin(failures.organization_id) as db:
        for name in jobs:
            await enqueue(db, name, account_id=failures.organization_id)
    connection = await asyncpg.connect(maintenance)

    async def nobody() -> list[OrganizationId]:
        return []

    worker = make_worker(connection, core.sessions, nobody, jobs, ())  # type: ignore[arg-type]
    stop = asyncio.Event()
    running = asyncio.ensure_future(worker.run(stop, grace_s=QUEUE_S))
    watching = await asyncpg.connect(maintenance)
    async with asyncio.timeout(QUEUE_S):
        while await watching.fetchval(  # noqa: ASYNC110
            "SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE 'fail_%'"
        ):
            await asyncio.sleep(0.1)
    stop.set()
    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(running, 20)
    await watching.close()
    await connection.close()


async def main(organization_id: OrganizationId, canary: str) -> None:
    """Fail in every way, by request and by job."""
    settings = Settings()
    logging.configure("INFO")
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        core = core_of_app(app)
        failures = Failures(core, organization_id, canary)
        await call_each(app, failures)
        assert settings.maintenance_database_url is not None
        await run_jobs(core, failures, settings.maintenance_database_url.get_secret_value())


if __name__ == "__main__":
    asyncio.run(main(OrganizationId(UUID(sys.argv[1])), sys.argv[2]))
