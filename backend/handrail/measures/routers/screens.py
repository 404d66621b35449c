"""Risk screens that were entered by mistake."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import RiskScreenId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.measures.alert_schemas import RiskScreenRead, RiskScreenVoid
from handrail.measures.errors import RiskScreenNotFound, ScreenVoided
from handrail.measures.service import screens

router = api_router("risk-screens", tag="measures")


@router.post(
    "/{risk_screen_id}/void",
    summary="Take a risk screen back",
    responses=problems(RiskScreenNotFound, ScreenVoided),
)
async def void_risk_screen(
    request: Request,
    risk_screen_id: RiskScreenId,
    given: RiskScreenVoid,
    actor: Annotated[Actor, Depends(allow("measure:correct"))],
    db: Db,
) -> RiskScreenRead:
    """It stays readable with the reason and silences no later one; an alert that it opened stays open."""
    screen = await screens.void(db, actor, risk_screen_id, reason=given.reason)
    concerning(request, screen["participant_id"])
    return RiskScreenRead.model_validate(screen)
