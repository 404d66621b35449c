"""Marking a roster, pull-outs, departures; taking marks back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.errors import (
    AttendanceChanged,
    BookingNotOnRoster,
    MarkedTwice,
    NotMarked,
    SessionAhead,
    SessionCancelled,
    SessionClosed,
)
from handrail.attendance.models import Attendance
from handrail.attendance.queries import marks as queries
from handrail.attendance.queries.marks import AttendanceValues, Room, RosterPlace
from handrail.attendance.rules.presence import (
    DayBlock,
    Presence,
    Span,
    countable_parts,
    depart,
    left_at,
    mark,
    outcome_after,
    presence_minutes,
    pull_out,
)
from handrail.attendance.schemas import DepartureRecord, Mark, MarksToClear, PullOut, RosterMarks, VideoDetails
from handrail.attendance.service.consequences import Told, call_the_missed
from handrail.attendance.vocabulary import CAME, AbsenceReason, Evidence, Mode, Outcome
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.errors import DomainError
from handrail.core.events import record_changes
from handrail.core.ids import BookingId, ParticipantId, SessionId


@dataclass(frozen=True)
class Recorded:
    """A stored mark."""

    outcome: Outcome
    mode: Mode
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int
    provisional: bool
    absence_reason: AbsenceReason | None
    version: int


@dataclass(frozen=True)
class Result:
    """What became of one item of a bulk call."""

    booking_id: BookingId
    participant_id: ParticipantId
    result: Literal["applied", "conflict"]
    attendance: Recorded | None


def recorded(row: Attendance | Mapping[str, Any] | None, *, provisional: bool) -> Recorded | None:
    """Return a mark as it is stored, or None where nobody is marked."""
    if row is None:
        return None
    values = row if isinstance(row, Mapping) else vars(row)
    if values["outcome"] is None:
        return None
    outcome = Outcome(values["outcome"])
    reason = values["absence_reason"]
    return Recorded(
        outcome=outcome,
        mode=Mode(values["mode"]),
        arrived_at=values["arrived_at"],
        left_at=values["left_at"],
        minutes=values["minutes"],
        provisional=provisional and outcome in CAME,
        absence_reason=AbsenceReason(reason) if reason is not None else None,
        version=values["version"],
    )


def span_of(room: Room) -> Span:
    return Span(room.session.starts_at, room.session.ends_at)


def parts_of(room: Room) -> tuple[Span, ...]:
    """Return the parts of the session that count toward the week."""
    return countable_parts(
        span_of(room),
        countable=room.session.countable,
        local_date=room.session.local_date,
        zone=ZoneInfo(room.session.time_zone),
        blocks=day_blocks(room.blocks),
    )


def day_blocks(blocks: Sequence[Mapping[str, Any]]) -> list[DayBlock]:
    """Read the stored blocks of program days."""
    return [
        DayBlock(time.fromisoformat(block["local_start"]), block["minutes"], block["countable_minutes"])
        for block in blocks
    ]


def values_of(
    room: Room,
    place: RosterPlace,
    *,
    outcome: Outcome | None,
    presence: tuple[Presence, ...],
    countable: Sequence[Span],
    absence_reason: AbsenceReason | None = None,
    mode: Mode | None = None,
    video: VideoDetails | None = None,
    evidence: Evidence | None = None,
) -> AttendanceValues:
    """Return the row to write. What a call leaves out stays as the mark before had it."""
    before = place.attendance
    kept = before if before is not None and before.outcome is not None else None
    if mode is None:
        by_default = Mode.VIDEO if room.session.telehealth else Mode.IN_PERSON
        mode = kept.mode if kept is not None else by_default
    there = mode is Mode.VIDEO and outcome in CAME
    session = span_of(room)
    return AttendanceValues(
        booking_id=place.booking_id,
        participant_id=place.participant_id,
        episode_id=place.episode_id,
        known_version=before.version if before is not None else 0,
        outcome=outcome,
        absence_reason=absence_reason,
        mode=mode,
        place=(video.place if video else kept.place if kept else None) if there else None,
        call_back_number=(video.call_back_number if video else kept.call_back_number if kept else None)
        if there
        else None,
        consent_confirmed=there and bool(video.consent_confirmed if video else kept and kept.consent_confirmed),
        evidence=evidence or (before.evidence if before is not None else Evidence.STAFF),
        presence=presence,
        arrived_at=min((stay.starts_at for stay in presence), default=None),
        left_at=left_at(presence),
        minutes=presence_minutes(presence, session),
        countable_minutes=presence_minutes(presence, session, countable=countable),
    )


async def store(
    db: AsyncSession, actor: Actor, room: Room, rows: Sequence[AttendanceValues], *, at: datetime
) -> dict[BookingId, Mapping[str, Any]]:
    """Write rows, their stays and their changes: three statements for a first marking, four for a later one."""
    if not rows:
        return {}
    stored = await queries.upsert_attendance(db, room.session.id, rows, marked_by=actor.account_id, marked_at=at)
    if len(stored) != len(rows):
        raise AttendanceChanged()
    presence = {row.booking_id: row.presence for row in rows}
    ids = {booking_id: queries.id_of(row) for booking_id, row in stored.items()}
    await queries.replace_stays(
        db,
        replaced=[ids[row.booking_id] for row in rows if row.known_version],
        stays={ids[booking_id]: stays for booking_id, stays in presence.items()},
    )
    for fresh, known in ((True, "attendance.created"), (False, "attendance.updated")):
        changes = [
            {**row, "stays": [vars(stay) for stay in presence[booking_id]]}
            for booking_id, row in stored.items()
            if (row["version"] == 1) is fresh
        ]
        await record_changes(db, known, changes)
    return stored


async def open_room(db: AsyncSession, actor: Actor, session_id: SessionId) -> Room:
    """Lock a session whose attendance can still be marked."""
    room = await queries.get_room(db, actor, session_id, lock=True)
    if room.session.status is SessionStatus.CANCELLED:
        raise SessionCancelled()
    if room.session.status is SessionStatus.CLOSED:
        raise SessionClosed()
    return room


async def places_of(
    db: AsyncSession, actor: Actor, room: Room, booking_ids: Sequence[BookingId], *, permission: str
) -> dict[BookingId, RosterPlace]:
    """Return the named places of the roster; one that the actor may not see is as one that is not there."""
    if len(set(booking_ids)) != len(booking_ids):
        raise MarkedTwice()
    places = await queries.roster_places(
        db, actor, room.session.id, permission=permission, booking_ids=set(booking_ids)
    )
    found = {place.booking_id: place for place in places if place.visible or room.mine}
    if len(found) != len(booking_ids):
        raise BookingNotOnRoster(unknown=len(booking_ids) - len(found))
    return found


def check_day(room: Room, outcome: Outcome, at: datetime) -> None:
    """Nobody has come to a session of another day; an absence can be known before."""
    if outcome in CAME and room.session.local_date > today_in(room.session.time_zone, at=at):
        raise SessionAhead()


async def mark_roster(db: AsyncSession, actor: Actor, session_id: SessionId, marks: RosterMarks) -> list[Result]:
    """Mark many people at once. A mark against another version than the stored one changes nothing: a conflict."""
    at = now()
    room = await open_room(db, actor, session_id)
    countable = parts_of(room)
    places = await places_of(db, actor, room, [one.booking_id for one in marks.marks], permission="attendance:mark")
    rows = []
    for index, one in enumerate(marks.marks):
        place = places[one.booking_id]
        known = place.marked.version if place.marked else None
        if one.version == known:
            rows.append(_marked(room, place, one, marks.evidence, countable=countable, at=at, index=index))
    stored = await store(db, actor, room, rows, at=at)
    await call_the_missed(db, actor, room, _of_concern(rows, places), at=at)
    return [_result(places[one.booking_id], stored.get(one.booking_id)) for one in marks.marks]


def _of_concern(rows: Iterable[AttendanceValues], places: Mapping[BookingId, RosterPlace]) -> list[Told]:
    """Return what is said of who does not come, was said not to, or is being called: nothing else matters to a call."""
    return [
        Told(row.participant_id, row.episode_id, row.outcome, row.absence_reason)
        for row in rows
        if (place := places[row.booking_id]).called
        or Outcome.ABSENT in {row.outcome, place.marked.outcome if place.marked else None}
    ]


def _marked(
    room: Room,
    place: RosterPlace,
    one: Mark,
    evidence: Evidence,
    *,
    countable: Sequence[Span],
    at: datetime,
    index: int,
) -> AttendanceValues:
    check_day(room, one.outcome, at)
    try:
        checked = mark(
            one.outcome,
            session=span_of(room),
            now=at,
            arrived_at=one.arrived_at,
            left_at=one.left_at,
            absence_reason=one.absence_reason,
        )
    except DomainError as error:
        if error.pointer is not None:
            error.pointer = f"/marks/{index}{error.pointer}"
        raise
    return values_of(
        room,
        place,
        outcome=checked.outcome,
        presence=checked.presence,
        countable=countable,
        absence_reason=one.absence_reason,
        mode=one.mode,
        video=one.video,
        evidence=evidence,
    )


def _result(place: RosterPlace, stored: Mapping[str, Any] | None) -> Result:
    if stored is None:
        theirs = recorded(place.attendance, provisional=True)
        return Result(place.booking_id, place.participant_id, "conflict", theirs)
    return Result(place.booking_id, place.participant_id, "applied", recorded(stored, provisional=True))


async def clear_marks(db: AsyncSession, actor: Actor, session_id: SessionId, marks: MarksToClear) -> list[Result]:
    """Take marks back. The rows stay and say that nobody is marked, so that the next mark has a version to build on."""
    room = await open_room(db, actor, session_id)
    places = await places_of(
        db, actor, room, [one.booking_id for one in marks.booking_ids], permission="attendance:mark"
    )
    rows = [
        values_of(room, places[one.booking_id], outcome=None, presence=(), countable=())
        for one in marks.booking_ids
        if (before := places[one.booking_id].marked) is not None and before.version == one.version
    ]
    at = now()
    stored = await store(db, actor, room, rows, at=at)
    await call_the_missed(db, actor, room, _of_concern(rows, places), at=at)
    return [_result(places[one.booking_id], stored.get(one.booking_id)) for one in marks.booking_ids]


Change = Callable[[tuple[Presence, ...], Span, datetime], tuple[Presence, ...]]


async def record_pull_out(
    db: AsyncSession, actor: Actor, session_id: SessionId, booking_id: BookingId, given: PullOut
) -> ParticipantId:
    """Take somebody out of a running or past group for a while."""

    def change(stays: tuple[Presence, ...], session: Span, at: datetime) -> tuple[Presence, ...]:
        return pull_out(stays, out_at=given.out_at, back_at=given.back_at, reason=given.reason, session=session, now=at)

    return await _change_stays(db, actor, session_id, booking_id, given.version, change)


async def record_departure(
    db: AsyncSession, actor: Actor, session_id: SessionId, booking_id: BookingId, given: DepartureRecord
) -> ParticipantId:
    """Somebody leaves for good before the group ends."""

    def change(stays: tuple[Presence, ...], session: Span, at: datetime) -> tuple[Presence, ...]:
        return depart(stays, left_at=given.left_at or at, session=session, now=at, reason=given.reason)

    return await _change_stays(db, actor, session_id, booking_id, given.version, change)


async def _change_stays(
    db: AsyncSession, actor: Actor, session_id: SessionId, booking_id: BookingId, version: int, change: Change
) -> ParticipantId:
    at = now()
    room = await open_room(db, actor, session_id)
    places = await places_of(db, actor, room, [booking_id], permission="attendance:mark")
    place = places[booking_id]
    before = place.marked
    if before is None or before.outcome not in CAME:
        raise NotMarked()
    if before.version != version:
        raise AttendanceChanged(current_version=before.version)
    stays = (await queries.stays_of(db, [before.id])).get(before.id, ())
    presence = change(stays, span_of(room), at)
    assert before.outcome is not None
    outcome = outcome_after(before.outcome, presence, room.session.ends_at)
    values = values_of(room, place, outcome=outcome, presence=presence, countable=parts_of(room))
    await store(db, actor, room, [values], at=at)
    return place.participant_id
