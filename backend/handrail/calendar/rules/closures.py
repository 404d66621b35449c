"""What a closure leaves of a session, and of a cohort's day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.calendar.rules.recurrence import instant
from handrail.calendar.vocabulary import MINIMUM_REMAINING_MINUTES, ProgramDayStatus
from handrail.core.ids import ClosureId
from handrail.core.vocabulary import ClosureKind


@dataclass(frozen=True)
class ClosureSpan:
    """A closure, or a director's decision about one cohort's day (which has no closure's id)."""

    kind: ClosureKind
    starts_at: datetime
    ends_at: datetime
    id: ClosureId | None = None


@dataclass(frozen=True)
class Plan:
    """A session or block as somebody scheduled it."""

    starts_at: datetime
    ends_at: datetime
    telehealth: bool = False


@dataclass(frozen=True)
class Effect:
    """What takes place: the times and mode that hold, or nothing, and the closure that did it."""

    starts_at: datetime
    ends_at: datetime
    telehealth: bool
    cancelled: bool = False
    closure_id: ClosureId | None = None

    @property
    def minutes(self) -> int:
        return 0 if self.cancelled else (self.ends_at - self.starts_at) // timedelta(minutes=1)


def effect_of(plan: Plan, closures: Iterable[ClosureSpan]) -> Effect:
    """Return what the closures leave of the plan; the order in which they were entered does not matter.

    A delayed opening or an early end shortens a session, it never moves one: rooms, rides and jobs hang on the clock,
    and a later group begins when it said. A session left shorter than 15 minutes does not take place. `by_video` keeps
    times and changes the mode. A cancelled session keeps its planned times.
    """
    starts_at, ends_at, telehealth = plan.starts_at, plan.ends_at, plan.telehealth
    closure_id: ClosureId | None = None
    for closure in sorted(closures, key=lambda one: (one.starts_at, one.ends_at, str(one.id))):
        if closure.ends_at <= plan.starts_at or closure.starts_at >= plan.ends_at:
            continue
        closure_id = closure.id or closure_id
        match closure.kind:
            case ClosureKind.CLOSED:
                return Effect(plan.starts_at, plan.ends_at, plan.telehealth, cancelled=True, closure_id=closure.id)
            case ClosureKind.DELAYED:
                starts_at = max(starts_at, closure.ends_at)
            case ClosureKind.EARLY_END:
                ends_at = min(ends_at, closure.starts_at)
            case ClosureKind.BY_VIDEO:
                telehealth = True
    if ends_at - starts_at < min(timedelta(minutes=MINIMUM_REMAINING_MINUTES), plan.ends_at - plan.starts_at):
        return Effect(plan.starts_at, plan.ends_at, plan.telehealth, cancelled=True, closure_id=closure_id)
    return Effect(starts_at, ends_at, telehealth, closure_id=closure_id)


def begun_later(plan: Plan, delay: ClosureSpan, time_zone: str) -> Plan | None:
    """Return the plan as long as it was, from when a delay is over; None where none meets it or the day would change.

    A choice somebody makes for one session: by itself a session never slides (`effect_of`).
    """
    if delay.kind is not ClosureKind.DELAYED or delay.ends_at <= plan.starts_at or delay.starts_at >= plan.ends_at:
        return None
    zone = ZoneInfo(time_zone)
    ends_at = delay.ends_at + (plan.ends_at - plan.starts_at)
    if len({one.astimezone(zone).date() for one in (plan.starts_at, delay.ends_at, ends_at)}) > 1:
        return None
    return replace(plan, starts_at=delay.ends_at, ends_at=ends_at)


def day_status(plans: Sequence[Plan], effects: Sequence[Effect]) -> ProgramDayStatus:
    """Return what kind of day it is from what became of its blocks, in their order."""
    held = [index for index, effect in enumerate(effects) if not effect.cancelled]
    if not held:
        return ProgramDayStatus.CLOSED if plans else ProgramDayStatus.NORMAL
    first, last = held[0], held[-1]
    if first > 0 or effects[first].starts_at > plans[first].starts_at:
        return ProgramDayStatus.DELAYED
    if last < len(plans) - 1 or effects[last].ends_at < plans[last].ends_at:
        return ProgramDayStatus.EARLY_END
    if any(effect.telehealth and not plan.telehealth for plan, effect in zip(plans, effects, strict=True)):
        return ProgramDayStatus.BY_VIDEO
    return ProgramDayStatus.NORMAL


_DECIDED = {
    ProgramDayStatus.DELAYED: ClosureKind.DELAYED,
    ProgramDayStatus.EARLY_END: ClosureKind.EARLY_END,
    ProgramDayStatus.BY_VIDEO: ClosureKind.BY_VIDEO,
    ProgramDayStatus.CLOSED: ClosureKind.CLOSED,
}


def decided_span(
    local_date: date, status: ProgramDayStatus, local_time: time | None, time_zone: str
) -> ClosureSpan | None:
    """Return a director's decision about one cohort's day as a closure; a normal day is none."""
    if status not in _DECIDED:
        return None
    starts_at = instant(local_date, time.min, time_zone)
    ends_at = instant(local_date + timedelta(days=1), time.min, time_zone)
    if local_time is not None:
        at = instant(local_date, local_time, time_zone)
        starts_at, ends_at = (starts_at, at) if status is ProgramDayStatus.DELAYED else (at, ends_at)
    return ClosureSpan(_DECIDED[status], starts_at, ends_at)
