"""The roster on paper, printed from a page before the network goes."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import LocationId
from handrail.core.kind_words import Language
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.reporting import downtime_service
from handrail.reporting.downtime_errors import NoClinicDay
from handrail.reporting.downtime_schemas import DowntimeNights
from handrail.reporting.router import Day

router = api_router("locations", tag="reporting")
nightly = api_router("downtime-rosters", tag="reporting")


@router.get(
    "/{location_id}/downtime-roster",
    summary="Read the downtime roster",
    response_class=Response,
    responses={
        **problems(NoClinicDay),
        200: {"content": {"text/html": {"schema": {"type": "string"}}}, "description": "A page to print."},
    },
)
async def read_downtime_roster(
    actor: Annotated[Actor, Depends(allow("downtime_roster:read"))],
    db: Db,
    request: Request,
    location_id: LocationId,
    on: Annotated[Day | None, Query(alias="date", description="By default the coming clinic day.")] = None,
    language: Annotated[Language, Query(description="Of the page.")] = "en",
) -> Response:
    """Everybody who is expected at a location on a day, with boxes to fill in by hand."""
    made = await downtime_service.make(db, location_id, on, language=language)
    concerning(request, *made.participant_ids)
    return Response(
        made.html,
        media_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        },
    )


@nightly.get("", summary="Read whether downtime rosters are made by night")
async def read_downtime_nights(
    actor: Annotated[Actor, Depends(allow("downtime_roster:watch"))],
    db: Db,
) -> DowntimeNights:
    """Whether the pages of the coming day are put into a folder every night, and since when that fails."""
    found = await downtime_service.how_it_stands(db)
    return DowntimeNights(
        looked_at=found.looked_at if found else None, failing_since=found.failing_since if found else None
    )
