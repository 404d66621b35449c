"""Presence and its minutes. Values in, values out; every span is half open `[starts_at, ends_at)`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.attendance.errors import (
    ArrivalNeeded,
    DepartureNeeded,
    MarkContradicts,
    NotPresentThen,
    OutsideSession,
    TimeAhead,
    TimesReversed,
    TooManyIntervals,
)
from handrail.attendance.vocabulary import CAME, MAX_INTERVALS, AbsenceReason, Outcome, PullOutReason


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time; empty when it ends where it starts."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at < self.starts_at:
            raise TimesReversed()


@dataclass(frozen=True)
class Presence:
    """One stay in the room. `ends_at` None: still there. `reason`: why a stay ended before the session did."""

    starts_at: datetime
    ends_at: datetime | None = None
    reason: PullOutReason | None = None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same time as disjoint spans in order; spans that touch become one."""
    result: list[Span] = []
    for span in sorted(spans):
        if span.starts_at == span.ends_at:
            continue
        if result and span.starts_at <= result[-1].ends_at:
            result[-1] = Span(result[-1].starts_at, max(result[-1].ends_at, span.ends_at))
        else:
            result.append(span)
    return tuple(result)


def common(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """Return the time that lies in both."""
    others = merged(right)
    return tuple(
        Span(max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in merged(left)
        for other in others
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    )


def without(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """Return the time of `spans` that lies in none of the holes."""
    left = list(merged(spans))
    for hole in merged(holes):
        left = [
            piece
            for span in left
            for piece in (
                Span(span.starts_at, max(span.starts_at, min(span.ends_at, hole.starts_at))),
                Span(min(span.ends_at, max(span.starts_at, hole.ends_at)), span.ends_at),
            )
        ]
    return merged(left)


def minutes_of(spans: Iterable[Span]) -> int:
    """Return whole minutes; a part of a minute is never rounded up into time nobody gave."""
    return sum((span.ends_at - span.starts_at for span in merged(spans)), timedelta()) // timedelta(minutes=1)


def spans_of(presence: Iterable[Presence], session: Span) -> tuple[Span, ...]:
    """Return stays clipped to the session; who is still there counts as staying to its end."""
    stays = []
    for stay in presence:
        ends_at = session.ends_at if stay.ends_at is None else stay.ends_at
        if ends_at > stay.starts_at:
            stays.append(Span(stay.starts_at, ends_at))
    return common(stays, [session])


def presence_minutes(presence: Iterable[Presence], session: Span, *, countable: Sequence[Span] | None = None) -> int:
    """Return minutes of presence inside the session, or inside its countable parts.

    A group 9:30-11:00 with a pull-out 10:40-10:55 gives 75 minutes. Time in a hallway, in another room or in
    a break is not time in the service (42 CFR 410.44(a): the services that count are named there).
    """
    stays = spans_of(presence, session)
    return minutes_of(stays if countable is None else common(stays, countable))


@dataclass(frozen=True)
class DayBlock:
    """A part of the program day in local time, of whose minutes the first `countable_minutes` count."""

    local_start: time
    minutes: int
    countable_minutes: int


def countable_parts(
    session: Span, *, countable: bool, local_date: date, zone: ZoneInfo, blocks: Iterable[DayBlock]
) -> tuple[Span, ...]:
    """Return the parts of a session that count: none of a kind that does not, and no break of the cohort's day."""
    if not countable:
        return ()
    holes = []
    for block in blocks:
        starts_at = datetime.combine(local_date, block.local_start, tzinfo=zone).astimezone(UTC)
        counted, all_of_it = timedelta(minutes=block.countable_minutes), timedelta(minutes=block.minutes)
        if counted < all_of_it:
            holes.append(Span(starts_at + counted, starts_at + all_of_it))
    return without([session], holes)


@dataclass(frozen=True)
class Marked:
    """A checked mark: what to store."""

    outcome: Outcome
    presence: tuple[Presence, ...]

    @property
    def arrived_at(self) -> datetime | None:
        """First time in the room."""
        return min((stay.starts_at for stay in self.presence), default=None)

    @property
    def left_at(self) -> datetime | None:
        """Last time out of the room; None while somebody is still there."""
        return left_at(self.presence)


def left_at(presence: Iterable[Presence]) -> datetime | None:
    """Return when somebody left for good, or None for somebody who is there or never came."""
    ends = [stay.ends_at for stay in presence]
    if not ends or None in ends:
        return None
    return max(end for end in ends if end is not None)


def mark(
    outcome: Outcome,
    *,
    session: Span,
    now: datetime,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    absence_reason: AbsenceReason | None = None,
) -> Marked:
    """Turn a click into presence.

    "Present" without a time means: came at the start. "Late" without a time: has just come in. "Left early" without
    a time: has just gone. The last two have to name the time when the session is over.
    """
    if outcome not in CAME:
        if arrived_at is not None or left_at is not None:
            raise MarkContradicts(pointer="/arrived_at")
        return Marked(outcome, ())
    if absence_reason is not None:
        raise MarkContradicts(pointer="/absence_reason")
    running = session.starts_at < now < session.ends_at
    if arrived_at is None:
        if outcome is Outcome.LATE and not running:
            raise ArrivalNeeded(pointer="/arrived_at")
        arrived_at = now if outcome is Outcome.LATE else session.starts_at
    if left_at is None and outcome is Outcome.LEFT_EARLY:
        if not running:
            raise DepartureNeeded(pointer="/left_at")
        left_at = now
    return Marked(outcome, (_stay(arrived_at, left_at, session=session, now=now),))


def _stay(arrived_at: datetime, left_at: datetime | None, *, session: Span, now: datetime) -> Presence:
    # People come early; the stay begins with the session all the same. Nobody arrives after its end.
    arrived_at = max(arrived_at, session.starts_at)
    if arrived_at >= session.ends_at:
        raise OutsideSession(pointer="/arrived_at")
    if left_at is not None:
        if left_at <= arrived_at:
            raise TimesReversed(pointer="/left_at")
        if left_at > now:
            raise TimeAhead(pointer="/left_at")
        left_at = min(left_at, session.ends_at)
    return Presence(arrived_at, left_at)


def pull_out(
    presence: Sequence[Presence],
    *,
    out_at: datetime,
    back_at: datetime | None,
    reason: PullOutReason,
    session: Span,
    now: datetime,
) -> tuple[Presence, ...]:
    """Take somebody out of the session at `out_at`; `back_at` None: not back yet, or not coming back.

    Naming an open pull-out again with `back_at` completes it.
    """
    if back_at is not None and back_at <= out_at:
        raise TimesReversed(pointer="/back_at")
    if max(out_at, back_at or out_at) > now:
        raise TimeAhead(pointer="/back_at" if back_at and back_at > now else "/out_at")
    if not session.starts_at <= out_at < session.ends_at:
        raise OutsideSession(pointer="/out_at")
    stays = sorted(presence, key=lambda stay: stay.starts_at)
    result: list[Presence] = []
    found = False
    for stay in stays:
        reopened = stay.ends_at == out_at and stay is stays[-1] and stay.reason is not None and back_at is not None
        if reopened:
            stay = replace(stay, ends_at=None)  # noqa: PLW2901
        if found or not stay.starts_at <= out_at or (stay.ends_at is not None and stay.ends_at <= out_at):
            result.append(stay)
            continue
        found = True
        if out_at > stay.starts_at:
            result.append(Presence(stay.starts_at, out_at, reason))
        ends_at = session.ends_at if stay.ends_at is None else stay.ends_at
        if back_at is not None and back_at < ends_at:
            result.append(Presence(back_at, stay.ends_at, stay.reason))
    if not found:
        raise NotPresentThen(pointer="/out_at")
    if len(result) > MAX_INTERVALS:
        raise TooManyIntervals(limit=MAX_INTERVALS)
    return tuple(result)


def depart(
    presence: Sequence[Presence],
    *,
    left_at: datetime,
    session: Span,
    now: datetime,
    reason: PullOutReason | None = None,
) -> tuple[Presence, ...]:
    """Somebody leaves for good at `left_at`: what was recorded after it falls away."""
    if left_at > now:
        raise TimeAhead(pointer="/left_at")
    left_at = min(left_at, session.ends_at)
    kept = [stay for stay in sorted(presence, key=lambda stay: stay.starts_at) if stay.starts_at < left_at]
    if not kept:
        raise TimesReversed(pointer="/left_at")
    last = kept[-1]
    if last.ends_at is None or last.ends_at > left_at:
        kept[-1] = Presence(last.starts_at, left_at, reason)
    return tuple(kept)


def closed(presence: Sequence[Presence], *, session: Span, now: datetime) -> tuple[Presence, ...]:
    """Confirm departures: who is still there leaves with the end of the session, or now where it ends before its time.

    Nobody is credited with minutes that have not happened.
    """
    end = min(session.ends_at, now)
    return tuple(replace(stay, ends_at=max(end, stay.starts_at)) if stay.ends_at is None else stay for stay in presence)


def outcome_after(outcome: Outcome, presence: Sequence[Presence], session_end: datetime) -> Outcome:
    """Return the outcome that fits a known departure: who was marked present and went before the end left early.

    Who came late stays late: one word is all a row has, and the times say the rest.
    """
    left = left_at(presence)
    if outcome in (Outcome.PRESENT, Outcome.LEFT_EARLY) and left is not None:
        return Outcome.LEFT_EARLY if left < session_end else Outcome.PRESENT
    return outcome
