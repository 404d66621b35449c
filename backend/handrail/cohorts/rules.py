"""Seats over time, who may join, and what a waitlist says. Values in, values out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.cohorts.errors import (
    ClosedCohortNeedsEnd,
    CohortClosedToLateJoiners,
    CohortDatesReversed,
    CohortEnded,
    CohortFull,
    EpisodeNotActive,
    LateJoinNotAllowed,
    MembershipEndedAlready,
    OutsideCohortDates,
)
from handrail.cohorts.vocabulary import CohortKind, CohortStatus, LateReason, WaitReason


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included; `last` None is open."""

    first: date
    last: date | None

    def touches(self, other: "Span") -> bool:
        """Whether the spans share a day."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


def peak_seats(taken: Iterable[Span], during: Span) -> int:
    """Return the most seats taken on any one day of `during`.

    Seats only rise on a day on which somebody starts, so the first day and those days are all that need looking at.
    """
    spans = [span for span in taken if span.touches(during)]
    days = {during.first} | {span.first for span in spans if span.first > during.first}
    return max((sum(span.touches(Span(day, day)) for span in spans) for day in days), default=0)


def check_seat(taken: Iterable[Span], wanted: Span, *, capacity: int) -> None:
    """Refuse a membership that would be one too many on some day."""
    if (peak := peak_seats(taken, wanted)) >= capacity:
        raise CohortFull(capacity=capacity, seats_taken=peak)


def check_dates(kind: CohortKind, starts_on: date, ends_on: date | None) -> None:
    """A cohort ends after it starts, and a closed one has an end."""
    if ends_on is not None and ends_on < starts_on:
        raise CohortDatesReversed(pointer="/ends_on")
    if kind is CohortKind.CLOSED and ends_on is None:
        raise ClosedCohortNeedsEnd(pointer="/ends_on")


@dataclass(frozen=True)
class CohortTerms:
    """What decides whether somebody may join."""

    kind: CohortKind
    status: CohortStatus
    starts_on: date
    ends_on: date | None
    capacity: int


def check_join(cohort: CohortTerms, wanted: Span, *, late_reason: LateReason | None, may_admit_late: bool) -> None:
    """Refuse days outside the cohort, and joining a closed one late without a reason or without the right."""
    if cohort.status is CohortStatus.ENDED:
        raise CohortEnded()
    if wanted.last is not None and wanted.last < wanted.first:
        raise CohortDatesReversed(pointer="/ends_on")
    if wanted.first < cohort.starts_on or (cohort.ends_on is not None and wanted.first > cohort.ends_on):
        raise OutsideCohortDates(pointer="/starts_on")
    if cohort.ends_on is not None and wanted.last is not None and wanted.last > cohort.ends_on:
        raise OutsideCohortDates(pointer="/ends_on")
    if cohort.kind is CohortKind.CLOSED and wanted.first > cohort.starts_on:
        if late_reason is None:
            raise CohortClosedToLateJoiners(reason="started", started_on=cohort.starts_on.isoformat())
        if not may_admit_late:
            raise LateJoinNotAllowed()


def check_episode(*, admitted_on: date | None, ended_on: date | None, wanted: Span) -> None:
    """Only an active episode can belong to a cohort, and never past its last day of care."""
    if admitted_on is None or wanted.first < admitted_on or (ended_on is not None and wanted.first > ended_on):
        raise EpisodeNotActive()
    if ended_on is not None and (wanted.last is None or wanted.last > ended_on):
        raise EpisodeNotActive()


def last_day(cohort: CohortTerms, wanted: date | None) -> date | None:
    """A membership lasts at most as long as its cohort."""
    return wanted if wanted is not None else cohort.ends_on


def check_end(membership: Span, *, ends_on: date) -> None:
    """A membership can be made shorter, never longer, and keeps at least its first day."""
    if ends_on < membership.first:
        raise CohortDatesReversed(pointer="/ends_on")
    if membership.last is not None and ends_on > membership.last:
        raise MembershipEndedAlready(ended_on=membership.last.isoformat())


def day_before(day: date) -> date:
    """Return the last day of a membership that another one follows on `day`."""
    return day - timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A waitlist beside the free seats: how many wait, for what, and whom a seat would help."""

    seats_free: int
    waiting: int
    reasons: dict[WaitReason, int]
    seats_to_offer: int


def why_waiting(*, seats_free: int, reasons: Iterable[WaitReason]) -> Waiting:
    """Say why people wait although seats are free; `seats_to_offer` is how many wait for nothing but a seat."""
    counted = Counter(reasons)
    return Waiting(
        seats_free=seats_free,
        waiting=counted.total(),
        reasons=dict(sorted(counted.items())),
        seats_to_offer=min(max(seats_free, 0), counted[WaitReason.NO_SEAT]),
    )
