"""Use cases of courses: started, followed, ended; what they work on and what is noted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import CourseEntryId, CourseId, CourseTargetId, EpisodeId, ParticipantId, new_id
from handrail.courses import queries, rules
from handrail.courses.errors import (
    CourseEnded,
    CourseRuns,
    CourseStillRuns,
    DayOutsideCourse,
    EpisodeHasNoCare,
    SessionNotAttended,
    TooManyTargets,
)
from handrail.courses.models import Course, CourseEntry, CourseTarget
from handrail.courses.rules import Noted
from handrail.courses.schemas import (
    CourseEnd,
    CourseEntryCreate,
    CourseEntryRead,
    CourseRead,
    CourseStart,
    CourseSummary,
    CourseTargetRead,
    CourseTargetSettle,
    CourseTargetUpdate,
    CourseTargetWrite,
    CourseUpdate,
    GroupEntryRead,
    PhaseStayRead,
    PlaceRead,
    RatingRead,
    TargetSummary,
)
from handrail.courses.vocabulary import MAX_TARGETS, TargetStatus
from handrail.delivery import queries as deliveries
from handrail.episodes import service as episodes
from handrail.modalities import service as modalities
from handrail.modalities.models import Modality
from handrail.modalities.rules import Protocol, check_ages, check_part, expected_sessions
from handrail.modalities.schemas import ProtocolRead
from handrail.modalities.service import followed
from handrail.modalities.vocabulary import ON_DIARY_CARD
from handrail.participants import service as participants
from handrail.staff.services import people

WRITE = "course:write"


async def list_courses(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> list[CourseSummary]:
    """Return the courses of a person with where each stands, the running ones first."""
    await participants.get_visible_participant(db, actor, participant_id, permission="course:read")
    return await _summaries(db, await queries.list_courses(db, actor, participant_id))


async def read_course(db: AsyncSession, actor: Actor, course_id: CourseId) -> CourseRead:
    """Return a course with everything noted in it."""
    course, modality, version = await queries.get_course(db, actor, course_id, "course:read")
    return await _read(db, course, modality, followed(modality, version))


async def start_course(db: AsyncSession, actor: Actor, episode_id: EpisodeId, start: CourseStart) -> CourseRead:
    """Begin a course within care; TF-CBT and others only at the ages they are made for."""
    episode = await episodes.get_visible_episode(db, actor, episode_id, permission=WRITE)
    if episode.admitted_on is None or start.starts_on < episode.admitted_on:
        raise EpisodeHasNoCare()
    if episode.ended_on is not None and start.starts_on > episode.ended_on:
        raise EpisodeHasNoCare()
    modality = await modalities.get_usable_modality(db, start.modality_id)
    check_ages(
        await deliveries.birth_dates(db, [episode.participant_id]),
        start.starts_on,
        min_age=modality.min_age,
        max_age=modality.max_age,
    )
    if start.led_by is not None:
        await people.get_working_staff(db, start.led_by)
    course = Course(
        id=CourseId(new_id()),
        episode_id=episode.id,
        participant_id=episode.participant_id,
        modality_id=modality.id,
        led_by=start.led_by,
        objective=start.objective,
        planned_sessions=start.planned_sessions or modality.planned_sessions,
        protocol_version=modality.protocol_version,
        starts_on=start.starts_on,
        started_by=actor.account_id,
    )
    with refusing({"uq_courses_running": CourseRuns()}):
        db.add(course)
        await db.flush()
    return await _read(db, course, modality, followed(modality, None))


async def update_course(
    db: AsyncSession, actor: Actor, course_id: CourseId, change: CourseUpdate, *, if_match: int
) -> CourseRead:
    """Change who leads it, what it is for, how many sessions are planned, which version it follows."""
    course, modality, protocol = await _running(db, actor, course_id, if_match)
    if change.led_by is not None:
        await people.get_working_staff(db, change.led_by)
    if change.protocol_version is not None:
        protocol = await modalities.get_protocol(db, modality, change.protocol_version)
    for name, value in change.given().items():
        setattr(course, name, value)
    await db.flush()
    return await _read(db, course, modality, protocol)


async def end_course(
    db: AsyncSession, actor: Actor, course_id: CourseId, end: CourseEnd, *, if_match: int
) -> CourseRead:
    """End a course with its reason."""
    course, modality, protocol = await _running(db, actor, course_id, if_match)
    if not course.starts_on <= end.ended_on <= await queries.local_today(db):
        raise DayOutsideCourse(pointer="/ended_on")
    course.ended_on, course.stop_reason, course.stop_note = end.ended_on, end.stop_reason, end.note
    await db.flush()
    return await _read(db, course, modality, protocol)


async def reopen_course(db: AsyncSession, actor: Actor, course_id: CourseId, *, if_match: int) -> CourseRead:
    """Take an end back: the course goes on."""
    course, modality, version = await queries.get_course(db, actor, course_id, WRITE, lock=True)
    expect_version(course, if_match)
    if course.ended_on is None:
        raise CourseStillRuns()
    course.ended_on = course.stop_reason = course.stop_note = None
    with refusing({"uq_courses_running": CourseRuns()}):
        await db.flush()
    return await _read(db, course, modality, followed(modality, version))


async def _running(
    db: AsyncSession, actor: Actor, course_id: CourseId, if_match: int | None = None
) -> tuple[Course, Modality, Protocol]:
    course, modality, version = await queries.get_course(db, actor, course_id, WRITE, lock=True)
    if if_match is not None:
        expect_version(course, if_match)
    if course.ended_on is not None:
        raise CourseEnded()
    return course, modality, followed(modality, version)


# What it works on


async def add_target(
    db: AsyncSession, actor: Actor, course_id: CourseId, target: CourseTargetWrite
) -> tuple[CourseTarget, ParticipantId]:
    """Add something to work on, after what is there; what is rated of it before is its first entry."""
    course, _, protocol = await _running(db, actor, course_id)
    number = await queries.count_targets(db, course.id) + 1
    if number > MAX_TARGETS:
        raise TooManyTargets(most=MAX_TARGETS)
    row = CourseTarget(
        course_id=course.id,
        participant_id=course.participant_id,
        number=number,
        kind=target.kind,
        label=target.label,
        details=dict(target.details),
    )
    db.add(row)
    await db.flush()
    if target.rated is not None:
        await _note(
            db, actor, course, protocol, CourseEntryCreate(**target.rated.model_dump(), target_id=row.id), at="/rated"
        )
    return row, course.participant_id


async def update_target(
    db: AsyncSession, actor: Actor, target_id: CourseTargetId, change: CourseTargetUpdate, *, if_match: int
) -> CourseTarget:
    """Put its words otherwise."""
    target, *_ = await queries.get_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    for name, value in change.given().items():
        setattr(target, name, value)
    await db.flush()
    return target


async def settle_target(
    db: AsyncSession, actor: Actor, target_id: CourseTargetId, settle: CourseTargetSettle, *, if_match: int
) -> CourseTarget:
    """Call a target worked through, which its last ratings have to bear out, or set it aside."""
    target, course, modality, version = await queries.get_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    if not course.starts_on <= settle.settled_on <= await queries.local_today(db):
        raise DayOutsideCourse(pointer="/settled_on")
    if settle.status is TargetStatus.COMPLETE and settle.despite is None:
        noted = _noted((await queries.entries_of(db, [course.id])).get(course.id, []))
        completion = followed(modality, version).completion
        rules.check_worked_through(completion, [one for one in noted if one.target == target.id])
    target.status, target.settled_on, target.settled_despite = settle.status, settle.settled_on, settle.despite
    await db.flush()
    return target


async def reopen_target(db: AsyncSession, actor: Actor, target_id: CourseTargetId, *, if_match: int) -> CourseTarget:
    """Work on it again: what was found on re-evaluation, or called settled by mistake."""
    target, *_ = await queries.get_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    target.status, target.settled_on, target.settled_despite = TargetStatus.OPEN, None, None
    await db.flush()
    return target


# What is noted


async def add_entry(
    db: AsyncSession, actor: Actor, course_id: CourseId, new: CourseEntryCreate
) -> tuple[CourseEntry, ParticipantId]:
    """Note the phase and what the modality records, of a session the participant attended or of a day."""
    course, modality, version = await queries.get_course(db, actor, course_id, WRITE, lock=True)
    if new.target_id is not None:
        await queries.target_of_course(db, course.id, new.target_id)
    if new.session_id is not None and await queries.day_attended(db, new.session_id, course.episode_id) is None:
        raise SessionNotAttended(pointer="/session_id")
    return await _note(db, actor, course, followed(modality, version), new), course.participant_id


async def _note(
    db: AsyncSession, actor: Actor, course: Course, protocol: Protocol, new: CourseEntryCreate, *, at: str = ""
) -> CourseEntry:
    rules.check_day(
        new.noted_on, starts_on=course.starts_on, ends_on=course.ended_on, today=await queries.local_today(db), at=at
    )
    check_part(None, new.phase, modules=(), phases={phase["key"] for phase in protocol.phases}, at=at)
    rules.check_entry(protocol.records, new.values, phase=new.phase, at=at)
    entry = CourseEntry(
        course_id=course.id,
        participant_id=course.participant_id,
        target_id=new.target_id,
        session_id=new.session_id,
        noted_on=new.noted_on,
        phase=new.phase,
        values=dict(new.values),
        noted_by=actor.account_id,
    )
    db.add(entry)
    await db.flush()
    return entry


async def void_entry(db: AsyncSession, actor: Actor, entry_id: CourseEntryId, *, reason: str) -> ParticipantId:
    """Take an entry back with its reason; return whose it was."""
    entry, course = await queries.get_entry(db, actor, entry_id, WRITE)
    entry.voided_at, entry.void_reason = now(), reason
    await db.flush()
    return course.participant_id


# Where it stands


def _noted(entries: Sequence[CourseEntry], delivered: Sequence[Any] = ()) -> list[Noted]:
    """What was noted, in order; on a day what the entry of the group says stands before what is noted of the course."""
    told = [Noted(row["on"], row["phase"], None, row["values"]) for row in delivered]
    mine = [Noted(one.noted_on, one.phase, one.target_id, one.values) for one in entries]
    return sorted([*told, *mine], key=lambda one: one.on)


async def _summaries(db: AsyncSession, found: Sequence[queries.Followed]) -> list[CourseSummary]:
    ids = [course.id for course, *_ in found]
    targets, entries = await queries.targets_of(db, ids), await queries.entries_of(db, ids)
    delivered = await queries.delivered_to(db, ids)
    return [
        CourseSummary(
            **_standing(
                course,
                modality,
                followed(modality, version),
                targets.get(course.id, []),
                _noted(entries.get(course.id, []), delivered.get(course.id, [])),
                await _dose(db, course),
            )
        )
        for course, modality, version in found
    ]


async def _read(db: AsyncSession, course: Course, modality: Modality, protocol: Protocol) -> CourseRead:
    targets = (await queries.targets_of(db, [course.id])).get(course.id, [])
    entries = (await queries.entries_of(db, [course.id])).get(course.id, [])
    delivered = (await queries.delivered_to(db, [course.id])).get(course.id, [])
    newest = list(reversed(entries))[: queries.SHOWN_ENTRIES]
    told = [row for row in reversed(delivered) if row["phase"] or row["values"]][: queries.SHOWN_ENTRIES]
    return CourseRead(
        **_standing(course, modality, protocol, targets, _noted(entries, delivered), await _dose(db, course)),
        stop_note=course.stop_note,
        protocol=ProtocolRead.model_validate(protocol),
        on_diary_card=[record["key"] for record in protocol.records if record["key"] in ON_DIARY_CARD],
        words=[CourseTargetRead.model_validate(one) for one in targets],
        entries=[CourseEntryRead.model_validate(one) for one in newest],
        group_entries=[
            GroupEntryRead(
                session_id=row["session_id"], noted_on=row["on"], phase=row["phase"], values=dict(row["values"])
            )
            for row in told
        ],
    )


async def _dose(db: AsyncSession, course: Course) -> tuple[int, int, date | None]:
    """Sessions and minutes of the modality received while the course ran, and the last of these days."""
    rows = await deliveries.doses(
        db, course.participant_id, episode_id=course.episode_id, first=course.starts_on, last=course.ended_on
    )
    mine = next((row for row in rows if row["modality_id"] == course.modality_id), None)
    return (mine["sessions"], mine["minutes"], mine["last_on"]) if mine else (0, 0, None)


def _standing(
    course: Course,
    modality: Modality,
    protocol: Protocol,
    targets: Sequence[CourseTarget],
    noted: Sequence[Noted],
    dose: tuple[int, int, date | None],
) -> dict[str, Any]:
    sessions = expected_sessions(protocol.expected) or (None, None)
    numbers: dict[object, int] = {one.id: one.number for one in targets}
    about: dict[object, list[Noted]] = {}
    for entry in noted:
        about.setdefault(entry.target, []).append(entry)

    def placed(some: Sequence[Noted]) -> PlaceRead | None:
        place = rules.place_now(protocol.phases, some)
        if place is None:
            return None
        return PlaceRead(
            phase=place.phase,
            name=place.name,
            number=place.number,
            of=len(protocol.phases),
            target=numbers.get(place.target),
        )

    def rated(some: Sequence[Noted]) -> list[RatingRead]:
        return [RatingRead.model_validate(one) for one in rules.ratings(protocol.records, some, protocol.completion)]

    return {
        "id": course.id,
        "version": course.version,
        "episode_id": course.episode_id,
        "participant_id": course.participant_id,
        "modality_id": modality.id,
        "modality_name": modality.name,
        "modality_short_name": modality.short_name,
        "led_by": course.led_by,
        "starts_on": course.starts_on,
        "ended_on": course.ended_on,
        "stop_reason": course.stop_reason,
        "objective": course.objective,
        "planned_sessions": course.planned_sessions,
        "expected_least": sessions[0],
        "expected_most": sessions[1],
        "received_sessions": dose[0],
        "received_minutes": dose[1],
        "last_received_on": dose[2],
        "protocol_version": course.protocol_version,
        "newest_version": modality.protocol_version,
        "place": placed(noted),
        "phases": [PhaseStayRead.model_validate(one) for one in rules.stays(protocol.phases, noted)],
        "ratings": rated(about.get(None, [])),
        "targets": [
            TargetSummary(
                id=one.id,
                number=one.number,
                kind=one.kind,
                status=one.status,
                settled_on=one.settled_on,
                ratings=rated(mine),
                place=placed(mine),
                times_noted=len(mine),
                left=rules.left_to_do(protocol.completion, mine) if mine else None,
            )
            for one in targets
            for mine in [about.get(one.id, [])]
        ],
    }
