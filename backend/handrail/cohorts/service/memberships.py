"""Use cases of memberships. Lock order everywhere: the episode, then cohorts by id."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts import queries
from handrail.cohorts.errors import (
    CohortOfAnotherProgram,
    MembershipEndedAlready,
    MembershipNotAvailable,
    MembershipOverlaps,
    MembershipVoided,
    PrimaryMembershipExists,
    PrimaryMembershipNeeded,
    SameCohort,
)
from handrail.cohorts.events import MembershipChanged
from handrail.cohorts.models import Cohort, CohortMembership
from handrail.cohorts.queries import MembershipRow
from handrail.cohorts.rules import (
    CohortTerms,
    Span,
    check_end,
    check_episode,
    check_join,
    check_seat,
    day_before,
    last_day,
    peak_seats,
)
from handrail.cohorts.schemas import MembershipCreate, MembershipEnding, MembershipMove
from handrail.cohorts.vocabulary import CohortStatus, LateReason, MembershipChange, MembershipEnd, MembershipVoidReason
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import CohortId, EpisodeId, MembershipId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import service as episodes
from handrail.episodes.models import Episode
from handrail.participants import service as participants

_OVERLAPS = {
    "ex_cohort_memberships_dates": MembershipOverlaps(),
    "ex_cohort_memberships_primary": PrimaryMembershipExists(),
}
Found = tuple[CohortMembership, ParticipantId]


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
    """Memberships of the people the actor may open, by their first day."""
    if cohort_id is not None:
        await queries.get_cohort(db, cohort_id)
    return await queries.list_memberships(
        db, actor, cohort_id=cohort_id, episode_id=episode_id, on=on, voided=voided, page=page
    )


async def get_membership(db: AsyncSession, actor: Actor, membership_id: MembershipId) -> Found:
    membership, participant_id = await queries.visible_membership(db, actor, membership_id, "membership:read")
    return membership, participant_id


async def start_membership(db: AsyncSession, actor: Actor, cohort_id: CohortId, wanted: MembershipCreate) -> Found:
    """Give an active episode a seat in a cohort of its program.

    Raises `MembershipNotAvailable`,
    `CohortFull`, `CohortClosedToLateJoiners`, `LateJoinNotAllowed`, `EpisodeNotActive`, `MembershipOverlaps`,
    `PrimaryMembershipExists`, `PrimaryMembershipNeeded`.
    """
    await queries.get_cohort(db, cohort_id)
    await episodes.get_visible_episode(db, actor, wanted.episode_id, permission="membership:write")
    episode = await queries.lock_episode(db, wanted.episode_id)
    cohort = (await queries.lock_cohorts(db, [cohort_id]))[cohort_id]
    span = Span(wanted.starts_on, last_day(_terms(cohort), wanted.ends_on))
    membership = await _seat(
        db, actor, episode, cohort, span, is_primary=wanted.is_primary, late_reason=wanted.late_reason
    )
    await _announce(db, episode, MembershipChange.STARTED, cohort.id)
    return membership, episode.participant_id


async def _seat(
    db: AsyncSession,
    actor: Actor,
    episode: Episode,
    cohort: Cohort,
    span: Span,
    *,
    is_primary: bool | None,
    late_reason: LateReason | None,
    moved_from_id: MembershipId | None = None,
) -> CohortMembership:
    """Take a seat; episode and cohort are locked."""
    terms = _terms(cohort)
    check_join(terms, span, late_reason=late_reason, may_admit_late=actor.may("membership:admit_late"))
    if cohort.program_id != episode.program_id:
        raise CohortOfAnotherProgram()
    check_episode(admitted_on=episode.admitted_on, ended_on=episode.ended_on, wanted=span)
    others = await queries.memberships_of_episode(db, episode.id, span)
    if any(other.cohort_id == cohort.id for other in others):
        raise MembershipOverlaps()
    check_seat(await queries.spans_taken(db, cohort.id), span, capacity=cohort.capacity)
    await check_available(db, actor, episode.participant_id, cohort.id, span)
    membership = CohortMembership(
        cohort_id=cohort.id,
        episode_id=episode.id,
        starts_on=span.first,
        ends_on=span.last,
        is_primary=_is_primary(others, is_primary),
        late_reason=late_reason,
        moved_from_id=moved_from_id,
    )
    with refusing(_OVERLAPS):
        db.add(membership)
        await db.flush()
    return membership


async def check_available(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, cohort_id: CohortId, span: Span
) -> None:
    """Raise if the person must be kept apart from a member on some of these days; the cohort is locked.

    Who may manage separations is told which one stands in the way; to anybody else it is not available, as it is for
    ordinary reasons. Always two statements, so that nothing else tells.
    """
    takes_part = await participants.takes_part(db, participant_id, on=span.first)
    separation_id = await queries.separated_from_members(db, participant_id, cohort_id, span)
    if separation_id is not None and actor.may("separation:manage"):
        raise MembershipNotAvailable(separation_id=str(separation_id))
    if separation_id is not None or not takes_part:
        raise MembershipNotAvailable()


def _is_primary(others: Sequence[CohortMembership], wanted: bool | None) -> bool:
    """Exactly one cohort of an episode is its primary one on a day."""
    other_primary = any(other.is_primary for other in others)
    if wanted is False and not other_primary:
        raise PrimaryMembershipNeeded(pointer="/is_primary")
    if wanted and other_primary:
        raise PrimaryMembershipExists()
    return not other_primary


def _terms(cohort: Cohort) -> CohortTerms:
    return CohortTerms(cohort.kind, cohort.status, cohort.starts_on, cohort.ends_on, cohort.capacity)


async def _lock(
    db: AsyncSession, actor: Actor, membership_id: MembershipId, *also: CohortId
) -> tuple[CohortMembership, Episode, dict[CohortId, Cohort]]:
    """Lock episode and cohorts of a membership, then read it as it is now."""
    seen, _ = await queries.visible_membership(db, actor, membership_id, "membership:write")
    episode = await queries.lock_episode(db, seen.episode_id)
    cohorts = await queries.lock_cohorts(db, {seen.cohort_id, *also})
    membership, _ = await queries.visible_membership(db, actor, membership_id, "membership:write")
    if membership.voided_at is not None:
        raise MembershipVoided()
    return membership, episode, cohorts


async def end_membership(
    db: AsyncSession, actor: Actor, membership_id: MembershipId, ending: MembershipEnding
) -> Found:
    """End a membership on its last day. Where it was primary, the episode's next cohort goes on as the primary one."""
    membership, episode, _ = await _lock(db, actor, membership_id)
    check_end(Span(membership.starts_on, membership.ends_on), ends_on=ending.ends_on)
    before = membership.ends_on
    membership.ends_on, membership.end_reason = ending.ends_on, ending.reason
    await db.flush()
    if membership.is_primary:
        await _promote_next(db, episode.id, Span(ending.ends_on + timedelta(days=1), before))
    await _announce(db, episode, MembershipChange.ENDED, membership.cohort_id)
    return membership, episode.participant_id


async def move_membership(db: AsyncSession, actor: Actor, membership_id: MembershipId, move: MembershipMove) -> Found:
    """Move somebody to another cohort as one action: the old seat is free from the day the new one is taken."""
    membership, episode, cohorts = await _lock(db, actor, membership_id, move.cohort_id)
    if move.cohort_id == membership.cohort_id:
        raise SameCohort(pointer="/cohort_id")
    if membership.ends_on is not None and move.starts_on > membership.ends_on:
        raise MembershipEndedAlready(ended_on=membership.ends_on.isoformat())
    left, cohort = membership.cohort_id, cohorts[move.cohort_id]
    if move.starts_on <= membership.starts_on:
        membership.voided_at, membership.void_reason = now(), MembershipVoidReason.NEVER_BEGAN
    else:
        membership.ends_on, membership.end_reason = day_before(move.starts_on), MembershipEnd.MOVED
    await db.flush()
    span = Span(move.starts_on, last_day(_terms(cohort), move.ends_on))
    new = await _seat(
        db,
        actor,
        episode,
        cohort,
        span,
        is_primary=True if membership.is_primary else None,
        late_reason=move.late_reason,
        moved_from_id=membership.id,
    )
    await _announce(db, episode, MembershipChange.MOVED, left, cohort.id)
    return new, episode.participant_id


async def void_membership(
    db: AsyncSession, actor: Actor, membership_id: MembershipId, reason: MembershipVoidReason
) -> Found:
    """Take back a membership that never should have been; it stays on record."""
    membership, episode, _ = await _lock(db, actor, membership_id)
    membership.voided_at, membership.void_reason = now(), reason
    await db.flush()
    if membership.is_primary:
        await _promote_next(db, episode.id, Span(membership.starts_on, membership.ends_on))
    await _announce(db, episode, MembershipChange.VOIDED, membership.cohort_id)
    return membership, episode.participant_id


async def make_primary(db: AsyncSession, actor: Actor, membership_id: MembershipId, from_on: date) -> Found:
    """Let another cohort be the primary one from a day on; what was primary goes on beside it."""
    membership, episode, _ = await _lock(db, actor, membership_id)
    span = Span(max(from_on, membership.starts_on), membership.ends_on)
    check_end(Span(membership.starts_on, membership.ends_on), ends_on=span.first)
    for other in await queries.memberships_of_episode(db, episode.id, span):
        if other.is_primary and other.id != membership.id:
            await _continue_as(db, other, span.first, is_primary=False)
    kept = membership if membership.is_primary else await _continue_as(db, membership, span.first, is_primary=True)
    await _announce(db, episode, MembershipChange.PRIMARY_CHANGED, membership.cohort_id)
    return kept, episode.participant_id


async def _promote_next(db: AsyncSession, episode_id: EpisodeId, during: Span) -> None:
    """After the primary cohort, the one that began first goes on as the primary one."""
    others = await queries.memberships_of_episode(db, episode_id, during)
    if others and not any(other.is_primary for other in others):
        await _continue_as(db, others[0], during.first, is_primary=True)


async def _continue_as(
    db: AsyncSession, membership: CohortMembership, from_on: date, *, is_primary: bool
) -> CohortMembership:
    """Change the mark from a day on. The days before keep theirs: the row is split unless it begins that day."""
    if from_on <= membership.starts_on:
        membership.is_primary = is_primary
        with refusing(_OVERLAPS):
            await db.flush()
        return membership
    rest = CohortMembership(
        cohort_id=membership.cohort_id,
        episode_id=membership.episode_id,
        starts_on=from_on,
        ends_on=membership.ends_on,
        end_reason=membership.end_reason,
        is_primary=is_primary,
        late_reason=membership.late_reason,
        moved_from_id=membership.id,
    )
    membership.ends_on, membership.end_reason = day_before(from_on), None
    with refusing(_OVERLAPS):
        await db.flush()
        db.add(rest)
        await db.flush()
    return rest


async def end_reaching(
    db: AsyncSession, rows: Sequence[MembershipRow], *, last_day: date, reason: MembershipEnd
) -> None:
    """End memberships that reach beyond a day because their cohort or episode ends; void those that had not begun."""
    touched: dict[EpisodeId, tuple[ParticipantId, set[CohortId]]] = {}
    for membership, participant_id in rows:
        if membership.starts_on > last_day:
            membership.voided_at, membership.void_reason = now(), MembershipVoidReason.NEVER_BEGAN
        else:
            membership.ends_on, membership.end_reason = last_day, reason
        touched.setdefault(membership.episode_id, (participant_id, set()))[1].add(membership.cohort_id)
    await db.flush()
    for episode_id, (participant_id, cohort_ids) in touched.items():
        await _promote_next(db, episode_id, Span(last_day + timedelta(days=1), None))
        change = MembershipChanged(episode_id, participant_id, tuple(sorted(cohort_ids)), MembershipChange.ENDED)
        await announce(db, change)


async def take_up_again(
    db: AsyncSession, episode_id: EpisodeId, participant_id: ParticipantId, *, ended_on: date
) -> None:
    """An end was a mistake: what ended with the episode goes on to the cohort's end, where a seat is still free."""
    ended = await queries.memberships_ended_with_episode(db, episode_id, ended_on)
    cohorts = await queries.lock_cohorts(db, {membership.cohort_id for membership in ended})
    taken_up = []
    for membership in ended:
        cohort = cohorts[membership.cohort_id]
        rest = Span(ended_on + timedelta(days=1), cohort.ends_on)
        if cohort.status is CohortStatus.ENDED or (rest.last is not None and rest.last < rest.first):
            continue
        if await queries.separated_from_members(db, participant_id, cohort.id, rest) is not None:
            continue
        if peak_seats(await queries.spans_taken(db, cohort.id), rest) >= cohort.capacity:
            continue
        membership.ends_on, membership.end_reason = cohort.ends_on, None
        taken_up.append(membership)
    await db.flush()
    if taken_up:
        if not any(membership.is_primary for membership in taken_up):
            await _promote_next(db, episode_id, Span(ended_on + timedelta(days=1), None))
        cohort_ids = tuple(membership.cohort_id for membership in taken_up)
        await announce(db, MembershipChanged(episode_id, participant_id, cohort_ids, MembershipChange.STARTED))


async def _announce(db: AsyncSession, episode: Episode, change: MembershipChange, *cohort_ids: CohortId) -> None:
    await announce(db, MembershipChanged(episode.id, episode.participant_id, cohort_ids, change))
