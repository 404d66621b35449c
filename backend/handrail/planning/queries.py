"""Rows of builds, and what a week is made from: a statement for each kind of thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, func, or_, select, text
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.calendar.models import Booking, Session, SessionStaff
from handrail.calendar.vocabulary import BookingStatus, SessionStatus, StaffPlaceStatus
from handrail.cohorts.models import Cohort, CohortMembership
from handrail.cohorts.vocabulary import CohortStatus
from handrail.core.ids import (
    AccountId,
    CohortId,
    EpisodeId,
    LocationId,
    ParticipantId,
    ProgramId,
    ScheduleBuildId,
    SessionId,
    StaffId,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import ServiceKind
from handrail.episodes.models import Episode, EpisodeService
from handrail.identity.models import Account
from handrail.organizations.models import Location
from handrail.participants.models import Participant, Separation
from handrail.participants.queries import person_of
from handrail.planning.errors import ScheduleBuildNotFound
from handrail.planning.models import ScheduleBuild
from handrail.planning.vocabulary import MOST_SESSIONS, BuildStatus
from handrail.programs.models import Program, ProgramStaff


async def get_build(db: AsyncSession, build_id: ScheduleBuildId, *, lock: bool = False) -> ScheduleBuild:
    query = select(ScheduleBuild).where(ScheduleBuild.id == build_id).execution_options(populate_existing=True)
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise ScheduleBuildNotFound()
    return found


async def list_builds(db: AsyncSession, *, location_id: LocationId | None, page: PageParams) -> Rows[ScheduleBuild]:
    """Return builds, the latest first."""
    query = select(ScheduleBuild)
    if location_id is not None:
        query = query.where(_plans(location_id))
    return await paginate(db, query, order=(ScheduleBuild.id,), page=page, descending=True)


def _plans(*location_ids: LocationId) -> ColumnElement[bool]:
    """Whether a build is about any of the locations: its first, or one of its several."""
    names = [str(one) for one in location_ids]
    return or_(
        ScheduleBuild.location_id.in_(location_ids),
        ScheduleBuild.location_ids.has_any(array(names, type_=Text)),
    )


async def under_way(db: AsyncSession, location_ids: Collection[LocationId]) -> set[LocationId]:
    """Return at which of the locations somebody builds a week; whoever asks about one of them waits for the other."""
    await db.execute(
        select(Location.id)
        .where(Location.id.in_(list(location_ids)))
        .order_by(Location.id)
        .with_for_update(key_share=True)
    )
    builds = await db.scalars(
        select(ScheduleBuild).where(
            ScheduleBuild.status.in_([BuildStatus.QUEUED, BuildStatus.RUNNING]), _plans(*location_ids)
        )
    )
    return {one for build in builds for one in build.locations} & set(location_ids)


async def asked_by(db: AsyncSession, account_ids: Collection[AccountId]) -> dict[AccountId, str]:
    """Return the names of those who asked for weeks."""
    rows = await db.execute(select(Account.id, Account.display_name).where(Account.id.in_(list(account_ids))))
    return {row.id: row.display_name for row in rows}


async def note_progress(db: AsyncSession, build_id: ScheduleBuildId, *, percent: int, cost: int | None) -> bool:
    """Write down how far a build is; False: nobody wants it any more."""
    build = await db.scalar(
        select(ScheduleBuild)
        .where(ScheduleBuild.id == build_id, ScheduleBuild.status == BuildStatus.RUNNING)
        .with_for_update()
    )
    if build is None:
        return False
    build.progress, build.cost = percent, cost
    await db.flush()
    return True


async def sessions_of_week(
    db: AsyncSession, location_ids: Collection[LocationId], first: date, last: date
) -> list[Session]:
    """Return what takes place at locations between two dates."""
    query = (
        select(Session)
        .where(
            Session.location_id.in_(list(location_ids)),
            Session.local_date.between(first, last),
            Session.status != SessionStatus.CANCELLED,
        )
        .order_by(Session.id)
        .limit(MOST_SESSIONS * len(location_ids))
    )
    return list(await db.scalars(query.execution_options(populate_existing=True)))


async def booked_people(
    db: AsyncSession, session_ids: Collection[SessionId]
) -> list[tuple[SessionId, ParticipantId, ParticipantId, EpisodeId]]:
    """Return who is booked: session, person, record and episode."""
    query = (
        select(Booking.session_id, person_of(Participant), Booking.participant_id, Booking.episode_id)
        .join(
            Participant,
            and_(Participant.organization_id == Booking.organization_id, Participant.id == Booking.participant_id),
        )
        .where(Booking.session_id.in_(list(session_ids)), Booking.status == BookingStatus.BOOKED)
        .order_by(Booking.session_id, Booking.id)
    )
    return [(session, person, record, episode) for session, person, record, episode in await db.execute(query)]


@dataclass(frozen=True)
class Member:
    """Somebody in care in a week, with the cohort they are in, if any, and where."""

    person: ParticipantId
    participant_id: ParticipantId
    episode_id: EpisodeId
    program_id: ProgramId
    therapist: StaffId | None
    admitted_on: date
    cohort_id: CohortId | None
    location_id: LocationId


async def members(db: AsyncSession, location_ids: Collection[LocationId], first: date, last: date) -> list[Member]:
    """Return who is in care at locations all through a week, by the cohort that is theirs first."""
    where = func.coalesce(Cohort.location_id, Episode.location_id)
    query = (
        select(
            person_of(Participant),
            Episode.participant_id,
            Episode.id,
            Episode.program_id,
            Episode.primary_clinician_id,
            Episode.admitted_on,
            Cohort.id,
            where,
        )
        .select_from(Episode)
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .outerjoin(
            CohortMembership,
            and_(
                CohortMembership.organization_id == Episode.organization_id,
                CohortMembership.episode_id == Episode.id,
                CohortMembership.voided_at.is_(None),
                CohortMembership.starts_on <= last,
                or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on >= first),
            ),
        )
        .outerjoin(
            Cohort,
            and_(Cohort.organization_id == CohortMembership.organization_id, Cohort.id == CohortMembership.cohort_id),
        )
        .where(
            Episode.voided_at.is_(None),
            Episode.admitted_on <= first,
            or_(Episode.ended_on.is_(None), Episode.ended_on >= last),
            where.in_(list(location_ids)),
        )
        .order_by(Episode.id, CohortMembership.is_primary.desc(), CohortMembership.id)
    )
    found: dict[EpisodeId, Member] = {}
    for row in await db.execute(query):
        found.setdefault(row[2], Member(*row))  # type: ignore[arg-type]  # who is admitted has the date
    return list(found.values())


async def owed(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> list[EpisodeService]:
    """Return what programs owe these participants."""
    query = select(EpisodeService).where(EpisodeService.episode_id.in_(list(episode_ids)))
    return list(await db.scalars(query.order_by(EpisodeService.id)))


async def had(
    db: AsyncSession, episode_ids: Collection[EpisodeId], kinds: Collection[ServiceKind], first: date, last: date
) -> list[tuple[EpisodeId, ServiceKind, date, int, str]]:
    """Return the sessions for one that people had or have between two dates: kind, date, minutes and title."""
    minutes = func.extract("epoch", Session.planned_ends_at - Session.planned_starts_at) / 60
    query = (
        select(Booking.episode_id, Session.service_kind, Session.local_date, minutes, Session.title)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.episode_id.in_(list(episode_ids)),
            Booking.status == BookingStatus.BOOKED,
            Session.status != SessionStatus.CANCELLED,
            Session.service_kind.in_(list(kinds)),
            Session.local_date.between(first, last),
        )
        .order_by(Session.local_date, Session.local_start)
    )
    return [(*row[:3], int(row[3]), row[4]) for row in await db.execute(query)]


async def running_cohorts(
    db: AsyncSession, location_ids: Collection[LocationId], first: date, last: date
) -> list[tuple[Cohort, Program]]:
    """Return the cohorts that meet at locations in a week, with their programs."""
    query = (
        select(Cohort, Program)
        .join(Program, and_(Program.organization_id == Cohort.organization_id, Program.id == Cohort.program_id))
        .where(
            Cohort.location_id.in_(list(location_ids)),
            Cohort.status != CohortStatus.ENDED,
            Cohort.starts_on <= last,
            or_(Cohort.ends_on.is_(None), Cohort.ends_on >= first),
        )
        .order_by(Cohort.id)
    )
    return [(cohort, program) for cohort, program in await db.execute(query)]


_PAYERS_OF_COHORTS = text(
    """
    SELECT m.cohort_id, array_agg(DISTINCT p.payer ORDER BY p.payer) AS payers
    FROM cohort_memberships m
    CROSS JOIN LATERAL (
        SELECT x.payer
        FROM episode_payers x
        WHERE x.organization_id = m.organization_id AND x.episode_id = m.episode_id AND x.voided_at IS NULL
          AND x.starts_on <= :last
        ORDER BY x.starts_on DESC
        LIMIT 1
    ) p
    WHERE m.cohort_id = ANY (CAST(:ids AS uuid[])) AND m.voided_at IS NULL AND m.starts_on <= :last
      AND (m.ends_on IS NULL OR m.ends_on >= :first) AND p.payer IS NOT NULL
    GROUP BY m.cohort_id
    """
)


async def payers_of_cohorts(
    db: AsyncSession, cohort_ids: Collection[CohortId], first: date, last: date
) -> dict[CohortId, tuple[str, ...]]:
    """Return who pays for the members of each cohort at the end of the days."""
    found = await db.execute(_PAYERS_OF_COHORTS, {"ids": list(cohort_ids), "first": first, "last": last})
    return {CohortId(row.cohort_id): tuple(row.payers) for row in found}


async def staff_of_week(
    db: AsyncSession, programs: Collection[ProgramId], sessions: Collection[SessionId], first: date, last: date
) -> set[StaffId]:
    """Return who works in these sessions or is assigned to these programs in the week."""
    working = select(SessionStaff.staff_id).where(
        SessionStaff.session_id.in_(list(sessions)), SessionStaff.status == StaffPlaceStatus.ASSIGNED
    )
    assigned = select(ProgramStaff.staff_id).where(
        ProgramStaff.program_id.in_(list(programs)),
        ProgramStaff.starts_on <= last,
        or_(ProgramStaff.ends_on.is_(None), ProgramStaff.ends_on >= first),
    )
    return set(await db.scalars(working)) | set(await db.scalars(assigned))


async def apart(
    db: AsyncSession, staff: Collection[StaffId], first: date, last: date
) -> frozenset[tuple[StaffId, UUID]]:
    """Return which of these people must not be in a room with which participant, at any time of the week."""
    names = set(staff)
    query = select(Separation).where(
        Separation.voided_at.is_(None),
        Separation.starts_on <= last,
        or_(Separation.ends_on.is_(None), Separation.ends_on >= first),
        or_(Separation.first_staff_id.in_(list(names)), Separation.second_staff_id.in_(list(names))),
    )
    pairs = set()
    for row in await db.scalars(query):
        one = row.first_staff_id or row.second_staff_id
        other = row.first_participant_id or row.second_participant_id
        if one is not None and other is not None:
            pairs.add((one, other))
    others = [other for _, other in pairs]
    rows = await db.execute(select(Participant.id, person_of(Participant)).where(Participant.id.in_(others)))
    persons = {row[0]: row[1] for row in rows}
    return frozenset((one, persons.get(other, other)) for one, other in pairs)


async def names_of(db: AsyncSession, participant_ids: Collection[ParticipantId]) -> Sequence[Participant]:
    """Return participants by id, for their names."""
    query = select(Participant).where(Participant.id.in_(list(participant_ids))).order_by(Participant.id)
    return list(await db.scalars(query))


async def called(db: AsyncSession, participant_ids: Collection[ParticipantId]) -> dict[ParticipantId, str]:
    """Return what participants are called."""
    return {
        row.id: row.chosen_name or " ".join([*row.given_names[:1], row.family_name])
        for row in await names_of(db, participant_ids)
    }


async def places_of(
    db: AsyncSession, persons: Collection[ParticipantId], first: date, last: date
) -> list[tuple[ParticipantId, SessionId, datetime, datetime]]:
    """Return every place that these people have between two dates, from all their records."""
    people = aliased(Participant)
    theirs = select(people.id).where(or_(people.id.in_(list(persons)), people.merged_into_id.in_(list(persons))))
    query = (
        select(person_of(Participant), Booking.session_id, Booking.starts_at, Booking.ends_at)
        .join(
            Participant,
            and_(Participant.organization_id == Booking.organization_id, Participant.id == Booking.participant_id),
        )
        .where(
            Booking.participant_id.in_(theirs),
            Booking.local_date.between(first, last),
            Booking.status == BookingStatus.BOOKED,
        )
    )
    return [(who, session, start, end) for who, session, start, end in await db.execute(query)]


async def stuck(db: AsyncSession, *, before: datetime) -> list[ScheduleBuildId]:
    """Return builds that are under way and have said nothing since."""
    query = select(ScheduleBuild.id).where(
        ScheduleBuild.status.in_([BuildStatus.QUEUED, BuildStatus.RUNNING]), ScheduleBuild.updated_at < before
    )
    return list(await db.scalars(query))
