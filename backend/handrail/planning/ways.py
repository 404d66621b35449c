"""Several locations in one week: who is where, and the ways between. Pure: values in, values out.

The way from any location to any other takes as long as a search for free times takes it to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, pairwise

from handrail.builder.problem import Travel
from handrail.calendar.vocabulary import TRAVEL_MINUTES
from handrail.core.ids import LocationId, SessionId, StaffId
from handrail.planning.spans import DAY, merged
from handrail.planning.week import Lost, Standing, WeekSeen

Spans = Iterable[tuple[int, int]]


def between(sites: Sequence[LocationId], tick: int) -> tuple[Travel, ...]:
    """Return the way between each two locations, as the builder is told it."""
    ticks = -(-TRAVEL_MINUTES // tick)
    return tuple(
        Travel.model_validate({"from": str(one), "to": str(other), "ticks": ticks})
        for one, other in combinations(sites, 2)
    )


def on_the_way(others: Iterable[Standing], site: LocationId) -> list[tuple[int, int]]:
    """Return when somebody who holds these cannot be at a location: they are at another one, or under way."""
    there = [one for one in others if one.site != site and not one.telehealth]
    return merged((one.starts - TRAVEL_MINUTES, one.ends + TRAVEL_MINUTES) for one in there)


def too_short(play: Collection[Standing], week: WeekSeen, losses: Iterable[Lost]) -> set[SessionId]:
    """Return sessions that stand so soon after one at another location that there is no time for the way.

    What stands, stays: they are planned around. Whoever is away then leaves their sessions to others, so that these
    have no way.
    """
    away: dict[StaffId, list[tuple[int, int]]] = defaultdict(list)
    for worker in week.workers:
        away[worker.id] += worker.off
    for loss in losses:
        away[StaffId(loss.id)].append((loss.begins, loss.ends))
    mine: dict[StaffId, list[Standing]] = defaultdict(list)
    for one in sorted(play, key=lambda one: (one.starts, one.id)):
        for leader in one.leaders:
            if not any(a < one.ends and one.starts < b for a, b in away[leader]):
                mine[leader].append(one)
    return {one for held in mine.values() for one in _too_soon(held)}


def _too_soon(held: list[Standing]) -> set[SessionId]:
    """Return which of somebody's sessions, in their order, leave too little time since the one before."""
    found: set[SessionId] = set()
    while True:
        there = [one for one in held if not one.telehealth and one.id not in found]
        late = next((b for a, b in pairwise(there) if a.site != b.site and _free(held, a, b) < TRAVEL_MINUTES), None)
        if late is None:
            return found
        found.add(late.id)


def _free(held: list[Standing], one: Standing, other: Standing) -> int:
    """Return the minutes between two sessions in which no third is held; another day is far enough."""
    if one.starts // DAY != other.starts // DAY:
        return TRAVEL_MINUTES
    video = sum(two.minutes for two in held if one.ends <= two.starts < other.starts)
    return other.starts - one.ends - video
