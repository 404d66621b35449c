"""The search runs in a process of its own: it needs a processor for as long as it may take, and no request waits."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.ids import ScheduleBuildId
from handrail.core.jobs import Begin, LongJob, Periodic
from handrail.core.process_death import with_parent
from handrail.planning import queries
from handrail.planning.searching import Line, Order, Outcome, Step
from handrail.planning.service import builds
from handrail.planning.service.builds import BUILD_JOB
from handrail.planning.vocabulary import Failure

ASK_SECONDS: Final = 1.0
"""How often it is asked whether anybody still wants the week."""
GRACE_SECONDS: Final = 60.0
"""Beyond the time it was given: mending, checking and telling what clashes."""
LONGEST_LINE: Final = 64 * 1024 * 1024

Wanted = Callable[[Step], Awaitable[bool]]
"""Notes how far it is and says whether anybody still wants it."""

log = structlog.get_logger("handrail.planning")


async def build_week(begin: Begin, ids: Mapping[str, UUID]) -> None:
    """See the week, search, offer; each in a transaction of its own."""
    build_id = ScheduleBuildId(ids["build_id"])
    async with begin() as db:
        prepared = await builds.prepare(db, build_id)
    if prepared is None:
        return

    async def wanted(step: Step) -> bool:
        async with begin() as db:
            return await queries.note_progress(db, build_id, percent=step.percent, cost=step.cost)

    searching = _Searching(prepared.order)
    outcome = await searching.run(wanted)
    async with begin() as db:
        if outcome is not None:
            await builds.finish(db, build_id, prepared, outcome)
        elif not searching.given_up:
            await builds.fail(db, build_id, Failure.DID_NOT_END)


class _Searching:
    """A process that searches; it ends with the job, whatever happens."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._step = Step(percent=0, cost=None)
        self.given_up = False

    async def run(self, wanted: Wanted) -> Outcome | None:
        """Return what came of it. None: nobody wants it any more, or it did not end as it should."""
        try:
            async with asyncio.timeout(4 * self._order.seconds + GRACE_SECONDS), _process() as process:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(self._order.model_dump_json(by_alias=True).encode())
                process.stdin.close()
                return await self._follow(process.stdout, wanted)
        except (TimeoutError, ValidationError, ConnectionError) as error:
            log.error("a search came to nothing", kind=type(error).__name__)
            return None

    async def _follow(self, said: asyncio.StreamReader, wanted: Wanted) -> Outcome | None:
        reading = asyncio.ensure_future(said.readline())
        try:
            while True:
                await asyncio.wait({reading}, timeout=ASK_SECONDS)
                if not reading.done():
                    if not await wanted(self._step):
                        self.given_up = True
                        return None
                    continue
                text = reading.result()
                if not text:
                    return None
                line = Line.model_validate_json(text)
                if line.outcome is not None:
                    return line.outcome
                if line.step is not None:
                    self._step = line.step
                    if not await wanted(self._step):
                        self.given_up = True
                        return None
                reading = asyncio.ensure_future(said.readline())
        finally:
            reading.cancel()


@asynccontextmanager
async def _process() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handrail.planning.searching",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
        env={key: value for key, value in os.environ.items() if not key.startswith("HANDRAIL_")},
        preexec_fn=with_parent(signal.SIGKILL),
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def let_go(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """End builds whose process is gone."""
    await builds.let_go(db, at=now())


JOBS: Final = {BUILD_JOB: LongJob(build_week)}

PERIODIC: Final[tuple[Periodic, ...]] = (Periodic("planning_let_go", "*/5 * * * *", let_go),)
