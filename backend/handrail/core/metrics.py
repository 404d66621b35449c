"""Figures for Prometheus: route templates and counts, nothing about anybody."""

import asyncio
import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from handrail.core.db import NO_ANSWER
from handrail.core.errors import Forbidden
from handrail.core.state import core_of

REQUESTS = Histogram(
    "handrail_request_seconds",
    "Time to answer, by operation and status.",
    ["operation", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3),
)
REFUSED_INPUT = Counter("handrail_refused_input_total", "Requests refused before any route, by reason.", ["reason"])
OPEN_STREAMS = Gauge("handrail_open_streams", "Streams of changes that are open in this process.")
AUDIT_BEHIND = Gauge("handrail_audit_behind_seconds", "Age of the oldest audit entry that waits for its seal.")
AUDIT_LOOKED = Gauge("handrail_audit_looked_seconds", "Time since the sealer last looked; grows when no worker runs.")
AUDIT_SINK_FAILING = Gauge("handrail_audit_sink_failing_seconds", "Time since which the audit sink takes no heads.")

WORK_FAILING = Gauge("handrail_work_failing_seconds", "Time since which a work of the worker fails.", ["work"])
WORK_LOOKED = Gauge("handrail_work_looked_seconds", "Time since a work of the worker was last tried.", ["work"])

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures since the start of this process; for loopback, or for who knows the token."""
    token = core_of(request).settings.metrics_token
    if token is not None:
        if not hmac.compare_digest(request.headers.get("authorization", ""), f"Bearer {token.get_secret_value()}"):
            raise Forbidden()
    elif request.client is None or not ip_address(request.client.host).is_loopback:
        raise Forbidden()
    await _ask_how_the_worker_stands(request)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


_SEALING = """
    SELECT max(extract(epoch FROM now() - behind_since)) AS behind,
        max(extract(epoch FROM now() - looked_at)) AS looked,
        max(extract(epoch FROM now() - sink_failing_since)) AS sink_failing
    FROM audit_watermarks
"""


_WORK = """
    SELECT name, coalesce(extract(epoch FROM now() - failing_since), 0) AS failing,
        extract(epoch FROM now() - looked_at) AS looked
    FROM watched_work
"""


async def _ask_how_the_worker_stands(request: Request) -> None:
    # The worker has no address of its own; what it wrote down is told by whoever is asked.
    try:
        async with asyncio.timeout(1), core_of(request).hot_pool.acquire() as connection:
            row = await connection.fetchrow(_SEALING)
            works = await connection.fetch(_WORK)
    except NO_ANSWER:
        return  # the other figures matter most when the database does not answer
    assert row is not None
    for gauge, name in ((AUDIT_BEHIND, "behind"), (AUDIT_LOOKED, "looked"), (AUDIT_SINK_FAILING, "sink_failing")):
        gauge.set(row[name] or 0)
    for work in works:
        WORK_FAILING.labels(work["name"]).set(work["failing"])
        WORK_LOOKED.labels(work["name"]).set(work["looked"])
