"""Statements about the marks of one session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.errors import BookingNotOnRoster
from handrail.attendance.models import Attendance, AttendanceCorrection, PresenceInterval
from handrail.attendance.rules.presence import Presence
from handrail.attendance.vocabulary import AbsenceReason, Evidence, Mode, Outcome
from handrail.calendar.errors import SessionNotFound
from handrail.calendar.models import Booking, ProgramDay, Session, SessionCohort, SessionStaff
from handrail.calendar.vocabulary import BookingStatus, StaffPlaceStatus
from handrail.core.access import Actor
from handrail.core.ids import (
    AccountId,
    AttendanceId,
    BookingId,
    EpisodeId,
    ParticipantId,
    SessionId,
    new_id,
)
from handrail.participants.models import Participant
from handrail.participants.queries import visible_to


@dataclass(frozen=True)
class Room:
    """A session as attendance sees it."""

    session: Session
    blocks: Sequence[Mapping[str, Any]]
    """Blocks of its cohorts' program days."""
    mine: bool
    """The actor works in it."""


@dataclass(frozen=True)
class RosterPlace:
    """One live booking of a session and its mark."""

    booking_id: BookingId
    participant_id: ParticipantId
    episode_id: EpisodeId
    attendance: Attendance | None
    visible: bool

    @property
    def marked(self) -> Attendance | None:
        """The mark, unless it was taken back."""
        return self.attendance if self.attendance is not None and self.attendance.outcome is not None else None


@dataclass(frozen=True)
class AttendanceValues:
    """What one row of attendance is to say; `known_version` 0 where there is no row."""

    booking_id: BookingId
    participant_id: ParticipantId
    episode_id: EpisodeId
    known_version: int
    outcome: Outcome | None
    absence_reason: AbsenceReason | None
    mode: Mode
    place: str | None
    call_back_number: str | None
    consent_confirmed: bool
    evidence: Evidence
    presence: tuple[Presence, ...]
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int
    countable_minutes: int


def blocks_of_the_day() -> ColumnElement[Any]:
    """Return the expression on `sessions`: blocks of its cohorts' program days, a list for each cohort."""
    return (
        select(func.coalesce(func.jsonb_agg(ProgramDay.blocks), text("'[]'::jsonb")))
        .join(
            SessionCohort,
            and_(
                SessionCohort.organization_id == ProgramDay.organization_id,
                SessionCohort.cohort_id == ProgramDay.cohort_id,
            ),
        )
        .where(
            SessionCohort.organization_id == Session.organization_id,
            SessionCohort.session_id == Session.id,
            ProgramDay.local_date == Session.local_date,
        )
        .correlate(Session)
        .scalar_subquery()
    )


def works_in(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate on `sessions`: the actor is assigned to it. Who stands before a group sees its roster."""
    if actor.staff_id is None:
        return false()
    return exists().where(
        SessionStaff.organization_id == Session.organization_id,
        SessionStaff.session_id == Session.id,
        SessionStaff.staff_id == actor.staff_id,
        SessionStaff.status == StaffPlaceStatus.ASSIGNED,
    )


async def get_room(db: AsyncSession, actor: Actor, session_id: SessionId, *, lock: bool) -> Room:
    """Return a session; locked, its roster stays as it is until the transaction ends."""
    query = select(Session, blocks_of_the_day(), works_in(actor)).where(Session.id == session_id)
    if lock:
        query = query.with_for_update(of=Session, key_share=True)
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise SessionNotFound()
    session, days, mine = row
    return Room(session, [block for day in days for block in day], bool(mine))


async def roster_places(
    db: AsyncSession,
    actor: Actor,
    session_id: SessionId,
    *,
    permission: str,
    booking_ids: Collection[BookingId] | None = None,
) -> list[RosterPlace]:
    """Return live bookings with their marks, and whether the actor has a relationship to the person."""
    visible = exists().where(
        Participant.organization_id == Booking.organization_id,
        Participant.id == Booking.participant_id,
        visible_to(actor, permission),
    )
    query = (
        select(Booking.id, Booking.participant_id, Booking.episode_id, Attendance, visible)
        .outerjoin(
            Attendance,
            and_(Attendance.organization_id == Booking.organization_id, Attendance.booking_id == Booking.id),
        )
        .where(Booking.session_id == session_id, Booking.status == BookingStatus.BOOKED)
        .order_by(Booking.id)
    )
    if booking_ids is not None:
        query = query.where(Booking.id.in_(booking_ids))
    return [RosterPlace(*row) for row in await db.execute(query)]


_ROW = {
    "id": "uuid",
    "booking_id": "uuid",
    "participant_id": "uuid",
    "episode_id": "uuid",
    "outcome": "text",
    "absence_reason": "text",
    "mode": "text",
    "place": "text",
    "call_back_number": "text",
    "consent_confirmed": "boolean",
    "evidence": "text",
    "arrived_at": "timestamptz",
    "left_at": "timestamptz",
    "minutes": "int",
    "countable_minutes": "int",
    "version": "int",
}
_KEPT = ("id", "booking_id", "participant_id", "episode_id", "version")
_UPSERT = text(
    # Constant names only.
    f"INSERT INTO attendance (organization_id, session_id, marked_by, marked_at, {', '.join(_ROW)})"  # noqa: S608
    " SELECT current_setting('app.organization_id')::uuid, :session_id, :marked_by, :marked_at, m.*"
    f" FROM unnest({', '.join(f'CAST(:{name} AS {kind}[])' for name, kind in _ROW.items())}) AS m({', '.join(_ROW)})"
    " ON CONFLICT (organization_id, booking_id) DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in _ROW if name not in _KEPT)},"
    " marked_by = excluded.marked_by, marked_at = excluded.marked_at,"
    " version = attendance.version + 1, updated_at = now()"
    " WHERE attendance.version = excluded.version - 1"
    " RETURNING *"
)


async def upsert_attendance(
    db: AsyncSession,
    session_id: SessionId,
    rows: Sequence[AttendanceValues],
    *,
    marked_by: AccountId,
    marked_at: datetime,
) -> dict[BookingId, Mapping[str, Any]]:
    """Write marks of one session in one statement; a row that somebody else changed meanwhile is not in the answer."""
    columns: dict[str, list[Any]] = {
        name: [getattr(row, name) for row in rows] for name in _ROW if name not in ("id", "version")
    }
    columns["id"] = [new_id() for _ in rows]
    columns["version"] = [row.known_version + 1 for row in rows]
    stored = await db.execute(
        _UPSERT, {"session_id": session_id, "marked_by": marked_by, "marked_at": marked_at, **columns}
    )
    return {BookingId(row["booking_id"]): dict(row) for row in stored.mappings()}


async def replace_stays(
    db: AsyncSession,
    *,
    replaced: Collection[AttendanceId],
    stays: Mapping[AttendanceId, Sequence[Presence]],
) -> None:
    """Write the stays of marks; `replaced` are marks that may have had others."""
    if replaced:
        await db.execute(delete(PresenceInterval).where(PresenceInterval.attendance_id.in_(replaced)))
    rows = [
        {
            "id": new_id(),
            "attendance_id": attendance_id,
            "starts_at": stay.starts_at,
            "ends_at": stay.ends_at,
            "reason": stay.reason,
        }
        for attendance_id, of_one in stays.items()
        for stay in of_one
    ]
    if rows:
        names = {"id": "uuid", "attendance_id": "uuid", "starts_at": "timestamptz", "ends_at": "timestamptz"}
        columns = {name: [row[name] for row in rows] for name in (*names, "reason")}
        await db.execute(_INSERT_STAYS, columns)


_INSERT_STAYS = text(
    "INSERT INTO presence_intervals (organization_id, id, attendance_id, starts_at, ends_at, reason)"
    " SELECT current_setting('app.organization_id')::uuid, s.*"
    " FROM unnest(CAST(:id AS uuid[]), CAST(:attendance_id AS uuid[]), CAST(:starts_at AS timestamptz[]),"
    " CAST(:ends_at AS timestamptz[]), CAST(:reason AS text[])) AS s"
)


async def stays_of(
    db: AsyncSession, attendance_ids: Collection[AttendanceId]
) -> dict[AttendanceId, tuple[Presence, ...]]:
    """Return the stays of marks, in order of time."""
    query = (
        select(PresenceInterval)
        .where(PresenceInterval.attendance_id.in_(attendance_ids))
        .order_by(PresenceInterval.starts_at)
    )
    found: dict[AttendanceId, list[Presence]] = {}
    for row in await db.scalars(query):
        found.setdefault(row.attendance_id, []).append(Presence(row.starts_at, row.ends_at, row.reason))
    return {attendance_id: tuple(stays) for attendance_id, stays in found.items()}


async def corrections_of(db: AsyncSession, attendance_id: AttendanceId) -> Sequence[AttendanceCorrection]:
    """Return replaced versions, the newest first."""
    query = (
        select(AttendanceCorrection)
        .where(AttendanceCorrection.attendance_id == attendance_id)
        .order_by(AttendanceCorrection.replaced_version.desc())
    )
    return (await db.scalars(query)).all()


async def get_attendance(
    db: AsyncSession, actor: Actor, session_id: SessionId, booking_id: BookingId, *, permission: str
) -> tuple[Session, Attendance]:
    """Return a mark the actor may see, with its session."""
    query = (
        select(Session, Attendance)
        .join(
            Attendance,
            and_(Attendance.organization_id == Session.organization_id, Attendance.session_id == Session.id),
        )
        .join(
            Participant,
            and_(
                Participant.organization_id == Attendance.organization_id,
                Participant.id == Attendance.participant_id,
            ),
        )
        .where(
            Session.id == session_id,
            Attendance.booking_id == booking_id,
            or_(visible_to(actor, permission), works_in(actor)),
        )
    )
    # Marks are written in bulk, past the session's memory of them.
    row = (await db.execute(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise BookingNotOnRoster()
    return row[0], row[1]


def id_of(row: Mapping[str, Any]) -> AttendanceId:
    """Return the id of a written row."""
    assert isinstance(row["id"], UUID)
    return AttendanceId(row["id"])
