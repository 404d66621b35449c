"""Which measures a program asks for, and who owes them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.errors import StaleVersion
from handrail.core.ids import CohortId, EpisodeId, ParticipantId, ProgramId
from handrail.core.pagination import ALL, PageParams, Rows
from handrail.episodes.vocabulary import EpisodeStatus
from handrail.measures import catalogue
from handrail.measures.errors import EntryTwice
from handrail.measures.models import MeasureSchedule
from handrail.measures.queries import administrations as given
from handrail.measures.queries import alerts as people
from handrail.measures.queries import schedules as queries
from handrail.measures.rules.due import Course, Treatment, due, due_of_treatments
from handrail.measures.schemas import MeasureScheduleWrite
from handrail.measures.vocabulary import Moment
from handrail.modalities.service import followed
from handrail.programs import service as programs


async def read_schedule(db: AsyncSession, program_id: ProgramId) -> dict[str, Any]:
    """Return what a program asks for; version 0 where nobody has said."""
    await programs.get_program(db, program_id)
    stored = await queries.schedule_of(db, program_id)
    if stored is None:
        return {"id": None, "program_id": program_id, "entries": [], "version": 0}
    return _read(stored)


async def set_schedule(
    db: AsyncSession, program_id: ProgramId, wanted: MeasureScheduleWrite, *, if_match: int
) -> dict[str, Any]:
    """Replace a program's schedule as a whole."""
    await programs.get_open_program(db, program_id)
    keys = [one.instrument_key for one in wanted.entries]
    for place, key in enumerate(keys):
        catalogue.instrument_of(key)
        if key in keys[:place]:
            raise EntryTwice(pointer=f"/entries/{place}/instrument_key")
    entries = wanted.model_dump(mode="json")["entries"]
    schedule = await queries.schedule_of(db, program_id, lock=True)
    if schedule is None:
        if if_match != 0:
            raise StaleVersion(current_version=0)
        schedule = MeasureSchedule(program_id=program_id, entries=entries)
        db.add(schedule)
    else:
        expect_version(schedule, if_match)
        schedule.entries = entries
    with refusing({"uq_measure_schedules_program": StaleVersion()}):
        await db.flush()
    return _read(schedule)


def _read(schedule: MeasureSchedule) -> dict[str, Any]:
    entries = [{**one, "name": catalogue.instrument_of(one["instrument_key"]).name} for one in schedule.entries]
    return {
        "id": schedule.id,
        "program_id": schedule.program_id,
        "entries": entries,
        "version": schedule.version,
    }


async def owed(
    db: AsyncSession,
    actor: Actor,
    *,
    program_id: ProgramId | None = None,
    participant_id: ParticipantId | None = None,
    cohort_id: CohortId | None = None,
    permission: str = "measure:read",
    page: PageParams = ALL,
) -> Rows[dict[str, Any]]:
    """Who owes what among the people the actor may see; within a page of episodes the longest owed first."""
    if program_id is not None:
        await programs.get_program(db, program_id)
    rows = await queries.scheduled_episodes(
        db, actor, permission, program_id=program_id, participant_id=participant_id, cohort_id=cohort_id, page=page
    )
    ids = [row[0].id for row in rows]
    days, attended = await given.days_given(db, ids), await queries.days_attended(db, ids)
    treatments = await _treatments(db, ids)
    names = await people.people_named(db, {row[0].participant_id for row in rows})
    found = []
    for episode, schedule, status, today in rows:
        course = Course(
            admitted_on=episode.admitted_on,
            ended_on=episode.ended_on,
            away=status == EpisodeStatus.ON_LEAVE.value,
            attended=attended.get(episode.id, ()),
        )
        person = names[episode.participant_id]
        handed_in = days.get(episode.id, {})
        asked = due(_wanted(schedule.entries), course, handed_in, today) if schedule else []
        # What the program asks for anyway is asked once.
        keys = {one.instrument_key for one in asked}
        theirs = due_of_treatments(treatments.get(episode.id, ()), course, handed_in, today)
        asked += [one for one in theirs if one.instrument_key not in keys]
        found += [
            {
                "participant_id": episode.participant_id,
                "participant_name": people.name_of(person),
                "episode_id": episode.id,
                "instrument_key": one.instrument_key,
                "name": catalogue.instrument_of(one.instrument_key).name,
                "moment": one.moment,
                "since": one.since,
                "therapy": one.therapy,
            }
            for one in asked
        ]
    found.sort(key=lambda one: (one["since"], str(one["episode_id"]), one["instrument_key"]))
    return Rows(found, rows.next_cursor)


async def _treatments(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> dict[EpisodeId, list[Treatment]]:
    """Return the running courses whose protocol asks for measures, by episode."""
    asking = [
        (course, modality.short_name, measures)
        for course, modality, version in await queries.running_courses(db, episode_ids)
        if (measures := followed(modality, version).measures)
    ]
    days = await queries.days_of_courses(db, [course.id for course, *_ in asking]) if asking else {}
    found: dict[EpisodeId, list[Treatment]] = {}
    for course, therapy, measures in asking:
        wanted = [(one["instrument_key"], Moment(one["moment"])) for one in measures]
        found.setdefault(course.episode_id, []).append(
            Treatment(therapy, course.starts_on, wanted, days.get(course.id, ()))
        )
    return found


def _wanted(entries: list[dict[str, Any]]) -> list[tuple[str, Moment]]:
    return [(one["instrument_key"], Moment(moment)) for one in entries for moment in _moments(one)]


def _moments(entry: Mapping[str, Any]) -> list[str]:
    moments: list[str] = entry["moments"]
    return moments
