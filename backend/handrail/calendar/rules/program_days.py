"""The blocks of a program day, and what closures leave of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from handrail.calendar.rules.closures import ClosureSpan, Plan, day_status, effect_of
from handrail.calendar.rules.recurrence import local_span
from handrail.calendar.vocabulary import ProgramDayStatus
from handrail.core.ids import ClosureId


@dataclass(frozen=True)
class PlannedBlock:
    """A block of the program's template; without `local_start` it follows the one before."""

    kind: str
    title: str
    minutes: int
    countable: bool
    local_start: time | None = None


@dataclass(frozen=True)
class LaidBlock:
    """A block with its place on the clock."""

    kind: str
    title: str
    local_start: time
    minutes: int
    countable: bool


@dataclass(frozen=True)
class HeldBlock:
    """A block of one day as it is held, beside what was planned; 0 minutes: it does not take place."""

    kind: str
    title: str
    local_start: time
    minutes: int
    countable_minutes: int
    planned_start: time
    planned_minutes: int
    countable: bool


@dataclass(frozen=True)
class DayShape:
    """What a day is and what it is worth."""

    status: ProgramDayStatus
    closure_id: ClosureId | None
    blocks: tuple[HeldBlock, ...]


def lay_blocks(starts_at: time | None, blocks: Sequence[PlannedBlock]) -> list[LaidBlock]:
    """Put blocks one after the other on the clock, from `starts_at` or from their own times."""
    laid = []
    clock = starts_at or (blocks[0].local_start if blocks else None) or time.min
    for block in blocks:
        local_start = block.local_start or clock
        laid.append(LaidBlock(block.kind, block.title, local_start, block.minutes, block.countable))
        minute = (local_start.hour * 60 + local_start.minute + block.minutes) % (24 * 60)
        clock = time(minute // 60, minute % 60)
    return laid


def what_remains(
    local_date: date, blocks: Sequence[LaidBlock], closures: Iterable[ClosureSpan], time_zone: str
) -> DayShape:
    """Return the day with what the closures leave: a block that is cut counts only for the minutes that are held."""
    closures = list(closures)
    zone = ZoneInfo(time_zone)
    spans = [local_span(local_date, block.local_start, block.minutes, time_zone) for block in blocks]
    plans = [Plan(span.starts_at, span.ends_at) for span in spans]
    effects = [effect_of(plan, closures) for plan in plans]
    held = tuple(
        HeldBlock(
            kind=block.kind,
            title=block.title,
            local_start=effect.starts_at.astimezone(zone).time(),
            minutes=effect.minutes,
            countable_minutes=effect.minutes if block.countable else 0,
            planned_start=block.local_start,
            planned_minutes=block.minutes,
            countable=block.countable,
        )
        for block, effect in zip(blocks, effects, strict=True)
    )
    closure_id = next((effect.closure_id for effect in effects if effect.closure_id is not None), None)
    return DayShape(day_status(plans, effects), closure_id, held)
