"""Which sessions of the rest of the week would mend what somebody misses of it. Values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handrail.attendance.rules.ledger import WeekLedger
from handrail.core.ids import SessionId


@dataclass(frozen=True)
class Candidate:
    """A session the person could still come to."""

    session_id: SessionId
    local_date: date
    starts_at: datetime
    ends_at: datetime
    minutes: int
    """Countable minutes of the whole of it."""


@dataclass(frozen=True)
class MakeUp:
    """What coming to one session would mend."""

    session_id: SessionId
    minutes: int
    mends_minutes: int
    mends_day: bool | None
    """Whether its day would reach the least minutes of a counted day; None where no rule counts days."""


def offers(ledger: WeekLedger, candidates: Iterable[Candidate]) -> list[MakeUp]:
    """Return what each session would mend, those that mend more first, then by time; none where nothing lacks.

    Minutes on another date mend the week's hours and not the day that was missed: a payer that pays by the day (HCPCS
    H0015) does not pay for ninety minutes.
    """
    in_sight = {
        day.local_date: day.tally.countable_minutes + day.tally.provisional_minutes + day.tally.open_minutes
        for day in ledger.days
    }
    found = [
        (one, MakeUp(one.session_id, one.minutes, min(one.minutes, ledger.short_by_minutes), day))
        for one in candidates
        if one.minutes > 0 and ((day := _mends_day(ledger, in_sight, one)) or ledger.short_by_minutes > 0)
    ]
    found.sort(key=lambda pair: (not pair[1].mends_day, -pair[1].mends_minutes, pair[0].starts_at, pair[0].session_id))
    return [offer for _, offer in found]


def _mends_day(ledger: WeekLedger, in_sight: Mapping[date, int], one: Candidate) -> bool | None:
    least = ledger.counted_day_minutes
    if least is None:
        return None
    before = in_sight.get(one.local_date, 0)
    return before < least <= before + one.minutes


def together(ledger: WeekLedger, candidates: Sequence[Candidate]) -> tuple[SessionId, ...]:
    """Return the fewest sessions found, none over another, that mend all that lacks, by time; empty if they cannot."""
    chosen: list[Candidate] = []
    lacking = ledger.short_by_minutes
    for one in sorted(candidates, key=lambda each: (-each.minutes, each.starts_at, each.session_id)):
        if lacking > 0 and all(one.ends_at <= each.starts_at or one.starts_at >= each.ends_at for each in chosen):
            chosen.append(one)
            lacking -= one.minutes
    if lacking > 0:
        return ()
    return tuple(one.session_id for one in sorted(chosen, key=lambda each: each.starts_at))
