"""What the API takes and gives about organizations, places, closures and rules of the week."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from handrail.core.ids import ClosureId, LocationId, OrganizationId, RoomId, WeekRuleId
from handrail.core.schemas import Change, Code, Day, Input, Instant, Line, Output, VersionedOutput
from handrail.core.vocabulary import AgeBand, ClosureKind, LevelOfCare, ServiceKind, Weekday
from handrail.organizations.vocabulary import Confidence, Phase, RoomKind

State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""Two-letter postal abbreviation."""

TimeZoneName = Annotated[str, StringConstraints(min_length=1, max_length=64)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ().x-]{3,30}$")]
Citation = Annotated[str, StringConstraints(min_length=3, max_length=500)]
WeekMinutes = Annotated[int, Field(ge=0, le=10_080)]


class OrganizationUpdate(Change):
    name: Line | None = None
    state: State | None = None
    time_zone: TimeZoneName | None = None


class OrganizationRead(VersionedOutput):
    organization_id: OrganizationId
    name: str
    slug: str
    state: str
    time_zone: str


class LocationCreate(Input):
    name: Line = Field(examples=["Main Street"])
    time_zone: TimeZoneName = Field(description="IANA name.", examples=["America/Chicago"])
    state: State = Field(examples=["TX"])
    phone: PhoneNumber | None = None
    street: Line | None = None
    city: Line | None = None
    postal_code: Annotated[str, StringConstraints(min_length=3, max_length=12)] | None = None


class LocationUpdate(Change):
    may_be_emptied = frozenset({"phone", "street", "city", "postal_code"})

    name: Line | None = None
    time_zone: TimeZoneName | None = None
    state: State | None = None
    phone: PhoneNumber | None = None
    street: Line | None = None
    city: Line | None = None
    postal_code: Annotated[str, StringConstraints(min_length=3, max_length=12)] | None = None
    active: bool | None = None


class LocationRead(VersionedOutput):
    id: LocationId
    name: str
    time_zone: str
    state: str
    phone: str | None
    street: str | None
    city: str | None
    postal_code: str | None
    active: bool


class RoomCreate(Input):
    location_id: LocationId
    name: Line = Field(examples=["Group room 1"])
    kind: RoomKind
    capacity: int = Field(ge=1, le=500, description="Everybody in the room, staff included.")
    equipment: list[Line] = Field(default=[], max_length=30)


class RoomUpdate(Change):
    name: Line | None = None
    kind: RoomKind | None = None
    capacity: int | None = Field(default=None, ge=1, le=500)
    equipment: list[Line] | None = Field(default=None, max_length=30)
    active: bool | None = None


class RoomRead(VersionedOutput):
    id: RoomId
    location_id: LocationId
    name: str
    kind: RoomKind
    capacity: int
    equipment: list[str]
    active: bool


class ClosureCreate(Input):
    location_id: LocationId | None = Field(default=None, description="Null closes every location.")
    kind: ClosureKind
    starts_at: Instant
    ends_at: Instant
    public_title: Line = Field(description="What participants and boards may read.", examples=["Winter holiday"])


class ClosureUpdate(Change):
    kind: ClosureKind | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    public_title: Line | None = None


class ClosureRead(VersionedOutput):
    id: ClosureId
    location_id: LocationId | None
    kind: ClosureKind
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    public_title: str
    removed_at: AwareDatetime | None


class WeekRuleLimits(Input):
    """The figures of a rule. One that is left out is one this rule says nothing about."""

    min_minutes_per_week: WeekMinutes | None = None
    max_minutes_per_week: WeekMinutes | None = None
    min_days_per_week: int | None = Field(default=None, ge=1, le=7)
    min_minutes_counted_day: int | None = Field(default=None, ge=0, le=1440)
    group_cap: int | None = Field(default=None, ge=1, le=100)
    countable_kinds: list[ServiceKind] = Field(
        default=[], max_length=len(ServiceKind), description="Empty: what the more general rule counts."
    )
    week_starts_on: Weekday | None = None
    citation: Citation = Field(
        description="The regulation, contract or decision the rule rests on.", examples=["Contract of 2026, annex B"]
    )
    confidence: Confidence = Confidence.HOUSE


class WeekRuleCreate(WeekRuleLimits):
    level_of_care: LevelOfCare = LevelOfCare.INTENSIVE_OUTPATIENT
    age_band: AgeBand
    phase: Phase = Phase.STANDARD
    state: State | None = Field(default=None, description="Null: in every state.")
    payer: Code | None = Field(default=None, description="Null: for every payer.")
    valid_from: Day | None = None
    valid_to: Day | None = None


class WeekRuleReplace(WeekRuleLimits):
    """What holds from `valid_from` on; the old rule ends the day before and is kept."""

    valid_from: Day


class WeekRuleUpdate(Change):
    """Only what leaves past weeks as they were judged; other figures need a replacement."""

    may_be_emptied = frozenset({"valid_to"})

    citation: Citation | None = None
    confidence: Confidence | None = None
    valid_to: Day | None = None


class WeekRuleRead(VersionedOutput):
    id: WeekRuleId
    level_of_care: LevelOfCare
    age_band: AgeBand
    phase: Phase
    state: str | None
    payer: str | None
    min_minutes_per_week: int | None
    max_minutes_per_week: int | None
    min_days_per_week: int | None
    min_minutes_counted_day: int | None
    group_cap: int | None
    countable_kinds: list[ServiceKind]
    week_starts_on: Weekday | None
    citation: str
    confidence: Confidence
    shipped_key: str | None
    shipped_version: str | None
    valid_from: date | None
    valid_to: date | None


class LimitRead(Output):
    """A figure with the text it rests on."""

    value: int
    citation: str
    confidence: Confidence
    rule_id: WeekRuleId


class WeekLimitsRead(Output):
    """What the rules together say about one week."""

    min_minutes_per_week: LimitRead | None
    max_minutes_per_week: LimitRead | None
    min_days_per_week: LimitRead | None
    min_minutes_counted_day: LimitRead | None
    group_cap: LimitRead | None
    countable_kinds: list[ServiceKind]
    week_starts_on: Weekday


class WeekLimitsAnswer(Output):
    """`limits` is null where no rule is valid."""

    limits: WeekLimitsRead | None
