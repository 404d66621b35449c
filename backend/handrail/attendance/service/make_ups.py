"""Sessions that would mend a week before it ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.queries import make_ups as queries
from handrail.attendance.rules.make_ups import Candidate, offers, together
from handrail.attendance.rules.presence import Span, countable_parts, minutes_of
from handrail.attendance.service.ledger import episode_week
from handrail.attendance.service.marks import day_blocks
from handrail.calendar.queries import availability, separations
from handrail.calendar.queries.sessions import staff_of
from handrail.calendar.rules.availability import Hours, build, intersect, weekly
from handrail.calendar.service.bookings import seats_left
from handrail.calendar.service.titles import sight_of
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, SessionId
from handrail.participants.queries import people_of


@dataclass(frozen=True)
class Mending:
    """What a week lacks and what would mend it, as the API shows it."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    starts_on: date
    short_by_minutes: int
    missed_booking_ids: list[BookingId]
    """Places missed in the week that nothing makes up for yet, the first one first."""
    offers: list[dict[str, Any]]
    enough_session_ids: tuple[SessionId, ...]


async def make_ups(db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, on: date | None) -> Mending:
    """Return the sessions of the program ahead in the week that have a seat while the person is free.

    Left out without a word are those in which the person would meet somebody they must be kept apart from.
    """
    week = await episode_week(db, actor, episode_id, on=on)
    at, starts_on = now(), week.ledger.starts_on
    last = starts_on + timedelta(days=6)
    person = (await people_of(db, [week.participant_id]))[week.participant_id]
    rows = await queries.sessions_ahead(db, episode_id, person, first=starts_on, last=last, at=at)
    sessions = {row.Session.id: row for row in rows}
    free = await seats_left(db, list(sessions), episode_id=episode_id)
    met = {one.session_id for one in await separations.meetings(db, list(sessions), [person])}
    able = {one: row for one, row in sessions.items() if one in free and one not in met}
    able = await _while_free(db, person, able, first=starts_on, last=last)
    candidates = [_candidate(row) for row in able.values()]
    sight, working = await sight_of(db, actor), await staff_of(db, list(able))
    shown = []
    for one in offers(week.ledger, candidates):
        session = able[one.session_id].Session
        title = sight.title(session, [place.staff_id for place in working.get(session.id, [])])
        shown.append({**vars(session), **vars(one), "title": title})
    return Mending(
        episode_id=episode_id,
        participant_id=week.participant_id,
        starts_on=starts_on,
        short_by_minutes=week.ledger.short_by_minutes,
        missed_booking_ids=await queries.missed_in(db, episode_id, first=starts_on, last=last, at=at),
        offers=shown,
        enough_session_ids=together(week.ledger, candidates) if week.ledger.short_by_minutes else (),
    )


async def _while_free(
    db: AsyncSession, person: ParticipantId, rows: dict[SessionId, Any], *, first: date, last: date
) -> dict[SessionId, Any]:
    """Leave out what lies, even in part, in hours in which the person said they cannot come."""
    hours = [
        Hours(one.weekday, one.local_start, one.local_end, one.starts_on, one.ends_on)
        for one in (await availability.cannot_come(db, [person])).get(person, [])
    ]

    def taken(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
        away = build(weekly(hours, first - timedelta(days=1), last, zone))
        return bool(intersect(away, [(starts_at, ends_at)]))

    return {
        one: row
        for one, row in rows.items()
        if not hours or not taken(row.Session.starts_at, row.Session.ends_at, row.Session.time_zone)
    }


def _candidate(row: Any) -> Candidate:
    session = row.Session
    parts = countable_parts(
        Span(session.starts_at, session.ends_at),
        countable=session.countable,
        local_date=session.local_date,
        zone=ZoneInfo(session.time_zone),
        blocks=day_blocks([block for day in row.days for block in day]),
    )
    return Candidate(session.id, session.local_date, session.starts_at, session.ends_at, minutes_of(parts))
