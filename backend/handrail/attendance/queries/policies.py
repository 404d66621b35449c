"""Rows of attendance policies, and of what followed from them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance, AttendanceConsequence, AttendancePolicy
from handrail.attendance.rules.policy import Reached
from handrail.attendance.vocabulary import ABOUT_ABSENCE, CAME, NOT_EXPLAINED, REACHED, Outcome
from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import BookingStatus, SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import ConsequenceId, EpisodeId, ParticipantId, ProgramId, new_id
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.models import Episode
from handrail.participants.models import ContactAttempt, Participant
from handrail.participants.queries import of_person, visible_to


async def policy_of(db: AsyncSession, program_id: ProgramId, *, lock: bool = False) -> AttendancePolicy | None:
    query = select(AttendancePolicy).where(AttendancePolicy.program_id == program_id)
    return await db.scalar(query.with_for_update() if lock else query)


async def program_of(db: AsyncSession, episode_id: EpisodeId) -> ProgramId:
    return (await db.scalars(select(Episode.program_id).where(Episode.id == episode_id))).one()


async def laddered(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> list[tuple[Episode, AttendancePolicy]]:
    """Return the episodes whose program has a ladder."""
    query = (
        select(Episode, AttendancePolicy)
        .join(AttendancePolicy, AttendancePolicy.program_id == Episode.program_id)
        .where(Episode.id.in_(episode_ids), AttendancePolicy.steps != text("'[]'::jsonb"))
    )
    return [(row[0], row[1]) for row in await db.execute(query)]


async def closed_marks(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> Sequence[Any]:
    """Return what became of the episodes' places in closed sessions."""
    query = (
        select(
            Attendance.episode_id,
            Session.local_date,
            Attendance.outcome,
            Attendance.absence_reason,
            Booking.make_up_for_booking_id,
        )
        .join(Booking, and_(Booking.organization_id == Attendance.organization_id, Booking.id == Attendance.booking_id))
        .join(Session, and_(Session.organization_id == Attendance.organization_id, Session.id == Attendance.session_id))
        .where(
            Attendance.episode_id.in_(episode_ids),
            Attendance.outcome.is_not(None),
            Booking.status == BookingStatus.BOOKED,
            Session.status == SessionStatus.CLOSED,
        )
    )
    return (await db.execute(query)).all()


async def consequences_of(
    db: AsyncSession, episode_ids: Collection[EpisodeId]
) -> dict[tuple[EpisodeId, str, date], AttendanceConsequence]:
    query = select(AttendanceConsequence).where(AttendanceConsequence.episode_id.in_(episode_ids)).with_for_update()
    found = await db.scalars(query.order_by(AttendanceConsequence.id).execution_options(populate_existing=True))
    return {(one.episode_id, one.step_key, one.reached_on): one for one in found}


_FIRST = text(
    """
    INSERT INTO attendance_consequences (
        organization_id, id, episode_id, participant_id, step_key, act, reached_on, days, holds, version
    )
    VALUES (
        current_setting('app.organization_id')::uuid, :id, :episode_id, :participant_id, :step_key, :act, :on, '[]',
        false, 1
    )
    ON CONFLICT (organization_id, episode_id, step_key, reached_on) DO NOTHING
    RETURNING id
    """
)


async def enter(db: AsyncSession, episode: Episode, step: Reached) -> AttendanceConsequence | None:
    """Return a new row for a reached step, or None where another transaction entered it at the same time."""
    values = {
        "id": new_id(),
        "episode_id": episode.id,
        "participant_id": episode.participant_id,
        "step_key": step.key,
        "act": step.act.value,
        "on": step.on,
    }
    entered: ConsequenceId | None = await db.scalar(_FIRST, values)
    return None if entered is None else await db.get(AttendanceConsequence, (episode.organization_id, entered))


async def page_of_consequences(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> Rows[AttendanceConsequence]:
    query = (
        select(AttendanceConsequence)
        .join(Participant, Participant.id == AttendanceConsequence.participant_id)
        .where(AttendanceConsequence.episode_id == episode_id, visible_to(actor, "attendance:read"))
    )
    return await paginate(db, query, order=(AttendanceConsequence.id,), page=page)


async def still_missed(db: AsyncSession, participant_id: ParticipantId, on: date) -> bool:
    """Say whether the person is marked absent on the day without a word, and was seen in no later session since.

    Who was there in the morning and does not come back is missed too.
    """
    query = (
        select(Session.starts_at, Attendance.outcome, Attendance.absence_reason, Session.local_date)
        .join(Session, and_(Session.organization_id == Attendance.organization_id, Session.id == Attendance.session_id))
        .where(
            of_person(Attendance.participant_id, participant_id),
            Session.local_date >= on,
            Attendance.outcome.is_not(None),
        )
    )
    marks = list(await db.execute(query))
    missed = [
        row.starts_at
        for row in marks
        if row.local_date == on and row.outcome is Outcome.ABSENT and row.absence_reason in NOT_EXPLAINED
    ]
    return bool(missed) and not any(row.outcome in CAME and row.starts_at >= max(missed) for row in marks)


async def tries_in_vain(db: AsyncSession, participant_id: ParticipantId, *, since: datetime) -> int:
    """Return how often somebody tried to reach the person about an absence since an instant, and reached nobody."""
    query = select(func.count()).where(
        of_person(ContactAttempt.participant_id, participant_id),
        ContactAttempt.reason.in_(ABOUT_ABSENCE),
        ContactAttempt.outcome.not_in(REACHED),
        ContactAttempt.attempted_at >= since,
        ContactAttempt.voided_at.is_(None),
    )
    return int(await db.scalar(query) or 0)
