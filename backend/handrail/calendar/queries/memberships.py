"""From memberships to bookings: which places are asked for, what stands in the way, and storing them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, and_, cast, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.calendar.models import Booking, Session, SessionCohort, SessionStaff
from handrail.calendar.rules.placing import Placement, Standing, Wanted
from handrail.calendar.vocabulary import BookingSource, BookingStatus, SessionStatus, StaffPlaceStatus
from handrail.cohorts.models import CohortMembership
from handrail.core.events import record_changes
from handrail.core.ids import BookingId, CohortId, EpisodeId, ParticipantId, ProgramId, SessionId, new_id
from handrail.episodes.models import Episode, EpisodeLeave, ExpectedDay
from handrail.episodes.vocabulary import BEFORE_ADMISSION, DayState
from handrail.participants.models import Participant, Separation
from handrail.participants.queries import person_of

LATE_ENTRY = timedelta(days=90)
"""How far back a membership that is entered late still gives its places."""


def _belongs(membership: type[CohortMembership]) -> Any:
    return and_(
        membership.voided_at.is_(None),
        membership.starts_on <= Session.local_date,
        or_(membership.ends_on.is_(None), membership.ends_on >= Session.local_date),
    )


def _attends() -> Any:
    """A member comes on a day of care that the expected pattern names, and not on a leave.

    After the planned end nothing is worked out any more: until the episode ends, the membership alone says it.
    """
    # An occurrence that moved to another day is still the one they come to.
    comes = _comes(Session.local_date, [Session.local_date, Session.original_local_date])
    return and_(
        Episode.voided_at.is_(None),
        or_(Episode.ended_on.is_(None), Episode.ended_on >= Session.local_date),
        or_(
            and_(Session.service_kind.in_(BEFORE_ADMISSION), Episode.referred_on <= Session.local_date),
            comes,
        ),
    )


def _comes(day: Any, on: Sequence[Any]) -> Any:
    """Somebody who is admitted by the day, not on leave, and expected on one of these dates."""
    away = exists().where(
        EpisodeLeave.episode_id == Episode.id,
        EpisodeLeave.voided_at.is_(None),
        EpisodeLeave.starts_on <= day,
        or_(EpisodeLeave.back_on.is_(None), EpisodeLeave.back_on > day),
    )
    expected = exists().where(
        ExpectedDay.episode_id == Episode.id,
        ExpectedDay.local_date.in_(on),
        ExpectedDay.state != DayState.ON_LEAVE,
    )
    return and_(Episode.admitted_on <= day, ~away, or_(expected, Episode.planned_end_on < day))


async def wanted_places(
    db: AsyncSession, *, at: datetime, sessions: Sequence[SessionId] | None = None, episode_id: EpisodeId | None = None
) -> list[Wanted]:
    """Return every place that memberships ask for in sessions that are not closed, longest members first.

    Sessions of the last weeks that nobody closed yet are among them: who was admitted on paper and is entered later was
    there all the same.
    """
    query = (
        select(
            Session.id,
            Episode.id,
            Episode.participant_id,
            CohortMembership.id,
            Session.starts_at,
            Session.ends_at,
            Session.local_date,
            person_of(Participant),
            Booking.id,
            Booking.status,
            Booking.cancel_reason,
        )
        .join(SessionCohort, SessionCohort.session_id == Session.id)
        .join(CohortMembership, and_(CohortMembership.cohort_id == SessionCohort.cohort_id, _belongs(CohortMembership)))
        .join(Episode, Episode.id == CohortMembership.episode_id)
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .outerjoin(Booking, and_(Booking.session_id == Session.id, Booking.episode_id == Episode.id))
        .where(Session.status == SessionStatus.SCHEDULED, Session.ends_at > at - LATE_ENTRY, _attends())
        .order_by(
            Session.starts_at,
            Session.id,
            CohortMembership.is_primary.desc(),
            CohortMembership.starts_on,
            CohortMembership.id,
        )
    )
    if sessions is not None:
        query = query.where(Session.id.in_(list(sessions)))
    if episode_id is not None:
        query = query.where(Episode.id == episode_id)
    found: dict[tuple[SessionId, EpisodeId], Wanted] = {}
    for row in await db.execute(query):
        session_id, episode, participant_id, membership_id, starts_at, ends_at, day, person_id, *booking = row
        booking_id, status, cancel_reason = booking
        standing = None if booking_id is None else Standing(booking_id, status, cancel_reason)
        found.setdefault(
            (session_id, episode),
            Wanted(session_id, episode, participant_id, membership_id, starts_at, ends_at, day, standing, person_id),
        )
    return list(found.values())


async def members_coming(
    db: AsyncSession, cohorts: Collection[CohortId], days: Sequence[date]
) -> dict[tuple[CohortId, date], int]:
    """Return how many members would have a place in a group of each cohort on each of the days, were there seats."""
    each = select(func.unnest(cast(list(days), ARRAY(Date))).label("day")).subquery()
    query = (
        select(CohortMembership.cohort_id, each.c.day, func.count(Episode.id.distinct()))
        .select_from(CohortMembership)
        .join(
            Episode,
            and_(
                Episode.organization_id == CohortMembership.organization_id,
                Episode.id == CohortMembership.episode_id,
            ),
        )
        .join(
            each,
            and_(
                CohortMembership.starts_on <= each.c.day,
                or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on >= each.c.day),
            ),
        )
        .where(
            CohortMembership.cohort_id.in_(list(cohorts)),
            CohortMembership.voided_at.is_(None),
            Episode.voided_at.is_(None),
            or_(Episode.ended_on.is_(None), Episode.ended_on >= each.c.day),
            _comes(each.c.day, [each.c.day]),
        )
        .group_by(CohortMembership.cohort_id, each.c.day)
    )
    return {(cohort, day): count for cohort, day, count in await db.execute(query)}


async def members_of(db: AsyncSession, cohorts: Iterable[CohortId]) -> set[ParticipantId]:
    """Return everybody who belongs to the cohorts at any time."""
    query = (
        select(Episode.participant_id)
        .join(CohortMembership, CohortMembership.episode_id == Episode.id)
        .where(CohortMembership.cohort_id.in_(list(cohorts)), CohortMembership.voided_at.is_(None))
    )
    return set(await db.scalars(query))


async def participant_of(db: AsyncSession, episode_id: EpisodeId) -> ParticipantId:
    """Return whose episode it is."""
    return (await db.scalars(select(Episode.participant_id).where(Episode.id == episode_id))).one()


async def program_of(db: AsyncSession, episode_id: EpisodeId) -> ProgramId:
    """Return the program an episode takes place in."""
    return (await db.scalars(select(Episode.program_id).where(Episode.id == episode_id))).one()


async def cohorts_of_episode(db: AsyncSession, episode_id: EpisodeId) -> set[CohortId]:
    """Return the cohorts the episode has ever belonged to."""
    query = select(CohortMembership.cohort_id).where(CohortMembership.episode_id == episode_id)
    return set(await db.scalars(query))


async def from_membership(
    db: AsyncSession, *, at: datetime, sessions: Sequence[SessionId] | None = None, episode_id: EpisodeId | None = None
) -> dict[tuple[SessionId, EpisodeId], BookingId]:
    """Return live bookings that memberships made in sessions that have not begun."""
    query = select(Booking.session_id, Booking.episode_id, Booking.id).join(
        Session, and_(Session.id == Booking.session_id, Session.status == SessionStatus.SCHEDULED)
    )
    query = query.where(
        Booking.status == BookingStatus.BOOKED, Booking.source == BookingSource.MEMBERSHIP, Booking.starts_at > at
    )
    if sessions is not None:
        query = query.where(Booking.session_id.in_(list(sessions)))
    if episode_id is not None:
        query = query.where(Booking.episode_id == episode_id)
    return {(session_id, episode): booking_id for session_id, episode, booking_id in await db.execute(query)}


async def people_present(db: AsyncSession, session_ids: Sequence[SessionId]) -> dict[SessionId, set[UUID]]:
    """Return who is booked or works in each session; merged records stand as their person."""
    booked = (
        select(Booking.session_id, person_of(Participant))
        .join(
            Participant,
            and_(Participant.organization_id == Booking.organization_id, Participant.id == Booking.participant_id),
        )
        .where(Booking.session_id.in_(session_ids), Booking.status == BookingStatus.BOOKED)
    )
    working = select(SessionStaff.session_id, SessionStaff.staff_id).where(
        SessionStaff.session_id.in_(session_ids), SessionStaff.status == StaffPlaceStatus.ASSIGNED
    )
    present: dict[SessionId, set[UUID]] = {}
    for session_id, person in [*(await db.execute(booked)), *(await db.execute(working))]:
        present.setdefault(session_id, set()).add(person)
    return present


_ONE, _OTHER, _PEOPLE = aliased(Participant), aliased(Participant), aliased(Participant)


async def kept_apart(db: AsyncSession, days: Iterable[date]) -> dict[date, set[frozenset[UUID]]]:
    """Return for each day the pairs of people who must not be in one room; merged records stand as their person."""
    first = func.coalesce(person_of(_ONE), Separation.first_staff_id)
    second = func.coalesce(person_of(_OTHER), Separation.second_staff_id)
    query = (
        select(first, second, Separation.starts_on, Separation.ends_on)
        .outerjoin(
            _ONE,
            and_(_ONE.organization_id == Separation.organization_id, _ONE.id == Separation.first_participant_id),
        )
        .outerjoin(
            _OTHER,
            and_(_OTHER.organization_id == Separation.organization_id, _OTHER.id == Separation.second_participant_id),
        )
        .where(Separation.voided_at.is_(None), first != second)
    )
    pairs = (await db.execute(query)).all()
    return {
        day: {
            frozenset((one, other))
            for one, other, starts_on, ends_on in pairs
            if starts_on <= day and (ends_on is None or day <= ends_on)
        }
        for day in set(days if pairs else ())
    }


_PLACE = text(
    """
    INSERT INTO bookings (
        organization_id, id, session_id, episode_id, participant_id, source, membership_id, status, cancel_reason,
        starts_at, ends_at, local_date, version
    )
    SELECT current_setting('app.organization_id')::uuid, p.id, p.session_id, p.episode_id, p.participant_id,
        'membership', p.membership_id, CASE WHEN p.refused IS NULL THEN 'booked' ELSE 'cancelled' END, p.refused,
        p.starts_at, p.ends_at, p.local_date, 1
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:sessions AS uuid[]), CAST(:episodes AS uuid[]), CAST(:participants AS uuid[]),
        CAST(:memberships AS uuid[]), CAST(:refused AS text[]), CAST(:starts AS timestamptz[]),
        CAST(:ends AS timestamptz[]), CAST(:dates AS date[])
    ) AS p(id, session_id, episode_id, participant_id, membership_id, refused, starts_at, ends_at, local_date)
    ON CONFLICT (organization_id, session_id, episode_id) DO UPDATE SET
        source = 'membership', membership_id = excluded.membership_id, make_up_for_booking_id = NULL,
        status = excluded.status, cancel_reason = excluded.cancel_reason, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, local_date = excluded.local_date, version = bookings.version + 1, updated_at = :at
    RETURNING *
    """
)


async def place(db: AsyncSession, placements: Sequence[Placement], *, at: datetime) -> set[SessionId]:
    """Store what became of the places memberships asked for; return the sessions whose counts change."""
    if not placements:
        return set()
    wanted = [one.wanted for one in placements]
    rows = await db.execute(
        _PLACE,
        {
            "at": at,
            "ids": [new_id() for _ in placements],
            "sessions": [one.session_id for one in wanted],
            "episodes": [one.episode_id for one in wanted],
            "participants": [one.participant_id for one in wanted],
            "memberships": [one.membership_id for one in wanted],
            "refused": [one.refused.value if one.refused else None for one in placements],
            "starts": [one.starts_at for one in wanted],
            "ends": [one.ends_at for one in wanted],
            "dates": [one.local_date for one in wanted],
        },
    )
    stored = [dict(row) for row in rows.mappings()]
    await record_changes(db, "bookings.created", [row for row in stored if row["version"] == 1])
    await record_changes(db, "bookings.updated", [row for row in stored if row["version"] > 1])
    return {row["session_id"] for row in stored}


async def spans_taken(
    db: AsyncSession,
    persons: Collection[ParticipantId],
    *,
    first: date,
    last: date,
    besides: Collection[SessionId] = (),
) -> dict[ParticipantId, list[tuple[datetime, datetime]]]:
    """Return when each of the people (`Wanted.person`) is booked between two dates, leaving sessions `besides` out."""
    query = (
        select(person_of(Participant), Booking.starts_at, Booking.ends_at)
        .join(
            Participant,
            and_(Participant.organization_id == Booking.organization_id, Participant.id == Booking.participant_id),
        )
        .where(
            Booking.participant_id.in_(
                select(_PEOPLE.id).where(or_(_PEOPLE.id.in_(list(persons)), _PEOPLE.merged_into_id.in_(list(persons))))
            ),
            Booking.local_date.between(first, last),
            Booking.status == BookingStatus.BOOKED,
            Booking.session_id.not_in(list(besides)),
        )
    )
    spans: dict[ParticipantId, list[tuple[datetime, datetime]]] = {}
    for person_id, starts_at, ends_at in await db.execute(query):
        spans.setdefault(person_id, []).append((starts_at, ends_at))
    return spans
