"""The problem as the builder works on it: people and places by index, time as bits, one bit a tick of the week."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from handrail.builder.problem import Activity, Kind, Problem, travel_ticks

SPREAD_DAYS: Final = 3
"""A cohort of so many days or fewer should not meet on neighbouring days."""
RESERVES: Final = 60
"""So many sets of clinicians are watched."""
CHAIRS: Final = {Kind.INDIVIDUAL: 2, Kind.FAMILY: 3, Kind.PSYCHIATRIC: 2}


@dataclass(frozen=True, slots=True)
class Held:
    """An activity: who may hold it, and where."""

    index: int
    id: str
    ticks: int
    ones: int
    """So many bits as it has ticks."""
    leaders: frozenset[int]
    rooms: tuple[int, ...]
    """Those that fit, the smallest first."""
    tele_ok: bool
    credential: str
    day_idx: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Days and a start that a cohort could have."""

    days: tuple[int, ...]
    start: int
    cost: int
    """For neighbouring days, and for groups that would be at another time than now."""
    masks: tuple[int, ...]
    """When each group is."""
    whole: int
    """When any group is."""
    day_masks: tuple[int, ...]
    program_days: int
    """All ticks of its days."""
    kept: tuple[int, ...]
    """For each group that stays where it is: the clinician it has now; else -1."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A track with its groups and everything it could be."""

    index: int
    id: str
    site: int
    groups: tuple[Held, ...]
    day_groups: tuple[tuple[int, ...], ...]
    day_ticks: tuple[int, ...]
    ticks: int
    options: tuple[Option, ...]
    leaders: tuple[int, ...]
    """Who may lead at least one of its groups."""
    leads_all: frozenset[int]
    day_rooms: tuple[tuple[int, ...], ...]
    """For each of its days the rooms that fit all its groups, the smallest first."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Sessions of a participant that one clinician holds: individual and family, as a rule."""

    index: int
    sessions: tuple[Held, ...]
    participant: int
    cohort: int
    site: int
    clinicians: tuple[int, ...]
    ticks: int


@dataclass(frozen=True, slots=True)
class Now:
    """How a session is held in the current week."""

    start: int
    clinician: int
    room: int
    tele: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """Clinicians, what they alone must hold, and what they can: ticks of the week."""

    clinicians: frozenset[int]
    need: int
    supply: int

    @property
    def use(self) -> float:
        return self.need / max(self.supply, 1)


class Grid:
    """Everything about a problem that does not change while a week is sought."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.day_ticks = problem.day_ticks
        self.days = problem.days
        self.day_mask = [((1 << self.day_ticks) - 1) << (day * self.day_ticks) for day in range(problem.days)]
        self.last_tick = sum(1 << ((day + 1) * self.day_ticks - 1) for day in range(problem.days))
        self.site_of = {one.id: index for index, one in enumerate(problem.sites)}
        self.track_of = {one.id: index for index, one in enumerate(problem.tracks)}
        self.clinician_of = {one.id: index for index, one in enumerate(problem.clinicians)}
        self.room_of = {one.id: index for index, one in enumerate(problem.rooms)}
        self.participant_of = {one.id: index for index, one in enumerate(problem.participants)}
        closed = [bits(site.closed) for site in problem.sites]
        self.room_open = [bits(room.open) & ~closed[self.site_of[room.site]] for room in problem.rooms]
        self.clinician_open = [bits(one.open) for one in problem.clinicians]
        self.max_day = [one.max_day for one in problem.clinicians]
        self.max_week = [one.max_week for one in problem.clinicians]
        self.available = [~bits(one.unavailable) & sum(self.day_mask) for one in problem.participants]
        self.ways = self._ways()
        self.members = [0] * len(problem.tracks)
        for participant in problem.participants:
            self.members[self.track_of[participant.track]] += 1
        self.now = self._now()
        self.holders: dict[str, frozenset[int]] = {}
        self.held = tuple(self._held(index, one) for index, one in enumerate(problem.activities))
        self.cohorts = tuple(self._cohort(index) for index in range(len(problem.tracks)))
        self.units = self._units()
        self.units_of: list[list[int]] = [[] for _ in problem.participants]
        for unit in self.units:
            self.units_of[unit.participant].append(unit.index)
        # Where a session of so many ticks may begin, so that it ends on the same day.
        self.inside = {
            ticks: union(
                ((1 << max(self.day_ticks - ticks + 1, 0)) - 1) << (day * self.day_ticks) for day in range(self.days)
            )
            for ticks in {held.ticks for held in self.held}
        }
        self.supply = [
            min(
                self.max_week[c],
                sum(min(self.max_day[c], (self.clinician_open[c] & m).bit_count()) for m in self.day_mask),
            )
            for c in range(len(problem.clinicians))
        ]
        self.reserves = self._reserves()
        self.reserves_of = [
            tuple(at for at, reserve in enumerate(self.reserves) if c in reserve.clinicians)
            for c in range(len(problem.clinicians))
        ]
        self.scarcity = [
            max((self.reserves[at].use for at in self.reserves_of[c]), default=0.0)
            for c in range(len(problem.clinicians))
        ]

    def _reserves(self) -> tuple[Reserve, ...]:
        """Return the sets of clinicians whose hours participants' sessions need, the most used first.

        A group that would leave a set too few hours makes the sessions impossible, whatever else is decided.
        """
        sets = {frozenset(unit.clinicians) for unit in self.units}
        sets.add(frozenset[int]().union(*sets))
        found = []
        for clinicians in sorted(sets, key=sorted):
            need = sum(unit.ticks for unit in self.units if clinicians.issuperset(unit.clinicians))
            found.append(Reserve(clinicians, need, sum(self.supply[c] for c in clinicians)))
        return tuple(sorted(found, key=lambda one: -one.use)[:RESERVES])

    def _ways(self) -> list[list[int]]:
        ways = {(way.origin, way.to): way.ticks for way in self.problem.travel}
        names = [site.id for site in self.problem.sites]
        # Both ways of a pair take the longer time: a mask tells a clash without an order.
        return [[max(travel_ticks(ways, a, b), travel_ticks(ways, b, a)) for b in names] for a in names]

    def _now(self) -> dict[int, Now]:
        if self.problem.current is None:
            return {}
        index_of = {one.id: index for index, one in enumerate(self.problem.activities)}
        return {
            index_of[one.activity]: Now(
                one.start,
                self.clinician_of.get(one.clinician, -1),
                self.room_of.get(one.room, -1) if one.room is not None else -1,
                one.tele,
            )
            for one in self.problem.current.sessions
        }

    def _held(self, index: int, one: Activity) -> Held:
        if one.credential not in self.holders:
            self.holders[one.credential] = frozenset(
                at for at, clinician in enumerate(self.problem.clinicians) if one.credential in clinician.credentials
            )
        leaders = self.holders[one.credential]
        if one.clinicians:
            leaders &= {self.clinician_of[name] for name in one.clinicians}
        chairs = CHAIRS.get(one.kind) or self.members[self.track_of[one.track]] + 1
        site = self.problem.tracks[self.track_of[one.track]].site
        rooms = [
            (room.cap, len(room.tags), at)
            for at, room in enumerate(self.problem.rooms)
            if room.site == site and room.cap >= chairs and set(one.tags) <= set(room.tags)
        ]
        return Held(
            index=index,
            id=one.id,
            ticks=one.ticks,
            ones=(1 << one.ticks) - 1,
            leaders=leaders,
            rooms=tuple(at for _, _, at in sorted(rooms)),
            tele_ok=one.tele_ok,
            credential=one.credential,
            day_idx=one.day_idx or 0,
            offset=one.offset or 0,
        )

    def _cohort(self, index: int) -> Cohort:
        track = self.problem.tracks[index]
        groups = tuple(
            self.held[at]
            for at, one in enumerate(self.problem.activities)
            if one.kind is Kind.GROUP and one.track == track.id
        )
        free = sum(self.day_mask)
        for at, participant in enumerate(self.problem.participants):
            if participant.track == track.id:
                free &= self.available[at]
        begins, ends = track.window
        options = [
            option
            for days in combinations(range(self.days), track.days)
            for start in range(begins, ends - track.block_ticks + 1)
            if (option := self._option(track.days, days, start, groups)).whole & free == option.whole
        ]
        day_groups = tuple(tuple(at for at, g in enumerate(groups) if g.day_idx == d) for d in range(track.days))
        return Cohort(
            index=index,
            id=track.id,
            site=self.site_of[track.site],
            groups=groups,
            day_groups=day_groups,
            day_ticks=tuple(sum(groups[at].ticks for at in inside) for inside in day_groups),
            ticks=sum(group.ticks for group in groups),
            options=tuple(sorted(options, key=lambda one: one.cost)),
            leaders=tuple(sorted(frozenset[int]().union(*(group.leaders for group in groups)))),
            leads_all=frozenset.intersection(*(group.leaders for group in groups)) if groups else frozenset(),
            day_rooms=tuple(_rooms_for_all([groups[at] for at in inside]) for inside in day_groups),
        )

    def _option(self, count: int, days: tuple[int, ...], start: int, groups: tuple[Held, ...]) -> Option:
        masks, kept, moved = [], [], 0
        for group in groups:
            begins = days[group.day_idx] * self.day_ticks + start + group.offset
            masks.append(group.ones << begins)
            now = self.now.get(group.index)
            stays = now is not None and now.start == begins and not now.tele
            moved += now is not None and not stays
            kept.append(now.clinician if now is not None and stays else -1)
        neighbours = sum(1 for day in days if day + 1 in days) if count <= SPREAD_DAYS else 0
        return Option(
            days=days,
            start=start,
            cost=self.weights.consecutive * neighbours + self.weights.changed * moved,
            masks=tuple(masks),
            whole=union(masks),
            day_masks=tuple(
                union(mask for mask, group in zip(masks, groups, strict=True) if group.day_idx == at)
                for at in range(count)
            ),
            program_days=union(self.day_mask[day] for day in days),
            kept=tuple(kept),
        )

    def _units(self) -> tuple[Unit, ...]:
        index_of = {one.id: index for index, one in enumerate(self.problem.activities)}
        leader = list(range(len(self.problem.activities)))

        def root(at: int) -> int:
            while leader[at] != at:
                at = leader[at]
            return at

        for at, one in enumerate(self.problem.activities):
            if one.same_clinician_as is not None:
                leader[root(at)] = root(index_of[one.same_clinician_as])
        together: dict[int, list[int]] = defaultdict(list)
        for at, one in enumerate(self.problem.activities):
            if one.kind is not Kind.GROUP:
                together[root(at)].append(at)
        return tuple(self._unit(index, inside) for index, inside in enumerate(together.values()))

    def _unit(self, index: int, inside: list[int]) -> Unit:
        first = self.problem.activities[inside[0]]
        sessions = tuple(sorted((self.held[at] for at in inside), key=lambda one: -one.ticks))
        cohort = self.track_of[first.track]
        return Unit(
            index=index,
            sessions=sessions,
            participant=self.participant_of[first.participant or ""],
            cohort=cohort,
            site=self.site_of[self.problem.tracks[cohort].site],
            clinicians=tuple(sorted(frozenset.intersection(*(one.leaders for one in sessions)))),
            ticks=sum(one.ticks for one in sessions),
        )


def _rooms_for_all(groups: list[Held]) -> tuple[int, ...]:
    if not groups:
        return ()
    others = [set(group.rooms) for group in groups[1:]]
    return tuple(room for room in groups[0].rooms if all(room in fit for fit in others))


def bits(spans: Iterable[tuple[int, int]]) -> int:
    """Return the ticks of spans as bits."""
    return union(((1 << (ends - begins)) - 1) << begins for begins, ends in spans)


def union(masks: Iterable[int]) -> int:
    """Return the ticks that any of them has."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def starts_of(free: int, ticks: int) -> int:
    """Return where a session of so many ticks could begin within free time. Doubling: few shifts for long sessions."""
    length = 1
    while length < ticks and free:
        step = min(length, ticks - length)
        free &= free >> step
        length += step
    return free


def ticks_of(mask: int) -> list[int]:
    """Return the places of the bits, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def dilate(mask: int, ticks: int) -> int:
    """Return the mask and so many ticks before and after each of its bits."""
    for _ in range(ticks):
        mask |= mask << 1 | mask >> 1
    return mask
