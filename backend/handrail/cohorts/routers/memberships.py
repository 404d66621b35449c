from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.cohorts import errors
from handrail.cohorts.routers.cohorts import JOIN_PROBLEMS
from handrail.cohorts.schemas import MembershipEnding, MembershipMove, MembershipRead, MembershipVoid, PrimaryChange
from handrail.cohorts.service import memberships
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import CohortId, EpisodeId, MembershipId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db

router = api_router("cohort-memberships", tag="cohorts")


@router.get("", summary="List memberships", responses=problems(errors.CohortNotFound))
async def list_cohort_memberships(
    actor: Annotated[Actor, Depends(allow("membership:read"))],
    request: Request,
    db: Db,
    page: PageParams,
    *,
    cohort_id: CohortId | None = None,
    episode_id: EpisodeId | None = None,
    on: Day | None = None,
    voided: Annotated[bool, Query(description="Show voided ones too.")] = False,
) -> Page[MembershipRead]:
    """Memberships the reader may see, by their first day."""
    rows = await memberships.list_memberships(
        db, actor, cohort_id=cohort_id, episode_id=episode_id, on=on, voided=voided, page=page
    )
    concerning(request, *(participant_id for _, participant_id in rows.items))
    return Page(items=[MembershipRead.of(*row) for row in rows.items], next_cursor=rows.next_cursor)


@router.get("/{membership_id}", summary="Read a membership", responses=problems(errors.MembershipNotFound))
async def read_cohort_membership(
    actor: Annotated[Actor, Depends(allow("membership:read"))],
    request: Request,
    membership_id: MembershipId,
    db: Db,
) -> MembershipRead:
    """One membership, also a voided one."""
    membership, participant_id = await memberships.get_membership(db, actor, membership_id)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)


@router.post(
    "/{membership_id}/end",
    summary="End a membership",
    responses=problems(
        errors.MembershipNotFound, errors.MembershipVoided, errors.MembershipEndedAlready, errors.CohortDatesReversed
    ),
)
async def end_cohort_membership(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    membership_id: MembershipId,
    ending: MembershipEnding,
    db: Db,
) -> MembershipRead:
    """On its last day, with the reason. The episode's next cohort becomes the primary one."""
    membership, participant_id = await memberships.end_membership(db, actor, membership_id, ending)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)


@router.post(
    "/{membership_id}/move",
    status_code=201,
    summary="Move to another cohort",
    responses=problems(
        errors.MembershipNotFound,
        errors.MembershipVoided,
        errors.MembershipEndedAlready,
        errors.SameCohort,
        *JOIN_PROBLEMS,
    ),
)
async def move_cohort_membership(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    membership_id: MembershipId,
    move: MembershipMove,
    db: Db,
) -> MembershipRead:
    """Both seats change in one action; the answer is the new membership."""
    membership, participant_id = await memberships.move_membership(db, actor, membership_id, move)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)


@router.post(
    "/{membership_id}/make-primary",
    summary="Make a cohort the primary one",
    responses=problems(
        errors.MembershipNotFound, errors.MembershipVoided, errors.MembershipEndedAlready, errors.CohortDatesReversed
    ),
)
async def make_cohort_membership_primary(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    membership_id: MembershipId,
    change: PrimaryChange,
    db: Db,
) -> MembershipRead:
    """From a day on; the days before keep their mark, so that the answer may be a new membership."""
    membership, participant_id = await memberships.make_primary(db, actor, membership_id, change.from_on)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)


@router.post(
    "/{membership_id}/void",
    summary="Void a membership",
    responses=problems(errors.MembershipNotFound, errors.MembershipVoided),
)
async def void_cohort_membership(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    membership_id: MembershipId,
    void: MembershipVoid,
    db: Db,
) -> MembershipRead:
    """For what never should have been; it stays on record."""
    membership, participant_id = await memberships.void_membership(db, actor, membership_id, void.reason)
    concerning(request, participant_id)
    return MembershipRead.of(membership, participant_id)
