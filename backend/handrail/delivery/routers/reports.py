"""What was delivered, of a program and of who led."""

from typing import Annotated

from fastapi import Depends, Query

from handrail.core.access import Actor, allow
from handrail.core.ids import ProgramId, StaffId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.delivery import service
from handrail.delivery.errors import SpanWrong
from handrail.delivery.schemas import FidelityMonth, ProgramDoses
from handrail.programs.errors import ProgramNotFound

of_programs = api_router("programs", tag="delivery")
router = api_router("fidelity", tag="delivery")


@of_programs.get(
    "/{program_id}/doses", summary="Read a program's dose by modality", responses=problems(ProgramNotFound, SpanWrong)
)
async def read_program_doses(
    program_id: ProgramId,
    actor: Annotated[Actor, Depends(allow("dose:aggregate"))],
    db: Db,
    first: Annotated[Day, Query(description="First date.")],
    last: Annotated[Day, Query(description="Last date, two years later at most.")],
) -> ProgramDoses:
    """Sessions, people and minutes of each modality in the program's sessions between two days."""
    return await service.program_doses(db, program_id, first=first, last=last)


@router.get("", summary="List fidelity by month", responses=problems(SpanWrong))
async def list_fidelity(
    actor: Annotated[Actor, Depends(allow("fidelity:read"))],
    db: Db,
    first: Annotated[Day, Query(description="First date.")],
    last: Annotated[Day, Query(description="Last date, two years later at most.")],
    staff_id: Annotated[StaffId | None, Query(description="Of one person only.")] = None,
) -> Page[FidelityMonth]:
    """How often fidelity items were met in the sessions somebody led: for supervision.

    You see your own and those of whom you supervised at that time; a program director sees everybody's.
    """
    found = await service.fidelity(db, actor, staff_id=staff_id, first=first, last=last)
    return Page(items=found, next_cursor=None)
