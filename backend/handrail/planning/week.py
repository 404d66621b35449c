"""A week of one or several locations as the builder is told it: minutes from Monday 00:00 on their clock."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail.core.ids import CohortId, EpisodeId, LocationId, ParticipantId, ProgramId, RoomId, SessionId, StaffId
from handrail.core.vocabulary import ServiceKind
from handrail.planning.vocabulary import BuildKind, LossKind, Untouched

Minutes = tuple[tuple[int, int], ...]
"""Spans, each without its end."""


@dataclass(frozen=True)
class Standing:
    """A session as it stands."""

    id: SessionId
    version: int
    kind: ServiceKind
    site: LocationId
    program_id: ProgramId | None
    cohorts: tuple[CohortId, ...]
    starts: int
    minutes: int
    room: RoomId | None
    telehealth: bool
    lead: StaffId | None
    others: tuple[StaffId, ...]
    """Whoever works there beside the lead and the second leader."""
    people: tuple[ParticipantId, ...]
    """Those who are booked; records that were merged are one person."""
    untouched: Untouched | None
    """Why it must stay as it is, as far as the calendar says."""
    title: str = ""
    payers: tuple[str, ...] = ()
    """Who pays for those who are booked."""
    second: StaffId | None = None
    """Who co-leads it."""

    @property
    def ends(self) -> int:
        return self.starts + self.minutes

    @property
    def chairs(self) -> int:
        """Whoever works there takes a chair too."""
        return len(self.people) + 1 + len(self.others) + (self.second is not None)

    @property
    def leaders(self) -> tuple[StaffId, ...]:
        return tuple(one for one in (self.lead, self.second) if one is not None)


@dataclass(frozen=True)
class Worker:
    """Somebody who works here in the week: at one of the locations, or at several."""

    id: StaffId
    open: Minutes
    """At work at any of them, not at others or on the way from these."""
    off: Minutes
    """Time off: what they hold in it has to be held otherwise."""
    leads: frozenset[ServiceKind]
    at: tuple[tuple[LocationId, Minutes], ...] = ()
    """The same for each location, where there are several."""
    elsewhere: Minutes = ()
    """Sessions of locations that are not planned: they count for the day and the week."""
    prefers: Minutes = ()
    """When they would rather hold sessions; empty: whenever they work."""
    longest_day: int | None = None
    """Minutes of sessions; None: nobody set any."""
    longest_week: int | None = None
    lunch: tuple[int, int, int] | None = None
    """Minutes, and between which minutes of a day."""


@dataclass(frozen=True)
class Place:
    """A room."""

    id: RoomId
    site: LocationId
    capacity: int
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taker:
    """Somebody who takes part, and when they cannot come."""

    id: ParticipantId
    cohort: CohortId | None
    away: Minutes
    prefers: Minutes = ()
    """When they would rather come; empty: whenever they can."""
    family: Minutes | None = None
    """When at least one of those near them can come; None: nobody said."""


@dataclass(frozen=True)
class Need:
    """A session for one that somebody is owed in the week and does not have."""

    person: ParticipantId
    participant_id: ParticipantId
    episode_id: EpisodeId
    program_id: ProgramId
    site: LocationId
    kind: ServiceKind
    minutes: int
    therapist: StaffId | None
    title: str | None
    """Of the last session of the kind that they had."""


@dataclass(frozen=True)
class Block:
    """A group of a program day."""

    kind: ServiceKind
    title: str
    offset: int
    minutes: int
    equipment: tuple[str, ...] = ()
    """What its room must have."""
    second: ServiceKind | None = None
    """What its second leader must be allowed to lead; None: one leads it."""


@dataclass(frozen=True)
class Running:
    """A cohort that runs in the week, with what its program's template says."""

    id: CohortId
    program_id: ProgramId
    site: LocationId
    days: int
    weekdays: tuple[int, ...]
    starts: int | None
    blocks: tuple[Block, ...]
    seats: int
    coming: tuple[int, ...]
    """How many of its members would have a place in a group, on each day of the week."""
    payers: tuple[str, ...] = ()
    """Who pays for its members."""
    longest: int | None = None
    """Minutes that its day may last in a week in which closures take others; None: no longer than ever."""


@dataclass(frozen=True)
class House:
    """A location, and when nobody is seen there in person."""

    id: LocationId
    closed: Minutes


@dataclass(frozen=True)
class WeekSeen:
    """Everything the builder is told."""

    houses: tuple[House, ...]
    """The locations in the order of their ids."""
    monday: date
    time_zone: str
    as_of: datetime
    passed: int
    """Minutes of the week that are over."""
    sessions: tuple[Standing, ...]
    workers: tuple[Worker, ...]
    places: tuple[Place, ...]
    takers: tuple[Taker, ...]
    cohorts: tuple[Running, ...]
    needs: tuple[Need, ...]
    apart: frozenset[tuple[StaffId, UUID]]
    """Who must not hold a session of whom."""
    caps: tuple[tuple[ProgramId, tuple[int | None, ...]], ...] = ()
    """How many may be in a group of each program on each day, by the state's rule; None: any number."""
    payers_caps: tuple[tuple[ProgramId, str, tuple[int | None, ...]], ...] = ()
    """The same by the rule of each payer that has one."""
    least: tuple[tuple[ProgramId, int], ...] = ()
    """Minutes of a week of each program that has a minimum, by the rule of the week."""

    @property
    def sites(self) -> list[LocationId]:
        return [one.id for one in self.houses]


@dataclass(frozen=True)
class Lost:
    """What is lost, from minute to minute."""

    kind: LossKind
    id: UUID
    begins: int
    ends: int


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    kind: BuildKind
    programs: frozenset[ProgramId]
    losses: tuple[Lost, ...]
    shift_minutes: int
    other_days: bool
    by_video: bool
    change_weight: int
    preference_weight: int
