"""Use cases of the waitlist."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts import queries
from handrail.cohorts.errors import CohortEnded, NoActiveEpisode, NoLongerWaiting, WaitsAlready
from handrail.cohorts.events import WaitBegun
from handrail.cohorts.models import WaitlistEntry
from handrail.cohorts.rules import Span
from handrail.cohorts.schemas import (
    MembershipCreate,
    WaitlistEntryCreate,
    WaitlistEntryUpdate,
    WaitlistPlacement,
)
from handrail.cohorts.service.memberships import check_available, start_membership
from handrail.cohorts.vocabulary import OPEN_WAITS, CohortStatus, WaitStatus, WithdrawReason
from handrail.core.access import Actor
from handrail.core.clock import today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import CohortId, ParticipantId, WaitlistEntryId
from handrail.core.pagination import PageParams, Rows
from handrail.participants import service as participants


async def list_waitlist(
    db: AsyncSession,
    actor: Actor,
    *,
    cohort_id: CohortId | None,
    participant_id: ParticipantId | None,
    status: WaitStatus | None,
    page: PageParams,
) -> Rows[WaitlistEntry]:
    """Entries in the order of the queue; without a status those who still wait."""
    if cohort_id is not None:
        await queries.get_cohort(db, cohort_id)
    return await queries.list_waits(
        db, actor, cohort_id=cohort_id, participant_id=participant_id, status=status, page=page
    )


async def get_waitlist_entry(db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId) -> WaitlistEntry:
    return await queries.visible_wait(db, actor, entry_id, "waitlist:read")


async def add_to_waitlist(
    db: AsyncSession, actor: Actor, cohort_id: CohortId, values: WaitlistEntryCreate
) -> WaitlistEntry:
    """Put somebody at the end of a cohort's queue, with what they wait for."""
    person = await participants.get_visible_participant(db, actor, values.participant_id, permission="waitlist:write")
    cohort = (await queries.lock_cohorts(db, [cohort_id]))[cohort_id]
    if cohort.status is CohortStatus.ENDED:
        raise CohortEnded()
    if await queries.waits_elsewhere(db, cohort_id, person.person_id):
        raise WaitsAlready()
    entry = WaitlistEntry(
        cohort_id=cohort_id,
        place=await queries.next_place(db, cohort_id),
        **values.model_dump() | {"participant_id": person.person_id},
    )
    with refusing({"uq_waitlist_entries_open": WaitsAlready()}):
        db.add(entry)
        await db.flush()
    await announce(db, WaitBegun(entry.participant_id, cohort_id))
    return entry


async def _open_entry(db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId) -> WaitlistEntry:
    entry = await queries.visible_wait(db, actor, entry_id, "waitlist:write", lock=True)
    if entry.status not in OPEN_WAITS:
        raise NoLongerWaiting()
    return entry


async def update_waitlist_entry(
    db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId, change: WaitlistEntryUpdate, *, if_match: int
) -> WaitlistEntry:
    """Another reason, or another place in the queue."""
    entry = await _open_entry(db, actor, entry_id)
    expect_version(entry, if_match)
    for name, value in change.given().items():
        setattr(entry, name, value)
    await db.flush()
    return entry


async def offer_seat(db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId) -> WaitlistEntry:
    """Note that a seat was offered; it is not kept: only a membership takes a seat.

    What could not be given from today on is not offered.
    """
    seen = await queries.visible_wait(db, actor, entry_id, "waitlist:write")
    cohort = (await queries.lock_cohorts(db, [seen.cohort_id]))[seen.cohort_id]
    entry = await _open_entry(db, actor, entry_id)
    first = max(cohort.starts_on, today_in(await queries.time_zone_of(db, cohort)))
    if cohort.ends_on is None or cohort.ends_on >= first:
        await check_available(db, actor, entry.participant_id, cohort.id, Span(first, cohort.ends_on))
    entry.status = WaitStatus.OFFERED
    await db.flush()
    return entry


async def place_from_waitlist(
    db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId, placement: WaitlistPlacement
) -> WaitlistEntry:
    """Give the seat: the participant's active episode in the cohort's program becomes a member."""
    seen = await queries.visible_wait(db, actor, entry_id, "waitlist:write")
    cohort = await queries.get_cohort(db, seen.cohort_id)
    episode_id = await queries.active_episode(db, seen.participant_id, cohort.program_id, placement.starts_on)
    if episode_id is None:
        raise NoActiveEpisode()
    membership, _ = await start_membership(
        db, actor, cohort.id, MembershipCreate(episode_id=episode_id, **placement.model_dump())
    )
    entry = await _open_entry(db, actor, entry_id)
    entry.status, entry.membership_id = WaitStatus.PLACED, membership.id
    await db.flush()
    return entry


async def withdraw_from_waitlist(
    db: AsyncSession, actor: Actor, entry_id: WaitlistEntryId, reason: WithdrawReason
) -> WaitlistEntry:
    """Note that somebody no longer waits, and why."""
    entry = await _open_entry(db, actor, entry_id)
    entry.status, entry.withdraw_reason = WaitStatus.WITHDRAWN, reason
    await db.flush()
    return entry
