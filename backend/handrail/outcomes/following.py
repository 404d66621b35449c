"""The tasks that a course asks for: to say what is done once it has left its track, and to look at it again.

There are no treatment plans yet: the review on the plan is the dated task that an answer opens.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import AccountId, EpisodeId
from handrail.core.pagination import page_after
from handrail.episodes.models import Episode
from handrail.measures.queries.alerts import account_of_staff
from handrail.outcomes import queries
from handrail.outcomes.courses import courses_of
from handrail.outcomes.models import TrackResponse
from handrail.outcomes.vocabulary import RESPOND_WITHIN, OffTrack
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import COURSE_OFF_TRACK, COURSE_REVIEW, TaskKind, TaskPriority


async def plan_review(
    db: AsyncSession, episode: Episode, response: TrackResponse, earlier: Sequence[TrackResponse]
) -> None:
    """Open the task of the next look, due when its day ends there; what was to be looked at before was, by this."""
    for one in earlier:
        for task in await tasks.waiting(db, title_code=COURSE_REVIEW, naming={"response_id": str(one.id)}):
            await tasks.finish(db, task.id, by=response.responded_by, at=response.responded_at)
    owner, backup = await _hands(db, episode)
    await tasks.open_task(
        db,
        kind=TaskKind.PLAN_REVIEW,
        title_code=COURSE_REVIEW,
        due_at=await queries.end_of_day(db, episode.id, response.review_on),
        owner_id=owner or response.responded_by,
        backup_id=backup,
        params={"episode_id": str(episode.id), "response_id": str(response.id)},
        participant_id=episode.participant_id,
        episode_id=episode.id,
    )


async def _hands(db: AsyncSession, episode: Episode) -> tuple[AccountId | None, AccountId | None]:
    """Return who answers for a course and who stands in: its primary clinician, and the program's director."""
    clinician = await account_of_staff(db, episode.primary_clinician_id)
    if clinician is not None and not await tasks.can_own(db, clinician):
        clinician = None
    director = await tasks.director_of(db, episode.program_id, holding="task:read")
    return clinician or director, director if clinician not in (None, director) else None


async def follow(
    db: AsyncSession, *, at: datetime, episode_id: EpisodeId | None = None, by: AccountId | None = None
) -> None:
    """Keep one open task an episode that is not on track, for its primary clinician, until somebody has answered.

    `by` is who has just answered. Its title names no measure: who sees the task need not see what was said.
    """
    for task in await queries.lock_tasks_of_the_past(db, [COURSE_OFF_TRACK, COURSE_REVIEW], episode_id=episode_id):
        tasks.supersede(task)
    cursor: str | None = None
    while True:
        page = await queries.running_courses(db, episode_id=episode_id, page=page_after(cursor))
        asking: dict[EpisodeId, list[OffTrack]] = {}
        for course in await courses_of(db, [(row[0], row[1]) for row in page]):
            if course.off_track is not None and not course.answered:
                asking.setdefault(course.episode.id, []).append(course.off_track)
        asked = await queries.with_open_task(db, COURSE_OFF_TRACK, [row[0].id for row in page])
        for episode, _ in page:
            if signals := asking.get(episode.id):
                await _ask(db, episode, signals, at=at)
            elif episode.id in asked:
                await _settle(db, episode, at=at, by=by)
        cursor = page.next_cursor
        if cursor is None:
            break
    await db.flush()


async def _settle(db: AsyncSession, episode: Episode, *, at: datetime, by: AccountId | None) -> None:
    """Close what was asked about an episode: somebody has answered, or it is on track again."""
    for task in await tasks.waiting(db, title_code=COURSE_OFF_TRACK, naming=_about(episode)):
        if by is None:
            tasks.supersede(task)
        else:
            await tasks.finish(db, task.id, by=by, at=at)


async def _ask(db: AsyncSession, episode: Episode, signals: Sequence[OffTrack], *, at: datetime) -> None:
    """Open the task, or bring the one that waits forward where somebody has got worse since.

    A look that was planned and has not been taken asks already.
    """
    await queries.lock_episode(db, episode.id)
    signal = OffTrack.WORSE if OffTrack.WORSE in signals else OffTrack.NO_GAIN
    due_at = at + RESPOND_WITHIN[signal]
    priority = TaskPriority.SOON if signal is OffTrack.WORSE else TaskPriority.ROUTINE
    waiting = await tasks.waiting(db, title_code=COURSE_OFF_TRACK, naming=_about(episode))
    for task in waiting:
        if priority is TaskPriority.SOON and task.priority is TaskPriority.ROUTINE:
            task.due_at, task.priority = min(task.due_at, due_at), priority
    reviews = await tasks.waiting(db, title_code=COURSE_REVIEW, naming=_about(episode))
    owner, backup = await _hands(db, episode)
    if waiting or owner is None or any(task.due_at <= at for task in reviews):
        return
    await tasks.open_task(
        db,
        kind=TaskKind.PLAN_REVIEW,
        title_code=COURSE_OFF_TRACK,
        due_at=due_at,
        owner_id=owner,
        backup_id=backup,
        priority=priority,
        params=dict(_about(episode)),
        participant_id=episode.participant_id,
        episode_id=episode.id,
    )


def _about(episode: Episode) -> dict[str, str]:
    return {"episode_id": str(episode.id)}
