"""Licences and certificates on file, and grants beyond them."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import ServiceGrantId, StaffCredentialId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.core.permissions import Scope
from handrail.staff import queries
from handrail.staff.errors import CredentialRepeated, CredentialRevoked, GrantEnded, GrantOverlaps, StaffNotFound
from handrail.staff.models import ServiceGrant, StaffCredential
from handrail.staff.rules import check_credential, check_dates
from handrail.staff.schemas import (
    CredentialCreate,
    CredentialRevoke,
    CredentialUpdate,
    PeriodEnd,
    ServiceGrantCreate,
)
from handrail.staff.services.people import get_working_staff, keep_licence_current

_REPEATED: Final = {"uq_staff_credentials_number": CredentialRepeated(pointer="/number")}


def _only_own(actor: Actor, permission: str) -> StaffId | None:
    """Return the only person the actor may look up, or None for everybody."""
    if actor.scope(permission) is Scope.ORGANIZATION:
        return None
    if actor.staff_id is None:
        raise StaffNotFound()
    return actor.staff_id


async def list_credentials(
    db: AsyncSession, staff_id: StaffId, *, actor: Actor, page: PageParams
) -> Rows[StaffCredential]:
    """Every credential of a person, also revoked ones."""
    only = _only_own(actor, "credential:read")
    if only is not None and only != staff_id:
        raise StaffNotFound()
    await queries.get_staff(db, staff_id)
    return await queries.list_credentials(db, staff_id, page=page)


async def list_expiring(db: AsyncSession, *, within_days: int, actor: Actor, page: PageParams) -> Rows[StaffCredential]:
    """Credentials that end within so many days, or did in as many before: nobody looks at a list every day."""
    today, span = await queries.local_today(db), timedelta(days=within_days)
    return await queries.list_expiring(
        db, from_day=today - span, to_day=today + span, staff_id=_only_own(actor, "credential:read"), page=page
    )


async def add_credential(db: AsyncSession, staff_id: StaffId, given: CredentialCreate) -> StaffCredential:
    await get_working_staff(db, staff_id)
    today = await queries.local_today(db)
    check_credential(given.kind, state=given.state, issued_on=given.issued_on, expires_on=given.expires_on, today=today)
    credential = StaffCredential(staff_id=staff_id, **given.model_dump())
    with refusing(_REPEATED):
        db.add(credential)
        await db.flush()
    await keep_licence_current(db, staff_id)
    return credential


async def update_credential(
    db: AsyncSession, credential_id: StaffCredentialId, change: CredentialUpdate, *, if_match: int
) -> StaffCredential:
    """Renew or correct a credential. What was verified before does not vouch for what it says now."""
    credential = await _usable(db, credential_id)
    expect_version(credential, if_match)
    for name in change.model_fields_set:
        value = getattr(change, name)
        if value is not None or name == "expires_on":
            setattr(credential, name, value)
    check_credential(
        credential.kind,
        state=credential.state,
        issued_on=credential.issued_on,
        expires_on=credential.expires_on,
        today=await queries.local_today(db),
    )
    credential.verified_at = credential.verified_by = None
    with refusing(_REPEATED):
        await db.flush()
    await keep_licence_current(db, credential.staff_id)
    return credential


async def verify_credential(db: AsyncSession, credential_id: StaffCredentialId, *, actor: Actor) -> StaffCredential:
    """Note that somebody looked it up at the board."""
    credential = await _usable(db, credential_id)
    credential.verified_at, credential.verified_by = now(), actor.account_id
    await db.flush()
    return credential


async def revoke_credential(
    db: AsyncSession, credential_id: StaffCredentialId, given: CredentialRevoke
) -> StaffCredential:
    """Stop relying on a credential from a day on; it stays on file with the reason."""
    credential = await _usable(db, credential_id)
    credential.revoked_on, credential.revoke_reason = given.revoked_on or await queries.local_today(db), given.reason
    await db.flush()
    await keep_licence_current(db, credential.staff_id)
    return credential


async def _usable(db: AsyncSession, credential_id: StaffCredentialId) -> StaffCredential:
    credential = await queries.get_credential(db, credential_id)
    if credential.revoked_on is not None:
        raise CredentialRevoked()
    return credential


async def list_grants(db: AsyncSession, staff_id: StaffId, *, page: PageParams) -> Rows[ServiceGrant]:
    await queries.get_staff(db, staff_id)
    return await queries.list_grants(db, staff_id, page=page)


async def grant_service(
    db: AsyncSession, staff_id: StaffId, given: ServiceGrantCreate, *, actor: Actor
) -> ServiceGrant:
    """Let a person lead a kind of service beyond their credentials, for a reason."""
    await get_working_staff(db, staff_id)
    starts_on = given.starts_on or await queries.local_today(db)
    check_dates(starts_on, given.ends_on)
    grant = ServiceGrant(
        staff_id=staff_id,
        service_kind=given.service_kind,
        starts_on=starts_on,
        ends_on=given.ends_on,
        reason=given.reason,
        granted_by=actor.account_id,
    )
    with refusing({"ex_staff_service_grants_overlap": GrantOverlaps()}):
        db.add(grant)
        await db.flush()
    return grant


async def end_service_grant(
    db: AsyncSession, staff_id: StaffId, grant_id: ServiceGrantId, given: PeriodEnd
) -> ServiceGrant:
    grant = await queries.get_grant(db, staff_id, grant_id)
    today = await queries.local_today(db)
    if grant.ends_on is not None and grant.ends_on < today:
        raise GrantEnded()
    ends_on = given.ends_on or max(today, grant.starts_on)
    check_dates(grant.starts_on, ends_on)
    grant.ends_on = ends_on
    await db.flush()
    return grant
