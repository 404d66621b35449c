"""Sessions that would mend a week before it ends."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.queries import make_ups as queries
from handrail.attendance.rules.make_ups import Candidate, offers, together
from handrail.attendance.rules.presence import Span, countable_parts, minutes_of
from handrail.attendance.service.ledger import EpisodeWeek, episode_week, weeks_around
from handrail.attendance.service.marks import day_blocks
from handrail.calendar.models import Session
from handrail.calendar.queries import availability, separations
from handrail.calendar.queries.sessions import staff_of
from handrail.calendar.rules.availability import Hours, Spans, build, weekly
from handrail.calendar.service.bookings import seats_left
from handrail.calendar.service.titles import sight_of
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, SessionId
from handrail.participants.models import Availability
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
    able = {row.Session.id: row for row in (await _open_to(db, [week], at=at))[episode_id]}
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
        missed_booking_ids=await queries.missed_in(
            db, episode_id, first=starts_on, last=starts_on + timedelta(days=6), at=at
        ),
        offers=shown,
        enough_session_ids=together(week.ledger, candidates) if week.ledger.short_by_minutes else (),
    )


async def mendable(
    db: AsyncSession, actor: Actor, episode_ids: Collection[EpisodeId], *, on: date
) -> list[tuple[EpisodeWeek, int]]:
    """Return whose hours of the week around a date are short while a group could mend them, and how many could."""
    short = [one for one in await weeks_around(db, actor, episode_ids, on=on) if one.ledger.short_by_minutes > 0]
    ahead = await _open_to(db, short, at=now())
    mends = {row.Session.id: _candidate(row).minutes > 0 for rows in ahead.values() for row in rows}
    found = [(one, sum(mends[row.Session.id] for row in ahead[one.episode_id])) for one in short]
    return [(one, count) for one, count in found if count > 0]


async def _open_to(db: AsyncSession, weeks: Sequence[EpisodeWeek], *, at: datetime) -> dict[EpisodeId, list[Any]]:
    """Return for each episode the groups ahead in its week that have a seat while the person is free."""
    if not weeks:
        return {}
    first = min(one.ledger.starts_on for one in weeks)
    last = max(one.ledger.starts_on for one in weeks) + timedelta(days=6)
    people = await people_of(db, [one.participant_id for one in weeks])
    persons = set(people.values())
    rows = await queries.sessions_ahead(db, {one.episode.program_id for one in weeks}, first=first, last=last, at=at)
    ids = [row.Session.id for row in rows]
    free = await seats_left(db, ids)
    meetings = await separations.meetings(db, ids, persons)
    busy = await queries.booked_spans(db, persons, first=first, last=last)
    spans = {row.Session.id: (row.Session.starts_at, row.Session.ends_at) for row in rows}
    # Of two people who are asked about, the other is met only where they are booked already.
    met = {
        (one.session_id, who)
        for one in meetings
        for who, other in ((one.one, one.other), (one.other, one.one))
        if other not in persons or spans[one.session_id] in busy.get(ParticipantId(other), ())
    }
    hours = await availability.cannot_come(db, persons)
    found = {}
    for week in weeks:
        person = people[week.participant_id]
        away = _away(hours.get(person, []), first, last)
        found[week.episode_id] = [
            row
            for row in rows
            if row.Session.id in free
            and (row.Session.id, person) not in met
            and _in_stay(week, row.Session)
            and not _meets(row.Session, [*busy.get(person, ()), *away(row.Session.time_zone)])
        ]
    return found


def _in_stay(week: EpisodeWeek, session: Session) -> bool:
    """Whether the session is one of the program's in the payer's week while the person is in care."""
    stay, on = week.episode, session.local_date
    return (
        session.program_id == stay.program_id
        and week.ledger.starts_on <= on <= week.ledger.starts_on + timedelta(days=6)
        and stay.admitted_on is not None
        and stay.admitted_on <= on
        and (stay.ended_on is None or on <= stay.ended_on)
    )


def _meets(session: Session, spans: Spans) -> bool:
    return any(session.starts_at < end and start < session.ends_at for start, end in spans)


def _away(rows: Sequence[Availability], first: date, last: date) -> Callable[[str], Spans]:
    """Return when somebody said they cannot come, asked by time zone."""
    hours = [Hours(one.weekday, one.local_start, one.local_end, one.starts_on, one.ends_on) for one in rows]

    @cache
    def away(zone: str) -> Spans:
        return build(weekly(hours, first - timedelta(days=1), last, zone))

    return away


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
