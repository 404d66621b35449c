"""Statements about the marks of one session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.errors import BookingNotOnRoster
from handrail.attendance.models import Attendance, AttendanceCorrection, PresenceInterval
from handrail.attendance.rules.presence import Presence
from handrail.attendance.vocabulary import WELFARE_CALL, AbsenceReason, Evidence, Mode, Outcome
from handrail.calendar.errors import SessionNotFound
from handrail.calendar.models import Booking, ProgramDay, Session, SessionCohort, SessionStaff
from handrail.calendar.vocabulary import BookingStatus, StaffPlaceStatus
from handrail.core.access import Actor
from handrail.core.db import send
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
from handrail.participants.queries import person_of, visible_to
from handrail.tasks.models import Task
from handrail.tasks.queries import titled
from handrail.tasks.vocabulary import TaskStatus


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
    called: bool
    """A welfare call about the person is open."""

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


# Putting a query together costs more than running it: the last few readers' are kept.
@lru_cache(maxsize=256)
def _room_query(actor: Actor, *, lock: bool) -> Select[Session, Any, bool]:
    query = select(Session, blocks_of_the_day(), works_in(actor)).where(Session.id == bindparam("session_id"))
    return query.with_for_update(of=Session, key_share=True) if lock else query


async def marked_sessions(db: AsyncSession, session_ids: Collection[SessionId]) -> set[SessionId]:
    """Return those of the sessions in which somebody is marked, come or not."""
    query = select(Attendance.session_id).where(
        Attendance.session_id.in_(list(session_ids)), Attendance.outcome.is_not(None)
    )
    return set(await db.scalars(query.distinct()))


async def get_room(db: AsyncSession, actor: Actor, session_id: SessionId, *, lock: bool) -> Room:
    """Return a session; locked, its roster stays as it is until the transaction ends."""
    row = (await db.execute(_room_query(actor, lock=lock), {"session_id": session_id})).one_or_none()
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
    chosen = None if booking_ids is None else list(booking_ids)
    query = _places_query(actor, permission, chosen=chosen is not None)
    found = await db.execute(
        query, {"session_id": session_id, **({"booking_ids": chosen} if chosen is not None else {})}
    )
    return [RosterPlace(*row) for row in found]


@lru_cache(maxsize=256)
def _places_query(
    actor: Actor, permission: str, *, chosen: bool
) -> Select[BookingId, ParticipantId, EpisodeId, Attendance, bool, bool]:
    visible = exists().where(
        Participant.organization_id == Booking.organization_id,
        Participant.id == Booking.participant_id,
        visible_to(actor, permission),
    )
    called = exists().where(
        Participant.organization_id == Booking.organization_id,
        Participant.id == Booking.participant_id,
        Task.organization_id == Booking.organization_id,
        Task.participant_id.in_([Booking.participant_id, person_of(Participant)]),
        titled(WELFARE_CALL),
        Task.status == TaskStatus.OPEN,
    )
    query = (
        select(Booking.id, Booking.participant_id, Booking.episode_id, Attendance, visible, called)
        .outerjoin(
            Attendance,
            and_(Attendance.organization_id == Booking.organization_id, Attendance.booking_id == Booking.id),
        )
        .where(Booking.session_id == bindparam("session_id"), Booking.status == BookingStatus.BOOKED)
        .order_by(Booking.id)
    )
    if chosen:
        query = query.where(Booking.id == any_(bindparam("booking_ids", type_=ARRAY(Uuid()))))
    return query


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
_UPSERT = (
    # Constant names only. $1 session, $2 who marked, $3 when, then a list for each column.
    f"INSERT INTO attendance (organization_id, session_id, marked_by, marked_at, {', '.join(_ROW)})"  # noqa: S608  constants
    " SELECT current_setting('app.organization_id')::uuid, $1, $2, $3, m.*"
    f" FROM unnest({', '.join(f'${place}::{kind}[]' for place, kind in enumerate(_ROW.values(), 4))})"
    f" AS m({', '.join(_ROW)})"
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
    stored = await send(db, _UPSERT, session_id, marked_by, marked_at, *(columns[name] for name in _ROW))
    return {BookingId(row["booking_id"]): dict(row) for row in stored}


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
        (new_id(), attendance_id, stay.starts_at, stay.ends_at, stay.reason)
        for attendance_id, of_one in stays.items()
        for stay in of_one
    ]
    if rows:
        await send(db, _INSERT_STAYS, *map(list, zip(*rows, strict=True)))


_INSERT_STAYS = (
    "INSERT INTO presence_intervals (organization_id, id, attendance_id, starts_at, ends_at, reason)"
    " SELECT current_setting('app.organization_id')::uuid, s.*"
    " FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[]) AS s"
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
