"""The problem file: what a week has to hold, and by which rules. docs/schedule-builder.md tells every key."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handrail.builder.mistakes import mistakes
from handrail.builder.solution import PlannedWeek

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.:-]{0,63}$")]
Tick = Annotated[int, Field(ge=0, le=2016)]
Ticks = Annotated[int, Field(ge=1, le=288)]
Span = tuple[Tick, Tick]
Spans = Annotated[tuple[Span, ...], Field(max_length=200)]
Words = Annotated[tuple[Id, ...], Field(max_length=30)]
Weight = Annotated[int, Field(ge=0, le=1000)]


class Kind(StrEnum):
    """What a session is."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    PSYCHIATRIC = "psychiatric"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Site(_Part):
    """A location, and when it is closed."""

    id: Id
    closed: Spans = ()


class Travel(_Part):
    """How long it takes from one site to another; the way back takes as long unless it is given."""

    origin: Id = Field(alias="from")
    to: Id
    ticks: Annotated[int, Field(ge=0, le=96)]


class Room(_Part):
    """A room: how many people, what it is fit for, when it can be used."""

    id: Id
    site: Id
    cap: Annotated[int, Field(ge=1, le=500)]
    tags: Words = ()
    open: Spans


class Lunch(_Part):
    """A break of so many ticks in one piece, within a window of the day."""

    ticks: Ticks
    window: Span
    days: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = ()
    """On which days; none named: on every day worked across the window."""


class SiteHours(_Part):
    """When somebody is at a site."""

    site: Id
    open: Spans


class Clinician(_Part):
    """Somebody who holds sessions: credentials, working hours, and the longest day and week, in ticks of sessions."""

    id: Id
    credentials: Words
    open: Spans
    max_day: Annotated[int, Field(ge=0, le=288)]
    max_week: Annotated[int, Field(ge=0, le=2016)]
    max_days: Annotated[tuple[Annotated[int, Field(ge=0, le=288)], ...], Field(max_length=7)] = ()
    """The longest of each day, where days differ: other work takes some of them; none given: `max_day` on each."""
    licences: Words = ()
    """What payers ask for, as the payers call it."""
    by_site: Annotated[tuple[SiteHours, ...], Field(max_length=50)] = ()
    """When alone they hold sessions of a site, where that differs; a site that is not named: whenever they work."""
    lunch: Lunch | None = None
    """On each day whose working hours cover the window."""
    preferred: Spans = ()
    """When they would rather hold sessions; none given: whenever they work."""


class Licensed(_Part):
    """For one kind of session: the licences of which its holder needs one."""

    kind: Kind
    any_of: Annotated[tuple[Id, ...], Field(min_length=1, max_length=30)]


class Payer(_Part):
    """Who pays for participants, and what they ask for in return."""

    id: Id
    licences: Annotated[tuple[Licensed, ...], Field(max_length=4)] = ()
    group_cap: Annotated[int, Field(ge=1, le=500)] | None = None
    """So many participants at most in a group in which one of theirs is."""


class Track(_Part):
    """A cohort's week: so many days, a block a day at the same time within a window of the day."""

    id: Id
    site: Id
    days: Annotated[int, Field(ge=1, le=7)]
    block_ticks: Ticks
    window: Span
    min_week_ticks: Annotated[int, Field(ge=0, le=2016)] = 0
    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = ()
    """Days on which alone it may meet, from 0; none named: any."""
    max_people: Annotated[int, Field(ge=1, le=500)] | None = None
    """So many participants at most, as a state or a licence of the house has it."""
    max_block_ticks: Ticks | None = None
    """How long its blocks may become when closures leave it too few days; not said: it needs all its days."""


class Participant(_Part):
    """Somebody in a cohort, and when they cannot come."""

    id: Id
    track: Id
    unavailable: Spans = ()
    payer: Id | None = None
    preferred: Spans = ()
    """When they would rather come to sessions of their own; none given: whenever they can."""


class Activity(_Part):
    """A session that the week must hold.

    Groups stand on a day of their track (`day_idx`) at an `offset` in its block; all others are with one participant.
    """

    id: Id
    kind: Kind
    ticks: Ticks
    track: Id
    participant: Id | None = None
    site: Id | None = None
    """Where it is held, if not at the site of its track; no groups."""
    credential: Id
    day_idx: Annotated[int, Field(ge=0, le=6)] | None = None
    offset: Annotated[int, Field(ge=0, le=287)] | None = None
    tele_ok: bool = False
    same_clinician_as: Id | None = None
    tags: Words = ()
    """What its room must be fit for."""
    clinicians: Annotated[tuple[Id, ...], Field(max_length=500)] = ()
    """Who alone may hold it, as the therapist whom the participant has; nobody named: everybody with the credential."""
    open: Spans = ()
    """When alone it may be held, as a relative comes only then; none given: at any time. No groups."""
    people: Annotated[int, Field(ge=1, le=500)] | None = None
    """How many chairs it takes, everybody counted; not said: as many as its kind and its track make."""
    attending: Annotated[int, Field(ge=0, le=500)] | None = None
    """How many participants come, if not everybody of the track and nobody else; groups only."""
    max_people: Annotated[int, Field(ge=1, le=500)] | None = None
    """So many participants at most; groups only."""
    co_leads: Id | None = None
    """The group that it gives a second leader: another clinician, at its time, in its room."""


class Weights(_Part):
    """What each thing costs that a week should rather not have."""

    consecutive: Weight = 1
    clinicians: Weight = 2
    tele: Weight = 3
    off_day: Weight = 2
    changed: Weight = 1
    preferences: Weight = 1


class Problem(_Part):
    """The whole problem."""

    version: Literal[1]
    tick_min: Literal[5, 10, 15, 20, 30, 60]
    days: Annotated[int, Field(ge=1, le=7)]
    sites: Annotated[tuple[Site, ...], Field(min_length=1, max_length=50)]
    travel: Annotated[tuple[Travel, ...], Field(max_length=2500)] = ()
    rooms: Annotated[tuple[Room, ...], Field(max_length=500)]
    clinicians: Annotated[tuple[Clinician, ...], Field(max_length=500)]
    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=300)]
    participants: Annotated[tuple[Participant, ...], Field(max_length=5000)]
    activities: Annotated[tuple[Activity, ...], Field(min_length=1, max_length=20000)]
    payers: Annotated[tuple[Payer, ...], Field(max_length=200)] = ()
    current: PlannedWeek | None = None
    weights: Weights = Weights()

    @property
    def day_ticks(self) -> int:
        return 1440 // self.tick_min

    @model_validator(mode="after")
    def _is_of_a_piece(self) -> Self:
        found = list(mistakes(self))
        if found:
            raise Mistakes(found)
        return self


class Mistakes(Exception):
    """What is wrong with a file, a line for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)
