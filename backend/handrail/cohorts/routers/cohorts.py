from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.cohorts import errors
from handrail.cohorts.schemas import (
    CohortCreate,
    CohortEnd,
    CohortRead,
    CohortUpdate,
    MembershipCreate,
    MembershipRead,
    WaitlistEntryCreate,
    WaitlistEntryRead,
)
from handrail.cohorts.service import cohorts, memberships, waitlist
from handrail.cohorts.vocabulary import CohortKind, CohortStatus, WaitStatus
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, LocationId, ProgramId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.core.vocabulary import Track
from handrail.episodes.errors import EpisodeNotFound
from handrail.organizations.errors import LocationInactive, LocationNotFound
from handrail.participants.errors import ParticipantNotFound
from handrail.programs.errors import ProgramNotFound, ProgramRetired

router = api_router("cohorts")

JOIN_PROBLEMS = (
    errors.CohortNotFound,
    errors.CohortEnded,
    errors.CohortFull,
    errors.CohortClosedToLateJoiners,
    errors.LateJoinNotAllowed,
    errors.CohortOfAnotherProgram,
    errors.EpisodeNotActive,
    errors.MembershipNotAvailable,
    errors.MembershipOverlaps,
    errors.PrimaryMembershipExists,
    errors.PrimaryMembershipNeeded,
    errors.OutsideCohortDates,
    errors.CohortDatesReversed,
)


@router.get("", summary="List cohorts")
async def list_cohorts(
    actor: Annotated[Actor, Depends(allow("cohort:read"))],
    db: Db,
    page: PageParams,
    *,
    program_id: ProgramId | None = None,
    location_id: LocationId | None = None,
    status: CohortStatus | None = None,
    track: Track | None = None,
    kind: CohortKind | None = None,
    on: Annotated[Day | None, Query(description="Day on which seats are counted; today if left out.")] = None,
) -> Page[CohortRead]:
    """Cohorts by name, each with its free seats and why people wait."""
    rows = await cohorts.list_cohorts(
        db, program_id=program_id, location_id=location_id, status=status, track=track, kind=kind, on=on, page=page
    )
    return Page(items=[seated.read() for seated in rows.items], next_cursor=rows.next_cursor)


@router.post(
    "",
    status_code=201,
    summary="Create a cohort",
    responses=problems(
        ProgramNotFound,
        ProgramRetired,
        LocationNotFound,
        LocationInactive,
        errors.CohortNameTaken,
        errors.CohortDatesReversed,
        errors.ClosedCohortNeedsEnd,
        errors.TrackNotOffered,
        errors.CapacityAboveGroupCap,
    ),
)
async def create_cohort(
    actor: Annotated[Actor, Depends(allow("cohort:write"))], values: CohortCreate, db: Db
) -> CohortRead:
    """An open cohort takes people while it runs; a closed one starts with everybody."""
    seated = await cohorts.create_cohort(db, values)
    return seated.read()


@router.get("/{cohort_id}", summary="Read a cohort", responses=problems(errors.CohortNotFound))
async def read_cohort(
    actor: Annotated[Actor, Depends(allow("cohort:read"))],
    cohort_id: CohortId,
    db: Db,
    on: Annotated[Day | None, Query(description="Day on which seats are counted; today if left out.")] = None,
) -> CohortRead:
    """One cohort with its free seats and why people wait."""
    seated = await cohorts.read_cohort(db, cohort_id, on=on)
    return seated.read()


@router.patch(
    "/{cohort_id}",
    summary="Change a cohort",
    responses=problems(
        errors.CohortNotFound,
        errors.CohortEnded,
        errors.CohortNameTaken,
        errors.MembersOutsideDates,
        errors.SeatsTaken,
        errors.CohortDatesReversed,
        errors.ClosedCohortNeedsEnd,
        errors.TrackNotOffered,
        errors.CapacityAboveGroupCap,
    ),
)
async def update_cohort(
    actor: Annotated[Actor, Depends(allow("cohort:write"))],
    cohort_id: CohortId,
    change: CohortUpdate,
    db: Db,
    if_match: IfMatch,
) -> CohortRead:
    """As far as its members allow: never fewer seats than are taken, never days that cut a membership."""
    seated = await cohorts.update_cohort(db, cohort_id, change, if_match=if_match)
    return seated.read()


@router.post(
    "/{cohort_id}/start",
    summary="Start a cohort",
    responses=problems(errors.CohortNotFound, errors.CohortStartedAlready),
)
async def start_cohort(
    actor: Annotated[Actor, Depends(allow("cohort:write"))], cohort_id: CohortId, db: Db
) -> CohortRead:
    """A planned cohort now runs."""
    seated = await cohorts.start_cohort(db, cohort_id)
    return seated.read()


@router.post(
    "/{cohort_id}/end",
    summary="End a cohort",
    responses=problems(errors.CohortNotFound, errors.CohortEnded, errors.CohortDatesReversed),
)
async def end_cohort(
    actor: Annotated[Actor, Depends(allow("cohort:write"))], cohort_id: CohortId, ending: CohortEnd, db: Db
) -> CohortRead:
    """Its memberships end with it."""
    seated = await cohorts.end_cohort(db, cohort_id, ending.ends_on)
    return seated.read()


@router.get("/{cohort_id}/members", summary="List a cohort's members", responses=problems(errors.CohortNotFound))
async def list_cohort_members(
    actor: Annotated[Actor, Depends(allow("membership:read"))],
    request: Request,
    cohort_id: CohortId,
    db: Db,
    page: PageParams,
    *,
    on: Annotated[Day | None, Query(description="Only those who are members on this day.")] = None,
    voided: Annotated[bool, Query(description="Show voided ones too.")] = False,
) -> Page[MembershipRead]:
    """Members the reader may see, by their first day."""
    rows = await memberships.list_memberships(
        db, actor, cohort_id=cohort_id, episode_id=None, on=on, voided=voided, page=page
    )
    concerning(request, *(participant_id for _, participant_id in rows.items))
    return Page(items=[MembershipRead.of(*row) for row in rows.items], next_cursor=rows.next_cursor)


@router.post(
    "/{cohort_id}/members",
    status_code=201,
    summary="Add a member",
    responses=problems(EpisodeNotFound, *JOIN_PROBLEMS),
)
async def add_cohort_member(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    cohort_id: CohortId,
    values: MembershipCreate,
    db: Db,
) -> MembershipRead:
    """Give an active episode a seat between two days."""
    membership, participant_id = await memberships.start_membership(db, actor, cohort_id, values)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)


@router.get("/{cohort_id}/waitlist", summary="List who waits", responses=problems(errors.CohortNotFound))
async def list_cohort_waitlist(
    actor: Annotated[Actor, Depends(allow("waitlist:read"))],
    request: Request,
    cohort_id: CohortId,
    db: Db,
    page: PageParams,
    *,
    status: Annotated[WaitStatus | None, Query(description="Those who still wait if left out.")] = None,
) -> Page[WaitlistEntryRead]:
    """The queue in its order, with what each waits for."""
    rows = await waitlist.list_waitlist(db, actor, cohort_id=cohort_id, participant_id=None, status=status, page=page)
    concerning(request, *(entry.participant_id for entry in rows.items))
    return Page.of(rows, WaitlistEntryRead)


@router.post(
    "/{cohort_id}/waitlist",
    status_code=201,
    summary="Put somebody on the waitlist",
    responses=problems(ParticipantNotFound, errors.CohortNotFound, errors.CohortEnded, errors.WaitsAlready),
)
async def add_to_waitlist(
    actor: Annotated[Actor, Depends(allow("waitlist:write"))],
    request: Request,
    cohort_id: CohortId,
    values: WaitlistEntryCreate,
    db: Db,
) -> WaitlistEntryRead:
    """At the end of the queue, with what they wait for."""
    concerning(request, values.participant_id)
    entry = await waitlist.add_to_waitlist(db, actor, cohort_id, values)
    return WaitlistEntryRead.model_validate(entry)
