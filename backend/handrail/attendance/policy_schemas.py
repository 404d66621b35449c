"""What a program does about absences, over HTTP."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handrail.attendance.vocabulary import MAX_STEPS, MissKind, PolicyAct
from handrail.core.ids import AttendancePolicyId, ConsequenceId, EpisodeId, ProgramId, TaskId
from handrail.core.schemas import Input, Output, VersionedOutput

StepKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class PolicyStep(Input):
    """So many days of these kinds ask for an act."""

    key: StepKey = Field(description="Stays the same when the step is changed.", examples=["contract"])
    act: PolicyAct
    counting: Annotated[list[MissKind], Field(min_length=1, max_length=len(MissKind))]
    times: Annotated[int, Field(ge=1, le=50)]
    within_days: Annotated[int, Field(ge=1, le=366)] | None = Field(
        default=None, description="Only days so close together count; null counts the whole episode."
    )
    due_hours: Annotated[int, Field(ge=1, le=336)] = Field(default=24, description="Time for the task it opens.")


class AttendancePolicyWrite(Input):
    """The whole policy; what is left out is as by default."""

    steps: Annotated[list[PolicyStep], Field(max_length=MAX_STEPS)] = Field(default_factory=list)
    outreach: bool = Field(default=True, description="An absence nobody explained opens a welfare call the same day.")
    outreach_minutes: Annotated[int, Field(ge=15, le=480)] = Field(default=60, description="Until the call is due.")
    attempts: Annotated[int, Field(ge=1, le=10)] = Field(
        default=2, description="Tries without reaching anybody after which the call goes up at once."
    )

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        keys = [one.key for one in self.steps]
        if len(set(keys)) != len(keys):
            raise ValueError("two steps have the same key")
        return self


class PolicyStepRead(Output):
    key: str
    act: PolicyAct
    counting: list[MissKind]
    times: int
    within_days: int | None
    due_hours: int


class AttendancePolicyRead(VersionedOutput):
    """Version 0: nobody has set it, and what applies by default is shown."""

    id: AttendancePolicyId | None
    program_id: ProgramId
    steps: list[PolicyStepRead]
    outreach: bool
    outreach_minutes: int
    attempts: int
    applies_from: date | None = Field(description="Steps are reached from this day on; days before it count too.")


class ConsequenceRead(Output):
    """A step of the ladder somebody reached."""

    id: ConsequenceId
    episode_id: EpisodeId
    step_key: str
    act: PolicyAct
    reached_on: date
    days: list[date] = Field(description="The days that led to it.")
    holds: bool = Field(description="False once a correction took away one of the days it rests on.")
    task_id: TaskId | None
    created_at: datetime
