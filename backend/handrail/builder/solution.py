"""The solution file: when each cohort meets, and when, with whom and where each session is held."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=64)]
Start = Annotated[int, Field(ge=0, le=2016)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TrackDays(_Part):
    """The days of a cohort, counted from 0, and the tick of the day at which its block begins."""

    days: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)]
    start: Start
    skipped: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = ()
    """Which of its days it leaves out because of closures, as the groups' `day_idx`; their groups follow the others."""


class Session(_Part):
    """An activity in the week. By video it has no room."""

    activity: Name
    start: Start
    clinician: Name
    room: Name | None
    tele: bool


class PlannedWeek(_Part):
    """A week as somebody planned it."""

    tracks: dict[Name, TrackDays] = Field(max_length=300)
    sessions: Annotated[tuple[Session, ...], Field(max_length=20000)]


class CostParts(_Part):
    """What the week costs, by what it should rather not have; points of the problem's weights."""

    consecutive: int
    clinicians: int
    tele: int
    off_day: int
    changed: int
    preferences: int = 0

    @property
    def total(self) -> int:
        return self.consecutive + self.clinicians + self.tele + self.off_day + self.changed + self.preferences


class Solution(PlannedWeek):
    """A week that the builder made."""

    cost_parts: CostParts
    bound: int
    """No week of the problem costs less."""
    cpu_s: float
