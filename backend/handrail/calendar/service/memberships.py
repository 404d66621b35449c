"""Places of cohort members in their cohorts' sessions, kept as the memberships, leaves and patterns say."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import bookings, memberships, seats
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.rules.placing import Surroundings, Wanted, place_members
from handrail.calendar.service.clashes import TAKEN
from handrail.calendar.vocabulary import BookingCancelReason
from handrail.core.db import refusing
from handrail.core.ids import CohortId, EpisodeId, ParticipantId, SessionId


async def place_in_sessions(
    db: AsyncSession, sessions: Sequence[SessionId], cohorts: Collection[CohortId], *, at: datetime
) -> None:
    """Give the members of the cohorts their places in sessions that were just made or given back."""
    if not sessions:
        return
    if cohorts:
        await lock_time_of(db, participants=await memberships.members_of(db, cohorts))
    await lock_sessions(db, sessions)
    wanted = await memberships.wanted_places(db, at=at, sessions=sessions)
    await _place(db, wanted, at=at)
    await seats.recount(db, sessions)


async def follow_episode(
    db: AsyncSession,
    episode_id: EpisodeId,
    participant_id: ParticipantId,
    *,
    at: datetime,
    reason: BookingCancelReason,
) -> None:
    """Make the episode's places what its memberships, leaves and pattern say now; `reason` is why some go.

    Only sessions that have not begun are left; one that runs, or is not closed yet, can still be joined. What somebody
    gave back by choice and what was booked by hand stays.
    """
    await lock_time_of(db, cohorts=await memberships.cohorts_of_episode(db, episode_id), participants=[participant_id])
    wanted = await memberships.wanted_places(db, at=at, episode_id=episode_id)
    held = await memberships.from_membership(db, at=at, episode_id=episode_id)
    touched = {one.session_id for one in wanted} | {session_id for session_id, _ in held}
    if not touched:
        return
    await lock_sessions(db, touched)
    wanted = await memberships.wanted_places(db, at=at, sessions=sorted(touched), episode_id=episode_id)
    kept = {(one.session_id, one.episode_id) for one in wanted}
    await bookings.cancel(db, [held[key] for key in held.keys() - kept], reason=reason, at=at)
    await _place(db, wanted, at=at)
    await seats.recount(db, touched)


async def _place(db: AsyncSession, wanted: Sequence[Wanted], *, at: datetime) -> None:
    if not wanted:
        return
    sessions = sorted({one.session_id for one in wanted})
    people = {one.participant_id for one in wanted}
    days = {one.local_date for one in wanted}
    around = Surroundings(
        seats_left=await seats.left(db, sessions),
        # A session may begin on one date and end on the next.
        busy=await memberships.spans_taken(
            db, people, first=min(days) - timedelta(days=1), last=max(days) + timedelta(days=1)
        ),
        apart=await memberships.kept_apart(db, people, days),
    )
    if any(around.apart.values()):
        around.present = await memberships.people_present(db, sessions)
    with refusing(TAKEN):
        await memberships.place(db, place_members(wanted, around), at=at)
