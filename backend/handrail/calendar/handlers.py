"""What the calendar does when something happens in the slices before it, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import bookings, seats
from handrail.calendar.queries.memberships import participant_of
from handrail.calendar.service.apart import ask_about_merged, ask_to_settle
from handrail.calendar.service.closures import CLOSURE_TO_TELL, settle_closure, tell_touched
from handrail.calendar.service.memberships import follow_episode
from handrail.calendar.service.program_days import follow_closure
from handrail.calendar.vocabulary import BookingCancelReason
from handrail.cohorts.events import MembershipChanged
from handrail.core.clock import now
from handrail.core.events import Handler
from handrail.episodes.events import (
    EpisodeAdmitted,
    EpisodeEnded,
    EpisodeReopened,
    LeaveEnded,
    LeaveStarted,
    PatternChanged,
    PayerChanged,
)
from handrail.organizations.events import ClosureAdded, ClosureRemoved
from handrail.participants.events import PeopleSeparated, RecordMerged
from handrail.tasks.service import withdraw


async def on_membership(db: AsyncSession, event: MembershipChanged) -> None:
    """Members come to their cohort's sessions from the first day to the last."""
    participant_id = await participant_of(db, event.episode_id)
    await follow_episode(db, event.episode_id, participant_id, at=now(), reason=BookingCancelReason.MEMBERSHIP_ENDED)


async def on_presence(
    db: AsyncSession, event: EpisodeAdmitted | EpisodeReopened | LeaveEnded | PatternChanged | PayerChanged
) -> None:
    """Who can come, or comes on other days, is booked accordingly. Appointments that were lost are made anew."""
    await follow_episode(db, event.episode_id, event.participant_id, at=now(), reason=BookingCancelReason.NOT_EXPECTED)


async def on_end(db: AsyncSession, event: EpisodeEnded) -> None:
    """Nothing after the last day of care holds, appointments included."""
    at, reason = now(), BookingCancelReason.EPISODE_ENDED
    await follow_episode(db, event.episode_id, event.participant_id, at=at, reason=reason)
    later = await bookings.by_hand_between(db, event.episode_id, after=event.ended_on, at=at)
    await seats.recount(db, await bookings.cancel(db, later, reason=reason, at=at))


async def on_leave(db: AsyncSession, event: LeaveStarted) -> None:
    """On days of leave nobody is expected; what prepares the return (intake, orientation) stays."""
    at, reason = now(), BookingCancelReason.LEAVE
    await follow_episode(db, event.episode_id, event.participant_id, at=at, reason=reason)
    away = await bookings.by_hand_between(db, event.episode_id, first=event.starts_on, before=event.back_on, at=at)
    await seats.recount(db, await bookings.cancel(db, away, reason=reason, at=at))


async def on_closure(db: AsyncSession, event: ClosureAdded | ClosureRemoved) -> None:
    """Sessions and program days become what the closures leave of them."""
    at = now()
    await follow_closure(db, event.starts_at, event.ends_at, event.location_id)
    touched = await settle_closure(db, event.starts_at, event.ends_at, event.location_id, at=at)
    # What was still to be told of the closure as it was is not true any more.
    await withdraw(db, title_code=CLOSURE_TO_TELL, naming={"closure_id": str(event.closure_id)})
    await tell_touched(db, event.closure_id, touched, at=at)


HANDLERS: tuple[tuple[type[Any], Handler], ...] = (
    (MembershipChanged, on_membership),
    (EpisodeAdmitted, on_presence),
    (EpisodeReopened, on_presence),
    (LeaveEnded, on_presence),
    (PatternChanged, on_presence),
    (PayerChanged, on_presence),
    (EpisodeEnded, on_end),
    (LeaveStarted, on_leave),
    (ClosureAdded, on_closure),
    (ClosureRemoved, on_closure),
    (PeopleSeparated, ask_to_settle),
    (RecordMerged, ask_about_merged),
)
