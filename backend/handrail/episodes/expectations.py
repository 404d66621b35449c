"""Use cases of expected patterns and of the program days worked out from them."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import EpisodeId, ExpectedPatternId, LocationId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import ClosureKind, LevelOfCare, Track, Weekday
from handrail.episodes import queries, rules
from handrail.episodes.errors import (
    DateOutsideEpisode,
    EpisodeEndedAlready,
    FirstPatternNeeded,
    NotAdmitted,
    PatternExists,
)
from handrail.episodes.events import PatternChanged
from handrail.episodes.models import Episode, ExpectedDay, ExpectedPattern
from handrail.episodes.queries import DayCounts
from handrail.episodes.rules import Block, ClosedTime, Days, Pattern, PlannedPhase, ProgramDay
from handrail.episodes.schemas import PatternCreate, PatternDay, Week
from handrail.organizations import service as organizations
from handrail.organizations import week_rules
from handrail.organizations.models import Closure
from handrail.organizations.rules import Situation, WeekLimits, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.programs.models import Program
from handrail.programs.vocabulary import BlockKind

T = TypeVar("T")


def blocks_of(days: Sequence[dict[str, Any]]) -> dict[int, tuple[Block, ...]]:
    """Read the stored form of a pattern's days."""
    return {
        Weekday(day["weekday"]).number: rules.ordered_blocks(
            Block(_minute(block["starts_at"]), block["minutes"], block["countable_minutes"]) for block in day["blocks"]
        )
        for day in days
    }


def stored_days(days: dict[int, tuple[Block, ...]]) -> list[dict[str, Any]]:
    """Write a pattern's days as they are stored."""
    return [
        {
            "weekday": list(Weekday)[weekday].value,
            "blocks": [
                {
                    "starts_at": f"{block.starts_minute // 60:02}:{block.starts_minute % 60:02}",
                    "minutes": block.minutes,
                    "countable_minutes": block.countable_minutes,
                }
                for block in blocks
            ],
        }
        for weekday, blocks in sorted(days.items())
    ]


def _minute(local: str) -> int:
    at = time.fromisoformat(local)
    return at.hour * 60 + at.minute


def _given_days(days: Sequence[PatternDay]) -> dict[int, tuple[Block, ...]]:
    return blocks_of([day.model_dump(mode="json") for day in days])


def _as_rule(pattern: ExpectedPattern) -> Pattern:
    return Pattern(pattern.starts_on, blocks_of(pattern.days), pattern.weekly_target_minutes, pattern.phase)


async def week_limits(
    db: AsyncSession, program: Program, *, state: str, payer: str | None, on: date
) -> dict[Phase, WeekLimits | None]:
    """What the rules of the week say about each phase of a program on a date, for whom a payer pays or nobody does."""
    level: LevelOfCare = program.level_of_care
    found = await week_rules.rules_of(db, level_of_care=level, age_band=program.age_band)
    return {
        phase: limits_of_week(found, Situation(level, program.age_band, phase, on, state=state, payer=payer))
        for phase in Phase
    }


def _targets(limits: dict[Phase, WeekLimits | None]) -> dict[Phase, int | None]:
    return {
        phase: found.min_minutes_per_week.value if found and found.min_minutes_per_week else None
        for phase, found in limits.items()
    }


def program_week(program: Program, track: Track, limits: WeekLimits | None) -> dict[int, tuple[Block, ...]]:
    """The program's week on one of its tracks, countable minutes as the rules of the week count them."""
    chosen = next(entry for entry in program.tracks if entry["track"] == track.value)
    lengths = []
    for block in program.blocks:
        counts = block["countable"] and block["kind"] != BlockKind.BREAK.value
        if limits is not None:
            counts = counts and block.get("service_kind", "group") in limits.countable_kinds
        lengths.append((block["minutes"], block["minutes"] if counts else 0))
    weekdays = [Weekday(name) for name in chosen["weekdays"]]
    return rules.consecutive_days(weekdays, _minute(chosen["starts_at"]), lengths)


def admission_patterns(
    program: Program, limits: dict[Phase, WeekLimits | None], *, episode: Episode, week: Week | None
) -> list[ExpectedPattern]:
    """Patterns an admission begins with: a week of the participant's own, or the program's with its later phases."""
    assert episode.admitted_on is not None
    assert episode.planned_end_on is not None
    targets = _targets(limits)
    if week is not None:
        days, phases = _given_days(week.days), []
        if week.weekly_target_minutes is not None:
            targets[Phase.STANDARD] = week.weekly_target_minutes
    else:
        assert episode.track is not None
        days = program_week(program, episode.track, limits[Phase.STANDARD])
        phases = [PlannedPhase(Phase(p["phase"]), p["days_per_week"], p["weeks"]) for p in program.phases]
    patterns = rules.phased_patterns(
        days, phases, targets, admitted_on=episode.admitted_on, planned_end_on=episode.planned_end_on
    )
    return [_row(episode.id, pattern) for pattern in patterns]


def _row(episode_id: EpisodeId, pattern: Pattern) -> ExpectedPattern:
    return ExpectedPattern(
        episode_id=episode_id,
        starts_on=pattern.starts_on,
        phase=pattern.phase,
        days=stored_days(pattern.days),
        weekly_target_minutes=pattern.weekly_target_minutes,
    )


async def rewrite_expected_days(
    db: AsyncSession, episodes: Sequence[Episode], *, first: date | None = None, last: date | None = None
) -> None:
    """Work out the expected days of admitted episodes anew, or only those between two dates (both included).

    Called by whatever changes a pattern, a leave, a closure, an admission, a planned or real end.
    """
    ids = [episode.id for episode in episodes]
    patterns = _by_episode([(row.episode_id, _as_rule(row)) for row in await queries.patterns_of(db, ids)])
    leaves = _by_episode(
        [(row.episode_id, Days(row.starts_on, row.back_on)) for row in await queries.leaves_of(db, ids)]
    )
    spans = {episode.id: _span(episode, first, last) for episode in episodes}
    closed = await _closed_times(db, episodes, [span for span in spans.values() if span])
    days: dict[EpisodeId, list[ProgramDay]] = {}
    for episode in episodes:
        span = spans[episode.id]
        days[episode.id] = (
            rules.expected_days(
                patterns.get(episode.id, []), closed[episode.location_id], leaves.get(episode.id, []), *span
            )
            if span
            else []
        )
    await queries.replace_expected_days(db, days, first, last)


def _span(episode: Episode, first: date | None, last: date | None) -> tuple[date, date] | None:
    if episode.admitted_on is None or episode.planned_end_on is None or episode.voided_at is not None:
        return None
    until = min(episode.planned_end_on, episode.ended_on or episode.planned_end_on, last or episode.planned_end_on)
    since = max(episode.admitted_on, first or episode.admitted_on)
    return (since, until) if since <= until else None


def _by_episode(rows: Sequence[tuple[EpisodeId, T]]) -> dict[EpisodeId, list[T]]:
    found: dict[EpisodeId, list[T]] = {}
    for episode_id, value in rows:
        found.setdefault(episode_id, []).append(value)
    return found


async def _closed_times(
    db: AsyncSession, episodes: Sequence[Episode], spans: Sequence[tuple[date, date]]
) -> dict[LocationId | None, list[ClosedTime]]:
    places = {episode.location_id for episode in episodes}
    if not spans:
        return {place: [] for place in places}
    # A day of margin on both sides: a local date begins up to 14 hours from that of UTC.
    closures = await organizations.closures_between(
        db,
        location_id=None,
        from_instant=_midnight(min(first for first, _ in spans)) - timedelta(days=1),
        to_instant=_midnight(max(last for _, last in spans)) + timedelta(days=2),
    )
    zones = {place: ZoneInfo((await queries.zone_and_state(db, place))[0]) for place in places}
    return {place: _closed_at(place, closures, zones[place]) for place in places}


def _closed_at(place: LocationId | None, closures: Sequence[Closure], zone: ZoneInfo) -> list[ClosedTime]:
    return [
        closed
        for closure in closures
        if closure.kind is not ClosureKind.BY_VIDEO and closure.location_id in (None, place)
        for closed in rules.closed_times(closure.starts_at, closure.ends_at, zone)
    ]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=UTC)


async def apply_closure(
    db: AsyncSession, *, location_id: LocationId | None, starts_at: datetime, ends_at: datetime
) -> None:
    """Work out anew the days that a closure, new or removed, touches."""
    first, last = starts_at.date() - timedelta(days=1), ends_at.date() + timedelta(days=1)
    episodes = await queries.admitted_between(db, first, last, location_id=location_id)
    if episodes:
        await rewrite_expected_days(db, episodes, first=first, last=last)


async def list_patterns(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> tuple[ParticipantId, Rows[ExpectedPattern]]:
    """Patterns of an episode by their first day, and whose they are."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    return episode.participant_id, await queries.page_of_patterns(db, episode_id, page)


async def add_pattern(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, new: PatternCreate
) -> tuple[ParticipantId, ExpectedPattern]:
    """Let other days be expected from a date on: partial days, a taper, a holiday week, a step down."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:plan", lock=True)
    _check_can_plan(episode)
    assert episode.admitted_on is not None
    assert episode.planned_end_on is not None
    if not episode.admitted_on <= new.starts_on <= episode.planned_end_on:
        raise DateOutsideEpisode(pointer="/starts_on")
    days = _given_days(new.days)
    target = new.weekly_target_minutes
    full_week = sum(rules.countable_minutes(blocks) for blocks in days.values())
    if target is None:
        before = rules.pattern_on([_as_rule(row) for row in await queries.patterns_of(db, [episode_id])], new.starts_on)
        same_phase = before is not None and before.phase is new.phase
        target = min(before.weekly_target_minutes, full_week) if before and same_phase else full_week
    pattern = _row(episode_id, Pattern(new.starts_on, days, target, new.phase))
    with refusing({"uq_expected_patterns_starts_on": PatternExists(pointer="/starts_on")}):
        db.add(pattern)
        await db.flush()
    await _after_change(db, episode, new.starts_on)
    return episode.participant_id, pattern


async def void_pattern(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, pattern_id: ExpectedPatternId, *, reason: str
) -> tuple[ParticipantId, ExpectedPattern]:
    """Take a later pattern back: the one before it holds on."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:plan", lock=True)
    _check_can_plan(episode)
    pattern = await queries.get_pattern(db, episode_id, pattern_id)
    if pattern.starts_on == episode.admitted_on:
        raise FirstPatternNeeded()
    pattern.voided_at, pattern.void_reason = now(), reason
    await db.flush()
    await _after_change(db, episode, pattern.starts_on)
    return episode.participant_id, pattern


def _check_can_plan(episode: Episode) -> None:
    if episode.ended_on is not None:
        raise EpisodeEndedAlready()
    if episode.admitted_on is None:
        raise NotAdmitted()


async def _after_change(db: AsyncSession, episode: Episode, from_on: date) -> None:
    await rewrite_expected_days(db, [episode], first=from_on)
    await announce(db, PatternChanged(episode.id, episode.participant_id, from_on))


async def list_expected_days(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, first: date, last: date, page: PageParams
) -> tuple[ParticipantId, Rows[ExpectedDay]]:
    """Program days between two dates, both included, and whose they are."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    return episode.participant_id, await queries.page_of_expected_days(db, episode_id, first, last, page)


async def episode_day_counts(
    db: AsyncSession, episode_ids: Collection[EpisodeId], on: date
) -> dict[EpisodeId, DayCounts]:
    """Day x of y and the week's target of several episodes, in one statement."""
    return await queries.day_counts(db, episode_ids, on)
