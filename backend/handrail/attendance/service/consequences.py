"""What follows from absences: a call on the same day, and the program's ladder.

Both happen in the transaction of the mark, so that no mark is stored without them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import AttendanceConsequence, AttendancePolicy
from handrail.attendance.queries import policies as queries
from handrail.attendance.queries.marks import Room
from handrail.attendance.rules.policy import Marked, Reached, Step, missed_days, reached
from handrail.attendance.service.policies import DEFAULT
from handrail.attendance.vocabulary import (
    ABOUT_ABSENCE,
    ATTENDANCE_STEP,
    LATEST_CALL,
    NOT_EXPLAINED,
    REACHED,
    WELFARE_CALL,
    AbsenceReason,
    MissKind,
    Outcome,
    PolicyAct,
)
from handrail.calendar.queries.sessions import get_sessions
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.ids import EpisodeId, ParticipantId, TaskId
from handrail.episodes.models import Episode
from handrail.participants.events import ContactTried, ContactTryVoided
from handrail.participants.queries import people_of
from handrail.tasks import service as tasks
from handrail.tasks.models import Task
from handrail.tasks.vocabulary import TaskKind, TaskPriority, TaskStatus

_BY_DIRECTOR = frozenset({PolicyAct.CONTRACT, PolicyAct.TEAM_REVIEW, PolicyAct.DISCHARGE_REVIEW})


@dataclass(frozen=True)
class Told:
    """What is now said of somebody on a roster."""

    participant_id: ParticipantId
    episode_id: EpisodeId
    outcome: Outcome | None
    absence_reason: AbsenceReason | None


async def call_the_missed(db: AsyncSession, actor: Actor, room: Room, told: Sequence[Told], *, at: datetime) -> None:
    """Open a welfare call for who is absent without a word, once for a day; withdraw it where it is moot.

    Also where the mark comes some days late, as that of an evening group does: nobody has called yet. Due soon and
    urgent: from there it climbs to the backup and to who is on call, as every task does.
    """
    day = room.session.local_date
    if not told:
        return
    today = today_in(room.session.time_zone, at=at)
    late = at >= room.session.starts_at and today - LATEST_CALL <= day <= today
    person = await people_of(db, [one.participant_id for one in told])
    records = {*person, *person.values()}
    known = await tasks.of_day(db, title_code=WELFARE_CALL, participant_ids=records, day=day)
    called = {task.participant_id for task in known if task.params["local_date"] == day.isoformat()}
    for one in told:
        who = person[one.participant_id]
        unexplained = one.outcome is Outcome.ABSENT and one.absence_reason in NOT_EXPLAINED
        if late and unexplained and not called & {one.participant_id, who} and await queries.still_missed(db, who, day):
            await _open_call(db, actor, room, one.episode_id, who, at=at)
    for task in known:
        missed_on = date.fromisoformat(str(task.params["local_date"]))
        if task.participant_id is not None and not await queries.still_missed(db, task.participant_id, missed_on):
            tasks.supersede(task)
    await db.flush()


async def _open_call(
    db: AsyncSession, actor: Actor, room: Room, episode_id: EpisodeId, person: ParticipantId, *, at: datetime
) -> None:
    program_id = room.session.program_id or await queries.program_of(db, episode_id)
    policy = await queries.policy_of(db, program_id) or DEFAULT
    if not policy.outreach:
        return
    director = await tasks.director_of(db, program_id)
    await tasks.open_task(
        db,
        kind=TaskKind.CONTACT,
        title_code=WELFARE_CALL,
        due_at=at + timedelta(minutes=policy.outreach_minutes),
        owner_id=actor.account_id,
        backup_id=director if director != actor.account_id else None,
        priority=TaskPriority.URGENT,
        params={"local_date": room.session.local_date.isoformat(), "attempts": 0, "allowed": policy.attempts},
        participant_id=person,
        episode_id=episode_id,
        session_id=room.session.id,
    )


async def on_contact_tried(db: AsyncSession, event: ContactTried) -> None:
    """A try that reached somebody does the call; as many that reached nobody as the program allows send it up.

    One of before the missed session says nothing of how the person is since.
    """
    if event.reason not in ABOUT_ABSENCE:
        return
    found = await tasks.about(db, title_code=WELFARE_CALL, participant_id=event.participant_id)
    since = await _missed_at(db, found)
    for task in found:
        if event.attempted_at < since[task.id]:
            continue
        if event.outcome in REACHED:
            task.params = {**task.params, "contact_attempt_id": str(event.contact_attempt_id)}
            await tasks.finish(db, task.id, by=event.account_id, at=event.at)
            continue
        await _count_tries(db, task, since[task.id])
        if int(task.params["attempts"]) >= int(task.params["allowed"]):
            task.due_at = min(task.due_at, event.at)
    await db.flush()


async def on_contact_try_voided(db: AsyncSession, event: ContactTryVoided) -> None:
    """What was noted in error did no call: the call it had done is made anew, and counts one try less."""
    if event.reason not in ABOUT_ABSENCE:
        return
    for task in await tasks.about(db, title_code=WELFARE_CALL, participant_id=event.participant_id):
        await _count_tries(db, task, (await _missed_at(db, [task]))[task.id])
    who = event.participant_id
    for done in await tasks.about(db, title_code=WELFARE_CALL, participant_id=who, status=TaskStatus.DONE):
        day = date.fromisoformat(str(done.params["local_date"]))
        if done.params.get("contact_attempt_id") == str(event.contact_attempt_id) and await queries.still_missed(
            db, who, day
        ):
            await _open_anew(db, done)
    await db.flush()


async def _open_anew(db: AsyncSession, done: Task) -> None:
    """The call that was taken for done stays in the list as it was; another one is due at once."""
    again = await tasks.open_task(
        db,
        kind=done.kind,
        title_code=done.title_code,
        due_at=now(),
        owner_id=done.owner_id,
        backup_id=done.backup_id,
        priority=done.priority,
        params={name: value for name, value in done.params.items() if name != "contact_attempt_id"},
        participant_id=done.participant_id,
        episode_id=done.episode_id,
        session_id=done.session_id,
    )
    await _count_tries(db, again, (await _missed_at(db, [again]))[again.id])


async def _missed_at(db: AsyncSession, calls: Sequence[Task]) -> dict[TaskId, datetime]:
    """Return for each call when the session began that was missed."""
    rows = await get_sessions(db, [one.session_id for one in calls if one.session_id is not None])
    begins = {row.id: row.starts_at for row in rows}
    return {one.id: begins[one.session_id] for one in calls if one.session_id is not None}


async def _count_tries(db: AsyncSession, call: Task, since: datetime) -> None:
    assert call.participant_id is not None
    tries = await queries.tries_in_vain(db, call.participant_id, since=since)
    call.params = {**call.params, "attempts": tries}


async def follow_ladder(db: AsyncSession, actor: Actor, episode_ids: Collection[EpisodeId], *, at: datetime) -> None:
    """Enter the steps episodes have reached by what is closed, and say of those entered before whether they hold."""
    found = await queries.laddered(db, episode_ids) if episode_ids else []
    if not found:
        return
    ids = [episode.id for episode, _ in found]
    marks: dict[EpisodeId, list[Marked]] = {one: [] for one in ids}
    for mark in await queries.closed_marks(db, ids):
        made_up = mark.make_up_for_booking_id is not None
        marks[mark.episode_id].append(Marked(mark.local_date, mark.outcome, mark.absence_reason, made_up))
    stored = await queries.consequences_of(db, ids)
    for episode, policy in found:
        steps = reached(_steps(policy), missed_days(marks[episode.id]))
        now_reached = {(episode.id, one.key, one.on): one for one in steps if one.on >= policy.applies_from}
        for key, step in now_reached.items():
            row = stored.get(key) or await queries.enter(db, episode, step)
            if row is not None and not row.holds:
                await _holds(db, actor, episode, policy, row, step, at=at)
        mine = {key: row for key, row in stored.items() if key[0] == episode.id}
        await _let_go(db, mine, now_reached, policy)
    await db.flush()


def _steps(policy: AttendancePolicy) -> list[Step]:
    return [
        Step(
            key=one["key"],
            act=PolicyAct(one["act"]),
            counting=frozenset(MissKind(kind) for kind in one["counting"]),
            times=one["times"],
            within_days=one["within_days"],
        )
        for one in policy.steps
    ]


async def _holds(
    db: AsyncSession,
    actor: Actor,
    episode: Episode,
    policy: AttendancePolicy,
    row: AttendanceConsequence,
    step: Reached,
    *,
    at: datetime,
) -> None:
    director = await tasks.director_of(db, episode.program_id)
    owner = director if director is not None and step.act in _BY_DIRECTOR else actor.account_id
    hours = next(one["due_hours"] for one in policy.steps if one["key"] == step.key)
    task = await tasks.open_task(
        db,
        kind=TaskKind.ATTENDANCE_REVIEW,
        title_code=ATTENDANCE_STEP,
        due_at=at + timedelta(hours=hours),
        owner_id=owner,
        backup_id=director if director != owner else None,
        priority=TaskPriority.SOON,
        params={"consequence_id": str(row.id), "act": step.act.value, "days": len(step.days)},
        participant_id=episode.participant_id,
        episode_id=episode.id,
    )
    row.holds, row.task_id, row.days = True, task.id, [day.isoformat() for day in step.days]


async def _let_go(
    db: AsyncSession,
    stored: Mapping[tuple[EpisodeId, str, date], AttendanceConsequence],
    now_reached: Mapping[tuple[EpisodeId, str, date], Reached],
    policy: AttendancePolicy,
) -> None:
    for key, row in stored.items():
        if row.holds and key not in now_reached and row.reached_on >= policy.applies_from:
            row.holds = False
            if row.task_id is not None:
                await tasks.withdraw_one(db, row.task_id)
