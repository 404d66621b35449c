"""Outcomes over HTTP."""

from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import CohortId, ModalityId, ParticipantId, ProgramId
from handrail.core.pagination import EpisodesLookedAt, Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.measures.errors import InstrumentUnknown
from handrail.modalities.errors import ModalityNotFound
from handrail.outcomes import service
from handrail.outcomes.errors import EpisodeElsewhere, OneGroup, OnTrack, OutcomeSpanWrong, ReviewTooFar
from handrail.outcomes.schemas import (
    OffTrackRead,
    OutcomesRead,
    ParticipantProgress,
    TrackResponseCreate,
    TrackResponseRead,
)
from handrail.participants.errors import ParticipantNotFound
from handrail.programs.errors import ProgramNotFound

router = api_router("outcomes", tag="outcomes")
off_track = api_router("off-track", tag="outcomes")
of_participants = api_router("participants", tag="outcomes")

Reader = Annotated[Actor, Depends(allow("measure:read"))]


@router.get(
    "",
    summary="Read what a group came to",
    responses=problems(
        InstrumentUnknown, ProgramNotFound, CohortNotFound, ModalityNotFound, OutcomeSpanWrong, OneGroup
    ),
)
async def read_outcomes(
    actor: Annotated[Actor, Depends(allow("outcome:read"))],
    db: Db,
    instrument: Annotated[str, Query(max_length=64, description="Key of the instrument.")],
    first: Annotated[Day, Query(description="First day of admission.")],
    last: Annotated[Day, Query(description="Last day of admission, two years later at most.")],
    program_id: Annotated[ProgramId | None, Query(description="Of one program only.")] = None,
    cohort_id: Annotated[CohortId | None, Query(description="Of one cohort only.")] = None,
    modality_id: Annotated[ModalityId | None, Query(description="Of whoever received it; with thirds by dose.")] = None,
) -> OutcomesRead:
    """Shares with intervals and the size of the change from first to last total. It says nothing about causes.

    Of fewer than ten people nothing is said.
    """
    return await service.outcomes(
        db,
        instrument,
        program_id=program_id,
        cohort_id=cohort_id,
        modality_id=modality_id,
        first=first,
        last=last,
    )


@off_track.get("", summary="List whose course needs a second look", responses=problems(ProgramNotFound))
async def list_off_track(
    request: Request,
    actor: Reader,
    db: Db,
    page: EpisodesLookedAt,
    program_id: Annotated[ProgramId | None, Query(description="Of one program only.")] = None,
    cohort_id: Annotated[CohortId | None, Query(description="Of one cohort only.")] = None,
) -> Page[OffTrackRead]:
    """Running episodes that are not on track and that nobody has answered yet; within a page who got worse first."""
    found = await service.off_track(db, actor, program_id=program_id, cohort_id=cohort_id, page=page)
    concerning(request, *{one.participant_id for one in found})
    return Page.of(found, OffTrackRead)


@of_participants.get(
    "/{participant_id}/progress", summary="Read whether somebody is on track", responses=problems(ParticipantNotFound)
)
async def read_participant_progress(
    request: Request, participant_id: ParticipantId, actor: Reader, db: Db
) -> ParticipantProgress:
    """Each running episode by each instrument: first and last total, what was done, and the expected course."""
    concerning(request, participant_id)
    progress = await service.participant_progress(db, actor, participant_id)
    return ParticipantProgress(participant_id=participant_id, progress=progress)


@of_participants.post(
    "/{participant_id}/track-responses",
    status_code=201,
    summary="Say what was done about a course that is not on track",
    responses=problems(ParticipantNotFound, EpisodeElsewhere, OnTrack, ReviewTooFar),
)
async def respond_to_track(
    request: Request,
    participant_id: ParticipantId,
    new: TrackResponseCreate,
    actor: Annotated[Actor, Depends(allow("track:respond"))],
    db: Db,
) -> TrackResponseRead:
    """Store it with the day of the next look; when that day has passed and nothing is better, it is asked again."""
    response = await service.respond(db, actor, participant_id, new)
    concerning(request, response.participant_id)
    return TrackResponseRead.model_validate(response)
