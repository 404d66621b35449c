"""What the dates of an episode mean: where it stands, on which days a participant is expected, for how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from handrail.core.vocabulary import ServiceKind, Weekday
from handrail.episodes.errors import (
    AgeOutsideProgram,
    BlocksOverlap,
    DateOrder,
    DateOutsideEpisode,
    EndReasonMismatch,
    EpisodeTooLong,
)
from handrail.episodes.vocabulary import (
    ADULT_AGE,
    BEFORE_ADMISSION,
    LONGEST_EPISODE_DAYS,
    DayState,
    EndReason,
    EpisodeStatus,
)
from handrail.organizations.vocabulary import Phase

MINUTES_PER_DAY: Final = 24 * 60


@dataclass(frozen=True)
class Days:
    """A half-open span of dates: `starts_on` is in it, `before` is not; without `before` it is open."""

    starts_on: date
    before: date | None = None

    def __contains__(self, on: date) -> bool:
        return self.starts_on <= on and (self.before is None or on < self.before)

    def overlaps(self, other: "Days") -> bool:
        """Whether some date is in both."""
        return (other.before is None or self.starts_on < other.before) and (
            self.before is None or other.starts_on < self.before
        )


@dataclass(frozen=True)
class Stay:
    """The dates of one episode."""

    referred_on: date
    screened_on: date | None = None
    admitted_on: date | None = None
    ended_on: date | None = None
    leaves: tuple[Days, ...] = ()


def status_on(stay: Stay, on: date) -> EpisodeStatus:
    """Where the episode stands on a date.

    From its last day on an ended episode is ended, though that day can still be attended (`bookable`).
    """
    if stay.ended_on is not None and on >= stay.ended_on:
        return EpisodeStatus.ENDED
    if stay.admitted_on is not None and on >= stay.admitted_on:
        away = any(on in leave for leave in stay.leaves)
        return EpisodeStatus.ON_LEAVE if away else EpisodeStatus.ACTIVE
    if stay.screened_on is not None and on >= stay.screened_on:
        return EpisodeStatus.SCREENING
    return EpisodeStatus.REFERRED


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Say whether two spans of days `[first, after)` meet; an open one goes on. An empty one meets nothing."""
    (first, after), (other_first, other_after) = one, other
    if after == first or other_after == other_first:
        return False
    return (other_after is None or first < other_after) and (after is None or other_first < after)


def bookable(stay: Stay, service_kind: ServiceKind, on: date) -> bool:
    """Whether a session of this kind can be booked on a date.

    Only an active episode can be booked, its last day included. Screening, intake and orientation come before
    admission, and before the return from a leave: they need no more than a referral that has not ended.
    """
    if on < stay.referred_on or (stay.ended_on is not None and on > stay.ended_on):
        return False
    if service_kind in BEFORE_ADMISSION:
        return True
    admitted = stay.admitted_on is not None and on >= stay.admitted_on
    return admitted and not any(on in leave for leave in stay.leaves)


@dataclass(frozen=True)
class Block:
    """A part of a program day in local time; a break has no countable minutes."""

    starts_minute: int
    minutes: int
    countable_minutes: int

    @property
    def ends_minute(self) -> int:
        return self.starts_minute + self.minutes


@dataclass(frozen=True)
class Pattern:
    """Which weekdays (0 is Monday) bring which blocks from `starts_on` on, until a later pattern starts."""

    starts_on: date
    days: dict[int, tuple[Block, ...]]
    weekly_target_minutes: int
    phase: Phase = Phase.STANDARD


@dataclass(frozen=True)
class ClosedTime:
    """Local minutes of a date in which the program is closed: a whole day, a late opening, an early end."""

    on: date
    starts_minute: int = 0
    ends_minute: int = MINUTES_PER_DAY


def closed_times(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[ClosedTime]:
    """Cut a closure from one instant to another into the local minutes of each date it touches."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    closed: list[ClosedTime] = []
    for offset in range((end.date() - start.date()).days + 1):
        on = start.date() + timedelta(days=offset)
        first = _minute_of(start.time()) if on == start.date() else 0
        after = _minute_of(end.time()) if on == end.date() else MINUTES_PER_DAY
        if after > first:
            closed.append(ClosedTime(on, first, after))
    return closed


def _minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True)
class ProgramDay:
    """A day of the pattern and what is left of it."""

    on: date
    state: DayState
    phase: Phase
    planned_minutes: int
    minutes: int
    weekly_target_minutes: int


@dataclass(frozen=True)
class DayCount:
    """`number` of `total` program days."""

    number: int
    total: int


def ordered_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Sort the blocks of one day; refuse two at once and one that runs past midnight."""
    ordered = tuple(sorted(blocks, key=lambda block: block.starts_minute))
    for earlier, later in pairwise(ordered):
        if later.starts_minute < earlier.ends_minute:
            raise BlocksOverlap()
    if ordered and ordered[-1].ends_minute > MINUTES_PER_DAY:
        raise BlocksOverlap()
    return ordered


def consecutive_days(
    weekdays: Iterable[Weekday], starts_minute: int, lengths: Sequence[tuple[int, int]]
) -> dict[int, tuple[Block, ...]]:
    """Lay blocks of (minutes, countable minutes) one after another, the same on each of the weekdays."""
    blocks: list[Block] = []
    for minutes, countable_minutes in lengths:
        blocks.append(Block(starts_minute, minutes, countable_minutes))
        starts_minute += minutes
    return {weekday.number: ordered_blocks(blocks) for weekday in weekdays}


@dataclass(frozen=True)
class PlannedPhase:
    """A phase that closes an episode: so many days a week, so many weeks."""

    phase: Phase
    days_per_week: int
    weeks: int


def phased_patterns(
    days: dict[int, tuple[Block, ...]],
    phases: Sequence[PlannedPhase],
    targets: dict[Phase, int | None],
    *,
    admitted_on: date,
    planned_end_on: date,
) -> list[Pattern]:
    """Patterns of an admission: the program's week, then its later phases in the last weeks before the planned end.

    A phase keeps the first weekdays of the program. Phases that would leave no standard week are left out. `targets`
    are countable minutes a week that the rules of the week name; where they name none, a full week is the target.
    """
    last_weeks = timedelta(weeks=sum(phase.weeks for phase in phases))
    starts_on = planned_end_on + timedelta(days=1) - last_weeks
    if starts_on < admitted_on + timedelta(weeks=1):
        phases = ()
    patterns = [_with_target(Pattern(admitted_on, days, 0), targets)]
    for phase in phases:
        kept = {weekday: days[weekday] for weekday in sorted(days)[: phase.days_per_week]}
        patterns.append(_with_target(Pattern(starts_on, kept, 0, phase.phase), targets))
        starts_on += timedelta(weeks=phase.weeks)
    return patterns


def _with_target(pattern: Pattern, targets: dict[Phase, int | None]) -> Pattern:
    full_week = sum(countable_minutes(blocks) for blocks in pattern.days.values())
    named = targets.get(pattern.phase)
    return replace(pattern, weekly_target_minutes=full_week if named is None else min(named, full_week))


def countable_minutes(blocks: Iterable[Block], closed: Iterable[ClosedTime] = ()) -> int:
    """Sum the countable minutes of blocks; a block that a closure cuts counts at most what is left of it."""
    closed = _merged(closed)
    total = 0
    for block in blocks:
        lost = sum(
            max(0, min(block.ends_minute, span.ends_minute) - max(block.starts_minute, span.starts_minute))
            for span in closed
        )
        total += min(block.countable_minutes, block.minutes - lost)
    return total


def _merged(closed: Iterable[ClosedTime]) -> list[ClosedTime]:
    merged: list[ClosedTime] = []
    for span in sorted(closed, key=lambda span: (span.on, span.starts_minute)):
        if merged and merged[-1].on == span.on and span.starts_minute <= merged[-1].ends_minute:
            last = merged.pop()
            merged.append(ClosedTime(last.on, last.starts_minute, max(last.ends_minute, span.ends_minute)))
        else:
            merged.append(span)
    return merged


def pattern_on(patterns: Iterable[Pattern], on: date) -> Pattern | None:
    """The pattern in force on a date: the one that started last."""
    started = [pattern for pattern in patterns if pattern.starts_on <= on]
    return max(started, key=lambda pattern: pattern.starts_on, default=None)


def expected_days(
    patterns: Sequence[Pattern],
    closures: Iterable[ClosedTime],
    leaves: Sequence[Days],
    first: date,
    last: date,
) -> list[ProgramDay]:
    """Every pattern day from `first` to `last`, both included, with what leaves and closures leave of it.

    A date the pattern does not name is not in the list: it can never be an absence. A day of leave and a day with no
    countable minute left are in the list, not expected, with 0 minutes.
    """
    closed_on: dict[date, list[ClosedTime]] = {}
    for closed in closures:
        closed_on.setdefault(closed.on, []).append(closed)
    days: list[ProgramDay] = []
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        pattern = pattern_on(patterns, on)
        blocks = pattern.days.get(on.weekday(), ()) if pattern else ()
        if pattern is None or not blocks:
            continue
        planned = countable_minutes(blocks)
        minutes = countable_minutes(blocks, closed_on.get(on, ()))
        if any(on in leave for leave in leaves):
            state, minutes = DayState.ON_LEAVE, 0
        elif minutes == 0:
            state = DayState.CLOSED
        else:
            state = DayState.EXPECTED
        days.append(ProgramDay(on, state, pattern.phase, planned, minutes, pattern.weekly_target_minutes))
    return days


def day_count(days: Iterable[ProgramDay], on: date) -> DayCount:
    """ "Day x of y" on a date.

    y counts the expected days of the whole episode; x those of them that have come, `on` included. Whether the
    participant came does not matter: a missed day is used up. Days of leave and of closure are in neither, and neither
    is a make-up on a day that was not expected.
    """
    expected = [day.on for day in days if day.state is DayState.EXPECTED]
    return DayCount(number=sum(day <= on for day in expected), total=len(expected))


def week_of(on: date, week_starts_on: Weekday) -> Days:
    """The seven days around a date, beginning where the payer's week begins."""
    first = on - timedelta(days=(on.weekday() - week_starts_on.number) % 7)
    return Days(first, first + timedelta(days=7))


def weekly_target(days: Iterable[ProgramDay], week: Days) -> int:
    """Countable minutes that this participant has to reach in a week.

    The target of the pattern, but never more than the minutes still expected: a closure by the program, a leave and
    the part of a week before admission or after the end ask nothing of the participant.
    """
    expected = [day for day in days if day.state is DayState.EXPECTED and day.on in week]
    if not expected:
        return 0
    return min(max(day.weekly_target_minutes for day in expected), sum(day.minutes for day in expected))


def check_admission(stay: Stay, *, admitted_on: date, planned_end_on: date, today: date) -> None:
    """Refuse an admission before its referral or screening, in the future, or for longer than an episode may last."""
    if admitted_on < (stay.screened_on or stay.referred_on):
        raise DateOrder(pointer="/admitted_on")
    if planned_end_on < admitted_on:
        raise DateOrder(pointer="/planned_end_on")
    if (planned_end_on - admitted_on).days > LONGEST_EPISODE_DAYS:
        raise EpisodeTooLong(pointer="/planned_end_on", days=LONGEST_EPISODE_DAYS)
    if admitted_on > today:
        raise DateOrder(pointer="/admitted_on")


def check_age(birth_date: date | None, on: date, *, adult: bool) -> None:
    """Refuse a minor in an adult program and an adult over 18 in one for youth; an unknown birth date is no reason.

    At 18 both are possible: some finish school in a program for adolescents.
    """
    if birth_date is None:
        return
    age = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    if (adult and age < ADULT_AGE) or (not adult and age > ADULT_AGE):
        raise AgeOutsideProgram()


def check_end(stay: Stay, *, ended_on: date, reason: EndReason, today: date) -> None:
    """Refuse an end before the admission or in the future, and a reason that does not fit.

    Who was never admitted can only be `not_admitted`, moved or dead, or lost before the first day.
    """
    first = stay.admitted_on or stay.screened_on or stay.referred_on
    if ended_on < first or ended_on > today:
        raise DateOrder(pointer="/ended_on")
    never_admitted = {
        EndReason.NOT_ADMITTED,
        EndReason.LOST_CONTACT,
        EndReason.MOVED,
        EndReason.DIED,
        EndReason.ADMINISTRATIVE,
    }
    fits = reason is not EndReason.NOT_ADMITTED if stay.admitted_on else reason in never_admitted
    if not fits:
        raise EndReasonMismatch(pointer="/reason")


def check_leave(stay: Stay, leave: Days) -> None:
    """Refuse a leave before the admission or after the end."""
    if stay.admitted_on is None or leave.starts_on < stay.admitted_on:
        raise DateOutsideEpisode(pointer="/starts_on")
    if stay.ended_on is not None and leave.starts_on >= stay.ended_on:
        raise DateOutsideEpisode(pointer="/starts_on")
    if leave.before is not None and leave.before <= leave.starts_on:
        raise DateOrder(pointer="/back_on")


@dataclass(frozen=True)
class SecurityLabel:
    """A FHIR security label."""

    system: str
    code: str


PART_TWO_LABELS: Final = (
    SecurityLabel("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"),
    SecurityLabel("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2"),
)
"""Restricted, on the basis of 42 CFR Part 2 (HL7 FHIR Data Segmentation for Privacy, `sec-label-basis`)."""


def security_labels(part2_since: date | None, on: date) -> tuple[SecurityLabel, ...]:
    """Labels of an episode and of everything recorded in it, as of a date.

    A record made while the program was a Part 2 program stays one after the program ceased to be: 42 CFR 2.12(a)
    protects the record, not the program. So an episode remembers the first such day, and forgets it never.
    """
    return PART_TWO_LABELS if part2_since is not None and part2_since <= on else ()
