"""Cohorts and memberships for tests."""

from datetime import date, timedelta
from typing import Any

from tests.factories.episodes import director_of
from tests.factories.organizations import make_location
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.cohorts.models import Cohort, CohortMembership
from handrail.cohorts.schemas import CohortCreate, MembershipCreate
from handrail.cohorts.service import cohorts, memberships
from handrail.cohorts.vocabulary import CohortKind
from handrail.core.clock import today_in
from handrail.core.ids import CohortId, EpisodeId, LocationId, ProgramId, new_id
from handrail.core.vocabulary import Track


async def make_cohort(
    clinic: Clinic,
    *,
    program_id: ProgramId | None = None,
    location_id: LocationId | None = None,
    name: str | None = None,
    kind: CohortKind = CohortKind.OPEN,
    track: Track = Track.DAY,
    capacity: int = 10,
    starts_on: date | None = None,
    ends_on: date | None = None,
    running: bool = True,
) -> Cohort:
    """A cohort that runs since four weeks, by default of a new program at a new location."""
    if program_id is None:
        program_id = (await make_program(clinic, name=f"Depression {new_id()}")).id
    if location_id is None:
        location_id = (await make_location(clinic, name=f"Location {new_id()}")).id
    async with clinic.db() as db:
        seated = await cohorts.create_cohort(
            db,
            CohortCreate(
                program_id=program_id,
                location_id=location_id,
                name=name or f"Cohort {new_id()}",
                kind=kind,
                track=track,
                capacity=capacity,
                starts_on=starts_on or today_in(clinic.time_zone) - timedelta(days=28),
                ends_on=ends_on,
            ),
        )
        if running:
            seated = await cohorts.start_cohort(db, seated.cohort.id)
    return seated.cohort


async def make_membership(
    clinic: Clinic,
    *,
    cohort_id: CohortId,
    episode_id: EpisodeId,
    starts_on: date | None = None,
    **values: Any,
) -> CohortMembership:
    """A membership from a week ago on; further values as in `MembershipCreate`."""
    async with clinic.db() as db:
        wanted = MembershipCreate(
            episode_id=episode_id,
            starts_on=starts_on or today_in(clinic.time_zone) - timedelta(days=7),
            **values,
        )
        membership, _ = await memberships.start_membership(db, director_of(clinic), cohort_id, wanted)
    return membership
