"""What programs owe people in a week and no session holds yet."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import EpisodeId, LocationId
from handrail.core.vocabulary import ServiceKind
from handrail.organizations import service as organizations
from handrail.planning import queries
from handrail.planning.errors import WeekNotMonday
from handrail.planning.queries import Member
from handrail.planning.schemas import UnplacedRead, UnplacedWeekRead
from handrail.planning.vocabulary import MOST_UNPLACED, TICKS, USUAL_MINUTES
from handrail.planning.week import Need

_LOOK_BACK = timedelta(days=120)
_BY_THERAPIST = (ServiceKind.INDIVIDUAL, ServiceKind.FAMILY)
"""What the primary clinician holds; the others need a prescriber."""


async def needs_of(db: AsyncSession, people: Sequence[Member], monday: date, sunday: date) -> tuple[Need, ...]:
    """Return what programs owe and the week does not hold, in the order of the episodes."""
    by_episode = {one.episode_id: one for one in people}
    owed = [one for one in await queries.owed(db, by_episode) if one.service_kind in USUAL_MINUTES]
    first = min([monday, *(one.admitted_on for one in people)], default=monday)
    longest = max((one.per_days or 0 for one in owed), default=0)
    from_date = min(sunday - timedelta(days=longest), max(first, monday - _LOOK_BACK))
    had: dict[tuple[EpisodeId, ServiceKind], list[tuple[date, int, str]]] = defaultdict(list)
    for episode_id, kind, on, minutes, title in await queries.had(db, by_episode, USUAL_MINUTES, from_date, sunday):
        had[episode_id, kind].append((on, minutes, title))
    needs = list[Need]()
    for one in owed:
        member, sessions = by_episode[one.episode_id], had[one.episode_id, one.service_kind]
        if one.per_days is not None:
            since = sunday - timedelta(days=one.per_days - 1)
        elif member.admitted_on + timedelta(days=one.within_days or 0) <= sunday:
            since = member.admitted_on
        else:
            continue
        missing = one.times - sum(1 for on, _, _ in sessions if on >= since)
        minutes = sessions[-1][1] if sessions else USUAL_MINUTES[one.service_kind]
        need = Need(
            person=member.person,
            participant_id=member.participant_id,
            episode_id=one.episode_id,
            program_id=member.program_id,
            site=member.location_id,
            kind=one.service_kind,
            minutes=max(TICKS[-1], minutes // TICKS[-1] * TICKS[-1]),
            therapist=member.therapist,
            title=sessions[-1][2] if sessions else None,
        )
        needs += [need] * max(missing, 0)
    return tuple(needs)


async def read_unplaced(db: AsyncSession, location_id: LocationId, monday: date) -> UnplacedWeekRead:
    """Return whose sessions a week of a location does not hold yet, by name, a hundred at most."""
    if monday.weekday() != 0:
        raise WeekNotMonday(pointer="/monday")
    await organizations.get_location(db, location_id)
    sunday = monday + timedelta(days=6)
    needs = Counter(await needs_of(db, await queries.members(db, [location_id], monday, sunday), monday, sunday))
    names = await queries.called(db, {need.participant_id for need in needs})
    items = [
        UnplacedRead(
            participant_id=need.participant_id,
            name=names[need.participant_id],
            program_id=need.program_id,
            service_kind=need.kind,
            minutes=need.minutes,
            times=times,
            staff_id=need.therapist if need.kind in _BY_THERAPIST else None,
        )
        for need, times in needs.items()
    ]
    items.sort(key=lambda one: (one.name, one.service_kind))
    return UnplacedWeekRead(monday=monday, total=sum(needs.values()), items=items[:MOST_UNPLACED])
