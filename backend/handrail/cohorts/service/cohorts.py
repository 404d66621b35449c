"""Use cases of cohorts themselves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts import queries
from handrail.cohorts.errors import (
    CapacityAboveGroupCap,
    CohortEnded,
    CohortNameTaken,
    CohortStartedAlready,
    MembersOutsideDates,
    SeatsTaken,
    TrackNotOffered,
)
from handrail.cohorts.models import Cohort
from handrail.cohorts.rules import Span, Waiting, check_dates, check_end, peak_seats, why_waiting
from handrail.cohorts.schemas import CohortCreate, CohortRead, CohortUpdate, CohortWaiting, WaitReasonCount
from handrail.cohorts.service.memberships import end_reaching
from handrail.cohorts.vocabulary import CohortKind, CohortStatus, MembershipEnd
from handrail.core.clock import today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import CohortId, LocationId, ProgramId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import Track
from handrail.organizations import service as organizations
from handrail.organizations.rules import Situation
from handrail.organizations.vocabulary import Phase
from handrail.organizations.week_rules import limits_for
from handrail.programs import service as programs
from handrail.programs.models import Program


@dataclass(frozen=True)
class SeatedCohort:
    """A cohort with its seats on a day."""

    cohort: Cohort
    waiting: Waiting

    def read(self) -> CohortRead:
        """Return what the API shows."""
        waitlist = CohortWaiting(
            waiting=self.waiting.waiting,
            reasons=[WaitReasonCount(reason=reason, count=count) for reason, count in self.waiting.reasons.items()],
            seats_to_offer=self.waiting.seats_to_offer,
        )
        own = {name: getattr(self.cohort, name) for name in CohortRead.model_fields if hasattr(self.cohort, name)}
        free = self.waiting.seats_free
        return CohortRead.model_validate(
            {**own, "seats_taken": self.cohort.capacity - free, "seats_free": max(free, 0), "waitlist": waitlist}
        )


async def get_cohort(db: AsyncSession, cohort_id: CohortId) -> Cohort:
    """Return a cohort or raise `CohortNotFound`."""
    return await queries.get_cohort(db, cohort_id)


async def read_cohort(db: AsyncSession, cohort_id: CohortId, *, on: date | None = None) -> SeatedCohort:
    """Return a cohort with its seats on a day, today if none is named."""
    cohort = await queries.get_cohort(db, cohort_id)
    return (await _seated(db, [cohort], on=on))[0]


async def list_cohorts(
    db: AsyncSession,
    *,
    program_id: ProgramId | None,
    location_id: LocationId | None,
    status: CohortStatus | None,
    track: Track | None,
    kind: CohortKind | None,
    on: date | None,
    page: PageParams,
) -> Rows[SeatedCohort]:
    """Return cohorts by name, each with its free seats and why people wait."""
    rows = await queries.list_cohorts(
        db, program_id=program_id, location_id=location_id, status=status, track=track, kind=kind, page=page
    )
    return Rows(await _seated(db, list(rows.items), on=on), rows.next_cursor)


async def _seated(db: AsyncSession, cohorts: list[Cohort], *, on: date | None) -> list[SeatedCohort]:
    ids = [cohort.id for cohort in cohorts]
    if on is None:
        on = today_in((await organizations.read_organization(db)).time_zone)
    taken, reasons = await queries.seats_taken(db, ids, on), await queries.wait_reasons(db, ids)
    return [
        SeatedCohort(
            cohort,
            why_waiting(seats_free=cohort.capacity - taken.get(cohort.id, 0), reasons=reasons.get(cohort.id, [])),
        )
        for cohort in cohorts
    ]


async def create_cohort(db: AsyncSession, values: CohortCreate) -> SeatedCohort:
    """Plan a cohort of a program at a location."""
    check_dates(values.kind, values.starts_on, values.ends_on)
    program = await programs.get_open_program(db, values.program_id)
    await organizations.get_usable_location(db, values.location_id)
    _check_track(program, values.track)
    await _check_group_cap(db, program, values.location_id, values.capacity, values.starts_on)
    cohort = Cohort(**values.model_dump())
    with refusing({"uq_cohorts_name": CohortNameTaken()}):
        db.add(cohort)
        await db.flush()
    return (await _seated(db, [cohort], on=None))[0]


async def update_cohort(db: AsyncSession, cohort_id: CohortId, change: CohortUpdate, *, if_match: int) -> SeatedCohort:
    """Change a cohort as far as its members allow. To end it, and them with it, is an action of its own."""
    cohort = (await queries.lock_cohorts(db, [cohort_id]))[cohort_id]
    expect_version(cohort, if_match)
    if cohort.status is CohortStatus.ENDED:
        raise CohortEnded()
    given = change.given()
    starts_on, ends_on = given.get("starts_on", cohort.starts_on), given.get("ends_on", cohort.ends_on)
    check_dates(cohort.kind, starts_on, ends_on)
    members = await queries.spans_taken(db, cohort_id)
    _check_members(members, Span(starts_on, ends_on), capacity=given.get("capacity", cohort.capacity))
    program = await programs.get_program(db, cohort.program_id)
    if "track" in given:
        _check_track(program, given["track"])
    if "capacity" in given:
        await _check_group_cap(db, program, cohort.location_id, given["capacity"], starts_on)
    with refusing({"uq_cohorts_name": CohortNameTaken()}):
        for name, value in given.items():
            setattr(cohort, name, value)
        await db.flush()
    return (await _seated(db, [cohort], on=None))[0]


def _check_members(members: list[Span], dates: Span, *, capacity: int) -> None:
    outside = sum(
        member.first < dates.first or (dates.last is not None and (member.last is None or member.last > dates.last))
        for member in members
    )
    if outside:
        raise MembersOutsideDates(memberships=outside)
    if (peak := peak_seats(members, dates)) > capacity:
        raise SeatsTaken(pointer="/capacity", seats_taken=peak)


def _check_track(program: Program, track: Track) -> None:
    offered = [Track(one["track"]) for one in program.tracks]
    if offered and track not in offered:
        raise TrackNotOffered(pointer="/track")


async def _check_group_cap(
    db: AsyncSession, program: Program, location_id: LocationId, capacity: int, on: date
) -> None:
    """A state may cap a group (Colorado: 12); the cohort is the group."""
    location = await organizations.get_location(db, location_id)
    situation = Situation(program.level_of_care, program.age_band, Phase.STANDARD, on, state=location.state)
    limits = await limits_for(db, situation)
    if limits is not None and limits.group_cap is not None and capacity > limits.group_cap.value:
        cap = limits.group_cap
        raise CapacityAboveGroupCap(
            pointer="/capacity", group_cap=cap.value, citation=cap.citation, confidence=cap.confidence.value
        )


async def start_cohort(db: AsyncSession, cohort_id: CohortId) -> SeatedCohort:
    """Say that a planned cohort runs."""
    cohort = (await queries.lock_cohorts(db, [cohort_id]))[cohort_id]
    if cohort.status is not CohortStatus.PLANNED:
        raise CohortStartedAlready()
    cohort.status = CohortStatus.RUNNING
    await db.flush()
    return (await _seated(db, [cohort], on=None))[0]


async def end_cohort(db: AsyncSession, cohort_id: CohortId, ends_on: date) -> SeatedCohort:
    """End a cohort on a day; memberships that reach beyond it end with it, those that had not begun are voided."""
    cohort = (await queries.lock_cohorts(db, [cohort_id]))[cohort_id]
    if cohort.status is CohortStatus.ENDED:
        raise CohortEnded()
    check_end(Span(cohort.starts_on, cohort.ends_on), ends_on=ends_on)
    cohort.status, cohort.ends_on = CohortStatus.ENDED, ends_on
    await db.flush()
    rows = await queries.memberships_reaching(db, after=ends_on, cohort_id=cohort_id)
    await end_reaching(db, rows, last_day=ends_on, reason=MembershipEnd.COHORT_ENDED)
    return (await _seated(db, [cohort], on=None))[0]
