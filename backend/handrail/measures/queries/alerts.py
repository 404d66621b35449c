"""Statements about alerts. Who may see which is decided here, in one predicate."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.events import record_changes
from handrail.core.ids import (
    AccountId,
    AdministrationId,
    AlertEventId,
    AlertId,
    DiaryDayId,
    ParticipantId,
    StaffId,
    new_id,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.permissions import PERMISSIONS
from handrail.episodes.models import Episode
from handrail.identity.models import Account, AccountRole
from handrail.identity.vocabulary import AccountStatus, SubjectKind
from handrail.measures.errors import AlertNotFound
from handrail.measures.models import Alert, AlertEvent
from handrail.measures.vocabulary import AlertEventKind, AlertStatus, AlertUrgency
from handrail.participants.models import Participant
from handrail.participants.queries import clinic_today, ids_of_person, of_person, visible_to
from handrail.staff.models import StaffMember
from handrail.tasks.models import OnCallShift


def _on_call(actor: Actor, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        OnCallShift.organization_id == actor.organization_id,
        OnCallShift.removed_at.is_(None),
        OnCallShift.starts_at <= now,
        OnCallShift.ends_at > now,
        or_(OnCallShift.account_id == actor.account_id, OnCallShift.backup_id == actor.account_id),
    )


def _visible(actor: Actor, *, now: datetime) -> ColumnElement[bool]:
    """Alerts about people the actor may see; besides, those that are theirs, or came up to them.

    What came up is seen by whoever is on call at this moment, whether or not a job has noted it yet.
    """
    about_visible = exists().where(
        Participant.organization_id == Alert.organization_id,
        Participant.id == Alert.participant_id,
        visible_to(actor, "alert:read"),
    )
    return or_(
        Alert.owner_id == actor.account_id,
        Alert.backup_id == actor.account_id,
        Alert.escalated_to == actor.account_id,
        and_(Alert.status == AlertStatus.OPEN, Alert.due_at <= now, _on_call(actor, now)),
        about_visible,
    )


async def visible_alert(
    db: AsyncSession, actor: Actor, alert_id: AlertId, *, now: datetime, lock: bool = False
) -> Alert:
    """Return an alert the actor may see, or raise as if there were none."""
    query = select(Alert).where(Alert.id == alert_id, _visible(actor, now=now))
    if lock:
        query = query.with_for_update(of=Alert).execution_options(populate_existing=True)
    alert: Alert | None = await db.scalar(query)
    if alert is None:
        raise AlertNotFound()
    return alert


async def page_of_alerts(
    db: AsyncSession,
    actor: Actor,
    *,
    now: datetime,
    status: AlertStatus | None,
    participant_id: ParticipantId | None,
    page: PageParams,
) -> Rows[Alert]:
    """One page of alerts: the open ones by what is due first, all of them by when they were opened."""
    query = select(Alert).where(_visible(actor, now=now))
    if status is not None:
        query = query.where(Alert.status == status)
    if participant_id is not None:
        query = query.where(of_person(Alert.participant_id, participant_id))
    if status is AlertStatus.OPEN:
        return await paginate(db, query, order=(Alert.due_at, Alert.id), page=page)
    return await paginate(db, query, order=(Alert.opened_at, Alert.id), page=page, descending=True)


async def enter(db: AsyncSession, values: Mapping[str, Any]) -> Alert | None:
    """Store a new alert, or return None where its source opened one of this rule already: the table's key decides."""
    row = {"id": new_id(), "organization_id": db.info["organization_id"], "version": 1, **values}
    entered: AlertId | None = await db.scalar(insert(Alert).values(row).on_conflict_do_nothing().returning(Alert.id))
    if entered is None:
        return None
    await record_changes(db, "alerts.created", [row])
    return await db.get(Alert, (row["organization_id"], entered))


async def note_sight(db: AsyncSession, alert_id: AlertId, account_id: AccountId, at: datetime) -> None:
    """Store that somebody saw an alert, the first time only."""
    row = {
        "id": AlertEventId(new_id()),
        "organization_id": db.info["organization_id"],
        "alert_id": alert_id,
        "kind": AlertEventKind.SEEN,
        "at": at,
        "account_id": account_id,
    }
    stored = await db.scalar(insert(AlertEvent).values(row).on_conflict_do_nothing().returning(AlertEvent.id))
    if stored is not None:
        await record_changes(db, "alert_events.created", [row])


async def events_of(db: AsyncSession, alert_ids: Collection[AlertId]) -> dict[AlertId, list[AlertEvent]]:
    """Return what happened to some alerts, the first first."""
    query = select(AlertEvent).where(AlertEvent.alert_id.in_(alert_ids)).order_by(AlertEvent.at, AlertEvent.id)
    found: dict[AlertId, list[AlertEvent]] = {}
    for event in await db.scalars(query):
        found.setdefault(event.alert_id, []).append(event)
    return found


async def names_of(db: AsyncSession, account_ids: Collection[AccountId]) -> dict[AccountId, str]:
    query = select(Account.id, Account.display_name).where(Account.id.in_(account_ids))
    return {row.id: row.display_name for row in await db.execute(query)}


async def people_named(
    db: AsyncSession, participant_ids: Collection[ParticipantId]
) -> dict[ParticipantId, Participant]:
    return {one.id: one for one in await db.scalars(select(Participant).where(Participant.id.in_(participant_ids)))}


def name_of(person: Participant) -> str:
    """Return the name somebody uses and their family name: an alert must not be taken for another person's."""
    called = person.chosen_name or next(iter(person.given_names), "")
    return f"{called} {person.family_name}".strip()


def _able() -> ColumnElement[bool]:
    """Accounts that may document an action today: `alert:close` as an expression."""
    today = select(clinic_today()).scalar_subquery()
    roles = [role.value for role in PERMISSIONS["alert:close"].scopes]
    holds = exists().where(
        AccountRole.organization_id == Account.organization_id,
        AccountRole.account_id == Account.id,
        AccountRole.role.in_(roles),
        AccountRole.starts_on <= today,
        or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
    )
    return and_(
        Account.subject_kind == SubjectKind.STAFF,
        Account.status == AccountStatus.ACTIVE,
        Account.licensed_until >= today,
        holds,
    )


async def able_of(db: AsyncSession, account_ids: Collection[AccountId]) -> set[AccountId]:
    """Return those of these accounts that may document an action today."""
    return set(await db.scalars(select(Account.id).where(Account.id.in_(account_ids), _able())))


async def people_able(db: AsyncSession) -> Sequence[Account]:
    """Return everybody who may document an action today, by name; a clinic has fewer than the limit."""
    return list(await db.scalars(select(Account).where(_able()).order_by(Account.display_name, Account.id).limit(500)))


async def account_of_staff(db: AsyncSession, staff_id: StaffId | None) -> AccountId | None:
    if staff_id is None:
        return None
    found: AccountId | None = await db.scalar(select(StaffMember.account_id).where(StaffMember.id == staff_id))
    return found


async def rules_of_day(db: AsyncSession, diary_day_id: DiaryDayId, *, closed: bool) -> list[str]:
    """Return the rules by which an alert about a day of a diary is open, or also those whose alert is `closed`."""
    query = select(Alert.rule_key).where(Alert.diary_day_id == diary_day_id)
    return list(await db.scalars(query if closed else query.where(Alert.status == AlertStatus.OPEN)))


async def rules_of_administration(db: AsyncSession, administration_id: AdministrationId) -> list[str]:
    """Return the rules that opened an alert about a measure, also where it is closed."""
    return list(await db.scalars(select(Alert.rule_key).where(Alert.administration_id == administration_id)))


async def most_urgent(db: AsyncSession, alert_ids: Collection[AlertId]) -> AlertUrgency:
    """Return how little delay the gravest of these alerts bears; a few hours where there is none."""
    query = select(Alert.id).where(Alert.id.in_(alert_ids), Alert.urgency == AlertUrgency.URGENT).limit(1)
    return AlertUrgency.URGENT if await db.scalar(query) else AlertUrgency.SOON


async def of_team(db: AsyncSession, account_id: AccountId) -> AccountId | None:
    """Return the account unless it is a participant's."""
    query = select(Account.id).where(Account.id == account_id, Account.subject_kind != SubjectKind.PARTICIPANT)
    found: AccountId | None = await db.scalar(query)
    return found


async def anybody_of_team(db: AsyncSession) -> AccountId | None:
    """Return somebody who works with alerts today, before others who may document an action; None where nobody does."""
    today = select(clinic_today()).scalar_subquery()
    works = exists().where(
        AccountRole.organization_id == Account.organization_id,
        AccountRole.account_id == Account.id,
        AccountRole.role.in_([role.value for role in PERMISSIONS["alert:work"].scopes]),
        AccountRole.starts_on <= today,
        or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
    )
    query = (
        select(Account.id)
        .where(Account.subject_kind == SubjectKind.STAFF, Account.status == AccountStatus.ACTIVE, works)
        .order_by(func.coalesce(_able(), false()).desc(), Account.id)
    )
    found: AccountId | None = await db.scalar(query.limit(1))
    return found


async def current_episode(db: AsyncSession, participant_id: ParticipantId) -> Episode | None:
    """Return the episode that speaks for a person now: the primary one, else the youngest."""
    query = (
        select(Episode)
        .where(of_person(Episode.participant_id, participant_id), Episode.voided_at.is_(None))
        .order_by(Episode.ended_on.is_(None).desc(), Episode.is_primary.desc(), Episode.referred_on.desc(), Episode.id)
    )
    found: Episode | None = await db.scalar(query.limit(1))
    return found


async def lock_overdue(db: AsyncSession, now: datetime) -> list[Alert]:
    """Return open alerts whose next step is due and that have not gone up yet, locked; others' locks are left alone."""
    query = (
        select(Alert)
        .where(Alert.status == AlertStatus.OPEN, Alert.due_at <= now, Alert.escalated_at.is_(None))
        .order_by(Alert.due_at, Alert.id)
        .with_for_update(skip_locked=True)
    )
    return list(await db.scalars(query))


async def open_by_day(
    db: AsyncSession, participant_ids: Collection[ParticipantId], day: date, time_zone: str
) -> list[Alert]:
    """Return alerts opened by the end of a day about these people, under any of their records, that are open still."""
    if not participant_ids:
        return []
    opened_on = cast(func.timezone(time_zone, Alert.opened_at), Date)
    theirs = or_(*(Alert.participant_id.in_(ids_of_person(one)) for one in participant_ids))
    query = select(Alert).where(Alert.status == AlertStatus.OPEN, opened_on <= day, theirs)
    return list(await db.scalars(query.order_by(Alert.id)))


async def ids_of_administration(db: AsyncSession, administration_id: AdministrationId) -> list[AlertId]:
    query = select(Alert.id).where(Alert.administration_id == administration_id)
    return list(await db.scalars(query.order_by(Alert.opened_at, Alert.id)))


async def ids_of_diary_day(db: AsyncSession, diary_day_id: DiaryDayId) -> list[AlertId]:
    query = select(Alert.id).where(Alert.diary_day_id == diary_day_id)
    return list(await db.scalars(query.order_by(Alert.opened_at, Alert.id)))
