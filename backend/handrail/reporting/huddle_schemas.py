"""What the huddle answers with. Hand-offs stand there without their texts: those are opened one by one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from handrail.core.ids import EpisodeId, ParticipantId, SessionId, TaskId
from handrail.core.schemas import Output
from handrail.handoffs.schemas import HandOffSummary
from handrail.reporting.schemas import LocalClock, SessionCard
from handrail.tasks.vocabulary import TaskKind, TaskPriority


class HuddlePerson(Output):
    id: ParticipantId
    chosen_name: str
    full_name: str
    family_name: str


class HuddleSession(Output):
    """A session of the day, and where its staff differ from those of its series."""

    session: SessionCard
    substitutes: list[str] = Field(description="Who leads though the series names others.")
    away: list[str] = Field(description="Who usually leads and does not today.")


class HuddleFact(Output):
    """Something the team speaks about, as a code with parameters."""

    code: Literal[
        "first_day",
        "on_leave",
        "back_from_leave",
        "missed_last",
        "make_up",
        "short_this_week",
        "days_short_this_week",
    ]
    params: dict[str, Any]


class HuddleComing(Output):
    """Somebody who is expected today, once, however many sessions they are in."""

    participant: HuddlePerson
    episode_id: EpisodeId
    local_start: LocalClock = Field(description="When the first session begins.")
    session_ids: list[SessionId]
    facts: list[HuddleFact] = Field(description="Empty for readers without clinical sight.")


class HuddleStepKind(StrEnum):
    ADMISSION = "admission"
    RETURN = "return"
    DISCHARGE = "discharge"


class HuddleStep(Output):
    kind: HuddleStepKind
    participant: HuddlePerson
    program_name: str


class HuddleTask(Output):
    id: TaskId
    kind: TaskKind
    title_code: str
    params: dict[str, str | int | bool]
    priority: TaskPriority
    due_at: datetime
    overdue: bool
    owner_name: str
    mine: bool
    participant: HuddlePerson | None


class Huddle(Output):
    """One day as the team goes through it before it begins."""

    date: date
    time_zone: str
    sessions: list[HuddleSession]
    people: list[HuddleComing]
    steps: list[HuddleStep]
    tasks: list[HuddleTask]
    more_tasks: bool
    handoffs: list[HandOffSummary]
