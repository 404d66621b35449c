"""What the API takes and gives about curricula."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, model_validator

from handrail.core.ids import (
    CohortId,
    CurriculumId,
    CurriculumRunId,
    EpisodeId,
    ModalityId,
    ParticipantId,
    ProgramId,
    SeriesId,
    SessionId,
)
from handrail.core.schemas import Change, Code, Day, Input, Line, Output, VersionedOutput
from handrail.curricula.vocabulary import MAX_TOPICS, TopicState
from handrail.delivery.schemas import Homework, Records, Skills
from handrail.modalities.schemas import RecordValue
from handrail.modalities.vocabulary import CatalogueLanguage


class Topic(Input):
    """What one meeting teaches."""

    key: Code
    name: Line
    module: Code | None = None
    skills: Skills = Field(default=[])
    homework: Homework | None = None
    records: Records = Field(default={}, description="What the entry of the group begins with, by key.")


class CurriculumCreate(Input):
    """A curriculum of one's own, or a shipped one made one's own: then its topics may be left out."""

    program_id: ProgramId
    name: Line
    modality_id: ModalityId
    template_key: Code | None = None
    topics: list[Topic] = Field(default=[], max_length=MAX_TOPICS)

    @model_validator(mode="after")
    def _has_topics(self) -> Self:
        if not self.topics and self.template_key is None:
            raise ValueError("a curriculum has topics, or a template_key to take them from")
        return self


class CurriculumUpdate(Change):
    """Topics change only while no group is taught by it."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset()

    name: Line | None = None
    active: bool | None = None
    topics: list[Topic] | None = Field(default=None, min_length=1, max_length=MAX_TOPICS)


class RunStart(Input):
    curriculum_id: CurriculumId
    series_id: SeriesId
    starts_on: Day
    first_topic: Code | None = Field(default=None, description="Left out: the first of the curriculum.")


class RunEnd(Input):
    ended_on: Day


class TopicPin(Input):
    run_id: CurriculumRunId
    topic: Code


class TopicRead(Output):
    key: str
    name: str
    module: str | None
    skills: list[str]
    homework: str | None
    records: dict[str, RecordValue]


class CurriculumTemplate(Output):
    """A curriculum that Handrail ships."""

    key: str
    name: str
    modality: str = Field(description="Key of the modality.")
    topics: list[TopicRead]


class CurriculumTextsRead(Output):
    language: CatalogueLanguage
    texts: dict[str, str] = Field(description="By what the shipped curricula say: what that is in this language.")


class CurriculumRead(VersionedOutput):
    id: CurriculumId
    program_id: ProgramId
    modality_id: ModalityId
    modality_name: str
    name: str
    template_key: str | None
    active: bool
    topics: list[TopicRead]


class RunRead(VersionedOutput):
    """A cohort is taught a curriculum in the sessions of a series."""

    id: CurriculumRunId
    curriculum_id: CurriculumId
    cohort_id: CohortId
    series_id: SeriesId
    starts_on: date
    ended_on: date | None
    first_topic: str


class PlannedMeeting(Output):
    session_id: SessionId
    on: date
    held: bool
    topic: str
    pinned: bool


class TopicStanding(Output):
    """Where somebody stands with a topic; `next_on` as far as sessions are laid out."""

    topic: str
    state: TopicState
    received_on: date | None
    next_on: date | None


class MemberStanding(Output):
    episode_id: EpisodeId
    participant_id: ParticipantId
    topics: list[TopicStanding]


class RunBoard(RunRead):
    """A run with its topics and the sessions they fall on."""

    curriculum_name: str
    modality_id: ModalityId
    topics: list[TopicRead]
    meetings: list[PlannedMeeting] = Field(description="In their order, those of the last and the next 26 weeks.")


class RunMembers(Output):
    """Where each member of the cohort whom the reader may see stands in a run."""

    run_id: CurriculumRunId
    members: list[MemberStanding]


class SessionPlan(Output):
    """What a curriculum plans for a session: what a delivery of it is filled in with."""

    run_id: CurriculumRunId
    curriculum_id: CurriculumId
    curriculum_name: str
    cohort_id: CohortId
    modality_id: ModalityId
    topic: TopicRead
    number: int = Field(description="Place of the topic among those of the curriculum, from 1.")
    of: int
    pinned: bool
    next_topic: str = Field(description="Name of what comes in the next meeting.")
