"""Is a planned week a week of this level of care? Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind, Track, Weekday
from handrail.organizations.rules import Limit, WeekLimits
from handrail.organizations.vocabulary import Phase
from handrail.programs.errors import (
    AssignmentReversed,
    BlocksDoNotFillDay,
    BreakCounted,
    LengthReversed,
    LongestDayTooShort,
    ModalityNotForAge,
    NamedTwice,
    OutsideProgramShape,
    PhaseDaysExceedProgram,
    ProgramDayTooShort,
    TooFewDays,
    TrackDaysDiffer,
    TrackTwice,
    WeekAboveMaximum,
    WeekBelowMinimum,
)
from handrail.programs.vocabulary import BlockKind, Refusal

DAYS_OF_IOP = range(3, 6)
MINUTES_OF_IOP_DAY = range(120, 241)

# TF-CBT is for ages 3 to 18 (University of Kentucky, Center on Trauma and Children).
MODALITIES_OF_YOUTH = frozenset({"tf-cbt", "tf_cbt"})


@dataclass(frozen=True)
class Block:
    """A part of the program day, in order."""

    kind: BlockKind
    minutes: int
    countable: bool
    service_kind: ServiceKind = ServiceKind.GROUP


@dataclass(frozen=True)
class PlannedPhase:
    """How many days a week a phase has."""

    phase: Phase
    days_per_week: int


@dataclass(frozen=True)
class PlannedTrack:
    """When a track meets."""

    track: Track
    weekdays: tuple[Weekday, ...]


def check_blocks(blocks: Sequence[Block], *, minutes_per_day: int) -> None:
    """The blocks fill the day, and no break passes for therapy."""
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.BREAK and block.countable:
            raise BreakCounted(pointer=f"/blocks/{place}/countable")
    total = sum(block.minutes for block in blocks)
    if total != minutes_per_day:
        raise BlocksDoNotFillDay(pointer="/blocks", blocks_minutes=total, minutes_per_day=minutes_per_day)


def check_longest_day(longest_day_minutes: int | None, *, minutes_per_day: int) -> None:
    """A day that takes the groups of others is at least as long as the program's day."""
    if longest_day_minutes is not None and longest_day_minutes < minutes_per_day:
        raise LongestDayTooShort(
            pointer="/longest_day_minutes", longest_minutes=longest_day_minutes, minutes_per_day=minutes_per_day
        )


def countable_minutes(blocks: Iterable[Block], countable_kinds: frozenset[ServiceKind]) -> int:
    """Minutes of one program day that count toward the week: neither breaks nor kinds the rule leaves out."""
    return sum(
        block.minutes
        for block in blocks
        if block.countable and block.kind is not BlockKind.BREAK and block.service_kind in countable_kinds
    )


def check_shape(level_of_care: LevelOfCare, *, days_per_week: int, minutes_per_day: int) -> None:
    """An intensive outpatient program meets 3 to 5 days a week for 2 to 4 hours."""
    if level_of_care is not LevelOfCare.INTENSIVE_OUTPATIENT:
        return
    if days_per_week not in DAYS_OF_IOP:
        raise OutsideProgramShape(pointer="/days_per_week", least=DAYS_OF_IOP[0], most=DAYS_OF_IOP[-1])
    if minutes_per_day not in MINUTES_OF_IOP_DAY:
        raise OutsideProgramShape(pointer="/minutes_per_day", least=MINUTES_OF_IOP_DAY[0], most=MINUTES_OF_IOP_DAY[-1])


def check_week(limits: WeekLimits, *, phase: Phase, days_per_week: int, minutes_a_day: int) -> int:
    """Return the countable minutes of a week, or refuse it with the limit it misses and the text behind the limit.

    For adults 3 × 2 h is 6 h, below the 9 h of ASAM level 2.1; 5 × 4 h is 20 h, which is partial hospitalization. Youth
    need 6 h. `minutes_a_day` are countable minutes.
    """
    planned = days_per_week * minutes_a_day
    if (least := limits.min_minutes_per_week) and planned < least.value:
        raise WeekBelowMinimum(
            pointer="/days_per_week",
            reason=Refusal.BELOW_LEVEL_OF_CARE.value,
            phase=phase.value,
            planned_minutes=planned,
            required_minutes=least.value,
            **_source(least),
        )
    if (most := limits.max_minutes_per_week) and planned > most.value:
        raise WeekAboveMaximum(
            pointer="/days_per_week",
            reason=Refusal.PARTIAL_HOSPITALIZATION.value,
            phase=phase.value,
            planned_minutes=planned,
            allowed_minutes=most.value,
            **_source(most),
        )
    if (day := limits.min_minutes_counted_day) and minutes_a_day < day.value:
        raise ProgramDayTooShort(
            pointer="/minutes_per_day",
            reason=Refusal.DAY_NOT_COUNTED.value,
            phase=phase.value,
            planned_minutes=minutes_a_day,
            required_minutes=day.value,
            **_source(day),
        )
    if (days := limits.min_days_per_week) and days_per_week < days.value:
        raise TooFewDays(
            pointer="/days_per_week",
            reason=Refusal.TOO_FEW_DAYS.value,
            phase=phase.value,
            planned_days=days_per_week,
            required_days=days.value,
            **_source(days),
        )
    return planned


def _source(limit: Limit) -> dict[str, str]:
    return {"citation": limit.citation, "confidence": limit.confidence.value}


def check_phases(phases: Iterable[PlannedPhase], *, days_per_week: int) -> None:
    """A later phase tapers: it never has more days than the standard week."""
    for place, planned in enumerate(phases):
        if planned.days_per_week > days_per_week:
            raise PhaseDaysExceedProgram(pointer=f"/phases/{place}/days_per_week")


def check_tracks(tracks: Iterable[PlannedTrack], *, days_per_week: int) -> None:
    """Every track meets on as many different weekdays as the program has days, and is named once."""
    seen = set()
    for place, planned in enumerate(tracks):
        if planned.track in seen:
            raise TrackTwice(pointer=f"/tracks/{place}/track")
        seen.add(planned.track)
        if len(set(planned.weekdays)) != len(planned.weekdays) or len(planned.weekdays) != days_per_week:
            raise TrackDaysDiffer(pointer=f"/tracks/{place}/weekdays", days_per_week=days_per_week)


def check_length(least: int, usual: int, most: int) -> None:
    """Least, usual and most length, in this order."""
    if not least <= usual <= most:
        raise LengthReversed(pointer="/length")


def check_modalities(keys: Sequence[str], age_band: AgeBand) -> None:
    """Refuse what is made for children in an adult program."""
    if age_band is AgeBand.ADULT:
        for place, key in enumerate(keys):
            if key in MODALITIES_OF_YOUTH:
                raise ModalityNotForAge(pointer=f"/curriculum/{place}/modality", modality=key)


def check_once(names: Sequence[str], *, pointer: str) -> None:
    """A program owes each service, and gives each instrument, in one way."""
    for place, name in enumerate(names):
        if name in names[:place]:
            raise NamedTwice(pointer=f"{pointer}/{place}", name=name)


def check_assignment(starts_on: date, ends_on: date | None) -> None:
    """An assignment lasts at least a day."""
    if ends_on is not None and ends_on < starts_on:
        raise AssignmentReversed(pointer="/ends_on")
