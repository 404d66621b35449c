"""People who work at a clinic, with and without a licence."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.ids import AccountId, StaffId, new_id
from handrail.staff.models import StaffCredential, StaffMember
from handrail.staff.vocabulary import LEVELS, CredentialKind, CredentialLevel, StaffStatus


async def make_staff(
    db: AsyncSession,
    *,
    display_name: str = "Mira Castellanos",
    credential: CredentialKind | None = CredentialKind.LCSW,
    account_id: AccountId | None = None,
    email: str | None = None,
    status: StaffStatus = StaffStatus.ACTIVE,
) -> StaffMember:
    """Store a person; a clinical social worker unless said otherwise."""
    given, _, family = display_name.partition(" ")
    staff = StaffMember(
        id=StaffId(new_id()),
        account_id=account_id,
        given_name=given,
        family_name=family or given,
        display_name=display_name,
        email=email,
        languages=["en"],
        status=status,
    )
    db.add(staff)
    await db.flush()
    if credential is not None:
        await make_credential(db, staff_id=staff.id, kind=credential)
    return staff


async def make_credential(
    db: AsyncSession,
    *,
    staff_id: StaffId,
    kind: CredentialKind = CredentialKind.LCSW,
    number: str | None = None,
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> StaffCredential:
    """Store a credential that is valid for another year."""
    today = now().date()
    credential = StaffCredential(
        staff_id=staff_id,
        kind=kind,
        number=number or new_id().hex[-8:],
        state=None if LEVELS[kind] is CredentialLevel.CERTIFIED else "NY",
        issued_on=issued_on or today - timedelta(days=1000),
        expires_on=expires_on or today + timedelta(days=365),
    )
    db.add(credential)
    await db.flush()
    return credential
