"""Use cases of an episode of care, from referral to end."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import EpisodeId, LocationId, ParticipantId, ProgramId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import AgeBand, Track, Weekday
from handrail.episodes import queries, rules
from handrail.episodes.errors import (
    AlreadyAdmitted,
    ClinicianNotAvailable,
    DateOrder,
    EpisodeEndedAlready,
    EpisodeNotEnded,
    EpisodeOverlaps,
    NotAdmitted,
    PrimaryEpisodeExists,
    ReopenTooLate,
    TrackNotOffered,
)
from handrail.episodes.events import EpisodeAdmitted, EpisodeEnded, EpisodeReferred, EpisodeReopened, PatternChanged
from handrail.episodes.expectations import admission_patterns, rewrite_expected_days, week_limits
from handrail.episodes.models import Episode, EpisodeService
from handrail.episodes.payer_queries import payers_on
from handrail.episodes.queries import DayCounts
from handrail.episodes.rules import SecurityLabel, Stay
from handrail.episodes.schemas import EpisodeAdmission, EpisodeCreate, EpisodeEnd, EpisodeUpdate
from handrail.episodes.vocabulary import (
    FOLLOW_UP_DAYS_AFTER_END,
    RELATIONSHIP_DAYS_AFTER_END,
    REOPEN_DAYS,
    EpisodeStatus,
)
from handrail.organizations import service as organizations
from handrail.organizations.vocabulary import Phase
from handrail.participants import service as participants
from handrail.participants.vocabulary import CareReason
from handrail.programs import service as programs
from handrail.programs.models import Program

_OVERLAPS = {"ex_episodes_program": EpisodeOverlaps(), "ex_episodes_primary": PrimaryEpisodeExists()}


@dataclass(frozen=True)
class SeenEpisode:
    """An episode, where it stands today, and how its records are labelled."""

    episode: Episode
    status: EpisodeStatus
    security_labels: tuple[SecurityLabel, ...]


@dataclass(frozen=True)
class Progress:
    """Day x of y on a date, and what its week asks for."""

    participant_id: ParticipantId
    status: EpisodeStatus
    counts: DayCounts


async def _seen(db: AsyncSession, episode: Episode) -> SeenEpisode:
    status, today = await queries.status_today(db, episode.id)
    return SeenEpisode(episode, status, rules.security_labels(episode.part2_since, today))


async def _today_at(db: AsyncSession, location_id: LocationId | None) -> date:
    zone, _ = await queries.zone_and_state(db, location_id)
    return today_in(zone)


def _stay(episode: Episode) -> Stay:
    return Stay(episode.referred_on, episode.screened_on, episode.admitted_on, episode.ended_on)


async def get_visible_episode(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, permission: str = "episode:read"
) -> Episode:
    """Return an episode of somebody the actor may open by `permission`; any other is `EpisodeNotFound`."""
    return await queries.visible_episode(db, actor, episode_id, permission)


async def get_episode(db: AsyncSession, actor: Actor, episode_id: EpisodeId) -> SeenEpisode:
    return await _seen(db, await queries.visible_episode(db, actor, episode_id, "episode:read"))


async def list_episodes(
    db: AsyncSession,
    actor: Actor,
    *,
    participant_id: ParticipantId | None,
    program_id: ProgramId | None,
    primary_clinician_id: StaffId | None,
    status: EpisodeStatus | None,
    page: PageParams,
) -> Rows[SeenEpisode]:
    """Episodes of the people the actor may open, the youngest referral first."""
    rows = await queries.list_visible(
        db,
        actor,
        participant_id=participant_id,
        program_id=program_id,
        primary_clinician_id=primary_clinician_id,
        status=status,
        page=page,
    )
    return Rows(
        [
            SeenEpisode(episode, EpisodeStatus(stands), rules.security_labels(episode.part2_since, today))
            for episode, stands, today in rows.items
        ],
        rows.next_cursor,
    )


async def required_services(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> tuple[ParticipantId, Rows[EpisodeService]]:
    """Services the program owes this participant, and who it is."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    return episode.participant_id, await queries.page_of_services(db, episode_id, page)


async def refer(db: AsyncSession, actor: Actor, new: EpisodeCreate) -> SeenEpisode:
    """Open an episode with a referral. From that day the program's team may open the record."""
    person = await participants.get_visible_participant(db, actor, new.participant_id, permission="episode:refer")
    program = await programs.get_open_program(db, new.program_id)
    if new.location_id is not None:
        await organizations.get_usable_location(db, new.location_id)
    if new.referred_on > await _today_at(db, new.location_id):
        raise DateOrder(pointer="/referred_on")
    episode = Episode(
        **new.model_dump() | {"participant_id": person.person_id},
        level_of_care=program.level_of_care,
        part2_since=new.referred_on if program.part2 else None,
    )
    with refusing(_OVERLAPS):
        db.add(episode)
        await db.flush()
    await _check_elsewhere(db, episode)
    await participants.relate(
        db,
        episode.participant_id,
        reason=CareReason.INTAKE,
        starts_on=episode.referred_on,
        program_id=episode.program_id,
    )
    await announce(db, EpisodeReferred(episode.id, episode.participant_id, episode.program_id))
    return await _seen(db, episode)


async def start_screening(db: AsyncSession, actor: Actor, episode_id: EpisodeId, screened_on: date) -> SeenEpisode:
    """Note that somebody looks whether the program fits."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:refer", lock=True)
    _check_not_admitted(episode)
    if not episode.referred_on <= screened_on <= await _today_at(db, episode.location_id):
        raise DateOrder(pointer="/screened_on")
    episode.screened_on = screened_on
    await db.flush()
    return await _seen(db, episode)


async def _check_elsewhere(db: AsyncSession, episode: Episode) -> None:
    """Hold between the records of one person, after a merge, what the constraints hold within each of them."""
    for other in await queries.elsewhere(db, episode):
        if other.program_id == episode.program_id and rules.overlap(
            (episode.referred_on, episode.ended_on), (other.referred_on, other.ended_on)
        ):
            raise EpisodeOverlaps()
        if (
            (episode.is_primary and other.is_primary)
            and (episode.admitted_on is not None and other.admitted_on is not None)
            and rules.overlap((episode.admitted_on, episode.ended_on), (other.admitted_on, other.ended_on))
        ):
            raise PrimaryEpisodeExists()


def _check_not_admitted(episode: Episode) -> None:
    if episode.ended_on is not None:
        raise EpisodeEndedAlready()
    if episode.admitted_on is not None:
        raise AlreadyAdmitted()


async def admit(db: AsyncSession, actor: Actor, episode_id: EpisodeId, admission: EpisodeAdmission) -> SeenEpisode:
    """Admit somebody: copy the program's week and services, work out the expected days, open the record to the team."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:admit", lock=True)
    _check_not_admitted(episode)
    program = await programs.get_open_program(db, episode.program_id)
    if admission.location_id is not None:
        episode.location_id = (await organizations.get_usable_location(db, admission.location_id)).id
    zone, state = await queries.zone_and_state(db, episode.location_id)
    planned_end_on = admission.planned_end_on or _usual_end(program, admission.admitted_on)
    rules.check_admission(
        _stay(episode), admitted_on=admission.admitted_on, planned_end_on=planned_end_on, today=today_in(zone)
    )
    birth_date = await queries.birth_date_of(db, episode.participant_id)
    rules.check_age(birth_date, admission.admitted_on, adult=program.age_band is AgeBand.ADULT)
    await _check_clinician(db, admission.primary_clinician_id)
    paid = (episode.id, admission.admitted_on)
    payer = (await payers_on(db, [paid])).get(paid)
    limits = await week_limits(db, program, state=state, payer=payer, on=admission.admitted_on)
    standard = limits[Phase.STANDARD]
    episode.admitted_on, episode.planned_end_on = admission.admitted_on, planned_end_on
    episode.track = _track(program, admission.track)
    episode.primary_clinician_id = admission.primary_clinician_id
    episode.level_of_care = program.level_of_care
    episode.week_starts_on = standard.week_starts_on if standard else Weekday.MONDAY
    if program.part2 and episode.part2_since is None:
        episode.part2_since = admission.admitted_on
    with refusing(_OVERLAPS):
        await db.flush()
    await _check_elsewhere(db, episode)
    db.add_all(admission_patterns(program, limits, episode=episode, week=admission.pattern))
    db.add_all(
        EpisodeService(
            episode_id=episode.id,
            service_kind=service["service_kind"],
            times=service["times"],
            per_days=service.get("per_days"),
            within_days=service.get("within_days"),
        )
        for service in program.required_services
    )
    await db.flush()
    await rewrite_expected_days(db, [episode])
    await _open_to_team(db, episode)
    await announce(
        db,
        EpisodeAdmitted(episode.id, episode.participant_id, episode.program_id, admission.admitted_on, planned_end_on),
    )
    return await _seen(db, episode)


def _usual_end(program: Program, admitted_on: date) -> date:
    return admitted_on + timedelta(days=program.length_usual * program.length_unit.days - 1)


def _track(program: Program, wanted: Track | None) -> Track:
    offered = [Track(entry["track"]) for entry in program.tracks]
    if wanted is not None and wanted not in offered:
        raise TrackNotOffered(pointer="/track")
    return wanted or offered[0]


async def _check_clinician(db: AsyncSession, staff_id: StaffId) -> None:
    if not await queries.is_active_staff(db, staff_id):
        raise ClinicianNotAvailable(pointer="/primary_clinician_id")


async def _open_to_team(db: AsyncSession, episode: Episode) -> None:
    """Let the program's team and the primary clinician open the record from the admission on."""
    assert episode.admitted_on is not None
    await participants.relate(
        db,
        episode.participant_id,
        reason=CareReason.ADMITTED,
        starts_on=episode.admitted_on,
        program_id=episode.program_id,
    )
    if episode.primary_clinician_id is not None:
        await participants.relate(
            db,
            episode.participant_id,
            reason=CareReason.PRIMARY_CLINICIAN,
            starts_on=episode.admitted_on,
            staff_id=episode.primary_clinician_id,
        )


async def _close_to_team(db: AsyncSession, episode: Episode, last_day: date, *, followed_to: date) -> None:
    """Let the team's sight of the record run out after the end, and that of the primary clinician who follows up."""
    for reason in (CareReason.INTAKE, CareReason.ADMITTED):
        await participants.end_relationships(
            db, episode.participant_id, ends_on=last_day, program_id=episode.program_id, reason=reason
        )
    await _release_clinician(db, episode, followed_to)


async def _release_clinician(db: AsyncSession, episode: Episode, last_day: date) -> None:
    clinician = episode.primary_clinician_id
    if clinician is not None and not await queries.leads_another(db, episode, clinician):
        await participants.end_relationships(
            db,
            episode.participant_id,
            ends_on=last_day,
            staff_id=clinician,
            reason=CareReason.PRIMARY_CLINICIAN,
        )


async def update_episode(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, change: EpisodeUpdate, *, if_match: int
) -> SeenEpisode:
    """Change what was planned: the end (with its reason), the primary clinician, the place, which track is primary."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:plan", lock=True)
    expect_version(episode, if_match)
    if episode.ended_on is not None:
        raise EpisodeEndedAlready()
    today = await _today_at(db, episode.location_id)
    given = change.given()
    if change.planned_end_on is not None:
        if episode.admitted_on is None:
            raise NotAdmitted()
        rules.check_admission(
            _stay(episode), admitted_on=episode.admitted_on, planned_end_on=change.planned_end_on, today=today
        )
    if change.location_id is not None:
        await organizations.get_usable_location(db, change.location_id)
    if change.primary_clinician_id is not None and change.primary_clinician_id != episode.primary_clinician_id:
        await _check_clinician(db, change.primary_clinician_id)
        await _release_clinician(db, episode, today)
    for name, value in given.items():
        setattr(episode, name, value)
    with refusing(_OVERLAPS):
        await db.flush()
    if change.is_primary:
        await _check_elsewhere(db, episode)
    if episode.admitted_on is not None:
        await _open_to_team(db, episode)
        if given.keys() & {"planned_end_on", "location_id"}:
            await rewrite_expected_days(db, [episode])
            await announce(db, PatternChanged(episode.id, episode.participant_id, today))
    return await _seen(db, episode)


async def end(db: AsyncSession, actor: Actor, episode_id: EpisodeId, ending: EpisodeEnd) -> SeenEpisode:
    """End an episode on its last day of care. A leave that runs ends with it."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:end", lock=True)
    if episode.ended_on is not None:
        raise EpisodeEndedAlready()
    today = await _today_at(db, episode.location_id)
    rules.check_end(_stay(episode), ended_on=ending.ended_on, reason=ending.reason, today=today)
    episode.ended_on, episode.end_reason = ending.ended_on, ending.reason
    await db.flush()
    await rewrite_expected_days(db, [episode])
    await _close_to_team(
        db,
        episode,
        ending.ended_on + timedelta(days=RELATIONSHIP_DAYS_AFTER_END),
        followed_to=ending.ended_on + timedelta(days=FOLLOW_UP_DAYS_AFTER_END),
    )
    await announce(db, EpisodeEnded(episode.id, episode.participant_id, episode.program_id, ending.ended_on))
    return await _seen(db, episode)


async def reopen(db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, reason: str) -> SeenEpisode:
    """Undo an end that was recorded by mistake or too early. After a while only a new referral is right."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:reopen", lock=True)
    if episode.ended_on is None:
        raise EpisodeNotEnded()
    ended_on = episode.ended_on
    if (await _today_at(db, episode.location_id) - ended_on).days > REOPEN_DAYS:
        raise ReopenTooLate(days=REOPEN_DAYS)
    episode.ended_on, episode.end_reason, episode.reopen_reason = None, None, reason
    with refusing(_OVERLAPS):
        await db.flush()
    await _check_elsewhere(db, episode)
    await rewrite_expected_days(db, [episode])
    await participants.relate(
        db,
        episode.participant_id,
        reason=CareReason.INTAKE,
        starts_on=ended_on,
        program_id=episode.program_id,
    )
    if episode.admitted_on is not None:
        await _open_to_team(db, episode)
    await announce(db, EpisodeReopened(episode.id, episode.participant_id, episode.program_id, ended_on))
    return await _seen(db, episode)


async def void(db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, reason: str) -> ParticipantId:
    """Take back a referral that was entered for the wrong person or program. An admitted episode is ended instead."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:reopen", lock=True)
    if episode.admitted_on is not None:
        raise AlreadyAdmitted()
    today = await _today_at(db, episode.location_id)
    episode.voided_at, episode.void_reason = now(), reason
    await db.flush()
    yesterday = today - timedelta(days=1)
    await _close_to_team(db, episode, yesterday, followed_to=yesterday)
    return episode.participant_id


async def progress(db: AsyncSession, actor: Actor, episode_id: EpisodeId, on: date | None) -> tuple[date, Progress]:
    """Day x of y and the week's target on a date, today if none is named."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    day = on or await _today_at(db, episode.location_id)
    stay = (await queries.stays(db, [episode_id]))[episode_id]
    counts = (await queries.day_counts(db, [episode_id], day))[episode_id]
    return day, Progress(episode.participant_id, rules.status_on(stay, day), counts)
