"""Program days of cohorts."""

from typing import Annotated

from fastapi import Depends

from handrail.calendar.errors import EndBeforeStart, ProgramDayNotFound, RangeTooLong
from handrail.calendar.program_days_schemas import ProgramDayRead, ProgramDays, ProgramDaysCreate, ProgramDayUpdate
from handrail.calendar.service import program_days as service
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor, allow
from handrail.core.clock import now
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, ProgramDayId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db

router = api_router("program-days", tag="program days")


@router.post(
    "",
    status_code=201,
    summary="Make a cohort's program days",
    responses=problems(CohortNotFound, EndBeforeStart, RangeTooLong),
)
async def create_program_days(
    actor: Annotated[Actor, Depends(allow("program_day:write"))], wanted: ProgramDaysCreate, db: Db
) -> ProgramDays:
    """Days between two dates from the program's template; days that exist stay as they are."""
    days = await service.make_days(db, wanted.cohort_id, first=wanted.starts_on, last=wanted.ends_on, at=now())
    return ProgramDays(items=[ProgramDayRead.model_validate(day) for day in days])


@router.get("", summary="List program days", responses=problems(EndBeforeStart, RangeTooLong))
async def list_program_days(
    actor: Annotated[Actor, Depends(allow("program_day:read"))],
    db: Db,
    page: PageParams,
    from_date: Day,
    to_date: Day,
    *,
    cohort_id: CohortId | None = None,
) -> Page[ProgramDayRead]:
    """Program days by date, of one cohort or of all."""
    found = await service.list_days(db, first=from_date, last=to_date, cohort_id=cohort_id, page=page)
    return Page.of(found, ProgramDayRead)


@router.patch("/{program_day_id}", summary="Decide about a program day", responses=problems(ProgramDayNotFound))
async def decide_program_day(
    actor: Annotated[Actor, Depends(allow("program_day:write"))],
    program_day_id: ProgramDayId,
    change: ProgramDayUpdate,
    db: Db,
    if_match: IfMatch,
) -> ProgramDayRead:
    """Let it begin late, end early, go by video or not take place; the cohort's sessions follow."""
    return ProgramDayRead.model_validate(await service.decide_day(db, program_day_id, change, if_match=if_match))
