"""The problem as the builder works on it: people and places by index, time as bits, one bit a tick of the week."""

from collections import Counter, defaultdict
from typing import Final

from handrail.builder.cohorts import cohort_of
from handrail.builder.mistakes import travel_ticks
from handrail.builder.parts import Cohort, Held, Now, Reserve, Unit
from handrail.builder.problem import Activity, Kind, Problem, Track
from handrail.builder.ticks import bits, starts_of, union

RESERVES: Final = 60
"""So many sets of clinicians are watched."""
CHAIRS: Final = {Kind.INDIVIDUAL: 2, Kind.FAMILY: 3, Kind.PSYCHIATRIC: 2}


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
        self.hours_at = [self._hours_at(at) for at in range(len(problem.clinicians))]
        """For each clinician and site: when they hold sessions of the site, nobody else in the week."""
        self.parted = any(one.by_site for one in problem.clinicians)
        self.max_days = [list(one.max_days) or [one.max_day] * problem.days for one in problem.clinicians]
        self.max_week = [one.max_week for one in problem.clinicians]
        self.breaks = [self._breaks(at) for at in range(len(problem.clinicians))]
        """For each clinician the ticks of each day within which a break must be left."""
        self.break_ticks = [one.lunch.ticks if one.lunch else 0 for one in problem.clinicians]
        self.around = [union(days) for days in self.breaks]
        self.likes = [bits(one.preferred) for one in problem.clinicians]
        self.wishes = [bits(one.preferred) for one in problem.participants]
        """Preferred times; 0: none are."""
        self.minds = any(self.likes) or any(self.wishes)
        self.available = [~bits(one.unavailable) & sum(self.day_mask) for one in problem.participants]
        self.ways = self._ways()
        self.members = [0] * len(problem.tracks)
        for participant in problem.participants:
            self.members[self.track_of[participant.track]] += 1
        self.now = self._now()
        self.holders: dict[str, frozenset[int]] = {}
        self.licensed = self._licensed()
        self.payers_of: list[set[str]] = [set() for _ in problem.tracks]
        for participant in problem.participants:
            if participant.payer is not None:
                self.payers_of[self.track_of[participant.track]].add(participant.payer)
        self.index_of = {one.id: index for index, one in enumerate(problem.activities)}
        self.seconds = Counter(one.co_leads for one in problem.activities if one.co_leads is not None)
        # Where a session of so many ticks may begin, so that it ends on the same day.
        self.inside = {
            ticks: union(
                ((1 << max(self.day_ticks - ticks + 1, 0)) - 1) << (day * self.day_ticks) for day in range(self.days)
            )
            for ticks in {one.ticks for one in problem.activities}
        }
        self.held = tuple(self._held(index, one) for index, one in enumerate(problem.activities))
        self.cohorts = tuple(self._cohort(index) for index in range(len(problem.tracks)))
        self.units = self._units()
        self.units_of: list[list[int]] = [[] for _ in problem.participants]
        for unit in self.units:
            self.units_of[unit.participant].append(unit.index)
        self.supply = [
            min(
                self.max_week[c],
                sum(min(most, self._most(c, day)) for most, day in zip(self.max_days[c], self.day_mask, strict=True)),
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

    def _hours_at(self, c: int) -> list[int]:
        named = {one.site: bits(one.open) for one in self.problem.clinicians[c].by_site}
        return [self.clinician_open[c] & named.get(site.id, -1) for site in self.problem.sites]

    def _breaks(self, c: int) -> list[int]:
        """Return the window of the break on each day that the clinician works across it."""
        lunch = self.problem.clinicians[c].lunch
        if lunch is None:
            return []
        begins, ends = lunch.window
        days = lunch.days or range(self.days)
        windows = [((1 << (ends - begins)) - 1) << (day * self.day_ticks + begins) for day in days]
        return [window for window in windows if not window & ~self.clinician_open[c]]

    def _most(self, c: int, day: int) -> int:
        """Return how many ticks of a day the clinician could hold sessions."""
        off = self.break_ticks[c] if self.around[c] & day else 0
        return (self.clinician_open[c] & day).bit_count() - off

    def rests(self, c: int, free: int) -> bool:
        """Return whether what is free leaves the clinician a break on each day that needs one."""
        return all(starts_of(free & window, self.break_ticks[c]) for window in self.breaks[c])

    def restless(self, c: int, free: int, ticks: int) -> int:
        """Return where a session of so many ticks may not begin, as it would leave no break: those that touch both the
        first and the last break there could be."""
        starts = 0
        for window in self.breaks[c]:
            could = starts_of(free & window, self.break_ticks[c])
            if could:
                first, last = (could & -could).bit_length() - 1, could.bit_length() - 1
            else:
                first, last = window.bit_length(), (window & -window).bit_length() - 1
            begins, ends = max(last - ticks + 1, 0), first + self.break_ticks[c]
            if begins < ends:
                starts |= ((1 << (ends - begins)) - 1) << begins
        return starts

    def disliked(self, held: Held, start: int, clinician: int) -> int:
        """Return how many of the clinician and the participant would rather have the session at another time."""
        mask = held.ones << start
        like = self.likes[clinician]
        wish = self.wishes[held.participant] if held.participant >= 0 else 0
        return (like != 0 and mask & ~like != 0) + (wish != 0 and mask & ~wish != 0)

    def _licensed(self) -> dict[tuple[str, Kind], frozenset[int]]:
        """Return who has a licence that a payer asks for in sessions of a kind."""
        return {
            (payer.id, one.kind): frozenset(
                at
                for at, clinician in enumerate(self.problem.clinicians)
                if not set(one.any_of).isdisjoint(clinician.licences)
            )
            for payer in self.problem.payers
            for one in payer.licences
        }

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
        track = self.track_of[one.track]
        if one.clinicians:
            leaders &= {self.clinician_of[name] for name in one.clinicians}
        if one.co_leads is None:
            for payer in self.payers(one, track):
                leaders &= self.licensed.get((payer, one.kind), leaders)
        main = one if one.co_leads is None else self.problem.activities[self.index_of[one.co_leads]]
        come = self.members[track] if main.attending is None else main.attending
        chairs = main.people or CHAIRS.get(one.kind) or come + 1 + self.seconds[main.id]
        site = one.site or self.problem.tracks[track].site
        rooms = [
            (room.cap, len(room.tags), at)
            for at, room in enumerate(self.problem.rooms)
            if room.site == site and room.cap >= chairs and set(main.tags) <= set(room.tags)
        ]
        return Held(
            index=index,
            id=one.id,
            ticks=one.ticks,
            ones=(1 << one.ticks) - 1,
            leaders=leaders,
            rooms=tuple(at for _, _, at in sorted(rooms)),
            tele_ok=main.tele_ok,
            credential=one.credential,
            begins=self.inside[one.ticks] & (starts_of(bits(one.open), one.ticks) if one.open else -1),
            day_idx=one.day_idx or 0,
            offset=one.offset or 0,
            participant=self.participant_of[one.participant] if one.participant is not None else -1,
            second=self.index_of[one.co_leads] if one.co_leads is not None else -1,
        )

    def payers(self, one: Activity, track: int) -> set[str]:
        """Return who pays for those in the session."""
        if one.participant is None:
            return self.payers_of[track]
        payer = self.problem.participants[self.participant_of[one.participant]].payer
        return {payer} if payer is not None else set()

    def _cohort(self, index: int) -> Cohort:
        problem = self.problem
        track = problem.tracks[index]
        members = enumerate(problem.activities)
        groups = [self.held[at] for at, one in members if one.kind is Kind.GROUP and one.track == track.id]
        return cohort_of(problem, index, groups, self._all_can_come(track), self.now)

    def with_one_leader(self, cohort: Cohort) -> Cohort:
        """Return a cohort as it would be without second leaders."""
        groups = [group for group in cohort.groups if group.second < 0]
        track = self.problem.tracks[cohort.index]
        return cohort_of(self.problem, cohort.index, groups, self._all_can_come(track), self.now)

    def _all_can_come(self, track: Track) -> int:
        free = sum(self.day_mask)
        for at, participant in enumerate(self.problem.participants):
            if participant.track == track.id:
                free &= self.available[at]
        return free

    def _units(self) -> tuple[Unit, ...]:
        leader = list(range(len(self.problem.activities)))

        def root(at: int) -> int:
            while leader[at] != at:
                at = leader[at]
            return at

        for at, one in enumerate(self.problem.activities):
            if one.same_clinician_as is not None:
                leader[root(at)] = root(self.index_of[one.same_clinician_as])
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
            site=self.site_of[first.site or self.problem.tracks[cohort].site],
            clinicians=tuple(sorted(frozenset.intersection(*(one.leaders for one in sessions)))),
            ticks=sum(one.ticks for one in sessions),
        )
