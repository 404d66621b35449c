"""What the API takes and gives about alerts, risk screens and safety plans."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from handrail.core.ids import (
    AccountId,
    AdministrationId,
    AlertId,
    DiaryDayId,
    EpisodeId,
    ParticipantId,
    RiskScreenId,
    SafetyPlanId,
)
from handrail.core.schemas import Input, Line, Output, Prose, VersionedOutput, no_control_characters
from handrail.measures.vocabulary import (
    AlertAction,
    AlertEventKind,
    AlertSource,
    AlertStatus,
    AlertUrgency,
    Behaviour,
    FlagReason,
    Language,
    RiskLevel,
)

Words = dict[str, str]
Step = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(no_control_characters)]


class RiskScreenCreate(Input):
    """Answers to the six questions, in their order, asked from the clinic's own form."""

    episode_id: EpisodeId
    since_last_contact: bool = Field(default=False, description="Asked about the time since the screen before.")
    wish: bool = Field(description="Question 1.")
    thoughts: bool = Field(description="Question 2.")
    method: bool | None = Field(default=None, description="Question 3; asked after a yes to question 2.")
    intent: bool | None = Field(default=None, description="Question 4; likewise.")
    plan: bool | None = Field(default=None, description="Question 5; likewise.")
    behaviour: Behaviour = Field(description="Question 6. What nobody can date counts as recent.")


class RiskScreenVoid(Input):
    reason: Line


class RiskScreenRead(Output):
    id: RiskScreenId
    participant_id: ParticipantId
    episode_id: EpisodeId
    since_last_contact: bool
    wish: bool
    thoughts: bool
    method: bool | None
    intent: bool | None
    plan: bool | None
    behaviour: Behaviour
    level: RiskLevel
    screened_by: AccountId
    screened_by_name: str
    screened_at: AwareDatetime
    voided_at: AwareDatetime | None
    void_reason: str | None = Field(description="Why it was taken back; it then silences no later one.")


class AlertRaise(Input):
    """Something you saw or heard."""

    reason: FlagReason
    note: Prose
    urgency: AlertUrgency = AlertUrgency.URGENT


class AlertHandOver(Input):
    """Give an alert to somebody who may document what is done about it."""

    owner_id: AccountId
    note: Line | None = None


class AlertClose(Input):
    """What was done."""

    action: AlertAction
    note: Prose


class HandRead(Output):
    account_id: AccountId
    name: str


class AlertSummary(VersionedOutput):
    id: AlertId
    participant_id: ParticipantId
    participant_name: str
    source: AlertSource
    label: Words | None = Field(description="What the rule is about; null where a person raised it.")
    about_on: date | None = Field(description="The day of the diary it is about; null for everything else.")
    flag_reason: FlagReason | None
    urgency: AlertUrgency
    status: AlertStatus
    owner: HandRead
    backup: HandRead | None
    opened_at: AwareDatetime
    due_at: AwareDatetime = Field(description="Until when it is taken, and then documented.")
    gone_up: bool = Field(description="Its next step is overdue: it is for whoever is on call as well.")
    acknowledged_at: AwareDatetime | None
    acknowledged_by: HandRead | None
    seen_by: list[AccountId]


class AnsweredRead(Output):
    """The question an alert is about, and its answer as it stands."""

    instrument_key: str
    instrument_name: str
    item: str
    question: Words | None
    answer: Words | None
    value: int | None


class AlertEventRead(Output):
    kind: AlertEventKind
    at: AwareDatetime
    by: HandRead | None = Field(description="Null: the clock did it.")
    to: HandRead | None
    note: str | None


class AlertRead(AlertSummary):
    """An alert, what it is about, and everything that happened to it."""

    episode_id: EpisodeId | None
    administration_id: AdministrationId | None
    risk_screen_id: RiskScreenId | None
    diary_day_id: DiaryDayId | None
    answered: AnsweredRead | None
    risk_level: RiskLevel | None
    note: str | None
    events: list[AlertEventRead]
    action: AlertAction | None
    action_note: str | None
    closed_at: AwareDatetime | None
    closed_by: HandRead | None
    may_close: bool = Field(description="You may document what was done.")
    may_take: list[HandRead] = Field(description="Who it can be handed to.")


class SafetyPlanWrite(Input):
    """The whole plan in the participant's words; it replaces the version `replaces`, 0 where there is none."""

    replaces: int = Field(ge=0, le=10_000)
    alert_id: AlertId | None = Field(default=None, description="The alert it was made about.")
    language: Language = Language.EN
    warning_signs: Step | None = None
    own_ways: Step | None = None
    places_and_people: Step | None = None
    people_to_ask: Step | None = None
    professionals: Step | None = None
    safer_place: Step | None = None
    made_together: bool = Field(description="The participant was there and these are their words.")


class SafetyPlanRead(Output):
    id: SafetyPlanId
    participant_id: ParticipantId
    number: int
    alert_id: AlertId | None
    language: Language
    warning_signs: str | None
    own_ways: str | None
    places_and_people: str | None
    people_to_ask: str | None
    professionals: str | None
    safer_place: str | None
    made_together: bool
    written_by: AccountId
    written_by_name: str
    written_at: AwareDatetime
