"""What the API takes and gives about what sessions delivered."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from handrail.core.ids import (
    AccountId,
    BookingId,
    DeliveryId,
    EpisodeId,
    ModalityId,
    ParticipantId,
    ProgramId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Code, Input, Line, Output, VersionedOutput
from handrail.delivery.vocabulary import MAX_EXCEPTIONS, MAX_SKILLS, HomeworkDone
from handrail.modalities.schemas import MAX_VALUES, RecordValue

Minutes = Annotated[int, Field(ge=1, le=480)]
Homework = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Records = Annotated[dict[Code, RecordValue], Field(max_length=MAX_VALUES)]
Skills = Annotated[list[Code], Field(max_length=MAX_SKILLS)]


class DeliveryExceptionWrite(Input):
    """How it differed for one participant. What is null was as for everybody."""

    booking_id: BookingId
    took_part: bool = Field(default=True, description="False: was there and did not take part, so received no dose.")
    minutes: int | None = Field(default=None, ge=0, le=480)
    module: Code | None = None
    skills: Skills | None = None
    homework: Homework | None = None
    homework_done: HomeworkDone | None = Field(default=None, description="Homework of the time before.")
    note_code: Code | None = None
    records: Records | None = Field(default=None, description="By key: in place of the group's, or their own.")


class DeliveryWrite(Input):
    """One entry for the whole group, and differences for some."""

    modality_id: ModalityId
    module: Code | None = None
    phase: Code | None = None
    minutes: Minutes
    skills: Skills = Field(default=[])
    homework: Homework | None = Field(default=None, description="Homework given to everybody.")
    fidelity: list[Code] = Field(default=[], max_length=40, description="Fidelity items that were met, by key.")
    objective_code: Code | None = None
    records: Records = Field(default={}, description="What the modality records of the group as a whole, by key.")
    exceptions: list[DeliveryExceptionWrite] = Field(default=[], max_length=MAX_EXCEPTIONS)


class DeliveryVoid(Input):
    reason: Line


class DeliveryExceptionRead(Output):
    booking_id: BookingId
    took_part: bool
    minutes: int | None
    module: str | None
    skills: list[str] | None
    homework: str | None
    homework_done: HomeworkDone | None
    note_code: str | None
    records: dict[str, RecordValue] | None


class DeliveryRead(VersionedOutput):
    """What a session delivered. `exceptions` are those of the people you may see."""

    id: DeliveryId
    session_id: SessionId
    position: int = Field(description="1 is the main entry.")
    modality_id: ModalityId
    modality_name: str
    module: str | None
    phase: str | None
    minutes: int
    skills: list[str]
    homework: str | None
    fidelity: list[str] | None = Field(
        description="For supervision: of sessions one gave, or whose lead one supervises, and for who may read "
        "everybody's. Null for all others."
    )
    objective_code: str | None
    records: dict[str, RecordValue]
    exceptions: list[DeliveryExceptionRead]
    recorded_by: AccountId
    updated_at: AwareDatetime


class DoseWeek(Output):
    """Dose of one modality in one week of the payer."""

    starts_on: date
    sessions: int
    minutes: int


class ModuleDose(Output):
    module: str
    sessions: int
    minutes: int


class ModalityDose(Output):
    """What reached a participant of one modality."""

    modality_id: ModalityId
    key: str
    name: str
    planned_sessions: int | None
    sessions: int
    minutes: int
    provisional_minutes: int = Field(description="Of these, in sessions that are not closed yet.")
    first_on: date
    last_on: date
    modules: list[ModuleDose]
    weeks: list[DoseWeek]


class ParticipantDoses(Output):
    """Dose by modality over time."""

    participant_id: ParticipantId
    episode_id: EpisodeId | None
    minutes: int
    modalities: list[ModalityDose]


class ProgramModalityDose(Output):
    """What a program's sessions gave of one modality."""

    modality_id: ModalityId
    name: str
    sessions: int
    people: int = Field(description="Participants who received some of it.")
    minutes: int = Field(description="Minutes received, of all participants together.")


class ProgramDoses(Output):
    program_id: ProgramId
    first: date
    last: date
    modalities: list[ProgramModalityDose]


class FidelityMonth(Output):
    """How often the items of a modality were met in the sessions somebody led in a month."""

    staff_id: StaffId
    modality_id: ModalityId
    modality_name: str
    month: date = Field(description="Its first day.")
    sessions: int
    items: int = Field(description="Items the modality has today.")
    met: int = Field(description="Items met, of `sessions` times `items`.")
    by_item: dict[str, int] = Field(description="Sessions in which each item was met, by its key.")
