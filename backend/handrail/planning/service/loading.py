"""A week as it stands, from the organization's own tables."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import Session, SessionStaff
from handrail.calendar.queries import availability as calendar_rows
from handrail.calendar.queries import memberships as membership_rows
from handrail.calendar.queries import seats as seat_rows
from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.queries.availability import Work
from handrail.calendar.rules.availability import Hours, Spans, build, padded, subtract, weekly
from handrail.calendar.rules.recurrence import instant
from handrail.calendar.service.group_caps import Cap, caps_on, least_on
from handrail.calendar.vocabulary import TRAVEL_MINUTES, SessionRole, SessionStatus, StaffPlaceStatus
from handrail.cohorts.models import Cohort
from handrail.core.events import announce
from handrail.core.ids import LocationId, ParticipantId, ProgramId, RoomId, SessionId, StaffId
from handrail.core.vocabulary import ClosureKind, ServiceKind, Weekday
from handrail.episodes import queries as episode_rows
from handrail.episodes.rules import bookable
from handrail.organizations import service as organizations
from handrail.organizations.models import Location, Room
from handrail.participants.models import Availability, SuitableHours
from handrail.planning import queries
from handrail.planning.errors import LocationsInDifferentZones
from handrail.planning.queries import Member
from handrail.planning.service.needs import needs_of
from handrail.planning.vocabulary import GROUPS, TICKS, USUAL_MINUTES, WEEK_MINUTES, Untouched
from handrail.planning.week import Block, House, Minutes, Place, Running, Standing, Taker, WeekSeen, Worker
from handrail.programs.models import Program
from handrail.programs.vocabulary import BlockKind
from handrail.staff import queries as staff_rows
from handrail.staff.models import PreferredHours, StaffHours
from handrail.staff.services import hours as staff_hours

_MOST_ROOMS = 200
_MOST_CLINICIANS = 300


async def see(db: AsyncSession, location_ids: Sequence[LocationId], monday: date, *, as_of: datetime) -> WeekSeen:
    """Return the week of locations as of an instant: what had begun by then stays.

    Raises `LocationsInDifferentZones`: a week has one clock.
    """
    locations = [await organizations.get_location(db, one) for one in sorted(location_ids)]
    return await _Loading(db, locations, one_zone_of(locations), monday, as_of).load()


def one_zone_of(locations: Sequence[Location]) -> str:
    """Return the time zone of all of these."""
    zone = locations[0].time_zone
    apart = [str(one.id) for one in locations if one.time_zone != zone]
    if apart:
        raise LocationsInDifferentZones(pointer="/location_ids", location_ids=apart)
    return zone


def digests(week: WeekSeen) -> dict[str, str]:
    """Return what names each part of a week: another value, another digest."""
    parts = {
        "rooms": week.places,
        "hours": week.workers,
        "people": (week.takers, week.needs, sorted(map(str, week.apart))),
        "cohorts": (week.cohorts, week.caps, week.payers_caps, week.least),
        "closures": week.houses,
    }
    return {name: hashlib.sha256(repr(_ordered(part)).encode()).hexdigest()[:16] for name, part in parts.items()}


def _ordered(part: Any) -> Any:
    """Return values in an order of their own: that of a set is another one in each process, and one that worked a week
    out is not the one that applies it."""
    if isinstance(part, frozenset):
        return sorted(map(str, part))
    if isinstance(part, tuple):
        return [_ordered(one) for one in part]
    return [_ordered(getattr(part, one.name)) for one in fields(part)] if is_dataclass(part) else part


def versions(week: WeekSeen) -> dict[str, int]:
    """Return the version of every session of the week."""
    return {str(one.id): one.version for one in week.sessions}


class _Loading:
    def __init__(
        self, db: AsyncSession, locations: Sequence[Location], time_zone: str, monday: date, as_of: datetime
    ) -> None:
        self.db = db
        self.sites = [one.id for one in locations]
        self.time_zone = time_zone
        self.zone = ZoneInfo(time_zone)
        self.monday = monday
        self.sunday = monday + timedelta(days=6)
        self.days = [monday + timedelta(days=one) for one in range(7)]
        self.as_of = as_of
        self.begins = instant(monday, time.min, time_zone)
        self.ends = instant(monday + timedelta(days=7), time.min, time_zone)

    async def load(self) -> WeekSeen:
        rows = await queries.sessions_of_week(self.db, self.sites, self.monday, self.sunday)
        people = await queries.members(self.db, self.sites, self.monday, self.sunday)
        cohorts = await queries.running_cohorts(self.db, self.sites, self.monday, self.sunday)
        sessions = await self._sessions(rows)
        cohort_ids = [cohort.id for cohort, _ in cohorts]
        coming = await membership_rows.members_coming(self.db, cohort_ids, self.days)
        payers = await queries.payers_of_cohorts(self.db, cohort_ids, self.monday, self.sunday)
        running = tuple(
            _running(
                cohort, program, tuple(coming.get((cohort.id, day), 0) for day in self.days), payers.get(cohort.id, ())
            )
            for cohort, program in cohorts
        )
        kinds = {one.kind for one in sessions} | set(USUAL_MINUTES)
        kinds |= {kind for one in running for block in one.blocks for kind in (block.kind, block.second) if kind}
        programs = {row.program_id for row in rows if row.program_id} | {one.program_id for one, _ in cohorts}
        workers = await self._workers(
            await queries.staff_of_week(self.db, programs, [one.id for one in sessions], self.monday, self.sunday),
            kinds,
        )
        caps = await caps_on(self.db, programs, self.days)
        return WeekSeen(
            houses=tuple([House(one, await self._closed(one)) for one in self.sites]),
            monday=self.monday,
            time_zone=self.time_zone,
            as_of=self.as_of,
            passed=self._passed(),
            sessions=sessions,
            workers=workers,
            places=await self._places(),
            takers=await self._takers(people, sessions),
            cohorts=running,
            needs=await needs_of(self.db, people, self.monday, self.sunday),
            apart=await queries.apart(self.db, [one.id for one in workers], self.monday, self.sunday),
            caps=tuple(
                (
                    one,
                    tuple(
                        cap.state.value if (cap := caps.get((one, day))) and cap.state else None for day in self.days
                    ),
                )
                for one in sorted(programs)
            ),
            payers_caps=self._payers_caps(caps),
            least=await self._least(programs),
        )

    async def _places(self) -> tuple[Place, ...]:
        rooms: list[Room] = []
        for one in self.sites:
            rooms += await calendar_rows.rooms_at(self.db, one, kind=None, seats=1, limit=_MOST_ROOMS)
        rooms.sort(key=_id)
        return tuple(Place(one.id, one.location_id, one.capacity, tuple(one.equipment)) for one in rooms)

    async def _least(self, programs: set[ProgramId]) -> tuple[tuple[ProgramId, int], ...]:
        found = await least_on(self.db, programs, self.monday)
        return tuple(sorted((program, limit.value) for program, limit in found.items()))

    def _payers_caps(
        self, caps: Mapping[tuple[ProgramId, date], Cap]
    ) -> tuple[tuple[ProgramId, str, tuple[int | None, ...]], ...]:
        found: dict[tuple[ProgramId, str], dict[date, int]] = defaultdict(dict)
        for (program, day), cap in caps.items():
            for payer, limit in cap.of_payers.items():
                found[program, payer][day] = limit.value
        return tuple((*one, tuple(found[one].get(day) for day in self.days)) for one in sorted(found))

    def _minute(self, at: datetime) -> int:
        local = at.astimezone(self.zone)
        return (local.date() - self.monday).days * 1440 + local.hour * 60 + local.minute

    def _passed(self) -> int:
        step = TICKS[-1]
        return min(max(-(-self._minute(self.as_of) // step) * step, 0), WEEK_MINUTES)

    def _minutes(self, spans: Iterable[tuple[datetime, datetime]]) -> Minutes:
        """Return instants as minutes of the week, by the clock."""
        found = []
        for begins, ends in spans:
            one = (max(self._minute(begins), 0), min(self._minute(ends), WEEK_MINUTES))
            if one[0] < one[1]:
                found.append(one)
        return tuple(sorted(found))

    def _weekly(self, rows: Iterable[PreferredHours | Availability | SuitableHours]) -> Minutes:
        """Return hours of weekdays as minutes of the week."""
        hours = [
            Hours(row.weekday, row.local_start, row.local_end)
            if isinstance(row, PreferredHours)
            else Hours(row.weekday, row.local_start, row.local_end, row.starts_on, row.ends_on)
            for row in rows
        ]
        return self._minutes(weekly(hours, self.monday, self.sunday, self.time_zone))

    async def _closed(self, site: LocationId) -> Minutes:
        closures = await organizations.closures_between(
            self.db, location_id=site, from_instant=self.begins, to_instant=self.ends
        )
        return self._minutes((one.starts_at, one.ends_at) for one in closures if one.kind is not ClosureKind.BY_VIDEO)

    async def _sessions(self, rows: Sequence[Session]) -> tuple[Standing, ...]:
        ids = [row.id for row in rows]
        staff = await session_rows.staff_of(self.db, ids)
        cohorts = await session_rows.cohorts_of(self.db, ids)
        people: dict[SessionId, list[ParticipantId]] = defaultdict(list)
        for session_id, person, _, _ in await queries.booked_people(self.db, ids):
            people[session_id].append(person)
        payers = await seat_rows.payers_in(self.db, ids)
        proposal = ChangeProposed(tuple(ids))
        if ids:
            await announce(self.db, proposal)
        found = []
        for row in rows:
            working = [one for one in staff.get(row.id, []) if one.status is StaffPlaceStatus.ASSIGNED]
            lead, second = _with(working, SessionRole.LEAD), _with(working, SessionRole.CO_FACILITATOR)
            found.append(
                Standing(
                    id=row.id,
                    version=row.version,
                    kind=row.service_kind,
                    site=row.location_id,
                    program_id=row.program_id,
                    cohorts=tuple(cohorts.get(row.id, [])),
                    starts=self._minute(row.starts_at),
                    minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
                    room=row.room_id,
                    telehealth=row.telehealth,
                    lead=lead,
                    others=tuple(one.staff_id for one in working if one.staff_id not in (lead, second)),
                    people=tuple(sorted(people[row.id])),
                    untouched=self._untouched(row, marked=row.id in proposal.attended),
                    title=row.title,
                    payers=tuple(sorted(payers.get(row.id, ()))),
                    second=second,
                )
            )
        return tuple(found)

    def _untouched(self, row: Session, *, marked: bool) -> Untouched | None:
        if row.starts_at <= self.as_of or row.status is not SessionStatus.SCHEDULED:
            return Untouched.BEGUN
        if marked:
            return Untouched.MARKED
        planned = (row.planned_starts_at, row.planned_ends_at, row.planned_telehealth)
        return Untouched.CUT if planned != (row.starts_at, row.ends_at, row.telehealth) else None

    async def _workers(self, ids: set[StaffId], kinds: set[ServiceKind]) -> tuple[Worker, ...]:
        found = await staff_rows.working(self.db, staff=ids, language=None, limit=_MOST_CLINICIANS)
        staff, row_of = [one.id for one in found], {one.id: one for one in found}
        preferred = await staff_hours.preferred_hours(self.db, staff)
        day = timedelta(days=1)
        hours, off = await staff_hours.hours_and_time_off(self.db, staff, first=self.begins, last=self.ends)
        work = await calendar_rows.work_between(self.db, staff, self.monday - day, self.sunday + day)
        first = max(self.monday, min(self.as_of.astimezone(self.zone).date(), self.sunday))
        days = (self.sunday - first).days + 1
        leading: dict[StaffId, set[ServiceKind]] = defaultdict(set)
        for kind in sorted(kinds):
            able = await staff_hours.leading_days(self.db, staff, kind, first, self.sunday)
            for one, when in able.items():
                if len(when) == days:
                    leading[one].add(kind)
        workers = []
        for one in staff:
            mine = [row for row in work if row.staff_id == one and row.location_id not in self.sites]
            entered = [row for row in hours if row.staff_id == one]
            free = {site: self._at_work(site, entered, mine) for site in self.sites}
            absent = [(row.starts_at, row.ends_at) for row in off if row.staff_id == one]
            lunch = staff_hours.lunch_of(row_of[one])
            workers.append(
                Worker(
                    id=one,
                    open=self._minutes(build(span for spans in free.values() for span in spans)),
                    at=tuple((site, self._minutes(spans)) for site, spans in free.items() if len(free) > 1),
                    off=self._minutes(absent),
                    leads=frozenset(leading[one]),
                    elsewhere=self._minutes((row.starts_at, row.ends_at) for row in mine),
                    prefers=self._weekly(preferred.get(one, [])),
                    longest_day=row_of[one].longest_day_minutes,
                    longest_week=row_of[one].longest_week_minutes,
                    lunch=(lunch.minutes, _minute_of(lunch.local_from), _minute_of(lunch.local_to)) if lunch else None,
                )
            )
        return tuple(workers)

    def _at_work(self, site: LocationId, entered: Sequence[StaffHours], elsewhere: Sequence[Work]) -> Spans:
        """Return when somebody is at a location: neither in sessions of locations that are not planned, nor on the way.

        Whose hours are not on file is at any of them.
        """
        here = [
            Hours(row.weekday, row.local_start, row.local_end, row.starts_on, row.ends_on)
            for row in entered
            if row.location_id in (None, site)
        ]
        always = [Hours(weekday, time(7), time(21)) for weekday in Weekday]
        at_work = weekly(here if entered else always, self.monday, self.sunday, self.time_zone)
        busy = build((row.starts_at, row.ends_at) for row in elsewhere)
        away = [(row.starts_at, row.ends_at) for row in elsewhere if not row.telehealth]
        return subtract(subtract(at_work, busy), padded(away, TRAVEL_MINUTES))

    async def _takers(self, people: Sequence[Member], sessions: Sequence[Standing]) -> tuple[Taker, ...]:
        """Everybody in care there, and whoever else is booked for a session of their own."""
        known = {one.person: one for one in people}
        alone = {one.people[0] for one in sessions if len(one.people) == 1 and one.kind not in GROUPS}
        cannot = await calendar_rows.cannot_come(self.db, set(known) | alone)
        suits = await calendar_rows.suits(self.db, set(known) | alone, on=self.monday)
        stays = await episode_rows.stays(self.db, [one.episode_id for one in people])
        elsewhere = await self._elsewhere(set(known) | alone, {one.id for one in sessions})
        takers = []
        for person in sorted(set(known) | alone):
            member = known.get(person)
            spans = [*self._weekly(cannot.get(person, [])), *elsewhere.get(person, ())]
            if member is not None and member.episode_id in stays:
                stay = stays[member.episode_id]
                spans += [
                    (day * 1440, (day + 1) * 1440)
                    for day in range(7)
                    if not bookable(stay, ServiceKind.INDIVIDUAL, self.monday + timedelta(days=day))
                ]
            mine = suits.get(person, calendar_rows.Suits())
            takers.append(
                Taker(
                    id=person,
                    cohort=member.cohort_id if member else None,
                    away=tuple(sorted(spans)),
                    prefers=self._weekly(mine.own),
                    family=self._weekly(row for some in mine.family.values() for row in some) if mine.family else None,
                )
            )
        return tuple(takers)

    async def _elsewhere(self, persons: set[ParticipantId], here: set[SessionId]) -> dict[ParticipantId, list[Any]]:
        """When people are booked in sessions of locations that are not planned."""
        found: dict[ParticipantId, list[Any]] = defaultdict(list)
        for person, session_id, starts_at, ends_at in await queries.places_of(
            self.db, persons, self.monday, self.sunday
        ):
            if session_id not in here:
                found[person].extend(self._minutes([(starts_at, ends_at)]))
        return found


def _id(room: Room) -> RoomId:
    return room.id


def _minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def _with(working: Sequence[SessionStaff], role: SessionRole) -> StaffId | None:
    """Return who has a role in a session; the first, where several have it."""
    return next((one.staff_id for one in working if one.role is role), None)


def _running(cohort: Cohort, program: Program, coming: tuple[int, ...], payers: tuple[str, ...]) -> Running:
    track = next((one for one in program.tracks if one["track"] == cohort.track.value), None)
    blocks, offset = [], 0
    for one in program.blocks:
        kind = ServiceKind(one["service_kind"])
        if one["kind"] == BlockKind.THERAPY.value and kind in GROUPS:
            second = ServiceKind(one["second_leads"] or kind) if one.get("leaders", 1) > 1 else None
            needs = tuple(one.get("equipment", ()))
            blocks.append(Block(kind, one["label"], offset, one["minutes"], needs, second))
        offset += one["minutes"]
    starts = None
    if track is not None:
        starts = _minute_of(time.fromisoformat(str(track["starts_at"])))
    return Running(
        id=cohort.id,
        program_id=cohort.program_id,
        site=cohort.location_id,
        days=program.days_per_week,
        weekdays=tuple(Weekday(one).number for one in track["weekdays"]) if track is not None else (),
        starts=starts,
        blocks=tuple(blocks),
        seats=cohort.capacity,
        coming=coming,
        payers=payers,
        longest=program.longest_day_minutes,
    )
