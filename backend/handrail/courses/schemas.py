"""What the API takes and gives about courses of therapy."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from handrail.core.ids import (
    AccountId,
    CourseEntryId,
    CourseId,
    CourseTargetId,
    DeliveryId,
    EpisodeId,
    HomeworkId,
    ModalityId,
    ParticipantId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Change, Code, Day, Input, Line, Output, Prose, VersionedOutput
from handrail.courses.errors import HomeworkOfWhat
from handrail.courses.vocabulary import HomeworkState, StopReason, TargetKind, TargetStatus
from handrail.delivery.schemas import Homework as HomeworkText
from handrail.delivery.vocabulary import HomeworkDone
from handrail.modalities.schemas import MAX_VALUES, ProtocolRead, RecordValue

PlannedSessions = Annotated[int, Field(ge=1, le=200)]


class CourseStart(Input):
    modality_id: ModalityId
    led_by: StaffId | None = None
    objective: Prose | None = Field(default=None, description="What it is for, in the words of the plan.")
    planned_sessions: PlannedSessions | None = Field(default=None, description="Left out: as many as the modality has.")
    starts_on: Day


class CourseUpdate(Change):
    """What is left out stays."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset({"led_by", "objective", "planned_sessions"})

    led_by: StaffId | None = None
    objective: Prose | None = None
    planned_sessions: PlannedSessions | None = None
    protocol_version: int | None = Field(default=None, ge=1, le=100_000, description="The published one to follow.")


class CourseEnd(Input):
    ended_on: Day
    stop_reason: StopReason
    note: Prose | None = None


class TargetRated(Input):
    """What is rated of a target before work on it begins, as SUDS and VOC in the assessment of EMDR."""

    noted_on: Day
    phase: Code | None = None
    values: dict[Code, RecordValue] = Field(max_length=MAX_VALUES)


class CourseTargetWrite(Input):
    """A memory with its image and cognitions, a stuck point, a step of a hierarchy."""

    kind: TargetKind
    label: Prose
    details: dict[Code, Prose] = Field(default={}, max_length=10)
    rated: TargetRated | None = Field(default=None, description="Noted with it as its first entry.")


class CourseTargetUpdate(Change):
    label: Prose | None = None
    details: dict[Code, Prose] | None = Field(default=None, max_length=10)


class CourseTargetSettle(Input):
    """Worked through or set aside; `despite` says why although the ratings do not say so."""

    status: Literal[TargetStatus.COMPLETE, TargetStatus.SET_ASIDE]
    settled_on: Day
    despite: Line | None = None


class CourseEntryCreate(Input):
    noted_on: Day
    session_id: SessionId | None = None
    target_id: CourseTargetId | None = None
    phase: Code | None = None
    values: dict[Code, RecordValue] = Field(default={}, max_length=MAX_VALUES)


class CourseVoid(Input):
    reason: Line


class HomeworkAssign(Input):
    """Homework of the participant's own."""

    episode_id: EpisodeId
    course_id: CourseId | None = None
    text: HomeworkText | None = None
    delivery_id: DeliveryId | None = Field(default=None, description="What a delivery gave to the group, taken up.")
    assigned_on: Day
    due_on: Day | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.delivery_id is None):
            raise HomeworkOfWhat(pointer="/text")
        if self.due_on is not None and self.due_on < self.assigned_on:
            raise ValueError("homework is due after it was assigned")
        return self


class HomeworkReport(Input):
    done: HomeworkDone
    reported_on: Day


class HomeworkReview(Input):
    reviewed_on: Day
    note: Prose | None = None


class RatedOnRead(Output):
    on: date
    value: int


class RatingRead(Output):
    """A scale followed from its first value to its latest."""

    key: str
    name: str
    least: int | None = Field(description="The ends of the scale; null for what is counted.")
    most: int | None
    goal: int | None = Field(description="What the protocol asks of the last value; null where it asks for none.")
    first: int
    first_on: date
    latest: int
    latest_on: date
    points: list[RatedOnRead] = Field(description="The last forty values, the oldest first.")


class PlaceRead(Output):
    """Where in the protocol somebody is."""

    phase: str
    name: str
    number: int | None = Field(description="Counted from 1; null for a phase that the protocol no longer has.")
    of: int = Field(description="How many phases the protocol has.")
    target: int | None = Field(description="The number of the target it was noted about.")


class PhaseStayRead(Output):
    """A phase from the first day it was noted to the last before another was."""

    phase: str
    name: str
    number: int | None = Field(description="Counted from 1; null for a phase that the protocol no longer has.")
    from_on: date
    to_on: date
    times: int = Field(description="How often it was noted.")


class TargetSummary(Output):
    """Where a target stands, without its words."""

    id: CourseTargetId
    number: int
    kind: TargetKind
    status: TargetStatus
    settled_on: date | None
    ratings: list[RatingRead]
    place: PlaceRead | None = Field(description="The phase noted last about it.")
    times_noted: int
    left: list[str] | None = Field(
        description="Records whose last rating does not say that it is worked through; null if it is not told by them."
    )


class CourseSummary(VersionedOutput):
    """A course as a card shows it: dose, place and figures, no words of the participant's."""

    id: CourseId
    episode_id: EpisodeId
    participant_id: ParticipantId
    modality_id: ModalityId
    modality_name: str
    modality_short_name: str
    led_by: StaffId | None
    starts_on: date
    ended_on: date | None
    stop_reason: StopReason | None
    objective: str | None = Field(description="What the therapy is for, in the words of who leads it.")
    planned_sessions: int | None
    expected_least: int | None = Field(description="Sessions that its protocol expects, as published.")
    expected_most: int | None
    received_sessions: int = Field(description="Sessions that delivered the modality while the participant was there.")
    received_minutes: int
    last_received_on: date | None
    protocol_version: int = Field(description="The published version of the modality that it follows.")
    newest_version: int = Field(description="The one that a course started now would follow.")
    place: PlaceRead | None = Field(description="The phase noted last.")
    phases: list[PhaseStayRead] = Field(description="Gone through, in their order; one come back to stands again.")
    ratings: list[RatingRead] = Field(description="Of entries that are about no target.")
    targets: list[TargetSummary]


class CourseTargetRead(VersionedOutput):
    """A target with its words: keep them folded."""

    id: CourseTargetId
    course_id: CourseId
    number: int
    kind: TargetKind
    label: str
    details: dict[str, str]
    status: TargetStatus
    settled_on: date | None
    settled_despite: str | None


class CourseEntryRead(Output):
    id: CourseEntryId
    course_id: CourseId
    target_id: CourseTargetId | None
    session_id: SessionId | None
    noted_on: date
    phase: str | None
    values: dict[str, RecordValue]
    noted_by: AccountId
    created_at: AwareDatetime


class GroupEntryRead(Output):
    """What a session of the therapy recorded of a participant who was there, as the entry of the group tells."""

    session_id: SessionId
    noted_on: date
    phase: str | None
    values: dict[str, RecordValue]


class CourseRead(CourseSummary):
    """A course with everything noted in it."""

    stop_note: str | None
    protocol: ProtocolRead = Field(description="The version that it follows: its phases and what it records.")
    on_diary_card: list[str] = Field(
        description="Keys of the protocol's records that are not noted here: the diary card takes them and tells staff."
    )
    words: list[CourseTargetRead] = Field(description="The targets with their words.")
    entries: list[CourseEntryRead] = Field(description="The newest first, a hundred at most.")
    group_entries: list[GroupEntryRead] = Field(
        description="Recorded with their group, the newest first, a hundred at most."
    )


class HomeworkRead(Output):
    """Homework of a participant, that of their groups included. `id` is null until something was said about it."""

    id: HomeworkId | None
    version: int | None
    delivery_id: DeliveryId | None
    episode_id: EpisodeId
    course_id: CourseId | None
    modality_name: str | None
    text: str
    assigned_on: date
    due_on: date | None
    state: HomeworkState
    done: HomeworkDone | None
    reported_on: date | None
    reviewed_on: date | None
    review_note: str | None
