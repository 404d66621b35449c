"""Who is not on track and what is done about it; what groups came to."""

from datetime import date
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts.service import cohorts
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import CohortId, ModalityId, ParticipantId, ProgramId
from handrail.core.pagination import PageParams, Rows
from handrail.measures import catalogue
from handrail.measures.queries.alerts import name_of
from handrail.measures.rules.definition import Instrument
from handrail.measures.service import figures
from handrail.modalities import service as modalities
from handrail.outcomes import queries, rules
from handrail.outcomes.courses import CourseOfEpisode, courses_of
from handrail.outcomes.errors import EpisodeElsewhere, OneGroup, OnTrack, OutcomeSpanWrong, ReviewTooFar
from handrail.outcomes.following import follow, plan_review
from handrail.outcomes.models import TrackResponse
from handrail.outcomes.schemas import (
    ExpectedWeek,
    OffTrackRead,
    OutcomesRead,
    ProgressRead,
    TrackResponseCreate,
    TrackResponseRead,
)
from handrail.outcomes.vocabulary import (
    LEAST_COURSES,
    LEAST_PEOPLE,
    LONGEST_REVIEW,
    LONGEST_SPAN,
    OffTrack,
)
from handrail.participants import service as participants
from handrail.programs import service as programs


async def participant_progress(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> list[ProgressRead]:
    """Return where a person's running episodes stand, beside what is expected of comparable ones."""
    await participants.get_visible_participant(db, actor, participant_id, permission="measure:read")
    rows = await queries.running_episodes(db, actor, participant_id=participant_id)
    return [await _progress(db, course) for course in await courses_of(db, [(row[0], row[2]) for row in rows])]


async def _progress(db: AsyncSession, course: CourseOfEpisode) -> ProgressRead:
    first, last = course.given[0], course.given[-1]
    assert first.total is not None
    assert last.total is not None
    return ProgressRead(
        episode_id=course.episode.id,
        instrument_key=course.instrument.key,
        name=course.instrument.name,
        first=float(first.total),
        first_on=first.taken_on,
        last=float(last.total),
        last_on=last.taken_on,
        off_track=course.off_track,
        answered=course.answered,
        responses=[TrackResponseRead.model_validate(one) for one in course.responses],
        expected=await _expected(db, course.instrument, Fraction(first.total)),
    )


async def _expected(db: AsyncSession, instrument: Instrument, first: Fraction) -> list[ExpectedWeek]:
    """Return the weeks of people who began in the same band; without bands, of everybody."""
    assert instrument.total is not None
    ranges = instrument.bands.ranges if instrument.bands else ()
    begins = [instrument.total.lowest, *(band.lowest for band in ranges), instrument.total.highest + 1]
    lowest = max(one for one in begins if one <= first)
    below = min(one for one in begins if one > first)
    weeks = await queries.expected(
        db, instrument.key, instrument.version, lowest=lowest, below=below, least=LEAST_COURSES
    )
    return [
        ExpectedWeek(
            week=one["week"],
            people=one["people"],
            low=float(one["quarters"][0]),
            middle=float(one["quarters"][1]),
            high=float(one["quarters"][2]),
        )
        for one in weeks
    ]


async def off_track(
    db: AsyncSession, actor: Actor, *, program_id: ProgramId | None, cohort_id: CohortId | None, page: PageParams
) -> Rows[OffTrackRead]:
    """Return whom nobody has looked at again yet; within a page of episodes who got worse first."""
    if program_id is not None:
        await programs.get_program(db, program_id)
    rows = await queries.running_episodes(db, actor, program_id=program_id, cohort_id=cohort_id, page=page)
    people = {row[0].id: row[1] for row in rows}
    waiting = [
        OffTrackRead(
            participant_id=course.episode.participant_id,
            participant_name=name_of(people[course.episode.id]),
            episode_id=course.episode.id,
            instrument_key=course.instrument.key,
            name=course.instrument.name,
            off_track=course.off_track,
            first=float(course.given[0].total or 0),
            last=float(course.given[-1].total or 0),
            last_on=course.given[-1].taken_on,
        )
        for course in await courses_of(db, [(row[0], row[2]) for row in rows])
        if course.off_track is not None and not course.answered
    ]
    waiting.sort(key=lambda one: (one.off_track is not OffTrack.WORSE, one.last_on, str(one.episode_id)))
    return Rows(waiting, rows.next_cursor)


async def respond(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: TrackResponseCreate
) -> TrackResponse:
    """Store what was done about a course that is not on track now."""
    await participants.get_visible_participant(db, actor, participant_id, permission="track:respond")
    rows = await queries.running_episodes(db, actor, participant_id=participant_id, episode_id=new.episode_id)
    if not rows.items:
        raise EpisodeElsewhere(pointer="/episode_id")
    (episode, _, today) = rows.items[0]
    if not today <= new.review_on <= today + LONGEST_REVIEW:
        raise ReviewTooFar(pointer="/review_on")
    courses = {course.instrument.key: course for course in await courses_of(db, [(episode, today)])}
    course = courses.get(new.instrument_key)
    if course is None or course.off_track is None:
        raise OnTrack()
    response = TrackResponse(
        participant_id=episode.participant_id,
        episode_id=episode.id,
        instrument_key=new.instrument_key,
        administration_id=course.given[-1].id,
        off_track=course.off_track,
        kind=new.kind,
        note=new.note,
        review_on=new.review_on,
        responded_by=actor.account_id,
        responded_at=now(),
    )
    db.add(response)
    await db.flush()
    await plan_review(db, episode, response, course.responses)
    await follow(db, at=response.responded_at, episode_id=episode.id, by=actor.account_id)
    return response


async def outcomes(
    db: AsyncSession,
    instrument_key: str,
    *,
    program_id: ProgramId | None,
    cohort_id: CohortId | None,
    modality_id: ModalityId | None,
    first: date,
    last: date,
) -> OutcomesRead:
    """Return what people admitted in a span came to by the newest version of an instrument."""
    if not first <= last <= first + LONGEST_SPAN:
        raise OutcomeSpanWrong(pointer="/last")
    if program_id is not None and cohort_id is not None:
        raise OneGroup(pointer="/cohort_id")
    if program_id is not None:
        await programs.get_program(db, program_id)
    if cohort_id is not None:
        await cohorts.get_cohort(db, cohort_id)
    if modality_id is not None:
        await modalities.get_modality(db, modality_id)
    instrument = catalogue.instrument_of(instrument_key)
    rows = await queries.group(
        db,
        instrument.key,
        instrument.version,
        program_id=program_id,
        cohort_id=cohort_id,
        modality_id=modality_id,
        first=first,
        last=last,
    )
    courses = [rules.Course(tuple(Fraction(total) for total in row.totals), row.minutes) for row in rows]
    return OutcomesRead.model_validate(
        {
            "instrument_key": instrument.key,
            "instrument_version": instrument.version,
            "name": instrument.name,
            "first": first,
            "last": last,
            "least_people": LEAST_PEOPLE,
            "reliable_change": figures.firmest_change(instrument),
            "clinical_range": figures.clinical_range(instrument),
            "outcome": rules.outcome(instrument, courses),
            "by_dose": rules.by_dose(instrument, courses) if modality_id is not None else [],
        }
    )
