"""Use cases of curricula: made, run with a cohort, turned, followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.service import sessions
from handrail.cohorts.service import cohorts
from handrail.core.access import Actor
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import CohortId, CurriculumId, CurriculumRunId, ProgramId, SessionId, new_id
from handrail.core.pagination import PageParams, Rows
from handrail.curricula import queries
from handrail.curricula.catalogue import template
from handrail.curricula.errors import (
    CurriculumInUse,
    CurriculumNameTaken,
    CurriculumRetired,
    RunDaysReversed,
    RunEnded,
    RunRuns,
    SeriesNotOfCohort,
    SessionClosedForPlans,
    SessionOutsideRun,
    TopicUnknown,
)
from handrail.curricula.models import Curriculum, CurriculumPin, CurriculumRun
from handrail.curricula.rules import Meeting, rotation, standings
from handrail.curricula.schemas import (
    CurriculumCreate,
    CurriculumRead,
    CurriculumUpdate,
    MemberStanding,
    PlannedMeeting,
    RunBoard,
    RunEnd,
    RunMembers,
    RunRead,
    RunStart,
    SessionPlan,
    TopicPin,
    TopicRead,
    TopicStanding,
)
from handrail.delivery.rules import check_records, check_skills
from handrail.modalities import service as modalities
from handrail.modalities.models import Modality
from handrail.modalities.rules import check_keys, check_part
from handrail.modalities.service import followed
from handrail.programs import service as programs

SHOWN: Final = timedelta(weeks=26)


@dataclass(frozen=True)
class Laid:
    """The topics of a run laid over its sessions."""

    meetings: Sequence[Meeting[SessionId]]
    plan: Mapping[SessionId, int]
    pins: Mapping[SessionId, CurriculumPin]


# Curricula


async def list_curricula(db: AsyncSession, *, program_id: ProgramId | None, page: PageParams) -> Rows[CurriculumRead]:
    """Return the curricula of a program, or of all."""
    rows = await queries.list_curricula(db, program_id=program_id, page=page)
    names = await queries.modality_names(db, [row.modality_id for row in rows])
    return Rows([_curriculum(row, names[row.modality_id]) for row in rows], rows.next_cursor)


async def read_curriculum(db: AsyncSession, curriculum_id: CurriculumId) -> CurriculumRead:
    return await _read(db, await queries.get_curriculum(db, curriculum_id))


async def create_curriculum(db: AsyncSession, new: CurriculumCreate) -> CurriculumRead:
    """Make one, of topics of one's own or of a shipped one's."""
    await programs.get_program(db, new.program_id)
    modality = await modalities.get_usable_modality(db, new.modality_id)
    topics = [topic.model_dump() for topic in new.topics]
    if new.template_key is not None:
        topics = topics or template(new.template_key)["topics"]
    _check(topics, modality)
    row = Curriculum(
        id=CurriculumId(new_id()),
        program_id=new.program_id,
        modality_id=modality.id,
        name=new.name,
        template_key=new.template_key,
        topics=topics,
    )
    with refusing({"uq_curricula_name": CurriculumNameTaken(pointer="/name")}):
        db.add(row)
        await db.flush()
    return _curriculum(row, modality.name)


async def update_curriculum(
    db: AsyncSession, curriculum_id: CurriculumId, change: CurriculumUpdate, *, if_match: int
) -> CurriculumRead:
    """Change its name, whether it is in use, and its topics while no group was taught by it."""
    row = await queries.get_curriculum(db, curriculum_id, lock=True)
    expect_version(row, if_match)
    if change.topics is not None:
        if await queries.has_begun(db, row.id):
            raise CurriculumInUse()
        topics = [topic.model_dump() for topic in change.topics]
        _check(topics, await modalities.get_modality(db, row.modality_id))
        row.topics = topics
    for name, value in change.given().items():
        if name != "topics":
            setattr(row, name, value)
    with refusing({"uq_curricula_name": CurriculumNameTaken(pointer="/name")}):
        await db.flush()
    return await _read(db, row)


def _check(topics: Sequence[Mapping[str, Any]], modality: Modality) -> None:
    check_keys([topic["key"] for topic in topics], pointer="/topics")
    modules = {module["key"] for module in modality.modules}
    skills = {skill["key"] for module in modality.modules for skill in module["skills"]}
    records = followed(modality, None).records
    for place, topic in enumerate(topics):
        check_part(topic["module"], None, modules=modules, phases=())
        check_skills(topic["skills"], known=skills, pointer=f"/topics/{place}/skills")
        check_records(records, topic["records"], of_everybody=True, pointer=f"/topics/{place}/records")


async def _read(db: AsyncSession, row: Curriculum) -> CurriculumRead:
    names = await queries.modality_names(db, [row.modality_id])
    return _curriculum(row, names[row.modality_id])


def _curriculum(row: Curriculum, modality_name: str) -> CurriculumRead:
    return CurriculumRead(
        id=row.id,
        version=row.version,
        program_id=row.program_id,
        modality_id=row.modality_id,
        modality_name=modality_name,
        name=row.name,
        template_key=row.template_key,
        active=row.active,
        topics=_topics(row),
    )


def _topics(row: Curriculum) -> list[TopicRead]:
    return [_topic(topic) for topic in row.topics]


def _topic(stored: Mapping[str, Any]) -> TopicRead:
    """Return a topic; one that was written before topics recorded anything records nothing."""
    return TopicRead.model_validate({"records": {}} | dict(stored))


def _place(row: Curriculum, key: str, pointer: str) -> int:
    for place, topic in enumerate(row.topics):
        if topic["key"] == key:
            return place
    raise TopicUnknown(pointer=pointer)


# Runs


async def start_run(db: AsyncSession, cohort_id: CohortId, start: RunStart) -> RunRead:
    """Have a cohort taught by a curriculum in a series it attends."""
    await cohorts.get_cohort(db, cohort_id)
    curriculum = await queries.get_curriculum(db, start.curriculum_id)
    if not curriculum.active:
        raise CurriculumRetired()
    lineage = await queries.lineage_of(db, start.series_id, cohort_id)
    if lineage is None:
        raise SeriesNotOfCohort(pointer="/series_id")
    first = 0 if start.first_topic is None else _place(curriculum, start.first_topic, "/first_topic")
    run = CurriculumRun(
        id=CurriculumRunId(new_id()),
        curriculum_id=curriculum.id,
        cohort_id=cohort_id,
        series_id=lineage,
        starts_on=start.starts_on,
        first_topic=first,
    )
    with refusing({"uq_curriculum_runs_running": RunRuns()}):
        db.add(run)
        await db.flush()
    return _run(run, curriculum)


async def end_run(db: AsyncSession, run_id: CurriculumRunId, end: RunEnd, *, if_match: int) -> RunRead:
    """End it on a day; what was taught until then stays."""
    run = await queries.get_run(db, run_id, lock=True)
    expect_version(run, if_match)
    if run.ended_on is not None:
        raise RunEnded()
    if end.ended_on < run.starts_on:
        raise RunDaysReversed(pointer="/ended_on")
    run.ended_on = end.ended_on
    await db.flush()
    return _run(run, await queries.get_curriculum(db, run.curriculum_id))


def _run(run: CurriculumRun, curriculum: Curriculum) -> RunRead:
    return RunRead(
        id=run.id,
        version=run.version,
        curriculum_id=run.curriculum_id,
        cohort_id=run.cohort_id,
        series_id=run.series_id,
        starts_on=run.starts_on,
        ended_on=run.ended_on,
        first_topic=curriculum.topics[run.first_topic]["key"],
    )


async def _laid(db: AsyncSession, run: CurriculumRun, curriculum: Curriculum) -> Laid:
    meetings = await queries.meetings_of(db, run)
    pins = await queries.pins_of(db, run.id)
    places = {topic["key"]: place for place, topic in enumerate(curriculum.topics)}
    pinned = {session_id: places[pin.topic] for session_id, pin in pins.items() if pin.topic in places}
    return Laid(meetings, rotation(meetings, len(places), first=run.first_topic, pins=pinned), pins)


async def list_runs(db: AsyncSession, cohort_id: CohortId) -> list[RunBoard]:
    """Return what a cohort is taught, topic by topic and session by session."""
    await cohorts.get_cohort(db, cohort_id)
    today = await queries.local_today(db)
    return [
        _board(run, curriculum, await _laid(db, run, curriculum), today)
        for run, curriculum in await queries.runs_of_cohort(db, cohort_id, since=today)
    ]


def _board(run: CurriculumRun, curriculum: Curriculum, laid: Laid, today: date) -> RunBoard:
    return RunBoard(
        **_run(run, curriculum).model_dump(),
        curriculum_name=curriculum.name,
        modality_id=curriculum.modality_id,
        topics=_topics(curriculum),
        meetings=[
            PlannedMeeting(
                session_id=one.id,
                on=one.on,
                held=one.held,
                topic=curriculum.topics[laid.plan[one.id]]["key"],
                pinned=one.id in laid.pins,
            )
            for one in laid.meetings
            if today - SHOWN <= one.on <= today + SHOWN
        ],
    )


async def run_members(db: AsyncSession, actor: Actor, run_id: CurriculumRunId) -> RunMembers:
    """Return for each member what they received, what they missed and when it comes again."""
    run = await queries.get_run(db, run_id)
    curriculum = await queries.get_curriculum(db, run.curriculum_id)
    laid = await _laid(db, run, curriculum)
    found = await queries.members(db, actor, run.cohort_id, on=await queries.local_today(db))
    came = await queries.attended(db, [episode for episode, _ in found], [one.id for one in laid.meetings if one.held])
    keys = [topic["key"] for topic in curriculum.topics]

    def of(episode: Any) -> list[TopicStanding]:
        rows = standings(laid.meetings, laid.plan, len(keys), attended=came.get(episode, frozenset()))
        return [
            TopicStanding(topic=key, state=row.state, received_on=row.received_on, next_on=row.next_on)
            for key, row in zip(keys, rows, strict=True)
        ]

    return RunMembers(
        run_id=run.id,
        members=[
            MemberStanding(episode_id=episode, participant_id=person, topics=of(episode)) for episode, person in found
        ],
    )


# What a session is planned to teach


async def plans_of_session(db: AsyncSession, session_id: SessionId) -> list[SessionPlan]:
    """Return what the curricula of its cohorts plan for a session; none for most."""
    await sessions.read_session(db, session_id)
    found = []
    for run, curriculum in await queries.runs_of_session(db, session_id):
        laid = await _laid(db, run, curriculum)
        if session_id in laid.plan:
            found.append(_plan(run, curriculum, laid, session_id))
    return found


async def pin_topic(db: AsyncSession, actor: Actor, session_id: SessionId, pin: TopicPin) -> SessionPlan:
    """Give a session a topic out of turn; those that follow go on from it."""
    await sessions.read_session(db, session_id)
    run = await queries.get_run(db, pin.run_id, lock=True)
    curriculum = await queries.get_curriculum(db, run.curriculum_id)
    _place(curriculum, pin.topic, "/topic")
    laid = await _laid(db, run, curriculum)
    if session_id not in laid.plan:
        raise SessionOutsideRun()
    if await queries.session_locked(db, session_id):
        raise SessionClosedForPlans()
    row = laid.pins.get(session_id)
    if row is None:
        db.add(CurriculumPin(run_id=run.id, session_id=session_id, topic=pin.topic, pinned_by=actor.account_id))
    else:
        row.topic, row.pinned_by = pin.topic, actor.account_id
    await db.flush()
    return _plan(run, curriculum, await _laid(db, run, curriculum), session_id)


def _plan(run: CurriculumRun, curriculum: Curriculum, laid: Laid, session_id: SessionId) -> SessionPlan:
    place = laid.plan[session_id]
    order = [one.id for one in laid.meetings]
    after = order.index(session_id) + 1
    following = laid.plan[order[after]] if after < len(order) else (place + 1) % len(curriculum.topics)
    return SessionPlan(
        run_id=run.id,
        curriculum_id=curriculum.id,
        curriculum_name=curriculum.name,
        cohort_id=run.cohort_id,
        modality_id=curriculum.modality_id,
        topic=_topic(curriculum.topics[place]),
        number=place + 1,
        of=len(curriculum.topics),
        pinned=session_id in laid.pins,
        next_topic=curriculum.topics[following]["name"],
    )
