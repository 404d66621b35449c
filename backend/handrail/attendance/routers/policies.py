"""What programs do about absences, and what followed for whom."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.attendance.policy_schemas import AttendancePolicyRead, AttendancePolicyWrite, ConsequenceRead
from handrail.attendance.service import policies as service
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import EpisodeId, ProgramId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.programs.errors import ProgramNotFound, ProgramRetired

of_programs = api_router("programs", tag="attendance")
of_episodes = api_router("episodes", tag="attendance")


@of_programs.get(
    "/{program_id}/attendance-policy", summary="Read an attendance policy", responses=problems(ProgramNotFound)
)
async def read_attendance_policy(
    actor: Annotated[Actor, Depends(allow("attendance_policy:read"))], program_id: ProgramId, db: Db
) -> AttendancePolicyRead:
    """The program's ladder and how soon somebody who is missed is called."""
    return AttendancePolicyRead.model_validate(await service.read_policy(db, program_id))


@of_programs.put(
    "/{program_id}/attendance-policy",
    summary="Set an attendance policy",
    responses=problems(ProgramNotFound, ProgramRetired),
)
async def set_attendance_policy(
    actor: Annotated[Actor, Depends(allow("attendance_policy:write"))],
    program_id: ProgramId,
    wanted: AttendancePolicyWrite,
    db: Db,
    if_match: IfMatch,
) -> AttendancePolicyRead:
    """Replace it as a whole; the first time against version 0. Steps reached before today stay as they are."""
    return AttendancePolicyRead.model_validate(await service.set_policy(db, program_id, wanted, if_match=if_match))


@of_episodes.get(
    "/{episode_id}/attendance-consequences",
    summary="List what followed from absences",
    responses=problems(EpisodeNotFound),
)
async def list_attendance_consequences(
    request: Request,
    actor: Annotated[Actor, Depends(allow("attendance:read"))],
    episode_id: EpisodeId,
    db: Db,
    page: PageParams,
) -> Page[ConsequenceRead]:
    """Steps of the program's ladder that the episode reached, the first one first."""
    found = await service.list_consequences(db, actor, episode_id, page)
    concerning(request, *(one.participant_id for one in found))
    return Page.of(found, ConsequenceRead)
