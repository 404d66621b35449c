"""Closing a group, correcting what was closed, locking it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.errors import (
    AttendanceChanged,
    LockedForYou,
    NotYourGroup,
    OpenAlerts,
    RosterIncomplete,
    SessionAhead,
    SessionLocked,
    SessionNotClosed,
    VideoDetailsMissing,
)
from handrail.attendance.events import GroupClosing
from handrail.attendance.models import Attendance, AttendanceCorrection
from handrail.attendance.queries import marks as queries
from handrail.attendance.queries.marks import AttendanceValues, Room, RosterPlace
from handrail.attendance.rules.presence import Presence, Span, closed, depart, mark, outcome_after, pull_out
from handrail.attendance.schemas import AttendanceCorrect, SessionClose
from handrail.attendance.service.consequences import Told, call_the_missed, follow_ladder
from handrail.attendance.service.marks import open_room, parts_of, places_of, span_of, store, values_of
from handrail.attendance.vocabulary import CAME, Mode, Outcome
from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.errors import DomainError
from handrail.core.events import announce
from handrail.core.ids import AttendanceId, BookingId, ParticipantId, SessionId


@dataclass(frozen=True)
class Roster:
    """A session and how its roster stands."""

    session: Session
    counts: dict[Outcome, int]
    participant_ids: tuple[ParticipantId, ...]

    @property
    def marked(self) -> int:
        return sum(self.counts.values())


async def close_session(db: AsyncSession, actor: Actor, session_id: SessionId, given: SessionClose) -> Roster:
    """Confirm departures: who is not named stayed to the end. From here on minutes are no longer provisional."""
    at = now()
    room = await open_room(db, actor, session_id)
    if at <= room.session.starts_at:
        raise SessionAhead()
    places = await _whole_roster(db, actor, room, permission="attendance:close")
    unmarked = sum(place.marked is None for place in places)
    if unmarked:
        raise RosterIncomplete(unmarked=unmarked)
    departures = {one.booking_id: one.left_at for one in given.departures}
    await places_of(db, actor, room, [one.booking_id for one in given.departures], permission="attendance:close")
    came = [place.marked for place in places if place.marked and place.marked.outcome in CAME]
    await _check_alerts(db, room, came)
    stays = await queries.stays_of(db, [row.id for row in came])
    rows = _closed_rows(room, places, stays, departures, at=at)
    _check_video(room, places)
    await store(db, actor, room, rows, at=at)
    room.session.status = SessionStatus.CLOSED
    room.session.closed_at, room.session.closed_by = at, actor.account_id
    await db.flush()
    final = {row.booking_id: row.outcome for row in rows}
    await _follow_up(db, actor, room, places, final, at=at)
    outcomes = [final.get(place.booking_id, place.marked.outcome if place.marked else None) for place in places]
    counts = Counter(outcome for outcome in outcomes if outcome is not None)
    return Roster(room.session, dict(counts), tuple(place.participant_id for place in places))


async def _check_alerts(db: AsyncSession, room: Room, came: Sequence[Attendance]) -> None:
    """Nobody goes home over an open alert of the day."""
    closing = GroupClosing(
        session_id=room.session.id,
        local_date=room.session.local_date,
        time_zone=room.session.time_zone,
        participant_ids=frozenset(row.participant_id for row in came),
    )
    await announce(db, closing)
    if closing.alarmed:
        raise OpenAlerts(people=len(closing.alarmed))


async def _follow_up(
    db: AsyncSession,
    actor: Actor,
    room: Room,
    places: Sequence[RosterPlace],
    final: Mapping[BookingId, Outcome | None],
    *,
    at: datetime,
) -> None:
    """Whoever came after all needs no call. Everybody may have reached a step of the ladder, or left one.

    A day is missed by all its sessions together: who comes to the second did not miss it.
    """
    told = [
        Told(
            place.participant_id,
            place.episode_id,
            final.get(place.booking_id, place.marked.outcome),
            place.marked.absence_reason,
        )
        for place in places
        if place.marked is not None
    ]
    await call_the_missed(db, actor, room, told, at=at)
    await follow_ladder(db, actor, {one.episode_id for one in told}, at=at)


async def _whole_roster(db: AsyncSession, actor: Actor, room: Room, *, permission: str) -> list[RosterPlace]:
    places = await queries.roster_places(db, actor, room.session.id, permission=permission)
    if not room.mine and not all(place.visible for place in places):
        raise NotYourGroup()
    return places


def _closed_rows(
    room: Room,
    places: Sequence[RosterPlace],
    stays: dict[AttendanceId, tuple[Presence, ...]],
    departures: dict[BookingId, datetime],
    *,
    at: datetime,
) -> list[AttendanceValues]:
    session, countable, rows = span_of(room), parts_of(room), []
    for place in places:
        before = place.marked
        if before is None or before.outcome is None or before.outcome not in CAME:
            continue
        presence = stays.get(before.id, ())
        if place.booking_id in departures:
            try:
                presence = depart(presence, left_at=departures[place.booking_id], session=session, now=at)
            except DomainError as error:
                position = list(departures).index(place.booking_id)
                error.pointer = f"/departures/{position}/left_at"
                raise
        presence = closed(presence, session=session, now=at)
        # A group that ended before its time made nobody leave early.
        end = min(session.ends_at, at)
        outcome = outcome_after(before.outcome, presence, end)
        if presence != stays.get(before.id, ()) or outcome is not before.outcome:
            rows.append(values_of(room, place, outcome=outcome, presence=presence, countable=countable))
    return rows


def _check_video(room: Room, places: Sequence[RosterPlace]) -> None:
    missing = 0
    for place in places:
        row = place.marked
        if row is not None and row.outcome in CAME and row.mode is Mode.VIDEO:
            missing += not (row.place and row.call_back_number and row.consent_confirmed)
    if missing:
        raise VideoDetailsMissing(missing=missing)


async def lock_session(db: AsyncSession, actor: Actor, session_id: SessionId) -> Roster:
    """Lock a closed session: what is corrected from here on needs the right to change locked records."""
    room = await queries.get_room(db, actor, session_id, lock=True)
    if room.session.status is not SessionStatus.CLOSED:
        raise SessionNotClosed()
    if room.session.locked_at is not None:
        raise SessionLocked()
    places = await _whole_roster(db, actor, room, permission="attendance:lock")
    room.session.locked_at = now()
    await db.flush()
    counts = Counter(place.marked.outcome for place in places if place.marked and place.marked.outcome)
    return Roster(room.session, dict(counts), tuple(place.participant_id for place in places))


async def correct_attendance(
    db: AsyncSession, actor: Actor, session_id: SessionId, booking_id: BookingId, given: AttendanceCorrect
) -> ParticipantId:
    """Say how it really was. The version it replaces is kept, with the reason and who gave it."""
    at = now()
    room = await queries.get_room(db, actor, session_id, lock=True)
    if room.session.status is not SessionStatus.CLOSED:
        raise SessionNotClosed()
    if room.session.locked_at is not None and not actor.may("attendance:correct_locked"):
        raise LockedForYou()
    places = await places_of(db, actor, room, [booking_id], permission="attendance:correct")
    place = places[booking_id]
    before = place.marked
    known = before.version if before else None
    if known != given.version:
        raise AttendanceChanged(current_version=known)
    replaced = await _as_it_was(db, before)
    presence = _corrected(given, span_of(room), at)
    # The end of the group as it was closed: after it nobody was there.
    assert room.session.closed_at is not None
    presence = closed(presence, session=span_of(room), now=room.session.closed_at)
    end = min(room.session.ends_at, room.session.closed_at)
    values = values_of(
        room,
        place,
        outcome=outcome_after(given.outcome, presence, end),
        presence=presence,
        countable=parts_of(room),
        absence_reason=given.absence_reason,
        mode=given.mode,
        video=given.video,
    )
    stored = await store(db, actor, room, [values], at=at)
    db.add(
        AttendanceCorrection(
            attendance_id=queries.id_of(stored[booking_id]),
            replaced_version=place.attendance.version if place.attendance else 0,
            replaced=replaced,
            after_lock=room.session.locked_at is not None,
            reason=given.reason,
            corrected_by=actor.account_id,
            corrected_at=at,
        )
    )
    await db.flush()
    told = Told(place.participant_id, place.episode_id, values.outcome, given.absence_reason)
    await call_the_missed(db, actor, room, [told], at=at)
    await follow_ladder(db, actor, [place.episode_id], at=at)
    return place.participant_id


def _corrected(given: AttendanceCorrect, session: Span, at: datetime) -> tuple[Presence, ...]:
    marked = mark(
        given.outcome,
        session=session,
        now=at,
        arrived_at=given.arrived_at,
        left_at=given.left_at,
        absence_reason=given.absence_reason,
    )
    presence = marked.presence
    for index, one in enumerate(given.pull_outs):
        try:
            presence = pull_out(
                presence, out_at=one.out_at, back_at=one.back_at, reason=one.reason, session=session, now=at
            )
        except DomainError as error:
            error.pointer = f"/pull_outs/{index}{error.pointer or ''}"
            raise
    return presence


async def _as_it_was(db: AsyncSession, row: Attendance | None) -> dict[str, Any]:
    if row is None:
        return {"outcome": None, "absence_reason": None, "mode": Mode.IN_PERSON, "minutes": 0, "stays": []}
    stays = (await queries.stays_of(db, [row.id])).get(row.id, ())
    return {
        "outcome": row.outcome,
        "absence_reason": row.absence_reason,
        "mode": row.mode,
        "minutes": row.minutes,
        "stays": [
            {
                "starts_at": stay.starts_at.isoformat(),
                "ends_at": stay.ends_at.isoformat() if stay.ends_at else None,
                "reason": stay.reason,
            }
            for stay in stays
        ],
    }
