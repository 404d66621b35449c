"""How many may be in a group, and how long a week is at least, by the rules of the week.

The state's rule decides; a payer's would need to be known of each participant, which is an authorization's matter.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import seats
from handrail.core.ids import ProgramId, SessionId
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations import service as organizations
from handrail.organizations.rules import Limit, Situation, WeekLimits, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.organizations.week_rules import rules_of

_When = tuple[LevelOfCare, AgeBand, date]


async def caps_of(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, Limit]:
    """Return the cap of each of the sessions that has one, with its citation."""
    found = await seats.capped(db, session_ids)
    whens = {
        SessionId(row.id): (LevelOfCare(row.level_of_care), AgeBand(row.age_band), row.local_date) for row in found
    }
    limits = await _limits(db, whens.values())
    return {one: limits[when] for one, when in whens.items() if when in limits}


async def caps_on(
    db: AsyncSession, program_ids: Iterable[ProgramId], days: Sequence[date]
) -> dict[tuple[ProgramId, date], Limit]:
    """Return the cap of groups of each program on each of the days that has one; only `CAPPED_KINDS` have it."""
    found = await seats.programs_capped(db, program_ids)
    whens = {
        (ProgramId(row.id), day): (LevelOfCare(row.level_of_care), AgeBand(row.age_band), day)
        for row in found
        for day in days
    }
    limits = await _limits(db, whens.values())
    return {one: limits[when] for one, when in whens.items() if when in limits}


async def least_on(db: AsyncSession, program_ids: Iterable[ProgramId], day: date) -> dict[ProgramId, Limit]:
    """Return the least minutes of a week of each program that has a minimum, in its standard weeks."""
    found = await seats.programs_capped(db, program_ids)
    whens = {ProgramId(row.id): (LevelOfCare(row.level_of_care), AgeBand(row.age_band), day) for row in found}
    weeks = await _weeks(db, whens.values())
    least = {one: weeks[when].min_minutes_per_week for one, when in whens.items() if when in weeks}
    return {one: limit for one, limit in least.items() if limit is not None}


async def _limits(db: AsyncSession, whens: Iterable[_When]) -> dict[_When, Limit]:
    weeks = await _weeks(db, whens)
    return {when: week.group_cap for when, week in weeks.items() if week.group_cap is not None}


async def _weeks(db: AsyncSession, whens: Iterable[_When]) -> dict[_When, WeekLimits]:
    asked = set(whens)
    if not asked:
        return {}
    state = (await organizations.read_organization(db)).state
    rules = {
        kind: await rules_of(db, level_of_care=kind[0], age_band=kind[1])
        for kind in {(level, band) for level, band, _ in asked}
    }
    limits = {}
    for level, band, day in asked:
        week = limits_of_week(rules[level, band], Situation(level, band, Phase.STANDARD, day, state=state))
        if week is not None:
            limits[level, band, day] = week
    return limits
