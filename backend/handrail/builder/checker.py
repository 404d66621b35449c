"""An independent checker: every hard rule and every cost, from the two files alone.

It shares no code with the builder and is written the slow, plain way: ticks are counted in sets, one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from handrail.builder.problem import Activity, Clinician, Kind, Payer, Problem, Room, Track
from handrail.builder.solution import CostParts, PlannedWeek, Session, Solution, TrackDays

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
        self.payers = {one.id: one for one in problem.payers}
        self.seconds = Counter(one.co_leads for one in problem.activities)
        self.groups: dict[str, list[Activity]] = defaultdict(list)
        for activity in problem.activities:
            if activity.kind is Kind.GROUP:
                self.groups[activity.track].append(activity)
        self.blocks = {one.id: self._blocks(one) for one in problem.tracks}
        self.known = [
            (session, self.activities[session.activity])
            for session in week.sessions
            if session.activity in self.activities and session.clinician in self.clinicians
        ]
        self.holders: dict[str, set[str]] = defaultdict(set)
        self.held: dict[str, list[Session]] = defaultdict(list)
        for session, _ in self.known:
            self.holders[session.activity].add(session.clinician)
            self.held[session.clinician].append(session)

    def violations(self) -> Iterator[Violation]:
        yield from self._complete()
        for track in self.problem.tracks:
            yield from self._track(track)
            yield from self._cap(track)
        for session, activity in self.known:
            yield from self._session(session, activity)
            yield from self._place(session, activity)
        for clinician in self.problem.clinicians:
            held = sorted(self.held[clinician.id], key=lambda one: one.start)
            yield from self._longest(clinician, held)
            yield from self._ways(clinician, held)
            yield from self._lunch(clinician, held)
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
        met = track.days - len(plan.skipped)
        if len(plan.days) != met or list(plan.days) != sorted(set(plan.days)):
            yield Violation("track days", f"{track.id} has days {list(plan.days)}, not {met} in their order")
        if plan.skipped:
            yield from self._skipped(track, plan)
        if any(day >= self.problem.days for day in plan.days):
            yield Violation("track days", f"{track.id} meets after the week's last day")
        if track.weekdays and not set(plan.days) <= set(track.weekdays):
            days = f"{track.id} has days {list(plan.days)}; it may meet on {list(track.weekdays)}"
            yield Violation("track days", days)
        longest = max([track.block_ticks, *(at + one.ticks for one, (_, at) in self._groups(track))])
        if plan.start < track.window[0] or plan.start + longest > track.window[1]:
            yield Violation("track window", f"{track.id} begins at {plan.start}, outside its window")

    def _skipped(self, track: Track, plan: TrackDays) -> Iterator[Violation]:
        """Days may be left out only where closures leave too few, and only as many."""
        left = [day for day in range(self.problem.days) if self._could_meet(track, day)]
        missing = track.days - len(left)
        if track.max_block_ticks is None or list(plan.skipped) != sorted(set(plan.skipped)) or missing <= 0:
            yield Violation("track days", f"{track.id} leaves out days {list(plan.skipped)}; it may not")
        elif len(plan.skipped) != missing or max(plan.skipped) >= track.days:
            yield Violation("track days", f"{track.id} leaves out days {list(plan.skipped)}, {missing} are closed")
        elif any(at + one.ticks > track.max_block_ticks for one, (_, at) in self._groups(track)):
            yield Violation("track block", f"{track.id} has a block longer than {track.max_block_ticks} ticks")

    def _could_meet(self, track: Track, day: int) -> bool:
        first = day * self.problem.day_ticks
        closed = _set(self.sites[track.site].closed)
        starts = range(track.window[0], track.window[1] - track.block_ticks + 1)
        open_ = any(closed.isdisjoint(range(first + at, first + at + track.block_ticks)) for at in starts)
        return open_ and day in (track.weekdays or range(self.problem.days))

    def _groups(self, track: Track) -> list[tuple[Activity, tuple[int, int]]]:
        return [(self.activities[name], place) for name, place in self.blocks[track.id].items()]

    def _blocks(self, track: Track) -> dict[str, tuple[int, int]]:
        """Return for each group the turn of its day among those that are met, and its offset. The groups of days left
        out come one after the other behind the block that ends first."""
        plan = self.week.tracks.get(track.id)
        skipped = plan.skipped if plan is not None else ()
        groups = sorted(self.groups[track.id], key=lambda one: (one.day_idx or 0, one.offset or 0))
        met = [day for day in range(track.days) if day not in skipped]
        ends = dict.fromkeys(range(len(met)), track.block_ticks)
        found: dict[str, tuple[int, int]] = {}
        for one in (one for one in groups if one.co_leads is None):
            if one.day_idx in met:
                found[one.id] = met.index(one.day_idx), one.offset or 0
            elif met:
                shortest = min(ends, key=lambda day: (ends[day], day))
                found[one.id] = shortest, ends[shortest]
                ends[shortest] += one.ticks
        found.update({one.id: found[one.co_leads] for one in groups if one.co_leads in found})
        return found

    def _cap(self, track: Track) -> Iterator[Violation]:
        """Participants at most: of the track, of each of its groups, and as those say who pay for one of them."""
        groups = [one for one, _ in self._groups(track)]
        come = {one.id: self._come(one) for one in groups}
        most = max([len(self.members[track.id]), *come.values()])
        paying = {self.participants[name].payer for name in self.members[track.id]}
        payers = [one for one in self.problem.payers if one.id in paying and groups]
        caps = [(track.id, most, track.max_people), *((one.id, come[one.id], one.max_people) for one in groups)]
        caps += [(f"{track.id} for {payer.id}", max(come.values()), payer.group_cap) for payer in payers]
        for what, people, cap in caps:
            if cap is not None and people > cap:
                yield Violation("group cap", f"{what}: {people} participants, {cap} at most")

    def _session(self, session: Session, activity: Activity) -> Iterator[Violation]:
        ticks = _ticks(session, activity)
        when = f"{activity.id} {self.clock(session.start)}"
        if ticks[0] // self.problem.day_ticks != ticks[-1] // self.problem.day_ticks:
            yield Violation("day", f"{when} goes on past midnight")
        if ticks[-1] >= self.problem.days * self.problem.day_ticks:
            yield Violation("day", f"{when} is after the week's last day")
        if activity.kind is Kind.GROUP:
            plan = self.week.tracks.get(activity.track)
            turn, offset = self.blocks[activity.track].get(activity.id, (0, 0))
            if plan is not None and turn < len(plan.days):
                begins = plan.days[turn] * self.problem.day_ticks + plan.start + offset
                if begins != session.start:
                    yield Violation("track block", f"{when} is not at its place in the block, {self.clock(begins)}")
        if activity.open and not _set(activity.open).issuperset(ticks):
            yield Violation("session open", f"{when} is outside the times at which alone it may be held")
        for name in self._people(activity):
            if not _set(self.participants[name].unavailable).isdisjoint(ticks):
                yield Violation("participant", f"{when}: {name} cannot come then")
        yield from self._who(when, session, activity)

    def _who(self, when: str, session: Session, activity: Activity) -> Iterator[Violation]:
        clinician = self.clinicians[session.clinician]
        if activity.credential not in clinician.credentials:
            yield Violation("credential", f"{when}: {clinician.id} has no credential {activity.credential}")
        for payer in self._paying(activity):
            for asked in payer.licences:
                if asked.kind is activity.kind and not set(asked.any_of) & set(clinician.licences):
                    which = " or ".join(asked.any_of)
                    yield Violation("licence", f"{when}: {clinician.id} is not {which}, as {payer.id} asks")
        if activity.clinicians and clinician.id not in activity.clinicians:
            yield Violation("clinicians", f"{when}: {clinician.id} is none of those who may hold it")
        if not _set(clinician.open).issuperset(_ticks(session, activity)):
            yield Violation("clinician open", f"{when}: {clinician.id} does not work then")
        for hours in clinician.by_site:
            if hours.site == self._site(activity) and not _set(hours.open).issuperset(_ticks(session, activity)):
                yield Violation("clinician site", f"{when}: {clinician.id} is not at {hours.site} then")
        if activity.same_clinician_as is not None:
            others = self.holders[activity.same_clinician_as]
            if others - {session.clinician}:
                yield Violation("same clinician", f"{when}: another clinician than {activity.same_clinician_as}")

    def _paying(self, activity: Activity) -> list[Payer]:
        """Return who pays for those who come; whoever leads beside somebody needs no licence of theirs."""
        names = {self.participants[name].payer for name in self._people(activity)}
        return [self.payers[name] for name in sorted(one for one in names if one is not None)]

    def _second(self, session: Session, activity: Activity) -> Iterator[Violation]:
        """A second leader is another clinician, at the time and in the room of the group."""
        for other, group in self.known:
            if group.id == activity.co_leads:
                where = (session.start, session.room, session.tele) == (other.start, other.room, other.tele)
                if not where or session.clinician == other.clinician:
                    why = "alone" if where else "elsewhere"
                    yield Violation("co-leader", f"{activity.id} {self.clock(session.start)}: {group.id} is led {why}")

    def _place(self, session: Session, activity: Activity) -> Iterator[Violation]:
        when = f"{activity.id} {self.clock(session.start)}"
        if activity.co_leads is not None:
            yield from self._second(session, activity)
            return
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
        people = activity.people or PEOPLE.get(activity.kind) or self._heads(activity)
        site = self._site(activity)
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

    def _site(self, activity: Activity) -> str:
        return activity.site or self.tracks[activity.track].site

    def _come(self, group: Activity) -> int:
        return len(self.members[group.track]) if group.attending is None else group.attending

    def _heads(self, activity: Activity) -> int:
        return self._come(activity) + 1 + self.seconds[activity.id]

    def _lunch(self, clinician: Clinician, held: list[Session]) -> Iterator[Violation]:
        """On each day worked across the window, so many ticks of it one after the other are without a session."""
        lunch = clinician.lunch
        if lunch is None:
            return
        busy = {tick for session in held for tick in _ticks(session, self.activities[session.activity])}
        for day in lunch.days or range(self.problem.days):
            first = day * self.problem.day_ticks
            begins, ends = first + lunch.window[0], first + lunch.window[1]
            breaks = (range(at, at + lunch.ticks) for at in range(begins, ends - lunch.ticks + 1))
            if set(range(begins, ends)) <= _set(clinician.open) and not any(busy.isdisjoint(one) for one in breaks):
                yield Violation("lunch", f"{clinician.id} {self.clock(begins)[:3]}: no break of {lunch.ticks} ticks")

    def _longest(self, clinician: Clinician, held: list[Session]) -> Iterator[Violation]:
        days: Counter[int] = Counter()
        for session in held:
            days[session.start // self.problem.day_ticks] += self.activities[session.activity].ticks
        for day, ticks in sorted(days.items()):
            most = clinician.max_days[day] if day < len(clinician.max_days) else clinician.max_day
            if ticks > most:
                when = self.clock(day * self.problem.day_ticks)[:3]
                yield Violation("max_day", f"{clinician.id} {when}: {ticks} ticks, {most} at most")
        if days.total() > clinician.max_week:
            yield Violation("max_week", f"{clinician.id}: {days.total()} ticks, {clinician.max_week} at most")

    def _ways(self, clinician: Clinician, held: list[Session]) -> Iterator[Violation]:
        """Between two sessions at different sites the time that no session takes must be enough for the way."""
        ways = {(way.origin, way.to): way.ticks for way in self.problem.travel}
        busy = {tick for session in held for tick in _ticks(session, self.activities[session.activity])}
        there = [session for session in held if not session.tele]
        for first, second in pairwise(there):
            one, other = (self._site(self.activities[s.activity]) for s in (first, second))
            needed = ways.get((one, other), ways.get((other, one), 0)) if one != other else 0
            ended = first.start + self.activities[first.activity].ticks
            free = len(set(range(ended, second.start)) - busy)
            if first.start // self.problem.day_ticks == second.start // self.problem.day_ticks and free < needed:
                yield Violation(
                    "travel", f"{clinician.id} {self.clock(ended)}: {free} ticks from {one} to {other}, {needed} needed"
                )

    def _clashes(self) -> Iterator[Violation]:
        taken: dict[tuple[str, str], list[tuple[str, range]]] = defaultdict(list)
        for session, activity in self.known:
            taken["clinician", session.clinician].append((activity.id, _ticks(session, activity)))
            for name in self._people(activity):
                taken["participant", name].append((activity.id, _ticks(session, activity)))
            if session.room is not None and activity.co_leads is None:
                taken["room", session.room].append((activity.id, _ticks(session, activity)))
        for (what, name), held in taken.items():
            if len({tick for _, ticks in held for tick in ticks}) < sum(len(ticks) for _, ticks in held):
                for together in _at_once(held):
                    yield Violation("clash", f"{what} {name} is in {' and '.join(sorted(together))} at once")

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
        if activity.co_leads is not None:
            return []
        if activity.kind is Kind.GROUP:
            return self.members[activity.track]
        return [activity.participant] if activity.participant in self.participants else []


def cost_of(problem: Problem, week: PlannedWeek) -> CostParts:
    """Return what a complete week costs."""
    activities = {one.id: one for one in problem.activities}
    weights = problem.weights
    likes = {one.id: one.preferred for one in problem.clinicians}
    wishes = {one.id: one.preferred for one in problem.participants}
    neighbours = leaders = tele = off_day = changed = disliked = 0
    for track in problem.tracks:
        days = week.tracks[track.id].days
        if track.days <= 3:
            neighbours += sum(1 for day in days if day + 1 in days)
        leaders += len({s.clinician for s in week.sessions if _is_group_of(activities[s.activity], track.id)})
    was = {session.activity: session for session in problem.current.sessions} if problem.current else {}
    for session in week.sessions:
        activity = activities[session.activity]
        tele += session.tele
        for spans in (likes[session.clinician], wishes.get(activity.participant or "", ())):
            disliked += bool(spans) and not set(_ticks(session, activity)) <= _set(spans)
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
        preferences=weights.preferences * disliked,
    )


def _is_group_of(activity: Activity, track: str) -> bool:
    return activity.kind is Kind.GROUP and activity.track == track


def _ticks(session: Session, activity: Activity) -> range:
    return range(session.start, session.start + activity.ticks)


def _at_once(held: list[tuple[str, range]]) -> set[frozenset[str]]:
    """Return which sessions share a tick."""
    at: dict[int, set[str]] = defaultdict(set)
    for name, ticks in held:
        for tick in ticks:
            at[tick].add(name)
    return {frozenset(names) for names in at.values() if len(names) > 1}


@lru_cache(maxsize=4096)
def _set(spans: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(tick for begins, ends in spans for tick in range(begins, ends))
