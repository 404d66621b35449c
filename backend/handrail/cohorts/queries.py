"""SQL of cohorts, memberships and the waitlist."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts.errors import CohortNotFound, MembershipNotFound, WaitlistEntryNotFound
from handrail.cohorts.models import Cohort, CohortMembership, WaitlistEntry
from handrail.cohorts.rules import Span
from handrail.cohorts.vocabulary import OPEN_WAITS, CohortKind, CohortStatus, MembershipEnd, WaitReason, WaitStatus
from handrail.core.access import Actor
from handrail.core.ids import (
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramId,
    SeparationId,
    WaitlistEntryId,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import Track
from handrail.episodes.errors import EpisodeNotFound
from handrail.episodes.models import Episode
from handrail.organizations.models import Location, Organization
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to


async def get_cohort(db: AsyncSession, cohort_id: CohortId) -> Cohort:
    cohort = await db.scalar(select(Cohort).where(Cohort.id == cohort_id))
    if cohort is None:
        raise CohortNotFound()
    return cohort


async def lock_cohorts(db: AsyncSession, cohort_ids: Collection[CohortId]) -> dict[CohortId, Cohort]:
    """Lock cohorts before their seats are counted, always in one order: two moves across never wait for each other.

    The lock leaves foreign keys to the cohort alone.
    """
    query = (
        select(Cohort)
        .where(Cohort.id.in_(cohort_ids))
        .order_by(Cohort.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {cohort.id: cohort for cohort in await db.scalars(query)}
    if set(found) != set(cohort_ids):
        raise CohortNotFound()
    return found


async def list_cohorts(
    db: AsyncSession,
    *,
    program_id: ProgramId | None,
    location_id: LocationId | None,
    status: CohortStatus | None,
    track: Track | None,
    kind: CohortKind | None,
    page: PageParams,
) -> Rows[Cohort]:
    query = select(Cohort)
    if program_id is not None:
        query = query.where(Cohort.program_id == program_id)
    if location_id is not None:
        query = query.where(Cohort.location_id == location_id)
    if status is not None:
        query = query.where(Cohort.status == status)
    if track is not None:
        query = query.where(Cohort.track == track)
    if kind is not None:
        query = query.where(Cohort.kind == kind)
    return await paginate(db, query, order=(Cohort.name, Cohort.id), page=page)


async def seats_taken(db: AsyncSession, cohort_ids: Collection[CohortId], on: date) -> dict[CohortId, int]:
    """Memberships that run on a day, by cohort."""
    query = (
        select(CohortMembership.cohort_id, func.count())
        .where(CohortMembership.cohort_id.in_(cohort_ids), CohortMembership.voided_at.is_(None), _runs_on(on))
        .group_by(CohortMembership.cohort_id)
    )
    return {row[0]: row[1] for row in await db.execute(query)}


async def wait_reasons(db: AsyncSession, cohort_ids: Collection[CohortId]) -> dict[CohortId, list[WaitReason]]:
    """One reason for each who waits, by cohort."""
    query = (
        select(WaitlistEntry.cohort_id, WaitlistEntry.reason, func.count())
        .where(WaitlistEntry.cohort_id.in_(cohort_ids), WaitlistEntry.status.in_(OPEN_WAITS))
        .group_by(WaitlistEntry.cohort_id, WaitlistEntry.reason)
    )
    found: dict[CohortId, list[WaitReason]] = {}
    for cohort_id, reason, count in await db.execute(query):
        found.setdefault(cohort_id, []).extend([reason] * count)
    return found


def _runs_on(on: date) -> ColumnElement[bool]:
    return and_(
        CohortMembership.starts_on <= on, or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on >= on)
    )


async def spans_taken(db: AsyncSession, cohort_id: CohortId, *, besides: MembershipId | None = None) -> list[Span]:
    """Days of every membership of a cohort; lock the cohort first when a seat is to be given."""
    query = select(CohortMembership.starts_on, CohortMembership.ends_on).where(
        CohortMembership.cohort_id == cohort_id, CohortMembership.voided_at.is_(None)
    )
    if besides is not None:
        query = query.where(CohortMembership.id != besides)
    return [Span(first, last) for first, last in (await db.execute(query))]


async def lock_episode(db: AsyncSession, episode_id: EpisodeId) -> Episode:
    """Lock an episode: its memberships change one at a time, and its end waits for a membership that starts."""
    query = (
        select(Episode)
        .where(Episode.id == episode_id, Episode.voided_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    episode = await db.scalar(query)
    if episode is None:
        raise EpisodeNotFound()
    return episode


async def active_episode(
    db: AsyncSession, participant_id: ParticipantId, program_id: ProgramId, on: date
) -> EpisodeId | None:
    """The participant's episode in a program that is active on a day."""
    query = select(Episode.id).where(
        of_person(Episode.participant_id, participant_id),
        Episode.program_id == program_id,
        Episode.voided_at.is_(None),
        Episode.admitted_on <= on,
        or_(Episode.ended_on.is_(None), Episode.ended_on >= on),
    )
    return await db.scalar(query.order_by(Episode.admitted_on.desc()).limit(1))


MembershipRow = Row[CohortMembership, ParticipantId]


def _memberships(actor: Actor, permission: str) -> Select[CohortMembership, ParticipantId]:
    return (
        select(CohortMembership, Participant.id)
        .join(
            Episode,
            and_(
                Episode.organization_id == CohortMembership.organization_id,
                Episode.id == CohortMembership.episode_id,
            ),
        )
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .where(visible_to(actor, permission))
    )


async def visible_membership(
    db: AsyncSession, actor: Actor, membership_id: MembershipId, permission: str
) -> MembershipRow:
    """Return a membership of somebody the actor may open, as it is now."""
    query = _memberships(actor, permission).where(CohortMembership.id == membership_id)
    row = (await db.execute(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise MembershipNotFound()
    return row


async def list_memberships(
    db: AsyncSession,
    actor: Actor,
    *,
    cohort_id: CohortId | None,
    episode_id: EpisodeId | None,
    on: date | None,
    voided: bool,
    page: PageParams,
) -> Rows[MembershipRow]:
    query: Any = _memberships(actor, "membership:read")
    if cohort_id is not None:
        query = query.where(CohortMembership.cohort_id == cohort_id)
    if episode_id is not None:
        query = query.where(CohortMembership.episode_id == episode_id)
    if on is not None:
        query = query.where(_runs_on(on))
    if not voided:
        query = query.where(CohortMembership.voided_at.is_(None))
    return await paginate(db, query, order=(CohortMembership.starts_on, CohortMembership.id), page=page)


async def memberships_reaching(
    db: AsyncSession, *, after: date, cohort_id: CohortId | None = None, episode_id: EpisodeId | None = None
) -> Sequence[MembershipRow]:
    """Memberships of a cohort or an episode that reach beyond a day, with whose they are."""
    query = (
        select(CohortMembership, Episode.participant_id)
        .join(
            Episode,
            and_(
                Episode.organization_id == CohortMembership.organization_id,
                Episode.id == CohortMembership.episode_id,
            ),
        )
        .where(
            CohortMembership.voided_at.is_(None),
            or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on > after),
        )
        .order_by(CohortMembership.id)
    )
    if cohort_id is not None:
        query = query.where(CohortMembership.cohort_id == cohort_id)
    if episode_id is not None:
        query = query.where(CohortMembership.episode_id == episode_id)
    return (await db.execute(query)).all()


async def memberships_of_episode(db: AsyncSession, episode_id: EpisodeId, during: Span) -> list[CohortMembership]:
    """Memberships of an episode that touch some days, the first to start first."""
    query = select(CohortMembership).where(
        CohortMembership.episode_id == episode_id,
        CohortMembership.voided_at.is_(None),
        or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on >= during.first),
    )
    if during.last is not None:
        query = query.where(CohortMembership.starts_on <= during.last)
    query = query.order_by(CohortMembership.starts_on, CohortMembership.id)
    return list(await db.scalars(query.execution_options(populate_existing=True)))


async def memberships_ended_with_episode(
    db: AsyncSession, episode_id: EpisodeId, ended_on: date
) -> list[CohortMembership]:
    """Memberships that ended only because their episode did."""
    query = select(CohortMembership).where(
        CohortMembership.episode_id == episode_id,
        CohortMembership.voided_at.is_(None),
        CohortMembership.ends_on == ended_on,
        CohortMembership.end_reason == MembershipEnd.EPISODE_ENDED,
    )
    return list(await db.scalars(query.order_by(CohortMembership.starts_on, CohortMembership.id)))


def _waits(actor: Actor, permission: str) -> Select[WaitlistEntry]:
    return (
        select(WaitlistEntry)
        .join(
            Participant,
            and_(
                Participant.organization_id == WaitlistEntry.organization_id,
                Participant.id == WaitlistEntry.participant_id,
            ),
        )
        .where(visible_to(actor, permission))
    )


async def visible_wait(
    db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId, permission: str, *, lock: bool = False
) -> WaitlistEntry:
    """Return a waitlist entry of somebody the actor may open."""
    query = _waits(actor, permission).where(WaitlistEntry.id == entry_id)
    if lock:
        query = query.with_for_update(of=WaitlistEntry)
    entry = await db.scalar(query.execution_options(populate_existing=True))
    if entry is None:
        raise WaitlistEntryNotFound()
    return entry


async def list_waits(
    db: AsyncSession,
    actor: Actor,
    *,
    cohort_id: CohortId | None,
    participant_id: ParticipantId | None,
    status: WaitStatus | None,
    page: PageParams,
) -> Rows[WaitlistEntry]:
    query = _waits(actor, "waitlist:read")
    if cohort_id is not None:
        query = query.where(WaitlistEntry.cohort_id == cohort_id)
    if participant_id is not None:
        query = query.where(of_person(WaitlistEntry.participant_id, participant_id))
    if status is not None:
        query = query.where(WaitlistEntry.status == status)
    else:
        query = query.where(WaitlistEntry.status.in_(OPEN_WAITS))
    return await paginate(db, query, order=(WaitlistEntry.place, WaitlistEntry.id), page=page)


_SEPARATED = text(
    """
    WITH members AS (
        SELECT coalesce(p.merged_into_id, p.id) AS who, m.starts_on, m.ends_on
        FROM cohort_memberships m
        JOIN episodes e ON e.organization_id = m.organization_id AND e.id = m.episode_id
        JOIN participants p ON p.organization_id = e.organization_id AND p.id = e.participant_id
        WHERE m.cohort_id = :cohort_id AND m.voided_at IS NULL
            AND m.starts_on <= coalesce(CAST(:last AS date), 'infinity') AND coalesce(m.ends_on, 'infinity') >= :first
    ),
    apart AS (
        SELECT x.id, coalesce(p.merged_into_id, p.id) AS one, coalesce(q.merged_into_id, q.id) AS other,
            x.starts_on, x.ends_on
        FROM separations x
        JOIN participants p ON p.organization_id = x.organization_id AND p.id = x.first_participant_id
        JOIN participants q ON q.organization_id = x.organization_id AND q.id = x.second_participant_id
        WHERE x.voided_at IS NULL
    )
    SELECT apart.id
    FROM participants me
    JOIN apart ON coalesce(me.merged_into_id, me.id) IN (apart.one, apart.other) AND apart.one <> apart.other
    JOIN members ON members.who IN (apart.one, apart.other) AND members.who <> coalesce(me.merged_into_id, me.id)
    WHERE me.id = :participant_id
        AND apart.starts_on
            <= least(coalesce(members.ends_on, 'infinity'), coalesce(CAST(:last AS date), 'infinity'))
        AND coalesce(apart.ends_on, 'infinity') >= greatest(members.starts_on, CAST(:first AS date))
    ORDER BY apart.id LIMIT 1
    """
)


async def separated_from_members(
    db: AsyncSession, participant_id: ParticipantId, cohort_id: CohortId, during: Span
) -> SeparationId | None:
    """Return a separation between the person and a member on some of the days; lock the cohort first."""
    values = {
        "participant_id": participant_id,
        "cohort_id": cohort_id,
        "first": during.first,
        "last": during.last,
    }
    found: SeparationId | None = await db.scalar(_SEPARATED, values)
    return found


async def time_zone_of(db: AsyncSession, cohort: Cohort) -> str:
    """Return the time zone of a cohort's location."""
    query = select(func.coalesce(Location.time_zone, Organization.time_zone)).join(
        Organization, Organization.organization_id == Location.organization_id
    )
    return (await db.scalars(query.where(Location.id == cohort.location_id))).one()


async def waits_elsewhere(db: AsyncSession, cohort_id: CohortId, participant_id: ParticipantId) -> bool:
    """Say whether the person waits for this cohort already, by whichever of their records."""
    query = select(WaitlistEntry.id).where(
        WaitlistEntry.cohort_id == cohort_id,
        of_person(WaitlistEntry.participant_id, participant_id),
        WaitlistEntry.status.in_(OPEN_WAITS),
    )
    return await db.scalar(query.limit(1)) is not None


async def next_place(db: AsyncSession, cohort_id: CohortId) -> int:
    """The place at the end of a cohort's queue; lock the cohort first."""
    query = select(func.coalesce(func.max(WaitlistEntry.place), 0) + 1).where(
        WaitlistEntry.cohort_id == cohort_id, WaitlistEntry.status.in_(OPEN_WAITS)
    )
    return (await db.scalars(query)).one()
