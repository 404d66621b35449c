"""SQL of programs."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ProgramId, ProgramStaffId, StaffId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.programs.errors import ProgramNotFound, ProgramStaffNotFound
from handrail.programs.models import Program, ProgramStaff


async def get_program(db: AsyncSession, program_id: ProgramId) -> Program:
    program = await db.scalar(select(Program).where(Program.id == program_id))
    if program is None:
        raise ProgramNotFound()
    return program


async def list_programs(
    db: AsyncSession,
    *,
    active: bool | None,
    level_of_care: LevelOfCare | None,
    age_band: AgeBand | None,
    part2: bool | None,
    page: PageParams,
) -> Rows[Program]:
    query = select(Program)
    if active is not None:
        query = query.where(Program.active == active)
    if level_of_care is not None:
        query = query.where(Program.level_of_care == level_of_care)
    if age_band is not None:
        query = query.where(Program.age_band == age_band)
    if part2 is not None:
        query = query.where(Program.part2 == part2)
    return await paginate(db, query, order=(Program.name, Program.id), page=page)


async def get_assignment(db: AsyncSession, program_id: ProgramId, assignment_id: ProgramStaffId) -> ProgramStaff:
    query = select(ProgramStaff).where(ProgramStaff.program_id == program_id, ProgramStaff.id == assignment_id)
    assignment = await db.scalar(query)
    if assignment is None:
        raise ProgramStaffNotFound()
    return assignment


async def list_assignments(
    db: AsyncSession, *, program_id: ProgramId, staff_id: StaffId | None, on: date | None, page: PageParams
) -> Rows[ProgramStaff]:
    query = select(ProgramStaff).where(ProgramStaff.program_id == program_id)
    if staff_id is not None:
        query = query.where(ProgramStaff.staff_id == staff_id)
    if on is not None:
        query = query.where(
            ProgramStaff.starts_on <= on, or_(ProgramStaff.ends_on.is_(None), ProgramStaff.ends_on >= on)
        )
    return await paginate(db, query, order=(ProgramStaff.starts_on, ProgramStaff.id), page=page)
