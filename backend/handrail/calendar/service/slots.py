"""Find a time that fits everybody who has to be there, and a room."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import EndBeforeStart, RangeTooLong
from handrail.calendar.queries import availability as rows
from handrail.calendar.queries.memberships import spans_taken
from handrail.calendar.rules.availability import (
    Clinician,
    Hours,
    Place,
    Slot,
    Spans,
    Wish,
    build,
    days_on_which,
    find_slots,
    intersect,
    padded,
    subtract,
    weekly,
    whole_days,
)
from handrail.calendar.rules.recurrence import instant
from handrail.calendar.slots_schemas import SlotSearch
from handrail.calendar.vocabulary import MAX_SEARCH_DAYS, TRAVEL_MINUTES
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import EpisodeId, LocationId, ParticipantId, RoomId, SessionId, StaffId
from handrail.core.vocabulary import ClosureKind, ServiceKind, Weekday
from handrail.episodes import queries as episode_rows
from handrail.episodes import service as episodes
from handrail.episodes.rules import bookable
from handrail.organizations import service as organizations
from handrail.organizations.models import Location
from handrail.participants.errors import ContactNotFound
from handrail.participants.queries import people_of
from handrail.staff import queries as staff_rows
from handrail.staff.services import hours as staff_hours
from handrail.staff.services import people as staff

_MOST_CLINICIANS = 100
_MOST_ROOMS = 100


async def search(db: AsyncSession, actor: Actor, wanted: SlotSearch) -> tuple[list[Slot], str, list[ParticipantId]]:
    """Return the best free times, the zone of the location, and whose time was looked at.

    Everybody named has to be free: at work, not on time off, not elsewhere or on the way from another location, with
    credentials that are valid on that day; participants in care, not on leave, and not in hours they said they cannot
    come. Nobody named: whoever may lead.
    """
    if wanted.to_date < wanted.from_date:
        raise EndBeforeStart(pointer="/to_date")
    if (wanted.to_date - wanted.from_date).days >= MAX_SEARCH_DAYS:
        raise RangeTooLong(pointer="/to_date", days=MAX_SEARCH_DAYS)
    location = await organizations.get_usable_location(db, wanted.location_id)
    open_hours = await _open(db, wanted, location)
    concerned = [
        await episodes.get_visible_episode(db, actor, one, permission="booking:write") for one in wanted.episode_ids
    ]
    people, theirs = await _people(db, {one.id: one.participant_id for one in concerned}, wanted, location)
    wish = Wish(
        minutes=wanted.minutes,
        time_zone=location.time_zone,
        open=open_hours,
        teams=await _teams(db, wanted, location),
        people=people,
        theirs=theirs,
        rooms=None if wanted.telehealth else await _rooms(db, wanted, location, open_hours),
        known=frozenset(one.primary_clinician_id for one in concerned if one.primary_clinician_id is not None),
        limit=wanted.limit,
    )
    return find_slots(wish), location.time_zone, [one.participant_id for one in concerned]


async def search_for(
    db: AsyncSession,
    session_id: SessionId,
    wanted: SlotSearch,
    concerned: Mapping[EpisodeId, ParticipantId],
    *,
    room_id: RoomId | None,
    closed: Spans,
) -> list[Slot]:
    """Return free times for a session and those in it, in its own room first, beside what will be `closed`.

    It needs no room where it has none, and nobody to lead where nobody does.
    """
    location = await organizations.get_usable_location(db, wanted.location_id)
    besides = [session_id]
    open_hours = subtract(await _open(db, wanted, location), build(closed))
    people, theirs = await _people(db, concerned, wanted, location, besides=besides)
    rooms = None
    if room_id is not None:
        found = await _rooms(db, wanted, location, open_hours, besides=besides)
        rooms = sorted(found, key=lambda one: one.id != room_id)
    wish = Wish(
        minutes=wanted.minutes,
        time_zone=location.time_zone,
        open=open_hours,
        teams=await _teams(db, wanted, location, besides=besides) if wanted.staff_ids else [[]],
        people=people,
        theirs=theirs,
        rooms=rooms,
        limit=wanted.limit,
    )
    return find_slots(wish)


async def _open(db: AsyncSession, wanted: SlotSearch, location: Location) -> Spans:
    """The hours that were asked for, without what is past and what is closed."""
    asked = [Hours(day, wanted.earliest, wanted.latest) for day in wanted.weekdays or list(Weekday)]
    spans = weekly(asked, wanted.from_date, wanted.to_date, location.time_zone)
    if not spans:
        return []
    ahead = subtract(spans, build([(spans[0][0] - timedelta(days=1), now())]))
    closures = await organizations.closures_between(
        db, location_id=location.id, from_instant=spans[0][0], to_instant=spans[-1][1]
    )
    closed = [
        (one.starts_at, one.ends_at)
        for one in closures
        if one.kind is not ClosureKind.BY_VIDEO or not wanted.telehealth
    ]
    return subtract(ahead, build(closed))


def _bounds(wanted: SlotSearch, zone: str) -> tuple[datetime, datetime]:
    day = timedelta(days=1)
    return instant(wanted.from_date - day, time.min, zone), instant(wanted.to_date + 2 * day, time.min, zone)


async def _teams(
    db: AsyncSession, wanted: SlotSearch, location: Location, *, besides: Collection[SessionId] = ()
) -> list[list[Clinician]]:
    for one in wanted.staff_ids:
        await staff.get_working_staff(db, one)
    found = await staff_rows.working(
        db, staff=wanted.staff_ids or None, language=wanted.language, limit=_MOST_CLINICIANS
    )
    ids = [one.id for one in found]
    if len(ids) < len(set(wanted.staff_ids)):
        return []  # somebody who has to be there does not speak the language
    leading = await staff_hours.leading_days(db, ids, wanted.service_kind, wanted.from_date, wanted.to_date)
    clinicians = await _clinicians(db, ids, wanted, location, besides=besides)
    if not wanted.staff_ids:
        return [[_able(clinicians[one], leading[one], location.time_zone)] for one in ids if leading[one]]
    # The first who is named leads; the others only have to be there.
    lead = wanted.staff_ids[0]
    others = [clinicians[one] for one in dict.fromkeys(wanted.staff_ids[1:]) if one != lead]
    return [[_able(clinicians[lead], leading[lead], location.time_zone), *others]]


def _able(clinician: Clinician, days: Sequence[date], time_zone: str) -> Clinician:
    return Clinician(clinician.id, intersect(clinician.free, whole_days(days, time_zone)), clinician.busy)


async def _clinicians(
    db: AsyncSession,
    ids: Sequence[StaffId],
    wanted: SlotSearch,
    location: Location,
    *,
    besides: Collection[SessionId],
) -> dict[StaffId, Clinician]:
    first, last = _bounds(wanted, location.time_zone)
    hours, off = await staff_hours.hours_and_time_off(db, ids, first=first, last=last)
    day = timedelta(days=1)
    work = await rows.work_between(db, ids, wanted.from_date - day, wanted.to_date + day, besides=besides)
    found = {}
    for one in ids:
        entered = [row for row in hours if row.staff_id == one]
        here = [
            Hours(row.weekday, row.local_start, row.local_end, row.starts_on, row.ends_on)
            for row in entered
            if row.location_id in (None, location.id)
        ]
        at_work: Spans = (
            weekly(here, wanted.from_date - day, wanted.to_date + day, location.time_zone)
            if entered
            else [(first, last)]
        )
        mine = [row for row in work if row.staff_id == one]
        busy = build((row.starts_at, row.ends_at) for row in mine)
        away = [(row.starts_at, row.ends_at) for row in mine if _needs_a_way(row, wanted, location.id)]
        free = subtract(at_work, build((row.starts_at, row.ends_at) for row in off if row.staff_id == one))
        found[one] = Clinician(one, subtract(subtract(free, busy), padded(away, TRAVEL_MINUTES)), busy)
    return found


def _needs_a_way(work: rows.Work, wanted: SlotSearch, location_id: LocationId) -> bool:
    return work.location_id != location_id and not work.telehealth and not wanted.telehealth


async def _people(
    db: AsyncSession,
    concerned: Mapping[EpisodeId, ParticipantId],
    wanted: SlotSearch,
    location: Location,
    *,
    besides: Collection[SessionId] = (),
) -> tuple[Mapping[ParticipantId, Spans], Spans]:
    if not concerned:
        if wanted.contact_ids:
            raise ContactNotFound()
        return {}, []
    day = timedelta(days=1)
    first, last = _bounds(wanted, location.time_zone)
    stays = await episode_rows.stays(db, list(concerned))
    persons = await people_of(db, set(concerned.values()))
    taken = await spans_taken(
        db, set(persons.values()), first=wanted.from_date - day, last=wanted.to_date + day, besides=besides
    )
    away = await rows.cannot_come(db, set(persons.values()))
    free: dict[ParticipantId, Spans] = {}
    for episode_id, participant_id in concerned.items():
        person = persons[participant_id]
        comes = partial(bookable, stays[episode_id], wanted.service_kind)
        in_care = days_on_which(comes, wanted.from_date, wanted.to_date)
        elsewhere = weekly(
            (
                Hours(row.weekday, row.local_start, row.local_end, row.starts_on, row.ends_on)
                for row in away.get(person, [])
            ),
            wanted.from_date - day,
            wanted.to_date + day,
            location.time_zone,
        )
        spans = subtract(whole_days(in_care, location.time_zone), build(taken.get(person, [])))
        spans = subtract(spans, elsewhere)
        free[person] = intersect(free.get(person, [(first, last)]), spans)
    comes_along = await _family(db, set(persons.values()), wanted, location)
    free = {person: _all_of(spans, comes_along) for person, spans in free.items()}
    return free, build(one for some in taken.values() for one in some)


def _all_of(spans: Spans, others: Iterable[Spans]) -> Spans:
    for one in others:
        spans = intersect(spans, one)
    return spans


async def _family(
    db: AsyncSession, persons: Collection[ParticipantId], wanted: SlotSearch, location: Location
) -> list[Spans]:
    """Return when each of those who are named can come; of nobody named in a family session, somebody of each family.

    Whose hours are not on file can come whenever it is.
    """
    near = await rows.near(db, persons, wanted.contact_ids)
    if not set(wanted.contact_ids) <= near:
        raise ContactNotFound()
    if not wanted.contact_ids and wanted.service_kind is not ServiceKind.FAMILY:
        return []
    families = [one.family for one in (await rows.suits(db, persons, on=wanted.from_date)).values() if one.family]
    named = [hours for family in families for who, hours in family.items() if who in wanted.contact_ids]
    any_of_each = [[row for some in family.values() for row in some] for family in families]
    return [
        weekly(
            (Hours(row.weekday, row.local_start, row.local_end, row.starts_on, row.ends_on) for row in some),
            wanted.from_date,
            wanted.to_date,
            location.time_zone,
        )
        for some in (named if wanted.contact_ids else any_of_each)
    ]


async def _rooms(
    db: AsyncSession,
    wanted: SlotSearch,
    location: Location,
    open_hours: Spans,
    *,
    besides: Collection[SessionId] = (),
) -> list[Place]:
    # Whoever works there takes a chair too.
    seats = max(wanted.seats or 0, len(wanted.episode_ids)) + max(1, len(set(wanted.staff_ids)))
    found = await rows.rooms_at(db, location.id, kind=wanted.room_kind, seats=seats, limit=_MOST_ROOMS)
    day = timedelta(days=1)
    taken: dict[object, list[tuple[datetime, datetime]]] = defaultdict(list)
    ids = [one.id for one in found]
    first, last = wanted.from_date - day, wanted.to_date + day
    for room, start, end in await rows.rooms_taken_between(db, ids, first, last, besides=besides):
        taken[room].append((start, end))
    return [Place(one.id, one.capacity, subtract(open_hours, build(taken[one.id]))) for one in found]
