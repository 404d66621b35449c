"""Alerts and safety plans."""

from typing import Annotated, Any

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import AccountId, AlertId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.measures.alert_schemas import (
    AlertClose,
    AlertHandOver,
    AlertRaise,
    AlertRead,
    AlertSummary,
    SafetyPlanRead,
    SafetyPlanWrite,
)
from handrail.measures.errors import (
    AboutAnother,
    AlertClosed,
    AlertNotFound,
    AlreadyAcknowledged,
    CannotAnswerAlerts,
    PlanChanged,
    PlanEmpty,
    SameHands,
)
from handrail.measures.schemas import stored
from handrail.measures.service import alerts, safety_plans
from handrail.measures.service.alerts import SeenAlert
from handrail.measures.vocabulary import AlertEventKind, AlertStatus
from handrail.participants.errors import ParticipantNotFound

router = api_router("alerts", tag="alerts")
of_participants = api_router("participants", tag="alerts")

Reader = Annotated[Actor, Depends(allow("alert:read"))]
Worker = Annotated[Actor, Depends(allow("alert:work"))]
Closer = Annotated[Actor, Depends(allow("alert:close"))]


def _hand(seen: SeenAlert, account_id: AccountId | None) -> dict[str, Any] | None:
    return None if account_id is None else {"account_id": account_id, "name": seen.names.get(account_id, "")}


def _values(seen: SeenAlert) -> dict[str, Any]:
    alert = seen.alert
    rule = next((one for one in seen.instrument.alerts if one.item == alert.item), None) if seen.instrument else None
    return {
        **stored(alert, AlertRead),
        "participant_id": seen.person_id,
        "participant_name": seen.participant_name,
        "label": rule.label if rule else alert.label,
        "owner": _hand(seen, alert.owner_id),
        "backup": _hand(seen, alert.backup_id),
        "gone_up": seen.gone_up,
        "acknowledged_by": _hand(seen, alert.acknowledged_by),
        "closed_by": _hand(seen, alert.closed_by),
        "seen_by": [event.account_id for event in seen.events if event.kind is AlertEventKind.SEEN],
    }


async def _read(request: Request, db: Db, actor: Actor, seen: SeenAlert) -> AlertRead:
    concerning(request, seen.alert.participant_id)
    screen = await alerts.screen_of(db, seen.alert)
    able = await alerts.people_able(db) if seen.alert.status is AlertStatus.OPEN else []
    return AlertRead.model_validate(
        _values(seen)
        | {
            "answered": await _answered(db, seen),
            "risk_level": screen.level if screen else None,
            "events": [
                {
                    "kind": event.kind,
                    "at": event.at,
                    "by": _hand(seen, event.account_id),
                    "to": _hand(seen, event.to_account_id),
                    "note": event.note,
                }
                for event in seen.events
            ],
            "may_close": actor.may("alert:close"),
            "may_take": [{"account_id": one, "name": name} for one, name in able if one != seen.alert.owner_id],
        }
    )


async def _answered(db: Db, seen: SeenAlert) -> dict[str, Any] | None:
    if seen.instrument is None or seen.alert.item is None:
        return None
    answered, value = await alerts.answer_of(db, seen)
    item = next(one for one in seen.instrument.items if one.number == seen.alert.item)
    option = next((one for one in seen.instrument.answers[item.answers] if answered and one.value == value), None)
    return {
        "instrument_key": seen.instrument.key,
        "instrument_name": seen.instrument.name,
        "item": item.number,
        "question": item.text,
        "answer": option.text if option else None,
        "value": value,
    }


@router.get("", summary="List alerts")
async def list_alerts(
    request: Request,
    actor: Reader,
    db: Db,
    page: PageParams,
    status: AlertStatus | None = AlertStatus.OPEN,
    participant_id: ParticipantId | None = None,
) -> Page[AlertSummary]:
    """Alerts about people you may see, yours, and what came up to you: the open ones by what is due first."""
    rows = await alerts.list_alerts(db, actor, status=status, participant_id=participant_id, page=page)
    concerning(request, *{seen.alert.participant_id for seen in rows})
    return Page(items=[AlertSummary.model_validate(_values(seen)) for seen in rows], next_cursor=rows.next_cursor)


@router.get("/{alert_id}", summary="Read an alert", responses=problems(AlertNotFound))
async def read_alert(request: Request, alert_id: AlertId, actor: Reader, db: Db) -> AlertRead:
    """What it is about, who answers for it, and everything that happened to it."""
    return await _read(request, db, actor, await alerts.get_alert(db, actor, alert_id))


@of_participants.post(
    "/{participant_id}/alerts",
    status_code=201,
    summary="Raise an alert",
    responses=problems(ParticipantNotFound),
)
async def raise_alert(
    request: Request, participant_id: ParticipantId, raised: AlertRaise, actor: Worker, db: Db
) -> AlertRead:
    """Say what you saw or heard; it stays open until somebody with the right documents what was done."""
    return await _read(request, db, actor, await alerts.raise_alert(db, actor, participant_id, raised))


@router.post("/{alert_id}/see", summary="Note that you saw an alert", responses=problems(AlertNotFound))
async def see_alert(request: Request, alert_id: AlertId, actor: Worker, db: Db) -> AlertRead:
    """Kept once a person with its time; it changes nothing about who has to act."""
    return await _read(request, db, actor, await alerts.mark_seen(db, actor, alert_id))


@router.post(
    "/{alert_id}/acknowledge",
    summary="Take an alert",
    responses=problems(AlertNotFound, AlertClosed, AlreadyAcknowledged),
)
async def acknowledge_alert(request: Request, alert_id: AlertId, actor: Closer, db: Db) -> AlertRead:
    """Say that you have it: you own it, and until the new due time you document what was done."""
    return await _read(request, db, actor, await alerts.acknowledge(db, actor, alert_id))


@router.post(
    "/{alert_id}/hand-over",
    summary="Hand an alert over",
    responses=problems(AlertNotFound, AlertClosed, SameHands, CannotAnswerAlerts),
)
async def hand_alert_over(
    request: Request, alert_id: AlertId, handing: AlertHandOver, actor: Worker, db: Db
) -> AlertRead:
    """Give it to a clinician who may act on it; it waits for them to take it."""
    return await _read(request, db, actor, await alerts.hand_over(db, actor, alert_id, handing))


@router.post("/{alert_id}/close", summary="Document what was done", responses=problems(AlertNotFound, AlertClosed))
async def close_alert(request: Request, alert_id: AlertId, done: AlertClose, actor: Closer, db: Db) -> AlertRead:
    """Close an alert by the action that was taken; nothing else closes one."""
    return await _read(request, db, actor, await alerts.close(db, actor, alert_id, done))


@of_participants.get(
    "/{participant_id}/safety-plans", summary="List a safety plan's versions", responses=problems(ParticipantNotFound)
)
async def list_safety_plans(
    request: Request,
    participant_id: ParticipantId,
    actor: Annotated[Actor, Depends(allow("measure:read"))],
    db: Db,
    page: PageParams,
) -> Page[SafetyPlanRead]:
    """Every version, the one that holds first."""
    concerning(request, participant_id)
    return Page.of(await safety_plans.list_plans(db, actor, participant_id, page), SafetyPlanRead)


@of_participants.post(
    "/{participant_id}/safety-plans",
    status_code=201,
    summary="Write a safety plan",
    responses=problems(ParticipantNotFound, AlertNotFound, AboutAnother, PlanChanged, PlanEmpty),
)
async def write_safety_plan(
    request: Request,
    participant_id: ParticipantId,
    wanted: SafetyPlanWrite,
    actor: Annotated[Actor, Depends(allow("measure:give"))],
    db: Db,
) -> SafetyPlanRead:
    """Store the next version of the whole plan. The versions before stay readable."""
    concerning(request, participant_id)
    return SafetyPlanRead.model_validate(await safety_plans.write(db, actor, participant_id, wanted))
