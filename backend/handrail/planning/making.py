"""From the week as it stands to the builder's problem. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from handrail.builder.problem import (
    Activity,
    Kind,
    Problem,
    Site,
    Span,
    Track,
    Weights,
)
from handrail.builder.solution import PlannedWeek, Session, TrackDays
from handrail.core.ids import CohortId, LocationId, ParticipantId, ProgramId, SessionId, StaffId
from handrail.core.vocabulary import ServiceKind
from handrail.planning import crowds, longer, pairs, reach, ways
from handrail.planning.equipment import Equipment
from handrail.planning.made import Made, NewGroup
from handrail.planning.means import Means
from handrail.planning.minimum import with_minimum
from handrail.planning.pairs import Pairs, Second
from handrail.planning.spans import DAY, in_ticks
from handrail.planning.vocabulary import (
    GROUPS,
    OPENS,
    TICKS,
    BuildKind,
    Untouched,
)
from handrail.planning.week import Need, Running, Standing, WeekSeen, Wish

DAYS: Final = 7
ALONE: Final = "alone"
"""Track of everybody who is in no cohort that meets: it has all days and no group."""
NEVER: Final = ((0, 1),)
"""The tick after Monday's midnight: a session that has no other time finds none."""
KINDS: Final = {
    ServiceKind.INDIVIDUAL: Kind.INDIVIDUAL,
    ServiceKind.FAMILY: Kind.FAMILY,
    ServiceKind.PSYCHIATRIC_EVALUATION: Kind.PSYCHIATRIC,
    ServiceKind.MEDICATION_MANAGEMENT: Kind.PSYCHIATRIC,
}


def make(week: WeekSeen, wish: Wish) -> Made | None:
    """Return the builder's problem, or None where there is nothing it could plan."""
    return _Making(week, wish).made()


class _Making:
    def __init__(self, week: WeekSeen, wish: Wish) -> None:
        self.pairs = Pairs(week, wish.losses)
        self.week = week = self.pairs.settled(week)
        self.wish = wish
        self.building = wish.kind is BuildKind.BUILD
        self.workers = {one.id: one for one in week.workers}
        self.capacity = {one.id: one.capacity for one in week.places}
        self.equipment = Equipment(week)
        self.untouched: dict[SessionId, Untouched] = {}
        self.play: list[Standing] = []
        for one in week.sessions:
            why = one.untouched or reach.why_not(one, wish, self.workers, self.capacity)
            if why is None:
                self.play.append(one)
            else:
                self.untouched[one.id] = why
        for name in ways.too_short(self.play, week, wish.losses):
            self.untouched[name] = Untouched.NO_WAY
        self.play = [one for one in self.play if one.id not in self.untouched]
        self.needs = [one for one in week.needs if self.building and self._asked(one.program_id)]
        self.fresh = [one for one in week.cohorts if self.building and self._is_new(one)]
        self.tick = self._tick()
        self.tracks: list[Track] = []
        self.activities: list[Activity] = []
        self.days: dict[str, TrackDays] = {}
        self.held: list[Session] = []
        self.sessions: dict[str, Standing] = {}
        self.groups: dict[str, NewGroup] = {}
        self.seconds: dict[str, Second] = {}
        self.no_chair: dict[str, Second] = {}
        self.new: dict[str, Need] = {}
        self.track_of: dict[CohortId, str] = {}
        self.program_of: dict[str, ProgramId | None] = {}
        """Of each track that is a cohort's."""
        self.own_time: dict[str, list[tuple[int, int]]] = {}

    def made(self) -> Made | None:
        ones = [one for one in self.play if one.kind in KINDS and len(one.people) == 1 and not one.others]
        alone = {one.id for one in ones}
        self._tracks_of_cohorts([one for one in self.play if one.id not in alone])
        for running in self.fresh:
            self._new_cohort(running)
        self._with_one(ones)
        if not self.activities:
            return None
        means = Means(
            week=self.week,
            wish=self.wish,
            tick=self.tick,
            sessions=self.sessions,
            one_of=self.one_of,
            equipment=self.equipment,
            own_time=self.own_time,
            track={one.participant: one.track for one in self.activities if one.participant is not None},
        )
        problem = Problem(
            version=1,
            tick_min=self.tick,  # type: ignore[arg-type]  # one of TICKS
            days=DAYS,
            sites=tuple(Site(id=str(one.id), closed=means.closed(one)) for one in self.week.houses),
            travel=ways.between(self.week.sites, self.tick),
            rooms=tuple(means.rooms()),
            clinicians=tuple(means.clinicians()),
            tracks=with_minimum(self.tracks, self.activities, self.week, self.program_of, self.tick),
            participants=tuple(means.participants()),
            activities=tuple(self.activities),
            weights=Weights(changed=self.wish.change_weight, preferences=self.wish.preference_weight),
        )
        return Made(
            problem=problem,
            current=PlannedWeek(tracks=self.days, sessions=tuple(self.held)),
            disruption=means.disruption(),
            tick=self.tick,
            sessions=self.sessions,
            needs=self.new,
            groups=self.groups,
            seconds=self.seconds,
            no_chair=self.no_chair,
            untouched=self.untouched,
        )

    def _asked(self, program: object) -> bool:
        return not self.wish.programs or program in self.wish.programs

    def _is_new(self, running: Running) -> bool:
        """Whether a cohort has not one group in the week, nor had one: then its template says what it should have."""
        meets = any(running.id in one.cohorts and one.kind in GROUPS for one in self.week.sessions)
        return not meets and self._asked(running.program_id) and running.starts is not None and bool(running.blocks)

    def _tick(self) -> int:
        times = {value for one in self.play for value in (one.starts % DAY, one.minutes)}
        times |= {one.minutes for one in self.needs}
        for running in self.fresh:
            times |= {running.starts or 0, *(value for one in running.blocks for value in (one.offset, one.minutes))}
        return next((tick for tick in TICKS if not any(value % tick for value in times)), TICKS[-1])

    # -- groups -------------------------------------------------------------------------------------------------------

    def _tracks_of_cohorts(self, found: list[Standing]) -> None:
        """Make a track of each cohort, and of each session that is no plain group of one: that keeps its time."""
        of, single = reach.by_cohort(found, self.week, self.wish)
        for cohort_id, groups in of.items():
            self._cohort(cohort_id, groups)
        for one in single:
            self._track(str(one.id), [one], room=None, weekdays=None)

    def _cohort(self, cohort_id: CohortId, groups: list[Standing]) -> None:
        running = next((one for one in self.week.cohorts if one.id == cohort_id), None)
        fixed = not self.building or any(one.others for one in groups) or running is None
        begins = min(one.starts % DAY for one in groups)
        ends = max((one.ends - 1) % DAY + 1 for one in groups)
        shift = 0 if fixed else self.wish.shift_minutes // self.tick * self.tick
        window = (max(begins - shift, OPENS // self.tick * self.tick if shift else 0), min(ends + shift, DAY))
        days = None
        if self.wish.other_days and not fixed and running is not None:
            days = sorted({*running.weekdays, *(one.starts // DAY for one in groups)})
            days = [one for one in days if (one + 1) * DAY > self.week.passed]
            days = crowds.days_with_room(self.week, groups, days)
        name = str(cohort_id)
        self.track_of[cohort_id] = name
        self.program_of[name] = groups[0].program_id
        room = longer.Room((min(window[0], begins), window[1]))
        if running is not None and not self.building:
            room = longer.standing(groups, room.window, self._closed(groups[0].site), running)
        self._track(name, groups, room=room, weekdays=days)

    def _closed(self, site: LocationId) -> list[tuple[int, int]]:
        return longer.closed_at(site, self.week, self.wish, self.play)

    def _track(
        self, name: str, groups: list[Standing], *, room: longer.Room | None, weekdays: list[int] | None
    ) -> None:
        days = sorted({one.starts // DAY for one in groups})
        begins = min(one.starts % DAY for one in groups)
        ends = max((one.ends - 1) % DAY + 1 for one in groups)
        room = room or longer.Room((begins, ends))
        self.tracks.append(
            Track(
                id=name,
                site=str(groups[0].site),
                days=len(days),
                block_ticks=self._ticks(ends - begins),
                window=(self._ticks(room.window[0]), self._ticks(room.window[1])),
                weekdays=tuple(days if weekdays is None else weekdays),
                max_block_ticks=None if room.most is None else self._ticks(room.most),
            )
        )
        self.days[name] = TrackDays(days=tuple(days), start=self._ticks(begins))
        self.own_time[name] = [(one.starts, one.ends) for one in groups]
        for one in groups:
            sought = self._sought(one)
            self.activities.append(
                Activity(
                    id=str(one.id),
                    kind=Kind.GROUP,
                    ticks=self._ticks(one.minutes),
                    track=name,
                    credential=one.kind.value,
                    day_idx=days.index(one.starts // DAY),
                    offset=self._ticks(one.starts % DAY - begins),
                    tele_ok=one.telehealth,
                    clinicians=self._not_apart(one.kind, one.people, also=one.lead),
                    people=one.chairs + (sought is not None and one.second is None),
                    tags=self.equipment.of_standing(one),
                    **crowds.standing(self.week, one, self.tracks[-1].weekdays),
                )
            )
            self._stands(one)
            if sought is not None:
                self._beside(sought, one.people, also=one.second)

    def _sought(self, one: Standing) -> ServiceKind | None:
        """Return what a second leader must be allowed to lead whom the builder is to keep, or to find."""
        if one.second is not None:
            return self.pairs.kind_of(one)
        lacks = self.pairs.lacks(one) if self.building else None
        if lacks is not None and not self.pairs.has_chair(one):
            self.no_chair[str(one.id)] = Second(str(one.id), lacks)
            return None
        return lacks

    def _beside(self, kind: ServiceKind, people: Iterable[ParticipantId], *, also: StaffId | None = None) -> None:
        """Let the group that was told last have a second leader."""
        group = self.activities[-1]
        part = pairs.beside(group, kind, self._not_apart(kind, people, also=also))
        self.activities.append(part)
        self.seconds[part.id] = Second(group.id, kind)
        if also is not None:
            held = self.held[-1]
            self.held.append(held.model_copy(update={"activity": part.id, "clinician": str(also)}))

    def _new_cohort(self, running: Running) -> None:
        """A cohort that has no week yet gets what its template says, as many days as are left for it."""
        assert running.starts is not None
        first = -(-self.week.passed // DAY)
        weekdays = [day for day in running.weekdays or range(5) if day >= first]
        count = min(running.days, len(weekdays))
        if count == 0:
            return
        weekdays = crowds.days_for_all(self.week, running, weekdays, count)
        name = str(running.id)
        block = longer.block_of(running)
        shift = self.wish.shift_minutes // self.tick * self.tick
        window = (max(running.starts - shift, 0), min(running.starts + block + shift, DAY))
        room = longer.new(running, count, weekdays, window, self._closed(running.site))
        self.track_of[running.id] = name
        self.program_of[name] = running.program_id
        self.tracks.append(
            Track(
                id=name,
                site=str(running.site),
                days=count,
                block_ticks=self._ticks(block),
                window=(self._ticks(room.window[0]), self._ticks(room.window[1])),
                weekdays=tuple(weekdays),
                max_block_ticks=None if room.most is None else self._ticks(room.most),
            )
        )
        people = sorted(one.id for one in self.week.takers if one.cohort == running.id)
        most = max(len(people), *(running.coming[day] for day in weekdays), 1)
        for day in range(count):
            for at, one in enumerate(running.blocks):
                key = f"group {len(self.groups) + 1}"
                self.groups[key] = NewGroup(running.id, running, one)
                self.activities.append(
                    Activity(
                        id=key,
                        kind=Kind.GROUP,
                        ticks=self._ticks(one.minutes),
                        track=name,
                        credential=one.kind.value,
                        day_idx=day,
                        offset=self._ticks(one.offset),
                        clinicians=self._not_apart(one.kind, people),
                        people=most + 1 + (one.second is not None),
                        tags=self.equipment.of_new(running, at),
                        **crowds.new(self.week, running, one.kind, weekdays),
                    )
                )
                if one.second is not None:
                    self._beside(one.second, people)

    # -- sessions with one participant --------------------------------------------------------------------------------

    def _with_one(self, ones: list[Standing]) -> None:
        self.one_of: dict[ParticipantId, list[str]] = defaultdict(list)
        cohort_of = {one.id: one.cohort for one in self.week.takers}
        for one in ones:
            person = one.people[0]
            self.one_of[person].append(str(one.id))
            self._stands(one)
            self.activities.append(
                Activity(
                    id=str(one.id),
                    kind=KINDS[one.kind],
                    ticks=self._ticks(one.minutes),
                    track=self._track_for(cohort_of.get(person)),
                    participant=str(person),
                    site=self._other_site(cohort_of.get(person), one.site),
                    credential=one.kind.value,
                    tele_ok=one.telehealth or self.wish.by_video,
                    clinicians=self._not_apart(one.kind, one.people, also=one.lead),
                    open=self._with_family(one.kind, person, (one.starts, one.ends)),
                    people=max(one.chairs, 3 if one.kind is ServiceKind.FAMILY else 2),
                )
            )
        for need in self.needs:
            key = f"need {len(self.new) + 1}"
            self.new[key] = need
            self.one_of[need.person].append(key)
            therapist = self.workers.get(need.therapist) if need.therapist is not None else None
            own = therapist is not None and need.kind in therapist.leads and bool(therapist.open)
            self.activities.append(
                Activity(
                    id=key,
                    kind=KINDS[need.kind],
                    ticks=self._ticks(need.minutes),
                    track=self._track_for(cohort_of.get(need.person)),
                    participant=str(need.person),
                    site=self._other_site(cohort_of.get(need.person), need.site),
                    credential=need.kind.value,
                    tele_ok=self.wish.by_video,
                    clinicians=(str(need.therapist),) if own else self._not_apart(need.kind, (need.person,)),
                    open=self._with_family(need.kind, need.person),
                )
            )
        if any(one.track == ALONE for one in self.activities):
            self.tracks.append(Track(id=ALONE, site=str(self.week.sites[0]), days=DAYS, block_ticks=1, window=(0, 1)))
            self.days[ALONE] = TrackDays(days=tuple(range(DAYS)), start=0)

    def _with_family(
        self, kind: ServiceKind, person: ParticipantId, stands: tuple[int, int] | None = None
    ) -> tuple[Span, ...]:
        """Return when somebody of the family can come, and when the session stands; nothing: at any time."""
        hours = next((one.family for one in self.week.takers if one.id == person), None)
        if kind is not ServiceKind.FAMILY or hours is None:
            return ()
        return self._spans([*hours, *([stands] if stands else [])], outward=False) or NEVER

    def _track_for(self, cohort: CohortId | None) -> str:
        return self.track_of.get(cohort, ALONE) if cohort is not None else ALONE

    def _other_site(self, cohort: CohortId | None, site: LocationId) -> str | None:
        """Return where a session is held, unless that is where its track is."""
        name = self._track_for(cohort)
        home = next((one.site for one in self.tracks if one.id == name), str(self.week.sites[0]))
        return None if str(site) == home else str(site)

    def _stands(self, one: Standing) -> None:
        self.sessions[str(one.id)] = one
        self.held.append(
            Session(
                activity=str(one.id),
                start=self._ticks(one.starts),
                clinician=str(one.lead),
                room=None if one.telehealth else str(one.room),
                tele=one.telehealth,
            )
        )

    def _not_apart(
        self, kind: ServiceKind, people: Iterable[ParticipantId], *, also: StaffId | None = None
    ) -> tuple[str, ...]:
        """Name who may hold it, where somebody who could must not; nobody named: everybody who may lead the kind."""
        people = set(people)
        apart = {staff for staff, person in self.week.apart if person in people}
        if not apart:
            return ()
        able = {one.id for one in self.week.workers if kind in one.leads} - apart
        return tuple(sorted(str(one) for one in able | ({also} if also else set())))

    # -- ticks --------------------------------------------------------------------------------------------------------

    def _ticks(self, minutes: int) -> int:
        return minutes // self.tick

    def _spans(self, spans: Iterable[tuple[int, int]], *, outward: bool) -> tuple[Span, ...]:
        return in_ticks(spans, self.tick, outward=outward)
