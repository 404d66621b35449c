"""Weekly series: made, read, changed from a date on, ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    CohortOfAnotherProgram,
    EndBeforeStart,
    MeetingsOverlap,
    RangeTooLong,
    SeriesEnded,
    StaffNotAvailable,
)
from handrail.calendar.models import Series, SeriesCohort, SeriesStaff
from handrail.calendar.queries import conflicts, seats, sessions, staff
from handrail.calendar.queries import series as rows
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.rules.recurrence import Key, Meeting, Occurrence, WeeklyPattern, occurrences
from handrail.calendar.rules.staffing import Place, countable_by_default
from handrail.calendar.series_schemas import SeriesCreate, SeriesEnd, SeriesUpdate
from handrail.calendar.service.apart import refuse_apart
from handrail.calendar.service.clashes import TAKEN, refuse_taken_rooms, refuse_taken_staff, refuse_too_many
from handrail.calendar.service.memberships import place_in_sessions
from handrail.calendar.service.places import check_room
from handrail.calendar.service.program_days import make_days
from handrail.calendar.service.settling import give_up, settle
from handrail.calendar.service.staffing import able_places
from handrail.calendar.vocabulary import (
    HORIZON_WEEKS,
    MAX_RANGE_DAYS,
    Own,
    SeriesStatus,
    SessionCancelReason,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import CohortId, LocationId, ProgramId, SeriesId, SessionId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import Weekday
from handrail.organizations import service as organizations
from handrail.programs import service as programs

HORIZON = timedelta(weeks=HORIZON_WEEKS)

FLAG_OF: Final = {
    "title": Own.TITLE,
    "short_name": Own.TITLE,
    "capacity": Own.SEATS,
    "room_id": Own.ROOM,
    "telehealth_url": Own.LINK,
    "telehealth": Own.MODE,
    "countable": Own.COUNTING,
}
"""Value → what a session has of its own once somebody changed it there."""


def pattern_of(series: Series) -> WeeklyPattern:
    """Return a series' rule."""
    return WeeklyPattern(
        meetings=[
            Meeting(Weekday(one["weekday"]), time.fromisoformat(one["local_start"]), one["minutes"])
            for one in series.meetings
        ],
        time_zone=series.time_zone,
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        count=series.occurrence_count,
        interval_weeks=series.interval_weeks,
        excluded=frozenset(
            Key(date.fromisoformat(one["local_date"]), time.fromisoformat(one["local_start"]))
            for one in series.excluded
        ),
    )


async def details(db: AsyncSession, found: Sequence[Series]) -> list[dict[str, Any]]:
    """Return series with their cohorts and staff, in two statements for all of them."""
    ids = [one.id for one in found]
    cohorts, staff_places = await rows.cohorts_of(db, ids), await rows.staff_of(db, ids)
    return [
        {**one.__dict__, "cohort_ids": cohorts.get(one.id, []), "staff": staff_places.get(one.id, [])} for one in found
    ]


async def read_series(db: AsyncSession, series_id: SeriesId) -> dict[str, Any]:
    return (await details(db, [await rows.get_series(db, series_id)]))[0]


async def list_series(
    db: AsyncSession,
    *,
    program_id: ProgramId | None,
    location_id: LocationId | None,
    cohort_id: CohortId | None,
    status: SeriesStatus | None,
    lineage_id: SeriesId | None,
    page: PageParams,
) -> Rows[dict[str, Any]]:
    found = await rows.list_series(
        db,
        program_id=program_id,
        location_id=location_id,
        cohort_id=cohort_id,
        status=status,
        lineage_id=lineage_id,
        page=page,
    )
    return Rows(await details(db, found.items), found.next_cursor)


async def create_series(db: AsyncSession, new: SeriesCreate, *, at: datetime | None = None) -> dict[str, Any]:
    """Make a series and its sessions for the weeks ahead, with staff, closures and the members of its cohorts.

    Refused as a whole when the room or somebody of the staff is taken at one of the times.
    """
    at = at or now()
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise EndBeforeStart(pointer="/ends_on")
    program = await programs.get_open_program(db, new.program_id)
    location = await organizations.get_usable_location(db, new.location_id)
    today = today_in(location.time_zone, at=at)
    if abs((new.starts_on - today).days) > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/starts_on", days=MAX_RANGE_DAYS)
    await check_room(db, new.room_id, location.id)
    await check_cohorts(db, new.cohort_ids, program.id)
    places = await able_places(db, new.staff, new.service_kind, on=max(today, new.starts_on))
    await lock_time_of(db, cohorts=new.cohort_ids, rooms=[new.room_id], staff=[place.staff_id for place in places])
    series = Series(
        **new.model_dump(exclude={"meetings", "cohort_ids", "staff", "countable"}),
        countable=countable_by_default(new.service_kind) if new.countable is None else new.countable,
        time_zone=location.time_zone,
        lineage_id=None,
        predecessor_id=None,
        meetings=[
            {"weekday": one.weekday.value, "local_start": f"{one.local_start:%H:%M}", "minutes": one.minutes}
            for one in sorted(new.meetings, key=lambda one: (one.weekday.number, one.local_start))
        ],
    )
    db.add(series)
    await db.flush()
    db.add_all(SeriesCohort(series_id=series.id, cohort_id=cohort_id) for cohort_id in dict.fromkeys(new.cohort_ids))
    db.add_all(SeriesStaff(series_id=series.id, **asdict(place)) for place in places)
    await db.flush()
    until = max(today, new.starts_on) + HORIZON
    made = await materialize(db, series, until=until, at=at, strict=True)
    await refuse_too_many(db, made)
    for cohort_id in dict.fromkeys(new.cohort_ids):
        await make_days(db, cohort_id, first=max(today, new.starts_on), last=until, at=at)
    return (await details(db, [series]))[0]


async def check_cohorts(db: AsyncSession, cohort_ids: Sequence[CohortId], program_id: ProgramId | None) -> None:
    """Raise unless these cohorts exist, and belong to the program if one is named."""
    found = await rows.cohorts(db, cohort_ids)
    if len(found) < len(set(cohort_ids)):
        raise CohortNotFound()
    if program_id is not None and any(cohort.program_id != program_id for cohort in found):
        raise CohortOfAnotherProgram(pointer="/cohort_ids")


async def materialize(db: AsyncSession, series: Series, *, until: date, at: datetime, strict: bool) -> list[SessionId]:
    """Make sessions of the occurrences that do not exist yet, up to a local date.

    `strict` refuses when something is taken. The nightly extension is not: what was booked first keeps its place, and
    the new session stands there without the room or the person, for somebody to see to.
    """
    wanted = occurrences(pattern_of(series), after=series.materialized_until, until=until)
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(wanted)):
        raise MeetingsOverlap(pointer="/meetings")
    cohort_ids = (await rows.cohorts_of(db, [series.id])).get(series.id, [])
    places = [
        Place(one.staff_id, one.role, one.supervisor_id)
        for one in (await rows.staff_of(db, [series.id])).get(series.id, [])
    ]
    spans = [(one.starts_at, one.ends_at) for one in wanted]
    if strict:
        await refuse_taken_rooms(db, series.room_id, spans)
        await refuse_taken_staff(db, [place.staff_id for place in places], spans)
    with refusing(TAKEN):
        made = await sessions.insert_occurrences(
            db, series, wanted, rooms=await _rooms(db, series, wanted), cohorts=cohort_ids
        )
        await _assign(db, made, places, at=at)
    series.materialized_until = until
    await db.flush()
    ids = [session_id for session_id, _ in made]
    await seats.recount(db, ids)
    await settle(db, ids, at=at)
    await place_in_sessions(db, ids, cohort_ids, at=at)
    return ids


async def _rooms(db: AsyncSession, series: Series, wanted: Sequence[Occurrence]) -> list[Any]:
    if series.room_id is None:
        return [None] * len(wanted)
    clashes = await conflicts.rooms_taken(db, [(series.room_id, (one.starts_at, one.ends_at)) for one in wanted])
    taken = {clash.starts_at for clash in clashes}
    return [None if one.starts_at in taken else series.room_id for one in wanted]


async def _assign(
    db: AsyncSession, made: Sequence[tuple[SessionId, conflicts.Span]], places: Sequence[Place], *, at: datetime
) -> None:
    clashes = await conflicts.staff_taken(db, [(place.staff_id, span) for place in places for _, span in made])
    busy = {(clash.what, clash.starts_at) for clash in clashes}
    await staff.assign(
        db,
        [
            staff.NewPlace(session_id, place.staff_id, place.role, place.supervisor_id, *span)
            for session_id, span in made
            for place in places
            if (place.staff_id, span[0]) not in busy
        ],
        at=at,
    )


async def extend_series(db: AsyncSession, series_id: SeriesId) -> None:
    """Make the sessions that have come within the horizon. Done twice it does nothing the second time."""
    at = now()
    series = await rows.get_series(db, series_id)
    cohort_ids = (await rows.cohorts_of(db, [series_id])).get(series_id, [])
    staff_ids = [one.staff_id for one in (await rows.staff_of(db, [series_id])).get(series_id, [])]
    await lock_time_of(db, cohorts=cohort_ids, rooms=[series.room_id], staff=staff_ids)
    series = await rows.get_series(db, series_id, lock=True)
    until = today_in(series.time_zone, at=at) + HORIZON
    if series.status is SeriesStatus.ACTIVE and (series.materialized_until or date.min) < until:
        await materialize(db, series, until=until, at=at, strict=False)


async def update_series(
    db: AsyncSession, actor: Actor, series_id: SeriesId, change: SeriesUpdate, *, if_match: int
) -> dict[str, Any]:
    """Change title, seats, room, link or staff of the series and of its sessions from a date on.

    Sessions that have begun, were cancelled, or took place keep what they had. One that a closure cancelled changes as
    the others do: it may come back.
    """
    at = now()
    series = await rows.get_series(db, series_id)
    expect_version(series, if_match)
    if series.status is SeriesStatus.ENDED:
        raise SeriesEnded()
    given = change.model_fields_set - {"from_date", "staff"}
    if "room_id" in given:
        await check_room(db, change.room_id, series.location_id)
    old = (await rows.staff_of(db, [series_id])).get(series_id, [])
    places = [Place(one.staff_id, one.role, one.supervisor_id) for one in old]
    if change.staff is not None:
        places = await able_places(
            db, change.staff, series.service_kind, on=max(change.from_date, today_in(series.time_zone, at=at))
        )
    await lock_time_of(
        db,
        rooms=[series.room_id, change.room_id],
        staff=[place.staff_id for place in [*places, *(Place(one.staff_id, one.role) for one in old)]],
    )
    await lock_sessions(db, await sessions.future_of_series(db, series_id, from_date=change.from_date, at=at))
    ids = await sessions.future_of_series(db, series_id, from_date=change.from_date, at=at)
    found = await sessions.get_sessions(db, ids)
    spans = {row.id: (row.starts_at, row.ends_at) for row in found}
    shut = {row.id for row in found if row.status is SessionStatus.CANCELLED}
    for name in given:
        setattr(series, name, getattr(change, name))
    await db.flush()
    if "room_id" in given:
        moving = [row.id for row in found if Own.ROOM not in row.own and row.id not in shut]
        await refuse_taken_rooms(db, series.room_id, [spans[one] for one in moving], besides=moving)
    with refusing(TAKEN):
        # What somebody gave one session of its own stays: each kind of value goes to those that follow their series.
        for flag in sorted({FLAG_OF[name] for name in given}):
            of_flag = {name for name in given if FLAG_OF[name] is flag}
            following = [row.id for row in found if flag not in row.own]
            await rows.copy_to_sessions(db, series, following, given=of_flag, at=at)
    if change.staff is not None:
        follow = {row.id: spans[row.id] for row in found if Own.STAFF not in row.own}
        await _replace_staff(db, actor, series, old, places, follow, shut, at=at)
    await seats.recount(db, ids)
    await refuse_too_many(db, ids)
    return (await details(db, [series]))[0]


async def _replace_staff(
    db: AsyncSession,
    actor: Actor,
    series: Series,
    old: Sequence[SeriesStaff],
    places: Sequence[Place],
    spans: dict[SessionId, conflicts.Span],
    shut: Collection[SessionId],
    *,
    at: datetime,
) -> None:
    """Replace who works in a series and in these sessions; in `shut` ones they do once the closure is gone."""
    ids, kept = list(spans), {place.staff_id for place in places}
    leaving = [one.staff_id for one in old if one.staff_id not in kept]
    for one in old:
        await db.delete(one)
    await db.flush()
    db.add_all(SeriesStaff(series_id=series.id, **asdict(place)) for place in places)
    await db.flush()
    if leaving:
        await staff.take_off(db, ids, status=StaffPlaceStatus.REMOVED, at=at, staff=leaving)
    held = {one: span for one, span in spans.items() if one not in shut}
    await refuse_taken_staff(db, sorted(kept), list(held.values()), besides=ids)
    await refuse_apart(db, actor, kept, ids, StaffNotAvailable)

    def each(some: Iterable[SessionId]) -> list[staff.NewPlace]:
        return [
            staff.NewPlace(one, place.staff_id, place.role, place.supervisor_id, *spans[one])
            for one in some
            for place in places
        ]

    with refusing(TAKEN):
        await staff.assign(db, each(held), at=at)
        await staff.assign(db, each(spans.keys() & shut), at=at, status=StaffPlaceStatus.RELEASED)


async def end_series(db: AsyncSession, series_id: SeriesId, end: SeriesEnd, *, if_match: int) -> dict[str, Any]:
    """Let the series end after a date; its later sessions are cancelled and everybody's time is given back."""
    at = now()
    series = await rows.get_series(db, series_id)
    expect_version(series, if_match)
    if series.status is SeriesStatus.ENDED:
        raise SeriesEnded()
    if end.last_date < series.starts_on - timedelta(days=1):
        raise EndBeforeStart(pointer="/last_date")
    later = await sessions.future_of_series(db, series_id, from_date=end.last_date + timedelta(days=1), at=at)
    await cancel_sessions(db, later, reason=SessionCancelReason.SERIES_ENDED, at=at)
    series.ends_on = max(end.last_date, series.starts_on)
    series.status = SeriesStatus.ENDED
    await db.flush()
    return (await details(db, [series]))[0]


async def cancel_sessions(
    db: AsyncSession, session_ids: Sequence[SessionId], *, reason: SessionCancelReason, at: datetime
) -> None:
    """Cancel sessions and give back everybody's time."""
    await lock_sessions(db, session_ids)
    await give_up(db, session_ids, at=at)
    await sessions.cancel(db, session_ids, reason=reason, at=at)
    await seats.recount(db, session_ids)
