"""Rows of session staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import SessionStaff
from handrail.calendar.vocabulary import SessionRole, StaffPlaceStatus
from handrail.core.events import record_changes
from handrail.core.ids import AccountId, ProgramId, SessionId, StaffId, new_id
from handrail.participants.queries import clinic_today
from handrail.programs.models import ProgramStaff
from handrail.staff.models import StaffMember


@dataclass(frozen=True)
class NewPlace:
    """A staff member is to work in a session for the whole of it."""

    session_id: SessionId
    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None
    starts_at: datetime
    ends_at: datetime


_ASSIGN = text(
    """
    INSERT INTO session_staff (
        organization_id, id, session_id, staff_id, role, supervisor_id, starts_at, ends_at, status, version
    )
    SELECT current_setting('app.organization_id')::uuid, p.*, :status, 1
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:sessions AS uuid[]), CAST(:staff AS uuid[]), CAST(:roles AS text[]),
        CAST(:supervisors AS uuid[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])
    ) AS p
    ON CONFLICT (organization_id, session_id, staff_id) DO UPDATE SET
        role = excluded.role, supervisor_id = excluded.supervisor_id, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, status = excluded.status, version = session_staff.version + 1, updated_at = :at
    RETURNING *
    """
)


async def assign(
    db: AsyncSession,
    places: Sequence[NewPlace],
    *,
    at: datetime,
    status: StaffPlaceStatus = StaffPlaceStatus.ASSIGNED,
) -> None:
    """Give staff their places; who was taken off before comes back to the same row.

    `status` RELEASED: the session does not take place as long as a closure stands, and takes nobody's time.
    """
    if not places:
        return
    rows = await db.execute(
        _ASSIGN,
        {
            "at": at,
            "status": status.value,
            "ids": [new_id() for _ in places],
            "sessions": [one.session_id for one in places],
            "staff": [one.staff_id for one in places],
            "roles": [one.role.value for one in places],
            "supervisors": [one.supervisor_id for one in places],
            "starts": [one.starts_at for one in places],
            "ends": [one.ends_at for one in places],
        },
    )
    await record_changes(db, "session_staff.updated", [dict(row) for row in rows.mappings()])


async def accounts_of(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, list[AccountId]]:
    """Return the accounts of those who work in each session, or were to until it was cancelled."""
    query = (
        select(SessionStaff.session_id, StaffMember.account_id)
        .join(StaffMember, StaffMember.id == SessionStaff.staff_id)
        .where(
            SessionStaff.session_id.in_(list(session_ids)),
            SessionStaff.status != StaffPlaceStatus.REMOVED,
            StaffMember.account_id.is_not(None),
        )
        .order_by(SessionStaff.id)
    )
    found: dict[SessionId, list[AccountId]] = {}
    for session_id, account_id in await db.execute(query):
        if account_id is not None:
            found.setdefault(session_id, []).append(account_id)
    return found


_RELEASE = text(
    """
    UPDATE session_staff SET status = CAST(:status AS text), version = version + 1, updated_at = :at
    WHERE session_id = ANY (CAST(:sessions AS uuid[]))
      AND (status = 'assigned' OR (status = 'released' AND CAST(:status AS text) = 'removed'))
      AND (CAST(:staff AS uuid[]) IS NULL OR staff_id = ANY (CAST(:staff AS uuid[])))
    RETURNING *
    """
)


async def take_off(
    db: AsyncSession,
    sessions: Iterable[SessionId],
    *,
    status: str,
    at: datetime,
    staff: Iterable[StaffId] | None = None,
) -> None:
    """Give back the time of those who work in the sessions, or only of `staff`."""
    values = {"sessions": list(sessions), "staff": None if staff is None else list(staff), "status": status, "at": at}
    rows = await db.execute(_RELEASE, values)
    await record_changes(db, "session_staff.updated", [dict(row) for row in rows.mappings()])


_FOLLOW = text(
    """
    UPDATE session_staff p SET starts_at = s.starts_at, ends_at = s.ends_at, version = p.version + 1, updated_at = :at
    FROM sessions s
    WHERE s.id = p.session_id AND s.id = ANY (CAST(:sessions AS uuid[])) AND p.status = 'assigned'
      AND (p.starts_at, p.ends_at) IS DISTINCT FROM (s.starts_at, s.ends_at)
    RETURNING p.*
    """
)


async def follow(db: AsyncSession, sessions: Iterable[SessionId], *, at: datetime) -> None:
    """Let places have the times of their sessions, in one statement."""
    rows = await db.execute(_FOLLOW, {"sessions": list(sessions), "at": at})
    await record_changes(db, "session_staff.updated", [dict(row) for row in rows.mappings()])


async def programs_of(db: AsyncSession, staff_id: StaffId) -> frozenset[ProgramId]:
    """Return the programs a staff member is assigned to today."""
    today = select(clinic_today()).scalar_subquery()
    query = select(ProgramStaff.program_id).where(
        ProgramStaff.staff_id == staff_id,
        ProgramStaff.starts_on <= today,
        or_(ProgramStaff.ends_on.is_(None), ProgramStaff.ends_on >= today),
    )
    return frozenset(await db.scalars(query))
