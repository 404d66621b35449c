"""Tables of the calendar.

A series says when a group meets; `sessions` holds its occurrences as rows, so that a single one can move, and so that
the database can refuse a second use of a room. `session_staff` and `bookings` carry their own time range for the same
reason. Local date and times stand beside the instants: reading a week needs no arithmetic with time zones.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.calendar.vocabulary import (
    BookingCancelReason,
    BookingSource,
    BookingStatus,
    EditScope,
    FeedKind,
    ProgramDayStatus,
    SeriesStatus,
    SessionCancelReason,
    SessionRole,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    BookingId,
    CalendarFeedId,
    ClosureId,
    ClosureMoveId,
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramDayId,
    ProgramId,
    RoomId,
    SeriesEditId,
    SeriesId,
    SessionId,
    SessionStaffId,
    StaffId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import ServiceKind


def _one_at_a_time(what: str, *, table: str, where: str) -> ExcludeConstraint:
    # Deferrable, so that it is checked when a statement ends: a late opening moves many sessions of a day at once, each
    # into the place that another one leaves.
    within: ColumnElement[Any] = text("tstzrange(starts_at, ends_at)")  # type: ignore[assignment]
    return ExcludeConstraint(
        ("organization_id", "="),
        (what, "="),
        (within, "&&"),
        name=f"ex_{table}_{what.removesuffix('_id')}",
        where=text(where),
        using="gist",
        deferrable=True,
        initially="IMMEDIATE",
    )


class Series(TenantScoped, Versioned, Base):
    """A group or other session that meets every week, or every few weeks, at a local time."""

    __tablename__ = "series"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        same_tenant("location_id", "locations"),
        same_tenant("room_id", "rooms"),
        same_tenant("lineage_id", "series"),
        same_tenant("predecessor_id", "series"),
        CheckConstraint("capacity BETWEEN 1 AND 500", name="capacity"),
        CheckConstraint("interval_weeks BETWEEN 1 AND 8", name="interval_weeks"),
        CheckConstraint("occurrence_count BETWEEN 1 AND 500", name="occurrence_count"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        Index("ix_series_program", "organization_id", "program_id"),
        Index("ix_series_location", "organization_id", "location_id"),
        Index("ix_series_room", "organization_id", "room_id"),
        Index("ix_series_lineage", "organization_id", "lineage_id"),
        Index("ix_series_predecessor", "organization_id", "predecessor_id"),
    )

    id: Mapped[SeriesId] = mapped_column(primary_key=True, default=new_id)
    title: Mapped[str]
    short_name: Mapped[str | None]
    service_kind: Mapped[ServiceKind]
    countable: Mapped[bool]
    program_id: Mapped[ProgramId]
    location_id: Mapped[LocationId]
    room_id: Mapped[RoomId | None]
    telehealth: Mapped[bool] = mapped_column(default=False)
    telehealth_url: Mapped[str | None]
    time_zone: Mapped[str]
    """IANA name, copied from the location: a location that moves must not move what has taken place."""
    meetings: Mapped[list[dict[str, Any]]]
    """Each: `weekday`, `local_start` as HH:MM, `minutes`."""
    interval_weeks: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    occurrence_count: Mapped[int | None]
    capacity: Mapped[int | None]
    status: Mapped[SeriesStatus] = mapped_column(default=SeriesStatus.ACTIVE)
    materialized_until: Mapped[date | None]
    """Last local date up to which occurrences exist as sessions."""
    lineage_id: Mapped[SeriesId | None]
    """The first part of a series that was split; None: this is the first or only one."""
    predecessor_id: Mapped[SeriesId | None]
    """The part that this one was split from."""
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """Meetings the rule leaves out, each: `local_date`, `local_start` as HH:MM. They belong to another part."""


class SeriesCohort(TenantScoped, Base):
    """A cohort whose members attend a series."""

    __tablename__ = "series_cohorts"
    __health__ = False
    __table_args__ = (
        same_tenant("series_id", "series"),
        same_tenant("cohort_id", "cohorts"),
        Index("ix_series_cohorts_cohort", "organization_id", "cohort_id"),
    )

    series_id: Mapped[SeriesId] = mapped_column(primary_key=True)
    cohort_id: Mapped[CohortId] = mapped_column(primary_key=True)


class SeriesStaff(TenantScoped, Base):
    """Someone who by default works in every session of a series."""

    __tablename__ = "series_staff"
    __health__ = False
    __table_args__ = (
        same_tenant("series_id", "series"),
        same_tenant("staff_id", "staff_members"),
        same_tenant("supervisor_id", "staff_members"),
        Index("ix_series_staff_staff", "organization_id", "staff_id"),
    )

    series_id: Mapped[SeriesId] = mapped_column(primary_key=True)
    staff_id: Mapped[StaffId] = mapped_column(primary_key=True)
    role: Mapped[SessionRole]
    supervisor_id: Mapped[StaffId | None]


class ClosureMove(TenantScoped, Base):
    """A session that was moved out of a closure's way: where it was planned before, and where the move put it."""

    __tablename__ = "closure_moves"
    __health__ = False
    __table_args__ = (
        same_tenant("closure_id", "closures"),
        same_tenant("session_id", "sessions"),
        same_tenant("from_room_id", "rooms"),
        UniqueConstraint("organization_id", "closure_id", "session_id", name="uq_closure_moves_session"),
        CheckConstraint("from_ends_at > from_starts_at", name="span"),
        Index("ix_closure_moves_session", "organization_id", "session_id"),
    )

    id: Mapped[ClosureMoveId] = mapped_column(primary_key=True, default=new_id)
    closure_id: Mapped[ClosureId]
    session_id: Mapped[SessionId]
    from_starts_at: Mapped[datetime]
    from_ends_at: Mapped[datetime]
    from_room_id: Mapped[RoomId | None]
    to_starts_at: Mapped[datetime]


class ProgramDay(TenantScoped, Versioned, Base):
    """One cohort's day of the program: what kind of day it is and which blocks it has."""

    __tablename__ = "program_days"
    __health__ = False
    __table_args__ = (
        same_tenant("cohort_id", "cohorts"),
        same_tenant("closure_id", "closures"),
        UniqueConstraint("organization_id", "cohort_id", "local_date"),
        CheckConstraint("countable_minutes BETWEEN 0 AND 960", name="countable_minutes"),
        CheckConstraint(
            "(decided_time IS NOT NULL) = (decided_status IS NOT NULL AND decided_status IN ('delayed', 'early_end'))",
            name="decided",
        ),
        Index("ix_program_days_date", "organization_id", "local_date"),
    )

    id: Mapped[ProgramDayId] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[CohortId]
    local_date: Mapped[date]
    status: Mapped[ProgramDayStatus] = mapped_column(default=ProgramDayStatus.NORMAL)
    """What holds: the director's decision, else what closures make of the day."""
    decided_status: Mapped[ProgramDayStatus | None]
    decided_time: Mapped[time | None]
    """Local time at which a delayed day opens or an early one ends."""
    closure_id: Mapped[ClosureId | None]
    blocks: Mapped[list[dict[str, Any]]]
    """In order, each: `kind`, `title`, `local_start` as HH:MM, `minutes`, `countable_minutes`."""
    countable_minutes: Mapped[int]
    """Sum over the blocks that take place."""


class Session(TenantScoped, Versioned, Base):
    """One meeting: an occurrence of a series, or a single one.

    `planned_*` is what a person scheduled; `starts_at`, `ends_at` and `telehealth` are what closures leave of it, so a
    withdrawn closure gives the session back as it was.
    """

    __tablename__ = "sessions"
    __health__ = False
    __table_args__ = (
        same_tenant("series_id", "series"),
        same_tenant("program_id", "programs"),
        same_tenant("location_id", "locations"),
        same_tenant("room_id", "rooms"),
        same_tenant("closure_id", "closures"),
        same_tenant("closed_by", "accounts"),
        UniqueConstraint("organization_id", "series_id", "original_local_date", "original_local_start"),
        CheckConstraint("ends_at > starts_at AND ends_at <= starts_at + interval '8 hours'", name="times"),
        CheckConstraint("planned_ends_at > planned_starts_at", name="planned_times"),
        CheckConstraint("capacity BETWEEN 1 AND 500", name="capacity"),
        CheckConstraint("booked >= 0", name="booked"),
        CheckConstraint("staffed >= 0", name="staffed"),
        CheckConstraint("num_nulls(series_id, original_local_date, original_local_start) IN (0, 3)", name="occurrence"),
        CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        _one_at_a_time("room_id", table="sessions", where="room_id IS NOT NULL AND status <> 'cancelled'"),
        Index("ix_sessions_date", "organization_id", "local_date", "location_id"),
        Index("ix_sessions_program", "organization_id", "program_id", "local_date"),
        Index("ix_sessions_room", "organization_id", "room_id", "local_date"),
        Index("ix_sessions_closure", "organization_id", "closure_id"),
    )

    id: Mapped[SessionId] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[SeriesId | None]
    original_local_date: Mapped[date | None]
    original_local_start: Mapped[time | None]
    """Together with the series: which occurrence this is, wherever it moved to."""
    program_id: Mapped[ProgramId | None]
    location_id: Mapped[LocationId]
    room_id: Mapped[RoomId | None]
    title: Mapped[str]
    short_name: Mapped[str | None]
    service_kind: Mapped[ServiceKind]
    countable: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    local_date: Mapped[date]
    local_start: Mapped[time]
    local_end: Mapped[time]
    planned_starts_at: Mapped[datetime]
    planned_ends_at: Mapped[datetime]
    telehealth: Mapped[bool]
    planned_telehealth: Mapped[bool]
    telehealth_url: Mapped[str | None]
    capacity: Mapped[int | None]
    """Seats for participants; the room's capacity holds beside it, and there staff take a seat too."""
    booked: Mapped[int] = mapped_column(default=0)
    """Live bookings: counted up under a condition, so that the last seat is given once."""
    staffed: Mapped[int] = mapped_column(default=0)
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.SCHEDULED)
    cancel_reason: Mapped[SessionCancelReason | None]
    closure_id: Mapped[ClosureId | None]
    """The closure that cancelled, shortened or moved it to video."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[AccountId | None]
    locked_at: Mapped[datetime | None]
    own: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """What of it was changed here and not by its series (`Own`): edits of the series leave that alone."""


class SessionCohort(TenantScoped, Base):
    """A cohort that attends a session; a session may have several."""

    __tablename__ = "session_cohorts"
    __health__ = False
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("cohort_id", "cohorts"),
        Index("ix_session_cohorts_cohort", "organization_id", "cohort_id"),
    )

    session_id: Mapped[SessionId] = mapped_column(primary_key=True)
    cohort_id: Mapped[CohortId] = mapped_column(primary_key=True)


class SessionStaff(TenantScoped, Versioned, Base):
    """A staff member's place in a session, for the whole of it or a part."""

    __tablename__ = "session_staff"
    __health__ = False
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("staff_id", "staff_members"),
        same_tenant("supervisor_id", "staff_members"),
        UniqueConstraint("organization_id", "session_id", "staff_id"),
        CheckConstraint("ends_at > starts_at", name="times"),
        _one_at_a_time("staff_id", table="session_staff", where="status = 'assigned'"),
        Index("ix_session_staff_staff", "organization_id", "staff_id", "starts_at"),
    )

    id: Mapped[SessionStaffId] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[SessionId]
    staff_id: Mapped[StaffId]
    role: Mapped[SessionRole]
    supervisor_id: Mapped[StaffId | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[StaffPlaceStatus] = mapped_column(default=StaffPlaceStatus.ASSIGNED)


class Booking(TenantScoped, Versioned, Base):
    """A participant's place in a session: expected there, whether they come is attendance.

    One row per session and episode: a place given back and taken again is the same row, its history in the change log.
    """

    __tablename__ = "bookings"
    __health__ = True
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("episode_id", "episodes"),
        same_tenant("participant_id", "participants"),
        same_tenant("membership_id", "cohort_memberships"),
        same_tenant("make_up_for_booking_id", "bookings"),
        UniqueConstraint("organization_id", "session_id", "episode_id"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled"),
        CheckConstraint("(source = 'make_up') = (make_up_for_booking_id IS NOT NULL)", name="make_up"),
        _one_at_a_time("participant_id", table="bookings", where="status = 'booked'"),
        Index("ix_bookings_participant", "organization_id", "participant_id", "local_date"),
        Index("ix_bookings_episode", "organization_id", "episode_id", "local_date"),
        Index("ix_bookings_membership", "organization_id", "membership_id", "local_date"),
        same_tenant("overridden_by", "accounts"),
        CheckConstraint("(override_reason IS NULL) = (overridden_by IS NULL)", name="override"),
        Index("ix_bookings_make_up_for", "organization_id", "make_up_for_booking_id"),
        Index(
            "ix_bookings_held",
            "organization_id",
            "held_until",
            postgresql_where=text("held_until IS NOT NULL AND status = 'booked'"),
        ),
    )

    id: Mapped[BookingId] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[SessionId]
    episode_id: Mapped[EpisodeId]
    participant_id: Mapped[ParticipantId]
    source: Mapped[BookingSource]
    membership_id: Mapped[MembershipId | None]
    make_up_for_booking_id: Mapped[BookingId | None]
    """The missed place that this one mends."""
    status: Mapped[BookingStatus] = mapped_column(default=BookingStatus.BOOKED)
    cancel_reason: Mapped[BookingCancelReason | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    local_date: Mapped[date]
    held_until: Mapped[datetime | None]
    """The place is only held: who does not confirm it by then loses it."""
    override_reason: Mapped[str | None]
    """Why it was given beyond the seats or the group's cap."""
    overridden_by: Mapped[AccountId | None]


class SeriesEdit(TenantScoped, Versioned, Base):
    """One edit of a series, with what it took the place of, so that it can be taken back while nothing built on it."""

    __tablename__ = "series_edits"
    __health__ = False
    __unlogged__ = frozenset({"before", "after"})
    __table_args__ = (
        same_tenant("series_id", "series"),
        same_tenant("lineage_id", "series"),
        same_tenant("edited_by", "accounts"),
        same_tenant("undone_by", "accounts"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index("ix_series_edits_lineage", "organization_id", "lineage_id", "id"),
        Index("ix_series_edits_series", "organization_id", "series_id"),
    )

    id: Mapped[SeriesEditId] = mapped_column(primary_key=True, default=new_id)
    lineage_id: Mapped[SeriesId]
    series_id: Mapped[SeriesId]
    """The part that was edited."""
    scope: Mapped[EditScope]
    edited_by: Mapped[AccountId]
    from_date: Mapped[date]
    """Of the first occurrence it reached."""
    changed: Mapped[int]
    skipped: Mapped[dict[str, Any]]
    """Occurrences it passed by, counted by `Kept`."""
    before: Mapped[dict[str, Any]]
    """`series`, `sessions`, `staff` as they were; ids, times and places, nobody who takes part."""
    after: Mapped[dict[str, Any]]
    """Versions of what it touched, and the parts it made."""
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[AccountId | None]


class CalendarFeed(TenantScoped, Versioned, Base):
    """A calendar that other programs read by a secret address, until it is revoked or who made it may not come in."""

    __tablename__ = "calendar_feeds"
    __health__ = True
    __unlogged__ = frozenset({"secret_hash"})
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        same_tenant("room_id", "rooms"),
        same_tenant("cohort_id", "cohorts"),
        same_tenant("participant_id", "participants"),
        same_tenant("made_by", "accounts"),
        UniqueConstraint("organization_id", "secret_hash", name="uq_calendar_feeds_secret"),
        CheckConstraint("octet_length(secret_hash) = 32", name="secret_hash"),
        CheckConstraint("num_nonnulls(staff_id, room_id, cohort_id, participant_id) = 1", name="subject"),
        Index("ix_calendar_feeds_made_by", "organization_id", "made_by"),
        Index("ix_calendar_feeds_participant", "organization_id", "participant_id"),
        Index("ix_calendar_feeds_staff", "organization_id", "staff_id"),
        Index("ix_calendar_feeds_room", "organization_id", "room_id"),
        Index("ix_calendar_feeds_cohort", "organization_id", "cohort_id"),
    )

    id: Mapped[CalendarFeedId] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[FeedKind]
    staff_id: Mapped[StaffId | None]
    room_id: Mapped[RoomId | None]
    cohort_id: Mapped[CohortId | None]
    participant_id: Mapped[ParticipantId | None]
    details: Mapped[bool]
    """Titles and places are shown; otherwise an event says only when. Nobody who takes part is ever named."""
    secret_hash: Mapped[bytes]
    made_by: Mapped[AccountId]
    revoked_at: Mapped[datetime | None]
