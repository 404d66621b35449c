"""How many may be in a group by the rules of the week."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import seats
from handrail.core.ids import SessionId
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations import service as organizations
from handrail.organizations.rules import Limit, Situation, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.organizations.week_rules import rules_of


async def caps_of(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, Limit]:
    """Return the cap of each of the sessions that has one, with its citation.

    The state's rule decides; a payer's would need to be known of each participant, which is an authorization's matter.
    """
    found = await seats.capped(db, session_ids)
    if not found:
        return {}
    state = (await organizations.read_organization(db)).state
    rules = {
        kind: await rules_of(db, level_of_care=kind[0], age_band=kind[1])
        for kind in {(LevelOfCare(row.level_of_care), AgeBand(row.age_band)) for row in found}
    }
    limits: dict[tuple[LevelOfCare, AgeBand, date], Limit | None] = {}
    caps = {}
    for row in found:
        level, band = LevelOfCare(row.level_of_care), AgeBand(row.age_band)
        key = (level, band, row.local_date)
        if key not in limits:
            week = limits_of_week(
                rules[level, band], Situation(level, band, Phase.STANDARD, row.local_date, state=state)
            )
            limits[key] = week.group_cap if week is not None else None
        if (cap := limits[key]) is not None:
            caps[SessionId(row.id)] = cap
    return caps
