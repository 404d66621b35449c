"""Places of cohort members in their cohorts' sessions, kept as the memberships, leaves and patterns say."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import bookings, memberships, seats
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.rules.placing import Placement, Surroundings, Wanted, place_members
from handrail.calendar.service.clashes import TAKEN
from handrail.calendar.service.group_caps import caps_of, payers_of
from handrail.calendar.vocabulary import BookingCancelReason
from handrail.core.db import refusing
from handrail.core.ids import CohortId, EpisodeId, ParticipantId, SessionId
from handrail.tasks import service as tasks

PLACES_TO_SETTLE = "places_to_settle"
"""Title of the director's task. It says nothing of why, as tasks are seen by more than may know of separations."""


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
    people = {one.person for one in wanted}
    days = {one.local_date for one in wanted}
    caps = await caps_of(db, sessions)
    limits = {one: cap.value for one in sessions if (cap := caps.limit(one)) is not None}
    booked = await seats.booked(db, caps.of) if caps.by_payers else {}
    around = Surroundings(
        seats_left=await seats.left(db, sessions, caps=limits),
        # A session may begin on one date and end on the next.
        busy=await memberships.spans_taken(
            db, people, first=min(days) - timedelta(days=1), last=max(days) + timedelta(days=1)
        ),
        apart=await memberships.kept_apart(db, days),
        present=await memberships.people_present(db, sessions),
        left_for_payer={
            session: {payer: limit.value - count for payer, limit in caps.of[session].of_payers.items()}
            for session, count in booked.items()
        },
        paying=await payers_of(db, caps, [(one.session_id, one.episode_id) for one in wanted]),
    )
    placements = place_members(wanted, around)
    with refusing(TAKEN):
        await memberships.place(db, placements, at=at)
    await _tell_director(db, placements, at=at)


async def _tell_director(db: AsyncSession, placements: Sequence[Placement], *, at: datetime) -> None:
    """Leave a task where somebody got no place because of whom they would meet: nobody else can settle it (ADR 11)."""
    withheld: dict[EpisodeId, list[Wanted]] = defaultdict(list)
    for one in placements:
        if one.refused is BookingCancelReason.NOT_AVAILABLE:
            withheld[one.wanted.episode_id].append(one.wanted)
    for episode_id, some in withheld.items():
        await tasks.ask_director(
            db,
            program_id=await memberships.program_of(db, episode_id),
            episode_id=episode_id,
            title_code=PLACES_TO_SETTLE,
            due_at=max(at, min(at + timedelta(days=1), some[0].starts_at)),
            params={"count": len(some), "session_id": str(some[0].session_id)},
        )
