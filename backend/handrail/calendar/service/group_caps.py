"""How many may be in a group by the rules of the week.

The state's rule decides; a payer's would need to be known of each participant, which is an authorization's matter.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import seats
from handrail.core.ids import ProgramId, SessionId
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations import service as organizations
from handrail.organizations.rules import Limit, Situation, limits_of_week
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


async def _limits(db: AsyncSession, whens: Iterable[_When]) -> dict[_When, Limit]:
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
        if week is not None and week.group_cap is not None:
            limits[level, band, day] = week.group_cap
    return limits
