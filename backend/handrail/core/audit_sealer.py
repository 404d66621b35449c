"""What the worker runs all day: seal, and tell the heads to the sink. Neither ever stops the other, or the worker."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import asyncpg
import structlog

from handrail.core.audit_chain import CHAIN_FORMAT
from handrail.core.audit_sealing import RestoredElsewhere, seal_all
from handrail.core.audit_sink import Anchor, Sink, SinkFailed
from handrail.core.clock import now

HEADS_AT_ONCE: Final = 500
RETRY_SECONDS: Final = 5.0

log = structlog.get_logger("handrail.audit")

_WAITING = """
    SELECT organization_id, sequence, hash FROM audit_heads
    WHERE sequence > anchored_sequence AND (anchored_at IS NULL OR anchored_at <= now() - $1::interval)
    ORDER BY anchored_at NULLS FIRST, organization_id LIMIT $2
"""
_ALL_HEADS = "SELECT organization_id, sequence, hash FROM audit_heads ORDER BY organization_id"
_TOLD = """
    UPDATE audit_heads h SET anchored_sequence = told.sequence, anchored_at = now()
    FROM unnest($1::uuid[], $2::bigint[]) AS told(organization_id, sequence)
    WHERE h.organization_id = told.organization_id
"""
_SINK_FAILS = "UPDATE audit_watermarks SET sink_failing_since = coalesce(sink_failing_since, now())"
_SINK_WORKS = "UPDATE audit_watermarks SET sink_failing_since = NULL WHERE sink_failing_since IS NOT NULL"

Work = Callable[[asyncpg.Connection], Awaitable[object]]


async def tell_heads(connection: asyncpg.Connection, sink: Sink, *, every: timedelta) -> int:
    """Tell the sink every head it does not know, each organization's at most so often; return how many."""
    told = 0
    while True:
        anchors = _anchors(await connection.fetch(_WAITING, every, HEADS_AT_ONCE))
        if anchors:
            try:
                await sink.write(anchors)
            except SinkFailed:
                await connection.execute(_SINK_FAILS)
                raise
            owners, sequences = [one.organization_id for one in anchors], [one.sequence for one in anchors]
            await connection.execute(_TOLD, owners, sequences)
            await connection.execute(_SINK_WORKS)
        told += len(anchors)
        if len(anchors) < HEADS_AT_ONCE:
            return told


async def tell_restored(connection: asyncpg.Connection, sink: Sink) -> int:
    """Tell the sink that the database was restored and where every chain goes on; return how many chains."""
    anchors = [replace(one, event="restored") for one in _anchors(await connection.fetch(_ALL_HEADS))]
    if anchors:
        await sink.write(anchors)
    return len(anchors)


def _anchors(heads: list[asyncpg.Record]) -> list[Anchor]:
    moment = now().isoformat()
    return [
        Anchor(str(head["organization_id"]), head["sequence"], head["hash"].hex(), moment, CHAIN_FORMAT)
        for head in heads
    ]


async def run_sealer(
    url: str, sink: Sink | None, *, seal_every: timedelta, anchor_every: timedelta, retry: float = RETRY_SECONDS
) -> None:
    """Seal and tell until cancelled, each on a connection of its own that goes to the database directly."""
    if sink is None:
        log.warning("no audit sink is set: a chain that is rewritten as a whole will not be found")

    async def told(connection: asyncpg.Connection) -> None:
        assert sink is not None
        await tell_heads(connection, sink, every=anchor_every)

    async with asyncio.TaskGroup() as group:
        group.create_task(_again_and_again(url, seal_all, seal_every, retry, "audit entries cannot be sealed"))
        if sink is not None:
            pause = min(seal_every, anchor_every)
            group.create_task(_again_and_again(url, told, pause, retry, "audit heads cannot be told to the sink"))


async def _again_and_again(url: str, work: Work, pause: timedelta, retry: float, failure: str) -> None:
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=5, command_timeout=60)
            try:
                while True:
                    await work(connection)
                    await asyncio.sleep(pause.total_seconds())
            finally:
                connection.terminate()
        except RestoredElsewhere:
            log.error("this database was restored from another server: run `handrail audit resume`")
        except SinkFailed as reason:
            log.warning(failure, reason=str(reason))
        except Exception:  # whatever it was, sealing goes on when it is over; the log tells its kind only
            log.exception(failure)
        await asyncio.sleep(retry)
