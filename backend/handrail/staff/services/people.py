"""People, their accounts, and what they may lead."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.concurrency import expect_version
from handrail.core.ids import AccountId, StaffId, SubjectId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import Role, ServiceKind
from handrail.identity.services import accounts
from handrail.identity.services.enrolments import Issued
from handrail.identity.vocabulary import LicenceStanding, SubjectKind
from handrail.staff import queries
from handrail.staff.errors import EmailMissing, StaffHasAccount, StaffLeft
from handrail.staff.models import StaffCredential, StaffIdentifier, StaffMember
from handrail.staff.rules import Granted, Held, check_dates, licensed_until, may_lead
from handrail.staff.schemas import StaffCreate, StaffInvitation, StaffRead, StaffStatusChange, StaffSummary, StaffUpdate
from handrail.staff.vocabulary import StaffStatus


async def get_staff(db: AsyncSession, staff_id: StaffId) -> StaffMember:
    """Return a person or raise `StaffNotFound`."""
    return await queries.get_staff(db, staff_id)


async def get_working_staff(db: AsyncSession, staff_id: StaffId) -> StaffMember:
    """Return a person who has not left: only they can be given work."""
    staff = await queries.get_staff(db, staff_id)
    if staff.status is StaffStatus.LEFT:
        raise StaffLeft()
    return staff


async def list_staff(
    db: AsyncSession,
    *,
    status: StaffStatus | None,
    may_lead: ServiceKind | None,
    language: str | None,
    page: PageParams,
) -> Rows[StaffSummary]:
    """People with how their licences stand: two statements, however many people."""
    on = await queries.local_today(db)
    rows = await queries.list_staff(db, status=status, may_lead=may_lead, language=language, on=on, page=page)
    standings = await accounts.licence_standings(db, [row.account_id for row in rows if row.account_id])
    return Rows([_summary(row, standings) for row in rows], rows.next_cursor)


def _summary(staff: StaffMember, standings: Mapping[AccountId, LicenceStanding]) -> StaffSummary:
    return StaffSummary(
        id=staff.id,
        display_name=staff.display_name,
        given_name=staff.given_name,
        family_name=staff.family_name,
        pronouns=staff.pronouns,
        title=staff.title,
        languages=staff.languages,
        status=staff.status,
        licence=standings.get(staff.account_id) if staff.account_id else None,
        version=staff.version,
    )


async def services_led_by(db: AsyncSession, staff_id: StaffId, *, on: date) -> frozenset[ServiceKind]:
    """Return the kinds of service a person may lead on a day."""
    return may_lead(
        [held(row) for row in await queries.credentials_of(db, staff_id)],
        [Granted(row.service_kind, row.starts_on, row.ends_on) for row in await queries.grants_of(db, staff_id)],
        on=on,
        supervised=await queries.is_supervised(db, staff_id, on),
    )


def held(row: StaffCredential) -> Held:
    """Return what the rules need of a stored credential."""
    return Held(row.kind, row.issued_on, row.expires_on, row.revoked_on)


async def read_staff(db: AsyncSession, staff: StaffMember) -> StaffRead:
    """Return a person with what they may lead today."""
    today = await queries.local_today(db)
    licensed = licensed_until([held(row) for row in await queries.credentials_of(db, staff.id)], on=today)
    standings = await accounts.licence_standings(db, [staff.account_id] if staff.account_id else [])
    return StaffRead(
        **_summary(staff, standings).model_dump(),
        email=staff.email,
        phone=staff.phone,
        started_on=staff.started_on,
        ended_on=staff.ended_on,
        account_id=staff.account_id,
        may_lead=sorted(await services_led_by(db, staff.id, on=today)),
        licensed_until=licensed,
    )


async def create_staff(db: AsyncSession, given: StaffCreate) -> StaffMember:
    staff = StaffMember(
        given_name=given.given_name,
        family_name=given.family_name,
        display_name=given.display_name or f"{given.given_name} {given.family_name}",
        pronouns=given.pronouns,
        title=given.title,
        email=given.email,
        phone=given.phone,
        languages=given.languages,
        started_on=given.started_on,
    )
    db.add(staff)
    await db.flush()
    return staff


async def update_staff(db: AsyncSession, staff_id: StaffId, change: StaffUpdate, *, if_match: int) -> StaffMember:
    staff = await queries.get_staff(db, staff_id, lock=True)
    expect_version(staff, if_match)
    for name, value in change.given().items():
        setattr(staff, name, value)
    if staff.started_on is not None:
        check_dates(staff.started_on, staff.ended_on)
    await db.flush()
    return staff


async def change_status(db: AsyncSession, staff_id: StaffId, given: StaffStatusChange, *, actor: Actor) -> StaffMember:
    """Say that a person is on leave, has left or is back. The account of who left is disabled at once.

    Who comes back gets their account back from an administrator.
    """
    staff = await queries.get_staff(db, staff_id, lock=True)
    staff.status = given.status
    if given.status is StaffStatus.LEFT:
        staff.ended_on = given.on or await queries.local_today(db)
        if staff.started_on is not None:
            check_dates(staff.started_on, staff.ended_on)
        if staff.account_id is not None:
            await accounts.disable_account(db, staff.account_id, actor=actor)
    else:
        staff.ended_on = None
    await db.flush()
    return staff


@dataclass(frozen=True)
class InvitedStaff:
    """A person and the one-time link to their new account."""

    staff: StaffMember
    issued: Issued


async def invite_staff(db: AsyncSession, staff_id: StaffId, roles: Iterable[Role]) -> InvitedStaff:
    """Open an account for a person on file and make the link by which they set a password."""
    staff = await queries.get_staff(db, staff_id, lock=True)
    if staff.status is StaffStatus.LEFT:
        raise StaffLeft()
    if staff.account_id is not None:
        raise StaffHasAccount()
    if staff.email is None:
        raise EmailMissing()
    credentials = [held(row) for row in await queries.credentials_of(db, staff_id)]
    invited = await accounts.invite(
        db,
        email=staff.email,
        display_name=staff.display_name,
        subject_kind=SubjectKind.STAFF,
        subject_id=SubjectId(staff.id),
        roles=roles,
        licensed_until=licensed_until(credentials, on=await queries.local_today(db)),
    )
    assert invited.issued is not None
    staff.account_id = invited.account.id
    await db.flush()
    return InvitedStaff(staff, invited.issued)


async def create_invited_staff(db: AsyncSession, given: StaffInvitation) -> InvitedStaff:
    """Put a new person on file and invite them, in one step."""
    staff = await create_staff(db, given)
    return await invite_staff(db, staff.id, given.roles)


async def keep_licence_current(db: AsyncSession, staff_id: StaffId) -> None:
    """Write the last day of a person's licence beside their account, where every request reads it."""
    staff = await queries.get_staff(db, staff_id)
    if staff.account_id is not None:
        credentials = [held(row) for row in await queries.credentials_of(db, staff_id)]
        until = licensed_until(credentials, on=await queries.local_today(db))
        await accounts.set_licensed_until(db, staff.account_id, until)


async def find_by_identifiers(db: AsyncSession, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], StaffId]:
    """Find people by (system, value), in one statement."""
    return await queries.staff_with_identifiers(db, keys)


async def add_identifiers(db: AsyncSession, staff_id: StaffId, keys: Iterable[tuple[str, str]]) -> None:
    """Note the numbers other systems know a person by."""
    db.add_all(StaffIdentifier(staff_id=staff_id, system=system, value=value) for system, value in keys)
    await db.flush()
