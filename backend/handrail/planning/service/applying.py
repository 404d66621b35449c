"""A proposal becomes the calendar: all of it or nothing, by what the calendar itself does to sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import SessionStaff
from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.rules.recurrence import instant
from handrail.calendar.schemas import (
    BookingCreate,
    SessionCreate,
    SessionMove,
    SessionStaffing,
    SessionUpdate,
    StaffPlace,
)
from handrail.calendar.service import sessions as calendar
from handrail.calendar.service.lifting import lift
from handrail.calendar.service.titles import title_of_kind
from handrail.calendar.vocabulary import SessionCancelReason, SessionRole, StaffPlaceStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import (
    CohortId,
    EpisodeId,
    LocationId,
    ParticipantId,
    ProgramId,
    ScheduleBuildId,
    SessionId,
)
from handrail.core.vocabulary import ClosureKind, ServiceKind
from handrail.organizations import service as organizations
from handrail.organizations.schemas import ClosureCreate
from handrail.planning import queries
from handrail.planning.changes import Seat
from handrail.planning.errors import CalendarChanged, LocationsInDifferentZones, NothingProposed
from handrail.planning.models import ScheduleBuild
from handrail.planning.schemas import Loss
from handrail.planning.service import keeping, loading
from handrail.planning.service.telling import WEEK_TO_TELL, tell
from handrail.planning.vocabulary import BuildStatus, LossKind, WhatChanges, Why
from handrail.staff.schemas import TimeOffCreate
from handrail.staff.services import hours as staff_hours

NAMED: Final = 50

_REASONS: Final = {
    Why.AWAY: SessionCancelReason.STAFF_ABSENT,
    Why.ROOM_LOST: SessionCancelReason.ROOM_UNAVAILABLE,
}


async def apply(db: AsyncSession, actor: Actor, build_id: ScheduleBuildId, *, if_match: int) -> ScheduleBuild:
    """Do what a proposal says, or refuse all of it: by what has changed, or by who or what is taken."""
    at = now()
    build = await queries.get_build(db, build_id, lock=True)
    expect_version(build, if_match)
    if build.status is not BuildStatus.PROPOSED:
        raise NothingProposed(build_status=build.status.value)
    pending = [_Pending.of(one) for one in build.changes]
    await _lock(db, pending)
    await _refuse_changed(db, build, pending, at=at)
    before = await keeping.as_it_is(db, [SessionId(UUID(one)) for one in build.seen["sessions"]])
    touched = await _Applying(db, actor, build, pending).run()
    extra = keeping.Extra()
    for loss in (Loss.model_validate(one) for one in build.asked["losses"]):
        await _write_down(db, build, loss, extra)
    people = {one.session_id: one.people for one in pending if one.session_id is not None}
    await tell(db, build.id, touched, people, title=WEEK_TO_TELL, at=at)
    build.status, build.applied_at, build.applied_by = BuildStatus.APPLIED, at, actor.account_id
    build.before, build.after = await keeping.kept(db, before, touched, extra)
    await db.flush()
    return build


@dataclass
class _Pending:
    """A change that is still to be done."""

    what: WhatChanges
    why: tuple[Why, ...]
    kind: ServiceKind
    session_id: SessionId | None
    before: Seat | None
    after: Seat | None
    stored: dict[str, Any]
    people: set[ParticipantId] = field(default_factory=set)
    places: list[SessionStaff] = field(default_factory=list)
    lifted: bool = False

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "_Pending":
        return cls(
            what=WhatChanges(stored["what"]),
            why=tuple(Why(one) for one in stored["why"]),
            kind=ServiceKind(stored["kind"]),
            session_id=SessionId(UUID(stored["session_id"])) if stored["session_id"] else None,
            before=None if stored["before"] is None else Seat.read(stored["before"]),
            after=None if stored["after"] is None else Seat.read(stored["after"]),
            stored=stored,
            people={ParticipantId(UUID(stored["participant_id"]))} if stored["participant_id"] else set(),
        )

    def stands_in_the_way_of(self, other: "_Pending") -> bool:
        """Whether it still has the room or somebody whom the other is to have then."""
        mine, theirs = self.before, other.after
        if mine is None or theirs is None or not _overlap(mine, theirs):
            return False
        if self.people & other.people:
            return True
        room = mine.room_id is not None and mine.room_id == theirs.room_id
        staff = {*mine.leaders, *(one.staff_id for one in self.places)} & theirs.leaders
        return not self.lifted and (room or bool(staff))


def _overlap(one: Seat, other: Seat) -> bool:
    def span(seat: Seat) -> tuple[int, int]:
        begins = seat.local_start.hour * 60 + seat.local_start.minute
        return begins, begins + seat.minutes

    (a, b), (c, d) = span(one), span(other)
    return one.local_date == other.local_date and a < d and c < b


async def _lock(db: AsyncSession, pending: Sequence[_Pending]) -> None:
    """Wait for everybody whose time is given away, in the calendar's one order, before anything is looked at."""
    ids = [one.session_id for one in pending if one.session_id is not None]
    places = await session_rows.staff_of(db, ids)
    booked = await queries.booked_people(db, ids)
    for one in pending:
        if one.session_id is not None:
            working = places.get(one.session_id, [])
            one.places = [place for place in working if place.status is StaffPlaceStatus.ASSIGNED]
            one.people |= {record for session_id, _, record, _ in booked if session_id == one.session_id}
    seats = [seat for one in pending for seat in (one.before, one.after) if seat is not None]
    await lock_time_of(
        db,
        cohorts={CohortId(UUID(cohort)) for one in pending for cohort in one.stored["cohort_ids"]},
        rooms={seat.room_id for seat in seats},
        staff={one for seat in seats for one in seat.leaders}
        | {place.staff_id for one in pending for place in one.places},
        participants={who for one in pending for who in one.people},
    )
    await lock_sessions(db, ids)


async def _refuse_changed(db: AsyncSession, build: ScheduleBuild, pending: Sequence[_Pending], *, at: datetime) -> None:
    """Raise unless the calendar is what the builder saw, and nothing that would change has begun."""
    assert build.as_of is not None
    try:
        seen = await loading.see(db, build.locations, build.monday, as_of=build.as_of)
    except LocationsInDifferentZones as apart:
        raise CalendarChanged(session_ids=[], parts=["hours"]) from apart
    was: dict[str, int] = build.seen["sessions"]
    now_is = loading.versions(seen)
    differ = sorted({name for name in {*was, *now_is} if was.get(name) != now_is.get(name)})
    digests = loading.digests(seen)
    parts = sorted(name for name, value in build.seen["parts"].items() if digests.get(name) != value)
    if differ or parts:
        raise CalendarChanged(session_ids=differ[:NAMED], parts=parts)
    rows = await session_rows.get_sessions(db, [one.session_id for one in pending if one.session_id is not None])
    begun = [str(row.id) for row in rows if row.starts_at <= at]
    late = any(one.after is not None and _begins(one.after, seen.time_zone) <= at for one in pending)
    if begun or late:
        raise CalendarChanged(session_ids=begun[:NAMED], parts=["begun"])


def _begins(seat: Seat, time_zone: str) -> datetime:
    return instant(seat.local_date, seat.local_start, time_zone)


class _Applying:
    """Changes in an order in which each finds its place free."""

    def __init__(self, db: AsyncSession, actor: Actor, build: ScheduleBuild, pending: list[_Pending]) -> None:
        self.db = db
        self.actor = actor
        self.build = build
        self.pending = pending
        self.touched: list[SessionId] = []

    async def run(self) -> list[SessionId]:
        """Do everything; return the sessions that were changed or made."""
        for one in [one for one in self.pending if one.what is WhatChanges.CANCELLED]:
            await self._cancel(one)
        waiting = [one for one in self.pending if one.what in (WhatChanges.CHANGED, WhatChanges.CREATED)]
        while waiting:
            free = [
                one
                for one in waiting
                if not any(other.stands_in_the_way_of(one) for other in waiting if other is not one)
            ]
            for one in free or [await self._lift_one(waiting)]:
                if one in free:
                    await self._do(one)
                    waiting.remove(one)
        return self.touched

    async def _lift_one(self, waiting: list[_Pending]) -> _Pending:
        """All stand in each other's way: one gives up its place first. None is left to: the next one has to try."""
        one = next((one for one in waiting if one.session_id is not None and not one.lifted), None)
        if one is None or one.session_id is None:
            await self._do(waiting[0])
            return waiting.pop(0)
        await lift(self.db, one.session_id)
        one.lifted = True
        return one

    async def _do(self, one: _Pending) -> None:
        if one.what is WhatChanges.CREATED:
            await self._create(one)
        else:
            await self._change(one)

    async def _version(self, session_id: SessionId) -> int:
        (row,) = await session_rows.get_sessions(self.db, [session_id])
        return row.version

    async def _cancel(self, one: _Pending) -> None:
        assert one.session_id is not None
        reason = next((_REASONS[why] for why in one.why if why in _REASONS), SessionCancelReason.SCHEDULING)
        await calendar.cancel_session(self.db, one.session_id, reason, if_match=await self._version(one.session_id))
        self.touched.append(one.session_id)

    async def _change(self, one: _Pending) -> None:
        session_id, before, after = one.session_id, one.before, one.after
        assert session_id is not None
        assert before is not None
        assert after is not None
        self.touched.append(session_id)
        if after.telehealth != before.telehealth:
            change = SessionUpdate(telehealth=after.telehealth, room_id=after.room_id)
            await calendar.update_session(self.db, session_id, change, if_match=await self._version(session_id))
        room = {"room_id": after.room_id} if one.lifted or after.room_id != before.room_id else {}
        others_lead = (after.staff_id, after.second_id) != (before.staff_id, before.second_id)
        staff = _staff_of(one) if one.lifted or others_lead else None
        moved = (after.local_date, after.local_start) != (before.local_date, before.local_start)
        if moved or one.lifted:
            move = SessionMove(
                local_date=after.local_date,
                local_start=after.local_start,
                minutes=after.minutes,
                **room,
                **({} if staff is None else {"staff": staff}),
            )
            version = await self._version(session_id)
            await calendar.move_session(self.db, self.actor, session_id, move, if_match=version)
            return
        if room and after.telehealth == before.telehealth:
            version = await self._version(session_id)
            await calendar.update_session(self.db, session_id, SessionUpdate(**room), if_match=version)
        if staff is not None:
            version = await self._version(session_id)
            staffing = SessionStaffing(staff=staff)
            await calendar.set_staff(self.db, self.actor, session_id, staffing, if_match=version)

    async def _create(self, one: _Pending) -> None:
        after, stored = one.after, one.stored
        assert after is not None
        assert after.staff_id is not None
        new = SessionCreate(
            title=stored["title"] or title_of_kind(one.kind),
            service_kind=one.kind,
            program_id=ProgramId(UUID(stored["program_id"])),
            location_id=LocationId(UUID(stored.get("location_id") or str(self.build.location_id))),
            room_id=after.room_id,
            telehealth=after.telehealth,
            local_date=after.local_date,
            local_start=after.local_start,
            minutes=after.minutes,
            cohort_ids=stored["cohort_ids"],
            staff=_leaders_of(after),
            bookings=[BookingCreate(episode_id=EpisodeId(UUID(stored["episode_id"])))] if stored["episode_id"] else [],
        )
        made, _ = await calendar.create_session(self.db, self.actor, new)
        self.touched.append(made["id"])


def _staff_of(one: _Pending) -> list[StaffPlace]:
    """Everybody who works there then: who leads and co-leads it now, and whoever works beside them."""
    assert one.after is not None
    lead = one.after.leaders | (one.before.leaders if one.before is not None else set())
    others = [place for place in one.places if place.staff_id not in lead]
    return [
        *_leaders_of(one.after),
        *(StaffPlace(staff_id=place.staff_id, role=place.role, supervisor_id=place.supervisor_id) for place in others),
    ]


def _leaders_of(seat: Seat) -> list[StaffPlace]:
    assert seat.staff_id is not None
    second = [] if seat.second_id is None else [StaffPlace(staff_id=seat.second_id, role=SessionRole.CO_FACILITATOR)]
    return [StaffPlace(staff_id=seat.staff_id, role=SessionRole.LEAD), *second]


async def _write_down(db: AsyncSession, build: ScheduleBuild, loss: Loss, extra: keeping.Extra) -> None:
    """What is lost stays lost: time off, so that nobody is booked with them; a closing, which cuts what is left."""
    location = await organizations.get_location(db, loss.location_id or build.location_id)
    begins = instant(loss.from_date, time.min, location.time_zone)
    ends = instant(loss.to_date + timedelta(days=1), time.min, location.time_zone)
    if loss.kind is LossKind.CLINICIAN and loss.staff_id is not None:
        _, off = await staff_hours.hours_and_time_off(db, [loss.staff_id], first=begins, last=ends)
        if not any(one.starts_at <= begins and ends <= one.ends_at for one in off):
            new = TimeOffCreate(starts_at=begins, ends_at=ends)
            extra.time_off.append(await staff_hours.add_time_off(db, loss.staff_id, new))
    if loss.kind is LossKind.LATE_OPENING and loss.opens_at is not None and loss.public_title is not None:
        opens = instant(loss.to_date, loss.opens_at, location.time_zone)
        closure = await organizations.create_closure(
            db,
            ClosureCreate(
                location_id=location.id,
                kind=ClosureKind.DELAYED,
                starts_at=begins,
                ends_at=opens,
                public_title=loss.public_title,
            ),
        )
        extra.closures.append(closure)
