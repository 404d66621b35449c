"""Figures for Prometheus: route templates and counts, nothing about anybody."""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from handrail.core.errors import Forbidden
from handrail.core.state import core_of

REQUESTS = Histogram(
    "handrail_request_seconds",
    "Time to answer, by operation and status.",
    ["operation", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3),
)
REFUSED_INPUT = Counter("handrail_refused_input_total", "Requests refused before any route, by reason.", ["reason"])

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
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
