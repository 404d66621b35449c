"""What is sent and told of a program's days."""

from datetime import date, time
from typing import Self

from pydantic import Field, model_validator

from handrail.calendar.schemas import LocalTime, ServiceDate
from handrail.calendar.vocabulary import (
    ProgramDayStatus,
)
from handrail.core.ids import (
    ClosureId,
    CohortId,
    ProgramDayId,
)
from handrail.core.schemas import Input, Output, VersionedOutput
from handrail.programs.vocabulary import BlockKind


class ProgramDaysCreate(Input):
    """Make the program days of a cohort between two dates from its program's template."""

    cohort_id: CohortId
    starts_on: ServiceDate
    ends_on: ServiceDate


class ProgramDayUpdate(Input):
    """What the director decides about a day; `status` null takes the decision back."""

    status: ProgramDayStatus | None
    time: LocalTime | None = Field(default=None, description="When a delayed day opens or an early one ends.")

    @model_validator(mode="after")
    def _time_where_it_is_needed(self) -> Self:
        needed = self.status in {ProgramDayStatus.DELAYED, ProgramDayStatus.EARLY_END}
        if needed != (self.time is not None):
            raise ValueError("a delayed day and an early end need a time, no other status has one")
        return self


class BlockRead(Output):
    kind: BlockKind
    title: str
    local_start: str
    minutes: int
    countable_minutes: int


class ProgramDayRead(VersionedOutput):
    id: ProgramDayId
    cohort_id: CohortId
    local_date: date
    status: ProgramDayStatus
    decided_status: ProgramDayStatus | None
    decided_time: time | None
    closure_id: ClosureId | None
    blocks: list[BlockRead]
    countable_minutes: int


class ProgramDays(Output):
    """Program days by date."""

    items: list[ProgramDayRead]
