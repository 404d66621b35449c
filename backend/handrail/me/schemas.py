"""What the API takes and gives about what participants see. It only grows: an app of last year goes on reading it."""

from datetime import date

from pydantic import AwareDatetime, Field

from handrail.core.ids import AdministrationId, EpisodeId, HomeworkId, SessionId
from handrail.core.schemas import Code, Input, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind
from handrail.courses.vocabulary import HomeworkState
from handrail.delivery.vocabulary import HomeworkDone
from handrail.diaries.schemas import DiarySkillRead
from handrail.diaries.vocabulary import FieldKind
from handrail.identity.schemas import EnrolmentIssued
from handrail.me.vocabulary import AppAccessState, AppointmentState, ReadWhen
from handrail.measures.vocabulary import AdministrationStatus, Language

Words = dict[str, str]


class AppAccessRead(Output):
    """Whether a participant can come in by themselves."""

    state: AppAccessState
    email: str | None = Field(description="What they sign in with, or would.")


class AppAccessGiven(Output):
    """Access and the one-time link, which is shown here once."""

    access: AppAccessRead
    enrolment: EnrolmentIssued


class AppToken(Output):
    """A bearer token for an app. It is shown here once; only its hash is stored."""

    token: str
    expires_at: AwareDatetime


class MyPlace(Output):
    """Where somebody takes part."""

    program: str | None
    place: str | None
    phone: str | None
    street: str | None
    city: str | None
    time_zone: str


class Crisis(Output):
    """Whom to call at any hour, and when staff reads what was answered just now."""

    crisis_line: str = Field(description="By call and by text, at any hour.")
    emergency: str
    clinic_phone: str | None
    read_when: ReadWhen
    read_by: AwareDatetime | None = Field(description="Null: no time can be told.")
    time_zone: str = Field(description="Of the place; say `read_by` in it.")


class MyPage(Output):
    """Who is signed in, where they take part, and whom to call."""

    name: str
    language: str | None
    place: MyPlace
    crisis: Crisis


class MyReport(Output):
    """That staff was told that something could not be stored."""

    crisis: Crisis


class MyAppointment(Output):
    """One of their sessions. Who else comes is nowhere."""

    session_id: SessionId
    kind: ServiceKind
    title: str = Field(description="The kind of session in words; groups have no other name here.")
    title_es: str = Field(description="The same in Spanish.")
    state: AppointmentState
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    was_at: AwareDatetime | None = Field(description="When it was planned, where it was moved.")
    local_date: date
    time_zone: str
    place: str
    street: str | None
    city: str | None
    telehealth: bool
    telehealth_url: str | None
    check_in_opens_at: AwareDatetime
    checked_in_at: AwareDatetime | None


class CheckInRead(Output):
    session_id: SessionId
    checked_in_at: AwareDatetime


class MyDue(Output):
    """A measure they are asked for."""

    instrument_key: str
    title: Words
    languages: list[str]
    since: date
    questions: int
    administration_id: AdministrationId | None = Field(description="Begun already: go on with it.")
    answered: int


class MyMeasures(Output):
    """What they are asked for now, the longest first."""

    due: list[MyDue]


class MyMeasureStart(Input):
    """Begin what is due."""

    instrument_key: Code
    language: Language = Language.EN


class MyOption(Output):
    value: int
    text: Words


class MyQuestion(Output):
    """One question, in the order it is asked."""

    number: str
    text: Words
    options: list[MyOption]
    may_not_apply: bool


class MyAnswer(Output):
    item: str
    value: int | None


class MyProgress(VersionedOutput):
    """How far they are. What it comes to is for their team to talk about with them."""

    id: AdministrationId
    status: AdministrationStatus
    language: Language
    answers: list[MyAnswer]
    questions: int
    next: str | None = Field(description="First question without an answer.")
    crisis: Crisis | None = Field(description="Once a question about safety was answered.")
    alarming: bool = Field(description="An answer of it is one that staff is told of at once.")


class MyMeasure(MyProgress):
    """A measure with its questions, to be gone on with from here."""

    instrument_key: str
    title: Words
    instruction: Words | None
    credit: str | None = Field(description="Line to show wherever the questions are shown.")
    items: list[MyQuestion]


class MyHomework(Output):
    """Homework, theirs or their group's."""

    id: HomeworkId = Field(description="Names it in the report.")
    episode_id: EpisodeId
    text: str
    text_es: str | None = Field(description="In Spanish, where the text is one that Handrail ships.")
    assigned_on: date
    due_on: date | None
    state: HomeworkState
    done: HomeworkDone | None
    reported_on: date | None


class MyHomeworkReport(Input):
    """How far they came."""

    done: HomeworkDone


class MySafetyPlan(VersionedOutput):
    """The version that holds, with the numbers to call: all that is needed without a network."""

    language: Language
    warning_signs: str | None
    own_ways: str | None
    places_and_people: str | None
    people_to_ask: str | None
    professionals: str | None
    safer_place: str | None
    written_at: AwareDatetime
    crisis_line: str
    emergency: str


class MyDiaryField(Output):
    key: str
    kind: FieldKind
    label: Words
    highest: int | None = Field(description="From 0 to this; null where skills are named.")


class MyDiaryEntry(Output):
    field: str
    number: float | None = Field(description="Acts and what was taken: 1 is yes, 0 is no.")
    skills: list[str] | None


class MyDiaryDay(Output):
    """A day of one's diary card: what is asked, and what stands there."""

    day: date
    today: date
    open_from: date = Field(description="The earliest day that can still be filled in; the latest is today.")
    title: Words
    fields: list[MyDiaryField]
    skills: list[DiarySkillRead]
    entries: list[MyDiaryEntry]
    crisis: Crisis | None = Field(description="Once a question about safety was answered.")
    alarming: bool = Field(description="An entry of it is one that staff is told of at once.")
