"""The SQL of the staff file."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handrail.core.clock import today_in
from handrail.core.ids import AccountId, ServiceGrantId, StaffCredentialId, StaffId, SupervisionId, TimeOffId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import ServiceKind
from handrail.organizations.models import Organization
from handrail.staff.errors import (
    CredentialNotFound,
    ServiceGrantNotFound,
    StaffNotFound,
    SupervisionNotFound,
    TimeOffNotFound,
)
from handrail.staff.models import (
    PreferredHours,
    ServiceGrant,
    StaffCredential,
    StaffHours,
    StaffIdentifier,
    StaffMember,
    Supervision,
    TimeOff,
)
from handrail.staff.vocabulary import LEVELS, MAY_LEAD, CredentialKind, CredentialLevel, StaffStatus


async def local_today(db: AsyncSession) -> date:
    """Return the date at the organization's seat."""
    return today_in((await db.scalars(select(Organization.time_zone))).one())


def _within(
    starts_on: InstrumentedAttribute[date], ends_on: InstrumentedAttribute[date | None], on: date
) -> ColumnElement[bool]:
    return and_(starts_on <= on, or_(ends_on.is_(None), ends_on >= on))


# People


async def get_staff(db: AsyncSession, staff_id: StaffId, *, lock: bool = False) -> StaffMember:
    query = select(StaffMember).where(StaffMember.id == staff_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise StaffNotFound()
    return row


async def list_staff(
    db: AsyncSession,
    *,
    status: StaffStatus | None,
    may_lead: ServiceKind | None,
    language: str | None,
    on: date,
    page: PageParams,
) -> Rows[StaffMember]:
    """People by family name; `may_lead` as of `on`, by the same table as `rules.may_lead`."""
    query = select(StaffMember)
    if status is not None:
        query = query.where(StaffMember.status == status)
    if language is not None:
        query = query.where(StaffMember.languages.contains([language]))
    if may_lead is not None:
        query = query.where(_leads(may_lead, on))
    order = (StaffMember.family_name, StaffMember.given_name, StaffMember.id)
    return await paginate(db, query, order=order, page=page)


def _leads(kind: ServiceKind, on: date) -> ColumnElement[bool]:
    leading = [credential for credential, kinds in MAY_LEAD.items() if kind in kinds]
    alone = [credential for credential in leading if LEVELS[credential] is not CredentialLevel.SUPERVISED]
    under = [credential for credential in leading if LEVELS[credential] is CredentialLevel.SUPERVISED]
    granted = select(ServiceGrant.staff_id).where(
        ServiceGrant.service_kind == kind, _within(ServiceGrant.starts_on, ServiceGrant.ends_on, on)
    )
    supervised = select(Supervision.supervisee_id).where(_within(Supervision.starts_on, Supervision.ends_on, on))
    return or_(
        StaffMember.id.in_(granted),
        StaffMember.id.in_(_holders(alone, on)),
        and_(StaffMember.id.in_(_holders(under, on)), StaffMember.id.in_(supervised)),
    )


def _holders(kinds: Collection[CredentialKind], on: date) -> Any:
    return select(StaffCredential.staff_id).where(
        StaffCredential.kind.in_(kinds),
        _within(StaffCredential.issued_on, StaffCredential.expires_on, on),
        or_(StaffCredential.revoked_on.is_(None), StaffCredential.revoked_on > on),
    )


async def staff_with_identifiers(
    db: AsyncSession, keys: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], StaffId]:
    """Find people by the numbers other systems know them by."""
    systems, values = {system for system, _ in keys}, {value for _, value in keys}
    query = select(StaffIdentifier).where(StaffIdentifier.system.in_(systems), StaffIdentifier.value.in_(values))
    return {(row.system, row.value): row.staff_id for row in await db.scalars(query)}


# Credentials


async def credentials_of(db: AsyncSession, staff_id: StaffId) -> list[StaffCredential]:
    """Return every credential of one person; the rules of what they may do need them all."""
    query = select(StaffCredential).where(StaffCredential.staff_id == staff_id).order_by(StaffCredential.id)
    return list(await db.scalars(query))


async def list_credentials(db: AsyncSession, staff_id: StaffId, *, page: PageParams) -> Rows[StaffCredential]:
    query = select(StaffCredential).where(StaffCredential.staff_id == staff_id)
    return await paginate(db, query, order=(StaffCredential.id,), page=page)


async def list_expiring(
    db: AsyncSession, *, from_day: date, to_day: date, staff_id: StaffId | None, page: PageParams
) -> Rows[StaffCredential]:
    """Credentials of people who work here whose last valid day lies between two days, the soonest first."""
    query = select(StaffCredential).join(
        StaffMember,
        and_(
            StaffMember.organization_id == StaffCredential.organization_id,
            StaffMember.id == StaffCredential.staff_id,
        ),
    )
    query = query.where(
        StaffMember.status != StaffStatus.LEFT,
        StaffCredential.revoked_on.is_(None),
        StaffCredential.expires_on.between(from_day, to_day),
    )
    if staff_id is not None:
        query = query.where(StaffCredential.staff_id == staff_id)
    return await paginate(db, query, order=(StaffCredential.expires_on, StaffCredential.id), page=page)


async def get_credential(db: AsyncSession, credential_id: StaffCredentialId) -> StaffCredential:
    row = await db.scalar(select(StaffCredential).where(StaffCredential.id == credential_id).with_for_update())
    if row is None:
        raise CredentialNotFound()
    return row


# Grants and supervision


async def grants_of(db: AsyncSession, staff_id: StaffId) -> list[ServiceGrant]:
    return list(await db.scalars(select(ServiceGrant).where(ServiceGrant.staff_id == staff_id)))


async def list_grants(db: AsyncSession, staff_id: StaffId, *, page: PageParams) -> Rows[ServiceGrant]:
    query = select(ServiceGrant).where(ServiceGrant.staff_id == staff_id)
    return await paginate(db, query, order=(ServiceGrant.starts_on, ServiceGrant.id), page=page, descending=True)


async def get_grant(db: AsyncSession, staff_id: StaffId, grant_id: ServiceGrantId) -> ServiceGrant:
    query = select(ServiceGrant).where(ServiceGrant.id == grant_id, ServiceGrant.staff_id == staff_id)
    row = await db.scalar(query.with_for_update())
    if row is None:
        raise ServiceGrantNotFound()
    return row


async def list_supervisions(db: AsyncSession, staff_id: StaffId, *, page: PageParams) -> Rows[Supervision]:
    """Who supervises a person and whom they supervise, the latest first."""
    query = select(Supervision).where(or_(Supervision.supervisee_id == staff_id, Supervision.supervisor_id == staff_id))
    return await paginate(db, query, order=(Supervision.starts_on, Supervision.id), page=page, descending=True)


async def get_supervision(db: AsyncSession, supervisee_id: StaffId, supervision_id: SupervisionId) -> Supervision:
    query = select(Supervision).where(Supervision.id == supervision_id, Supervision.supervisee_id == supervisee_id)
    row = await db.scalar(query.with_for_update())
    if row is None:
        raise SupervisionNotFound()
    return row


async def is_supervised(db: AsyncSession, staff_id: StaffId, on: date) -> bool:
    query = select(func.count()).select_from(Supervision)
    query = query.where(Supervision.supervisee_id == staff_id, _within(Supervision.starts_on, Supervision.ends_on, on))
    return bool(await db.scalar(query))


async def supervisees_during(
    db: AsyncSession, supervisor_id: StaffId, starts_on: date, ends_on: date | None
) -> frozenset[StaffId]:
    """Return whom a person supervises on any day of a period."""
    query = select(Supervision.supervisee_id).where(
        Supervision.supervisor_id == supervisor_id,
        or_(Supervision.ends_on.is_(None), Supervision.ends_on >= starts_on),
    )
    if ends_on is not None:
        query = query.where(Supervision.starts_on <= ends_on)
    return frozenset(await db.scalars(query))


async def staff_of_account(db: AsyncSession, account_id: AccountId) -> StaffMember | None:
    found: StaffMember | None = await db.scalar(select(StaffMember).where(StaffMember.account_id == account_id))
    return found


# Working hours


async def hours_of(db: AsyncSession, staff: Collection[StaffId]) -> list[StaffHours]:
    query = select(StaffHours).where(StaffHours.staff_id.in_(list(staff)))
    return list(await db.scalars(query.order_by(StaffHours.staff_id, StaffHours.id)))


async def preferred_hours_of(db: AsyncSession, staff: Collection[StaffId]) -> list[PreferredHours]:
    query = select(PreferredHours).where(PreferredHours.staff_id.in_(list(staff)))
    return list(await db.scalars(query.order_by(PreferredHours.staff_id, PreferredHours.id)))


async def time_off_of(
    db: AsyncSession, staff: Collection[StaffId], *, after: datetime, before: datetime | None = None
) -> list[TimeOff]:
    """Return time off that is not over at `after`, and begins before `before`."""
    query = select(TimeOff).where(
        TimeOff.staff_id.in_(list(staff)), TimeOff.removed_at.is_(None), TimeOff.ends_at > after
    )
    if before is not None:
        query = query.where(TimeOff.starts_at < before)
    return list(await db.scalars(query.order_by(TimeOff.starts_at, TimeOff.id)))


async def find_time_off(db: AsyncSession, staff_id: StaffId, time_off_id: TimeOffId) -> TimeOff | None:
    query = select(TimeOff).where(TimeOff.id == time_off_id, TimeOff.staff_id == staff_id, TimeOff.removed_at.is_(None))
    return await db.scalar(query.with_for_update())


async def get_time_off(db: AsyncSession, staff_id: StaffId, time_off_id: TimeOffId) -> TimeOff:
    row = await find_time_off(db, staff_id, time_off_id)
    if row is None:
        raise TimeOffNotFound()
    return row


async def working(
    db: AsyncSession, *, staff: Collection[StaffId] | None, language: str | None, limit: int
) -> list[StaffMember]:
    """Return who works here, all or these, who speak a language if one is named."""
    query = select(StaffMember).where(StaffMember.status == StaffStatus.ACTIVE)
    if staff is not None:
        query = query.where(StaffMember.id.in_(list(staff)))
    if language is not None:
        query = query.where(StaffMember.languages.contains([language]))
    return list(await db.scalars(query.order_by(StaffMember.id).limit(limit)))


async def files_of(
    db: AsyncSession, staff: Collection[StaffId]
) -> tuple[list[StaffCredential], list[ServiceGrant], list[Supervision]]:
    """Return credentials, grants and supervisions of several people, a statement each."""
    ids = list(staff)
    return (
        list(await db.scalars(select(StaffCredential).where(StaffCredential.staff_id.in_(ids)))),
        list(await db.scalars(select(ServiceGrant).where(ServiceGrant.staff_id.in_(ids)))),
        list(await db.scalars(select(Supervision).where(Supervision.supervisee_id.in_(ids)))),
    )
