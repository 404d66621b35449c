"""The calendar's night work: sessions and program days exist a fixed number of weeks ahead."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries.program_days import running_cohorts
from handrail.calendar.queries.series import due_series
from handrail.calendar.service.bookings import let_lapse
from handrail.calendar.service.program_days import extend_days
from handrail.calendar.service.series import extend_series
from handrail.calendar.vocabulary import HORIZON_WEEKS
from handrail.core.clock import now
from handrail.core.ids import CohortId, SeriesId
from handrail.core.jobs import JobHandler, Periodic, enqueue

EXTEND_SERIES = "calendar_extend_series"
EXTEND_DAYS = "calendar_extend_days"


async def extend(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """Queue one job a series and a cohort: each has its own transaction, so that one that fails holds up no other."""
    for series_id in await due_series(db, until=now().date() + timedelta(weeks=HORIZON_WEEKS)):
        await enqueue(db, EXTEND_SERIES, series_id=series_id)
    for cohort_id in await running_cohorts(db):
        await enqueue(db, EXTEND_DAYS, cohort_id=cohort_id)


async def extend_one_series(db: AsyncSession, ids: Mapping[str, UUID]) -> None:
    """Make the next sessions of a series."""
    await extend_series(db, SeriesId(ids["series_id"]))


async def extend_one_cohort(db: AsyncSession, ids: Mapping[str, UUID]) -> None:
    """Make the next program days of a cohort."""
    await extend_days(db, CohortId(ids["cohort_id"]))


async def let_holds_lapse(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """Give places back that were held and not confirmed in time."""
    await let_lapse(db, at=now())


JOBS: dict[str, JobHandler] = {EXTEND_SERIES: extend_one_series, EXTEND_DAYS: extend_one_cohort}

PERIODIC: tuple[Periodic, ...] = (
    Periodic("calendar_extend", "17 3 * * *", extend),
    Periodic("calendar_holds", "*/5 * * * *", let_holds_lapse),
)
