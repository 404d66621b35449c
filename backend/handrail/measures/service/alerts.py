"""Alerts: opened in the transaction that stores what opens them, open until an action is documented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import AccountId, AlertId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes.models import Episode
from handrail.measures.alert_schemas import AlertClose, AlertHandOver, AlertRaise
from handrail.measures.errors import AlertClosed, AlreadyAcknowledged, CannotAnswerAlerts, SameHands
from handrail.measures.models import Administration, Alert, AlertEvent, RiskScreen
from handrail.measures.queries import administrations as given
from handrail.measures.queries import alerts as queries
from handrail.measures.rules.alarms import Standing, action_due, first_due, goes_up, hands
from handrail.measures.rules.definition import Instrument
from handrail.measures.service import texts
from handrail.measures.vocabulary import AlertEventKind, AlertSource, AlertStatus, AlertUrgency
from handrail.participants import service as participants
from handrail.tasks import service as tasks

FLAG = "flag"
SCREEN = "risk-screen"
NOT_STORED = "not-stored"
UNANSWERED = ".unanswered"
"""Ends the rule key of a safety question that stayed blank."""


@dataclass(frozen=True)
class SeenAlert:
    """An alert with what names it."""

    alert: Alert
    person_id: ParticipantId
    """The record that stands for the person now: rosters and charts know them by it."""
    participant_name: str
    names: dict[AccountId, str]
    events: Sequence[AlertEvent]
    administration: Administration | None
    instrument: Instrument | None
    gone_up: bool


async def open_alert(
    db: AsyncSession,
    *,
    participant_id: ParticipantId,
    episode: Episode | None,
    source: AlertSource,
    rule_key: str,
    urgency: AlertUrgency,
    by: AccountId,
    at: datetime,
    **about: Any,
) -> Alert | None:
    """Open an alert once, with its owner, its backup and when it is due; None where it was opened before.

    What a participant answers by themselves is for the team: they never own it.
    """
    shift = await tasks.running(db, at)
    candidates = [
        await queries.account_of_staff(db, episode.primary_clinician_id if episode else None),
        await queries.of_team(db, by),
        shift.account_id if shift else None,
        await tasks.director_of(db, episode.program_id if episode else None, holding="alert:read"),
    ]
    if not any(candidates):
        candidates = [await queries.anybody_of_team(db), by]
    owner, backup = hands(candidates, await queries.able_of(db, [one for one in candidates if one is not None]))
    alert = await queries.enter(
        db,
        {
            "participant_id": participant_id,
            "episode_id": episode.id if episode else None,
            "source": source,
            "rule_key": rule_key,
            "urgency": urgency,
            "status": AlertStatus.OPEN,
            "owner_id": owner,
            "backup_id": backup,
            "opened_at": at,
            "opened_by": by,
            "due_at": first_due(urgency, at),
            **about,
        },
    )
    if alert is not None:
        _note(db, alert, AlertEventKind.OPENED, at=at, by=by)
        await db.flush()
    return alert


def _note(
    db: AsyncSession,
    alert: Alert,
    kind: AlertEventKind,
    *,
    at: datetime,
    by: AccountId | None,
    to: AccountId | None = None,
    note: str | None = None,
) -> None:
    db.add(AlertEvent(alert_id=alert.id, kind=kind, at=at, account_id=by, to_account_id=to, note=note))


async def raise_alert(db: AsyncSession, actor: Actor, participant_id: ParticipantId, raised: AlertRaise) -> SeenAlert:
    """Open an alert about something somebody of the team saw or heard."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission="alert:work")
    alert = await open_alert(
        db,
        participant_id=person.person_id,
        episode=await queries.current_episode(db, person.person_id),
        source=AlertSource.FLAG,
        rule_key=FLAG,
        urgency=raised.urgency,
        by=actor.account_id,
        at=now(),
        flag_reason=raised.reason,
        note=raised.note,
    )
    assert alert is not None, "a flag has no key that another one could have taken"
    return await _seen(db, alert)


async def tell_not_stored(db: AsyncSession, participant_id: ParticipantId, *, by: AccountId) -> Alert | None:
    """Open an alert that something a person said could not be stored; None where one of theirs is open already.

    It may have been anything, an answer about suicide too: it bears no delay.
    """
    return await open_alert(
        db,
        participant_id=participant_id,
        episode=await queries.current_episode(db, participant_id),
        source=AlertSource.NOT_STORED,
        rule_key=NOT_STORED,
        urgency=AlertUrgency.URGENT,
        by=by,
        at=now(),
    )


async def list_alerts(
    db: AsyncSession,
    actor: Actor,
    *,
    status: AlertStatus | None,
    participant_id: ParticipantId | None,
    page: PageParams,
) -> Rows[SeenAlert]:
    """Alerts the actor may see, with what names them."""
    rows = await queries.page_of_alerts(db, actor, now=now(), status=status, participant_id=participant_id, page=page)
    return Rows(await _all_seen(db, list(rows.items)), rows.next_cursor)


async def get_alert(db: AsyncSession, actor: Actor, alert_id: AlertId) -> SeenAlert:
    return await _seen(db, await queries.visible_alert(db, actor, alert_id, now=now()))


async def mark_seen(db: AsyncSession, actor: Actor, alert_id: AlertId) -> SeenAlert:
    """Note who has seen it and when, once a person."""
    alert = await queries.visible_alert(db, actor, alert_id, now=now())
    await queries.note_sight(db, alert.id, actor.account_id, now())
    return await _seen(db, alert)


async def _open(db: AsyncSession, actor: Actor, alert_id: AlertId) -> Alert:
    alert = await queries.visible_alert(db, actor, alert_id, now=now(), lock=True)
    if alert.status is not AlertStatus.OPEN:
        raise AlertClosed()
    return alert


async def acknowledge(db: AsyncSession, actor: Actor, alert_id: AlertId) -> SeenAlert:
    """Take an alert: from now on the action is due. Whoever takes somebody else's owns it, and that one stands in."""
    alert = await _open(db, actor, alert_id)
    if alert.acknowledged_by == actor.account_id and alert.owner_id == actor.account_id:
        return await _seen(db, alert)
    if alert.acknowledged_at is not None and not _is_up(alert):
        raise AlreadyAcknowledged()
    at = now()
    if alert.owner_id != actor.account_id:
        alert.owner_id, alert.backup_id = actor.account_id, alert.owner_id
    alert.acknowledged_at, alert.acknowledged_by = at, actor.account_id
    alert.due_at, alert.escalated_at, alert.escalated_to = action_due(alert.urgency, at), None, None
    _note(db, alert, AlertEventKind.ACKNOWLEDGED, at=at, by=actor.account_id)
    await queries.note_sight(db, alert.id, actor.account_id, at)
    await db.flush()
    return await _seen(db, alert)


def _is_up(alert: Alert) -> bool:
    return goes_up(Standing(alert.status, alert.due_at), now())


async def hand_over(db: AsyncSession, actor: Actor, alert_id: AlertId, handing: AlertHandOver) -> SeenAlert:
    """Give an alert to somebody who may act on it; it waits for them to take it, and goes up if they do not."""
    alert = await _open(db, actor, alert_id)
    if handing.owner_id == alert.owner_id:
        raise SameHands(pointer="/owner_id")
    if not await queries.able_of(db, [handing.owner_id]):
        raise CannotAnswerAlerts(pointer="/owner_id")
    at = now()
    alert.owner_id, alert.backup_id = handing.owner_id, alert.owner_id
    alert.acknowledged_at, alert.acknowledged_by = None, None
    # Handing on buys no time that the alert does not bear.
    alert.due_at = min(alert.due_at, first_due(alert.urgency, at)) if not _is_up(alert) else alert.due_at
    _note(db, alert, AlertEventKind.HANDED_OVER, at=at, by=actor.account_id, to=handing.owner_id, note=handing.note)
    await db.flush()
    return await _seen(db, alert)


async def close(db: AsyncSession, actor: Actor, alert_id: AlertId, done: AlertClose) -> SeenAlert:
    """Document what was done. Only this closes an alert."""
    alert = await _open(db, actor, alert_id)
    at = now()
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = at, actor.account_id
    alert.status, alert.closed_at, alert.closed_by = AlertStatus.CLOSED, at, actor.account_id
    alert.action, alert.action_note = done.action, done.note
    _note(db, alert, AlertEventKind.CLOSED, at=at, by=actor.account_id)
    await queries.note_sight(db, alert.id, actor.account_id, at)
    await db.flush()
    return await _seen(db, alert)


async def escalate(db: AsyncSession, at: datetime) -> int:
    """Note that overdue alerts went up, and to whom; return how many.

    Who is on call sees an overdue alert without this: it makes the record of it, and rings.
    """
    overdue = await queries.lock_overdue(db, at)
    if not overdue:
        return 0
    shift = await tasks.running(db, at)
    for alert in overdue:
        alert.escalated_at = at
        alert.escalated_to = shift.account_id if shift else await tasks.director_of(db, holding="alert:read")
        _note(db, alert, AlertEventKind.ESCALATED, at=at, by=None, to=alert.escalated_to)
    await db.flush()
    return len(overdue)


async def people_able(db: AsyncSession) -> list[tuple[AccountId, str]]:
    """Who may document an action today."""
    return [(one.id, one.display_name) for one in await queries.people_able(db)]


async def screen_of(db: AsyncSession, alert: Alert) -> RiskScreen | None:
    if alert.risk_screen_id is None:
        return None
    return await db.get(RiskScreen, (alert.organization_id, alert.risk_screen_id))


async def answer_of(db: AsyncSession, seen: SeenAlert) -> tuple[bool, int | None]:
    """Whether the question an alert is about is answered, and the answer as it stands."""
    if seen.administration is None:
        return False, None
    for answer in await given.answers_of(db, seen.administration.id):
        if answer.item == seen.alert.item:
            return True, answer.value
    return False, None


async def _seen(db: AsyncSession, alert: Alert) -> SeenAlert:
    return (await _all_seen(db, [alert]))[0]


async def _all_seen(db: AsyncSession, alerts: Sequence[Alert]) -> list[SeenAlert]:
    events = await queries.events_of(db, [alert.id for alert in alerts])
    people = await queries.people_named(db, {alert.participant_id for alert in alerts})
    accounts: set[AccountId | None] = set()
    for alert in alerts:
        accounts |= {alert.owner_id, alert.backup_id, alert.acknowledged_by, alert.closed_by, alert.escalated_to}
        for event in events.get(alert.id, ()):
            accounts |= {event.account_id, event.to_account_id}
    names = await queries.names_of(db, {one for one in accounts if one is not None})
    found = []
    for alert in alerts:
        person = people[alert.participant_id]
        administration = (
            await db.get(Administration, (alert.organization_id, alert.administration_id))
            if alert.administration_id is not None
            else None
        )
        instrument = await texts.asked(db, administration) if administration is not None else None
        found.append(
            SeenAlert(
                alert=alert,
                person_id=person.person_id,
                participant_name=queries.name_of(person),
                names=names,
                events=events.get(alert.id, ()),
                administration=administration,
                instrument=instrument,
                gone_up=_is_up(alert),
            )
        )
    return found
