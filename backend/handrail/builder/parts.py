"""What the builder works with: activities, cohorts and everything they could be, by index; time as bits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """An activity: who may hold it, and where."""

    index: int
    id: str
    ticks: int
    ones: int
    """So many bits as it has ticks."""
    leaders: frozenset[int]
    rooms: tuple[int, ...]
    """Those that fit, the smallest first."""
    tele_ok: bool
    credential: str
    begins: int
    """Where it may begin, so that it ends on the same day and within its own hours, if it has any."""
    day_idx: int = 0
    offset: int = 0
    participant: int = -1
    second: int = -1
    """The group that it gives a second leader; it shares that group's room."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a cohort's groups stand in its blocks: as planned, or with days left out whose groups follow the others."""

    skipped: tuple[int, ...]
    """Days left out, as the groups' `day_idx`."""
    places: tuple[tuple[int, int], ...]
    """For each group: on which of the days that are met, and its offset in the block."""
    longest: int
    """Ticks of the longest block."""
    day_groups: tuple[tuple[int, ...], ...]
    day_ticks: tuple[int, ...]
    day_rooms: tuple[tuple[int, ...], ...]
    """For each day the rooms that fit all its groups, the smallest first."""


@dataclass(frozen=True, slots=True)
class Option:
    """Days and a start that a cohort could have."""

    layout: Layout
    days: tuple[int, ...]
    start: int
    cost: int
    """For neighbouring days, and for groups that would be at another time than now."""
    starts: tuple[int, ...]
    """When each group begins."""
    masks: tuple[int, ...]
    """When each group is."""
    whole: int
    """When any group is."""
    day_masks: tuple[int, ...]
    program_days: int
    """All ticks of its days."""
    kept: tuple[int, ...]
    """For each group that stays where it is: the clinician it has now; else -1."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A track with its groups and everything it could be."""

    index: int
    id: str
    site: int
    groups: tuple[Held, ...]
    twins: tuple[int, ...]
    """For each group that is a second leader's: the place of the group that it shares, before it; else -1."""
    ticks: int
    options: tuple[Option, ...]
    leaders: tuple[int, ...]
    """Who may lead at least one of its groups."""
    leads_all: frozenset[int]
    too_many: tuple[int, int] | None
    """How many come to a group and how many may, where they are more: then it has no options."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Sessions of a participant that one clinician holds: individual and family, as a rule."""

    index: int
    sessions: tuple[Held, ...]
    participant: int
    cohort: int
    site: int
    clinicians: tuple[int, ...]
    ticks: int


@dataclass(frozen=True, slots=True)
class Now:
    """How a session is held in the current week."""

    start: int
    clinician: int
    room: int
    tele: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """Clinicians, what they alone must hold, and what they can: ticks of the week."""

    clinicians: frozenset[int]
    need: int
    supply: int

    @property
    def use(self) -> float:
        return self.need / max(self.supply, 1)
