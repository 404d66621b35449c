"""Use cases of homework: assigned, reported, reviewed."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import HomeworkId, ParticipantId
from handrail.courses import queries
from handrail.courses.errors import CourseNotFound, DayOutsideCourse, HomeworkNotReported
from handrail.courses.models import Homework
from handrail.courses.schemas import HomeworkAssign, HomeworkRead, HomeworkReport, HomeworkReview
from handrail.episodes import service as episodes
from handrail.participants import service as participants

WRITE = "course:write"


async def list_homework(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    *,
    open_only: bool,
    permission: str = "course:read",
) -> list[HomeworkRead]:
    """Return homework of a person, that of their groups included, the youngest first."""
    await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    rows = await queries.homework_of(db, participant_id, open_only=open_only)
    return [HomeworkRead.model_validate(row) for row in rows]


async def assign(db: AsyncSession, actor: Actor, new: HomeworkAssign, *, permission: str = WRITE) -> Homework:
    """Give somebody homework of their own, or take up what a delivery gave to their group."""
    episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission=permission)
    if new.course_id is not None:
        course, *_ = await queries.get_course(db, actor, new.course_id, permission)
        if course.episode_id != episode.id:
            raise CourseNotFound()
    if new.delivery_id is not None:
        await queries.check_given(db, new.delivery_id, episode.id)
        known = await queries.homework_of_delivery(db, new.delivery_id, episode.id)
        if known is not None:
            return known
    row = Homework(
        participant_id=episode.participant_id,
        episode_id=episode.id,
        course_id=new.course_id,
        delivery_id=new.delivery_id,
        text=new.text,
        assigned_on=new.assigned_on,
        assigned_by=actor.account_id,
        due_on=new.due_on,
    )
    db.add(row)
    await db.flush()
    return row


async def report(
    db: AsyncSession,
    actor: Actor,
    homework_id: HomeworkId,
    told: HomeworkReport,
    *,
    if_match: int,
    permission: str = WRITE,
) -> Homework:
    """Note how far the participant came."""
    row = await _locked(db, actor, homework_id, if_match, permission)
    if not row.assigned_on <= told.reported_on <= await queries.local_today(db):
        raise DayOutsideCourse(pointer="/reported_on")
    row.done, row.reported_on = told.done, told.reported_on
    row.reviewed_on = row.reviewed_by = row.review_note = None
    await db.flush()
    return row


async def review(
    db: AsyncSession, actor: Actor, homework_id: HomeworkId, told: HomeworkReview, *, if_match: int
) -> Homework:
    """Note that somebody went through it with the participant."""
    row = await _locked(db, actor, homework_id, if_match)
    if row.reported_on is None:
        raise HomeworkNotReported()
    if not row.reported_on <= told.reviewed_on <= await queries.local_today(db):
        raise DayOutsideCourse(pointer="/reviewed_on")
    row.reviewed_on, row.reviewed_by, row.review_note = told.reviewed_on, actor.account_id, told.note
    await db.flush()
    return row


async def void(db: AsyncSession, actor: Actor, homework_id: HomeworkId, *, reason: str, if_match: int) -> ParticipantId:
    """Take homework back with its reason; return whose it was."""
    row = await _locked(db, actor, homework_id, if_match)
    row.voided_at, row.void_reason = now(), reason
    await db.flush()
    return row.participant_id


async def read(db: AsyncSession, row: Homework) -> HomeworkRead:
    """Return one as the list shows it."""
    (found,) = await queries.homework_of(db, row.participant_id, only=row.id)
    return HomeworkRead.model_validate(found)


async def _locked(
    db: AsyncSession, actor: Actor, homework_id: HomeworkId, if_match: int, permission: str = WRITE
) -> Homework:
    row = await queries.get_homework(db, actor, homework_id, permission, lock=True)
    expect_version(row, if_match)
    return row
