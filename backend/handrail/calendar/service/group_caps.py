"""How many may be in a group, and how long a week is at least, by the rules of the week.

A group has the cap of the state, and that of each payer of who comes to it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import seats
from handrail.core.ids import EpisodeId, ProgramId, SessionId
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.episodes.payer_queries import payers_on
from handrail.organizations import service as organizations
from handrail.organizations.rules import Limit, Situation, WeekRule, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.organizations.week_rules import rules_of

_When = tuple[LevelOfCare, AgeBand, date]


@dataclass(frozen=True)
class Cap:
    """The state's cap of a group, and what each payer that has one of its own allows."""

    state: Limit | None
    of_payers: Mapping[str, Limit]

    def among(self, payers: Iterable[str]) -> Limit | None:
        """Return the least of what holds for a group of people for whom these payers pay.

        The state's holds whoever pays, and a payer does not pay for anybody in a group that is larger than its own.
        """
        found = [self.of_payers[one] for one in payers if one in self.of_payers]
        return min([self.state, *found] if self.state else found, key=lambda one: one.value, default=None)


@dataclass(frozen=True)
class Caps:
    """What caps some sessions, who pays for those who have a place in them, and the day of each."""

    of: Mapping[SessionId, Cap]
    present: Mapping[SessionId, Collection[str]]
    days: Mapping[SessionId, date]

    @property
    def by_payers(self) -> bool:
        """Whether who comes makes a difference."""
        return any(cap.of_payers for cap in self.of.values())

    def limit(self, session_id: SessionId, coming: str | None = None) -> Limit | None:
        """Return what caps a session, with somebody for whom `coming` pays."""
        cap = self.of.get(session_id)
        payers = self.present.get(session_id, ())
        return None if cap is None else cap.among([*payers, coming] if coming else payers)


async def caps_of(db: AsyncSession, session_ids: Iterable[SessionId]) -> Caps:
    """Return the caps of those of the sessions that a rule may cap."""
    found = await seats.capped(db, session_ids)
    whens = {
        SessionId(row.id): (LevelOfCare(row.level_of_care), AgeBand(row.age_band), row.local_date) for row in found
    }
    caps = await _caps(db, whens.values())
    of = {one: caps[when] for one, when in whens.items() if when in caps}
    paid = [one for one, cap in of.items() if cap.of_payers]
    return Caps(of, await seats.payers_in(db, paid) if paid else {}, {one: whens[one][2] for one in of})


async def payers_of(
    db: AsyncSession, caps: Caps, coming: Iterable[tuple[SessionId, EpisodeId]]
) -> dict[tuple[SessionId, EpisodeId], str]:
    """Return who pays for episodes on the days of sessions to come to, where that can make a difference."""
    if not caps.by_payers:
        return {}
    whens = {(session, episode): (episode, caps.days[session]) for session, episode in coming if session in caps.days}
    found = await payers_on(db, whens.values())
    return {one: found[when] for one, when in whens.items() if when in found}


async def caps_on(
    db: AsyncSession, program_ids: Iterable[ProgramId], days: Sequence[date]
) -> dict[tuple[ProgramId, date], Cap]:
    """Return the cap of groups of each program on each of the days that has one; only `CAPPED_KINDS` have it."""
    found = await seats.programs_capped(db, program_ids)
    whens = {
        (ProgramId(row.id), day): (LevelOfCare(row.level_of_care), AgeBand(row.age_band), day)
        for row in found
        for day in days
    }
    caps = await _caps(db, whens.values())
    return {one: caps[when] for one, when in whens.items() if when in caps}


async def least_on(db: AsyncSession, program_ids: Iterable[ProgramId], day: date) -> dict[ProgramId, Limit]:
    """Return the least minutes of a week of each program that has a minimum, in its standard weeks."""
    found = await seats.programs_capped(db, program_ids)
    state, rules = await _rules(db, {(LevelOfCare(row.level_of_care), AgeBand(row.age_band)) for row in found})
    least = {}
    for row in found:
        kind = (LevelOfCare(row.level_of_care), AgeBand(row.age_band))
        week = limits_of_week(rules[kind], Situation(*kind, Phase.STANDARD, day, state=state))
        if week is not None and week.min_minutes_per_week is not None:
            least[ProgramId(row.id)] = week.min_minutes_per_week
    return least


async def _caps(db: AsyncSession, whens: Iterable[_When]) -> dict[_When, Cap]:
    asked = set(whens)
    state, rules = await _rules(db, {(level, band) for level, band, _ in asked})
    found = {}
    for level, band, day in asked:
        of_kind = rules[level, band]
        payers = {rule.payer for rule in of_kind if rule.payer is not None and rule.group_cap is not None}
        here = Situation(level, band, Phase.STANDARD, day, state=state)
        limits = {payer: _limit(of_kind, replace(here, payer=payer)) for payer in payers}
        cap = Cap(_limit(of_kind, here), {payer: one for payer, one in limits.items() if one is not None})
        if cap.state is not None or cap.of_payers:
            found[level, band, day] = cap
    return found


async def _rules(
    db: AsyncSession, kinds: Collection[tuple[LevelOfCare, AgeBand]]
) -> tuple[str | None, dict[tuple[LevelOfCare, AgeBand], list[WeekRule]]]:
    """Return the organization's state, and the rules for each kind of program."""
    if not kinds:
        return None, {}
    rules = {kind: await rules_of(db, level_of_care=kind[0], age_band=kind[1]) for kind in kinds}
    return (await organizations.read_organization(db)).state, rules


def _limit(rules: Sequence[WeekRule], situation: Situation) -> Limit | None:
    week = limits_of_week(rules, situation)
    return week.group_cap if week is not None else None
