"""Whom and what a week can use: participants, clinicians, rooms and hours, as the builder's problem says it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handrail.builder.disruption import Disruption, Loss
from handrail.builder.problem import Clinician, Participant, Room, SiteHours, Span
from handrail.core.ids import ParticipantId, StaffId
from handrail.planning.equipment import Equipment
from handrail.planning.limits import longest, rest
from handrail.planning.spans import in_ticks, merged, nights, without
from handrail.planning.vocabulary import WEEK_MINUTES, LossKind
from handrail.planning.ways import on_the_way
from handrail.planning.week import House, Standing, WeekSeen, Wish, Worker


@dataclass(frozen=True)
class Means:
    """What is there beside the sessions that may change."""

    week: WeekSeen
    wish: Wish
    tick: int
    """Minutes."""
    sessions: Mapping[str, Standing]
    """Those that may change, by the builder's ids."""
    one_of: Mapping[ParticipantId, list[str]]
    """Sessions with one participant, by whose they are."""
    own_time: Mapping[str, list[tuple[int, int]]]
    """When the sessions of each track stand now."""
    equipment: Equipment
    track: Mapping[str, str]
    """The track of each participant."""

    def participants(self) -> Iterable[Participant]:
        """Everybody with a session of their own. Beside what they told, their other places in the week take their time;
        what their own track does now takes it in any case."""
        elsewhere: dict[ParticipantId, list[tuple[int, int]]] = defaultdict(list)
        for one in self.week.sessions:
            for person in one.people:
                if str(one.id) not in self.one_of.get(person, ()):
                    elsewhere[person].append((one.starts, one.ends))
        away = {one.id: one.away for one in self.week.takers}
        prefers = {one.id: one.prefers for one in self.week.takers}
        for person in sorted(self.one_of):
            name = self.track[str(person)]
            spans = [*elsewhere[person], *away.get(person, ()), (0, self.week.passed), *nights()]
            stands = [self.sessions[key] for key in self.one_of[person] if key in self.sessions]
            now = [*self.own_time.get(name, ()), *((one.starts, one.ends) for one in stands)]
            yield Participant(
                id=str(person),
                track=name,
                unavailable=in_ticks(without(merged(spans), now), self.tick, outward=True),
                preferred=in_ticks(prefers.get(person, ()), self.tick, outward=False),
            )

    def clinicians(self) -> Iterable[Clinician]:
        leads: dict[StaffId, list[Standing]] = defaultdict(list)
        others: dict[StaffId, list[Standing]] = defaultdict(list)
        for one in self.week.sessions:
            for leader in one.leaders:
                (leads if str(one.id) in self.sessions else others)[leader].append(one)
            for other in one.others:
                others[other].append(one)
        for worker in self.week.workers:
            busy = [(one.starts, one.ends) for one in others[worker.id]]
            spans = without(without(worker.open, [(0, self.week.passed)]), busy)
            held, besides = [(one.starts, one.ends) for one in leads[worker.id]], [*busy, *worker.elsewhere]
            breaks = rest(worker, held, besides, self.tick)
            spans = merged([*without(spans, [*worker.off, *breaks.kept]), *held])
            most = longest(worker, held, besides, self.tick)
            yield Clinician(
                id=str(worker.id),
                credentials=tuple(sorted(kind.value for kind in worker.leads)),
                open=in_ticks(spans, self.tick, outward=False),
                by_site=tuple(self._by_site(worker, leads[worker.id], others[worker.id])),
                max_day=max(most.days),
                max_days=most.days,
                max_week=most.week,
                lunch=breaks.lunch,
                preferred=in_ticks(worker.prefers, self.tick, outward=False),
            )

    def _by_site(self, worker: Worker, held: list[Standing], others: list[Standing]) -> Iterable[SiteHours]:
        """Where there are several locations: when somebody is at each, with time for the way from what stays."""
        for site, hours in worker.at:
            here = [(one.starts, one.ends) for one in held if one.site == site]
            spans = merged([*without(hours, on_the_way(others, site)), *here])
            yield SiteHours(site=str(site), open=in_ticks(spans, self.tick, outward=False))

    def rooms(self) -> Iterable[Room]:
        busy: dict[object, list[tuple[int, int]]] = defaultdict(list)
        for one in self.week.sessions:
            if one.room is not None and (str(one.id) not in self.sessions or one.telehealth):
                busy[one.room].append((one.starts, one.ends))
        for place in self.week.places:
            spans = without([(0, WEEK_MINUTES)], busy[place.id])
            yield Room(
                id=str(place.id),
                site=str(place.site),
                cap=place.capacity,
                tags=self.equipment.of_room(place),
                open=in_ticks(spans, self.tick, outward=False),
            )

    def closed(self, house: House) -> tuple[Span, ...]:
        stands = [(one.starts, one.ends) for one in self.sessions.values() if one.site == house.id]
        return in_ticks(without(merged(house.closed), stands), self.tick, outward=True)

    def disruption(self) -> Disruption:
        """What is lost, and time off over something that still stands."""
        absent, rooms, closed = list[Loss](), list[Loss](), list[Loss]()
        into = {LossKind.CLINICIAN: absent, LossKind.ROOM: rooms, LossKind.LATE_OPENING: closed}
        off = [
            (LossKind.CLINICIAN, one.id, begins, ends)
            for one in self.week.workers
            for begins, ends in one.off
            if any(one.id in s.leaders and s.starts < ends and begins < s.ends for s in self.sessions.values())
        ]
        known = {
            *(str(one) for one in self.week.sites),
            *(str(one.id) for one in self.week.workers),
            *(str(one.id) for one in self.week.places),
        }
        for kind, name, begins, ends in [*((x.kind, x.id, x.begins, x.ends) for x in self.wish.losses), *off]:
            for span in in_ticks([(begins, ends)], self.tick, outward=True):
                if str(name) in known:
                    into[kind].append(Loss(id=str(name), span=span))
        return Disruption(absent=tuple(absent), rooms=tuple(rooms), closed=tuple(closed))
