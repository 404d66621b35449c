from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import EpisodeId, ParticipantId, ProgramId, StaffId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.episodes import service
from handrail.episodes.errors import (
    AgeOutsideProgram,
    AlreadyAdmitted,
    ClinicianNotAvailable,
    DateOrder,
    EndReasonMismatch,
    EpisodeEndedAlready,
    EpisodeNotEnded,
    EpisodeNotFound,
    EpisodeOverlaps,
    EpisodeTooLong,
    NotAdmitted,
    PrimaryEpisodeExists,
    ReopenTooLate,
    TrackNotOffered,
)
from handrail.episodes.schemas import (
    EpisodeAdmission,
    EpisodeCreate,
    EpisodeEnd,
    EpisodeProgress,
    EpisodeRead,
    EpisodeReopen,
    EpisodeUpdate,
    EpisodeVoid,
    ProgressWeek,
    RequiredServiceRead,
    ScreeningStart,
)
from handrail.episodes.service import SeenEpisode
from handrail.episodes.vocabulary import EpisodeStatus
from handrail.participants.errors import ParticipantNotFound
from handrail.programs.errors import ProgramNotFound, ProgramRetired

router = api_router("episodes")

Reader = Annotated[Actor, Depends(allow("episode:read"))]


def _read(request: Request, seen: SeenEpisode) -> EpisodeRead:
    concerning(request, seen.episode.participant_id, part2=bool(seen.security_labels))
    return EpisodeRead.of(seen.episode, seen.status, seen.security_labels)


@router.get("", summary="List episodes")
async def list_episodes(
    request: Request,
    actor: Reader,
    db: Db,
    page: PageParams,
    participant_id: ParticipantId | None = None,
    program_id: ProgramId | None = None,
    primary_clinician_id: StaffId | None = None,
    status: EpisodeStatus | None = None,
) -> Page[EpisodeRead]:
    """Episodes of the people you may see, the youngest referral first; `status` is where they stand today."""
    rows = await service.list_episodes(
        db,
        actor,
        participant_id=participant_id,
        program_id=program_id,
        primary_clinician_id=primary_clinician_id,
        status=status,
        page=page,
    )
    return Page(items=[_read(request, seen) for seen in rows], next_cursor=rows.next_cursor)


@router.post(
    "",
    status_code=201,
    summary="Refer somebody to a program",
    responses=problems(ParticipantNotFound, ProgramNotFound, ProgramRetired, EpisodeOverlaps, DateOrder),
)
async def refer_participant(
    request: Request, new: EpisodeCreate, actor: Annotated[Actor, Depends(allow("episode:refer"))], db: Db
) -> EpisodeRead:
    """Open an episode with a referral."""
    return _read(request, await service.refer(db, actor, new))


@router.get("/{episode_id}", summary="Read an episode", responses=problems(EpisodeNotFound))
async def read_episode(request: Request, episode_id: EpisodeId, actor: Reader, db: Db) -> EpisodeRead:
    """One episode, where it stands today, and its security labels."""
    return _read(request, await service.get_episode(db, actor, episode_id))


@router.patch(
    "/{episode_id}",
    summary="Change what was planned",
    responses=problems(
        EpisodeNotFound,
        EpisodeEndedAlready,
        NotAdmitted,
        ClinicianNotAvailable,
        PrimaryEpisodeExists,
        DateOrder,
        EpisodeTooLong,
    ),
)
async def update_episode(
    request: Request,
    episode_id: EpisodeId,
    change: EpisodeUpdate,
    actor: Annotated[Actor, Depends(allow("episode:plan"))],
    db: Db,
    if_match: IfMatch,
) -> EpisodeRead:
    """Change the planned end with its reason, the primary clinician, the location, or which track is primary."""
    return _read(request, await service.update_episode(db, actor, episode_id, change, if_match=if_match))


@router.post(
    "/{episode_id}/screen",
    summary="Begin the screening",
    responses=problems(EpisodeNotFound, EpisodeEndedAlready, AlreadyAdmitted, DateOrder),
)
async def start_screening(
    request: Request,
    episode_id: EpisodeId,
    start: ScreeningStart,
    actor: Annotated[Actor, Depends(allow("episode:refer"))],
    db: Db,
) -> EpisodeRead:
    """Note that somebody looks whether the program fits."""
    return _read(request, await service.start_screening(db, actor, episode_id, start.screened_on))


@router.post(
    "/{episode_id}/admit",
    summary="Admit",
    responses=problems(
        EpisodeNotFound,
        EpisodeEndedAlready,
        AlreadyAdmitted,
        ProgramRetired,
        AgeOutsideProgram,
        PrimaryEpisodeExists,
        ClinicianNotAvailable,
        TrackNotOffered,
        DateOrder,
        EpisodeTooLong,
    ),
)
async def admit_participant(
    request: Request,
    episode_id: EpisodeId,
    admission: EpisodeAdmission,
    actor: Annotated[Actor, Depends(allow("episode:admit"))],
    db: Db,
) -> EpisodeRead:
    """Admit: the program's week, later phases and required services are copied, the expected days worked out."""
    return _read(request, await service.admit(db, actor, episode_id, admission))


@router.post(
    "/{episode_id}/end",
    summary="End an episode",
    responses=problems(EpisodeNotFound, EpisodeEndedAlready, EndReasonMismatch, DateOrder),
)
async def end_episode(
    request: Request,
    episode_id: EpisodeId,
    ending: EpisodeEnd,
    actor: Annotated[Actor, Depends(allow("episode:end"))],
    db: Db,
) -> EpisodeRead:
    """End with the last day of care and the reason; what is booked after that day is cancelled."""
    return _read(request, await service.end(db, actor, episode_id, ending))


@router.post(
    "/{episode_id}/reopen",
    summary="Undo an end",
    responses=problems(EpisodeNotFound, EpisodeNotEnded, ReopenTooLate, EpisodeOverlaps, PrimaryEpisodeExists),
)
async def reopen_episode(
    request: Request,
    episode_id: EpisodeId,
    reopening: EpisodeReopen,
    actor: Annotated[Actor, Depends(allow("episode:reopen"))],
    db: Db,
) -> EpisodeRead:
    """Undo an end that was recorded by mistake, within two weeks."""
    return _read(request, await service.reopen(db, actor, episode_id, reason=reopening.reason))


@router.post(
    "/{episode_id}/void",
    status_code=204,
    summary="Take back a referral",
    responses=problems(EpisodeNotFound, AlreadyAdmitted),
)
async def void_episode(
    request: Request,
    episode_id: EpisodeId,
    mistake: EpisodeVoid,
    actor: Annotated[Actor, Depends(allow("episode:reopen"))],
    db: Db,
) -> None:
    """Take back a referral that was entered in error; an admitted episode is ended instead."""
    concerning(request, await service.void(db, actor, episode_id, reason=mistake.reason))


@router.get("/{episode_id}/required-services", summary="Required services", responses=problems(EpisodeNotFound))
async def list_required_services(
    request: Request, episode_id: EpisodeId, actor: Reader, db: Db, page: PageParams
) -> Page[RequiredServiceRead]:
    """Services the program owes this participant, copied at admission."""
    participant_id, services = await service.required_services(db, actor, episode_id, page)
    concerning(request, participant_id)
    return Page.of(services, RequiredServiceRead)


@router.get("/{episode_id}/progress", summary="Day x of y, and this week", responses=problems(EpisodeNotFound))
async def read_episode_progress(
    request: Request, episode_id: EpisodeId, actor: Reader, db: Db, on: Day | None = None
) -> EpisodeProgress:
    """Program days that have come, of all of them, and what the week around the date asks for.

    A missed day counts as come; days of leave and of closure are in neither number.
    """
    day, found = await service.progress(db, actor, episode_id, on)
    concerning(request, found.participant_id)
    counts = found.counts
    return EpisodeProgress(
        on=day,
        status=found.status,
        day_number=counts.number,
        day_total=counts.total,
        week=ProgressWeek(
            starts_on=counts.week_starts_on,
            target_minutes=counts.target_minutes,
            expected_minutes=counts.expected_minutes,
            expected_days=counts.expected_days,
        ),
    )
