"""An independent checker: every hard rule and every cost, from the two files alone.

It shares no code with the builder and is written the slow, plain way: ticks are counted in sets, one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from handrail.builder.problem import Activity, Clinician, Kind, Problem, Room, Track
from handrail.builder.solution import CostParts, PlannedWeek, Session, Solution

PEOPLE = {Kind.INDIVIDUAL: 2, Kind.FAMILY: 3, Kind.PSYCHIATRIC: 2}
"""Who needs a chair in a session that is no group: the family counts as one more."""
COUNTED = {Kind.GROUP, Kind.INDIVIDUAL, Kind.FAMILY}
"""What counts as hours of the week; medication management does not."""


@dataclass(frozen=True, order=True)
class Violation:
    """A rule that a week breaks, and where."""

    rule: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


class Clock:
    """Ticks in words."""

    def __init__(self, problem: Problem) -> None:
        self._day = problem.day_ticks
        self._minutes = problem.tick_min

    def __call__(self, tick: int) -> str:
        day, rest = divmod(tick, self._day)
        hour, minute = divmod(rest * self._minutes, 60)
        return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon')[min(day, 7)]} {hour:02}:{minute:02}"


def check(problem: Problem, solution: Solution) -> list[Violation]:
    """Return what is wrong with a solution: rules it breaks, costs it does not tell rightly, a bound above its cost."""
    found = check_week(problem, solution)
    if not found:
        true = cost_of(problem, solution)
        if true != solution.cost_parts:
            found.append(Violation("cost", f"cost_parts say {solution.cost_parts}, the week costs {true}"))
        if solution.bound > true.total:
            found.append(Violation("bound", f"{solution.bound} is above the cost of the week, {true.total}"))
    return found


def check_week(problem: Problem, week: PlannedWeek) -> list[Violation]:
    """Return the hard rules that a week breaks, sorted."""
    return sorted(set(_Check(problem, week).violations()))


class _Check:
    def __init__(self, problem: Problem, week: PlannedWeek) -> None:
        self.problem = problem
        self.week = week
        self.clock = Clock(problem)
        self.activities = {one.id: one for one in problem.activities}
        self.clinicians = {one.id: one for one in problem.clinicians}
        self.rooms = {one.id: one for one in problem.rooms}
        self.tracks = {one.id: one for one in problem.tracks}
        self.sites = {one.id: one for one in problem.sites}
        self.participants = {one.id: one for one in problem.participants}
        self.members: dict[str, list[str]] = defaultdict(list)
        for one in problem.participants:
            self.members[one.track].append(one.id)
        self.known = [
            (session, self.activities[session.activity])
            for session in week.sessions
            if session.activity in self.activities and session.clinician in self.clinicians
        ]

    def violations(self) -> Iterator[Violation]:
        yield from self._complete()
        for track in self.problem.tracks:
            yield from self._track(track)
        for session, activity in self.known:
            yield from self._session(session, activity)
            yield from self._place(session, activity)
        for clinician in self.problem.clinicians:
            held = sorted((s for s, _ in self.known if s.clinician == clinician.id), key=lambda one: one.start)
            yield from self._longest(clinician, held)
            yield from self._ways(clinician, held)
        yield from self._clashes()
        yield from self._minimum()

    def _complete(self) -> Iterator[Violation]:
        times = Counter(session.activity for session in self.week.sessions)
        for one in self.problem.activities:
            if times[one.id] != 1:
                yield Violation("activity", f"{one.id} is held {times[one.id]} times, not once")
        for name in times:
            if name not in self.activities:
                yield Violation("activity", f"{name} is no activity of the problem")
        for session in self.week.sessions:
            if session.clinician not in self.clinicians:
                yield Violation("clinician", f"{session.activity}: there is no clinician {session.clinician}")
        for name in self.week.tracks:
            if name not in self.tracks:
                yield Violation("track", f"there is no track {name}")

    def _track(self, track: Track) -> Iterator[Violation]:
        plan = self.week.tracks.get(track.id)
        if plan is None:
            yield Violation("track", f"{track.id} has no days")
            return
        if len(plan.days) != track.days or list(plan.days) != sorted(set(plan.days)):
            yield Violation("track days", f"{track.id} has days {list(plan.days)}, not {track.days} in their order")
        if any(day >= self.problem.days for day in plan.days):
            yield Violation("track days", f"{track.id} meets after the week's last day")
        if plan.start < track.window[0] or plan.start + track.block_ticks > track.window[1]:
            yield Violation("track window", f"{track.id} begins at {plan.start}, outside its window")

    def _session(self, session: Session, activity: Activity) -> Iterator[Violation]:
        clinician = self.clinicians[session.clinician]
        ticks = _ticks(session, activity)
        when = f"{activity.id} {self.clock(session.start)}"
        if ticks[0] // self.problem.day_ticks != ticks[-1] // self.problem.day_ticks:
            yield Violation("day", f"{when} goes on past midnight")
        if ticks[-1] >= self.problem.days * self.problem.day_ticks:
            yield Violation("day", f"{when} is after the week's last day")
        if activity.credential not in clinician.credentials:
            yield Violation("credential", f"{when}: {clinician.id} has no credential {activity.credential}")
        if activity.clinicians and clinician.id not in activity.clinicians:
            yield Violation("clinicians", f"{when}: {clinician.id} is none of those who may hold it")
        if not set(ticks) <= _set(clinician.open):
            yield Violation("clinician open", f"{when}: {clinician.id} does not work then")
        if activity.kind is Kind.GROUP:
            plan = self.week.tracks.get(activity.track)
            at = activity.day_idx or 0
            if plan is not None and at < len(plan.days):
                begins = plan.days[at] * self.problem.day_ticks + plan.start + (activity.offset or 0)
                if begins != session.start:
                    yield Violation("track block", f"{when} is not at its place in the block, {self.clock(begins)}")
        for name in self._people(activity):
            if set(ticks) & _set(self.participants[name].unavailable):
                yield Violation("participant", f"{when}: {name} cannot come then")
        if activity.same_clinician_as is not None:
            others = {s.clinician for s, a in self.known if a.id == activity.same_clinician_as}
            if others - {session.clinician}:
                yield Violation("same clinician", f"{when}: another clinician than {activity.same_clinician_as}")

    def _place(self, session: Session, activity: Activity) -> Iterator[Violation]:
        when = f"{activity.id} {self.clock(session.start)}"
        if session.tele:
            if not activity.tele_ok:
                yield Violation("telehealth", f"{when} may not be held by video")
            if session.room is not None:
                yield Violation("telehealth", f"{when} is by video and has a room")
            return
        room = self.rooms.get(session.room or "")
        if room is None:
            yield Violation("room", f"{when} has no room of the problem")
            return
        yield from self._fits(when, room, session, activity)

    def _fits(self, when: str, room: Room, session: Session, activity: Activity) -> Iterator[Violation]:
        ticks = set(_ticks(session, activity))
        people = PEOPLE.get(activity.kind) or len(self.members[activity.track]) + 1
        site = self.tracks[activity.track].site
        if room.site != site:
            yield Violation("site", f"{when}: room {room.id} is not at {site}")
        if room.cap < people:
            yield Violation("room capacity", f"{when}: room {room.id} holds {room.cap}, {people} come")
        if set(activity.tags) - set(room.tags):
            yield Violation("room tags", f"{when}: room {room.id} is not fit for {', '.join(activity.tags)}")
        if not ticks <= _set(room.open):
            yield Violation("room open", f"{when}: room {room.id} cannot be used then")
        if ticks & _set(self.sites[room.site].closed):
            yield Violation("site closed", f"{when}: {room.site} is closed then")

    def _longest(self, clinician: Clinician, held: list[Session]) -> Iterator[Violation]:
        days: Counter[int] = Counter()
        for session in held:
            days[session.start // self.problem.day_ticks] += self.activities[session.activity].ticks
        for day, ticks in sorted(days.items()):
            if ticks > clinician.max_day:
                when = self.clock(day * self.problem.day_ticks)[:3]
                yield Violation("max_day", f"{clinician.id} {when}: {ticks} ticks, {clinician.max_day} at most")
        if days.total() > clinician.max_week:
            yield Violation("max_week", f"{clinician.id}: {days.total()} ticks, {clinician.max_week} at most")

    def _ways(self, clinician: Clinician, held: list[Session]) -> Iterator[Violation]:
        """Between two sessions at different sites the time that no session takes must be enough for the way."""
        ways = {(way.origin, way.to): way.ticks for way in self.problem.travel}
        busy = {tick for session in held for tick in _ticks(session, self.activities[session.activity])}
        there = [session for session in held if not session.tele]
        for first, second in pairwise(there):
            one, other = (self.tracks[self.activities[s.activity].track].site for s in (first, second))
            needed = ways.get((one, other), ways.get((other, one), 0)) if one != other else 0
            ended = first.start + self.activities[first.activity].ticks
            free = len(set(range(ended, second.start)) - busy)
            if first.start // self.problem.day_ticks == second.start // self.problem.day_ticks and free < needed:
                yield Violation(
                    "travel", f"{clinician.id} {self.clock(ended)}: {free} ticks from {one} to {other}, {needed} needed"
                )

    def _clashes(self) -> Iterator[Violation]:
        taken: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for session, activity in self.known:
            who = [("clinician", session.clinician), *(("participant", name) for name in self._people(activity))]
            if session.room is not None:
                who.append(("room", session.room))
            for tick in _ticks(session, activity):
                for what, name in who:
                    taken[what, name, tick].add(session.activity)
        told = {(what, name, frozenset(held)) for (what, name, _), held in taken.items() if len(held) > 1}
        for what, name, held in told:
            yield Violation("clash", f"{what} {name} is in {' and '.join(sorted(held))} at once")

    def _minimum(self) -> Iterator[Violation]:
        hours: Counter[str] = Counter()
        for _, activity in self.known:
            if activity.kind in COUNTED:
                hours.update(dict.fromkeys(self._people(activity), activity.ticks))
        for participant in self.problem.participants:
            least = self.tracks[participant.track].min_week_ticks
            if hours[participant.id] < least:
                yield Violation("weekly minimum", f"{participant.id}: {hours[participant.id]} ticks, {least} at least")

    def _people(self, activity: Activity) -> list[str]:
        if activity.kind is Kind.GROUP:
            return self.members[activity.track]
        return [activity.participant] if activity.participant in self.participants else []


def cost_of(problem: Problem, week: PlannedWeek) -> CostParts:
    """Return what a complete week costs."""
    activities = {one.id: one for one in problem.activities}
    weights = problem.weights
    neighbours = leaders = tele = off_day = changed = 0
    for track in problem.tracks:
        days = week.tracks[track.id].days
        if track.days <= 3:
            neighbours += sum(1 for day in days if day + 1 in days)
        leaders += len({s.clinician for s in week.sessions if _is_group_of(activities[s.activity], track.id)})
    was = {session.activity: session for session in problem.current.sessions} if problem.current else {}
    for session in week.sessions:
        activity = activities[session.activity]
        tele += session.tele
        if activity.kind is not Kind.GROUP:
            off_day += session.start // problem.day_ticks not in week.tracks[activity.track].days
        before = was.get(session.activity)
        changed += before is not None and (before.start, before.clinician, before.tele) != (
            session.start,
            session.clinician,
            session.tele,
        )
    return CostParts(
        consecutive=weights.consecutive * neighbours,
        clinicians=weights.clinicians * leaders,
        tele=weights.tele * tele,
        off_day=weights.off_day * off_day,
        changed=weights.changed * changed,
    )


def _is_group_of(activity: Activity, track: str) -> bool:
    return activity.kind is Kind.GROUP and activity.track == track


def _ticks(session: Session, activity: Activity) -> range:
    return range(session.start, session.start + activity.ticks)


def _set(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {tick for begins, ends in spans for tick in range(begins, ends)}
