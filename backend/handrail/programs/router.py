from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ProgramId, ProgramStaffId, StaffId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.programs import errors, service
from handrail.programs.schemas import (
    ProgramCreate,
    ProgramRead,
    ProgramStaffCreate,
    ProgramStaffRead,
    ProgramStaffUpdate,
    ProgramTemplateList,
    ProgramUpdate,
)

templates_router = api_router("program-templates", tag="programs")
router = api_router("programs")

_SHAPE_PROBLEMS = (
    errors.WeekBelowMinimum,
    errors.WeekAboveMaximum,
    errors.ProgramDayTooShort,
    errors.TooFewDays,
    errors.OutsideProgramShape,
    errors.LongestDayTooShort,
    errors.BlocksDoNotFillDay,
    errors.BreakCounted,
    errors.TrackDaysDiffer,
    errors.TrackTwice,
    errors.LengthReversed,
    errors.PhaseDaysExceedProgram,
    errors.ModalityNotForAge,
    errors.NamedTwice,
    errors.NoWeekRule,
    errors.ProgramNameTaken,
)


@templates_router.get("", summary="List shipped program templates")
async def list_program_templates(
    actor: Annotated[Actor, Depends(allow("program:read"))],
) -> ProgramTemplateList:
    """Programs to start from; each keeps the shipped rules of the week."""
    return ProgramTemplateList(items=service.list_templates(), texts_es=service.template_texts())


@router.get("", summary="List programs")
async def list_programs(
    actor: Annotated[Actor, Depends(allow("program:read"))],
    db: Db,
    page: PageParams,
    *,
    active: bool | None = None,
    level_of_care: LevelOfCare | None = None,
    age_band: AgeBand | None = None,
    part2: bool | None = None,
) -> Page[ProgramRead]:
    """Programs by name."""
    rows = await service.list_programs(
        db, active=active, level_of_care=level_of_care, age_band=age_band, part2=part2, page=page
    )
    return Page.of(rows, ProgramRead)


@router.post(
    "",
    status_code=201,
    summary="Create a program",
    responses=problems(errors.ProgramTemplateNotFound, *_SHAPE_PROBLEMS),
)
async def create_program(
    actor: Annotated[Actor, Depends(allow("program:write"))], values: ProgramCreate, db: Db
) -> ProgramRead:
    """From a template or from own values. A week outside the limits is refused with the limit and its citation."""
    program = await service.create_program(db, values)
    return ProgramRead.model_validate(program)


@router.get("/{program_id}", summary="Read a program", responses=problems(errors.ProgramNotFound))
async def read_program(
    actor: Annotated[Actor, Depends(allow("program:read"))], program_id: ProgramId, db: Db
) -> ProgramRead:
    """One program."""
    program = await service.get_program(db, program_id)
    return ProgramRead.model_validate(program)


@router.patch("/{program_id}", summary="Change a program", responses=problems(errors.ProgramNotFound, *_SHAPE_PROBLEMS))
async def update_program(
    actor: Annotated[Actor, Depends(allow("program:write"))],
    program_id: ProgramId,
    change: ProgramUpdate,
    db: Db,
    if_match: IfMatch,
) -> ProgramRead:
    """Episodes that run keep what they were admitted with; `active: false` takes nobody new."""
    program = await service.update_program(db, program_id, change, if_match=if_match)
    return ProgramRead.model_validate(program)


@router.get("/{program_id}/staff", summary="List a program's staff", responses=problems(errors.ProgramNotFound))
async def list_program_staff(
    actor: Annotated[Actor, Depends(allow("program:read"))],
    program_id: ProgramId,
    db: Db,
    page: PageParams,
    *,
    staff_id: StaffId | None = None,
    on: Day | None = None,
) -> Page[ProgramStaffRead]:
    """Assignments by their first day."""
    rows = await service.list_program_staff(db, program_id, staff_id=staff_id, on=on, page=page)
    return Page.of(rows, ProgramStaffRead)


@router.post(
    "/{program_id}/staff",
    status_code=201,
    summary="Assign staff to a program",
    responses=problems(errors.ProgramNotFound, errors.StaffAssignedAlready, errors.AssignmentReversed),
)
async def assign_program_staff(
    actor: Annotated[Actor, Depends(allow("program_staff:write"))],
    program_id: ProgramId,
    values: ProgramStaffCreate,
    db: Db,
) -> ProgramStaffRead:
    """The assignment opens the program's participants to the staff member, between its days."""
    assignment = await service.assign_staff(db, program_id, values)
    return ProgramStaffRead.model_validate(assignment)


@router.patch(
    "/{program_id}/staff/{assignment_id}",
    summary="Change an assignment",
    responses=problems(errors.ProgramStaffNotFound, errors.StaffAssignedAlready, errors.AssignmentReversed),
)
async def update_program_staff(
    actor: Annotated[Actor, Depends(allow("program_staff:write"))],
    program_id: ProgramId,
    assignment_id: ProgramStaffId,
    change: ProgramStaffUpdate,
    db: Db,
    if_match: IfMatch,
) -> ProgramStaffRead:
    """Another duty, or a last day."""
    assignment = await service.update_program_staff(db, program_id, assignment_id, change, if_match=if_match)
    return ProgramStaffRead.model_validate(assignment)
