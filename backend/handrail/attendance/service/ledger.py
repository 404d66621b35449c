"""Weeks of an episode against what is expected of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.queries import ledger as queries
from handrail.attendance.queries.ledger import LedgerEpisode
from handrail.attendance.rules.ledger import Place, WeekLedger, week_ledger
from handrail.attendance.rules.presence import Span, countable_parts, minutes_of
from handrail.attendance.service.marks import day_blocks
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import today_in
from handrail.core.ids import EpisodeId, ParticipantId
from handrail.episodes.models import Episode, ExpectedDay
from handrail.episodes.payer_queries import payers_on
from handrail.episodes.rules import Days, ProgramDay, week_of
from handrail.organizations import service as organizations
from handrail.organizations import week_rules
from handrail.organizations.rules import Situation, WeekRule, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.participants import service as participants


@dataclass(frozen=True)
class EpisodeWeek:
    """One week of one episode."""

    episode: Episode
    ledger: WeekLedger

    @property
    def episode_id(self) -> EpisodeId:
        return self.episode.id

    @property
    def participant_id(self) -> ParticipantId:
        return self.episode.participant_id

    def values(self) -> dict[str, Any]:
        """Return what the API shows."""
        return {
            **vars(self.ledger),
            "episode_id": self.episode_id,
            "by_kind": [{"service_kind": kind, "tally": sums} for kind, sums in self.ledger.by_kind],
        }


async def episode_week(db: AsyncSession, actor: Actor, episode_id: EpisodeId, *, on: date | None) -> EpisodeWeek:
    """Return the payer's week around a date, by default today."""
    found = await queries.ledger_episode(db, actor, episode_id)
    day = on or await _today(db)
    week = week_of(day, found.episode.week_starts_on)
    return (await _weeks(db, [(found, [week])]))[0]


async def weeks_around(
    db: AsyncSession, actor: Actor, episode_ids: Collection[EpisodeId], *, on: date
) -> list[EpisodeWeek]:
    """Return the payer's week around a date of each episode of somebody the actor may see."""
    found = await queries.ledger_episodes_of(db, actor, episode_ids)
    return await _weeks(db, [(one, [week_of(on, one.episode.week_starts_on)]) for one in found])


async def participant_weeks(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, until: date | None, weeks: int
) -> list[EpisodeWeek]:
    """Return the last weeks of a participant's episodes up to a date, the newest first."""
    await participants.get_visible_participant(db, actor, participant_id, permission="ledger:read")
    last = until or await _today(db)
    first = last - timedelta(weeks=weeks)
    wanted = []
    for found in await queries.ledger_episodes(db, actor, participant_id, first=first, last=last):
        newest = week_of(last, found.episode.week_starts_on).starts_on
        starts = [newest - timedelta(weeks=back) for back in range(weeks)]
        begins = week_of(found.episode.referred_on, found.episode.week_starts_on).starts_on
        ended_on = found.episode.ended_on
        spans = [
            Days(start, start + timedelta(days=7))
            for start in starts
            if start >= begins and (ended_on is None or start <= ended_on)
        ]
        wanted.append((found, spans))
    found_weeks = await _weeks(db, wanted)
    return sorted(found_weeks, key=lambda one: one.ledger.starts_on, reverse=True)


async def _today(db: AsyncSession) -> date:
    return today_in((await organizations.read_organization(db)).time_zone)


async def _weeks(db: AsyncSession, wanted: Sequence[tuple[LedgerEpisode, Sequence[Days]]]) -> list[EpisodeWeek]:
    every = [week for _, weeks in wanted for week in weeks]
    if not every:
        return []
    ids = [found.episode.id for found, _ in wanted]
    first = min(week.starts_on for week in every)
    last = max(week.starts_on for week in every) + timedelta(days=6)
    expected = await queries.expected_days_between(db, ids, first=first, last=last)
    booked = await queries.booked_between(db, ids, first=first, last=last)
    programs = {(found.episode.level_of_care, found.age_band) for found, _ in wanted}
    rules_of = {one: await week_rules.rules_of(db, level_of_care=one[0], age_band=one[1]) for one in programs}
    ends = [(found.episode.id, _paid_on(week)) for found, weeks in wanted for week in weeks]
    payers = await payers_on(db, ends)
    result = []
    for found, weeks in wanted:
        episode = found.episode
        rules = rules_of[episode.level_of_care, found.age_band]
        days = [_program_day(row) for row in expected if row.episode_id == episode.id]
        places = [_place(row) for row in booked if row.episode_id == episode.id]
        for week in weeks:
            least, count = _day_limits(rules, found, week, days, payer=payers.get((episode.id, _paid_on(week))))
            ledger = week_ledger(week, days, places, counted_day_minutes=least, least_days=count)
            result.append(EpisodeWeek(episode, ledger))
    return result


def _paid_on(week: Days) -> date:
    """Return the day that says whose week it is: who pays at its end pays for it."""
    return week.starts_on + timedelta(days=6)


def _program_day(row: ExpectedDay) -> ProgramDay:
    return ProgramDay(row.local_date, row.state, row.phase, row.planned_minutes, row.minutes, row.weekly_target_minutes)


def _place(row: Any) -> Place:
    session = row.Session
    parts = countable_parts(
        Span(session.starts_at, session.ends_at),
        countable=session.countable,
        local_date=session.local_date,
        zone=ZoneInfo(session.time_zone),
        blocks=day_blocks([block for day in row.days for block in day]),
    )
    return Place(
        local_date=session.local_date,
        service_kind=session.service_kind,
        scheduled_minutes=minutes_of(parts),
        attended_minutes=row.countable_minutes or 0,
        outcome=row.outcome,
        closed=session.status is SessionStatus.CLOSED,
        make_up=row.make_up_for_booking_id is not None,
    )


def _day_limits(
    rules: Sequence[WeekRule], found: LedgerEpisode, week: Days, days: Sequence[ProgramDay], *, payer: str | None
) -> tuple[int | None, int | None]:
    """Return the least minutes of a counted day, and how many such days it takes, by the rules valid in the week."""
    phase = next((day.phase for day in days if day.on in week), Phase.STANDARD)
    situation = Situation(
        level_of_care=found.episode.level_of_care,
        age_band=found.age_band,
        phase=phase,
        on=week.starts_on,
        state=found.state,
        payer=payer,
    )
    limits = limits_of_week(rules, situation)
    if limits is None:
        return None, None
    minutes, count = limits.min_minutes_counted_day, limits.min_days_per_week
    return minutes.value if minutes else None, count.value if count else None
